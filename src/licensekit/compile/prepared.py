"""Terms under fixed circumstances, and the functions that answer for uses of different shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from licensekit.compile.intake import KEY, DecideRaw, Raw, Snapshot, from_snapshot, raw_function, snapshot
from licensekit.compile.outcome import Judge, Outcome
from licensekit.compile.rows import Rows
from licensekit.compile.scalars import Written
from licensekit.decision.circumstances import Circumstances, leaves_asked, refuse_agreements
from licensekit.decision.decide import decide, inquire
from licensekit.decision.decision import Decision
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.matter import TRIGGERS
from licensekit.decision.unread import idle
from licensekit.errors import FactsError
from licensekit.meaning.once import Kept, once
from licensekit.meaning.terms import Terms
from licensekit.meaning.variable import AmountVariable, Stated, is_number
from licensekit.use import Use, filled
from licensekit.values import Told
from licensekit.vocabulary.rules import ABSENCE, rules_on

_DecideUse: TypeAlias = Callable[[Snapshot, Use], Outcome]

_MOST_SHAPES: Final = 4_096
_MOST_FUNCTIONS: Final = 256
_MOST_TABLES: Final = 64
_OFTEN: Final = 3
"""After so many uses of one shape it gets a function of its own."""


class Prepared:
    """A licence, or several, with everything fixed that does not depend on the use.

    `verdict(use)` gives an `Outcome`, whose verdicts are those of the reference evaluator, whatever is known.
    `decision(use)` is the reference evaluator's decision. Both raise FactsError where what is given contradicts itself.
    """

    def __init__(self, terms: Terms, circumstances: Circumstances, given: Mapping[str, Told] | None = None) -> None:
        self.terms: Final = terms
        self.circumstances: Final = circumstances
        self.given = dict(given or {})
        self.table = _Shapes(self)
        self.verdict: Callable[[Use], Outcome] = self._filled_verdict if self.given else _verdict(self.table)
        """The verdict for a use."""

    def __reduce__(self) -> tuple[type[Prepared], tuple[Terms, Circumstances, Mapping[str, Told]]]:
        return type(self), (self.terms, self.circumstances, self.given)

    def __repr__(self) -> str:
        return f"Compiled({self.terms.name})"

    def decision(self, use: Use) -> Decision:
        """The decision of the reference evaluator, with everything that explains it."""
        return decide(self.terms, filled(use, self.given), self.circumstances)

    def checked(self, acts: Iterable[str]) -> DecideRaw:
        """A function that checks facts as they come, by flat name, and decides: `checked(["run"])(facts)`.

        It accepts what `Use.of` accepts. Raises FactsError with everything that cannot be read.
        """
        leaves = leaves_asked(acts)

        def whole(raw: Raw) -> Outcome:
            return self.verdict(Use.of(leaves, raw))

        if self.given:
            return whole
        try:
            question = self.question(leaves)
        except FactsError:
            return whole
        return raw_function(question.judge, question.reads, whole, lambda raw: question.ask(Use.of(leaves, raw)))

    def about(self, acts: Iterable[str]) -> CompiledQuestion:
        """The question about the acts that a caller names. Raises FactsError."""
        return self.question(leaves_asked(acts))

    def assumed(self, acts: Iterable[str]) -> dict[str, bool | str]:
        """The facts that are taken for granted where a use or a row leaves them open, and what each is taken to be."""
        common = self.about(acts).judge.inquiry.knowledge.common
        implied = {each.variable for each in common.firm}
        return {
            str(each.variable): each.value
            for each in common.assumable
            if isinstance(each.value, bool | str) and not each.is_weak and each.variable not in implied
        }

    def idle(self, acts: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
        """The facts among some that play no part in any answer about these acts."""
        return tuple(name for name, values in self.idle_values(acts, names).items() if values is None)

    def idle_values(self, acts: Iterable[str], names: Iterable[str]) -> dict[str, tuple[bool | str, ...] | None]:
        """The same, with those of which some values alone play no part; None where none does."""
        return idle(self.about(acts).judge.inquiry, names)

    def _filled_verdict(self, use: Use) -> Outcome:
        whole = filled(use, self.given)
        plain = snapshot(whole)
        return self.table.function(plain)(plain, whole)

    @once
    def question(self, acts: tuple[str, ...], /) -> CompiledQuestion:
        """The question about some acts."""
        return CompiledQuestion(self, acts)


class CompiledQuestion:
    """A question about some acts, and the functions that answer it for uses of different kinds. Raises FactsError."""

    def __init__(self, compiled: Prepared, acts: tuple[str, ...]) -> None:
        self.compiled = compiled
        inquiry = inquire(compiled.terms, Use.of(acts), compiled.circumstances)
        refuse_agreements(compiled.circumstances.approvals, "what is compiled, for tables and many uses,")
        self.judge = Judge(inquiry, strict=compiled.circumstances.strict)
        self.matter: Final = inquiry.matter
        self.reads: Final = tuple(map(_named, inquiry.matter.variables))
        """The facts that the clauses read, amounts with their currency."""
        self._bearing = {
            *inquiry.matter.variables,
            *TRIGGERS,
            *(each.variable for each in inquiry.knowledge.common.firm),
        }
        self.functions: Kept[object, _DecideUse] = Kept(2 * _MOST_FUNCTIONS)
        self.tables: Kept[object, Any] = Kept(_MOST_TABLES)
        """What `tables.table_for` and `arrays.packed` made for this question."""

    def function(self, stated: Iterable[str], *, alone: bool) -> _DecideUse:
        """The function for uses that state these facts: one that it shares with others, or one for it `alone`."""
        names = tuple(stated)
        bearing = tuple(name for name in names if self._bears(name))
        alone = alone and len(self.functions) < _MOST_FUNCTIONS
        columns = bearing if alone else tuple(dict.fromkeys((*self.reads, *bearing)))
        key: object = names if alone else frozenset(columns)
        return self.functions.of(key, lambda: self._function(columns, names if alone else None))

    def _function(self, columns: tuple[str, ...], order: tuple[str, ...] | None) -> _DecideUse:
        meanings = self.matter.meanings_of
        odd = {"@", "["} if meanings else {"@"}  # a month too is named otherwise than what is read
        if any(each in meanings or (each not in self.reads and not odd.isdisjoint(each)) for each in order or columns):
            return self.unusual  # another name of a fact that is read under a meaning
        try:
            rows = Rows(self.judge.inquiry, {name: name for name in columns})
        except FactsError:
            return self.unusual
        written = Written(self.judge, rows, () if order is None else columns)
        return written.function(("plain", "use"), from_snapshot(order), self.reference, self.ask)

    def _bears(self, name: str) -> bool:
        """Whether a fact can make a difference, read or not: a rule may say that it contradicts another."""
        plain, matter = name.partition(":")[0], self.matter
        if ":" in name or "@" in name or plain.partition(".")[0] in ABSENCE.subjects:
            return True
        variable = matter.variable(plain)
        ruled = any(plain in named for _, named in rules_on(matter.own_rules.everywhere))
        return ruled or variable in self._bearing or is_number(variable) or plain in matter.meanings_of

    def unusual(self, _: Snapshot, use: Use) -> Outcome:
        """What the reference evaluator says of a use that no generated function decides. Raises FactsError."""
        return self.reference(use)

    def reference(self, use: Use) -> Outcome:
        """What the reference evaluator says. Raises FactsError."""
        return self.judge.outcome(lambda: self.ask(use))

    def ask(self, use: Use) -> Inquiry:
        """The question put to the reference. Raises FactsError."""
        return inquire(self.compiled.terms, use, self.compiled.circumstances)


def _named(variable: Stated) -> str:
    """A variable as a use names it: an amount with its currency."""
    return f"{variable.name}:{variable.currency}" if isinstance(variable, AmountVariable) else str(variable)


class _Shapes:
    """The function for each shape of use that was seen often; what is seen seldom shares one."""

    def __init__(self, compiled: Prepared) -> None:
        self.compiled = compiled
        self.known: dict[str, _DecideUse] = {}
        self.seen: dict[str, tuple[int, _DecideUse]] = {}

    def function(self, plain: Snapshot) -> _DecideUse:
        """The function for uses of the shape of this one."""
        if not plain.key:
            return self.compiled.question(plain.acts).unusual
        times, decide = self.seen.get(plain.key, (0, None))
        if times == _OFTEN or decide is None:
            decide = self.compiled.question(plain.acts).function(plain.values, alone=times == _OFTEN)
            if times == _OFTEN and len(self.known) < _MOST_SHAPES:
                self.known[plain.key] = decide
        if len(self.seen) < _MOST_SHAPES or plain.key in self.seen:
            self.seen[plain.key] = (min(times + 1, _OFTEN), decide)
        return decide


def _verdict(table: _Shapes) -> Callable[[Use], Outcome]:
    """The function that finds the function: kept short, since it is most of what a verdict costs."""
    known, function = table.known, table.function

    def verdict(use: Use) -> Outcome:
        """The verdict for a use. Raises FactsError where what is given contradicts itself."""
        try:
            plain = use.__dict__[KEY]
            decide = known[plain.key]
        except (KeyError, AttributeError):
            plain = snapshot(use)
            decide = function(plain)
        return decide(plain, use)

    return verdict
