"""`licensekit show`: a licence in words, or as the data of its checked model."""

from __future__ import annotations

import argparse

from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import input_is_read_once, licenses


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Show licences. Raises LicensekitError."""
    form = problems.word(arguments.format, "--format", ("text", "json"))
    input_is_read_once(arguments, problems)
    if not arguments.licenses:
        problems.add("LK705", "no licence is named", "write an id such as `mit`; `licensekit list` shows them")
    found = licenses(arguments, problems, surroundings)
    problems.check()
    if form == "json":
        from licensekit.report.escape import as_json  # noqa: PLC0415

        models = [terms.license.model_dump(mode="json") for terms in found]
        return Outcome(out=as_json(models[0] if len(models) == 1 else models))
    from licensekit.report.license_text import license_text  # noqa: PLC0415

    return Outcome(out="\n".join(license_text(terms.license, colour=surroundings.colour_out) for terms in found))
