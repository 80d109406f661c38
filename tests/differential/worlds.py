"""The worlds of a use, written out (docs/semantics.md, sections 1 and 5 to 9).

A world maps each yes/no fact, option, country, set and day to its value by the fact's name (`as_of` among them),
each number by (name, unit), and under strict readings each reading by (licence, reading). Only what a condition
reads, what is given, and what ties these together has a place in a world.

A unit is `people`, or a currency that no rate leads on from, or such a currency "in money of" a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any, NamedTuple, TypeAlias

from differential import assumptions, calendars
from differential.asked import Asked, Terms
from differential.between_facts import Doubt, Literal, Meanings, OwnLine, spoken_of
from licensekit.model.clauses import Binding, Clause, Exemption, Gate, Grant, Reservation, Termination
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Earlier,
    Holds,
    IsOneOf,
    Not,
    SetMeets,
    YearsAfter,
)
from licensekit.model.license import FactStated, License
from licensekit.values import UNKNOWN, Exactly, Known, Money, Number, Range, YearMonth
from licensekit.vocabulary.acts import PERSONS, NotOption, implied_by, in_order, leaves_of
from licensekit.vocabulary.facts import FACTS, fact_name
from licensekit.vocabulary.facts import fact as entry
from licensekit.vocabulary.relations import Relation, relation
from licensekit.vocabulary.territories import GROUPS

World: TypeAlias = dict[Any, Any]
SOME_DAY = date(2024, 1, 15)
NEVER = date.max
"""Stands for the day of what did not happen."""


class Unit(NamedTuple):
    """What a number is counted in."""

    currency: str
    """Empty for people and things."""
    base_year: int = 0
    """For money of another year, whose index the caller does not give."""
    index: str = ""


class Interval(NamedTuple):
    """What is known of a number in a unit; no end is None."""

    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool

    def holds(self, value: Fraction) -> bool:
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or value < self.high or (value == self.high and not self.high_open)

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        for one, two in ((self, other), (other, self)):
            if one.low is None or two.high is None:
                continue
            if one.low > two.high or (one.low == two.high and (one.low_open or two.high_open)):
                return False
        return True


class Check(NamedTuple):
    """What must be true of a world, once these of its places are filled."""

    places: tuple[Any, ...]
    holds: Callable[[World], bool]


class Worlds:
    """All worlds of a use."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.licenses = asked.licenses()
        self.leaves = in_order(leaf for act in asked.acts for leaf in leaves_of(act))
        self.local = {fact.name: fact for license in self.licenses for fact in license.facts}
        self.atoms = [atom for license in self.licenses for atom in atoms_of(license)]
        self.implied = implied_by(self.leaves)
        self.given = [(self.canonical(name), known) for name, known in asked.given.items() if known is not UNKNOWN]
        self.given += [(self.canonical(name), Exactly(value)) for name, value in self.granted().items()]
        self.facts = self.all_facts()
        self.numbers = self.all_numbers()

    # -- names, units, thresholds ------------------------------------------------------------------------------

    def canonical(self, name: str) -> str:
        return name if name in self.local else canonical(name, self.asked.as_of)

    def type_of(self, name: str) -> str:
        return self.local[name].type if name in self.local else entry(name).type

    def options_of(self, name: str) -> tuple[str, ...]:
        return self.local[name].options if name in self.local else entry(name).options

    def converted(self, amount: Number) -> tuple[Fraction, str]:
        """An amount along the caller's rates until no rate leads further."""
        if not isinstance(amount, Money):
            return Fraction(amount), ""
        value, currency = Fraction(amount.amount), amount.currency
        rates = {rate.source: rate for rate in self.asked.rates}
        while currency in rates:
            value, currency = value * Fraction(rates[currency].rate), rates[currency].target
        return value, currency

    def threshold(self, atom: Compares) -> tuple[Unit, Fraction]:
        value, currency = self.converted(atom.amount)
        if atom.adjusted is None:
            return Unit(currency), value
        for index in self.asked.indices:
            if (index.name, index.base) == (atom.adjusted.index, atom.adjusted.year):
                return Unit(currency), value * Fraction(index.factor)
        return Unit(currency, atom.adjusted.year, atom.adjusted.index), value

    def intervals(self, known: Known) -> dict[Unit, Interval]:
        """What is given of a number, by unit."""
        if isinstance(known, Exactly):
            assert isinstance(known.value, int | Money)
            value, currency = self.converted(known.value)
            return {Unit(currency): Interval(value, False, value, False)}
        assert isinstance(known, Range)
        low = self.converted(known.low) if known.low is not None else None
        high = self.converted(known.high) if known.high is not None else None
        one = low or high
        assert one is not None
        return {Unit(one[1]): Interval(low and low[0], known.low_open, high and high[0], known.high_open)}

    def held(self, license: License, gate: Gate, leaf: str) -> bool:
        """Section 5: approvals have two values."""
        return any(
            (approval.license, approval.gate) == (license.id, gate.id)
            and approval.holder == gate.holder
            and (not approval.acts or any(leaf in leaves_of(act) for act in approval.acts))
            and self.in_time(approval.since, approval.until)
            for approval in self.asked.approvals
        )

    def agreed(self, license: License, leaf: str) -> bool:
        """Section 5: an agreement with the licensor is held for an act."""
        return any(
            (approval.license, approval.gate) == (license.id, f"agreement with {license.licensor}")
            and approval.holder == "licensee"
            and (not approval.acts or any(leaf in leaves_of(act) for act in approval.acts))
            and self.in_time(approval.since, approval.until)
            for approval in self.asked.approvals
        )

    def in_time(self, since: date | None, until: date | None) -> bool:
        as_of = self.asked.as_of
        if as_of is None:
            return since is None and until is None
        return (since is None or since <= as_of) and (until is None or as_of <= until)

    def option(self, license: License, reading: str, world: World) -> str:
        """The option of a reading that is in force."""
        chosen = self.asked.readings
        if chosen == "strict":
            option: str = world[license.id, reading]
            return option
        found = next(each for each in license.readings if each.name == reading)
        return found.taken if isinstance(chosen, str) else chosen.get(f"{license.id}.{reading}", found.taken)

    # -- what has a place in a world ---------------------------------------------------------------------------

    def granted(self) -> dict[str, Any]:
        """Section 9: what is assumed of facts that nothing settles nor makes doubtful, and that settles nothing told."""
        wanted = dict(self.assumable())
        told = {*self.read_here(), *(name for name, _ in self.given)}
        implied = {each.fact for each in self.implied if each.force == "firm"}
        hand = dict.fromkeys([*told, *sorted(implied), "product.exists", "product.charged_for"])
        meanings = Meanings(
            {name: spoken_of(name, number=self.type_of(name) in {"count", "money"}) for name in hand},
            self.implications(),
            self.conduct_of_documents(),
            self.asked_when(),
        )
        known = meanings.known(self.known_by_itself(hand))
        open_facts = meanings.doubtful(known) | meanings.telling(wanted, told | implied, known)
        settled = {name for name, _ in self.given} | {place for place, _ in known}
        return {
            name: value
            for name, value in wanted.items()
            if name not in settled and name not in open_facts and name.partition("@")[0] not in implied
        }

    def assumable(self) -> Iterator[tuple[str, Any]]:
        """What would be assumed; of one fact, the last."""
        read = self.read_here()
        if self.asked.assume != "none":
            yield from ((name, value) for name, value in assumptions.safe_side(self.licenses) if name in read)
        if self.asked.assume == "standard":
            yield from assumptions.clean_hands(read, self.licenses)
            for each in self.implied:
                if each.force == "weak":
                    assert isinstance(each.known, Exactly)
                    yield from ((name, each.known.value) for name in read if name.partition("@")[0] == each.fact)

    def known_by_itself(self, hand: Iterable[str]) -> dict[tuple[object, str], bool]:
        """What is given or firmly implied, as rules speak of it."""
        known: dict[tuple[object, str], bool] = {}
        given = [*self.given]
        for each in self.implied:
            if each.force == "firm" and isinstance(each.known, Exactly):
                given += [(name, each.known) for name in hand if name.partition("@")[0] == each.fact]
        for name, value in given:
            says = False
            if self.type_of(name) in {"count", "money"}:
                low, low_open, high, _ = next(iter(self.intervals(value).values()))
                says = bool(low) or (low is not None and low_open)
                if says or high == 0:
                    known[name, "more than 0"] = says
            elif isinstance(value, Exactly) and isinstance(value.value, bool):
                says = known[name, "yes"] = value.value
            elif isinstance(value, Exactly) and isinstance(value.value, date):
                known[name, "a day"] = value.value != NEVER
            elif isinstance(value, Exactly) and isinstance(value.value, str):
                known |= {(name, option): option == value.value for option in self.options_of(name)}
            elif isinstance(value, Exactly) and self.type_of(name) == "set_of":
                says = known[name, "anything"] = value.value != frozenset()
            if says and subject(name) in {"product", "service"}:
                known.setdefault(("product.exists", "yes"), True)
        return known

    def read_here(self) -> list[str]:
        """The facts that conditions read of clauses that bear on an act asked about, or end something, or lift these."""
        names: dict[str, None] = {}
        for license in self.licenses:
            for clause in bearing(license, self.leaves):
                for atom in expanded(license, clause.when):
                    names |= dict.fromkeys(facts_read(atom))
                if isinstance(clause, Binding):
                    names |= dict.fromkeys(self.telling_persons(clause))
        return [self.canonical(name) for name in names if name != "as_of"]

    def implications(self) -> tuple[OwnLine, ...]:
        """What own facts imply, and from what the licences' own meanings follow."""

        def said(fact: str, so: bool = True) -> Literal:
            return Literal(fact.partition("@")[0], "yes", so)

        lines = [
            OwnLine(frozenset({said(fact.name)}), said(each.fact, each.value))
            for license in self.licenses
            for fact in license.facts
            for each in fact.implies
        ]
        lines += [
            OwnLine(frozenset(said(each.fact, each.value) for each in premises), said(fact.name))
            for license in self.licenses
            for fact in license.facts
            for premises in fact.follows_from
        ]
        lines += [
            OwnLine(frozenset(said(each.fact, each.value) for each in meaning.follows_from), said(meaning.fact), under)
            for license in self.licenses
            for meaning in license.meanings
            if meaning.follows_from and (under := meaning.key.partition("@")[2])
        ]
        return tuple(lines)

    def asked_when(self) -> list[Doubt]:
        """What own facts are asked by, and the misdeeds of which they are a kind."""
        return [
            Doubt(frozenset({Literal(each.fact.partition("@")[0], "yes", each.value)}), fact.name)
            for license in self.licenses
            for fact in license.facts
            for each in (*fact.asks_when, *(each for each in fact.implies if fact.group and self.is_misdeed(each)))
        ]

    @staticmethod
    def is_misdeed(said: FactStated) -> bool:
        """Whether a clean-hands fact is said to be so."""
        return said.value and said.fact in FACTS and FACTS[said.fact].assumption == "clean_hands"

    def conduct_of_documents(self) -> list[str]:
        """The own facts of conduct of licences that incorporate what was not at hand."""
        return [
            fact.name
            for license in self.licenses
            if license.unread
            for fact in license.facts
            if fact.group == "conduct"
        ]

    def telling_persons(self, binding: Binding) -> Iterator[str]:
        """The facts on which it depends whether whoever does an act asked about is a person that a binding names."""
        for person in binding.persons:
            for leaf in PERSONS[person]:
                if leaf in self.leaves and person == "end_users":
                    yield "access.as_end_user_of_product"
                elif leaf in self.leaves and leaf != "call_hosted":
                    yield "access.channel"

    def mentioned(self) -> list[str]:
        """The facts that conditions read."""
        names = dict.fromkeys(name for atom in self.atoms for name in facts_read(atom))
        return [self.canonical(name) for name in names if name != "as_of"]

    def all_facts(self) -> list[str]:
        """What is read, given, implied or computed, and the yes/no facts on which rules and relations hang."""
        names = [*self.mentioned(), *(name for name, _ in self.given), *(name for name, _, _ in self.computed())]
        names += [each.fact for each in self.implied if each.force == "firm"]
        for lower, upper in permutations(list(dict.fromkeys(names)), 2):
            found = self.at_most(lower, upper)
            if found is not None and found.guard:
                names.append(found.guard)
        if any(subject(name) in {"product", "service"} for name in names):
            names.append("product.exists")
        return list(dict.fromkeys(names))

    def all_numbers(self) -> dict[tuple[str, Unit], list[Interval]]:
        """The numbers by unit, with what is known of each."""
        numbers: dict[tuple[str, Unit], list[Interval]] = {}
        for atom in self.atoms:
            if isinstance(atom, Compares):
                numbers.setdefault((self.canonical(atom.quantity), self.threshold(atom)[0]), [])
        for name, known in self.given:
            if self.type_of(name) in {"count", "money"}:
                for unit, interval in self.intervals(known).items():
                    numbers.setdefault((name, unit), []).append(interval)
        for name, unit, interval in self.computed():
            known = numbers.setdefault((name, unit), [])
            # What is given wins, but must not contradict what is computed.
            if not known or not all(interval.meets(each) for each in known):
                known.append(interval)
        return numbers

    def computed(self) -> Iterator[tuple[str, Unit, Interval]]:
        """Section 8: what given months say of longer periods, and what three given years say of `year`."""
        months: dict[tuple[str, str, Unit], dict[YearMonth, Interval]] = {}
        years: dict[tuple[str, str, Unit], dict[str, Interval]] = {}
        for name, known in self.given:
            base, month, meaning = fact_name(name)
            if self.type_of(name) not in {"count", "money"} or name in self.local:
                continue
            if base.endswith(".month") and self.asked.as_of is not None:
                base, month = base.removesuffix(".month"), YearMonth.before(self.asked.as_of)
            stem, _, window = base.rpartition(".")
            for unit, interval in self.intervals(known).items():
                if month is not None and base.endswith(".revenue"):
                    months.setdefault((base, meaning, unit), {})[month] = interval
                elif window in {"year", "calendar_year", "prior_tax_year", "trailing_12_months"}:
                    years.setdefault((stem, meaning, unit), {})[window] = interval
        for (base, meaning, unit), points in months.items():
            at = f"@{meaning}" if meaning else ""
            spans = [[first.shifted(step) for step in range(12)] for first in points]
            yield f"{base}.any_12_months{at}", unit, _more(max(_sum(points, span) for span in spans))
            if self.asked.as_of is not None:
                last = YearMonth.before(self.asked.as_of)
                trailing = [last.shifted(-step) for step in range(12)]
                calendar = [YearMonth(self.asked.as_of.year - 1, month) for month in range(1, 13)]
                for window, span in (("trailing_12_months", trailing), ("calendar_year", calendar)):
                    total = _sum(points, span)
                    if all(each in points and points[each].low == points[each].high for each in span):
                        yield f"{base}.{window}{at}", unit, Interval(total[0], False, total[0], False)
                    elif total > (0, False):
                        yield f"{base}.{window}{at}", unit, _more(total)
        for (stem, meaning, unit), given in years.items():
            at, alike = f"@{meaning}" if meaning else "", given.pop("year", None)
            if len(given) == 3:
                yield f"{stem}.year{at}", unit, _span(list(given.values()))
            elif alike is not None:
                for kind in ("calendar_year", "prior_tax_year", "trailing_12_months"):
                    if f"{stem}.{kind}" in FACTS:
                        yield f"{stem}.{kind}{at}", unit, alike

    # -- the values to try -------------------------------------------------------------------------------------

    def candidates(self) -> dict[Any, list[Any]]:
        """For each place of a world the values that tell it all there is to tell."""
        places: dict[Any, list[Any]] = {}
        days = self.days()
        for name in self.facts:
            if self.type_of(name) not in {"count", "money"}:
                places[name] = [value for value in self.values(name, days) if self.agrees(name, value)]
        for name, unit in self.numbers:
            places[name, unit] = self.points(name, unit)
        if self.asked.as_of is not None:
            places["as_of"] = [self.asked.as_of]
        elif any("as_of" in facts_read(atom) for atom in self.atoms) or self.groups_named():
            places["as_of"] = days
        released = [license.released for license in asked_about(self.asked.terms) if license.released is not None]
        if released and "as_of" in places:
            places["as_of"] = [day for day in places["as_of"] if day >= max(released)]
        if self.asked.readings == "strict":
            for license in self.licenses:
                for reading in license.readings:
                    places[license.id, reading.name] = [option.name for option in reading.options]
        return places

    def values(self, name: str, days: list[date]) -> Iterable[Any]:
        exact = [known.value for given, known in self.given if given == name and isinstance(known, Exactly)]
        if exact:
            return exact if len(set(exact)) == 1 else []
        match self.type_of(name):
            case "yes_no":
                return [True, False]
            case "one_of":
                return self.options_of(name)
            case "date":
                return [*days, NEVER]
            case "territory":
                return calendars.telling_countries(self.named(name))
            case _:
                options = self.options_of(name)
                members = calendars.telling_countries(self.named(name)) if options == ("territory",) else options
                # Each condition is decided by one member, or by there being none: so many members are enough.
                most = sum(isinstance(atom, SetMeets) and atom.fact == name for atom in self.atoms)
                sizes = range(min(most, len(members)) + 1)
                return [frozenset(chosen) for size in sizes for chosen in combinations(members, size)]

    def agrees(self, name: str, value: object) -> bool:
        """Whether a value agrees with what the acts imply; for a fact under every meaning."""
        for each in self.implied:
            if each.force == "firm" and name.partition("@")[0] == each.fact:
                if isinstance(each.known, NotOption) and value == each.known.option:
                    return False
                if isinstance(each.known, Exactly) and value != each.known.value:
                    return False
        return True

    def named(self, name: str) -> list[str]:
        """The options or countries that conditions name for a fact."""
        atoms = [atom for atom in self.atoms if isinstance(atom, IsOneOf | SetMeets) and atom.fact == name]
        return list(dict.fromkeys(value for atom in atoms for value in atom.values))

    def groups_named(self) -> list[str]:
        atoms = [atom for atom in self.atoms if isinstance(atom, IsOneOf | SetMeets)]
        territorial = [atom for atom in atoms if self.options_of(atom.fact) in ((), ("territory",))]
        return [value for atom in territorial for value in atom.values if value in GROUPS]

    def points(self, name: str, unit: Unit) -> list[Fraction]:
        """Every threshold and end of what is known, of this number and of all related ones, and values between."""
        related = self.related(name)
        marks = {Fraction(0)}
        for atom in self.atoms:
            if isinstance(atom, Compares) and self.canonical(atom.quantity) in related:
                threshold_unit, value = self.threshold(atom)
                if threshold_unit.currency == unit.currency:
                    marks.add(value)
        for (other, other_unit), intervals in self.numbers.items():
            if other in related and other_unit.currency == unit.currency:
                marks |= {end for each in intervals for end in (each.low, each.high) if end is not None}
        known = self.numbers[name, unit]
        return [
            value for value in _between(sorted(marks), whole=not unit.currency) if all(i.holds(value) for i in known)
        ]

    def related(self, name: str) -> set[str]:
        """The numbers that relations tie to this one, over any number of steps."""
        found, names = {name}, {name for name, _ in self.numbers}
        while True:
            more = {b for a in found for b in names - found if self.at_most(a, b) or self.at_most(b, a)}
            if not more:
                return found
            found |= more

    def days(self) -> list[date]:
        """The days named, the days at the given distances from them, and the days beside them."""
        days = {known.value for _, known in self.given if isinstance(known, Exactly) and isinstance(known.value, date)}
        days -= {NEVER}
        days |= {license.released for license in self.licenses if license.released is not None}
        if self.asked.as_of is not None:
            days.add(self.asked.as_of)
        else:
            days |= calendars.days_of_change(self.groups_named())
        distances: set[tuple[int, str]] = set()
        for atom in self.atoms:
            for part in date_parts(atom):
                if isinstance(part, Day):
                    days.add(part.on)
                elif isinstance(part, YearsAfter):
                    distances.add((part.years, "years"))
            if isinstance(atom, DateWithin):
                distances.add((atom.count, atom.unit))
        known = {name for name, _ in self.given}
        facts = {name for name in self.facts if self.type_of(name) == "date"} - known
        if self.asked.as_of is None and any("as_of" in facts_read(atom) for atom in self.atoms):
            facts.add("as_of")
        days = days or {SOME_DAY}
        for _ in facts:
            for count, unit in distances:
                later = {calendars.shifted(day, count, unit) for day in days}
                earlier = {calendars.shifted(day, -count, unit) for day in days}
                if unit != "days":
                    # Several days may clip to one: try those beside it too.
                    earlier |= {day + timedelta(days=step) for day in earlier for step in (1, 2, 3)}
                days = days | later | earlier
        beside = max(1, len(facts))
        return sorted({day + timedelta(days=step) for day in days for step in range(-beside, beside + 1)})

    # -- what rules worlds out ---------------------------------------------------------------------------------

    def checks(self) -> Iterator[Check]:
        """Sections 7 and 8."""
        places: list[Any] = [name for name in self.facts if self.type_of(name) not in {"count", "money"}]
        for place in [*places, *self.numbers]:
            name = place if isinstance(place, str) else place[0]
            empty = self.empty(name)
            if subject(name) in {"product", "service"} and name != "product.exists" and empty is not None:
                yield Check(
                    ("product.exists", place),
                    lambda world, place=place, empty=empty: world["product.exists"] or world[place] == empty,
                )
        named: dict[object, tuple[str, str]] = {
            place: spoken_of(place if isinstance(place, str) else place[0], number=not isinstance(place, str))
            for place in [*places, *self.numbers]
        }
        for rule in Meanings(named, self.implications()).rules():
            yield Check(
                tuple(place for place, _, _ in rule),
                lambda world, rule=rule: any(is_so(world[place], part) is so for place, part, so in rule),
            )
        for lower, upper in permutations(self.numbers, 2):
            yield from self.order(lower, upper)

    def at_most(self, lower: str, upper: str) -> Relation | None:
        """Section 8: the order between two numbers; own numbers are at most what is said, and all that this is at most."""
        if lower not in self.local or lower == upper:
            return relation(lower, upper) if upper not in self.local else None
        reached, orders = {lower}, []
        while (
            more := {
                above for lic in self.licenses for fact in lic.facts if fact.name in reached for above in fact.at_most
            }
            - reached
        ):
            reached |= more
        for above in reached - {lower}:
            orders += [Relation(lower, upper, "", "")] if above == upper else []
            orders += [found] if (found := self.at_most_shared(above, upper)) is not None else []
        # Where there is no product its numbers are 0, and so is what is at most such a number.
        orders = [each._replace(guard="") if each.guard == "product.exists" else each for each in orders]
        return min(orders, key=lambda each: bool(each.guard), default=None)

    def at_most_shared(self, lower: str, upper: str) -> Relation | None:
        return None if lower in self.local or upper in self.local else relation(lower, upper)

    def empty(self, name: str) -> object:
        """What a fact is where there is no product; None where that is not said."""
        match self.type_of(name):
            case "yes_no":
                return False
            case "count" | "money":
                return 0
            case "set_of":
                return frozenset()
            case _:
                return None

    def order(self, lower: tuple[str, Unit], upper: tuple[str, Unit]) -> Iterator[Check]:
        (low_name, low_unit), (high_name, high_unit) = lower, upper
        found = self.at_most(low_name, high_name)
        if found is None and low_name != high_name:
            return
        guard = found.guard if found is not None else ""
        deflated = low_unit.base_year > 0 and high_unit == Unit(low_unit.currency)
        at_most = low_unit == high_unit or (deflated and self.asked.assume == "standard")

        def holds(world: World) -> bool:
            if guard and not world[guard]:
                return True
            # Zero is zero in all money.
            return world[lower] <= world[upper] if at_most else world[upper] != 0 or world[lower] == 0

        yield Check((lower, upper, *([guard] if guard else [])), holds)

    def all(self) -> Iterator[World]:
        """Every world, place by place; a check is made as soon as its places are filled."""
        candidates = self.candidates()
        places = sorted(candidates, key=lambda place: len(candidates[place]))
        due: dict[Any, list[Check]] = {place: [] for place in places}
        for check in self.checks():
            due[max(check.places, key=places.index)].append(check)

        def fill(index: int, world: World) -> Iterator[World]:
            if index == len(places):
                yield dict(world)
                return
            place = places[index]
            for value in candidates[place]:
                world[place] = value
                if all(check.holds(world) for check in due[place]):
                    yield from fill(index + 1, world)

        yield from fill(0, {})


