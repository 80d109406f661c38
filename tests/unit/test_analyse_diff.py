"""Where two licences differ: worked examples, the showpieces, and what is written of them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.analyse.difference import Diff
from licensekit.cli.main import run
from licensekit.cli.outcome import Exit, Surroundings
from licensekit.diagram.nodes import Diagrams
from licensekit.testing.cases import run_case

PLAIN = """license {id} {{
  title "{id}"
  grant rights at "1" {{ may any act }}
  {clauses}
}}
"""


def licensed(name: str, clauses: str = "") -> lk.LicenseTerms:
    return lk.parse(PLAIN.format(id=name, clauses=clauses))


def command(*words: str, given: bytes = b"") -> Exit:
    return run(words, Surroundings(lambda _: given, lambda: date(2026, 6, 1)))


def moves(found: Diff) -> list[tuple[str, str, str]]:
    return [(one.kind, str(one.one.standpoint), str(one.other.standpoint)) for one in found.differences]


def reasons(found: Diff, at: int, side: str = "other") -> list[str]:
    part = getattr(found.differences[at], side)
    return [" and ".join(map(str, one.facts)) for one in part.when]


PAID = 'prohibition paid at "2" { must not any act when product.charged_for }'
OVER = 'prohibition big at "2" { must not any act when product.monthly_active_users.month more than 100 }'


@pytest.mark.parametrize("name", ["mit", "kimi-k3", "minimax-m2.7", "llama-4"])
def test_a_licence_does_not_differ_from_itself(name: str) -> None:
    assert lk.diff(lk.load(name), lk.load(name)).same


def test_names_and_places_make_no_difference() -> None:
    renamed = PAID.replace("paid", "charged").replace('"2"', '"7"').replace("charged_for", "charged_for")
    assert lk.diff(licensed("a", PAID), licensed("b", renamed)).same


def test_the_same_condition_written_otherwise_makes_no_difference() -> None:
    twice = 'prohibition p at "2" { must not any act when not (not product.charged_for or not product.exists) }'
    assert lk.diff(licensed("a", PAID), licensed("b", twice)).same  # who charges has a product


def test_one_licence_masks_what_its_clauses_differ_in() -> None:
    wide = 'prohibition everything at "2" { must not any act }'
    narrow = f'{wide}\n  duty law at "3" {{ for any act must comply with applicable_law }}'
    assert lk.diff(licensed("a", wide), licensed("b", narrow)).same


def test_a_threshold_and_its_strictness() -> None:
    at_least = OVER.replace("more than", "at least")
    found = lk.diff(licensed("a", OVER), licensed("b", at_least), acts=["run"])
    assert moves(found) == [("standpoint", "allowed", "prohibited")]
    (only,) = found.differences
    assert only.witness.facts == {"product.monthly_active_users.month": lk.Exactly(100)}
    assert only.direction == "stricter"


def test_a_relation_between_numbers_is_respected() -> None:
    month = 'prohibition p at "2" { must not run when product.revenue.month more than 5 USD }'
    both = (
        'prohibition p at "2" { must not run when product.revenue.month more than 5 USD '
        "and group.revenue.any_12_months more than 5 USD }"
    )
    assert lk.diff(licensed("a", month), licensed("b", both), acts=["run"]).same


def test_duties_are_compared_by_what_they_ask() -> None:
    law = 'duty law at "3" { for run must comply with applicable_law }'
    display = 'duty law at "3" { for run must display "A" on user_interface }'
    found = lk.diff(licensed("a", law), licensed("b", display), acts=["run"])
    assert moves(found) == [("duty", "allowed", "allowed")]
    assert found.differences[0].direction == "different"
    assert lk.diff(licensed("a", law), licensed("b", law.replace("duty law", "duty other")), acts=["run"]).same


def test_approvals_are_compared_by_who_gives_them() -> None:
    gate = 'gate g at "3" {{ for run when product.charged_for needs written_permission from "{who}" }}'
    found = lk.diff(licensed("a", gate.format(who="A")), licensed("b", gate.format(who="B")), acts=["run"])
    assert [one.kind for one in found.differences] == ["approval"]


def test_what_is_stated_narrows_the_uses() -> None:
    found = lk.diff(licensed("a"), licensed("b", PAID), facts={"product.charged_for": False})
    assert found.same
    assert lk.diff(licensed("a"), licensed("b", PAID), acts=["publish_benchmarks"]).same


def test_two_licences_of_one_name_are_told_apart() -> None:
    found = lk.diff(licensed("a"), licensed("a", PAID), acts=["run"])
    assert moves(found) == [("standpoint", "allowed", "prohibited")]
    assert found.differences[0].case.licenses == ("a",)


def test_clean_conduct_is_not_told() -> None:
    conduct = 'prohibition m at "2" { must not any act when conduct.military }'
    found = lk.diff(licensed("a", conduct), licensed("b", f"{conduct}\n  {PAID.replace('paid', 'p')}"), acts=["run"])
    assert reasons(found, 0) == ["product.charged_for is yes"]
    assert set(found.differences[0].witness.facts) == {"product.charged_for"}


# --- the showpieces ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def minimax() -> Diff:
    return lk.diff(lk.load("minimax-m2.5"), lk.load("minimax-m2.7"))


def test_minimax_took_business_use_away(minimax: Diff) -> None:
    first = minimax.differences[0]
    assert (first.direction, str(first.one.standpoint), str(first.other.standpoint)) == (
        "stricter",
        "allowed",
        "needs_approval",
    )
    assert [place.clause for place in first.other.clauses] == [
        "authorization",
        "authorization-of-derivative",
        "authorization-to-tamper",
    ]
    assert {"use.in_business is yes", "product.charged_for is yes"} <= set(reasons(minimax, 0))
    assert first.verdicts == (lk.Verdict.PERMITTED_WITH_DUTIES, lk.Verdict.NEEDS_APPROVAL)
    assert len(first.witness.facts) == 1


def test_minimax_no_longer_forbids_some_conduct(minimax: Diff) -> None:
    freed = next(one for one in minimax.differences if str(one.one.standpoint) == "prohibited")
    told = {str(fact) for way in freed.one.when for fact in way.facts}
    assert "conduct.automated_legal_decisions is yes" in told
    assert "conduct.military is yes" not in told


def test_kimi_differs_in_an_agreement_lawful_use_and_the_display_for_callers_apart() -> None:
    found = lk.diff(lk.load("kimi-k2.5"), lk.load("kimi-k3"))
    assert [(one.kind, one.direction) for one in found.differences] == [
        *[("standpoint", "stricter")] * 4,
        *[("duty", "stricter")] * 3,
        ("duty", "milder"),
        ("standpoint", "stricter"),
    ]
    assert reasons(found, 0) == ["conduct.unlawful is yes"]
    assert all("group.revenue.any_12_months is more than 20_000_000 USD" in way for way in reasons(found, 1))


# --- the command ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def differing() -> Exit:
    """What the command says of two licences that differ."""
    return command("diff", "kimi-k2.5", "kimi-k3", "--format", "json")


def test_the_command_says_whether_they_differ_by_its_status(differing: Exit) -> None:
    assert command("diff", "mit", "mit").status == 0
    assert differing.status == 1
    assert "answer every use alike" in command("diff", "mit", "mit").out


def test_a_case_that_is_shown_can_be_pasted_and_passes(differing: Exit) -> None:
    data = json.loads(differing.out)
    assert data["schema"] == "licensekit-diff/2"
    for one in data["differences"]:
        case = one["witness"]["case"]
        name = "kimi-k3" if one["other"]["asks"] or not one["one"]["asks"] else "kimi-k2.5"
        text = lk.load(name).license.id
        assert re.match(r"\s*case \"", case)
        assert "expect" in case
        assert text


@pytest.mark.long
def test_markdown_and_html_are_whole() -> None:
    written = command("diff", "kimi-k2.5", "kimi-k3", "--format", "markdown").out
    assert written.startswith("**kimi-k2.5 → kimi-k3: 9 differences**")
    assert written.count("```") == 18
    page = command("diff", "kimi-k2.5", "kimi-k3", "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert page.count("<article>") == 8


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("diff", "mit"), "LK705"),
        (("diff", "mit", "mit", "mit"), "LK705"),
        (("diff", "mit", "mitt"), "LK601"),
        (("diff", "mit", "mit", "--act", "runn"), "LK503"),
        (("diff", "mit", "mit", "--set", "product.charged=yes"), "LK501"),
        (("diff", "mit", "mit", "--format", "pdf"), "LK703"),
    ],
)
def test_bad_words_are_findings(words: Sequence[str], code: str) -> None:
    outcome = command(*words)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"error[{code}]" in outcome.err


def test_licences_that_are_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Diagrams.__init__, "__defaults__", (50,))
    outcome = command("diff", "minimax-m2.5", "minimax-m2.7")
    assert outcome.status == 2
    assert "error[LK720]" in outcome.err


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("gpl-3.0", "cc-by-nc-nd-4.0"),  # a meaning that the first does not have
        ("python-2.0", "cc-by-4.0"),
        ("fcl-1.0-alv2-keygen", "cc-by-nc-3.0"),
    ],
)
def test_facts_under_a_meaning_of_one_licence_are_not_told_to_the_other(first: str, second: str) -> None:
    pair = lk.load(first), lk.load(second)
    found = lk.diff(*pair)
    assert found.differences
    assert all(not run_case(each.case, pair[1]) for each in found.differences if first not in each.case.licenses)


def test_a_fact_that_is_read_plainly_too_is_told_with_its_meaning(tmp_path: Path) -> None:
    """A use that states it plainly alone would be ambiguous (LK523)."""
    path = tmp_path / "first.lic"
    path.write_text(
        """license later {
  title "Later"
  grant rights at "1" { may any act }
  prohibition service at "2" { must not run when group.operates.model_service }
}
license first {
  title "First"
  grant rights at "1" { may any act }
  meaning group.operates.model_service at "2" "in the narrow sense"
  prohibition service at "3" { must not run when group.operates.model_service }
  converts to later at "4" on 2030-01-01
}
""",
        encoding="utf-8",
    )
    outcome = command("diff", f"{path}:first", "mit")
    assert (outcome.status, outcome.err) == (1, "")
    said = " ".join(outcome.out.split())
    assert "when group.operates.model_service@first is yes and as_of is 2029-12-31 or earlier" in said
    assert "or group.operates.model_service is yes and as_of is 2030-01-01 or later" in said
    asked = command("ask", f"{path}:first", "--act", "run", "--set", "group.operates.model_service=yes")
    assert asked.status == 2
    assert "help: write `group.operates.model_service@first` too, for one of them reads it plainly" in asked.err


@pytest.mark.parametrize("order", [("strict", "plain"), ("plain", "strict")])
def test_a_use_that_one_licence_refuses_for_what_its_fact_implies_is_no_difference(order: tuple[str, str]) -> None:
    """The two once were one fact as the first declares it, and the use that was to show the difference was refused (LK522)."""
    texts = {
        "strict": """license strict { title "Strict"
          fact own.trial is yes_no "Is it a trial?" implies not use.production
          grant rights at "1" { may run } }""",
        "plain": """license plain { title "Plain"
          fact own.trial is yes_no "Is it a trial?"
          grant rights at "1" { may run }
          prohibition trials at "2" { must not run when own.trial and use.production } }""",
    }
    first, second = (lk.parse(texts[name]) for name in order)
    assert lk.diff(first, second).differences == ()
