"""Explained decisions against cedarpy's bare answer, in processor time: `python benchmarks/latency.py`.

A use is timed twice: after others that left every clause standing alike, as most uses of one licence do, and as the
first of its kind, so that all that follows has to be worked out.
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
from licensekit.evaluate import Decision, Program, Single, evaluate
from licensekit.evaluate.layout import Layout
from licensekit.use import Use

ROUNDS = 40
SLICE = 40


def main() -> int:
    """Check that both give the same answers, then time them turn by turn; print the medians and their ratio."""
    terms = Single(Program(catalogue.read(TERMS)))
    given = facts(400)
    uses = [Use.of(["run"], for_licensekit(one)) for one in given]
    policies = cedarpy.PolicySet.from_str(cedar_text())
    entities = cedarpy.Entities.from_json_str("[]")
    requests = [cedar_request(one) for one in given]
    for use, request in zip(uses, requests, strict=True):
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

    taken: dict[str, list[float]] = {"explained": [], "explained, first of its kind": [], "cedarpy bare answer": []}
    for number in range(ROUNDS):
        at = (number * SLICE) % len(uses)
        some, asked = uses[at : at + SLICE], requests[at : at + SLICE]
        for use in some:
            explained(use)
        taken["explained"].append(microseconds(explained, some))
        taken["explained, first of its kind"].append(microseconds(first_of_its_kind, some))
        taken["cedarpy bare answer"].append(
            microseconds(lambda request: cedarpy.is_authorized(request, policies, entities), asked)
        )
    medians = {name: statistics.median(each) for name, each in taken.items()}
    for name, median in medians.items():
        print(f"{name:30}{median:8.1f} us{median / medians['cedarpy bare answer']:8.2f}")
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
    terms.program.conditions_shown.clear()
    for layout in terms.layouts.values():
        if isinstance(layout, Layout):
            layout.consequences.clear()


def microseconds(work: Callable[[Any], object], things: Sequence[Any]) -> float:
    """The processor time for one thing."""
    start = time.process_time_ns()
    for thing in things:
        work(thing)
    return (time.process_time_ns() - start) / len(things) / 1000


if __name__ == "__main__":
    sys.exit(main())
