"""`licensekit batch` over the files that people have: CSV of Excel, workbooks, streams, and rows that name their licence."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from optional import needs

needs("narwhals", "openpyxl", "polars", "python_calamine")

import openpyxl
import polars as pl
import pytest

from licensekit.cli.outcome import Exit
from unit.command_line import called, findings

MILITARY, REVENUE = "conduct.military", "product.revenue.month"
ONE = """license solo {
  title "One"
  fact solo.sector is one of { bank, other } "Which sector?"
  grant g at "1" { may any act }
  prohibition military at "2" { must not any act when conduct.military }
  prohibition banks at "3" { must not any act when solo.sector is bank }
  prohibition rich at "4" { must not any act when product.revenue.month more than 20 million USD }
}"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.lic").write_text(ONE)


def batch(*words: str, stdin: bytes = b"") -> tuple[Exit, list[dict[str, Any]]]:
    """What a command comes to, and the rows of its answers on standard output."""
    outcome = called("batch", *words, "-o", "-", "--act", "run", stdin=stdin)
    return outcome, list(csv.DictReader(io.StringIO(outcome.out)))


def of_text(text: str, *more: str, license: str = "one.lic") -> tuple[Exit, list[dict[str, Any]]]:
    Path("uses.csv").write_text(text)
    return batch(*([license] if license else []), "uses.csv", *more)


# --- CSV


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_excel_may_say_what_stands_between_columns(mark: str, separator: str) -> None:
    text = (
        f'{mark}sep={separator}\r\nid{separator}{MILITARY}{separator}"{REVENUE}"\r\n1{separator}TRUE{separator}$5\r\n'
    )
    outcome, rows = of_text(text, "--ignore", "id")
    assert (outcome.status, [row["verdict"] for row in rows]) == (0, ["prohibited"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{MILITARY},{REVENUE}:USD\nyes,5\nmaybe,x\nno,5.000\n", [
            f"LK502]: `{MILITARY}`, row 3: `maybe` is neither yes nor no",
            f"LK502]: `{REVENUE}:USD`, row 3: ",
            f"LK543]: `{REVENUE}:USD`, row 4: `5.000` may be two numbers",
        ]),
        (f"sep=;\n{MILITARY};{REVENUE}:USD\nyes;5,000\n", [f"LK543]: `{REVENUE}:USD`, row 3: `5,000` may be two"]),
        (f"{MILITARY}\nx\nyes\nx\nx\nx\n", [f"LK502]: `{MILITARY}`, rows 2, 4, 5, …: `x` is neither"]),
        (f"{REVENUE}\n5 USD\n7\n", [f"LK302]: `{REVENUE}`, row 3: an amount of money needs its currency"]),
        (f"{REVENUE}\n5 USD\n7 EUR\n", [f"LK508]: `{REVENUE}` holds amounts in EUR and in USD"]),
        (f"{REVENUE}\n5\n", [f"LK508]: `{REVENUE}` is money of no stated currency"]),
        (f"a,{MILITARY}\n1,yes,3\n", ["LK506]: `uses.csv` cannot be read: row 2 has 3 cells"]),
        (f'a,{MILITARY}\n1,"yes\n2,no\n', ["LK506]: `uses.csv` cannot be read: a quote is opened and never closed"]),
        ("", ["LK506]: `uses.csv` cannot be read: it is empty"]),
        (f"{MILITARY},\nyes,x\n", ["LK540]: column 2 of `uses.csv` has no name, and cells below it say something"]),
        (f"{MILITARY},a,a\nyes,1,2\n", ["LK505]: the column `a` is there 2 times"]),
        ("license\nmit\n", ["LK540]: the column `license` is no fact"]),
        ("work.shows_no_legal_notices\nyes\n", ["LK540]: the column `work.shows_no_legal_notices` is no fact"]),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_its_place(text: str, said: list[str]) -> None:
    outcome, rows = of_text(text, "--ignore", "a")
    assert (outcome.status, rows) == (2, [])
    found = findings(outcome)
    assert len(found) == len(said)
    for line, expected in zip(found, said, strict=True):
        assert line.startswith(f"error[{expected}")


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    Path("uses.csv").write_bytes(f"{MILITARY}\nyes\ny\xe9s\n".encode("latin-1"))
    outcome, _ = batch("one.lic", "uses.csv")
    assert findings(outcome) == ["error[LK506]: `uses.csv` is not UTF-8 in line 3"]


