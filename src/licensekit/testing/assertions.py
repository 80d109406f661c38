"""Assertions about decisions, for tests in Python: where one fails, it explains the decision.

from licensekit.testing.assertions import assert_duty, assert_permitted

def test_our_product(license_under_test):
decision = license_under_test.evaluate(use)
assert_permitted(decision)
assert_duty(decision, "display-name")
"""

from __future__ import annotations

from licensekit.decision import Decision, Verdict
from licensekit.decision.parts import Basis, DutyStatus, NotGranted
from licensekit.model.cases import ExpectAsks, Expectation, ExpectBasis, ExpectClause, ExpectDuty, ExpectReason
from licensekit.testing.cases import differences

_MAY = (Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES)


def assert_permitted(decision: Decision, *, basis: Basis = "") -> None:
    """The use is permitted, with or without duties; on a basis, where one is named."""
    __tracebackhide__ = True
    if decision.verdict not in _MAY:
        _fail("expected permitted, with or without duties", decision)
    if basis:
        _expect(ExpectBasis(basis=basis), decision)


def assert_duty(decision: Decision, duty: str, status: DutyStatus = "due", *, encouraged: bool = False) -> None:
    """A duty, by the id of its clause or as `LICENSE.CLAUSE`, has a status: due, unless another is named."""
    __tracebackhide__ = True
    _expect(ExpectDuty(duty=duty, status=status, encouraged=encouraged), decision)


def assert_needs_approval(decision: Decision, gate: str = "") -> None:
    """The use needs an approval; that of a gate, where one is named."""
    __tracebackhide__ = True
    _verdict(decision, Verdict.NEEDS_APPROVAL)
    if gate:
        wanted = {(one.license, one.gate) for one in decision.approvals if one.state != "held"}
        if not any(gate in {name, f"{license_id}.{name}"} for license_id, name in wanted):
            found = ", ".join(sorted(name for _, name in wanted)) or "no gate"
            _fail(f"expected an approval by gate {gate}; it is {found} that asks for one", decision)


def assert_not_granted(decision: Decision, reason: NotGranted = "") -> None:
    """The licence does not grant the use; for a reason, where one is named."""
    __tracebackhide__ = True
    _verdict(decision, Verdict.NOT_GRANTED)
    if reason:
        _expect(ExpectReason(reason=reason), decision)


def assert_prohibited(decision: Decision, clause: str = "") -> None:
    """The licence prohibits the use; by a clause, where one is named."""
    __tracebackhide__ = True
    _verdict(decision, Verdict.PROHIBITED)
    if clause:
        _expect(ExpectClause(clause=clause), decision)


def assert_unknown(decision: Decision) -> None:
    """The facts at hand leave open whether the use is allowed."""
    __tracebackhide__ = True
    _verdict(decision, Verdict.UNKNOWN)


def assert_asks(decision: Decision, *facts: str) -> None:
    """The decision asks for these facts, in this order, among others."""
    __tracebackhide__ = True
    if not facts:
        raise TypeError("assert_asks needs the name of a fact: without one it could not fail")
    _expect(ExpectAsks(facts=facts), decision)


def _verdict(decision: Decision, expected: Verdict) -> None:
    __tracebackhide__ = True
    if decision.verdict is not expected:
        _fail(f"expected {expected}", decision)


def _expect(expected: Expectation, decision: Decision) -> None:
    __tracebackhide__ = True
    for message, _ in differences(expected, decision):
        _fail(message, decision)


def _fail(message: str, decision: Decision) -> None:
    __tracebackhide__ = True
    raise AssertionError(f"{message}; the verdict is {decision.verdict}\n\n{decision.explain()}")
