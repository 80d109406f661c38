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


SURE = {
    "mit": "Expat; MIT (Expat); MIT License (MIT); License :: OSI Approved :: MIT License; mit license agreement;"
    "https://opensource.org/licenses/MIT; http://www.opensource.org/licenses/mit-license.php;"
    "https://spdx.org/licenses/MIT.html; LicenseRef-scancode-mit",
    "mit-0": "License :: OSI Approved :: MIT No Attribution License (MIT-0)",
    "bsd-3-clause": "New BSD; The New BSD License; 3-clause BSD; BSD (3-clause); BSD 3 clause; BSD3; BSD_3_clause; Revised BSD;"
    'BSD 3-Clause "New" or "Revised" License; EDL 1.0; Eclipse Distribution License - v 1.0; BSD License (BSD-3-Clause);'
    "https://opensource.org/licenses/BSD-3-Clause",
    "bsd-2-clause": 'Simplified BSD; BSD 2-Clause "Simplified" License; 2-Clause BSD License; BSD-2; BSD 2-Clause',
    "bsd-4-clause": "4-clause BSD; Original BSD License",
    "bsd-zero": "Zero-Clause BSD (0BSD)",
    "apache-2.0": "ASL 2.0; ASLv2; The Apache Software License, Version 2.0; Apache Software License 2.0; apache_2_0;"
    "Apache Software License (Apache-2.0); http://www.apache.org/licenses/LICENSE-2.0.txt;"
    "https://opensource.org/license/apache-2-0",
    "gpl-2.0": "GNU GPL v2; GNU GPLv2; GPL-2; License :: OSI Approved :: GNU General Public License v2 (GPLv2)",
    "gpl-3.0": "GNU GPLv3; gpl_3; GPLv3+; GPL v3 or later; GPL (>= 3); https://www.gnu.org/licenses/gpl-3.0.en.html;"
    "License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)",
    "gpl-2.0-with-classpath-exception-2.0": "GNU General Public License, version 2 with the GNU Classpath Exception; GPL2 w/ CPE",
    "lgpl-3.0": "LGPLv3; GNU LGPLv3; License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)",
    "lgpl-2.1": "LGPL, version 2.1; GNU LGPL v2.1; lgpl_2_1; http://www.gnu.org/licenses/old-licenses/lgpl-2.1.html",
    "agpl-3.0": "GNU AGPLv3; License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)",
    "mpl-2.0": "Mozilla Public License 2.0 (MPL 2.0); MPLv2; http://www.mozilla.org/MPL/2.0/",
    "epl-2.0": "EPL v2; Eclipse Public License - v 2.0; https://www.eclipse.org/legal/epl-2.0/",
    "cc0-1.0": "CC0; Creative Commons Zero v1.0 Universal; Public Domain, per Creative Commons CC0;"
    "License :: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication; https://creativecommons.org/publicdomain/zero/1.0/",
    "cc-by-4.0": "CC BY 4.0; CC-BY-4.0 International; Creative Commons Attribution 4.0 International (CC BY 4.0);"
    "http://creativecommons.org/licenses/by/4.0/",
    "cc-by-nc-sa-4.0": "CC-BY-NC-SA 4.0; Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License;"
    "https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode.de",
    "cddl-1.0": "COMMON DEVELOPMENT AND DISTRIBUTION LICENSE (CDDL) Version 1.0",
    "isc": "License :: OSI Approved :: ISC License (ISCL)",
    "zlib": "zlib/libpng License",
    "elastic-2.0": "ELv2",
    "unlicense": "License :: OSI Approved :: The Unlicense (Unlicense); https://unlicense.org",
    "psf-2.0": "PSF-2.0; PSFv2; Python Software Foundation License 2.0; https://spdx.org/licenses/PSF-2.0.html",
    "postgresql": "License :: OSI Approved :: PostgreSQL License; The PostgreSQL License; PostgreSQL Licence;"
    "https://www.postgresql.org/about/licence/",
    "hpnd": "License :: OSI Approved :: Historical Permission Notice and Disclaimer (HPND); LicenseRef-scancode-historical",
    "mit-cmu": "License :: OSI Approved :: CMU License (MIT-CMU)",
    "ecl-2.0": "License :: OSI Approved :: Educational Community License, Version 2.0 (ECL-2.0)",
    "mpl-1.1": "License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1); MPLv1.1; http://www.mozilla.org/MPL/MPL-1.1.html",
    "mulanpsl-2.0": "License :: OSI Approved :: Mulan Permissive Software License v2 (MulanPSL-2.0); Mulan PSL v2;"
    "http://license.coscl.org.cn/MulanPSL2",
    "apache-1.1": "The Apache Software License, Version 1.1; https://www.apache.org/licenses/LICENSE-1.1",
    "upl-1.0": "The Universal Permissive License (UPL), Version 1.0; https://oss.oracle.com/licenses/upl/",
    "unicode-3.0": "Unicode-3.0; Unicode License v3; LicenseRef-scancode-unicode-v3",
    "php-3.01": "The PHP License, version 3.01; http://www.php.net/license/3_01.txt",
    "x11": "X11 License; LicenseRef-scancode-x11-xconsortium",
    "json": "The JSON License; https://www.json.org/license.html",
    "artistic-1.0": "Artistic License 1.0; artistic_1",
    "cc-by-sa-2.0": "Creative Commons Attribution-ShareAlike 2.0 Generic (CC BY-SA 2.0);"
    "http://creativecommons.org/licenses/by-sa/2.0/",
    "cc-by-nc-sa-3.0": "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported; CC BY-NC-SA 3.0",
    "blueoak-1.0.0": "License :: OSI Approved :: Blue Oak Model License (BlueOak-1.0.0)",
}  # fmt: skip
"""Spellings of package indexes (PyPI, npm, Maven, Debian, CRAN, CPAN) that name one licence for certain."""
ASKED = (
    "GNU GPL", "GNU General Public License", "GNU LGPL", "GNU AGPL", "Apache Software License", "ASL", "MIT/X11", "X11/MIT",
    "Mozilla Public License", "Eclipse Public License", "Modified BSD License", "BSL", "Boost Software License", "PSF",
    "Common Development and Distribution License", "Creative Commons", "CC-BY-NC", "Public Domain", "Proprietary",
    "License :: OSI Approved :: BSD License", "License :: OSI Approved :: GNU General Public License (GPL)",
    "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)", "License :: OSI Approved",
    "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", "License :: Public Domain",
    "License :: Other/Proprietary License", "License :: OSI Approved :: Python Software Foundation License",
    "License :: OSI Approved :: Artistic License", "PHP License", "https://www.gnu.org/licenses/gpl.html",
    "http://opensource.org/licenses/bsd-license.php", "MIT/Apache-2.0", "GPL-2 | GPL-3", "MIT, Apache-2.0",
    "MIT License (BSD)", "Kimi K2.5 (MIT)", "MIT (Kimi K2.5)", "GPLv2 or later (GPLv2)", "GPLv2 (GPLv2+)", "Proprietary (MIT)",
    "CC0 (Public Domain)", "MIT (see LICENSE)", "AGPLv3 / Commercial", "OpenRAIL-M", "none",
)  # fmt: skip
NEITHER = (
    "BSD-like", "MIT-style", "MIT*", "non-MIT", "MIT + file LICENSE", "GPL-3 + file LICENSE", "MIT (modified)", "FreeBSD",
    "MIT, non-commercial", "Apache-2.0 (non-commercial)", "Apache-2.0 + Commons Clause", "CC BY 4.0 NC", "Perl_5", "GPL-3.1",
    "https://creativecommons.org/licenses/by/3.0/us/", "https://example.org/licenses/MIT", "MIT License v2", "\u041cIT",
    "https://creativecommons.org/publicdomain/mark/1.0/", "https://raw.githubusercontent.com/x/y/main/LICENSE",
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "id_"), [(each.strip(), id_) for id_, listed in SURE.items() for each in listed.split(";")]
)
def test_a_spelling_of_package_indexes_is_exactly_its_licence(written: str, id_: str) -> None:
    which = meant(written)
    assert isinstance(which, NamedLicense)
    assert which.id == id_


