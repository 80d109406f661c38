"""`licensekit batch`: a file of uses, decided row by row under one or more licences."""

from __future__ import annotations

import argparse
from typing import Any, Final

from licensekit.cli.extras import needing
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import licenses
from licensekit.cli.uses import narrowed
from licensekit.errors import FactsError
from licensekit.vocabulary.facts import fact

FORMATS: Final = ("parquet", "csv", "jsonl")


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Decide every row and write the answers beside it. Raises LicensekitError."""
    words = list(arguments.words)
    if len(words) != 2:
        example = "write `licensekit batch mit uses.parquet -o out.parquet --act run`"
        problems.add("LK705", "`batch` takes the licences and one file", example)
        problems.check()
    arguments.licenses = [name for name in words[0].split(",") if name]
    source, target = words[1], problems.single(arguments.output, "-o")
    if target is None:
        problems.add("LK705", "no file for the answers is named", "write `-o out.parquet`")
    for path in (source, target or source):
        if path.rpartition(".")[2] not in FORMATS:
            problems.add("LK703", f"`{path}` is no file of a kind known here", "name a .parquet, .csv or .jsonl file")
    currency = problems.single(arguments.currency, "--currency") or ""
    rename = {}
    for written in arguments.map:
        column, sign, name = written.partition("=")
        if not sign:
            problems.add("LK703", f"`--map` cannot be `{written}`", "write `COLUMN=FACT`")
        rename[column] = name
    if not arguments.act:
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    terms = licenses(arguments, problems, surroundings)
    stated = narrowed(arguments, problems, surroundings, terms)
    needing(problems, "batch", "narwhals", "polars")
    problems.check()
    assert target is not None
    assert stated.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it

    frame = problems.take(lambda: read(source, rename))
    problems.check()
    for one in terms:
        given = {**one.given, **stated.facts}
        compiled = compile_terms(one.terms, given, as_of=stated.as_of, assume=stated.assume)
        frame = compiled.columns(frame, stated.acts, rename=rename, currency=currency)
        if len(terms) > 1:
            frame = frame.rename({name: f"{one.id}.{name}" for name in ANSWERS})
    write(frame, target)
    return Outcome(out=f"{target}: {', '.join(one.id for one in terms)}\n")


ANSWERS: Final = ("verdict", "duties", "open_duties", "approvals", "open_questions", "problem")


def read(path: str, rename: dict[str, str]) -> Any:
    """A lazy frame of a file; what a file without types holds is read as the vocabulary says."""
    import polars as pl  # noqa: PLC0415 - an extra

    kind = path.rpartition(".")[2]
    try:
        if kind == "parquet":
            found = pl.scan_parquet(path)
            found.collect_schema()
            return found
        scan = pl.scan_csv if kind == "csv" else pl.scan_ndjson
        names = scan(path).collect_schema().names()
        return scan(path, schema_overrides={name: dtype for name in names if (dtype := _type(rename.get(name, name)))})
    except (OSError, pl.exceptions.PolarsError) as problem:
        from licensekit.diagnostics import Diagnostic  # noqa: PLC0415

        reason = str(problem).partition("\n")[0][:200]
        finding = Diagnostic("LK501", f"`{path}` cannot be read: {reason}", help="name a file of uses")
        raise FactsError([finding]) from None


def _type(name: str) -> Any:
    import polars as pl  # noqa: PLC0415 - an extra

    try:
        kind = fact(name.partition(":")[0]).type
    except KeyError:
        return None
    types = {
        "yes_no": pl.Boolean,
        "count": pl.Int64,
        "money": pl.Decimal(38, 4),
        "date": pl.Date,
        "set_of": pl.List(pl.String),
    }
    return types.get(kind, pl.String)


def write(frame: Any, path: str) -> None:
    """Write a lazy frame as it is worked out, so that a file larger than memory streams."""
    kind = path.rpartition(".")[2]
    {"parquet": frame.sink_parquet, "csv": frame.sink_csv, "jsonl": frame.sink_ndjson}[kind](path)
