"""Outlines of texts, and locators against them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from command_line import called

from licensekit.catalogue.labels import labelled, number_of, runs_inside
from licensekit.catalogue.loading import checked_path, checked_text
from licensekit.catalogue.locators import missing_places, verify_locators
from licensekit.catalogue.outline import Outline, build_outline, from_json, outlines_for, places_shown, to_json


def labels(text: str) -> list[str]:
    return [place for place in build_outline(text.encode()).places if ":" not in place]


PERMISSIVE = """Some License

Copyright (c) 2026 Somebody

You may do
this and that.

Keep the notice.

NO WARRANTY AT ALL, AND THIS PARAGRAPH IS LONG ENOUGH TO BE NO HEADING, FOR IT IS A SENTENCE.
"""


def test_paragraphs_count_after_the_title_and_the_copyright_lines() -> None:
    assert labels(PERMISSIVE) == ["¶1", "¶2", "¶3"]


def test_each_place_has_the_fingerprint_of_its_words_alone() -> None:
    outline = build_outline(PERMISSIVE.encode())
    assert outline.sha256 == hashlib.sha256(PERMISSIVE.encode()).hexdigest()
    assert outline.places["¶1"] == hashlib.sha256(b"You may do this and that.").hexdigest()[:16]
    rewrapped = build_outline(PERMISSIVE.replace("do\nthis", "do this").replace("\n", "\r\n").encode())
    assert rewrapped.places == outline.places
    assert rewrapped.sha256 != outline.sha256


NUMBERED = """Numbered License
Copyright (c) 2026 Somebody

Permission is given to everybody, as long as what follows is kept:

1. Rights.

   a. You may run it.

   b. You may pass it on, if you (A) give the license; and (B) say so, where:
      i. it is changed; or
      ii. it is sold.

2. Fees. None (see section
2. of the price list) are due.
This goes on in item two.

3. Something else.

(a) a thing
(b) b thing
(c) c thing
(d) d thing
(e) e thing
(f) f thing
(g) g thing
(h) h thing
(i) i thing
(j) j thing

Appendix: Uses

You agree not to:

- harm anyone; or
- harm anything.

Exhibit A - More

1. One more.
"""


def test_labels_are_those_printed_in_the_text() -> None:
    assert labels(NUMBERED) == [
        "¶1", "preamble", "1", "1.a", "1.b", "1.b.A", "1.b.B", "1.b.i", "1.b.ii", "2", "3",
        *(f"3.{letter}" for letter in "abcdefghij"),
        "appendix", "¶2", "appendix.1", "appendix.2", "exhibit.A", "exhibit.A.1",
    ]  # fmt: skip


def test_a_number_that_comes_again_is_counted_on_as_markdown_shows_it() -> None:
    policy = """1. You agree not to:
    1. break the law, such as:
        1. with violence;
        2. with theft;
    1. harass;
    2. discriminate;
    3. spy;
2. You agree not to make:
    4. arms;
    7. drugs.

Another list has numbers of its own:

