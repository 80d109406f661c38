"""What to ask: only facts that can change the answer, the one that settles most first (docs/semantics.md, 12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from licensekit.evaluate.cell_words import cell_text, enough
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.days import TooMany
from licensekit.meaning.domain import Domain, Interval
from licensekit.evaluate.inquiry import Answer, Inquiry
from licensekit.evaluate.layout import Layout
from licensekit.meaning.program import Program
from licensekit.evaluate.search import Answers, OpenClauses, Search
from licensekit.evaluate.search import Question as Asking
from licensekit.evaluate.shown import Outcome, Question
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Outlook, programs
from licensekit.meaning.verdict import Verdict, in_order, summary
from licensekit.limits import MAX_QUESTION_NODES
from licensekit.model.clauses import Gate
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.words import ATTESTATIONS

Kind = Literal["fact", "judgement", "reading", "rate", "index", "date"]
World = Mapping[str, Domain]


@dataclass(frozen=True)
class _Candidate:
    """A variable that is open, or a group of clean-hands facts that are asked as one statement."""

    name: str
    variables: tuple[str, ...]
    order: int


def questions(inquiry: Inquiry) -> tuple[Question, ...]:
    """The facts to ask for. Empty where nothing that is open can change verdict, duties or approvals."""
    narrow = inquiry.afresh(limit=MAX_QUESTION_NODES)
    asked = [
        (_rank(question := _question(narrow, candidate), candidate.order), question)
        for candidate in _candidates(inquiry)
        if any(_matters(narrow, variable) for variable in candidate.variables)
    ]
    return tuple(_once_each(question) for _, question in sorted(asked, key=lambda pair: pair[0]))


def _once_each(question: Question) -> Question:
    """Countries that the day tells apart may have one name, `in EU`: each answer is shown once."""
    return question._replace(outcomes=tuple(dict.fromkeys(question.outcomes)))


def _rank(question: Question, order: int) -> tuple[float, float, bool, int]:
    settled = sum(outcome.settled for outcome in question.outcomes) / len(question.outcomes)
    size = sum(len(outcome.possible) for outcome in question.outcomes) / len(question.outcomes)
    return -settled, size, question.kind != "fact", order


def _candidates(inquiry: Inquiry) -> Iterator[_Candidate]:
    layout, world = inquiry.knowledge.layout, inquiry.knowledge.world
    groups: dict[str, list[str]] = {}
    for order, variable in enumerate(layout.first_use):
        known = world.get(variable)
        if known is not None and not (isinstance(known, Interval) and not known.exact):
            continue
        info = FACTS.get(variable.partition("@")[0])
        if info is not None and info.assumption == "clean_hands":
            groups.setdefault(info.group, []).append(variable)
        else:
            yield _Candidate(variable, (variable,), order)
    for order, (group, variables) in enumerate(groups.items(), start=len(layout.first_use)):
        yield _Candidate(group if len(variables) > 1 else variables[0], tuple(variables), order)


def _matters(inquiry: Inquiry, variable: str) -> bool:
    """Whether two cells of a variable lead to different answers in some completion."""
    return any(
        Difference(inquiry, variable, asking, clauses).found() for asking, clauses in _aspects(inquiry, variable)
    )


def _aspects(inquiry: Inquiry, variable: str) -> Iterator[tuple[Asking, OpenClauses]]:
    """What an answer consists of, as far as a variable can bear on it.

    The verdict of all acts and of each, and besides each duty and each approval that is read from the variable.
    """
    yield inquiry.whole, lambda outlook: inquiry.pressing(outlook, inquiry.leaves)
    if len(inquiry.leaves) > 1:
        for leaf in inquiry.leaves:
            yield _verdict_of(inquiry, leaf)
    outlook = inquiry.known
    readers = inquiry.knowledge.layout.readers.get(variable, {})
    for leaf in inquiry.leaves:
        for order, program in enumerate(programs(inquiry.terms)):
            covering = program.covering(leaf)
            for number in (*covering.duties, *covering.granting_gates, *covering.holding_gates):
                read = any((order, at) in readers for at in program.with_lifters((number,)))
                if read and inquiry.binding(outlook, program, number, leaf) is not FALSE:
                    yield _aspect(inquiry, program, number, leaf)


def _verdict_of(inquiry: Inquiry, leaf: str) -> tuple[Asking, OpenClauses]:
    return (
        lambda outlook: outlook.possible(inquiry.terms, leaf),
        lambda outlook: inquiry.pressing(outlook, (leaf,)),
    )


def _aspect(inquiry: Inquiry, program: Program, number: int, leaf: str) -> tuple[Asking, OpenClauses]:
    gate = isinstance(program.clauses[number], Gate)
    counting = {Verdict.NEEDS_APPROVAL} if gate else {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES}

    def asking(outlook: Outlook) -> Answers:
        active = inquiry.binding(outlook, program, number, leaf)
        options = (True, False) if active is UNKNOWN else (active is TRUE,)
        verdicts = outlook.possible(inquiry.terms, leaf)
        return frozenset(verdict in counting and option for verdict in verdicts for option in options)

    def clauses(outlook: Outlook) -> Iterator[tuple[Standing, int]]:
        yield outlook.standing(program, leaf), number
        yield from inquiry.open_clauses(outlook, leaf)

    return asking, clauses


class Difference:
    """Looks for two worlds that differ in one variable alone and give different answers."""

    def __init__(self, inquiry: Inquiry, variable: str, asking: Asking, clauses: OpenClauses) -> None:
        self.inquiry, self.variable, self.asking = inquiry, variable, asking
        knowledge = inquiry.knowledge
        self.search = Search(knowledge.layout, knowledge.closure, inquiry.setting, clauses, inquiry.limit)
        self.nodes = 0

    def found(self) -> bool:
        """Whether there are such worlds; also where looking at all of them would take too long."""
        try:
            return self._found(self.inquiry.known)
        except TooMany:
            return True

    def _found(self, around: Outlook, *, cleaned: bool = False) -> bool:
        if len(self.asking(around)) == 1:
            return False
        world = around.world
        apart = tuple(self.search.worlds(world, self.variable))
        if len(apart) < 2:
            return False
        self.nodes += 1
        if self.nodes > self.search.limit:
            return True
        decided: set[Answers] = set()
        open_ones: list[Outlook] = []
        for inner in apart:
            outlook = around.narrowed(inner)
            answers = self.asking(outlook)
            if len(answers) == 1:
                decided.add(answers)
            else:
                open_ones.append(outlook)
        if len(decided) > 1:
            return True
        if not open_ones:
            return False
        other = self.search.splitting(open_ones[0])
        if other is None:
            return False
        if not cleaned and other in self.inquiry.knowledge.layout.clean_hands:
            cleaned = True
            if self._found(around.narrowed(self.search.clean(world, but=self.variable)), cleaned=True):
                return True
        return any(self._found(around.narrowed(inner), cleaned=cleaned) for inner in self.search.worlds(world, other))


def _question(inquiry: Inquiry, candidate: _Candidate) -> Question:
    if len(candidate.variables) > 1:
        return _statement(inquiry, candidate)
    variable = candidate.name
    answers = _merged(tuple(_answers(inquiry, variable)))
    text, kind = _words(inquiry, variable)
    return Question(
        fact=_fact(inquiry.knowledge.layout, variable),
        text=text,
        kind=kind,
        enough=enough(inquiry, variable, [cell for cell, _ in answers]),
        outcomes=tuple(_outcome(cell_text(inquiry, variable, cell), answer) for cell, answer in answers),
        meanings=tuple(_meanings(inquiry, variable)),
        clauses=tuple(_readers(inquiry, variable)),
    )


def _answers(inquiry: Inquiry, variable: str) -> Iterator[tuple[Domain, Answer]]:
    knowledge = inquiry.knowledge
    search = Search(knowledge.layout, knowledge.closure, inquiry.setting, lambda _: iter(()))
    try:
        worlds = tuple(search.worlds(knowledge.world, variable))
    except TooMany:
        worlds = tuple(replace(search, members=1).worlds(knowledge.world, variable))
    for inner in worlds:
        yield inner[variable], inquiry.at(inner).answer()


def _merged(answers: tuple[tuple[Domain, Answer], ...]) -> list[tuple[Domain, Answer]]:
    """Neighbouring cells of a number that give the same answer, as one.

    Where all do, the number matters together with other facts alone, and each cell is an answer of its own.
    """
    merged: list[tuple[Domain, Answer]] = []
    for cell, answer in answers:
        if merged and merged[-1][1].says == answer.says:
            before = merged[-1][0]
            if isinstance(before, Interval) and isinstance(cell, Interval):
                merged[-1] = (Interval(before.low, cell.high, before.low_open, cell.high_open), answer)
                continue
        merged.append((cell, answer))
    return merged if len(merged) > 1 else list(answers)


def _statement(inquiry: Inquiry, candidate: _Candidate) -> Question:
    """Clean-hands facts as one statement: yes settles them all, no leaves them open."""
    clean = {**inquiry.knowledge.world, **dict.fromkeys(candidate.variables, False)}
    return Question(
        fact=candidate.name,
        text=f"Is it so that {ATTESTATIONS[candidate.name]}? (It covers {len(candidate.variables)} facts.)",
        kind="fact",
        enough="yes",
        outcomes=(_outcome("yes", inquiry.at(clean).answer()), _outcome("no", inquiry.answer())),
        clauses=tuple(dict.fromkeys(name for one in candidate.variables for name in _readers(inquiry, one))),
    )


def _outcome(text: str, answer: Answer) -> Outcome:
    settled = len(answer.possible) == 1 and not answer.with_status("open")
    return Outcome(text, summary(answer.possible), in_order(answer.possible), answer.with_status("due"), settled)


def _fact(layout: Layout, variable: str) -> str:
    return layout.numbers[variable][0].fact if variable in layout.numbers else variable


def _words(inquiry: Inquiry, variable: str) -> tuple[str, Kind]:
    layout = inquiry.knowledge.layout
    if variable.startswith("reading "):
        full = variable.removeprefix("reading ")
        program = layout.readings[full]
        return program.readings[full.removeprefix(f"{program.license.id}.")].question, "reading"
    if variable == AS_OF:
        return "For which day is the question asked?", "date"
    if variable in layout.numbers:
        spot = layout.numbers[variable][0]
        given = _given_in(inquiry, spot.fact)
        if given and spot.currency and given != spot.currency:
            return f"At what rate, and on what day, is {given} converted to {spot.currency}?", "rate"
        if spot.adjusted and any(name.startswith(f"{spot.fact}:") for name in inquiry.knowledge.given):
            name, _, base = spot.adjusted.partition("@")
            return f"What is the index {name} on the day of the question, as a multiple of {base}?", "index"
        return _asked(inquiry, spot.fact)
    return _asked(inquiry, variable)


def _given_in(inquiry: Inquiry, fact: str) -> str:
    """The currency in which an amount was given, after the caller's rates."""
    found = (name.split(":")[1] for name, given in inquiry.knowledge.given.items() if given == fact and ":" in name)
    return next(found, "")


def _asked(inquiry: Inquiry, fact: str) -> tuple[str, Kind]:
    for program in programs(inquiry.terms):
        local = program.local.get(fact)
        if local is not None:
            return local.question, "judgement" if local.judgement else "fact"
    info = vocabulary_fact(fact)
    return info.question, "judgement" if info.judgement else "fact"


def _meanings(inquiry: Inquiry, variable: str) -> Iterator[str]:
    """The licences' own definitions of a fact, or of whose number it is."""
    fact = _fact(inquiry.knowledge.layout, variable)
    subject = fact.partition(".")[0]
    for program in programs(inquiry.terms):
        for meaning in program.license.meanings:
            if meaning.key == fact or (meaning.fact == subject and variable in inquiry.knowledge.layout.numbers):
                yield f"{program.license.id} {meaning.locator}: {meaning.words}"


def _readers(inquiry: Inquiry, variable: str) -> Iterator[str]:
    known = programs(inquiry.terms)
    for order, number in inquiry.knowledge.layout.readers.get(variable, ()):
        yield known[order].clauses[number].id
