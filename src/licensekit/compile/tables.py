"""A licence as columns: what is worked out of a table of facts, stage by stage, whatever the engine.

facts      what is not given follows by rule, from the acts, or is assumed
clauses    whether each clause's condition holds, and then, stage by stage, whether something lifts it
answers    the mildest and the most severe verdict of each act, and what goes with them
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias, assert_never

from licensekit.compile.logic import (
    FALSE,
    NULL,
    TRUE,
    Col,
    Compare,
    Expr,
    Has,
    Later,
    Listed,
    Lit,
    Operator,
    Within,
    case,
    every,
    known,
    negated,
    perhaps,
    some,
    surely,
    unknown,
)
from licensekit.compile.plan import Plan
from licensekit.compile.truths import members
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.evaluate.calendar_days import later
from licensekit.evaluate.closing import EXISTS, RULES, closure_of
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.domain import NOT_NEGATIVE, Among, compare
from licensekit.evaluate.program import Program, needs_a_grant
from licensekit.evaluate.setting import Coordinate, coordinate
from licensekit.evaluate.terms import Single
from licensekit.model.clauses import Duty
from licensekit.model.conditions import (
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
    Holds,
    IsOneOf,
    Measure,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.truth import TRUE as SURELY
from licensekit.truth import UNKNOWN
from licensekit.values import Exactly, Money, Range
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.relations import relation
from licensekit.vocabulary.territories import TERRITORIES

Stage: TypeAlias = list[tuple[str, Expr]]
VERDICTS = ("permitted", "permitted_with_duties", "needs_approval", "not_granted", "prohibited")
PREFIX = "_lk_"
OUTPUTS = ("verdict", "duties", "open_duties", "approvals", "open_questions", "problem")
MOST_OPTIONS = 80


def refuse(message: str, help_: str) -> FactsError:
    """A finding about a table."""
    return FactsError([Diagnostic("LK508", message, help=help_)])


class Table:
    """The stages for a licence, some acts, and the columns that a table has."""

    def __init__(
        self,
        plan: Plan,
        columns: Mapping[str, str],
        settled: Mapping[str, Exactly | Range] | None = None,
        typed: Container[str] = (),
    ) -> None:
        """`columns`: the column of each variable (a fact, or an amount as `FACT:CURRENCY`).

        `settled` are facts that the work itself settles where a row leaves them open; `typed` are the variables
        whose column can hold nothing but values of the fact, so that no row need be looked at.
        """
        self.typed = typed
        self.settled = dict(snapshot_literals(settled or {}))
        if not isinstance(plan.terms, Single) or plan.terms.successors:
            raise refuse(
                f"`{plan.terms.name}` is several licences, or one that another follows",
                "ask about each licence for itself",
            )
        self.plan, self.program = plan, plan.terms.program
        self.columns = dict(columns)
        self.problems: list[tuple[Expr, str]] = []
        self.facts: dict[str, Expr] = {}
        self.stages: list[Stage] = []
        self.spots = {name: _spot(name) for name in self.columns if _kind(name) in {"money", "count"}}
        self._check_numbers()
        self.lowers, self.uppers = self._ties()
        self._fact_stage()
        self.active = self._clause_stages()
        self._answers()

    # ---- facts

    def _check_numbers(self) -> None:
        setting, layout = self.plan.setting, self.plan.layout
        if setting.rates or any(spot.adjusted for spot in self.plan.spots.values()):
            raise refuse("rates and adjusted amounts are not worked out on tables", "convert the amounts beforehand")
        if layout.meanings:
            names = ", ".join(f"`{name}`" for name in layout.meanings)
            raise refuse(f"{names}: facts under a meaning are not worked out on tables", "use `compile` for each row")
        spots = {**self.plan.spots, **self.spots}
        by_fact: dict[str, set[str]] = {}
        for name, spot in spots.items():
            by_fact.setdefault(spot.fact, set()).add(name)
        for name, variables in by_fact.items():
            if len(variables) > 1:
                raise refuse(f"`{name}` is given or compared in several currencies", "convert the amounts beforehand")
        if self.plan.has_windows(self.spots, spots):
            raise refuse(
                "a monthly series or three kinds of year are not added up on tables", "add the sums as columns"
            )

    def _ties(self) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[tuple[str, str]]]]:
        """For each number, the columns that bound it from below and from above, with the guard of each relation."""
        spots = {**self.plan.spots, **self.spots}
        lowers: dict[str, list[tuple[str, str]]] = {}
        uppers: dict[str, list[tuple[str, str]]] = {}
        for bound in closure_of((), (), spots, index_not_below_base=False).bounds:
            if relation(spots[bound.lower].fact, spots[bound.upper].fact) is None:
                continue
            if bound.lower in self.columns:
                lowers.setdefault(bound.upper, []).append((bound.lower, bound.guard))
            if bound.upper in self.columns:
                uppers.setdefault(bound.lower, []).append((bound.upper, bound.guard))
        return lowers, uppers

    def given(self, name: str) -> Expr:
        """A fact as the table has it."""
        column: Expr = Col(self.columns[name]) if name in self.columns else NULL
        return known(column, self.settled.get(name, NULL))

    def fact(self, name: str) -> Expr:
        """A fact with what follows for it; a column of the first stage, if it is more than a column."""
        return self.facts.get(name, NULL)

    def _fact_stage(self) -> None:
        given: dict[str, Expr] = {name: self.given(name) for name in (*self.columns, *self.settled, *self.plan.readers)}
        for name, settled in self.plan.firm.items():
            value = given.get(name, NULL)
            if isinstance(settled, bool):
                self._problem(Compare(value, "=", Lit(not settled)), value, f"`{name}` contradicts the acts")
                given[name] = known(value, Lit(settled))
            else:
                inside = Within(value, settled.options) if isinstance(settled, Among) else TRUE
                self._problem(negated(inside), value, f"`{name}` contradicts the acts")
        for name in self.columns:
            if name not in self.typed:
                self._check_value(name)
        for rule in RULES:
            one, other = given.get(rule.trigger, NULL), given.get(rule.target, NULL)
            if NULL not in {one, other}:
                clash = every([_is(one, rule.value), _is(other, not rule.outcome)])
                self.problems.append((surely(clash), f"`{rule.trigger}` and `{rule.target}` contradict each other"))
        concluded = dict(given)
        for rule in RULES:
            trigger = given.get(rule.trigger, NULL)
            if trigger != NULL:
                follows = case([(_is(trigger, rule.value), Lit(rule.outcome))], NULL)
                concluded[rule.target] = known(concluded.get(rule.target, NULL), follows)
        self._product(given, concluded)
        stage: Stage = []
        for name in dict.fromkeys((*self.plan.readers, *self._guards())):
            value = concluded.get(name, NULL)
            default = self.plan.defaults.get(name)
            if isinstance(default, bool | str):
                value = known(value, Lit(default))
            if not isinstance(value, Lit | Col):
                column = f"{PREFIX}f{len(stage)}"
                stage.append((column, value))
                value = Col(column)
            self.facts[name] = value
        self.stages.append(stage)
        self._orders()

    def _guards(self) -> set[str]:
        return {guard for ties in (*self.lowers.values(), *self.uppers.values()) for _, guard in ties if guard}

    def _product(self, given: Mapping[str, Expr], concluded: dict[str, Expr]) -> None:
        """Without a product nothing is true of it; and what is true of one means that there is one."""
        exists = given.get(EXISTS, NULL)
        about = [name for name in concluded if name.startswith(("product.", "service.")) and name != EXISTS]
        says = [self._says(name, given.get(name, NULL)) for name in about]
        something = some([surely(one) for one in says if one != NULL])
        if exists != NULL:
            clash = every([surely(_is(exists, False)), something])
            self.problems.append((clash, "`product.exists` is no, but something is said of a product"))
            for name in about:
                nothing = {"yes_no": FALSE, "count": Lit(0), "money": Lit(Decimal(0))}.get(_kind(name))
                if nothing is not None:
                    concluded[name] = known(concluded[name], case([(_is(exists, False), nothing)], NULL))
        concluded[EXISTS] = known(exists, case([(something, TRUE)], NULL))

    def _says(self, name: str, value: Expr) -> Expr:
        match _kind(name):
            case "yes_no":
                return value
            case "count" | "money":
                return Compare(value, ">", _number(name, 0)) if value != NULL else NULL
            case "set_of":
                options = fact(name).options
                return NULL if value == NULL else some([Has(value, option) for option in options])
            case _:
                return NULL

    def _problem(self, condition: Expr, value: Expr, message: str) -> None:
        if value != NULL:
            self.problems.append((surely(condition), message))

    def _check_value(self, name: str) -> None:
        """What no fact of this type can be."""
        kind, value = _kind(name), self.given(name)
        if kind in {"count", "money"}:
            self._problem(Compare(value, "<", _number(name, 0)), value, f"`{name}` is negative")
        elif kind in {"one_of", "territory"}:
            options = tuple(TERRITORIES) if kind == "territory" else fact(name).options
            self._problem(negated(Within(value, options)), value, f"`{name}` is none of its options")
        elif kind == "set_of" and fact(name).options == ("territory",):
            raise refuse(f"`{name}` is a set of territories", "use `compile` for each row")

    def _orders(self) -> None:
        for upper, ties in self.lowers.items():
            for lower, guard in ties:
                if upper in self.columns:
                    over = Compare(self.given(lower), ">", self.given(upper))
                    clash = every([over, *([_is(self.fact(guard), True)] if guard else [])])
                    self.problems.append((surely(clash), f"`{lower}` is more than `{upper}`"))

    # ---- conditions

    def _clause_stages(self) -> dict[int, Expr]:
        """Whether each clause is active, as columns."""
        numbers = self.plan.clauses[0].numbers
        self.defined: dict[str, Expr] = {}
        own: Stage = []
        truths: dict[int, Expr] = {}
        for number in numbers:
            when = self.program.clauses[number].when
            truths[number] = TRUE if when is None else self.truth(when)
        self.own: dict[int, Expr] = {}
        for number, truth in truths.items():
            if isinstance(truth, Lit):
                self.own[number] = truth
            else:
                own.append((f"{PREFIX}c{number}", truth))
                self.own[number] = Col(f"{PREFIX}c{number}")
        self.stages.append(own)
        active: dict[int, Expr] = {}
        left = list(numbers)
        while left:
            ready = [at for at in left if all(lifter in active for lifter in self.program.lifters[at])]
            stage: Stage = []
            now: dict[int, Expr] = {}
            for number in ready:
                lifters = [active[lifter] for lifter in self.program.lifters[number]]
                value = every([self.own[number], negated(some(lifters))]) if lifters else self.own[number]
                if not isinstance(value, Lit | Col):
                    stage.append((f"{PREFIX}a{number}", value))
                    value = Col(f"{PREFIX}a{number}")
                now[number] = value
            active |= now
            self.stages.append(stage)
            left = [at for at in left if at not in active]
        return active

    def truth(self, condition: Condition) -> Expr:
        """A condition, unknown where it is open."""
        match condition:
            case Holds(fact=name):
                return self.fact(name)
            case Defined(name=name):
                if name not in self.defined:
                    self.defined[name] = self.truth(self.program.definitions[name].condition)
                return self.defined[name]
            case IsOneOf():
                return self._one_of(condition)
            case SetMeets():
                return self._set(condition)
            case Compares(quantity=quantity):
                return self._compares(quantity, condition, condition.comparison)
            case DateOrder(date=day, order=order, other=other):
                after = self._not_before(self._days(day), self._days(other))
                return after if order == "on_or_after" else negated(after)
            case DateWithin():
                return self._date_within(condition)
            case ReadingIs(reading=reading, option=option):
                chosen = self.plan.setting.readings.get(f"{self.program.license.id}.{reading}")
                return NULL if chosen is None else Lit(chosen == option)
            case ApprovalHeld(gate=gate):
                held = {f"{self.program.license.id}.{gate}" in gates for gates in self.plan.held.values()}
                if len(held) > 1:
                    raise refuse("an approval for some of the acts alone", "ask about the acts apart")
                return Lit(held.pop())
            case Not(part=part):
                return negated(self.truth(part))
            case AllOf(parts=parts):
                return every([self.truth(part) for part in parts])
            case AnyOf(parts=parts):
                return some([self.truth(part) for part in parts])
            case _:
                assert_never(condition)

    def _one_of(self, condition: IsOneOf) -> Expr:
        sure, maybe = members(condition.values, self.plan.as_of)
        value = self.fact(condition.fact)
        if isinstance(value, Lit):
            inside: Expr = NULL if value.value is None else Lit(value.value in sure)
        else:
            inside = Within(value, tuple(sorted(sure)))
            if maybe:
                inside = some([inside, every([Within(value, tuple(sorted(maybe))), NULL])])
        narrowed = self.plan.defaults.get(condition.fact)
        if isinstance(narrowed, Among):
            agreed = {option in sure for option in narrowed.options}
            return known(inside, Lit(agreed.pop()) if len(agreed) == 1 else NULL)
        return inside

    def _set(self, condition: SetMeets) -> Expr:
        value = self.fact(condition.fact)
        if value == NULL:
            return NULL
        options = fact(condition.fact).options
        if condition.quantifier == "any":
            return some([Has(value, option) for option in condition.values])
        return negated(some([Has(value, option) for option in options if option not in condition.values]))

    def _compares(self, quantity: str, compares: Compares, comparison: Comparison) -> Expr:
        measure = self.program.measures.get(quantity)
        if measure is not None:
            return self._measured(measure, compares, comparison)
        name, threshold = self.plan.setting.threshold(quantity, compares)
        settled = compare(NOT_NEGATIVE, comparison, threshold)
        if settled is not UNKNOWN:
            return Lit(settled is SURELY)
        match comparison:
            case "more_than":
                return self._beyond(name, ">", "<=", threshold)
            case "at_most":
                return negated(self._beyond(name, ">", "<=", threshold))
            case "at_least":
                return self._beyond(name, ">=", "<", threshold)
            case "less_than":
                return negated(self._beyond(name, ">=", "<", threshold))
            case "exactly":
                below = self._beyond(name, ">", "<=", threshold)
                above = TRUE if threshold == 0 else self._beyond(name, ">=", "<", threshold)
                return every([negated(below), above])
            case _:
                assert_never(comparison)

    def _beyond(self, name: str, yes: Operator, no: Operator, threshold: int | Decimal) -> Expr:
        mark, value = _number(name, threshold), self.fact(name)
        found: list[tuple[Expr, Expr]] = []
        for other, guard in self.lowers.get(name, ()):
            found.append((self._guarded(Compare(self.given(other), yes, mark), guard), TRUE))
        for other, guard in self.uppers.get(name, ()):
            found.append((self._guarded(Compare(self.given(other), no, mark), guard), FALSE))
        own = NULL if value == NULL else Compare(value, yes, mark)
        return known(own, case(found, NULL))

    def _guarded(self, condition: Expr, guard: str) -> Expr:
        return every([condition, _is(self.fact(guard), True)]) if guard else condition

    def _measured(self, measure: Measure, compares: Compares, comparison: Comparison) -> Expr:
        if measure.larger_of:
            return self._larger(measure.larger_of, compares, comparison)
        rest: Expr | None = None
        for one in reversed(measure.cases):
            holds = self._compares(one.quantity, compares, comparison)
            if one.when is None:
                rest = holds
                continue
            applies = self.truth(one.when)
            agreed = holds if rest is None else _agreed(holds, rest)
            rest = case([(applies, holds), (negated(applies), NULL if rest is None else rest)], agreed)
        return NULL if rest is None else rest

    def _larger(self, quantities: tuple[str, ...], compares: Compares, comparison: Comparison) -> Expr:
        def each(by: Comparison) -> list[Expr]:
            return [self._compares(quantity, compares, by) for quantity in quantities]

        match comparison:
            case "more_than" | "at_least":
                return some(each(comparison))
            case "at_most" | "less_than":
                return every(each(comparison))
            case "exactly":
                return every([*each("at_most"), some(each("exactly"))])
            case _:
                assert_never(comparison)

    def _days(self, expression: DateExpression) -> tuple[Expr, Expr]:
        """The first and the last day that a date can be."""
        match expression:
            case Day(on=on):
                return Lit(on), Lit(on)
            case DateFact(fact=name) if name == AS_OF:
                return Lit(date.fromordinal(self.plan.as_of.first)), Lit(date.fromordinal(self.plan.as_of.last))
            case DateFact(fact=name):
                return self.fact(name), self.fact(name)
            case _:
                raise refuse("dates of successors are not worked out on tables", "use `compile` for each row")

    def _not_before(self, one: tuple[Expr, Expr], other: tuple[Expr, Expr]) -> Expr:
        if NULL in {*one, *other}:
            return NULL
        after = _dates(one[0], ">=", other[1])
        if one[0] == one[1] and other[0] == other[1]:
            return after
        return case([(after, TRUE), (_dates(one[1], "<", other[0]), FALSE)], NULL)

    def _date_within(self, condition: DateWithin) -> Expr:
        day, after = self._days(condition.date), self._days(condition.after)
        if NULL in {*day, *after}:
            return NULL
        end = tuple(_later(one, condition.count, condition.unit) for one in after)
        if condition.limit == "within":
            end = tuple(_later(one, 1, "days") for one in end)
        return every([self._not_before(day, after), negated(self._not_before(day, (end[0], end[1])))])

    # ---- answers

    def _answers(self) -> None:
        """The mildest and most severe verdict of each act, then of all; and the texts that go with them."""
        worst: list[Expr] = []
        best: list[Expr] = []
        stages: list[Stage] = [[], [], [], []]
        duties: dict[str, list[tuple[Expr, Expr]]] = {}
        gates: dict[str, list[Expr]] = {}
        for at, leaf in enumerate(self.plan.leaves):
            p, n, g, a, h, d = self._pillars(leaf, at, stages[0])
            needs = needs_a_grant(leaf)
            allowed = some([g, a]) if needs else TRUE
            refusable = perhaps(negated(allowed))
            high = case(
                [
                    (perhaps(p), Lit(4)),
                    (surely(n), Lit(2)),
                    (refusable, Lit(3)),
                    (some([perhaps(n), perhaps(h)]), Lit(2)),
                    (perhaps(d), Lit(1)),
                ],
                Lit(0),
            )
            low = case(
                [
                    (surely(p), Lit(4)),
                    (surely(n), Lit(2)),
                    (every([surely(negated(allowed)), perhaps(n)]), Lit(2)),
                    (surely(negated(allowed)), Lit(3)),
                    (surely(h), Lit(2)),
                    (surely(d), Lit(1)),
                ],
                Lit(0),
            )
            held_back = every([perhaps(negated(n)), perhaps(allowed), perhaps(h)])
            asked = every([perhaps(negated(p)), some([perhaps(n), held_back])])
            names = f"{PREFIX}best{at}", f"{PREFIX}worst{at}", f"{PREFIX}asked{at}"
            stages[1] += [*zip(names, (low, high, asked), strict=True)]
            best.append(Col(names[0]))
            worst.append(Col(names[1]))
            covering = self.program.covering(leaf)
            for number in (*covering.duties, *covering.encouraged):
                duties.setdefault(self._name(number), []).append(
                    (Compare(Col(names[0]), "<=", Lit(1)), self.active[number])
                )
            for number in (*covering.granting_gates, *covering.holding_gates):
                if f"{self.program.license.id}.{self.program.clauses[number].id}" not in self.plan.held[leaf]:
                    gates.setdefault(self._name(number), []).append(
                        every([Col(names[2]), perhaps(self.active[number])])
                    )
        ending = {self._name(number): self.active[number] for number in self.program.endings}
        due = {name: some([every([ok, surely(on)]) for ok, on in each]) for name, each in duties.items()}
        due |= {name: surely(on) for name, on in ending.items()}
        maybe = {name: some([every([ok, unknown(on)]) for ok, on in each]) for name, each in duties.items()}
        maybe |= {name: unknown(on) for name, on in ending.items() if on != TRUE}
        stages[2] += [(f"{PREFIX}best", _greatest(best)), (f"{PREFIX}worst", _greatest(worst))]
        stages[2].append((f"{PREFIX}bad", some([condition for condition, _ in self.problems])))
        low, high = Col(f"{PREFIX}best"), Col(f"{PREFIX}worst")
        words: list[tuple[Expr, Expr]] = [(Col(f"{PREFIX}bad"), NULL)]
        words += [
            (every([Compare(low, "=", Lit(at)), Compare(high, "=", Lit(at))]), Lit(word))
            for at, word in enumerate(VERDICTS)
        ]
        words.append((Compare(high, "<=", Lit(1)), Lit("permitted_with_duties")))
        verdict = case(words, Lit("unknown"))
        if self.plan.circumstances.readings == "strict":
            verdict = case(
                [words[0], *((Compare(high, "=", Lit(at)), Lit(word)) for at, word in enumerate(VERDICTS))], NULL
            )
        texts = {
            "duties": _listed(due),
            "open_duties": _listed({name: every([on, negated(due[name])]) for name, on in maybe.items()}),
            "approvals": _listed({name: some(each) for name, each in gates.items()}),
            "open_questions": _listed(dict(self._questions())),
        }
        stages[3] += [
            ("verdict", verdict),
            *((name, case([(words[0][0], Lit(""))], listed)) for name, listed in texts.items()),
            ("problem", Listed(tuple(self.problems))),
        ]
        self.stages += stages

    def _pillars(self, leaf: str, at: int, stage: Stage) -> Iterator[Expr]:
        covering, held = self.program.covering(leaf), self.plan.held[leaf]
        missing: list[int] = []
        approved: list[int] = []
        for number in covering.granting_gates:
            (approved if self._name(number) in held else missing).append(number)
        holding = [number for number in covering.holding_gates if self._name(number) not in held]
        columns = (covering.prohibitions, missing, covering.grants, approved, holding, covering.duties)
        for letter, numbers in zip("pngahd", columns, strict=True):
            value = some([self.active[number] for number in numbers])
            if not isinstance(value, Lit | Col):
                stage.append((f"{PREFIX}{letter}{at}", value))
                value = Col(f"{PREFIX}{letter}{at}")
            yield value

    def _name(self, number: int) -> str:
        return f"{self.program.license.id}.{self.program.clauses[number].id}"

    def _questions(self) -> Iterator[tuple[str, Expr]]:
        """The facts that are unknown and stand in a clause that is open."""
        for name in self.plan.readers:
            value = self.fact(name)
            readers = [self.own[number] for _, number in self.plan.layout.readers[name] if number in self.own]
            open_clauses = some([unknown(own) for own in readers if not isinstance(own, Lit) or own == NULL])
            if not isinstance(value, Lit) or value == NULL:
                yield name.partition(":")[0], every([TRUE if value == NULL else unknown(value), open_clauses])


def _listed(words: Mapping[str, Expr]) -> Expr:
    return Listed(tuple((on, word) for word, on in words.items() if on not in {FALSE, NULL}))


def _is(value: Expr, wanted: bool) -> Expr:
    if isinstance(value, Lit):
        return NULL if value.value is None else Lit(value.value is wanted)
    return value if wanted else negated(value)


def _agreed(one: Expr, other: Expr) -> Expr:
    return case([(every([one, other]), TRUE), (every([negated(one), negated(other)]), FALSE)], NULL)


def _greatest(values: list[Expr]) -> Expr:
    if len(values) == 1:
        return values[0]
    return case([(some([Compare(value, "=", Lit(at)) for value in values]), Lit(at)) for at in (4, 3, 2, 1)], Lit(0))


def _dates(left: Expr, operator: Operator, right: Expr) -> Expr:
    if isinstance(left, Lit) and isinstance(right, Lit):
        assert isinstance(left.value, date)
        assert isinstance(right.value, date)
        return Lit(left.value >= right.value if operator == ">=" else left.value < right.value)
    return Compare(left, operator, right)


def _later(day: Expr, count: int, unit: Literal["days", "months", "years"]) -> Expr:
    if isinstance(day, Lit):
        assert isinstance(day.value, date)
        return Lit(date.fromordinal(later(day.value.toordinal(), count, unit)))
    return Later(day, count, unit)


def _kind(name: str) -> str:
    return fact(name.partition(":")[0]).type


def snapshot_literals(facts: Mapping[str, Exactly | Range]) -> Iterator[tuple[str, Lit]]:
    """Facts known exactly as constants; sets of words are left out, and so stay open."""
    for name, known_fact in facts.items():
        match known_fact:
            case Exactly(value=Money(amount=amount, currency=currency)):
                yield f"{name}:{currency}", Lit(amount)
            case Exactly(value=bool() | int() | str() | date() as value):
                yield name, Lit(value)
            case _:
                continue


def _number(name: str, threshold: int | Decimal) -> Lit:
    return Lit(Decimal(threshold) if ":" in name else threshold)


def _spot(name: str) -> Coordinate:
    plain, _, currency = name.partition(":")
    return coordinate(plain, currency) if currency else Coordinate(name, name, "", "")


__all__ = ["OUTPUTS", "PREFIX", "Duty", "Program", "Stage", "Table", "refuse"]
