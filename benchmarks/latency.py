"""Explained decisions against cedarpy's bare answer, in processor time: `python benchmarks/latency.py`.

Uses and requests are ready: built, and a use's facts laid out by name. No use is asked about twice. Each is timed
after hundreds of others, in some of which every clause stood alike, and as the first of its kind, when nothing is kept
and all that follows has to be worked out.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import cedarpy
from problem import TERMS, cedar_request, cedar_text, cedar_verdict, facts, for_licensekit

from licensekit import catalogue
from licensekit.decision import Decision, Program, Single, evaluate
from licensekit.evaluate.layout import Layout
from licensekit.use import Use

ROUNDS = 40
SLICE = 40
BEFORE = 400


def main() -> int:
    """Check that both give the same answers, then time them turn by turn; print the medians and their ratio."""
    terms = Single(Program(catalogue.read(TERMS)))
    given = facts(BEFORE + 2 * ROUNDS * SLICE)
    uses = [Use.of(["run"], for_licensekit(one)) for one in given]
    for use in uses:
        use.facts()
    policies = cedarpy.PolicySet.from_str(cedar_text())
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [cedar_request(one) for one in given]
    for use, request in zip(uses[:BEFORE], requests, strict=False):
        matched = cedarpy.is_authorized(request, policies, entities).diagnostics.id_annotations_by_reason.values()
        verdict = str(evaluate(terms, use, assume="none").verdict)
        if verdict != cedar_verdict(list(matched)):
            print("different answers", use, verdict)
            return 1

    def explained(use: Use) -> object:
        return parts_of(evaluate(terms, use, assume="none"))

    def first_of_its_kind(use: Use) -> object:
        forget(terms)
        return explained(use)

    def answered(request: dict[str, Any]) -> object:
        return cedarpy.is_authorized(request, policies, entities)

    for name, ours in (("explained", explained), ("explained, first of its kind", first_of_its_kind)):
        mine, theirs = [], []
        for number in range(ROUNDS):
            at = BEFORE + (number + (ROUNDS if ours is first_of_its_kind else 0)) * SLICE
            mine.append(microseconds(ours, uses[at : at + SLICE]))
            theirs.append(microseconds(answered, requests[at : at + SLICE]))
        median, peer = statistics.median(mine), statistics.median(theirs)
        print(f"{name:30}{median:8.1f} us, cedarpy {peer:6.1f} us, ratio {median / peer:5.2f}")
    return 0


def parts_of(decision: Decision) -> tuple[object, ...]:
    """What an explained decision consists of; nothing of it is put off."""
    return (
        decision.verdict,
        decision.possible,
        decision.duties,
        decision.approvals,
        decision.reasons,
        decision.assumptions,
    )


def forget(terms: Single) -> None:
    """Drop what was kept of uses asked about before."""
    for kept in memories(terms):
        kept.clear()


def memories(terms: Single) -> list[dict[Any, Any]]:
    """What is kept of uses: conditions as they were shown, and what followed from how the clauses stood."""
    layouts = [layout.consequences for layout in terms.layouts.values() if isinstance(layout, Layout)]
    return [terms.program.conditions_shown, *layouts]


def microseconds(work: Callable[[Any], object], things: Sequence[Any]) -> float:
    """The processor time for one thing."""
    start = time.process_time_ns()
    for thing in things:
        work(thing)
    return (time.process_time_ns() - start) / len(things) / 1000


if __name__ == "__main__":
    sys.exit(main())
