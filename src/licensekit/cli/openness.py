"""`licensekit openness`: the criteria of open source that terms can decide. Exit status 1 where one is failed."""

from __future__ import annotations

import argparse

from licensekit import api
from licensekit.cli.outcome import NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.report.openness import openness_json, openness_markdown, openness_text


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Check one licence. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "json", "markdown"))
    input_is_read_once(arguments, problems)
    if len(arguments.licenses) != 1:
        problems.add("LK705", "`openness` checks one licence", "write an id such as `kimi-k2.5`, or the path of a file")
    terms = licenses(arguments, problems, surroundings)
    problems.check()
    found = api.openness(terms[0])
    write = {"text": openness_text, "json": openness_json, "markdown": openness_markdown}[form]
    return Outcome(0 if found.open_source else NOT_SO, out=write(found))
