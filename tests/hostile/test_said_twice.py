"""What is stated twice, under another name, or in numbers that cannot be: an error that names both, never a permission."""

from __future__ import annotations

import decimal
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import licensekit as lk

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings

MEANT = lk.parse("""license own {
  title "Own"
  grant rights at "1" { may any act }
  meaning conduct.military at "2" "for armed forces alone"
  gate consent at "2" { for any act when conduct.military needs consent from "X" }
  gate other at "2" { for sell needs consent from "X" }
  duty law at "3" { for any act must comply with law }
  reading how at "4" "How?" {
    option wide "all" taken because "plain"
    option narrow "some"
  }
  prohibition none-of-it at "4" { must not any act when reading how is narrow }
}""")
PLAIN = lk.parse("""license plain {
  title "Plain"
  grant rights at "1" { may any act }
  prohibition stop at "2" { must not any act when conduct.military }
}""")
RICH_TEXT = """license rich {
  title "Rich"
  grant rights at "1" { may any act }
  gate large at "2" { for any act when group.revenue.year more than 20_000_000 USD needs separate_license from "X" }
}"""
RICH = lk.parse(RICH_TEXT)
JUNE = date(2026, 6, 1)


def refused(terms: lk.LicenseTerms, acts: str, facts: dict[str, Any], **stated: Any) -> list[str]:
    """The findings of a question, each with its code; the compiled one has the same."""
    with pytest.raises(lk.FactsError) as caught:
        terms.evaluate(terms.use(acts.split(), facts), **stated)
    with pytest.raises(lk.FactsError) as compiled:
        terms.compile(**stated).verdict(terms.use(acts.split(), facts))
    with pytest.raises(lk.FactsError) as checked:
        terms.compile(**stated).checked(acts.split())(facts)
    found = [f"{each.code} {each.message}" for each in caught.value.diagnostics]
    for other in (compiled, checked):
        assert [f"{each.code} {each.message}" for each in other.value.diagnostics] == found
    return found


# --- facts and meanings


@pytest.mark.parametrize("own", [True, False])
def test_a_fact_and_the_same_under_its_meaning_that_differ(own: bool) -> None:
    facts = {"conduct.military": not own, "conduct.military@own": own}
    (finding,) = refused(MEANT, "run", facts)
    assert finding.startswith("LK512 `conduct.military` is given as ")
    assert "`conduct.military@own`" in finding


def test_two_names_of_one_fact_that_agree_are_one() -> None:
    use = MEANT.use(["run"], {"conduct.military": True, "conduct.military@own": True})
    assert MEANT.evaluate(use).verdict is lk.Verdict.NEEDS_APPROVAL
    assert MEANT.compile().verdict(use).verdict is lk.Verdict.NEEDS_APPROVAL


@pytest.mark.parametrize(("terms", "name"), [(PLAIN, "plain"), (PLAIN, "Plain"), (PLAIN, "x"), (MEANT, "plain")])
def test_a_meaning_of_no_licence_asked_about(terms: lk.LicenseTerms, name: str) -> None:
    (finding,) = refused(terms, "run", {f"conduct.military@{name}": True})
    assert finding.startswith("LK513 ")
    assert f"`conduct.military@{name}`" in finding


def test_a_meaning_of_another_licence_is_left_alone_where_the_own_one_is_stated() -> None:
    use = MEANT.use(["run"], {"conduct.military@own": True, "conduct.military@other": False})
    assert MEANT.evaluate(use).verdict is lk.Verdict.NEEDS_APPROVAL
    assert MEANT.compile().verdict(use).verdict is lk.Verdict.NEEDS_APPROVAL


def test_of_licences_that_mean_different_things_each_can_be_told() -> None:
    both = lk.all_of(PLAIN, MEANT)
    (finding,) = refused(both, "run", {"conduct.military": True})
    assert finding.startswith("LK523 ")
    use = both.use(["run"], {"conduct.military": False, "conduct.military@own": True})
    assert both.evaluate(use).verdict is lk.Verdict.NEEDS_APPROVAL


MONTHLY_TEXT = """license monthly {
  title "Monthly"
  grant rights at "1" { may any act }
  %s
  prohibition stop at "2" { must not any act when product.revenue.month more than 20 million USD }
}"""
MONTHLY = lk.parse(MONTHLY_TEXT % "")
MONTHLY_MEANT = lk.parse(MONTHLY_TEXT % 'meaning product.revenue.month at "2" "of all products"')
MAY, MUCH, LITTLE = "product.revenue[2026-05]", "30 million USD", "1 USD"


