"""Questions about given terms, with values at and around the thresholds, made by chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING, Literal

from differential.asked import Asked, HeldApproval, Terms
from differential.pool import (
    DAYS,
    MORE_OFTEN,
    options_of,
    type_of,
)
from differential.worlds import atoms_of, facts_read, subject
from licensekit.model.clauses import (
    Binding,
    Duty,
    Gate,
    Grant,
    Prohibition,
)
from licensekit.model.conditions import (
    Compares,
    IsOneOf,
    SetMeets,
)
from licensekit.model.license import License
from licensekit.values import WORLDWIDE, Exactly, IndexValue, Known, Money, Number, Range, Rate
from licensekit.vocabulary.acts import GROUPS, LEAVES, PERSONS, implied_by, in_order, leaves_of
from licensekit.vocabulary.relations import relation

if TYPE_CHECKING:
    from differential.generate import Generator


class QuestionMaker:
    """Makes one question about given terms."""

    def __init__(self, generator: Generator, terms: Terms, shelf: dict[str, License], unknown: int | None) -> None:
        self.generator = generator
        self.random = generator.random
        self.chance = generator.chance
        self.blank = Asked(terms, (), shelf=shelf)
        self.licenses = self.blank.licenses()
        self.declared = tuple(fact for license in self.licenses for fact in license.facts)
        self.atoms = [atom for license in self.licenses for atom in atoms_of(license)]
        self.unknown = unknown if unknown is not None else self.random.choice((0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4))

    def type_of(self, name: str) -> str:
        return type_of(name, self.declared)

    def options_of(self, name: str) -> tuple[str, ...]:
        return options_of(name, self.declared)

    def asked(self) -> Asked:
        acts = self.acts()
        facts = list(dict.fromkeys(name for atom in self.atoms for name in facts_read(atom)))
        if any(subject(name) in {"product", "service"} for name in facts):
            facts.append("product.exists")
        if self.reads_groups():
            facts.append("as_of")
        facts = list(dict.fromkeys(facts))
        implied = {each.fact for each in implied_by(in_order(leaf for act in acts for leaf in leaves_of(act)))}
        asked_of = [name for name in facts if name not in implied or name == "access.channel"]
        dates = [name for name in asked_of if self.type_of(name) == "date"]
        self.random.shuffle(asked_of)
        open_facts = asked_of[: self.unknown]
        # Two unknown days at some distance from each other are many worlds: seldom.
        for name in dates[1:]:
            if name in open_facts and not self.chance(0.1):
                open_facts.remove(name)
        given: dict[str, Known] = {}
        as_of: date | None = None
        for name in asked_of:
            if name == "as_of":
                as_of = None if name in open_facts else self.day()
            elif name not in open_facts:
                given[name] = self.value(name)
            elif self.type_of(name) in {"count", "money"} and self.chance(0.4):
                given[name] = self.range(name)
        for name in facts:
            if name in implied and name not in given and self.chance(0.05):
                given[name] = self.value(name)
        if as_of is None and "as_of" not in facts and self.chance(0.15):
            as_of = self.day()
        sums = [name for name in facts if name.startswith("product.revenue.") and not name.endswith("month")]
        if self.chance(0.3 if sums else 0.01):
            as_of = self.series(given, sums, as_of)
        if self.chance(0.9):
            mend(given)
        for name in [each for each in given if "[" in each and "@" not in each]:
            number = name.partition("[")[0]
            if any("@" in each and each.rpartition(".")[0] == number for each in facts):
                del given[name]  # it may be meant either way, and is refused unless both are stated
        return Asked(
            terms=self.blank.terms,
            acts=acts,
            given=given,
            as_of=as_of,
            readings=self.readings(),
            approvals=(*self.approvals(), *(self.agreements() if self.generator.agreements else ())),
            done=self.done(),
            rates=self.rates(),
            indices=(IndexValue("us_cpi_u", 2019, Decimal("1.25"), date(2026, 1, 1)),) if self.chance(0.3) else (),
            assume=self.random.choice(("none", "none", "safe", "standard")),
            shelf=self.blank.shelf,
        )

    def series(self, given: dict[str, Known], sums: Sequence[str], as_of: date | None) -> date | None:
        """Months that are given instead of the windows to which they add up; a year whole, or with gaps."""
        for name in sums:
            given.pop(name, None)
        whole = self.chance(0.5)
        for month in range(1, 13):
            if whole or self.chance(0.6):
                share = Decimal(self.random.choice((1, 10, 1_666_666, 1_666_667)))
                given[f"product.revenue[2025-{month:02}]"] = Exactly(Money(share, "USD"))
        return date(2026, self.random.choice((1, 2, 6)), 15) if as_of is not None or self.chance(0.5) else None

    def acts(self) -> tuple[str, ...]:
        mentioned = [
            leaf
            for license in self.licenses
            for clause in license.clauses
            if isinstance(clause, Prohibition | Duty | Gate | Grant)
            for leaf in (*clause.acts.written, *clause.acts.withheld)
            if leaf != "any act"
        ]
        groups = list(GROUPS) if self.chance(0.15) else []
        if any("access.channel" in facts_read(atom) for atom in self.atoms):
            groups += ["call_hosted"]
        groups += [
            leaf
            for license in self.licenses
            for clause in license.clauses
            if isinstance(clause, Binding)
            for person in clause.persons
            for leaf in PERSONS[person]
        ]
        pool = [*MORE_OFTEN, *(each for each in mentioned if each in LEAVES), *groups]
        chosen = self.generator.some(pool if self.chance(0.9) else list(LEAVES), 1, self.random.choice((1, 1, 2, 3)))
        return tuple(act for act in (*LEAVES, *GROUPS) if act in chosen)

    def reads_groups(self) -> bool:
        return any(
            value in {"EU", "EEA"}
            for atom in self.atoms
            if isinstance(atom, IsOneOf | SetMeets)
            for value in atom.values
        )

    def marks(self, name: str) -> list[Number]:
        """The thresholds that stand beside a number or one tied to it."""
        return [
            atom.amount
            for atom in self.atoms
            if isinstance(atom, Compares)
            and isinstance(atom.amount, Money) == (self.type_of(name) == "money")
            and (atom.quantity == name or relation(atom.quantity, name) or relation(name, atom.quantity))
        ]

    def number(self, name: str) -> Number:
        """A number at a threshold or beside it, or any."""
        marks = self.marks(name)
        if self.type_of(name) == "count":
            mark = self.random.choice(marks) if marks and self.chance(0.9) else self.random.choice((0, 3, 10**9))
            assert isinstance(mark, int)
            return max(0, mark + self.random.choice((-1, 0, 1)))
        mark = self.random.choice(marks) if marks and self.chance(0.9) else Money(Decimal(12), "USD")
        assert isinstance(mark, Money)
        currency = mark.currency if self.chance(0.93) else "CNY"
        least = Decimal(self.random.choice(("0", "0.005")))
        step = self.random.choice((Decimal("-0.01"), Decimal(0), Decimal("0.01")))
        return Money(max(least, mark.amount + step), currency)

    def range(self, name: str) -> Range:
        low, high = self.number(name), self.number(name)
        low_open, high_open = self.chance(0.5), self.chance(0.5)
        match self.random.randrange(3):
            case 0:
                return Range(low=low, low_open=low_open)
            case 1 if high not in (0, Money(Decimal(0), "USD"), Money(Decimal(0), "CNY")):
                return Range(high=high, high_open=high_open)
            case 2 if isinstance(low, int) and isinstance(high, int) and low != high:
                return Range(min(low, high), max(low, high))
            case 2 if isinstance(low, Money) and isinstance(high, Money) and low.currency == high.currency:
                if low.amount != high.amount:
                    ends = sorted((low, high), key=lambda end: end.amount)
                    return Range(ends[0], ends[1], low_open, high_open)
        return Range(low=low, low_open=low_open)

    def value(self, name: str) -> Known:
        named = [
            value
            for atom in self.atoms
            if isinstance(atom, IsOneOf | SetMeets) and atom.fact == name
            for value in atom.values
        ]
        match self.type_of(name):
            case "yes_no":
                return Exactly(self.chance(0.55 if not name.startswith("conduct.") else 0.2))
            case "count" | "money":
                return Exactly(self.number(name))
            case "one_of":
                pool = named if named and self.chance(0.6) else list(self.options_of(name))
                return Exactly(self.random.choice(pool))
            case "date":
                return Exactly(date.max if self.chance(0.15) else self.day())  # the last day stands for never
            case "territory":
                codes = [code for code in named if code not in {"EU", "EEA"}]
                pool = codes if codes and self.chance(0.4) else ["DE", "GB", "HR", "US", "NO", "BR"]
                return Exactly(self.random.choice(pool))
            case _:
                if self.options_of(name) != ("territory",):
                    return Exactly(frozenset(self.generator.some(self.options_of(name), 0, 3)))
                if self.chance(0.15):
                    return Exactly(WORLDWIDE)
                codes = [code for code in named if code not in {"EU", "EEA"}]
                return Exactly(frozenset(self.generator.some([*codes, "DE", "GB", "US", "NO"], 0, 3)))

    def day(self) -> date:
        """A day that is named, or at a given distance from one, or beside it; after most releases."""
        day = self.random.choice(DAYS) + timedelta(days=self.random.choice((-1, 0, 0, 1, 31, 32, 33)))
        return day + timedelta(days=self.random.choice((0, 0, 0, 365, 730, 1461)))

    def readings(self) -> dict[str, str] | Literal["taken", "strict"]:
        if self.chance(0.7):
            return "taken"
        if self.chance(0.5):
            return "strict"
        return {
            f"{license.id}.{reading.name}": self.random.choice(reading.options).name
            for license in self.licenses
            for reading in license.readings
        }

    def days_held(self) -> dict[str, date | None]:
        """From when and until when an approval is held: never until before it begins, which is refused."""
        since = self.day() if self.chance(0.15) else None
        until = self.day() + timedelta(days=900) if self.chance(0.1) else None
        return {"since": since, "until": max(since, until) if since and until else until}

    def approvals(self) -> tuple[HeldApproval, ...]:
        return tuple(
            HeldApproval(
                license.id,
                clause.id,
                **self.days_held(),
                acts=self.generator.some([*MORE_OFTEN, *GROUPS], 1, 3) if self.chance(0.2) else (),
                holder=clause.holder if self.chance(0.9) else self.random.choice(("licensee", "recipient")),
            )
            for license in self.licenses
            for clause in license.clauses
            if isinstance(clause, Gate) and self.chance(0.35)
        )

    def agreements(self) -> tuple[HeldApproval, ...]:
        return tuple(
            HeldApproval(
                license.id,
                f"agreement with {license.licensor}",
                until=self.day() + timedelta(days=900) if self.chance(0.1) else None,
                acts=self.generator.some([*MORE_OFTEN, *GROUPS], 1, 3) if self.chance(0.3) else (),
                holder="licensee" if self.chance(0.95) else "recipient",
            )
            for license in self.licenses
            if self.chance(0.3)
        )

    def done(self) -> tuple[str, ...]:
        # A duty of several families has a clause for each, `NAME` and `NAME/2`, and is done as one.
        return tuple(
            f"{license.id}.{clause.id}"
            for license in self.licenses
            for clause in license.clauses
            if isinstance(clause, Duty) and "/" not in clause.id and self.chance(0.1)
        )

    def rates(self) -> tuple[Rate, ...]:
        return (Rate("CNY", "USD", Decimal("0.14"), date(2026, 6, 1)),) if self.chance(0.3) else ()


def mend(given: dict[str, Known]) -> None:
    """Raise upper numbers to lower ones and drop what rules forbid, so that most questions have a world."""
    for lower, upper in permutations(sorted(given), 2):
        one, other = given[lower], given[upper]
        if not (relation(lower, upper) and isinstance(one, Exactly) and isinstance(other, Exactly)):
            continue
        match one.value, other.value:
            case (int(low), int(high)) if low > high:
                given[upper] = one
            case (Money(low_amount, here), Money(high_amount, there)) if here == there and low_amount > high_amount:
                given[upper] = one
    if given.get("product.exists") == Exactly(value=False) and any(
        subject(name) in {"product", "service"} for name in given if name != "product.exists"
    ):
        given["product.exists"] = Exactly(value=True)
    if given.get("product.offered_to_third_parties") == Exactly(value=False):
        given.pop("product.charged_for", None)
    if given.get("use.personal") == Exactly(value=True):
        for name in ("use.in_business", "use.for_company"):
            given.pop(name, None)
