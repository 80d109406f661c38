"""The benchmark problem by the million rows, by hand for what else could be used: each gives a verdict and bits.

A verdict is 0 permitted, 1 permitted with duties, 2 prohibited. Words come as category codes, which a Polars Enum, an
Arrow dictionary and a pandas Categorical have ready.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from peers import RULES, flat
from problem import COUNTRIES, DOMICILE, REVENUE, USERS, YES_NO

Arrays = dict[str, Any]
WORDS = tuple(sorted(COUNTRIES))
CODES = {word: code for code, word in enumerate(WORDS)}


def arrays(frame: pl.DataFrame) -> Arrays:
    """The columns of a frame without nulls, under flat names."""
    found = {flat(name): frame[name].to_numpy() for name in (*YES_NO, USERS, REVENUE)}
    found["domicile"] = frame[DOMICILE].to_physical().cast(pl.UInt8).to_numpy()
    return {name: np.ascontiguousarray(values) for name, values in found.items()}


def numpy_by_hand(a: Arrays) -> tuple[Any, Any]:
    """Whole columns, as most would write it."""
    contains, own, modified, domicile = (
        a[name] for name in ("product_contains_work", "use_in_own_product", "work_modified", "domicile")
    )
    not_ended = ~a["licensor_has_terminated"]
    clauses = [
        np.ones(len(own), bool),
        (a["users"] > 700_000_000) & not_ended,
        contains & ~a["work_has_notice_file"],
        (contains | own) & ~a["use_marks_only_as_required"],
        a["trained_model_made_available"] & ~a["trained_model_derived_from_work"],
        a["conduct_military"] | a["conduct_weapons"],
        a["conduct_critical_infrastructure"] & own,
        np.isin(domicile, [CODES["FR"], CODES["DE"]]) & contains & modified,
        modified & contains,
        a["product_charged_for"] & (a["revenue"] >= 1_000_000) & not_ended,
        np.isin(domicile, [CODES[word] for word in ("KP", "IR", "SY", "CU")]),
        contains & (domicile != CODES["US"]),
    ]
    bits = np.zeros(len(own), np.uint16)
    verdict = np.zeros(len(own), np.uint8)
    for at, (rule, holds) in enumerate(zip(RULES.values(), clauses, strict=True)):
        bits |= holds * np.uint16(1 << at)
        if rule.kind != "grant":
            np.maximum(verdict, holds * np.uint8(2 if rule.kind == "prohibit" else 1), out=verdict)
    return verdict, bits


def polars_by_hand(frame: pl.DataFrame) -> tuple[Any, Any]:
    """Expressions over an Enum: the verdict as a word, and the bits of the clauses that are known to be active."""
    c = pl.col
    contains, own, modified = c("product.contains_work"), c("use.in_own_product"), c("work.modified")
    not_ended = ~c("licensor.has_terminated")
    clauses = [
        pl.lit(value=True),
        (c(USERS) > 700_000_000) & not_ended,
        contains & ~c("work.has_notice_file"),
        (contains | own) & ~c("use.marks_only_as_required"),
        c("trained_model.made_available") & ~c("trained_model.derived_from_work"),
        c("conduct.military") | c("conduct.weapons"),
        c("conduct.critical_infrastructure") & own,
        c(DOMICILE).is_in(["FR", "DE"]) & contains & modified,
        modified & contains,
        c("product.charged_for") & (c(REVENUE) >= 1_000_000) & not_ended,
        c(DOMICILE).is_in(["KP", "IR", "SY", "CU"]),
        contains & (c(DOMICILE) != "US"),
    ]
    kinds = [rule.kind for rule in RULES.values()]

    def one_of(kind: str) -> pl.Expr:
        return pl.any_horizontal([f"l{at}" for at, other in enumerate(kinds) if other == kind])

    def code(value: int) -> pl.Expr:
        return pl.lit(value, pl.UInt8)

    verdict = (
        pl.when(one_of("prohibit")).then(code(2)).when(one_of("prohibit").is_null()).then(code(3))
        .when(one_of("duty").fill_null(value=True)).then(code(1)).otherwise(code(0))
    )  # fmt: skip
    bits = pl.lit(0, pl.UInt16)
    for at in range(len(clauses)):
        bits |= pl.when(f"l{at}").then(pl.lit(1 << at, pl.UInt16)).otherwise(pl.lit(0, pl.UInt16))
    staged = frame.lazy().select(clause.alias(f"l{at}") for at, clause in enumerate(clauses))
    found = staged.select(verdict=verdict, bits=bits).collect()
    return found["verdict"], found["bits"]


def duckdb_by_hand(table: str) -> str:
    """The query for verdicts, counted."""
    return f"""
    SELECT CASE WHEN bad THEN 'prohibited' WHEN bad IS NULL THEN 'unknown'
                WHEN coalesce(duty, true) THEN 'permitted_with_duties' ELSE 'permitted' END AS verdict, count(*)
    FROM (SELECT
      ("{USERS}" > 700000000 AND NOT "licensor.has_terminated")
        OR "conduct.military" OR "conduct.weapons"
        OR ("conduct.critical_infrastructure" AND "use.in_own_product")
        OR ("{DOMICILE}" IN ('FR', 'DE') AND "product.contains_work" AND "work.modified")
        OR "{DOMICILE}" IN ('KP', 'IR', 'SY', 'CU') AS bad,
      ("product.contains_work" AND NOT "work.has_notice_file")
        OR (("product.contains_work" OR "use.in_own_product") AND NOT "use.marks_only_as_required")
        OR ("trained_model.made_available" AND NOT "trained_model.derived_from_work")
        OR ("work.modified" AND "product.contains_work")
        OR ("product.charged_for" AND "{REVENUE}" >= 1000000 AND NOT "licensor.has_terminated")
        OR ("product.contains_work" AND "{DOMICILE}" <> 'US') AS duty
      FROM {table})
    GROUP BY 1"""


def c_limit() -> Callable[[Arrays], tuple[Any, Any]] | None:
    """The loop in C, compiled for this machine: what no library can beat by much. None without a C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    names = (*map(flat, YES_NO), "users", "revenue", "domicile")
    wide = {"users", "revenue"}
    reads = ", ".join(f"const {'long long' if name in wide else 'unsigned char'} *restrict a_{name}" for name in names)
    body = "".join(f"{'long long' if name in wide else 'unsigned char'} {name} = a_{name}[i];" for name in names)
    for at, rule in enumerate(RULES.values()):
        condition = " & ".join("(" + " | ".join(map(_c, each)) + ")" for each in rule.condition) or "1"
        word = {"grant": "g", "duty": "d", "prohibit": "p"}[rule.kind]
        body += f"{{ unsigned short b = {condition}; m |= (unsigned short)(b << {at}); {word} |= (unsigned char)b; }}"
    source = (
        f"void run(long n, {reads}, unsigned char *restrict v, unsigned short *restrict bits) {{"
        f"for (long i = 0; i < n; i++) {{ unsigned char g = 0, d = 0, p = 0; unsigned short m = 0; {body}"
        "bits[i] = m; v[i] = (p | !g) ? 2 : d; } }"
    )
    folder = Path(tempfile.mkdtemp(prefix="licensekit-bench-"))
    (folder / "rows.c").write_text(source)
    words = [compiler, "-O3", "-march=native", "-shared", "-fPIC", "rows.c", "-o", "rows.so"]
    subprocess.run(words, cwd=folder, check=True)
    run = ctypes.CDLL(str(folder / "rows.so")).run
    shutil.rmtree(folder)

    def decide(a: Arrays) -> tuple[Any, Any]:
        rows = len(a["users"])
        verdict, bits = np.empty(rows, np.uint8), np.empty(rows, np.uint16)
        run(ctypes.c_long(rows), *(ctypes.c_void_p(each.ctypes.data) for each in (*map(a.get, names), verdict, bits)))
        return verdict, bits

    return decide


