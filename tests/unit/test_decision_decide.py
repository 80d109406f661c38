"""What comes with a verdict: parts, basis, duties, approvals, ways out, limits, notes and identity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from small_license import decided, license_of, possible, verdict

import licensekit as lk
from licensekit.truth import TRUE, UNKNOWN

GRANT = 'grant rights at "1" { may any act }'
JUNE = date(2026, 6, 1)
DIGEST = "00ff" * 16


def statuses(decision: lk.Decision) -> dict[str, str]:
    return {duty.clause: duty.status for duty in decision.duties}


# --- basis and reason ---------------------------------------------------------------------------------------


def test_on_what_a_permission_rests() -> None:
    terms = license_of("""
      grant rights at "1" { may run, sell when not work.multimodal }
      gate ask at "2" { for embed, sell needs consent from "X" which grants it }
    """)
    held = [lk.Approval("ask")]

    def basis(acts: str, *, personal: bool = False) -> str:
        return decided(terms, acts, {"work.multimodal": personal}, approvals=held).basis

    assert basis("run") == "granted"
    assert basis("embed") == "approved"
    assert basis("use_outputs") == "unrestricted"
    assert basis("sell") == "granted", "a grant weighs more than an approval"
    assert basis("sell", personal=True) == "approved"
    assert basis("run", personal=True) == ""
    assert basis("run embed") == "approved"
    assert basis("run embed use_outputs") == "unrestricted"
    assert basis("run quantize") == "", "one act is not allowed"


def test_one_grant_of_several_is_enough_to_rest_on() -> None:
    terms = license_of("""
      grant rights at "1" { may run }
      grant own at "2" { may run when use.personal }
    """)
    assert decided(terms, "run", {"use.personal": False}).basis == "granted"


def test_the_weakest_basis_of_the_licenses_that_count() -> None:
    bare = lk.parse('license bare { title "Bare" duty credit at "1" { for use_outputs must name licensor } }')
    named = license_of('grant outputs at "1" { may use_outputs }')
    assert decided(named, "use_outputs").basis == "granted"
    assert decided(bare, "use_outputs").basis == "unrestricted"
    assert decided(lk.all_of(named, bare), "use_outputs").basis == "unrestricted"


def test_a_permission_that_is_only_possible_has_a_basis_too() -> None:
    decision = decided(license_of(f'{GRANT} prohibition a at "2" {{ must not run when use.personal }}'), "run")
    assert decision.verdict is lk.Verdict.UNKNOWN
    assert decision.parts[0].basis == "granted"


@pytest.mark.parametrize(
    ("body", "facts", "reason"),
    [
        ('grant some at "1" { may sell }', {}, "silent"),
        ('grant some at "1" { may any act but not run }', {}, "withheld"),
        ('grant some at "1" { may run when use.personal }', {"use.personal": False}, "condition"),
        (f'{GRANT} reservation r at "2" {{ from rights when use.personal }}', {"use.personal": True}, "reserved"),
        (f'{GRANT} termination t at "2" {{ when breach.uncured ends rights }}', {"breach.uncured": True}, "ended"),
        (
            f'{GRANT} reservation r at "2" {{ from rights when use.personal }}'
            ' termination t at "2" { when breach.uncured ends every grant }',
            {"use.personal": True, "breach.uncured": True},
            "ended",
        ),
        (
            f'{GRANT} grant others at "1" {{ may any act but not run }}'
            ' reservation r at "2" { from rights when use.personal }',
            {"use.personal": True},
            "reserved",
        ),
        (
            'grant some at "1" { may run when not use.personal }'
            ' reservation r at "2" { from some when use.production }',
            {"use.personal": True, "use.production": True},
            "condition",
        ),
    ],
)
def test_why_an_act_is_not_granted(body: str, facts: dict[str, bool], reason: str) -> None:
    decision = decided(license_of(body), "run", facts)
    assert decision.verdict is lk.Verdict.NOT_GRANTED
    assert decision.reason == reason


def test_the_reason_of_the_act_that_is_refused() -> None:
    terms = license_of('grant some at "1" { may run but not sell when not use.personal }')
    assert decided(terms, "run sell").reason == "withheld"
    assert decided(terms, "run").reason == "condition", "why it would not be, where that is open"
    assert decided(terms, "run", {"use.personal": False}).reason == ""


def test_the_license_that_refuses_gives_the_reason() -> None:
    silent = lk.parse('license silent { title "Silent" grant some at "1" { may sell } }')
    reserved = license_of(f'{GRANT} reservation r at "2" {{ from rights }}')
    assert decided(lk.all_of(license_of(GRANT), silent), "run").reason == "silent"
    assert decided(lk.all_of(silent, reserved), "run").reason == "reserved"


# --- duties -------------------------------------------------------------------------------------------------


def test_a_duty_is_due_where_the_act_is_allowed() -> None:
    terms = license_of(f"""
      {GRANT}
      duty notice at "2" {{ for run must include license_text }}
      duty paid at "3" {{ for run when product.charged_for must display "X" on website }}
      duty credit at "4" {{ for run encouraged to name licensor }}
    """)
    decision = decided(terms, "run", {"product.charged_for": True})
    assert decision.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert statuses(decision) == {"notice": "due", "paid": "due", "credit": "due"}
    assert statuses(decided(terms, "run")) == {"notice": "due", "paid": "open", "credit": "due"}
    assert statuses(decided(terms, "run", {"product.charged_for": False})) == {"notice": "due", "credit": "due"}
    assert [duty.strength for duty in decision.duties] == ["must", "must", "encouraged"]
    assert decision.duties[1].text == 'display "X" on a related website'


def test_what_is_only_encouraged_is_no_duty() -> None:
    terms = license_of(f'{GRANT} duty credit at "4" {{ for run encouraged to name licensor }}')
    decision = decided(terms, "run")
    assert decision.verdict is lk.Verdict.PERMITTED
    assert statuses(decision) == {"credit": "due"}


def test_a_duty_would_apply_once_an_approval_is_there() -> None:
    terms = license_of(f"""
      {GRANT}
      duty notice at "2" {{ for sell must include license_text }}
      gate ask at "3" {{ for sell needs consent from "X" }}
    """)
    assert statuses(decided(terms, "sell")) == {"notice": "would_apply"}
    assert statuses(decided(terms, "sell", approvals=[lk.Approval("ask")])) == {"notice": "due"}


@pytest.mark.parametrize(("remedy", "expected"), [("", "moot"), ('remedy separate_license from "X"', "would_apply")])
def test_a_duty_of_an_act_that_is_not_granted_depends_on_a_way_out(remedy: str, expected: str) -> None:
    terms = license_of(f"""
      grant rights at "1" {{ may any act when not work.multimodal {remedy} }}
      duty notice at "2" {{ for sell must include license_text }}
    """)
    assert statuses(decided(terms, "sell", {"work.multimodal": True})) == {"notice": expected}
    assert statuses(decided(terms, "sell", {"work.multimodal": False})) == {"notice": "due"}
    assert statuses(decided(terms, "sell")) == {"notice": "due"}, "it is active in each world that allows the act"


def test_a_duty_of_what_is_prohibited_is_moot() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition none at "2" {{ must not sell }}
      duty notice at "3" {{ for sell must include license_text }}
      duty paid at "3" {{ for sell when product.charged_for must display name on website }}
    """)
    assert statuses(decided(terms, "sell")) == {"notice": "moot", "paid": "moot"}
    assert statuses(decided(terms, "sell", {"product.charged_for": False})) == {"notice": "moot"}


