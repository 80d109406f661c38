"""A licence over a data frame: any that narwhals reads. Lazy frames stay lazy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial, reduce
from operator import add, and_, or_
from typing import Any, Final, assert_never

import narwhals as nw

from licensekit.compile import logic
from licensekit.compile.by_row import by_cells, schema_of
from licensekit.compile.logic import FALSE, Expr
from licensekit.compile.naming import THE_REST, Naming, plain, refuse_unfit
from licensekit.compile.prepared import Prepared
from licensekit.compile.rows import need, refuse
from licensekit.compile.tables import OUTPUTS, PREFIX, Table, table_for
from licensekit.diagnostics import clipped
from licensekit.use import Use
from licensekit.use.checks import kind_of
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.territories import TERRITORIES

OPEN: Final = f"{PREFIX}open"
"""Where it is true, a row is left to the reference."""
TRIED: Final = ("polars", "pandas", "pyarrow", "duckdb", "pyspark")
"""Kinds of frames whose answers were compared with those of Polars."""


def columns(compiled: Prepared, frame: Any, acts: Iterable[str], naming: Naming) -> Any:
    """The frame with the columns verdict, duties, open_duties, approvals, open_questions, unread and problem.

    A column named like a fact, or renamed to one, is read; any other is an error, unless it is passed over: it stays as
    it is. A null is an unknown fact, and so is a fact without a column. A row whose facts contradict themselves has no
    verdict, and its `problem` says why, with the code of the finding.
    Raises FactsError for a column that cannot be read safely: floats, dates with a time.
    """
    try:
        native: Any = nw.from_native(frame)
    except nw.exceptions.DuplicateError:
        return naming.facts(_names(frame), compiled.about(acts).matter.info)  # which refuses it
    except TypeError:
        message, mend = f"`frame`: this is {kind_of(frame)}, not a data frame", "give one of Polars, pandas or Arrow"
        raise refuse(message, mend) from None
    if native.implementation.value not in TRIED:
        message = f"what a null comes to in frames of {native.implementation.value} was not tried"
        raise refuse(message, "convert it to Polars or Arrow")
    schema = schema_of(native)
    if native.implementation.is_pandas() or native.implementation.is_pyarrow():
        return _by_polars(compiled, frame, acts, naming)
    if native.implementation.is_spark_like() and any("." in name for name in schema.names()):
        return _on_spark(compiled, frame, acts, naming)
    if native.implementation.is_polars():
        nothing, words = nw.List(nw.Unknown), nw.List(nw.String)  # lists that are all empty are lists of words
        native = native.with_columns(nw.col(name).cast(words) for name, dtype in schema.items() if dtype == nothing)
        schema = native.collect_schema()
    if any(name.startswith(PREFIX) for name in schema.names()):
        raise refuse(f"columns whose names begin with `{PREFIX}` are in the way", "rename them")
    info = compiled.about(acts).matter.info
    named = naming.facts(schema.names(), info)
    # of a column without a type nothing is known but that all is null: it is as good as none
    untyped = nw.Unknown if native.implementation.is_polars() else None
    facts = {variable: column for variable, column in named.items() if schema[column] != untyped}
    refuse_unfit(nw, facts, info, schema)
    typed = frozenset(name for name, column in facts.items() if _holds_options(info(plain(name)), schema[column]))
    table = table_for(compiled, acts, facts, typed)
    kept = [name for name in schema.names() if name not in OUTPUTS]
    if not native.implementation.is_polars():
        table.check_dates()
        return _staged(native, table, _Engine(nw, guarded=True)).select(*kept, *OUTPUTS).to_native()
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    # Polars' own expressions have the same names as those of narwhals, and are made ten times as fast
    answers = _staged(native.to_native(), table, _Engine(pl, guarded=False))
    if table.by_reference == FALSE:
        return answers.select(*kept, *OUTPUTS)
    whole = answers.select(*kept, *OUTPUTS, OPEN)
    completed = partial(_by_reference, compiled, tuple(acts), facts)
    if isinstance(whole, pl.DataFrame):
        return completed(whole)
    return whole.map_batches(completed, streamable=True, schema=whole.drop(OPEN).collect_schema())


def _by_reference(compiled: Prepared, acts: tuple[str, ...], columns: Mapping[str, str], frame: Any) -> Any:
    """A frame of Polars with the verdicts of the rows that are left to the reference, or why they have none."""
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    declared = compiled.about(acts).matter.declared

    def decided(facts: Mapping[str, Any], _: object) -> tuple[str | None, str]:
        return compiled.verdict(Use.of(acts, facts, declared)).verdict.value, ""

    answer = by_cells(columns, decided, lambda problem: (None, problem))
    words, problems = frame["verdict"].to_list(), frame["problem"].to_list()
    for at in frame[OPEN].arg_true():
        words[at], problems[at] = answer(frame.row(at, named=True))
    texts = {"verdict": words, "problem": problems}
    return frame.with_columns(pl.Series(name, each, pl.String) for name, each in texts.items()).drop(OPEN)


def _on_spark(compiled: Prepared, frame: Any, acts: Iterable[str], naming: Naming) -> Any:
    """A frame of Spark, which takes a point in a name for a part of a structure: worked on under renamed names."""
    unpointed = {name: f"column_{at}" for at, name in enumerate(frame.columns) if "." in name}
    facts = naming.facts(frame.columns, compiled.about(acts).matter.info).values()
    rename = {unpointed.get(name, name): naming.rename.get(name, name) for name in facts}
    named = frame.withColumnsRenamed(unpointed)
    answers = columns(compiled, named, acts, Naming(rename, naming.currency, (THE_REST,)))
    return answers.withColumnsRenamed({renamed: name for name, renamed in unpointed.items()})


def _staged(frame: Any, table: Table, engine: _Engine) -> Any:
    """The frame with the columns of each stage."""
    answers = [*table.answers, (OPEN, table.by_reference)] if table.by_reference != FALSE else table.answers
    for stage in (*table.stages.stages(*(value for _, value in answers)), answers):
        if stage:
            frame = frame.with_columns(**{name: engine.expression(value) for name, value in stage})
    return frame


def _by_polars(compiled: Prepared, frame: Any, acts: Iterable[str], naming: Naming) -> Any:
    """A frame of pandas or a table of Arrow, with answers that Polars works out: its logic alone has three values.

    pandas takes a null in a condition for true or for false, depending on the operation and on what holds the column;
    so what is missing there, NaN among whole numbers included, becomes a null of Arrow first. The columns of the frame
    itself stay as they are.
    """
    need("", "pyarrow")
    import polars as pl  # noqa: PLC0415 - the extra `batch`
    import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - pandas comes without it

    arrow, rows, names = isinstance(frame, pa.Table), len(frame), _names(frame)
    facts = naming.facts(names, compiled.about(acts).matter.info).values()
    held = {name: _column_of_arrow(name, frame[name], is_arrow=arrow) for name in facts}
    given = pl.from_arrow(pa.table(held)) if held else pl.select(row=pl.repeat(None, rows, dtype=pl.Boolean))
    rename = {column: name for column, name in naming.rename.items() if column in held}
    answers = columns(compiled, given, acts, Naming(rename, naming.currency, (THE_REST,))).select(OUTPUTS).to_arrow()
    if not arrow:
        import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415 - its own frame

        return frame.assign(**{name: pd.array(answers.column(name), pd.ArrowDtype(pa.string())) for name in OUTPUTS})
    for name in OUTPUTS:
        frame = frame.drop_columns([name]) if name in names else frame
        frame = frame.append_column(name, answers.column(name))
    return frame


def _names(frame: Any) -> list[str]:
    return list(map(str, frame.columns if hasattr(frame, "iloc") else frame.column_names))


def _column_of_arrow(name: str, column: Any, *, is_arrow: bool) -> Any:
    """A column of a table of Arrow, or of a frame of pandas, as Polars can take it. Raises FactsError."""
    import pyarrow as pa  # noqa: PLC0415 - whoever has such a frame has it

    try:
        if not is_arrow:
            column = column if hasattr(column.dtype, "pyarrow_dtype") else column.convert_dtypes()
            column = pa.Table.from_pandas(column.to_frame(name), preserve_index=False).column(name)
        if pa.types.is_decimal(column.type):
            column = column.cast(pa.decimal128(38, min(column.type.scale, 38)))
    except (pa.ArrowException, TypeError, ValueError, KeyError, ArithmeticError) as problem:
        why = clipped(str(problem).partition("\n")[0], 120)
        raise refuse(
            f"`{name}` cannot be read: {why}", "convert the column, so that all of its values are alike"
        ) from None
    kind, types = column.type, pa.types
    words = (types.is_string, types.is_large_string, types.is_string_view, types.is_null)
    plainly = (types.is_boolean, types.is_integer, types.is_floating, types.is_decimal128, types.is_temporal)
    fits = any(is_so(getattr(kind, "value_type", kind)) for is_so in words) or any(is_so(kind) for is_so in plainly)
    if not fits:
        raise refuse(f"`{name}` is a column of {column.type}, which holds no values of facts", "convert the column")
    return column


def _holds_options(info: FactInfo, dtype: Any) -> bool:
    """Whether a column is an enumeration of nothing but options of the fact."""
    options = set(TERRITORIES if info.type == "territory" else info.options)
    return info.type in {"one_of", "territory"} and isinstance(dtype, nw.Enum) and {*dtype.categories} <= options


class _Engine:
    """Turns expressions into those of narwhals, or of Polars, which narwhals follows."""

    def __init__(self, nw: Any, *, guarded: bool) -> None:
        self.nw = nw
        self.guarded = guarded
        """Whether `is_in` must be kept from taking a null for a value that is not listed."""

    def expression(self, value: Expr) -> Any:
        """An expression of the engine."""
        nw = self.nw
        match value:
            case logic.Lit(value=constant):
                return nw.lit(constant)
            case logic.Col(name=name):
                return nw.col(name)
            case logic.Compare(left=left, operator=sign, right=right):
                return logic.HOLDS[sign](self.expression(left), self._right(right))
            case logic.Within(column=column, values=values):
                if len(values) == 1:
                    return self.expression(column) == nw.lit(values[0])
                inside = self.expression(column)
                if not self.guarded:
                    return inside.is_in(values)
                return nw.when(~inside.is_null()).then(inside.is_in(values)).otherwise(nw.lit(None, nw.Boolean))
            case logic.Meets(column=column, values=values):
                held = self.expression(column).list
                return reduce(or_, (held.contains(word) for word in values))
            case logic.Strange(column=column, values=values):
                held = self.expression(column)
                answer = [nw.when(held.list.contains(word)).then(nw.lit(1)).otherwise(nw.lit(0)) for word in values]
                return held.list.len() > reduce(add, answer)
            case logic.IsNull(part=part):
                return self.expression(part).is_null()
            case logic.Negated(part=part):
                return ~self.expression(part)
            case logic.Joined(parts=parts, every=every):
                return reduce(and_ if every else or_, map(self._truth, parts))
            case logic.Branches(cases=cases, otherwise=otherwise):
                answer = self.expression(otherwise)
                for condition, then in reversed(cases):
                    answer = nw.when(self.expression(condition)).then(self.expression(then)).otherwise(answer)
                return answer
            case logic.FirstOf(first=first, second=logic.Lit(value=bool() as default)) if not self.guarded:
                return (
                    self.expression(first).ne_missing(nw.lit(False))
                    if default
                    else self.expression(first).eq_missing(nw.lit(True))
                )
            case logic.FirstOf(first=first, second=second):
                return nw.coalesce(self.expression(first), self.expression(second))
            case logic.Listed(words=words):
                shown = [nw.when(self.expression(on)).then(nw.lit(word)) for on, word in words]
                if not shown:
                    return nw.lit("")
                joined = shown[0] if len(shown) == 1 else nw.concat_str(*shown, separator=", ", ignore_nulls=True)
                return nw.coalesce(joined, nw.lit(""))
            case _:
                assert_never(value)

    def _right(self, value: logic.Lit | logic.Col | logic.Later) -> Any:
        if not isinstance(value, logic.Later):
            return self.expression(value)
        step = {"days": "d", "months": "mo", "years": "y"}[value.unit]
        return self.nw.col(value.day.name).dt.offset_by(f"{value.count}{step}").dt.offset_by(f"{value.days}d")

    def _truth(self, part: Expr) -> Any:
        """A part of a condition; a constant unknown needs its type."""
        return self.nw.lit(None, self.nw.Boolean) if part == logic.Lit(None) else self.expression(part)
