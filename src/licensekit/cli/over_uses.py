"""`licensekit diff`, `compare` and `openness`: what licences come to over all uses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Final

from licensekit import catalogue, over_uses
from licensekit.analyse.difference import Diff
from licensekit.api import LicenseTerms
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.cli.question import over
from licensekit.cli.subject import named
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.report.comparison import comparisons_json, comparisons_text
from licensekit.report.differences import (
    differences_html,
    differences_json,
    differences_markdown,
    differences_text,
    page,
)
from licensekit.report.openness import openness_json, openness_markdown, openness_text

MOST: Final = 40
"""Licences in one table."""


def run_diff(call: Call) -> Exit:
    """For which uses two licences answer differently: exit status 0 for none, 1 for some. Raises LicensekitError."""
    form, colour, fits = call.form(), call.colour(), len(call.arguments.licenses) == 2
    terms = named(call, fits, "`diff` compares two licences", "write two ids or paths, such as `kimi-k2.5 kimi-k3`")
    stated, narrowed = over(call, terms)
    call.problems.check()
    differences = over_uses.diff(terms[0], terms[-1], **stated)
    out = _written(form, differences, terms, colour=colour)
    return Exit(0 if differences.same else NOT_SO, out, narrowed)


def _written(form: str, differences: Diff, terms: tuple[LicenseTerms, ...], *, colour: bool) -> str:
    from licensekit.testing.case_text import case_text  # noqa: PLC0415 - a use is written as a case only here

    texts = {name for one in terms for name, info in one.declared.items() if info.type == "text"}
    written = partial(case_text, texts=texts)
    if form == "json":
        return differences_json(differences, written)
    told = page(differences, (terms[0].title, terms[-1].title), written)
    if form == "markdown":
        return differences_markdown(told)
    return differences_html(told) if form == "html" else differences_text(told, colour=colour)


def run_compare(call: Call) -> Exit:
    """Which of several licences permits more; exit status 0 whatever the answer. Raises LicensekitError."""
    form, problems, names = call.form(), call.problems, call.arguments.licenses
    for family in call.values("--family"):
        names += problems.take(partial(_family, family)) or ()
    number = len(dict.fromkeys(names))
    mend = "write ids or paths, such as `mit kimi-k3`"
    terms = named(call, number >= 2, "`compare` compares at least two licences", mend)
    if number > MOST:
        problems.add("LK704", f"a table holds {MOST} licences, and {number} are named", "name fewer")
    stated, narrowed = over(call, terms)
    problems.check()
    every = [one.id for one in terms]
    ids = [name if every.count(id_) > 1 else id_ for id_, name in zip(every, dict.fromkeys(names), strict=True)]
    pairs = {
        (one, other): replace(over_uses.compare(first, second, **stated), one=one, other=other)
        for (one, first), (other, second) in combinations(zip(ids, terms, strict=True), 2)
    }
    if form == "svg":
        from licensekit.report.comparison import order_svg  # noqa: PLC0415 - drawn only where a picture is wanted

        return Exit(out=order_svg(ids, pairs), err=narrowed)
    out = comparisons_json(ids, pairs) if form == "json" else comparisons_text(ids, pairs, form)
    return Exit(out=out, err=narrowed)


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


def run_openness(call: Call) -> Exit:
    """The criteria of open source that terms can decide: exit status 1 where one is failed. Raises LicensekitError."""
    form, fits = call.form(), len(call.arguments.licenses) == 1
    mend = "write an id such as `kimi-k2.5`, or the path of a file"
    terms = named(call, fits, "`openness` checks one licence", mend)
    call.problems.check()
    checked = over_uses.openness(terms[0])
    write = {"text": openness_text, "json": openness_json, "markdown": openness_markdown}[form]
    return Exit(0 if checked.open_source else NOT_SO, out=write(checked))
