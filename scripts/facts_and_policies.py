"""What each use policy says of each conduct fact: docs/facts.md, by `python scripts/facts_and_policies.py`.

Worked out from the encodings and from the rules between facts; a test holds the page to what this prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from licensekit.catalogue import shelf
from licensekit.catalogue.loading import load, load_policy
from licensekit.meaning.own_rules import own_rules
from licensekit.model.clauses import Prohibition
from licensekit.model.conditions import AllOf, AnyOf, Condition, Defined, Holds, Not, ReadingIs
from licensekit.model.license import License
from licensekit.vocabulary.facts import FACTS, fact_name
from licensekit.vocabulary.rules import YES, Statement, rules

PAGE: Final = Path(__file__).parent.parent / "docs" / "facts.md"
CONDUCT: Final = tuple(name for name, info in FACTS.items() if info.subject == "conduct")
_HEAD: Final = """# Conduct, and what use policies say of it

Written by `python scripts/facts_and_policies.py` from the encodings in licenses/ and the rules in
src/licensekit/vocabulary/table_rules.py. For each conduct fact that is stated as yes, and nothing else known:

- **1.2**: the policy forbids it, at that place of its text.
- 1.2 by `other_crime`: a rule says that what is stated is also that other conduct, which the policy forbids.
- ask 1.2: the policy does not name it, but what it forbids at that place may well be the same: it is asked, and never
  taken for granted.
- not named: the policy does not name it, and nothing that it forbids lies near. The answer says that what was stated
  played no part in it.

A place in parentheses depends on something else too, such as a disputed reading. Policies that agree in everything
share a column. `conduct.` is left out.
"""


def policies() -> Iterator[tuple[str, License]]:
    """Every policy of the catalogue, and every licence that itself forbids conduct."""
    for name in shelf.policies():
        yield name, load_policy(name)
    for name in shelf.ids():
        license = load(name)
        if any(clause.origin not in shelf.policies() for clause, _ in forbidden(license)):
            yield name, license


def forbidden(license: License) -> Iterator[tuple[Prohibition, Condition]]:
    """The prohibitions of a licence, on use itself, whose condition reads conduct."""
    for clause in license.clauses:
        if not isinstance(clause, Prohibition) or clause.when is None or "run" not in clause.acts.leaves:
            continue
        if any(reads(license, clause.when, fact) for fact in CONDUCT):
            yield clause, clause.when


def reads(license: License, condition: Condition, fact: str) -> bool:
    """Whether a condition asks for a fact to be yes, under whatever meaning."""
    match condition:
        case Holds():
            return fact_name(condition.fact).base == fact
        case Defined():
            return reads(license, _defined(license, condition), fact)
        case AllOf() | AnyOf():
            return any(reads(license, part, fact) for part in condition.parts)
        case _:
            return False


def holds(license: License, condition: Condition, fact: str) -> bool:
    """Whether a condition is true where a fact is yes, exceptions are assumed away and readings are those taken."""
    match condition:
        case Holds():
            return fact_name(condition.fact).base == fact
        case Defined():
            return holds(license, _defined(license, condition), fact)
        case AnyOf():
            return any(holds(license, part, fact) for part in condition.parts)
        case AllOf():
            return all(holds(license, part, fact) for part in condition.parts)
        case ReadingIs():
            return any(each.taken == condition.option for each in license.readings if each.name == condition.reading)
        case Not(part=ReadingIs() as reading):
            return not holds(license, reading, fact)
        case Not(part=Holds(fact=exception)):
            return license.fact(exception).assumed == "no"
        case _:
            return False


def _defined(license: License, name: Defined) -> Condition:
    return next(each.condition for each in license.definitions if each.name == name.name)


def follows(license: License, fact: str) -> tuple[list[str], list[str]]:
    """What is so where a fact is yes, and what is doubtful then: what a document forbids that was not at hand, too."""
    stated = Statement(fact, YES, so=False)
    pairs = [
        rule
        for rule in (*rules(), *own_rules([license]).rules)
        if len(rule.statements) == 2 and stated in rule.statements
    ]
    implied = [
        each.fact for rule in pairs if not rule.doubtful for each in rule.statements if each != stated and each.so
    ]
    return implied, [rule.doubtful for rule in pairs if rule.doubtful]


def places(license: License) -> Mapping[str, list[str]]:
    """Where a licence forbids each conduct by itself."""
    found: dict[str, list[str]] = {}
    for clause, condition in forbidden(license):
        for fact in (*CONDUCT, *(own.name for own in license.facts if own.group == "conduct")):
            if reads(license, condition, fact):
                place = clause.locator.place
                found.setdefault(fact, []).append(place if holds(license, condition, fact) else f"({place})")
    return found


def together(said: Iterable[str]) -> str:
    """Some places, with what they begin with said once."""
    shown, before = "", ""
    for place in said:
        start, blank, last = place.rpartition(" ")
        shown += (", " if shown else "") + (last if blank and start == before else place)
        before = start
    return shown


def column(license: License) -> tuple[str, ...]:
    """What a policy says of each conduct fact."""
    at = places(license)

    sure = {fact: certain for fact, said in at.items() if (certain := [each for each in said if each[0] != "("])}

    def said(fact: str) -> str:
        named = [f"**{together(at[fact])}**"] if fact in at else []
        if fact in sure:
            return named[0]
        implied, doubtful = follows(license, fact)
        certain = [f"{together(sure[each])} by `{each.removeprefix('conduct.')}`" for each in implied if each in sure]
        near = sure if any(each in sure for each in doubtful) else at
        asked = dict.fromkeys(place for each in near if each in doubtful for place in near[each])
        return "; ".join([*named, *(certain or [f"ask {together(asked)}"] * bool(asked))]) or "not named"

    return tuple(said(fact) for fact in CONDUCT)


def page() -> Iterator[str]:
    """The lines of the page."""
    columns: dict[tuple[str, ...], list[str]] = {}
    for name, license in policies():
        columns.setdefault(column(license), []).append(name)
    yield from _HEAD.splitlines()
    yield ""
    yield f"| conduct | {' | '.join(', '.join(names) for names in columns.values())} |"
    yield f"|---|{'---|' * len(columns)}"
    for fact, cells in zip(CONDUCT, zip(*columns, strict=True), strict=True):
        yield f"| {fact.removeprefix('conduct.')} | {' | '.join(cells)} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text("\n".join(page()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
