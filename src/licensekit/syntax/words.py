"""The words that begin statements, and spellings that are likely and wrong, with what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def by_word(words: Mapping[str, str]) -> Mapping[str, str]:
    """Each of several words, with what is said of all of them."""
    return {word: said for said, text in words.items() for word in text.split()}


HEADERS: Final = _words("title licensor contact spdx released governing_law family reviewed")
BLOCKS: Final = _words("license template policy work cases")
CLAUSES: Final = _words("grant reservation prohibition duty gate exemption termination binding")
CONVERSIONS: Final = _words("converts offers")
STATEMENTS: Final = (
    *CLAUSES,
    *CONVERSIONS,
    *_words("define measure meaning fact reading incorporates omits replace remove relocate"),
    *_words("case text part tagged hosted given"),
)
LINES: Final = _words(
    "may for must from when encouraged needs ends binds remedy takes option raised acts on assume given expect"
)

_STATEMENTS_MEANT: Final = by_word(
    {
        "grant": "permission permit permits allow allows right",
        "prohibition": "forbid forbids restriction",
        "duty": "obligation requirement",
        "gate": "approval condition",
        "exemption": "exception",
        "reservation": "carveout",
        "binding": "bound persons applies",
        "define": "definition def",
        "incorporates": "include import import_policy",
        "case": "test example",
        "omits": "omit",
        "replace": "override",
        "remove": "delete",
        "title": "name",
        "licensor": "author",
        "governing_law": "jurisdiction law",
        "license": "licence licenses",
    }
)

SPELLINGS: Final = by_word(
    {
        "write `is` for a value, `exactly` for a number": "== =",
        "write `not FACT is VALUE`": "!=",
        "write `more than`": ">",
        "write `at least`": ">=",
        "write `less than`": "<",
        "write `at most`": "<=",
        "write `at least` for a number; what follows from a condition is a clause of its own": "=>",
        "write `and`": "&& &",
        "write `or`": "|| |",
        "write `not`": "!",
        "remove it: nothing stands between statements": ";",
        "write the currency after the number: `20 million USD`": "$",
        "write the currency after the number: `20 million EUR`": "€",
        "write the currency after the number: `20 million GBP`": "£",
        "write the currency after the number: `20 million JPY` or `CNY`": "¥",
        'write texts in straight double quotes: `"…"`': "' `",
        "begin a comment with `#`": "// --",
        "begin each line of a comment with `#`": "/* */",
        "write out what is left out here": "… ...",
        "write lists in braces: `{ DE, FR }`": "[ ]",
        'write the place in quotes: `at "§3"`': "§",
        'write the place in quotes: `at "¶1"`': "¶",
        "percentages cannot be compared; use a fact that states the question": "%",
        "there is no arithmetic; use a fact or a `measure`": "+ *",
        "there is no arithmetic; a day is written 2026-06-01": "/",
    }
)
"""Marks of other languages."""

CURLY_QUOTES: Final = "“”„‟«»‘’‚‹›"  # noqa: RUF001  these are the marks that are looked for

WORDS: Final = by_word(
    {
        "write `when … and not …`, or an `exemption`": "unless except",
        "write `when`": "if",
        "write `when` for a condition; `where` tells one in words, inside a duty": "where",
        "write `encouraged to`, which asks, or `must`, which binds": "should",
        "write `must`": "shall will",
        "write `may`": "can",
        "write `must not`": "cannot forbids",
        'write `taken because "…"`': "default",
        "write `more than`": "greater larger over above exceeds exceed",
        "write `less than`": "fewer smaller below",
        "write `at most`": "up",
        "write `is` for a value, `exactly` for a number": "equals equal",
        "write `is`": "has",
        "write `is`, or `any of FACT in { … }`": "are",
        "write `on_or_after`": "after",
        "write `on_or_after`, or `from` in a list of periods": "since",
        "write `more than` or `less than`": "than",
        "write `thousand`": "thousands",
        "write `million`": "millions",
        "write `billion`": "billions",
        "the period is part of the fact's name, as in `product.revenue.month`": "per",
        "write out which of them, with `and`, `or` and `not`": "xor",
        "write `needs` for an approval, `must` for a duty": "requires require",
        "write `any act`": "acts",
        "write `must include`": "includes include",
        "write `USD`": "dollars usd",
        "write `EUR`": "eur",
    }
)
"""Words of other languages and of earlier drafts. Used only where a word does not fit, so that none is reserved."""


def statement_mend(word: str) -> str:
    """What to write instead of a word that begins no statement, or an empty string."""
    meant = _STATEMENTS_MEANT.get(word)
    return f"write `{meant}`" if meant else ""
