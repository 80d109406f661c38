"""Which of the licences that a layer offers is taken, where not each goes together with the other layers.

A decision about a choice shows the licence that is mildest by itself. Beside other layers that one may not be possible:
version 2 of the GPL, where version 3 may be taken too, beside the Apache License. Then one of each layer's licences is
sought that leaves no conflict and allows what is planned, for all layers at once; where none does, the conflicts stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, product
from typing import Final, NamedTuple, assert_never

from licensekit.api import LicenseTerms
from licensekit.components.answers import MAY, ComponentAnswer, LayerAnswer
from licensekit.components.binding import WhatBinds
from licensekit.components.component import Component
from licensekit.components.conflicts import conflicts
from licensekit.decision import Verdict
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together

_MOST_TRIED: Final = 64
"""Ways to choose for all layers that are looked at."""


class LayerAsked(NamedTuple):
    """The answer about a layer, and how that would be under other terms."""

    answer: LayerAnswer
    under: Callable[[WhatBinds], LayerAnswer]


def chosen(component: Component, asked: Sequence[LayerAsked]) -> ComponentAnswer:
    """The answer about a component by its layers."""
    layers = tuple(each.answer for each in asked)
    answer = ComponentAnswer(component, layers, conflicts(layers) if len(layers) > 1 else ())
    if not answer.conflicts:
        return answer
    tried = list(islice(product(*map(_ways, layers)), _MOST_TRIED + 1))
    if not 1 < len(tried) <= _MOST_TRIED:
        return answer
    free = []
    for ways in tried:
        taken = tuple(
            each.answer if way is each.answer.bound else each.under(way) for each, way in zip(asked, ways, strict=True)
        )
        if not conflicts(taken):
            free.append(ComponentAnswer(component, taken))
    sought = (each for verdicts in (MAY, {Verdict.UNKNOWN}) for each in free if each.verdict in verdicts)
    return next(sought, answer)


def _ways(layer: LayerAnswer) -> tuple[WhatBinds, ...]:
    """What binds a layer, by each licence that may be chosen; what cannot be told from one another stays as it is."""
    bound = layer.bound
    if len(bound.possible) != 1:
        return (bound,)
    (terms,) = bound.possible
    ways = [*_without_choice(terms.terms)]
    return tuple(_taken(bound, terms, way) for way in ways) if len(ways) > 1 else (bound,)


def _taken(bound: WhatBinds, terms: LicenseTerms, way: Terms) -> WhatBinds:
    note = f"of {terms.id}, {way.name} is taken, which goes together with what else is in the product"
    return replace(bound, possible=(replace(terms, terms=way),), taken=(*bound.taken, note))


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
