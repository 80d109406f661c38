"""The parts into which the clauses in question cut the values of a fact, and what a cell is in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias, assert_never

from licensekit.decision.matter import Matter
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Among, Cut, Domain, Interval, Quantity, cells, meet
from licensekit.meaning.variable import (
    ANOTHER_TEXT,
    AS_OF,
    AmountVariable,
    FactVariable,
    OrderVariable,
    Read,
    ReadingVariable,
    Stated,
    Variable,
    World,
    currency_of,
    interval_of,
    is_date,
    is_whole,
)
from licensekit.truth import TRUE, UNKNOWN, Truth, disjunction
from licensekit.values import Worldwide, grouped, value_shown
from licensekit.vocabulary.territories import GROUPS, TERRITORIES, in_group

MOST_SETS = 64
"""Sets that are shown as answers; where more could matter, each member by itself serves as an example."""
Signature: TypeAlias = tuple[object, ...]


def cells_of(matter: Matter, variable: Read, world: World) -> tuple[Domain, ...]:
    """The parts of a fact that what is known leaves: of countries and sets, an example of each."""
    known = world.get(variable)
    match variable:
        case ReadingVariable(options=options):
            return options
        case FactVariable(type="yes_no"):
            return (True, False)
        case FactVariable(type="date"):
            return _days(matter, variable, world)
        case FactVariable(type="territory"):
            return tuple(_told_apart(matter, variable, world).values())
        case FactVariable(type="set_of"):
            return _sets(matter, variable, world)
        case FactVariable(type="one_of" | "text"):
            return _options(variable, named_options(matter, variable), known)
        case FactVariable() | AmountVariable():
            reach = known if isinstance(known, Interval) else NOT_NEGATIVE
            return cells(reach, matter.cuts.get(variable, ()), whole=is_whole(variable))


def named_options(matter: Matter, variable: FactVariable) -> tuple[str, ...]:
    """The options or countries that clauses name for a fact, in the order of the texts."""
    return tuple(dict.fromkeys(value for values in matter.lists.get(variable, ()) for value in values))


def _options(variable: FactVariable, named: Sequence[str], known: Domain | None) -> tuple[Domain, ...]:
    """The options that clauses name, and one for all the others; of a text, any other text."""
    if not variable.options:
        return (*named, ANOTHER_TEXT)
    left = known.options if isinstance(known, Among) else variable.options
    rest = next((option for option in left if option not in named), None)
    return tuple(option for option in left if option in named or option == rest)


def _days(matter: Matter, variable: FactVariable, world: World) -> tuple[Domain, ...]:
    """The days between those on which a comparison with a fixed day, or with a date that is known, turns."""
    cuts = {*matter.cuts.get(variable, ())}
    for order in matter.atoms:
        if isinstance(order, OrderVariable) and variable in order.dates:
            second = interval_of(order.partner(variable), world)
            if second.exact and ANY_DAY.first < (turning := order.turning(variable, second.first)) <= LAST_DAY:
                cuts.add(Cut(turning, after=False))
    days = cells(NOT_NEGATIVE, tuple(sorted(cuts)), whole=True)
    known = interval_of(variable, world)
    return tuple(inside for each in days if (inside := meet(each, known)) is not None)


def _told_apart(matter: Matter, variable: FactVariable, world: World) -> dict[Signature, str]:
    """One country or option for each way in which the lists that name it tell them apart, given the as-of date."""
    as_of = interval_of(AS_OF, world)
    lists = tuple(dict.fromkeys(matter.lists.get(variable, ())))
    groups = [group for group in GROUPS if any(group in values for values in lists)]
    every = TERRITORIES if variable.options in {(), ("territory",)} else variable.options
    classes: dict[Signature, str] = {}
    for member in every:
        within = {group: in_group(member, group, as_of.first, as_of.last) for group in groups}
        classes.setdefault(tuple(_signature(member, values, within) for values in lists), member)
    return classes


def _signature(member: str, values: tuple[str, ...], within: Mapping[str, Truth]) -> object:
    """How a list treats a member; one whose membership depends on the day is told apart from all others."""
    if member in values:
        return TRUE
    belongs = disjunction(truth for group, truth in within.items() if group in values)
    return member if belongs is UNKNOWN else belongs


def _sets(matter: Matter, variable: FactVariable, world: World) -> tuple[Domain, ...]:
    """A smallest set for each way in which `any of` and `all of` the lists can come out together; of many, examples."""
    classes = list(_told_apart(matter, variable, world).items())
    # How `any of` and `all of` each list come out is told by what members were met, list by list.
    nothing = tuple(frozenset[object]() for _ in next((signature for signature, _ in classes), ()))
    outcomes: dict[tuple[frozenset[object], ...], frozenset[str]] = {nothing: frozenset()}
    newest = [*outcomes.items()]
    while newest:
        following = []
        for outcome, members in newest:
            for signature, member in classes:
                more = tuple(before | {each} for before, each in zip(outcome, signature, strict=True))
                if more not in outcomes:
                    outcomes[more] = members | {member}
                    following.append((more, outcomes[more]))
            if len(outcomes) > MOST_SETS:
                return (frozenset[str](), *(frozenset((member,)) for _, member in classes))
        newest = following
    return tuple(outcomes.values())


# -- in words --------------------------------------------------------------------------------------------------


def cell_text(matter: Matter, variable: Read, cell: Domain) -> str:
    """A cell as an answer: `yes`, `at most 100_000_000`, `in EU`, `elsewhere`, `2026-01-01 or later`."""
    if isinstance(variable, AmountVariable):
        return domain_text(variable, cell) + (f" of {variable.index.partition('@')[2]}" if variable.index else "")
    if isinstance(variable, ReadingVariable):
        return domain_text(variable, cell)
    if variable.type == "date" and isinstance(cell, Interval):
        return _days_text(cell)
    named = named_options(matter, variable)
    if variable.type == "territory":
        return _place(str(cell), named)
    if isinstance(cell, frozenset) and variable.options != ("territory",):
        return " and ".join(sorted(cell)) or "none of them"
    if isinstance(cell, frozenset):
        return " and ".join(dict.fromkeys(_place(member, named) for member in sorted(cell))) or "nowhere"
    if variable.type in {"one_of", "text"} and str(cell) not in named:
        return "another"
    return domain_text(variable, cell)


def _days_text(days: Interval) -> str:
    first, last = (value_shown(date.fromordinal(day)) for day in (days.first, min(days.last, LAST_DAY - 1)))
    if days.exact:
        return first
    if days.first == ANY_DAY.first:
        text = "some day" if days.last >= LAST_DAY - 1 else f"{last} or earlier"
    else:
        text = f"{first} or later" if days.last >= LAST_DAY - 1 else f"{first} to {last}"
    return f"{text}, or never" if days.last == LAST_DAY else text


def _place(member: str, named: Sequence[str]) -> str:
    groups = [name for name in named if name == member or (name in GROUPS and member in GROUPS[name])]
    if groups:
        return "in " + ", ".join(groups)
    return "elsewhere" if member in TERRITORIES else member


def domain_text(variable: Variable, known: Domain) -> str:
    """What is known of a variable, as the language writes it; of a date, its first day."""
    match known:
        case Interval() if is_date(variable):
            return value_shown(date.fromordinal(known.first))
        case Interval():
            return interval_text(known, currency_of(variable))
        case Among():
            return str(known)
        case bool() | str() | frozenset() | Worldwide():
            return value_shown(known)
        case _:
            assert_never(known)


def interval_text(known: Interval, currency: str) -> str:
    """Numbers known in part, as the language writes them."""

    def number(amount: Quantity) -> str:
        return f"{grouped(amount)} {currency}".rstrip()

    if known.exact:
        return number(known.low)
    sides = []
    if known.low > 0 or known.low_open or known.high is None:
        sides.append(f"{'more than' if known.low_open else 'at least'} {number(known.low)}")
    if known.high is not None:
        sides.append(f"{'less than' if known.high_open else 'at most'} {number(known.high)}")
    return " and ".join(sides)


def fact_of(variable: Variable) -> str:
    """The name under which a person knows a variable: of an amount, the fact without its currency."""
    return str(variable.name) if isinstance(variable, AmountVariable) else str(variable)


def stated_alike(variable: Stated, stated: Mapping[Variable, str]) -> tuple[AmountVariable, ...]:
    """The amounts that were stated of the same fact in another currency."""
    return tuple(
        other
        for other, name in stated.items()
        if isinstance(other, AmountVariable) and other != variable and name == str(variable.name)
    )
