"""What is known before the search begins: facts given, implied, derived and assumed, each with its source.

The order is that of docs/semantics.md: given facts, windows of series, what the acts imply, what the rules and
relations make of these, and last the assumptions, for facts that nothing settles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, assert_never

from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.evaluate.closing import NO_CLOSURE, Closure, Contradiction, Used, closure_of
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.domain import ANY_DAY, NOT_NEGATIVE, Among, Domain, Interval, meet
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.series import windows_of, year_of
from licensekit.evaluate.setting import Coordinate, Setting, coordinate
from licensekit.evaluate.terms import Terms, programs
from licensekit.values import Exactly, Known, Money, Range, Unknown, Worldwide, YearMonth, shown
from licensekit.vocabulary.acts import Implied, implied_by
from licensekit.vocabulary.facts import FACTS, FactInfo, fact, fact_name

Assume: TypeAlias = Literal["none", "safe", "standard"]
AssumptionKind: TypeAlias = Literal["safe", "clean_hands", "weak", "index"]


class Assumption(NamedTuple):
    """A fact that was taken for granted: its value, the kind of assumption, and the group it is attested with."""

    fact: str
    value: str
    kind: AssumptionKind
    group: str = ""
    because: str = ""


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
    given: dict[str, str] = field(default_factory=dict)
    """The variables that the caller gave, each with the name of the fact it was given as."""
    computed: dict[str, frozenset[str]] = field(default_factory=dict)
    """The variables that were computed from others that were given, with these."""
    used: list[Used] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def learn(self, variable: str, domain: Domain, source: str) -> None:
        """Put down a variable's value and where it comes from."""
        self.world[variable] = domain
        self.sources[variable] = source


@dataclass(frozen=True)
class Asked:
    """A question as put: the acts as leaves, the facts given, and what the caller lets be assumed."""

    leaves: tuple[str, ...]
    facts: Mapping[str, Known]
    as_of: date | None
    assume: Assume
    attested: frozenset[str]
    """Groups of clean-hands facts that somebody attests."""


def know(terms: Terms, asked: Asked, layout: Layout, setting: Setting) -> Knowledge:
    """Everything that is known. Raises FactsError where what was given contradicts itself."""
    facts = _given(asked.facts, layout)
    numbers = {name: spot for name, (spot, _, _) in layout.numbers.items()}
    world = dict(_domains(facts, layout, setting, numbers))
    knowledge = Knowledge(layout, NO_CLOSURE, world, sources=dict.fromkeys(world, "given"))
    knowledge.given = {name: numbers[name].fact if name in numbers else name for name in world}
    knowledge.learn(AS_OF, _as_of(terms, asked.as_of), "the as-of date")
    _windows(knowledge, numbers, asked.as_of)
    knowledge.closure = _closure(layout, world, numbers, asked)
    _implied(knowledge, asked, weak=False)
    knowledge.ground = dict(knowledge.world)
    _close(knowledge)
    before = frozenset(knowledge.world)
    if asked.assume == "standard":
        _implied(knowledge, asked, weak=True)
    _assume(knowledge, terms, asked)
    assumed = {name: known for name, known in knowledge.world.items() if name not in before}
    if assumed:
        knowledge.ground |= assumed
        _close(knowledge)
    return knowledge


def _closure(layout: Layout, world: Mapping[str, Domain], numbers: Mapping[str, Coordinate], asked: Asked) -> Closure:
    """The rules and relations among what is read and what is given; kept with the layout, since uses are alike."""
    standard = asked.assume == "standard"
    last = None if asked.as_of is None else YearMonth.before(asked.as_of)
    kind = (standard, last, *world)
    closure = layout.closures.get(kind)
    if not isinstance(closure, Closure):
        closure = closure_of(
            (*layout.yes_no, *(name for name, known in world.items() if isinstance(known, bool)), *_TRIGGERS),
            (*layout.sets, *(name for name, known in world.items() if isinstance(known, frozenset))),
            numbers,
            index_not_below_base=standard,
            last_month=last,
        )
        if len(layout.closures) < MOST_KINDS:
            layout.closures[kind] = closure
    return closure


MOST_KINDS = 256
"""Kinds of use, by the facts that are given, for which the rules and relations are kept."""
_TRIGGERS = ("product.exists", "product.offered_to_third_parties", "product.charged_for", "use.personal")


def _given(facts: Mapping[str, Known], layout: Layout) -> Mapping[str, Known]:
    """The facts given, under the names that the licences use: a bare name stands for its one meaning here."""
    meanings = layout.meanings
    if not meanings:
        return facts
    found: dict[str, Known] = {}
    ambiguous: list[Diagnostic] = []
    for name, known in facts.items():
        qualified = meanings.get(name, ())
        if len(qualified) > 1 or (qualified and name in layout.facts):
            choices = ", ".join(f"`{choice}`" for choice in qualified)
            message = f"`{name}` means different things in these licences"
            ambiguous.append(Diagnostic("LK523", message, help=f"write one of {choices}"))
        else:
            found.setdefault(qualified[0] if qualified else name, known)
    if ambiguous:
        raise FactsError(ambiguous)
    return found


