"""A use that two forms of a licence answer differently, if there is one, as a case.

Both forms are put into one manager of diagrams. Where what they say of an act is the same object, no use tells them
apart; else a path to where they differ is the use. Besides the facts, approvals may be held and one reading at a time
be chosen otherwise, since a case can state these too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal, NamedTuple

from licensekit.analyse.witness import witness
from licensekit.api import LicenseTerms
from licensekit.decision import Decision, Single
from licensekit.decision.circumstances import Circumstances, checked
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import Asked, know
from licensekit.decision.matter import Matter
from licensekit.diagram.nodes import Diagrams, Node, variables_below
from licensekit.diagram.pairs import copied
from licensekit.diagram.paths import path_to
from licensekit.errors import FactsError
from licensekit.meaning.domain import Domain
from licensekit.meaning.formula import Formula
from licensekit.meaning.program import Meaning
from licensekit.meaning.terms import programs
from licensekit.meaning.variable import ApprovalVariable, FactVariable, ReadingVariable, Variable, World
from licensekit.model.cases import Case, GivenAttestation
from licensekit.model.conditions import Compares
from licensekit.model.fold import atoms_in
from licensekit.testing.answers import answer_of, contrast, expected_of, under
from licensekit.testing.cases import decider, passes
from licensekit.testing.sayings import Sayings, fixed, statements
from licensekit.use import Use
from licensekit.values import Exactly, IndexValue
from licensekit.vocabulary.acts import LEAVES, implied_by
from licensekit.vocabulary.facts import FACTS, FactName, fact_name

OtherReading = tuple[str, str]
"""A reading of the licence and an option of it, chosen otherwise than it is taken."""
UNDER_READING: Final = ("verdict", "duty", "ending")
"""All that a case can expect under a reading."""
ATTESTED_BY: Final = "author"
SOME_DAY: Final = date(2026, 1, 1)
"""The day of an attestation, where neither the case nor the licence names one."""


class Telling(NamedTuple):
    """Where two forms differ: a use as a case that expects nothing yet, none if no case can put it."""

    case: Case | None
    reading: OtherReading | None = None


@dataclass(frozen=True)
class Original:
    """A licence with which other forms of it are compared, and what is known where somebody asks about one act."""

    terms: LicenseTerms

    @property
    def single(self) -> Single:
        """The licence with those that follow it."""
        assert isinstance(self.terms.terms, Single)
        return self.terms.terms

    @cached_property
    def circumstances(self) -> Circumstances:
        """Nothing is assumed, and indices are at their base: so that adjusted amounts are plain ones."""
        return Circumstances(assume="none", indices=indices_of(self.single))

    @cached_property
    def _asked(self) -> dict[tuple[str, str], Inquiry]:
        return {}

    def asked(self, leaf: str, readings: Literal["taken", "strict"] = "taken") -> Inquiry:
        """The question about one act of which nothing is known; `strict` leaves all readings open."""
        key = (leaf, readings)
        if key not in self._asked:
            self._asked[key] = inquire(self.single, Use.of((leaf,)), replace(self.circumstances, readings=readings))
        return self._asked[key]

    @cached_property
    def statements(self) -> Mapping[str, tuple[object, ...]]:
        """By act, all that the answers about it are made of."""
        return {leaf: statements(self.single, leaf) for leaf in LEAVES}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """One act of each kind that the licence tells apart."""
        kinds = ((statement, implied_by((leaf,)), LEAVES[leaf]) for leaf, statement in self.statements.items())
        return tuple(dict(zip(kinds, LEAVES, strict=True)).values())

    @cached_property
    def meaning(self) -> Meaning:
        """What the clauses of the licence mean, with indices at their base."""
        return self.asked(next(iter(LEAVES))).matter.meanings[self.single.program.license.id]

    def other_readings(self) -> Iterator[tuple[ReadingVariable, str]]:
        """The readings of the licence, each with every option that is not taken."""
        for name, reading in self.single.program.readings.items():
            variable = self.meaning.lowering.reading(name)
            yield from ((variable, option.name) for option in reading.options if not option.taken)

    def leaves(self, form: Single) -> Iterator[str]:
        """One act of each kind about which the two forms may differ."""
        alike = (self.single.successors, taken_in(self.single)) == (form.successors, taken_in(form))
        met = set()
        for leaf, statement in self.statements.items():
            changed = statements(form, leaf)
            kind = (statement, changed, implied_by((leaf,)), LEAVES[leaf])
            if not (alike and statement == changed) and kind not in met:
                met.add(kind)
                yield leaf

    def tellings(self, form: Single) -> Iterator[Telling]:
        """Where the two forms differ in some world: as readings are taken, then under another one."""
        compared = [BothForms.of(self, form, leaf) for leaf in self.leaves(form)]
        for each in compared:
            yield from each.tellings(None)
        theirs = form.program.readings
        for reading in self.other_readings():
            if theirs.get(reading[0].reading) is self.single.program.readings[reading[0].reading]:
                for each in compared:
                    yield from each.tellings(reading)

    def tells(self, form: Single, name: str) -> Case | None:
        """A use as a case that this licence passes and the other form does not; None where none is found.

        Raises Same where no use tells the two apart.
        """
        there_is_one = False
        terms = replace(self.terms, terms=form)
        for case, reading in self.tellings(form):
            there_is_one = True
            told = None if case is None else telling(case.model_copy(update={"name": name}), self.terms, terms, reading)
            if told is not None:
                return told
        if not there_is_one:
            raise Same
        return None


def taken_in(terms: Single) -> Mapping[str, str]:
    """The option taken in each reading of a licence."""
    return {reading.name: reading.taken for reading in terms.program.license.readings}


class Same(Exception):  # noqa: N818 - it is an answer
    """No use tells two forms of a licence apart."""


class _Both(Matter):
    """What two forms of a licence read for an act."""

    def __init__(self, first: Matter, second: Matter) -> None:
        self.first = first
        super().__init__(second.terms, second.leaves, second.exchange, second.diagrams)
        for variable, places in first.readers.items():
            self.readers.setdefault(variable, {}).update(places)
        for each, lists in first.lists.items():
            self.lists.setdefault(each, []).extend(lists)
        self.comparisons.extend(first.comparisons)
        self.groups.update(first.groups)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The clauses of both."""
        return (*self.first.formulas, *super().formulas)


