"""What `ask` and `show` are about: licences by id, path or text, or a work of the registry."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial

from licensekit import api
from licensekit.api import LicenseTerms, PublishedWork
from licensekit.cli.outcome import Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.report.answer import WorkShown
from licensekit.span import Source
from licensekit.syntax.scan import decode_source

Loading = Callable[[], LicenseTerms]


def licenses(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> tuple[LicenseTerms, ...]:
    """The licences that are named, as far as they can be loaded."""
    chosen = problems.single(arguments.license, "--license")
    found = (problems.take(_loading(name, chosen, surroundings)) for name in dict.fromkeys(arguments.licenses))
    return tuple(terms for terms in found if terms is not None)


def _loading(name: str, chosen: str | None, surroundings: Surroundings) -> Loading:
    if name == "-":
        return partial(_from_input, chosen, surroundings)
    if name.endswith(".lic"):
        return partial(api.read, name, license=chosen)
    return partial(api.load, name)


def _from_input(chosen: str | None, surroundings: Surroundings) -> LicenseTerms:
    source = decode_source("<stdin>", surroundings.read_input(MAX_SOURCE_BYTES + 1))
    if not isinstance(source, Source):
        raise LicenseError(source)
    return api.parse(source.text, "<stdin>", license=chosen)


def terms_asked(
    arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings, obtained: date | None
) -> tuple[LicenseTerms | None, WorkShown | None]:
    """The terms to decide under, and the work where one is named; None where they cannot be had."""
    model = problems.single(arguments.model, "--model")
    part = problems.single(arguments.part, "--part")
    if model is not None:
        if arguments.licenses:
            problems.add("LK704", "a licence and `--model` are both given", "name the licence, or the model")
        found = problems.take(partial(_of_work, model, part or "weights", obtained))
        return found or (None, None)
    for value, option in ((part, "--part"), (problems.single(arguments.obtained, "--obtained"), "--obtained")):
        if value is not None:
            problems.add(
                "LK704",
                f"`{option}` says something of a model, and none is named",
                f"write `--model NAME`, or leave out `{option}`",
            )
    if not arguments.licenses:
        problems.add(
            "LK705", "no licence is named", "write an id such as `mit`, the path of a .lic file, or `--model NAME`"
        )
        return None, None
    found_all = licenses(arguments, problems, surroundings)
    if len(found_all) < len(dict.fromkeys(arguments.licenses)):
        return None, None
    return (api.any_of if arguments.any else api.all_of)(*found_all), None


def _of_work(model: str, part: str, obtained: date | None) -> tuple[LicenseTerms, WorkShown]:
    work: PublishedWork = api.work(model)
    terms = work.license(obtained=obtained, part=part)
    shown = WorkShown(work.id, work.title, part, obtained, work.disagreeing_tags(terms, obtained))
    return terms, shown


def input_is_read_once(arguments: argparse.Namespace, problems: Problems) -> None:
    """Standard input holds one thing."""
    readers = [*arguments.licenses, *getattr(arguments, "facts", [])]
    if readers.count("-") > 1:
        problems.add("LK704", "standard input is read for two things", "write one of them to a file")


__all__ = ["Diagnostic", "input_is_read_once", "licenses", "terms_asked"]
