"""An interview so far, and what can be made of it: the next question, a memo to sign, a map with one's own place.

Nothing is kept between two requests: `answers` holds what was asked and answered so far, in order, with null where
somebody does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from licensekit import over_uses
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError
from licensekit.interview import Interview
from licensekit.interview.questions import InterviewQuestion
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import whole_memo
from licensekit.report.memo import NOT_ADVICE
from licensekit.report.plain_data import picked
from licensekit.report.review import Checklist, ReviewBlock, SignedBy, review
from licensekit.report.sentences import sentences
from licensekit.report.short_answer import first_question_data
from licensekit.service.requests import RequestedTerms, ServiceRequest, UseAsked, asked_of, needs_acts, subject_of
from licensekit.service.wording import HTTP, pointed
from licensekit.use.files import facts_of_table
from licensekit.use.raw import is_text

_SIGNED: Final = "reviewed_by"


def interview(request: ServiceRequest) -> Mapping[str, Any]:
    """What to ask next, and what is certain already, as a decision and as the sections of a memo."""
    so_far, subject = _so_far(request)
    answer = Answer(so_far.decision, subject.work)
    question = so_far.question
    return {
        "question": None if question is None else _question(question),
        "progress": so_far.progress._asdict(),
        "past": [{"fact": each.question.fact, "words": each.question.words} for each in so_far.past],
        "possible": [verdict.value for verdict in answer.decision.possible],
        "sections": [_block(each) for each in whole_memo(answer).sections if each.items],
        **_said(answer),
    }


def _said(answer: Answer) -> dict[str, Any]:
    """The answer as it is said in any language: the short one, its sentences as data, and what they speak of."""
    told = {
        "verdict": answer.decision.verdict.value,
        "short": answer.short.model_dump(mode="json"),
        "sentences": [each._asdict() for each in sentences(answer.decision)],
        "first_question": first_question_data(answer.decision),
        "decision": answer.decision.to_dict(),
    }
    return pointed(told, HTTP)


def memo(request: ServiceRequest) -> Mapping[str, Any]:
    """The memo of an interview: as blocks, as Markdown and as a page; `reviewed_by` says who signs it."""
    from licensekit.report.review_pages import review_html, review_markdown  # noqa: PLC0415 - few questions are filed

    signed = _signature(request)
    so_far, subject = _so_far(request, _SIGNED)
    answer = Answer(so_far.decision, subject.work)
    written = review(answer, signed)
    return {
        **picked(written, "title", "subject", "headline", "question"),
        **_said(answer),
        "blocks": list(map(_block, written.blocks)),
        "markdown": review_markdown(written),
        "html": review_html(written),
        "disclaimer": NOT_ADVICE,
    }


def decision_map(request: ServiceRequest) -> Mapping[str, Any]:
    """The answers over two facts, `x` and `y`, with the place that the interview so far has; `here` says another."""
    from licensekit.report.map_svg import map_plot, map_svg  # noqa: PLC0415 - few questions draw
    from licensekit.report.map_words import map_data, map_text  # noqa: PLC0415

    x, y = request.text("x"), request.text("y")
    for key, name in (("x", x), ("y", y)):
        if not name:
            request.refuse(key, f"no fact is named for `{key}`", 'write "x": "product.revenue.month"', "LK705")
    for key in ("profile", "done"):
        if key in request.table:
            request.refuse(key, f"a map does not read `{key}`", "say what it says as facts", "LK704")
    place = request.table.get("here", {})
    if not (isinstance(place, Mapping) and {x, y}.issuperset(place)):
        mend = 'write a value for `x`, for `y` or both, such as {"product.revenue.month": "5 million USD"}'
        request.refuse("here", "`here` is no place on this map", mend)
    so_far, _ = _so_far(request, "x", "y", "here")
    here = facts_of_table({"facts": place}, request.source, so_far.terms.declared).facts
    stated = {name: value for name, value in so_far.circumstances.arguments.items() if name != "done"}
    drawn = over_uses.decision_map(so_far.terms, so_far.acts, x, y, facts={**so_far.facts, **here}, **stated)
    return {**map_data(drawn), "svg": map_svg(drawn), "plot": map_plot(drawn), "words": map_text(drawn)}


class _SoFar(NamedTuple):
    interview: Interview
    subject: RequestedTerms


def _so_far(request: ServiceRequest, *further: str) -> _SoFar:
    """The interview that a request tells; `further` keys are those that another reader takes. Raises FactsError."""
    subject = subject_of(request)
    asked = asked_of(request, None if subject is None else subject.terms, "answers", *further)
    needs_acts(request, asked.said.acts)
    replies = _answers(request)
    request.refusals.check()
    assert subject is not None, "there is a finding where there are no terms"
    so_far = _begun(subject, asked)
    for at, (fact, value) in enumerate(replies):
        if so_far.question is None or so_far.question.fact != fact:
            wanted = "nothing is asked" if so_far.question is None else f"`{so_far.question.fact}` is asked"
            mend = "send the answers in the order in which they were asked for"
            message = f"answer {at + 1} is about `{clipped(fact)}`, and {wanted}"
            raise FactsError([Diagnostic("LK519", message, help=mend)])
        so_far = so_far.skip() if value is None else so_far.answer(value)
    return _SoFar(so_far, subject)


def _begun(subject: RequestedTerms, asked: UseAsked) -> Interview:
    begun = partial(Interview, subject.terms, asked.said.acts, profile=asked.profile)
    return begun(facts=asked.said.stated, circumstances=asked.circumstances)


def _answers(request: ServiceRequest) -> list[tuple[str, Any]]:
    value = request.table.get("answers", [])
    if isinstance(value, list) and all(_is_answer(each) for each in value):
        return [(each["fact"], each["value"]) for each in value]
    mend = 'write [{"fact": "product.charged_for", "value": "yes"}], with null where it is not known'
    request.refuse("answers", "`answers` is no list of facts with their values", mend)
    return []


def _is_answer(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {"fact", "value"} and is_text(value["fact"])


def _signature(request: ServiceRequest) -> SignedBy:
    value = request.table.get(_SIGNED, {})
    if isinstance(value, Mapping) and set(value) <= set(SignedBy._fields) and all(map(is_text, value.values())):
        return SignedBy(**value)
    mend = 'write {"name": "…", "role": "…", "date": "…"}; what is left out is left blank'
    request.refuse(_SIGNED, f"`{_SIGNED}` does not say who signs", mend)
    return SignedBy()


def _block(block: ReviewBlock) -> Mapping[str, Any]:
    if isinstance(block, Checklist):
        return {"title": block.title, "heads": list(block.heads), "rows": [list(row) for row in block.rows]}
    items = [{"text": item.text, "details": list(item.details)} for item in block.items]
    return {"title": block.title, "items": items, "more": block.more}


def _question(question: InterviewQuestion) -> Mapping[str, Any]:
    options = [
        {
            "words": each.words,
            "title": each.title,
            "leads_to": each.leads_to,
            "duties": list(each.besides),
            "possible": [] if each.outcome is None else [verdict.value for verdict in each.outcome.possible],
        }
        for each in question.options
    ]
    plain = picked(question, "fact", "words", "type", "why", "judgement", "enough", "meanings", "outcomes")
    clauses = [
        {"license": each.license, "clause": each.clause, "locator": str(each.locator)} for each in question.clauses
    ]
    return {**plain, "options": options, "clauses": clauses}
