"""`licensekit batch`: a file of uses, decided row by row under one or more licences."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from licensekit.cli.extras import needing
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import licenses
from licensekit.cli.uses import narrowed
from licensekit.diagnostics import Diagnostic, ValueProblem
from licensekit.errors import FactsError
from licensekit.limits import MAX_DECIMALS
from licensekit.use.problems import about
from licensekit.use.reading import plain_cell
from licensekit.vocabulary.entries import FactType
from licensekit.vocabulary.facts import fact

if TYPE_CHECKING:
    from licensekit.compile import Compiled

FORMATS: Final = ("parquet", "csv", "jsonl")
YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
BETWEEN: Final = ";"
"""What stands between the words of a set in a file of CSV."""
_PLAIN: Final[Mapping[FactType, str]] = {
    "count": r"^-?(0|[1-9][0-9]{0,14})$",
    "money": rf"^-?(0|[1-9][0-9]{{0,14}})(\.[0-9]{{1,{MAX_DECIMALS}}})?$",
    "date": "^$",
}
ANSWERS: Final = ("verdict", "duties", "open_duties", "approvals", "open_questions", "problem")


class Files(NamedTuple):
    """What is read, and what is written."""

    source: str
    target: str


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Decide every row and write the answers beside it. Raises LicensekitError."""
    files = _files(arguments, problems)
    currency = problems.single(arguments.currency, "--currency") or ""
    rename = _renamed(arguments.map, problems)
    if not arguments.act:
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    terms = licenses(arguments, problems, surroundings)
    stated = narrowed(arguments, problems, surroundings, terms)
    needing(problems, "batch", "narwhals", "polars")
    problems.check()
    assert files is not None
    assert stated.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it

    found = {
        one.id: compile_terms(one.terms, {**one.given, **stated.facts}, as_of=stated.as_of, assume=stated.assume)
        for one in terms
    }
    refused: list[Diagnostic] = []
    with readable(files.source, refused):
        frame = _counted(read(files.source, rename, refused), files.source, surroundings.progress)
    for name, compiled in found.items():
        frame = compiled.columns(frame, stated.acts, rename=rename, currency=currency)
        if len(found) > 1:
            frame = frame.rename({answer: f"{name}.{answer}" for answer in ANSWERS})
    with readable(files.source, refused):
        write(frame, files.target)
    if surroundings.progress is not None:
        surroundings.progress("")
    return Outcome(
        out="\n".join((f"{files.target}: {', '.join(found)}", *assumptions(found.values(), stated.acts), ""))
    )


def _files(arguments: argparse.Namespace, problems: Problems) -> Files | None:
    words, target = list(arguments.words), problems.single(arguments.output, "-o")
    arguments.licenses = [name for name in words[0].split(",") if name] if words else []
    if len(words) != 2 or not arguments.licenses:
        example = "write `licensekit batch mit uses.parquet -o out.parquet --act run`"
        problems.add("LK705", "`batch` takes the licences and one file", example)
    if target is None:
        problems.add("LK705", "no file for the answers is named", "write `-o out.parquet`")
    for path in (*words[1:2], *([target] if target else [])):
        if path.rpartition(".")[2] not in FORMATS:
            problems.add("LK703", f"`{path}` is no file of a kind known here", "name a .parquet, .csv or .jsonl file")
    if len(words) != 2 or target is None:
        return None
    if os.path.exists(target) and os.path.exists(words[1]) and os.path.samefile(target, words[1]):  # noqa: PTH110, PTH121
        problems.add("LK704", f"`{target}` would be read and written at once", "name another file for the answers")
    return Files(words[1], target)


def _renamed(written: Sequence[str], problems: Problems) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in written:
        column, sign, name = one.partition("=")
        if not sign:
            problems.add("LK703", f"`--map` cannot be `{one}`", "write `COLUMN=FACT`")
        found[column] = name
    return found


def assumptions(compiled: Iterable[Compiled], acts: tuple[str, ...]) -> Iterator[str]:
    """What was taken for granted wherever a row says nothing, once for the whole file."""
    found: dict[str, dict[str, str]] = {}
    for one in compiled:
        for name, value in one.assumed(acts).items():
            plain = name.partition("@")[0]
            shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            found.setdefault(fact(plain).assumption, {})[plain] = f"`{plain}` {shown}"
    for kind, why in (("safe", "on the safe side"), ("clean_hands", "of conduct, which nobody attested")):
        if kind in found:
            yield f"assumed {why}, where a row says nothing: {', '.join(found[kind].values())}"


