"""`licensekit sql`: a licence as one query over a table of uses."""

from __future__ import annotations

import argparse

from licensekit.cli.extras import needing
from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.subject import input_is_read_once, licenses
from licensekit.cli.uses import narrowed

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake")


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Print the query. Raises LicensekitError."""
    dialect = problems.word(arguments.dialect, "--dialect", DIALECTS)
    table = problems.single(arguments.table, "--table") or "uses"
    currency = problems.single(arguments.currency, "--currency") or ""
    columns = [name.strip() for written in arguments.columns for name in written.split(",") if name.strip()]
    keep = [name.strip() for written in arguments.keep for name in written.split(",") if name.strip()]
    input_is_read_once(arguments, problems)
    if len(dict.fromkeys(arguments.licenses)) != 1:
        problems.add("LK705", "`sql` writes the query of one licence", "write one id or path, such as `kimi-k2`")
    terms = licenses(arguments, problems, surroundings)
    stated = narrowed(arguments, problems, surroundings, terms)
    if not arguments.act:
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    needing(problems, "sql", "sqlglot")
    problems.check()
    assert stated.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it
    from licensekit.compile.sql import query  # noqa: PLC0415 - sqlglot is an extra

    given = {**terms[0].given, **stated.facts}
    compiled = compile_terms(terms[0].terms, given, as_of=stated.as_of, assume=stated.assume)
    text = query(
        compiled,
        stated.acts,
        columns=columns or None,
        keep=keep,
        table=table,
        dialect=dialect,
        currency=currency,
    )
    return Outcome(out=text + "\n")
