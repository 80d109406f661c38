"""Answers for terminals: short lines, headings, and colour where it is wanted."""

from __future__ import annotations

from licensekit.report.answer_memo import Answer, cases, whole_memo
from licensekit.report.escape import visible
from licensekit.report.palette import LOOKS
from licensekit.report.terminal import BOLD, indented, painted, with_advice, wrapped


def as_text(answer: Answer, *, colour: bool = False) -> str:
    """An answer as text, with a line feed at the end. Only `colour` puts escape sequences into it."""
    memo = whole_memo(answer)
    # the first line is one line, however long: it says what the answer rests on
    lines = [painted(visible(memo.headline), f"{BOLD};{LOOKS[answer.decision.verdict].words}", colour)]
    lines += wrapped(memo.asked, "", "")
    for section in memo.sections:
        if not section.items:
            continue
        lines += ["", painted(section.title, BOLD, colour)]
        for item in section.items:
            lines += wrapped(item.text, "  ", "    ")
            for detail in item.details:
                lines += wrapped(detail, "      ", "        ")
        if section.more:
            lines.append(f"  and {section.more} more")
    for at, case in enumerate(cases(answer)):
        lines += ["", *([painted("As cases", BOLD, colour)] if at == 0 else []), *indented(case, "  ")]
    return with_advice(lines)
