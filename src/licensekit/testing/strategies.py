"""Hypothesis strategies for licences, uses and decisions. They need the package `hypothesis`.

    from hypothesis import given
    from licensekit.testing.strategies import uses

    TERMS = lk.read("my-licence.lic")

    @given(uses(TERMS))
    def test_nobody_pays_for_research(use): ...

Values lie at the thresholds of the licence, just above and just below; what is not drawn is unknown. So a failing
example shrinks to the few facts that matter, with its numbers at the boundary. `questions` draws beside the use what
is stated with it: an as-of date, a rate of exchange, and then monthly figures and amounts in the other currency too.
With the package installed, `st.from_type(Use)` works without a call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple, TypedDict

from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.decision import Decision
from licensekit.decision.cells import named_options
from licensekit.decision.circumstances import Assume, Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.matter import Matter, matter_of
from licensekit.errors import FactsError
from licensekit.meaning.calendar_days import earliest
from licensekit.meaning.terms import programs
from licensekit.meaning.variable import AS_OF, FactVariable, OrderVariable
from licensekit.meaning.variable import Stated as StatedVariable
from licensekit.model.license import License
from licensekit.testing.owners import kinds_of_acts
from licensekit.testing.strategies_licenses import license_models, terms_of
from licensekit.use import Use
from licensekit.values import WORLDWIDE, Exactly, Known, Money, Number, Range, Rate, YearMonth
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.entries import FactType
from licensekit.vocabulary.facts import FACTS, SERIES
from licensekit.vocabulary.territories import GROUPS

MOST_FACTS: Final = 12
"""Facts that one use gives at most: enough for every condition that was met, few enough to be read."""
ANOTHER_COUNTRY: Final = "BR"
SOME_DAY: Final = date(2026, 1, 1)
RATES: Final = (Decimal(1), Decimal("0.5"), Decimal(2))
"""Rates at which an amount in another currency lands on, below and above a threshold."""


class StatedBeside(TypedDict):
    """What `evaluate` takes beside a use: no facts, so that no use holds them."""

    as_of: date | None
    rates: tuple[Rate, ...]


class PutUse(NamedTuple):
    """A use and what is stated beside it: `terms.evaluate(question.use, **question.stated)`."""

    use: Use
    stated: StatedBeside


NOTHING_STATED: Final[StatedBeside] = {"as_of": None, "rates": ()}


def licenses() -> st.SearchStrategy[LicenseTerms]:
    """Well-formed licences of a few clauses of every kind, over a few facts that rules and relations tie together."""
    return license_models().map(terms_of)


def uses(
    terms: LicenseTerms | None = None,
    *,
    acts: Sequence[str] | None = None,
    fixed: Mapping[str, object] | None = None,
) -> st.SearchStrategy[Use]:
    """Uses that do not contradict themselves: of the acts that a licence tells apart, with facts that it reads.

    `acts` asks about these instead, `fixed` gives facts that every use has. Without a licence, uses of any act with
    any facts of the vocabulary; what these come to together, no licence has seen.
    """
    if terms is None:
        asked = _few(list(LEAVES)) if acts is None else st.just(tuple(acts))
        left = {name: values for name, values in _vocabulary().items() if name not in (fixed or {})}
        return st.builds(lambda some, facts: Use.of(some, {**(fixed or {}), **facts}), asked, _some(left, 4))
    return _uses(terms, facts_of(terms), acts, fixed or {}).filter(lambda use: consistent(terms, use))


def questions(
    terms: LicenseTerms,
    *,
    acts: Sequence[str] | None = None,
    fixed: Mapping[str, object] | None = None,
) -> st.SearchStrategy[PutUse]:
    """Uses as above, with what is stated beside them: `terms.evaluate(question.use, **question.stated)`.

    Numbers are also given as figures of single months, and money in a currency that the licence does not use.
    """
    asked = _uses(terms, {**facts_of(terms, abroad=True), **_monthly(terms)}, acts, fixed or {})
    return st.builds(PutUse, asked, _stated(terms)).filter(lambda put: consistent(terms, put.use, stated=put.stated))


def decisions(terms: LicenseTerms | None = None, *, assume: Assume = "standard") -> st.SearchStrategy[Decision]:
    """Decisions about questions that a licence is asked, or any well-formed one."""
    if terms is None:
        return licenses().flatmap(lambda drawn: decisions(drawn, assume=assume))
    asked = questions(terms).filter(lambda put: consistent(terms, put.use, assume, put.stated))
    return asked.map(lambda put: terms.evaluate(put.use, assume=assume, **put.stated))


def consistent(
    terms: LicenseTerms, use: Use, assume: Assume = "standard", stated: StatedBeside = NOTHING_STATED
) -> bool:
    """Whether some world agrees with a use: what is given may contradict itself, or what the acts imply."""
    try:
        inquire(terms.terms, use, Circumstances(assume=assume, **stated))
    except FactsError:
        return False
    return True


# -- uses of a licence -----------------------------------------------------------------------------------------


def _uses(
    terms: LicenseTerms,
    facts: Mapping[str, st.SearchStrategy[Known]],
    acts: Sequence[str] | None,
    fixed: Mapping[str, object],
) -> st.SearchStrategy[Use]:
    left = {name: values for name, values in facts.items() if name not in fixed}
    kinds = dict.fromkeys(first for program in programs(terms.terms) for first in kinds_of_acts(program))
    asked = _few(list(kinds) or ["run"]) if acts is None else st.just(tuple(acts))
    return st.builds(lambda some, drawn: terms.use(some, {**fixed, **drawn}), asked, _some(left, MOST_FACTS))


def _some(facts: Mapping[str, st.SearchStrategy[Known]], most: int) -> st.SearchStrategy[dict[str, Known]]:
    """Some facts with their values, in pairs: so that a failing example loses a fact together with its value."""

    def pair(name: str) -> st.SearchStrategy[tuple[str, Known]]:
        return facts[name].map(lambda value: (name, value))

    if not facts:
        return st.just({})
    order = {name: number for number, name in enumerate(facts)}
    pairs = st.sampled_from(list(facts)).flatmap(pair)
    return st.lists(pairs, max_size=most, unique_by=lambda drawn: drawn[0]).map(
        lambda drawn: dict(sorted(drawn, key=lambda each: order[each[0]]))
    )


def _few(acts: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """One act, or two. A third may be drawn, and is left out: a list that could be longer loses any of its acts."""
    drawn = st.lists(st.integers(0, len(acts) - 1), min_size=1, max_size=3)
    return drawn.map(lambda places: tuple(acts[place] for place in dict.fromkeys(places))[:2])


def _matter(terms: LicenseTerms) -> Matter:
    return matter_of(terms.terms, tuple(LEAVES), Circumstances())[0]


def facts_of(terms: LicenseTerms, *, abroad: bool = False) -> dict[str, st.SearchStrategy[Known]]:
    """The facts that the licences read, each with the values at which they may tell uses apart.

    With `abroad`, money also in another currency, at amounts that a rate puts at a threshold.
    """
    matter = _matter(terms)
    by_name: dict[str, list[StatedVariable]] = {}
    for variable in matter.variables:
        by_name.setdefault(str(variable.name), []).append(variable)
    return {name: _knowns_of(matter, variables, abroad=abroad) for name, variables in by_name.items()}


def _knowns_of(matter: Matter, variables: Sequence[StatedVariable], *, abroad: bool) -> st.SearchStrategy[Known]:
    """What can be known of a fact: a value that clauses tell from others, or of a number a bound."""
    amounts = [each.compares.amount for each in matter.comparisons if each.variable in variables]
    if amounts:
        return _numbers(amounts, abroad=abroad)
    (variable,) = variables
    assert isinstance(variable, FactVariable)
    if variable.type == "date":
        return st.sampled_from(_and_next_to(_days(matter, variable))).map(Exactly)
    return _knowns(variable.type, variable.options, named_options(matter, variable))


def _knowns(kind: FactType, options: tuple[str, ...], named: Iterable[str] = ()) -> st.SearchStrategy[Known]:
    match kind:
        case "yes_no":
            return st.sampled_from((Exactly(value=True), Exactly(value=False)))
        case "count" | "money":
            return _numbers([100 if kind == "count" else Money(Decimal(100), "USD")], abroad=False)
        case "date":
            return st.sampled_from(_and_next_to({SOME_DAY})).map(Exactly)
        case "one_of":
            return st.sampled_from(list(dict.fromkeys((*named, *options)))).map(Exactly)
        case "territory":
            return st.sampled_from(_countries(named)).map(Exactly)
        case "set_of" if options == ("territory",):
            sets = st.frozensets(st.sampled_from(_countries(named)), max_size=2).map(Exactly)
            return st.one_of(sets, st.just(Exactly(WORLDWIDE)))
        case "set_of":
            return st.frozensets(st.sampled_from([*dict.fromkeys((*named, *options))]), max_size=2).map(Exactly)
        case "text":
            return st.sampled_from([*dict.fromkeys(named), "another text"]).map(Exactly)


def _numbers(marks: Sequence[Number], *, abroad: bool) -> st.SearchStrategy[Known]:
    """At a threshold, just above and just below; none at all; then bounds. The first is what a failure shrinks to."""
    exact = list(dict.fromkeys(near for mark in marks for near in neighbours(mark)))
    bounds = [bound for mark in dict.fromkeys(marks) for bound in (Range(high=mark), Range(low=mark, low_open=True))]
    elsewhere = [
        Money(mark.amount * factor, _other_currency(mark.currency))
        for mark in marks
        if abroad and isinstance(mark, Money)
        for factor in RATES
    ]
    return st.sampled_from([*map(Exactly, exact), *bounds, *map(Exactly, dict.fromkeys(elsewhere))])


def neighbours(mark: Number) -> tuple[Number, ...]:
    """A threshold, the next number above it, the next below, and none at all: whole, or to the cent."""
    if isinstance(mark, Money):
        amounts = [mark.amount + step for step in (Decimal(0), Decimal("0.01"), Decimal("-0.01"))]
        return tuple(Money(amount, mark.currency) for amount in (*amounts, Decimal(0)) if amount >= 0)
    return tuple(number for number in (mark, mark + 1, mark - 1, 0) if number >= 0)


def _countries(named: Iterable[str]) -> list[str]:
    """The countries that are named, a member of each group that is, and one more."""
    members = [min(GROUPS[value]) if value in GROUPS else value for value in named]
    return [*dict.fromkeys((*members, ANOTHER_COUNTRY))]


def _monthly(terms: LicenseTerms) -> dict[str, st.SearchStrategy[Known]]:
    """The figures of single months behind the numbers that a licence reads."""
    facts = facts_of(terms)
    bases = {name: name.partition("@")[0].partition("[")[0].rpartition(".")[0] for name in facts}
    months = tuple(dict.fromkeys(YearMonth.before(day) for day in (SOME_DAY, *as_of_days(terms))))[:2]
    return {f"{base}[{month}]": facts[name] for name, base in bases.items() if base in SERIES for month in months}


@cache
def _vocabulary() -> Mapping[str, st.SearchStrategy[Known]]:
    return {name: _knowns(info.type, info.options) for name, info in FACTS.items()}


# -- what is stated beside a use -------------------------------------------------------------------------------


def _stated(terms: LicenseTerms) -> st.SearchStrategy[StatedBeside]:
    """An as-of date or none, and one rate of exchange or none, as a licence may tell them apart: first nothing."""
    exchanges = [(), *((rate,) for rate in _rates(terms))]
    return st.builds(
        lambda as_of, rates: StatedBeside(as_of=as_of, rates=rates),
        st.sampled_from([None, *as_of_days(terms)]),
        st.sampled_from(exchanges),
    )


def as_of_days(terms: LicenseTerms) -> tuple[date, ...]:
    """The days on which something changes or licences are released, and those beside.

    None lies before all of the licences were there.
    """
    licenses_ = [program.license for program in programs(terms.terms)]
    released = max((each.released for each in licenses_ if each.released is not None), default=date.min)
    days = _days(_matter(terms), AS_OF) | ({released} - {date.min})
    return tuple(day for day in _and_next_to(days) if day >= released)


def _days(matter: Matter, variable: FactVariable) -> set[date]:
    """The days on which comparisons of a date turn; of those with another date, where that is some day."""
    some_day = SOME_DAY.toordinal()
    days = {some_day, *(int(cut.threshold) for cut in matter.cuts.get(variable, ()))}
    for order in matter.atoms:
        if isinstance(order, OrderVariable) and variable == order.date:
            days.add(order.least(some_day))
        elif isinstance(order, OrderVariable) and variable == order.other:
            days.add(earliest(some_day + 1 - order.days, order.count, order.unit))
    return {date.fromordinal(day) for day in days if 1 < day < date.max.toordinal()}


def _and_next_to(days: Iterable[date]) -> list[date]:
    """Days, and those before and after them."""
    return sorted({day + timedelta(days=step) for day in days for step in (-1, 0, 1)})


def _other_currency(currency: str) -> str:
    """A currency that the amounts of a licence are not in."""
    return "CNY" if currency != "CNY" else "EUR"


def _rates(terms: LicenseTerms) -> Iterator[Rate]:
    amounts = (each.compares.amount for each in _matter(terms).comparisons)
    for currency in dict.fromkeys(amount.currency for amount in amounts if isinstance(amount, Money)):
        yield from (Rate(_other_currency(currency), currency, rate, SOME_DAY) for rate in RATES)


st.register_type_strategy(LicenseTerms, lambda _: licenses())
st.register_type_strategy(License, lambda _: license_models())
st.register_type_strategy(Decision, lambda _: decisions())
st.register_type_strategy(Use, lambda _: uses())
