"""Comparisons of licences as text, Markdown and JSON: one pair with a use each way, or a table of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from licensekit.analyse.compare import Comparison, Relation, Shown
from licensekit.evaluate.memo import verdict_words
from licensekit.report.escape import as_json, markdown, visible
from licensekit.report.sections import NOT_ADVICE
from licensekit.values import known_shown
from licensekit.vocabulary.words import printed

SCHEMA: Final = "licensekit-compare/2"
SIGNS: Final[Mapping[Relation, str]] = {
    "equivalent": "=",
    "more permissive": "+",
    "less permissive": "-",
    "incomparable": "≠",
}
LEGEND: Final = "the licence of the row is: = equivalent, + more permissive, - less permissive, ≠ incomparable"
Pairs = Mapping[tuple[str, str], Comparison]


def comparison_lines(found: Comparison) -> list[str]:
    """One pair: the relation, and a use in which each is stricter."""
    words = {"equivalent": "equivalent to", "incomparable": "incomparable with"}
    relation = words.get(found.relation, f"{found.relation} than")
    lines = [f"{found.one} is {relation} {found.other}"]
    for name, shown in ((found.one, found.stricter), (found.other, found.milder)):
        if shown is not None:
            lines.append(f"{name} is stricter {use_text(shown)}")
    return lines


def use_text(shown: Shown) -> str:
    """A use with both answers: `to run, where …: permitted → prohibited`."""
    facts = " and ".join(f"{name} is {known_shown(value)}" for name, value in shown.witness.facts.items())
    answers = " → ".join(verdict_words(verdict) for verdict in shown.verdicts)
    return f"to {printed(shown.witness.act)}" + (f", where {facts}" if facts else "") + f": {answers}"


def comparisons_text(names: Sequence[str], pairs: Pairs, form: str) -> str:
    """Two licences in sentences, more in a table; with a line feed at the end."""
    write = markdown if form == "markdown" else visible
    if len(names) == 2:
        first, *rest = comparison_lines(pairs[names[0], names[1]])
        lines = [f"**{write(first)}**", "", *(f"- {write(line)}" for line in rest)] if form == "markdown" else [
            write(first), *(f"  {write(line)}" for line in rest)
        ]  # fmt: skip
    else:
        table = _markdown_table(names, pairs) if form == "markdown" else _table(names, pairs)
        lines = [*table, "", write(LEGEND), *([""] if ordered(names, pairs) else [])]
        lines += [write(f"{one} is more permissive than {other}") for one, other in ordered(names, pairs)]
    under = sorted({words for found in pairs.values() for words in found.under})
    if under:
        lines += ["", write(f"all of this where {' and '.join(under)}")]
    advice = f"*{NOT_ADVICE}*" if form == "markdown" else NOT_ADVICE
    return "\n".join([*lines, "", advice]) + "\n"


def _table(names: Sequence[str], pairs: Pairs) -> list[str]:
    width = max(map(len, names))
    head = " ".join(f"{at:>3}" for at in range(1, len(names) + 1))
    rows = [f"{'':<{width + 4}} {head}"]
    for at, one in enumerate(names, 1):
        signs = " ".join(f"{_sign(one, other, pairs):>3}" for other in names)
        rows.append(f"{at:>3} {visible(one):<{width}} {signs}")
    return rows


def _markdown_table(names: Sequence[str], pairs: Pairs) -> list[str]:
    head = "| | " + " | ".join(map(markdown, names)) + " |"
    rows = [head, "|---" * (len(names) + 1) + "|"]
    rows += [f"| {markdown(one)} | " + " | ".join(_sign(one, other, pairs) for other in names) + " |" for one in names]
    return rows


def _sign(one: str, other: str, pairs: Pairs) -> str:
    if one == other:
        return "·"
    if (one, other) in pairs:
        return SIGNS[pairs[one, other].relation]
    return {"+": "-", "-": "+"}.get(sign := SIGNS[pairs[other, one].relation], sign)


def ordered(names: Sequence[str], pairs: Pairs) -> list[tuple[str, str]]:
    """Each licence with those that are less permissive, without what follows from others."""
    above = {(one, other) for one in names for other in names if one != other and _sign(one, other, pairs) == "+"}
    return [
        (one, other)
        for one in names
        for other in names
        if (one, other) in above and not any((one, mid) in above and (mid, other) in above for mid in names)
    ]


def comparisons_json(names: Sequence[str], pairs: Pairs) -> str:
    """All pairs as JSON."""
    return as_json(
        {
            "schema": SCHEMA,
            "licenses": list(names),
            "pairs": [
                {
                    "one": one,
                    "other": other,
                    "relation": found.relation,
                    "stricter": _use(found.stricter),
                    "milder": _use(found.milder),
                    "under": list(found.under),
                }
                for (one, other), found in pairs.items()
            ],
            "more_permissive": [list(pair) for pair in ordered(names, pairs)],
            "disclaimer": NOT_ADVICE,
        }
    )


def _use(shown: Shown | None) -> dict[str, Any] | None:
    if shown is None:
        return None
    return {
        "act": shown.witness.act,
        "facts": {name: known_shown(value) for name, value in shown.witness.facts.items()},
        "assume": shown.witness.assume,
        "verdicts": [verdict.value for verdict in shown.verdicts],
    }
