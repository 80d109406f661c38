"""Hypothesis strategies for checked licences and questions about them, built from small parts so that they shrink.

The ideas are those of `differential.generate`; there, chance alone makes many questions fast, here a failing
example becomes the smallest of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from differential.asked import Asked, HeldApproval, Several
from differential.compare import decision
from differential.pool import DISPLAY, HERE
from differential.worlds import atoms_of, facts_read
from licensekit.decision import Decision
from licensekit.errors import FactsError
from licensekit.model.clauses import (
    Acts,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Party,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    Compares,
    Condition,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Definition,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.model.license import License, Option, Reading
from licensekit.values import WORLDWIDE, Exactly, Known, Money, Number, Range
from licensekit.vocabulary.acts import ANY_ACT, ANY_ACT_GRANTED
from licensekit.vocabulary.facts import fact as entry

BASE: Mapping[str, Any] = {"locator": HERE, "origin": "l"}
ACTS = ("run", "embed", "fine_tune", "distribute_copy", "train_on_outputs", "practise_patents", "remove_notices")
YES_NO = (
    "product.exists",
    "product.charged_for",
    "product.offered_to_third_parties",
    "use.personal",
    "use.in_business",
    "conduct.military",
    "work.modified",
)
COUNTS = ("product.monthly_active_users.month", "group.monthly_active_users.any_month", "group.people.now")
MONEYS = ("product.revenue.month", "product.revenue.year", "group.revenue.any_12_months")
DATES = ("breach.notified_on", "breach.cured_on", "as_of")
MARKS = (1, 100)
AMOUNTS = (Money(Decimal("0.01"), "USD"), Money(Decimal(20), "USD"))
DAYS = (date(2024, 2, 29), date(2025, 3, 1))
RELEASES = (date(2019, 1, 1), date(2024, 2, 28))
"""Long before any day named, and the day before: no as-of date precedes it."""
EVERYTHING = Acts(leaves=ANY_ACT, written=("any act",))
GRANTED = Acts(leaves=ANY_ACT_GRANTED, written=("any act",))

# -- conditions -------------------------------------------------------------------------------------------------

holds = st.builds(Holds, fact=st.sampled_from(YES_NO))
comparison = st.sampled_from(("more_than", "less_than", "at_least", "at_most", "exactly"))
counted = st.builds(Compares, quantity=st.sampled_from(COUNTS), comparison=comparison, amount=st.sampled_from(MARKS))
priced = st.builds(Compares, quantity=st.sampled_from(MONEYS), comparison=comparison, amount=st.sampled_from(AMOUNTS))
of_kind = st.builds(
    IsOneOf,
    fact=st.just("licensee.kind"),
    values=st.sampled_from((("individual",), ("company", "nonprofit"))),
)
settled = st.builds(IsOneOf, fact=st.just("licensee.domicile"), values=st.sampled_from((("EU",), ("GB", "US"))))
meeting = st.builds(
    SetMeets,
    quantifier=st.sampled_from(("any", "all")),
    fact=st.just("use.countries"),
    values=st.sampled_from((("DE",), ("DE", "US"))),
)
dated = st.builds(DateFact, fact=st.sampled_from(DATES))
day_named = st.one_of(st.builds(Day, on=st.sampled_from(DAYS)), dated)
ordered = st.builds(DateOrder, date=dated, order=st.sampled_from(("before", "on_or_after")), other=day_named)
within = st.builds(
    DateWithin,
    date=dated,
    limit=st.sampled_from(("within", "before")),
    count=st.sampled_from((0, 1, 32)),
    unit=st.sampled_from(("days", "months")),
    after=st.builds(Day, on=st.sampled_from(DAYS)),
)
reading_is = st.builds(ReadingIs, reading=st.just("scope"), option=st.sampled_from(("wide", "narrow")))
SCOPE = Reading(
    name="scope",
    locator=HERE,
    question="How far does it reach?",
    options=(Option(name="wide", text="far", taken=True, because="plain"), Option(name="narrow", text="not far")),
)
DEFINED = Defined(name="term")
ATOMS = (holds, counted, priced, of_kind, settled, meeting, ordered, within, reading_is)


@cache
def conditions(*, defined: bool = True, leaves: int = 4) -> st.SearchStrategy[Condition]:
    """Conditions of a few atoms, `and`, `or` and `not`."""
    atoms = st.one_of(*ATOMS, *([st.just(DEFINED)] if defined else []))

    def deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(st.builds(Not, part=inner), st.builds(AllOf, parts=parts), st.builds(AnyOf, parts=parts))

    return st.recursive(atoms, deeper, max_leaves=leaves)


whens = st.one_of(st.none(), conditions())

# -- clauses ----------------------------------------------------------------------------------------------------

written = st.lists(st.sampled_from(ACTS), min_size=1, max_size=3, unique=True).map(tuple)
some_acts = st.one_of(st.just(EVERYTHING), written.map(lambda names: Acts(leaves=names, written=names)))
granted_acts = st.one_of(
    st.just(GRANTED),
    st.sampled_from(ACTS[:4]).map(
        lambda name: Acts(
            leaves=tuple(leaf for leaf in ANY_ACT_GRANTED if leaf != name), written=("any act",), withheld=(name,)
        )
    ),
    written.map(lambda names: Acts(leaves=names, written=names)),
)


@cache
def grants(name: str) -> st.SearchStrategy[Grant]:
    return st.builds(Grant, **fixed(name), when=whens, acts=granted_acts)


@cache
def prohibitions(name: str) -> st.SearchStrategy[Prohibition]:
    return st.builds(Prohibition, **fixed(name), when=conditions(), acts=some_acts)


@cache
def duties(name: str) -> st.SearchStrategy[Duty]:
    strength = st.sampled_from(("must", "encouraged"))
    return st.builds(
        Duty, **fixed(name), when=whens, acts=some_acts, strength=strength, obligations=st.just((DISPLAY,))
    )


@cache
def gates(name: str, *, granting: bool | None = None) -> st.SearchStrategy[Gate]:
    kinds = st.booleans() if granting is None else st.just(granting)
    return st.builds(
        Gate,
        **fixed(name),
        when=whens,
        acts=some_acts,
        approval=st.just("paid_license"),
        party=st.just(Party(name="licensor")),
        grants_it=kinds,
    )


@cache
def reservations(name: str) -> st.SearchStrategy[Reservation]:
    return st.builds(Reservation, **fixed(name), when=conditions(), grants=st.just(()), every_grant=st.just(value=True))


@cache
def terminations(name: str) -> st.SearchStrategy[Termination]:
    return st.builds(
        Termination,
        **fixed(name),
        when=conditions(),
        grants=st.just(()),
        every_grant=st.just(value=True),
        stops=st.one_of(st.none(), some_acts),
    )


@cache
def exemptions(name: str, lifts: tuple[str, ...]) -> st.SearchStrategy[Exemption]:
    chosen = st.lists(st.sampled_from(sorted(lifts)), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Exemption, **fixed(name), when=whens, lifts=chosen)


def fixed(name: str) -> dict[str, Any]:
    return {"id": st.just(name), "locator": st.just(HERE), "origin": st.just("l")}


MAKERS: Mapping[str, Callable[[str], st.SearchStrategy[Any]]] = {
    "grant": grants,
    "prohibition": prohibitions,
    "duty": duties,
    "gate": gates,
    "reservation": reservations,
    "termination": terminations,
}


def restricting(clauses: Sequence[Clause]) -> list[str]:
    """The clauses of which an exemption makes the answer milder, if anything."""
    return [
        clause.id
        for clause in clauses
        if isinstance(clause, Prohibition | Duty | Reservation | Termination)
        or (isinstance(clause, Gate) and not clause.grants_it)
    ]


@st.composite
def licenses(draw: st.DrawFn, *, kinds: Sequence[str] = tuple(MAKERS), most: int = 4, name: str = "l") -> License:
    """A licence of some clauses, with exemptions of them, and exemptions of those."""
    chosen = draw(st.lists(st.sampled_from(kinds), max_size=most))
    clauses: list[Clause] = [draw(MAKERS[kind](f"{kind}-{at}")) for at, kind in enumerate(("grant", *chosen))]
    if restricting(clauses) and draw(st.booleans()):
        clauses.append(draw(exemptions("exemption", tuple(restricting(clauses)))))
        if draw(st.booleans()):
            clauses.append(draw(exemptions("exemption-of-exemption", ("exemption",))))
    definition = Definition(name="term", locator=HERE, condition=draw(conditions(defined=False, leaves=3)))
    return License(
        id=name,
        title=name,
        released=draw(st.sampled_from(RELEASES)),
        clauses=tuple(clauses),
        definitions=(definition,),
        readings=(SCOPE,),
    )


# -- facts ------------------------------------------------------------------------------------------------------

counts = st.sampled_from(sorted({max(0, mark + step) for mark in MARKS for step in (-1, 0, 1)}))
cents = st.sampled_from(
    sorted({amount.amount + step for amount in AMOUNTS for step in (Decimal("-0.01"), 0, Decimal("0.01"))})
)
amounts = cents.map(lambda amount: Money(amount, "USD"))
days = st.builds(
    lambda day, step: day + timedelta(days=step), st.sampled_from(DAYS), st.sampled_from((-1, 0, 1, 31, 32, 33))
)


@cache
def values(name: str) -> st.SearchStrategy[Any]:
    """What a fact can be exactly."""
    match "date" if name == "as_of" else entry(name).type:
        case "yes_no":
            return st.booleans()
        case "count":
            return counts
        case "money":
            return amounts
        case "date":
            return days
        case "territory":
            return st.sampled_from(("DE", "GB", "US", "BR"))
        case "one_of":
            return st.sampled_from(entry(name).options)
        case _:
            of_countries = entry(name).options == ("territory",)
            words = ("DE", "US", "BR") if of_countries else entry(name).options
            members = st.frozensets(st.sampled_from(words), max_size=2)
            return st.one_of(members, st.just(WORLDWIDE)) if of_countries else members


def ranges(numbers: st.SearchStrategy[Number]) -> st.SearchStrategy[Range]:
    return st.one_of(
        st.builds(lambda low: Range(low=low), numbers),
        st.builds(lambda high: Range(high=high), numbers),
        st.builds(lambda low: Range(low=low, low_open=True), numbers),
    )


@cache
def knowns(name: str) -> st.SearchStrategy[Known]:
    """A fact, given exactly or, if it is a number, in part."""
    exact = values(name).map(Exactly)
    if name in COUNTS:
        return st.one_of(exact, ranges(counts))
    return st.one_of(exact, ranges(amounts)) if name in MONEYS else exact


def completions(name: str, known: Known | None) -> st.SearchStrategy[Any]:
    """What a fact can be exactly, within what is known of it."""
    return values(name).filter(lambda value: lies_in(value, known)) if isinstance(known, Range) else values(name)


def lies_in(value: Number, known: Range) -> bool:
    low, high, number = (each.amount if isinstance(each, Money) else each for each in (known.low, known.high, value))
    if low is not None and (number < low or (known.low_open and number == low)):
        return False
    return high is None or number < high or (number == high and not known.high_open)


def read(asked: Asked) -> list[str]:
    """The facts that the licences read, `as_of` among them."""
    names = (name for license in asked.licenses() for atom in atoms_of(license) for name in facts_read(atom))
    return list(dict.fromkeys(names))


@st.composite
def questions(
    draw: st.DrawFn,
    terms: st.SearchStrategy[Any] | None = None,
    *,
    acts: st.SearchStrategy[tuple[str, ...]] | None = None,
    unknown: int = 3,
) -> Asked:
    """A licence, or two, and a question about them with at most so many unknown facts."""
    asked = Asked(draw(terms if terms is not None else licenses()), ())
    names = read(asked)
    left_open = draw(st.sets(st.sampled_from(sorted(names)), max_size=unknown)) if names else set()
    given = {name: draw(knowns(name)) for name in names if name != "as_of" and name not in left_open}
    asked = replace(
        asked,
        acts=draw(acts if acts is not None else several_acts),
        given=given,
        as_of=draw(days) if "as_of" in names and "as_of" not in left_open else None,
        approvals=draw(approvals(asked)),
    )
    return replace(asked, readings=draw(st.sampled_from(("taken", "strict"))))


several_acts = st.lists(st.sampled_from(ACTS), min_size=1, max_size=2, unique=True).map(
    lambda names: tuple(act for act in ACTS if act in names)
)
one_act = st.sampled_from(ACTS).map(lambda act: (act,))


def approvals(asked: Asked) -> st.SearchStrategy[tuple[HeldApproval, ...]]:
    held = [
        HeldApproval(license.id, clause.id)
        for license in asked.licenses()
        for clause in license.clauses
        if isinstance(clause, Gate)
    ]
    return (
        st.sets(st.sampled_from(held)).map(lambda chosen: tuple(each for each in held if each in chosen))
        if held
        else st.just(())
    )


def both(how: str) -> st.SearchStrategy[Several]:
    return st.builds(lambda one, other: Several(how, (one, other)), licenses(most=2), licenses(most=2, name="m"))


def decided(asked: Asked) -> Decision:
    """The decision; an example that contradicts itself is no example."""
    try:
        return decision(asked)
    except FactsError:
        assume(False)
        raise AssertionError from None


def said(found: Decision) -> tuple[Any, ...]:
    """What an answer says: possible verdicts, of each act too, and the duties with their statuses."""
    return (
        frozenset(found.possible),
        {part.act: frozenset(part.possible) for part in found.parts},
        {(duty.license, duty.clause): duty.status for duty in found.duties},
    )
