"""Finding, reading and checking licences by id, path and text."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensekit import catalogue
from licensekit.catalogue import libraries, loading, shelf
from licensekit.errors import CatalogueError, LicenseError

GOOD = 'license mine { title "Mine" grant rights at "1" { may any act } }'


def test_a_licence_is_loaded_by_its_id_and_once() -> None:
    mit = catalogue.load("mit")
    assert (mit.id, mit.title, mit.spdx) == ("mit", "MIT License", "MIT")
    assert catalogue.load("mit") is mit


def test_loading_one_licence_parses_that_one_and_what_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_PARSED", parsed := {})
    monkeypatch.setattr(loading, "_CHECKED", {})
    monkeypatch.setattr(loading, "_LOADED", {})
    catalogue.load("kimi-k2.5")
    assert sorted(parsed) == ["kimi-k2.5", "mit"]


def test_ids_are_those_of_licences_alone_and_sorted() -> None:
    ids = catalogue.ids()
    assert "mit" in ids
    assert "llama-4-use" not in ids
    assert "llama-4-use" in catalogue.policies()
    assert not [name for name in ids if name.endswith(".cases")]
    assert list(ids) == sorted(ids)


def test_the_source_is_the_text_of_the_file() -> None:
    assert "license mit {" in catalogue.source("mit")
    with pytest.raises(CatalogueError) as caught:
        catalogue.source("mitt")
    assert caught.value.diagnostics[0].help == "did you mean `mit`, which is spelt nearly so?"


@pytest.mark.parametrize(
    ("name", "code", "message", "mend"),
    [
        ("kimi-k25", "LK601", "there is no licence `kimi-k25` in the catalogue", "did you mean `kimi-k2.5`, which is spelt nearly so?"),
        ("mti", "LK601", "there is no licence `mti` in the catalogue", "did you mean `mit`, which is spelt nearly so?"),
        ("run", "LK601", "there is no licence `run` in the catalogue", "name a licence: `run` is an act; on the command line `--act run`"),
        ("own.lic", "LK601", "there is no licence `own.lic` in the catalogue", "use `licensekit list` to see the ids, or `lk.read` for the path of a .lic file"),
        (
            "llama-4-use",
            "LK608",
            "`llama-4-use` is a policy, not a licence",
            "use a licence that incorporates `llama-4-use`",
        ),
        ("mit.cases", "LK601", "there is no licence `mit.cases` in the catalogue", "did you mean `mit`, which is spelt nearly so?"),
    ],
)  # fmt: skip
def test_an_unknown_id_names_the_nearest(name: str, code: str, message: str, mend: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(name)
    found = caught.value.diagnostics[0]
    assert (found.code, found.message, found.help) == (code, message, mend)


@pytest.mark.parametrize(
    "name", ["../mit", "permissive/mit", "/etc/passwd", "", "mit\0", "x" * 10_000, "mit.lic/.", "mit:mit"]
)
def test_an_id_is_never_a_path(name: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(name)
    assert caught.value.diagnostics[0].code == "LK601"
    assert len(caught.value.diagnostics[0].message) < 200


def test_a_text_is_parsed_and_its_findings_are_all_raised_at_once() -> None:
    assert catalogue.parse(GOOD).id == "mine"
    with pytest.raises(LicenseError) as caught:
        catalogue.parse(GOOD.replace("may any act", "may rn, embd"), "mine.lic")
    assert [found.code for found in caught.value.diagnostics] == ["LK202", "LK202"]
    assert "mine.lic:1:55" in str(caught.value)


def test_check_returns_what_parse_raises() -> None:
    assert catalogue.check(GOOD) == ()
    assert [found.code for found in catalogue.check("license a {")] == ["LK102"]
    assert [found.code for found in catalogue.check(GOOD.replace('title "Mine"', ""))] == ["LK430"]


def test_one_of_several_licences_is_chosen_by_id() -> None:
    two = GOOD + GOOD.replace("mine", "yours")
    with pytest.raises(LicenseError) as caught:
        catalogue.parse(two)
    assert caught.value.diagnostics[0].code == "LK608"
    assert caught.value.diagnostics[0].message == "`<text>` holds several licences: `mine`, `yours`"
    assert catalogue.parse(two, license="yours").id == "yours"
    with pytest.raises(LicenseError, match="holds no licence `his`"):
        catalogue.parse(two, license="his")
    with pytest.raises(LicenseError, match="holds no licence"):
        catalogue.parse('policy p { prohibition war at "1" { must not run } }')


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.lic"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace(" grant", "\r\n grant").encode())
    assert catalogue.read(path).id == "mine"
    assert catalogue.read(str(path)).id == "mine"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("absent.lic", None, "LK605"),
        (".", None, "LK605"),
        ("nul\0.lic", None, "LK605"),
        ("bytes.lic", b"license \xff", "LK112"),
        ("empty.lic", b"", "LK114"),
        ("big.lic", b"#" * 10_000_000, "LK111"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    path = tmp_path / name if "\0" not in name else Path(name)
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(LicenseError) as caught:
        catalogue.read(path)
    assert [found.code for found in caught.value.diagnostics] == [code]
    assert "\n" not in caught.value.diagnostics[0].message


def test_a_missing_file_names_the_nearest_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.lic").write_text(GOOD)
    with pytest.raises(LicenseError) as caught:
        catalogue.read(tmp_path / "mien.lic")
    assert caught.value.diagnostics[0].help == "did you mean `mine.lic`?"


def test_cases_stand_inside_and_beside() -> None:
    assert {case.licenses for case in catalogue.cases_for("mit")} == {("mit",)}
    with pytest.raises(CatalogueError):
        catalogue.cases_for("mitt")


def test_cases_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cases.lic"
    path.write_text('cases for mit { case "run" { acts run expect permitted } }')
    assert [case.name for case in catalogue.read_cases(path)] == ["run"]


def test_a_file_that_draws_on_the_catalogue_says_so() -> None:
    child = catalogue.parse('license mine extends mit { title "Mine" relocate notice at "9" }')
    assert [(clause.id, clause.origin, clause.locator.place) for clause in child.clauses] == [
        ("rights", "mit", "¶1"),
        ("patents", "mit", "¶1"),
        ("notice", "mit", "9"),
        ("notice-kept", "mit", "¶2"),
        ("notice-kept/2", "mit", "¶2"),
        ("notice-kept/3", "mit", "¶2"),
        ("notices-stay", "mit", "¶2"),
        ("persons", "mit", "¶1"),
        ("end-users", "mit", "¶1"),
    ]


def test_everything_shipped_checks_without_an_error() -> None:
    for name in shelf.names():
        kind = shelf.kind(name)
        if kind == "template":
            # A template is checked as part of each licence that is made with it.
            assert any(f"extends {name}(" in shelf.source(each) for each in shelf.ids())
            continue
        assert kind in {"license", "policy"}
        loaded = catalogue.load(name) if kind == "license" else loading.load_policy(name)
        assert loaded.id == name
