"""To ask beside a profile is to ask with all that it says: whoever says a thing, the answer is the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.api import LicenseTerms
from licensekit.use.profile import Profile
from licensekit.use.statements import FactsFile
from property.strategies import decided, questions


@given(questions(unknown=4), st.data())
def test_the_answer_is_the_same_whoever_says_what(asked: Asked, data: st.DataObject) -> None:
    said = decided(asked)
    terms, use, circumstances = said.deferred.put
    names = sorted(use.given)
    profiles = data.draw(st.sets(st.sampled_from(names)) if names else st.just(set()))
    mine = {name: known for name, known in use.given.items() if name not in profiles}
    theirs = {name: known for name, known in use.given.items() if name in profiles}
    file = FactsFile(
        facts=theirs,
        approvals=tuple(each for each in circumstances.approvals if "." in each.gate),
        done=tuple(circumstances.done),
        rates=circumstances.rates,
        indices=circumstances.indices,
    )
    rest = replace(circumstances, approvals=tuple(each for each in circumstances.approvals if "." not in each.gate))
    rest = replace(rest, done=(), rates=(), indices=())
    both = LicenseTerms(terms)
    beside = both.evaluate(both.use(use.acts, mine), **rest.arguments, profile=Profile("p.toml", file))
    for part in ("verdict", "possible", "parts", "duties", "approvals", "assumptions", "bounds", "questions"):
        assert getattr(beside, part) == getattr(said, part), part
    assert {each.name for each in beside.unread if each.kind == "fact"} == {
        each.name for each in said.unread if each.kind == "fact" and each.name not in theirs
    }
    sources = {fact.fact: fact.source for fact in beside.facts}
    assert all(sources[name].startswith("profile p.toml") for name in theirs if name in sources)
