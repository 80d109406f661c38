"""A table of which a part is not understood is refused, or told row by row: never answered as if the part were not there."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from optional import needs

needs("duckdb", "narwhals", "numpy", "pandas", "polars", "pyarrow", "sqlglot")

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import licensekit as lk
from licensekit.compile.sql import query
from licensekit.diagnostics import Diagnostic

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings

ONE = """license solo {
  title "One"
  fact solo.sector is one of { bank, other } "Which sector?"
  grant g at "1" { may any act }
  prohibition military at "2" { must not any act when conduct.military }
  prohibition banks at "3" { must not any act when solo.sector is bank }
}"""
TERMS = lk.parse(ONE)
MILITARY = "conduct.military"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.lic").write_text(ONE)


def batch(name: str, text: str | bytes, *more: str, licenses: str = "one.lic") -> tuple[int, list[str], list[Any]]:
    """The status, the findings and the rows of the answers."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    target = Path("out.jsonl")
    target.unlink(missing_ok=True)
    outcome = called("batch", licenses, name, "-o", "out.jsonl", "--act", "run", *more)
    rows = [json.loads(line) for line in target.read_text().splitlines()] if target.exists() else []
    return outcome.status, findings(outcome), rows


# --- columns


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conduct.militray\nyes\n", "LK540]: the column `conduct.militray` is no fact"),
        ("conduct.military \nyes\n", "LK540]: the column `conduct.military ` is no fact"),
        ("Conduct.Military\nyes\n", "LK540]: the column `Conduct.Military` is no fact"),
        ("conduct\uff0emilitary\nyes\n", "LK540]: the column `conduct\uff0emilitary` is no fact"),
        ("note,conduct.military\nx,yes\n", "LK540]: the column `note` is no fact"),
        (
            "conduct.military,  \nyes,x\n",
            "LK540]: column 2 of `uses.csv` has no name, and cells below it say something",
        ),
        (
            "conduct.military,, \nyes,,x\n",
            "LK540]: column 3 of `uses.csv` has no name, and cells below it say something",
        ),
        ("conduct.military,conduct.military\nno,yes\n", "LK505]: the column `conduct.military` is there 2 times"),
        (
            "conduct.military:USD,conduct.military\nno,yes\n",
            "LK505]: `conduct.military:USD` and `conduct.military` are both",
        ),
        ("conduct.military\nyes\n".encode("utf-16"), "LK506]: `uses.csv` is not UTF-8"),
        ("conduct.military\nyes\n".encode("utf-16-le"), "LK506]: `uses.csv` is not UTF-8"),
    ],
)
def test_a_column_that_is_not_understood(text: str | bytes, said: str) -> None:
    status, found, rows = batch("uses.csv", text)
    assert (status, rows) == (2, [])
    assert said in found[0]


def test_columns_of_spaces_alone_that_say_nothing_are_none() -> None:
    assert batch("uses.csv", "conduct.military, , \nyes,, \n")[:2] == (0, [])


def test_a_cell_and_a_row_that_cannot_be_read() -> None:
    for _ in range(3):  # which of the two is met first is not always the same
        status, found, rows = batch("uses.csv", "conduct.military\nperhaps\n,x")
        assert (status, rows) == (2, [])
        assert found == ["error[LK506]: `uses.csv` cannot be read: row 3 has 2 cells, and the header names 1 column"]