def asked_about(terms: Terms) -> Iterator[License]:
    """The licences without those that follow them."""
    if isinstance(terms, License):
        yield terms
    else:
        for part in terms.parts:
            yield from asked_about(part)


def is_so(value: object, part: str) -> bool:
    """Whether what a rule says of a fact is so: that it is yes, more than 0, or an option."""
    match part:
        case "yes":
            return value is True
        case "more than 0":
            assert isinstance(value, Fraction)
            return value > 0
        case "a day":
            return value != NEVER
        case "anything":
            return value != frozenset()
        case _:
            return value == part


def bearing(license: License, leaves: tuple[str, ...]) -> list[Clause]:
    """Section 3: the clauses that bear on some acts, those that end something, and those that lift any of these."""
    grants = {
        each.id
        for each in license.clauses
        if isinstance(each, Grant) and not {*each.acts.leaves, *each.acts.withheld}.isdisjoint(leaves)
    }

    def bears(clause: Clause) -> bool:
        match clause:
            case Reservation():
                return bool(grants) and (clause.every_grant or not grants.isdisjoint(clause.grants))
            case Termination(stops=stops):
                ends = bool(grants) and (clause.every_grant or not grants.isdisjoint(clause.grants))
                return (
                    ends or bool(clause.obligations) or (stops is not None and not {*stops.leaves}.isdisjoint(leaves))
                )
            case Exemption():
                return False
            case Binding(persons=persons):
                return any(leaf in PERSONS[person] for person in persons for leaf in leaves)
            case _:
                return clause.id in grants or not {*clause.acts.leaves, *clause.acts.withheld}.isdisjoint(leaves)

    there = {clause.id for clause in license.clauses if bears(clause)}
    while True:
        lifting = {
            clause.id
            for clause in license.clauses
            if isinstance(clause, Exemption) and not there.isdisjoint(clause.lifts)
        }
        if lifting <= there:
            return [clause for clause in license.clauses if clause.id in there]
        there |= lifting


