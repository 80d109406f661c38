"""`licensekit sql`: a licence as one query over a table of uses."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.question import uses
from licensekit.cli.subject import named


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
    return Exit(out=text + "\n")
