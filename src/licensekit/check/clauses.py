"""Clauses: from what was written to what it means, one clause at a time."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from licensekit.check import acts, conditions
from licensekit.check.actions import obligation, party, remedy
from licensekit.check.scope import ClauseNode, Scope, unknown_name
from licensekit.diagnostics import Label, did_you_mean
from licensekit.model import clauses as model
from licensekit.model.conditions import Locator
from licensekit.syntax import tree
from licensekit.vocabulary.words import PARTIES


def lowered(clause: ClauseNode, origin: str, scope: Scope) -> model.Clause:
    """The clause with its names resolved; what is wrong with it goes to the scope's findings."""
    name, place = scope.prefix + clause.name.text, locator(clause.locator, scope)
    when = None if clause.when is None else conditions.lowered(clause.when, scope)
    way_out = None if clause.remedy is None else remedy(clause.remedy, scope)
    match clause:
        case tree.Grant():
            return model.Grant(
                id=name, locator=place, origin=origin, when=when, remedy=way_out, span=clause.span,
                acts=acts.lowered(clause.acts, scope, in_grant=True),
            )  # fmt: skip
        case tree.Prohibition():
            return model.Prohibition(
                id=name, locator=place, origin=origin, when=when, remedy=way_out, span=clause.span,
                acts=acts.lowered(clause.acts, scope),
            )  # fmt: skip
        case tree.Duty():
            return model.Duty(
                id=name, locator=place, origin=origin, when=when, remedy=way_out, span=clause.span,
                acts=acts.lowered(clause.acts, scope),
                strength=clause.obligations[0].strength if clause.obligations else "must",
                obligations=tuple(obligation(each, scope) for each in clause.obligations),
            )  # fmt: skip
        case tree.Gate():
            return _gate(
                clause, model.ClauseBase(id=name, locator=place, origin=origin, when=when, remedy=way_out), scope
            )
        case tree.Reservation():
            reserved = _grants(clause, clause.grants, "from", scope)
            return model.Reservation(
                id=name, locator=place, origin=origin, when=when, remedy=way_out, span=clause.span,
                grants=reserved, every_grant=clause.grants.every_grant,
            )  # fmt: skip
        case tree.Exemption():
            lifts = _lifted(clause, scope)
            return model.Exemption(
                id=name, locator=place, origin=origin, when=when, remedy=way_out, span=clause.span,
                lifts=lifts.ids, section=lifts.section,
            )  # fmt: skip
        case tree.Termination():
            ended = _grants(clause, clause.ends, "ends", scope)
            return model.Termination(
                id=name, locator=place, origin=origin, when=when, remedy=way_out, span=clause.span,
                grants=ended, every_grant=clause.ends.every_grant,
                stops=None if clause.stops is None else acts.lowered(clause.stops, scope),
                obligations=tuple(obligation(each, scope) for each in clause.obligations),
            )  # fmt: skip
        case _:
            assert_never(clause)


def locator(written: tree.Locator, scope: Scope, *, of_template: bool = False) -> Locator:
    """A place in the text; its document must be one that the licence names, where it has several.

    A template's `converts` and `offers` keep the template's place: there is no way to relocate them.
    """
    if not written.place.value.strip():
        scope.findings.error(
            "LK402", written.span, "the locator is empty", 'write where in the text this stands, such as `at "¶1"`'
        )
    document = "" if written.document is None else written.document.text
    if not of_template:
        _check_document(written, document, scope)
    return Locator(document=document or scope.document, place=written.place.value, span=written.span)


def _check_document(written: tree.Locator, document: str, scope: Scope) -> None:
    known = scope.documents
    if (document in known) if document else not scope.many_texts:
        return
    if document and not known and scope.undated:
        return  # a policy or template by itself: the licence that takes it in names the documents
    listed = ", ".join(f"`{name}`" for name in sorted(known))
    if document:
        message = f"`{document}` is not a document of `{scope.id}`"
        mend = did_you_mean(document, known) or (f"use {listed}" if known else f"write `text {document} sha256 …`")
    else:
        message = f"`{scope.id}` has several documents, and this locator names none of them"
        mend = f"write one of {listed} before the place"
    scope.findings.error("LK217", written.span, message, mend)


def _gate(clause: tree.Gate, base: model.ClauseBase, scope: Scope) -> model.Gate:
    needs = clause.needs
    holder = "licensee" if needs.holder is None else needs.holder.text
    if needs.holder is not None and holder not in PARTIES:
        scope.findings.error(
            "LK212",
            needs.holder.span,
            f"unknown party `{holder}`",
            did_you_mean(holder, PARTIES) or "use `licensee` or `recipient`",
        )
    return model.Gate(
        id=base.id,
        locator=base.locator,
        origin=base.origin,
        when=base.when,
        remedy=base.remedy,
        span=clause.span,
        acts=acts.lowered(clause.acts, scope),
        approval=needs.approval.text,
        party=party(needs.party, scope),
        contact="" if needs.contact is None else needs.contact.value,
        subject="" if needs.subject is None else needs.subject.value,
        holder=holder,
        grants_it=needs.grants_it,
    )


