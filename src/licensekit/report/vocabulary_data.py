"""Facts and acts as plain data: for `licensekit facts`, over HTTP, for assistants and for pages."""

from __future__ import annotations

from typing import Any, Final

from licensekit.report.plain_data import picked
from licensekit.vocabulary.acts import ActInfo
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.search import FactsAndActs

_OF_A_FACT: Final = ("name", "subject", "type", "options", "title", "question", "window", "judgement")
_TAKEN_FOR_GRANTED: Final = ("assumption", "assumed", "group")


def fact_data(info: FactInfo) -> dict[str, Any]:
    """A fact as plain data."""
    return picked(info, *_OF_A_FACT, *_TAKEN_FOR_GRANTED)


def _act_data(act: ActInfo) -> dict[str, Any]:
    """An act or group of acts as plain data."""
    kind = None if act.kind is None else act.kind.value
    return {"name": act.name, "title": act.title, "class": kind, "stands_for": list(act.stands_for)}


def vocabulary_data(told: FactsAndActs) -> dict[str, Any]:
    """Facts and acts as plain data."""
    return {"facts": list(map(fact_data, told.facts)), "acts": list(map(_act_data, told.acts))}
