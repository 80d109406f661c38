"""Openness as text, Markdown and JSON: each criterion with what stands against it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any, Final

from licensekit.analyse.openness import Criterion, Obstacle, Openness
from licensekit.analyse.use_words import use_text
from licensekit.report.as_text import WIDTH
from licensekit.report.differences import acts_text
from licensekit.report.escape import as_json, markdown, visible
from licensekit.report.sections import NOT_ADVICE
from licensekit.values import known_shown

SCHEMA: Final = "licensekit-openness/1"
MOST: Final = 3


def headline(found: Openness) -> str:
    """The answer in one line."""
    failed = [one.name for one in found.criteria if one.state == "failed"]
    if failed:
        return f"{found.license} is not open source: it fails {', '.join(failed)}"
    undecided = [one.name for one in found.criteria if one.state == "undecided"]
    if undecided:
        return f"{found.license} is too large to decide {', '.join(undecided)}"
    return f"{found.license} fails no criterion of open source that terms can decide"


def openness_text(found: Openness) -> str:
    """The criteria for terminals, with a line feed at the end."""
    lines = [visible(headline(found)), ""]
    for one in found.criteria:
        lines += _wrapped(f"{one.state:<6} {one.name}: {one.asks}", "  ", " " * 9)
        for text in obstacles(one):
            lines += _wrapped(text, "           ", "             ")
    for title, texts in (("Classes", found.classes), ("What terms cannot tell", found.cannot_decide)):
        if texts:
            lines += ["", title, *(f"  {visible(text)}" for text in texts)]
    return "\n".join([*lines, "", NOT_ADVICE]) + "\n"


def openness_markdown(found: Openness) -> str:
    """The criteria as Markdown."""
    lines = [f"**{markdown(headline(found))}**", ""]
    for one in found.criteria:
        lines.append(f"- {markdown(one.state)}: **{markdown(one.name)}** {markdown(one.asks)}")
        lines += [f"  - {markdown(text)}" for text in obstacles(one)]
    for title, texts in (("Classes", found.classes), ("What terms cannot tell", found.cannot_decide)):
        if texts:
            lines += ["", f"### {title}", "", *(f"- {markdown(text)}" for text in texts)]
    return "\n".join([*lines, "", f"*{NOT_ADVICE}*"]) + "\n"


def obstacles(criterion: Criterion) -> Iterable[str]:
    """What stands against a criterion, the plainest first."""
    for at, one in enumerate(criterion.obstacles[:MOST]):
        yield _obstacle(one)
        if at == 0 and one.witness is not None:
            yield f"for example {use_text(one.witness)}"
    left = len(criterion.obstacles) - MOST
    if left > 0:
        yield f"and in {left} further way{'' if left == 1 else 's'}"


def _obstacle(one: Obstacle) -> str:
    facts = " and ".join(map(str, one.facts))
    when = f" when {facts}" if facts else ""
    places = "; ".join(f"{place.locator} ({place.clause.rpartition('.')[2]})" for place in one.clauses)
    says = f"must {one.says}" if one.duty else one.says
    return f"to {acts_text(one.acts)}: {says}{when}; {places or 'no clause grants it'}"


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
                    "obstacles": [_obstacle_data(obstacle) for obstacle in one.obstacles],
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
        "facts": [{"fact": fact.fact, "value": fact.value} for fact in one.facts],
        "use": None
        if one.witness is None
        else {
            "act": one.witness.act,
            "facts": {name: known_shown(value) for name, value in one.witness.facts.items()},
            "assume": one.witness.assume,
        },
        "clauses": [
            {"license": place.license, "clause": place.clause, "locator": str(place.locator)} for place in one.clauses
        ],
    }


def _wrapped(text: str, first: str, further: str) -> list[str]:
    return textwrap.wrap(
        visible(text), WIDTH, initial_indent=first, subsequent_indent=further,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
