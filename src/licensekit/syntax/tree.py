"""The syntax tree: what was written, not yet what it means.

Every node carries the span of its text. Spans, comments and the exact spelling of numbers take no part in
equality, so that two trees are equal if the same things were written in another layout. Nothing here is
checked against the vocabulary: a name is a name until `licensekit.check` looks it up, and in a template it
may also be a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from licensekit.span import Span
from licensekit.values import YearMonth


@dataclass(frozen=True, slots=True)
class Written:
    """The base of every node: where it was written."""

    span: Span = field(compare=False, repr=False, kw_only=True)


# --- words -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name(Written):
    """A word in lower case: an id, a fact, an act, an option, a word of a closed list, a parameter."""

    text: str


@dataclass(frozen=True, slots=True)
class Code(Written):
    """A code in upper case: a territory, a group of territories, a currency."""

    text: str


@dataclass(frozen=True, slots=True)
class Text(Written):
    """A text in quotes; `value` has its escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class Number(Written):
    """An exact number with its scale word worked in: `1.5 million` has the value 1500000."""

    value: int | Decimal
    """An int if the number is whole."""
    written: str = field(compare=False)
    """The digits as the canonical layout prints them, and the scale word: `1.5 million`."""


@dataclass(frozen=True, slots=True)
class Day(Written):
    """A day: `2026-06-01`."""

    on: date


@dataclass(frozen=True, slots=True)
class Adjusted(Written):
    """`of 2019 adjusted by us_cpi_u`."""

    year: int
    index: Name


@dataclass(frozen=True, slots=True)
class Amount(Written):
    """A count or an amount of money: `100_000_001`, `20 million USD (or equivalent)`."""

    number: Number
    currency: Code | None = None
    adjusted: Adjusted | None = None
    or_equivalent: bool = False


Word: TypeAlias = Name | Text
"""A name, or an exact text in quotes: objects and parties of duties, parties of gates."""


@dataclass(frozen=True, slots=True)
class Locator(Written):
    """`at "1.b.i(A)"`, or `at use-policy "3.1"` where the licence has several documents."""

    document: Name | None
    place: Text


# --- dates -----------------------------------------------------------------------------------------------

DateTerm: TypeAlias = Day | Name
"""A day, a date fact, `as_of`, or a parameter."""


@dataclass(frozen=True, slots=True)
class YearsAfter(Written):
    """`4 years after work.version_published_on`."""

    years: int
    date: DateTerm


@dataclass(frozen=True, slots=True)
class Earlier(Written):
    """`the earlier of D, D`."""

    dates: tuple[DateTerm | YearsAfter, ...]


DateExpression: TypeAlias = DateTerm | YearsAfter | Earlier

Unit: TypeAlias = Literal["days", "months", "years"]

# --- conditions ------------------------------------------------------------------------------------------

Comparison: TypeAlias = Literal["more_than", "less_than", "at_least", "at_most", "exactly"]


@dataclass(frozen=True, slots=True)
class Holds(Written):
    """A yes/no fact, or the name of a `define`."""

    name: Name


@dataclass(frozen=True, slots=True)
class FactIs(Written):
    """`FACT is VALUE`."""

    fact: Name
    value: Name | Code


@dataclass(frozen=True, slots=True)
class FactIn(Written):
    """`FACT in { … }`."""

    fact: Name
    values: tuple[Name | Code, ...]


@dataclass(frozen=True, slots=True)
class SetMeets(Written):
    """`any of FACT in { … }`, `all of FACT in { … }`."""

    quantifier: Literal["any", "all"]
    fact: Name
    values: tuple[Name | Code, ...]


@dataclass(frozen=True, slots=True)
class Compares(Written):
    """`FACT more than 20 million USD`; a name as the amount is a parameter."""

    quantity: Name
    comparison: Comparison
    amount: Amount | Name


@dataclass(frozen=True, slots=True)
class DateOrder(Written):
    """`DATE before DATE`, `DATE on_or_after DATE`."""

    date: DateTerm
    order: Literal["before", "on_or_after"]
    other: DateTerm


@dataclass(frozen=True, slots=True)
class DateWithin(Written):
    """`DATE within 32 days after DATE`, `DATE before 30 days after DATE`."""

    date: DateTerm
    limit: Literal["within", "before"]
    count: int
    unit: Unit
    after: DateTerm


@dataclass(frozen=True, slots=True)
class ReadingIs(Written):
    """`reading R is O`."""

    reading: Name
    option: Name


@dataclass(frozen=True, slots=True)
class ApprovalHeld(Written):
    """`approval G is held`."""

    gate: Name


@dataclass(frozen=True, slots=True)
class Not(Written):
    """`not X`."""

    part: Condition


