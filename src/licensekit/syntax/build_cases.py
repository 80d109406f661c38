"""From the parser's tree to cases and works."""

from __future__ import annotations

from typing import cast

from lark import Token, Tree

from licensekit.diagnostics import Label
from licensekit.numerals import FACTOR_DECIMALS
from licensekit.syntax import tree
from licensekit.syntax.build_conditions import amount, comparison, members, reading_is
from licensekit.syntax.building import Building, has, maybe, token, tokens, trees


def case(part: Tree[Token], to: Building) -> tree.Case:
    """`case "name" { … }`."""
    given: list[tree.Given] = []
    expect: list[tree.Expect] = []
    once: dict[str, Tree[Token]] = {}
    for line in trees(part):
        rule = str(line.data)
        if rule.startswith("given"):
            given.append(_given(line, to))
        elif rule.startswith("expect"):
            expect.append(_expect(line, to))
        elif rule in once:
            first = Label(to.span(once[rule]), "first given here")
            to.error(
                "LK121", to.span(line), f"`{line.children[0]}` is given twice in one case", "keep one", also=[first]
            )
        else:
            once[rule] = line
    acts, on, assume = once.get("case_acts"), once.get("case_on"), once.get("assume")
    return tree.Case(
        to.text(token(part, "TEXT")),
        to.names(next(trees(acts, "names"))) if acts else (),
        to.day(token(on, "DATE")) if on else None,
        to.name(token(assume, "NAME")) if assume else None,
        tuple(given),
        tuple(expect),
        span=to.span(part),
    )


# --- given -----------------------------------------------------------------------------------------------


def _given(line: Tree[Token], to: Building) -> tree.Given:
    span = to.span(line)
    match line.data:
        case "given_fact":
            return given_fact(line, to)
        case "given_approval":
            return _given_approval(line, to)
        case "given_duty":
            duty, status = tokens(line, "NAME")
            return tree.GivenDuty(to.name(duty), to.name(status), span=span)
        case "given_rate":
            source, target = (amount(part, to, FACTOR_DECIMALS) for part in trees(line, "amount"))
            return tree.GivenRate(source, target, to.day(token(line, "DATE")), span=span)
        case "given_index":
            factor = to.number(next(trees(line, "number")), FACTOR_DECIMALS)
            base = to.whole_number(token(line, "NUMBER"))
            return tree.GivenIndex(to.name(token(line, "NAME")), base, factor, to.day(token(line, "DATE")), span=span)
        case _:
            groups = to.names(next(trees(next(trees(line, "for_names")), "names")))
            return tree.GivenAttestation(to.text(token(line, "TEXT")), to.day(token(line, "DATE")), groups, span=span)


def given_fact(line: Tree[Token], to: Building) -> tree.GivenFact:
    """`given FACT is VALUE`."""
    return tree.GivenFact(to.name(cast("Token", line.children[1])), _value(line.children[3], to), span=to.span(line))


def _value(part: Token | Tree[Token], to: Building) -> tree.FactValue:
    if isinstance(part, Token):
        match part.type:
            case "TEXT":
                return to.text(part)
            case "DATE":
                return to.day(part)
            case _:
                return to.value(part)
    span = to.span(part)
    match part.data:
        case "amount":
            return amount(part, to)
        case "bound":
            return _bound(part, to)
        case "bounds":
            return tree.Between(*(_bound(bound, to) for bound in trees(part, "bound")), span=span)
        case "between":
            low, high = (amount(end, to) for end in trees(part, "amount"))
            return tree.Between(
                tree.Bound("at_least", low, span=low.span), tree.Bound("at_most", high, span=high.span), span=span
            )
        case "members":
            return members(part, to)
        case _:
            return tree.Series(tuple(_point(point, to) for point in trees(part, "point")), span=span)


def _bound(part: Tree[Token], to: Building) -> tree.Bound:
    how, much = trees(part)
    return tree.Bound(comparison(how), amount(much, to), span=to.span(part))