def test_a_duty_that_is_active_only_where_the_act_is_not_allowed() -> None:
    terms = license_of(
        f"""
      {GRANT}
      prohibition personal at "2" {{ must not sell when work.multimodal }}
      gate ask at "2" {{ for sell when use.production needs consent from "X" }}
      duty one at "3" {{ for sell when work.multimodal must include license_text }}
      duty other at "3" {{ for sell when use.production must include license_text }}
      duty never at "3" {{ for sell when work.multimodal and not work.multimodal must include license_text }}
    """.replace("duty one", "duty first")
    )
    assert statuses(decided(terms, "sell")) == {"first": "moot", "other": "would_apply"}


def test_of_several_acts_a_duty_has_its_first_status() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition none at "2" {{ must not sell }}
      duty notice at "3" {{ for sell, run must include license_text }}
    """)
    decision = decided(terms, "run sell")
    (duty,) = decision.duties
    assert (duty.status, duty.acts) == ("due", ("run", "sell"))


def test_a_duty_that_is_not_done_can_set_off_a_termination() -> None:
    terms = license_of(f"""
      {GRANT}
      define broken at "2" {{ breach.uncured }}
      duty notice at "2" {{ for run must include license_text }}
      termination breach at "3" {{ when broken ends every grant }}
      termination material at "3" {{ when breach.material ends every grant }}
      termination suit at "3" {{ when dispute.ip_claim ends every grant }}
    """)
    clean = {"breach.uncured": False, "breach.material": False, "dispute.ip_claim": False}
    (duty,) = decided(terms, "run", clean, done={"notice": False}).duties
    assert (duty.status, duty.could_end) == ("not_done", ("breach", "material"))
    (duty,) = decided(terms, "run", clean, done=["notice"]).duties
    assert (duty.status, duty.could_end) == ("done", ())
    assert decided(terms, "run", clean, done={"notice": False}).verdict is lk.Verdict.PERMITTED_WITH_DUTIES


def test_a_duty_that_is_not_due_is_neither_done_nor_not_done() -> None:
    terms = license_of(f"""
      {GRANT}
      duty notice at "2" {{ for run when product.charged_for must include license_text }}
    """)
    assert statuses(decided(terms, "run", done={"notice": False})) == {"notice": "open"}


ENDING = license_of("""
  grant rights at "1" { may any act }
  termination suit at "2" {
    when dispute.ip_claim
    ends rights and must not sell
    must delete every_copy
  }
  termination quiet at "2" { when breach.uncured ends rights }
