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

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.errors import FactsError
from licensekit.decision import Decision
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.knowledge import Assume
from licensekit.evaluate.layout import date_facts, fact_shape
from licensekit.meaning.program import Program
from licensekit.decision.reasons import measured_facts
from licensekit.meaning.terms import programs
from licensekit.model.conditions import (
    Compares,
    Condition,
    DateOrder,
    DateWithin,
    Day,
    Holds,
    IsOneOf,
    SetMeets,
)
from licensekit.model.license import License
from licensekit.testing.owners import atoms, kinds_of_acts, owners
from licensekit.testing.strategies_licenses import license_models, terms_of
from licensekit.testing.strategies_stated import NOTHING_STATED, Question, Stated, converted, months_of, stated
from licensekit.use import Use
from licensekit.values import WORLDWIDE, Exactly, Known, Money, Number, Range
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.facts import FACTS, SERIES
from licensekit.vocabulary.territories import GROUPS

MOST_FACTS = 12
"""Facts that one use gives at most: enough for every condition that was met, few enough to be read."""
_ANOTHER_COUNTRY = "BR"
_SOME_DAY = date(2026, 1, 1)


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
        return _any_uses(acts, fixed or {})
    return _uses(terms, facts_of(terms), acts, fixed or {}).filter(lambda use: consistent(terms, use))


def questions(
    terms: LicenseTerms,
    *,
    acts: Sequence[str] | None = None,
    fixed: Mapping[str, object] | None = None,
) -> st.SearchStrategy[Question]:
    """Uses as above, with what is stated beside them: `terms.evaluate(question.use, **question.stated)`.

    Numbers are also given as figures of single months, and money in a currency that the licence does not use.
    """
    asked = _uses(terms, {**facts_of(terms, abroad=True), **_monthly(terms)}, acts, fixed or {})
    return st.builds(Question, asked, stated(terms)).filter(lambda one: consistent(terms, one.use, stated=one.stated))


def decisions(terms: LicenseTerms | None = None, *, assume: Assume = "standard") -> st.SearchStrategy[Decision]:
    """Decisions about questions that a licence is asked, or any well-formed one."""
    if terms is None:
        return licenses().flatmap(lambda found: decisions(found, assume=assume))
    asked = questions(terms).filter(lambda one: consistent(terms, one.use, assume, one.stated))
    return asked.map(lambda one: terms.evaluate(one.use, assume=assume, **one.stated))


def consistent(terms: LicenseTerms, use: Use, assume: Assume = "standard", stated: Stated = NOTHING_STATED) -> bool:
    """Whether some world agrees with a use: what is given may contradict itself, or what the acts imply."""
    try:
        inquire(terms.terms, use, Circumstances(assume=assume, **stated))
    except FactsError:
        return False
    return True


# --- uses of a licence -----------------------------------------------------------------------------------


def _uses(
    terms: LicenseTerms,
    facts: Mapping[str, st.SearchStrategy[Known]],
    acts: Sequence[str] | None,
    fixed: Mapping[str, object],
) -> st.SearchStrategy[Use]:
    known = {name: values for name, values in facts.items() if name not in fixed}
    asked = _acts(terms) if acts is None else st.just(tuple(acts))
    return st.builds(lambda some, facts: terms.use(some, {**fixed, **facts}), asked, _some(known, MOST_FACTS))


def _some(known: Mapping[str, st.SearchStrategy[Known]], most: int) -> st.SearchStrategy[dict[str, Known]]:
    """Some facts with their values, in pairs: so that a failing example loses a fact together with its value."""

    def pair(name: str) -> st.SearchStrategy[tuple[str, Known]]:
        return known[name].map(lambda value: (name, value))

    if not known:
        return st.just({})
    pairs = st.sampled_from(list(known)).flatmap(pair)
    order = {name: number for number, name in enumerate(known)}
    return st.lists(pairs, max_size=most, unique_by=lambda one: one[0]).map(
        lambda found: dict(sorted(found, key=lambda one: order[one[0]]))
    )


def _acts(terms: LicenseTerms) -> st.SearchStrategy[tuple[str, ...]]:
    found = [first for program in programs(terms.terms) for first in kinds_of_acts(program)]
    return _few(list(dict.fromkeys(found)) or ["run"])