@pytest.mark.parametrize(
    "written",
    [
        "minimax-music3-community-license",
        "grok2-community",
        "boson-higgs-tts-3-research-and-non-commercial-license",
        "health-ai-developer-foundations",
    ],
)
def test_a_licence_that_is_wanted_is_known_by_name(written: str) -> None:
    """As docs/wanted.md has it: nobody is told that there is no such licence."""
    with pytest.raises(CatalogueError) as refused:
        lk.load(written)
    assert [each.code for each in refused.value.diagnostics] == ["LK614"]


@pytest.mark.parametrize(
    ("written", "codes"), [*((each, {"LK613"}) for each in ASKED), *((each, {"LK601", "LK614"}) for each in NEITHER)]
)
def test_a_spelling_that_may_be_several_or_is_none_is_never_guessed(written: str, codes: set[str]) -> None:
    with pytest.raises(CatalogueError) as caught:
        meant(written)
    assert {each.code for each in caught.value.diagnostics} <= codes


def test_or_later_within_an_expression_belongs_to_the_name() -> None:
    which = meant("(GNU General Public License v3 or later (GPLv3+)) AND (MIT License)")
    assert isinstance(which, JoinedLicenses)
    assert (which.how, [part.id for part in which.parts]) == ("AND", ["gpl-3.0", "mit"])  # type: ignore[union-attr]
    assert [part.id for part in meant("GPL (>= 2)").parts] == ["gpl-2.0", "gpl-3.0"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Mozilla Public License 1.1 (MPL 1.1)", {"mpl-1.1"}),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", {"lgpl-2.0", "lgpl-2.1"}),
        ("License :: OSI Approved :: BSD License", set()),
        ("MIT OR Acme", set()),
    ],
)
def test_all_that_a_name_may_mean_encoded_or_not(written: str, ids: set[str]) -> None:
    assert names.may_mean(written) == ids


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


