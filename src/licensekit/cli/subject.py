"""What a question is about: licences by id, path or text, or a work of the registry."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from licensekit import api
from licensekit.api import LicenseTerms
from licensekit.catalogue.sources import read_source
from licensekit.cli.call import Call
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError, LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.report.answer_memo import WorkShown
from licensekit.span import Source
from licensekit.syntax.scan import decode_source

_OF_A_MODEL: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_ITS_LICENSE: Final = "name the licence that the model carries; `licensekit list --works WORD` shows it"


def source_of(call: Call, name: str) -> Source:
    """The text of a file, or for `-` of standard input. Raises LicenseError where it cannot be read."""
    if name == "-":
        source = decode_source("<stdin>", call.surroundings.read_input(MAX_SOURCE_BYTES + 1))
    else:
        source = read_source(name)
    if not isinstance(source, Source):
        raise LicenseError(source)
    return source


def named(call: Call, fits: bool, message: str, mend: str) -> tuple[LicenseTerms, ...]:
    """The licences of a command that takes licences alone, and a finding where their number does not fit."""
    input_is_read_once(call)
    if not fits:
        call.add("LK705", message, mend)
    return licenses(call)


def licenses(call: Call) -> tuple[LicenseTerms, ...]:
    """The licences that are named, as far as they can be loaded."""
    wanted = call.single("--license")
    loaded = (
        call.problems.take(partial(license_named, call, name, wanted))
        for name in dict.fromkeys(call.arguments.licenses)
    )
    return tuple(terms for terms in loaded if terms is not None)


def license_named(call: Call, name: str, wanted: str | None = None) -> LicenseTerms:
    """The licence of an id, a path or standard input. Raises LicensekitError."""
    if name == "-":
        return api.parse(source_of(call, name).text, "<stdin>", license=wanted)
    if _OF_A_MODEL.fullmatch(name) and not name.endswith(".lic") and not Path(name).exists():
        mend = f"write `--model {name}`" if hasattr(call.arguments, "model") else _ITS_LICENSE
        raise CatalogueError(
            [Diagnostic("LK601", f"`{name}` is called as models are, and licences are not", help=mend)]
        )
    return api.named(name, license=wanted)


def terms_asked(call: Call, obtained: date | None) -> tuple[LicenseTerms | None, WorkShown | None]:
    """The terms to decide under, and the work where one is named; None where they cannot be had."""
    problems, names = call.problems, call.arguments.licenses
    part, under = call.single("--part"), call.single("--under")
    if call.values("--model"):
        if names:
            problems.add("LK704", "a licence and `--model` are both given", "name the licence, or the model")
        model = call.single("--model") or ""
        asked = partial(_of_work, model, part or "weights", obtained, under)
        return problems.take(asked) or (None, None)
    for value, option in ((part, "--part"), (call.single("--obtained"), "--obtained"), (under, "--under")):
        if value is not None:
            problems.add(
                "LK704",
                f"`{option}` says something of a model, and none is named",
                f"write `--model NAME`, or leave out `{option}`",
            )
    if not names:
        mend = "write an id such as `mit`, the path of a .lic file, or `--model NAME`"
        problems.add("LK705", "no licence is named", mend)
        return None, None
    loaded = licenses(call)
    if len(loaded) < len(dict.fromkeys(names)):
        return None, None
    return problems.take(lambda: (api.any_of if call.arguments.any else api.all_of)(*loaded)), None


def _of_work(model: str, part: str, obtained: date | None, under: str | None) -> tuple[LicenseTerms, WorkShown]:
    """The terms of a model: those that bind it, or that the question names, beside what is known of it."""
    from licensekit import published  # noqa: PLC0415 - most questions name a licence
    from licensekit.report.layer_words import grade_told, layers_told  # noqa: PLC0415

    try:
        work = published.work(model)
        known = work.lineage(obtained=obtained, part="weights" if part == "all" else part)
    except CatalogueError as unknown:
        if under is None:
            raise
        said = (unknown.diagnostics[0].message,)
        return api.named(under), WorkShown(clipped(model), clipped(model), part, obtained, (), _on_record(under), said)
    layers = layers_told(known)
    if under is not None:
        return api.named(under), WorkShown(work.id, work.title, part, obtained, (), _on_record(under), layers)
    terms = work.license(obtained=obtained, part=part)
    tags = work.disagreeing_tags(terms, obtained)
    return terms, WorkShown(work.id, work.title, part, obtained, tags, grade_told(known), layers)


def _on_record(under: str) -> str:
    return f"under {clipped(under)}, as the question has it"


def input_is_read_once(call: Call) -> None:
    """Standard input holds one thing."""
    named = getattr(call.arguments, "licenses", None) or getattr(call.arguments, "files", [])
    from_input = [*named, *getattr(call.arguments, "facts", [])].count("-")
    if from_input + getattr(call.arguments, "interactive", False) > 1:
        call.add("LK704", "standard input is read for two things", "write one of them to a file")
