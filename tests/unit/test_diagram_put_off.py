"""What was put off because it is large is combined of what a use leaves open, in the order in which it was to be."""

from __future__ import annotations

import licensekit as lk

PAIRS = 12
SETTLED = 5
"""Pairs from here on are settled by the use."""
FACTS = "\n".join(f'  fact x.{of}{at:02} is yes_no "Is {of}{at} so?"' for of in "ab" for at in range(PAIRS))
EVERY = " and ".join(f"x.a{at:02}" for at in range(PAIRS))
EITHER = " or ".join(f"(x.a{at:02} and x.b{at:02})" for at in range(PAIRS))
LARGE = f"""license large {{
  title "Large"
  licensor "Acme"
{FACTS}
  prohibition first at "1" {{ must not run when {EVERY} and not x.a00 }}
  grant rights at "2" {{ may any act }}
  gate hold at "3" {{ for run when {EITHER} needs separate_license from "Acme" }}
}}"""
USE = {f"x.{of}{at:02}": of == "a" for of in "ab" for at in range(SETTLED, PAIRS)} | {"access.channel": "own_copy"}


def test_an_approval_that_is_held_counts_in_what_was_put_off() -> None:
    terms = lk.parse(LARGE)
    use = terms.use(["run"], USE)
    without = terms.evaluate(use)
    assert [each.value for each in without.possible] == ["permitted", "needs_approval"]
    held = terms.evaluate(use, approvals=[lk.Approval("hold", "held")])
    assert [each.value for each in held.possible] == ["permitted"]
    assert held.verdict is lk.Verdict.PERMITTED


def test_options_that_all_lead_to_the_same_are_no_question() -> None:
    text = LARGE.replace(
        "  prohibition first",
        """  reading word at "4" "Is it?" {
    option wide "so" taken because "it is so"
    option narrow "not so"
  }
  prohibition first""",
    ).replace("when x.a00 and x.a01", "when reading word is narrow and x.a00 and x.a01")
    terms = lk.parse(text)
    for readings in ("taken", "strict"):
        decision = terms.evaluate(terms.use(["run"], USE), readings=readings)  # type: ignore[arg-type]
        assert [each.value for each in decision.possible] == ["permitted", "needs_approval"]
        assert len(decision.questions) == 2 * SETTLED
