"""`lic.compile()`: verdicts at the speed of a function written by hand, explained decisions on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict, Unpack

from licensekit.compile.generate import Decide, Stated, function
from licensekit.compile.outcome import Judge, Outcome
from licensekit.compile.plan import Plan, Special
from licensekit.compile.raw import DecideRaw, Raw, raw_function
from licensekit.compile.snapshot import KEY, Shape, Snapshot, snapshot, taken
from licensekit.evaluate.asking import Circumstances, Done, Readings, leaves_asked
from licensekit.evaluate.decide import decide, inquire
from licensekit.evaluate.decision import Decision
from licensekit.evaluate.known import Assume
from licensekit.meaning.program import Program
from licensekit.evaluate.terms import Single, Terms
from licensekit.model.license import License
from licensekit.truth import TRUE, UNKNOWN
from licensekit.use import Approval, Attestation, Use
from licensekit.values import Exactly, IndexValue, Range, Rate
from licensekit.vocabulary.acts import leaves_of

if TYPE_CHECKING:
    from licensekit.compile.arrays import Packed

Validated: TypeAlias = Mapping[str, Exactly | Range]

MOST_SHAPES: Final = 4_096
MOST_FUNCTIONS: Final = 256
OFTEN: Final = 3
"""After so many uses of one shape it gets a function of its own."""


class Compiled:
    """A licence, or several, with everything fixed that does not depend on the use.

    `verdict(use)` gives an `Outcome`; where every fact is known it equals that of the reference evaluator, and where
    some are not it may leave more verdicts possible, never fewer. `decision(use)` is the reference evaluator's
    decision. Both raise FactsError where what is given contradicts itself.
    """

    def __init__(self, terms: Terms, circumstances: Circumstances, given: Validated | None = None) -> None:
        self.terms: Final = terms
        self.circumstances: Final = circumstances
        self.given = dict(given or {})
        self._questions: dict[tuple[str, ...], _Question] = {}
        self.table = Table(self)
        self.verdict: Callable[[Use], Outcome] = self._filled_verdict if self.given else _verdict(self.table)
        """The verdict for a use."""

    def __reduce__(self) -> tuple[type[Compiled], tuple[Terms, Circumstances, Validated]]:
        return Compiled, (self.terms, self.circumstances, self.given)

    def __repr__(self) -> str:
        return f"Compiled({self.terms.name})"

    def decision(self, use: Use) -> Decision:
        """The decision of the reference evaluator, with everything that explains it."""
        return decide(self.terms, self._filled(use), self.circumstances)

    def checked(self, acts: Iterable[str]) -> DecideRaw:
        """A function that checks facts as they come, by flat name, and decides: `checked(["run"])(facts)`.

        It accepts what `Use.of` accepts. Raises FactsError with everything that cannot be read.
        """
        leaves = leaves_asked(acts)

        def other(raw: Raw) -> Outcome:
            return self.verdict(Use.of(leaves, raw))

        question = self.question(leaves)
        return other if self.given else raw_function(question.plan, question.judge, other)

    def columns(
        self,
        frame: Any,
        acts: Iterable[str],
        *,
        rename: Mapping[str, str] | None = None,
        currency: str = "",
    ) -> Any:
        """A data frame with the answers as columns: see `frames.columns`. Needs the extra `batch`."""
        from licensekit.compile.frames import columns  # noqa: PLC0415 - narwhals is an extra

        return columns(self, frame, acts, rename=rename, currency=currency)

    def packed(
        self,
        columns: Mapping[str, Any],
        acts: Iterable[str],
        *,
        rename: Mapping[str, str] | None = None,
        currency: str = "",
    ) -> Packed:
        """The answers for NumPy arrays, as bits: see `arrays.packed`. Needs the extra `numpy`."""
        from licensekit.compile.arrays import packed  # noqa: PLC0415 - numpy is an extra

        return packed(self, columns, acts, rename=rename, currency=currency)

    def assumed(self, acts: Iterable[str]) -> dict[str, bool | str]:
        """The facts that are taken for granted where a use or a row leaves them open, and what each is taken to be."""
        taken = self.question(leaves_asked(acts)).plan.assumed
        return {name: value for name, value in taken.items() if isinstance(value, bool | str)}

    def verdict_of(self, acts: Iterable[str], facts: Validated) -> Outcome:
        """The verdict for acts and facts that were validated before, such as `use.facts()`. Raises FactsError."""
        leaves = tuple(dict.fromkeys(leaf for act in acts for leaf in leaves_of(act)))
        filled = {**{name: known for name, known in self.given.items() if name not in facts}, **facts}
        found = taken(leaves, filled)
        return self.table.function(found)(found, (leaves, filled))

    def _filled(self, use: Use) -> Use:
        """A use, with the facts that the work itself settles."""
        filling = {name: known for name, known in self.given.items() if name not in use.facts()}
        if not filling:
            return use
        standard = {name: known for name, known in use.facts().items() if name not in use.local}
        whole = Use.of(use.acts, {**standard, **filling})
        return whole.model_copy(update={"local": use.local}) if use.local else whole

    def _filled_verdict(self, use: Use) -> Outcome:
        whole = self._filled(use)
        found = snapshot(whole)
        return self.table.function(found)(found, whole)

    def question(self, acts: tuple[str, ...]) -> _Question:
        """The question about some acts; made once."""
        found = self._questions.get(acts)
        if found is None:
            found = self._questions[acts] = _Question(self, acts)
        return found

    def unusual(self, stated: Stated) -> Outcome:
        """The outcome of a use of an unusual kind, with its conditions worked out by the reference evaluator."""
        use = stated if isinstance(stated, Use) else Use.of(*stated)
        return self.question(use.leaves).unusual(use)


class _Question:
    """A question about some acts, and the functions that answer it for uses of different kinds."""

    def __init__(self, compiled: Compiled, acts: tuple[str, ...]) -> None:
        self.compiled = compiled
        self.plan = Plan(compiled.terms, acts, compiled.circumstances)
        self.judge = Judge(self.plan)
        self.functions: dict[Special, Decide] = {}
        self.tables: dict[object, Any] = {}
        """What `tables.table_for` made for this question."""
        self.arrays: dict[object, Any] = {}
        """What `arrays.packed` made for this question."""

    def function(self, shape: Shape, *, alone: bool) -> Decide:
        """The function for uses of a shape: one that it shares with others, or one for it `alone`."""
        special = self.plan.special(shape, alone=alone and len(self.functions) < MOST_FUNCTIONS)
        if special is None:
            return self._unusual
        found = self.functions.get(special)
        if found is None:
            found = function(self.plan, self.judge, special, self.compiled.unusual)
            if len(self.functions) < 2 * MOST_FUNCTIONS:
                self.functions[special] = found
        return found

    def _unusual(self, _: Snapshot, use: Stated) -> Outcome:
        return self.compiled.unusual(use)

    def unusual(self, use: Use) -> Outcome:
        inquiry, _ = inquire(self.compiled.terms, use, self.compiled.circumstances)
        true = opened = 0
        for at, bit in enumerate(self.judge.bits):
            if bit.conversion is not None:
                truth = inquiry.known.arrived(bit.program, bit.conversion)
            else:
                leaf = next(leaf for leaf, held in self.plan.held.items() if held == bit.held)
                truth = inquiry.known.standing(bit.program, leaf).own(bit.number)
            true |= (truth is TRUE) << at
            opened |= (truth is UNKNOWN) << at
        return self.judge.outcome(true, opened)


class Table:
    """The function for each shape of use that was seen often; what is seen seldom shares one."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.known: dict[str, Decide] = {}
        self.seen: dict[str, tuple[int, Decide]] = {}

    def function(self, found: Snapshot) -> Decide:
        """The function for uses of the shape of this one."""
        if not found.key:
            return self.compiled.question(found.acts).function(found.shape(), alone=False)
        times, known = self.seen.get(found.key, (0, None))
        if times == OFTEN or known is None:
            known = self.compiled.question(found.acts).function(found.shape(), alone=times == OFTEN)
            if times == OFTEN and len(self.known) < MOST_SHAPES:
                self.known[found.key] = known
        if len(self.seen) < MOST_SHAPES or found.key in self.seen:
            self.seen[found.key] = (min(times + 1, OFTEN), known)
        return known


