"""Rules between facts that hold under every licence: what several statements imply, exclude, or make doubtful.

The rules stand in table_rules.py, as a lawyer reads them. Here each becomes "of these statements one is so", and all
that follows from several together is added, so that the rules among any facts are complete, whatever other facts they
pass through (resolution: Robinson 1965). Orders between numbers stand in relations.py, what acts imply in acts.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from licensekit.cache import fetched, keep
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_RULES
from licensekit.vocabulary.facts import CLEAN_HANDS
from licensekit.vocabulary.table_rules import DOUBT, EXCLUDES, IMPLIES

YES: Final = "yes"
MORE_THAN_NOTHING: Final = "more than 0"
A_DAY: Final = "a day"
ANYTHING: Final = "anything"
DOUBTFUL: Final = "doubtful"


class Statement(NamedTuple):
    """Something of a fact is so, or not: it is yes, a number more than 0, some option, a set with members, or a day."""

    fact: str
    part: str
    so: bool

    def __invert__(self) -> Statement:
        return Statement(self.fact, self.part, not self.so)


class Rule(NamedTuple):
    """Of some statements one is so. In a rule of doubt one of these is that a fact is doubtful."""

    statements: tuple[Statement, ...]
    why: str

    @property
    def doubtful(self) -> str:
        """The fact that is doubtful where no other statement of the rule is so; empty if the rule is none of doubt."""
        return next((each.fact for each in self.statements if each.part == DOUBTFUL and each.so), "")


class Absence(NamedTuple):
    """Where something is not there, no yes/no fact of some subjects is so, their numbers are 0 and their sets empty."""

    exists: str
    subjects: tuple[str, ...]
    why: str
    contrary: str
    """Why it is there where something is true of it."""


ABSENCE: Final = Absence(
    "product.exists",
    ("product", "service"),
    "there is no product, so nothing is true of it",
    "what is true of a product means that there is one",
)

_STATEMENT: Final = (
    r"(?P<no>not )?(?P<fact>[a-z_.]+)"
    r"(?: is (?P<day>a day)| is (?P<isnt>not )?(?P<option>\w+)| (?P<more>more than 0))?"
)
_VERBS: Final = ("->", "excludes", "casts doubt on")
_KEPT: Final = "rules between facts"
_LONGEST: Final = 6
"""Statements of the longest rule that is drawn from others."""
_MOST_KEPT: Final = 512
"""Sets of rules of licences whose consequences are kept, of 0.2 MB each: inventories ask about all licences in turn."""


def _entries(table: str) -> Iterator[tuple[list[str], list[str], str]]:
    """The left and right sides of a table's lines, with the reason below each."""
    for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^#.*\n", "", table).strip()):
        line, _, why = entry.partition("\n")
        left, _, right = next(parts for verb in _VERBS if (parts := line.partition(f" {verb} "))[1])
        yield left.split(" and "), right.split(", "), " ".join(why.split())


def _statement(words: str) -> Statement:
    parts = re.fullmatch(_STATEMENT, words.strip())
    assert parts is not None, words
    if parts["option"]:
        return Statement(parts["fact"], parts["option"], so=not parts["isnt"])
    part = MORE_THAN_NOTHING if parts["more"] else A_DAY if parts["day"] else YES
    return Statement(parts["fact"], part, so=not parts["no"])


@cache
def _written() -> tuple[Rule, ...]:
    """The rules as the tables have them."""
    return tuple(_read())


def _read() -> Iterator[Rule]:
    for left, right, why in _entries(IMPLIES):
        premises = tuple(~_statement(each) for each in left)
        yield from (Rule((*premises, _statement(each)), why) for each in right)
    for left, right, why in _entries(EXCLUDES):
        premises = tuple(~_statement(each) for each in left)
        yield from (Rule((*premises, ~_statement(each)), why) for each in right)
    for left, right, why in _entries(DOUBT):
        premises = tuple(~_statement(each) for each in left)
        yield from (Rule((*premises, Statement(each.strip(), DOUBTFUL, so=True)), why) for each in right)


