"""An answer as data: one schema, whether the command prints it, Python asks for it or pydantic writes it."""

from __future__ import annotations

import json
import re
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command_line import called
from pydantic import BaseModel, TypeAdapter, ValidationError

import licensekit as lk
from licensekit.report.schema import decision_schema
from optional import needs

ASKED = {"product.charged_for": True, "product.monthly_active_users.month": 120_000_000}
USE = lk.Use.of(["embed"], ASKED)
DECISIONS: TypeAdapter[lk.Decision] = TypeAdapter(lk.Decision)


@pytest.fixture(scope="module")
def decision() -> lk.Decision:
    return lk.load("kimi-k2.5").evaluate(USE)


def test_it_is_what_the_command_prints(decision: lk.Decision) -> None:
    stated = [
        word for name, value in ASKED.items() for word in ("--set", f"{name}={'yes' if value is True else value}")
    ]
    printed = called("ask", "kimi-k2.5", "--act", "embed", *stated, "--format", "json").out
    assert decision.to_json() == printed
    assert decision.to_dict() == json.loads(printed)


def test_it_holds_nothing_but_plain_data(decision: lk.Decision) -> None:
    kinds = set()

    def look(value: object) -> None:
        kinds.add(type(value))
        for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(below)

    look(decision.to_dict())
    assert kinds <= {dict, list, str, int, bool, type(None)}


def test_pydantic_takes_and_writes_it(decision: lk.Decision) -> None:
    assert DECISIONS.validate_python(decision) is decision
    assert DECISIONS.dump_python(decision) == decision.to_dict()
    assert json.loads(DECISIONS.dump_json(decision)) == decision.to_dict()


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_pydantic_publishes_the_schema_of_the_command(decision: lk.Decision, mode: Any) -> None:
    schema = DECISIONS.json_schema(mode=mode)
    for each in (schema, decision_schema()):
        jsonschema.Draft202012Validator.check_schema(each)
        jsonschema.Draft202012Validator(each).validate(decision.to_dict())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(decision.to_dict() | {"verdict": "yes"})
    assert without_names(schema) == without_names(decision_schema())


def without_names(schema: dict[str, Any]) -> Any:
    """A schema in which every reference is written as the end of its name, as both write it."""
    text = re.sub(r'"#/\$defs/(?:Decision)?(\w+)"', lambda found: f'"{found[1].lower()}"', json.dumps(schema))
    plain = json.loads(text)
    plain.pop("$schema", None)
    plain["$defs"] = {name.removeprefix("Decision").lower(): part for name, part in plain["$defs"].items()}
    return plain


def test_it_stands_in_models_and_in_the_page_of_an_interface(decision: lk.Decision) -> None:
    class Answers(BaseModel):
        first: lk.Decision
        others: list[lk.Decision]

    answers = Answers(first=decision, others=[decision])
    told = json.loads(answers.model_dump_json())
    assert told["others"] == [told["first"]] == [decision.to_dict()]
    schema = Answers.model_json_schema(mode="serialization")
    jsonschema.Draft202012Validator(schema).validate(told)
    page = json.dumps(DECISIONS.json_schema(ref_template="#/components/schemas/{model}"))
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', page))
    assert referred <= set(json.loads(page)["$defs"])
    assert "#/$defs/" not in page


def test_it_is_not_read_back(decision: lk.Decision) -> None:
    with pytest.raises(ValidationError, match=r"LK508.*a decision is answered, and not read back"):
        DECISIONS.validate_json(decision.to_json())


def test_the_question_is_kept_with_the_answer() -> None:
    day = date(2026, 6, 1)
    decision = lk.load("kimi-k2.5").evaluate(USE, as_of=day, assume="safe")
    assert decision.use == USE
    assert decision.circumstances == lk.Circumstances(as_of=day, assume="safe")
    assert lk.load("kimi-k2.5").evaluate(decision.use, **vars(decision.circumstances)) == decision


def test_circumstances_are_read_from_json() -> None:
    read = TypeAdapter(lk.Circumstances).validate_python(
        {
            "as_of": "2026-06-01",
            "readings": {"commercial": "paid"},
            "approvals": [{"gate": "paid", "state": "requested"}],
            "done": ["notice"],
            "rates": [{"source": "CNY", "target": "USD", "rate": "0.14", "on": "2026-06-01"}],
        }
    )
    assert read == lk.Circumstances(
        as_of=date(2026, 6, 1),
        readings={"commercial": "paid"},
        approvals=[lk.Approval("paid", "requested")],
        done=["notice"],
        rates=[lk.Rate("CNY", "USD", Decimal("0.14"), date(2026, 6, 1))],
    )
    assert TypeAdapter(lk.Circumstances).validate_python({}) == lk.Circumstances()


def test_fastapi_returns_a_decision_as_the_page_has_it() -> None:
    needs("fastapi", "httpx")
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    code = re.search(r"<!-- fastapi -->\n```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert code is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its test client says of other packages
        from fastapi.testclient import TestClient

        warnings.simplefilter("error", UserWarning)

        names: dict[str, Any] = {}
        exec(compile(code[1], "api.md", "exec", dont_inherit=True), names)
        client = TestClient(names["app"])
        asked = {"acts": ["embed"], "product": {"charged_for": True, "monthly_active_users": {"month": 120_000_000}}}
        answer = client.post("/licenses/kimi-k2.5/decision", json=asked)
        assert answer.status_code == 200
        assert answer.json() == lk.load("kimi-k2.5").evaluate(USE).to_dict()
        unknown = client.post("/licenses/kimi-k9/decision", json=asked)
        assert (unknown.status_code, unknown.json()["findings"][0]["code"]) == (422, "LK601")
        described = client.get("/openapi.json").json()["components"]["schemas"]
        assert {"Decision", "DecisionDuty", "Use"} <= set(described)
