"""What a text is: exactly an encoded one, or where it differs. The project's own LICENSE stands for all texts."""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.catalogue import shelf
from licensekit.identify.besides import beyond, differs_in_names
from licensekit.identify.copyright_lines import is_notice_line
from licensekit.identify.fingerprints import FILE, SHINGLE, TextOwner, fingerprints, packed, unpacked
from licensekit.identify.identification import Identification, TextKind, identify
from licensekit.identify.words import words_of

ROOT = Path(__file__).parents[2]
TEXTS = ROOT.parent / "shared" / "texts"
APACHE = (ROOT / "LICENSE").read_text(encoding="utf-8")
CLAUSE = "Any commercial use of this work needs a written agreement with the licensor."


def line_of(part: str) -> int:
    return APACHE[: APACHE.index(part)].count("\n") + 1


def wrapped(width: int) -> str:
    return "\n\n".join(textwrap.fill(part, width) for part in re.split(r"\n\s*\n", APACHE))


# --- the same terms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        APACHE,
        wrapped(50),
        wrapped(10_000),
        APACHE.upper().replace("\n", "\r\n"),
        "".join(f" * {line}\n" for line in APACHE.split("\n")),
        re.sub('"([^"\n]*)"', "\u201c\\1\u201d", APACHE),
        APACHE.replace("http://", "https://").replace("copyright owner", "copyright holder"),
        APACHE.replace("License", "Li\u00adcense\u200b"),
        APACHE.replace("Copyright [yyyy] [name of copyright owner]", "Copyright 2019-2026 Ada Example, Example GmbH"),
        f"\ufeffCopyright (c) 2026 Example Inc. All rights reserved.\n\n{APACHE}",
        APACHE[: APACHE.index("APPENDIX")],
        APACHE[: APACHE.index("END OF TERMS")],
        f"SPDX-License-Identifier: Apache-2.0\n\n{APACHE}",
    ],
    ids=range(13),
)
def test_what_leaves_every_term_is_exactly_that_text(text: str) -> None:
    told = identify(text)
    assert (told.kind, told.licenses, told.passages) == ("exact", ("apache-2.0",), ())


def test_what_counts_as_no_term_is_told() -> None:
    notice = "Copyright (c) 2026 Example Inc."
    told = identify(f"Apache License 2.0\n\n{notice}\n\n{APACHE}")
    assert [(line.number, line.text) for line in told.set_aside[:2]] == [(1, "Apache License 2.0"), (3, notice)]


# --- other terms ---------------------------------------------------------------------------------------------

