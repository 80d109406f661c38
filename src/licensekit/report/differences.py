"""The differences of two licences in words: what every reporter of `licensekit diff` renders in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, assert_never

from licensekit.analyse.difference import Diff, Difference, Part, Reason
from licensekit.analyse.sides import ApprovalNeeded, DutyAsked, Standpoint
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.report.memo import counted, verdict_words
from licensekit.report.over_uses import acts_text, places_text
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


class Labelled(NamedTuple):
    """One labelled line of a statement: `when`, `by`."""

    label: str
    text: str


class Paragraph(NamedTuple):
    """One difference: a first line, labelled lines, and a case ready to be pasted."""

    headline: str
    lines: tuple[Labelled, ...]
    case_for: str
    """For which licence the case is, and what the two answer to it."""
    case: str


class Chapter(NamedTuple):
    """Statements under one heading."""

    title: str
    statements: tuple[Paragraph, ...]


class Page(NamedTuple):
    """All that is said of two licences."""

    headline: str
    titles: str
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]


def page(diff: Diff, titles: tuple[str, str], case_text: CaseText) -> Page:
    """The differences in words; `case_text` writes a use as a case of the language."""
    if diff.same:
        return Page(f"{diff.one} and {diff.other} answer every use alike", " and ".join(titles), (), _notes(diff))
    statements: dict[str, list[Paragraph]] = {name: [] for name in _HEADINGS}
    for difference in diff.differences:
        statements[_chapter(difference)].append(_statement(diff, difference, case_text))
    headings = {name: title.format(other=diff.other) for name, title in _HEADINGS.items()}
    chapters = tuple(Chapter(headings[name], tuple(every)) for name, every in statements.items() if every)
    count = counted(len(diff.differences), "difference")
    return Page(f"{diff.one} → {diff.other}: {count}", " → ".join(titles), chapters, _notes(diff))


def _notes(diff: Diff) -> tuple[str, ...]:
    under = "; ".join(diff.under) or "no approval held, each reading as its licence takes it"
    solved = f", {diff.solved} claims decided by z3, since a search would have taken too long" if diff.solved else ""
    return (f"over all uses: each act by itself, {under}; {diff.worlds} worlds looked at, none sampled{solved}",)


def _chapter(difference: Difference) -> str:
    if difference.kind != "duty" and Standpoint.ALLOWED not in (difference.one.standpoint, difference.other.standpoint):
        return "refused"
    return difference.direction


def _statement(diff: Diff, difference: Difference, case_text: CaseText) -> Paragraph:
    return Paragraph(
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


def _standpoint(part: Part) -> str:
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


def _lines(diff: Diff, difference: Difference) -> Iterator[Labelled]:
    for name, part in ((diff.one, difference.one), (diff.other, difference.other)):
        if part.clauses:
            yield Labelled(f"{name}", places_text(part.clauses))
        if part.when and not (len(part.when) == 1 and not part.when[0].facts):
            for at, text in enumerate(_reasons(part.when, difference.acts, part.more)):
                yield Labelled("when" if at == 0 else "or", text)


def _answers(verdicts: tuple[Verdict, Verdict]) -> str:
    before, after = (verdict_words(verdict) for verdict in verdicts)
    return f"both {before}" if before == after else f"{before} → {after}"


def _reasons(reasons: tuple[Reason, ...], acts: tuple[str, ...], more: bool) -> Iterator[str]:
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
