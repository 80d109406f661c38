"""Pairs of licences, alike and unlike, and what every world of a use says of both: the oracle of `licensekit.analyse`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple, TypeAlias

from differential.asked import ALLOWED, Asked, HeldApproval, Several
from differential.generate import Generator
from differential.make_licenses import LicenseMaker
from differential.oracle import Finding, Judge, judged
from differential.worlds import Worlds
from licensekit.model.clauses import Clause, Duty, Gate
from licensekit.model.license import License
from licensekit.values import IndexValue

AT_BASE = (IndexValue("us_cpi_u", 2019, Decimal(1), date(2019, 12, 31)),)
Difference: TypeAlias = tuple[str, str, str]
"""`moves`, before, after; `asks` a duty, `one` or `other`, strength; or `needs` an approval that the other does not."""


class Pair(NamedTuple):
    """Two licences, and those to which they convert."""

    one: License
    other: License
    shelf: dict[str, License]


class Chosen(NamedTuple):
    """Readings by `LICENSE.READING` that are chosen otherwise, and approvals that are held."""

    readings: dict[str, str]
    approvals: tuple[HeldApproval, ...]


NOTHING_CHOSEN = Chosen({}, ())


def pair(generator: Generator) -> Pair:
    """Two licences: the second unrelated, or the first with some clauses changed, or the same once more."""
    generator.zeros = generator.chance(0.4)
    generator.released = date(2019, 5, 1) if generator.chance(0.7) else None
    small = generator.chance(0.5)
    one = LicenseMaker(generator, "home", small=small).license()
    shelf: dict[str, License] = {}
    meant = {meaning.fact for meaning in one.meanings}
    for conversion in one.conversions:
        shelf[conversion.license] = LicenseMaker(generator, conversion.license, small=True, without=meant).license()
    if generator.chance(0.3):
        other = LicenseMaker(generator, "other", small=True, without=meant).license()
        for conversion in other.conversions:
            shelf.setdefault(
                conversion.license, LicenseMaker(generator, conversion.license, small=True, without=meant).license()
            )
        return Pair(one, other, shelf)
    clauses = one.clauses if generator.chance(0.2) else changed(generator, one)
    return Pair(one, one.model_copy(update={"id": "other", "clauses": clauses}), shelf)


def changed(generator: Generator, license: License) -> tuple[Clause, ...]:
    """The clauses with one or two conditions taken from other clauses, or left out."""
    clauses = list(license.clauses)
    for _ in range(generator.random.choice((1, 1, 2))):
        at = generator.random.randrange(len(clauses))
        donor = generator.random.choice(clauses)
        clauses[at] = clauses[at].model_copy(update={"when": donor.when})
        if isinstance(clauses[at], Duty) and generator.chance(0.3):
            strength = "must" if clauses[at].strength == "encouraged" else "encouraged"
            clauses[at] = clauses[at].model_copy(update={"strength": strength})
    return tuple(clauses)


def choice(generator: Generator, of: Pair) -> Chosen:
    """Some readings of the two chosen at random, and some of their approvals held."""
    readings = {
        f"{license.id}.{reading.name}": generator.random.choice(reading.options).name
        for license in (of.one, of.other)
        for reading in license.readings
        if generator.chance(0.7)
    }
    approvals = tuple(
        HeldApproval(license.id, clause.id, holder=clause.holder)
        for license in (of.one, of.other)
        for clause in license.clauses
        if isinstance(clause, Gate) and generator.chance(0.5)
    )
    return Chosen(readings, approvals)


def by_every_world(of: Pair, leaf: str, limit: int, chosen: Chosen = NOTHING_CHOSEN) -> set[Difference] | None:
    """Every difference that some world shows; None where there are too many worlds."""
    both = Several("all", (of.one, of.other))
    readings = {f"{one.id}.{reading.name}": reading.taken for one in (of.one, of.other) for reading in one.readings}
    asked = Asked(
        both,
        (leaf,),
        readings={**readings, **chosen.readings} if chosen.readings else "taken",
        approvals=chosen.approvals,
        indices=AT_BASE,
        shelf=of.shelf,
    )
    worlds = Worlds(asked)
    every = list(islice(worlds.all(), limit + 1))
    if len(every) > limit:
        return None
    judges = {each.id: Judge(each, worlds) for each in asked.licenses()}
    strengths = {
        (each.id, clause.id.partition("/")[0]): clause.strength
        for each in asked.licenses()
        for clause in each.clauses
        if isinstance(clause, Duty)
    }
    found: set[Difference] = set()
    for world in every:
        ours, theirs = (judged(terms, world, (leaf,), judges)[leaf] for terms in (of.one, of.other))
        before, after = standpoint(ours), standpoint(theirs)
        if before != after:
            found.add(("moves", before, after))
        elif before == "allowed":
            here, there = ({strengths[duty] for duty in finding.duties} for finding in (ours, theirs))
            found |= {("asks", "one", strength) for strength in here - there}
            found |= {("asks", "other", strength) for strength in there - here}
        elif before == "needs_approval":
            found |= {("needs", "one", "") for _ in {*ours.needed} - {*theirs.needed}}
            found |= {("needs", "other", "") for _ in {*theirs.needed} - {*ours.needed}}
    return found


def standpoint(finding: Finding) -> str:
    """What may be done, duties apart."""
    return "allowed" if finding.verdict in ALLOWED else finding.verdict
