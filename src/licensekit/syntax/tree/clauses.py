"""Clauses and their parts."""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from licensekit.syntax.tree.conditions import Condition
from licensekit.syntax.tree.node import SyntaxNode
from licensekit.syntax.tree.words import CalendarUnit, DateTerm, Locator, Name, Text, Word


class Acts(SyntaxNode):
    """`run, modify`, `any act`, `any act but not sell`."""

    any_act: bool
    names: tuple[Name, ...] = ()
    withheld: tuple[Name, ...] = ()


class Choice(SyntaxNode):
    """`on website`, `on any of website, documentation`, `under all of mit, apache-2.0`."""

    quantifier: Literal["one", "any", "all"]
    names: tuple[Name, ...]


class Places(SyntaxNode):
    """`on …` or `in …`."""

    preposition: Literal["on", "in"]
    choice: Choice


class Deadline(SyntaxNode):
    """`within 30 days after DATE`."""

    count: int
    unit: CalendarUnit
    after: DateTerm


Manner: TypeAlias = Literal["prominently", "once", "throughout", "promptly", "on_request"]


class Action(SyntaxNode):
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


class Obligation(SyntaxNode):
    """`must ACTION`, `encouraged to ACTION`, `must either ACTION or ACTION`."""

    strength: Literal["must", "encouraged"]
    alternatives: tuple[Action, ...]


class Remedy(SyntaxNode):
    """`remedy APPROVAL from PARTY contact "…"`."""

    approval: Name
    party: Word
    contact: Text | None = None


class Needs(SyntaxNode):
    """`needs APPROVAL from PARTY contact "…" subject "…" by HOLDER which grants it`."""

    approval: Name
    party: Word
    contact: Text | None = None
    subject: Text | None = None
    holder: Name | None = None
    grants_it: bool = False


class GrantsNamed(SyntaxNode):
    """`every grant`, or the names of grants."""

    every_grant: bool
    names: tuple[Name, ...] = ()


class NamedItem(SyntaxNode):
    """A statement that has a name and a place in the text."""

    name: Name
    locator: Locator


class ClauseItem(NamedItem):
    """What every clause has."""

    when: Condition | None = field(default=None, kw_only=True)
    remedy: Remedy | None = field(default=None, kw_only=True)


class Grant(ClauseItem):
    """`grant NAME at LOC { may ACTS when CONDITION }`."""

    acts: Acts


class Reservation(ClauseItem):
    """`reservation NAME at LOC { from GRANTS when CONDITION }`."""

    grants: GrantsNamed


class Prohibition(ClauseItem):
    """`prohibition NAME at LOC { must not ACTS when CONDITION }`."""

    acts: Acts


class Family(SyntaxNode):
    """A further `for ACTS when CONDITION` of a duty."""

    acts: Acts
    when: Condition | None = None


class Duty(ClauseItem):
    """`duty NAME at LOC { for ACTS when CONDITION must ACTION … }`; all lines have one strength.

    A duty of several families of acts has its first `for` and `when` as every clause has them, the others in `also`.
    """

    acts: Acts
    obligations: tuple[Obligation, ...]
    also: tuple[Family, ...] = ()


class Gate(ClauseItem):
    """`gate NAME at LOC { for ACTS when CONDITION needs APPROVAL from PARTY … }`."""

    acts: Acts
    needs: Needs


class Exemption(ClauseItem):
    """`exemption NAME at LOC { from CLAUSES when CONDITION }`, or `from all of "III"`."""

    lifts: tuple[Name, ...]
    section: Text | None = None


class Termination(ClauseItem):
    """`termination NAME at LOC { when CONDITION ends GRANTS and must not ACTS must ACTION … }`."""

    ends: GrantsNamed
    stops: Acts | None = None
    obligations: tuple[Obligation, ...] = ()


class Binding(ClauseItem):
    """`binding NAME at LOC { binds PERSONS when CONDITION }`, or `binds not PERSONS`."""

    persons: tuple[Name, ...]
    binds: bool = True


Clause: TypeAlias = Grant | Reservation | Prohibition | Duty | Gate | Exemption | Termination | Binding
