"""A short answer is short, and nothing owed, forbidden or open is left out of it without its count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import licensekit as lk
from licensekit.decision.decision import Decision
from licensekit.meaning.verdict import Verdict
from licensekit.report.short_words import duty_words, is_quiet
from licensekit.testing.strategies import decisions, licenses
from licensekit.truth import FALSE, TRUE

LICENSES = ("llama-4", "kimi-k3", "minimax-h3", "gpl-3.0", "qwen-license-2024", "deepseek-model-1.0", "minimax-m3")


def width(line: str) -> int:
    """The columns of a line, told in another way than the report does."""
    shown = unicodedata.normalize("NFC", line)
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in shown)
    return len(shown) + wide - sum(unicodedata.combining(sign) > 0 for sign in shown)


def is_short(decision: Decision) -> None:
    lines = decision.short.lines
    assert len(lines) <= 12, str(decision.short)
    assert max(map(width, lines)) <= 100, str(decision.short)


def loses_nothing(decision: Decision) -> None:
    short = decision.short
    text = " ".join(" ".join(short.lines).split())
    told = {part.kind: len(part.items) + part.more for part in short.parts}

    asked = {part.act for part in decision.parts}
    counting = [
        duty
        for duty in decision.duties
        if duty.strength == "must" and duty.status in {"due", "not_done", "open", "would_apply"}
    ]
    active = {duty_words(duty, asked) for duty in counting if not is_quiet(duty)}
    quiet = {duty_words(duty, asked) for duty in counting if is_quiet(duty)}
    assert sum(told.get(kind, 0) for kind in ("must", "once_approved", "may_owe")) == len(active)
    assert told.get("also", 0) == len(quiet)

    limits = {(limit.acts, limit.truth is TRUE) for limit in decision.standing_limits}
    assert told.get("must_not", 0) == len(limits)
    assert told.get("find_out", 0) == len(decision.questions)
    deciding = {(each.license, each.locator, each.clause) for each in decision.reasons if each.decides}
    assert (told.get("where", 0) > 0) == bool(deciding)
    asking = [each for each in decision.approvals if each.state != "held" and each.truth is not FALSE]
    assert (told.get("ask", 0) > 0) == bool(asking or decision.remedies)
    assert told.get("not_read", 0) == len(decision.unread) + len(decision.unread_documents)

    for part in short.parts:
        if part.items:
            assert " ".join(part.items[0].split())[:20] in text, part.kind
        if part.items and part.more:
            assert f"and {part.more} more: explain()" in text, part.kind
        if not part.items and part.kind != "if_you_also":
            own = any(line.startswith(f"{part.label:18}{part.more} ") and ": explain()" in line for line in short.lines)
            assert own or f" {part.more} " in " ".join(short.lines[-2:]), part.kind


def says_the_verdict(decision: Decision) -> None:
    first = decision.short.answer.split()[0].strip(".,:")
    match decision.verdict:
        case Verdict.PERMITTED | Verdict.PERMITTED_WITH_DUTIES:
            assert first == "Yes"
        case Verdict.UNKNOWN:
            assert first == ("No" if decision.allowed is lk.Allowed.NO else "It")
        case _:
            assert first in {"No", "Not"}


@pytest.mark.slow
@settings(max_examples=60)
@given(st.sampled_from(LICENSES).flatmap(lambda name: decisions(lk.load(name))))
def test_answers_under_the_catalogue(decision: Decision) -> None:
    is_short(decision)
    loses_nothing(decision)
    says_the_verdict(decision)


@settings(max_examples=60)
@given(decisions())
def test_answers_under_generated_licences(decision: Decision) -> None:
    is_short(decision)
    loses_nothing(decision)
    says_the_verdict(decision)


NAMES = {
    "wide": "漢字" * 40,
    "ligatures": "ﷺ" * 90,
    "combining": "e\u0301" * 200,
    "emoji": "👩 💻 " * 60,
    "words": "A very long name " * 30,
    "endless": "x" * 400,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_of_any_length_and_script(name: str) -> None:
    text = f"""license long {{ title "{name}"
      grant rights at "{name[:40]}" {{ may any act }}
      gate g at "2" {{ for run needs consent from "{name}" contact "{name}" subject "{name}" }}
      duty d at "3" {{ for run must display "{name}" prominently on user_interface }}
      duty e at "4" {{ for embed when use.personal must name "{name}" }}
      prohibition p at "5" {{ must not sell }}
      incorporates "{name}" from "https://example.org/{"y" * 300}" at "6" unread
    }}"""
    terms = lk.parse(text)
    for acts in (["run"], ["embed"], ["run", "embed", "sell"]):
        decision = terms.evaluate(lk.Use.of(acts, {"group.revenue.year": "1 USD"}))
        is_short(decision)
        loses_nothing(decision)


def test_what_is_only_counted_is_named() -> None:
    """Two wordings that matter together alone: neither is told, and the line says what the number is of."""
    decision = lk.load("busl-1.1-akb").evaluate(lk.Use.of(["reverse_engineer", "impose_different_terms"]))
    loses_nothing(decision)
    (disputed,) = (part for part in decision.short.parts if part.kind == "disputed")
    assert (disputed.items, disputed.more) == ((), 1)
    assert "Disputed          1 disputed wording: explain()" in decision.short.lines


def test_many_licences_at_once() -> None:
    ids = ("mit", "apache-2.0", "kimi-k2", "kimi-k2.5", "minimax-m2", "elastic-2.0", "deepseek-model-1.0", "glm-5.3")
    decision = lk.all_of(*map(lk.load, ids)).evaluate(lk.Use.of(["embed", "distribute_copy"]))
    is_short(decision)
    loses_nothing(decision)
    assert "8 licences" in str(decision.short)


@settings(max_examples=15)
@given(licenses().flatmap(decisions))
def test_the_same_answer_is_the_same_bytes(decision: Decision) -> None:
    again = Decision.again(*decision.deferred.put)
    assert again.short == decision.short
