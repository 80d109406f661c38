"""Mutants of the library's own code: one small change each, made in the text of a module, and a seeded sample of them.

Comparisons at their bound, `and` and `or`, negations, constants, a part of a tuple, set, list or call left out,
statements left out, and of the rules between facts (vocabulary/table_rules.py) a rule, a condition, a conclusion or a
`not`. Types, docstrings, messages, assertions and what `raise` says are left alone: they decide nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha1
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = ("meaning", "diagram", "decision")
RULES: Final = ("rules.py", "table_rules.py", "relations.py", "acts.py", "territories.py")
_COMPARED: Final = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: Final = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Mult: ast.Add}
_NAMED: Final = {"any": "all", "all": "any", "min": "max", "max": "min", "TRUE": "FALSE", "FALSE": "TRUE"}
_REPLACING: Final = {"replace", "_replace", "model_copy"}
_TYPING: Final = {"TypeAlias", "Literal", "TypeVar", "cast", "NewType", "isinstance", "issubclass"}
_IMPORTED: Final = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Mutant:
    """One change: what stands in a file from `start` to `end` (bytes) becomes `after`."""

    file: str
    line: int
    last_line: int
    start: int
    end: int
    before: str
    after: str
    kind: str
    function: str
    """The outermost function in which it stands, by its qualified name; empty for what runs while importing."""

    @property
    def id(self) -> str:
        """What tells it from all others, as long as the file stays as it is there."""
        said = f"{self.file}:{self.start}:{self.before}:{self.after}"
        return f"{Path(self.file).stem}-{self.line}-{sha1(said.encode(), usedforsecurity=False).hexdigest()[:8]}"

    def applied(self, text: bytes) -> bytes:
        """The module with the change."""
        assert text[self.start : self.end].decode() == self.before, "the module is another"
        return text[: self.start] + self.after.encode() + text[self.end :]


def modules() -> list[Path]:
    """The modules that decide, and those that hold rules between facts."""
    source = ROOT / "src" / "licensekit"
    files = [path for package in PACKAGES for path in sorted((source / package).glob("*.py"))]
    return files + [source / "vocabulary" / name for name in RULES]


def sample(seed: int, most: int) -> list[Mutant]:
    """The first mutants in the order of a seed: each beginning of it is a sample too."""
    every = sorted((each for path in modules() for each in mutants_of(path)), key=lambda each: each.id)
    Random(seed).shuffle(every)
    return list(islice(filter(_compiles, every), most))


def _compiles(mutant: Mutant) -> bool:
    try:
        compile(mutant.applied((ROOT / mutant.file).read_bytes()), mutant.file, "exec")
    except SyntaxError:
        return False
    return True


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of a module."""
    text = path.read_bytes()
    made = _Making(path.relative_to(ROOT).as_posix(), text)
    made.visit(ast.parse(text))
    if path.name == "table_rules.py":
        made.rules()
    yield from {each.id: each for each in made.mutants}.values()


