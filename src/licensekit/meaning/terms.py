"""What is asked about: one licence with what follows it, several at once, or a choice between several.

all of (weights and code)   the more severe verdict for each act, the duties of all
any of (a dual licence)     the milder verdict for each act, and only the duties of the licence chosen
converts to L on D          L replaces the licence from D on, inclusive
offers L on D               from D on, inclusive, L may be chosen instead
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from licensekit.meaning.program import Program
from licensekit.model.license import Conversion


@dataclass(frozen=True)
class Single:
    """One licence, and the licences that replace it or stand beside it from some day on."""

    program: Program
    successors: tuple[tuple[Conversion, Terms], ...] = ()

    @property
    def name(self) -> str:
        """The licence's id."""
        return self.program.license.id

    def __hash__(self) -> int:
        return hash(self.program)


@dataclass(frozen=True)
class Together:
    """Licences that all bind: the weights' and the code's, a base and its addendum."""

    parts: tuple[Terms, ...]

    @property
    def name(self) -> str:
        """The ids, joined."""
        return "all of (" + ", ".join(part.name for part in self.parts) + ")"


@dataclass(frozen=True)
class LicenseChoice:
    """Licences of which the user may take any."""

    parts: tuple[Terms, ...]

    @property
    def name(self) -> str:
        """The ids, joined."""
        return "any of (" + ", ".join(part.name for part in self.parts) + ")"


Terms: TypeAlias = Single | Together | LicenseChoice


def programs(terms: Terms) -> tuple[Program, ...]:
    """Every licence in the terms, successors included, once each, in order."""
    return tuple({program.license.id: program for program in _programs(terms)}.values())


def _programs(terms: Terms) -> Iterator[Program]:
    match terms:
        case Single(program=program, successors=successors):
            yield program
            for _, successor in successors:
                yield from _programs(successor)
        case Together(parts=parts) | LicenseChoice(parts=parts):
            for part in parts:
                yield from _programs(part)
        case _:
            assert_never(terms)


def asked_about(terms: Terms) -> tuple[Program, ...]:
    """The licences that the terms begin with, without those that may follow them."""
    match terms:
        case Single(program=program):
            return (program,)
        case Together(parts=parts) | LicenseChoice(parts=parts):
            return tuple(program for part in parts for program in asked_about(part))
        case _:
            assert_never(terms)


def conversions(terms: Terms) -> tuple[tuple[Program, Conversion], ...]:
    """The ways in which one licence follows another, in any part of the terms."""
    match terms:
        case Single(program=program, successors=successors):
            following = (each for _, successor in successors for each in conversions(successor))
            return (*((program, conversion) for conversion, _ in successors), *following)
        case Together(parts=parts) | LicenseChoice(parts=parts):
            return tuple(each for part in parts for each in conversions(part))
        case _:
            assert_never(terms)
