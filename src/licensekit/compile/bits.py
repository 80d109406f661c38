"""Three-valued conditions as bits, eight rows in a byte: a graph of operations, and the function that runs it.

Each node of the graph stands for an array of bits over the rows of a block. A condition is two nodes, known to be true
and known to be false; where every row is known, the second is the first turned around, and costs nothing until it is
asked for. The function is built from syntax nodes, as in `generate`: names are ours, constants are bound.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from licensekit.compile.generate import compiled
from licensekit.compile.syntax_nodes import assign, call, read

Node: TypeAlias = int
ZERO: Final = 0
ONES: Final = 1


class Truth(NamedTuple):
    """A condition over rows: where it is known to be true, and where to be false."""

    true: Node
    false: Node


class Graph:
    """The operations of a function, each once, whoever asks for it."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Node] = {("zero",): ZERO, ("ones",): ONES}
        self._nodes: list[tuple[object, ...]] = [("zero",), ("ones",)]

    def node(self, *parts: object) -> Node:
        """The node of an operation and its arguments."""
        found = self._made.get(parts)
        if found is None:
            found = self._made[parts] = len(self._nodes)
            self._nodes.append(parts)
        return found

    def atom(self, function: str, *arguments: object) -> Node:
        """Bits that a bound function makes of columns, named by text, and of constants, wrapped in a tuple."""
        return self.node("call", function, *arguments)

    def turned(self, part: Node) -> Node:
        """Not."""
        kind = self._nodes[part]
        if part in {ZERO, ONES}:
            return ONES - part
        return kind[1] if kind[0] == "not" else self.node("not", part)  # type: ignore[return-value]

    def every(self, parts: Iterable[Node]) -> Node:
        """And."""
        return self._joined("and", parts, neutral=ONES)

    def some(self, parts: Iterable[Node]) -> Node:
        """Or."""
        return self._joined("or", parts, neutral=ZERO)

    def _joined(self, kind: str, parts: Iterable[Node], *, neutral: Node) -> Node:
        left = sorted({part for part in parts if part != neutral})
        if ONES - neutral in left or any(self.turned(part) in left for part in left):
            return ONES - neutral
        if not left:
            return neutral
        found = left[0]
        for part in left[1:]:
            found = self.node(kind, found, part)
        return found

    # ---- three values

    def sure(self, true: Node) -> Truth:
        """A condition that is known in every row."""
        return Truth(true, self.turned(true))

    def open(self, truth: Truth) -> Node:
        """Where a condition is neither known to be true nor to be false."""
        return ZERO if truth.false == self.turned(truth.true) else self.turned(self.some(truth))

    def all_of(self, parts: Iterable[Truth]) -> Truth:
        """And, by Kleene."""
        found = tuple(parts)
        true = self.every(part.true for part in found)
        if all(part.false == self.turned(part.true) for part in found):
            return self.sure(true)
        return Truth(true, self.some(part.false for part in found))

    def any_of(self, parts: Iterable[Truth]) -> Truth:
        """Or, by Kleene."""
        found = self.all_of(Truth(part.false, part.true) for part in parts)
        return Truth(found.false, found.true)

    def chosen(self, condition: Node, then: Truth, otherwise: Truth) -> Truth:
        """One condition in some rows, another in the rest."""
        other = self.turned(condition)
        true, false = (
            self.some((self.every((condition, one)), self.every((other, two))))
            for one, two in zip(then, otherwise, strict=True)
        )
        exact = ZERO == self.open(then) == self.open(otherwise)
        return self.sure(true) if exact else Truth(true, false)

    # ---- the function

    def function(
        self, columns: tuple[str, ...], outputs: Mapping[str, Node], bound: Mapping[str, object]
    ) -> Callable[..., Any]:
        """A function of arrays: it reads columns, fills outputs, and leaves out what no output needs."""
        body: list[ast.stmt] = []
        done: set[Node] = set()
        for node in outputs.values():
            self._write(node, body, done)
        for name, node in outputs.items():
            whole = ast.Subscript(read(name), ast.Slice(), ast.Store())
            body.append(ast.Assign([whole], _read(node)))
        constants = {"zero": 0, "ones": 255}
        made: Any = compiled((*columns, *outputs), body or [ast.Pass()], {**bound, **constants})
        return made  # type: ignore[no-any-return]

    def _write(self, wanted: Node, body: list[ast.stmt], done: set[Node]) -> None:
        left = [wanted]
        while left:
            node = left[-1]
            needs = [part for part in self._parts(node) if part not in done and part > ONES]
            if needs:
                left += needs
                continue
            left.pop()
            if node not in done and node > ONES:
                done.add(node)
                body.append(assign(f"n{node}", self._expression(node)))

    def _parts(self, node: Node) -> tuple[Node, ...]:
        kind = self._nodes[node]
        return () if kind[0] in {"zero", "ones", "call"} else kind[1:]  # type: ignore[return-value]

    def _expression(self, node: Node) -> ast.expr:
        kind, *parts = self._nodes[node]
        if kind == "call":
            arguments = (read(one) if isinstance(one, str) else ast.Constant(one[0]) for one in parts[1:])  # type: ignore[index]
            return call(str(parts[0]), *arguments)
        operands = [_read(part) for part in parts]  # type: ignore[arg-type]
        if kind == "not":
            return ast.UnaryOp(ast.Invert(), operands[0])
        return ast.BinOp(operands[0], ast.BitAnd() if kind == "and" else ast.BitOr(), operands[1])


def _read(node: Node) -> ast.expr:
    return read({ZERO: "zero", ONES: "ones"}.get(node, f"n{node}"))
