"""Law b: a further approval never raises `worst`."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from differential.asked import Asked, HeldApproval
from licensekit.meaning.verdict import SEVERITY
from licensekit.model.clauses import Gate
from licensekit.model.license import License
from property.strategies import decided, licenses, questions

MANY_GATES = licenses(kinds=("gate", "gate", "prohibition", "duty", "termination"))


@given(questions(MANY_GATES), st.data())
def test_a_further_approval_never_makes_it_worse(asked: Asked, data: st.DataObject) -> None:
    assert isinstance(asked.terms, License)
    held = {approval.gate for approval in asked.approvals}
    gates = [each.id for each in asked.terms.clauses if isinstance(each, Gate) and each.id not in held]
    assume(gates)
    further = HeldApproval("l", data.draw(st.sampled_from(gates)))
    before, after = decided(asked), decided(replace(asked, approvals=(*asked.approvals, further)))
    assert SEVERITY[after.worst] <= SEVERITY[before.worst]
    for milder, part in zip(after.parts, before.parts, strict=True):
        assert max(map(SEVERITY.get, milder.possible)) <= max(map(SEVERITY.get, part.possible))
