"""`licensekit diff`: for which uses two licences answer differently. Exit status 0: for none; 1: for some."""

from __future__ import annotations

import argparse
import os

from licensekit import api
from licensekit.analyse.difference import Diff
from licensekit.api import LicenseTerms
from licensekit.cli.outcome import NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.cli.uses import narrowed, under
from licensekit.model.cases import Case
from licensekit.report.differences import page
from licensekit.report.differences_written import (
    differences_html,
    differences_json,
    differences_markdown,
    differences_text,
)


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Compare two licences. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "json", "markdown", "html"))
    colour = problems.colour(arguments.color, surroundings.colour_out, bool(os.environ.get("NO_COLOR")))
    input_is_read_once(arguments, problems)
    if len(arguments.licenses) != 2:
        problems.add("LK705", "`diff` compares two licences", "write two ids or paths, such as `kimi-k2.5 kimi-k3`")
    terms = licenses(arguments, problems, surroundings)
    stated, read = narrowed(arguments, problems, surroundings, terms), under(arguments, problems)
    problems.check()
    one, other = terms[0], terms[-1]
    found = api.diff(
        one, other, acts=stated.acts, facts=stated.facts, assume=stated.assume, as_of=stated.as_of,
        readings=read.readings, approvals=read.approvals,
    )  # fmt: skip
    return Outcome(0 if found.same else NOT_SO, out=_written(form, found, (one, other), colour=colour))


def _written(form: str, found: Diff, terms: tuple[LicenseTerms, LicenseTerms], *, colour: bool) -> str:
    from licensekit.testing.case_text import case_text  # noqa: PLC0415 - a use is written as a case only here

    texts = {name for one in terms for name, info in one.declared.items() if info.type == "text"}

    def written(case: Case) -> str:
        return case_text(case, texts)

    if form == "json":
        return differences_json(found, written)
    shown = page(found, (terms[0].title, terms[1].title), written)
    if form == "markdown":
        return differences_markdown(shown)
    return differences_html(shown) if form == "html" else differences_text(shown, colour=colour)
