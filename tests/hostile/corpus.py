# ruff: noqa: T201 - a command prints

"""Inputs made to hurt, by name, over every way in: texts of licences, facts, options, tables, requests, profiles.

Those of the ways in that came later stand in corpus_entries.py, layouts, months and Parquet in corpus_values.py.

Run as a program it puts each to its way in, under limits of memory and time, and prints a line of JSON for each:

    python tests/hostile/corpus.py licence fmt facts series options tables parquet requests profiles

What must come of each stands in corpus.tsv; tests/hostile/test_corpus.py holds the two together. `--write` there writes
what came out, which is then to be read line by line: what is accepted must be something that can be understood.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import corpus_entries
import corpus_values
from corpus_entries import Input

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1500 * 1024 * 1024
SECONDS = 20
VERDICTS = ("permitted", "permitted_with_duties", "needs_approval", "not_granted", "prohibited", "unknown")
OWN = 'license own {\n  title "Own"\n  grant g at "1" { may run }\n  prohibition p at "2" { must not run when conduct.military }\n}\n'


def in_grant(condition: str) -> str:
    return f'license own {{ title "Own" grant g at "1" {{ may run when {condition} }} }}'


def texts() -> Iterator[tuple[str, bytes]]:  # noqa: PLR0915 - a list
    """Texts of a licence."""
    yield "empty", b""
    yield "a comment alone", b"# nothing\n"
    yield "spaces alone", b" \n\t\n"
    for share in range(5, 100, 5):
        yield f"cut at {share} of 100", OWN.encode()[: len(OWN) * share // 100]
    for at, byte in enumerate((0, 1, 7, 8, 11, 12, 27, 127, 128, 192, 255)):
        data = bytearray(OWN.encode())
        data[10 + 9 * at] = byte
        yield f"byte {byte} within", bytes(data)
    yield "utf-16", OWN.encode("utf-16")
    yield "latin-1", OWN.replace("Own", "Öwn").encode("latin-1")
    yield "byte order mark", b"\xef\xbb\xbf" + OWN.encode()
    yield "carriage returns", OWN.replace("\n", "\r").encode()
    yield "both line ends", OWN.replace("\n", "\r\n").encode()
    signs = {"right to left": "\u202e", "zero width": "\u200b", "joiner": "\u200d", "soft hyphen": "\u00ad"}
    signs |= {
        "line separator": "\u2028",
        "tag": "\U000e0041",
        "private": "\ue000",
        "unassigned": "\u0378",
        "wide": "\u3000",
    }
    for name, sign in signs.items():
        yield f"{name} in a title", OWN.replace("Own", f"O{sign}n").encode()
        yield f"{name} in a name", OWN.replace("grant g", f"grant g{sign}").encode()
        yield f"{name} in a comment", f"# a{sign}b\n{OWN}".encode()
        yield f"{name} between words", OWN.replace("may run", f"may{sign}run").encode()
    yield "cyrillic keyword", OWN.replace("may", "m\u0430y").encode()
    yield "fullwidth keyword", OWN.replace("may", "\uff4day").encode()
    yield "composed otherwise", OWN.replace("Own", "O\u0301wn").encode()
    yield "keyword in capitals", OWN.replace("may", "MAY").encode()
    yield "twice the same licence", (OWN + OWN).encode()
    yield "twice the same clause", OWN.replace("prohibition p", "prohibition g").encode()
    yield "a name of a thousand signs", OWN.replace("grant g", f"grant {'g' * 1000}").encode()
    yield "a title of 20,000 signs", OWN.replace('"Own"', f'"{"x" * 20_000}"').encode()
    yield "no end of a string", OWN.replace('"Own"', '"Own').encode()
    yield "escapes in a string", OWN.replace("Own", "O\\u202ewn").encode()
    yield "a line feed in a string", OWN.replace("Own", "O\nwn").encode()
    yield "a line of a megabyte", (b"#" + b"x" * 1_000_000 + b"\n" + OWN.encode())
    yield "300,000 line feeds", b"\n" * 300_000 + OWN.encode()
    yield "brackets opened 50,000 times", b"{" * 50_000
    yield "brackets closed 50,000 times", b"}" * 50_000
    yield "quotes alone", b'"' * 9_999
    yield "parentheses 200 deep", in_grant("(" * 200 + "product.charged_for" + ")" * 200).encode()
    yield "not 5,000 times", in_grant("not " * 5_000 + "product.charged_for").encode()
    yield "or 20,000 times", in_grant(" or ".join(["product.charged_for"] * 20_000)).encode()
    yield "and mixed with or", in_grant("product.charged_for and use.personal or use.in_business").encode()
    for value in (
        "1e6",
        "1_0_0",
        "007",
        "-5",
        "+5",
        "5.",
        ".5",
        "1.5",
        "5 5",
        "10 billions",
        "9" * 40,
        "0x10",
        "\u0665",
        "1,000",
    ):
        yield f"users at least {value}", in_grant(f"product.monthly_active_users.month at least {value}").encode()
    for value in (
        "5",
        "5 usd",
        "5 USD EUR",
        "USD 5",
        "$5",
        "5 XYZ",
        "-5 USD",
        "5.123456 USD",
        f"{'9' * 30} USD",
        "5 million",
        "1e3 USD",
    ):
        yield f"revenue more than {value}", in_grant(f"group.revenue.year more than {value}").encode()
    for value in (
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "10000-01-01",
        "26-01-01",
        "2026-1-1",
        "never",
        "tomorrow",
        "2026-01-01T00:00",
    ):
        yield f"day on or after {value}", in_grant(f"as_of on or after {value}").encode()
    for fact in (
        "product.charged",
        "Product.charged_for",
        "product charged_for",
        "product.",
        ".charged_for",
        "product..charged_for",
    ):
        yield f"fact {fact}", in_grant(fact).encode()
    yield "an unknown act", OWN.replace("may run", "may fly").encode()
    yield "no place", OWN.replace(' at "1"', "").encode()
    yield "extends itself", OWN.replace("own {", "own extends own {").encode()
    yield "extends a path", OWN.replace("own {", "own extends ../../etc/passwd {").encode()
    yield "extends what is not there", OWN.replace("own {", "own extends nowhere {").encode()
    yield "a define of itself", OWN.replace("grant", 'define d at "1" when d\n  grant').encode()
    doubled = "".join(f'define d{n + 1} at "1" when d{n} and not d{n}\n' for n in range(60))
    yield (
        "defines doubled 60 times",
        OWN.replace("grant", f'define d0 at "1" when product.charged_for\n{doubled}grant').encode(),
    )
    many = "".join(f'prohibition p{n} at "2" {{ must not run when conduct.military }}\n' for n in range(3_000))
    yield "3,000 clauses", f'license own {{ title "Own" {many} }}'.encode()
    yield (
        "an exemption from itself",
        OWN.replace("prohibition", 'exemption e at "3" { from e }\n  prohibition').encode(),
    )
    yield "a json object", b'{"license": "own"}'
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
    yield "a script", b"#!/bin/sh\nrm -rf /\n"
    yield "html", b"<!doctype html><script>alert(1)</script>"


def licence() -> Iterator[tuple[str, Input]]:
    for name, data in texts():
        yield name, Input(("check", "own.lic"), {"own.lic": data})


def facts() -> Iterator[tuple[str, Input]]:
    """Files of facts."""
    said = {
        "empty.json": b"",
        "null.json": b"null",
        "list.json": b"[]",
        "text.json": b'"a"',
        "cut.json": b'{"facts": {"product.charged_for": tr',
        "twice.json": b'{"facts": {"product.charged_for": true, "product.charged_for": false}}',
        "twice nested.json": b'{"facts": {"product": {"charged_for": true}, "product.charged_for": false}}',
        "twice at the top.json": b'{"acts": ["run"], "acts": ["sell"]}',
        "float.json": b'{"facts": {"product.monthly_active_users.month": 1.0}}',
        "nan.json": b'{"facts": {"product.monthly_active_users.month": NaN}}',
        "infinite.json": b'{"facts": {"product.monthly_active_users.month": Infinity}}',
        "exponent.json": b'{"facts": {"product.monthly_active_users.month": 1e400}}',
        "minus.json": b'{"facts": {"product.monthly_active_users.month": -1}}',
        "50 digits.json": b'{"facts": {"product.monthly_active_users.month": ' + b"9" * 50 + b"}}",
        "5,000 digits.json": b'{"facts": {"product.monthly_active_users.month": ' + b"9" * 5_000 + b"}}",
        "deep.json": b'{"facts": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001,
        "deep lists.json": b'{"acts": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        "null value.json": b'{"facts": {"product.charged_for": null}}',
        "number for yes.json": b'{"facts": {"product.charged_for": 1}}',
        "text for yes.json": b'{"facts": {"product.charged_for": "maybe"}}',
        "list for yes.json": b'{"facts": {"product.charged_for": [true]}}',
        "name in capitals.json": b'{"facts": {"Product.Charged_For": true}}',
        "name with a space.json": b'{"facts": {"product.charged_for ": true}}',
        "name with a zero width.json": '{"facts": {"product.charged\u200b_for": true}}'.encode(),
        "cyrillic name.json": '{"facts": {"product.ch\u0430rged_for": true}}'.encode(),
        "empty name.json": b'{"facts": {"": true}}',
        "escaped key.json": b'{"f\\u0061cts": {"product.charged_for": true}, "facts": {}}',
        "lone surrogate.json": b'{"facts": {"product.charged_for": "\\ud800"}}',
        "two texts.json": b'{"acts": ["run"]} {"acts": ["sell"]}',
        "comment.json": b'{"acts": ["run"] /* all of it */}',
        "unknown key.json": b'{"fact": {"product.charged_for": true}}',
        "acts as text.json": b'{"acts": "run"}',
        "unknown act.json": b'{"acts": ["fly"]}',
        "act twice.json": b'{"acts": ["run", "run"]}',
        "money in two.json": b'{"facts": {"group.revenue.year": "5 million USD EUR"}}',
        "money without.json": b'{"facts": {"group.revenue.year": "5 million"}}',
        "money as number.json": b'{"facts": {"group.revenue.year": 5000000}}',
        "money of nowhere.json": b'{"facts": {"group.revenue.year": "5 million ZZZ"}}',
        "day of no month.json": b'{"as_of": "2026-02-30"}',
        "country of none.json": b'{"facts": {"licensee.domicile": "ZZ"}}',
        "country in small.json": b'{"facts": {"licensee.domicile": "de"}}',
        "approval of none.json": b'{"approvals": [{"gate": "nope", "state": "held"}]}',
        "approval without state.json": b'{"approvals": [{"gate": "nope"}]}',
        "approval as text.json": b'{"approvals": "held"}',
        "reading of none.json": b'{"readings": [{"reading": "nope", "option": "a"}]}',
        "done of none.json": b'{"done": ["nope"]}',
        "rate of none.json": b'{"rates": ["1 CNY = 0 USD on 2026-06-01"]}',
        "rate of itself.json": b'{"rates": ["1 USD = 2 USD on 2026-06-01"]}',
        "attested by nobody.json": b'{"attested": {"groups": ["conduct"], "on": "2026-06-01"}}',
        "attested group.json": b'{"attested": {"groups": ["nope"], "by": "a", "on": "2026-06-01"}}',
        "months.json": json.dumps(
            {"facts": {f"product.revenue[{y}-{m:02}]": "1 USD" for y in range(1900, 2030) for m in range(1, 13)}}
        ).encode(),
        "month 13.json": b'{"facts": {"product.revenue[2026-13]": "1 USD"}}',
        "many strangers.json": json.dumps({"facts": {f"a.b{n}": True for n in range(5_000)}}).encode(),
        "utf-16.json": '{"acts": ["run"]}'.encode("utf-16"),
        "nul.json": b'{"acts": ["run\x00"]}',
        "two options of a reading.json": b'{"readings": [{"reading": "a", "option": "b"}, {"reading": "a", "option": "c"}]}',
        "two megabytes.json": b'{"acts": ["run"]}' + b" " * 2_000_000,
        "cut.toml": b'acts = ["run"',
        "twice.toml": b'[facts]\n"product.charged_for" = true\n"product.charged_for" = false\n',
        "twice by table.toml": b"[facts.product]\ncharged_for = true\n[product]\ncharged_for = false\n",
        "float.toml": b'[facts]\n"product.monthly_active_users.month" = 1.0\n',
        "infinite.toml": b'[facts]\n"product.monthly_active_users.month" = inf\n',
        "time.toml": b"as_of = 2026-06-01T12:00:00Z\n",
        "dots.toml": b"a" + b".a" * 5_000 + b" = 1\n",
        "deep.toml": b"a = " + b"[" * 20_000 + b"]" * 20_000 + b"\n",
        "no key.toml": b"= 1\n",
        "hex.toml": b'[facts]\n"product.monthly_active_users.month" = 0xff\n',
        "multi line.toml": b'[facts]\n"group.revenue.year" = """5 million\nUSD"""\n',
        "right to left.toml": '[facts]\n"group.revenue.year" = "5 million USD\u202e"\n'.encode(),
        "bell.toml": b'[facts]\n"product.charged_for" = "\x07"\n',
        "crlf.toml": b'[facts]\r\n"product.charged_for" = true\r\n',
    }
    for name, data in said.items():
        yield (
            name,
            Input(
                ("ask", "mit", "--act", "run", "--facts", "given" + Path(name).suffix),
                {"given" + Path(name).suffix: data},
            ),
        )


def options() -> Iterator[tuple[str, Input]]:
    """Values of options."""
    of_type = {
        "product.charged_for": (
            "",
            "y",
            "YES",
            "maybe",
            "1",
            "yes no",
            "yes;no",
            "\u202eyes",
            "yes\x00",
            "unknown unknown",
        ),
        "product.monthly_active_users.month": (
            *("", "-1", "1.5", "1e6", "1_0_0", "007", "at most", "at most -1", "between 5 and 5", "between 9 and 1"),
            *(
                "exactly 5",
                "5 USD",
                "\u0665\u0665",
                "1" * 60,
                "5-6",
                ">5",
                "~5",
                "5 million million",
                "5k",
                "5 thousand thousand",
            ),
        ),
        "group.revenue.year": (
            *("5", "USD", "5USD5", "5 usd", "$5", "5 US$", "-5 USD", "0.00001 USD", "5 ZZZ", "between 1 USD and 2 EUR"),
            *("at most 5", "1e9 USD", "5,00 USD", "5.000.000 USD", "NaN USD", "5 USD a year", "9" * 20 + " USD"),
        ),
        "licensee.domicile": ("", "ZZ", "de", "Germany", "DE,FR", "EU", "not DE", "D E", "XX", "UK"),
        "licensee.kind": ("", "nobody", "Individual", "individual, company", "not individual"),
        "distribution.covers": ("", ",", "nothing", "source,source", "source;binary"),
    }
    for fact, values in of_type.items():
        for value in values:
            yield f"{fact}={value[:30]!r}", Input(("ask", "llama-4", "--act", "run", "--set", f"{fact}={value}"))
    for words in (
        ("--set", "=yes"),
        ("--set", "product.charged_for"),
        ("--set", "product.charged_for=yes", "--set", "product.charged_for=no"),
        ("--set", "product.charged_for=yes", "--set", "product.charged_for@nope=no"),
        ("--set", "product.charged_for==yes"),
        ("--set", "as_of=2026-06-01"),
        ("--act", "fly"),
        ("--act", "run,,sell"),
        ("--act", ""),
        ("--act", "any act"),
        ("--as-of", "yesterday"),
        ("--as-of", "2026-06-31"),
        ("--as-of", "2026-06-01", "--as-of", "2026-07-01"),
        ("--approval", "nope=held"),
        ("--approval", "=held"),
        ("--approval", "scale-gate"),
        ("--approval", "scale-gate=perhaps"),
        ("--done", "nope"),
        ("--rate", "1 CNY = -1 USD on 2026-06-01"),
        ("--rate", "1 CNY = 1 CNY on 2026-06-01"),
        ("--rate", "CNY"),
        ("--index", "us_cpi_u = 0 of 2019 on 2026-06-01"),
        ("--index", "nope = 1 of 2019 on 2026-06-01"),
        ("--attest", "conduct"),
        ("--attest", "nope by Legal on 2026-06-01"),
        ("--attest", "conduct by on 2026-06-01"),
        ("--reading", "nope=a"),
        ("--reading", "a"),
        ("--readings", "milder"),
        ("--assume", "all"),
        ("--format", "yaml"),
        ("--color", "sometimes"),
        ("--license", "nope"),
        ("--part", "weights"),
        ("--obtained", "2026-06-01"),
        ("--under", "mit"),
        ("--growth", "product.charged_for=5% a month"),
        ("--growth", "group.revenue.year=5"),
        ("--facts", "nowhere.toml"),
        ("--profile", "nowhere.toml"),
        ("--nope",),
        ("--model", "meta-llama/Llama-4-Scout-17B-16E"),
        ("mit\x00",),
        ("../mit",),
        ("/etc/passwd",),
        ("file:///etc/passwd",),
        ("http://127.0.0.1:9/mit",),
        ("*",),
        ("-",),
    ):
        yield (
            " ".join(words)[:70],
            Input(("ask", "llama-4", *(("--act", "run") if "--act" not in words else ()), *words)),
        )


def tables() -> Iterator[tuple[str, Input]]:
    """Tables of uses."""
    named = {
        "no rows.csv": b"conduct.military\n",
        "nothing.csv": b"",
        "a line feed.csv": b"\n",
        "semicolons, of no fact.csv": b"id;conduct.military\n1;yes\n",
        "a column twice.csv": b"conduct.military,conduct.military\nyes,no\n",
        "a column twice by space.csv": b"conduct.military,conduct.military \nno,yes\n",
        "a column in capitals.csv": b"Conduct.Military\nyes\n",
        "a column of no fact.csv": b"conduct.militray\nyes\n",
        "a column without a name.csv": b"conduct.military,\nno,yes\n",
        "a row too long.csv": b"conduct.military\nno,yes\n",
        "a row too short.csv": b"conduct.military,product.charged_for\nno\n",
        "a quote left open.csv": b'conduct.military\n"no\n',
        "a cell of no value.csv": b"conduct.military\nperhaps\n",
        "utf-16.csv": "conduct.military\nyes\n".encode("utf-16"),
        "latin-1.csv": "conduct.military,\u00f6\nyes,1\n".encode("latin-1"),
        "nul.csv": b"conduct.military\ny\x00es\n",
        "zero width.csv": "conduct.military\nye\u200bs\n".encode(),
        "a formula.csv": b"conduct.military\n=1+1\n",
        "money without.csv": b"group.revenue.year\n5000\n",
        "money in two.csv": b"group.revenue.year\n5 USD EUR\n",
        "a comma for a point.csv": b'group.revenue.year\n"5,00 USD"\n',
        "contradiction.csv": b"product.charged_for,use.earns_money\nyes,no\n",
        "cut.jsonl": b'{"conduct.military": tr',
        "twice.jsonl": b'{"conduct.military": false, "conduct.military": true}\n',
        "float.jsonl": b'{"product.monthly_active_users.month": 1.5}\n',
        "list.jsonl": b"[1]\n",
        "two kinds.jsonl": b'{"conduct.military": false}\n{"conduct.military": "yes"}\n',
        "deep.jsonl": b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"\n",
        "no parquet.parquet": b"PAR1",
        "no workbook.xlsx": b"PK\x03\x04",
        "a folder name.txt": b"a",
    }
    for name, data in named.items():
        file = "uses" + Path(name).suffix
        yield (
            name,
            Input(
                ("batch", "own.lic", file, "-o", "-", "--act", "run", "--assume", "none"),
                {file: data, "own.lic": OWN.encode()},
            ),
        )


def requests() -> Iterator[tuple[str, Input]]:
    """Requests of the service."""
    asked = '"licenses": ["mit"], "acts": ["run"]'
    for name in ("ask", "interview", "diff", "check"):
        for said in (
            *(
                "",
                "null",
                "[]",
                "{}",
                '{"licenses": []}',
                '{"licenses": [1]}',
                '{"licenses": ["mit", "mit"]}',
                '{"text": ""}',
            ),
            *('{"text": 5}', f'{{{asked}, "x": 1}}', f'{{{asked}, "acts": ["run"]}}', f'{{{asked}, "facts": 1}}'),
            *(
                f'{{{asked}, "profile": "["}}',
                f'{{{asked}, "model": "a"}}',
                '{"licenses": ["../../x.lic"], "acts": ["run"]}',
            ),
            *(
                f'{{{asked}, "assume": ""}}',
                f'{{{asked}, "answers": 1}}',
                f'{{{asked}, "answers": [{{"fact": "x", "value": 1}}]}}',
                '{"text": "license"}',
            ),
        ):
            yield f"{name} {said}"[:90], Input(("request", name), {}, said.encode())


def profiles() -> Iterator[tuple[str, Input]]:
    """Profiles, which say what holds for every question."""
    for name, said in {
        "acts": b'acts = ["run"]\n',
        "a day": b"as_of = 2026-06-01\n",
        "a bare gate": b'[[approvals]]\ngate = "scale-gate"\nstate = "held"\n',
        "a licence that is none": b'[[approvals]]\ngate = "llama-44.scale-gate"\nstate = "held"\n',
        "a fact of no licence": b'[facts]\n"nope.nope" = true\n',
        "no text": b"\xff\xfe",
        "a stranger": b"nope = 1\n",
        "a contradiction": b'[facts]\n"product.charged_for" = true\n"use.earns_money" = false\n',
        "two options of a reading": b"".join(
            b'[[readings]]\nreading = "agpl-3.0.contractors-notices"\noption = "%s"\n' % option
            for option in (b"stay", b"fall")
        ),
        "an approval that ends before it begins": b'[[approvals]]\ngate = "minimax-m2.7.authorization"\nstate = "held"\n'
        b"date = 2026-06-01\nuntil = 2026-05-01\n",
        "what is not known": b'[facts]\n"conduct.military" = "unknown"\n',
        "two profiles": b"",
    }.items():
        again = ("--profile", "own.toml") if name == "two profiles" else ()
        yield name, Input(("ask", "llama-4", "--act", "run", "--profile", "own.toml", *again), {"own.toml": said})


KINDS: dict[str, Callable[[], Iterator[tuple[str, Input]]]] = {
    "licence": licence,
    "fmt": lambda: corpus_values.layouts(texts),
    "facts": facts,
    "series": corpus_values.series,
    "options": options,
    "tables": tables,
    "parquet": corpus_values.parquet,
    "requests": requests,
    "profiles": profiles,
    **corpus_entries.KINDS,
}


# --- putting them ----------------------------------------------------------------------------------------


class TooLong(Exception):  # noqa: N818
    """It took longer than it may."""


def outcome(put: Input) -> str:
    """The exit status, the codes of all findings, and of answers in JSON and in tables the verdicts; of a request that is answered, 0."""
    if put.words[0] == "request":
        return _request(put)
    for outcomes in (corpus_entries.OUTCOMES, corpus_values.OUTCOMES):
        if put.words[0] in outcomes:
            return outcomes[put.words[0]](put)
    from tests.unit.command_line import called

    corpus_entries.put(put.files)
    answer = called(*put.words, stdin=put.stdin)
    said = answer.err + (answer.out if put.words[0] == "label" else "")  # its answer is findings
    codes = re.findall(r"^(?:error|warning)\[(LK\d+)\]", said, re.MULTILINE)
    verdicts = re.findall(r'"verdict": ?"(\w+)"', answer.out)
    if put.words[0] == "batch":
        verdicts = re.findall(rf"(?<=[,\"])(?:{'|'.join(VERDICTS)})(?=[,\"])", answer.out)
    return _told(answer.status, codes + verdicts)


def _told(status: int, words: list[str]) -> str:
    return " ".join((str(status), *sorted(set(words))))


def _request(put: Input) -> str:
    from licensekit.errors import LicensekitError
    from licensekit.service.answers import POSTED
    from licensekit.service.requests import request_of

    try:
        POSTED[put.words[1]](request_of(put.stdin))
    except LicensekitError as error:
        return _told(2, [each.code for each in error.diagnostics])
    return "0"


def _mapped() -> int:
    """The bytes of memory that are mapped already, where /proc tells."""
    table = Path("/proc/self/statm")
    return int(table.read_text().split()[0]) * resource.getpagesize() if table.exists() else 0


def main(kinds: list[str]) -> None:
    """Put every input of some kinds."""
    sys.path[:0] = [str(ROOT)]
    os.environ["LICENSEKIT_CACHE"] = "off"
    inputs = {kind: tuple(KINDS[kind]()) for kind in kinds}  # what makes them may take memory
    most = MEMORY + _mapped()
    resource.setrlimit(resource.RLIMIT_AS, (most, most))

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, stop)
    for kind in kinds:
        for name, put in inputs[kind]:
            with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
                begun = time.process_time()
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
                signal.alarm(SECONDS * 10)  # of the clock: a machine may be busy
                try:
                    told = outcome(put)
                except BaseException as problem:  # noqa: BLE001 - whatever it is, it is told
                    told = f"! {type(problem).__name__}"
                finally:
                    signal.alarm(0)
                took = time.process_time() - begun
            print(json.dumps([kind, name, told, round(took, 2)], ensure_ascii=True), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
