"""`licensekit mutate`: the edits of a licence that none of its cases notices, each with the case that would."""

from __future__ import annotations

import argparse

from licensekit.cli.coverage import share
from licensekit.cli.outcome import NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.report.escape import as_json, visible
from licensekit.testing.coverage_text import percent
from licensekit.testing.mutation import mutation
from licensekit.testing.proposed import bar, mutation_data, mutation_lines
from licensekit.testing.subject import subject


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Mutate one licence: exit status 1 where less is noticed than `--fail-under`, 2 where a file cannot be used."""
    form = problems.word(arguments.format, "--format", ("text", "json"))
    least = share(problems.single(arguments.fail_under, "--fail-under"), problems)
    chosen = problems.single(arguments.license, "--license")
    if len(arguments.licenses) != 1:
        problems.add("LK705", "`mutate` edits one licence", "write an id such as `kimi-k2.5`, or a path")
    problems.check()
    found = subject(arguments.licenses[0], license=chosen)
    if not found.cases:
        problems.add("LK706", "no case was found", 'write `case "…" { … }` in the licence, or `cases for ID { … }`')
        problems.check()
    show = surroundings.progress
    progress = None if show is None else lambda done, total: show(bar(done, total))
    try:
        report = mutation(found, only=arguments.only, progress=progress)
    finally:
        if show is not None:
            show("")
    if not report.outcomes:
        begin = " or ".join(f"`{word}`" for word in arguments.only)
        problems.add("LK703", f"no edit of `{report.license}` begins with {begin}", "write the name of a clause")
        problems.check()
    status, err = 0, ""
    if least is not None and report.percent < least:
        status, err = NOT_SO, f"{percent(report.percent)} of the edits are noticed, less than {percent(least)}\n"
    if form == "json":
        return Outcome(status, as_json(mutation_data(report, found.license, found.sources)), err)
    lines = mutation_lines(report, found.license, found.sources)
    return Outcome(status, "".join(visible(line) + "\n" for line in lines), err)
