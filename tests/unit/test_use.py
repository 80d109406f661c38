"""A use in Python: typed models, flat facts, and every finding at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

import licensekit as lk
from licensekit.errors import FactsError
from licensekit.model.license import LocalFact
from licensekit.use import Use, checked_acts
from licensekit.use.local import read_local
from licensekit.use.paths import name_of_path, path_of_name
from licensekit.use.subjects import Conduct, Group, Licensee, Product, Usage, WorkFacts
from licensekit.values import UNKNOWN, WORLDWIDE, Exactly, Money, Range, at_most, more_than
from licensekit.vocabulary.facts import FACTS


def findings(build: Callable[[], Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(FactsError) as refused:
        build()
    return [(each.code, each.message, each.help) for each in refused.value.diagnostics]


def test_a_use_from_flat_names() -> None:
    use = Use.of(
        acts=["embed"],
        facts={"product.charged_for": True, "product.monthly_active_users.month": 120_000_000},
    )
    assert use.acts == ("embed",)
    assert dict(use.facts()) == {
        "product.charged_for": Exactly(True),
        "product.monthly_active_users.month": Exactly(120_000_000),
    }


def test_the_same_use_from_models() -> None:
    flat = Use.of(["embed"], {"product.charged_for": True, "product.monthly_active_users.month": 120_000_000})
    typed = Use(acts={"embed"}, product=Product(charged_for=True, monthly_active_users={"month": 120_000_000}))
    nested = Use.model_validate(
        {"acts": ["embed"], "product": {"charged_for": True, "monthly_active_users": {"month": 120_000_000}}}
    )
    assert flat == typed == nested
    assert hash(flat) == hash(typed)
    assert typed.product.charged_for == Exactly(True)
    assert flat.product.charged_for == Exactly(True)


def test_what_is_not_given_is_unknown() -> None:
    use = Use(acts=["run"])
    assert use.product.charged_for is UNKNOWN
    assert use.group.revenue.year is UNKNOWN
    assert dict(use.facts()) == {}
    assert dict(Use.of([], {"product.charged_for": UNKNOWN, "product.exists": "unknown"}).facts()) == {}


EVERY_KIND: list[tuple[str, object, object]] = [
    ("product.charged_for", False, Exactly(False)),
    ("product.monthly_active_users.month", 5, Exactly(5)),
    ("product.monthly_active_users.month", "at most 5 million", at_most(5_000_000)),
    ("product.monthly_active_users.month", more_than(5), more_than(5)),
    ("product.revenue.month", "20 million USD", Exactly(Money(Decimal(20_000_000), "USD"))),
    ("product.revenue.month", Money(Decimal(5), "EUR"), Exactly(Money(Decimal(5), "EUR"))),
    ("product.revenue.month", at_most(Money(Decimal(5), "EUR")), at_most(Money(Decimal(5), "EUR"))),
    ("work.version_published_on", date(2026, 6, 1), Exactly(date(2026, 6, 1))),
    ("work.version_published_on", "2026-06-01", Exactly(date(2026, 6, 1))),
    ("licensee.domicile", "DE", Exactly("DE")),
    ("licensee.kind", "company", Exactly("company")),
    ("use.countries", ["DE", "FR"], Exactly(frozenset({"DE", "FR"}))),
    ("use.countries", {"DE"}, Exactly(frozenset({"DE"}))),
    ("use.countries", "DE, FR", Exactly(frozenset({"DE", "FR"}))),
    ("use.countries", WORLDWIDE, Exactly(WORLDWIDE)),
    ("use.countries", "worldwide", Exactly(WORLDWIDE)),
    ("group.operates.model_service", True, Exactly(True)),
    ("group.operates.model_service@kimi-k3", True, Exactly(True)),
    ("group.monthly_active_users[2025-03]", "at most 1 million", at_most(1_000_000)),
]


@pytest.mark.parametrize(("name", "raw", "expected"), EVERY_KIND)
def test_a_fact_reads_alike_by_its_name_and_by_its_fields(name: str, raw: object, expected: object) -> None:
    flat = Use.of([], {name: raw})
    assert dict(flat.facts()) == {name: expected}
    tree: dict[str, Any] = {}
    *steps, last = path_of_name(name)
    branch = tree
    for step in steps:
        branch = branch.setdefault(step, {})
    branch[last] = raw
    assert Use(**tree) == flat
    assert Use.of(flat.acts, flat.facts()) == flat


@pytest.mark.parametrize("name", [*FACTS, "group.revenue[2025-03]", "group.operates.model_service@kimi-k3"])
def test_names_and_paths_are_one_to_one(name: str) -> None:
    assert name_of_path(path_of_name(name)) == name


def test_a_monthly_series_under_its_month() -> None:
    series = {"2026-01": "3 million USD", "2026-02": "4 million USD"}
    by_name = Use.of([], {"product.revenue.month": series})
    assert list(by_name.facts()) == ["product.revenue[2026-01]", "product.revenue[2026-02]"]
    assert Use(product=Product(revenue={"month": series})) == by_name
    assert Use(product=Product(revenue=series)) == by_name
    assert Use(product=Product(revenue={"dated": series})) == by_name


def test_the_order_of_acts_and_facts_is_fixed() -> None:
    one = Use.of(["embed", "run", "embed"], {"use.personal": True, "access.channel": "own_copy"})
    other = Use.of(["run", "embed"], {"access.channel": "own_copy", "use.personal": True})
    assert one.acts == other.acts == ("run", "embed")
    assert list(one.facts()) == list(other.facts()) == ["access.channel", "use.personal"]


def test_groups_of_acts_stay_as_asked_and_stand_for_their_leaves() -> None:
    use = Use(acts=["modify", "run"])
    assert use.acts == ("run", "modify")
    assert use.leaves == ("run", "fine_tune", "quantize", "merge_models", "combine_code", "edit")


def test_all_findings_come_at_once_from_flat_names() -> None:
    found = findings(
        lambda: Use.of(
            ["embd"],
            {
                "product.charged_fr": True,
                "group.revenue.quarter": 1,
                "group.revenue": 1,
                "group.monthly_active_users.month_before_release": 3,
                "product.revenue.month": 1.5,
                "product.monthly_active_users.month": "120M",
                "licensee.domicile": True,
            },
        )
    )
    windows = ", ".join(f"`{name}`" for name in FACTS if name.startswith("group.revenue."))
    assert found == [
        ("LK503", "`embd` is not an act", "did you mean `embed`?"),
        ("LK501", "`product.charged_fr` is not a fact of the vocabulary", "did you mean `product.charged_for`?"),
        (
            "LK501",
            "`group.revenue.quarter` is not a fact of the vocabulary",
            f"use the measure in one of its windows: {windows}",
        ),
        (
            "LK501",
            "`group.revenue` is not a fact of the vocabulary",
            f"use the measure in one of its windows: {windows}",
        ),
        (
            "LK501",
            "`group.monthly_active_users.month_before_release` is not a fact of the vocabulary",
            "write the month by its date, such as `group.monthly_active_users[2025-03]`",
        ),
        (
            "LK504",
            "`product.revenue.month`: `1.5` is a float, and floats are not exact",
            'write "1.5 USD", in quotes and with its currency',
        ),
        ("LK108", "`product.monthly_active_users.month`: `120M` is not a number", "write `120 million`"),
        ("LK502", "`licensee.domicile`: `true` is not a country", 'write an ISO 3166 code such as "DE"'),
    ]


def test_all_findings_come_at_once_from_nested_models() -> None:
    found = findings(
        lambda: Use(
            acts=["runn"],
            product={"charged_fr": True, "revenue": {"month": 1.5, "2025-13": "1 USD"}},
            use={"countries": ["UK"]},
            conduct=3,
            meanings={"product.charged_for": True},
        )
    )
    assert sorted((code, message) for code, message, _ in found) == [
        ("LK122", "`product.revenue[2025-13]`: there is no month `2025-13`"),
        ("LK501", "`product.charged_fr` is not a fact of the vocabulary"),
        ("LK502", "`product.charged_for`: no meaning is named"),
        ("LK502", "`use.countries`: `UK` is not the code of a country"),
        ("LK503", "`runn` is not an act"),
        ("LK504", "`product.revenue.month`: `1.5` is a float, and floats are not exact"),
        ("LK508", "`conduct`: this is a value of type int, not facts by their names"),
    ]


def test_a_subject_names_its_facts_in_full() -> None:
    assert findings(lambda: Product(charged_for=1)) == [
        ("LK502", "`product.charged_for`: `1` is not yes or no", "write true or false")
    ]
    assert findings(lambda: WorkFacts(modifed=True)) == [
        ("LK501", "`work.modifed` is not a fact of the vocabulary", "did you mean `work.modified`?")
    ]


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
REFUSED: list[tuple[str, object, str, str]] = [
    ("product.charged_for", "yes", "LK502", "`yes` is a text, not yes or no"),
    ("product.charged_for", None, "LK502", "nothing is not the same as unknown"),
    ("product.monthly_active_users.month", True, "LK502", "`true` is not a count"),
    ("product.monthly_active_users.month", 1.0, "LK504", "`1.0` is a float, and floats are not exact"),
    ("product.monthly_active_users.month", float("nan"), "LK510", "`nan` is not a number that can be compared"),
    ("product.revenue.month", float("inf"), "LK510", "`inf` is not a number that can be compared"),
    ("product.revenue.month", 20_000_000, "LK502", "`20000000` is not an amount of money"),
    ("product.revenue.month", Decimal(20), "LK502", "an amount of money needs its currency"),
    ("product.revenue.month", Decimal("NaN"), "LK510", "`NaN` is not a number that can be compared"),
    ("product.monthly_active_users.month", Decimal(20), "LK502", "`20` is not a count"),
    ("product.revenue.month", at_most(5), "LK502", "`at most 5` is not an amount of money"),
    ("product.monthly_active_users.month", Money(Decimal(5), "USD"), "LK502", "`5 USD` is not a count"),
    ("product.exists", Range(1, 2), "LK502", "`between 1 and 2` is not yes or no"),
    ("work.version_published_on", NOON, "LK502", "`2026-06-01 12:00:00+00:00` is not a date"),
    ("licensee.domicile", ["DE"], "LK502", "a list is not a country"),
    ("use.countries", ["DE", 3], "LK502", "`3` is not a member that the set can have"),
    ("distribution.covers", WORLDWIDE, "LK502", "`worldwide` is not a set of its options"),
    ("product.revenue.year", {"2026-01": "1 USD"}, "LK502", "a monthly series stands only where a figure for `month`"),
    ("product.charged_for", object, "LK502", "a value of type type is not one that a fact can have"),
]


@pytest.mark.parametrize(("name", "raw", "code", "message"), REFUSED)
def test_values_that_a_fact_cannot_have(name: str, raw: object, code: str, message: str) -> None:
    found = findings(lambda: Use.of([], {name: raw}))
    assert [(each[0], each[1][: len(name) + 4 + len(message)]) for each in found] == [(code, f"`{name}`: {message}")]


def test_the_mend_for_decimal_money_names_the_string() -> None:
    (found,) = findings(lambda: Product(revenue={"month": Decimal("20.5")}))
    assert found[2] == 'write "20.5 USD", or a Money'


def test_one_month_given_under_two_names_is_given_twice() -> None:
    facts = {"product.revenue.month": {"2026-01": "1 USD"}, "product.revenue[2026-01]": "1 USD"}
    assert findings(lambda: Use.of([], facts)) == [
        ("LK505", "`product.revenue[2026-01]` is given twice", "keep one of the two")
    ]


def test_acts_are_a_list_of_words() -> None:
    assert checked_acts(["embed", "run"]) == ("run", "embed")
    assert findings(lambda: checked_acts("run, embed"))[0][2] == 'write ["run", "embed"]'
    assert findings(lambda: checked_acts(["embed fine_tune"])) == [
        (
            "LK503",
            "`embed fine_tune` is 2 acts in one",
            "write each by itself, `embed`, `fine_tune`; on the command line `--act embed,fine_tune`",
        )
    ]
    assert findings(lambda: checked_acts("run")) == [("LK508", "`acts`: acts are a list", 'write ["run"]')]
    assert findings(lambda: Use(acts="run")) == [("LK508", "`acts`: acts are a list", 'write ["run"]')]
    assert [each[1] for each in findings(lambda: Use(acts=["publish", "merge"]))] == [
        "`merge` is not an act",
        "`publish` is not an act",
    ]


PLAN = {
    "unity.plan": LocalFact(
        name="unity.plan", type="one_of", question="Which plan is used?", options=("student", "pro")
    ).info
}
BUDGET = {"licensee.budget.year": LocalFact(name="licensee.budget.year", type="money", question="Yearly budget?").info}


def test_a_licences_own_fact_is_kept_until_the_licence_is_known() -> None:
    use = Use(acts=["run"], local={"unity.plan": "pro", "licensee.budget.year": "at most 5 million USD"})
    assert use.facts()["unity.plan"] == Exactly("pro")
    assert read_local(use.local, PLAN | BUDGET) == {
        "unity.plan": Exactly("pro"),
        "licensee.budget.year": at_most(Money(Decimal(5_000_000), "USD")),
    }
    assert dict(use.facts())["licensee.budget.year"] == Exactly("at most 5 million USD")


def test_a_licences_own_fact_by_its_flat_name() -> None:
    use = Use.of(["run"], {"unity.plan": "pro"}, declared=PLAN)
    assert use == Use(acts=["run"], local={"unity.plan": "pro"})


def test_own_facts_are_checked_against_their_declaration() -> None:
    use = Use(local={"unity.plan": "prp", "unity.plna": "pro"})
    assert findings(lambda: read_local(use.local, PLAN)) == [
        ("LK502", "`unity.plan`: `prp` is not one of its options", "use one of `student`, `pro`"),
        ("LK501", "`unity.plna` is not a fact of the vocabulary", "did you mean `unity.plan`?"),
    ]
    assert [each[0] for each in findings(lambda: Use(local={"unity.plan": 1.5, "plan": "pro"}))] == ["LK504", "LK502"]


def test_a_use_never_changes() -> None:
    use = Use.of(["run"], {"product.charged_for": True})
    with pytest.raises(ValidationError):
        use.acts = ("embed",)  # type: ignore[misc]
    with pytest.raises(ValidationError):
        use.product.charged_for = UNKNOWN  # type: ignore[misc]
    with pytest.raises(TypeError):
        use.facts()["product.charged_for"] = Exactly(False)  # type: ignore[index]


def test_a_copy_has_its_own_facts() -> None:
    use = Use.of(["run"], {"product.charged_for": True})
    assert len(use.facts()) == 1
    copied = use.model_copy(update={"product": Product(exists=True)})
    assert dict(copied.facts()) == {"product.exists": Exactly(True)}
    assert copied != use


def test_uses_differ_where_facts_or_acts_differ() -> None:
    use = Use.of(["run"], {"product.charged_for": True})
    assert use != Use.of(["run"], {"product.charged_for": False})
    assert use != Use.of(["embed"], {"product.charged_for": True})
    assert use != Use.of(["run"])
    assert use != "run"


def test_json_round_trip() -> None:
    use = Use.of(["modify", "run"], {name: raw for name, raw, _ in EVERY_KIND})
    text = use.model_dump_json(exclude_unset=True)
    assert Use.model_validate_json(text) == use
    assert Use.model_validate_json(use.model_dump_json()) == use


def test_other_subjects_take_what_their_fields_say() -> None:
    use = Use(
        licensee=Licensee(kind="company", domicile="DE"),
        group=Group(people={"now": 12}),
        use=Usage(countries="worldwide"),
        conduct=Conduct(military=True),
    )
    assert dict(use.facts()) == {
        "conduct.military": Exactly(True),
        "group.people.now": Exactly(12),
        "licensee.domicile": Exactly("DE"),
        "licensee.kind": Exactly("company"),
        "use.countries": Exactly(WORLDWIDE),
    }


def test_nothing_is_read_on_import_and_no_lark_is_needed() -> None:
    code = "import sys, licensekit.use; print('lark' in sys.modules, licensekit.use.Use.__pydantic_complete__)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (True, Exactly(True)),
        (5, Exactly(5)),
        (date(2026, 6, 1), Exactly(date(2026, 6, 1))),
        (["a", "b"], Exactly(frozenset({"a", "b"}))),
        (at_most(5), at_most(5)),
        (WORLDWIDE, Exactly(WORLDWIDE)),
        (Money(Decimal(5), "USD"), Exactly(Money(Decimal(5), "USD"))),
    ],
)
def test_a_licences_own_fact_may_be_anything_that_some_fact_is(raw: object, expected: object) -> None:
    assert dict(Use(local={"unity.plan": raw}).facts()) == {"unity.plan": expected}


@pytest.mark.parametrize("raw", [NOON, [1], object(), {"a": 1}])
def test_a_licences_own_fact_is_no_other_thing(raw: object) -> None:
    (found,) = findings(lambda: Use(local={"unity.plan": raw}))
    assert found[0] == "LK502"
    assert found[1].startswith("`unity.plan`: a value of type ")


def test_an_own_fact_that_is_unknown_is_not_given() -> None:
    use = Use(local={"unity.plan": UNKNOWN, "licensee.budget.year": "unknown"})
    assert read_local(use.local, PLAN | BUDGET) == dict(use.facts()) == {}


@pytest.mark.parametrize("subject", ["licensee", "product", "conduct", "use"])
def test_a_whole_subject_is_no_slip_for_one_of_the_facts(subject: str) -> None:
    mend = f"name one of its facts, which `licensekit facts {subject}` lists"
    assert findings(lambda: Use.of([], {subject: True})) == [
        ("LK501", f"`{subject}` is not a fact of the vocabulary", mend)
    ]


def test_tables_of_the_wrong_shape() -> None:
    assert findings(lambda: Use(meanings=3)) == [
        ("LK508", "`meanings`: facts under a meaning are a mapping", "write `FACT@MEANING` for each")
    ]
    assert findings(lambda: Use(local=3)) == [
        ("LK508", "`local`: a licence's own facts are a mapping", "write `NAME.PART` for each")
    ]
    assert findings(lambda: Use(meanings={"product.nothing@m": True, "product.charged_for@m": 3})) == [
        (
            "LK501",
            "`product.nothing@m` is not a fact of the vocabulary",
            "see `licensekit facts` for the facts of `product`",
        ),
        ("LK502", "`product.charged_for@m`: `3` is not yes or no", "write true or false"),
    ]


KINDS = [
    ("product.exists", 3, "`3` is not yes or no", "write true or false"),
    ("work.version_published_on", True, "`true` is not a date", "write the day as 2026-06-01"),
    ("licensee.kind", True, "`true` is not one of its options", "use one of `individual`"),
    ("distribution.covers", True, "`true` is not a set of its options", 'write a list such as ["work", "derivative"]'),
    ("use.countries", True, "`true` is not a set of countries", 'write a list such as ["DE", "FR"]'),
    ("work.version_published_on", 1.5, "`1.5` is a float, and floats are not exact", "write the day as 2026-06-01"),
    ("product.exists", Decimal(1), "`1` is not yes or no", "write true or false"),
]


@pytest.mark.parametrize(("name", "raw", "message", "mend"), KINDS)
def test_the_mend_shows_a_value_of_the_right_kind(name: str, raw: object, message: str, mend: str) -> None:
    (found,) = findings(lambda: Use.of([], {name: raw}))
    assert found[1] == f"`{name}`: {message}"
    assert found[2].startswith(mend)


def test_a_text_fact_of_a_licence() -> None:
    declared = {"unity.name": LocalFact(name="unity.name", type="text", question="Which name?").info}
    assert dict(Use.of([], {"unity.name": " Kimi "}, declared).facts()) == {"unity.name": Exactly("Kimi")}
    assert findings(lambda: Use.of([], {"unity.name": 3}, declared)) == [
        ("LK502", "`unity.name`: `3` is not a text", "write a text in quotes")
    ]
    assert read_local(Use(local={"unity.name": "Kimi"}).local, declared) == {"unity.name": Exactly("Kimi")}


MILITARY_FORBIDDEN = lk.parse("""license solo {
  title "T"
  grant g at "1" { may any act }
  prohibition p at "2" { must not any act when conduct.military }
}""")


def test_a_copy_of_a_use_says_what_its_update_says() -> None:
    use = lk.Use.of(["run"])
    for stated in ({"military": True}, lk.Conduct().model_copy(update={"military": True})):
        copied = use.model_copy(update={"conduct": stated})
        assert MILITARY_FORBIDDEN.evaluate(copied).verdict == "prohibited"


@pytest.mark.parametrize(
    ("part", "update", "said"),
    [
        (lk.Conduct(), {"military": "yes"}, "LK502 `conduct.military`: `yes` is a text, not yes or no"),
        (lk.Conduct(), {"militray": True}, "LK501 `conduct.militray` is not a fact of the vocabulary"),
        (lk.Use(), {"Conduct": {}}, "LK501 `Conduct` is not a fact of the vocabulary"),
        (lk.Use(), {"conduct": None}, "LK508 `conduct`: this is nothing, not facts by their names"),
    ],
)
def test_a_copy_refuses_what_a_new_part_refuses(
    part: lk.Use | lk.Conduct, update: dict[str, object], said: str
) -> None:
    with pytest.raises(lk.FactsError) as refused:
        part.model_copy(update=update)
    assert [f"{each.code} {each.message}" for each in refused.value.diagnostics] == [said]
