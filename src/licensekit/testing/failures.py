"""A failed case explained: expected and actual answer as a diff, and the clauses and facts that made the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from licensekit.catalogue.sources import read_source
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.parts import ConditionShown, FactShown, Reason
from licensekit.decision.reasons import clause_shown
from licensekit.diagnostics import Diagnostic, Label
from licensekit.errors import FactsError
from licensekit.meaning.program import Program
from licensekit.meaning.terms import programs
from licensekit.model.cases import ExpectClause, ExpectDuty
from licensekit.model.clauses import written_id
from licensekit.report.memo import counted
from licensekit.span import Source, Span
from licensekit.testing.case_text import expectation_text
from licensekit.testing.cases import Failure, decision_of, inquiry_of, reading_of, run_case
from licensekit.testing.collect import Collected


class Ran(NamedTuple):
    """A case that was run, and what failed in it."""

    collected: Collected
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected is so."""
        return not self.failures


def run(collected: Collected) -> Ran:
    """Run a case."""
    return Ran(collected, run_case(collected.case, collected.terms))


def findings_of(ran: Iterable[Ran]) -> Iterator[Diagnostic]:
    """What failed, as findings at their lines."""
    for each in ran:
        for failure in each.failures:
            place = failure.place or each.collected.case.span
            labels = () if place is None else (Label(place),)
            yield Diagnostic("LK710", f"{each.collected.name}: {failure.message}", labels)


MOST_CLAUSES: Final = 6
"""Clauses that are shown for one failure; a verdict may rest on many."""
MOST_FACTS: Final = 8
PLAIN: Final = frozenset({"", "given"})
"""Sources of facts that say nothing: a case gives its facts."""


def explained(ran: Ran) -> Iterator[str]:
    """A failed case in lines: what differs and where, the diff, and what made it. Not escaped."""
    collected, failures = ran
    for failure in failures:
        at = _at(failure.place or collected.case.span, collected)
        yield f"{'' if at is None else f'{at[0].name}:{at[1]}: '}{failure.message}"
    yield from _diff(ran)
    yield from dict.fromkeys(line for failure in failures for line in _because(failure, collected))


def line_of(collected: Collected, failure: Failure | None = None) -> int | None:
    """The line of what fails, or of its case; None where there is no text."""
    at = _at((failure.place if failure else None) or collected.case.span, collected)
    return None if at is None else at[1]


def _at(span: Span | None, collected: Collected) -> tuple[Source, int] | None:
    """The text in which something stands, that of the case or the file of its licence, and the line; None if gone."""
    if span is None:
        return None
    own = collected.source
    source = own if own is not None and own.name == span.source else _read(span.source)
    return None if source is None else (source, source.position(span.start).line)


@lru_cache(maxsize=64)
def _read(name: str) -> Source | None:
    read = read_source(name)
    return read if isinstance(read, Source) else None


def _diff(ran: Ran) -> Iterator[str]:
    """Everything expected, what is not so with `-`, and what is so instead with `+`."""
    instead = {id(failure.expected): failure.found for failure in ran.failures if failure.expected is not None}
    for expected in ran.collected.case.expect if instead else ():
        actual = instead.get(id(expected))
        if actual is None:
            yield f"    {expectation_text(expected)}"
            continue
        yield f"  - {expectation_text(expected)}"
        yield from (f"  + {expectation_text(each)}" for each in actual)


def _because(failure: Failure, collected: Collected) -> Iterator[str]:
    """The clauses that bear on what failed: each with its place, its line, and the facts that it read."""
    if failure.expected is None:
        return
    reading = reading_of(failure.expected)
    try:
        inquiry = inquiry_of(collected.case, collected.terms, reading)
        reasons = _bearing(failure, collected, inquiry)
    except FactsError:  # then that is what failed, and it has been said
        return
    if not reasons:
        yield "  because no clause bears on what is asked"
    for reason in reasons[:MOST_CLAUSES]:
        yield from _clause(reason, collected)
    if len(reasons) > MOST_CLAUSES:
        yield f"  and {counted(len(reasons) - MOST_CLAUSES, 'more clause')}"


def _bearing(failure: Failure, collected: Collected, inquiry: Inquiry) -> list[Reason]:
    expected = failure.expected
    assert expected is not None
    if not isinstance(expected, ExpectDuty | ExpectClause):
        decision = decision_of(collected.case, collected.terms, reading_of(expected))
        return [reason for reason in decision.reasons if reason.decides]
    name = expected.duty if isinstance(expected, ExpectDuty) else expected.clause
    return [
        _named(inquiry, program, number)
        for program in programs(collected.terms.terms)
        for number, clause in enumerate(program.clauses)
        if name in {written_id(clause.id), f"{program.license.id}.{written_id(clause.id)}"}
    ]


def _named(inquiry: Inquiry, program: Program, number: int) -> Reason:
    """The clause for an act asked about on which it bears; without acts where it bears on none."""
    leaves = [leaf for leaf in inquiry.leaves if number in program.concerning((leaf,))]
    found = clause_shown(inquiry, program, number, (leaves or inquiry.leaves)[0])
    return found if leaves or number in program.ending() else found._replace(acts=())


_STANDS: Final = {"true": "applies", "false": "does not apply", "unknown": "is open"}


def _clause(reason: Reason, collected: Collected) -> Iterator[str]:
    lifted = f", lifted by {', '.join(reason.lifted_by)}" if reason.lifted_by else ""
    stands = _STANDS[reason.truth.value] if reason.acts else "is about other acts"
    yield f"  because {reason.kind} {reason.clause} at {reason.locator} {stands}{lifted}"
    clauses = (clause for each in collected.terms.licenses if each.id == reason.license for clause in each.clauses)
    at = _at(next((clause.span for clause in clauses if clause.id == reason.clause), None), collected)
    if at is not None:
        source, line = at
        yield f"    {source.name}:{line}: {source.line(line).strip()}"
    shown = tuple(dict.fromkeys(() if reason.condition is None else _facts(reason.condition)))
    for fact in shown[:MOST_FACTS]:
        yield f"    {fact.fact}: {fact.value}{f' ({fact.source})' if fact.source not in PLAIN else ''}"
    if len(shown) > MOST_FACTS:
        yield f"    and {counted(len(shown) - MOST_FACTS, 'more fact')}"


def _facts(condition: ConditionShown) -> Iterator[FactShown]:
    yield from condition.facts
    for part in condition.parts:
        yield from _facts(part)
