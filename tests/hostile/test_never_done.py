"""What no module does: read stored objects, run text, look at the clock, or ask for lark's own cache.

Evidence for rows 10, 14, 20 and 23 of the project's list of attacks: pickles that others can write, YAML, code in
data, and answers that change with the day on which they are asked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import licensekit

ROOT = Path(licensekit.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))
    }


STORED_OBJECTS = {"pickle", "cPickle", "marshal", "shelve", "dill", "yaml", "ruamel"}
CLOCKS = {"today", "now", "utcnow", "time_ns", "localtime", "gmtime"}


def modules() -> Iterator[tuple[str, str]]:
    """Each file with each module that it imports."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module.partition(".")[0]


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each file with the last name of what it calls."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                yield name, called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node


def test_there_is_something_to_look_at() -> None:
    assert len(trees()) > 150
    assert ("syntax/grammar.py", "lark") in set(modules())


def test_no_stored_objects_are_read() -> None:
    cards = (
        "components/front_matter.py",
        "yaml",
    )  # composed alone, which makes no object: tests/hostile/test_labels.py
    assert [found for found in modules() if found[1] in STORED_OBJECTS] == [cards]


def test_lark_keeps_no_cache_of_its_own() -> None:
    made = [(name, call) for name, called, call in calls() if called == "Lark"]
    assert [name for name, _ in made] == ["syntax/grammar.py"]
    assert all(keyword.arg != "cache" for _, call in made for keyword in call.keywords)


def test_only_the_compiler_runs_what_it_wrote_itself() -> None:
    built_in = [(name, called) for name, called, call in calls() if isinstance(call.func, ast.Name)]
    assert [found for found in built_in if found[1] in {"eval", "__import__"}] == []
    assert "builtins" not in {module for _, module in modules()}, "or they could be called by another way"
    runs = {name for name, called, call in calls() if called == "exec" and isinstance(call.func, ast.Name)}
    assert all(name.startswith("compile/") for name in runs)


def test_nothing_reads_the_clock_but_the_door_of_the_command() -> None:
    """What main hands over as `surroundings` may be asked for the day; the clock itself is read in one place."""
    clocks = [(name, call.func) for name, called, call in calls() if called in CLOCKS]
    read = {name for name, func in clocks if isinstance(func, ast.Attribute) and "surroundings" not in ast.dump(func)}
    assert read == {"cli/main.py"}
