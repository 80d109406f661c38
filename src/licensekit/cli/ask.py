"""`licensekit ask`: one question, one answer."""

from __future__ import annotations

import argparse
import os

from licensekit.cli.outcome import NOT_SO, PERMITTED, UNKNOWN, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.question import Reader
from licensekit.cli.subject import input_is_read_once, terms_asked
from licensekit.cli.what_if import growths_of, what_if
from licensekit.meaning.verdict import Verdict
from licensekit.report.answer import Answer

_STATUS = {
    Verdict.PERMITTED: PERMITTED,
    Verdict.PERMITTED_WITH_DUTIES: PERMITTED,
    Verdict.NEEDS_APPROVAL: NOT_SO,
    Verdict.NOT_GRANTED: NOT_SO,
    Verdict.PROHIBITED: NOT_SO,
    Verdict.UNKNOWN: UNKNOWN,
}


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Answer a question. Raises LicensekitError with everything that stands in the way."""
    form = problems.word(arguments.format, "--format", ("text", "json", "markdown"))
    colour = problems.colour(arguments.color, surroundings.colour_out, bool(os.environ.get("NO_COLOR")))
    reader = Reader(arguments, problems, surroundings)
    input_is_read_once(arguments, problems)
    as_of, obtained = reader.as_of(), reader.obtained()
    day = as_of if arguments.as_of else reader.day_in_file()
    terms, work = terms_asked(arguments, problems, surroundings, obtained or day)
    file = reader.file(terms)
    asked = reader.asked(terms, file, as_of or file.as_of)
    if terms is None and any(name == "-" or name.endswith(".lic") for name in arguments.licenses):
        problems.drop("LK501")  # a file that cannot be read may declare facts of its own
    growths = growths_of(arguments, problems, terms)
    problems.check()
    assert terms is not None, "there is a finding where there are no terms"
    given = asked.circumstances
    decision = terms.evaluate(
        terms.use(asked.acts, asked.facts),
        as_of=given.as_of,
        assume=given.assume,
        readings=given.readings,
        approvals=given.approvals,
        done=given.done,
        rates=given.rates,
        indices=given.indices,
        attested=given.attested,
    )
    changed = what_if(decision, terms, arguments, growths)
    return Outcome(_STATUS[decision.verdict], _rendered(Answer(decision, work, changed), form, colour=colour))


def _rendered(answer: Answer, form: str, *, colour: bool) -> str:
    match form:
        case "json":
            from licensekit.report.as_json import as_json  # noqa: PLC0415

            return as_json(answer)
        case "markdown":
            from licensekit.report.as_markdown import as_markdown  # noqa: PLC0415

            return as_markdown(answer)
        case _:
            from licensekit.report.as_text import as_text  # noqa: PLC0415

            return as_text(answer, colour=colour)
