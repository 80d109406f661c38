"""Inventories decided: for each component, under everything that may bind it, what its bases pass on included.

Each set of terms is decided once for the same acts and facts, however many components come to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from typing import Final, Literal, NamedTuple

from licensekit.api import LicenseTerms
from licensekit.catalogue.lineage import lineage
from licensekit.components.answers import ComponentAnswer, LayerAnswer
from licensekit.components.binding import WhatBinds, bound, called_elsewhere, claimed, names_on_hub
from licensekit.components.choosing import LayerAsked, answer_of_layers
from licensekit.components.component import Component, Made
from licensekit.decision import Decision
from licensekit.decision.circumstances import Assume, Readings
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_LAYERS
from licensekit.published import PossibleAnswers
from licensekit.use import Use
from licensekit.use.checks import a_day, each_of_kind, listed, refuse
from licensekit.use.profile import Profile
from licensekit.use.record import checked_acts
from licensekit.values import UNKNOWN, Exactly, Known

_MOST_ASKED: Final = 2 * MAX_LAYERS
"""Layers of one component, those twice that are asked about changed and unchanged."""
_CHANGED: Final[frozenset[Made]] = frozenset({"quantized", "finetune", "adapter", "merge"})
"""Ways to make a model that make it a derived one."""


@dataclass(frozen=True)
class Planned:
    """What is asked about each component that says nothing else: acts, facts, and what stands beside them.

    Raises FactsError for acts and facts that there are not.
    """

    acts: tuple[str, ...]
    facts: Mapping[str, Known] = field(default_factory=dict)
    profile: Profile | None = None
    as_of: date | None = None
    assume: Assume = "standard"
    readings: Readings = "taken"


_READ: Final = "use `read_components`, or make a `Component`"


def decide_all(  # noqa: PLR0913 - each names one thing that a caller may state
    components: Iterable[Component],
    acts: Iterable[str],
    *,
    facts: Mapping[str, object] | None = None,
    profile: Profile | None = None,
    as_of: date | None = None,
    assume: Assume = "standard",
    readings: Readings = "taken",
) -> tuple[ComponentAnswer, ...]:
    """An answer about every component, in their order; one of which nothing is known is unknown, and says why.

    >>> from licensekit.components.component import Component
    >>> own = Component("chat", model="moonshotai/Kimi-K2.5"), Component("left-pad", claims=("WTFPL",))
    >>> [str(answer.verdict) for answer in decide_all(own, ["embed"], facts={"product.charged_for": True})]
    ['permitted_with_duties', 'permitted']

    `components` are those of `read_components`, or made in Python; `acts` are done with each that names none itself,
    and `facts` are so of each, unless it says otherwise. `profile`, `as_of`, `assume` and `readings` (`"taken"` or
    `"strict"`) are as for `LicenseTerms.evaluate`; `as_of` is also the day on which copies were obtained. Raises
    FactsError for acts and facts that there are not.
    """
    every = listed(components)
    refuse((*each_of_kind("components", every, Component, "a Component", _READ), *a_day("as_of", as_of)))
    said = Use.of((), facts).facts() if facts else {}
    told = {name: said.get(name, UNKNOWN) for name in (*said, *(facts or {}))}
    return tuple(decide_each(every, Planned(checked_acts(acts), told, profile, as_of, assume, readings)))


def decide_each(components: Iterable[Component], planned: Planned) -> Iterator[ComponentAnswer]:
    """The same answers, each worked out when it is asked for."""
    return _ComponentsDecided(planned, tuple(components)).answers()


class _TermsAsked(NamedTuple):
    """A question about terms, by which its answer is found again."""

    terms: LicenseTerms
    acts: tuple[str, ...]
    facts: tuple[tuple[str, Known], ...]


class _Waiting(NamedTuple):
    """A layer that is still to be asked about."""

    component: Component
    made: Made | Literal["itself"]
    above: int
    passed: dict[str, Known]
    """What is so of it, since something was made from it."""


class _ComponentsDecided:
    """One run over an inventory: what was worked out once is kept until its end."""

    def __init__(self, planned: Planned, components: tuple[Component, ...]) -> None:
        self._planned, self._components = planned, components
        self._by_name: dict[str, list[Component]] = {}
        for each in components:
            for name in {each.model, each.name} - {""}:
                self._by_name.setdefault(name, []).append(each)
        self._claimed = cache(claimed)
        self._bound: dict[tuple[object, ...], WhatBinds] = {}
        self._decided: dict[_TermsAsked, Decision | str] = {}
        self._terms: dict[LicenseTerms, LicenseTerms] = {}

    def answers(self) -> Iterator[ComponentAnswer]:
        for each in self._components:
            yield answer_of_layers(each, tuple(self._layers(each)))

    def _layers(self, component: Component) -> Iterator[LayerAsked]:
        """The component and all that it is made from, each once; what is passed on is asked as a changed work."""
        acts = component.acts or self._planned.acts
        waiting = [_Waiting(component, "itself", 0, {})]
        visited = {_met(component, {})}
        at = 0
        while at < len(waiting):
            layer, passed = waiting[at].component, waiting[at].passed
            under = partial(self._layer, waiting[at], acts)
            answer = under(self._which(layer))
            further = {**passed, **_passed_on(layer)}
            for below in self._bases(layer, component.place):
                if _met(below, further) in visited:
                    continue
                if len(waiting) >= _MOST_ASKED:
                    answer = _cut(answer)
                    break
                visited.add(_met(below, further))
                waiting.append(_Waiting(below, layer.made, at, further))
            yield LayerAsked(answer, under)
            at += 1

    def _bases(self, layer: Component, place: str) -> Iterator[Component]:
        """What a layer is made from: every component of that name, since each may be meant; else a model.

        A model that is known here is meant too where what has its name is something else, as code is.
        """
        for base in layer.bases:
            named = self._by_name.get(base, [])
            yield from named
            if not named or (_is_known_model(base) and all(base not in names_on_hub(each) for each in named)):
                yield Component(base, model=base, place=place)

    def _which(self, component: Component) -> WhatBinds:
        names = names_on_hub(component), called_elsewhere(component)
        key = (*names, bool(component.model), component.claims, bool(component.bases))
        if key not in self._bound:
            self._bound[key] = self._once(bound(component, self._planned.as_of, self._claimed))
        return self._bound[key]

    def _layer(self, layer: _Waiting, planned: tuple[str, ...], which: WhatBinds) -> LayerAnswer:
        component, made, above, passed = layer
        acts = component.acts or _acts_with(component, made, planned)
        facts = {**passed, **component.facts}
        asked = [self._decision(terms, acts, facts) for terms in which.possible]
        problem = next((each for each in asked if isinstance(each, str)), "")
        decisions = tuple(each for each in asked if isinstance(each, Decision))
        answers = PossibleAnswers(decisions, which.more, which.otherwise)
        return LayerAnswer(component, made, above, which, answers, problem)

    def _once(self, which: WhatBinds) -> WhatBinds:
        """The same with terms that mean the same being the same, so that they are found at once."""
        possible = tuple(self._terms.setdefault(each, each) for each in which.possible)
        return replace(which, possible=possible)

    def _decision(self, terms: LicenseTerms, acts: tuple[str, ...], facts: Mapping[str, Known]) -> Decision | str:
        asked = _TermsAsked(terms, acts, tuple(sorted(facts.items(), key=lambda each: each[0])))
        if asked not in self._decided:
            self._decided[asked] = self._evaluated(asked)
        return self._decided[asked]

    def _evaluated(self, asked: _TermsAsked) -> Decision | str:
        """The decision; of a question that contradicts itself or takes too many steps, why."""
        planned = self._planned
        stated = {**planned.facts, **dict(asked.facts)}
        try:
            return asked.terms.evaluate(
                Use.of(asked.acts, stated),
                as_of=planned.as_of,
                assume=planned.assume,
                readings=planned.readings,
                profile=planned.profile,
            )
        except LicensekitError as refused:
            return "; ".join(f"{each.code} {each.message}" for each in refused.diagnostics)


def _is_known_model(name: str) -> bool:
    return "/" in name and lineage(name) is not None


def _met(component: Component, passed: Mapping[str, Known]) -> tuple[object, ...]:
    """By what a layer is known again: one that reaches a product changed and unchanged is asked about twice."""
    return (component, *passed)


def _cut(answer: LayerAnswer) -> LayerAnswer:
    """The answer about a layer of which further bases are left out, which leaves it open."""
    more = (*answer.bound.more, f"it has more than {_MOST_ASKED} layers, of which the others are not asked about")
    answers = replace(answer.answers, more=more)
    return replace(answer, bound=replace(answer.bound, more=more), answers=answers)


_CODE: Final = {"host_model": "host_software"}
_MODEL: Final = {act: other for other, act in _CODE.items()}


def _acts_with(component: Component, made: str, acts: tuple[str, ...]) -> tuple[str, ...]:
    """What is done with a layer of a product: what is hosted is code, or a model; from data is learnt."""
    if made == "trained":
        return ("train_with_work",)
    same = _CODE if component.kind == "code" else _MODEL if component.kind == "weights" else {}
    return tuple(dict.fromkeys(same.get(act, act) for act in acts))


def _passed_on(layer: Component) -> dict[str, Known]:
    """What is so of a base, since something was made from it: by us, or by others, of whom the text may not speak."""
    if layer.made not in _CHANGED:
        return {}
    changed: dict[str, Known] = {"work.derivative_model": Exactly(value=True)}
    if layer.ours:
        changed["work.modified"] = Exactly(value=True)
    return changed
