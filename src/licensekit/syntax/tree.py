"""The syntax tree: what was written, not yet what it means.

Every node carries the span of its text. Spans, comments and the exact spelling of numbers take no part in
equality, so that two trees are equal if the same things were written in another layout. Nothing here is
checked against the vocabulary: a name is a name until `licensekit.check` looks it up, and in a template it
may also be a parameter.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from licensekit.syntax.written import Written as Written  # noqa: PLC0414  the base of all nodes is named here too
from licensekit.syntax.written import node
from licensekit.values import YearMonth

# --- words -----------------------------------------------------------------------------------------------


@node
class Name(Written):
    """A word in lower case: an id, a fact, an act, an option, a word of a closed list, a parameter."""

    text: str


@node
class Code(Written):
    """A code in upper case: a territory, a group of territories, a currency."""

    text: str


@node
class Text(Written):
    """A text in quotes; `value` has its escapes resolved."""

    value: str


@node
class Number(Written):
    """An exact number with its scale word worked in: `1.5 million` has the value 1500000."""

    value: int | Decimal
    """An int if the number is whole."""
    written: str = field(compare=False)
    """The digits as the canonical layout prints them, and the scale word: `1.5 million`."""


@node
class Day(Written):
    """A day: `2026-06-01`."""

    on: date


@node
class Adjusted(Written):
    """`of 2019 adjusted by us_cpi_u`."""

    year: int
    index: Name


@node
class Amount(Written):
    """A count or an amount of money: `100_000_001`, `20 million USD (or equivalent)`."""

    number: Number
    currency: Code | None = None
    adjusted: Adjusted | None = None
    or_equivalent: bool = False


Word: TypeAlias = Name | Text
"""A name, or an exact text in quotes: objects and parties of duties, parties of gates."""


@node
class Locator(Written):
    """`at "1.b.i(A)"`, or `at use-policy "3.1"` where the licence has several documents."""

    document: Name | None
    place: Text


# --- dates -----------------------------------------------------------------------------------------------

DateTerm: TypeAlias = Day | Name
"""A day, a date fact, `as_of`, or a parameter."""


@node
class YearsAfter(Written):
    """`4 years after work.version_published_on`."""

    years: int
    date: DateTerm


@node
class Earlier(Written):
    """`the earlier of D, D`."""

    dates: tuple[DateTerm | YearsAfter, ...]


DateExpression: TypeAlias = DateTerm | YearsAfter | Earlier

Unit: TypeAlias = Literal["days", "months", "years"]

# --- conditions ------------------------------------------------------------------------------------------

Comparison: TypeAlias = Literal["more_than", "less_than", "at_least", "at_most", "exactly"]


@node
class Holds(Written):
    """A yes/no fact, or the name of a `define`."""

    name: Name


@node
class FactIs(Written):
    """`FACT is VALUE`."""

    fact: Name
    value: Name | Code


@node
class FactIn(Written):
    """`FACT in { … }`."""

    fact: Name
    values: tuple[Name | Code, ...]


@node
class SetMeets(Written):
    """`any of FACT in { … }`, `all of FACT in { … }`."""

    quantifier: Literal["any", "all"]
    fact: Name
    values: tuple[Name | Code, ...]


@node
class Compares(Written):
    """`FACT more than 20 million USD`; a name as the amount is a parameter."""

    quantity: Name
    comparison: Comparison
    amount: Amount | Name


@node
class DateOrder(Written):
    """`DATE before DATE`, `DATE on_or_after DATE`."""

    date: DateTerm
    order: Literal["before", "on_or_after"]
    other: DateTerm


@node
class DateWithin(Written):
    """`DATE within 32 days after DATE`, `DATE before 30 days after DATE`."""

    date: DateTerm
    limit: Literal["within", "before"]
    count: int
    unit: Unit
    after: DateTerm


@node
class ReadingIs(Written):
    """`reading R is O`."""

    reading: Name
    option: Name


@node
class ApprovalHeld(Written):
    """`approval G is held`."""

    gate: Name


@node
class Not(Written):
    """`not X`."""

    part: Condition


@node
class And(Written):
    """`X and Y and Z`, flat as written."""

    parts: tuple[Condition, ...]


@node
class Or(Written):
    """`X or Y or Z`, flat as written."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = (
    Holds | FactIs | FactIn | SetMeets | Compares | DateOrder | DateWithin | ReadingIs | ApprovalHeld | Not | And | Or
)

# --- parts of clauses ------------------------------------------------------------------------------------


@node
class Acts(Written):
    """`run, modify`, `any act`, `any act but not sell`."""

    any_act: bool
    names: tuple[Name, ...] = ()
    withheld: tuple[Name, ...] = ()


