"""A million rows: the emitted Polars expressions against the same written by hand, and against DuckDB.

    python benchmarks/batch.py [ROWS]

Verdicts are compared first. Prints medians of interleaved turns and ratios to the expressions written by hand, which
know nothing of duties by name, open questions or contradictions: `verdict alone` computes no more than they do.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
from problem import COUNTRIES, DOMICILE, REVENUE, TERMS, USERS, YES_NO

from licensekit import catalogue
from licensekit.compile import compile_terms
from licensekit.compile.sql import query
from licensekit.evaluate import Program, Single

ROUNDS = 5


def table(rows: int, unknown: float, seed: int = 5) -> pl.DataFrame:
    """Rows at random; words as an Enum, amounts as whole dollars."""
    rng = random.Random(seed)
    block = 20_000

    def some(make: Callable[[], Any]) -> list[Any]:
        return [None if rng.random() < unknown else make() for _ in range(block)]

    columns: dict[str, list[Any]] = {name: some(lambda: rng.random() < 0.3) for name in YES_NO}
    columns[DOMICILE] = some(lambda: rng.choice(COUNTRIES))
    columns[USERS] = some(lambda: int(10 ** rng.uniform(0, 9.5)))
    columns[REVENUE] = some(lambda: int(10 ** rng.uniform(0, 9.5)))
    schema = {DOMICILE: pl.Enum(sorted(COUNTRIES)), USERS: pl.Int64, REVENUE: pl.Int64}
    small = pl.DataFrame(columns, schema_overrides=schema)
    return pl.concat([small] * (rows // block), rechunk=True)


def by_hand(frame: pl.DataFrame) -> pl.Series:
    """The verdict by three-valued expressions."""
    c = pl.col
    contains, own, modified = c("product.contains_work"), c("use.in_own_product"), c("work.modified")
    not_ended = ~c("licensor.has_terminated")
    bad = (
        ((c(USERS) > 700_000_000) & not_ended)
        | (c("conduct.military") | c("conduct.weapons"))
        | (c("conduct.critical_infrastructure") & own)
        | (c(DOMICILE).is_in(["FR", "DE"]) & contains & modified)
        | c(DOMICILE).is_in(["KP", "IR", "SY", "CU"])
    )
    duty = (
        (contains & ~c("work.has_notice_file"))
        | ((contains | own) & ~c("use.marks_only_as_required"))
        | (c("trained_model.made_available") & ~c("trained_model.derived_from_work"))
        | (modified & contains)
        | (c("product.charged_for") & (c(REVENUE) >= 1_000_000) & not_ended)
        | (contains & (c(DOMICILE) != "US"))
    )
    verdict = (
        pl.when(c("bad")).then(pl.lit("prohibited"))
        .when(c("bad").is_null()).then(pl.lit("unknown"))
        .when(c("duty").fill_null(value=True)).then(pl.lit("permitted_with_duties"))
        .otherwise(pl.lit("permitted"))
    )  # fmt: skip
    return frame.lazy().select(bad=bad, duty=duty).select(verdict=verdict).collect()["verdict"]


def main(rows: int = 1_000_000) -> int:
    compiled = compile_terms(Single(Program(catalogue.read(TERMS))), assume="none")
    print(f"{rows} rows, polars {pl.__version__}, duckdb {duckdb.__version__}, {pl.thread_pool_size()} threads")
    for unknown in (0.0, 0.05):
        frame = table(rows, unknown)
        connection = duckdb.connect()
        connection.register("uses", frame.with_columns(pl.col(DOMICILE).cast(pl.String)).to_arrow())
        text = query(compiled, ["run"], columns=frame.columns, currency="USD")

        def emitted(frame: pl.DataFrame = frame, *kept: str) -> pl.DataFrame:
            wanted = compiled.columns(frame.lazy(), ["run"], currency="USD")
            return wanted.select(*(kept or ("verdict",))).collect()

        def everything(frame: pl.DataFrame = frame) -> pl.DataFrame:
            return emitted(frame, "verdict", "duties", "open_duties", "approvals", "open_questions", "problem")

        def sql(connection: Any = connection, text: str = text) -> list[Any]:
            return connection.sql(f"select verdict, count(*) from ({text}) group by 1").fetchall()

        assert by_hand(frame).to_list() == emitted()["verdict"].to_list()
        contestants: dict[str, Callable[[], Any]] = {
            "Polars by hand": lambda frame=frame: by_hand(frame),
            "emitted, verdict alone": emitted,
            "emitted, everything": everything,
            "DuckDB SQL, verdict": sql,
        }
        took: dict[str, list[float]] = {name: [] for name in contestants}
        for _ in range(ROUNDS):
            for name, work in contestants.items():
                start = time.perf_counter()
                work()
                took[name].append(time.perf_counter() - start)
        base = statistics.median(took["Polars by hand"])
        for name, each in took.items():
            median = statistics.median(each)
            print(f"{unknown:4.0%} unknown  {name:24}{median * 1000:10.0f} ms{median / base:8.2f} x by hand")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