1. the first;
2. the second.
"""
    expected = ["1", "1.1", "1.1.1", "1.1.2", "1.2", "1.3", "1.4", "2", "2.4", "2.7", "¶1"]
    assert labels(policy) == expected, "a list behind a paragraph has the numbers that are printed"


def test_sections_may_number_on_and_are_quoted_with_and_without() -> None:
    text = "License\n\nSection I: First\n\n1. One.\n\nSection II: Second\n\n2. Two.\n\na) below two.\n"
    outline = build_outline(text.encode())
    assert missing_places("2(a)", outline) == ()
    assert missing_places("Section II, 2(a)", outline) == ()
    assert missing_places("3", outline) == ("3",)


def test_another_document_under_a_heading_has_numbers_of_its_own() -> None:
    text = "License\n\n1. One.\n\n2. Two.\n\nUse Policy\n\n1. Not one.\n\na. nor this.\n"
    outline = build_outline(text.encode())
    assert labels(text) == ["1", "2"]
    assert missing_places("1.a", outline) == ("1.a",)
    assert missing_places("Use Policy", outline) == ()


def test_dotted_numbers_stand_by_themselves() -> None:
    assert labels("License\n\n1. First\n\n1.1. one\n\n1.2 two\n\n(a) below\n\n2. Second\n") == [
        "1", "1.1", "1.2", "1.2.a", "2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "style", "parts"),
    [
        ("1. One", "digit", ("1",)),
        ("12) Twelve", "digit", ("12",)),
        ("(3) Three", "digit", ("3",)),
        ("iv. Four", "roman", ("iv",)),
        ("(c) See", "letter", ("c",)),
        ("B. Bee", "LETTER", ("B",)),
        ("IX. Nine", "ROMAN", ("IX",)),
        ("1.2.3 Dotted", "dotted", ("1", "2", "3")),
        ("Section 4 - Four", "digit", ("4",)),
        ("Section IV: Four", "section", ("section-IV",)),
        ("Exhibit A", "annex", ("exhibit", "A")),
        ("APPENDIX: How to", "annex", ("appendix",)),
        ("* bullet", "bullet", ("1",)),
    ],
)
def test_labels(text: str, style: str, parts: tuple[str, ...]) -> None:
    found = labelled(text)
    assert found is not None
    assert (found.style, found.parts) == (style, parts)


@pytest.mark.parametrize(
    "text",
    [
        "1.5 million users",
        "A dog.",
        "Exhibit A says that you must not.",
        "Section 6 states terms.",
        "e.g. this",
        "I am",
    ],
)
def test_no_labels(text: str) -> None:
    found = labelled(text)
    assert found is None or found.style == "dotted"


def test_numbers_of_labels() -> None:
    assert [number_of(word, "roman") for word in ("i", "iv", "ix", "xiv", "q")] == [1, 4, 9, 14, -1]
    assert [number_of(word, "letter") for word in ("a", "z", "aa", "1")] == [1, 26, -1, -1]
    assert number_of("x", "digit") == -1


def test_lists_that_run_on_need_two_items_in_order() -> None:
    assert [label for label, _ in runs_inside("if (a) one; (b) two (c) three")] == ["a", "b", "c"]
    assert list(runs_inside("see (a) above")) == []
    assert list(runs_inside("under Section 1(a) and 1(b)")) == []
    assert list(runs_inside("(c) 2026 and (d)")) == []


OUTLINE = build_outline(NUMBERED.encode())


@pytest.mark.parametrize(
    "place",
    [
        "1", "1.b.i", "1(b)(i)", "1.b(A)", "3(j)", "3.i, 3.j", "3(h), (j)", "preamble", "¶1", "¶2, last sentence",
        "2, 2nd sentence", "Appendix", "Appendix, item 2", "Exhibit A 1", "exhibit A, 1st sentence",
        "par. after the list", "Section 2", "1.b.A, 1.b.B", "1.a and 1.b", "2 last sentence",
    ],
)  # fmt: skip
def test_places_that_exist(place: str) -> None:
    assert missing_places(place, OUTLINE) == ()


@pytest.mark.parametrize(
    ("place", "missing"),
    [
        ("4", ("4",)),
        ("1.c", ("1.c",)),
        ("1.b.iii", ("1.b.iii",)),
        ("3(h), (k)", ("(k)",)),
        ("1, 9", ("9",)),
        ("¶9", ("¶9",)),
        ("Appendix, item 3", ("item 3",)),
        ("Exhibit B", ("Exhibit B",)),
        ("Nowhere at all", ("Nowhere at all",)),
        ("", ()),
    ],
)
def test_places_that_do_not_exist(place: str, missing: tuple[str, ...]) -> None:
    assert missing_places(place, OUTLINE) == missing


SHA = hashlib.sha256(NUMBERED.encode()).hexdigest()
LICENSE = f"""license numbered {{
  title "Numbered"
  text sha256 "{SHA}" from "https://example.org"
  grant rights at "1.a" {{ may any act }}
  duty keep at "1.c" {{ for run must keep notices }}
  binding users at "1.a" {{ binds callers, output_users, end_users }}
  define paid at "9" {{ product.charged_for }}
  omits "warranty" at "3, last sentence"
}}
license child extends numbered {{ title "Child" text sha256 "{SHA}" from "https://example.org" }}
"""


def test_locators_are_verified_and_say_what_there_is() -> None:
    checked = checked_text(LICENSE)
    found = verify_locators(checked.licenses[0], {"": OUTLINE})
    assert [(each.code, each.severity.value, each.message, each.help) for each in found] == [
        (
            "LK480",
            "warning",
            "the clause `keep` stands at `1.c`, which the outline of `numbered` does not have",
            "use one of `1.a`, `1.b`",
        ),
        (
            "LK480",
            "warning",
            "`paid` stands at `9`, which the outline of `numbered` does not have",
            "use a label of the text, such as ¶1, preamble, 1, 1.a",
        ),
    ]
    source = checked.sources[0]
    assert [source.excerpt(each.span) for each in found if each.span] == ['at "1.c"', 'at "9"']


def test_inherited_locators_are_listed_with_their_origin() -> None:
    checked = checked_text(LICENSE)
    found = verify_locators(checked.licenses[1], {"": OUTLINE})
    assert found[0].notes == ("the clause `keep` is inherited from `numbered`",)


def test_an_outline_of_another_text_is_said() -> None:
    other = Outline("0" * 64, OUTLINE.places)
    assert "LK481" in [each.code for each in verify_locators(checked_text(LICENSE).licenses[0], {"": other})]


def test_an_outline_is_stored_without_wording_and_read_back() -> None:
    stored = to_json({"": OUTLINE})
    assert from_json(stored) == {"": OUTLINE}
    assert "everybody" not in stored
    assert "Uses" not in stored
    assert json.loads(stored)["documents"][""]["sha256"] == SHA


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"documents": []}', '{"documents": {"": {}}}', "nonsense"])
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        from_json(text)


def test_outlines_are_matched_to_documents_by_fingerprint() -> None:
    license = checked_text(LICENSE).licenses[0]
    assert outlines_for(license, [b"something else", NUMBERED.encode()]) == {"": OUTLINE}
    assert outlines_for(license, [b"something else"]) == {}


def test_check_verifies_against_the_outline_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "numbered.lic"
    path.write_text(LICENSE)
    assert checked_path(path).diagnostics == ()
    (tmp_path / "numbered.outline.json").write_text(to_json({"": OUTLINE}))
    assert [found.code for found in checked_path(path).diagnostics] == ["LK480", "LK480"]
    (tmp_path / "numbered.outline.json").write_text("nonsense")
    assert [found.code for found in checked_path(path).diagnostics] == ["LK482"]


BOXED = b"""Some Public License