class _Making(ast.NodeVisitor):
    def __init__(self, file: str, text: bytes) -> None:
        self.file, self.text = file, text
        self.starts = [0, *(match.end() for match in re.finditer(rb"\n", text))]
        self.mutants: list[Mutant] = []
        self.names: list[str] = []
        self.function = ""

    def _add(self, node: ast.expr | ast.stmt, after: str, kind: str) -> None:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        self._put(node.lineno, node.end_lineno, start, end, after, kind)

    def _put(self, line: int, last: int, start: int, end: int, after: str, kind: str) -> None:  # noqa: PLR0913, PLR0917
        before = self.text[start:end].decode()
        if before != after:
            self.mutants.append(Mutant(self.file, line, last, start, end, before, after, kind, self.function))

    def _instead(self, node: ast.expr, new: ast.expr, kind: str) -> None:
        self._add(node, f"({ast.unparse(ast.fix_missing_locations(new))})", kind)

    # --- where nothing is changed ---

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and "TypeAlias" not in ast.unparse(node.annotation):
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        """An assertion decides nothing."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """A message; and of what stands in one, Python 3.11 does not know the place."""

    def visit_Raise(self, node: ast.Raise) -> None:
        """What is said of an error."""

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.names.append(node.name)
        for each in node.body:
            self.visit(each)
        self.names.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *(each for each in node.args.kw_defaults if each)):
            self.visit(default)
        outermost = not self.function
        if outermost:
            self.function = ".".join((*self.names, node.name))
        for each in node.body:
            self.visit(each)
        if outermost:
            self.function = ""

    # --- conditions ---

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) != "TYPE_CHECKING":
            self._instead(node.test, ast.UnaryOp(ast.Not(), node.test), "a condition is turned round")
            self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._instead(node, ast.IfExp(node.test, node.orelse, node.body), "the other branch")
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for each in node.ifs:
            self._add(each, "True", "a filter is left out")
        self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> None:
        if node.guard is not None:
            self._add(node.guard, "True", "a guard is left out")
            self.visit(node.guard)
        for each in node.body:
            self.visit(each)

    def visit_Compare(self, node: ast.Compare) -> None:
        for at, operator in enumerate(node.ops):
            new = deepcopy(node)
            new.ops[at] = _COMPARED[type(operator)]()
            self._instead(node, new, "another comparison")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self._instead(node, ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values), "and, or")
        for at in range(len(node.values)):
            left = [each for index, each in enumerate(node.values) if index != at]
            self._instead(
                node, left[0] if len(left) == 1 else ast.BoolOp(node.op, left), "a part of a condition left out"
            )
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self._instead(node, node.operand, "a negation is left out")
        self.generic_visit(node)

    # --- values ---

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._add(node, str(not node.value), "another constant")
        elif isinstance(node.value, int):
            self._add(node, str(node.value + 1), "another constant")

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if (kind := _COMPUTED.get(type(node.op))) and not isinstance(node.left, ast.Constant | ast.JoinedStr):
            self._instead(node, ast.BinOp(node.left, kind(), node.right), "another operation")
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id in _NAMED:
            self._add(node, _NAMED[node.id], "another name")

    def _parts(self, node: ast.Tuple | ast.List | ast.Set) -> None:
        starred = any(isinstance(each, ast.Starred) for each in node.elts)
        if isinstance(node.ctx if not isinstance(node, ast.Set) else ast.Load(), ast.Load) and (
            starred or not isinstance(node, ast.Tuple)
        ):
            for at in range(len(node.elts)):
                new = deepcopy(node)
                del new.elts[at]
                said = ast.unparse(new) if new.elts or not isinstance(node, ast.Set) else "set()"
                self._add(node, said, "a part is left out")
        self.generic_visit(node)

    visit_Tuple = visit_List = visit_Set = _parts  # noqa: N815

    def visit_Dict(self, node: ast.Dict) -> None:
        for at in range(len(node.keys)):
            new = deepcopy(node)
            del new.keys[at], new.values[at]
            self._add(node, ast.unparse(new), "a part is left out")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in _TYPING:
            return
        if name in _REPLACING:
            for at in range(len(node.keywords)):
                new = deepcopy(node)
                del new.keywords[at]
                self._add(node, ast.unparse(new), "a part is left out")
        if name == "sorted" and len(node.args) == 1:
            self._add(node, f"list({ast.unparse(node.args[0])})", "not sorted")
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if isinstance(node.value, ast.Name) and (node.value.id in {"list", "dict", "set", "tuple", "Literal"}):
            return  # a type
        self.generic_visit(node)

    # --- statements ---

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self._add(node, "pass", "a statement is left out")
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._add(node, "pass", "a statement is left out")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._add(node, "break", "break, continue")

    def visit_Break(self, node: ast.Break) -> None:
        self._add(node, "continue", "break, continue")

    # --- the rules between facts ---

    def rules(self) -> None:
        """A rule left out, one of its conditions or conclusions, or a `not` more or less."""
        arrow = rb"(?P<arrow> -> | excludes | casts doubt on )"
        rule = rb"^(?P<rule>(?P<left>[a-z_.\[\] ]+?)" + arrow + rb"(?P<right>.+))\n(?P<why>    .*\n)*"
        for place in re.finditer(rule, self.text, re.MULTILINE):
            line = self.text.count(b"\n", 0, place.start()) + 1
            left, arrow = place["left"].decode(), place["arrow"].decode()
            conditions, conclusions = left.split(" and "), place["right"].decode().split(", ")
            self._put(line, line, place.start(), place.end(), "", "a rule is left out")
            begin, end = place.start("rule"), place.end("rule")
            for at in range(len(conditions)):
                first = conditions[at].removeprefix("not ")
                turned = [*conditions[:at], first if first != conditions[at] else f"not {first}", *conditions[at + 1 :]]
                self._put(
                    line,
                    line,
                    begin,
                    end,
                    f"{' and '.join(turned)}{arrow}{', '.join(conclusions)}",
                    "a `not` in a rule",
                )
                rest = conditions[:at] + conditions[at + 1 :]
                if rest:
                    said = f"{' and '.join(rest)}{arrow}{', '.join(conclusions)}"
                    self._put(line, line, begin, end, said, "a condition of a rule is left out")
            for at in range(len(conclusions) if len(conclusions) > 1 else 0):
                rest = conclusions[:at] + conclusions[at + 1 :]
                self._put(
                    line, line, begin, end, f"{left}{arrow}{', '.join(rest)}", "a conclusion of a rule is left out"
                )
