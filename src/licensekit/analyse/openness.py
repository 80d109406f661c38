"""Is it open source? The criteria that terms can decide, each met or failed, with the clauses and facts that fail it.

Decided over all uses, under the readings as taken, for somebody with an own copy who is in no dispute or breach and
whose licence nobody has ended: what a licence takes from people who break it is no discrimination. Conduct counts: a
list of forbidden uses is a restriction of fields. Sources: the Open Source Definition (opensource.org/osd) and the Open
Source AI Definition 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from licensekit.analyse.difference import ClausePlace, clause_places
from licensekit.analyse.part_words import facts_said
from licensekit.analyse.question import PairQuestion
from licensekit.analyse.standpoints import DutyAsked, Place, Stance, Standpoint
from licensekit.analyse.uses import NOTHING_ASSUMED, Uses, Way
from licensekit.analyse.witness import Witness, concrete
from licensekit.decision.matter import matter_of
from licensekit.decision.parts import FactSaid
from licensekit.diagram.nodes import Node, TooManySteps
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import Variable
from licensekit.model.clauses import Action, Duty, Gate, Termination
from licensekit.model.license import declared_facts
from licensekit.values import Exactly, Known
from licensekit.vocabulary.acts import GROUPS, in_order
from licensekit.vocabulary.facts import FACTS, name_pieces

_CriterionState: TypeAlias = Literal["met", "failed", "undecided"]
_CriterionSubject: TypeAlias = Literal["persons", "fields", "none"]

_SHARING: Final = GROUPS["distribute"]
_CHANGING: Final = GROUPS["modify"]
_USING: Final = ("run", "reproduce", *GROUPS["provide"])
_OTHER_MODELS: Final = GROUPS["train_other_model"]
_CORE: Final = (*_USING, *_CHANGING, *_SHARING)

_FORMS: Final = frozenset(
    [
        "product.interactive_interface",
        "product.consumer_device",
        "product.locked_for_everyone",
        "product.contains_work",
        "service.users_interact_remotely",
        "use.through_api",
    ]
)
"""In which form the work reaches people: no field of endeavour, but a technology or style of interface."""
_CAME_WITH: Final = frozenset(["distribution.covers", "work.frontend_used", "product.contains_work"])
"""In or with which product the work is given out or used."""
_NEUTRAL_FACTS: Final = _FORMS | {"product.exists", "use.reaches_third_parties"}
_DELIVERY: Final = frozenset(
    [
        "use.reaches_only_affiliates",
        "service.substantial_features",
        "terms.forbid_customers_changes",
        "product.uses_library_interface",
        "product.only_small_header_parts",
        "product.is_combined_library",
        "product.displays_copyright_notices",
        "product.embedded_by_compiling",
        "product.embedded_in_binary_by_compiling",
        "product.linked_with_independent_modules",
        "product.linked_with_exception_modules",
        "product.linked_with_openssl",
        "product.only_makes_system_calls",
        "product.only_uses_interfaces_of_the_loader",
        "product.document_with_font",
        "product.target_code_of_eligible_compilation",
        "product.contains_parser_skeleton",
    ]
)
"""How and on which terms copies go out, or are combined: a duty may hang on that and burden no field; no right may."""
_NEUTRAL: Final = frozenset(["work", "distribution", "access", "as_of", "trained_model"])
_PERSONS: Final = frozenset(["licensee", "group", "client", "recipient"])
_COMMERCIAL: Final = frozenset(
    ["product.charged_for", "use.in_business", "use.earns_money", "purpose.primarily_commercial", "use.for_company"]
)
_SIZES: Final = frozenset(["revenue", "monthly_active_users", "monthly_unique_users", "funding", "people", "end_users"])
_OWN_COPY: Final[Mapping[str, Known]] = {
    "access.channel": Exactly("own_copy"),
    "access.as_end_user_of_product": Exactly(value=False),
}

_LET: Final[Mapping[str, str]] = {
    "work.sold_by_itself": "that the work is not sold by itself, and not as part of a larger whole (OSD 1)",
    "distribution.licensing_fee": "that a copy is not charged for, beyond a fee for giving it out (OSD 1)",
    "work.bears_reserved_name": "that changes go out under another name (OSD 4)",
}
"""What the definition lets a licence ask: facts that licences declare, which are no here, and what is asked so."""

_CANNOT_DECIDE: Final = (
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
    facts: tuple[FactSaid, ...]
    says: str
    """needs approval, not granted, prohibited; or the duty's words."""
    duty: bool = False
    witness: Witness | None = field(default=None, compare=False)
    """A use of which it is so."""
    fee: bool = False
    """Whether the duty is one to pay."""

    @property
    def subjects(self) -> frozenset[_CriterionSubject]:
        """Whether it turns on who somebody is, or on what they use it for."""
        return frozenset(
            "none" if self.duty and name_pieces(fact.fact).base in _DELIVERY else _subject(fact.fact)
            for fact in self.facts
        )


