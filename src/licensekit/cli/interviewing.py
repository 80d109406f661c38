"""`licensekit ask --interactive`: the interview on a terminal, and how to ask the same again without it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import Final

from licensekit.cli.call import Call
from licensekit.cli.prompting import BACK, STOP, Prompt
from licensekit.cli.question import PutQuestion
from licensekit.errors import FactsError
from licensekit.interview import Interview, InterviewQuestion, Offer
from licensekit.interview.questions import AnswerType
from licensekit.report.escape import visible, visible_all
from licensekit.report.memo import code, verdict_of
from licensekit.values import known_shown

KEYS: Final = "  `?` or an empty line if you do not know, `<` to go back, `.` to stop here"
MOST_MEANINGS: Final = 3
HINTS: Final[Mapping[AnswerType, str]] = {
    "count": "or a number, such as 5 million, or at most 5 million",
    "money": "or an amount, such as 5 million USD, or at most 5 million USD",
    "territory": "a country, by its code or name",
    "date": "a day, such as 2026-06-01",
    "set_of": "or several, with commas between",
}
"""How an answer may be written that is not among those to choose from."""


def interviewed(call: Call, asked: PutQuestion) -> Interview:
    """The interview about a question as it was put, to its end or to where somebody stops. Raises LicensekitError."""
    assert asked.terms is not None, "there is a finding where there are no terms"
    interview = Interview(
        asked.terms, asked.acts, profile=asked.profile, facts=asked.stated, circumstances=asked.circumstances
    )
    note = ""
    while (question := interview.question) is not None:
        line = call.surroundings.answer(_prompt(interview, question, note))
        note = ""
        if line is None or line.strip() == STOP:
            break
        if line.strip() == BACK:
            interview = interview.back()
            continue
        try:
            interview = interview.answer(line)
        except FactsError as refused:
            note = "\n".join(_refused(refused))
    return interview


def _prompt(interview: Interview, question: InterviewQuestion, note: str) -> Prompt:
    asked = interview.progress
    head = f"{asked.answered + asked.skipped + 1}. {question.words} ({code(question.fact)})"
    lines = [*filter(None, [note]), head]
    lines += [f"  as {meaning}" for meaning in question.meanings[:MOST_MEANINGS]]
    lines.append(f"  {question.why}")
    if question.judgement:
        lines.append("  It takes a lawyer's judgement.")
    if question.enough:
        lines.append(f"  enough to know: {question.enough}")
    alike = len({each.leads_to for each in question.options}) == 1
    if alike and len(question.options) > 1 and question.options[0].leads_to:
        lines.append("  it counts together with other answers only")
    listed = [(each.words, _offered(each, leading=not alike)) for each in question.options]
    if not any(each.leads_to for each in question.options):
        lines += [f"  {each.answer}: {verdict_of(each.verdict, each.possible)}" for each in question.outcomes]
    hint = f"such as: {question.example}" if question.example else HINTS.get(question.type, "")
    if question.type == "set_of" and any(each.title for each in question.options):
        hint = "countries, such as DE,FR, or worldwide"
    lines += [f"  {hint}"] if hint else []
    return Prompt(tuple(map(visible, lines)), tuple((word, visible(said)) for word, said in listed), KEYS)


def _offered(offer: Offer, *, leading: bool) -> str:
    return ": ".join(filter(None, (offer.title or offer.words, offer.leads_to if leading else "")))


def _refused(refused: FactsError) -> Iterator[str]:
    for finding in refused.diagnostics:
        yield f"{finding.message}" + (f"; {finding.help}" if finding.help else "")


def asked_again(interview: Interview, before: PutQuestion) -> str:
    """What was answered, as options of the same command, so that nobody need be asked twice."""
    told = {name: known for name, known in interview.facts.items() if before.stated.get(name) != known}
    words = [f"--set {shlex.quote(f'{name}={known_shown(known)}')}" for name, known in told.items()]
    now, then = interview.circumstances, before.circumstances
    words += [f"--rate {shlex.quote(str(rate))}" for rate in now.rates[len(then.rates) :]]
    words += [f"--index {shlex.quote(str(index))}" for index in now.indices[len(then.indices) :]]
    if now.as_of is not None and now.as_of != then.as_of:
        words.append(f"--as-of {now.as_of.isoformat()}")
    return visible_all(["", "To ask this again without being asked:", f"  {' '.join(words)}"]) if words else ""
