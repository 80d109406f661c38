"""The parser from kept tables is the parser that was built: same trees, same findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lark
import pytest

from licensekit import cache
from licensekit.catalogue import shelf
from licensekit.span import Source
from licensekit.syntax import grammar
from licensekit.syntax.parse import parse_text

GOOD = ("kimi-k3", "llama-4", "minimax-m2.7", "qwen-community-1.0", "mit.cases", "llama-4-use")
BAD = (
    "",
    "license",
    'license mine { title "Mine" grant rights at "1" { may run when product.charged_for and not } }',
    'licence mine { title "Mine" }',
    'license mine { titel "Mine" duty d at "1" { for embed must display } ',
    'license mine { grant g at "1" { may any act when (a.b or c.d } }',
)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the cache, with the tables in it."""
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path))
    tmp_path.chmod(0o700)
    grammar.parser.cache_clear()
    grammar.parser()
    yield tmp_path
    for made in (grammar.parser, grammar.keywords, grammar.reserved_words):
        made.cache_clear()


def _texts() -> list[str]:
    return [shelf.shipped().files[name].read_text(encoding="utf-8") for name in GOOD] + list(BAD)


def test_kept_tables_parse_as_built_ones_do(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(tables.iterdir())) == 1
    built = [parse_text(Source("text", text)) for text in _texts()]
    words = (grammar.keywords(), grammar.reserved_words())
    for made in (grammar.parser, grammar.keywords, grammar.reserved_words):
        made.cache_clear()
    monkeypatch.setattr(grammar, "Lark", _NeverBuilt)
    assert [parse_text(Source("text", text)) for text in _texts()] == built
    assert (grammar.keywords(), grammar.reserved_words()) == words


class _NeverBuilt(lark.Lark):
    def __init__(self, *_: object, **__: object) -> None:
        raise AssertionError("the tables are kept, and are not made again")


@pytest.mark.parametrize("kept", [{}, [], 7, {"data": {}, "memo": {}}, {"data": {"parser": 1}, "memo": {"a": 1}}])
def test_tables_that_cannot_be_taken_up_are_made_again(kept: object, monkeypatch: pytest.MonkeyPatch) -> None:
    grammar.parser.cache_clear()
    monkeypatch.setattr(cache, "fetched", lambda *_: kept)
    assert parse_text(Source("text", GOOD_TEXT)).file is not None
    grammar.parser.cache_clear()


def test_another_version_of_lark_makes_its_own_tables(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lark, "__version__", "99")
    grammar.parser.cache_clear()
    grammar.parser()
    assert len(list(tables.iterdir())) == 2


GOOD_TEXT = 'license mine { title "Mine" grant rights at "1" { may any act } }'
