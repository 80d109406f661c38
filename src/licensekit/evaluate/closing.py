"""What follows from what is known: implied facts, and the order relations between numbers.

    rule        "there is no product" settles every fact of the product; and backwards
    relation    a month of a product's revenue is at most the group's revenue over any 12 months

Used on the facts a caller gives, where a contradiction is the caller's error, and in every world that the search
looks at, where a contradiction means that there is no such world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from licensekit.meaning.domain import NOT_NEGATIVE, Domain, Interval, meet
from licensekit.evaluate.setting import Coordinate
from licensekit.values import WORLDWIDE, YearMonth
from licensekit.vocabulary.facts import FACTS, SERIES
from licensekit.vocabulary.relations import relation

NOTHING: Final = Interval(0, 0)
SOMETHING: Final = Interval(0, None, low_open=True)


class Rule(NamedTuple):
    """When a fact has a value, another fact has one too."""

    trigger: str
    value: bool
    target: str
    outcome: bool
    why: str


class Bound(NamedTuple):
    """A number that is at most another; `guard` names a yes/no fact that must be yes for this to hold.

    Amounts that no rate joins cannot be ordered, but zero is zero in all money: of these, `zero_only` says no more
    than that the lower one is zero if the upper one is.
    """

    lower: str
    upper: str
    guard: str
    why: str
    zero_only: bool = False


class Used(NamedTuple):
    """A rule or relation that narrowed a variable, and from which other variable."""

    variable: str
    source: str
    why: str


class Contradiction(Exception):  # noqa: N818 - it is a finding about a world, not an error of the program
    """Two things known that cannot both be so."""

    def __init__(self, variable: str, source: str, why: str) -> None:
        super().__init__(why)
        self.variable, self.source, self.why = variable, source, why


OFFERED: Final = "product.offered_to_third_parties"
EXISTS: Final = "product.exists"
_NO_PRODUCT: Final = "there is no product, so nothing is true of it"

RULES: Final = (
    Rule(OFFERED, False, "product.charged_for", False, "what nobody is offered is not charged for"),
    Rule("product.charged_for", True, OFFERED, True, "what is charged for is offered to others"),
    *(
        rule
        for fact in ("use.in_business", "use.for_company", "use.for_client")
        for rule in (
            Rule("use.personal", True, fact, False, "a personal use is not in or for a business, company or client"),
            Rule(fact, True, "use.personal", False, "a use in or for a business, company or client is not personal"),
        )
    ),
)


@dataclass(frozen=True)
class Closure:
    """The rules and relations among some variables."""

    rules: tuple[Rule, ...]
    bounds: tuple[Bound, ...]
    products: tuple[tuple[str, Domain], ...]
    """Variables that say something of a product or its service, and what each is where there is no product."""

    def close(self, world: dict[str, Domain], used: list[Used] | None = None) -> None:
        """Narrow a world, in place, until nothing more follows. Raises Contradiction."""
        while self._step(world, used):
            pass

    def _step(self, world: dict[str, Domain], used: list[Used] | None) -> bool:
        changed = False
        for rule in self.rules:
            if world.get(rule.trigger) is rule.value and world.get(rule.target) is not rule.outcome:
                changed |= narrow(world, rule.target, rule.outcome, Used(rule.target, rule.trigger, rule.why), used)
        if self.products:
            changed |= self._product(world, used)
        for bound in self.bounds:
            if not bound.guard or world.get(bound.guard) is True:
                changed |= _carry(world, bound, used)
        return changed

    def _product(self, world: dict[str, Domain], used: list[Used] | None) -> bool:
        changed = False
        exists = world.get(EXISTS)
        if exists is True:
            return False
        for variable, nothing in self.products:
            known = world.get(variable)
            if exists is False:
                changed |= narrow(world, variable, nothing, Used(variable, EXISTS, _NO_PRODUCT), used)
            elif exists is None and known is not None and _says_something(known):
                why = "what is true of a product means that there is one"
                changed |= narrow(world, EXISTS, True, Used(EXISTS, variable, why), used)
                exists = True
        return changed


def _says_something(known: Domain) -> bool:
    match known:
        case bool():
            return known
        case Interval(low=low, low_open=low_open):
            return low > 0 or low_open
        case frozenset():
            return len(known) > 0
        case _:
            return known is WORLDWIDE


def narrow(world: dict[str, Domain], variable: str, outcome: Domain, because: Used, used: list[Used] | None) -> bool:
    """Add what follows for one variable; whether that is news. Raises Contradiction."""
    known = world.get(variable)
    narrowed: Domain | None = outcome
    if isinstance(outcome, Interval) and (known is None or isinstance(known, Interval)):
        narrowed = meet(known if isinstance(known, Interval) else NOT_NEGATIVE, outcome)
    elif known is not None and known != outcome:
        narrowed = None
    if narrowed is None:
        raise Contradiction(variable, because.source, because.why)
    if narrowed == known or (known is None and narrowed == NOT_NEGATIVE):
        return False
    world[variable] = narrowed
    if used is not None:
        used.append(because)
    return True


def _carry(world: dict[str, Domain], bound: Bound, used: list[Used] | None) -> bool:
    lower, upper = world.get(bound.lower), world.get(bound.upper)
    if bound.zero_only:
        return _carry_zero(world, bound, used)
    changed = False
    if isinstance(upper, Interval) and upper.high is not None and not _below(lower, upper):
        most = Interval(NOT_NEGATIVE.low, upper.high, False, upper.high_open)
        changed |= narrow(world, bound.lower, most, Used(bound.lower, bound.upper, bound.why), used)
    if isinstance(lower, Interval) and (lower.low > 0 or lower.low_open) and not _above(upper, lower):
        least = Interval(lower.low, None, lower.low_open)
        changed |= narrow(world, bound.upper, least, Used(bound.upper, bound.lower, bound.why), used)
    return changed


def _carry_zero(world: dict[str, Domain], bound: Bound, used: list[Used] | None) -> bool:
    """Zero goes down to the lower amount, more than zero up to the upper one."""
    lower, upper = world.get(bound.lower), world.get(bound.upper)
    if upper == NOTHING:
        return narrow(world, bound.lower, NOTHING, Used(bound.lower, bound.upper, bound.why), used)
    if lower is not None and _says_something(lower):
        return narrow(world, bound.upper, SOMETHING, Used(bound.upper, bound.lower, bound.why), used)
    return False


def _below(lower: Domain | None, upper: Interval) -> bool:
    """Whether a number already ends where another ends, or below, so that nothing follows."""
    if not isinstance(lower, Interval) or lower.high is None or upper.high is None:
        return False
    return lower.high < upper.high or (lower.high == upper.high and lower.high_open >= upper.high_open)


def _above(upper: Domain | None, lower: Interval) -> bool:
    """Whether a number already begins where another begins, or above."""
    if not isinstance(upper, Interval):
        return False
    return upper.low > lower.low or (upper.low == lower.low and upper.low_open >= lower.low_open)


NO_CLOSURE: Final = Closure((), (), ())


def closure_of(
    yes_no: Iterable[str],
    sets: Iterable[str],
    numbers: Mapping[str, Coordinate],
    *,
    index_not_below_base: bool,
    last_month: YearMonth | None = None,
) -> Closure:
    """The rules and relations among these variables, which are told apart by their type.

    `last_month` is the last full calendar month before the as-of date, where that is known.
    """
    statements = frozenset(yes_no)
    rules = tuple(rule for rule in RULES if rule.trigger in statements and rule.target in statements)
    nothing: dict[str, Domain] = dict.fromkeys(statements - {EXISTS}, False)
    nothing |= dict.fromkeys(sets, frozenset[str]())
    nothing |= dict.fromkeys(numbers, NOTHING)
    products = tuple((name, nothing[name]) for name in sorted(nothing) if name.startswith(("product.", "service.")))
    spots = [numbers[name] for name in sorted(numbers)]
    bounds = (
        bound
        for one, other in _pairs(spots, last_month)
        for bound in _between(one, other, index_not_below_base, last_month)
    )
    return Closure(rules, tuple(bounds), products)


def _pairs(spots: Sequence[Coordinate], last_month: YearMonth | None) -> Iterator[tuple[Coordinate, Coordinate]]:
    """The numbers between which a relation may stand: a licence's own fact is related to no other fact."""
    shared = [spot for spot in spots if _in_vocabulary(spot.fact)]
    own: dict[str, list[Coordinate]] = {}
    for spot in spots:
        own.setdefault(_month(spot.fact, last_month), []).append(spot)
    for one in spots:
        for other in shared if _in_vocabulary(one.fact) else own[_month(one.fact, last_month)]:
            if one.name != other.name:
                yield one, other


