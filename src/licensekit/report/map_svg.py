"""A decision map as a picture: one SVG, drawn by hand from the cells, that reads without its colours.

Regions carry letters, which the legend spells out with verdict, duties and clauses; lines are thresholds with the
clauses that make them; a dot is where the caller stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeAlias

from licensekit.analyse.axes import Axis
from licensekit.analyse.decision_map import DecisionMap
from licensekit.meaning.domain import Interval
from licensekit.meaning.verdict import Verdict
from licensekit.model.conditions import ComparisonSign
from licensekit.report.map_scale import Scale
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
from licensekit.report.palette import LOOKS
from licensekit.report.short_words import short_number
from licensekit.report.svg import FAINT, INK, line, number, picture, rect, text, titled, wrapped

_WIDTH: Final = 980.0
_LEFT: Final = 200.0
_RIGHT: Final = 190.0
_PLOT_HEIGHT: Final = 380.0
_BELOW: Final = 68
"""Below the plot alone: numbers or words, and the name of the axis."""
_NEAR: Final = 26.0
_LEVELS: Final = 3
_LABEL_WIDTH: Final = 150.0
SIGNS: Final[Mapping[ComparisonSign, str]] = {
    "more_than": ">",
    "at_least": "≥",
    "less_than": "<",
    "at_most": "≤",
    "exactly": "=",
}
_DEFS: Final = (
    '<pattern id="open" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="9" stroke="#8d8d99" stroke-width="2"/></pattern>'
    '<pattern id="none" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="1.2" fill="#9a9aa6"/></pattern>'
)

GridCell: TypeAlias = tuple[int, int]
Box: TypeAlias = tuple[float, float, float, float]


def map_svg(drawn: DecisionMap) -> str:
    """The picture, with a line feed at the end."""
    return _Drawing(drawn).whole()


def map_plot(drawn: DecisionMap) -> dict[str, Any]:
    """The plot alone, for who writes a legend; where in it the ends of bands and the caller lie, None where unsaid."""
    drawing = _Drawing(drawn, bare=True)
    x, y = _stretch(drawn.x, drawing.x), _stretch(drawn.y, drawing.y)
    return {
        "svg": drawing.plot_alone(),
        "width": _WIDTH,
        "height": drawing.bottom + _BELOW,
        "x": [round(drawing.across(each), 1) for each in drawing.x.ends],
        "y": [round(drawing.up(each), 1) for each in drawing.y.ends],
        "here": [
            None if x is None else round(drawing.across(sum(x) / 2), 1),
            None if y is None else round(drawing.up(sum(y) / 2), 1),
        ],
    }


@dataclass(frozen=True)
class _Drawing:
    found: DecisionMap
    bare: bool = False
    """Without title, legend and notes."""

    @cached_property
    def x(self) -> Scale:
        """From the left."""
        return Scale.of(self.found.x, _WIDTH - _LEFT - _RIGHT)

    @cached_property
    def y(self) -> Scale:
        """From below."""
        return Scale.of(self.found.y, _PLOT_HEIGHT)

    @cached_property
    def head(self) -> list[str]:
        """The lines under the title."""
        return wrapped(f"{where(self.found)}.", _WIDTH - 48, 12)

    @cached_property
    def top(self) -> float:
        """Where the plot begins: below the title, what is stated, and the labels of thresholds."""
        title = 0 if self.bare else 40 + 17 * len(self.head)
        return title + 16 + 32 * (1 + max((level for *_, level in self.marks), default=0))

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + _PLOT_HEIGHT

    def across(self, at: float) -> float:
        """A place on the x axis."""
        return _LEFT + at

    def up(self, at: float) -> float:
        """A place on the y axis."""
        return self.bottom - at

    def whole(self) -> str:
        """Everything."""
        legend, end = self._legend(self.bottom + 78)
        advice = text(24, end + 8, NOT_ADVICE, size=11, fill=FAINT)
        title = text(24, 30, heading(self.found), size=16, bold=True)
        head = (text(24, 52 + 17 * at, words, size=12, fill=FAINT) for at, words in enumerate(self.head))
        return picture(_WIDTH, end + 28, heading(self.found), (title, *head, *self._plot(), *legend, advice), _DEFS)

    def plot_alone(self) -> str:
        """The plot with its axes and thresholds."""
        return picture(_WIDTH, self.bottom + _BELOW, heading(self.found), tuple(self._plot()), _DEFS)

    def _plot(self) -> Iterator[str]:
        yield from (*self._cells(), *self._borders(), *self._lines(), *self._axes(), *self._here(), *self._letters())

    # --- cells -------------------------------------------------------------------------------------------

    def _every(self) -> Iterator[tuple[GridCell, int | None, Box]]:
        """Each cell by column and row, its region, and where it is drawn: left, top, width, height."""
        for row, cells in enumerate(self.found.rows):
            low, high = self.up(self.y.ends[row]), self.up(self.y.ends[row + 1])
            for column, at in enumerate(cells):
                left, right = self.across(self.x.ends[column]), self.across(self.x.ends[column + 1])
                yield (column, row), at, (left, high, right - left, low - high)

    def _cells(self) -> Iterator[str]:
        for (column, row), at, box in self._every():
            bands = f"{self.found.x.bands[column].words}; {self.found.y.bands[row].words}"
            if at is None:
                yield titled(f"{bands}: {IMPOSSIBLE}", (rect(*box, "#ffffff"), rect(*box, "url(#none)")))
                continue
            region = self.found.regions[at]
            shapes = [rect(*box, LOOKS[region.answer.verdict].fill, 'shape-rendering="crispEdges"')]
            if region.answer.verdict is Verdict.UNKNOWN:
                shapes.append(rect(*box, "url(#open)"))
            yield titled(f"{region.letter}: {bands}: {region_title(region)}", shapes)

    def _borders(self) -> Iterator[str]:
        """A line wherever two neighbours belong to different regions."""
        rows = self.found.rows
        for (column, row), at, (left, top, width, height) in self._every():
            if column and rows[row][column - 1] != at:
                yield line(left, top, left, top + height, INK, 'stroke-width="2"')
            if row and rows[row - 1][column] != at:
                yield line(left, top + height, left + width, top + height, INK, 'stroke-width="2"')
        yield rect(_LEFT, self.top, self.x.length, _PLOT_HEIGHT, "none", f'stroke="{INK}"')

    def _letters(self) -> Iterator[str]:
        """The letter of each region, in the largest cell of every part of it."""
        boxes = {cell: box for cell, _, box in self._every()}
        for part, at in self._parts():
            left, top, width, height = boxes[max(part, key=lambda cell: boxes[cell][2] * boxes[cell][3])]
            region = self.found.regions[at]
            look = LOOKS[region.answer.verdict]
            x, y = self._clear_of_the_dot(left + width / 2, top + height / 2)
            halo = f'<circle cx="{number(x)}" cy="{number(y)}" r="13" fill="{look.fill}"/>'
            yield halo + text(x, y + 6, region.letter, size=17, anchor="middle", fill=look.ink, bold=True)

    def _clear_of_the_dot(self, x: float, y: float) -> tuple[float, float]:
        """A place for a letter that the dot does not cover."""
        across, up = _stretch(self.found.x, self.x), _stretch(self.found.y, self.y)
        if across is None or up is None:
            return x, y
        near = abs(x - self.across(across[0])) < _NEAR and abs(y - self.up(up[0])) < _NEAR
        return (x + 2 * _NEAR, y) if near and across[0] == across[1] and up[0] == up[1] else (x, y)

    def _parts(self) -> Iterator[tuple[list[GridCell], int]]:
        """Neighbouring cells of one region, together, with that region."""
        regions = {cell: at for cell, at, _ in self._every() if at is not None}
        while regions:
            todo = [min(regions)]
            at, part = regions.pop(todo[0]), []
            while todo:
                column, row = todo.pop()
                part.append((column, row))
                near = [(column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)]
                same = [cell for cell in near if regions.get(cell) == at]
                for cell in same:
                    del regions[cell]
                todo += same
            yield part, at

    # --- thresholds and axes -----------------------------------------------------------------------------

    @cached_property
    def marks(self) -> tuple[tuple[float, str, str, int], ...]:
        """The thresholds of the x axis: place, number, clauses, and in which row of labels they stand."""
        marks: list[tuple[float, str, str, int]] = []
        free = [-_LABEL_WIDTH] * _LEVELS
        for place, words, clauses in _marks(self.found.x, self.x):
            level = next((at for at in range(_LEVELS) if place - free[at] >= _LABEL_WIDTH), _LEVELS - 1)
            free[level] = place
            marks.append((place, words, clauses, level))
        return tuple(marks)

    def _lines(self) -> Iterator[str]:
        dashes = 'stroke-dasharray="5 4"'
        for place, words, clauses, level in self.marks:
            x, y = self.across(place), self.top - 8 - 32 * level
            yield line(x, y, x, self.bottom, FAINT, dashes)
            yield text(x, y - 16, words, size=12, anchor="middle", bold=True)
            yield text(x, y - 3, clauses, size=11, anchor="middle", fill=FAINT)
        lowest = self.bottom + 40
        for place, words, clauses in _marks(self.found.y, self.y):
            y = self.up(place)
            yield line(_LEFT, y, _WIDTH - _RIGHT + 8, y, FAINT, dashes)
            lowest = min(y, lowest - 30)
            yield text(_WIDTH - _RIGHT + 12, lowest - 1, words, size=12, bold=True)
            yield text(_WIDTH - _RIGHT + 12, lowest + 12, clauses, size=11, fill=FAINT)

    def _axes(self) -> Iterator[str]:
        for at, words in self.x.ticks():
            x = self.across(at)
            yield line(x, self.bottom, x, self.bottom + 5)
            yield text(x, self.bottom + 19, words, size=11, anchor="middle", fill=FAINT)
        for at, words in self.y.ticks():
            y = self.up(at)
            yield line(_LEFT - 5, y, _LEFT, y)
            yield text(_LEFT - 9, y + 4, words, size=11, anchor="end", fill=FAINT)
        yield from self._words()
        yield text(_LEFT + self.x.length / 2, self.bottom + 54, axis_title(self.found.x), anchor="middle", bold=True)
        middle = self.top + _PLOT_HEIGHT / 2
        title = text(0, 0, axis_title(self.found.y), anchor="middle", bold=True)
        yield f'<g transform="translate(28 {number(middle)}) rotate(-90)">{title}</g>'

    def _words(self) -> Iterator[str]:
        """The bands of words, each with its label."""
        x, y = self.found.x, self.found.y
        for at, band in enumerate(x.bands if x.kind == "words" else ()):
            for row, words in enumerate(wrapped(band.words, self.x.length / len(x.bands) - 8, 12)[:3]):
                yield text(self.across(self.x.middle(at)), self.bottom + 17 + 13 * row, words, size=12, anchor="middle")
        for at, band in enumerate(y.bands if y.kind == "words" else ()):
            lines = wrapped(band.words, _LEFT - 60, 12)[:4]
            for row, words in enumerate(lines):
                place = self.up(self.y.middle(at)) + 4 + 14 * (row - (len(lines) - 1) / 2)
                yield text(_LEFT - 9, place, words, size=12, anchor="end")

    # --- where the caller stands -------------------------------------------------------------------------

    def _here(self) -> Iterator[str]:
        x, y = _stretch(self.found.x, self.x), _stretch(self.found.y, self.y)
        if x is None and y is None:
            return
        (left, right), (low, high) = x or (0.0, self.x.length), y or (0.0, self.y.length)
        dots = 'stroke-dasharray="2 5" stroke-linecap="round"'
        if left == right and low == high:
            place = f'cx="{number(self.across(left))}" cy="{number(self.up(low))}"'
            shapes = [f'<circle {place} r="8" fill="#ffffff" stroke="{INK}" stroke-width="2"/>']
            shapes.append(f'<circle {place} r="4" fill="{INK}"/>')
        elif left == right or low == high:
            ends = (self.across(left), self.up(low), self.across(right), self.up(high))
            shapes = [line(*ends, INK, f'stroke-width="3" {dots}')]
        else:
            box = (self.across(left) - 3, self.up(high) - 3, right - left + 6, high - low + 6)
            shapes = [rect(*box, "none", f'stroke="{INK}" stroke-width="3" {dots}')]
        yield titled(place_words(self.found), shapes)

    # --- legend ------------------------------------------------------------------------------------------

    def _legend(self, top: float) -> tuple[list[str], float]:
        """What stands below the plot, and where it ends."""
        shapes, y = [], top
        for region in self.found.regions:
            look = LOOKS[region.answer.verdict]
            shapes.append(rect(24, y, 30, 22, look.fill, f'stroke="{INK}"'))
            if region.answer.verdict is Verdict.UNKNOWN:
                shapes.append(rect(24, y, 30, 22, "url(#open)"))
                shapes.append(f'<circle cx="39" cy="{number(y + 11)}" r="9" fill="{look.fill}"/>')
            shapes.append(text(39, y + 16, region.letter, anchor="middle", fill=look.ink, bold=True))
            shapes.append(text(64, y + 16, region_title(region), bold=True))
            lines = [words for said in region_lines(region) for words in wrapped(said, _WIDTH - 100, 12)]
            shapes += [text(64, y + 35 + 16 * at, words, size=12) for at, words in enumerate(lines)]
            y += 32 + 16 * len(lines)
        if any(at is None for row in self.found.rows for at in row):
            shapes += [rect(24, y, 30, 22, "url(#none)", f'stroke="{INK}"'), text(64, y + 16, IMPOSSIBLE)]
            y += 34
        return self._notes(shapes, y)

    def _notes(self, shapes: list[str], y: float) -> tuple[list[str], float]:
        """The thresholds with all their clauses, and where the caller stands."""
        lines = [words for said in threshold_lines(self.found) for words in wrapped(said, _WIDTH - 48, 12)]
        shapes += [text(24, y + 14 + 16 * at, words, size=12) for at, words in enumerate(lines)]
        y += 16 * len(lines)
        place = place_words(self.found)
        known = (self.found.x.stated, self.found.y.stated)
        exact = all(isinstance(stated, str) or (stated is not None and stated.exact) for stated in known)
        sign = "The dot is where you stand" if exact else "The dotted line or frame is where you stand"
        lines = wrapped(f"{sign}: {place}.", _WIDTH - 48, 15) if place else []
        shapes += [text(24, y + 18 + 18 * at, words, bold=True) for at, words in enumerate(lines)]
        return shapes, y + 18 * len(lines) + 16


def _marks(axis: Axis, scale: Scale) -> Iterator[tuple[float, str, str]]:
    """The thresholds of an axis, each number once, and the ends of bands that no clause names."""
    if axis.kind == "words":
        return
    clauses: dict[float, dict[str, None]] = {}
    signs: dict[float, dict[str, None]] = {}
    for threshold in axis.thresholds:
        value = float(threshold.at)
        signs.setdefault(value, {})[SIGNS[threshold.comparison]] = None
        clauses.setdefault(value, {}).update((f"{one.clause} {one.locator}", None) for one in threshold.clauses)
    for before, band in pairwise(axis.bands):
        assert before.reach is not None
        assert band.reach is not None
        if not {float(before.reach.high or 0), float(band.reach.low)} & clauses.keys():
            clauses[float(band.reach.low)] = {}
    for value in sorted(clauses):
        first, *rest = clauses[value] or [""]
        sign = " ".join(signs.get(value, ()))
        words = f"{short_number(int(value))} {axis.currency}"
        if axis.kind == "date":
            words = f"from {date.fromordinal(int(value)).isoformat()}"
        by = (first[:24] or "through another fact") + (f" +{len(rest)}" if rest else "")
        yield scale.place(value), f"{sign} {words}".strip(), by


def _stretch(axis: Axis, scale: Scale) -> tuple[float, float] | None:
    """Where the caller stands on an axis, from where to where."""
    stated = axis.stated
    if stated is None:
        return None
    if isinstance(stated, Interval):
        low = scale.place(float(stated.low))
        high = scale.length if stated.high is None else scale.place(float(stated.high))
        return (low, low) if stated.exact else (low, high)
    at = axis.own_band
    return None if at is None else (scale.middle(at), scale.middle(at))
