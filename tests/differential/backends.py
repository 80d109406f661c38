
"""The fast back ends and the reference evaluator on the same question: where they differ, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from differential.asked import Asked
from differential.compare import declared, real_terms
from differential.generate import Generator
from licensekit.compile import Compiled, Outcome, compile_terms
from licensekit.errors import FactsError
from licensekit.evaluate import Decision, evaluate
from licensekit.evaluate.terms import Terms
from licensekit.use import Approval, Use

SETTINGS, USES = 2, 25
"""For each licence, so many circumstances, and so many uses under each."""
OFTEN = 5
"""Each fifth use is asked about so many times: after some, a shape of use gets a function of its own."""
ALLOWED = {"permitted", "permitted_with_duties"}


@dataclass
class Tally:
    """What a run has seen."""

    pairs: int = 0
    settled: int = 0
    """Pairs in which no clause is open, so that verdict, duties and approvals must be the same."""
    exact: int = 0
    """Of the others, those whose Kleene set is the exact set."""
    refused: int = 0
    fast: int = 0
    """Pairs that a generated function decided, without the reference evaluator."""
    verdicts: Counter[str] = field(default_factory=Counter)
    reference_failed: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("pairs", "settled", "exact", "refused", "fast"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.verdicts.update(other.verdicts)
        self.reference_failed += other.reference_failed
        self.failures += other.failures

    def __str__(self) -> str:
        shares = ", ".join(f"{name} {count}" for name, count in sorted(self.verdicts.items()))
        return "\n".join(
            (
                f"{self.pairs} pairs of a licence and a use; {self.refused} refused by both as contradicting themselves",
                f"{self.settled} with every clause settled: verdict, duties and approvals compared",
                f"{self.pairs - self.settled - self.refused} in part unknown; the Kleene set is the exact one in {self.exact}",
                f"{self.fast} decided by a generated function alone",
                f"verdicts: {shares}",
                f"the reference evaluator itself failed on {len(self.reference_failed)}",
                f"{len(self.failures)} disagreements",
            )
        )


def circumstances(asked: Asked) -> dict[str, Any]:
    """What stands beside the facts, as `evaluate` and `compile_terms` take it."""
    return {
        "as_of": asked.as_of,
        "assume": asked.assume,
        "readings": asked.readings,
        "approvals": [
            Approval(f"{each.license}.{each.gate}", "held", each.since, each.until, each.acts, each.holder)
            for each in asked.approvals
        ],
        "done": asked.done,
        "rates": asked.rates,
        "indices": asked.indices,
    }


def use_of(asked: Asked) -> Use:
    local = {fact.name: declared(fact) for license in asked.licenses() for fact in license.facts}
    return Use.of(asked.acts, asked.given, local)


def compare_all(seed: str, tally: Tally) -> None:
    """Compare on some uses of one generated licence, or of several joined."""
    generator = Generator(seed)
    terms, shelf = generator.terms()
    real = real_terms(terms, Asked(terms, (), shelf=shelf))
    for _ in range(SETTINGS):
        fixed = circumstances(generator.question(terms, shelf))
        compiled = compile_terms(real, **fixed)
        for number in range(USES):
            asked = generator.question(terms, shelf, unknown=(0, 0, 1, 2)[number % 4])
            compare(use_of(asked), real, compiled, fixed, tally, f"seed {seed} use {tally.pairs}")


def compare(  # noqa: PLR0917 - what the two are asked
    use: Use, terms: Terms, compiled: Compiled, fixed: dict[str, Any], tally: Tally, where: str
) -> None:
    """Ask both, and count; a disagreement is put down."""
    tally.pairs += 1
    expected: Decision | None = None
    try:
        expected = evaluate(terms, use, **fixed)
    except FactsError:
        pass
    except Exception as crash:  # noqa: BLE001 - a failure of the reference is reported apart
        tally.reference_failed.append(f"{where}: {type(crash).__name__} {crash}")
        return
    try:
        found = [compiled.verdict(use) for _ in range(OFTEN if tally.pairs % 5 == 0 else 1)][-1]
        again = compiled.verdict_of(use.acts, use.facts()) if not use.local and tally.pairs % 7 == 0 else found
    except FactsError:
        tally.refused += 1
        if expected is not None:
            tally.failures.append(f"{where}: refused, but the reference says {expected.verdict}")
        return
    if expected is None:
        tally.failures.append(f"{where}: the reference refuses, but this says {found}")
        return
    tally.fast += is_fast(compiled, use)
    tally.verdicts[found.verdict.value] += 1
    tally.failures += [f"{where}: {line}" for line in differences(expected, found)]
    if (again.verdict, again.active, again.open) != (found.verdict, found.active, found.open):
        tally.failures.append(f"{where}: {again} by facts, {found} by use")
    if is_settled(found):
        tally.settled += 1
    else:
        tally.exact += set(found.possible) == set(expected.possible)


def is_fast(compiled: Compiled, use: Use) -> bool:
    """Whether a generated function decides such a use."""
    from licensekit.compile.snapshot import snapshot

    return compiled.question(use.leaves).plan.special(snapshot(use).shape()) is not None


def is_settled(found: Outcome) -> bool:
    return not found.open


def differences(expected: Decision, found: Outcome) -> Iterator[str]:
    """Where an outcome says something else than the decision, or something milder."""
    here, there = {each.value for each in found.possible}, {each.value for each in expected.possible}
    if not here >= there:
        yield f"possible {sorted(here)}, not {sorted(there)}"
    if found.verdict.value in ALLOWED and not there <= ALLOWED:
        yield f"says {found.verdict}, where {sorted(there)} is possible"
    if not is_settled(found):
        return
    if found.verdict is not expected.verdict:
        yield f"verdict {found.verdict}, not {expected.verdict}"
    due = {f"{one.license}.{one.clause}" for one in expected.duties if one.status in {"due", "done", "not_done"}}
    if set(found.duties) != due:
        yield f"duties {sorted(found.duties)}, not {sorted(due)}"
    missing = {f"{one.license}.{one.gate}" for one in expected.approvals if one.state == "missing"}
    if set(found.approvals) != missing:
        yield f"approvals {sorted(found.approvals)}, not {sorted(missing)}"
