"""Packages of SPDX documents: 2.3 as JSON or tags through spdx-tools (extra `sbom`), 3 as plain JSON-LD."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final, TypeAlias

from licensekit.components.component import Component, ComponentKind, ComponentList, Made
from licensekit.components.documents import ITS_TEXT, InventoryError, all_bind, claim_of_text, one_line, refused
from licensekit.components.prose import claims_in
from licensekit.components.purls import hub_name, kind_of
from licensekit.diagnostics import clipped
from licensekit.limits import MAX_COMPONENTS

_UNSAID: Final = frozenset({"", "NOASSERTION"})
_NONE: Final = "NONE"
_WORD: Final = re.compile(r"[\w.:-]+")


# --- SPDX 2 ----------------------------------------------------------------------------------------------


def components_of_spdx2(document: Mapping[str, Any], shown: str) -> ComponentList:
    """The packages of an SPDX 2 document in JSON. Raises InventoryError."""
    library: Any = import_module("spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser")
    try:
        read = library.JsonLikeDictParser().parse(document)
    except Exception as problem:  # noqa: BLE001 - whatever the library meets in other people's documents
        raise _wrong(problem, shown) from None
    return _packages(read, shown)


def components_of_tags(text: str, shown: str) -> ComponentList:
    """The packages of an SPDX 2 document in tags and values. Raises InventoryError."""
    library: Any = import_module("spdx_tools.spdx.parser.tagvalue.parser")
    quiet = import_module("ply.yacc").NullLogger()
    try:  # the parser would write its tables beside itself, and tell so
        read = library.Parser(write_tables=False, debug=False, errorlog=quiet).parse(text)
    except Exception as problem:  # noqa: BLE001 - whatever the library meets in other people's documents
        raise _wrong(problem, shown) from None
    return _packages(read, shown)


def _wrong(problem: Exception, shown: str) -> InventoryError:
    messages = getattr(problem, "messages", None) or [str(problem) or type(problem).__name__]
    said = clipped(one_line("; ".join(map(str, messages))), 200)
    return refused(shown, f"it is no SPDX that can be read: {said}", "validate it with the tools of SPDX")


def _packages(document: Any, shown: str) -> ComponentList:
    if len(document.packages) > MAX_COMPONENTS:
        raise refused(shown, f"it has more than {MAX_COMPONENTS:_} packages", "split it")
    extracted = {each.license_id: (*_extracted(each),) for each in document.extracted_licensing_info}
    names = {each.spdx_id: each.name for each in document.packages}
    files = {each.spdx_id: {*_of_file(each)} for each in (*document.files, *document.snippets)}
    made, within = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for each in document.relationships:
        upper, kind, lower = each.spdx_element_id, each.relationship_type.name, str(each.related_spdx_element_id)
        if lower in {_NONE, *_UNSAID}:
            continue
        if kind in _MADE_FROM | _MADE_INTO:
            made[upper if kind in _MADE_FROM else lower].append(lower if kind in _MADE_FROM else upper)
        elif kind in {"CONTAINS", "CONTAINED_BY"}:
            within[upper if kind == "CONTAINS" else lower].append(lower if kind == "CONTAINS" else upper)
    bases, inside = dict[str, list[str]](), dict[str, set[str]]()
    for package in names:
        reached = [*_reached(package, made, within, files)]
        bases[package] = [names.get(each, each) for each in reached if each not in files]
        inside[package] = {said for each in reached for said in files.get(each, ())}
    told = {said for each in names for said in inside[each]}
    apart = {said for each in files.values() for said in each} - told
    notes = (f"licences of files in no package are not asked about: {', '.join(sorted(map(clipped, apart)))}",)
    packages = (_package(each, extracted, bases[each.spdx_id], inside[each.spdx_id]) for each in document.packages)
    return ComponentList(tuple(packages), notes if apart else ())


def _reached(
    package: str, made: Mapping[str, list[str]], within: Mapping[str, list[str]], files: Collection[str]
) -> Iterator[str]:
    """The files in a package, and whatever the package and they are made from; what stands elsewhere is a base too."""
    waiting, met = deque((*within.get(package, ()), *made.get(package, ()))), {package}
    its_own = {*within.get(package, ())} - {*files, *made.get(package, ())}
    while waiting:
        each = waiting.popleft()
        if each not in met:
            met.add(each)
            if each not in its_own:  # a package in a package is a component of its own
                yield each
            waiting += [*made.get(each, ()), *within.get(each, ())] if each in files else []


_MADE_FROM: Final = frozenset({"DESCENDANT_OF", "VARIANT_OF", "COPY_OF", "GENERATED_FROM"})
_MADE_INTO: Final = frozenset({"ANCESTOR_OF", "GENERATES"})
"""Relationships of what is made to what it is made from, and the other way round."""


def _of_file(file: Any) -> Iterator[str]:
    """What is concluded of a file or snippet; else what was come across in it."""
    in_it = getattr(file, "license_info_in_file", None) or getattr(file, "license_info_in_snippet", None) or ()
    concluded = one_line(str(file.license_concluded or ""))
    yield from filter(_is_said, [concluded] if _is_said(concluded) else map(str, in_it))


def _extracted(own: Any) -> Iterator[str]:
    """What a licence of the document's own is called, and what its text is, where it has one."""
    yield from filter(None, (one_line(own.license_name),))
    if _is_said(text := str(own.extracted_text or "").strip()):
        yield claim_of_text(text)


