"""What is asked about: one licence with what follows it, several at once, or a choice between several.

all of (weights and code)   the more severe verdict for each act, the duties of all
any of (a dual licence)     the licence that is milder for all acts asked about, and only its duties
converts to L on D          L replaces the licence from D on, inclusive
offers L on D               from D on, inclusive, L may be chosen instead

In one question an id, a fact that licences declare and a meaning stand for one thing each: terms in which one of them
stands for two cannot be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias, assert_never

from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError
from licensekit.meaning.program import Program
from licensekit.model.license import Conversion, License


@dataclass(frozen=True)
class Single:
    """One licence, and the licences that replace it or stand beside it from some day on."""

    program: Program
    successors: tuple[tuple[Conversion, Terms], ...] = ()

    def __post_init__(self) -> None:
        if self.successors:
            refuse_two_of_one_name(each.program.license for each in _singles(self))

    @property
    def name(self) -> str:
        """The licence's id."""
        return self.program.license.id

    def __hash__(self) -> int:
        return hash(self.program)


@dataclass(frozen=True)
class _Several:
    parts: tuple[Terms, ...]

    how: ClassVar[str]

    def __post_init__(self) -> None:
        refuse_two_of_one_name(each.program.license for part in self.parts for each in _singles(part))

    @property
    def name(self) -> str:
        """The ids, joined."""
        return f"{self.how} of (" + ", ".join(part.name for part in self.parts) + ")"


class Together(_Several):
    """Licences that all bind: the weights' and the code's, a base and its addendum."""

    how = "all"


class LicenseChoice(_Several):
    """Licences of which the user may take any."""

    how = "any"


Terms: TypeAlias = Single | Together | LicenseChoice


def _every(terms: Terms, *, following: bool = True) -> Iterator[Terms]:
    """The terms and all that they are made of, in order; with what follows a licence, if so wanted."""
    yield terms
    match terms:
        case Single(successors=successors):
            inner = tuple(successor for _, successor in successors if following)
        case Together(parts=parts) | LicenseChoice(parts=parts):
            inner = parts
        case _:
            assert_never(terms)
    for part in inner:
        yield from _every(part, following=following)


def _singles(terms: Terms, *, following: bool = True) -> Iterator[Single]:
    return (each for each in _every(terms, following=following) if isinstance(each, Single))


def programs(terms: Terms) -> tuple[Program, ...]:
    """Every licence in the terms, successors included, once each, in order."""
    return tuple({each.program.license.id: each.program for each in _singles(terms)}.values())


def asked_about(terms: Terms) -> tuple[Program, ...]:
    """The licences that the terms begin with, without those that may follow them."""
    return tuple(each.program for each in _singles(terms, following=False))


def conversions(terms: Terms) -> tuple[tuple[Program, Conversion], ...]:
    """The ways in which one licence follows another, in any part of the terms."""
    return tuple((each.program, conversion) for each in _singles(terms) for conversion, _ in each.successors)


def has_a_choice(terms: Terms) -> bool:
    """Whether one of several licences may be taken, in any part of the terms."""
    offered = any(conversion.kind == "offers" for _, conversion in conversions(terms))
    return offered or any(isinstance(each, LicenseChoice) for each in _every(terms))


def shape_of(terms: Terms) -> tuple[object, ...]:
    """How terms are put together of which licences, by their digests: equal for terms that mean the same."""
    match terms:
        case Single(program=program, successors=successors):
            return program.license.id, program.digest, *(shape_of(after) for _, after in successors)
        case Together(parts=parts) | LicenseChoice(parts=parts):
            return terms.how, *map(shape_of, parts)
        case _:
            assert_never(terms)


def refuse_two_of_one_name(licenses: Iterable[License]) -> None:
    """Raise CatalogueError where two licences, or two facts or meanings of them, have one name and differ."""
    from licensekit.model.clashes import clashes  # noqa: PLC0415 - a single licence clashes with none

    refused: dict[Diagnostic, None] = {}
    for code, what, name, first, again in clashes(licenses):
        message = f"the {what} `{clipped(name)}` is two things here: in {' and in '.join(_places(first, again))}"
        mend = "ask about one of the two at a time, or give one of them another name"
        refused[Diagnostic(code, message, help=mend)] = None
    if refused:
        raise CatalogueError(tuple(refused))


def _places(*licenses: License) -> tuple[str, ...]:
    """Where licences stand: in which files, or, of one file, under which names."""
    files = [license.id if license.span is None else license.span.source for license in licenses]
    ids = [license.id for license in licenses]
    return tuple(f"`{each}`" for each in (files if len({*files}) > 1 or len({*ids}) < 2 else ids))
