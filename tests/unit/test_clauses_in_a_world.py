"""Which clauses are active in a world: exemptions of exemptions, reservations and terminations of grants."""

from __future__ import annotations

from typing import Any

from small_license import in_world, license_of

from licensekit.truth import FALSE, TRUE, UNKNOWN

LIFTED = license_of("""
  grant rights at "1" { may any act }
  grant marks at "1" { may use_marks }
  prohibition business at "2" { must not run when use.in_business }
  exemption small at "3" { from business when group.people.now less than 10 }
  exemption not-abroad at "4" { from small when licensee.domicile in { US } }
  reservation research at "5" { from every grant when purpose.research }
  termination suit at "6" { when dispute.ip_claim ends rights }
  exemption settled at "7" { from suit when breach.first_notice }
""")


def active(world: dict[str, Any], clause: str) -> Any:
    found = in_world(LIFTED, world)
    return found.active(found.program.number[clause])


BUSINESS: dict[str, Any] = {"use.in_business": True, "licensee.domicile": "DE", "purpose.research": False}


def people(number: int) -> dict[str, Any]:
    from licensekit.meaning.domain import Interval

    return {"group.people.now": Interval(number, number)}


def test_an_exemption_lifts_a_clause() -> None:
    assert active({**BUSINESS, **people(10)}, "business") is TRUE
    assert active({**BUSINESS, **people(9)}, "business") is FALSE
    assert active(BUSINESS, "business") is UNKNOWN


def test_an_exemption_can_be_lifted_itself() -> None:
    abroad = {**BUSINESS, **people(9), "licensee.domicile": "US"}
    assert active(abroad, "small") is FALSE
    assert active(abroad, "business") is TRUE
    del abroad["licensee.domicile"]
    assert active(abroad, "business") is UNKNOWN


def test_what_lifts_a_clause_does_not_matter_where_it_does_not_apply() -> None:
    assert active({"use.in_business": False}, "business") is FALSE


def test_a_reservation_takes_every_grant_away() -> None:
    assert active({"purpose.research": True}, "marks") is FALSE
    assert active({"purpose.research": False}, "marks") is TRUE


def test_a_termination_ends_the_grants_it_names_unless_it_is_lifted() -> None:
    sued: dict[str, Any] = {"purpose.research": False, "dispute.ip_claim": True}
    assert active({**sued, "breach.first_notice": False}, "rights") is FALSE
    assert active({**sued, "breach.first_notice": False}, "marks") is TRUE
    assert active({**sued, "breach.first_notice": True}, "rights") is TRUE
    assert active(sued, "rights") is UNKNOWN


def test_its_own_condition_stands_apart_from_what_lifts_it() -> None:
    found = in_world(LIFTED, {**BUSINESS, **people(9)})
    number = found.program.number["business"]
    assert found.active(number) is FALSE
    assert found.own(number) is TRUE


def test_an_approval_is_held_for_its_gate() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      gate hold at "2" { for run needs consent from "X" }
      gate own at "3" { for run needs consent from "Y" }
    """)
    found = in_world(terms, {}, ["small.own"])
    assert [found.approved(found.program.number[gate], "run") for gate in ("hold", "own")] == [False, True]
    assert in_world(terms, {}).approved(1, "run") is False
