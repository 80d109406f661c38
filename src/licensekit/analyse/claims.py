"""What a licence claims of readings, and what is assumed of facts: proved over all uses, or a use against it."""

from __future__ import annotations

from collections.abc import Iterator

from licensekit.analyse.proofs import (
    CLAIM,
    Milder,
    claims_to_be_stricter,
    milder_assumption,
    milder_reading,
    safe_side_facts,
)
from licensekit.analyse.use_words import use_text
from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.evaluate.known import assumed_value
from licensekit.evaluate.layout import layout_of
from licensekit.evaluate.memo import verdict_words
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Single
from licensekit.model.license import License
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.facts import FACTS


def claims_that_fail(license: License) -> Iterator[Diagnostic]:
    """Options taken as stricter for every use that are not (LK740), and assumptions that are not safe (LK741).

    Raises LicensekitError (LK720) where too many worlds would have to be looked at.
    """
    for reading in license.readings:
        if any(claims_to_be_stricter(option) for option in reading.options):
            found = milder_reading(license, reading)
            if found is not None:
                labels = () if reading.span is None else (Label(reading.span, f"{reading.name} at {reading.locator}"),)
                yield Diagnostic(
                    "LK740",
                    f"`{reading.name}` takes `{found.value}` as {CLAIM}, and for some `{found.other}` is stricter",
                    labels,
                    "say in `because` for which uses it is stricter, or give another reason",
                    (_shown(found),),
                    Severity.WARNING,
                )
    program = Program(license)
    for fact in safe_side_facts(license):
        if not program.safe_side(fact, assumed_value(FACTS[fact.partition("@")[0]])):
            unsafe = milder_assumption(license, fact)
            if unsafe is not None:
                yield _assumption(program, fact, unsafe)


def _assumption(program: Program, fact: str, found: Milder) -> Diagnostic:
    """Why a fact is not assumed here. What polarity shows needs no search (check/polarity.py): it is a proof itself."""
    readers = layout_of(Single(program), tuple(LEAVES), Setting()).readers[fact]
    clauses = [program.clauses[number] for _, number in readers]
    labels = tuple(Label(one.span, f"{one.id} at {one.locator}") for one in clauses if one.span is not None)[:1]
    message = f"`{fact}` is not assumed to be {found.value} here: it could make an answer milder"
    return Diagnostic("LK741", message, labels, "", (_shown(found),), Severity.NOTE)


def _shown(found: Milder) -> str:
    """A use in which one value is milder than another, with both answers."""
    under = "".join(f", with {name} read as {option}" for name, option in found.readings)
    ours, theirs = (verdict_words(verdict) for verdict in found.verdicts)
    return f"for example {use_text(found.witness)}{under}: {found.value} {ours}, {found.other} {theirs}"
