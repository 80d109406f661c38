"""Is it open source? The criteria that terms can decide, each met or failed, with the clauses and facts that fail it.

Decided over all uses, under the readings as taken, for somebody with an own copy who is in no dispute or breach and
whose licence nobody has ended: what a licence takes from people who break it is no discrimination. Conduct counts: a
list of forbidden uses is a restriction of fields. Sources: the Open Source Definition (opensource.org/osd) and the Open
Source AI Definition 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal, TypeAlias

from licensekit.analyse.difference import ClausePlace
from licensekit.analyse.facts_shown import FactShown, way_shown
from licensekit.analyse.sides import Calls, DutyAsked, Side, Standpoint, Stands
from licensekit.analyse.ways import Found, ways, world_of
from licensekit.analyse.witness import Witness, witness
from licensekit.analyse.worlds import Asking, Otherwise, Space, asking
from licensekit.meaning.terms import Terms, programs
from licensekit.model.clauses import Gate
from licensekit.values import Exactly, Known
from licensekit.vocabulary.acts import GROUPS, in_order
from licensekit.vocabulary.facts import FACTS

State: TypeAlias = Literal["met", "failed", "undecided"]
Subject: TypeAlias = Literal["persons", "fields", "none"]

SHARING: Final = GROUPS["distribute"]
CHANGING: Final = GROUPS["modify"]
USING: Final = ("run", "reproduce", *GROUPS["provide"])
OTHER_MODELS: Final = GROUPS["train_other_model"]
CORE: Final = (*USING, *CHANGING, *SHARING)

_PERSONS: Final = ("licensee", "group", "client", "recipient")
_NEUTRAL: Final = ("work", "distribution", "access", "as_of", "trained_model")
_FORMS: Final = frozenset(
    {
        "product.interactive_interface",
        "product.consumer_device",
        "product.locked_for_everyone",
        "product.contains_work",
        "service.users_interact_remotely",
        "use.through_api",
    }
)
"""In which form the work reaches people: no field of endeavour, but a technology or style of interface."""
_NEUTRAL_FACTS: Final = _FORMS | {"product.exists", "use.reaches_third_parties"}
_CAME_WITH: Final = frozenset({"distribution.covers", "work.frontend_used", "product.contains_work"})
"""In or with which product the work is given out or used."""
_COMMERCIAL: Final = frozenset(
    {"product.charged_for", "use.in_business", "use.earns_money", "purpose.primarily_commercial", "use.for_company"}
)
_SIZES: Final = ("revenue", "monthly_active_users", "monthly_unique_users", "funding", "people", "end_users")

CANNOT_DECIDE: Final = (
    "whether the source code, or the preferred form for changes, is there (OSD 2)",
    "whether patches are kept apart from the author's source, and under which name changes go out (OSD 4)",
    "whether information about the training data is there, and how complete it is (OSAID)",
    "whether anyone enforces the terms, and what courts would make of them",
)


@dataclass(frozen=True)
class Obstacle:
    """Facts that take an act away, or that bring a duty about, and the clauses that do it."""

    acts: tuple[str, ...]
    clauses: tuple[ClausePlace, ...]
    facts: tuple[FactShown, ...]
    says: str
    """needs approval, not granted, prohibited; or the duty's words."""
    duty: bool = False
    witness: Witness | None = field(default=None, compare=False)
    """A use of which it is so."""

    @property
    def subjects(self) -> frozenset[Subject]:
        """Whether it turns on who somebody is, or on what they use it for."""
        return frozenset(_subject(fact.fact) for fact in self.facts)


@dataclass(frozen=True)
class Criterion:
    """One criterion: its name, what it asks, and what stands against it."""

    name: str
    asks: str
    state: State
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class Openness:
    """What can be said of the terms."""

    license: str
    criteria: tuple[Criterion, ...]
    classes: tuple[str, ...]
    cannot_decide: tuple[str, ...] = CANNOT_DECIDE

    @property
    def open_source(self) -> bool:
        """Whether no criterion that terms can decide is failed."""
        return all(criterion.state != "failed" for criterion in self.criteria)


def openness(terms: Terms) -> Openness:
    """Check a licence against the criteria. Raises TooLarge."""
    return _Check(terms).result()


