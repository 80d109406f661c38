"""Facts that a licence declares itself: kept as written until the licence is known, then read by its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.use.problems import Refusals, unknown_fact
from licensekit.use.raw import Gathered, WrittenFloat
from licensekit.values import UNKNOWN, Exactly, Known, Money, Range, Told, Unknown, Worldwide, exact_count
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact_name


def read_local_value(name: str, raw: object) -> Known:
    """A value whose type is not known yet: checked only for being one that some fact can have.

    Raises ValueProblem.
    """
    fact_name(name)
    match raw:
        case Unknown() | "unknown":
            return UNKNOWN
        case Exactly() | Range():
            return raw
        case float() | WrittenFloat() | Decimal():
            raise ValueProblem(f"`{clipped(str(raw))}` is a float, and floats are not exact", "write a string", "LK504")
        case bool() | Money() | str() | Worldwide():
            return Exactly(raw)
        case int():
            return Exactly(exact_count(raw))
        case date() if not isinstance(raw, datetime):
            return Exactly(raw)
        case list() | tuple() | set() | frozenset() if all(isinstance(member, str) for member in raw):
            return Exactly(frozenset(str(member) for member in raw))
    mend = "write true or false, a text, a number, a date, or a list of texts"
    raise ValueProblem(f"a value of type {type(raw).__name__} is not one that a fact can have", mend)


def read_local(local: Mapping[str, Known], declared: Mapping[str, FactInfo]) -> dict[str, Told]:
    """The values of a use's local facts, read as their licences declare them.

    Raises FactsError with every name that no licence declares and every value that does not fit.
    """
    gathered = Gathered(declared, Refusals())
    for name, value in sorted(local.items()):
        if name in declared:
            gathered.add(name, value.value if isinstance(value, Exactly) else value)
        else:
            gathered.refusals.add(unknown_fact(name, also=declared))
    gathered.refusals.check()
    return {name: value for name, value in gathered.values.items() if not isinstance(value, Unknown)}
