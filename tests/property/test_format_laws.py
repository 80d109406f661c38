"""Laws of the canonical layout: it changes nothing that is said, loses no comment, and is reached in one step."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from tests.property.sources import source_texts

from licensekit.span import Source
from licensekit.syntax.build import comments
from licensekit.syntax.format import format_source
from licensekit.syntax.parse import parse_text

SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def said(text: str) -> Counter[str]:
    return Counter(comment.text for comment in comments(Source("x", text)))


@SETTINGS
@given(source_texts())
def test_generated_texts_parse(text: str) -> None:
    parsed = parse_text(Source("x", text))
    assert not parsed.diagnostics
    assert parsed.file is not None


@SETTINGS
@given(source_texts())
def test_formatting_changes_nothing_that_is_said(text: str) -> None:
    assert parse_text(Source("x", format_source(text))).file == parse_text(Source("x", text)).file


@SETTINGS
@given(source_texts())
def test_formatting_loses_and_adds_no_comment(text: str) -> None:
    assert said(format_source(text)) == said(text)


@SETTINGS
@given(source_texts())
def test_formatting_twice_is_formatting_once(text: str) -> None:
    once = format_source(text)
    assert format_source(once) == once


@SETTINGS
@given(source_texts())
def test_no_line_is_indented_by_tabs_or_ends_in_space(text: str) -> None:
    lines = format_source(text).split("\n")
    assert all(line == line.rstrip() for line in lines)
    assert lines[-1] == ""
    assert lines[-2] != ""
