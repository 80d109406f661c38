"""Edits of a licence, what becomes of each, and the command `mutate`."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from licensekit.api import parse
from licensekit.catalogue.loading import checked_text
from licensekit.cli.main import run
from licensekit.cli.outcome import Surroundings
from licensekit.cli.progress import bar
from licensekit.errors import LicensekitError
from licensekit.testing.case_text import case_text, cases_text
from licensekit.testing.cases import passes
from licensekit.testing.collect import shipped_cases
from licensekit.testing.mutants import KINDS, mutants
from licensekit.testing.mutation import Fate, mutation
from licensekit.testing.subject import subject
from unit.command_line import called, findings

LICENSE = """license small {
  title "Small"
  licensor "Somebody"
  reading close at "9" "What is close?" {
    option near "near" taken because "the plain meaning"
    option far "far"
  }
  define large at "0" { group.revenue.any_12_months more than 1 million USD and reading close is near }
  measure users at "0" { takes the larger of product.monthly_active_users.month, group.monthly_active_users.any_month }
  grant rights at "1" { may run, embed, sell }
  duty label at "2" { for run, embed when users at least 100 must display "Small" on website }
  duty thanks at "3" { for run encouraged to notify licensor }
  prohibition arms at "4" { must not any act when conduct.military or conduct.nuclear }
  gate paid at "5" { for embed when large and not use.personal needs separate_license from licensor }
  exemption schools at "6" { from arms, paid when licensee.kind in { academic, nonprofit } }
  termination end at "7" { when breach.uncured ends every grant and must not any act must delete every_copy }
}
"""
CASES = """cases for small {
  case "the label at a hundred users" {
    acts run
    given group.monthly_active_users.any_month is 100
    given licensee.kind is company
    given attested by "author" on 2026-01-01 for conduct, breach
    expect permitted_with_duties
    expect duty label is due
    expect encouraged duty thanks is due
  }
}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.lic"
    path.write_text(LICENSE, encoding="utf-8")
    (tmp_path / "small.cases.lic").write_text(CASES, encoding="utf-8")
    return path


def changes(*of: str) -> list[str]:
    return [one.description for one in mutants(parse(LICENSE).license) if one.id.startswith(of)]


def test_what_is_edited_in_a_condition() -> None:
    assert changes("large.") == [
        "define large: `and` becomes `or` in `group.revenue.any_12_months more than 1_000_000 USD and "
        "reading close is near`",
        "define large: `and group.revenue.any_12_months more than 1_000_000 USD` is left out",
        "define large: `and reading close is near` is left out",
        *(
            f"define large: `group.revenue.any_12_months more than 1_000_000 USD` becomes `{after}`"
            for after in (
                "group.revenue.any_12_months at least 1_000_000 USD",
                "group.revenue.any_12_months more than 1_000_001 USD",
                "group.revenue.any_12_months more than 999_999 USD",
                "group.revenue.any_12_months more than 10_000_000 USD",
                "group.revenue.any_12_months more than 1_000_000 EUR",
                "licensee.revenue.any_12_months more than 1_000_000 USD",
                "group.revenue.trailing_12_months more than 1_000_000 USD",
                "not group.revenue.any_12_months more than 1_000_000 USD",
            )
        ),
        "define large: `reading close is near` becomes `not reading close is near`",
    ]


