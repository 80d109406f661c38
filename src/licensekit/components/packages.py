"""Python packages: requirements with their licence metadata, and what `pip inspect` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from licensekit.catalogue.names import loosely_meant
from licensekit.catalogue.spellings import plain
from licensekit.components.component import Component, ComponentList
from licensekit.components.documents import all_bind, claim_of_text, one_line, refused
from licensekit.diagnostics import clipped

_NAMED: Final = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?P<rest>.*)")
_REST: Final = re.compile(r"$|[<>=!~;@,(]|--hash")
"""How what stands behind a package's name begins: a version, a marker, an address, hashes."""
_OPTION: Final = re.compile(r"--?(?!r\b|requirement\b|e\b|editable\b)")
"""An option that names no package."""
_PINNED: Final = re.compile(r"===?\s*(?P<version>[^\s,;]+)")
_SAID: Final = re.compile(r"\s#\s*(?:licen[cs]e:\s*)(?P<license>.+)$", re.IGNORECASE)
_LONGEST: Final = 120
"""Letters of a `License` field that may be a name; a longer one is a text."""


def components_of_requirements(text: str, shown: str, folder: str | None) -> ComponentList:
    """The packages of a requirements file; their metadata from distributions below a folder, or a comment
    `# license: MIT` behind the line. Raises InventoryError.
    """  # noqa: D205
    at_hand = _distributions(folder) if folder is not None else {}
    components: list[Component] = []
    unread: list[str] = []
    for at, written in enumerate(text.replace("\\\n", " ").split("\n"), 1):
        said = _SAID.search(written)
        line = re.sub(r"(^|\s)#.*$", "", written).strip()
        if not line:
            continue
        if _OPTION.match(line):
            unread.append(f"line {at} (`{clipped(line, 40)}`)")
            continue
        named = _NAMED.fullmatch(line)
        if named is None or not _REST.match(named["rest"]):  # a file or an address, with packages that are not known
            stated = (one_line(said["license"]),) if said else ()
            components.append(Component(line, kind="code", claims=stated, place=f"line {at}"))
            continue
        is_elsewhere = named["rest"].startswith("@")
        known = None if is_elsewhere else at_hand.get(_plain(named["name"]))
        pinned = _PINNED.search(named["rest"])
        version = pinned["version"] if pinned else known.version if known else ""
        fits = known is not None and known.version == version
        claims = (one_line(said["license"]),) if said else (*_claims(known.metadata),) if known and fits else ()
        components.append(Component(named["name"], version, "code", claims, place=f"line {at}"))
    if not components and not unread:
        raise refused(shown, "it names no package", "write a package in each line, such as `requests==2.32.0`")
    return ComponentList(tuple(components), (f"not read: {', '.join(unread)}",) if unread else ())


def components_of_pip(document: Mapping[str, Any], shown: str) -> ComponentList:
    """The packages that `pip inspect` lists. Raises InventoryError."""
    installed = document.get("installed")
    if not isinstance(installed, list):
        raise refused(shown, "it has no list `installed`", "write it with `pip inspect`")
    components = []
    for at, each in enumerate(installed):
        said = each.get("metadata") if isinstance(each, Mapping) else None
        name = one_line(said.get("name")) if isinstance(said, Mapping) else ""
        if not isinstance(said, Mapping) or not name:
            raise refused(shown, f"entry {at} of `installed` has no name", "write it with `pip inspect`")
        claims = tuple(_claims_of(said.get("license_expression"), said.get("license"), said.get("classifier")))
        components.append(Component(name, one_line(said.get("version")), "code", claims, place=f"installed[{at}]"))
    return ComponentList(tuple(components))


def _distributions(folder: str) -> dict[str, metadata.Distribution]:
    if not Path(folder).is_dir():
        raise refused(folder, "there is no such folder", "name the `site-packages` where the packages lie")
    return {_plain(each.metadata["Name"] or ""): each for each in metadata.distributions(path=[folder])}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _claims(said: Any) -> Iterator[str]:
    return _claims_of(said.get("License-Expression"), said.get("License"), said.get_all("Classifier"))


def _claims_of(expression: object, license: object, classifiers: object) -> Iterator[str]:
    """What metadata say: an expression, else the field, else the classifiers, of which all bind.

    What they say besides is a claim of its own where it cannot be the same; so is a field of old that holds a text.
    """
    whole, written = one_line(expression), str(license or "").strip()
    is_text = len(written) > _LONGEST or "\n" in written
    field = "" if is_text else one_line(license)
    listed: Iterable[object] = classifiers if isinstance(classifiers, list) else ()
    names = [name for each in listed if (name := _classified(one_line(each)))]
    said = [each for each in (whole, field) if each and each.upper() != "UNKNOWN"]
    if said:
        own = loosely_meant(said[0])
        yield said[0]
        yield from (each for each in (*said[1:], *names) if own.isdisjoint(loosely_meant(each)))
    elif names:
        yield all_bind(names)
    if is_text:
        yield claim_of_text(written)


def _classified(classifier: str) -> str:
    """The name of a licence that a classifier has; empty where it names none."""
    name = plain(classifier)
    return "" if name in {classifier, "OSI Approved", "DFSG approved"} else name
