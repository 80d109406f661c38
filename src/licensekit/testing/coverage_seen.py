"""What a case brings about: the outcomes of clauses and atoms, and which atoms decided something.

An atom *decides* where turning it alone turns its condition, and turning its condition changes the answer for the act
asked about: the verdicts that remain, why it is not granted, on what a permission rests, the duties, the approvals.
Atoms that read the same fact are turned one at a time all the same: this is MC/DC in its masking form (CAST-6, 2001).
A condition whose other atoms are open decides nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import count
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from licensekit.api import LicenseTerms
from licensekit.decision.inquiry import ALLOWED, ClauseTruths, Inquiry
from licensekit.decision.reasons import why_not_granted
from licensekit.errors import FactsError
from licensekit.meaning.formula import Truths
from licensekit.meaning.program import ClauseFormulas, Program
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Defined, ReadingIs
from licensekit.model.fold import Algebra, Atom, conditions_in, fold
from licensekit.testing.cases import inquiry_of, reading_of
from licensekit.testing.owners import Owner, atoms, kinds_of_acts, owners
from licensekit.truth import TRUE, UNKNOWN, Truth, conjunction, disjunction, negation

Hit: TypeAlias = tuple[str, str, str]
"""Licence, key of a goal, outcome."""
DECIDES_TRUE: Final = "decides true"
DECIDES_FALSE: Final = "decides false"
IN_FORCE: Final = "in force"
ASKED: Final = "asked"


def hits_of(case: Case, terms: LicenseTerms, known: Container[Hit] = ()) -> frozenset[Hit]:
    """Everything that a case brings about, as taken and under each reading that it names.

    Whether an atom decides takes longest: it is not asked again where that is known.
    """
    hits: set[Hit] = set()
    for reading in dict.fromkeys((None, *map(reading_of, case.expect))):
        try:
            inquiry = inquiry_of(case, terms, reading)
        except FactsError:  # the case fails, and says so
            continue
        for leaf in inquiry.leaves:
            counting = {program for program, _ in inquiry.in_force(leaf)}
            for program in inquiry.matter.programs:
                if program in counting or inquiry.bound(program, leaf) is not TRUE:
                    hits.update(_Seen(inquiry, program, leaf, known).hits())
    return frozenset(hits)


class _Seen:
    """One licence in what a case gives, for one act."""

    def __init__(self, inquiry: Inquiry, program: Program, leaf: str, known: Container[Hit]) -> None:
        self.inquiry, self.program, self.leaf, self.known = inquiry, program, leaf, known
        self.clauses = inquiry.clauses(program, leaf)
        self.meaning = inquiry.matter.meanings[program.license.id]

    @cached_property
    def answer(self) -> tuple[object, ...]:
        """What three-valued logic leaves of the answer."""
        return _says(self.inquiry, self.leaf)

    def hits(self) -> Iterator[Hit]:
        """The act asked about, the clauses as they stand, and the atoms of the conditions that bear on the act."""
        name, clauses = self.program.license.id, self.program.clauses
        first = next((each for each, alike in kinds_of_acts(self.program).items() if self.leaf in alike), None)
        if first is not None:
            yield name, f"act {first}", ASKED
        read: set[str] = set()
        for number in self.program.taking_part((self.leaf,)):
            yield name, f"clause {clauses[number].id}", self.clauses.active(number).value
            read.update(_titles_read(self.program, clauses[number].when, clauses[number].id))
        for owner in owners(self.program.license):
            if owner.title in read:
                yield from self._atoms(owner)

    def _atoms(self, owner: Owner) -> Iterator[Hit]:
        name = self.program.license.id
        for number, (path, atom) in enumerate(atoms(owner.condition)):
            key = f"atom {owner.title} {path}".rstrip()
            truth = self.clauses.condition(atom)
            yield name, key, truth.value
            if isinstance(atom, ReadingIs):
                reading = self.meaning.lowering.reading(atom.reading)
                yield name, f"option {atom.reading} {self.inquiry.checked.readings.get(reading, '')}", IN_FORCE
            decides = name, key, DECIDES_TRUE if truth is TRUE else DECIDES_FALSE
            if truth is not UNKNOWN and decides not in self.known and self._turns(owner.condition, number):
                if not self._changes(owner):
                    return
                yield decides

    def _turns(self, condition: Condition, number: int) -> bool:
        """Whether turning one atom alone turns the condition."""
        numbers = count()

        def truth(atom: Atom | Defined) -> Truth:
            return negation(self.clauses.condition(atom)) if next(numbers) == number else self.clauses.condition(atom)

        now = self.clauses.condition(condition)
        turned = fold(condition, Algebra[Truth](truth, conjunction, disjunction, negation, truth))
        return UNKNOWN not in {now, turned} and now is not turned

    def _changes(self, owner: Owner) -> bool:
        """Whether turning a whole condition changes the answer; of a measure, which number counts."""
        if owner.kind == "measure":
            return True
        meaning = _turned_meaning(self.meaning, owner, negation(self.clauses.condition(owner.condition)))
        given = {each.name: getattr(self.inquiry, each.name) for each in fields(Inquiry)}
        return _says(_Turned(**given, inquiry=self.inquiry, meaning=meaning), self.leaf) != self.answer


_TURNED: Final[WeakKeyDictionary[ClauseFormulas, dict[tuple[str, Truth], ClauseFormulas]]] = WeakKeyDictionary()
"""Licences in which one condition always holds, or never, by the licence as it is."""


def _turned_meaning(meaning: ClauseFormulas, owner: Owner, value: Truth) -> ClauseFormulas:
    """A licence in which one condition has a truth of its own, whatever the world."""
    kept = _TURNED.setdefault(meaning, {})
    key = owner.title, value
    if key not in kept:
        constant: Condition = AllOf(parts=()) if value is TRUE else AnyOf(parts=())
        program = Program(owner.put(meaning.program.license, constant), meaning.program)
        plain = meaning.lowering.exchange.plain
        kept[key] = program.as_written if plain else ClauseFormulas(program, meaning.lowering.exchange, meaning)
    return kept[key]


def _titles_read(program: Program, condition: Condition | None, title: str) -> Iterator[str]:
    """The title of a condition, and those of the definitions and measures that it names."""
    if condition is None:
        return
    yield title
    for part in conditions_in(condition):
        if isinstance(part, Defined):
            yield from _titles_read(program, program.definitions[part.name].condition, f"define {part.name}")
        elif isinstance(part, Compares) and part.quantity in program.measures:
            for at, case in enumerate(program.measures[part.quantity].cases):
                yield from _titles_read(program, case.when, f"measure {part.quantity}.{at}")


@dataclass(frozen=True, kw_only=True)
class _Turned(Inquiry):
    """The same question where one condition of one licence is turned."""

    inquiry: Inquiry
    meaning: ClauseFormulas

    def truths(self, leaf: str) -> Truths:
        """What is worked out of formulas serves both."""
        return self.inquiry.truths(leaf)

    def clauses(self, program: Program, leaf: str) -> ClauseTruths:
        """A licence's clauses, for an act."""
        if program.license.id != self.meaning.program.license.id:
            return super().clauses(program, leaf)
        return ClauseTruths(self.meaning, program, self.truths(leaf))

    def bound(self, program: Program, leaf: str) -> Truth:
        """Whether a licence binds whoever does an act."""
        if program.license.id != self.meaning.program.license.id:
            return super().bound(program, leaf)
        return self.truths(leaf).of(self.meaning.bound(leaf))


def _says(inquiry: Inquiry, leaf: str) -> tuple[object, ...]:
    """What three-valued logic leaves of an answer for one act; two that differ here differ for a reader."""
    possible = inquiry.left(inquiry.terms, leaf)
    said: list[object] = [possible]
    for program, counts in inquiry.in_force(leaf):
        clauses, covering = inquiry.clauses(program, leaf), program.covering(leaf)
        said += [program.license.id, counts, tuple(map(clauses.active, program.endings))]
        if Verdict.NOT_GRANTED in possible:
            said.append(why_not_granted(clauses, leaf))
        if possible & ALLOWED:
            said.append(disjunction(map(clauses.active, covering.grants)))
        if possible & ALLOWED or Verdict.NEEDS_APPROVAL in possible or program.remedies:
            said.append(tuple(map(clauses.active, (*covering.duties, *covering.encouraged))))
        if Verdict.NEEDS_APPROVAL in possible:
            gates = (*covering.granting_gates, *covering.holding_gates)
            said.append(tuple(clauses.active(number) for number in gates if not clauses.approved(number, leaf)))
    return tuple(said)