EDITS = {
    "a number": ("percent (50%)", "percent (40%)", "changed"),
    "a number in words": ("fifty percent", "sixty percent", "changed"),
    "no `not`": ("but not limited to", "but limited to", "removed"),
    "a sign of percent": ("(50%)", "(50)", "removed"),
    "a full stop": ("authorship. For", "authorship For.", "changed"),
    "a slip": ("perpetual", "perpeutal", "changed"),
    "a letter that looks the same": ("perpetual", "p\u0435rpetual", "changed"),
    "an override of direction": ("fifty", "\u202efifty", "added"),
    "a joiner": ("fifty", "fif\u200dty", "changed"),
    "struck through": ("fifty", "~~fifty~~", "changed"),
    "taken out, as a difference by words marks it": ("fifty", "[-fifty-]", "changed"),
    "taken out, as an editor marks it": ("fifty", "{--fifty--}", "changed"),
    "a comment of a template": ("fifty", "{# fifty #}", "changed"),
    "letters struck through": ("fifty", "".join(f"{letter}\u0336" for letter in "fifty"), "changed"),
    "a comment of HTML": ("fifty", "<!--fifty-->", "changed"),
    "a power": ("(50%)", "(50\u00b2%)", "added"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_one_word_changed_is_never_exact(edit: str) -> None:
    old, new, what = EDITS[edit]
    told = identify(APACHE.replace(old, new, 1))
    assert (told.kind, told.licenses, told.texts[0].id) == ("altered", (), "apache-2.0")
    assert line_of(old) <= told.passages[0].line <= line_of(old) + 1
    assert what in {passage.what for passage in told.passages}


def test_every_number_counts_up_to_the_edges() -> None:
    end = APACHE[: APACHE.index("APPENDIX")]
    for place in re.finditer(r"\d+", end):
        told = identify(end[: place.start()] + str(int(place[0]) + 1) + end[place.end() :])
        assert (told.kind, told.licenses) == ("altered", ()), place


@pytest.mark.parametrize("at", [0, 1, 2, -3, -2, -1])
def test_a_word_that_no_whole_shingle_covers_is_placed_exactly(at: int) -> None:
    word = list(re.finditer(r"\w+", APACHE))[at]
    told = identify(f"{APACHE[: word.start()]}instead{APACHE[word.end() :]}")
    assert [(passage.what, passage.text.rstrip(".")) for passage in told.passages] == [("changed", "instead")]


@pytest.mark.parametrize(
    ("edit", "shown"),
    [("5*0%", "*"), ('5"0%', "*"), ("5`0%", "*"), ("5**0%", "*"), (" -50%", "-"), ("50*.1%", "*")],
)
def test_signs_that_make_a_number_another_are_words(edit: str, shown: str) -> None:
    """`5*0` is no 50 in emphasis, and ` -50` no 50 behind a bullet."""
    told = identify(APACHE.replace("(50%)", f"({edit})" if edit[0] == "5" else f"{edit} "))
    assert told.kind is TextKind.ALTERED
    assert any(shown in passage.text for passage in told.passages)


def test_emphasis_around_a_number_and_a_bullet_before_one_are_none() -> None:
    for edit in (APACHE.replace("(50%)", "(**50%**)"), APACHE.replace("   1. Def", "   - 1. Def")):
        assert edit != APACHE
        assert identify(edit).licenses == ("apache-2.0",)


@pytest.mark.parametrize("text", [f"{CLAUSE}\n{APACHE}", f"{APACHE}\n{CLAUSE}", f"{CLAUSE}\n\n{APACHE}\n"])
def test_words_before_and_behind_are_foreign(text: str) -> None:
    told = identify(text)
    assert (told.kind, told.licenses, told.texts[0].is_whole) == ("altered", (), True)
    assert [(passage.what, passage.added, passage.text) for passage in told.passages] == [("added", 13, CLAUSE)]


def test_paragraphs_in_another_order_are_another_text() -> None:
    paragraphs = APACHE.split("\n\n")
    paragraphs[8:10] = paragraphs[8:10][::-1]
    assert identify("\n\n".join(paragraphs)).kind == "altered"


def test_two_texts_in_one_file_are_several_and_no_verdict() -> None:
    told = identify(f"{APACHE}\n\n{CLAUSE}\n\n{APACHE}")
    assert (told.kind, told.licenses) == ("several", ())
    assert [(text.id, text.is_whole) for text in told.texts] == [("apache-2.0", True)] * 2
    assert [passage.text for passage in told.foreign] == [CLAUSE]


@pytest.mark.parametrize("text", ["", "...", "MIT License", "Copyright (c) 2026 X", CLAUSE, CLAUSE * 40])
def test_a_text_of_its_own_is_unknown(text: str) -> None:
    assert (identify(text).kind, identify(text).licenses) == ("unknown", ())


def test_the_title_of_another_licence_is_no_title() -> None:
    told = identify(f"MIT License\n\n{APACHE}")
    assert (told.kind, [passage.text for passage in told.passages]) == ("altered", ["MIT License"])


# --- notices of copyright ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Copyright (c) 2026 Example AI",
        "Copyright \u00a9 2009 - 2026, Ada N. Example, Example Labs Ltd. and contributors",
        "Copyright (c) [year] [fullname]",
        "Copyright <year> <copyright holder>",
        "Copyright 2016-present Example LLC",
        "Copyright (c) Example, Inc. or its affiliates. All Rights Reserved.",
        "(c) 2026 J\u00fcrgen M\u00fcller <jm@example.org> (https://example.org)",
        "Copyright (c) 2026 someone",
        "Copyright (c) 2026 Institute for Intelligent Systems",
        "Copyright \u00a9 2026, [Example Ltd](https://www.example.org/).",
        "Copyright (c) 2026 the example contributors (see AUTHORS.md)",
        "Copyright (c) Example Services Inc. 2025 to present",
    ],
)
def test_names_alone_are_a_notice(line: str) -> None:
    assert is_notice_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright (c) 2026 X. Commercial use needs a separate licence",
        "Copyright (c) 2026 X. Forbidden Everywhere.",
        "Copyright (c) 2026 Example Inc. Noncommercial Use Only",
        "Copyright (c) 2026 Example Inc., All Commercial Rights Reserved",
        "Copyright (c) 2026 Example Inc. <https://example.org/commercial-licence>",
        "Copyright (c) 2026 [Example Inc., research only]",
        "Copyright (c) 2026 Example For Research",
        "Copyright (c) 2026 Example Inc. Up To 100 Users",
        "Copyright (c) 2026 Example; you may not sell it",
        "Copyright (c) 2026 noncommercial",
        "Copyright (c) 2026 Example, You May Copy It",
        "Copyright (c) 2026 \u793a\u4f8b \u7981\u6b62\u5546\u7528",
        "Copyright License. Subject to the terms below, each contributor grants",
        "copyright owner that is granting the License",
        "(c) use the Work for any purpose",
    ],
)
def test_what_says_more_than_names_is_no_notice(line: str) -> None:
    assert not is_notice_line(line)
    assert identify(f"{line}\n\n{APACHE}").kind == "altered"


def test_a_notice_within_a_paragraph_stays() -> None:
    assert words_of("You must say\nCopyright (c) 2026 Example\nin every copy of the work that you give out.").set_aside
    said = "You must display on every single copy of the work that you give out\nCopyright (c) 2026 Example\nthere."
    assert words_of(said).set_aside == ()


# --- the index -----------------------------------------------------------------------------------------------


