"""A million rows: what licensekit makes for Polars, DuckDB and NumPy, against the same written by hand.

    python benchmarks/batch.py [ROWS]

Answers are compared first. Prints medians of interleaved turns and ratios to what is written by hand, which knows
nothing of duties by name, open questions or contradictions; a verdict alone computes no more than it does, save that it
looks for rows that contradict themselves. What is not installed is left out.
"""

from __future__ import annotations

import platform
import random
import statistics
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import duckdb
import numpy as np
import polars as pl
import rows as rows_
from peers import RULES
from problem import COUNTRIES, DOMICILE, REVENUE, TERMS, USERS, YES_NO

import licensekit as lk
from licensekit.compile.arrays import VERDICTS, Column

ROUNDS = 15
OUTPUTS = ("verdict", "duties", "open_duties", "approvals", "open_questions", "unread", "problem")
"""The columns of an answer (docs/scale.md)."""


def table(rows: int, unknown: float, seed: int = 5) -> pl.DataFrame:
    """Rows at random; words as an Enum, amounts as whole dollars."""
    rng = random.Random(seed)
    block = 20_000

    def some(make: Callable[[], Any]) -> list[Any]:
        return [None if rng.random() < unknown else make() for _ in range(block)]

    columns: dict[str, list[Any]] = {name: some(lambda: rng.random() < 0.3) for name in YES_NO}
    pairs = zip(columns["use.in_own_product"], columns["product.charged_for"], strict=True)
    both = [(True, True) if charged else (own, False if own is False else charged) for own, charged in pairs]
    columns["use.in_own_product"], columns["product.charged_for"] = map(list, zip(*both, strict=True))
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


def _as_told(told: list[str], by_hand: list[str], *, whole: bool) -> bool:
    """Whether the answers agree: where facts are missing, rules between facts may settle what by hand stays unknown."""
    pairs = zip(told, by_hand, strict=True)
    return all(ours == theirs or (not whole and theirs == "unknown") for ours, theirs in pairs)


def contestants(compiled: Any, frame: pl.DataFrame, *, whole: bool) -> dict[str, Callable[[], Any]]:
    """What is measured, once its answers were found to be the same."""
    connection = duckdb.connect()
    connection.register("source", frame.to_arrow())
    words = ", ".join(f"'{word}'" for word in rows_.WORDS)
    connection.execute(f"CREATE TYPE place AS ENUM ({words})")
    place = f'"{DOMICILE}"::VARCHAR::place AS "{DOMICILE}"'
    connection.execute(f"CREATE TABLE uses AS SELECT * REPLACE ({place}) FROM source")
    counted = compiled.columns(connection.table("uses"), ["run"], currency="USD", ignore=["*"]).aggregate(
        "verdict, count(*)"
    )
    text = counted.sql_query()
    packed_columns = columns_of(frame, whole=whole)

    def emitted(*kept: str) -> pl.DataFrame:
        return compiled.columns(frame.lazy(), ["run"], currency="USD", ignore=["*"]).select(*kept).collect()

    lazy = compiled.columns(frame.lazy(), ["run"], currency="USD", ignore=["*"]).select("verdict")
    found: dict[str, Callable[[], Any]] = {
        "Polars by hand": lambda: by_hand(frame),
        "emitted for Polars, worked out": lazy.collect,
        "emitted for Polars, made and worked out": lambda: emitted("verdict"),
        "emitted for Polars, with all texts": lambda: emitted(*OUTPUTS),
        "DuckDB by hand, counted": lambda: connection.execute(rows_.duckdb_by_hand("uses")).fetchall(),
        "emitted for DuckDB, counted": lambda: connection.execute(text).fetchall(),
        "Polars by hand, verdict and bits": lambda: rows_.polars_by_hand(frame),
        "arrays, verdict and bits": lambda: compiled.packed(packed_columns, ["run"], currency="USD", ignore=["*"]),
    }
    expected = by_hand(frame).to_list()
    told = lazy.collect()["verdict"].to_list()
    assert _as_told(told, expected, whole=whole)
    assert dict(connection.execute(text).fetchall()) == Counter(told)
    answers = found["arrays, verdict and bits"]()
    assert [VERDICTS[place] for place in answers.verdicts()] == told
    by_bits = rows_.polars_by_hand(frame)
    codes = ("permitted", "permitted_with_duties", "prohibited", "unknown")
    assert [codes[code] for code in by_bits[0]] == expected
    bits = sum(answers.active(f"llama12.{name}").astype(np.uint16) << at for at, name in enumerate(RULES))
    assert not (by_bits[1].to_numpy() & ~bits).any()
    assert not whole or (by_bits[1].to_numpy() == bits).all()
    if whole:
        given, limit, fisca = rows_.arrays(frame), rows_.c_limit(), rows_.openfisca()
        found["NumPy by hand, verdict and bits"] = lambda: rows_.numpy_by_hand(given)
        if limit is not None:
            found["C on one core, verdict and bits"] = lambda: limit(given)
        if fisca is not None:
            found["openfisca-core, verdict"] = lambda: fisca(given)
            assert [codes[code] for code in fisca(given)] == expected
        for name in ("NumPy by hand, verdict and bits", "C on one core, verdict and bits"):
            if name in found:
                verdicts, mask = found[name]()
                assert [codes[code] for code in verdicts] == expected
                assert (mask == bits).all()
    return found


