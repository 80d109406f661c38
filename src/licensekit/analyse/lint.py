"""What a licence's clauses come to over all uses: which never matter, always do, or get in each other's way.

Each finding is proved over every use, names the clauses with their places, and where a use can show it, shows one.
A finding is no error: texts are what they are. It tells an author where to look, and a reviewer what a text leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from licensekit.analyse.alike import unlike_clauses
from licensekit.analyse.budget import TooLarge
from licensekit.analyse.cells import Way
from licensekit.analyse.claims import claims_that_fail
from licensekit.analyse.diff import kinds
from licensekit.analyse.fixing import with_fact
from licensekit.analyse.sides import Asks, Both, DutyAsked, MovesBeyond, Side, Standpoint, Stands, content_of
from licensekit.analyse.use_words import use_text
from licensekit.analyse.ways import shortest
from licensekit.analyse.witness import Witness, witness
from licensekit.analyse.worlds import Asking, Claim, Space, asking, unknowns
from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.meaning.domain import Cut, cuts_of
from licensekit.evaluate.layout import Comparing, layout_of
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.evaluate.setting import Setting
from licensekit.meaning.terms import Outlook, Single
from licensekit.evaluate.vague import unknown_in
from licensekit.limits import MAX_LINT_NODES
from licensekit.model.clauses import Clause, Duty, Exemption, Gate, Grant
from licensekit.model.conditions import Compares
from licensekit.model.license import License
from licensekit.model.phrase import condition_text
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth
from licensekit.values import value_shown as shown
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.words import printed

_WARNING: Final = Severity.WARNING
_NOTE: Final = Severity.NOTE


@dataclass(frozen=True)
class Active:
    """A clause is active."""

    program: Program
    number: int
    leaf: str

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it is."""
        return outlook.standing(self.program, self.leaf).active(self.number)

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves it open."""
        return unknowns(((outlook.standing(self.program, self.leaf), self.number),))


@dataclass(frozen=True)
class Applies:
    """A clause's own condition holds (or, `fails`, does not), whatever may lift the clause."""

    program: Program
    number: int
    leaf: str
    fails: bool = False

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it does."""
        found = outlook.standing(self.program, self.leaf).own(self.number)
        if not self.fails or found is UNKNOWN:
            return found
        return FALSE if found is TRUE else TRUE

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves it open."""
        standing = outlook.standing(self.program, self.leaf)
        when = self.program.clauses[self.number].when
        if when is not None and standing.own(self.number) is UNKNOWN:
            name = unknown_in(standing, when)
            if name is not None:
                yield name


