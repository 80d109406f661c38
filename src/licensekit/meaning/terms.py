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
from typing import TypeAlias, assert_never

from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError
from licensekit.meaning.program import Program
from licensekit.model.license import Conversion, License
from licensekit.model.node import ModelNode


@dataclass(frozen=True)
class Single:
    """One licence, and the licences that replace it or stand beside it from some day on."""

    program: Program
    successors: tuple[tuple[Conversion, Terms], ...] = ()

    def __post_init__(self) -> None:
        if self.successors:
            _check_identities(self)

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

    def __post_init__(self) -> None:
        _check_identities(self)

    @property
    def name(self) -> str:
        """The ids, joined."""
        return "all of (" + ", ".join(part.name for part in self.parts) + ")"


@dataclass(frozen=True)
class LicenseChoice:
    """Licences of which the user may take any."""

    parts: tuple[Terms, ...]

    def __post_init__(self) -> None:
        _check_identities(self)

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


def _check_identities(terms: Terms) -> None:
    """Raise CatalogueError where one id, fact or meaning stands for two things."""
    refuse_two_of_one_name(program.license for program in _programs(terms))


def refuse_two_of_one_name(licenses: Iterable[License]) -> None:
    """Raise CatalogueError where two licences, or two facts or meanings of them, have one name and differ."""
    first: dict[tuple[str, str], tuple[License, ModelNode]] = {}
    clashes: dict[Diagnostic, None] = {}
    for license in licenses:
        for code, what, name, thing in _named_in(license):
            whose, earlier = first.setdefault((code, name), (license, thing))
            if earlier != thing:
                message = (
                    f"the {what} `{clipped(name)}` is two things here: in `{_file(whose)}` and in `{_file(license)}`"
                )
                mend = "ask about one of the two at a time, or give one of them another name"
                clashes[Diagnostic(code, message, help=mend)] = None
    if clashes:
        raise CatalogueError(tuple(clashes))


def _named_in(license: License) -> Iterator[tuple[str, str, str, ModelNode]]:
    yield "LK609", "licence", license.id, license
    yield from (("LK610", "fact", fact.name, fact) for fact in license.facts)
    for meaning in license.meanings:
        if meaning.key != meaning.fact:  # what is said of a subject is no fact of its own
            yield "LK611", "meaning", meaning.key, meaning.model_copy(update={"locator": None})


def _file(license: License) -> str:
    return license.id if license.span is None else license.span.source


def shape_of(terms: Terms) -> tuple[object, ...]:
    """How terms are put together of which licences, by their digests: equal for terms that mean the same."""
    match terms:
        case Single(program=program, successors=successors):
            return program.license.id, program.digest, *(shape_of(after) for _, after in successors)
        case Together(parts=parts):
            return "all", *map(shape_of, parts)
        case LicenseChoice(parts=parts):
            return "any", *map(shape_of, parts)
        case _:
            assert_never(terms)


def has_a_choice(terms: Terms) -> bool:
    """Whether one of several licences may be taken, in any part of the terms."""
    match terms:
        case Single(successors=successors):
            return any(conversion.kind == "offers" or has_a_choice(then) for conversion, then in successors)
        case Together(parts=parts):
            return any(map(has_a_choice, parts))
        case LicenseChoice():
            return True
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
