"""Reduced ordered decision diagrams over typed variables (Bryant, Graph-Based Algorithms for Boolean Functions, 1986).

A leaf is an answer. An inner node asks for a variable and has a child for each part of its values: for a number or a
date the parts lie between cuts, for options they are the groups that are named and all the rest, else they are no and
yes. Neighbours with the same child are one part, so that a node knows nothing of cuts that make no difference. Equal
nodes are one object. A lazy node stands for a combination of others that is taken only where a walk comes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, TypeAlias, TypeVar

from licensekit.diagnostics import Diagnostic, Label
from licensekit.diagram.bottom_up import bottom_up
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_STEPS
from licensekit.meaning.domain import Cut
from licensekit.meaning.formula import Atomic, Conjunction, Constant, Disjunction, Formula, Negation, parts_of
from licensekit.meaning.variable import FactVariable, ReadingVariable, ValuePart, Variable, universe
from licensekit.patience import somebody_waits

LEAF: Final = 1 << 60
"""The level of leaves: below all variables."""
MERGED: Final = 4_000
"""Steps to merge some diagrams into one; where more were needed they are combined only where a walk comes."""
SOON: Final = 40
"""Steps to merge what was put off, once a walk has settled some of it."""

Parts: TypeAlias = tuple[Cut, ...] | tuple[frozenset[str], ...]
"""The cuts between the children of a node, or the options of each child but the last; of yes/no: nothing."""


T = TypeVar("T")
_below: Callable[[Node], tuple[Node, ...]] = attrgetter("below")


class TooManySteps(LicensekitError):  # noqa: N818 - a finding about a question, and no fault of the program
    """An operation would take more steps than there may be: the question is too large (LK720)."""

    def __init__(self, limit: int, labels: tuple[Label, ...] = ()) -> None:
        message = f"more than {limit:_} steps would have to be taken to decide this"
        mend = "name fewer acts, or state facts that settle some conditions"
        super().__init__([Diagnostic("LK720", message, labels, help=mend)])


class Node:
    """A leaf, or a question about a variable with a child for each part of its values."""

    __slots__ = ("children", "last", "level", "parts", "serial", "value", "variable")

    def __init__(  # noqa: PLR0913, PLR0917 - made in one place alone
        self,
        serial: int,
        level: int,
        variable: Variable | None,
        parts: Parts,
        children: tuple[Node, ...],
        value: Hashable = None,
    ) -> None:
        self.serial: Final = serial
        self.level: Final = level
        self.variable: Final = variable
        self.parts: Final = parts
        self.children = children
        self.value: Final = value
        self.last: Final = bool(children) and all(child.variable is None for child in children)
        """Whether leaves follow, whatever the part."""

    @property
    def is_leaf(self) -> bool:
        """Whether this is an answer."""
        return self.variable is None

    @property
    def below(self) -> tuple[Node, ...]:
        """The nodes from which all that stands below can be told."""
        return self.children

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The cuts of a node that asks for a number or a date."""
        return self.parts  # type: ignore[return-value]

    @property
    def groups(self) -> tuple[frozenset[str], ...]:
        """The groups of options of a node that asks for one of several."""
        return self.parts  # type: ignore[return-value]

    def child_of(self, option: str) -> Node:
        """The child for an option."""
        inside = (child for group, child in zip(self.groups, self.children, strict=False) if option in group)
        return next(inside, self.children[-1])

    def __repr__(self) -> str:
        return f"<{self.value!r}>" if self.variable is None else f"<{self.variable} at {self.level}>"


class PutOff(Node):
    """A combination of nodes that is taken only where a walk comes: its children are made when they are asked for."""

    __slots__ = ("_made", "_make", "of", "rule")

    def __init__(  # noqa: PLR0913, PLR0917 - made in one place alone
        self,
        serial: int,
        level: int,
        variable: Variable,
        parts: Parts,
        make: Callable[[], tuple[Node, ...]],
        of: tuple[Node, ...],
        rule: MergeRule,
    ) -> None:
        self._made: tuple[Node, ...] | None = None
        super().__init__(serial, level, variable, parts, ())
        self._make = make
        self.of: Final = of
        self.rule: Final = rule

    @property
    def children(self) -> tuple[Node, ...]:
        """The child of each part, worked out once."""
        if self._made is None:
            self._made = self._make()
        return self._made

    @children.setter
    def children(self, made: tuple[Node, ...]) -> None:
        self._made = made or None

    @property
    def below(self) -> tuple[Node, ...]:
        """The nodes that are combined."""
        return self.of


