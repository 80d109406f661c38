"""Requests a second, latencies and memory of the service, with clients that are slow and bodies that are too large.

    python benchmarks/serving.py                     # ten minutes, on this machine alone
    python benchmarks/serving.py --seconds 55        # as .ci/run has it: all of it takes less than a minute

Starts the server on a free port of the loopback interface and asks it seven questions in turn from several threads.
Meanwhile others dribble a head, dribble a body and send too much; each must be let go or refused, and none may hold up
the rest. Prints how many questions were answered, the 50th and 99th percentile of the time that one took, the memory of
the server's processes, and how often each of the others was refused. `--seconds` counts from the start of the program.

Exit status 1 where an answer was neither 200 nor 503 (that the machine is busy), memory grew by more than a tenth and
16 MB between the middle and the last third of the time, or one that was to be refused was not. How fast it is decides
nothing: the machine may be busy.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TERMS = "Permission is granted to use this model for research. Nothing else is.\n" * 40
LISTED = "name,license\nchat,kimi-k2.5\nparser,mit\nhost,minimax-m2.7\n"
QUESTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("ask", {"licenses": ["kimi-k2.5"], "acts": ["embed"], "facts": {"product.charged_for": True}}),
    ("ask", {"licenses": ["mit"], "acts": ["distribute"]}),
    ("interview", {"licenses": ["minimax-m2.7"], "acts": ["host_model"], "facts": {"product.charged_for": True}}),
    ("ask", {"licenses": ["llama-4"], "acts": ["fine_tune", "distribute"]}),
    ("ask", {"licenses": ["gpl-3.0", "apache-2.0"], "acts": ["embed"]}),
    ("identify", {"text": TERMS}),
    ("inventory", {"inventory": LISTED, "form": "csv", "acts": ["embed"]}),
)
MOST_GROWTH, ALLOWANCE = 1.1, 16 << 20
PATIENCE = 30.0
"""Seconds in which one that is slow must have been let go: it is promised ten, and the machine may be busy."""
LAST_SECONDS = 8.0
"""Of the time, in which nothing new is asked."""


@dataclass
class Seen:
    """What was seen, by all threads."""

    took: list[float] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    busy: int = 0
    """Answers that it takes too long, which is how a server on a busy machine answers."""


def memory_of(pid: int) -> int:
    """Resident bytes of a process and of all below it."""
    own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(memory_of(int(child)) for child in below)


def ask(port: int, until: float, seen: Seen) -> None:
    """Ask until a moment, over one connection."""
    connection, at = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
    while time.monotonic() < until:
        begun, (name, said) = time.perf_counter(), QUESTIONS[at % len(QUESTIONS)]
        connection.request("POST", f"/v1/{name}", json.dumps(said), {"content-type": "application/json"})
        answer = connection.getresponse()
        told = answer.read()
        seen.took.append(time.perf_counter() - begun)
        if answer.status == http.client.SERVICE_UNAVAILABLE:
            seen.busy += 1
        elif answer.status != http.client.OK:
            seen.wrong.append(f"{answer.status} for {name}: {told[:300].decode(errors='replace')}")
        at += 1


# --- clients that are to be refused ----------------------------------------------------------------------

HEAD = b"POST /v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"


def dribbled(connection: socket.socket, end: float) -> bytes | None:
    """What comes back while a space is sent each second: nothing where it was closed; None where the time is over."""
    connection.settimeout(1)
    patient = time.monotonic() + PATIENCE
    while time.monotonic() < min(end, patient):
        try:
            connection.sendall(b" ")
            return connection.recv(200)
        except TimeoutError:
            continue
        except OSError:
            return b""
    return b"it was not let go" if patient < end else None


def slow_head(port: int, end: float) -> bool | None:
    """Whether one that never ends its head is let go; None where the time was over before."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nx: ")
        back = dribbled(connection, end)
    return None if back is None else back == b""


def slow_body(port: int, end: float) -> bool | None:
    """Whether one that never ends its body is told that it took too long."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(HEAD + b"content-length: 5000\r\n\r\n{")
        back = dribbled(connection, end)
    return None if back is None else b" 408 " in back


def large_body(port: int, _: float) -> bool | None:
    """Whether a body that is too large is refused, or the connection closed before all of it was sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(HEAD + b"content-length: 8000000\r\n\r\n")
            for _ in range(80):
                connection.sendall(b" " * 100_000)
            return b" 413 " in connection.recv(200)
        except (ConnectionResetError, BrokenPipeError):
            return True


def refused(port: int, until: float, seen: Seen, client: Callable[[int, float], bool | None]) -> None:
    """Be such a client, once and then again as long as there is time for another turn."""
    name = client.__name__.replace("_", " ")
    while True:
        match client(port, until + LAST_SECONDS - 2):
            case True:
                seen.refused[name] += 1
            case False:
                seen.wrong.append(f"{name}: not refused")
            case None:
                seen.refused[f"{name}, not seen to its end"] += 1
        if time.monotonic() + 15 > until:
            return
        time.sleep(1)


# --- the run ---------------------------------------------------------------------------------------------


def main() -> int:
    """Run it."""
    begun = time.monotonic()
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--clients", type=int, default=4)
    options.add_argument("--workers", type=int, default=2)
    said = options.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "licensekit", "serve", "--port", str(port), "--workers", str(said.workers)]
    with subprocess.Popen(words) as server:
        try:
            return measured(server.pid, port, begun + said.seconds - LAST_SECONDS, said.clients)
        finally:
            server.terminate()


def measured(pid: int, port: int, until: float, clients: int) -> int:
    """Wait for the server, ask, and print."""
    while not _answers(port):
        if time.monotonic() > until:
            print("the server did not start in time")
            return 1
        time.sleep(0.1)
    seen, started = Seen(), time.monotonic()
    threads = [threading.Thread(target=ask, args=(port, until, seen)) for _ in range(clients)]
    threads += [
        threading.Thread(target=refused, args=(port, until, seen, client))
        for client in (slow_head, slow_body, large_body)
    ]
    for thread in threads:
        thread.start()
    while time.monotonic() < until:
        time.sleep(0.5)
        seen.memory.append((time.monotonic(), memory_of(pid)))
    for thread in threads:
        thread.join()
    return printed(seen, until - started, started)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def printed(seen: Seen, seconds: float, started: float) -> int:
    """Print what was seen; 1 where something of it may not be."""
    took = sorted(seen.took)
    half, most = (took[int(len(took) * share)] for share in (0.5, 0.99))
    thirds: dict[int, list[int]] = {}
    for at, size in seen.memory:
        thirds.setdefault(min(2, int((at - started) / seconds * 3)), []).append(size)
    middle, last = (statistics.median(thirds.get(third, [0])) for third in (1, 2))
    print(f"{len(took) / seconds:.0f} requests a second, {len(took)} in {seconds:.0f} seconds")
    if seen.busy:
        print(f"{seen.busy} of them were told that it takes too long")
    print(f"half within {half * 1000:.0f} ms, 99 of 100 within {most * 1000:.0f} ms")
    print(f"memory: {int(middle) >> 20} MB in the middle third of the time, {int(last) >> 20} MB in the last")
    print(f"refused: {', '.join(f'{name} {number}' for name, number in sorted(seen.refused.items()))}")
    for each, number in Counter(seen.wrong).items():
        print(f"wrong: {each} ({number})")
    grown = last > middle * MOST_GROWTH + ALLOWANCE
    if grown:
        print("wrong: memory grew")
    return int(bool(seen.wrong) or grown)


if __name__ == "__main__":
    sys.exit(main())
