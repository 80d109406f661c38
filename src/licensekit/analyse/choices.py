"""Under what a question over all uses is asked: how disputed wording is read, and which approvals are held.

`strict` is only one choice where one choice of options is at least as strict as every other for every use: that is
proved, or refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from licensekit.analyse.compare import stricter_somewhere
from licensekit.analyse.question import Options, PairQuestion
from licensekit.decision.circumstances import Circumstances, Readings, checked, refuse_agreements
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.meaning.program import Program, gates_of
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import World
from licensekit.use import Approval
from licensekit.vocabulary.acts import LEAVES

_MOST_CHOICES: Final = 256
"""Choices of options among which the strictest is looked for."""


def chosen_in_all_uses(every: Sequence[Terms], stated: Circumstances) -> Circumstances:
    """What a caller states of all uses, checked. A bare name means the reading or gate of each licence that has it.

    Readings that are as taken, and approvals that are not held, are left out.

    Raises FactsError for unknown names and options, for an approval that does not count, and where `strict` is asked
    for and no choice of options is stricter for every use (LK726).
    """
    licenses = tuple(dict.fromkeys(program for terms in every for program in programs(terms)))
    readings, held = stated.readings, tuple(_each_gate(licenses, stated.approvals))
    refuse_agreements(held, "what holds in all uses")
    options = {} if isinstance(readings, str) else dict(_each_reading(licenses, readings))
    how: Readings = "taken" if readings == "strict" else readings if isinstance(readings, str) else options
    uncounted = checked(licenses, replace(stated, readings=how, approvals=held)).uncounted
    missing = [
        Diagnostic("LK531", f"the approval of `{gate}` does not count: {why}", help="leave it out, or give `--as-of`")
        for gate, why in uncounted.items()
    ]
    if missing:
        raise FactsError(missing)
    if readings == "strict":
        options = {name: option for terms in every for name, option in _strictest(terms).items()}
    taken = _taken(licenses)
    changed = {name: option for name, option in options.items() if option != taken[name]}
    counting = tuple(approval for approval in held if approval.state == "held")
    return replace(stated, readings=changed or "taken", approvals=counting)


def _each_gate(licenses: Iterable[Program], approvals: Iterable[Approval]) -> Iterator[Approval]:
    known = gates_of(licenses)
    for approval in approvals:
        names = [each.qualified for each in known if approval.gate in {each.gate, each.qualified}]
        for name in dict.fromkeys(names) or (approval.gate,):
            yield Approval(name, approval.state, approval.since, approval.until, approval.acts, approval.holder)


def _each_reading(licenses: Iterable[Program], readings: Options) -> Iterator[tuple[str, str]]:
    known = _taken(licenses)
    for written, option in readings.items():
        names = [name for name in known if written in {name, name.rpartition(".")[2]}]
        for name in names or (written,):
            yield name, option


def _taken(licenses: Iterable[Program]) -> dict[str, str]:
    """Every reading, by `LICENSE.READING`, with the option that its licence takes."""
    return {
        f"{program.license.id}.{reading.name}": reading.taken
        for program in licenses
        for reading in program.license.readings
    }


def _strictest(terms: Terms) -> Options:
    """The options of which no other choice is stricter for any use. Raises FactsError (LK726), and TooManySteps."""
    every = programs(terms)
    readings = [program.as_written.lowering.reading(name) for program in every for name in program.readings]
    ways = list(product(*(reading.options for reading in readings)))
    if len(ways) > _MOST_CHOICES:
        raise FactsError([_refused(terms, f"there are {len(ways)} ways to read it")])
    question = PairQuestion(terms, terms)

    def as_strict(way: tuple[str, ...], another: tuple[str, ...]) -> bool:
        put_in: tuple[World, World] = dict(zip(readings, way, strict=True)), dict(zip(readings, another, strict=True))
        return next(stricter_somewhere(question, LEAVES, put_in), None) is None

    best = ways[0]
    for way in ways[1:]:
        if not as_strict(best, way):
            best = way
    if not all(way is best or as_strict(best, way) for way in ways):
        raise FactsError([_refused(terms, "no way to read it is stricter than every other for every use")])
    return {reading.qualified: option for reading, option in zip(readings, best, strict=True)}


def _refused(terms: Terms, why: str) -> Diagnostic:
    return Diagnostic(
        "LK726", f"`{terms.name}` has no strictest reading here: {why}", help="choose with `--reading ID=OPTION`"
    )
