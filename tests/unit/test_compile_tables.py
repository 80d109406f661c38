import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from optional import needs

needs("duckdb", "narwhals", "numpy", "pandas", "polars", "pyarrow", "sqlglot")

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import licensekit as lk
from every_licence import every
from licensekit.cli.main import run
from licensekit.cli.outcome import Surroundings
from licensekit.compile import Compiled, compile_terms, frames
from licensekit.compile.arrays import Column
from licensekit.compile.sql import DIALECTS, query
from licensekit.compile.tables import OUTPUTS
from licensekit.vocabulary.facts import FACTS
from unit.command_line import called, findings
from unit.test_compile import OWN_FACTS, TEXT

ROWS = {
    "id": [1, 2, 3, 4, 5],
    "licensee.domicile": ["US", "FR", "FR", None, "XX"],
    "product.charged_for": [False, True, None, True, False],
    "group.revenue.year": [Decimal("1000000.0001"), Decimal(5), Decimal(5), None, Decimal(5)],
    "work.modified": [False, False, False, False, False],
}
VERDICTS = ["permitted_with_duties", "prohibited", "unknown", "unknown", None]


@pytest.fixture(scope="module")
def terms() -> lk.LicenseTerms:
    return lk.parse(TEXT)


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema_overrides={"group.revenue.year": pl.Decimal(38, 4)})


def answers(terms: lk.LicenseTerms, frame: object) -> object:
    return terms.columns(frame, ["run"], currency="USD", assume="none", ignore=["*"])