@dataclass(frozen=True)
class _Check:
    terms: Terms

    @cached_property
    def question(self) -> Asking:
        """Everybody with an own copy who is in no dispute, no breach, and whose licence was not ended."""
        facts: dict[str, Known] = {
            name: Exactly(value=False)
            for name, info in FACTS.items()
            if info.assumption == "clean_hands" and info.group != "conduct"
        }
        facts["access.channel"] = Exactly("own_copy")
        facts["access.as_end_user_of_product"] = Exactly(value=False)
        return asking(self.terms, facts={name: known for name, known in facts.items() if name in FACTS})

    @cached_property
    def refusals(self) -> Mapping[str, tuple[Obstacle, ...]]:
        """By act: the ways in which it is not allowed."""
        return {leaf: tuple(self._refused(leaf)) for leaf in (*CORE, *OTHER_MODELS, "sell")}

    @cached_property
    def duties(self) -> Mapping[str, tuple[Obstacle, ...]]:
        """By act: the duties that turn on facts."""
        return {leaf: tuple(self._owed(leaf)) for leaf in CORE}

    def _refused(self, leaf: str) -> Iterator[Obstacle]:
        space, side = self.question.space(leaf), Side.of(self.terms, leaf)
        for found in ways(space, Otherwise(Stands(side, Standpoint.ALLOWED)), most=MOST).ways:
            yield self._obstacle(space, side, found)

    def _obstacle(self, space: Space, side: Side, found: Found) -> Obstacle:
        outlook = space.outlook(world_of(space, found))
        standpoints = sorted(side.standpoints(outlook), key=lambda one: one.value)
        places: dict[ClausePlace, None] = {}
        for standpoint in standpoints:
            for program, number in side.deciding(outlook, standpoint):
                clause = program.clauses[number]
                places[ClausePlace(program.license.id, clause.id, clause.locator)] = None
        says = " or ".join(str(one).replace("_", " ") for one in standpoints)
        return Obstacle(
            (space.leaf,), tuple(places), way_shown(space, found), says, witness=_without_what_is_stated(space, found)
        )

    def _owed(self, leaf: str) -> Iterator[Obstacle]:
        space, side = self.question.space(leaf), Side.of(self.terms, leaf)
        for content, clauses in side.contents.items():
            if not isinstance(content, DutyAsked) or content.strength != "must":
                continue
            for found in ways(space, Calls(side, content), most=MOST).ways:
                facts = way_shown(space, found)
                if facts:
                    places = tuple(
                        ClausePlace(program.license.id, clause.id, clause.locator)
                        for program, number in clauses
                        for clause in (program.clauses[number],)
                    )
                    use = _without_what_is_stated(space, found)
                    yield Obstacle((leaf,), places, facts, content.words, duty=True, witness=use)

    # --- criteria ----------------------------------------------------------------------------------------

    def result(self) -> Openness:
        """All criteria, and the classes that people use."""
        criteria = (
            self._free("OSD 1", "free redistribution: copies may be given out and sold", (*SHARING, "sell")),
            self._free("OSD 3", "derived works: changes may be made and given out", (*CHANGING, *SHARING)),
            self._about("OSD 5", "no discrimination against persons or groups", "persons"),
            self._about("OSD 6", "no discrimination against fields of endeavour", "fields"),
            self._recipients(),
            self._product(),
            self._other_software(),
            self._technology(),
            self._free("OSAID use", "freedom to use for any purpose without asking", USING),
            self._free(
                "OSAID study", "freedom to study how it works, as far as copying and running allow it", USING[:2]
            ),
            self._free("OSAID modify", "freedom to modify for any purpose", CHANGING),
            self._free("OSAID share", "freedom to share, with or without changes, for any purpose", SHARING),
        )
        return Openness(self.terms.name, criteria, tuple(self._classes()))

    def _free(self, name: str, asks: str, acts: Iterable[str]) -> Criterion:
        return _criterion(name, asks, (one for leaf in acts for one in self.refusals[leaf]))

    def _about(self, name: str, asks: str, subject: Subject) -> Criterion:
        every = (one for leaf in CORE for one in (*self.refusals[leaf], *self.duties[leaf]))
        return _criterion(name, asks, (one for one in every if subject in one.subjects))

    def _recipients(self) -> Criterion:
        gates = tuple(
            ClausePlace(program.license.id, clause.id, clause.locator)
            for program in programs(self.terms)
            for clause in program.clauses
            if isinstance(clause, Gate) and clause.holder == "recipient"
        )
        found = (Obstacle(SHARING, gates, (), "recipients need an approval of their own"),) if gates else ()
        return _criterion("OSD 7", "distribution of the licence: recipients need no further licence", found)

    def _other_software(self) -> Criterion:
        also_this = {(one.clauses, one.facts) for one in self.refusals["run"]}
        every = (one for leaf in OTHER_MODELS for one in self.refusals[leaf])
        found = (one for one in every if (one.clauses, one.facts) not in also_this)
        return _criterion("OSD 9", "no restriction of other software, such as other models", found)

    def _product(self) -> Criterion:
        """Copies by themselves must not be refused where copies in a product are allowed."""
        in_product = {(one.clauses, one.facts) for one in self.refusals["distribute_in_product"]}
        alone = (one for one in self.refusals["distribute_copy"] if (one.clauses, one.facts) not in in_product)
        turning = (one for leaf in CORE for one in self.refusals[leaf] if _turns_on(one, _CAME_WITH))
        asks = "not specific to a product: the rights do not hang on the product that it comes in or with"
        return _criterion("OSD 8", asks, (*alone, *turning))

    def _technology(self) -> Criterion:
        every = (one for leaf in CORE for one in self.refusals[leaf] if _turns_on(one, _FORMS))
        return _criterion("OSD 10", "technology-neutral: no right hangs on a technology or style of interface", every)

    def _classes(self) -> Iterator[str]:
        refused = [one for leaf in CORE for one in self.refusals[leaf]]
        told = {fact for one in refused for fact in one.facts}
        if any(fact.fact in _COMMERCIAL and fact.value == "yes" for fact in told):
            yield "non-commercial: some commercial use is not allowed without more"
        if any(_is_size(fact.fact) for fact in told):
            yield "revenue-gated: beyond some size or revenue, use is not allowed without more"
        if any(fact.fact.startswith("conduct.") for fact in told):
            yield "use-restricted: some uses are forbidden"
        if any("domicile" in fact.fact or fact.fact.endswith("countries") for fact in told):
            yield "region-restricted: some countries are left out"
        owed = [one for leaf in CORE for one in self.duties[leaf]]
        if any(_is_size(fact.fact) for one in owed for fact in one.facts):
            yield "duties by size: beyond some size or revenue, a duty is owed"


