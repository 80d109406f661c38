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
    assert lines[0] == 'pip install "licensekit-policy @ git+https://example.org/licensekit@v0.1.0"'
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


def hooks(*, audit: bool) -> list[tuple[str, str]]:
    every = re.findall(r"entry: (.*)\n((?:  .*\n)+)", HOOKS)
    return [(entry, options) for entry, options in every if (" audit" in entry) is audit]


@pytest.mark.parametrize(("entry", "options"), hooks(audit=False))
def test_every_hook_runs(entry: str, options: str, project: Path) -> None:
    files = "" if "pass_filenames: false" in options else " examples/my-licence.lic examples/my-licence.cases.lic"
    assert ran(f"{entry}{files}", project).returncode == 0
    (project / "examples" / "my-licence.lic").write_text(BROKEN)
    assert ran(f"{entry}{files}", project).returncode == (0 if entry.endswith("fmt") else 2)


# --- the gate ------------------------------------------------------------------------------------------------

ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
STEPS = re.findall(r"^ +run: (licensekit audit .*)$", ACTION, re.MULTILINE)
POLICY = """
[[products]]
name = "assistant"
inventory = "models.csv"
acts = ["run"]
"""


def sample(project: Path, *rows: str) -> None:
    """A sample repository: a policy, and an inventory of a few rows."""
    (project / "licences.toml").write_text(POLICY)
    (project / "models.csv").write_text("\n".join(["name,license,conduct.military", *rows, ""]))


def acted(step: str, project: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """A step of the action, with its inputs as the runner hands them over."""
    said = {"POLICY": "licences.toml", "AS_OF": "2026-06-01", "BASELINE": "", "SARIF": "licences.sarif", **inputs}
    return ran("".join(f"export {name}='{value}'; " for name, value in said.items()) + step, project)


def test_the_action_passes_and_fails_with_its_annotations_and_sarif(project: Path) -> None:
    write_sarif, audit = STEPS
    sample(project, "tables,MIT,")
    assert acted(audit, project).returncode == 0
    sample(project, "tables,MIT,", "chat,deepseek-model-1.0,yes", "odd,nobody-1.0,")
    done = acted(audit, project)
    assert done.returncode == 1
    assert (
        "::error file=models.csv,line=3,col=1,title=LK853::`chat` is prohibited under deepseek-model-1.0" in done.stdout
    )
    assert "::error file=models.csv,line=4,col=1,title=LK852::whether `odd` may be used is open" in done.stdout
    assert acted(write_sarif, project).returncode == 0
    told = json.loads((project / "licences.sarif").read_text())
    jsonschema.validate(told, SARIF)
    assert [each["ruleId"] for each in told["runs"][0]["results"]] == ["LK853", "LK852"]
    sample(project, "odd,nobody-1.0,")
    assert acted(audit, project).returncode == 3
    (project / "licences.toml").write_text("products = 7\n")
    assert acted(audit, project).returncode == 2
    assert acted(write_sarif, project).returncode == 1


def test_the_action_installs_itself_and_nothing_of_that_name_from_pypi(project: Path) -> None:
    """licensekit is not on PyPI: what somebody else puts there under its name would run in the gate."""
    (default,) = re.findall(r"^  requirement:\n.*\n    default: (.+)$", ACTION, re.MULTILINE)
    (install,) = re.findall(r"^ +run: \|\n((?: {8}.+\n)+)", ACTION, re.MULTILINE)
    assert "${{" not in install
    for said, installed in ((default, "/action of ours[sbom,xlsx]"), ("./licensekit", "./licensekit")):
        step = f"python() {{ printf '%s\\n' \"$@\"; }}; {install}"
        done = acted(step, project, REQUIREMENT=said, GITHUB_ACTION_PATH="/action of ours")
        assert done.stdout.splitlines() == ["-m", "pip", "install", "--quiet", installed]


def test_what_the_action_is_told_cannot_run(project: Path) -> None:
    sample(project, "tables,MIT,")
    done = acted(STEPS[1], project, POLICY="licences.toml; touch owned")
    assert done.returncode == 2
    assert not (project / "owned").exists()
    assert "${{" not in "".join(re.findall(r"run: .*", ACTION))


def test_the_steps_of_the_page_run_on_the_examples(project: Path) -> None:
    inputs = dict(re.findall(r"^ {10}(policy|sarif): (.+)$", YAML[3], re.MULTILINE))
    named = re.findall(r"^  ([a-z-]+):$", ACTION.partition("runs:")[0], re.MULTILINE)
    assert set(inputs) <= set(named)
    assert acted(STEPS[1], project, POLICY=inputs["policy"]).returncode == 0
    (line,) = re.findall(r"- (licensekit audit .*)$", YAML[4], re.MULTILINE)
    assert ran(line, project).returncode == 0
    assert 'classname="toolbox" name="left-pad 1.3.0"/>' in (project / "licences.xml").read_text()
    (project / "examples" / "inventory.csv").write_text("name,license\nodd,nobody-1.0\n")
    assert ran(line, project).returncode == 3
    assert '<error type="LK852"' in (project / "licences.xml").read_text()


@pytest.mark.parametrize(("entry", "options"), hooks(audit=True))
def test_the_hook_of_the_gate_takes_policies(entry: str, options: str, project: Path) -> None:
    assert r"files: licences\.toml$" in options
    sample(project, "tables,MIT,")
    assert ran(f"{entry} licences.toml", project).returncode == 0
    sample(project, "odd,nobody-1.0,")
    assert ran(f"{entry} licences.toml", project).returncode == 3
