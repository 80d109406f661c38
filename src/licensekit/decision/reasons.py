"""Why: the clauses that an answer rests on, with their conditions and the facts that decided them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensekit.decision.cells import domain_text, fact_of, stated_alike
from licensekit.decision.inquiry import ALLOWED, ClauseTruths, Inquiry
from licensekit.decision.matter import Matter
from licensekit.decision.parts import ConditionShown, FactShown, NotGranted, Reason
from licensekit.meaning.agreements import agreement_with, is_licensors_to_lift
from licensekit.meaning.domain import Interval
from licensekit.meaning.formula import Formula, variables_of
from licensekit.meaning.once import once
from licensekit.meaning.program import Program
from licensekit.meaning.variable import AS_OF, AmountVariable, ApprovalVariable, Read, ReadingVariable
from licensekit.meaning.verdict import Possible, Verdict
from licensekit.model.clauses import Binding, Reservation, Termination
from licensekit.model.conditions import Condition, Defined
from licensekit.model.fold import Atom, parts_of
from licensekit.model.phrase import condition_text
from licensekit.truth import FALSE, TRUE, Truth, conjunction, negation


class Bearing(NamedTuple):
    """A clause that bears on an answer, and how it stands for an act, the first for which its licence counts."""

    program: Program
    number: int
    leaf: str
    truth: Truth
    decides: bool
    lifted_by: tuple[str, ...]
    acts: tuple[str, ...]

    @property
    def license(self) -> str:
        """The licence that the clause is of."""
        return self.program.license.id

    @property
    def clause(self) -> str:
        """The clause's id."""
        return self.program.clauses[self.number].id


def bearing(inquiry: Inquiry) -> Iterator[Bearing]:
    """The clauses that bear on the acts asked about and that are not plainly out, in the order of the texts."""
    for program in inquiry.matter.programs:
        counting = [leaf for leaf in inquiry.leaves if any(each is program for each, _ in inquiry.in_force(leaf))]
        deciding: dict[int, dict[str, None]] = {}
        for leaf in inquiry.leaves:
            clauses = inquiry.clauses(program, leaf)
            decides = _deciding(clauses, leaf, inquiry.by_act[leaf]) if leaf in counting else ()
            for number in (*_on_persons(clauses, leaf), *decides):
                deciding.setdefault(number, {})[leaf] = None
        first = (*counting, *inquiry.leaves)[0]
        clauses = inquiry.clauses(program, first)
        for number in sorted({*deciding, *program.concerning(tuple(counting))}):
            idle = isinstance(program.clauses[number], Binding) or clauses.own(number) is FALSE
            if number in deciding or not idle:
                acts = tuple(deciding.get(number, ()))
                yield _bearing(clauses, number, first, acts, decides=number in deciding)


def _bearing(clauses: ClauseTruths, number: int, leaf: str, acts: tuple[str, ...], *, decides: bool) -> Bearing:
    program = clauses.program
    lifting = tuple(
        program.clauses[lifter].id for lifter in program.lifters[number] if clauses.active(lifter) is not FALSE
    )
    truth, agreed = clauses.active(number), clauses.agreed(leaf)
    clause, license = program.clauses[number], program.license
    if agreed is not FALSE and (isinstance(clause, Reservation) or is_licensors_to_lift(clause, leaf, license)):
        lifting, truth = (*lifting, agreement_with(license).gate), conjunction((truth, negation(agreed)))
    return Bearing(program, number, leaf, truth, decides, lifting, acts)


