"""Which facts settle an open answer whatever their values: the search finds what trying every value finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product

from differential.asked import Asked
from differential.compare import decision, real_terms
from differential.generate import Generator
from differential.what_if import LongWay, TooManyTrialsError, Trial
from differential.worlds import Interval, Unit, facts_read
from licensekit.decision import Circumstances, Decision, Verdict, decide
from licensekit.decision.settling import settling
from licensekit.errors import FactsError
from licensekit.meaning.terms import Terms
from licensekit.use import Use
from licensekit.values import Exactly, Known
from licensekit.vocabulary.facts import fact as entry

TRIALS = 400
MOST = 2


class EveryValue:
    """All small sets of facts that settle a question, by asking with every value of every such set."""

    def __init__(self, asked: Asked, terms: Terms) -> None:
        self.asked, self.terms = asked, terms
        self.way = LongWay(asked, terms, "allowed")
        read = dict.fromkeys(name for atom in self.way.worlds.atoms for name in facts_read(atom) if name != "as_of")
        self.names = [name for name in read if not isinstance(asked.given.get(name), Exactly)]
        self.left = TRIALS

    def too_much(self) -> bool:
        """Dates, amounts in several currencies and years, and the day have more values than can be tried here."""
        infos = [self.way.local.get(name) or entry(name) for name in self.names]
        units = {unit for _, unit in self.way.worlds.numbers if unit.currency}
        return (
            any(info.type in {"date", "territory", "set_of"} for info in infos)
            or len(units) > 1
            or any(unit.base_year for unit in units)
            or bool(self.way.days())
        )

    def verdict(self, trial: Trial) -> Verdict | None:
        self.left -= 1
        try:
            circumstances = Circumstances(
                as_of=trial.as_of,
                assume=self.asked.assume,
                readings=self.asked.readings,
                approvals=tuple(trial.held.values()),
                rates=self.asked.rates,
                indices=self.asked.indices,
            )
            return decide(self.terms, Use.of(trial.acts, trial.facts, self.way.local), circumstances).verdict
        except FactsError:
            return None

    def values(self, name: str) -> list[Known]:
        """The values of a fact; of one that is stated in part, those that agree with it."""
        given = self.asked.given.get(name)
        found = self.way.values(name)
        if given is None:
            return found
        stated = self.way.worlds.intervals(given)
        return [one for one in found if all(self.meets(one, unit, known) for unit, known in stated.items())]

    def meets(self, value: Known, unit: Unit, known: Interval) -> bool:
        mine = self.way.worlds.intervals(value).get(unit)
        return mine is None or mine.meets(known)

    def settles(self, names: tuple[str, ...]) -> bool:
        things = tuple(("fact", name) for name in names)
        return all(
            self.verdict(self.way.changed(things, values)) is not Verdict.UNKNOWN
            for values in product(*(self.values(name) for name in names))
        )

    def smallest(self) -> set[frozenset[str]] | None:
        found: set[frozenset[str]] = set()
        for size in range(1, MOST + 1):
            for names in combinations(self.names, size):
                if not any(one <= set(names) for one in found) and self.settles(names):
                    found.add(frozenset(names))
                if self.left < 0:
                    return None
        return found


def open_questions(seed: str, number: int) -> Iterator[tuple[Asked, Terms, Decision]]:
    generator = Generator(seed)
    for _ in range(number):
        generator.zeros = True
        terms, shelf = generator.terms()
        asked = generator.question(terms, shelf, unknown=generator.random.choice((1, 2, 3)))
        if any("[" in name for name in asked.given) or asked.readings == "strict":
            continue
        real = real_terms(terms, asked)
        try:
            found = decision(asked, real)
        except FactsError:
            continue
        if found.verdict is Verdict.UNKNOWN:
            yield asked, real, found


def test_the_smallest_sets_that_settle_are_those_that_trying_everything_finds() -> None:
    tally: Counter[str] = Counter()
    for asked, terms, found in open_questions("settling", 350):
        every = EveryValue(asked, terms)
        try:
            expected = None if every.too_much() else every.smallest()
        except TooManyTrialsError:
            expected = None
        if expected is None:
            tally["skipped"] += 1
            continue
        answer = settling(found)
        assert answer is not None
        small = {frozenset(names) for names in answer.always if len(names) <= MOST}
        assert small == expected, f"{answer.always}\n{asked!r}"
        tally["some" if small else "none"] += 1
    assert tally["some"] > 10
