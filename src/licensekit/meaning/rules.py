"""Rules and orders between variables: what follows from what is known (docs/semantics.md, 7 and 8).

They are used in two ways: to carry what is stated further, each step with its reason, where a contradiction is the
caller's error; and as formulas that hold in every world. Which there are is said in rules_among.py.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple, assert_never

from licensekit.meaning.connected import connected
from licensekit.meaning.domain import NOT_NEGATIVE, Among, Cut, Domain, Interval, meet
from licensekit.meaning.formula import Formula, Formulas
from licensekit.meaning.variable import (
    FactVariable,
    MemberVariable,
    Stated,
    ValuePart,
    Variable,
    World,
    fact_variable,
    is_cut,
    truth_in,
    universe,
)
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from licensekit.values import NEVER, WORLDWIDE, YearMonth
from licensekit.vocabulary.rules import (
    ABSENCE,
)

NOTHING: Final = Interval(0, 0)
SOMETHING: Final = Interval(0, None, low_open=True)
ABOVE_ZERO: Final = Cut(0, after=True)
FROM_NEVER_ON: Final = Cut(NEVER.toordinal(), after=False)
"""What did not happen has a day after all others."""
NEVER_AT_ALL: Final = Interval(NEVER.toordinal(), NEVER.toordinal())
EXISTS: Final = fact_variable(ABSENCE.exists, "yes_no")


class NumberBound(NamedTuple):
    """A number that is at most another; `guard` is a yes/no fact that must be yes for this to hold.

    Amounts that no rate joins cannot be ordered, but zero is zero in all money: of these, `zero_only` says no more
    than that the lower one is zero if the upper one is.
    """

    lower: Stated
    upper: Stated
    guard: FactVariable | None
    why: str
    zero_only: bool = False

    @property
    def down(self) -> Step:
        """What narrows the lower number."""
        return Step(self.lower, (self.upper,), self.why)

    @property
    def up(self) -> Step:
        """What narrows the upper number."""
        return Step(self.upper, (self.lower,), self.why)

    def carried(self, formulas: Formulas, cut: Cut) -> Formula:
        """Where the lower number lies beyond a cut, the upper does too."""
        parts = [formulas.negation(formulas.atom(self.lower, cut)), formulas.atom(self.upper, cut)]
        if self.guard is not None:
            parts.append(formulas.negation(formulas.atom(self.guard, part=True)))
        return formulas.some(parts)

    def carried_from(self, formulas: Formulas, world: World) -> Formula:
        """What it says of numbers that are known in part, where it is open whether it holds."""
        lower, upper = world.get(self.lower), world.get(self.upper)
        ends: list[Cut] = []
        if self.zero_only:
            if upper == NOTHING or (lower is not None and _says_something(lower)):
                ends.append(ABOVE_ZERO)
        else:
            if isinstance(upper, Interval) and upper.ends is not None:
                ends.append(upper.ends)
            if isinstance(lower, Interval) and _says_something(lower):
                ends.append(lower.begins)
        return formulas.every(self.carried(formulas, end) for end in ends)


class RuleStatement(NamedTuple):
    """That a variable lies in a part of its values, or does not."""

    variable: Stated
    part: ValuePart
    so: bool

    @property
    def atom(self) -> tuple[Variable, ValuePart]:
        """What a condition reads of it: of a set, whether it has any member."""
        if (
            isinstance(self.part, frozenset)
            and isinstance(self.variable, FactVariable)
            and self.variable.type == "set_of"
        ):
            return MemberVariable(self.variable, self.part), True
        return self.variable, self.part

    def truth(self, world: World) -> Truth:
        """Whether it is so in a world; of what is not known at all it is open, whichever part."""
        known = world.get(self.variable)
        if known is None:
            return UNKNOWN
        if known is True or known is False:
            return TRUE if known is self.so else FALSE
        truth = truth_in(*self.atom, world)
        return truth if self.so else negation(truth)

    def formula(self, formulas: Formulas) -> Formula:
        """The same as a formula."""
        atom = formulas.atom(*self.atom)
        return atom if self.so else formulas.negation(atom)


class RuleAmong(NamedTuple):
    """A rule of the vocabulary over variables: of these statements one is so."""

    statements: tuple[RuleStatement, ...]
    why: str

    def left(self, formulas: Formulas, world: World) -> Formula | None:
        """What a use leaves of it; None where that is nothing, or no more than is known."""
        truths = [each.truth(world) for each in self.statements]
        if TRUE in truths or truths.count(UNKNOWN) < 2:
            return None
        left = zip(self.statements, truths, strict=True)
        return formulas.some(each.formula(formulas) for each, truth in left if truth is UNKNOWN)


class Doubt(NamedTuple):
    """Where none of these statements is so, a fact is never taken for granted; or even where none is known to be."""

    unless: tuple[RuleStatement, ...]
    doubtful: Variable
    why: str
    if_open: bool = False
    unless_known: tuple[RuleStatement, ...] = ()
    """What explains already what is so, where it is known: the other kinds of a misdeed that is known in general."""

    def casts(self, world: World) -> bool:
        """Whether it does in a world."""
        for each in self.unless:
            truth = each.truth(world)
            if truth is TRUE or (truth is UNKNOWN and not self.if_open):
                return False
        return not any(each.truth(world) is TRUE for each in self.unless_known)


class Step(NamedTuple):
    """A rule or order that narrowed a variable, and from which others; of what the acts imply, from none."""

    variable: Variable
    sources: tuple[Variable, ...]
    why: str


class Contradiction(Exception):  # noqa: N818 - it is a finding about a world, not an error of the program
    """Things known that cannot all be so: the variable that cannot be as the step says."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.why)
        self.step = step


