"""Answers as Markdown: one heading, sections of lists; nothing in them can act as markup."""

from __future__ import annotations

from licensekit.report.answer import Answer
from licensekit.report.escape import markdown, visible_lines
from licensekit.report.sections import NOT_ADVICE, cases, whole_memo


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
        fenced = visible_lines(case).rstrip("\n").replace("```", "'''")
        lines += ["", *(["### As cases", ""] if at == 0 else []), "```", fenced, "```"]
    return "\n".join([*lines, "", f"*{NOT_ADVICE}*"]) + "\n"
