"""What hangs on disputed wording: each reading alone, pairs of them, the worst and the best."""

from __future__ import annotations

import pytest
from small_license import decided, license_of

import licensekit as lk
from licensekit.decision.parts import ReadingChange

GRANT = 'grant rights at "1" { may any act }'


def reading(name: str, *options: str) -> str:
    first, *others = options
    return (
        f'reading {name} at "2" "What of {name}?" {{ option {first} "as {first}" taken because "stricter" '
        + " ".join(f'option {other} "as {other}"' for other in others)
        + " }"
    )


TWO = license_of(f"""
  {GRANT}
  {reading("first", "a", "b")}
  {reading("second", "c", "d")}
  {reading("unrelated", "e", "f")}
  prohibition stop at "3" {{ must not run when reading first is a }}
  gate ask at "4" {{ for run when reading second is d needs consent from "X" }}
  prohibition elsewhere at "5" {{ must not sell when reading unrelated is f }}
""")


def said(change: ReadingChange) -> tuple[dict[str, str], str, bool]:
    return dict(change.choice), str(change.verdict), change.changes


def test_each_reading_is_changed_alone() -> None:
    report = decided(TWO, "run").readings
    assert [one.name for one in report.readings] == ["first", "second"]
    first, second = report.readings
    assert [said(outcome) for outcome in first.outcomes] == [
        ({"small.first": "a"}, "prohibited", False),
        ({"small.first": "b"}, "permitted", True),
    ]
    assert first.matters
    assert [said(outcome) for outcome in second.outcomes] == [
        ({"small.second": "c"}, "prohibited", False),
        ({"small.second": "d"}, "prohibited", False),
    ]
    assert not second.matters
    assert report.matter


def test_a_reading_says_what_was_taken_and_why() -> None:
    first = decided(TWO, "run").readings.readings[0]
    assert (first.license, str(first.locator), first.question) == ("small", "2", "What of first?")
    assert (first.taken, first.because) == ("a", "stricter")
    assert first.options == (("a", "as a"), ("b", "as b"))


def test_a_reading_that_the_caller_chose_is_the_base() -> None:
    report = decided(TWO, "run", readings={"first": "b"}).readings
    first, second = report.readings
    assert (first.taken, first.because) == ("b", "")
    assert [said(outcome) for outcome in first.outcomes] == [
        ({"small.first": "a"}, "prohibited", True),
        ({"small.first": "b"}, "permitted", False),
    ]
    assert [outcome.changes for outcome in second.outcomes] == [False, True]


def test_two_changes_that_give_what_neither_gives_alone() -> None:
    report = decided(TWO, "run").readings
    assert [said(change) for change in report.together] == [
        ({"small.first": "b", "small.second": "d"}, "needs_approval", True)
    ]


def test_two_changes_of_one_reading_are_none() -> None:
    three = license_of(f"""
      {GRANT}
      {reading("first", "a", "b", "c")}
      prohibition stop at "3" {{ must not run when reading first is a }}
      gate ask at "4" {{ for run when reading first is b needs consent from "X" }}
    """)
    report = decided(three, "run").readings
    assert report.together == ()
    assert [str(outcome.verdict) for outcome in report.readings[0].outcomes] == [
        "prohibited",
        "needs_approval",
        "permitted",
    ]


def test_the_worst_and_the_best_choice_differ_as_little_as_possible() -> None:
    report = decided(TWO, "run").readings
    assert said(report.worst) == ({"small.first": "a", "small.second": "c"}, "prohibited", False)
    assert said(report.best) == ({"small.first": "b", "small.second": "c"}, "permitted", True)


def test_where_nothing_is_disputed_the_report_says_so() -> None:
    report = decided(license_of(GRANT), "run").readings
    assert (report.readings, report.together, report.matter) == ((), (), False)
    assert said(report.worst) == said(report.best) == ({}, "permitted", False)


def test_readings_that_change_duties_alone_matter() -> None:
    terms = license_of(f"""
      {GRANT}
      {reading("scope", "wide", "narrow")}
      duty always at "3" {{ for run must include license_text }}
      duty notice at "3" {{ for run when reading scope is wide must give notice }}
    """)
    report = decided(terms, "run").readings
    assert report.matter
    assert [outcome.duties for outcome in report.readings[0].outcomes] == [("always", "notice"), ("always",)]
    assert [str(outcome.verdict) for outcome in report.readings[0].outcomes] == ["permitted_with_duties"] * 2


