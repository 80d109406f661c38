"""What is fixed once terms, acts and circumstances are: the layout, the defaults, and what a shape of use adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from licensekit.compile.snapshot import Shape
from licensekit.evaluate.asking import Checked, Circumstances, checked, leaves_asked
from licensekit.evaluate.closing import EXISTS, RULES, Bound, closure_of
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Among, Interval
from licensekit.evaluate.kinds import days_asked_about
from licensekit.evaluate.known import KINDS_OF_YEAR, assumed_value
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Coordinate, Setting
from licensekit.evaluate.terms import Terms, programs
from licensekit.values import Exactly, YearMonth
from licensekit.vocabulary.acts import implied_by
from licensekit.vocabulary.facts import FACTS, fact
from licensekit.vocabulary.relations import relation

Default: TypeAlias = bool | str | Among
"""What an ungiven fact is taken to be; `Among` where only an option is ruled out."""


class Tie(NamedTuple):
    """A number that is at most another."""

    lower: str
    upper: str


@dataclass(frozen=True)
class Special:
    """What a shape of use adds to the plan: all hashable, so that uses alike share one function."""

    derived: tuple[tuple[str, bool], ...] = ()
    """Facts that follow by rule from the facts stated."""
    speakers: tuple[str, ...] = ()
    """Given facts from which it follows that there is a product, where that is read and not given."""
    floors: tuple[Tie, ...] = ()
    """Relations of which the lower side alone is given."""
    ceilings: tuple[Tie, ...] = ()
    """Relations of which the upper side alone is given."""
    orders: tuple[Tie, ...] = ()
    """Relations of which both sides are given, so that they can be contradicted."""
    checks: tuple[tuple[str, Default], ...] = ()
    """Given facts that the acts settle, with the value that alone agrees."""
    complete: bool = False
    """Whether every fact that is read is given."""
    order: tuple[str, ...] | None = None
    """Which facts are given, in the order of the values, for a function that serves one shape alone."""

    def lacks(self, name: str) -> bool:
        """Whether a fact is known not to be given in any use of this kind."""
        return self.order is not None and name not in self.order


class Clauses(NamedTuple):
    """The clauses of one licence that bear on the question, and the number of the first one's bit."""

    program: Program
    numbers: tuple[int, ...]


