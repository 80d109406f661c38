"""`licensekit schema`: JSON Schemas of a use, of a facts file and of a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.diagnostics import did_you_mean
from licensekit.report.escape import as_json
from licensekit.report.schema import decision_schema
from licensekit.use.schema import facts_file_schema, use_schema

SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "use": use_schema,
    "facts": facts_file_schema,
    "decision": decision_schema,
}


def run_schema(call: Call) -> Exit:
    """Print one schema, or all of them under their names."""
    which = call.arguments.which
    for name in which:
        if name not in SCHEMAS:
            mend = did_you_mean(name, SCHEMAS) or "use `use`, `facts` or `decision`"
            call.add("LK703", f"there is no schema `{name}`", mend)
    call.problems.check()
    if len(which) == 1:
        return Exit(out=as_json(SCHEMAS[which[0]]()))
    return Exit(out=as_json({name: SCHEMAS[name]() for name in which or SCHEMAS}))