def test_whose_fact_a_column_is() -> None:
    outcome, _ = of_text("work.shows_no_legal_notices\nyes\n")
    assert "it is a fact of `gpl-2.0`, `gpl-3.0` alone; else name it in `ignore`" in outcome.err
    outcome, _ = of_text("license\nmit\n")
    assert "leave out the licence before the file, and each row is asked about under its own" in outcome.err


def test_columns_without_a_name_that_hold_nothing_are_passed_over() -> None:
    outcome, rows = of_text(f"{MILITARY},,\nyes,,\n")
    assert (outcome.status, rows[0]["verdict"]) == (0, "prohibited")


def test_ignored_columns_stay_as_they_are_written() -> None:
    outcome, rows = of_text(f"id,note,{MILITARY}\n007,1,yes\nabc,,no\n", "--ignore", "id", "--ignore", "note")
    assert [(row["id"], row["note"]) for row in rows] == [("007", "1"), ("abc", "")]
    assert "ignored: `id`, `note`" in outcome.err


# --- lines of JSON


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "LK507]: `<stdin>`, line 2: it is no JSON object"),
        ('["yes"]', "LK507]: `<stdin>`, line 2: it is no JSON object"),
        ('{"conduct.military": ["yes"]}', "LK508]: `<stdin>`, line 2: `conduct.military` is not one value"),
        ('{"solo.sector": {"a": 1}}', "LK508]: `<stdin>`, line 2: `solo.sector` is not one value"),
        ('{"use.countries": "DE"}', "LK508]: `<stdin>`, line 2: `use.countries` is no list of words"),
        ('{"product.revenue.month:USD": NaN}', "LK510]: `<stdin>`, line 2: NaN is no number"),
    ],
)
def test_lines_that_are_no_rows(line: str, said: str) -> None:
    outcome, _ = batch("one.lic", "-", stdin=f"{{}}\n{line}\n".encode())
    assert findings(outcome) == [f"error[{said}" + findings(outcome)[0][len(said) + 6 :]]


def test_keys_that_hold_different_things_are_told_in_words_of_ours() -> None:
    outcome, _ = batch("one.lic", "-", "--ignore", "x", stdin=b'{"x": {"a": 1}}\n{"x": [1]}\n')
    assert findings(outcome) == ["error[LK506]: `<stdin>` cannot be read: one key holds different kinds of things"]


# --- workbooks


def workbook(*rows: list[object], also: str = "") -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if also:
        book.create_sheet(also).append(["id"])
    book.save("uses.xlsx")


def test_a_workbook_is_read_as_it_is_shown() -> None:
    dated = "work.version_published_on"
    workbook(
        ["id", MILITARY, REVENUE, "product.monthly_active_users.month", dated, None],
        [7, True, "$5,000", 5000.0, date(2026, 1, 2)],
        [8.125, False, "30 million USD", 200_000_000, datetime(2026, 1, 3)],  # noqa: DTZ001 - a workbook has no zone
        ["x", "no", None, None, "2026-01-04"],
        [None, None],
    )
    outcome, rows = batch("one.lic", "uses.xlsx", "--ignore", "id")
    assert outcome.status == 0
    assert [row["id"] for row in rows] == ["7", "8.1250", "x"]
    assert [row["verdict"] for row in rows] == ["prohibited", "prohibited", "unknown"]
    assert [row[dated] for row in rows] == ["2026-01-02", "2026-01-03", "2026-01-04"]
    assert {row["unread"] for row in rows} == {dated}


