"""Answers for terminals: short lines, headings, colour where it is wanted; and what every such report shares."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from licensekit.report.answer import Answer, cases, changes
from licensekit.report.escape import visible, visible_lines
from licensekit.report.memo import NOT_ADVICE, Section
from licensekit.report.palette import LOOKS
from licensekit.report.short_layout import FULL, LABEL

WIDTH: Final = 100
"""Columns; fixed, so that the same answer is the same bytes everywhere."""
BOLD: Final = "1"


def as_text(answer: Answer, *, colour: bool = False) -> str:
    """An answer as text, with a line feed at the end. Only `colour` puts escape sequences into it."""
    from licensekit.report.answer_memo import whole_memo  # noqa: PLC0415 - a short answer is another one

    memo = whole_memo(answer)
    # the first line is one line, however long: it says what the answer rests on
    lines = [painted(visible(memo.headline), f"{BOLD};{LOOKS[answer.decision.verdict].words}", colour)]
    lines += [*wrapped(memo.asked, "", ""), *_section_lines(memo.sections, colour), *_cases(answer, colour)]
    return with_advice(lines)


def short_text(answer: Answer, *, colour: bool = False) -> str:
    """The short answer as text, and below it what would change it, where that was asked for."""
    short = answer.shortened(FULL)
    first, *further = short.lines
    lines = [painted(first, f"{BOLD};{LOOKS[answer.decision.verdict].words}", colour)]
    labels = {f"{part.label:{LABEL}}" for part in short.parts if part.label}
    for line in further:
        label = line[:LABEL] if line[:LABEL] in labels else ""
        lines.append((painted(label, BOLD, colour) if label else "") + line[len(label) :])
    lines += [*_section_lines(changes(answer), colour), *_cases(answer, colour)]
    return "\n".join([*lines, ""])


def _section_lines(sections: Iterable[Section], colour: bool) -> Iterator[str]:
    for section in sections:
        if not section.items:
            continue
        yield from ("", painted(section.title, BOLD, colour))
        for item in section.items:
            yield from wrapped(item.text, "  ", "    ")
            for detail in item.details:
                yield from wrapped(detail, "      ", "        ")
        if section.more:
            yield f"  and {section.more} more"


def _cases(answer: Answer, colour: bool) -> Iterator[str]:
    for at, case in enumerate(cases(answer)):
        yield from ("", *([painted("As cases", BOLD, colour)] if at == 0 else []), *indented(case, "  "))


def painted(line: str, style: str, colour: bool) -> str:
    """A line in a style of the terminal, or as it is."""
    return f"\x1b[{style}m{line}\x1b[0m" if colour else line


def wrapped(text: str, first: str, further: str) -> list[str]:
    """A text in lines of one width, visible, the first and the further ones indented."""
    return textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=visible(first),
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def indented(text: str, indent: str) -> list[str]:
    """A text of several lines, such as a case, as it is."""
    return [f"{indent}{line}".rstrip() for line in visible_lines(text).rstrip("\n").split("\n")]


def with_advice(lines: Iterable[str]) -> str:
    """A whole report, with the line that it is no legal advice, and a line feed at the end."""
    return "\n".join([*lines, "", NOT_ADVICE, ""])