def _deciding(clauses: ClauseTruths, leaf: str, possible: Possible) -> Iterator[int]:
    """The clauses that make the verdict of an act, or that leave it open, and those that lift one that would."""
    covering = clauses.program.covering(leaf)
    restrictive = (*covering.prohibitions, *covering.granting_gates, *covering.holding_gates)
    if possible == {Verdict.PROHIBITED}:
        yield from (number for number in covering.prohibitions if clauses.active(number) is TRUE)
        return
    yield from (number for number in covering.prohibitions if clauses.active(number) is not FALSE)
    if Verdict.NOT_GRANTED in possible or clauses.agreed(leaf) is not FALSE:
        yield from _refusing(clauses, leaf)
    else:
        yield from (number for number in covering.grants if clauses.active(number) is not FALSE)
    if possible == {Verdict.NOT_GRANTED}:
        return
    yield from (number for number in restrictive[len(covering.prohibitions) :] if clauses.active(number) is not FALSE)
    if possible & ALLOWED:
        yield from (number for number in covering.duties if clauses.active(number) is not FALSE)
    lifters = clauses.program.lifters
    taking_away = (lifter for number in covering.grants for lifter in lifters[number])
    for number in (*restrictive, *covering.duties, *taking_away):
        if clauses.active(number) is not TRUE and clauses.own(number) is TRUE:
            yield from (lifter for lifter in lifters[number] if clauses.active(lifter) is not FALSE)


def _on_persons(clauses: ClauseTruths, leaf: str) -> Iterator[int]:
    """The clauses on which it rests whether whoever does an act is bound."""
    for _, no_such, numbers in clauses.program.persons(leaf):
        if no_such is None or clauses.condition(no_such) is not TRUE:
            yield from numbers


def _refusing(clauses: ClauseTruths, leaf: str) -> Iterator[int]:
    """The grants that do not reach an act, and what takes them away."""
    covering = clauses.program.covering(leaf)
    for number in covering.grants:
        yield number
        yield from (lifter for lifter in clauses.program.lifters[number] if clauses.active(lifter) is not FALSE)
    if not covering.grants:
        yield from covering.withholding


def why_not_granted(clauses: ClauseTruths, leaf: str) -> NotGranted:
    """The reason of `not_granted`: docs/semantics.md, section 3."""
    program, covering = clauses.program, clauses.program.covering(leaf)
    taken_away = [
        program.clauses[lifter]
        for number in covering.grants
        if clauses.own(number) is not FALSE
        for lifter in program.lifters[number]
        if clauses.active(lifter) is not FALSE
    ]
    if any(isinstance(clause, Termination) for clause in taken_away):
        return "ended"
    if any(isinstance(clause, Reservation) for clause in taken_away):
        return "reserved"
    if covering.grants:
        return "condition"
    return "withheld" if covering.withholding else "silent"


def refusals(inquiry: Inquiry, leaf: str) -> Iterator[tuple[Program, NotGranted]]:
    """The licences that count for an act and do not plainly grant it, each with the reason."""
    for program, _ in inquiry.in_force(leaf):
        clauses = inquiry.clauses(program, leaf)
        if not any(clauses.active(number) is TRUE for number in program.covering(leaf).grants):
            yield program, why_not_granted(clauses, leaf)


def refusal(inquiry: Inquiry, leaf: str, possible: Possible) -> NotGranted:
    """Why an act is not granted, by the licence that refuses it; empty where none may."""
    order: tuple[NotGranted, ...] = ("ended", "reserved", "condition", "withheld", "silent")
    said = (why for _, why in refusals(inquiry, leaf)) if Verdict.NOT_GRANTED in possible else ()
    return min(said, key=order.index, default="")


def clause_shown(inquiry: Inquiry, program: Program, number: int, leaf: str) -> Reason:
    """How a clause stands for an act, with its condition and facts, whether or not the answer rests on it."""
    clauses = inquiry.clauses(program, leaf)
    return Reasons(inquiry).reason(_bearing(clauses, number, leaf, (leaf,), decides=False))


class _Shape(NamedTuple):
    """What a condition looks like in a reason, whatever the use: its words, its formula, what it reads, its parts."""

    text: str
    formula: Formula
    variables: tuple[Read, ...]
    parts: tuple[_Shape, ...]
    defined: str = ""
    """The name of a definition, which is written out once."""
    reads: tuple[Read, ...] | None = ()
    """All that the condition and its parts depend on; None where that is more than what is known of these."""


