"""Explained decisions against cedarpy's bare answer, in processor time: `python benchmarks/latency.py`."""

from __future__ import annotations

import statistics
import sys
import time

import cedarpy
from problem import TERMS, cedar_request, cedar_text, cedar_verdict, facts, for_licensekit

from licensekit import catalogue
from licensekit.evaluate import Program, Single, evaluate
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
    ours, theirs = [], []
    for number in range(ROUNDS):
        at = (number * SLICE) % len(uses)
        start = time.process_time_ns()
        for use in uses[at : at + SLICE]:
            evaluate(terms, use, assume="none")
        middle = time.process_time_ns()
        for request in requests[at : at + SLICE]:
            cedarpy.is_authorized(request, policies, entities)
        end = time.process_time_ns()
        ours.append((middle - start) / SLICE)
        theirs.append((end - middle) / SLICE)
    mine, peer = statistics.median(ours), statistics.median(theirs)
    print(f"explained decision  {mine / 1000:8.1f} us")
    print(f"cedarpy bare answer {peer / 1000:8.1f} us")
    print(f"ratio               {mine / peer:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
