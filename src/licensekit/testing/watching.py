"""Can a case notice an edit? Not where what the case gives settles all that its answer rests on, and alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from functools import cached_property
from typing import Final, assert_never

from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.decision.knowledge import assumed_value
from licensekit.errors import FactsError
from licensekit.meaning.formula import ALWAYS, Truths, variables_of
from licensekit.meaning.once import once
from licensekit.meaning.program import needs_a_grant
from licensekit.meaning.terms import Single
from licensekit.meaning.verdict import Columns, Possible, left_open
from licensekit.model import cases
from licensekit.model.cases import Case
from licensekit.model.clauses import written_id
from licensekit.testing.cases import inquiry_of, reading_of
from licensekit.testing.collect import Collected
from licensekit.testing.sayings import RestsOn, statements
from licensekit.testing.subject import with_license
from licensekit.truth import FALSE, UNKNOWN, Truth


class Chance(Enum):
    """Whether a case may notice an edit."""

    GOOD = "what its answer rests on stands otherwise"
    SLIGHT = "it is open before and after, though not the same: noticed only where some use tells the edit at all"
    NONE = "it stands alike"


class Resting:
    """All that the answers of a licence rest on."""

    def __init__(self, terms: Single) -> None:
        self.terms: Final = terms

    @once
    def on(self, leaf: str, clauses: bool, /) -> tuple[RestsOn, ...]:
        """What the answers about an act rest on; with `clauses`, each clause by itself too."""
        return (*statements(self.terms, leaf), *(_clause_by_clause(self.terms, leaf) if clauses else ()))

    @once
    def _taking_part(self, leaf: str, /) -> tuple[object, ...]:
        program = self.terms.program
        return tuple(program.clauses[at] for at in program.taking_part((leaf,)))

    def is_like(self, edited: Resting, leaf: str) -> bool:
        """Whether nothing was edited that an answer about an act may rest on."""
        ours, theirs = self.terms.program.license, edited.terms.program.license
        same_words = ours.definitions is theirs.definitions and ours.measures is theirs.measures
        return same_words and self._taking_part(leaf) == edited._taking_part(leaf)


class Edited:
    """A licence and an edited form of it: what the answers about an act rest on, in both."""

    def __init__(self, before: Resting, other: Single) -> None:
        self._before, self._after = before, Resting(other)
        self.terms: Final = (terms := before.terms)
        self.other: Final = other
        self.follows_alike: Final = terms.successors == other.successors
        self.taken: Final = {
            terms.program.as_written.lowering.reading(name): (reading.taken, other.program.readings[name].taken)
            for name, reading in terms.program.readings.items()
            if reading is not other.program.readings[name]
        }
        """Readings that are taken otherwise: the option before, and after."""

    @once
    def changed(self, leaf: str, clauses: bool, /) -> tuple[tuple[RestsOn, ...], tuple[RestsOn, ...]]:
        """The statements that are not the same, before and after; with `clauses`, of each clause by itself."""
        if not self.taken and self._before.is_like(self._after, leaf):
            return (), ()
        before, after = self._before.on(leaf, clauses), self._after.on(leaf, clauses)
        if self.taken:
            return before, after
        then, now = frozenset(before), frozenset(after)
        return tuple([each for each in before if each not in now]), tuple([each for each in after if each not in then])

    def truths(self, inquiry: Inquiry, leaf: str) -> Truths:
        """What a case gives, under the edited form."""
        truths, readings = inquiry.truths(leaf), inquiry.checked.readings
        moved = {reading: now for reading, (then, now) in self.taken.items() if readings.get(reading) == then}
        return Truths(dict(truths.world) | dict(moved.items())) if moved else truths

    @cached_property
    def reads_less(self) -> frozenset[object]:
        """The variables that clauses read before, and not after."""
        before, after = (
            frozenset(variables_of(*map(program.as_written.own, range(len(program.clauses)))))
            for program in (self.terms.program, self.other.program)
        )
        return before - after


class Watching:
    """A case, and what it gives, worked out once under the licence as it is."""

    def __init__(self, collected: Collected, terms: Single) -> None:
        self.collected: Final = Collected(collected.case, with_license(collected.terms, terms), collected.source)
        """The case, decided under the very licence of which edits are made."""
        case = collected.case
        asks = [each for each in case.expect if isinstance(each, cases.ExpectAsks)]
        self.asks: Final = bool(asks)
        """Whether questions are to be worked out, which takes longest."""
        self._clauses: Final = self.asks or any(isinstance(each, cases.ExpectClause) for each in case.expect)
        self._expects: Final = frozenset(_expected(case))
        # Of several questions the order counts, on which any clause can bear that reads a fact.
        self._inquiries: Final = () if any(len(each.facts) > 1 for each in asks) else tuple(self._put(case))
        matters = [each.matter for each in self._inquiries[:1] if case.assume != "none"]
        infos = ((name, matter.info(name)) for matter in matters for name in matter.facts)
        self._safe: Final = [(name, assumed_value(info)) for name, info in infos if info.assumption == "safe"]
        """Facts that may be assumed for safety, and what each would be assumed to be."""

    def _put(self, case: Case) -> Iterator[Inquiry]:
        """The question that the case puts, under each reading for which it expects something."""
        try:
            for reading in dict.fromkeys((None, *map(reading_of, case.expect))):
                inquiry = inquiry_of(case, self.collected.terms, reading)
                if inquiry.matter.exchange.plain:
                    yield inquiry
        except FactsError:  # the case fails, and says so
            return

    def chance(self, edited: Edited) -> Chance:
        """Whether the case may come out otherwise under an edited licence."""
        if not edited.follows_alike or not self._inquiries:
            return Chance.GOOD
        chance = Chance.NONE
        for inquiry in self._inquiries:
            if self._assumes_otherwise(inquiry, edited):
                return Chance.GOOD
            for leaf in inquiry.leaves:
                here, there = edited.changed(leaf, self._clauses)
                if here or there:
                    then, now = inquiry.truths(leaf), edited.truths(inquiry, leaf)
                    before, after = _stand(here, then, self._bears), _stand(there, now, self._bears)
                    left = _left(edited.terms, leaf, then)
                    if before != after or left != _left(edited.other, leaf, now):
                        return Chance.GOOD
                    if UNKNOWN in before.values() or len(left) > 1:
                        chance = Chance.SLIGHT
        return chance

    def _bears(self, name: str) -> bool:
        """Whether a statement bears on what the case expects, beside the verdict."""
        if self._clauses or name == "bound":
            return True
        what, _, clause = name.partition(" ")
        return what in self._expects or written_id(clause) in self._expects

    def surely_fails(self, edited: Edited) -> bool:
        """Whether three-valued logic settles, of one act under one licence, that something expected is otherwise."""
        if not (edited.follows_alike and self._inquiries):
            return False
        inquiry, program = self._inquiries[0], edited.other.program
        if len(inquiry.leaves) > 1 or len(inquiry.matter.programs) > 1:
            return False
        (leaf,) = inquiry.leaves
        if not any(edited.changed(leaf, False)):
            return False
        truths = edited.truths(inquiry, leaf)
        possible = _left(edited.other, leaf, truths)
        if len(possible) > 1:
            return False
        (verdict,) = possible
        covering = program.covering(leaf)
        otherwise = False
        for expected in self.collected.case.expect:
            if reading_of(expected):
                continue
            if isinstance(expected, cases.ExpectVerdict) and not expected.act:
                otherwise = otherwise or expected.verdict != verdict.value
            elif isinstance(expected, cases.ExpectDuty) and expected.status == "due" and verdict in ALLOWED:
                named = [at for at, each in enumerate(program.clauses) if written_id(each.id) == expected.duty]
                asked = {*named} & {*(covering.encouraged if expected.encouraged else covering.duties)}
                if named and all(truths.of(program.as_written.active(number)) is FALSE for number in asked):
                    otherwise = True
        return otherwise and not self._assumes_otherwise(inquiry, edited)

    def _assumes_otherwise(self, inquiry: Inquiry, edited: Edited) -> bool:
        """Whether something is assumed under the licence, and not under its edited form, or the other way round."""
        assumed, steps = inquiry.knowledge.assumed, inquiry.knowledge.steps
        led_on = {source for step in steps for source in step.sources} if assumed else set()
        if any(source in assumed and source in edited.reads_less for source in led_on):
            return True
        before, after = edited.terms.program, edited.other.program
        return any(before.safe_side(*each) is not after.safe_side(*each) for each in self._safe)


def _expected(case: Case) -> Iterator[str]:
    """What the statements are about, or the clauses that they name, on which expectations rest beside the verdict."""
    for expected in case.expect:
        match expected:
            case cases.ExpectDuty(duty=name):
                yield from (name.rpartition(".")[2], name, "hope")
            case cases.ExpectReason():
                yield from ("ended", "reserved", "refused")
            case cases.ExpectBasis():
                yield from ("granted", "approved")
            case cases.ExpectVerdict() | cases.ExpectPossible() | cases.ExpectClause() | cases.ExpectAsks():
                pass
            case _:
                assert_never(expected)


def _stand(some: tuple[RestsOn, ...], truths: Truths, bears: Callable[[str], bool]) -> dict[str, Truth]:
    """How statements stand; of one that does not hold it makes no difference whether it is made at all."""
    return {name: truth for name, formula in some if bears(name) and (truth := truths.of(formula)) is not FALSE}


def _left(terms: Single, leaf: str, truths: Truths) -> Possible:
    """The verdicts that three-valued logic leaves of a licence by itself."""
    meaning = terms.program.as_written
    columns = Columns(*map(truths.of, meaning.columns(leaf)))
    return left_open(columns, truths.of(meaning.bound(leaf)), needs_grant=needs_a_grant(leaf))


def _clause_by_clause(terms: Single, leaf: str) -> tuple[RestsOn, ...]:
    """How every clause stands on which an answer about an act may rest: its own condition, its part, what lifts it."""
    program = terms.program
    meaning, covering = program.as_written, program.covering(leaf)
    parts: dict[int, list[str]] = {}
    for column, numbers in zip(covering._fields, covering, strict=True):
        for at in numbers:
            parts.setdefault(at, []).append(column)

    def name(at: int) -> str:
        lifters = [program.clauses[by].id for by in program.lifters[at]]
        return " ".join((program.clauses[at].id, *parts.get(at, ()), *lifters))

    stand = (
        (f"{what} {named}", formula)
        for at, named in ((at, name(at)) for at in program.taking_part((leaf,)))
        for what, formula in (("own", meaning.own(at)), ("active", meaning.active(at)))
    )
    return (*((f"refuses {name(at)}", ALWAYS) for at in (*covering.grants, *covering.withholding)), *stand)