@node
class Choice(Written):
    """`on website`, `on any of website, documentation`, `under all of mit, apache-2.0`."""

    quantifier: Literal["one", "any", "all"]
    names: tuple[Name, ...]


@node
class Places(Written):
    """`on …` or `in …`."""

    preposition: Literal["on", "in"]
    choice: Choice


@node
class Deadline(Written):
    """`within 30 days after DATE`."""

    count: int
    unit: Unit
    after: DateTerm


Manner: TypeAlias = Literal["prominently", "once", "throughout", "promptly", "on_request"]


@node
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


@node
class Obligation(Written):
    """`must ACTION`, `encouraged to ACTION`, `must either ACTION or ACTION`."""

    strength: Literal["must", "encouraged"]
    alternatives: tuple[Action, ...]


@node
class Remedy(Written):
    """`remedy APPROVAL from PARTY contact "…"`."""

    approval: Name
    party: Word
    contact: Text | None = None


@node
class Needs(Written):
    """`needs APPROVAL from PARTY contact "…" subject "…" by HOLDER which grants it`."""

    approval: Name
    party: Word
    contact: Text | None = None
    subject: Text | None = None
    holder: Name | None = None
    grants_it: bool = False


@node
class GrantsNamed(Written):
    """`every grant`, or the names of grants."""

    every_grant: bool
    names: tuple[Name, ...] = ()


# --- clauses ---------------------------------------------------------------------------------------------


@node
class Item(Written):
    """A statement that has a name and a place in the text."""

    name: Name
    locator: Locator


@node
class ClauseItem(Item):
    """What every clause has."""

    when: Condition | None = field(default=None, kw_only=True)
    remedy: Remedy | None = field(default=None, kw_only=True)


@node
class Grant(ClauseItem):
    """`grant NAME at LOC { may ACTS when CONDITION }`."""

    acts: Acts


@node
class Reservation(ClauseItem):
    """`reservation NAME at LOC { from GRANTS when CONDITION }`."""

    grants: GrantsNamed


@node
class Prohibition(ClauseItem):
    """`prohibition NAME at LOC { must not ACTS when CONDITION }`."""

    acts: Acts


@node
class Duty(ClauseItem):
    """`duty NAME at LOC { for ACTS when CONDITION must ACTION … }`; all lines have one strength."""

    acts: Acts
    obligations: tuple[Obligation, ...]


@node
class Gate(ClauseItem):
    """`gate NAME at LOC { for ACTS when CONDITION needs APPROVAL from PARTY … }`."""

    acts: Acts
    needs: Needs


@node
class Exemption(ClauseItem):
    """`exemption NAME at LOC { from CLAUSES when CONDITION }`, or `from all of "III"`."""

    lifts: tuple[Name, ...]
    section: Text | None = None


@node
class Termination(ClauseItem):
    """`termination NAME at LOC { when CONDITION ends GRANTS and must not ACTS must ACTION … }`."""

    ends: GrantsNamed
    stops: Acts | None = None
    obligations: tuple[Obligation, ...] = ()


Clause: TypeAlias = Grant | Reservation | Prohibition | Duty | Gate | Exemption | Termination

# --- other statements of a licence -----------------------------------------------------------------------


@node
class Define(Item):
    """`define NAME at LOC "note" { CONDITION }`."""

    condition: Condition
    note: Text | None = None


@node
class MeasureCase(Written):
    """`takes FACT when CONDITION`, `takes FACT otherwise` (no `when`)."""

    quantity: Name
    when: Condition | None


@node
class Measure(Item):
    """`measure NAME at LOC { takes … }`; either `cases` or `larger_of` is empty."""

    cases: tuple[MeasureCase, ...] = ()
    larger_of: tuple[Name, ...] = ()


@node
class Meaning(Item):
    """`meaning FACT at LOC "words"`; the name is that of a fact or of a subject."""

    words: Text


@node
class FactType(Written):
    """`yes_no`, `count`, …, `one of { a, b }`, `set of { a, b }`, `set of territory`."""

    kind: Literal["word", "one_of", "set_of", "set_of_word"]
    words: tuple[Name, ...]
    """The type word itself (`word`, `set_of_word`), or the options."""


@node
class Fact(Written):
    """`fact NAME is TYPE "question" judgement`."""

    name: Name
    type: FactType
    question: Text
    judgement: bool = False


@node
class Option(Written):
    """`option NAME "text" taken because "…"`."""

    name: Name
    text: Text
    taken: bool = False
    because: Text | None = None


@node
class Reading(Item):
    """`reading NAME at LOC "question" { option … raised "URL" }`."""

    question: Text
    options: tuple[Option, ...]
    raised: tuple[Text, ...] = ()


