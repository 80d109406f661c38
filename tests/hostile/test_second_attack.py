"""What the second attack of two hours found, by its kind (docs/reliability-attacks.md)."""

from __future__ import annotations

import json
from itertools import pairwise
from time import process_time
from typing import Any

import pytest

import licensekit as lk
from licensekit.catalogue.outline import from_json
from licensekit.diagram.nodes import TooManySteps
from licensekit.testing.boundaries import MOST_TOO_LARGE, boundaries
from optional import needs

SECONDS = 20.0
"""Of the processor, on a slow machine: each took minutes."""


# --- keys written twice: the last one won unsaid -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('{"acts": ["run"], "product": {"charged_for": true, "charged_for": false}}', "charged_for"),
        ('{"acts": ["run"], "acts": []}', "acts"),
        ('{"product": {"monthly_active_users": {"2025-03": 900000000, "2025-03": 1}}}', "2025-03"),
    ],
)
@pytest.mark.parametrize("as_bytes", [False, True])
def test_a_use_in_json_says_each_thing_once(written: str, key: str, as_bytes: bool) -> None:
    with pytest.raises(ValueError, match=f"LK509.*`{key}` is written twice") as refused:
        lk.Use.model_validate_json(written.encode() if as_bytes else written)
    (error,) = refused.value.errors()  # type: ignore[attr-defined]
    assert (error["loc"], error["type"]) == ((key,), "value_error")


def test_a_use_in_json_is_read_as_before() -> None:
    use = lk.Use.of(["embed"], {"product.charged_for": True, "product.revenue.month": "at most 20 million USD"})
    assert lk.Use.model_validate_json(use.model_dump_json()) == use
    for broken in ("[1", '{"acts": 1}', "[" * 100_000, b"\xff"):
        with pytest.raises(ValueError, match="1 validation error for Use"):
            lk.Use.model_validate_json(broken)


def test_an_outline_names_each_document_once() -> None:
    one = {"sha256": "00", "places": {}}
    twice = f'{{"documents": {{"text": {json.dumps(one)}, "text": {json.dumps(one)}}}}}'
    assert from_json(json.dumps({"documents": {"text": one}}))
    with pytest.raises(ValueError, match="`text` is written twice"):
        from_json(twice)


def test_a_call_of_a_tool_says_each_thing_once() -> None:
    needs("mcp")
    from licensekit.assistant.server import each_key_once

    def call(facts: str) -> str:
        return f'{{"id": 1, "method": "tools/call", "params": {{"name": "ask", "arguments": {{"facts": {facts}}}}}}}'

    once = call('{"a.b": true}')
    assert each_key_once(once) == once
    assert each_key_once("{{") == "{{"
    told = json.loads(each_key_once(call('{"a.b": true, "a.b": false}')))
    assert (told["id"], told["params"]["arguments"]) == (1, {"a key written twice": "a.b"})


# --- numbers that no engine holds ----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [2**70, -(2**70), [2**70], [2**70, "x", None]])
@pytest.mark.parametrize("fact", ["product.monthly_active_users.month", "product.charged_for", "use.countries"])
def test_a_frame_of_numbers_that_no_engine_holds_is_refused(value: Any, fact: str) -> None:
    needs("pandas", "polars", "pyarrow")
    import pandas as pd

    column = pd.Series([value] if not isinstance(value, list) or len(value) == 1 else value, dtype=object)
    with pytest.raises(lk.FactsError, match="cannot be read") as refused:
        lk.load("kimi-k2.5").compile().columns(pd.DataFrame({fact: column}), ["embed"])
    assert [each.code for each in refused.value.diagnostics] == ["LK508"]


def test_a_decimal_of_more_places_than_there_are_digits_is_no_error_of_the_engine() -> None:
    needs("pandas", "polars", "pyarrow")
    from decimal import Decimal

    import pandas as pd

    frame = pd.DataFrame({"access.channel": pd.Series([Decimal("1e-60")], dtype=object)})
    with pytest.raises(lk.FactsError):
        lk.load("kimi-k2.5").compile().columns(frame, ["embed"])


# --- loops that no step counted --------------------------------------------------------------------------------------

CODES = ["DE", "FR", "IT", "ES", "PL", "NL", "BE", "AT", "SE", "DK", "FI", "IE", "PT"]


@pytest.mark.parametrize("word", ["grant", "prohibition"])
def test_what_if_over_many_lists_of_countries_ends_soon(word: str) -> None:
    lists = " or ".join(
        f"(licensee.domicile in {{ {first}, {second}, EU }} and any of use.countries in {{ {second}, EU }})"
        for first, second in pairwise(CODES)
    )
    clause = f'grant r at "1" {{ may any act when {lists} }}'
    if word == "prohibition":
        clause = f'grant r at "1" {{ may any act }} prohibition p at "2" {{ must not any act when {lists} }}'
    terms = lk.parse(f'license own {{ title "Own" {clause} }}')
    begun = process_time()
    decision = terms.evaluate(lk.Use.of(["run"]))
    for work in (decision.alternatives, decision.settling):
        try:
            assert work() is not None
        except lk.LicensekitError as refused:
            codes = [each.code for each in refused.diagnostics]
        else:
            codes = ["LK720"]
        assert codes == ["LK720"]
    assert process_time() - begun < SECONDS


def test_boundaries_give_up_after_some_that_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*_: object) -> None:
        nonlocal asked
        asked += 1
        raise TooManySteps(1)

    asked = 0
    limits = " or ".join(f"product.monthly_active_users.month more than {at}" for at in range(1, 12))
    terms = lk.parse(f'license own {{ title "Own" grant r at "1" {{ may any act when {limits} }} }}')
    assert all(each.decided for each in boundaries(terms))
    monkeypatch.setattr("licensekit.testing.boundaries._crossings", too_large)
    told = boundaries(terms)
    assert len(told) == 11
    assert not any(each.decided or each.proposals for each in told)
    assert asked == MOST_TOO_LARGE


def test_days_far_from_one_another_are_no_error_of_the_calendar() -> None:
    """What turns on a date some years before another one that lies at the end of the calendar."""
    terms = lk.parse(
        'license own { title "Own" released 2026-01-01 grant r at "1" { may any act }\n'
        'prohibition p at "2" { must not any act when as_of within 1 years after breach.discovered_on }\n'
        'prohibition q at "3" { must not any act when breach.cured_on within 9000 years after breach.discovered_on } }'
    )
    told = terms.evaluate(lk.Use.of(["run"])).alternatives()
    assert told is not None
