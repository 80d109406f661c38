"""Ask the questions of tests/golden/short again and put down the answers: `python scripts/refresh_short_answers.py`.

Each file is a session: a command, what it prints, its exit status. A change of the catalogue changes answers; read the
difference as somebody would who has a product to ship.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "src"), "LICENSEKIT_DEBUG": "1"}


def session(line: str) -> str:
    """A command line behind `$ `, with what comes of it."""
    words = [sys.executable, "-m", *shlex.split(line.removeprefix("$ "))]
    done = subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    return f"{line}\n{done.stdout}{done.stderr}exit {done.returncode}\n"


if __name__ == "__main__":
    for path in sorted((ROOT / "tests" / "golden" / "short").glob("*.txt")):
        path.write_text(session(path.read_text(encoding="utf-8").partition("\n")[0]), encoding="utf-8")
