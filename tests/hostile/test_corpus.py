"""Every input of the corpus comes to what is written down, within its limits, and to no error of ours.

python tests/hostile/test_corpus.py --write     # writes down what comes out now: read every line of the difference
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from optional import needs

HERE = Path(__file__).resolve().parent
WRITTEN = HERE / "corpus.tsv"
KINDS = ("licence", "fmt", "facts", "series", "options", "tables", "parquet", "requests", "profiles")
KINDS += ("identify", "label", "inventory", "audit", "http", "mcp", "lsp")
NEEDED = {
    "tables": ("polars", "python_calamine"),
    "parquet": ("polars", "pyarrow"),
    "label": ("yaml",),
    "inventory": ("cyclonedx", "spdx_tools", "python_calamine"),
    "audit": ("cyclonedx",),
    "http": ("starlette",),
    "mcp": ("mcp",),
    "lsp": ("pygls",),
}
"""What must be installed for a kind."""
SECONDS = 20.0
"""Of the processor, for one input; nearly all take less than a tenth of one."""


def outcomes(kind: str, *flags: str) -> dict[str, tuple[str, float]]:
    """What every input of a kind comes to, and the seconds of the processor that it took."""
    run = subprocess.run(
        [sys.executable, *flags, str(HERE / "corpus.py"), kind],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert len({name for _, name, _, _ in rows}) == len(rows)
    return {name: (told, took) for _, name, told, took in rows}


def written_down() -> dict[str, dict[str, str]]:
    """What is written down, by kind and name."""
    expected: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        kind, name, told = line.split("\t")
        expected[kind][json.loads(name)] = told
    return expected


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_input_comes_to_what_is_written_down(kind: str) -> None:
    needs(*NEEDED.get(kind, ()))
    came = outcomes(kind)
    assert {name: told for name, (told, _) in came.items()} == written_down()[kind]
    assert not [name for name, (_, took) in came.items() if took > SECONDS]


def test_there_are_enough_and_none_is_an_error_of_ours() -> None:
    every = [told for rows in written_down().values() for told in rows.values()]
    assert len(every) >= 650
    assert not [told for told in every if told.split()[0] not in {"0", "1", "2", "3", "5"}]
    assert all(len(told.split()) > 1 for told in every if told.startswith(("2", "5")))  # what is refused has a finding


def write() -> None:
    """Write down what comes out now."""
    lines = [f"{kind}\t{json.dumps(name)}\t{told}\n" for kind in KINDS for name, (told, _) in outcomes(kind).items()]
    WRITTEN.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
