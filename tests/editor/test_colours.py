from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from by_path import loaded

pytest.importorskip("pygments", reason="Pygments is not installed")

from pygments.token import Comment, Error, Keyword, Literal, Name, Number, String
from tests.editor.written import OWN

from licensekit.editor.highlight import LicLexer
from licensekit.span import Source
from licensekit.syntax.grammar import reserved_words
from licensekit.syntax.tokens import tokens_of
from licensekit.syntax.words import BLOCKS, HEADERS

ROOT = Path(__file__).parents[2]


def coloured(text: str) -> list[tuple[int, object, str]]:
    return [each for each in LicLexer().get_tokens_unprocessed(text) if each[2].strip()]


def test_the_parts_of_a_text_are_told_apart() -> None:
    text = '# all of it\nlicense own-2.5 { title "Own" released 2025-04-05 grant duty-free at "1" { may sell when group.revenue.year more than 5 million USD } }'
    kinds = {word: kind for _, kind, word in coloured(text)}
    assert kinds["# all of it"] is Comment.Single
    assert kinds["license"] is Keyword.Declaration
    assert kinds["title"] is Name.Attribute
    assert kinds['"Own"'] is String.Double
    assert kinds["2025-04-05"] is Literal.Date
    assert (kinds["grant"], kinds["may"], kinds["million"]) == (Keyword, Keyword, Keyword)
    assert kinds["own-2.5"] is Name
    assert (kinds["duty-free"], kinds["sell"]) == (Name, Name)
    assert kinds["group.revenue.year"] is Name.Variable
    assert (kinds["5"], kinds["USD"]) == (Number, Name.Constant)


def texts() -> Iterator[str]:
    yield OWN
    for path in sorted((ROOT / "tests" / "golden" / "syntax").glob("*/*.lic")):
        yield path.read_text(encoding="utf-8")


def test_it_parts_a_text_as_the_parser_does() -> None:
    keywords = reserved_words() | {*BLOCKS, *HEADERS}
    for text in texts():
        words = {
            (token.start_pos, str(token))
            for token in tokens_of(Source("x", text))
            if token.type in {"NAME", "CODE", "DATE", "MONTH", "NUMBER"}
        }
        at = {(start, word): kind for start, kind, word in coloured(text)}
        assert {each for each in words if each not in at} == set()
        assert all(kind is not Keyword or word in keywords for (_, word), kind in at.items())


def test_a_text_that_means_nothing_is_coloured_to_its_end() -> None:
    text = 'license ö { title "not closed\n grant ; a'
    assert "".join(word for _, _, word in LicLexer().get_tokens_unprocessed(text)) == text
    assert [word for _, kind, word in coloured(text) if kind is Error] == ["ö", ";"]


def test_the_grammar_for_vs_code_is_the_one_that_is_written() -> None:
    module = loaded(ROOT / "scripts" / "generate_textmate.py")
    written = module.TARGET.read_text(encoding="utf-8")
    assert written == module.textmate(), "run python scripts/generate_textmate.py"
    patterns = {each["name"]: each["match"] for each in json.loads(written)["patterns"]}
    keyword = re.compile(patterns["keyword.control.licensekit"])
    assert all(keyword.fullmatch(word) for word in reserved_words() - {*BLOCKS, *HEADERS})


def test_the_extension_names_what_is_there() -> None:
    folder = ROOT / "editors" / "vscode"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    (language,), (grammar,) = package["contributes"]["languages"], package["contributes"]["grammars"]
    assert (folder / language["configuration"]).is_file()
    assert (folder / grammar["path"]).is_file()
    scope = json.loads((folder / grammar["path"]).read_text(encoding="utf-8"))["scopeName"]
    assert (grammar["language"], grammar["scopeName"]) == (language["id"], scope)
    assert package["contributes"]["configuration"]["properties"]["licensekit.command"]["default"] == [
        "licensekit",
        "lsp",
    ]
