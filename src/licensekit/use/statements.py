"""What a caller states beside the facts: approvals, and who attests a group of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

ApprovalState: TypeAlias = Literal["held", "requested", "refused"]


@dataclass(frozen=True, slots=True)
class Approval:
    """The state of an approval that a gate asks for.

    `gate` is `LICENSE.GATE`, or the gate's own name where one licence decides; or `agreement with LICENSOR`, the
    name as the licence's header has it: one's own, which stands in for what the licensor withholds. `since` and
    `until` are both included; without them it counts on every day. `acts` limits it to these acts or groups (none:
    all). `holder` is the party that holds it, as the gate names it.
    """

    gate: str
    state: ApprovalState = "held"
    since: date | None = None
    until: date | None = None
    acts: tuple[str, ...] = ()
    holder: str = "licensee"


@dataclass(frozen=True, slots=True)
class Attestation:
    """Somebody states, on a day, that none of these groups of clean-hands facts applies."""

    by: str
    on: date
    groups: tuple[str, ...]
