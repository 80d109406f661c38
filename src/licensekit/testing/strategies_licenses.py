"""Hypothesis strategies for licences: built from small parts, so that a failing one shrinks to few clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.decision import Program, Single
from licensekit.model.clauses import (
    Action,
    Acts,
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Obligation,
    Party,
    Prohibition,
    Reservation,
    Termination,
    Thing,
)
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    Compares,
    Condition,
    Defined,
    Definition,
    Holds,
    IsOneOf,
    Locator,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.model.license import License, Option, Reading
from licensekit.values import Money
from licensekit.vocabulary.acts import ANY_ACT, ANY_ACT_GRANTED, PERSONS

HERE: Final = Locator(place="1")
YES_NO: Final = ("product.charged_for", "product.exists", "use.in_business", "use.personal", "conduct.military")
COUNTS: Final = ("product.monthly_active_users.month", "group.monthly_active_users.any_month")
MONEYS: Final = ("product.revenue.month", "group.revenue.any_12_months")
ACTS: Final = ("run", "embed", "fine_tune", "distribute_copy", "train_on_outputs", "practise_patents")
DISPLAY: Final = Obligation(alternatives=(Action(verb="display", objects=(Thing(name="Name", quoted=True),)),))
SCOPE: Final = Reading(
    name="scope",
    locator=HERE,
    question="How far does it reach?",
    options=(Option(name="wide", text="far", taken=True, because="plain"), Option(name="narrow", text="not far")),
)
TERM: Final = "term"


def terms_of(license: License) -> LicenseTerms:
    """A licence ready to be asked."""
    return LicenseTerms(Single(Program(license)))


_comparisons = st.sampled_from(("more_than", "at_least", "less_than", "at_most"))
_ATOMS: Final = (
    st.builds(Holds, fact=st.sampled_from(YES_NO)),
    st.builds(Compares, quantity=st.sampled_from(COUNTS), comparison=_comparisons, amount=st.sampled_from((1, 100))),
    st.builds(
        Compares,
        quantity=st.sampled_from(MONEYS),
        comparison=_comparisons,
        amount=st.just(Money(Decimal(20), "USD")),
    ),
    st.builds(IsOneOf, fact=st.just("licensee.kind"), values=st.sampled_from((("individual",), ("company",)))),
    st.builds(
        SetMeets, quantifier=st.sampled_from(("any", "all")), fact=st.just("use.countries"), values=st.just(("DE",))
    ),
    st.builds(ReadingIs, reading=st.just("scope"), option=st.sampled_from(("wide", "narrow"))),
)


@cache
def _conditions(*, defined: bool = True) -> st.SearchStrategy[Condition]:
    """Conditions of a few atoms with `and`, `or` and `not`."""
    atoms = st.one_of(*_ATOMS, *([st.just(Defined(name=TERM))] if defined else []))
    return st.recursive(atoms, _deeper, max_leaves=4)


def _deeper(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, part=inner), st.builds(AllOf, parts=parts), st.builds(AnyOf, parts=parts))


_written = st.lists(st.sampled_from(ACTS), min_size=1, max_size=2, unique=True).map(
    lambda names: tuple(act for act in ACTS if act in names)
)
_some_acts, _granted = (
    st.one_of(
        st.just(Acts(leaves=every, written=("any act",))), _written.map(lambda names: Acts(leaves=names, written=names))
    )
    for every in (ANY_ACT, ANY_ACT_GRANTED)
)
_whens = st.one_of(st.none(), _conditions())


def _kind(kind: type[Clause], **parts: st.SearchStrategy[Any]) -> Callable[[str], st.SearchStrategy[Clause]]:
    common = {"locator": st.just(HERE), "origin": st.just("example")}
    return lambda name: st.builds(kind, id=st.just(name), **common, **parts)


_ENDING: Final = {"when": _conditions(), "grants": st.just(()), "every_grant": st.just(value=True)}
_MAKERS: Final[Mapping[str, Callable[[str], st.SearchStrategy[Clause]]]] = {
    "grant": _kind(Grant, when=_whens, acts=_granted),
    "prohibition": _kind(Prohibition, when=_conditions(), acts=_some_acts),
    "duty": _kind(
        Duty,
        when=_whens,
        acts=_some_acts,
        strength=st.sampled_from(("must", "encouraged")),
        obligations=st.just((DISPLAY,)),
    ),
    "gate": _kind(
        Gate,
        when=_whens,
        acts=_some_acts,
        approval=st.just("paid_license"),
        party=st.just(Party(name="licensor")),
        grants_it=st.booleans(),
    ),
    "reservation": _kind(Reservation, **_ENDING),
    "binding": _kind(Binding, when=_whens, persons=st.sampled_from([(each,) for each in PERSONS])),
    "termination": _kind(Termination, **_ENDING, stops=st.one_of(st.none(), _some_acts)),
}


@st.composite
def license_models(draw: st.DrawFn) -> License:
    """A checked licence: a grant, some clauses more, exemptions of those that restrict, and exemptions of these."""
    kinds = draw(st.lists(st.sampled_from(tuple(_MAKERS)), max_size=4))
    clauses = [draw(_MAKERS[kind](f"{kind}-{at}")) for at, kind in enumerate(("grant", *kinds))]
    restricting = tuple(clause.id for clause in clauses if _restricts(clause))
    with_exemption = draw(st.booleans())
    if restricting and with_exemption:
        clauses.append(draw(_exempting("exemption", restricting)))
        if draw(st.booleans()):
            clauses.append(draw(_exempting("exemption-of-exemption", ("exemption",))))
    term = Definition(name=TERM, locator=HERE, condition=draw(_conditions(defined=False)))
    return License(id="example", title="Example", clauses=tuple(clauses), definitions=(term,), readings=(SCOPE,))


def _restricts(clause: Clause) -> bool:
    if isinstance(clause, Gate):
        return not clause.grants_it
    return isinstance(clause, Prohibition | Duty | Reservation | Termination)


def _exempting(name: str, of: tuple[str, ...]) -> st.SearchStrategy[Clause]:
    lifts = st.lists(st.sampled_from(of), min_size=1, max_size=2, unique=True).map(tuple)
    return _kind(Exemption, when=_whens, lifts=lifts)(name)
