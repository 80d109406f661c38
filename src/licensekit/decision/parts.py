"""The parts of an answer, as every front end shows them: duties, approvals, reasons, questions, bounds, readings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final, Literal, NamedTuple, NoReturn, TypeAlias

from licensekit.errors import NoTruthValue
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Obligation
from licensekit.model.conditions import Locator
from licensekit.truth import TRUE, Truth


class Allowed(StrEnum):
    """Whether the use may go ahead as it stands: yes, no, or open."""

    YES = "yes"
    NO = "no"
    OPEN = "open"

    def __bool__(self) -> NoReturn:
        """Refuse: open is neither yes nor no."""
        raise NoTruthValue("`allowed` has three values", "compare it with Allowed.YES, Allowed.NO or Allowed.OPEN")


Basis: TypeAlias = Literal["granted", "approved", "unrestricted", ""]
"""On what a permission rests; empty where there is none."""
WEAKEST_FIRST: Final[tuple[Basis, ...]] = ("", "unrestricted", "approved", "granted")
"""In which order a basis counts, of several acts or licences: silence is never hidden."""
NotGranted: TypeAlias = Literal["silent", "condition", "withheld", "reserved", "ended", ""]
DutyStatus: TypeAlias = Literal["due", "open", "would_apply", "moot", "done", "not_done"]
ANYWAY: Final[tuple[DutyStatus, ...]] = ("due", "done", "not_done")
"""Duties that are due as the answer stands: an outcome does not name them again."""


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

    @property
    def facts_read(self) -> Iterator[FactShown]:
        """The facts that make the condition what it is, in order.

        Of several parts those count that have the truth of the whole: the true ones of a true `or`, the false ones of a
        false `and`, and of an open one those that leave it open.
        """
        yield from self.facts
        for part in self.parts:
            if len(self.parts) == 1 or part.truth is self.truth:
                yield from part.facts_read


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
    truth: Truth = TRUE
    """Whether it is active wherever its status says that it counts; open where it may be, or not."""


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
    basis: Basis
    not_granted: NotGranted
    """Why it is not granted, where that is the verdict, or one of the possible ones."""
    licenses: tuple[str, ...]
    """The licences whose clauses count for this act."""
    unbound: tuple[str, ...] = ()
    """The licences that do not, or may not, bind who does this without a copy of their own."""
    unsaid: tuple[str, ...] = ()
    """The licences of which it is not said whether they bind who does this so, and that are taken to."""
    rests_on: tuple[str, ...] = ()
    """Agreements of one's own that were not read and without which this would not, or might not, be allowed."""


def reason_of(parts: tuple[Part, ...]) -> NotGranted:
    """Why it is not granted: of the first act of which that is the verdict."""
    refused = (part.not_granted for part in parts if part.verdict is Verdict.NOT_GRANTED)
    return next(refused, next((part.not_granted for part in parts if part.not_granted), ""))


class StandingLimit(NamedTuple):
    """A prohibition on acts that were not asked about."""

    license: str
    clause: str
    locator: Locator
    acts: tuple[str, ...]
    truth: Truth


class UnreadStatement(NamedTuple):
    """Something stated on which nothing in the answer rests, and from which nothing was concluded that it rests on."""

    kind: Literal["fact", "approval", "attestation", "duty", "rate", "index"]
    name: str
    value: str
    """As it was stated."""
    why: str
    near: tuple[str, ...] = ()
    """What is read or asked for instead, the nearest first."""


class OutcomeShown(NamedTuple):
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
    outcomes: tuple[OutcomeShown, ...]
    meanings: tuple[str, ...] = ()
    """This licence's own definitions of the fact or of its subject."""
    clauses: tuple[str, ...] = ()
    """The clauses that read it."""


class FactSaid(NamedTuple):
    """A fact and what it is, must be, or may be: `product.charged_for`, `yes`."""

    fact: str
    value: str

    def __str__(self) -> str:
        return f"{self.fact} is {self.value}"


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


class ReadingShown(NamedTuple):
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


class ReadingReport(NamedTuple):
    """What hangs on disputed wording."""

    readings: tuple[ReadingShown, ...]
    together: tuple[ReadingChange, ...]
    """Pairs of changes that alter the answer beyond what each alone does."""
    worst: ReadingChange
    best: ReadingChange

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
    encoded: tuple[tuple[str, str], ...]
    """Licence id, SHA-256 of the licence as it was checked: with its bases and policies, without layout and places."""
    library: str
    as_of: date | None
    assume: str
    readings: str