class Plan:
    """Everything about one question that does not depend on the facts of a use."""

    def __init__(self, terms: Terms, acts: tuple[str, ...], circumstances: Circumstances) -> None:
        self.terms = terms
        self.leaves = leaves_asked(acts)
        self.circumstances = circumstances
        self.checked: Checked = checked(terms, circumstances)
        self.setting: Setting = self.checked.setting
        self.layout: Layout = layout_of(terms, self.leaves, self.setting)
        self.programs = programs(terms)
        self.clauses = tuple(
            Clauses(program, tuple(sorted({*program.concerning(self.leaves), *program.ending()})))
            for program in self.programs
        )
        self.spots: dict[str, Coordinate] = {name: spot for name, (spot, _, _) in self.layout.numbers.items()}
        self.readers = tuple(name for name in self.layout.first_use if name != AS_OF and name not in self._readings)
        self.local = frozenset(fact.name for program in self.programs for fact in program.license.facts)

    @property
    def _readings(self) -> dict[str, tuple[str, ...]]:
        return self.layout.open_readings

    @cached_property
    def as_of(self) -> Interval:
        """The day asked about, or all the days it can be."""
        if self.circumstances.as_of is not None:
            day = self.circumstances.as_of.toordinal()
            return Interval(day, day)
        return days_asked_about(self.terms)

    @cached_property
    def held(self) -> dict[str, frozenset[str]]:
        """The gates whose approval is held, by act."""
        return {leaf: self.setting.held(leaf) for leaf in self.leaves}

    @cached_property
    def firm(self) -> dict[str, Default]:
        """What the acts settle."""
        return dict(self._implied("firm"))

    @cached_property
    def defaults(self) -> dict[str, Default]:
        """What each fact that is read is taken to be where it is not given: implied, attested or assumed."""
        return self.suggested | self.assumed

    @cached_property
    def suggested(self) -> dict[str, Default]:
        """What the acts say of the facts that are read: firmly, and under `assume standard` weakly too."""
        weak = dict(self._implied("weak")) if self.circumstances.assume == "standard" else {}
        return {name: known for name, known in (weak | self.firm).items() if name in self.layout.first_use}

    @cached_property
    def assumed(self) -> dict[str, Default]:
        """What is taken for granted of facts that are not given and that the acts do not settle."""
        left = (name for name in self.layout.facts if name not in self.suggested)
        return {name: value for name in left if (value := self._assumed(name)) is not None}

    def _implied(self, force: str) -> Iterator[tuple[str, Default]]:
        for implied in implied_by(self.leaves):
            if implied.force != force:
                continue
            for name in (implied.fact, *self.layout.meanings.get(implied.fact, ())):
                if isinstance(implied.known, Exactly):
                    assert isinstance(implied.known.value, bool)
                    yield name, implied.known.value
                else:
                    out = implied.known.option
                    yield name, Among(tuple(option for option in fact(name).options if option != out))

    def _assumed(self, name: str) -> Default | None:
        info = FACTS.get(name.partition("@")[0])
        if info is None or info.assumption == "none":
            return None
        attested = self.circumstances.attested
        if info.group and attested is not None and info.group in attested.groups:
            return False
        assume = self.circumstances.assume
        if info.assumption == "clean_hands":
            return assumed_value(info) if assume == "standard" else None
        safe = assume != "none" and all(program.safe_side(name, assumed_value(info)) for program in self.programs)
        return assumed_value(info) if safe else None

    def special(self, shape: Shape, *, alone: bool = False) -> Special | None:
        """What this shape of use adds; None where the use is to be worked out by the reference.

        `alone`: for a function that serves this shape alone, and folds away what is not given.
        """
        if not shape.plain or any(name in self.layout.meanings for name in shape.names):
            return None
        if self.as_of.first < days_asked_about(self.terms).first:
            return None  # the reference says what is wrong with the day
        derived = self._derived(shape)
        ties = self._ties(shape)
        if derived is None or ties is None:
            return None
        speakers = tuple(sorted(filter(_speaks, shape.names))) if self._asks_for_product(shape, derived) else ()
        if any(
            fact(name).options == ("territory",) and name not in self.layout.sets
            for name in speakers
            if ":" not in name
        ):
            return None
        complete = self.can_be_sure and not self._readings and all(name in shape.names for name in self.readers)
        return Special(
            derived=tuple(sorted((name, value) for name, value in derived.items() if name not in shape.names)),
            speakers=speakers,
            floors=tuple(tie for tie in ties if tie.upper not in shape.names),
            ceilings=tuple(tie for tie in ties if tie.lower not in shape.names),
            orders=tuple(tie for tie in ties if {*tie} <= shape.names),
            checks=tuple((name, known) for name, known in self.firm.items() if name in shape.names),
            complete=complete,
            order=shape.order if complete or alone else None,
        )

    @cached_property
    def can_be_sure(self) -> bool:
        """Whether a use of which every fact is known settles every condition."""
        partial = any(
            measure.cases and measure.cases[-1].when is not None
            for program in self.programs
            for measure in program.measures.values()
        )
        return not partial and not self.open_day

    @property
    def open_day(self) -> bool:
        """Whether the answer may depend on the day, and no day is given."""
        return AS_OF in self.layout.dates and not self.as_of.exact

    def _asks_for_product(self, shape: Shape, derived: dict[str, bool]) -> bool:
        """Whether it is read that there is a product, and nothing says so yet."""
        settled = EXISTS in derived or EXISTS in shape.names or EXISTS in self.defaults
        return EXISTS in self.layout.yes_no and not settled

    def _derived(self, shape: Shape) -> dict[str, bool] | None:
        """What follows from the facts stated; None where they clash, or there is no product."""
        known = {name: value for name, value in self.firm.items() if isinstance(value, bool)}
        if any(known.get(name, value) is not value for name, value in shape.stated.items()):
            return None
        known |= shape.stated
        before = dict(known)
        changed = True
        while changed:
            changed = False
            for rule in RULES:
                if known.get(rule.trigger) is rule.value and known.get(rule.target) is not rule.outcome:
                    if rule.target in known:
                        return None
                    known[rule.target] = rule.outcome
                    changed = True
        if known.get(EXISTS) is False:
            return None
        if EXISTS not in known and any(value and _of_a_product(name) for name, value in known.items()):
            known[EXISTS] = True
        return {name: value for name, value in known.items() if name not in before}

    def _ties(self, shape: Shape) -> tuple[Tie, ...] | None:
        """The relations that bear on the numbers given; None where more is to be worked out."""
        given = {name: _spot(name) for name in shape.names if _is_number(name)}
        if not given:
            return ()
        spots = {**self.spots, **given}
        facts = {spot.fact for spot in given.values()}
        if len({name for name, spot in spots.items() if spot.fact in facts}) > len(facts):
            return None  # an amount of nothing is nothing in every currency
        if any(spot.currency in self.setting.rates for spot in given.values()):
            return None
        if self.has_windows(given, spots):
            return None
        last = None if self.circumstances.as_of is None else YearMonth.before(self.circumstances.as_of)
        standard = self.circumstances.assume == "standard"
        bounds = closure_of((), (), spots, index_not_below_base=standard, last_month=last).bounds
        found: list[Tie] = []
        for bound in bounds:
            if bound.lower in given or bound.upper in given:
                if bound.zero_only or not _plain_bound(bound, spots):
                    return None
                if not bound.guard or shape.stated.get(bound.guard) is True:
                    found.append(Tie(bound.lower, bound.upper))
        return tuple(found)

    def has_windows(self, given: dict[str, Coordinate], spots: dict[str, Coordinate]) -> bool:
        """Whether a window is computed, from a series or from three kinds of year, that something else could read."""
        by_measure: dict[str, set[str]] = {}
        for name, spot in spots.items():
            by_measure.setdefault(_measure(spot.fact), set()).add(name)
        for name, spot in given.items():
            if len(by_measure[_measure(spot.fact)]) > 1 and (_is_point(spot.fact, self.circumstances.as_of)):
                return True
            kinds = [name.replace(f".{kind}", "", 1) for kind in KINDS_OF_YEAR if f".{kind}" in name]
            if kinds and sum(_kindless(other) == kinds[0] for other in given) == len(KINDS_OF_YEAR):
                return True
        return False


