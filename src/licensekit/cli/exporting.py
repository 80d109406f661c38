"""`licensekit export`: the catalogue as one object for other programs."""

from __future__ import annotations

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.data_pack import data_pack
from licensekit.report.escape import as_json


def run_export(call: Call) -> Exit:
    """Write the data pack, whole or not at all. Raises CommandError where it cannot be written."""
    call.form()
    target = call.single("-o")
    call.problems.check()
    out = as_json(data_pack().model_dump(mode="json"))
    if target is None:
        return Exit(out=out)
    call.write(target, out.encode())
    return Exit()
