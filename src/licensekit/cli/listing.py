"""`licensekit list`: the licences of the catalogue by family, or its models and packages."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from licensekit import catalogue
from licensekit.catalogue.dated import period
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.model.works import Work
from licensekit.report.escape import as_json, visible


def run(arguments: argparse.Namespace, problems: Problems, _surroundings: Surroundings) -> Outcome:
    """List the catalogue. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "json"))
    problems.check()
    if arguments.works:
        works = catalogue.works()
        return Outcome(out=as_json([_work_data(work) for work in works]) if form == "json" else "".join(_works(works)))
    found = [_license_data(name) for name in catalogue.ids()]
    found.sort(key=lambda one: (one["family"], one["id"]))
    return Outcome(out=as_json(found) if form == "json" else "".join(_families(found)))


def _license_data(name: str) -> dict[str, Any]:
    found = catalogue.load(name)
    return {"id": name, "title": found.title, "family": found.family, "licensor": found.licensor, "spdx": found.spdx}


def _families(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    family = None
    for one in found:
        if one["family"] != family:
            yield visible(one["family"] or "other") + "\n" if family is None else f"\n{visible(one['family'])}\n"
            family = one["family"]
        yield visible(f"  {one['id']:<22} {one['title']}") + "\n"


def _work_data(work: Work) -> dict[str, Any]:
    return work.model_dump(mode="json", exclude={"given"}) | {"given": {one.fact: str(one.value) for one in work.given}}


def _works(works: Iterable[Work]) -> Iterator[str]:
    for work in works:
        yield visible(f"{work.title} ({work.id})") + "\n"
        for model in work.models:
            yield visible(f"  model   {model}") + "\n"
        for row in work.parts:
            unread = ", whose text is not at hand" if row.unread else ""
            yield visible(f"  {row.part:<7} {period(row)}{unread}") + "\n"
        if work.hosted_only:
            yield "  hosted only; the terms of the service apply\n"
