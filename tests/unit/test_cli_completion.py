"""`licensekit completion`: scripts that shells take, and what they offer."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import called, findings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_a_script_for_each_shell(shell: str, tmp_path: Path) -> None:
    outcome = called("completion", shell)
    assert (outcome.status, outcome.err) == (0, "")
    assert "kimi-k2.5" in outcome.out or shell == "tcsh"
    if shutil.which(shell) and shell != "tcsh":
        script = tmp_path / "script"
        script.write_text(outcome.out, encoding="utf-8")
        subprocess.run([shell, "-n", str(script)], check=True)


def offered(*words: str) -> set[str]:
    """What bash offers for the last of some words."""
    script = called("completion", "bash").out
    script += 'COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _shtab_licensekit; printf "%s\\n" "${COMPREPLY[@]}"\n'
    done = subprocess.run(
        ["bash", "-s", "--", "licensekit", *words], input=script.encode(), capture_output=True, check=True, cwd=ROOT
    )
    assert done.stderr == b""
    return set(done.stdout.decode().split())


def test_what_bash_offers() -> None:
    assert offered("comp") == {"compare", "completion"}
    assert {"kimi-k2", "kimi-k2.5", "kimi-k3"} <= offered("ask", "kimi")
    assert "examples/my-licence.lic" in offered("ask", "examples/my")
    assert offered("ask", "mit", "--act", "emb") == {"embed"}
    assert offered("check", "--format", "s") == {"sarif"}
    assert offered("ask", "mit", "--set", "use.pers") == {"use.personal="}
    assert "examples" in offered("check", "exam")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("comp", {"compare", "completion"}),
        ("ask examples/my", {"examples/my-licence.cases.lic", "examples/my-licence.lic"}),
        ("ask kimi-k2.", {"kimi-k2.5", "kimi-k2.6", "kimi-k2.7-code"}),
        ("ask mit --act emb", {"embed"}),
        ("check --format s", {"sarif"}),
        ("ask mit --set use.pers", {"use.personal="}),
    ],
)
def test_what_fish_offers(typed: str, words: set[str], tmp_path: Path) -> None:
    script = tmp_path / "licensekit.fish"
    script.write_text(called("completion", "fish").out, encoding="utf-8")
    asked = f"source {script}; complete -C 'licensekit {typed}'"
    done = subprocess.run(["fish", "--no-config", "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == words


def test_a_shell_that_it_does_not_know() -> None:
    outcome = called("completion", "fisch")
    assert findings(outcome) == ["error[LK703]: there is no completion for `fisch`"]
    assert "did you mean `fish`?" in outcome.err
    assert "use one of `bash`, `zsh`, `fish`, `tcsh`" in called("completion", "powershell").err
    assert findings(called("completion")) == ["error[LK705]: one shell is to be named"]
