"""A row of a table: what is so of each fact in it, what a row must not say, and formulas over it.

A fact of a row is as the table has it, else as the work itself settles it, else as it follows from the acts and by
rule, else as it is assumed. Numbers stay as they are: what follows for one stands in its comparisons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Final, TypeVar, assert_never

from licensekit.compile.logic import (
    FALSE,
    NULL,
    TRUE,
    Col,
    Compare,
    Expr,
    Later,
    Lit,
    Meets,
    Operator,
    Stages,
    Strange,
    Within,
    case,
    every,
    first_of,
    negated,
    some,
    surely,
    unknown,
)
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import suggested
from licensekit.decision.meant import names_meant
from licensekit.decision.windows import series_in, years_in
from licensekit.diagnostics import Diagnostic, needing
from licensekit.diagram.bottom_up import bottom_up
from licensekit.errors import FactsError
from licensekit.limits import MAX_DIGITS
from licensekit.meaning.calendar_days import LAST_DAY, earliest
from licensekit.meaning.domain import Among, Cut, Domain, Interval, beyond
from licensekit.meaning.formula import Atomic, Conjunction, Constant, Disjunction, Formula, Negation, parts_of
from licensekit.meaning.rules import ABOVE_ZERO, EXISTS, FROM_NEVER_ON, NumberBound, RuleAmong, Rules, RuleStatement
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    Stated,
    ValuePart,
    Variable,
    amount_variable,
    interval_of,
    is_date,
    is_number,
    universe,
)
from licensekit.truth import TRUE as SURELY
from licensekit.truth import UNKNOWN, Truth
from licensekit.values import Exactly, Money, Told
from licensekit.vocabulary.territories import TERRITORIES

E = TypeVar("E", bound=Expr)
_NOTHING: Final = Lit(0)
_TOO_MUCH: Final = Lit(10**MAX_DIGITS)


def wrong(message: str, help_: str, code: str = "LK508") -> Diagnostic:
    """A finding about a table."""
    return Diagnostic(code, message, help=help_)


def refuse(message: str, help_: str, code: str = "LK508") -> FactsError:
    """The one finding about a table."""
    return FactsError([wrong(message, help_, code)])


def need(extra: str, *modules: str) -> None:
    """Raise FactsError where a package is missing that frames or arrays need (LK705)."""
    if missing := needing(modules, extra):
        raise FactsError(missing)


class Rows:
    """What is so of each fact of a row, as expressions. Raises FactsError where that cannot be said row by row.

    `inquiry` is the question with no fact stated; `columns` the column of each variable (a fact, or an amount as
    `FACT:CURRENCY`); `settled` are facts that the work itself settles where a row leaves them open; `typed` the
    variables whose column holds nothing but values of the fact, so that no row need be looked at; None: all.
    """

    def __init__(
        self,
        inquiry: Inquiry,
        columns: Mapping[str, str],
        settled: Mapping[str, Told] | None = None,
        typed: Container[str] | None = None,
    ) -> None:
        self.inquiry, self.columns, self.settled, self.typed = inquiry, columns, settled or {}, typed
        self.stages: Final = Stages()
        self.problems: Final[list[Expr]] = []
        """Conditions under which a row has no verdict, where they are true."""
        self.told: Final[list[tuple[Expr, str]]] = []
        """The same, as far as each has words of its own, with what is then said of the row: the code, both sides."""
        in_columns = self._by_variable({name: Col(column) for name, column in columns.items()})
        for_all = self._by_variable(dict(_literals(self.settled)))
        self.named: dict[Variable, tuple[Expr, ...]] = {
            name: tuple(each for each in (in_columns.get(name), for_all.get(name)) if each is not None)
            for name in (*in_columns, *for_all)
        }
        """The facts that a row has, or that are settled for every row."""
        self._in_row = {name: first_of(*values) for name, values in self.named.items()}
        self._firm = tuple(suggested(inquiry.matter, "firm", self.named))
        self._asked = {*inquiry.matter.variables, *(each.variable for each in self._firm)}
        """What the licences read or the acts imply: of any other fact nothing is told by a row that leaves it open."""
        self.rules = self._rules()
        self._of_product = dict(self.rules.of_product)
        """The facts of which nothing is so without a product, and what each then is."""
        self._check(for_all.keys() & in_columns.keys())
        self._narrowed: dict[Variable, Among] = {}
        self._defaults: Mapping[Variable, Domain] = inquiry.knowledge.common.taken_for_granted
        self._values: dict[Variable, Expr] = {}
        self._doubted: dict[Variable, Expr] = {}
        self._follows: dict[Variable, list[tuple[Expr, ValuePart, bool]]] = {}
        """What follows by rule for numbers and options: where, that they lie in a part of their values, or do not."""
        self._assuming = False
        self._atoms: dict[tuple[Variable, ValuePart], Expr] = {}
        self._conclude()

    # -- what a table has --------------------------------------------------------------------------------------

    @cached_property
    def _meant(self) -> Mapping[str, str]:
        names = dict.fromkeys(name.partition(":")[0] for name in (*self.columns, *self.settled))
        return names_meant(names, self.inquiry.matter, in_columns=self.typed is not None)

    def variable(self, name: str) -> Stated:
        """The variable of a fact as the licences read it: a bare name stands for its one meaning here."""
        plain, _, currency = name.partition(":")
        meant = self._meant.get(plain, plain)
        return amount_variable(meant, currency) if currency else self.inquiry.matter.variable(meant)

    def _by_variable(self, values: Mapping[str, E]) -> dict[Stated, E]:
        """Values by the variables that their names stand for, each once."""
        names: dict[Stated, str] = {}
        for name in values:
            before = names.setdefault(self.variable(name), name)
            if before != name:
                raise refuse(f"`{before}` and `{name}` are one fact here", "leave one of them out", "LK505")
        return {variable: values[name] for variable, name in names.items()}

    def _rules(self) -> Rules:
        matter, common = self.inquiry.matter, self.inquiry.knowledge.common
        rules = matter.rules_with((*self.named, *(each.variable for each in self._firm)), common.premises)
        return rules.assuming(common.taken_for_granted, {*self.named, *self._asked})

    def _check(self, twice: Iterable[Variable]) -> None:
        matter, exchange = self.inquiry.matter, self.inquiry.matter.exchange
        for name in twice:
            if isinstance(name, FactVariable) and name.type == "set_of":
                raise refuse(f"`{name}` is settled for every row, and a column too", "leave one of them out")
        numbers = {each for each in (*matter.variables, *self.named) if is_number(each)}
        converted = any(isinstance(each, AmountVariable) and each.currency in exchange.rates for each in self.named)
        adjusted = any(isinstance(each, AmountVariable) and each.index for each in numbers)
        if converted or (self.typed is not None and (exchange.rates or adjusted)):
            raise refuse("rates and adjusted amounts are not worked out on tables", "convert the amounts beforehand")
        meant = [name for name in numbers if name.name.meaning]
        if meant and self.typed is not None:
            names = ", ".join(f"`{name.name}`" for name in sorted(meant, key=str))
            raise refuse(f"{names}: numbers under a meaning are not worked out on tables", "use `compile` for each row")
        doubled = [fact for fact, count in Counter(each.name for each in numbers).items() if count > 1]
        for fact in doubled:
            if self.typed is not None or any(name.name == fact for name in self.named if is_number(name)):
                raise refuse(f"`{fact}` is held or compared in several currencies", "convert the amounts beforehand")
        own = [name for name in self.named if is_number(name)]
        alike = Counter(_measure(name) for name in numbers)
        last_month = self.inquiry.knowledge.common.premises.last_month
        summed = any(series_in([name], last_month) and alike[_measure(name)] > 1 for name in own)
        years = years_in(own, numbers)
        if summed or any({*year.kinds} <= {*own} and year.kinds[1:] for year in years):
            raise refuse(
                "a monthly series or three kinds of year are not added up on tables", "add the sums as columns"
            )
        for year in years:
            if year.number in own and year.following:
                message = f"what `{year.number}` says of `{year.following[0]}` is not worked out on tables"
                raise refuse(message, f"name the column `{year.following[0]}`, for the kind of year that it is")

    # -- what follows ------------------------------------------------------------------------------------------

    def _conclude(self) -> None:
        common = self.inquiry.knowledge.common
        values = dict(self._in_row)
        for name, domain, because in self._firm:
            value = values.get(name, NULL)
            if isinstance(domain, bool):
                said = "no" if domain else "yes"
                self._problem(_holds_as(value, not domain), f"`{name}` is given as {said}, but {because}", "LK521")
                values[name] = first_of(value, Lit(domain))
            elif isinstance(domain, Among | str):
                self._narrowed[name] = narrowed = domain if isinstance(domain, Among) else Among((domain,))
                another = negated(self._among(name, narrowed.options))
                self._problem(another, f"`{name}` is given as another option, but {because}", "LK521")
        if self.typed is not None:
            for label, column in self.columns.items():
                self._check_value(label, Col(column), trusted=label in self.typed)
        for stated, value in self._in_row.items():
            if common.vouched_for(stated):
                self._problem(surely(value), f"`{stated}` contradicts what is attested")
        self._values = values
        concluded = self._concluded(self.rules.rules, told=True)
        self._product(values, concluded)
        self._values = concluded
        self._conclude_from_assumed()
        for bound in self.rules.bounds:
            self._order(bound)

    def _concluded(self, rules: Iterable[RuleAmong], *, told: bool) -> dict[Variable, Expr]:
        """What follows by rule from what is so; where it is `told`, rows that contradict a rule are."""
        concluded = dict(self._values)
        for rule in rules:
            against = [negated(self._statement(each)) for each in rule.statements]
            if told:
                names = " and ".join(f"`{each.variable}`" for each in rule.statements)
                self._problem(_together(against), f"{names} contradict each other")
            for at, (name, part, so) in enumerate(rule.statements):
                others = _together(against[:at] + against[at + 1 :])
                if part is True:
                    concluded[name] = first_of(concluded.get(name, NULL), case([(others, Lit(so))], NULL))
                else:
                    self._follows.setdefault(name, []).append((others, part, so))
        return concluded

    def _conclude_from_assumed(self) -> None:
        """What is taken for granted where nothing settles a fact nor makes it doubtful, and what follows from that."""
        for name in self._defaults:
            if self.inquiry.knowledge.common.vouched_for(name):
                continue
            self._doubted[name] = some(
                _together(
                    [
                        *(self._denied(each, if_open=doubt.if_open) for each in doubt.unless),
                        *(negated(surely(self._statement(each))) for each in doubt.unless_known),
                    ]
                )
                for doubt in self.rules.doubts
                if doubt.doubtful == name
            )
        assumed = {
            name: self.stages.named("f", first_of(self._values.get(name, NULL), self._taken(name, Lit(default))))
            for name, default in self._defaults.items()
            if isinstance(default, bool)
        }
        self._values |= assumed
        bearing = [each for each in self.rules.rules if any(at.variable in self._defaults for at in each.statements)]
        self._assuming = True
        self._values = self._concluded(bearing, told=False)

    def _denied(self, statement: RuleStatement, *, if_open: bool) -> Expr:
        """That a statement of a rule is not so; or, of a fact that every row must tell, is not known to be."""
        value = self._statement(statement)
        return negated(surely(value) if if_open and statement.variable in self._asked else value)

    def _taken(self, name: Variable, value: Expr) -> Expr:
        """What is taken for granted, where it is not doubtful."""
        doubted = self._doubted.get(name, FALSE)
        return value if doubted in {FALSE, NULL} else case([(negated(surely(doubted)), value)], NULL)

    def _statement(self, statement: RuleStatement) -> Expr:
        """Whether a statement of a rule is so, by what the row has."""
        return _holds_as(self._said(*statement.atom), statement.so)

    def _said(self, variable: Variable, part: ValuePart) -> Expr:
        """Whether a variable lies in a part of its values, by what the row has and has been concluded from it."""
        if isinstance(variable, MemberVariable):
            members = tuple(sorted(variable.members))
            return Meets.of(self._values.get(variable.set, NULL), members, beyond=variable.beyond)
        if isinstance(part, Cut):
            return self._against(variable, ">" if part.after else ">=", part.threshold)
        if isinstance(part, frozenset):
            return self._among(variable, tuple(sorted(part)))
        return self._values.get(variable, NULL)

    def _product(self, values: Mapping[Variable, Expr], concluded: dict[Variable, Expr]) -> None:
        """Without a product nothing is true of it; and what is true of one means that there is one."""
        exists = values.get(EXISTS, NULL)
        said = {name: self._says(name, values[name]) for name in self._of_product if name in values}
        something = some(said.values())
        self._absent = _holds_as(exists, wanted=False)
        self._problem(_together([self._absent, something]), "")
        for name, says in said.items():
            clash = _together([self._absent, says])
            if clash not in {FALSE, NULL}:
                self.told.append((clash, f"LK522 `{EXISTS}` is no, but `{name}` says something of a product"))
        for name, nothing in self._of_product.items():
            if nothing is False:
                follows = case([(self._absent, FALSE)], NULL)
                concluded[name] = first_of(concluded.get(name, NULL), follows)
        concluded[EXISTS] = first_of(exists, case([(something, TRUE)], NULL))

    def _says(self, name: Variable, value: Expr) -> Expr:
        if is_number(name):
            return surely(self._said(name, ABOVE_ZERO))
        if isinstance(name, FactVariable) and name.type == "set_of":
            options = tuple(TERRITORIES) if name.options == ("territory",) else name.options
            return surely(Meets.of(value, options, beyond=True))
        return surely(value)

    def _order(self, bound: NumberBound) -> None:
        """Where a number is more than the one above it, the row contradicts itself, or its guard is not so."""
        uppers, lowers = self.named.get(bound.upper, ()), self.named.get(bound.lower, ())
        over = some(
            every((Compare.of(lower, ">", _NOTHING), Compare.of(upper, "<=", _NOTHING)))
            if bound.zero_only
            else Compare.of(lower, ">", upper)
            for lower, upper in product(lowers, uppers)
        )
        if over in {FALSE, NULL}:
            return
        if bound.guard is not None:
            guard = self._values.get(bound.guard, NULL)
            self._values[bound.guard] = first_of(guard, case([(over, FALSE)], NULL))
            over = every((over, surely(guard)))
        self._problem(over, f"`{bound.lower}` is more than `{bound.upper}`")

    def _problem(self, condition: Expr, message: str, code: str = "LK522") -> None:
        if condition not in {FALSE, NULL}:
            self.problems.append(condition)
            if message:
                self.told.append((condition, f"{code} {message}"))

    def _check_value(self, name: str, column: Col, *, trusted: bool) -> None:
        """What no fact of this type can be; of a column that is trusted only what no column can hold."""
        variable = self.variable(name)
        if isinstance(variable, FactVariable) and variable.options == ("territory",):  # or `worldwide`, which is no set
            raise refuse(f"`{name}` is a set of territories", "use `compile` for each row")
        if trusted:
            return
        if is_number(variable):
            self._problem(Compare(column, "<", _NOTHING), f"`{name}` is negative", "LK502")
            # Not less, instead of more: NaN compares as more than everything, or as nothing, and a query may meet it.
            self._problem(negated(Compare(column, "<", _TOO_MUCH)), f"`{name}` is no number of a use", "LK502")
        elif isinstance(variable, FactVariable) and variable.type in {"one_of", "territory"}:
            self._problem(negated(Within(column, universe(variable))), f"`{name}` is none of its options", "LK502")
        elif isinstance(variable, FactVariable) and variable.type == "set_of":
            strange = Strange(column, variable.options)
            self._problem(strange, f"`{name}` holds a word twice, or one that is none of its options", "LK502")

    # -- formulas ----------------------------------------------------------------------------------------------

    def value(self, variable: Variable) -> Expr:
        """A yes/no fact of a row, with what follows for it; a set as the table has it."""
        return self.stages.named("f", self._values.get(variable, NULL))

    def atom(self, variable: Variable, part: ValuePart, held: Container[ApprovalVariable] = ()) -> Expr:
        """That a variable lies in a part of its values; unknown where it is."""
        if isinstance(variable, ApprovalVariable):
            return Lit(variable in held)
        atom = self._atoms.get((variable, part))
        if atom is None:
            atom = self._atoms[variable, part] = self._atom(variable, part)
        return atom

    def _atom(self, variable: Variable, part: ValuePart) -> Expr:
        match variable:
            case FactVariable() if variable == AS_OF:
                assert isinstance(part, Cut)
                return _settled_as(beyond(interval_of(AS_OF, self.inquiry.world), part))
            case ReadingVariable():
                option = self.inquiry.checked.readings.get(variable)
                assert isinstance(part, frozenset)
                return NULL if option is None else Lit(option in part)
            case OrderVariable():
                return self._not_before(variable)
            case MemberVariable(set=of):
                empty = [others for others, _, so in self._follows.get(of, ()) if not so]
                empty += [self._absent] if of in self._of_product else []
                return first_of(self._said(variable, part), case([(each, FALSE) for each in empty], NULL))
            case FactVariable() | AmountVariable() if isinstance(part, Cut):
                return self._number(variable, part)
            case FactVariable() if part is True:
                return self.value(variable)
            case FactVariable():
                return self._said(variable, part)
            case AmountVariable() | ApprovalVariable():
                raise TypeError(f"{variable} is compared with thresholds alone")
            case _:
                assert_never(variable)

    def _among(self, variable: Variable, words: tuple[str, ...]) -> Expr:
        """Whether an option is one of some: that of the row, that taken for granted, or all that the acts leave."""
        narrowed, default = self._narrowed.get(variable), self._defaults.get(variable)
        answer: Expr = NULL
        if narrowed:
            agreed = {option in words for option in narrowed.options}
            answer = Lit(agreed.pop()) if len(agreed) == 1 else NULL
        elif isinstance(default, str) and self._assuming:
            answer = self._taken(variable, Lit(default in words))
        follows: list[tuple[Expr, Expr]] = []
        for others, part, so in self._follows.get(variable, ()):
            assert isinstance(part, frozenset)
            if so and (part.issubset(words) or part.isdisjoint(words)):
                follows.append((others, Lit(part.issubset(words))))
            elif not so and part.issuperset(words):
                follows.append((others, FALSE))
        in_row = (Within.of(value, words) for value in self.named.get(variable, ()))
        return first_of(*in_row, case(follows, NULL), answer)

    def is_open(self, variable: Variable) -> Expr:
        """Whether nothing is known of a fact of a row."""
        if isinstance(variable, FactVariable) and variable.type == "yes_no":
            return unknown(self.value(variable))
        settled = variable in self._defaults or variable in self._narrowed
        nothing = [negated(surely(self._absent))] if variable in self._of_product else []
        follows = self._follows.get(variable, ())
        nothing += [negated(surely(others)) for others, part, _ in follows if part == FROM_NEVER_ON]
        return FALSE if settled else every([*map(unknown, self.named.get(variable, ())), *nothing])

    def _number(self, variable: Stated, cut: Cut) -> Expr:
        """A number or a date beyond a cut; where the row has none, what numbers tied to it say."""
        follows: list[tuple[Expr, Expr]] = []
        for lower, upper, guard, _, zero_only in self.rules.bounds:
            if upper == variable and lower in self.named and (not zero_only or cut == ABOVE_ZERO):
                follows.append((self._guarded(self._said(lower, cut), guard), TRUE))
            if lower == variable and upper in self.named:
                below = self._against(upper, "<=", 0) if zero_only else negated(self._said(upper, cut))
                follows.append((self._guarded(below, guard), FALSE))
        if variable in self._of_product:
            follows.append((self._absent, FALSE))
        for others, _, so in self._follows.get(variable, ()):
            if not so or cut == ABOVE_ZERO:
                follows.append((others, Lit(so)))
        return first_of(self._said(variable, cut), case(follows, NULL))

    def _guarded(self, condition: Expr, guard: FactVariable | None) -> Expr:
        return condition if guard is None else every((condition, self.value(guard)))

    def _against(self, variable: Variable, operator: Operator, threshold: int | Decimal) -> Expr:
        mark: Lit
        if is_date(variable):
            mark = Lit(date.fromordinal(int(threshold)))
        else:  # a whole threshold as an integer, so that no column of integers is converted for it
            mark = Lit(int(threshold) if int(threshold) == threshold else Decimal(threshold))
        return first_of(*(Compare.of(value, operator, mark) for value in self.named.get(variable, ())))

    def _not_before(self, order: OrderVariable) -> Expr:
        """A comparison of two dates; of the as-of date all days are looked at that it can be."""
        days = (self._date(order.date), self._date(order.other))
        match days:
            case (Interval() as day, Interval() as until):
                return _settled_as(order.truth(day, until))
            case (Lit(value=None), _) | (_, Lit(value=None)):
                return NULL
            case (Interval() as day, Col() as until):  # whether the date of the row is early enough
                too_late = (earliest(each - order.days + 1, order.count, order.unit) for each in (day.first, day.last))
                first, last = (negated(_late(until, each)) for each in too_late)
            case (Col() as day, Interval() as until):
                first, last = (_late(day, order.least(each)) for each in (until.last, until.first))
            case (Col() as day, Col() as until):
                return Compare(day, ">=", Later(until, order.count, order.unit, order.days))
            case _:
                raise refuse(f"`{order.date}` is settled for every row, and a column too", "leave one of them out")
        return first if first == last else case([(first, TRUE), (negated(last), FALSE)], NULL)

    def _date(self, date_: FactVariable) -> Expr | Interval:
        """A date of the row, or the days that it can be in every row."""
        in_row = interval_of(AS_OF, self.inquiry.world) if date_ == AS_OF else self._in_row.get(date_, NULL)
        if isinstance(in_row, Lit) and isinstance(in_row.value, date):
            return Interval(in_row.value.toordinal(), in_row.value.toordinal())
        return in_row

    def formulas(self, *roots: Formula, held: Container[ApprovalVariable] = ()) -> dict[Formula, Expr]:
        """Formulas over a row, with the approvals held; what several share is a column."""
        made: dict[Formula, Expr] = {}
        parts: dict[Formula, Formula] = {}
        """All that the formulas are made of, each after its own parts."""
        for root in roots:
            bottom_up(root, parts, parts_of, lambda formula: formula)
        shared = Counter(inner for each in parts for inner in parts_of(each))
        for each in parts:
            match each:
                case Constant(value=value):
                    made[each] = Lit(value)
                case Atomic(variable=variable, part=part):
                    made[each] = self.atom(variable, part, held)
                case Negation(part=inner):
                    made[each] = negated(made[inner])
                case Conjunction(parts=inner):
                    made[each] = every(made[one] for one in inner)
                case Disjunction(parts=inner):
                    made[each] = some(made[one] for one in inner)
                case _:
                    assert_never(each)
            if shared[each] > 1 and not isinstance(each, Negation):
                made[each] = self.stages.named("s", made[each])
        return made


def _measure(number: Stated) -> str:
    """`revenue` of `group.revenue.year` and of `product.revenue[2025-03]`."""
    return number.name.base.split(".")[1]


def _settled_as(truth: Truth) -> Lit:
    """A truth that is the same in every row."""
    return Lit(None if truth is UNKNOWN else truth is SURELY)


def _together(parts: list[Expr]) -> Expr:
    """Parts that are all true; of which one is never known, never."""
    return FALSE if NULL in parts else every(parts)


def _late(day: Expr, least: int) -> Expr:
    """Whether a date of the row is this day or later."""
    if least > LAST_DAY:
        return FALSE
    return TRUE if least <= 1 else Compare.of(day, ">=", Lit(date.fromordinal(least)))


def _holds_as(value: Expr, wanted: bool) -> Expr:
    """Whether a yes/no fact is as wanted; unknown where it is."""
    return value if wanted else negated(value)


def _literals(facts: Mapping[str, Told]) -> Iterator[tuple[str, Lit]]:
    """Facts settled for every row as constants. Raises FactsError for numbers known in part, and for `worldwide`."""
    for name, settled in facts.items():
        match settled:
            case Exactly(value=Money(amount=amount, currency=currency)):
                yield f"{name}:{currency}", Lit(amount)
            case Exactly(value=bool() | int() | str() | date() | frozenset() as value):
                yield name, Lit(value)
            case _:
                raise refuse(
                    f"`{name}` is not known exactly, and cannot be settled for every row", "give it as a column"
                )
