"""A failed case explained: expected and actual answer as a diff, and the clauses and facts that made the difference."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from licensekit.catalogue.sources import read_source
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.parts import ConditionShown, FactShown, Reason
from licensekit.decision.reasons import clause_shown
from licensekit.errors import FactsError
from licensekit.meaning.program import Program
from licensekit.meaning.terms import programs
from licensekit.model.cases import ExpectClause, ExpectDuty
from licensekit.report.memo import counted
from licensekit.span import Source, Span
from licensekit.testing.case_text import expectation_text
from licensekit.testing.cases import Failure, Result, decider, inquiry_of, reading_of
from licensekit.testing.collect import Collected


class Ran(NamedTuple):
    """A case that was run, and what came of it."""

    collected: Collected
    result: Result


MOST_CLAUSES: Final = 6
"""Clauses that are shown for one failure; a verdict may rest on many."""
MOST_FACTS: Final = 8
PLAIN: Final = frozenset({"", "given"})
"""Sources of facts that say nothing: a case gives its facts."""


def explained(collected: Collected, result: Result) -> Iterator[str]:
    """A failed case in lines: what differs and where, the diff, and what made it. Not escaped."""
    for failure in result.failures:
        yield f"{place_shown(failure.place or result.case.span, collected)}{failure.message}"
    yield from _diff(result)
    told: dict[str, None] = {}
    for failure in result.failures:
        for line in _because(failure, collected):
            if line not in told:
                told[line] = None
                yield line


def place_shown(span: Span | None, collected: Collected) -> str:
    """`FILE:LINE: `, as far as the text is at hand."""
    source = source_of(span, collected)
    if span is None or source is None:
        return ""
    return f"{source.name}:{source.position(span.start).line}: "


def line_of(collected: Collected, failure: Failure | None = None) -> int | None:
    """The line of what fails, or of its case; None where there is no text."""
    place = (failure.place if failure else None) or collected.case.span
    source = source_of(place, collected)
    return None if place is None or source is None else source.position(place.start).line


def source_of(span: Span | None, collected: Collected) -> Source | None:
    """The text in which something stands: that of the case, or the file of its licence; None where it has gone."""
    if span is None:
        return None
    if collected.source is not None and collected.source.name == span.source:
        return collected.source
    return _read(span.source)


@lru_cache(maxsize=64)
def _read(name: str) -> Source | None:
    read = read_source(name)
    return read if isinstance(read, Source) else None


def _diff(result: Result) -> Iterator[str]:
    """Everything expected, what is not so with `-`, and what is so instead with `+`."""
    instead = {id(failure.expected): failure.found for failure in result.failures if failure.expected is not None}
    if not instead:
        return
    for expected in result.case.expect:
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
    readings = reading_of(failure.expected)
    try:
        inquiry = inquiry_of(collected.case, collected.terms, readings)
        reasons = _bearing(failure, collected, inquiry, readings)
    except FactsError:  # then that is what failed, and it has been said
        return
    if not reasons:
        yield "  because no clause bears on what is asked"
    for reason in reasons[:MOST_CLAUSES]:
        yield from _clause(reason, collected)
    if len(reasons) > MOST_CLAUSES:
        yield f"  and {counted(len(reasons) - MOST_CLAUSES, 'more clause')}"


def _bearing(failure: Failure, collected: Collected, inquiry: Inquiry, readings: dict[str, str]) -> list[Reason]:
    expected = failure.expected
    if not isinstance(expected, ExpectDuty | ExpectClause):
        decision = decider(collected.case, collected.terms)(readings)
        return [reason for reason in decision.reasons if reason.decides]
    name = expected.duty if isinstance(expected, ExpectDuty) else expected.clause
    return [
        _named(inquiry, program, number)
        for program in programs(collected.terms.terms)
        for number, clause in enumerate(program.clauses)
        if name in {clause.id, f"{program.license.id}.{clause.id}"}
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
    span = _span(reason, collected)
    source = source_of(span, collected)
    if span is not None and source is not None:
        line = source.position(span.start).line
        yield f"    {source.name}:{line}: {source.line(line).strip()}"
    facts = tuple(_facts(reason.condition)) if reason.condition is not None else ()
    shown = tuple(dict.fromkeys(facts))
    for fact in shown[:MOST_FACTS]:
        yield f"    {fact.fact}: {fact.value}{f' ({fact.source})' if fact.source not in PLAIN else ''}"
    if len(shown) > MOST_FACTS:
        yield f"    and {counted(len(shown) - MOST_FACTS, 'more fact')}"


def _span(reason: Reason, collected: Collected) -> Span | None:
    for license_ in collected.terms.licenses:
        if license_.id == reason.license:
            return next((clause.span for clause in license_.clauses if clause.id == reason.clause), None)
    return None


def _facts(condition: ConditionShown) -> Iterator[FactShown]:
    yield from condition.facts
    for part in condition.parts:
        yield from _facts(part)
