"""What is handed over wrongly in Python: each an error of the library, with its code, what it is about, and a mend."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import pytest

import licensekit as lk
from licensekit import errors
from licensekit.diagnostics import clipped

DAY = date(2026, 6, 1)
RATE = Decimal("0.14")
USE = lk.Use.of(["run"])


class Wrong(NamedTuple):
    """A call, and the finding that it comes to."""

    call: Callable[[], object]
    code: str
    path: str
    message: str
    mend: str


def ask(**stated: Any) -> Callable[[], object]:
    return lambda: lk.load("minimax-m2.7").evaluate(USE, **stated)


def untyped(name: str, *arguments: Any, **named: Any) -> Callable[[], object]:
    return lambda: getattr(lk, name)(*arguments, **named)


ARGUMENTS = [
    Wrong(ask(assume="saef"), "LK502", "assume", "`saef` is none of its words", "did you mean `safe`?"),
    Wrong(ask(assume=None), "LK502", "assume", "`nothing` is none of its words", "`none`, `safe`, `standard`"),
    Wrong(ask(as_of="2026-06-01"), "LK508", "as_of", "is a text, not a date", "write `date(2026, 6, 1)`"),
    Wrong(ask(as_of="soon"), "LK508", "as_of", "is a text, not a date", "like `date(2026, 6, 1)`"),
    Wrong(ask(as_of=datetime(2026, 6, 1, tzinfo=UTC)), "LK508", "as_of", "not a day", "`moment.date()`"),
    Wrong(ask(readings="strct"), "LK533", "readings", "`strct`", "did you mean `strict`?"),
    Wrong(ask(readings=["strict"]), "LK508", "readings", "this is a list", '"strict" or a mapping'),
    Wrong(ask(readings={"internal-workflow": 1}), "LK508", "readings[1]", "not a text", "write it in quotes"),
    Wrong(ask(readings={"internal-workflw": "by_aim"}), "LK532", "readings", "`internal-workflw`", "internal-workflow"),
    Wrong(ask(readings={"internal-workflow": "by_am"}), "LK533", "readings", "`by_am`", "did you mean `by_aim`?"),
    Wrong(ask(approvals="authorization"), "LK508", "approvals[0]", "is a text, not an Approval", "lk.Approval("),
    Wrong(ask(approvals=[{"gate": "authorization"}]), "LK508", "approvals[0]", "a mapping", "lk.Approval("),
    Wrong(ask(approvals=None), "LK508", "approvals[0]", "this is nothing", "lk.Approval("),
    Wrong(ask(approvals=[lk.Approval("authorisation")]), "LK531", "approvals", "`authorisation`", "authorization"),
    Wrong(ask(done="displya"), "LK537", "done", "`displya`", "display"),
    Wrong(ask(done={"display": "yes"}), "LK508", "done[display]", "not yes or no", "write True or False"),
    Wrong(ask(done=[1]), "LK508", "done[0]", "not a text", "write it in quotes"),
    Wrong(ask(rates=["1 CNY = 0.14 USD"]), "LK508", "rates[0]", "is a text, not a Rate", "lk.Rate("),
    Wrong(ask(indices=[1]), "LK508", "indices[0]", "not an IndexValue", "lk.IndexValue("),
    Wrong(ask(attested="Legal"), "LK508", "attested", "not an Attestation", "lk.Attestation("),
    Wrong(
        ask(attested=lk.Attestation("Legal", DAY, ("conducts",))),
        "LK534",
        "attested",
        "`conducts`",
        "did you mean `conduct`?",
    ),
    Wrong(lambda: lk.load("mit").evaluate({"acts": ["run"]}), "LK508", "use", "a mapping, not a Use", "lk.Use.of("),  # type: ignore[arg-type]
    Wrong(lambda: lk.load("mit").compile().verdict({}), "LK508", "use", "a mapping, not a Use", "lk.Use.of("),  # type: ignore[arg-type]
    Wrong(lambda: lk.load("mit").compile(assume="x"), "LK502", "assume", "`x` is none", "use one of"),  # type: ignore[arg-type]
    Wrong(lambda: lk.load("mit").evaluate(lk.Use()), "LK530", "acts", "no act is asked about", "name an act"),
]
OBJECTS = [
    Wrong(untyped("Approval", "g", "hold"), "LK502", "Approval.state", "`hold` is none", "did you mean `held`?"),
    Wrong(untyped("Approval", 1), "LK508", "Approval.gate", "not a text", "write it in quotes"),
    Wrong(untyped("Approval", ""), "LK508", "Approval.gate", "an empty text", "write a text"),
    Wrong(untyped("Approval", "g", since="2026-01-01"), "LK508", "Approval.since", "a text", "`date(2026, 1, 1)`"),
    Wrong(untyped("Approval", "g", acts="run"), "LK508", "Approval.acts", "not a list of words", 'write ("run",)'),
    Wrong(untyped("Attestation", "Legal", None, ()), "LK508", "Attestation.on", "this is nothing", "name the day"),
    Wrong(untyped("Attestation", "L", DAY, "conduct"), "LK508", "Attestation.groups", "a text", '("conduct",)'),
    Wrong(untyped("Circumstances", assume="saef"), "LK502", "assume", "`saef`", "did you mean `safe`?"),
    Wrong(untyped("Money", "1", "USX"), "LK208", "", "`USX` is not a currency", "did you mean `USD`?"),
    Wrong(untyped("Money", "1", "usd"), "LK208", "", "`usd` is not a currency", "did you mean `USD`?"),
    Wrong(untyped("Money", "1", None), "LK208", "", "`None` is not a currency", "ISO 4217"),
    Wrong(untyped("Money", 1.5, "USD"), "LK504", "", "never a float", 'write "1.5" as a string'),
    Wrong(untyped("Money", "1,5", "USD"), "LK108", "", "`1,5` is not a number", "write digits"),
    Wrong(untyped("Money", -1, "USD"), "LK311", "", "never negative", ""),
    *(
        Wrong(untyped(name, *given, on), "LK508", "", f"{clipped(repr(on), 40)}, which is no day", "`date(2026, 6, 1)`")
        for name, given in (("Rate", ("CNY", "USD", RATE)), ("IndexValue", ("us_cpi_u", 2019, RATE)))
        for on in (None, "2026-06-01", datetime(2026, 6, 1, tzinfo=UTC))
    ),
    *(
        Wrong(untyped(name, *given, number, DAY), "LK516", "", clipped(repr(number), 40), "write a Decimal")
        for name, given in (("Rate", ("CNY", "USD")), ("IndexValue", ("us_cpi_u", 2019)))
        for number in (
            *map(Decimal, ("0", "-1", "NaN", "sNaN", "Infinity", "1E-13", "1E+15")),
            True,
            1,
            0.14,
            "0.14",
            None,
        )
    ),
    *(
        Wrong(untyped("Rate", *two, RATE, DAY), code, "", said, "")
        for two, code, said in (
            (("", "USD"), "LK208", "is not a currency"),
            (("EUR", None), "LK208", "is not a currency"),
            (("usd", "EUR"), "LK208", "is not a currency"),
            (("EUR", "EUR"), "LK502", "between two currencies"),
        )
    ),
    *(
        Wrong(untyped("IndexValue", name, 2019, RATE, DAY), "LK502", "", "no name", "")
        for name in ("", " ", None, "a\nb")
    ),
    *(
        Wrong(untyped("IndexValue", "us_cpi_u", year, RATE, DAY), "LK502", "", "is not a year", "2019")
        for year in (0, -5, True, "2019", 2019.0, 10_000)
    ),
    Wrong(
        untyped("Approval", "g", since=DAY, until=date(2026, 5, 1)), "LK502", "Approval.until", "before", "from 2026"
    ),
    Wrong(untyped("Attestation", "L", DAY, (), [1]), "LK508", "Attestation.beside[0]", "not an Attestation", "write"),
    Wrong(untyped("Range", 1, 5, low_open="no"), "LK508", "", "is yes or no", "True or False"),
    *(
        Wrong(partial(lk.Use.of, [], {fact: known}), "LK502", fact, f"`{shown}`", "")  # type: ignore[misc]
        for fact, known, shown in (
            ("licensee.kind", lk.NotOption(None), "None"),  # type: ignore[arg-type]
            ("use.countries", lk.Exactly(frozenset({1, "DE"})), "1"),  # type: ignore[arg-type]
        )
    ),
    Wrong(untyped("Profile", "x", {"facts": {}}), "LK508", "Profile.said", "a mapping", "read_profile"),
    Wrong(untyped("Chain", "x", [5]), "LK508", "Chain.layers[0]", "not a Component", "read_chain"),
    *(
        Wrong(partial(lk.Component, **{"name": "x", **given}), code, f"Component.{path}", said, "")
        for given, code, path, said in (
            ({"name": 5}, "LK508", "name", "not a text"),
            ({"model": 5}, "LK508", "model", "not a text"),
            ({"claims": (5,)}, "LK508", "claims[0]", "not a text"),
            ({"bases": [None]}, "LK508", "bases[0]", "not a text"),
            ({"kind": "model"}, "LK502", "kind", "`model` is none"),
            ({"made": "fine-tuned"}, "LK502", "made", "`fine-tuned` is none"),
            ({"ours": "no"}, "LK508", "ours", "not yes or no"),
            ({"facts": ["x"]}, "LK508", "facts", "a list"),
        )
    ),
    *(
        Wrong(
            untyped("Product", monthly_active_users=given),
            "LK505",
            "product.monthly_active_users",
            "twice",
            "",
        )
        for given in (
            {"2025-03": 900_000_000, "month": {"2025-03": 1}},
            {"2025-03": 900_000_000, "dated": {"2025-03": 1}},
        )
    ),
    Wrong(untyped("between", 5, 1), "LK458", "", "no number is between 5 and 1", "lower bound first"),
    Wrong(untyped("Product", charged=True), "LK501", "product.charged", "`product.charged`", "charged_for"),
    Wrong(untyped("Product", charged_for="yes"), "LK502", "product.charged_for", "is a text", "true or false"),
    Wrong(untyped("Use", acts="run"), "LK508", "acts", "acts are a list", 'write ["run"]'),
    Wrong(untyped("Use", acts=["rnu"]), "LK503", "acts", "`rnu` is not an act", "did you mean `run`?"),
    Wrong(lambda: lk.Use.of(5), "LK508", "acts", "acts are a list", 'write ["run"]'),  # type: ignore[arg-type]
    Wrong(lambda: lk.Use.of(["run"], ["x"]), "LK508", "facts", "a list, not a mapping", "{"),  # type: ignore[arg-type]
]
NAMES = [
    Wrong(untyped("load", 5), "LK508", "name", "not a text", "write it in quotes"),
    Wrong(untyped("load", "mitt"), "LK601", "", "`mitt`", "did you mean `mit`, which is spelt nearly so?"),
    Wrong(untyped("work", None), "LK508", "name", "this is nothing", "write it in quotes"),
    Wrong(untyped("read", 5), "LK508", "path", "not a text", "write it in quotes"),
    Wrong(untyped("parse", b"license"), "LK508", "text", "of type bytes", "lk.read"),
    Wrong(untyped("check", 5), "LK508", "text", "not a text", "read the file first"),
    Wrong(untyped("facts", 5), "LK508", "name", "not a text", "write it in quotes"),
    Wrong(untyped("all_of"), "LK508", "parts", "no licence is named", 'lk.load("mit")'),
    Wrong(untyped("any_of", "mit", "gpl-3.0"), "LK508", "parts[0]", "not terms", "write `lk.load('mit')`"),
    Wrong(lambda: lk.diff(lk.load("mit"), "mit"), "LK508", "other", "not terms", "lk.load('mit')"),  # type: ignore[arg-type]
    Wrong(lambda: lk.diff(lk.load("mit"), lk.load("kimi-k2"), acts="run"), "LK508", "acts", "a list", '["run"]'),
    Wrong(untyped("openness", "mit"), "LK508", "terms", "is a text, not terms", "lk.load('mit')"),
    Wrong(untyped("decision_map", "mit", [], "x", "y"), "LK508", "terms", "not terms", "lk.load('mit')"),
    Wrong(lambda: lk.work("kimi-k2.5").license(obtained="2026"), "LK508", "obtained", "not a date", "date("),  # type: ignore[arg-type]
    Wrong(lambda: lk.load("mit").evaluate(USE).alternatives("alowed"), "LK502", "", "`alowed`", "write `allowed`"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("wrong", [*ARGUMENTS, *OBJECTS, *NAMES], ids=lambda each: f"{each.path}: {each.message}"[:50])
def test_it_is_refused_with_code_place_and_mend(wrong: Wrong) -> None:
    with pytest.raises(lk.LicensekitError) as refused:
        wrong.call()
    first = refused.value.diagnostics[0]
    assert (first.code, first.path) == (wrong.code, wrong.path)
    assert wrong.message in first.message
    assert wrong.mend in first.help
    assert f"error[{wrong.code}]" in str(refused.value)


def test_everything_wrong_with_a_question_is_said_at_once() -> None:
    with pytest.raises(lk.FactsError) as refused:
        ask(as_of="2026-06-01", assume="saef", approvals=["a", "b"], rates=[None])()
    paths = [each.path for each in refused.value.diagnostics]
    assert paths == ["as_of", "assume", "approvals[0]", "approvals[1]", "rates[0]"]


def test_facts_that_contradict_each_other_name_the_fact() -> None:
    with pytest.raises(lk.FactsError) as refused:
        lk.load("mit").evaluate(lk.Use.of(["embed"], {"product.exists": False}))
    assert [(each.code, each.path) for each in refused.value.diagnostics] == [("LK521", "product.exists")]


@pytest.mark.parametrize("value", [lk.Allowed.OPEN, lk.Truth.TRUE, lk.UNKNOWN, lk.load("mit").evaluate(USE)], ids=repr)
def test_what_is_neither_yes_nor_no_is_an_error_of_the_library_and_a_type_error(value: object) -> None:
    with pytest.raises(TypeError) as refused:
        bool(value)
    assert isinstance(refused.value, lk.LicensekitError)
    (finding,) = refused.value.diagnostics
    assert finding.code == "LK550"
    assert finding.help.startswith("compare ")


def test_every_error_has_one_root() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) >= 7
    assert [kind for kind in kinds if not issubclass(kind, lk.LicensekitError)] == []


def test_a_value_problem_is_a_value_error_and_travels() -> None:
    with pytest.raises(ValueError, match="LK208") as refused:
        lk.Money("1", "USX")
    there = pickle.loads(pickle.dumps(refused.value))
    assert isinstance(there, lk.ValueProblem)
    assert (there.diagnostics, there.code, there.help) == (refused.value.diagnostics, "LK208", "did you mean `USD`?")


def test_lists_are_taken_where_tuples_are_kept() -> None:
    assert lk.Approval("g", acts=["run"]) == lk.Approval("g", acts=("run",))  # type: ignore[arg-type]
    assert lk.Attestation("L", DAY, ["conduct"]).groups == ("conduct",)  # type: ignore[arg-type]
    assert hash(lk.Approval("g", acts=["run"])) == hash(lk.Approval("g", acts=("run",)))  # type: ignore[arg-type]
    assert lk.Circumstances(approvals=iter([lk.Approval("g")])).approvals == (lk.Approval("g"),)


def test_amounts_in_every_spelling_are_one() -> None:
    assert len({lk.Money(5, "USD"), lk.Money("5", "USD"), lk.Money(Decimal("5.00"), "USD")}) == 1
    assert pickle.loads(pickle.dumps(lk.Money("1.5 million", "EUR"))) == lk.Money(1_500_000, "EUR")


@pytest.mark.parametrize(
    "asked",
    [
        lambda: lk.read_profile(5),  # type: ignore[arg-type]
        lambda: lk.parse_profile(5),  # type: ignore[arg-type]
        lambda: lk.read_components(5),  # type: ignore[arg-type]
        lambda: lk.read_chain(5),  # type: ignore[arg-type]
        lambda: lk.decide_all(5, ["run"]),  # type: ignore[arg-type]
        lambda: lk.decide_all("x", ["run"]),
        lambda: lk.decide_all([5], ["run"]),  # type: ignore[list-item]
        lambda: lk.decide_chain(5, ["run"]),  # type: ignore[arg-type]
        lambda: lk.notices(5),  # type: ignore[arg-type]
        lambda: lk.notices([5]),  # type: ignore[list-item]
    ],
    ids=range(10),
)
def test_lists_and_files_of_the_wrong_kind_are_findings(asked: Callable[[], object]) -> None:
    with pytest.raises(lk.FactsError) as refused:
        asked()
    (finding,) = refused.value.diagnostics
    assert (finding.code, bool(finding.help)) == ("LK508", True)