def read(path: str, rename: Mapping[str, str], refused: list[Diagnostic]) -> Any:
    """A lazy frame of a file; what a file without types holds is read as the vocabulary says.

    The cells that cannot be read are kept in `refused`, once the frame is worked out.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    kind = path.rpartition(".")[2]
    if kind == "parquet":
        found = pl.scan_parquet(path)
        found.collect_schema()
        return found
    scan = pl.scan_csv if kind == "csv" else pl.scan_ndjson
    kinds = {name: _kind(rename.get(name, name)) for name in scan(path).collect_schema().names()}
    types: dict[str, Any] = {} if kind == "csv" else {"yes_no": pl.Boolean, "set_of": pl.List(pl.String)}
    found = scan(path, schema_overrides={name: types.get(one, pl.String) for name, one in kinds.items() if one})
    cells = [_cells(name, one, refused) for name, one in kinds.items() if one in {"count", "money", "date"}]
    words = pl.element().str.strip_chars()
    sets = [pl.col(name).str.split(BETWEEN).list.eval(words) for name, one in kinds.items() if one == "set_of"]
    if kind != "csv":
        return found.with_columns(*cells)
    return found.with_columns(*cells, *sets, *(_yes_no(name) for name, one in kinds.items() if one == "yes_no"))


def _kind(name: str) -> FactType | None:
    try:
        return fact(name.partition(":")[0]).type
    except KeyError:
        return None


def _yes_no(name: str) -> Any:
    """Yes or no, as people write it in the language, or true or false, as tables have it; nothing is unknown."""
    import polars as pl  # noqa: PLC0415 - an extra

    written = pl.col(name).str.strip_chars().str.to_lowercase()
    answer = written.replace_strict(YES_NO, default=None, return_dtype=pl.Boolean)
    other = pl.concat_str(pl.lit(f"neither yes nor no in `{name}`: "), written)
    known = written.is_null() | written.is_in(["", "unknown"]) | answer.is_not_null()
    checked = pl.when(known).then(pl.lit("0")).otherwise(other).cast(pl.Decimal(2, 0))
    return pl.when(checked.is_not_null()).then(answer).alias(name)


def _cells(name: str, kind: FactType, refused: list[Diagnostic]) -> Any:
    """The counts, amounts or days of a column of text, read as the language reads them; what is none is refused.

    What is written in plain digits, as almost all of a large file is, is told by Polars alone. A negative number is
    the business of its row.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    types: dict[FactType, Any] = {"count": pl.Int64(), "money": pl.Decimal(38, MAX_DECIMALS), "date": pl.Date()}

    def read(column: Any) -> Any:
        written = column.filter(~column.str.contains(_PLAIN[kind])).unique().drop_nulls().sort()
        plain: dict[str, str | None] = {}
        for cell in written:
            try:
                plain[cell] = plain_cell(kind, cell)
            except ValueProblem as problem:
                refused.append(about(name, problem))
        if refused:
            raise pl.exceptions.ComputeError("some cells cannot be read")
        column = column.replace(plain)
        return column.str.to_date() if kind == "date" else column.cast(types[kind])

    return pl.col(name).map_batches(read, return_dtype=types[kind], is_elementwise=True)


@contextmanager
def readable(path: str, refused: list[Diagnostic]) -> Iterator[None]:
    """What goes wrong with the rows of a file is a finding. Raises FactsError."""
    import polars as pl  # noqa: PLC0415 - an extra

    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as problem:
        if refused:
            raise FactsError(refused) from None
        reason = str(problem).partition("\n")[0][:200]
        mend = "name a file of uses" if isinstance(problem, OSError) else "correct the file, or name another"
        finding = Diagnostic("LK506", f"`{path}` cannot be read: {reason}", help=mend)
        raise FactsError([finding]) from None


def _counted(frame: Any, path: str, progress: Callable[[str], None] | None) -> Any:
    """The frame, telling how many of its rows have been read."""
    if progress is None:
        return frame
    import polars as pl  # noqa: PLC0415 - an extra

    of = f" of {pl.scan_parquet(path).select(pl.len()).collect().item():,}" if path.endswith(".parquet") else ""
    rows = 0

    def seen(part: Any) -> Any:
        nonlocal rows
        rows += part.height
        progress(f"{rows:,}{of} rows")
        return part

    return frame.map_batches(seen, streamable=True)


def write(frame: Any, path: str) -> None:
    """Write a lazy frame as it is worked out, so that a file larger than memory streams; the whole, or nothing.

    Raises FactsError where nothing can be written there.
    """
    kind = path.rpartition(".")[2]
    part = f"{path}.part"
    if kind == "csv":
        frame = _without_lists(frame)
    try:
        # Opened here: a thread of Polars that still runs when the rows turn out to be wrong could make the file again.
        written = open(part, "wb")  # noqa: PTH123, SIM115
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        finding = Diagnostic("LK707", f"`{path}` cannot be written: {reason}", help="name another file for the answers")
        raise FactsError([finding]) from None
    try:
        with written:
            {"parquet": frame.sink_parquet, "csv": frame.sink_csv, "jsonl": frame.sink_ndjson}[kind](written)
        os.replace(part, path)  # noqa: PTH105
    finally:
        if os.path.exists(part):  # noqa: PTH110
            os.remove(part)  # noqa: PTH107


def _without_lists(frame: Any) -> Any:
    """Sets of words as text: a file of CSV holds no lists."""
    import polars as pl  # noqa: PLC0415 - an extra

    lists = [name for name, dtype in frame.collect_schema().items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(name).list.join(BETWEEN) for name in lists)
