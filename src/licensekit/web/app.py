"""The application: addresses, limits and headers. What is answered is worked out in `service`, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from threading import Event
from typing import Any, Final, NamedTuple

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licensekit.errors import LicensekitError
from licensekit.patience import waits
from licensekit.report.escape import as_json
from licensekit.service import answers
from licensekit.service.addresses import GOT, SEARCHED, WORDS, Asked, nothing_but
from licensekit.service.problems import refusal
from licensekit.service.requests import request_of
from licensekit.web.openapi import openapi
from licensekit.web.page import POLICY, page_files
from licensekit.web.problems import TooLarge, TooSlow, problem, told

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer carries. There is no header that lets another origin read it."""


class Limits(NamedTuple):
    """How much one request may take."""

    head_bytes: int = 32 * 1024
    """Of the address and all headers."""
    body_bytes: int = 1024 * 1024
    body_seconds: float = 10.0
    """In which the whole body must have come."""
    answer_seconds: float = 20.0
    """After which the caller is told that it takes too long; one decision counts its steps, and ends by itself."""
    at_once: int = 4
    """Answers that a process works out side by side; the others wait."""


def application(limits: Limits = Limits()) -> ASGIApp:  # noqa: B008 - it is a tuple of numbers
    """The application as a server runs it; it keeps nothing between two requests."""
    worker = _Worker(limits)
    routes = [
        Route("/", _page, methods=["GET"]),
        Route("/page/{file}", _page, methods=["GET"]),
        Route("/health", _health, methods=["GET"]),
        Route("/openapi.json", worker.got(lambda _: openapi()), methods=["GET"]),
        *(
            Route(_path(where), worker.got(partial(_got, answer), *SEARCHED.get(where, ())), methods=["GET"])
            for where, answer in GOT.items()
        ),
        *(Route(f"/v1/{name}", worker.posted(name), methods=["POST"]) for name in answers.POSTED),
    ]
    handlers: Mapping[Any, Any] = {HTTPException: _http, LicensekitError: _address, Exception: _internal}
    return _Headed(_Bounded(Starlette(routes=routes, exception_handlers=handlers), limits))


Endpoint = Callable[[HttpRequest], Awaitable[Response]]


class _Worker:
    """Works out answers in threads, a few at a time, for as long as may be."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._threads: CapacityLimiter | None = None

    def got(self, answer: Callable[[HttpRequest], Mapping[str, Any]], *known: str) -> Endpoint:
        """An answer to what an address asks, behind whose `?` stands nothing but `known`."""

        async def endpoint(request: HttpRequest) -> Response:
            _nothing_but(request, *known)
            return await self._answered(partial(answer, request), named=True)

        return endpoint

    def posted(self, name: str) -> Endpoint:
        """An answer to an object that is sent."""
        answer = answers.POSTED[name]

        async def endpoint(request: HttpRequest) -> Response:
            _nothing_but(request)
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                return problem(415, "Unsupported Media Type", "send an object as application/json")
            body = await request.body()
            return await self._answered(lambda: answer(request_of(body)), named=False)

        return endpoint

    async def _answered(self, work: Callable[[], Mapping[str, Any]], *, named: bool) -> Response:
        if self._threads is None:  # it belongs to the event loop that first asks
            self._threads = CapacityLimiter(self._limits.at_once)
        given_up = Event()
        waits.set(lambda: not given_up.is_set())  # the thread has a copy of what is set here
        in_a_thread = to_thread.run_sync(_written, work, limiter=self._threads, abandon_on_cancel=True)
        try:
            text = await asyncio.wait_for(in_a_thread, self._limits.answer_seconds)
        except TimeoutError:
            given_up.set()
            seconds = f"{self._limits.answer_seconds:g} seconds"
            return problem(
                503, "Service Unavailable", f"it took longer than {seconds}; ask for fewer acts, or say more"
            )
        except LicensekitError as error:
            return told(refusal(error, named=named))
        return Response(text, media_type="application/json")


def _written(work: Callable[[], Mapping[str, Any]]) -> str:
    return as_json(dict(work()))


def _path(address: str) -> str:
    return f"{address}{{name:path}}" if address.endswith("/") else address


def _got(answer: Callable[[Asked], Mapping[str, Any]], request: HttpRequest) -> Mapping[str, Any]:
    words = request.query_params.get(WORDS, "").split()
    return answer(Asked(str(request.path_params.get("name", "")), tuple(words)))


def _nothing_but(request: HttpRequest, *known: str) -> None:
    nothing_but([name for name, _ in request.query_params.multi_items()], known, posted=request.method == "POST")


async def _health(request: HttpRequest) -> Response:
    _nothing_but(request)
    return Response(as_json({"status": "ok"}), media_type="application/json")


async def _http(_: HttpRequest, error: HTTPException) -> Response:
    """What the router refuses."""
    answer = problem(error.status_code, error.detail, _DETAILS.get(error.status_code, error.detail))
    answer.headers.update(error.headers or {})
    return answer


async def _address(_: HttpRequest, error: LicensekitError) -> Response:
    """What an address says that nothing reads."""
    return told(refusal(error))


_DETAILS: Final = {404: "there is nothing at this address; see /openapi.json", 405: "see /openapi.json for the methods"}


async def _internal(_: HttpRequest, error: Exception) -> Response:
    """An error of the library: nothing of it reaches the caller but that there was one."""
    match error:
        case TooLarge():
            return problem(413, "Content Too Large", str(error))
        case TooSlow():
            return problem(408, "Request Timeout", str(error))
        case _:
            return problem(500, "Internal Server Error", f"{type(error).__name__}: please report it with the request")


async def _page(request: HttpRequest) -> Response:
    """A file of the review page; where none is named, the page."""
    file = page_files().get(request.path_params.get("file", "index.html"))
    if file is None:
        raise HTTPException(404, "Not Found")
    return Response(file.text, headers={"content-security-policy": POLICY}, media_type=file.media_type)


class _Headed:
    """Puts the headers on every answer, those of errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                new = ((name.encode(), value.encode()) for name, value in HEADERS.items())
                message["headers"] = [*message["headers"], *(each for each in new if each[0] not in there)]
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


_SPOKEN: Final = ("1.0", "1.1", "2", "3")


class _Bounded:
    """Ends a body that is too large, or that does not come; no more of it is read."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(self._body(receive), self._limits.body_seconds)
        except TimeoutError:
            await (await _internal(HttpRequest(scope), TooSlow("the body did not come in time")))(scope, receive, send)
            return
        except TooLarge as error:
            await (await _internal(HttpRequest(scope), error))(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, again, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """What is said of a head that is no request for here; the server bounds one only while it is incomplete."""
        if scope["http_version"] not in _SPOKEN:
            return problem(400, "Bad Request", f"of HTTP, {', '.join(_SPOKEN)} are spoken here")
        pieces = (scope["raw_path"], scope["query_string"], *(piece for header in scope["headers"] for piece in header))
        if sum(map(len, pieces)) > self._limits.head_bytes:
            most = f"address and headers have at most {self._limits.head_bytes:_} bytes"
            return problem(431, "Request Header Fields Too Large", most)
        return None

    async def _body(self, receive: Receive) -> bytes:
        body = b""
        while True:
            message = await receive()
            body += bytes(message.get("body", b""))
            if len(body) > self._limits.body_bytes:
                raise TooLarge(f"a request has at most {self._limits.body_bytes:_} bytes")
            if not message.get("more_body", False):
                return body
