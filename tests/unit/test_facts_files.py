"""Facts files in TOML and JSON: the same keys, every error at its key, and no text that breaks the reader."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.json_keys import not_too_deep
from licensekit.limits import MAX_DIAGNOSTICS, MAX_FACTS_BYTES
from licensekit.model.license import LocalFact
from licensekit.use import Use
from licensekit.use.files import facts_from_bytes, read_facts, text_of_facts
from licensekit.use.statements import Approval, Attestation, FactsFile
from licensekit.values import Exactly, IndexValue, Money, Range, Rate, at_most

TOML = """\
acts = ["run"]
as_of = 2026-06-01
done = ["minimax-m2.7.notice"]
[facts]
"use.in_business" = true
"product.exists" = false
"group.revenue.any_12_months" = "at most 15 million USD"
"group.monthly_active_users[2025-03]" = "at most 1 million"
"product.revenue.month" = { "2026-01" = "3 million USD", "2026-02" = "4 million USD" }
"use.countries" = ["DE", "FR"]
"group.operates.model_service@kimi-k3" = false
"licensee.kind" = "unknown"
[[approvals]]
gate = "minimax-m2.7.authorization"
state = "requested"
date = 2026-05-01
acts = ["embed"]
[[rates]]
from = "CNY"
to = "USD"
rate = "0.14"
date = 2026-06-01
[[indices]]
name = "us_cpi_u"
base = 2019
factor = "1.27"
date = 2026-06-01
[attested]
by = "Legal"
on = 2026-06-01
groups = ["disputes", "conduct"]
"""

JSON = {
    "acts": ["run"],
    "as_of": "2026-06-01",
    "done": ["minimax-m2.7.notice"],
    "facts": {
        "use": {"in_business": True, "countries": ["DE", "FR"]},
        "product": {"exists": False, "revenue": {"2026-01": "3 million USD", "month": {"2026-02": "4 million USD"}}},
        "group": {
            "revenue": {"any_12_months": "at most 15 million USD"},
            "monthly_active_users": {"2025-03": "at most 1 million"},
            "operates": {"model_service@kimi-k3": False},
        },
        "licensee.kind": "unknown",
    },
    "approvals": [
        {"gate": "minimax-m2.7.authorization", "state": "requested", "date": "2026-05-01", "acts": ["embed"]}
    ],
    "rates": [{"from": "CNY", "to": "USD", "rate": "0.14", "date": "2026-06-01"}],
    "indices": [{"name": "us_cpi_u", "base": 2019, "factor": "1.27", "date": "2026-06-01"}],
    "attested": {"by": "Legal", "on": "2026-06-01", "groups": ["disputes", "conduct"]},
}

EXPECTED = FactsFile(
    acts=("run",),
    facts={
        "group.monthly_active_users[2025-03]": at_most(1_000_000),
        "group.operates.model_service@kimi-k3": Exactly(False),
        "group.revenue.any_12_months": Range(high=Money(Decimal(15_000_000), "USD")),
        "product.exists": Exactly(False),
        "product.revenue[2026-01]": Exactly(Money(Decimal(3_000_000), "USD")),
        "product.revenue[2026-02]": Exactly(Money(Decimal(4_000_000), "USD")),
        "use.countries": Exactly(frozenset({"DE", "FR"})),
        "use.in_business": Exactly(True),
    },
    as_of=date(2026, 6, 1),
    approvals=(Approval("minimax-m2.7.authorization", "requested", date(2026, 5, 1), None, ("embed",)),),
    done=("minimax-m2.7.notice",),
    rates=(Rate("CNY", "USD", Decimal("0.14"), date(2026, 6, 1)),),
    indices=(IndexValue("us_cpi_u", 2019, Decimal("1.27"), date(2026, 6, 1)),),
    attested=Attestation("Legal", date(2026, 6, 1), ("conduct", "disputes")),
    left_open=("licensee.kind",),
)


def refused(text: str, language: Literal["toml", "json"] = "toml") -> list[Diagnostic]:
    with pytest.raises(FactsError) as error:
        read_facts(text, language)
    assert str(error.value)
    return list(error.value.diagnostics)


def underlined(text: str, finding: Diagnostic) -> str:
    return text[finding.span.start : finding.span.end] if finding.span else ""


def test_toml() -> None:
    assert read_facts(TOML, "toml") == EXPECTED


def test_json_with_nested_tables() -> None:
    assert read_facts(json.dumps(JSON), "json") == EXPECTED


def test_facts_come_in_the_order_of_their_names() -> None:
    assert list(read_facts(TOML, "toml").facts) == sorted(EXPECTED.facts)


def test_the_file_makes_a_use() -> None:
    use = Use.of(EXPECTED.acts, EXPECTED.facts)
    assert use.acts == ("run",)
    assert dict(use.facts()) == EXPECTED.facts


@pytest.mark.parametrize(
    "text",
    [
        '[facts]\n"product.charged_for" = true',
        "[facts]\nproduct.charged_for = true",
        "[facts.product]\ncharged_for = true",
        "[product]\ncharged_for = true",
        "product.charged_for = true",
        "product = { charged_for = true }",
        '[facts]\r\n"product.charged_for" = true\r\n',
    ],
)
def test_every_way_to_write_a_key_means_the_same(text: str) -> None:
    assert read_facts(text, "toml").facts == {"product.charged_for": Exactly(True)}


def test_an_empty_table_gives_nothing() -> None:
    assert read_facts("{}", "json") == FactsFile()
    assert read_facts("[facts]", "toml") == FactsFile()


FINDINGS = [
    ("toml", "[facts]\nproduct.charged_fr = true", "LK501", "`product.charged_fr` is not a fact of the vocabulary", "charged_fr", "did you mean `product.charged_for`?"),
    ("toml", "[facts.conduct.militry]", "LK501", "`conduct.militry` is not a fact of the vocabulary", "militry", "did you mean `conduct.military`?"),
    ("json", '{"facts": {"zzz": {}}}', "LK501", "`zzz` is not a fact of the vocabulary", '"zzz"', "see `licensekit facts WORD`"),
    ("toml", '[facts]\n"group.revenue.quarter" = "1 USD"', "LK501", "`group.revenue.quarter` is not a fact of the vocabulary", '"group.revenue.quarter"', "use the measure in one of its windows: `group.revenue.month`"),
    ("toml", "[facts]\nproduct.revenue.month = 1.5", "LK504", "`product.revenue.month`: `1.5` is a float, and floats are not exact", "month", 'write "1.5 USD", in quotes and with its currency'),
    ("json", '{"facts": {"product.revenue.month": 20000000.0}}', "LK504", "`product.revenue.month`: `20000000.0` is a float, and floats are not exact", '"product.revenue.month"', 'write "20000000 USD", in quotes and with its currency'),
    ("json", '{"facts": {"product.monthly_active_users.month": 1e6}}', "LK504", "`product.monthly_active_users.month`: `1e6` is a float, and floats are not exact", '"product.monthly_active_users.month"', 'write a string such as "1.5 million"'),
    ("json", '{"facts": {"product.monthly_active_users.month": NaN}}', "LK510", "`product.monthly_active_users.month`: `NaN` is not a number that can be compared", '"product.monthly_active_users.month"', 'write 120000000, or a string such as "at most 120 million"'),
    ("toml", "[facts]\nproduct.revenue.month = inf", "LK510", "`product.revenue.month`: `inf` is not a number that can be compared", "month", "write a string with the currency"),
    ("json", '{"facts": {"product.revenue.month": -Infinity}}', "LK510", "`product.revenue.month`: `-Infinity` is not a number that can be compared", '"product.revenue.month"', "write a string with the currency"),
    ("toml", '[facts]\nproduct.charged_for = "yes"', "LK502", "`product.charged_for`: `yes` is a text, not yes or no", "charged_for", "write true or false, without quotes"),
    ("json", '{"facts": {"product.charged_for": null}}', "LK502", "`product.charged_for`: nothing is not the same as unknown", '"product.charged_for"', 'leave the fact out, or write "unknown"'),
    ("toml", "[facts]\nwork.version_published_on = 2026-06-01T10:00:00", "LK502", "`work.version_published_on`: `2026-06-01 10:00:00` is not a date", "version_published_on", "write the day as 2026-06-01"),
    ("toml", '[facts]\n"product.charged_for" = true\n[facts.product]\ncharged_for = true', "LK505", "`product.charged_for` is given twice", "charged_for", "keep one of the two"),
    ("toml", "[product]\nexists = true\n[facts.product]\nexists = false", "LK505", "`product.exists` is given twice", "exists", "keep one of the two"),
    ("json", '{"facts": {"use.personal": true, "use.personal": true}}', "LK509", "the key `use.personal` is written twice in one object", '"use.personal"', "keep one of the two"),
    ("toml", 'acts = ["rn"]', "LK503", "`rn` is not an act", "acts", "did you mean `run`?"),
    ("toml", 'acts = "run"', "LK508", "`acts`: acts are a list of words", "acts", "write them like ["),
    ("toml", "as_off = 2026-06-01", "LK508", "`as_off` is not a key of a facts file", "as_off", "did you mean `as_of`?"),
    ("json", '{"product.exists": true}', "LK508", "`product.exists` is not a key of a facts file", '"product.exists"', "write facts under `[facts]`"),
    ("toml", "facts = 3", "LK508", "`facts`: a table of facts is missing", "facts", "write its facts as keys"),
    ("toml", 'as_of = "2026-02-30"', "LK122", "`as_of`: there is no day `2026-02-30`", "as_of", "write year-month-day, such as 2026-06-01"),
    ("toml", "as_of = 2026-06-01T10:00:00Z", "LK502", "`as_of`: a date has no time of day", "as_of", "write the day as 2026-06-01"),
    ("toml", '[[approvals]]\nstate = "held"', "LK508", "`approvals[0]` has no `gate`", "approvals", "write `gate`"),
    ("toml", '[[approvals]]\ngate = "a"\nstate = "hold"', "LK502", "`approvals[0].state`: `hold` is not a state of an approval", "state", "use one of `held`, `requested`, `refused`"),
    ("toml", '[[approvals]]\ngate = "a"\nstate = "held"\nuntill = 2026-06-01', "LK508", "`approvals[0]` has no key `untill`", "approvals", "did you mean `until`?"),
    ("toml", '[[approvals]]\ngate = "a"\nstate = "held"\ndate = 2026-06-02\nuntil = 2026-06-01', "LK502", "`approvals[0].until`: the last day comes before the first", "until", "name a day from 2026-06-02 on"),
    ("toml", '[[approvals]]\ngate = "a"\nstate = "held"\nacts = ["rum"]', "LK503", "`rum` is not an act", "approvals", "did you mean `run`?"),
    ("toml", "approvals = 3", "LK508", "`approvals`: a list is missing", "approvals", "write its entries in a list"),
    ("toml", 'rates = ["CNY"]', "LK508", "`rates[0]`: a table is missing", "rates", "write from and to and rate and date"),
    ("toml", '[[rates]]\nfrom = "CNY"\nto = "USD"\nrate = 0.14\ndate = 2026-06-01', "LK504", "`rates[0].rate`: `0.14` is a float, and floats are not exact", "rate", 'write "0.14"'),
    ("toml", '[[rates]]\nfrom = "CNY"\nto = "CNY"\nrate = "1"\ndate = 2026-06-01', "LK502", "`rates[0].to`: a rate stands between two currencies", "to", "name two that differ"),
    ("toml", '[[rates]]\nfrom = "CNY"\nto = "USD"\nrate = "0"\ndate = 2026-06-01', "LK311", "`rates[0].rate`: `0` is not a positive number", "rate", 'write it like "0.14"'),
    ("toml", '[[indices]]\nname = "i"\nbase = 19\nfactor = "1"\ndate = 2026-06-01', "LK502", "`indices[0].base`: `19` is not a year", "base", "write it as 2019"),
    ("toml", '[attested]\nby = "Legal"\non = 2026-06-01\ngroups = ["conducts"]', "LK502", "`conducts` is not a group that can be attested", "attested", "did you mean `conduct`?"),
    ("toml", '[attested]\nby = ""\non = 2026-06-01\ngroups = ["conduct"]', "LK502", "`attested.by`: a text is one line of printable characters", "attested", "write at most 10_000 of them"),
    ("toml", "done = [3]", "LK508", "`done[0]`: `3` is not a text", "done", "write it in quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "code", "message", "place", "mend"), FINDINGS)
def test_each_finding_at_its_key(  # noqa: PLR0917 - one row of the table
    language: Literal["toml", "json"], text: str, code: str, message: str, place: str, mend: str
) -> None:
    (finding,) = refused(text, language)
    assert (finding.code, finding.message) == (code, message)
    assert underlined(text, finding) == place
    assert finding.help.startswith(mend)
    assert bool(finding.help) == bool(mend)


def test_a_second_writing_is_the_one_underlined() -> None:
    text = '{"facts": {"use.personal": true, "use.personal": false}}'
    (finding,) = refused(text, "json")
    assert finding.span is not None
    assert finding.span.start == text.rindex('"use.personal"')


def test_all_findings_of_a_file_come_at_once() -> None:
    text = (
        'acts = ["rn"]\nas_off = 1\n[facts]\nproduct.charged_fr = true\nproduct.revenue.month = 1.5\n[[rates]]\n'
        'from = "X"'
    )
    assert [finding.code for finding in refused(text)] == ["LK508", "LK501", "LK504", "LK503", "LK208", *["LK508"] * 3]


def test_a_licences_own_facts_are_read_where_they_are_declared() -> None:
    declared = {
        "unity.plan": LocalFact(
            name="unity.plan", type="one_of", question="Which plan?", options=("student", "pro")
        ).info,
        "licensee.largest.users.month": LocalFact(
            name="licensee.largest.users.month", type="count", question="How many?"
        ).info,
    }
    text = '[facts]\nunity.plan = "pro"\nlicensee.largest.users.month = 5'
    file = read_facts(text, "toml", declared=declared)
    assert file.facts == {"unity.plan": Exactly("pro"), "licensee.largest.users.month": Exactly(5)}
    assert Use.of(file.acts, file.facts, declared).local == file.facts
    assert [finding.code for finding in refused(text)] == ["LK501", "LK501"]


SYNTAX = [
    ("json", '{"a": 1,}', "this is not JSON: expecting property name enclosed in double quotes", "}"),
    ("json", "", "`<facts>` is empty", ""),
    ("json", "[]", "a facts file is one JSON object", "["),
    ("json", '{"a": 01}', "this is not JSON: expecting ',' delimiter", "1"),
    ("toml", "acts = [run]", "this is not TOML: invalid value", "r"),
    ("toml", 'acts = ["run"]\nacts = ["run"]', "this is not TOML: cannot overwrite a value", ""),
    ("toml", 'acts = ["run"', "this is not TOML: unclosed array", ""),
]


@pytest.mark.parametrize(("language", "text", "message", "place"), SYNTAX)
def test_a_text_that_is_neither(language: Literal["toml", "json"], text: str, message: str, place: str) -> None:
    (finding,) = refused(text, language)
    assert finding.code == "LK507"
    if sys.version_info >= (3, 13) and text == '{"a": 1,}':  # these are the words of Python
        message = "this is not JSON: illegal trailing comma before end of object"
        place = ","
    assert finding.message == message
    if place:
        assert underlined(text, finding) == place


def test_an_empty_toml_file_gives_nothing() -> None:
    assert read_facts("  \n", "toml") == FactsFile()


@pytest.mark.parametrize(
    ("language", "text", "message"),
    [
        ("json", "[" * 100_000, "`<facts>` is too deeply nested"),
        ("json", '{"facts":' + '{"a":' * 100 + "1" + "}" * 101, "`facts`: tables are nested more than 64 deep"),
        ("toml", "a = " + "[" * 100_000, "`<facts>` is too deeply nested"),
        ("toml", ".".join(["a"] * 100_000) + " = 1", "a line of TOML has more than 200 dots"),
        ("json", '{"acts": ' + "1" * 10_000 + "}", "a number has too many digits"),
        ("toml", "acts = " + "1" * 10_000, "a number has too many digits"),
    ],
)
def test_what_would_break_a_reader_is_refused(language: Literal["toml", "json"], text: str, message: str) -> None:
    (finding,) = refused(text, language)
    assert finding.code == "LK511"
    assert finding.message == message


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("json", '{"facts":{' + ",".join(f'"product.charged_for{i}":1' for i in range(30_000)) + "}}"),
        ("json", '{"facts":{' + ",".join(f'"use.personal{i // 2}":true' for i in range(30_000)) + "}}"),
        ("toml", "".join(f"[a{i}]\n" for i in range(60_000))),
        ("json", '{"acts":[' + ",".join(f'"a{i}"' for i in range(90_000)) + "]}"),
        ("json", '{"approvals":[' + ",".join("1" for _ in range(400_000)) + "]}"),
    ],
)
def test_a_file_full_of_errors_stops_early(language: Literal["toml", "json"], text: str) -> None:
    assert len(refused(text, language)) in {MAX_DIAGNOSTICS, MAX_DIAGNOSTICS + 1}


def test_a_key_that_is_written_often_is_one_finding() -> None:
    (finding,) = refused('{"facts":{' + ",".join('"use.personal":true' for _ in range(50_000)) + "}}", "json")
    assert (finding.code, finding.labels[0].span.start) == ("LK509", 30)


def test_a_number_in_range_of_the_interpreter_but_not_of_a_count() -> None:
    (finding,) = refused("[facts]\nproduct.monthly_active_users.month = " + "1" * 30)
    assert finding.code == "LK108"
    assert "a number has at most 15 digits" in finding.message


def test_text_that_cannot_be_printed_is_kept_out_of_messages() -> None:
    (finding,) = refused('{"facts": {"product.\\u001b[31m\\ud800x": true}}', "json")
    assert finding.message == "`product.�[31m�x` is not a fact of the vocabulary"
    (finding,) = refused('{"done": ["a\\nb"]}', "json")
    assert finding.message == "`done[0]`: a text is one line of printable characters"


def test_bytes_tell_their_format() -> None:
    assert facts_from_bytes(TOML.encode(), "<stdin>") == EXPECTED
    assert facts_from_bytes(json.dumps(JSON).encode(), "<stdin>") == EXPECTED
    assert facts_from_bytes(b"\xef\xbb\xbf" + json.dumps(JSON).encode(), "<stdin>") == EXPECTED


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"acts = \xff", "`<stdin>` is not UTF-8 at byte 7"),
        (b" " * (MAX_FACTS_BYTES + 1), "`<stdin>` is too big: a facts file has at most 1_048_576 bytes"),
    ],
)
def test_bytes_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(FactsError) as error:
        facts_from_bytes(data, "<stdin>")
    assert [(each.code, each.message) for each in error.value.diagnostics] == [("LK506", message)]


def facts_from_path(path: Path) -> FactsFile:
    text, language = text_of_facts(path)
    return read_facts(text, language, str(path))


def test_a_file_by_its_ending(tmp_path: Path) -> None:
    for name, text in (("a.toml", TOML), ("a.json", json.dumps(JSON)), ("a", TOML)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert facts_from_path(path) == EXPECTED
    wrong = tmp_path / "wrong.json"
    wrong.write_text(TOML, encoding="utf-8")
    with pytest.raises(FactsError) as error:
        facts_from_path(wrong)
    assert error.value.diagnostics[0].code == "LK507"


@pytest.mark.parametrize(("name", "reason"), [("missing.toml", "no such file or directory"), (".", "is a directory")])
def test_a_path_that_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    path = tmp_path / name
    with pytest.raises(FactsError) as error:
        facts_from_path(path)
    (finding,) = error.value.diagnostics
    assert finding.code == "LK506"
    assert finding.message.endswith(f"cannot be read: {reason}")


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("[" * 800 + "]" * 800, False),
        ("[" * 801 + "]" * 801, True),
        ('{"a":' * 801 + "1" + "}" * 801, True),
        ("[" * 801, True),
        ("[" + "[]," * 5_000 + "[]]", False),
        (json.dumps("[" * 5_000), False),
        (json.dumps('\\"[' * 5_000), False),
        ('"' + "[" * 5_000, False),
        (json.dumps(["{" * 5_000]).encode("utf-16"), False),
        (("[" * 801 + "]" * 801).encode("utf-16"), True),
    ],
    ids=range(10),
)
def test_json_is_as_deep_as_it_may_be_under_every_python(text: str | bytes, is_refused: bool) -> None:
    """Python 3.13 read 5,000 brackets in one another, and 3.11 none of them."""
    if is_refused:
        with pytest.raises(RecursionError):
            not_too_deep(text)
    else:
        assert not_too_deep(text) == (text if isinstance(text, str) else text.decode("utf-16"))
