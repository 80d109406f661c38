"""The fast back ends and the reference evaluator on the same question: where they differ, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from differential.asked import Asked
from differential.compare import circumstances, declared, real_terms
from differential.generate import Generator
from licensekit.compile import Compiled, Outcome, compile_terms
from licensekit.compile.arrays import VERDICTS, Column, packed
from licensekit.compile.frames import _Engine, columns
from licensekit.compile.naming import THE_REST, Naming
from licensekit.compile.sql import query
from licensekit.compile.tables import OUTPUTS, table_for
from licensekit.decision import Circumstances, Decision, decide
from licensekit.errors import FactsError
from licensekit.meaning.terms import Terms
from licensekit.use import Use
from licensekit.values import WORLDWIDE, Exactly, Money
from licensekit.vocabulary.facts import fact

SETTINGS, USES = 2, 25
"""For each licence, so many circumstances, and so many uses under each."""
OFTEN = 5
"""Each fifth use is asked about so many times: after some, a shape of use gets a function of its own."""
ALLOWED = {"permitted", "permitted_with_duties"}
ALL_BUT_FACTS = Naming(ignore=(THE_REST,))


@dataclass
class Tally:
    """What a run has seen."""

    pairs: int = 0
    settled: int = 0
    """Pairs in which no clause is open, so that verdict, duties and approvals must be the same."""
    several: int = 0
    """Of the others, those with more than one possible verdict."""
    refused: int = 0
    fast: int = 0
    """Pairs that a generated function decided, without the reference evaluator."""
    verdicts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    """Rows of tables decided by Polars, and by DuckDB."""
    settled_rows: int = 0
    array_rows: int = 0
    """Rows of the same tables decided by NumPy, which must say what Polars says."""
    sets: int = 0
    """Rows left open by three-valued logic, of which the possible sets were compared."""
    no_tables: int = 0
    by_reference: int = 0
    """Tables of dates that no query can compare, of which some rows are left to the reference."""
    why: Counter[str] = field(default_factory=Counter)
    reference_failed: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name, value in vars(other).items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
        self.verdicts.update(other.verdicts)
        self.why.update(other.why)
        self.reference_failed += other.reference_failed
        self.failures += other.failures

    def __str__(self) -> str:
        shares = ", ".join(f"{name} {count}" for name, count in sorted(self.verdicts.items()))
        return "\n".join(
            (
                f"{self.pairs} pairs of a licence and a use; {self.refused} refused by both as contradicting themselves",
                f"{self.settled} with every clause settled: verdict, duties and approvals compared",
                f"{self.pairs - self.settled - self.refused} in part unknown, {self.several} of them with several verdicts; all sets compared",
                f"{self.fast} decided by a generated function alone",
                f"verdicts: {shares}",
                f"the reference evaluator itself failed on {len(self.reference_failed)}",
                f"{self.rows} rows of tables, {self.settled_rows} settled; {self.array_rows} by arrays too",
                f"{self.sets} rows left open, their possible sets compared",
                f"{self.by_reference} tables for Polars alone",
                f"{self.no_tables} tables refused: {dict(self.why.most_common(12))}",
                f"{len(self.failures)} disagreements",
            )
        )


def use_of(asked: Asked) -> Use:
    local = {fact.name: declared(fact) for license in asked.licenses() for fact in license.facts}
    return Use.of(asked.acts, asked.given, local)


def compare_all(seed: str, tally: Tally) -> None:
    """Compare on some uses of one generated licence, or of several joined."""
    generator = Generator(seed)
    terms, shelf = generator.terms()
    real = real_terms(terms, Asked(terms, (), shelf=shelf))
    for _ in range(SETTINGS):
        first = generator.question(terms, shelf)
        fixed = circumstances(first)
        compiled = compile_terms(real, **fixed)
        for number in range(USES):
            asked = generator.question(terms, shelf, unknown=(0, 0, 0, 1, 2)[number % 5])
            if number % 2:  # about the same acts: so that answers which are kept are given again
                asked = replace(asked, acts=first.acts)
            compare(use_of(asked), real, compiled, fixed, tally, f"seed {seed} use {tally.pairs}")


def compare(  # noqa: PLR0917 - what the two are asked
    use: Use, terms: Terms, compiled: Compiled, fixed: dict[str, Any], tally: Tally, where: str
) -> None:
    """Ask both, and count; a disagreement is put down."""
    tally.pairs += 1
    expected: Decision | None = None
    try:
        expected = decide(terms, use, Circumstances(**fixed))
    except FactsError:
        pass
    except Exception as crash:  # noqa: BLE001 - a failure of the reference is reported apart
        tally.reference_failed.append(f"{where}: {type(crash).__name__} {crash}")
        return
    try:
        found = [compiled.verdict(use) for _ in range(OFTEN if tally.pairs % 5 == 0 else 1)][-1]
    except FactsError:
        tally.refused += 1
        if expected is not None:
            tally.failures.append(f"{where}: refused, but the reference says {expected.verdict}")
        return
    if expected is None:
        tally.failures.append(f"{where}: the reference refuses, but this says {found}")
        return
    tally.fast += is_fast(compiled, use)
    tally.verdicts[found.verdict.value] += 1
    tally.failures += [f"{where}: {line}" for line in differences(expected, found)]
    if is_settled(found):
        tally.settled += 1
    else:
        tally.several += len(expected.possible) > 1


def compare_tables(seed: str, tally: Tally) -> None:
    """Compare Polars and DuckDB on a table of uses of one generated licence, with the same acts in each row."""
    generator = Generator(seed)
    terms, shelf = generator.terms()
    blank = Asked(terms, (), shelf=shelf)
    real = real_terms(terms, blank)
    for _ in range(SETTINGS):
        first = generator.question(terms, shelf)
        fixed = circumstances(first)
        asked = [
            replace(generator.question(terms, shelf, unknown=(0, 0, 1, 3)[at % 4]), acts=first.acts)
            for at in range(USES)
        ]
        compiled = compile_terms(real, **fixed)
        compare_table(list(map(use_of, asked)), real, compiled, fixed, tally, f"seed {seed}")


def compare_table(  # noqa: PLR0917 - what each is asked
    uses: list[Use], terms: Terms, compiled: Compiled, fixed: dict[str, Any], tally: Tally, where: str
) -> None:
    """Ask every engine about a table of uses of the same acts; those that fit into no columns are left out."""
    acts, fitting = uses[0].acts, [use for use in uses if tabular(use)]
    if not fitting:
        return
    frame = frame_of(fitting)
    try:
        answers = {"polars": columns(compiled, frame, acts, ALL_BUT_FACTS).to_dicts()}
    except FactsError as refused:
        tally.no_tables += 1
        tally.why[refused.diagnostics[0].message.partition(":")[0][-60:]] += 1
        return
    try:
        answers["duckdb"] = by_duckdb(compiled, frame, acts)
    except FactsError as refused:
        if not row_by_row(refused):
            tally.failures.append(f"{where} duckdb: refused, {refused}")
        tally.by_reference += 1
    for engine, rows in answers.items():
        for use, row in zip(fitting, rows, strict=True):
            compare_row(use, terms, fixed, compiled, row, tally, f"{where} {engine}")
    compare_sets(compiled, frame, acts, [decided(use, terms, fixed) for use in fitting], tally, where)
    compare_frames(compiled, frame, acts, answers["polars"], tally, where)
    compare_arrays(compiled, frame, acts, fitting, answers["polars"], tally, f"{where} numpy")


def row_by_row(refused: FactsError) -> bool:
    """Whether a table was refused for dates that only frames which are held here can have."""
    return "row by row" in refused.diagnostics[0].message


def compare_row(  # noqa: PLR0917 - what the two are asked
    use: Use, terms: Terms, fixed: dict[str, Any], compiled: Compiled, row: dict[str, Any], tally: Tally, where: str
) -> None:
    tally.rows += 1
    try:
        expected = decide(terms, use, Circumstances(**fixed))
    except FactsError:
        if not row["problem"]:
            tally.failures.append(f"{where}: the reference refuses {dict(use.facts())}, but this says {row}")
        return
    if row["problem"]:
        tally.failures.append(f"{where}: {row['problem']}, but the reference decides {dict(use.facts())}")
        return
    unread = {each.name for each in expected.unread if each.kind == "fact"}
    if not words(row["unread"]) <= unread:
        tally.failures.append(f"{where}: unread {row['unread']}, but the reference reads all but {sorted(unread)}")
    said = row["verdict"]
    if said != expected.verdict.value:
        tally.failures.append(f"{where}: says {said}, not {expected.verdict}, of {dict(use.facts())}")
    if not is_settled(compiled.verdict(use)):
        return
    tally.settled_rows += 1
    due = {f"{one.license}.{one.clause}" for one in expected.duties if one.status in {"due", "done", "not_done"}}
    missing = {f"{one.license}.{one.gate}" for one in expected.approvals if one.state == "missing"}
    found = words(row["duties"]), words(row["approvals"])
    if found != (due, missing):
        tally.failures.append(f"{where}: {said} with {found}, not {due, missing}")


def decided(use: Use, terms: Terms, fixed: dict[str, Any]) -> Decision | None:
    """What the reference says; nothing where it refuses."""
    try:
        return decide(terms, use, Circumstances(**fixed))
    except FactsError:
        return None


def compare_sets(  # noqa: PLR0917 - what each is asked
    compiled: Compiled, frame: Any, acts: tuple[str, ...], expected: list[Decision | None], tally: Tally, where: str
) -> None:
    """Of rows that three-valued logic leaves open: the columns of the diagram reach just what is possible."""
    naming = Naming({}, "USD", [THE_REST])
    table = table_for(compiled, acts, naming.facts(frame.columns, compiled.about(acts).matter.info))
    planes = {"open": table.open, "bad": table.bad, "left": table.by_reference}
    planes |= {verdict.value: plane for verdict, plane in table.reached.items()}
    engine, answers = _Engine(pl, guarded=False), frame.with_row_index("lk_row")
    for stage in table.stages.stages(*planes.values()):
        answers = answers.with_columns(**{name: engine.expression(value) for name, value in stage})
    rows = answers.select("lk_row", **{name: engine.expression(value) for name, value in planes.items()}).to_dicts()
    for row, decision in zip(rows, expected, strict=True):
        if row["open"] and not row["bad"] and not row["left"] and decision is not None:
            tally.sets += 1
            reached = {verdict.value for verdict in table.reached if row[verdict.value]}
            if reached != {verdict.value for verdict in decision.possible}:
                tally.failures.append(f"{where}: reaches {sorted(reached)}, not {decision.possible}")


def compare_frames(  # noqa: PLR0917 - what each is asked
    compiled: Compiled, frame: Any, acts: tuple[str, ...], rows: list[dict[str, Any]], tally: Tally, where: str
) -> None:
    """Arrow, pandas and a relation of DuckDB say word by word what Polars says."""
    expected = [[row[name] for name in OUTPUTS] for row in rows]
    table = frame.with_row_index("lk_row").to_arrow()
    by_arrow = columns(compiled, table, acts, ALL_BUT_FACTS).select(OUTPUTS).to_pylist()
    by_pandas = columns(compiled, table.to_pandas(), acts, ALL_BUT_FACTS)[list(OUTPUTS)].to_dict("records")
    found = {
        "arrow": [[row[name] for name in OUTPUTS] for row in by_arrow],
        "pandas": [[None if pd.isna(row[name]) else row[name] for name in OUTPUTS] for row in by_pandas],
    }
    try:
        relation = columns(compiled, duckdb.connect().from_arrow(table), acts, ALL_BUT_FACTS).order("lk_row")
        found["duckdb relation"] = [list(row) for row in relation.select(*OUTPUTS).fetchall()]
    except FactsError as refused:
        if not row_by_row(refused):
            tally.failures.append(f"{where} duckdb relation: refused, {refused}")
    for engine, answers in found.items():
        apart = [(one, other) for one, other in zip(answers, expected, strict=True) if one != other]
        if apart:
            tally.failures.append(f"{where} {engine}: {apart[0][0]}, not {apart[0][1]}")


def compare_arrays(  # noqa: PLR0917 - what the two are asked
    compiled: Compiled,
    frame: Any,
    acts: tuple[str, ...],
    uses: list[Use],
    rows: list[dict[str, Any]],
    tally: Tally,
    where: str,
) -> None:
    """NumPy says of each row what Polars says, and of each clause of a settled use what the compiled function says."""
    try:
        found = packed(compiled, arrays_of(frame), acts, Naming())
    except FactsError as refused:
        message = refused.diagnostics[0].message
        if "arrays" not in message and "no column" not in message and not row_by_row(refused):
            tally.failures.append(f"{where}: refused, {message}")
        return
    tally.array_rows += len(uses)
    active = {clause: found.active(clause) for clause in found.clauses}
    opened = {clause: found.open(clause) for clause in found.clauses}
    for at, (use, row) in enumerate(zip(uses, rows, strict=True)):
        said, here = VERDICTS[found.verdicts()[at]], row["verdict"] or "problem"
        if said != here:
            tally.failures.append(f"{where}: {said}, but Polars says {here} of {dict(use.facts())}")
        unread = {name for name in found.idle if found.unread(name)[at]}
        if unread != words(row["unread"]):
            tally.failures.append(f"{where}: unread {sorted(unread)}, but Polars says {row['unread']}")
        outcome = None if row["problem"] else compiled.verdict(use)
        if outcome is None or outcome.open:
            continue
        clauses = {clause for clause in found.clauses if active[clause][at]}
        if clauses != set(outcome.active_clauses) or any(opened[clause][at] for clause in found.clauses):
            tally.failures.append(f"{where}: active {sorted(clauses)}, not {sorted(outcome.active_clauses)}")


def arrays_of(frame: Any) -> dict[str, Any]:
    """The columns of a Polars frame as arrays, with nonsense where a fact is unknown."""
    found: dict[str, Any] = {}
    for number, name in enumerate(frame.columns):
        column, kind = frame[name], fact(name.partition(":")[0]).type
        known = column.is_not_null().to_numpy()
        given = np.packbits(known, bitorder="little") if number % 2 else known
        if kind in {"one_of", "territory", "text"}:
            words = sorted({*column.drop_nulls().to_list(), *(fact(name).options[:1] if kind == "one_of" else ())})
            codes = [words.index(word) if word is not None else len(words) + 3 for word in column.to_list()]
            found[name] = Column(np.array(codes, np.uint8), tuple(words) or ("-",), given)
        elif kind == "money":
            amounts = [int((value or 0) * 10_000) - (value is None) for value in column.to_list()]
            found[name] = Column(np.array(amounts, np.int64), known=given, decimals=4)
        elif kind == "date":
            found[name] = Column(np.array(column.to_list(), "datetime64[D]"))
        elif kind == "set_of":
            found[name] = Column(np.zeros(len(column), bool), known=given)
        else:
            empty = {"yes_no": True, "count": -5}[kind]
            found[name] = Column(column.fill_null(empty).to_numpy(), known=given)
    return found


def words(listed: str) -> set[str]:
    return {word for word in listed.split(", ") if word}


def tabular(use: Use) -> bool:
    """Whether a use fits into columns: no number known in part, no set of countries, nothing of a licence alone."""
    return not use.local and all(
        isinstance(known, Exactly) and known.value is not WORLDWIDE and not reads_countries_set(name)
        for name, known in use.facts().items()
    )


def reads_countries_set(name: str) -> bool:
    return fact(name).type == "set_of" and fact(name).options == ("territory",)


def frame_of(uses: list[Use]) -> Any:
    """A Polars frame with a column for each fact that some use gives."""
    rows = [
        {
            f"{name}:{value.currency}" if isinstance(value, Money) else name: value.amount
            if isinstance(value, Money)
            else sorted(value)
            if isinstance(value, frozenset)
            else value
            for name, known in use.facts().items()
            for value in [known.value]
        }
        for use in uses
    ]
    names = sorted({name for row in rows for name in row})
    types = {
        "yes_no": pl.Boolean,
        "count": pl.Int64,
        "money": pl.Decimal(38, 4),
        "date": pl.Date,
        "set_of": pl.List(pl.String),
    }
    schema = {name: types.get(fact(name.partition(":")[0]).type, pl.String) for name in names}
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=schema)


def by_duckdb(compiled: Compiled, frame: Any, acts: tuple[str, ...]) -> list[dict[str, Any]]:
    uses = frame.with_row_index("lk_row")
    text = query(compiled, acts, columns=frame.columns, keep=["lk_row"], dialect="duckdb")
    connection = duckdb.connect()
    connection.register("uses", uses.to_arrow())
    table = connection.sql(text).fetchall()
    names = [column[0] for column in connection.sql(text).description]
    return sorted((dict(zip(names, row, strict=True)) for row in table), key=lambda row: row["lk_row"])


def is_fast(compiled: Compiled, use: Use) -> bool:
    """Whether a generated function decides such a use."""
    from licensekit.compile.intake import snapshot

    plain, question = snapshot(use), compiled.question(use.leaves)
    return bool(plain.key) and question.function(plain.values, alone=False) != question.unusual


def is_settled(found: Outcome) -> bool:
    return not found.open


def differences(expected: Decision, found: Outcome) -> Iterator[str]:
    """Where an outcome says something else than the decision."""
    if found.possible != expected.possible:
        yield f"possible {list(map(str, found.possible))}, not {list(map(str, expected.possible))}"
    if found.verdict is not expected.verdict:
        yield f"verdict {found.verdict}, not {expected.verdict}"
    if not is_settled(found):
        return
    due = {f"{one.license}.{one.clause}" for one in expected.duties if one.status in {"due", "done", "not_done"}}
    if set(found.duties) != due:
        yield f"duties {sorted(found.duties)}, not {sorted(due)}"
    missing = {f"{one.license}.{one.gate}" for one in expected.approvals if one.state == "missing"}
    if set(found.approvals) != missing:
        yield f"approvals {sorted(found.approvals)}, not {sorted(missing)}"
