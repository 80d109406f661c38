"""How verdicts look: colours that people tell apart whatever colours they see, and a word for each.

From blue (permitted) over yellow to dark red (prohibited), darker towards both ends; words or letters stand in
every picture as well, so that nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from licensekit.meaning.verdict import Verdict


class Look(NamedTuple):
    """How a verdict is shown where there is little room."""

    word: str
    fill: str
    ink: str
    """In a picture: the colour of a cell, and of what is read on it."""
    words: str
    cell: str
    """On a terminal, by its own colours: the style of words, and of a cell."""


LOOKS: Final[Mapping[Verdict, Look]] = {
    Verdict.PERMITTED: Look("yes", "#1f6fb2", "#ffffff", "32", "30;46"),
    Verdict.PERMITTED_WITH_DUTIES: Look("duties", "#a9d3f0", "#10263a", "32", "30;106"),
    Verdict.NEEDS_APPROVAL: Look("ask", "#f5df7a", "#3a2e00", "33", "30;43"),
    Verdict.NOT_GRANTED: Look("no right", "#e3873e", "#2b1400", "31", "30;101"),
    Verdict.PROHIBITED: Look("forbidden", "#8a1c12", "#ffffff", "31", "97;41"),
    Verdict.UNKNOWN: Look("open", "#d4d4dc", "#22222a", "35", "30;47"),
}
