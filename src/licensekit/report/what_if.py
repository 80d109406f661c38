"""What would change an answer, in words and as data: for `licensekit ask --what-if` and `--growth`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from licensekit.analyse.growth import Crossing, Outgrown
from licensekit.decision.alternatives import DutyChange
from licensekit.decision.decision import Alternative, Alternatives, Decision, Settling
from licensekit.diagram.cheapest import Item as ChangedThing
from licensekit.evaluate.memo import Item, Section, code, codes, counted, listed, verdict_of
from licensekit.report.changes import ChangeShown, ClauseShown, changes_shown, clauses_shown
from licensekit.vocabulary.facts import FACTS

MOST_SHOWN: Final = 8
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


def sections(shown: WhatIf) -> tuple[Section, ...]:
    """Everything as sections of a memo; those that were not asked for are empty."""
    return (
        Section("Not looked for", tuple(Item(why) for why in shown.refused)),
        *(() if shown.alternatives is None else (_alternatives(shown.alternatives),)),
        _duties(shown.duties),
        *(() if shown.settling is None else _settling(shown.settling)),
        *(() if shown.outgrown is None else (_outgrown(shown.outgrown),)),
    )


def cases_shown(shown: WhatIf) -> tuple[str, ...]:
    """The cases of the first few alternatives that are told."""
    if shown.alternatives is None:
        return ()
    told = {id(one) for one in _told(shown.alternatives)}
    every = zip(shown.alternatives.found, shown.cases, strict=True)
    return tuple(case for one, case in every if case and id(one) in told)[:MOST_CASES]


# --- alternatives ------------------------------------------------------------------------------------------


def _alternatives(found: Alternatives) -> Section:
    title = "What would make it permitted" if found.goal == "allowed" else "What would end the permission"
    items = list(_items(found))
    if not items:
        end = "makes it permitted" if found.goal == "allowed" else "ends the permission"
        return Section(title, (Item(f"no set of at most {counted(found.looked_at, 'change')} {end}"),))
    left = max(0, len(items) - MOST_SHOWN)
    return Section(title, (*items[:MOST_SHOWN], Item(_reach(found))), left)


def _reach(found: Alternatives) -> str:
    more = "; there are more than are listed" if found.more else ""
    needed = "" if found.fewest == 1 else f"at least {counted(found.fewest, 'change')} needed; "
    return f"{needed}all sets of at most {counted(found.looked_at, 'change')} were looked at{more}"


def _items(found: Alternatives) -> Iterator[Item]:
    seen: set[tuple[str, ...]] = set()
    for one in _told(found):
        shown = changes_shown(one)
        kind = _kind(one, shown)
        if not kind:
            yield Item(_sentence(shown), tuple(_details(found.decision, one, shown)))
        elif kind not in seen:
            seen.add(kind)
            alike = [other for other in found.found if _kind(other, changes_shown(other)) == kind]
            yield (
                _together(alike, kind)
                if len(alike) > 1
                else Item(_sentence(shown), tuple(_details(found.decision, one, shown)))
            )


def _told(found: Alternatives) -> list[Alternative]:
    """The alternatives but for those that come to the same as attesting whole groups of facts."""
    every = {one.items for one in found.found if any(step.item.kind == "attest" for step in one.steps)}
    return [one for one in found.found if _attesting(one) not in every or one.items == _attesting(one)]


def _attesting(one: Alternative) -> frozenset[ChangedThing]:
    """What is changed, where each clean-hands fact that is open is settled by attesting its group."""
    stated = one.before.facts
    return frozenset(
        ChangedThing("attest", info.group)
        if step.value is False
        and step.item.name not in stated
        and (info := FACTS.get(step.item.name.partition("@")[0])) is not None
        and info.group
        else step.item
        for step in one.steps
    )


def _kind(one: Alternative, shown: tuple[ChangeShown, ...]) -> tuple[str, ...]:
    """Conduct and the like that nobody stated: shown by group, since there are dozens of such facts."""
    if len(shown) != 1 or shown[0].kind != "fact" or shown[0].source == "stated" or shown[0].after != "yes":
        return ()
    info = FACTS.get(shown[0].name.partition("@")[0])
    group = "" if info is None else info.group
    return (group, shown[0].source, one.decision.verdict.value) if group else ()


def _together(alike: list[Alternative], kind: tuple[str, ...]) -> Item:
    group, source, _ = kind
    decision = alike[0].decision
    names = [one.steps[0].item.name for one in alike]
    return Item(
        f"if one of {counted(len(names), 'fact')} of {code(group)} were yes (now {source}): "
        f"{verdict_of(decision.verdict, decision.possible)}",
        (codes(names, "or"),),
    )


def _sentence(shown: Iterable[ChangeShown]) -> str:
    changes = [_change(one) for one in shown]
    return "if " + listed(changes, "and") if changes else "as it is, whatever else turns out to be so"


def _change(one: ChangeShown) -> str:
    match one.kind:
        case "fact":
            now = "open" if one.source == "open" else f"{one.before}, {one.source}"
            return f"{code(one.name)} were {one.after} (now {now})"
        case "approval":
            return f"the approval of {code(one.name)} ({one.what}) were {one.after}"
        case "act":
            return f"{code(one.name)} were left out"
        case "attest":
            return f"{code(one.name)} were attested ({one.what})"
        case _:
            return f"it were asked as of {one.after} (now {one.before})"


def _details(before: Decision, one: Alternative, shown: Iterable[ChangeShown]) -> Iterator[str]:
    yield f"then {_answer(one.decision)}"
    clauses = clauses_shown(before, one.decision)
    for words, now in (("decides no longer", "decides no longer"), ("decides then", "decides")):
        places = [_place(clause) for clause in clauses if clause.now == now]
        if places:
            left = len(places) - MOST_CLAUSES
            more = f"; and {left} more" if left > 0 else ""
            yield f"{words}: {'; '.join(places[:MOST_CLAUSES])}{more}"
    for change in shown:
        if change.fixed:
            yield f"{code(change.name)}: {change.fixed}"


def _answer(decision: Decision) -> str:
    due = list(dict.fromkeys(duty.text for duty in decision.duties if duty.status == "due" and duty.strength == "must"))
    said = verdict_of(decision.verdict, decision.possible)
    return said + (f": {'; '.join(due)}" if due else "")


def _place(clause: ClauseShown) -> str:
    return f"{code(clause.clause)} at {clause.place} of {code(clause.license)}"


# --- duties ------------------------------------------------------------------------------------------------


def _duties(changes: tuple[DutyChange, ...]) -> Section:
    items = [
        Item(
            f"{code(one.clause)} would {'be due' if one.goal == 'owed' else 'no longer be due'}",
            tuple(_sentence(changes_shown(other)) for other in one.alternatives.found[:MOST_SHOWN]),
        )
        for one in changes
        if one.alternatives is not None and one.alternatives.found
    ]
    return Section("What would change its duties", tuple(items))


# --- what settles it ---------------------------------------------------------------------------------------


def _settling(found: Settling) -> Iterator[Section]:
    items = [Item(_names(names)) for names in found.always]
    yield Section("Whatever the values, it is settled by knowing", tuple(items[:MOST_SHOWN]), _over(items))
    for title, alternatives in (("Permitted for certain", found.permits), ("Ruled out for certain", found.refuses)):
        if alternatives is not None:
            enough = list(dict.fromkeys(_sentence(changes_shown(one)) for one in alternatives.found))
            lines = [Item(line) for line in enough]
            yield Section(title, tuple(lines[:MOST_SHOWN]), _over(lines))


def _over(items: list[Item]) -> int:
    return max(0, len(items) - MOST_SHOWN)


def _names(names: tuple[str, ...]) -> str:
    """A set of facts; those of one group of conduct as one."""
    groups: dict[str, list[str]] = {}
    for name in names:
        info = FACTS.get(name.partition("@")[0])
        groups.setdefault("" if info is None else info.group, []).append(name)
    words = [code(name) if name != "as_of" else "the as-of date" for name in groups.pop("", [])]
    words += [
        f"{counted(len(some), 'fact')} of {code(group)}" if len(some) > 2 else codes(some)
        for group, some in groups.items()
    ]
    return listed(words, "and")


# --- growth ------------------------------------------------------------------------------------------------


def _outgrown(found: Outgrown) -> Section:
    items = [Item(_crossing(one), tuple(_after(one))) for one in found.crossings]
    return Section("As it grows", (*items, *(Item(note) for note in found.notes)))


def _crossing(one: Crossing) -> str:
    when = f"in {counted(one.months, 'month')}"
    if one.month is not None:
        when = f"{one.month} ({when})"
    sure = "" if one.latest == one.months else ", at the earliest"
    side = "passes" if one.met else "no longer passes"
    return f"{when}{sure}: {code(one.fact)} {side} the line of {code(f'{one.comparison} {one.threshold}')}"


def _after(one: Crossing) -> Iterator[str]:
    yield f"{code(one.clause)} at {one.locator} of {code(one.license)}"
    if one.then is None:
        yield f"what else is stated cannot stay so: {one.contradiction}"
    else:
        yield f"then {_answer(one.then)}"


# --- as data -----------------------------------------------------------------------------------------------


def what_if_data(shown: WhatIf) -> dict[str, Any]:
    """Everything as plain data; what was not asked for is null."""
    found, settling = shown.alternatives, shown.settling
    return {
        "not_looked_for": list(shown.refused),
        "alternatives": None if found is None else _found_data(found, shown.cases),
        "duties": [_duty_data(one) for one in shown.duties],
        "settling": None if settling is None else _settling_data(settling),
        "growth": None if shown.outgrown is None else _growth_data(shown.outgrown),
    }


def _found_data(found: Alternatives, cases: tuple[str, ...]) -> dict[str, Any]:
    return {
        "goal": found.goal,
        "fewest": found.fewest,
        "looked_at": found.looked_at,
        "more": found.more,
        "worlds": found.worlds,
        "found": [
            {
                "changes": _changes_data(one),
                "verdict": one.decision.verdict.value,
                "possible": [verdict.value for verdict in one.decision.possible],
                "duties": _due(one.decision),
                "clauses": [clause._asdict() for clause in clauses_shown(found.decision, one.decision)],
                "case": cases[at] if at < len(cases) else "",
            }
            for at, one in enumerate(found.found)
        ],
    }


def _duty_data(one: DutyChange) -> dict[str, Any]:
    found = one.alternatives
    return {
        "license": one.license,
        "clause": one.clause,
        "goal": one.goal,
        "looked_at": 0 if found is None else found.looked_at,
        "found": [] if found is None else [_changes_data(other) for other in found.found],
    }


def _changes_data(one: Alternative) -> list[dict[str, str]]:
    return [change._asdict() for change in changes_shown(one)]


def _due(decision: Decision) -> list[dict[str, str]]:
    return [
        {"license": duty.license, "clause": duty.clause, "text": duty.text}
        for duty in decision.duties
        if duty.status == "due"
    ]


def _settling_data(found: Settling) -> dict[str, Any]:
    def enough(alternatives: Alternatives | None) -> list[list[dict[str, str]]] | None:
        return None if alternatives is None else [_changes_data(one) for one in alternatives.found]

    return {
        "always": [list(names) for names in found.always],
        "more": found.more,
        "permits": enough(found.permits),
        "refuses": enough(found.refuses),
        "worlds": found.worlds,
    }


def _growth_data(found: Outgrown) -> dict[str, Any]:
    return {
        "crossings": [
            {
                "fact": one.fact,
                "comparison": one.comparison,
                "threshold": one.threshold,
                "license": one.license,
                "clause": one.clause,
                "place": str(one.locator),
                "months": one.months,
                "latest": one.latest,
                "month": None if one.month is None else str(one.month),
                "met": one.met,
                "verdict": None if one.then is None else one.then.verdict.value,
                "duties": [] if one.then is None else _due(one.then),
                "contradiction": one.contradiction,
            }
            for one in found.crossings
        ],
        "notes": list(found.notes),
    }
