"""A licence as one SQL query, for the engine that already holds the table.

Names are quoted and texts escaped by sqlglot, which also writes each dialect; nothing here builds SQL from text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final, assert_never

import sqlglot.expressions as exp

from licensekit.compile import logic
from licensekit.compile.logic import FALSE, Expr
from licensekit.compile.naming import Naming, is_known, plain
from licensekit.compile.prepared import Prepared
from licensekit.compile.rows import refuse
from licensekit.compile.tables import OUTPUTS, PREFIX, Stage, Table, table_for

DIALECTS: Final = ("duckdb", "postgres", "spark", "bigquery", "snowflake")
_UNITS: Final = {"days": "DAY", "months": "MONTH", "years": "YEAR"}


def query(  # noqa: PLR0913 - each names one thing that a caller may state
    compiled: Prepared,
    acts: Iterable[str],
    *,
    columns: Iterable[str] | None = None,
    keep: Iterable[str] = (),
    table: str = "uses",
    dialect: str = "duckdb",
    rename: Mapping[str, str] | None = None,
    currency: str = "",
    valid: Iterable[str] = (),
    answers: Iterable[str] = OUTPUTS,
) -> str:
    """A query over a table of uses: the columns to `keep`, those of the facts, and the answers.

    `columns` are those that the table has; by default one for each fact that the licence reads. What is kept and is a
    fact is read too. A null is an unknown fact. `valid` are columns that cannot hold anything but values of their fact,
    such as an enumeration of countries: their rows are not looked at for words that are none. `answers` are the columns
    of answers wanted, of `tables.OUTPUTS`. Raises FactsError.
    """
    if dialect not in DIALECTS:
        raise refuse(f"there is no dialect `{dialect}` here", "write one of " + ", ".join(DIALECTS))
    question, names = compiled.about(acts), rename or {}
    info = question.matter.info
    if columns is None:
        columns = dict.fromkeys(plain(name).partition("@")[0] for name in question.reads)
    others = tuple(name for name in keep if not is_known(names.get(name, name), info))
    facts = Naming(names, currency, others).facts(dict.fromkeys((*columns, *keep)), info)
    trusted = {*valid}
    work = table_for(compiled, acts, facts, frozenset(name for name, column in facts.items() if column in trusted))
    work.check_dates()
    wanted = [name for name in OUTPUTS if name in {*answers}]
    shown: Stage = [(PREFIX + name, value) for name, value in work.answers if name in wanted]
    source = exp.table_(table, quoted=True)
    select = exp.select(exp.Star()).from_(source)
    stages = [stage for stage in (*work.stages.stages(*(value for _, value in shown)), shown) if stage]
    for number, stage in enumerate(stages):
        values = {name: _expression(_where_open(work, name, value)) for name, value in stage}
        named_values = (exp.alias_(value, name, quoted=True) for name, value in values.items())
        inner = select.subquery(exp.to_identifier(f"stage_{number}", quoted=True))
        select = exp.select(exp.Star(), *named_values).from_(inner)
    named = dict.fromkeys(name for name in (*keep, *facts.values()) if name not in OUTPUTS)
    columns_shown: list[Any] = [exp.column(name, quoted=True) for name in named]
    columns_shown += [exp.alias_(exp.column(PREFIX + name, quoted=True), name, quoted=True) for name in wanted]
    outer = exp.select(*columns_shown).from_(select.subquery(exp.to_identifier("answers", quoted=True)))
    return str(outer.sql(dialect=dialect, pretty=True, identify=True))


def _where_open(work: Table, name: str, value: Expr) -> Expr:
    """A node of the diagram, for the rows alone that three-valued logic leaves open: engines take branches by row."""
    return logic.case([(work.open, value)], FALSE) if name.startswith(f"{PREFIX}n") else value


def _literal(value: object) -> Any:
    """A constant."""
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "date")
        case int() | Decimal():
            return exp.Literal.number(f"{value:f}" if isinstance(value, Decimal) else str(value))
        case _:
            return exp.Literal.string(str(value))


def _expression(value: Expr) -> Any:
    """An expression of sqlglot."""
    match value:
        case logic.Lit(value=constant):
            return _literal(constant)
        case logic.Col(name=name):
            return exp.column(name, quoted=True)
        case logic.Compare(left=left, operator=operator, right=right):
            kinds = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE}
            return kinds[operator](this=_operand(left), expression=_right(right))
        case logic.Within(column=column, values=values):
            words = [_literal(one) for one in values]
            return exp.In(this=_operand(column), expressions=words)
        case logic.Meets(column=column, values=values):
            return _joined(exp.Or, (_has(column, word) for word in values))
        case logic.Strange(column=column, values=values):
            held = (_if(_has(column, word), exp.Literal.number(1), exp.Literal.number(0)) for word in values)
            facts = reduce(lambda left, right: exp.Add(this=left, expression=right), held)
            return exp.GT(this=exp.ArraySize(this=_operand(column)), expression=exp.Paren(this=facts))
        case logic.IsNull(part=part):
            return exp.Is(this=exp.Paren(this=_expression(part)), expression=exp.Null())
        case logic.Negated(part=part):
            return exp.Not(this=exp.Paren(this=_expression(part)))
        case logic.Joined(parts=parts, every=every):
            return _joined(exp.And if every else exp.Or, map(_expression, parts))
        case logic.Branches(cases=cases, otherwise=otherwise):
            branches = [exp.If(this=_expression(on), true=_expression(then)) for on, then in cases]
            return exp.Case(ifs=branches, default=_expression(otherwise))
        case logic.FirstOf(first=first, second=second):
            return exp.Coalesce(this=_expression(first), expressions=[_expression(second)])
        case logic.Listed(words=words):
            return _listed(words)
        case _:
            assert_never(value)


def _operand(value: Expr) -> Any:
    """An expression that stands beside an operator."""
    written = _expression(value)
    return written if isinstance(value, logic.Col | logic.Lit) else exp.Paren(this=written)


def _right(value: logic.Lit | logic.Col | logic.Later) -> Any:
    if not isinstance(value, logic.Later):
        return _operand(value)
    day = _expression(value.day)
    for count, unit in ((value.count, value.unit), (value.days, "days")):
        if count:
            step = exp.Interval(this=exp.Literal.string(str(count)), unit=exp.Var(this=_UNITS[unit]))
            day = exp.cast(exp.Add(this=day, expression=step), "date")
    return day


def _has(column: logic.Col, word: str) -> Any:
    return exp.ArrayContains(this=_operand(column), expression=_literal(word))


def _if(condition: Any, then: Any, otherwise: Any) -> Any:
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)


def _joined(kind: Any, parts: Iterable[Any]) -> Any:
    written = [exp.Paren(this=part) for part in parts]
    return reduce(lambda left, right: kind(this=left, expression=right), written)


def _listed(words: tuple[tuple[Expr, str], ...]) -> Any:
    """Words in a row: each with a separator before it, and the first separator taken away."""
    if not words:
        return exp.Literal.string("")
    no_word = exp.Literal.string("")
    parts = (_if(_expression(on), exp.Literal.string(f", {word}"), no_word) for on, word in words)
    joined = reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)
    return exp.Substring(this=exp.Paren(this=joined), start=exp.Literal.number(3))
