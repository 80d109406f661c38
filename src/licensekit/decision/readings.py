"""What hangs on disputed wording: the answer under each reading, under pairs of them, the worst and the best."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import combinations

from licensekit.decision.inquiry import Inquiry, WorldsAnswer
from licensekit.decision.parts import ReadingChange, ReadingReport, ReadingShown
from licensekit.diagram.bottom_up import bottom_up
from licensekit.diagram.nodes import Node, variables_below
from licensekit.diagram.walk import projected
from licensekit.meaning.once import once
from licensekit.meaning.variable import ReadingVariable
from licensekit.meaning.verdict import Possible, in_order, rank, summary

ChosenOptions = tuple[tuple[ReadingVariable, str], ...]
"""Readings, each with an option."""


def readings_report(inquiry: Inquiry) -> ReadingReport:
    """The report on every reading that bears on the question; open readings are first set to what is taken."""
    answers = _Answers(inquiry)
    worst, best = answers.extremes()
    return ReadingReport(
        readings=tuple(_report_of(answers, variable) for variable in answers.taken),
        together=tuple(_pairs(answers)),
        worst=answers.change(answers.whole(worst)),
        best=answers.change(answers.whole(best)),
    )


class _Answers:
    """The answers under each choice of readings, each worked out once."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        matter, chosen = inquiry.matter, inquiry.checked.readings
        self.taken = {each: chosen.get(each, matter.wording(each).taken) for each in matter.readings}

    @cached_property
    def opened(self) -> Inquiry:
        """The question with every reading open: all choices walk down its diagrams."""
        return replace(self.inquiry, checked=self.inquiry.checked._replace(readings={}))

    def under(self, choice: ChosenOptions) -> WorldsAnswer:
        """The answer where these readings are chosen and all others are as taken."""
        bearing = tuple(
            (variable, option)
            for variable, option in self.whole(choice)
            if variable in self.bearing and option != self.taken[variable]
        )
        return self._asked(bearing)[1]

    def change(self, choice: ChosenOptions) -> ReadingChange:
        """What these readings change."""
        answer = self.under(choice)
        return ReadingChange(
            choice=tuple(sorted((variable.qualified, option) for variable, option in choice)),
            verdict=summary(answer.possible),
            possible=in_order(answer.possible),
            duties=answer.with_status("due"),
            changes=answer.says != self.under(()).says,
        )

    @once
    def _asked(self, changed: ChosenOptions, /) -> tuple[Inquiry, WorldsAnswer]:
        """The question with some readings changed, and its answer: what the last does not bear on, as without it."""
        if not changed:
            inquiry = self.opened.reading(self.taken)
        else:
            inquiry = self._asked(changed[:-1])[0].reading(dict(changed[-1:]))
        return inquiry, inquiry.answer()

    def whole(self, choice: ChosenOptions) -> ChosenOptions:
        """A choice for every reading."""
        return tuple({**self.taken, **dict(choice)}.items())

    @cached_property
    def bearing(self) -> frozenset[ReadingVariable]:
        """The readings that some diagram of an answer asks for."""
        inquiry = self.inquiry
        roots = [inquiry.outcome(leaf) for leaf in inquiry.leaves]
        roots += [
            inquiry.clause(program, number, leaf)
            for leaf in inquiry.leaves
            for program in inquiry.matter.programs
            for number in (*program.covering(leaf).duties, *program.covering(leaf).encouraged)
        ]
        asked = variables_below(*roots)
        return frozenset(variable for variable in self.taken if variable in asked)

    def extremes(self) -> tuple[ChosenOptions, ChosenOptions]:
        """The choices with the worst and with the best verdict among all combinations, each with the fewest changes."""
        opened, diagrams = self.opened, self.inquiry.matter.diagrams
        whole = opened.here(opened.whole)
        reached = _cheapest_by_leaf(
            projected(diagrams, whole, opened.ties(whole), opened.world, self.taken), self.taken
        )
        worst = max(reached, key=lambda each: (rank(_possible(each[0])), -len(each[1])))
        best = min(reached, key=lambda each: (rank(_possible(each[0])), len(each[1])))
        return worst[1], best[1]


def _cheapest_by_leaf(root: Node, taken: Mapping[ReadingVariable, str]) -> list[tuple[Hashable, ChosenOptions]]:
    """For each leaf of a diagram of readings the choice with the fewest changes that leads to it.

    Of several the one that stands first in the texts, since a diagram has its variables as they were first asked about.
    """
    places = {variable: at for at, variable in enumerate(taken)}
    below: dict[Node, dict[Hashable, ChosenOptions]] = {}

    def order(choice: ChosenOptions) -> tuple[int, list[tuple[int, int]]]:
        return len(choice), sorted((places[name], name.options.index(option)) for name, option in choice)

    def cheapest(node: Node) -> dict[Hashable, ChosenOptions]:
        if not isinstance(node.variable, ReadingVariable):
            return {node.value: ()}
        ways: dict[Hashable, list[ChosenOptions]] = {}
        for option in node.variable.options:
            changed = ((node.variable, option),) if option != taken[node.variable] else ()
            for leaf, choice in below[node.child_of(option)].items():
                ways.setdefault(leaf, []).append((*changed, *choice))
        return {leaf: min(choices, key=order) for leaf, choices in ways.items()}

    ways = bottom_up(root, below, lambda node: node.children, cheapest)
    return sorted(ways.items(), key=lambda way: order(way[1]))


def _possible(leaf: Hashable) -> Possible:
    assert isinstance(leaf, frozenset)
    return leaf


def _pairs(answers: _Answers) -> Iterator[ReadingChange]:
    """Two changes at once, where that gives what neither gives alone."""
    alone = [
        (variable, option)
        for variable in answers.taken
        for option in variable.options
        if option != answers.taken[variable] and variable in answers.bearing
    ]
    base = answers.under(())
    for first, second in combinations(alone, 2):
        if first[0] == second[0]:
            continue
        answer = answers.under((first, second))
        if answer.says not in (base.says, answers.under((first,)).says, answers.under((second,)).says):
            yield answers.change((first, second))


def _report_of(answers: _Answers, variable: ReadingVariable) -> ReadingShown:
    taken, reading = answers.taken[variable], answers.inquiry.matter.wording(variable)
    outcomes = tuple(answers.change(((variable, option),)) for option in variable.options)
    return ReadingShown(
        license=variable.license,
        name=reading.name,
        locator=reading.locator,
        question=reading.question,
        taken=taken,
        because=next(option.because for option in reading.options if option.taken) if reading.taken == taken else "",
        options=tuple((option.name, option.text) for option in reading.options),
        outcomes=outcomes,
        matters=any(outcome.changes for outcome in outcomes),
    )
