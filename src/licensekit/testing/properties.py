"""Properties of licences, ready to use in tests: each looks for a counterexample and shows the smallest one.

    def test_military_use_is_never_permitted():
        never_permits(TERMS, {"conduct.military": True})

    def test_more_revenue_never_means_fewer_restrictions():
        monotone(TERMS, "group.revenue.any_12_months")

    def test_we_changed_nothing_but_the_military_clause():
        agrees(OLD, NEW, where={"conduct.military": False})

They need the package `hypothesis`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from hypothesis import assume as only_if
from hypothesis import given, settings
from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.evaluate import Allowed, Decision
from licensekit.evaluate.known import Assume
from licensekit.evaluate.verdict import SEVERITY
from licensekit.testing.strategies import consistent, facts_of, uses
from licensekit.use import Use
from licensekit.values import Exactly, Known, Money, known_shown

EXAMPLES = 200


def never_permits(
    terms: LicenseTerms,
    facts: Mapping[str, object],
    *,
    acts: Sequence[str] | None = None,
    assume: Assume = "standard",
    examples: int = EXAMPLES,
) -> None:
    """No use with these facts may be permitted, nor left open. Raises AssertionError with the smallest one that is."""

    @settings(max_examples=examples, deadline=None)
    @given(uses(terms, acts=acts, fixed=facts))
    def holds(use: Use) -> None:
        decision = terms.evaluate(use, assume=assume)
        assert decision.allowed is Allowed.NO, f"{_shown(use)}\n\n{decision.explain()}"

    holds()


def monotone(  # noqa: PLR0913 - each names one thing that a test may choose
    terms: LicenseTerms,
    fact: str,
    *,
    stricter: Literal["up", "down"] = "up",
    acts: Sequence[str] | None = None,
    assume: Assume = "standard",
    examples: int = EXAMPLES,
) -> None:
    """As a number grows (or shrinks), no answer becomes milder. Raises AssertionError with the smallest step that is.

    Raises ValueError where the licence does not read the fact: then nothing could fail.
    """
    known = facts_of(terms).get(fact)
    if known is None:
        raise ValueError(f"`{fact}` is no fact that {terms.id} reads")
    numbers = known.filter(lambda one: isinstance(one, Exactly) and isinstance(one.value, int | Money))

    @settings(max_examples=examples, deadline=None)
    @given(uses(terms, acts=acts), st.tuples(numbers, numbers))
    def holds(use: Use, pair: tuple[Known, Known]) -> None:
        low, high = sorted(pair, key=_amount, reverse=stricter == "down")
        one, other = (_with(terms, use, fact, value) for value in (low, high))
        only_if(consistent(terms, one, assume) and consistent(terms, other, assume))
        before, after = (terms.evaluate(each, assume=assume) for each in (one, other))
        assert _severity(before) <= _severity(after), f"{_shown(one)}\n{_shown(other)}\n\n{after.explain()}"

    holds()


def agrees(  # noqa: PLR0913 - each names one thing that a test may choose
    terms: LicenseTerms,
    other: LicenseTerms,
    *,
    where: Mapping[str, object] | None = None,
    acts: Sequence[str] | None = None,
    assume: Assume = "standard",
    examples: int = EXAMPLES,
) -> None:
    """Two licences leave the same verdicts for every use in which `where` holds: they agree but for the rest.

    Raises AssertionError with the smallest use about which they differ.
    """
    either = st.one_of(uses(terms, acts=acts, fixed=where), uses(other, acts=acts, fixed=where))

    @settings(max_examples=examples, deadline=None)
    @given(either)
    def holds(use: Use) -> None:
        only_if(consistent(terms, use, assume) and consistent(other, use, assume))
        one, two = terms.evaluate(use, assume=assume), other.evaluate(use, assume=assume)
        told = f"{_shown(use)}\n\n{terms.id}:\n{one.explain()}\n\n{other.id}:\n{two.explain()}"
        assert one.possible == two.possible, told

    holds()


def _amount(known: Known) -> Any:
    value = known.value if isinstance(known, Exactly) else 0
    return value.amount if isinstance(value, Money) else value


def _severity(decision: Decision) -> tuple[int, int]:
    return SEVERITY[decision.worst], SEVERITY[decision.best]


def _with(terms: LicenseTerms, use: Use, fact: str, value: Known) -> Use:
    return terms.use(use.acts, {**use.facts(), fact: value})


def _shown(use: Use) -> str:
    facts = ", ".join(f"{name}: {known_shown(known)}" for name, known in use.facts().items()) or "nothing given"
    return f"{', '.join(use.acts)}; {facts}"
