"""Mutants and boundary cases for a terminal, and as data. Whoever prints the text escapes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from licensekit.limits import MAX_STEPS_TOGETHER
from licensekit.model.license import License
from licensekit.report.memo import counted
from licensekit.span import Source, Span
from licensekit.testing.boundaries import Boundary
from licensekit.testing.case_text import case_text, cases_text
from licensekit.testing.coverage_report import percent
from licensekit.testing.mutants import KINDS, Mutant
from licensekit.testing.mutation import Fate, MutantFate, MutationReport


def texts_of(license: License) -> frozenset[str]:
    """The facts of type text that a licence declares itself."""
    return frozenset(fact.name for fact in license.facts if fact.type == "text")


# --- mutants ---------------------------------------------------------------------------------------------


def mutation_lines(report: MutationReport, license: License, sources: Mapping[str, Source]) -> Iterator[str]:
    """The figures, then every edit that no case notices, with the case that would."""
    yield f"{report.license}: {license.title} ({counted(report.cases, 'case')})"
    figures = ((fate.value, len(report.of(fate))) for fate in Fate)
    yield f"  {counted(len(report.outcomes), 'edit')}: " + ", ".join(f"{number} {fate}" for fate, number in figures)
    yield f"  noticed: {percent(report.percent)}"
    survivors = report.of(Fate.SURVIVED)
    if survivors:
        yield ""
        yield "edits that no case notices, each with a case that would; it passes as the licence is now"
    for first in (each for each in survivors if each.with_it == each.mutant.id):
        yield ""
        for each in survivors:
            if each.with_it == first.mutant.id:
                yield from _edit(each.mutant, sources)
        assert first.witness is not None
        yield from case_text(first.witness, texts_of(license)).rstrip("\n").split("\n")
    undecided = report.of(Fate.UNDECIDED)
    if undecided:
        yield ""
        yield "edits of which it was not decided whether any use tells; they do not count"
        if report.not_looked_at:
            steps = f"all together take more than {MAX_STEPS_TOGETHER:_} steps (LK720)"
            yield f"the last {report.not_looked_at} were not looked at: {steps}; look at one clause with `--only`"
        for each in undecided:
            yield from _edit(each.mutant, sources)


def _edit(mutant: Mutant, sources: Mapping[str, Source]) -> Iterator[str]:
    where = _where(mutant.span, sources)
    yield f"  {mutant.id}{f'  {where}' if where else ''}"
    yield f"    {mutant.description}, at {mutant.locator}"


def _where(span: Span | None, sources: Mapping[str, Source]) -> str:
    place = _place(span, sources)
    return "" if place is None else "{file}:{line}:{column}".format(**place)


def mutation_data(report: MutationReport, license: License, sources: Mapping[str, Source]) -> dict[str, Any]:
    """The same as plain data, with every edit."""
    return {
        "schema": 1,
        "license": report.license,
        "title": license.title,
        "cases": report.cases,
        "percent": float(round(report.percent, 2)),
        "not_looked_at": report.not_looked_at,
        "figures": {fate.name.lower(): len(report.of(fate)) for fate in Fate},
        "kinds": {
            kind: words for kind, words in KINDS.items() if any(each.mutant.kind == kind for each in report.outcomes)
        },
        "edits": [_outcome(each, license, sources) for each in report.outcomes],
    }


def _outcome(each: MutantFate, license: License, sources: Mapping[str, Source]) -> dict[str, Any]:
    mutant = each.mutant
    return {
        "id": mutant.id,
        "kind": mutant.kind,
        "subject": mutant.subject,
        "change": mutant.change,
        "locator": str(mutant.locator),
        "place": _place(mutant.span, sources),
        "fate": each.fate.name.lower(),
        "noticed_by": each.noticed_by,
        "noticed_with": each.with_it,
        "case": "" if each.witness is None else case_text(each.witness, texts_of(license)),
    }


def _place(span: Span | None, sources: Mapping[str, Source]) -> dict[str, Any] | None:
    source = None if span is None else sources.get(span.source)
    if span is None or source is None:
        return None
    line, column = source.position(span.start)
    return {"file": source.name, "line": line, "column": column, "text": source.excerpt(span)}


# --- boundaries ------------------------------------------------------------------------------------------


def boundary_lines(boundaries: tuple[Boundary, ...], license: License, sources: Mapping[str, Source]) -> Iterator[str]:
    """The proposed cases as a file of cases; before each threshold a comment that says where it stands."""
    count = counted(len(boundaries), "threshold")
    yield f"# {license.id}: {count}. Each case has the answer that the licence gives now."
    for each in boundaries:
        threshold = each.threshold
        where = _where(threshold.span, sources)
        yield f"# {threshold.subject} at {threshold.locator}: `{threshold.text}`" + (f" ({where})" if where else "")
        if not each.proposals and each.decided:
            yield f"#   no use was found in which `{threshold.fact}` makes a difference here"
        elif not each.proposals:
            yield f"#   it was not decided whether `{threshold.fact}` ever makes a difference here"
    cases = [proposal.case for each in boundaries for proposal in each.proposals]
    if cases:
        yield from cases_text(cases, texts_of(license)).rstrip("\n").split("\n")


def boundary_data(boundaries: tuple[Boundary, ...], license: License, sources: Mapping[str, Source]) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "schema": 1,
        "license": license.id,
        "title": license.title,
        "boundaries": [_boundary(each, license, sources) for each in boundaries],
    }


def _boundary(each: Boundary, license: License, sources: Mapping[str, Source]) -> dict[str, Any]:
    threshold = each.threshold
    return {
        "subject": threshold.subject,
        "text": threshold.text,
        "fact": threshold.fact,
        "edge": threshold.edge,
        "locator": str(threshold.locator),
        "place": _place(threshold.span, sources),
        "matters": True if each.proposals else False if each.decided else None,
        "uses": [{"where": each.where, "case": case_text(each.case, texts_of(license))} for each in each.proposals],
    }
