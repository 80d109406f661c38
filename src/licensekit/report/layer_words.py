"""What is known of a work's licence, in words: a line for it, and one for each work that it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from licensekit.catalogue.lineage import Layer, Lineage
from licensekit.report.memo import code, listed

_MADE: Final = {
    "": "from",
    "quantized": "quantised from",
    "finetune": "tuned from",
    "adapter": "an adapter of",
    "merge": "merged from",
}


def layers_told(whole: Lineage, *, sources: bool = True) -> tuple[str, ...]:
    """A line for each work in the chain, with its grade, what is said of it, by whom, and what it may carry."""
    return tuple(_line(layer if sources else replace(layer, source="")) for layer in whole.layers)


def grade_told(whole: Lineage) -> str:
    """The grade in a few words; of what is inherited, from which work."""
    carrying = [code(layer.work) for layer in whole.layers[1:] if any(layer.possible)]
    if whole.grade != "by its base" or not carrying:
        return whole.grade
    more = f" and {len(carrying) - 1} more" if len(carrying) > 1 else ""
    return f"by its base {carrying[0]}{more}"


def _line(layer: Layer) -> str:
    made = "" if layer.relation == "itself" else f"{_MADE[layer.relation]} "
    return f"{made}{code(layer.work)} ({layer.grade}): {'; '.join(_parts(layer))}"


def _parts(layer: Layer) -> Iterator[str]:
    if layer.said:
        yield listed(layer.said, "and")
    choices = [listed(map(code, names), "and") if names else "nothing of its own" for names in layer.possible]
    if any(layer.possible):
        yield f"carries {listed(choices, 'or')}"
    elif not (layer.more or layer.otherwise):
        yield "carries what its base carries"
    yield from (reason.removeprefix(f"{code(layer.work)}: ") for reason in (*layer.more, *layer.otherwise))
    yield from layer.notes
    if layer.source:
        yield f"source: {layer.source}"