5. Termination
--------------

5.3. What stays, stays.

************************
*                      *
*  6. Warranty         *
*  -----------         *
*                      *
*  There is none.      *
*                      *
************************

7. Courts
---------

Here.
"""
HEADED = b"""# Some License

By use you agree.

## Copyright License

You may copy.

Copyright in outputs is yours.
"""


def test_a_section_in_a_box_is_a_section() -> None:
    assert [place for place in build_outline(BOXED).places if ":" not in place and "\u00b6" not in place] == [
        "5",
        "5.3",
        "6",
        "7",
    ]


def test_a_heading_is_no_line_of_copyright() -> None:
    shown = [*places_shown(HEADED)]
    assert shown == [
        ("\u00b61", "By use you agree."),
        ("Copyright License", ""),
        ("\u00b62", "You may copy."),
        ("\u00b63", "Copyright in outputs is yours."),
    ]
    for line in (
        "Copyright (c) 2026 Acme",
        "Copyright 2026 Acme",
        "(c) Acme",
        "Copyright [yyyy] [name]",
        "Copyright by Acme",
    ):
        owned = f"Some License\n\n{line}\n\nYou may copy.\n".encode()
        assert [*places_shown(owned)] == [("\u00b61", "You may copy.")]


def test_the_places_of_a_text_are_shown_with_their_first_words(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_bytes(
        b"License\n\n1. " + b"Rights are granted to everybody who asks for them in writing and waits for an answer.\n"
    )
    told = called("outline", str(text)).out
    assert told.split(None, 1)[0] == "1"
    assert told.rstrip().endswith("\u2026")
    assert not [*tmp_path.glob("*.json")]


def test_items_that_begin_anew_under_a_heading_are_shown_as_they_are_cited() -> None:
    text = b"""# Small, Fair License

## Small Business

You may use it if:

1. you are few

2. you are young

## Fair, Reasonable Terms

You may use it:

1. for a year

   (a) from the first day
"""
    shown = [place for place, _ in places_shown(text)]
    assert shown[-3:] == ["\u00b62", "Fair, Reasonable Terms, item 1", "Fair, Reasonable Terms, item 1.a"]
    outline = build_outline(text)
    for place in (*shown, "Fair, Reasonable Terms, item 1(a)", "Fair, Reasonable Terms, last sentence, item 1"):
        assert missing_places(place, outline) == (), place
    assert missing_places("Fair, Reasonable Terms, item 1.b", outline) == ("item 1.b",)
    assert missing_places("Fair, Reasonable Terms, item 2", outline) == ("item 2",)
    assert missing_places("Fair Terms", outline) == ("Fair Terms",)


def test_the_first_item_of_a_list_may_run_on_inside_the_paragraph_above() -> None:
    text = b"""# Some License

2. Services. A license (i) to copy it for your services,

   (ii) to use copies in them, and

   (iii) to give them out.

3. Marks. Nothing (i) of the kind is granted.
"""
    shown = dict(places_shown(text))
    assert [place for place in shown if "\\u00b6" not in place] == ["2", "2.i", "2.ii", "2.iii", "3"]
    assert shown["2.i"] == "to copy it for your services,"


@pytest.mark.parametrize("end", ["", "\nAll of it is as it is, and nothing is promised.\n"])
def test_a_copyright_line_beneath_the_terms_takes_none_of_them(end: str) -> None:
    """Of a short text with its copyright line at the end nothing was shown, and no locator of it could be verified."""
    text = f"Some License\n\n1. You may use it.\n\n2. You may copy it.\n\nCopyright (c) 2026 Acme\n{end}".encode()
    places = [place for place, _ in places_shown(text)]
    assert places[:2] == ["1", "2"]
