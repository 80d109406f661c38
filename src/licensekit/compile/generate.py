"""The function for one kind of use: it sets a bit for each clause whose condition holds, and looks the answer up."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

from licensekit.compile.outcome import Bit, Judge, Outcome
from licensekit.compile.plan import Default, Plan, Special, Tie
from licensekit.compile.snapshot import Snapshot
from licensekit.compile.syntax_nodes import (
    NOTHING,
    Pair,
    assign,
    call,
    compared,
    constant,
    disjoined,
    is_constant,
    negated,
    read,
    unknown,
    when,
)
from licensekit.compile.truths import Names, Truths
from licensekit.meaning.rules import EXISTS
from licensekit.use import Use
from licensekit.values import Exactly, Range

Stated: TypeAlias = Use | tuple[tuple[str, ...], Mapping[str, Exactly | Range]]
"""A use, or acts and facts that were validated before."""
Decide: TypeAlias = Callable[[Snapshot, Stated], Outcome]
Unusual: TypeAlias = Callable[[Stated], Outcome]

WORD: Final = 60
"""Bits in one local: a small int each."""
FOUND, USE, UNUSUAL, KNOWN, MISS, UNREAD = "found", "use", "unusual", "known", "miss", "unread"


class Written(NamedTuple):
    """The parts of a function, before they are put together."""

    names: Names
    pairs: tuple[Pair, ...]


def conditions(plan: Plan, special: Special, bits: tuple[Bit, ...], *, scaled: bool = True) -> Written:
    """The condition of each bit. `scaled`: amounts come in ten-thousandths, not as decimals."""
    names = Names()
    truths: dict[tuple[int, frozenset[str]], Truths] = {}
    pairs = []
    for bit in bits:
        key = (id(bit.program), bit.held)
        if key not in truths:
            truths[key] = Truths(plan, special, names, bit.program, bit.held, scaled=scaled)
        one = truths[key]
        pairs.append(one.of(bit.condition) if bit.conversion is None else one.arrived(bit.conversion))
    return Written(names, tuple(pairs))


def function(plan: Plan, judge: Judge, special: Special, unusual: Unusual) -> Decide:
    """The function for uses of this kind: of a snapshot, and of the use for what is unusual about it."""
    made = conditions(plan, special, judge.bits)
    names = made.names
    before = prologue(plan, special, names, otherwise=ast.Return(call(UNUSUAL, read(USE))))
    return assembled((FOUND, USE), [*_fetch(names, special.order), *before], made, judge, special, {UNUSUAL: unusual})


def assembled(  # noqa: PLR0913, PLR0917 - the parts of a function
    arguments: tuple[str, ...],
    before: list[ast.stmt],
    made: Written,
    judge: Judge,
    special: Special,
    bound: Mapping[str, object],
) -> Decide:
    """A function that fetches its facts, sets its bits and looks the answer up."""
    outcomes: dict[object, Outcome] = {}
    words = max(1, -(-len(made.pairs) // WORD))

    def miss(key: object) -> Outcome:
        true, opened = _masks(key, words, sure=special.complete)
        outcome = judge.outcome(true, opened)
        if len(outcomes) < MOST_OUTCOMES:
            outcomes[key] = outcome
        return outcome

    inside = [*made.names.prelude, *clauses(made.pairs, sure=special.complete), *_lookup(words, sure=special.complete)]
    known: dict[str, object] = {KNOWN: outcomes, MISS: miss, "each": map, "wanted": tuple(made.names.facts)}
    return compiled(arguments, [*before, *inside], {**made.names.bound, **known, **bound})


MOST_OUTCOMES: Final = 65_536


def compiled(names: tuple[str, ...], body: list[ast.stmt], bound: Mapping[str, object]) -> Decide:
    """A function of these arguments, from its statements and what its free names stand for."""
    arguments = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
    made = ast.FunctionDef("decide", arguments, body, [], None)
    tree = ast.fix_missing_locations(ast.Module([made], []))
    space: dict[str, object] = {
        "__builtins__": {"KeyError": KeyError, "len": len, "type": type, "int": int, "str": str},
        **bound,
    }
    exec(compile(tree, "<licence>", "exec"), space)  # noqa: S102 - a tree of our own nodes; see `syntax_nodes`
    return space["decide"]  # type: ignore[return-value]


def _fetch(names: Names, order: tuple[str, ...] | None) -> list[ast.stmt]:
    """Every fact that is read, in one go: from the row where all are given, else by name, None where one is not."""
    if order is not None:
        absent = [assign(local, NOTHING) for name, local in names.facts.items() if name not in order]
        if not set(names.facts) & set(order):
            return absent
        target = ast.Tuple([ast.Name(names.facts.get(name, UNREAD), ast.Store()) for name in order], ast.Store())
        return [*absent, ast.Assign([target], ast.Attribute(read(FOUND), "row", ast.Load()))]
    facts = tuple(names.facts)
    if not facts:
        return []
    get = ast.Attribute(ast.Attribute(read(FOUND), "values", ast.Load()), "get", ast.Load())
    if len(facts) == 1:
        return [assign(names.facts[facts[0]], ast.Call(get, [ast.Constant(facts[0])], []))]
    target = ast.Tuple([ast.Name(names.facts[name], ast.Store()) for name in facts], ast.Store())
    return [ast.Assign([target], call("each", get, read("wanted")))]


def prologue(plan: Plan, special: Special, names: Names, *, otherwise: ast.stmt) -> list[ast.stmt]:
    """What contradicts itself goes another way; what is not given takes its default."""
    clashes = [_clash(names, name, known) for name, known in special.checks]
    clashes += [_clash_of(names, tie) for tie in special.orders]
    found = [when(clash, otherwise) for clash in clashes]
    if EXISTS in names.facts and special.speakers:
        says = disjoined(names.fact(name) for name in special.speakers)
        found.append(when(says, assign(names.facts[EXISTS], ast.Constant(True))))
    if not special.complete:
        for name, local in tuple(names.facts.items()):
            default = plan.defaults.get(name)
            if isinstance(default, bool | str) and name not in dict(special.derived):
                found.append(when(unknown(read(local)), assign(local, ast.Constant(default))))
    return found


def _clash(names: Names, name: str, known: Default) -> ast.expr:
    fact = names.fact(name)
    if isinstance(known, bool):
        return compared(fact, ast.IsNot(), ast.Constant(known))
    options = frozenset((known,) if isinstance(known, str) else known.options)
    return compared(fact, ast.NotIn(), constant(options))


def _clash_of(names: Names, tie: Tie) -> ast.expr:
    return compared(names.fact(tie.lower), ast.Gt(), names.fact(tie.upper))


def clauses(pairs: tuple[Pair, ...], *, sure: bool) -> list[ast.stmt]:
    """A bit for each condition known to be true; another for each that stays open."""
    words = max(1, -(-len(pairs) // WORD))
    start = [(_true(word), _always(pairs, word)) for word in range(words)]
    found = [assign(name, ast.Constant(bits)) for name, bits in start]
    if not sure:
        found += [assign(_open(word), ast.Constant(_never_settled(pairs, word))) for word in range(words)]
    for pair, numbers in _alike(pairs):
        if is_constant(pair.true, True) or is_constant(pair.false, True) or _settled_open(pair):
            continue
        otherwise = [] if sure else _leaves_open(pair, numbers)
        if is_constant(pair.true, False):
            found += otherwise
        else:
            found.append(when(pair.true, *_adds(_true, numbers), otherwise=otherwise))
    return found


def _alike(pairs: tuple[Pair, ...]) -> list[tuple[Pair, list[int]]]:
    """Conditions, each once, with the numbers of the clauses that have it: several often hang on one definition."""
    found: dict[tuple[str, str], tuple[Pair, list[int]]] = {}
    for number, pair in enumerate(pairs):
        key = ast.dump(pair.true), ast.dump(pair.false)
        found.setdefault(key, (pair, []))[1].append(number)
    return list(found.values())


def _leaves_open(pair: Pair, numbers: list[int]) -> list[ast.stmt]:
    settled, opens = negated(pair.false), _adds(_open, numbers)
    return opens if is_constant(settled, True) else [when(settled, *opens)]


def _settled_open(pair: Pair) -> bool:
    return is_constant(pair.true, False) and is_constant(pair.false, False)


def _always(pairs: tuple[Pair, ...], word: int) -> int:
    part = pairs[word * WORD : (word + 1) * WORD]
    return sum(1 << at for at, pair in enumerate(part) if is_constant(pair.true, True))


def _never_settled(pairs: tuple[Pair, ...], word: int) -> int:
    part = pairs[word * WORD : (word + 1) * WORD]
    return sum(1 << at for at, pair in enumerate(part) if _settled_open(pair))


def _adds(name: Callable[[int], str], numbers: list[int]) -> list[ast.stmt]:
    words: dict[int, int] = {}
    for number in numbers:
        words[number // WORD] = words.get(number // WORD, 0) | 1 << number % WORD
    return [
        ast.AugAssign(ast.Name(name(word), ast.Store()), ast.BitOr(), ast.Constant(bits))
        for word, bits in words.items()
    ]


def _true(word: int) -> str:
    return f"m{word}"


def _open(word: int) -> str:
    return f"u{word}"


def _lookup(words: int, *, sure: bool) -> list[ast.stmt]:
    """The answer for these bits: kept, or worked out now."""
    locals_ = [_true(word) for word in range(words)] + ([] if sure else [_open(word) for word in range(words)])
    key: ast.expr = read(locals_[0]) if len(locals_) == 1 else ast.Tuple([read(name) for name in locals_], ast.Load())
    found = ast.Return(ast.Subscript(read(KNOWN), key, ast.Load()))
    handler = ast.ExceptHandler(read("KeyError"), None, [ast.Return(call(MISS, key))])
    return [ast.Try([found], [handler], [], [])]


def _masks(key: object, words: int, *, sure: bool) -> tuple[int, int]:
    parts = key if isinstance(key, tuple) else (key,)
    true = sum(part << WORD * at for at, part in enumerate(parts[:words]))
    return true, 0 if sure else sum(part << WORD * at for at, part in enumerate(parts[words:]))
