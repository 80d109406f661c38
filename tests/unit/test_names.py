"""What a licence is called, and which one is meant."""

from __future__ import annotations

import pytest
from command_line import called

import licensekit as lk
from licensekit import catalogue
from licensekit.catalogue import names, shelf
from licensekit.catalogue.names import JoinedLicenses, NamedLicense, meant
from licensekit.catalogue.nearest import nearest_license, nearest_work
from licensekit.errors import CatalogueError


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        ("mit", "mit"),
        ("MIT", "mit"),
        ("The MIT License", "mit"),
        ("mit licence", "mit"),
        ("Apache 2.0", "apache-2.0"),
        ("apache2", "apache-2.0"),
        ("Apache License, Version 2.0", "apache-2.0"),
        ("APACHE-2.0", "apache-2.0"),
        ("GPL-3.0-only", "gpl-3.0"),
        ("GPLv3", "gpl-3.0"),
        ("GNU General Public License v3", "gpl-3.0"),
        ("llama3.1", "llama-3.1"),
        ("Llama 2 Community License", "llama-2"),
        ("LicenseRef-scancode-llama-2-license-2023", "llama-2"),
        ("licenseref-SCANCODE-deepseek-la-1.0", "deepseek-model-1.0"),
        ("Tongyi Qianwen LICENSE", "tongyi-qianwen"),
        ("qwen-community-license-1.0", "qwen-community-1.0"),
    ],
)
def test_a_name_stands_for_one_licence(written: str, id_: str) -> None:
    assert meant(written) == NamedLicense(id_, written)


def test_what_was_taken_for_what_is_told() -> None:
    terms = lk.load("MIT AND Apache 2.0")
    assert terms.id == "all of (mit, apache-2.0)"
    assert terms.taken == ("`MIT` is taken for `mit`", "`Apache 2.0` is taken for `apache-2.0`")
    notes = terms.evaluate(lk.Use.of(["run"])).notes
    assert set(terms.taken) <= set(notes)
    assert lk.load("mit").taken == ()
    assert lk.load("MIT") == lk.load("mit")


def test_expressions_join_what_stands_between_operators() -> None:
    mit, apache, gpl = (
        NamedLicense(*pair) for pair in (("mit", "MIT"), ("apache-2.0", "Apache 2.0"), ("gpl-3.0", "GPL v3"))
    )
    assert meant("MIT or Apache 2.0 AND GPL v3") == JoinedLicenses("OR", (mit, JoinedLicenses("AND", (apache, gpl))))
    assert meant("(MIT OR Apache 2.0) and GPL v3") == JoinedLicenses("AND", (JoinedLicenses("OR", (mit, apache)), gpl))
    assert lk.load("MIT OR MIT").id == "mit"


