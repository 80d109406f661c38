"""`ask --what-if` and `ask --growth`: what would change the answer, and when a number that grows does."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from licensekit.cli.problems import Problems
from licensekit.diagnostics import ValueProblem
from licensekit.errors import LicensekitError
from licensekit.use.problems import about, unknown_fact

if TYPE_CHECKING:
    from licensekit.analyse.alternatives import Alternatives
    from licensekit.api import LicenseTerms
    from licensekit.decision import Decision
    from licensekit.report.what_if import WhatIf
    from licensekit.use.growth import Growth


def growths_of(arguments: argparse.Namespace, problems: Problems, terms: LicenseTerms | None) -> tuple[Growth, ...]:
    """How numbers grow, from `--growth`; a slip goes to the problems, and so does one number that grows twice."""
    if not arguments.growth:
        return ()
    from licensekit.use.growth import read_growth  # noqa: PLC0415 - few questions are about growth

    declared = {} if terms is None else terms.declared
    found: dict[str, Growth] = {}
    for written in arguments.growth:
        name = written.partition("=")[0].strip()
        try:
            growth = read_growth(written, declared)
        except KeyError:
            problems.keep([unknown_fact(name, also=declared)])
            continue
        except ValueProblem as problem:
            problems.keep([about("--growth", problem)])
            continue
        if found.setdefault(growth.fact, growth) != growth:
            problems.add("LK704", f"`{name}` grows in two ways", "keep one of them")
    return tuple(found.values())


def what_if(
    decision: Decision, terms: LicenseTerms, arguments: argparse.Namespace, growths: tuple[Growth, ...]
) -> WhatIf | None:
    """What would change the answer, as far as it was asked for. A search that is too large is told, not an error."""
    if not (arguments.what_if or growths):
        return None
    from licensekit.analyse.growth import outgrown  # noqa: PLC0415 - loaded when it is asked for
    from licensekit.report.what_if import WhatIf  # noqa: PLC0415

    grown = outgrown(decision, growths) if growths else None
    if not arguments.what_if:
        return WhatIf(outgrown=grown)
    from licensekit.analyse.alternatives import duty_changes  # noqa: PLC0415
    from licensekit.analyse.settling import settling  # noqa: PLC0415

    refused: dict[str, None] = {}
    alternatives = settled = None
    try:
        alternatives = decision.alternatives()
    except LicensekitError as error:
        refused |= {f"{one.message} ({one.code}): what would change the answer": None for one in error.diagnostics}
    duties = duty_changes(decision)
    try:
        settled = settling(decision)
    except LicensekitError as error:
        refused |= {f"{one.message} ({one.code}): what settles the answer": None for one in error.diagnostics}
    cases = () if alternatives is None else _cases(alternatives, terms)
    return WhatIf(alternatives, cases, duties, settled, grown, tuple(refused))


def _cases(found: Alternatives, terms: LicenseTerms) -> tuple[str, ...]:
    """Each alternative as a case of the language; empty where a case cannot put it."""
    from licensekit.analyse.changes_shown import case_of  # noqa: PLC0415
    from licensekit.testing.case_text import case_text  # noqa: PLC0415

    texts = {name for name, info in terms.declared.items() if info.type == "text"}
    cases = (case_of(one, f"changed: {number}") for number, one in enumerate(found.found, 1))
    return tuple("" if case is None else case_text(case, texts) for case in cases)
