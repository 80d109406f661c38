"""`licensekit lsp`: what an editor asks while a licence is written, over standard input and output."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit


def run_lsp(call: Call) -> Exit:
    """Serve until standard input ends. Raises LicensekitError where the extra is not installed."""
    call.needing("lsp", "pygls")
    call.problems.check()
    from licensekit.editor.server import run  # noqa: PLC0415 - an extra

    run()
    return Exit()
