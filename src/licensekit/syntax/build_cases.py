"""From the parser's tree to cases and works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lark import Token, Tree

from licensekit.diagnostics import Label
from licensekit.numerals import FACTOR_DECIMALS
from licensekit.syntax import tree
from licensekit.syntax.build_conditions import amount, comparison, members, reading_is
from licensekit.syntax.building import Building, first, has, maybe, token, tokens, trees, word_at


def case(part: Tree[Token], to: Building) -> tree.Case:
    """`case "name" { … }`."""
    once: dict[str, Tree[Token]] = {}
    for line in trees(part, "case_acts", "case_on", "assume"):
        earlier = once.setdefault(line.data, line)
        if earlier is not line:
            also = [Label(to.span(earlier), "first given here")]
            message = f"`{line.children[0]}` is given twice in one case"
            to.error("LK121", to.span(line), message, "keep one", also=also)
    acts, on, assume = once.get("case_acts"), once.get("case_on"), once.get("assume")
    return tree.Case(
        to.its_text(part),
        to.names(acts) if acts else (),
        to.its_day(on) if on else None,
        to.its_name(assume) if assume else None,
        tuple(_GIVEN[line.data](line, to) for line in trees(part, *_GIVEN)),
        tuple(_EXPECT[line.data](line, to) for line in trees(part, *_EXPECT)),
        span=to.span(part),
    )


def given_fact(line: Tree[Token], to: Building) -> tree.GivenFact:
    """`given FACT is VALUE`."""
    return tree.GivenFact(to.name(word_at(line, 1)), _value(line.children[3], to), span=to.span(line))


def _value(part: Token | Tree[Token], to: Building) -> tree.FactValue:
    if isinstance(part, Tree):
        return _VALUES[part.data](part, to)
    if part.type == "DATE":
        return to.day(part)
    return to.text(part) if part.type == "TEXT" else to.value(part)


def _figure(part: Tree[Token], to: Building) -> tree.MonthFigure:
    return tree.MonthFigure(to.month(token(part, "MONTH")), amount(first(part, "amount"), to), span=to.span(part))


def _bound(part: Tree[Token], to: Building) -> tree.Bound:
    how, much = trees(part)
    return tree.Bound(comparison(how), amount(much, to), span=to.span(part))


def _between(part: Tree[Token], to: Building) -> tree.Between:
    low, high = (amount(end, to) for end in trees(part, "amount"))
    bounds = tree.Bound("at_least", low, span=low.span), tree.Bound("at_most", high, span=high.span)
    return tree.Between(*bounds, span=to.span(part))


_VALUES: Final[Mapping[str, Callable[[Tree[Token], Building], tree.FactValue]]] = {
    "amount": amount,
    "bound": _bound,
    "bounds": lambda part, to: tree.Between(*(_bound(bound, to) for bound in trees(part, "bound")), span=to.span(part)),
    "between": _between,
    "members": members,
    "not_option": lambda part, to: tree.OtherThan(to.its_name(part), span=to.span(part)),
    "series": lambda part, to: tree.MonthSeries(
        tuple(_figure(point, to) for point in trees(part, "point")), span=to.span(part)
    ),
}


def _given_approval(line: Tree[Token], to: Building) -> tree.GivenApproval:
    *gates, state = map(to.name, tokens(line, "NAME"))
    gate = gates[0] if gates else to.its_text(line)
    since, until = period(line, to)
    acts = [to.names(part) for part in trees(line, "for_names")]
    holders = [to.its_name(part) for part in trees(line, "by")]
    if len(acts) > 1:
        to.twice(to.span(line), "for")
    if len(holders) > 1:
        to.twice(to.span(line), "by")
    return tree.GivenApproval(
        gate, state, since, until, acts[0] if acts else (), holders[0] if holders else None, span=to.span(line)
    )


def _given_rate(line: Tree[Token], to: Building) -> tree.GivenRate:
    source, target = (amount(part, to, FACTOR_DECIMALS) for part in trees(line, "amount"))
    return tree.GivenRate(source, target, to.its_day(line), span=to.span(line))


def _given_index(line: Tree[Token], to: Building) -> tree.GivenIndex:
    factor = to.number(first(line, "number"), FACTOR_DECIMALS)
    base = to.whole_number(token(line, "NUMBER"))
    return tree.GivenIndex(to.its_name(line), base, factor, to.its_day(line), span=to.span(line))


_GIVEN: Final[Mapping[str, Callable[[Tree[Token], Building], tree.GivenItem]]] = {
    "given_fact": given_fact,
    "given_approval": _given_approval,
    "given_duty": lambda line, to: tree.GivenDuty(*map(to.name, tokens(line, "NAME")), span=to.span(line)),
    "given_rate": _given_rate,
    "given_index": _given_index,
    "given_attestation": lambda line, to: tree.GivenAttestation(
        to.its_text(line), to.its_day(line), to.names(first(line, "for_names")), span=to.span(line)
    ),
}


def _names(line: Tree[Token], to: Building) -> tuple[tree.Name, tree.Name | None]:
    """The name that a line has, and the one that it may have."""
    name, *further = map(to.name, tokens(line, "NAME"))
    return name, further[0] if further else None


def _reading(line: Tree[Token], to: Building) -> tree.ReadingIs | None:
    reading = maybe(line, "reading_is")
    return reading_is(reading, to) if reading else None


_EXPECT: Final[Mapping[str, Callable[[Tree[Token], Building], tree.Expect]]] = {
    "expect_verdict": lambda line, to: tree.ExpectVerdict(*_names(line, to), _reading(line, to), span=to.span(line)),
    "expect_possible": lambda line, to: tree.ExpectPossible(to.names(line), span=to.span(line)),
    "expect_duty": lambda line, to: tree.ExpectDuty(
        *_names(line, to), has(line, "ENCOURAGED"), _reading(line, to), span=to.span(line)
    ),
    "expect_reason": lambda line, to: tree.ExpectReason(to.its_name(line), span=to.span(line)),
    "expect_basis": lambda line, to: tree.ExpectBasis(*_names(line, to), span=to.span(line)),
    "expect_clause": lambda line, to: tree.ExpectClause(to.its_name(line), has(line, "NOT"), span=to.span(line)),
    "expect_asks": lambda line, to: tree.ExpectAsks(to.names(line), span=to.span(line)),
}


def period(line: Tree[Token], to: Building) -> tuple[tree.Day | None, tree.Day | None]:
    """The days after `from` and `until`."""
    ends: dict[str, tree.Day] = {}
    for part in trees(line, "period"):
        word = str(word_at(part, 0))
        if word in ends:
            to.twice(to.span(part), word)
        ends[word] = to.its_day(part)
    return ends.get("from"), ends.get("until")


def work_part(line: Tree[Token], to: Building) -> tree.WorkPart:
    """`part weights under L from DATE until DATE see "URL"`."""
    license_ = to.word(word_at(line, 3))
    return tree.WorkPart(to.its_name(line), license_, *period(line, to), see(line, to), span=to.span(line))


def tagged(line: Tree[Token], to: Building) -> tree.WorkTag:
    """`tagged "mit" on "huggingface.co" …`."""
    tag, hub = map(to.text, tokens(line, "TEXT"))
    return tree.WorkTag(tag, hub, *period(line, to), see(line, to), span=to.span(line))


def hosted(line: Tree[Token], to: Building) -> tree.HostedOnly:
    """`hosted only see "URL"`."""
    return tree.HostedOnly(see(line, to), span=to.span(line))


def see(line: Tree[Token], to: Building) -> tuple[tree.Text, ...]:
    """The addresses after `see`."""
    addresses = [to.texts(part) for part in trees(line, "see")]
    if len(addresses) > 1:
        to.twice(to.span(line), "see")
    return addresses[0] if addresses else ()
