"""Starting is cheap: what is not needed is not imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


def imported(code: str) -> set[str]:
    """The modules that are loaded after some code ran in a fresh interpreter."""
    code = f"import sys\nsys.path.insert(0, {str(SOURCE)!r})\n{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return set(done.stderr.decode().split())


HEAVY = {"pydantic", "lark", "dataclasses", "decimal", "json", "tomllib", "licensekit.syntax", "licensekit.model"}


@pytest.mark.parametrize(
    "code",
    [
        "import licensekit",
        "from licensekit.cli.main import main; assert main(['--version']) == 0",
        "from licensekit.cli.main import main; assert main(['--help']) == 0",
        "from licensekit.cli.main import main; assert main(['ask', '--help']) == 0",
    ],
)
def test_what_answers_nothing_imports_neither_pydantic_nor_lark(code: str) -> None:
    assert imported(code) & HEAVY == set()


def test_importing_the_names_reads_no_licence() -> None:
    modules = imported("import licensekit as lk; lk.Use; lk.Verdict; lk.load")
    assert "licensekit.syntax.parse" not in modules or "licensekit.syntax.grammar" in modules
    code = "import licensekit as lk; lk.load\nfrom licensekit.catalogue import loading\nassert not loading._CHECKED"
    imported(code)


def test_a_question_imports_no_front_end_but_its_own() -> None:
    asked = "from licensekit.cli.main import main; assert main(['ask', 'mit', '--act', 'run']) == 0"
    assert (
        imported(asked) & {"licensekit.report.as_json", "licensekit.report.as_markdown", "licensekit.cli.checking"}
        == set()
    )


def test_the_module_can_be_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "licensekit", "--version"],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"licensekit ")
