"""`licensekit history`: the licences that a work, several, or a family of works has carried."""

from __future__ import annotations

import argparse
import os

from licensekit import api, catalogue
from licensekit.catalogue.registry import unknown_work
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.errors import CatalogueError
from licensekit.model.works import Work
from licensekit.report.history import history_markdown, history_text
from licensekit.report.history_svg import history_svg


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Show the chain. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "markdown", "svg"))
    colour = problems.colour(arguments.color, surroundings.colour_out, bool(os.environ.get("NO_COLOR")))
    if not arguments.named:
        problems.add("LK705", "no work is named", "write a work or a family, such as `minimax-m2.7` or `minimax`")
    works: dict[str, Work] = {}
    for name in arguments.named:
        for work in problems.take(lambda name=name: _works(name)) or ():  # type: ignore[misc]
            works.setdefault(work.id, work)
    problems.check()
    found = api.history(works.values())
    if form == "text":
        return Outcome(out=history_text(found, colour=colour))
    return Outcome(out=history_svg(found) if form == "svg" else history_markdown(found))


def _works(name: str) -> tuple[Work, ...]:
    """The work of a name, or every work whose id begins with it: `minimax`, `minimax-m2`, or `minimax-m`."""
    try:
        return (catalogue.work(name),)
    except CatalogueError:
        family = tuple(work for work in catalogue.works() if work.id.startswith(name))
        if "-" not in name:
            family = tuple(work for work in family if work.id.startswith(f"{name}-"))
        if not (name and family):
            raise unknown_work(name) from None
        return family