def expanded(license: License, condition: Condition | None) -> Iterator[Any]:
    """The atoms of a condition, with what it names by a definition or a measure."""
    for atom in parts_of(condition):
        if isinstance(atom, Defined):
            yield from expanded(license, next(each.condition for each in license.definitions if each.name == atom.name))
        elif isinstance(atom, Compares):
            for quantity in quantities(license, atom.quantity):
                yield atom.model_copy(update={"quantity": quantity})
            yield from cases_of(license, atom.quantity)
        else:
            yield atom


def cases_of(license: License, quantity: str) -> Iterator[Any]:
    """The atoms on which it depends which number a quantity is."""
    for measure in license.measures:
        if measure.name == quantity:
            for case in measure.cases:
                yield from expanded(license, case.when)
                yield from cases_of(license, case.quantity)
            for part in measure.larger_of:
                yield from cases_of(license, part)


def canonical(name: str, as_of: date | None) -> str:
    """With an as-of date, the last full month before it is `.month` under each of its three names."""
    if as_of is None:
        return name
    base, month, meaning = fact_name(name)
    if month == YearMonth.before(as_of):
        base, month = f"{base}.month", None
    elif base.endswith(".preceding_month"):
        base = base.removesuffix("preceding_month") + "month"
    return base + (f"[{month}]" if month else "") + (f"@{meaning}" if meaning else "")


