"""Notices for what is shipped: the words that licences ask for, exactly, and what nobody can write for you.

They come from the duties of answers. Where one act of compliance serves several components it is told once, with every
clause that it serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.components.answers import MAY, ComponentAnswer, LayerAnswer
from licensekit.components.component import Component
from licensekit.decision.parts import DutyShown
from licensekit.meaning.terms import asked_about
from licensekit.model.clauses import Action, Obligation
from licensekit.model.license import License, TextReference
from licensekit.model.phrase import obligations_text, where_text
from licensekit.report.memo import verdict_words
from licensekit.use.checks import each_of_kind, listed, refuse
from licensekit.vocabulary.plain_words import said
from licensekit.vocabulary.words import MANNERS, PLACES, printed

WordsFor: TypeAlias = Literal["notice file", "display", "model name"]
"""Where exact words belong: in the file of notices, before the eyes of people, at the beginning of a model's name."""
_WRITTEN: Final = frozenset({"keep", "include", "display"})
_IN_FILES: Final = frozenset({"modified_files", "altered_source_versions"})
"""What is marked within files, which no notice does."""
_CHANGED: Final = _IN_FILES | {"change_notice", "that_you_modified_it", "model_derivatives"}
_TOLD: Final = frozenset({"link_to_license", "url_of_the_license", "that_the_material_is_under_this_license"})
"""What the list of licences in a notice says by itself."""
_MADE: Final = {"finetune": "tuned", "quantized": "quantised", "merge": "merged", "adapter": "made as an adapter"}


class Cited(NamedTuple):
    """For which component, by which clause."""

    component: str
    license: str
    clause: str
    locator: str

    def __str__(self) -> str:
        return f"{self.component}: {self.license} {self.locator}"


@dataclass(frozen=True)
class RequiredWords:
    """Words that a licence asks for, exactly as it has them."""

    words: str
    used_for: WordsFor
    places: tuple[str, ...]
    """Where they may be shown, of which one is enough; empty where the text does not say."""
    how: str
    """How they are to be shown, when, and what would do instead; empty where the text does not say."""
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class LicenseUsed:
    """A licence that binds something of what is shipped, with where its texts are, and what is under it."""

    id: str
    title: str
    spdx: str
    texts: tuple[TextReference, ...]
    components: tuple[str, ...]
    copyrights: tuple[str, ...]


@dataclass(frozen=True)
class NoticeItem:
    """Something that is to be done, and what for."""

    text: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True)
class Notices:
    """What is to be shipped with some components, and what is left to do."""

    words: tuple[RequiredWords, ...]
    licenses: tuple[LicenseUsed, ...]
    changes: tuple[str, ...]
    """Changes to be marked that are known: what was made by us from what."""
    todo: tuple[NoticeItem, ...]
    """What is due and cannot be generated."""
    perhaps: tuple[NoticeItem, ...]
    """What may be due: the answer leaves it open."""
    refused: tuple[str, ...]
    """Components that no notice makes allowed, or of which it is not known what binds."""


def notices(answers: Iterable[ComponentAnswer]) -> Notices:
    """The notices that the duties of some answers ask for.

    >>> from licensekit.components.component import Component
    >>> from licensekit.components.deciding import decide_all
    >>> shipped = decide_all([Component("chat", claims=("llama-3.1",))], ["distribute_copy"])
    >>> [(each.words, each.used_for) for each in notices(shipped).words][1]
    ('Built with Llama', 'display')

    `answers` are those of `decide_all`, for the acts by which it is shipped. Raises FactsError for what is none.
    """
    every = listed(answers)
    refuse(each_of_kind("answers", every, ComponentAnswer, "a ComponentAnswer", "use `decide_all`"))
    gathered = _Gathered()
    for answer in every:
        gathered.take(answer)
    return gathered.notices()