@pytest.mark.parametrize("beside", [{}, {MAY: LITTLE}])
def test_a_month_under_a_meaning_that_the_licence_asked_about_has_not(beside: dict[str, str]) -> None:
    """Beside a plain month it was listed as unread, and what it would forbid permitted."""
    (finding,) = refused(MONTHLY, "run", {f"{MAY}@monthly": MUCH, **beside}, as_of=JUNE)
    assert finding == f"LK513 `{MAY}@monthly`: no licence asked about gives `{MAY}` the meaning `monthly`"


@pytest.mark.parametrize("name", [MAY, f"{MAY}@monthly"])
def test_a_month_stands_for_the_meaning_of_its_windows(name: str) -> None:
    use = MONTHLY_MEANT.use(["run"], {name: MUCH})
    assert MONTHLY_MEANT.evaluate(use, as_of=JUNE).verdict is lk.Verdict.PROHIBITED
    assert MONTHLY_MEANT.compile(as_of=JUNE).verdict(use).verdict is lk.Verdict.PROHIBITED
    (finding,) = refused(MONTHLY_MEANT, "run", {name: MUCH, "product.revenue.month": LITTLE}, as_of=JUNE)
    assert finding.startswith("LK522 `product.revenue.month@monthly` (1 USD, given) contradicts its monthly series: ")


def test_a_month_and_the_same_under_its_meaning_that_differ() -> None:
    (finding,) = refused(MONTHLY_MEANT, "run", {MAY: LITTLE, f"{MAY}@monthly": MUCH}, as_of=JUNE)
    assert finding.startswith(f"LK512 `{MAY}` is given as 1 USD and `{MAY}@monthly` as 30_000_000 USD, and here")


def test_a_month_of_a_number_that_is_read_plainly_and_under_a_meaning() -> None:
    (finding,) = refused(
        lk.all_of(MONTHLY_MEANT, RICH, lk.parse(MONTHLY_TEXT.replace("license monthly", "license other") % "")),
        "run",
        {MAY: LITTLE},
        as_of=JUNE,
    )
    assert finding == f"LK523 `{MAY}` means different things in these licences"


# --- approvals, readings, duties, index values


def held(state: str = "held", **more: Any) -> lk.Approval:
    return lk.Approval(more.pop("gate", "own.consent"), state, **more)  # type: ignore[arg-type]


MILITARY = {"conduct.military": True}


@pytest.mark.parametrize(
    "second",
    [
        held("refused"),
        held("requested"),
        held("refused", gate="consent"),
        held("refused", since=date(2026, 5, 1)),
        held("refused", acts=("run",)),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_one_approval_in_two_states(second: lk.Approval, turned: bool) -> None:
    first = held(since=date(2025, 1, 1))
    approvals = (second, first) if turned else (first, second)
    (finding,) = refused(MEANT, "run", MILITARY, approvals=approvals, as_of=JUNE)
    assert finding.startswith("LK514 ")
    assert "held since 2025-01-01" in finding
    assert second.state in finding


@pytest.mark.parametrize(
    ("approvals", "expected"),
    [
        ((held(), held()), "permitted_with_duties"),
        ((held(until=date(2026, 4, 30)), held("refused", since=date(2026, 5, 1))), "needs_approval"),
        ((held("refused", until=date(2026, 4, 30)), held(since=date(2026, 5, 1))), "permitted_with_duties"),
        ((held(acts=("run",)), held("refused", acts=("embed",))), "permitted_with_duties"),
        ((held("refused", holder="client"), held()), "permitted_with_duties"),
    ],
)
def test_approvals_that_do_not_contradict_each_other(approvals: tuple[lk.Approval, ...], expected: str) -> None:
    decision = MEANT.evaluate(MEANT.use(["run"], MILITARY), approvals=approvals, as_of=JUNE)
    assert str(decision.verdict) == expected
    assert [each.state for each in decision.approvals] == ["refused" if expected == "needs_approval" else "held"]


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({"readings": {"how": "narrow", "own.how": "wide"}}, "reading `own.how`"),
        ({"done": {"law": True, "own.law": False}}, "duty `own.law`"),
        (
            {"indices": [lk.IndexValue("us_cpi_u", 2019, Decimal(factor), JUNE) for factor in (1, 2)]},
            "index value `us_cpi_u@2019`",
        ),
    ],
)
def test_one_thing_stated_in_two_ways(stated: dict[str, Any], what: str) -> None:
    assert refused(MEANT, "run", MILITARY, **stated) == [f"LK515 the {what} is stated in two ways"]