def test_a_byte_of_parquet_that_is_another_is_read_as_it_is_or_refused() -> None:
    packed = io.BytesIO()
    pl.DataFrame({MILITARY: [True] * 3}).write_parquet(packed)
    whole = packed.getvalue()
    statuses = set()
    for at in range(0, len(whole), 3):
        status, found, rows = batch("uses.parquet", whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        statuses.add(status)
        if status == 0:
            assert [each["verdict"] for each in rows] == [
                "prohibited" if each[MILITARY] else "permitted" for each in rows
            ]
        else:
            assert (len(found), found[0].partition("`")[0]) == (1, "error[LK506]: ")
    assert statuses == {0, 2}


def test_columns_of_no_fact_are_not_told_without_end() -> None:
    """Each was compared with all facts there are: seven seconds for 600 columns, and so on."""
    Path("wide.csv").write_text(",".join(f"conduct.militarx{at}" for at in range(5_000)) + "\n")
    told = findings(called("batch", "one.lic", "wide.csv", "-o", "-", "--act", "run"))
    assert len(told) == 101
    assert told[-1] == "error[LK511]: more than 100 errors; the rest is not read"


def test_the_near_fact_is_named() -> None:
    Path("uses.csv").write_text("conduct.militray\nyes\n")
    outcome = called("batch", "one.lic", "uses.csv", "-o", "out.csv", "--act", "run")
    assert "did you mean `conduct.military`? Else name it in `ignore`" in outcome.err


@pytest.mark.parametrize("ignored", ["note,id", "*", "id, note"])
def test_a_column_is_ignored_by_name_and_told(ignored: str) -> None:
    Path("uses.csv").write_text("id,conduct.military,note\n007,yes,x\n")
    outcome = called("batch", "one.lic", "uses.csv", "-o", "out.jsonl", "--act", "run", "--ignore", ignored)
    assert outcome.out.splitlines()[-1] == "ignored: `id`, `note`"
    (row,) = map(json.loads, Path("out.jsonl").read_text().splitlines())
    assert (row["id"], row["note"], row["verdict"]) == ("007", "x", "prohibited")


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_what_stands_between_columns_is_seen(separator: str) -> None:
    text = f'\ufeff"id"{separator}{MILITARY}\n1{separator}yes\n'
    assert batch("uses.csv", text, "--ignore", "id")[2][0]["verdict"] == "prohibited"


def test_a_column_that_is_mapped_is_there() -> None:
    status, found, _ = batch("uses.csv", "m\nyes\n", "--map", "mm=conduct.military")
    assert status == 2
    assert "LK541]: `mm`, which stands for `conduct.military`, is no column here" in found[0]
    assert batch("uses.csv", "m\nyes\n", "--map", "m=conduct.military")[2][0]["verdict"] == "prohibited"


def test_a_column_is_mapped_to_one_fact() -> None:
    status, found, _ = batch("a.csv", "m\nyes\n", "--map", f"m={MILITARY}", "--map", "m=use.personal")
    assert status == 2
    assert found[0].splitlines()[0] == f"error[LK505]: `--map` names `m` `{MILITARY}` and `use.personal`"


@pytest.mark.parametrize(
    "model",
    [
        "https://huggingface.co/MiniMaxAI/MiniMax-M2.7",
        "pkg:huggingface/MiniMaxAI/MiniMax-M2.7",
        "models--MiniMaxAI--MiniMax-M2.7",
        "MiniMaxAI/MiniMax\u2011M2.7",
        "MiniMaxAI/MiniMax-M2.7;acme/x",
    ],
)
def test_a_licence_stands_beside_no_model_that_is_known_by_another_spelling(model: str) -> None:
    Path("a.csv").write_text(f"license,model\nmit,{model}\n")
    done = called("batch", "a.csv", "-o", "out.jsonl", "--act", "embed")
    assert done.status == 2
    (row,) = map(json.loads, Path("out.jsonl").read_text().splitlines())
    assert (row["verdict"], row["problem"][:5]) == (None, "LK544")


def test_keys_of_later_lines_count() -> None:
    lines = ['{"product.charged_for": false}'] * 200 + ['{"conduct.military": true}']
    assert batch("uses.jsonl", "\n".join(lines))[2][-1]["verdict"] == "prohibited"
    status, found, _ = batch("uses.jsonl", "\n".join([*lines, '{"conduct.militray": true}']))
    assert status == 2
    assert "the column `conduct.militray` is no fact" in found[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"conduct.military": false, "conduct.military": true}', "LK509]: `uses.jsonl`, line 2: `conduct.military`"),
        ('{"group.revenue.year:USD": 999999999999999.9999}', "LK504]: `uses.jsonl`, line 2: 999999999999999.9999"),
    ],
)
def test_lines_that_would_be_read_otherwise(line: str, said: str) -> None:
    status, found, rows = batch("uses.jsonl", "{}\n" + line)
    assert (status, rows) == (2, [])
    assert said in found[0]


def test_a_licences_own_facts_are_columns_for_it_alone() -> None:
    status, _, rows = batch("uses.csv", "solo.sector,conduct.military\nbank,no\nother,no\n", licenses="one.lic,mit")
    assert status == 0
    assert [row["solo.verdict"] for row in rows] == ["prohibited", "permitted"]
    assert [row["mit.verdict"] for row in rows] == ["permitted", "permitted"]


def test_a_meaning_of_one_of_several_licences() -> None:
    column = "group.operates.model_service"
    text = f"{column}@kimi-k3,{column}@glm-5.3\nyes,no\n"
    assert batch("uses.csv", text, "--assume", "none", licenses="kimi-k3,glm-5.3")[0] == 0
    assert batch("uses.csv", text, "--assume", "none", licenses="kimi-k3")[0] == 0
    status, found, _ = batch("uses.csv", f"{column}@kimi-k33\nyes\n", licenses="kimi-k3")
    assert status == 2
    assert "LK513]" in found[0]
    status, found, _ = batch("uses.csv", f"{column}@kimi-k3,{column}\nyes,no\n", licenses="kimi-k3")
    assert status == 2
    assert f"LK505]: `{column}@kimi-k3` and `{column}` are one fact here" in found[0]


