"""How large the house is, and what is untidy in it: `python scripts/house.py [--check | --write | --list | …]`.

It reads the source alone, with `ast`, and prints a table. `--check` holds each figure to scripts/house.toml, where none
may grow: it says what grew, and where, and its exit status is 1. `--write` puts down the figures as they are: after a
change that made some of them smaller, in the same commit. `--list` says where all of it is, and `--since` what has come
since a commit.

- **lines**: of each package, blank lines and docstrings included. `engine` stands for the packages that decide, those
  of today and those that replace them, together.
- **public**: classes and functions at the top of a module whose name has no leading underscore.
- **circles**: modules that import one another in a circle, over all imports of the house: those within functions and
  those for the type checker count, and are told apart. What is imported by a name in a string is not seen.
- **names of types**: classes and type aliases whose name stands in more than one place; those that are a part of the
  tree in one and what the check makes of it in the other, and nothing else, are counted apart.
- **banned**: modules, classes and functions (methods too) with a name that says nothing; `stays` in scripts/house.toml
  lists those that are public.
- **long-lived**: locals called `found`, `one` or `other` that live beyond three lines, from the line that first binds
  them to that of their last use, both counted; parameters apart from other locals, but for those of methods such as
  `__eq__`, where `other` is what everybody calls it.
- **silent**: matches whose last case takes whatever is left, with no guard, and does not say `assert_never`.
- **ignored**: imports that pyproject.toml lets the linter of imports pass over.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import subprocess
import tarfile
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "licensekit"
BUDGET: Final = Path(__file__).with_suffix(".toml")
TOP: Final = "(top)"
"""The modules that stand in no package."""
ENGINE: Final = ("evaluate", "analyse", "compile", "testing", "meaning", "diagram", "decision")
BANNED: Final = frozenset(
    [
        *("given", "shown", "apart", "known", "standing", "setting", "sides", "ways"),
        *("alike", "chosen", "sections", "vague", "notice", "touched", "beside", "before"),
    ]
)
SHORT: Final = frozenset({"found", "one", "other"})
LIFE: Final = 3
"""Lines that a local with a short name may live."""
LATE, TYPING, AT_ONCE = "in a function", "for the type checker", ""
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES: Final = (*_FUNCTIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Module:
    """One file of the house."""

    name: str
    """As it is imported, without `licensekit.`; the package itself is the empty name."""
    path: str
    lines: int
    tree: ast.Module

    @property
    def package(self) -> str:
        """The package in which it stands."""
        first, _, rest = self.name.partition(".")
        return first if rest or (first and self.is_package) else TOP

    @property
    def is_package(self) -> bool:
        """Whether it is the `__init__` of a package."""
        return Path(self.path).name == "__init__.py"


class Import(NamedTuple):
    """That one module imports another."""

    importer: str
    imported: str
    line: int
    how: str


@dataclass(frozen=True)
class House:
    """What was measured: figures under their names, and of each but the lines where what it counts is."""

    figures: Mapping[str, int]
    places: Mapping[str, list[str]] = field(default_factory=dict)


# --- reading -----------------------------------------------------------------------------------------------


def modules(source: Path) -> list[Module]:
    """Every module below a folder, by name."""
    found = []
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        found.append(Module(name, str(path.relative_to(source)), len(text.splitlines()), ast.parse(text)))
    return found


def imports(module: Module, names: frozenset[str], root: str) -> Iterator[Import]:
    """What a module imports of the house, each import once for each line."""
    for node, how in _statements(module.tree, AT_ONCE):
        for target in dict.fromkeys(_targets(node, module, names, root)):
            if target != module.name:
                yield Import(module.name, target, node.lineno, how)


def _statements(node: ast.AST, how: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, how
        elif isinstance(child, ast.If) and ast.unparse(child.test).rpartition(".")[2] == "TYPE_CHECKING":
            for part in child.body:
                yield from _statements(ast.Module([part], []), TYPING)
            for part in child.orelse:
                yield from _statements(ast.Module([part], []), how)
        else:
            yield from _statements(child, LATE if isinstance(child, _FUNCTIONS) and not how else how)


def _targets(node: ast.Import | ast.ImportFrom, module: Module, names: frozenset[str], root: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top, _, rest = alias.name.partition(".")
            if top == root:
                yield rest
        return
    base = node.module or ""
    if node.level:
        above = module.name.split(".") if module.name else []
        above = above[: len(above) - node.level + module.is_package]
        base = ".".join([root, *above, *([base] if base else [])])
    top, _, rest = base.partition(".")
    if top == root:
        for alias in node.names:
            below = f"{rest}.{alias.name}" if rest else alias.name
            yield below if below in names else rest


def circles(found: Iterable[Import]) -> list[tuple[str, ...]]:
    """The largest sets of modules that all import one another, directly or not (Tarjan 1972); the largest first."""
    after: dict[str, list[str]] = defaultdict(list)
    for each in found:
        after[each.importer].append(each.imported)
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    result: list[tuple[str, ...]] = []
    for start in sorted(after):
        if start in index:
            continue
        index[start] = low[start] = len(index)
        open_.append(start)
        path = [(start, iter(after[start]))]
        while path:
            name, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[name])
                if low[name] == index[name]:
                    at = open_.index(name)
                    if len(open_) - at > 1:
                        result.append(tuple(sorted(open_[at:])))
                    del open_[at:]
            elif following not in index:
                index[following] = low[following] = len(index)
                open_.append(following)
                path.append((following, iter(after.get(following, ()))))
            elif following in open_:
                low[name] = min(low[name], index[following])
    return sorted(result, key=lambda circle: (-len(circle), circle))


# --- what stands in a module -------------------------------------------------------------------------------


def public(module: Module) -> Iterator[str]:
    """The public classes and functions at its top."""
    for node in module.tree.body:
        if isinstance(node, (ast.ClassDef, *_FUNCTIONS)) and not node.name.startswith("_"):
            yield f"{module.path}:{node.lineno} {node.name}"


def types(module: Module) -> Iterator[tuple[str, int]]:
    """The classes that it defines, and the names at its top that stand for a type, with their lines."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield node.name, node.lineno
    for node in module.tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if (
                ast.unparse(annotation) == "TypeAlias"
            ):
                yield name, node.lineno
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.BinOp()) if (
                name.lstrip("_")[:1].isupper() and not name.isupper()
            ):
                yield name, node.lineno
            case _:
                pass