@dataclass(frozen=True, eq=False)
class Rules:
    """The rules and orders among some variables; the same alone are equal, so that more can be kept of them."""

    rules: tuple[RuleAmong, ...] = ()
    bounds: tuple[NumberBound, ...] = ()
    of_product: tuple[tuple[Variable, Domain], ...] = ()
    """Variables that say something of a product or its service, and what each is where there is no product."""
    doubts: tuple[Doubt, ...] = ()

    def doubtful(self, world: World) -> dict[Variable, str]:
        """The facts that what is known makes doubtful, each with the reason."""
        return {each.doubtful: each.why for each in reversed(self.doubts) if each.casts(world)}

    def assuming(self, assumed: Mapping[Variable, Domain], told: Container[Variable]) -> Rules:
        """The same where these facts are taken for granted: none is where that would settle what somebody must tell.

        Dates are not told beforehand: that nothing happened on any day may follow from what is taken for granted.
        Nor is what a fact that is taken for granted is by its meaning: to grant the one is to grant both.
        """
        doubts: list[Doubt] = []
        for rule in (each for each in self.rules if frozenset(each.statements) not in self._both_ways):
            by_assumption = [each for each in rule.statements if each.variable in assumed]
            rest = tuple(each for each in rule.statements if each.variable not in assumed)
            to_tell = rest and all(each.variable in told and each.part != FROM_NEVER_ON for each in rest)
            if to_tell and all(each.truth(assumed) is FALSE for each in by_assumption):
                doubts += (Doubt(rest, each.variable, rule.why, if_open=True) for each in by_assumption)
        return replace(self, doubts=(*self.doubts, *doubts))

    @cached_property
    def zeros(self) -> frozenset[Variable]:
        """The numbers of which it makes a difference to others whether they are zero."""
        bounds = {name for bound in self.bounds if bound.zero_only for name in (bound.lower, bound.upper)}
        spoken_of = {each.variable for rule in self.rules for each in rule.statements if each.part == ABOVE_ZERO}
        return frozenset(bounds | spoken_of | {name for name, _ in self.of_product})

    @cached_property
    def _both_ways(self) -> frozenset[frozenset[RuleStatement]]:
        """The rules that say, two by two, that a fact is so just where another is as a licence means it.

        What a licence says so of its own facts is none: one of them may be a fact that everybody must tell.
        """
        pairs = frozenset(
            frozenset(rule.statements)
            for rule in self.rules
            if len(rule.statements) == 2 and any(each.variable.name.meaning for each in rule.statements)
        )
        return frozenset(pair for pair in pairs if frozenset(each._replace(so=not each.so) for each in pair) in pairs)

    def same_as(self, variable: Variable) -> tuple[Stated, ...]:
        """The facts that are so just where a fact is: what it is by its meaning."""
        tied = (pair for pair in self._both_ways if any(each.variable == variable for each in pair))
        names = {each.variable for pair in tied for each in pair if each.variable != variable}
        return tuple(sorted(names, key=str))

    def close(self, world: dict[Variable, Domain], steps: list[Step] | None = None) -> None:
        """Narrow a world, in place, until nothing more follows. Raises Contradiction."""
        narrowing = _Narrowing(world, steps)
        while self._once(narrowing):
            pass

    def _once(self, narrowing: _Narrowing) -> bool:
        changed = False
        for rule in self.rules:
            changed |= narrowing.rule(rule)
        if self.of_product:
            changed |= self._product(narrowing)
        for bound in self.bounds:
            if bound.guard is None or narrowing.world.get(bound.guard) is True:
                changed |= narrowing.bound(bound)
        return changed

    def _product(self, narrowing: _Narrowing) -> bool:
        world = narrowing.world
        exists = world.get(EXISTS)
        if exists is True:
            return False
        if exists is False:
            changed = False
            for name, nothing in self.of_product:
                changed |= narrowing.to(name, nothing, Step(name, (EXISTS,), ABSENCE.why))
            return changed
        saying = (name for name, _ in self.of_product if name in world and _says_something(world[name]))
        first = next(saying, None)
        return first is not None and narrowing.to(EXISTS, True, Step(EXISTS, (first,), ABSENCE.contrary))

    def formulas(
        self, formulas: Formulas, cuts: Mapping[Variable, Sequence[Cut]], members: Sequence[MemberVariable]
    ) -> Iterator[Formula]:
        """What holds in every world, over the cuts that are looked at."""
        yield from (formulas.some(each.formula(formulas) for each in rule.statements) for rule in self.rules)
        exists = formulas.atom(EXISTS, part=True)
        for variable, _ in self.of_product:
            if is_cut(variable):
                says = formulas.atom(variable, ABOVE_ZERO)
            elif isinstance(variable, FactVariable) and variable.type == "set_of":
                says = formulas.some(formulas.atom(each, part=True) for each in members if each.set == variable)
            else:
                says = formulas.atom(variable, part=True)
            yield formulas.some((formulas.negation(says), exists))
        tied = connected(self.bounds, lambda bound: (bound.lower, bound.upper))
        linked_to_zero = self.zeros.union(*(numbers for numbers, _ in tied if not self.zeros.isdisjoint(numbers)))
        for bound in self.bounds:
            both = {*cuts.get(bound.lower, ()), *cuts.get(bound.upper, ())}
            if bound.lower in linked_to_zero:  # and the upper one, which is tied to it
                both.add(ABOVE_ZERO)
            for cut in (ABOVE_ZERO,) if bound.zero_only else sorted(both):
                yield bound.carried(formulas, cut)

    @cached_property
    def guarded(self) -> tuple[NumberBound, ...]:
        """The orders that hold only where a fact is yes."""
        return tuple(bound for bound in self.bounds if bound.guard is not None)

    def open_bounds(self, world: World) -> Iterator[NumberBound]:
        """The orders of which it is open whether they hold, and of which a number is known in part."""
        for bound in self.guarded:
            if bound.guard not in world and (bound.lower in world or bound.upper in world):
                yield bound