@dataclass(frozen=True)
class Criterion:
    """One criterion: its name, what it asks, and what stands against it."""

    name: str
    asks: str
    state: _CriterionState
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class Openness:
    """What can be said of the terms."""

    license: str
    criteria: tuple[Criterion, ...]
    classes: tuple[str, ...]
    cannot_decide: tuple[str, ...] = _CANNOT_DECIDE
    set_aside: tuple[str, ...] = ()
    """What the licence asks, and the definition lets it ask."""
    not_read: tuple[str, ...] = ()
    """Documents that bind too: with one of them no criterion is met for sure."""

    @property
    def open_source(self) -> bool:
        """Whether every criterion that terms can decide is met."""
        return all(criterion.state == "met" for criterion in self.criteria)


def openness(terms: Terms) -> Openness:
    """Check a licence against the criteria. What takes too many steps is undecided, or hangs on what was not read."""
    result = _Check(terms).result()
    not_read = tuple(dict.fromkeys(name for program in programs(terms) for name in program.license.not_read))
    if not not_read:
        return result
    criteria = tuple(replace(each, state="undecided") if each.state == "met" else each for each in result.criteria)
    says = (f"what {name} says, which binds too and was not read" for name in not_read)
    return replace(result, criteria=criteria, cannot_decide=(*says, *result.cannot_decide), not_read=not_read)


def _stated(terms: Terms, leaf: str) -> Mapping[str, Known]:
    """Everybody with an own copy who is in no dispute, no breach, and whose licence was not ended.

    The facts of the vocabulary that are so, and those that licences declare; under each meaning that is read here.
    """
    matter, _ = matter_of(terms, (leaf,), NOTHING_ASSUMED)
    read = {name: matter.info(name) for name in matter.facts}
    every = {**{name: info for name, info in FACTS.items() if name not in matter.meanings_of}, **read}
    clean = {name for name, info in every.items() if info.assumption == "clean_hands" and info.group != "conduct"}
    return {**dict.fromkeys((*clean, *_let(terms)), Exactly(value=False)), **_OWN_COPY}


def _let(terms: Terms) -> tuple[str, ...]:
    declared = declared_facts(program.license for program in programs(terms))
    return tuple(name for name in _LET if name in declared)


