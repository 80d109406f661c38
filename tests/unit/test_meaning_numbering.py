"""Clauses are told to be the same by their form: order, repetition and De Morgan make no other number, names may."""

from __future__ import annotations

import pytest

import licensekit as lk
from licensekit.analyse.question import PairQuestion
from licensekit.meaning.numbering import Numbering
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single

HEAD = """license {name} {{
  title "{name}"
  grant rights at "1" {{ may any act }}
  fact own.a is yes_no "A?"
  fact own.b is yes_no "B?"
  fact own.n is count "How many?"
  {more}
  prohibition p at "2" {{ must not embed when {when} }}
}}"""


def program(name: str, when: str, more: str = "") -> Program:
    terms = lk.parse(HEAD.format(name=name, when=when, more=more)).terms
    assert isinstance(terms, Single)
    return terms.program


def number(numbers: Numbering, of: Program) -> int:
    return numbers.active(of, of.number["p"])


@pytest.mark.parametrize(
    ("when", "written_otherwise"),
    [
        ("own.a and own.b", "own.b and own.a"),
        ("own.a and (own.b or own.n more than 3)", "not ((not own.a) or ((not own.n more than 3) and (not own.b)))"),
        ("own.a", "not (not own.a)"),
        ("own.a", "own.a and own.a"),
    ],
)
def test_one_form_has_one_number(when: str, written_otherwise: str) -> None:
    numbers = Numbering()
    here, there = program("here", when), program("there", written_otherwise)
    assert number(numbers, here) == number(numbers, there)
    negated = program("negated", f"not ({when})")
    assert number(numbers, negated) == -number(numbers, here)


@pytest.mark.parametrize("other", ["own.a or own.b", "own.a", "own.a and not own.b", "own.a and own.n more than 3"])
def test_another_condition_has_another_number(other: str) -> None:
    numbers = Numbering()
    assert number(numbers, program("here", "own.a and own.b")) != number(numbers, program("there", other))


def test_what_lifts_a_clause_is_a_part_of_its_form() -> None:
    numbers = Numbering()
    lifted = 'exemption e at "3" { from p when own.b }'
    assert number(numbers, program("here", "own.a", lifted)) == number(numbers, program("there", "own.a and not own.b"))


def test_definitions_are_opened_and_readings_are_those_of_their_licence() -> None:
    numbers = Numbering()
    defined = program("here", "both", 'define both at "1" { own.a and own.b }')
    assert number(numbers, defined) == number(numbers, program("there", "own.b and own.a"))
    reading = """reading wording at "1" "Which?" {
      option wide "wide"
        taken because "so"
      option narrow "narrow"
    }"""
    here, there = (program(name, "own.a and reading wording is wide", reading) for name in ("here", "there"))
    assert number(numbers, here) == number(numbers, here)
    assert number(numbers, here) != number(numbers, there)


def test_clauses_that_ask_for_something_else_are_of_another_form() -> None:
    law, notice = (
        lk.parse(
            f'license {name} {{\n  title "{name}"\n  grant rights at "1" {{ may any act }}\n'
            f'  duty d at "2" {{ for embed when work.modified must {asked} }}\n}}'
        ).terms
        for name, asked in (("law", "comply with applicable_law"), ("notice", "mark modified_files prominently"))
    )
    assert PairQuestion(law, law).have_one_form("embed")
    assert not PairQuestion(law, notice).have_one_form("embed")
    assert PairQuestion(law, notice).have_one_form("run"), "neither asks anything for it"
