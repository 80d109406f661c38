"""An agreement of one's own with the licensor, and what it stands in for: docs/semantics.md, section 5."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from command_line import called
from small_license import decided, license_of, possible

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision.decision import Turn
from licensekit.decision.parts import Allowed, DutyShown
from licensekit.errors import FactsError
from licensekit.report.answer_memo import headline
from licensekit.report.changes import case_of, changes_shown
from licensekit.testing.cases import run_case

NAME = "agreement with Acme Labs Ltd. (Acme)"
AGREED = [lk.Approval(NAME)]
TERMS = license_of(
    """
    grant rights at "1" { may run, modify, host_model, distribute when not use.in_business }
    reservation territory at "2" { from rights when any of use.countries in { EU } }
    prohibition rivals at "3" { must not distil }
    prohibition war at "4" { must not any act when conduct.military }
    prohibition notices at "5" { must not remove_notices }
    prohibition cheats at "6" { must not use_outputs when small.cheats }
    gate consent at "7" { for fine_tune needs written_consent from "Acme" }
    gate foundation at "8" { for merge_models needs consent from "Example Foundation" }
    gate by-recipient at "9" { for distribute_copy needs consent from licensor by recipient }
    termination suit at "10" { when dispute.ip_claim ends every grant }
    termination breach at "11" { when breach.uncured ends every grant and must not any act }
    duty credit at "12" { for run, host_model, distil must name licensor }
    fact small.cheats is yes_no "Do you cheat?"
    """,
    'licensor "Acme Labs Ltd. (Acme)"',
)
PRIVATE: dict[str, Any] = {"use.in_business": False, "use.countries": ["US"], "conduct.military": False} | {
    "dispute.ip_claim": False,
    "breach.uncured": False,
}


def verdicts(act: str, **changed: Any) -> tuple[list[str], list[str]]:
    """The verdicts without the agreement, and with it."""
    facts = PRIVATE | {name.replace("__", "."): value for name, value in changed.items()}
    asked = {"assume": "none"}
    return possible(TERMS, act, facts, **asked), possible(TERMS, act, facts, approvals=AGREED, **asked)


@pytest.mark.parametrize(
    ("act", "changed", "before", "after"),
    [
        ("run", {"use__countries": ["DE"]}, "not_granted", "permitted_with_duties"),  # a reservation
        ("run", {"use__in_business": True}, "not_granted", "permitted_with_duties"),  # a condition of a grant
        ("sell", {}, "not_granted", "permitted"),  # what the text says nothing of
        ("distil", {}, "prohibited", "permitted_with_duties"),  # a prohibition of the licensor's own
        ("fine_tune", {}, "needs_approval", "permitted"),  # a gate of the licensor, by a word of its name
        ("merge_models", {}, "needs_approval", "needs_approval"),  # somebody else's gate
        ("distribute_copy", {}, "needs_approval", "needs_approval"),  # an approval that others must have
        ("run", {"conduct__military": True}, "prohibited", "prohibited"),  # conduct
        ("remove_notices", {}, "prohibited", "prohibited"),  # tampering
        ("use_outputs", {"small__cheats": True}, "prohibited", "prohibited"),  # a fact of the licence's own
        ("run", {"dispute__ip_claim": True}, "not_granted", "not_granted"),  # the licence has ended
        ("run", {"breach__uncured": True}, "prohibited", "prohibited"),  # an order to stop
        ("run", {}, "permitted_with_duties", "permitted_with_duties"),
    ],
)
def test_it_stands_in_for_what_is_the_licensors_to_give(
    act: str, changed: dict[str, Any], before: str, after: str
) -> None:
    assert verdicts(act, **changed) == ([before], [after])


def answer(facts: dict[str, Any] | None = None, acts: str = "run", **stated: Any) -> lk.Decision:
    return decided(TERMS, acts, PRIVATE | (facts or {}), assume="none", **stated)


def status(decision: lk.Decision) -> list[str]:
    duties: tuple[DutyShown, ...] = decision.duties
    return [duty.status for duty in duties]


def test_the_answer_rests_on_it_by_name_and_what_is_owed_is_open() -> None:
    decision = answer({"use.countries": ["DE"]}, approvals=AGREED)
    assert (decision.basis, decision.parts[0].rests_on, status(decision)) == ("approved", (NAME,), ["open"])
    assert f"It rests on the {NAME}, which was not read" in headline(decision)
    (territory,) = (reason for reason in decision.reasons if reason.clause == "territory")
    assert territory.lifted_by == (NAME,)
    assert decision.unread == ()


def test_where_nothing_rests_on_it_the_duties_are_due_and_it_is_unread() -> None:
    decision = answer(approvals=AGREED)
    assert (decision.basis, decision.parts[0].rests_on, status(decision)) == ("granted", (), ["due"])
    assert [(each.name, each.why) for each in decision.unread] == [
        (f"small.{NAME}", "without it the licence says the same of this use")
    ]
    forbidden = answer({"conduct.military": True, "use.countries": ["DE"]}, approvals=AGREED)
    assert [each.name for each in forbidden.unread] == [f"small.{NAME}"]


def test_scope_holder_and_dates_are_as_for_any_approval() -> None:
    abroad, day = {"use.countries": ["DE"]}, date(2026, 6, 1)

    def allowed(**stated: Any) -> bool:
        decision = answer(abroad, "run host_model", as_of=day, approvals=[lk.Approval(NAME, **stated)])
        return decision.allowed is lk.Allowed.YES

    assert allowed()
    assert allowed(since=day, until=day)
    assert not allowed(acts=("run",))
    assert not allowed(since=date(2026, 6, 2))
    assert not allowed(until=date(2026, 5, 31))
    assert not allowed(state="requested")
    assert not allowed(holder="recipient")
    ended = answer(abroad, as_of=day, approvals=[lk.Approval(NAME, until=date(2026, 5, 31))])
    assert [(each.name, each.why) for each in ended.unread] == [
        (f"small.{NAME}", "it does not count: it ended on 2026-05-31")
    ]


def test_duties_of_acts_and_licences_that_need_no_agreement_stay_due() -> None:
    decision = answer({"use.countries": ["DE"]}, "run", approvals=AGREED)
    assert status(decision) == ["open"]
    duty = 'duty d at "2" { for any act must name licensor }'
    also = lk.parse(f'license also {{ title "Also" grant rights at "1" {{ may any act }} {duty} }}')
    both = lk.all_of(TERMS, also)
    use = lk.Use.of(("run",), PRIVATE | {"use.countries": ["DE"]})
    joined = both.evaluate(use, assume="none", approvals=AGREED)
    assert {duty.license: duty.status for duty in joined.duties} == {"small": "open", "also": "due"}


def codes_of(terms: LicenseTerms, gate: str) -> list[tuple[str, str | None]]:
    with pytest.raises(FactsError) as refused:
        decided(terms, "run", {}, approvals=[lk.Approval(gate)])
    return [(each.code, each.help) for each in refused.value.diagnostics]


def test_nobodys_licensor_is_refused_with_those_that_there_are() -> None:
    assert codes_of(TERMS, "agreement with Acme") == [("LK546", f"write `{NAME}`")]
    assert codes_of(license_of('grant g at "1" { may run }'), NAME) == [("LK546", "no licence here names its licensor")]


def test_of_several_licences_it_is_said_which_is_meant() -> None:
    other = lk.parse(f'license other {{ title "O" licensor "{NAME[15:]}" grant g at "1" {{ may modify }} }}')
    both = lk.all_of(TERMS, other)
    ((code, help_),) = codes_of(both, NAME)
    assert (code, help_) == ("LK547", f"say which, or state each: `small.{NAME}` and `other.{NAME}`")
    each = [lk.Approval(f"{name}.{NAME}") for name in ("small", "other")]
    use = lk.Use.of(("run",), PRIVATE | {"use.countries": ["DE"]})
    assert both.evaluate(use, assume="none", approvals=each[:1]).verdict is lk.Verdict.NOT_GRANTED
    assert both.evaluate(use, assume="none", approvals=each).allowed is lk.Allowed.YES


def test_who_cannot_say_what_rests_on_it_refuses_it() -> None:
    use = lk.Use.of(("run",), PRIVATE)
    compiled = TERMS.compile(approvals=AGREED)
    assert compiled.decision(use).allowed is lk.Allowed.YES
    for ask in (
        lambda: compiled.verdict(use),
        lambda: lk.diff(TERMS, TERMS, approvals=AGREED),
        lambda: lk.decision_map(TERMS, ("run",), "use.in_business", "conduct.military", approvals=AGREED),
    ):
        with pytest.raises(FactsError) as refused:
            ask()
        assert [each.code for each in refused.value.diagnostics] == ["LK548"]


@pytest.mark.parametrize(
    ("license", "licensor", "facts"),
    [
        ("minimax-m2.7", "MiniMax", ("use.in_business=yes", "access.channel=licensor_official")),
        ("minimax-m3", "MiniMax", ("use.in_business=yes", "access.channel=licensor_official")),
        ("minimax-h3", "Nanonoble Pte. Ltd. (MiniMax)", ("licensee.domicile=US", "use.countries=US")),
    ],
)
def test_customers_of_a_licensor_with_a_contract_of_their_own(
    license: str, licensor: str, facts: tuple[str, ...]
) -> None:
    stated = [word for fact in facts for word in ("--set", fact)]
    act = "host_model" if license == "minimax-h3" else "call_hosted"
    question = ["ask", license, "--act", act, "--as-of", "2026-11-01", *stated]
    assert called(*question).status != 0
    status, said, _ = called(*question, "--approval", f"agreement with {licensor}=held:2026-03-01")
    assert status == 0, said
    assert said.startswith("Yes. Whether you ")
    assert f"It rests on the agreement with {licensor}, which was not read" in " ".join(said.split())
    assert "\nYou may owe " in said
    whole = called(*question, "--approval", f"agreement with {licensor}=held:2026-03-01", "--full").out
    assert whole.startswith("Permitted with duties")
    assert "Duties that may apply" in whole


def ways(decision: lk.Decision, goal: Turn = "allowed") -> list[list[str]]:
    """What would change an answer, each with what is said of it where nobody can bring it about at will."""
    found = decision.alternatives(goal).found
    return [[f"{shown.name} {shown.after}" for shown in changes_shown(each)] for each in found]


def test_waiting_for_the_day_on_which_it_begins_is_a_way() -> None:
    begins = [lk.Approval(NAME, since=date(2026, 6, 1))]
    decision = answer({"use.countries": ["DE"]}, as_of=date(2026, 5, 31), approvals=begins)
    days = [way for way in decision.alternatives("allowed").found if {item.kind for item in way.items} == {"day"}]
    assert [way.decision.parts[0].rests_on for way in days] == [(NAME,)]
    (case,) = (case_of(way, "later") for way in days)
    assert case is not None
    assert run_case(case, TERMS) == ()


def test_it_is_proposed_where_a_reservation_or_a_prohibition_stops_a_use_and_told_as_what_it_is() -> None:
    decision = answer({"use.countries": ["DE"]})
    assert decision.verdict is lk.Verdict.NOT_GRANTED
    assert [f"small.{NAME} held"] in ways(decision)
    *_, agreed = decision.alternatives("allowed").found
    (shown,) = changes_shown(agreed)
    assert (shown.kind, shown.before, shown.what) == (
        "approval", "not held", "an agreement of your own with Acme Labs Ltd. (Acme)",
    )  # fmt: skip
    assert shown.fixed == "the licence does not offer it; what it would allow, and ask in return, it alone says"
    assert agreed.decision.parts[0].rests_on == (NAME,)
    forbidden = answer({}, "distil")
    assert forbidden.verdict is lk.Verdict.PROHIBITED
    assert [f"small.{NAME} held"] in ways(forbidden)


@pytest.mark.parametrize("stated", [{"conduct.military": True}, {"dispute.ip_claim": True}])
def test_it_is_not_proposed_for_what_no_agreement_lifts(stated: dict[str, object]) -> None:
    said = ways(answer(stated))
    assert [f"small.{NAME} held"] not in said


def test_it_is_not_proposed_where_the_text_has_an_approval_of_its_own() -> None:
    gated = lk.parse(
        """license gated {
  title "Gated" licensor "Somebody"
  grant rights at "1" { may any act }
  gate big at "2" { for embed when product.charged_for needs paid_license from "Somebody" }
}
"""
    )
    decision = gated.evaluate(gated.use(("embed",), {"product.charged_for": True}))
    assert ways(decision) == [["product.charged_for no"], ["gated.big held"]]


def test_it_is_not_proposed_where_nobody_is_named_as_licensor() -> None:
    nobody = lk.parse('license nobody { title "Nobody" grant rights at "1" { may run when use.personal } }')
    assert ways(nobody.evaluate(nobody.use(("run",), {"use.personal": False}))) == [["use.personal yes"]]


def test_a_permission_that_rests_on_it_ends_without_it() -> None:
    decision = answer({"use.countries": ["DE"]}, approvals=[lk.Approval(NAME)])
    assert decision.allowed is Allowed.YES
    assert [f"small.{NAME} not held"] in ways(decision, "refused")
