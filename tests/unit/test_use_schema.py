"""The JSON Schemas of a use and of a facts file: closed, and in step with what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from licensekit.model.license import LocalFact
from licensekit.report.schema import decision_schema
from licensekit.use import Use
from licensekit.use.schema import facts_file_schema, use_schema
from licensekit.vocabulary.facts import FACTS

USE = Draft202012Validator(use_schema())
FILE = Draft202012Validator(facts_file_schema())


def valid(validator: Draft202012Validator, instance: Any) -> bool:
    return not list(validator.iter_errors(instance))


def test_both_are_schemas_and_plain_json() -> None:
    Draft202012Validator.check_schema(use_schema())
    Draft202012Validator.check_schema(facts_file_schema())
    assert json.loads(json.dumps(use_schema())) == use_schema()


def test_each_fact_has_its_title_and_question() -> None:
    properties = use_schema()["properties"]
    assert properties["product"]["properties"]["charged_for"]["description"] == FACTS["product.charged_for"].question
    monthly = properties["product"]["properties"]["revenue"]["properties"]["month"]
    assert monthly["title"] == "revenue of the product, in the last full calendar month"
    assert facts_file_schema()["properties"]["facts"]["properties"].keys() == FACTS.keys()


def test_a_use_that_was_written_is_valid() -> None:
    use = Use.of(
        ["embed", "modify"],
        {
            "product.charged_for": True,
            "product.monthly_active_users.month": 5,
            "product.revenue.month": "at most 20 million USD",
            "group.monthly_active_users[2025-03]": "more than 1 million",
            "group.operates.model_service@kimi-k3": True,
            "use.countries": ["DE"],
            "outputs.countries": "worldwide",
            "work.version_published_on": "2026-06-01",
            "licensee.kind": "company",
        },
    )
    assert valid(USE, json.loads(use.model_dump_json(exclude_unset=True)))
    assert valid(USE, json.loads(use.model_dump_json()))


@pytest.mark.parametrize(
    "instance",
    [
        {"acts": ["publish"]},
        {"acts": ["run", "run"]},
        {"produkt": {}},
        {"product": {"charged_fr": True}},
        {"product": {"charged_for": "yes"}},
        {"product": {"monthly_active_users": {"month": 1.5}}},
        {"product": {"monthly_active_users": {"month": -1}}},
        {"product": {"revenue": {"month": 20_000_000}}},
        {"product": {"revenue": {"quarter": "1 USD"}}},
        {"licensee": {"kind": "firm"}},
        {"use": {"countries": ["Germany"]}},
    ],
)
def test_what_a_use_refuses_the_schema_refuses(instance: Any) -> None:
    assert not valid(USE, instance)


def test_a_facts_file_is_valid() -> None:
    assert valid(
        FILE,
        {
            "acts": ["run"],
            "as_of": "2026-06-01",
            "facts": {
                "use.in_business": True,
                "product.revenue.month": {"2026-01": "3 million USD"},
                "product.monthly_active_users.month": 5,
                "group.monthly_active_users[2025-03]": "at most 1 million",
                "group.operates.model_service@kimi-k3": False,
            },
            "approvals": [{"gate": "m.authorization", "state": "held", "date": "2026-05-01"}],
            "rates": [{"from": "CNY", "to": "USD", "rate": "0.14", "date": "2026-06-01"}],
            "attested": {"by": "Legal", "on": "2026-06-01", "groups": ["conduct"]},
            "done": ["m.notice"],
        },
    )


@pytest.mark.parametrize(
    "instance",
    [
        {"as_off": "2026-06-01"},
        {"facts": {"product.charged_fr": True}},
        {"facts": {"product.revenue.year": {"2026-01": "1 USD"}}},
        {"facts": {"product.revenue.month": {"2026-13": "1 USD"}}},
        {"facts": {"product.revenue.month": "20 million"}},
        {"approvals": [{"gate": "x"}]},
        {"approvals": [{"gate": "x", "state": "hold"}]},
        {"rates": [{"from": "CNY", "to": "USD", "rate": 0.14, "date": "2026-06-01"}]},
        {"attested": {"by": "Legal", "on": "2026-06-01", "groups": ["everything"]}},
    ],
)
def test_what_a_facts_file_refuses_the_schema_refuses(instance: Any) -> None:
    assert not valid(FILE, instance)


def test_a_licences_own_facts_can_be_let_in() -> None:
    declared = {
        "unity.plan": LocalFact(
            name="unity.plan", type="one_of", question="Which plan?", options=("student", "pro")
        ).info
    }
    validator = Draft202012Validator(facts_file_schema(declared))
    assert valid(validator, {"facts": {"unity.plan": "pro"}})
    assert not valid(validator, {"facts": {"unity.plan": "prp"}})
    assert not valid(FILE, {"facts": {"unity.plan": "pro"}})


@pytest.mark.parametrize(
    ("name", "schema"), [("use", use_schema), ("facts", facts_file_schema), ("decision", decision_schema)]
)
def test_the_published_schemas_are_those_of_the_library(name: str, schema: Any) -> None:
    published = (Path(__file__).parents[2] / "docs" / f"{name}.schema.json").read_text(encoding="utf-8")
    mend = f"run: licensekit schema {name} > docs/{name}.schema.json"
    assert json.loads(published) == schema(), mend


def test_what_a_use_writes_has_the_schema_of_what_it_reads() -> None:
    """FastAPI publishes the one of a response: that what is passed over is not written had emptied it."""
    read, answer = Use.model_json_schema(), Use.model_json_schema(mode="serialization")
    assert answer["properties"].keys() == read["properties"].keys()
    assert answer["$defs"].keys() == read["$defs"].keys()