def _found(name: tree.Name, scope: Scope) -> tuple[str, ClauseNode] | None:
    """A clause by its name: of this licence or policy, or `policy.clause` of an incorporated one."""
    own = scope.clauses.get(name.text)
    if own is not None:
        return scope.prefix + name.text, own
    taken_in = scope.incorporated.get(name.text)
    return None if taken_in is None else (name.text, taken_in)


def _grants(clause: ClauseNode, named: tree.GrantsNamed, word: str, scope: Scope) -> tuple[str, ...]:
    ids = []
    for name in named.names:
        found = _found(name, scope)
        if found is None:
            grants = {known: each for known, each in scope.clauses.items() if isinstance(each, tree.Grant)}
            unknown_name(scope, name, "grant", "LK203", grants, help="use the name of a grant, or `every grant`")
        elif isinstance(found[1], tree.Grant):
            ids.append(found[0])
        else:
            itself = " itself" if found[1] is clause else ""
            scope.findings.error(
                "LK404",
                name.span,
                f"`{name.text}` is {_article(found[1])}{itself}, and `{word}` names grants alone",
                "use an `exemption` to lift it"
                if word == "from" and not itself
                else "use the name of a grant, or `every grant`",
                also=(Label(found[1].name.span, f"{_article(found[1])}, written here"),),
            )
    return tuple(dict.fromkeys(ids))


class _Lifts(NamedTuple):
    ids: tuple[str, ...]
    section: str = ""


def _lifted(clause: tree.Exemption, scope: Scope) -> _Lifts:
    if clause.section is not None:
        return _lifted_by_section(clause, clause.section, scope)
    ids = []
    sorts: dict[bool, tree.Name] = {}
    for name in clause.lifts:
        found = _found(name, scope)
        if found is None:
            unknown_name(
                scope, name, "clause", "LK203", {**scope.clauses, **scope.incorporated},
                help="use the name of a prohibition, duty, gate, reservation, termination or exemption",
            )  # fmt: skip
        elif _can_be_lifted(name, found[1], clause, scope):
            ids.append(found[0])
            sorts.setdefault(isinstance(found[1], tree.Exemption), name)
    if len(sorts) > 1:
        scope.findings.error(
            "LK407",
            sorts[True].span,
            f"`{clause.name.text}` lifts an exemption and another clause: one makes answers stricter, the other milder",
            "write two exemptions",
            also=(Label(sorts[False].span, "another clause"),),
        )
    return _Lifts(tuple(dict.fromkeys(ids)))


def _can_be_lifted(name: tree.Name, lifted: ClauseNode, clause: tree.Exemption, scope: Scope) -> bool:
    if lifted is clause:
        scope.findings.error(
            "LK405", name.span, f"the exemption `{name.text}` lifts itself", "use the name of the clause that it lifts"
        )
        return False
    if isinstance(lifted, tree.Grant):
        scope.findings.error(
            "LK408",
            name.span,
            f"`{name.text}` is a grant, and an exemption lifts burdens, not permissions",
            f"use `reservation` to take cases out of `{name.text}`",
            also=(Label(lifted.name.span, "a grant, written here"),),
        )
        return False
    if isinstance(lifted, tree.Gate) and lifted.needs.grants_it:
        scope.findings.error(
            "LK408",
            name.span,
            f"`{name.text}` is a gate `which grants it`, and without it there would be no permission",
            "use a `grant` for the cases that need no approval, and narrow the gate's condition",
            also=(Label(lifted.name.span, "the gate, written here"),),
        )
        return False
    return True


def _lifted_by_section(clause: tree.Exemption, section: tree.Text, scope: Scope) -> _Lifts:
    """The clauses whose locator begins with a label: of the same document, and such as can be lifted.

    An incorporated policy without named documents is a document of its own, whose sections are not this text's.
    """
    document = "" if clause.locator.document is None else clause.locator.document.text
    candidates = [(scope.prefix + name, each) for name, each in scope.clauses.items()]
    if document:
        candidates += scope.incorporated.items()
    ids = [
        name
        for name, each in candidates
        if each is not clause
        and not isinstance(each, tree.Grant)
        and not (isinstance(each, tree.Gate) and each.needs.grants_it)
        and ("" if each.locator.document is None else each.locator.document.text) == document
        and begins(each.locator.place.value, section.value)
    ]
    if not ids and not scope.open_base:
        scope.findings.error(
            "LK406",
            section.span,
            f"no clause that could be lifted has a locator that begins with `{section.value}`",
            "use the label of a section as the locators print it",
        )
    return _Lifts(tuple(ids), section.value)


def begins(place: str, section: str) -> bool:
    """Whether a place lies in a section: `III.3(a)` and `III, last par.` in `III`, but not `IIIA` or `III2`."""
    if not place.startswith(section):
        return False
    return len(place) == len(section) or not place[len(section)].isalnum()


def _article(clause: ClauseNode) -> str:
    kind = type(clause).__name__.lower()
    return f"an {kind}" if kind == "exemption" else f"a {kind}"
