"""The canonical spelling of statements without a block and of the lines of cases, as pieces like those of phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias, assert_never

from licensekit.syntax import tree
from licensekit.syntax.phrases import (
    amount,
    behind,
    commas,
    date,
    in_braces,
    listed,
    locator,
    optional,
    quoted,
    reading,
    word,
    words_of,
)


def extending(before: str, extends: tree.Extends | None) -> list[str]:
    """`license x extends y(a: v)`, as pieces."""
    if extends is None:
        return [before]
    pieces = commas(f"{each.parameter.text}: {' '.join(fact_value(each.value))}" for each in extends.arguments)
    if not pieces:
        return [f"{before} extends {extends.base.text}"]
    pieces[0] = f"{before} extends {extends.base.text}({pieces[0]}"
    pieces[-1] += ")"
    return pieces


Heading: TypeAlias = tree.Header | tree.TextHeader | tree.WorkModel
ChangeStatement: TypeAlias = tree.Remove | tree.Relocate | tree.Conversion
DeclaringStatement: TypeAlias = tree.Incorporates | tree.IncorporatesUnread | tree.Omits | tree.Meaning | tree.Fact
OfWork: TypeAlias = tree.WorkPart | tree.WorkTag | tree.HostedOnly | tree.GivenFact
OneLine: TypeAlias = Heading | ChangeStatement | DeclaringStatement | OfWork
"""The statements without a block."""


def statement(written: OneLine) -> list[str]:
    """A statement without a block, as pieces."""
    match written:
        case tree.Header():
            return [f"{written.key} {word(written.value)}"]
        case tree.TextHeader():
            document = f"{written.document.text} " if written.document else ""
            return [f"text {document}sha256 {quoted(written.sha256)} from {quoted(written.url)}"]
        case tree.Remove():
            return [f"remove {written.kind} {word(written.name)} {locator(written.locator)}"]
        case tree.Relocate():
            return [f"relocate {written.name.text} {locator(written.locator)}"]
        case tree.Conversion():
            kind = "converts to" if written.kind == "converts" else "offers"
            return [f"{kind} {written.license.text} {locator(written.locator)}", f"on {date(written.on)}"]
        case tree.Incorporates():
            return [f"incorporates {written.name.text} {locator(written.locator)}"]
        case tree.IncorporatesUnread():
            title, url = quoted(written.name), quoted(written.url)
            return [f"incorporates {title}", f"from {url}", f"{locator(written.locator)} unread"]
        case tree.Omits():
            return [f"omits {quoted(written.name)} {locator(written.locator)}"]
        case tree.Meaning():
            line = f"meaning {written.name.text} {locator(written.locator)} {quoted(written.words)}"
            return [line, *([_follows_from(written.follows_from)] if written.follows_from else [])]
        case tree.Fact():
            pieces = behind(f"fact {written.name.text} is", _fact_type(written.type))
            return [*pieces, quoted(written.question), *_fact_rules(written)]
        case tree.WorkModel():
            return [f"model {quoted(written.name)}"]
        case tree.WorkPart():
            unread = " unread" if isinstance(written.license, tree.Text) else ""
            part = f"part {written.part.text} under {word(written.license)}{unread}"
            return [part, *period(written), *listed("see", written.see)]
        case tree.WorkTag():
            tag = f"tagged {quoted(written.tag)} on {quoted(written.hub)}"
            return [tag, *period(written), *listed("see", written.see)]
        case tree.HostedOnly():
            return ["hosted only", *listed("see", written.see)]
        case tree.GivenFact():
            return behind(f"given {written.fact.text} is", fact_value(written.value))
        case _:
            assert_never(written)


def _fact_rules(written: tree.Fact) -> Iterator[str]:
    if written.judgement:
        yield "judgement"
    if written.assumed is not None:
        yield " ".join([f"assumed {written.assumed.value.text}", *optional("with", written.assumed.group)])
    if written.asks_when:
        yield f"asks when {', '.join(map(_stated_fact, written.asks_when))}"
    yield from listed("at most", written.at_most)
    if written.implies:
        yield f"implies {', '.join(map(_stated_fact, written.implies))}"
    yield from map(_follows_from, written.follows_from)


def _follows_from(facts: Iterable[tree.StatedFact]) -> str:
    return f"follows from {' and '.join(map(_stated_fact, facts))}"


def _stated_fact(written: tree.StatedFact) -> str:
    return f"{'' if written.value else 'not '}{written.fact.text}"


def _fact_type(written: tree.FactTypeWritten) -> list[str]:
    match written.kind:
        case "word":
            return [written.words[0].text]
        case "set_of_word":
            return [f"set of {written.words[0].text}"]
        case "one_of" | "set_of":
            return behind(written.kind.replace("_", " "), in_braces(map(word, written.words)))
        case _:
            assert_never(written.kind)


def period(written: tree.WorkPart | tree.WorkTag | tree.GivenApproval) -> list[str]:
    """`from DATE`, `until DATE`."""
    return optional("from", written.since) + optional("until", written.until)


def option(written: tree.Option) -> list[str]:
    """An option of a reading."""
    pieces = [f"option {written.name.text}", quoted(written.text)]
    if written.taken:
        pieces.append(f"taken because {quoted(written.because)}" if written.because else "taken")
    return pieces


def given_line(written: tree.GivenItem) -> list[str]:
    """A `given` line."""
    match written:
        case tree.GivenFact():
            return statement(written)
        case tree.GivenApproval():
            state = f"given approval {word(written.gate)} is {written.state.text}"
            return [state, *period(written), *listed("for", written.acts), *optional("by", written.holder)]
        case tree.GivenDuty():
            return [f"given duty {written.duty.text} is {written.status.text}"]
        case tree.GivenRate():
            return [f"given rate {amount(written.source)} is {amount(written.target)} on {word(written.on)}"]
        case tree.GivenIndex():
            factor = written.factor.written
            return [f"given index {written.index.text} of {written.base} is {factor} on {word(written.on)}"]
        case tree.GivenAttestation():
            attested = f"given attested by {quoted(written.by)} on {word(written.on)}"
            return [attested, *listed("for", written.groups)]
        case _:
            assert_never(written)


def fact_value(written: tree.FactValue | tree.DateExpression) -> list[str]:
    """The value of a fact or of an argument, as pieces."""
    match written:
        case tree.Amount():
            return [amount(written)]
        case tree.Bound():
            return [_bound(written)]
        case tree.Between():
            if (written.low.comparison, written.high.comparison) == ("at_least", "at_most"):
                return [f"between {amount(written.low.amount)} and {amount(written.high.amount)}"]
            return [f"{_bound(written.low)} and {_bound(written.high)}"]
        case tree.Members():
            return in_braces(map(word, written.values))
        case tree.OtherThan(option=option):
            return [f"not {option.text}"]
        case tree.MonthSeries():
            return in_braces(f"{point.month}: {amount(point.amount)}" for point in written.points)
        case tree.YearsAfter() | tree.Earlier():
            return [date(written)]
        case tree.Name() | tree.Code() | tree.Text() | tree.Day():
            return [word(written)]
        case _:
            assert_never(written)


def _bound(written: tree.Bound) -> str:
    return f"{words_of(written.comparison)} {amount(written.amount)}"


def expect_line(written: tree.Expect) -> list[str]:
    """An `expect` line."""
    match written:
        case tree.ExpectVerdict():
            act = optional("for", written.act)
            return [f"expect {written.verdict.text}", *act, *_under(written.reading)]
        case tree.ExpectPossible():
            return listed("expect possible", written.verdicts)
        case tree.ExpectDuty():
            duty = f"duty {written.duty.text}"
            if written.status is None:
                return [f"expect not {duty}", *_under(written.reading)]
            encouraged = "encouraged " if written.encouraged else ""
            return [f"expect {encouraged}{duty} is {written.status.text}", *_under(written.reading)]
        case tree.ExpectReason():
            return [f"expect reason {written.reason.text}"]
        case tree.ExpectBasis():
            return [f"expect basis {written.basis.text}", *optional("for", written.act)]
        case tree.ExpectClause():
            return [f"expect {'not ' if written.absent else ''}clause {written.clause.text}"]
        case tree.ExpectAsks():
            return listed("expect asks", written.facts)
        case _:
            assert_never(written)


def _under(written: tree.ReadingIs | None) -> list[str]:
    return [f"under {reading(written)}"] if written else []
