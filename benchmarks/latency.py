"""Explained decisions against cedarpy's bare answer, in processor time: `python benchmarks/latency.py`.

Uses and requests are ready: built, and a use's facts laid out by name. No use is asked about twice. Each is timed
after hundreds of others, in some of which every clause stood alike, and as the second question ever to terms that were
just read, when nothing else is kept of uses and all that follows has to be worked out.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cedarpy
from problem import TERMS, cedar_request, cedar_text, cedar_verdict, facts, for_licensekit

import licensekit as lk

ROUNDS = 40
SLICE = 40
BEFORE = 400


class Ratio(NamedTuple):
    """Two medians, in microseconds."""

    name: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times theirs."""
        return self.ours / self.theirs


def ratios() -> list[Ratio]:
    """Check that both give the same answers, then time them turn by turn."""
    terms = lk.read(TERMS)
    given = facts(BEFORE + 2 * ROUNDS * SLICE)
    uses = [lk.Use.of(["run"], for_licensekit(one)) for one in given]
    for use in uses:
        use.facts()
    policies = cedarpy.PolicySet.from_str(cedar_text())
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [cedar_request(one) for one in given]
    for use, request in zip(uses[:BEFORE], requests, strict=False):
        matched = cedarpy.is_authorized(request, policies, entities).diagnostics.id_annotations_by_reason.values()
        verdict = str(terms.evaluate(use, assume="none").verdict)
        if verdict != cedar_verdict(list(matched)):
            raise SystemExit(f"different answers: {use} {verdict}")

    def explained(use: lk.Use) -> object:
        return parts_of(terms.evaluate(use, assume="none"))

    def answered(request: dict[str, Any]) -> object:
        return cedarpy.is_authorized(request, policies, entities)

    found = []
    for name, ours in (("explained", microseconds(explained)), ("explained, first of its kind", first_of_its_kind)):
        mine, theirs = [], []
        for number in range(ROUNDS):
            at = BEFORE + (number + (ROUNDS if ours is first_of_its_kind else 0)) * SLICE
            mine.append(ours(uses[at : at + SLICE]))
            theirs.append(microseconds(answered)(requests[at : at + SLICE]))
        found.append(Ratio(name, statistics.median(mine), statistics.median(theirs)))
    return found


def first_of_its_kind(uses: Sequence[lk.Use]) -> float:
    """The processor time for one use, each the second that its terms are asked about: the first lays them out."""
    took = 0
    for use, before in pairwise([*uses, uses[0]]):
        terms = lk.read(TERMS)
        terms.evaluate(before, assume="none")
        start = time.process_time_ns()
        parts_of(terms.evaluate(use, assume="none"))
        took += time.process_time_ns() - start
    return took / len(uses) / 1000


def main() -> int:
    """Print the medians and their ratio."""
    for each in ratios():
        print(f"{each.name:30}{each.ours:8.1f} us, cedarpy {each.theirs:6.1f} us, ratio {each.ratio:5.2f}")
    return 0


def parts_of(decision: lk.Decision) -> tuple[object, ...]:
    """What an explained decision consists of; nothing of it is put off."""
    return (
        decision.verdict,
        decision.possible,
        decision.duties,
        decision.approvals,
        decision.reasons,
        decision.assumptions,
    )


def microseconds(work: Callable[[Any], object]) -> Callable[[Sequence[Any]], float]:
    """The processor time for one thing, of some things done in turn."""

    def took(things: Sequence[Any]) -> float:
        start = time.process_time_ns()
        for thing in things:
            work(thing)
        return (time.process_time_ns() - start) / len(things) / 1000

    return took


if __name__ == "__main__":
    sys.exit(main())