def _point(part: Tree[Token], to: Building) -> tree.Point:
    return tree.Point(to.month(token(part, "MONTH")), amount(next(trees(part, "amount")), to), span=to.span(part))


def _given_approval(line: Tree[Token], to: Building) -> tree.GivenApproval:
    gate, state = tokens(line, "NAME")
    since, until = period(line, to)
    acts = [to.names(next(trees(part, "names"))) for part in trees(line, "for_names")]
    holders = [to.name(token(part, "NAME")) for part in trees(line, "by")]
    _single(len(acts), "for", line, to)
    _single(len(holders), "by", line, to)
    return tree.GivenApproval(
        to.name(gate),
        to.name(state),
        since,
        until,
        acts[0] if acts else (),
        holders[0] if holders else None,
        span=to.span(line),
    )


def _single(count: int, word: str, line: Tree[Token], to: Building) -> None:
    if count > 1:
        to.error("LK121", to.span(line), f"`{word}` is given twice", "keep one of them")


def period(line: Tree[Token], to: Building) -> tuple[tree.Day | None, tree.Day | None]:
    """The days after `from` and `until`."""
    ends: dict[str, tree.Day] = {}
    for part in trees(line, "period"):
        word = str(part.children[0])
        _single(1 + (word in ends), word, part, to)
        ends[word] = to.day(token(part, "DATE"))
    return ends.get("from"), ends.get("until")


# --- expect ----------------------------------------------------------------------------------------------


def _expect(line: Tree[Token], to: Building) -> tree.Expect:
    span = to.span(line)
    match line.data:
        case "expect_verdict":
            reading = maybe(line, "reading_is")
            verdict, *act = (to.name(name) for name in tokens(line, "NAME"))
            return tree.ExpectVerdict(
                verdict, act[0] if act else None, reading_is(reading, to) if reading else None, span=span
            )
        case "expect_possible":
            return tree.ExpectPossible(to.names(next(trees(line, "names"))), span=span)
        case "expect_duty":
            duty, *status = (to.name(name) for name in tokens(line, "NAME"))
            reading = maybe(line, "reading_is")
            return tree.ExpectDuty(
                duty,
                status[0] if status else None,
                has(line, "ENCOURAGED"),
                reading_is(reading, to) if reading else None,
                span=span,
            )
        case "expect_reason":
            return tree.ExpectReason(to.name(token(line, "NAME")), span=span)
        case "expect_basis":
            basis, *act = (to.name(name) for name in tokens(line, "NAME"))
            return tree.ExpectBasis(basis, act[0] if act else None, span=span)
        case "expect_clause":
            return tree.ExpectClause(to.name(token(line, "NAME")), has(line, "NOT"), span=span)
        case _:
            return tree.ExpectAsks(to.names(next(trees(line, "names"))), span=span)


# --- works -----------------------------------------------------------------------------------------------


def work_part(line: Tree[Token], to: Building) -> tree.WorkPart:
    """`part weights under L from DATE until DATE see "URL"`."""
    since, until = period(line, to)
    license_ = to.word(cast("Token", line.children[3]))
    return tree.WorkPart(to.name(token(line, "NAME")), license_, since, until, see(line, to), span=to.span(line))


def tagged(line: Tree[Token], to: Building) -> tree.WorkTag:
    """`tagged "mit" on "huggingface.co" …`."""
    tag, hub = (to.text(text) for text in tokens(line, "TEXT"))
    since, until = period(line, to)
    return tree.WorkTag(tag, hub, since, until, see(line, to), span=to.span(line))


def hosted(line: Tree[Token], to: Building) -> tree.HostedOnly:
    """`hosted only see "URL"`."""
    return tree.HostedOnly(see(line, to), span=to.span(line))


def see(line: Tree[Token], to: Building) -> tuple[tree.Text, ...]:
    """The addresses after `see`."""
    found = [to.texts(next(trees(part, "texts"))) for part in trees(line, "see")]
    _single(len(found), "see", line, to)
    return found[0] if found else ()
