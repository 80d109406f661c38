"""The shape of a vocabulary entry, and the short forms in which the tables write one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from licensekit.vocabulary.words import WINDOWS

FactType: TypeAlias = Literal["yes_no", "count", "money", "date", "territory", "text", "one_of", "set_of"]
Assumption: TypeAlias = Literal["none", "safe", "clean_hands"]


@dataclass(frozen=True, slots=True)
class FactInfo:
    """A fact of the vocabulary: what it is, and how to ask for it.

    `name` is flat: `product.monthly_active_users.month`. A windowed number has its `measure` and `window`;
    for every other fact both are empty. `options` are those of a one-of or set-of fact, and `territory` alone
    for a set of territories. `assumed` is the value as the language writes it, `group` the attestation that
    covers the fact, and `order` its place in the vocabulary.
    """

    name: str
    subject: str
    type: FactType
    title: str
    question: str
    options: tuple[str, ...] = ()
    judgement: bool = False
    measure: str = ""
    window: str = ""
    unit: str = ""
    assumption: Assumption = "none"
    assumed: str = ""
    group: str = ""
    order: int = 0

    @property
    def is_number(self) -> bool:
        """Whether the fact is a count or an amount of money, and so may be known in part."""
        return self.type in {"count", "money"}


def yes_no(name: str, title: str, question: str, *, judgement: bool = False) -> FactInfo:
    """A statement in the positive that is true or false of the use."""
    return FactInfo(name, _subject(name), "yes_no", title, question, judgement=judgement)


def one_of(name: str, options: str, title: str, question: str) -> FactInfo:
    """Exactly one of several options."""
    return FactInfo(name, _subject(name), "one_of", title, question, options=tuple(options.split()))


def set_of(name: str, options: str, title: str, question: str) -> FactInfo:
    """Any number of several options; `territory` alone stands for all countries."""
    return FactInfo(name, _subject(name), "set_of", title, question, options=tuple(options.split()))


def territory(name: str, title: str, question: str) -> FactInfo:
    """One country, by its ISO 3166 code."""
    return FactInfo(name, _subject(name), "territory", title, question)


def day(name: str, title: str, question: str) -> FactInfo:
    """A calendar day."""
    return FactInfo(name, _subject(name), "date", title, question)


def safe(fact: FactInfo, assumed: str) -> FactInfo:
    """The fact, with a value that can only make an answer stricter where the checker shows it so."""
    return _assuming(fact, "safe", assumed, "")


def clean(group: str, fact: FactInfo) -> FactInfo:
    """The fact, taken as `no` unless given, and asked together with its group as one statement."""
    return _assuming(fact, "clean_hands", "no", group)


def money(measure: str, windows: str, title: str, question: str) -> Iterable[FactInfo]:
    """An amount of money, once for each window. `{period}` in the question stands for the window."""
    for window in windows.split():
        yield _over(window, FactInfo(measure, _subject(measure), "money", title, question, unit="money"))


def count(measure: str, windows: str, title: str, question: str) -> Iterable[FactInfo]:
    """A number of people, once for each window. `{period}` in the question stands for the window."""
    for window in windows.split():
        yield _over(window, FactInfo(measure, _subject(measure), "count", title, question, unit="people"))


def _over(window: str, measure: FactInfo) -> FactInfo:
    period = WINDOWS[window]
    return FactInfo(
        f"{measure.name}.{window}",
        measure.subject,
        measure.type,
        f"{measure.title}, {period}",
        measure.question.replace("{period}", period),
        measure=measure.name.partition(".")[2],
        window=window,
        unit=measure.unit,
    )


def _assuming(fact: FactInfo, assumption: Assumption, assumed: str, group: str) -> FactInfo:
    return FactInfo(
        fact.name,
        fact.subject,
        fact.type,
        fact.title,
        fact.question,
        options=fact.options,
        judgement=fact.judgement,
        assumption=assumption,
        assumed=assumed,
        group=group,
    )


def _subject(name: str) -> str:
    return name.partition(".")[0]
