"""Clauses: one class for each legal effect, and one sentence for each clause.

A clause kind is added here first; every function over clauses is an exhaustive `match`, so that the type
checker names each place that must follow.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from licensekit.model.conditions import Condition, DateExpression, Locator
from licensekit.model.node import ModelNode


class Acts(ModelNode):
    """The acts that a clause covers: `leaves` after expansion, `written` as the author wrote them."""

    leaves: tuple[str, ...]
    written: tuple[str, ...]
    withheld: tuple[str, ...] = ()
    """Leaves taken out by `but not`, in grants alone."""


class Party(ModelNode):
    """Somebody: a word of the closed list (`every_recipient`), or a name or address in quotes."""

    name: str
    quoted: bool = False


class Remedy(ModelNode):
    """The way out that a text names: whom to ask for what. It informs and grants nothing."""

    approval: str
    party: Party
    contact: str = ""


class Deadline(ModelNode):
    """Within so many units after a date."""

    count: int
    unit: Literal["days", "months", "years"]
    after: DateExpression


class Choice(ModelNode):
    """A list of places or licences, of which any one or all count; a single one has `quantifier` one."""

    quantifier: Literal["one", "any", "all"]
    names: tuple[str, ...]


class Thing(ModelNode):
    """What a duty is about: a word, printed with spaces for underscores, or an exact string in quotes."""

    name: str
    quoted: bool = False


class Action(ModelNode):
    """What is to be done: a verb of the closed list, its objects (all of them), and the slots."""

    verb: str
    objects: tuple[Thing, ...] = ()
    places: Choice | None = None
    preposition: Literal["on", "in"] = "on"
    parties: tuple[Party, ...] = ()
    with_text: Thing | None = None
    licenses: Choice | None = None
    about: Thing | None = None
    before: tuple[str, ...] = ()
    deadline: Deadline | None = None
    manner: tuple[str, ...] = ()
    """Of prominently, once, throughout, promptly, on_request: in the order written."""
    where: str = ""
    """A condition in words that is told and never evaluated."""


class Obligation(ModelNode):
    """One `must` line: a single action, or alternatives of which one suffices."""

    alternatives: tuple[Action, ...]


class ClauseBase(ModelNode):
    """What every clause has. `origin` is the licence or policy in which it was written."""

    id: str
    locator: Locator
    origin: str
    when: Condition | None = None
    remedy: Remedy | None = None


class Grant(ClauseBase):
    """Gives a permission, from the start or on a condition."""

    kind: Literal["grant"] = "grant"
    acts: Acts


class Reservation(ClauseBase):
    """Takes cases out of grants: the rights are not being granted there."""

    kind: Literal["reservation"] = "reservation"
    grants: tuple[str, ...]
    every_grant: bool = False


class Prohibition(ClauseBase):
    """Forbids acts."""

    kind: Literal["prohibition"] = "prohibition"
    acts: Acts


class Duty(ClauseBase):
    """Asks something of whoever does the acts. An encouraged duty never enters the verdict.

    One that was written for several families of acts is a clause for each, `NAME`, `NAME/2` and so on.
    """

    kind: Literal["duty"] = "duty"
    acts: Acts
    strength: Literal["must", "encouraged"] = "must"
    obligations: tuple[Obligation, ...]


def written_id(id_: str) -> str:
    """The name of a clause as it was written, whichever family of acts it is about."""
    return id_.partition("/")[0]


class Gate(ClauseBase):
    """Acts need an approval.

    A holding gate stops a granted act until the approval is held. A granting gate (`which grants it`) is
    itself the way to the permission.
    """

    kind: Literal["gate"] = "gate"
    acts: Acts
    approval: str
    party: Party
    contact: str = ""
    subject: str = ""
    holder: str = "licensee"
    grants_it: bool = False


class Exemption(ClauseBase):
    """Lifts other clauses, whole; may be exempted in turn."""

    kind: Literal["exemption"] = "exemption"
    lifts: tuple[str, ...]
    section: str = ""
    """The locator prefix of `from all of "III"`, already expanded into `lifts`."""


class Termination(ClauseBase):
    """Ends grants; stops acts where the text also orders to stop; its duties fall due when it is active."""

    kind: Literal["termination"] = "termination"
    grants: tuple[str, ...]
    every_grant: bool = False
    stops: Acts | None = None
    obligations: tuple[Obligation, ...] = ()


class Binding(ClauseBase):
    """Whom of those who have no copy the licence binds, while it is active; or, as `binds not`, whom it does not."""

    kind: Literal["binding"] = "binding"
    persons: tuple[str, ...]
    """Of `licensekit.vocabulary.acts.PERSONS`."""
    binds: bool = True


Clause: TypeAlias = Annotated[
    Grant | Reservation | Prohibition | Duty | Gate | Exemption | Termination | Binding, Field(discriminator="kind")
]
