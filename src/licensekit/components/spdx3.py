"""Packages, models and data sets of SPDX 3 documents, as plain JSON-LD."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias, TypeGuard

from licensekit.components.asides import asides, told_unread
from licensekit.components.component import Component, ComponentKind, ComponentList, Made
from licensekit.components.documents import ITS_TEXT, all_bind, claim_of_text, one_line, refused
from licensekit.components.purls import kind_of, models_in
from licensekit.components.spdx import NO_LICENSE, UNSAID, is_said, reached
from licensekit.diagnostics import clipped
from licensekit.limits import MAX_COMPONENTS

_KINDS: Final[Mapping[str, ComponentKind]] = {
    "software_Package": "code",
    "ai_AIPackage": "weights",
    "dataset_DatasetPackage": "data",
}
_LICENSED: Final = ("hasConcludedLicense", "hasDeclaredLicense")
_MADE: Final[Mapping[str, Made]] = {
    "trainedOn": "trained",
    "finetunedOn": "trained",
    "descendantOf": "",
}
_INTO: Final = frozenset({"ancestorOf", "hasVariant", "copiedTo", "generates"})
"""Relationships of what something is made from to what is made."""
_LISTED: Final = ("https://spdx.org/licenses/", "http://spdx.org/licenses/")
_TERMS: Final = re.compile(r"https?://spdx\.org/rdf/[^/]+/terms/(?:Core/)?")
"""How the full names of SPDX 3 begin, whose short ones are `ai_AIPackage` for `AI/AIPackage`."""
_SETS: Final = {"expandedlicensing_ConjunctiveLicenseSet": " AND ", "expandedlicensing_DisjunctiveLicenseSet": " OR "}
_OPERATORS: Final = frozenset({"expandedlicensing_OrLaterOperator", "expandedlicensing_WithAdditionOperator"})
_DEEPEST, _MOST_MEMBERS = 2, 100
"""Sets of licences in sets, and the members of each: an expression could otherwise multiply."""
_UNREADABLE: Final = f"{ITS_TEXT}a licence that cannot be read"
Element: TypeAlias = Mapping[str, Any]


def components_of_spdx3(document: Mapping[str, Any], shown: str) -> ComponentList:
    """The packages, models and data sets of an SPDX 3 document in JSON-LD. Raises InventoryError."""
    graph = document.get("@graph", [document])
    if not isinstance(graph, list):
        raise refused(shown, "its `@graph` is no list", "write its elements in a list")
    elements = [*_elements(graph)]
    by_id = dict[str, Element]()
    for each in elements:
        if (name := _id(each)) and by_id.setdefault(name, each) != each and not {*each} <= {"spdxId", "@id"}:
            if {*by_id[name]} <= {"spdxId", "@id"}:
                by_id[name] = each  # a reference that is written as an object
            else:
                raise refused(shown, f"`{clipped(name)}` is two elements that differ", "give each an id of its own")
    claims, bases = defaultdict[str, list[str]](list), defaultdict[str, list[tuple[str, Made]]](list)
    inside = defaultdict[str, list[str]](list)
    for each in elements:
        if not _type(each).endswith("Relationship"):
            continue
        kind, source = str(each.get("relationshipType")).rpartition("/")[2], _reference(each.get("from"))
        for to in _listed(each.get("to")):
            target = _reference(to)
            if kind in _LICENSED:
                claims[source] += _claims(to, by_id)
            elif kind == "contains":
                inside[source].append(target)
            elif kind in _INTO:
                bases[target].append((source, ""))
            elif kind in _MADE:
                bases[source].append((target, _MADE[kind]))
    packages = [each for each in elements if _type(each).endswith("Package")]
    if len(packages) > MAX_COMPONENTS:
        raise refused(shown, f"it has more than {MAX_COMPONENTS:_} packages", "split it")
    remarks = defaultdict[str, list[str]](list)
    for each in elements:
        if _type(each) == "Annotation":
            remarks[_reference(each.get("subject"))].append(one_line(each.get("statement")))
    own = {_id(each) for each in packages}
    others = {*by_id, *(inner for each in inside.values() for inner in each)} - own
    made = {name: [base for base, _ in each] for name, each in bases.items()}
    told = set(own)
    for name in sorted(own & (inside.keys() | made.keys())):
        lower = [*reached(name, made, inside, others)]
        told |= {*lower}
        # what its files, and what they are made from, are under binds whoever has them with it
        in_files = sorted({said for inner in lower if inner in others for said in claims.get(inner, ())})
        claims[name] += [all_bind(in_files)] if in_files else []
        direct = dict(bases.get(name, ()))
        bases[name] = [(base, direct.get(base, "")) for base in lower if base not in others]
    return ComponentList(
        tuple(_element(each, claims, bases, by_id, remarks.get(_id(each), ())) for each in packages),
        (*_unread(graph, told, claims), *told_unread((), (text for every in remarks.values() for text in every))),
    )


def _elements(graph: list[Any]) -> Iterator[Element]:
    """The objects of a graph, and those that stand in them instead of a reference; full names of keys made short."""
    waiting: list[Any] = [graph]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            yield _with_short_keys(value)
        waiting += reversed(
            [*(value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ())]
        )


def _with_short_keys(element: Element) -> Element:
    return {_short(key): each for key, each in element.items()}


def _unread(graph: list[Any], told: set[str], claims: Mapping[str, list[str]]) -> Iterator[str]:
    """What was not read: entries that are no objects, and licences of what is in no package."""
    if any(isinstance(each, Mapping) and "incomplete" in str(each.get("completeness")) for each in graph):
        yield "it says of itself that it is incomplete"
    if linked := sum(
        len(_listed(each["import"])) for each in graph if isinstance(each, Mapping) and each.get("import")
    ):
        yield f"other documents to which it points are not read: {linked}"
    if others := sum(not isinstance(each, Mapping) for each in graph):
        yield f"{others} of the entries of its `@graph` are no objects, and are not read"
    apart = sorted({said for name, each in claims.items() if name not in told for said in each})
    if apart:
        yield f"licences of what is no package, nor in one, are not asked about: {', '.join(map(clipped, apart))}"


def _element(
    element: Element,
    claims: Mapping[str, Iterable[str]],
    bases: Mapping[str, list[tuple[str, Made]]],
    by_id: Mapping[str, Element],
    remarks: Iterable[str],
) -> Component:
    key = _id(element)
    purls = [*_purls(element, by_id)]
    model, others = models_in(purls)
    claimed = list(claims.get(key, ()))
    prose = (*map(str, _listed(element.get("software_attributionText") or "")), *remarks)
    beside = asides(_properties(element), prose, claimed)
    claimed += beside.claims
    name = one_line(element.get("name")) or key
    made_from = bases.get(key, [])
    return Component(
        name=name,
        version=one_line(element.get("software_packageVersion")),
        kind=kind_of(name, purls, _KINDS.get(_type(element), "")),
        claims=tuple(dict.fromkeys((*claimed, *others))),
        model=model or (name if _type(element) == "ai_AIPackage" else ""),
        bases=(*(one_line(by_id.get(base, {}).get("name")) or base for base, _ in made_from), *beside.bases),
        made=next((made for _, made in made_from if made), ""),
        copyright=one_line(element.get("software_copyrightText")),
        key=key,
        place=f"`{clipped(key)}`",
    )


def _properties(element: Element) -> Iterator[tuple[str, str]]:
    """The properties of CycloneDX, for which SPDX 3 has an extension."""
    for extension in filter(_is_object, _listed(element.get("extension"))):
        for each in filter(_is_object, _listed(_with_short_keys(extension).get("extension_cdxProperty"))):
            said = _with_short_keys(each)
            yield one_line(said.get("extension_cdxPropName")), one_line(said.get("extension_cdxPropValue"))


def _is_object(value: object) -> TypeGuard[Element]:
    return isinstance(value, Mapping)


def _purls(element: Element, by_id: Mapping[str, Element]) -> Iterator[str]:
    yield one_line(element.get("software_packageUrl"))
    for each in _listed(element.get("externalIdentifier")):
        its = by_id.get(_reference(each), _with_short_keys(each) if isinstance(each, Mapping) else {})
        if str(its.get("externalIdentifierType")).rpartition("/")[2] == "packageUrl":
            yield one_line(its.get("identifier"))


def _id(element: Element) -> str:
    return one_line(element.get("spdxId", element.get("@id", "")))


def _type(element: Element) -> str:
    """What an element is; of several types, the one that is known here, or a package."""
    types = [_short(each) for each in _listed(element.get("type", element.get("@type", "")))]
    return next(
        (each for each in types if each in _KINDS), next((each for each in types if "Package" in each), types[0])
    )


def _short(name: object) -> str:
    """The short name of a term of SPDX 3."""
    text = str(name)
    inside = _TERMS.match(text) if text.startswith("http") else None
    if inside is None:
        return text
    profile, _, term = text[inside.end() :].rpartition("/")
    return f"{profile.lower()}_{term}" if profile and "/" not in profile else term


def _listed(value: object) -> list[object]:
    return (value or [""]) if isinstance(value, list) else [value]


def _reference(value: object) -> str:
    """The id that a property points to."""
    return _id(value) if isinstance(value, Mapping) else one_line(value)


def _claims(said: object, by_id: Mapping[str, Element], depth: int = 0) -> list[str]:
    """What a relationship to a licence claims: an expression, one of the list by its address, a set, an own text.

    What is none of these is claimed by its address, which names no licence that is known here.
    """
    target = _reference(said)
    element = by_id.get(target, _with_short_keys(said) if isinstance(said, Mapping) else {})
    text, name = str(element.get("simplelicensing_licenseText") or "").strip(), one_line(element.get("name"))
    if expression := one_line(element.get("simplelicensing_licenseExpression")):
        return [] if expression in UNSAID else [expression]
    joint = _SETS.get(_type(element), "")
    parts = _listed(element.get("expandedlicensing_member"))
    if joint and depth < _DEEPEST and len(parts) <= _MOST_MEMBERS:
        members = [_claims(each, by_id, depth + 1) for each in parts]
        if all(len(each) == 1 for each in members):
            return [joint.join(f"({each})" for (each,) in members)]
    listed = next((target.removeprefix(each) for each in _LISTED if target.startswith(each)), "")
    if target.endswith(("NoAssertionLicense", "NoneLicense")):
        return [] if target.endswith("NoAssertionLicense") else [NO_LICENSE]
    if joint or _type(element) in _OPERATORS:
        return [target or _UNREADABLE]
    own = [claim_of_text(text)] if is_said(text) else []
    called = name or listed or target or (_UNREADABLE if element and not own else "")
    return own if called in UNSAID else [called, *own]
