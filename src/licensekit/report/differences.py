"""The differences of two licences in words: what every reporter of `licensekit diff` renders in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from licensekit.analyse.difference import ClausePlace, Diff, Difference, Part, Reason
from licensekit.analyse.standpoints import ApprovalNeeded, DutyAsked, Standpoint
from licensekit.evaluate.memo import verdict_words
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.vocabulary.acts import ANY_ACT, GROUPS, in_order
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


@dataclass(frozen=True)
class Line:
    """One labelled line of a statement: `when`, `by`."""

    label: str
    text: str


@dataclass(frozen=True)
class Statement:
    """One difference: a first line, labelled lines, and a case ready to be pasted."""

    headline: str
    lines: tuple[Line, ...]
    case_for: str
    """For which licence the case is, and what the two answer to it."""
    case: str


@dataclass(frozen=True)
class Chapter:
    """Statements under one heading."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Page:
    """All that is said of two licences."""

    headline: str
    titles: str
    chapters: tuple[Chapter, ...]
    notes: tuple[str, ...]


def page(found: Diff, titles: tuple[str, str], case_text: CaseText) -> Page:
    """The differences in words; `case_text` writes a use as a case of the language."""
    if found.same:
        return Page(f"{found.one} and {found.other} answer every use alike", " and ".join(titles), (), _notes(found))
    number = len(found.differences)
    count = "1 difference" if number == 1 else f"{number} differences"
    chapters: dict[str, list[Statement]] = {}
    for difference in found.differences:
        chapters.setdefault(_chapter(difference), []).append(_statement(found, difference, case_text))
    return Page(
        f"{found.one} → {found.other}: {count}",
        f"{titles[0]} → {titles[1]}",
        tuple(
            Chapter(title.format(one=found.one, other=found.other), tuple(chapters[name]))
            for name, title in _HEADINGS.items()
            if name in chapters
        ),
        _notes(found),
    )


def _notes(found: Diff) -> tuple[str, ...]:
    under = "; ".join(found.under) or "no approval held, each reading as its licence takes it"
    return (f"over all uses: each act by itself, {under}; exact, none sampled",)


def _chapter(difference: Difference) -> str:
    if difference.kind != "duty" and Standpoint.ALLOWED not in (difference.one.standpoint, difference.other.standpoint):
        return "refused"
    return difference.direction


def _statement(found: Diff, difference: Difference, case_text: CaseText) -> Statement:
    return Statement(
        f"{acts_text(difference.acts)}: {_change(difference)}",
        tuple(_lines(found, difference)),
        f"{', '.join(difference.case.licenses)} ({_answers(difference.verdicts)})"
        + ("" if difference.case.expect else ", which expects nothing, since a case can name one reading alone"),
        case_text(difference.case),
    )


def _change(difference: Difference) -> str:
    if difference.kind == "standpoint":
        return f"{_standing(difference.one)} → {_standing(difference.other)}"
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


def _standing(part: Part) -> str:
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


def _lines(found: Diff, difference: Difference) -> Iterator[Line]:
    for name, part in ((found.one, difference.one), (found.other, difference.other)):
        if part.clauses:
            yield Line(f"{name}", _places(part.clauses))
        if part.when and not (len(part.when) == 1 and not part.when[0].facts):
            for at, text in enumerate(_reasons(part.when, difference.acts, part.more)):
                yield Line("when" if at == 0 else "or", text)


def _answers(verdicts: tuple[Verdict, Verdict]) -> str:
    before, after = (verdict_words(verdict) for verdict in verdicts)
    return f"both {before}" if before == after else f"{before} → {after}"


def _places(places: Iterable[ClausePlace]) -> str:
    return "; ".join(f"{place.locator} ({place.clause.rpartition('.')[2]})" for place in places)


def _reasons(reasons: Iterable[Reason], acts: tuple[str, ...], more: bool) -> Iterator[str]:
    found = list(reasons)
    if any(not one.facts and one.acts == acts for one in found):
        yield "in every use"
        return
    for one in found[:MOST_REASONS]:
        facts = " and ".join(map(str, one.facts)) or "in every use"
        yield facts if one.acts == acts else f"{facts} (to {acts_text(one.acts)})"
    left = len(found) - MOST_REASONS
    if left > 0:
        yield f"in {'at least ' if more else ''}{left} further way{'' if left == 1 else 's'}"
    elif more:
        yield "in further ways"


def acts_text(leaves: Iterable[str]) -> str:
    """Acts as people say them; groups where all of their leaves are meant."""
    left = list(in_order(leaves))
    words: list[str] = []
    if set(ANY_ACT) <= set(left):
        words.append("any act")
        left = [leaf for leaf in left if leaf not in ANY_ACT]
    elif len(left) > len(ANY_ACT) * 2 // 3 and set(left) <= set(ANY_ACT):
        missing = [leaf for leaf in ANY_ACT if leaf not in left]
        return f"any act but {_listed([printed(one) for one in _grouped(missing)], 'and')}"
    words += [printed(one) for one in _grouped(left)]
    return _listed(words, "or")


def _grouped(leaves: list[str]) -> list[str]:
    left = list(leaves)
    found: list[str] = []
    for leaf in leaves:
        if leaf not in left:
            continue
        group = next((name for name, members in GROUPS.items() if leaf in members and set(members) <= set(left)), None)
        members = (leaf,) if group is None else GROUPS[group]
        found.append(group or leaf)
        left = [one for one in left if one not in members]
    return found


def _listed(words: list[str], last: str) -> str:
    return ", ".join(words[:-1]) + f" {last} {words[-1]}" if len(words) > 1 else "".join(words)