def banned(module: Module) -> Iterator[tuple[str, str]]:
    """Its own name, and those of its classes and functions, that say nothing, each with its place."""
    own = module.name.rpartition(".")[2]
    if own in BANNED:
        yield module.name, f"{module.path} is called {own}"
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.ClassDef, *_FUNCTIONS)) and node.name.lower().strip("_") in BANNED:
            yield f"{module.name}.{node.name}", f"{module.path}:{node.lineno} {node.name}"


def long_lives(module: Module) -> Iterator[tuple[str, str]]:
    """The locals with a short name that live too long: whether it is a parameter, and where it is."""
    scopes = _Scopes()
    scopes.visit(module.tree)
    for name, lines, parameter in scopes.lives:
        if max(lines) - min(lines) >= LIFE:
            life = f"{module.path}:{min(lines)} {name}, {max(lines) - min(lines) + 1} lines"
            yield ("parameters" if parameter else "locals"), life


class _Scopes(ast.NodeVisitor):
    """Walks scopes from outside to inside; each use counts for the innermost scope that binds the name."""

    def __init__(self) -> None:
        self.frames: list[dict[str, list[int]]] = []
        self.lives: list[tuple[str, list[int], bool]] = []

    def visit(self, node: ast.AST) -> None:
        if not isinstance(node, _SCOPES):
            name = _short_name(node)
            frame = next((each for each in reversed(self.frames) if name in each), None)
            if name is not None and frame is not None:
                frame[name].append(node.lineno)  # type: ignore[attr-defined]
            self.generic_visit(node)
            return
        parameters = {each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)} if _called(node) else set()
        self.frames.append({name: [] for name in _bound(node)})
        self.generic_visit(node)
        for name, lines in self.frames.pop().items():
            compares = isinstance(node, _FUNCTIONS) and node.name.startswith("__") and name in parameters
            if lines and not compares:
                self.lives.append((name, lines, name in parameters))


def _called(scope: ast.AST) -> bool:
    return isinstance(scope, (*_FUNCTIONS, ast.Lambda))


