"""A checked licence: everything that the evaluator, the analyser and the reports need, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from licensekit.model.clauses import Clause
from licensekit.model.conditions import Condition, DateExpression, Definition, Locator, Measure
from licensekit.model.fold import Atom, atoms_in, facts_of
from licensekit.model.node import ModelNode
from licensekit.vocabulary.entries import FactInfo, FactType
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.words import WINDOWS


class TextReference(ModelNode):
    """A document of the licence's bundle: its name, the SHA-256 of the text encoded, and where it was found."""

    name: str = ""
    sha256: str
    url: str


class Option(ModelNode):
    """One way to read a disputed wording. Exactly one option of a reading is taken, `because` says why."""

    name: str
    text: str
    taken: bool = False
    because: str = ""


class Reading(ModelNode):
    """A point on which the wording is open or contradicts itself."""

    name: str
    locator: Locator
    question: str
    options: tuple[Option, ...]
    raised: tuple[str, ...] = ()
    """Where the question was raised: addresses."""

    @property
    def taken(self) -> str:
        """The option that counts unless the caller chooses another."""
        return next(option.name for option in self.options if option.taken)


class FactStated(ModelNode):
    """A yes/no fact is so, or is not."""

    fact: str
    value: bool


class Meaning(ModelNode):
    """A licence's own definition of a shared fact, or of a subject, in words for the person who is asked."""

    fact: str
    """The vocabulary's name of the fact, or a subject such as `group`."""
    key: str
    """The fact's name under this meaning: `FACT@ORIGIN`; for a subject, the subject itself."""
    locator: Locator
    words: str
    follows_from: tuple[FactStated, ...] = ()
    """Where all of these are so, the definition is met."""


class LocalFact(ModelNode):
    """A fact that only this licence needs."""

    name: str
    type: FactType
    options: tuple[str, ...] = ()
    """The options of a one-of or set-of fact; `territory` alone for a set of territories."""
    question: str
    judgement: bool = False
    assumed: str = ""
    """The value that is taken for granted, as the language writes it; empty where none is."""
    group: str = ""
    """The attestation that covers the fact (clean hands); without one, what is assumed is on the safe side."""
    asks_when: tuple[FactStated, ...] = ()
    """What makes it doubtful: where one of these is so, nothing is taken for granted."""
    at_most: tuple[str, ...] = ()
    """Numbers that this one never exceeds."""
    implies: tuple[FactStated, ...] = ()
    """What is so wherever this yes/no fact is yes."""
    follows_from: tuple[tuple[FactStated, ...], ...] = ()
    """Where all of some are so, this yes/no fact is yes."""

    @property
    def info(self) -> FactInfo:
        """The fact in the shape of the vocabulary."""
        subject, _, rest = self.name.partition(".")
        measure, _, window = rest.rpartition(".")
        windowed = self.type in {"count", "money"} and window in WINDOWS
        return FactInfo(
            self.name,
            subject,
            self.type,
            self.question.rstrip("?"),
            self.question,
            options=self.options,
            judgement=self.judgement,
            measure=measure if windowed else "",
            window=window if windowed else "",
            unit="money" if self.type == "money" else "",
            assumption="clean_hands" if self.group else "safe" if self.assumed else "none",
            assumed=self.assumed,
            group=self.group,
            order=len(FACTS),
        )


class Unread(ModelNode):
    """A document that the licence incorporates and that was not at hand."""

    name: str
    url: str
    locator: Locator


class Omission(ModelNode):
    """What of the text is deliberately not modelled."""

    what: str
    locator: Locator


class Conversion(ModelNode):
    """Another licence from a day on, inclusive: `converts` replaces this one, `offers` adds a choice."""

    kind: Literal["converts", "offers"]
    license: str
    found: str = Field(default="", exclude=True, repr=False)
    """Where the check found it: `PACK:ID`, with no PACK for a shipped one; the path of a file beside; empty: here."""
    locator: Locator
    on: DateExpression


class License(ModelNode):
    """A licence, checked: names resolved, templates and `extends` expanded, policies incorporated.

    Clauses stand in source order; their order carries no meaning.
    """

    id: str
    title: str
    licensor: str = ""
    contact: str = ""
    spdx: str = ""
    family: str = ""
    governing_law: str = ""
    released: date | None = None
    reviewed: str = ""
    texts: tuple[TextReference, ...] = ()
    extends: str = ""
    clauses: tuple[Annotated[Clause, Field()], ...] = ()
    definitions: tuple[Definition, ...] = ()
    measures: tuple[Measure, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    facts: tuple[LocalFact, ...] = ()
    readings: tuple[Reading, ...] = ()
    unread: tuple[Unread, ...] = ()
    omissions: tuple[Omission, ...] = ()
    conversions: tuple[Conversion, ...] = ()

    @property
    def grade(self) -> str:
        """How it was reviewed, where nobody encoded its text a second time: `read once` or `audited`."""
        return self.reviewed.partition(", ")[2]

    @property
    def not_read(self) -> tuple[str, ...]:
        """The documents that bind too and were not read, with their addresses."""
        return tuple(f"{each.name} ({each.url})" for each in self.unread)

    def clause(self, name: str) -> Clause:
        """The clause with this id. Raises KeyError."""
        for clause in self.clauses:
            if clause.id == name:
                return clause
        raise KeyError(name)

    def fact(self, name: str) -> FactInfo:
        """What is known of a fact, of this licence's own or of the vocabulary, by its name. Raises KeyError."""
        own = next((fact for fact in self.facts if fact.name == name), None)
        return vocabulary_fact(name) if own is None else own.info

    def atoms_in(self, condition: Condition | None) -> Iterator[Atom]:
        """The atoms that a condition reads, in definitions and measures too, in the order of the text."""
        if condition is not None:
            definitions = {each.name: each for each in self.definitions}
            yield from atoms_in(condition, definitions, {each.name: each for each in self.measures})

    def facts_in(self, condition: Condition | None) -> dict[str, None]:
        """The names of the facts that a condition reads, likewise."""
        return dict.fromkeys(fact for atom in self.atoms_in(condition) for fact in facts_of(atom))


def declared_facts(licenses: Iterable[License]) -> dict[str, FactInfo]:
    """The facts that some licences declare themselves; where two assume different things of one, nothing is assumed."""
    infos: dict[str, FactInfo] = {}
    for fact in (fact for license in licenses for fact in license.facts):
        info, earlier = fact.info, infos.get(fact.name, fact.info)
        agreed = (info.assumption, info.assumed, info.group) == (earlier.assumption, earlier.assumed, earlier.group)
        infos[fact.name] = info if agreed else info._replace(assumption="none", assumed="", group="")
    return infos
