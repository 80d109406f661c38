"""Proofs over all uses: an option is stricter for every use, an assumption is safe-side; or a use against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import called

import licensekit as lk
from licensekit.analyse.lint import lint
from licensekit.analyse.proofs import (
    _claims_to_be_stricter,
    _milder_assumption,
    _milder_reading,
    questions_of,
    safe_side_facts,
)
from licensekit.analyse.question import Compared
from licensekit.catalogue import ids
from licensekit.decision import Program
from licensekit.decision.knowledge import assumed_value
from licensekit.diagnostics import Diagnostic
from licensekit.diagram.nodes import Diagrams, TooManySteps
from licensekit.model.license import License, Option

HEAD = """license sample {
  title "Sample" licensor "Somebody"
"""


def license_of(clauses: str) -> License:
    return lk.parse(HEAD + clauses + "\n}\n").license


def claims_that_fail(license: License) -> list[Diagnostic]:
    """What lint finds of claims that readings make, and of assumptions."""
    return [finding for finding in lint(license) if finding.code in {"LK740", "LK741"}]


def reading(clauses: str, because: str = "stricter for every use") -> License:
    return license_of(
        f'reading scope at "1" "How wide?" {{ option wide "wide" taken because "{because}" option narrow "narrow" }}\n'
        'grant rights at "1" { may any act }\n' + clauses
    )


# --- readings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "clauses",
    [
        'prohibition p at "2" { must not run when reading scope is wide or use.personal }',
        'duty d at "2" { for run when reading scope is wide must display "Name" on website }',
        'gate g at "2" { for run when not reading scope is narrow needs written_permission from licensor }',
    ],
)
def test_an_option_that_is_stricter_for_every_use_is_proved(clauses: str) -> None:
    license = reading(clauses)
    assert _milder_reading(questions_of(license)[0], license.readings[0]) is None
    assert claims_that_fail(license) == []


@pytest.mark.parametrize(
    ("clauses", "act", "verdicts"),
    [
        (
            'prohibition p at "2" { must not sell when reading scope is narrow and work.multimodal }',
            "sell",
            ["permitted", "prohibited"],
        ),
        (
            'exemption e at "3" { from d when reading scope is wide and use.for_company }\n'
            'duty d at "2" { for run must display "Name" on website }',
            "run",
            ["permitted", "permitted_with_duties"],
        ),
        (
            'gate g at "2" { for run when reading scope is wide needs written_permission from licensor which grants it }\n'
            'reservation r at "3" { from rights when not reading scope is wide }',
            "run",
            ["needs_approval", "not_granted"],
        ),
    ],
)
def test_an_option_that_is_milder_for_some_use_is_shown_by_it(clauses: str, act: str, verdicts: list[str]) -> None:
    license = reading(clauses)
    found = _milder_reading(questions_of(license)[0], license.readings[0])
    assert found is not None
    assert (found.value, found.other, found.witness.act) == ("wide", "narrow", act)
    assert [verdict.value for verdict in found.verdicts] == verdicts
    (finding,) = claims_that_fail(license)
    assert finding.code == "LK740"
    assert finding.message == "`scope` takes `wide` as stricter for every use, and for some `narrow` is stricter"
    assert finding.span is not None
    text = HEAD + "reading"
    assert finding.span.start == text.index("reading")


@pytest.mark.parametrize(
    ("because", "claims"),
    [
        ("stricter for every use", True),
        ("the text gives no measure; stricter for every use", True),
        ("stricter for every use but a sale", False),
        ("the plain meaning", False),
    ],
)
def test_what_is_a_claim(because: str, claims: bool) -> None:
    assert _claims_to_be_stricter(Option(name="a", text="a", taken=True, because=because)) is claims
    license = reading('prohibition p at "2" { must not run when reading scope is narrow }', because)
    assert [one.code for one in claims_that_fail(license)] == (["LK740"] if claims else [])


@pytest.mark.long
def test_every_claim_of_the_catalogue_is_proved() -> None:
    claimed, failed = 0, []
    for name in ids():
        license = lk.load(name).license
        claimed += sum(_claims_to_be_stricter(option) for one in license.readings for option in one.options)
        failed += [(name, one.message) for one in claims_that_fail(license) if one.code == "LK740"]
    assert failed == []
    assert claimed > 20


# --- assumptions -------------------------------------------------------------------------------------------


def test_an_assumption_that_lifts_a_prohibition_is_not_safe_and_a_use_shows_it() -> None:
    license = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition p at "2" { must not run when (not access.as_end_user_of_product) and use.for_company }\n'
        'exemption e at "3" { from p when access.channel is own_copy }'
    )
    assert _milder_assumption(questions_of(license), license.fact("access.as_end_user_of_product")) is None
    found = _milder_assumption(questions_of(license), license.fact("access.channel"))
    assert found is not None
    assert (found.value, found.witness.act) == ("own_copy", "run")
    assert [verdict.value for verdict in found.verdicts] == ["permitted", "prohibited"]
    assert [(one.code, one.severity.value) for one in claims_that_fail(license)] == [("LK741", "note")]


def test_an_assumption_has_to_be_safe_under_every_choice_of_readings() -> None:
    license = reading(
        'prohibition p at "2" { must not run when reading scope is wide or not access.channel is own_copy }'
    )
    found = _milder_assumption(questions_of(license), license.fact("access.channel"))
    assert found is not None
    assert found.readings == (("scope", "narrow"),)
    assert [one.notes[0] for one in claims_that_fail(license)] == [
        "for example to run, with scope read as narrow: own_copy permitted, licensor_official prohibited"
    ]


def test_what_polarity_shows_of_the_catalogue_is_so_and_what_it_does_not_show_is_not() -> None:
    polarity, proof = {}, {}
    for name in ("kimi-k3", "llama-2", "minimax-h3", "minimax-m2.7", "minimax-m2.7-initial", "minimax-m3"):
        license = lk.load(name).license
        for fact in safe_side_facts(license):
            polarity[name, fact] = Program(license).safe_side(fact, assumed_value(license.fact(fact)))
            proof[name, fact] = _milder_assumption(questions_of(license), license.fact(fact)) is None
    assert proof == polarity
    assert set(proof.values()) == {True, False}


def test_what_takes_too_many_steps_is_a_finding_at_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    license = reading('prohibition p at "2" { must not run when reading scope is wide or use.personal }')
    assert "LK720" not in {one.code for one in lint(license)}
    monkeypatch.setattr(Diagrams, "step", too_many)
    (finding,) = (one for one in lint(license) if one.code == "LK720")
    assert [label.text for label in finding.labels] == ["rights at 1"]
    assert finding.message == "more than 300_000 steps would have to be taken to decide this"
    monkeypatch.undo()
    monkeypatch.setattr(Compared, "moves", too_many)
    (finding,) = (one for one in lint(license) if one.code == "LK720")
    assert [label.text for label in finding.labels] == ["p at 2"]  # the first whose fact is asked about both ways


def test_all_questions_about_a_licence_together_have_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    license = lk.load("llama-4").license
    assert "LK720" not in {one.code for one in lint(license)}
    monkeypatch.setattr("licensekit.decision.matter.Diagrams", lambda: Diagrams(5_000))
    (finding,) = (one for one in lint(license) if one.code == "LK720")
    assert finding.labels
    assert finding.notes == ("of what comes after it in `llama-4` nothing is proved",)


def too_many(_: object) -> None:
    raise TooManySteps(300_000)


# --- on the command line -----------------------------------------------------------------------------------


def test_lint_tells_it_and_a_comment_lets_it_stand(tmp_path: Path) -> None:
    clauses = (
        '  reading scope at "1" "How wide?" {\n'
        '    option wide "wide" taken because "stricter for every use"\n'
        '    option narrow "narrow"\n  }\n'
        '  grant rights at "1" { may any act }\n'
        '  prohibition p at "2" { must not run when reading scope is narrow }\n}\n'
    )
    path = tmp_path / "sample.lic"
    path.write_text(HEAD + clauses, encoding="utf-8")
    outcome = called("lint", str(path))
    assert outcome.status == 1
    assert "warning[LK740]" in outcome.out
    assert "for example to run: wide permitted, narrow prohibited" in outcome.out
    path.write_text(HEAD + "  # lint: allow LK740 because a test\n" + clauses, encoding="utf-8")
    assert "LK740" not in called("lint", str(path)).out