@dataclass
class Linter:
    """One licence, and the uses of it."""

    license: License
    found: list[Diagnostic] = field(default_factory=list)

    @cached_property
    def program(self) -> Program:
        """The licence laid out."""
        return Program(self.license)

    @cached_property
    def terms(self) -> Single:
        """The licence alone, without what follows it on a later day."""
        return Single(self.program)

    @cached_property
    def _open(self) -> Asking:
        """All uses under every reading: what never applies does so however the text is read."""
        question = asking(self.terms, limit=MAX_LINT_NODES)
        return Asking(question.sides, Setting(indices=question.setting.indices), budget=question.budget)

    @cached_property
    def _taken(self) -> Asking:
        """All uses under the readings as taken."""
        return asking(self.terms, limit=MAX_LINT_NODES)

    @cached_property
    def acts(self) -> tuple[str, ...]:
        """One act of each kind that the licence treats alike."""
        return tuple(leaves[0] for leaves in kinds(self.terms, self.terms, LEAVES))

    @cached_property
    def _spaces(self) -> dict[tuple[bool, str], Space]:
        return {}

    def space(self, leaf: str, *, taken: bool = False) -> Space:
        """All uses of an act."""
        key = taken, leaf
        if key not in self._spaces:
            self._spaces[key] = (self._taken if taken else self._open).space(leaf)
        return self._spaces[key]

    # --- the lints ---------------------------------------------------------------------------------------

    def findings(self) -> tuple[Diagnostic, ...]:
        """Everything found, in the order of the text. A licence too large for a question says so."""
        try:
            for number in range(len(self.program.clauses)):
                self._clause(number)
            self._idle_facts()
            self._silence()
            self._boundaries()
            self.found.extend(claims_that_fail(self.license))
        except TooLarge as refused:
            self.found.extend(refused.diagnostics)
        return tuple(self.found)

    def _clause(self, number: int) -> None:
        clause = self.program.clauses[number]
        if self._on_approvals(number):
            return
        if self._never(number, clause):
            return
        self._always(number, clause)
        match clause:
            case Exemption():
                self._lifts_nothing(number, clause)
            case Duty():
                self._out_of_reach(number, clause)
            case Grant():
                self._overridden(number, clause)
            case _:
                pass

    def _on_approvals(self, number: int) -> bool:
        """Whether an approval plays a part: those are neither held nor not held in all uses."""
        todo, seen = [number], set[int]()
        while todo:
            at = todo.pop()
            seen.add(at)
            when = self.program.clauses[at].when
            if when is not None and " is held" in _spelled(self.program, when):
                return True
            todo += [lifter for lifter in self.program.lifters[at] if lifter not in seen]
        return False

    def _concerned(self, number: int) -> Iterator[str]:
        for leaf in self.acts:
            if number in self.program.concerning((leaf,)) or number in self.program.ending():
                yield leaf

    def _never(self, number: int, clause: Clause) -> bool:
        leaves = tuple(self._concerned(number))
        if not leaves:
            self._add(
                "LK730", f"`{clause.id}` bears on no act", clause, _WARNING, help_="name what it lifts, or remove it"
            )
            return True
        if any(self._some(leaf, Active(self.program, number, leaf)) for leaf in leaves):
            return False
        if any(self._some(leaf, Applies(self.program, number, leaf)) for leaf in leaves):
            lifters = [self.program.clauses[at] for at in self.program.lifters[number]]
            names = ", ".join(f"`{one.id}`" for one in lifters)
            self._add("LK730", f"`{clause.id}` never applies: {names} always lifts it", clause, _WARNING, also=lifters)
        else:
            self._add(
                "LK730",
                f"`{clause.id}` never applies: its condition holds for no use of the acts that it bears on",
                clause,
                _WARNING,
                help_="check its condition against its acts and against the facts that these imply",
            )
        return True

    def _always(self, number: int, clause: Clause) -> None:
        if clause.when is None:
            return
        leaves = tuple(self._concerned(number))
        if not any(self._some(leaf, Applies(self.program, number, leaf, fails=True)) for leaf in leaves):
            self._add("LK731", f"the condition of `{clause.id}` holds for every use of its acts", clause, _NOTE)

    def _lifts_nothing(self, number: int, clause: Exemption) -> None:
        for name in clause.lifts:
            target = self.program.number[name]
            if self._on_approvals(target):
                continue
            leaves = [leaf for leaf in self._concerned(number) if target in self.program.concerning((leaf,))]
            claims = (
                (leaf, Both(Active(self.program, number, leaf), Applies(self.program, target, leaf))) for leaf in leaves
            )
            if not any(self._some(leaf, claim) for leaf, claim in claims):
                message = f"`{clause.id}` never lifts `{name}`: no use falls under both"
                self._add("LK732", message, clause, _WARNING, also=[self.program.clauses[target]])

    def _out_of_reach(self, number: int, clause: Duty) -> None:
        """A duty that is due in no allowed use, since other clauses forbid or gate all that it is about."""
        leaves = [leaf for leaf in self.acts if leaf in clause.acts.leaves]
        sides = {leaf: Side.of(self.terms, leaf) for leaf in leaves}
        claims = {leaf: Active(self.program, number, leaf) for leaf in leaves}
        for leaf in leaves:
            allowed = Both(claims[leaf], Stands(sides[leaf], Standpoint.ALLOWED))
            if self.space(leaf, taken=True).first(allowed) is not None:
                return
        for standpoint in (Standpoint.NEEDS_APPROVAL, Standpoint.NOT_GRANTED, Standpoint.PROHIBITED):
            for leaf in leaves:
                claim = Both(claims[leaf], Stands(sides[leaf], standpoint))
                way = self.space(leaf, taken=True).first(claim)
                if way is not None:
                    self._about_duty(clause, sides[leaf], standpoint, claim, way)
                    return

    def _about_duty(self, clause: Duty, side: Side, standpoint: Standpoint, claim: Claim, way: Way) -> None:
        space = self.space(side.leaf, taken=True)
        world = space.within(way)
        assert world is not None
        deciding = [self.program.clauses[number] for _, number in side.deciding(space.outlook(world), standpoint)]
        others = ", ".join(f"`{one.id}` at {one.locator}" for one in deciding if one.id != clause.id)
        asked = content_of(self.program, clause)
        words = asked.words if isinstance(asked, DutyAsked) else ""
        if standpoint is Standpoint.NEEDS_APPROVAL:
            message = f"`{clause.id}` ({words}) is owed only by those who hold an approval: {others} asks for it first"
            self._add("LK733", message, clause, _NOTE, also=deciding, use=self._use(space, claim))
        else:
            reason = "forbids" if standpoint is Standpoint.PROHIBITED else "grants no such use; see"
            message = (
                f"`{clause.id}` ({words}) is never owed: {others or 'no clause'} {reason} every use that it is about"
            )
            self._add("LK733", message, clause, _WARNING, also=deciding, use=self._use(space, claim))

    def _overridden(self, number: int, clause: Grant) -> None:
        leaves = [leaf for leaf in self.acts if leaf in clause.acts.leaves]
        for leaf in leaves:
            side = Side.of(self.terms, leaf)
            granted = Both(Active(self.program, number, leaf), Stands(side, Standpoint.ALLOWED))
            if self.space(leaf).first(granted) is not None:
                return
        self._add("LK734", f"`{clause.id}` grants nothing: other clauses forbid or gate all of it", clause, _WARNING)

    def _silence(self) -> None:
        """Acts that need a grant and that no clause of the text addresses."""
        silent = [leaf for leaf in LEAVES if needs_a_grant(leaf) and not self._addressed(leaf)]
        if silent and any(isinstance(clause, Grant) for clause in self.program.clauses):
            acts = ", ".join(printed(leaf) for leaf in silent)
            self.found.append(
                Diagnostic(
                    "LK736",
                    f"the text of `{self.license.id}` is silent on: {acts}",
                    self._labels([next(one for one in self.program.clauses if isinstance(one, Grant))]),
                    notes=("what no clause grants is not granted",),
                    severity=_NOTE,
                )
            )

    def _idle_facts(self) -> None:
        """Yes/no facts that clauses read and that change no answer: yes or no, every use is answered alike."""
        layout = layout_of(self.terms, tuple(LEAVES), self._taken.setting)
        for fact in layout.yes_no:
            if not any(self._read_by_approvals(number) for _, number in layout.readers[fact]) and self._idle(fact):
                readers = [self.program.clauses[number] for _, number in layout.readers[fact]]
                names = ", ".join(f"`{clause.id}`" for clause in readers)
                said = f"{names} read it, and yes or no make no difference"
                message = f"`{fact}` never matters under the readings as taken: {said}"
                self._add("LK735", message, readers[0], _NOTE, also=readers[1:])

    def _read_by_approvals(self, number: int) -> bool:
        return self._on_approvals(number) or isinstance(self.program.clauses[number], Gate)

    def _idle(self, fact: str) -> bool:
        variants = tuple(Single(Program(with_fact(self.license, fact, value=value))) for value in (True, False))
        question = asking(*variants, limit=MAX_LINT_NODES)
        for leaf in self.acts:
            if fact in self.space(leaf, taken=True).layout.first_use:
                space = question.space(leaf)
                one, other = (Side.of(terms, leaf) for terms in variants)
                claims = (
                    MovesBeyond(one, other, set(), unlike_clauses(one, other)),
                    *_asked(one, other),
                    *_asked(other, one),
                )
                if any(space.first(claim) is not None for claim in claims):
                    return False
        return True

    def _addressed(self, leaf: str) -> bool:
        covering = self.program.covering(leaf)
        forbidden = any(self.program.clauses[number].when is None for number in covering.prohibitions)
        return bool(forbidden or covering.grants or covering.granting_gates or covering.withholding)

    def _boundaries(self) -> None:
        """Comparisons of one number with one threshold that leave the threshold itself out, or count it twice."""
        layout = layout_of(self.terms, tuple(LEAVES), self._open.setting)
        by_place: dict[tuple[str, object], list[Comparing]] = {}
        for comparing in layout.comparisons:
            if comparing.compares.comparison != "exactly":
                by_place.setdefault((comparing.variable, comparing.threshold), []).append(comparing)
        for same in by_place.values():
            cuts: dict[Cut, Comparing] = {}
            for comparing in same:
                cuts.setdefault(cuts_of(comparing.compares.comparison, comparing.threshold)[0], comparing)
            if len(cuts) == 2:
                self._boundary(*cuts.values())

    def _boundary(self, one: Comparing, other: Comparing) -> None:
        clauses = [self.program.clauses[comparing.clause] for comparing in (one, other)]
        said = " and ".join(f"`{_compared(comparing.compares)}`" for comparing in (one, other))
        amount = shown(one.compares.amount)
        names = " and ".join(dict.fromkeys(f"`{clause.id}`" for clause in clauses))
        message = f"{names}: {said} differ at exactly {amount} and nowhere else"
        self._add(
            "LK737",
            message,
            clauses[0],
            _WARNING,
            also=clauses[1:],
            help_="say on which side the threshold itself falls",
        )

    # --- what is shared ----------------------------------------------------------------------------------

    def _some(self, leaf: str, claim: Claim) -> bool:
        return self.space(leaf).first(claim) is not None

    def _use(self, space: Space, claim: Claim) -> Witness | None:
        found = shortest(space, claim)
        return None if found is None else witness(space, found)

    def _labels(self, clauses: Iterable[Clause]) -> tuple[Label, ...]:
        found = dict.fromkeys(clause for clause in clauses if clause.span is not None)
        return tuple(Label(one.span, f"{one.id} at {one.locator}") for one in found if one.span is not None)

    def _add(  # noqa: PLR0913 - a finding has that many parts
        self, code: str, message: str, clause: Clause, severity: Severity, *,
        also: Iterable[Clause] = (), use: Witness | None = None, help_: str = "",
    ) -> None:  # fmt: skip
        notes = () if use is None else (f"for example {use_text(use)}",)
        labels = self._labels((clause, *(one for one in also if one.id != clause.id)))
        self.found.append(Diagnostic(code, message, labels, help_, notes, severity))


def _asked(one: Side, other: Side) -> Iterator[Claim]:
    return (Asks(one, other, content) for content in one.contents)


def _compared(compares: Compares) -> str:
    return condition_text(compares)


def _spelled(program: Program, condition: object) -> str:
    """A condition with its defines, as a text to look for words in."""
    text = condition_text(condition)  # type: ignore[arg-type]
    names = [name for name in program.definitions if name in text.split() or f"({name}" in text or f"{name})" in text]
    return " ".join((text, *(_spelled(program, program.definitions[name].condition) for name in names)))


def lint(license: License) -> tuple[Diagnostic, ...]:
    """What a licence's clauses come to over all uses: warnings and notes, in the order of the text."""
    return Linter(license).findings()
