"""A use of a work: the acts that are asked about, and what is known of the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Self, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_MONTHS
from licensekit.use import subjects
from licensekit.use.checks import misplaced
from licensekit.use.entries import known_acts
from licensekit.use.fields import ReadsByName
from licensekit.use.local import read_local_value
from licensekit.use.parts import Speaking, UsePart, part_of
from licensekit.use.paths import path_of_name
from licensekit.use.problems import ManyRefused, Refusals, about, acts_in, unknown_fact
from licensekit.use.raw import Gathered, read_raw
from licensekit.values import UNKNOWN, Known, Told
from licensekit.vocabulary.acts import GROUPS, LEAVES, in_order, leaves_of
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact, fact_name

PartT = TypeVar("PartT", bound=UsePart)

_ACTS = (*LEAVES, *GROUPS)


def checked_acts(acts: Iterable[str]) -> tuple[str, ...]:
    """Acts and groups of acts, each once, in the vocabulary's order. Raises FactsError that names all that are not."""
    try:
        return _acts(acts if isinstance(acts, str | Use) or not isinstance(acts, Iterable) else list(acts))
    except ManyRefused as refused:
        raise FactsError(refused.diagnostics) from None
    except ValueProblem as problem:
        raise FactsError([about("acts", problem)]) from None


def _acts(raw: object) -> tuple[str, ...]:
    if isinstance(raw, Use):
        mend = "write `use.acts`, and what it says as `facts=use.given`"
        raise ValueProblem("this is a Use, not a list of acts", mend, "LK508")
    if isinstance(raw, str) or not isinstance(raw, Iterable):
        words = acts_in(raw) if isinstance(raw, str) else []
        raise ValueProblem(
            "acts are a list", "write [{}]".format(", ".join(f'"{word}"' for word in words or ["run"])), "LK508"
        )
    return known_acts(sorted(str(word) for word in raw))  # a set has no order of its own


def _by_name(raw: object, what: str, mend: str, read: Callable[[str, object], Known]) -> dict[str, Known]:
    """The values of a mapping by their names. Raises ValueProblem, and ManyRefused with all that is refused."""
    if not isinstance(raw, Mapping):
        raise ValueProblem(f"{what} are a mapping", mend, "LK508")
    values: dict[str, Known] = {}
    refused: list[Diagnostic] = []
    for name, value in raw.items():
        try:
            values[str(name)] = read(str(name), value)
        except KeyError:
            refused.append(unknown_fact(str(name)))
        except ValueProblem as problem:
            refused.append(about(str(name), problem))
    if refused:
        raise ManyRefused(refused)
    return values


def _meanings(raw: object) -> dict[str, Known]:
    return _by_name(raw, "facts under a meaning", "write `FACT@MEANING` for each", _under_a_meaning)


def _under_a_meaning(name: str, raw: object) -> Known:
    info = fact(name)
    if not fact_name(name).meaning:
        raise ValueProblem("no meaning is named", f"write `{name}@LICENSE`, or give it among the facts")
    return read_raw(info, raw)


def _local(raw: object) -> dict[str, Known]:
    return _by_name(raw, "a licence's own facts", "write `NAME.PART` for each", read_local_value)


ActNames = Annotated[
    AbstractSet[str] | tuple[str, ...] | list[str],
    BeforeValidator(_acts),
    WithJsonSchema({"type": "array", "items": {"enum": list(_ACTS)}, "uniqueItems": True}),
]


