"""Conditions and duties in words: as the language writes them, with words of open lists printed plainly."""

from __future__ import annotations

from typing import assert_never

from licensekit.model.clauses import Action, Choice, Deadline, Obligation, Party, Thing
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Earlier,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.values import value_shown
from licensekit.vocabulary.words import MANNERS, PARTIES, PLACES, printed


def condition_text(condition: Condition) -> str:
    """A condition as the language writes it, without the brackets that only group a whole."""
    match condition:
        case Holds(fact=fact):
            return fact
        case Defined(name=name):
            return name
        case IsOneOf(fact=fact, values=(value,)):
            return f"{fact} is {value}"
        case IsOneOf(fact=fact, values=values):
            return f"{fact} in {{ {', '.join(values)} }}"
        case SetMeets(quantifier=quantifier, fact=fact, values=values):
            return f"{quantifier} of {fact} in {{ {', '.join(values)} }}"
        case Compares():
            return _compares(condition)
        case DateOrder(date=date, order=order, other=other):
            return f"{date_text(date)} {order} {date_text(other)}"
        case DateWithin(date=date, limit=limit, count=count, unit=unit, after=after):
            return f"{date_text(date)} {limit} {count} {unit} after {date_text(after)}"
        case ReadingIs(reading=reading, option=option):
            return f"reading {reading} is {option}"
        case ApprovalHeld(gate=gate):
            return f"approval {gate} is held"
        case Not(part=part):
            return f"not {_grouped(part)}"
        case AllOf(parts=parts):
            return " and ".join(_grouped(part) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(_grouped(part) for part in parts)
        case _:
            assert_never(condition)


def _grouped(condition: Condition) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text


def _compares(condition: Compares) -> str:
    words = condition.comparison.replace("_", " ")
    text = f"{condition.quantity} {words} {value_shown(condition.amount)}"
    if condition.adjusted is not None:
        text += f" of {condition.adjusted.year} adjusted by {condition.adjusted.index}"
    return f"{text} (or equivalent)" if condition.or_equivalent else text


def date_text(expression: DateExpression) -> str:
    """A date as the language writes it."""
    match expression:
        case Day(on=on):
            return on.isoformat()
        case DateFact(fact=fact):
            return fact
        case YearsAfter(years=years, date=date):
            return f"{years} years after {date_text(date)}"
        case Earlier(dates=dates):
            return "the earlier of " + ", ".join(date_text(date) for date in dates)
        case _:
            assert_never(expression)


def obligations_text(obligations: tuple[Obligation, ...]) -> str:
    """What is to be done, in one sentence without a full stop."""
    return "; and ".join(" or ".join(action_text(action) for action in one.alternatives) for one in obligations)


def action_text(action: Action) -> str:
    """One action: `display "Kimi K2.5" prominently on the user interface`."""
    words = [action.verb]
    if action.objects:
        words.append(_listed([thing_text(thing) for thing in action.objects], "and"))
    if action.with_text is not None:
        words.append(f"with {thing_text(action.with_text)}")
    words += [MANNERS.get(manner, printed(manner)) for manner in action.manner]
    if action.places is not None:
        words.append(f"{action.preposition} {_choice(action.places, PLACES)}")
    if action.parties:
        words.append("to " + _listed([party_text(party) for party in action.parties], "and"))
    if action.licenses is not None:
        words.append(f"under {_choice(action.licenses, {})}")
    if action.about is not None:
        words.append(f"about {thing_text(action.about)}")
    if action.before:
        words.append("before " + _listed([printed(act) for act in action.before], "or"))
    if action.deadline is not None:
        words.append(_deadline(action.deadline))
    if action.where:
        words.append(f"where {action.where}")
    return " ".join(words)


def thing_text(thing: Thing) -> str:
    """An object: an exact string in quotes, or a word printed plainly."""
    return f'"{thing.name}"' if thing.quoted else printed(thing.name)


def party_text(party: Party) -> str:
    """A party: a name as it is, or a word of the closed list printed plainly."""
    return party.name if party.quoted else PARTIES.get(party.name, printed(party.name))


def _choice(choice: Choice, titles: object) -> str:
    known = titles if isinstance(titles, dict) else {}
    names = [str(known.get(name, printed(name))) for name in choice.names]
    match choice.quantifier:
        case "one":
            return names[0]
        case "any":
            return _listed(names, "or")
        case "all":
            return _listed(names, "and")
        case _:
            assert_never(choice.quantifier)


def _deadline(deadline: Deadline) -> str:
    return f"within {deadline.count} {deadline.unit} after {date_text(deadline.after)}"


def _listed(names: list[str], last: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + f" {last} {names[-1]}"
