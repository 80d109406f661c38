"""Answers as Markdown, and what every report in Markdown shares; nothing in them can act as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licensekit.report.answer_memo import Answer, cases, whole_memo
from licensekit.report.escape import markdown, visible_lines
from licensekit.report.memo import NOT_ADVICE


def as_markdown(answer: Answer) -> str:
    """An answer as Markdown, with a line feed at the end."""
    memo = whole_memo(answer)
    lines = [f"**{markdown(memo.headline)}**", "", markdown(memo.asked)]
    for section in memo.sections:
        if not section.items:
            continue
        lines += ["", f"### {markdown(section.title)}", ""]
        for item in section.items:
            lines += [f"- {markdown(item.text)}", *(f"  - {markdown(detail)}" for detail in item.details)]
        if section.more:
            lines.append(f"- and {section.more} more")
    for at, case in enumerate(cases(answer)):
        lines += ["", *(["### As cases", ""] if at == 0 else []), *fenced(case)]
    return with_advice(lines)


def fenced(text: str) -> list[str]:
    """A text of several lines, such as a case, as it is."""
    return ["```", visible_lines(text).rstrip("\n").replace("```", "'''"), "```"]


def table(heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """A table of which each row has a title; heads, titles and cells are Markdown already."""
    lines = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    return [*lines, *(f"| {title} | {' | '.join(cells)} |" for title, cells in rows)]


def with_advice(lines: Iterable[str]) -> str:
    """A whole report, with the line that it is no legal advice, and a line feed at the end."""
    return "\n".join([*lines, "", f"*{NOT_ADVICE}*", ""])
