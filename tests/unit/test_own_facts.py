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


def test_a_misconduct_that_is_stated_may_be_one_that_an_unread_document_forbids() -> None:
    plain = 'fact example.barred is yes_no "Barred?" assumed no with conduct grant rights at "1" { may any act }'
    plain += ' prohibition barred at "2" { must not any act when example.barred }'
    misconduct = {"conduct.hate": True}
    assert verdict(license_of(plain), "run", misconduct, assume="standard") == "permitted"
    unread = license_of(plain + ' incorporates "Policy" from "https://example.org" at "2" unread')
    assert verdict(unread, "run", {"conduct.hate": False}, assume="standard") == "permitted"
    decision = decided(unread, "run", misconduct, assume="standard")
    assert [each.fact for each in decision.questions] == ["example.barred"]


SAME = """
fact example.live is yes_no "Is it live?" assumed no with conduct{implies}
grant rights at "1" {{ may any act }}
prohibition live at "2" {{ must not any act when example.live or use.production }}
"""


@pytest.mark.parametrize(
    "implies",
    [
        " implies use.production follows from use.production",
        " implies not use.production follows from not use.production",
    ],
)
def test_what_somebody_must_tell_is_not_settled_by_an_assumed_fact_that_is_the_same(implies: str) -> None:
    """A licence may say so of any fact: what it assumes of its own would else answer for what everybody must tell."""
    terms = license_of(SAME.format(implies=implies))
    decision = decided(terms, "run", {}, assume="standard")
    assert decision.verdict in {lk.Verdict.UNKNOWN, lk.Verdict.PROHIBITED}
    assert not any(each.fact == "example.live" for each in decision.assumptions)


MEANT = """
meaning group.operates.model_service at "1" "also inside features"
  follows from service.inference_or_tuning and not service.only_relays
grant rights at "1" { may any act when not group.operates.model_service }
"""


def test_what_follows_from_under_a_meaning_is_known_both_ways_and_under_that_meaning_alone() -> None:
    terms = license_of(MEANT)
    facts = {"service.inference_or_tuning": True, "service.only_relays": False, "service.embedded_in_features": True}
    assert verdict(terms, "embed", facts) == "not_granted"
    assert verdict(terms, "embed", {**facts, "service.only_relays": True}) == "unknown"
    with pytest.raises(lk.FactsError, match="as small means it: also inside features"):
        decided(terms, "embed", {**facts, "group.operates.model_service": False})
    elsewhere = license_of(MEANT.replace("follows from service.inference_or_tuning and not service.only_relays", ""))
    assert verdict(elsewhere, "embed", {**facts, "group.operates.model_service": False}) == "permitted"
    shared = license_of('grant rights at "1" { may any act when not group.operates.model_service }')
    assert verdict(shared, "embed", {**facts, "group.operates.model_service": False}) == "permitted"


def test_a_column_is_not_idle_from_which_a_meaning_follows() -> None:
    compiled = license_of(MEANT).compile()
    columns = ("service.inference_or_tuning", "service.only_relays", "licensee.domicile")
    assert compiled.idle(["embed"], columns) == ("licensee.domicile",)


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


def test_what_a_meaning_follows_from_leads_on_where_nothing_reads_the_fact_itself() -> None:
    terms = license_of("""
      meaning product.offered_to_third_parties at "1" "as told" follows from use.reaches_only_affiliates
      grant g at "1" { may embed when product.offered_to_third_parties }
    """)
    with pytest.raises(lk.FactsError) as refused:
        terms.evaluate(terms.use(["merge_models"], {"product.exists": False, "use.reaches_only_affiliates": True}))
    assert [each.code for each in refused.value.diagnostics] == ["LK522"]


ASKED = """
fact work.harms is yes_no "Does it harm the author?" assumed no with conduct
  asks when conduct.disparagement, not distribution.source_code
grant rights at "1" { may any act }
prohibition harm at "2" { must not distribute when work.harms }
"""


@pytest.mark.parametrize(
    "said",
    [
        {"conduct.disparagement": True, "distribution.source_code": True},
        {"conduct.defamation": True},  # which disparages
        {"distribution.source_code": False},
    ],
)
def test_what_a_fact_is_asked_by_makes_it_doubtful(said: dict[str, bool]) -> None:
    decision = decided(license_of(ASKED), "distribute_copy", said, assume="standard")
    assert decision.possible == (lk.Verdict.PERMITTED, lk.Verdict.PROHIBITED)
    assert [each.fact for each in decision.questions] == ["work.harms"]


@pytest.mark.parametrize("said", [{}, {"conduct.fraud": True}, {"distribution.source_code": True}])
def test_what_it_is_not_asked_by_leaves_it_assumed(said: dict[str, bool]) -> None:
    """Of two things that are doubtful by opposite facts neither is so where nothing is known."""
    assert verdict(license_of(ASKED), "distribute_copy", said, assume="standard") == "permitted"


