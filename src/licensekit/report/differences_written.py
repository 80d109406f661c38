"""Differences as text, Markdown, HTML and JSON."""

from __future__ import annotations

from html import escape
from itertools import count
from typing import Any, Final

from licensekit.analyse.difference import Diff, Difference, Part
from licensekit.analyse.sides import ApprovalNeeded
from licensekit.report.as_json import data
from licensekit.report.as_markdown import fenced, with_advice
from licensekit.report.differences import CaseText, Page, Paragraph
from licensekit.report.escape import as_json, markdown, visible, visible_lines
from licensekit.report.memo import NOT_ADVICE
from licensekit.report.over_uses import clause_data, use_data
from licensekit.report.terminal import BOLD, indented, painted, wrapped

SCHEMA: Final = "licensekit-diff/1"
_COLOURS: Final = {"Stricter": "31", "Milder": "32", "Different": "36", "Refused": "35"}


def differences_text(page: Page, *, colour: bool = False) -> str:
    """A page for terminals, with a line feed at the end."""
    lines = [painted(visible(page.headline), BOLD, colour), *wrapped(page.titles, "", "")]
    number = count(1)
    for chapter in page.chapters:
        style = f"{BOLD};{_COLOURS.get(chapter.title.split()[0], '36')}"
        lines += ["", painted(visible(chapter.title), style, colour)]
        for statement in chapter.statements:
            lines += ["", *_statement(statement, next(number))]
    return "\n".join([*lines, "", *map(visible, page.notes), NOT_ADVICE, ""])


def _statement(statement: Paragraph, number: int) -> list[str]:
    lines = wrapped(f"{number}. {statement.headline}", "  ", "     ")
    width = max((len(line.label) for line in statement.lines), default=0)
    for line in statement.lines:
        head = f"     {line.label:<{width}}  "
        lines += wrapped(line.text, head, " " * len(head))
    return [*lines, f"     shown by a case for {statement.case_for}:", *indented(statement.case, "       ")]


def differences_markdown(page: Page) -> str:
    """A page as Markdown; nothing in it can act as markup."""
    lines = [f"**{markdown(page.headline)}**", "", markdown(page.titles)]
    for chapter in page.chapters:
        lines += ["", f"### {markdown(chapter.title)}"]
        for statement in chapter.statements:
            lines += ["", f"**{markdown(statement.headline)}**", ""]
            lines += [f"- {markdown(line.label)}: {markdown(line.text)}" for line in statement.lines]
            lines += [f"- shown by a case for {markdown(statement.case_for)}", "", *fenced(statement.case)]
    return with_advice([*lines, "", *(f"*{markdown(note)}*" for note in page.notes)])


_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2rem}article{border-left:4px solid #999;padding-left:1rem;margin:1rem 0}"
    ".stricter article{border-color:#b3261e}.milder article{border-color:#1e7d34}"
    "dt{float:left;clear:left;min-width:8rem;color:#555}dd{margin:0 0 .2rem 9rem}"
    "pre{background:#f4f4f4;padding:.6rem;overflow:auto}@media(prefers-color-scheme:dark)"
    "{body{background:#111;color:#eee}pre{background:#222}dt{color:#aaa}}"
)


def differences_html(page: Page) -> str:
    """A page as one HTML document, without scripts and without anything from elsewhere."""
    body = [f"<h1>{_html(page.headline)}</h1>", f"<p>{_html(page.titles)}</p>"]
    for chapter in page.chapters:
        body.append(f'<section class="{_html(chapter.title.split()[0].lower())}"><h2>{_html(chapter.title)}</h2>')
        for statement in chapter.statements:
            rows = "".join(f"<dt>{_html(line.label)}</dt><dd>{_html(line.text)}</dd>" for line in statement.lines)
            case = escape(visible_lines(statement.case).rstrip("\n"))
            shown = f"<p>shown by a case for {_html(statement.case_for)}</p><pre>{case}</pre>"
            body.append(f"<article><h3>{_html(statement.headline)}</h3><dl>{rows}</dl>{shown}</article>")
        body.append("</section>")
    body += [f"<p><small>{_html(note)}</small></p>" for note in (*page.notes, NOT_ADVICE)]
    head = f'<meta charset="utf-8"><title>{_html(page.headline)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def _html(text: str) -> str:
    return escape(visible(text), quote=True)


def differences_json(diff: Diff, case_text: CaseText) -> str:
    """Differences as JSON, with a line feed at the end."""
    return as_json(
        {
            "schema": SCHEMA,
            "one": diff.one,
            "other": diff.other,
            "same": diff.same,
            "differences": [_difference(one, case_text) for one in diff.differences],
            "worlds": diff.worlds,
            "under": list(diff.under),
            "solved": diff.solved,
            "disclaimer": NOT_ADVICE,
        }
    )


def _difference(difference: Difference, case_text: CaseText) -> dict[str, Any]:
    witness = difference.witness
    return {
        "kind": difference.kind,
        "direction": difference.direction,
        "acts": list(difference.acts),
        "one": _part(difference.one),
        "other": _part(difference.other),
        "witness": {
            **use_data(witness),
            "as_of": data(witness.as_of),
            "verdicts": data(difference.verdicts),
            "case": case_text(difference.case),
        },
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "standpoint": part.standpoint.value,
        "asks": data(part.content),
        "is_approval": isinstance(part.content, ApprovalNeeded),
        "approvals": data(part.approvals),
        "clauses": list(map(clause_data, part.clauses)),
        "when": [{"facts": data(reason.facts), "acts": list(reason.acts)} for reason in part.when],
        "more": part.more,
        "reasons": list(part.why_not),
    }
