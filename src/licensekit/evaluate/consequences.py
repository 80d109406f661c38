"""What follows from how the clauses stand, whatever the facts: the verdict of each act, duties, approvals, ways out.

Two uses in which every clause stands alike have all of this in common; it is kept with the layout, and what is left
to a use of its own is what it assumes and the facts that its reasons name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from licensekit.evaluate.asking import Checked, Circumstances
from licensekit.evaluate.inquiry import ALLOWED, DutyKey, Inquiry
from licensekit.meaning.program import Program
from licensekit.evaluate.reasons import Bearing, bearing, refusal
from licensekit.evaluate.shown import ApprovalShown, Basis, DutyShown, DutyStatus, Method, Part, RemedyShown
from licensekit.evaluate.terms import Outlook, Single, programs
from licensekit.meaning.verdict import Possible, Verdict, in_order, severest, summary
from licensekit.model.clauses import Clause, Duty, Gate, Termination
from licensekit.model.conditions import Condition
from licensekit.model.phrase import condition_text, party_text
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

MOST_KEPT: Final = 1024
"""Ways in which the clauses may stand for which is kept what follows from them, for each layout."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """The part of a decision that names no facts, as `Decision` has it."""

    verdict: Verdict
    possible: tuple[Verdict, ...]
    method: Method
    parts: tuple[Part, ...]
    duties: tuple[DutyShown, ...]
    approvals: tuple[ApprovalShown, ...]
    remedies: tuple[RemedyShown, ...]
    bearing: tuple[Bearing, ...]
    """The clauses that the answer rests on, without their conditions."""
    unread: tuple[str, ...]


def consequences(inquiry: Inquiry, stated: Checked, circumstances: Circumstances) -> Consequences:
    """What follows; worked out once where nothing is stated but facts and every clause is settled by them."""
    how = _how_the_clauses_stand(inquiry) if circumstances.plain else None
    if how is None:
        return _worked_out(inquiry, stated, strict=circumstances.readings == "strict")
    kept = inquiry.knowledge.layout.consequences
    found = kept.get(how)
    if found is None:
        found = _worked_out(inquiry, stated, strict=False)
        if len(kept) < MOST_KEPT:
            kept[how] = found
    return found


def _how_the_clauses_stand(inquiry: Inquiry) -> tuple[Truth, ...] | None:
    """Whether the own condition of each clause of a single licence holds; None where that is open for some."""
    terms = inquiry.terms
    if not isinstance(terms, Single) or terms.successors:
        return None
    standing = inquiry.known.standing(terms.program, inquiry.leaves[0])
    how = tuple(map(standing.own, terms.program.taking_part(inquiry.leaves)))
    return None if UNKNOWN in how else how


def _worked_out(inquiry: Inquiry, stated: Checked, *, strict: bool) -> Consequences:
    outlook = inquiry.known
    possible, method = inquiry.verdicts()
    sets = {leaf: inquiry.verdicts((leaf,)) for leaf in inquiry.leaves}
    found = {leaf: one for leaf, (one, _) in sets.items()}
    statuses = tuple(inquiry.duty_statuses())
    counting = counting_licenses(inquiry, outlook)
    return Consequences(
        verdict=severest(possible) if strict else summary(possible),
        possible=in_order(possible),
        method=method,
        parts=tuple(_part(inquiry, leaf, sets[leaf], strict=strict) for leaf in inquiry.leaves),
        duties=(*_duties(inquiry, statuses, stated), *_on_termination(inquiry, counting)),
        approvals=tuple(_approvals(inquiry, outlook, counting, found, stated)),
        remedies=tuple(_remedies(outlook, counting, found)),
        bearing=tuple(bearing(inquiry, found)),
        unread=tuple(f"{one.name} ({one.url})" for program in counting for one in program.license.unread),
    )


def _part(inquiry: Inquiry, leaf: str, found: tuple[Possible, Method], *, strict: bool) -> Part:
    outlook, (possible, method) = inquiry.known, found
    counting = outlook.in_force(inquiry.terms, leaf)
    return Part(
        act=leaf,
        verdict=severest(possible) if strict else summary(possible),
        possible=in_order(possible),
        method=method,
        basis=_basis(inquiry, outlook, leaf) if possible & ALLOWED else "",
        not_granted=refusal(outlook, inquiry, leaf, possible),
        licenses=tuple(dict.fromkeys(program.license.id for program, _ in counting)),
    )


def _basis(inquiry: Inquiry, outlook: Outlook, leaf: str) -> Basis:
    """On what a permission rests: the weakest of the licences that count; silence is never hidden."""
    found: set[Basis] = set()
    for program, _ in outlook.in_force(inquiry.terms, leaf):
        standing, covering = outlook.standing(program, leaf), program.covering(leaf)
        if any(standing.active(number) is not FALSE for number in covering.grants):
            found.add("granted")
        elif any(
            standing.active(number) is not FALSE and standing.approved(number) for number in covering.granting_gates
        ):
            found.add("approved")
        else:
            found.add("unrestricted")
    return "unrestricted" if "unrestricted" in found else "approved" if "approved" in found else "granted"


_STATUS_ORDER: tuple[DutyStatus, ...] = ("due", "open", "would_apply", "moot")


def _duties(inquiry: Inquiry, statuses: tuple[tuple[DutyKey, DutyStatus], ...], stated: Checked) -> Iterator[DutyShown]:
    by_clause: dict[tuple[str, str], dict[str, DutyStatus]] = {}
    for (license_id, clause_id, leaf), status in statuses:
        by_clause.setdefault((license_id, clause_id), {})[leaf] = status
    for program in programs(inquiry.terms):
        for clause in program.clauses:
            found = by_clause.get((program.license.id, clause.id))
            if found is None or not isinstance(clause, Duty):
                continue
            status = min(found.values(), key=_STATUS_ORDER.index)
            done = stated.done.get(f"{program.license.id}.{clause.id}")
            if status == "due" and done is not None:
                status = "done" if done else "not_done"
            yield DutyShown(
                license=program.license.id,
                clause=clause.id,
                locator=clause.locator,
                text=program.words(clause.obligations),
                obligations=clause.obligations,
                strength=clause.strength,
                status=status,
                acts=tuple(found),
                could_end=_set_off(program) if status == "not_done" else (),
            )


def _set_off(program: Program) -> tuple[str, ...]:
    """The terminations that a breach can set off: those whose condition reads a fact of breach."""
    return tuple(
        clause.id
        for clause in program.clauses
        if isinstance(clause, Termination) and clause.when is not None and "breach." in _expanded(program, clause.when)
    )


def _expanded(program: Program, condition: Condition) -> str:
    text = condition_text(condition)
    inner = (one.condition for name, one in program.definitions.items() if name in text.split())
    return " ".join((text, *(condition_text(part) for part in inner)))


def _on_termination(inquiry: Inquiry, counting: tuple[Program, ...]) -> Iterator[DutyShown]:
    """What is to be done because the licence has ended, whatever the verdict."""
    for program in counting:
        for number in program.endings:
            clause = program.clauses[number]
            assert isinstance(clause, Termination)
            if inquiry.surely_binding(program, number):
                yield DutyShown(
                    license=program.license.id,
                    clause=clause.id,
                    locator=clause.locator,
                    text=program.words(clause.obligations),
                    obligations=clause.obligations,
                    strength="must",
                    status="due",
                    acts=(),
                    on_termination=True,
                )


def counting_licenses(inquiry: Inquiry, outlook: Outlook) -> tuple[Program, ...]:
    """The licences that count for some act asked about."""
    return tuple(
        dict.fromkeys(
            program
            for leaf in inquiry.leaves
            for program, counts in outlook.in_force(inquiry.terms, leaf)
            if counts is not FALSE
        )
    )


def _approvals(
    inquiry: Inquiry,
    outlook: Outlook,
    counting: tuple[Program, ...],
    possible: Mapping[str, Possible],
    stated: Checked,
) -> Iterator[ApprovalShown]:
    for program in counting:
        for number in program.gates:
            clause = program.clauses[number]
            assert isinstance(clause, Gate)
            acts, truth = gated_acts(inquiry, outlook, program, number, possible)
            if acts:
                name = f"{program.license.id}.{clause.id}"
                held = all(outlook.standing(program, leaf).approved(number) for leaf in acts)
                state = "held" if held else stated.states.get(name, "missing")
                yield _approval(program, clause, acts, truth, "missing" if state == "held" and not held else state)


def gated_acts(
    inquiry: Inquiry, outlook: Outlook, program: Program, number: int, possible: Mapping[str, Possible]
) -> tuple[tuple[str, ...], Truth]:
    """The acts that a gate is, or may be, active for, where its approval plays a part in the verdict."""
    acts, truths = [], []
    for leaf in inquiry.leaves:
        covering = program.covering(leaf)
        if number not in (*covering.granting_gates, *covering.holding_gates):
            continue
        standing = outlook.standing(program, leaf)
        truth = standing.active(number)
        matters = standing.approved(number) or Verdict.NEEDS_APPROVAL in possible[leaf]
        if truth is not FALSE and matters:
            acts.append(leaf)
            truths.append(truth)
    return tuple(acts), TRUE if TRUE in truths else (truths[0] if truths else FALSE)


def _approval(program: Program, gate: Gate, acts: tuple[str, ...], truth: Truth, state: str) -> ApprovalShown:
    return ApprovalShown(
        license=program.license.id,
        gate=gate.id,
        locator=gate.locator,
        approval=gate.approval,
        party=party_text(gate.party),
        contact=gate.contact or program.license.contact,
        subject=gate.subject,
        holder=gate.holder,
        state=state,  # type: ignore[arg-type]
        truth=truth,
        grants_it=gate.grants_it,
        acts=acts,
    )


def _remedies(
    outlook: Outlook, counting: tuple[Program, ...], possible: Mapping[str, Possible]
) -> Iterator[RemedyShown]:
    """The ways out that the text names, where something stands in the way."""
    refused = tuple(leaf for leaf, found in possible.items() if found - ALLOWED)
    if not refused:
        return
    for program in counting:
        standing = outlook.standing(program, refused[0])
        bearing = program.concerning(refused) if program.remedies else ()
        for number in program.remedies:
            if number in bearing and standing.active(number) is not FALSE:
                yield _remedy(program, program.clauses[number])


def _remedy(program: Program, clause: Clause) -> RemedyShown:
    remedy = clause.remedy
    assert remedy is not None
    return RemedyShown(
        program.license.id,
        clause.id,
        clause.locator,
        remedy.approval,
        party_text(remedy.party),
        remedy.contact,
    )
