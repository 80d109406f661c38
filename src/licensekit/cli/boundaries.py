"""`licensekit boundaries`: for every threshold and date, the uses beside and at it, as ready-made cases."""

from __future__ import annotations

import argparse

from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.report.escape import as_json, visible
from licensekit.testing.boundaries import boundaries
from licensekit.testing.proposed import boundary_data, boundary_lines
from licensekit.testing.subject import subject


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:  # noqa: ARG001
    """Propose cases for one licence; exit status 2 where a file cannot be used."""
    form = problems.word(arguments.format, "--format", ("text", "json"))
    chosen = problems.single(arguments.license, "--license")
    if len(arguments.licenses) != 1:
        problems.add("LK705", "`boundaries` looks at one licence", "write an id such as `kimi-k2.5`, or a path")
    problems.check()
    found = subject(arguments.licenses[0], license=chosen)
    proposed = boundaries(found.terms)
    if form == "json":
        return Outcome(0, as_json(boundary_data(proposed, found.license, found.sources)))
    lines = boundary_lines(proposed, found.license, found.sources)
    return Outcome(0, "".join(visible(line) + "\n" for line in lines))
