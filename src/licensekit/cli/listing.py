"""`licensekit list`, `show` and `history`: the licences of the catalogue, one in words, those that works carried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

from licensekit import catalogue, over_uses
from licensekit.catalogue.dated import period
from licensekit.catalogue.registry import unknown_work
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.cli.subject import named
from licensekit.diagnostics import clipped
from licensekit.errors import CatalogueError
from licensekit.model.license import License
from licensekit.model.works import Work
from licensekit.report.escape import as_json, visible_all


def run_list(call: Call) -> Exit:
    """List the catalogue, or what of it has one of some words in its names. Raises LicensekitError."""
    form, words = call.form(), [word.casefold() for word in call.arguments.words]
    call.problems.check()
    if call.arguments.works:
        works = [work for work in catalogue.works() if _has(words, work.id, work.title, *work.models)]
        out = as_json(list(map(_work_data, works))) if form == "json" else visible_all(_works(works))
        return Exit(out=out) if works else _none(words, "licensekit list --works")
    licenses = (one for one in map(catalogue.load, catalogue.ids()) if _has(words, *_names(one)))
    found = sorted(licenses, key=lambda license: (license.family, license.id))
    out = as_json(list(map(_license_data, found))) if form == "json" else visible_all(_families(found))
    return Exit(out=out) if found else _none(words, "licensekit list")


def _names(license: License) -> tuple[str, ...]:
    return license.id, license.title, license.family, license.licensor, license.spdx


def _has(words: list[str], *texts: str) -> bool:
    return not words or any(word in text.casefold() for word in words for text in texts)


def _none(words: list[str], command: str) -> Exit:
    named = " or ".join(f"`{clipped(word)}`" for word in words)
    return Exit(NOT_SO, err=visible_all([f"nothing is called {named}", f"  = help: `{command}` lists everything"]))


def _license_data(license: License) -> dict[str, Any]:
    return {name: getattr(license, name) for name in ("id", "title", "family", "licensor", "spdx", "reviewed")}


def _families(found: Iterable[License]) -> Iterator[str]:
    for at, (family, licenses) in enumerate(groupby(found, key=lambda license: license.family)):
        yield from ("",) * bool(at)
        yield family or "other"
        yield from (f"  {license.id:<22} {license.title}" + " (read once)" * license.read_once for license in licenses)


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


def run_history(call: Call) -> Exit:
    """Show the chain. Raises LicensekitError."""
    form, colour = call.form(), call.colour()
    if not call.arguments.named:
        call.add("LK705", "no work is named", "write a work or a family, such as `minimax-m2.7` or `minimax`")
    every = [call.problems.take(partial(_works_of, name)) or () for name in call.arguments.named]
    call.problems.check()
    from licensekit.report.history import history_markdown, history_svg, history_text  # noqa: PLC0415

    chain = over_uses.history({work.id: work for works in every for work in works}.values())
    if form == "text":
        return Exit(out=history_text(chain, colour=colour))
    return Exit(out=history_svg(chain) if form == "svg" else history_markdown(chain))


def _works_of(name: str) -> tuple[Work, ...]:
    """The work of a name, or every work whose id begins with it: `minimax`, `minimax-m2`, or `minimax-m`."""
    try:
        return (catalogue.work(name),)
    except CatalogueError:
        family = tuple(work for work in catalogue.works() if work.id.startswith(name))
        if "-" not in name:
            family = tuple(work for work in family if work.id.startswith(f"{name}-"))
        if not (name and family):
            raise unknown_work(name) from None
        return family
