"""From a text to its syntax tree, or to all that is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from lark import Token

from licensekit.diagnostics import Diagnostic, Label
from licensekit.limits import MAX_DIAGNOSTICS, MAX_NESTING, MAX_TOKENS
from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.syntax.automaton import tree_of
from licensekit.syntax.build import file
from licensekit.syntax.building import Building
from licensekit.syntax.grammar import LimitError
from licensekit.syntax.recover import recovered
from licensekit.syntax.scan import text_findings
from licensekit.syntax.tokens import tokens_of


class Parsed(NamedTuple):
    """What came of a text: the file, or else at least one error. There is never half a file."""

    file: tree.File | None
    diagnostics: tuple[Diagnostic, ...]


def parse_text(source: Source) -> Parsed:
    """Parse a source text; every mistake is found in one go, up to MAX_DIAGNOSTICS."""
    if findings := text_findings(source):
        return Parsed(None, findings)
    try:
        words = tokens_of(source)
    except LimitError as limit:
        return Parsed(None, (_limit(source, limit),))
    whole = tree_of(words)
    if whole is None:
        return _mended(source, words)
    to = Building(source)
    made = file(whole, to)
    return _sorted(to.findings) if to.findings else Parsed(made, ())


def read_as_far(source: Source) -> tree.File | None:
    """What can be read of a text, statements with mistakes left out: for who writes on, never to decide by.

    None where no block can be read.
    """
    try:
        words = tokens_of(source)
    except LimitError:
        return None
    rest, skipped, _ = recovered(source, words)
    return None if rest is None else file(rest, Building(source, skipped))


def _mended(source: Source, words: list[Token]) -> Parsed:
    """What is wrong: where the text cannot be read, and what else is found in the rest of it."""
    rest, skipped, findings = recovered(source, words)
    if rest is not None:
        to = Building(source, skipped)
        file(rest, to)
        findings += to.findings
    return _sorted(findings)


def _sorted(findings: list[Diagnostic]) -> Parsed:
    findings.sort(key=lambda finding: finding.span.start if finding.span else 0)
    return Parsed(None, tuple(findings[:MAX_DIAGNOSTICS]))


def _limit(source: Source, limit: LimitError) -> Diagnostic:
    place = Span(source.name, limit.token.start_pos or 0, limit.token.end_pos or 0)
    if limit.code == "LK109":
        message, help_ = f"nested more than {MAX_NESTING} deep", "name a part of it with `define`"
    else:
        message, help_ = f"the file has more than {MAX_TOKENS:_} words", "split it, one licence in each file"
    return Diagnostic(limit.code, message, (Label(place),), help_)
