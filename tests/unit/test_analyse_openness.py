"""Is it open source? Known answers, and what each criterion turns on."""

from __future__ import annotations

import json

import pytest

import licensekit as lk
from licensekit.analyse.uses import Uses
from licensekit.diagram.nodes import TooManySteps
from licensekit.report.openness import headline
from unit.test_analyse_diff import command, licensed

STATED = {"access.channel": "own_copy", "access.as_end_user_of_product": False}


def failed(terms: lk.LicenseTerms) -> set[str]:
    return {one.name for one in lk.openness(terms).criteria if one.state == "failed"}


@pytest.mark.parametrize(
    "name",
    [
        "mit",
        "apache-2.0",
        "gpl-2.0",
        "gpl-3.0",
        "zlib",
        "epl-2.0",
        "lgpl-2.1",
        "lgpl-3.0",
        "artistic-2.0",
        "osl-3.0",
        "afl-3.0",
        "cddl-1.0",
        "eupl-1.2",
        "apache-2.0-with-llvm-exception",
        "gpl-2.0-with-font-exception-2.0",
        "gpl-2.0-with-linux-syscall-note",
        "gpl-3.0-with-gcc-exception-3.1",
    ],
)
def test_open_source_licences_fail_nothing(name: str) -> None:
    found = lk.openness(lk.load(name))
    assert found.open_source
    assert found.classes == ()
    assert [one.name for one in found.criteria if one.name.startswith("OSD")] == [
        "OSD 1", "OSD 3", "OSD 5", "OSD 6", "OSD 7", "OSD 8", "OSD 9", "OSD 10",
    ]  # fmt: skip
    assert len(found.cannot_decide) == 4


def test_what_the_definition_lets_a_licence_ask_is_set_aside_and_told() -> None:
    found = lk.openness(lk.load("ofl-1.1"))
    assert found.open_source
    assert [told.rpartition(" (")[2] for told in found.set_aside] == ["OSD 1)", "OSD 4)"]
    assert "lets it ask\n  that the work is not sold by itself" in command("openness", "ofl-1.1").out
    assert lk.openness(lk.load("mit")).set_aside == ()


@pytest.mark.parametrize(
    ("group", "expected"), [("breach", set()), ("licensor", set()), ("conduct", {"OSD 1", "OSD 3", "OSAID share"})]
)
def test_a_fact_that_a_licence_declares_is_set_aside_with_its_group(group: str, expected: set[str]) -> None:
    """But for conduct: a list of forbidden uses is a restriction of fields."""
    fact = f'fact work.passed_off is yes_no "Is it passed off?" assumed no with {group}'
    assert (
        failed(licensed("a", f'{fact} prohibition p at "2" {{ must not distribute when work.passed_off }}')) == expected
    )


def test_a_fact_that_has_a_meaning_of_its_own_is_set_aside_too() -> None:
    meaning = 'meaning breach.uncured at "3" "a breach that was not put right in thirty days"'
    ends = 'termination t at "3" { when breach.uncured ends every grant }'
    assert failed(licensed("a", f"{meaning} {ends}")) == set()


def test_a_fact_that_has_a_meaning_in_each_of_two_licences_is_set_aside_under_both() -> None:
    ends = 'termination t at "3" { when breach.uncured ends every grant }'
    own = licensed("a", f'meaning breach.uncured at "3" "not put right in thirty days" {ends}')
    other = licensed("b", f'meaning breach.uncured at "3" "not put right in ten days" {ends}')
    assert failed(lk.all_of(own, other)) == set()


@pytest.mark.parametrize("name", ["kimi-k2.5", "minimax-m2.7", "llama-4"])
def test_what_fails_is_shown_by_a_use_with_its_clause(name: str) -> None:
    """Each use of a failed criterion, asked of the evaluator, is refused, or asked the duty, as the criterion says."""
    terms = lk.load(name)
    for criterion in lk.openness(terms).criteria:
        for one in criterion.obstacles[:2]:
            assert one.witness is not None
            assert one.clauses or one.says == "not granted"
            shown = {**STATED, **one.witness.facts}
            decision = terms.evaluate(terms.use([one.witness.act], shown), assume=one.witness.assume)
            if one.duty:
                assert one.says in {duty.text for duty in decision.duties if duty.status != "moot"}
            else:
                assert {verdict.value.replace("_", " ") for verdict in decision.possible} <= set(one.says.split(" or "))


