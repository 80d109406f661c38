# ruff: noqa: RUF001 - letters that look like others are what is put

"""Inputs made to hurt, of what reads other people's files and talks to other programs: a part of corpus.py.

Texts to be identified, folders to be labelled, inventories, notices, gates, requests of HTTP, calls of an assistant,
messages of an editor. Each is a name, the words of a command or what else is put, and files.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import select
import struct
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
APACHE = (ROOT / "LICENSE").read_text("utf-8")
OWN = 'license own {\n  title "Own"\n  grant g at "1" { may run }\n}\n'


class Input(NamedTuple):
    """What is put: words of a command, the files that they name, and standard input; of a request, its body."""

    words: tuple[str, ...]
    files: Mapping[str, bytes] = {}
    stdin: bytes = b""


Inputs = Iterator[tuple[str, Input]]


def put(files: Mapping[str, bytes]) -> None:
    """Write files into the folder that we are in."""
    for name, data in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)


# --- texts to be identified --------------------------------------------------------------------------------


def identify() -> Inputs:
    """Texts beside one that is known: what is hidden in it must not leave it exact."""
    whole, word = APACHE, "irrevocable"
    assert word in whole
    texts: dict[str, str | bytes] = {
        "empty": b"",
        "spaces": b" \n\t\f\v" * 1000,
        "no text": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "utf-16": whole.encode("utf-16"),
        "cut within a character": whole.encode() + b"\xe2\x80",
        "byte order mark": b"\xef\xbb\xbf" + whole.encode(),
        "as it is": whole,
        "lines of windows": whole.replace("\n", "\r\n"),
        "lines of an old mac": whole.replace("\n", "\r"),
        "form feeds": whole.replace("\n\n", "\n\f\n"),
        "one line": whole.replace("\n", " "),
        "a word a line": re.sub(r"\s+", "\n", whole),
        "twice": whole + whole,
        "the half": whole[: len(whole) // 2],
        "behind a megabyte": "x " * 500_000 + whole,
        "a NUL in a word": whole.replace(word, word[:4] + "\0" + word[4:], 1),
        "a word less": whole.replace(word, "", 1),
        "not, in a line of its own": whole.replace("You may", "You may\nnot\n", 1),
        "not, in a comment": whole.replace("You may", "You may <!-- not -->", 1),
        "not, of fullwidth letters": whole.replace("You may", "You may \uff4e\uff4f\uff54", 1),
        "not, of mathematical letters": whole.replace("You may", "You may \U0001d427\U0001d428\U0001d42d", 1),
        "not, of tags": whole.replace("You may", "You may\U000e006e\U000e006f\U000e0074", 1),
        "not, of combining signs": whole.replace("You may", "You may n\u0301o\u0301t", 1),
        "a homoglyph": whole.replace(word, word.replace("o", "\u043e"), 1),
        "a zero width": whole.replace(word, word[:4] + "\u200b" + word[4:], 1),
        "a soft hyphen": whole.replace(word, word[:4] + "\u00ad" + word[4:], 1),
        "right to left": whole.replace(word, "\u202e" + word[::-1] + "\u202c", 1),
        "letters taken apart": unicodedata.normalize("NFD", whole.replace(word, "irrévocable", 1)),
        "a ligature": whole.replace("file", "\ufb01le", 1),
        "in capitals": whole.upper(),
        "in quotes of mail": "".join(f"> {line}\n" for line in whole.splitlines()),
        "in comments of code": "".join(f"# {line}\n" for line in whole.splitlines()),
        "in a page": f"<html><body><pre>{whole}</pre></body></html>",
        "copyright lines, 50,000": "Copyright (c) 2026 A. Person\n" * 50_000,
        "copyright in every line": "".join(f"Copyright 2026 {line}\n" for line in whole.splitlines()),
        "brackets": "[" * 100_000 + whole,
        "one word, 300,000 times": "the " * 300_000,
        "words that are all different": " ".join(f"w{n}" for n in range(60_000)),
        "a word of a megabyte": "a" * 1_000_000,
        "too large": b"x " * 3_000_000,
    }
    for name, text in texts.items():
        yield name, Input(("identify", "text.txt"), {"text.txt": text if isinstance(text, bytes) else text.encode()})
    yield "two of one content", Input(("identify", "a", "b"), {"a": APACHE.encode(), "b": APACHE.encode()})
    yield "a folder", Input(("identify", "folder"), {"folder/text.txt": APACHE.encode()})
    yield "a device", Input(("identify", "/dev/zero"))


# --- folders to be labelled ------------------------------------------------------------------------------------


def _safetensors(head: bytes, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(head) if length is None else length) + head


def _gguf(pairs: int, body: bytes, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, 0, pairs) + body


def _text(text: bytes, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(text) if length is None else length) + text


def label() -> Inputs:
    """Cards, weights and metadata."""
    cards = {
        "no colon": b"---\nlicense mit\n---\n",
        "license in capitals": b"---\nLICENSE: mit\n---\n",
        "license with a space": b"---\nlicense : mit\n---\n",
        "fullwidth key": "---\nｌｉｃｅｎｓｅ: mit\n---\n".encode(),
        "zero width in the key": "---\nlic\u200bense: mit\n---\n".encode(),
        "zero width in the value": "---\nlicense: mi\u200bt\n---\n".encode(),
        "a list within a list": b"---\nlicense: [[mit], apache-2.0]\n---\n",
        "a number": b"---\nlicense: 42\n---\n",
        "yes": b"---\nlicense: yes\n---\n",
        "null": b"---\nlicense: ~\n---\n",
        "a tag": b"---\nlicense: !!binary bWl0\n---\n",
        "merged": b"---\na: &a {license: mit}\n<<: *a\n---\n",
        "an anchor of itself": b"---\nlicense: &a [*a]\n---\n",
        "two documents": b"---\nlicense: mit\n---\nlicense: gpl-3.0\n---\n",
        "after a byte order mark": b"\xef\xbb\xbf---\nlicense: mit\n---\n",
        "after a line": b"\n---\nlicense: mit\n---\n",
        "utf-16": "---\nlicense: mit\n---\n".encode("utf-16"),
        "tabs": b"---\n\tlicense: mit\n---\n",
        "a value of many lines": b"---\nlicense: >\n  mit\n  OR apache-2.0\n---\n",
        "an expression without end": b"---\nlicense: " + b"(" * 20_000 + b"mit\n---\n",
        "an expression of 5,000 parts": b"---\nlicense: " + b" OR ".join([b"MIT"] * 5_000) + b"\n---\n",
        "an escape of a terminal": b'---\nlicense: "mit\\e[2J"\n---\n',
    }
    for name, card in cards.items():
        yield f"card: {name}", Input(("label", "."), {"README.md": card})
    weights = {
        "safetensors: a head without end": _safetensors(b'{"__metadata__": {"license": "mit"', 1 << 62),
        "safetensors: no length": b"\1\2",
        "safetensors: a list": _safetensors(b"[]"),
        "safetensors: metadata that is a text": _safetensors(b'{"__metadata__": "mit"}'),
        "safetensors: a licence that is a list": _safetensors(b'{"__metadata__": {"license": ["mit"]}}'),
        "safetensors: two licences": _safetensors(b'{"__metadata__": {"license": "mit", "license": "gpl-3.0"}}'),
        "safetensors: nested": _safetensors(b'{"a":' * 30_000 + b"1" + b"}" * 30_000),
    }
    for name, data in weights.items():
        yield name, Input(("label", "."), {"m.safetensors": data})
    key = _text(b"general.license")
    for name, data in {
        "of version 9": _gguf(1, key, 9),
        "2^60 pairs": _gguf(1 << 60, key + struct.pack("<I", 8) + _text(b"mit")),
        "a text of 2^60 bytes": _gguf(1, key + struct.pack("<I", 8) + _text(b"mit", 1 << 60)),
        "an array in an array": _gguf(1, key + struct.pack("<I", 9) + struct.pack("<IQ", 9, 1 << 40) * 40),
        "a type that is none": _gguf(1, key + struct.pack("<I", 99)),
        "a licence that is a number": _gguf(1, key + struct.pack("<II", 4, 7)),
        "two licences": _gguf(2, (key + struct.pack("<I", 8) + _text(b"mit")) + (key + struct.pack("<I", 8) + _text(b"gpl-3.0"))),
        "a licence that is no text": _gguf(1, key + struct.pack("<I", 8) + _text(b"\xff\xfe")),
    }.items():  # fmt: skip
        yield f"gguf: {name}", Input(("label", "."), {"m.gguf": data})
    for name, file, data in (
        ("a table twice", "pyproject.toml", b'[project]\nname="a"\n[project]\nlicense="MIT"\n'),
        ("a licence that is a number", "pyproject.toml", b"[project]\nlicense = 1\n"),
        ("a licence of two kinds", "pyproject.toml", b'[project]\nlicense = {file="L", text="MIT"}\n'),
        ("a file outside", "pyproject.toml", b'[project]\nlicense = {file="../../etc/passwd"}\n'),
        ("cut", "package.json", b'{"license": "MIT"'),
        ("twice", "package.json", b'{"license": "MIT", "license": "GPL-3.0-only"}'),
        ("a list", "package.json", b'{"licenses": [{"type": "MIT"}, 7]}'),
        ("deep", "config.json", b'{"a":' * 20_000 + b"1" + b"}" * 20_000),
        ("two fields", "METADATA", b"Metadata-Version: 2.4\nName: a\nLicense-Expression: MIT\nLicense-Expression: 0BSD\n"),
        ("a field that goes on", "METADATA", b"Metadata-Version: 2.4\nName: a\nLicense: MIT\n or\n not\n"),
        ("a text that is no text", "LICENSE", b"\xff" * 1000),
    ):  # fmt: skip
        yield f"{file}: {name}", Input(("label", "."), {file: data})


# --- inventories, notices, gates -------------------------------------------------------------------------------


def _bom(*components: Any, **more: Any) -> bytes:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components, **more}).encode()


def _book(rows: str, *, below: str = "", book: str = "", state: str = "visible") -> bytes:
    """A workbook of one sheet, as other programs write it."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="a" sheetId="1" state="{state}" r:id="r1"/></sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{below}</worksheet>',
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return into.getvalue()


