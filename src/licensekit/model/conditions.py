"""Conditions: what must be true of a use for a clause to apply.

Every atom compares one fact, or one licence-local quantity, with a constant; dates also with each other.
There is no other arithmetic, so conditions stay decidable (docs/language.md, section 3). Names are as the checker
resolved them: a fact under a meaning is `FACT@MEANING`, and the month before a release is a dated month.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias, final

from pydantic import Field

from licensekit.model.node import ModelNode
from licensekit.values import Money

ComparisonSign: TypeAlias = Literal["more_than", "less_than", "at_least", "at_most", "exactly"]
"""Strict and non-strict comparisons are told apart in words, as licence texts do."""


class Holds(ModelNode):
    """A yes/no fact is yes."""

    kind: Literal["holds"] = "holds"
    fact: str


@final
class Defined(ModelNode):
    """A condition that this licence names with `define`."""

    kind: Literal["defined"] = "defined"
    name: str


class IsOneOf(ModelNode):
    """A one-of or territory fact has one of these values; territory groups (EU, EEA) are kept by name."""

    kind: Literal["is_one_of"] = "is_one_of"
    fact: str
    values: tuple[str, ...]


class SetMeets(ModelNode):
    """Any, or all, members of a set fact are among these values. All members of an empty set are."""

    kind: Literal["set_meets"] = "set_meets"
    quantifier: Literal["any", "all"]
    fact: str
    values: tuple[str, ...]


class Adjusted(ModelNode):
    """An amount of a base year, to be adjusted by a named index."""

    year: int
    index: str


class Compares(ModelNode):
    """A count or an amount of money, or a measure of this licence, compared with a threshold."""

    kind: Literal["compares"] = "compares"
    quantity: str
    comparison: ComparisonSign
    amount: int | Money
    or_equivalent: bool = False
    adjusted: Adjusted | None = None


class Day(ModelNode):
    """A fixed day."""

    kind: Literal["day"] = "day"
    on: date


class DateFact(ModelNode):
    """A date fact, or `as_of`, the day for which the question is asked."""

    kind: Literal["date_fact"] = "date_fact"
    fact: str


class YearsAfter(ModelNode):
    """The same calendar day some years after another date, clipped to the last day of its month."""

    kind: Literal["years_after"] = "years_after"
    years: int
    date: DateFact | Day


class Earlier(ModelNode):
    """The earliest of several dates."""

    kind: Literal["earlier"] = "earlier"
    dates: tuple[DateExpression, ...]


DateExpression: TypeAlias = Annotated[Day | DateFact | YearsAfter | Earlier, Field(discriminator="kind")]


class DateOrder(ModelNode):
    """One date comes before another, or on or after it."""

    kind: Literal["date_order"] = "date_order"
    date: Day | DateFact
    order: Literal["before", "on_or_after"]
    other: Day | DateFact


class DateWithin(ModelNode):
    """`date` lies from `after` on and not past `count` units later.

    `within N days after D` includes day N; `before N days after D` excludes it. A date before D is in neither.
    Months and years are calendar ones, clipped to the last day of the month.
    """

    kind: Literal["date_within"] = "date_within"
    date: Day | DateFact
    limit: Literal["within", "before"]
    count: int
    unit: Literal["days", "months", "years"]
    after: Day | DateFact


class ReadingIs(ModelNode):
    """A disputed point of the wording is read this way."""

    kind: Literal["reading_is"] = "reading_is"
    reading: str
    option: str


class ApprovalHeld(ModelNode):
    """The approval that a gate names is held. Two-valued: what is not given as held is not held."""

    kind: Literal["approval_held"] = "approval_held"
    gate: str


@final
class Not(ModelNode):
    """The part is false."""

    kind: Literal["not"] = "not"
    part: Condition


@final
class AllOf(ModelNode):
    """Every part is true."""

    kind: Literal["all_of"] = "all_of"
    parts: tuple[Condition, ...]


@final
class AnyOf(ModelNode):
    """At least one part is true."""

    kind: Literal["any_of"] = "any_of"
    parts: tuple[Condition, ...]


Condition: TypeAlias = Annotated[
    Holds
    | Defined
    | IsOneOf
    | SetMeets
    | Compares
    | DateOrder
    | DateWithin
    | ReadingIs
    | ApprovalHeld
    | Not
    | AllOf
    | AnyOf,
    Field(discriminator="kind"),
]


class MeasureCase(ModelNode):
    """One quantity of a measure, and when it is the one; `when` is absent for `otherwise`."""

    quantity: str
    when: Condition | None = None


class Measure(ModelNode):
    """A quantity that is one fact or another: the first case whose condition holds, or the larger of several.

    A measure may name other measures; the checker refuses cycles.
    """

    name: str
    locator: Locator
    cases: tuple[MeasureCase, ...] = ()
    larger_of: tuple[str, ...] = ()


class Locator(ModelNode):
    """A place in a licence text: `"1.b.i(A)"`, with the document's name where the licence has several."""

    document: str = ""
    place: str

    def __str__(self) -> str:
        return f"{self.document} {self.place}".strip()


class Definition(ModelNode):
    """A named condition of this licence, with the place where the text defines it."""

    name: str
    locator: Locator
    note: str = ""
    condition: Condition
