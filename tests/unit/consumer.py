# pyright: strict
"""What somebody writes who builds on licensekit: type checkers read it in their strictest mode, and it runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

import licensekit as lk


def in_words(verdict: lk.Verdict) -> str:
    """Every verdict: a new one would not pass."""
    match verdict:
        case lk.Verdict.PERMITTED | lk.Verdict.PERMITTED_WITH_DUTIES:
            return "go"
        case lk.Verdict.NEEDS_APPROVAL:
            return "ask"
        case lk.Verdict.NOT_GRANTED | lk.Verdict.PROHIBITED:
            return "stop"
        case lk.Verdict.UNKNOWN:
            return "find out"
        case _:
            assert_never(verdict)


def may_ship(
    terms: lk.LicenseTerms, use: lk.Use, day: date, *approvals: lk.Approval
) -> tuple[str, list[str], Mapping[str, Any]]:
    decision: lk.Decision = terms.evaluate(
        use,
        as_of=day,
        assume="safe",
        readings="strict",
        approvals=approvals,
        rates=[lk.Rate("CNY", "USD", Decimal("0.14"), day)],
        attested=lk.Attestation("Legal", day, ("conduct",)),
    )
    questions: tuple[lk.Question, ...] = decision.questions
    asked = [f"{question.fact}: {question.text}" for question in questions]
    whole: dict[str, Any] = decision.to_dict()
    stated: lk.Circumstances = decision.circumstances
    assert stated.as_of == day
    assert json.loads(decision.to_json()) == whole
    return in_words(decision.verdict), asked, whole


def main() -> None:
    use = lk.Use(
        acts={"embed"},
        product=lk.Product(
            charged_for=True,
            monthly_active_users={"month": 120_000_000, "2025-03": "at most 1 million"},
            revenue={"month": lk.at_most(lk.Money("1000000", "USD"))},
        ),
        licensee=lk.Licensee(kind="company", domicile="DE"),
        use=lk.Usage(countries=["DE", "FR"], in_business=True),
    )
    assert use == lk.Use.of(["embed"], use.facts())
    word, _, whole = may_ship(lk.load("kimi-k2.5"), use, date(2026, 6, 1))
    assert (word, whole["verdict"]) == ("go", "permitted_with_duties")
    both = lk.all_of(lk.load("mit"), lk.load("kimi-k2.5"))
    assert both.evaluate(use).verdict == "permitted_with_duties"
    amounts = (lk.Money(5, "USD"), lk.Money("5", "USD"), lk.Money(Decimal(5), "USD"))
    assert len(set(amounts)) == 1
    try:
        lk.load("kimi-k2.6").evaluate(use)
    except lk.LicensekitError as error:
        found: tuple[lk.Diagnostic, ...] = error.diagnostics
        assert [(each.code, each.path, each.help) for each in found] != []
    own: list[lk.FactInfo] = [fact for fact in lk.facts("llama-4") if fact.type == "count"]
    acts: tuple[lk.ActInfo, ...] = lk.acts()
    assert own
    assert acts
    assert {terms.id for terms in lk.licenses()} == set(lk.ids())
    assert lk.works()[0].title


if __name__ == "__main__":
    main()
