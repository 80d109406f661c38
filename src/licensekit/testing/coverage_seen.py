"""What a case brings about: the outcomes of clauses and atoms, and which atoms decided something.

An atom *decides* where turning it alone turns its condition, and turning its condition changes the answer for the act
asked about: the verdicts that remain, why it is not granted, on what a permission rests, the duties, the approvals.
Atoms that read the same fact are turned one at a time all the same: this is MC/DC in its masking form (CAST-6, 2001).
A condition whose other atoms are open decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from licensekit.api import LicenseTerms
from licensekit.errors import FactsError
from licensekit.evaluate.inquiry import ALLOWED, Inquiry
from licensekit.meaning.program import Program
from licensekit.evaluate.reasons import why_not_granted
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.standing import Standing, World
from licensekit.evaluate.terms import Outlook, Terms
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.model.conditions import AllOf, AnyOf, Condition, Not, ReadingIs
from licensekit.testing.cases import inquiry_of, reading_of
from licensekit.testing.coverage_goals import ASKED, DECIDES_FALSE, DECIDES_TRUE, IN_FORCE, Hit
from licensekit.testing.coverage_owners import Owner, atoms, kinds_of_acts, owners, reads
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation


def hits_of(case: Case, terms: LicenseTerms) -> frozenset[Hit]:
    """Everything that a case brings about, as taken and under each reading that it names."""
    stated = {tuple(sorted(reading_of(one).items())) for one in case.expect} | {()}
    found: set[Hit] = set()
    for readings in sorted(stated):
        try:
            inquiry = inquiry_of(case, terms, dict(readings))
        except FactsError:  # the case fails, and says so
            continue
        for leaf in inquiry.leaves:
            for program, counts in inquiry.known.in_force(inquiry.terms, leaf):
                if counts is not FALSE:
                    found.update(_Seen(inquiry, program, leaf).hits())
    return frozenset(found)


@dataclass
class _Seen:
    """One licence in what a case gives, for one act."""

    inquiry: Inquiry
    program: Program
    leaf: str

    def __post_init__(self) -> None:
        self.standing = self.inquiry.known.standing(self.program, self.leaf)
        self.answer = says(self.inquiry.known, self.inquiry.terms, self.leaf)
        self.bearing = dict.fromkeys((*self.program.concerning((self.leaf,)), *self.program.ending()))

    def hits(self) -> Iterator[Hit]:
        name = self.program.license.id
        first = next((one for one, alike in kinds_of_acts(self.program).items() if self.leaf in alike), None)
        if first is not None:
            yield name, f"act {first}", ASKED
        for number in self.bearing:
            yield name, f"clause {self.program.clauses[number].id}", self.standing.active(number).value
        read = self._read()
        for owner in owners(self.program):
            if id(owner.condition) in read:
                yield from self._atoms(owner)

    def _read(self) -> frozenset[int]:
        """The conditions that bear on the act, by `id`: those of clauses, and of what these name."""
        whens = [when for number in self.bearing if (when := self.program.clauses[number].when) is not None]
        named = [atom for when in whens for atom in reads(self.program, when)]
        inner = [self.program.definitions[name].condition for atom in named if (name := getattr(atom, "name", ""))]
        measured = [self.program.measures.get(getattr(atom, "quantity", "")) for atom in named]
        cases = [case.when for measure in measured if measure is not None for case in measure.cases]
        return frozenset(id(condition) for condition in (*whens, *inner, *cases))

    def _atoms(self, owner: Owner) -> Iterator[Hit]:
        name, turned_answer = self.program.license.id, None
        for path, atom in atoms(owner.condition):
            key = f"atom {owner.title} {path}".rstrip()
            truth = self.standing.truth(atom)
            yield name, key, truth.value
            if isinstance(atom, ReadingIs):
                chosen = self.inquiry.setting.readings.get(f"{name}.{atom.reading}", "")
                yield name, f"option {atom.reading} {chosen}", IN_FORCE
            if truth is UNKNOWN or not self._turns(owner.condition, path):
                continue
            if turned_answer is None:
                turned_answer = self._changes(owner)
            if turned_answer:
                yield name, key, DECIDES_TRUE if truth is TRUE else DECIDES_FALSE

    def _turns(self, condition: Condition, path: str) -> bool:
        """Whether turning one atom alone turns the condition."""
        now = self.standing.truth(condition)
        other = self._with(condition, path, "")
        return UNKNOWN not in (now, other) and now is not other

    def _with(self, condition: Condition, turned: str, path: str) -> Truth:
        """The truth of a condition with the atom at a path turned."""
        match condition:
            case AllOf(parts=parts) | AnyOf(parts=parts):
                found = [
                    self._with(part, turned, f"{path}.{number}" if path else str(number))
                    for number, part in enumerate(parts)
                ]
                return conjunction(found) if isinstance(condition, AllOf) else disjunction(found)
            case Not(part=part):
                return negation(self._with(part, turned, path))
            case _:
                truth = self.standing.truth(condition)
                return negation(truth) if path == turned else truth

    def _changes(self, owner: Owner) -> bool:
        """Whether turning a whole condition changes the answer; of a measure, which number counts."""
        if owner.kind == "measure":
            return True
        value = negation(self.standing.truth(owner.condition))
        outlook = _Turned(self.inquiry.known.world, self.inquiry.setting, self.program, owner, value)
        return says(outlook, self.inquiry.terms, self.leaf) != self.answer


class _TurnedStanding(Standing):
    """A licence in which one condition has another truth than the world gives it."""

    __slots__ = ("owner", "value")

    def __init__(self, program: Program, world: World, setting: Setting, held: frozenset[str]) -> None:
        super().__init__(program, world, setting, held)
        self.owner: Owner
        self.value: Truth

    def own(self, number: int) -> Truth:
        if self.owner.kind == "clause" and self.program.clauses[number].id == self.owner.name:
            return self.value
        return super().own(number)

    def defined(self, name: str) -> Truth:
        if self.owner.kind == "define" and name == self.owner.name:
            return self.value
        return super().defined(name)


class _Turned(Outlook):
    """The licences in a world in which one condition of one licence is turned."""

    def __init__(self, world: World, setting: Setting, program: Program, owner: Owner, value: Truth) -> None:
        super().__init__(world, setting)
        self._program, self._owner, self._value = program, owner, value

    def standing(self, program: Program, leaf: str) -> Standing:
        if program is not self._program:
            return super().standing(program, leaf)
        key = (program, self.setting.held(leaf))
        if key not in self._standings:
            turned = _TurnedStanding(program, self.world, self.setting, key[1])
            turned.owner, turned.value = self._owner, self._value
            self._standings[key] = turned
        return self._standings[key]


def says(outlook: Outlook, terms: Terms, leaf: str) -> tuple[object, ...]:
    """What three-valued logic leaves of an answer for one act; two that differ here differ for a reader."""
    possible = outlook.possible(terms, leaf)
    found: list[object] = [possible]
    for program, counts in outlook.in_force(terms, leaf):
        standing, covering = outlook.standing(program, leaf), program.covering(leaf)
        found += [program.license.id, counts, tuple(standing.active(number) for number in program.endings)]
        if Verdict.NOT_GRANTED in possible:
            found.append(why_not_granted(standing, leaf))
        if possible & ALLOWED:
            found.append(_some(standing, covering.grants))
        if possible & ALLOWED or Verdict.NEEDS_APPROVAL in possible or program.remedies:
            found.append(tuple(standing.active(number) for number in (*covering.duties, *covering.encouraged)))
        if Verdict.NEEDS_APPROVAL in possible:
            gates = (*covering.granting_gates, *covering.holding_gates)
            found.append(tuple(standing.active(number) for number in gates if not standing.approved(number)))
    return tuple(found)


def _some(standing: Standing, numbers: tuple[int, ...]) -> Truth:
    return reduce(lambda one, other: disjunction((one, other)), map(standing.active, numbers), FALSE)
