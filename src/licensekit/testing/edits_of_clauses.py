"""Edits of whole clauses: one left out, another strength or effect, an act or a named clause left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, assert_never

from licensekit.model.clauses import (
    Acts,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Party,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.span import Span
from licensekit.testing.edits import edits
from licensekit.vocabulary.acts import in_order, leaves_of

ANY: Final = "any act"


class ClauseEdit(NamedTuple):
    """An edit of a clause; `clause` is None where the clause is left out."""

    kind: str
    change: str
    span: Span | None
    clause: Clause | None


def clause_edits(clause: Clause, licensor: str) -> Iterator[ClauseEdit]:
    """Every edit of a clause; `licensor` gives the approval where an edit turns a prohibition into a gate."""
    yield ClauseEdit("clause", f"{clause.kind} `{clause.id}` is left out", clause.span, None)
    yield from _of_kind(clause, licensor)
    if clause.when is not None:
        for edit in edits(clause.when):
            after = clause.model_copy(update={"when": edit.condition})
            yield ClauseEdit(edit.kind, edit.change, edit.span or clause.span, after)


def _of_kind(clause: Clause, licensor: str) -> Iterator[ClauseEdit]:
    match clause:
        case Grant():
            yield from _fewer_acts(clause, clause.acts)
            yield from _nothing_withheld(clause)
        case Prohibition():
            yield _as(clause, "effect", "the prohibition becomes an approval to ask for", _gate(clause, licensor))
            yield from _fewer_acts(clause, clause.acts)
        case Duty():
            other = "encouraged" if clause.strength == "must" else "must"
            words = {"must": "`must`", "encouraged": "`encouraged to`"}
            change = f"{words[clause.strength]} becomes {words[other]}"
            yield _as(clause, "strength", change, clause.model_copy(update={"strength": other}))
            yield from _fewer_acts(clause, clause.acts)
        case Gate():
            change = "`which grants it` is left out" if clause.grants_it else "`which grants it` is added"
            yield _as(clause, "gate", change, clause.model_copy(update={"grants_it": not clause.grants_it}))
            yield _as(clause, "effect", "the approval to ask for becomes a prohibition", _prohibition(clause))
            yield from _fewer_acts(clause, clause.acts)
        case Exemption():
            yield from _fewer_names(clause, "lifts", clause.lifts)
        case Reservation():
            yield from _fewer_names(clause, "grants", clause.grants)
        case Termination():
            yield from _fewer_names(clause, "grants", clause.grants)
            if clause.stops is not None:
                change = "the order to stop is left out"
                yield _as(clause, "stop", change, clause.model_copy(update={"stops": None}))
            if clause.obligations:
                change = "what is to be done at the end is left out"
                yield _as(clause, "ending", change, clause.model_copy(update={"obligations": ()}))
        case _:
            assert_never(clause)


def _as(clause: Clause, kind: str, change: str, after: Clause) -> ClauseEdit:
    return ClauseEdit(kind, change, clause.span, after)


def _gate(clause: Prohibition, licensor: str) -> Gate:
    return Gate(
        id=clause.id,
        locator=clause.locator,
        origin=clause.origin,
        when=clause.when,
        remedy=clause.remedy,
        acts=clause.acts,
        approval="written_permission",
        party=Party(name=licensor or "the licensor", quoted=True),
        span=clause.span,
    )


def _prohibition(clause: Gate) -> Prohibition:
    return Prohibition(
        id=clause.id,
        locator=clause.locator,
        origin=clause.origin,
        when=clause.when,
        remedy=clause.remedy,
        acts=clause.acts,
        span=clause.span,
    )


def _fewer_acts(clause: Grant | Prohibition | Duty | Gate, acts: Acts) -> Iterator[ClauseEdit]:
    """Each act or group that the clause names left out; what another name covers stays."""
    if len(acts.written) < 2:
        return
    for at, name in enumerate(acts.written):
        written = acts.written[:at] + acts.written[at + 1 :]
        left = {leaf for other in written for leaf in leaves_of(other)}
        leaves = tuple(leaf for leaf in acts.leaves if leaf in left)
        if leaves and leaves != acts.leaves:
            fewer = acts.model_copy(update={"leaves": leaves, "written": written})
            change = f"the act `{name}` is left out"
            yield ClauseEdit("act", change, acts.span or clause.span, clause.model_copy(update={"acts": fewer}))


def _nothing_withheld(clause: Grant) -> Iterator[ClauseEdit]:
    """Each act after `but not` no longer withheld."""
    acts = clause.acts
    for act in acts.withheld:
        withheld = tuple(other for other in acts.withheld if other != act)
        named = acts.written == (ANY,) or any(act in leaves_of(name) for name in acts.written)
        leaves = in_order((*acts.leaves, act)) if named else acts.leaves
        changed = acts.model_copy(update={"leaves": leaves, "withheld": withheld})
        change = f"`but not {act}` is left out"
        yield ClauseEdit("withheld", change, acts.span or clause.span, clause.model_copy(update={"acts": changed}))


def _fewer_names(
    clause: Exemption | Reservation | Termination, field: str, names: tuple[str, ...]
) -> Iterator[ClauseEdit]:
    if len(names) < 2:
        return
    for name in names:
        fewer = tuple(other for other in names if other != name)
        change = f"`{name}` is left out of what it takes away" if field == "grants" else f"`{name}` is no longer lifted"
        yield ClauseEdit("name", change, clause.span, clause.model_copy(update={field: fewer}))
