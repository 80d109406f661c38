"""What licences say of the facts that they declare themselves: what these imply, and what they never exceed.

Data beside the vocabulary's rules and orders (docs/semantics.md, 7 and 8); meaning/rules.py puts both to use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from licensekit.model.license import License
from licensekit.vocabulary.facts import name_pieces
from licensekit.vocabulary.relations import Relation, relation
from licensekit.vocabulary.rules import YES, Rule, Statement


@dataclass(frozen=True)
class OwnRules:
    """The rules and orders of some licences' own facts."""

    rules: tuple[Rule, ...] = ()
    at_most: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the name of a number, the numbers that it is said never to exceed."""

    def relation(self, lower: str, upper: str) -> Relation | None:
        """The order by which an own number is at most another, over any number of steps; None where there is none."""
        todo, passed = list(self.at_most.get(lower, ())), {lower}
        guarded = None
        while todo:
            above = todo.pop(0)
            if above in passed:
                continue
            passed.add(above)
            todo += self.at_most.get(above, ())
            between = relation(above, upper)
            if above == upper or (between is not None and not between.guard):
                return Relation(lower, upper, "", f"`{lower}` is at most `{upper}`")
            guarded = guarded or between
        return guarded and guarded._replace(lower=lower, text=f"`{lower}` is at most `{upper}`")


NO_OWN_RULES: Final = OwnRules()


def own_rules(licenses: Iterable[License]) -> OwnRules:
    """What some licences say of their own facts."""
    rules: dict[Rule, None] = {}
    at_most: dict[str, tuple[str, ...]] = {}
    for fact in (fact for license in licenses for fact in license.facts):
        if fact.at_most:
            at_most[fact.name] = tuple(dict.fromkeys((*at_most.get(fact.name, ()), *fact.at_most)))
        for then in fact.implies:
            why = f"`{fact.name}` means that `{then.fact}` is {'so' if then.value else 'not so'}"
            other = Statement(name_pieces(then.fact)[0], YES, so=then.value)
            rules[Rule((Statement(fact.name, YES, so=False), other), why)] = None
    return OwnRules(tuple(rules), at_most)
