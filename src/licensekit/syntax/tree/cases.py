"""Cases."""

from __future__ import annotations

from typing import TypeAlias

from licensekit.syntax.tree.conditions import Comparison, ReadingIs
from licensekit.syntax.tree.words import Amount, Code, Day, Name, Number, Text
from licensekit.syntax.written import Written, node
from licensekit.values import YearMonth


@node
class Bound(Written):
    """`at most 20 million USD`, `more than 5`."""

    comparison: Comparison
    amount: Amount


@node
class Between(Written):
    """`between 5 million USD and 9 million USD`, both included; or two bounds: `more than 5 and at most 9`."""

    low: Bound
    high: Bound


@node
class Members(Written):
    """`{ DE, FR }`, `{ }`."""

    values: tuple[Name | Code, ...]


@node
class Point(Written):
    """`2026-01: 3 million USD`."""

    month: YearMonth
    amount: Amount


@node
class Series(Written):
    """`{ 2026-01: 3 million USD, 2026-02: 4 million USD }`."""

    points: tuple[Point, ...]


FactValue: TypeAlias = Name | Code | Text | Day | Amount | Bound | Between | Members | Series
"""What a fact is given as. `yes`, `no`, `worldwide`, `unknown` and options are names."""


@node
class GivenFact(Written):
    """`given FACT is VALUE`."""

    fact: Name
    value: FactValue


@node
class GivenApproval(Written):
    """`given approval GATE is held from DATE until DATE for ACTS by HOLDER`."""

    gate: Name
    state: Name
    since: Day | None = None
    until: Day | None = None
    acts: tuple[Name, ...] = ()
    holder: Name | None = None


@node
class GivenDuty(Written):
    """`given duty NAME is done`."""

    duty: Name
    status: Name


@node
class GivenRate(Written):
    """`given rate 1 CNY is 0.14 USD on 2026-06-01`."""

    source: Amount
    target: Amount
    on: Day


@node
class GivenIndex(Written):
    """`given index us_cpi_u of 2019 is 1.3 on 2026-06-01`."""

    index: Name
    base: int
    factor: Number
    on: Day


@node
class GivenAttestation(Written):
    """`given attested by "Legal" on 2026-06-01 for conduct, disputes`."""

    by: Text
    on: Day
    groups: tuple[Name, ...]


Given: TypeAlias = GivenFact | GivenApproval | GivenDuty | GivenRate | GivenIndex | GivenAttestation


@node
class ExpectVerdict(Written):
    """`expect VERDICT for ACT under reading R is O`."""

    verdict: Name
    act: Name | None = None
    reading: ReadingIs | None = None


@node
class ExpectPossible(Written):
    """`expect possible V, V`."""

    verdicts: tuple[Name, ...]


@node
class ExpectDuty(Written):
    """`expect duty D is STATUS`, `expect encouraged duty D is STATUS`, `expect not duty D` (no status).

    Each under another reading, where one is named.
    """

    duty: Name
    status: Name | None
    encouraged: bool = False
    reading: ReadingIs | None = None


@node
class ExpectReason(Written):
    """`expect reason WORD`."""

    reason: Name


@node
class ExpectBasis(Written):
    """`expect basis WORD for ACT`."""

    basis: Name
    act: Name | None = None


@node
class ExpectClause(Written):
    """`expect clause C`, `expect not clause C`."""

    clause: Name
    absent: bool = False


@node
class ExpectAsks(Written):
    """`expect asks FACT, FACT`."""

    facts: tuple[Name, ...]


Expect: TypeAlias = ExpectVerdict | ExpectPossible | ExpectDuty | ExpectReason | ExpectBasis | ExpectClause | ExpectAsks


@node
class Case(Written):
    """`case "name" { acts … on … assume … given … expect … }`."""

    name: Text
    acts: tuple[Name, ...] = ()
    on: Day | None = None
    assume: Name | None = None
    given: tuple[Given, ...] = ()
    expect: tuple[Expect, ...] = ()
