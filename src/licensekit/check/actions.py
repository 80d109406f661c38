"""What a duty asks: verbs, places and parties of the closed lists; objects and approvals are open."""

from __future__ import annotations

from typing import Final

from licensekit.check import acts
from licensekit.check.dates import date_term
from licensekit.check.scope import Scope
from licensekit.diagnostics import did_you_mean
from licensekit.model import clauses as model
from licensekit.syntax import tree
from licensekit.vocabulary.words import PARTIES, PLACES, VERBS


def obligation(written: tree.Obligation, scope: Scope) -> model.Obligation:
    """One `must` or `encouraged to` line."""
    return model.Obligation(
        alternatives=tuple(_action(action, scope) for action in written.alternatives), span=written.span
    )


def _action(action: tree.Action, scope: Scope) -> model.Action:
    verb = action.verb
    if verb.text not in VERBS:
        scope.findings.error(
            "LK210",
            verb.span,
            f"unknown verb `{verb.text}`",
            did_you_mean(verb.text, VERBS) or _meant(verb.text) or "use one of " + ", ".join(VERBS),
        )
    return model.Action(
        verb=verb.text,
        objects=tuple(_thing(word) for word in action.objects),
        places=None if action.places is None else _places(action.places, scope),
        preposition="on" if action.places is None else action.places.preposition,
        parties=tuple(party(word, scope) for word in action.parties),
        with_text=None if action.with_text is None else _thing(action.with_text),
        licenses=None if action.licenses is None else _choice(action.licenses),
        about=None if action.about is None else _thing(action.about),
        before=acts.named(action.before, scope) if action.before else (),
        deadline=None if action.deadline is None else _deadline(action.deadline, scope),
        manner=action.manner,
        where="" if action.where is None else action.where.value,
        span=action.span,
    )


_OFTEN_MEANT: Final = {
    "show": "display",
    "retain": "keep",
    "preserve": "keep",
    "provide": "give",
    "deliver": "give",
    "reproduce": "include",
    "state": "indicate",
    "tell": "inform",
    "stop": "cease",
    "destroy": "delete",
    "remove": "delete",
    "obey": "comply",
    "license": "place",
}


def _meant(word: str) -> str:
    return f"did you mean `{_OFTEN_MEANT[word]}`?" if word in _OFTEN_MEANT else ""


def _thing(word: tree.Word) -> model.Thing:
    if isinstance(word, tree.Text):
        return model.Thing(name=word.value, quoted=True, span=word.span)
    return model.Thing(name=word.text, span=word.span)


def party(word: tree.Word, scope: Scope) -> model.Party:
    """Somebody in quotes, or a word of the closed list."""
    if isinstance(word, tree.Text):
        return model.Party(name=word.value, quoted=True, span=word.span)
    if word.text not in PARTIES and word.text not in scope.parameters:
        scope.findings.error(
            "LK212",
            word.span,
            f"unknown party `{word.text}`",
            did_you_mean(word.text, PARTIES)
            or "put a name or an address in quotes, or use one of " + ", ".join(PARTIES),
        )
    return model.Party(name=word.text, span=word.span)


def _places(places: tree.Places, scope: Scope) -> model.Choice:
    for name in places.choice.names:
        if name.text not in PLACES and name.text not in scope.parameters:
            scope.findings.error(
                "LK211",
                name.span,
                f"unknown place `{name.text}`",
                did_you_mean(name.text, PLACES) or "use one of " + ", ".join(PLACES),
            )
    return _choice(places.choice)


def _choice(choice: tree.Choice) -> model.Choice:
    names = tuple(name.text for name in choice.names)
    return model.Choice(quantifier=choice.quantifier, names=names, span=choice.span)


def _deadline(deadline: tree.Deadline, scope: Scope) -> model.Deadline:
    return model.Deadline(
        count=deadline.count, unit=deadline.unit, after=date_term(deadline.after, scope), span=deadline.span
    )


def remedy(written: tree.Remedy, scope: Scope) -> model.Remedy:
    """The way out that a clause names."""
    return model.Remedy(
        approval=written.approval.text,
        party=party(written.party, scope),
        contact="" if written.contact is None else written.contact.value,
        span=written.span,
    )
