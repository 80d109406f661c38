"""Licences from the cache: the same as checked anew, and only while nothing that they were made of has changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from licensekit import api
from licensekit.catalogue import kept as kept_files
from licensekit.catalogue import libraries, loading, shelf
from licensekit.catalogue.license_folder import LicenseFolder
from licensekit.check import file as check_file_module
from licensekit.errors import LicenseError

BASE = 'license base { title "Base" grant rights at "1" { may run } }'
POLICY = 'policy rules { title "Rules" prohibition war at "1" { must not any act when conduct.military } }'
OWN = 'license own extends base { title "Own" incorporates rules at "2" }'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "licenses"
    folder.mkdir()
    (folder / "base.lic").write_text(BASE)
    (folder / "rules.lic").write_text(POLICY)
    (folder / "own.lic").write_text(OWN)
    return folder / "own.lic"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are checked, as they are checked."""
    done: list[str] = []
    really = check_file_module.check_file

    def noting(parsed: object, library: object = None) -> object:
        done.append(Path(parsed.source.name).name)  # type: ignore[attr-defined]
        return really(parsed, library)  # type: ignore[arg-type]

    monkeypatch.setattr(check_file_module, "check_file", noting)
    return done


def test_a_file_is_checked_once(own: Path, checks: list[str]) -> None:
    first, second = api.read(own).license, api.read(own).license
    assert checks == ["own.lic"]
    assert first == second
    assert [clause.span for clause in first.clauses] == [clause.span for clause in second.clauses]
    assert {clause.span.source for clause in second.clauses if clause.span} == {
        str(own.parent / "base.lic"),
        str(own.parent / "rules.lic"),
    }


def test_a_change_of_the_text_alone_is_checked_and_means_the_same(own: Path, checks: list[str]) -> None:
    first = api.read(own).license
    own.write_text(OWN + "\n")
    assert api.read(own).license == first
    assert checks == ["own.lic", "own.lic"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base.lic", BASE.replace("may run", "may any act")),
        ("rules.lic", POLICY.replace("conduct.military", "conduct.nuclear")),
    ],
)
def test_a_change_of_what_it_draws_on_is_seen(name: str, text: str, own: Path, checks: list[str]) -> None:
    first = api.read(own).license
    own.with_name(name).write_text(text)
    assert api.read(own).license != first
    assert checks == ["own.lic", "own.lic"]


def test_an_outline_that_comes_to_stand_beside_it_is_verified(own: Path) -> None:
    api.read(own)
    own.with_name("own.outline.json").write_text("no outline")
    with pytest.raises(LicenseError) as caught:
        api.read(own)
    assert [found.code for found in caught.value.diagnostics] == ["LK482"]


def test_a_base_that_goes_away_is_missed(own: Path) -> None:
    api.read(own)
    (own.parent / "base.lic").unlink()
    with pytest.raises(LicenseError) as caught:
        api.read(own)
    assert caught.value.diagnostics[0].code == "LK213"


def test_a_file_that_takes_the_place_of_the_catalogues_is_seen(own: Path) -> None:
    own.write_text('license own extends mit { title "Own" }')
    assert "notice" in [clause.id for clause in api.read(own).license.clauses]
    own.with_name("mit.lic").write_text(BASE.replace("base", "mit"))
    assert [clause.id for clause in api.read(own).license.clauses] == ["rights"]


def test_a_file_with_an_error_is_checked_each_time(own: Path, checks: list[str]) -> None:
    own.write_text(OWN.replace("rules", "rulez"))
    for _ in range(2):
        with pytest.raises(LicenseError):
            api.read(own)
    assert checks == ["own.lic", "own.lic"]


@pytest.mark.parametrize(
    "kept",
    [
        None, 7, [], {}, {"noted": {}}, {"noted": [], "licenses": [], "policies": []},
        {"noted": {}, "licenses": 3, "policies": []}, {"noted": {}, "licenses": [["License", None]], "policies": []},
        {"noted": {}, "licenses": [["Nothing", None]], "policies": []},
        {"noted": {}, "licenses": ["mit"], "policies": []}, {"noted": {}, "licenses": [["day", 3]], "policies": []},
        {"noted": {}, "licenses": [[]], "policies": []}, {"noted": {}, "licenses": [["$", "x", "USD"]], "policies": []},
    ],
)  # fmt: skip
def test_what_is_no_licence_is_checked_anew(
    kept: object, own: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files.cache, "fetched", lambda *_: json.loads(json.dumps(kept)))
    assert api.read(own).license.id == "own"
    assert checks == ["own.lic"]


def test_a_policy_of_the_catalogue_comes_from_the_cache_too(
    own: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own.exists()
    found = []
    for _ in range(2):
        monkeypatch.setattr(libraries, "_PARSED", {})
        for name in ("_CHECKED", "_LOADED"):
            monkeypatch.setattr(loading, name, {})
        found.append(loading.load_policy("llama-4-use"))
    assert found[0] == found[1]
    assert checks == ["llama-4-use.lic"]


def test_what_one_installation_kept_of_a_shipped_licence_another_takes_up(
    tmp_path: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places point into the files of the installation that is asked."""
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path / "cache"))
    sources = []
    for place in ("here", "there"):
        family = tmp_path / place / "family"
        family.mkdir(parents=True)
        (family / "base.lic").write_text(BASE)
        shipped = LicenseFolder("", family.parent)
        monkeypatch.setattr(shelf, "shipped", lambda shipped=shipped: shipped)
        monkeypatch.setattr(kept_files, "_shipped", lambda folder=family.parent: f"{folder}{os.sep}")
        monkeypatch.setattr(libraries, "_PARSED", {})
        for name in ("_CHECKED", "_LOADED"):
            monkeypatch.setattr(loading, name, {})
        (clause,) = loading.load("base").clauses
        assert clause.span is not None
        sources.append(clause.span.source)
    assert checks == ["base.lic"]
    assert sources == [str(tmp_path / place / "family" / "base.lic") for place in ("here", "there")]
