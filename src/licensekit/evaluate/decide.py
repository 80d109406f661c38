"""The decision: what is known, what remains possible, and everything that goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from licensekit.evaluate.asking import Checked, Circumstances, Put, checked, leaves_asked
from licensekit.evaluate.bounds import bounds, headroom
from licensekit.evaluate.consequences import consequences, counting_licenses
from licensekit.evaluate.decision import Decision, Deferred
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Asked, Knowledge, know
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.evaluate.questions import questions
from licensekit.evaluate.readings import readings_report
from licensekit.evaluate.reasons import fact_shown, reason
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.shown import FactShown, Identity, StandingLimit
from licensekit.evaluate.terms import Outlook, Terms, programs
from licensekit.model.clauses import Prohibition
from licensekit.truth import FALSE
from licensekit.use import Use
from licensekit.use.local import local_info, read_local
from licensekit.values import Exactly, Range
from licensekit.version import VERSION


def decide(terms: Terms, use: Use, circumstances: Circumstances) -> Decision:
    """Answer whether a use is permitted. Raises FactsError where what was given cannot be used."""
    inquiry, stated = inquire(terms, use, circumstances)
    return _decision(inquiry, stated, Put(terms, use, circumstances))


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


def _decision(inquiry: Inquiry, stated: Checked, put: Put) -> Decision:
    circumstances = put.circumstances
    knowledge = inquiry.knowledge
    found = consequences(inquiry, stated, circumstances)
    return Decision(
        verdict=found.verdict,
        possible=found.possible,
        method=found.method,
        parts=found.parts,
        duties=found.duties,
        approvals=found.approvals,
        remedies=found.remedies,
        reasons=tuple([reason(inquiry, one) for one in found.bearing]),
        assumptions=tuple(knowledge.assumptions),
        relations=tuple(dict.fromkeys(_used(knowledge))),
        unread=found.unread,
        notes=(*stated.notes, *knowledge.notes, *_notes(inquiry)),
        attested=_attested(circumstances),
        identity=_identity(inquiry, circumstances),
        deferred=Deferred(
            questions=lambda: questions(inquiry),
            bounds=lambda: bounds(inquiry),
            headroom=lambda: headroom(inquiry),
            readings=lambda: readings_report(inquiry),
            facts=lambda: tuple(_facts(inquiry)),
            standing_limits=lambda: tuple(_standing_limits(inquiry, inquiry.known)),
            put=put,
        ),
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
