"""A question as an interview puts it: answers that can be given, with typed values, and which clauses ask for them.

What a cell of a decision comes to in words (`in EU`, `another`) is no answer that somebody can give; here each offer
has a value that `terms.use` takes. Where no value would be true of all that is meant (days, a country), there are none
to choose from but those that can be said: the answer is given in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from licensekit.decision.cells import stated_alike
from licensekit.decision.change import stated_as
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.parts import OutcomeShown, Question
from licensekit.decision.questions import QuestionAsked
from licensekit.errors import ValueProblem
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.meaning.variable import AS_OF, AmountVariable, FactVariable, ReadingVariable, currency_of
from licensekit.meaning.verdict import Verdict, in_order, mildest, severest
from licensekit.model.clauses import written_id
from licensekit.model.conditions import Locator
from licensekit.values import NEVER, WORLDWIDE, Exactly, Known, Told, Unknown, known_shown
from licensekit.vocabulary.entries import FactType
from licensekit.vocabulary.territories import TERRITORIES
from licensekit.vocabulary.words import VERDICTS

AnswerType: TypeAlias = FactType | Literal["statement", "rate", "index"]


_PERHAPS_DUTIES: Final = frozenset({Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES})
Leading: TypeAlias = tuple[tuple[Domain, OutcomeShown], ...]
"""The parts of a fact's values, each with what it leads to."""


