"""The second readings as they were frozen, against the shipped encodings (docs/second-readings.md)."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

import licensekit as lk
from by_path import loaded

_ROOT = Path(__file__).parents[2]
_FROZEN = Path(__file__).parent / "second-readings"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return loaded(_ROOT / "scripts" / "compare_encodings.py")


@pytest.mark.parametrize("name", sorted(path.stem for path in _FROZEN.glob("*.lic")))
def test_every_second_reading_can_be_asked_the_questions(script: ModuleType, name: str) -> None:
    side = script.Side.of(script.license_of(str(_FROZEN / f"{name}.lic")))
    assert side.license.id == f"{name}-blind"
    sides = (side, script.Side.of(script.license_of(name)))
    comparison = script.Comparison(sides, [], [])
    for question in islice(script.one_at_a_time(script.values_of(sides)), 20):
        comparison.ask(question)
    assert (comparison.asked, comparison.impossible) == (20, 0)


NOTICES = {("permitted by nothing", "prohibited by notices-stay"), ("only B asks notice-kept",)}
"""MIT's notices stay in every copy, one's own too, and are not taken out: mended after the second readings were frozen."""
DISPLAY = ("only B asks display-name",)
"""What earns money without a charge and outside a business is commercial: mended after them too."""

SAFEGUARDS = ("permitted by nothing", "unknown by unlawful-use")
"""To get around safeguards may be unlawful, of which the first reading of this text did not speak."""


@pytest.mark.parametrize(
    ("name", "differing"),
    [
        ("kimi-k2.5", {*NOTICES, DISPLAY}),
        ("kimi-k3", {*NOTICES, DISPLAY}),
        ("glm-5.3", NOTICES),
        ("qwen-3.8-max", {*NOTICES, DISPLAY}),
        ("qwen-community-1.0", {*NOTICES, DISPLAY, SAFEGUARDS}),
        (
            "minimax-m2.7-initial",
            {
                *NOTICES,
                # An authorisation of commercial use lends no marks and transfers no licence.
                ("needs_approval by authorization", "not_granted by condition"),
                ("needs_approval by authorization", "not_granted by silent"),
                # A product for a fee that it only serves relies on it, by the reading that is taken: mended in a later audit.
                ("permitted by nothing", "needs_approval by authorization"),
                ("not_granted by silent", "needs_approval by authorization"),
                ("not_granted by withheld", "needs_approval by authorization"),
                # Whoever gives it another name shows this one.
                ("only B asks display",),
            },
        ),
    ],
)
@pytest.mark.long
def test_only_what_was_settled_still_differs(script: ModuleType, name: str, differing: set[tuple[str, ...]]) -> None:
    sides = tuple(script.Side.of(script.license_of(each)) for each in (str(_FROZEN / f"{name}.lic"), name))
    values = {fact: choices for fact, choices in script.values_of(sides).items() if fact != "conduct.unlawful"}
    comparison = script.Comparison(sides, ["notice=notice"], ["law"])
    for question in script.one_at_a_time(values):
        comparison.ask(question)
    assert set(comparison.groups) == differing
    assert comparison.asked > 500
    assert comparison.impossible < comparison.asked / 2


@pytest.mark.slow
def test_a_second_reading_is_told_from_the_first_by_uses() -> None:
    """One has relations between numbers that the other has not: what follows from them is stated too."""
    second, first = lk.read(_FROZEN / "playground-v2-community.lic"), lk.load("playground-v2-community")
    told = lk.diff(second, first)
    assert not told.same
    assert all(each.witness.facts for each in told.differences)
