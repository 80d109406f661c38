"""What follows from how the clauses stand, whatever the facts: the verdict of each act, duties, approvals, ways out.

Two uses in which every clause stands alike have all of this in common; it is kept with the matter, and what is left to
a use of its own is what it assumes and the facts that its reasons name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from licensekit.decision.circumstances import Circumstances
from licensekit.decision.inquiry import ALLOWED, DutyKey, Inquiry, Owing, is_looked_at
from licensekit.decision.parts import WEAKEST_FIRST, ApprovalShown, Basis, DutyShown, DutyStatus, Part, RemedyShown
from licensekit.decision.reasons import Bearing, bearing, refusal
from licensekit.meaning.agreements import agreement_with
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single
from licensekit.meaning.verdict import Possible, Verdict, in_order, severest, summary
from licensekit.model.clauses import Duty, Gate, Termination, written_id
from licensekit.model.phrase import party_text
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, disjunction


class Consequences(NamedTuple):
    """The part of a decision that names no facts, as `Decision` has it."""

    verdict: Verdict
    possible: tuple[Verdict, ...]
    parts: tuple[Part, ...]
    duties: tuple[DutyShown, ...]
    approvals: tuple[ApprovalShown, ...]
    remedies: tuple[RemedyShown, ...]
    bearing: tuple[Bearing, ...]
    """The clauses that the answer rests on, without their conditions."""
    unread_documents: tuple[str, ...]


def consequences(inquiry: Inquiry, circumstances: Circumstances) -> Consequences:
    """What follows; worked out once for uses of which every clause says the same, or that differ in numbers alone."""
    how = _how_the_clauses_stand(inquiry) if circumstances.plain else None
    key = (how, circumstances.strict, *(() if how is not None else inquiry.stands))
    follows: Consequences = inquiry.matter.consequences.of(
        key, lambda: _worked_out(inquiry, strict=circumstances.strict)
    )
    return follows


def _how_the_clauses_stand(inquiry: Inquiry) -> tuple[Truth, ...] | None:
    """Whether the own condition of each clause of a single licence holds, and who does the acts.

    None where the first is open for some.
    """
    terms = inquiry.terms
    if not isinstance(terms, Single) or terms.successors:
        return None
    truth = inquiry.truths(inquiry.leaves[0]).of
    how = tuple(map(truth, inquiry.matter.conditions))
    return None if UNKNOWN in how else (*how, *map(truth, inquiry.matter.no_such_persons))


def _worked_out(inquiry: Inquiry, *, strict: bool) -> Consequences:
    possible = inquiry.verdicts()
    return Consequences(
        verdict=severest(possible) if strict else summary(possible),
        possible=in_order(possible),
        parts=parts_of(inquiry, strict=strict),
        duties=duties_of(inquiry),
        approvals=tuple(approvals_of(inquiry)),
        remedies=tuple(_remedies(inquiry)),
        bearing=tuple(bearing(inquiry)),
        unread_documents=unread_documents(inquiry),
    )


def parts_of(inquiry: Inquiry, *, strict: bool) -> tuple[Part, ...]:
    """The answer for each act; `strict` takes the worst of the verdicts that remain."""
    return tuple(_part(inquiry, leaf, possible, strict=strict) for leaf, possible in inquiry.by_act.items())


def duties_of(inquiry: Inquiry, owing: Owing = None) -> tuple[DutyShown, ...]:
    """The duties that are looked at, and what is to be done at the end."""
    return (*_duties(inquiry, owing), *_on_termination(inquiry, owing))


def unread_documents(inquiry: Inquiry) -> tuple[str, ...]:
    """The documents that the licences which count draw in, and that were not read."""
    return tuple(name for program in inquiry.counting for name in program.license.not_read)


def _part(inquiry: Inquiry, leaf: str, possible: Possible, *, strict: bool) -> Part:
    return Part(
        act=leaf,
        verdict=severest(possible) if strict else summary(possible),
        possible=in_order(possible),
        basis=_basis(inquiry, leaf) if possible & ALLOWED else "",
        not_granted=refusal(inquiry, leaf, possible),
        licenses=tuple(dict.fromkeys(program.license.id for program, _ in inquiry.in_force(leaf))),
        unbound=tuple(
            program.license.id for program in inquiry.matter.programs if inquiry.bound(program, leaf) is not TRUE
        ),
        unsaid=tuple(dict.fromkeys(_unsaid(inquiry, leaf))),
        rests_on=tuple(
            dict.fromkeys(
                agreement_with(program.license).gate
                for program in inquiry.matter.programs
                if inquiry.rests(program, leaf) is not FALSE
            )
        ),
    )


def _unsaid(inquiry: Inquiry, leaf: str) -> Iterator[str]:
    for program, _ in inquiry.in_force(leaf):
        clauses, bears = inquiry.clauses(program, leaf), any(program.covering(leaf))
        for _, no_such, said in program.persons(leaf, unsaid=True):
            if bears and not said and (no_such is None or clauses.condition(no_such) is FALSE):
                yield program.license.id


def _basis(inquiry: Inquiry, leaf: str) -> Basis:
    """On what a permission rests: the weakest of the licences that count."""
    bases: set[Basis] = set()
    for program, _ in inquiry.in_force(leaf):
        clauses, covering = inquiry.clauses(program, leaf), program.covering(leaf)
        if any(clauses.active(number) is not FALSE for number in covering.grants):
            bases.add("granted")
        elif clauses.agreed(leaf) is not FALSE or any(
            clauses.active(number) is not FALSE and clauses.approved(number, leaf) for number in covering.granting_gates
        ):
            bases.add("approved")
        else:
            bases.add("unrestricted")
    return min(bases, key=WEAKEST_FIRST.index, default="unrestricted")


_STATUS_ORDER: tuple[DutyStatus, ...] = ("due", "open", "would_apply", "moot")


def _duties(inquiry: Inquiry, owing: Owing) -> Iterator[DutyShown]:
    by_clause: dict[tuple[str, str], dict[str, DutyStatus]] = {}
    key: DutyKey
    for key, status in inquiry.duty_statuses(owing):
        license_id, clause_id, leaf = key
        statuses = by_clause.setdefault((license_id, written_id(clause_id)), {})
        statuses[leaf] = min(status, statuses.get(leaf, status), key=_STATUS_ORDER.index)
    for program in inquiry.matter.programs if by_clause else ():
        for clause in program.clauses:
            by_act = by_clause.pop((program.license.id, written_id(clause.id)), None)
            if by_act is None or not isinstance(clause, Duty):
                continue
            status = min(by_act.values(), key=_STATUS_ORDER.index)
            name = written_id(clause.id)
            done = inquiry.checked.done.get(f"{program.license.id}.{name}")
            if status == "due" and done is not None:
                status = "done" if done else "not_done"
            yield DutyShown(
                license=program.license.id,
                clause=name,
                locator=clause.locator,
                text=program.words(clause.obligations),
                obligations=clause.obligations,
                strength=clause.strength,
                status=status,
                acts=tuple(by_act),
                could_end=_set_off(program) if status == "not_done" else (),
                truth=_surely(inquiry, program, clause, by_act),
            )


def _surely(inquiry: Inquiry, program: Program, duty: Duty, by_act: Mapping[str, DutyStatus]) -> Truth:
    """Whether a duty binds in each world that its status speaks of."""
    if "due" in by_act.values():
        return TRUE
    number = program.clauses.index(duty)
    waiting = [leaf for leaf, status in by_act.items() if status == "would_apply"]
    sure = (inquiry.surely_binding(program, number, leaf, hopeful=True) for leaf in waiting)
    return TRUE if "open" not in by_act.values() and any(sure) else UNKNOWN


def _set_off(program: Program) -> tuple[str, ...]:
    """The terminations that a breach can set off: those whose condition reads a fact of breach."""
    return tuple(
        clause.id
        for clause in program.clauses
        if isinstance(clause, Termination)
        and any(fact.startswith("breach.") for fact in program.license.facts_in(clause.when))
    )


def _on_termination(inquiry: Inquiry, owing: Owing) -> Iterator[DutyShown]:
    """What is to be done because the licence has ended, whatever the verdict."""
    for program in inquiry.counting:
        for number in program.endings:
            clause = program.clauses[number]
            assert isinstance(clause, Termination)
            sure = (inquiry.surely_binding(program, number, leaf) for leaf in inquiry.leaves)
            if is_looked_at(owing, program, number) and any(sure):
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


def approvals_of(inquiry: Inquiry) -> Iterator[ApprovalShown]:
    """The approvals that play a part in the verdict of an act."""
    for program in inquiry.counting:
        for number in program.gates:
            clause = program.clauses[number]
            assert isinstance(clause, Gate)
            acts, truth = gated_acts(inquiry, program, number, inquiry.by_act)
            if acts:
                name = f"{program.license.id}.{clause.id}"
                stated = inquiry.checked.states.get(name, "missing")
                held = all(inquiry.clauses(program, leaf).approved(number, leaf) for leaf in acts)
                yield ApprovalShown(
                    license=program.license.id,
                    gate=clause.id,
                    locator=clause.locator,
                    approval=clause.approval,
                    party=party_text(clause.party),
                    contact=clause.contact or program.license.contact,
                    subject=clause.subject,
                    holder=clause.holder,
                    state="held" if held else "missing" if stated == "held" else stated,  # type: ignore[arg-type]
                    truth=truth,
                    grants_it=clause.grants_it,
                    acts=acts,
                )


def gated_acts(
    inquiry: Inquiry, program: Program, number: int, possible: Mapping[str, Possible]
) -> tuple[tuple[str, ...], Truth]:
    """The acts that a gate is, or may be, active for, where its approval plays a part in the verdict."""
    acts: dict[str, Truth] = {}
    for leaf in inquiry.leaves:
        covering = program.covering(leaf)
        if number not in (*covering.granting_gates, *covering.holding_gates):
            continue
        clauses = inquiry.clauses(program, leaf)
        truth = clauses.active(number)
        matters = clauses.approved(number, leaf) or Verdict.NEEDS_APPROVAL in possible[leaf]
        if truth is not FALSE and matters:
            acts[leaf] = truth
    return tuple(acts), disjunction(acts.values())


def _remedies(inquiry: Inquiry) -> Iterator[RemedyShown]:
    """The ways out that the text names, where something stands in the way."""
    refused = tuple(leaf for leaf, possible in inquiry.by_act.items() if possible - ALLOWED)
    if not refused:
        return
    for program in inquiry.counting:
        clauses = inquiry.clauses(program, refused[0])
        concerning = program.concerning(refused) if program.remedies else ()
        for number in program.remedies:
            clause = program.clauses[number]
            remedy = clause.remedy
            if remedy is not None and number in concerning and clauses.active(number) is not FALSE:
                party = party_text(remedy.party)
                yield RemedyShown(program.license.id, clause.id, clause.locator, remedy.approval, party, remedy.contact)
