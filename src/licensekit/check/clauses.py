"""Clauses: from what was written to what it means, one clause at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypedDict, assert_never

from licensekit.check import conditions
from licensekit.check.actions import lowered_acts, obligation, party, remedy
from licensekit.check.scope import Scope, unknown_name
from licensekit.diagnostics import Label, did_you_mean
from licensekit.model import clauses as model
from licensekit.model.conditions import Condition, Locator
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.vocabulary.acts import ANY_ACT_FORBIDDEN, ANY_ACT_GRANTED, PERSONS
from licensekit.vocabulary.words import PARTIES


def all_lowered(clause: tree.Clause, origin: str, scope: Scope) -> Iterator[model.Clause]:
    """The clause; of a duty with several families of acts, one clause for each, `NAME`, `NAME/2` and so on."""
    yield lowered(clause, origin, scope)
    if isinstance(clause, tree.Duty):
        for number, family in enumerate(clause.also, start=2):
            alone = replace(clause, acts=family.acts, when=family.when, also=())
            yield lowered(alone, origin, scope).model_copy(update={"id": f"{scope.prefix}{clause.name.text}/{number}"})


def lowered(clause: tree.Clause, origin: str, scope: Scope) -> model.Clause:
    """The clause with its names resolved; what is wrong with it goes to the scope's findings."""
    every: _Every = {
        "id": scope.prefix + clause.name.text,
        "locator": locator(clause.locator, scope),
        "origin": origin,
        "when": None if clause.when is None else conditions.lowered(clause.when, scope),
        "remedy": None if clause.remedy is None else remedy(clause.remedy, scope),
        "span": clause.span,
    }
    match clause:
        case tree.Grant():
            return model.Grant(**every, acts=lowered_acts(clause.acts, scope, ANY_ACT_GRANTED))
        case tree.Prohibition():
            return model.Prohibition(**every, acts=lowered_acts(clause.acts, scope, ANY_ACT_FORBIDDEN))
        case tree.Duty(obligations=obligations):
            return model.Duty(
                **every,
                acts=lowered_acts(clause.acts, scope),
                strength=obligations[0].strength if obligations else "must",
                obligations=tuple(obligation(each, scope) for each in obligations),
            )
        case tree.Gate(needs=needs):
            if needs.holder is not None:
                scope.findings.knows("LK212", needs.holder, "party", PARTIES, "use `licensee` or `recipient`")
            return model.Gate(
                **every,
                acts=lowered_acts(clause.acts, scope),
                approval=needs.approval.text,
                party=party(needs.party, scope),
                contact=tree.value_of(needs.contact),
                subject=tree.value_of(needs.subject),
                holder="licensee" if needs.holder is None else needs.holder.text,
                grants_it=needs.grants_it,
            )
        case tree.Reservation(grants=named):
            grants = _grants(clause, named, "from", scope)
            return model.Reservation(**every, grants=grants, every_grant=named.every_grant)
        case tree.Exemption(section=section):
            lifts = _lifted(clause, scope) if section is None else _lifted_by_section(clause, section, scope)
            return model.Exemption(**every, lifts=lifts, section=tree.value_of(section))
        case tree.Termination(ends=named):
            return model.Termination(
                **every,
                grants=_grants(clause, named, "ends", scope),
                every_grant=named.every_grant,
                stops=None if clause.stops is None else lowered_acts(clause.stops, scope, ANY_ACT_FORBIDDEN),
                obligations=tuple(obligation(each, scope) for each in clause.obligations),
            )
        case tree.Binding(binds=binds):
            for person in clause.persons:
                scope.findings.knows("LK443", person, "person", PERSONS, _A_PERSON)
            return model.Binding(**every, persons=tuple(person.text for person in clause.persons), binds=binds)
        case _:
            assert_never(clause)


_A_PERSON: Final = "use " + ", ".join(f"`{person}`" for person in PERSONS)


class _Every(TypedDict):
    """What every clause has."""

    id: str
    locator: Locator
    origin: str
    when: Condition | None
    remedy: model.Remedy | None
    span: Span


def locator(written: tree.Locator, scope: Scope, *, of_template: bool = False) -> Locator:
    """A place in the text; its document must be one that the licence names, where it has several.

    A template's `converts` and `offers` keep the template's place: there is no way to relocate them.
    """
    if not written.place.value.strip():
        mend = 'write where in the text this stands, such as `at "¶1"`'
        scope.findings.error("LK402", written.span, "the locator is empty", mend)
    document = "" if written.document is None else written.document.text
    if not of_template:
        _check_document(written, document, scope)
    return Locator(document=document or scope.document, place=written.place.value, span=written.span)


def _check_document(written: tree.Locator, document: str, scope: Scope) -> None:
    documents = scope.documents
    if (document in documents) if document else not scope.many_texts:
        return
    if document and not documents and scope.undated:
        return  # a policy or template by itself: the licence that takes it in names the documents
    listed, place = ", ".join(f"`{name}`" for name in sorted(documents)), written.span
    if written.document is not None:
        place = written.document.span
        message = f"`{document}` is not a document of `{scope.id}`"
        otherwise = f"use {listed}" if documents else f"write `text {document} sha256 …`"
        mend = did_you_mean(document, documents) or otherwise
    else:
        message = f"`{scope.id}` has several documents, and this locator names none of them"
        mend = f"write one of {listed} before the place"
    scope.findings.error("LK217", place, message, mend)


