"""scripts/house.py: each thing that it counts, on a small house of its own, and the ratchet."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import house as script

PROJECT = "[tool.importlinter]\n"


def measured(
    folder: Path, files: Mapping[str, str], project: str = PROJECT, stays: tuple[str, ...] = ()
) -> script.House:
    source = folder / "src" / "licensekit"
    for name, text in {"__init__.py": "", **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    return script.measured(source, folder / "pyproject.toml", stays)


def test_lines_and_public_names_of_each_package(tmp_path: Path) -> None:
    found = measured(
        tmp_path,
        {
            "values.py": '"""Doc."""\n\n\nX = 1\n',
            "check/__init__.py": "",
            "check/a.py": "def f(): ...\n\n\nclass C:\n    def g(self): ...\n\n\ndef _h(): ...\nasync def i(): ...\n",
            "evaluate/__init__.py": "",
            "evaluate/b.py": "def f(): ...\n",
            "decision/__init__.py": "def g(): ...\n",
        },
    ).figures
    assert (found["lines total"], found["lines (top)"], found["lines check"], found["lines engine"]) == (15, 4, 9, 2)
    assert (found["lines engine/evaluate"], found["lines engine/decision"]) == (1, 1)
    assert (found["public total"], found["public check"], found["public engine"]) == (5, 3, 2)


CIRCLE = {
    "a/__init__.py": "",
    "a/x.py": "from licensekit.a import y\n",
    "a/y.py": "def late():\n    from licensekit.b.z import Z\n",
    "b/__init__.py": "",
    "b/z.py": "from __future__ import annotations\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from ..a.x import f\n\nZ = 1\n",
}


def test_a_circle_goes_through_functions_and_through_what_the_type_checker_alone_reads(tmp_path: Path) -> None:
    found = measured(tmp_path, CIRCLE)
    assert found.places["circles"] == [
        "3 modules: a.x, a.y, b.z\n    a.y imports b.z in a function\n    b.z imports a.x for the type checker"
    ]
    assert (found.figures["modules in circles"], found.figures["circles at once"]) == (3, 0)
    assert (found.figures["imports in functions"], found.figures["imports for the type checker"]) == (1, 1)


def test_a_package_and_its_modules_are_a_circle_where_they_import_one_another(tmp_path: Path) -> None:
    ring = {"a/__init__.py": "from licensekit.a.x import X\n", "a/x.py": "import licensekit.a\nX = 1\n"}
    assert measured(tmp_path, ring).figures["circles at once"] == 1


def test_no_circle_where_imports_point_one_way(tmp_path: Path) -> None:
    plain = {**CIRCLE, "a/y.py": "", "a/w.py": "from . import x, y\n"}
    assert measured(tmp_path, plain).figures["circles"] == 0


def test_names_of_types_with_several_meanings(tmp_path: Path) -> None:
    found = measured(
        tmp_path,
        {
            "model/a.py": "class Duty: ...\nclass Kind: ...\nLIMIT = 1 | 2\n",
            "syntax/a.py": "class Duty: ...\n",
            "check/a.py": "from typing import Literal, TypeAlias\nKind: TypeAlias = str\nSize = Literal['a']\n",
            "check/b.py": "Size = int | str\nLIMIT = 1 | 2\nkind = {}['a']\n",
        },
    )
    assert found.places["names of types with several meanings"] == [
        "Kind: check/a.py:2, model/a.py:2",
        "Size: check/a.py:3, check/b.py:1",
    ]
    assert found.places["names of types written and checked"] == ["Duty: model/a.py:1, syntax/a.py:1"]


def test_banned_names_of_modules_classes_and_functions(tmp_path: Path) -> None:
    files = {
        "check/given.py": "class Chosen:\n    def shown(self): ...\n\n\ndef _apart(): ...\ndef known_facts(): ...\n",
        "check/a.py": "known = 1\n",
    }
    every = [
        "check/given.py is called given",
        "check/given.py:1 Chosen",
        "check/given.py:5 _apart",
        "check/given.py:2 shown",
    ]
    assert measured(tmp_path, files).places["banned names"] == every
    stays = measured(tmp_path, files, stays=("check.given", "check.given.shown"))
    assert stays.places["banned names"] == every[1:3]


LIVES = """\
def short(parts):
    found = [1]

    return found


def long(parts):
    found = [1]


    return found


def loops(parts):
    for one in parts:
        print(one)
    print()
    print()
    for one in parts:
        print(one)
    return [
        one
        for one in parts
    ]


def nested(parts):
    found = [1]

    def within():
        return found[0]

    return within


def shadowed(parts):
    found = 1
    return [
        1,
        2,
        [found for found in parts],
    ]


def parameter(
    one,
    parts,
):
    return one


class C:
    def __eq__(self, other):
        a = 1
        b = 1
        return a == other


def matched(parts):
    match parts:
        case [other]:
            print()
            print()
            print(other)
