"""A licence's own facts: what is assumed of them, what they imply, what they never exceed, and who else knows them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small_license import decided, license_of, possible, verdict

import licensekit as lk

RIGHTS = 'grant rights at "1" { may any act when (not service.hosted) or example.waived }'
OWN = f"""
fact service.hosted is yes_no "Do you run it for others?" implies use.reaches_third_parties, not use.personal
fact example.waived is yes_no "Was it waived?" assumed no
fact example.cheats is yes_no "Do you cheat?" assumed no with conduct
fact group.largest.users is count "How many users has the largest?" at most group.monthly_active_users.month
{RIGHTS}
prohibition cheats at "2" {{ must not any act when example.cheats }}
duty display at "3" {{ for any act when group.largest.users more than 100 must display "X" on website }}
"""
SMALL = {"group.monthly_active_users.month": lk.at_most(50)}


def test_a_rare_exception_is_assumed_away_where_that_is_stricter() -> None:
    terms = license_of(OWN)
    assert verdict(terms, "run", {"service.hosted": True, **SMALL}, assume="standard") == "not_granted"
    assert verdict(terms, "run", {"service.hosted": True, **SMALL}, assume="none") == "unknown"
    decision = decided(terms, "run", {"service.hosted": True, **SMALL}, assume="standard")
    assert [(each.fact, each.value, each.kind) for each in decision.assumptions] == [
        ("example.waived", "no", "safe"),
        ("example.cheats", "no", "clean_hands"),
    ]


def test_what_could_make_it_milder_is_not_assumed() -> None:
    terms = license_of(
        'fact example.barred is yes_no "Barred?" assumed no'
        ' grant rights at "1" { may any act but not sell when not example.barred }'
    )
    assert possible(terms, "run", assume="safe") == ["permitted", "not_granted"]


def test_clean_hands_are_asked_as_one_statement_and_attested() -> None:
    terms = license_of(OWN.replace("when example.cheats", "when example.cheats or conduct.fraud"))
    use = {"service.hosted": False, **SMALL}
    (question,) = decided(terms, "run", use, assume="none").questions
    assert question.fact == "conduct"
    attested = lk.Attestation("Legal", date(2026, 6, 1), ("conduct",))
    decision = decided(terms, "run", use, attested=attested)
    assert decision.verdict == lk.Verdict.PERMITTED
    assert not decision.assumptions


def test_a_column_is_not_idle_from_which_a_fact_of_the_licence_follows() -> None:
    compiled = license_of(OWN).compile()
    columns = ("use.reaches_third_parties", "use.personal", "licensee.domicile")
    assert compiled.idle(["run"], columns) == ("licensee.domicile",)


def test_what_a_fact_implies_is_known_both_ways() -> None:
    terms = license_of(OWN)
    no_reach = {"use.reaches_third_parties": False, "example.cheats": False, **SMALL}
    assert verdict(terms, "run", no_reach) == "permitted"
    with pytest.raises(lk.FactsError, match=r"`service.hosted` means that `use.personal` is not so"):
        decided(terms, "run", {"service.hosted": True, "use.personal": True})


def test_a_number_never_exceeds_those_that_it_is_at_most_and_what_these_are_at_most() -> None:
    terms = license_of(OWN)
    use = {"service.hosted": False, "example.cheats": False}
    assert verdict(terms, "run", {**use, "group.monthly_active_users.month": 100}) == "permitted"
    assert verdict(terms, "run", {**use, "group.monthly_active_users.any_month": 100}) == "permitted"
    assert verdict(terms, "run", {**use, "group.monthly_active_users.month": 101}) == "permitted_with_duties"
    with pytest.raises(lk.FactsError, match="is at most"):
        decided(terms, "run", {"group.largest.users": 5, "group.monthly_active_users.any_month": 4})


def test_facts_of_a_policy_are_known_to_the_licence_and_its_cases(tmp_path: Path) -> None:
    path = tmp_path / "taken-in.lic"
    path.write_text(
        'license a { title "A" grant rights at "1" { may any act } incorporates rules at "2"'
        ' case "told" { acts run given outputs.art is no expect permitted }'
        ' case "asked" { acts run expect possible permitted, prohibited expect asks outputs.art } }'
        ' policy rules { fact outputs.art is yes_no "Is it art?"'
        ' prohibition p at "1" { must not any act when outputs.art } }',
        encoding="utf-8",
    )
    assert not lk.check(path.read_text(encoding="utf-8"))
    terms = lk.read(path)
    assert [fact.name for fact in terms.license.facts] == ["outputs.art"]
    assert verdict(terms, "run", {"outputs.art": True}) == "prohibited"
