"""Verdicts in pictures: colours that people tell apart whatever colours they see, and a word for each.

From blue (permitted) over yellow to dark red (prohibited), darker towards both ends; words or letters stand in
every picture as well, so that nothing is told by colour alone.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from licensekit.meaning.verdict import Verdict


class Paint(NamedTuple):
    """A fill, and the ink that is read on it."""

    fill: str
    ink: str


PAINTS: Final = {
    Verdict.PERMITTED: Paint("#1f6fb2", "#ffffff"),
    Verdict.PERMITTED_WITH_DUTIES: Paint("#a9d3f0", "#10263a"),
    Verdict.NEEDS_APPROVAL: Paint("#f5df7a", "#3a2e00"),
    Verdict.NOT_GRANTED: Paint("#e3873e", "#2b1400"),
    Verdict.PROHIBITED: Paint("#8a1c12", "#ffffff"),
    Verdict.UNKNOWN: Paint("#d4d4dc", "#22222a"),
}
SHORT_WORDS: Final = {
    Verdict.PERMITTED: "yes",
    Verdict.PERMITTED_WITH_DUTIES: "duties",
    Verdict.NEEDS_APPROVAL: "ask",
    Verdict.NOT_GRANTED: "no right",
    Verdict.PROHIBITED: "forbidden",
    Verdict.UNKNOWN: "open",
}
TERMINAL: Final = {
    Verdict.PERMITTED: "30;46",
    Verdict.PERMITTED_WITH_DUTIES: "30;106",
    Verdict.NEEDS_APPROVAL: "30;43",
    Verdict.NOT_GRANTED: "30;101",
    Verdict.PROHIBITED: "97;41",
    Verdict.UNKNOWN: "30;47",
}
"""Cells on a terminal, by its own colours."""
