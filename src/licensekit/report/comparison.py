"""Comparisons of licences as text, Markdown, JSON and a picture: one pair with a use each way, or a table of many.

In the picture, who stands above permits more, over all uses; no line, no order. Lines lead from each licence to those
next below it; what follows from others is not drawn. Licences that answer every use alike share a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Any, Final

from licensekit.analyse.compare import Comparison, RelativeStrictness, StricterUse
from licensekit.report import as_markdown, as_text
from licensekit.report.escape import as_json, markdown, visible
from licensekit.report.memo import NOT_ADVICE, verdict_words
from licensekit.report.over_uses import use_data
from licensekit.report.plain_data import data
from licensekit.report.svg import FAINT, INK, line, picture, rect, text, titled

SCHEMA: Final = "licensekit-compare/2"
SIGNS: Final[Mapping[RelativeStrictness, str]] = {
    "equivalent": "=",
    "more permissive": "+",
    "less permissive": "-",
    "incomparable": "≠",
}
LEGEND: Final = "the licence of the row is: = equivalent, + more permissive, - less permissive, ≠ incomparable"
Pairs = Mapping[tuple[str, str], Comparison]


def _sentences(pair: Comparison) -> list[str]:
    """One pair: the relation, and a use in which each is stricter."""
    words = {"equivalent": "equivalent to", "incomparable": "incomparable with"}
    relation = words.get(pair.relation, f"{pair.relation} than")
    lines = [f"{pair.one} is {relation} {pair.other}"]
    for name, example in ((pair.one, pair.stricter), (pair.other, pair.milder)):
        if example is not None:
            before, after = map(verdict_words, example.verdicts)
            answers = (
                f"{before} → {after}"
                if before != after
                else f"{before} under both, and it asks for what the other does not"
            )
            lines.append(f"{name} is stricter {example.witness.words}: {answers}")
    return lines


def comparisons_text(names: Sequence[str], pairs: Pairs, form: str) -> str:
    """Two licences in sentences, more in a table; with a line feed at the end."""
    in_markdown = form == "markdown"
    write = markdown if in_markdown else visible
    if len(names) == 2:
        first, *rest = map(write, _sentences(pairs[names[0], names[1]]))
        lines = [f"**{first}**", "", *(f"- {line}" for line in rest)] if in_markdown else [
            first, *(f"  {line}" for line in rest)
        ]  # fmt: skip
    else:
        order = ordered(names, pairs)
        rows = [(write(name), [_sign(name, other, pairs) for other in names]) for name in names]
        lines = as_markdown.table([*map(markdown, names)], rows) if in_markdown else [*_in_text(rows)]
        lines += ["", write(LEGEND), *([""] if order else [])]
        lines += [write(f"{one} is more permissive than {other}") for one, other in order]
    under = sorted({words for pair in pairs.values() for words in pair.under})
    if under:
        lines += ["", write(f"all of this where {' and '.join(under)}")]
    return as_markdown.with_advice(lines) if in_markdown else as_text.with_advice(lines)


def _in_text(rows: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    width = max(len(name) for name, _ in rows)
    yield f"{'':<{width + 4}} {' '.join(f'{at:>3}' for at in range(1, len(rows) + 1))}"
    for at, (name, signs) in enumerate(rows, 1):
        yield f"{at:>3} {name:<{width}} {' '.join(f'{sign:>3}' for sign in signs)}"


def _sign(row: str, column: str, pairs: Pairs) -> str:
    if row == column:
        return "·"
    if (row, column) in pairs:
        return SIGNS[pairs[row, column].relation]
    return {"+": "-", "-": "+"}.get(sign := SIGNS[pairs[column, row].relation], sign)


def ordered(names: Sequence[str], pairs: Pairs) -> list[tuple[str, str]]:
    """Each licence with those that are less permissive, without what follows from others."""
    above = [pair for pair in permutations(names, 2) if _sign(*pair, pairs) == "+"]
    through = {(high, low) for high, mid in above for first, low in above if mid == first}
    return [pair for pair in above if pair not in through]


def comparisons_json(names: Sequence[str], pairs: Pairs) -> str:
    """All pairs as JSON."""
    return as_json(
        {
            "schema": SCHEMA,
            "licenses": list(names),
            "pairs": [_pair(both, pair) for both, pair in pairs.items()],
            "more_permissive": [list(pair) for pair in ordered(names, pairs)],
            "disclaimer": NOT_ADVICE,
        }
    )


def _pair(both: tuple[str, str], pair: Comparison) -> dict[str, Any]:
    return {
        **dict(zip(("one", "other"), both, strict=True)),
        "relation": pair.relation,
        "stricter": _use(pair.stricter),
        "milder": _use(pair.milder),
        "under": list(pair.under),
    }


def _use(example: StricterUse | None) -> dict[str, Any] | None:
    return None if example is None else use_data(example.witness) | {"verdicts": data(example.verdicts)}


# --- the picture -----------------------------------------------------------------------------------------

_LETTER: Final = 7.4
_LINE: Final = 17.0
_GAP: Final = 28.0
_LEVEL: Final = 96.0
_TOP: Final = 76.0
_PASSES: Final = 4
EXPLAINED: Final = (
    "A licence permits more than those it is joined with below, over all uses; where no line leads, neither does."
)


def order_svg(names: Sequence[str], pairs: Pairs) -> str:
    """The picture, with a line feed at the end."""
    return _Order(tuple(names), pairs).whole()


@dataclass(frozen=True)
class _Order:
    names: tuple[str, ...]
    pairs: Pairs

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Licences by the first one that answers every use alike."""
        groups: dict[str, tuple[str, ...]] = {}
        for name in self.names:
            first = next((one for one in groups if self.pairs[one, name].relation == "equivalent"), name)
            groups[first] = (*groups.get(first, ()), name)
        return groups

    @cached_property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """From each licence to those next below it."""
        return tuple(ordered(tuple(self.groups), self.pairs))

    @cached_property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """The licences by how many others stand above them in the longest chain; near those they are joined with."""
        depth = dict.fromkeys(self.groups, 0)
        for _ in self.groups:
            for one, other in self.edges:
                depth[other] = max(depth[other], depth[one] + 1)
        rows = [[name for name in self.groups if depth[name] == at] for at in range(max(depth.values()) + 1)]
        for _ in range(_PASSES):
            for at in range(1, len(rows)):
                place = {name: order for order, name in enumerate(rows[at - 1])}
                rows[at].sort(key=lambda name, place=place: self._middle(name, place))  # type: ignore[misc]
        return tuple(map(tuple, rows))

    def _middle(self, name: str, place: Mapping[str, int]) -> float:
        above = [place[one] for one, other in self.edges if other == name and one in place]
        return sum(above) / len(above) if above else len(place) / 2

    @cached_property
    def width(self) -> float:
        """As wide as the widest level."""
        widest = max(sum(self._width(name) + _GAP for name in row) for row in self.levels)
        return max(widest + _GAP, len(EXPLAINED) * _LETTER * 0.9)

    def _width(self, name: str) -> float:
        return max(len(one) for one in self.groups[name]) * _LETTER + 24

    @cached_property
    def boxes(self) -> Mapping[str, tuple[float, float, float, float]]:
        """The box of each licence: left, top, width, height."""
        boxes = {}
        for at, row in enumerate(self.levels):
            left = (self.width - sum(self._width(name) + _GAP for name in row) + _GAP) / 2
            for name in row:
                boxes[name] = (left, _TOP + _LEVEL * at, self._width(name), _LINE * len(self.groups[name]) + 14)
                left += self._width(name) + _GAP
        return boxes

    def whole(self) -> str:
        """Everything."""
        title = f"Which of {len(self.names)} licences permits more"
        bottom = max(top + height for _, top, _, height in self.boxes.values())
        shapes = [text(16, 30, title, size=16, bold=True), text(16, 50, EXPLAINED, size=12, fill=FAINT)]
        shapes += [self._edge(one, other) for one, other in self.edges]
        shapes += [self._box(name) for name in self.boxes]
        shapes.append(text(16, bottom + 34, NOT_ADVICE, size=11, fill=FAINT))
        return picture(self.width, bottom + 50, title, shapes)

    def _edge(self, upper: str, lower: str) -> str:
        left, top, width, height = self.boxes[upper]
        below, under, wide, _ = self.boxes[lower]
        return titled(
            f"{upper} is more permissive than {lower}",
            (line(left + width / 2, top + height, below + wide / 2, under, INK, 'stroke-width="1.5"'),),
        )

    def _box(self, name: str) -> str:
        left, top, width, height = self.boxes[name]
        words = [
            text(left + width / 2, top + 20 + _LINE * at, one, anchor="middle")
            for at, one in enumerate(self.groups[name])
        ]
        return titled(
            " = ".join(self.groups[name]), (rect(left, top, width, height, "#eef4fa", f'stroke="{INK}" rx="5"'), *words)
        )
