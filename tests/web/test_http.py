"""The service over real connections: several processes, hostile clients, and requests made from its description."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from optional import needs

needs("uvicorn", "httpx")

import httpx
from tests.web.serving import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as url:
        yield url


def test_answers_side_by_side_are_those_of_one(address: str) -> None:
    asked = {"licenses": ["kimi-k2.5"], "acts": ["embed"], "facts": {"product.charged_for": True}}
    with httpx.Client(timeout=60) as client:
        told = {client.post(f"{address}/v1/ask", json=asked).text for _ in range(20)}
    assert len(told) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00" * 100_000,
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/ask HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /v1/ask HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\n" + b"a: b\r\n" * 20_000 + b"\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_server_goes_on(address: str, sent: bytes) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            connection.sendall(sent)
            answer = connection.recv(4096)
        except OSError:  # it was closed before all was sent
            answer = b""
    assert not answer or b" 4" in answer.split(b"\r\n")[0]
    assert httpx.get(f"{address}/health", timeout=20).status_code == 200


def test_a_client_that_dribbles_its_head_is_let_go(address: str) -> None:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=40) as connection:
        begun = time.monotonic()
        connection.sendall(b"GET /health HT")
        assert connection.recv(100) == b""
        assert time.monotonic() - begun < 30


def test_requests_made_from_the_description_are_answered_as_described(address: str, tmp_path: Path) -> None:
    needs("schemathesis")
    words = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json", "--max-examples", "15"]
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    checks += ",negative_data_rejection"
    limits = ["--request-timeout", "40", "--generation-deterministic", "--phases", "examples,fuzzing"]
    words += ["--checks", checks, *limits]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)  # it leaves notes there
    assert "Test cases:" in done.stdout
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