def test_whole_numbers_are_not_edited_twice_in_one_way() -> None:
    # `at least 99` is `more than 98`; so `at least 100` has no further edit than 99, 101 and a thousand.
    assert [one for one in changes("label.") if "users at least 100` becomes" in one] == [
        "duty label: `users at least 100` becomes `users more than 100`",
        "duty label: `users at least 100` becomes `users at least 99`",
        "duty label: `users at least 100` becomes `users at least 1_000`",
        "duty label: `users at least 100` becomes `not users at least 100`",
    ]


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        ("rights.act.3", "grant rights: the act `sell` is left out"),
        ("label.strength.1", "duty label: `must` becomes `encouraged to`"),
        ("thanks.strength.1", "duty thanks: `encouraged to` becomes `must`"),
        ("arms.effect.1", "prohibition arms: the prohibition becomes an approval to ask for"),
        ("paid.effect.1", "gate paid: the approval to ask for becomes a prohibition"),
        ("paid.gate.1", "gate paid: `which grants it` is added"),
        ("paid.not.2", "gate paid: `not use.personal` becomes `use.personal`"),
        ("schools.name.1", "exemption schools: `arms` is no longer lifted"),
        ("schools.value.1", "exemption schools: `academic` is left out of `licensee.kind in { academic, nonprofit }`"),
        ("end.stop.1", "termination end: the order to stop is left out"),
        ("end.ending.1", "termination end: what is to be done at the end is left out"),
        ("end.clause.1", "termination end: termination `end` is left out"),
        ("users.measure.1", "measure users: `product.monthly_active_users.month` is left out"),
        ("close.reading.1", "reading close: option `far` is taken instead of `near`"),
    ],
)
def test_every_kind_of_edit_has_a_stable_id_and_says_what_it_does(edit: str, change: str) -> None:
    assert [one.description for one in mutants(parse(LICENSE).license) if one.id == edit] == [change]


def test_a_binding_turned_round_is_an_edit_of_a_known_kind() -> None:
    text = 'license own { title "Own" grant use at "1" { may run } binding calling at "2" { binds callers } }'
    (turned,) = (one for one in mutants(parse(text).license) if one.id == "calling.persons.1")
    assert (turned.change, KINDS[turned.kind]) == ("`binds` becomes `binds not`", "binds / binds not")


def test_ids_differ_kinds_are_known_and_edits_point_into_the_text() -> None:
    found = list(mutants(parse(LICENSE, "small.lic").license))
    assert len({one.id for one in found}) == len(found)
    assert {one.kind for one in found} <= set(KINDS)
    spans = {one.id: one.span for one in found}
    span = spans["large.comparison.1"]
    assert span is not None
    assert LICENSE[span.start : span.end] == "group.revenue.any_12_months more than 1 million USD"


def test_what_becomes_of_the_edits(small: Path) -> None:
    found = subject(str(small))
    report = mutation(found)
    fates = {one.mutant.id: one for one in report.outcomes}
    assert fates["label.comparison.1"].fate is Fate.KILLED
    assert fates["label.comparison.1"].noticed_by == "the label at a hundred users"
    assert fates["thanks.strength.1"].fate is Fate.KILLED
    assert fates["arms.connective.1"].fate is Fate.SURVIVED
    assert fates["users.measure.2"].fate is Fate.KILLED
    assert not report.of(Fate.UNDECIDED)
    same = {one.mutant.id for one in report.of(Fate.EQUIVALENT)}
    # A product's users are never more than the group's; and what the gate would grant is granted already.
    assert same == {"users.measure.1", "paid.gate.1"}
    counted = len(report.outcomes) - len(same)
    assert report.percent == Fraction(100 * len(report.of(Fate.KILLED)), counted)


def test_each_survivor_comes_with_a_case_that_checks_and_tells(small: Path) -> None:
    found = subject(str(small))
    witnesses = [one.witness for one in mutation(found).of(Fate.SURVIVED)]
    cases = [one.model_copy(update={"name": f"{at}"}) for at, one in enumerate(witnesses) if one is not None]
    assert len(cases) == len(witnesses) > 40
    checked = checked_text(LICENSE + cases_text(cases))
    assert checked.diagnostics == ()
    assert checked.cases == tuple(cases)
    assert all(passes(case, found.terms) for case in cases)


def test_a_case_that_a_survivor_proposes_makes_it_noticed(small: Path) -> None:
    before = mutation(subject(str(small)), only=("schools.name.2",))
    (survivor,) = before.of(Fate.SURVIVED)
    assert survivor.witness is not None
    beside = small.with_name("small.cases.lic")
    beside.write_text(CASES[:-2] + "\n" + case_text(survivor.witness) + "}\n", encoding="utf-8")
    after = mutation(subject(str(small)), only=("schools.name.2",))
    assert [(one.fate, one.noticed_by) for one in after.outcomes] == [(Fate.KILLED, survivor.witness.name)]


