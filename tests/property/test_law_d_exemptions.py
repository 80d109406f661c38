"""Law d: an exemption of what restricts never makes it worse; an exemption of such exemptions never milder."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.meaning.verdict import SEVERITY
from licensekit.model.license import License
from property.strategies import decided, exemptions, questions, restricting


def with_exemption(asked: Asked, lifts: list[str], data: st.DataObject) -> Asked:
    assert isinstance(asked.terms, License)
    assume(lifts)
    further = data.draw(exemptions("further", tuple(lifts)))
    return replace(asked, terms=asked.terms.model_copy(update={"clauses": (*asked.terms.clauses, further)}))


@given(questions(), st.data())
def test_an_exemption_of_what_restricts_never_makes_it_worse(asked: Asked, data: st.DataObject) -> None:
    assert isinstance(asked.terms, License)
    more = with_exemption(asked, restricting(asked.terms.clauses), data)
    assert SEVERITY[decided(more).worst] <= SEVERITY[decided(asked).worst]


@given(questions(), st.data())
def test_an_exemption_of_exemptions_never_makes_it_milder(asked: Asked, data: st.DataObject) -> None:
    assert isinstance(asked.terms, License)
    lifting = [clause.id for clause in asked.terms.clauses if clause.id == "exemption"]
    more = with_exemption(asked, lifting, data)
    assert SEVERITY[decided(more).worst] >= SEVERITY[decided(asked).worst]
