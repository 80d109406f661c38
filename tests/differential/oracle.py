# ruff: noqa: ARG005 - a license is a license here too; each test takes a world and an act
"""A second, naive evaluator, written from docs/semantics.md alone: it looks at every world, one at a time.

It shares no code with `licensekit.decision`. This module judges a world (sections 2, 3, 5, 10 and 11);
`worlds` writes the worlds out (sections 1, 6 to 9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import NamedTuple, assert_never

from differential import calendars
from differential.asked import ALLOWED, SEVERITY, STATUSES, Answer, Asked, Terms, TooManyWorldsError
from differential.worlds import NEVER, Unit, World, Worlds, facts_read, parts_of
from licensekit.model.clauses import (
    Acts,
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Earlier,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.model.license import License
from licensekit.values import WORLDWIDE
from licensekit.vocabulary.acts import LEAVES, PERSONS, ActClass
from licensekit.vocabulary.facts import fact as entry

Test = Callable[[World, str], bool]
"""Whether a condition is true in a world, for an act."""


class Finding(NamedTuple):
    """What one world says of one act."""

    verdict: str
    why: str
    duties: tuple[tuple[str, str], ...]
    """Active must and encouraged duties that cover the act, by licence and clause."""
    endings: tuple[tuple[str, str], ...]
    """Active terminations that carry duties."""
    way_out: bool
    rests: frozenset[str] = frozenset()
    """The licences whose verdict rests on an agreement."""
    needed: tuple[tuple[str, str, str], ...] = ()
    """Approvals that active gates ask for, held or not: what, from whom, for what."""


def oracle(asked: Asked, limit: int = 20_000) -> Answer:
    """The answer, from every world. Raises TooManyWorldsError above the limit."""
    worlds = Worlds(asked)
    every = list(islice(worlds.all(), limit + 1))
    if len(every) > limit:
        raise TooManyWorldsError
    judges = {license.id: Judge(license, worlds) for license in asked.licenses()}
    findings: dict[str, list[Finding]] = {leaf: [] for leaf in worlds.leaves}
    possible: set[str] = set()
    for world in every:
        here = judged(asked.terms, world, worlds.leaves, judges)
        for leaf, finding in here.items():
            findings[leaf].append(finding)
        possible.add(max((finding.verdict for finding in here.values()), key=SEVERITY.index))
    return Answer(
        len(every),
        frozenset(possible),
        {leaf: frozenset(each.verdict for each in found) for leaf, found in findings.items()},
        statuses(findings, asked.done),
        {leaf: frozenset(each.why for each in found) - {""} for leaf, found in findings.items()},
    )


def statuses(findings: Mapping[str, list[Finding]], done: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Section 11: for each duty the first status that it has for some act."""
    found: dict[tuple[str, str], set[str]] = {}
    for worlds in findings.values():
        for duty in {duty for finding in worlds for duty in finding.duties}:
            found.setdefault(duty, set()).add(status(duty, worlds))
        for ending in worlds[0].endings if worlds else ():
            if all(ending in finding.endings for finding in worlds):
                found.setdefault(ending, set()).add("due")
    first = {duty: min(each, key=STATUSES.index) for duty, each in found.items()}
    return {duty: "done" if each == "due" and ".".join(duty) in done else each for duty, each in sorted(first.items())}


def status(duty: tuple[str, str], worlds: list[Finding]) -> str:
    """The status of a duty, active in some world, for one act."""
    allowing = [finding for finding in worlds if finding.verdict in ALLOWED]
    active = [finding for finding in allowing if duty in finding.duties]
    if active:
        surely = len(active) == len(allowing) and not any(duty[0] in finding.rests for finding in allowing)
        return "due" if surely else "open"
    for finding in worlds:
        hopeful = finding.verdict == "needs_approval" or (finding.verdict == "not_granted" and finding.way_out)
        if duty in finding.duties and hopeful:
            return "would_apply"
    return "moot"


def judged(terms: Terms, world: World, leaves: Iterable[str], judges: Mapping[str, Judge]) -> dict[str, Finding]:
    """Section 10: what is found of each act, asked about together with the others."""
    if isinstance(terms, License):
        judge = judges[terms.id]
        own = {leaf: judge.finding(world, leaf) for leaf in leaves}
        for conversion in terms.conversions:
            if world["as_of"] >= day_of(conversion.on, world):
                other = judged(judge.worlds.asked.shelf[conversion.license], world, leaves, judges)
                return other if conversion.kind == "converts" else milder([own, other])
        return own
    found = [judged(part, world, leaves, judges) for part in terms.parts]
    if terms.how == "any":
        return milder(found)
    return {leaf: together([each[leaf] for each in found]) for leaf in leaves}