@dataclass(frozen=True, slots=True)
class And(Written):
    """`X and Y and Z`, flat as written."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or(Written):
    """`X or Y or Z`, flat as written."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = (
    Holds | FactIs | FactIn | SetMeets | Compares | DateOrder | DateWithin | ReadingIs | ApprovalHeld | Not | And | Or
)

# --- parts of clauses ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acts(Written):
    """`run, modify`, `any act`, `any act but not sell`."""

    any_act: bool
    names: tuple[Name, ...] = ()
    withheld: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice(Written):
    """`on website`, `on any of website, documentation`, `under all of mit, apache-2.0`."""

    quantifier: Literal["one", "any", "all"]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Places(Written):
    """`on …` or `in …`."""

    preposition: Literal["on", "in"]
    choice: Choice


@dataclass(frozen=True, slots=True)
class Deadline(Written):
    """`within 30 days after DATE`."""

    count: int
    unit: Unit
    after: DateTerm


Manner: TypeAlias = Literal["prominently", "once", "throughout", "promptly", "on_request"]


@dataclass(frozen=True, slots=True)
class Action(Written):
    """VERB, objects, slots. Slots stand in any order; `manner` keeps the order written."""

    verb: Name
    objects: tuple[Word, ...] = ()
    manner: tuple[Manner, ...] = ()
    places: Places | None = None
    parties: tuple[Word, ...] = ()
    with_text: Word | None = None
    licenses: Choice | None = None
    about: Word | None = None
    before: tuple[Name, ...] = ()
    deadline: Deadline | None = None
    where: Text | None = None


@dataclass(frozen=True, slots=True)
class Obligation(Written):
    """`must ACTION`, `encouraged to ACTION`, `must either ACTION or ACTION`."""

    strength: Literal["must", "encouraged"]
    alternatives: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Remedy(Written):
    """`remedy APPROVAL from PARTY contact "…"`."""

    approval: Name
    party: Word
    contact: Text | None = None


@dataclass(frozen=True, slots=True)
class Needs(Written):
    """`needs APPROVAL from PARTY contact "…" subject "…" by HOLDER which grants it`."""

    approval: Name
    party: Word
    contact: Text | None = None
    subject: Text | None = None
    holder: Name | None = None
    grants_it: bool = False


@dataclass(frozen=True, slots=True)
class GrantsNamed(Written):
    """`every grant`, or the names of grants."""

    every_grant: bool
    names: tuple[Name, ...] = ()


# --- clauses ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item(Written):
    """A statement that has a name and a place in the text."""

    name: Name
    locator: Locator


@dataclass(frozen=True, slots=True)
class ClauseItem(Item):
    """What every clause has."""

    when: Condition | None = field(default=None, kw_only=True)
    remedy: Remedy | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Grant(ClauseItem):
    """`grant NAME at LOC { may ACTS when CONDITION }`."""

    acts: Acts


@dataclass(frozen=True, slots=True)
class Reservation(ClauseItem):
    """`reservation NAME at LOC { from GRANTS when CONDITION }`."""

    grants: GrantsNamed


@dataclass(frozen=True, slots=True)
class Prohibition(ClauseItem):
    """`prohibition NAME at LOC { must not ACTS when CONDITION }`."""

    acts: Acts


@dataclass(frozen=True, slots=True)
class Duty(ClauseItem):
    """`duty NAME at LOC { for ACTS when CONDITION must ACTION … }`; all lines have one strength."""

    acts: Acts
    obligations: tuple[Obligation, ...]


@dataclass(frozen=True, slots=True)
class Gate(ClauseItem):
    """`gate NAME at LOC { for ACTS when CONDITION needs APPROVAL from PARTY … }`."""

    acts: Acts
    needs: Needs


@dataclass(frozen=True, slots=True)
class Exemption(ClauseItem):
    """`exemption NAME at LOC { from CLAUSES when CONDITION }`, or `from all of "III"`."""

    lifts: tuple[Name, ...]
    section: Text | None = None


@dataclass(frozen=True, slots=True)
class Termination(ClauseItem):
    """`termination NAME at LOC { when CONDITION ends GRANTS and must not ACTS must ACTION … }`."""

    ends: GrantsNamed
    stops: Acts | None = None
    obligations: tuple[Obligation, ...] = ()


Clause: TypeAlias = Grant | Reservation | Prohibition | Duty | Gate | Exemption | Termination

# --- other statements of a licence -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Define(Item):
    """`define NAME at LOC "note" { CONDITION }`."""

    condition: Condition
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class MeasureCase(Written):
    """`takes FACT when CONDITION`, `takes FACT otherwise` (no `when`)."""

    quantity: Name
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Measure(Item):
    """`measure NAME at LOC { takes … }`; either `cases` or `larger_of` is empty."""

    cases: tuple[MeasureCase, ...] = ()
    larger_of: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning(Item):
    """`meaning FACT at LOC "words"`; the name is that of a fact or of a subject."""

    words: Text


