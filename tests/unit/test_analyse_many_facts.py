"""Licences of hundreds of clauses: what both have is looked at once, what is news alone is looked at again."""

from __future__ import annotations

from itertools import product

import pytest

import licensekit as lk
from licensekit.analyse.alike import sharing, unlike_clauses
from licensekit.analyse.compare import StandsWorse
from licensekit.analyse.sides import Side, UnlikeClauses
from licensekit.analyse.worlds import GUESSES, MANY_FACTS, asking
from licensekit.meaning.terms import Outlook
from licensekit.truth import TRUE, UNKNOWN


def licensed(name: str, facts: int, last: str) -> lk.LicenseTerms:
    """A licence of so many prohibitions, each over three facts, the last one under this condition."""
    declared = "\n".join(f'  fact bench.f{at} is yes_no "Which?"' for at in range(facts))
    clauses = "\n".join(
        f'  prohibition p{at} at "1" {{ must not embed when bench.f{at} and (bench.f{(at * 3 + 1) % facts} or bench.f{(at * 7 + 2) % facts}) }}'
        for at in range(facts - 1)
    )
    ending = f'  prohibition last at "1" {{ must not embed when {last} }}'
    return lk.parse(
        f'license {name} {{\n  title "{name}"\n  grant rights at "1" {{ may any act }}\n{declared}\n{clauses}\n{ending}\n}}'
    )


@pytest.mark.parametrize("facts", [12, 20])
def test_a_difference_in_one_clause_of_many_is_found_and_shown(facts: int) -> None:
    wide, narrow = licensed("wide", facts, "bench.f2"), licensed("narrow", facts, "bench.f2 and bench.f1")
    found = lk.compare(wide, narrow, acts=["embed"])
    assert found.relation == "less permissive"
    assert found.stricter is not None
    assert found.stricter.verdicts[0] is lk.Verdict.PROHIBITED
    assert found.stricter.verdicts[1] is lk.Verdict.PERMITTED
    assert lk.compare(narrow, wide, acts=["embed"]).relation == "more permissive"
    again = licensed("again", facts, "not (not bench.f2 and not bench.f2)")
    assert lk.compare(wide, again, acts=["embed"]).relation == "equivalent"


def test_what_is_settled_step_by_step_is_what_the_world_says() -> None:
    """Every standing along a search equals that of its world looked at afresh."""
    one, other = licensed("first", 24, "bench.f2"), licensed("second", 24, "bench.f2 and bench.f1")
    question = asking(one.terms, other.terms)
    space = question.space("embed")
    sides = [Side.of(terms, "embed") for terms in question.sides]
    shared = sharing(*sides)
    assert shared.shared is not None
    looked = 0
    claim = StandsWorse(shared, sides[0], UnlikeClauses("embed", ()))
    todo = [space.outlook(space.root)]
    while todo and looked < 400:
        outlook = todo.pop()
        looked += 1
        truth, fresh = claim.truth(outlook), Outlook(outlook.world, outlook.setting)
        for side, plain in ((sides[0], sides[0]), (shared, sides[1])):
            assert side.standpoints(outlook) == plain.standpoints(fresh)
        if truth is UNKNOWN:
            todo += [inner for inner, _ in space._inner(outlook, {}, space.splitting(claim, outlook))]
    assert looked == 400


def test_a_guess_is_a_world_in_which_the_claim_holds() -> None:
    facts = MANY_FACTS + 20
    one, other = licensed("first", facts, "bench.f2"), licensed("second", facts, "bench.f2 and bench.f1")
    question = asking(one.terms, other.terms)
    space = question.space("embed")
    sides = [Side.of(terms, "embed") for terms in question.sides]
    claim = StandsWorse(sides[1], sides[0], unlike_clauses(sides[1], sides[0]))
    way = space.first(claim)
    assert way is not None
    world = space.within(way)
    assert world is not None
    assert claim.truth(space.outlook(world)) is TRUE
    assert question.budget.spent <= max(GUESSES)


def test_brute_force_agrees_on_a_few_facts() -> None:
    """All 256 worlds of eight facts, for several endings."""
    endings = ("bench.f2", "bench.f2 and bench.f1", "not bench.f3", "bench.f0 or bench.f5")
    terms = [licensed(f"l{at}", 8, ending) for at, ending in enumerate(endings)]
    use = [
        [
            one.evaluate(one.use(["embed"], {f"bench.f{at}": value for at, value in enumerate(values)})).verdict
            for values in product((True, False), repeat=8)
        ]
        for one in terms
    ]
    order = (lk.Verdict.PERMITTED, lk.Verdict.PROHIBITED)
    for at, one in enumerate(terms):
        for beside, other in enumerate(terms):
            pairs = [(order.index(here), order.index(there)) for here, there in zip(use[at], use[beside], strict=True)]
            stricter, milder = any(here > there for here, there in pairs), any(here < there for here, there in pairs)
            expected = {
                (False, False): "equivalent",
                (True, False): "less permissive",
                (False, True): "more permissive",
                (True, True): "incomparable",
            }[stricter, milder]
            assert lk.compare(one, other, acts=["embed"]).relation == expected


LATER = 'license later { title "Later" grant rights at "1" { may any act } prohibition p at "2" { must not run when work.modified } }'


def test_one_licence_that_is_laid_out_twice_is_told_of_what_is_new() -> None:
    """Both convert to the same licence, of which each side has a layout of its own: pairs 21."""
    clause = 'grant rights at "1" { may any act } converts to later at "3" on 2030-01-01'
    gate = 'gate g at "2" { for run when work.modified needs written_permission from licensor }'
    one = lk.parse(f'{LATER} license a {{ title "A" {clause} }}', license="a")
    other = lk.parse(f'{LATER} license b {{ title "B" {clause} {gate} }}', license="b")
    found = lk.diff(one, other, acts=["run"])
    assert [(each.direction, str(each.other.standpoint)) for each in found.differences] == [
        ("stricter", "needs_approval")
    ]
    assert lk.compare(one, other, acts=["run"]).relation == "more permissive"
    assert lk.compare(one, other, acts=["run"], facts={"work.modified": False}).relation == "equivalent"