@dataclass(frozen=True)
class BothForms:
    """Two forms of a licence, asked about one act: what each says of it, as diagrams of one manager."""

    original: Original
    sayings: tuple[Sayings, Sayings]
    taken: tuple[World, World]
    """The readings of each, as taken."""
    asked: Inquiry
    """The question as put to both."""

    @staticmethod
    def of(original: Original, form: Single, leaf: str) -> BothForms:
        """Put a question about an act to both."""
        asked = original.asked(leaf)
        matter = asked.matter
        matter.diagrams.spent = 0
        second = Matter(form, (leaf,), matter.exchange, matter.diagrams)
        taken = checked(programs(form), original.circumstances)
        if not _reads_no_more(second, matter):
            both = _Both(matter, second)
            asked = Inquiry(both, asked.checked, know(both, Asked({}, None, "none", frozenset())))
        sayings = Sayings(matter), Sayings(second)
        return BothForms(original, sayings, (dict(asked.checked.readings.items()), dict(taken.readings.items())), asked)

    @cached_property
    def open_approvals(self) -> OpenApprovals:
        """With approvals open."""
        return OpenApprovals.of(self.asked.matter)

    def tellings(self, reading: tuple[ReadingVariable, str] | None) -> Iterator[Telling]:
        """Where what is said of something differs: without approvals where that does, else with some held."""
        first, second = self.sayings
        stated: dict[ReadingVariable, str] = {} if reading is None else dict((reading,))
        asked = self.asked.reading(stated)
        for about in dict.fromkeys((*first.about, *second.about)):
            if reading is not None and about[0] not in UNDER_READING:
                continue
            ours, theirs = first.of(about), second.of(about)
            if self.taken[0] != self.taken[1]:
                ours, theirs = (
                    fixed(first.diagrams, node, dict(taken) | dict(stated.items()))
                    for node, taken in zip((ours, theirs), self.taken, strict=True)
                )
            if ours is theirs or (reading is not None and reading[0] not in variables_below(ours, theirs)):
                continue
            gates = self.open_approvals
            path = way_to_differ(asked, gates.node(ours), gates.node(theirs), asked.ties)
            if path is not None:
                plain = way_to_differ(asked, ours, theirs, asked.ties) if gates.facts else None
                use = plain or {gates.gates.get(name, name): part for name, part in path.items()}
                case = case_of(self.original, self.asked, use)
                yield Telling(case, None if reading is None else (reading[0].reading, reading[1]))


