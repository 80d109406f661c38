"""Components of a CycloneDX document, JSON or XML, through cyclonedx-python-lib (extra `sbom`).

What stands in a `modelCard` is read from the document itself, since the library leaves it out; so are documents
written: the one that came in, with our findings as properties of its components.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from licensekit.catalogue.names import may_mean
from licensekit.components.asides import Asides, asides, told_unread
from licensekit.components.component import Component, ComponentKind, ComponentList
from licensekit.components.documents import InventoryError, all_bind, claim_of_text, keys_of_licenses, one_line, refused
from licensekit.components.purls import hub_name, kind_of
from licensekit.diagnostics import clipped
from licensekit.limits import MAX_COMPONENTS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MEND: Final = "validate it against its schema"
_TEXTS: Final = ("bom-ref", "type", "name", "group", "purl")
_KINDS: Final[Mapping[str, ComponentKind]] = {"machine-learning-model": "weights", "data": "data"}


CycloneComponent: TypeAlias = Any
"""A component as the library has it, which is an extra."""
CycloneText: TypeAlias = Any
"""A text that is attached, or a property, as the library has it."""
Annotated: TypeAlias = tuple[frozenset[str], str]
"""An annotation: what it is about, by key, and what it says."""


def _library() -> Any:
    return import_module("cyclonedx.model.bom").Bom


def components_of_json(document: Mapping[str, Any], shown: str) -> ComponentList:
    """The components of a JSON document, parts of components too. Raises InventoryError."""
    versions = [each.to_version() for each in import_module("cyclonedx.schema").SchemaVersion]
    if (version := document.get("specVersion", versions[0])) not in versions:
        why = f"it is of CycloneDX {clipped(str(version), 20)}, which may say what is not read here"
        raise refused(shown, why, f"write it in one of {', '.join(sorted(versions))}")
    for each in (_subject(document), *_walk(document)):
        if strange := [name for name in _TEXTS if not isinstance(each.get(name, ""), str)]:
            why = f"`{strange[0]}` of a component is no text: {clipped(str(each[strange[0]]), 40)}"
            raise refused(shown, why, _MEND)
    if said := next((each for each in _walk(document) if any(map(_is_two, _listed_licenses(each)))), None):
        raise _two_licenses(_key(said), shown)
    for each in _walk(document):
        for key in keys_of_licenses(each, ("licenses",)):
            raise _no_key(key, _key(each), shown)
    try:
        bom = _library().from_json(document)
    except Exception as problem:  # noqa: BLE001 - whatever the library meets in other people's documents
        raise _wrong(problem, shown) from None
    cards = {_key(each): each["modelCard"] for each in _walk(document) if isinstance(each.get("modelCard"), Mapping)}
    datasets = {key: [*_json_datasets(card)] for key, card in cards.items()}
    listed = _components(bom, datasets, [*map(_key, _walk(document))], shown, [*_json_annotations(document)])
    compositions = document.get("compositions") or ()
    return _with_incomplete(listed, [each.get("aggregate") for each in compositions if isinstance(each, Mapping)])


def components_of_xml(data: bytes, shown: str) -> ComponentList:
    """The components of an XML document; one with a document type, and so with entities, is refused.

    Raises InventoryError.
    """
    defused: Any = import_module("defusedxml.ElementTree")
    try:
        root = defused.fromstring(data, forbid_dtd=True)
    except import_module("defusedxml").DefusedXmlException:
        raise refused(shown, "it declares a document type, and entities are not resolved", "leave it out") from None
    except (SyntaxError, ValueError, LookupError) as problem:
        raise refused(shown, f"it is no XML: {clipped(str(problem))}") from None
    listed = _xml_listed(root)
    datasets = {_xml_key(each): [*_xml_datasets(each)] for each in listed}
    said = next((each for each in listed if any(map(_is_two_in_xml, _xml_licenses(each)))), None)
    if said is not None:  # an element without parts would be false
        raise _two_licenses(_xml_key(said), shown)
    for each in listed:
        for key in keys_of_licenses({_local(child): child for child in each}, ("licenses",)):
            raise _no_key(key, _xml_key(each), shown)
    try:
        bom = _library().from_xml(root)
    except Exception as problem:  # noqa: BLE001 - whatever the library meets in other people's documents
        raise _wrong(problem, shown) from None
    aggregates = [each.text for each in root.iter() if _local(each) == "aggregate"]
    every = _components(bom, datasets, [*map(_xml_key, listed)], shown, [*_xml_annotations(root)])
    return _with_incomplete(every, aggregates)


def _with_incomplete(listed: ComponentList, aggregates: Iterable[object]) -> ComponentList:
    if any(str(each or "").strip().startswith("incomplete") for each in aggregates):
        return replace(listed, notes=(*listed.notes, "it says of itself that it is incomplete"))
    return listed


def _xml_listed(root: Element) -> list[Element]:
    """The subject, and the components that stand in lists of them, and are no tools, ancestors or variants."""
    subject = [each for part in root if _local(part) == "metadata" for each in part if _local(each) == "component"]
    listed = [each for each in subject if each.get("type") in _KINDS]
    waiting = [*subject, root]
    while waiting:
        for child in waiting.pop():
            if _local(child) == "components":
                each = [part for part in child if _local(part) == "component"]
                listed += each
                waiting += each
    return listed


def _wrong(problem: Exception, shown: str) -> InventoryError:
    said = clipped(one_line(str(problem)) or type(problem).__name__)
    return refused(shown, f"it is no CycloneDX that can be read: {said}", _MEND)


def _components(
    bom: Any, datasets: Mapping[str, list[str]], written: list[str], shown: str, annotations: list[Annotated]
) -> ComponentList:
    """The components in the order in which they are `written`, by key: the library has them in an order of its own."""
    listed: list[Component] = []
    order = {key: at for at, key in reversed([*enumerate(written)])}
    subject = None if bom is None else bom.metadata.component
    within = () if subject is None else subject.components
    asked = () if subject is None or subject.type.value not in _KINDS else (subject,)
    parts = [*(_parts(asked) if asked else _parts(within)), *_parts(() if bom is None else bom.components)]
    if bom is None or None in parts:  # what the library hands back where it gives up
        raise refused(shown, "it is no CycloneDX that can be read: a component has not what it needs", _MEND)
    every = sorted(parts, key=lambda each: order.get(_key_of(each), len(order)))
    if len(every) > MAX_COMPONENTS:
        raise refused(shown, f"it has more than {MAX_COMPONENTS:_} components", "split it")
    names = {each.bom_ref.value: each.name for each in every if each.bom_ref.value}
    beside: list[Asides] = []
    for each in every:
        key = _key_of(each)
        claims = tuple(_claims(each))
        said = ((each.name, each.value or "") for each in sorted(each.properties, key=_written))
        remarks = (text for subjects, text in annotations if key in subjects)
        beside.append(asides(said, (*remarks, *_prose(each)), claims))
        data = [name for name in datasets.get(key, ()) if name not in names]
        listed.append(_component(each, key, claims, beside[-1]))
        listed += (
            Component(name, kind="data", place=f"modelCard of `{clipped(each.name)}`", key=f"{key}#{name}")
            for name in data
        )
    doubled = len(written) - len(every)
    unread = told_unread(beside, (text for _, text in annotations))
    notes = (f"{doubled} of the components stand in the document twice, and are asked about once",) if doubled else ()
    if subject is not None and not asked and subject.licenses:
        notes = (*notes, f"what it is about, `{clipped(subject.name)}`, is not asked about, nor its licences")
    if services := len(bom.services):
        notes = (*notes, f"{services} of its services are not asked about, nor their licences")
    notes = (*notes, *unread)
    if linked := sum(ref.type.value == "bom" for each in (bom, *every) for ref in each.external_references):
        notes = (*notes, f"other documents to which it points are not read: {linked}")
    return ComponentList(tuple(listed), notes)


def _prose(each: CycloneComponent) -> Iterator[str]:
    """What stands in sentences beside the licences of a component."""
    yield one_line(each.description)
    for license in each.licenses:
        yield from (said.value or "" for said in sorted(getattr(license, "properties", ()), key=_written))


def _written(said: CycloneText) -> tuple[str, str]:
    return said.name, said.value or ""


def _key_of(component: CycloneComponent) -> str:
    return component.bom_ref.value or f"{component.name}@{component.version or ''}"


def _parts(components: Iterable[CycloneComponent]) -> Iterator[CycloneComponent]:
    for each in components:
        yield each
        yield from () if each is None else _parts(each.components)


def _component(each: CycloneComponent, key: str, claims: tuple[str, ...], beside: Asides) -> Component:
    purl = str(each.purl) if each.purl else ""
    name = f"{each.group}/{each.name}" if each.group else each.name
    is_model = each.type.value == "machine-learning-model"
    model = hub_name(purl) or (name if is_model else "")
    bases = () if each.pedigree is None else tuple(_named(base) for base in each.pedigree.ancestors)
    return Component(
        name=name,
        version=each.version or "",
        kind=kind_of(name, [purl], _KINDS.get(each.type.value, "" if each.type.value == "file" else "code")),
        claims=(*claims, *beside.claims),
        model=model,
        bases=tuple(dict.fromkeys((*bases, *beside.bases))),
        copyright=one_line(each.copyright),
        key=key,
        place=f"`{clipped(key)}`",
    )


def _named(base: CycloneComponent) -> str:
    return hub_name(str(base.purl) if base.purl else "") or (f"{base.group}/{base.name}" if base.group else base.name)


def _claims(component: CycloneComponent) -> Iterator[str]:
    """What the document says of a licence: what was declared, concluded and come across each as one claim, all of it.

    A text beside a name is a claim of its own, where it is not the text of that licence.
    """
    groups: dict[str, list[str]] = {}
    evidence = () if component.evidence is None else component.evidence.licenses
    for each, seen in (*((each, "") for each in component.licenses), *((each, "evidence") for each in evidence)):
        name = getattr(each, "value", None) or getattr(each, "id", None) or getattr(each, "name", None)
        said = seen or getattr(getattr(each, "acknowledgement", None), "value", "")
        groups.setdefault(said or "", []).append(one_line(name))
    for names in dict.fromkeys(tuple(sorted(filter(None, names))) for names in groups.values()):
        if names:
            yield all_bind(names)
    own = frozenset[str]().union(*(may_mean(name) for names in groups.values() for name in names if name))
    if own:
        yield from (link for link in _links(component) if (led := may_mean(link)) and not led & own)
    texts = (getattr(each, "text", None) for each in (*component.licenses, *evidence))
    yield from dict.fromkeys(claim_of_text(_content(text)) for text in texts if text is not None and text.content)


def _links(component: CycloneComponent) -> Iterator[str]:
    """The addresses at which the licences of a component are said to be."""
    yield from (str(url) for each in component.licenses if (url := getattr(each, "url", None)))
    yield from (str(each.url) for each in component.external_references if each.type.value == "license")


def _content(text: CycloneText) -> str:
    if text.encoding is None:
        return str(text.content)
    with suppress(ValueError):
        return b64decode(text.content, validate=True).decode("utf-8", "replace")
    return ""  # what cannot be read is no text that is known


# --- licences that say two things at once, of which the library would read the first ----------------------


def _two_licenses(key: str, shown: str) -> InventoryError:
    why = f"a licence of `{clipped(key)}` has two of `id`, `name` and `expression`, and one would not be read"
    return refused(shown, why, "write each licence as an entry of its own")


def _no_key(key: str, of: str, shown: str) -> InventoryError:
    why = f"`{clipped(key)}` of `{clipped(of)}` is no key of CycloneDX, and would not be read"
    return refused(shown, why, "write it in `licenses`")


def _listed_licenses(component: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    listed = component.get("licenses")
    yield from (each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, Mapping))


def _is_two(entry: Mapping[str, Any]) -> bool:
    license = entry.get("license")
    return {"license", "expression"} <= {*entry} or (isinstance(license, Mapping) and {"id", "name"} <= {*license})


def _xml_licenses(component: Element) -> Iterator[Element]:
    for licenses in (child for child in component if _local(child) == "licenses"):
        yield from licenses


def _is_two_in_xml(license: Element) -> bool:
    return {"id", "name"} <= {_local(child) for child in license}


# --- annotations, which the library leaves out -----------------------------------------------------------


def _json_annotations(document: Mapping[str, Any]) -> Iterator[Annotated]:
    listed = document.get("annotations")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, Mapping):
            subjects = each.get("subjects")
            yield frozenset(map(str, subjects if isinstance(subjects, list) else ())), one_line(each.get("text"))


def _xml_annotations(root: Element) -> Iterator[Annotated]:
    for each in (each for each in root.iter() if _local(each) == "annotation"):
        subjects = frozenset(part.get("ref", "") for part in each.iter() if _local(part) == "subject")
        yield subjects, one_line("".join(part.text or "" for part in each if _local(part) == "text"))


# --- model cards -----------------------------------------------------------------------------------------


def _subject(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a document is about: nothing where it does not say."""
    metadata = document.get("metadata")
    subject = metadata.get("component") if isinstance(metadata, Mapping) else None
    return subject if isinstance(subject, Mapping) else {}


