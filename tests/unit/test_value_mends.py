"""Every problem of a value says what to write instead, wherever in the library it is raised."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.errors import ValueProblem
from licensekit.use.files import read_facts

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
        (
            lambda: lk.at_most("5 million USD"),  # type: ignore[arg-type]
            "LK311",
            'write a whole number or a Money; a text has the bound in it, "at most 5 million USD"',
        ),
        (lambda: lk.at_most(True), "LK311", "write a whole number from 0 on, such as `5_000_000`"),
        (
            lambda: lk.Product(monthly_active_users=40_000_000),  # type: ignore[arg-type]
            "LK508",
            'name the window: {"month": …}; there are `month`, `preceding_month`, `any_month`',
        ),
        (
            lambda: lk.Use.of(["run"], {"users": 5}),
            "LK501",
            "see `licensekit facts users` for what there is about a word",
        ),
        (lambda: read_facts(" ", "json"), "LK507", 'write `{"acts": ["run"]}`'),
        (
            lambda: lk.Use.of(["run"], {"group.revenue.year": "5_million"}),
            "LK108",
            "write `5 million USD`, or another currency",
        ),
        (lambda: lk.Use(act="run"), "LK501", "write what is done as `acts`, a list"),
        (lambda: lk.Use(product=3), "LK508", "write a mapping of facts"),  # type: ignore[arg-type]
        (lambda: lk.Use.of(["run"], {"use.countries": "Korea"}), "LK502", "did you mean `KP` or `KR`?"),
        (lambda: lk.Use.of(["run"], {"use.countries": "Frnce"}), "LK502", "did you mean `FR`?"),
        (lambda: lk.Use.of(["run"], {"use.countries": "Germany and France"}), "LK502", "write `DE,FR`"),
        (lambda: lk.Use.of(["run"], {"licensee.domicile": "USA"}), "LK502", "did you mean `US`?"),
        (
            lambda: lk.Use.of(["run"], {"use.countries": "everywhere"}),
            "LK502",
            "write `worldwide` for a set of countries",
        ),
        (
            lambda: lk.work("MIT"),
            "LK602",
            "`MIT` is what a licence is called: ask about that, without `--model`",
        ),
        (
            lambda: lk.load("gemma-3"),
            "LK601",
            "`licensekit list gemma` shows those that there are, and `--model OWNER/NAME` finds that of a model",
        ),
        (
            lambda: lk.load("./LICENSE"),
            "LK601",
            "`licensekit identify ./LICENSE` says which licence a text is; terms are in .lic files",
        ),
        (
            lambda: lk.load("product.charged_for"),
            "LK601",
            "name a licence: `product.charged_for` is a fact; on the command line `--set product.charged_for=…`",
        ),
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