def _row(number: int, *cells: str) -> str:
    """A row of texts; a cell that begins with `<` is written as it is."""
    texts = (
        cell if cell.startswith("<") else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(texts)}</row>'


def _zip(**files: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return into.getvalue()


def inventory() -> Inputs:
    """Lists of components, by `inventory` and by `notices`."""
    mit = {"type": "library", "name": "a", "licenses": [{"license": {"id": "MIT"}}]}
    for name, file, data in (
        ("a licence and an expression", "i.json", _bom({**mit, "licenses": [{"license": {"id": "MIT"}}, {"expression": "0BSD"}]})),
        ("an id that is none", "i.json", _bom({**mit, "licenses": [{"license": {"id": "Mit "}}]})),
        ("a licence of an empty name", "i.json", _bom({**mit, "licenses": [{"license": {"name": ""}}]})),
        ("components within components, 300 deep", "i.json",
         _bom(json.loads('{"type":"library","name":"a","components":[' * 300 + "]}" * 300))),
        ("an ancestor of itself", "i.json", _bom({**mit, "bom-ref": "a", "pedigree": {"ancestors": [{**mit, "bom-ref": "a"}]}})),
        ("two of one bom-ref", "i.json", _bom({**mit, "bom-ref": "a"}, {**mit, "name": "b", "bom-ref": "a"})),
        ("a purl of nowhere", "i.json", _bom({**mit, "purl": "pkg:huggingface/../../etc"})),
        ("a name of line feeds", "i.json", _bom({**mit, "name": "a\nb: permitted"})),
        ("a name of right to left", "i.json", _bom({**mit, "name": "a\u202eb"})),
        ("a form of the future", "i.json", _bom(mit, specVersion="9.9")),
        ("a name in another case", "i.json", _bom(mit, {**mit, "name": "A", "licenses": []})),
        ("5,000 components", "i.json", _bom(*({**mit, "name": f"a{n}"} for n in range(5_000)))),
        ("an expression without end", "i.csv", b"name,license\na," + b"(" * 5_000 + b"MIT\n"),
        ("WITH nothing", "i.csv", b"name,license\na,MIT WITH\n"),
        ("NOT", "i.csv", b"name,license\na,NOT MIT\n"),
        ("OR in small letters", "i.csv", b"name,license\na,MIT or GPL-3.0-only\n"),
        ("a slash", "i.csv", b"name,license\na,MIT/GPL-3.0-only\n"),
        ("a comma", "i.csv", b'name,license\na,"MIT, GPL-3.0-only"\n'),
        ("fullwidth", "i.csv", "name,license\na,ＭＩＴ\n".encode()),
        ("cyrillic", "i.csv", "name,license\na,\u041cIT\n".encode()),
        ("a column by case", "i.csv", b"name,License,license\na,MIT,GPL-3.0-only\n"),
        ("a column by a space", "i.csv", b"name,license ,license\na,MIT,GPL-3.0-only\n"),
        ("a column by fullwidth", "i.csv", "name,ｌicense\na,MIT\n".encode()),
        ("a formula", "i.csv", b'name,license\n"=HYPERLINK(""x"")",MIT\n'),
        ("an act that is none", "i.csv", b"name,license,acts\na,MIT,fly\n"),
        ("a fact that contradicts", "i.csv", b"name,license,product.charged_for,use.earns_money\na,MIT,yes,no\n"),
        ("a row of nothing", "i.csv", b"name,license\n,\n"),
        ("semicolons", "i.csv", b"name;license\na;MIT\n"),
        ("a workbook that unpacks without end", "i.xlsx", _zip(xl__worksheets__sheet1=b"\0" * 50_000_000)),
        ("a workbook of nothing", "i.xlsx", _zip(a=b"")),
        ("requirements: a file of itself", "requirements.txt", b"-r requirements.txt\n"),
        ("requirements: a folder above", "requirements.txt", b"-r ../../../etc/passwd\n"),
        ("requirements: a marker", "requirements.txt", b'a==1; python_version < "3"\n'),
        ("requirements: a continued line", "requirements.txt", b"a==1 \\\n  --hash=sha256:0\n"),
        ("spdx: packages that contain one another", "i.spdx.json", json.dumps({
            "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "a",
            "documentNamespace": "x:y", "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: a"]},
            "packages": [{"SPDXID": f"SPDXRef-{n}", "name": n, "downloadLocation": "NOASSERTION"} for n in "ab"],
            "relationships": [{"spdxElementId": f"SPDXRef-{a}", "relatedSpdxElement": f"SPDXRef-{b}",
                               "relationshipType": "CONTAINS"} for a, b in ("ab", "ba")]}).encode()),
    ):  # fmt: skip
        yield name, Input(("inventory", file, "--act", "embed"), {file: data})
    head, mit = _row(1, "name", "license", "base_model"), _row(2, "x", "MIT")
    for name, data in {
        "as it should be": _book(head + mit),
        "merged cells": _book(head + mit, below='<mergeCells><mergeCell ref="C2:C3"/></mergeCells>'),
        "an error": _book(head + _row(2, "x", "MIT", '<c r="C2" t="e"><v>#REF!</v></c>')),
        "a formula that was not worked out": _book(head + _row(2, "x", "MIT", '<c r="C2"><f>D2</f></c>')),
        "a formula that is to be worked out anew": _book(
            head + _row(2, "x", '<c r="B2" t="str"><f>D2</f><v>MIT</v></c>'), book='<calcPr fullCalcOnLoad="1"/>'
        ),
        "a row twice": _book(head + mit + _row(2, "x", "GPL-3.0-only")),
        "a cell twice": _book(head + _row(2, "x", "MIT", '<c r="B2" t="inlineStr"><is><t>0BSD</t></is></c>')),
        "a cell of another row": _book(head + _row(2, '<c r="A7"><v>1</v></c>')),
        "cells far apart": _book(head + _row(1_048_576, '<c r="XFD1048576"><v>1</v></c>')),
        "a column beyond the last": _book(head + _row(2, '<c r="ZZZ2"><v>1</v></c>')),
        "a sheet that is hidden": _book(head + mit, state="hidden"),
        "a text that is not there": _book(head + _row(2, '<c r="A2" t="s"><v>99</v></c>')),
        "a number without end": _book(head + _row(2, "x", '<c r="B2"><v>1e999</v></c>')),
        "an end that is none": _book(head + mit).replace(b"PK\x05\x06", b"PK\x05\x07"),
    }.items():
        yield f"workbook: {name}", Input(("inventory", "i.xlsx", "--act", "embed"), {"i.xlsx": data})
    for name, data in {
        "of nothing": b"name,license\n",
        "a name with a rule": b"name,license\n--------,MIT\n",
        "a name of markup": b"name,license\n<script>,MIT\n",
    }.items():
        yield f"notices: {name}", Input(("notices", "i.csv", "--act", "embed"), {"i.csv": data})


