"""Texts made to take long, or to pass for another: bounded in time, and never exact."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from licensekit.identify.identification import identify

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
MOST = 4_900_000
LONG = {
    "spaces behind a notice": "copyright (c) " + " " * MOST + "x",
    "signs of a separator": "#" * MOST + "x",
    "marks": ".,;" * (MOST // 3),
    "numbers": "1." * (MOST // 2),
    "apostrophes": "a'" * (MOST // 2),
    "brackets": "(" * MOST,
    "one word": "word " * (MOST // 5),
    "a letter a line": "a\n" * (MOST // 2),
    "notices": "Copyright (c) 2026 A,\n" * (MOST // 22),
    "the same text again and again": APACHE * (MOST // len(APACHE)),
    "its halves, exchanged": (APACHE[5_000:] + APACHE[:5_000]) * (MOST // len(APACHE)),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", LONG)
def test_five_megabytes_take_seconds(what: str) -> None:
    began = time.process_time()
    assert not identify(LONG[what]).is_exact
    assert time.process_time() - began < 15


@pytest.mark.parametrize("line", [" -1" * 500_000, "1*" * 700_000, " " * 1_500_000 + "-1", '1"' * 700_000])
def test_signs_about_numbers_take_time_by_their_number(line: str) -> None:
    began = time.process_time()
    identify(line)
    assert time.process_time() - began < 20
