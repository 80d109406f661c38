# ruff: noqa: RUF001 - letters that look like others are what is put

"""Inputs made to hurt, of what is laid out, of months, and of files of Parquet: a part of corpus.py.

Of a licence that is laid out what comes is more than a status: laid out again it stays as it is.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus_entries import Input, Inputs, put

OWN = 'license own {\n  title "Own"\n  grant g at "1" { may run }\n  prohibition p at "2" { must not run when conduct.military }\n}\n'


# --- texts to be laid out ------------------------------------------------------------------------------------


def layouts(texts: Callable[[], Iterator[tuple[str, bytes]]]) -> Inputs:
    """Every text that `check` is given, and some that only a layout can spoil."""
    spoiled = {
        "comments between all words": re.sub(r"(?<=[a-z}{]) ", " # a\n ", OWN),
        "a comment without an end": OWN + "# the end",
        "a comment of braces": OWN.replace("{\n", "{ # } } {\n"),
        "a comment in front of a brace": OWN.replace(" {", "\n# here\n{"),
        "comments alone in a clause": OWN.replace("may run", "\n# a\n\n\n# b\nmay run\n# c\n"),
        "all on one line": " ".join(OWN.split()),
        "every word a line": "\n".join(OWN.split(" ")),
        "a condition of 3,000 signs": OWN.replace("conduct.military", " or ".join(["conduct.military"] * 150)),
        "and and or with brackets": OWN.replace(
            "conduct.military", "((conduct.military)) and (use.personal or (not (use.in_business)))"
        ),
        "double negation": OWN.replace("conduct.military", "not not conduct.military"),
        "a quote in a text": OWN.replace('"Own"', '"Own \\"and\\" \\\\ more"'),
        "a tab in a text": OWN.replace("Own", "O\tn"),
        "a form feed": OWN.replace("\n  grant", "\n\f  grant"),
        "spaces at the ends": OWN.replace("\n", " \t\n"),
        "no line feed at the end": OWN.rstrip("\n"),
        "a thousand empty lines": OWN.replace("\n", "\n" * 1000),
        "wide letters in a text": OWN.replace("Own", "許" * 300),
    }
    for name, data in (*texts(), *((name, text.encode()) for name, text in spoiled.items())):
        yield name, Input(("fmt", "own.lic"), {"own.lic": data})


def layout_outcome(given: Input) -> str:
    """As of a command; what was laid out must stay, and what was refused must be as it was."""
    from tests.unit.command_line import called

    put(given.files)
    came = called(*given.words)
    left = Path("own.lic").read_bytes()
    if came.status == 0:
        again = called("fmt", "--check", "own.lic")
        if again.status != 0 or called("fmt", "own.lic").status != 0 or Path("own.lic").read_bytes() != left:
            return "! laid out twice is not laid out once"
    elif left != given.files["own.lic"]:
        return "! refused, and written over"
    return " ".join(
        (str(came.status), *sorted(set(re.findall(r"^(?:error|warning)\[(LK\d+)\]", came.err, re.MULTILINE))))
    )


# --- months ------------------------------------------------------------------------------------------------------


def series() -> Inputs:
    """Figures of months, in files of facts, in options and in tables."""
    revenue, users = "product.revenue", "product.monthly_active_users"

    def of(months: Mapping[str, Any], fact: str = revenue, **more: Any) -> tuple[str, bytes]:
        said = {f"{fact}[{month}]": value for month, value in months.items()}
        return "f.json", json.dumps({"facts": {**said, **more}}).encode()

    def nested(months: Any) -> tuple[str, bytes]:
        return "f.json", json.dumps({"facts": {"product": {"revenue": months}}}).encode()

    def toml(text: str) -> tuple[str, bytes]:
        return "f.toml", text.encode()

    year = [f"{at // 12}-{at % 12 + 1:02}" for at in range(2016 * 12, 2026 * 12 + 12)]
    files = {
        **{f"the month {month}": of({month: "1 USD"}) for month in (
            "2026-00", "2026-13", "2026-1", "26-01", "2026-001", "2026-01-01", "2026-W01", "-026-01", "0000-01", "0001-01",
            "9999-12", "10000-01", "2026−01", "２０２６-01", "٢٠٢٦-01", " 2026-01", "2026-01 ", "2026-01\n", "2026/01",
            "202601", "", "January 2026", "last")},
        "a fact of no months": of({"2026-04": True}, "product.charged_for"),
        "a fact that is none": of({"2026-04": "1 USD"}, "product.revenues"),
        "a window and a month": of({"2026-04": "1 USD"}, "product.revenue.month"),
        "a month of a month": of({"2026-04][2026-05": "1 USD"}),
        "an open bracket": of({}, **{f"{revenue}[2026-04": "1 USD"}),
        "a span of months": of({"2026-01..2026-06": "1 USD"}),
        "a month in two spellings of one file": (
            "f.json", b'{"facts": {"product.revenue[2026-04]": "1 USD", "product": {"revenue": {"2026-04": "30 million USD"}}}}'),
        "a month dated and not": nested({"dated": {"2026-04": "1 USD"}, "2026-04": "30 million USD"}),
        "a month dated and within": nested({"dated": {"2026-04": "1 USD"}, "month": {"2026-04": "30 million USD"}}),
        "no months": nested({"dated": {}}),
        "no months at all": nested({}),
        "months that are a list": nested({"dated": ["1 USD"]}),
        "months that are a text": nested({"dated": "2026-04"}),
        "months that are null": nested({"dated": None}),
        "a figure for all months": nested("30 million USD"),
        "a month that is null": nested({"dated": {"2026-04": None}}),
        "a month that is a mapping": nested({"dated": {"2026-04": {"2026-05": "1 USD"}}}),
        "a month that is a list": nested({"dated": {"2026-04": ["1 USD"]}}),
        "a month that is not known": of({"2026-05": "unknown"}),
        "a month below zero": of({"2026-05": "-1 USD"}),
        "a month without a currency": of({"2026-05": "30 million"}),
        "a month of a number": of({"2026-05": 30_000_000}),
        "a month of a float": of({"2026-05": 1.5}, users),
        "a month of yes": of({"2026-05": True}, users),
        "users that are money": of({"2026-05": "5 USD"}, users),
        "months in two currencies": of({"2026-04": "30 million USD", "2026-05": "1 EUR"}),
        "the month, and the same as a month": of({"2026-05": "1 USD"}, **{f"{revenue}.month": "1 USD"}),
        "the month, and another as a month": of({"2026-05": "30 million USD"}, **{f"{revenue}.month": "1 USD"}),
        "a bound, and a month beyond it": of({"2026-05": "30 million USD"}, **{f"{revenue}.month": "at most 1 USD"}),
        "a year that is less than its month": of({"2026-05": "30 million USD"}, **{"product.revenue.trailing_12_months": "1 USD"}),
        "a month to come": of({"2026-12": "30 million USD"}),
        "months with a gap": of({"2026-01": "1 USD", "2026-05": "30 million USD"}),
        "120 months": of(dict.fromkeys(year[-120:], "1 USD")),
        "121 months": of(dict.fromkeys(year[-121:], "1 USD")),
        "121 months of two facts": of({**dict.fromkeys(year[-61:], "1 USD")}, **{f"{users}[{each}]": 1 for each in year[-60:]}),
        "120 months, each in part": of(dict.fromkeys(year[-120:], "at most 30 million USD")),
        "120 months that are not known": of(dict.fromkeys(year[-120:], "unknown")),
        "120 months of thirty digits": of(dict.fromkeys(year[-120:], 10**30 - 1), users),
        "a month between the wrong way": of({"2026-05": "between 9 USD and 1 USD"}),
        "months of a meaning": of({"2026-05": "30 million USD"}, f"{revenue}@own"),
        "a meaning of a month": of({}, **{f"{revenue}[2026-05]@own": "1 USD"}),
        "toml: bare months": toml('[facts.product.revenue]\n2026-05 = "30 million USD"\n'),
        "toml: a month twice": toml('[facts.product.revenue]\n2026-05 = "1 USD"\n"2026-05" = "30 million USD"\n'),
        "toml: a month in two tables": toml(
            '[facts]\n"product.revenue[2026-05]" = "1 USD"\n[facts.product.revenue]\n2026-05 = "30 million USD"\n'),
        "toml: a month that is a day": toml("[facts.product.revenue]\n2026-05 = 2026-05-01\n"),
        "toml: months in a list of tables": toml('[[facts.product.revenue]]\n2026-05 = "1 USD"\n'),
        "toml: a month with a point": toml('[facts.product.revenue]\n2026.05 = "30 million USD"\n'),
    }  # fmt: skip
    asked = ("ask", "own.lic", "--act", "run", "--as-of", "2026-06-01", "--assume", "none", "--format", "json")
    licence = {"own.lic": OWN.replace("conduct.military", f"{revenue}.month more than 20 million USD").encode()}
    for name, (file, data) in files.items():
        yield name, Input((*asked, "--facts", file), {file: data, **licence})
    for said in (
        (f"{revenue}[2026-05]=30 million USD",),
        (f"{revenue}[2026-05]=1 USD", f"{revenue}[2026-05]=30 million USD"),
        (f"{revenue}[2026-05]=1 USD", f"{revenue}.month=30 million USD"),
        (f"{revenue}[2026-05=1 USD",),
        (f"{revenue}[]=1 USD",),
        (f"{revenue}=30 million USD",),
        (f"{revenue}[2026-05]",),
    ):
        yield " ".join(said), Input((*asked, *(word for each in said for word in ("--set", each))), licence)


# --- files of Parquet --------------------------------------------------------------------------------------------


def parquet() -> Inputs:
    """Files of Parquet: types, names and bytes that are odd. Whatever says that the use is military is no permission."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    def packed(table: Any, **how: Any) -> bytes:
        into = io.BytesIO()
        write_table(table, into, **how)
        return into.getvalue()

    def column(values: list[Any], kind: Any = None, name: str = "conduct.military") -> bytes:
        return packed(pa.table({name: pa.array(values, kind)}))

    days, money, users = "breach.notified_on", "group.revenue.year:USD", "product.monthly_active_users.month"
    whole = column([True])
    files: dict[str, bytes] = {
        "as it should be": whole,
        "no row": column([], pa.bool_()),
        "no column": packed(pa.table({})),
        "nothing known": column([None], pa.bool_()),
        "of no type": column([None], pa.null()),
        "texts": column(["yes"]),
        "large texts": column(["yes"], pa.large_string()),
        "views of texts": column(["yes"], pa.string_view()),
        "texts of a dictionary": packed(pa.table({"conduct.military": pa.array(["yes"]).dictionary_encode()})),
        "yes in capitals": column(["YES"]),
        "yes with a zero width": column(["ye\u200bs"]),
        "a text of no value": column(["perhaps"]),
        "an empty text": column([""]),
        "bytes": column([b"yes"]),
        "bytes of one length": column([b"yes"], pa.binary(3)),
        "one for yes": column([1], pa.int8()),
        "one for yes, of 64 bits": column([1], pa.uint64()),
        "a float for yes": column([1.0]),
        "a half": column([1.0], pa.float16()),
        "a list of yes": column([[True]]),
        "a list of nothing": column([[]], pa.list_(pa.bool_())),
        "a struct": column([{"conduct.military": True}]),
        "a map": column([[("conduct.military", True)]], pa.map_(pa.string(), pa.bool_())),
        "lists 60 deep": column([json.loads("[" * 60 + "true" + "]" * 60)]),
        "a day for yes": column([date(2026, 6, 1)]),
        "a column twice": packed(pa.table([[False], [True]], ["conduct.military"] * 2)),
        "a column twice by case": packed(pa.table([[False], [True]], ["conduct.military", "Conduct.Military"])),
        "a column of a space more": column([True], name="conduct.military "),
        "a column of capitals": column([True], name="Conduct.Military"),
        "a column of fullwidth": column([True], name="conduct.ｍilitary"),
        "a column without a name": column([True], name=""),
        "a column of a line feed": column([True], name="conduct.military\n"),
        "a column of a struct that says it": packed(pa.table({"conduct": [{"military": True}]})),
        "a meaning that is none": column([True], name="conduct.military@nope"),
        "300 columns of no fact": packed(pa.table({f"a{at}": [True] for at in range(300)})),
        "pandas' index": packed(pa.table({"conduct.military": [True], "__index_level_0__": [7]})),
        "users that are a float": column([1.0], name=users),
        "users that are no number": column([float("nan")], name=users),
        "users without end": column([float("inf")], name=users),
        "users below zero": column([-1], name=users),
        "users of 64 bits": column([2**64 - 1], pa.uint64(), users),
        "users of 38 digits": column([Decimal(10) ** 37], pa.decimal128(38, 0), users),
        "money as decimals": column([Decimal("30.50")], name=money),
        "money of 76 digits": column([Decimal(10) ** 70], pa.decimal256(76, 0), money),
        "money without a currency": column([Decimal(30)], name="group.revenue.year"),
        "money that is no number": column([float("nan")], name=money),
        "a day": column([date(2019, 1, 1)], name=days),
        "a day of the year 10000": column([10**7], pa.date32(), days),
        "a day before the first": column([-(10**7)], pa.date32(), days),
        "a moment": column([datetime(2019, 1, 1, 23, 59)], name=days),  # noqa: DTZ001 - of no zone is what is put
        "a moment of a zone": column([datetime(2019, 12, 31, 23, 59)], pa.timestamp("us", tz="Pacific/Kiritimati"), days),  # noqa: DTZ001
        "a time of the day": column([time(12)], name=days),
        "a span of time": column([timedelta(days=1)], name=days),
        "a million rows": packed(pa.table({"a": pa.nulls(1_000_000), "conduct.militray": pa.nulls(1_000_000)})),
        "a text of ten megabytes": column(["y" * 10_000_000]),
        "packed by another means": packed(pa.table({"conduct.military": [True]}), compression="brotli"),
        "in many groups": packed(pa.table({"conduct.military": [False] * 50 + [True]}), row_group_size=1),
        "marks at both ends": b"PAR1" + b"\0" * 100 + b"PAR1",
        "the footer alone": whole[-200:],
        "a footer without end": whole[:-8] + b"\xff\xff\xff\x7f" + b"PAR1",
        "encrypted": b"PARE" + whole[4:-4] + b"PARE",
        "twice": whole + whole,
        "rows of another form": b"conduct.military\nyes\n",
        "a workbook": b"PK\x03\x04" + b"\0" * 100,
    }  # fmt: skip
    files |= {f"cut at {share} of 100": whole[: len(whole) * share // 100] for share in range(10, 100, 20)}
    for name, data in files.items():
        yield name, _batch("uses.parquet", data)
    yield "a folder that says otherwise", _batch("conduct.military=false/uses.parquet", column([5], name=users))
    yield "another ending", _batch("uses.csv", whole)
    yield "on standard input", _batch("-", whole)
    yield "a damaged one on standard input", _batch("-", whole[:-20])


def _batch(file: str, data: bytes) -> Input:
    words = ("batch", "own.lic", file, "-o", "-", "--act", "run", "--assume", "none")
    licence = OWN.replace(
        "conduct.military",
        "conduct.military or breach.notified_on before 2020-01-01 or group.revenue.year more than 5 USD",
    )
    return Input(
        words, {"own.lic": licence.encode(), **({file: data} if file != "-" else {})}, data if file == "-" else b""
    )


OUTCOMES: Mapping[str, Callable[[Input], str]] = {"fmt": layout_outcome}
