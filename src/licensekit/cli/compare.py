"""`licensekit compare`: which of several licences permits more. Exit status 0 whatever the answer."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import Final

from licensekit import api, catalogue
from licensekit.cli.call import Call
from licensekit.cli.outcome import Outcome
from licensekit.cli.question import over
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.diagnostics import Diagnostic, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.report.comparison import comparisons_json, comparisons_text
from licensekit.use.problems import clipped

MOST: Final = 40
"""Licences in one table."""


def run(call: Call) -> Outcome:
    """Compare licences. Raises LicensekitError."""
    form, problems, named = call.form(), call.problems, call.arguments.licenses
    for family in call.values("--family"):
        named += problems.take(partial(_family, family)) or ()
    input_is_read_once(call)
    number = len(dict.fromkeys(named))
    if number < 2:
        problems.add("LK705", "`compare` compares at least two licences", "write ids or paths, such as `mit kimi-k3`")
    if number > MOST:
        problems.add("LK704", f"a table holds {MOST} licences, and {number} are named", "name fewer")
    terms = licenses(call)
    stated = over(call, terms)
    problems.check()
    names = [one.id for one in terms]
    pairs = {(one.id, other.id): api.compare(one, other, **stated) for one, other in combinations(terms, 2)}
    if form == "svg":
        from licensekit.report.order_svg import order_svg  # noqa: PLC0415 - drawn only where a picture is wanted

        return Outcome(out=order_svg(names, pairs))
    return Outcome(out=comparisons_json(names, pairs) if form == "json" else comparisons_text(names, pairs, form))


def _family(name: str) -> list[str]:
    """The licences of a family of the catalogue. Raises CatalogueError."""
    families = {license_id: catalogue.load(license_id).family for license_id in catalogue.ids()}
    members = [license_id for license_id, family in families.items() if family == name]
    if not members:
        known = sorted({family for family in families.values() if family})
        message = f"there is no family `{clipped(name)}` in the catalogue"
        mend = did_you_mean(name, known) or f"use one of {', '.join(f'`{one}`' for one in known)}"
        raise CatalogueError([Diagnostic("LK601", message, help=mend)])
    return members
