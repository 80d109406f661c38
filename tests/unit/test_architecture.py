"""docs/architecture.md: every file that it names is there, and its lists for a new kind are those of the code.

Two ways tell which files a new kind of condition or clause touches: those that name every kind there is, and those in
which the type checker misses a new one. What matches silently is counted by scripts/house.py.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache as remembered
from pathlib import Path
from typing import NamedTuple

import pytest

from optional import needs

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "licensekit"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ENDINGS = r"(?:py|pyi|lark|lic|json|md|toml)"
PATHS = re.compile(rf"(?<![\w.-])(?:[\w.-]+/)*[\w.-]+\.{ENDINGS}\b|(?<![\w.-])(?:[\w.-]+/)+(?![\w.<-])")
PLACEHOLDERS = re.compile(r"(FAMILY/)?(ID|FILE|NAME)\.")


class Kinds(NamedTuple):
    """The kinds of condition or clause, and where a new one is declared."""

    heading: str
    names: tuple[str, ...]
    """As classes; of conditions those that have one name as written and as checked."""
    declared: Mapping[str, str]
    """The modules whose unions list every kind; with the class of a new one, where that stands there."""
    missed: tuple[str, ...]
    """Some files in which the type checker must miss a new kind."""


CONDITIONS = Kinds(
    "A new kind of condition",
    ("Holds", "SetMeets", "Compares", "DateOrder", "DateWithin", "ReadingIs", "ApprovalHeld"),
    {
        "model/conditions.py": 'class Sixth(ModelNode):\n    kind: Literal["sixth"] = "sixth"\n    fact: str\n\n\n',
        "model/fold.py": "",
        "syntax/tree/conditions.py": "class Sixth(SyntaxNode):\n    fact: Name\n\n\n",
    },
    ("meaning/lowering.py", "check/conditions.py", "syntax/phrases.py"),
)
CLAUSES = Kinds(
    "A new kind of clause",
    ("Grant", "Reservation", "Prohibition", "Duty", "Gate", "Exemption", "Termination"),
    {
        "model/clauses.py": 'class Sixth(ClauseBase):\n    kind: Literal["sixth"] = "sixth"\n    acts: Acts\n\n\n',
        "syntax/tree/clauses.py": "class Sixth(ClauseItem):\n    acts: Acts\n\n\n",
    },
    ("meaning/program.py", "check/clauses.py", "syntax/lines.py"),
)
BOTH = pytest.mark.parametrize("kinds", [CONDITIONS, CLAUSES], ids=["condition", "clause"])


def placed(path: str) -> Path:
    """A path as the page writes it: from the root or the package; a link, from the page."""
    return next((folder / path for folder in (ROOT, SOURCE, ROOT / "docs") if (folder / path).exists()), ROOT / path)


def listed(heading: str) -> set[str]:
    """The files in the list below a heading."""
    section = PAGE.split(f"### {heading}\n")[1].split("\n### ")[0]
    items = re.findall(r"^- (.*?)(?=^- |\n\n|\Z)", section, re.MULTILINE | re.DOTALL)
    return {path for item in items for path in re.findall(rf"`([\w./-]+\.{ENDINGS})`", item)}


def test_every_file_named_is_there() -> None:
    named = {path for path in PATHS.findall(PAGE) if not PLACEHOLDERS.search(path)}
    assert len(named) > 80
    assert sorted(path for path in named if not placed(path).exists()) == []


def test_the_picture_and_the_table_name_every_package() -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert {name for name in packages if f"{name}/" not in PAGE} == set()


@BOTH
def test_the_number_of_files_is_that_of_the_list(kinds: Kinds) -> None:
    section = PAGE.split(f"### {kinds.heading}\n\n")[1]
    assert int(re.match(r"(\d+) files", section)[1]) == len(listed(kinds.heading))  # type: ignore[index]


@remembered
def named_in(path: Path) -> set[str]:
    """The names in a module, and its texts: word by word where these are nothing but words."""
    words = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.ClassDef(name=name) | ast.alias(name=name):
                words.add(name)
            case ast.Constant(value=str(text)):
                words.update(text.split() if re.fullmatch(r"[a-z_\s]+", text) else [text])
    return words


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@BOTH
def test_the_list_is_of_the_files_that_name_every_kind(kinds: Kinds) -> None:
    def names_all(path: Path) -> bool:
        words = named_in(path)
        return all(name in words or snake(name) in words for name in kinds.names)

    naming = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if names_all(path)}
    assert naming == listed(kinds.heading) - {"grammars/licensekit.lark"}


def with_another(text: str, declaration: str, kind: str) -> str:
    """A module with one more kind beside this one: in unions, in patterns, and as a class."""
    text = re.sub(rf"\| (\w+\.)?{kind}\b(\(\))?", r"\g<0> | \1Sixth\2", text)
    return re.sub(rf"^class {kind}\(", rf"{declaration}\g<0>", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


@pytest.mark.slow
@BOTH
def test_the_type_checker_misses_a_new_kind_in_no_other_file(kinds: Kinds, tmp_path: Path, cache: Path) -> None:
    needs("mypy", extra="dev")
    copy = tmp_path / "src" / "licensekit"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, declaration in kinds.declared.items():
        text = (copy / path).read_text(encoding="utf-8")
        changed = with_another(text, declaration, kinds.names[-1])
        assert changed.count("Sixth") >= (2 if declaration else 1)
        (copy / path).write_text(changed, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "src", "--cache-dir", str(cache)]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300).stdout
    about = [line for line in told.splitlines() if re.search(r'"Sixth"|\bSixth \|', line)]
    missed = {line.split(":")[0].removeprefix("src/licensekit/") for line in about}
    assert missed.issuperset(kinds.missed), told[-2000:]
    assert missed <= listed(kinds.heading)