def test_or_later_is_a_choice_among_the_versions_that_are_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    for written in ("GPL-3.0-or-later", "gpl-3.0+", "GPL 3.0 or later"):
        assert meant(written) == NamedLicense("gpl-3.0", written)
    monkeypatch.setattr(names.NameEntry, "is_encoded", property(lambda entry: entry.id in {"gpl-2.0", "gpl-3.0"}))
    assert meant("GPL-2.0+") == JoinedLicenses(
        "OR", (NamedLicense("gpl-2.0", "GPL-2.0+"), NamedLicense("gpl-3.0", "GPL-2.0+"))
    )


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        ("gpl", "LK613", "`gpl` does not say which licence is meant"),
        ("cc", "LK613", "`cc` does not say which licence is meant"),
        ("bsd", "LK613", "`bsd` does not say which licence is meant"),
        ("Llama", "LK613", "`Llama` does not say which licence is meant"),
        ("gemma", "LK613", "`gemma` does not say which licence is meant"),
        ("modified-mit", "LK613", "`modified-mit` does not say which licence is meant"),
        ("qwen", "LK613", "`qwen` does not say which licence is meant"),
        ("Qwen2.5-7B", "LK617", "`Qwen2.5-7B` is the name of a model without its owner"),
        ("other", "LK613", "`other` names no licence"),
        ("mit mit", "LK601", "there is no licence `mit mit` in the catalogue"),
        ("MIT AND", "LK615", "`MIT AND` is no licence expression: the name of a licence is missing"),
        ("((MIT)", "LK615", "`((MIT)` is no licence expression: a bracket is not closed"),
        ("MIT) OR MIT", "LK615", "`MIT) OR MIT` is no licence expression: `)` stands where an operator is wanted"),
        ("MIT WITH Classpath-exception-2.0", "LK614", "`Classpath-exception-2.0` is not encoded here"),
        ("MIT WITH luck", "LK614", "`luck` is no exception that is known here"),
    ],
)
def test_what_stands_for_no_licence_says_so(written: str, code: str, message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        lk.load(written)
    assert [(each.code, each.message) for each in caught.value.diagnostics] == [(code, message)]
    assert caught.value.diagnostics[0].help


def test_a_family_lists_what_may_be_meant_the_encoded_first() -> None:
    with pytest.raises(CatalogueError) as caught:
        lk.load("gpl")
    listed = caught.value.diagnostics[0].help.removeprefix("use one of ").replace("`", "").split(", ")
    encoded = [name in catalogue.ids() for name in listed]
    assert {"gpl-2.0", "gpl-3.0", "gpl-1.0"} <= set(listed)
    assert encoded == sorted(encoded, reverse=True)


def test_a_licence_that_is_known_and_not_encoded_is_no_other() -> None:
    missing = [entry for entry in names.entries() if not entry.kind and not entry.is_encoded]
    assert missing
    for entry in missing:
        if len(names.entries_called(entry.id)) == 1:
            with pytest.raises(CatalogueError) as caught:
                lk.load(entry.id)
            found = caught.value.diagnostics[0]
            assert found.code in {"LK608", "LK614"}
            assert "did you mean" not in found.help


@pytest.mark.parametrize("written", ["sspl-1.0", "SSPL-1.0", "sspl", "sspl1", "sspl-2.0", "Server Side Public License"])
def test_sspl_is_never_answered_with_gpl(written: str) -> None:
    if written.casefold() in {"sspl-1.0", "sspl1"}:
        assert lk.load(written).id == "sspl-1.0"
        return
    with pytest.raises(CatalogueError) as caught:
        lk.load(written)
    assert "`gpl" not in caught.value.diagnostics[0].help


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("mitt", ("mit",)),
        ("kimi-k25", ("kimi-k2.5",)),
        ("llama-33", ("llama-3.3",)),
        ("kimi-k2.9", ()),
        ("sspl-1.0", ()),
        ("agpl-3.0", ()),
        ("lgpl-3.0", ()),
        ("mpl-3.0", ()),
        ("gpl-3", ()),
    ],
)
def test_a_slip_of_the_pen_is_never_another_licence(written: str, near: tuple[str, ...]) -> None:
    assert nearest_license(written, ["mit", "kimi-k2.5", "llama-3.3", "gpl-3.0", "mpl-2.0", "apache-2.0"]) == near


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("acme/Thing-8B-Instrct", ("acme/Thing-8B-Instruct",)),
        ("acme/Thing-9B-Instruct", ()),
        ("acme/Thing-70B-Instruct", ()),
        ("acme/Distil-Thing-8B-Instruct", ()),
        ("other/Thing-8B-Instruct", ()),
    ],
)
def test_the_nearest_work_is_never_of_another_owner_or_size(written: str, near: tuple[str, ...]) -> None:
    assert nearest_work(written, ["acme/Thing-8B-Instruct", "elsewhere/Thing-8B", "other/Thing-8B"]) == near


def test_every_encoded_licence_is_its_own_name() -> None:
    for id_ in shelf.ids():
        assert meant(id_) == NamedLicense(id_, id_)
        assert meant(id_.upper()).id == id_  # type: ignore[union-attr]


def test_every_name_of_the_table_is_plain() -> None:
    for entry in names.entries():
        assert entry.kind in {"", "exception", "family"}
        assert bool(entry.id) is (entry.kind != "family")
        assert entry.text in {"held", "found now", "none"}
    ids = [entry.id for entry in names.entries() if entry.id]
    assert len(ids) == len(set(ids))


def test_commands_take_any_name_of_a_licence() -> None:
    shown = called("show", "Apache 2.0")
    assert (shown.status, shown.err) == (0, "")
    assert called("coverage", "MIT License").status == 0
    assert called("compare", "MIT", "apache2", "--act", "run").status == 0
    assert called("ask", "MIT OR GPL-3.0", "--act", "run").status == 0
