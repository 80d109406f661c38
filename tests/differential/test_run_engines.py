"""run_engines.py: what counts as a difference between two engines, and that a bent engine is found out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from differential.run_engines import ROOT, SHOWN, Stopped, Tally, compare, differing

SETS = {"possible": ["permitted"], "parts": {"run": ["permitted"]}}
WIDE = {"possible": ["permitted", "prohibited"], "parts": {"run": ["permitted", "prohibited"]}}


def test_kinds_of_difference() -> None:
    assert list(differing(SETS, SETS, exact=True)) == []
    assert list(differing(WIDE, SETS, exact=True)) == ["possible", "parts"]
    assert list(differing({**SETS, "duties": {"a": ["due"]}}, {**SETS, "duties": {}}, exact=True)) == ["duties"]
    assert list(differing({"questions": ["a", "b"]}, {"questions": ["b", "a"]}, exact=True)) == ["order of questions"]
    assert list(differing({"questions": ["a"]}, {"questions": ["b"]}, exact=True)) == ["questions"]
    assert list(differing({"refused": ["LK401"]}, SETS, exact=True)) == ["refused by the older one alone"]
    assert list(differing(SETS, {"raised": "KeyError"}, exact=True)) == ["raised by the newer one alone"]
    assert list(differing({"refused": ["LK401"]}, {"refused": ["LK402"]}, exact=True)) == ["refused"]


def test_less_than_what_is_not_exact_is_no_difference() -> None:
    assert list(differing(WIDE, SETS, exact=False)) == []
    assert list(differing(SETS, WIDE, exact=False)) == ["possible", "parts"]
    assert list(differing(WIDE, {"raised": "KeyError"}, exact=False)) == ["raised by the newer one alone"]


def test_lines_are_counted_and_places_kept() -> None:
    tally = Tally()
    one = '0000000a={"possible": ["permitted"], "parts": {}}\n'
    two = '0000000a={"possible": ["permitted", "unknown"], "parts": {}}\n'
    for at in range(SHOWN + 2):
        compare(one, two, f"1/{at}/0", tally)
    compare(one, one, "1/9/0", tally)
    compare(*2 * ['0000000a={"refused": ["LK401"]}\n'], "1/9/1", tally)
    assert (tally.pairs, tally.open, tally.refused, dict(tally.kinds)) == (SHOWN + 4, SHOWN + 2, 1, {"possible": 7})
    assert tally.places["possible"] == [f"1/{at}/0" for at in range(SHOWN)]
    with pytest.raises(Stopped, match="different pairs"):
        compare(one, one.replace("0a", "0b"), "1/9/2", tally)


def run(old: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "tests" / "differential" / "run_engines.py"
    command = [sys.executable, str(script), "--old", str(old), "--processes", "1", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_engine_agrees_with_itself() -> None:
    done = run(ROOT, "--pairs", "60")
    assert done.returncode == 0, done.stderr
    assert "60 pairs" in done.stdout
    assert done.stdout.endswith("\n0 disagreements\n")


BENT = """
_straight = decision


def decision(asked, terms=None):
    return _straight(replace(asked, given={}), terms)
"""


@pytest.mark.slow
def test_a_bent_engine_is_found_out_and_the_pairs_are_written_out(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "differential", tmp_path / "tests" / "differential")
    for folder in ("src", "grammars", "licenses"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    with (tmp_path / "tests" / "differential" / "compare.py").open("a", encoding="utf-8") as file:
        file.write(BENT)
    record = tmp_path / "record.jsonl"
    done = run(tmp_path, "--pairs", "60", "--only", "possible", "--first", "1", "--record", str(record))
    assert done.returncode == 1, done.stderr
    assert "possible: " in done.stdout
    written = re.search(r"^--- .*\bpossible\b.*\n(?P<place>.+)$", done.stdout, re.MULTILINE)
    assert written is not None, done.stdout
    place = written["place"]
    assert "\ngiven " in done.stdout
    assert "naive:" in done.stdout

    again = run(tmp_path, "--pairs", "60", "--only", "possible", "--first", "1", "--record", str(record))
    assert again.returncode == 1
    assert "seed 1: " not in again.stdout  # it is on record
    assert len(record.read_text(encoding="utf-8").splitlines()) == 1

    shown = run(tmp_path, "--show", place, "--only", "possible")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(place)


def test_engines_that_do_not_start_are_said(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    done = run(tmp_path, "--pairs", "6")
    assert done.returncode == 2
    assert "differential" in done.stderr