@pytest.mark.parametrize(
    ("rows", "also", "more", "said"),
    [
        ([[MILITARY], [True]], "Two", [], "LK705]: `uses.xlsx` holds several sheets: `Sheet`, `Two`"),
        ([[MILITARY], [True]], "Two", ["--sheet", "two"], "LK703]: `uses.xlsx` has no sheet `two`"),
        ([], "", [], "LK506]: `uses.xlsx` cannot be read: its sheets are empty"),
        ([[f"{REVENUE}:USD"], [1e20]], "", [], f"LK504]: `{REVENUE}:USD`, row 2: 1e+20 is not exact"),
        ([[f"{REVENUE}:USD"], ["5,000"]], "", [], f"LK543]: `{REVENUE}:USD`, row 2: `5,000` may be two numbers"),
    ],
)
def test_workbooks_that_are_refused(rows: list[list[object]], also: str, more: list[str], said: str) -> None:
    workbook(*rows, also=also)
    outcome, _ = batch("one.lic", "uses.xlsx", *more)
    assert len(findings(outcome)) == 1
    assert findings(outcome)[0].startswith(f"error[{said}")


def test_a_sheet_is_chosen_and_what_is_no_workbook_is_told() -> None:
    workbook([MILITARY], [True], also="Two")
    assert batch("one.lic", "uses.xlsx", "--sheet", "Sheet")[1][0]["verdict"] == "prohibited"
    Path("uses.csv").write_text(f"{MILITARY}\nyes\n", encoding="utf-8")
    assert findings(batch("one.lic", "uses.csv", "--sheet", "Sheet")[0]) == [
        "error[LK704]: `--sheet` names a sheet of a workbook, and `uses.csv` is none"
    ]
    assert findings(batch("one.lic", "uses.csv", "--currency", "USX")[0]) == ["error[LK208]: `USX` is not a currency"]
    Path("uses.xlsx").write_bytes(b"PK\x03\x04no workbook")
    assert findings(batch("one.lic", "uses.xlsx")[0]) == [
        "error[LK506]: `uses.xlsx` cannot be read: it is no workbook of Excel, or damaged"
    ]


# --- streams


def test_standard_input_is_seen_by_how_it_begins() -> None:
    frame = pl.DataFrame({MILITARY: [True]})
    packed = io.BytesIO()
    frame.write_parquet(packed)
    workbook([MILITARY], [True])
    for data in (b"conduct.military\nyes\n", packed.getvalue(), Path("uses.xlsx").read_bytes()):
        assert batch("one.lic", "-", stdin=data)[1][0]["verdict"] == "prohibited"
    outcome = called("batch", "one.lic", "-", "-o", "-", "--act", "run", stdin=b'{"conduct.military": true}')
    assert json.loads(outcome.out)["verdict"] == "prohibited"
    assert outcome.err == "the answers: solo\n"


def test_standard_input_is_read_once() -> None:
    outcome, _ = batch("-", "-", stdin=ONE.encode())
    assert "error[LK704]: standard input is read for two things" in findings(outcome)


def test_answers_go_to_standard_output_also_where_a_row_has_none() -> None:
    outcome, rows = of_text(f"product.exists,product.charged_for,{MILITARY}\nno,yes,no\nyes,yes,yes\n")
    assert outcome.status == 2
    assert [row["verdict"] for row in rows] == ["", "prohibited"]
    assert findings(outcome)[0].startswith("error[LK542]: 1 of the rows of `uses.csv` has no answer: LK522")
    assert "above are the answers of all other rows" in outcome.err