def _domains(
    facts: Mapping[str, Known], layout: Layout, setting: Setting, numbers: dict[str, Coordinate]
) -> Iterator[tuple[str, Domain]]:
    for name, known in facts.items():
        match known:
            case Exactly(value=bool() | frozenset() | str() | Worldwide() as value):
                yield name, value
            case Exactly(value=int() as count):
                numbers.setdefault(name, Coordinate(name, name, "", ""))
                yield name, Interval(count, count)
            case Exactly(value=Money() as money):
                amount, currency = setting.converted(money.amount, money.currency)
                yield from _amounts(name, Interval(amount, amount), currency, layout, numbers)
            case Exactly(value=date() as day):
                yield name, Interval(day.toordinal(), day.toordinal())
            case Range(low=Money()) | Range(high=Money()):
                yield from _amounts(name, *_money_range(known, setting), layout, numbers)
            case Range():
                numbers.setdefault(name, Coordinate(name, name, "", ""))
                yield name, _count_range(known)
            case Exactly() | Unknown():
                pass
            case _:
                assert_never(known)


def _count_range(known: Range) -> Interval:
    """Counts known in part: whole numbers, so that both ends are closed."""
    low, high = known.low, known.high
    least = low + known.low_open if isinstance(low, int) else 0
    return Interval(least, high - known.high_open if isinstance(high, int) else None)


def _money_range(known: Range, setting: Setting) -> tuple[Interval, str]:
    """An amount known in part, in the currency that the caller's rates lead to."""
    low, high = (
        setting.converted(end.amount, end.currency) if isinstance(end, Money) else None
        for end in (known.low, known.high)
    )
    currency = low[1] if low else high[1] if high else ""
    interval = Interval(low[0] if low else 0, high[0] if high else None, known.low_open, known.high_open)
    return interval, currency


def _amounts(
    name: str, interval: Interval, currency: str, layout: Layout, numbers: dict[str, Coordinate]
) -> Iterator[tuple[str, Interval]]:
    """An amount in its currency; zero is zero in every currency."""
    spots = [coordinate(name, currency)]
    if interval.high == 0:
        spots += [spot for spot, _, _ in layout.numbers.values() if spot.fact == name]
    for spot in spots:
        numbers.setdefault(spot.name, spot)
        yield spot.name, interval


def _as_of(terms: Terms, as_of: date | None) -> Interval:
    """The day asked about; unknown, it is at least no day before the licence was released."""
    if as_of is not None:
        return Interval(as_of.toordinal(), as_of.toordinal())
    released = [program.license.released for program in programs(terms)[:1]]
    first = max((day.toordinal() for day in released if day is not None), default=int(ANY_DAY.low))
    return Interval(first, ANY_DAY.high)


def _windows(knowledge: Knowledge, numbers: dict[str, Coordinate], as_of: date | None) -> None:
    """Windows that a monthly series computes, and years of no stated kind."""
    series: dict[tuple[str, str, str], dict[YearMonth, Interval]] = {}
    names: dict[tuple[str, str, str], set[str]] = {}
    for name in knowledge.given:
        spot, known = numbers.get(name), knowledge.world[name]
        if spot is None or not isinstance(known, Interval):
            continue
        base, month, meaning = _point(spot.fact, as_of)
        if month is not None:
            key = (base, meaning, spot.currency)
            series.setdefault(key, {})[month] = known
            names.setdefault(key, set()).add(name)
    for (base, meaning, currency), points in series.items():
        for window, computed in windows_of(points, as_of, money=bool(currency)).items():
            spot = _named(f"{base}.{window}", meaning, currency)
            _computed(knowledge, numbers, spot, computed, "its monthly series")
            knowledge.computed.setdefault(spot.name, frozenset(names[base, meaning, currency]))
    _years(knowledge, numbers)


def _point(name: str, as_of: date | None) -> tuple[str, YearMonth | None, str]:
    """The month of a series for which a fact is given: a dated one, or the last before the as-of date."""
    plain, _, meaning = name.partition("@")
    if plain.endswith("]"):
        parts = _parts(name)
        return parts.base, parts.month, parts.meaning
    base, _, window = plain.rpartition(".")
    if as_of is not None and window in {"month", "preceding_month"}:
        return base, YearMonth.before(as_of), meaning
    return base, None, meaning


KINDS_OF_YEAR = ("calendar_year", "prior_tax_year", "trailing_12_months")


def _years(knowledge: Knowledge, numbers: dict[str, Coordinate]) -> None:
    """A year of a kind that no text states, from the three kinds of year given apart."""
    calendar, *others = KINDS_OF_YEAR
    for name in [name for name in knowledge.world if f".{calendar}" in name and name in numbers]:
        sources = (name, *(name.replace(f".{calendar}", f".{kind}", 1) for kind in others))
        three = [known for one in sources if isinstance(known := knowledge.world.get(one), Interval)]
        if len(three) == len(sources):
            spot = numbers[name]
            year = spot._replace(name=_year(name), fact=_year(spot.fact))
            _computed(knowledge, numbers, year, year_of(*three), "the calendar, tax and trailing year")
            inner = (knowledge.computed.get(one, frozenset({one})) for one in sources)
            knowledge.computed.setdefault(year.name, frozenset().union(*inner))


