"""What would change an answer, found the long way: every value of every few things that could be otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product
from typing import Any, TypeAlias

from differential import calendars
from differential.asked import Asked, HeldApproval
from differential.compare import declared
from differential.worlds import Worlds, _between, facts_read
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.errors import FactsError
from licensekit.meaning.terms import Terms
from licensekit.model.clauses import Gate
from licensekit.use import Approval, Attestation, Use
from licensekit.values import Exactly, Known, Money
from licensekit.vocabulary.acts import LEAVES, in_order, leaves_of
from licensekit.vocabulary.facts import fact as entry

SETTLING = ("product.exists", "product.offered_to_third_parties", "product.charged_for", "use.personal")
Thing: TypeAlias = tuple[str, str]
"""Kind and name: a fact, the approval of a gate, an act, or the day."""


class TooManyTrialsError(Exception):
    """There is too much to try."""


@dataclass(frozen=True)
class Trial:
    """The question with some things changed."""

    acts: tuple[str, ...]
    facts: Mapping[str, Known]
    held: Mapping[str, Approval]
    as_of: date | None
    attested: tuple[str, ...] = ()


def leaves(approval: Approval) -> set[str]:
    """The acts for which an approval is held."""
    return {leaf for act in approval.acts or LEAVES for leaf in leaves_of(act)}


class LongWay:
    """All sets of things whose change brings about an answer, by asking for every value that they can take."""

    def __init__(self, asked: Asked, terms: Terms, goal: str, duty: tuple[str, str] | None = None) -> None:
        self.asked, self.terms, self.goal, self.duty = asked, terms, goal, duty
        self.local = {fact.name: declared(fact) for license in asked.licenses() for fact in license.facts}
        leaves = in_order(leaf for act in asked.acts for leaf in leaves_of(act))
        self.worlds = Worlds(replace(asked, assume="none"))
        self.blank = Worlds(replace(asked, assume="none", given={}))
        held = {f"{one.license}.{one.gate}": self.approval(one) for one in asked.approvals}
        self.start = Trial(leaves, dict(asked.given), held, asked.as_of)
        self.gates = {
            f"{license.id}.{clause.id}": clause
            for license in asked.licenses()
            for clause in license.clauses
            if isinstance(clause, Gate)
        }

    @staticmethod
    def approval(one: HeldApproval) -> Approval:
        return Approval(f"{one.license}.{one.gate}", "held", one.since, one.until, one.acts, one.holder)

    def things(self) -> dict[Thing, list[Any]]:
        """What can be otherwise, and how."""
        read = self.inquiry(self.start).matter.facts  # not what a define reads that no clause uses
        names = dict.fromkeys(name for atom in self.worlds.atoms for name in facts_read(atom) if name in read)
        names |= dict.fromkeys((*self.start.facts, *SETTLING))
        found: dict[Thing, list[Any]] = {("fact", name): self.values(name) for name in names}
        held = self.goal == "allowed"
        if not self.duty:
            found |= {("approval", gate): [held] for gate in self.gates if held or gate in self.start.held}
        if not self.duty:
            found |= {("approval", name): [held] for name in self.agreements(self.inquiry(self.start))}
        if self.goal == "allowed":
            infos = [entry(name) for name in names if name not in self.local]
            found |= {("attest", info.group): [True] for info in infos if info.group}
        if self.goal == "allowed" and len(self.start.acts) > 1:
            found |= {("act", leaf): [None] for leaf in self.start.acts}
        days = [day for day in self.days() if self.start.as_of is None or day > self.start.as_of]
        return {thing: values for thing, values in found.items() if values} | ({("day", "as_of"): days} if days else {})

    def agreements(self, inquiry: Inquiry) -> Iterator[str]:
        """Agreements with a licensor that may be made where no approval would do, or of which one may lapse."""
        had = [one for one in self.start.held.values() if "agreement with" in one.gate]
        if self.goal == "refused":
            yield from (one.gate for one in had)
        elif {"not_granted", "prohibited"} & {verdict.value for verdict in inquiry.verdicts()}:
            everywhere = {one.gate for one in had if self.counts(one) and set(self.start.acts) <= leaves(one)}
            names = (f"{license.id}.agreement with {license.licensor}" for license in self.asked.licenses())
            yield from (name for name in names if name not in everywhere)

    def counts(self, one: Approval) -> bool:
        """Whether an approval is the licensee's and holds on the day asked about."""
        ends = (one.since, one.until)
        day = self.start.as_of
        within = day is not None and (one.since or day) <= day <= (one.until or day)
        return one.holder == "licensee" and (within or ends == (None, None))

    def days(self) -> list[date]:
        reads = any("as_of" in facts_read(atom) for atom in self.worlds.atoms) or self.worlds.groups_named()
        conversions = any(license.conversions for license in self.asked.licenses())
        dated = {one.since for one in self.asked.approvals if one.since is not None}
        dated |= {one.until + timedelta(days=1) for one in self.asked.approvals if one.until is not None}
        return sorted({*(self.every_day if reads or conversions else []), *dated})

    @cached_property
    def every_day(self) -> list[date]:
        undated = {
            name: known
            for name, known in self.asked.given.items()
            if not (isinstance(known, Exactly) and isinstance(known.value, date))
        }
        openly = Worlds(replace(self.asked, given=undated, assume="none"))
        whenever = Worlds(replace(self.asked, as_of=None, assume="none"))
        return sorted({*self.worlds.days(), *openly.days(), *whenever.days()})

    def values(self, name: str) -> list[Known]:
        info = self.local.get(name) or entry(name)
        match info.type:
            case "yes_no":
                return [Exactly(True), Exactly(False)]
            case "count" | "money":
                return list(self.numbers(money=info.type == "money"))
            case "date":
                return [Exactly(day) for day in self.every_day]
            case "one_of":
                return [Exactly(option) for option in info.options]
            case "territory":
                return [Exactly(one) for one in calendars.telling_countries(self.worlds.named(name))]
            case _:
                return [Exactly(one) for one in self.blank.values(name, []) if isinstance(one, frozenset)]

    def numbers(self, *, money: bool) -> Iterator[Known]:
        marks: dict[str, set[Any]] = {}
        for atom in self.worlds.atoms:
            if hasattr(atom, "amount"):
                unit, value = self.worlds.threshold(atom)
                marks.setdefault(unit.currency, {0}).add(value)
        for (_, unit), known in self.worlds.numbers.items():
            ends = (end for each in known for end in (each.low, each.high) if end is not None)
            marks.setdefault(unit.currency, {0}).update(ends)
        for currency, points in marks.items():
            if bool(currency) is money:
                for value in _between(sorted(points), whole=not money):
                    amount = Decimal(value.numerator) / Decimal(value.denominator)
                    if round(amount, 4) != amount:
                        raise TooManyTrialsError
                    yield Exactly(Money(amount, currency) if money else int(value))

    # --- asking ------------------------------------------------------------------------------------------

    def changed(self, things: tuple[Thing, ...], values: tuple[Any, ...]) -> Trial:
        trial = self.start
        for (kind, name), value in zip(things, values, strict=True):
            if kind == "fact":
                trial = replace(trial, facts={**trial.facts, name: value})
            elif kind == "attest":
                trial = replace(trial, attested=(*trial.attested, name))
            elif kind == "act":
                trial = replace(trial, acts=tuple(leaf for leaf in trial.acts if leaf != name))
            elif kind == "day":
                trial = replace(trial, as_of=value)
            elif value:
                new = Approval(name, holder=self.gates[name].holder if name in self.gates else "licensee")
                trial = replace(trial, held={**trial.held, name: new})
            else:
                trial = replace(trial, held={gate: one for gate, one in trial.held.items() if gate != name})
        return trial

    def wanted(self, trial: Trial) -> bool:
        """Whether the answer is the one that is looked for, whatever is open."""
        if not trial.acts:
            return False
        try:
            inquiry = self.inquiry(trial)
        except FactsError:
            return False
        if self.duty:
            return self.duty_is(inquiry)
        possible = inquiry.verdicts()
        return possible <= ALLOWED if self.goal == "allowed" else not possible & ALLOWED

    def inquiry(self, trial: Trial) -> Inquiry:
        """The question as changed. Raises FactsError."""
        circumstances = Circumstances(
            as_of=trial.as_of,
            assume=self.asked.assume,
            readings=self.asked.readings,
            approvals=tuple(trial.held.values()),
            rates=self.asked.rates,
            indices=self.asked.indices,
            attested=Attestation("Legal", date(2000, 1, 1), trial.attested) if trial.attested else None,
        )
        return inquire(self.terms, Use.of(trial.acts, trial.facts, self.local), circumstances)

    def duty_is(self, inquiry: Inquiry) -> bool:
        """Whether all is allowed, and the duty due (`owed`) or not due (`spared`), whatever is open."""
        answer = inquiry.answer()
        statuses = {status for (owner, clause, _), status in answer.duties if (owner, clause) == self.duty}
        wanted = "due" in statuses if self.goal == "owed" else not statuses & {"due", "open"}
        return answer.possible <= ALLOWED and wanted

    def smallest(self, most: int, trials: int) -> set[frozenset[Thing]]:
        """The smallest sets of at most so many things. Raises TooManyTrialsError."""
        things = self.things()
        found: set[frozenset[Thing]] = set()
        left = trials
        for size in range(most + 1):
            for chosen in combinations(things, size):
                if any(fewer < set(chosen) for fewer in found):
                    continue
                for values in product(*(things[thing] for thing in chosen)):
                    left -= 1
                    if left < 0:
                        raise TooManyTrialsError
                    if self.wanted(self.changed(chosen, values)):
                        found.add(frozenset(chosen))
                        break
        return found
