"""A case written in the language, ready to be put into a file of cases.

cases for kimi-k2.5 {
  case "one user over the line" {
    acts embed
    given product.charged_for is yes
    expect permitted_with_duties
  }
}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import assert_never

from licensekit.model.cases import (
    Case,
    ExpectAsks,
    Expectation,
    ExpectBasis,
    ExpectClause,
    ExpectDuty,
    ExpectPossible,
    ExpectReason,
    ExpectVerdict,
    GivenApproval,
    GivenFact,
)
from licensekit.syntax.format import format_source
from licensekit.values import Exactly, known_shown
from licensekit.vocabulary.facts import FACTS, fact_name
from licensekit.vocabulary.words import AGREEMENT


def cases_text(cases: Iterable[Case], texts: Collection[str] = ()) -> str:
    """A file of cases in canonical layout; cases of the same licences stand in one block.

    `texts` names the facts of type text that licences declare themselves: their values are written in quotes.
    """
    blocks: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        blocks.setdefault(case.licenses, []).append(case)
    written = []
    for licenses, of_block in blocks.items():
        body = "\n\n".join("\n".join(_case(case, texts)) for case in of_block)
        written.append(f"cases for {', '.join(licenses)} {{\n{body}\n}}\n")
    return format_source("\n".join(written), "cases") if written else ""


def case_text(case: Case, texts: Collection[str] = ()) -> str:
    """One `case` statement in canonical layout, as it stands in the file of a licence or of its cases."""
    lines = cases_text((case,), texts).rstrip("\n").split("\n")
    return "\n".join(lines[1:-1]) + "\n"


def _case(case: Case, texts: Collection[str]) -> Iterator[str]:
    yield f"case {_quoted(case.name)} {{"
    if case.acts:
        yield f"acts {', '.join(case.acts)}"
    if case.as_of is not None:
        yield f"on {case.as_of.isoformat()}"
    if case.assume != "none":
        yield f"assume {case.assume}"
    yield from _facts_and_more(case, texts)
    yield from map(expectation_text, case.expect)
    yield "}"


def _facts_and_more(case: Case, texts: Collection[str]) -> Iterator[str]:
    for fact in case.given:
        yield f"given {fact.fact} is {_value(fact, texts)}"
    yield from map(_approval, case.approvals)
    for duty in case.done:
        yield f"given duty {duty} is done"
    for rate in case.rates:
        yield f"given rate 1 {rate.source} is {rate.rate:f} {rate.target} on {rate.on.isoformat()}"
    for index in case.indices:
        yield f"given index {index.name} of {index.base} is {index.factor:f} on {index.on.isoformat()}"
    if case.attested is not None:
        groups = ", ".join(case.attested.groups)
        yield f"given attested by {_quoted(case.attested.by)} on {case.attested.on.isoformat()} for {groups}"


def _value(fact: GivenFact, texts: Collection[str]) -> str:
    if isinstance(fact.value, Exactly) and isinstance(fact.value.value, str) and _is_text(fact.fact, texts):
        return _quoted(fact.value.value)
    return known_shown(fact.value)


def _is_text(name: str, texts: Collection[str]) -> bool:
    if name in texts:
        return True
    info = FACTS.get(fact_name(name).base)
    return info is not None and info.type == "text"


def _approval(given: GivenApproval) -> str:
    gate = _quoted(given.gate) if AGREEMENT in given.gate else given.gate
    words = [f"given approval {gate} is {given.state}"]
    if given.since is not None:
        words.append(f"from {given.since.isoformat()}")
    if given.until is not None:
        words.append(f"until {given.until.isoformat()}")
    if given.acts:
        words.append(f"for {', '.join(given.acts)}")
    if given.holder != "licensee":
        words.append(f"by {given.holder}")
    return " ".join(words)


def _quoted(text: str) -> str:
    """A text in quotes, with its escapes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def expectation_text(expected: Expectation) -> str:
    """`expect duty display-name is due`, in canonical layout, on one line."""
    match expected:
        case ExpectVerdict(verdict=verdict, act=act, reading=reading, option=option):
            return f"expect {verdict}{_for(act)}{_under(reading, option)}"
        case ExpectPossible(verdicts=verdicts):
            return f"expect possible {', '.join(verdicts)}"
        case ExpectDuty(duty=duty, absent=True, reading=reading, option=option):
            return f"expect not duty {duty}{_under(reading, option)}"
        case ExpectDuty(duty=duty, status=status, encouraged=encouraged, reading=reading, option=option):
            which = "encouraged duty" if encouraged else "duty"
            return f"expect {which} {duty} is {status}{_under(reading, option)}"
        case ExpectReason(reason=reason):
            return f"expect reason {reason}"
        case ExpectBasis(basis=basis, act=act):
            return f"expect basis {basis}{_for(act)}"
        case ExpectClause(clause=clause, absent=absent):
            return f"expect {'not ' if absent else ''}clause {clause}"
        case ExpectAsks(facts=facts):
            return f"expect asks {', '.join(facts)}"
        case _:
            assert_never(expected)


def _for(act: str) -> str:
    return f" for {act}" if act else ""


def _under(reading: str, option: str) -> str:
    return f" under reading {reading} is {option}" if reading else ""
