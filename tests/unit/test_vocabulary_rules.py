"""The tables of rules: they speak of facts that there are, contradict nothing, and go round in no circle."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from licensekit.vocabulary.acts import IMPLICATIONS
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.rules import ANYTHING, YES, Rule, Statement, rules
from licensekit.vocabulary.table_rules import DOUBT, EXCLUDES, IMPLIES

ENTRIES = [
    (line, why)
    for table in (IMPLIES, EXCLUDES, DOUBT)
    for line, why in pairwise(table.strip().splitlines())
    if not line.startswith(" ")
]
CERTAIN = [rule for rule in rules() if not rule.doubtful]
SIDE = re.compile(r"(?:not )?([a-z_.]+)(?: is (a day)| is (?:not )?([a-z_]+)| (more than 0))?")


def facts_named(line: str) -> list[tuple[str, str, str, str]]:
    """The facts of a line, each with `a day`, its option, or `more than 0`."""
    sides = re.split(r" and | -> | excludes | casts doubt on |, ", line)
    matches = [SIDE.fullmatch(side) for side in sides]
    assert None not in matches, line
    return [match.groups(default="") for match in matches if match]  # type: ignore[misc]


@pytest.mark.parametrize(("line", "why"), ENTRIES, ids=[line for line, _ in ENTRIES])
def test_a_rule_is_of_facts_that_there_are_and_says_why(line: str, why: str) -> None:
    for name, day, option, number in facts_named(line):
        if day:
            assert FACTS[name].type == "date"
            said = line.removeprefix("not ") if "casts doubt" in line else line
            assert said.startswith(f"{name} "), "that something happened on some day is concluded from nothing"
        elif number:
            assert [info.name for info in FACTS.values() if info.is_number and info.name.startswith(f"{name}.")]
        elif option == ANYTHING:
            assert FACTS[name].type == "set_of"
            assert line.startswith(f"{name} "), "that a set has members is concluded from nothing"
        elif option:
            assert option in FACTS[name].options
        else:
            assert FACTS[name].type == "yes_no" or "casts doubt" in line
    assert re.fullmatch(r"    [a-z].*[^.]", why), (
        "one plain sentence, without a full stop, so that it reads after a colon"
    )


def test_no_two_lines_say_the_same() -> None:
    pairs = [
        (verb, left, each)
        for line, _ in ENTRIES
        for left, verb, right in [re.split(r" (->|excludes|casts doubt on) ", line)]
        for each in right.split(", ")
    ]
    assert sorted(set(pairs)) == sorted(pairs)


def test_what_is_doubted_could_be_taken_for_granted() -> None:
    taken = {info.name for info in FACTS.values() if info.assumption != "none"}
    taken |= {each.fact for each in IMPLICATIONS if each.force == "weak"}
    doubted = {each for line, _ in ENTRIES if "casts doubt on" in line for each in line.split(" on ")[1].split(", ")}
    assert doubted - taken == set()


def follows(start: set[Statement]) -> set[Statement]:
    """All that follows from some statements by the rules that are certain."""
    known = set(start)
    grown = True
    while grown:
        grown = False
        for rule in CERTAIN:
            left = [each for each in rule.statements if ~each not in known]
            if len(left) == 1 and left[0] not in known:
                known.add(left[0])
                grown = True
    return known


YES_NO = sorted({each.fact for rule in rules() for each in rule.statements if each.part == YES})


def test_every_line_says_something_of_some_use() -> None:
    told = {each.fact for rule in rules() for each in rule.statements}
    assert {name for line, _ in ENTRIES for name, *_ in facts_named(line)} - told == set()


@pytest.mark.parametrize("so", [True, False])
@pytest.mark.parametrize("fact", YES_NO)
def test_whatever_is_stated_alone_can_be_so(fact: str, so: bool) -> None:
    known = follows({Statement(fact, YES, so=so)})
    assert [each for each in known if ~each in known] == []


def test_no_two_facts_are_one() -> None:
    implies = {(~rule.statements[0], rule.statements[1]) for rule in CERTAIN if len(rule.statements) == 2}
    implies |= {(~second, ~first) for first, second in implies}
    assert [(first, second) for first, second in implies if (second, first) in implies and first.so] == []


def test_a_chain_passes_through_facts_that_no_clause_reads() -> None:
    def rule(*statements: Statement) -> list[Rule]:
        return [each for each in rules() if set(each.statements) == set(statements)]

    charged, reached = (Statement(name, YES, so=True) for name in ("product.charged_for", "use.reaches_third_parties"))
    assert rule(~charged, reached)
    assert rule(~Statement("dispute.patent_claim", YES, so=True), Statement("dispute.any_claim", YES, so=True))