"""


def test_short_names_that_live_beyond_three_lines(tmp_path: Path) -> None:
    found = measured(tmp_path, {"check/a.py": LIVES})
    assert found.places["long-lived locals"] == [
        "check/a.py:8 found, 4 lines",
        "check/a.py:15 one, 6 lines",
        "check/a.py:28 found, 4 lines",
        "check/a.py:61 other, 4 lines",
    ]
    assert found.places["long-lived parameters"] == ["check/a.py:46 one, 4 lines"]


def test_matches_that_pass_over_what_is_left(tmp_path: Path) -> None:
    text = "match x:\n    case 1:\n        pass\n    case {last}:\n        {body}\n"
    said = {
        ("_", "pass"): 1,
        ("other", "print(other)"): 1,
        ("_", "raise ValueError"): 1,
        ("_", "assert_never(x)"): 0,
        ("_", "typing.assert_never(x)"): 0,
        ("_", "assert_never(x.of.type)"): 0,
        ("_ if x", "pass"): 0,
        ("2", "pass"): 0,
        ("int() as n", "pass"): 0,
    }
    for (last, body), count in said.items():
        found = measured(tmp_path, {"check/a.py": text.format(last=last, body=body)})
        assert found.figures["silent matches"] == count, (last, body)


def test_imports_that_the_linter_passes_over(tmp_path: Path) -> None:
    project = '[[tool.importlinter.contracts]]\nname = "x"\nignore_imports = ["a -> b", "b -> c"]\n'
    assert measured(tmp_path, {}, project).places["ignored imports"] == ["a -> b", "b -> c"]


# --- the ratchet -------------------------------------------------------------------------------------------


def called(folder: Path, *words: str) -> int:
    where = ["--source", str(folder / "src" / "licensekit"), "--project", str(folder / "pyproject.toml")]
    return script.main([*where, "--budget", str(folder / "house.toml"), *words])


def test_no_figure_may_grow(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    budget = tmp_path / "house.toml"
    budget.write_text('stays = ["check.a.given"]\n[aims]\n"lines total" = 1\n', encoding="utf-8")
    measured(tmp_path, {"check/a.py": "def given(): ...\n"})
    assert called(tmp_path, "--check") == 1
    assert called(tmp_path, "--write") == 0
    written = budget.read_text(encoding="utf-8")
    assert '"check.a.given"' in written
    assert '"lines total" = 1\n' in written
    assert called(tmp_path, "--check") == 0

    measured(tmp_path, {"check/a.py": "def given(): ...\ndef shown(): ...\n"})
    capsys.readouterr()
    assert called(tmp_path, "--check") == 1
    said = capsys.readouterr().out
    assert "lines check: 2, and at most 1 are allowed" in said
    assert "banned names: 1, and at most 0 are allowed\n  check/a.py:2 shown" in said
    assert budget.read_text(encoding="utf-8") == written

    measured(tmp_path, {"check/a.py": ""})
    assert called(tmp_path, "--check") == 0
    assert called(tmp_path, "--write") == 0
    assert '"lines check" = 0' in budget.read_text(encoding="utf-8")


def test_a_package_without_a_budget_has_grown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured(tmp_path, {"check/a.py": "x = 1\n"})
    called(tmp_path, "--write")
    (tmp_path / "src" / "licensekit" / "check" / "a.py").unlink()
    measured(tmp_path, {"rules/a.py": "x = 1\n"})
    capsys.readouterr()
    assert called(tmp_path, "--check") == 1
    assert "lines rules: 1, and at most 0 are allowed" in capsys.readouterr().out


def test_one_package_that_decides_may_take_the_place_of_another(tmp_path: Path) -> None:
    measured(tmp_path, {"evaluate/a.py": "x = 1\n"})
    called(tmp_path, "--write")
    (tmp_path / "src" / "licensekit" / "evaluate" / "a.py").unlink()
    measured(tmp_path, {"decision/a.py": "x = 1\n"})
    assert called(tmp_path, "--check") == 0


def test_what_has_come_since(tmp_path: Path) -> None:
    earlier = measured(tmp_path, {"check/a.py": "def given(): ...\n"})
    later = measured(tmp_path, {"check/a.py": "X = 1\ndef given(): ...\ndef shown(): ...\ndef given(): ...\n"})
    assert list(script.come(earlier, later)) == [
        "",
        "banned names: 2 have come",
        "  check/a.py:3 shown",
        "  check/a.py:4 given",
    ]
    assert list(script.come(later, later)) == []


@pytest.mark.slow
def test_the_house_of_a_commit_is_read_from_git() -> None:
    if subprocess.run(
        ["git", "cat-file", "-e", "f563f1b"], cwd=script.ROOT, capture_output=True, check=False
    ).returncode:
        pytest.skip("the commit is not at hand")
    assert script.at("f563f1b", ()).figures["public engine"] == 586