def milder(found: list[dict[str, Finding]]) -> dict[str, Finding]:
    """What is found under the licence whose verdict for all acts is the mildest, the first of equals."""
    return min(found, key=lambda acts: max(SEVERITY.index(finding.verdict) for finding in acts.values()))


def together(found: list[Finding]) -> Finding:
    """The more severe verdict, with the duties of all."""
    worst = max(found, key=lambda finding: SEVERITY.index(finding.verdict))
    duties = tuple(duty for finding in found for duty in finding.duties)
    endings = tuple(ending for finding in found for ending in finding.endings)
    way_out = any(finding.way_out for finding in found if finding.verdict == "not_granted")
    rests = frozenset(each for finding in found for each in finding.rests)
    needed = tuple(approval for finding in found for approval in finding.needed)
    return Finding(worst.verdict, worst.why, duties, endings, way_out, rests, needed)


class Judge:
    """One licence: its clauses in a world (section 3)."""

    def __init__(self, license: License, worlds: Worlds) -> None:
        self.license = license
        self.worlds = worlds
        self.definitions = {each.name: each.condition for each in license.definitions}
        self.measures = {each.name: each for each in license.measures}
        self.tests = {clause.id: self.test(clause.when) for clause in license.clauses}

    def active(self, clause: Clause, world: World, leaf: str) -> bool:
        if not self.tests[clause.id](world, leaf):
            return False
        lifted = any(clause.id in each.lifts and self.active(each, world, leaf) for each in self.exemptions)
        return not lifted and not (isinstance(clause, Grant) and self.takers(clause, world, leaf))

    def takers(self, grant: Grant, world: World, leaf: str) -> list[Clause]:
        """The active reservations and terminations that name a grant."""
        return [
            clause
            for clause in self.license.clauses
            if isinstance(clause, Reservation | Termination)
            and (clause.every_grant or grant.id in clause.grants)
            and self.active(clause, world, leaf)
        ]

    @cached_property
    def exemptions(self) -> list[Exemption]:
        return [clause for clause in self.license.clauses if isinstance(clause, Exemption)]

    def finding(self, world: World, leaf: str) -> Finding:
        """What the table says; and whether it says so because of an agreement of one's own (section 5)."""
        agreed = self.stands_in(world, leaf)
        found = self.table(world, leaf, agreed=agreed)
        rests = agreed and found.verdict in ALLOWED and self.table(world, leaf, agreed=False).verdict not in ALLOWED
        return found._replace(rests=frozenset({self.license.id})) if rests else found

    def stands_in(self, world: World, leaf: str) -> bool:
        """Whether an agreement held for the act counts: no ending took a grant that has to do with it."""
        grants = [each for each in self.license.clauses if isinstance(each, Grant) and self.bears(each, leaf)]
        takers = [clause for grant in grants for clause in self.takers(grant, world, leaf)]
        ended = any(isinstance(clause, Termination) for clause in takers)
        return not ended and self.worlds.agreed(self.license, leaf)

    def licensors_to_lift(self, clause: Prohibition, leaf: str) -> bool:
        """Whether an agreement may lift a prohibition of an act: it reads no clean hands and nothing of its own."""
        read = {name.partition("@")[0] for name in self.facts_under(clause.when)}
        own = {fact.name for fact in self.license.facts}
        return LEAVES[leaf] is not ActClass.TAMPER and not any(
            name in own or entry(name).group for name in read - {"as_of"}
        )

    def facts_under(self, condition: Condition | None) -> Iterator[str]:
        """The facts of a condition, with those of its definitions and measures."""
        for part in parts_of(condition):
            if isinstance(part, Defined):
                yield from self.facts_under(self.definitions[part.name])
            elif isinstance(part, Compares):
                yield from self.facts_measured(part.quantity)
            else:
                yield from facts_read(part)

    def facts_measured(self, quantity: str) -> Iterator[str]:
        measure = self.measures.get(quantity)
        if measure is None:
            yield quantity
            return
        for each in measure.larger_of:
            yield from self.facts_measured(each)
        for case in measure.cases:
            yield from self.facts_under(case.when)
            yield from self.facts_measured(case.quantity)

    def table(self, world: World, leaf: str, *, agreed: bool) -> Finding:
        """The first verdict that applies; nothing is asked of whom the licence does not bind."""
        if not self.binds(world, leaf):
            return Finding("permitted", "unrestricted", (), (), way_out=False)
        p = n = g = h = d = False
        a = agreed
        duties, endings, needed = [], [], []
        for clause in self.license.clauses:
            if isinstance(clause, Exemption | Reservation | Binding):
                continue
            if not isinstance(clause, Termination) and not covers(clause.acts, leaf):
                continue
            if not self.active(clause, world, leaf):
                continue
            match clause:
                case Prohibition():
                    p = p or not (agreed and self.licensors_to_lift(clause, leaf))
                case Termination():
                    p = p or (clause.stops is not None and covers(clause.stops, leaf))
                    if clause.obligations:
                        endings.append((self.license.id, clause.id))
                case Grant():
                    g = True
                case Gate():
                    held = self.worlds.held(self.license, clause, leaf)
                    held = held or (agreed and is_licensors(clause, self.license))
                    n = n or (clause.grants_it and not held)
                    a = a or (clause.grants_it and held)
                    h = h or (not clause.grants_it and not held)
                    needed.append((clause.approval, clause.party.name, clause.subject))
                case Duty():
                    d = d or clause.strength == "must"
                    duties.append((self.license.id, clause.id.partition("/")[0]))  # one duty, of several families
                case _:
                    assert_never(clause)
        basis = "granted" if g else "approved" if a else "unrestricted"
        if p:
            verdict, why = "prohibited", ""
        elif n:
            verdict, why = "needs_approval", ""
        elif not (g or a) and LEAVES[leaf].needs_grant:
            verdict, why = "not_granted", self.reason(world, leaf)
        elif h:
            verdict, why = "needs_approval", ""
        elif d:
            verdict, why = "permitted_with_duties", basis
        else:
            verdict, why = "permitted", basis
        way_out = verdict == "not_granted" and self.way_out(leaf)
        return Finding(verdict, why, tuple(duties), tuple(endings), way_out, needed=tuple(needed))

    def binds(self, world: World, leaf: str) -> bool:
        """Whether the licence is bound to the act: section 3, "Persons"."""
        own_copy = leaf != "call_hosted" and world.get("access.channel") == "own_copy"
        here = {
            "callers": leaf in {"run", "embed", "call_hosted"} and not own_copy,
            "output_users": leaf in {"use_outputs", "distil", "train_on_outputs"} and not own_copy,
            "end_users": leaf in {"run", "call_hosted", "use_outputs", "distil", "train_on_outputs"}
            and world.get("access.as_end_user_of_product") is True,
        }
        for person in (name for name, there in here.items() if there):
            naming = [each for each in self.license.clauses if isinstance(each, Binding) and person in each.persons]
            if naming and not any(each.binds and self.active(each, world, leaf) for each in naming):
                return False
        return True

    def reason(self, world: World, leaf: str) -> str:
        """Why an act is not granted."""
        grants = [clause for clause in self.license.clauses if isinstance(clause, Grant)]
        covering = [grant for grant in grants if covers(grant.acts, leaf)]
        true = [grant for grant in covering if self.tests[grant.id](world, leaf)]
        takers = [clause for grant in true for clause in self.takers(grant, world, leaf)]
        if any(isinstance(clause, Termination) for clause in takers):
            return "ended"
        if any(isinstance(clause, Reservation) for clause in takers):
            return "reserved"
        if covering:
            return "condition"
        return "withheld" if any(leaf in grant.acts.withheld for grant in grants) else "silent"

    def way_out(self, leaf: str) -> bool:
        """Whether a clause that bears on the act names a way out."""
        return any(clause.remedy is not None and self.bears(clause, leaf) for clause in self.license.clauses)

    def bears(self, clause: Clause, leaf: str) -> bool:
        """Whether a clause has to do with an act, active or not."""
        if leaf == "call_hosted" and not isinstance(clause, Binding | Exemption) and self.leaves_callers_unbound():
            return False
        match clause:
            case Grant() | Prohibition() | Duty() | Gate():
                return leaf in clause.acts.leaves or leaf in clause.acts.withheld
            case Reservation():
                return self.names_grant(clause, leaf)
            case Termination():
                return self.names_grant(clause, leaf) or (clause.stops is not None and covers(clause.stops, leaf))
            case Exemption():
                return any(self.bears(self.license.clause(each), leaf) for each in clause.lifts)
            case Binding():
                return any(leaf in PERSONS[person] for person in clause.persons)
            case _:
                assert_never(clause)

    def leaves_callers_unbound(self) -> bool:
        """Whether the licence speaks of callers, and no clause of it can bind them."""
        naming = [each for each in self.license.clauses if isinstance(each, Binding) and "callers" in each.persons]
        return len(naming) > 0 and not any(each.binds for each in naming)

    def names_grant(self, clause: Reservation | Termination, leaf: str) -> bool:
        return any(
            isinstance(each, Grant) and self.bears(each, leaf) and (clause.every_grant or each.id in clause.grants)
            for each in self.license.clauses
        )

    def test(self, condition: Condition | None) -> Test:
        """Section 2: what a condition says of a world."""
        match condition:
            case None:
                return lambda world, leaf: True
            case Holds(fact=fact):
                return lambda world, leaf: world[fact] is True
            case Defined(name=name):
                return self.test(self.definitions[name])
            case IsOneOf(fact=fact, values=values):
                if self.worlds.type_of(fact) == "territory":
                    return lambda world, leaf: calendars.is_among(world[fact], values, world.get("as_of"))
                return lambda world, leaf: world[fact] in values
            case SetMeets(fact=fact, values=values, quantifier=quantifier):
                return lambda world, leaf: meets(quantifier, world[fact], values, world.get("as_of"))
            case Compares(quantity=quantity, comparison=comparison):
                unit, threshold = self.worlds.threshold(condition)
                number = self.number(quantity, unit)
                return lambda world, leaf: compare(number(world, leaf), comparison, threshold)
            case DateOrder(date=left, order=order, other=right):
                if order == "before":
                    return lambda world, leaf: day_of(left, world) < day_of(right, world) != NEVER
                return lambda world, leaf: NEVER != day_of(left, world) >= day_of(right, world) != NEVER
            case DateWithin(date=left, limit=limit, count=count, unit=unit, after=after):
                return lambda world, leaf: within(day_of(left, world), limit, count, unit, day_of(after, world))
            case ReadingIs(reading=reading, option=option):
                return lambda world, leaf: self.worlds.option(self.license, reading, world) == option
            case ApprovalHeld(gate=gate):
                clause = self.license.clause(gate)
                assert isinstance(clause, Gate)
                return lambda world, leaf: self.worlds.held(self.license, clause, leaf)
            case Not(part=part):
                negated = self.test(part)
                return lambda world, leaf: not negated(world, leaf)
            case AllOf(parts=parts):
                tests = [self.test(part) for part in parts]
                return lambda world, leaf: all(test(world, leaf) for test in tests)
            case AnyOf(parts=parts):
                tests = [self.test(part) for part in parts]
                return lambda world, leaf: any(test(world, leaf) for test in tests)
            case _:
                assert_never(condition)

    def number(self, quantity: str, unit: Unit) -> Callable[[World, str], Fraction]:
        """The value of a fact or a measure, in a unit."""
        if quantity not in self.measures:
            place = (self.worlds.canonical(quantity), unit)
            return lambda world, leaf: world[place]
        measure = self.measures[quantity]
        if measure.larger_of:
            numbers = [self.number(each, unit) for each in measure.larger_of]
            return lambda world, leaf: max(number(world, leaf) for number in numbers)
        cases = [(self.test(case.when), self.number(case.quantity, unit)) for case in measure.cases]
        return lambda world, leaf: next(number(world, leaf) for when, number in cases if when(world, leaf))