def audit() -> Inputs:
    """Policies of a gate."""
    rows = b"name,license\na,MIT\n"
    product = b'[[products]]\nname = "p"\ninventory = "i.csv"\nacts = ["run"]\n'
    for name, policy in {
        "empty": b"",
        "no text": b"\xff",
        "no product": b"products = []\n",
        "a stranger at the top": b"nope = 1\n" + product,
        "a key in another case": product.replace(b"acts", b"Acts"),
        "a product twice": product + product,
        "a product that differs by case": product + product.replace(b'"p"', b'"P"'),
        "an act that is none": product.replace(b"run", b"fly"),
        "an inventory that is no file": product.replace(b"i.csv", b"nowhere.csv"),
        "an inventory that is itself": product.replace(b"i.csv", b"gate.toml"),
        "an inventory that is a device": product.replace(b"i.csv", b"/dev/zero"),
        "an inventory above": product.replace(b"i.csv", b"../../../etc/passwd"),
        "an approval of no gate": product + b'[[approvals]]\ngate = "nope.nope"\nstate = "held"\n',
        "an approval of no product": product
        + b'[[approvals]]\ngate = "llama-4.scale-gate"\nstate = "held"\nproducts = ["q"]\n',
        "an exception without end": product + b'[[exceptions]]\ncomponent = "a"\nfor = ["unknown"]\nreason = "x"\n',
        "an exception for all": product
        + b'[[exceptions]]\ncomponent = "*"\nfor = ["unknown"]\nreason = "x"\nuntil = 2030-01-01\n',
        "an exception of no kind": product
        + b'[[exceptions]]\ncomponent = "a"\nfor = ["all"]\nreason = "x"\nuntil = 2030-01-01\n',
        "nothing to stop at": product + b"[fail]\non = []\n",
        "something to stop at that is none": product + b'[fail]\non = ["refusal"]\n',
        "a duty of nobody": product + b'[[duties]]\nduty = "nope.nope"\nevidence = "x"\nby = "y"\non = 2026-01-01\n',
        "a duty on a day to come": product
        + b'[[duties]]\nduty = "llama-3.1.built-with"\nevidence = "x"\nby = "y"\non = 2999-01-01\n',
        "a profile that is no file": b'profile = "nowhere.toml"\n' + product,
        "a day of no month": b"as_of = 2026-02-30\n" + product,
        "deep": b"a = " + b"[" * 10_000 + b"]" * 10_000,
        "two options of a reading": product
        + b'[[readings]]\nreading = "mit.a"\noption = "b"\n[[readings]]\nreading = "mit.a"\noption = "c"\n',
    }.items():
        yield name, Input(("audit", "gate.toml", "--as-of", "2026-06-01"), {"gate.toml": policy, "i.csv": rows})
    kept = b'{"product": "p", "component": "a", "licence": "mit", "duties": []}'
    for name, before in {
        "no JSON": b"{",
        "of another form": b'{"schema": 99}',
        "a list": b"[]",
        "a component twice": b'{"schema": 1, "components": [%s, %s], "terms": {}, "asked": {}}' % (kept, kept),
        "a key that it has not": b'{"schema": 1, "components": [], "terms": {}, "asked": {}, "componets": []}',
    }.items():
        words = ("audit", "gate.toml", "--as-of", "2026-06-01", "--baseline", "before.json")
        yield f"baseline: {name}", Input(words, {"gate.toml": product, "i.csv": rows, "before.json": before})


