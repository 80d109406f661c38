"""Answers as a CycloneDX document in JSON: the one that came in, or a plain one, with findings as properties.

Nothing of the document that came in is lost, and no time, serial number or random id is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from licensekit.components.asides import BEGIN
from licensekit.components.component import Component
from licensekit.components.rows import ComponentRow
from licensekit.report.escape import as_json, visible

_TOLD: Final = (
    *("verdict", "range", "licence", "grade", "duties", "open_duties", "approvals", "first_question", "why", "taken"),
    *("not_read", "layers"),
)
_TYPES: Final = {"weights": "machine-learning-model", "data": "data", "code": "library", "": "library"}


def rows_as_cyclonedx(
    document: Mapping[str, Any], components: Iterable[Component], rows: Iterable[ComponentRow]
) -> str:
    """The document that was read with properties, or a new one where none was."""
    pairs = list(zip(components, rows, strict=True))
    if document:
        told = {row.key: row for _, row in pairs}
        said = {**document, "components": [_with(each, told) for each in document.get("components", ())]}
        if isinstance(metadata := document.get("metadata"), Mapping) and "component" in metadata:
            said["metadata"] = {**metadata, "component": _with(metadata["component"], told)}
        return as_json(said)
    listed = [_new(at, component, row) for at, (component, row) in enumerate(pairs, 1)]
    return as_json({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": listed})


def _with(component: Any, told: Mapping[str, ComponentRow]) -> Any:
    """A component with our properties in the place of earlier ones, and so its parts."""
    if not isinstance(component, Mapping):
        return component
    key = component.get("bom-ref") or f"{component.get('name')}@{component.get('version') or ''}"
    kept = [each for each in component.get("properties", ()) if not str(each.get("name", "")).startswith(BEGIN)]
    row = told.get(key)
    ours = list(_properties(row)) if row is not None else []
    said = {**component, "properties": [*kept, *ours]} if kept or ours else dict(component)
    if "components" in component:
        said["components"] = [_with(each, told) for each in component["components"]]
    return said


def _new(at: int, component: Component, row: ComponentRow) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": _TYPES[component.kind],
        "bom-ref": f"component-{at}",
        "name": visible(component.name),
    }
    if component.version:
        said["version"] = visible(component.version)
    if component.claims:
        said["licenses"] = [{"license": {"name": visible(claim)}} for claim in component.claims]
    if component.copyright:
        said["copyright"] = visible(component.copyright)
    return {**said, "properties": list(_properties(row))}


def _properties(row: ComponentRow) -> Iterator[dict[str, str]]:
    return ({"name": name, "value": value} for name, value in properties_of(row))


def properties_of(row: ComponentRow) -> Iterator[tuple[str, str]]:
    """What is told of a component: a property for each text."""
    for name in _TOLD:
        value = getattr(row, name)
        for text in (value,) if isinstance(value, str) else value:
            if text:
                yield f"{BEGIN}{name}", visible(text)
