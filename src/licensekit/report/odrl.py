"""A licence as a policy of ODRL 2.2 in JSON-LD, as far as ODRL can say it, with a list of what it cannot.

    W3C Recommendation: ODRL Information Model 2.2 and ODRL Vocabulary & Expression 2.2, 15 February 2018.

Grants become permissions, prohibitions prohibitions (they prevail: `conflict` is `prohibit`), duties duties of the
permissions that they follow, and gates a duty to obtain consent. Conditions become constraints on operands of the
vocabulary's names; there is no negation in ODRL, so it is carried inward, and exemptions and reservations are written
into the conditions of what they lift. Every clause stands in the policy, or in `lk:notSaid` with the reason; and where
a prohibition, an approval or a duty cannot be said, no permission of its acts is said either, so that the policy
permits nothing that the licence does not. The context is inline: nothing is fetched to read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, assert_never

from licensekit.model import conditions
from licensekit.model.clauses import (
    Binding,
    Clause,
    ClauseBase,
    Duty,
    Exemption,
    Gate,
    Grant,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.fold import Algebra, Atom, fold
from licensekit.model.license import License
from licensekit.report.escape import as_json
from licensekit.report.memo import NOT_ADVICE
from licensekit.values import Money

NAMESPACE: Final = "https://licensekit.example/vocabulary#"
_NAMED: Final = (
    *("permission", "prohibition", "duty", "constraint", "target", "assigner", "consentingParty", "action", "conflict"),
    *("leftOperand", "operator", "unit"),
)
"""Keys of ODRL whose values are names."""
CONTEXT: Final = {
    "@version": 1.1,
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "lk": NAMESPACE,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct": "http://purl.org/dc/terms/",
    "uid": "@id",
    "type": "@type",
    "Set": "odrl:Set",
    **{name: {"@id": f"odrl:{name}", "@type": "@id"} for name in _NAMED},
    "rightOperand": {"@id": "odrl:rightOperand"},
    "and": {"@id": "odrl:and", "@container": "@list"},
    "or": {"@id": "odrl:or", "@container": "@list"},
    "title": "dct:title",
    "source": "dct:source",
    "description": "dct:description",
    "locator": "lk:locator",
    "notSaid": {"@id": "lk:notSaid"},
    "clause": "lk:clause",
    "why": "lk:why",
}
_OPERATORS: Final[dict[conditions.ComparisonSign, tuple[str, str]]] = {
    "more_than": ("odrl:gt", "odrl:lteq"),
    "less_than": ("odrl:lt", "odrl:gteq"),
    "at_least": ("odrl:gteq", "odrl:lt"),
    "at_most": ("odrl:lteq", "odrl:gt"),
    "exactly": ("odrl:eq", "odrl:neq"),
}

Constraint = dict[str, Any]


class _Unsayable(Exception):  # noqa: N818 - what cannot be said, and why
    """A part that ODRL has no words for."""


class _WithNegation(NamedTuple):
    """A condition, and its negation: ODRL has none of its own."""

    so: Constraint
    not_so: Constraint


def odrl_json(license: License) -> str:
    """The policy as JSON-LD, with a line feed at the end."""
    return as_json(odrl(license))


def odrl(license: License) -> dict[str, Any]:
    """The policy as plain data."""
    permissions: list[dict[str, Any]] = []
    prohibitions: list[dict[str, Any]] = []
    unsaid = list(_never_said(license))
    withheld: set[str] = set()
    for clause in license.clauses:
        why = _formless(clause)
        try:
            match clause:
                case Grant():
                    permissions += _rules(license, clause, clause.acts.leaves)
                case Gate(grants_it=True):
                    permissions += _rules(license, clause, clause.acts.leaves, duty=[_consent(clause)])
                case Prohibition():
                    prohibitions += _rules(license, clause, clause.acts.leaves)
                case Duty() | Gate() | Exemption() | Reservation() | Termination() | Binding():
                    pass  # they stand in the rules of others, below and in `_narrowed`, or nowhere
                case _:
                    assert_never(clause)
        except _Unsayable as reason:
            why = str(reason)
            withheld |= set(clause.acts.leaves) if isinstance(clause, Prohibition) else set()
        unsaid += [_unsaid(clause, why)] if why else []
    for clause in license.clauses:
        if isinstance(clause, Duty | Gate) and not _is_said_elsewhere(clause):
            try:
                _attach(license, clause, permissions)
            except _Unsayable as reason:
                unsaid.append(_unsaid(clause, str(reason)))
                withheld |= set(clause.acts.leaves)
    if withheld:
        kept_back = f"no permission is said of {', '.join(sorted(withheld))}: what limits it cannot be said"
        unsaid.append({"clause": "", "locator": "", "why": kept_back})
    return {
        "@context": CONTEXT,
        "type": "Set",
        "uid": f"urn:licensekit:{license.id}",
        "title": license.title,
        "source": [text.url for text in license.texts],
        "conflict": "odrl:prohibit",
        "permission": [rule for rule in permissions if rule["action"].removeprefix("lk:") not in withheld],
        "prohibition": prohibitions,
        "notSaid": unsaid,
        "description": NOT_ADVICE,
    }


def _formless(clause: Clause) -> str:
    """Why ODRL has no form for a clause of this kind; empty where it has."""
    match clause:
        case Termination():
            return "rights that end, and what is owed then, have no form in ODRL"
        case Binding():
            return "whom a licence binds who has no copy has no form in ODRL"
        case Duty(strength="encouraged"):
            return "it is encouraged, and nothing is owed"
        case Grant() | Reservation() | Prohibition() | Duty() | Gate() | Exemption():
            return ""
        case _:
            assert_never(clause)


def _is_said_elsewhere(clause: Duty | Gate) -> bool:
    return clause.grants_it if isinstance(clause, Gate) else clause.strength == "encouraged"


def _rules(license: License, clause: Clause, acts: Sequence[str], **further: Any) -> Iterator[dict[str, Any]]:
    """One rule for each act: in ODRL a rule has one action."""
    narrowed = _narrowed(license, clause)
    for act in acts:
        rule: dict[str, Any] = {"uid": f"urn:licensekit:{license.id}:{clause.id}:{act}", "action": f"lk:{act}"}
        rule["target"] = f"urn:licensekit:{license.id}:work"
        if license.licensor:
            rule["assigner"] = f"urn:licensekit:{license.id}:licensor"
        rule |= {"locator": str(clause.locator), **({"constraint": [narrowed]} if narrowed else {}), **further}
        yield rule


def _attach(license: License, clause: Duty | Gate, permissions: list[dict[str, Any]]) -> None:
    """Put a duty, or the approval that a gate waits for, to each permission of its acts. Raises _Unsayable."""
    narrowed = _narrowed(license, clause)
    owed = [_consent(clause)] if isinstance(clause, Gate) else list(_owed(clause))
    actions = {f"lk:{act}" for act in clause.acts.leaves}
    rules = [rule for rule in permissions if rule["action"] in actions]
    if not rules:
        raise _Unsayable("no permission of these acts could be said, to which it would belong")
    limits = {"constraint": [narrowed]} if narrowed else {}
    for rule in rules:
        rule.setdefault("duty", []).extend({**each, **limits, "locator": str(clause.locator)} for each in owed)


def _owed(clause: Duty) -> Iterator[dict[str, Any]]:
    """What a duty asks for; alternatives of which one suffices have no form in a list of duties."""
    for obligation in clause.obligations:
        if len(obligation.alternatives) > 1:
            raise _Unsayable("one of several things suffices")
        action = obligation.alternatives[0]
        things = ", ".join(f'"{thing.name}"' if thing.quoted else thing.name for thing in action.objects)
        yield {"action": f"lk:{action.verb}", "description": f"{action.verb} {things}".strip()}


def _consent(clause: Gate) -> dict[str, Any]:
    return {"action": "odrl:obtainConsent", "description": f"{clause.approval} from {clause.party.name}"}


# --- conditions ------------------------------------------------------------------------------------------


def _narrowed(license: License, clause: Clause) -> Constraint:
    """When a clause counts: its condition, and that nothing lifts it; empty where it always does."""
    parts = [] if clause.when is None else [_condition(license, clause.when).so]
    for lifting in license.clauses:
        if _lifts(lifting, clause):
            if lifting.when is None:
                raise _Unsayable(f"{lifting.id} lifts it always")
            if any(_lifts(further, lifting) for further in license.clauses):
                raise _Unsayable(f"{lifting.id}, which lifts it, can be lifted itself")
            parts.append(_condition(license, lifting.when).not_so)
    return parts[0] if len(parts) == 1 else {"and": parts} if parts else {}


def _lifts(clause: Clause, lifted: Clause) -> bool:
    match clause:
        case Exemption(lifts=names):
            return lifted.id in names
        case Reservation(grants=names, every_grant=every):
            return isinstance(lifted, Grant) and (every or lifted.id in names)
        case Grant() | Prohibition() | Duty() | Gate() | Termination() | Binding():
            return False
        case _:
            assert_never(clause)


def _condition(license: License, condition: conditions.Condition) -> _WithNegation:
    definitions = {each.name: each.condition for each in license.definitions}
    measures = {each.name for each in license.measures}

    def atom(part: Atom) -> _WithNegation:
        return _atom(part, measures)

    def defined(part: conditions.Defined) -> _WithNegation:
        return fold(definitions[part.name], algebra)

    algebra = Algebra[_WithNegation](atom, _every, _some, lambda part: _WithNegation(part.not_so, part.so), defined)
    return fold(condition, algebra)


def _every(parts: Sequence[_WithNegation]) -> _WithNegation:
    return _WithNegation({"and": [part.so for part in parts]}, {"or": [part.not_so for part in parts]})


def _some(parts: Sequence[_WithNegation]) -> _WithNegation:
    return _WithNegation({"or": [part.so for part in parts]}, {"and": [part.not_so for part in parts]})


def _atom(part: Atom, measures: set[str]) -> _WithNegation:
    match part:
        case conditions.Holds(fact=fact):
            return _either(fact, ("odrl:eq", "odrl:neq"), _typed("true", "boolean"))
        case conditions.IsOneOf(fact=fact, values=values):
            return _either(fact, ("odrl:isAnyOf", "odrl:isNoneOf"), list(values))
        case conditions.SetMeets(quantifier="any", fact=fact, values=values):
            return _either(fact, ("odrl:isAnyOf", "odrl:isNoneOf"), list(values))
        case conditions.SetMeets():
            raise _Unsayable("that all members of a set are among some has no operator")
        case conditions.Compares():
            return _compared(part, measures)
        case conditions.DateOrder(date=conditions.DateFact(fact=fact), order=order, other=conditions.Day(on=day)):
            signs = ("odrl:lt", "odrl:gteq") if order == "before" else ("odrl:gteq", "odrl:lt")
            return _either(fact, signs, _typed(day.isoformat(), "date"))
        case conditions.DateOrder() | conditions.DateWithin():
            raise _Unsayable("two dates are compared with each other")
        case conditions.ReadingIs():
            raise _Unsayable("it hangs on how a disputed wording is read")
        case conditions.ApprovalHeld():
            raise _Unsayable("it hangs on an approval that is held")
        case _:
            assert_never(part)


def _compared(part: conditions.Compares, measures: set[str]) -> _WithNegation:
    if part.quantity in measures:
        raise _Unsayable(f"the quantity {part.quantity} is one number or another, as the case may be")
    if part.adjusted is not None:
        raise _Unsayable("the amount follows an index")
    if part.or_equivalent:
        raise _Unsayable("the amount counts in any currency, at a rate of exchange")
    amount = part.amount
    if isinstance(amount, Money):
        both = _either(part.quantity, _OPERATORS[part.comparison], _typed(str(amount.amount), "decimal"))
        unit = {"unit": f"urn:iso:std:iso:4217:{amount.currency}"}
        return _WithNegation({**both.so, **unit}, {**both.not_so, **unit})
    return _either(part.quantity, _OPERATORS[part.comparison], _typed(str(amount), "integer"))


def _either(fact: str, operators: tuple[str, str], right: Any) -> _WithNegation:
    so, not_so = ({"leftOperand": f"lk:{fact}", "operator": each, "rightOperand": right} for each in operators)
    return _WithNegation(so, not_so)


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}


# --- what cannot be said ---------------------------------------------------------------------------------


def _unsaid(clause: ClauseBase, why: str) -> dict[str, str]:
    return {"clause": clause.id, "locator": str(clause.locator), "why": why}


def _never_said(license: License) -> Iterator[dict[str, str]]:
    """What no policy of ODRL says: what is not known, what is disputed, what was not read, what is another licence."""
    yield {"clause": "", "locator": "", "why": "a fact that is not known leaves an answer open; here all is so or not"}
    for reading in license.readings:
        yield {"clause": reading.name, "locator": str(reading.locator), "why": f"disputed wording: {reading.question}"}
    for document in license.unread:
        yield {"clause": "", "locator": str(document.locator), "why": f"{document.name} binds too, and was not read"}
    for conversion in license.conversions:
        why = f"from a day on it is under {conversion.license}"
        yield {"clause": "", "locator": str(conversion.locator), "why": why}
