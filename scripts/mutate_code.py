"""Would a test notice? Mutants of what decides, a seeded sample, each under the tests that run its lines.

    python scripts/mutate_code.py contexts --record FOLDER             # once: which tests run which line, and how long
    python scripts/mutate_code.py run --record FOLDER --sample 800     # goes on where it was stopped
    python scripts/mutate_code.py report --record FOLDER

Needs the extra `dev`, and a system that can fork. A script of our own, because mutmut 3 takes no seeded sample and
changes no code that runs while a module is imported (the rules between facts do), and cosmic-ray starts one command,
the same for all mutants. Here pytest collects once; each mutant is a child of that process, in which the code of one
function is exchanged and its tests run until the first fails (warm). What survives, and what is changed outside
functions, runs again in a process that has not imported the library yet (cold), with more tests.

A survivor is explained, by its id, in scripts/mutants_explained.toml: why it means the same.
`FOLDER/mutants.jsonl` has a line for each: killed (by which test), timeout, survived.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import re
import subprocess
import sys
import time
import tomllib
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from code_mutants import ROOT, Mutant, sample
from coverage import CoverageData
from mutant_trials import COLD_SECONDS, PYTEST, WARM_SECONDS, Contexts, Outcome, Warm, cold, in_a_child, within

TESTS: Final = (
    *("tests/unit/test_decision_*.py", "tests/unit/test_meaning_*.py", "tests/unit/test_diagram_*.py"),
    *("tests/unit/test_vocabulary*.py", "tests/unit/test_use.py", "tests/unit/test_families_of_acts.py"),
    *("tests/unit/test_clauses_in_a_world.py", "tests/unit/test_what_if.py", "tests/unit/test_verdict_table.py"),
    *("tests/unit/test_agreements.py", "tests/unit/test_own_facts.py", "tests/unit/test_persons.py"),
    *("tests/unit/test_cover.py", "tests/unit/test_truth.py", "tests/unit/test_values.py", "tests/unit/test_api.py"),
    *("tests/unit/test_api_errors.py", "tests/unit/test_profile.py"),
    *("tests/unit/test_files_beside.py", "tests/hostile/test_identity.py", "tests/hostile/test_not_read.py"),
    *("tests/property/test_law_*.py", "tests/property/test_limit_of_steps.py"),
    *("tests/property/test_questions_within_the_answer.py", "tests/differential/test_between_facts.py"),
)
"""Those by which .ci/run measures the coverage of what decides, those of the rules between facts, and the laws."""
SEED: Final = 15


# --- which tests run which line ------------------------------------------------------------------------------


def contexts(record: Path) -> int:
    """Run the tests once under coverage."""
    setup = record / "coverage.ini"
    packages = "".join(f"\n    licensekit.{each}" for each in ("meaning", "diagram", "decision", "vocabulary"))
    setup.write_text(
        f"[run]\nbranch = false\ndata_file = {record}/contexts.coverage\nsource ={packages}\n", encoding="utf-8"
    )
    files = [str(path.relative_to(ROOT)) for pattern in TESTS for path in sorted(ROOT.glob(pattern))]
    words = [sys.executable, "-m", "pytest", *PYTEST, "-m", "not slow and not long", "-vv", "--durations=0", "--cov"]
    words += [f"--cov-config={setup}", "--cov-context=test", "--cov-report=", *files]
    with (record / "contexts.log").open("wb") as stream:
        return subprocess.run(words, cwd=ROOT, stdout=stream, stderr=stream, check=False).returncode


def contexts_in(record: Path) -> Contexts:
    """What was measured, kept beside it."""
    kept = record / "contexts.pickle"
    measured = record / "contexts.coverage"
    if kept.exists() and kept.stat().st_mtime > measured.stat().st_mtime:
        return pickle.loads(kept.read_bytes())

    data = CoverageData(str(record / "contexts.coverage"))
    data.read()
    by_line = {}
    for file in data.measured_files():
        lines = data.contexts_by_lineno(file)
        told = {at: frozenset(each.partition("|")[0] for each in names if each) for at, names in lines.items()}
        by_line[Path(file).relative_to(ROOT).as_posix()] = told
    log = "\n".join(path.read_text(encoding="utf-8") for path in record.glob("contexts*.log"))
    seconds: dict[str, float] = defaultdict(float)
    for took, name in re.findall(r"^([\d.]+)s (?:call|setup|teardown) +(\S.*)$", log, re.MULTILINE):
        seconds[name] += float(took)
    names = {name for lines in by_line.values() for hit in lines.values() for name in hit}
    known = Contexts(by_line, {name: seconds.get(name, 0.01) for name in names})
    kept.write_bytes(pickle.dumps(known))
    return known


# --- the sample --------------------------------------------------------------------------------------------------


def run(record: Path, most: int, *, only: str = "") -> int:
    """Run what is left of the sample: warm, and what that does not settle cold."""
    known, file = contexts_in(record), record / "mutants.jsonl"
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(record / "hypothesis")
    os.environ["LICENSEKIT_CACHE"] = "off"
    done = {said["id"]: said for said in rows(file)}

    def put(mutant: Mutant, outcome: Outcome, way: str, took: float) -> None:
        said = {"id": mutant.id, "status": outcome.status, "by": outcome.by, "ran": outcome.ran, "way": way}
        said |= {"seconds": round(took, 1), "file": mutant.file, "line": mutant.line, "kind": mutant.kind}
        said |= {"before": mutant.before[:300], "after": mutant.after[:300]}
        with file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(said) + "\n")
        done[mutant.id] = said

    every = sample(SEED, most)

    for begin in range(0, len(every), 100):
        part = [each for each in every[begin : begin + 100] if not only or each.id == only]
        left = [each for each in part if each.function and each.id not in done]
        if left:  # in a child, since this process must not import the library
            names = {name for each in left for name in within(known.tests(each), known.seconds, WARM_SECONDS)}
            files = sorted({name.partition("::")[0] for name in names})
            child = os.fork()
            if child == 0:
                os.chdir(ROOT)
                warm = Warm(left, known, put, record / "cache")
                os._exit(int(pytest.main([*PYTEST, "-m", "not long", *files], plugins=[warm])))
            os.waitpid(child, 0)
            done = {said["id"]: said for said in rows(file)}
    unsettled = [each for each in every if only in {"", each.id} and _unsettled(done.get(each.id))]
    for each in sorted(unsettled, key=lambda each: each.id in done):  # first what could not be tried at all
        tests = known.tests(each)
        tests = within(tests, known.seconds, COLD_SECONDS) if each.function else tests
        begun = time.monotonic()
        outcome = in_a_child(partial(cold, each, tests), COLD_SECONDS) if tests else Outcome("no test")
        put(each, outcome, "cold", time.monotonic() - begun)
    return 0


def _unsettled(said: dict[str, Any] | None) -> bool:
    return said is None or (said["way"] == "warm" and said["status"] not in {"killed", "timeout"})


def rows(file: Path) -> list[dict[str, Any]]:
    """What was recorded, the last line of each mutant."""
    if not file.exists():
        return []
    every = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
    return list({said["id"]: said for said in every}.values())


def report(record: Path) -> int:
    """What became of the sample, and each survivor that is not explained."""
    explained = tomllib.loads(Path(__file__).with_name("mutants_explained.toml").read_text(encoding="utf-8"))
    said = rows(record / "mutants.jsonl")
    for each in said:
        if each["status"] in {"survived", "no test"} and each["id"] in explained:
            each["status"] = "explained"
    print(len(said), dict(Counter(each["status"] for each in said)))
    for package in ("meaning", "diagram", "decision", "vocabulary"):
        print(package, dict(Counter(each["status"] for each in said if f"/{package}/" in each["file"])))
    for each in said:
        if each["status"] not in {"killed", "timeout", "explained"}:
            print(f"{each['id']} {each['status']} after {each['ran']} tests, {each['way']}: {each['kind']}")
            print(f"    {each['file']}:{each['line']}\n    - {each['before']}\n    + {each['after']}")
    return 0


def main() -> int:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("contexts", "run", "report"))
    parser.add_argument("--record", type=Path, required=True, metavar="FOLDER", help="outside of the repository")
    parser.add_argument("--sample", type=int, default=800, metavar="N")
    parser.add_argument("--only", default="", metavar="ID", help="one mutant of the sample")
    asked = parser.parse_args()
    record = asked.record.resolve()
    record.mkdir(parents=True, exist_ok=True)
    match asked.action:
        case "contexts":
            return contexts(record)
        case "run":
            return run(record, asked.sample, only=asked.only)
        case _:
            return report(record)


if __name__ == "__main__":
    sys.exit(main())
