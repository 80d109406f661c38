"""The same answers on Spark: `columns` on its frames, and the query of `licensekit sql`. Needs PySpark and Java 17."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import licensekit as lk
from licensekit.vocabulary.facts import FACTS
from optional import needs
from unit.test_compile import TEXT

needs("pyspark", "sqlglot", extra="spark,test-all")
if shutil.which("java") is None:
    pytest.skip("Spark needs a Java that is not here", allow_module_level=True)
from licensekit.compile.sql import query

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

ROWS = [
    (1, "US", False, Decimal("1000000.0001"), False, "kept"),
    (2, "FR", True, Decimal(5), False, None),
    (3, "FR", None, Decimal(5), False, None),
    (4, None, True, None, False, None),
    (5, "XX", False, Decimal(5), False, None),
]
VERDICTS = ["permitted_with_duties", "prohibited", "unknown", "unknown", None]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark: Any) -> Any:
    schema = (
        "id int, `licensee.domicile` string, `product.charged_for` boolean, `group.revenue.year` decimal(38,4), "
        "`work.modified` boolean, `note.to.self` string"
    )
    return spark.createDataFrame(ROWS, schema)


def test_columns_on_a_frame_of_spark(frame: Any) -> None:
    found = lk.parse(TEXT).columns(frame, ["run"], currency="USD", assume="none", ignore=["id"])
    rows = found.orderBy("id").collect()
    assert [row["verdict"] for row in rows] == VERDICTS
    assert [row["duties"] for row in rows] == ["demo.d1", "", "", "", ""]
    assert rows[4]["problem"] == "LK502 `licensee.domicile` is none of its options"
    assert rows[2]["open_questions"] == "product.charged_for"
    assert (rows[0]["licensee.domicile"], rows[0]["note.to.self"]) == ("US", "kept")


def test_the_query_on_spark(spark: Any, frame: Any) -> None:
    frame.createOrReplaceTempView("uses")
    compiled = lk.parse(TEXT).compile(assume="none")
    text = query(compiled, ["run"], columns=frame.columns, keep=["id"], currency="USD", dialect="spark")
    rows = spark.sql(text).orderBy("id").collect()
    assert [row["verdict"] for row in rows] == VERDICTS
    assert rows[0]["duties"] == "demo.d1"


def test_sets_of_words_on_spark(spark: Any) -> None:
    name = next(one for one, info in FACTS.items() if info.type == "set_of" and info.options != ("territory",))
    option = FACTS[name].options[0]
    rows = spark.createDataFrame(
        [(1, [option]), (2, [option, "nonsense"]), (3, None)], f"id int, `{name}` array<string>"
    )
    said = ["", f"`{name}` holds a word twice, or one that is none of its options", ""]
    terms = lk.parse(TEXT)
    assert [
        row["problem"] for row in terms.columns(rows, ["run"], assume="none", ignore=["id"]).orderBy("id").collect()
    ] == said
    rows.createOrReplaceTempView("sets")
    text = query(
        terms.compile(assume="none"), ["run"], columns=rows.columns, keep=["id"], table="sets", dialect="spark"
    )
    assert [row["problem"] for row in spark.sql(text).orderBy("id").collect()] == said


@pytest.mark.parametrize("name", ["kimi-k2", "llama-4", "qwen-3.8-max"])
def test_licenses_of_the_catalogue_on_spark(spark: Any, name: str) -> None:
    """What Polars says of the same rows."""
    import polars as pl

    schema = {"product.charged_for": pl.Boolean, "licensee.domicile": pl.String, "product.exists": pl.Boolean}
    rows = [(True, "US", True), (False, "FR", None), (None, None, True), (False, "DE", False)]
    here = spark.createDataFrame(
        rows, "`product.charged_for` boolean, `licensee.domicile` string, `product.exists` boolean"
    )
    there = pl.DataFrame(rows, schema=schema, orient="row")
    terms = lk.load(name)
    found = [row.asDict() for row in terms.columns(here, ["run", "embed"], ignore=["*"]).collect()]
    assert found == terms.columns(there, ["run", "embed"], ignore=["*"]).to_dicts()