@dataclass(frozen=True, slots=True)
class FactType(Written):
    """`yes_no`, `count`, …, `one of { a, b }`, `set of { a, b }`, `set of territory`."""

    kind: Literal["word", "one_of", "set_of", "set_of_word"]
    words: tuple[Name, ...]
    """The type word itself (`word`, `set_of_word`), or the options."""


@dataclass(frozen=True, slots=True)
class Fact(Written):
    """`fact NAME is TYPE "question" judgement`."""

    name: Name
    type: FactType
    question: Text
    judgement: bool = False


@dataclass(frozen=True, slots=True)
class Option(Written):
    """`option NAME "text" taken because "…"`."""

    name: Name
    text: Text
    taken: bool = False
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Reading(Item):
    """`reading NAME at LOC "question" { option … raised "URL" }`."""

    question: Text
    options: tuple[Option, ...]
    raised: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Incorporates(Written):
    """`incorporates POLICY at LOC`."""

    policy: Name
    locator: Locator


@dataclass(frozen=True, slots=True)
class IncorporatesUnread(Written):
    """`incorporates "NAME" from "URL" at LOC unread`."""

    title: Text
    url: Text
    locator: Locator


@dataclass(frozen=True, slots=True)
class Omits(Written):
    """`omits "warranty" at LOC`."""

    what: Text
    locator: Locator


@dataclass(frozen=True, slots=True)
class Conversion(Written):
    """`converts to L at LOC on D`, `offers L at LOC on D`."""

    kind: Literal["converts", "offers"]
    license: Name
    locator: Locator
    on: DateExpression


Kind: TypeAlias = Literal[
    "grant",
    "reservation",
    "prohibition",
    "duty",
    "gate",
    "exemption",
    "termination",
    "define",
    "measure",
    "meaning",
    "fact",
    "reading",
    "incorporates",
    "omits",
]
"""The kinds of items that can be inherited, replaced and removed."""

Inheritable: TypeAlias = (
    Clause | Define | Measure | Meaning | Fact | Reading | Incorporates | IncorporatesUnread | Omits
)


@dataclass(frozen=True, slots=True)
class Replace(Written):
    """`replace KIND NAME at LOC { … }`."""

    item: Inheritable


@dataclass(frozen=True, slots=True)
class Remove(Written):
    """`remove KIND NAME at LOC`; what `omits` omits, and an unread document, are named in quotes."""

    kind: Kind
    name: Word
    locator: Locator


@dataclass(frozen=True, slots=True)
class Relocate(Written):
    """`relocate NAME at LOC`."""

    name: Name
    locator: Locator


HeaderKey: TypeAlias = Literal[
    "title", "licensor", "contact", "spdx", "released", "governing_law", "family", "reviewed"
]


@dataclass(frozen=True, slots=True)
class Header(Written):
    """`title "MIT License"`, `released 2025-04-05`. A name is a parameter of a template."""

    key: HeaderKey
    value: Text | Day | Name


@dataclass(frozen=True, slots=True)
class TextHeader(Written):
    """`text NAME sha256 "HEX" from "URL"`."""

    document: Name | None
    sha256: Text
    url: Text


# --- cases -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bound(Written):
    """`at most 20 million USD`, `more than 5`."""

    comparison: Comparison
    amount: Amount


@dataclass(frozen=True, slots=True)
class Between(Written):
    """`between 5 million USD and 9 million USD`, both included; or two bounds: `more than 5 and at most 9`."""

    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True)
class Members(Written):
    """`{ DE, FR }`, `{ }`."""

    values: tuple[Name | Code, ...]


@dataclass(frozen=True, slots=True)
class Point(Written):
    """`2026-01: 3 million USD`."""

    month: YearMonth
    amount: Amount


@dataclass(frozen=True, slots=True)
class Series(Written):
    """`{ 2026-01: 3 million USD, 2026-02: 4 million USD }`."""

    points: tuple[Point, ...]


FactValue: TypeAlias = Name | Code | Text | Day | Amount | Bound | Between | Members | Series
"""What a fact is given as. `yes`, `no`, `worldwide`, `unknown` and options are names."""


@dataclass(frozen=True, slots=True)
class GivenFact(Written):
    """`given FACT is VALUE`."""

    fact: Name
    value: FactValue


@dataclass(frozen=True, slots=True)
class GivenApproval(Written):
    """`given approval GATE is held from DATE until DATE for ACTS by HOLDER`."""

    gate: Name
    state: Name
    since: Day | None = None
    until: Day | None = None
    acts: tuple[Name, ...] = ()
    holder: Name | None = None


@dataclass(frozen=True, slots=True)
class GivenDuty(Written):
    """`given duty NAME is done`."""

    duty: Name
    status: Name