def test_the_index_has_every_text_of_the_catalogue() -> None:
    statement = re.compile(r'^  text (?:(\S+) )?sha256 "([0-9a-f]{64})"', re.MULTILINE)
    names = [*shelf.ids(), *shelf.policies()]
    wanted = {
        TextOwner(name, document, digest)
        for name in names
        for document, digest in statement.findall(shelf.source(name))
    }
    indexed = {owner for each in fingerprints() if each.is_encoded for owner in each.owners}
    assert (wanted - indexed, indexed - wanted) == (set(), set()), "run scripts/fingerprints.py anew"


def test_the_index_is_small_and_no_shingle_is_shorter_than_five_words() -> None:
    assert (ROOT / "licenses" / FILE).stat().st_size <= 1_000_000
    assert SHINGLE >= 5


def test_numbers_of_a_list_are_left_out_only_where_they_count_from_one() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    import fingerprints as script

    assert script.without_numbers("You may:\n1. run it\n2. sell it\n") == "You may:\n- run it\n- sell it\n"
    assert script.without_numbers("1. It has fewer than\n20. Users pay.\n2. No more.\n") == ""
    assert script.without_numbers("It has fewer than\n20. Users pay.\n") == ""


def test_the_index_reads_back_as_the_same_bytes() -> None:
    data = packed(fingerprints())
    assert packed(unpacked(data)) == data == (ROOT / "licenses" / FILE).read_bytes()


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts are no part of the project")
@pytest.mark.slow
def test_the_index_is_what_the_texts_give() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    import fingerprints as script

    every, missing = script.index(TEXTS)
    assert missing == []
    assert packed(every) == (ROOT / "licenses" / FILE).read_bytes()


# --- in Python -----------------------------------------------------------------------------------------------


def test_the_public_name_is_the_function_also_beside_its_package() -> None:
    import licensekit.identify

    assert isinstance(lk.identify("You may."), Identification)
    assert licensekit.identify is lk.identify


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (b"bytes", "LK508", "`text`: this is a value of type bytes, not a text"),
        ("a\nb\0", "LK113", "a NUL stands in the text, on line 2: this is no text"),
        ("\u00e4" * 2_500_001, "LK111", "the text has more than 5_000_000 bytes"),
    ],
)
def test_what_is_no_text_is_refused(text: str, code: str, said: str) -> None:
    with pytest.raises(lk.LicensekitError) as refused:
        lk.identify(text)
    assert [(each.code, each.message) for each in refused.value.diagnostics] == [(code, said)]


def test_older_and_newer_forms_are_named() -> None:
    from licensekit.catalogue.name_table import dated_forms

    assert dated_forms("minimax-m2.7") == (("minimax-m2.7-initial",), ())
    assert dated_forms("mit") == ((), ())


# --- names in the place of the holder --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "is_name"),
    [
        ("by the copyright owner as", "by Example Inc. as", True),
        ("by the copyright owner as", "by Example Research Laboratories GmbH as", True),
        ("by the copyright owner as", "by 700 as", True),
        ("by the copyright owner as", "by nobody as", False),
        ("by the copyright owner as", "by as", False),
        ("Version 2.0, January", "Version 3.0, January", False),
        ("(50%)", "(10%)", False),
        ("January 2004", "January 2005", False),
        ("January 2004", "March 2004", False),
        ("cross-claim or counterclaim", "Acme Claim", False),
        ("END OF TERMS AND CONDITIONS", "END OF TERMS AND CONDITIONS FOR ACME", False),
    ],
)
def test_a_name_in_the_place_of_the_holder_alone_makes_no_other_terms(before: str, after: str, is_name: bool) -> None:
    text = APACHE.replace(before, after, 1)
    assert text != APACHE
    told = identify(text)
    assert told.licenses == ()
    assert differs_in_names(text, told) is is_name


YEARS = "2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010,"


@pytest.mark.parametrize(
    ("years", "no_others"),
    [
        ("2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008", True),
        (f"{YEARS} 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021", True),
        ("2001, 2002, 2003, 2004, 2005, 2006, 2007, 20", False),
        ("2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008 Acme or", False),
    ],
)
def test_other_years_in_a_notice_within_the_terms_make_no_other_terms(years: str, no_others: bool) -> None:
    """Python's licence has the years of its foundation in a clause, and each release has had one more."""
    if not TEXTS.exists():
        pytest.skip("the texts are not at hand")
    known = (TEXTS / "psf-2.0.txt").read_text(encoding="utf-8")
    text = re.sub(r"2001,[\d,\s]+2019", years, known, count=1)
    assert (text != known, identify(known).licenses) == (True, ("psf-2.0",))
    assert differs_in_names(text, identify(text)) is no_others


def test_a_lost_full_stop_at_the_very_end_is_no_other_term() -> None:
    text = APACHE.rstrip().removesuffix(".")
    assert differs_in_names(text, identify(text))


def test_what_stands_beyond_a_text_that_is_known() -> None:
    header = APACHE[APACHE.index("   Licensed under the Apache License") :]
    assert beyond(header, {"apache-2.0"}).strip() == ""
    assert beyond(f"{header}\nNo military use.", {"apache-2.0"}) == "No military use."
    assert beyond("It is under it.", {"apache-2.0"}) == "It is under it."
