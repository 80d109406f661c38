"""Proofs over all uses that the design asks for: an assumption is safe-side, and an option of a reading is stricter.

Both say that one value makes no answer milder than another: in every use it stands at least as severely, and asks
every duty and approval that the other asks where both stand alike. The diagrams of the two values are compared leaf by
leaf; where the claim fails, a use shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from licensekit.analyse.compare import stricter_somewhere
from licensekit.analyse.question import Claim, Compared, PairQuestion
from licensekit.analyse.standpoints import Stance
from licensekit.analyse.uses import NOTHING_ASSUMED
from licensekit.analyse.witness import Witness
from licensekit.decision.cells import cells_of
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.knowledge import assumed_value
from licensekit.decision.matter import matter_of
from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.diagram.outcomes import WorldOutcome
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single, programs
from licensekit.meaning.variable import FactVariable, ReadingVariable
from licensekit.meaning.verdict import Verdict, summary
from licensekit.model.license import License, Option, Reading
from licensekit.values import value_shown
from licensekit.vocabulary.acts import LEAVES, implied_by
from licensekit.vocabulary.entries import FactInfo

_CLAIM: Final = "stricter for every use"
"""What a licence writes after `because` to claim that the option taken is stricter than every other one."""

OptionVariable: TypeAlias = FactVariable | ReadingVariable
"""What has one of several values: a yes/no or one-of fact, or a reading."""


@dataclass(frozen=True)
class _Milder:
    """A use in which the value that was to be stricter makes an answer milder than another value."""

    value: str
    other: str
    witness: Witness
    verdicts: tuple[Verdict, Verdict]
    """Under the value, and under the other."""
    readings: tuple[tuple[str, str], ...]
    """Readings that are chosen otherwise than they are taken."""


HOWEVER_READ: Final = replace(NOTHING_ASSUMED, readings="strict")
"""All uses, under every choice of readings."""


def questions_of(license: License) -> tuple[PairQuestion, PairQuestion]:
    """A licence beside itself: under the readings as they are taken, and under every choice of them."""
    terms = Single(Program(license))
    taken = PairQuestion(terms, terms)
    return taken, replace(taken, circumstances=HOWEVER_READ)


def _claims_to_be_stricter(option: Option) -> bool:
    """Whether a licence claims of the option that it takes that it is stricter for every use."""
    return option.taken and _CLAIM in {part.strip() for part in option.because.split(";")}


def _milder_reading(taken: PairQuestion, reading: Reading) -> _Milder | None:
    """A use in which the option taken is milder than another one; None where it is stricter for every use.

    All other readings stay as they are taken. Raises TooManySteps.
    """
    (program,) = programs(taken.one)
    variable = program.as_written.lowering.reading(reading.name)
    others = (option.name for option in reading.options if option.name != reading.taken)
    milder = (_milder_use(taken, variable, reading.taken, other, tuple(LEAVES)) for other in others)
    return next((each for each in milder if each is not None), None)


def safe_side_facts(license: License) -> tuple[str, ...]:
    """The facts that this licence reads and that may be assumed where that is safe."""
    facts = matter_of(Single(Program(license)), LEAVES, Circumstances())[0].variables
    names = dict.fromkeys(str(variable.name) for variable in facts)
    return tuple(name for name in names if license.fact(name).assumption == "safe")


def _milder_assumption(questions: Sequence[PairQuestion], info: FactInfo) -> _Milder | None:
    """A use in which assuming the fact makes an answer milder than another value would; None where it is safe-side.

    It has to be so under every choice of readings, since whoever asks may choose. Acts that settle the fact
    themselves are left out: there it is never assumed. Raises TooManySteps.
    """
    matter = matter_of(questions[0].one, LEAVES, Circumstances())[0]
    variable, value = matter.variable(info.name), assumed_value(info)
    leaves = tuple(leaf for leaf in LEAVES if info.name not in {implied.fact for implied in implied_by((leaf,))})
    for against in cells_of(matter, variable, {}):
        assert isinstance(against, bool | str)
        for question in questions if against != value else ():
            milder = _milder_use(question, variable, value, against, leaves)
            if milder is not None:
                return milder
    return None


def _milder_use(
    question: PairQuestion, of: OptionVariable, value: bool | str, against: bool | str, acts: tuple[str, ...]
) -> _Milder | None:
    """A use of some acts in which one value is milder than another, with both answers; None if none is.

    Raises TooManySteps.
    """
    stricter = next(stricter_somewhere(question, acts, ({of: value}, {of: against})), None)
    return None if stricter is None else _with_answers(*stricter, value_shown(value), value_shown(against))


def _with_answers(pair: Compared, claim: Claim, value: str, against: str) -> _Milder:
    way = pair.way(claim)
    use = pair.uses.witness(way)
    assert use is not None, "a way has a use"
    licenses = (program.license for program in programs(pair.question.both))
    taken = {reading.name: reading.taken for license in licenses for reading in license.readings}
    chosen = ((name.rpartition(".")[2], option) for name, option in use.readings.items())
    readings = tuple((name, option) for name, option in chosen if taken[name] != option)
    inquiry = pair.settled(way)

    def verdict(stance: Stance) -> Verdict:
        outcomes = (leaves[0] for leaves in inquiry.reached(stance.outcome))
        return summary(frozenset(outcome.verdict for outcome in outcomes if isinstance(outcome, WorldOutcome)))

    return _Milder(value, against, use, (verdict(pair.one), verdict(pair.other)), readings)


# --- as findings -------------------------------------------------------------------------------------------


def reading_finding(taken: PairQuestion, reading: Reading, labels: tuple[Label, ...]) -> Iterator[Diagnostic]:
    """An option taken as stricter for every use that is not (LK740). Raises TooManySteps."""
    if any(_claims_to_be_stricter(option) for option in reading.options):
        milder = _milder_reading(taken, reading)
        if milder is not None:
            message = f"`{reading.name}` takes `{milder.value}` as {_CLAIM}, and for some `{milder.other}` is stricter"
            mend = "say in `because` for which uses it is stricter, or give another reason"
            yield Diagnostic("LK740", message, labels, mend, (_note(milder),), Severity.WARNING)


def assumption_finding(questions: Sequence[PairQuestion], fact: str, labels: tuple[Label, ...]) -> Iterator[Diagnostic]:
    """An assumption that is not safe (LK741), however the licence is read. What polarity shows is a proof itself.

    Raises TooManySteps.
    """
    (program,) = programs(questions[0].one)
    info = program.license.fact(fact)
    if not program.safe_side(fact, assumed_value(info)):
        milder = _milder_assumption(questions, info)
        if milder is not None:
            message = f"`{fact}` is not assumed to be {milder.value} here: it could make an answer milder"
            yield Diagnostic("LK741", message, labels, "", (_note(milder),), Severity.NOTE)


def _note(milder: _Milder) -> str:
    """A use in which one value is milder than another, with both answers."""
    under = "".join(f", with {name} read as {option}" for name, option in milder.readings)
    ours, theirs = (verdict.value.replace("_", " ") for verdict in milder.verdicts)
    return f"for example {milder.witness.words}{under}: {milder.value} {ours}, {milder.other} {theirs}"
