"""Answers as Markdown, and what every report in Markdown shares; nothing in them can act as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from licensekit.report.answer import Answer, cases, changes
from licensekit.report.answer_memo import whole_memo
from licensekit.report.escape import markdown, visible_lines
from licensekit.report.memo import NOT_ADVICE, Section
from licensekit.report.short_answer import LAST
from licensekit.report.short_layout import FULL


def as_markdown(answer: Answer) -> str:
    """An answer as Markdown, with a line feed at the end."""
    memo = whole_memo(answer)
    lines = [f"**{markdown(memo.headline)}**", "", markdown(memo.asked)]
    return with_advice([*lines, *section_lines(memo.sections), *_cases(answer)])


def short_markdown(answer: Answer) -> str:
    """The short answer as Markdown: a line a part, and below it what would change it, where that was asked for."""
    short = answer.shortened(FULL)
    lines = [f"**{markdown(short.answer)}**"]
    for part in short.parts:
        things = "; ".join(map(markdown, part.items))
        more = f"{'; and ' if part.items else ''}{part.more} more: `{FULL}`" if part.more else ""
        lines.append(f"- **{markdown(part.label)}**: {things}{more}" if part.label else f"- {things}{more}")
    lines[-1:] = [*lines[-1:], f"- More: `{FULL}`. {markdown(LAST)}"]
    return "\n".join([*lines, *section_lines(changes(answer)), *_cases(answer), ""])


def section_lines(sections: Iterable[Section]) -> Iterator[str]:
    """Sections with their headings; those without content are left out."""
    for section in sections:
        if not section.items:
            continue
        yield from ("", f"### {markdown(section.title)}", "")
        for item in section.items:
            yield from (f"- {markdown(item.text)}", *(f"  - {markdown(detail)}" for detail in item.details))
        if section.more:
            yield f"- and {section.more} more"


def _cases(answer: Answer) -> Iterator[str]:
    for at, case in enumerate(cases(answer)):
        yield from ("", *(["### As cases", ""] if at == 0 else []), *fenced(case))


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