def test_two_things_set_of_one_fact() -> None:
    words = ("ask", "mit", "--act", "run")
    outcome = called(*words, "--set", "conduct.military=yes", "--set", "conduct.military=no")
    assert outcome.status == 2
    assert findings(outcome) == ["error[LK505]: `conduct.military` is given twice"]
    assert called(*words, "--set", "conduct.military=yes", "--set", "conduct.military=yes").status == 0


# --- numbers


@pytest.mark.parametrize(
    "factor", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), 1.1, 2]
)
def test_a_rate_or_an_index_value_that_is_no_positive_decimal_number(factor: Any) -> None:
    for made, whose in ((lk.Rate, ("EUR", "USD")), (lk.IndexValue, ("us_cpi_u", 2019))):
        with pytest.raises(lk.ValueProblem) as refused_at_once:
            made(*whose, factor, JUNE)  # type: ignore[arg-type]
        assert refused_at_once.value.code == "LK516"


@pytest.mark.parametrize("factor", [Decimal("1E-13"), Decimal("1E+15"), Decimal("1E+999999")])
def test_a_rate_beyond_what_can_be_written(factor: Decimal) -> None:
    with pytest.raises(lk.ValueProblem) as refused_at_once:
        lk.Rate("EUR", "USD", factor, JUNE)
    assert refused_at_once.value.code == "LK516"


@pytest.mark.parametrize("name", ["usd", "USX", "US D"])
def test_a_rate_of_no_currency(name: str) -> None:
    with pytest.raises(lk.ValueProblem) as refused_at_once:
        lk.Rate(name, "USD", Decimal(1), JUNE)
    assert refused_at_once.value.code == "LK208"


@pytest.mark.parametrize("precision", [1, 2, 6, 28])
def test_the_context_of_the_caller_rounds_nothing(precision: int) -> None:
    rate = lk.Rate("EUR", "USD", Decimal("1.000000000001"), JUNE)
    months = {f"2025-{month:02}": "1_666_666.6668 USD" for month in range(1, 13)}
    rules = "group.revenue.calendar_year more than 20_000_000.0008 USD"
    summed = lk.parse(RICH_TEXT.replace("group.revenue.year more than 20_000_000 USD", rules))
    with decimal.localcontext(decimal.Context(prec=precision, traps=[decimal.Inexact, decimal.Rounded])):
        over = RICH.use(["run"], {"group.revenue.year": "20_000_000.0001 USD"})
        assert RICH.evaluate(over).verdict is lk.Verdict.NEEDS_APPROVAL
        assert RICH.compile().verdict(over).verdict is lk.Verdict.NEEDS_APPROVAL
        abroad = RICH.use(["run"], {"group.revenue.year": lk.Money(Decimal(20_000_000), "EUR")})
        assert RICH.evaluate(abroad, rates=[rate]).verdict is lk.Verdict.NEEDS_APPROVAL
        parsed = lk.parse(RICH_TEXT.replace("20_000_000", "20_000_000.0001"))
        assert parsed.evaluate(over).verdict is lk.Verdict.PERMITTED
        assert parsed.compile().verdict(over).verdict is lk.Verdict.PERMITTED
        year = summed.use(["run"], {"group.revenue.month": months})
        assert summed.evaluate(year, as_of=JUNE).verdict is lk.Verdict.NEEDS_APPROVAL


@pytest.mark.parametrize("dated", [5, "x", True, [1]])
def test_a_series_that_is_none(dated: Any) -> None:
    with pytest.raises(lk.FactsError, match="LK508"):
        lk.Use(product={"revenue": {"dated": dated}})


@pytest.mark.parametrize(("months", "is_refused"), [(120, False), (121, True), (5_000, True)])
def test_so_many_months_take_no_longer(months: int, is_refused: bool) -> None:
    series = {f"{1600 + at // 12}-{at % 12 + 1:02}": "1 USD" for at in range(months)}
    use = RICH.use(["run"], {"group.revenue.month": series})
    if is_refused:
        assert refused(RICH, "run", {"group.revenue.month": series}) == [f"LK511 figures of {months} months are given"]
    else:
        assert RICH.evaluate(use).possible
