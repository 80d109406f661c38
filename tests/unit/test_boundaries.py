"""Cases beside, at and without every threshold and date, and the command `boundaries`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licensekit import api
from licensekit.api import parse
from licensekit.catalogue.loading import checked_text
from licensekit.testing.boundaries import Boundary, boundaries
from licensekit.testing.case_text import case_text, cases_text
from licensekit.testing.cases import passes
from unit.command_line import called, findings

pytestmark = pytest.mark.long

LICENSE = """license dated {
  title "Dated"
  released 2025-01-01
  measure finances at "0" { takes client.revenue.year when use.for_client takes licensee.revenue.year otherwise }
  measure highest at "0" { takes the larger of licensee.revenue.year, group.revenue.year }
  grant rights at "1" { may any act but not sell }
  duty pay at "2" { for run when finances at least 100_000 USD must pay a_fee to licensor }
  duty extra at "3" { for reproduce when highest more than 5.50 EUR must pay a_fee to licensor }
  duty indexed at "4" {
    for edit when licensee.revenue.year more than 1 million USD of 2019 adjusted by us_cpi_u must pay a_fee to licensor
  }
  prohibition late at "5" { must not quantize when as_of on_or_after 2027-01-01 }
  termination breach at "6" { when breach.uncured ends every grant and must not any act must delete every_copy }
  exemption cure at "7" { from breach when breach.cured_on within 32 days after breach.notified_on }
  prohibition never at "8" { must not embed when group.people.now more than 5 and group.people.now at most 5 }
}
"""


def around(found: tuple[Boundary, ...], subject: str, fact: str) -> dict[str, tuple[str, ...]]:
    """What the proposals around one threshold give for its fact, and what they expect."""
    one = next(each for each in found if each.threshold.subject == subject and each.threshold.fact == fact)
    shown = {}
    for each in one.proposals:
        lines = [line.strip() for line in case_text(each.case).splitlines()]
        given = [
            line for line in lines if line.startswith(f"given {fact} is") or (fact == "as_of" and line[:3] == "on ")
        ]
        shown[each.where] = (*given, *(line for line in lines if line.startswith("expect")))
    return shown


@pytest.fixture(scope="module")
def found() -> tuple[Boundary, ...]:
    return boundaries(parse(LICENSE))


def test_just_below_at_just_above_and_unknown(found: tuple[Boundary, ...]) -> None:
    fact = "client.revenue.year"
    assert around(found, "duty pay", fact) == {
        "just below": (f"given {fact} is 99_999 USD", "expect permitted", "expect not duty pay"),
        "at": (f"given {fact} is 100_000 USD", "expect permitted_with_duties", "expect duty pay is due"),
        "just above": (f"given {fact} is 100_001 USD", "expect permitted_with_duties", "expect duty pay is due"),
        "unknown": ("expect permitted_with_duties", "expect duty pay is open", f"expect asks {fact}"),
    }


def test_a_step_is_the_last_place_in_which_the_amount_is_written(found: tuple[Boundary, ...]) -> None:
    shown = around(found, "duty extra", "group.revenue.year")
    assert [lines[0] for lines in shown.values()][:3] == [
        "given group.revenue.year is 5.4 EUR",
        "given group.revenue.year is 5.5 EUR",
        "given group.revenue.year is 5.6 EUR",
    ]


def test_the_other_facts_are_held_where_the_clause_matters(found: tuple[Boundary, ...]) -> None:
    one = next(each for each in found if each.threshold.fact == "client.revenue.year")
    assert {case.fact for case in one.proposals[0].case.given} == {"client.revenue.year", "use.for_client"}


def test_an_adjusted_amount_is_compared_with_the_index_at_its_base(found: tuple[Boundary, ...]) -> None:
    one = next(each for each in found if each.threshold.subject == "duty indexed")
    assert "given index us_cpi_u of 2019 is 1 on 2019-12-31" in case_text(one.proposals[1].case)


def test_days_beside_a_date(found: tuple[Boundary, ...]) -> None:
    assert around(found, "prohibition late", "as_of") == {
        "the day before": ("on 2026-12-31", "expect permitted"),
        "on": ("on 2027-01-01", "expect prohibited"),
        "the day after": ("on 2027-01-02", "expect prohibited"),
        "unknown": ("expect unknown", "expect possible permitted, prohibited"),
    }


def test_both_edges_of_so_many_days_after_another_date(found: tuple[Boundary, ...]) -> None:
    edges = [each for each in found if each.threshold.subject == "exemption cure"]
    shown = [
        [(each.where, str(each.case.expect[0].verdict)[:9]) for each in edge.proposals]  # type: ignore[union-attr]
        for edge in edges
    ]
    assert [edge.threshold.edge for edge in edges] == ["2026-07-03", "2026-06-01"]
    assert shown == [
        [("the day before", "permitted"), ("on", "permitted"), ("the day after", "prohibite"), ("unknown", "unknown")],
        [("the day before", "prohibite"), ("on", "permitted"), ("the day after", "permitted"), ("unknown", "unknown")],
    ]


def test_where_no_use_is_found_it_says_so(found: tuple[Boundary, ...]) -> None:
    nowhere = [(each.threshold.subject, each.threshold.fact) for each in found if not each.proposals]
    assert nowhere == [
        ("duty extra", "licensee.revenue.year"),  # never more than the group's, which is in the measure too
        ("prohibition never", "group.people.now"),
    ]
    assert all(each.decided for each in found)


def test_the_cases_check_differ_in_name_and_pass(found: tuple[Boundary, ...]) -> None:
    cases = [one.case for each in found for one in each.proposals]
    checked = checked_text(LICENSE + cases_text(cases))
    assert checked.diagnostics == ()
    assert checked.cases == tuple(cases)
    terms = parse(LICENSE)
    assert all(passes(case, terms) for case in cases)


@pytest.mark.parametrize("name", ["kimi-k3", "llama-4", "qwen-3.8-max", "glm-5.3"])
def test_of_shipped_licences(name: str) -> None:
    terms = api.load(name)
    found = boundaries(terms)
    assert found
    for each in found:
        assert [one.where for one in each.proposals][-1:] == ["unknown"]
        for one in each.proposals:
            checked = checked_text(cases_text([one.case]))
            assert checked.cases == (one.case,), one.case.name
            assert passes(one.case, terms), one.case.name


def test_the_command_writes_a_file_of_cases(tmp_path: Path) -> None:
    path = tmp_path / "dated.lic"
    path.write_text(LICENSE, encoding="utf-8")
    outcome = called("boundaries", str(path))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("# dated: ")
    (tmp_path / "dated.cases.lic").write_text(outcome.out, encoding="utf-8")
    assert called("check", str(path), str(tmp_path / "dated.cases.lic")).status == 0
    assert called("test", str(path)).status == 0


def test_the_command_as_data() -> None:
    data = json.loads(called("boundaries", "kimi-k2.5", "--format", "json").out)
    assert [(one["fact"], one["edge"], one["matters"]) for one in data["boundaries"]] == [
        ("licensee.served_product.users.month", "100_000_000", True),
        ("licensee.served_product.revenue.month", "20_000_000 USD", True),
        ("product.monthly_active_users.month", "100_000_000", True),
        ("product.revenue.month", "20_000_000 USD", True),
    ]
    assert [use["where"] for use in data["boundaries"][2]["uses"]] == ["just below", "at", "just above", "unknown"]
    assert data["boundaries"][2]["place"]["text"] == "product.monthly_active_users.month more than 100 million"


@pytest.mark.parametrize(
    ("words", "found_"),
    [
        (("mit", "kimi-k2"), "error[LK705]: `boundaries` looks at one licence"),
        (("mit", "--format", "html"), "error[LK703]: `--format` cannot be `html`"),
        (("no-such-licence",), "error[LK601]: there is no licence `no-such-licence` in the catalogue"),
    ],
)
def test_bad_input(words: tuple[str, ...], found_: str) -> None:
    outcome = called("boundaries", *words)
    assert (outcome.status, findings(outcome)) == (2, [found_])
