"""Licences of hundreds of clauses: equal ones are told clause by clause, of others what both have is never merged."""

from __future__ import annotations

from itertools import product

import pytest

import licensekit as lk
from licensekit.analyse.question import MANY, Compared, PairQuestion


def licensed(name: str, facts: int, last: str) -> lk.LicenseTerms:
    """A licence of so many prohibitions, each over three facts, the last one under this condition."""
    declared = "\n".join(f'  fact bench.f{at} is yes_no "Which?"' for at in range(facts))
    clauses = "\n".join(
        f'  prohibition p{at} at "1" {{ must not embed when '
        f"bench.f{at} and (bench.f{(at * 3 + 1) % facts} or bench.f{(at * 7 + 2) % facts}) }}"
        for at in range(facts - 1)
    )
    ending = f'  prohibition last at "1" {{ must not embed when {last} }}'
    return lk.parse(
        f'license {name} {{\n  title "{name}"\n  grant rights at "1" {{ may any act }}\n{declared}\n{clauses}\n{ending}\n}}'
    )


@pytest.mark.parametrize("facts", [12, MANY - 1, MANY + 20])
def test_a_difference_in_one_clause_of_many_is_found_and_shown(facts: int) -> None:
    wide, narrow = licensed("wide", facts, "bench.f2"), licensed("narrow", facts, "bench.f2 and bench.f1")
    found = lk.compare(wide, narrow, acts=["embed"])
    assert found.relation == "less permissive"
    assert found.stricter is not None
    assert found.stricter.verdicts == (lk.Verdict.PROHIBITED, lk.Verdict.PERMITTED)
    assert lk.compare(narrow, wide, acts=["embed"]).relation == "more permissive"
    again = licensed("again", facts, "not (not bench.f2 and not bench.f2)")
    assert lk.compare(wide, again, acts=["embed"]).relation == "equivalent"


def test_equal_licences_of_many_clauses_are_told_without_merging_them() -> None:
    one, other = licensed("here", 300, "bench.f2"), licensed("there", 300, "not (not bench.f2)")
    pair = Compared(PairQuestion(one.terms, other.terms), "embed")
    assert pair.clauses_alike
    assert pair.diagrams.spent < 20 * 300


DUTIES = """license {name} {{
  title "{name}"
  grant rights at "1" {{ may any act }}
{facts}
{clauses}
  {last}
}}"""


def test_what_one_asks_alone_is_found_beside_many_clauses_in_common() -> None:
    facts = "\n".join(f'  fact bench.f{at} is yes_no "Which?"' for at in range(MANY + 5))
    clauses = "\n".join(f'  prohibition p{at} at "1" {{ must not embed when bench.f{at} }}' for at in range(MANY + 5))
    law = 'duty law at "2" { for embed when bench.f1 or work.modified must comply with applicable_law }'
    asking, silent = (
        lk.parse(DUTIES.format(name=name, facts=facts, clauses=clauses, last=last))
        for name, last in (("asking", law), ("silent", ""))
    )
    found = lk.compare(asking, silent, acts=["embed"])
    assert found.relation == "less permissive"
    assert found.stricter is not None
    assert found.stricter.verdicts == (lk.Verdict.PERMITTED_WITH_DUTIES, lk.Verdict.PERMITTED)
    masked = law.replace(" or work.modified", "")
    never_due = lk.parse(DUTIES.format(name="masked", facts=facts, clauses=clauses, last=masked))
    assert lk.compare(never_due, silent, acts=["embed"]).relation == "equivalent"


@pytest.fixture
def never_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    """What two licences have in common is not merged, however little it is."""
    monkeypatch.setattr("licensekit.analyse.question.MANY", 0)
    monkeypatch.setattr("licensekit.analyse.question.FEW_STEPS", 0)


@pytest.mark.long
@pytest.mark.parametrize("large", [False, True])
def test_brute_force_agrees_on_a_few_facts(large: bool, request: pytest.FixtureRequest) -> None:
    """All 256 worlds of eight facts, for several endings."""
    if large:
        request.getfixturevalue("never_merged")
    endings = ("bench.f2", "bench.f2 and bench.f1", "not bench.f3", "bench.f0 or bench.f5")
    terms = [licensed(f"l{at}", 8, ending) for at, ending in enumerate(endings)]
    use = [
        [
            one.evaluate(one.use(["embed"], {f"bench.f{at}": value for at, value in enumerate(values)})).verdict
            for values in product((True, False), repeat=8)
        ]
        for one in terms
    ]
    order = (lk.Verdict.PERMITTED, lk.Verdict.PROHIBITED)
    for at, one in enumerate(terms):
        for beside, other in enumerate(terms):
            pairs = [(order.index(here), order.index(there)) for here, there in zip(use[at], use[beside], strict=True)]
            stricter, milder = any(here > there for here, there in pairs), any(here < there for here, there in pairs)
            expected = {
                (False, False): "equivalent",
                (True, False): "less permissive",
                (False, True): "more permissive",
                (True, True): "incomparable",
            }[stricter, milder]
            assert lk.compare(one, other, acts=["embed"]).relation == expected


LATER = """license later {
  title "Later"
  grant rights at "1" { may any act }
  prohibition p at "2" { must not run when work.modified }
}"""


def test_a_licence_to_which_both_convert_is_told_of_once() -> None:
    clause = 'grant rights at "1" { may any act } converts to later at "3" on 2030-01-01'
    gate = 'gate g at "2" { for run when work.modified needs written_permission from licensor }'
    one = lk.parse(f'{LATER} license a {{ title "A" {clause} }}', license="a")
    other = lk.parse(f'{LATER} license b {{ title "B" {clause} {gate} }}', license="b")
    found = lk.diff(one, other, acts=["run"])
    assert [(each.direction, str(each.other.standpoint)) for each in found.differences] == [
        ("stricter", "needs_approval")
    ]
    assert lk.compare(one, other, acts=["run"]).relation == "more permissive"
    assert lk.compare(one, other, acts=["run"], facts={"work.modified": False}).relation == "equivalent"
