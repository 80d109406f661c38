"""Of several licences one is taken for all acts asked about: what one permits and another forbids is not put together."""

from __future__ import annotations

from datetime import date

import pytest
from small_license import decided, verdict

import licensekit as lk
from licensekit.api import LicenseTerms


def named(name: str, body: str) -> LicenseTerms:
    return lk.parse(f'license {name} {{ title "{name}" {body} }}')


NEVER_SELL = named("no-sale", 'grant g at "1" { may any act but not sell } prohibition p at "2" { must not sell }')
NEVER_CHANGE = named("no-change", 'grant g at "1" { may any act } prohibition p at "2" { must not modify }')
GATED = named("gated", 'grant g at "1" { may any act } gate q at "2" { for modify needs consent from "X" }')
EITHER = lk.any_of(NEVER_SELL, NEVER_CHANGE)


@pytest.mark.parametrize("terms", [EITHER, lk.any_of(NEVER_CHANGE, NEVER_SELL), lk.all_of(EITHER, lk.load("mit"))])
def test_acts_of_two_licences_are_not_put_together(terms: LicenseTerms) -> None:
    decision = terms.evaluate(terms.use(["fine_tune", "sell"]))
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert terms.compile().verdict(terms.use(["fine_tune", "sell"])).verdict is lk.Verdict.PROHIBITED
    assert len({part.verdict.value == "prohibited" for part in decision.parts}) == 2
    (note,) = [each for each in decision.notes if "taken for all" in each]
    assert "`fine_tune` under `no-sale`" in note
    assert "`sell` under `no-change`" in note
    for act in ("fine_tune", "sell"):
        alone = terms.evaluate(terms.use([act]))
        assert alone.allowed is lk.Allowed.YES
        assert not alone.notes


def test_of_equals_the_first_is_taken_for_every_act() -> None:
    decision = EITHER.evaluate(EITHER.use(["run", "fine_tune"]))
    assert [part.licenses for part in decision.parts] == [("no-sale",), ("no-sale",)]
    decision = EITHER.evaluate(EITHER.use(["run", "sell"]))
    assert [part.licenses for part in decision.parts] == [("no-change",), ("no-change",)]


def test_what_one_licence_permits_on_approval_is_milder_than_a_ban() -> None:
    terms = lk.any_of(NEVER_SELL, GATED)
    assert verdict(terms, "fine_tune sell") == "needs_approval"
    held = lk.Approval("gated.q", "held")
    assert verdict(terms, "fine_tune sell", approvals=[held]) == "permitted"


def test_an_approval_for_one_act_alone_counts_for_that_act_alone() -> None:
    gated = named("gated", 'grant g at "1" { may any act } gate q at "2" { for any act needs consent from "X" }')
    terms = lk.any_of(named("closed", 'grant g at "1" { may run }'), gated)
    for acts in (("fine_tune",), ("sell",)):
        held = lk.Approval("gated.q", "held", acts=acts)
        assert verdict(terms, "fine_tune sell", approvals=[held]) == "needs_approval"
    assert verdict(terms, "fine_tune sell", approvals=[lk.Approval("gated.q", "held")]) == "permitted"


def test_a_licence_that_is_offered_is_a_choice_too() -> None:
    offered = lk.parse(
        """
license later { title "Later" grant g at "1" { may any act } prohibition p at "2" { must not modify } }
license first {
  title "First"
  grant g at "1" { may any act }
  prohibition p at "2" { must not sell }
  offers later at "3" on 2026-01-01
}""",
        license="first",
    )
    day = date(2026, 6, 1)
    assert verdict(offered, "fine_tune sell", as_of=day) == "prohibited"
    assert verdict(offered, "sell", as_of=day) == "permitted"
    assert verdict(offered, "fine_tune", as_of=day) == "permitted"


def test_open_facts_decide_for_all_acts_at_once() -> None:
    stops = named("stops", 'grant g at "1" { may any act } prohibition p at "2" { must not sell when work.multimodal }')
    terms = lk.any_of(stops, NEVER_CHANGE)
    decision = terms.evaluate(terms.use(["fine_tune", "sell"]), assume="none")
    assert [each.value for each in decision.possible] == ["permitted", "prohibited"]
    assert terms.compile(assume="none").verdict(terms.use(["fine_tune", "sell"])).possible == decision.possible


def test_the_duties_are_those_of_the_licence_that_is_taken() -> None:
    terms = lk.parse(
        """
license later { title "Later" grant g at "1" { may any act } duty credit at "2" { for sell must include license_text } }
license first {
  title "First"
  grant g at "1" { may any act }
  prohibition p at "2" { must not sell }
  duty notice at "3" { for sell must include copyright_notice }
  offers later at "4" on 2026-01-01
}""",
        license="first",
    )
    duties = {
        day: [(duty.license, duty.clause) for duty in decided(terms, "sell", as_of=day).duties if duty.status == "due"]
        for day in (date(2025, 6, 1), date(2026, 6, 1))
    }
    assert duties == {date(2025, 6, 1): [], date(2026, 6, 1): [("later", "credit")]}
