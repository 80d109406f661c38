"""Law u: a fact that forbids, spelled otherwise than it is, forbids all the same or is refused: it is never permitted.

Names and values change case, have spaces, other forms of Unicode and signs that are not seen in them, in every way in.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import chdir

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optional import needs
from property.spellings import TABLES, WAYS, Said, otherwise

FACTS = {"conduct.military": ("yes", "no"), "group.revenue.year": ("21_000_000 USD", "1 USD")}
"""What forbids, and what does not."""


@pytest.fixture(autouse=True, scope="module")
def _room() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        yield


def ways() -> list[str]:
    return [*WAYS, *TABLES]


def put(way: str, *said: Said) -> tuple[int, str]:
    """What comes of it, and all that was written."""
    if way in TABLES:
        needs("narwhals", "polars")
    outcome = {**WAYS, **TABLES}[way](*said)
    return outcome.status, outcome.out + outcome.err


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("way", ways())
def test_spelled_as_it_is_it_forbids_and_the_other_value_permits(way: str, fact: str) -> None:
    """Or the law would hold of a room in which nothing is ever permitted."""
    strict, mild = FACTS[fact]
    assert put(way, Said(fact, strict))[0] == 1
    assert put(way, Said(fact, mild))[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("way", ways())
@given(data=st.data())
def test_a_name_spelled_otherwise_permits_nothing(way: str, fact: str, data: st.DataObject) -> None:
    said = Said(data.draw(otherwise(fact)), FACTS[fact][0])
    status, told = put(way, said)
    assert status in {1, 2, 3}, (said, told)
    assert "internal error" not in told


@pytest.mark.slow
@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("way", ways())
@given(data=st.data())
def test_a_value_spelled_otherwise_permits_nothing(way: str, fact: str, data: st.DataObject) -> None:
    said = Said(fact, data.draw(otherwise(FACTS[fact][0])))
    status, told = put(way, said)
    if status == 0:  # a digit that was left out is another number, and one that is understood
        plain = "".join(said.value.split())
        assert fact == "group.revenue.year", (said, told)
        assert len(plain) < len("21_000_000USD"), (said, told)
        return
    assert status in {1, 2, 3}, (said, told)


@pytest.mark.slow
@pytest.mark.parametrize("way", ways())
@given(data=st.data())
def test_a_permission_beside_the_same_fact_spelled_otherwise_does_not_come(way: str, data: st.DataObject) -> None:
    """The fact is said to be harmless, and beside it, in another spelling, to be what is forbidden."""
    fact = data.draw(st.sampled_from(sorted(FACTS)))
    strict, mild = FACTS[fact]
    both = [Said(fact, mild), Said(data.draw(otherwise(fact) | st.just(fact)), strict)]
    if data.draw(st.booleans()) and way in WAYS:
        both.reverse()
    status, told = put(way, *both)
    assert status in {1, 2, 3}, (both, told)