# --- requests of HTTP ------------------------------------------------------------------------------------------


def http() -> Inputs:
    """The method, the address and the headers as words; the body."""
    asked = b'{"licenses": ["mit"], "acts": ["run"]}'
    kind = "content-type: application/json"
    for name, words, body in (
        ("a question", ("POST", "/v1/ask", kind), asked),
        ("of no kind", ("POST", "/v1/ask"), asked),
        ("a form", ("POST", "/v1/ask", "content-type: application/x-www-form-urlencoded"), b"licenses=mit"),
        ("a kind in capitals", ("POST", "/v1/ask", "content-type: APPLICATION/JSON; charset=utf-16"), asked),
        ("no body", ("POST", "/v1/ask", kind), b""),
        ("utf-16", ("POST", "/v1/ask", kind), asked.decode().encode("utf-16")),
        ("cut", ("POST", "/v1/ask", kind), asked[:20]),
        ("a megabyte of spaces", ("POST", "/v1/ask", kind), asked + b" " * 1_000_000),
        ("ten megabytes", ("POST", "/v1/ask", kind), asked + b" " * 10_000_000),
        ("nested", ("POST", "/v1/ask", kind), b'{"facts": ' + b'{"a":' * 50_000),
        ("a key twice", ("POST", "/v1/ask", kind), b'{"acts": ["run"], "licenses": ["mit"], "acts": ["sell"]}'),
        ("a key of fullwidth", ("POST", "/v1/ask", kind), '{"licenses": ["mit"], "ａcts": ["run"]}'.encode()),
        ("a lone surrogate", ("POST", "/v1/ask", kind), b'{"licenses": ["\\ud800"], "acts": ["run"]}'),
        ("a NUL", ("POST", "/v1/ask", kind), b'{"licenses": ["mit\\u0000"], "acts": ["run"]}'),
        ("a file", ("POST", "/v1/ask", kind), b'{"licenses": ["/etc/passwd"], "acts": ["run"]}'),
        ("13 licences", ("POST", "/v1/ask", kind), json.dumps({"licenses": ["mit"] * 13, "acts": ["run"]}).encode()),
        ("a profile that is no text", ("POST", "/v1/ask", kind), asked[:-1] + b', "profile": {"acts": 1}}'),
        ("a text that extends a file", ("POST", "/v1/check", kind), json.dumps({"text": OWN.replace("own {", "own extends ../x {")}).encode()),
        ("a text of brackets", ("POST", "/v1/check", kind), json.dumps({"text": "{" * 50_000}).encode()),
        ("a map of no fact", ("POST", "/v1/map", kind), asked[:-1] + b', "x": "nope"}'),
        ("a memo signed by a line", ("POST", "/v1/memo", kind), asked[:-1] + b', "signed": "a\\nPermitted"}'),
        ("got", ("GET", "/v1/ask"), b""),
        ("a method of its own", ("BREW", "/v1/ask"), b""),
        ("put", ("PUT", "/v1/licenses/mit", kind), asked),
        ("a licence above", ("GET", "/v1/licenses/../../etc/passwd"), b""),
        ("a licence above, encoded", ("GET", "/v1/licenses/..%2f..%2fetc%2fpasswd"), b""),
        ("a licence of bytes", ("GET", "/v1/licenses/%ff%fe"), b""),
        ("a licence of NUL", ("GET", "/v1/licenses/mit%00"), b""),
        ("a licence in capitals", ("GET", "/v1/licenses/MIT"), b""),
        ("a page above", ("GET", "/page/../../../LICENSE"), b""),
        ("a work of markup", ("GET", "/v1/works/<script>"), b""),
        ("a word of a pattern", ("GET", "/v1/facts?q=(((((.*)*)*)*)*"), b""),
        ("a megabyte of address", ("GET", "/v1/facts?q=" + "a" * 1_000_000), b""),
        ("a megabyte of headers", ("GET", "/v1/facts", "x: " + "a" * 1_000_000), b""),
    ):  # fmt: skip
        yield name, Input(("http", *words), {}, body)