def test_nothing_is_said_while_cases_fail(small: Path) -> None:
    beside = small.with_name("small.cases.lic")
    beside.write_text(CASES.replace("users.any_month is 100", "users.any_month is 99"), encoding="utf-8")
    with pytest.raises(LicensekitError) as failed:
        mutation(subject(str(small)))
    (finding,) = failed.value.diagnostics
    assert (finding.code, finding.message) == (
        "LK708",
        "the case `the label at a hundred users` fails for the licence as it is",
    )
    outcome = called("mutate", str(small))
    assert outcome.status == 2
    assert findings(outcome) == ["error[LK708]: the case `the label at a hundred users` fails for the licence as it is"]


@pytest.mark.long
def test_every_shipped_case_is_printed_as_it_was_read() -> None:
    found = shipped_cases().cases[::9]
    for one in found:
        checked = checked_text(cases_text([one.case]))
        assert checked.cases == (one.case,), one.name


# --- the command -----------------------------------------------------------------------------------------


def test_the_command_shows_survivors_with_their_cases(small: Path) -> None:
    outcome = called("mutate", str(small), "--only", "schools.value")
    assert outcome.status == 0
    assert outcome.err == ""
    lines = outcome.out.splitlines()
    assert lines[:3] == [
        "small: Small (1 case)",
        "  2 edits: 0 noticed, 2 survived, 0 equivalent, 0 not decided",
        "  noticed: 0.0 %",
    ]
    number = next(at for at, line in enumerate(LICENSE.split("\n"), start=1) if "exemption schools" in line)
    assert f"  schools.value.1  {small}:{number}:51" in lines
    assert '  case "exemption schools: `academic` is left out of `licensee.kind in { academic, nonprofit }`" {' in lines


def test_the_command_as_data(small: Path) -> None:
    outcome = called("mutate", str(small), "--only", "arms", "--only", "label", "--format", "json")
    data = json.loads(outcome.out)
    assert data["license"] == "small"
    assert sum(data["figures"].values()) == len(data["edits"])
    edit = next(one for one in data["edits"] if one["id"] == "label.comparison.1")
    assert edit["fate"] == "killed"
    assert edit["place"] == {"file": str(small), "line": 11, "column": 43, "text": "users at least 100"}


@pytest.mark.parametrize(("least", "status"), [("0", 0), ("99", 1)])
def test_fail_under(small: Path, least: str, status: int) -> None:
    outcome = called("mutate", str(small), "--only", "label", "--fail-under", least)
    assert outcome.status == status
    assert ("less than" in outcome.err) is bool(status)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), "error[LK705]: `mutate` edits one licence"),
        (("mit", "--fail-under", "x"), "error[LK703]: `--fail-under` cannot be `x`"),
        (("mit", "--format", "html"), "error[LK703]: `--format` cannot be `html`"),
        (("mit", "--only", "nothing"), "error[LK703]: no edit of `mit` begins with `nothing`"),
        (("no-such-licence",), "error[LK601]: there is no licence `no-such-licence` in the catalogue"),
    ],
)
def test_bad_input(words: tuple[str, ...], found: str) -> None:
    outcome = called("mutate", *words)
    assert (outcome.status, findings(outcome)) == (2, [found])


def test_a_terminal_shows_how_far_it_has_come() -> None:
    shown: list[str] = []
    outcome = run(
        ("mutate", "mit"), Surroundings(lambda _: b"", lambda: pytest.fail("no clock"), progress=shown.append)
    )
    assert outcome.status == 0
    assert shown[0] == bar(0, 55) == f"[{'.' * 30}]  0 of 55 edits"
    assert shown[-2:] == [f"[{'#' * 30}] 55 of 55 edits", ""]


def test_a_licence_that_follows_may_have_facts_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "later.lic").write_text(
        'license later { title "L" fact later.odd is yes_no "Odd?" assumed no '
        'grant a at "1" { may any act when not later.odd } }'
    )
    (tmp_path / "first.lic").write_text(
        'license first { title "B" converts to later at "2" on 2026-01-01 grant a at "1" { may run } '
        'case "x" { acts run on 2025-01-01 assume safe expect permitted } }'
    )
    assert "edits: " in called("mutate", str(tmp_path / "first.lic")).out
