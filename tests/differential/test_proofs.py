"""One value is stricter than another for every use, or a use shows that it is not: as looking at every world says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from differential.generate import Generator, LicenseMaker
from differential.pairs import Pair, by_every_world
from differential.settled_licenses import with_fact, with_reading
from differential.worlds import atoms_of
from licensekit.analyse.proofs import OptionVariable, _milder_use
from licensekit.analyse.question import PairQuestion
from licensekit.check.polarity import safe_side
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single
from licensekit.meaning.verdict import SEVERITY, Verdict
from licensekit.model.conditions import Holds
from licensekit.model.license import License

WORLDS = 2_000
ACTS = ("run", "embed", "fine_tune")
STANDPOINTS = ("allowed", "needs_approval", "not_granted", "prohibited")


def milder(one: License, other: License, leaf: str) -> bool | None:
    """Whether some world shows that the first is milder; None where there are too many worlds."""
    found = by_every_world(Pair(one, other, {}), leaf, WORLDS)
    if found is None:
        return None
    moves = (STANDPOINTS.index(after) > STANDPOINTS.index(before) for kind, before, after in found if kind == "moves")
    return any(moves) or ("asks", "other", "must") in found


Variant = tuple[License, tuple[License, License], OptionVariable, tuple[bool | str, bool | str]]
"""A licence, what it is under two values of a fact or reading (for the naive evaluator), and these."""


def variants(generator: Generator) -> Iterator[Variant]:
    """Licences with a reading taken in two ways, and with a fact that is safe-side where it is no."""
    generator.zeros, generator.released = True, None
    license = LicenseMaker(generator, "home", small=True).license()
    license = license.model_copy(update={"conversions": ()})
    lowering = Program(license).as_written.lowering
    for reading in license.readings:
        first, second = (option.name for option in reading.options[:2])
        both = with_reading(license, reading.name, first), with_reading(license, reading.name, second)
        yield license, both, lowering.reading(reading.name), (first, second)
    for fact in dict.fromkeys(atom.fact for atom in atoms_of(license) if isinstance(atom, Holds)):
        both = with_fact(license, fact, value=False), with_fact(license, fact, value=True)
        yield license, both, lowering.variable(fact), (False, True)


def test_what_every_world_says_is_proved_and_polarity_is_never_wrong() -> None:
    generator, tally = Generator("proofs"), Counter[str]()
    for _ in range(220):
        for license, (one, other), of, (value, another) in variants(generator):
            leaf = generator.random.choice(ACTS)
            expected = milder(one, other, leaf)
            if expected is None:
                tally["skipped"] += 1
                continue
            terms = Single(Program(license))
            found = _milder_use(PairQuestion(terms, terms), of, value, another, (leaf,))
            if found is not None and not expected and set(found.verdicts) == {Verdict.NEEDS_APPROVAL}:
                tally["another approval"] += 1  # of what is not allowed, every world looks at the verdict alone
            else:
                assert (found is not None) is expected, f"{license!r}\n{of} {leaf}"
            if found is not None:
                ours, theirs = found.verdicts
                assert SEVERITY[ours] <= SEVERITY[theirs]
            if value is False and safe_side(license, str(of), value=False):
                assert found is None, f"{license!r}\n{of} {leaf}"
                tally["polarity"] += 1
            tally["milder" if expected else "stricter"] += 1
    assert min(tally["milder"], tally["stricter"], tally["polarity"]) > 10
    assert tally["another approval"] < 5
