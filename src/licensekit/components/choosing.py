"""Which of the licences that a layer offers is taken, where not each goes together with the other layers.

A decision about a choice shows the licence that is mildest by itself. Beside other layers that one may not be possible:
version 2 of the GPL, where version 3 may be taken too, beside the Apache License. Then one of each layer's licences is
sought that leaves no conflict and allows what is planned, for all layers at once; where none does, the conflicts stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, islice, product
from typing import Final, NamedTuple, assert_never

from licensekit.api import LicenseTerms
from licensekit.components.answers import MAY, ComponentAnswer, LayerAnswer
from licensekit.components.binding import WhatBinds
from licensekit.components.component import Component
from licensekit.components.conflicts import are_joined, conflicts, conflicts_of
from licensekit.decision import Verdict
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together

_MOST_TRIED: Final = 64
"""Ways to choose for all layers that are looked at."""


class LayerAsked(NamedTuple):
    """The answer about a layer, and how that would be under other terms."""

    answer: LayerAnswer
    under: Callable[[WhatBinds], LayerAnswer]


def answer_of_layers(component: Component, asked: Sequence[LayerAsked]) -> ComponentAnswer:
    """The answer about a component by its layers."""
    layers = tuple(each.answer for each in asked)
    answer = ComponentAnswer(component, layers, conflicts(layers) if len(layers) > 1 else ())
    if not answer.conflicts:
        return answer
    offered = [_offered(layer) for layer in layers]
    ways = list(islice(product(*map(range, map(len, offered))), _MOST_TRIED + 1))
    if not 1 < len(ways) <= _MOST_TRIED:
        return answer
    each_way = [
        [each.answer if bound is each.answer.bound else each.under(bound) for bound in every]
        for each, every in zip(asked, offered, strict=True)
    ]
    joined = [pair for pair in combinations(range(len(layers)), 2) if are_joined(layers, *pair) is not None]

    @cache
    def go_together(upper: int, of_upper: int, lower: int, of_lower: int) -> bool:
        pair = each_way[upper][of_upper], each_way[lower][of_lower]
        return next(conflicts_of(*pair, certain=True), None) is None

    free = [
        ComponentAnswer(component, tuple(every[at] for every, at in zip(each_way, way, strict=True)))
        for way in ways
        if all(go_together(upper, way[upper], lower, way[lower]) for upper, lower in joined)
    ]
    sought = (each for verdicts in (MAY, {Verdict.UNKNOWN}) for each in free if each.verdict in verdicts)
    return next(sought, answer)


def _offered(layer: LayerAnswer) -> tuple[WhatBinds, ...]:
    """What binds a layer, by each licence that may be chosen; what cannot be told from one another stays as it is."""
    bound = layer.bound
    if len(bound.possible) != 1:
        return (bound,)
    (terms,) = bound.possible
    each_taken = [*_without_choice(terms.terms)]
    return tuple(_taken(bound, terms, way) for way in each_taken) if len(each_taken) > 1 else (bound,)


def _taken(bound: WhatBinds, terms: LicenseTerms, way: Terms) -> WhatBinds:
    chosen = f"of {terms.id}, {way.name} is taken, which goes together with what else is in the product"
    return replace(bound, possible=(replace(terms, terms=way),), taken=(*bound.taken, chosen), chosen=chosen)


def _without_choice(terms: Terms) -> Iterator[Terms]:
    """The terms with one of each choice taken, in order; no more than matters."""
    match terms:
        case Single():
            yield terms
        case LicenseChoice(parts=parts):
            yield from islice(chain.from_iterable(map(_without_choice, parts)), _MOST_TRIED + 1)
        case Together(parts=parts):
            yield from map(Together, islice(product(*map(_without_choice, parts)), _MOST_TRIED + 1))
        case _:
            assert_never(terms)