def _of_their_kind(rules: Iterable[Rule]) -> Iterator[Rule]:
    """What is so by what the facts are: of a product, of several options, and of what follows from doubtful facts."""
    every = tuple(rules)
    exists = Statement(ABSENCE.exists, YES, so=True)
    named: dict[str, dict[str, None]] = {}
    for rule in every:
        for statement in rule.statements:
            named.setdefault(statement.fact, {})[statement.part] = None
            if statement.part == DOUBTFUL:
                continue  # that something may be so of a product is no product
            if statement.fact.partition(".")[0] in ABSENCE.subjects and statement.fact != exists.fact:
                yield Rule((statement._replace(so=False), exists), ABSENCE.contrary)
    for fact, parts in named.items():
        options = [part for part in parts if part not in {YES, MORE_THAN_NOTHING, A_DAY, ANYTHING, DOUBTFUL}]
        for first, second in combinations(options, 2):
            yield Rule((Statement(fact, first, so=False), Statement(fact, second, so=False)), "it is one of the two")
    for rule in every:
        # To take for granted that something is not so would settle what implies it: who doubts that, doubts this.
        for then in rule.statements:
            if then.part == YES and then.so:
                for premise in rule.statements:
                    if premise.part == YES and not premise.so:
                        rest = tuple(each for each in rule.statements if each not in {then, premise})
                        doubts = (Statement(premise.fact, DOUBTFUL, so=False), Statement(then.fact, DOUBTFUL, so=True))
                        yield Rule((*rest, *doubts), rule.why)


@cache
def kinds_of_misdeeds() -> Mapping[str, frozenset[str]]:
    """The clean-hands facts of which others are kinds: by the table's lines from one fact to one, over any number."""
    lines = [(left[0], each) for left, right, _ in _entries(IMPLIES) for each in right if len(left) == 1]
    steps = {(kind, general) for kind, general in lines if {kind, general} <= CLEAN_HANDS}
    while more := {(kind, top) for kind, general in steps for below, top in steps if general == below} - steps:
        steps |= more
    return {general: frozenset(kind for kind, top in steps if top == general) for _, general in sorted(steps)}


_Literals: TypeAlias = tuple[int, ...]
"""The statements of a rule by number; the contrary of one by its negative."""


def _resolved(first: _Literals, second: _Literals) -> _Literals | None:
    """What two rules say together where one statement stands against another; None where that is nothing."""
    against = [each for each in first if -each in second]
    if len(against) != 1:
        return None
    (pivot,) = against
    left = [each for each in first if each != pivot]
    right = [each for each in second if each != -pivot and each not in left]
    return (*left, *right) if len(left) + len(right) <= _LONGEST else None


@lru_cache(maxsize=_MOST_KEPT)
def rules(of_licenses: tuple[Rule, ...] = ()) -> tuple[Rule, ...]:
    """All rules, those of licences too, and all that follow from several of them and from no fewer statements.

    Those of the vocabulary alone are kept (licensekit.cache): every process needs them for its first answer.
    """
    if of_licenses:
        return _drawn(of_licenses)
    kept = fetched(_KEPT)
    if kept is None:
        keep(kept := _drawn(), _KEPT)
    return tuple([Rule(tuple([Statement(*each) for each in statements]), why) for statements, why in kept])


class _Closed(NamedTuple):
    """Rules with all that follows from them, none of which says more than another of them alone."""

    numbers: dict[tuple[str, str], int]
    """The statements by fact and part."""
    kept: dict[frozenset[int], tuple[_Literals, tuple[str, ...]]]
    """Each rule with its reasons."""
    having: dict[int, dict[frozenset[int], None]]
    """The rules by each of their statements."""


class _Having(dict[int, dict[frozenset[int], None]]):
    """Rules by their statements: those of before, copied once they are looked at, since few of them change."""

    def __init__(self, before: Mapping[int, dict[frozenset[int], None]]) -> None:
        self._before = before

    def __missing__(self, literal: int) -> dict[frozenset[int], None]:
        own = self[literal] = self._before.get(literal, {}).copy()
        return own


def _closed(before: _Closed, rules: Iterable[Rule]) -> _Closed:
    """Rules beside others that are closed already.

    Raises LicensekitError where more follows than may (LK720), and where a fact is left no choice (LK618).
    """
    numbers, kept = before.numbers.copy(), before.kept.copy()
    having = _Having(before.having)
    todo: list[tuple[_Literals, tuple[str, ...]]] = []
    for rule in rules:
        at = [(numbers.setdefault((fact, part), len(numbers) + 1), so) for fact, part, so in rule.statements]
        todo.append((tuple([number if so else -number for number, so in at]), (rule.why,)))
    doubts = {number for (_, part), number in numbers.items() if part == DOUBTFUL}
    for literals, whys in todo:  # grows while it is read
        if len(todo) > MAX_RULES:
            message = f"more than {MAX_RULES:_} rules would have to be drawn from what licences say of their own facts"
            raise LicensekitError([Diagnostic("LK720", message, help="let fewer of these facts follow from others")])
        if len(literals) < 2:
            message = f"what is said of own facts leaves no choice: {'; '.join(whys)}"
            raise LicensekitError([Diagnostic("LK618", message, help="take out one of what implies, and what follows")])
        own = frozenset(literals)
        if own in kept or any(any(map(own.issuperset, having[literal])) for literal in literals):
            continue
        for more in [*filter(own.issubset, having[literals[0]])]:
            del kept[more]
            for literal in more:
                del having[literal][more]
        kept[own] = literals, whys
        for literal in literals:
            having[literal][own] = None
        of_doubt = bool(doubts.intersection(literals))
        for literal in literals:
            for against in having[-literal]:
                if of_doubt and abs(literal) not in doubts and doubts & against:
                    continue  # what is doubtful if something is so, and if it is not, is so where that is known
                drawn = _resolved(literals, kept[against][0])
                if drawn is not None and len(doubts.intersection(drawn)) < 2:  # one of two is doubtful: neither is so
                    todo.append((drawn, tuple(dict.fromkeys((*whys, *kept[against][1])))))
    return _Closed(numbers, kept, having)


