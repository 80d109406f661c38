"""What is known before the search begins: facts given, implied, derived and assumed, each with its source.

The order is that of docs/semantics.md: given facts, windows of series, what the acts imply, what the rules and
relations make of these, and last the assumptions, for facts that nothing settles. What of this does not depend on the
values that are given stands in kinds.py, and is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.evaluate.closing import Closure, Contradiction, Used
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Among, Domain, Interval, meet
from licensekit.evaluate.given import facts_meant, world_of
from licensekit.evaluate.kinds import (
    NOTHING_GIVEN,
    Asked,
    Assume,
    Assumption,
    AssumptionKind,
    Kind,
    assumed_value,
    key_of,
    kind_of,
)
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Terms
from licensekit.evaluate.windows import KINDS_OF_YEAR, windows
from licensekit.values import Known
from licensekit.values import value_shown as shown
from licensekit.vocabulary.acts import implied_by

__all__ = [
    "KINDS_OF_YEAR",
    "MOST_KINDS",
    "Asked",
    "Assume",
    "Assumption",
    "AssumptionKind",
    "Knowledge",
    "assumed_value",
    "know",
]

MOST_KINDS = 256
"""Kinds of use, by the facts that are given, for which is kept what they have in common."""


@dataclass
class Knowledge:
    """A use as far as it is known."""

    layout: Layout
    closure: Closure
    world: dict[str, Domain] = field(default_factory=dict)
    ground: dict[str, Domain] = field(default_factory=dict)
    """The same before anything was concluded from it by rules and relations."""
    sources: dict[str, str] = field(default_factory=dict)
    """Where a variable's value comes from, in words."""
    given: Mapping[str, str] = field(default_factory=dict)
    """The variables that the caller gave, each with the name of the fact it was given as."""
    kind: Kind = NOTHING_GIVEN
    assumed: Mapping[str, Domain] = field(default_factory=dict)
    """The variables that were taken for granted."""
    computed: dict[str, frozenset[str]] = field(default_factory=dict)
    """The variables that were computed from others that were given, with these."""
    used: list[Used] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def learn(self, variable: str, domain: Domain, source: str) -> None:
        """Put down a variable's value and where it comes from."""
        self.world[variable] = domain
        self.sources[variable] = source

    def grounded(self, given: Mapping[str, Domain]) -> dict[str, Domain]:
        """The ground of a use of which less is given: what is computed and implied is worked out anew.

        Assumptions stay as they are: nothing is assumed of what was given, nor of what is computed instead.
        """
        day = self.world[AS_OF]
        assert isinstance(day, Interval)
        world: dict[str, Domain] = {**given, AS_OF: day}
        series = (one.only(given) for one in self.kind.series)
        as_of = date.fromordinal(day.first) if day.exact else None
        for found in windows((one for one in series if one.points), self.kind.years, world, as_of):
            world.setdefault(found.spot.name, found.known)
        for variable, domain, _ in self.kind.firm:
            world.setdefault(variable, domain)
        return {**self.assumed, **world}

    def assumable(self, world: Mapping[str, Domain]) -> dict[str, Domain]:
        """What would be taken for granted where no more than this is known."""
        found: dict[str, Domain] = {name: domain for name, domain, _ in self.kind.weak if name not in world}
        for name, taken, *_ in self.kind.assumable:
            if taken is not None and name not in world:
                found.setdefault(name, taken)
        return found


def know(terms: Terms, asked: Asked, layout: Layout, setting: Setting) -> Knowledge:
    """Everything that is known; the layout is that of these terms and acts.

    Raises FactsError where what was given contradicts itself.
    """
    facts = facts_meant(asked.facts, layout)
    world = world_of(facts, setting)
    kind = _kind(terms, asked, layout, facts, world)
    knowledge = Knowledge(layout, kind.closure, world, sources=dict.fromkeys(world, "given"), given=kind.given)
    knowledge.kind = kind
    knowledge.learn(AS_OF, _day(kind, asked.as_of), "the as-of date")
    _windows(knowledge, kind, asked.as_of)
    _implied(knowledge, kind, asked.leaves)
    knowledge.ground = dict(world)
    _close(knowledge)
    assumed = dict(_assumed(knowledge, kind))
    if assumed:
        knowledge.ground |= assumed
        knowledge.assumed = assumed
        _close(knowledge)
    return knowledge


