"""Mutants: a licence with one edit each. A case should notice every one of them.

An edit is made to the checked licence, so a mutant need not be written anywhere: the clauses that a licence
inherits or takes in from a policy are edited like its own. Ids are stable: they name the clause, the kind of edit
and its number among the edits of that kind in that clause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, assert_never

from licensekit.meaning.program import named_by
from licensekit.model.clauses import (
    Acts,
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Party,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.conditions import Locator, Measure
from licensekit.model.license import Conversion, License, Reading
from licensekit.span import Span
from licensekit.testing.edits import Edit, edits
from licensekit.testing.owners import Owner, owners, replaced
from licensekit.vocabulary.acts import covered_by, in_order


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
    "persons": "binds / binds not",
    "reading": "another reading taken",
    "measure": "a quantity of a measure left out",
    "conversion": "a licence that follows left out, or offered / replacing",
}
"""Every kind of edit, in words."""


ANY: Final = "any act"


def mutants(license: License) -> Iterator[Mutant]:
    """Every mutant of a licence, in the order of its clauses, definitions, measures, readings and conversions."""
    conditions: dict[str, list[Owner]] = {}
    for owner in owners(license):
        conditions.setdefault(f"{owner.kind} {owner.name}", []).append(owner)

    def of_conditions(name: str) -> Iterator[Edit[License]]:
        for owner in conditions.get(name, ()):
            for kind, change, span, condition in edits(owner.condition):
                if condition is not None or owner.kind == "clause":
                    yield Edit(kind, change, span or owner.span, owner.put(license, condition))

    for clause in license.clauses:
        edited = chain(_of_clause(license, clause), of_conditions(f"clause {clause.id}"))
        yield from _numbered(clause.id, clause.kind, clause.locator, edited)
    for each in license.definitions:
        yield from _numbered(each.name, "define", each.locator, of_conditions(f"define {each.name}"))
    for measure in license.measures:
        edited = chain(_of_measure(license, measure), of_conditions(f"measure {measure.name}"))
        yield from _numbered(measure.name, "measure", measure.locator, edited)
    for reading in license.readings:
        yield from _numbered(reading.name, "reading", reading.locator, _of_reading(license, reading))
    for follows in license.conversions:
        yield from _numbered(follows.license, follows.kind, follows.locator, _of_conversion(license, follows))


def _numbered(name: str, what: str, locator: Locator, edited: Iterable[Edit[License]]) -> Iterator[Mutant]:
    count = Counter[str]()
    for kind, change, span, changed in edited:
        count[kind] += 1
        yield Mutant(f"{name}.{kind}.{count[kind]}", kind, change, f"{what} {name}", locator, span, changed)


# -- clauses ---------------------------------------------------------------------------------------------------


def _of_clause(license: License, clause: Clause) -> Iterator[Edit[License]]:
    """Every edit of a clause but those of its condition."""
    yield Edit("clause", f"{clause.kind} `{clause.id}` is left out", clause.span, without(license, clause.id))
    for kind, change, span, after in _of_kind(clause, license.licensor):
        clauses = tuple(after if each is clause else each for each in license.clauses)
        yield Edit(kind, change, span or clause.span, license.model_copy(update={"clauses": clauses}))


def without(license: License, name: str) -> License:
    """The licence without a clause; nothing names it any longer."""
    clauses = tuple(_unnaming(clause, name) for clause in license.clauses if clause.id != name)
    return license.model_copy(update={"clauses": clauses})


def _unnaming(clause: Clause, name: str) -> Clause:
    """A clause that lifts or ends another no longer."""
    names = named_by(clause)
    field = "lifts" if isinstance(clause, Exemption) else "grants"
    left = tuple(each for each in names if each != name)
    return clause if left == names else clause.model_copy(update={field: left})


def _of_kind(clause: Clause, licensor: str) -> Iterator[Edit[Clause]]:
    """The edits that clauses of a kind have; `licensor` gives the approval where a prohibition becomes a gate."""

    def edit(kind: str, change: str, **changes: object) -> Edit[Clause]:
        return Edit(kind, change, None, clause.model_copy(update=changes))

    match clause:
        case Grant():
            pass
        case Prohibition(acts=acts):
            party = Party(name=licensor or "the licensor", quoted=True)
            gate = Gate(**_in_common(clause), acts=acts, approval="written_permission", party=party)
            yield Edit("effect", "the prohibition becomes an approval to ask for", None, gate)
        case Duty(strength="must"):
            yield edit("strength", "`must` becomes `encouraged to`", strength="encouraged")
        case Duty():
            yield edit("strength", "`encouraged to` becomes `must`", strength="must")
        case Gate(acts=acts, grants_it=grants_it):
            yield edit("gate", f"`which grants it` is {'left out' if grants_it else 'added'}", grants_it=not grants_it)
            prohibition = Prohibition(**_in_common(clause), acts=acts)
            yield Edit("effect", "the approval to ask for becomes a prohibition", None, prohibition)
        case Exemption() | Reservation():
            yield from _fewer_names(clause)
        case Termination():
            yield from _fewer_names(clause)
            if clause.stops is not None:
                yield edit("stop", "the order to stop is left out", stops=None)
            if clause.obligations:
                yield edit("ending", "what is to be done at the end is left out", obligations=())
        case Binding(binds=binds):
            change = "`binds` becomes `binds not`" if binds else "`binds not` becomes `binds`"
            yield edit("persons", change, binds=not binds, when=None)
        case _:
            assert_never(clause)
    if isinstance(clause, Grant | Prohibition | Duty | Gate):
        yield from _fewer_acts(clause, clause.acts)
    if isinstance(clause, Grant):
        yield from _nothing_withheld(clause)


def _in_common(clause: Prohibition | Gate) -> dict[str, Any]:
    return {name: getattr(clause, name) for name in ("id", "locator", "origin", "when", "remedy", "span")}


def _fewer_acts(clause: Grant | Prohibition | Duty | Gate, acts: Acts) -> Iterator[Edit[Clause]]:
    """Each act or group that the clause names left out; what another name covers stays."""
    for at, name in enumerate(acts.written if len(acts.written) > 1 else ()):
        written = acts.written[:at] + acts.written[at + 1 :]
        left = {leaf for each in written for leaf in covered_by(each)}
        leaves = tuple(leaf for leaf in acts.leaves if leaf in left)
        if leaves and leaves != acts.leaves:
            fewer = acts.model_copy(update={"leaves": leaves, "written": written})
            yield Edit("act", f"the act `{name}` is left out", acts.span, clause.model_copy(update={"acts": fewer}))


def _nothing_withheld(clause: Grant) -> Iterator[Edit[Clause]]:
    """Each act after `but not` no longer withheld."""
    acts = clause.acts
    for act in acts.withheld:
        withheld = tuple(each for each in acts.withheld if each != act)
        named = acts.written == (ANY,) or any(act in covered_by(name) for name in acts.written)
        leaves = in_order((*acts.leaves, act)) if named else acts.leaves
        changed = acts.model_copy(update={"leaves": leaves, "withheld": withheld})
        yield Edit("withheld", f"`but not {act}` is left out", acts.span, clause.model_copy(update={"acts": changed}))


def _fewer_names(clause: Exemption | Reservation | Termination) -> Iterator[Edit[Clause]]:
    """Each clause that it names, where it names several, no longer lifted or ended."""
    names = named_by(clause)
    for name in names if len(names) > 1 else ():
        is_lifted = isinstance(clause, Exemption)
        change = f"`{name}` is no longer lifted" if is_lifted else f"`{name}` is left out of what it takes away"
        yield Edit("name", change, None, _unnaming(clause, name))


# -- measures, readings, conversions ---------------------------------------------------------------------------


def _of_measure(license: License, measure: Measure) -> Iterator[Edit[License]]:
    """A quantity left out; without its last case, which is `otherwise`, a measure would be nothing."""
    for name in measure.larger_of if len(measure.larger_of) > 1 else ():
        fewer = tuple(each for each in measure.larger_of if each != name)
        changed = replaced(license, "measures", measure.name, larger_of=fewer)
        yield Edit("measure", f"`{name}` is left out", measure.span, changed)
    for at, case in enumerate(measure.cases[:-1]):
        cases = measure.cases[:at] + measure.cases[at + 1 :]
        changed = replaced(license, "measures", measure.name, cases=cases)
        yield Edit("measure", f"`takes {case.quantity}` is left out", case.span, changed)


def _of_reading(license: License, reading: Reading) -> Iterator[Edit[License]]:
    for option in reading.options:
        if not option.taken:
            options = tuple(
                each.model_copy(update={"taken": each is option, "because": each.because or "an edit"})
                for each in reading.options
            )
            changed = replaced(license, "readings", reading.name, options=options)
            change = f"option `{option.name}` is taken instead of `{reading.taken}`"
            yield Edit("reading", change, reading.span, changed)


def _of_conversion(license: License, conversion: Conversion) -> Iterator[Edit[License]]:
    kind = "offers" if conversion.kind == "converts" else "converts"
    changed = conversion.model_copy(update={"kind": kind})
    for change, after in (("is left out", ()), (f"`{conversion.kind}` becomes `{kind}`", (changed,))):
        conversions = tuple(kept for each in license.conversions for kept in (after if each is conversion else (each,)))
        yield Edit("conversion", change, conversion.span, license.model_copy(update={"conversions": conversions}))
