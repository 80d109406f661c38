"""One escaper for each sink, and an evil licence through every reporter."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from command_line import called
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import licensekit as lk
from licensekit.decision.decision import Decision
from licensekit.decision.parts import FactShown
from licensekit.diagnostics import Diagnostic, Label
from licensekit.model.works import Tag
from licensekit.report import escape
from licensekit.report.answer import Answer, WorkShown
from licensekit.report.as_json import as_json
from licensekit.report.as_markdown import as_markdown, short_markdown
from licensekit.report.as_text import as_text, short_text
from licensekit.report.escape import cell, visible
from licensekit.report.findings import findings_text
from licensekit.report.license_text import license_text
from licensekit.selection import Candidate, Selection
from licensekit.service.selections import selection_csv
from licensekit.span import Source, Span

EVIL = "<script>alert(1)</script> [x](javascript:1) ![i](https://evil.example/i) `a` \x1b[2J \u202e \u2028 | # *b* @all"
LICENSE = """
license evil {
  title "TITLE"
  contact "mailto:a@evil.example https://evil.example/?a=b&c"
  reading wide at "1 <b>" "QUESTION" {
    option yes-wide "OPTION" taken because "BECAUSE"
    option narrow "# heading\u00a0here"
  }
  grant rights at "LOCATOR" { may any act }
  gate paid at "2" { for run when reading wide is yes-wide needs permission from "PARTY" contact "www.evil.example" subject "SUBJECT" }
  duty tell at "3" { for embed must display "DISPLAY" prominently on website where "WHERE" }
  prohibition war at "4" { must not sell }
  omits "OMITTED" at "5"
}
"""


def evil_decision() -> Decision:
    """A decision whose every text is somebody's attempt: the licence is read, then texts no file may hold are put in."""
    harmless = "<script>alert(1)</script> [x](javascript:1) ![i](https://evil.example/i) `a` | # *b* @all 1. 2)"
    text = LICENSE
    for word in (
        "TITLE",
        "QUESTION",
        "OPTION",
        "BECAUSE",
        "LOCATOR",
        "PARTY",
        "SUBJECT",
        "DISPLAY",
        "WHERE",
        "OMITTED",
    ):
        text = text.replace(word, harmless)
    decision = lk.parse(text.replace("\u00a0", " ")).evaluate(lk.Use.of(["run", "embed"]))
    return replace(
        decision,
        notes=(EVIL,),
        relations=(EVIL,),
        unread_documents=(EVIL,),
        attested=EVIL,
        deferred=decision.deferred._replace(facts=lambda: (FactShown(EVIL, EVIL, EVIL),)),
    )


def evil_answer() -> Answer:
    tag = Tag(tag=EVIL, hub=EVIL, see=("https://evil.example/<b>",))
    return Answer(evil_decision(), WorkShown(EVIL, EVIL, "weights", date(2026, 6, 1), (tag,)))


# --- the reporters -----------------------------------------------------------------------------------------


def test_nothing_hidden_and_no_escape_sequence_reaches_a_terminal() -> None:
    text = as_text(evil_answer())
    assert "".join(line for line in text.split("\n") if not line.isprintable()) == ""
    assert "\\x1b[2J \\u202e \\u2028" in text
    painted = as_text(evil_answer(), colour=True)
    assert {part.partition("m")[0] for part in painted.split("\x1b[")[1:]} <= {"1", "1;32", "1;33", "0"}


def test_nothing_hidden_reaches_a_terminal_in_a_short_answer() -> None:
    text = short_text(evil_answer())
    assert "".join(line for line in text.split("\n") if not line.isprintable()) == ""
    assert "\x1b[2J" not in text
    assert len(text.splitlines()) <= 12
    painted = short_text(evil_answer(), colour=True)
    assert {part.partition("m")[0] for part in painted.split("\x1b[")[1:]} <= {"1", "1;32", "1;33", "0"}


def test_nothing_in_short_markdown_is_anything_but_text() -> None:
    tokens = MarkdownIt("commonmark").parse(short_markdown(evil_answer()))
    inner = [child.type for token in tokens for child in token.children or ()]
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} == {
        "paragraph", "inline", "bullet_list", "list_item"
    }  # fmt: skip
    assert set(inner) == {"text", "code_inline", "strong_open", "strong_close"}


def test_nothing_in_markdown_is_anything_but_text() -> None:
    for preset in ("commonmark", "gfm-like"):
        reader = MarkdownIt(preset, {"linkify": False}) if preset == "gfm-like" else MarkdownIt(preset)
        tokens = reader.parse(as_markdown(evil_answer()))
        inner = [child.type for token in tokens for child in token.children or ()]
        assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} == {
            "paragraph", "inline", "heading", "bullet_list", "list_item"
        }  # fmt: skip
        assert set(inner) == {"text", "code_inline", "strong_open", "strong_close", "em_open", "em_close"}
        assert {token.tag for token in tokens if token.type == "heading_open"} == {"h3"}
    assert inner.count("strong_open") == 1
    assert inner.count("em_open") == 1


