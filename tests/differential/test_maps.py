"""A decision map says of every use what the evaluator says: below, at and above every end of a band."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

import licensekit as lk
from differential.asked import Asked
from differential.compare import circumstances, decision, real_terms
from differential.generate import Generator
from licensekit.analyse.axes import Axis, AxisRefused
from licensekit.analyse.decision_map import DecisionMap, decision_map
from licensekit.analyse.regions import answer_of
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.errors import FactsError
from licensekit.meaning.domain import Interval
from licensekit.meaning.variable import AS_OF as DAY
from licensekit.use import Use
from licensekit.values import Exactly, Known, Money, Value
from licensekit.vocabulary.facts import fact as entry

SEEDS = int(os.environ.get("LICENSEKIT_MAP_SEEDS", "60"))
SERIES = os.environ.get("LICENSEKIT_MAP_SERIES", "map")
POINTS = 50
AS_OF = str(DAY)
CELLS = 150
"""Larger maps are left out here: a day that nothing is known of has hundreds of bands."""


def points(axis: Axis) -> Iterator[Value]:
    """Values just below, at and just above every end of every band; every word."""
    for band in axis.bands:
        yield from band.values
    numbers = {end for band in axis.bands if band.reach for end in (band.reach.low, band.reach.high) if end is not None}
    numbers |= {one.at for one in axis.thresholds}
    if axis.kind == "date":
        numbers |= {date(year, month, 1).toordinal() for year in (1920, 1995, 2013, 2020, 2026) for month in (2, 7)}
        yield from (
            date.fromordinal(int(day + step))
            for day in numbers
            for step in (-1, 0, 1)
            if axis.bands[0].reach.low <= day + step <= axis.bands[-1].reach.high  # type: ignore[union-attr, operator]
        )
    steps = (-1, 0, 1) if axis.kind == "count" else (Decimal("-0.01"), 0, Decimal("0.01"))
    for number in sorted({max(Decimal(0), end + step) for end in numbers for step in steps}):
        if axis.kind == "count":
            yield int(number)
        if axis.kind == "money":
            yield Money(number.quantize(Decimal("0.0001")), axis.currency)


def decided(asked: Asked, facts: Mapping[str, Known], x: tuple[str, Value], y: tuple[str, Value]) -> lk.Decision | None:
    """What the evaluator says of one use; None where no use is so."""
    given, day = dict(facts), asked.as_of
    for name, value in (x, y):
        if name == AS_OF:
            assert isinstance(value, date)
            day = value
        else:
            given[name] = Exactly(value)
    try:
        return decision(replace(asked, given=given, as_of=day))
    except FactsError:
        return None


def wrong(found: DecisionMap, asked: Asked, facts: Mapping[str, Known], chance: random.Random) -> Iterator[str]:
    """Uses of which the map says something else than the evaluator."""
    pairs = [(one, other) for one in points(found.x) for other in points(found.y)]
    for one, other in chance.sample(pairs, min(POINTS, len(pairs))):
        decision = decided(asked, facts, (found.x.fact, one), (found.y.fact, other))
        region = found.at(one, other)
        if decision is None:
            continue  # the map may join what nobody can be with what somebody is
        said = None if region is None else region.answer
        if said != answer_of(decision):
            yield f"{found.x.fact}={one} {found.y.fact}={other}: {said} instead of {answer_of(decision)}"


def axes_of(asked: Asked, chance: random.Random) -> tuple[str, str] | None:
    """Two facts that the licences read."""
    terms = real_terms(asked.terms, asked)
    try:
        matter = inquire(terms, Use.of(asked.acts), Circumstances()).matter
    except FactsError:
        return None
    names = [name for name in matter.facts if matter.info(name).type != "set_of"]
    names += [AS_OF] if DAY in matter.readers else []
    names = [name for name in dict.fromkeys(names) if "@" not in name]
    return tuple(chance.sample(names, 2)) if len(names) > 1 else None  # type: ignore[return-value]


def drawn(asked: Asked, facts: Mapping[str, Known], names: tuple[str, str]) -> DecisionMap | None:
    terms = real_terms(asked.terms, asked)
    stated = {name: value for name, value in circumstances(asked).items() if name != "done"}
    stated["approvals"] = tuple(stated["approvals"])
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("licensekit.analyse.decision_map.MOST_CELLS", CELLS)
            return decision_map(terms, asked.acts, *names, facts=facts, circumstances=Circumstances(**stated))
    except (AxisRefused, FactsError):
        return None


@cache
def map_of(seed: int) -> tuple[Asked, dict[str, Known], DecisionMap | None]:
    """A generated question, the facts that it states beside two of them, and the map of these two."""
    asked, chance = replace(Generator(f"{SERIES} {seed}").asked(), done=()), random.Random(seed)
    names = axes_of(asked, chance)
    facts = {name: known for name, known in asked.given.items() if name not in (names or ()) and "[" not in name}
    return asked, facts, None if names is None else drawn(asked, facts, names)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_generated_licences(seed: int) -> None:
    """Whatever else is stated, or left open: each point has the answer of its region."""
    asked, facts, found = map_of(seed)
    if found is not None:
        assert list(wrong(found, asked, facts, random.Random(seed))) == []


def test_enough_maps_are_drawn() -> None:
    """The test above is about something: maps with several regions, of numbers, days and words."""
    drawn_well = [found for seed in range(60) if (found := map_of(seed)[2]) is not None and len(found.regions) > 1]
    kinds = Counter(axis.kind for found in drawn_well for axis in (found.x, found.y))
    assert sum(kinds.values()) >= 30, kinds
    assert min(kinds[kind] for kind in ("count", "money", "date", "words")) >= 2, kinds


CATALOGUE = (
    (
        "kimi-k2.5",
        "embed",
        "product.monthly_active_users.month",
        "product.revenue.month",
        {"product.charged_for": True},
    ),
    ("kimi-k2.5", "embed", "product.monthly_active_users.month", "product.revenue.month", {}),
    ("kimi-k3", "host_model", "group.revenue.any_12_months", "product.monthly_active_users.month", {}),
    ("minimax-m3", "embed", "group.revenue.year", "product.revenue.month", {"use.in_business": True}),
    ("llama-4", "embed", "group.monthly_active_users[2025-03]", "licensee.domicile", {"work.multimodal": True}),
    ("minimax-m2.7", "run", "access.channel", "use.in_business", {"product.exists": False}),
    ("qwen-license-2024", "embed", "product.monthly_active_users.month", "product.charged_for", {}),
    ("glm-5.3", "host_model", "licensee.revenue.any_12_months", "use.in_business", {}),
)


@pytest.mark.parametrize(("name", "act", "x", "y", "facts"), CATALOGUE)
def test_licences_of_the_catalogue(name: str, act: str, x: str, y: str, facts: dict[str, object]) -> None:
    terms = lk.load(name)
    found = lk.decision_map(terms, [act], x, y, facts=facts)
    for one in points(found.x):
        for other in points(found.y):
            more = {**facts, found.x.fact: Exactly(one), found.y.fact: Exactly(other)}
            try:
                expected = answer_of(terms.evaluate(terms.use([act], more)))
            except FactsError:
                continue
            region = found.at(one, other)
            assert region is not None
            assert region.answer == expected, (one, other)


def test_a_band_is_closed_where_the_clause_says_so() -> None:
    """Exactly at 100 million users, and at 20 million USD, Kimi K2.5 asks nothing yet."""
    found = lk.decision_map(
        lk.load("kimi-k2.5"), ["embed"], "product.monthly_active_users.month", "product.revenue.month",
        facts={"product.charged_for": True},
    )  # fmt: skip
    assert [band.reach for band in found.x.bands] == [Interval(0, 100_000_000), Interval(100_000_001, None)]
    letters = {
        (users, money): found.at(users, Money(Decimal(money), "USD")).letter  # type: ignore[union-attr]
        for users in (99_999_999, 100_000_000, 100_000_001)
        for money in ("19999999.99", "20000000", "20000000.01")
    }
    assert {spot for spot, letter in letters.items() if letter == "A"} == {
        (users, money) for users in (99_999_999, 100_000_000) for money in ("19999999.99", "20000000")
    }
    assert [region.answer.verdict.value for region in found.regions] == ["permitted", "permitted_with_duties"]
    assert entry(found.x.fact).type == "count"
