"""What would change an answer: the search finds what trying everything finds, no more and no less."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from differential.asked import Asked
from differential.compare import decision, real_terms
from differential.generate import Generator
from differential.what_if import LongWay, TooManyTrialsError
from licensekit.api import LicenseTerms
from licensekit.decision import Decision
from licensekit.decision.alternatives import Alternatives, alternatives, duty_changes
from licensekit.decision.decision import Turn
from licensekit.decision.parts import Allowed
from licensekit.errors import FactsError
from licensekit.meaning.terms import Terms
from licensekit.report.changes import case_of, changes_shown
from licensekit.testing.cases import run_case

SEEDS = int(os.environ.get("LICENSEKIT_WHAT_IF_SEEDS", "3"))
"""Seeds of 20 questions each; a longer run is one environment variable away."""
TRIALS = 300
WANTED = {"allowed": Allowed.YES, "refused": Allowed.NO}


def questions(seed: int) -> Iterator[tuple[Asked, Terms, Decision]]:
    """Questions that can be answered, but for those with monthly series: these are changed as one."""
    generator = Generator(f"what if {seed}")
    for _ in range(20):
        terms, shelf = generator.terms()
        asked = generator.question(terms, shelf, unknown=generator.random.choice((0, 0, 1, 2)))
        real = real_terms(terms, asked)
        try:
            found = decision(asked, real)
        except FactsError:
            continue
        if not any("[" in name for name in asked.given):
            yield asked, real, found


def wrong(found: Alternatives, terms: Terms) -> Iterator[str]:
    """Alternatives whose answer, asked again, is another, or is not what was looked for."""
    for one in found.found:
        if one.decision.allowed is not WANTED[found.goal]:
            yield f"{one.decision.verdict}: {one.steps}"
        if any(shown.before == shown.after for shown in changes_shown(one)):
            yield f"changes nothing: {one.steps}"
        case = case_of(one, "changed")
        if case is not None:
            yield from (f"{failure}: {one.steps}" for failure in run_case(case, LicenseTerms(terms)))


@pytest.mark.long
def test_the_smallest_sets_of_changes_are_those_that_trying_everything_finds() -> None:
    tally: Counter[str] = Counter()
    for asked, terms, found in (question for seed in range(SEEDS) for question in questions(seed)):
        goal: Turn = "refused" if found.allowed is Allowed.YES else "allowed"
        try:
            expected = LongWay(asked, terms, goal).smallest(2, TRIALS)
        except TooManyTrialsError:
            tally["skipped"] += 1
            continue
        answer = alternatives(found, most_changes=2)
        if answer.looked_at < 2:
            tally["too large"] += 1
            continue
        sets = {frozenset((item.kind, item.name) for item in one.items) for one in answer.found}
        assert sets == expected, f"{goal}\n{asked!r}"
        assert list(wrong(answer, terms)) == []
        tally["some" if sets else "none"] += 1
        tally[goal] += 1
        tally["agreements"] += any("agreement with" in name for one in sets for _, name in one)
    assert tally["too large"] * 20 <= sum(tally.values())
    assert min(tally["some"], tally["none"], tally["allowed"], tally["refused"], tally["agreements"]) > 3


@pytest.mark.long
def test_what_brings_or_spares_a_duty_is_what_trying_everything_finds() -> None:
    tally: Counter[str] = Counter()
    for asked, terms, found in (question for seed in range(100, 116) for question in questions(seed)):
        for one in duty_changes(found):
            try:
                expected = LongWay(asked, terms, one.goal, (one.license, one.clause)).smallest(2, TRIALS)
            except TooManyTrialsError:
                tally["skipped"] += 1
                continue
            if one.alternatives is None or one.alternatives.looked_at < 2:
                tally["too large"] += 1
                continue
            sets = {frozenset((item.kind, item.name) for item in each.items) for each in one.alternatives.found}
            assert {each for each in sets if len(each) <= 2} == expected, f"{one.clause} {one.goal}\n{asked!r}"
            tally[one.goal] += 1
            tally["some" if expected else "none"] += 1
    assert tally["too large"] * 20 <= sum(tally.values())
    assert min(tally["owed"], tally["spared"], tally["some"]) > 2
