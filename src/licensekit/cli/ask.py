"""`licensekit ask`: one question, one answer."""

from __future__ import annotations

from typing import Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, PERMITTED, UNKNOWN, Outcome
from licensekit.cli.question import question
from licensekit.cli.what_if import growths_of, what_if
from licensekit.meaning.verdict import Verdict
from licensekit.report.answer import Answer

_STATUS: Final = {
    Verdict.PERMITTED: PERMITTED,
    Verdict.PERMITTED_WITH_DUTIES: PERMITTED,
    Verdict.NEEDS_APPROVAL: NOT_SO,
    Verdict.NOT_GRANTED: NOT_SO,
    Verdict.PROHIBITED: NOT_SO,
    Verdict.UNKNOWN: UNKNOWN,
}


def run(call: Call) -> Outcome:
    """Answer a question. Raises LicensekitError with everything that stands in the way."""
    form, colour = call.form(), call.colour()
    asked = question(call)
    growths = growths_of(call, asked.terms)
    call.problems.check()
    terms = asked.terms
    assert terms is not None, "there is a finding where there are no terms"
    decision = terms.evaluate(terms.use(asked.acts, asked.facts), **vars(asked.circumstances))
    answer = Answer(decision, asked.work, what_if(decision, terms, call, growths))
    return Outcome(_STATUS[decision.verdict], _rendered(answer, form, colour=colour))


def _rendered(answer: Answer, form: str, *, colour: bool) -> str:
    if form == "json":
        from licensekit.report.as_json import as_json  # noqa: PLC0415

        return as_json(answer)
    if form == "markdown":
        from licensekit.report.as_markdown import as_markdown  # noqa: PLC0415

        return as_markdown(answer)
    from licensekit.report.as_text import as_text  # noqa: PLC0415

    return as_text(answer, colour=colour)
