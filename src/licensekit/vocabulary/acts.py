"""Acts: what a licensee does. A shallow tree of groups and leaves; only leaves are performed.

Also the facts that acts imply by themselves (docs/semantics.md, section 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from itertools import takewhile
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.values import Exactly, NotOption, known_shown


class ActClass(StrEnum):
    """What an act is done to; it decides what silence of a licence means."""

    ON_THE_WORK = "on the work"
    OTHER_RIGHT = "other right"
    ON_OUTPUTS = "on outputs"
    TAMPER = "tamper"
    OWN = "own"

    @property
    def needs_grant(self) -> bool:
        """Whether the act is `not_granted` where no grant covers it (docs/semantics.md, section 3)."""
        return self in {ActClass.ON_THE_WORK, ActClass.OTHER_RIGHT}


_TABLE: Final = """
    run (on the work): run it
    reproduce (on the work): make copies for yourself
    modify: change it in any way
        fine_tune (on the work): fine-tune or otherwise train it further
        quantize (on the work): quantise it or change its format
        merge_models (on the work): merge it with other models
        combine_code (on the work): combine its code with other code
        edit (on the work): edit its files
    distribute: give it out
        distribute_copy (on the work): give out copies of it
        distribute_in_product (on the work): give out a product with it inside
    provide: let others use it
        host_model (on the work): give others access to the model itself, for example through an API
        host_software (on the work): offer the software to others as a hosted or managed service
        embed (on the work): use it in a product or service of yours
    train_other_model: train or improve another model with it
        train_with_work (on the work): train another model with its weights, logits or code
        distil (on outputs): train another model to imitate it by its outputs
        train_on_outputs (on outputs): train another model on its outputs
    sublicense (on the work): sublicense it
    sell (on the work): sell copies of it
    practise_patents (other right): practise the licensor's patents
    use_marks (other right): use the licensor's names and marks
    transfer (other right): transfer the licence to somebody else
    use_outputs (on outputs): use its outputs
    tamper: remove or get around what protects or marks it
        alter_branding (tamper): alter or remove its branding
        remove_notices (tamper): remove copyright or licence notices
        remove_provenance (tamper): remove watermarks or marks of origin
        circumvent_safeguards (tamper): get around its safeguards
        circumvent_license_key (tamper): remove, change or get around a licence key or what it protects
        reverse_engineer (tamper): decompile, disassemble or otherwise reverse engineer it
        enforce_technical_measures (tamper): add technical measures that keep others from their rights
        impose_different_terms (tamper): impose further or different terms on others
    call_hosted (on the work): call a copy that others host
    publish_benchmarks (own): publish results of tests of its performance
"""
"""Each act as a person would say it, with its class; those of a group stand indented below it."""

_LINES: Final = tuple(
    re.findall(r"^ {4}( {4})?([a-z_]+)(?: \(([a-z ]+)\))?: (.+)$", _TABLE, re.MULTILINE),
)

LEAVES: Final[Mapping[str, ActClass]] = MappingProxyType({name: ActClass(kind) for _, name, kind, _ in _LINES if kind})
"""Every act that can be performed, in the vocabulary's order, with its class."""


def _groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    for number, (_, group, kind, _) in enumerate(_LINES):
        if not kind:
            below = takewhile(lambda line: line[0], _LINES[number + 1 :])
            yield group, tuple(name for _, name, _, _ in below)


GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(dict(_groups()))
"""Each group and its leaves. A group is never performed: it stands for its leaves."""

ACT_TITLES: Final[Mapping[str, str]] = MappingProxyType({name: title for _, name, _, title in _LINES})
"""Each act and group as a person would say it."""

ANY_ACT_GRANTED: Final[tuple[str, ...]] = tuple(leaf for leaf, kind in LEAVES.items() if kind is ActClass.ON_THE_WORK)
"""`any act` in a grant: every act on the work; everything else is granted only by name."""

ANY_ACT: Final[tuple[str, ...]] = tuple(
    leaf for leaf, kind in LEAVES.items() if kind not in {ActClass.TAMPER, ActClass.OWN}
)
"""`any act` in a duty or a gate: every leaf but tampering and acts that need nobody's licence."""

