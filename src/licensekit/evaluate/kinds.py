"""What uses have in common of which the same facts are given: worked out once, and kept with the layout.

Which numbers form a series, what the acts imply, which rules and relations there are and what may be assumed depends
on the names of the facts, not on their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.evaluate.closing import NO_CLOSURE, Closure, closure_of
from licensekit.meaning.domain import ANY_DAY, Among, Domain, Interval
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.setting import Coordinate
from licensekit.evaluate.terms import Terms, asked_about, programs
from licensekit.evaluate.windows import Series, Window, Year, series_in, windows, years_in
from licensekit.values import Exactly, Known, Worldwide, YearMonth
from licensekit.vocabulary.acts import Implied, implied_by
from licensekit.vocabulary.facts import FACTS, FactInfo, fact

Assume: TypeAlias = Literal["none", "safe", "standard"]
AssumptionKind: TypeAlias = Literal["safe", "clean_hands", "weak", "index"]


class Assumption(NamedTuple):
    """A fact that was taken for granted: its value, the kind of assumption, and the group it is attested with."""

    fact: str
    value: str
    kind: AssumptionKind
    group: str = ""
    because: str = ""


class Asked(NamedTuple):
    """A question as put: the acts as leaves, the facts given, and what the caller lets be assumed."""

    leaves: tuple[str, ...]
    facts: Mapping[str, Known]
    as_of: date | None
    assume: Assume
    attested: frozenset[str]
    """Groups of clean-hands facts that somebody attests."""


class Implication(NamedTuple):
    """What the acts say of a variable, and why."""

    variable: str
    domain: Domain
    because: str


class Assumable(NamedTuple):
    """What is taken for granted of a variable that nothing settles; without a value, why nothing is."""

    variable: str
    value: bool | str | None
    source: str
    assumption: Assumption | None = None
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """What is known of every use of a kind."""

    given: Mapping[str, str]
    """The variables that the caller gave, each with the name of the fact it was given as."""
    series: tuple[Series, ...]
    years: tuple[Year, ...]
    firm: tuple[Implication, ...]
    weak: tuple[Implication, ...]
    """What gives way to whatever else is known; used under `assume standard` alone."""
    closure: Closure
    assumable: tuple[Assumable, ...]
    indices: tuple[Assumption, ...]
    some_day: Interval
    """What is known of the as-of date where none is given: it is no day before the licences were released."""


NOTHING_GIVEN: Final = Kind({}, (), (), (), (), NO_CLOSURE, (), (), ANY_DAY)
KindKey: TypeAlias = tuple[object, ...]
_TRIGGERS = ("product.exists", "product.offered_to_third_parties", "product.charged_for", "use.personal")


def key_of(asked: Asked, world: Mapping[str, Domain]) -> KindKey:
    """Tells kinds of use apart, for one layout."""
    last_month = None if asked.as_of is None else YearMonth.before(asked.as_of)
    return (asked.assume, asked.attested, last_month, asked.leaves, *world)


def kind_of(
    terms: Terms, asked: Asked, layout: Layout, facts: Mapping[str, Known], world: Mapping[str, Domain]
) -> Kind:
    """What there is to know of uses like this one, of which the world says what the caller gave."""
    dates = {name for name, known in facts.items() if isinstance(known, Exactly) and isinstance(known.value, date)}
    numbers = {name: spot for name, (spot, _, _) in layout.numbers.items()}
    for name, known in world.items():
        if isinstance(known, Interval) and name not in dates:
            numbers.setdefault(name, spot_of(name))
    own = [numbers[name] for name in world if name in numbers]
    last_month = None if asked.as_of is None else YearMonth.before(asked.as_of)
    series = series_in(own, last_month)
    computed = dict(world)
    _compute(windows(series, (), computed, asked.as_of), computed, numbers)
    years = years_in(numbers[name] for name in computed if name in numbers)
    _compute(windows((), years, computed, asked.as_of), computed, numbers)
    return Kind(
        given={name: numbers[name].fact if name in numbers else name for name in world},
        series=series,
        years=years,
        firm=tuple(_implied(asked, layout, "firm")),
        weak=tuple(_implied(asked, layout, "weak")) if asked.assume == "standard" else (),
        closure=_closure(asked, layout, world, numbers, last_month),
        assumable=tuple(_assumable(terms, asked, layout)),
        indices=tuple(_indices(layout)) if asked.assume == "standard" else (),
        some_day=days_asked_about(terms),
    )


def _compute(found: Iterable[Window], world: dict[str, Domain], numbers: dict[str, Coordinate]) -> None:
    for spot, known, _, _ in found:
        world.setdefault(spot.name, known)
        numbers.setdefault(spot.name, spot)


def spot_of(variable: str) -> Coordinate:
    """The number that a variable stands for, where no licence adjusts it by an index."""
    name, _, currency = variable.partition(":")
    return Coordinate(variable, name, currency, "")


def _closure(
    asked: Asked,
    layout: Layout,
    world: Mapping[str, Domain],
    numbers: Mapping[str, Coordinate],
    last_month: YearMonth | None,
) -> Closure:
    """The rules and relations among what is read and what is given."""
    return closure_of(
        (*layout.yes_no, *(name for name, known in world.items() if isinstance(known, bool)), *_TRIGGERS),
        (*layout.sets, *(name for name, known in world.items() if isinstance(known, frozenset | Worldwide))),
        numbers,
        index_not_below_base=asked.assume == "standard",
        last_month=last_month,
    )


def _implied(asked: Asked, layout: Layout, force: Literal["firm", "weak"]) -> Iterator[Implication]:
    """What the acts imply; weakly, of the facts alone that the licences read."""
    for implied in implied_by(asked.leaves):
        if implied.force == force:
            for variable in (implied.fact, *layout.meanings.get(implied.fact, ())):
                if force == "firm" or variable in layout.first_use:
                    yield Implication(variable, _domain(implied.known, fact(variable)), implied.because)


def _domain(implied: Implied, info: FactInfo) -> Domain:
    if isinstance(implied, Exactly):
        assert isinstance(implied.value, bool)
        return implied.value
    return Among(tuple(option for option in info.options if option != implied.option))


def _assumable(terms: Terms, asked: Asked, layout: Layout) -> Iterator[Assumable]:
    """The facts that may be taken for granted, from the closed lists of the vocabulary."""
    for name in layout.facts:
        info = FACTS.get(name.partition("@")[0])
        if info is None or info.assumption == "none":
            continue
        if info.group and info.group in asked.attested:
            yield Assumable(name, False, "attested")
        elif info.assumption == "clean_hands" and asked.assume == "standard":
            yield _taken(info, name, "clean_hands", "clean hands")
        elif info.assumption == "safe" and asked.assume != "none":
            if all(program.safe_side(name, assumed_value(info)) for program in programs(terms)):
                yield _taken(info, name, "safe", "it can only make the answer stricter")
            else:
                note = f"`{name}` was not assumed: here it could also make the answer milder"
                yield Assumable(name, None, "", note=note)


def _taken(info: FactInfo, name: str, kind: AssumptionKind, because: str) -> Assumable:
    assumption = Assumption(name, info.assumed, kind, info.group, because)
    return Assumable(name, assumed_value(info), "assumed", assumption)


def assumed_value(info: FactInfo) -> bool | str:
    """The value that an assumption takes, as a fact has it."""
    return info.assumed if info.type == "one_of" else info.assumed == "yes"


def _indices(layout: Layout) -> Iterator[Assumption]:
    for index in dict.fromkeys(spot.adjusted for spot, _, _ in layout.numbers.values() if spot.adjusted):
        yield Assumption(index, "at least its base", "index", because="the index is not below its base")


def days_asked_about(terms: Terms) -> Interval:
    """Days on which all the licences asked about were there; not those that may follow them."""
    days = [program.license.released for program in asked_about(terms) if program.license.released is not None]
    return Interval(max((day.toordinal() for day in days), default=int(ANY_DAY.low)), ANY_DAY.high)
