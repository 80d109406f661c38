"""Openness as text, Markdown and JSON: each criterion with what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from licensekit.analyse.openness import Criterion, Obstacle, Openness
from licensekit.analyse.use_words import use_text
from licensekit.report import as_markdown, terminal
from licensekit.report.as_json import data
from licensekit.report.escape import as_json, markdown, visible
from licensekit.report.memo import NOT_ADVICE, counted
from licensekit.report.over_uses import acts_text, clause_data, places_text, use_data
from licensekit.report.terminal import wrapped

SCHEMA: Final = "licensekit-openness/1"
MOST: Final = 3


def headline(found: Openness) -> str:
    """The answer in one line."""
    failed = [one.name for one in found.criteria if one.state == "failed"]
    if failed:
        return f"{found.license} is not open source: it fails {', '.join(failed)}"
    return f"{found.license} fails no criterion of open source that terms can decide"


def openness_text(found: Openness) -> str:
    """The criteria for terminals, with a line feed at the end."""
    lines = [visible(headline(found)), ""]
    for one in found.criteria:
        lines += wrapped(f"{one.state:<6} {one.name}: {one.asks}", "  ", " " * 9)
        for text in obstacles(one):
            lines += wrapped(text, "           ", "             ")
    for title, texts in _further(found):
        lines += ["", title, *(f"  {visible(text)}" for text in texts)]
    return terminal.with_advice(lines)


def openness_markdown(found: Openness) -> str:
    """The criteria as Markdown."""
    lines = [f"**{markdown(headline(found))}**", ""]
    for one in found.criteria:
        lines.append(f"- {markdown(one.state)}: **{markdown(one.name)}** {markdown(one.asks)}")
        lines += [f"  - {markdown(text)}" for text in obstacles(one)]
    for title, texts in _further(found):
        lines += ["", f"### {title}", "", *(f"- {markdown(text)}" for text in texts)]
    return as_markdown.with_advice(lines)


def _further(found: Openness) -> Iterator[tuple[str, tuple[str, ...]]]:
    every = {"Classes": found.classes, "What terms cannot tell": found.cannot_decide}
    yield from ((title, texts) for title, texts in every.items() if texts)


def obstacles(criterion: Criterion) -> Iterator[str]:
    """What stands against a criterion, the plainest first."""
    for at, one in enumerate(criterion.obstacles[:MOST]):
        yield _obstacle(one)
        if at == 0 and one.witness is not None:
            yield f"for example {use_text(one.witness)}"
    left = len(criterion.obstacles) - MOST
    if left > 0:
        yield f"and in {counted(left, 'further way')}"


def _obstacle(one: Obstacle) -> str:
    when = f" when {' and '.join(map(str, one.facts))}" if one.facts else ""
    says = f"must {one.says}" if one.duty else one.says
    return f"to {acts_text(one.acts)}: {says}{when}; {places_text(one.clauses) or 'no clause grants it'}"


def openness_json(found: Openness) -> str:
    """The criteria as JSON."""
    return as_json(
        {
            "schema": SCHEMA,
            "license": found.license,
            "fails_none": found.open_source,
            "criteria": [
                {
                    "name": one.name,
                    "asks": one.asks,
                    "state": one.state,
                    "obstacles": list(map(_obstacle_data, one.obstacles)),
                }
                for one in found.criteria
            ],
            "classes": list(found.classes),
            "cannot_decide": list(found.cannot_decide),
            "disclaimer": NOT_ADVICE,
        }
    )


def _obstacle_data(one: Obstacle) -> dict[str, Any]:
    return {
        "acts": list(one.acts),
        "says": one.says,
        "duty": one.duty,
        "facts": data(one.facts),
        "use": None if one.witness is None else use_data(one.witness),
        "clauses": list(map(clause_data, one.clauses)),
    }