""")


@pytest.mark.parametrize(
    ("acts", "claimed", "shown"), [("run", True, True), ("run", False, False), ("sell", True, True)]
)
def test_the_duties_of_a_termination_are_due_when_it_is_active(acts: str, claimed: bool, shown: bool) -> None:
    decision = decided(ENDING, acts, {"dispute.ip_claim": claimed, "breach.uncured": True})
    found = [(duty.clause, duty.status, duty.text, duty.on_termination, duty.acts) for duty in decision.duties]
    assert found == ([("suit", "due", "delete every copy", True, ())] if shown else [])


def test_the_duties_of_a_termination_wait_until_it_is_sure() -> None:
    assert decided(ENDING, "run", {"breach.uncured": False}).duties == ()
    sure = license_of("""
      grant rights at "1" { may any act }
      termination suit at "2" { when use.personal or not use.personal ends rights must delete every_copy }
    """)
    assert [duty.clause for duty in decided(sure, "run").duties] == ["suit"], "it is active in every world"


def test_the_duties_of_a_termination_are_not_due_where_another_licence_is_taken() -> None:
    claimed = {"dispute.ip_claim": True}
    free = lk.parse('license free { title "Free" grant rights at "1" { may any act } }')
    both = lk.parse(
        'license both { title "Both" termination end at "1" { when dispute.ip_claim ends every grant '
        "must delete every_copy } }"
    )
    for terms, expected in (
        (lk.any_of(free, ENDING), []),
        (lk.any_of(ENDING, free), []),
        (lk.all_of(ENDING, free), ["suit"]),
        (lk.any_of(both, ENDING), ["end"]),
    ):
        assert [duty.clause for duty in decided(terms, "run", claimed).duties] == expected


def test_a_termination_that_hangs_on_an_approval_is_looked_at_for_each_act() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      gate hold at "2" { for any act needs written_consent from "X" }
      termination t at "3" { when dispute.ip_claim and not approval hold is held ends rights must delete every_copy }
    """)
    held, claimed = [lk.Approval("hold", acts=("sell",))], {"dispute.ip_claim": True}
    assert [duty.clause for duty in decided(terms, "run sell", claimed, approvals=held).duties] == ["t"]
    assert [duty.clause for duty in decided(terms, "sell run", claimed, approvals=held).duties] == ["t"]
    assert decided(terms, "sell", claimed, approvals=held).duties == ()