def _reads_no_more(matter: Matter, than: Matter) -> bool:
    cuts = all(set(some) <= set(than.cuts.get(variable, ())) for variable, some in matter.cuts.items())
    return cuts and set(matter.readers) <= set(than.readers) and set(matter.atoms) <= set(than.atoms)


class OpenApprovals:
    """Diagrams in which it is open which approvals are held, as facts are."""

    def __init__(self, diagrams: Diagrams, gates: Iterable[ApprovalVariable]) -> None:
        self.diagrams: Final = diagrams
        self.facts: Final[dict[Variable, Variable]] = {
            gate: FactVariable(FactName(f"{gate.qualified}'"), "yes_no") for gate in gates
        }
        self.gates: Final = {fact: gate for gate, fact in self.facts.items()}
        """The gate of each such fact."""
        self._copied: dict[Node, Node] = {}
        for gate, fact in self.facts.items():
            diagrams.levels.setdefault(fact, diagrams.level(gate) + 1)

    @staticmethod
    def of(matter: Matter) -> OpenApprovals:
        """Those of the gates that an act reads of, or that cover it."""
        gates = (
            ApprovalVariable(program.license.id, program.clauses[at].id)
            for program in matter.programs
            for at in program.gates
        )
        return OpenApprovals(matter.diagrams, gates)

    def node(self, node: Node) -> Node:
        """The same diagram with approvals open."""
        return copied(self.diagrams, node, self.facts, self._copied) if self.facts else node


def way_to_differ(
    asked: Inquiry, first: Node, second: Node, ties: Callable[[Node], Iterable[Node]]
) -> dict[Variable, Domain] | None:
    """A path to where two diagrams differ in some world of an inquiry; None where they never do. Raises TooManySteps.

    `ties` says what ties the variables of a diagram to one another.
    """
    diagrams = asked.matter.diagrams

    def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        ours, theirs = nodes
        if ours is theirs:
            return diagrams.false
        return diagrams.true if ours.is_leaf and theirs.is_leaf else nodes

    differ = diagrams.merged((first, second), rule, "differ")
    if differ is diagrams.false:
        return None
    return path_to(diagrams, (first, second), (*ties(differ), differ), asked.world, lambda _: True, usual={})


# -- from a path to a case -------------------------------------------------------------------------------------


def case_of(original: Original, asked: Inquiry, path: World) -> Case | None:
    """The use of a path as a case that expects nothing yet; its conduct is attested where it must be clean."""
    facts: World = {name: part for name, part in path.items() if not isinstance(name, ReadingVariable)}
    use = witness(asked, facts, circumstances=original.circumstances)
    if use is None:
        return None
    case = use.case("a use", Single(original.single.program))
    clean = {fact.fact: group for fact in case.given if fact.value == Exactly(False) and (group := _group(fact.fact))}
    if not clean:
        return case
    day = case.as_of or original.terms.license.released or SOME_DAY
    attested = GivenAttestation(by=ATTESTED_BY, on=day, groups=tuple(dict.fromkeys(clean.values())))
    given = tuple(fact for fact in case.given if fact.fact not in clean)
    return case.model_copy(update={"given": given, "attested": attested})


