"""Mutants and boundary cases for a terminal, and as data. Whoever prints the text escapes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from licensekit.model.cases import Case
from licensekit.model.license import License
from licensekit.report.memo import counted
from licensekit.span import Source, Span
from licensekit.testing.boundaries import Boundary
from licensekit.testing.case_text import case_text, cases_text
from licensekit.testing.coverage_text import percent
from licensekit.testing.mutants import KINDS, Mutant
from licensekit.testing.mutation import Fate, MutantFate, MutationReport

Sources = Mapping[str, Source]
WIDTH: Final = 30
"""Signs of the bar."""


def bar(done: int, total: int) -> str:
    """`[########··········] 120 of 308 edits`: one line, of the same length throughout."""
    full = WIDTH * done // total if total else WIDTH
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {done:>{len(str(total))}} of {total} edits"


def texts_of(license: License) -> frozenset[str]:
    """The facts of type text that a licence declares itself."""
    return frozenset(fact.name for fact in license.facts if fact.type == "text")


# --- mutants ---------------------------------------------------------------------------------------------


def mutation_lines(report: MutationReport, license: License, sources: Sources) -> Iterator[str]:
    """The figures, then every edit that no case notices, with the case that would."""
    yield f"{report.license}: {license.title} ({counted(report.cases, 'case')})"
    figures = ((fate.value, len(report.of(fate))) for fate in Fate)
    yield f"  {counted(len(report.outcomes), 'edit')}: " + ", ".join(f"{number} {fate}" for fate, number in figures)
    yield f"  noticed: {percent(report.percent)}"
    survivors = report.of(Fate.SURVIVED)
    if survivors:
        yield ""
        yield "edits that no case notices, each with a case that would; it passes as the licence is now"
    for first in (one for one in survivors if one.with_it == one.mutant.id):
        yield ""
        for one in survivors:
            if one.with_it == first.mutant.id:
                yield from _edit(one.mutant, sources)
        assert first.witness is not None
        yield from case_text(first.witness, texts_of(license)).rstrip("\n").split("\n")
    undecided = report.of(Fate.UNDECIDED)
    if undecided:
        yield ""
        yield "edits of which it was not decided whether any use tells; they do not count"
        for one in undecided:
            yield from _edit(one.mutant, sources)


def _edit(mutant: Mutant, sources: Sources) -> Iterator[str]:
    where = _where(mutant.span, sources)
    yield f"  {mutant.id}{f'  {where}' if where else ''}"
    yield f"    {mutant.description}, at {mutant.locator}"


def _where(span: Span | None, sources: Sources) -> str:
    source = None if span is None else sources.get(span.source)
    if span is None or source is None:
        return ""
    line, column = source.position(span.start)
    return f"{source.name}:{line}:{column}"


def mutation_data(report: MutationReport, license: License, sources: Sources) -> dict[str, Any]:
    """The same as plain data, with every edit."""
    return {
        "schema": 1,
        "license": report.license,
        "title": license.title,
        "cases": report.cases,
        "percent": float(round(report.percent, 2)),
        "figures": {fate.name.lower(): len(report.of(fate)) for fate in Fate},
        "kinds": {
            kind: words for kind, words in KINDS.items() if any(one.mutant.kind == kind for one in report.outcomes)
        },
        "edits": [_outcome(one, license, sources) for one in report.outcomes],
    }


def _outcome(one: MutantFate, license: License, sources: Sources) -> dict[str, Any]:
    mutant = one.mutant
    return {
        "id": mutant.id,
        "kind": mutant.kind,
        "subject": mutant.subject,
        "change": mutant.change,
        "locator": str(mutant.locator),
        "place": _place(mutant.span, sources),
        "fate": one.fate.name.lower(),
        "noticed_by": one.noticed_by,
        "noticed_with": one.with_it,
        "case": "" if one.witness is None else case_text(one.witness, texts_of(license)),
    }


def _place(span: Span | None, sources: Sources) -> dict[str, Any] | None:
    source = None if span is None else sources.get(span.source)
    if span is None or source is None:
        return None
    line, column = source.position(span.start)
    return {"file": source.name, "line": line, "column": column, "text": source.excerpt(span)}


# --- boundaries ------------------------------------------------------------------------------------------


def boundary_lines(found: tuple[Boundary, ...], license: License, sources: Sources) -> Iterator[str]:
    """The proposed cases as a file of cases; before each threshold a comment that says where it stands."""
    yield f"# {license.id}: {counted(len(found), 'threshold')}. Each case has the answer that the licence gives now."
    for one in found:
        threshold = one.threshold
        where = _where(threshold.span, sources)
        yield f"# {threshold.subject} at {threshold.locator}: `{threshold.text}`" + (f" ({where})" if where else "")
        if not one.proposals:
            yield f"#   {_without_use(one)}"
    cases = [proposal.case for one in found for proposal in one.proposals]
    if cases:
        yield from cases_text(cases, texts_of(license)).rstrip("\n").split("\n")


def _without_use(one: Boundary) -> str:
    if one.decided:
        return f"no use was found in which `{one.threshold.fact}` makes a difference here"
    return f"it was not decided whether `{one.threshold.fact}` ever makes a difference here"


def boundary_data(found: tuple[Boundary, ...], license: License, sources: Sources) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "schema": 1,
        "license": license.id,
        "title": license.title,
        "boundaries": [_boundary(one, license, sources) for one in found],
    }


def _boundary(one: Boundary, license: License, sources: Sources) -> dict[str, Any]:
    threshold = one.threshold
    return {
        "subject": threshold.subject,
        "text": threshold.text,
        "fact": threshold.fact,
        "edge": threshold.edge,
        "locator": str(threshold.locator),
        "place": _place(threshold.span, sources),
        "matters": True if one.proposals else False if one.decided else None,
        "uses": [{"where": each.where, "case": _written(each.case, license)} for each in one.proposals],
    }


def _written(case: Case, license: License) -> str:
    return case_text(case, texts_of(license))
