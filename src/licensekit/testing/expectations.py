"""One expectation of a case, as the language writes it."""

from __future__ import annotations

from typing import assert_never

from licensekit.model.cases import (
    ExpectAsks,
    Expectation,
    ExpectBasis,
    ExpectClause,
    ExpectDuty,
    ExpectPossible,
    ExpectReason,
    ExpectVerdict,
)


def expectation_text(expected: Expectation) -> str:
    """`expect duty display-name is due`, in canonical layout, on one line."""
    match expected:
        case ExpectVerdict(verdict=verdict, act=act, reading=reading, option=option):
            return f"expect {verdict}{_for(act)}{_under(reading, option)}"
        case ExpectPossible(verdicts=verdicts):
            return f"expect possible {', '.join(verdicts)}"
        case ExpectDuty(duty=duty, absent=True, reading=reading, option=option):
            return f"expect not duty {duty}{_under(reading, option)}"
        case ExpectDuty(duty=duty, status=status, encouraged=encouraged, reading=reading, option=option):
            which = "encouraged duty" if encouraged else "duty"
            return f"expect {which} {duty} is {status}{_under(reading, option)}"
        case ExpectReason(reason=reason):
            return f"expect reason {reason}"
        case ExpectBasis(basis=basis, act=act):
            return f"expect basis {basis}{_for(act)}"
        case ExpectClause(clause=clause, absent=absent):
            return f"expect {'not ' if absent else ''}clause {clause}"
        case ExpectAsks(facts=facts):
            return f"expect asks {', '.join(facts)}"
        case _:
            assert_never(expected)


def _for(act: str) -> str:
    return f" for {act}" if act else ""


def _under(reading: str, option: str) -> str:
    return f" under reading {reading} is {option}" if reading else ""
