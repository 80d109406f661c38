"""`licensekit list`, `show` and `history`: the licences of the catalogue, one in words, those that works carried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from licensekit import catalogue, over_uses
from licensekit.api import LicenseTerms, load
from licensekit.catalogue.dated import period
from licensekit.catalogue.name_table import is_of_a_model
from licensekit.catalogue.nearest import nearest_license
from licensekit.catalogue.registry import works_named
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.cli.subject import named
from licensekit.diagnostics import clipped, spelt_nearly
from licensekit.model.license import License
from licensekit.model.works import Work
from licensekit.published import ids_named
from licensekit.report.escape import as_json, visible_all


def run_list(call: Call) -> Exit:
    """List the catalogue, or what of it has one of some words in its names. Raises LicensekitError."""
    form, words = call.form(), [word.casefold() for word in call.arguments.words]
    feature = _feature(call)
    call.problems.check()
    if call.arguments.works:
        works = [work for work in catalogue.works() if _has(words, work.id, work.title, *work.models)]
        out = as_json(list(map(_work_data, works))) if form == "json" else visible_all(_works(works))
        return Exit(out=out) if works else _none(words, "licensekit list --works")
    called = {id_ for word in call.arguments.words for id_ in ids_named(word)}
    every = {name: catalogue.load(name) for name in catalogue.ids()}
    licenses = {name: one for name, one in every.items() if name in called or _has(words, *_names(one))}
    if feature is not None:
        return _by_feature(feature, licenses, form) or _none(words, "licensekit list")
    found = sorted(licenses.values(), key=lambda license: (license.family, license.id))
    out = as_json(list(map(_license_data, found))) if form == "json" else visible_all(_families(found))
    return Exit(out=out) if found else _none(words, "licensekit list")


def _feature(call: Call) -> str | None:
    """What the licences are to be told apart by, if anything."""
    if not call.values("--by"):
        return None
    from licensekit.analyse.features import feature_names  # noqa: PLC0415 - most lists are by family

    if call.arguments.works:
        call.add("LK704", "`--by` tells licences apart, and `--works` lists models", "leave out one of them")
    known = feature_names()
    return call.word("--by", *known)


def _by_feature(feature: str, licenses: Mapping[str, License], form: str) -> Exit | None:
    """The licences by what they have of a feature; None where there are none."""
    from licensekit.analyse.features import feature_of  # noqa: PLC0415

    groups: dict[str, list[License]] = {}
    for name, license in licenses.items():
        for value in feature_of(feature, load(name).terms):
            groups.setdefault(value, []).append(license)
    ordered = {value: groups[value] for value in sorted(groups)}
    if form == "json":
        told = {value: list(map(_license_data, every)) for value, every in ordered.items()}
        return Exit(out=as_json({"feature": feature, "values": told})) if groups else None
    lines = (
        line
        for at, (value, every) in enumerate(ordered.items())
        for line in (*("",) * bool(at), f"{feature}: {value} ({len(every)})", *_in_columns(every))
    )
    return Exit(out=visible_all(lines)) if groups else None


def _names(license: License) -> tuple[str, ...]:
    return license.id, license.title, license.family, license.licensor, license.spdx


def _has(words: list[str], *texts: str) -> bool:
    return not words or any(word in text.casefold() for word in words for text in texts)


def _none(words: list[str], command: str) -> Exit:
    named = " or ".join(f"`{clipped(word)}`" for word in words)
    works = "--works" in command
    near = "" if works else spelt_nearly(nearest_license(words[0], catalogue.ids()))
    models = "" if works else f"; `{command} --works {clipped(words[0])}` looks among models"
    lines = [f"nothing is called {named}", f"  = help: {near or f'`{command}` lists everything{models}'}"]
    return Exit(NOT_SO, err=visible_all(lines))


def _license_data(license: License) -> dict[str, Any]:
    return {name: getattr(license, name) for name in ("id", "title", "family", "licensor", "spdx", "reviewed")}


def _families(found: Iterable[License]) -> Iterator[str]:
    for at, (family, licenses) in enumerate(groupby(found, key=lambda license: license.family)):
        yield from ("",) * bool(at)
        yield family or "other"
        yield from _in_columns([*licenses])


def _in_columns(licenses: Sequence[License]) -> Iterator[str]:
    """Ids, and behind the longest of them the titles."""
    width = max(len(license.id) for license in licenses)
    for license in licenses:
        yield f"  {license.id:<{width}}  {license.title}" + (license.grade and f" ({license.grade})")


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
    if form == "odrl":
        from licensekit.report.odrl import odrl_json  # noqa: PLC0415

        return Exit(out="".join(odrl_json(each.license) for each in terms))
    if form == "json":
        from licensekit.report.escape import as_json  # noqa: PLC0415

        models = [each.license.model_dump(mode="json") for each in terms]
        return Exit(out=as_json(models[0] if len(models) == 1 else models))
    from licensekit.report.license_text import license_text  # noqa: PLC0415

    colour = call.surroundings.colour_out
    out = "\n".join(license_text(each.license, colour=colour) for each in terms)
    return Exit(out=out, err=visible_all(_carried(call, terms)))


def _carried(call: Call, terms: Iterable[LicenseTerms]) -> Iterator[str]:
    """Of each model that was named, which licence it carries, and how that is known."""
    for name, each in zip(dict.fromkeys(call.arguments.licenses), terms, strict=True):
        if is_of_a_model(name):
            yield from each.taken


def run_history(call: Call) -> Exit:
    """Show the chain. Raises LicensekitError."""
    form, colour = call.form(), call.colour()
    if not call.arguments.named:
        call.add("LK705", "no work is named", "write a work or a family, such as `minimax-m2.7` or `minimax`")
    every = [call.problems.take(partial(works_named, name)) or () for name in call.arguments.named]
    call.problems.check()
    from licensekit.report.history import history_markdown, history_svg, history_text  # noqa: PLC0415

    chain = over_uses.history({work.id: work for works in every for work in works}.values())
    if form == "text":
        return Exit(out=history_text(chain, colour=colour))
    return Exit(out=history_svg(chain) if form == "svg" else history_markdown(chain))
