"""Makes the models of a use from the vocabulary: each field is a fact, by the last part of its name.

`use/subjects.py` holds what is made here, and `subjects.pyi` beside it tells type checkers and editors of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, create_model

from licensekit.use.fields import Month, Reads, written_type
from licensekit.use.parts import Speaking, UsePart, Windowed
from licensekit.values import UNKNOWN
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import SUBJECTS

PartT = TypeVar("PartT", bound=UsePart)
MODULE: Final = "licensekit.use.subjects"
_CLASS_NAMES: Final = {"use": "Usage", "work": "WorkFacts"}


def class_name(subject: str) -> str:
    """The name of a subject's model: `product` is Product, `use` is Usage."""
    return _CLASS_NAMES.get(subject) or _capitals(subject)


@cache
def windowed_names() -> Mapping[tuple[str, tuple[str, ...]], str]:
    """A class for each measure and its windows: MonthlyActiveUsers, Revenue; YearlyRevenue has no month."""
    names: dict[tuple[str, tuple[str, ...]], str] = {}
    for infos in measures().values():
        plain = _capitals(infos[0].measure)
        names.setdefault(windows_key(infos), plain if plain not in names.values() else f"Yearly{plain}")
    return names


def measures() -> Mapping[tuple[str, str], list[FactInfo]]:
    """The facts of each measure of each subject, one for each window."""
    windows: dict[tuple[str, str], list[FactInfo]] = {}
    for info in FACTS.values():
        if info.measure:
            windows.setdefault((info.subject, info.measure), []).append(info)
    return windows


def windows_key(infos: Iterable[FactInfo]) -> tuple[str, tuple[str, ...]]:
    """By what a class of windows is told: the measure and the windows."""
    facts = tuple(infos)
    return facts[0].measure, tuple(info.window for info in facts)


def fields_of(subject: str) -> Mapping[str, list[FactInfo]]:
    """The facts of a subject by the field that holds them: one, those of a measure, or those with one part more."""
    fields: dict[str, list[FactInfo]] = {}
    for info in FACTS.values():
        if info.subject == subject:
            fields.setdefault(info.name.split(".")[1], []).append(info)
    return fields


def sentence(text: str) -> str:
    """A title as a sentence."""
    return text[0].upper() + text[1:] + "."


def models() -> Iterator[type[UsePart]]:
    """Every model: those of windows first, then each subject's, after what its fields hold."""
    windowed: dict[str, type[UsePart]] = {}
    for infos in measures().values():
        name = windowed_names()[windows_key(infos)]
        if name not in windowed:
            windowed[name] = _windowed(name, infos)
            yield windowed[name]
    for subject in SUBJECTS:
        fields: dict[str, Any] = {}
        for name, infos in fields_of(subject).items():
            info = infos[0]
            if info.measure:
                fields[name] = _holding(windowed[windowed_names()[windows_key(infos)]])
            elif info.name.count(".") > 1:
                facts = {each.name.rpartition(".")[2]: _fact(each) for each in infos}
                nested = _made(
                    class_name(subject) + class_name(name), UsePart, f"Facts under `{subject}.{name}`.", facts
                )
                yield nested
                fields[name] = _holding(nested)
            else:
                fields[name] = _fact(info)
        model = _made(class_name(subject), Speaking, sentence(SUBJECTS[subject]), fields)
        model.subject = subject
        yield model


def _windowed(name: str, infos: list[FactInfo]) -> type[UsePart]:
    fields = {info.window: _fact(info) for info in infos}
    if "month" in fields:
        number, _ = fields["month"]
        fields["dated"] = GenericAlias(Mapping, (Month, number)), Field(default_factory=dict)
    return _made(name, Windowed, f"The figure over each period: {infos[0].measure.replace('_', ' ')}.", fields)


def _fact(info: FactInfo) -> tuple[Any, Any]:
    return Annotated[written_type(info.type), Reads(info.type, info.options)], UNKNOWN


def _holding(part: type[UsePart]) -> tuple[Any, Any]:
    return part, Field(default_factory=part.nothing)


def _made(name: str, base: type[PartT], doc: str, fields: Mapping[str, Any]) -> type[PartT]:
    return create_model(name, __base__=base, __module__=MODULE, __doc__=doc, **fields)


def _capitals(words: str) -> str:
    return "".join(word.capitalize() for word in words.split("_"))