def test_addresses_and_mentions_stand_in_code() -> None:
    shown = escape.markdown('write to a@evil.example, see https://evil.example/?a=b&c. or "www.evil.example"; cc @all')
    assert shown == 'write to `a@evil.example`, see `https://evil.example/?a=b&c.` or "`www.evil.example`"; cc `@all`'


def test_json_holds_no_tag_and_nothing_hidden_and_says_the_same() -> None:
    text = as_json(evil_answer())
    assert not set("<>&") & set(text)
    assert all(line.isprintable() for line in text.split("\n"))
    assert json.loads(text)["notes"] == [EVIL]
    assert json.loads(text)["work"]["tags"][0]["tag"] == EVIL


def test_a_shown_licence_is_escaped_too() -> None:
    license = lk.load("mit").license.model_copy(update={"title": EVIL, "licensor": EVIL})
    assert all(line.isprintable() for line in license_text(license).split("\n"))


def test_findings_are_escaped_with_their_source_lines() -> None:
    source = Source("a\x1b.json", "x \x1b[2J y")
    finding = Diagnostic(
        "LK999", "bad \x07", (Label(Span("a\x1b.json", 2, 5), "here \x1b"),), help="\u202e", notes=("\x00",)
    )
    text = findings_text([finding], {source.name: source})
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.startswith("error[LK999]: bad \\x07\n  --> a\\x1b.json:1:3\n")
    assert "  = note: \\x00\n  = help: \\u202e\n" in text


def test_findings_of_the_command_are_escaped() -> None:
    facts = b'{"facts": {"\x1b[2J": 1, "product.charged_for": "\\u001b"}, "\\u202e": 1}'
    outcome = called("ask", "mit", "--act", "run", "--facts", "-", stdin=facts)
    assert outcome.status == 2
    assert all(line.isprintable() for line in outcome.err.split("\n"))


# --- the escapers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain §4 ¶1 中文", "plain §4 ¶1 中文"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert escape.visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`product.charged_for` is 100_000", "`product.charged_for` is 100_000"),
        ("__a__ a__b", "\\_\\_a\\_\\_ a\\_\\_b"),
        ("_a_ a_b __c", "\\_a\\_ a_b \\_\\_c"),
        ("1. one", "1\\. one"),
        ("12) one", "12\\) one"),
        ("see 1. one", "see 1. one"),
        ("- a - b", "\\- a - b"),
        ("+ a", "\\+ a"),
        ("=== a", "\\=== a"),
        ("# a", "\\# a"),
        ("> a < b & c", "&gt; a &lt; b &amp; c"),
        ("one ` alone", "one ' alone"),
        ("`a|b` ``", "`a¦b` ''"),
        ("    indented", "indented"),
        ("$x$ ^y^ ~z~ |", "\\$x\\$ \\^y\\^ \\~z\\~ \\|"),
        ("`a` - b", "`a` - b"),
        ("a@b.c - d", "`a@b.c` - d"),
    ],
)
def test_markdown(text: str, shown: str) -> None:
    assert escape.markdown(text) == shown


@given(st.text())
def test_whatever_is_written_markdown_reads_as_one_line_of_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"- {escape.markdown(text)}")
    inner = {child.type for token in tokens for child in token.children or ()}
    kinds = {token.type for token in tokens} - {
        "bullet_list_open",
        "bullet_list_close",
        "list_item_open",
        "list_item_close",
    }
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}
    assert inner <= {"text", "code_inline", "text_special"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_reads_back_as_it_was_written(value: object) -> None:
    text = escape.as_json(value)
    assert json.loads(text) == value
    assert all(line.isprintable() for line in text.split("\n"))
    assert not set("<>&") & set(text)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20A1", " =1"])
def test_no_cell_of_csv_is_worked_out(text: str) -> None:
    assert cell(text).startswith("'")
    assert cell(f"a{text}") == visible(f"a{text}")


def test_what_fits_a_use_as_csv_has_no_formula() -> None:
    """Ids and reasons come from packs too."""
    candidate = Candidate("=cmd|' /C calc'!A0", "yes", (), open=("@SUM(1)",))
    (_, row) = csv.reader(io.StringIO(selection_csv(Selection("works", (candidate,), 1, {}))))
    assert (row[0], row[-1]) == ("'=cmd|' /C calc'!A0", "'@SUM(1)")
