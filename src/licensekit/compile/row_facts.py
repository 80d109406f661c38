"""The facts of a row: as given, as they follow by rule or from the acts, or as they are assumed; and what clashes."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from licensekit.compile.logic import (
    FALSE,
    NULL,
    TRUE,
    Col,
    Compare,
    Expr,
    Lit,
    Strange,
    Within,
    case,
    every,
    has,
    known,
    negated,
    some,
    surely,
)
from licensekit.compile.plan import Plan
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.evaluate.closing import EXISTS, RULES, closure_of
from licensekit.meaning.domain import Among
from licensekit.evaluate.setting import Coordinate, coordinate
from licensekit.values import Exactly, Money, Range
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.relations import relation
from licensekit.vocabulary.territories import TERRITORIES

Stage: TypeAlias = list[tuple[str, Expr]]
"""Columns that are worked out together, from those of the stages before."""
PREFIX: Final = "_lk_"


def found_wrong(message: str, help_: str, code: str = "LK508") -> Diagnostic:
    """A finding about a table."""
    return Diagnostic(code, message, help=help_)


def refuse(message: str, help_: str, code: str = "LK508") -> FactsError:
    """The one finding about a table."""
    return FactsError([found_wrong(message, help_, code)])


class Tied(NamedTuple):
    """A number that bounds another; `zero_only`: in other money, so that only nothing is no more than nothing."""

    name: str
    guard: str
    zero_only: bool


class RowFacts:
    """What is known of each fact in a row, and what a row must not say."""

    def __init__(
        self,
        plan: Plan,
        columns: Mapping[str, str],
        settled: Mapping[str, Exactly | Range],
        typed: Container[str],
    ) -> None:
        self.plan, self.typed = plan, typed
        self.local = {one.name: one.type for program in plan.programs for one in program.license.facts}
        self.columns = {self._meant(name): column for name, column in columns.items()}
        self.settled = {self._meant(name): value for name, value in literals(settled)}
        self.named = dict.fromkeys((*self.columns, *self.settled))
        """The facts that a row gives, or that are settled for every row."""
        self._check_sets()
        self.problems: list[tuple[Expr, str]] = []
        """Conditions under which a row has no verdict, where they are true, and what is then said of it."""
        self.facts: dict[str, Expr] = {}
        self.spots = {name: _spot(name) for name in self.named if self._kind(name) in {"money", "count"}}
        self._check_numbers()
        self.lowers, self.uppers = self._ties()
        self.stage: Stage = []
        self._conclude()
        self._orders()

    def _check_sets(self) -> None:
        for name in self.settled:
            if name in self.columns and self._kind(name) == "set_of":
                raise refuse(f"`{name}` is settled for every row, and a column too", "leave one of them out")

    def _check_numbers(self) -> None:
        setting, layout = self.plan.setting, self.plan.layout
        if setting.rates or any(spot.adjusted for spot in self.plan.spots.values()):
            raise refuse("rates and adjusted amounts are not worked out on tables", "convert the amounts beforehand")
        meant = [name for name in layout.meanings if self._kind(name) in {"count", "money"}]
        if meant:
            names = ", ".join(f"`{name}`" for name in meant)
            raise refuse(f"{names}: numbers under a meaning are not worked out on tables", "use `compile` for each row")
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

    def _ties(self) -> tuple[dict[str, list[Tied]], dict[str, list[Tied]]]:
        """For each number, the columns that bound it from below and from above."""
        spots = {**self.plan.spots, **self.spots}
        lowers: dict[str, list[Tied]] = {}
        uppers: dict[str, list[Tied]] = {}
        for bound in closure_of((), (), spots, index_not_below_base=False).bounds:
            if relation(spots[bound.lower].fact, spots[bound.upper].fact) is None:
                continue
            if bound.lower in self.named:
                lowers.setdefault(bound.upper, []).append(Tied(bound.lower, bound.guard, bound.zero_only))
            if bound.upper in self.named:
                uppers.setdefault(bound.lower, []).append(Tied(bound.upper, bound.guard, bound.zero_only))
        return lowers, uppers

    def _meant(self, name: str) -> str:
        """The name under which the licence reads a fact: a bare one stands for its one meaning here."""
        meanings = self.plan.layout.meanings.get(name, ())
        if len(meanings) > 1 or (meanings and name in self.plan.layout.facts):
            raise refuse(
                f"`{name}` means different things here",
                "name the column " + " or ".join(f"`{one}`" for one in meanings),
                "LK523",
            )
        return meanings[0] if meanings else name

    def _kind(self, name: str) -> str:
        return self.local.get(name) or fact(name.partition(":")[0]).type

    def given(self, name: str) -> Expr:
        """A fact as the table has it."""
        column: Expr = Col(self.columns[name]) if name in self.columns else NULL
        return known(column, self.settled.get(name, NULL))

    def fact(self, name: str) -> Expr:
        """A fact with what follows for it; a column of the first stage, if it is more than a column."""
        return self.facts.get(name, NULL)

    def _conclude(self) -> None:
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
                clash = every([holds_as(one, rule.value), holds_as(other, not rule.outcome)])
                self.problems.append((clash, f"`{rule.trigger}` and `{rule.target}` contradict each other"))
        concluded = dict(given)
        for rule in RULES:
            trigger = given.get(rule.trigger, NULL)
            if trigger != NULL:
                follows = case([(holds_as(trigger, rule.value), Lit(rule.outcome))], NULL)
                concluded[rule.target] = known(concluded.get(rule.target, NULL), follows)
        self._product(given, concluded)
        for name in dict.fromkeys((*self.plan.readers, *self._guards())):
            value = concluded.get(name, NULL)
            default = self.plan.defaults.get(name)
            if isinstance(default, bool | str):
                value = known(value, Lit(default))
            if not isinstance(value, Lit | Col):
                column = f"{PREFIX}f{len(self.stage)}"
                self.stage.append((column, value))
                value = Col(column)
            self.facts[name] = value

    def _guards(self) -> set[str]:
        return {guard for ties in (*self.lowers.values(), *self.uppers.values()) for _, guard, _ in ties if guard}

    def _product(self, given: Mapping[str, Expr], concluded: dict[str, Expr]) -> None:
        """Without a product nothing is true of it; and what is true of one means that there is one."""
        exists = given.get(EXISTS, NULL)
        about = [name for name in concluded if name.startswith(("product.", "service.")) and name != EXISTS]
        says = [self._says(name, given.get(name, NULL)) for name in about]
        something = some([surely(one) for one in says if one != NULL])
        if exists != NULL:
            clash = every([holds_as(exists, False), something])
            self.problems.append((clash, "`product.exists` is no, but something is said of a product"))
            for name in about:
                nothing = {"yes_no": FALSE, "count": Lit(0), "money": Lit(0)}.get(self._kind(name))
                if nothing is not None:
                    concluded[name] = known(concluded[name], case([(holds_as(exists, False), nothing)], NULL))
        concluded[EXISTS] = known(exists, case([(something, TRUE)], NULL))

    def _says(self, name: str, value: Expr) -> Expr:
        match NULL if value == NULL else self._kind(name):
            case "yes_no":
                return value
            case "count" | "money":
                return Compare(value, ">", number_mark(name, 0)) if value != NULL else NULL
            case "set_of":
                options = fact(name).options
                return NULL if value == NULL else some([has(value, option) for option in options])
            case _:
                return NULL

    def _problem(self, condition: Expr, value: Expr, message: str) -> None:
        if value != NULL:
            self.problems.append((condition, message))

    def _check_value(self, name: str) -> None:
        """What no fact of this type can be."""
        kind, value = self._kind(name), self.given(name)
        if kind in {"count", "money"}:
            self._problem(Compare(value, "<", number_mark(name, 0)), value, f"`{name}` is negative")
        elif kind in {"one_of", "territory"}:
            options = tuple(TERRITORIES) if kind == "territory" else fact(name).options
            self._problem(negated(Within(value, options)), value, f"`{name}` is none of its options")
        elif kind == "set_of" and fact(name).options == ("territory",):
            raise refuse(f"`{name}` is a set of territories", "use `compile` for each row")
        elif kind == "set_of":
            strange = Strange(value, fact(name).options)
            self._problem(strange, value, f"`{name}` holds a word twice, or one that is none of its options")

    def _over(self, lower: str, upper: str, *, zero_only: bool) -> Expr:
        one, other = self.given(lower), self.given(upper)
        if zero_only:
            return every([Compare(one, ">", Lit(0)), Compare(other, "=", Lit(0))])
        return Compare(one, ">", other)

    def _orders(self) -> None:
        for upper, ties in self.lowers.items():
            for lower, guard, zero_only in ties:
                if upper in self.named:
                    over = self._over(lower, upper, zero_only=zero_only)
                    clash = every([over, *([holds_as(self.fact(guard), True)] if guard else [])])
                    self.problems.append((clash, f"`{lower}` is more than `{upper}`"))


def holds_as(value: Expr, wanted: bool) -> Expr:
    """Whether a yes/no fact is as wanted; unknown where it is."""
    if isinstance(value, Lit):
        return NULL if value.value is None else Lit(value.value is wanted)
    return value if wanted else negated(value)


def literals(facts: Mapping[str, Exactly | Range]) -> Iterator[tuple[str, Lit]]:
    """Facts settled for every row as constants. Raises FactsError for numbers known in part, and for `worldwide`."""
    for name, known_fact in facts.items():
        match known_fact:
            case Exactly(value=Money(amount=amount, currency=currency)):
                yield f"{name}:{currency}", Lit(amount)
            case Exactly(value=bool() | int() | str() | date() | frozenset() as value):
                yield name, Lit(value)
            case _:
                raise refuse(
                    f"`{name}` is not known exactly, and cannot be settled for every row", "give it as a column"
                )


def number_mark(name: str, threshold: int | Decimal) -> Lit:
    """A threshold as a constant; a whole one as an integer, so that no column of integers is converted for it."""
    whole = int(threshold) == threshold
    return Lit(int(threshold) if whole or ":" not in name else Decimal(threshold))


def _spot(name: str) -> Coordinate:
    plain, _, currency = name.partition(":")
    return coordinate(plain, currency) if currency else Coordinate(name, name, "", "")
