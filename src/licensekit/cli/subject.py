"""What a question is about: licences by id, path or text, or a work of the registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from licensekit import api
from licensekit.api import LicenseTerms
from licensekit.catalogue.loading import source_named
from licensekit.catalogue.name_table import is_of_a_model
from licensekit.cli.call import Call
from licensekit.cli.parser import dest
from licensekit.errors import CatalogueError, LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.report.answer import WorkShown
from licensekit.span import Source
from licensekit.syntax.scan import decode_source


def source_of(call: Call, name: str) -> Source:
    """The text of a file, or for `-` of standard input. Raises LicenseError where it cannot be read."""
    if name == "-":
        source = decode_source("<stdin>", call.surroundings.read_input(MAX_SOURCE_BYTES + 1))
    else:
        source = source_named(name)
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
    wanted = license_wanted(call)
    loaded = (
        call.problems.take(partial(license_named, call, name, wanted))
        for name in dict.fromkeys(call.arguments.licenses)
    )
    return tuple(terms for terms in loaded if terms is not None)


def license_wanted(call: Call) -> str | None:
    """Which licence of a file is meant; a finding where no file is named that could hold several."""
    wanted = call.single("--license")
    if wanted is not None and not any(name == "-" or ".lic" in name for name in call.arguments.licenses):
        mend = "leave it out, or name the file"
        call.add("LK704", "`--license` chooses among those of a .lic file, and none is named", mend)
    return wanted


def license_named(call: Call, name: str, wanted: str | None = None) -> LicenseTerms:
    """The licence of an id, a path or standard input. Raises LicensekitError."""
    if name == "-":
        return api.parse(source_of(call, name).text, "<stdin>", license=wanted)
    if not is_of_a_model(name):
        return api.named(name, license=wanted)
    from licensekit import published  # noqa: PLC0415 - most questions name a licence

    try:
        return published.named(name)
    except CatalogueError as refused:
        if [each.code for each in refused.diagnostics] != ["LK603"]:
            raise
        changed = replace(refused.diagnostics[0], help="write the licence that your copy came with instead")
        raise CatalogueError([changed]) from None


def models_by_name(call: Call) -> None:
    """Take models that are named where licences are for those of `--model`, unless one of them is not known here."""
    models = list(filter(is_of_a_model, call.arguments.licenses))
    if not models:
        return
    from licensekit.published import is_known  # noqa: PLC0415 - most questions name a licence

    if not all(map(is_known, models)):
        return
    call.arguments.licenses = [name for name in call.arguments.licenses if name not in models]
    call.arguments.model = [*call.arguments.model, *models]


def terms_asked(call: Call, obtained: date | None) -> tuple[LicenseTerms | None, WorkShown | None]:
    """The terms to decide under, and the work where one is named; None where they cannot be had."""
    problems, names = call.problems, call.arguments.licenses
    part, under = call.single("--part"), call.single("--under")
    if call.values("--model"):
        if names:
            problems.add("LK704", "a licence and `--model` are both given", "name the licence, or the model")
        says_nothing_of_models(call)
        model = call.single("--model") or ""
        asked = partial(_of_work, call, model, part or "weights", obtained, under)
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


def says_nothing_of_models(call: Call) -> None:
    """Refuse what chooses among licences that are named, where models are."""
    for option in ("--license", "--any"):
        if getattr(call.arguments, dest(option), False):
            call.add("LK704", f"`{option}` says nothing of a model", "leave it out, or name the licences themselves")


def _of_work(
    call: Call, model: str, part: str, obtained: date | None, under: str | None
) -> tuple[LicenseTerms, WorkShown]:
    """The terms of a model, beside what is known of it."""
    from licensekit import published  # noqa: PLC0415 - most questions name a licence

    load = partial(license_named, call)
    return published.asked_about_work(model, part=part, obtained=obtained, under=under or "", load=load)


def input_is_read_once(call: Call) -> None:
    """Standard input holds one thing."""
    named = getattr(call.arguments, "licenses", None) or getattr(call.arguments, "files", [])
    from_input = [*named, *getattr(call.arguments, "facts", [])].count("-")
    if from_input + getattr(call.arguments, "interactive", False) > 1:
        call.add("LK704", "standard input is read for two things", "write one of them to a file")
