"""Many clauses: the 12 of the problem over and over, each time with other thresholds, against datalogic-py.

    python benchmarks/growth.py [TIMES …]        # by default 1, 10 and 100 times the 12 clauses

Answers are compared first: the verdict, and each clause that is active. Prints processor time for one verdict.
"""

from __future__ import annotations

import gc
import re
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import peers
from problem import TERMS, facts, for_licensekit

import licensekit as lk
from licensekit.use import Use

USES, ROUNDS = 40, 15
Decide = Callable[[Any], Any]


def many(times: int) -> lk.LicenseTerms:
    """The terms with every clause so many times."""
    header, _, body = TERMS.read_text(encoding="utf-8").partition("  grant l01")
    clauses = ("  grant l01" + body).rstrip().removesuffix("}")
    found = [
        re.sub(r"\bl(\d\d)\b", rf"l\1_{turn}", clauses)
        .replace("700_000_000", str(700_000_000 - turn))
        .replace("1_000_000 USD", f"{1_000_000 + turn} USD")
        for turn in range(times)
    ]
    return lk.parse(header + "".join(found) + "}\n", "many.lic")


TOGETHER = 4
"""So many turns of 12 bits are added up in one number: JsonLogic counts exactly up to 53 bits."""


def datalogic(times: int) -> Decide:
    """The same for JsonLogic, as a list of sums of bits; a verdict is a look at the masks of each kind."""
    import datalogic_py  # noqa: PLC0415 - a peer that need not be installed

    conditions = [part["if"][0] for turn in range(times) for part in shifted(peers.json_logic(), turn)["+"]]
    width = 12 * TOGETHER
    sums = [
        {"+": [{"if": [part, 1 << at, 0]} for at, part in enumerate(conditions[start : start + width])]}
        for start in range(0, len(conditions), width)
    ]
    engine = datalogic_py.Engine()
    session, rule = engine.session(), engine.compile(sums)
    kinds = [rule.kind for rule in peers.RULES.values()] * TOGETHER
    prohibits, obliges = (sum(1 << at for at, kind in enumerate(kinds) if kind == one) for one in ("prohibit", "duty"))

    def decide(one: dict[str, Any]) -> Any:
        found = [int(bits) for bits in session.evaluate(rule, one)]
        if any(bits & prohibits for bits in found):
            return "prohibited", found
        return "permitted_with_duties" if any(bits & obliges for bits in found) else "permitted", found

    decide.kept = engine, session, rule  # type: ignore[attr-defined]
    return decide


def shifted(node: Any, turn: int) -> Any:
    """The rule with the thresholds of one turn."""
    match node:
        case dict():
            return {name: shifted(part, turn) for name, part in node.items()}
        case list():
            return [shifted(part, turn) for part in node]
        case 700_000_000:
            return 700_000_000 - turn
        case 1_000_000:
            return 1_000_000 + turn
        case _:
            return node


def measure(times: int) -> None:
    """Compare, then print."""
    given = facts(USES)
    raw = peers.inputs(given)
    uses = [Use.of(["run"], for_licensekit(one)) for one in given]
    ours, theirs = many(times).compile(assume="none").verdict, datalogic(times)
    for use, one in zip(uses, raw, strict=True):
        outcome = [ours(use) for _ in range(5)][-1]
        verdict, sums = theirs(one)
        width = 12 * TOGETHER
        active = (place * width + at for place, bits in enumerate(sums) for at in range(width) if bits >> at & 1)
        names = {f"many.l{at % 12 + 1:02}_{at // 12}" for at in active}
        assert (outcome.verdict.value, {name.replace("llama12.", "many.") for name in outcome.active_clauses}) == (
            verdict,
            names,
        ), (one, outcome.verdict, verdict)
    took: dict[str, list[float]] = {"ours": [], "theirs": []}
    gc.disable()
    for _ in range(ROUNDS):
        for name, decide, inputs in (("ours", ours, uses), ("theirs", theirs, raw)):
            start = time.process_time_ns()
            for one in inputs:
                decide(one)
            took[name].append((time.process_time_ns() - start) / USES)
    gc.enable()
    our, their = (statistics.median(each) for each in took.values())
    print(f"{times * 12:6} clauses{our / 1000:10.2f} µs, datalogic-py{their / 1000:10.2f} µs: {our / their:.2f} x")


def main(*times: str) -> int:
    for each in map(int, times or ("1", "10", "100")):
        measure(each)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
