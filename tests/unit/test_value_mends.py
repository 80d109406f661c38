"""Every problem of a value says what to write instead, wherever in the library it is raised."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.errors import ValueProblem

SOURCES = sorted(Path(lk.__file__).parent.rglob("*.py"))


def test_no_problem_of_a_value_is_raised_without_its_mend() -> None:
    bare = [
        f"{file.name}:{node.lineno}"
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == ValueProblem.__name__
        if len(node.args) < 2 and not any(isinstance(each, ast.Starred) for each in node.args)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("said", "code", "mend"),
    [
        (lambda: lk.at_most("x"), "LK311", "write a whole number from 0 on, such as `5_000_000`"),  # type: ignore[arg-type]
        (lambda: lk.at_least(-1), "LK311", "write a whole number from 0 on, such as `5_000_000`"),
        (lk.Range, "LK502", "write `lk.at_most(…)` or `lk.at_least(…)`, or leave the fact out"),
        (lambda: lk.between(lk.Money(1, "USD"), lk.Money(2, "EUR")), "LK458", "write both in USD"),
        (lambda: lk.Use.of(["run"], {"use.in_business": object()}), "LK502", "write true or false"),
    ],
)
def test_what_to_write_instead(said: object, code: str, mend: str) -> None:
    assert callable(said)
    with pytest.raises(lk.LicensekitError) as caught:
        said()
    assert [(each.code, each.help) for each in caught.value.diagnostics] == [(code, mend)]


@pytest.mark.parametrize(
    ("fact", "written", "mend"),
    [
        ("group.revenue.year", "more than 1M USD", "write `more than 1 million USD`"),
        ("group.revenue.year", "at most 5", "write `at most 5 USD`, or another currency"),
        ("group.people.now", "less than 200k", "write `less than 200 thousand`"),
        (
            "group.revenue.year",
            "between 1 and 2 million USD",
            "write both ends whole, such as `between 1 million USD and 2 million USD`",
        ),
        ("group.people.now", "between 1k and 2k", "write both ends whole, such as `between 1 million and 2 million`"),
        ("group.revenue.year", "between 5 USD and 1 USD", "write the lower bound first: `between 1 USD and 5 USD`"),
    ],
)
def test_a_mend_keeps_the_bound_before_the_number(fact: str, written: str, mend: str) -> None:
    """Who wrote what was proposed said `1 million USD` for `more than 1M USD`: another number, and a milder one."""
    with pytest.raises(lk.LicensekitError) as caught:
        lk.Use.of(["run"], {fact: written})
    assert [each.help for each in caught.value.diagnostics] == [mend]