MergeRule: TypeAlias = Callable[[tuple[Node, ...]], "tuple[Node, ...] | Node"]
"""What a combination of some nodes comes to: a node where that is settled, else the nodes that still matter."""


_LOOK_UP: Final = 500
"""After so many steps it is asked whether anybody still waits for the answer."""


class Diagrams:
    """Makes nodes, and keeps each one once. Belongs to some terms; variables are ordered as they are first named."""

    def __init__(self, limit: int = MAX_STEPS) -> None:
        self.limit = limit
        self.spent = 0
        """Steps since the operation began; whoever asks a new question sets it to 0."""
        self.earlier = 0
        """Steps of earlier questions, as far as `begin` has counted them."""
        self._patience = _LOOK_UP
        self.levels: dict[Variable, int] = {}
        self._made: dict[object, Node] = {}
        self._of_formulas: dict[Formula, Node] = {}
        self._lazy: dict[tuple[Hashable, tuple[Node, ...]], Node] = {}
        self._leaves: dict[Node, frozenset[Hashable]] = {}
        self._variables: dict[Node, frozenset[Variable]] = {}
        self._merged: dict[tuple[Hashable, tuple[Node, ...]], Node] = {}
        self.false: Final = self.leaf(value=False)
        self.true: Final = self.leaf(value=True)

    def __len__(self) -> int:
        return len(self._made) + len(self._lazy)

    def begin(self) -> None:
        """Begin a question: its steps are counted by themselves."""
        self.earlier += self.spent
        self.spent = 0

    def step(self, weight: int = 1) -> None:
        """Count a step, or one that weighs more. Raises TooManySteps, and NobodyWaits."""
        self.spent += weight
        if self.spent > self.limit:
            raise TooManySteps(self.limit)
        self._patience -= weight
        if self._patience < 0:
            self._patience = _LOOK_UP
            somebody_waits()

    # -- single nodes ------------------------------------------------------------------------------------------

    def leaf(self, value: Hashable) -> Node:
        """An answer."""
        key = (type(value), value)
        node = self._made.get(key)
        return node or self._made.setdefault(key, Node(len(self._made), LEAF, None, (), (), value))

    def level(self, variable: Variable) -> int:
        """The place of a variable in the order; even, so that a copy of it has a place below."""
        level = self.levels.get(variable)
        return self.levels.setdefault(variable, 2 * len(self.levels)) if level is None else level

    def node(self, variable: Variable, parts: Parts, children: Sequence[Node]) -> Node:
        """A question about a variable; a child where all are the same. Parts of like children are joined."""
        first = children[0]
        for child in children:
            if child is not first:
                break
        else:
            return first
        if parts:
            parts, joined = _joined(variable, parts, children)
            if len(joined) == 1:
                return joined[0]
        else:
            joined = tuple(children)
        key = (variable, parts, joined)
        node = self._made.get(key)
        if node is None:
            node = self._made[key] = Node(len(self._made), self.level(variable), variable, parts, joined)
        return node

    def atom(
        self, variable: Variable, part: ValuePart, *, then: Node | None = None, otherwise: Node | None = None
    ) -> Node:
        """That a variable lies in a part of its values: by default true there and false elsewhere."""
        yes, no = then or self.true, otherwise or self.false
        if isinstance(part, frozenset):
            return self.node(variable, (part,), (yes, no))
        return self.node(variable, () if part is True else (part,), (no, yes))

    def leaves(self, node: Node) -> frozenset[Hashable]:
        """The leaves to which a node can lead at the most, whatever the worlds."""
        return bottom_up(node, self._leaves, _below, self._leaves_of)

    def _leaves_of(self, node: Node) -> frozenset[Hashable]:
        if node.variable is None:
            return frozenset((node.value,))
        return frozenset[Hashable]().union(*[self._leaves[child] for child in node.below])

    def variables(self, node: Node) -> frozenset[Variable]:
        """The variables that a node asks for, kept."""
        asked = self._variables.get(node)
        if asked is None:
            asked = self._variables[node] = variables_below(node)
        return asked

    # -- formulas ----------------------------------------------------------------------------------------------

    def formula(self, formula: Formula) -> Node:
        """A formula as a diagram; each part of it once."""
        return bottom_up(formula, self._of_formulas, parts_of, self._from_parts)

    def _from_parts(self, formula: Formula) -> Node:
        match formula:
            case Constant(value=value):
                return self.true if value else self.false
            case Atomic(variable=variable, part=part):
                return self.atom(variable, part)
            case Negation(part=part):
                return self.negation(self._of_formulas[part])
            case Conjunction(parts=parts):
                return self.every([self._of_formulas[part] for part in parts])
            case Disjunction(parts=parts):
                return self.some([self._of_formulas[part] for part in parts])

    # -- operations --------------------------------------------------------------------------------------------

    def negation(self, node: Node) -> Node:
        """Not."""
        return self.merged((node,), self._not, "not")

    def every(self, nodes: Iterable[Node]) -> Node:
        """And, two by two, so that what is alike meets early."""
        return _balanced(nodes, lambda pair: self.merged(pair, self._and, "and"), self.true)

    def some(self, nodes: Iterable[Node]) -> Node:
        """Or."""
        return _balanced(nodes, lambda pair: self.merged(pair, self._or, "or"), self.false)

    def late(self, nodes: Iterable[Node], *, every: bool) -> Node:
        """And, or Or, of many, that is taken only where a walk comes: no attempt is made to merge them."""
        rule, name = (self._and, "and") if every else (self._or, "or")
        return _balanced(nodes, lambda pair: self.put_off(rule(pair), rule, name), self.true if every else self.false)

    def where(self, condition: Node, then: Node, otherwise: Node) -> Node:
        """One node where a condition holds, another where not."""
        return self.merged((condition, then, otherwise), self._where, "where")

    def mapped(self, node: Node, to: Callable[[Hashable], Hashable], name: Hashable) -> Node:
        """A diagram with other leaves; `name` tells mappings apart."""

        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            (at,) = nodes
            return self.leaf(to(at.value)) if at.is_leaf else nodes

        return self.merged((node,), rule, name)

    def _not(self, nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        (node,) = nodes
        return self.false if node is self.true else self.true if node is self.false else nodes

    def _and(self, nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        if self.false in nodes:
            return self.false
        return _commutative(nodes, self.true)

    def _or(self, nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        if self.true in nodes:
            return self.true
        return _commutative(nodes, self.false)

    def _where(self, nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        condition, then, otherwise = nodes
        if condition is self.true or then is otherwise:
            return then
        return otherwise if condition is self.false else nodes

    def merged(self, nodes: tuple[Node, ...], rule: MergeRule, name: Hashable, most: int = MERGED) -> Node:
        """A combination of several as one diagram; put off where that would take more than `most` steps.

        `name` tells rules apart. Raises TooManySteps where the whole operation would.
        """
        key = (name, nodes)
        kept = self._merged.get(key)
        if kept is not None:
            return kept
        if any(type(node) is PutOff for node in nodes):
            most = min(most, SOON)  # what was too much by itself is too much with more
        merged = self._merged[key] = self.tried(nodes, rule, most) or self.put_off(rule(nodes), rule, name)
        return merged

    def tried(self, nodes: tuple[Node, ...], rule: MergeRule, most: int = MERGED) -> Node | None:
        """The same, not kept; None where that would take more than `most` steps."""
        return self.within(most, lambda: self.combined(nodes, rule))

    def within(self, most: int, work: Callable[[], T]) -> T | None:
        """What some work comes to; None where that would take more than `most` steps. Raises TooManySteps."""
        limit, self.limit = self.limit, min(self.limit, self.spent + most)
        try:
            return work()
        except TooManySteps:
            if self.spent > limit:
                raise
            return None
        finally:
            self.limit = limit

    def combined(self, nodes: tuple[Node, ...], rule: MergeRule) -> Node:
        """The diagram of a combination of several: parts are laid over one another, leaves follow from the rule.

        Raises TooManySteps.
        """
        root = rule(nodes)
        if isinstance(root, Node):
            return root
        settled: dict[tuple[Node, ...], Node] = {}
        opened: dict[tuple[Node, ...], tuple[Variable, Parts, list[Node | tuple[Node, ...]]]] = {}
        todo = [root]
        while todo:
            state = todo[-1]
            if state in settled:
                todo.pop()
                continue
            now = opened.get(state)
            if now is None:
                self.step()
                variable, parts, columns = overlaid(state)
                after = [rule(column) for column in columns]
                now = opened[state] = variable, parts, after
                inner = [each for each in after if type(each) is tuple and each not in settled]
                if inner:
                    todo.extend(inner)
                    continue
            variable, parts, after = now
            settled[todo.pop()] = self.node(
                variable,
                parts,
                [settled[each] if type(each) is tuple else each for each in after],  # type: ignore[misc]
            )
        return settled[root]

    def put_off(self, root: tuple[Node, ...] | Node, rule: MergeRule, name: Hashable) -> Node:
        """The same combination, taken only where a walk comes; `name` tells rules apart. Not reduced."""
        if isinstance(root, Node):
            return root
        key = (name, root)
        node = self._lazy.get(key)
        if node is None:
            self.step()
            variable, parts, columns = overlaid(root)
            if len(columns) == 1:  # options that all lead to the same: nothing is asked here
                return self.merged(columns[0], rule, name, SOON)
            node = PutOff(
                -1 - len(self._lazy),
                self.level(variable),
                variable,
                parts,
                lambda: tuple([self.merged(column, rule, name, SOON) for column in columns]),
                root,
                rule,
            )
            self._lazy[key] = node
        return node


def _every_node(nodes: Iterable[Node]) -> Iterator[Node]:
    """Some nodes and all that stand below them, once each; of what is put off, the nodes that are combined."""
    todo = list(dict.fromkeys(nodes))
    met = set(todo)
    while todo:
        node = todo.pop()
        yield node
        for inner in node.below:
            if inner not in met:
                met.add(inner)
                todo.append(inner)


def variables_below(*nodes: Node) -> frozenset[Variable]:
    """The variables that some nodes ask for."""
    return frozenset([node.variable for node in _every_node(nodes) if node.variable is not None])


def size(*nodes: Node) -> int:
    """How many nodes some diagrams have together, leaves included."""
    return sum(1 for _ in _every_node(nodes))


def _balanced(nodes: Iterable[Node], combine: Callable[[tuple[Node, Node]], Node], neutral: Node) -> Node:
    """Some nodes combined two by two, and the results again; the neutral one where there is none."""
    left = list(nodes)
    while len(left) > 1:
        pairs = [combine((left[at], left[at + 1])) for at in range(0, len(left) - 1, 2)]
        left = pairs + left[len(left) & ~1 :]
    return left[0] if left else neutral


def _commutative(nodes: tuple[Node, ...], neutral: Node) -> tuple[Node, ...] | Node:
    """Two nodes in an order of their own, or the one that is the result."""
    node, second = nodes if len(nodes) == 2 else (nodes[0], neutral)
    if node is neutral or node is second:
        return second
    if second is neutral:
        return node
    return (node, second) if node.serial < second.serial else (second, node)


def _joined(variable: Variable, parts: Parts, children: Sequence[Node]) -> tuple[Parts, tuple[Node, ...]]:
    """Parts with like children joined; of options, the last one there is always belongs to the rest."""
    if isinstance(parts[0], Cut):
        turning = [place for place in range(len(parts)) if children[place] is not children[place + 1]]
        if len(turning) == len(parts):
            return parts, tuple(children)
        cuts = tuple([cut for place in turning if isinstance(cut := parts[place], Cut)])
        return cuts, (children[0], *[children[place + 1] for place in turning])
    assert isinstance(variable, FactVariable | ReadingVariable)
    groups: dict[Node, set[str]] = {}
    rest = children[-1]
    for group, child in zip(parts, children, strict=False):
        assert isinstance(group, frozenset)
        groups.setdefault(child, set()).update(group)
    every = universe(variable)
    if every:
        named = set().union(*groups.values())
        groups.setdefault(rest, set()).update(option for option in every if option not in named)
        last = next((child for child, group in groups.items() if every[-1] in group), rest)
        groups = {child: group for child, group in groups.items() if group}
        rest = last
    groups.pop(rest, None)
    ordered = sorted(groups.items(), key=lambda item: min(item[1]))
    return tuple(frozenset(group) for _, group in ordered), (*(child for child, _ in ordered), rest)


def overlaid(nodes: tuple[Node, ...]) -> tuple[Variable, Parts, list[tuple[Node, ...]]]:
    """The first variable that some nodes ask for, its parts that they tell apart, and what each leaves of the nodes."""
    top = nodes[0]
    if len(nodes) == 1:  # as most are: what is known is put into a diagram, or its leaves are mapped
        assert top.variable is not None, "leaves are settled by the rule"
        return top.variable, top.parts, [(child,) for child in top.children]
    if len(nodes) == 2:  # as most others
        first, second = nodes
        if first.level < second.level and first.variable is not None:
            return first.variable, first.parts, [(child, second) for child in first.children]
        if second.level < first.level and second.variable is not None:
            return second.variable, second.parts, [(first, child) for child in second.children]
    level = min([node.level for node in nodes])
    asking = [place for place, node in enumerate(nodes) if node.level == level]
    top = nodes[asking[0]]
    variable = top.variable
    assert variable is not None, "leaves are settled by the rule"
    if len(asking) == 1:
        head, tail = nodes[: asking[0]], nodes[asking[0] + 1 :]
        return variable, top.parts, [(*head, child, *tail) for child in top.children]
    if not top.parts:
        return (
            variable,
            (),
            [tuple([node.children[place] if node.level == level else node for node in nodes]) for place in (0, 1)],
        )
    if isinstance(top.parts[0], Cut):
        return variable, *_by_cuts(nodes, level)
    assert isinstance(variable, FactVariable | ReadingVariable)
    return variable, *_by_options(nodes, level, universe(variable))


def _by_cuts(nodes: tuple[Node, ...], level: int) -> tuple[Parts, list[tuple[Node, ...]]]:
    cuts = sorted({cut for node in nodes if node.level == level for cut in node.cuts})
    columns = [tuple([node.children[0] if node.level == level else node for node in nodes])]
    columns += [
        tuple([node.children[_part_beyond(node, cut)] if node.level == level else node for node in nodes])
        for cut in cuts
    ]
    return tuple(cuts), columns


def _part_beyond(node: Node, cut: Cut) -> int:
    """The place of the child for values just beyond a cut."""
    return bisect_right(node.cuts, cut)


def _by_options(nodes: tuple[Node, ...], level: int, every: tuple[str, ...]) -> tuple[Parts, list[tuple[Node, ...]]]:
    named = dict.fromkeys(
        option for node in nodes if node.level == level for group in node.groups for option in sorted(group)
    )
    groups: dict[tuple[Node, ...], set[str]] = {}
    for option in named:
        column = tuple([node.child_of(option) if node.level == level else node for node in nodes])
        groups.setdefault(column, set()).add(option)
    rest = tuple([node.children[-1] if node.level == level else node for node in nodes])
    if every and len(named) == len(every):
        *first, (rest, _) = groups.items()
    else:
        first = [item for item in groups.items() if item[0] != rest]
    return tuple(frozenset(group) for _, group in first), [*(column for column, _ in first), rest]
