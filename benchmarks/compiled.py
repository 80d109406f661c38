"""Compiled verdicts against a function written by hand and against what else could be used, interleaved in one run.

    python benchmarks/compiled.py

Answers are compared first. Prints medians of many turns and their ratios to the function written by hand, in processor
time: a turn that other processes interrupt costs no more. Peers that are not installed are left out:
`pip install -e '.[bench]'`.
"""

from __future__ import annotations

import gc
import importlib.util
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import peers
from problem import TERMS, cedar_request, cedar_text, cedar_verdict, facts, for_licensekit

import licensekit as lk
from licensekit import Use

USES, ROUNDS = 400, 40


def by_hand(f: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """What a careful person writes for exactly these terms, with no unknown facts and no relations."""
    ids, bad, duty = ["l01"], False, False
    contains, own, modified = f["product.contains_work"], f["use.in_own_product"], f["work.modified"]
    terminated, domicile = f["licensor.has_terminated"], f["licensee.domicile"]
    if f["group.monthly_active_users[2025-03]"] > 700_000_000 and not terminated:
        ids.append("l02")
        bad = True
    if contains and not f["work.has_notice_file"]:
        ids.append("l03")
        duty = True
    if (contains or own) and not f["use.marks_only_as_required"]:
        ids.append("l04")
        duty = True
    if f["trained_model.made_available"] and not f["trained_model.derived_from_work"]:
        ids.append("l05")
        duty = True
    if f["conduct.military"] or f["conduct.weapons"]:
        ids.append("l06")
        bad = True
    if f["conduct.critical_infrastructure"] and own:
        ids.append("l07")
        bad = True
    if domicile in ("FR", "DE", "IT", "ES") and contains and modified:
        ids.append("l08")
        bad = True
    if modified and contains:
        ids.append("l09")
        duty = True
    if f["product.charged_for"] and f["group.revenue.year"] >= 1_000_000 and not terminated:
        ids.append("l10")
        duty = True
    if domicile in ("KP", "IR", "SY", "CU"):
        ids.append("l11")
        bad = True
    if contains and domicile != "US":
        ids.append("l12")
        duty = True
    return "prohibited" if bad else "permitted_with_duties" if duty else "permitted", tuple(ids)


def cedar() -> Callable[[dict[str, Any]], str]:
    import cedarpy  # noqa: PLC0415 - a peer that need not be installed

    policies, entities = cedarpy.PolicySet.from_str(cedar_text()), cedarpy.Entities.from_json_str("[]")

    def decide(request: dict[str, Any]) -> str:
        reasons = cedarpy.is_authorized(request, policies, entities).diagnostics.id_annotations_by_reason
        return cedar_verdict(list(reasons.values()))

    return decide


def partial(given: Sequence[dict[str, Any]], share: float) -> list[Use]:
    """The same uses with a share of the facts left out."""
    rng = random.Random(11)
    kept = [{name: value for name, value in for_licensekit(one).items() if rng.random() >= share} for one in given]
    return [Use.of(["run"], one) for one in kept]


def contestants() -> dict[str, tuple[Callable[[Any], Any], Sequence[Any]]]:
    """What is measured, with its inputs ready."""
    terms = lk.read(TERMS)
    given = facts(USES)
    raw = [for_licensekit(one) for one in given]
    uses = [Use.of(["run"], one) for one in raw]
    compiled = terms.compile(assume="none")
    checked = compiled.checked(["run"])
    compiled_set = type(lk.compile_all(()))
    many = compiled_set({f"l{at}": terms.compile(assume="none") for at in range(100)})
    found: dict[str, tuple[Callable[[Any], Any], Sequence[Any]]] = {
        "by hand": (by_hand, given),
        "verdict, ready use": (compiled.verdict, uses),
        "verdict, 5 % unknown": (compiled.verdict, partial(given, 0.05)),
        "verdict, 20 % unknown": (compiled.verdict, partial(given, 0.2)),
        "raw facts, checked": (checked, raw),
        "100 licences, each": (many.verdicts, uses),
        "reference, explained": (lambda use: terms.evaluate(use, assume="none"), uses),
    }
    for fact, use in zip(given, uses, strict=True):
        verdict, ids = by_hand(fact)
        outcome = compiled.verdict(use)
        assert (outcome.verdict.value, outcome.active_clauses) == (verdict, tuple(f"llama12.{one}" for one in ids))
        assert checked(for_licensekit(fact)).active == outcome.active
    flattened = peers.inputs(given)
    for name, decide in peers.installed().items():
        for one, fact in zip(flattened, given, strict=True):
            verdict, ids = by_hand(fact)
            assert decide(one) == (verdict, sum(1 << int(name[1:]) - 1 for name in ids)), (name, fact)
        found[name] = (decide, flattened)
    if importlib.util.find_spec("cedarpy"):
        requests = [cedar_request(one) for one in given]
        found[f"cedarpy {version('cedarpy')}"] = (agreeing(cedar(), requests, given), requests)
    return found


def agreeing(
    decide: Callable[[Any], str], inputs: Sequence[Any], given: Sequence[dict[str, Any]]
) -> Callable[[Any], str]:
    """A peer, once its answers were found to be the same."""
    for one, fact in zip(inputs, given, strict=True):
        assert decide(one) == by_hand(fact)[0], (decide(one), fact)
    return decide


SLICE, PASSES = 40, 8
"""A turn passes several times over a few uses: as where a use is decided soon after it was made. What is slow, once."""
FAST = ("by hand", "verdict", "raw facts", "datalogic-py")


def medians() -> dict[str, float]:
    """Nanoseconds for one decision of each."""
    running = contestants()
    took: dict[str, list[float]] = {name: [] for name in running}
    for decide, inputs in running.values():  # each shape of use is seen often enough before anything is measured
        for one in [*inputs] * 5:
            decide(one)
    gc.disable()
    for number in range(ROUNDS):
        at = number * SLICE % USES
        for name, (decide, inputs) in running.items():
            part = inputs[at : at + SLICE] * (PASSES if name.startswith(FAST) else 1)
            start = time.process_time_ns()
            for one in part:
                decide(one)
            took[name].append((time.process_time_ns() - start) / len(part) / (100 if name.startswith("100") else 1))
    gc.enable()
    return {name: statistics.median(each) for name, each in took.items()}


def main() -> int:
    print(platform.platform(), platform.python_implementation(), platform.python_version())
    found = medians()
    for name, median in found.items():
        print(f"{name:40}{median:12.0f} ns{median / found['by hand']:10.2f} x by hand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