def _shape_of(matter: Matter, program: Program, condition: Condition) -> _Shape:
    """The shape of a condition; kept with the matter, since conditions live as long as their licence."""
    kept = matter.shapes.get(id(condition))
    if isinstance(kept, _Shape):
        return kept
    lowering = matter.meanings[program.license.id].lowering
    variables = lowering.read_by(condition) if isinstance(condition, Atom) else ()
    name = condition.name if isinstance(condition, Defined) else ""
    inner = (program.definitions[name].condition,) if name else parts_of(condition)
    shapes = tuple(_shape_of(matter, program, part) for part in inner)
    formula = lowering.formula(condition)
    shape = _Shape(condition_text(condition), formula, variables, shapes, name, _reads(formula, variables, shapes))
    matter.shapes[id(condition)] = shape
    return shape


def _reads(formula: Formula, own: tuple[Read, ...], parts: tuple[_Shape, ...]) -> tuple[Read, ...] | None:
    """What a condition and its parts read, and the day, where the membership of countries depends on it."""
    if any(isinstance(variable, ApprovalVariable) for variable in variables_of(formula)):
        return None
    reads = dict.fromkeys(own)
    for part in parts:
        reads.update(dict.fromkeys(part.reads or ()))
    return (*reads, AS_OF) if AS_OF in variables_of(formula) else tuple(reads)


class Reasons:
    """The reasons of one answer; facts that several conditions read are the same in all."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry

    def reason(self, bears: Bearing) -> Reason:
        """A clause that the answer rests on, with its condition and the facts that decided it."""
        program, number, leaf, truth, decides, lifted_by, acts = bears
        clause = program.clauses[number]
        condition = None
        if clause.when is not None:
            shape = _shape_of(self.inquiry.matter, program, clause.when)
            condition = self._kept(shape, self.inquiry.clauses(program, leaf))
        return Reason(
            program.license.id, clause.id, clause.kind, clause.locator, truth, decides, condition, lifted_by, acts
        )

    def _kept(self, shape: _Shape, clauses: ClauseTruths) -> ConditionShown:
        """A condition as it is shown; kept with the matter, since uses of one product differ in few facts."""
        world, sources, reads = self.inquiry.world, self.inquiry.knowledge.sources, shape.reads
        key = None if reads is None else (id(shape), *map(world.get, reads), *map(sources.get, reads))
        if key is None or None in key:
            return self._condition(shape, clauses, set())
        return self.inquiry.matter.conditions_shown.of(key, lambda: self._condition(shape, clauses, set()))

    def _condition(self, shape: _Shape, clauses: ClauseTruths, told: set[str]) -> ConditionShown:
        """The whole tree; a definition is written out where it stands first, and named after that."""
        parts = () if shape.defined in told else shape.parts
        if shape.defined:
            told.add(shape.defined)
        return ConditionShown(
            shape.text,
            clauses.truth(shape.formula),
            tuple([self.fact(name) for name in shape.variables]),
            tuple([self._condition(part, clauses, told) for part in parts]),
        )

    @once
    def fact(self, variable: Read, /) -> FactShown:
        """A fact as it is known: its name, its value as the language writes it, and where that comes from."""
        inquiry, known = self.inquiry, self.inquiry.world.get(variable)
        if isinstance(variable, ReadingVariable):
            return FactShown(str(variable), inquiry.checked.readings.get(variable, "open"), "reading")
        if known is None or (variable == AS_OF and isinstance(known, Interval) and not known.exact):
            return FactShown(fact_of(variable), "unknown", _elsewhere(inquiry, variable))
        return FactShown(fact_of(variable), domain_text(variable, known), inquiry.knowledge.sources.get(variable, ""))


def _elsewhere(inquiry: Inquiry, variable: Read) -> str:
    """Where a number is known after all, but not in the currency that is asked about."""
    if not isinstance(variable, AmountVariable):
        return ""
    stated = {other.currency for other in stated_alike(variable, inquiry.knowledge.stated)} - {variable.currency}
    return f"given in {', '.join(sorted(stated))}, without a rate to {variable.currency}" if stated else ""