def test_a_full_disk_is_told_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device (os error 28)")  # as Polars has it, without its number

    monkeypatch.setattr(pl.LazyFrame, "sink_csv", full)
    Path("uses.csv").write_text(f"{MILITARY}\nyes\n")
    outcome = called("batch", "one.lic", "uses.csv", "-o", "out.csv", "--act", "run")
    assert findings(outcome) == ["error[LK707]: `out.csv` cannot be written: no space left on device"]
    assert not [*Path().glob("out*")]


# --- rows that name their own licence


def test_each_row_is_decided_under_its_own_licence() -> None:
    text = f"model,license,{REVENUE},note\nmoonshotai/Kimi-K2.5,,30 million USD,b\n,mit,$5,a\n, kimi-k2.5 ,$5,c\n"
    outcome, rows = of_text(text, "--ignore", "note", "--assume", "standard", license="")
    assert (outcome.status, [row["note"] for row in rows]) == (0, ["b", "a", "c"])
    assert [row["duties"] for row in rows] == ["kimi-k2.5.display-name", "", ""]
    assert [row["unread"] for row in rows] == ["", REVENUE, ""]
    for row, name in zip(rows[1:], ("mit", "kimi-k2.5"), strict=True):
        Path("row.csv").write_text(f"{REVENUE}\n{row[REVENUE]}\n")
        (alone,) = batch(name, "row.csv", "--assume", "standard", "--currency", "USD")[1]
        assert {key: row[key] for key in alone if key != REVENUE} == {
            key: alone[key] for key in alone if key != REVENUE
        }


def test_rows_of_parquet_name_their_licence_too() -> None:
    frame = pl.DataFrame({"license": [" mit", "", None], MILITARY: [True, True, False]})
    frame.write_parquet("uses.parquet")
    outcome, rows = batch("uses.parquet")
    assert outcome.status == 2
    assert [row["problem"][:5] for row in rows] == ["", "LK544", "LK544"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("mitt,", "LK601 there is no licence `mitt` in the catalogue: did you mean `mit`, which is spelt nearly so?"),
        ("llama-3.1,unsloth/nothing-known-of-this", ""),
        (",MiniMaxAI/MiniMax-M2.7", "LK603 "),
        ("minimax-m2.7,MiniMaxAI/MiniMax-M2.7", ""),
        (
            "Apache-2.0,AtomicChat/Kimi-K3-GGUF",
            "LK544 `AtomicChat/Kimi-K3-GGUF` is under kimi-k3, and the row says apache",
        ),
        ("Kimi-K3,AtomicChat/Kimi-K3-GGUF", ""),
        ("Apache-2.0 OR MIT,", ""),
        ("other,", "LK613 "),
        (",nobody/none", "LK602 there is no work `nobody/none` in the catalogue"),
        (",", "LK544 the row names neither a licence nor a model"),
        ("mit,moonshotai/Kimi-K2.5", "LK544 `moonshotai/Kimi-K2.5` is under kimi-k2.5, and the row says mit"),
        ("one.lic,", "LK601 there is no licence `one.lic` in the catalogue"),
    ],
)
def test_the_licence_of_a_row_is_that_of_its_model_or_an_error_row(row: str, said: str) -> None:
    outcome, rows = of_text(f"license,model,{MILITARY}\nmit,,yes\n{row},no\nmit,,no\n", license="")
    assert outcome.status == (2 if said else 0)
    assert [each["verdict"] for each in rows][::2] == ["permitted", "permitted"]
    assert bool(rows[1]["verdict"]) is not bool(rows[1]["problem"])
    assert rows[1]["problem"].startswith(said)
    assert bool(said) is bool(rows[1]["problem"])
    if not said:
        return
    assert findings(outcome)[0].startswith(f"error[LK542]: 1 of the rows of `uses.csv` has no answer: {said}")