def _c(literal: str) -> str:
    plain = literal.removeprefix("not ")
    name, _, rest = plain.partition(" ")
    if "[" in rest:
        words = rest.partition("[")[2].strip("]").replace('"', "").split(", ")
        return "(" + " | ".join(f"({name} == {CODES[word]})" for word in words if word in CODES) + ")"
    if '"' in rest:
        operator, _, word = rest.partition(" ")
        return f"({name} {operator} {CODES[json_word(word)]})"
    return f"({'!' if plain != literal else ''}({plain}))"


def json_word(text: str) -> str:
    """A word without its quotes."""
    return text.strip('"')


def openfisca() -> Callable[[Arrays], Any] | None:
    """Formulas of OpenFisca, a variable for each clause; None where it is not installed. Its numbers have 32 bits."""
    try:
        from openfisca_core import entities, periods, taxbenefitsystems, variables  # noqa: PLC0415 - a peer
        from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415 - a peer
    except ImportError:
        return None
    person = entities.Entity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    names = (*map(flat, YES_NO), "users", "revenue", "domicile")

    def add(name: str, kind: type, formula: Callable[..., Any] | None = None) -> None:
        found: dict[str, Any] = {
            "value_type": kind, "entity": person, "definition_period": periods.DateUnit.MONTH, "label": name
        }  # fmt: skip
        if formula is not None:
            found["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), found))

    for name in names:
        add(name, int if name in {"users", "revenue", "domicile"} else bool)

    def verdict(persons: Any, period: Any, parameters: Any) -> Any:  # noqa: ARG001 - the signature is theirs
        return numpy_by_hand({name: persons(name, period) for name in names})[0].astype(np.int32)

    add("verdict", int, verdict)

    def decide(a: Arrays) -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, len(a["users"]))
        month = periods.period("2026-01")
        for name in names:
            if a[name].dtype == np.int64:  # put by, since set_input takes no more than 32 bits
                simulation.persons.get_holder(name)._memory_storage.put(a[name], month)
            else:
                simulation.set_input(name, month, a[name].astype(np.int32) if name == "domicile" else a[name])
        return simulation.calculate("verdict", "2026-01").astype(np.uint8)

    return decide