def _walk(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The components of a document with their parts; what it is about is one where it is a model or data."""
    subject = _subject(document)
    waiting = [document, subject]
    while waiting:
        above = waiting.pop()
        parts = above.get("components")
        if above is not document and (above is not subject or str(subject.get("type")) in _KINDS):
            yield above
        waiting += (each for each in reversed(parts if isinstance(parts, list) else []) if isinstance(each, Mapping))


def _key(component: Mapping[str, Any]) -> str:
    return component.get("bom-ref") or f"{component.get('name')}@{component.get('version') or ''}"


def _json_datasets(card: Mapping[str, Any]) -> Iterator[str]:
    """The data sets that a model card names itself, and not by a reference to a component."""
    parameters = card.get("modelParameters")
    listed = parameters.get("datasets") if isinstance(parameters, Mapping) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, Mapping) and "ref" not in each and (name := one_line(each.get("name"))):
            yield name


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _xml_key(component: Element) -> str:
    texts = {_local(child): (child.text or "").strip() for child in component}
    return component.get("bom-ref") or f"{texts.get('name', '')}@{texts.get('version', '')}"


def _xml_datasets(component: Element) -> Iterator[str]:
    for card in (child for child in component if _local(child) == "modelCard"):
        for each in (part for part in card.iter() if _local(part) == "dataset"):
            for name in (part for part in each if _local(part) == "name"):
                if name.text and name.text.strip():
                    yield one_line(name.text)
