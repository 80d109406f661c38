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
from typing import Any, Final, Literal, TypeAlias, assert_never

from hypothesis import Phase, given, settings
from hypothesis import assume as only_if
from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.decision import Allowed, Decision
from licensekit.decision.circumstances import Assume
from licensekit.meaning.verdict import SEVERITY
from licensekit.testing.strategies import PutUse, StatedBeside, consistent, facts_of, questions
from licensekit.truth import FALSE
from licensekit.use import Use
from licensekit.values import Exactly, Known, Money, known_shown

EXAMPLES = 200
PHASES: Final = tuple(phase for phase in Phase if phase is not Phase.explain)
"""Which lines of licensekit a failing example ran explains nothing about a licence."""
ComparedAspect: TypeAlias = Literal["verdicts", "duties", "approvals"]
ALL_COMPARED: Final[tuple[ComparedAspect, ...]] = ("verdicts", "duties", "approvals")


def never_permits(
    terms: LicenseTerms,
    facts: Mapping[str, object],
    *,
    acts: Sequence[str] | None = None,
    assume: Assume = "standard",
    examples: int = EXAMPLES,
) -> None:
    """No use with these facts may be permitted, nor left open. Raises AssertionError with the smallest one that is."""

    @settings(max_examples=examples, deadline=None, phases=PHASES)
    @given(questions(terms, acts=acts, fixed=facts))
    def holds(asked: PutUse) -> None:
        only_if(consistent(terms, asked.use, assume, asked.stated))
        decision = terms.evaluate(asked.use, assume=assume, **asked.stated)
        assert decision.allowed is Allowed.NO, f"{_told(asked.use, asked.stated)}\n\n{decision.explain()}"

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

    @settings(max_examples=examples, deadline=None, phases=PHASES)
    @given(questions(terms, acts=acts), st.tuples(numbers, numbers))
    def holds(asked: PutUse, pair: tuple[Known, Known]) -> None:
        low, high = sorted(pair, key=_amount, reverse=stricter == "down")
        stated = asked.stated
        steps = [terms.use(asked.use.acts, {**asked.use.facts(), fact: value}) for value in (low, high)]
        only_if(all(consistent(terms, use, assume, stated) for use in steps))
        before, after = (terms.evaluate(use, assume=assume, **stated) for use in steps)
        told = "\n".join((*(_told(use, stated) for use in steps), "", after.explain()))
        assert _severity(before) <= _severity(after), told

    holds()


def agrees(  # noqa: PLR0913 - each names one thing that a test may choose
    terms: LicenseTerms,
    other: LicenseTerms,
    *,
    where: Mapping[str, object] | None = None,
    acts: Sequence[str] | None = None,
    assume: Assume = "standard",
    on: Sequence[ComparedAspect] = ALL_COMPARED,
    examples: int = EXAMPLES,
) -> None:
    """Two licences answer every use in which `where` holds alike: they agree but for the rest.

    `on` says in what: the verdicts that remain possible; the duties, in words, with how far they bind and whether they
    are due; the approvals that are asked for, from whom and by whom. How clauses are named does not count.

    Raises AssertionError with the smallest use about which they differ, and ValueError where `on` names nothing.
    """
    if not on:
        raise ValueError("`on` names nothing: then nothing could fail")
    either = st.one_of(questions(terms, acts=acts, fixed=where), questions(other, acts=acts, fixed=where))

    @settings(max_examples=examples, deadline=None, phases=PHASES)
    @given(either)
    def holds(asked: PutUse) -> None:
        use, stated = asked
        only_if(consistent(terms, use, assume, stated) and consistent(other, use, assume, stated))
        one, two = (each.evaluate(use, assume=assume, **stated) for each in (terms, other))
        told = f"{_told(use, stated)}\n\n{terms.id}:\n{one.explain()}\n\n{other.id}:\n{two.explain()}"
        differ = [what for what in on if _compared(one, what) != _compared(two, what)]
        assert not differ, f"they differ in {' and '.join(differ)}: {told}"

    holds()


def _compared(decision: Decision, what: ComparedAspect) -> frozenset[Any]:
    match what:
        case "verdicts":
            return frozenset(decision.possible)
        case "duties":
            live = (duty for duty in decision.duties if duty.status != "moot")
            return frozenset((duty.text, duty.strength, duty.status, duty.acts) for duty in live)
        case "approvals":
            asked = (one for one in decision.approvals if one.truth is not FALSE)
            return frozenset((one.approval, one.party, one.holder, one.state, one.acts) for one in asked)
        case _:
            assert_never(what)


def _amount(known: Known) -> Any:
    value = known.value if isinstance(known, Exactly) else 0
    return value.amount if isinstance(value, Money) else value


def _severity(decision: Decision) -> tuple[int, int]:
    return SEVERITY[decision.worst], SEVERITY[decision.best]


def _told(use: Use, stated: StatedBeside) -> str:
    facts = ", ".join(f"{name}: {known_shown(known)}" for name, known in use.facts().items()) or "nothing given"
    as_of = [f"as of {stated['as_of']}"] if stated["as_of"] is not None else []
    return "; ".join((", ".join(use.acts), facts, *as_of, *map(str, stated["rates"])))
