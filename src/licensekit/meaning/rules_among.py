"""Which rules and orders there are among some variables: the vocabulary's, and those of the licences' own facts.

A rule on facts is put to the variables at hand, under every meaning of these; numbers are ordered by what relates their
facts, currencies, indices and months (docs/semantics.md, 7 and 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from typing import Final

from licensekit.meaning.domain import Domain
from licensekit.meaning.formula import Formula, Formulas
from licensekit.meaning.own_rules import NO_OWN_RULES, OwnRules
from licensekit.meaning.rules import (
    ABOVE_ZERO,
    EXISTS,
    FROM_NEVER_ON,
    NOTHING,
    Doubt,
    NumberBound,
    Premises,
    RuleAmong,
    Rules,
    RuleStatement,
)
from licensekit.meaning.variable import (
    AmountVariable,
    FactVariable,
    MemberVariable,
    Stated,
    ValuePart,
    Variable,
    fact_variable,
    is_number,
)
from licensekit.values import YearMonth
from licensekit.vocabulary.facts import FACTS, SERIES
from licensekit.vocabulary.relations import relation
from licensekit.vocabulary.rules import (
    A_DAY,
    ABSENCE,
    ANYTHING,
    DOUBTFUL,
    MORE_THAN_NOTHING,
    YES,
    Rule,
    Statement,
    kinds_of_misdeeds,
    rules_on,
)


def rules_among(variables: Iterable[Variable], premises: Premises, own: OwnRules = NO_OWN_RULES) -> Rules:
    """The rules and orders among these variables, and those of the licences' own facts."""
    every = dict.fromkeys(variables)
    rules, doubts = _rules(every, own)
    of_product = tuple(
        (name, nothing) for name in sorted(every, key=str) if (nothing := _nothing(name)) is not None and name != EXISTS
    )
    numbers = [name for name in sorted(every, key=str) if is_number(name)]
    bounds = (
        bound
        for lower, upper in _pairs(numbers, premises.last_month, own)
        for bound in _between(lower, upper, premises, own)
    )
    return Rules(rules, tuple(bounds), of_product, doubts)


def _rules(variables: Iterable[Variable], own: OwnRules) -> tuple[tuple[RuleAmong, ...], tuple[Doubt, ...]]:
    """The rules of the vocabulary that speak of these variables alone; what is doubtful may be any of them.

    A rule on facts holds for them under every meaning, all under the same one where they have it.
    """
    of_fact: dict[str, list[Stated]] = {}
    for each in variables:
        if isinstance(each, FactVariable | AmountVariable):
            of_fact.setdefault(_spoken_of(each), []).append(each)
    rules: list[RuleAmong] = []
    doubts: list[Doubt] = []
    for rule, only_under in _speaking(frozenset(of_fact), own):
        facts = [of_fact[statement.fact] for statement in rule.statements]
        for chosen in product(*(_under(each, only_under) for each in facts)) if only_under else _together(facts):
            put = _put(rule, chosen)
            if isinstance(put, RuleAmong):
                rules.append(put)
            elif put is not None:
                doubts.append(put)
    return tuple(rules), (*doubts, *_kinds_doubted(of_fact))


def _kinds_doubted(of_fact: Mapping[str, Sequence[Stated]]) -> Iterator[Doubt]:
    """Of a misdeed that is known in general, and of no kind: none is taken for granted not to be."""
    for general, kinds in kinds_of_misdeeds().items():
        among = sorted(kinds & of_fact.keys()) if general in of_fact else ()
        so = {each: RuleStatement(each, True, so=True) for kind in among for each in of_fact[kind]}
        why = f"`{general}` may be of this kind"
        for known, kind in product(of_fact.get(general, ()), so):
            others = tuple(each for at, each in so.items() if at != kind)
            if isinstance(kind, FactVariable) and known.name.meaning in {kind.name.meaning, ""}:
                yield Doubt((RuleStatement(known, True, so=False),), kind, why, unless_known=others)


@lru_cache(maxsize=16_384)
def _put(rule: Rule, chosen: tuple[Stated, ...]) -> RuleAmong | Doubt | None:
    """A rule on facts, put to variables of these facts."""
    pairs = [*zip(rule.statements, chosen, strict=True)]
    over = tuple([_over(statement, each) for statement, each in pairs if statement.part != DOUBTFUL])
    doubtful = next((each for statement, each in pairs if statement.part == DOUBTFUL), None)
    if doubtful is None:
        return RuleAmong(over, rule.why)
    return Doubt(over, doubtful, rule.why) if isinstance(doubtful, FactVariable) else None


def _speaking(facts: frozenset[str], own: OwnRules) -> Iterator[tuple[Rule, str]]:
    """The rules that speak of these facts alone, each with the meaning under which alone it holds; empty: under all."""
    yield from ((rule, "") for rule, named in rules_on(own.rules) if named <= facts)
    for meaning in sorted(own.under):  # it may lead from one fact to another where nothing reads the one between
        yield from ((rule, meaning) for rule, named in rules_on(own.rules, own.under[meaning]) if named <= facts)


def _together(facts: Sequence[Sequence[Stated]]) -> Iterator[tuple[Stated, ...]]:
    """The variables of which a rule on facts speaks together: all under one meaning where they have it."""
    if all(len(each) == 1 and not each[0].name.meaning for each in facts):  # as almost always
        yield tuple([each[0] for each in facts])
        return
    for meaning in sorted({each.name.meaning for each in chain(*facts)} | {""}):
        for chosen in product(*(_under(each, meaning) for each in facts)):
            if not meaning or any(each.name.meaning == meaning for each in chosen):
                yield chosen