class Use(Speaking):
    """What is done with a work, and what is known about it.

    >>> from licensekit import Product
    >>> Use(acts={"embed"}, product=Product(charged_for=True)) == Use.of(["embed"], {"product.charged_for": True})
    True

    `acts` are acts or groups of the vocabulary. Each further field holds the facts of one subject; a fact that
    is not given is unknown. `local` holds facts that a licence declares itself, by their names, and `meanings`
    facts as one licence defines them, by `FACT@MEANING`. The day, approvals, rates and assumptions are no part
    of a use: they belong to the question.

    Raises FactsError with every finding at once.
    """

    acts: ActNames = ()
    licensee: subjects.Licensee = Field(default_factory=subjects.Licensee.nothing)
    group: subjects.Group = Field(default_factory=subjects.Group.nothing)
    client: subjects.Client = Field(default_factory=subjects.Client.nothing)
    recipient: subjects.Recipient = Field(default_factory=subjects.Recipient.nothing)
    access: subjects.Access = Field(default_factory=subjects.Access.nothing)
    use: subjects.Usage = Field(default_factory=subjects.Usage.nothing)
    deployment: subjects.Deployment = Field(default_factory=subjects.Deployment.nothing)
    purpose: subjects.Purpose = Field(default_factory=subjects.Purpose.nothing)
    product: subjects.Product = Field(default_factory=subjects.Product.nothing)
    products_with_work: subjects.ProductsWithWork = Field(default_factory=subjects.ProductsWithWork.nothing)
    products_commercial: subjects.ProductsCommercial = Field(default_factory=subjects.ProductsCommercial.nothing)
    service: subjects.Service = Field(default_factory=subjects.Service.nothing)
    distribution: subjects.Distribution = Field(default_factory=subjects.Distribution.nothing)
    work: subjects.WorkFacts = Field(default_factory=subjects.WorkFacts.nothing)
    trained_model: subjects.TrainedModel = Field(default_factory=subjects.TrainedModel.nothing)
    outputs: subjects.Outputs = Field(default_factory=subjects.Outputs.nothing)
    conduct: subjects.Conduct = Field(default_factory=subjects.Conduct.nothing)
    dispute: subjects.Dispute = Field(default_factory=subjects.Dispute.nothing)
    breach: subjects.Breach = Field(default_factory=subjects.Breach.nothing)
    licensor: subjects.Licensor = Field(default_factory=subjects.Licensor.nothing)
    local: Annotated[Mapping[str, Any], ReadsByName(_local)] = Field(default_factory=dict)
    meanings: Annotated[Mapping[str, Any], ReadsByName(_meanings)] = Field(default_factory=dict)

    @classmethod
    def of(
        cls,
        acts: Iterable[str] = (),
        facts: Mapping[str, object] | None = None,
        declared: Mapping[str, FactInfo] | None = None,
    ) -> Self:
        """A use from acts and flat fact names.

        >>> use = Use.of(["run", "embed"], {"product.revenue.month": "at most 20 million USD", "use.countries": ["DE"]})
        >>> str(use.facts()["product.revenue.month"])
        'at most 20_000_000 USD'

        `acts` are acts or groups (`licensekit.acts()`), `facts` values by name (`licensekit.facts()`): booleans, whole
        numbers for counts (of people, in the window that the name says), a text with its currency or a Money for
        amounts, days or ISO texts for dates, ISO 3166 codes for countries; a bound as a text or a Range. A monthly
        number also takes a mapping of months. `declared` are the facts that a licence declares itself; their values go
        to `local`. (Where no licence is at hand yet, give them to the field `local` of a `Use`.) Raises FactsError with
        every finding: LK501 for a name that there is not, LK502 for a value, LK503 for an act, LK504 for a float.
        """
        gathered = Gathered(declared or {}, Refusals())
        words: tuple[str, ...] = ()
        try:
            words = checked_acts(acts)
        except FactsError as refused:
            gathered.refusals.add(*refused.diagnostics)
        if facts is not None and not isinstance(facts, Mapping):
            mend = 'write {"product.charged_for": True}, or the names of facts with their values'
            gathered.refusals.add(misplaced("facts", facts, "a mapping", mend))
        else:
            for name, value in (facts or {}).items():
                gathered.add(str(name), value)
        gathered.refusals.check()
        return cls._built(words, gathered.values, frozenset(declared or ()))

    @classmethod
    def _built(cls, acts: tuple[str, ...], known: Mapping[str, Known], local: frozenset[str]) -> Self:
        tree: dict[str, Any] = {}
        for name, value in known.items():
            path = ("local", name) if name in local else path_of_name(name)
            branch = tree
            for step in path[:-1]:
                branch = branch.setdefault(step, {})
            branch[path[-1]] = value
        return _constructed(cls, tree | {"acts": acts})

    def facts(self) -> Mapping[str, Told]:
        """What is given, by flat name, in the order of the names. Dated months are `NAME[2025-03]`."""
        return MappingProxyType(self.given)

    @cached_property
    def given(self) -> dict[str, Told]:
        """The facts that are given, flat. Treat it as read-only; `facts()` hands it out so.

        Raises FactsError for more than MAX_MONTHS figures of months.
        """
        given = {name: known for name, known in self._said.items() if known is not UNKNOWN}
        months = sum("[" in name for name in given)
        if months > MAX_MONTHS:
            message, mend = (
                f"figures of {months} months are given",
                f"give those of the last years, at most {MAX_MONTHS}",
            )
            raise FactsError([Diagnostic("LK511", message, help=mend)])
        return given

    @cached_property
    def left_open(self) -> frozenset[str]:
        """The facts that are said to be unknown, where the others that are not given are passed over in silence."""
        return frozenset(name for name, known in self._said.items() if known is UNKNOWN)

    @cached_property
    def _said(self) -> dict[str, Known]:
        flat: dict[str, Known] = {**self.local, **self.meanings}
        for name in self.model_fields_set:
            part = getattr(self, name)
            if isinstance(part, UsePart):
                _flatten(part, name, flat)
        return {name: flat[name] for name in sorted(flat)}

    @property
    def leaves(self) -> tuple[str, ...]:
        """The acts that are performed: groups replaced by their leaves, in the vocabulary's order."""
        return in_order(leaf for act in self.acts for leaf in leaves_of(act))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced, read as those of a new use are; what was computed is computed anew."""
        copied = super().model_copy(update=update, deep=deep)
        for computed in ("_said", "given", "left_open", "plain_snapshot"):
            copied.__dict__.pop(computed, None)
        return copied

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Use):
            return False
        return (self.acts, self.given, self.left_open) == (other.acts, other.given, other.left_open)

    def __hash__(self) -> int:
        return hash((self.acts, tuple(self.given.items())))


# A use waits for its first validation, which most answers never need; what is built around one, such as a field of
# FastAPI, does not wait with it: pydantic would warn of that field later, where nobody expects it.
Use.model_config["defer_build"] = False


def filled(use: Use, settled: Mapping[str, Told]) -> Use:
    """A use with the facts of the vocabulary that are settled where it leaves them open."""
    stated = use.facts()
    filling = {name: known for name, known in settled.items() if name not in stated}
    if not filling:
        return use
    standard = {name: known for name, known in stated.items() if name not in use.local}
    whole = Use.of(use.acts, {**dict.fromkeys(use.left_open - {*use.local}, UNKNOWN), **standard, **filling})
    return whole.model_copy(update={"local": use.local}) if use.local else whole


def _flatten(part: UsePart, prefix: str, flat: dict[str, Known]) -> None:
    for name in part.model_fields_set:
        value = getattr(part, name)
        if isinstance(value, UsePart):
            _flatten(value, f"{prefix}.{name}", flat)
        elif name == "dated":
            flat.update({f"{prefix}[{month}]": known for month, known in value.items()})
        else:
            flat[f"{prefix}.{name}"] = value


def _constructed(model: type[PartT], tree: Mapping[str, Any]) -> PartT:
    """A part from values that have been read already: nothing is validated twice, and no validator is built."""
    values = {}
    for name, value in tree.items():
        part = part_of(model, name)
        values[name] = value if part is None else _constructed(part, value)
    return model.nothing().read_already(values)
