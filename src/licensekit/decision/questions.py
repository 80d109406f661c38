"""What to ask: only facts that can change the answer, the one that settles most first (docs/semantics.md, 12)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import reduce
from itertools import groupby
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.decision.bounds import turning_point
from licensekit.decision.cells import cell_text, cells_of, fact_of, interval_text, stated_alike
from licensekit.decision.inquiry import ALLOWED, Inquiry, WorldsAnswer
from licensekit.decision.parts import OutcomeShown, Question
from licensekit.diagram.nodes import Node
from licensekit.diagram.outcomes import WorldOutcome
from licensekit.meaning.domain import Domain, Interval
from licensekit.meaning.program import Program
from licensekit.meaning.rules import Contradiction
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    FactVariable,
    Read,
    ReadingVariable,
    Variable,
    World,
    is_number,
)
from licensekit.meaning.verdict import Verdict, in_order, summary
from licensekit.model.clauses import Gate
from licensekit.truth import FALSE, TRUE
from licensekit.vocabulary.facts import ATTESTED
from licensekit.vocabulary.words import ATTESTATIONS

Sort = Literal["fact", "judgement", "reading", "rate", "index", "date"]
MOST_DAYS: Final = 6
"""Stretches of days that a question lists; where more tell days apart, the day itself is asked for."""


_Candidate: TypeAlias = tuple[str, tuple[Read, ...]]
"""A variable that is open, or a group of clean-hands facts, by its name, that are asked as one statement."""


class QuestionAsked(NamedTuple):
    """A question, and of what: one variable, or the clean-hands facts of a group, which are one statement."""

    question: Question
    variables: tuple[Read, ...]
    cells: tuple[Domain, ...]
    """The parts of the variable's values; of a statement none."""
    by_cell: tuple[OutcomeShown, ...]
    """What each part leads to, where the question shows several as one, or none; of a statement, each answer."""


def asked(inquiry: Inquiry, apart: Container[str] = ()) -> tuple[QuestionAsked, ...]:
    """The facts to ask for. Empty where nothing that is open can change verdict, duties or approvals.

    What is prohibited is so whatever else is learnt: nothing is asked then. The facts of the groups named in `apart`
    are asked one by one.
    """
    if inquiry.verdicts() == {Verdict.PROHIBITED}:
        return ()
    every = [
        _question(inquiry, group, variables)
        for group, variables in _candidates(inquiry, apart)
        if any(_matters(inquiry, variable) for variable in variables)
    ]
    return tuple(
        put._replace(question=_told(inquiry, put.question))
        for put in sorted(every, key=lambda put: _rank(put.question))
    )


def asks(inquiry: Inquiry, fact: str) -> bool:
    """Whether a fact is among those to ask for, by itself or in a statement; what else is asked is not looked at."""
    return inquiry.verdicts() != {Verdict.PROHIBITED} and any(
        _matters(inquiry, variable)
        for group, variables in _candidates(inquiry, ())
        if fact in ({group, *ATTESTED.get(group, ())} if group else {*map(fact_of, variables)})
        for variable in variables
    )


def _told(inquiry: Inquiry, question: Question) -> Question:
    """As it is shown: of days that tell nothing, or too much, none; of countries that the day tells apart, one name."""
    outcomes = question.outcomes
    of_days = question.kind == "date" or (
        question.fact in inquiry.matter.facts and inquiry.matter.info(question.fact).type == "date"
    )
    if of_days and not 1 < len(outcomes) <= MOST_DAYS:
        return question._replace(outcomes=())
    names = list(dict.fromkeys(each.answer for each in outcomes))
    by_name = groupby(sorted(outcomes, key=lambda each: names.index(each.answer)), key=lambda each: each.answer)
    return question._replace(outcomes=tuple(reduce(_either, same) for _, same in by_name))


def _either(first: OutcomeShown, second: OutcomeShown) -> OutcomeShown:
    """What two answers of one name, `in EU`, lead to: which of them it is, is for the day to say."""
    possible = in_order(frozenset({*first.possible, *second.possible}))
    duties = tuple(duty for duty in first.duties if duty in second.duties)
    settled = first.settled and second.settled and first[1:] == second[1:]
    return OutcomeShown(first.answer, summary(frozenset(possible)), possible, duties, settled)


