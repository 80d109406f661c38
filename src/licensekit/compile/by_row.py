"""A table decided row by row, by the reference: for what holds of all rows and no column can say, such as a bound.

Slower than columns by far, and it says the same of verdicts; duties, approvals and questions are those of a decision,
which knows more of them than three-valued logic does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from licensekit.compile.naming import plain, refuse_unfit
from licensekit.compile.rows import refuse
from licensekit.compile.tables import OUTPUTS
from licensekit.decision import Decision
from licensekit.diagnostics import clipped
from licensekit.errors import FactsError
from licensekit.values import WORLDWIDE, Exactly, Money, Told, Worldwide
from licensekit.vocabulary.entries import FactInfo

T = TypeVar("T")


def needs_rows(facts: Mapping[str, Told]) -> bool:
    """Whether some facts that hold of every row are more than columns can take: bounds, `worldwide`, meanings."""
    return any(
        "@" in name or "[" in name or not isinstance(known, Exactly) or isinstance(known.value, Worldwide)
        for name, known in facts.items()
    )


def columns_by_row(
    decide: Callable[[Mapping[str, Any]], Decision],
    frame: Any,
    columns: Mapping[str, str],
    info: Callable[[str], FactInfo],
    idle: Mapping[str, tuple[bool | str, ...] | None],
) -> Any:
    """A lazy frame of Polars with the same columns of answers as `frames.columns` gives; `columns` by variable.

    `idle` are the variables that play no part, at some values or at all. `decide` is asked for each combination of
    cells once. Raises FactsError for a column that cannot be read safely.
    """
    import narwhals as nw  # noqa: PLC0415 - the extra `batch`
    import polars as pl  # noqa: PLC0415 - the extra `batch`

    typed = schema_of(nw.from_native(frame))
    told = {variable: column for variable, column in columns.items() if typed[column] != nw.Unknown}
    refuse_unfit(nw, told, info, typed)
    kept = [name for name in typed.names() if name not in OUTPUTS]

    def answered(facts: Mapping[str, Any], cells: Mapping[str, Any]) -> tuple[str | None, ...]:
        unread = (plain(name) for name, at in idle.items() if name in cells and (at is None or cells[name] in at))
        return *_words(decide(facts)), ", ".join(unread), ""

    answer = by_cells(columns, answered, lambda problem: (None, *[""] * (len(OUTPUTS) - 2), problem))

    def decided(part: Any) -> Any:
        rows = [answer(row) for row in part.iter_rows(named=True)]
        texts = list(zip(*rows, strict=True)) if rows else [()] * len(OUTPUTS)
        series = [pl.Series(name, list(each), pl.String) for name, each in zip(OUTPUTS, texts, strict=True)]
        return part.select(kept).with_columns(series)

    schema = {name: dtype for name, dtype in frame.collect_schema().items() if name in kept}
    return frame.map_batches(decided, streamable=True, schema={**schema, **dict.fromkeys(OUTPUTS, pl.String)})


def schema_of(frame: Any) -> Any:
    """The columns with their types. Raises FactsError where an engine cannot say what those of its frame will be."""
    try:
        return frame.collect_schema()
    except Exception as problem:  # noqa: BLE001 - each engine has errors of its own
        why = clipped(str(problem).partition("\n")[0], 120)
        raise refuse(f"the columns of the frame cannot be told: {why}", "correct how the frame is made") from None


def by_cells(
    columns: Mapping[str, str],
    decide: Callable[[Mapping[str, Any], Mapping[str, Any]], T],
    refused: Callable[[str], T],
) -> Callable[[Mapping[str, Any]], T]:
    """What is answered to a row, worked out once for each combination of the cells that its variables have.

    `decide` takes the facts as a use does, and the cells by variable; `refused` what is wrong with them.
    """
    answers: dict[tuple[Any, ...], T] = {}

    def answer(row: Mapping[str, Any]) -> T:
        cells = {variable: row[column] for variable, column in columns.items() if row[column] is not None}
        key = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in cells.items())
        if key not in answers:
            try:
                answers[key] = decide(dict(_stated_in_cell(*each) for each in cells.items()), cells)
            except FactsError as wrongs:
                answers[key] = refused(", ".join(f"{each.code} {each.message}" for each in wrongs.diagnostics))
        return answers[key]

    return answer


def _stated_in_cell(name: str, value: Any) -> tuple[str, Any]:
    """A value of a table as a use takes it."""
    plain, _, currency = name.partition(":")
    if currency:
        return plain, Money(Decimal(value), currency)
    if value == [str(WORLDWIDE)]:
        return plain, WORLDWIDE
    return plain, frozenset(value) if isinstance(value, list) else value


def _words(decision: Decision) -> tuple[str, ...]:
    """What stands in the columns of answers, but for the last two."""
    due, open_ = (
        ", ".join(dict.fromkeys(f"{each.license}.{each.clause}" for each in decision.duties if each.status == status))
        for status in ("due", "open")
    )
    missing = dict.fromkeys(f"{each.license}.{each.gate}" for each in decision.approvals if each.state != "held")
    asked = dict.fromkeys(each.fact for each in decision.questions)
    return decision.verdict.value, due, open_, ", ".join(missing), ", ".join(asked)
