"""What would change an answer: `decision.alternatives()`, what settles an open one, and `ask --what-if`."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from command_line import called, findings

import licensekit as lk
from licensekit.decision import Decision
from licensekit.decision.alternatives import alternatives, duty_changes
from licensekit.decision.parts import Allowed
from licensekit.decision.settling import settling
from licensekit.report.changes import case_of, changes_shown
from licensekit.report.schema import decision_schema
from licensekit.testing.cases import run_case

LLAMA = {"group.monthly_active_users[2025-03]": 800_000_000, "licensee.domicile": "DE"}
MINIMAX = {"product.charged_for": True, "use.in_business": True}
USES = [
    ("kimi-k2.5", ("embed",), {"product.monthly_active_users.month": 20_000_000}),
    ("kimi-k3", ("host_model",), {"use.in_business": True}),
    ("llama-4", ("embed",), LLAMA),
    ("llama-4", ("embed", "distribute_in_product"), LLAMA | {"group.monthly_active_users[2025-03]": 1}),
    ("minimax-m2.7", ("embed", "run"), MINIMAX),
    ("mit", ("run",), {}),
]


def decided(name: str, acts: tuple[str, ...], facts: dict[str, object], **more: object) -> Decision:
    terms = lk.load(name)
    return terms.evaluate(terms.use(acts, facts), **more)  # type: ignore[arg-type]


def said(decision: Decision, **more: object) -> list[tuple[str, list[str]]]:
    """Each alternative: the verdict, and what is changed to what."""
    return [
        (one.decision.verdict.value, [f"{change.name} {change.after}" for change in changes_shown(one)])
        for one in alternatives(decision, **more).found  # type: ignore[arg-type]
    ]


# --- golden answers ----------------------------------------------------------------------------------------


def test_llama_4_for_a_large_group_in_the_union() -> None:
    few = "group.monthly_active_users[2025-03] at most 700_000_000"
    assert said(decided("llama-4", ("embed",), LLAMA)) == [
        ("permitted_with_duties", [few, "licensee.domicile elsewhere"]),
        ("permitted_with_duties", ["llama-4.large-group held", "licensee.domicile elsewhere"]),
        ("permitted_with_duties", [few, "work.multimodal no"]),
        ("permitted_with_duties", ["llama-4.large-group held", "work.multimodal no"]),
        ("permitted_with_duties", ["llama-4.agreement with Meta held"]),
    ]


def test_minimax_m2_7_in_a_paid_product() -> None:
    unpaid = ["product.charged_for no", "purpose.any_commercial_advantage no"]
    assert said(decided("minimax-m2.7", ("embed",), MINIMAX)) == [
        ("permitted_with_duties", ["minimax-m2.7.authorization held"]),
        ("permitted", [*unpaid, "use.earns_money no", "use.in_business no"]),
        ("permitted", [*unpaid, "use.in_business no", "use.personal yes"]),
    ]


def test_nothing_ends_a_permission_of_kimi_k2_5() -> None:
    found = decided("kimi-k2.5", ("embed",), {"product.charged_for": True}).alternatives()
    assert (found.goal, found.found, found.looked_at, found.fewest) == ("refused", (), 5, 0)


def test_a_permission_of_llama_4_ends_by_numbers_conduct_and_the_licensor() -> None:
    decision = decided("llama-4", ("embed",), {"group.monthly_active_users[2025-03]": 1, "licensee.domicile": "US"})
    found = decision.alternatives()
    single = [changes_shown(one)[0] for one in found.found if len(one.steps) == 1]
    assert (single[0].name, single[0].before, single[0].after, single[0].source, single[0].fixed) == (
        "group.monthly_active_users[2025-03]",
        "1",
        "at least 700_000_001",
        "stated",
        "",
    )
    assert {change.name.partition(".")[0] for change in single[1:]} == {"conduct", "dispute", "licensor"}
    assert {change.fixed for change in single if change.name.startswith("licensor.")} == {"it is the licensor's to do"}
    pairs = [tuple(change.name for change in changes_shown(one)) for one in found.found if len(one.steps) == 2]
    assert pairs == [("licensee.domicile", "work.multimodal")]


@pytest.mark.parametrize(("name", "acts", "facts"), USES)
@pytest.mark.parametrize("goal", ["allowed", "refused"])
def test_every_alternative_has_its_answer_and_passes_as_a_case(
    name: str, acts: tuple[str, ...], facts: dict[str, object], goal: str
) -> None:
    decision = decided(name, acts, facts)
    for one in alternatives(decision, goal).found:  # type: ignore[arg-type]
        assert one.decision.allowed is (Allowed.YES if goal == "allowed" else Allowed.NO)
        case = case_of(one, "changed")
        assert case is not None
        assert run_case(case, lk.load(name)) == ()


# --- single changes ----------------------------------------------------------------------------------------

GATED = """license gated {
  title "Gated" licensor "Somebody"
  grant rights at "1" { may any act }
  gate big at "2" { for embed when group.revenue.any_12_months more than 20 million USD needs paid_license from "Us" }
  prohibition sold at "3" { must not sell when product.charged_for }
  converts to mit at "4" on 2028-01-01
}
"""


def gated(acts: tuple[str, ...], facts: dict[str, object], **more: object) -> Decision:
    terms = lk.parse(GATED)
    return terms.evaluate(terms.use(acts, facts), **more)  # type: ignore[arg-type]


def test_an_amount_an_approval_or_waiting() -> None:
    facts = {"group.revenue.any_12_months": lk.Money(Decimal(50000000), "USD")}
    assert said(gated(("embed",), facts, as_of=date(2026, 6, 1))) == [
        ("permitted", ["group.revenue.any_12_months at most 20_000_000 USD"]),
        ("permitted", ["gated.big held"]),
        ("permitted", ["as_of 2028-01-01"]),
    ]


def test_an_act_that_is_dropped() -> None:
    found = said(gated(("run", "sell"), {"product.charged_for": True}, as_of=date(2026, 6, 1)))
    assert ("permitted", ["sell left out"]) in found


def test_a_number_that_only_bounds_another_is_changed_with_it() -> None:
    million = 1_000_000
    facts = {
        "product.revenue.month": lk.Money(Decimal(5 * million), "USD"),
        "group.revenue.any_12_months": lk.Money(Decimal(10 * million), "USD"),
    }
    terms = lk.parse(
        """license monthly {
  title "Monthly" licensor "Somebody"
  grant rights at "1" { may any act when product.revenue.month at most 20 million USD }
}
"""
    )
    found = said(terms.evaluate(terms.use(("embed",), facts)))
    assert found == [
        (
            "not_granted",
            ["group.revenue.any_12_months more than 20_000_000 USD", "product.revenue.month more than 20_000_000 USD"],
        )
    ]


def test_an_approval_that_is_lost_ends_a_permission() -> None:
    facts = {"group.revenue.any_12_months": lk.Money(Decimal(50000000), "USD")}
    decision = gated(("embed",), facts, as_of=date(2026, 6, 1), approvals=(lk.Approval("big"),))
    assert said(decision) == [("needs_approval", ["gated.big not held"])]


def test_where_single_changes_cannot_all_be_tried_it_is_refused_with_the_size() -> None:
    decision = gated(("embed",), {}, as_of=date(2026, 6, 1))
    decision.deferred.inquiry.matter.diagrams.limit = 20
    with pytest.raises(lk.LicensekitError, match=r"LK720"):
        decision.alternatives()


def test_where_larger_sets_cannot_all_be_tried_it_is_told_how_large_those_tried_were() -> None:
    decision = gated(("run", "sell"), {"product.charged_for": True}, as_of=date(2026, 6, 1))
    diagrams = decision.deferred.inquiry.matter.diagrams
    whole, _ = decision.alternatives("allowed"), decision.alternatives("allowed")
    assert whole.looked_at == 5
    diagrams.limit = diagrams.spent - 1
    part = decision.alternatives("allowed")
    assert 1 <= part.looked_at < 5
    assert [one.items for one in part.found] == [one.items for one in whole.found if len(one.items) <= part.looked_at]


def test_a_choice_of_licences_and_another_reading_are_no_case() -> None:
    terms = lk.any_of(lk.load("minimax-m2.7"), lk.load("llama-4"))
    decision = terms.evaluate(terms.use(("embed",), MINIMAX | LLAMA))
    found = decision.alternatives()
    assert found.found
    assert {case_of(one, "changed") for one in found.found} == {None}


# --- duties ------------------------------------------------------------------------------------------------


def duties(decision: Decision) -> list[tuple[str, str, list[list[str]]]]:
    """Each duty that could come or go: whether it would be owed or spared, and by which changes."""
    return [
        (
            one.clause,
            one.goal,
            [
                [f"{change.name} {change.after}" for change in changes_shown(other)]
                for other in ([] if one.alternatives is None else one.alternatives.found)
            ],
        )
        for one in duty_changes(decision)
    ]


def test_kimi_k2_5_asks_for_its_name_from_either_threshold_on() -> None:
    facts = {"product.monthly_active_users.month": 20_000_000, "product.revenue.month": lk.Money(Decimal(1), "USD")}
    users, revenue = "product.monthly_active_users.month", "product.revenue.month"
    assert duties(decided("kimi-k2.5", ("embed",), facts | {"product.charged_for": True})) == [
        ("display-name", "owed", [[f"{users} at least 100_000_001"], [f"{revenue} more than 20_000_000 USD"]])
    ]


def test_and_spares_it_below_both_or_outside_of_commerce() -> None:
    facts = {"product.monthly_active_users.month": 200_000_000, "product.charged_for": True}
    assert duties(decided("kimi-k2.5", ("embed",), facts | {"purpose.primarily_commercial": False})) == [
        (
            "display-name",
            "spared",
            [
                [
                    "product.monthly_active_users.month at most 100_000_000",
                    "product.revenue.month at most 20_000_000 USD",
                ],
                [
                    "product.charged_for no",
                    "product.monthly_active_users.month at most 100_000_000",
                    "use.earns_money no",
                ],
                ["product.charged_for no", "use.earns_money no", "use.in_business no"],
                ["product.charged_for no", "use.earns_money no", "use.personal yes"],
            ],
        )
    ]


def test_duties_of_what_is_not_permitted_and_duties_that_are_open_are_not_looked_at() -> None:
    assert duty_changes(decided("minimax-m2.7", ("embed",), MINIMAX)) == ()
    assert duty_changes(decided("kimi-k2.5", ("embed",), {"product.charged_for": True})) == ()


def test_another_goal_is_no_goal() -> None:
    with pytest.raises(ValueError, match="write `allowed` or `refused`"):
        decided("mit", ("run",), {}).alternatives("owed")  # type: ignore[arg-type]


# --- what settles an open answer ---------------------------------------------------------------------------


def test_what_settles_llama_4_whatever_the_values() -> None:
    found = decided("llama-4", ("embed",), {}).settling()
    assert found is not None
    assert found.always == (("group.monthly_active_users[2025-03]", "work.multimodal", "licensee.domicile"),)
    assert found.permits is not None
    assert found.refuses is not None
    assert {tuple(sorted(step.item.name for step in one.steps)) for one in found.refuses.found} == {
        ("group.monthly_active_users[2025-03]",),
        ("licensee.domicile", "work.multimodal"),
    }


def test_what_settles_the_duties_of_a_permission() -> None:
    found = settling(decided("kimi-k2.5", ("embed",), {"product.charged_for": True}))
    assert found is not None
    assert found.always == (("product.monthly_active_users.month", "product.revenue.month"),)
    assert (found.permits, found.refuses) == (None, None)


def test_nothing_open_is_nothing_to_settle() -> None:
    assert decided("mit", ("run",), {}).settling() is None


@pytest.mark.parametrize(("name", "acts", "facts"), [("minimax-m2.7", ("run",), {}), ("llama-4", ("embed",), {})])
def test_each_fact_that_settles_is_asked_for(name: str, acts: tuple[str, ...], facts: dict[str, object]) -> None:
    decision = decided(name, acts, facts)
    found = settling(decision)
    assert found is not None
    asked = {question.fact for question in decision.questions}
    assert {fact for names in found.always for fact in names} <= asked


# --- golden texts ------------------------------------------------------------------------------------------

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "what-if"
TOLD = {
    "kimi-k2.5": ("embed", {"product.monthly_active_users.month": "20 million", "product.charged_for": "yes"}),
    "minimax-m2.7": ("embed", {"product.charged_for": "yes", "use.in_business": "yes"}),
    "llama-4": ("embed", {"group.monthly_active_users[2025-03]": "800 million", "licensee.domicile": "DE"}),
}
GROWTH = {"kimi-k2.5": ("--growth", "product.monthly_active_users.month=5% a month", "--as-of", "2026-06-15")}


@pytest.mark.parametrize("name", TOLD)
def test_the_whole_text_is_as_it_was_read(name: str) -> None:
    act, facts = TOLD[name]
    stated = [word for fact, value in facts.items() for word in ("--set", f"{fact}={value}")]
    words = ("ask", name, "--act", act, *stated, "--what-if", *GROWTH.get(name, ()))
    out = called(*words, "--full").out
    start = min(out.index(title) for title in ("What would make", "What would end") if title in out)
    end = min(out.index(title, start) for title in ("\nStays so while", "\nDistance from") if title in out)
    told = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert out[start:end] == told
    short, _, below = called(*words).out.partition("\n\n")
    assert len(short.splitlines()) <= 12
    assert below.startswith(told), "below the short answer it is the same"


# --- on the command line -----------------------------------------------------------------------------------


def test_the_text_names_the_change_the_answer_and_the_clause() -> None:
    out = called(
        "ask", "minimax-m2.7", "--act", "embed", "--set", "product.charged_for=yes", "--set", "use.in_business=yes",
        "--what-if",
    ).out  # fmt: skip
    assert (
        "What would make it permitted\n  if the approval of `minimax-m2.7.authorization` (written authorization from MiniMax) were held\n"
        in out
    )
    assert "\n      decides no longer: `authorization` at 3 of `minimax-m2.7`\n" in out
    assert "\n  all sets of at most 5 changes were looked at\n" in out
    assert '\nAs cases\n    case "changed: 1" {\n' in out


def test_the_text_names_what_would_bring_a_duty() -> None:
    out = called(
        "ask", "kimi-k2.5", "--act", "embed", "--set", "product.monthly_active_users.month=20 million",
        "--set", "product.revenue.month=1 million USD", "--set", "product.charged_for=yes", "--what-if",
    ).out  # fmt: skip
    assert (
        "What would change its duties\n  `display-name` would be due\n"
        "      if `product.monthly_active_users.month` were at least 100_000_001 (now 20_000_000, stated)\n"
    ) in out


def test_conduct_that_would_end_a_permission_is_shown_as_a_group() -> None:
    out = called(
        "ask", "llama-4", "--act", "embed", "--set", "group.monthly_active_users[2025-03]=1",
        "--set", "licensee.domicile=US", "--what-if", "--format", "markdown",
    ).out  # fmt: skip
    assert "### What would end the permission" in out
    assert "if one of 42 facts of `conduct` were yes (now assumed): prohibited" in out.replace("\\", "")
    assert "### As cases\n\n```\n" in out


def test_the_json_form_has_the_key_only_where_it_was_asked_for() -> None:
    words = ("ask", "llama-4", "--act", "embed", "--format", "json")
    plain, asked = (json.loads(called(*words, *more).out) for more in ((), ("--what-if",)))
    assert {key: value for key, value in asked.items() if key != "what_if"} == plain
    jsonschema.Draft202012Validator(decision_schema()).validate(asked)
    first = asked["what_if"]["alternatives"]["found"][0]
    assert first["changes"][0] == {
        "kind": "approval",
        "name": "llama-4.large-group",
        "before": "not held",
        "after": "held",
        "source": "held",
        "fixed": "",
        "what": "separate license from Meta",
    }
    assert first["verdict"] == "permitted_with_duties"
    assert asked["what_if"]["growth"] is None


def test_the_exit_status_is_that_of_the_answer() -> None:
    assert called("ask", "llama-4", "--act", "embed", "--what-if").status == 3
    assert findings(called("ask", "llama-4", "--act", "embed", "--growth", "x=1% a month")) == [
        "error[LK501]: `x` is not a fact of the vocabulary"
    ]


def test_a_monthly_series_is_changed_as_one_by_stating_what_it_adds_up_to() -> None:
    terms = lk.parse(
        """license yearly {
  title "Yearly" licensor "Somebody"
  grant rights at "1" { may any act when product.revenue.trailing_12_months at most 20 million USD }
  prohibition p at "2" { must not embed when product.revenue.month more than 5 million USD }
}
"""
    )
    months = [f"2025-{month:02}" for month in range(6, 13)] + [f"2026-{month:02}" for month in range(1, 6)]
    facts = {f"product.revenue[{month}]": lk.Money(Decimal(6_000_000), "USD") for month in months}
    run = alternatives(terms.evaluate(terms.use(("run",), facts), as_of=date(2026, 6, 1)), most_changes=1)
    (change,), _ = map(changes_shown, run.found)
    assert (change.name, change.before, change.after, change.source) == (
        "product.revenue.trailing_12_months",
        "72_000_000 USD",
        "at most 20_000_000 USD",
        "concluded",
    )
    assert set(run.found[0].after.facts) == {"product.revenue.trailing_12_months"}
    embed = alternatives(terms.evaluate(terms.use(("embed",), facts), as_of=date(2026, 6, 1)), most_changes=2)
    assert [[f"{change.name} {change.after}" for change in changes_shown(each)] for each in embed.found] == [
        ["product.revenue.trailing_12_months at most 5_000_000 USD"],
        ["yearly.agreement with Somebody held"],
    ]
    case = case_of(embed.found[0], "changed")
    assert case is not None
    assert run_case(case, terms) == ()


def test_waiting_until_an_approval_begins_or_has_ended() -> None:
    facts = {"group.revenue.any_12_months": lk.Money(Decimal(50000000), "USD")}
    later = lk.Approval("big", since=date(2027, 1, 1))
    found = said(gated(("embed",), facts, as_of=date(2026, 6, 1), approvals=(later,)), most_changes=1)
    assert ("permitted", ["as_of 2027-01-01"]) in found
    ending = lk.Approval("big", until=date(2026, 12, 31))
    found = said(gated(("embed",), facts, as_of=date(2026, 6, 1), approvals=(ending,)), most_changes=1)
    assert found == [("needs_approval", ["gated.big not held"]), ("needs_approval", ["as_of 2027-01-01"])]


def test_one_statement_for_each_group_of_conduct_where_nothing_is_assumed() -> None:
    facts = {"group.monthly_active_users[2025-03]": 1, "licensee.domicile": "US"}
    decision = decided("llama-4", ("embed",), facts, assume="safe")
    groups = ["conduct attested", "disputes attested", "licensor attested"]
    found = alternatives(decision)
    assert said(decision)[0] == ("permitted_with_duties", groups)
    assert found.fewest == 3
    case = case_of(found.found[0], "changed")
    assert case is not None
    assert case.attested is not None
    assert case.attested.groups == ("conduct", "disputes", "licensor")
    assert run_case(case, lk.load("llama-4")) == ()
    settled = decision.settling()
    assert settled is not None
    assert [len(names) for names in settled.always] == [29]


def test_the_text_tells_a_group_once_and_few_of_many_clauses() -> None:
    out = called(
        "ask", "llama-4", "--act", "embed", "--set", "group.monthly_active_users[2025-03]=1",
        "--set", "licensee.domicile=US", "--assume", "safe", "--what-if",
    ).out  # fmt: skip
    assert out.count("\n  if ") == 1 + out.split("Permitted for certain")[1].split("\n\n")[0].count("\n  if ") + (
        out.split("Ruled out for certain")[1].split("\n\n")[0].count("\n  if ")
    )
    assert "; and 27 more\n" in out
    assert "  27 facts of `conduct`" in out


def test_where_there_is_no_product_its_numbers_are_zero() -> None:
    terms = lk.parse(
        """license without {
  title "Without" licensor "Somebody"
  grant rights at "1" { may any act when not product.charged_for }
  prohibition p at "2" { must not run when product.exists }
}
"""
    )
    facts = {"product.revenue.year": lk.Money(Decimal(5), "USD")}
    found = said(terms.evaluate(terms.use(("run",), facts)))
    assert found == [
        ("permitted", ["product.exists no", "product.revenue.year 0 USD"]),
        ("permitted", ["without.agreement with Somebody held"]),
    ]


def test_an_amount_settles_what_is_compared_in_its_own_money() -> None:
    terms = lk.parse(
        """license several {
  title "Several" licensor "Somebody"
  grant rights at "1" { may any act }
  prohibition p at "2" { must not run when product.revenue.year more than 5 USD of 2019 adjusted by us_cpi_u }
  prohibition q at "3" { must not embed when product.revenue.year more than 5 USD or group.revenue.year more than 7 CNY }
}
"""
    )
    run, embed = (terms.evaluate(terms.use((act,))).settling() for act in ("run", "embed"))
    assert run is not None
    assert run.always == (("product.revenue.year in USD of 2019",),)
    assert embed is not None
    assert embed.always == (("product.revenue.year", "group.revenue.year"),)
