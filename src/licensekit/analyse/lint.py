"""What a licence's clauses come to over all uses: which never matter, always do, or get in each other's way.

Each finding is proved over every use, names the clauses with their places, and where a use can show it, shows one.
A finding is no error: texts are what they are. It tells an author where to look, and a reviewer what a text leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property, partial
from itertools import chain
from typing import Final

from licensekit.analyse.proofs import assumption_finding, questions_of, reading_finding, safe_side_facts
from licensekit.analyse.question import Compared
from licensekit.analyse.standpoints import Standpoint
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.matter import Comparing, Matter, matter_of
from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.diagram.nodes import Node, TooManySteps
from licensekit.meaning.domain import Cut, cuts_of
from licensekit.meaning.formula import variables_of
from licensekit.meaning.program import needs_a_grant
from licensekit.meaning.terms import programs
from licensekit.meaning.variable import ApprovalVariable, FactVariable, World
from licensekit.model.clauses import (
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.license import License
from licensekit.model.phrase import condition_text
from licensekit.values import value_shown
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.words import printed

_WARNING: Final = Severity.WARNING
_NOTE: Final = Severity.NOTE


def lint(license: License) -> tuple[Diagnostic, ...]:
    """What a licence's clauses come to over all uses: warnings and notes, in the order of the text.

    The first question that would take too many steps is a finding too (LK720), at the statement that it is about.
    """
    return tuple(_Linter(license).findings())


class _Linter:
    """One licence, without what follows it on a later day, and the uses of it."""

    def __init__(self, license: License) -> None:
        self.license = license
        self.questions = self.taken, _ = questions_of(license)
        (self.program,) = programs(self.taken.one)
        self.acts = [leaves[0] for leaves in self.taken.kinds(LEAVES)]
        """One act of each kind that the licence treats alike."""
        self.too_large = False
        self.read_as_taken, self.however_read = (cache(partial(Compared, question)) for question in self.questions)

    @cached_property
    def matter(self) -> Matter:
        """What the clauses read."""
        return matter_of(self.taken.one, LEAVES, Circumstances())[0]

    def findings(self) -> Iterator[Diagnostic]:
        """Everything found, in the order of the text."""
        clauses = self.program.clauses
        for number, clause in enumerate(clauses):
            yield from self._proved(self._clause(number, clause), _labels(clause))
        for fact, readers in self._facts_read().items():
            if isinstance(fact, FactVariable) and fact.type == "yes_no":
                yield from self._proved(self._idle(fact, readers), _labels(*readers))
        yield from self._silence()
        yield from self._boundaries()
        for reading in self.license.readings:
            label = () if reading.span is None else (Label(reading.span, f"{reading.name} at {reading.locator}"),)
            yield from self._proved(reading_finding(self.taken, reading, label), label)
        for fact in safe_side_facts(self.license):
            place = _labels(*self._facts_read()[self.matter.variable(fact)])[:1]
            yield from self._proved(assumption_finding(self.questions, fact, place), place)

    def _proved(self, findings: Iterator[Diagnostic], place: tuple[Label, ...]) -> Iterator[Diagnostic]:
        """Some findings about one statement; that it is too large, where it is: nothing more is proved then."""
        try:
            if not self.too_large:
                yield from findings
                self._count()
        except TooManySteps as refused:
            self.too_large = True
            note = f"of what comes after it in `{self.license.id}` nothing is proved"
            mend = "let clauses read fewer facts together"
            yield from (replace(one, labels=place, help=mend, notes=(note,)) for one in refused.diagnostics)

    def _count(self) -> None:
        """Raise TooManySteps where all questions about the licence take too many together."""
        diagrams = self.read_as_taken(self.acts[0]).diagrams
        if diagrams.earlier > diagrams.limit:
            raise TooManySteps(diagrams.limit)

    def _clause(self, number: int, clause: Clause) -> Iterator[Diagnostic]:
        if self._on_approvals(number):
            return
        leaves = [
            leaf for leaf in self.acts if number in self.program.concerning((leaf,)) or number in self.program.ending()
        ]
        never = self._never(number, clause, leaves)
        if never is not None:
            yield never
            return
        fails = (self.however_read(leaf).diagrams.negation(self._own(number, leaf)) for leaf in leaves)
        if clause.when is not None and not any(map(self._some, leaves, fails)):
            yield _finding("LK731", f"the condition of `{clause.id}` holds for every use of its acts", clause, _NOTE)
        match clause:
            case Exemption():
                yield from self._lifts_nothing(number, clause, leaves)
            case Duty():
                yield from self._out_of_reach(number, clause)
            case Grant(acts=acts):
                pairs = (self.however_read(leaf) for leaf in self.acts if leaf in acts.leaves)
                if not any(self._stands(pair, number, Standpoint.ALLOWED) for pair in pairs):
                    message = f"`{clause.id}` grants nothing: other clauses forbid or gate all of it"
                    yield _finding("LK734", message, clause, _WARNING)
            case Gate() | Prohibition() | Reservation() | Termination() | Binding():
                pass

    def _on_approvals(self, number: int) -> bool:
        """Whether an approval plays a part: those are neither held nor not held in all uses."""
        read = variables_of(self.program.as_written.active(number))
        return any(isinstance(variable, ApprovalVariable) for variable in read)

    def _never(self, number: int, clause: Clause, leaves: list[str]) -> Diagnostic | None:
        if not leaves:
            mend = "name what it lifts, or remove it"
            return _finding("LK730", f"`{clause.id}` bears on no act", clause, _WARNING, help_=mend)
        if any(self._some(leaf, self._active(number, leaf)) for leaf in leaves):
            return None
        if any(self._some(leaf, self._own(number, leaf)) for leaf in leaves):
            lifters = [self.program.clauses[at] for at in self.program.lifters[number]]
            names = ", ".join(f"`{one.id}`" for one in lifters)
            return _finding(
                "LK730", f"`{clause.id}` never applies: {names} always lifts it", clause, _WARNING, also=lifters
            )
        message = f"`{clause.id}` never applies: its condition holds for no use of the acts that it bears on"
        mend = "check its condition against its acts and against the facts that these imply"
        return _finding("LK730", message, clause, _WARNING, help_=mend)

    def _lifts_nothing(self, number: int, clause: Exemption, leaves: list[str]) -> Iterator[Diagnostic]:
        for name in clause.lifts:
            target = self.program.number[name]
            both = (
                self._some(leaf, self._active(number, leaf), self._own(target, leaf))
                for leaf in leaves
                if target in self.program.concerning((leaf,))
            )
            if not self._on_approvals(target) and not any(both):
                message = f"`{clause.id}` never lifts `{name}`: no use falls under both"
                yield _finding("LK732", message, clause, _WARNING, also=[self.program.clauses[target]])

    def _out_of_reach(self, number: int, clause: Duty) -> Iterator[Diagnostic]:
        """A duty that is due in no allowed use, since other clauses forbid or gate all that it is about."""
        pairs = [self.read_as_taken(leaf) for leaf in self.acts if leaf in clause.acts.leaves]
        if any(self._stands(pair, number, Standpoint.ALLOWED) for pair in pairs):
            return
        for standpoint in (Standpoint.NEEDS_APPROVAL, Standpoint.NOT_GRANTED, Standpoint.PROHIBITED):
            for pair in pairs:
                if self._stands(pair, number, standpoint):
                    yield self._about_duty(number, clause, pair, standpoint)
                    return

    def _about_duty(self, number: int, clause: Duty, pair: Compared, standpoint: Standpoint) -> Diagnostic:
        active = pair.one.active((self.program, number))
        way = pair.uses.short_way(pair.diagrams.every((active, pair.one.at(standpoint))))
        assert way is not None, "some use stands so"
        use = pair.uses.witness(way)
        places = pair.one.deciding(pair.settled(way), standpoint)
        deciding = [self.program.clauses[at] for _, at in dict.fromkeys(places) if at != number]
        others = ", ".join(f"`{one.id}` at {one.locator}" for one in deciding)
        named = f"`{clause.id}` ({self.program.words(clause.obligations)})"
        if standpoint is Standpoint.NEEDS_APPROVAL:
            message = f"{named} is owed only by those who hold an approval: {others} asks for it first"
        else:
            reason = "forbids" if standpoint is Standpoint.PROHIBITED else "grants no such use; see"
            message = f"{named} is never owed: {others or 'no clause'} {reason} every use that it is about"
        notes = () if use is None else (f"for example {use.words}",)
        severity = _NOTE if standpoint is Standpoint.NEEDS_APPROVAL else _WARNING
        return _finding("LK733", message, clause, severity, also=deciding, notes=notes)

    def _silence(self) -> Iterator[Diagnostic]:
        """Acts that need a grant and that no clause of the text addresses."""
        silent = [leaf for leaf in LEAVES if needs_a_grant(leaf) and not self._addressed(leaf)]
        grant = next((clause for clause in self.program.clauses if isinstance(clause, Grant)), None)
        if silent and grant is not None:
            message = f"the text of `{self.license.id}` is silent on: {', '.join(map(printed, silent))}"
            yield _finding("LK736", message, grant, _NOTE, notes=("what no clause grants is not granted",))

    def _addressed(self, leaf: str) -> bool:
        covering = self.program.covering(leaf)
        forbidden = any(self.program.clauses[number].when is None for number in covering.prohibitions)
        return bool(forbidden or covering.grants or covering.granting_gates or covering.withholding)

    def _idle(self, fact: FactVariable, readers: tuple[Clause, ...]) -> Iterator[Diagnostic]:
        """A yes/no fact that clauses read and that changes no answer: yes or no, every use is answered alike."""
        if all(isinstance(one, Binding) for one in readers):
            return  # who has a copy is told by facts that may well make no difference
        numbers = [self.program.number[clause.id] for clause in readers]
        if any(self._on_approvals(number) for number in numbers) or any(isinstance(one, Gate) for one in readers):
            return
        settled: tuple[World, World] = ({fact: True}, {fact: False})
        read = (leaf for leaf in self.acts if fact in self.read_as_taken(leaf).uses.inquiry.matter.readers)
        pairs = (Compared(self.taken, leaf, settled) for leaf in read)
        if next((claim for pair in pairs for claim in chain(pair.moves(), pair.asked())), None) is None:
            names = ", ".join(f"`{clause.id}`" for clause in readers)
            said = f"{names} read it, and yes or no make no difference"
            message = f"`{fact}` never matters under the readings as taken: {said}"
            yield _finding("LK735", message, readers[0], _NOTE, also=readers[1:])

    def _facts_read(self) -> dict[object, tuple[Clause, ...]]:
        """The clauses that read each fact."""
        return {
            fact: tuple(self.program.clauses[number] for _, number in places)
            for fact, places in self.matter.readers.items()
        }

    def _boundaries(self) -> Iterator[Diagnostic]:
        """Comparisons of one number with one threshold that leave the threshold itself out, or count it twice."""
        by_place: dict[tuple[object, object], dict[Cut, Comparing]] = {}
        for comparing in self.matter.comparisons:
            if comparing.compares.comparison != "exactly":
                (cut,) = cuts_of(comparing.compares.comparison, comparing.threshold)
                by_place.setdefault((comparing.variable, comparing.threshold), {}).setdefault(cut, comparing)
        for pair in (tuple(cuts.values()) for cuts in by_place.values() if len(cuts) == 2):
            clauses = [self.program.clauses[comparing.clause] for comparing in pair]
            said = " and ".join(f"`{condition_text(comparing.compares)}`" for comparing in pair)
            names = " and ".join(dict.fromkeys(f"`{clause.id}`" for clause in clauses))
            message = f"{names}: {said} differ at exactly {value_shown(pair[0].compares.amount)} and nowhere else"
            mend = "say on which side the threshold itself falls"
            yield _finding("LK737", message, clauses[0], _WARNING, also=clauses[1:], help_=mend)

    # --- what is shared ----------------------------------------------------------------------------------

    def _some(self, leaf: str, *claims: Node) -> bool:
        return self.however_read(leaf).uses.some(*claims)

    def _active(self, number: int, leaf: str) -> Node:
        return self.however_read(leaf).one.active((self.program, number))

    def _own(self, number: int, leaf: str) -> Node:
        pair = self.however_read(leaf)
        return pair.diagrams.formula(pair.uses.inquiry.matter.meanings[self.license.id].own(number))

    def _stands(self, pair: Compared, number: int, standpoint: Standpoint) -> bool:
        """Whether a clause is active in a use of which exactly this may be done."""
        return pair.uses.some(pair.one.active((self.program, number)), pair.one.at(standpoint))


def _labels(*clauses: Clause) -> tuple[Label, ...]:
    every = {clause.id: clause for clause in clauses}.values()
    return tuple(Label(clause.span, f"{clause.id} at {clause.locator}") for clause in every if clause.span is not None)


def _finding(  # noqa: PLR0913 - a finding has that many parts
    code: str, message: str, clause: Clause, severity: Severity, *,
    also: Iterable[Clause] = (), notes: tuple[str, ...] = (), help_: str = "",
) -> Diagnostic:  # fmt: skip
    return Diagnostic(code, message, _labels(clause, *also), help_, notes, severity)
