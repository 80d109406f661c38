"""Whatever words stand on a command line: an exit status of the four, findings or an answer, never both, no crash."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings

pytestmark = pytest.mark.slow

WORDS = (  # noqa: SIM905 - words, as on a command line
    "ask list show facts schema check -h --help --version mit kimi-k2.5 llama-4-use none.lic - -- --act run run,embed ,, "
    "--set product.charged_for=yes =x a=b product.revenue.month=5 use.countries=DE,FR use.countries={} licensee.domicile=EU "
    "--facts /dev/null / --approval a=held:2026 x= --done notice --rate 1 --index x --attest conduct --as-of today 2026-02-30 "
    "--reading commercial-product=paid --readings strict taken --assume none safe --format json text markdown --color always "
    "--any --model moonshotai/Kimi-K2.5 --part all data --obtained 2026-01-01 --license x --works use -1 --set= --format=json "
    "--no-such=1 -q"
).split()
ODD = ("", " ", "\x00", "\x1b[2J", "\u202e", "\ud800", "é", "a\nb", "`", "'" * 3, "9" * 5_000, "a." * 500)
word = st.sampled_from(WORDS) | st.sampled_from(ODD) | st.text(max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["ask", "ask", "list", "show", "facts", "schema", "check", ""]), st.lists(word, max_size=7))
def test_words(first: str, rest: list[str]) -> None:
    outcome = called(first, *rest)
    assert outcome.status in {0, 1, 2, 3}
    text = outcome.out + outcome.err
    assert all(line.replace("\x1b[", "").isprintable() for line in text.split("\n"))
    if outcome.status == 2 and first != "check":
        assert findings(outcome)
        assert outcome.out == ""
    if outcome.status in {0, 3}:
        assert outcome.out
        assert outcome.err == ""


@settings(max_examples=100, deadline=None)
@given(st.lists(word, max_size=6))
def test_words_behind_a_good_question(rest: list[str]) -> None:
    outcome = called("ask", "mit", "--act", "run", *rest)
    assert outcome.status in {0, 1, 2, 3}
    assert bool(outcome.out) != bool(outcome.err)
