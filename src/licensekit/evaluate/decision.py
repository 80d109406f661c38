"""The answer: one immutable object, the same for every front end (DESIGN section 5).

Verdict, possible verdicts, parts, duties, approvals, reasons and assumptions are there at once. Questions, bounds,
headroom and the report on readings are worked out on first access and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, TypeAlias

from licensekit.evaluate.known import Assumption
from licensekit.evaluate.verdict import Verdict, mildest, severest
from licensekit.model.clauses import Obligation
from licensekit.model.conditions import Locator
from licensekit.truth import Truth

if TYPE_CHECKING:
    from licensekit.analyse.alternatives import Alternatives, Turn
    from licensekit.analyse.settling import Settling
    from licensekit.evaluate.asking import Put


class Allowed(Enum):
    """Whether the use may go ahead as it stands: yes, no, or open."""

    YES = "yes"
    NO = "no"
    OPEN = "open"

    def __bool__(self) -> NoReturn:
        """Refuse: open is neither yes nor no."""
        raise TypeError("`allowed` has three values; compare it with Allowed.YES, Allowed.NO or Allowed.OPEN")


Method: TypeAlias = Literal["exact", "kleene"]
Basis: TypeAlias = Literal["granted", "approved", "unrestricted", ""]
"""On what a permission rests; empty where there is none."""
NotGranted: TypeAlias = Literal["silent", "condition", "withheld", "reserved", "ended", ""]
DutyStatus: TypeAlias = Literal["due", "open", "would_apply", "moot", "done", "not_done"]


class FactShown(NamedTuple):
    """A fact as a reason shows it: name, value as written, and where the value comes from."""

    fact: str
    value: str
    source: str


class ConditionShown(NamedTuple):
    """A condition in a reason: its words, its truth, the facts it reads, and its parts."""

    text: str
    truth: Truth
    facts: tuple[FactShown, ...] = ()
    parts: tuple[ConditionShown, ...] = ()


class Reason(NamedTuple):
    """A clause that the answer rests on: whether it is active, by what condition, and what lifts it."""

    license: str
    clause: str
    kind: str
    locator: Locator
    truth: Truth
    decides: bool
    """Whether it is among the clauses that make the verdict, or lift one that would."""
    condition: ConditionShown | None = None
    lifted_by: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


class DutyShown(NamedTuple):
    """A duty: what is to be done, in words and as data, when, and whether it is due."""

    license: str
    clause: str
    locator: Locator
    text: str
    obligations: tuple[Obligation, ...]
    strength: Literal["must", "encouraged"]
    status: DutyStatus
    acts: tuple[str, ...]
    on_termination: bool = False
    could_end: tuple[str, ...] = ()
    """Terminations that a breach of it can set off; filled for a duty that is not done."""


class ApprovalShown(NamedTuple):
    """An approval that a gate asks for, and its state: held, requested, refused, or missing."""

    license: str
    gate: str
    locator: Locator
    approval: str
    party: str
    contact: str
    subject: str
    holder: str
    state: Literal["held", "requested", "refused", "missing"]
    truth: Truth
    """Whether the gate is active."""
    grants_it: bool
    acts: tuple[str, ...]


class RemedyShown(NamedTuple):
    """A way out that the text names."""

    license: str
    clause: str
    locator: Locator
    approval: str
    party: str
    contact: str


class Part(NamedTuple):
    """The answer for one act."""

    act: str
    verdict: Verdict
    possible: tuple[Verdict, ...]
    method: Method
    basis: Basis
    not_granted: NotGranted
    """Why it is not granted, where that is the verdict, or one of the possible ones."""
    licenses: tuple[str, ...]
    """The licences whose clauses count for this act."""


class StandingLimit(NamedTuple):
    """A prohibition on acts that were not asked about."""

    license: str
    clause: str
    locator: Locator
    acts: tuple[str, ...]
    truth: Truth


class Outcome(NamedTuple):
    """What one answer to a question would lead to."""

    answer: str
    verdict: Verdict
    possible: tuple[Verdict, ...]
    duties: tuple[str, ...]
    """Duties due then, by clause."""
    settled: bool


class Question(NamedTuple):
    """A fact to ask for: in words, what would do as an answer, and what each answer would settle."""

    fact: str
    text: str
    kind: Literal["fact", "judgement", "reading", "rate", "index", "date"]
    enough: str
    """What suffices as an answer, such as `at most 20_000_000 USD`; empty where only the value itself does."""
    outcomes: tuple[Outcome, ...]
    meanings: tuple[str, ...] = ()
    """This licence's own definitions of the fact or of its subject."""
    clauses: tuple[str, ...] = ()
    """The clauses that read it."""