@dataclass(frozen=True, slots=True)
class ClauseAsking:
    """A clause that reads a fact, and where it stands in the text."""

    license: str
    clause: str
    locator: Locator

    def __str__(self) -> str:
        return f"{self.locator} (`{self.clause}`)"


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that can be given, and what it would lead to.

    `words` are as on the command line, and `answer` takes them too; `title` says more, such as a country's name.
    """

    words: str
    value: Any
    """What `answer` takes, and under the fact's name `terms.use` too."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What it states, as `terms.use` takes it; nothing where it is no statement about facts."""
    title: str = ""
    outcome: OutcomeShown | None = None
    """The verdicts and duties that it leads to; None where that depends on more than this answer."""
    besides: tuple[str, ...] = ()
    """The duties, by clause, that not every answer leads to."""

    @property
    def leads_to(self) -> str:
        """The verdict, or the span of those that would remain, in words, and the duties that only this brings."""
        if self.outcome is None:
            return ""
        possible = self.outcome.possible
        best, worst = (VERDICTS[each.value] for each in (mildest(possible), severest(possible)))
        owed = f", with {', '.join(f'`{name}`' for name in self.besides)}" if self.besides else ""
        if frozenset(possible) == _PERHAPS_DUTIES:
            return f"permitted, perhaps with duties{owed}"
        return (f"from {best} to {worst}" if best != worst else best) + owed


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """What to ask next.

    `fact` is its name, or that of a group of conduct, or `as_of`; `type` says what an answer is. `outcomes`
    tell, for every way to answer, what it would lead to, in the words of the memo.
    """

    fact: str
    words: str
    type: AnswerType
    options: tuple[Offer, ...]
    why: str
    clauses: tuple[ClauseAsking, ...]
    judgement: bool = False
    """Whether it takes a lawyer."""
    enough: str = ""
    """What suffices as an answer about a number, such as `at most 20_000_000 USD`."""
    example: str = ""
    """How a rate of exchange or the value of an index is written."""
    meanings: tuple[str, ...] = ()
    """How the licences define it."""
    outcomes: tuple[OutcomeShown, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes two questions the same: once skipped, it is not asked again."""
        return self.fact, self.type if self.type in {"rate", "index"} else ""


def interview_question(inquiry: Inquiry, put: QuestionAsked) -> InterviewQuestion:
    """A question of a decision, as an interview puts it."""
    question, clauses = put.question, tuple(dict.fromkeys(_clauses(inquiry, put)))
    kind = _type(inquiry, put)
    return InterviewQuestion(
        fact=question.fact,
        words=question.text,
        type=kind,
        options=tuple(_with_duties(_offers(inquiry, put, kind), put)),
        why=_why(question, clauses),
        clauses=clauses,
        judgement=question.kind == "judgement",
        enough=question.enough,
        example=_example(inquiry, put, kind),
        meanings=question.meanings,
        outcomes=question.outcomes,
    )


def _type(inquiry: Inquiry, put: QuestionAsked) -> AnswerType:
    variable, kind = put.variables[0], put.question.kind
    if not put.cells:  # one statement about several facts
        return "statement"
    if kind in {"rate", "index"}:
        return kind
    if variable == AS_OF:
        return "date"
    return "money" if isinstance(variable, AmountVariable) else inquiry.matter.info(put.question.fact).type


def _example(inquiry: Inquiry, put: QuestionAsked, kind: AnswerType) -> str:
    """How the rate or the index that is asked for is written."""
    compared = put.variables[0]
    if not isinstance(compared, AmountVariable):
        return ""
    if kind == "index":
        name, _, base = compared.index.partition("@")
        return f"{name} = 1.27 of {base} on 2026-06-01"
    stated = (each.currency for each in stated_alike(compared, inquiry.knowledge.stated))
    source = next((code for code in stated if code != compared.currency), "")
    return f"1 {source} = 1.2 {compared.currency} on 2026-06-01" if kind == "rate" else ""


def _clauses(inquiry: Inquiry, put: QuestionAsked) -> Iterator[ClauseAsking]:
    places = dict.fromkeys(place for variable in put.variables for place in inquiry.matter.readers[variable])
    for order, number in places:
        program = inquiry.matter.programs[order]
        clause = program.clauses[number]
        yield ClauseAsking(program.license.id, written_id(clause.id), clause.locator)


def _why(question: Question, clauses: tuple[ClauseAsking, ...]) -> str:
    """Why it is asked: which clauses turn on it, and between which verdicts."""
    named = [str(each) for each in clauses[:3]]
    more = f" and {len(clauses) - 3} more" if len(clauses) > 3 else ""
    reads = f"{', '.join(named)}{more} {'depends' if len(clauses) == 1 else 'depend'} on it"
    possible = frozenset(verdict for outcome in question.outcomes for verdict in outcome.possible)
    if len(possible) < 2:
        return reads
    return f"{reads}: {' or '.join(VERDICTS[each.value] for each in in_order(possible))}"


# -- answers that can be given -----------------------------------------------------------------------------------


def _offers(inquiry: Inquiry, put: QuestionAsked, kind: AnswerType) -> Iterator[Offer]:
    variable, fact = put.variables[0], put.question.fact
    leading: Leading = tuple(zip(put.cells, put.by_cell, strict=True)) if put.cells else ()
    match variable:
        case _ if kind == "statement":
            names = [str(each.name) for each in put.variables if not isinstance(each, ReadingVariable)]
            for word, value, stated in (("yes", True, dict.fromkeys(names, False)), ("no", False, {})):
                yield Offer(word, value, stated, outcome=next(each for each in put.by_cell if each.answer == word))
        case _ if kind in {"rate", "index"} or variable == AS_OF:
            return
        case FactVariable(type="one_of"):
            yield from _of_options(fact, variable, inquiry.world.get(variable), leading)
        case FactVariable(type="territory"):
            for code, name in TERRITORIES.items():
                yield _offer(fact, Exactly(code), name)
        case FactVariable(type="set_of"):
            if variable.options == ("territory",):
                yield _offer(fact, Exactly(WORLDWIDE))
            members = TERRITORIES if variable.options == ("territory",) else dict.fromkeys(variable.options, "")
            for member, name in members.items():
                yield Offer(member, frozenset({member}), {fact: frozenset({member})}, name)
        case FactVariable(type="date"):
            if any(isinstance(cell, Interval) and cell.last == NEVER.toordinal() for cell, _ in leading):
                yield _offer(fact, Exactly(NEVER))
        case FactVariable(type="text"):
            for cell, outcome in leading:
                if isinstance(cell, str) and cell in _named(inquiry, variable):
                    yield _offer(fact, Exactly(cell), outcome=outcome)
        case FactVariable() | AmountVariable():
            unit = currency_of(variable)
            for cell, outcome in leading:
                known = _as_statement(cell, unit)
                if known is not None:
                    yield _offer(fact, known, outcome=None if _in_other_money(variable) else outcome)


def _with_duties(offers: Iterator[Offer], put: QuestionAsked) -> Iterator[Offer]:
    """The offers with the duties that not every answer brings."""
    by_answer = [frozenset(each.duties) for each in put.by_cell]
    always = by_answer[0].intersection(*by_answer)
    for offer in offers:
        owed = (
            () if offer.outcome is None else [written_id(name) for name in offer.outcome.duties if name not in always]
        )
        yield replace(offer, besides=tuple(dict.fromkeys(owed)))


def _in_other_money(variable: FactVariable | AmountVariable) -> bool:
    """Whether the text speaks of money of another year: what is said in today's leads further, not all the way."""
    return isinstance(variable, AmountVariable) and bool(variable.index)


def _named(inquiry: Inquiry, variable: FactVariable) -> set[str]:
    return {value for values in inquiry.matter.lists.get(variable, ()) for value in values}


def _of_options(
    fact: str,
    variable: FactVariable,
    known: Domain | None,
    leading: Leading,
) -> Iterator[Offer]:
    """Every option that is left; one that no clause names leads where the others that are not named do."""
    outcomes = {str(cell): outcome for cell, outcome in leading}
    unnamed = next((outcome for outcome in outcomes.values() if outcome.answer == "another"), None)
    for option in known.options if isinstance(known, Among) else variable.options:
        yield _offer(fact, Exactly(option), outcome=outcomes.get(option, unnamed))


def _as_statement(cell: Domain, unit: str) -> Told | None:
    """A cell as a statement; None where nothing can be stated in it."""
    try:
        known = stated_as(cell, unit)
    except ValueProblem:
        return None
    return None if isinstance(known, Unknown) else known


def _offer(fact: str, known: Told, title: str = "", outcome: OutcomeShown | None = None) -> Offer:
    value = raw(known)
    return Offer(known_shown(known), value, {fact: value}, title, outcome)


def raw(known: Known) -> Any:
    """A value as Python writes it: what is known exactly is the value itself."""
    return known.value if isinstance(known, Exactly) else known