def http_outcome(given: Input) -> str:
    """0 for an answer; 2, the status and the codes for a refusal."""
    from licensekit.web.app import application

    _, method, address, *headers = given.words
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": _decoded(path), "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [tuple(part.strip().encode() for part in header.split(":", 1)) for header in headers],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "state": {},
    }  # fmt: skip
    sent: list[Any] = []

    async def ask() -> None:
        parts = [given.stdin[at : at + 65_536] for at in range(0, len(given.stdin), 65_536)] or [b""]
        messages = [
            {"type": "http.request", "body": part, "more_body": at + 1 < len(parts)} for at, part in enumerate(parts)
        ]

        async def receive() -> Any:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await application()(scope, receive, send)

    asyncio.run(ask())
    status = sent[0]["status"]
    body = b"".join(message.get("body", b"") for message in sent[1:]).decode("utf-8", "replace")
    if status >= 500 and status != 503:
        return f"! {status}"
    return (
        "0" if status < 400 else " ".join(["2", f"HTTP{status}", *sorted(set(re.findall(r'"code": ?"(LK\d+)"', body)))])
    )


def _decoded(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)


# --- calls of an assistant -------------------------------------------------------------------------------------


def mcp() -> Inputs:
    """The tool as a word; its arguments."""
    asked = {"licenses": ["mit"], "acts": ["run"]}
    many = "9" * 4_000
    for name, tool, said in (
        ("a question", "ask", asked),
        ("a tool that is none", "rm", {}),
        ("nothing said", "ask", {}),
        ("a stranger", "ask", {**asked, "conduct.military": True}),
        ("a licence that is a number", "ask", {**asked, "licenses": [1]}),
        ("a licence that is a path", "ask", {**asked, "licenses": ["../../etc/passwd"]}),
        ("a licence and a model", "ask", {**asked, "model": "moonshotai/Kimi-K2.5"}),
        ("acts that are a text", "ask", {**asked, "acts": "run"}),
        ("an act that is none", "ask", {**asked, "acts": ["fly"]}),
        ("no act", "ask", {**asked, "acts": []}),
        ("facts that are a list", "ask", {**asked, "facts": []}),
        ("a fact of fullwidth", "ask", {**asked, "facts": {"conduct.\uff4dilitary": True}}),
        ("a fact that is null", "ask", {**asked, "facts": {"conduct.military": None}}),
        ("a fact that is a float", "ask", {**asked, "facts": {"product.monthly_active_users.month": 1.5}}),
        ("a fact of 4,000 digits", "ask", {**asked, "facts": {"product.monthly_active_users.month": int(many)}}),
        ("a fact within itself", "ask", {**asked, "facts": json.loads('{"a":' * 60 + "1" + "}" * 60)}),
        ("a day of no month", "next_question", {**asked, "as_of": "2026-02-30"}),
        ("an assumption that is none", "explain", {**asked, "assume": "all"}),
        ("half a character", "ask", {**asked, "licenses": ["\ud800"]}),
        ("30 licences", "ask", {**asked, "licenses": ["mit"] * 30}),
        ("words of a pattern", "facts", {"words": "((((.*)*)*)*"}),
        ("a megabyte of words", "find_models", {"words": "a " * 500_000}),
        ("100,000 words", "find_models", {"words": " ".join(f"w{n}" for n in range(100_000))}),
        ("one licence", "diff", {"first": "mit", "second": "nope"}),
        ("a licence and itself", "diff", {"first": "mit", "second": "MIT"}),
        ("a licence of spaces", "ask", {**asked, "licenses": [" "]}),
        ("a licence twice", "ask", {**asked, "licenses": ["mit", "mit"]}),
        ("an act that is no text", "ask", {**asked, "acts": [["run"]]}),
        ("a fact and the opposite by a meaning", "ask", {
            "licenses": ["kimi-k3"], "acts": ["embed"],
            "facts": {"group.operates.model_service": False, "group.operates.model_service@kimi-k3": True}}),
        ("a fact of a licence that is not asked", "ask", {**asked, "facts": {"group.operates.model_service@kimi-k3": False}}),
        ("a fact that is a word of yes", "ask", {**asked, "facts": {"conduct.military": "no"}}),
        ("a fact with an escape", "ask", {**asked, "facts": {"conduct.military\x1b[8m": False}}),
        ("a set with a country that is none", "ask", {**asked, "facts": {"use.countries": ["DE", "XX"]}}),
        ("a number below zero", "ask", {**asked, "facts": {"product.monthly_active_users.month": -1}}),
        ("121 months", "ask", {**asked, "facts": {"product.monthly_active_users.month": {
            f"{2000 + at // 12}-{at % 12 + 1:02}": at for at in range(121)}}}),
        ("a model that is a path", "ask", {"model": "../../etc/passwd", "acts": ["run"]}),
        ("a model of control characters", "ask", {"model": "a/b\x00\x1b[2J", "acts": ["run"]}),
        ("a day with a time", "ask", {**asked, "as_of": "2026-02-03T00:00:00Z"}),
        ("10,000 acts", "ask", {**asked, "acts": ["run"] * 10_000}),
        ("a question that is a text", "explain", {"question": "may I?"}),
        ("a text that is none", "identify", {"text": ""}),
        ("a text of one word, a million times", "identify", {"text": "licence " * 1_000_000}),
        ("a text of half characters", "identify", {"text": "\udfff" * 500}),
        ("files of no name", "label", {"files": {"": "x"}, "model": "a/b"}),
        ("files that climb", "label", {"files": {"../../LICENSE": "MIT"}, "model": "a/b"}),
        ("files that are lists", "label", {"files": {"README.md": ["x"]}, "model": "a/b"}),
        ("files and a path", "label", {"files": {"README.md": "x"}, "path": ".", "model": "a/b"}),
        ("a path without a folder", "label", {"path": "/etc"}),
        ("a card of 200,000 brackets", "label", {"files": {"README.md": "---\nlicense: " + "[" * 200_000}, "model": "a/b"}),
        ("a search of what is none", "find", {"search": {"acts": ["run"], "allowed": ["maybe"]}}),
        ("a search without acts", "find", {"search": {"acts": []}}),
        ("a search of a duty that is none", "find", {"search": {"acts": ["run"], "words": ["mit"], "without_duties": ["dance"]}}),
        ("a licence that is an address", "ask", {**asked, "licenses": ["https://spdx.org.example.com/licenses/MIT"]}),
    ):  # fmt: skip
        arguments = json.dumps({"question": said} if tool in _QUESTIONS and said and "question" not in said else said)
        yield name, Input(("mcp", tool), {}, arguments.encode())
    for name, written in {
        "a fact written twice": '{"acts": ["run"], "licenses": ["mit"], "facts": {"a.b": true, "a.b": false}}',
        "licences written twice": '{"acts": ["run"], "licenses": ["kimi-k3"], "licenses": ["mit"]}',
        "a number that is none": '{"acts": ["run"], "licenses": ["mit"], "facts": {"conduct.military": NaN}}',
    }.items():
        yield name, Input(("mcp", "ask"), {}, b'{"question": ' + written.encode() + b"}")


