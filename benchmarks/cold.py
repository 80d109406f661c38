"""Whole processes, started in turn: `python benchmarks/cold.py [ROUNDS]`.

Prints the median wall and processor time of each, and its ratio to `python -c pass` and to "import pydantic,
define one model of 15 fields, import lark". Bytecode and the cache of licences stand in a folder of their own,
filled by a first round that is not counted. `new licence` finds the parser's tables there and no licence, as the
first question about each licence does; `no cache` finds nothing, as the first question after installation does.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

FIELDS = "\n".join(
    f"    f{number}: {kind} = None"
    for number, kind in enumerate(5 * ["int | None", "bool | None", "Literal['a', 'b'] | None"])
)
MODEL = f"""
from typing import Literal
import lark, pydantic
class Facts(pydantic.BaseModel):
{FIELDS}
"""
QUESTION = ["-m", "licensekit", "ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes"]
TABLES = ["-c", "from licensekit.syntax.grammar import parser; parser()"]
PASS, PEER = "python -c pass", "pydantic model + lark"
COMMANDS = {
    PASS: ["-c", "pass"],
    "import licensekit": ["-c", "import licensekit"],
    "licensekit --version": ["-m", "licensekit", "--version"],
    "licensekit --help": ["-m", "licensekit", "--help"],
    PEER: ["-c", MODEL],
    "ask": QUESTION,
    "ask, new licence": QUESTION,
    "ask, no cache": QUESTION,
}
STATES = {"ask, new licence": "tables", "ask, no cache": "nothing"}
"""What of the cache a command finds; by default all that it has kept before."""


class Took(NamedTuple):
    """Seconds of one process."""

    wall: float
    processor: float


def main(rounds: int = 15) -> dict[str, Took]:
    """Run the commands in turn and print a table; the medians."""
    with tempfile.TemporaryDirectory() as folder:
        bytecode, caches = Path(folder, "bytecode"), Path(folder, "caches")
        _run(TABLES, bytecode, caches / "tables")
        taken: dict[str, list[Took]] = {name: [] for name in COMMANDS}
        for number in range(rounds + 1):
            for name, words in COMMANDS.items():
                took = _run(words, bytecode, _with_cache(caches, STATES.get(name, "all")))
                if number:
                    taken[name].append(took)
    medians = {name: Took(*map(statistics.median, zip(*each, strict=True))) for name, each in taken.items()}
    print(f"{'':24}{'wall ms':>9}{'cpu ms':>9}{'x pass':>9}{'cpu':>9}{'x peer':>9}{'cpu':>9}")
    for name, took in medians.items():
        times = "".join(f"{seconds * 1000:9.1f}" for seconds in took)
        ratios = (mine / other for peer in (PASS, PEER) for mine, other in zip(took, medians[peer], strict=True))
        print(f"{name:24}{times}" + "".join(f"{ratio:9.2f}" for ratio in ratios))
    return medians


def _with_cache(folder: Path, state: str) -> Path:
    """The cache in a state, for one process: a copy, where the process adds to it."""
    cache = folder / state
    if state == "all":
        return cache
    shutil.rmtree(folder / "once", ignore_errors=True)
    if cache.is_dir():
        shutil.copytree(cache, folder / "once")
    return folder / "once"


def _run(words: list[str], bytecode: Path, cache: Path) -> Took:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(bytecode), "LICENSEKIT_CACHE": str(cache)}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)}: exit status {process.returncode}")
    return Took(wall, used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