def _kind(terms: Terms, asked: Asked, layout: Layout, facts: Mapping[str, Known], world: Mapping[str, Domain]) -> Kind:
    """What is known of all uses of this kind; kept with the layout, since uses are alike."""
    key = key_of(asked, world)
    kind = layout.kinds.get(key)
    if kind is None:
        kind = kind_of(terms, asked, layout, facts, world)
        if len(layout.kinds) < MOST_KINDS:
            layout.kinds[key] = kind
    return kind


def _day(kind: Kind, as_of: date | None) -> Interval:
    if as_of is None:
        return kind.some_day
    day = as_of.toordinal()
    if day < kind.some_day.first:
        released = date.fromordinal(kind.some_day.first)
        message = f"the answer is asked for {as_of}, but what it is asked about was released on {released}"
        _contradicted(message, "ask for a day on which all the licences were there")
    return Interval(day, day)


def _windows(knowledge: Knowledge, kind: Kind, as_of: date | None) -> None:
    """Windows computed from other numbers; one that was given wins, but must not contradict them."""
    for spot, computed, source, variables in windows(kind.series, kind.years, knowledge.world, as_of):
        known = knowledge.world.get(spot.name)
        if known is None:
            knowledge.learn(spot.name, computed, f"computed from {source}")
            knowledge.used.append(Used(spot.name, spot.fact, f"`{spot.fact}` follows from {source}"))
        elif isinstance(known, Interval) and meet(known, computed) is None:
            _contradicted(f"`{spot.fact}` as given contradicts {source}", "give only one of the two, or correct it")
        knowledge.computed.setdefault(spot.name, variables)


def _implied(knowledge: Knowledge, kind: Kind, leaves: tuple[str, ...]) -> None:
    """What the acts imply beyond doubt, whatever the licences read."""
    clashes: list[Diagnostic] = []
    for variable, domain, because in kind.firm:
        known = knowledge.world.get(variable)
        if known is None:
            knowledge.learn(variable, domain, because)
            knowledge.used.append(Used(variable, "acts", because))
        elif not _agrees(known, domain):
            message = f"`{variable}` is given as {_said(known)}, but {because}"
            mend = f"leave out `{variable}`, or ask {_without(variable, leaves)}"
            clashes.append(Diagnostic("LK521", message, help=mend))
    if clashes:
        raise FactsError(clashes)


def _without(variable: str, leaves: tuple[str, ...]) -> str:
    """How to ask so that the acts imply nothing of a variable: without some of them, or about others."""
    fact = variable.partition("@")[0]
    implying = [leaf for leaf in leaves if any(one.fact == fact for one in implied_by((leaf,)))]
    if not implying or len(implying) == len(leaves):
        return "about other acts"
    return "without " + ", ".join(f"`{leaf}`" for leaf in implying)


def _agrees(known: Domain, implied: Domain) -> bool:
    return known in implied.options if isinstance(implied, Among) else known == implied


def _said(known: Domain) -> str:
    return shown(known) if isinstance(known, bool | str | frozenset) else str(known)


def _close(knowledge: Knowledge) -> None:
    try:
        knowledge.closure.close(knowledge.world, knowledge.used)
    except Contradiction as clash:
        names = dict.fromkeys((clash.variable, clash.source))
        facts = " and ".join(f"`{knowledge.given.get(name, name.partition(':')[0])}`" for name in names)
        _contradicted(f"{facts} cannot both be as given: {clash.why}", "correct one of the two")
    for step in knowledge.used:
        if knowledge.sources.setdefault(step.variable, step.why) == "given":
            knowledge.sources[step.variable] = f"given, and {step.why}"


def _contradicted(message: str, mend: str) -> None:
    raise FactsError([Diagnostic("LK522", message, help=mend)])


def _assumed(knowledge: Knowledge, kind: Kind) -> Iterator[tuple[str, Domain]]:
    """Fill what nothing settles: with what the acts suggest, and with what may be taken for granted."""
    for variable, domain, because in kind.weak:
        if variable not in knowledge.world:
            knowledge.learn(variable, domain, because)
            value = shown(domain) if isinstance(domain, bool) else str(domain)
            knowledge.assumptions.append(Assumption(variable, value, "weak", because=because))
            yield variable, domain
    for variable, taken, source, assumption, note in kind.assumable:
        if variable in knowledge.world:
            continue
        if taken is None:
            knowledge.notes.append(note)
            continue
        knowledge.learn(variable, taken, source)
        if assumption is not None:
            knowledge.assumptions.append(assumption)
        yield variable, taken
    knowledge.assumptions += kind.indices
