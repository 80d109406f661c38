"""`licensekit schema`: JSON Schemas of a use, of a facts file and of a decision."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

from licensekit.cli.outcome import Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import did_you_mean
from licensekit.report.escape import as_json
from licensekit.report.schema import decision_schema
from licensekit.use.schema import facts_file_schema, use_schema

SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "use": use_schema,
    "facts": facts_file_schema,
    "decision": decision_schema,
}


def run(arguments: argparse.Namespace, problems: Problems, _surroundings: Surroundings) -> Outcome:
    """Print one schema, or all of them under their names."""
    for which in arguments.which:
        if which not in SCHEMAS:
            help_ = did_you_mean(which, SCHEMAS) or "use `use`, `facts` or `decision`"
            problems.add("LK703", f"there is no schema `{which}`", help_)
    problems.check()
    wanted = arguments.which or list(SCHEMAS)
    if len(arguments.which) == 1:
        return Outcome(out=as_json(SCHEMAS[wanted[0]]()))
    return Outcome(out=as_json({name: SCHEMAS[name]() for name in wanted}))