# --- approvals and ways out ---------------------------------------------------------------------------------

GATED = license_of(
    """
  grant rights at "1" { may any act }
  gate hold at "2" { for sell when product.charged_for needs written_consent from "X" contact "x@x.org" subject "Y" }
  gate own at "3" { for embed needs consent from "Z" which grants it }
""",
    'contact "all@x.org"',
)


def test_an_approval_that_is_missing_is_shown_with_whom_to_ask() -> None:
    (shown,) = decided(GATED, "sell", {"product.charged_for": True}).approvals
    assert (shown.gate, shown.approval, shown.party, shown.contact, shown.subject, shown.holder) == (
        "hold",
        "written_consent",
        "X",
        "x@x.org",
        "Y",
        "licensee",
    )
    assert (shown.state, shown.truth, shown.grants_it, shown.acts) == ("missing", TRUE, False, ("sell",))
    (shown,) = decided(GATED, "embed").approvals
    assert (shown.gate, shown.contact, shown.grants_it) == ("own", "all@x.org", True)


def test_an_approval_that_may_be_needed_is_shown_as_open() -> None:
    (shown,) = decided(GATED, "sell").approvals
    assert (shown.gate, shown.truth, shown.state) == ("hold", UNKNOWN, "missing")
    assert decided(GATED, "sell", {"product.charged_for": False}).approvals == ()


def test_an_approval_that_is_held_is_shown_as_held() -> None:
    decision = decided(GATED, "sell", {"product.charged_for": True}, approvals=[lk.Approval("hold")])
    assert decision.verdict is lk.Verdict.PERMITTED
    assert [(one.gate, one.state) for one in decision.approvals] == [("hold", "held")]


def test_an_approval_of_what_is_prohibited_anyway_is_not_shown() -> None:
    terms = license_of(f"""
      {GRANT}
      gate hold at "2" {{ for sell needs consent from "X" }}
      prohibition none at "3" {{ must not sell }}
    """)
    assert decided(terms, "sell").approvals == ()


def test_an_approval_for_some_acts_is_missing_for_the_others() -> None:
    terms = license_of(f'{GRANT} gate hold at "2" {{ for sell, run needs consent from "X" }}')
    (shown,) = decided(terms, "run sell", approvals=[lk.Approval("hold", acts=("run",))]).approvals
    assert (shown.state, shown.acts) == ("missing", ("run", "sell"))


def test_a_gate_that_is_open_for_one_act_and_active_for_another_is_active() -> None:
    terms = license_of(f"""
      {GRANT}
      gate hold at "2" {{
        for sell, run
        when use.production or not approval other is held
        needs consent from "X"
      }}
      gate other at "3" {{ for embed needs consent from "X" }}
    """)
    approvals = [lk.Approval("other", acts=("run",))]
    (shown,) = decided(terms, "run sell", approvals=approvals).approvals
    assert (shown.acts, shown.truth) == (("run", "sell"), TRUE)
    (alone,) = decided(terms, "run", approvals=approvals).approvals
    assert alone.truth is UNKNOWN


