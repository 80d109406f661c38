"""Mutants: a survivor's use really tells, an equivalent mutant is told by no use, and no case is skipped that tells."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.catalogue import ids
from licensekit.model.cases import Case, GivenApproval, GivenFact
from licensekit.model.clauses import Gate
from licensekit.span import Source
from licensekit.testing.cases import passes
from licensekit.testing.collect import Collected
from licensekit.testing.mutants import Mutant, mutants
from licensekit.testing.mutation import Fate, mutation
from licensekit.testing.strategies import licenses, uses
from licensekit.testing.subject import Subject, edited, subject, with_license
from licensekit.testing.telling import Original
from licensekit.testing.watching import Chance, Edited, Resting, Watching
from licensekit.testing.witnesses import answer_of, decided, expected_of
from licensekit.use import Use

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
NO_SOURCES: dict[str, Source] = {}


def without_cases(terms: LicenseTerms) -> Subject:
    return Subject(terms, (), NO_SOURCES)


def case_of(terms: LicenseTerms, use: Use, held: tuple[str, ...] = ()) -> Case:
    holders = {one.id: one.holder for one in terms.license.clauses if isinstance(one, Gate)}
    return Case(
        name="a use",
        licenses=(terms.license.id,),
        acts=tuple(use.acts),
        given=tuple(GivenFact(fact=name, value=known) for name, known in use.facts().items()),
        approvals=tuple(GivenApproval(gate=name, holder=holders[name]) for name in held),
    )


def gates(terms: LicenseTerms, mutant: Mutant) -> list[str]:
    there = {one.id for one in mutant.license.clauses if isinstance(one, Gate)}
    return sorted(one.id for one in terms.license.clauses if isinstance(one, Gate) and one.id in there)


@pytest.mark.long
@given(licenses())
@FEW
def test_the_use_of_a_survivor_tells(terms: LicenseTerms) -> None:
    report = mutation(without_cases(terms))
    for one in report.of(Fate.SURVIVED):
        event(one.mutant.kind)
        other = with_license(terms, edited(without_cases(terms).single, one.mutant.license))
        assert one.witness is not None
        assert passes(one.witness, terms), one.mutant.description
        assert not passes(one.witness, other), one.mutant.description
        first = next(each for each in report.outcomes if each.mutant.id == one.with_it)
        assert first.witness is not None
        assert not passes(first.witness, other), one.mutant.description


@pytest.mark.long
@given(st.data())
@FEW
def test_no_use_tells_an_equivalent_mutant(data: st.DataObject) -> None:
    terms = data.draw(licenses())
    same = mutation(without_cases(terms)).of(Fate.EQUIVALENT)
    assume(same)
    for _ in range(6):
        mutant = data.draw(st.sampled_from(same)).mutant
        use = data.draw(uses(terms))
        known = gates(terms, mutant)
        held = data.draw(st.lists(st.sampled_from(known), unique=True)) if known else []
        case = case_of(terms, use, tuple(held))
        other = with_license(terms, edited(without_cases(terms).single, mutant.license))
        before, after = decided(case, terms), decided(case, other)
        if before is None or after is None:
            continue
        event(mutant.kind)
        assert answer_of(before) == answer_of(after), mutant.description


class Thorough(Original):
    """Compares all that is said of each act, even where all that it is made of stands alike."""

    def _differ(self, *_: object) -> bool:
        return True


@pytest.mark.long
@given(licenses())
@FEW
def test_nothing_tells_two_forms_whose_statements_stand_alike(terms: LicenseTerms) -> None:
    quick, thorough = Original(terms), Thorough(terms)
    for mutant in mutants(terms.license):
        form = edited(quick.single, mutant.license)
        alike = next(quick.tellings(form), None) is None
        event(f"alike: {alike}")
        assert alike is (next(thorough.tellings(form), None) is None), mutant.description


@pytest.mark.long
@given(st.data())
@FEW
def test_a_case_that_is_not_run_comes_out_as_it_is_said_to(data: st.DataObject) -> None:
    terms = data.draw(licenses())
    found = without_cases(terms)
    for _ in range(4):
        case = case_of(terms, data.draw(uses(terms))).model_copy(
            update={"assume": data.draw(st.sampled_from(("none", "safe", "standard")))}
        )
        decision = decided(case, terms)
        if decision is None:
            continue
        case = case.model_copy(update={"expect": tuple(expected_of(decision, terms.license.id))})
        watching = Watching(Collected(case, terms), found.single)
        for mutant in mutants(terms.license):
            changed = edited(found.single, mutant.license)
            told = Edited(Resting(found.single), changed)
            chance, fails = watching.chance(told), watching.surely_fails(told)
            event(f"chance: {chance.name}, surely fails: {fails}")
            if fails or chance is Chance.NONE:
                assert passes(case, with_license(terms, changed)) is not fails, mutant.description


@pytest.mark.long
@given(st.sampled_from(ids()), st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_shipped_cases_that_are_not_run_come_out_as_it_is_said_of_them(name: str, chance: object) -> None:
    found = subject(name)
    some = list(mutants(found.license))
    chance.shuffle(some)  # type: ignore[attr-defined]
    watching = [Watching(one, found.single) for one in found.cases]
    chance.shuffle(watching)  # type: ignore[attr-defined]
    for mutant in some[:4]:
        changed = edited(found.single, mutant.license)
        told = Edited(Resting(found.single), changed)
        for one in watching[:12]:
            fails = one.surely_fails(told)
            if fails or one.chance(told) is Chance.NONE:
                terms = with_license(one.collected.terms, changed)
                passed = passes(one.collected.case, terms)
                assert passed is not fails, f"{mutant.description}: {one.collected.name}"
