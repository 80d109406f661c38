"""A use that two forms of a licence answer differently, if there is one, as a case.

Both forms are put into one manager of diagrams. Where what they say of an act is the same object, no use tells them
apart; else a path to where they differ is the use. Besides the facts, approvals may be held and one reading at a time
be chosen otherwise, since a case can state these too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final, Literal, TypeAlias

from licensekit.api import LicenseTerms
from licensekit.decision import Single
from licensekit.decision.circumstances import Circumstances, checked
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import know
from licensekit.decision.matter import Matter
from licensekit.diagram.nodes import Diagrams, Node, TooManySteps, variables_below
from licensekit.diagram.paths import path_to
from licensekit.diagram.walk import put_in
from licensekit.limits import MAX_STEPS_TOGETHER, QUESTION_STEPS
from licensekit.meaning.domain import Domain
from licensekit.meaning.formula import Formula
from licensekit.meaning.once import once
from licensekit.meaning.program import ClauseFormulas, gates_of
from licensekit.meaning.terms import programs
from licensekit.meaning.variable import HELD_OR_NOT, ApprovalVariable, ReadingVariable, Variable, World
from licensekit.model.cases import Case
from licensekit.testing.cases import OtherReading
from licensekit.testing.sayings import About, RestsOn, Sayings, statements
from licensekit.testing.witnesses import at_base, case_of, telling
from licensekit.use import Use
from licensekit.vocabulary.acts import LEAVES, implied_by

UNDER_READING: Final = ("verdict", "duty", "ending")
"""All that a case can expect under a reading."""


_Chosen: TypeAlias = tuple[ReadingVariable, str] | None
"""A reading chosen otherwise than it is taken; None for none."""
_Telling: TypeAlias = tuple[Case | None, OtherReading | None]
"""Where two forms differ: a use as a case that expects nothing yet, none if no case can put it; under which reading."""


class Original:
    """A licence with which other forms of it are compared, and what is known where somebody asks about one act."""

    def __init__(self, terms: LicenseTerms) -> None:
        assert isinstance(terms.terms, Single)
        self.terms: Final = terms
        self.single: Final = terms.terms
        """The licence with those that follow it."""
        self.circumstances: Final = at_base(self.single)
        """Nothing is assumed, and indices are at their base."""
        self._managers: Final[set[Diagrams]] = set()
        self._questions = 0

    @once
    def sayings(self, leaf: str, /) -> Sayings:
        """What this licence says of an act."""
        return Sayings(self.asked(leaf).matter)

    def ask_more(self) -> None:
        """Count a question more."""
        self._questions += 1

    @property
    def is_spent(self) -> bool:
        """Whether all that was asked took as many steps together as it may: then nothing more is decided."""
        steps = sum(diagrams.earlier + diagrams.spent for diagrams in self._managers)
        return steps + QUESTION_STEPS * self._questions > MAX_STEPS_TOGETHER

    @once
    def asked(self, leaf: str, readings: Literal["taken", "strict"] = "taken", /) -> Inquiry:
        """The question about one act of which nothing is known; `strict` leaves all readings and approvals open."""
        inquiry = inquire(self.single, Use.of((leaf,)), replace(self.circumstances, readings=readings))
        self._managers.add(inquiry.matter.diagrams)
        return _with_any_approvals(inquiry) if readings == "strict" else inquiry

    @cached_property
    def statements(self) -> Mapping[str, tuple[RestsOn, ...]]:
        """By act, all that the answers about it are made of."""
        return {leaf: statements(self.single, leaf) for leaf in LEAVES}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The first act of each kind that the licence tells apart."""
        first: dict[object, str] = {}
        for leaf, statement in self.statements.items():
            first.setdefault((statement, implied_by((leaf,)), LEAVES[leaf]), leaf)
        return tuple(first.values())

    @cached_property
    def meaning(self) -> ClauseFormulas:
        """What the clauses of the licence mean, with indices at their base."""
        return self.asked(next(iter(LEAVES))).matter.meanings[self.single.program.license.id]

    def other_readings(self) -> Iterator[tuple[ReadingVariable, str]]:
        """The readings of the licence, each with every option that is not taken."""
        for name, reading in self.single.program.readings.items():
            variable = self.meaning.lowering.reading(name)
            yield from ((variable, option.name) for option in reading.options if not option.taken)

    def leaves(self, form: Single) -> Iterator[str]:
        """One act of each kind about which the two forms may differ."""
        ours, theirs = ({each.name: each.taken for each in one.program.license.readings} for one in (self.single, form))
        alike = (self.single.successors, ours) == (form.successors, theirs)
        met = set()
        for leaf, statement in self.statements.items():
            changed = statements(form, leaf)
            kind = (statement, changed, implied_by((leaf,)), LEAVES[leaf])
            if not (alike and statement == changed) and kind not in met:
                met.add(kind)
                if not alike or self._differ(leaf, statement, changed):
                    yield leaf

    def _differ(self, leaf: str, ours: tuple[RestsOn, ...], theirs: tuple[RestsOn, ...]) -> bool:
        """Whether some statement stands otherwise in some world, under whichever readings and approvals."""
        if [name for name, _ in ours] != [name for name, _ in theirs]:
            return True
        asked = self.asked(leaf, "strict")
        diagrams = asked.matter.diagrams
        diagrams.begin()
        pairs = dict.fromkeys((before, after) for (_, before), (_, after) in zip(ours, theirs, strict=True))
        nodes = ((diagrams.formula(before), diagrams.formula(after)) for before, after in pairs if before is not after)
        try:
            return any(_way_to_differ(asked, *pair, asked.ties) is not None for pair in nodes)
        except TooManySteps:
            return True

    def otherwise(self, form: Single) -> Iterator[tuple[ReadingVariable, str]]:
        """Each option that is not taken, of the readings that the other form has too."""
        for variable, option in self.other_readings():
            if form.program.readings.get(variable.reading) is self.single.program.readings[variable.reading]:
                yield variable, option

    def tellings(self, form: Single) -> Iterator[_Telling]:
        """Where the two forms differ in some world: as readings are taken, then under another one."""
        compared = []
        for leaf in self.leaves(form):
            compared.append(both := _BothForms(self, form, leaf))
            yield from both.tellings(None)
        for reading in self.otherwise(form):
            for each in compared:
                yield from each.tellings(reading)

    def differs(self, form: Single) -> bool:
        """Whether `tellings` has one, for a form that takes the same readings."""
        both = (_BothForms(self, form, leaf) for leaf in self.leaves(form))
        return any(each.may_differ(about) for each in both for about in each.about)

    def tells(self, form: Single, name: str) -> Case | None:
        """A use as a case that this licence passes and the other form does not; None where none is found.

        Raises Same where no use tells the two apart.
        """
        there_is_one = False
        terms = replace(self.terms, terms=form)
        for case, reading in self.tellings(form):
            there_is_one = True
            told = None if case is None else telling(case.model_copy(update={"name": name}), self.terms, terms, reading)
            if told is not None:
                return told
        if not there_is_one:
            raise Same
        return None


