"""What follows from how the clauses stand, and on which sides of thresholds numbers lie, is worked out once."""

from __future__ import annotations

from datetime import date

from tests.unit.small_license import decided, license_of

import licensekit as lk
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.matter import MOST_KINDS, matter_of

RULES = license_of("""
  reading wide at "2" "How wide is it?" { option broad "wide" taken because "so" option narrow "narrow" }
  grant rights at "1" { may any act }
  prohibition large at "2" { must not any act when group.people.now more than 5 and not licensor.has_terminated }
  duty notice at "3" { for any act when product.contains_work must include license_text in every_copy }
  gate ask at "4" { for sell when reading wide is broad needs separate_agreement from licensor }
""")
KNOWN = {"group.people.now": 9, "licensor.has_terminated": False, "product.contains_work": True}


def kept(*leaves: str) -> dict[object, object]:
    """What is kept of the acts' consequences."""
    matter, _ = matter_of(RULES.terms, leaves, Circumstances(assume="none"))
    return matter.consequences


def test_uses_in_which_every_clause_stands_alike_share_what_follows() -> None:
    one, other = decided(RULES, "run", KNOWN), decided(RULES, "run", {**KNOWN, "group.people.now": 8})
    assert one.parts is other.parts
    assert one.duties is other.duties
    assert one.reasons != other.reasons, "each names its own facts"
    milder = decided(RULES, "run", {**KNOWN, "group.people.now": 5})
    assert (one.verdict, milder.verdict) == (lk.Verdict.PROHIBITED, lk.Verdict.PERMITTED_WITH_DUTIES)


def test_while_a_clause_is_open_numbers_on_the_same_side_of_every_threshold_share_what_follows() -> None:
    one, other = (decided(RULES, "run embed", {"group.people.now": people}) for people in (9, 8))
    assert one.parts is other.parts
    assert one.questions is other.questions
    at, beyond = (decided(RULES, "run embed", {"group.people.now": people}) for people in (5, 6))
    assert lk.Verdict.PROHIBITED in beyond.possible
    assert lk.Verdict.PROHIBITED not in at.possible
    assert beyond.parts is one.parts
    assert decided(RULES, "run embed", {"group.people.now": 9, "product.contains_work": False}).parts is not one.parts


def test_what_is_stated_beside_the_facts_takes_part() -> None:
    small = {**KNOWN, "group.people.now": 1}
    plain = decided(RULES, "sell", small)
    assert plain.verdict is lk.Verdict.NEEDS_APPROVAL
    approval = lk.Approval(gate="ask", since=date(2026, 1, 1))
    held = decided(RULES, "sell", small, approvals=(approval,), as_of=date(2026, 2, 1))
    assert held.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert decided(RULES, "sell", small, readings={"wide": "narrow"}).verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    undone = decided(RULES, "sell", small, readings={"wide": "narrow"}, done={"notice": False})
    assert undone.duties[0].status == "not_done"
    breach = decided(RULES, "run", small, done={"notice": False})
    assert [breach.duties[0].status, decided(RULES, "run", small).duties[0].status] == ["not_done", "due"]
    assert decided(RULES, "sell", small).verdict is lk.Verdict.NEEDS_APPROVAL
    assert decided(RULES, "sell", small).duties[0].status == "would_apply"


def test_only_so_much_is_kept() -> None:
    first = decided(RULES, "embed", KNOWN)
    matter, _ = matter_of(RULES.terms, ("embed",), Circumstances(assume="none"))
    (follows,) = kept("embed").values()
    matter.consequences.update({(lk.Truth.UNKNOWN,) * number: follows for number in range(9, 4 * MOST_KINDS + 9)})
    full = len(matter.consequences)
    other = decided(RULES, "embed", {**KNOWN, "group.people.now": 5})
    assert len(matter.consequences) == full
    assert other.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert decided(RULES, "embed", KNOWN).parts is first.parts
