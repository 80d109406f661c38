"""Cases."""

from __future__ import annotations

from typing import TypeAlias

from licensekit.model.conditions import ComparisonSign
from licensekit.syntax.tree.conditions import ReadingIs
from licensekit.syntax.tree.node import SyntaxNode
from licensekit.syntax.tree.words import Amount, Code, Day, Name, Text, WrittenNumber
from licensekit.values import YearMonth


class Bound(SyntaxNode):
    """`at most 20 million USD`, `more than 5`."""

    comparison: ComparisonSign
    amount: Amount


class Between(SyntaxNode):
    """`between 5 million USD and 9 million USD`, both included; or two bounds: `more than 5 and at most 9`."""

    low: Bound
    high: Bound


class Members(SyntaxNode):
    """`{ DE, FR }`, `{ }`."""

    values: tuple[Name | Code, ...]


class MonthFigure(SyntaxNode):
    """`2026-01: 3 million USD`."""

    month: YearMonth
    amount: Amount


class MonthSeries(SyntaxNode):
    """`{ 2026-01: 3 million USD, 2026-02: 4 million USD }`."""

    points: tuple[MonthFigure, ...]


class OtherThan(SyntaxNode):
    """`not own_copy`."""

    option: Name


FactValue: TypeAlias = Name | Code | Text | Day | Amount | Bound | Between | Members | MonthSeries | OtherThan
"""What a fact is given as. `yes`, `no`, `worldwide`, `unknown` and options are names."""


class GivenFact(SyntaxNode):
    """`given FACT is VALUE`."""

    fact: Name
    value: FactValue


class GivenApproval(SyntaxNode):
    """`given approval GATE is held from DATE until DATE for ACTS by HOLDER`; a text names an agreement of one's own."""

    gate: Name | Text
    state: Name
    since: Day | None = None
    until: Day | None = None
    acts: tuple[Name, ...] = ()
    holder: Name | None = None


class GivenDuty(SyntaxNode):
    """`given duty NAME is done`."""

    duty: Name
    status: Name


class GivenRate(SyntaxNode):
    """`given rate 1 CNY is 0.14 USD on 2026-06-01`."""

    source: Amount
    target: Amount
    on: Day


class GivenIndex(SyntaxNode):
    """`given index us_cpi_u of 2019 is 1.3 on 2026-06-01`."""

    index: Name
    base: int
    factor: WrittenNumber
    on: Day


class GivenAttestation(SyntaxNode):
    """`given attested by "Legal" on 2026-06-01 for conduct, disputes`."""

    by: Text
    on: Day
    groups: tuple[Name, ...]


GivenItem: TypeAlias = GivenFact | GivenApproval | GivenDuty | GivenRate | GivenIndex | GivenAttestation


class ExpectVerdict(SyntaxNode):
    """`expect VERDICT for ACT under reading R is O`."""

    verdict: Name
    act: Name | None = None
    reading: ReadingIs | None = None


class ExpectPossible(SyntaxNode):
    """`expect possible V, V`."""

    verdicts: tuple[Name, ...]


class ExpectDuty(SyntaxNode):
    """`expect duty D is STATUS`, `expect encouraged duty D is STATUS`, `expect not duty D` (no status).

    Each under another reading, where one is named.
    """

    duty: Name
    status: Name | None
    encouraged: bool = False
    reading: ReadingIs | None = None


class ExpectReason(SyntaxNode):
    """`expect reason WORD`."""

    reason: Name


class ExpectBasis(SyntaxNode):
    """`expect basis WORD for ACT`."""

    basis: Name
    act: Name | None = None


class ExpectClause(SyntaxNode):
    """`expect clause C`, `expect not clause C`."""

    clause: Name
    absent: bool = False


class ExpectAsks(SyntaxNode):
    """`expect asks FACT, FACT`."""

    facts: tuple[Name, ...]


Expect: TypeAlias = ExpectVerdict | ExpectPossible | ExpectDuty | ExpectReason | ExpectBasis | ExpectClause | ExpectAsks


class Case(SyntaxNode):
    """`case "name" { acts … on … assume … given … expect … }`."""

    name: Text
    acts: tuple[Name, ...] = ()
    on: Day | None = None
    assume: Name | None = None
    given: tuple[GivenItem, ...] = ()
    expect: tuple[Expect, ...] = ()
