"""Random checked licences and uses of them: `Generator(seed)`.

Licences are small and read few facts, chosen so that rules and relations tie them together; values lie at, just
below and just above the thresholds. What the checker refuses is never made: cycles, exemptions of grants, approvals
in a condition that could make an answer stricter.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Literal

from differential.asked import Asked, HeldApproval, Several, Terms
from differential.worlds import atoms_of, facts_read, subject
from licensekit.model.clauses import (
    Action,
    Acts,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Obligation,
    Party,
    Prohibition,
    Remedy,
    Reservation,
    Termination,
    Thing,
)
from licensekit.model.conditions import (
    Adjusted,
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Comparison,
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
    Locator,
    Measure,
    MeasureCase,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.model.license import Conversion, License, LocalFact, Meaning, Option, Reading
from licensekit.values import WORLDWIDE, Exactly, IndexValue, Known, Money, Number, Range, Rate
from licensekit.vocabulary.acts import ANY_ACT, ANY_ACT_GRANTED, GROUPS, LEAVES, implied_by, in_order, leaves_of
from licensekit.vocabulary.facts import fact as entry
from licensekit.vocabulary.relations import relation

SPAN = "licensee.revenue.trailing_12_months"
THEMES: tuple[tuple[str, ...], ...] = (
    ("product.exists", "product.charged_for", "product.offered_to_third_parties", "product.contains_work"),
    ("product.revenue.month", "product.revenue.year", "group.revenue.any_12_months", "product.charged_for"),
    ("products_with_work.revenue.month", "licensee.revenue.trailing_12_months", "group.revenue.any_12_months"),
    ("products_commercial.revenue.month", "product.revenue.month", "group.revenue.prior_tax_year"),
    (
        "product.monthly_active_users.month",
        "group.monthly_active_users[2025-03]",
        "group.monthly_active_users.any_month",
    ),
    (
        "product.monthly_active_users[2025-03]",
        "group.monthly_active_users.month",
        "licensee.monthly_active_users.any_month",
    ),
    ("products_commercial.monthly_active_users.month", "product.monthly_active_users.month", "product.charged_for"),
    (
        "product.monthly_active_users.month@home",
        "group.monthly_active_users.month@home",
        "group.operates.model_service@home",
    ),
    ("group.people.now", "deployment.end_users.now", "licensee.kind"),
    ("use.personal", "use.in_business", "use.for_company", "use.reaches_third_parties"),
    ("service.inference_or_tuning", "service.only_relays", "product.exists", "access.channel"),
    ("licensee.domicile", "use.countries", "as_of"),
    ("outputs.countries", "distribution.covers", "work.multimodal"),
    ("breach.notified_on", "breach.cured_on", "breach.uncured"),
    ("work.version_published_on", "as_of", "work.modified"),
    ("conduct.military", "conduct.fraud", "dispute.patent_claim"),
    ("unity.plan", "unity.seats", "unity.opened_on", "access.as_end_user_of_product"),
    ("unity.budget", "unity.features", "unity.homes"),
    ("licensee.revenue.year", "licensee.revenue.calendar_year", "licensee.revenue.prior_tax_year", SPAN),
    ("product.revenue.any_12_months", "product.revenue.calendar_year", "product.revenue.trailing_12_months"),
    ("trained_model.kind", "work.derivative_model", "use.internal_operations"),
)
LOCAL: tuple[LocalFact, ...] = (
    LocalFact(name="unity.plan", type="one_of", options=("student", "personal", "pro"), question="Which plan?"),
    LocalFact(name="unity.seats", type="count", question="How many seats?"),
    LocalFact(name="unity.opened_on", type="date", question="Opened on which day?"),
    LocalFact(name="unity.budget", type="money", question="Which budget?"),
    LocalFact(name="unity.features", type="set_of", options=("chat", "code", "voice"), question="Which features?"),
    LocalFact(name="unity.homes", type="set_of", options=("territory",), question="In which countries?"),
)
COUNTS = (0, 1, 5, 100, 1_000_000, 700_000_000)
AMOUNTS = ("0", "0.01", "1", "10000", "20000000", "1000000.5")
COUNTRIES = ("DE", "FR", "GB", "HR", "CN", "US", "NO", "CH", "EU", "EEA")
DAYS = (date(2024, 1, 31), date(2024, 2, 29), date(2025, 3, 1), date(2026, 6, 1), date(2020, 1, 31))
COMPARISONS: tuple[Comparison, ...] = ("more_than", "less_than", "at_least", "at_most", "exactly")
HERE = Locator(place="1")
DISPLAY = Obligation(alternatives=(Action(verb="display", objects=(Thing(name="Name", quoted=True),)),))
ASK = Remedy(approval="written_permission", party=Party(name="licensor"))
MORE_OFTEN = ("run", "embed", "host_model", "distribute_copy", "distribute_in_product", "fine_tune", "train_with_work")


class Generator:
    """One source of chance, one stream of licences and uses."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)

    released: date | None = None
    """When all of the licences were released. Countries are read only by those whose release is known: before
    1993 there was no European Union to be a member of."""

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, pool: Sequence[str], low: int, high: int) -> tuple[str, ...]:
        return tuple(self.random.sample(list(pool), min(len(pool), self.random.randint(low, high))))

    def asked(self, *, unknown: int | None = None) -> Asked:
        """Terms, and a question about them, with at most so many unknown facts."""
        return self.question(*self.terms(), unknown=unknown)

    def terms(self) -> tuple[Terms, dict[str, License]]:
        """A licence, mostly; or several; with the licences to which conversions lead."""
        self.released = date(2019, 5, 1) if self.chance(0.7) else None
        first = LicenseMaker(self, "home").license()
        meant = {meaning.fact for meaning in first.meanings}
        shelf: dict[str, License] = {}
        for conversion in first.conversions:
            shelf[conversion.license] = LicenseMaker(self, conversion.license, small=True, without=meant).license()
        if not self.chance(0.12):
            return first, shelf
        second = LicenseMaker(self, "other", small=True, without=meant).license()
        parts = (first, second) if self.chance(0.8) else (second, first)
        return Several(self.random.choice(("all", "any")), parts), shelf

    def question(self, terms: Terms, shelf: dict[str, License], *, unknown: int | None = None) -> Asked:
        return QuestionMaker(self, terms, shelf, unknown).asked()


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
                        party=Party(name="licensor"),
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
        kinds = ("grant", "reservation", "prohibition", "duty", "duty", "gate", "exemption", "exemption", "termination")
        for _ in range(self.random.randint(1, 3 if self.small else 8)):
            self.add(self.random.choice(kinds))
        self.random.shuffle(self.clauses)
        names = {name for name in self.pool if name.startswith("unity.")}
        meant = [name for name in self.pool if "@" in name]
        return License(
            id=self.name,
            title=self.name,
            released=self.released(),
            clauses=tuple(self.clauses),
            definitions=tuple(self.definitions),
            measures=tuple(self.measures),
            readings=tuple(self.readings),
            facts=tuple(fact for fact in LOCAL if fact.name in names),
            meanings=tuple(
                Meaning(fact=name.partition("@")[0], key=name, locator=HERE, words="as told") for name in meant
            ),
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


def reads_countries(fact: str) -> bool:
    return type_of(fact) == "territory" or options_of(fact) == ("territory",)


def restricts(clauses: Sequence[Clause], name: str) -> bool:
    """Whether an active clause is stricter than none."""
    clause = next(each for each in clauses if each.id == name)
    if isinstance(clause, Exemption):
        return not restricts(clauses, clause.lifts[0])
    return not isinstance(clause, Grant)


class QuestionMaker:
    """Makes one question about given terms."""

    def __init__(self, generator: Generator, terms: Terms, shelf: dict[str, License], unknown: int | None) -> None:
        self.generator = generator
        self.random = generator.random
        self.chance = generator.chance
        self.blank = Asked(terms, (), shelf=shelf)
        self.licenses = self.blank.licenses()
        self.atoms = [atom for license in self.licenses for atom in atoms_of(license)]
        self.unknown = unknown if unknown is not None else self.random.choice((0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4))

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
        dates = [name for name in asked_of if type_of(name) == "date"]
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
            elif type_of(name) in {"count", "money"} and self.chance(0.4):
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
        return Asked(
            terms=self.blank.terms,
            acts=acts,
            given=given,
            as_of=as_of,
            readings=self.readings(),
            approvals=self.approvals(),
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
            and isinstance(atom.amount, Money) == (type_of(name) == "money")
            and (atom.quantity == name or relation(atom.quantity, name) or relation(name, atom.quantity))
        ]

    def number(self, name: str) -> Number:
        """A number at a threshold or beside it, or any."""
        marks = self.marks(name)
        if type_of(name) == "count":
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
        match type_of(name):
            case "yes_no":
                return Exactly(self.chance(0.55 if not name.startswith("conduct.") else 0.2))
            case "count" | "money":
                return Exactly(self.number(name))
            case "one_of":
                pool = named if named and self.chance(0.6) else list(options_of(name))
                return Exactly(self.random.choice(pool))
            case "date":
                return Exactly(self.day())
            case "territory":
                codes = [code for code in named if code not in {"EU", "EEA"}]
                pool = codes if codes and self.chance(0.4) else ["DE", "GB", "HR", "US", "NO", "BR"]
                return Exactly(self.random.choice(pool))
            case _:
                if options_of(name) != ("territory",):
                    return Exactly(frozenset(self.generator.some(options_of(name), 0, 3)))
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

    def approvals(self) -> tuple[HeldApproval, ...]:
        return tuple(
            HeldApproval(
                license.id,
                clause.id,
                since=self.day() if self.chance(0.15) else None,
                until=self.day() + timedelta(days=900) if self.chance(0.1) else None,
                acts=self.generator.some([*MORE_OFTEN, *GROUPS], 1, 3) if self.chance(0.2) else (),
                holder=clause.holder if self.chance(0.9) else self.random.choice(("licensee", "recipient")),
            )
            for license in self.licenses
            for clause in license.clauses
            if isinstance(clause, Gate) and self.chance(0.35)
        )

    def done(self) -> tuple[str, ...]:
        return tuple(
            f"{license.id}.{clause.id}"
            for license in self.licenses
            for clause in license.clauses
            if isinstance(clause, Duty) and self.chance(0.1)
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


def type_of(name: str) -> str:
    local = next((fact for fact in LOCAL if fact.name == name), None)
    if name == "as_of":
        return "date"
    return local.type if local is not None else entry(name).type


def options_of(name: str) -> tuple[str, ...]:
    local = next((fact for fact in LOCAL if fact.name == name), None)
    if name == "as_of":
        return ()
    return local.options if local is not None else entry(name).options