def _short_name(node: ast.AST) -> str | None:
    """The short name that a node binds or uses."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return name if name in SHORT else None
        case _:
            return None


def _bound(scope: ast.AST) -> set[str]:
    """The short names that a scope binds itself."""
    result: set[str] = set()
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        name = _short_name(node)
        if name is not None and not (isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)):
            result.add(name)
        if not isinstance(node, _SCOPES):
            waiting += ast.iter_child_nodes(node)
    return result


def silent(module: Module) -> Iterator[str]:
    """The matches that pass over whatever is left."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Match):
            last = node.cases[-1]
            rest = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None
            if rest and not re.match(r"(\w+\.)?assert_never\(", ast.unparse(last.body[0])):
                yield f"{module.path}:{node.lineno} match {ast.unparse(node.subject)}"


# --- measuring ---------------------------------------------------------------------------------------------


def measured(source: Path, project: Path, stays: Iterable[str] = ()) -> House:
    """The house below a folder, whose project file tells what the linter of imports passes over."""
    found = modules(source)
    names = frozenset(module.name for module in found)
    every = [each for module in found for each in imports(module, names, source.name)]
    figures = {f"lines {name}": count for name, count in _by_package((each.package, each.lines) for each in found)}
    figures |= {
        f"public {name}": count
        for name, count in _by_package((each.package, len(list(public(each)))) for each in found)
    }
    places: dict[str, list[str]] = {"circles": [], "circles at once": []}
    for name, several in (("circles", every), ("circles at once", [each for each in every if each.how == AT_ONCE])):
        places[name] = [_told(circle, several) for circle in circles(several)]
    figures["modules in circles"] = sum(map(len, circles(every)))
    figures["modules in circles at once"] = sum(map(len, circles([each for each in every if each.how == AT_ONCE])))
    places["imports in functions"], places["imports for the type checker"] = (
        [f"{names_of(each)} at line {each.line}" for each in every if each.how == how] for how in (LATE, TYPING)
    )
    meanings: dict[str, list[str]] = defaultdict(list)
    for module in found:
        for name, line in types(module):
            meanings[name].append(f"{module.path}:{line}")
    several_meanings = [(name, where) for name, where in sorted(meanings.items()) if len(where) > 1]
    for name, doubled in (
        ("names of types with several meanings", False),
        ("names of types written and checked", True),
    ):
        places[name] = [
            f"{each}: {', '.join(where)}" for each, where in several_meanings if _written_and_checked(where) is doubled
        ]
    kept = frozenset(stays)
    places["banned names"] = [where for each in found for name, where in banned(each) if name not in kept]
    lives = [life for each in found for life in long_lives(each)]
    for kind in ("locals", "parameters"):
        places[f"long-lived {kind}"] = [where for what, where in lives if what == kind]
    places["silent matches"] = [where for each in found for where in silent(each)]
    places["ignored imports"] = ignored(project)
    return House(figures | {name: len(where) for name, where in places.items()}, places)


def _written_and_checked(where: list[str]) -> bool:
    """Whether a name is that of a part of the tree and of what the check makes of it, and of nothing else."""
    return [place.partition("/")[0] for place in where] == ["model", "syntax"]


