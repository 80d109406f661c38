"""Findings in plain text: the caret stands under the word, on long lines too."""

from __future__ import annotations

from licensekit.diagnostics import WIDEST, Diagnostic, Label, did_you_mean, rendered, slip_of_id
from licensekit.span import Source, Span


def shown(text: str, word: str, said: str = "") -> list[str]:
    source = Source("a.lic", text)
    start = text.index(word)
    label = Label(Span("a.lic", start, start + len(word)), said)
    return rendered(Diagnostic("LK999", "wrong", (label,), help="write it well"), {"a.lic": source}).split("\n")


def test_the_caret_stands_under_the_word_whatever_the_number_of_the_line() -> None:
    for lines_before in (0, 8, 98, 999):
        lines = shown("\n" * lines_before + "may run, sing", "sing", "no act")
        assert lines[0] == "error[LK999]: wrong"
        assert lines[1] == f"  --> a.lic:{lines_before + 1}:10"
        assert lines[4].index("^^^^ no act") == lines[3].index("sing")
        assert lines[2].index("|") == lines[3].index("|") == lines[4].index("|")
        assert lines[5] == "  = help: write it well"


def test_a_long_line_is_cut_around_the_word() -> None:
    lines = shown("x" * 5000 + "sing" + "y" * 5000, "sing")
    assert lines[4].index("^^^^") == lines[3].index("sing")
    assert "^^^^^" not in lines[4]
    assert len(lines[3]) < WIDEST + 20
    assert lines[3].endswith("…")


def test_a_long_word_is_cut() -> None:
    lines = shown("s" * 5000, "s" * 5000)
    assert len(lines[3]) < WIDEST + 20
    assert len(lines[4]) < WIDEST + 20


def test_unprintable_characters_are_shown_as_blanks() -> None:
    lines = shown("a\x1b[31mred word", "word")
    assert "\x1b" not in "".join(lines)
    assert lines[4].index("^^^^") == lines[3].index("word")


def test_a_place_in_an_unknown_source_is_named() -> None:
    label = Label(Span("b.lic", 0, 1), "here")
    assert rendered(Diagnostic("LK999", "wrong", (label,)), {}) == "error[LK999]: wrong\n  --> b.lic: here"


def test_the_nearest_spellings_are_offered() -> None:
    assert did_you_mean("embd", ["embed", "run"]) == "did you mean `embed`?"
    assert did_you_mean("qqqq", ["embed", "run"]) == ""


def test_a_slip_of_an_id_is_never_another_licence_or_version() -> None:
    ids = ["mpl-2.0", "gpl-3.0", "mit", "kimi-k2.5", "apache-2.0", "busl-1.1-hashicorp-terraform-2023", "base"]
    for other in (
        "sspl-1.0",
        "epl-2.0",
        "lgpl-3.0",
        "agpl-3.0",
        "gpl-2.0",
        "kimi-k2.6",
        "kimi-k2",
        "isc",
        "apache-1.1",
    ):
        assert slip_of_id(other, ids) == "", other
    for slip, meant in (
        ("mitt", "mit"),
        ("bas", "base"),
        ("MPL-2.0", "mpl-2.0"),
        ("apahce-2.0", "apache-2.0"),
        ("mti", "mit"),
    ):
        assert slip_of_id(slip, ids) == f"did you mean `{meant}`, which is spelt nearly so?"
