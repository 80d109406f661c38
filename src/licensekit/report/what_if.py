"""What would change an answer, in words and as data: for `licensekit ask --what-if` and `--growth`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from licensekit.analyse.growth import Crossing, Outgrown
from licensekit.decision.alternatives import DutyChange
from licensekit.decision.decision import Alternative, Alternatives, Decision, Settling
from licensekit.diagram.cheapest import Item
from licensekit.report.changes import ChangeShown, changes_shown, clauses_shown
from licensekit.report.memo import Point, Section, code, codes, counted, listed, section, verdict_of
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import AGREEMENT

MOST_TOLD: Final = 8
MOST_CASES: Final = 3
MOST_CLAUSES: Final = 6


@dataclass(frozen=True)
class WhatIf:
    """What would change an answer, as far as it was asked for."""

    alternatives: Alternatives | None = None
    cases: tuple[str, ...] = ()
    """The alternatives as cases of the language; empty where a case cannot put one."""
    duties: tuple[DutyChange, ...] = ()
    """What would bring or spare the duties of a permission."""
    settling: Settling | None = None
    outgrown: Outgrown | None = None
    refused: tuple[str, ...] = ()
    """Why something was not looked for."""


def what_if_sections(asked: WhatIf) -> Iterator[Section]:
    """Everything that was asked for as sections of a memo."""
    yield section("Not looked for", asked.refused)
    if asked.alternatives is not None:
        yield _alternatives(asked.alternatives)
    yield _duties(asked.duties)
    if asked.settling is not None:
        yield from _settling(asked.settling)
    if asked.outgrown is not None:
        crossings = (Point(_crossing(one), tuple(_after(one))) for one in asked.outgrown.crossings)
        yield section("As it grows", (*crossings, *asked.outgrown.notes))


def first_cases(asked: WhatIf) -> tuple[str, ...]:
    """The cases of the first few alternatives that are told."""
    if asked.alternatives is None:
        return ()
    told = {id(one) for one in _told(asked.alternatives)}
    every = zip(asked.alternatives.found, asked.cases, strict=True)
    return tuple(case for one, case in every if case and id(one) in told)[:MOST_CASES]


# --- alternatives ------------------------------------------------------------------------------------------


def _alternatives(alternatives: Alternatives) -> Section:
    title = "What would make it permitted" if alternatives.goal == "allowed" else "What would end the permission"
    points = list(_points(alternatives))
    if not points:
        end = "makes it permitted" if alternatives.goal == "allowed" else "ends the permission"
        return section(title, [f"no set of at most {counted(alternatives.looked_at, 'change')} {end}"])
    first = section(title, points, MOST_TOLD)
    return first._replace(items=(*first.items, Point(_reach(alternatives))))


def _reach(alternatives: Alternatives) -> str:
    more = "; there are more than are listed" if alternatives.more else ""
    needed = "" if alternatives.fewest == 1 else f"at least {counted(alternatives.fewest, 'change')} needed; "
    return f"{needed}all sets of at most {counted(alternatives.looked_at, 'change')} were looked at{more}"


def _points(alternatives: Alternatives) -> Iterator[Point]:
    told = [(alternative, changes_shown(alternative)) for alternative in _told(alternatives)]
    every = [(alternative, _kind(alternative, changes_shown(alternative))) for alternative in alternatives.found]
    done: set[tuple[str, ...]] = set()
    for alternative, changes in told:
        kind = _kind(alternative, changes)
        together = [other for other, whose in every if kind and whose == kind]
        if len(together) < 2:
            yield Point(_sentence(changes), tuple(_details(alternatives.decision, alternative, changes)))
        elif kind not in done:
            done.add(kind)
            yield _together(together, kind)


def _told(alternatives: Alternatives) -> list[Alternative]:
    """The alternatives but for those that come to the same as attesting whole groups of facts."""
    every = {one.items for one in alternatives.found if any(step.item.kind == "attest" for step in one.steps)}
    return [one for one in alternatives.found if _attesting(one) not in every or one.items == _attesting(one)]


def _attesting(alternative: Alternative) -> frozenset[Item]:
    """What is changed, where each clean-hands fact that is open is settled by attesting its group."""
    stated = alternative.before.facts
    return frozenset(
        Item("attest", group)
        if step.value is False and step.item.name not in stated and (group := _group(step.item.name))
        else step.item
        for step in alternative.steps
    )


def _group(name: str) -> str:
    """The group of conduct to which a fact belongs; empty where it belongs to none."""
    info = FACTS.get(name.partition("@")[0])
    return "" if info is None else info.group


def _kind(alternative: Alternative, changes: tuple[ChangeShown, ...]) -> tuple[str, ...]:
    """Conduct and the like that nobody stated: told by group, since there are dozens of such facts."""
    first, *further = changes or (None,)
    if first is None or further or first.kind != "fact" or first.source == "stated" or first.after != "yes":
        return ()
    group = _group(first.name)
    return (group, first.source, alternative.decision.verdict.value) if group else ()


def _together(alternatives: list[Alternative], kind: tuple[str, ...]) -> Point:
    group, source, _ = kind
    decision = alternatives[0].decision
    names = [one.steps[0].item.name for one in alternatives]
    return Point(
        f"if one of {counted(len(names), 'fact')} of {code(group)} were yes (now {source}): "
        f"{verdict_of(decision.verdict, decision.possible)}",
        (codes(names, "or"),),
    )


def _sentence(changes: Iterable[ChangeShown]) -> str:
    words = [_change(one) for one in changes]
    return "if " + listed(words, "and") if words else "as it is, whatever else turns out to be so"


_CHANGED: Final = {
    "fact": "{name} were {after} (now {now})",
    "approval": "the approval of {name} ({what}) were {after}",
    "agreement": "{what} ({name}) were {after}",
    "act": "{name} were left out",
    "attest": "{name} were attested ({what})",
    "day": "it were asked as of {after} (now {before})",
}


def _change(change: ChangeShown) -> str:
    now = "open" if change.source == "open" else f"{change.before}, {change.source}"
    kind = "agreement" if AGREEMENT in change.name else change.kind
    return _CHANGED[kind].format(**change._asdict() | {"name": code(change.name), "now": now})


def _details(before: Decision, alternative: Alternative, changes: Iterable[ChangeShown]) -> Iterator[str]:
    yield f"then {_answer(alternative.decision)}"
    clauses = clauses_shown(before, alternative.decision)
    for words, now in (("decides no longer", "decides no longer"), ("decides then", "decides")):
        told = [clause for clause in clauses if clause.now == now]
        places = [f"{code(clause.clause)} at {clause.place} of {code(clause.license)}" for clause in told]
        if places:
            left = len(places) - MOST_CLAUSES
            more = f"; and {left} more" if left > 0 else ""
            yield f"{words}: {'; '.join(places[:MOST_CLAUSES])}{more}"
    for change in changes:
        if change.fixed:
            yield f"{code(change.name)}: {change.fixed}"


def _answer(decision: Decision) -> str:
    due = list(dict.fromkeys(duty.text for duty in decision.duties if duty.status == "due" and duty.strength == "must"))
    said = verdict_of(decision.verdict, decision.possible)
    return said + (f": {'; '.join(due)}" if due else "")


# --- duties ------------------------------------------------------------------------------------------------


def _duties(changes: tuple[DutyChange, ...]) -> Section:
    points = (
        Point(
            f"{code(duty.clause)} would {'be due' if duty.goal == 'owed' else 'no longer be due'}",
            tuple(_sentence(changes_shown(other)) for other in duty.alternatives.found[:MOST_TOLD]),
        )
        for duty in changes
        if duty.alternatives is not None and duty.alternatives.found
    )
    return section("What would change its duties", points)


# --- what settles it ---------------------------------------------------------------------------------------


def _settling(settling: Settling) -> Iterator[Section]:
    always = [_names(names) for names in settling.always]
    yield section("Whatever the values, it is settled by knowing", always, MOST_TOLD)
    for title, alternatives in (
        ("Permitted for certain", settling.permits),
        ("Ruled out for certain", settling.refuses),
    ):
        if alternatives is not None:
            enough = dict.fromkeys(_sentence(changes_shown(one)) for one in alternatives.found)
            yield section(title, enough, MOST_TOLD)


def _names(names: tuple[str, ...]) -> str:
    """A set of facts; those of one group of conduct as one."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_group(name), []).append(name)
    words = [code(name) if name != "as_of" else "the as-of date" for name in groups.pop("", [])]
    words += [
        f"{counted(len(some), 'fact')} of {code(group)}" if len(some) > 2 else codes(some)
        for group, some in groups.items()
    ]
    return listed(words, "and")


# --- growth ------------------------------------------------------------------------------------------------


def _crossing(crossing: Crossing) -> str:
    when = f"in {counted(crossing.months, 'month')}"
    if crossing.month is not None:
        when = f"{crossing.month} ({when})"
    sure = "" if crossing.latest == crossing.months else ", at the earliest"
    side = "passes" if crossing.met else "no longer passes"
    return (
        f"{when}{sure}: {code(crossing.fact)} {side} the line of {code(f'{crossing.comparison} {crossing.threshold}')}"
    )


def _after(crossing: Crossing) -> Iterator[str]:
    yield f"{code(crossing.clause)} at {crossing.locator} of {code(crossing.license)}"
    if crossing.then is None:
        yield f"what else is stated cannot stay so: {crossing.contradiction}"
    else:
        yield f"then {_answer(crossing.then)}"
