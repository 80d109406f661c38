"""Compare two encodings of one licence text, made by two readers apart.

Run as: python scripts/compare_encodings.py A.lic ID

A.lic is one reader's file, ID a licence of the catalogue (or a second file). Both are asked about the same complete
uses, for each act by itself: every fact that either encoding reads takes each value that could matter (below, at
and above every threshold of either), once alone against four everyday uses, and then in pairs with the other facts
drawn at random from a fixed seed. Where the two differ in the verdict or in the binding duties, the difference is
shown once for each set of clauses that makes it, with the smallest use that was found.

Two duties are the same if they ask for the same deed with the same words and things. Where readers word one deed
in two ways, say so with `--same CLAUSE_A=CLAUSE_B`; `--leave-out CLAUSE` leaves a duty out of account, and
`--without FACT` a fact, once what comes of it is known. Dates are not varied. The exit status is 1 where something
differs.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from licensekit.catalogue import load, read
from licensekit.decision import Circumstances, Decision, Program, Single, Verdict, decide
from licensekit.decision.knowledge import variables_stated
from licensekit.decision.matter import Matter, matter_of
from licensekit.errors import FactsError
from licensekit.meaning.domain import Domain
from licensekit.meaning.own_rules import own_rules
from licensekit.meaning.rules import Contradiction, Premises
from licensekit.meaning.rules_among import rules_among
from licensekit.meaning.variable import AmountVariable, FactVariable, Variable
from licensekit.model.clauses import Obligation, Thing
from licensekit.model.license import License
from licensekit.use import Use
from licensekit.values import Exactly, YearMonth
from licensekit.vocabulary.acts import LEAVES, implied_by
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact as vocabulary_fact

AS_OF: Final = date(2026, 11, 24)
"""The day asked about: after the release of every licence; it settles who belongs to groups of countries."""
NOT_NAMED: Final = "CA"
"""A country that a text hardly names."""
_STAND_FOR: Final = {"EU": "DE", "EEA": "NO"}

Facts = dict[str, Any]
Key = tuple[str, ...]
Known = dict[Variable, Domain]

BASELINES: Final[Mapping[str, Facts]] = {
    "a private person": {"licensee.kind": "individual", "use.personal": True, "product.exists": False},
    "inside a company": {
        "licensee.kind": "company",
        "use.in_business": True,
        "use.for_company": True,
        "use.internal_operations": True,
        "use.reaches_third_parties": False,
        "product.exists": False,
    },
    "a paid service": {
        "licensee.kind": "company",
        "use.in_business": True,
        "use.for_company": True,
        "use.earns_money": True,
        "use.in_own_product": True,
        "use.reaches_third_parties": True,
        "purpose.primarily_commercial": True,
        "purpose.any_commercial_advantage": True,
        "product.exists": True,
        "product.charged_for": True,
        "product.offered_to_third_parties": True,
    },
    "giving out a fine-tuned model": {
        "licensee.kind": "company",
        "use.in_business": True,
        "use.for_company": True,
        "use.reaches_third_parties": True,
        "work.modified": True,
        "work.derivative_model": True,
        "trained_model.made_available": True,
        "trained_model.derived_from_work": True,
        "trained_model.kind": "language",
    },
}


@dataclass
class Side:
    """One encoding, with what it takes to ask it."""

    license: License
    terms: Single
    matter: Matter
    declared: Mapping[str, FactInfo]

    @classmethod
    def of(cls, license: License) -> Side:
        """Lay an encoding out."""
        terms = Single(Program(license))
        matter, _ = matter_of(terms, tuple(LEAVES), Circumstances())
        return cls(license, terms, matter, matter.declared)

    def use(self, leaf: str, facts: Facts, foreign: frozenset[str]) -> Use:
        """A use of one act. Facts that only the other encoding declares are left out."""
        known = {name: value for name, value in facts.items() if name in self.declared or name not in foreign}
        return Use.of([leaf], known, declared=self.declared)

    def decide(self, leaf: str, facts: Facts, foreign: frozenset[str]) -> Decision:
        """Answer for one act."""
        return decide(self.terms, self.use(leaf, facts, foreign), Circumstances(as_of=AS_OF))


class WhatCanBe:
    """The rules between the facts that the encodings read, and the values of each that could matter."""

    def __init__(self, sides: tuple[Side, ...]) -> None:
        self._sides = sides
        self._foreign = frozenset(name for side in sides for name in side.declared)
        self._values = values_of(sides)
        facts = [{name: value} for name, choices in self._values.items() for value in choices]
        every = dict.fromkeys(name for use in (*facts, *BASELINES.values()) for name in self._known(use))
        last_month, own = YearMonth.before(AS_OF), own_rules([side.license for side in sides])
        self._rules = rules_among(every, Premises(index_not_below_base=True, last_month=last_month), own)

    def fitted(self, facts: Facts) -> Facts:
        """Each fact as it can be beside those before it: as it is, with another value that could matter, or unsaid."""
        fitting: Facts = {}
        self._fit({}, list(facts.items()), fitting)
        return dict(sorted(fitting.items()))

    def _fit(self, world: Known, facts: list[tuple[str, Any]], fitting: Facts) -> Known:
        beside = self._beside(world, dict(facts))
        if beside is not None:
            fitting.update(facts)
            return beside
        if len(facts) > 1:
            half = len(facts) // 2
            return self._fit(self._fit(world, facts[:half], fitting), facts[half:], fitting)
        ((name, _),) = facts
        for value in self._values.get(name, ()):
            beside = self._beside(world, {name: value})
            if beside is not None:
                fitting[name] = value
                return beside
        return world

    def _beside(self, world: Known, facts: Facts) -> Known | None:
        """What is known where these facts are so too; None where they cannot be."""
        known = {**world, **self._known(facts)}
        try:
            self._rules.close(known)
        except Contradiction:
            return None
        return known

    def _known(self, facts: Facts) -> Known:
        """What facts say, each in the words of the encoding that declares it."""
        known: Known = {}
        for side in self._sides:
            stated = variables_stated(side.use("run", facts, self._foreign).facts(), side.matter)
            known |= {name: domain for name, (_, domain) in stated.items()}
        return known


def values_of(sides: tuple[Side, ...]) -> dict[str, list[Any]]:
    """Find the values of each fact that could matter to either encoding."""
    found: dict[str, dict[Any, None]] = {}

    def add(name: str, *values: Any) -> None:
        found.setdefault(name.partition("@")[0], {}).update(dict.fromkeys(values))

    for side in sides:
        for variable in side.matter.variables:
            if isinstance(variable, FactVariable):
                add(str(variable), *_values(side.matter, variable))
        for comparing in side.matter.comparisons:
            currency = comparing.variable.currency if isinstance(comparing.variable, AmountVariable) else ""
            step: Decimal | int = Decimal("0.01") if currency else 1
            around = (0, comparing.threshold - step, comparing.threshold, comparing.threshold + step)
            add(str(comparing.variable.name), *(f"{number} {currency}" if currency else number for number in around))
    return {name: list(values) for name, values in found.items() if values}


def _values(matter: Matter, variable: FactVariable) -> Iterator[Any]:
    """The values of a fact that is no number: yes and no, options, and the countries and members that clauses name."""
    if variable.type == "yes_no":
        yield from (False, True)
    elif variable.type == "one_of":
        yield from variable.options
    elif variable in matter.lists:
        named = [NOT_NAMED, *(_STAND_FOR.get(name, name) for names in matter.lists[variable] for name in names)]
        if not all(name.isupper() for name in named):
            named = named[1:]
        yield from ((name,) for name in named) if variable.type == "set_of" else named


def starting_from(base: Facts, leaf: str, values: Mapping[str, list[Any]]) -> Facts:
    """Make a complete use: the baseline, what the act itself settles, and for the rest the value that says least."""
    settled = {
        implied.fact: implied.known.value
        for implied in implied_by((leaf,))
        if isinstance(implied.known, Exactly) and implied.force == "firm"
    }
    return first_of(settled, base, {name: choices[0] for name, choices in values.items()})


def is_clean_hands(name: str) -> bool:
    """Whether a fact is one of conduct, disputes and the like, which forbid nearly everything when they are yes."""
    try:
        return vocabulary_fact(name).assumption == "clean_hands"
    except KeyError:
        return False


@dataclass(frozen=True)
class Question:
    """One use, by its act and facts, and what was changed against which baseline."""

    leaf: str
    base: str
    facts: Facts
    start: Facts


def measured(name: str) -> str:
    """Tell what a number measures (revenue, users), whosesoever it is; empty for other facts."""
    try:
        return vocabulary_fact(name).measure.rpartition(".")[2]
    except KeyError:
        return ""


def alike(fact: str, value: Any, values: Mapping[str, list[Any]]) -> Facts:
    """Give the other numbers of the same measure the same value: a product cannot earn more than its group."""
    measure = measured(fact)
    return {other: value for other in values if measure and measured(other) == measure}


def one_at_a_time(values: Mapping[str, list[Any]]) -> Iterator[Question]:
    """Each value of each fact alone, against each baseline, for each act; numbers of one measure move together."""
    for leaf, (name, base) in itertools.product(LEAVES, BASELINES.items()):
        start = starting_from(base, leaf, values)
        yield Question(leaf, name, start, start)
        for fact, choices in values.items():
            for value in choices:
                if start.get(fact) != value:
                    yield Question(leaf, name, first_of({fact: value}, alike(fact, value, values), start), start)


def in_pairs(values: Mapping[str, list[Any]], count: int, seed: int) -> Iterator[Question]:
    """Two facts at chosen values, the others at random; clean hands stay clean unless they are one of the two."""
    chance = random.Random(seed)
    ordinary = [name for name in values if not is_clean_hands(name)]
    pairs = list(itertools.combinations(values, 2)) or [(name, name) for name in values]
    for _ in range(count if pairs else 0):
        leaf, (name, base) = chance.choice(list(LEAVES)), chance.choice(list(BASELINES.items()))
        start = starting_from(base, leaf, values)
        drawn = {fact: chance.choice(values[fact]) for fact in ordinary if chance.random() < 0.5}
        chosen = {fact: chance.choice(values[fact]) for fact in chance.choice(pairs)}
        yield Question(leaf, name, first_of(chosen, drawn, start), start)


def first_of(*uses: Facts) -> Facts:
    """The facts of several uses; what an earlier use says of a fact goes before what a later one says."""
    return {name: next(use[name] for use in uses if name in use) for name in dict.fromkeys(itertools.chain(*uses))}


Deed = tuple[Any, ...]

_DECIDING: Final = ("prohibition", "gate", "reservation", "termination")
"""Clauses that make an answer stricter; by these, and not by what grants or lifts, differences are grouped."""


def deeds(obligations: tuple[Obligation, ...]) -> frozenset[Deed]:
    """Tell what a duty asks, free of clause names and of the words that only say how."""

    def words(things: tuple[Thing, ...]) -> tuple[str, ...]:
        return tuple(sorted(thing.name for thing in things))

    return frozenset(
        tuple(
            (action.verb, words(action.objects), action.about.name if action.about else "")
            for action in one.alternatives
        )
        for one in obligations
    )


@dataclass
class Answer:
    """What is compared of an answer, and the clauses that made it."""

    verdict: str
    duties: dict[Deed, str]
    by: tuple[str, ...]


def answer(decision: Decision, renamed: Mapping[str, Deed], left_out: frozenset[str]) -> Answer:
    """Verdict and duties. The two permitted verdicts count as one: the duties tell them apart."""
    verdict = decision.verdict
    allowed = verdict in {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES}
    duties: dict[Deed, str] = {}
    for duty in decision.duties:
        if duty.strength == "must" and duty.status in {"due", "open", "would_apply"} and duty.clause not in left_out:
            for deed in [renamed[duty.clause]] if duty.clause in renamed else deeds(duty.obligations):
                duties[deed] = duty.clause
    shown = "permitted" if allowed else verdict.value if verdict is not None else "unknown"
    part = decision.parts[0]
    why = part.not_granted if shown == "not_granted" else ""
    by = tuple(reason.clause for reason in decision.reasons if reason.decides and reason.kind in _DECIDING)
    return Answer(shown, duties, (*by, *([why] if why else [])))


@dataclass
class Group:
    """Differences with the same makers: how many uses, which acts, and the smallest use."""

    example: Question
    count: int = 0
    leaves: set[str] = field(default_factory=set)


class Comparison:
    """Both encodings, what counts as the same, and the differences found so far."""

    def __init__(self, sides: tuple[Side, Side], same: list[str], left_out: list[str]) -> None:
        self.sides = sides
        self.left_out = frozenset(left_out)
        self.renamed: tuple[dict[str, Deed], dict[str, Deed]] = ({}, {})
        for pair in same:
            one, _, other = pair.partition("=")
            self.renamed[0][one] = self.renamed[1][other] = ("same", pair)
        self.foreign = frozenset(name for side in sides for name in side.declared)
        self.can_be = WhatCanBe(sides)
        self.asked = self.impossible = self.differing = 0
        self.groups: dict[Key, Group] = {}

    def answers(self, leaf: str, facts: Facts) -> tuple[Answer, Answer]:
        """Both answers. Raises FactsError for facts that cannot all be true."""
        one, other = (
            answer(side.decide(leaf, facts, self.foreign), renamed, self.left_out)
            for side, renamed in zip(self.sides, self.renamed, strict=True)
        )
        return one, other

    def differences(self, leaf: str, facts: Facts) -> tuple[Key, ...]:
        """In what the two answers differ, each as the key of its group; empty where they agree."""
        one, other = self.answers(leaf, facts)
        if one.verdict != other.verdict:
            return (tuple(f"{at.verdict} by {', '.join(at.by) or 'nothing'}" for at in (one, other)),)
        lacking = {(f"only A asks {name}",) for deed, name in one.duties.items() if deed not in other.duties}
        extra = {(f"only B asks {name}",) for deed, name in other.duties.items() if deed not in one.duties}
        return (*sorted(lacking), *sorted(extra))

    def ask(self, question: Question) -> None:
        """Ask both, with what can be so beside what was changed, and keep what differs."""
        self.asked += 1
        question = replace(question, facts=self.can_be.fitted(question.facts))
        try:
            keys = self.differences(question.leaf, question.facts)
        except FactsError:
            self.impossible += 1
            return
        self.differing += bool(keys)
        for key in keys:
            group = self.groups.setdefault(key, Group(question))
            group.count += 1
            group.leaves.add(question.leaf)
            if len(changes(question)) < len(changes(group.example)):
                group.example = question

    def smallest(self, question: Question, key: Key) -> Question:
        """Find the same difference with as few changes from the baseline as going back one by one allows."""
        facts = question.facts
        for name in changes(question):
            nearer = {fact: value for fact, value in facts.items() if fact != name}
            nearer |= {name: question.start[name]} if name in question.start else {}
            try:
                if key in self.differences(question.leaf, nearer):
                    facts = nearer
            except FactsError:
                continue
        return Question(question.leaf, question.base, facts, question.start)

    def report(self) -> Iterator[str]:
        """Tell what was asked, and each group, the largest first."""
        one, other = (side.license.id for side in self.sides)
        yield (
            f"A {one}, B {other}: {self.asked} uses, {self.impossible} of them impossible, "
            f"{self.differing} differ, in {len(self.groups)} groups"
        )
        for key, group in sorted(self.groups.items(), key=lambda item: (-item[1].count, item[0])):
            least = self.smallest(group.example, key)
            yield ""
            yield f"{group.count} uses; acts: {', '.join(leaf for leaf in LEAVES if leaf in group.leaves)}"
            yield from (f"  {line}" for line in key)
            yield f"  such as {least.leaf}, {least.base}: {changes(least) or 'nothing else'}"


def changes(question: Question) -> Facts:
    """Tell what a use says otherwise than its baseline."""
    return {
        name: question.facts.get(name, "not said")
        for name in {**question.start, **question.facts}
        if question.facts.get(name) != question.start.get(name)
    }


def license_of(name: str) -> License:
    """Read a licence of a file, or of the catalogue by its id."""
    return read(name) if name.endswith(".lic") or Path(name).exists() else load(name)


def main() -> int:
    """Compare, print, and say by the exit status whether anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", metavar="A.lic")
    parser.add_argument("second", metavar="ID")
    parser.add_argument("--pairs", type=int, default=4000, metavar="N", help="uses drawn at random (4000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--same", action="append", default=[], metavar="A=B", help="duties that mean the same")
    parser.add_argument("--leave-out", action="append", default=[], metavar="DUTY", help="a duty not to compare")
    parser.add_argument("--without", action="append", default=[], metavar="FACT", help="a fact not to vary")
    options = parser.parse_args()
    sides = (Side.of(license_of(options.first)), Side.of(license_of(options.second)))
    values = {name: choices for name, choices in values_of(sides).items() if name not in options.without}
    comparison = Comparison(sides, options.same, options.leave_out)
    for question in itertools.chain(one_at_a_time(values), in_pairs(values, options.pairs, options.seed)):
        comparison.ask(question)
    print("\n".join(comparison.report()))
    return 1 if comparison.groups else 0


if __name__ == "__main__":
    sys.exit(main())