def subject(name: str) -> str:
    return name.partition(".")[0]


def _more(total: tuple[Fraction, bool]) -> Interval:
    """At least a sum, or more than it."""
    return Interval(*total, None, False)


def _span(given: list[Interval]) -> Interval:
    """From the lowest to the highest that any of these can be."""
    low = min((each.low or Fraction(0), each.low_open) for each in given)
    high = max((each.high is None, each.high or Fraction(0), not each.high_open) for each in given)
    return Interval(low[0], low[1], None if high[0] else high[1], not high[2])


def _sum(points: dict[YearMonth, Interval], span: Iterable[YearMonth]) -> tuple[Fraction, bool]:
    """What the months given are together at least, and whether they are more: so if one is more than its lower end."""
    known = [points[month] for month in span if month in points]
    return sum((each.low or Fraction(0) for each in known), Fraction(0)), any(each.low_open for each in known)


def _between(marks: list[Fraction], *, whole: bool) -> Iterator[Fraction]:
    """The marks, one value between each two, and one beyond the last."""
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        yield mark
        if following is None:
            yield mark + 1
        elif not whole:
            yield (mark + following) / 2
        elif mark + 1 < following:
            yield mark + 1


def atoms_of(license: License) -> Iterator[Any]:
    """Every atom of a licence: of its clauses, definitions and measures (one for each fact that a measure may be),
    its conversions as comparisons of `as_of`, and what tells the persons of its bindings."""
    conditions = [clause.when for clause in license.clauses] + [each.condition for each in license.definitions]
    conditions += [case.when for measure in license.measures for case in measure.cases]
    for condition in conditions:
        for atom in parts_of(condition):
            if isinstance(atom, Compares):
                for quantity in quantities(license, atom.quantity):
                    yield atom.model_copy(update={"quantity": quantity})
            elif not isinstance(atom, Defined):
                yield atom
    for conversion in license.conversions:
        yield Converts(conversion.on)
    persons = {person for clause in license.clauses if isinstance(clause, Binding) for person in clause.persons}
    if persons - {"end_users"}:
        yield IsOneOf(fact="access.channel", values=("own_copy",))
    if "end_users" in persons:
        yield Holds(fact="access.as_end_user_of_product")


