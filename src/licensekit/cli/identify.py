"""`licensekit identify`: whether texts are those of licences that are encoded, word for word, and where they differ."""

from __future__ import annotations

from functools import partial

from licensekit.cli.call import Call, Problems
from licensekit.cli.outcome import BAD_INPUT, UNKNOWN, Exit
from licensekit.identify.identification import Identification, identify
from licensekit.identify.reading import decoded, read_text
from licensekit.limits import MAX_TEXT_BYTES
from licensekit.report.findings import findings_text
from licensekit.report.identification import identification_text, identifications_json


def run_identify(call: Call) -> Exit:
    """Identify texts: exit status 0 where each is exactly a known one, 3 where one is not, 2 where one cannot be."""
    form, names, broken = call.form(), call.arguments.files, Problems()
    if not names:
        call.add("LK705", "no file is named", "write the path of a licence text, or `-`")
    if names.count("-") > 1:
        call.add("LK704", "standard input is named twice", "keep one `-`")
    call.problems.check()
    told = [(name, each) for name in names if (each := broken.take(partial(_identified, call, name))) is not None]
    exact = all(each.is_exact for _, each in told)
    out = identifications_json(told) if form == "json" else "".join(identification_text(*each) for each in told)
    errors = findings_text(broken.found, broken.sources, colour=call.surroundings.colour_err)
    return Exit(BAD_INPUT if broken.found else 0 if exact else UNKNOWN, out if told else "", errors)


def _identified(call: Call, name: str) -> Identification:
    if name == "-":
        return identify(decoded(call.surroundings.read_input(MAX_TEXT_BYTES + 1), "<stdin>"))
    return identify(read_text(name))