class _Gathered:
    """What was gathered so far, each thing once, in the order in which it was met."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, WordsFor, tuple[str, ...], str], dict[Cited, None]] = {}
        self._licenses: dict[str, tuple[License, dict[Component, None]]] = {}
        self._changes: dict[str, None] = {}
        self._todo: dict[str, dict[Cited, None]] = {}
        self._perhaps: dict[str, dict[Cited, None]] = {}
        self._refused: dict[str, None] = {}

    def take(self, answer: ComponentAnswer) -> None:
        """What an answer asks for; of one that is refused or open too, so that nothing is missed."""
        if answer.verdict not in MAY:
            self._refused[f"{answer.component.title}: {verdict_words(answer.verdict)}"] = None
        for layer in answer.layers:
            for terms in layer.bound.possible:
                for program in asked_about(terms.terms):
                    _, components = self._licenses.setdefault(program.license.id, (program.license, {}))
                    components[layer.component] = None
            for decision in layer.answers.decisions:
                for duty in decision.duties:
                    if duty.strength == "must":
                        self._duty(duty, layer, answer)

    def _duty(self, duty: DutyShown, layer: LayerAnswer, answer: ComponentAnswer) -> None:
        cited = Cited(layer.component.title, duty.license, duty.clause, str(duty.locator))
        match duty.status:
            case "due" | "not_done":
                for obligation in duty.obligations:
                    self._obligation(obligation, cited, answer, layer)
            case "open" | "would_apply":
                self._perhaps.setdefault(duty.text, {})[cited] = None
            case "moot" | "done":
                pass

    def _obligation(self, obligation: Obligation, cited: Cited, answer: ComponentAnswer, layer: LayerAnswer) -> None:
        """One thing that is due: of several ways, one that can be written down."""
        for action in obligation.alternatives:
            if exact := _exact(action):
                how = _how(action, obligation)
                for words, used_for in exact:
                    key = (words, used_for, () if action.places is None else action.places.names, how)
                    self._words.setdefault(key, {})[cited] = None
                return
            if action.objects and all(thing.name in _TOLD for thing in action.objects):
                return
        named = {thing.name for action in obligation.alternatives for thing in action.objects}
        if named & _CHANGED and (change := _change(answer, layer)):
            self._changes[change] = None
            if not (named | _places(obligation)) & _IN_FILES:
                return
        self._todo.setdefault(_left(obligation, layer.component), {})[cited] = None

    def notices(self) -> Notices:
        return Notices(
            words=tuple(
                RequiredWords(words, used_for, places, how, tuple(cited))
                for (words, used_for, places, how), cited in self._words.items()
            ),
            licenses=tuple(_license(license, components) for license, components in self._licenses.values()),
            changes=tuple(self._changes),
            todo=_items(self._todo),
            perhaps=_items(self._perhaps),
            refused=tuple(self._refused),
        )


def _items(gathered: dict[str, dict[Cited, None]]) -> tuple[NoticeItem, ...]:
    return tuple(NoticeItem(text, tuple(cited)) for text, cited in gathered.items())


def _exact(action: Action) -> tuple[tuple[str, WordsFor], ...]:
    """The exact words that an action asks for, and where they belong; none where it asks for something else."""
    if action.verb == "mark" and action.with_text is not None and action.with_text.quoted:
        return ((action.with_text.name, "display"),)
    if action.verb not in _WRITTEN or not action.objects or not all(thing.quoted for thing in action.objects):
        return ()
    places = () if action.places is None else action.places.names
    if "source_form" in places:
        return ()
    used_for: WordsFor = "notice file"
    if "model_name" in places:
        used_for = "model name"
    elif action.verb == "display" or (places and "notice_file" not in places):
        used_for = "display"
    return tuple((thing.name, used_for) for thing in action.objects)


def _how(action: Action, obligation: Obligation) -> str:
    """How words are to be shown, when, and what would do instead."""
    others = tuple(each for each in obligation.alternatives if each is not action)
    instead = f"or else {obligations_text((Obligation(alternatives=others),), said)}" if others else ""
    told = (*(MANNERS[manner] for manner in action.manner), where_text(action).lstrip(", "), instead)
    return ", ".join(filter(None, told))


def _places(obligation: Obligation) -> set[str]:
    return {name for action in obligation.alternatives if action.places is not None for name in action.places.names}


def _change(answer: ComponentAnswer, layer: LayerAnswer) -> str:
    """What we made from a layer, where the inventory says so; empty where it does not."""
    above = next(
        (
            each.component
            for each in answer.layers
            if each.component.ours and {layer.component.name, layer.component.model} & {*each.component.bases}
        ),
        None,
    )
    if above is None or above.made not in _MADE:
        return ""
    return f"{above.title} is a changed version of {layer.component.title}: {_MADE[above.made]} by us"


def _left(obligation: Obligation, component: Component) -> str:
    """What is to be done, without what the inventory holds already."""
    text = obligations_text((obligation,), said)
    if not component.copyright:
        return text
    return text.replace("the copyright notice, ", "").replace("the copyright notice and ", "")


def _license(license: License, components: Iterable[Component]) -> LicenseUsed:
    every = tuple(components)
    return LicenseUsed(
        license.id,
        license.title,
        license.spdx,
        license.texts,
        tuple(dict.fromkeys(each.title for each in every)),
        tuple(dict.fromkeys(each.copyright for each in every if each.copyright)),
    )


# --- as text ---------------------------------------------------------------------------------------------


def places_for_all(words: Iterable[RequiredWords]) -> tuple[str, ...]:
    """Places of which one does for everything that is to be shown, in words; none where there is no such place."""
    shown = [each.places for each in words if each.used_for == "display" and each.places]
    if len(shown) < 2:
        return ()
    return tuple(PLACES.get(name, printed(name)) for name in shown[0] if all(name in places for places in shown))


def places_told(words: RequiredWords) -> Iterator[str]:
    """The places of some words, in words."""
    return (PLACES.get(name, printed(name)) for name in words.places)
