"""The clauses of a licence: which cover which act, which lift which, and what each means as a formula.

Made once for a licence and kept with it; holds nothing about any use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Final, NamedTuple, assert_never

from licensekit.check.polarity import safe_side
from licensekit.meaning.agreements import is_licensors_to_lift
from licensekit.meaning.formula import ALWAYS, NEVER, Formula
from licensekit.meaning.lowering import AS_WRITTEN, Exchange, Lowering
from licensekit.meaning.once import once
from licensekit.meaning.variable import ApprovalVariable
from licensekit.meaning.verdict import Columns
from licensekit.model.clauses import (
    Acts,
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Obligation,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.conditions import Condition, Holds, IsOneOf, Not
from licensekit.model.license import License
from licensekit.model.phrase import obligations_text
from licensekit.vocabulary.acts import LEAVES, PERSONS, ActClass

CALLING: Final = "call_hosted"
"""The one act for which nobody has a copy."""
# Made without pydantic's validators, which every process would have to build for these two alone.
WITH_A_COPY: Final = IsOneOf.model_construct(fact="access.channel", values=("own_copy",))
NO_END_USER: Final = Not.model_construct(part=Holds.model_construct(fact="access.as_end_user_of_product"))
NEEDS_A_GRANT: Final = (ActClass.ON_THE_WORK, ActClass.OTHER_RIGHT)
"""Only these acts can be `not_granted`; the others need nobody's licence where a text is silent."""


class _Covering(NamedTuple):
    """The clauses that cover one act, by their part in the decision table; numbers index the licence's clauses."""

    prohibitions: tuple[int, ...]
    """Prohibitions, and terminations whose stop order names the act."""
    granting_gates: tuple[int, ...]
    grants: tuple[int, ...]
    holding_gates: tuple[int, ...]
    duties: tuple[int, ...]
    """Binding duties; encouraged ones stand apart, since they never enter a verdict."""
    encouraged: tuple[int, ...]
    withholding: tuple[int, ...]
    """Grants that name the act after `but not`."""
    bindings: tuple[int, ...]
    """What says whether those are bound who do the act without a copy of their own."""