def test_kimi_burdens_large_commercial_products() -> None:
    found = lk.openness(lk.load("kimi-k2.5"))
    assert failed(lk.load("kimi-k2.5")) == {"OSD 6"}
    (fields,) = (one for one in found.criteria if one.name == "OSD 6")
    assert fields.obstacles[0].clauses[0].clause == "display-name"
    assert fields.obstacles[0].duty


def test_minimax_and_llama_and_why() -> None:
    minimax, llama = lk.openness(lk.load("minimax-m2.7")), lk.openness(lk.load("llama-4"))
    assert [one.partition(":")[0] for one in minimax.classes] == ["non-commercial", "use-restricted"]
    assert {"OSD 5", "OSD 6", "OSAID use"} <= failed(lk.load("llama-4"))
    assert [one.partition(":")[0] for one in llama.classes][:3] == [
        "revenue-gated",
        "use-restricted",
        "region-restricted",
    ]
    (persons,) = (one for one in llama.criteria if one.name == "OSD 5")
    assert {place.clause for one in persons.obstacles for place in one.clauses} >= {"large-group", "eu-multimodal"}


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ('duty n at "2" { for distribute must include license_text in every_copy }', set()),
        ('duty n at "2" { for distribute when work.modified must mark modified_files }', set()),
        ('termination t at "2" { when dispute.patent_claim ends every grant }', set()),
        ('prohibition p at "2" { must not distil }', {"OSD 9"}),
        ('prohibition p at "2" { must not distribute_copy }', {"OSD 1", "OSD 3", "OSD 8", "OSAID share"}),
        (
            'prohibition p at "2" { must not distribute when product.consumer_device }',
            {"OSD 1", "OSD 3", "OSD 10", "OSAID share"},
        ),
        ('duty n at "2" { for distribute when product.consumer_device must include source in medium }', set()),
        ('prohibition p at "2" { must not sell }', {"OSD 1"}),
        ('prohibition p at "2" { must not edit }', {"OSD 3", "OSAID modify"}),
        ('prohibition p at "2" { must not host_model when licensee.domicile is FR }', {"OSD 5", "OSAID use"}),
        ('prohibition p at "2" { must not host_model when conduct.military }', {"OSD 6", "OSAID use"}),
        ('duty n at "2" { for embed when product.charged_for must display "X" on user_interface }', {"OSD 6"}),
    ],
)
def test_each_criterion(clauses: str, expected: set[str]) -> None:
    assert failed(licensed("a", clauses)) == expected


def test_the_command() -> None:
    outcome = command("openness", "kimi-k2.5")
    assert outcome.status == 1
    assert outcome.out.startswith("kimi-k2.5 is not open source: it fails OSD 6\n")
    assert command("openness", "mit").status == 0
    assert "for example to run, where product.revenue.month is 20_000_001 USD" in " ".join(outcome.out.split())
    data = json.loads(command("openness", "llama-4", "--format", "json").out)
    assert data["fails_none"] is False
    assert command("openness", "mit", "--format", "markdown").out.startswith("**mit fails no criterion")
    assert "error[LK705]" in command("openness").err


def test_what_is_too_large_is_undecided_and_never_met(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = lk.load("mit")
    assert lk.openness(terms).open_source
    monkeypatch.setattr(Uses, "shortest_ways", too_many)
    found = lk.openness(terms)
    assert not found.open_source
    assert {one.state for one in found.criteria if one.name != "OSD 7"} == {"undecided"}
    assert headline(found).startswith("mit is too large to decide OSD 1, OSD 3, ")


def too_many(*_: object) -> None:
    raise TooManySteps(300_000)


def test_how_copies_reach_others_is_a_field_where_a_right_hangs_on_it() -> None:
    condition = "when service.substantial_features"
    duty = f'duty d at "2" {{ for provide {condition} must include license_text }}'
    ban = f'prohibition p at "2" {{ must not provide {condition} }}'
    assert failed(licensed("a", duty)) == set()
    assert "OSD 6" in failed(licensed("a", ban))
