"""docs/which-act.md: each row names acts of the vocabulary, and facts that some licence asks for where they are done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import licensekit as lk
from licensekit.vocabulary.acts import ACTS, implied_by, leaves_of
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.synonyms import plain, synonyms

PAGE = Path(__file__).parents[2] / "docs" / "which-act.md"
NO_FACT = "the text alone"


class Row(NamedTuple):
    """Everyday words, the acts that they mean, and facts; a fact ends in `.` where its window is left open."""

    words: str
    acts: tuple[str, ...]
    facts: tuple[str, ...]


def rows() -> Iterator[Row]:
    for words, acts, facts in re.findall(
        r"^\| (.+?) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    ):
        if words != "you say":
            named = [re.findall(r"`([^`]+)`", cell) for cell in (acts, facts)]
            assert ", ".join(f"`{act}`" for act in named[0]) == acts
            assert (", ".join(f"`{fact}`" for fact in named[1]) or NO_FACT) == facts
            yield Row(words, tuple(named[0]), tuple(fact.removesuffix("*") for fact in named[1]))


ROWS = tuple(rows())
WORDS = {word: set(row.acts) for row in ROWS for word in row.words.split(", ")}
EVERYDAY = (
    *(
        "SaaS",
        "desktop app",
        "phone app",
        "internal chatbot",
        "API calls",
        "GGUF upload",
        "LoRA",
        "fine-tune for a client",
    ),
    *("RAG", "distillation", "synthetic data", "benchmark", "resale", "on-device", "Docker image", "self-hosting"),
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_a_row_names_acts_and_facts_that_they_leave_open(row: Row) -> None:
    assert [act for act in row.acts if act not in ACTS] == []
    assert len(set(row.acts)) == len(row.acts)
    implied = [implied.fact for implied in implied_by(leaf for act in row.acts for leaf in leaves_of(act))]
    for fact in row.facts:
        assert fact in FACTS or (fact.endswith(".") and any(each.startswith(fact) for each in FACTS))
        assert fact not in implied, "the acts settle it: it decides nothing"


@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_some_licence_turns_on_what_usually_decides(row: Row) -> None:
    left = set(row.facts)
    for terms in lk.licenses() if left else ():
        asked = {question.fact for question in terms.evaluate(lk.Use.of(row.acts)).questions}
        left -= {
            fact for fact in left for each in asked if each.replace("[", ".[").startswith(fact)
        }  # dated months too
        if not left:
            break
    assert left == set()


def test_every_word_stands_in_one_row_and_none_of_the_usual_ones_is_missing() -> None:
    words = [row.words for row in ROWS]
    assert len(set(words)) == len(words)
    assert [word for word in EVERYDAY if not any(word in each for each in words)] == []


def test_the_command_finds_by_the_same_words_what_the_table_says() -> None:
    known = {word: {name for name in synonyms().get(plain(word), ()) if name in ACTS} for word in WORDS}
    assert {word: (found, WORDS[word]) for word, found in known.items() if found and not found & WORDS[word]} == {}
    assert sum(bool(found) for found in known.values()) > 20


@pytest.mark.parametrize(
    "word",
    ["SaaS", "phone app", "desktop app", "chatbot", "RAG", "on-device", "docker", "resale", "self-hosting", "GGUF"],
)
def test_the_command_knows_the_usual_words(word: str) -> None:
    assert {name for name in synonyms()[plain(word)] if name in ACTS}


def test_acts_that_stand_in_no_row_are_those_that_nobody_calls_by_another_word() -> None:
    missing = {act for act in ACTS if leaves_of(act) == (act,)} - {act for row in ROWS for act in row.acts}
    assert missing == {"practise_patents", "enforce_technical_measures"}