class _Narrowing:
    """A world that is narrowed, and the steps that narrowed it."""

    def __init__(self, world: dict[Variable, Domain], steps: list[Step] | None) -> None:
        self.world = world
        self.steps = steps

    def to(self, variable: Variable, outcome: Domain, step: Step) -> bool:
        """Add what follows for one variable; whether that is news. Raises Contradiction."""
        known = self.world.get(variable)
        narrowed: Domain | None = outcome
        if isinstance(outcome, Interval) and (known is None or isinstance(known, Interval)):
            narrowed = meet(known if isinstance(known, Interval) else NOT_NEGATIVE, outcome)
        elif known is not None and known != outcome and not isinstance(known, Among):
            narrowed = None
        if narrowed is None:
            raise Contradiction(step)
        if narrowed == known or (known is None and narrowed == NOT_NEGATIVE):
            return False
        self.world[variable] = narrowed
        if self.steps is not None:
            self.steps.append(step)
        return True

    def rule(self, rule: RuleAmong) -> bool:
        """The one statement of a rule that can still be so, where no other is."""
        left: RuleStatement | None = None
        for each in rule.statements:
            truth = each.truth(self.world)
            if truth is TRUE or (truth is UNKNOWN and left is not None):
                return False
            left = each if truth is UNKNOWN else left
        last = rule.statements[-1] if left is None else left
        step = Step(last.variable, tuple(each.variable for each in rule.statements if each is not last), rule.why)
        if left is None:
            raise Contradiction(step)
        return self.to(last.variable, self._narrowed(last), step)

    def _narrowed(self, statement: RuleStatement) -> Domain:
        """What a variable is where a statement is so."""
        match statement.part:
            case True:
                return statement.so
            case Cut() if statement.part == FROM_NEVER_ON:
                assert statement.so, "no rule says that something happened on some day"
                return NEVER_AT_ALL
            case Cut():
                return SOMETHING if statement.so else NOTHING
            case frozenset() as options:
                assert isinstance(statement.variable, FactVariable)
                if statement.variable.type == "set_of":
                    return frozenset[str]()  # no rule says that a set has members
                known = self.world.get(statement.variable)
                possible = known.options if isinstance(known, Among) else universe(statement.variable)
                left = tuple(option for option in possible if (option in options) is statement.so)
                return left[0] if len(left) == 1 else Among(left)
            case _:
                assert_never(statement.part)

    def bound(self, bound: NumberBound) -> bool:
        """Carry what is known of a number to the one above it, and back."""
        lower, upper = self.world.get(bound.lower), self.world.get(bound.upper)
        if bound.zero_only:
            if upper == NOTHING:
                return self.to(bound.lower, NOTHING, bound.down)
            return lower is not None and _says_something(lower) and self.to(bound.upper, SOMETHING, bound.up)
        changed = False
        if isinstance(upper, Interval) and upper.high is not None and not _ends_by(lower, upper):
            most = Interval(NOT_NEGATIVE.low, upper.high, False, upper.high_open)
            changed |= self.to(bound.lower, most, bound.down)
        if isinstance(lower, Interval) and (lower.low > 0 or lower.low_open) and not _begins_at(upper, lower):
            changed |= self.to(bound.upper, Interval(lower.low, None, lower.low_open), bound.up)
        return changed


def _says_something(known: Domain) -> bool:
    if isinstance(known, bool):
        return known
    if isinstance(known, Interval):
        return known.low > 0 or known.low_open
    return known is WORLDWIDE or (isinstance(known, frozenset) and len(known) > 0)


def _ends_by(lower: Domain | None, upper: Interval) -> bool:
    """Whether a number already ends where another ends, or below, so that nothing follows."""
    if not isinstance(lower, Interval) or lower.high is None or upper.high is None:
        return False
    return lower.high < upper.high or (lower.high == upper.high and lower.high_open >= upper.high_open)


def _begins_at(upper: Domain | None, lower: Interval) -> bool:
    """Whether a number already begins where another begins, or above."""
    if not isinstance(upper, Interval):
        return False
    return upper.low > lower.low or (upper.low == lower.low and upper.low_open >= lower.low_open)


class Premises(NamedTuple):
    """On what orders between numbers hang beside the facts."""

    index_not_below_base: bool
    last_month: YearMonth | None = None
    """The last full calendar month before the as-of date, where that is known."""
