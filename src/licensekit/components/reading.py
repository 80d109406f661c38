"""Inventories by their form: what a file is, by its name and how it begins, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from licensekit.components import chains, cyclonedx, hub_cache, spdx, spdx3, tables, workbooks
from licensekit.components import packages as packages_of
from licensekit.components.component import Component, ComponentList
from licensekit.components.documents import InventoryError, bytes_of, json_in, refused, text_in
from licensekit.diagnostics import needing
from licensekit.use.checks import a_path, refuse

InventoryForm: TypeAlias = Literal[
    "csv",
    "jsonl",
    "xlsx",
    "requirements",
    "pip",
    "cache",
    "cyclonedx",
    "cyclonedx-xml",
    "spdx",
    "spdx-tags",
    "spdx3",
    "expressions",
    "chain",
]
FORMS: Final[tuple[str, ...]] = get_args(InventoryForm)
_BY_ENDING: Final[Mapping[str, str]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".txt": "requirements",
    ".in": "requirements",
    ".xml": "cyclonedx-xml",
    ".spdx": "spdx-tags",
    ".tag": "spdx-tags",
    ".toml": "chain",
}
_NEEDED: Final[Mapping[str, tuple[str, str]]] = {
    "xlsx": ("xlsx", "python_calamine"),
    "cache": ("label", "yaml"),
    "cyclonedx": ("sbom", "cyclonedx"),
    "cyclonedx-xml": ("sbom", "defusedxml"),
    "spdx": ("sbom", "spdx_tools"),
    "spdx-tags": ("sbom", "spdx_tools"),
}
"""The extra that each form needs, and a module of it."""


def read_components(
    path: str | PathLike[str],
    form: InventoryForm | None = None,
    *,
    packages: str | None = None,
    sheet: str | None = None,
) -> ComponentList:
    """What an inventory lists, every entry a component, in its order.

    >>> [component.name for component in read_components("examples/inventory.csv").components][:2]
    ['chat', 'search']

    `path` is a table (CSV, JSON lines, a workbook), a requirements file, what `pip inspect` prints, an SBOM (CycloneDX
    JSON or XML, SPDX 2.3 or 3), a file of licence expressions, a chain file, or the cache folder of a hub; `form` says
    which, where the name and the beginning do not. `packages` is a folder of installed distributions, in which the
    licences of requirements are looked up; `sheet` the one of a workbook. Raises InventoryError (LK851) for what cannot
    be read, with everything found.
    """
    return read_inventory(path, form, packages=packages, sheet=sheet)[0]


def read_inventory(
    path: str | PathLike[str], form: str | None = None, *, packages: str | None = None, sheet: str | None = None
) -> tuple[ComponentList, Mapping[str, Any]]:
    """The same, with the CycloneDX document in JSON that was read, where it was one. Raises InventoryError."""
    refuse(a_path("path", path))
    listed, document = _read_inventory(path, form, packages=packages, sheet=sheet)
    if not listed.components:
        raise refused(str(path), "it lists nothing that could be asked about", "name a file with components in it")
    return listed, document


def _read_inventory(
    path: str | PathLike[str], form: str | None, *, packages: str | None, sheet: str | None
) -> tuple[ComponentList, Mapping[str, Any]]:
    file = Path(path)
    if file.is_dir():
        if form not in {None, "cache"}:
            raise refused(str(path), "it is a folder", "name a file")
        need("cache")
        return hub_cache.components_of_cache(file), {}
    data = bytes_of(file)
    known = form or _BY_ENDING.get(file.suffix.lower())
    if known == "xlsx":
        need(known)
        rows = workbooks.rows_of_workbook(str(file), sheet, str(path))
        return tables.components_of_rows(rows, str(path), "either"), {}
    return inventory_in(data, str(path), known, packages)


def inventory_in(
    data: bytes, shown: str, form: str | None, packages: str | None = None
) -> tuple[ComponentList, Mapping[str, Any]]:
    """What an inventory of any form but a workbook and a folder lists, as `read_inventory` has it."""
    known = form
    document: Any = {}
    if known is None or known in _OF_DOCUMENTS:
        document = _object(data, shown, known)
        known = known or _form_of(document, shown)
    need(known)
    if known in _OF_DOCUMENTS:
        return _OF_DOCUMENTS[known](document, shown), document if known == "cyclonedx" else {}
    if known == "cyclonedx-xml":
        return cyclonedx.components_of_xml(data, shown), {}
    text = text_in(data, shown)
    if known == "requirements":
        return packages_of.components_of_requirements(text, shown, packages), {}
    return _OF_TEXTS[known](text, shown), {}


def need(form: str) -> None:
    """Raise InventoryError where the extra is missing that a form needs (LK705)."""
    extra, module = _NEEDED.get(form, ("", ""))
    if module and (missing := needing([module], extra)):
        raise InventoryError(missing)


def _object(data: bytes, shown: str, known: str | None) -> Mapping[str, Any]:
    first = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first != b"{" and known is None:
        mend = f"say what it is, with `--from` and one of {', '.join(FORMS)}"
        raise refused(shown, "its form is not known here", mend)
    document = json_in(text_in(data, shown), shown, in_any_spelling=True)
    if not isinstance(document, dict):
        raise refused(shown, "it is no JSON object")
    return document


def _form_of(document: Mapping[str, Any], shown: str) -> str:
    if document.get("bomFormat") == "CycloneDX":
        return "cyclonedx"
    if "spdxVersion" in document:
        return "spdx"
    if "@graph" in document or "@context" in document:
        return "spdx3"
    if "installed" in document:
        return "pip"
    raise refused(shown, "it is no CycloneDX, SPDX or `pip inspect`", f"write `--from` with one of {', '.join(FORMS)}")


def _of_expressions(text: str, shown: str) -> ComponentList:
    lines = [(at, line.strip()) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise refused(shown, "it is empty", "write a licence or an expression in each line")
    return ComponentList(tuple(Component(line, claims=(line,), place=f"line {at}") for at, line in lines))


def _of_chain(text: str, shown: str) -> ComponentList:
    chain = chains.chain_of_text(text, shown)
    return ComponentList((chain.whole, *chain.layers))


_OF_DOCUMENTS: Final[Mapping[str, Callable[[Mapping[str, Any], str], ComponentList]]] = {
    "cyclonedx": cyclonedx.components_of_json,
    "spdx": spdx.components_of_spdx2,
    "spdx3": spdx3.components_of_spdx3,
    "pip": packages_of.components_of_pip,
}
_OF_TEXTS: Final[Mapping[str, Callable[[str, str], ComponentList]]] = {
    "csv": tables.components_of_csv,
    "jsonl": tables.components_of_lines,
    "spdx-tags": spdx.components_of_tags,
    "expressions": _of_expressions,
    "chain": _of_chain,
}
"""What reads each form of a JSON document, and of a text; the three others are read where they are met."""
