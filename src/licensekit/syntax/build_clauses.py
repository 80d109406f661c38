"""From the parser's tree to clauses: which lines each kind of clause has, and what to write instead of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypedDict

from lark import Token, Tree

from licensekit.diagnostics import Label
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.syntax.build_actions import acts_in, grants_named, needs, obligation, remedy
from licensekit.syntax.build_conditions import condition
from licensekit.syntax.building import Building, first, maybe, tokens, tree_at, trees

LINES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "grant": (("may",), ("when", "remedy")),
    "reservation": (("from_clauses",), ("when", "remedy")),
    "prohibition": (("must_not",), ("when", "remedy")),
    "duty": (("for_acts", "must"), ("when", "encouraged", "remedy")),
    "gate": (("for_acts", "needs"), ("when", "remedy")),
    "exemption": (("from_clauses",), ("when", "remedy")),
    "termination": (("ends",), ("when", "must", "remedy")),
    "binding": (("binds",), ("when",)),
}
"""The lines that each kind of clause must have, and those that it may have."""

_WORDS: Final = {
    "may": "may",
    "for_acts": "for",
    "must_not": "must not",
    "from_clauses": "from",
    "when": "when",
    "must": "must",
    "encouraged": "encouraged to",
    "needs": "needs",
    "ends": "ends",
    "binds": "binds",
    "remedy": "remedy",
}
LINE_WORDS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(_WORDS[rule].partition(" ")[0] for rules in both for rule in rules) for kind, both in LINES.items()
}
"""The words with which the lines of each kind of clause begin."""
_MISSING: Final = {
    "may": "write which acts it permits: `may any act`, or `may run, modify`",
    "for_acts": "write which acts it is about: `for any act`, or `for distribute`",
    "must_not": "write which acts it forbids: `must not any act`, or `must not sell`",
    "must": "write what is to be done: `must include license_text in every_copy`",
    "needs": 'write what is needed and from whom: `needs written_authorization from "…"`',
    "ends": "write what it ends: `ends every grant`, or the names of grants",
    "binds": "write whom it binds: `binds callers, output_users, end_users`, or `binds not callers`",
}
_FROM: Final = {
    "reservation": "write what it takes cases out of: `from every grant`, or the names of grants",
    "exemption": 'write what it lifts: the names of clauses, or `from all of "III"`',
}
_INSTEAD: Final = {
    ("grant", "for_acts"): "a grant names its acts after `may`",
    ("grant", "must"): "write a `duty` of its own",
    ("grant", "must_not"): "write `may any act but not …`, or a `prohibition` of its own",
    ("grant", "needs"): "write a `gate` of its own",
    ("prohibition", "for_acts"): "a prohibition names its acts after `must not`",
    ("prohibition", "must"): "write `must not` and the acts, or a `duty` of its own",
    ("prohibition", "may"): "write a `grant`, or an `exemption` from the prohibition",
    ("duty", "must_not"): "write a `prohibition` of its own",
    ("duty", "may"): "write a `grant` of its own",
    ("duty", "needs"): "write a `gate` of its own",
    ("gate", "must"): "write a `duty` of its own",
    ("gate", "may"): "write a `grant`, or end the gate in `which grants it`",
    ("exemption", "for_acts"): "an exemption lifts a clause whole; split the clause in two",
    ("exemption", "may"): "write a `grant` of its own",
    ("termination", "must_not"): "write `ends … and must not any act`",
    ("reservation", "must_not"): "write a `prohibition` of its own",
}


class _Shared(TypedDict):
    when: tree.Condition | None
    remedy: tree.Remedy | None
    span: Span


def head(part: Tree[Token], what: str, to: Building) -> tuple[tree.Name, tree.Locator]:
    """The name and the place of a statement."""
    begin = first(part, "head")
    name = to.its_name(begin)
    return name, locator(begin, f"{what} `{name.text}`", name.span, to)


def locator(part: Tree[Token], what: str, near: Span, to: Building) -> tree.Locator:
    """`at "1.b.i(A)"`; a statement without it is a finding."""
    place = maybe(part, "locator")
    if place is None:
        mend = 'write `at "…"` after it, with the number or heading printed in the text'
        to.incomplete("LK118", to.span(part), near, f"the {what} names no place in the text", mend)
        return tree.Locator(None, tree.Text("", span=near), span=near)
    document = next(map(to.name, tokens(place, "NAME")), None)
    return tree.Locator(document, to.its_text(place), span=to.span(place))


def clause(part: Tree[Token], to: Building) -> tree.Clause:
    """Any clause."""
    kind = str(first(part, "clause_kind").children[0])
    name, place = head(part, kind, to)
    lines = _sorted_lines(part, kind, name, to)
    shared: _Shared = {
        "when": condition(tree_at(lines["when"][0], 1), to) if lines["when"] else None,
        "remedy": remedy(lines["remedy"][0], to) if lines["remedy"] else None,
        "span": to.span(part),
    }

    def acts(rule: str) -> tree.Acts:
        return acts_in(lines[rule][0], to) if lines[rule] else tree.Acts(True, span=name.span)

    match kind:
        case "grant":
            return tree.Grant(name, place, acts("may"), **shared)
        case "prohibition":
            return tree.Prohibition(name, place, acts("must_not"), **shared)
        case "duty":
            also = _families(part, to)
            return tree.Duty(name, place, acts("for_acts"), _obligations(lines, to), also, **shared)
        case "gate":
            nobody = tree.Needs(name, name, span=name.span)
            needed = needs(lines["needs"][0], to) if lines["needs"] else nobody
            return tree.Gate(name, place, acts("for_acts"), needed, **shared)
        case "reservation":
            return tree.Reservation(name, place, _reserved(lines["from_clauses"], name, to), **shared)
        case "exemption":
            return tree.Exemption(name, place, *_lifted(lines["from_clauses"], to), **shared)
        case "termination":
            return tree.Termination(name, place, *_ended(lines["ends"], name, to), _obligations(lines, to), **shared)
        case "binding":
            return tree.Binding(name, place, *_bound(lines, to), **shared)
        case _:  # pragma: no cover  the grammar has no other kind
            raise AssertionError(kind)


def _sorted_lines(part: Tree[Token], kind: str, name: tree.Name, to: Building) -> dict[str, list[Tree[Token]]]:
    lines: dict[str, list[Tree[Token]]] = {rule: [] for rule in _WORDS}
    further = _family_lines(part)[1:] if kind == "duty" else []
    of_families = {id(line) for family in further for line in family}
    for line in trees(part, *_WORDS):
        if id(line) in of_families:
            continue
        rule = str(line.data)
        place, written = to.span(line.children[0]), _WORDS[rule]
        if all(rule not in rules for rules in LINES[kind]):
            mend = _INSTEAD.get((kind, rule), "remove it, or write it as a clause of its own")
            article = "an" if kind == "exemption" else "a"
            to.error("LK120", place, f"{article} {kind} has no `{written}`", mend)
        elif lines[rule] and rule not in {"must", "encouraged"}:
            also = [Label(to.span(lines[rule][0].children[0]), "first given here")]
            mend = "join the conditions with `and`" if rule == "when" else "join them in one line"
            to.error("LK121", place, f"`{written}` is given twice in `{name.text}`", mend, also=also)
        else:
            lines[rule].append(line)
    _missing(part, kind, name, lines, to)
    return lines


def _family_lines(part: Tree[Token]) -> list[list[Tree[Token]]]:
    """Each `for` line of a clause, with the `when` that follows it."""
    families: list[list[Tree[Token]]] = []
    line_before = ""
    for line in trees(part, *_WORDS):
        if line.data == "for_acts":
            families.append([line])
        elif line.data == "when" and families and len(families[-1]) == 1 and line_before == "for_acts":
            families[-1].append(line)
        line_before = str(line.data)
    return families


def _families(part: Tree[Token], to: Building) -> tuple[tree.Family, ...]:
    """The further families of acts of a duty."""
    return tuple(
        tree.Family(
            acts_in(acts, to),
            condition(tree_at(when[0], 1), to) if when else None,
            span=to.span(acts)._replace(end=to.span([acts, *when][-1]).end),
        )
        for acts, *when in _family_lines(part)[1:]
    )


def _missing(part: Tree[Token], kind: str, name: tree.Name, lines: dict[str, list[Tree[Token]]], to: Building) -> None:
    if any((kind, line.data) in _INSTEAD for line in trees(part, *_WORDS)):
        return
    for rule in LINES[kind][0]:
        if not lines[rule] and not (rule == "must" and lines["encouraged"]):
            mend = _FROM[kind] if rule == "from_clauses" else _MISSING[rule]
            missing = "acts" if rule in {"may", "for_acts", "must_not"} else f"`{_WORDS[rule]}`"
            to.incomplete("LK119", to.span(part), name.span, f"the {kind} `{name.text}` has no {missing}", mend)


def _obligations(lines: dict[str, list[Tree[Token]]], to: Building) -> tuple[tree.Obligation, ...]:
    written = sorted([*lines["must"], *lines["encouraged"]], key=lambda line: to.span(line).start)
    if lines["must"] and lines["encouraged"]:
        place = to.span(lines["encouraged"][0].children[0])
        to.error("LK120", place, "a duty either must be met or is encouraged", "write two duties")
    return tuple(obligation(line, to) for line in written)


def _reserved(lines: list[Tree[Token]], name: tree.Name, to: Building) -> tree.GrantsNamed:
    if not lines:
        return tree.GrantsNamed(True, span=name.span)
    if section := maybe(lines[0], "section"):
        message = "a reservation names grants, not a section"
        to.error("LK120", to.span(section), message, "write `from every grant`")
    return grants_named(lines[0], to)


def _lifted(lines: list[Tree[Token]], to: Building) -> tuple[tuple[tree.Name, ...], tree.Text | None]:
    if not lines:
        return (), None
    if section := maybe(lines[0], "section"):
        return (), to.its_text(section)
    if maybe(lines[0], "names"):
        return to.names(lines[0]), None
    mend = "to take cases out of every grant, write a `reservation`"
    to.error("LK120", to.span(first(lines[0], "every_grant")), "an exemption cannot lift grants", mend)
    return (), None


def _ended(lines: list[Tree[Token]], name: tree.Name, to: Building) -> tuple[tree.GrantsNamed, tree.Acts | None]:
    if not lines:
        return tree.GrantsNamed(True, span=name.span), None
    stop = maybe(lines[0], "must_not")
    return grants_named(lines[0], to), acts_in(stop, to) if stop else None


def _bound(lines: dict[str, list[Tree[Token]]], to: Building) -> tuple[tuple[tree.Name, ...], bool]:
    if not lines["binds"]:
        return (), True
    line = lines["binds"][0]
    binds = not any(str(word) == "not" for word in line.children)
    if lines["when"] and not binds:
        mend = "write `binds …` with the condition under which it does"
        to.error("LK120", to.span(lines["when"][0].children[0]), "`binds not` has no `when`", mend)
    return to.names(line), binds