def _year(name: str) -> str:
    """A figure of the calendar year as one of a year of no stated kind."""
    return name.replace(f".{KINDS_OF_YEAR[0]}", ".year", 1)


def _named(name: str, meaning: str, currency: str) -> Coordinate:
    name = f"{name}@{meaning}" if meaning else name
    return coordinate(name, currency) if currency else Coordinate(name, name, "", "")


def _computed(
    knowledge: Knowledge, numbers: dict[str, Coordinate], spot: Coordinate, computed: Interval, source: str
) -> None:
    """A window computed from others; one that was given wins, but must not contradict it."""
    if spot.fact.partition("@")[0] not in FACTS:
        return
    known = knowledge.world.get(spot.name)
    if known is None:
        numbers.setdefault(spot.name, spot)
        knowledge.learn(spot.name, meet(NOT_NEGATIVE, computed) or computed, f"computed from {source}")
        knowledge.used.append(Used(spot.name, spot.fact, f"`{spot.fact}` follows from {source}"))
    elif isinstance(known, Interval) and meet(known, computed) is None:
        _contradicted(f"`{spot.fact}` as given contradicts {source}", "give only one of the two, or correct it")


def _implied(knowledge: Knowledge, asked: Asked, *, weak: bool) -> None:
    clashes: list[Diagnostic] = []
    for implied in _implied_by(asked.leaves):
        if (implied.force == "weak") is not weak:
            continue
        for variable in _meanings(implied.fact, knowledge.layout):
            if weak and variable not in knowledge.layout.first_use:
                continue
            known = knowledge.world.get(variable)
            domain = _implied_domain(implied.known, fact(variable))
            if known is None:
                knowledge.learn(variable, domain, implied.because)
                if weak:
                    value = shown(domain) if isinstance(domain, bool) else str(domain)
                    knowledge.assumptions.append(Assumption(variable, value, "weak", because=implied.because))
                else:
                    knowledge.used.append(Used(variable, "acts", implied.because))
            elif not weak and not _agrees(known, domain):
                clashes.append(
                    Diagnostic(
                        "LK521",
                        f"`{variable}` is given as {_said(known)}, but {implied.because}",
                        help=f"leave out `{variable}`, or ask about other acts",
                    )
                )
    if clashes:
        raise FactsError(clashes)


_parts = lru_cache(maxsize=1024)(fact_name)
_implied_by = lru_cache(maxsize=512)(implied_by)


def _meanings(name: str, layout: Layout) -> tuple[str, ...]:
    """A fact under its plain name and under every meaning that the licences give it."""
    return (name, *layout.meanings.get(name, ()))


def _implied_domain(implied: Implied, info: FactInfo) -> Domain:
    if isinstance(implied, Exactly):
        assert isinstance(implied.value, bool)
        return implied.value
    return Among(tuple(option for option in info.options if option != implied.option))


def _agrees(known: Domain, implied: Domain) -> bool:
    return known in implied.options if isinstance(implied, Among) else known == implied


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


def _assume(knowledge: Knowledge, terms: Terms, asked: Asked) -> None:
    """Fill what nothing settles, from the closed lists of the vocabulary."""
    for name in knowledge.layout.facts:
        info = FACTS.get(name.partition("@")[0])
        if info is None or info.assumption == "none" or name in knowledge.world:
            continue
        if info.group and info.group in asked.attested:
            knowledge.learn(name, False, "attested")
        elif info.assumption == "clean_hands" and asked.assume == "standard":
            _take(knowledge, info, name, "clean hands")
        elif info.assumption == "safe" and asked.assume != "none":
            if all(program.safe_side(name, assumed_value(info)) for program in programs(terms)):
                _take(knowledge, info, name, "it can only make the answer stricter")
            else:
                knowledge.notes.append(f"`{name}` was not assumed: here it could also make the answer milder")
    if asked.assume == "standard":
        bases = dict.fromkeys(spot.adjusted for spot, _, _ in knowledge.layout.numbers.values() if spot.adjusted)
        for index in bases:
            because = "the index is not below its base"
            knowledge.assumptions.append(Assumption(index, "at least its base", "index", because=because))


def _take(knowledge: Knowledge, info: FactInfo, name: str, because: str) -> None:
    kind: AssumptionKind = "clean_hands" if info.assumption == "clean_hands" else "safe"
    knowledge.learn(name, assumed_value(info), "assumed")
    knowledge.assumptions.append(Assumption(name, info.assumed, kind, info.group, because))


def assumed_value(info: FactInfo) -> bool | str:
    """The value that an assumption takes, as a fact has it."""
    return info.assumed if info.type == "one_of" else info.assumed == "yes"


def _said(known: Domain) -> str:
    return shown(known) if isinstance(known, bool | str | frozenset) else str(known)
