"""A decision map for terminals, as Markdown, and as JSON: a grid of letters, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from licensekit.analyse.axes import Axis, Band
from licensekit.analyse.decision_map import DecisionMap, standing_in
from licensekit.analyse.difference import ClausePlace
from licensekit.report.as_text import painted
from licensekit.report.escape import as_json, visible
from licensekit.report.map_words import (
    IMPOSSIBLE,
    axis_title,
    heading,
    region_lines,
    region_title,
    standing_words,
    threshold_words,
    where,
)
from licensekit.report.palette import TERMINAL
from licensekit.report.sections import NOT_ADVICE
from licensekit.values import UNKNOWN, known_shown

SCHEMA: Final = "licensekit-map/2"
_NARROW: Final = 7
_NOTHING: Final = "·"


def map_text(found: DecisionMap, *, colour: bool = False) -> str:
    """The grid with its legend, with a line feed at the end. Only `colour` puts escape sequences into it."""
    lines = [painted(visible(heading(found)), "1", colour), visible(where(found)), "", visible(axis_title(found.y))]
    lines += _grid(found, colour=colour)
    lines.append("")
    for region in found.regions:
        letter = painted(f" {region.letter} ", TERMINAL[region.answer.verdict], colour)
        lines.append(f"{letter} {visible(region_title(region))}")
        lines += [f"      {visible(said)}" for said in region_lines(region)]
    if any(at is None for row in found.rows for at in row):
        lines.append(f" {_NOTHING}  {IMPOSSIBLE}")
    thresholds = list(_thresholds(found))
    if thresholds:
        lines += ["", "Thresholds", *(f"  {visible(line)}" for line in thresholds)]
    standing = standing_words(found)
    if standing:
        lines += ["", visible(f"[ ] where you stand: {standing}")]
    return "\n".join([*lines, "", NOT_ADVICE]) + "\n"


def _grid(found: DecisionMap, *, colour: bool) -> Iterator[str]:
    wide = max(len(visible(band.words)) for band in found.y.bands)
    column_here, row_here = standing_in(found.x), standing_in(found.y)
    for row in reversed(range(len(found.rows))):
        cells = []
        for column, at in enumerate(found.rows[row]):
            letter = _NOTHING if at is None else found.regions[at].letter
            here = column_here in {None, column} and row_here in {None, row} and (column_here, row_here) != (None, None)
            word = f"[{letter}]" if here else letter
            style = "" if at is None else TERMINAL[found.regions[at].answer.verdict]
            cells.append(painted(f"{word:^{_NARROW}}", style, colour and bool(style)))
        yield f"  {visible(found.y.bands[row].words):>{wide}} {''.join(cells)}"
    yield f"  {'':>{wide}} {''.join(f'{at:^{_NARROW}}' for at in range(1, len(found.x.bands) + 1))}"
    yield f"  {'':>{wide}} {visible(axis_title(found.x))}"
    for at, band in enumerate(found.x.bands, 1):
        yield f"  {'':>{wide}} {at}: {visible(band.words)}"


def _thresholds(found: DecisionMap) -> Iterator[str]:
    for axis in (found.x, found.y):
        for threshold in axis.thresholds:
            yield f"{axis.fact}, {threshold_words(threshold)}"


def map_json(found: DecisionMap) -> str:
    """The map as data: axes with bands and thresholds, regions, and rows from the lowest band of `y`."""
    return as_json(
        {
            "schema": SCHEMA,
            "license": found.license,
            "title": found.title,
            "acts": list(found.acts),
            "stated": {name: known_shown(known) for name, known in found.stated},
            "circumstances": found.assumed,
            "x": _axis(found.x),
            "y": _axis(found.y),
            "regions": [
                {
                    "letter": region.letter,
                    "verdict": region.answer.verdict.value,
                    "possible": [verdict.value for verdict in region.answer.possible],
                    "duties": [
                        {"text": duty.words, "status": duty.status, **_clause(duty.at)}
                        for duty in region.answer.duties
                    ],
                    "approvals": [{"text": one.words, **_clause(one.at)} for one in region.answer.approvals],
                    "not_granted": region.answer.not_granted,
                    "clauses": [_clause(one) for one in region.clauses],
                    "asks": list(region.asks),
                }
                for region in found.regions
            ],
            "rows": [[None if at is None else found.regions[at].letter for at in row] for row in found.rows],
            "here": None if found.here is None else found.here.letter,
            "disclaimer": NOT_ADVICE,
        }
    )  # fmt: skip


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "fact": axis.fact,
        "title": axis.title,
        "kind": axis.kind,
        "currency": axis.currency,
        "bands": [{"text": band.words, "value": _value(band)} for band in axis.bands],
        "thresholds": [
            {"text": one.words, "clauses": [_clause(clause) for clause in one.clauses]} for one in axis.thresholds
        ],
        "stated": standing_in(axis),
    }


def _value(band: Band) -> str | None:
    return None if band.given is UNKNOWN else known_shown(band.given)


def _clause(at: ClausePlace) -> dict[str, str]:
    return {"license": at.license, "clause": at.clause, "locator": str(at.locator)}
