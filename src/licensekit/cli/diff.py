"""`licensekit diff`: for which uses two licences answer differently. Exit status 0: for none; 1: for some."""

from __future__ import annotations

from licensekit import api
from licensekit.analyse.difference import Diff
from licensekit.api import LicenseTerms
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Outcome
from licensekit.cli.question import over
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.model.cases import Case
from licensekit.report.differences import page
from licensekit.report.differences_written import (
    differences_html,
    differences_json,
    differences_markdown,
    differences_text,
)


def run(call: Call) -> Outcome:
    """Compare two licences. Raises LicensekitError."""
    form, colour = call.form(), call.colour()
    input_is_read_once(call)
    if len(call.arguments.licenses) != 2:
        mend = "write two ids or paths, such as `kimi-k2.5 kimi-k3`"
        call.problems.add("LK705", "`diff` compares two licences", mend)
    terms = licenses(call)
    stated = over(call, terms)
    call.problems.check()
    one, other = terms[0], terms[-1]
    found = api.diff(one, other, **stated)
    return Outcome(0 if found.same else NOT_SO, out=_written(form, found, (one, other), colour=colour))


def _written(form: str, found: Diff, terms: tuple[LicenseTerms, LicenseTerms], *, colour: bool) -> str:
    from licensekit.testing.case_text import case_text  # noqa: PLC0415 - a use is written as a case only here

    texts = {name for one in terms for name, info in one.declared.items() if info.type == "text"}

    def written(case: Case) -> str:
        return case_text(case, texts)

    if form == "json":
        return differences_json(found, written)
    told = page(found, (terms[0].title, terms[1].title), written)
    if form == "markdown":
        return differences_markdown(told)
    return differences_html(told) if form == "html" else differences_text(told, colour=colour)