ANY_ACT_FORBIDDEN: Final[tuple[str, ...]] = tuple(leaf for leaf, kind in LEAVES.items() if kind is not ActClass.OWN)
"""`any act` in what forbids or orders to stop: tampering too, since who does it for a forbidden purpose deals with the
work for that purpose."""


class ActInfo(NamedTuple):
    """An act of the vocabulary, or a group of acts."""

    name: str
    title: str
    """What it is, as a person would say it after "to"."""
    kind: ActClass | None
    """What it is done to; None of a group."""
    stands_for: tuple[str, ...] = ()
    """Of a group: the acts that are performed."""


ACTS: Final[Mapping[str, ActInfo]] = MappingProxyType(
    {name: ActInfo(name, ACT_TITLES[name], LEAVES.get(name), GROUPS.get(name, ())) for name in (*LEAVES, *GROUPS)}
)
"""Every act, then every group, each in the vocabulary's order."""

PERSONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "callers": ("run", "embed", "call_hosted"),
        "output_users": ("distil", "train_on_outputs", "use_outputs"),
        "end_users": ("run", "distil", "train_on_outputs", "use_outputs", "call_hosted"),
    }
)
"""Who may act without a copy of their own, and the acts in which a licence may bind them or not: who calls a copy that
others host, uses outputs, or is an end user of a finished product (docs/semantics.md, section 3)."""


def leaves_of(name: str) -> tuple[str, ...]:
    """The leaves that an act or group stands for. Raises KeyError for a name that is neither."""
    if name in LEAVES:
        return (name,)
    return GROUPS[name]


def covered_by(name: str) -> tuple[str, ...]:
    """The leaves that a clause covers with a name: who calls a hosted copy has it run, so `run` covers that too.

    Raises KeyError for a name that is no act.
    """
    return ("run", "call_hosted") if name == "run" else leaves_of(name)


def in_order(leaves: Iterable[str]) -> tuple[str, ...]:
    """Leaves without doubles, in the vocabulary's order."""
    wanted = set(leaves)
    return tuple(leaf for leaf in LEAVES if leaf in wanted)


Implied: TypeAlias = Exactly | NotOption
Force: TypeAlias = Literal["firm", "weak"]


class Implication(NamedTuple):
    """One of some acts, asked without certain others, settles a fact.

    A firm implication contradicts a given value that differs: an error that names both. A weak one gives way
    silently to what is given, and is used under `assume standard` alone.
    """

    acts: tuple[str, ...]
    fact: str
    value: Implied
    because: str
    unless: tuple[str, ...] = ()
    """Acts beside which nothing is implied."""
    force: Force = "firm"

    @property
    def leaves(self) -> frozenset[str]:
        """The leaves that `acts` stand for."""
        return _leaves(self.acts)

    @property
    def lifting(self) -> frozenset[str]:
        """The leaves that `unless` stands for."""
        return _leaves(self.unless)