@pytest.mark.parametrize("written", ["OR", "and", "With"])
def test_an_operator_by_itself_came_of_an_expression_without_quotes(written: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        lk.load(written)
    assert [(each.code, "in quotes" in each.help) for each in caught.value.diagnostics] == [("LK615", True)]


def test_a_family_lists_the_encoded_to_choose_from_and_tells_the_others() -> None:
    with pytest.raises(CatalogueError) as caught:
        lk.load("gpl")
    found = caught.value.diagnostics[0]
    listed = found.help.removeprefix("use one of ").replace("`", "").split(", ")
    assert {"gpl-2.0", "gpl-3.0"} <= set(listed) <= {*catalogue.ids()}
    assert any("`gpl-1.0`" in note for note in found.notes)


def test_a_family_of_which_none_is_encoded_offers_none() -> None:
    with pytest.raises(CatalogueError) as caught:
        lk.load("yi")
    found = caught.value.diagnostics[0]
    assert found.code == "LK613"
    assert "read its text" in found.help


def test_an_exception_holds_with_those_of_the_later_versions_that_are_encoded_with_it() -> None:
    assert lk.load("GPL-2.0-or-later WITH Classpath-exception-2.0").id == "gpl-2.0-with-classpath-exception-2.0"


def test_where_one_of_a_family_is_encoded_the_mend_names_it_alone() -> None:
    with pytest.raises(CatalogueError) as caught:
        lk.load("AGPL")
    assert caught.value.diagnostics[0].help == "write `agpl-3.0`, if your copy carries that one"


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


@pytest.mark.parametrize("written", ["MIT/X11", "MIT/Apache-2.0", "Business Source License", "OpenRAIL-M"])
def test_commands_ask_which_is_meant_and_take_no_names_for_a_model(written: str) -> None:
    asked = called("ask", written, "--act", "run")
    assert (asked.status, "error[LK613]" in asked.err, "`" in asked.err.partition("help: ")[2]) == (2, True, True)


def test_commands_take_any_name_of_a_licence() -> None:
    shown = called("show", "Apache 2.0")
    assert (shown.status, shown.err) == (0, "")
    assert called("coverage", "MIT License").status == 0
    assert called("compare", "MIT", "apache2", "--act", "run").status == 0
    assert called("ask", "MIT OR GPL-3.0", "--act", "run").status == 0
