"""Licences of every kind of clause and condition, made by chance over a small pool of facts."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from differential.pool import (
    AMOUNTS,
    ASK,
    COMPARISONS,
    COUNTRIES,
    COUNTS,
    DAYS,
    DISPLAY,
    FOLLOWS,
    HERE,
    LOCAL,
    MORE_OFTEN,
    THEMES,
    options_of,
    reads_countries,
    type_of,
)
from licensekit.model.clauses import (
    Acts,
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Party,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.conditions import (
    Adjusted,
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Definition,
    Earlier,
    Holds,
    IsOneOf,
    Measure,
    MeasureCase,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.model.license import Conversion, License, Meaning, Option, Reading, Unread
from licensekit.values import Money
from licensekit.vocabulary.acts import ANY_ACT, ANY_ACT_GRANTED, GROUPS, LEAVES, PERSONS, in_order, leaves_of

if TYPE_CHECKING:
    from differential.generate import Generator

PARTIES = (Party(name="licensor"), Party(name="Labs", quoted=True), Party(name="Somebody", quoted=True))


class LicenseMaker:
    """Makes one licence over a small pool of facts."""

    def __init__(
        self, generator: Generator, name: str, *, small: bool = False, without: AbstractSet[str] = frozenset()
    ) -> None:
        self.generator = generator
        self.random = generator.random
        self.chance = generator.chance
        self.name = name
        self.small = small
        themes = self.random.sample(THEMES, 1 if small else self.random.choice((1, 1, 2, 2, 3)))
        pool = dict.fromkeys(fact for theme in themes for fact in theme)
        own = {fact.partition("@")[0] for fact in pool if "@" in fact and name == "home"} | without
        kept = [fact for fact in pool if fact not in own and (name == "home" or "@" not in fact)]
        self.pool = [fact for fact in kept if generator.released or not reads_countries(fact)] or ["work.modified"]
        self.random.shuffle(self.pool)
        self.pool = self.pool[: self.random.randint(2, 7)]
        self.counts = self.random.sample(COUNTS, 2)
        self.amounts = self.random.sample(AMOUNTS if self.chance(0.5) else AMOUNTS[1:], 2)
        self.currencies = ["USD"] if self.chance(0.7) else ["USD", "CNY"]
        self.countries = self.random.sample(COUNTRIES, 3)
        self.days = self.random.sample(DAYS, 2)
        self.within = (self.random.choice((0, 1, 32)), self.random.choice(("days", "months", "years")))
        self.definitions: list[Definition] = []
        self.measures: list[Measure] = []
        self.readings: list[Reading] = []
        self.gates: list[str] = []
        self.clauses: list[Clause] = []

    # -- conditions --------------------------------------------------------------------------------------------

    def condition(self, depth: int = 2) -> Condition:
        if depth == 0 or self.chance(0.45):
            return self.atom()
        match self.random.randrange(3):
            case 0:
                return Not(part=self.condition(depth - 1))
            case 1:
                return AllOf(parts=tuple(self.condition(depth - 1) for _ in range(self.random.choice((2, 2, 3)))))
            case _:
                return AnyOf(parts=tuple(self.condition(depth - 1) for _ in range(self.random.choice((2, 2, 3)))))

    def atom(self) -> Condition:
        if self.definitions and self.chance(0.15):
            return Defined(name=self.random.choice(self.definitions).name)
        if self.readings and self.chance(0.15):
            reading = self.random.choice(self.readings)
            return ReadingIs(reading=reading.name, option=self.random.choice(reading.options).name)
        if self.measures and self.chance(0.3):
            measure = self.random.choice(self.measures)
            return self.comparison(measure.name, self.measure_type(measure))
        return self.fact_atom(self.random.choice(self.pool))

    def fact_atom(self, fact: str) -> Condition:
        kind = type_of(fact)
        match kind:
            case "yes_no":
                return Holds(fact=fact)
            case "one_of":
                return IsOneOf(fact=fact, values=self.generator.some(options_of(fact), 1, 2))
            case "territory":
                return IsOneOf(fact=fact, values=self.generator.some(self.countries, 1, 2))
            case "set_of":
                pool = self.countries if options_of(fact) == ("territory",) else options_of(fact)
                how: Literal["any", "all"] = self.random.choice(("any", "all"))
                return SetMeets(quantifier=how, fact=fact, values=self.generator.some(pool, 1, 2))
            case "date":
                return self.date_atom(fact)
            case _:
                return self.comparison(fact, kind)

    def comparison(self, quantity: str, kind: str) -> Condition:
        comparison = self.random.choice(COMPARISONS)
        if kind == "count":
            return Compares(quantity=quantity, comparison=comparison, amount=self.random.choice(self.counts))
        amount = Money(Decimal(self.random.choice(self.amounts)), self.random.choice(self.currencies))
        adjusted = Adjusted(year=2019, index="us_cpi_u") if self.chance(0.12) else None
        equivalent = self.chance(0.3)
        return Compares(
            quantity=quantity, comparison=comparison, amount=amount, adjusted=adjusted, or_equivalent=equivalent
        )

    def date_atom(self, fact: str) -> Condition:
        others = [each for each in self.pool if type_of(each) == "date" and each != fact]
        other: Day | DateFact = Day(on=self.random.choice(self.days))
        if others and self.chance(0.6):
            other = DateFact(fact=self.random.choice(others))
        if self.chance(0.5):
            return DateOrder(date=DateFact(fact=fact), order=self.random.choice(("before", "on_or_after")), other=other)
        count, unit = self.within
        limit: Literal["within", "before"] = self.random.choice(("within", "before"))
        return DateWithin(date=DateFact(fact=fact), limit=limit, count=count, unit=unit, after=other)

    def measure_type(self, measure: Measure) -> str:
        first = measure.cases[0].quantity if measure.cases else measure.larger_of[0]
        return type_of(first)

    def measure(self) -> None:
        for kind in self.random.sample(("count", "money"), 2):
            numbers = [fact for fact in self.pool if type_of(fact) == kind]
            if len(numbers) < 2:
                continue
            numbers = self.random.sample(numbers, 2)
            if self.chance(0.5):
                self.measures.append(Measure(name="greater", locator=HERE, larger_of=tuple(numbers)))
            else:
                cases = (
                    MeasureCase(quantity=numbers[0], when=self.condition(1)),
                    MeasureCase(quantity=numbers[1]),
                )
                self.measures.append(Measure(name="either", locator=HERE, cases=cases))
            return

    # -- clauses -----------------------------------------------------------------------------------------------

    def when(self, bare: float = 0.2, effect: Literal["milder", "stricter", "both"] = "both") -> Condition | None:
        """A condition or none; an approval is read only where holding it makes the answer milder."""
        condition = None if self.chance(bare) else self.condition()
        if self.gates and effect != "both" and self.chance(0.12):
            held: Condition = ApprovalHeld(gate=self.random.choice(self.gates))
            held = held if effect == "milder" else Not(part=held)
            if condition is None:
                return held
            return (AllOf if self.chance(0.5) else AnyOf)(parts=(condition, held))
        return condition

    def acts(self, everything: float = 0.5) -> Acts:
        if self.chance(everything):
            return Acts(leaves=ANY_ACT, written=("any act",))
        written = self.generator.some([*MORE_OFTEN, *MORE_OFTEN, *GROUPS, *LEAVES], 1, 3)
        return Acts(leaves=in_order(leaf for act in written for leaf in leaves_of(act)), written=written)

    def granted_acts(self) -> Acts:
        if self.chance(0.7):
            withheld = in_order(self.generator.some(ANY_ACT_GRANTED, 0, 3)) if self.chance(0.4) else ()
            leaves = tuple(leaf for leaf in ANY_ACT_GRANTED if leaf not in withheld)
            return Acts(leaves=leaves, written=("any act",), withheld=withheld)
        return self.acts(everything=0)

    def add(self, kind: str) -> None:
        same = [clause for clause in self.clauses if clause.kind == kind]
        base = {
            "id": f"{kind}-{len(same) + 1}",
            "locator": HERE,
            "origin": self.name,
            "remedy": ASK if self.chance(0.15) else None,
        }
        grants = tuple(clause.id for clause in self.clauses if isinstance(clause, Grant))
        match kind:
            case "grant":
                when = self.when(bare=0.5 if not grants else 0.2, effect="milder")
                self.clauses.append(Grant(**base, when=when, acts=self.granted_acts()))
            case "prohibition":
                self.clauses.append(Prohibition(**base, when=self.when(0.05, "stricter"), acts=self.acts()))
            case "duty":
                strength = "must" if self.chance(0.8) else "encouraged"
                when = self.when(effect="stricter")
                self.clauses.append(
                    Duty(**base, when=when, acts=self.acts(), strength=strength, obligations=(DISPLAY,))
                )
            case "gate":
                granting = self.chance(0.5)
                when = self.when(0.1, "both" if granting else "stricter")
                holder = "licensee" if self.chance(0.8) else "recipient"
                self.clauses.append(
                    Gate(
                        **base,
                        when=when,
                        acts=self.acts(),
                        approval="paid_license",
                        party=PARTIES[len(self.clauses) % len(PARTIES)],
                        holder=holder,
                        grants_it=granting,
                    )
                )
                self.gates.append(str(base["id"]))
            case "reservation" if grants:
                every = self.chance(0.4)
                named = () if every else self.generator.some(grants, 1, 2)
                when = self.when(0.0, "stricter")
                self.clauses.append(Reservation(**base, when=when, grants=named, every_grant=every))
            case "termination" if grants:
                every = self.chance(0.6)
                named = () if every else self.generator.some(grants, 1, 2)
                self.clauses.append(
                    Termination(
                        **base,
                        when=self.when(0.0, "stricter"),
                        grants=named,
                        every_grant=every,
                        stops=self.acts() if self.chance(0.4) else None,
                        obligations=(DISPLAY,) if self.chance(0.4) else (),
                    )
                )
            case "exemption":
                self.exemption(base)
            case "binding":
                said = {person for clause in self.clauses if isinstance(clause, Binding) for person in clause.persons}
                left = [person for person in PERSONS if person not in said]
                if left:
                    binds = self.chance(0.7)
                    when = self.when(0.2, "stricter") if binds else None
                    base["remedy"] = None
                    persons = self.generator.some(left, 1, 3)
                    self.clauses.append(Binding(**base, when=when, persons=persons, binds=binds))
            case _:
                pass

    def exemption(self, base: dict[str, object]) -> None:
        """Of what restricts, or of exemptions; never of both, and only of what stands before it: no cycles."""
        lifting = [clause.id for clause in self.clauses if isinstance(clause, Exemption)]
        restricting = [
            clause.id
            for clause in self.clauses
            if not isinstance(clause, Exemption | Grant) and not (isinstance(clause, Gate) and clause.grants_it)
        ]
        if lifting and (not restricting or self.chance(0.35)):
            lifts = self.generator.some(lifting, 1, 2)
            levels = {restricts(self.clauses, each) for each in lifts}
            if len(levels) == 1:
                effect: Literal["milder", "stricter"] = "milder" if levels == {True} else "stricter"
                self.clauses.append(Exemption(**base, when=self.when(0.1, effect), lifts=lifts))
        elif restricting:
            lifts = self.generator.some(restricting, 1, 3)
            self.clauses.append(Exemption(**base, when=self.when(0.1, "milder"), lifts=lifts))

    def license(self) -> License:
        if self.chance(0.3):
            options = [
                Option(name=name, text=name) for name in ("wide", "narrow", "middle")[: self.random.choice((2, 2, 3))]
            ]
            taken = self.random.randrange(len(options))
            options[taken] = options[taken].model_copy(update={"taken": True, "because": "plain"})
            self.readings.append(Reading(name="scope", locator=HERE, question="Which?", options=tuple(options)))
        if self.chance(0.3):
            self.measure()
        for number in range(self.random.choice((0, 0, 1, 2))):
            self.definitions.append(Definition(name=f"term_{number}", locator=HERE, condition=self.condition()))
        self.add("grant")
        kinds = (
            "grant",
            "reservation",
            "prohibition",
            "duty",
            "duty",
            "gate",
            "exemption",
            "exemption",
            "termination",
            "binding",
        )
        for _ in range(self.random.randint(1, 3 if self.small else 8)):
            self.add(self.random.choice(kinds))
        self.random.shuffle(self.clauses)
        names = set(self.pool)
        for fact in (*LOCAL, *LOCAL):  # what is named by a fact that is named
            if fact.name in names:
                names |= {*fact.at_most, *(each.fact for each in fact.implies)}
        meant = [name for name in self.pool if "@" in name]
        return License(
            id=self.name,
            title=self.name,
            licensor=f"{self.name} Labs (Example)",
            released=self.released(),
            clauses=tuple(self.clauses),
            definitions=tuple(self.definitions),
            measures=tuple(self.measures),
            readings=tuple(self.readings),
            facts=tuple(fact for fact in LOCAL if fact.name in names),
            meanings=tuple(
                Meaning(
                    fact=name.partition("@")[0],
                    key=name,
                    locator=HERE,
                    words="as told",
                    follows_from=FOLLOWS.get(name, ()) if self.chance(0.7) else (),
                )
                for name in meant
            ),
            unread=(Unread(name="A policy", url="https://example.org", locator=HERE),) if self.chance(0.3) else (),
            conversions=self.conversions(),
        )

    def released(self) -> date | None:
        """Mostly before every day that is asked about."""
        if self.generator.released is not None and self.chance(0.05):
            return date(2024, 2, 15)
        return self.generator.released

    def conversions(self) -> tuple[Conversion, ...]:
        if self.small or not self.chance(0.12):
            return ()
        on: DateExpression = Day(on=self.random.choice(self.days))
        if self.chance(0.6):
            published = DateFact(fact="work.version_published_on")
            years = YearsAfter(years=self.random.choice((2, 4)), date=published)
            on = self.random.choice((published, years, Earlier(dates=(on, years))))
        kind: Literal["converts", "offers"] = self.random.choice(("converts", "offers"))
        return (Conversion(kind=kind, license="later", locator=HERE, on=on),)


def restricts(clauses: Sequence[Clause], name: str) -> bool:
    """Whether an active clause is stricter than none."""
    clause = next(each for each in clauses if each.id == name)
    if isinstance(clause, Exemption):
        return not restricts(clauses, clause.lifts[0])
    return not isinstance(clause, Grant)
