"""Conditions, duties and clauses in words, for people who do not read the language.

Conditions stand as the language writes them, words of open lists are printed plainly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias, assert_never

from licensekit.model import clauses, conditions
from licensekit.model.fold import Algebra, Atom, fold
from licensekit.model.license import Conversion
from licensekit.values import value_shown
from licensekit.vocabulary.words import MANNERS, PARTIES, PLACES, WITHOUT_A_COPY, printed


def condition_text(condition: conditions.Condition) -> str:
    """A condition as the language writes it, without the brackets that only group a whole."""
    return fold(condition, _WORDS).text


class _Words(NamedTuple):
    """The words of a condition; those joined by `and` or `or` stand in brackets inside another condition."""

    text: str
    joined: bool = False

    def __str__(self) -> str:
        return f"({self.text})" if self.joined else self.text


def atom_text(atom: Atom) -> str:
    """A condition without parts as the language writes it."""
    match atom:
        case conditions.Holds(fact=fact):
            return fact
        case conditions.IsOneOf(fact=fact, values=(value,)):
            return f"{fact} is {value}"
        case conditions.IsOneOf(fact=fact, values=values):
            return f"{fact} in {{ {', '.join(values)} }}"
        case conditions.SetMeets(quantifier=quantifier, fact=fact, values=values):
            return f"{quantifier} of {fact} in {{ {', '.join(values)} }}"
        case conditions.Compares():
            return _compares(atom)
        case conditions.DateOrder(date=date, order=order, other=other):
            return f"{date_text(date)} {order} {date_text(other)}"
        case conditions.DateWithin(date=date, limit=limit, count=count, unit=unit, after=after):
            return f"{date_text(date)} {limit} {count} {unit} after {date_text(after)}"
        case conditions.ReadingIs(reading=reading, option=option):
            return f"reading {reading} is {option}"
        case conditions.ApprovalHeld(gate=gate):
            return f"approval {gate} is held"
        case _:
            assert_never(atom)


_WORDS: Final = Algebra[_Words](
    atom=lambda atom: _Words(atom_text(atom)),
    every=lambda parts: _Words(" and ".join(map(str, parts)), joined=True),
    some=lambda parts: _Words(" or ".join(map(str, parts)), joined=True),
    negation=lambda part: _Words(f"not {part}"),
    defined=lambda definition: _Words(definition.name),
)


def _compares(compares: conditions.Compares) -> str:
    words = compares.comparison.replace("_", " ")
    text = f"{compares.quantity} {words} {value_shown(compares.amount)}"
    if compares.adjusted is not None:
        text += f" of {compares.adjusted.year} adjusted by {compares.adjusted.index}"
    return f"{text} (or equivalent)" if compares.or_equivalent else text


def date_text(expression: conditions.DateExpression) -> str:
    """A date as the language writes it."""
    match expression:
        case conditions.Day(on=on):
            return on.isoformat()
        case conditions.DateFact(fact=fact):
            return fact
        case conditions.YearsAfter(years=years, date=date):
            return f"{years} years after {date_text(date)}"
        case conditions.Earlier(dates=dates):
            return "the earlier of " + ", ".join(date_text(date) for date in dates)
        case _:
            assert_never(expression)


Wording: TypeAlias = Callable[[str], str]
"""How a word of an open list is put to people."""


def obligations_text(obligations: tuple[clauses.Obligation, ...], words: Wording = printed) -> str:
    """What is to be done, in one sentence without a full stop."""
    return "; and ".join(
        " or ".join(action_text(action, words) for action in must.alternatives) for must in obligations
    )


def action_text(action: clauses.Action, words: Wording = printed) -> str:
    """One action: `display "Kimi K2.5" prominently on the user interface`."""
    said = [action.verb]
    if action.objects:
        said.append(listed([thing_text(thing, words) for thing in action.objects], "and"))
    if action.with_text is not None:
        said.append(f"with {thing_text(action.with_text, words)}")
    said += [MANNERS.get(manner, printed(manner)) for manner in action.manner]
    if action.places is not None:
        said.append(f"{action.preposition} {_choice(action.places, PLACES)}")
    if action.parties:
        said.append("to " + listed([party_text(party) for party in action.parties], "and"))
    if action.licenses is not None:
        said.append(f"under {_choice(action.licenses, {})}")
    if action.about is not None:
        said.append(f"about {thing_text(action.about, words)}")
    if action.before:
        said.append("before " + listed([printed(act) for act in action.before], "or"))
    if action.deadline is not None:
        due = action.deadline
        said.append(f"within {due.count} {due.unit} after {date_text(due.after)}")
    return " ".join(said) + where_text(action)


_JOINED: Final = (
    r"(?:as|at|by|for|if|in|of|on|or|so|to|under|unless|where|with|without|now and then|easily|complete|machine|"
    r"a second sentence|after|all|and|before|besides?|between|fees|from|how|known|once|open|reasonable|secret|shared|"
    r"those|until|within)\b"
)
"""With what words begin that say how, and not of what it is so: nobody says `where if there is one`."""


def where_text(action: clauses.Action) -> str:
    """What is told to people of when or how it is to be done, as the end of a sentence; empty where nothing is."""
    if not action.where:
        return ""
    return f", {action.where}" if re.match(_JOINED, action.where) else f" where {action.where}"


def thing_text(thing: clauses.Thing, words: Wording = printed) -> str:
    """An object: an exact string in quotes, or a word in plain words."""
    return f'"{thing.name}"' if thing.quoted else words(thing.name)


def party_text(party: clauses.Party) -> str:
    """A party: a name as it is, or a word of the closed list printed plainly."""
    return party.name if party.quoted else PARTIES.get(party.name, printed(party.name))


def _choice(choice: clauses.Choice, phrases: Mapping[str, str]) -> str:
    names = [phrases.get(name, printed(name)) for name in choice.names]
    match choice.quantifier:
        case "one":
            return names[0]
        case "any":
            return listed(names, "or")
        case "all":
            return listed(names, "and")
        case _:
            assert_never(choice.quantifier)


def listed(words: Sequence[str], last: str) -> str:
    """Wording in a sentence: `a, b and c`."""
    return ", ".join(words[:-1]) + f" {last} {words[-1]}" if len(words) > 1 else "".join(words)


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
        case clauses.Binding(persons=persons, binds=binds):
            whom = listed([WITHOUT_A_COPY.get(person, person) for person in persons], "and")
            return f"{'binds' if binds else 'does not bind'} {whom}"
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


def measure_text(measure: conditions.Measure) -> str:
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
