"""Law v: what is put into an input and not understood is refused or named: it is never passed over with exit 0.

A key, a column, a line, a word or an option is put somewhere into a good input of each kind.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optional import needs

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called

LICENSE = 'license own {\n  title "Own"\n  grant g at "1" { may run }\n  prohibition p at "2" { must not run when conduct.military }\n}\n'
FACTS = {"acts": ["run"], "facts": {"conduct.military": False}}
TOML = 'acts = ["run"]\n[facts]\n"conduct.military" = false\n'
BOM: Mapping[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "components": [{"type": "library", "name": "a", "version": "1", "licenses": [{"license": {"id": "MIT"}}]}],
}
GATE = '[[products]]\nname = "p"\ninventory = "i.csv"\nacts = ["run"]\n\n[fail]\non = ["refused"]\n'
ROWS = "name,version,license\na,1,MIT\n"


class Kind(NamedTuple):
    """A good input: the words of a command, the file in question with what is good in it, and what lies beside."""

    words: tuple[str, ...]
    file: str
    good: str
    beside: Mapping[str, str] = {}


KINDS: Mapping[str, Kind] = {
    "a licence": Kind(("ask", "own.lic", "--act", "run", "--set", "conduct.military=no"), "own.lic", LICENSE),
    "facts in JSON": Kind(("ask", "own.lic", "--facts", "f.json"), "f.json", json.dumps(FACTS), {"own.lic": LICENSE}),
    "facts in TOML": Kind(("ask", "own.lic", "--facts", "f.toml"), "f.toml", TOML, {"own.lic": LICENSE}),
    "a profile": Kind(
        ("ask", "own.lic", "--act", "run", "--profile", "p.toml"),
        "p.toml",
        TOML.partition("\n")[2],
        {"own.lic": LICENSE},
    ),
    "a table of CSV": Kind(
        ("batch", "own.lic", "u.csv", "--act", "run", "-o", "out.csv"),
        "u.csv",
        "conduct.military,product.charged_for\nno,no\n",
        {"own.lic": LICENSE},
    ),
    "a table of JSON": Kind(
        ("batch", "own.lic", "u.jsonl", "--act", "run", "-o", "out.csv"),
        "u.jsonl",
        '{"conduct.military": false}\n',
        {"own.lic": LICENSE},
    ),
    "an inventory of CSV": Kind(("inventory", "i.csv", "--act", "run"), "i.csv", ROWS),
    "an inventory of JSON": Kind(("inventory", "i.json", "--act", "run"), "i.json", json.dumps(BOM)),
    "a gate": Kind(("audit", "g.toml", "--as-of", "2026-06-01"), "g.toml", GATE, {"i.csv": ROWS}),
    "a card": Kind(("label", "card"), "card/README.md", "---\nlicense: mit\n---\nA model.\n"),
}


@pytest.fixture(autouse=True, scope="module")
def _room() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        yield


def put(kind: Kind, text: str, *more: str) -> tuple[int, str]:
    """What comes of an input, and all that was written."""
    if kind.words[0] == "batch":
        needs("narwhals", "polars")
    if kind.file.endswith("i.json"):
        needs("cyclonedx")
    if kind.words[0] == "label":
        needs("yaml", extra="label")
    for name, data in {**kind.beside, kind.file: text}.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(data, encoding="utf-8", newline="")
    outcome = called(*kind.words, *more)
    return outcome.status, outcome.out + outcome.err


STRANGE = ("zzqx", "Facts", "licence", "act", "conduct.Military", "conduct.militray", "_", "product.zzqx")
"""Keys that nothing has here."""


def _in_object(text: str, key: str, depth: int) -> str:
    """A key put into the first object, or into one within it."""
    places = [match.end() for match in re.finditer(r"\{", text)]
    at = places[depth % len(places)]
    return f"{text[:at]}{json.dumps(key)}: 1, {text[at:]}"


def _column(text: str, key: str, depth: int) -> str:
    head, *rows = text.splitlines()
    if depth % 2:
        return "".join(f"{line}\n" for line in (f"{key},{head}", *(f"1,{row}" for row in rows)))
    return "".join(f"{line}\n" for line in (f"{head},{key}", *(f"{row},1" for row in rows)))


def _line(text: str, key: str, depth: int) -> str:
    lines = text.splitlines()
    lines.insert(depth % (len(lines) + 1), f'"{key}" = 1')
    return "\n".join(lines) + "\n"


def _words(text: str, key: str, depth: int) -> str:
    places = [match.start() for match in re.finditer(r"(?<=\s)(?=\S)", text)]
    at = places[depth % len(places)]
    return f"{text[:at]}{key} {text[at:]}"


PUTS: Mapping[str, Callable[[str, str, int], str]] = {
    "a licence": _words,
    "facts in JSON": _in_object,
    "facts in TOML": _line,
    "a profile": _line,
    "a table of CSV": _column,
    "a table of JSON": _in_object,
    "an inventory of CSV": _column,
    "a gate": _line,
}


@pytest.mark.parametrize("name", KINDS)
def test_the_good_ones_are_good(name: str) -> None:
    """Or nothing would be shown by those that are not."""
    assert put(KINDS[name], KINDS[name].good)[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", PUTS)
@given(key=st.sampled_from(STRANGE), depth=st.integers(0, 60))
def test_what_is_put_in_is_refused_or_named(name: str, key: str, depth: int) -> None:
    kind = KINDS[name]
    text = PUTS[name](kind.good, key, depth)
    status, told = put(kind, text)
    if status == 0 and not _within_a_text(name, text):
        assert key in told, (text, told)


def _within_a_text(name: str, text: str) -> bool:
    """Whether what was put in stands within the quotes of a licence, where it may say anything."""
    strange = "|".join(map(re.escape, STRANGE))
    return name == "a licence" and bool(re.search(rf'"[^"\n]*(?:{strange}) [^"\n]*"', text))


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_an_input_that_is_cut_is_not_good(name: str, data: st.DataObject) -> None:
    """Where less of it is left something may be open; it is good only where what was cut said nothing."""
    kind = KINDS[name]
    whole = kind.good.rstrip()
    at = data.draw(st.integers(1, len(whole) - 1))
    status, told = put(kind, whole[:at])
    if status == 0:
        assert _says_as_much(name, whole, whole[:at]), (whole[:at], told)


def _says_as_much(name: str, whole: str, cut: str) -> bool:
    """What may be cut off the end of each and leave it good."""
    rest = whole[len(cut) :]
    match name:
        case "a card":  # what stands behind the front matter, and beginnings of its fence
            return cut.count("---") == 2 and cut.rstrip().count("\n") >= 2
        case "a gate":  # what to stop at has a default, and so has what acts are planned
            return "[fail]" not in cut or cut.endswith(("[fail]", "[fail]\n"))
        case (
            "a table of CSV" | "an inventory of CSV"
        ):  # a shorter word may be one too; without rows nothing is answered
            return cut.count("\n") <= 1 and bool(rest)
        case "facts in TOML" | "a profile":  # no fact need be stated
            return '"' not in cut.partition("[facts]")[2] or not rest.strip()
        case _:
            return False


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
@given(word=st.sampled_from(("--zzqx", "zzqx", "--act=fly", "--format", "--format=yaml", "--set", "--", "")))
def test_a_word_of_the_command_line_that_is_none_is_refused(name: str, word: str) -> None:
    kind = KINDS[name]
    status, told = put(kind, kind.good, word)
    if kind.words[0] in {"ask", "inventory", "audit", "label"} and word in {"--", ""}:
        return  # `--` says nothing; an empty name is one that is not there
    assert status == 2, told