def test_ways_out_are_shown_where_something_stands_in_the_way() -> None:
    terms = license_of("""
      grant rights at "1" { may any act remedy other_terms from "Z" }
      prohibition large at "2" {
        must not sell when group.people.now more than 9
        remedy separate_license from "X" contact "x@x.org"
      }
      prohibition never at "3" { must not sell when use.personal remedy exception from "Y" }
      prohibition elsewhere at "3" { must not embed remedy exception from "Y" }
    """)
    facts = {"use.personal": False}
    decision = decided(terms, "sell", {**facts, "group.people.now": 10})
    assert [(one.clause, one.approval, one.party, one.contact) for one in decision.remedies] == [
        ("rights", "other_terms", "Z", ""),
        ("large", "separate_license", "X", "x@x.org"),
    ]
    assert decided(terms, "sell", {**facts, "group.people.now": 9}).remedies == ()
    assert decided(terms, "run", facts).remedies == ()


# --- what else is shown -------------------------------------------------------------------------------------


def test_prohibitions_on_other_acts_are_standing_limits() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition here at "2" {{ must not run when use.personal }}
      prohibition there at "3" {{ must not sell, embed }}
      prohibition perhaps at "4" {{ must not distil when use.production }}
      prohibition off at "5" {{ must not train_on_outputs when use.personal }}
    """)
    found = decided(terms, "run", {"use.personal": False}).standing_limits
    assert [(one.clause, one.acts, one.truth) for one in found] == [
        ("there", ("sell", "embed"), TRUE),
        ("perhaps", ("distil",), UNKNOWN),
    ]


def test_the_text_says_nothing_of_other_currencies_unless_it_does() -> None:
    def notes(words: str, *rates: lk.Rate) -> tuple[str, ...]:
        terms = license_of(
            f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.year more than 5 USD{words} }}'
        )
        return decided(terms, "run", {"group.revenue.year": "3 CNY"}, rates=rates).notes

    rate = lk.Rate("CNY", "USD", Decimal("0.14"), JUNE)
    assert notes("", rate) == (
        "the text does not say how amounts in other currencies than USD count towards `group.revenue.year`",
    )
    assert notes(" (or equivalent)", rate) == ()
    assert notes("") == ()


def test_counts_have_no_currency() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when group.people.now more than 5 }}')
    rate = lk.Rate("CNY", "USD", Decimal("0.14"), JUNE)
    assert decided(terms, "run", {"group.people.now": 3}, rates=[rate]).notes == ()


def test_facts_that_the_licenses_read_are_shown_with_their_source() -> None:
    terms = license_of(f"""
      {GRANT}
      reading scope at "2" "?" {{ option wide "w" taken because "s" option narrow "n" }}
      prohibition a at "2" {{
        must not run
        when product.charged_for or use.personal or group.revenue.month more than 5 USD or conduct.military
          or reading scope is narrow
      }}
    """)
    facts = {"product.exists": False, "group.revenue.any_12_months": "at most 4 USD", "use.in_business": True}
    decision = decided(terms, "run", facts, assume="standard")
    assert decision.verdict is lk.Verdict.PERMITTED
    shown = {one.fact: (one.value, one.source) for one in decision.facts}
    assert shown["product.charged_for"] == ("no", "there is no product, so nothing is true of it")
    assert shown["conduct.military"] == ("no", "assumed")
    assert shown["group.revenue.month"][0] == "at most 4 USD"
    assert list(shown) == [
        *("product.charged_for", "use.personal", "group.revenue.month", "conduct.military"),
        *("group.revenue.any_12_months", "product.exists", "use.in_business"),
    ]
    assert {shown[each][1] for each in facts} == {"given"}, "none is read, and something was concluded from each"


def test_a_decision_says_what_it_is_about() -> None:
    terms = license_of(GRANT, f'text sha256 "{DIGEST}" from "https://example.org"')
    identity = decided(terms, "run", as_of=JUNE, assume="safe").identity
    assert identity.licenses == (("small", "Small"),)
    assert identity.texts == (("small", "", DIGEST),)
    assert (identity.as_of, identity.assume, identity.readings) == (JUNE, "safe", "taken")
    assert identity.library == lk.__version__


def test_a_decision_says_how_readings_were_chosen() -> None:
    terms = license_of(f"""
      {GRANT}
      reading second at "2" "?" {{ option a "a" taken because "s" option b "b" }}
      reading first at "2" "?" {{ option a "a" taken because "s" option b "b" }}
      prohibition no at "2" {{ must not run when reading first is b and reading second is b }}
    """)
    decision = decided(terms, "run", readings={"second": "b", "first": "a"})
    assert decision.identity.readings == "first=a, second=b"
    assert decided(terms, "run", readings="strict").identity.readings == "strict"


def test_documents_that_were_not_at_hand_are_named() -> None:
    terms = license_of(f'{GRANT} incorporates "Terms" from "https://example.org/terms" at "9" unread')
    assert decided(terms, "run").unread_documents == ("Terms (https://example.org/terms)",)


def test_facts_of_the_license_itself_are_read_as_it_declares_them() -> None:
    terms = license_of(f"""
      {GRANT}
      fact own.plan is one of {{ student, pro }} "Which plan?"
      fact own.budget is money "How much?"
      prohibition a at "2" {{ must not run when own.plan is pro and own.budget more than 5 USD }}
    """)
    assert verdict(terms, "run", {"own.plan": "pro", "own.budget": "6 USD"}) == "prohibited"
    use = lk.Use(acts=("run",), local={"own.plan": "pro", "own.budget": "5 USD"})
    assert terms.evaluate(use, assume="none").verdict is lk.Verdict.PERMITTED
    with pytest.raises(lk.FactsError) as caught:
        terms.evaluate(lk.Use(acts=("run",), local={"own.plan": "prot", "own.price": True}))
    assert len(caught.value.diagnostics) == 2


def test_the_same_question_is_answered_the_same_whatever_was_asked_before() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition a at "2" {{ must not run when group.revenue.year more than 5 USD }}
    """)
    rate = lk.Rate("CNY", "USD", Decimal("0.14"), JUNE)
    before = decided(terms, "run", {"group.revenue.year": "40 CNY"})
    assert possible(terms, "run", {"group.revenue.year": "40 CNY"}, rates=[rate]) == ["prohibited"]
    assert decided(terms, "run", {"group.revenue.year": "40 CNY"}) == before
    assert before.verdict is lk.Verdict.UNKNOWN