def _few(acts: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """One act, or two. A third may be drawn, and is left out: a list that could be longer loses any of its acts."""
    drawn = st.lists(st.integers(0, len(acts) - 1), min_size=1, max_size=3)
    return drawn.map(lambda places: tuple(acts[place] for place in dict.fromkeys(places))[:2])


def facts_of(terms: LicenseTerms, *, abroad: bool = False) -> dict[str, st.SearchStrategy[Known]]:
    """The facts that some licence of the terms reads, each with the values at which it may tell uses apart.

    With `abroad`, money also in another currency, at amounts that a rate puts at a threshold.
    """
    found: dict[str, st.SearchStrategy[Known]] = {}
    for program in programs(terms.terms):
        read = [atom for owner in owners(program) for atom in reads(program, owner.condition)]
        for name in dict.fromkeys(name for atom in read for name in _facts_in(program, atom)):
            found.setdefault(name, knowns(program, name, read, abroad=abroad))
    return found


def _monthly(terms: LicenseTerms) -> dict[str, st.SearchStrategy[Known]]:
    """The figures of single months behind the numbers that a licence reads."""
    bases = {name: name.partition("@")[0].partition("[")[0].rpartition(".")[0] for name in facts_of(terms)}
    known = facts_of(terms)
    return {
        f"{base}[{month}]": known[name] for name, base in bases.items() if base in SERIES for month in months_of(terms)
    }


def _facts_in(program: Program, atom: Condition) -> Iterable[str]:
    match atom:
        case Holds(fact=fact) | IsOneOf(fact=fact) | SetMeets(fact=fact):
            return (fact,)
        case Compares(quantity=quantity):
            return measured_facts(program, quantity)
        case DateOrder(date=one, other=other) | DateWithin(date=one, after=other):
            return (name for name in (*date_facts(one), *date_facts(other)) if name != "as_of")
        case _:
            return ()


def knowns(
    program: Program, name: str, atoms: Sequence[Condition] = (), *, abroad: bool = False
) -> st.SearchStrategy[Known]:
    """What can be known of a fact: a value that the atoms tell from others, or of a number a bound."""
    kind, options = fact_shape(program, name)
    named = [
        value for atom in atoms if isinstance(atom, IsOneOf | SetMeets) and atom.fact == name for value in atom.values
    ]
    match kind:
        case "yes_no":
            return st.sampled_from((Exactly(value=True), Exactly(value=False)))
        case "count" | "money":
            marks = [
                atom.amount
                for atom in atoms
                if isinstance(atom, Compares) and name in measured_facts(program, atom.quantity)
            ]
            return _numbers(marks or [100 if kind == "count" else Money(Decimal(100), "USD")], abroad=abroad)
        case "date":
            return st.sampled_from(_days(name, atoms)).map(Exactly)
        case "one_of":
            return st.sampled_from(list(dict.fromkeys((*named, *options)))).map(Exactly)
        case "territory":
            return st.sampled_from(_countries(named)).map(Exactly)
        case "set_of":
            members = _countries(named) if options == ("territory",) else [*dict.fromkeys((*named, *options))]
            sets = st.frozensets(st.sampled_from(members), max_size=2).map(Exactly)
            return st.one_of(sets, st.just(Exactly(WORLDWIDE))) if options == ("territory",) else sets
        case _:
            return st.sampled_from([*dict.fromkeys(named), "another text"]).map(Exactly)


def _numbers(marks: Sequence[Number], *, abroad: bool) -> st.SearchStrategy[Known]:
    """At a threshold, just above and just below; none at all; then bounds. The first is what a failure shrinks to."""
    exact = list(dict.fromkeys(near for mark in marks for near in beside(mark)))
    bounds = [bound for mark in dict.fromkeys(marks) for bound in (Range(high=mark), Range(low=mark, low_open=True))]
    elsewhere = [far for mark in marks if abroad and isinstance(mark, Money) for far in converted(mark)]
    return st.sampled_from([*map(Exactly, exact), *bounds, *map(Exactly, dict.fromkeys(elsewhere))])


def beside(mark: Number) -> tuple[Number, ...]:
    """A threshold, the next number above it, the next below, and none at all: whole, or to the cent."""
    if isinstance(mark, Money):
        steps = (Decimal(0), Decimal("0.01"), Decimal("-0.01"))
        found = [Money(mark.amount + step, mark.currency) for step in steps if mark.amount + step >= 0]
        return (*found, Money(Decimal(0), mark.currency))
    return tuple(number for number in (mark, mark + 1, mark - 1, 0) if number >= 0)


def _countries(named: Iterable[str]) -> list[str]:
    """The countries that are named, a member of each group that is, and one more."""
    members = [min(GROUPS[value]) if value in GROUPS else value for value in named]
    return [*dict.fromkeys((*members, _ANOTHER_COUNTRY))]


def _days(name: str, atoms: Sequence[Condition]) -> list[date]:
    """Days that atoms name beside the fact, at the distances at which they compare it, and the days beside these."""
    days, distances = {_SOME_DAY}, {0}
    for atom in atoms:
        match atom:
            case DateOrder(date=one, other=other) | DateWithin(date=one, after=other):
                if name in (*date_facts(one), *date_facts(other)):
                    days |= {part.on for part in (one, other) if isinstance(part, Day)}
            case _:
                continue
        if isinstance(atom, DateWithin) and atom.unit == "days":
            distances.add(atom.count)
    return sorted({day + timedelta(days=far + step) for day in days for far in distances for step in (-1, 0, 1)})


# --- uses of any licence ---------------------------------------------------------------------------------


def _any_uses(acts: Sequence[str] | None, fixed: Mapping[str, object]) -> st.SearchStrategy[Use]:
    known = {name: values for name, values in _vocabulary().items() if name not in fixed}
    asked = _few(list(LEAVES)) if acts is None else st.just(tuple(acts))
    return st.builds(lambda some, facts: Use.of(some, {**fixed, **facts}), asked, _some(known, 4))


@cache
def _vocabulary() -> Mapping[str, st.SearchStrategy[Known]]:
    nothing = Program(License(id="none", title="none"))
    return {name: knowns(nothing, name) for name in FACTS}


st.register_type_strategy(LicenseTerms, lambda _: licenses())
st.register_type_strategy(License, lambda _: license_models())
st.register_type_strategy(Decision, lambda _: decisions())
st.register_type_strategy(Use, lambda _: uses())
