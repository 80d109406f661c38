"""The fail-safe measure beside peers (benchmarks/failsafe_peers.py) counts what it says, on a few uses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from optional import needs

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
import failsafe_peers as measure

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def uses() -> list[measure.Facts]:
    return measure.uses_asked(20)


def test_with_nothing_assumed_nothing_opens(uses: list[measure.Facts]) -> None:
    count = measure.counted(measure.licensekit("none"), uses)
    assert (count.steps, count.opened, count.lost, count.in_vain) == (300, 0, 0, 0)
    assert count.allowed_before > 50


def test_what_opens_and_what_is_refused_in_vain_is_counted(uses: list[measure.Facts]) -> None:
    assert measure.counted(measure.licensekit("standard"), uses).opened > 0  # clean conduct is taken for granted

    def anxious(use: measure.Facts) -> measure.Answer:
        return measure.table(use) if len(use) == 15 else measure.Answer(allowed=False)

    def careless(use: measure.Facts) -> measure.Answer:
        return measure.table({**{name: values[0] for name, values in measure.VALUES.items()}, **use})

    assert measure.counted(anxious, uses).in_vain > 0
    assert measure.counted(careless, uses).opened > 0


@pytest.mark.parametrize("way", ["plain", "worst"])
def test_cedar(way: measure.CedarWay, uses: list[measure.Facts]) -> None:
    needs("cedarpy", extra="bench")
    count = measure.counted(measure.cedar(way), uses)
    assert (count.opened > 0) == (way == "plain")
    assert count.in_vain == 0


@pytest.mark.parametrize("way", ["plain", "required", "cleared"])
def test_rego(way: measure.RegoWay, uses: list[measure.Facts]) -> None:
    needs("regopy", extra="bench")
    count = measure.counted(measure.rego(way), uses)
    assert (count.opened > 0) == (way == "plain")
    assert (count.in_vain > 0) == (way == "required")