def _verdict(table: Table) -> Callable[[Use], Outcome]:
    """The function that finds the function: kept short, since it is most of what a verdict costs."""
    known, function = table.known, table.function

    def verdict(use: Use) -> Outcome:
        """The verdict for a use. Raises FactsError where what is given contradicts itself."""
        try:
            found = use.__dict__[KEY]
            decide = known[found.key]
        except KeyError:
            found = snapshot(use)
            decide = function(found)
        return decide(found, use)

    return verdict


class CompiledSet:
    """Several licences, each for itself, about the same use."""

    def __init__(self, parts: Mapping[str, Compiled]) -> None:
        self.parts: Final = dict(parts)
        self._each = tuple((name, part.table, part) for name, part in self.parts.items())

    def __reduce__(self) -> tuple[type[CompiledSet], tuple[dict[str, Compiled]]]:
        return CompiledSet, (self.parts,)

    def verdicts(self, use: Use) -> dict[str, Outcome]:
        """The outcome under each licence; the facts of the use are put together once."""
        found = snapshot(use)
        return {
            name: part.verdict(use) if part.given else (table.known.get(found.key) or table.function(found))(found, use)
            for name, table, part in self._each
        }


class Fixed(TypedDict, total=False):
    """What is fixed when terms are compiled; each means what it means for `evaluate`."""

    as_of: date | None
    assume: Assume
    readings: Readings
    approvals: Iterable[Approval]
    done: Done
    rates: Iterable[Rate]
    indices: Iterable[IndexValue]
    attested: Attestation | None


def compile_terms(terms: Terms | License, given: Validated | None = None, **fixed: Unpack[Fixed]) -> Compiled:
    """Terms compiled under fixed circumstances. `given` are facts that the work itself settles."""
    circumstances = Circumstances(
        as_of=fixed.get("as_of"),
        assume=fixed.get("assume", "standard"),
        readings=fixed.get("readings", "taken"),
        approvals=tuple(fixed.get("approvals", ())),
        done=fixed.get("done", ()),
        rates=tuple(fixed.get("rates", ())),
        indices=tuple(fixed.get("indices", ())),
        attested=fixed.get("attested"),
    )
    return Compiled(Single(Program(terms)) if isinstance(terms, License) else terms, circumstances, given)


__all__ = ["Compiled", "CompiledSet", "Fixed", "compile_terms"]
