"""A brief answer is the decision as far as it goes, whichever of its duties are looked at."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensekit.decision.circumstances import Assume, Circumstances
from licensekit.errors import FactsError
from licensekit.model.clauses import written_id
from licensekit.testing.strategies import licenses, uses
from licensekit.vocabulary.facts import ATTESTED, FACTS

ASSUME: tuple[Assume, ...] = ("none", "safe", "standard")


@given(st.data())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_it_says_what_the_decision_says(data: st.DataObject) -> None:
    terms = data.draw(licenses())
    use, assume = data.draw(uses(terms)), data.draw(st.sampled_from(ASSUME))
    names = sorted({written_id(clause.id) for clause in terms.license.clauses})
    looked_at = data.draw(st.frozensets(st.sampled_from(names)))
    try:
        decision = terms.evaluate(use, assume=assume)
    except FactsError:
        return
    brief = terms.brief(use, Circumstances(assume=assume), owing=looked_at)
    assert (brief.verdict, brief.possible, brief.parts) == (decision.verdict, decision.possible, decision.parts)
    assert brief.duties == tuple(duty for duty in decision.duties if written_id(duty.clause) in looked_at)
    assert [(each.clause, each.decides) for each in brief.reasons] == [
        (each.clause, each.decides) for each in decision.reasons
    ]
    assert brief.questions == decision.questions
    asked = {each.fact for each in decision.questions}
    asked.update(fact for group in asked for fact in ATTESTED.get(group, ()))
    assert {fact for fact in (*FACTS, *ATTESTED) if brief.asks(fact)} == asked & {*FACTS, *ATTESTED}
