"""Two licences compared over all uses: the search finds what looking at every world finds, no more and no less."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from differential.asked import Asked
from differential.compare import real_terms
from differential.generate import Generator
from differential.pairs import Difference, Pair, by_every_world, choice, pair
from licensekit.analyse.choices import chosen_in_all_uses
from licensekit.analyse.compare import compare
from licensekit.analyse.diff import diff
from licensekit.analyse.difference import Diff
from licensekit.analyse.question import PairQuestion
from licensekit.analyse.witness import decide
from licensekit.api import LicenseTerms
from licensekit.decision.circumstances import Circumstances
from licensekit.errors import LicensekitError
from licensekit.meaning.terms import Terms
from licensekit.meaning.verdict import Verdict
from licensekit.testing.cases import run_case
from licensekit.use import Approval

pytestmark = pytest.mark.long

WORLDS = 3_000
SEEDS = int(os.environ.get("LICENSEKIT_PAIR_SEEDS", "8"))
"""Seeds of 50 pairs each; a longer run is one environment variable away."""
PAIRS = 50 * SEEDS
ACTS = ("run", "embed", "distribute_in_product", "fine_tune", "train_on_outputs")


def terms_of(of: Pair) -> tuple[Terms, Terms]:
    return tuple(real_terms(one, Asked(one, (), shelf=of.shelf)) for one in (of.one, of.other))  # type: ignore[return-value]


def said(found: Diff) -> set[Difference]:
    result: set[Difference] = set()
    for one in found.differences:
        if one.kind == "standpoint":
            result.add(("moves", str(one.one.standpoint), str(one.other.standpoint)))
        if one.kind == "duty":
            sides = (("one", one.one.content), ("other", one.other.content))
            result |= {("asks", side, content.strength) for side, content in sides if content is not None}
        if one.kind == "approval":
            sides = (("one", one.one.content), ("other", one.other.content))
            result |= {("needs", side, "") for side, content in sides if content is not None}
    return result


def wrong_witnesses(found: Diff, one: Terms, other: Terms) -> Iterator[str]:
    """Uses that are shown for a difference and do not show it, and cases that do not pass."""
    yield from wrong_uses(found, one, other)
    for each in found.differences:
        if each.witness.also:
            continue
        case_terms = next(terms for terms in (one, other) if terms.name in each.case.licenses)
        failures = run_case(each.case, LicenseTerms(case_terms))
        if failures:
            yield f"the case does not pass: {failures} {each.case}"


def wrong_uses(found: Diff, one: Terms, other: Terms) -> Iterator[str]:
    """Uses that are shown for a difference and do not show it."""
    for each in found.differences:
        if each.witness.also:
            continue
        first, second = decide(one, each.witness), decide(other, each.witness)
        if Verdict.UNKNOWN in (first.verdict, second.verdict):
            yield f"open: {each}"
        if each.kind == "standpoint":
            names = [str(one.verdict).replace("permitted_with_duties", "permitted") for one in (first, second)]
            expected = [str(part.standpoint).replace("allowed", "permitted") for part in (each.one, each.other)]
            if names != expected:
                yield f"{names} instead of {expected}: {each}"
        if each.kind == "standpoint":
            continue
        if each.kind == "duty":
            for part, decision, elsewhere in ((each.one, first, second), (each.other, second, first)):
                content = part.content
                if content is None:
                    continue
                here, there = (
                    {duty.status for duty in one.duties if (duty.text, duty.strength) == content and duty.acts}
                    for one in (decision, elsewhere)
                )
                # several clauses that ask the same may each be open where one of them is due in every world
                if (not here & {"due", "open"} or "due" in there) and each.direction != "different":
                    yield f"{here} and {there}: {each}"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_every_world_shows_is_found_and_each_use_shows_it(seed: int) -> None:
    generator = Generator(f"pairs {seed}")
    tally: Counter[str] = Counter()
    for _ in range(PAIRS // SEEDS):
        of = pair(generator)
        one, other = terms_of(of)
        leaf = generator.random.choice(ACTS)
        expected = by_every_world(of, leaf, WORLDS)
        if expected is None:
            tally["skipped"] += 1
            continue
        try:
            found = diff(PairQuestion(one, other), (leaf,))
        except LicensekitError:
            tally["too large"] += 1
            continue
        assert said(found) == expected, f"{of.one!r}\n{of.other!r}\n{leaf}"
        assert list(wrong_witnesses(found, one, other)) == []
        tally["same" if found.same else "different"] += 1
    assert tally["too large"] == 0
    assert tally["same"] > 3
    assert tally["different"] > 3


@pytest.mark.parametrize("seed", range(SEEDS // 2))
def test_the_same_with_approvals_held_and_readings_chosen(seed: int) -> None:
    generator = Generator(f"pairs under {seed}")
    tally: Counter[str] = Counter()
    for _ in range(PAIRS // SEEDS):
        of = pair(generator)
        one, other = terms_of(of)
        leaf, picked = generator.random.choice(ACTS), choice(generator, of)
        expected = by_every_world(of, leaf, WORLDS, picked)
        if expected is None:
            tally["skipped"] += 1
            continue
        approvals = [Approval(f"{each.license}.{each.gate}", holder=each.holder) for each in picked.approvals]
        stated = Circumstances(assume="none", readings=picked.readings or "taken", approvals=tuple(approvals))
        question = PairQuestion(one, other, circumstances=chosen_in_all_uses((one, other), stated))
        try:
            found = diff(question, (leaf,))
            order = compare(question, (leaf,))
        except LicensekitError:
            tally["too large"] += 1
            continue
        assert said(found) == expected, f"{of.one!r}\n{of.other!r}\n{leaf} {picked}"
        assert order.relation == relation(expected)
        assert list(wrong_uses(found, one, other)) == []
        tally["same" if found.same else "different"] += 1
        tally["held" if approvals else "none held"] += 1
        tally["read otherwise" if question.readings else "read as taken"] += 1
    assert tally["too large"] == 0
    assert min(tally[name] for name in ("different", "held", "read otherwise")) >= 1


STANDPOINTS = ("allowed", "needs_approval", "not_granted", "prohibited")


def relation(differences: set[Difference]) -> str:
    """How the first licence stands to the second, from all that every world shows."""
    severer = {
        STANDPOINTS.index(after) > STANDPOINTS.index(before) for kind, before, after in differences if kind == "moves"
    }
    asking = {side for kind, side, strength in differences if kind == "needs" or strength == "must"}
    stricter, milder = False in severer or "one" in asking, True in severer or "other" in asking
    if stricter:
        return "incomparable" if milder else "less permissive"
    return "more permissive" if milder else "equivalent"


@pytest.mark.parametrize("seed", range(4))
def test_the_order_is_that_of_every_world_and_turns_with_the_licences(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # what two licences have in common is not merged, as where it is large
        monkeypatch.setattr("licensekit.analyse.question.MANY", 0)
        monkeypatch.setattr("licensekit.analyse.question.FEW_STEPS", 0)
    generator = Generator(f"order {seed}")
    tally: Counter[str] = Counter()
    opposite = {"more permissive": "less permissive", "less permissive": "more permissive"}
    for _ in range(70):
        of = pair(generator)
        one, other = terms_of(of)
        leaf = generator.random.choice(ACTS)
        expected = by_every_world(of, leaf, WORLDS)
        if expected is None:
            continue
        try:
            found, back = (compare(PairQuestion(*pair), (leaf,)) for pair in ((one, other), (other, one)))
        except LicensekitError:
            tally["too large"] += 1
            continue
        assert found.relation == relation(expected), f"{of.one!r}\n{of.other!r}\n{leaf}"
        assert back.relation == opposite.get(found.relation, found.relation)
        tally[found.relation] += 1
    assert min(tally[name] for name in ("equivalent", "more permissive", "less permissive", "incomparable")) >= 1
    assert tally["too large"] == 0
