"""A component of an inventory: what it is called, what is said of its licence, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from licensekit.diagnostics import Diagnostic
from licensekit.use.checks import a_word, each_of_kind, listed, of_kind, refuse
from licensekit.values import Known

ComponentKind: TypeAlias = Literal["weights", "code", "data", ""]
"""What a component is, where its inventory says so."""
KINDS: Final[tuple[ComponentKind, ...]] = get_args(ComponentKind)
Made: TypeAlias = Literal["", "quantized", "finetune", "adapter", "merge", "trained", "beside"]
"""How a component is made from its bases; `trained` on data, `beside` without becoming part of them."""
MADE: Final[tuple[Made, ...]] = get_args(Made)


_TEXTS: Final = ("name", "version", "model", "copyright", "key", "place")
_LISTS: Final = ("claims", "bases", "acts")


@dataclass(frozen=True)
class Component:
    """One entry of an inventory, as it stands there; what is empty was not said.

    Raises FactsError for what is of the wrong kind, and for a word that there is not. Whether there are such facts and
    acts is seen where it is decided.
    """

    name: str
    version: str = ""
    kind: ComponentKind = ""
    claims: tuple[str, ...] = ()
    """What is said of its licence: ids, expressions, tags. Of several, one holds: they disagree."""
    model: str = ""
    """Its name in the registry or on the hub."""
    bases: tuple[str, ...] = ()
    """The components or models that it is made from."""
    made: Made = ""
    ours: bool = False
    """Whether it was we who made it from its bases."""
    acts: tuple[str, ...] = ()
    """What is done with it; empty: what the question asks."""
    facts: Mapping[str, Known] = field(default_factory=dict, hash=False)
    copyright: str = ""
    key: str = ""
    """Its name within a document, such as a `bom-ref`."""
    place: str = ""
    """Where it stands in the inventory, for messages."""

    def __post_init__(self) -> None:
        for name in _LISTS:
            object.__setattr__(self, name, listed(getattr(self, name)))
        refuse(self._refused())

    def _refused(self) -> Iterator[Diagnostic]:
        for name in _TEXTS:
            yield from of_kind(f"Component.{name}", getattr(self, name), str, "a text", "write it in quotes")
        yield from a_word("Component.kind", self.kind, KINDS)
        yield from a_word("Component.made", self.made, MADE)
        yield from of_kind("Component.ours", self.ours, bool, "yes or no", "write True or False")
        for name in _LISTS:
            yield from each_of_kind(f"Component.{name}", getattr(self, name), str, "a text", "write it in quotes")
        yield from of_kind(
            "Component.facts", self.facts, Mapping, "a mapping", "write the values of facts by their names"
        )

    @property
    def title(self) -> str:
        """Its name with its version."""
        return f"{self.name} {self.version}".rstrip()


@dataclass(frozen=True)
class ComponentList:
    """What an inventory holds, in its order, and what of it was not read."""

    components: tuple[Component, ...]
    notes: tuple[str, ...] = ()
