# ruff: noqa: T201 - a command prints

"""Fuzzing, guided by the coverage of the library: `python tests/fuzz/run.py --seconds 900 --corpus FOLDER [TARGET…]`.

Needs `pip install atheris` (Linux; its wheels are for some versions of Python only) and the extra `test-all`. Each target
runs for so many seconds in a process of its own, one after the other, and goes on after a find; the corpus is kept in
FOLDER/corpus/TARGET, so that the next run goes on where this one was stopped. Finds are kept in FOLDER/finds, once for
each place at which they arise, and what was done is a line of FOLDER/runs.jsonl. Exit status 1 if something was found.

A find is an exception that is not a LicensekitError whose findings have codes, a law of targets.py that does not hold,
an input that takes more than 10 seconds of the processor or 60 of the clock, more than 2 GB, or ends the process.
`--again FILE…` puts single inputs, without atheris.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "hostile")]
SECONDS: Final = 10.0
"""Of the processor, for one input; instrumented code is some three times slower."""
CLOCK: Final = 60
MEGABYTES: Final = 2048
BYTES: Final = 16_384
_STATE: Final = re.compile(rb"^#(\d+)\s.*?cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)


def fuzz(name: str, folder: Path, seconds: int) -> None:
    """Run one target in this process, until its time is over; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["licensekit"]):
        from fuzz import targets
        from fuzz.mutators import Mutator
        from fuzz.seeds import SEEDS

        seeds = sorted(set(SEEDS[name]()))
        with suppress(BaseException):
            targets.TARGETS[name](seeds[-1])  # brings along what is imported when it is needed
    corpus = folder / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        (corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    mutator = Mutator(seeds)
    finds = folder / "finds" / name
    finds.mkdir(parents=True, exist_ok=True)

    def put(data: bytes) -> None:
        begun = time.process_time()
        try:
            targets.TARGETS[name](data)
        except BaseException as problem:
            if isinstance(problem, KeyboardInterrupt):
                raise
            keep(finds, place_of(problem), data, traceback.format_exc())
        took = time.process_time() - begun
        if took > SECONDS:
            keep(finds, f"slow-{int(took) // 10}0", data, f"{took:.1f} seconds")

    options = (
        f"-max_total_time={seconds}",
        f"-timeout={CLOCK}",
        f"-report_slow_units={CLOCK}",  # the processor's time is looked at here
        f"-rss_limit_mb={MEGABYTES}",
        f"-max_len={BYTES}",
        f"-artifact_prefix={finds}/",
        "-print_final_stats=1",
        "-verbosity=1",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], put, custom_mutator=mutator, custom_crossover=mutator.crossed)
    atheris.Fuzz()


def place_of(problem: BaseException) -> str:
    """What a find is told from others by: its kind, and the last line of the library or of a law on the way."""
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [each for each in frames if "licensekit/" in each.filename or each.filename.endswith("targets.py")]
    last = ours[-1] if ours else frames[-1]
    law = re.sub(r"\W+", "-", str(problem))[:50] if type(problem).__name__ == "Broken" else ""
    before = ours[-2] if law and len(ours) > 1 else last
    return "-".join(
        each for each in (type(problem).__name__, Path(before.filename).stem, str(before.lineno), law) if each
    )


def keep(finds: Path, name: str, data: bytes, said: str) -> None:
    """Keep a find, the shortest input of each."""
    path = finds / name
    if not path.exists() or path.stat().st_size > len(data):
        path.write_bytes(data)
        path.with_name(f"{name}.txt").write_text(said, encoding="utf-8", errors="backslashreplace")


def run(name: str, folder: Path, seconds: int) -> dict[str, Any]:
    """Run one target in a process of its own, again if it is ended by a find; what was done."""
    executions, stopped, state = 0, 0, (0, 0, 0)
    begun = time.monotonic()
    log = folder / f"{name}.log"
    while (left := seconds - (time.monotonic() - begun)) > 1:
        words = [
            sys.executable,
            __file__,
            "--in-this-process",
            name,
            "--seconds",
            str(int(left)),
            "--corpus",
            str(folder),
        ]
        with log.open("wb") as stream:
            status = subprocess.run(words, stdout=stream, stderr=stream, check=False).returncode
        states = _STATE.findall(log.read_bytes())
        if not states:
            print(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            raise SystemExit(2)
        executions += int(states[-1][0])
        state = tuple(int(each) for each in states[-1][1:])
        stopped += status != 0
    finds = sorted(each.name for each in (folder / "finds" / name).iterdir() if each.suffix != ".txt")
    done = {"target": name, "seconds": round(time.monotonic() - begun), "executions": executions}
    done |= {"edges": state[0], "features": state[1], "corpus": state[2], "stopped": stopped, "finds": finds}
    done["commit"] = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    with (folder / "runs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(done) + "\n")
    return done


def again(files: Sequence[str], names: Sequence[str]) -> int:
    """Put single inputs to targets; the number of finds."""
    from fuzz.targets import TARGETS

    finds = 0
    for file in files:
        for name in names:
            begun = time.process_time()
            try:
                TARGETS[name](Path(file).read_bytes())
            except BaseException:  # noqa: BLE001 - whatever it is, it is a find
                finds += 1
                traceback.print_exc()
            print(f"{name} {file}: {time.process_time() - begun:.2f} s", flush=True)
    return finds


def main() -> int:
    names = ("syntax", "check", "ask", "facts", "tables", "identify", "label", "sbom")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(names)}; all without")
    parser.add_argument("--seconds", type=int, default=900, help="for each target")
    parser.add_argument("--corpus", type=Path, default=Path("fuzzing"), metavar="FOLDER")
    parser.add_argument("--again", nargs="+", metavar="FILE", help="put these inputs, and nothing else")
    parser.add_argument("--in-this-process", metavar="TARGET", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if strange := set(asked.targets) - set(names):
        parser.error(f"no such target: {', '.join(sorted(strange))}")
    if asked.again:
        return int(again(asked.again, asked.targets or names) > 0)
    if asked.in_this_process:
        fuzz(asked.in_this_process, asked.corpus, asked.seconds)
    asked.corpus.mkdir(parents=True, exist_ok=True)
    every = []
    for name in asked.targets or names:
        every.append(run(name, asked.corpus.resolve(), asked.seconds))
        print(json.dumps(every[-1]), flush=True)
    return int(any(each["finds"] for each in every))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
