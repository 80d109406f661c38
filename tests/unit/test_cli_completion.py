"""`licensekit completion`: scripts that shells take, and what they offer."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from command_line import called, findings

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("shtab", reason="completion needs the extra `completion`")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
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


def test_a_shell_that_it_does_not_know() -> None:
    assert findings(called("completion", "fish")) == ["error[LK703]: there is no completion for `fish`"]
    assert findings(called("completion")) == ["error[LK705]: one shell is to be named"]
