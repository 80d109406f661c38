"""The acts that a clause covers, `any act` and groups as their leaves, and the actions that a duty asks.

Verbs, places and parties are words of closed lists; objects and approvals are open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from licensekit.check.comparands import date_term
from licensekit.check.findings import often_meant
from licensekit.check.scope import Scope
from licensekit.model import clauses as model
from licensekit.syntax import tree
from licensekit.syntax.words import by_word
from licensekit.vocabulary.acts import ANY_ACT, GROUPS, LEAVES, covered_by, in_order, leaves_of
from licensekit.vocabulary.words import PARTIES, PLACES, VERBS

ANY: Final = ("any act",)

_ACTS: Final = frozenset({*LEAVES, *GROUPS})

_ACTS_OFTEN_MEANT: Final = by_word(
    {
        "run": "use",
        "reproduce": "copy",
        "host_model": "deploy",
        "host_software": "host saas",
        "reverse_engineer": "decompile disassemble",
        "publish_benchmarks": "benchmark",
        "distribute": "convey share publish",
        "combine_code": "merge",
        "fine_tune": "finetune",
        "distil": "distill",
        "provide": "offer make_available",
    }
)


_VERBS_OFTEN_MEANT: Final = by_word(
    {
        "display": "show",
        "keep": "retain preserve",
        "give": "provide deliver",
        "include": "reproduce",
        "indicate": "state",
        "inform": "tell",
        "cease": "stop",
        "delete": "destroy remove",
        "comply": "obey",
        "place": "license",
    }
)

_A_VERB: Final = "use one of " + ", ".join(VERBS)
_A_PLACE: Final = "use one of " + ", ".join(PLACES)
_A_PARTY: Final = "put a name or an address in quotes, or use one of " + ", ".join(PARTIES)


def lowered_acts(acts: tree.Acts, scope: Scope, any_act: tuple[str, ...] = ANY_ACT) -> model.Acts:
    """The acts that a clause covers; what `any act` stands for depends on the kind of clause (docs/language.md)."""
    written: tuple[str, ...] = ANY
    if acts.any_act:
        leaves = any_act
    else:
        leaves, written = leaves_named(acts.names, scope), tuple(name.text for name in acts.names)
    withheld = leaves_named(acts.withheld, scope)
    kept = leaves if not withheld else tuple(leaf for leaf in leaves if leaf not in withheld)
    return model.Acts(leaves=kept, written=written, withheld=withheld, span=acts.span)


def leaves_named(
    names: tuple[tree.Name, ...], scope: Scope, leaves: Callable[[str], tuple[str, ...]] = covered_by
) -> tuple[str, ...]:
    """The leaves that these acts and groups cover; a finding for each name that is neither."""
    return in_order(leaf for name in names if is_act(name, scope) for leaf in leaves(name.text))


def is_act(name: tree.Name, scope: Scope) -> bool:
    """Whether this is an act or a group of acts; a finding if not."""
    mend = often_meant(name.text, _ACTS_OFTEN_MEANT) or "use `licensekit facts` to list the acts"
    return scope.findings.knows("LK202", name, "act", _ACTS, mend)


def obligation(written: tree.Obligation, scope: Scope) -> model.Obligation:
    """One `must` or `encouraged to` line."""
    alternatives = tuple(_action(action, scope) for action in written.alternatives)
    return model.Obligation(alternatives=alternatives, span=written.span)


def _action(action: tree.Action, scope: Scope) -> model.Action:
    verb = action.verb
    scope.findings.knows("LK210", verb, "verb", VERBS, often_meant(verb.text, _VERBS_OFTEN_MEANT) or _A_VERB)
    return model.Action(
        verb=verb.text,
        objects=tuple(map(_thing, action.objects)),
        places=None if action.places is None else _places(action.places, scope),
        preposition="on" if action.places is None else action.places.preposition,
        parties=tuple(party(word, scope) for word in action.parties),
        with_text=None if action.with_text is None else _thing(action.with_text),
        licenses=None if action.licenses is None else _choice(action.licenses),
        about=None if action.about is None else _thing(action.about),
        before=leaves_named(action.before, scope, leaves_of) if action.before else (),
        deadline=None if action.deadline is None else _deadline(action.deadline, scope),
        manner=action.manner,
        where=tree.value_of(action.where),
        span=action.span,
    )


def _thing(word: tree.Word) -> model.Thing:
    return model.Thing(name=tree.word_of(word), quoted=isinstance(word, tree.Text), span=word.span)


def party(word: tree.Word, scope: Scope) -> model.Party:
    """Somebody in quotes, or a word of the closed list."""
    if isinstance(word, tree.Name) and word.text not in scope.parameters:
        scope.findings.knows("LK212", word, "party", PARTIES, _A_PARTY)
    return model.Party(name=tree.word_of(word), quoted=isinstance(word, tree.Text), span=word.span)


def _places(places: tree.Places, scope: Scope) -> model.Choice:
    for name in places.choice.names:
        if name.text not in scope.parameters:
            scope.findings.knows("LK211", name, "place", PLACES, _A_PLACE)
    return _choice(places.choice)


def _choice(choice: tree.Choice) -> model.Choice:
    names = tuple(name.text for name in choice.names)
    return model.Choice(quantifier=choice.quantifier, names=names, span=choice.span)


def _deadline(deadline: tree.Deadline, scope: Scope) -> model.Deadline:
    after = date_term(deadline.after, scope)
    return model.Deadline(count=deadline.count, unit=deadline.unit, after=after, span=deadline.span)


def remedy(written: tree.Remedy, scope: Scope) -> model.Remedy:
    """The way out that a clause names."""
    return model.Remedy(
        approval=written.approval.text,
        party=party(written.party, scope),
        contact=tree.value_of(written.contact),
        span=written.span,
    )