@node
class Incorporates(Written):
    """`incorporates POLICY at LOC`."""

    policy: Name
    locator: Locator


@node
class IncorporatesUnread(Written):
    """`incorporates "NAME" from "URL" at LOC unread`."""

    title: Text
    url: Text
    locator: Locator


@node
class Omits(Written):
    """`omits "warranty" at LOC`."""

    what: Text
    locator: Locator


@node
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


@node
class Replace(Written):
    """`replace KIND NAME at LOC { … }`."""

    item: Inheritable


@node
class Remove(Written):
    """`remove KIND NAME at LOC`; what `omits` omits, and an unread document, are named in quotes."""

    kind: Kind
    name: Word
    locator: Locator


@node
class Relocate(Written):
    """`relocate NAME at LOC`."""

    name: Name
    locator: Locator


HeaderKey: TypeAlias = Literal[
    "title", "licensor", "contact", "spdx", "released", "governing_law", "family", "reviewed"
]


@node
class Header(Written):
    """`title "MIT License"`, `released 2025-04-05`. A name is a parameter of a template."""

    key: HeaderKey
    value: Text | Day | Name


@node
class TextHeader(Written):
    """`text NAME sha256 "HEX" from "URL"`."""

    document: Name | None
    sha256: Text
    url: Text


# --- cases -----------------------------------------------------------------------------------------------


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
    """`expect duty D is STATUS`, `expect not duty D` (no status)."""

    duty: Name
    status: Name | None


@node
class ExpectReason(Written):
    """`expect reason WORD`."""

    reason: Name


@node
class ExpectClause(Written):
    """`expect clause C`, `expect not clause C`."""

    clause: Name
    absent: bool = False


@node
class ExpectAsks(Written):
    """`expect asks FACT, FACT`."""

    facts: tuple[Name, ...]


Expect: TypeAlias = ExpectVerdict | ExpectPossible | ExpectDuty | ExpectReason | ExpectClause | ExpectAsks


@node
class Case(Written):
    """`case "name" { acts … on … assume … given … expect … }`."""

    name: Text
    acts: tuple[Name, ...] = ()
    on: Day | None = None
    assume: Name | None = None
    given: tuple[Given, ...] = ()
    expect: tuple[Expect, ...] = ()


# --- works -----------------------------------------------------------------------------------------------


@node
class WorkModel(Written):
    """`model "MiniMaxAI/MiniMax-M2.7"`."""

    name: Text


@node
class WorkPart(Written):
    """`part weights under L from DATE until DATE see "URL", "URL"`; `under "TITLE" unread` for a text not at hand."""

    part: Name
    license: Word
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


@node
class WorkTag(Written):
    """`tagged "mit" on "huggingface.co" from DATE until DATE see "URL"`."""

    tag: Text
    hub: Text
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


@node
class HostedOnly(Written):
    """`hosted only see "URL"`."""

    see: tuple[Text, ...] = ()


WorkItem: TypeAlias = Header | WorkModel | WorkPart | WorkTag | HostedOnly | GivenFact

# --- blocks ----------------------------------------------------------------------------------------------


@node
class Argument(Written):
    """`change_license: mpl-2.0`."""

    parameter: Name
    value: Name | Code | Text | Amount | DateExpression


@node
class Extends(Written):
    """`extends busl-1.1(change_date: 2030-11-01)`; in a template the base may be a parameter."""

    base: Name
    arguments: tuple[Argument, ...] = ()


LicenseItem: TypeAlias = Header | TextHeader | Inheritable | Replace | Remove | Relocate | Conversion | Case


@node
class License(Written):
    """`license ID extends … { … }`, items in source order."""

    id: Name
    extends: Extends | None
    items: tuple[LicenseItem, ...]


@node
class Template(Written):
    """`template ID(parameters) extends … { … }`."""

    id: Name
    parameters: tuple[Name, ...]
    extends: Extends | None
    items: tuple[LicenseItem, ...]


@node
class Policy(Written):
    """`policy ID { … }`."""

    id: Name
    items: tuple[LicenseItem, ...]


@node
class Work(Written):
    """`work ID { … }`, items in source order."""

    id: Name
    items: tuple[WorkItem, ...]


@node
class Cases(Written):
    """`cases for a, b { case … }`."""

    licenses: tuple[Name, ...]
    cases: tuple[Case, ...]


Block: TypeAlias = License | Template | Policy | Work | Cases


@node
class Comment(Written):
    """A comment, from `#` to the end of its line; `own_line` if nothing else stands before it on that line."""

    text: str
    own_line: bool


@node
class File(Written):
    """All blocks of a file, in source order, and its comments."""

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False, repr=False)