def columns_of(frame: pl.DataFrame, *, whole: bool) -> dict[str, Column]:
    """The columns of a frame as arrays, with the rows that are known as bits where some are not."""
    found = {}
    for name in frame.columns:
        series = frame[name]
        known = None if whole else np.packbits(series.is_not_null().to_numpy(), bitorder="little")
        plain = series.to_physical().cast(pl.UInt8) if name == DOMICILE else series
        values = plain.fill_null(False if plain.dtype == pl.Boolean else 0).to_numpy()
        found[name] = Column(np.ascontiguousarray(values), rows_.WORDS if name == DOMICILE else (), known)
    return found


def extra_memory(work: Callable[[], Any], rows: int) -> float:
    """Bytes for each row that NumPy takes at most, the answers included."""
    tracemalloc.start()
    kept = work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return peak / rows


BESIDE = {
    "emitted for DuckDB, counted": "DuckDB by hand, counted",
    "arrays, verdict and bits": "Polars by hand, verdict and bits",
}


def timed(running: dict[str, Callable[[], Any]], rounds: int = ROUNDS) -> tuple[dict[str, float], dict[str, float]]:
    """For each the medians of interleaved turns, in milliseconds: by the wall, and of all processors together."""
    wall: dict[str, list[float]] = {name: [] for name in running}
    busy: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(rounds):
        for name, work in running.items():
            start, began = time.perf_counter(), time.process_time()
            work()
            wall[name].append(1000 * (time.perf_counter() - start))
            busy[name].append(1000 * (time.process_time() - began))
    return _medians(wall), _medians(busy)


def _medians(took: dict[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(each) for name, each in took.items()}


def compared(rows: int, unknown: float, rounds: int = ROUNDS) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds of each contestant on so many rows of which a share is unknown: by the wall, and of processors."""
    compiled = lk.read(TERMS).compile(assume="none")
    return timed(contestants(compiled, table(rows, unknown), whole=not unknown), rounds)


def main(rows: int = 1_000_000) -> int:
    compiled = lk.read(TERMS).compile(assume="none")
    packages = ("polars", "duckdb", "numpy", "narwhals", "openfisca-core")
    print(platform.platform(), platform.python_implementation(), platform.python_version())
    print(", ".join(f"{name} {version(name)}" for name in packages if find_spec(name.replace("-", "_"))))
    print(f"{rows} rows, {pl.thread_pool_size()} threads; by the wall, in processor time, and the ratios of both")
    for unknown in (0.0, 0.05):
        running = contestants(compiled, table(rows, unknown), whole=not unknown)
        wall, busy = timed(running)
        for name in running:
            beside = BESIDE.get(name, "Polars by hand")
            ratios = f"{wall[name] / wall[beside]:7.2f} x {busy[name] / busy[beside]:7.2f} x {beside}"
            print(f"{unknown:4.0%} unknown  {name:42}{wall[name]:8.1f} ms {busy[name]:8.1f} ms{ratios}")
        limit = "C on one core, verdict and bits"
        if limit in busy:
            print(f"   arrays against C, processor time: {busy['arrays, verdict and bits'] / busy[limit]:.2f} x")
        print(f"   arrays: {extra_memory(running['arrays, verdict and bits'], rows):.2f} bytes a row beyond the input")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
