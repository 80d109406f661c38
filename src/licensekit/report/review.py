"""A memo for a file: one decision as a reviewer lays it before others, with a checklist to fill in and sign.

Question, short answer, facts and assumptions, analysis by clause, duties as a checklist, what is open, and what the
answer is an answer about. What is said in each section is that of every other report (`answer_sections`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from licensekit.decision.decision import Decision
from licensekit.decision.parts import DutyShown, DutyStatus
from licensekit.report import answer_sections as sections
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import headline, overlooked_acts, work_section
from licensekit.report.memo import Point, Section, code, codes, section
from licensekit.report.short_words import duty_words

TITLE: Final = "Licence review"
BLANK: Final = ""
"""A cell that whoever is responsible fills in."""


class Checklist(NamedTuple):
    """A table under a heading; what is left blank is filled in by hand."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...]
    """How wide each column is beside the others."""


ReviewBlock: TypeAlias = Section | Checklist


class Review(NamedTuple):
    """The whole memo in its order; blocks without content are left out."""

    subject: str
    headline: str
    question: str
    blocks: tuple[ReviewBlock, ...]

    @property
    def title(self) -> str:
        """What is reviewed, as the heading says it."""
        return f"{TITLE}: {self.subject}"


class SignedBy(NamedTuple):
    """Who reviewed it; what is blank is filled in by hand."""

    name: str = BLANK
    role: str = BLANK
    date: str = BLANK


def review(answer: Answer, signed: SignedBy = SignedBy()) -> Review:  # noqa: B008 - it is a tuple of texts
    """The memo of an answer."""
    every = _blocks(answer, signed)
    blocks = (block for block in every if (block.rows if isinstance(block, Checklist) else block.items))
    question = next(". ".join(part.items) for part in answer.short.parts if part.kind == "asked")
    titles = ", ".join(title for _, title in answer.decision.identity.licenses)
    subject = titles if answer.work is None else answer.work.title
    return Review(subject, headline(answer.decision), question, tuple(blocks))


def _blocks(answer: Answer, signed: SignedBy) -> Iterator[ReviewBlock]:
    decision = answer.decision
    yield section("Short answer", _short(answer))
    if answer.work is not None:
        yield work_section(answer.work)
    yield Checklist("Facts", ("Fact", "Value", "How it is known"), tuple(_facts(decision)), (6, 2, 3))
    yield sections.assumed(decision)
    yield section("Concluded", decision.relations)
    yield sections.unread(decision)
    yield sections.unread_in_detail(decision)
    yield sections.acts(decision)
    yield sections.silence(decision)
    yield section("Analysis by clause", sections.every_reason(decision))
    yield sections.defined_words(decision)
    duties = tuple(_duties(decision))
    yield Checklist("Duties", ("Duty", "Status", "Where", "Owner", "Due", "Evidence"), duties, (12, 5, 6, 4, 3, 5))
    yield sections.approvals(decision)
    yield sections.ways_out(decision)
    yield sections.questions(decision)
    yield sections.readings(decision)
    yield sections.bounds(decision)
    yield sections.headroom(decision)
    yield sections.limits(decision)
    yield overlooked_acts(decision)
    yield section("Documents that were not read", decision.unread_documents)
    yield section("Notes", decision.notes)
    yield sections.identity(decision, whole=True)
    yield Checklist("Reviewed by", ("Name", "Role", "Date"), (signed,), (3, 3, 2))


def _short(answer: Answer) -> Iterator[Point]:
    """The verdict in plain words, and what the short answer says below it; what it only counts stands below."""
    short = answer.short
    yield Point(short.answer)
    for part in short.parts:
        if part.kind != "asked" and part.items:
            more = (f"and {part.more} more, below",) if part.more else ()
            yield Point(part.label, (*part.items, *more))


def _facts(decision: Decision) -> Iterator[tuple[str, ...]]:
    """What is known of the facts that the licences read, what was stated first, and how it is known.

    What was attested or assumed of conduct is named together, and so is that of which nothing is known.
    """
    matter, rows = decision.deferred.inquiry.matter, decision.facts
    rest = {fact.fact for fact in rows if fact.value == _UNKNOWN}
    attested = {fact.fact for fact in rows if fact.source == _ATTESTED}
    clean = {each.fact for each in decision.assumptions if each.kind == "clean_hands"} - rest
    unsure = {each.fact for each in decision.assumptions if each.said_unknown and each.fact in clean}
    stated = [fact for fact in rows if fact.source == _GIVEN]
    for fact in (*stated, *(fact for fact in rows if fact not in stated)):
        if fact.fact not in rest | clean | attested:
            yield f"{matter.info(fact.fact).question} ({code(fact.fact)})", fact.value, fact.source
    for names, value, source in (
        (attested, "as with clean hands", _ATTESTED),
        (clean - unsure, "as with clean hands", "assumed, attested by nobody"),
        (unsure, "as with clean hands", "assumed though said to be unknown"),
        (rest, _UNKNOWN, BLANK),
    ):
        if names:
            yield codes(fact.fact for fact in rows if fact.fact in names), value, source


_GIVEN: Final = "given"
_ATTESTED: Final = "attested"
_UNKNOWN: Final = "unknown"
_STATUS: Final[dict[DutyStatus, str]] = {
    "due": "due",
    "open": "may apply",
    "would_apply": "once it is approved",
    "not_done": "not done: a breach",
    "done": "done",
}
"""Duties that are moot are no item of a checklist."""


def _duties(decision: Decision) -> Iterator[tuple[str, ...]]:
    """Each thing that is to be done, once, with every clause that asks for it."""
    acts = {part.act for part in decision.parts}
    for status, words in _STATUS.items():
        owed = [duty for duty in decision.duties if duty.status == status]
        by_text: dict[str, list[DutyShown]] = {}
        for duty in owed:
            by_text.setdefault(duty_words(duty, acts), []).append(duty)
        for text, asking in by_text.items():
            encouraged = all(duty.strength == "encouraged" for duty in asking)
            places = (sections.place(decision, duty.license, duty.clause, duty.locator) for duty in asking)
            where = "; ".join(dict.fromkeys(places))
            yield text, "encouraged, not owed" if encouraged else words, where, BLANK, BLANK, BLANK
