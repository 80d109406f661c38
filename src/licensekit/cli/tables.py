"""`licensekit batch` and `sql`: a table of uses, decided row by row under one or more licences, or by one query."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from licensekit.cli.call import Call, reason
from licensekit.cli.outcome import Exit
from licensekit.cli.question import uses
from licensekit.cli.subject import licenses, named
from licensekit.diagnostics import Diagnostic, ValueProblem
from licensekit.errors import FactsError
from licensekit.limits import MAX_DECIMALS
from licensekit.meaning.terms import programs, refuse_two_of_one_name
from licensekit.model.license import declared_facts
from licensekit.report.escape import visible
from licensekit.use.problems import about
from licensekit.use.reading import plain_cell
from licensekit.vocabulary.entries import FactType
from licensekit.vocabulary.facts import fact

if TYPE_CHECKING:
    from licensekit.api import LicenseTerms
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


def run_batch(call: Call) -> Exit:
    """Decide every row and write the answers beside it. Raises LicensekitError."""
    problems, progress = call.problems, call.surroundings.progress
    files = _files(call)
    currency = call.single("--currency") or ""
    rename = _renamed(call)
    if not call.values("--act"):
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    terms = licenses(call)
    problems.take(lambda: refuse_two_of_one_name(license for one in terms for license in one.licenses))
    asked = uses(call, terms)
    call.needing("batch", "narwhals", "polars")
    problems.check()
    assert files is not None
    assert asked.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it

    compiled = {
        one.id: compile_terms(one.terms, {**one.given, **asked.facts}, as_of=asked.as_of, assume=asked.assume)
        for one in terms
    }
    source, target = files
    refused: list[Diagnostic] = []
    with readable(source, refused):
        frame = _counted(read(source, rename, refused), source, progress)
        columns = [rename.get(name, name).partition(":")[0] for name in frame.collect_schema().names()]
    for name, decider in compiled.items():
        frame = decider.columns(frame, asked.acts, rename=rename, currency=currency)
        if len(compiled) > 1:
            frame = frame.rename({answer: f"{name}.{answer}" for answer in ANSWERS})
    with readable(source, refused):
        write(frame, target)
    if progress is not None:
        progress("")
    not_read = (f"not read, and it may forbid more: {name}" for name in _not_read(terms))
    lines = (
        f"{target}: {', '.join(compiled)}",
        *assumptions(compiled.values(), asked.acts),
        *_idle(compiled, asked.acts, columns),
        *map(visible, not_read),
        "",
    )
    return Exit(out="\n".join(lines))


def _not_read(terms: Iterable[LicenseTerms]) -> Iterable[str]:
    """The documents that bind beside some licences and were not read."""
    return dict.fromkeys(name for one in terms for license in one.licenses for name in license.not_read)


def _files(call: Call) -> tuple[str, str] | None:
    """The file that is read, and the file that is written."""
    words, target, add = list(call.arguments.words), call.single("-o"), call.problems.add
    call.arguments.licenses = [name for name in words[0].split(",") if name] if words else []
    if len(words) != 2 or not call.arguments.licenses:
        example = "write `licensekit batch mit uses.parquet -o out.parquet --act run`"
        add("LK705", "`batch` takes the licences and one file", example)
    if target is None:
        add("LK705", "no file for the answers is named", "write `-o out.parquet`")
    for path in (*words[1:2], *([target] if target else [])):
        if path.rpartition(".")[2] not in FORMATS:
            add("LK703", f"`{path}` is no file of a kind known here", "name a .parquet, .csv or .jsonl file")
    if len(words) != 2 or target is None:
        return None
    if os.path.exists(target) and os.path.exists(words[1]) and os.path.samefile(target, words[1]):  # noqa: PTH110, PTH121
        add("LK704", f"`{target}` would be read and written at once", "name another file for the answers")
    return words[1], target


def _renamed(call: Call) -> dict[str, str]:
    pairs = {written: written.partition("=") for written in call.values("--map")}
    for written, (_, sign, _) in pairs.items():
        if not sign:
            call.add("LK703", f"`--map` cannot be `{written}`", "write `COLUMN=FACT`")
    return {column: name for column, _, name in pairs.values()}


def _idle(compiled: Mapping[str, Compiled], acts: tuple[str, ...], columns: Iterable[str]) -> Iterator[str]:
    """The columns of facts that nothing reads, once for the whole file."""
    facts = [name for name in dict.fromkeys(columns) if _kind(name)]
    of_each = [decider.idle(acts, facts) for decider in compiled.values()]
    names = [f"`{name}`" for name in facts if all(name in idle for idle in of_each)]
    if names:
        yield f"given, but nothing reads it: {', '.join(names)}"


def assumptions(compiled: Iterable[Compiled], acts: tuple[str, ...]) -> Iterator[str]:
    """What was taken for granted wherever a row says nothing, once for the whole file."""
    taken: dict[str, dict[str, str]] = {}
    for decider in compiled:
        declared = declared_facts(program.license for program in programs(decider.terms))
        for name, value in decider.assumed(acts).items():
            plain = name.partition("@")[0]
            word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            kind = (declared.get(plain) or fact(plain)).assumption
            taken.setdefault(kind, {})[plain] = f"`{plain}` {word}"
    for kind, why in (("safe", "on the safe side"), ("clean_hands", "of conduct, which nobody attested")):
        if kind in taken:
            yield f"assumed {why}, where a row says nothing: {', '.join(taken[kind].values())}"


def read(path: str, rename: Mapping[str, str], refused: list[Diagnostic]) -> Any:
    """A lazy frame of a file; what a file without types holds is read as the vocabulary says.

    The cells that cannot be read are kept in `refused`, once the frame is worked out.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    form, path = path.rpartition(".")[2], _plain_file(path)
    if form == "parquet":
        frame = pl.scan_parquet(path)
        frame.collect_schema()
        return frame
    scan = pl.scan_csv if form == "csv" else pl.scan_ndjson
    kinds = {name: _kind(rename.get(name, name)) for name in scan(path).collect_schema().names()}
    types: dict[str, Any] = {} if form == "csv" else {"yes_no": pl.Boolean, "set_of": pl.List(pl.String)}
    frame = scan(path, schema_overrides={name: types.get(kind, pl.String) for name, kind in kinds.items() if kind})
    cells = [_cells(name, kind, refused) for name, kind in kinds.items() if kind in {"count", "money", "date"}]
    if form == "csv":
        readers: dict[str, Callable[[str], Any]] = {"set_of": _set, "yes_no": _yes_no}
        cells += [readers[kind](name) for name, kind in kinds.items() if kind in readers]
    return frame.with_columns(*cells)