def test_what_was_taken_for_what_is_told() -> None:
    outcome, rows = of_text(f"license,{MILITARY}\nMIT,yes\nApache-2.0 OR MIT,no\n", license="")
    assert [row["verdict"] for row in rows] == ["permitted", "permitted"]
    assert "`Apache-2.0` is taken for `apache-2.0`\n`MIT` is taken for `mit`\n" in outcome.err
    assert "each row under any of (apache-2.0, mit) is decided by itself" in outcome.err


def test_a_file_of_which_no_licence_is_known() -> None:
    outcome, rows = of_text(f"license,{MILITARY}\nmitt,yes\n", license="")
    assert (outcome.status, rows[0]["verdict"], rows[0]["problem"][:5]) == (2, "", "LK601")
    outcome, _ = of_text("license,conduct.militray\nmitt,yes\n", license="")
    assert findings(outcome) == ["error[LK540]: the column `conduct.militray` is no fact"]


def test_a_file_whose_rows_name_no_licence_at_all() -> None:
    outcome, _ = of_text(f"License,{MILITARY}\nmit,yes\n", license="")
    assert findings(outcome) == ["error[LK544]: no column of `uses.csv` says under which licence a row is"]
    assert "--map License=license" in outcome.err
    outcome, _ = of_text(f"license,license,{MILITARY}\nmit,kimi-k2.5,yes\n", license="")
    assert findings(outcome) == ["error[LK505]: the column `license` is there 2 times"]
    outcome, rows = of_text(f"License,{MILITARY}\nmit,yes\n", "--map", "License=license", license="")
    assert (outcome.status, rows[0]["verdict"]) == (0, "permitted")


def test_a_fact_of_another_licence_alone_is_unread() -> None:
    text = "license,work.shows_no_legal_notices\nmit,yes\ngpl-3.0,yes\nmit,\n"
    outcome, rows = of_text(text, license="")
    assert outcome.status == 0
    assert [row["unread"] for row in rows] == ["work.shows_no_legal_notices", rows[1]["unread"], ""]
    outcome, rows = of_text("solo.sector\nbank\n", license="one.lic,mit")
    assert (rows[0]["solo.unread"], rows[0]["mit.unread"]) == ("", "solo.sector")


def test_what_columns_cannot_decide_is_decided_row_by_row_and_told() -> None:
    outcome, rows = of_text("use.countries,licensee.researcher\nDE;FR,yes\nworldwide,\n,\n", license="minimax-h3")
    assert "each row under minimax-h3 is decided by itself: `use.countries` is a set of territories" in outcome.err
    assert [row["verdict"] for row in rows] == ["prohibited", "prohibited", "unknown"]
    assert [row["unread"] for row in rows] == ["licensee.researcher", "", ""]


def test_many_rows_without_an_answer_are_counted() -> None:
    names = "".join(f"nobody-{at}\n" for at in range(14))
    outcome, rows = of_text(f"license\n{names}nobody-0\n", license="")
    found = findings(outcome)
    assert (outcome.status, len(rows), len(found)) == (2, 15, 11)
    assert found[0].startswith("error[LK542]: 2 of the rows of `uses.csv` have no answer: LK601 there is no licence")
    assert found[-1] == "error[LK542]: 4 of the rows of `uses.csv` have no answer for other reasons"


def test_what_a_cell_says_is_no_command_to_a_terminal() -> None:
    outcome, rows = of_text("license\n\x1b[31mred\n", license="")
    assert outcome.status == 2
    assert "\x1b" not in outcome.err
    assert rows[0]["problem"].startswith("LK601 there is no licence `\\x1b[31mred`")


def test_a_table_without_a_row_is_no_success() -> None:
    """A step before it that left all rows out had status 0, and nobody saw that nothing was asked."""
    outcome, rows = of_text("id,license,conduct.military\n", *("--ignore", "id,license"), license="one.lic")
    assert (outcome.status, rows) == (5, [])
    assert outcome.out.startswith("id,license,conduct.military,verdict,")
    assert "warning[LK114]: no row is in `uses.csv`, and nothing was asked\n" in outcome.err
