"""A decision map for terminals, as Markdown, and as JSON: a grid of letters, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from licensekit.analyse.axes import Axis, Band
from licensekit.analyse.decision_map import DecisionMap, standing_in
from licensekit.analyse.regions import Region
from licensekit.report.as_json import data
from licensekit.report.escape import as_json, visible
from licensekit.report.map_words import (
    IMPOSSIBLE,
    axis_title,
    heading,
    place_words,
    region_lines,
    region_title,
    threshold_lines,
    where,
)
from licensekit.report.memo import NOT_ADVICE
from licensekit.report.over_uses import clause_data
from licensekit.report.palette import LOOKS
from licensekit.report.terminal import BOLD, painted, with_advice
from licensekit.values import UNKNOWN, known_shown

SCHEMA: Final = "licensekit-map/1"
_NARROW: Final = 7
_NOTHING: Final = "·"


def map_text(drawn: DecisionMap, *, colour: bool = False) -> str:
    """The grid with its legend, with a line feed at the end. Only `colour` puts escape sequences into it."""
    lines = [painted(visible(heading(drawn)), BOLD, colour), visible(where(drawn)), "", visible(axis_title(drawn.y))]
    lines += [*_grid(drawn, colour=colour), ""]
    for region in drawn.regions:
        letter = painted(f" {region.letter} ", LOOKS[region.answer.verdict].cell, colour)
        lines.append(f"{letter} {visible(region_title(region))}")
        lines += [f"      {visible(said)}" for said in region_lines(region)]
    if any(at is None for row in drawn.rows for at in row):
        lines.append(f" {_NOTHING}  {IMPOSSIBLE}")
    thresholds = threshold_lines(drawn)
    if thresholds:
        lines += ["", "Thresholds", *(f"  {visible(line)}" for line in thresholds)]
    place = place_words(drawn)
    if place:
        lines += ["", visible(f"[ ] where you stand: {place}")]
    return with_advice(lines)


def _grid(drawn: DecisionMap, *, colour: bool) -> Iterator[str]:
    wide = max(len(visible(band.words)) for band in drawn.y.bands)
    here = standing_in(drawn.x), standing_in(drawn.y)
    for row in reversed(range(len(drawn.rows))):
        cells = []
        for column, at in enumerate(drawn.rows[row]):
            letter, style = (_NOTHING, "") if at is None else _letter(drawn.regions[at])
            stands = here != (None, None) and here[0] in {None, column} and here[1] in {None, row}
            word = f"[{letter}]" if stands else letter
            cells.append(painted(f"{word:^{_NARROW}}", style, colour and bool(style)))
        yield f"  {visible(drawn.y.bands[row].words):>{wide}} {''.join(cells)}"
    numbers = "".join(f"{at:^{_NARROW}}" for at in range(1, len(drawn.x.bands) + 1))
    below = (f"{at}: {visible(band.words)}" for at, band in enumerate(drawn.x.bands, 1))
    yield from (f"  {'':>{wide}} {line}" for line in (numbers, visible(axis_title(drawn.x)), *below))


def _letter(region: Region) -> tuple[str, str]:
    return region.letter, LOOKS[region.answer.verdict].cell


def map_json(drawn: DecisionMap) -> str:
    """The map as data: axes with bands and thresholds, regions, and rows from the lowest band of `y`."""
    return as_json(
        {
            "schema": SCHEMA,
            "license": drawn.license,
            "title": drawn.title,
            "acts": list(drawn.acts),
            "stated": {name: known_shown(known) for name, known in drawn.stated},
            "circumstances": drawn.assumed,
            "x": _axis(drawn.x),
            "y": _axis(drawn.y),
            "regions": list(map(_region, drawn.regions)),
            "rows": [[None if at is None else drawn.regions[at].letter for at in row] for row in drawn.rows],
            "here": None if drawn.here is None else drawn.here.letter,
            "disclaimer": NOT_ADVICE,
        }
    )


def _region(region: Region) -> dict[str, Any]:
    answer = region.answer
    return {
        "letter": region.letter,
        "verdict": answer.verdict.value,
        "possible": data(answer.possible),
        "method": answer.method,
        "duties": [{"text": duty.words, "status": duty.status, **clause_data(duty.at)} for duty in answer.duties],
        "approvals": [{"text": approval.words, **clause_data(approval.at)} for approval in answer.approvals],
        "not_granted": answer.not_granted,
        "clauses": list(map(clause_data, region.clauses)),
        "asks": list(region.asks),
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "fact": axis.fact,
        "title": axis.title,
        "kind": axis.kind,
        "currency": axis.currency,
        "bands": [{"text": band.words, "value": _value(band)} for band in axis.bands],
        "thresholds": [{"text": one.words, "clauses": list(map(clause_data, one.clauses))} for one in axis.thresholds],
        "stated": standing_in(axis),
    }


def _value(band: Band) -> str | None:
    return None if band.given is UNKNOWN else known_shown(band.given)