class BoundShown(NamedTuple):
    """A side of the box in which the answer stands: a fact and the values it may have."""

    fact: str
    value: str


class Headroom(NamedTuple):
    """How far a number given lies from a threshold: `margin` in the number's own unit."""

    fact: str
    value: str
    comparison: str
    threshold: str
    margin: str
    met: bool
    license: str
    clause: str
    locator: Locator


class ReadingChange(NamedTuple):
    """The answer under a changed choice of readings."""

    choice: tuple[tuple[str, str], ...]
    """`LICENSE.READING` and the option chosen, for each reading that was changed."""
    verdict: Verdict
    possible: tuple[Verdict, ...]
    duties: tuple[str, ...]
    """Duties due, by clause."""
    changes: bool
    """Whether verdict or duties differ from the answer as taken."""


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """A disputed point that bears on the question: its options, the one taken and why, and what each would give."""

    license: str
    name: str
    locator: Locator
    question: str
    taken: str
    because: str
    options: tuple[tuple[str, str], ...]
    """Name and words of each option."""
    outcomes: tuple[ReadingChange, ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """What hangs on disputed wording."""

    readings: tuple[ReadingShown, ...]
    together: tuple[ReadingChange, ...]
    """Pairs of changes that alter the answer beyond what each alone does."""
    worst: ReadingChange
    best: ReadingChange
    complete: bool = True
    """Whether every combination was looked at. Of very many, `worst` and `best` are of single changes and pairs."""

    @property
    def matter(self) -> bool:
        """Whether some other reading gives another answer."""
        return any(reading.matters for reading in self.readings) or bool(self.together)


class Identity(NamedTuple):
    """What was applied: the licences with the fingerprints of the texts they encode, and the circumstances."""

    licenses: tuple[tuple[str, str], ...]
    """Id and title."""
    texts: tuple[tuple[str, str, str], ...]
    """Licence id, document name, SHA-256."""
    library: str
    as_of: date | None
    assume: str
    readings: str


@dataclass(frozen=True)
class Deferred:
    """How to work out what is computed on first access; pure, and kept out of equality."""

    questions: Callable[[], tuple[Question, ...]]
    bounds: Callable[[], tuple[BoundShown, ...]]
    headroom: Callable[[], tuple[Headroom, ...]]
    readings: Callable[[], ReadingReport]
    facts: Callable[[], tuple[FactShown, ...]]
    standing_limits: Callable[[], tuple[StandingLimit, ...]]
    put: Put
    """The question itself."""


@dataclass(frozen=True)
class Decision:
    """The answer: is this use permitted, on what conditions, and how do we know.

    It has no truth value: `if decision:` would read *unknown* and *needs approval* as something they are not.
    """

    verdict: Verdict
    possible: tuple[Verdict, ...]
    method: Method
    parts: tuple[Part, ...]
    duties: tuple[DutyShown, ...]
    approvals: tuple[ApprovalShown, ...]
    remedies: tuple[RemedyShown, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    relations: tuple[str, ...]
    """Rules, relations and implications that were used, in words."""
    unread: tuple[str, ...]
    """Documents that a licence incorporates and that were not at hand."""
    notes: tuple[str, ...]
    attested: str
    identity: Identity
    deferred: Deferred = field(repr=False, compare=False)

    def __bool__(self) -> NoReturn:
        """Refuse: an answer of five verdicts is neither yes nor no."""
        raise TypeError(
            "a decision has no truth value; compare decision.verdict with a Verdict, "
            "or decision.allowed with Allowed.YES"
        )

    def __reduce__(self) -> tuple[Callable[..., Decision], tuple[object, ...]]:
        """Travel as the question, which is decided again where it arrives."""
        from licensekit.evaluate.decide import decide  # noqa: PLC0415 - above this module

        return decide, (self.deferred.put.terms, self.deferred.put.use, self.deferred.put.circumstances)

    @property
    def best(self) -> Verdict:
        """The mildest verdict that remains possible."""
        return mildest(self.possible)

    @property
    def worst(self) -> Verdict:
        """The most severe verdict that remains possible."""
        return severest(self.possible)

    @property
    def allowed(self) -> Allowed:
        """Whether the use may go ahead, duties aside."""
        may = [verdict in (Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES) for verdict in self.possible]
        if all(may):
            return Allowed.YES
        return Allowed.OPEN if any(may) else Allowed.NO

    @property
    def basis(self) -> Basis:
        """On what the permission rests: `unrestricted` if the text is silent on some act, then approval, then grant."""
        found: Mapping[str, None] = dict.fromkeys(part.basis for part in self.parts)
        if "" in found:
            return ""
        return "unrestricted" if "unrestricted" in found else "approved" if "approved" in found else "granted"

    @property
    def reason(self) -> NotGranted:
        """Why it is not granted: of the first act of which that is the verdict."""
        refused = (part.not_granted for part in self.parts if part.verdict is Verdict.NOT_GRANTED)
        return next(refused, next((part.not_granted for part in self.parts if part.not_granted), ""))

    @property
    def rests_on_unattested_conduct(self) -> bool:
        """Whether a fact of conduct was assumed that nobody attested."""
        return any(assumption.kind == "clean_hands" for assumption in self.assumptions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The facts to ask for, the one that settles most first."""
        return self.deferred.questions()

    @cached_property
    def bounds(self) -> tuple[BoundShown, ...]:
        """A smallest box of facts in which the answer stands: also the shortest explanation."""
        return self.deferred.bounds()

    @cached_property
    def headroom(self) -> tuple[Headroom, ...]:
        """How far each number given lies from the thresholds that read it."""
        return self.deferred.headroom()

    @cached_property
    def readings(self) -> ReadingReport:
        """What hangs on disputed wording."""
        return self.deferred.readings()

    @cached_property
    def facts(self) -> tuple[FactShown, ...]:
        """The facts that the licences read, as far as they are known, with their sources."""
        return self.deferred.facts()

    @cached_property
    def standing_limits(self) -> tuple[StandingLimit, ...]:
        """Prohibitions that hold, or may, on acts that were not asked about."""
        return self.deferred.standing_limits()

    @property
    def worst_reading(self) -> tuple[dict[str, str], Verdict]:
        """The choice of readings with the most severe answer, and that answer."""
        return dict(self.readings.worst.choice), severest(self.readings.worst.possible)

    @property
    def best_reading(self) -> tuple[dict[str, str], Verdict]:
        """The choice of readings with the mildest answer, and that answer."""
        return dict(self.readings.best.choice), severest(self.readings.best.possible)

    def alternatives(self, goal: Turn | None = None) -> Alternatives:
        """The fewest changes that lead to another answer; raises LicensekitError (LK720) where there are too many.

        By default what would make the use `allowed`; of a permission, what would end it (`refused`).
        """
        from licensekit.analyse.alternatives import alternatives  # noqa: PLC0415 - above this layer, when asked for

        return alternatives(self, goal)

    def settling(self) -> Settling | None:
        """What settles a verdict that is unknown, or duties that are open; None where nothing is open.

        Raises LicensekitError (LK720) where too many worlds would have to be looked at.
        """
        from licensekit.analyse.settling import settling  # noqa: PLC0415 - above this layer, when asked for

        return settling(self)

    def explain(self) -> str:
        """A short memo: the answer, its duties and where they stand, what it rests on, and what is still open."""
        from licensekit.evaluate.explain import memo  # noqa: PLC0415 - words are needed only when asked for

        return memo(self)