def _rank(question: Question) -> tuple[float, float, bool]:
    settled = sum(outcome.settled for outcome in question.outcomes) / len(question.outcomes)
    size = sum(len(outcome.possible) for outcome in question.outcomes) / len(question.outcomes)
    return -settled, size, question.kind != "fact"


def _candidates(inquiry: Inquiry, apart: Container[str]) -> Iterator[_Candidate]:
    """What may be asked for, in the order of the texts; of equal rank the first of these is asked first."""
    groups: dict[str, list[Read]] = {}
    for variable in inquiry.matter.readers:
        if not inquiry.is_open(variable):
            continue
        info = (
            None if isinstance(variable, ReadingVariable) else inquiry.matter.declared_or_standard(variable.name.base)
        )
        if info is not None and info.assumption == "clean_hands" and info.group not in apart:
            groups.setdefault(info.group, []).append(variable)
        else:
            yield "", (variable,)
    for group, variables in groups.items():
        yield group if len(variables) > 1 else "", tuple(variables)


def _matters(inquiry: Inquiry, variable: Read) -> bool:
    """Whether two values of a fact, and of what is the same by its meaning, lead to different answers in some world."""
    facts = (variable, *inquiry.knowledge.common.rules.same_as(variable))
    return inquiry.leads_apart(facts, _aspects(inquiry, variable))


def _aspects(inquiry: Inquiry, variable: Read) -> Iterator[Node]:
    """What an answer consists of, as far as a variable can bear on it.

    The verdict of all acts and of each, and besides each duty and each approval that is read from the variable.
    """
    outcomes = inquiry.matter.outcomes
    yield inquiry.whole
    if len(inquiry.leaves) > 1:
        for leaf in inquiry.leaves:
            yield outcomes.verdict(inquiry.outcome(leaf))
    readers = inquiry.matter.readers[variable]
    for leaf in inquiry.leaves:
        for order, program in enumerate(inquiry.matter.programs):
            covering = program.covering(leaf)
            duties = () if inquiry.rests(program, leaf) is TRUE else covering.duties
            for number in (*duties, *covering.granting_gates, *covering.holding_gates):
                read = any((order, at) in readers for at in program.with_lifters((number,)))
                if read and inquiry.binding(program, number, leaf) is not FALSE:
                    yield counting(inquiry, program, number, leaf)


def counting(inquiry: Inquiry, program: Program, number: int, leaf: str) -> Node:
    """That a duty is due, or that an approval is missing: a clause binds where the verdict makes it count."""
    gate = isinstance(program.clauses[number], Gate)
    counting = {Verdict.NEEDS_APPROVAL} if gate else ALLOWED
    diagrams, license_id = inquiry.matter.diagrams, program.license.id

    def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        outcome, active = nodes
        if active is diagrams.false:
            return active
        if isinstance(outcome.value, WorldOutcome):
            counts = outcome.value.verdict in counting and license_id in outcome.value.licenses
            return active if counts else diagrams.false
        return nodes

    nodes = (inquiry.outcome(leaf), inquiry.clause(program, number, leaf))
    return diagrams.merged(nodes, rule, ("counts", gate, license_id))


def _question(inquiry: Inquiry, group: str, variables: tuple[Read, ...]) -> QuestionAsked:
    if group:
        statement = _statement(inquiry, group, variables)
        return QuestionAsked(statement, variables, (), statement.outcomes)
    (variable,) = variables
    worlds = _worlds_of(inquiry, variable)
    answers = _merged(tuple((world[variable], inquiry.at(world).answer()) for world in worlds))
    text, kind = _words(inquiry, variable)
    question = Question(
        fact=fact_of(variable),
        text=text,
        kind=kind,
        enough=_enough(inquiry, variable, answers[0][0]),
        outcomes=tuple(_outcome(_answer_text(inquiry, variable, cell), answer) for cell, answer in answers),
        meanings=tuple(_meanings(inquiry, variable)),
        clauses=tuple(_readers(inquiry, variable)),
    )
    return QuestionAsked(question, (variable,), tuple(cell for cell, _ in answers), question.outcomes)


def _answer_text(inquiry: Inquiry, variable: Read, cell: Domain) -> str:
    """A cell as an answer; where only a rate or an index is missing, the rates or values that lead there.

    Of an amount that is stated in part, the same rate may lead to several.
    """
    if not (isinstance(variable, AmountVariable) and isinstance(cell, Interval)):
        return cell_text(inquiry.matter, variable, cell)
    turning = turning_point(inquiry, variable)
    if turning is not None:
        return turning.text(cell)
    text = cell_text(inquiry.matter, variable, cell)
    return f"one that makes it {text}" if _words(inquiry, variable)[1] in {"rate", "index"} else text


