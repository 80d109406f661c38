"""Which way a fact or an approval pushes an answer."""

from __future__ import annotations

import pytest

from licensekit.catalogue.loading import checked_text
from licensekit.check.polarity import BOTH, DOWN, NONE, UP, Push, answer_pushes, safe_side
from licensekit.model.conditions import Condition, Holds
from licensekit.model.license import License


def license_of(text: str) -> License:
    found = checked_text(f'license a {{ title "A" grant rights at "1" {{ may any act }} {text} }}')
    assert [each for each in found.diagnostics if each.severity.value == "error"] == []
    return found.licenses[0]


def pushed(text: str) -> frozenset[Push]:
    """How `use.personal` being yes pushes the answers."""

    def decide(atom: Condition) -> frozenset[Push]:
        return UP if isinstance(atom, Holds) and atom.fact == "use.personal" else NONE

    return answer_pushes(license_of(text), decide)


STRICT = {
    "prohibition": 'prohibition x at "1" { must not run when %s }',
    "duty": 'duty x at "1" { for run when %s must pay fee }',
    "gate": 'gate x at "1" { for run when %s needs permit from "A" }',
    "reservation": 'reservation x at "1" { from rights when %s }',
    "termination": 'termination x at "1" { when %s ends rights }',
}


@pytest.mark.parametrize("clause", STRICT.values(), ids=STRICT.keys())
def test_what_burdens_makes_stricter(clause: str) -> None:
    assert pushed(clause % "use.personal") == UP
    assert pushed(clause % "not use.personal") == DOWN
    assert pushed(clause % "use.production") == NONE


def test_a_grant_makes_milder_and_a_granting_gate_both() -> None:
    assert pushed('grant x at "1" { may run when use.personal }') == DOWN
    assert pushed('gate x at "1" { for run when use.personal needs permit from "A" which grants it }') == BOTH


def test_a_granting_gate_on_acts_that_need_no_grant_only_makes_stricter() -> None:
    gate = 'gate x at "1" { for %s when use.personal needs permit from "A" which grants it }'
    assert pushed(gate % "use_outputs, tamper") == UP
    assert pushed(gate % "use_outputs, run") == BOTH


@pytest.mark.parametrize("clause", STRICT.values(), ids=STRICT.keys())
def test_an_exemption_turns_what_it_lifts_round_and_so_on(clause: str) -> None:
    burden = clause % "use.production"
    first = 'exemption e at "2" { from x when %s }'
    second = 'exemption f at "3" { from e when %s }'
    third = 'exemption g at "4" { from f when %s }'
    assert pushed(burden + first % "use.personal") == DOWN
    assert pushed(burden + first % "use.production" + second % "use.personal") == UP
    assert pushed(burden + first % "use.production" + second % "use.production" + third % "use.personal") == DOWN


def test_defines_are_followed_through_not() -> None:
    text = """define a1 at "1" { use.personal } define a2 at "1" { not a1 }
      define a3 at "1" { use.production and not a2 }
      prohibition x at "1" { must not run when %s }"""
    assert pushed(text % "a3") == UP
    assert pushed(text % "a2") == DOWN
    assert pushed(text % "a2 or a3") == BOTH


def test_a_measure_that_depends_on_it_pushes_both_ways() -> None:
    text = """measure size at "1" { takes group.revenue.year when use.personal takes licensee.revenue.year otherwise }
      measure more_size at "1" { takes the larger of size, group.revenue.year }
      prohibition x at "1" { must not run when more_size more than 5 USD }"""
    assert pushed(text) == BOTH
    assert pushed(text.replace("when use.personal", "when use.production")) == NONE


def test_a_safe_side_value_is_one_that_can_only_make_stricter() -> None:
    text = 'exemption e at "2" { from x when access.channel in { licensor_official, certified_partner } }'
    burden = 'prohibition x at "1" { must not run when use.production }'
    assert safe_side(license_of(burden + text), "access.channel", "own_copy")
    assert not safe_side(license_of(burden + text), "access.channel", "licensor_official")


def test_a_value_that_decides_an_atom_true_is_safe_where_that_burdens() -> None:
    burden = 'prohibition x at "1" { must not run when access.channel is own_copy }'
    assert safe_side(license_of(burden), "access.channel", "own_copy")
    assert not safe_side(license_of(burden), "access.channel", "other_host")
    grant = 'grant x at "1" { may use_marks when access.channel is own_copy }'
    assert not safe_side(license_of(grant), "access.channel", "own_copy")


def test_yes_no_facts_are_safe_by_their_value() -> None:
    burden = 'prohibition x at "1" { must not run } exemption e at "2" { from x when access.as_end_user_of_product }'
    assert safe_side(license_of(burden), "access.as_end_user_of_product", value=False)
    assert not safe_side(license_of(burden), "access.as_end_user_of_product", value=True)


def test_a_fact_that_is_not_used_is_safe() -> None:
    assert safe_side(license_of(""), "access.channel", "own_copy")


def test_a_granting_gate_is_never_safe() -> None:
    text = 'gate x at "1" { for run when access.channel is own_copy needs permit from "A" which grants it }'
    assert not safe_side(license_of(text), "access.channel", "own_copy")


def test_conversions_count_both_ways() -> None:
    text = """converts to mit at "1" on the earlier of 2030-01-01, 4 years after work.version_published_on"""
    assert not safe_side(license_of(text), "work.version_published_on", "2030-01-01")


def test_numbers_and_sets_are_never_shown_safe() -> None:
    text = 'prohibition x at "1" { must not run when group.people.now more than 5 or any of use.countries in { EU } }'
    assert not safe_side(license_of(text), "group.people.now", 7)
    assert not safe_side(license_of(text), "use.countries", frozenset({"DE"}))
