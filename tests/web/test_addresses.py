"""Answers worked out in one's own process are those of the server, word for word."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from optional import needs

needs("starlette", "httpx")

from tests.web.test_app import ASKED, call

from licensekit.service.addresses import GOT, reply

MODEL = {"model": "MiniMaxAI/MiniMax-M2.7", "obtained": "2026-06-01", "acts": ["run"]}
AXES = {"x": "product.monthly_active_users.month", "y": "product.revenue.month"}
GET = (
    "/version",
    "/v1/licenses",
    "/v1/licenses?q=kimi%20k2&q=MIT",
    "/v1/licenses/mit",
    "/v1/licenses/no-such",
    "/v1/licenses/",
    f"/v1/licenses/{quote('a b%2Fü')}",
    "/v1/works",
    "/v1/works?q=minimax%20m2.7",
    "/v1/works/MiniMaxAI/MiniMax-M2.7",
    "/v1/works/minimax-m2.7",
    "/v1/history/minimax-m2.7",
    "/v1/facts",
    "/v1/facts?q=logo&p=x",
)
POST = (
    ("ask", ASKED),
    ("ask", MODEL),
    ("ask", {"licenses": ["kimi-k2.5"], "facts": {"product.charged": True}}),
    ("ask", []),
    ("interview", {**MODEL, "answers": [{"fact": "product.charged_for", "value": "no"}]}),
    ("memo", {**ASKED, "reviewed_by": {"name": "A", "role": "B", "date": "2026-06-01"}}),
    ("map", {**ASKED, **AXES}),
    ("diff", {"licenses": ["kimi-k2", "kimi-k2.5"], "acts": ["embed"]}),
    ("identify", {"text": "Permission is granted to use this model for research."}),
    ("inventory", {"inventory": "name,license\nchat,kimi-k2.5\n", "form": "csv", "acts": ["embed"]}),
    ("notices", {"inventory": "name,license\nchat,mit\n", "form": "csv", "acts": ["distribute_copy"]}),
    ("inventory", {"inventory": "name\na\n", "form": "xlsx"}),
    ("check", {"text": 'license mine { titel "M" }'}),
)


@pytest.mark.parametrize("address", GET)
def test_what_an_address_asks(address: str) -> None:
    answer = call("GET", address)
    assert reply("GET", address) == (answer.status_code, answer.text)


@pytest.mark.parametrize(("name", "sent"), POST)
def test_what_an_object_asks(name: str, sent: object) -> None:
    body = json.dumps(sent)
    answer = call("POST", f"/v1/{name}", content=body, headers={"content-type": "application/json"})
    assert reply("POST", f"/v1/{name}", body) == (answer.status_code, answer.text)


def test_every_address_is_compared() -> None:
    asked = {where for where in GOT for each in GET if each.partition("?")[0].startswith(where)}
    assert asked == GOT.keys()


@pytest.mark.parametrize("body", ["{", '{"acts": 1.5}', "\ud800", '{"a": 1, "a": 1}', "x" * 2_000_000])
def test_what_is_no_question_is_a_problem(body: str) -> None:
    told = reply("POST", "/v1/ask", body)
    assert told.status in {413, 422}
    assert json.loads(told.text)["findings"]


@pytest.mark.parametrize(("method", "address"), [("GET", "/v1/ask"), ("GET", "/"), ("POST", "/v1/works"), ("POST", "")])
def test_where_nothing_is(method: str, address: str) -> None:
    assert reply(method, address, "{}").status == 404
