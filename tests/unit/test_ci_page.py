"""docs/ci.md and the hooks: every line that they would run is run, on what is sound and on what is not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from unit.test_cli_folders import SARIF, json

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
BROKEN = 'license broken { title "B" grant g at "1" { may rn } }\n'


def lines_of(block: str) -> list[str]:
    """The shell lines of a step, but for the installation, which packaging tests do."""
    lines = re.findall(r"^ +- (?:run: )?((?:pip|licensekit) .*)$", block, re.MULTILINE)
    assert lines[0] == "pip install licensekit-policy"
    return lines[1:]


GITHUB, GITLAB = lines_of(YAML[0]), lines_of(YAML[1])
SHELL = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    command = tmp_path / "bin" / "licensekit"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m licensekit "$@"\n')
    command.chmod(0o755)
    return tmp_path


def ran(line: str, project: Path) -> subprocess.CompletedProcess[str]:
    path = f"{project / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    shell = ["bash", "-eo", "pipefail", "-c", line]
    return subprocess.run(shell, cwd=project, env=environment, capture_output=True, check=False, text=True)


@pytest.mark.parametrize("line", [*GITHUB, *GITLAB, *SHELL])
def test_every_line_passes_where_all_is_well(line: str, project: Path) -> None:
    done = ran(line, project)
    assert done.returncode == 0, done.stderr
    if "sarif" in line:
        jsonschema.validate(json.loads((project / "licensekit.sarif").read_text()), SARIF)


@pytest.mark.parametrize("line", [line for line in (*GITHUB, *GITLAB) if " ask " not in line])
def test_every_line_fails_where_a_licence_is_broken(line: str, project: Path) -> None:
    (project / "examples" / "broken.lic").write_text(BROKEN)
    done = ran(line, project)
    assert done.returncode == (1 if "fmt" in line else 2)
    if "github" in line:
        assert "::error file=examples/broken.lic,line=1,col=49,title=LK202::" in done.stdout
    if "junit" in line:
        assert 'file="examples/broken.lic" line="1"' in (project / "licensekit.xml").read_text()


def test_the_page_names_every_hook() -> None:
    named = re.findall(r"- id: (\S+)", YAML[2])
    assert named == re.findall(r"- id: (\S+)", HOOKS)


@pytest.mark.parametrize(("entry", "options"), re.findall(r"entry: (.*)\n((?:  .*\n)+)", HOOKS))
def test_every_hook_runs(entry: str, options: str, project: Path) -> None:
    files = "" if "pass_filenames: false" in options else " examples/my-licence.lic examples/my-licence.cases.lic"
    assert ran(f"{entry}{files}", project).returncode == 0
    (project / "examples" / "my-licence.lic").write_text(BROKEN)
    assert ran(f"{entry}{files}", project).returncode == (0 if entry.endswith("fmt") else 2)