def test_a_fact_that_is_never_assumed_is_asked_by_nothing() -> None:
    with pytest.raises(lk.LicenseError) as refused:
        license_of('fact work.harms is yes_no "Harms?" asks when conduct.spam grant rights at "1" { may any act }')
    (finding,) = refused.value.diagnostics
    assert (finding.code, finding.message) == (
        "LK317",
        "nothing is assumed of `work.harms`, which is asked whatever is so",
    )


ENDS_BY_ANY = """
meaning breach.uncured at "1" "any breach, even if it is over" follows from breach.happened
grant rights at "1" { may any act }
termination violated at "1" { when breach.uncured ends rights }
termination notice at "2" { when licensor.has_terminated and breach.happened ends rights }
"""


def test_what_a_fact_is_by_its_meaning_is_granted_with_it_and_asked_with_it() -> None:
    """A breach that happened is read besides, as by a licence to which this one converts."""
    terms = license_of(ENDS_BY_ANY)
    clean = decided(terms, "run", {}, assume="standard")
    assert (clean.verdict, clean.questions) == ("permitted", ())
    assert verdict(terms, "run", {"breach.happened": True}) == "not_granted"
    with pytest.raises(lk.FactsError, match="even if it is over"):
        decided(terms, "run", {"breach.happened": True, "breach.uncured": False})
    ended = decided(terms, "run", {"licensor.has_terminated": True}, assume="standard")
    assert (ended.verdict, {each.fact for each in ended.questions}) == (
        "unknown",
        {"breach.happened", "breach.uncured@small"},
    )
    one_way = license_of(ENDS_BY_ANY.replace("from breach.happened", "from breach.happened and use.production"))
    # Of a use in production it would settle what must be told: that nothing was ever broken.
    assert decided(one_way, "run", {"use.production": True}, assume="standard").verdict == "unknown"


SEVERAL = """
fact service.managed is yes_no "Is it a managed service?"
  implies use.reaches_third_parties follows from service.substantial_features
  follows from product.contains_work and not use.internal_operations
grant rights at "1" { may any act when not service.managed }
"""


def test_what_an_own_fact_follows_from_is_said_in_several_lines_each_enough_by_itself() -> None:
    terms = license_of(SEVERAL)
    assert verdict(terms, "run", {"service.substantial_features": True}) == "not_granted"
    assert verdict(terms, "run", {"product.contains_work": True, "use.internal_operations": False}) == "not_granted"
    assert verdict(terms, "run", {"product.contains_work": True}) == "unknown"
    assert verdict(terms, "run", {"use.internal_operations": True}) == "permitted"
    with pytest.raises(
        lk.FactsError, match=r"that `service\.substantial_features` is so means that `service\.managed` is so"
    ):
        decided(terms, "run", {"service.substantial_features": True, "service.managed": False})
    refused = lk.check(
        f'license a {{ title "A" {SEVERAL.replace("service.substantial_features", "group.people.now")} }}'
    )
    assert [each.code for each in refused] == ["LK319"]


def test_a_misdeed_stated_in_general_makes_its_own_kinds_doubtful() -> None:
    terms = license_of("""
      fact work.claimed is yes_no "Claimed by your company?" assumed no with disputes implies dispute.written_patent_claim
      grant rights at "1" { may any act }
      prohibition claim at "2" { must not run when work.claimed }
    """)
    assert decided(terms, "run", {}, assume="standard").verdict == "permitted"
    claimed = decided(terms, "run", {"dispute.written_patent_claim": True}, assume="standard")
    assert [each.fact for each in claimed.questions] == ["work.claimed"]


@pytest.mark.parametrize(
    "general", ["conduct.unlawful", "conduct.other_crime", "conduct.deception", "conduct.harms_anyone"]
)
def test_a_misdeed_stated_in_general_may_be_each_of_its_kinds(general: str) -> None:
    terms = license_of('grant rights at "1" { may any act } prohibition p at "2" { must not run when conduct.fraud }')
    assert [each.fact for each in decided(terms, "run", {general: True}, assume="standard").questions] == [
        "conduct.fraud"
    ]
    assert decided(terms, "run", {"conduct.sexual_content": True}, assume="standard").verdict == "permitted"


def test_a_kind_that_is_stated_is_what_was_said_in_general() -> None:
    terms = license_of('grant rights at "1" { may any act } prohibition p at "2" { must not run when conduct.fraud }')
    told = {"conduct.harms_anyone": True, "conduct.harassment": True}
    both = decided(terms, "run", told, assume="standard")
    assert (both.verdict, both.unread) == ("permitted", ()), "without the kind it would be asked"
    assert decided(terms, "run", {"conduct.harassment": True}, assume="standard").verdict == "permitted"
    compiled = terms.compile(assume="standard")
    assert compiled.idle(["run"], tuple(told)) == ()
    assert compiled.verdict(terms.use(["run"], told)).possible == both.possible
