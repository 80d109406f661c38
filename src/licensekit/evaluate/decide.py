"""The decision: what is known, what remains possible, and everything that goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from licensekit.evaluate.asking import Checked, Circumstances, checked, leaves_asked
from licensekit.evaluate.bounds import bounds, headroom
from licensekit.evaluate.decision import (
    ApprovalShown,
    Basis,
    Decision,
    Deferred,
    DutyShown,
    DutyStatus,
    FactShown,
    Identity,
    Method,
    Part,
    RemedyShown,
    StandingLimit,
)
from licensekit.evaluate.inquiry import ALLOWED, DutyKey, Inquiry
from licensekit.evaluate.known import Asked, Knowledge, know
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.evaluate.program import Program
from licensekit.evaluate.questions import questions
from licensekit.evaluate.readings import readings_report
from licensekit.evaluate.reasons import fact_shown, reasons, refusal
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Outlook, Terms, programs
from licensekit.evaluate.verdict import Possible, Verdict, in_order, severest, summary
from licensekit.model.clauses import Clause, Duty, Gate, Prohibition, Termination
from licensekit.model.conditions import Condition
from licensekit.model.phrase import condition_text, party_text
from licensekit.truth import FALSE, TRUE, Truth
from licensekit.use import Use
from licensekit.use.local import local_info, read_local
from licensekit.values import Exactly, Range
from licensekit.version import VERSION


def decide(terms: Terms, use: Use, circumstances: Circumstances) -> Decision:
    """Answer whether a use is permitted. Raises FactsError where what was given cannot be used."""
    inquiry, stated = inquire(terms, use, circumstances)
    return _decision(inquiry, stated, circumstances)


def inquire(terms: Terms, use: Use, circumstances: Circumstances) -> tuple[Inquiry, Checked]:
    """The question as put, before it is answered. Raises FactsError where what was given cannot be used."""
    leaves = leaves_asked(use.acts)
    stated = checked(terms, circumstances)
    layout = _layout(terms, leaves, stated.setting, strict=circumstances.readings == "strict")
    attested = circumstances.attested
    groups = frozenset(() if attested is None else attested.groups)
    asked = Asked(leaves, _facts_given(terms, use), circumstances.as_of, circumstances.assume, groups)
    return Inquiry(terms, leaves, stated.setting, know(terms, asked, layout, stated.setting)), stated


def _facts_given(terms: Terms, use: Use) -> Mapping[str, Exactly | Range]:
    """The facts of a use; those that a licence declares itself are read as it declares them."""
    if not use.local:
        return use.facts()
    declared = {
        fact.name: local_info(fact.name, fact.type, fact.question, fact.options, judgement=fact.judgement)
        for program in programs(terms)
        for fact in program.license.facts
    }
    return {**use.facts(), **read_local(use.local, declared)}


def _layout(terms: Terms, leaves: tuple[str, ...], setting: Setting, *, strict: bool) -> Layout:
    """What the question depends on; kept with the terms where rates, indices and open readings play no part."""
    if setting.rates or setting.indices or strict:
        return layout_of(terms, leaves, setting)
    kept = terms.layouts.get(leaves)
    if not isinstance(kept, Layout):
        kept = terms.layouts[leaves] = layout_of(terms, leaves, setting)
    return kept


def _decision(inquiry: Inquiry, stated: Checked, circumstances: Circumstances) -> Decision:
    knowledge = inquiry.knowledge
    outlook = inquiry.outlook()
    possible, method = inquiry.verdicts()
    sets = {leaf: inquiry.verdicts((leaf,)) for leaf in inquiry.leaves}
    found = {leaf: one for leaf, (one, _) in sets.items()}
    statuses = tuple(inquiry.duty_statuses())
    counting = counting_licenses(inquiry, outlook)
    strict = circumstances.readings == "strict"
    return Decision(
        verdict=severest(possible) if strict else summary(possible),
        possible=in_order(possible),
        method=method,
        parts=tuple(_part(inquiry, leaf, sets[leaf], strict=strict) for leaf in inquiry.leaves),
        duties=(*_duties(inquiry, statuses, stated), *_on_termination(inquiry, counting)),
        approvals=tuple(_approvals(inquiry, outlook, counting, found, stated)),
        remedies=tuple(_remedies(outlook, counting, found)),
        reasons=tuple(reasons(inquiry, found)),
        assumptions=tuple(knowledge.assumptions),
        relations=tuple(dict.fromkeys(_used(knowledge))),
        unread=tuple(f"{one.name} ({one.url})" for program in counting for one in program.license.unread),
        notes=(*stated.notes, *knowledge.notes, *_notes(inquiry)),
        attested=_attested(circumstances),
        identity=_identity(inquiry, circumstances),
        deferred=Deferred(
            questions=lambda: questions(inquiry),
            bounds=lambda: bounds(inquiry),
            headroom=lambda: headroom(inquiry),
            readings=lambda: readings_report(inquiry),
            facts=lambda: tuple(_facts(inquiry)),
            standing_limits=lambda: tuple(_standing_limits(inquiry, outlook)),
        ),
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


def _standing_limits(inquiry: Inquiry, outlook: Outlook) -> Iterator[StandingLimit]:
    """Prohibitions that hold, or may, on acts that were not asked about."""
    leaf = inquiry.leaves[0]
    for program in counting_licenses(inquiry, outlook):
        standing = outlook.standing(program, leaf)
        for number, clause in enumerate(program.clauses):
            if not isinstance(clause, Prohibition) or set(clause.acts.leaves) & set(inquiry.leaves):
                continue
            truth = standing.active(number)
            if truth is not FALSE:
                yield StandingLimit(program.license.id, clause.id, clause.locator, clause.acts.written, truth)


def _used(knowledge: Knowledge) -> Iterator[str]:
    """The rules and relations that led, directly or step by step, to a variable which the licences read."""
    wanted = set(knowledge.layout.first_use)
    chain = []
    for step in reversed(knowledge.used):
        if step.variable in wanted:
            wanted.add(step.source)
            chain.append(step.why)
    yield from reversed(chain)


def _notes(inquiry: Inquiry) -> Iterator[str]:
    """What a reader should know of the numbers compared, and of facts that a licence defines in its own way."""
    if inquiry.setting.rates:
        for name, currency in _without_conversion(inquiry):
            yield f"the text does not say how amounts in other currencies than {currency} count towards `{name}`"
    if inquiry.knowledge.layout.meanings:
        for full in inquiry.knowledge.given.values():
            if "@" in full:
                yield f"`{full.partition('@')[0]}` was taken in the meaning that {full.partition('@')[2]} gives it"


def _without_conversion(inquiry: Inquiry) -> Iterator[tuple[str, str]]:
    seen = dict.fromkeys(
        (comparing.compares.quantity, _currency(comparing.compares.amount))
        for comparing in inquiry.knowledge.layout.comparisons
        if not comparing.compares.or_equivalent
    )
    yield from ((name, currency) for name, currency in seen if currency)


def _currency(amount: object) -> str:
    return str(getattr(amount, "currency", ""))


def _facts(inquiry: Inquiry) -> Iterator[FactShown]:
    for variable in inquiry.knowledge.layout.first_use:
        if not variable.startswith("reading "):
            yield fact_shown(inquiry, variable)


def _attested(circumstances: Circumstances) -> str:
    attested = circumstances.attested
    if attested is None:
        return ""
    return f"{', '.join(attested.groups)} by {attested.by} on {attested.on.isoformat()}"


def _identity(inquiry: Inquiry, circumstances: Circumstances) -> Identity:
    readings = circumstances.readings
    chosen = (
        readings if isinstance(readings, str) else ", ".join(f"{name}={readings[name]}" for name in sorted(readings))
    )
    licenses, texts = _applied(inquiry.terms)
    return Identity(licenses, texts, VERSION, circumstances.as_of, circumstances.assume, chosen)


APPLIED = "applied"
Names = tuple[tuple[str, str], ...]
Texts = tuple[tuple[str, str, str], ...]


def _applied(terms: Terms) -> tuple[Names, Texts]:
    """The licences and the texts that they encode; kept with the terms."""
    kept = terms.layouts.get(APPLIED)
    if kept is None:
        licenses = [program.license for program in programs(terms)]
        names = tuple((license.id, license.title) for license in licenses)
        texts = tuple((license.id, text.name, text.sha256) for license in licenses for text in license.texts)
        kept = terms.layouts[APPLIED] = names, texts
    return kept  # type: ignore[return-value]