@cache
def _leaves(acts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(leaf for act in acts for leaf in leaves_of(act))


class ImpliedFact(NamedTuple):
    """A fact that follows from the acts asked, and why."""

    fact: str
    known: Implied
    force: Force
    because: str

    def __str__(self) -> str:
        return f"{self.fact} is {known_shown(self.known)}: {self.because}"


_YES, _NO = Exactly(True), Exactly(False)
_OF_A_COPY: Final = (
    "reproduce",
    "quantize",
    "merge_models",
    "combine_code",
    "edit",
    "distribute",
    "sell",
    "sublicense",
)
"""Acts that nobody can do without a copy, or who only calls a copy of others has no right to pass on."""
_REACHING_NOBODY: Final = ("run", "reproduce", "modify")
_REACHING_OTHERS: Final = tuple(leaf for leaf in LEAVES if leaf not in _leaves(_REACHING_NOBODY))
_USES_IN_PRODUCT: Final = "to host or embed it is to use it in a product or service of yours"
_HANDS_IN_PRODUCT: Final = "to give out a product with it inside means that there is such a product"

IMPLICATIONS: Final[tuple[Implication, ...]] = (
    Implication(("provide",), "product.exists", _YES, _USES_IN_PRODUCT),
    Implication(("provide",), "use.in_own_product", _YES, _USES_IN_PRODUCT),
    Implication(
        ("provide", "distribute"),
        "use.reaches_third_parties",
        _YES,
        "to give it out or to let others use it reaches third parties",
    ),
    Implication(("sublicense", "sell"), "use.reaches_third_parties", _YES, "who gets a copy or a licence is reached"),
    Implication(("sell",), "distribution.for_fee", _YES, "who sells copies gives them out for a fee"),
    Implication(
        ("provide", "distribute_in_product"),
        "product.offered_to_third_parties",
        _YES,
        "to let others use it in a product, or to give the product out, offers it to them",
    ),
    Implication(("distribute_in_product",), "product.exists", _YES, _HANDS_IN_PRODUCT),
    Implication(("distribute_in_product",), "product.contains_work", _YES, _HANDS_IN_PRODUCT),
    Implication(
        ("host_model",),
        "service.inference_or_tuning",
        _YES,
        "to host the model for others gives them inference or tuning",
    ),
    Implication(
        ("host_model",), "service.users_generate_outputs", _YES, "to host the model lets others generate outputs"
    ),
    Implication(
        ("host_model", "host_software"),
        "service.users_interact_remotely",
        _YES,
        "who uses what is hosted for others does so over a network",
    ),
    Implication(
        ("host_model", "host_software"),
        "access.as_end_user_of_product",
        _NO,
        "who hosts it for others is not only an end user of a finished product",
    ),
    Implication(
        ("circumvent_safeguards",),
        "conduct.removes_safety_measures",
        _YES,
        "to get around its safeguards is to get around safety measures",
    ),
    Implication(("modify",), "work.modified", _YES, "to modify it in any way changes the work"),
    Implication(("combine_code",), "work.combined", _YES, "to combine its code with other code makes a larger work"),
    Implication(
        ("fine_tune", "quantize", "merge_models"),
        "work.derivative_model",
        _YES,
        "a fine-tuned, quantised or merged model is derived from the work",
    ),
    Implication(
        ("fine_tune",),
        "trained_model.derived_from_work",
        _YES,
        "the model that is trained further is derived from the work",
        unless=("train_other_model",),
    ),
    Implication(
        ("call_hosted",),
        "access.channel",
        NotOption("own_copy"),
        "who only calls a copy that others host does not run an own copy",
        unless=("run", "fine_tune", "train_with_work", *_OF_A_COPY),
    ),
    Implication(
        _OF_A_COPY,
        "access.channel",
        Exactly("own_copy"),
        "to copy it, to change its files or to pass it or rights in it on takes a copy of one's own",
    ),
    Implication(
        _REACHING_NOBODY,
        "use.reaches_third_parties",
        _NO,
        "nothing asked about lets the work or its outputs reach anyone outside",
        unless=_REACHING_OTHERS,
        force="weak",
    ),
    Implication(
        _REACHING_NOBODY,
        "distribution.for_fee",
        _NO,
        "nothing asked about gives out a copy",
        unless=_REACHING_OTHERS,
        force="weak",
    ),
)


def implied_by(leaves: Iterable[str]) -> tuple[ImpliedFact, ...]:
    """The facts that the acts of a use imply, taken together, each fact and value once, in the table's order."""
    return _implied_by(frozenset(leaves))


@lru_cache(maxsize=4096)
def _implied_by(asked: frozenset[str]) -> tuple[ImpliedFact, ...]:
    if not asked:
        return ()
    implied: dict[tuple[str, Implied], ImpliedFact] = {}
    for rule in IMPLICATIONS:
        if asked & rule.leaves and not asked & rule.lifting:
            follows = ImpliedFact(rule.fact, rule.value, rule.force, rule.because)
            implied.setdefault((rule.fact, rule.value), follows)
    return tuple(implied.values())
