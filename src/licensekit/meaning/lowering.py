"""From conditions to formulas: the one place that says what each kind of condition means (docs/semantics.md, 2).

Definitions and measures are put in, rates and index values applied, groups of countries turned into the countries that
belong to them from day to day. What is left compares one variable with constants, or orders two dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, assert_never

from licensekit.meaning.days import arrived, compared
from licensekit.meaning.domain import ANY_DAY, Cut, Quantity
from licensekit.meaning.formula import Formula, Formulas
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    Read,
    ReadingVariable,
    amount_variable,
    fact_variable,
)
from licensekit.model.conditions import (
    ApprovalHeld,
    Compares,
    ComparisonSign,
    Condition,
    DateExpression,
    DateOrder,
    DateWithin,
    Holds,
    IsOneOf,
    ReadingIs,
    SetMeets,
)
from licensekit.model.fold import Algebra, Atom, atoms_in, facts_of, fold
from licensekit.model.license import License, LocalFact
from licensekit.numerals import EXACT
from licensekit.values import IndexValue, Rate
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FactName
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.territories import GROUPS, TERRITORIES, Membership


class Exchange(NamedTuple):
    """The caller's rates and index values: the only conversions that there are."""

    rates: Mapping[str, Rate] = {}
    """By the currency that is converted."""
    indices: Mapping[str, IndexValue] = {}
    """By `NAME@YEAR`."""

    def converted(self, amount: Decimal, currency: str) -> tuple[Decimal, str]:
        """An amount in the currency at the end of the caller's rates."""
        while currency in self.rates:
            rate = self.rates[currency]
            amount, currency = EXACT.multiply(amount, rate.rate), rate.target
        return amount, currency

    @property
    def plain(self) -> bool:
        """Whether amounts are compared as they are written."""
        return not (self.rates or self.indices)


AS_WRITTEN: Final = Exchange()


class _Threshold(NamedTuple):
    """The number that a comparison reads, and what it compares it with."""

    variable: FactVariable | AmountVariable
    amount: Quantity


class ReadAtom(NamedTuple):
    """An atom with the variables that it reads; of a comparison with the amount that it compares with."""

    atom: Atom
    variables: tuple[Read, ...]
    amount: Quantity | None


def threshold_of(fact: str, compares: Compares, exchange: Exchange) -> _Threshold:
    """What a comparison of this fact comes to under some rates and index values."""
    if isinstance(compares.amount, int):
        return _Threshold(fact_variable(fact, "count"), compares.amount)
    number, currency = compares.amount.amount, compares.amount.currency
    index = ""
    if compares.adjusted is not None:
        index = f"{compares.adjusted.index}@{compares.adjusted.year}"
        value = exchange.indices.get(index)
        if value is not None:
            number, index = EXACT.multiply(number, value.factor), ""
    number, currency = exchange.converted(number, currency)
    return _Threshold(amount_variable(fact, currency, index), number)


