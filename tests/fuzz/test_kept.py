"""Inputs that fuzzing kept, put again to their targets: those of finds, and of each target some that got furthest.

python tests/fuzz/test_kept.py FOLDER     # writes down some of a corpus that tests/fuzz/run.py made
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

sys.path[:0] = [str(Path(__file__).resolve().parents[1])] * (__name__ == "__main__")

from fuzz.mutators import Mutator
from optional import needs

KEPT = Path(__file__).with_name("kept.tsv")
MOST, BYTES = 12, 400
"""Of each target so many inputs that it made, none longer."""
WORDING = 80
"""The same of texts, which may be those of licences: no wording of these is kept here."""


def kept() -> Iterator[tuple[str, bytes]]:
    """Each input and its target: a byte is a sign, so that a difference can be read."""
    for line in KEPT.read_text(encoding="ascii").splitlines():
        target, _, said = line.partition("\t")
        yield target, said.encode("ascii").decode("unicode_escape").encode("latin-1")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["syntax", "check", "ask", "facts", "tables", "identify", "label", "sbom"])
def test_what_was_kept_comes_to_an_answer_or_to_a_finding(target: str) -> None:
    for module in {"tables": ("polars",), "label": ("yaml",), "sbom": ("cyclonedx", "defusedxml", "spdx_tools")}.get(
        target, ()
    ):
        needs(module)
    from fuzz.targets import TARGETS

    inputs = [data for name, data in kept() if name == target]
    assert inputs
    for data in inputs:
        TARGETS[target](data)


def test_a_change_is_no_longer_than_it_may_be_and_the_same_for_the_same_seed() -> None:
    seeds = [b'license own { title "Own" grant g at "1" { may run } }', b'{"acts": ["run"], "facts": {"a": [1]}}', b""]
    changed = {(seed, data): Mutator(seeds)(data, 80, seed) for seed in range(200) for data in seeds}
    assert changed == {(seed, data): Mutator(seeds)(data, 80, seed) for seed in range(200) for data in seeds}
    assert all(len(data) <= 80 for data in changed.values())
    assert len(set(changed.values())) > 400


def write(folder: Path) -> None:
    """Keep what is kept, and fill each target up with inputs from a corpus that are no seeds."""
    from fuzz.seeds import SEEDS

    lines = set(KEPT.read_text(encoding="ascii").splitlines()) if KEPT.exists() else set()
    for target, seeds in SEEDS.items():
        made = sorted({path.read_bytes() for path in (folder / target).iterdir()} - set(seeds()))
        short = [data for data in made if len(data) <= (BYTES if target != "identify" else WORDING)]
        for data in Random(len(short)).sample(short, min(len(short), MOST)):
            lines.add(f"{target}\t{data.decode('latin-1').encode('unicode_escape').decode('ascii')}")
    KEPT.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="ascii")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
