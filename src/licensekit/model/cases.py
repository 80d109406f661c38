"""Cases: executable examples of a licence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from licensekit.model.node import ModelNode
from licensekit.values import IndexValue, Rate, Told


class GivenFact(ModelNode):
    """A fact of the case, under its flat name."""

    fact: str
    value: Told


class GivenApproval(ModelNode):
    """The state of an approval: whose gate, since when, for which acts (none named: all)."""

    gate: str
    state: Literal["held", "requested", "refused"] = "held"
    since: date | None = None
    until: date | None = None
    acts: tuple[str, ...] = ()
    holder: str = "licensee"


class GivenAttestation(ModelNode):
    """Somebody says that none of a group's conduct applies."""

    by: str
    on: date
    groups: tuple[str, ...]


class ExpectVerdict(ModelNode):
    """The verdict of the whole, or of one act; under a reading, or as taken."""

    kind: Literal["verdict"] = "verdict"
    verdict: str
    act: str = ""
    reading: str = ""
    option: str = ""


class ExpectPossible(ModelNode):
    """Exactly these verdicts remain possible."""

    kind: Literal["possible"] = "possible"
    verdicts: tuple[str, ...]


class ExpectDuty(ModelNode):
    """A duty has this status; `absent` means that it is moot or that its clause is not active.

    Under a reading, or as taken.
    A binding duty is told from one that the text only encourages: `encouraged` expects the latter.
    """

    kind: Literal["duty"] = "duty"
    duty: str
    status: str = ""
    absent: bool = False
    encouraged: bool = False
    reading: str = ""
    option: str = ""


class ExpectReason(ModelNode):
    """Why it is not granted: silent, condition, withheld, reserved or ended."""

    kind: Literal["reason"] = "reason"
    reason: str


class ExpectBasis(ModelNode):
    """On what the permission of the whole, or of one act, rests: granted, approved, or unrestricted (silence)."""

    kind: Literal["basis"] = "basis"
    basis: str
    act: str = ""


class ExpectClause(ModelNode):
    """A clause is among those the answer rests on; or is not."""

    kind: Literal["clause"] = "clause"
    clause: str
    absent: bool = False


class ExpectAsks(ModelNode):
    """These facts are among the questions, in this order."""

    kind: Literal["asks"] = "asks"
    facts: tuple[str, ...]


Expectation: TypeAlias = Annotated[
    ExpectVerdict | ExpectPossible | ExpectDuty | ExpectReason | ExpectBasis | ExpectClause | ExpectAsks,
    Field(discriminator="kind"),
]


class Case(ModelNode):
    """Given these facts, expect this answer. `assume` is none unless the case says otherwise."""

    name: str
    licenses: tuple[str, ...]
    """The licences that decide, together where there are several."""
    acts: tuple[str, ...] = ()
    as_of: date | None = None
    assume: Literal["none", "safe", "standard"] = "none"
    given: tuple[GivenFact, ...] = ()
    approvals: tuple[GivenApproval, ...] = ()
    done: tuple[str, ...] = ()
    rates: tuple[Rate, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    attested: GivenAttestation | None = None
    expect: tuple[Expectation, ...] = ()
