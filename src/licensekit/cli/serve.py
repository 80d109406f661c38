"""`licensekit serve`: the answers over HTTP, until it is stopped; or the folder in which the page answers by itself."""

from __future__ import annotations

from pathlib import Path

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit

_MOST_WORKERS = 64


def run_serve(call: Call) -> Exit:
    """Listen until it is told to stop. Raises LicensekitError for what cannot be listened to."""
    out = call.single("--static")
    if out is not None:
        return _static(call, out)
    for option in ("--pyodide", "--wheels"):
        if call.values(option):
            call.add("LK704", f"`{option}` is for a static page", "add `--static OUT`, or leave it out")
    host = call.single("--host") or "127.0.0.1"
    port, workers = _number(call, "--port", 8000, 65535), _number(call, "--workers", 2, _MOST_WORKERS)
    call.needing("web", "starlette", "uvicorn")
    call.problems.check()
    from licensekit.web.server import Serving, serve  # noqa: PLC0415 - an extra

    try:
        serve(Serving(host, port, workers))
    except (OSError, SystemExit):  # uvicorn says why, and ends the process
        call.add("LK707", f"nothing can listen on {host}, port {port}", "name another with `--port`, or `--host`")
        call.problems.check()
    return Exit()


def _static(call: Call, out: str) -> Exit:
    """Write the folder, from parts that somebody got. Raises LicensekitError."""
    from licensekit.web.static.folder import write_static  # noqa: PLC0415 - few serve without a server
    from licensekit.web.static.parts import GET_PYODIDE, GET_WHEELS  # noqa: PLC0415

    for option in ("--host", "--port", "--workers"):
        if call.values(option):
            call.add("LK704", f"a static page has no `{option}`", "leave it out")
    pyodide, wheels = call.single("--pyodide"), call.single("--wheels")
    for option, value, mend in (("--pyodide", pyodide, GET_PYODIDE), ("--wheels", wheels, GET_WHEELS)):
        if value is None:
            call.add("LK705", f"`--static` needs `{option}`", mend)
    call.problems.check()
    return Exit(out=write_static(Path(out), Path(pyodide or ""), Path(wheels or "")))


def _number(call: Call, option: str, default: int, most: int) -> int:
    written = call.single(option)
    if written is None:
        return default
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= most:
        call.add("LK703", f"`{option}` is a number from 1 to {most}", f"write `{option} {default}`")
        return default
    return int(written)
