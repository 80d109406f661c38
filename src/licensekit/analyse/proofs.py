"""Proofs over all uses that the design asks for: an assumption is safe-side, and an option of a reading is stricter.

Both say that one value makes no answer milder than another: in every use it stands at least as severely, and asks
every duty and approval that the other asks where both stand alike. The diagrams of the two values are compared leaf by
leaf; where the claim fails, a use shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from licensekit.analyse.use_words import use_text
from licensekit.analyse.uses import Uses, standpoint_of
from licensekit.analyse.witness import Witness
from licensekit.decision.cells import cells_of
from licensekit.decision.circumstances import Circumstances, Readings
from licensekit.decision.knowledge import assumed_value
from licensekit.decision.matter import matter_of
from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.diagram.nodes import Node
from licensekit.diagram.outcomes import Outcome
from licensekit.diagram.walk import Walk, settled
from licensekit.evaluate.memo import verdict_words
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single
from licensekit.meaning.variable import FactVariable, ReadingVariable, World
from licensekit.meaning.verdict import SEVERITY, Verdict, summary
from licensekit.model.clauses import Duty, Gate
from licensekit.model.license import License, Option, Reading
from licensekit.model.phrase import party_text
from licensekit.vocabulary.acts import LEAVES, implied_by
from licensekit.vocabulary.facts import FACTS

CLAIM: Final = "stricter for every use"
"""What a licence writes after `because` to claim that the option taken is stricter than every other one."""

Choice: TypeAlias = FactVariable | ReadingVariable
"""What has one of several values: a yes/no or one-of fact, or a reading."""


@dataclass(frozen=True)
class Milder:
    """A use in which the value that was to be stricter makes an answer milder than another value."""

    value: str
    other: str
    witness: Witness
    verdicts: tuple[Verdict, Verdict]
    """Under the value, and under the other."""

    @property
    def readings(self) -> tuple[tuple[str, str], ...]:
        """Readings that are chosen otherwise than they are taken."""
        return tuple((name.rpartition(".")[2], option) for name, option in self.witness.readings.items())


def claims_to_be_stricter(option: Option) -> bool:
    """Whether a licence claims of the option that it takes that it is stricter for every use."""
    return option.taken and CLAIM in {part.strip() for part in option.because.split(";")}


def milder_reading(license: License, reading: Reading) -> Milder | None:
    """A use in which the option taken is milder than another one; None where it is stricter for every use.

    All other readings stay as they are taken. Raises TooManySteps.
    """
    terms = Single(Program(license))
    variable = terms.program.as_written.lowering.reading(reading.name)
    others = (option.name for option in reading.options if option.name != reading.taken)
    found = (milder_use(terms, variable, reading.taken, other, tuple(LEAVES)) for other in others)
    return next((each for each in found if each is not None), None)


def safe_side_facts(license: License) -> tuple[str, ...]:
    """The facts that this licence reads and that may be assumed where that is safe."""
    facts = matter_of(Single(Program(license)), LEAVES, Circumstances())[0].variables
    return tuple(str(name) for name in facts if name.name.base in FACTS and FACTS[name.name.base].assumption == "safe")


def milder_assumption(license: License, fact: str) -> Milder | None:
    """A use in which assuming the fact makes an answer milder than another value would; None where it is safe-side.

    It has to be so under every choice of readings, since whoever asks may choose. Acts that settle the fact
    themselves are left out: there it is never assumed. Raises TooManySteps.
    """
    terms = Single(Program(license))
    matter = matter_of(terms, LEAVES, Circumstances())[0]
    variable, info = matter.variable(fact), FACTS[fact.partition("@")[0]]
    leaves = tuple(leaf for leaf in LEAVES if info.name not in {one.fact for one in implied_by((leaf,))})
    value = assumed_value(info)
    readings: tuple[Readings, ...] = ("taken", "strict") if license.readings else ("taken",)
    for other in cells_of(matter, variable, {}):
        assert isinstance(other, bool | str)
        for read in readings if other != value else ():
            found = milder_use(terms, variable, value, other, leaves, readings=read)
            if found is not None:
                return found
    return None


def milder_use(  # noqa: PLR0913 - a value and another one, and of which uses
    terms: Single,
    of: Choice,
    value: bool | str,
    other: bool | str,
    acts: tuple[str, ...],
    *,
    readings: Readings = "taken",
) -> Milder | None:
    """A use of some acts in which one value is milder than another, with both answers; None if none is.

    Of `strict` readings every choice is looked at. Raises TooManySteps.
    """
    for leaf in one_of_each_kind(terms.program, acts):
        pair = Compared(
            Uses(terms, leaf, circumstances=Circumstances(assume="none", readings=readings)), of, value, other
        )
        found = pair.milder()
        if found is not None:
            return found
    return None


def one_of_each_kind(program: Program, acts: tuple[str, ...]) -> tuple[str, ...]:
    """One act of each kind that a licence treats alike."""
    kinds = {(program.covering(leaf), implied_by((leaf,)), LEAVES[leaf].needs_grant): leaf for leaf in reversed(acts)}
    return tuple(leaf for leaf in acts if leaf in kinds.values())


class _Side(NamedTuple):
    """A licence under one value, for an act: its outcome, what may be done, and what it asks by content."""

    outcome: Node
    standpoint: Node
    asks: dict[tuple[str, ...], Node]


class Compared:
    """A licence under one value and under another, for all uses of an act."""

    def __init__(self, uses: Uses, of: Choice, value: bool | str, other: bool | str) -> None:
        self.uses = uses
        self.of = of
        self.values = (value, other)
        (self.program,) = uses.inquiry.matter.programs
        self.one, self.other = (self._side(each) for each in self.values)

    def _side(self, value: bool | str) -> _Side:
        diagrams = self.uses.diagrams
        outcome = settled(diagrams, self.uses.inquiry.outcome(self.uses.leaf), self.of, value)
        asks = {
            content: settled(diagrams, self.uses.active(self.program, *numbers), self.of, value)
            for content, numbers in contents(self.program, self.uses.leaf).items()
        }
        return _Side(outcome, diagrams.mapped(outcome, standpoint_of, "standpoint"), asks)

    def differ(self) -> bool:
        """Whether some use is answered differently, or asked something else, encouraged duties included."""
        claims = [self._severer(self.one, self.other), self._severer(self.other, self.one)]
        for content in self.one.asks:
            claims += [self._asked(content, self.one, self.other), self._asked(content, self.other, self.one)]
        return self.uses.some(self.uses.diagrams.some(claims))

    def milder(self) -> Milder | None:
        """A use in which the first value is milder than the other."""
        asked = [
            self._asked(content, self.other, self.one)
            for content in self.one.asks
            if content[0] == "approval" or content[2] != "encouraged"
        ]
        claims = [self._severer(self.one, self.other), *asked]
        if not self.uses.some(self.uses.diagrams.some(claims)):
            return None
        way = next(way for claim in claims if (way := self.uses.short_way(claim)) is not None)
        witness, world = self.uses.witness(way), self.uses.world(way)
        assert witness is not None
        assert world is not None
        first, second = (self._verdict(side, world) for side in (self.one, self.other))
        value, other = ("yes" if each is True else "no" if each is False else each for each in self.values)
        return Milder(value, other, witness, (first, second))

    def _verdict(self, side: _Side, world: World) -> Verdict:
        met = Walk(self.uses.diagrams, world).reached((side.outcome,), self.uses.inquiry.at(world).ties(side.outcome))
        return summary(frozenset(outcome.verdict for (outcome,) in met if isinstance(outcome, Outcome)))

    def _severer(self, one: _Side, other: _Side) -> Node:
        """That the other stands more severely than the one."""
        diagrams = self.uses.diagrams

        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            first, second = nodes
            if first is second:
                return diagrams.false
            if not (first.is_leaf and second.is_leaf):
                return nodes
            return diagrams.leaf(second.value > first.value)

        return diagrams.merged((one.standpoint, other.standpoint), rule, "severer standpoint")

    def _asked(self, content: tuple[str, ...], one: _Side, other: _Side) -> Node:
        """That both stand alike, and the one asks something that the other does not."""
        diagrams = self.uses.diagrams
        if one.asks[content] is other.asks[content]:
            return diagrams.false
        severity = SEVERITY[Verdict.NEEDS_APPROVAL if content[0] == "approval" else Verdict.PERMITTED]
        alike = (
            diagrams.mapped(side.standpoint, lambda at: at == severity, ("stands at", severity))
            for side in (one, other)
        )
        return diagrams.every((*alike, one.asks[content], diagrams.negation(other.asks[content])))


def contents(program: Program, leaf: str) -> dict[tuple[str, ...], tuple[int, ...]]:
    """The duties and approvals that a licence can ask for an act, by what they ask, with the clauses that do."""
    asked: dict[tuple[str, ...], tuple[int, ...]] = {}
    for number in program.concerning((leaf,)):
        match program.clauses[number]:
            case Duty(acts=acts, obligations=obligations, strength=strength) if leaf in acts.leaves:
                content: tuple[str, ...] = ("duty", program.words(obligations), strength)
            case Gate(acts=acts, approval=approval, party=party, subject=subject) if leaf in acts.leaves:
                content = ("approval", approval, party_text(party), subject)
            case _:
                continue
        asked[content] = (*asked.get(content, ()), number)
    return asked


# --- as findings -------------------------------------------------------------------------------------------


def reading_finding(license: License, reading: Reading) -> Iterator[Diagnostic]:
    """An option taken as stricter for every use that is not (LK740). Raises TooManySteps."""
    if any(claims_to_be_stricter(option) for option in reading.options):
        found = milder_reading(license, reading)
        if found is not None:
            labels = () if reading.span is None else (Label(reading.span, f"{reading.name} at {reading.locator}"),)
            message = f"`{reading.name}` takes `{found.value}` as {CLAIM}, and for some `{found.other}` is stricter"
            mend = "say in `because` for which uses it is stricter, or give another reason"
            yield Diagnostic("LK740", message, labels, mend, (_shown(found),), Severity.WARNING)


def assumption_finding(license: License, fact: str, labels: tuple[Label, ...]) -> Iterator[Diagnostic]:
    """An assumption that is not safe (LK741). What polarity shows is a proof itself. Raises TooManySteps."""
    if not Program(license).safe_side(fact, assumed_value(FACTS[fact.partition("@")[0]])):
        found = milder_assumption(license, fact)
        if found is not None:
            message = f"`{fact}` is not assumed to be {found.value} here: it could make an answer milder"
            yield Diagnostic("LK741", message, labels, "", (_shown(found),), Severity.NOTE)


def _shown(found: Milder) -> str:
    """A use in which one value is milder than another, with both answers."""
    under = "".join(f", with {name} read as {option}" for name, option in found.readings)
    ours, theirs = (verdict_words(verdict) for verdict in found.verdicts)
    return f"for example {use_text(found.witness)}{under}: {found.value} {ours}, {found.other} {theirs}"
