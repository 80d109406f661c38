"""Comparisons of licences as text, Markdown and JSON: one pair with a use each way, or a table of many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any, Final

from licensekit.analyse.compare import Comparison, Relation, Shown
from licensekit.analyse.use_words import use_text
from licensekit.report import as_markdown, terminal
from licensekit.report.as_json import data
from licensekit.report.escape import as_json, markdown, visible
from licensekit.report.memo import NOT_ADVICE, verdict_words
from licensekit.report.over_uses import use_data

SCHEMA: Final = "licensekit-compare/1"
SIGNS: Final[Mapping[Relation, str]] = {
    "equivalent": "=",
    "more permissive": "+",
    "less permissive": "-",
    "incomparable": "≠",
}
LEGEND: Final = "the licence of the row is: = equivalent, + more permissive, - less permissive, ≠ incomparable"
Pairs = Mapping[tuple[str, str], Comparison]


def comparison_lines(pair: Comparison) -> list[str]:
    """One pair: the relation, and a use in which each is stricter."""
    words = {"equivalent": "equivalent to", "incomparable": "incomparable with"}
    relation = words.get(pair.relation, f"{pair.relation} than")
    lines = [f"{pair.one} is {relation} {pair.other}"]
    for name, example in ((pair.one, pair.stricter), (pair.other, pair.milder)):
        if example is not None:
            answers = " → ".join(map(verdict_words, example.verdicts))
            lines.append(f"{name} is stricter {use_text(example.witness)}: {answers}")
    return lines


def comparisons_text(names: Sequence[str], pairs: Pairs, form: str) -> str:
    """Two licences in sentences, more in a table; with a line feed at the end."""
    in_markdown = form == "markdown"
    write = markdown if in_markdown else visible
    if len(names) == 2:
        first, *rest = map(write, comparison_lines(pairs[names[0], names[1]]))
        lines = [f"**{first}**", "", *(f"- {line}" for line in rest)] if in_markdown else [
            first, *(f"  {line}" for line in rest)
        ]  # fmt: skip
    else:
        order = ordered(names, pairs)
        lines = list((_in_markdown if in_markdown else _in_text)(names, pairs))
        lines += ["", write(LEGEND), *([""] if order else [])]
        lines += [write(f"{one} is more permissive than {other}") for one, other in order]
    under = sorted({words for pair in pairs.values() for words in pair.under})
    if under:
        lines += ["", write(f"all of this where {' and '.join(under)}")]
    solved = sum(pair.solved for pair in pairs.values())
    if solved:
        lines += ["", write(f"{solved} claims were decided by z3, since a search would have taken too long")]
    return as_markdown.with_advice(lines) if in_markdown else terminal.with_advice(lines)


def _in_text(names: Sequence[str], pairs: Pairs) -> Iterator[str]:
    width = max(map(len, names))
    yield f"{'':<{width + 4}} {' '.join(f'{at:>3}' for at in range(1, len(names) + 1))}"
    for at, name in enumerate(names, 1):
        signs = " ".join(f"{_sign(name, other, pairs):>3}" for other in names)
        yield f"{at:>3} {visible(name):<{width}} {signs}"


def _in_markdown(names: Sequence[str], pairs: Pairs) -> list[str]:
    rows = ((markdown(name), [_sign(name, other, pairs) for other in names]) for name in names)
    return as_markdown.table([*map(markdown, names)], rows)


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
        "worlds": pair.worlds,
        "under": list(pair.under),
        "solved": pair.solved,
    }


def _use(example: Shown | None) -> dict[str, Any] | None:
    return None if example is None else use_data(example.witness) | {"verdicts": data(example.verdicts)}