def is_licensors(gate: Gate, license: License) -> bool:
    """Whether the licensee is to have the approval, and the licensor to give it."""
    names = re.split(r"\W+", gate.party.name), re.split(r"\W+", license.licensor)
    starts = range(len(names[1]) - len(names[0]) + 1) if license.licensor else range(0)
    named = any(names[1][at : at + len(names[0])] == names[0] for at in starts)
    return gate.holder == "licensee" and (named if gate.party.quoted else gate.party.name == "licensor")


def covers(acts: Acts, leaf: str) -> bool:
    return leaf in acts.leaves and leaf not in acts.withheld


def meets(quantifier: str, members: object, values: Iterable[str], as_of: date | None) -> bool:
    if members is WORLDWIDE:
        return quantifier == "any"
    assert isinstance(members, frozenset)
    among = [calendars.is_among(member, values, as_of) for member in members]
    return any(among) if quantifier == "any" else all(among)


def compare(number: Fraction, comparison: str, threshold: Fraction) -> bool:
    match comparison:
        case "more_than":
            return number > threshold
        case "at_least":
            return number >= threshold
        case "less_than":
            return number < threshold
        case "at_most":
            return number <= threshold
        case _:
            return number == threshold


def day_of(expression: DateExpression, world: World) -> date:
    match expression:
        case Day(on=on):
            return on
        case DateFact(fact=fact):
            day: date = world[fact]
            return day
        case YearsAfter(years=years, date=start):
            return calendars.shifted(day_of(start, world), years, "years")
        case Earlier(dates=dates):
            return min(day_of(each, world) for each in dates)
        case _:
            assert_never(expression)


def within(day: date, limit: str, count: int, unit: str, start: date) -> bool:
    if NEVER in {day, start}:
        return False
    end = calendars.shifted(start, count, unit)
    return start <= day <= end if limit == "within" else start <= day < end
