"""`licensekit list` and `show`: the licences of the catalogue, its models and packages, and a licence in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from licensekit import catalogue
from licensekit.catalogue.dated import period
from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.subject import named
from licensekit.model.license import License
from licensekit.model.works import Work
from licensekit.report.escape import as_json, visible_all


def run_list(call: Call) -> Exit:
    """List the catalogue. Raises LicensekitError."""
    form = call.form()
    call.problems.check()
    if call.arguments.works:
        works = catalogue.works()
        return Exit(out=as_json(list(map(_work_data, works))) if form == "json" else visible_all(_works(works)))
    found = sorted(map(catalogue.load, catalogue.ids()), key=lambda license: (license.family, license.id))
    return Exit(out=as_json(list(map(_license_data, found))) if form == "json" else visible_all(_families(found)))


def _license_data(license: License) -> dict[str, Any]:
    return {name: getattr(license, name) for name in ("id", "title", "family", "licensor", "spdx")}


def _families(found: Iterable[License]) -> Iterator[str]:
    for at, (family, licenses) in enumerate(groupby(found, key=lambda license: license.family)):
        yield from ("",) * bool(at)
        yield family or "other"
        yield from (f"  {license.id:<22} {license.title}" for license in licenses)


def _work_data(work: Work) -> dict[str, Any]:
    return work.model_dump(mode="json", exclude={"given"}) | {"given": {one.fact: str(one.value) for one in work.given}}


def _works(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        yield f"{work.title} ({work.id})"
        yield from (f"  model   {model}" for model in work.models)
        for row in work.parts:
            yield f"  {row.part:<7} {period(row)}" + (", whose text is not at hand" if row.unread else "")
        if work.hosted_only:
            yield "  hosted only; the terms of the service apply"


def run_show(call: Call) -> Exit:
    """Show licences. Raises LicensekitError."""
    form = call.form()
    mend = "write an id such as `mit`; `licensekit list` shows them"
    terms = named(call, bool(call.arguments.licenses), "no licence is named", mend)
    call.problems.check()
    if form == "json":
        from licensekit.report.escape import as_json  # noqa: PLC0415

        models = [each.license.model_dump(mode="json") for each in terms]
        return Exit(out=as_json(models[0] if len(models) == 1 else models))
    from licensekit.report.license_text import license_text  # noqa: PLC0415

    colour = call.surroundings.colour_out
    return Exit(out="\n".join(license_text(each.license, colour=colour) for each in terms))
