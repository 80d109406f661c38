"""What the seventh attack found, by its kind (docs/reliability-attacks-7.md)."""

from __future__ import annotations

import asyncio
import json
from itertools import combinations
from typing import Any

import pytest

import licensekit as lk
from licensekit.catalogue import ids
from licensekit.meaning.own_rules import refuse_rules_for_others
from licensekit.service.addresses import reply
from optional import needs


def own(*lines: str, grant: str = "may run") -> lk.LicenseTerms:
    """A licence of a stranger."""
    return lk.parse(f'license own {{ title "Own" grant g at "1" {{ {grant} }} {" ".join(lines)} }}')


def verdict(terms: lk.LicenseTerms, facts: dict[str, Any], assume: Any = "none") -> str:
    return terms.evaluate(terms.use(["run"], facts), assume=assume).verdict.value


# --- that something of a product is doubtful was taken to mean that there is a product --------------------------------

DOUBTED = 'fact product.hidden is yes_no "Is it hidden?" assumed no with conduct asks when use.personal'
HIDDEN = 'prohibition p at "2" { must not run when product.hidden }'


def test_what_is_doubtful_of_a_product_is_no_product() -> None:
    terms = own(DOUBTED, HIDDEN, grant="may run when product.exists")
    assert verdict(terms, {"use.personal": True, "product.hidden": False}) == "unknown"
    assert verdict(terms, {"use.personal": True, "product.hidden": False, "product.exists": True}) == "permitted"
    assert verdict(terms, {"use.personal": True, "product.exists": False}) == "not_granted"


def test_no_conduct_means_that_there_is_a_product() -> None:
    stability = lk.load("stable-cascade-nc")
    decision = stability.evaluate(stability.use(["run"], {"conduct.surveillance": True, "product.exists": False}))
    assert decision.verdict == "unknown"


# --- what a stranger says of facts of its own settled facts that other licences read ------------------------------------

RUN_AT_HOME = """license other {
  title "Other"
  grant g at "1" { may run }
  prohibition p at "2" { must not run when conduct.military or use.reaches_third_parties }
}
"""
LEADING = {
    "a fact": 'fact own.z is yes_no "Z?" follows from use.in_business'
    " implies not conduct.military, not use.reaches_third_parties",
    "two facts": 'fact own.z is yes_no "Z?" follows from use.in_business implies own.y'
    ' fact own.y is yes_no "Y?" implies not conduct.military, not use.reaches_third_parties',
    "a contrary": 'fact own.z is yes_no "Z?" follows from conduct.military follows from use.reaches_third_parties'
    " implies not use.in_business",
    "a meaning": 'meaning use.internal_operations at "3" "all that a business does" follows from use.in_business'
    ' duty d at "3" { for run when use.internal_operations must name author in documentation }',
}


@pytest.mark.parametrize("lines", LEADING.values(), ids=LEADING)
def test_no_licence_settles_what_others_read(lines: str) -> None:
    stranger, other = own(lines), lk.parse(RUN_AT_HOME)
    business = {"use.in_business": True}
    assert verdict(other, business) == "unknown"
    for join in (lk.all_of, lk.any_of):
        with pytest.raises(lk.CatalogueError) as refused:
            join(stranger, other)
        (finding,) = refused.value.diagnostics
        assert finding.code == "LK618"
        assert finding.message.startswith("what `own` says of its own facts would settle facts of the others: ")
        assert finding.help == "ask about `own` by itself, or take out one of what implies, and what follows"
    assert verdict(stranger, business).startswith("permitted")


def test_what_the_vocabulary_says_too_settles_nothing_new() -> None:
    lines = 'fact own.z is yes_no "Z?" follows from service.multi_tenant implies use.reaches_third_parties'
    assert verdict(lk.all_of(own(lines), lk.parse(RUN_AT_HOME)), {"service.multi_tenant": True}) == "prohibited"


def test_every_licence_can_be_asked_about_beside_others() -> None:
    refuse_rules_for_others([lk.load(name).license for name in ids()])


@pytest.mark.parametrize(
    "lines",
    [
        'fact own.z is yes_no "Z?" follows from use.in_business implies not use.in_business',
        'fact own.z is yes_no "Z?" follows from use.in_business follows from not use.in_business',
        'fact own.z is yes_no "Z?" follows from use.in_business follows from not use.in_business'
        ' fact own.y is yes_no "Y?" follows from own.z implies not own.z',
        'meaning use.personal at "3" "of a business" follows from use.in_business',
    ],
)
def test_what_leaves_a_fact_no_choice_is_refused(lines: str) -> None:
    read = "use.personal" if "meaning" in lines else "own.z"
    terms = own(lines, f'prohibition p at "2" {{ must not run when {read} }}')
    with pytest.raises(lk.LicensekitError) as refused:
        verdict(terms, {"use.in_business": True})
    assert [each.code for each in refused.value.diagnostics] == ["LK618"]
    assert refused.value.diagnostics[0].message.startswith("what is said of own facts leaves no choice: ")


def test_rules_among_own_facts_end() -> None:
    names = [f"own.f{number}" for number in range(12)]
    pairs = [*combinations(names, 2)]
    facts = [
        f'fact {name} is yes_no "Is it so?" '
        + " ".join(f"follows from {a} and not {b}" for a, b in pairs if name not in {a, b})
        for name in names
    ]
    terms = own(*facts, f'prohibition p at "2" {{ must not run when {" or ".join(names)} }}')
    with pytest.raises(lk.LicensekitError) as refused:
        verdict(terms, {})
    assert [each.code for each in refused.value.diagnostics] == ["LK720"]


# --- what is sent to servers -----------------------------------------------------------------------------------------------


def test_a_place_on_a_map_says_nothing_but_its_axes() -> None:
    asked = {
        "licenses": ["kimi-k2.5"],
        "acts": ["embed"],
        "x": "product.revenue.month",
        "y": "product.monthly_active_users.month",
        "facts": {"product.charged_for": True},
    }
    for here, status in (({"product.revenue.month": "5 million USD"}, 200), ({"product.charged_for": False}, 422)):
        answer = reply("POST", "/v1/map", json.dumps({**asked, "here": here}))
        assert answer.status == status
    assert json.loads(answer.text)["findings"][0]["message"] == "`here` is no place on this map"


def test_an_argument_that_is_sent_as_a_text_is_read_as_strictly() -> None:
    needs("mcp", "yaml")
    from mcp import Client

    from licensekit.assistant.server import server

    doubled = (
        '{"acts": ["embed"], "licenses": ["kimi-k2.5"], "facts": {"product.exists": false, "product.exists": true}}'
    )

    async def answers() -> list[Any]:
        async with Client(server()) as client:
            texts = (doubled, doubled.replace('"product.exists": false, ', ""))
            return [await client.call_tool("ask", {"question": text}) for text in texts]

    refused, taken = asyncio.run(answers())
    assert refused.is_error
    assert refused.content[0].text == "the key `product.exists` is written twice in one object: keep one of the two"
    assert taken.structured_content["verdict"] == "permitted_with_duties"
