"""A licence over a data frame: any that narwhals reads. Lazy frames stay lazy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial, reduce
from operator import add, ge, gt, le, lt, or_
from typing import Any, Final, assert_never

from licensekit.compile.logic import (
    FALSE,
    All,
    Branches,
    Col,
    Compare,
    Expr,
    FirstOf,
    IsNull,
    Later,
    Listed,
    Lit,
    Meets,
    Negated,
    Some,
    Strange,
    Within,
)
from licensekit.compile.prepared import Prepared
from licensekit.compile.rows import refuse, wrong
from licensekit.compile.tables import OUTPUTS, PREFIX, Table, table_for
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.use import Use
from licensekit.values import Money
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.territories import TERRITORIES

OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {">": gt, ">=": ge, "<": lt, "<=": le}
OPEN: Final = f"{PREFIX}open"
"""Where it is true, a row is left to the reference."""
TRIED: Final = ("polars", "pandas", "pyarrow", "duckdb", "pyspark")
"""Kinds of frames whose answers were compared with those of Polars."""


def columns(
    compiled: Prepared,
    frame: Any,
    acts: Iterable[str],
    *,
    rename: Mapping[str, str] | None = None,
    currency: str = "",
) -> Any:
    """The frame with the columns verdict, duties, open_duties, approvals, open_questions and problem.

    `rename` maps columns to names of facts; a column named like a fact needs none, and any other is left alone.
    `currency` is that of every column of money whose name does not end in one (`group.revenue.year:USD`). A null is
    an unknown fact, and so is a fact without a column. A row whose facts contradict themselves has no verdict, and
    its `problem` says why. Raises FactsError for a column that cannot be read safely: floats, dates with a time.
    """
    import narwhals as nw  # noqa: PLC0415 - the extra `batch`

    native: Any = nw.from_native(frame)
    if native.implementation.value not in TRIED:
        kind = native.implementation.value
        raise refuse(f"what a null comes to in frames of {kind} was not tried", "convert it to Polars or Arrow")
    if native.implementation.is_pandas() or native.implementation.is_pyarrow():
        return _by_polars(compiled, frame, acts, rename or {}, currency)
    if native.implementation.is_spark_like() and any("." in name for name in native.collect_schema().names()):
        return _on_spark(compiled, frame, acts, rename or {}, currency)
    if native.implementation.is_polars():
        native = nw.from_native(_with_lists_of_words(native.to_native()))
    schema = native.collect_schema()
    if any(name.startswith(PREFIX) for name in schema.names()):
        raise refuse(f"columns whose names begin with `{PREFIX}` are in the way", "rename them")
    empty = _without_values(native)
    named = facts_of(schema, rename or {}, currency)
    facts = {variable: column for variable, column in named.items() if column not in empty}
    findings = [
        each for variable, column in facts.items() for each in _check_type(nw, variable, column, schema[column])
    ]
    if findings:
        raise FactsError(findings)
    typed = frozenset(variable for variable, column in facts.items() if _holds_options(nw, variable, schema[column]))
    table = table_for(compiled, acts, facts, typed)
    kept = [name for name in schema.names() if name not in OUTPUTS]
    if not native.implementation.is_polars():
        table.check_dates()
        return _staged(native, table, Engine(nw, guarded=True)).select(*kept, *OUTPUTS).to_native()
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    # Polars' own expressions have the same names as those of narwhals, and are made ten times as fast
    answers = _staged(native.to_native(), table, Engine(pl, guarded=False))
    if table.by_reference == FALSE:
        return answers.select(*kept, *OUTPUTS)
    whole = answers.select(*kept, *OUTPUTS, OPEN)
    completed = partial(_by_reference, compiled, tuple(acts), facts)
    if isinstance(whole, pl.DataFrame):
        return completed(whole)
    return whole.map_batches(completed, streamable=True, schema=whole.drop(OPEN).collect_schema())


def _by_reference(compiled: Prepared, acts: tuple[str, ...], columns: Mapping[str, str], frame: Any) -> Any:
    """A frame of Polars with the verdicts of the rows that are left to the reference."""
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    verdicts: dict[tuple[Any, ...], str] = {}
    words = frame["verdict"].to_list()
    for at in frame[OPEN].arg_true():
        row = frame.row(at, named=True)
        values = {name: row[column] for name, column in columns.items() if row[column] is not None}
        key = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
        if key not in verdicts:
            verdicts[key] = compiled.verdict(
                Use.of(acts, dict(map(_stated, *zip(*values.items(), strict=True))))
            ).verdict.value
        words[at] = verdicts[key]
    return frame.with_columns(verdict=pl.Series(words, dtype=pl.String)).drop(OPEN)


def _stated(name: str, value: Any) -> tuple[str, Any]:
    """A value of a table as a use takes it."""
    plain, _, currency = name.partition(":")
    if currency:
        return plain, Money(Decimal(value), currency)
    return plain, frozenset(value) if isinstance(value, list) else value


def _on_spark(compiled: Prepared, frame: Any, acts: Iterable[str], rename: Mapping[str, str], currency: str) -> Any:
    """A frame of Spark, which takes a point in a name for a part of a structure: worked on under renamed names."""
    plain = {name: f"column_{at}" for at, name in enumerate(frame.columns) if "." in name}
    facts = facts_of(frame.columns, rename, currency).values()
    named = {renamed: rename.get(name, name) for name, renamed in plain.items() if name in facts}
    unpointed = frame.withColumnsRenamed(plain)
    answers = columns(compiled, unpointed, acts, rename={**rename, **named}, currency=currency)
    return answers.withColumnsRenamed({renamed: name for name, renamed in plain.items()})


def _staged(frame: Any, table: Table, engine: Engine) -> Any:
    """The frame with the columns of each stage."""
    answers = [*table.answers, (OPEN, table.by_reference)] if table.by_reference != FALSE else table.answers
    for stage in (*table.stages.stages(*(value for _, value in answers)), answers):
        if stage:
            frame = frame.with_columns(**{name: engine.expression(value) for name, value in stage})
    return frame


def _by_polars(compiled: Prepared, frame: Any, acts: Iterable[str], rename: Mapping[str, str], currency: str) -> Any:
    """A frame of pandas or a table of Arrow, with answers that Polars works out: its logic alone has three values.

    pandas takes a null in a condition for true or for false, depending on the operation and on what holds the column;
    so what is missing there, NaN among whole numbers included, becomes a null of Arrow first. The columns of the frame
    itself stay as they are.
    """
    import polars as pl  # noqa: PLC0415 - the extra `batch`
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - whoever has such a frame has it

    arrow, rows = isinstance(frame, pa.Table), len(frame)
    names = [name for name in (frame.column_names if arrow else frame.columns) if isinstance(name, str)]
    facts = list(facts_of(names, rename, currency).values())
    given: Any
    if not facts:
        given = pl.DataFrame({"row": pl.repeat(None, rows, dtype=pl.Boolean, eager=True)})
    elif arrow:
        given = pl.from_arrow(frame.select(facts))
    else:
        given = pl.from_arrow(pa.Table.from_pandas(frame[facts].convert_dtypes(), preserve_index=False))
    answers = columns(compiled, given, acts, rename=rename, currency=currency).select(OUTPUTS).to_arrow()
    if not arrow:
        import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - its own frame

        return frame.assign(**{name: pd.array(answers.column(name), pd.ArrowDtype(pa.string())) for name in OUTPUTS})
    for name in OUTPUTS:
        frame = frame.drop_columns([name]) if name in names else frame
        frame = frame.append_column(name, answers.column(name))
    return frame


def facts_of(names: Iterable[str], rename: Mapping[str, str], currency: str) -> dict[str, str]:
    """The column of each variable that a table gives. Raises FactsError with all that is wrong."""
    facts: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for column in names:
        name, _, unit = rename.get(column, column).partition(":")
        unit = unit or currency
        try:
            kind = fact(name).type
        except KeyError:
            if column in rename:
                findings.append(wrong(f"there is no fact `{name}`", f"correct what `{column}` stands for", "LK501"))
            continue
        variable = f"{name}:{unit}" if kind == "money" else name
        if kind == "money" and not unit:
            mend = f"say which with `currency`, or call it `{name}:USD`"
            findings.append(wrong(f"`{column}` is money of no stated currency", mend))
        elif variable in facts:
            message = f"`{facts[variable]}` and `{column}` are both `{name}`"
            findings.append(wrong(message, "leave one of them out", "LK505"))
        else:
            facts[variable] = column
    if findings:
        raise FactsError(findings)
    return facts


def _with_lists_of_words(frame: Any) -> Any:
    """A Polars frame whose lists that are all empty are lists of words, and not of nothing."""
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    nothing, words = pl.List(pl.Null), pl.List(pl.String)
    empty = [name for name, dtype in frame.collect_schema().items() if dtype == nothing]
    return frame.with_columns(pl.col(name).cast(words) for name in empty) if empty else frame


def _without_values(frame: Any) -> frozenset[str]:
    """The columns of a Polars frame of which nothing is known but that all is null: as good as no column."""
    if not frame.implementation.is_polars():
        return frozenset()
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    return frozenset(name for name, dtype in frame.to_native().collect_schema().items() if dtype == pl.Null)


def _check_type(nw: Any, variable: str, column: str, dtype: Any) -> Iterator[Diagnostic]:
    """What cannot be read safely."""
    kind = fact(variable.partition(":")[0]).type
    words = {nw.String, nw.Categorical, nw.Enum}
    text = dtype in words or isinstance(dtype, nw.Enum)
    right = {
        "yes_no": dtype == nw.Boolean,
        "count": dtype.is_integer(),
        "money": dtype.is_integer() or dtype == nw.Decimal,
        "date": dtype == nw.Date,
        "one_of": text,
        "territory": text,
        "text": text,
        "set_of": dtype == nw.List and (dtype.inner in words or isinstance(dtype.inner, nw.Enum)),
    }[kind]
    if not right:
        wanted = {"yes_no": "booleans", "count": "whole numbers", "money": "decimals or whole numbers", "date": "dates"}
        wanted["set_of"] = "lists of words"
        float_ = dtype.is_float()
        yield wrong(
            f"`{column}` is a column of {dtype}, but `{variable}` needs {wanted.get(kind, 'words')}",
            "convert the column"
            + (": a float has no exact value, and its NaN counts as more than any threshold" if float_ else ""),
            "LK504" if float_ else "LK508",
        )


def _holds_options(nw: Any, variable: str, dtype: Any) -> bool:
    """Whether a column is an enumeration of nothing but options of the fact."""
    info = fact(variable.partition(":")[0])
    options = set(TERRITORIES if info.type == "territory" else info.options)
    return info.type in {"one_of", "territory"} and isinstance(dtype, nw.Enum) and {*dtype.categories} <= options


class Engine:
    """Turns expressions into those of narwhals, or of Polars, which narwhals follows."""

    def __init__(self, nw: Any, *, guarded: bool) -> None:
        self.nw = nw
        self.guarded = guarded
        """Whether `is_in` must be kept from taking a null for a value that is not listed."""

    def expression(self, value: Expr) -> Any:
        """An expression of the engine."""
        nw = self.nw
        match value:
            case Lit(value=constant):
                return nw.lit(constant)
            case Col(name=name):
                return nw.col(name)
            case Compare(left=left, operator=sign, right=right):
                return OPERATORS[sign](self.expression(left), self._right(right))
            case Within(column=column, values=values):
                if len(values) == 1:
                    return self.expression(column) == nw.lit(values[0])
                inside = self.expression(column)
                if not self.guarded:
                    return inside.is_in(values)
                return nw.when(~inside.is_null()).then(inside.is_in(values)).otherwise(nw.lit(None, nw.Boolean))
            case Meets(column=column, values=values):
                held = self.expression(column).list
                return (
                    reduce(or_, (held.contains(word) for word in values))
                    if values
                    else self._truth(Negated(IsNull(column)))
                )
            case Strange(column=column, values=values):
                held = self.expression(column)
                answer = [nw.when(held.list.contains(word)).then(nw.lit(1)).otherwise(nw.lit(0)) for word in values]
                return held.list.len() > reduce(add, answer)
            case IsNull(part=part):
                return self.expression(part).is_null()
            case Negated(part=part):
                return ~self.expression(part)
            case All(parts=parts):
                return self._folded(parts, every=True)
            case Some(parts=parts):
                return self._folded(parts, every=False)
            case Branches(cases=cases, otherwise=otherwise):
                answer = self.expression(otherwise)
                for condition, then in reversed(cases):
                    answer = nw.when(self.expression(condition)).then(self.expression(then)).otherwise(answer)
                return answer
            case FirstOf(first=first, second=Lit(value=bool() as default)) if not self.guarded:
                return (
                    self.expression(first).ne_missing(nw.lit(False))
                    if default
                    else self.expression(first).eq_missing(nw.lit(True))
                )
            case FirstOf(first=first, second=second):
                return nw.coalesce(self.expression(first), self.expression(second))
            case Listed(words=words):
                shown = [nw.when(self.expression(on)).then(nw.lit(word)) for on, word in words]
                if not shown:
                    return nw.lit("")
                joined = shown[0] if len(shown) == 1 else nw.concat_str(*shown, separator=", ", ignore_nulls=True)
                return nw.coalesce(joined, nw.lit(""))
            case _:
                assert_never(value)

    def _right(self, value: Lit | Col | Later) -> Any:
        if not isinstance(value, Later):
            return self.expression(value)
        step = {"days": "d", "months": "mo", "years": "y"}[value.unit]
        return self.nw.col(value.day.name).dt.offset_by(f"{value.count}{step}").dt.offset_by(f"{value.days}d")

    def _folded(self, parts: tuple[Expr, ...], *, every: bool) -> Any:
        answer = self._truth(parts[0])
        for part in parts[1:]:
            answer = answer & self._truth(part) if every else answer | self._truth(part)
        return answer

    def _truth(self, part: Expr) -> Any:
        """A part of a condition; a constant unknown needs its type."""
        return self.nw.lit(None, self.nw.Boolean) if part == Lit(None) else self.expression(part)
