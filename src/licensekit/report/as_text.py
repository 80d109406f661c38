"""Answers for terminals: short lines, headings, and colour where it is wanted."""

from __future__ import annotations

import textwrap
from typing import Final

from licensekit.meaning.verdict import Verdict
from licensekit.report.answer import Answer
from licensekit.report.escape import visible, visible_lines
from licensekit.report.sections import NOT_ADVICE, cases, whole_memo

WIDTH: Final = 100
"""Columns; fixed, so that the same answer is the same bytes everywhere."""

_BOLD: Final = "1"
_COLOURS: Final = {
    Verdict.PERMITTED: "32",
    Verdict.PERMITTED_WITH_DUTIES: "32",
    Verdict.NEEDS_APPROVAL: "33",
    Verdict.NOT_GRANTED: "31",
    Verdict.PROHIBITED: "31",
    Verdict.UNKNOWN: "35",
}


def as_text(answer: Answer, *, colour: bool = False) -> str:
    """An answer as text, with a line feed at the end. Only `colour` puts escape sequences into it."""
    memo = whole_memo(answer)
    verdict = f"{_BOLD};{_COLOURS[answer.decision.verdict]}"
    lines = [
        painted(visible(memo.headline), verdict, colour)
    ]  # one line, however long: it says what the answer rests on
    lines += _wrapped(memo.asked, "", "")
    for section in memo.sections:
        if not section.items:
            continue
        lines += ["", painted(section.title, _BOLD, colour)]
        for item in section.items:
            lines += _wrapped(item.text, "  ", "    ")
            for detail in item.details:
                lines += _wrapped(detail, "      ", "        ")
        if section.more:
            lines.append(f"  and {section.more} more")
    for at, case in enumerate(cases(answer)):
        lines += ["", *([painted("As cases", _BOLD, colour)] if at == 0 else [])]
        lines += [f"  {line}".rstrip() for line in visible_lines(case).rstrip("\n").split("\n")]
    return "\n".join([*lines, "", NOT_ADVICE]) + "\n"


def _wrapped(text: str, first: str, further: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def painted(line: str, style: str, colour: bool) -> str:
    """A line in a style of the terminal, or as it is."""
    return f"\x1b[{style}m{line}\x1b[0m" if colour else line
