"""One question with all that is fixed: statuses of duties over worlds, and over licences that may count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_license import decided, inquiry_of, license_of

import licensekit as lk
from licensekit.api import LicenseTerms

GRANT = 'grant rights at "1" { may any act }'


def statuses(terms: LicenseTerms, acts: str, facts: dict[str, Any] | None = None, **stated: Any) -> dict[str, str]:
    return {duty.clause: duty.status for duty in decided(terms, acts, facts, **stated).duties}


def test_a_duty_is_due_only_if_it_is_active_in_each_world_that_allows_the_act() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition personal at "2" {{ must not run when use.personal }}
      duty business at "3" {{ for run when not use.personal must include license_text }}
      duty evaluation at "3" {{ for run when use.evaluation must include license_text }}
      duty odd at "3" {{ for run when use.personal must include license_text }}
      duty none at "3" {{ for run when use.personal and use.production must include license_text }}
    """)
    assert statuses(terms, "run") == {"business": "due", "evaluation": "open", "odd": "moot", "none": "moot"}
    assert statuses(terms, "run", {"use.production": False}) == {
        "business": "due",
        "evaluation": "open",
        "odd": "moot",
    }


def test_a_duty_that_is_open_and_can_be_active_in_no_world_is_not_listed() -> None:
    terms = license_of(f"""
      {GRANT}
      duty never at "3" {{
        for run
        when group.people.now more than 9 and group.people.now less than 5
        must include license_text
      }}
    """)
    assert statuses(terms, "run") == {}


FOLLOWED = lk.parse(
    """
  license free { title "Free" grant rights at "1" { may any act } duty thanks at "2" { for sell must give thanks } }
  license strict { title "Strict"
    grant rights at "1" { may run }
    duty own at "2" { for sell must include license_text }
    duty later at "2" { for sell when use.production must include license_text }
    prohibition none at "3" { must not distil }
    duty off at "3" { for distil must include license_text }
    converts to free at "4" on 2030-01-01
  }
""",
    license="strict",
)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2029, 1, 1), {"own": "moot", "later": "moot"}),
        (date(2030, 1, 1), {"thanks": "due"}),
        (None, {"own": "moot", "later": "moot", "thanks": "due"}),
    ],
)
def test_the_duties_of_licenses_that_follow_each_other(as_of: date | None, expected: dict[str, str]) -> None:
    assert statuses(FOLLOWED, "sell", as_of=as_of) == expected


HOPE = 'grant rights at "1" { may run remedy separate_license from "X" }'


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('grant rights at "1" { may run }', 'grant rights at "1" { may run }', "moot"),
        ('grant rights at "1" { may run } reservation r at "2" { from rights remedy other from "X" }', "", "moot"),
        (f'{GRANT} reservation r at "2" {{ from rights remedy other from "X" }}', GRANT, "would_apply"),
        (f'{GRANT} reservation r at "2" {{ from rights }}', GRANT, "moot"),
        (
            f'{GRANT} reservation r at "2" {{ from rights when work.multimodal remedy other from "X" }}',
            f'{GRANT} reservation r at "2" {{ from rights when not work.multimodal }}',
            "would_apply",
        ),
        (
            f'{GRANT} reservation r at "2" {{ from rights when work.multimodal }}',
            f'{GRANT} reservation r at "2" {{ from rights when not work.multimodal }}',
            "moot",
        ),
    ],
)
def test_a_way_out_is_that_of_a_license_that_refuses(one: str, other: str, expected: str) -> None:
    duty = 'duty notice at "9" { for sell must include license_text }'
    both = lk.all_of(
        lk.parse(f'license one-license {{ title "One" {one} {duty} }}'),
        lk.parse(f'license other {{ title "Other" {other} }}'),
    )
    decision = decided(both, "sell")
    assert decision.verdict is lk.Verdict.NOT_GRANTED
    assert statuses(both, "sell") == {"notice": expected}


def test_a_way_out_by_way_of_a_license_that_may_or_may_not_refuse() -> None:
    duty = 'duty notice at "9" { for sell must include license_text }'
    hoped = lk.parse(f"""license hoped {{ title "H" {GRANT} {duty}
      reservation r at "2" {{ from rights when work.multimodal remedy other from "X" }} }}""")
    refusing = lk.parse('license refusing { title "R" grant rights at "1" { may run } }')
    both = lk.all_of(hoped, refusing)
    assert statuses(both, "sell") == {"notice": "would_apply"}
    assert statuses(both, "sell", {"work.multimodal": True}) == {"notice": "would_apply"}
    assert statuses(both, "sell", {"work.multimodal": False}) == {"notice": "moot"}


def test_an_answer_gives_its_duties_by_status() -> None:
    terms = license_of(f"""
      {GRANT}
      duty a at "2" {{ for run, sell must include license_text }}
      duty b at "2" {{ for run when use.production must include license_text }}
    """)
    answer = inquiry_of(terms, "run sell").answer()
    assert answer.with_status("due") == ("a",)
    assert answer.with_status("open") == ("b",)
    assert answer.with_status("moot") == ()


def test_two_answers_are_the_same_if_verdicts_and_statuses_are() -> None:
    terms = license_of(f"""
      {GRANT}
      duty a at "2" {{ for run when use.production must include license_text }}
      duty b at "2" {{ for run when not use.production must include license_text }}
    """)
    yes, no = (inquiry_of(terms, "run", {"use.production": value}).answer() for value in (True, False))
    assert yes.possible == no.possible
    assert yes.says != no.says
    assert yes.says == inquiry_of(terms, "run", {"use.production": True, "use.personal": True}).answer().says


def test_a_reading_is_changed_in_a_question_of_its_own() -> None:
    terms = license_of(f"""
      {GRANT}
      reading scope at "2" "?" {{ option wide "w" taken because "s" option narrow "n" }}
      prohibition stop at "3" {{ must not run when reading scope is wide }}
    """)
    inquiry = inquiry_of(terms, "run")
    (scope,) = inquiry.matter.readings
    assert inquiry.verdicts() == {lk.Verdict.PROHIBITED}
    assert inquiry.reading({scope: "narrow"}).verdicts() == {lk.Verdict.PERMITTED}
    assert inquiry.verdicts() == {lk.Verdict.PROHIBITED}


def test_duties_that_are_always_active_have_the_status_of_their_licence() -> None:
    """Which licence is taken is open, and with it all of its duties alike."""
    terms = license_of("""
      grant rights at "1" { may any act }
      prohibition stop at "2" { must not run when use.in_business }
      duty first at "3" { for any act must include license_text in every_copy }
      duty second at "4" { for any act must mark modified_files prominently }
      duty third at "5" { for any act when product.contains_work must give license_text to every_recipient }
    """)
    other = lk.parse(
        'license other { title "Other" grant rights at "1" { may any act } '
        'prohibition stop at "2" { must not run when not use.in_business } }'
    )
    asked = inquiry_of(lk.any_of(terms, other), "run")
    statuses = dict(asked.duty_statuses())
    assert [key[1] for key, status in statuses.items() if status == "open"] == ["first", "second", "third"]
