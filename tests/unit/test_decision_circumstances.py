"""What a caller states beside the facts: approvals, rates, readings, duties, attestations; and every slip in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_license import decided, license_of, verdict

import licensekit as lk

GATED = license_of("""
  grant rights at "1" { may any act }
  gate hold at "2" { for host_model needs consent from "X" }
  gate own at "3" { for sell needs consent from "X" by recipient }
  duty notice at "4" { for distribute must include license_text in every_copy }
  reading scope at "5" "How far?" {
    option wide "all" taken because "stricter"
    option narrow "some"
  }
  prohibition all-of-it at "5" { must not run when reading scope is wide }
""")
OTHER = lk.parse("""license other {
  title "Other"
  grant rights at "1" { may any act }
  gate hold at "2" { for host_model needs consent from "Y" }
}""")


def refused(terms: Any = GATED, acts: str = "run", **stated: Any) -> list[tuple[str, str, str]]:
    """Code, message and mend of every finding."""
    with pytest.raises(lk.FactsError) as caught:
        decided(terms, acts, **stated)
    return [(found.code, found.message, found.help) for found in caught.value.diagnostics]


def test_no_act_is_no_question() -> None:
    assert refused(acts="") == [("LK530", "no act is asked about", "name an act, such as `run` or `embed`")]


def test_an_act_that_a_changed_use_names_is_checked_again() -> None:
    with pytest.raises(lk.FactsError) as caught:
        GATED.use(["run"]).model_copy(update={"acts": ("run", "rnu")})
    (found,) = caught.value.diagnostics
    assert (found.code, found.message, found.help) == ("LK503", "`rnu` is not an act", "did you mean `run`?")


def test_an_attestation_is_shown_with_the_decision() -> None:
    stated = lk.Attestation("Legal", date(2026, 6, 1), ("conduct", "disputes"))
    assert decided(GATED, "run", attested=stated).attested == "conduct, disputes by Legal on 2026-06-01"
    assert decided(GATED, "run").attested == ""


def test_strict_leaves_every_reading_open_and_takes_the_worst() -> None:
    decision = decided(GATED, "run", readings="strict")
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert [str(one) for one in decision.possible] == ["permitted", "prohibited"]
    assert [str(part.verdict) for part in decision.parts] == ["prohibited"]


@pytest.mark.parametrize("name", ["hold", "small.hold"])
def test_a_gate_is_named_with_or_without_its_license(name: str) -> None:
    assert verdict(GATED, "host_model") == "needs_approval"
    assert verdict(GATED, "host_model", approvals=[lk.Approval(name)]) == "permitted"


@pytest.mark.parametrize("state", ["requested", "refused"])
def test_an_approval_that_is_not_held_is_not_held(state: Any) -> None:
    decision = decided(GATED, "host_model", approvals=[lk.Approval("hold", state)])
    assert decision.verdict is lk.Verdict.NEEDS_APPROVAL
    assert [one.state for one in decision.approvals] == [state]


@pytest.mark.parametrize(
    ("as_of", "expected", "note"),
    [
        (None, "needs_approval", "no as-of date is given, and it has dates"),
        (date(2026, 1, 31), "needs_approval", "it begins on 2026-02-01"),
        (date(2026, 2, 1), "permitted", ""),
        (date(2026, 3, 1), "permitted", ""),
        (date(2026, 3, 2), "needs_approval", "it ended on 2026-03-01"),
    ],
)
def test_an_approval_counts_on_its_first_and_on_its_last_day(as_of: date | None, expected: str, note: str) -> None:
    held = lk.Approval("hold", "held", date(2026, 2, 1), date(2026, 3, 1))
    decision = decided(GATED, "host_model", approvals=[held], as_of=as_of)
    assert str(decision.verdict) == expected
    unread = [(each.kind, each.name, each.why) for each in decision.unread]
    assert unread == ([("approval", "small.hold", f"it does not count: {note}")] if note else [])


def test_an_approval_with_a_first_day_alone_has_no_end() -> None:
    held = lk.Approval("hold", "held", since=date(2026, 2, 1))
    assert verdict(GATED, "host_model", approvals=[held], as_of=date(2099, 1, 1)) == "permitted"


def test_an_approval_with_a_last_day_alone_has_no_beginning() -> None:
    held = lk.Approval("hold", "held", until=date(2026, 2, 1))
    assert verdict(GATED, "host_model", approvals=[held], as_of=date(1999, 1, 1)) == "permitted"


def test_an_approval_must_be_held_by_the_party_that_the_gate_names() -> None:
    assert verdict(GATED, "sell", approvals=[lk.Approval("own", holder="recipient")]) == "permitted"
    decision = decided(GATED, "sell", approvals=[lk.Approval("own")])
    assert decision.verdict is lk.Verdict.NEEDS_APPROVAL
    (unread,) = decision.unread
    assert (unread.name, unread.value) == ("small.own", "held")
    assert unread.why == "it does not count: it must be held by the recipient, not by the licensee"


def test_an_approval_reaches_the_acts_it_names() -> None:
    both = license_of("""
      grant rights at "1" { may any act }
      gate hold at "2" { for run, host_model needs consent from "X" }
    """)
    decision = decided(both, "run host_model", approvals=[lk.Approval("hold", acts=("provide",))])
    assert {part.act: str(part.verdict) for part in decision.parts} == {
        "run": "needs_approval",
        "host_model": "permitted",
    }


def test_an_approval_for_an_act_that_does_not_exist_is_refused() -> None:
    found = refused(approvals=[lk.Approval("hold", acts=("host", "run"))])
    assert found == [("LK503", "`host` is not an act", "perhaps `host_model` or `host_software` is meant")]


def test_a_gate_that_does_not_exist_is_refused_with_the_nearest_name() -> None:
    assert refused(approvals=[lk.Approval("small.hodl")]) == [
        ("LK531", "there is no gate `small.hodl` here", "did you mean `small.hold`?")
    ]


def test_where_there_is_no_gate_nothing_is_suggested() -> None:
    bare = license_of('grant rights at "1" { may any act }')
    assert refused(bare, approvals=[lk.Approval("hold")]) == [
        ("LK531", "there is no gate `hold` here", "leave it out: there is none here")
    ]


def test_a_name_that_several_licenses_use_is_refused_bare_and_taken_in_full() -> None:
    both = lk.all_of(GATED, OTHER)
    found = refused(both, approvals=[lk.Approval("hold")])
    assert found == [("LK531", "`hold` is a gate of several licences", "write `small.hold` or `other.hold`")]
    held = [lk.Approval("small.hold"), lk.Approval("other.hold")]
    assert verdict(both, "host_model", approvals=held[:1]) == "needs_approval"
    assert verdict(both, "host_model", approvals=held) == "permitted"


def test_readings_are_chosen_by_name() -> None:
    assert verdict(GATED, "run") == "prohibited"
    assert verdict(GATED, "run", readings={"scope": "narrow"}) == "permitted"
    assert verdict(GATED, "run", readings={"small.scope": "narrow"}) == "permitted"


def test_what_is_no_reading_or_no_option_is_refused() -> None:
    assert refused(readings={"scpoe": "wide"}) == [
        ("LK532", "there is no reading `scpoe` here", "write one of small.scope")
    ]
    assert refused(readings={"scope": "narow"}) == [
        ("LK533", "the reading `scope` has no option `narow`", "did you mean `narrow`?")
    ]
    assert refused(readings="loose")[0][:2] == ("LK533", "readings cannot be `loose`")


def test_duties_are_done_or_not_done() -> None:
    def statuses(done: Any) -> list[str]:
        return [duty.status for duty in decided(GATED, "distribute_copy", done=done).duties]

    assert statuses(()) == ["due"]
    assert statuses(["notice"]) == ["done"]
    assert statuses({"small.notice": False}) == ["not_done"]
    assert refused(done=["notices"])[0][:2] == ("LK537", "there is no duty `notices` here")


def rate(source: str, target: str, number: str = "0.5") -> lk.Rate:
    return lk.Rate(source, target, Decimal(number), date(2026, 6, 1))


def test_two_rates_for_one_currency_are_refused() -> None:
    found = refused(rates=[rate("CNY", "USD"), rate("CNY", "EUR")])
    assert found == [
        (
            "LK535",
            "two rates convert CNY: `1 CNY = 0.5 USD on 2026-06-01` and `1 CNY = 0.5 EUR on 2026-06-01`",
            "give one rate for each currency",
        )
    ]


@pytest.mark.parametrize(
    "rates",
    [
        [rate("CNY", "USD"), rate("USD", "CNY")],
        [rate("CNY", "USD"), rate("USD", "EUR"), rate("EUR", "CNY")],
        [rate("EUR", "CNY"), rate("CNY", "USD"), rate("USD", "CNY")],
    ],
)
def test_rates_that_lead_in_a_circle_are_refused(rates: list[lk.Rate]) -> None:
    found = refused(rates=rates)
    assert [code for code, _, _ in found] == ["LK536"]
    assert found[0][2] == "give rates in one direction only"


def test_rates_are_followed_to_their_end() -> None:
    paid = license_of("""
      grant rights at "1" { may any act }
      prohibition large at "2" { must not run when group.revenue.year more than 10 USD }
    """)
    rates = [rate("JPY", "CNY"), rate("CNY", "USD")]
    assert verdict(paid, "run", {"group.revenue.year": "40 JPY"}, rates=rates) == "permitted"
    assert verdict(paid, "run", {"group.revenue.year": "41 JPY"}, rates=rates) == "prohibited"


def test_a_group_of_conduct_that_does_not_exist_cannot_be_attested() -> None:
    found = refused(attested=lk.Attestation("Legal", date(2026, 6, 1), ("conducts",)))
    assert found == [("LK534", "there is no group of facts to attest `conducts` here", "did you mean `conduct`?")]


def test_every_slip_is_reported_at_once() -> None:
    found = refused(
        approvals=[lk.Approval("no-gate"), lk.Approval("hold", acts=("no_act",))],
        readings={"no-reading": "wide"},
        done=["no-duty"],
        rates=[rate("CNY", "USD"), rate("USD", "CNY")],
        attested=lk.Attestation("Legal", date(2026, 6, 1), ("no-group",)),
    )
    assert [code for code, _, _ in found] == ["LK531", "LK503", "LK536", "LK532", "LK537", "LK534"]


def test_an_act_and_a_gate_of_the_same_name_in_one_license_do_not_meet() -> None:
    """A bare name that ends a longer one is taken for itself."""
    terms = license_of("""
      grant rights at "1" { may any act }
      gate hold at "2" { for run needs consent from "X" }
      gate on-hold at "3" { for sell needs consent from "X" }
    """)
    assert verdict(terms, "run", approvals=[lk.Approval("hold")]) == "permitted"
    assert verdict(terms, "sell", approvals=[lk.Approval("hold")]) == "needs_approval"


@pytest.mark.parametrize("name", ["small", "small-2.1"])
def test_a_bare_name_means_the_clause_of_the_license_before_that_of_its_policy(name: str) -> None:
    terms = lk.parse(
        """
      policy shared { duty notice at "1" { for run must give license_text } }
      license NAME {
        title "Small"
        grant rights at "1" { may any act }
        duty notice at "2" { for run must include license_text }
        incorporates shared at "3"
      }
    """.replace("NAME", name)
    )

    def statuses(done: str) -> dict[str, str]:
        return {duty.clause: duty.status for duty in decided(terms, "run", done=[done]).duties}

    assert statuses("notice") == {"notice": "done", "shared.notice": "due"}
    assert statuses("shared.notice") == {"notice": "due", "shared.notice": "done"}
