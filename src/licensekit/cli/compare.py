"""`licensekit compare`: which of several licences permits more. Exit status 0 whatever the answer."""

from __future__ import annotations

import argparse
from itertools import combinations

from licensekit import api
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.cli.uses import narrowed
from licensekit.report.comparison import comparisons_json, comparisons_text

MOST = 40
"""Licences in one table."""


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Compare licences. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "json", "markdown"))
    input_is_read_once(arguments, problems)
    named = len(dict.fromkeys(arguments.licenses))
    if named < 2:
        problems.add("LK705", "`compare` compares at least two licences", "write ids or paths, such as `mit kimi-k3`")
    if named > MOST:
        problems.add("LK704", f"a table holds {MOST} licences, and {named} are named", "name fewer")
    terms = licenses(arguments, problems, surroundings)
    stated = narrowed(arguments, problems, surroundings, terms)
    problems.check()
    names = [one.id for one in terms]
    pairs = {
        (one.id, other.id): api.compare(
            one, other, acts=stated.acts, facts=stated.facts, assume=stated.assume, as_of=stated.as_of
        )
        for one, other in combinations(terms, 2)
    }
    return Outcome(out=comparisons_json(names, pairs) if form == "json" else comparisons_text(names, pairs, form))
