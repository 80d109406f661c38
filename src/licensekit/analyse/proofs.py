"""Proofs over all uses that the design asks for: an assumption is safe-side, and an option of a reading is stricter.

Both say that one value makes no answer milder than another: in every use it stands at least as severely, and asks
every duty and approval that the other asks where both stand alike. The two licences that come of the two values are
compared over all uses; where the claim fails, a use shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final, TypeAlias

from licensekit.analyse.alike import alike
from licensekit.analyse.budget import TooLarge
from licensekit.analyse.compare import stricter_use
from licensekit.analyse.diff import kinds
from licensekit.analyse.fixing import with_fact, with_option, with_reading
from licensekit.analyse.sides import Side
from licensekit.analyse.witness import Witness, decide
from licensekit.analyse.worlds import Asking, asking
from licensekit.evaluate.known import assumed_value
from licensekit.evaluate.layout import layout_of
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Single
from licensekit.meaning.verdict import Verdict
from licensekit.limits import MAX_LINT_NODES
from licensekit.model.license import License, Option, Reading
from licensekit.vocabulary.acts import LEAVES, implied_by
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS

CLAIM: Final = "stricter for every use"
"""What a licence writes after `because` to claim that the option taken is stricter than every other one."""


Readings: TypeAlias = tuple[tuple[str, str], ...]
"""Readings of a licence, each with the option chosen."""
MOST_CHOICES: Final = 64
"""Choices of readings under which an assumption is proved; a licence with more counts as not proved."""


@dataclass(frozen=True)
class Milder:
    """A use in which the value that was to be stricter makes an answer milder than another value."""

    value: str
    other: str
    witness: Witness
    verdicts: tuple[Verdict, Verdict]
    """Under the value, and under the other."""
    readings: Readings = ()
    """Readings that are chosen otherwise than they are taken."""


def claims_to_be_stricter(option: Option) -> bool:
    """Whether a licence claims of the option that it takes that it is stricter for every use."""
    return option.taken and CLAIM in {part.strip() for part in option.because.split(";")}


def milder_reading(license: License, reading: Reading, *, limit: int = MAX_LINT_NODES) -> Milder | None:
    """A use in which the option taken is milder than another one; None where it is stricter for every use.

    All other readings stay as they are taken. Raises LicensekitError (LK720) where more than `limit` worlds would
    have to be looked at.
    """
    taken = with_reading(license, reading.name, reading.taken)
    for option in reading.options:
        if option.name != reading.taken:
            found = milder_use(taken, with_reading(license, reading.name, option.name), tuple(LEAVES), (), limit)
            if found is not None:
                return Milder(reading.taken, option.name, *found)
    return None


def safe_side_facts(license: License) -> tuple[str, ...]:
    """The facts that this licence reads and that may be assumed where that is safe."""
    layout = layout_of(Single(Program(license)), tuple(LEAVES), Setting())
    return tuple(name for name in layout.facts if _assumption(name) == "safe")


def _assumption(name: str) -> str:
    info = FACTS.get(name.partition("@")[0])
    return "none" if info is None else info.assumption


def milder_assumption(license: License, fact: str, *, limit: int = MAX_LINT_NODES) -> Milder | None:
    """A use in which assuming the fact makes an answer milder than another value would; None where it is safe-side.

    It has to be so under every choice of readings, since whoever asks may choose. Acts that settle the fact
    themselves are left out: there it is never assumed. Raises as `milder_reading` does.
    """
    info = FACTS[fact.partition("@")[0]]
    leaves = tuple(leaf for leaf in LEAVES if info.name not in {one.fact for one in implied_by((leaf,))})
    (value, assumed), *others = _variants(license, fact, info)
    for other, variant in others:
        for readings in _choices(license):
            found = milder_use(assumed, variant, leaves, readings, limit)
            if found is not None:
                return Milder(value, other, *found, readings=_unlike_taken(license, readings))
    return None


def _variants(license: License, fact: str, info: FactInfo) -> Iterator[tuple[str, License]]:
    """The licence with the value that is assumed, then with each other one."""
    value = assumed_value(info)
    if isinstance(value, bool):
        for one in (value, not value):
            yield ("yes" if one else "no"), with_fact(license, fact, value=one)
        return
    yield value, with_option(license, fact, value)
    yield from (
        (option, with_option(license, fact, option))
        for option in _told_apart(license, fact, info.options)
        if option != value
    )


def _choices(license: License) -> Iterator[Readings]:
    """Every choice of readings, as they are taken first. Raises TooLarge where there are too many."""
    options = [
        [(reading.name, name) for name in sorted((one.name for one in reading.options), key=reading.taken.__ne__)]
        for reading in license.readings
    ]
    if prod(map(len, options)) > MOST_CHOICES:
        raise TooLarge(MOST_CHOICES)
    yield from product(*options)


def _unlike_taken(license: License, readings: Readings) -> Readings:
    taken = {reading.name: reading.taken for reading in license.readings}
    return tuple((name, option) for name, option in readings if taken[name] != option)


def _told_apart(license: License, fact: str, options: tuple[str, ...]) -> Iterator[str]:
    """The options that the licence names, and one for all others."""
    layout = layout_of(Single(Program(license)), tuple(LEAVES), Setting())
    named = layout.options[fact][1]
    rest = next((option for option in options if option not in named), None)
    yield from (option for option in options if option in named or option == rest)


def milder_use(
    stricter: License, other: License, acts: tuple[str, ...], readings: Readings = (), limit: int = MAX_LINT_NODES
) -> tuple[Witness, tuple[Verdict, Verdict]] | None:
    """A use of some acts in which the first licence is milder than the second, with both answers; None if none is.

    `readings` are options that both take. Raises LicensekitError (LK720).
    """
    chosen = [_as_taken(license, readings) for license in (stricter, other)]
    one, two = (Single(Program(license)) for license in chosen)
    question = asking(one, two, limit=limit)
    for leaves in kinds(one, two, acts):
        found = _shown(question, one, two, leaves[0])
        if found is not None:
            return found, (decide(one, found).verdict, decide(two, found).verdict)
    return None


def _as_taken(license: License, readings: Readings) -> License:
    """The licence as if it took these options itself."""
    for name, option in readings:
        license = with_reading(license, name, option)
    return license


def _shown(question: Asking, one: Single, two: Single, leaf: str) -> Witness | None:
    space = question.space(leaf)
    sides = Side.of(one, leaf), Side.of(two, leaf)
    return None if alike(space, *sides) else stricter_use(space, *sides)
