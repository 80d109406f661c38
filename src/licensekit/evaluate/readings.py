"""What hangs on disputed wording: the answer under each reading, under pairs of them, the worst and the best.

Every combination of readings is a question of its own. To keep this in proportion, the question is first asked with
all readings open: a reading on which nothing hangs then is taken as it is, and no answer is looked for under one
combination that no combination gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import combinations, product
from math import prod

from licensekit.evaluate.conditions import reading_variable
from licensekit.evaluate.inquiry import Answer, Inquiry
from licensekit.evaluate.layout import layout_of
from licensekit.meaning.program import Program
from licensekit.evaluate.questions import Difference
from licensekit.evaluate.search import Answers, OpenClauses
from licensekit.evaluate.search import Question as Asking
from licensekit.evaluate.shown import ReadingChange, ReadingReport, ReadingShown
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Outlook, programs, rank
from licensekit.meaning.verdict import in_order, summary
from licensekit.limits import MAX_COMBINATIONS, MAX_QUESTION_NODES
from licensekit.model.license import Reading
from licensekit.truth import TRUE, UNKNOWN

Choice = tuple[tuple[str, str], ...]
"""Readings, as `LICENSE.READING`, each with an option."""


def readings_report(inquiry: Inquiry) -> ReadingReport:
    """The report on every reading that bears on the question; open readings are first set to what is taken."""
    answers = _Answers(inquiry)
    base = answers.under(())
    every = tuple((choice, answers.under(choice)) for choice in answers.combinations())
    worst = max(every, key=lambda pair: (rank(pair[1].possible), -answers.differing(pair[0])))
    best = min(every, key=lambda pair: (rank(pair[1].possible), answers.differing(pair[0])))
    return ReadingReport(
        readings=tuple(_shown(answers, name, reading) for name, reading in answers.readings.items()),
        together=tuple(_pairs(answers)),
        worst=_change(answers.whole(worst[0]), worst[1], base),
        best=_change(answers.whole(best[0]), best[1], base),
        complete=answers.complete,
    )


class _Answers:
    """The answers under each choice of readings, each worked out once."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.readings: dict[str, Reading] = {
            name: program.readings[name.removeprefix(f"{program.license.id}.")]
            for name, program in inquiry.knowledge.layout.readings.items()
        }
        self.taken = {name: inquiry.setting.readings.get(name, one.taken) for name, one in self.readings.items()}
        self._found: dict[Choice, Answer] = {}

    def under(self, choice: Choice) -> Answer:
        """The answer where these readings are chosen and all others are as taken."""
        bearing = tuple(
            (name, option) for name, option in self.whole(choice) if name in self.bearing and option != self.taken[name]
        )
        if bearing not in self._found:
            self._found[bearing] = self._base.reading(dict(bearing)).answer()
        return self._found[bearing]

    def whole(self, choice: Choice) -> Choice:
        """A choice for every reading."""
        return tuple({**self.taken, **dict(choice)}.items())

    def differing(self, choice: Choice) -> int:
        """How many readings are not chosen as taken."""
        return sum(self.taken[name] != option for name, option in choice)

    def combinations(self) -> Iterator[Choice]:
        """Every combination of the readings on which something hangs; of too many, no more than two changes."""
        options = [[(name, one.name) for one in self.readings[name].options] for name in self.bearing]
        if self.complete:
            yield from product(*options)
            return
        for several in combinations(options, 2):
            yield from product(*several)

    @cached_property
    def complete(self) -> bool:
        """Whether there are few enough combinations to look at each."""
        return prod(len(self.readings[name].options) for name in self.bearing) <= MAX_COMBINATIONS

    @cached_property
    def bearing(self) -> tuple[str, ...]:
        """The readings on which something hangs in some world, whatever the others are."""
        return tuple(name for name in self.readings if _hangs_on(self._open, name))

    @cached_property
    def _open(self) -> Inquiry:
        """The question with all readings open."""
        inquiry = self.inquiry
        chosen = {name: option for name, option in inquiry.setting.readings.items() if name not in self.readings}
        setting = replace(inquiry.setting, readings=chosen)
        layout = layout_of(inquiry.terms, inquiry.leaves, setting)
        knowledge = replace(inquiry.knowledge, layout=layout)
        return replace(inquiry, setting=setting, knowledge=knowledge).afresh(limit=MAX_QUESTION_NODES)

    @cached_property
    def _base(self) -> Inquiry:
        """The question with all readings as taken; it can have no answer that it does not have with them open."""
        self._open.answer()
        return replace(self.inquiry.afresh(limit=self.inquiry.limit), within=self._open.found).reading(self.taken)