@cache
def _of_vocabulary() -> _Closed:
    return _closed(_Closed({}, {}, {}), (*_written(), *_of_their_kind(_written())))


@cache
def _told_of_vocabulary() -> dict[frozenset[int], Rule | None]:
    return _told(_of_vocabulary(), {})


@lru_cache(maxsize=_MOST_KEPT)
def said_of_others(own: tuple[Rule, ...], meant: tuple[Rule, ...], names: frozenset[str]) -> Rule | None:
    """What rules on own facts say of all other facts by themselves, and the vocabulary does not; None where nothing.

    `names` are those of own facts, and of facts as a licence means them, for which alone `meant` holds; the vocabulary
    speaks of these as of the plain ones. Raises LicensekitError (LK618, LK720).
    """
    as_meant = {name.partition("@")[0]: name for name in names if "@" in name}
    of_them = (rule for rule in (*rules(), *own) if any(each.fact in as_meant for each in rule.statements))
    renamed = (
        rule._replace(statements=tuple([each._replace(fact=as_meant.get(each.fact, each.fact)) for each in rule[0]]))
        for rule in (*meant, *of_them)
    )
    every, before = (*own, *renamed), _of_vocabulary()
    closed = _closed(before, (*every, *_of_their_kind((*_written(), *every))))
    told = _told(closed, dict.fromkeys(before.kept)).values()
    own_alone = (rule for rule in told if rule and not any(each.fact in names for each in rule.statements))
    return next((rule for rule in own_alone if not any(each.part == DOUBTFUL for each in rule.statements)), None)


def _told(closed: _Closed, before: Mapping[frozenset[int], Rule | None]) -> dict[frozenset[int], Rule | None]:
    """Each rule in words, None where it is not told; those of before stay as they are."""
    statements = {number * sign: Statement(*of, sign > 0) for of, number in closed.numbers.items() for sign in (1, -1)}
    told = {own: before[own] for own in closed.kept if own in before}
    for own, (literals, whys) in closed.kept.items():
        if own not in told:
            rule = Rule(tuple(map(statements.__getitem__, literals)), "; ".join(whys))
            told[own] = rule if _is_told(rule) else None
    return told


def _drawn(of_licenses: tuple[Rule, ...] = ()) -> tuple[Rule, ...]:
    closed, told = _of_vocabulary(), _told_of_vocabulary()
    if of_licenses:
        closed = _closed(closed, (*of_licenses, *_of_their_kind((*_written(), *of_licenses))))
        told = _told(closed, told)
    by_reasons = sorted(closed.kept.items(), key=lambda each: len(each[1][1]))  # what is said outright is told first
    return tuple([rule for own, _ in by_reasons if (rule := told[own]) is not None])


def _is_told(rule: Rule) -> bool:
    """Whether a rule says more than the type of a fact does, or the absence of a product."""
    facts = {each.fact for each in rule.statements}
    of_product = ABSENCE.exists in facts and all(
        each.so == (each.fact == ABSENCE.exists) and each.fact.partition(".")[0] in ABSENCE.subjects
        for each in rule.statements
    )
    doubted = any(each.part == DOUBTFUL and not each.so for each in rule.statements)
    return len(facts) > 1 and not of_product and not doubted


@lru_cache(maxsize=_MOST_KEPT)
def rules_on(
    of_licenses: tuple[Rule, ...] = (), further: tuple[Rule, ...] = ()
) -> tuple[tuple[Rule, frozenset[str]], ...]:
    """The rules, each with the facts that it speaks of; of `further` rules, those that they add to all others."""
    before = frozenset(rules(of_licenses)) if further else frozenset()
    more = (rule for rule in rules((*of_licenses, *further)) if rule not in before)
    return tuple((rule, frozenset(statement.fact for statement in rule.statements)) for rule in more)
