"""Law p: the same input gives the same bytes, under any hash seed, locale and time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SCRIPT = """
import hashlib
from differential.compare import decision
from differential.generate import Generator
from licensekit.errors import FactsError

digest = hashlib.sha256()
for seed in range(40):
    asked = Generator(seed).asked(unknown=seed % 3)
    try:
        found = decision(asked)
        said = (found, found.explain(), found.questions, found.bounds, found.headroom, found.readings)
    except FactsError as refused:
        said = (str(refused),)
    digest.update(repr(said).encode())
print(digest.hexdigest())
"""
ROOMS = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "42", "LC_ALL": "C.UTF-8", "TZ": "America/New_York"},
]


def bytes_in(room: dict[str, str]) -> str:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, **room, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_the_same_bytes_everywhere() -> None:
    first, *others = [bytes_in(room) for room in ROOMS]
    assert len(first.strip()) == 64
    assert others == [first, first]