def _by_package(counts: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The sums for the whole, for what decides, and for each other package."""
    sums: Counter[str] = Counter()
    for package, count in counts:
        sums["total"] += count
        sums["engine" if package in ENGINE else package] += count
        if package in ENGINE:
            sums[f"engine/{package}"] += count
    yield from sorted(sums.items(), key=lambda each: (each[0] != "total", each[0]))


def names_of(found: Import) -> str:
    """An import in words."""
    return f"{found.importer or TOP} imports {found.imported or TOP}"


def _told(circle: tuple[str, ...], every: Iterable[Import]) -> str:
    """A circle, with what closes it that is no plain import."""
    within = [each for each in every if each.importer in circle and each.imported in circle]
    plain = {(each.importer, each.imported) for each in within if each.how == AT_ONCE}
    apart = [
        f"    {names_of(each)} {each.how}"
        for each in dict.fromkeys(each._replace(line=0) for each in within)
        if each.how and (each.importer, each.imported) not in plain
    ]
    return "\n".join([f"{len(circle)} modules: {', '.join(name or TOP for name in circle)}", *apart])


def ignored(project: Path) -> list[str]:
    """The imports that a project file lets the linter of imports pass over."""
    settings = tomllib.loads(project.read_text(encoding="utf-8"))
    contracts = settings.get("tool", {}).get("importlinter", {}).get("contracts", [])
    return [each for contract in contracts for each in contract.get("ignore_imports", [])]


# --- the budget --------------------------------------------------------------------------------------------

TOLD: Final = ("imports in functions", "imports for the type checker", "circles at once", "modules in circles at once")
"""Figures that are told, and may grow: an import for a function alone is how a command starts quickly."""


_LINE: Final = re.compile(r":\d+| at line \d+|, \d+ lines$")
FEW: Final = 30
"""So many places are said at once."""


def held(name: str) -> bool:
    """Whether a figure may not grow; the packages that decide are held as one, since one replaces the other."""
    return name not in TOLD and "engine/" not in name


def grown(house: House, budget: Mapping[str, int]) -> list[str]:
    """What is more than the budget allows, with its places. A package that it does not name is one too many."""
    lines = []
    for name, now in house.figures.items():
        if held(name) and now > budget.get(name, 0):
            lines.append(f"{name}: {now}, and at most {budget.get(name, 0)} are allowed")
            places = house.places.get(name, [])
            lines += (
                [f"  {where}" for where in places] if len(places) <= FEW else ["  where: `--list`, or `--since COMMIT`"]
            )
    return lines


def budget_text(house: House, settings: Mapping[str, Any]) -> str:
    """The file with the figures as they are."""
    lines = ["# The most that each figure of `python scripts/house.py` may be: a ratchet, lowered by `--write`.", ""]
    lines += ["stays = [  # public names that say nothing, and that the language or the interface keeps"]
    lines += [f'  "{name}",' for name in settings.get("stays", ())]
    lines += ["]", "", "[aims]"]
    lines += [f'"{name}" = {most}' for name, most in settings.get("aims", {}).items()]
    lines += ["", "[most]", *(f'"{name}" = {now}' for name, now in house.figures.items() if held(name))]
    return "\n".join(lines) + "\n"


def at(commit: str, stays: Iterable[str]) -> House:
    """The house as it was in a commit."""
    words = ["git", "archive", "--format=tar", commit, "src/licensekit", "pyproject.toml"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return measured(Path(folder, "src", "licensekit"), Path(folder, "pyproject.toml"), stays)


def come(earlier: House, house: House) -> Iterator[str]:
    """What is untidy and was not, of each kind; a line that only moved is the same."""
    for name, places in house.places.items():
        left = Counter(_LINE.sub("", where) for where in earlier.places.get(name, ()))
        new = []
        for where in places:
            same = _LINE.sub("", where)
            if left[same]:
                left[same] -= 1
            else:
                new.append(where)
        if new:
            yield from ("", f"{name}: {len(new)} have come", *(f"  {where}" for where in new))


def table(house: House, settings: Mapping[str, Any]) -> Iterator[str]:
    """The figures, what is allowed, and what is aimed at."""
    budget, aims = settings.get("most", {}), settings.get("aims", {})
    width = max(map(len, house.figures)) + 2
    yield f"{'':{width}}{'now':>8}{'allowed':>9}{'aim':>8}"
    for name, now in house.figures.items():
        allowed = budget.get(name, 0) if held(name) else ""
        yield f"{name:{width}}{now:>8}{allowed:>9}{aims.get(name, ''):>8}"


def main(words: list[str] | None = None) -> int:
    """Print the table; 1 where something grew, or was not found in the budget."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="exit status 1 where a figure grew")
    parser.add_argument("--write", action="store_true", help="put the figures down as they are")
    parser.add_argument("--list", action="store_true", help="say where all of it is")
    parser.add_argument("--since", metavar="COMMIT", help="say what has come since a commit")
    parser.add_argument("--source", type=Path, default=SOURCE, help="the package to measure")
    parser.add_argument("--project", type=Path, default=ROOT / "pyproject.toml", help="its project file")
    parser.add_argument("--budget", type=Path, default=BUDGET, help="what is allowed")
    asked = parser.parse_args(words)
    settings = tomllib.loads(asked.budget.read_text(encoding="utf-8")) if asked.budget.exists() else {}
    house = measured(asked.source, asked.project, settings.get("stays", ()))
    print(*table(house, settings), sep="\n")
    if asked.list:
        for name, where in house.places.items():
            print("", f"{name}: {len(where)}", *(f"  {each}" for each in where), sep="\n")
    if asked.since:
        print(*come(at(asked.since, settings.get("stays", ())), house), sep="\n")
    if asked.write:
        asked.budget.write_text(budget_text(house, settings), encoding="utf-8")
    elif asked.check:
        lines = grown(house, settings.get("most", {}))
        print("", *lines or ["Nothing grew."], sep="\n")
        return int(bool(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
