"""The answer: one immutable object, the same for every front end.

Verdict, possible verdicts, parts, duties, approvals, reasons and assumptions are there at once. Questions, bounds,
headroom and the report on readings are worked out on first access and kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, NoReturn, TypeAlias

from licensekit.decision.circumstances import Circumstances, Put
from licensekit.decision.knowledge import Assumption
from licensekit.decision.parts import (
    WEAKEST_FIRST,
    Allowed,
    ApprovalShown,
    Basis,
    DutyShown,
    FactSaid,
    FactShown,
    Headroom,
    Identity,
    NotGranted,
    Part,
    Question,
    ReadingReport,
    Reason,
    RemedyShown,
    StandingLimit,
    UnreadStatement,
    reason_of,
)
from licensekit.decision.short import ShortAnswer
from licensekit.errors import NoTruthValue, ValueProblem
from licensekit.meaning.verdict import Verdict, mildest, severest

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

    from licensekit.decision.change import ItemChange, Situation
    from licensekit.decision.inquiry import Inquiry
    from licensekit.diagram.cheapest import Item
    from licensekit.use import Use

Turn: TypeAlias = Literal["allowed", "refused"]
"""Which way an answer is to turn."""
Goal: TypeAlias = Literal["allowed", "refused", "owed", "spared"]
"""What an answer is to become: allowed, refused, or allowed with a duty due (`owed`) or not due (`spared`)."""


class Added(NamedTuple):
    """What terms say of an answer besides what was decided; it travels with the question."""

    notes: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()
    """Facts that the work itself settles: nobody stated them, and nobody is told that they play no part."""


class Deferred(NamedTuple):
    """How to work out what is computed on first access; pure, and kept out of equality."""

    questions: Callable[[], tuple[Question, ...]]
    bounds: Callable[[], tuple[FactSaid, ...]]
    headroom: Callable[[], tuple[Headroom, ...]]
    readings: Callable[[], ReadingReport]
    facts: Callable[[], tuple[FactShown, ...]]
    standing_limits: Callable[[], tuple[StandingLimit, ...]]
    unread: Callable[[], tuple[UnreadStatement, ...]]
    alternatives: Callable[[Decision, Turn | None], Alternatives]
    settling: Callable[[Decision], Settling | None]
    put: Put
    """The question itself."""
    here: Callable[[], Inquiry]
    """The question as far as it was worked out, for the thread that wants it."""
    added: Added = Added()

    @property
    def inquiry(self) -> Inquiry:
        """The question as far as it was worked out; no other thread has to do with its diagrams."""
        return self.here()


class Forms(NamedTuple):
    """How a decision is put in words, and in data. Words stand above this layer: `licensekit.api` binds them."""

    memo: Callable[[Decision], str]
    short: Callable[[Decision], ShortAnswer]
    """In twelve lines."""
    data: Callable[[Decision], dict[str, Any]]
    json: Callable[[Decision], str]
    json_schema: Callable[[GetJsonSchemaHandler], dict[str, Any]]
    """Of the data, as a part of what pydantic makes."""


@dataclass(frozen=True)
class Decision:
    """The answer: is this use permitted, on what conditions, and how do we know.

    It has no truth value: `if decision:` would read *unknown* and *needs approval* as something they are not.
    """

    verdict: Verdict
    possible: tuple[Verdict, ...]
    parts: tuple[Part, ...]
    duties: tuple[DutyShown, ...]
    approvals: tuple[ApprovalShown, ...]
    remedies: tuple[RemedyShown, ...]
    reasons: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    relations: tuple[str, ...]
    """Rules, relations and implications that were used, in words."""
    unread_documents: tuple[str, ...]
    """Documents that a licence incorporates and that were not at hand."""
    notes: tuple[str, ...]
    attested: str
    identity: Identity
    deferred: Deferred = field(repr=False, compare=False)

    forms: ClassVar[Forms]
    again: ClassVar[Callable[..., Decision]]
    """Decides a question anew, as it was put; bound there too."""

    def __bool__(self) -> NoReturn:
        """Refuse: an answer of five verdicts is neither yes nor no."""
        mend = "compare `decision.verdict` with a Verdict, or `decision.allowed` with Allowed.YES"
        raise NoTruthValue("a decision has no truth value", mend)

    def __reduce__(self) -> tuple[Callable[..., Decision], tuple[object, ...]]:
        """Travel as the question, which is decided again where it arrives."""
        return type(self).again, (*self.deferred.put, self.deferred.added)

    def adding(self, added: Added) -> Decision:
        """The same with what the terms that were asked say besides."""
        return replace(self, notes=(*self.notes, *added.notes), deferred=self.deferred._replace(added=added))

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
        return min((part.basis for part in self.parts), key=WEAKEST_FIRST.index)

    @property
    def reason(self) -> NotGranted:
        """Why it is not granted: of the first act of which that is the verdict."""
        return reason_of(self.parts)

    @property
    def rests_on_unattested_conduct(self) -> bool:
        """Whether a fact of conduct was assumed that nobody attested."""
        return any(assumption.kind == "clean_hands" for assumption in self.assumptions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The facts to ask for, the one that settles most first."""
        return self.deferred.questions()

    @cached_property
    def bounds(self) -> tuple[FactSaid, ...]:
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
        """The facts that the licences read, and those stated that bear on these, as far as they are known."""
        return self.deferred.facts()

    @cached_property
    def standing_limits(self) -> tuple[StandingLimit, ...]:
        """Prohibitions that hold, or may, on acts that were not asked about."""
        return self.deferred.standing_limits()

    @cached_property
    def unread(self) -> tuple[UnreadStatement, ...]:
        """The facts, approvals, attestations and duties done that were stated and play no part in the answer."""
        settled = self.deferred.added.settled
        return tuple(each for each in self.deferred.unread() if each.name not in settled)

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
        return self.deferred.alternatives(self, goal)

    def settling(self) -> Settling | None:
        """What settles a verdict that is unknown, or duties that are open; None where nothing is open.

        Raises LicensekitError (LK720) where too many steps would be needed.
        """
        return self.deferred.settling(self)

    @cached_property
    def short(self) -> ShortAnswer:
        """The answer in at most twelve lines of a hundred columns, for people: `print(decision.short)`."""
        return self.forms.short(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """In a notebook: the short answer."""
        printer.text(str(self.short))

    def explain(self) -> str:
        """The whole memo, as `ask --full`: duties, what the answer rests on, takes for granted and leaves open."""
        return self.forms.memo(self)

    @property
    def use(self) -> Use:
        """The use that was decided, with what the work itself settles."""
        return self.deferred.put.use

    @property
    def circumstances(self) -> Circumstances:
        """What was stated beside the use, by the question or by a profile."""
        stated = self.deferred.put.circumstances
        return stated if stated.from_profile is None else Circumstances(**stated.arguments)

    def to_dict(self) -> dict[str, Any]:
        """The whole answer as plain data, for JSON: what `licensekit ask --format json` prints.

        Enumerations are their words, days ISO texts, amounts texts with their currency; no float is in it. Within one
        number under `schema`, keys are neither removed nor given another meaning. `licensekit schema decision`, or
        `pydantic.TypeAdapter(lk.Decision).json_schema()`, describes it. It works out questions, bounds and readings,
        which takes longer than the verdict did.
        """
        return self.forms.data(self)

    def to_json(self) -> str:
        """The same as a JSON text that ends in a line feed; safe to put in a page."""
        return self.forms.json(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema  # noqa: PLC0415 - an answer needs none of it

        written = core_schema.plain_serializer_function_ser_schema(cls.to_dict)
        return core_schema.no_info_plain_validator_function(_answered, ref="licensekit.Decision", serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return cls.forms.json_schema(handler)


def _answered(value: object) -> Decision:
    """A decision, which nothing but a question makes. Raises ValueProblem."""
    if isinstance(value, Decision):
        return value
    raise ValueProblem("a decision is answered, and not read back", "send the use, and evaluate it again", "LK508")


# -- what would change it --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alternative:
    """Changes that together bring about another answer, and that answer.

    No part of the things changed would do, whatever they became.
    """

    steps: tuple[ItemChange, ...]
    before: Situation = field(repr=False, compare=False)
    after: Situation = field(repr=False, compare=False)

    @cached_property
    def decision(self) -> Decision:
        """The answer to the question as changed."""
        return Decision.again(*self.after.put)

    @property
    def items(self) -> frozenset[Item]:
        """What is changed, whatever it becomes."""
        return frozenset(step.item for step in self.steps)


@dataclass(frozen=True)
class Alternatives:
    """What would change an answer."""

    goal: Goal
    decision: Decision = field(repr=False, compare=False)
    """The answer as it is."""
    found: tuple[Alternative, ...]
    """Fewest changes first; after them those with an agreement of one's own, of which the text says nothing."""
    looked_at: int
    """All sets of at most so many changes were looked at."""
    more: bool
    """Whether there are further ones of so many changes that are not listed."""
    worlds: int
    """How many questions were asked."""

    @property
    def fewest(self) -> int:
        """How many changes are needed at least; 0 where none of those looked at is enough."""
        return min((len(each.steps) for each in self.found), default=0)


class Settling(NamedTuple):
    """What settles an open answer."""

    always: tuple[tuple[str, ...], ...]
    """Smallest sets of facts (`as_of` is the day) that settle it whatever their values, the shortest first.

    Where an amount is compared in several currencies, or in the money of an earlier year, it is told which is meant.
    """
    more: bool
    """Whether there may be further such sets."""
    permits: Alternatives | None
    """Facts that are open and whose right values make the use allowed; None where the verdict is settled already."""
    refuses: Alternatives | None
    """Facts that are open and whose right values make it refused."""
    worlds: int
    """How many questions were asked."""