def _hangs_on(opened: Inquiry, reading: str) -> bool:
    """Whether two options of a reading lead apart in some world, in anything that an answer is made of."""
    variable = reading_variable(reading)
    return any(Difference(opened, variable, asking, clauses).found() for asking, clauses in _aspects(opened, variable))


def _aspects(opened: Inquiry, variable: str) -> Iterator[tuple[Asking, OpenClauses]]:
    """What an answer is made of, act by act: the verdict, the licences that count, and the duties they bind to."""
    readers = opened.knowledge.layout.readers.get(variable, {})
    for leaf in opened.leaves:
        yield _act(opened, leaf)
        for order, program in enumerate(programs(opened.terms)):
            covering = program.covering(leaf)
            for number in (*covering.duties, *covering.encouraged):
                if any((order, at) in readers for at in program.with_lifters((number,))):
                    yield _duty(opened, program, number, leaf)


def _act(opened: Inquiry, leaf: str) -> tuple[Asking, OpenClauses]:
    def asking(outlook: Outlook) -> Answers:
        counting = outlook.in_force(opened.terms, leaf)
        surely = tuple(program.license.id for program, counts in counting if counts is TRUE)
        open_yet = any(counts is UNKNOWN for _, counts in counting)
        in_force = (surely, "others may count") if open_yet else (surely,)
        return frozenset(product(outlook.possible(opened.terms, leaf), opened.way_out(outlook, leaf), in_force))

    return asking, lambda outlook: opened.open_clauses(outlook, leaf)


def _duty(opened: Inquiry, program: Program, number: int, leaf: str) -> tuple[Asking, OpenClauses]:
    def asking(outlook: Outlook) -> Answers:
        active = opened.binding(outlook, program, number, leaf)
        options = (True, False) if active is UNKNOWN else (active is TRUE,)
        return frozenset(product(outlook.possible(opened.terms, leaf), options))

    def clauses(outlook: Outlook) -> Iterator[tuple[Standing, int]]:
        yield outlook.standing(program, leaf), number
        yield from opened.open_clauses(outlook, leaf)

    return asking, clauses


def _pairs(answers: _Answers) -> Iterator[ReadingChange]:
    """Two changes at once, where that gives what neither gives alone."""
    alone = [
        (name, option.name)
        for name, reading in answers.readings.items()
        for option in reading.options
        if option.name != answers.taken[name]
    ]
    base = answers.under(())
    for one, other in combinations(alone, 2):
        if one[0] == other[0]:
            continue
        answer = answers.under((one, other))
        if answer.says not in (base.says, answers.under((one,)).says, answers.under((other,)).says):
            yield _change((one, other), answer, base)


def _change(choice: Choice, answer: Answer, base: Answer) -> ReadingChange:
    return ReadingChange(
        choice=tuple(sorted(choice)),
        verdict=summary(answer.possible),
        possible=in_order(answer.possible),
        duties=answer.with_status("due"),
        changes=answer.says != base.says,
    )


def _shown(answers: _Answers, name: str, reading: Reading) -> ReadingShown:
    base, taken = answers.under(()), answers.taken[name]
    outcomes = tuple(
        _change(((name, option.name),), answers.under(((name, option.name),)), base) for option in reading.options
    )
    license_id = name.removesuffix(f".{reading.name}")
    return ReadingShown(
        license=license_id,
        name=reading.name,
        locator=reading.locator,
        question=reading.question,
        taken=taken,
        because=next(option.because for option in reading.options if option.taken) if reading.taken == taken else "",
        options=tuple((option.name, option.text) for option in reading.options),
        outcomes=outcomes,
        matters=any(outcome.changes for outcome in outcomes),
    )