def test_a_pair_can_matter_where_neither_does_alone() -> None:
    both = license_of(f"""
      {GRANT}
      {reading("first", "a", "b")}
      {reading("second", "c", "d")}
      prohibition stop at "3" {{ must not run when reading first is b and reading second is d }}
    """)
    report = decided(both, "run").readings
    assert not any(one.matters for one in report.readings)
    assert report.matter
    assert [said(change) for change in report.together] == [
        ({"small.first": "b", "small.second": "d"}, "prohibited", True)
    ]


@pytest.mark.parametrize("readings", ["taken", "strict"])
def test_the_report_is_the_same_where_readings_are_left_open(readings: str) -> None:
    report = decided(TWO, "run", readings=readings).readings
    assert [one.taken for one in report.readings] == ["a", "c"]
    assert [said(outcome)[1] for outcome in report.readings[0].outcomes] == ["prohibited", "permitted"]


def test_of_two_choices_alike_the_one_nearer_to_what_was_taken_is_shown() -> None:
    terms = license_of(f"""
      {GRANT}
      {reading("first", "a", "b")}
      prohibition stop at "3" {{ must not run when reading first is a or reading first is b }}
    """)
    report = decided(terms, "run").readings
    assert said(report.worst) == said(report.best) == ({"small.first": "a"}, "prohibited", False)


def test_a_reading_of_a_license_whose_name_has_a_dot() -> None:
    terms = lk.parse(f"""license small-2.1 {{ title "S"
      {GRANT}
      {reading("scope", "wide", "narrow")}
      prohibition stop at "3" {{ must not run when reading scope is wide }}
    }}""")
    (shown,) = decided(terms, "run").readings.readings
    assert (shown.license, shown.name) == ("small-2.1", "scope")
    assert str(decided(terms, "run", readings={"scope": "narrow"}).verdict) == "permitted"


def test_the_best_reading_may_be_eight_changes_away() -> None:
    """The verdict is milder only where all readings are changed at once: two to the power of eight combinations."""
    names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    readings = " ".join(reading(name, "a", "b") for name in names)
    when = " or ".join(f"reading {name} is a" for name in names)
    terms = license_of(f'{GRANT} {readings} prohibition stop at "3" {{ must not run when {when} }}')
    report = decided(terms, "run").readings
    assert str(report.best.verdict) == "permitted"
    assert report.best.choice == tuple(sorted((f"small.{name}", "b") for name in names))
    assert str(report.worst.verdict) == "prohibited"


def test_a_reading_on_which_nothing_hangs_takes_no_part_in_combinations() -> None:
    """With `first` as taken or not, the use is refused by another clause; the outcomes are shown all the same."""
    terms = license_of(f"""
      {GRANT} {reading("first", "a", "b")} {reading("second", "c", "d")}
      prohibition always at "3" {{ must not run }}
      prohibition stop at "3" {{ must not run when reading first is a }}
      duty told at "4" {{ for run when reading second is d must include license_text in every_copy }}
    """)
    report = decided(terms, "run").readings
    assert [one.matters for one in report.readings] == [False, True], "a duty that is moot is told of"
    assert report.worst.choice == (("small.first", "a"), ("small.second", "c"))


def test_a_reading_hangs_on_duties_that_would_apply_or_are_encouraged() -> None:
    terms = license_of(f"""
      {GRANT} {reading("first", "a", "b")} {reading("second", "c", "d")}
      gate ask at "3" {{ for run needs consent from "X" }}
      duty told at "4" {{ for run when reading first is b and product.contains_work must include license_text in every_copy }}
      duty kind at "5" {{ for run when reading second is d encouraged to include license_text in every_copy }}
    """)
    report = decided(terms, "run").readings
    assert [one.matters for one in report.readings] == [True, True]


def test_a_reading_hangs_on_a_duty_of_a_licence_that_may_be_chosen() -> None:
    """Which of the two licences counts is open, and the duty with it."""
    one = license_of(f"""
      {GRANT} {reading("first", "a", "b")}
      prohibition stop at "3" {{ must not run when use.in_business }}
      duty kind at "5" {{ for run when reading first is b encouraged to include license_text in every_copy }}
    """)
    other = lk.parse(
        'license other { title "Other" grant rights at "1" { may any act } '
        'prohibition stop at "2" { must not run when not use.in_business } }'
    )
    report = decided(lk.any_of(one, other), "run").readings
    assert [outcome.changes for outcome in report.readings[0].outcomes] == [False, True]
    settled = decided(lk.any_of(one, other), "run", {"use.in_business": True}).readings
    assert not settled.matter