class _Check:
    """The ways in which terms refuse each act, and the duties that turn on facts."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.undecided: set[str] = set()
        """The acts of which more would have to be looked at than may be."""
        self.refusals: dict[str, tuple[Obstacle, ...]] = {}
        self.duties: dict[str, tuple[Obstacle, ...]] = {}
        kinds = tuple(PairQuestion(terms, terms).kinds((*_CORE, *_OTHER_MODELS, "sell", "use_outputs")))
        for at, leaves in enumerate(kinds):
            uses = Uses(terms, leaves[0], facts=_stated(terms, leaves[0]))
            stance = Stance(uses.inquiry, terms, {})
            try:
                refusals, duties = tuple(self._refused(uses, stance)), tuple(self._owed(uses, stance))
            except TooManySteps:  # what is too large for one act would be for the next, seconds later
                self.undecided.update(*kinds[at:])
                break
            for leaf in leaves:
                self.refusals[leaf] = tuple(replace(one, acts=(leaf,)) for one in refusals)
                self.duties[leaf] = tuple(replace(one, acts=(leaf,)) for one in duties)

    def _refused(self, uses: Uses, stance: Stance) -> Iterator[Obstacle]:
        for way in _in_order(uses, uses.diagrams.negation(stance.at(Standpoint.ALLOWED))):
            world = uses.world(way)
            assert world is not None, "a way has uses"
            inquiry = concrete(uses.inquiry.at(world), way.facts)
            reached = {standpoint for (standpoint,) in inquiry.reached(stance.stands)}
            standpoints = sorted((standpoint for standpoint in Standpoint if standpoint in reached), key=str)
            places = (place for standpoint in standpoints for place in stance.deciding(inquiry, standpoint))
            says = " or ".join(str(standpoint).replace("_", " ") for standpoint in standpoints)
            yield _obstacle(uses, way, places, says)

    def _owed(self, uses: Uses, stance: Stance) -> Iterator[Obstacle]:
        for content, places in stance.contents.items():
            if isinstance(content, DutyAsked) and content.strength == "must":
                if all(_makes_good(action) for action in _actions(places)):
                    continue
                ways = _in_order(uses, stance.asks(content))
                fee = any(action.verb == "pay" and not _makes_good(action) for action in _actions(places))
                turning = (_obstacle(uses, way, places, content.words, duty=True) for way in ways if way.facts or fee)
                yield from (replace(one, fee=fee) for one in turning)

    # --- criteria ----------------------------------------------------------------------------------------

    def result(self) -> Openness:
        """All criteria, and the classes that people use."""
        core, owed = self._of(_CORE), [one for leaf in _CORE for one in self.duties.get(leaf, ())]
        passing_on = (*_SHARING, "sell")
        fees = [one for leaf in passing_on for one in self.duties.get(leaf, ()) if one.fee]
        in_product = {(one.clauses, one.facts) for one in self._of(("distribute_in_product",))}
        alone = [one for one in self._of(("distribute_copy",)) if (one.clauses, one.facts) not in in_product]
        also_this = {(one.clauses, one.facts) for one in self._of(("run",))}
        others = [one for one in self._of(_OTHER_MODELS) if (one.clauses, one.facts) not in also_this]

        def about(subject: _CriterionSubject) -> list[Obstacle]:
            return [one for one in (*core, *owed) if subject in one.subjects]

        def free(name: str, asks: str, acts: tuple[str, ...]) -> Criterion:
            return self._criterion(name, asks, acts, self._of(acts))

        criteria = (
            self._criterion(
                "OSD 1",
                "free redistribution: copies may be given out and sold",
                passing_on,
                [*self._of(passing_on), *fees],
            ),
            free("OSD 3", "derived works: changes may be made and given out", (*_CHANGING, *_SHARING)),
            self._criterion("OSD 5", "no discrimination against persons or groups", _CORE, about("persons")),
            self._criterion("OSD 6", "no discrimination against fields of endeavour", _CORE, about("fields")),
            self._criterion(
                "OSD 7", "distribution of the licence: recipients need no further licence", (), self._by_recipients()
            ),
            self._criterion(
                "OSD 8",
                "not specific to a product: the rights do not hang on the product that it comes in or with",
                _CORE,
                [*alone, *(one for one in core if _turns_on(one, _CAME_WITH))],
            ),
            self._criterion(
                "OSD 9", "no restriction of other software, such as other models", ("run", *_OTHER_MODELS), others
            ),
            self._criterion(
                "OSD 10",
                "technology-neutral: no right hangs on a technology or style of interface",
                _CORE,
                [one for one in core if _turns_on(one, _FORMS)],
            ),
            free("OSAID use", "freedom to use for any purpose without asking", (*_USING, "use_outputs")),
            free("OSAID study", "freedom to study how it works, as far as copying and running allow it", _USING[:2]),
            free("OSAID modify", "freedom to modify for any purpose", _CHANGING),
            free("OSAID share", "freedom to share, with or without changes, for any purpose", _SHARING),
        )
        set_aside = tuple(_LET[name] for name in _let(self.terms))
        return Openness(self.terms.name, criteria, tuple(_classes(core, owed)), set_aside=set_aside)

    def _of(self, acts: Iterable[str]) -> list[Obstacle]:
        return [one for leaf in acts for one in self.refusals.get(leaf, ())]

    def _by_recipients(self) -> list[Obstacle]:
        gates = ((program, number) for program in programs(self.terms) for number in program.gates)
        clauses = ((place, place[0].clauses[place[1]]) for place in gates)
        places = clause_places(
            place for place, gate in clauses if isinstance(gate, Gate) and gate.holder == "recipient"
        )
        return [Obstacle(_SHARING, places, (), "recipients need an approval of their own")] if places else []

    def _criterion(self, name: str, asks: str, acts: Iterable[str], every: Iterable[Obstacle]) -> Criterion:
        """Failed where something stands against it; met where it is proved that nothing does for any of these acts."""
        obstacles: dict[object, Obstacle] = {}
        for one in every:
            known = obstacles.setdefault((one.clauses, one.facts, one.says), one)
            obstacles[one.clauses, one.facts, one.says] = replace(known, acts=in_order((*known.acts, *one.acts)))
        ranked = sorted(obstacles.values(), key=lambda one: (one.duty, len(one.facts), -len(one.acts)))
        proved = self.undecided.isdisjoint(acts)
        return Criterion(name, asks, "failed" if ranked else "met" if proved else "undecided", tuple(ranked))


def _actions(places: Iterable[Place]) -> tuple[Action, ...]:
    """All that some clauses ask to be done."""
    clauses = (program.clauses[number] for program, number in places)
    asking = (clause for clause in clauses if isinstance(clause, Duty | Termination))
    return tuple(action for clause in asking for one in clause.obligations for action in one.alternatives)


def _makes_good(action: Action) -> bool:
    """Whether it makes good a loss that one brought about: that is neither a fee nor a burden upon some use."""
    return action.verb == "pay" and all(each.name.startswith("losses") for each in action.objects)


def _in_order(uses: Uses, claim: Node) -> list[Way]:
    """The ways in which a claim holds, of equally short ones in the order of the texts."""
    order: dict[Variable, int] = {variable: at for at, variable in enumerate(uses.inquiry.matter.readers)}

    def place(way: Way) -> tuple[int, list[int]]:
        return len(way.facts), sorted(order.get(variable, len(order)) for variable in way.facts)

    return sorted(uses.shortest_ways(claim), key=place)


def _obstacle(uses: Uses, way: Way, places: Iterable[Place], says: str, *, duty: bool = False) -> Obstacle:
    use = uses.witness(way)
    assert use is not None, "a way has a use"
    told = {name: value for name, value in use.facts.items() if name not in uses.facts}  # those are said once for all
    facts = facts_said(uses.inquiry.matter, way.facts)
    return Obstacle((uses.leaf,), clause_places(places), facts, says, duty, replace(use, facts=told))


def _classes(refused: Iterable[Obstacle], owed: Iterable[Obstacle]) -> Iterator[str]:
    told = {fact for one in refused for fact in one.facts}
    if any(fact.fact in _COMMERCIAL and fact.value == "yes" for fact in told):
        yield "non-commercial: some commercial use is not allowed without more"
    if any(_is_size(fact.fact) for fact in told):
        yield "revenue-gated: beyond some size or revenue, use is not allowed without more"
    if any(fact.fact.startswith("conduct.") for fact in told):
        yield "use-restricted: some uses are forbidden"
    if any("domicile" in fact.fact or fact.fact.endswith("countries") for fact in told):
        yield "region-restricted: some countries are left out"
    if any(_is_size(fact.fact) for one in owed for fact in one.facts):
        yield "duties by size: beyond some size or revenue, a duty is owed"


def _turns_on(one: Obstacle, facts: frozenset[str]) -> bool:
    return any(name_pieces(fact.fact).base in facts for fact in one.facts)


def _subject(fact: str) -> _CriterionSubject:
    base = name_pieces(fact).base
    head = base.partition(".")[0]
    if base in _NEUTRAL_FACTS or head in _NEUTRAL:
        return "none"
    # A product of somebody, such as the one that the work serves, is what it is used for, not who uses it.
    return "persons" if head in _PERSONS and "product" not in fact else "fields"


def _is_size(fact: str) -> bool:
    return not _SIZES.isdisjoint(name_pieces(fact).base.split("."))
