"""Acts: what a licensee does. A shallow tree of groups and leaves; only leaves are performed.

Also the facts that acts imply by themselves. Source: design details, "Acts and their classes" and "What acts
imply".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.values import Exactly, value_shown


class ActClass(Enum):
    """What an act is done to; it decides what silence of a licence means."""

    ON_THE_WORK = "on the work"
    OTHER_RIGHT = "other right"
    ON_OUTPUTS = "on outputs"
    TAMPER = "tamper"
    OWN = "own"

    @property
    def needs_grant(self) -> bool:
        """Whether the act is `not_granted` where no grant covers it (DESIGN section 4)."""
        return self in {ActClass.ON_THE_WORK, ActClass.OTHER_RIGHT}


LEAVES: Final[Mapping[str, ActClass]] = MappingProxyType(
    {
        "run": ActClass.ON_THE_WORK,
        "reproduce": ActClass.ON_THE_WORK,
        "fine_tune": ActClass.ON_THE_WORK,
        "quantize": ActClass.ON_THE_WORK,
        "merge_models": ActClass.ON_THE_WORK,
        "combine_code": ActClass.ON_THE_WORK,
        "edit": ActClass.ON_THE_WORK,
        "distribute_copy": ActClass.ON_THE_WORK,
        "distribute_in_product": ActClass.ON_THE_WORK,
        "host_model": ActClass.ON_THE_WORK,
        "embed": ActClass.ON_THE_WORK,
        "train_with_work": ActClass.ON_THE_WORK,
        "distil": ActClass.ON_OUTPUTS,
        "train_on_outputs": ActClass.ON_OUTPUTS,
        "sublicense": ActClass.ON_THE_WORK,
        "sell": ActClass.ON_THE_WORK,
        "practise_patents": ActClass.OTHER_RIGHT,
        "use_marks": ActClass.OTHER_RIGHT,
        "transfer": ActClass.OTHER_RIGHT,
        "use_outputs": ActClass.ON_OUTPUTS,
        "alter_branding": ActClass.TAMPER,
        "remove_notices": ActClass.TAMPER,
        "remove_provenance": ActClass.TAMPER,
        "circumvent_safeguards": ActClass.TAMPER,
        "enforce_technical_measures": ActClass.TAMPER,
        "impose_different_terms": ActClass.TAMPER,
        "call_hosted": ActClass.OWN,
    }
)
"""Every act that can be performed, in the vocabulary's order, with its class."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "modify": ("fine_tune", "quantize", "merge_models", "combine_code", "edit"),
        "distribute": ("distribute_copy", "distribute_in_product"),
        "provide": ("host_model", "embed"),
        "train_other_model": ("train_with_work", "distil", "train_on_outputs"),
        "tamper": tuple(leaf for leaf, kind in LEAVES.items() if kind is ActClass.TAMPER),
    }
)
"""Each group and its leaves. A group is never performed: it stands for its leaves."""

ANY_ACT_GRANTED: Final[tuple[str, ...]] = tuple(leaf for leaf, kind in LEAVES.items() if kind is ActClass.ON_THE_WORK)
"""`any act` in a grant: every act on the work; everything else is granted only by name."""

ANY_ACT: Final[tuple[str, ...]] = tuple(
    leaf for leaf, kind in LEAVES.items() if kind not in {ActClass.TAMPER, ActClass.OWN}
)
"""`any act` outside grants: every leaf but tampering and acts that need nobody's licence."""

ACT_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "run": "run it",
        "reproduce": "make copies for yourself",
        "modify": "change it in any way",
        "fine_tune": "fine-tune or otherwise train it further",
        "quantize": "quantise it or change its format",
        "merge_models": "merge it with other models",
        "combine_code": "combine its code with other code",
        "edit": "edit its files",
        "distribute": "give it out",
        "distribute_copy": "give out copies of it",
        "distribute_in_product": "give out a product with it inside",
        "provide": "let others use it",
        "host_model": "give others access to the model itself, for example through an API",
        "embed": "use it in a product or service of yours",
        "train_other_model": "train or improve another model with it",
        "train_with_work": "train another model with its weights, logits or code",
        "distil": "train another model to imitate it by its outputs",
        "train_on_outputs": "train another model on its outputs",
        "sublicense": "sublicense it",
        "sell": "sell copies of it",
        "practise_patents": "practise the licensor's patents",
        "use_marks": "use the licensor's names and marks",
        "transfer": "transfer the licence to somebody else",
        "use_outputs": "use its outputs",
        "tamper": "remove or get around what protects or marks it",
        "alter_branding": "alter or remove its branding",
        "remove_notices": "remove copyright or licence notices",
        "remove_provenance": "remove watermarks or marks of origin",
        "circumvent_safeguards": "get around its safeguards",
        "enforce_technical_measures": "add technical measures that keep others from their rights",
        "impose_different_terms": "impose further or different terms on others",
        "call_hosted": "call a copy that others host",
    }
)
"""Each act and group as a person would say it."""