def _plain_file(path: str) -> str:
    """The path of one file as Polars takes it: neither a pattern of several nor an address. Raises OSError."""
    if not os.path.isfile(path):  # noqa: PTH113
        raise FileNotFoundError("there is no such file")
    return glob.escape(os.path.abspath(path))  # noqa: PTH100


def _kind(name: str) -> FactType | None:
    try:
        return fact(name.partition(":")[0]).type
    except KeyError:
        return None


def _set(name: str) -> Any:
    """The words of a set, from their text."""
    import polars as pl  # noqa: PLC0415 - an extra

    return pl.col(name).str.split(BETWEEN).list.eval(pl.element().str.strip_chars())


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
        why = str(problem).partition("\n")[0][:200]
        mend = "name a file of uses" if isinstance(problem, OSError) else "correct the file, or name another"
        raise FactsError([Diagnostic("LK506", f"`{path}` cannot be read: {why}", help=mend)]) from None


def _counted(frame: Any, path: str, progress: Callable[[str], None] | None) -> Any:
    """The frame, telling how many of its rows have been read."""
    if progress is None:
        return frame
    import polars as pl  # noqa: PLC0415 - an extra

    of, rows = "", 0
    if path.endswith(".parquet"):
        of = f" of {pl.scan_parquet(_plain_file(path)).select(pl.len()).collect().item():,}"

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
    part = f"{path}.{os.urandom(8).hex()}.part"
    if kind == "csv":
        frame = _without_lists(frame)
    try:
        # Opened here: a thread of Polars that still runs when the rows turn out to be wrong could make the file again.
        written = open(part, "xb")  # noqa: PTH123, SIM115
    except OSError as problem:
        message, mend = f"`{path}` cannot be written: {reason(problem)}", "name another file for the answers"
        raise FactsError([Diagnostic("LK707", message, help=mend)]) from None
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


# --- `licensekit sql` ------------------------------------------------------------------------------------


def run_sql(call: Call) -> Exit:
    """Print the query. Raises LicensekitError."""
    problems = call.problems
    dialect = call.word("--dialect", "duckdb", "postgres", "spark", "bigquery", "snowflake")
    table = call.single("--table") or "uses"
    currency = call.single("--currency") or ""
    fits = len(dict.fromkeys(call.arguments.licenses)) == 1
    terms = named(call, fits, "`sql` writes the query of one licence", "write one id or path, such as `kimi-k2`")
    asked = uses(call, terms)
    if not call.values("--act"):
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    call.needing("sql", "sqlglot")
    problems.check()
    assert asked.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it
    from licensekit.compile.sql import query  # noqa: PLC0415 - sqlglot is an extra

    facts = {**terms[0].given, **asked.facts}
    text = query(
        compile_terms(terms[0].terms, facts, as_of=asked.as_of, assume=asked.assume),
        asked.acts,
        columns=call.listed("--columns") or None,
        keep=call.listed("--keep"),
        table=table,
        dialect=dialect,
        currency=currency,
    )
    unread = (f"-- not read, and it may forbid more: {visible(name)}\n" for name in _not_read(terms))
    return Exit(out=f"{''.join(unread)}{text}\n")