_QUESTIONS = {"ask", "explain", "next_question"}


def mcp_outcome(given: Input) -> str:
    """0 for an answer; 2 and the codes for a refusal."""
    from mcp import Client

    from licensekit.assistant.server import each_key_once, server

    sent = each_key_once('{"params": {"arguments": ' + given.stdin.decode() + "}}")

    async def ask() -> Any:
        async with Client(server()) as client:
            return await client.call_tool(given.words[1], json.loads(sent)["params"]["arguments"])

    came = asyncio.run(ask())
    told = " ".join(part.text for part in came.content)
    return "0" if not came.is_error else " ".join(["2", "TOOL", *sorted(set(re.findall(r"LK\d+", told)))])


# --- messages of an editor -------------------------------------------------------------------------------------


def lsp() -> Inputs:
    """A message as it is sent, after a text was opened; then a question, which must be answered."""
    uri = "file:///own.lic"
    item = {"uri": uri, "languageId": "licensekit", "version": 1, "text": OWN}

    def message(method: str, **params: Any) -> bytes:
        return framed({"jsonrpc": "2.0", "id": 7, "method": method, "params": params})

    at = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 3}}
    far = {"line": 10**7, "character": 10**7}
    for name, sent in {
        "a place far outside": message("textDocument/hover", **{**at, "position": {"line": 10**9, "character": 10**9}}),
        "a place before the first": message("textDocument/hover", **{**at, "position": {"line": -1, "character": -1}}),
        "a place that is no number": message("textDocument/hover", **{**at, "position": {"line": "1", "character": None}}),
        "no place": message("textDocument/hover", textDocument={"uri": uri}),
        "another address": message("textDocument/hover", **{**at, "textDocument": {"uri": "http://127.0.0.1:9/x.lic"}}),
        "an address that is none": message("textDocument/hover", **{**at, "textDocument": {"uri": "\x00"}}),
        "a device": message("textDocument/hover", **{**at, "textDocument": {"uri": "file:///dev/zero"}}),
        "a method that is none": message("textDocument/nope"),
        "a command that is none": message("workspace/executeCommand", command="rm", arguments=["-rf"]),
        "a command of ours, of another shape": message("workspace/executeCommand", command="licensekit.run", arguments=[{"a": 1}]),
        "a name that is none": message("textDocument/rename", **at, newName="a b\n}"),
        "a name of a keyword": message("textDocument/rename", **{**at, "position": {"line": 2, "character": 9}}, newName="grant"),
        "completion far outside": message("textDocument/completion", **{**at, "position": {"line": 10**6, "character": 0}}),
        "brackets": framed({"jsonrpc": "2.0", "method": "textDocument/didOpen",
                            "params": {"textDocument": {**item, "uri": "file:///b.lic", "text": "{" * 30_000}}}),
        "a change outside": framed({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": uri, "version": 2}, "contentChanges": [
                {"range": {"start": {"line": 900, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "x"}]}}),
        "closed twice": 2 * framed({"jsonrpc": "2.0", "method": "textDocument/didClose",
                                    "params": {"textDocument": {"uri": "file:///never.lic"}}}),
        "no JSON": b"Content-Length: 5\r\n\r\n{{{{{",
        "a list": framed([]),
        "a text": framed("hover"),
        "no method": framed({"jsonrpc": "2.0", "id": 7}),
        **{f"{method}, far outside": message(f"textDocument/{method}", **{**at, "position": far}, **more)
           for method, more in {"definition": {}, "references": {"context": {"includeDeclaration": True}},
                                "prepareRename": {}, "documentHighlight": {}}.items()},
        **{f"{method} of a text that is not open": message(f"textDocument/{method}", textDocument={"uri": "file:///no.lic"}, **more)
           for method, more in {
               "formatting": {"options": {"tabSize": -5, "insertSpaces": False}}, "documentSymbol": {}, "codeLens": {},
               "semanticTokens/full": {}, "foldingRange": {},
               "codeAction": {"range": {"start": far, "end": far}, "context": {"diagnostics": []}}}.items()},
        "formatting with options of another kind": message("textDocument/formatting", textDocument={"uri": uri}, options=[]),
        "a mend of findings that are none": message(
            "textDocument/codeAction", textDocument={"uri": uri}, range={"start": far, "end": at["position"]},
            context={"diagnostics": [{"range": {"start": far, "end": far}, "message": "x", "code": "LK202", "data": {"a": []}}]}),
        "a range that ends before it begins": message(
            "textDocument/codeAction", textDocument={"uri": uri}, range={"start": {"line": 3, "character": 9}, "end": at["position"]},
            context={"diagnostics": []}),
        "opened again with half a character": framed({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
            "textDocument": {**item, "uri": "file:///c.lic", "text": "license \ud800 {"}}}),
        "opened with characters that are not shown": framed({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
            "textDocument": {**item, "uri": "file:///d.lic", "text": 'license a {\u202e title "x" }\x00'}}}),
        "a text that draws on a device": framed({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
            "textDocument": {**item, "uri": "file:///dev/fd/e.lic", "text": 'license e extends zero { title "x" }'}}}),
        "300 kB": framed({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
            "textDocument": {**item, "uri": "file:///f.lic", "text": OWN * 400}}}),
        "a change without a text": framed({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": uri, "version": 3}, "contentChanges": [{"range": None}]}}),
        "a change of a text that is not open": framed({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": {"uri": "file:///no.lic", "version": 3}, "contentChanges": [{"text": "x"}]}}),
        "a number of a message that is a list": framed({"jsonrpc": "2.0", "id": [7], "method": "textDocument/hover", "params": at}),
        "a version that is none": framed({"jsonrpc": "1.0", "id": 7, "method": "textDocument/hover", "params": at}),
        "settings of another kind": framed({"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": 3}),
        "files that changed, with addresses that are none": framed({"jsonrpc": "2.0", "method": "workspace/didChangeWatchedFiles", "params": {
            "changes": [{"uri": "%%%", "type": 9}, {"uri": "file:///dev/zero", "type": 2}]}}),
        "a message of no length": b"Content-Length: 0\r\n\r\n",
    }.items():  # fmt: skip
        opening = framed({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}})
        asking = framed({"jsonrpc": "2.0", "id": 99, "method": "textDocument/hover", "params": at})
        yield name, Input(("lsp",), {"own.lic": OWN.encode()}, opening + sent + asking)


def framed(message: Any) -> bytes:
    """A message as it goes over the wire."""
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def _answered(server: subprocess.Popen[bytes], sent: bytes) -> bytes:
    """What a server says to some messages: all that it says until it has answered the last, and soon the one before."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(sent)
    server.stdin.flush()
    told, patience = b"", time.monotonic() + 60
    asked = [number for number in (7, 99) if _reply(sent, number)]
    while (left := patience - time.monotonic()) > 0 and not all(_reply(told, number) for number in asked):
        if select.select([server.stdout], [], [], left)[0]:
            part = os.read(server.stdout.fileno(), 1 << 16)
            if not part:
                break
            told += part
        if _reply(told, 99):
            patience = min(patience, time.monotonic() + 2)
    return told


def _reply(told: bytes, number: int) -> bool:
    return re.search(rb'"id": ?%d\b' % number, told) is not None


def lsp_outcome(given: Input) -> str:
    """What comes of the message: a result, the number of the error, or nothing; and whether the next one is answered."""
    put(given.files)
    begin = framed(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {"capabilities": {}, "processId": None, "rootUri": None},
        }
    )
    begin += framed({"jsonrpc": "2.0", "method": "initialized", "params": {}})
    end = framed({"jsonrpc": "2.0", "id": 100, "method": "shutdown"}) + framed({"jsonrpc": "2.0", "method": "exit"})
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(
        [sys.executable, "-m", "licensekit", "lsp"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as server:
        told = _answered(server, begin + given.stdin)
        rest, _ = server.communicate(end, timeout=60)
    replies = [
        json.loads(part) for part in re.findall(rb"\r\n\r\n(\{.*?\})(?=Content-Length|$)", told + rest, re.DOTALL)
    ]
    by_id = {str(reply.get("id")): reply for reply in replies if "method" not in reply}
    if "result" not in by_id.get("99", {}):
        return "! the next question is not answered"
    error = by_id.get("7", {}).get("error")
    return "0" if error is None else f"2 RPC{error['code']}"


KINDS: Mapping[str, Callable[[], Inputs]] = {
    each.__name__: each for each in (identify, label, inventory, audit, http, mcp, lsp)
}
OUTCOMES: Mapping[str, Callable[[Input], str]] = {"http": http_outcome, "mcp": mcp_outcome, "lsp": lsp_outcome}
"""Of what is no command."""
