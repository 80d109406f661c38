"""What is said counts: the questions that once got a wrong answer, and others of their kinds, each with what the text gives.

A line of what_is_said.tsv is where it was found, the question as the command takes it (`FACT=VALUE` for `--set`, under
`assume standard`), and what must come out: the possible verdicts; then by which clauses, with which duties due, with
which first questions, and what is unread. Of a contradiction it is the code and the facts that the error names.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called

TABLE = Path(__file__).with_name("what_is_said.tsv")
LINES = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
STOPPING = {"prohibition", "gate", "reservation", "termination"}
FACT = re.compile(r"`([a-z_]+\.[a-z0-9_.]+(?:\[[0-9-]+\])?)(?:@[^`]*)?`")


@pytest.fixture(scope="module", autouse=True)
def each_licence_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most questions are about few licences, which are read once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LICENSEKIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def words(question: str) -> list[str]:
    """The question as words of a command: a fact with its value follows `--set`."""
    plain: list[str] = []
    for word in shlex.split(question):
        plain += ["--set", word] if "=" in word and not plain[-1].startswith("--") else [word]
    return ["ask", *plain, "--assume", "standard", "--format", "json"]


def stops(decision: dict[str, Any]) -> list[str]:
    """The clauses by which a use is not allowed, or may not be."""
    return [each["clause"] for each in decision["reasons"] if each["decides"] and each["kind"] in STOPPING]


def comes_out(question: str) -> dict[str, list[str]]:
    """What is said of a question, by the words of the table; "" for verdicts, or the code of an error and its facts."""
    outcome = called(*words(question))
    if outcome.status == 2:
        first = next(line for line in outcome.err.splitlines() if line.startswith("error["))
        return {"": list(dict.fromkeys([first[6:11], *FACT.findall(first)]))}
    decision = json.loads(outcome.out)
    return {
        "": decision["possible"],
        "by": stops(decision),
        "due": [each["clause"] for each in decision["duties"] if each["status"] == "due"],
        "asks": [each["fact"].partition("@")[0] for each in decision["questions"]],
        "unread": [each["name"] for each in decision["unread"]],
    }


def expected(text: str) -> dict[str, list[str]]:
    """A cell of the table by its words; a code stands with the facts that the error names."""
    if text.startswith("LK"):
        return {"": text.split(" ")}
    verdicts, *parts = text.split("; ")
    more = {word: names.split(", ") for word, _, names in (part.partition(" ") for part in parts)}
    return {"": verdicts.split(", "), "by": [], "unread": [], **more}


@pytest.mark.parametrize(("found", "question", "wanted"), LINES, ids=[question for _, question, _ in LINES])
def test_a_question_gets_what_the_text_gives(found: str, question: str, wanted: str) -> None:
    said, given = comes_out(question), expected(wanted)
    assert said[""] == given[""], found
    for word in given.keys() - {"", "asks"}:
        assert list(dict.fromkeys(said[word])) == given[word], (found, word)
    assert said.get("asks", [])[: len(given.get("asks", []))] == given.get("asks", [])


def test_every_place_has_its_lines() -> None:
    """The lists stand whole: sections 1 to 3 of the findings, and the commands of the audit."""
    found = {each[0] for each in LINES}
    assert {"findings 1", "findings 2", "findings 3", "same kind"} <= found
    # 2, 4 and 46 are commands of the findings too; 19, 29, 51 and 52 are of works and places, which have tests.
    elsewhere = {2, 4, 19, 29, 46, 51, 52}
    commands = set(range(1, 56)) - elsewhere
    told = {int(number) for each in found for number in re.findall(r"\d+", each) if each.startswith("audit")}
    assert told == commands
