"""Clauses in words: what a licence says, clause by clause, for people who do not read the language."""

from __future__ import annotations

from typing import assert_never

from licensekit.model import clauses
from licensekit.model.conditions import Measure
from licensekit.model.license import Conversion
from licensekit.model.phrase import condition_text, date_text, listed, obligations_text, party_text
from licensekit.vocabulary.words import printed


def sentence(clause: clauses.Clause) -> str:
    """What a clause says, with its condition and the way out; no full stop at the end."""
    when = "" if clause.when is None else f", when {condition_text(clause.when)}"
    text = f"{_said(clause)}{when}"
    if clause.remedy is not None:
        text += f"; the way out: {printed(clause.remedy.approval)} from {party_text(clause.remedy.party)}"
        text += f" ({clause.remedy.contact})" if clause.remedy.contact else ""
    return text


def _said(clause: clauses.Clause) -> str:
    match clause:
        case clauses.Grant(acts=acts):
            return f"you may {acts_text(acts, 'do any act on the work')}"
        case clauses.Reservation():
            return f"no rights are granted from {_grants(clause)}"
        case clauses.Prohibition(acts=acts):
            return f"you must not {acts_text(acts)}"
        case clauses.Duty(acts=acts, strength=strength, obligations=obligations):
            owed = "you must" if strength == "must" else "you are encouraged to"
            return f"to {acts_text(acts)}, {owed} {obligations_text(obligations)}"
        case clauses.Gate():
            return _gate(clause)
        case clauses.Exemption(lifts=lifts, section=section):
            return f"lifts all of {section}: {listed(lifts, 'and')}" if section else f"lifts {listed(lifts, 'and')}"
        case clauses.Termination():
            return _termination(clause)
        case _:
            assert_never(clause)


def acts_text(acts: clauses.Acts, any_act: str = "do any act") -> str:
    """The acts as the author wrote them; `any act` in the words that fit the clause."""
    text = listed([any_act if act == "any act" else printed(act) for act in acts.written], "or")
    return f"{text} but not {listed([printed(act) for act in acts.withheld], 'or')}" if acts.withheld else text


def _grants(clause: clauses.Reservation | clauses.Termination) -> str:
    return "every grant" if clause.every_grant else listed(clause.grants, "and")


def _gate(gate: clauses.Gate) -> str:
    text = f"to {acts_text(gate.acts)}, you need {printed(gate.approval)} from {party_text(gate.party)}"
    if gate.holder != "licensee":
        text += f", held by the {printed(gate.holder)}"
    if gate.contact:
        text += f" ({gate.contact})"
    if gate.subject:
        text += f' with the subject "{gate.subject}"'
    return f"{text}, which is itself the permission" if gate.grants_it else text


def _termination(termination: clauses.Termination) -> str:
    text = f"ends {_grants(termination)}"
    if termination.stops is not None:
        text += f", and you must not {acts_text(termination.stops)} any more"
    if termination.obligations:
        text += f", and you must {obligations_text(termination.obligations)}"
    return text


def measure_text(measure: Measure) -> str:
    """What a measure is: the larger of several quantities, or the first whose condition holds."""
    if measure.larger_of:
        return "the larger of " + listed(measure.larger_of, "and")
    return "; ".join(
        f"{case.quantity} otherwise" if case.when is None else f"{case.quantity} when {condition_text(case.when)}"
        for case in measure.cases
    )


def conversion_text(conversion: Conversion) -> str:
    """What follows, and from which day on."""
    verb = "becomes" if conversion.kind == "converts" else "may be replaced by"
    return f"{verb} {conversion.license} on {date_text(conversion.on)}"
