"""How a mutant of the code is tried: the tests that run its lines, in a child of this process, until one fails."""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.util
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import _lru_cache_wrapper, partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final, NamedTuple, TypeAlias

import pytest
from code_mutants import ROOT, Mutant

PYTEST: Final = (
    *("-q", "--no-header", "-o", "addopts=", "--assert=plain"),  # the import hook of pytest would come before ours
    *("-p", "no:cacheprovider", "-p", "no:schemathesis", "-p", "no:xdist"),
)
WARM_SECONDS, COLD_SECONDS = 12.0, 30.0
"""Recorded seconds of the tests that one mutant is put to, the quickest of each file first."""
WHILE_IMPORTING: Final = (
    "tests/differential/test_between_facts",
    "tests/unit/test_vocabulary",
    "tests/unit/test_meaning_rules",
)
"""The tests of rules between facts, which are read while the library is imported: all of them, in this order."""
Put: TypeAlias = Callable[[Mutant, "Outcome", str, float], None]
"""Records what became of a mutant, which way it was tried, and how many seconds that took."""


class Contexts(NamedTuple):
    """Which tests run which line of which file, and how many seconds each takes."""

    by_line: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that could notice, the quickest first, and one of each file before the second of any."""
        lines = self.by_line.get(mutant.file, {})
        if mutant.function:
            hit = frozenset().union(*(lines.get(at, frozenset()) for at in range(mutant.line, mutant.last_line + 1)))
            if not hit:  # the line of the statement may stand above
                above = max((at for at in lines if at <= mutant.line and lines[at]), default=0)
                hit = lines.get(above, frozenset())
        elif mutant.file.startswith("src/licensekit/vocabulary"):
            return [each for first in WHILE_IMPORTING for each in sorted(self.seconds) if each.startswith(first)]
        else:
            hit = frozenset().union(*lines.values()) if lines else frozenset()
        by_file = defaultdict(list)
        for each in sorted(hit & self.seconds.keys(), key=lambda name: (self.seconds[name], name)):
            by_file[each.partition("::")[0]].append(each)
        ranked = [(at, self.seconds[name], name) for names in by_file.values() for at, name in enumerate(names)]
        return [name for _, _, name in sorted(ranked)]


def within(tests: Iterable[str], seconds: Mapping[str, float], most: float) -> list[str]:
    """The first tests that take so many seconds together."""
    chosen, sum_ = [], 0.0
    for each in tests:
        if not chosen or sum_ + seconds[each] <= most:
            chosen.append(each)
            sum_ += seconds[each]
    return chosen


class FirstFailure:
    """The first test that fails, and how many were run."""

    def __init__(self) -> None:
        self.failed = ""
        self.ran = 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Called by pytest after each part of a test."""
        self.ran += report.when == "call"
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        """Called by pytest for each module of tests."""
        if report.failed and not self.failed:
            self.failed = f"collecting {report.nodeid}"


class Outcome(NamedTuple):
    """What became of a mutant."""

    status: str
    by: str = ""
    ran: int = 0


def in_a_child(act: Callable[[], Outcome], seconds: float) -> Outcome:
    """What comes of an action in a child of this process, which may take so many seconds of the processor."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        outcome = Outcome("error")
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 6))
            resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            outcome = act()
        except BaseException as problem:  # noqa: BLE001 - the parent is told
            outcome = Outcome("error", repr(problem)[:300])
        finally:
            os.write(writing, json.dumps(outcome).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return Outcome(*json.loads(said)) if said else Outcome("timeout")


def exchanged(mutant: Mutant, functions: Mapping[tuple[str, str], Sequence[FunctionType]]) -> bool:
    """Exchange the code of a function for that of a mutant; False if no such function is there."""
    path = str(ROOT / mutant.file)
    module = compile(mutant.applied(Path(path).read_bytes()), path, "exec", dont_inherit=True)
    new = next((code for code in codes(module) if code.co_qualname == mutant.function), None)
    old = functions.get((path, mutant.function), ())
    if new is None or not old or any(each.__code__.co_freevars != new.co_freevars for each in old):
        return False
    for each in old:
        each.__code__ = new
    return True


def codes(code: CodeType) -> Iterable[CodeType]:
    """All code within code."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from codes(each)


