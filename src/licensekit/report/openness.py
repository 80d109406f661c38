"""Openness as text, Markdown and JSON: each criterion with what stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from licensekit.analyse.openness import Criterion, Obstacle, Openness
from licensekit.report import as_markdown, as_text
from licensekit.report.as_text import wrapped
from licensekit.report.escape import as_json, markdown, visible
from licensekit.report.memo import NOT_ADVICE, counted, listed
from licensekit.report.over_uses import acts_text, clause_data, places_text, use_data
from licensekit.report.plain_data import picked

SCHEMA: Final = "licensekit-openness/1"
MOST: Final = 3


def headline(checked: Openness) -> str:
    """The answer in one line."""
    failed = [criterion.name for criterion in checked.criteria if criterion.state == "failed"]
    if failed:
        return f"{checked.license} is not open source: it fails {', '.join(failed)}"
    undecided = [criterion.name for criterion in checked.criteria if criterion.state == "undecided"]
    if checked.not_read:
        return f"{checked.license} may be open source or not: {listed(checked.not_read, 'and')} was not read"
    if undecided:
        return f"{checked.license} is too large to decide {', '.join(undecided)}"
    return f"{checked.license} fails no criterion of open source that terms can decide"


def openness_text(checked: Openness) -> str:
    """The criteria for terminals, with a line feed at the end."""
    lines = [visible(headline(checked)), ""]
    for criterion in checked.criteria:
        lines += wrapped(f"{criterion.state:<6} {criterion.name}: {criterion.asks}", "  ", " " * 9)
        for text in obstacles(criterion):
            lines += wrapped(text, "           ", "             ")
    for title, texts in _further(checked):
        lines += ["", title, *(f"  {visible(text)}" for text in texts)]
    return as_text.with_advice(lines)


def openness_markdown(checked: Openness) -> str:
    """The criteria as Markdown."""
    lines = [f"**{markdown(headline(checked))}**", ""]
    for criterion in checked.criteria:
        lines.append(f"- {markdown(criterion.state)}: **{markdown(criterion.name)}** {markdown(criterion.asks)}")
        lines += [f"  - {markdown(text)}" for text in obstacles(criterion)]
    for title, texts in _further(checked):
        lines += ["", f"### {title}", "", *(f"- {markdown(text)}" for text in texts)]
    return as_markdown.with_advice(lines)


def _further(checked: Openness) -> Iterator[tuple[str, tuple[str, ...]]]:
    every = {
        "Classes": checked.classes,
        "What it asks, and the definition lets it ask": checked.set_aside,
        "What terms cannot tell": checked.cannot_decide,
    }
    yield from ((title, texts) for title, texts in every.items() if texts)


def obstacles(criterion: Criterion) -> Iterator[str]:
    """What stands against a criterion, the plainest first."""
    for at, obstacle in enumerate(criterion.obstacles[:MOST]):
        yield _obstacle(obstacle)
        if at == 0 and obstacle.witness is not None:
            yield f"for example {obstacle.witness.words}"
    left = len(criterion.obstacles) - MOST
    if left > 0:
        yield f"and in {counted(left, 'further way')}"


def _obstacle(obstacle: Obstacle) -> str:
    when = f" when {' and '.join(map(str, obstacle.facts))}" if obstacle.facts else ""
    says = f"must {obstacle.says}" if obstacle.duty else obstacle.says
    return f"to {acts_text(obstacle.acts)}: {says}{when}; {places_text(obstacle.clauses) or 'no clause grants it'}"


def openness_json(checked: Openness) -> str:
    """The criteria as JSON."""
    return as_json(
        {
            "schema": SCHEMA,
            "license": checked.license,
            "fails_none": checked.open_source,
            "criteria": [
                picked(criterion, "name", "asks", "state")
                | {"obstacles": list(map(_obstacle_data, criterion.obstacles))}
                for criterion in checked.criteria
            ],
            **picked(checked, "classes", "set_aside", "cannot_decide"),
            "disclaimer": NOT_ADVICE,
        }
    )


def _obstacle_data(obstacle: Obstacle) -> dict[str, Any]:
    return {
        **picked(obstacle, "acts", "says", "duty", "facts"),
        "use": None if obstacle.witness is None else use_data(obstacle.witness),
        "clauses": list(map(clause_data, obstacle.clauses)),
    }
