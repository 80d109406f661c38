"""Differences as text, Markdown, HTML and JSON."""

from __future__ import annotations

import textwrap
from html import escape
from typing import Any, Final

from licensekit.analyse.difference import Diff, Difference, Part
from licensekit.analyse.standpoints import ApprovalNeeded
from licensekit.report.as_text import WIDTH, painted
from licensekit.report.differences import CaseText, Page, Statement
from licensekit.report.escape import as_json, markdown, visible, visible_lines
from licensekit.report.sections import NOT_ADVICE
from licensekit.values import known_shown

SCHEMA: Final = "licensekit-diff/2"
_BOLD: Final = "1"
_COLOURS: Final = {"Stricter": "31", "Milder": "32", "Different": "36", "Refused": "35"}


def differences_text(page: Page, *, colour: bool = False, cases: bool = True) -> str:
    """A page for terminals, with a line feed at the end."""
    lines = [painted(visible(page.headline), _BOLD, colour), *_wrapped(page.titles, "", "")]
    number = 0
    for chapter in page.chapters:
        style = f"{_BOLD};{_COLOURS.get(chapter.title.split()[0], '36')}"
        lines += ["", painted(visible(chapter.title), style, colour)]
        for statement in chapter.statements:
            number += 1
            lines += ["", *_statement(statement, number, cases=cases)]
    lines += ["", *(visible(note) for note in page.notes), NOT_ADVICE]
    return "\n".join(lines) + "\n"


def _statement(statement: Statement, number: int, *, cases: bool) -> list[str]:
    lines = _wrapped(f"{number}. {statement.headline}", "  ", "     ")
    width = max((len(line.label) for line in statement.lines), default=0)
    for line in statement.lines:
        head = f"     {line.label:<{width}}  "
        lines += _wrapped(line.text, head, " " * len(head))
    if cases:
        lines.append(f"     shown by a case for {statement.case_for}:")
        lines += [f"       {line}".rstrip() for line in visible_lines(statement.case).rstrip("\n").split("\n")]
    return lines


def _wrapped(text: str, first: str, further: str) -> list[str]:
    return textwrap.wrap(
        visible(text), WIDTH, initial_indent=visible(first), subsequent_indent=further,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def differences_markdown(page: Page) -> str:
    """A page as Markdown; nothing in it can act as markup."""
    lines = [f"**{markdown(page.headline)}**", "", markdown(page.titles)]
    for chapter in page.chapters:
        lines += ["", f"### {markdown(chapter.title)}"]
        for statement in chapter.statements:
            lines += ["", f"**{markdown(statement.headline)}**", ""]
            lines += [f"- {markdown(line.label)}: {markdown(line.text)}" for line in statement.lines]
            case = visible_lines(statement.case).rstrip("\n").replace("```", "'''")
            lines += [f"- shown by a case for {markdown(statement.case_for)}", "", "```", case, "```"]
    lines += ["", *(f"*{markdown(note)}*" for note in page.notes), "", f"*{NOT_ADVICE}*"]
    return "\n".join(lines) + "\n"


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


def differences_json(found: Diff, case_text: CaseText) -> str:
    """Differences as JSON, with a line feed at the end."""
    return as_json(
        {
            "schema": SCHEMA,
            "one": found.one,
            "other": found.other,
            "same": found.same,
            "differences": [_difference(one, case_text) for one in found.differences],
            "under": list(found.under),
            "disclaimer": NOT_ADVICE,
        }
    )


def _difference(one: Difference, case_text: CaseText) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "direction": one.direction,
        "acts": list(one.acts),
        "one": _part(one.one),
        "other": _part(one.other),
        "witness": {
            "act": one.witness.act,
            "facts": {name: known_shown(value) for name, value in one.witness.facts.items()},
            "assume": one.witness.assume,
            "as_of": None if one.witness.as_of is None else one.witness.as_of.isoformat(),
            "verdicts": [verdict.value for verdict in one.verdicts],
            "case": case_text(one.case),
        },
    }


def _part(part: Part) -> dict[str, Any]:
    content = part.content
    asked: dict[str, str] | None = None if content is None else dict(content._asdict())
    return {
        "standpoint": part.standpoint.value,
        "asks": asked,
        "is_approval": isinstance(content, ApprovalNeeded),
        "approvals": [dict(one._asdict()) for one in part.approvals],
        "clauses": [
            {"license": one.license, "clause": one.clause, "locator": str(one.locator)} for one in part.clauses
        ],
        "when": [
            {"facts": [{"fact": fact.fact, "value": fact.value} for fact in one.facts], "acts": list(one.acts)}
            for one in part.when
        ],
        "more": part.more,
        "reasons": list(part.why_not),
    }
