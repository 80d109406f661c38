"""`licensekit openness`: the criteria of open source that terms can decide. Exit status 1 where one is failed."""

from __future__ import annotations

from licensekit import api
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Outcome
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.report.openness import openness_json, openness_markdown, openness_text


def run(call: Call) -> Outcome:
    """Check one licence. Raises LicensekitError."""
    form = call.form()
    input_is_read_once(call)
    if len(call.arguments.licenses) != 1:
        mend = "write an id such as `kimi-k2.5`, or the path of a file"
        call.problems.add("LK705", "`openness` checks one licence", mend)
    terms = licenses(call)
    call.problems.check()
    found = api.openness(terms[0])
    write = {"text": openness_text, "json": openness_json, "markdown": openness_markdown}[form]
    return Outcome(0 if found.open_source else NOT_SO, out=write(found))
