"""A policy file: who we are, what we do with what, what was approved and done, what to fail on, and exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast, get_args

from licensekit import catalogue
from licensekit.components.documents import InventoryError, bytes_of, text_in
from licensekit.components.reading import FORMS
from licensekit.decision.circumstances import Assume, Readings
from licensekit.diagnostics import Diagnostic, Label, clipped, did_you_mean
from licensekit.errors import FactsError, LicensekitError, ValueProblem
from licensekit.model.clauses import written_id
from licensekit.profiles import profile_among, read_profile
from licensekit.span import Source
from licensekit.use.entries import ClosedTable, acts_of, approval_of, date_of, text_of
from licensekit.use.files import KEYS, QUESTION
from licensekit.use.parsing import located, located_entry, parsed, placed_in_entry
from licensekit.use.problems import ManyRefused, Refusals
from licensekit.use.profile import Profile, license_named
from licensekit.use.raw import Gathered
from licensekit.use.statements import Approval
from licensekit.values import Known
from licensekit.vocabulary.words import AGREEMENT, SUBJECTS

T = TypeVar("T")
Concern: TypeAlias = Literal[
    "refused", "conflict", "approval", "unknown", "unread", "expired", "duty", "new", "changed", "exception"
]
"""What a gate looks at; `[fail] on` lists those that stop it."""
CONCERNS: Final[tuple[Concern, ...]] = get_args(Concern)
FAIL_ON: Final[tuple[Concern, ...]] = tuple(each for each in CONCERNS if each != "duty")
"""What stops the gate where the policy does not say: everything but duties, which a permission may have."""
_OWN: Final = ("profile", "products", "duties", "fail", "exceptions", "assume", "reads")
_NO_WORDS: Final[tuple[str, ...]] = ()
_NO_DAY: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class ProductPlanned:
    """A product: its inventory, and what is done with what is in it."""

    name: str
    inventory: Path
    form: str | None
    acts: tuple[str, ...]
    facts: Mapping[str, Known] = field(default_factory=dict)
    place: tuple[Label, ...] = ()


@dataclass(frozen=True)
class ApprovalGiven:
    """An approval, with the products that it is for (none: all), and where it is on record."""

    approval: Approval
    products: tuple[str, ...] = ()
    reference: str = ""
    place: tuple[Label, ...] = ()


@dataclass(frozen=True)
class DutyDone:
    """A duty that was done, for which products (none: all), and what shows it."""

    duty: str
    evidence: str
    products: tuple[str, ...] = ()
    by: str = ""
    on: date | None = None
    place: tuple[Label, ...] = ()


@dataclass(frozen=True)
class ExceptionMade:
    """Findings about a component that are let stand until a day (included), and why."""

    component: str
    reason: str
    until: date
    concerns: tuple[Concern, ...]
    """Those that it lets stand, each by its name: what was accepted says nothing of what comes later."""
    product: str = ""
    place: tuple[Label, ...] = ()
    version: str = ""
    """The one version for which it is made; without, for each."""

    @property
    def title(self) -> str:
        """The component with the version, as findings name it."""
        return f"{self.component} {self.version}".rstrip()


@dataclass(frozen=True)
class GatePolicy:
    """What a policy file says."""

    source: Source
    products: tuple[ProductPlanned, ...]
    profile: Profile
    """Who we are, what counsel reads and what is attested; without approvals and duties that are for some products."""
    approvals: tuple[ApprovalGiven, ...] = ()
    duties: tuple[DutyDone, ...] = ()
    exceptions: tuple[ExceptionMade, ...] = ()
    fail_on: tuple[Concern, ...] = FAIL_ON
    assume: Assume = "safe"
    readings: Readings = "taken"

    def profile_for(self, product: str, as_of: date) -> Profile:
        """The profile of a product: with the approvals and the duties that are for it, these if done by that day."""
        approvals = tuple(each.approval for each in self.approvals if not each.products or product in each.products)
        by_then = (each for each in self.duties if each.on is None or each.on <= as_of)
        done = tuple(each.duty for each in by_then if not each.products or product in each.products)
        gates = {each.gate for each in approvals}
        said = self.profile.said._replace(
            approvals=(*(each for each in self.profile.said.approvals if each.gate not in gates), *approvals),
            done=tuple(dict.fromkeys((*self.profile.said.done, *done))),
        )
        return replace(self.profile, said=said)


def read_policy(path: Path) -> GatePolicy:
    """The policy of a TOML file. Raises InventoryError with everything found, each at its place."""
    return policy_of_text(text_in(bytes_of(path), str(path)), str(path), path.parent)


def policy_of_text(text: str, name: str, folder: Path) -> GatePolicy:
    """The policy that a text holds; paths in it begin at a folder. Raises InventoryError."""
    source = Source(name, text)
    refusals = Refusals([source])
    try:
        top = parsed(source, "toml", refusals)
        policy = _PolicyReader(source, folder, top, refusals).policy()
        refusals.check()
    except FactsError as refused:
        raise InventoryError(refused.diagnostics, tuple(refused.sources.values()) or (source,)) from None
    return policy


class _PolicyReader:
    """Goes through a parsed policy once and keeps the findings."""

    def __init__(self, source: Source, folder: Path, top: Mapping[str, Any], refusals: Refusals) -> None:
        self._source, self._folder, self._top, self._refusals = source, folder, top, refusals

    def policy(self) -> GatePolicy:
        keys = (*_OWN, *(key for key in KEYS if key not in QUESTION))
        for key in self._top:
            if key not in keys and key not in SUBJECTS:
                mend = did_you_mean(key, keys) or f"use one of {', '.join(f'`{each}`' for each in keys)}"
                self._add("LK508", f"`{clipped(key)}` is not a key of a policy", (key,), mend)
        whole = ClosedTable("policy", {key: self._top[key] for key in ("assume", "reads") if key in self._top}, _OWN)
        assume = whole.take("assume", partial(_word, ("safe", "none", "standard")), "safe")
        reads = whole.take("reads", partial(_word, ("taken", "strict")), "taken")
        said = ((each, each.path.rpartition(".")[2]) for each in whole.refusals)
        self._refusals.add(*(replace(each, labels=located(self._source, (key,))) for each, key in said))
        products = self._each("products", self._product)
        approvals = self._each("approvals", self._approval)
        duties = self._each("duties", self._duty)
        exceptions = self._each("exceptions", self._exception)
        profile = self._profile(approvals, duties)
        if self._top.get("products", []) == []:
            mend = "write `[[products]]` with `name`, `inventory` and `acts`"
            self._refusals.add(Diagnostic("LK508", "a policy has no products", help=mend))
        self._misnamed(products, approvals, duties, exceptions)
        return GatePolicy(
            self._source,
            products,
            profile,
            approvals,
            duties,
            exceptions,
            self._fail_on(),
            cast("Assume", assume),
            cast("Readings", reads),
        )

    def _add(self, code: str, message: str, keys: tuple[str, ...], mend: str) -> None:
        self._refusals.add(Diagnostic(code, message, located(self._source, keys), mend))

    def _each(self, key: str, read: Callable[[str, object, tuple[Label, ...]], T]) -> tuple[T, ...]:
        raw = self._top.get(key, [])
        if not isinstance(raw, list):
            self._add("LK508", f"`{key}` is no list of tables", (key,), f"write `[[{key}]]` before each")
            return ()
        entries: list[T] = []
        for at, entry in enumerate(raw):
            labels = located_entry(self._source, key, at)
            try:
                entries.append(read(f"{key}[{at}]", entry, labels))
            except ManyRefused as refused:
                self._refusals.add(*placed_in_entry(refused.diagnostics, self._source, key, at))
        return tuple(entries)

    def _product(self, where: str, raw: object, place: tuple[Label, ...]) -> ProductPlanned:
        entry = ClosedTable(where, raw, ("name", "inventory", "form", "acts", "facts"))
        name = entry.need("name", text_of, "")
        inventory = entry.need("inventory", text_of, "")
        form = entry.take("form", partial(_word, FORMS), "")
        acts = entry.take("acts", acts_of, _NO_WORDS)
        nothing: dict[str, Known] = {}
        facts = entry.take("facts", partial(self._facts, entry), nothing)
        entry.finish()
        return ProductPlanned(name, self._folder / inventory, form or None, acts, facts, place)

    def _facts(self, entry: ClosedTable, raw: object) -> dict[str, Known]:
        if not isinstance(raw, Mapping):
            raise ValueProblem("a table of facts is missing", "write its facts as keys in quotes", "LK508")
        gathered = Gathered({}, entry.refusals)
        for name, value in raw.items():
            gathered.add(name, value, partial(located, self._source, (name,)))
        return gathered.values

    def _approval(self, where: str, raw: object, place: tuple[Label, ...]) -> ApprovalGiven:
        own = ("products", "reference")
        rest = {key: value for key, value in raw.items() if key not in own} if isinstance(raw, Mapping) else raw
        entry = ClosedTable(
            where, {key: raw[key] for key in own if key in raw} if isinstance(raw, Mapping) else {}, own
        )
        products = entry.take("products", _some, _NO_WORDS)
        reference = entry.take("reference", text_of, "")
        entry.finish()
        return ApprovalGiven(approval_of(where, rest), products, reference, place)

    def _duty(self, where: str, raw: object, place: tuple[Label, ...]) -> DutyDone:
        entry = ClosedTable(where, raw, ("duty", "evidence", "products", "by", "on"))
        duty = entry.need("duty", text_of, "")
        evidence = entry.need("evidence", text_of, "")
        products = entry.take("products", _some, _NO_WORDS)
        by = entry.take("by", text_of, "")
        on = entry.take("on", date_of, None)
        entry.finish()
        return DutyDone(duty, evidence, products, by, on, place)

    def _exception(self, where: str, raw: object, place: tuple[Label, ...]) -> ExceptionMade:
        entry = ClosedTable(where, raw, ("component", "version", "reason", "until", "for", "product"))
        component = entry.need("component", text_of, "")
        version = entry.take("version", text_of, "")
        reason = entry.need("reason", text_of, "")
        until = entry.need("until", date_of, _NO_DAY)
        concerns = entry.need("for", _let_stand, CONCERNS)
        product = entry.take("product", text_of, "")
        entry.finish()
        return ExceptionMade(component, reason, until, concerns, product, place, version)

    def _fail_on(self) -> tuple[Concern, ...]:
        if "fail" not in self._top:
            return FAIL_ON
        try:
            entry = ClosedTable("fail", self._top["fail"], ("on",))
            concerns = entry.need("on", _concerns, FAIL_ON)
            entry.finish()
        except ManyRefused as refused:
            labels = located(self._source, ("fail",))
            self._refusals.add(*(replace(each, labels=each.labels or labels) for each in refused.diagnostics))
            return FAIL_ON
        return concerns

    def _profile(self, approvals: Iterable[ApprovalGiven], duties: Iterable[DutyDone]) -> Profile:
        """What the policy says as a profile does, over the profile that it names.

        Approvals and duties are read with it, so that names of licences are looked up, and put in for each product.
        """
        told = {key: value for key, value in self._top.items() if key in KEYS or key in SUBJECTS}
        told["approvals"] = [{"gate": each.approval.gate, "state": each.approval.state} for each in approvals]
        done = self._top.get("done", [])
        if isinstance(done, list):  # else it is refused as it stands
            told["done"] = [*done, *(each.duty for each in duties)]
        own = self._taken(lambda: profile_among(told, self._source)) or Profile(self._source.name)
        own = replace(own, said=own.said._replace(approvals=(), done=tuple(done) if isinstance(done, list) else ()))
        named = self._top.get("profile")
        if named is None:
            return own
        if not isinstance(named, str):
            self._add("LK508", "`profile` is no path", ("profile",), 'write it in quotes, such as "company.toml"')
            return own
        theirs = self._taken(lambda: read_profile(self._folder / named))
        return own if theirs is None else own.over(theirs)

    def _taken(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except LicensekitError as refused:
            self._refusals.sources = (*self._refusals.sources, *refused.sources.values())
            self._refusals.add(*refused.diagnostics)
        return None

    def _misnamed(
        self,
        products: tuple[ProductPlanned, ...],
        approvals: Iterable[ApprovalGiven],
        duties: Iterable[DutyDone],
        exceptions: Iterable[ExceptionMade],
    ) -> None:
        """Products that are named and are none, and two of one name."""
        names = [each.name for each in products]
        named = [
            *((name, each.place) for each in approvals for name in each.products),
            *((name, each.place) for each in duties for name in each.products),
            *((each.product, each.place) for each in exceptions if each.product),
        ]
        for name, place in named:
            if name not in names:
                mend = did_you_mean(name, names) or "name one of `[[products]]`"
                self._refusals.add(Diagnostic("LK862", f"there is no product `{clipped(name)}`", place, mend))
        clauses = (
            *((each.approval.gate, "gate", "LK531", each.place) for each in approvals),
            *((each.duty, "duty", "LK537", each.place) for each in duties),
        )
        for full, kind, code, place in clauses:
            self._refusals.add(*_of_no_license(full, kind, code, place))
        for at, each in enumerate(products):
            if each.name in names[:at]:
                message = f"two products are called `{clipped(each.name)}`"
                self._refusals.add(Diagnostic("LK862", message, each.place, "give one of them another name"))


def _of_no_license(full: str, kind: str, code: str, place: tuple[Label, ...]) -> Iterator[Diagnostic]:
    """A gate or duty that the licence with which it is named does not have. Of an agreement nothing can be said."""
    license = license_named(full, catalogue.ids())
    if full.startswith(AGREEMENT) or "." not in full:  # what names no licence was told before
        return
    if not license:
        mend = "write it with the id of its licence, as `licensekit list` shows it"
        yield Diagnostic("LK862", f"`{clipped(full)}` is of no licence that is known here", place, mend)
        return
    kinds = {"gate": {"gate"}, "duty": {"duty", "termination"}}[kind]
    known = [written_id(each.id) for each in catalogue.load(license).clauses if each.kind in kinds]
    name = full.removeprefix(f"{license}.")
    if name not in known:
        mend = did_you_mean(name, known) or f"see `licensekit show {license}`"
        yield Diagnostic(code, f"`{license}` has no {kind} `{clipped(name)}`", place, mend)


def _word(known: tuple[str, ...], raw: object) -> str:
    word = text_of(raw)
    if word not in known:
        raise ValueProblem(f"it cannot be `{clipped(word)}`", did_you_mean(word, known) or f"use {', '.join(known)}")
    return word


def _texts(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise ValueProblem("names are a list", 'write them like ["…"]', "LK508")
    return tuple(map(text_of, raw))


def _some(raw: object) -> tuple[str, ...]:
    """Names of products, at least one: a list of none would else mean all."""
    names = _texts(raw)
    if not names:
        raise ValueProblem("no product is named", "name one; without `products` it is for all", "LK508")
    return names


def _concerns(raw: object) -> tuple[Concern, ...]:
    return tuple(cast("Concern", _word(CONCERNS, word)) for word in _texts(raw))


def _let_stand(raw: object) -> tuple[Concern, ...]:
    """The concerns that an exception names, at least one."""
    concerns = _concerns(raw)
    if not concerns:
        raise ValueProblem("no concern is named", f"name what is to stand, of {', '.join(CONCERNS)}", "LK508")
    return concerns
