"""The answer about a chain as text and as JSON: layer by layer, each with its clauses, then what cannot go together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from licensekit.components.answers import ComponentAnswer, LayerAnswer, LicenseConflict
from licensekit.components.as_table import row_data
from licensekit.components.chain_answer import ChainAnswer, LayerLimit, limits_of
from licensekit.components.rows import MADE_WORDS, rows_of
from licensekit.decision import Verdict
from licensekit.report.as_text import wrapped
from licensekit.report.escape import as_json, visible_all
from licensekit.report.memo import NOT_ADVICE, codes, listed, verdict_words

SCHEMA: Final = 1
_MOST_PLACES: Final = 6


def chain_text(told: ChainAnswer) -> str:
    """The product, its layers, and what cannot both be met."""
    return visible_all(_text(told))


def _text(told: ChainAnswer) -> Iterator[str]:
    yield f"{told.chain.product}: {_verdict(told)}"
    yield from wrapped(f"To {codes(told.acts)}, with {len(told.layers)} layers", "", "  ")
    for layer in told.layers:
        yield ""
        yield from _layer(told, layer)
    if told.conflicts:
        yield from ("", "Cannot both be met:")
        for each in told.conflicts:
            yield from _conflict(each)
    for note in told.notes:
        yield from ("", *wrapped(note, "", "  "))
    yield from ("", NOT_ADVICE)


def _verdict(told: ChainAnswer) -> str:
    if told.conflicts and told.verdict is Verdict.UNKNOWN:
        certain = any(each.certain for each in told.conflicts)
        return "two licences cannot both be met" if certain else "unknown: two licences may not both be met"
    if told.verdict is not Verdict.UNKNOWN:
        return verdict_words(told.verdict)
    ends = (verdict_words(end) if end is not None else "open" for end in (told.answer.best, told.answer.worst))
    return "unknown, from {} to {}".format(*ends)


def _layer(told: ChainAnswer, layer: LayerAnswer) -> Iterator[str]:
    component = layer.component
    (row,) = rows_of([ComponentAnswer(component, (layer,))])
    above = told.answer.layers[layer.above].component.name if layer.above else ""
    made = f"; `{above}` is {MADE_WORDS[layer.made].strip()} it" if above else ""
    kind = f" ({component.kind})" if component.kind else ""
    named = layer.bound.named or "nothing of its own"
    yield from wrapped(f"{component.title}{kind}: {named}, {layer.bound.grade}{made}", "", "    ")
    yield f"  {verdict_words(layer.verdict)}"
    for label, texts in (
        ("chosen", (layer.bound.chosen,) if layer.bound.chosen else ()),
        ("must", row.duties),
        ("may owe", row.open_duties),
        ("needs", row.approvals),
        ("open", row.why),
        ("not read", row.not_read),
        ("ask", (row.first_question,) if row.first_question else ()),
        ("forbids", tuple(_limits(limits_of(layer, told.acts)))),
    ):
        for text in texts:
            yield from wrapped(f"{label}: {text}", "    ", "      ")


def _limits(limits: tuple[LayerLimit, ...]) -> Iterator[str]:
    for license, of_license in groupby(limits, key=lambda each: each.license):
        places = list(dict.fromkeys(each.locator for each in of_license))
        more = f" and {len(places) - _MOST_PLACES} more places" if len(places) > _MOST_PLACES else ""
        named = ", ".join(places[:_MOST_PLACES]) if more else listed(places, "and")
        yield f"some uses, whoever has it ({license} {named}{more})"


def _conflict(each: LicenseConflict) -> Iterator[str]:
    yield from wrapped(f"- {each.why}" + ("" if each.certain else ", if both are one work and both are due"), "", "  ")
    for cited in (each.first, each.second):
        yield from wrapped(str(cited), "    ", "      ")


def chain_json(told: ChainAnswer) -> str:
    """Everything as JSON."""
    return as_json(
        {
            "schema": SCHEMA,
            "product": told.chain.product,
            "acts": [*told.acts],
            "verdict": told.verdict.value,
            "best": told.answer.best and told.answer.best.value,
            "worst": told.answer.worst and told.answer.worst.value,
            "layers": [_data(told, layer) for layer in told.layers],
            "conflicts": [
                {
                    "why": each.why,
                    "certain": each.certain,
                    "clauses": [cited._asdict() for cited in (each.first, each.second)],
                }
                for each in told.conflicts
            ],
            "notes": [*told.notes],
            "disclaimer": NOT_ADVICE,
        }
    )


def _data(told: ChainAnswer, layer: LayerAnswer) -> dict[str, Any]:
    (row,) = rows_of([ComponentAnswer(layer.component, (layer,))])
    limits = [vars(each) for each in limits_of(layer, told.acts)]
    above = told.answer.layers[layer.above].component.name if layer.above else ""
    return {**row_data(row), "made": layer.made, "above": above, "limits": limits}