def leaves_of(name: str) -> tuple[str, ...]:
    """The leaves that an act or group stands for. Raises KeyError for a name that is neither."""
    if name in LEAVES:
        return (name,)
    return GROUPS[name]


def in_order(leaves: Iterable[str]) -> tuple[str, ...]:
    """Leaves without doubles, in the vocabulary's order."""
    wanted = set(leaves)
    return tuple(leaf for leaf in LEAVES if leaf in wanted)


@dataclass(frozen=True, slots=True)
class NotOption:
    """A one-of fact is known not to have this option."""

    option: str

    def __str__(self) -> str:
        return f"not {self.option}"


Implied: TypeAlias = Exactly | NotOption
Force: TypeAlias = Literal["firm", "weak"]


class Implication(NamedTuple):
    """Acts that settle a fact. `any`: one of them is asked; `only_below`: nothing but leaves of them is asked.

    A firm implication contradicts a given value that differs: an error that names both. A weak one gives way
    silently to what is given, and is used under `assume standard` alone.
    """

    acts: tuple[str, ...]
    mode: Literal["any", "only_below"]
    fact: str
    value: Implied
    force: Force
    description: str

    @property
    def leaves(self) -> frozenset[str]:
        """The leaves that `acts` stand for."""
        return frozenset(leaf for act in self.acts for leaf in leaves_of(act))


class ImpliedFact(NamedTuple):
    """A fact that follows from the acts asked, and why."""

    fact: str
    known: Implied
    force: Force
    because: str

    def __str__(self) -> str:
        value = value_shown(self.known.value) if isinstance(self.known, Exactly) else str(self.known)
        return f"{self.fact} is {value}: {self.because}"


_YES, _NO = Exactly(True), Exactly(False)
_USES_IN_PRODUCT = "to host or embed it is to use it in a product or service of yours"
_HANDS_IN_PRODUCT = "to give out a product with it inside means that there is such a product"

IMPLICATIONS: Final[tuple[Implication, ...]] = (
    Implication(("embed", "host_model"), "any", "product.exists", _YES, "firm", _USES_IN_PRODUCT),
    Implication(("embed", "host_model"), "any", "use.in_own_product", _YES, "firm", _USES_IN_PRODUCT),
    Implication(
        ("provide", "distribute"),
        "any",
        "use.reaches_third_parties",
        _YES,
        "firm",
        "to give it out or to let others use it reaches third parties",
    ),
    Implication(("distribute_in_product",), "any", "product.exists", _YES, "firm", _HANDS_IN_PRODUCT),
    Implication(("distribute_in_product",), "any", "product.contains_work", _YES, "firm", _HANDS_IN_PRODUCT),
    Implication(
        ("host_model",),
        "any",
        "service.inference_or_tuning",
        _YES,
        "firm",
        "to host the model for others gives them inference or tuning",
    ),
    Implication(("modify",), "any", "work.modified", _YES, "firm", "to modify it in any way changes the work"),
    Implication(
        ("fine_tune", "quantize", "merge_models"),
        "any",
        "work.derivative_model",
        _YES,
        "firm",
        "a fine-tuned, quantised or merged model is derived from the work",
    ),
    Implication(
        ("call_hosted",),
        "only_below",
        "access.channel",
        NotOption("own_copy"),
        "firm",
        "who only calls a copy that others host does not run an own copy",
    ),
    Implication(
        ("run", "reproduce", "modify"),
        "only_below",
        "use.reaches_third_parties",
        _NO,
        "weak",
        "nothing asked about lets the work or its outputs reach anyone outside",
    ),
)


def implied_by(leaves: Iterable[str]) -> tuple[ImpliedFact, ...]:
    """The facts that the acts of a use imply, taken together, each fact and value once, in the table's order."""
    asked = frozenset(leaves)
    if not asked:
        return ()
    implied: dict[tuple[str, Implied], ImpliedFact] = {}
    for rule in IMPLICATIONS:
        if asked & rule.leaves if rule.mode == "any" else asked <= rule.leaves:
            follows = ImpliedFact(rule.fact, rule.value, rule.force, rule.description)
            implied.setdefault((rule.fact, rule.value), follows)
    return tuple(implied.values())
