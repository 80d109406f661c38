"""The application by its own interface: statuses, problems, headers, limits."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest

from optional import needs

needs("starlette", "httpx")

import httpx
import jsonschema

from licensekit.components.deciding import decide_each
from licensekit.errors import FactsError
from licensekit.service import answers, inventories
from licensekit.web.app import HEADERS, Limits, application
from licensekit.web.openapi import openapi

ASKED = {"licenses": ["kimi-k2.5"], "acts": ["embed"], "facts": {"product.charged_for": True}}


DEFAULT = Limits()


def call(method: str, path: str, limits: Limits = DEFAULT, **sent: Any) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(application(limits), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **sent)

    return asyncio.run(asked())


def a_problem(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert {"type", "title", "detail"} <= told.keys()
    return told


def test_a_decision() -> None:
    answer = call("POST", "/v1/ask", json=ASKED)
    assert answer.status_code == 200
    assert answer.json()["verdict"] == "permitted_with_duties"
    schema = {**openapi()["components"]["schemas"]["Decision"], "components": openapi()["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer.json())


@pytest.mark.parametrize(
    "path", ["/health", "/version", "/openapi.json", "/v1/licenses?q=kimi", "/v1/licenses/mit", "/v1/facts?q=logo"]
)
def test_what_an_address_names(path: str) -> None:
    assert call("GET", path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/page/..%2Fapp.py",
        "/page/nope.js",
        "/v1/history/nope",
        "/v1/licenses/nope",
        "/v1/works/nobody/nothing",
        "/v1/licenses/..%2F..%2Fetc",
    ],
)
def test_there_is_nothing(path: str) -> None:
    a_problem(call("GET", path), 404)


def test_every_finding_with_its_mend() -> None:
    told = a_problem(call("POST", "/v1/ask", json={**ASKED, "fact": 1, "licenses": ["kimi-k2.55"]}), 422)
    assert [each["code"] for each in told["findings"]] == ["LK601", "LK508"]
    assert all(each["help"] for each in told["findings"])


def test_methods_and_kinds() -> None:
    a_problem(call("GET", "/v1/ask"), 405)
    a_problem(call("POST", "/v1/ask", content=b"{}", headers={"content-type": "text/plain"}), 415)


def test_too_large() -> None:
    body = json.dumps(ASKED).encode() + b" " * 2000
    limits = Limits(body_bytes=2000)
    headers = {"content-type": "application/json"}
    a_problem(call("POST", "/v1/ask", limits, content=body, headers=headers), 413)

    async def pieces() -> Any:
        for _ in range(100):
            yield b" " * 100

    a_problem(call("POST", "/v1/ask", limits, content=pieces(), headers=headers), 413)


@pytest.mark.parametrize("body", [b"\x8f8", b"{", b"", b"[]", b'{"acts": ["run"], "acts": []}'])
def test_what_is_no_object_is_not_said_to_be_too_large(body: bytes) -> None:
    a_problem(call("POST", "/v1/check", content=body, headers={"content-type": "application/json"}), 422)


def test_what_is_needed_is_described_as_needed() -> None:
    """What the description refuses the answers refuse, and of what it needs nothing can be left out."""
    described = openapi()
    for path, methods in described["paths"].items():
        for said in (methods[method] for method in methods if method == "post"):
            sent = said["requestBody"]["content"]["application/json"]
            schema = {**sent["schema"], "components": described["components"]}
            needed = described["components"]["schemas"][sent["schema"]["$ref"].rpartition("/")[2]].get("required", [])
            for left_out in (*needed, *({"licenses"} & sent["example"].keys())):
                asked = {key: each for key, each in sent["example"].items() if key != left_out}
                assert not jsonschema.Draft202012Validator(schema).is_valid(asked), (path, left_out)
                assert call("POST", path, json=asked).status_code == 422, (path, left_out)
            assert jsonschema.Draft202012Validator(schema).is_valid(sent["example"]), path
    (words,) = described["paths"]["/v1/works"]["get"]["parameters"]
    assert words["required"]
    assert call("GET", "/v1/works").status_code == 422


@pytest.mark.parametrize("value", [7.5, None, [[]], {"no": {"thing": []}}], ids=["number", "null", "list", "object"])
def test_no_key_is_passed_over(value: object) -> None:
    """`diff` looked at `assume` when all findings had been told, and a list of no form was read as one of some form."""
    described = openapi()
    for path, methods in described["paths"].items():
        for said in (methods[method] for method in methods if method == "post"):
            sent = said["requestBody"]["content"]["application/json"]
            for key in described["components"]["schemas"][sent["schema"]["$ref"].rpartition("/")[2]]["properties"]:
                assert call("POST", path, json={**sent["example"], key: value}).status_code == 422, (path, key)


def test_a_head_that_is_too_large() -> None:
    a_problem(call("GET", "/health", headers={"a": "b" * 40_000}), 431)


def test_too_slow() -> None:
    async def drops() -> Any:
        yield b"{"
        await asyncio.sleep(5)
        yield b"}"

    limits = Limits(body_seconds=0.1)
    a_problem(call("POST", "/v1/ask", limits, content=drops(), headers={"content-type": "application/json"}), 408)


def test_what_takes_too_long_says_so() -> None:
    told = a_problem(call("POST", "/v1/ask", Limits(answer_seconds=0.0001), json=ASKED), 503)
    assert "longer than" in told["detail"]


def test_nothing_of_an_error_of_ours_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(answers, "version", broken)
    told = a_problem(call("GET", "/version"), 500)
    assert "secret" not in json.dumps(told)


@pytest.mark.parametrize(("method", "path"), [("GET", "/health"), ("GET", "/nope"), ("POST", "/v1/ask")])
def test_every_answer_has_the_headers_and_lets_no_other_origin_read(method: str, path: str) -> None:
    answer = call(method, path, headers={"origin": "https://evil.example"})
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_every_address_is_described() -> None:
    described = {(method.upper(), path) for path, methods in openapi()["paths"].items() for method in methods}
    wanted = {("POST", f"/v1/{name}") for name in answers.POSTED}
    assert wanted <= described
    for method, path in described:
        assert call(method, path.replace("{name}", "mit")).status_code != 405


def test_every_example_is_answered() -> None:
    for path, methods in openapi()["paths"].items():
        for method, said in methods.items():
            if method == "post":
                example = said["requestBody"]["content"]["application/json"]["example"]
                assert call("POST", path, json=example).status_code == 200


def test_the_image_reads_the_seed_of_its_wheel() -> None:
    """Without it each worker reads every licence anew at its first search, which no reviewer waits for."""
    image = (Path(__file__).parents[2] / "Dockerfile").read_text(encoding="utf-8")
    assert "LICENSEKIT_CACHE" not in image


def test_an_empty_name_is_no_error_of_ours() -> None:
    assert call("GET", "/v1/licenses/%20").status_code in {404, 422}
    with pytest.raises(FactsError):
        answers.license_source("")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/v1/licenses?Q=kimi", "this address takes `q` alone"),
        ("/v1/licenses?limit=3", "this address takes `q` alone"),
        ("/v1/works?q=kimi&q=llama", "keep one of the two"),
        ("/v1/licenses/mit?as_of=2026-01-01", "this address takes none"),
        ("/health?a", "this address takes none"),
        ("/openapi.json?v=3", "this address takes none"),
    ],
)
def test_what_an_address_says_is_never_ignored(path: str, said: str) -> None:
    told = a_problem(call("GET", path), 422)
    assert [(each["code"], each["help"]) for each in told["findings"]] == [("LK508", said)]


def test_nothing_stands_behind_the_address_of_a_question() -> None:
    told = a_problem(call("POST", "/v1/ask?assume=none", json=ASKED), 422)
    assert [(each["message"], each["help"]) for each in told["findings"]] == [
        ("`assume` is no parameter here", "send it in the object")
    ]


def test_a_list_that_takes_too_long_is_left() -> None:
    rows = "name,license\n" + "".join(f"a{at},mit\n" for at in range(1000))
    said = {"inventory": rows, "form": "csv", "acts": ["run"]}
    left: list[str] = []

    def slow(components: Any, planned: Any) -> Any:
        for each in components:
            time.sleep(0.01)
            left.append(each.name)
            yield from decide_each([each], planned)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inventories, "decide_each", slow)
        a_problem(call("POST", "/v1/inventory", Limits(answer_seconds=0.2), json=said), 503)
        time.sleep(0.3)
        done = len(left)
        time.sleep(0.3)
        assert len(left) == done < 1000
