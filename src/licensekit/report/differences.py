"""The differences of two licences in words, and these as text, Markdown and HTML; and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final, NamedTuple, assert_never

from licensekit.analyse.difference import Diff, Difference, LicensePosition, When
from licensekit.analyse.standpoints import ApprovalNeeded, DutyAsked, Standpoint
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.report.as_markdown import fenced, with_advice
from licensekit.report.as_text import BOLD, indented, painted, wrapped
from licensekit.report.escape import as_json, html, markdown, visible
from licensekit.report.memo import NOT_ADVICE, counted, verdict_words
from licensekit.report.over_uses import acts_text, clause_data, places_text, use_data
from licensekit.report.plain_data import data, picked
from licensekit.vocabulary.words import printed

CaseText = Callable[[Case], str]
MOST_REASONS: Final = 6
_HEADINGS: Final = {
    "stricter": "Stricter under {other}",
    "milder": "Milder under {other}",
    "different": "Different",
    "refused": "Refused by both, for different reasons",
}
_REASONS: Final = {
    "ended": "the rights end",
    "reserved": "reserved",
    "condition": "the grant's condition is not met",
    "withheld": "withheld from the grant",
    "silent": "the text grants no such right",
}


class _Paragraph(NamedTuple):
    """One difference: a first line, labelled lines, and a case ready to be pasted."""

    headline: str
    lines: tuple[tuple[str, str], ...]
    """Each with its label: `when`, `by`."""
    case_for: str
    """For which licence the case is, and what the two answer to it."""
    case: str


class Page(NamedTuple):
    """All that is said of two licences."""

    headline: str
    titles: str
    chapters: tuple[tuple[str, tuple[_Paragraph, ...]], ...]
    """Paragraphs by their headings."""
    notes: tuple[str, ...]


def page(diff: Diff, titles: tuple[str, str], case_text: CaseText) -> Page:
    """The differences in words; `case_text` writes a use as a case of the language."""
    if diff.same:
        return Page(f"{diff.one} and {diff.other} answer every use alike", " and ".join(titles), (), _notes(diff))
    paragraphs: dict[str, list[_Paragraph]] = {name: [] for name in _HEADINGS}
    for difference in diff.differences:
        paragraphs[_chapter(difference)].append(_paragraph(diff, difference, case_text))
    headings = {name: title.format(other=diff.other) for name, title in _HEADINGS.items()}
    chapters = tuple((headings[name], tuple(every)) for name, every in paragraphs.items() if every)
    count = counted(len(diff.differences), "difference")
    return Page(f"{diff.one} → {diff.other}: {count}", " → ".join(titles), chapters, _notes(diff))


def _notes(diff: Diff) -> tuple[str, ...]:
    under = "; ".join(diff.under) or "no approval held, each reading as its licence takes it"
    return (f"over all uses: each act by itself, {under}; exact, none sampled",)


def _chapter(difference: Difference) -> str:
    if difference.kind != "duty" and Standpoint.ALLOWED not in (difference.one.standpoint, difference.other.standpoint):
        return "refused"
    return difference.direction


def _paragraph(diff: Diff, difference: Difference, case_text: CaseText) -> _Paragraph:
    return _Paragraph(
        f"{acts_text(difference.acts)}: {_change(difference)}",
        tuple(_lines(diff, difference)),
        f"{', '.join(difference.case.licenses)} ({_answers(difference.verdicts)})"
        + ("" if difference.case.expect else ", which expects nothing, since a case can name one reading alone"),
        case_text(difference.case),
    )


def _change(difference: Difference) -> str:
    if difference.kind == "standpoint":
        return f"{_standpoint(difference.one)} → {_standpoint(difference.other)}"
    asked, instead = difference.one.content, difference.other.content
    if asked is not None and instead is not None:
        return f"{_asked(asked)}, instead {_asked(instead, short=True)}"
    if asked is not None:
        return f"need no longer {asked.words}" if isinstance(asked, DutyAsked) else f"no {_asked(asked)}"
    assert instead is not None
    return _asked(instead)


def _asked(content: DutyAsked | ApprovalNeeded, *, short: bool = False) -> str:
    if isinstance(content, ApprovalNeeded):
        return _approval(content)
    if short:
        return content.words
    return f"{'must' if content.strength == 'must' else 'encouraged to'} {content.words}"


def _approval(content: ApprovalNeeded) -> str:
    return f"{printed(content.approval)} from {content.party}"


def _standpoint(part: LicensePosition) -> str:
    match part.standpoint:
        case Standpoint.ALLOWED:
            return "allowed"
        case Standpoint.NEEDS_APPROVAL:
            return "needs " + (" or ".join(_approval(one) for one in part.approvals) or "an approval")
        case Standpoint.NOT_GRANTED:
            reasons = ", or ".join(dict.fromkeys(_REASONS[one] for one in part.why_not if one))
            return f"not granted ({reasons})" if reasons else "not granted"
        case Standpoint.PROHIBITED:
            return "prohibited"
        case _:
            assert_never(part.standpoint)


def _lines(diff: Diff, difference: Difference) -> Iterator[tuple[str, str]]:
    for name, part in ((diff.one, difference.one), (diff.other, difference.other)):
        if part.clauses:
            yield name, places_text(part.clauses)
        if part.when and not (len(part.when) == 1 and not part.when[0].facts):
            for at, text in enumerate(_reasons(part.when, difference.acts, part.more)):
                yield "when" if at == 0 else "or", text


def _answers(verdicts: tuple[Verdict, Verdict]) -> str:
    before, after = (verdict_words(verdict) for verdict in verdicts)
    return f"both {before}" if before == after else f"{before} → {after}"


def _reasons(reasons: tuple[When, ...], acts: tuple[str, ...], more: bool) -> Iterator[str]:
    if any(not reason.facts and reason.acts == acts for reason in reasons):
        yield "in every use"
        return
    for reason in reasons[:MOST_REASONS]:
        facts = " and ".join(map(str, reason.facts)) or "in every use"
        yield facts if reason.acts == acts else f"{facts} (to {acts_text(reason.acts)})"
    left = len(reasons) - MOST_REASONS
    if left > 0:
        yield f"in {'at least ' if more else ''}{counted(left, 'further way')}"
    elif more:
        yield "in further ways"


# --- written ---------------------------------------------------------------------------------------------

SCHEMA: Final = "licensekit-diff/2"
_COLOURS: Final = {"Stricter": "31", "Milder": "32", "Different": "36", "Refused": "35"}


def differences_text(page: Page, *, colour: bool = False) -> str:
    """A page for terminals, with a line feed at the end."""
    lines = [painted(visible(page.headline), BOLD, colour), *wrapped(page.titles, "", "")]
    number = count(1)
    for title, paragraphs in page.chapters:
        style = f"{BOLD};{_COLOURS.get(title.split()[0], '36')}"
        lines += ["", painted(visible(title), style, colour)]
        for paragraph in paragraphs:
            lines += ["", *_paragraph_lines(paragraph, next(number))]
    return "\n".join([*lines, "", *map(visible, page.notes), NOT_ADVICE, ""])


def _paragraph_lines(paragraph: _Paragraph, number: int) -> list[str]:
    lines = wrapped(f"{number}. {paragraph.headline}", "  ", "     ")
    width = max((len(label) for label, _ in paragraph.lines), default=0)
    for label, text in paragraph.lines:
        head = f"     {label:<{width}}  "
        lines += wrapped(text, head, " " * len(head))
    return [*lines, f"     shown by a case for {paragraph.case_for}:", *indented(paragraph.case, "       ")]


def differences_markdown(page: Page) -> str:
    """A page as Markdown; nothing in it can act as markup."""
    lines = [f"**{markdown(page.headline)}**", "", markdown(page.titles)]
    for title, paragraphs in page.chapters:
        lines += ["", f"### {markdown(title)}"]
        for paragraph in paragraphs:
            lines += ["", f"**{markdown(paragraph.headline)}**", ""]
            lines += [f"- {markdown(label)}: {markdown(text)}" for label, text in paragraph.lines]
            lines += [f"- shown by a case for {markdown(paragraph.case_for)}", "", *fenced(paragraph.case)]
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
    body = [f"<h1>{html(page.headline)}</h1>", f"<p>{html(page.titles)}</p>"]
    for title, paragraphs in page.chapters:
        body.append(f'<section class="{html(title.split()[0].lower())}"><h2>{html(title)}</h2>')
        for paragraph in paragraphs:
            rows = "".join(f"<dt>{html(label)}</dt><dd>{html(text)}</dd>" for label, text in paragraph.lines)
            case = "\n".join(map(html, paragraph.case.rstrip("\n").split("\n")))
            shown = f"<p>shown by a case for {html(paragraph.case_for)}</p><pre>{case}</pre>"
            body.append(f"<article><h3>{html(paragraph.headline)}</h3><dl>{rows}</dl>{shown}</article>")
        body.append("</section>")
    body += [f"<p><small>{html(note)}</small></p>" for note in (*page.notes, NOT_ADVICE)]
    head = f'<meta charset="utf-8"><title>{html(page.headline)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def differences_json(diff: Diff, case_text: CaseText) -> str:
    """Differences as JSON, with a line feed at the end."""
    return as_json(differences_data(diff, case_text))


def differences_data(diff: Diff, case_text: CaseText) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "schema": SCHEMA,
        **picked(diff, "one", "other", "same"),
        "differences": [_difference(one, case_text) for one in diff.differences],
        "under": list(diff.under),
        "disclaimer": NOT_ADVICE,
    }


def _difference(difference: Difference, case_text: CaseText) -> dict[str, Any]:
    witness = difference.witness
    return {
        **picked(difference, "kind", "direction", "acts"),
        "one": _part(difference.one),
        "other": _part(difference.other),
        "witness": {
            **use_data(witness),
            "as_of": data(witness.as_of),
            "verdicts": data(difference.verdicts),
            "case": case_text(difference.case),
        },
    }


def _part(part: LicensePosition) -> dict[str, Any]:
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