MOST: Final = 16
"""Ways looked for, of each act."""


def _criterion(name: str, asks: str, found: Iterable[Obstacle]) -> Criterion:
    obstacles: dict[object, Obstacle] = {}
    for one in found:
        key = (one.clauses, one.facts, one.says)
        known = obstacles.get(key)
        acts = one.acts if known is None else in_order((*known.acts, *one.acts))
        use = one.witness if known is None else known.witness
        obstacles[key] = Obstacle(acts, one.clauses, one.facts, one.says, one.duty, use)
    ranked = sorted(obstacles.values(), key=lambda one: (one.duty, len(one.facts), -len(one.acts)))
    return Criterion(name, asks, "failed" if ranked else "met", tuple(ranked))


def _without_what_is_stated(space: Space, found: Found) -> Witness:
    """A use of a way; that it stands for somebody with a copy, clean of disputes, is said once for all."""
    use = witness(space, found)
    return replace(use, facts={name: value for name, value in use.facts.items() if name not in space.asking.facts})


def _turns_on(one: Obstacle, facts: frozenset[str]) -> bool:
    return any(_base(fact.fact) in facts for fact in one.facts)


def _base(fact: str) -> str:
    return fact.partition("@")[0].partition("[")[0]


def _subject(fact: str) -> Subject:
    base = _base(fact)
    head = base.partition(".")[0]
    if base in _NEUTRAL_FACTS or head in _NEUTRAL:
        return "none"
    return "persons" if head in _PERSONS else "fields"


def _is_size(fact: str) -> bool:
    return any(part in _SIZES for part in _base(fact).split("."))
