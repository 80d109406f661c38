"""`licensekit compare`: which of several licences permits more. Exit status 0 whatever the answer."""

from __future__ import annotations

import argparse
from itertools import combinations

from licensekit import api, catalogue
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.cli.uses import narrowed, under
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.report.comparison import comparisons_json, comparisons_text

MOST = 40
"""Licences in one table."""


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Compare licences. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "json", "markdown", "svg"))
    for family in arguments.family:
        arguments.licenses += problems.take(lambda family=family: _family(family)) or ()  # type: ignore[misc]
    input_is_read_once(arguments, problems)
    named = len(dict.fromkeys(arguments.licenses))
    if named < 2:
        problems.add("LK705", "`compare` compares at least two licences", "write ids or paths, such as `mit kimi-k3`")
    if named > MOST:
        problems.add("LK704", f"a table holds {MOST} licences, and {named} are named", "name fewer")
    terms = licenses(arguments, problems, surroundings)
    stated, read = narrowed(arguments, problems, surroundings, terms), under(arguments, problems)
    problems.check()
    names = [one.id for one in terms]
    pairs = {
        (one.id, other.id): api.compare(
            one,
            other,
            acts=stated.acts,
            facts=stated.facts,
            assume=stated.assume,
            as_of=stated.as_of,
            readings=read.readings,
            approvals=read.approvals,
        )
        for one, other in combinations(terms, 2)
    }
    if form == "svg":
        from licensekit.report.order_svg import order_svg  # noqa: PLC0415 - drawn only where a picture is wanted

        return Outcome(out=order_svg(names, pairs))
    return Outcome(out=comparisons_json(names, pairs) if form == "json" else comparisons_text(names, pairs, form))


def _family(name: str) -> list[str]:
    """The licences of a family of the catalogue. Raises CatalogueError."""
    families = {license_id: catalogue.load(license_id).family for license_id in catalogue.ids()}
    found = [license_id for license_id, family in families.items() if family == name]
    if not found:
        known = sorted({family for family in families.values() if family})
        message = f"there is no family `{clipped(name)}` in the catalogue"
        mend = did_you_mean(name, known) or f"use one of {', '.join(f'`{one}`' for one in known)}"
        raise CatalogueError([Diagnostic("LK601", message, help=mend)])
    return found
