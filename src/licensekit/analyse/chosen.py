"""Under what a question over all uses is asked: how disputed wording is read, and which approvals are held.

A reading that is chosen otherwise is put into the licence itself, so that everything that compares licences sees it.
`strict` is only one choice where one choice of options is at least as strict as every other for every use: that is
proved, or refused. Approvals stand beside the facts, as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final, TypeAlias, assert_never

from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.evaluate.asking import Circumstances, Readings, checked
from licensekit.evaluate.setting import Approval
from licensekit.evaluate.terms import Choice, Single, Terms, Together, programs
from licensekit.meaning.program import Program
from licensekit.model.license import License
from licensekit.use.statements import Approval as GivenApproval

MOST_CHOICES: Final = 32
"""Choices of options among which the strictest is looked for."""

SECOND: Final = " (second)"
"""What stands behind the id of a second licence that has the id of the first."""

Options: TypeAlias = Mapping[str, str]
"""By `LICENSE.READING`: the option."""
AsStrict: TypeAlias = Callable[[Terms, Terms], bool]
"""Whether the first terms are at least as strict as the second, for every use."""


@dataclass(frozen=True)
class Chosen:
    """What a caller chooses for some terms, checked: the terms as read, and the approvals that count."""

    sides: tuple[Terms, ...]
    approvals: tuple[Approval, ...]
    given: tuple[GivenApproval, ...]
    """The same as the caller gives them, by `LICENSE.GATE`."""
    readings: Options
    """Those that are not as their licence takes them."""

    @property
    def words(self) -> tuple[str, ...]:
        """The choice, one statement each; nothing where everything is as taken and nothing is held."""
        held = (f"the approval of `{one.gate}` is held" for one in self.given)
        read = (f"`{name}` is read as `{self.readings[name]}`" for name in sorted(self.readings))
        return (*held, *read)


def chosen(
    sides: Sequence[Terms],
    readings: Readings,
    approvals: Iterable[GivenApproval],
    as_of: date | None,
    as_strict: AsStrict,
) -> Chosen:
    """Read and check what a caller chooses. A bare name means the reading or gate of each licence that has it.

    Raises FactsError for unknown names and options, for an approval that does not count, and where `strict` is asked
    for and no choice of options is stricter for every use (LK726).
    """
    held = tuple(_each(sides, approvals))
    options = {} if isinstance(readings, str) else dict(_each_reading(sides, readings))
    how: Readings = "taken" if readings == "strict" else readings if isinstance(readings, str) else options
    stated = checked(_apart(sides), Circumstances(as_of=as_of, readings=how, approvals=held))
    missing = [Diagnostic("LK531", note, help="leave it out, or give `--as-of`") for note in stated.notes]
    if missing:
        raise FactsError(missing)
    strict = readings == "strict"
    read = tuple(_strictest(terms, as_strict) if strict else with_readings(terms, options) for terms in sides)
    changed = {name: option for name in _names(read) if (option := _taken(read, name)) != _taken(sides, name)}
    return Chosen(read, stated.setting.approvals, tuple(one for one in held if one.state == "held"), changed)


def _apart(sides: Sequence[Terms]) -> Terms:
    return sides[0] if len(sides) == 1 else Together(tuple(sides))


def _each(sides: Sequence[Terms], approvals: Iterable[GivenApproval]) -> Iterable[GivenApproval]:
    for one in approvals:
        names = [
            f"{program.license.id}.{clause.id}"
            for terms in sides
            for program in programs(terms)
            for clause in program.clauses
            if clause.kind == "gate" and one.gate in {clause.id, f"{program.license.id}.{clause.id}"}
        ]
        for name in dict.fromkeys(names) or (one.gate,):
            yield GivenApproval(name, one.state, one.since, one.until, one.acts, one.holder)


def _each_reading(sides: Sequence[Terms], readings: Options) -> Iterable[tuple[str, str]]:
    for written, option in readings.items():
        names = [name for name in _names(sides) if written in {name, name.rpartition(".")[2]}]
        for name in names or (written,):
            yield name, option


def _names(sides: Sequence[Terms]) -> tuple[str, ...]:
    every = (program for terms in sides for program in programs(terms))
    return tuple(dict.fromkeys(f"{one.license.id}.{reading}" for one in every for reading in one.readings))


def _taken(sides: Sequence[Terms], name: str) -> str:
    for terms in sides:
        for program in programs(terms):
            for reading in program.license.readings:
                if f"{program.license.id}.{reading.name}" == name:
                    return reading.taken
    return ""


def also_apart(approvals: Iterable[Approval], one: Terms, other: Terms) -> tuple[Approval, ...]:
    """The approvals, for a second licence of the same id under its name beside the first as well."""
    names = {program.license.id for terms in (one, other) for program in programs(terms)}
    found = []
    for approval in approvals:
        found.append(approval)
        for name in names:
            first = name.removesuffix(SECOND)
            if first != name and approval.gate.startswith(f"{first}."):
                found.append(approval._replace(gate=f"{name}{approval.gate.removeprefix(first)}"))
    return tuple(found)


# --- terms with some readings taken otherwise ------------------------------------------------------------


def with_readings(terms: Terms, options: Options) -> Terms:
    """The terms with some readings taken otherwise; the very same where nothing changes."""
    if not any(name in options for name in _names((terms,))):
        return terms
    match terms:
        case Single(program=program, successors=successors):
            then = tuple((conversion, with_readings(after, options)) for conversion, after in successors)
            return Single(Program(_read(program.license, options)), then)
        case Together(parts=parts):
            return Together(tuple(with_readings(part, options) for part in parts))
        case Choice(parts=parts):
            return Choice(tuple(with_readings(part, options) for part in parts))
        case _:
            assert_never(terms)


def _read(license: License, options: Options) -> License:
    readings = tuple(
        reading.model_copy(
            update={
                "options": tuple(
                    option.model_copy(update={"taken": option.name == options[f"{license.id}.{reading.name}"]})
                    for option in reading.options
                )
            }
        )
        if f"{license.id}.{reading.name}" in options
        else reading
        for reading in license.readings
    )
    return license.model_copy(update={"readings": readings})


def _strictest(terms: Terms, as_strict: AsStrict) -> Terms:
    """The terms read so that no other choice of options is stricter for any use. Raises FactsError (LK726)."""
    found = {
        f"{program.license.id}.{reading.name}": tuple(option.name for option in reading.options)
        for program in programs(terms)
        for reading in program.license.readings
    }
    choices = [dict(zip(found, options, strict=True)) for options in product(*found.values())]
    if len(choices) > MOST_CHOICES:
        raise FactsError([_refused(terms, f"there are {len(choices)} ways to read it")])
    variants = [with_readings(terms, choice) for choice in choices]
    best = variants[0]
    for variant in variants[1:]:
        if not as_strict(best, variant):
            best = variant
    if not all(variant is best or as_strict(best, variant) for variant in variants):
        raise FactsError([_refused(terms, "no way to read it is stricter than every other for every use")])
    return best


def _refused(terms: Terms, why: str) -> Diagnostic:
    return Diagnostic(
        "LK726", f"`{terms.name}` has no strictest reading here: {why}", help="choose with `--reading ID=OPTION`"
    )