def test_a_polars_frame(terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
    found = answers(terms, frame)
    assert found["verdict"].to_list() == VERDICTS
    assert found["duties"].to_list() == ["demo.d1", "", "", "", ""]
    assert found["open_duties"].to_list() == ["", "", "", "demo.d1", ""]
    assert found["open_questions"].to_list()[2] == "product.charged_for"
    assert found["problem"].to_list() == ["", "", "", "", "LK502 `licensee.domicile` is none of its options"]
    assert found["id"].to_list() == [1, 2, 3, 4, 5]
    assert [name for name in found.columns if name.startswith("_")] == []


def test_a_lazy_frame_stays_lazy(terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
    found = answers(terms, frame.lazy())
    assert isinstance(found, pl.LazyFrame)
    assert found.collect()["verdict"].to_list() == VERDICTS


def test_arrow_pandas_and_duckdb_say_the_same(terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
    table = frame.to_arrow()
    assert answers(terms, table)["verdict"].to_pylist() == VERDICTS
    relation = answers(terms, duckdb.from_arrow(table)).order("id")
    assert [row[0] for row in relation.select("verdict").fetchall()] == VERDICTS


def test_nulls_of_plain_pandas_are_unknown_and_not_false(terms: lk.LicenseTerms) -> None:
    plain = pd.DataFrame(
        {"licensee.domicile": ["FR", "FR"], "product.charged_for": [True, None], "group.revenue.year": [5, 5]}
    )
    found = answers(terms, plain)
    assert found["verdict"].to_list() == ["prohibited", "unknown"]


class TestPandas:
    """What a null comes to in pandas depends on the operation; none of it may come to a permission."""

    ROWS: ClassVar = {
        "licensee.domicile": ["FR", "FR", None, "US", "US"],
        "product.charged_for": [True, None, False, False, True],
        "group.revenue.year": [5, 5, 5, None, 2_000_000],
    }
    EXPECTED: ClassVar = ["prohibited", "unknown", "permitted", "permitted_with_duties", "permitted_with_duties"]

    @pytest.mark.parametrize(
        "made",
        [
            lambda rows: rows,
            lambda rows: rows.convert_dtypes(),
            lambda rows: rows.convert_dtypes(dtype_backend="pyarrow"),
            lambda rows: rows.astype({"licensee.domicile": "category"}),
            lambda rows: rows.assign(
                **{
                    "group.revenue.year": [
                        None if pd.isna(value) else Decimal(value) for value in rows["group.revenue.year"]
                    ]
                }
            ),
        ],
        ids=["plain", "nullable", "arrow", "category", "decimals"],
    )
    def test_every_kind_of_column(self, terms: lk.LicenseTerms, made: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
        rows = made(pd.DataFrame(self.ROWS, index=[9, 8, 7, 6, 5]))
        found = answers(terms, rows)
        assert found["verdict"].to_list() == self.EXPECTED
        assert found["open_duties"].to_list()[3] == "demo.d1"
        assert found.index.to_list() == [9, 8, 7, 6, 5]
        assert found[list(rows.columns)].equals(rows)  # its own columns stay as they are

    def test_a_frame_without_facts(self, terms: lk.LicenseTerms) -> None:
        found = answers(terms, pd.DataFrame({"id": [1, 2], 3: ["a", "b"]}))
        assert found["verdict"].to_list() == ["unknown", "unknown"]

    def test_a_fraction_is_refused(self, terms: lk.LicenseTerms) -> None:
        with pytest.raises(lk.FactsError, match="column of Float64"):
            answers(terms, pd.DataFrame({"group.revenue.year": [1.5, None]}))


def test_a_table_of_arrow_keeps_its_columns_and_loses_old_answers(terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
    table = frame.with_columns(verdict=pl.lit("old")).to_arrow()
    found = answers(terms, table)
    assert found.column("verdict").to_pylist() == VERDICTS
    assert found.column_names == [*frame.columns, *OUTPUTS]
    assert found.select(frame.columns).equals(table.select(frame.columns))


@pytest.mark.parametrize(
    "made", [lambda rows: rows, lambda rows: rows.to_arrow(), lambda rows: rows.to_pandas(), pl.DataFrame.lazy]
)
@pytest.mark.parametrize("name", ["kimi-k2", "llama-4", "kimi-k3"])
def test_columns_without_any_value_are_unknown(name: str, made: Callable[[pl.DataFrame], object]) -> None:
    """One fact of each type, and all that the licence reads: of such columns the type is not known either."""
    kinds = {info.type: one for one, info in FACTS.items() if info.options != ("territory",)}
    terms = lk.load(name)
    readers = (one.partition(":")[0] for one in terms.compile().question(("run",)).reads)
    rows = pl.DataFrame({one: [None, None] for one in (*kinds.values(), *readers) if FACTS.get(one) or "@" in one})
    found = terms.columns(made(rows), ["run"], currency="USD")
    found = found.collect() if isinstance(found, pl.LazyFrame) else found
    expected = terms.columns(pl.DataFrame({"id": [1, 2]}), ["run"], currency="USD", ignore=["id"])
    assert list(
        found["open_questions"].to_pylist() if isinstance(found, pa.Table) else found["open_questions"]
    ) == list(expected["open_questions"])


def test_names_of_our_own_are_not_taken(terms: lk.LicenseTerms) -> None:
    with pytest.raises(lk.FactsError, match="are in the way"):
        answers(terms, pl.DataFrame({"_lk_p0": [True]}))


def test_frames_that_nobody_compared_are_refused(terms: lk.LicenseTerms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "TRIED", ("duckdb",))
    with pytest.raises(lk.FactsError, match="what a null comes to in frames of polars was not tried"):
        answers(terms, pl.DataFrame({"product.charged_for": [True]}))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("group.revenue.year", [1.5, float("nan")]),
        ("group.monthly_active_users.any_month", [1.0, 2.0]),
        ("product.charged_for", ["yes", "no"]),
        ("distribution.covers", [[1], [2]]),
        ("work.version_published_on", [datetime(2026, 1, 1), datetime(2026, 1, 2)]),  # noqa: DTZ001
    ],
)
def test_columns_that_cannot_be_read_safely_are_refused(
    terms: lk.LicenseTerms, column: str, values: list[object]
) -> None:
    with pytest.raises(lk.FactsError) as refused:
        answers(terms, pl.DataFrame({column: values}))
    assert refused.value.diagnostics[0].message.startswith(f"`{column}` is a column of")


def test_everything_wrong_with_columns_is_said_at_once(terms: lk.LicenseTerms) -> None:
    rows = pl.DataFrame({"group.revenue.year:USD": [1.5], "work.modified": ["no"], "product.charged_for": [True]})
    with pytest.raises(lk.FactsError) as refused:
        terms.columns(rows, ["run"])
    assert [(one.code, one.message.split("`")[1]) for one in refused.value.diagnostics] == [
        ("LK504", "group.revenue.year:USD"),
        ("LK508", "work.modified"),
    ]
    with pytest.raises(lk.FactsError) as refused:
        terms.columns(
            rows.with_columns(other=True, revenue=1),
            ["run"],
            rename={"other": "no.such_fact", "work.modified": "product.charged_for", "revenue": "group.revenue.year"},
        )
    assert [(one.code, one.message) for one in refused.value.diagnostics] == [
        ("LK505", "`work.modified` and `product.charged_for` are both `product.charged_for`"),
        ("LK501", "there is no fact `no.such_fact`"),
        ("LK508", "`revenue` is money of no stated currency"),
    ]


def test_money_needs_a_currency(terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
    with pytest.raises(lk.FactsError, match="no stated currency"):
        terms.columns(frame, ["run"], ignore=["id"])
    named = frame.rename({"group.revenue.year": "group.revenue.year:USD"})
    assert terms.columns(named, ["run"], assume="none", ignore=["id"])["duties"].to_list()[0] == "demo.d1"


def test_a_column_can_be_renamed(terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
    other = frame.rename({"licensee.domicile": "country"})
    rename = {"country": "licensee.domicile"}
    found = terms.columns(other, ["run"], currency="USD", assume="none", rename=rename, ignore=["id"])
    assert found["verdict"].to_list() == VERDICTS


def test_words_of_a_set_that_are_no_options_have_no_verdict(terms: lk.LicenseTerms) -> None:
    kinds = next(name for name in ("use.kinds", *(one.name for one in FACTS.values())) if is_set(name))
    options = FACTS[kinds].options
    rows = pl.DataFrame({kinds: [[options[0]], [options[0], "nonsense"], [None], [options[0]] * 2, [], None]})
    said = f"LK502 `{kinds}` holds a word twice, or one that is none of its options"
    expected = ["", said, said, said, "", ""]
    assert terms.columns(rows, ["run"], assume="none")["problem"].to_list() == expected
    assert terms.columns(rows.to_arrow(), ["run"], assume="none")["problem"].to_pylist() == expected
    connection = duckdb.connect()
    connection.register("uses", rows.with_row_index("id").to_arrow())
    text = query(terms.compile(assume="none"), ["run"], columns=rows.columns, keep=["id"])
    assert [row[0] for row in connection.sql(text).order("id").select("problem").fetchall()] == expected


@pytest.mark.parametrize(
    "made", [lambda rows: rows, lambda rows: rows.to_arrow(), lambda rows: rows.to_pandas(), pl.DataFrame.lazy]
)
def test_sets_that_are_all_empty(terms: lk.LicenseTerms, made: Callable[[pl.DataFrame], object]) -> None:
    """Found by the comparison of back ends: pandas forgets what empty lists are lists of."""
    found = terms.columns(made(pl.DataFrame({"distribution.covers": [[], None]})), ["run"], assume="none")
    found = found.collect() if isinstance(found, pl.LazyFrame) else found
    problems = found["problem"].to_pylist() if isinstance(found, pa.Table) else list(found["problem"])
    assert problems == ["", ""]


def is_set(name: str) -> bool:
    info = FACTS.get(name)
    return info is not None and info.type == "set_of" and info.options != ("territory",)


def test_a_day_of_what_did_not_happen_is_not_asked_for() -> None:
    own = lk.parse(
        'license own { title "Own" grant use at "1" { may run }\n'
        'prohibition late at "2" { must not run when breach.cured_on before 2026-01-01 } }'
    )
    rows = pl.DataFrame({"breach.happened": [False, True, None]})
    told = own.columns(rows, ["run"], as_of=date(2026, 5, 1), assume="none")
    assert told["verdict"].to_list() == ["permitted", "unknown", "unknown"]
    assert told["open_questions"].to_list() == ["", "breach.cured_on", "breach.cured_on"]


def test_rules_between_facts_hold_in_rows(terms: lk.LicenseTerms) -> None:
    rows = pl.DataFrame(
        {"product.exists": [False, False], "product.charged_for": [None, True], "licensee.domicile": ["FR", "FR"]},
        schema_overrides={"product.charged_for": pl.Boolean},
    )
    found = terms.columns(rows, ["run"], assume="none")
    assert "product.charged_for" not in found["open_questions"].to_list()[0]  # settled by rule
    assert found["verdict"].to_list()[1] is None
    said = found["problem"].to_list()[1]
    assert re.fullmatch(
        r"LK522 `product.exists` is no, but `product\.[a-z_.:A-Z]+` says something of a product(, .*)?", said
    )


DAY = date(2026, 11, 24)
MONEY = """
license demo {
  title "Demo"
  grant g1 at "1" { may run when group.revenue.year more than 100 USD }
  duty d1 at "2" { for run when product.revenue.year more than 0 EUR must include license_text in every_copy }
}
"""


@pytest.mark.parametrize("facts", [{"own.resold": True}, {"own.seats": 11}])
def test_what_a_licence_says_of_its_own_facts_holds_in_columns(facts: dict[str, bool | int]) -> None:
    compiled = lk.parse(OWN_FACTS).compile(assume="standard")
    columns = compiled.columns(pl.DataFrame({name: [value] for name, value in facts.items()}), ["run"])
    assert columns["verdict"].to_list() == ["prohibited"]


def test_amounts_in_other_money_bound_nothing_but_zero() -> None:
    """A product's revenue in euros says nothing of its group's in dollars, but that it is more than nothing."""
    rows = {"product.revenue.year:EUR": [500, 5, 0, None], "group.revenue.year:USD": [None, 0, 0, 0]}
    terms = lk.parse(MONEY)
    found = terms.columns(pl.DataFrame(rows), ["run"], assume="none")
    assert found["verdict"].to_list() == ["unknown", None, "not_granted", "not_granted"]
    assert found["problem"].to_list()[1] == "LK522 `product.revenue.year:EUR` is more than `group.revenue.year:USD`"
    assert found["open_duties"].to_list()[3] == ""
    compiled = terms.compile(assume="none")
    for _ in range(6):
        outcome = compiled.verdict(lk.Use.of(["run"], {"product.revenue.year": lk.Money(Decimal(500), "EUR")}))
        assert outcome.verdict.value == "unknown"


def test_a_bare_column_stands_for_the_one_meaning_of_its_fact() -> None:
    rows = pl.DataFrame({"group.operates.model_service": [True, False]})
    kimi = lk.load("kimi-k3")
    bare = kimi.columns(rows, ["run"], assume="none")["open_questions"].to_list()
    named = rows.rename({"group.operates.model_service": "group.operates.model_service@kimi-k3"})
    assert kimi.columns(named, ["run"], assume="none")["open_questions"].to_list() == bare
    assert not any("model_service" in questions for questions in bare)


SETTLED = """
license demo {
  title "Demo"
  grant g1 at "1" { may run when group.revenue.year less than 100 USD and any of distribution.covers in { FIRST } }
}
"""


def settled(**facts: object) -> Compiled:
    given = {name.replace("__", "."): value for name, value in facts.items()}
    option = FACTS["distribution.covers"].options[0]
    terms = lk.parse(SETTLED.replace("FIRST", option))
    return compile_terms(terms.terms, lk.Use.of((), given).facts(), assume="none")


def test_what_is_settled_for_every_row_bears_on_columns() -> None:
    first, second = FACTS["distribution.covers"].options[:2]
    rows = pl.DataFrame({"product.revenue.year:USD": [50, 200, None]})
    found = settled(group__revenue__year="99 USD", distribution__covers=[first]).columns(rows, ["run"])
    assert found["verdict"].to_list() == ["permitted", None, "permitted"]
    assert found["problem"].to_list()[1] == "LK522 `product.revenue.year:USD` is more than `group.revenue.year:USD`"
    other = settled(group__revenue__year="99 USD", distribution__covers=[second]).columns(rows, ["run"])
    assert other["verdict"].to_list() == ["not_granted", None, "not_granted"]


def test_what_cannot_be_settled_for_every_row_is_refused() -> None:
    rows = pl.DataFrame({"product.revenue.year:USD": [50]})
    with pytest.raises(lk.FactsError, match="is not known exactly"):
        settled(group__revenue__year="at most 99 USD").columns(rows, ["run"])
    option = FACTS["distribution.covers"].options[0]
    lists = pl.DataFrame({"distribution.covers": [[option]]})
    with pytest.raises(lk.FactsError, match="is settled for every row, and a column too"):
        settled(distribution__covers=[option]).columns(lists, ["run"])


def test_facts_of_a_license_alone_are_unknown_in_tables() -> None:
    found = lk.load("qwen-3.8-max").columns(pl.DataFrame({"product.exists": [False, True]}), ["run"], assume="none")
    assert found["problem"].to_list() == ["", ""]


NOT_ON_TABLES = {
    "busl-1.1-hashicorp-terraform-2023": "is several licences, or one that another follows",
    "polyform-small-business-1.0.0": "rates and adjusted amounts are not worked out on tables",
    "questpdf-3.0": "numbers under a meaning are not worked out on tables",
}
"""What a licence has that tables refuse: it is asked about row by row (docs/scale.md)."""


@pytest.mark.parametrize("name", NOT_ON_TABLES)
def test_a_license_that_tables_cannot_say_is_refused(name: str) -> None:
    with pytest.raises(lk.FactsError) as caught:
        lk.load(name).columns(pl.DataFrame({"product.charged_for": [True]}), ["run"], as_of=DAY)
    (finding,) = caught.value.diagnostics
    assert (finding.code, NOT_ON_TABLES[name] in finding.message) == ("LK508", True)


def test_a_number_under_a_meaning_is_refused() -> None:
    own = lk.parse(
        'license own { title "Own" meaning group.revenue.year at "1" "in its own words"'
        ' grant rights at "1" { may run when group.revenue.year at most 5 USD } }'
    )
    with pytest.raises(lk.FactsError) as caught:
        own.columns(pl.DataFrame({"group.revenue.year:USD": [1]}), ["run"])
    (finding,) = caught.value.diagnostics
    assert (finding.code, "numbers under a meaning are not worked out on tables" in finding.message) == ("LK508", True)


def test_a_year_of_whichever_kind_is_refused_where_a_kind_is_read() -> None:
    """Of one use the tax year is what the year is; a table that did not see it would leave it open."""
    with pytest.raises(lk.FactsError) as caught:
        lk.load("index-tts-bilibili").columns(pl.DataFrame({"group.revenue.year:CNY": [2_000_000_000]}), ["run"])
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.help) == (
        "LK508",
        "name the column `group.revenue.calendar_year:CNY`, for the kind of year that it is",
    )


BY_ROW = {
    "big-time-2.0.0",
    "big-time-2.0.2",
    "gumroad-cl-1.0",
    "krutrim-community-1.0",
    "tanuki-development",
    "unity-editor-terms-2026-06-30",
}
"""Numbers under a meaning, and amounts that follow an index, are decided row by row."""


@pytest.mark.parametrize("name", every(name for name in lk.ids() if name not in NOT_ON_TABLES))
def test_every_other_license_of_the_catalogue_can_be_asked_about_tables(name: str) -> None:
    rows = pl.DataFrame({"product.charged_for": [True, False, None], "licensee.domicile": ["US", "FR", None]})
    if lk.load(name).license.conversions or name in BY_ROW:
        with pytest.raises(lk.FactsError, match="LK508"):
            lk.load(name).columns(rows, ["run", "embed", "modify"], as_of=DAY)
        return
    found = lk.load(name).columns(rows, ["run", "embed", "modify"], as_of=DAY)
    assert None not in found["verdict"].to_list()
    for row in found.to_dicts():
        facts = {fact: row[fact] for fact in rows.columns if row[fact] is not None}
        exact = lk.load(name).evaluate(lk.Use.of(["run", "embed", "modify"], facts), as_of=DAY)
        possible, said = {one.value for one in exact.possible}, row["verdict"]
        assert said == "unknown" or possible in ({said}, {"permitted", said})


class TestSql:
    def test_duckdb_says_the_same(self, terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
        uses = frame.to_arrow()
        text = query(terms.compile(assume="none"), ["run"], columns=frame.columns, keep=["id"], currency="USD")
        connection = duckdb.connect()
        connection.register("uses", uses)
        rows = connection.sql(text).order("id").select('"verdict", "duties"').fetchall()
        assert [row[0] for row in rows] == VERDICTS
        assert rows[0][1] == "demo.d1"

    def test_columns_named_like_answers_give_way(self, terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
        old = frame.with_columns(verdict=pl.lit("old"))
        text = query(terms.compile(assume="none"), ["run"], columns=old.columns, keep=["id", "verdict"], currency="USD")
        connection = duckdb.connect()
        connection.register("uses", old.to_arrow())
        assert [row[0] for row in connection.sql(text).select("verdict").fetchall()] == VERDICTS

    def test_only_the_answers_wanted_are_asked_for(self, terms: lk.LicenseTerms, frame: pl.DataFrame) -> None:
        text = query(terms.compile(assume="none"), ["run"], columns=[*ROWS][1:], currency="USD", answers=["verdict"])
        connection = duckdb.connect()
        connection.register("uses", frame.to_arrow())
        relation = connection.sql(text)
        assert relation.columns[-1] == "verdict"
        assert [row[-1] for row in relation.fetchall()] == VERDICTS
        assert "concat" not in text.lower()
        assert "||" not in text

    def test_columns_that_hold_nothing_else_are_not_looked_at(self, terms: lk.LicenseTerms) -> None:
        texts = [
            query(terms.compile(), ["run"], columns=["licensee.domicile"], valid=valid)
            for valid in ([], ["licensee.domicile"])
        ]
        assert ["none of its options" in text for text in texts] == [True, False]

    def test_no_column_is_valid_that_can_be_worldwide(self) -> None:
        terms = lk.load("llama-3.2")
        with pytest.raises(lk.FactsError, match=r"`use\.countries` is a set of territories"):
            query(terms.compile(), ["run"], columns=["use.countries"], valid=["use.countries"])

    @pytest.mark.parametrize("dialect", DIALECTS)
    def test_every_dialect_can_be_read_back(self, terms: lk.LicenseTerms, dialect: str) -> None:
        import sqlglot

        text = query(terms.compile(as_of=date(2026, 1, 1)), ["run", "embed"], dialect=dialect, currency="USD")
        assert sqlglot.parse_one(text, read=dialect).named_selects[-len(OUTPUTS)] == "verdict"

    def test_names_are_quoted_whatever_they_hold(self, terms: lk.LicenseTerms) -> None:
        import sqlglot

        table = 'uses"; DROP TABLE uses; --'
        text = query(terms.compile(), ["run"], table=table, currency="USD")
        assert len(sqlglot.parse(text, read="duckdb")) == 1
        assert 'uses""; DROP TABLE' in text

    def test_the_command(self) -> None:
        outcome = called("sql", "mit", "--act", "run", "--dialect", "postgres")
        assert outcome.status == 0
        assert '"verdict"' in outcome.out

    def test_the_command_needs_an_act(self) -> None:
        outcome = called("sql", "mit")
        assert outcome.status == 2
        assert "no act is named" in outcome.err


def peak_of(*words: str) -> float:
    """The most memory, in MB, that a command takes in a process of its own."""
    code = "import resource, sys; from licensekit.cli.main import main; sys.argv[1:] = WORDS; status = main(); "
    code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(status)"
    done = subprocess.run(
        [sys.executable, "-c", code.replace("WORDS", repr(words))],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "POLARS_MAX_THREADS": "2"},  # the memory of a thread is no part of what is measured
    )
    return int(done.stderr.split()[-1]) / 1024


class TestBatch:
    @pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
    def test_a_file_is_decided_row_by_row(self, tmp_path: Path, kind: str) -> None:
        source, target = tmp_path / f"uses.{kind}", tmp_path / "out.jsonl"
        rows = pl.DataFrame({"id": [1, 2], "product.charged_for": [True, None]})
        {"csv": rows.write_csv, "parquet": rows.write_parquet, "jsonl": rows.write_ndjson}[kind](source)
        outcome = called("batch", "mit,kimi-k2", str(source), "-o", str(target), "--act", "run", "--ignore", "id")
        assert outcome.out.endswith("\nignored: `id`\n")
        assert (outcome.status, outcome.err) == (0, "")
        found = [json.loads(line) for line in target.read_text().splitlines()]
        assert [row["mit.verdict"] for row in found] == ["permitted", "permitted"]
        assert {row["kimi-k2.verdict"] for row in found} <= {"permitted", "permitted_with_duties", "unknown"}

    def test_csv_takes_the_words_of_the_language(self, tmp_path: Path) -> None:
        source, target = tmp_path / "uses.csv", tmp_path / "out.jsonl"
        source.write_text('product.charged_for\nyes\n No\nTRUE\nfalse\n""\nunknown\n')
        assert called("batch", "mit", str(source), "-o", str(target), "--act", "run").err == ""
        found = [json.loads(line)["product.charged_for"] for line in target.read_text().splitlines()]
        assert found == [True, False, True, False, None, None]

    @pytest.mark.parametrize(("row", "code"), [("maybe,5", "LK502"), ("yes,many", "LK502")])
    def test_a_row_that_cannot_be_read_leaves_nothing_behind(self, tmp_path: Path, row: str, code: str) -> None:
        source = tmp_path / "uses.csv"
        source.write_text(f"product.charged_for,product.revenue.month:USD\nyes,5\n{row}\n")
        for _ in range(5):
            outcome = called("batch", "mit,kimi-k2.5", str(source), "-o", str(tmp_path / "out.csv"), "--act", "embed")
            assert outcome.status == 2
            assert outcome.err.startswith(f"error[{code}]: `")
            assert row.split(",")[0 if "maybe" in row else 1] in outcome.err
            assert [each.name for each in tmp_path.iterdir()] == ["uses.csv"]

    def test_answers_can_be_read_again(self, tmp_path: Path) -> None:
        """Amounts, days and sets are the same after each kind of file."""
        name = next(one for one in FACTS if is_set(one))
        options = FACTS[name].options[:2]
        rows = {"group.revenue.year:USD": [Decimal("1000000.0001"), None], name: [list(options), None]}
        types = {"group.revenue.year:USD": pl.Decimal(38, 4), "work.version_published_on": pl.Date}
        frame = pl.DataFrame(rows | {"work.version_published_on": [date(2026, 1, 2), None]}, schema_overrides=types)
        frame.write_parquet(tmp_path / "0.parquet")
        for before, after in (
            ("0.parquet", "1.csv"),
            ("1.csv", "2.jsonl"),
            ("2.jsonl", "3.csv"),
            ("3.csv", "4.parquet"),
        ):
            files = (str(tmp_path / before), "-o", str(tmp_path / after))
            outcome = called("batch", "mit", *files, "--act", "run")
            assert (outcome.status, outcome.err) == (0, "")
        found = pl.read_parquet(tmp_path / "4.parquet")
        assert found.select(frame.columns).equals(frame)
        assert found["verdict"].to_list() == ["permitted"] * 2

    def test_assumptions_are_said_once(self, tmp_path: Path) -> None:
        source, target = tmp_path / "uses.csv", tmp_path / "out.csv"
        source.write_text("id\n1\n2\n")
        more = ("--act", "run", "--assume", "standard", "--ignore", "id")
        outcome = called("batch", "kimi-k3,llama-3.1", str(source), "-o", str(target), *more)
        said, *assumed, passed = outcome.out.splitlines()
        assert passed == "ignored: `id`"
        assert said == f"{target}: kimi-k3, llama-3.1"
        assert [line.partition(", where a row says nothing, or `unknown`: ")[0] for line in assumed] == [
            "assumed on the safe side",
            "assumed of conduct, which nobody attested",
        ]
        named = [fact for line in assumed for fact in line.partition("`unknown`: ")[2].split("`")[1::2]]
        assert len(named) == len(set(named)) > 2
        source.write_text("product.exists\nyes\n")
        said = called("batch", "mit", str(source), "-o", str(target), "--act", "run").out
        assert said == f"{target}: mit\ngiven, but nothing reads it: `product.exists`\n"

    def test_progress_is_shown_where_somebody_watches(self, tmp_path: Path) -> None:
        source, target = tmp_path / "uses.parquet", tmp_path / "out.parquet"
        pl.DataFrame({"product.charged_for": [True] * 1200}).write_parquet(source)
        shown: list[str] = []
        run(
            ["batch", "mit", str(source), "-o", str(target), "--act", "run"],
            Surroundings(bytes, date.today, progress=shown.append),
        )
        assert shown[-2:] == ["1,200 of 1,200 rows", ""]
        assert pl.read_parquet(target)["verdict"].to_list() == ["permitted"] * 1200

    @pytest.mark.parametrize(
        ("name", "text", "said"),
        [
            ("uses.csv", "product.charged_for\nmaybe\n", "`product.charged_for`, row 2: `maybe` is neither yes nor no"),
            (
                "uses.csv",
                "group.revenue.year:USD\n1.00005\n",
                "LK108]: `group.revenue.year:USD`, row {row}: a number has at most 4 decimals",
            ),
            (
                "uses.csv",
                "group.revenue.year:USD\n1e6\n",
                "LK108]: `group.revenue.year:USD`, row 2: `1e6` is not a number",
            ),
            (
                "uses.jsonl",
                '{{"group.revenue.year:USD": 1000000.00004}}',
                "LK108]: `group.revenue.year:USD`, row {row}: a number has at most 4 decimals",
            ),
            ("uses.csv", "group.revenue.year\n1\n", "`group.revenue.year` is money of no stated currency"),
            ("uses.jsonl", "{{}}\n{not json\n", "LK507]: `{path}`, line 2: it is no JSON object"),
            ("uses.parquet", "no parquet", "`{path}` cannot be read: "),
        ],
    )
    def test_a_file_that_cannot_be_read_is_a_finding(self, tmp_path: Path, name: str, text: str, said: str) -> None:
        source, target = tmp_path / name, tmp_path / "out.csv"
        source.write_text(text.replace("{{", "{").replace("}}", "}"))
        outcome = called("batch", "mit", str(source), "-o", str(target), "--act", "run")
        assert outcome.status == 2
        assert said.format(path=source, row=1 if name.endswith("jsonl") else 2) in outcome.err
        assert not [*tmp_path.glob("out*")]

    def test_a_place_that_cannot_be_written_is_a_finding(self, tmp_path: Path) -> None:
        source = tmp_path / "uses.csv"
        source.write_text("product.exists\nyes\n")
        outcome = called("batch", "mit", str(source), "-o", str(tmp_path / "none" / "out.csv"), "--act", "run")
        assert findings(outcome) == [
            f"error[LK707]: `{tmp_path}/none/out.csv` cannot be written: no such file or directory"
        ]
        same = called("batch", "mit", str(source), "-o", str(source), "--act", "run")
        assert findings(same) == [f"error[LK704]: `{source}` would be read and written at once"]

    @pytest.mark.slow
    def test_a_file_larger_than_memory_streams(self, tmp_path: Path) -> None:
        """Eight times the rows take hardly more memory: of the 200 MB that they add, a fraction."""
        peaks = []
        for rows in (250_000, 2_000_000):
            source = tmp_path / "uses.parquet"
            block = pl.DataFrame(
                {"note": [f"{at:0100d}" for at in range(50_000)], "work.modified": [True, False] * 25_000}
            )
            pl.concat([block] * (rows // 50_000)).write_parquet(
                source, row_group_size=50_000, compression="uncompressed"
            )
            words = ("-o", str(tmp_path / "out.parquet"), "--act", "run", "--ignore", "note")
            peaks.append(peak_of("batch", "mit", str(source), *words))
            assert pl.scan_parquet(tmp_path / "out.parquet").select(pl.len()).collect().item() == rows
        assert peaks[1] - peaks[0] < 100, peaks

    def test_what_is_wrong_is_said_at_once(self) -> None:
        outcome = called("batch", "mit", "uses.txt")
        assert outcome.status == 2
        for said in ("no file for the answers", "`uses.txt` is no file of a kind", "no act is named"):
            assert said in outcome.err


EITHER = """
license demo {
  title "Demo"
  grant g1 at "1" { may run when product.charged_for }
  grant g2 at "2" { may run when not product.charged_for }
  prohibition p1 at "3" { must not run when licensee.domicile in { FR } and work.modified }
  prohibition p2 at "4" { must not run when licensee.domicile in { DE } and work.modified }
  duty d1 at "5" { for run when work.modified must include license_text in every_copy }
}
"""


def test_rows_left_open_are_exact_on_every_engine() -> None:
    """Three-valued logic alone would leave `not_granted` possible in the first row, and `permitted` in the last."""
    terms = lk.parse(EITHER)
    rows = pl.DataFrame(
        {
            "product.charged_for": [None, None, True, None],
            "licensee.domicile": ["US", None, None, "US"],
            "work.modified": [False, False, True, None],
        },
        schema_overrides={"product.charged_for": pl.Boolean},
    )
    expected = ["permitted", "permitted", "unknown", "permitted_with_duties"]
    compiled = terms.compile(assume="none")
    assert compiled.columns(rows, ["run"])["verdict"].to_list() == expected
    assert compiled.columns(rows.to_arrow(), ["run"])["verdict"].to_pylist() == expected
    connection = duckdb.connect()
    connection.register("uses", rows.with_row_index("id").to_arrow())
    text = query(compiled, ["run"], columns=rows.columns, keep=["id"])
    assert [row[0] for row in connection.sql(text).order("id").select("verdict").fetchall()] == expected
    for row, verdict in zip(rows.to_dicts(), expected, strict=True):
        facts = {name: value for name, value in row.items() if value is not None}
        assert compiled.verdict(lk.Use.of(["run"], facts)).verdict.value == verdict


DATED = """
license demo {
  title "Demo"
  grant g1 at "1" { may run }
  prohibition p1 at "2" { must not run when not breach.cured_on before breach.notified_on }
  prohibition p2 at "3" { must not run when breach.cured_on before 2026-02-01 }
  prohibition p3 at "4" { must not run when not breach.notified_on before 2026-03-01 }
}
"""


def test_dates_that_hang_together_are_asked_of_the_reference() -> None:
    """Notified in January, whenever it was cured, somebody comes under one of the first two prohibitions."""
    days = [date(2026, 1, 15), date(2026, 2, 15), None]
    rows = pl.DataFrame(
        {"breach.notified_on": days, "breach.cured_on": [None] * 3}, schema_overrides={"breach.cured_on": pl.Date}
    )
    compiled = lk.parse(DATED).compile(assume="none")
    expected = ["prohibited", "unknown", "unknown"]
    assert compiled.columns(rows, ["run"])["verdict"].to_list() == expected
    assert compiled.columns(rows.lazy(), ["run"]).collect()["verdict"].to_list() == expected
    assert compiled.columns(rows.to_arrow(), ["run"])["verdict"].to_pylist() == expected
    for asked in (
        lambda: query(compiled, ["run"], columns=rows.columns),
        lambda: compiled.columns(duckdb.from_arrow(rows.to_arrow()), ["run"]),
    ):
        with pytest.raises(lk.FactsError, match="row by row"):
            asked()


@pytest.mark.parametrize("fact", ["breach.uncured", "licensor.has_terminated"])
def test_a_row_that_dates_a_breach_does_not_take_for_granted_that_there_is_none(fact: str) -> None:
    text = f'grant rights at "1" {{ may any act }} prohibition stop at "2" {{ must not run when {fact} }}'
    compiled = lk.parse(f'license dated {{ title "T" {text} }}').compile(assume="standard")
    rows = pl.DataFrame({"breach.notified_on": [date(2026, 1, 15), None, date.max]})
    expected = ["unknown", "permitted", "permitted"]
    assert compiled.columns(rows, ["run"], ignore=["*"])["verdict"].to_list() == expected
    assert compiled.columns(rows.lazy(), ["run"], ignore=["*"]).collect()["verdict"].to_list() == expected
    assert compiled.columns(rows.to_arrow(), ["run"], ignore=["*"])["verdict"].to_pylist() == expected
    duck = compiled.columns(duckdb.from_arrow(rows.to_arrow()), ["run"], ignore=["*"])
    assert duck.fetchnumpy()["verdict"].tolist() == expected


def test_a_row_that_contradicts_what_the_acts_imply_is_refused_though_nothing_reads_it(terms: lk.LicenseTerms) -> None:
    frame = pl.DataFrame({"use.internal_operations": [True, False, None]})
    found = terms.columns(frame, ["embed"], assume="none", ignore=["*"])
    assert [problem[:5] for problem in found["problem"]] == ["LK522", "", ""]
    assert found["verdict"].to_list()[0] is None


def test_what_the_acts_imply_holds_in_rows_under_a_meaning_that_nothing_reads() -> None:
    terms = lk.parse(
        'license told {\n  title "Told"\n  meaning product.offered_to_third_parties at "1" "as told"\n'
        '  grant rights at "1" { may any act }\n'
        '  prohibition sale at "2" { must not sell when product.offered_to_third_parties }\n}\n'
    )
    frame = pl.DataFrame({"product.offered_to_third_parties@told": [False, True]})
    found = terms.columns(frame, ["embed"], assume="none", ignore=["*"])
    assert [problem[:5] for problem in found["problem"]] == ["LK521", ""]


# --- what is said and plays no part


UNREAD = {
    "conduct.child_abuse_material": [True, False, None],
    "conduct.terrorism": [True, False, None],
    "use.in_business": [True, None, False],
    "outputs.sold": [True, False, None],
}


@pytest.mark.parametrize("name", ["minimax-m2.5", "mit", "deepseek-model-1.0", "kimi-k3", "gpl-3.0"])
def test_unread_values_are_those_of_the_reference_in_every_back_end(name: str) -> None:
    """What a column says plays no part, the reference lists as unread; a yes that leads on to what is read is read."""
    terms, frame = lk.load(name), pl.DataFrame(UNREAD)
    compiled, fixed = terms.compile(assume="none"), {"assume": "none"}
    found = terms.columns(frame, ["run"], **fixed)["unread"].to_list()
    for said, row in zip(found, frame.to_dicts(), strict=True):
        use = terms.use(["run"], {fact: value for fact, value in row.items() if value is not None})
        unread = {each.name for each in terms.evaluate(use, **fixed).unread}
        assert {word for word in said.split(", ") if word} <= unread
        assert {fact for fact in UNREAD if row[fact] is None}.isdisjoint(said.split(", "))
    assert terms.columns(frame.to_arrow(), ["run"], **fixed)["unread"].to_pylist() == found
    assert list(terms.columns(frame.to_pandas(), ["run"], **fixed)["unread"]) == found
    relation = terms.columns(duckdb.from_arrow(frame.with_row_index("id").to_arrow()), ["run"], ignore=["id"], **fixed)
    assert [row[0] for row in relation.order("id").select("unread").fetchall()] == found
    connection = duckdb.connect()
    connection.register("uses", frame.with_row_index("id").to_arrow())
    text = query(compiled, ["run"], columns=frame.columns, keep=["id"], currency="USD")
    assert [row[0] for row in connection.sql(text).order("id").select("unread").fetchall()] == found
    arrays = {
        fact: Column(frame[fact].fill_null(True).to_numpy(), known=frame[fact].is_not_null().to_numpy())
        for fact in UNREAD
    }
    packed = compiled.packed(arrays, ["run"])
    by_row = [[fact for fact in UNREAD if packed.unread(fact)[at]] for at in range(frame.height)]
    assert [", ".join(sorted(facts)) for facts in by_row] == [
        ", ".join(sorted(filter(None, each.split(", ")))) for each in found
    ]


def test_unread_is_told_by_value() -> None:
    frame = pl.DataFrame({"conduct.child_abuse_material": [True, False], "conduct.terrorism": [True, False]})
    assert lk.load("mit").columns(frame, ["run"])["unread"].to_list() == [", ".join(frame.columns)] * 2
    told = lk.load("minimax-m2.5").columns(frame, ["run"])["unread"].to_list()
    assert "conduct.terrorism" not in told[0]
    assert "conduct.terrorism" in told[1]


def test_an_empty_cell_of_a_column_that_nothing_reads_tells_nothing() -> None:
    """Whether outputs are sold would settle whether anybody is reached, for whom a row tells it alone."""
    terms, said = lk.load("polyform-shield-1.0.0"), [None, False, True]
    fixed: dict[str, Any] = {"assume": "standard"}
    uses = [terms.use(["edit"], {} if sold is None else {"outputs.sold": sold}) for sold in said]
    wanted = [str(terms.evaluate(use, **fixed).verdict) for use in uses]
    assert wanted == ["permitted", "permitted", "unknown"]
    frame = pl.DataFrame({"outputs.sold": said})
    assert terms.columns(frame, ["edit"], **fixed)["verdict"].to_list() == wanted
    relation = terms.columns(duckdb.from_arrow(frame.with_row_index("id").to_arrow()), ["edit"], ignore=["id"], **fixed)
    assert [row[0] for row in relation.order("id").select("verdict").fetchall()] == wanted


@pytest.mark.parametrize("frame", [{"conduct.military": [True]}, [1], None, "uses.csv", pl.Series("a", [1])])
def test_what_is_no_frame_is_a_finding(frame: object) -> None:
    with pytest.raises(lk.FactsError, match=r"LK508.*`frame`: .*, not a data frame"):
        lk.load("mit").columns(frame, ["run"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rename": [("a", "b")]}, "LK508.*`rename`: this is a list, not a mapping"),
        ({"ignore": "id"}, "LK508.*`ignore`: `id` is a text, not a list"),
        ({"currency": 5}, "LK508.*`currency`: this is a value of type int, not a text"),
        ({"currency": "USX"}, "LK208.*`product.revenue.month`: `USX` is not a currency"),
    ],
)
def test_what_a_caller_says_of_columns_is_checked(more: dict[str, Any], said: str) -> None:
    frame = pl.DataFrame({"product.revenue.month": [1]})
    with pytest.raises(lk.FactsError, match=said):
        lk.load("mit").columns(frame, ["run"], **more)
    with pytest.raises(lk.FactsError, match=said):
        lk.load("mit").compile().packed(
            {"product.revenue.month": frame["product.revenue.month"].to_numpy()}, ["run"], **more
        )


def test_acts_are_a_list_and_a_frame_can_tell_its_columns() -> None:
    with pytest.raises(lk.FactsError, match=r"LK508.*`acts`: `run` is a text, not a list"):
        lk.load("mit").columns(pl.DataFrame({"use.personal": [True]}), "run")
    with pytest.raises(lk.FactsError, match=r"LK508.*the columns of the frame cannot be told"):
        lk.load("mit").columns(pl.LazyFrame({"use.personal": [True]}).select("nothing"), ["run"])


def test_a_frame_of_pandas_without_what_hands_it_over_is_a_finding(
    terms: lk.LicenseTerms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pandas comes without pyarrow: this had been a ModuleNotFoundError."""
    monkeypatch.setattr("licensekit.diagnostics.find_spec", lambda name: None if name == "pyarrow" else name)
    with pytest.raises(lk.FactsError) as refused:
        terms.columns(pd.DataFrame({"product.charged_for": [True]}), ["embed"])
    (found,) = refused.value.diagnostics
    assert (found.code, found.message, found.help) == (
        "LK705",
        "this needs `pyarrow`",
        "install it with `pip install pyarrow`",
    )
