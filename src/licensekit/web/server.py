"""The server: uvicorn with several processes, which ends connections on which nothing comes."""

from __future__ import annotations

import asyncio
from typing import Any, Final, NamedTuple

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from licensekit.web.app import application

HEAD_SECONDS: Final = 10.0
"""In which the head of a request must have come."""


class _ImpatientProtocol(H11Protocol):
    """Closes a connection whose first request does not begin in time: one that dribbles its head holds nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(HEAD_SECONDS, self._close_idle)

    def _close_idle(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


class Serving(NamedTuple):
    """Where it listens, and with how many processes."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2


def serve(serving: Serving) -> None:
    """Run until it is told to stop. Raises SystemExit where nothing can listen there."""
    uvicorn.run(
        "licensekit.web.server:app",
        host=serving.host,
        port=serving.port,
        workers=serving.workers,
        http=_ImpatientProtocol,
        ws="none",
        lifespan="off",
        timeout_keep_alive=5,
        limit_concurrency=200,
        h11_max_incomplete_event_size=32 * 1024,
        server_header=False,
        access_log=False,
        log_level="warning",
    )


app: Any = application()
