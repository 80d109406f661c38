"""The chain of licences that a work, or a family of works, has carried: what people ask about, version by version.

Each row is a use that people ask about, with every fact stated that such a question leaves unsaid; each column a
licence from the day on which a work carried it; each cell the answer. What changed from one column to the next is
read off the cells, so that it can be checked by eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.decision import Circumstances, Terms, decide
from licensekit.decision.matter import Matter, matter_of
from licensekit.meaning.variable import AmountVariable
from licensekit.meaning.verdict import SEVERITY, Verdict
from licensekit.model.works import Work, WorkPart
from licensekit.use import Use
from licensekit.values import Money
from licensekit.vocabulary.acts import implied_by, in_order, leaves_of
from licensekit.vocabulary.facts import FACTS, SERIES, fact_name

_Size: TypeAlias = Literal["none", "small", "large"]


class _AskedAbout(NamedTuple):
    """A use that people ask about: its acts, how big whoever asks is, and what else is so."""

    title: str
    acts: tuple[str, ...]
    size: _Size
    facts: dict[str, object]


_COMPANY: Final[dict[str, object]] = {"licensee.kind": "company", "use.in_business": True, "use.personal": False}
_AT_HOME: Final[dict[str, object]] = {
    "product.exists": False,
    "use.reaches_third_parties": False,
    "purpose.primarily_commercial": False,
}
_PAID: Final[dict[str, object]] = {
    **_COMPANY,
    "product.charged_for": True,
    "purpose.primarily_commercial": True,
    "purpose.any_commercial_advantage": True,
    "use.earns_money": True,
}


def _in(country: str) -> dict[str, object]:
    where = frozenset({country})
    return {"licensee.domicile": country, "use.countries": where, "outputs.countries": where}


USES: Final[tuple[_AskedAbout, ...]] = (
    _AskedAbout("run it at home", ("run",), "none", {**_AT_HOME, "use.personal": True, "licensee.kind": "individual"}),
    _AskedAbout(
        "research at a university",
        ("run", "fine_tune"),
        "none",
        {**_AT_HOME, "licensee.kind": "academic", "use.in_business": False, "purpose.research": True},
    ),
    _AskedAbout(
        "internal use in a company", ("run",), "small", {**_COMPANY, **_AT_HOME, "use.internal_operations": True}
    ),
    _AskedAbout("fine-tune in a company", ("fine_tune",), "small", {**_COMPANY, **_AT_HOME}),
    _AskedAbout(
        "give out copies, unchanged",
        ("distribute_copy",),
        "small",
        {**_COMPANY, "product.exists": False, "distribution.for_fee": False, "purpose.primarily_commercial": False},
    ),
    _AskedAbout(
        "free product, small",
        ("embed",),
        "small",
        {**_COMPANY, "product.charged_for": False, "purpose.primarily_commercial": False, "use.earns_money": False},
    ),
    _AskedAbout("paid product, small", ("embed",), "small", _PAID),
    _AskedAbout("paid product, small, in the US", ("embed",), "small", _PAID | _in("US")),
    _AskedAbout("paid product, small, in the EU", ("embed",), "small", _PAID | _in("DE")),
    _AskedAbout("paid product, large", ("embed",), "large", _PAID),
    _AskedAbout(
        "paid model service, large",
        ("host_model",),
        "large",
        {**_PAID, "group.operates.model_service": True, "service.meaningful_control": True},
    ),
    _AskedAbout(
        "train another model on outputs",
        ("train_on_outputs",),
        "small",
        {**_COMPANY, **_AT_HOME, "trained_model.derived_from_work": False},
    ),
    _AskedAbout("military use", ("run",), "none", {**_AT_HOME, "conduct.military": True}),
)
"""The rows. Conduct, disputes and breach are clean unless the row says otherwise."""

UNLESS_SAID: Final[dict[str, object]] = {
    "licensee.domicile": "SG",
    "use.countries": frozenset({"SG"}),
    "outputs.countries": frozenset({"SG"}),
    "purpose.any_commercial_advantage": False,
    "product.charged_for": False,
    "use.earns_money": False,
    "use.in_business": False,
    "use.serves_product": False,
    "use.for_client": False,
    "outputs.sold": False,
    "distribution.for_fee": False,
    "service.only_relays": False,
    "service.embedded_in_features": False,
}
"""What every row has that says nothing else: somebody in Singapore, who earns nothing by it."""

_BY_SUBJECT: Final[dict[str, tuple[int, int]]] = {
    "product": (10_000, 200_000_000),
    "products_with_work": (10_000, 200_000_000),
    "products_commercial": (10_000, 200_000_000),
    "licensee": (100_000, 900_000_000),
    "group": (100_000, 5_000_000_000),
}
"""Numbers of somebody small and somebody large: people, or money, over whatever period a text asks for."""


@dataclass(frozen=True)
class Version:
    """A licence, from the day on which a work carried it."""

    work: str
    title: str
    license: str
    license_title: str
    since: date | None


@dataclass(frozen=True)
class HistoryCell:
    """The answer to one use under one version."""

    verdict: Verdict
    possible: tuple[Verdict, ...]
    duties: tuple[str, ...]
    """What is to be done, by its words."""
    approvals: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What one step changed for one use: the verdicts, and the duties gone and come."""

    use: str
    before: HistoryCell
    after: HistoryCell

    @property
    def stricter(self) -> bool:
        """Whether less may be done than before."""
        return max(SEVERITY[one] for one in self.after.possible) > max(SEVERITY[one] for one in self.before.possible)

    @property
    def added(self) -> tuple[str, ...]:
        """Duties that came."""
        return tuple(duty for duty in self.after.duties if duty not in self.before.duties)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Duties that went."""
        return tuple(duty for duty in self.before.duties if duty not in self.after.duties)


@dataclass(frozen=True)
class History:
    """The chain: versions by date, and for each use its answers."""

    versions: tuple[Version, ...]
    rows: tuple[tuple[str, tuple[HistoryCell, ...]], ...]

    def changes(self, step: int) -> tuple[Change, ...]:
        """What changed from a version to the next one."""
        pairs = ((title, cells[step], cells[step + 1]) for title, cells in self.rows)
        return tuple(Change(title, before, after) for title, before, after in pairs if before != after)


def chain(works: Iterable[Work], part: str = "weights") -> tuple[tuple[Work, WorkPart], ...]:
    """The readable licences of one part of some works, by the day from which they held; the same one once in a row."""
    rows = [(work, row) for work in works for row in work.parts if row.part == part and not row.unread]
    rows.sort(key=lambda pair: pair[1].since or date.min)
    return tuple(pair for at, pair in enumerate(rows) if at == 0 or rows[at - 1][1].license != pair[1].license)


def history(carried: Sequence[tuple[Version, Terms, Work]]) -> History:
    """Ask every use of every version."""
    versions = tuple(version for version, _, _ in carried)
    rows = tuple((asked.title, tuple(_cell(terms, work, asked) for _, terms, work in carried)) for asked in USES)
    return History(versions, rows)


def _cell(terms: Terms, work: Work, asked: _AskedAbout) -> HistoryCell:
    decision = decide(terms, Use.of(asked.acts, _facts(terms, work, asked)), Circumstances())
    duties = (duty.text for duty in decision.duties if duty.status == "due" and duty.strength == "must")
    missing = (each for each in decision.approvals if each.state != "held")
    approvals = (f"{each.approval.replace('_', ' ')} from {each.party}" for each in missing)
    return HistoryCell(
        decision.verdict, decision.possible, tuple(dict.fromkeys(duties)), tuple(dict.fromkeys(approvals))
    )


def _facts(terms: Terms, work: Work, asked: _AskedAbout) -> dict[str, object]:
    """What the row says, what the work settles, and for the rest of what the licence reads the usual answer."""
    leaves = in_order(leaf for act in asked.acts for leaf in leaves_of(act))
    matter, _ = matter_of(terms, leaves, Circumstances())
    facts: dict[str, object] = {given.fact: given.value for given in work.given} | asked.facts
    said = {name.partition("@")[0] for name in facts}
    implied = {each.fact for each in implied_by(asked.acts)}
    for name in matter.facts:
        plain = name.partition("@")[0]
        if plain in said:
            facts.setdefault(name, facts[plain])
        elif plain not in implied and (value := _usual(name, plain, matter, asked)) is not None:
            facts[name] = value
    meant = {name.partition("@")[0] for name in facts if "@" in name}
    return {name: value for name, value in facts.items() if name not in meant}


def _usual(name: str, plain: str, matter: Matter, asked: _AskedAbout) -> object:
    base = fact_name(plain).base
    if base not in FACTS and base not in SERIES:
        return None
    if asked.facts.get("product.exists") is False and plain.startswith(("product.", "service.")):
        return None
    if plain in UNLESS_SAID:
        return UNLESS_SAID[plain]
    if plain == "work.modified" or plain.startswith("group.operates."):
        return False
    number = next((each.variable for each in matter.comparisons if str(each.variable.name) == name), None)
    if number is None:
        return None
    small, large = _BY_SUBJECT.get(plain.partition(".")[0], (100, 100))
    unpaid = base.startswith("product.") and "revenue" in base and not asked.facts.get("use.earns_money", False)
    count = 0 if unpaid else {"none": 0, "small": small, "large": large}[asked.size]
    return Money(Decimal(count), number.currency) if isinstance(number, AmountVariable) else count