class Program:
    """The clauses of one licence, indexed; `like` is another form of it, with which it shares what is the same."""

    def __init__(self, license: License, like: Program | None = None) -> None:
        self.license: Final = license
        self.clauses: Final = license.clauses
        self.number: Final = {clause.id: at for at, clause in enumerate(license.clauses)}
        self.definitions: Final = {definition.name: definition for definition in license.definitions}
        self.measures: Final = {measure.name: measure for measure in license.measures}
        self.readings: Final = {reading.name: reading for reading in license.readings}
        self.lifters: Final = self._lifters()
        self.gates: Final = self._numbers(lambda clause: isinstance(clause, Gate))
        self.remedies: Final = self._numbers(lambda clause: clause.remedy is not None)
        self.endings: Final = self._numbers(
            lambda clause: isinstance(clause, Termination) and len(clause.obligations) > 0
        )
        """Terminations that ask for something."""
        self._covering: dict[str, _Covering] = {}
        self._concerning: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._taking_part: dict[tuple[str, ...], tuple[int, ...]] = {}
        if like is not None and self._covers_like(like):
            self._covering, self._concerning, self._taking_part = like._covering, like._concerning, like._taking_part  # noqa: SLF001
        self._words: dict[int, str] = {}
        self.as_written: Final[ClauseFormulas] = ClauseFormulas(
            self, AS_WRITTEN, None if like is None else like.as_written
        )

    def __reduce__(self) -> tuple[type[Program], tuple[License]]:
        return Program, (self.license,)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the licence means: equal for equal licences, wherever they are written."""
        return sha256(repr(self.license).encode("utf-8", "surrogateescape")).hexdigest()

    def _numbers(self, wanted: Callable[[Clause], bool]) -> tuple[int, ...]:
        return tuple(at for at, clause in enumerate(self.clauses) if wanted(clause))

    def _lifters(self) -> tuple[tuple[int, ...], ...]:
        """For each clause, the clauses that switch it off: exemptions; for a grant, reservations and terminations."""
        lifting: list[list[int]] = [[] for _ in self.clauses]
        grants = tuple(clause.id for clause in self.clauses if isinstance(clause, Grant))
        for at, clause in enumerate(self.clauses):
            every_grant = isinstance(clause, Reservation | Termination) and clause.every_grant
            for name in grants if every_grant else named_by(clause):
                lifting[self.number[name]].append(at)
        return tuple(tuple(lifters) for lifters in lifting)

    def _covers_like(self, like: Program) -> bool:
        """Whether the clauses are those of another form, but for their conditions."""
        return len(self.clauses) == len(like.clauses) and all(
            clause is other or clause == other.model_copy(update={"when": clause.when})
            for clause, other in zip(self.clauses, like.clauses, strict=True)
        )

    def covering(self, leaf: str) -> _Covering:
        """The clauses that cover an act."""
        if leaf not in self._covering:
            self._covering[leaf] = self._cover(leaf)
        return self._covering[leaf]

    def _cover(self, leaf: str) -> _Covering:
        columns: dict[str, list[int]] = {name: [] for name in _Covering._fields}
        for at, clause in enumerate(self.clauses):
            column = _column(clause, leaf)
            if column:
                columns[column].append(at)
        return _Covering(**{name: tuple(numbers) for name, numbers in columns.items()})

    def persons(self, leaf: str, *, unsaid: bool = False) -> Iterator[tuple[str, Condition | None, tuple[int, ...]]]:
        """Whom the licence binds in an act or not: the person, who is no such person, and the clauses that say it."""
        for person, acts in PERSONS.items():
            said = tuple(at for at in self.covering(leaf).bindings if _speaks_of(self.clauses[at], person))
            if leaf in acts and (said or unsaid):
                no_such = NO_END_USER if person == "end_users" else None if leaf == CALLING else WITH_A_COPY
                yield person, no_such, said

    def words(self, obligations: tuple[Obligation, ...]) -> str:
        """What is to be done, in words; worked out once."""
        words = self._words.get(id(obligations))
        if words is None:
            words = self._words[id(obligations)] = obligations_text(obligations)
        return words

    @once
    def safe_side(self, fact: str, value: bool | str, /) -> bool:
        """Whether assuming a value of a fact can only make this licence's answers stricter."""
        return safe_side(self.license, fact, value)

    def concerning(self, leaves: tuple[str, ...]) -> tuple[int, ...]:
        """Every clause that can bear on these acts, in source order: those covering them and those lifting these."""
        if leaves not in self._concerning:
            self._concerning[leaves] = self.with_lifters(at for leaf in leaves for at in self._bearing_on(leaf))
        return self._concerning[leaves]

    def _bearing_on(self, leaf: str) -> Iterator[int]:
        """The clauses covering an act; where nobody who does it is bound, those alone that say so."""
        unbound = any(no_such is None and not self._binds(person, said) for person, no_such, said in self.persons(leaf))
        columns = (self.covering(leaf).bindings,) if unbound else self.covering(leaf)
        return chain.from_iterable(columns)

    def _binds(self, person: str, numbers: Iterable[int]) -> bool:
        """Whether some of these clauses bind a person, whatever on."""
        return any(_speaks_of(self.clauses[at], person, binding=True) for at in numbers)

    def taking_part(self, leaves: tuple[str, ...]) -> tuple[int, ...]:
        """Every clause that an answer about these acts may depend on: those concerning them, and the endings."""
        taking_part = self._taking_part.get(leaves)
        if taking_part is None:
            taking_part = self._taking_part[leaves] = tuple(sorted({*self.concerning(leaves), *self.ending()}))
        return taking_part

    def ending(self) -> tuple[int, ...]:
        """Terminations that ask for something, whatever the acts, and the clauses that lift these."""
        return self.with_lifters(self.endings)

    def with_lifters(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Some clauses and all that can lift them, in source order."""
        todo, reached = list(numbers), set[int]()
        while todo:
            at = todo.pop()
            if at not in reached:
                reached.add(at)
                todo.extend(self.lifters[at])
        return tuple(sorted(reached))


class ClauseFormulas:
    """The clauses of a licence as formulas, under one exchange; `like` is the meaning of another form of it.

    With an `agreement` that the caller may have with the licensor, they say what it stands in for too.
    """

    def __init__(
        self,
        program: Program,
        exchange: Exchange,
        like: ClauseFormulas | None = None,
        agreement: ApprovalVariable | None = None,
    ) -> None:
        self.program: Final = program
        self.agreement: Final = agreement
        self.lowering: Final[Lowering] = Lowering(program.license, exchange, None if like is None else like.lowering)
        self._active: dict[int, Formula] = {}

    def own(self, number: int) -> Formula:
        """That a clause's own condition holds, whatever may lift it."""
        when = self.program.clauses[number].when
        return ALWAYS if when is None else self.lowering.formula(when)

    def active(self, number: int) -> Formula:
        """That a clause is active: its condition holds, and no active clause lifts it. There are no cycles."""
        active = self._active.get(number)
        if active is None:
            formulas = self.lowering.formulas
            lifted = formulas.some([self.active(lifter) for lifter in self.program.lifters[number]])
            active = self._active[number] = formulas.every((self.own(number), formulas.negation(lifted)))
        return active

    def held(self, number: int, leaf: str) -> Formula:
        """That the approval of a gate is held for an act, or an agreement stands in for it."""
        gate = ApprovalVariable(self.program.license.id, self.program.clauses[number].id)
        held = self.lowering.formulas.atom(gate, part=True)
        if self.agreement is None or not _is_licensors(self.program.clauses[number], self.program.license):
            return held
        return self.lowering.formulas.some((held, self.agreed(leaf)))

    def agreed(self, leaf: str) -> Formula:
        """That an agreement of the caller's own stands in for what the licence withholds of an act."""
        formulas, program, covering = self.lowering.formulas, self.program, self.program.covering(leaf)
        if self.agreement is None:
            return NEVER
        lifters = (at for grant in (*covering.grants, *covering.withholding) for at in program.lifters[grant])
        ended = formulas.some([self.active(at) for at in lifters if isinstance(program.clauses[at], Termination)])
        return formulas.every((formulas.atom(self.agreement, part=True), formulas.negation(ended)))

    @once
    def bound(self, leaf: str, /) -> Formula:
        """That the licence binds whoever does an act: there is a copy, or those without one are bound."""
        ways: dict[str, list[Formula]] = {}
        clauses = self.program.clauses
        for person, condition, numbers in self.program.persons(leaf):
            ways[person] = [self.active(at) for at in numbers if _speaks_of(clauses[at], person, binding=True)]
            if condition is not None:
                ways[person].append(self.lowering.formula(condition))
        formulas = self.lowering.formulas
        return formulas.every([formulas.some(each) for each in ways.values()])

    @once
    def columns(self, leaf: str, /) -> Columns[Formula]:
        """The six statements on which the verdict for an act rests."""
        formulas, covering, agreed = self.lowering.formulas, self.program.covering(leaf), self.agreed(leaf)
        license, clauses = self.program.license, self.program.clauses
        liftable = () if agreed is NEVER else covering.prohibitions
        lifted = [at for at in liftable if is_licensors_to_lift(clauses[at], leaf, license)]
        kept = [at for at in covering.prohibitions if at not in lifted]

        def some(numbers: Iterable[int]) -> Formula:
            return formulas.some([self.active(number) for number in numbers])

        def some_gate(numbers: Iterable[int], *, held: bool) -> Formula:
            gates = ((self.active(gate), self.held(gate, leaf)) for gate in numbers)
            parts = [
                formulas.every((active, is_held if held else formulas.negation(is_held))) for active, is_held in gates
            ]
            return formulas.some(parts)

        return Columns(
            prohibited=formulas.some((some(kept), formulas.every((some(lifted), formulas.negation(agreed))))),
            approval_missing=some_gate(covering.granting_gates, held=False),
            granted=some(covering.grants),
            approved=formulas.some((some_gate(covering.granting_gates, held=True), agreed)),
            held_back=some_gate(covering.holding_gates, held=False),
            duty=some(covering.duties),
        )


def gates_of(programs: Iterable[Program]) -> dict[ApprovalVariable, Gate]:
    """The gates of some licences, by the approvals that they ask for."""
    return {
        ApprovalVariable(program.license.id, clause.id): clause
        for program in programs
        for clause in program.clauses
        if isinstance(clause, Gate)
    }


def _speaks_of(clause: Clause, person: str, *, binding: bool = False) -> bool:
    """Whether a clause says whether a person is bound; `binding`: whether it says that they are."""
    return isinstance(clause, Binding) and person in clause.persons and (clause.binds or not binding)


def _is_licensors(gate: Clause, license: License) -> bool:
    """Whether the licensor gives the approval of a gate, to the licensee; its name may be a word of the header's."""
    if not isinstance(gate, Gate) or gate.holder != "licensee":
        return False
    if not gate.party.quoted:
        return gate.party.name == "licensor"
    return bool(re.search(rf"(?<!\w){re.escape(gate.party.name)}(?!\w)", license.licensor))


def needs_a_grant(leaf: str) -> bool:
    """Whether an act is forbidden to everybody until a licence grants it."""
    return LEAVES[leaf] in NEEDS_A_GRANT


def named_by(clause: Clause) -> tuple[str, ...]:
    """The clauses that a clause switches off while it is active."""
    match clause:
        case Exemption(lifts=names):
            return names
        case Reservation(grants=names) | Termination(grants=names):
            return names
        case Grant() | Prohibition() | Duty() | Gate() | Binding():
            return ()
        case _:
            assert_never(clause)


def _column(clause: Clause, leaf: str) -> str:
    match clause:
        case Grant(acts=acts):
            if leaf in acts.withheld:
                return "withholding"
            return "grants" if leaf in acts.leaves else ""
        case Prohibition(acts=acts):
            return "prohibitions" if leaf in acts.leaves else ""
        case Termination(stops=Acts() as acts):
            return "prohibitions" if leaf in acts.leaves else ""
        case Duty(acts=acts, strength=strength):
            if leaf not in acts.leaves:
                return ""
            return "duties" if strength == "must" else "encouraged"
        case Gate(acts=acts, grants_it=grants_it):
            if leaf not in acts.leaves:
                return ""
            return "granting_gates" if grants_it else "holding_gates"
        case Binding(persons=persons):
            return "bindings" if any(leaf in PERSONS[person] for person in persons) else ""
        case Termination() | Reservation() | Exemption():
            return ""
        case _:
            assert_never(clause)
