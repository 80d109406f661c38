"""Is it open source? Known answers, and what each criterion turns on."""

from __future__ import annotations

import json

import pytest

import licensekit as lk
from unit.test_analyse_diff import command, licensed


def failed(terms: lk.LicenseTerms) -> set[str]:
    return {one.name for one in lk.openness(terms).criteria if one.state == "failed"}


@pytest.mark.parametrize("name", ["mit", "apache-2.0"])
def test_permissive_licences_fail_nothing(name: str) -> None:
    found = lk.openness(lk.load(name))
    assert found.open_source
    assert found.classes == ()
    assert len(found.cannot_decide) == 3


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
    data = json.loads(command("openness", "llama-4", "--format", "json").out)
    assert data["fails_none"] is False
    assert command("openness", "mit", "--format", "markdown").out.startswith("**mit fails no criterion")
    assert "error[LK705]" in command("openness").err
