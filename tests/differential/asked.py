"""What the naive evaluator is asked, and what it answers: plain data, nothing of licensekit.decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from licensekit.model.license import License
from licensekit.values import IndexValue, Known, Rate

SEVERITY = ("permitted", "permitted_with_duties", "needs_approval", "not_granted", "prohibited")
ALLOWED = ("permitted", "permitted_with_duties")
STATUSES = ("due", "open", "would_apply", "moot")


@dataclass(frozen=True)
class Several:
    """All of some terms, or any of them."""

    how: Literal["all", "any"]
    parts: tuple[Terms, ...]


Terms: TypeAlias = License | Several


@dataclass(frozen=True)
class HeldApproval:
    """An approval that the caller says is held, for a gate of a licence."""

    license: str
    gate: str
    since: date | None = None
    until: date | None = None
    acts: tuple[str, ...] = ()
    holder: str = "licensee"


@dataclass(frozen=True)
class Asked:
    """All that a decision depends on."""

    terms: Terms
    acts: tuple[str, ...]
    given: Mapping[str, Known] = field(default_factory=dict)
    as_of: date | None = None
    readings: Mapping[str, str] | Literal["taken", "strict"] = "taken"
    """Taken, strict, or the options chosen, by `LICENSE.READING`."""
    approvals: tuple[HeldApproval, ...] = ()
    done: tuple[str, ...] = ()
    """Duties done, as `LICENSE.DUTY`."""
    rates: tuple[Rate, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    assume: Literal["none", "safe", "standard"] = "none"
    shelf: Mapping[str, License] = field(default_factory=dict)
    """The licences to which conversions lead."""

    def licenses(self) -> tuple[License, ...]:
        """Every licence that can play a part, each once."""
        found: dict[str, License] = {}

        def walk(terms: Terms) -> None:
            if isinstance(terms, Several):
                for part in terms.parts:
                    walk(part)
            elif terms.id not in found:
                found[terms.id] = terms
                for conversion in terms.conversions:
                    walk(self.shelf[conversion.license])

        walk(self.terms)
        return tuple(found.values())


@dataclass(frozen=True)
class Answer:
    """What the worlds say. No world: what was given contradicts itself."""

    worlds: int
    possible: frozenset[str]
    parts: Mapping[str, frozenset[str]]
    duties: Mapping[tuple[str, str], str]
    """Status by licence and clause; a duty that is active in no world is not there."""
    why: Mapping[str, frozenset[str]]
    """Per act the bases of permissions, and the reasons why it is not granted."""


class TooManyWorldsError(Exception):
    """More worlds than anybody wants to look at."""