@lru_cache(maxsize=8192)
def _in_vocabulary(fact: str) -> bool:
    base = fact.partition("@")[0].partition("[")[0]
    return base in FACTS or base in SERIES


def _between(lower: Coordinate, upper: Coordinate, index: bool, last_month: YearMonth | None) -> Iterator[Bound]:
    one, other = _month(lower.fact, last_month), _month(upper.fact, last_month)
    same_money = (lower.currency, lower.adjusted) == (upper.currency, upper.adjusted)
    deflated = index and lower.currency == upper.currency and not upper.adjusted
    zero_only = not (same_money or deflated)
    if one != other:
        for bound in _related(lower.name, upper.name, one, other):
            why = f"{bound.why}, and zero is zero in all money"
            yield bound._replace(why=why, zero_only=True) if zero_only else bound
    elif zero_only:
        yield Bound(lower.name, upper.name, "", _apart(lower, upper), zero_only=True)
    elif not same_money:
        yield Bound(lower.name, upper.name, "", "the index is not below its base")
    else:
        yield Bound(lower.name, upper.name, "", f"{last_month} is the last full month before the as-of date")


def _apart(one: Coordinate, other: Coordinate) -> str:
    """Why no more can be said of an amount than whether it is zero."""
    if one.currency == other.currency:
        index, year = (one.adjusted or other.adjusted).split("@")
        return f"without the value of {index}, all that is known in money of {year} is whether it is zero"
    first, second = sorted((one.currency, other.currency))
    return f"without a rate between {first} and {second}, all that is known is whether it is zero"


def _month(name: str, last_month: YearMonth | None) -> str:
    """A fact of the last full month before the as-of date has three names; this is the first of them."""
    if last_month is None:
        return name
    plain, at, meaning = name.partition("@")
    for suffix in (f"[{last_month}]", ".preceding_month"):
        if plain.endswith(suffix):
            plain = f"{plain.removesuffix(suffix)}.month"
    return f"{plain}{at}{meaning}"


@lru_cache(maxsize=8192)
def _related(lower_name: str, upper_name: str, lower: str, upper: str) -> tuple[Bound, ...]:
    found = relation(lower, upper)
    if found is None:
        return ()
    # Where there is no product its numbers are 0, and so at most anything: this guard never makes a difference.
    guard = "" if found.guard == EXISTS else found.guard
    return (Bound(lower_name, upper_name, guard, found.text),)