# --- frames, arrays and queries


def frames(rows: dict[str, list[Any]]) -> list[Any]:
    frame = pl.DataFrame(rows)
    return [frame, frame.lazy(), frame.to_arrow(), frame.to_pandas(), duckdb.from_arrow(frame.to_arrow())]


@pytest.mark.parametrize("at", range(5))
def test_every_frame_refuses_what_is_no_fact(at: int) -> None:
    for rows in ({"conduct.militray": [True]}, {"id": [1], MILITARY: [True]}):
        with pytest.raises(lk.FactsError, match="LK540"):
            TERMS.columns(frames(rows)[at], ["run"])
    found = TERMS.columns(frames({"id": [1], MILITARY: [True]})[at], ["run"], ignore=["id"])
    found = found.collect() if isinstance(found, pl.LazyFrame) else found
    verdicts = found.select("verdict").fetchall()[0] if at == 4 else [str(each) for each in found["verdict"]]
    assert list(verdicts) == ["prohibited"]
    with pytest.raises(lk.FactsError, match="LK541"):
        TERMS.columns(frames({MILITARY: [True]})[at], ["run"], rename={"x": "use.personal"})


def test_arrays_and_queries_refuse_what_is_no_fact() -> None:
    compiled = TERMS.compile()
    with pytest.raises(lk.FactsError, match="LK540"):
        compiled.packed({"conduct.militray": np.array([True])}, ["run"])
    with pytest.raises(lk.FactsError, match="LK540"):
        query(compiled, ["run"], columns=["conduct.militray"])
    kept, left = (query(compiled, ["run"], columns=[], keep=["id", *more]) for more in ([MILITARY], []))
    assert kept.count(f'"{MILITARY}"') > left.count(f'"{MILITARY}"') + 1


def test_a_query_about_money_needs_a_currency() -> None:
    rich = lk.parse("""license rich {
      title "Rich"
      grant g at "1" { may any act }
      gate q at "2" { for any act when group.revenue.year more than 20 million USD needs consent from "X" }
    }""").compile()
    for columns in (None, ["group.revenue.year"]):
        with pytest.raises(lk.FactsError, match="money of no stated currency"):
            query(rich, ["run"], columns=columns)
        with pytest.raises(lk.FactsError, match="in several currencies"):
            query(rich, ["run"], columns=columns, currency="EUR")
        text = query(rich, ["run"], columns=columns, currency="USD")
        connection = duckdb.connect()
        connection.execute('create table uses("group.revenue.year" decimal(20, 2))')
        connection.execute("insert into uses values (19000000)")
        assert connection.execute(text).fetchall()[0][1] == "permitted"


@pytest.mark.parametrize("value", ["'nan'", "'inf'", "1e15"])
@pytest.mark.parametrize("comparison", ["less than", "more than"])
def test_what_is_no_number_is_told_where_a_query_meets_it(value: str, comparison: str) -> None:
    """A query cannot see that a column holds floats: NaN would count as more than everything, and so be permitted."""
    small = lk.parse(f"""license small {{
      title "Small"
      grant g at "1" {{ may any act }}
      prohibition q at "2" {{ must not any act when group.revenue.year {comparison} 20 million USD }}
    }}""").compile()
    connection = duckdb.connect()
    connection.execute('create table uses("group.revenue.year" double)')
    connection.execute(f"insert into uses values (cast({value} as double)), (20000000), (null)")
    text = query(small, ["run"], currency="USD", answers=["verdict", "problem"])
    (strange, at, unknown) = connection.execute(text).fetchall()
    assert strange[1:] == (None, "LK502 `group.revenue.year:USD` is no number of a use")
    assert at[1:] == ("permitted", "")
    assert unknown[1:] == ("unknown", "")


FRAMED = lk.parse("""license framed {
  title "Framed"
  grant g at "1" { may any act }
  prohibition p at "2" {
    must not any act
    when conduct.military or breach.notified_on before 2020-01-01 or group.revenue.year more than 5 USD
  }
}""")