class Converts(NamedTuple):
    """The as-of date is on or after this one."""

    on: DateExpression


def parts_of(condition: Condition | None) -> Iterator[Any]:
    match condition:
        case None:
            return
        case Not(part=part):
            yield from parts_of(part)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from parts_of(part)
        case _:
            yield condition


def quantities(license: License, name: str) -> Iterator[str]:
    """The facts of which a quantity may be one."""
    measure = next((each for each in license.measures if each.name == name), None)
    if measure is None:
        yield name
        return
    for part in (*(case.quantity for case in measure.cases), *measure.larger_of):
        yield from quantities(license, part)


def date_parts(atom: object) -> Iterator[DateExpression]:
    match atom:
        case DateOrder(date=one, other=other) | DateWithin(date=one, after=other):
            yield from (one, other)
        case Converts(on=on):
            stack: list[DateExpression] = [on]
            while stack:
                part = stack.pop()
                yield part
                if isinstance(part, YearsAfter):
                    stack.append(part.date)
                elif isinstance(part, Earlier):
                    stack.extend(part.dates)
        case _:
            return


def facts_read(atom: object) -> list[str]:
    match atom:
        case Holds(fact=fact) | IsOneOf(fact=fact) | SetMeets(fact=fact):
            return [fact]
        case Compares(quantity=quantity):
            return [quantity]
        case _:
            dates = [part.fact for part in date_parts(atom) if isinstance(part, DateFact)]
            return [*dates, "as_of"] if isinstance(atom, Converts) else dates
