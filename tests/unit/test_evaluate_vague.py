"""Which unknown variable leaves a clause open: the first in the order of the text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_license import license_of, single, without_otherwise
from small_license import standing as standing_of

from licensekit.meaning.domain import Among, Interval
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.vague import first_unknown, unknown_in
from licensekit.model.conditions import ApprovalHeld


def exactly(number: int) -> Interval:
    return Interval(number, number)


def on(day: str) -> Interval:
    return exactly(date.fromisoformat(day).toordinal())


def asked(condition: str, world: dict[str, Any], more: str = "", clause: str = "uses") -> str | None:
    """What the prohibition with this condition needs to know; every reading is open."""
    terms = license_of(f"""
      grant rights at "1" {{ may any act }}
      gate consent at "2" {{ for sell needs consent from "X" }}
      reading scope at "3" "How far?" {{
        option wide "all" taken because "stricter"
        option narrow "some"
      }}
      measure finances at "4" {{ takes client.revenue.year when use.for_client takes group.revenue.year otherwise }}
      measure highest at "4" {{ takes the larger of finances, licensee.revenue.year }}
      define business at "5" {{ use.in_business or use.for_company }}
      prohibition uses at "6" {{ must not run when {condition} }}
      {more}
    """)
    terms = without_otherwise(terms, "limit")
    standing = Standing(Program(single(terms).program.license), world, Setting(), frozenset())
    return first_unknown(standing, standing.program.number[clause])


CLIENT, GROUP, LICENSEE = "client.revenue.year:USD", "group.revenue.year:USD", "licensee.revenue.year:USD"
NOTIFIED, CURED = "breach.notified_on", "breach.cured_on"


@pytest.mark.parametrize(
    ("condition", "world", "expected"),
    [
        ("use.production", {}, "use.production"),
        ("use.production", {"use.production": True}, None),
        ("not use.production", {}, "use.production"),
        ("business", {"use.in_business": False}, "use.for_company"),
        ("business", {"use.in_business": True}, None),
        ("use.production and use.personal", {}, "use.production"),
        ("use.production and use.personal", {"use.production": True}, "use.personal"),
        ("use.production and use.personal", {"use.personal": False}, None),
        ("licensee.kind is academic", {}, "licensee.kind"),
        ("licensee.kind is academic", {"licensee.kind": Among(("academic", "other"))}, "licensee.kind"),
        ("licensee.domicile in { EU }", {}, "licensee.domicile"),
        ("licensee.domicile in { EU }", {"licensee.domicile": "GB"}, "as_of"),
        ("any of use.countries in { EU }", {}, "use.countries"),
        ("any of use.countries in { EU }", {"use.countries": frozenset({"GB"})}, "as_of"),
        ("group.people.now more than 5", {}, "group.people.now"),
        ("group.people.now more than 5", {"group.people.now": Interval(0, 9)}, "group.people.now"),
        ("group.people.now exactly 5", {"group.people.now": Interval(5, 9)}, "group.people.now"),
        ("reading scope is wide", {}, "reading small.scope"),
        ("reading scope is wide", {"reading small.scope": "wide"}, None),
        (f"{CURED} before 2026-01-01", {}, CURED),
        (f"{CURED} on_or_after {NOTIFIED}", {CURED: on("2026-01-01")}, NOTIFIED),
        (f"{CURED} within 3 days after {NOTIFIED}", {NOTIFIED: on("2026-01-01")}, CURED),
        # Of a measure, first what decides which number it is; then the numbers that it may be.
        ("finances more than 5 USD", {}, "use.for_client"),
        ("finances more than 5 USD", {"use.for_client": True}, CLIENT),
        ("finances more than 5 USD", {"use.for_client": False, CLIENT: exactly(9)}, GROUP),
        ("highest more than 5 USD", {"use.for_client": True, CLIENT: exactly(1)}, LICENSEE),
        ("highest more than 5 USD", {"use.for_client": False}, GROUP),
        ("highest more than 5 USD", {LICENSEE: exactly(1)}, "use.for_client"),
        ("highest more than 5 USD", {"use.for_client": True, CLIENT: exactly(5), LICENSEE: exactly(5)}, None),
        ("use.production and not approval consent is held", {}, "use.production"),
    ],
)
def test_the_first_unknown_variable(condition: str, world: dict[str, Any], expected: str | None) -> None:
    assert asked(condition, world) == expected


def test_a_measure_of_which_no_case_holds_misses_nothing_that_could_be_known() -> None:
    more = """
      measure limit at "7" { takes client.revenue.year when use.for_client takes group.revenue.year otherwise }
      prohibition limited at "8" { must not run when limit more than 5 USD }
    """
    assert asked("use.production", {"use.for_client": False}, more, clause="limited") is None


def test_an_approval_is_never_unknown() -> None:
    standing = standing_of(
        license_of("""
      grant rights at "1" { may any act }
      gate consent at "2" { for sell needs consent from "X" }
    """),
        {},
    )
    assert unknown_in(standing, ApprovalHeld(gate="consent")) is None


def test_a_clause_that_is_settled_asks_nothing_of_what_may_lift_it() -> None:
    lifted = 'exemption small at "7" { from uses when group.people.now less than 10 }'
    assert asked("use.production", {"use.production": False}, lifted) is None
    assert asked("use.production", {"group.people.now": exactly(3)}, lifted) is None


def test_its_own_condition_comes_before_what_may_lift_it() -> None:
    lifted = 'exemption small at "7" { from uses when group.people.now less than 10 }'
    assert asked("use.production", {}, lifted) == "use.production"
    assert asked("use.production", {"use.production": True}, lifted) == "group.people.now"


def test_what_may_lift_what_may_lift_it() -> None:
    more = """
      exemption settled at "7" { from uses when use.personal }
      exemption small at "7" { from uses when group.people.now less than 10 }
      exemption not-here at "8" { from small when licensee.domicile in { US } }
    """
    world = {"use.production": True, "use.personal": False, "group.people.now": exactly(3)}
    assert asked("use.production", world, more) == "licensee.domicile"


def test_a_clause_without_a_condition_asks_what_may_lift_it() -> None:
    more = """
      duty notice at "7" { for run must include license_text }
      exemption inside at "8" { from notice when use.internal_operations }
    """
    assert asked("use.production", {}, more, clause="notice") == "use.internal_operations"