def _group(name: str) -> str:
    """The group with which a fact of clean hands is attested; empty for all others."""
    info = FACTS.get(fact_name(name).base)
    return "" if info is None else info.group


def indices_of(single: Single) -> tuple[IndexValue, ...]:
    """Every index that adjusts a threshold, at its base."""
    adjusted = {
        atom.adjusted
        for program in programs(single)
        for clause in program.clauses
        if clause.when is not None
        for atom in atoms_in(clause.when, program.definitions, program.measures)
        if isinstance(atom, Compares) and atom.adjusted is not None
    }
    at_base = (IndexValue(each.index, each.year, Decimal(1), date(each.year, 12, 31)) for each in adjusted)
    return tuple(sorted(at_base, key=lambda each: (each.name, each.base)))


# -- as few facts as will do, and what to expect ---------------------------------------------------------------


def telling(case: Case, terms: LicenseTerms, form: LicenseTerms, reading: OtherReading | None) -> Case | None:
    """The case with as few facts as tell two licences apart, and with the first one's answer as what it expects.

    None if it does not tell them apart. `reading` is a reading chosen otherwise, under which alone they differ.
    """
    answer = _answer(case, terms, reading)
    if answer is None or answer == _answer(case, form, reading):
        return None
    fewest = smallest(
        case, lambda fewer: _answer(fewer, terms, reading) == answer and _answer(fewer, form, reading) != answer
    )
    return _expecting(fewest, terms, form, reading)


def smallest(case: Case, stands: Callable[[Case], bool]) -> Case:
    """The case without the facts, approvals and statements that can be left out while something stands."""

    def without(**fields: object) -> None:
        nonlocal case
        fewer = case.model_copy(update=fields)
        if stands(fewer):
            case = fewer

    for fact in reversed(case.given):
        without(given=tuple(each for each in case.given if each is not fact))
    for approval in reversed(case.approvals):
        without(approvals=tuple(each for each in case.approvals if each is not approval))
    for group in () if case.attested is None else case.attested.groups:
        attested = case.attested
        if attested is not None:
            groups = tuple(each for each in attested.groups if each != group)
            without(attested=attested.model_copy(update={"groups": groups}) if groups else None)
    if case.as_of is not None:
        without(as_of=None)
    if case.indices:
        without(indices=())
    return case


def _answer(case: Case, terms: LicenseTerms, reading: OtherReading | None) -> object:
    """What a case can expect of the answer, under another reading less. None if what is given contradicts itself."""
    decision = decided(case, terms, reading)
    if decision is None:
        return None
    answer = answer_of(decision)
    return answer if reading is None else (decision.verdict, answer.duties)


def decided(case: Case, terms: LicenseTerms, reading: OtherReading | None = None) -> Decision | None:
    """The answer to what a case gives; None if that contradicts itself, or names what these terms do not have."""
    try:
        return decider(case, terms)({} if reading is None else dict([reading]))
    except FactsError:
        return None


def _expecting(case: Case, terms: LicenseTerms, form: LicenseTerms, reading: OtherReading | None) -> Case | None:
    decision, instead = decided(case, terms), decided(case, form)
    assert decision is not None
    own = terms.license.id
    expected = expected_of(decision, own, questions=False)
    if reading is not None:
        otherwise, instead_then = decided(case, terms, reading), decided(case, form, reading)
        if otherwise is not None and instead_then is not None:
            expected = (*expected, *under(otherwise, instead_then, own, reading))
    case = case.model_copy(update={"expect": expected})
    if instead is not None and passes(case, form):
        case = case.model_copy(update={"expect": (*expected, *contrast(decision, instead, own))})
    return None if passes(case, form) else case
