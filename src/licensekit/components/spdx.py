"""Packages of SPDX 2 documents, as JSON or tags, through spdx-tools (extra `sbom`)."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from licensekit.components.asides import asides, told_unread
from licensekit.components.component import Component, ComponentList
from licensekit.components.documents import (
    InventoryError,
    all_bind,
    claim_of_text,
    keys_of_licenses,
    one_line,
    refused,
)
from licensekit.components.purls import kind_of, models_in
from licensekit.diagnostics import clipped
from licensekit.limits import MAX_COMPONENTS

UNSAID: Final = frozenset({"", "NOASSERTION"})
"""What stands where a document says nothing."""
NO_LICENSE: Final = "NONE"
"""What it says where there is no licence."""
_WORD: Final = re.compile(r"[\w.:-]+")


_OF_LICENSES: Final = frozenset({"licenseConcluded", "licenseDeclared", "licenseComments", "licenseInfoFromFiles"})
_READ: Final = re.compile(r"SPDX-2\.[0-3](\.\d+)?")


def components_of_spdx2(document: Mapping[str, Any], shown: str) -> ComponentList:
    """The packages of an SPDX 2 document in JSON. Raises InventoryError."""
    library: Any = import_module("spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser")
    packages = document.get("packages")
    for each in packages if isinstance(packages, list) else ():
        for key in keys_of_licenses(each, _OF_LICENSES) if isinstance(each, Mapping) else ():
            why = f"`{clipped(key)}` is no key of a package in SPDX 2, and would not be read"
            raise refused(shown, why, "write `licenseDeclared` or `licenseConcluded`")
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
    if not _READ.fullmatch(version := document.creation_info.spdx_version):
        why = f"it is of {clipped(version, 20)}, which may say what is not read here"
        raise refused(shown, why, "write it as SPDX-2.3")
    if len(document.packages) > MAX_COMPONENTS:
        raise refused(shown, f"it has more than {MAX_COMPONENTS:_} packages", "split it")
    extracted = {each.license_id: (*_extracted(each),) for each in document.extracted_licensing_info}
    names = {each.spdx_id: each.name for each in document.packages}
    files = {each.spdx_id: {*_of_file(each)} for each in (*document.files, *document.snippets)}
    made, within = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for each in document.relationships:
        upper, kind, lower = each.spdx_element_id, each.relationship_type.name, str(each.related_spdx_element_id)
        if lower in {NO_LICENSE, *UNSAID}:
            continue
        if kind in _MADE_FROM | _MADE_INTO:
            made[upper if kind in _MADE_FROM else lower].append(lower if kind in _MADE_FROM else upper)
        elif kind in {"CONTAINS", "CONTAINED_BY"}:
            within[upper if kind == "CONTAINS" else lower].append(lower if kind == "CONTAINS" else upper)
    bases, inside = dict[str, list[str]](), dict[str, set[str]]()
    for package in names:
        below = [*reached(package, made, within, files)]
        bases[package] = [names.get(each, each) for each in below if each not in files]
        inside[package] = {said for each in below for said in files.get(each, ())}
    told = {said for each in names for said in inside[each]}
    apart = {said for each in files.values() for said in each} - told
    notes = (f"licences of files in no package are not asked about: {', '.join(sorted(map(clipped, apart)))}",)
    linked = len(document.creation_info.external_document_refs)
    beside = (f"other documents to which it points are not read: {linked}",) if linked else ()
    remarks = defaultdict[str, list[str]](list)
    for each in document.annotations:
        remarks[each.spdx_id].append(one_line(each.annotation_comment))
    packages = (
        _package(each, extracted, bases[each.spdx_id], inside[each.spdx_id], remarks.get(each.spdx_id, ()))
        for each in document.packages
    )
    unread = told_unread((), (text for every in remarks.values() for text in every))
    return ComponentList(tuple(packages), (*(notes if apart else ()), *beside, *unread))


def reached(
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
    yield from filter(is_said, [concluded] if is_said(concluded) else map(str, in_it))


def _extracted(own: Any) -> Iterator[str]:
    """What a licence of the document's own is called, and what its text is, where it has one."""
    yield from filter(None, (one_line(own.license_name),))
    if is_said(text := str(own.extracted_text or "").strip()):
        yield claim_of_text(text)


_SOFTWARE: Final = frozenset({"APPLICATION", "FRAMEWORK", "LIBRARY", "CONTAINER", "OPERATING_SYSTEM", "FIRMWARE"})
"""Purposes of packages that are code; a file, an archive or a source may be of anything."""


def _package(
    package: Any,
    extracted: Mapping[str, tuple[str, ...]],
    bases: Iterable[str],
    inside: Iterable[str],
    remarks: Iterable[str],
) -> Component:
    purls = [each.locator for each in package.external_references if each.reference_type == "purl"]
    model, others = models_in(purls)
    in_files = sorted({said for said in map(str, package.license_info_from_files) if is_said(said)} | {*inside})
    stated = (package.license_concluded, package.license_declared, all_bind(in_files))
    claims = [claim for said in stated for claim in _expressions(said, extracted)]
    prose = filter(None, (package.license_comment, *package.attribution_texts, *remarks))
    claims += asides((), map(str, prose), claims).claims
    text = str(package.copyright_text or "")
    is_software = getattr(package.primary_package_purpose, "name", "") in _SOFTWARE
    return Component(
        name=package.name,
        version=package.version or "",
        kind=kind_of(package.name, purls, "code" if is_software else ""),
        claims=tuple(dict.fromkeys(claim for claim in (*claims, *others) if claim)),
        model=model,
        bases=tuple(dict.fromkeys(bases)),
        copyright="" if text in {*UNSAID, NO_LICENSE} else one_line(text),
        key=package.spdx_id,
        place=f"`{clipped(package.spdx_id)}`",
    )


def _expressions(said: object, extracted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A licence as the document has it; what is its own by its name and text.

    Within an expression it stays as it is written, which is a name that nobody knows, and its text stands beside it.
    """
    text = one_line(str(said)) if said is not None else ""
    if text in UNSAID:
        return ()
    return extracted.get(text) or (
        text,
        *(each for word in _WORD.findall(text) for each in extracted.get(word, ())[1:]),
    )


def is_said(text: str) -> bool:
    """Whether a document says a licence in a place, and not that it says none."""
    return text not in {*UNSAID, NO_LICENSE}
