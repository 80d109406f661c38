"""The grammar: one reading of every text, reserved words, ASCII words."""

from __future__ import annotations

import io
import logging
import re

import pytest
from lark import Lark, logger
from lark.exceptions import UnexpectedInput
from tests.property.sources import source_text

from licensekit.data import data_folder
from licensekit.span import Source
from licensekit.syntax import grammar, tokens
from licensekit.syntax.automaton import tree_of
from licensekit.syntax.grammar import grammar_text, keywords, parser, reserved_words
from licensekit.syntax.parse import parse_text
from licensekit.syntax.words import BLOCKS, LINES, STATEMENTS
from licensekit.vocabulary.facts import FACTS

OPTIONS = {"start": "file", "parser": "lalr", "lexer": "basic", "keep_all_tokens": True, "maybe_placeholders": False}


def test_no_conflict_even_in_strict_mode() -> None:
    Lark(grammar_text(), strict=True, postlex=grammar.Watch(), **OPTIONS)


def test_lark_resolves_no_conflict_in_silence() -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        Lark(grammar_text(), debug=True, postlex=grammar.Watch(), **OPTIONS)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert said.getvalue() == ""


def test_the_conflict_test_would_see_one() -> None:
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        broken = grammar_text().replace('equivalent: "(" "or" "equivalent" ")"', 'equivalent: "or" "equivalent"')
        Lark(broken, debug=True, postlex=grammar.Watch(), **OPTIONS)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    assert "Shift/Reduce" in said.getvalue()


def test_no_priorities_no_flags_and_no_shorthand_classes() -> None:
    rules = re.sub(r"//.*", "", grammar_text())
    assert not re.search(r"^\??!?\w+\.\d", rules, re.MULTILINE)
    assert not re.search(r"/[imslux]+\s*$", rules, re.MULTILINE)
    assert not re.search(r"\\[dws]", rules)


def test_no_keyword_is_a_regular_expression() -> None:
    patterns = {term.name for term in parser().terminals if term.pattern.type == "re"}
    assert patterns == {"NAME", "CODE", "NUMBER", "TEXT", "COMMENT", "SPACE"}


@pytest.mark.parametrize("kind", ["NAME", "CODE", "NUMBER"])
def test_words_are_plain_ascii(kind: str) -> None:
    pattern = next(term for term in parser().terminals if term.name == kind).pattern.to_regexp()
    for code in range(0x110000):
        if re.match(pattern, chr(code)):
            assert chr(code) in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def test_words_of_statements_are_reserved_except_headers() -> None:
    assert {*BLOCKS, *STATEMENTS, *LINES} <= reserved_words()
    assert not {"title", "licensor", "spdx", "released", "family", "reviewed", "governing_law"} & reserved_words()


def options() -> list[tuple[str, str]]:
    return [(name, option) for name, info in FACTS.items() for option in info.options]


def test_every_option_of_a_fact_can_be_written_and_work_alone_is_reserved() -> None:
    reserved = [option for _, option in options() if option in reserved_words()]
    assert reserved == ["work"]
    conditions = [f"{name} is {option} or any of {name} in {{ {option} }}" for name, option in options()]
    for condition in conditions:
        file = parse_text(Source("x", f'license a {{ grant g at "1" {{ may run when {condition} }} }}')).file
        assert file is not None, condition


@pytest.mark.parametrize("text", ["work", "work.modified is work or work", "any of work in { work }", "x.y is license"])
def test_a_reserved_word_is_a_name_nowhere_else(text: str) -> None:
    found = parse_text(Source("x", f'license a {{ grant g at "1" {{ may run when {text} }} }}'))
    assert [finding.code for finding in found.diagnostics] == ["LK103"]


def test_words_of_duties_are_names() -> None:
    words = {"display", "include", "give", "keep", "notify", "offer", "place", "source", "website", "licensor", "held"}
    assert not words & reserved_words()


@pytest.mark.parametrize(
    "word", ["any_activity", "formal", "music", "notice", "order", "android", "within_reach", "mayor"]
)
def test_a_keyword_is_never_the_beginning_of_a_name(word: str) -> None:
    assert [(token.type, str(token)) for token in parser().lex(word)] == [("NAME", word)]


@pytest.mark.parametrize(
    "word",
    [
        "kimi-k2.5",
        "qwen-3.8-max",
        "group.revenue.any_12_months",
        "group.monthly_active_users[2025-03]",
        "group.operates.model_service@kimi-k3",
        "minimax-prohibited-uses.military",
        "glm-5-turbo",
        "mit",
    ],
)
def test_names(word: str) -> None:
    assert [(token.type, str(token)) for token in parser().lex(word)] == [("NAME", word)]


@pytest.mark.parametrize("seed", range(40))
def test_both_lexers_agree(seed: int) -> None:
    text = source_text(seed, 4, 0.3)
    ours = [(token.type, str(token), token.start_pos, token.end_pos) for token in tokens.tokens_of(Source("x", text))]
    larks = [(token.type, str(token), token.start_pos, token.end_pos) for token in parser().lex(text)]
    assert ours[:-1] == larks


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_is_that_of_lark(seed: int) -> None:
    text = source_text(seed, 4, 0.3)
    assert tree_of(tokens.tokens_of(Source("x", text))) == parser().parse(text)


@pytest.mark.parametrize("seed", range(40))
def test_where_lark_finds_no_tree_there_is_none(seed: int) -> None:
    text = source_text(seed, 4, 0.3)
    cut_off = text[: text.rindex("}")]
    with pytest.raises(UnexpectedInput):
        parser().parse(cut_off)
    assert tree_of(tokens.tokens_of(Source("x", cut_off))) is None


def test_every_rule_is_reached_by_the_generator() -> None:
    reached: set[str] = set()
    for seed in range(200):
        reached |= {str(tree.data) for tree in parser().parse(source_text(seed, 6, 0.0)).iter_subtrees()}
    rules = {
        rule.alias or str(rule.origin.name) for rule in parser().rules if not str(rule.origin.name).startswith("_")
    }
    options = {name for name in rules if rule_is_inlined(name)}
    assert rules - options - reached == set()


def rule_is_inlined(name: str) -> bool:
    return re.search(rf"^\?{name}:", grammar_text(), re.MULTILINE) is not None


def test_keywords_hold_every_mark() -> None:
    assert {"{", "}", "(", ")", ",", ":"} == {word for word in keywords() if not word[0].isalpha()}


def test_the_grammar_is_found_in_the_checkout() -> None:
    assert (data_folder("grammars") / "licensekit.lark").is_file()


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="the folder `nothing` is missing from this installation"):
        data_folder("nothing")
