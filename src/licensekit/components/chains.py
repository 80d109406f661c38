"""Chain files: what a product is made from, layer by layer, in TOML: base, fine-tune, adapter, merge, code, data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from licensekit.components.component import KINDS, MADE, Component, ComponentKind, Made
from licensekit.components.documents import InventoryError, bytes_of, text_in
from licensekit.diagnostics import Diagnostic, Label, clipped, did_you_mean
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_LAYERS
from licensekit.span import Source
from licensekit.use.checks import a_path, each_of_kind, listed, of_kind, refuse
from licensekit.use.entries import ClosedTable, acts_of, text_of
from licensekit.use.parsing import located, located_entry, parsed, placed_in_entry
from licensekit.use.problems import ManyRefused, Refusals
from licensekit.use.raw import Gathered
from licensekit.values import Known

_KEYS: Final = ("product", "acts", "layers")
_LAYER: Final = ("name", "version", "kind", "license", "model", "from", "made", "ours", "acts", "facts", "copyright")
_NO_WORDS: Final[tuple[str, ...]] = ()


def read_chain(path: str | PathLike[str]) -> Chain:
    """The chain of a TOML file: a product, and the layers that it is made from.

    >>> [layer.name for layer in read_chain("examples/chain.toml").layers][:2]
    ['meta-llama/Llama-3.1-8B', 'Llama-Acme-search']

    Raises InventoryError for a `path` that cannot be read, with everything found, each at its place.
    """
    refuse(a_path("path", path))
    return chain_of_text(text_in(bytes_of(Path(path)), str(path)), str(path))


@dataclass(frozen=True)
class Chain:
    """A product with all its layers, each of whose licences bind."""

    product: str
    layers: tuple[Component, ...]
    acts: tuple[str, ...] = ()
    """What is planned with the product, unless the question says so."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", listed(self.layers))
        mend = "use `read_chain`, or make a `Component` for each layer"
        refuse(
            (
                *of_kind("Chain.product", self.product, str, "a text", "write it in quotes"),
                *each_of_kind("Chain.layers", self.layers, Component, "a Component", mend),
            )
        )

    @property
    def whole(self) -> Component:
        """The product as a component that has every layer in it that no other layer is made from."""
        below = {base for layer in self.layers for base in layer.bases}
        tops = tuple(layer.name for layer in self.layers if not {layer.name, layer.model} & below)
        return Component(self.product, bases=tops, made="beside")


class _Made(NamedTuple):
    """A layer and the names that it is made from, each at its place."""

    layer: Component
    place: tuple[Label, ...]


def chain_of_text(text: str, name: str) -> Chain:
    """The chain that a text in TOML describes; raises InventoryError with everything found, each at its place."""
    source = Source(name, text)
    refusals = Refusals([source])
    try:
        top = parsed(source, "toml", refusals)
        chain = _chain(top, source, refusals)
        refusals.check()
    except FactsError as refused:
        raise InventoryError(refused.diagnostics, tuple(refused.sources.values()) or (source,)) from None
    return chain


def _chain(top: Mapping[str, Any], source: Source, refusals: Refusals) -> Chain:
    for key in top:
        if key not in _KEYS:
            mend = did_you_mean(key, _KEYS) or "use one of `product`, `acts`, `[[layers]]`"
            refusals.add(
                Diagnostic("LK508", f"`{clipped(key)}` is not a key of a chain", located(source, (key,)), mend)
            )
    listed = top.get("layers", [])
    if not isinstance(listed, list) or not listed:
        mend = "write `[[layers]]` for each model, package or data set, with its `name`"
        refusals.add(Diagnostic("LK508", "a chain has no layers", located(source, ("layers",)), mend))
        listed = []
    if len(listed) > MAX_LAYERS:
        refusals.add(Diagnostic("LK511", f"a chain has more than {MAX_LAYERS} layers", help="ask about a part of it"))
        listed = listed[:MAX_LAYERS]
    made = [_Made(layer, located_entry(source, "layers", at)) for at, layer in _layers(listed, source, refusals)]
    refusals.add(*_misnamed(made))
    whole = ClosedTable("chain", {key: top[key] for key in ("product", "acts") if key in top}, _KEYS)
    product = whole.take("product", text_of, "the product")
    acts = whole.take("acts", acts_of, _NO_WORDS)
    refusals.add(*(replace(each, labels=located(source, (each.path.rpartition(".")[2],))) for each in whole.refusals))
    return Chain(product, tuple(each.layer for each in made), acts)