class Same(Exception):  # noqa: N818 - it is an answer
    """No use tells two forms of a licence apart."""


class _Both(Matter):
    """What two forms of a licence read for an act."""

    def __init__(self, first: Matter, second: Matter) -> None:
        self.first = first
        super().__init__(second.terms, second.leaves, second.exchange, second.made)
        for variable, places in first.readers.items():
            self.readers.setdefault(variable, {}).update(places)
        for each, lists in first.lists.items():
            self.lists.setdefault(each, []).extend(lists)
        self.comparisons.extend(first.comparisons)
        self.groups.update(first.groups)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The clauses of both."""
        return (*self.first.formulas, *super().formulas)


class _BothForms:
    """Two forms of a licence, asked about one act: what each says of it, as diagrams of one manager."""

    def __init__(self, original: Original, form: Single, leaf: str) -> None:
        self.original, self.form, self.asked = original, form, original.asked(leaf)
        matter = self.asked.matter
        matter.diagrams.begin()
        original.ask_more()
        second = Matter(form, (leaf,), matter.exchange, matter.made)
        self.sayings: Final = (original.sayings(leaf), Sayings(second))
        if not _reads_no_more(second, matter):
            both = _Both(matter, second)
            self.asked = Inquiry(both, self.asked.checked, know(both, {}, Circumstances(assume="none")))
        readings = self.asked.checked.readings, checked(programs(form), original.circumstances).readings
        self.taken: Final[tuple[World, ...]] = tuple(dict(each.items()) for each in readings)
        """The readings of each, as taken."""

    @cached_property
    def about(self) -> tuple[About, ...]:
        """Everything that one of them says something of."""
        first, second = self.sayings
        return tuple(dict.fromkeys((*first.about, *second.about)))

    @once
    def may_differ(self, about: About, /) -> bool:
        """Whether what is said of something differs in some world, with one reading at the most chosen otherwise.

        Both forms take the same readings.
        """
        ours, theirs = (said.of(about) for said in self.sayings)
        if ours is theirs:
            return False
        asked = _with_any_approvals(self.asked)
        if about[0] not in UNDER_READING:
            return _way_to_differ(asked, ours, theirs, asked.ties) is not None
        taken = dict(asked.checked.readings.items())
        free = dict.fromkeys(variable for variable, _ in self.original.otherwise(self.form))
        fixed = {name: option for name, option in taken.items() if name not in free}
        asked = replace(asked, checked=asked.checked._replace(readings=fixed), near=None)
        limit = _one_other(asked.matter.diagrams, {name: taken[name] for name in free})
        return _way_to_differ(asked, ours, theirs, lambda node: (*asked.ties(node), limit)) is not None

    def path(self, about: About, reading: _Chosen) -> World | None:
        """A path to where what is said of something differs; None where it does not."""
        if reading is not None and about[0] not in UNDER_READING:
            return None
        if self.taken[0] == self.taken[1] and not self.may_differ(about):
            return None
        stated: dict[ReadingVariable, str] = {} if reading is None else dict((reading,))
        ours, theirs = (said.of(about) for said in self.sayings)
        if self.taken[0] != self.taken[1]:
            worlds = [_any_approvals(self.asked.matter, dict(taken) | dict(stated.items())) for taken in self.taken]
            ours, theirs = (
                put_in(self.asked.matter.diagrams, node, known, frozenset(known.items()))
                for node, known in zip((ours, theirs), worlds, strict=True)
            )
        if ours is theirs or (reading is not None and reading[0] not in variables_below(ours, theirs)):
            return None
        asked = self.asked.reading(stated)
        return way_to_differ(asked, ours, theirs, asked.ties)

    def tellings(self, reading: _Chosen) -> Iterator[_Telling]:
        """Where what is said of something differs."""
        for about in self.about:
            path = self.path(about, reading)
            if path is not None:
                case = case_of(self.original.terms, self.asked, path)
                yield case, None if reading is None else (reading[0].reading, reading[1])


def _one_other(diagrams: Diagrams, taken: Mapping[ReadingVariable, str]) -> Node:
    """That all readings are chosen as they are taken, or all but one."""
    every, all_but_one = diagrams.true, diagrams.true
    for variable in sorted(taken, key=diagrams.level, reverse=True):
        option = frozenset((taken[variable],))
        all_but_one = diagrams.atom(variable, option, then=all_but_one, otherwise=every)
        every = diagrams.atom(variable, option, then=every, otherwise=diagrams.false)
    return all_but_one


def _reads_no_more(matter: Matter, than: Matter) -> bool:
    cuts = all(set(some) <= set(than.cuts.get(variable, ())) for variable, some in matter.cuts.items())
    return cuts and set(matter.readers) <= set(than.readers) and set(matter.atoms) <= set(than.atoms)


def _with_any_approvals(asked: Inquiry) -> Inquiry:
    """The same question where it is open which approvals are held, as facts are."""
    return asked.at(_any_approvals(asked.matter, asked.knowledge.world))


def _any_approvals(matter: Matter, known: World) -> World:
    return {**known, **dict.fromkeys(gates_of(matter.programs), HELD_OR_NOT)}


def way_to_differ(
    asked: Inquiry, first: Node, second: Node, ties: Callable[[Node], Iterable[Node]]
) -> dict[Variable, Domain] | None:
    """A path to where two diagrams differ: without approvals where that does, else with some held; None if none.

    `ties` says what ties the variables of a diagram to one another.
    """
    path = _way_to_differ(_with_any_approvals(asked), first, second, ties)
    if path is None or not any(isinstance(name, ApprovalVariable) and held for name, held in path.items()):
        return path
    return _way_to_differ(asked, first, second, ties) or path


def _way_to_differ(
    asked: Inquiry, first: Node, second: Node, ties: Callable[[Node], Iterable[Node]]
) -> dict[Variable, Domain] | None:
    """A path to where two diagrams differ in some world; None where they never do. Raises TooManySteps."""
    diagrams = asked.matter.diagrams

    def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        ours, theirs = nodes
        if ours is theirs:
            return diagrams.false
        return diagrams.true if ours.is_leaf and theirs.is_leaf else nodes

    differ = diagrams.merged((first, second), rule, "differ")
    if differ is diagrams.false:
        return None
    return path_to(diagrams, (first, second), (*ties(differ), differ), asked.world, lambda _: True, usual={})