def cleared() -> None:
    """Forget what functions that may be changed have worked out."""
    for each in gc.get_objects():
        if (
            isinstance(each, _lru_cache_wrapper)
            and str(each.__module__).startswith("licensekit.")
            and not str(each.__module__).startswith(("licensekit.syntax", "licensekit.catalogue"))
        ):
            each.cache_clear()


class Changing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module with a change."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = mutant.file.removeprefix("src/").removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:  # noqa: ARG002
        """Called by Python for each module that is to be imported."""
        if name != self.name:
            return None
        place = str(ROOT / self.mutant.file)
        package = place.endswith("__init__.py")
        return importlib.util.spec_from_file_location(
            name, place, loader=self, submodule_search_locations=[str(Path(place).parent)] if package else None
        )

    def exec_module(self, module: ModuleType) -> None:
        """Called by Python to import the module."""
        place = ROOT / self.mutant.file
        exec(compile(self.mutant.applied(place.read_bytes()), str(place), "exec"), vars(module))


def cold(mutant: Mutant, tests: Sequence[str]) -> Outcome:
    """Run tests in this process, which has not imported the library."""
    os.chdir(ROOT)
    changing = Changing(mutant)
    sys.meta_path.insert(0, changing)
    try:
        importlib.import_module(changing.name)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the change is noticed
        return Outcome("killed", f"importing: {type(problem).__name__}")
    watching = Watching(tests)
    files = sorted({each.partition("::")[0] for each in tests})
    status = pytest.main([*PYTEST, "-x", *files], plugins=[watching])
    words = {0: "survived", 1: "killed", 2: "killed"}  # 2: a module of tests cannot be imported
    return Outcome(words.get(int(status), f"status {int(status)}"), watching.failed, watching.ran)


class Watching(FirstFailure):
    """Runs some tests of those collected, in an order."""

    def __init__(self, tests: Sequence[str]) -> None:
        super().__init__()
        self.order = {name: at for at, name in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Called by pytest with all tests that it collected."""
        items[:] = sorted(
            (each for each in items if each.nodeid in self.order), key=lambda each: self.order[each.nodeid]
        )


class Warm:
    """The loop of a pytest that has collected: each mutant in a child, whose tests run until one fails."""

    def __init__(self, mutants: Sequence[Mutant], known: Contexts, put: Put, cache: Path) -> None:
        self.mutants, self.known, self.put, self.cache = mutants, known, put, cache

    def pytest_runtestloop(self, session: Any) -> bool:
        """Called by pytest to run what it collected."""
        items = {each.nodeid: each for each in session.items}
        os.environ["LICENSEKIT_CACHE"] = str(self.cache)  # what is parsed is not what is changed here
        functions = defaultdict(list)
        for each in gc.get_objects():
            if isinstance(each, FunctionType) and str(each.__module__).startswith("licensekit."):
                functions[each.__code__.co_filename, each.__code__.co_qualname].append(each)
        gc.freeze()
        for mutant in self.mutants:
            tests = [each for each in self.known.tests(mutant) if each in items]
            tests = within(tests, self.known.seconds, WARM_SECONDS)
            begun = time.monotonic()
            if tests:
                trial = partial(self._tried, session, [items[each] for each in tests], mutant, functions)
                outcome = in_a_child(trial, WARM_SECONDS)
            else:
                outcome = Outcome("no test")
            self.put(mutant, outcome, "warm", time.monotonic() - begun)
        return True

    def _tried(self, session: Any, items: list[Any], mutant: Mutant, functions: Any) -> Outcome:
        if not exchanged(mutant, functions):
            return Outcome("not exchanged")
        cleared()
        first = FirstFailure()
        session.config.pluginmanager.register(first)
        for at, item in enumerate(items):
            after = items[at + 1] if at + 1 < len(items) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if first.failed:
                return Outcome("killed", first.failed, first.ran)
        return Outcome("survived", "", first.ran)