def _layers(listed: list[Any], source: Source, refusals: Refusals) -> Iterator[tuple[int, Component]]:
    for at, raw in enumerate(listed):
        try:
            yield at, _layer(f"layers[{at}]", raw, source)
        except ManyRefused as refused:
            refusals.add(*placed_in_entry(refused.diagnostics, source, "layers", at))


def _layer(where: str, raw: object, source: Source) -> Component:
    entry = ClosedTable(where, raw, _LAYER)
    name = entry.need("name", text_of, "")
    license = entry.take("license", text_of, "")
    nothing: dict[str, Known] = {}
    facts = entry.take("facts", partial(_facts, entry.refusals, source), nothing)
    component = Component(
        name=name,
        version=entry.take("version", text_of, ""),
        kind=cast("ComponentKind", entry.take("kind", partial(_word, KINDS), "")),
        claims=(license,) if license else (),
        model=entry.take("model", text_of, "") or (name if "/" in name else ""),
        bases=entry.take("from", _names, _NO_WORDS),
        made=cast("Made", entry.take("made", partial(_word, MADE), "")),
        ours=entry.take("ours", _yes_no, otherwise=False),
        acts=entry.take("acts", acts_of, _NO_WORDS),
        facts=facts,
        copyright=entry.take("copyright", text_of, ""),
        place=where,
    )
    entry.finish()
    return component


def _word(known: tuple[str, ...], raw: object) -> str:
    word = text_of(raw)
    if word not in known:
        words = [each for each in known if each]
        raise ValueProblem(f"it cannot be `{clipped(word)}`", did_you_mean(word, words) or f"use {', '.join(words)}")
    return word


def _names(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise ValueProblem("names are a list", 'write them like ["…"]', "LK508")
    return tuple(map(text_of, raw))


def _yes_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise ValueProblem("it is yes or no", "write true or false", "LK508")
    return raw


def _facts(refusals: Refusals, source: Source, raw: object) -> dict[str, Known]:
    if not isinstance(raw, Mapping):
        raise ValueProblem("a table of facts is missing", "write its facts as keys in quotes", "LK508")
    gathered = Gathered({}, refusals)
    for name, value in _flat(raw):
        gathered.add(name, value, partial(located, source, (name,)))
    return gathered.values


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _misnamed(made: list[_Made]) -> Iterator[Diagnostic]:
    """Layers of one name, and bases that stand in a circle or are neither layers nor models."""
    names = [each.layer.name for each in made]
    bases = {each.layer.name: each.layer.bases for each in made}
    models = {each.layer.model: each.layer.name for each in made if each.layer.model}
    by_name = {
        name: tuple(base if base in bases else models.get(base, base) for base in its) for name, its in bases.items()
    }
    for at, each in enumerate(made):
        if each.layer.name in names[:at]:
            message = f"two layers are called `{clipped(each.layer.name)}`"
            yield Diagnostic("LK861", message, each.place, "give one of them another name")
        elif each.layer.model and models[each.layer.model] != each.layer.name:
            message = f"two layers are the model `{clipped(each.layer.model)}`"
            yield Diagnostic("LK861", message, each.place, "name the model of each; of what we made there is none")
        for base in each.layer.bases:
            if base not in bases and base not in models and "/" not in base:
                message = f"`{clipped(each.layer.name)}` is made from `{clipped(base)}`, which is no layer of the chain"
                mend = did_you_mean(base, names) or "add it as a layer, or name the model as the hub does: OWNER/NAME"
                yield Diagnostic("LK861", message, each.place, mend)
        if _reaches(each.layer.name, by_name):
            message = f"`{clipped(each.layer.name)}` is made from itself, by way of its bases"
            yield Diagnostic("LK861", message, each.place, "take one of them out of its `from`")


def _reaches(name: str, bases: Mapping[str, tuple[str, ...]]) -> bool:
    waiting, visited = [*bases.get(name, ())], set[str]()
    while waiting:
        base = waiting.pop()
        if base == name:
            return True
        if base not in visited:
            visited.add(base)
            waiting += bases.get(base, ())
    return False
