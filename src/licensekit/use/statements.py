"""What a caller states beside the facts: approvals, who attests a group of facts, how disputed wording is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from licensekit.diagnostics import Diagnostic
from licensekit.use.checks import a_day, a_text, a_word, each_of_kind, its_day, listed, misplaced, refuse, texts
from licensekit.values import UNKNOWN, IndexValue, Known, Rate, Told
from licensekit.vocabulary.words import APPROVAL_STATES

ApprovalState: TypeAlias = Literal["held", "requested", "refused"]


@dataclass(frozen=True, slots=True)
class Approval:
    """The state of an approval that a gate asks for.

    `gate` is `LICENSE.GATE`, or the gate's own name where one licence decides; or `agreement with LICENSOR`, the
    name as the licence's header has it: one's own, which stands in for what the licensor withholds. `since` and
    `until` are both included; without them it counts on every day. `acts` limits it to these acts or groups (none:
    all). `holder` is the party that holds it, as the gate names it.

    Raises FactsError for a state that there is not, and for what is no day or no text.
    """

    gate: str
    state: ApprovalState = "held"
    since: date | None = None
    until: date | None = None
    acts: tuple[str, ...] = ()
    holder: str = "licensee"

    def __post_init__(self) -> None:
        if isinstance(self.acts, list):
            object.__setattr__(self, "acts", tuple(self.acts))
        refuse(self._refused())

    def _refused(self) -> Iterator[Diagnostic]:
        yield from a_text("Approval.gate", self.gate)
        yield from a_word("Approval.state", self.state, APPROVAL_STATES)
        yield from a_day("Approval.since", self.since)
        yield from a_day("Approval.until", self.until)
        if isinstance(self.since, date) and isinstance(self.until, date) and self.until < self.since:
            message, mend = "the last day comes before the first", f"name a day from {self.since} on"
            yield Diagnostic("LK502", f"`Approval.until`: {message}", help=mend, path="Approval.until")
        yield from _words("Approval.acts", self.acts, "run")
        yield from a_text("Approval.holder", self.holder)


@dataclass(frozen=True, slots=True)
class Attestation:
    """Somebody states, on a day, that none of these groups of clean-hands facts applies.

    Raises FactsError for what is no day or no text; whether there are such groups is seen where it is used.
    """

    by: str
    on: date
    groups: tuple[str, ...]
    beside: tuple[Attestation, ...] = ()
    """What others attest besides, each on a day of their own."""

    def __post_init__(self) -> None:
        if isinstance(self.groups, list):
            object.__setattr__(self, "groups", tuple(self.groups))
        object.__setattr__(self, "beside", listed(self.beside))
        refuse(self._refused())

    def _refused(self) -> Iterator[Diagnostic]:
        yield from a_text("Attestation.by", self.by)
        yield from its_day("Attestation.on", self.on)
        yield from _words("Attestation.groups", self.groups, "conduct")
        mend = 'write lk.Attestation("Legal", date(2026, 6, 1), ("conduct",))'
        yield from each_of_kind("Attestation.beside", self.beside, Attestation, "an Attestation", mend)

    @property
    def each(self) -> tuple[Attestation, ...]:
        """Every statement, this one first."""
        return (self, *(single for others in self.beside for single in others.each))

    @property
    def covered(self) -> tuple[str, ...]:
        """The groups that somebody attests."""
        return tuple(dict.fromkeys(group for single in self.each for group in single.groups))

    def made_by(self, day: date | None) -> Attestation | None:
        """What had been stated by a day; all of it where the day is open. None where that is nothing."""
        if day is None or all(single.on <= day for single in self.each):
            return self
        made = [replace(single, beside=()) for single in self.each if single.on <= day]
        return replace(made[0], beside=tuple(made[1:])) if made else None

    def __str__(self) -> str:
        said = (f"{', '.join(single.groups)} by {single.by} on {single.on.isoformat()}" for single in self.each)
        return "; ".join(said)


class ChosenReading(NamedTuple):
    """Which option of a disputed wording is taken, and, if it is told, who chose it and on which day.

    `reading` is `LICENSE.READING`, or the reading's own name where one licence decides.
    """

    reading: str
    option: str
    by: str = ""
    on: date | None = None

    def __str__(self) -> str:
        chosen = f", chosen by {self.by}" if self.by else ""
        return f"`{self.reading}` is read as {self.option}{chosen}{f' on {self.on.isoformat()}' if self.on else ''}"


class FactsFile(NamedTuple):
    """What a facts file says. Facts are flat and only those that are given; `declared` are a licence's own."""

    acts: tuple[str, ...] = ()
    facts: Mapping[str, Told] = {}
    as_of: date | None = None
    approvals: tuple[Approval, ...] = ()
    readings: tuple[ChosenReading, ...] = ()
    done: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    attested: Attestation | None = None
    left_open: tuple[str, ...] = ()
    """Facts that it says are not known: whatever a profile says of them does not count."""

    @property
    def names_of_licenses(self) -> Iterator[tuple[str, int, str]]:
        """What is said of single clauses and readings: the key, the number of its entry, and the name."""
        yield from (("approvals", at, each.gate) for at, each in enumerate(self.approvals))
        yield from (("readings", at, each.reading) for at, each in enumerate(self.readings))
        yield from (("done", at, name) for at, name in enumerate(self.done))

    @property
    def stated(self) -> dict[str, Known]:
        """The facts, and those that it says are not known."""
        return {**dict.fromkeys(self.left_open, UNKNOWN), **self.facts}


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one clause or reading: one may be written with its licence, the other without."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _words(path: str, given: object, example: str) -> Iterator[Diagnostic]:
    if isinstance(given, tuple):
        yield from texts(path, given)
    else:
        yield misplaced(path, given, "a list of words", f'write ("{given if isinstance(given, str) else example}",)')
