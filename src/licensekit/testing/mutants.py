"""Mutants: a licence with one edit each. A case should notice every one of them.

An edit is made to the checked licence, so a mutant need not be written anywhere: the clauses that a licence
inherits or takes in from a policy are edited like its own. Ids are stable: they name the clause, the kind of edit
and its number among the edits of that kind in that clause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from licensekit.model.clauses import Clause, Exemption, Reservation, Termination
from licensekit.model.conditions import Definition, Locator, Measure
from licensekit.model.license import Conversion, License, Reading
from licensekit.span import Span
from licensekit.testing.edits import edits
from licensekit.testing.edits_of_clauses import clause_edits


@dataclass(frozen=True, slots=True)
class Mutant:
    """A licence with one edit, and the edit in the licence's words."""

    id: str
    """`display-name.comparison.1`: clause, kind of edit, number."""
    kind: str
    change: str
    subject: str
    """What was edited: `duty display-name`, `define commercial`, `reading contains`."""
    locator: Locator
    span: Span | None
    license: License = field(repr=False)

    @property
    def description(self) -> str:
        """The edit in one line."""
        return f"{self.subject}: {self.change}"


KINDS: Final = {
    "clause": "a clause left out",
    "condition": "a condition left out",
    "part": "a part of a condition left out",
    "connective": "and / or",
    "not": "a condition turned round",
    "comparison": "more than / at least",
    "amount": "another amount",
    "currency": "another currency",
    "subject": "another subject, with or without affiliates",
    "window": "another period",
    "quantifier": "any / all",
    "value": "a listed value left out",
    "day": "a day earlier or later",
    "limit": "within / before",
    "distance": "another number of days, months or years",
    "unit": "days / months / years",
    "strength": "must / encouraged to",
    "effect": "prohibition / approval",
    "gate": "an approval that grants, or only holds back",
    "act": "an act left out",
    "withheld": "a withheld act granted",
    "name": "a clause no longer lifted or ended",
    "stop": "an order to stop left out",
    "ending": "what is to be done at the end left out",
    "reading": "another reading taken",
    "measure": "a quantity of a measure left out",
    "conversion": "a licence that follows left out, or offered / replacing",
}
"""Every kind of edit, in words."""


class _Edited(NamedTuple):
    kind: str
    change: str
    span: Span | None
    license: License


def mutants(license: License) -> tuple[Mutant, ...]:
    """Every mutant of a licence, in the order of its clauses, definitions, measures, readings and conversions."""
    found: list[Mutant] = []
    for clause in license.clauses:
        found += _numbered(clause.id, f"{clause.kind} {clause.id}", clause.locator, _of_clause(license, clause))
    for one in license.definitions:
        found += _numbered(one.name, f"define {one.name}", one.locator, _of_definition(license, one))
    for measure in license.measures:
        found += _numbered(measure.name, f"measure {measure.name}", measure.locator, _of_measure(license, measure))
    for reading in license.readings:
        found += _numbered(reading.name, f"reading {reading.name}", reading.locator, _of_reading(license, reading))
    for each in license.conversions:
        found += _numbered(each.license, f"{each.kind} {each.license}", each.locator, _of_conversion(license, each))
    return tuple(found)


def _numbered(name: str, subject: str, locator: Locator, edited: Iterator[_Edited]) -> Iterator[Mutant]:
    count: dict[str, int] = {}
    for kind, change, span, changed in edited:
        count[kind] = count.get(kind, 0) + 1
        yield Mutant(f"{name}.{kind}.{count[kind]}", kind, change, subject, locator, span, changed)


def _of_clause(license: License, clause: Clause) -> Iterator[_Edited]:
    for kind, change, span, after in clause_edits(clause, license.licensor):
        changed = without(license, clause.id) if after is None else _with_clause(license, clause, after)
        yield _Edited(kind, change, span, changed)


def _with_clause(license: License, before: Clause, after: Clause) -> License:
    clauses = tuple(after if clause is before else clause for clause in license.clauses)
    return license.model_copy(update={"clauses": clauses})


def without(license: License, name: str) -> License:
    """The licence without a clause; nothing names it any longer."""
    clauses = tuple(_unnaming(clause, name) for clause in license.clauses if clause.id != name)
    return license.model_copy(update={"clauses": clauses})


def _unnaming(clause: Clause, name: str) -> Clause:
    match clause:
        case Exemption(lifts=names) if name in names:
            return clause.model_copy(update={"lifts": tuple(other for other in names if other != name)})
        case Reservation(grants=names) | Termination(grants=names) if name in names:
            return clause.model_copy(update={"grants": tuple(other for other in names if other != name)})
        case _:
            return clause


def _of_definition(license: License, one: Definition) -> Iterator[_Edited]:
    for edit in edits(one.condition):
        if edit.condition is not None:
            changed = one.model_copy(update={"condition": edit.condition})
            others = tuple(changed if other is one else other for other in license.definitions)
            yield _Edited(
                edit.kind, edit.change, edit.span or one.span, license.model_copy(update={"definitions": others})
            )


def _of_measure(license: License, measure: Measure) -> Iterator[_Edited]:
    def changed(**fields: object) -> License:
        after = measure.model_copy(update=fields)
        others = tuple(after if other is measure else other for other in license.measures)
        return license.model_copy(update={"measures": others})

    if len(measure.larger_of) > 1:
        for name in measure.larger_of:
            fewer = tuple(other for other in measure.larger_of if other != name)
            yield _Edited("measure", f"`{name}` is left out", measure.span, changed(larger_of=fewer))
    for at, case in enumerate(measure.cases):
        before, after = measure.cases[:at], measure.cases[at + 1 :]
        if after:  # without its last case, which is `otherwise`, a measure would be nothing
            yield _Edited("measure", f"`takes {case.quantity}` is left out", case.span, changed(cases=before + after))
        if case.when is None:
            continue
        for edit in edits(case.when):
            if edit.condition is not None:
                edited = case.model_copy(update={"when": edit.condition})
                span = edit.span or case.span
                yield _Edited(edit.kind, edit.change, span, changed(cases=(*before, edited, *after)))


def _of_reading(license: License, reading: Reading) -> Iterator[_Edited]:
    for option in reading.options:
        if option.taken:
            continue
        options = tuple(
            other.model_copy(update={"taken": other is option, "because": other.because or "an edit"})
            for other in reading.options
        )
        changed = reading.model_copy(update={"options": options})
        others = tuple(changed if other is reading else other for other in license.readings)
        change = f"option `{option.name}` is taken instead of `{reading.taken}`"
        yield _Edited("reading", change, reading.span, license.model_copy(update={"readings": others}))


def _of_conversion(license: License, one: Conversion) -> Iterator[_Edited]:
    fewer = tuple(other for other in license.conversions if other is not one)
    yield _Edited("conversion", "is left out", one.span, license.model_copy(update={"conversions": fewer}))
    kind = "offers" if one.kind == "converts" else "converts"
    changed = one.model_copy(update={"kind": kind})
    others = tuple(changed if other is one else other for other in license.conversions)
    change = f"`{one.kind}` becomes `{kind}`"
    yield _Edited("conversion", change, one.span, license.model_copy(update={"conversions": others}))