@dataclass(frozen=True, slots=True)
class GivenRate(Written):
    """`given rate 1 CNY is 0.14 USD on 2026-06-01`."""

    source: Amount
    target: Amount
    on: Day


@dataclass(frozen=True, slots=True)
class GivenIndex(Written):
    """`given index us_cpi_u of 2019 is 1.3 on 2026-06-01`."""

    index: Name
    base: int
    factor: Number
    on: Day


@dataclass(frozen=True, slots=True)
class GivenAttestation(Written):
    """`given attested by "Legal" on 2026-06-01 for conduct, disputes`."""

    by: Text
    on: Day
    groups: tuple[Name, ...]


Given: TypeAlias = GivenFact | GivenApproval | GivenDuty | GivenRate | GivenIndex | GivenAttestation


@dataclass(frozen=True, slots=True)
class ExpectVerdict(Written):
    """`expect VERDICT for ACT under reading R is O`."""

    verdict: Name
    act: Name | None = None
    reading: ReadingIs | None = None


@dataclass(frozen=True, slots=True)
class ExpectPossible(Written):
    """`expect possible V, V`."""

    verdicts: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ExpectDuty(Written):
    """`expect duty D is STATUS`, `expect not duty D` (no status)."""

    duty: Name
    status: Name | None


@dataclass(frozen=True, slots=True)
class ExpectReason(Written):
    """`expect reason WORD`."""

    reason: Name


@dataclass(frozen=True, slots=True)
class ExpectClause(Written):
    """`expect clause C`, `expect not clause C`."""

    clause: Name
    absent: bool = False


@dataclass(frozen=True, slots=True)
class ExpectAsks(Written):
    """`expect asks FACT, FACT`."""

    facts: tuple[Name, ...]


Expect: TypeAlias = ExpectVerdict | ExpectPossible | ExpectDuty | ExpectReason | ExpectClause | ExpectAsks


@dataclass(frozen=True, slots=True)
class Case(Written):
    """`case "name" { acts … on … assume … given … expect … }`."""

    name: Text
    acts: tuple[Name, ...] = ()
    on: Day | None = None
    assume: Name | None = None
    given: tuple[Given, ...] = ()
    expect: tuple[Expect, ...] = ()


# --- works -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WorkModel(Written):
    """`model "MiniMaxAI/MiniMax-M2.7"`."""

    name: Text


@dataclass(frozen=True, slots=True)
class WorkPart(Written):
    """`part weights under L from DATE until DATE see "URL", "URL"`; `under "TITLE" unread` for a text not at hand."""

    part: Name
    license: Word
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkTag(Written):
    """`tagged "mit" on "huggingface.co" from DATE until DATE see "URL"`."""

    tag: Text
    hub: Text
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class HostedOnly(Written):
    """`hosted only see "URL"`."""

    see: tuple[Text, ...] = ()


WorkItem: TypeAlias = Header | WorkModel | WorkPart | WorkTag | HostedOnly | GivenFact

# --- blocks ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Argument(Written):
    """`change_license: mpl-2.0`."""

    parameter: Name
    value: Name | Code | Text | Amount | DateExpression


@dataclass(frozen=True, slots=True)
class Extends(Written):
    """`extends busl-1.1(change_date: 2030-11-01)`; in a template the base may be a parameter."""

    base: Name
    arguments: tuple[Argument, ...] = ()


LicenseItem: TypeAlias = Header | TextHeader | Inheritable | Replace | Remove | Relocate | Conversion | Case


@dataclass(frozen=True, slots=True)
class License(Written):
    """`license ID extends … { … }`, items in source order."""

    id: Name
    extends: Extends | None
    items: tuple[LicenseItem, ...]


@dataclass(frozen=True, slots=True)
class Template(Written):
    """`template ID(parameters) extends … { … }`."""

    id: Name
    parameters: tuple[Name, ...]
    extends: Extends | None
    items: tuple[LicenseItem, ...]


@dataclass(frozen=True, slots=True)
class Policy(Written):
    """`policy ID { … }`."""

    id: Name
    items: tuple[LicenseItem, ...]


@dataclass(frozen=True, slots=True)
class Work(Written):
    """`work ID { … }`, items in source order."""

    id: Name
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True)
class Cases(Written):
    """`cases for a, b { case … }`."""

    licenses: tuple[Name, ...]
    cases: tuple[Case, ...]


Block: TypeAlias = License | Template | Policy | Work | Cases


@dataclass(frozen=True, slots=True)
class Comment(Written):
    """A comment, from `#` to the end of its line; `own_line` if nothing else stands before it on that line."""

    text: str
    own_line: bool


@dataclass(frozen=True, slots=True)
class File(Written):
    """All blocks of a file, in source order, and its comments."""

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False, repr=False)