def _worlds_of(inquiry: Inquiry, variable: Read) -> Iterator[dict[Variable, Domain]]:
    """What is known where a fact lies in each of its cells; cells that contradict a rule are no worlds."""
    for cell in cells_of(inquiry.matter, variable, inquiry.world):
        inner: dict[Variable, Domain] = {**inquiry.knowledge.world, variable: cell}
        try:
            inquiry.knowledge.common.rules.close(inner)
        except Contradiction:
            continue
        yield inner


def _merged(answers: tuple[tuple[Domain, WorldsAnswer], ...]) -> list[tuple[Domain, WorldsAnswer]]:
    """Neighbouring cells of a number that give the same answer, as one.

    Where all do, the number matters together with other facts alone, and each cell is an answer of its own.
    """
    merged: list[tuple[Domain, WorldsAnswer]] = []
    for cell, answer in answers:
        if merged and merged[-1][1].says == answer.says:
            below = merged[-1][0]
            if isinstance(below, Interval) and isinstance(cell, Interval):
                merged[-1] = (below.through(cell), answer)
                continue
        merged.append((cell, answer))
    return merged if len(merged) > 1 else list(answers)


def _statement(inquiry: Inquiry, group: str, variables: tuple[Read, ...]) -> Question:
    """Clean-hands facts as one statement: yes settles them all, no leaves them open."""
    clean: World = {**inquiry.knowledge.world, **dict.fromkeys(variables, False)}
    return Question(
        fact=group,
        text=f"Is it so that {ATTESTATIONS[group]}? (It covers {len(variables)} facts.)",
        kind="fact",
        enough="yes",
        outcomes=(_outcome("yes", inquiry.at(clean).answer()), _outcome("no", inquiry.answer())),
        clauses=tuple(dict.fromkeys(name for each in variables for name in _readers(inquiry, each))),
    )


def _outcome(text: str, answer: WorldsAnswer) -> OutcomeShown:
    settled = len(answer.possible) == 1 and not answer.with_status("open")
    return OutcomeShown(text, summary(answer.possible), in_order(answer.possible), answer.with_status("due"), settled)


# -- in words --------------------------------------------------------------------------------------------------


def _words(inquiry: Inquiry, variable: Read) -> tuple[str, Sort]:
    if isinstance(variable, ReadingVariable):
        return inquiry.matter.wording(variable).question, "reading"
    if variable == AS_OF:
        return "For which day is the question asked?", "date"
    if isinstance(variable, AmountVariable):
        stated = stated_alike(variable, inquiry.knowledge.stated)
        rate = next((other.currency for other in stated if other.currency != variable.currency), "")
        if rate:
            return f"At what rate, and on what day, is {rate} converted to {variable.currency}?", "rate"
        if variable.index and stated:
            name, _, base = variable.index.partition("@")
            return f"What is the index {name} on the day of the question, as a multiple of {base}?", "index"
    info = inquiry.matter.info(str(variable.name))
    return info.question, "judgement" if info.judgement else "fact"


def _meanings(inquiry: Inquiry, variable: Read) -> Iterator[str]:
    """The licences' own definitions of a fact, or of whose number it is."""
    fact = fact_of(variable)
    number = is_number(variable)
    for program in inquiry.matter.programs:
        for meaning in program.license.meanings:
            if meaning.key == fact or (number and meaning.fact == fact.partition(".")[0]):
                yield f"{program.license.id} {meaning.locator}: {meaning.words}"


def _readers(inquiry: Inquiry, variable: Read) -> Iterator[str]:
    for order, number in inquiry.matter.readers[variable]:
        yield inquiry.matter.programs[order].clauses[number].id


def _enough(inquiry: Inquiry, variable: Read, first: Domain) -> str:
    """What suffices as an answer about a number: the side of the nearest cut that matters."""
    if not isinstance(first, Interval) or first.high is None or isinstance(variable, ReadingVariable):
        return ""
    if isinstance(variable, FactVariable):
        return interval_text(Interval(0, first.high), "") if variable.type == "count" else ""
    return _answer_text(inquiry, variable, Interval(0, first.high, False, first.high_open))