class Lowering:
    """The conditions of one licence as formulas, under one exchange."""

    def __init__(self, license: License, exchange: Exchange = AS_WRITTEN, like: Lowering | None = None) -> None:
        """`like` is another form of the same licence: what both say is the same formula."""
        self.license: Final = license
        self.exchange: Final = exchange
        self.formulas: Final[Formulas] = Formulas() if like is None else like.formulas
        self._definitions: Final = {definition.name: definition for definition in license.definitions}
        self._measures: Final = {measure.name: measure for measure in license.measures}
        self._readings: Final = {reading.name: reading for reading in license.readings}
        self._facts: Final[dict[str, LocalFact]] = {fact.name: fact for fact in license.facts}
        same_words = like is not None and (like.license.definitions, like.license.measures) == (
            license.definitions,
            license.measures,
        )
        self._lowered: dict[int, Formula] = dict(like._lowered) if like is not None and same_words else {}  # noqa: SLF001
        self._read: dict[int, tuple[ReadAtom, ...]] = dict(like._read) if like is not None and same_words else {}  # noqa: SLF001
        self._algebra: Final = Algebra(
            self._atom,
            self.formulas.every,
            self.formulas.some,
            self.formulas.negation,
            lambda name: self.formula(self._definitions[name.name].condition),
        )

    def formula(self, condition: Condition) -> Formula:
        """What a condition of this licence means; worked out once (conditions live as long as their licence)."""
        lowered = self._lowered.get(id(condition))
        if lowered is None:
            lowered = self._lowered[id(condition)] = fold(condition, self._algebra)
        return lowered

    def atoms(self, condition: Condition) -> tuple[ReadAtom, ...]:
        """The atoms of a condition in the order of the text; worked out once."""
        read = self._read.get(id(condition))
        if read is None:
            atoms = atoms_in(condition, self._definitions, self._measures)
            read = self._read[id(condition)] = tuple(map(self._read_atom, atoms))
        return read

    def arrived(self, day: DateExpression) -> Formula:
        """That the day for which the question is asked is this day or later."""
        return arrived(self.formulas, day)

    def fact(self, name: str) -> FactInfo | LocalFact:
        """What is known of a fact: of this licence's own, or of the vocabulary."""
        return self._facts.get(name) or vocabulary_fact(name)

    def variable(self, name: str) -> FactVariable:
        """The variable of a fact that is no amount of money."""
        info = self.fact(name)
        return fact_variable(name, info.type, info.options)

    def _read_atom(self, atom: Atom) -> ReadAtom:
        if isinstance(atom, Compares):
            variable, amount = threshold_of(atom.quantity, atom, self.exchange)
            return ReadAtom(atom, (variable,), amount)
        return ReadAtom(atom, self.read_by(atom), None)

    def read_by(self, atom: Atom) -> tuple[Read, ...]:
        """The variables of facts and readings that an atom reads; of a measure all that it may be."""
        if isinstance(atom, Holds):
            return (self.variable(atom.fact),)
        if isinstance(atom, Compares):
            facts = self.measured(atom.quantity)
            return tuple(threshold_of(fact, atom, self.exchange).variable for fact in facts)
        if isinstance(atom, ReadingIs):
            return (self.reading(atom.reading),)
        return tuple(AS_OF if fact == AS_OF.name.base else self.variable(fact) for fact in facts_of(atom))

    def measured(self, quantity: str) -> tuple[str, ...]:
        """The facts that a quantity may be: itself, or those of a measure."""
        measure = self._measures.get(quantity)
        if measure is None:
            return (quantity,)
        inner = (*measure.larger_of, *(case.quantity for case in measure.cases))
        return tuple(dict.fromkeys(fact for name in inner for fact in self.measured(name)))

    def reading(self, name: str) -> ReadingVariable:
        """The variable of a reading of this licence."""
        options = tuple(option.name for option in self._readings[name].options)
        return ReadingVariable(self.license.id, name, options)

    def _atom(self, atom: Atom) -> Formula:
        formulas = self.formulas
        match atom:
            case Holds(fact=fact):
                return formulas.atom(self.variable(fact), part=True)
            case IsOneOf(fact=fact, values=values):
                return self._is_one_of(self.variable(fact), values)
            case SetMeets(quantifier="any", fact=fact, values=values):
                return self._has_any(self.variable(fact), values)
            case SetMeets(fact=fact, values=values):
                return formulas.negation(self._has_others(self.variable(fact), values))
            case Compares(quantity=quantity, comparison=comparison):
                return self._number(quantity, atom, comparison)
            case DateOrder() | DateWithin():
                return compared(formulas, atom)
            case ReadingIs(reading=reading, option=option):
                return formulas.atom(self.reading(reading), frozenset((option,)))
            case ApprovalHeld(gate=gate):
                return formulas.atom(ApprovalVariable(self.license.id, gate), part=True)
            case _:
                assert_never(atom)

    # -- options, countries and sets -----------------------------------------------------------------------------

    def _is_one_of(self, variable: FactVariable, values: tuple[str, ...]) -> Formula:
        if variable.type != "territory":
            return self.formulas.atom(variable, frozenset(values))
        return self._among(values, lambda codes: self.formulas.atom(variable, codes))

    def _has_any(self, variable: FactVariable, values: tuple[str, ...]) -> Formula:
        return self._among(values, lambda codes: self._member(variable, codes))

    def _among(self, values: tuple[str, ...], lies: Callable[[frozenset[str]], Formula]) -> Formula:
        """What it says to lie among the values named, or on some days among the countries of a group."""
        named, groups = _groups_apart(values)
        by_day = (
            self.formulas.every((lies(codes), self._during(spans)))
            for spans, codes in _by_membership(groups, frozenset(TERRITORIES) - named)
            if spans
        )
        return self.formulas.some((lies(named), *by_day))

    def _has_others(self, variable: FactVariable, values: tuple[str, ...]) -> Formula:
        """That a set has a member which is not among some values; `worldwide` always has."""
        if variable.options != ("territory",):
            return self._member(variable, frozenset(variable.options) - frozenset(values))
        named, groups = _groups_apart(values)
        outside = [
            self.formulas.every((self._member(variable, codes), self.formulas.negation(self._during(spans))))
            for spans, codes in _by_membership(groups, frozenset(TERRITORIES) - named)
        ]
        more_than_listed = self.formulas.atom(MemberVariable(variable, frozenset(), beyond=True), part=True)
        return self.formulas.some(outside or (more_than_listed,))

    def _member(self, variable: FactVariable, members: frozenset[str]) -> Formula:
        return self.formulas.some([self.formulas.atom(MemberVariable(variable, members), part=True)] if members else [])

    def _during(self, spans: Sequence[Membership]) -> Formula:
        """That the as-of date lies in one of some spans of days."""
        return self.formulas.some(self._span(span) for span in spans)

    def _span(self, span: Membership) -> Formula:
        begun = self.formulas.atom(AS_OF, Cut(span.first.toordinal(), after=False))
        if span.last is None:
            return begun
        ended = self.formulas.atom(AS_OF, Cut(span.last.toordinal() + 1, after=False))
        return self.formulas.every((begun, self.formulas.negation(ended)))

    # -- numbers -----------------------------------------------------------------------------------------------

    def _number(self, quantity: str, compares: Compares, comparison: ComparisonSign) -> Formula:
        """A fact, or a measure of this licence, against the threshold of a comparison."""
        measure = self._measures.get(quantity)
        if measure is None:
            return self._fact_number(quantity, compares, comparison)
        if measure.larger_of:
            return self._larger(measure.larger_of, compares, comparison)
        said_by_nobody = FactVariable(FactName(f"measure.{quantity}"), "yes_no")  # may hold a hyphen, so it is not read
        chosen = self.formulas.atom(said_by_nobody, part=True)
        for case in reversed(measure.cases):
            taken = self._number(case.quantity, compares, comparison)
            chosen = taken if case.when is None else self.formulas.choice(self.formula(case.when), taken, chosen)
        return chosen

    def _larger(self, quantities: Iterable[str], compares: Compares, comparison: ComparisonSign) -> Formula:
        """The larger of several numbers exceeds a threshold if some does, and stays below it if all do."""

        def each(by: ComparisonSign) -> Iterator[Formula]:
            return (self._number(quantity, compares, by) for quantity in quantities)

        match comparison:
            case "more_than" | "at_least":
                return self.formulas.some(each(comparison))
            case "at_most" | "less_than":
                return self.formulas.every(each(comparison))
            case "exactly":
                return self.formulas.every((*each("at_most"), self.formulas.some(each("at_least"))))
            case _:
                assert_never(comparison)

    def _fact_number(self, fact: str, compares: Compares, comparison: ComparisonSign) -> Formula:
        variable, amount = threshold_of(fact, compares, self.exchange)
        above = self.formulas.atom(variable, Cut(amount, after=True))
        at_or_above = self._at_or_above(variable, amount)
        match comparison:
            case "more_than":
                return above
            case "at_most":
                return self.formulas.negation(above)
            case "at_least":
                return at_or_above
            case "less_than":
                return self.formulas.negation(at_or_above)
            case "exactly":
                return self.formulas.every((at_or_above, self.formulas.negation(above)))
            case _:
                assert_never(comparison)

    def _at_or_above(self, variable: FactVariable | AmountVariable, amount: Quantity) -> Formula:
        """At least; of whole numbers the same as more than the number before, of nothing always so."""
        if amount <= 0:
            return self.formulas.every(())
        if isinstance(variable, FactVariable):
            assert isinstance(amount, int)
            return self.formulas.atom(variable, Cut(amount - 1, after=True))
        return self.formulas.atom(variable, Cut(amount, after=False))


def _groups_apart(values: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The options or countries named, and the groups of countries."""
    values = tuple(values)
    return frozenset(value for value in values if value not in GROUPS), tuple(v for v in values if v in GROUPS)


def _by_membership(
    groups: Sequence[str], countries: frozenset[str]
) -> tuple[tuple[tuple[Membership, ...], frozenset[str]], ...]:
    """Countries by the spans of days during which they belong to one of some groups; those of no group too."""
    classes: dict[tuple[Membership, ...], set[str]] = {}
    for code in TERRITORIES:
        if code in countries:
            spans = (GROUPS[group][code] for group in groups if code in GROUPS[group])
            classes.setdefault(tuple(dict.fromkeys(spans)), set()).add(code)
    return tuple((spans, frozenset(codes)) for spans, codes in classes.items())


def first_day(groups: Iterable[str]) -> int:
    """The first day on which all of some groups of countries were there; days before are looked at only if given."""
    return max(
        (min(held.first for held in GROUPS[group].values()).toordinal() for group in groups), default=ANY_DAY.first
    )