def _under(variables: Sequence[Stated], meaning: str) -> Sequence[Stated]:
    """A fact under a meaning, or plain where it has none."""
    if len(variables) == 1 and variables[0].name.meaning in {meaning, ""}:
        return variables
    return [each for each in variables if each.name.meaning == meaning] or [
        each for each in variables if not each.name.meaning
    ]


def _spoken_of(variable: Stated) -> str:
    """The fact that a rule names: a number stands for itself over every period."""
    base = variable.name.base
    return ".".join(base.split(".")[:2]) if is_number(variable) else base


_PARTS: Final[Mapping[str, ValuePart]] = {YES: True, MORE_THAN_NOTHING: ABOVE_ZERO}


def _over(statement: Statement, variable: Stated) -> RuleStatement:
    if statement.part == A_DAY:
        return RuleStatement(variable, FROM_NEVER_ON, not statement.so)
    if statement.part == ANYTHING:
        assert isinstance(variable, FactVariable)
        return RuleStatement(variable, frozenset(variable.options), statement.so)
    part = _PARTS.get(statement.part)
    return RuleStatement(variable, frozenset({statement.part}) if part is None else part, statement.so)


def _nothing(variable: Variable) -> Domain | None:
    """What a variable is where there is no product; None where that says nothing of it."""
    if not isinstance(variable, FactVariable | AmountVariable):
        return None
    if variable.name.base.partition(".")[0] not in ABSENCE.subjects:
        return None
    if isinstance(variable, AmountVariable) or variable.type == "count":
        return NOTHING
    return False if variable.type == "yes_no" else frozenset[str]() if variable.type == "set_of" else None


def _pairs(
    numbers: Sequence[Variable], last_month: YearMonth | None, orders: OwnRules
) -> Iterator[tuple[Stated, Stated]]:
    """The numbers between which an order may stand: a licence's own fact is related to those alone that it names."""
    spots = [number for number in numbers if isinstance(number, FactVariable | AmountVariable)]
    shared = [spot for spot in spots if _in_vocabulary(spot.name.base)]
    own: dict[str, list[Stated]] = {}
    for spot in spots:
        own.setdefault(_by_month(spot, last_month), []).append(spot)
    for lower in spots:
        name = _by_month(lower, last_month)
        for upper in shared if _in_vocabulary(lower.name.base) else spots if name in orders.at_most else own[name]:
            if lower != upper:
                yield lower, upper


@lru_cache(maxsize=8192)
def _in_vocabulary(base: str) -> bool:
    return base in FACTS or base in SERIES


def _between(lower: Stated, upper: Stated, premises: Premises, own: OwnRules) -> Iterator[NumberBound]:
    index, last_month = premises
    names = _by_month(lower, last_month), _by_month(upper, last_month)
    money = _money(lower), _money(upper)
    same_money = money[0] == money[1]
    deflated = index and money[0][0] == money[1][0] and not money[1][1]
    zero_only = not (same_money or deflated)
    if names[0] != names[1]:
        between = relation(*names) or own.relation(*names)
        if between is not None:
            # Where there is no product its numbers are 0, and so at most anything: this guard never makes a difference.
            guard = fact_variable(between.guard, "yes_no") if between.guard not in {"", ABSENCE.exists} else None
            why = f"{between.text}, and zero is zero in all money" if zero_only else between.text
            yield NumberBound(lower, upper, guard, why, zero_only)
    elif zero_only:
        yield NumberBound(lower, upper, None, _not_joined(*money), zero_only=True)
    elif not same_money:
        yield NumberBound(lower, upper, None, "the index is not below its base")
    else:
        yield NumberBound(lower, upper, None, f"{last_month} is the last full month before the as-of date")


def _money(number: Stated) -> tuple[str, str]:
    """The currency of a number, and the index in whose money it is; both empty for a count."""
    return (number.currency, number.index) if isinstance(number, AmountVariable) else ("", "")


def _not_joined(lower: tuple[str, str], upper: tuple[str, str]) -> str:
    """Why no more can be said of an amount than whether it is zero."""
    if lower[0] == upper[0]:
        index, year = (lower[1] or upper[1]).split("@")
        return f"without the value of {index}, all that is known in money of {year} is whether it is zero"
    first, second = sorted((lower[0], upper[0]))
    return f"without a rate between {first} and {second}, all that is known is whether it is zero"


def _by_month(number: Stated, last_month: YearMonth | None) -> str:
    """A fact of the last full month before the as-of date has three names; this is the first of them."""
    name = number.name
    if last_month is None:
        return str(name)
    if name.month == last_month:
        name = name._replace(base=f"{name.base}.month", month=None)
    elif name.base.endswith(".preceding_month"):
        name = name._replace(base=f"{name.base.removesuffix('preceding_month')}month")
    return str(name)


def sets_that_can_be(formulas: Formulas, members: Sequence[MemberVariable]) -> Iterator[Formula]:
    """Which memberships of one set can hold together: each needs a member, which counts wherever it is listed."""
    for variable in members:
        examples = (
            formulas.every(formulas.atom(each, part=True) for each in members if member in each.members)
            for member in sorted(variable.members)
        )
        of_all = formulas.every(formulas.atom(each, part=True) for each in members if variable.beyond)
        possible = formulas.some((*examples, *((of_all,) if variable.beyond else ())))
        yield formulas.some((formulas.negation(formulas.atom(variable, part=True)), possible))
