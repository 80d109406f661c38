"""Law c: which way each kind of clause can move an answer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from differential.asked import Asked, HeldApproval
from licensekit.evaluate import Decision, Verdict
from licensekit.meaning.verdict import SEVERITY
from licensekit.model.clauses import Clause
from licensekit.model.license import License
from property.strategies import decided, duties, gates, grants, prohibitions, questions, reservations, terminations

FREE = {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES}
ONE = "further"


def with_clause(asked: Asked, clause: Clause) -> Asked:
    assert isinstance(asked.terms, License)
    terms = asked.terms.model_copy(update={"clauses": (*asked.terms.clauses, clause)})
    return replace(asked, terms=terms)


def both(asked: Asked, clause: Clause) -> tuple[Decision, Decision]:
    return decided(asked), decided(with_clause(asked, clause))


def worsts(found: Decision) -> list[int]:
    return [SEVERITY[found.worst], *(max(SEVERITY[each] for each in part.possible) for part in found.parts)]


@given(
    questions(),
    st.one_of(prohibitions(ONE), reservations(ONE), terminations(ONE), gates(ONE, granting=False)),
)
def test_what_restricts_never_makes_it_milder(asked: Asked, clause: Clause) -> None:
    before, after = both(asked, clause)
    assert all(old <= new for old, new in zip(worsts(before), worsts(after), strict=True))


@given(questions(), grants(ONE))
def test_a_grant_never_makes_it_worse(asked: Asked, clause: Clause) -> None:
    before, after = both(asked, clause)
    assert all(old >= new for old, new in zip(worsts(before), worsts(after), strict=True))


@given(questions(), duties(ONE))
def test_a_duty_only_moves_between_permitted_and_permitted_with_duties(asked: Asked, clause: Clause) -> None:
    before, after = both(asked, clause)
    for old, new in zip((before, *before.parts), (after, *after.parts), strict=True):
        assert set(old.possible) - FREE == set(new.possible) - FREE
        assert bool(set(old.possible) & FREE) == bool(set(new.possible) & FREE)


@given(questions(), gates(ONE, granting=True))
def test_an_unheld_granting_gate_only_turns_into_needs_approval(asked: Asked, clause: Clause) -> None:
    before, after = both(asked, clause)
    for old, new in zip(before.parts, after.parts, strict=True):
        assert set(new.possible) - set(old.possible) <= {Verdict.NEEDS_APPROVAL}
        assert (Verdict.PROHIBITED in new.possible) == (Verdict.PROHIBITED in old.possible)


@given(questions(), gates(ONE, granting=True))
def test_a_held_granting_gate_only_turns_not_granted_into_something_milder(asked: Asked, clause: Clause) -> None:
    before = decided(asked)
    after = decided(replace(with_clause(asked, clause), approvals=(*asked.approvals, HeldApproval("l", ONE))))
    for old, new in zip(before.parts, after.parts, strict=True):
        fewer, more = set(old.possible) - set(new.possible), set(new.possible) - set(old.possible)
        assert fewer <= {Verdict.NOT_GRANTED}
        assert all(SEVERITY[each] < SEVERITY[Verdict.NOT_GRANTED] for each in more)
        assert not more or Verdict.NOT_GRANTED in old.possible
