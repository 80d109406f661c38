"""The canonical spelling of everything that fits in one line, as pieces between which a long line may break."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, assert_never

from licensekit.model.conditions import Comparison
from licensekit.syntax import tree

COMPARISONS: Final[dict[Comparison, str]] = {
    "more_than": "more than",
    "less_than": "less than",
    "at_least": "at least",
    "at_most": "at most",
    "exactly": "exactly",
}


def quoted(text: tree.Text) -> str:
    """A text in quotes, with its escapes."""
    value = text.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{value}"'


def word(found: tree.Name | tree.Code | tree.Text | tree.Day) -> str:
    """A name, code, text or day."""
    match found:
        case tree.Text():
            return quoted(found)
        case tree.Day():
            return found.on.isoformat()
        case tree.Name() | tree.Code():
            return found.text
        case _:
            assert_never(found)


def listed(words: Iterable[tree.Name | tree.Code | tree.Text], before: str = "") -> list[str]:
    """`before a, b, c` as pieces, each with its comma."""
    pieces = [word(found) for found in words]
    pieces[:-1] = [f"{piece}," for piece in pieces[:-1]]
    if pieces and before:
        pieces[0] = f"{before} {pieces[0]}"
    return pieces


def in_braces(words: Iterable[tree.Name | tree.Code]) -> list[str]:
    """`{ DE, FR }` as pieces."""
    pieces = listed(words, "{")
    if not pieces:
        return ["{ }"]
    pieces[-1] += " }"
    return pieces


def locator(found: tree.Locator) -> str:
    """`at use-policy "3.1"`."""
    document = f"{found.document.text} " if found.document else ""
    return f"at {document}{quoted(found.place)}"


def counted(count: int, unit: tree.CalendarUnit) -> str:
    """`1 day`, `32 days`."""
    return f"{count} {unit.removesuffix('s') if count == 1 else unit}"


def amount(found: tree.Amount) -> str:
    """`20 million USD (or equivalent)`."""
    parts = [found.number.written]
    if found.currency:
        parts.append(found.currency.text)
    if found.adjusted:
        parts.append(f"of {found.adjusted.year} adjusted by {found.adjusted.index.text}")
    if found.or_equivalent:
        parts.append("(or equivalent)")
    return " ".join(parts)


def date(found: tree.DateExpression) -> str:
    """`2030-11-01`, `4 years after D`, `the earlier of D, D`."""
    match found:
        case tree.YearsAfter():
            return f"{counted(found.years, 'years')} after {word(found.date)}"
        case tree.Earlier():
            return f"the earlier of {', '.join(date(part) for part in found.dates)}"
        case tree.Day() | tree.Name():
            return word(found)
        case _:
            assert_never(found)


def atom(found: tree.Condition) -> list[str]:
    """A condition without parts, as pieces."""
    match found:
        case tree.Holds():
            return [found.name.text]
        case tree.FactIs():
            return [f"{found.fact.text} is {word(found.value)}"]
        case tree.FactIn():
            return _after(f"{found.fact.text} in", in_braces(found.values))
        case tree.SetMeets():
            return _after(f"{found.quantifier} of {found.fact.text} in", in_braces(found.values))
        case tree.Compares():
            threshold = amount(found.amount) if isinstance(found.amount, tree.Amount) else found.amount.text
            return [f"{found.quantity.text} {COMPARISONS[found.comparison]} {threshold}"]
        case tree.DateOrder():
            return [f"{word(found.date)} {found.order} {word(found.other)}"]
        case tree.DateWithin():
            span = counted(found.count, found.unit)
            return [f"{word(found.date)} {found.limit} {span} after {word(found.after)}"]
        case tree.ReadingIs():
            return [reading(found)]
        case tree.ApprovalHeld():
            return [f"approval {found.gate.text} is held"]
        case tree.Not() | tree.And() | tree.Or():
            raise AssertionError  # pragma: no cover  the layout takes these apart
        case _:
            assert_never(found)


def reading(found: tree.ReadingIs) -> str:
    """`reading R is O`."""
    return f"reading {found.reading.text} is {found.option.text}"


def _after(before: str, pieces: list[str]) -> list[str]:
    return [f"{before} {pieces[0]}", *pieces[1:]]


def flat(condition: tree.Condition) -> str:
    """A condition in one line, with the parentheses that it needs and no others."""
    match condition:
        case tree.And() | tree.Or():
            joint = " and " if isinstance(condition, tree.And) else " or "
            bracketed = zip(condition.parts, in_parentheses(condition), strict=True)
            return joint.join(f"({flat(part)})" if brackets else flat(part) for part, brackets in bracketed)
        case tree.Not(part=part):
            return f"not ({flat(part)})" if isinstance(part, _COMPOUND) else f"not {flat(part)}"
        case _:
            return " ".join(atom(condition))


def in_parentheses(condition: tree.And | tree.Or) -> list[bool]:
    """Which parts of `and` or `or` stand in parentheses: `(a or b) and c`, `(not a) and b`, `a and not b`."""
    parts = condition.parts
    last = max((index for index, part in enumerate(parts) if not isinstance(part, tree.Not)), default=-1)
    return [
        isinstance(part, tree.And | tree.Or)
        or (isinstance(part, tree.Not) and index < last and not isinstance(part.part, _COMPOUND))
        for index, part in enumerate(parts)
    ]


_COMPOUND: Final = (tree.And, tree.Or, tree.Not)


# --- parts of clauses ------------------------------------------------------------------------------------


def acts(found: tree.Acts, before: str) -> list[str]:
    """`for run, modify`, `may any act but not sell`."""
    pieces = [f"{before} any act"] if found.any_act else listed(found.names, before)
    return pieces + listed(found.withheld, "but not")


def grants(found: tree.GrantsNamed, before: str) -> list[str]:
    """`ends every grant`, `from rights`."""
    return [f"{before} every grant"] if found.every_grant else listed(found.names, before)


def needs(found: tree.Needs) -> list[str]:
    """`needs APPROVAL from PARTY …`."""
    pieces = [f"needs {found.approval.text}", f"from {word(found.party)}"]
    if found.contact:
        pieces.append(f"contact {quoted(found.contact)}")
    if found.subject:
        pieces.append(f"subject {quoted(found.subject)}")
    if found.holder:
        pieces.append(f"by {found.holder.text}")
    return [*pieces, "which grants it"] if found.grants_it else pieces


def remedy(found: tree.Remedy) -> list[str]:
    """`remedy APPROVAL from PARTY contact "…"`."""
    pieces = [f"remedy {found.approval.text}", f"from {word(found.party)}"]
    return [*pieces, f"contact {quoted(found.contact)}"] if found.contact else pieces


def action(found: tree.Action, before: str) -> list[list[str]]:
    """The verb with its objects, and each slot, in the canonical order of slots; every part as pieces."""
    parts = [listed((found.verb, *found.objects), before)]
    parts[0][0] = parts[0][0].removesuffix(",")
    parts += [[manner.replace("_", " ")] for manner in found.manner]
    if found.about:
        parts.append([f"about {word(found.about)}"])
    if found.with_text:
        parts.append([f"with {word(found.with_text)}"])
    if found.parties:
        parts.append(listed(found.parties, "to"))
    if found.places:
        parts.append(_choice(found.places.choice, found.places.preposition))
    if found.licenses:
        parts.append(_choice(found.licenses, "under"))
    if found.before:
        parts.append(listed(found.before, "before"))
    if found.deadline:
        due = found.deadline
        parts.append([f"within {counted(due.count, due.unit)} after {word(due.after)}"])
    if found.where:
        parts.append([f"where {quoted(found.where)}"])
    return parts


def _choice(found: tree.Choice, before: str) -> list[str]:
    return listed(found.names, before if found.quantifier == "one" else f"{before} {found.quantifier} of")


def begin(clause: tree.Clause) -> list[str]:
    """The acts or names with which a clause begins, as pieces."""
    match clause:
        case tree.Grant():
            return acts(clause.acts, "may")
        case tree.Prohibition():
            return acts(clause.acts, "must not")
        case tree.Duty() | tree.Gate():
            return acts(clause.acts, "for")
        case tree.Reservation():
            return grants(clause.grants, "from")
        case tree.Exemption():
            return [f"from all of {quoted(clause.section)}"] if clause.section else listed(clause.lifts, "from")
        case tree.Termination():
            return []
        case _:
            assert_never(clause)


def begin_nodes(clause: tree.Clause) -> list[tree.SyntaxNode]:
    """The nodes of the acts or names with which a clause begins."""
    match clause:
        case tree.Grant() | tree.Prohibition() | tree.Duty() | tree.Gate():
            return [clause.acts]
        case tree.Reservation():
            return [clause.grants]
        case tree.Exemption():
            return [*clause.lifts, *([clause.section] if clause.section else [])]
        case tree.Termination():
            return []
        case _:
            assert_never(clause)


def ends(clause: tree.Termination) -> list[str]:
    """`ends every grant and must not any act`, as pieces."""
    pieces = grants(clause.ends, "ends")
    return pieces + (acts(clause.stops, "and must not") if clause.stops else [])


def obligation_parts(obligation: tree.Obligation) -> list[list[list[str]]]:
    """A `must` line: each alternative as the parts of its action."""
    start = "must" if obligation.strength == "must" else "encouraged to"
    if len(obligation.alternatives) == 1:
        return [action(obligation.alternatives[0], start)]
    starts = [f"{start} either", *["or"] * (len(obligation.alternatives) - 1)]
    return [action(one, start) for one, start in zip(obligation.alternatives, starts, strict=True)]


def obligation_pieces(obligations: Iterable[tree.Obligation]) -> list[str]:
    """All `must` lines as pieces, for a clause in one line."""
    return [
        piece
        for obligation in obligations
        for action in obligation_parts(obligation)
        for part in action
        for piece in part
    ]


# --- cases -----------------------------------------------------------------------------------------------


def given(found: tree.GivenItem) -> list[str]:
    """A `given` line."""
    match found:
        case tree.GivenFact():
            return _after(f"given {found.fact.text} is", _fact_value(found.value))
        case tree.GivenApproval():
            pieces = [f"given approval {found.gate.text} is {found.state.text}"]
            pieces += period(found.since, found.until)
            pieces += listed(found.acts, "for")
            return [*pieces, f"by {found.holder.text}"] if found.holder else pieces
        case tree.GivenDuty():
            return [f"given duty {found.duty.text} is {found.status.text}"]
        case tree.GivenRate():
            return [f"given rate {amount(found.source)} is {amount(found.target)} on {word(found.on)}"]
        case tree.GivenIndex():
            factor = found.factor.written
            return [f"given index {found.index.text} of {found.base} is {factor} on {word(found.on)}"]
        case tree.GivenAttestation():
            return [f"given attested by {quoted(found.by)} on {word(found.on)}", *listed(found.groups, "for")]
        case _:
            assert_never(found)


def period(since: tree.Day | None, until: tree.Day | None) -> list[str]:
    """`from DATE`, `until DATE`."""
    ends = [f"from {word(since)}"] if since else []
    return [*ends, f"until {word(until)}"] if until else ends


def _fact_value(found: tree.FactValue) -> list[str]:
    match found:
        case tree.Amount():
            return [amount(found)]
        case tree.Bound():
            return [_bound(found)]
        case tree.Between():
            if (found.low.comparison, found.high.comparison) == ("at_least", "at_most"):
                return [f"between {amount(found.low.amount)} and {amount(found.high.amount)}"]
            return [f"{_bound(found.low)} and {_bound(found.high)}"]
        case tree.Members():
            return in_braces(found.values)
        case tree.MonthSeries():
            points = [f"{point.month}: {amount(point.amount)}" for point in found.points]
            points[:-1] = [f"{point}," for point in points[:-1]]
            points[0], points[-1] = f"{{ {points[0]}", f"{points[-1]} }}"
            if len(points) == 1:
                points = [f"{{ {found.points[0].month}: {amount(found.points[0].amount)} }}"]
            return points
        case tree.Name() | tree.Code() | tree.Text() | tree.Day():
            return [word(found)]
        case _:
            assert_never(found)


def _bound(found: tree.Bound) -> str:
    return f"{COMPARISONS[found.comparison]} {amount(found.amount)}"


def expect(found: tree.Expect) -> list[str]:
    """An `expect` line."""
    match found:
        case tree.ExpectVerdict():
            pieces = [f"expect {found.verdict.text}"]
            pieces += [f"for {found.act.text}"] if found.act else []
            return pieces + _under(found.reading)
        case tree.ExpectPossible():
            return listed(found.verdicts, "expect possible")
        case tree.ExpectDuty():
            if found.status is None:
                return [f"expect not duty {found.duty.text}", *_under(found.reading)]
            encouraged = "encouraged " if found.encouraged else ""
            return [f"expect {encouraged}duty {found.duty.text} is {found.status.text}", *_under(found.reading)]
        case tree.ExpectReason():
            return [f"expect reason {found.reason.text}"]
        case tree.ExpectBasis():
            return [f"expect basis {found.basis.text}", *([f"for {found.act.text}"] if found.act else [])]
        case tree.ExpectClause():
            return [f"expect {'not ' if found.absent else ''}clause {found.clause.text}"]
        case tree.ExpectAsks():
            return listed(found.facts, "expect asks")
        case _:
            assert_never(found)


def _under(found: tree.ReadingIs | None) -> list[str]:
    return [f"under {reading(found)}"] if found else []
