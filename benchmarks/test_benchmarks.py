"""Times of single steps: `pytest benchmarks --benchmark-only`. Ratios are those of `python benchmarks/ratios.py`.

No part of the tests: `pytest` alone does not come here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cedarpy
import cold
import parsing
import pytest
from problem import TERMS, cedar_request, cedar_text, facts, for_licensekit
from pytest_benchmark.fixture import BenchmarkFixture

import licensekit as lk

ROUNDS = 10


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    return


@pytest.mark.parametrize("name", parsing.LICENSES)
@pytest.mark.benchmark(group="parse and check")
def test_bare_lark(name: str, benchmark: BenchmarkFixture) -> None:
    benchmark(parsing.bare, name)


@pytest.mark.parametrize("name", parsing.LICENSES)
@pytest.mark.benchmark(group="parse and check")
def test_parse_and_check(name: str, benchmark: BenchmarkFixture) -> None:
    benchmark(parsing.checked, name)


def _decided() -> tuple[lk.LicenseTerms, lk.Use]:
    return lk.read(TERMS), lk.Use.of(["run"], for_licensekit(facts(1)[0]))


@pytest.mark.benchmark(group="one decision")
def test_explained_decision(benchmark: BenchmarkFixture) -> None:
    terms, use = _decided()
    benchmark(terms.evaluate, use, assume="none")


@pytest.mark.benchmark(group="one decision")
def test_everything_and_the_memo(benchmark: BenchmarkFixture) -> None:
    terms, use = _decided()

    def whole() -> tuple[lk.Decision, str]:
        decision = terms.evaluate(use, assume="none")
        assert decision.questions is not None
        assert decision.bounds is not None
        return decision, decision.explain()

    benchmark(whole)


@pytest.mark.benchmark(group="one decision")
def test_cedarpy_bare_answer(benchmark: BenchmarkFixture) -> None:
    policies = cedarpy.PolicySet.from_str(cedar_text())
    entities = cedarpy.Entities.from_json_str("[]")
    request = cedar_request(facts(1)[0])
    benchmark(cedarpy.is_authorized, request, policies, entities)


@pytest.mark.parametrize("name", [name for name in cold.COMMANDS if name not in cold.STATES])
@pytest.mark.benchmark(group="whole processes")
def test_process(name: str, benchmark: BenchmarkFixture) -> None:
    words = [sys.executable, *cold.COMMANDS[name]]

    def started() -> int:
        return subprocess.run(words, env=os.environ, stdout=subprocess.DEVNULL, check=True).returncode

    assert benchmark.pedantic(started, rounds=ROUNDS, warmup_rounds=1) == 0