def _kindless(name: str) -> str:
    return next((name.replace(f".{kind}", "", 1) for kind in KINDS_OF_YEAR if f".{kind}" in name), "")


def _is_point(name: str, as_of: object) -> bool:
    plain = name.partition("@")[0]
    window = plain.rpartition(".")[2]
    return plain.endswith("]") or (as_of is not None and window in {"month", "preceding_month"})


def _measure(name: str) -> str:
    """`revenue` of `group.revenue.year` and of `product.revenue[2025-03]`."""
    return name.partition(".")[2].partition(".")[0].partition("[")[0].partition("@")[0]


def _plain_bound(bound: Bound, spots: dict[str, Coordinate]) -> bool:
    """Whether a bound is a relation of the vocabulary, whose chains are relations again."""
    lower, upper = spots[bound.lower], spots[bound.upper]
    return not lower.adjusted and not upper.adjusted and relation(lower.fact, upper.fact) is not None


def _of_a_product(name: str) -> bool:
    return name.startswith(("product.", "service.")) and name != EXISTS


def _speaks(name: str) -> bool:
    """Whether a fact can say of a product that there is one."""
    kind = "" if not _of_a_product(name) else "money" if ":" in name else fact(name).type
    return kind in {"yes_no", "count", "money", "set_of"}


def _is_number(name: str) -> bool:
    return ":" in name or fact(name).type == "count"


def _spot(name: str) -> Coordinate:
    plain, _, currency = name.partition(":")
    return Coordinate(name, plain, currency, "")
