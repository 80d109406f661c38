"""Rules between facts that hold under every licence, as data: what several statements imply, and what nothing is.

Orders between numbers stand in relations.py, what acts imply in acts.py. A rule is plain and true under every licence;
what a word means in one text is that text's own definition, never a rule.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Statement(NamedTuple):
    """A yes/no fact is so, or is not."""

    fact: str
    value: bool


class Rule(NamedTuple):
    """Where all of some statements are so, another one is."""

    when: tuple[Statement, ...]
    then: Statement
    why: str
    contrary: str
    """Why, where `then` fails and all of `when` but one are so, that one fails."""


class Absence(NamedTuple):
    """Where something is not there, no yes/no fact of some subjects is so, their numbers are 0 and their sets empty."""

    exists: str
    subjects: tuple[str, ...]
    why: str
    contrary: str
    """Why it is there where something is true of it."""


def _excludes(fact: str, other: str, why: str, contrary: str) -> Rule:
    return Rule((Statement(fact, value=True),), Statement(other, value=False), why, contrary)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        (Statement("product.offered_to_third_parties", value=False),),
        Statement("product.charged_for", value=False),
        "what nobody is offered is not charged for",
        "what is charged for is offered to others",
    ),
    *(
        _excludes(
            "use.personal",
            fact,
            "a personal use is not in or for a business, company or client",
            "a use in or for a business, company or client is not personal",
        )
        for fact in ("use.in_business", "use.for_company", "use.for_client")
    ),
)

ABSENCE: Final = Absence(
    "product.exists",
    ("product", "service"),
    "there is no product, so nothing is true of it",
    "what is true of a product means that there is one",
)
