"""Run the commands shown in README.md and on two pages of docs, and put down what they print, in place.

    python scripts/refresh_readme.py [--check]

Tests hold the pages to it. A block marked `console` holds commands behind `$ `, each followed by its output; a block
marked `lic` behind a `<!-- FILE -->` or `<!-- FILE: case NAME -->` line is the text of that file, or of a case in it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "which-act.md", ROOT / "docs" / "reading-an-answer.md")
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(r"^<!-- (?P<file>\S+?)(?:: case (?P<case>.+?))? -->\n```lic\n.*?^```$", re.MULTILINE | re.DOTALL)


def refreshed(text: str) -> str:
    """The text with every output and every quotation as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        command = Path(folder, "licensekit")
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m licensekit "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        return _QUOTED.sub(_quotation, _CONSOLE.sub(lambda block: _session(block.group(), folder), text))


def _session(block: str, folder: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{output(line[2:], folder)}" for line in commands)


def output(line: str, folder: str) -> str:
    """What a command line prints to standard output, run at the top of the project."""
    environment = os.environ | {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "LICENSEKIT_DEBUG": "1",
    }
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.stderr:
        raise SystemExit(f"{line}\n{done.stderr.decode()}")
    return done.stdout.decode()


def _quotation(found: re.Match[str]) -> str:
    text = (ROOT / found["file"]).read_text(encoding="utf-8")
    name = found["case"]
    if name:
        text = re.search(rf'^  case "{re.escape(name)}" \{{\n.*?^  \}}\n', text, re.MULTILINE | re.DOTALL)[0]  # type: ignore[index]
        text = re.sub(r"^  ", "", text, flags=re.MULTILINE)
    head = found.group().partition("\n")[0]
    return f"{head}\n```lic\n{text}```"


def main() -> int:
    """Refresh the pages, or with `--check` say whether they are as they should be."""
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    anew = {page: now for page, text in texts.items() if (now := refreshed(text)) != text}
    if "--check" in sys.argv[1:]:
        return int(bool(anew))
    for page, text in anew.items():
        page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
