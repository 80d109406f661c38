"""A licence as a policy of ODRL: every clause is said or told as unsaid, and nothing is permitted that is not."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
from tests.unit.command_line import called

import licensekit as lk
from licensekit import catalogue
from licensekit.report.odrl import odrl
from optional import needs

SOME = ("mit", "apache-2.0", "llama-4", "minimax-m2.7", "kimi-k2.5", "gpl-3.0", "questpdf-3.0")
LIMITED = """license uno {
  title "Uno"
  grant g at "1" { may run, reproduce when not product.charged_for }
  reservation r at "1" { from g when conduct.military }
  prohibition p at "2" { must not reproduce when group.revenue.year more than 5 million USD }
  exemption e at "3" { from p when licensee.kind is individual }
  duty d at "4" { for run must display "Uno" prominently on user_interface }
}
"""


def uno(text: str = LIMITED) -> dict[str, Any]:
    return odrl(lk.parse(text).license)


def test_every_clause_is_said_or_told_as_unsaid() -> None:
    for name in SOME:
        license = catalogue.load(name)
        policy = odrl(license)
        said = json.dumps([policy["permission"], policy["prohibition"]])
        unsaid = {each["clause"] for each in policy["notSaid"]}
        for clause in license.clauses:
            if clause.kind in {"grant", "prohibition"}:
                told = f":{clause.id}:" in said or clause.id in unsaid
                acts = set(clause.acts.leaves)
                assert told or acts <= set(withheld(policy)), (name, clause.id)


def withheld(policy: dict[str, Any]) -> list[str]:
    lines = [each["why"] for each in policy["notSaid"] if each["why"].startswith("no permission is said of")]
    return lines[0].removeprefix("no permission is said of ").partition(":")[0].split(", ") if lines else []


def test_conditions_carry_their_negation_inward() -> None:
    permission = uno()["permission"][0]
    assert permission["action"] == "lk:run"
    so = {"@value": "true", "@type": "xsd:boolean"}
    assert permission["constraint"] == [
        {
            "and": [
                {"leftOperand": "lk:product.charged_for", "operator": "odrl:neq", "rightOperand": so},
                {"leftOperand": "lk:conduct.military", "operator": "odrl:neq", "rightOperand": so},
            ]
        }
    ]


def test_an_exemption_stands_in_what_it_lifts_and_money_has_its_unit() -> None:
    [prohibition] = uno()["prohibition"]
    [both] = prohibition["constraint"]
    over, others = both["and"]
    assert over["operator"] == "odrl:gt"
    assert over["unit"] == "urn:iso:std:iso:4217:USD"
    assert over["rightOperand"] == {"@value": "5000000", "@type": "xsd:decimal"}
    assert others["operator"] == "odrl:isNoneOf"


def test_a_duty_follows_its_permission() -> None:
    rules = {rule["action"]: rule for rule in uno()["permission"]}
    assert [each["action"] for each in rules["lk:run"]["duty"]] == ["lk:display"]
    assert "duty" not in rules["lk:reproduce"]


def test_what_cannot_be_limited_is_not_permitted() -> None:
    policy = uno(LIMITED.replace("5 million USD", "5 million USD (or equivalent)"))
    assert "lk:reproduce" not in {rule["action"] for rule in policy["permission"]}
    assert "lk:reproduce" in {rule["action"] for rule in uno()["permission"]}
    assert withheld(policy) == ["reproduce"]


def test_the_command_writes_it() -> None:
    assert json.loads(called("show", "mit", "--format", "odrl").out) == odrl(catalogue.load("mit"))


@pytest.mark.parametrize("name", SOME)
def test_it_is_linked_data_without_a_fetch(name: str) -> None:
    needs("rdflib")
    import rdflib

    policy = odrl(catalogue.load(name))
    with warnings.catch_warnings():  # of its own parts, which it has not yet replaced
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = rdflib.Graph().parse(data=json.dumps(policy), format="json-ld")
    terms = rdflib.Namespace("http://www.w3.org/ns/odrl/2/")
    [subject] = graph.subjects(rdflib.RDF.type, terms.Set)
    assert len(list(graph.objects(subject, terms.permission))) == len(policy["permission"])
    assert len(list(graph.objects(subject, terms.prohibition))) == len(policy["prohibition"])
    assert all(
        str(action).startswith(("http://www.w3.org/ns/odrl/2/", "https://licensekit.example/vocabulary#"))
        for action in graph.objects(None, terms.action)
    )
