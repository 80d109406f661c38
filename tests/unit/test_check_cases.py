"""Cases and works: what the check makes of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import licensekit as lk
from licensekit.catalogue.loading import checked_text
from licensekit.model import cases as m
from licensekit.model.works import Tag, Work, WorkFact, WorkPart
from licensekit.values import WORLDWIDE, Exactly, IndexValue, Money, Range, Rate, at_most, between, more_than

LICENSE = """license a { title "A" released 2025-04-05
  fact unity.plan is one of { student, pro } "Plan?"
  grant rights at "1" { may any act }
  duty notice at "2" { for distribute must keep notices }
  gate ask at "3" { for run when group.operates.model_service needs permit from "A" }
  reading scope at "4" "?" { option wide "w" taken because "plain" option narrow "n" }
  meaning group.operates.model_service at "5" "own words"
  %s }"""


def case_of(lines: str, expect: str = "expect permitted") -> m.Case:
    found = checked_text(LICENSE % f'case "c" {{ acts run {lines} {expect} }}')
    assert found.diagnostics == ()
    return found.cases[0]


USD = "USD"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("product.charged_for is yes", Exactly(value=True)),
        ("product.charged_for is no", Exactly(value=False)),
        ("licensee.kind is company", Exactly("company")),
        ("unity.plan is pro", Exactly("pro")),
        ("licensee.domicile is DE", Exactly("DE")),
        ("use.countries is { DE, FR }", Exactly(frozenset({"DE", "FR"}))),
        ("use.countries is { }", Exactly(frozenset())),
        ("use.countries is worldwide", Exactly(WORLDWIDE)),
        ("breach.notified_on is 2026-06-01", Exactly(date(2026, 6, 1))),
        ("group.people.now is 100_000_001", Exactly(100_000_001)),
        ("group.people.now is exactly 5", Exactly(5)),
        ("group.people.now is more than 1.5 million", more_than(1_500_000)),
        ("group.people.now is between 5 and 9", between(5, 9)),
        ("group.people.now is more than 5 and less than 9", Range(5, 9, low_open=True, high_open=True)),
        ("group.revenue.year is at most 20 million USD", at_most(Money(Decimal(20_000_000), USD))),
        ("group.revenue.year is 0.14 USD", Exactly(Money(Decimal("0.14"), USD))),
    ],
)
def test_values_are_exact(written: str, value: Exactly | Range) -> None:
    given = case_of(f"given {written}").given
    assert [(each.fact, each.value) for each in given] == [(written.partition(" ")[0], value)]


def test_unknown_is_the_same_as_not_given() -> None:
    assert case_of("given product.charged_for is unknown").given == ()


def test_a_series_gives_each_month() -> None:
    given = case_of("given product.revenue.month is { 2026-01: 3 million USD, 2026-02: 4 million USD }").given
    assert [(each.fact, each.value) for each in given] == [
        ("product.revenue[2026-01]", Exactly(Money(Decimal(3_000_000), USD))),
        ("product.revenue[2026-02]", Exactly(Money(Decimal(4_000_000), USD))),
    ]


def test_the_month_before_the_release_is_given_by_its_date() -> None:
    given = case_of("given group.monthly_active_users.month_before_release is 5").given
    assert [each.fact for each in given] == ["group.monthly_active_users[2025-03]"]


def test_everything_else_that_is_given() -> None:
    case = case_of(
        """on 2026-06-01 assume safe
        given approval ask is requested from 2026-01-01 until 2026-12-31 for run, embed by recipient
        given duty notice is done
        given rate 1 CNY is 0.14 USD on 2026-06-01
        given index us_cpi_u of 2019 is 1.3 on 2026-06-01
        given attested by "Legal" on 2026-06-01 for conduct, disputes"""
    )
    assert (case.name, case.licenses, case.acts, case.as_of, case.assume) == (
        "c", ("a",), ("run",), date(2026, 6, 1), "safe",
    )  # fmt: skip
    assert case.approvals == (
        m.GivenApproval(
            gate="ask",
            state="requested",
            since=date(2026, 1, 1),
            until=date(2026, 12, 31),
            acts=("run", "embed"),
            holder="recipient",
        ),
    )
    assert case.done == ("notice",)
    assert case.rates == (Rate("CNY", "USD", Decimal("0.14"), date(2026, 6, 1)),)
    assert case.indices == (IndexValue("us_cpi_u", 2019, Decimal("1.3"), date(2026, 6, 1)),)
    assert case.attested == m.GivenAttestation(by="Legal", on=date(2026, 6, 1), groups=("conduct", "disputes"))


def test_every_expectation() -> None:
    case = case_of(
        "",
        """expect permitted
        expect needs_approval for run under reading scope is narrow
        expect possible permitted, needs_approval
        expect duty notice is due
        expect not duty a.notice
        expect duty notice is open under reading scope is narrow
        expect not duty notice under reading scope is narrow
        expect basis unrestricted
        expect basis granted for run
        expect reason silent
        expect clause rights
        expect not clause a.rights
        expect asks group.operates.model_service, product.charged_for""",
    )
    assert case.assume == "none"
    assert case.expect == (
        m.ExpectVerdict(verdict="permitted"),
        m.ExpectVerdict(verdict="needs_approval", act="run", reading="scope", option="narrow"),
        m.ExpectPossible(verdicts=("permitted", "needs_approval")),
        m.ExpectDuty(duty="notice", status="due"),
        m.ExpectDuty(duty="a.notice", absent=True),
        m.ExpectDuty(duty="notice", status="open", reading="scope", option="narrow"),
        m.ExpectDuty(duty="notice", absent=True, reading="scope", option="narrow"),
        m.ExpectBasis(basis="unrestricted"),
        m.ExpectBasis(basis="granted", act="run"),
        m.ExpectReason(reason="silent"),
        m.ExpectClause(clause="rights"),
        m.ExpectClause(clause="a.rights", absent=True),
        m.ExpectAsks(facts=("group.operates.model_service@a", "product.charged_for")),
    )


def test_cases_on_licences_of_the_catalogue() -> None:
    found = checked_text('cases for mit, apache-2.0 { case "c" { acts run expect permitted } }')
    assert found.diagnostics == ()
    assert found.cases[0].licenses == ("mit", "apache-2.0")


def test_a_work() -> None:
    found = checked_text(
        """work first { title "One" model "example/one" model "example/one-b"
          part weights under mit until 2026-04-15
          part weights under apache-2.0 from 2026-04-15 see "https://example.org/1", "https://example.org/2"
          part code under "Other terms" unread
          tagged "mit" on "hub" from 2026-04-11
          given work.multimodal is no }
        work two { title "Two" hosted only see "https://example.org/t" }"""
    )
    assert found.diagnostics == ()
    assert found.works == (
        Work(
            id="first",
            title="One",
            models=("example/one", "example/one-b"),
            parts=(
                WorkPart(part="weights", license="mit", found=":mit", until=date(2026, 4, 15)),
                WorkPart(
                    part="weights",
                    license="apache-2.0",
                    found=":apache-2.0",
                    since=date(2026, 4, 15),
                    see=("https://example.org/1", "https://example.org/2"),
                ),
                WorkPart(part="code", license="Other terms", unread=True),
            ),
            tags=(Tag(tag="mit", hub="hub", since=date(2026, 4, 11)),),
            given=(WorkFact(fact="work.multimodal", value=Exactly(value=False)),),
        ),
        Work(id="two", title="Two", hosted_only=True, see=("https://example.org/t",)),
    )


@pytest.mark.parametrize(
    ("lines", "code", "places"),
    [
        ("given use.personal is yes given use.for_company is yes", "LK522", ["use.personal", "use.for_company"]),
        (
            "given conduct.terrorism is yes given conduct.other_crime is no",
            "LK522",
            ["conduct.terrorism", "conduct.other"],
        ),
        ("given work.modified is no", "LK521", ["work.modified"]),
        ('given conduct.fraud is yes given attested by "A" on 2026-01-01 for conduct', "LK522", ["conduct.fraud"]),
    ],
)
def test_what_a_case_gives_must_hold_together(lines: str, code: str, places: list[str]) -> None:
    """`check` was silent of cases that no use can be, which `ask` refuses."""
    text = LICENSE % f'case "c" {{ acts edit {lines} expect permitted }}'
    (found,) = lk.check(text)
    assert found.code == code
    assert found.message.startswith("the case `c`: ")
    starts = [text[label.span.start :] for label in found.labels]
    assert [start.startswith(f"given {place}") for start, place in zip(starts, places, strict=True)] == [True] * len(
        places
    )
