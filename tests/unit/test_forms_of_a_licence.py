"""Another form of a licence shares with it what both say, and a use that tells them apart is found where there is one."""

from __future__ import annotations

import pytest

from licensekit.api import LicenseTerms, parse
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.matter import matter_of
from licensekit.model.license import License
from licensekit.testing.mutants import mutants
from licensekit.testing.subject import edited, with_license
from licensekit.testing.telling import Original, Same
from licensekit.testing.witnesses import decided

TERMS = parse("""license small {
  title "Small"
  released 2025-01-01
  grant rights at "1" { may any act }
  duty label at "2" { for run when use.in_business must display "Small" on website }
  gate paid at "3" { for run when product.charged_for needs paid_license from licensor }
  exemption payers at "4" { from label when approval paid is held }
  prohibition arms at "5" { must not any act when conduct.military }
  prohibition again at "6" { must not any act when conduct.military or conduct.nuclear }
}""")


def form(edit: str) -> License:
    (found,) = (mutant.license for mutant in mutants(TERMS.license) if mutant.id == edit)
    return found


def other(original: Original, edit: str) -> LicenseTerms:
    return with_license(TERMS, edited(original.single, form(edit)))


def test_what_both_forms_say_is_the_same_object() -> None:
    original = Original(TERMS)
    changed = edited(original.single, form("label.condition.1"))
    matters = [matter_of(terms, ("run",), Circumstances())[0] for terms in (original.single, changed)]
    names = ("label", "paid", "arms")
    nodes = [[each.clause(each.programs[0], each.programs[0].number[name]) for name in names] for each in matters]
    assert matters[0].diagrams is matters[1].diagrams
    assert [here is there for here, there in zip(*nodes, strict=True)] == [False, True, True]


def test_no_use_tells_a_prohibition_that_another_one_contains() -> None:
    original = Original(TERMS)
    with pytest.raises(Same):
        original.tells(edited(original.single, form("arms.clause.1")), "left out")


def test_an_approval_is_held_where_the_difference_needs_it() -> None:
    original = Original(TERMS)
    told = original.tells(edited(original.single, form("payers.clause.1")), "left out")
    assert told is not None
    assert [each.gate for each in told.approvals] == ["paid"]
    before, after = (decided(told, terms) for terms in (TERMS, other(original, "payers.clause.1")))
    assert before is not None
    assert after is not None
    assert (before.verdict.value, after.verdict.value) == ("permitted", "permitted_with_duties")


READ = parse("""license read {
  title "Read"
  released 2025-01-01
  reading first at "1" "Is it wide?" {
    option plain "no" taken because "it says so"
    option wide "yes"
  }
  reading second at "2" "Is it wide?" {
    option plain "no" taken because "it says so"
    option wide "yes"
  }
  grant rights at "3" { may any act }
  prohibition as_taken at "4" { must not any act when conduct.military and (reading first is plain or conduct.nuclear) }
  prohibition under_one at "5" { must not any act when conduct.espionage and reading first is wide }
  prohibition under_both at "6" {
    must not any act when conduct.deception and reading first is wide and reading second is wide
  }
}""")


@pytest.mark.parametrize(("clause", "differs"), [("as_taken", True), ("under_one", True), ("under_both", False)])
def test_forms_differ_where_a_case_can_put_it_with_one_reading_chosen_otherwise(clause: str, differs: bool) -> None:
    original = Original(READ)
    without = READ.license.model_copy(
        update={"clauses": tuple(each for each in READ.license.clauses if each.id != clause)}
    )
    changed = edited(original.single, without)
    assert original.differs(changed) is differs
    assert (next(original.tellings(changed), None) is not None) is differs
