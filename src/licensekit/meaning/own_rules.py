"""What licences say of their own facts, and of facts under their own meaning: what follows, and what is never exceeded.

Data beside the vocabulary's rules and orders (docs/semantics.md, 7 and 8); meaning/rules.py puts both to use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from licensekit.diagnostics import Diagnostic
from licensekit.errors import CatalogueError
from licensekit.model.license import FactStated, License
from licensekit.vocabulary.facts import ATTESTED, CLEAN_HANDS, name_pieces
from licensekit.vocabulary.relations import Relation, relation
from licensekit.vocabulary.rules import DOUBTFUL, YES, Rule, Statement, said_of_others


class OwnRules(NamedTuple):
    """The rules and orders of some licences' own facts, and the rules of facts under their meanings."""

    rules: tuple[Rule, ...] = ()
    under: Mapping[str, tuple[Rule, ...]] = {}
    """By the name of a meaning, the rules that hold under it alone."""
    at_most: Mapping[str, Mapping[str, None]] = {}
    """By the name of an own number, the numbers that it is said never to exceed, over any number of steps."""

    def __hash__(self) -> int:
        return hash((self.rules, *self.under, *self.at_most))

    @property
    def everywhere(self) -> tuple[Rule, ...]:
        """All rules, under whichever meaning they hold."""
        return tuple(chain(self.rules, *self.under.values()))

    def relation(self, lower: str, upper: str) -> Relation | None:
        """The order by which an own number is at most another, over any number of steps; None where there is none."""
        numbers, text = self.at_most.get(lower, {}), f"`{lower}` is at most `{upper}`"
        shared = () if upper in self.at_most else [each for each in numbers if each not in self.at_most]
        between = [each for each in (relation(name, upper) for name in shared) if each is not None]
        if upper in numbers or any(not each.guard for each in between):
            return Relation(lower, upper, "", text)
        return between[0]._replace(lower=lower, text=text) if between else None


NO_OWN_RULES: Final = OwnRules()
_CONDUCT: Final = "conduct"
_ANY_MISCONDUCT: Final = "a document that was not at hand may forbid it"


def own_rules(licenses: Sequence[License]) -> OwnRules:
    """What some licences say of their own facts, and of facts as they mean them."""
    rules: dict[Rule, None] = {}
    under: dict[str, dict[Rule, None]] = {}
    at_most: dict[str, dict[str, None]] = {}
    for fact, unread in ((fact, license.unread) for license in licenses for fact in license.facts):
        if fact.at_most:
            at_most.setdefault(fact.name, {}).update(dict.fromkeys(fact.at_most))
        for then in fact.implies:
            why = f"`{fact.name}` means that {_said(then)}"
            rules[Rule((_yes(fact.name, so=False), _yes(then.fact, so=then.value)), why)] = None
        for said in fact.follows_from:
            why = f"that {' and '.join(map(_said, said))} means that `{fact.name}` is so"
            left = (_yes(each.fact, so=not each.value) for each in said)
            rules[Rule((*left, _yes(fact.name, so=True)), why)] = None
        doubtful = Statement(fact.name, DOUBTFUL, so=True)
        general = (each for each in fact.implies if fact.group and each.value and each.fact in CLEAN_HANDS)
        for each in (*fact.asks_when, *general):
            rules[Rule((_yes(each.fact, so=not each.value), doubtful), f"`{each.fact}` may come to it")] = None
        if fact.group == _CONDUCT and unread:
            rules |= {Rule((_yes(each, so=False), doubtful), _ANY_MISCONDUCT): None for each in ATTESTED[_CONDUCT]}
    for meaning in (meaning for license in licenses for meaning in license.meanings if meaning.follows_from):
        premises = tuple(_yes(each.fact, so=not each.value) for each in meaning.follows_from)
        origin = meaning.key.partition("@")[2]
        rule = Rule((*premises, _yes(meaning.fact, so=True)), f"as {origin} means it: {meaning.words}")
        under.setdefault(origin, {})[rule] = None
    return OwnRules(tuple(rules), {name: tuple(each) for name, each in under.items()}, _closed(at_most))


def _closed(at_most: Mapping[str, Mapping[str, None]]) -> dict[str, Mapping[str, None]]:
    """What each number never exceeds, over any number of steps."""
    closed: dict[str, Mapping[str, None]] = {}
    for name, direct in at_most.items():
        above = dict(direct)
        todo = [*direct]
        for each in todo:  # grows while it is read
            further = [more for more in at_most.get(each, ()) if more not in above]
            above.update(dict.fromkeys(further))
            todo += further
        above.pop(name, None)
        closed[name] = above
    return closed


def refuse_rules_for_others(licenses: Sequence[License]) -> None:
    """Refuse licences together of which one, by what it says of its own facts, settles facts of them all.

    Raises CatalogueError (LK618), and LicensekitError (LK720).
    """
    for license in licenses:
        own, names = own_rules([license]), frozenset(fact.name for fact in license.facts)
        keys = {meaning.key for meaning in license.meanings if meaning.key != meaning.fact}
        for origin in own.under or ("",) * bool(own.rules):
            meant = (key for key in keys if key.endswith(f"@{origin}"))
            rule = said_of_others(own.rules, own.under.get(origin, ()), names.union(meant))
            if rule is not None:
                message = f"what `{license.id}` says of its own facts would settle facts of the others: {rule.why}"
                mend = f"ask about `{license.id}` by itself, or take out one of what implies, and what follows"
                raise CatalogueError([Diagnostic("LK618", message, help=mend)])


def _said(stated: FactStated) -> str:
    return f"`{stated.fact}` is {'so' if stated.value else 'not so'}"


def _yes(fact: str, *, so: bool) -> Statement:
    return Statement(name_pieces(fact).base, YES, so)
