"""The decision as an object: it has no truth value, and sums itself up."""

from __future__ import annotations

import pytest
from small_license import decided, license_of

import licensekit as lk
from licensekit.decision.parts import Allowed

TERMS = license_of("""
  grant rights at "1" { may any act }
  prohibition personal at "2" { must not run when use.personal }
  gate hold at "3" { for sell needs consent from "X" }
  duty notice at "4" { for embed when product.charged_for must include license_text }
  reading scope at "5" "How far?" { option wide "w" taken because "s" option narrow "n" }
  prohibition scoped at "5" { must not distil when reading scope is narrow }
""")


def test_neither_a_decision_nor_whether_it_is_allowed_has_a_truth_value() -> None:
    decision = decided(TERMS, "run")
    with pytest.raises(TypeError, match="a decision has no truth value"):
        bool(decision)
    with pytest.raises(TypeError, match="`allowed` has three values"):
        bool(decision.allowed)


@pytest.mark.parametrize(
    ("acts", "facts", "allowed", "best", "worst"),
    [
        ("run", {}, Allowed.OPEN, "permitted", "prohibited"),
        ("run", {"use.personal": True}, Allowed.NO, "prohibited", "prohibited"),
        ("run", {"use.personal": False}, Allowed.YES, "permitted", "permitted"),
        ("embed", {}, Allowed.YES, "permitted", "permitted_with_duties"),
        ("sell", {}, Allowed.NO, "needs_approval", "needs_approval"),
        ("run sell", {}, Allowed.NO, "needs_approval", "needs_approval"),
    ],
)
def test_whether_a_use_may_go_ahead(acts: str, facts: dict[str, bool], allowed: Allowed, best: str, worst: str) -> None:
    decision = decided(TERMS, acts, facts)
    assert decision.allowed is allowed
    assert (str(decision.best), str(decision.worst)) == (best, worst)


def test_the_worst_and_the_best_reading() -> None:
    decision = decided(TERMS, "distil")
    assert decision.worst_reading == ({"small.scope": "narrow"}, lk.Verdict.PROHIBITED)
    assert decision.best_reading == ({"small.scope": "wide"}, lk.Verdict.PERMITTED)


def test_what_is_worked_out_later_is_worked_out_once() -> None:
    decision = decided(TERMS, "run embed")
    for name in ("questions", "bounds", "headroom", "readings", "facts", "standing_limits"):
        assert getattr(decision, name) is getattr(decision, name), name


def test_two_decisions_about_the_same_question_are_equal() -> None:
    assert decided(TERMS, "run") == decided(TERMS, "run")
    assert decided(TERMS, "run") != decided(TERMS, "run", {"use.personal": True})


def test_a_decision_explains_itself() -> None:
    assert decided(TERMS, "run", {"use.personal": True}).explain().splitlines()[0] == "Prohibited"


def test_conduct_that_nobody_attested() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      prohibition military at "2" { must not run when conduct.military }
      prohibition own at "3" { must not run when access.channel is certified_partner }
    """)
    facts = {"conduct.military": False}
    assert decided(terms, "run", assume="standard").rests_on_unattested_conduct
    assert not decided(terms, "run", facts, assume="standard").rests_on_unattested_conduct


def test_what_would_change_it_and_what_would_settle_it() -> None:
    refused = decided(TERMS, "run", {"use.personal": True})
    assert refused.alternatives().fewest == 1
    assert refused.settling() is None
    assert decided(TERMS, "run").settling() is not None


def test_a_notebook_shows_the_short_answer() -> None:
    """What stands last in a cell had been printed with every field that it has."""

    class Printer:
        text_shown = ""

        def text(self, shown: str) -> None:
            self.text_shown += shown

    decision, printer = decided(TERMS, "embed"), Printer()
    decision._repr_pretty_(printer, False)
    assert printer.text_shown == str(decision.short)
    decision.short._repr_pretty_(printer, False)
    assert printer.text_shown == 2 * str(decision.short)
