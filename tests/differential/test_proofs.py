"""One value is stricter than another for every use, or a use shows that it is not: as looking at every world says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from differential.generate import Generator, LicenseMaker
from differential.pairs import Pair, by_every_world
from differential.worlds import atoms_of
from licensekit.analyse.budget import TooLarge
from licensekit.analyse.fixing import with_fact, with_reading
from licensekit.analyse.proofs import milder_use
from licensekit.check.polarity import safe_side
from licensekit.meaning.verdict import SEVERITY
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


def variants(generator: Generator) -> Iterator[tuple[License, License, License, str]]:
    """Licences with a reading taken in two ways, and with a fact that is safe-side where it is no."""
    generator.zeros, generator.released = True, None
    license = LicenseMaker(generator, "home", small=True).license()
    license = license.model_copy(update={"conversions": ()})
    for reading in license.readings:
        one, other = (with_reading(license, reading.name, option.name) for option in reading.options[:2])
        yield license, one, other, ""
    for fact in dict.fromkeys(atom.fact for atom in atoms_of(license) if isinstance(atom, Holds)):
        yield license, with_fact(license, fact, value=False), with_fact(license, fact, value=True), fact


def test_what_every_world_says_is_proved_and_polarity_is_never_wrong() -> None:
    generator, tally = Generator("proofs"), Counter[str]()
    for _ in range(220):
        for license, one, other, fact in variants(generator):
            leaf = generator.random.choice(ACTS)
            expected = milder(one, other, leaf)
            if expected is None:
                tally["skipped"] += 1
                continue
            try:
                found = milder_use(one, other, (leaf,))
            except TooLarge:
                tally["too large"] += 1
                continue
            assert (found is not None) is expected, f"{license!r}\n{fact} {leaf}"
            if found is not None:
                ours, theirs = found[1]
                assert SEVERITY[ours] <= SEVERITY[theirs]
            if fact and safe_side(license, fact, value=False):
                assert found is None, f"{license!r}\n{fact} {leaf}"
                tally["polarity"] += 1
            tally["milder" if expected else "stricter"] += 1
    assert tally["too large"] <= 2
    assert min(tally["milder"], tally["stricter"], tally["polarity"]) > 10
