"""`licensekit show`: a licence in words, or as the data of its checked model."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.subject import named


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
