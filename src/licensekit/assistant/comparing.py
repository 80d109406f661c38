"""The tool `diff`: the first few differences of two licences in words, and all of them where that is asked for."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Final, NamedTuple

from pydantic import Field

from licensekit.assistant.texts import ALL_OF_IT, FullAnswer
from licensekit.assistant.tools import ToolAnswer, object_of
from licensekit.diagnostics import clipped
from licensekit.report.differences import Page, differences_data, page
from licensekit.service import answers
from licensekit.testing.case_text import case_text

MOST_DIFFERENCES: Final = 8
LONGEST: Final = 240
"""Signs of a change, or of what it hangs on, in a short answer."""
MOST_LINES: Final = 4


class _Change(NamedTuple):
    heading: str
    words: str
    lines: tuple[str, ...]
    """Where it stands in each licence, and when it comes to it."""


def diff(
    first: Annotated[str, Field(description="a licence")],
    second: Annotated[str, Field(description="another")],
    full: FullAnswer = False,
) -> ToolAnswer:
    """For which uses two licences answer differently, in which direction, and by which clauses."""
    compared = answers.compared(object_of({"licenses": [first, second]}))
    if compared.same:
        return ToolAnswer("They answer every use alike.", differences_data(compared, case_text))
    said = page(compared, (compared.one, compared.other), case_text)
    changes = _changes(said)
    if full:
        return ToolAnswer(_text(said.headline, changes), differences_data(compared, case_text))
    kept = [_short(each) for each in changes[:MOST_DIFFERENCES]]
    more = len(changes) - len(kept)
    rest = f"{f'and {more} more; ' if more else ''}with every condition, and a case for each: {ALL_OF_IT}"
    told = [{"heading": each.heading, "change": each.words} for each in kept]
    data = {"one": compared.one, "other": compared.other, "same": False, "differences": told}
    return ToolAnswer(f"{_text(said.headline, kept)}\n\n{rest}", {**data, "not_listed": more, "more": ALL_OF_IT})


def _changes(said: Page) -> list[_Change]:
    """Every difference, in the order of their headings."""
    return [
        _Change(title, each.headline, tuple(f"{label}: {text}" for label, text in each.lines))
        for title, paragraphs in said.chapters
        for each in paragraphs
    ]


def _short(change: _Change) -> _Change:
    acts, _, then = change.words.partition(": ")  # what becomes of them must not be cut off behind a long list
    lines = tuple(clipped(line, LONGEST) for line in change.lines[:MOST_LINES])
    return change._replace(words=f"{clipped(acts, LONGEST // 2)}: {clipped(then, LONGEST)}", lines=lines)


def _text(headline: str, changes: list[_Change]) -> str:
    lines = [headline]
    for heading, under in groupby(changes, key=lambda each: each.heading):
        lines += ["", f"{heading}:"]
        for each in under:
            lines += [f"- {each.words}", *(f"  {line}" for line in each.lines)]
    return "\n".join(lines)