def _named(name: tree.Name, scope: Scope) -> tuple[str, tree.Clause | None]:
    """A clause by its name, with its id: of this licence or policy, or `policy.clause` of an incorporated one."""
    own = scope.clauses.get(name.text)
    if own is not None:
        return scope.prefix + name.text, own
    return name.text, scope.incorporated.get(name.text)


def _grants(clause: tree.Clause, named: tree.GrantsNamed, word: str, scope: Scope) -> tuple[str, ...]:
    ids = []
    for name in named.names:
        id_, grant = _named(name, scope)
        if grant is None:
            grants = {known: each for known, each in scope.clauses.items() if isinstance(each, tree.Grant)}
            unknown_name(scope, name, "grant", "LK203", grants, mend=_A_GRANT)
        elif isinstance(grant, tree.Grant):
            ids.append(id_)
        else:
            kind, itself = _with_article(grant), grant is clause
            message = f"`{name.text}` is {kind}{' itself' if itself else ''}, and `{word}` names grants alone"
            mend = "use an `exemption` to lift it" if word == "from" and not itself else _A_GRANT
            also = (Label(grant.name.span, f"{kind}, written here"),)
            scope.findings.error("LK404", name.span, message, mend, also=also)
    return tuple(dict.fromkeys(ids))


_A_GRANT: Final = "use the name of a grant, or `every grant`"
_A_BURDEN: Final = "use the name of a prohibition, duty, gate, reservation, termination or exemption"


def _lifted(clause: tree.Exemption, scope: Scope) -> tuple[str, ...]:
    ids = []
    sorts: dict[bool, tree.Name] = {}
    for name in clause.lifts:
        id_, lifted = _named(name, scope)
        if lifted is None:
            clauses = {**scope.clauses, **scope.incorporated}
            unknown_name(scope, name, "clause", "LK203", clauses, mend=_A_BURDEN)
        elif _can_be_lifted(name, lifted, clause, scope):
            ids += _ids(id_, lifted)
            sorts.setdefault(isinstance(lifted, tree.Exemption), name)
    if len(sorts) > 1:
        message = f"`{clause.name.text}` lifts an exemption and another clause: "
        message += "one makes answers stricter, the other milder"
        also = (Label(sorts[False].span, "another clause"),)
        scope.findings.error("LK407", sorts[True].span, message, "write two exemptions", also=also)
    return tuple(dict.fromkeys(ids))


def _ids(id_: str, clause: tree.Clause) -> list[str]:
    """The ids of what a clause becomes: one for each family of acts."""
    further = clause.also if isinstance(clause, tree.Duty) else ()
    return [id_, *(f"{id_}/{number}" for number in range(2, len(further) + 2))]


def _can_be_lifted(name: tree.Name, lifted: tree.Clause, clause: tree.Exemption, scope: Scope) -> bool:
    if lifted is clause:
        message = f"the exemption `{name.text}` lifts itself"
        scope.findings.error("LK405", name.span, message, "use the name of the clause that it lifts")
    elif isinstance(lifted, tree.Binding):
        message = f"`{name.text}` says whom the licence binds, and an exemption lifts burdens alone"
        mend = f"write the case into the condition of `{name.text}`"
        scope.findings.error("LK408", name.span, message, mend, also=(Label(lifted.name.span, "written here"),))
    elif isinstance(lifted, tree.Grant):
        message = f"`{name.text}` is a grant, and an exemption lifts burdens, not permissions"
        mend = f"use `reservation` to take cases out of `{name.text}`"
        also = (Label(lifted.name.span, "a grant, written here"),)
        scope.findings.error("LK408", name.span, message, mend, also=also)
    elif isinstance(lifted, tree.Gate) and lifted.needs.grants_it:
        message = f"`{name.text}` is a gate `which grants it`, and without it there would be no permission"
        mend = "use a `grant` for the cases that need no approval, and narrow the gate's condition"
        also = (Label(lifted.name.span, "the gate, written here"),)
        scope.findings.error("LK408", name.span, message, mend, also=also)
    else:
        return True
    return False


def _lifted_by_section(clause: tree.Exemption, section: tree.Text, scope: Scope) -> tuple[str, ...]:
    """The clauses whose locator begins with a label: of the same document, and such as can be lifted.

    An incorporated policy without named documents is a document of its own, whose sections are not this text's.
    """
    document = _document(clause)
    candidates = [(scope.prefix + name, each) for name, each in scope.clauses.items()]
    if document:
        candidates += scope.incorporated.items()
    ids = tuple(
        id_
        for name, each in candidates
        for id_ in _ids(name, each)
        if each is not clause
        and not isinstance(each, tree.Grant | tree.Binding)
        and not (isinstance(each, tree.Gate) and each.needs.grants_it)
        and _document(each) == document
        and begins(each.locator.place.value, section.value)
    )
    if not ids and not scope.open_base:
        message = f"no clause that could be lifted has a locator that begins with `{section.value}`"
        mend = "use the label of a section as the locators print it"
        scope.findings.error("LK406", section.span, message, mend)
    return ids


def _document(clause: tree.Clause) -> str:
    return "" if clause.locator.document is None else clause.locator.document.text


def begins(place: str, section: str) -> bool:
    """Whether a place lies in a section: `III.3(a)` and `III, last par.` in `III`, but not `IIIA` or `III2`."""
    if not place.startswith(section):
        return False
    return len(place) == len(section) or not place[len(section)].isalnum()


def _with_article(clause: tree.Clause) -> str:
    kind = type(clause).__name__.lower()
    return f"an {kind}" if kind == "exemption" else f"a {kind}"