def arrow(kind: Any, values: list[Any]) -> Any:
    return pd.array(values, dtype=pd.ArrowDtype(kind))


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (pd.DataFrame({MILITARY: [True, "no"]}), "LK508"),
        (pd.DataFrame([[False, True]], columns=[MILITARY] * 2), "LK505"),
        (pd.DataFrame({"breach.notified_on": arrow(pa.date32(), [dt.date(2019, 1, 1)])}), "prohibited"),
        (pd.DataFrame({"group.revenue.year": arrow(pa.decimal128(20, 2), [Decimal(30)])}), "prohibited"),
        (pa.table({"group.revenue.year": pa.array([Decimal("30.5")], pa.decimal256(60, 20))}), "prohibited"),
        (pa.table({"group.revenue.year": pa.array([Decimal(10) ** 30], pa.decimal256(60, 20))}), "LK508"),
        (pa.table({MILITARY: pa.array([{"a": 1}])}), "LK508"),
        (pa.table({MILITARY: pa.array([b"yes"])}), "LK508"),
        (pa.table([[True], [False]], [MILITARY, MILITARY]), "LK505"),
        (pd.DataFrame({MILITARY: [object()]}), "LK508"),
        (pd.DataFrame({MILITARY: [1 + 2j]}), "LK508"),
    ],
)
def test_frames_of_odd_types(frame: Any, expected: str) -> None:
    compiled = FRAMED.compile(assume="standard")
    try:
        found = [str(each) for each in compiled.columns(frame, ["run"], currency="USD")["verdict"]]
    except lk.FactsError as refused:
        found = [each.code for each in refused.diagnostics]
    assert found == [expected]


# --- rows


PLAIN = lk.parse("""license bare {
  title "Bare"
  grant g at "1" { may any act }
  prohibition p at "2" { must not any act when conduct.military }
}""")
CONTRADICTORY = f"product.exists,product.charged_for,{MILITARY}\nno,no,no\nno,yes,yes\nyes,yes,yes\n"


def test_a_contradictory_row_is_told_and_the_rest_decided() -> None:
    status, found, rows = batch("uses.csv", CONTRADICTORY)
    assert status == 2
    assert len(found) == 1
    assert found[0].startswith("error[LK542]: 1 of the rows of `uses.csv` has no answer: LK522 `product.exists`")
    assert [row["verdict"] for row in rows] == ["unknown", None, "prohibited"]
    assert [row["problem"].partition(" ")[0] for row in rows] == ["", "LK522", ""]


def test_acts_that_contradict_a_row_are_told_with_their_reason() -> None:
    Path("uses.csv").write_text("work.modified\nno\nyes\n")
    outcome = called("batch", "one.lic", "uses.csv", "-o", "out.jsonl", "--act", "fine_tune")
    assert outcome.status == 2
    assert "LK521 `work.modified` is given as no, but " in outcome.err
    assert [json.loads(line)["problem"] == "" for line in Path("out.jsonl").read_text().splitlines()] == [False, True]


@pytest.mark.parametrize("at", range(5))
def test_a_contradictory_row_in_every_frame(at: int) -> None:
    rows = {"product.exists": [False, False, True], "product.charged_for": [False, True, True]}
    rows[MILITARY] = [False, True, True]
    found = PLAIN.columns(frames(rows)[at], ["run"])
    found = found.collect() if isinstance(found, pl.LazyFrame) else found
    if at == 4:
        said = dict(found.select("verdict", "problem").fetchall())
    else:
        table = found if at == 2 else pl.from_pandas(found).to_arrow() if at == 3 else found.to_arrow()
        said = dict(zip(table["verdict"].to_pylist(), table["problem"].to_pylist(), strict=True))
    assert said.keys() == {"permitted", None, "prohibited"}
    assert said[None].startswith("LK522 `product.exists`")
    assert said["permitted"] == said["prohibited"] == ""


def test_a_contradiction_that_the_reference_alone_sees_is_told_in_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of dates are left to the reference; what it refuses is a problem of that row."""
    dates = lk.parse("""license dates {
      title "Dates"
      grant g at "1" { may any act }
      prohibition p at "2" { must not any act when breach.notified_on before breach.discovered_on
        and breach.discovered_on before breach.cured_on and breach.cured_on before breach.notified_on }
    }""")
    day = dt.date(2026, 1, 1)
    rows = pl.DataFrame({"breach.notified_on": [day, day], "breach.discovered_on": [day, None]})
    compiled = dates.compile(assume="none")
    whole = compiled.columns(rows, ["run"])
    refused = lk.FactsError([Diagnostic("LK522", "no such day")])

    def refuse(_: object) -> None:
        raise refused

    monkeypatch.setattr(compiled, "verdict", refuse)
    found = compiled.columns(rows, ["run"])
    left = [at for at, (one, other) in enumerate(zip(whole["verdict"], found["verdict"], strict=True)) if one != other]
    assert left
    assert [found["problem"][at] for at in left] == ["LK522 no such day"] * len(left)