_SOFTWARE: Final = frozenset({"APPLICATION", "FRAMEWORK", "LIBRARY", "CONTAINER", "OPERATING_SYSTEM", "FIRMWARE"})
"""Purposes of packages that are code; a file, an archive or a source may be of anything."""


def _package(
    package: Any, extracted: Mapping[str, tuple[str, ...]], bases: Iterable[str], inside: Iterable[str]
) -> Component:
    purls = [each.locator for each in package.external_references if each.reference_type == "purl"]
    in_files = sorted({said for said in map(str, package.license_info_from_files) if _is_said(said)} | {*inside})
    stated = (package.license_concluded, package.license_declared, all_bind(in_files))
    claims = [claim for said in stated for claim in _expressions(said, extracted)]
    prose = "\n".join(map(str, filter(None, (package.license_comment, *package.attribution_texts))))
    claims += claims_in(prose, "what is said beside its licence", claims)
    text = str(package.copyright_text or "")
    is_software = getattr(package.primary_package_purpose, "name", "") in _SOFTWARE
    return Component(
        name=package.name,
        version=package.version or "",
        kind=kind_of(package.name, purls, "code" if is_software else ""),
        claims=tuple(dict.fromkeys(claim for claim in claims if claim)),
        model=next(filter(None, map(hub_name, purls)), ""),
        bases=tuple(dict.fromkeys(bases)),
        copyright="" if text in {*_UNSAID, _NONE} else one_line(text),
        key=package.spdx_id,
        place=f"`{clipped(package.spdx_id)}`",
    )


def _expressions(said: object, extracted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A licence as the document has it; what is its own by its name and text.

    Within an expression it stays as it is written, which is a name that nobody knows, and its text stands beside it.
    """
    text = one_line(str(said)) if said is not None else ""
    if text in _UNSAID:
        return ()
    return extracted.get(text) or (
        text,
        *(each for word in _WORD.findall(text) for each in extracted.get(word, ())[1:]),
    )


def _is_said(text: str) -> bool:
    return text not in {*_UNSAID, _NONE}


# --- SPDX 3 ----------------------------------------------------------------------------------------------

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
    by_id = {name: each for each in elements if (name := _id(each))}
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
    own = {_id(each) for each in packages}
    others = {*by_id, *(inner for each in inside.values() for inner in each)} - own
    made = {name: [base for base, _ in each] for name, each in bases.items()}
    told = set(own)
    for name in sorted(own & (inside.keys() | made.keys())):
        reached = [*_reached(name, made, inside, others)]
        told |= {*reached}
        # what its files, and what they are made from, are under binds whoever has them with it
        in_files = sorted({said for inner in reached if inner in others for said in claims.get(inner, ())})
        claims[name] += [all_bind(in_files)] if in_files else []
        direct = dict(bases.get(name, ()))
        bases[name] = [(base, direct.get(base, "")) for base in reached if base not in others]
    return ComponentList(
        tuple(_element(each, claims, bases, by_id) for each in packages), tuple(_unread(graph, told, claims))
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
) -> Component:
    key = _id(element)
    purl = one_line(element.get("software_packageUrl"))
    claimed = list(claims.get(key, ()))
    prose = "\n".join(map(str, _listed(element.get("software_attributionText") or "")))
    claimed += claims_in(prose, "what is said beside its licence", claimed)
    name = one_line(element.get("name")) or key
    made_from = bases.get(key, [])
    return Component(
        name=name,
        version=one_line(element.get("software_packageVersion")),
        kind=kind_of(name, [purl], _KINDS.get(_type(element), "")),
        claims=tuple(dict.fromkeys(claimed)),
        model=hub_name(purl) or (name if _type(element) == "ai_AIPackage" else ""),
        bases=tuple(one_line(by_id.get(base, {}).get("name")) or base for base, _ in made_from),
        made=next((made for _, made in made_from if made), ""),
        copyright=one_line(element.get("software_copyrightText")),
        key=key,
        place=f"`{clipped(key)}`",
    )


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
        return [] if expression in _UNSAID else [expression]
    joint = _SETS.get(_type(element), "")
    parts = _listed(element.get("expandedlicensing_member"))
    if joint and depth < _DEEPEST and len(parts) <= _MOST_MEMBERS:
        members = [_claims(each, by_id, depth + 1) for each in parts]
        if all(len(each) == 1 for each in members):
            return [joint.join(f"({each})" for (each,) in members)]
    listed = next((target.removeprefix(each) for each in _LISTED if target.startswith(each)), "")
    if target.endswith(("NoAssertionLicense", "NoneLicense")):
        return [] if target.endswith("NoAssertionLicense") else [_NONE]
    if joint or _type(element) in _OPERATORS:
        return [target or _UNREADABLE]
    own = [claim_of_text(text)] if _is_said(text) else []
    called = name or listed or target or (_UNREADABLE if element and not own else "")
    return own if called in _UNSAID else [called, *own]
