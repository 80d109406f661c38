"""`licensekit mcp`: tools for assistants, over standard input and output, until that ends."""

from __future__ import annotations

from pathlib import Path

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.diagnostics import clipped


def run_mcp(call: Call) -> Exit:
    """Serve until standard input ends. Raises LicensekitError where the extra is not installed."""
    named = call.single("--folder")
    if named is not None and not (named and Path(named).is_dir()):
        call.add("LK703", f"`--folder` cannot be `{clipped(named)}`: there is no such folder", "name one that is there")
    call.needing("mcp", "mcp", "yaml")
    call.problems.check()
    from licensekit.assistant.server import run  # noqa: PLC0415 - an extra

    run(None if named is None else Path(named))
    return Exit()
