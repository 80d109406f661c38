"""Law w: what is said in two places and differs is refused, or which of them counts is told; the milder never wins unsaid.

An option twice, two files of facts, a file and an option, a profile and either of them, in every order.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called

from property.spellings import FORBIDS

FACTS = {"conduct.military": ("yes", "no"), "group.revenue.year": ("21_000_000 USD", "1 USD")}
"""What forbids, and what does not."""
PLACES = ("--set", "facts", "profile")


@pytest.fixture(autouse=True, scope="module")
def _room() -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("own.lic").write_text(FORBIDS, encoding="utf-8")
        yield
        os.chdir(before)


def put(*said: tuple[str, str, str]) -> tuple[int, str]:
    """What comes of places, facts and values, in this order; and all that was written."""
    words = ["ask", "own.lic", "--act", "run", "--assume", "none"]
    for at, (place, fact, value) in enumerate(said):
        if place == "--set":
            words += ["--set", f"{fact}={value}"]
            continue
        name = f"{place}-{at}.toml"
        told = {"yes": "true", "no": "false"}.get(value) or json.dumps(value)
        Path(name).write_text(f"[facts]\n{json.dumps(fact)} = {told}\n", encoding="utf-8")
        words += [f"--{place}", name]
    outcome = called(*words)
    return outcome.status, outcome.out + outcome.err


@st.composite
def twice(draw: st.DrawFn) -> list[tuple[str, str, str]]:
    """One fact said in two places, so that it forbids and does not; the others harmless."""
    fact = draw(st.sampled_from(sorted(FACTS)))
    first, second = draw(st.permutations(FACTS[fact]))
    rest = [("--set", name, mild) for name, (_, mild) in FACTS.items() if name != fact]
    said = [(draw(st.sampled_from(PLACES)), fact, first), (draw(st.sampled_from(PLACES)), fact, second), *rest]
    return draw(st.permutations(said))


@pytest.mark.parametrize("place", PLACES)
def test_said_once_it_counts_wherever_it_is_said(place: str) -> None:
    for fact, (strict, mild) in FACTS.items():
        rest = [("--set", name, values[1]) for name, values in FACTS.items() if name != fact]
        assert put((place, fact, strict), *rest)[0] == 1
        assert put((place, fact, mild), *rest)[0] == 0


@pytest.mark.slow
@given(twice())
def test_of_two_that_differ_none_counts_unsaid(said: list[tuple[str, str, str]]) -> None:
    status, told = put(*said)
    if status == 0:
        (fact,) = {fact for _, fact, _ in said if sum(each[1] == fact for each in said) == 2}
        strict = next(place for place, about, value in said if about == fact and value == FACTS[fact][0])
        mild = next(place for place, about, value in said if about == fact and value != FACTS[fact][0])
        assert PLACES.index(mild) < PLACES.index(strict), (said, told)  # as docs/profile.md has it
        assert f"`{fact}` is " in told, (said, told)
        assert ("the facts file says" if strict == "facts" else "profile-") in told, (said, told)


OPTIONS = (
    ("--assume", "none", "standard"),
    ("--as-of", "2026-06-01", "2026-06-02"),
    ("--readings", "taken", "strict"),
    ("--format", "text", "json"),
)


@pytest.mark.slow
@given(st.sampled_from(OPTIONS), st.booleans(), st.booleans())
def test_an_option_that_is_given_twice_is_refused(option: tuple[str, str, str], turned: bool, joined: bool) -> None:
    name, first, second = option
    values = (second, first) if turned else (first, second)
    words = [word for value in values for word in ([f"{name}={value}"] if joined else [name, value])]
    outcome = called("ask", "own.lic", "--act", "run", *words)
    assert outcome.status == 2, outcome
    assert name in outcome.err


@pytest.mark.slow
@given(st.sampled_from(("own.lic", "./own.lic", "OWN.lic", "own", "link.lic")), st.booleans())
def test_a_licence_that_is_named_twice_is_one_or_refused(second: str, turned: bool) -> None:
    for name in ("link.lic", "OWN.lic"):
        if not Path(name).exists():
            Path(name).write_text(
                FORBIDS.replace("when conduct.military", "when conduct.surveillance"), encoding="utf-8"
            )
    names = (second, "own.lic") if turned else ("own.lic", second)
    outcome = called("ask", *names, "--act", "run", "--assume", "none", "--set", "conduct.military=yes")
    assert outcome.status in {1, 2}, outcome