def test_a_termination_can_stop_acts_that_are_no_grants() -> None:
    assert verdict(ENDING, "sell", {"dispute.ip_claim": True, "breach.uncured": False}) == "prohibited"
    assert verdict(ENDING, "run", {"dispute.ip_claim": True, "breach.uncured": False}) == "not_granted"


def test_what_gates_are_for_acts_that_are_not_asked_about_is_not_shown() -> None:
    assert decided(GATED, "run").approvals == ()


def test_readings_are_no_facts() -> None:
    terms = license_of(f"""
      {GRANT}
      reading scope at "2" "?" {{ option wide "w" taken because "s" option narrow "n" }}
      prohibition a at "2" {{ must not run when reading scope is narrow and use.personal }}
    """)
    assert [one.fact for one in decided(terms, "run", readings="strict").facts] == ["use.personal"]


def test_of_a_choice_the_duties_of_a_termination_are_searched_for_with_what_decides_the_choice() -> None:
    """The clause is settled; whether its licence counts is not, and in no world it does."""
    ended = 'termination over at "2" { when licensor.has_terminated ends every grant must delete every_copy }'
    one = lk.parse(f'license first {{ title "First" grant rights at "1" {{ may any act }} {ended} }}')
    other = lk.parse(
        'license second { title "Second" grant rights at "1" { may any act } '
        'prohibition never at "2" { must not run when use.in_business and not use.in_business } }'
    )
    decision = decided(lk.any_of(one, other), "run", {"licensor.has_terminated": True})
    assert str(decision.verdict) == "permitted"
    assert decision.duties == ()
