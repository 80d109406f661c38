"""The names of licences as `licenses/names.tsv` has them: entries, and which of them a name or a spelling calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.catalogue import shelf
from licensekit.catalogue.spellings import at_address, key, parts_of_list
from licensekit.data import data_folder

_SCANCODE: Final = "licenseref-scancode-"
SPELLING: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,+_()'-]*")
"""What may be a spelling of a name; a path is none, nor is what cannot be seen."""
_OF_A_MODEL: Final = re.compile(r"(?:https?://\S+/)?[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(?:@\S+)?")


class NameEntry(NamedTuple):
    """A licence as `licenses/names.tsv` has it; a family's name has no id."""

    id: str
    kind: Literal["", "exception", "family"]
    spdx: str
    scancode: str
    names: tuple[str, ...]
    only: tuple[str, ...]
    """Patterns of hub ids: a name that several licences share means this one there."""
    since: date | None
    """The day from which a dated form holds."""
    text: str
    """Whether a text of it was at hand: `held`, `found now` or `none`."""
    title: str

    @property
    def is_encoded(self) -> bool:
        """Whether the catalogue has its terms."""
        return shelf.kind(self.id) == "license"


@cache
def entries() -> tuple[NameEntry, ...]:
    """Every licence that has a name here, encoded or not, and families."""
    lines = (data_folder("licenses") / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(map(_entry, lines))


def _entry(line: str) -> NameEntry:
    id_, kind, spdx, scancode, names, only, since, text, title = line.split("\t")
    return NameEntry(
        id_,
        kind,  # type: ignore[arg-type]
        spdx,
        id_ if scancode == "=" else scancode,
        tuple(names.split("; ")) if names else (),
        tuple(only.split(";")) if only else (),
        date.fromisoformat(since) if since else None,
        text,
        title,
    )


NameTable: TypeAlias = Mapping[str, tuple[NameEntry, ...]]


@cache
def _table() -> tuple[NameTable, NameTable]:
    """Entries by what they are called: as written, and by key. A family's name is nothing else's."""
    exact: dict[str, dict[NameEntry, None]] = {}
    loose: dict[str, dict[NameEntry, None]] = {}
    families = {name.casefold() for entry in entries() if entry.kind == "family" for name in entry.names}
    for entry in entries():
        for name in {entry.id, entry.spdx, entry.title, *entry.names} - {""}:
            text = " ".join(name.casefold().split())
            if entry.kind != "family" and text in families:
                continue
            exact.setdefault(text, {})[entry] = None
            loose.setdefault(key(text), {})[entry] = None
    return {name: tuple(found) for name, found in exact.items()}, {name: tuple(found) for name, found in loose.items()}


def dated_forms(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The older and the newer forms of a licence: those that share a name with it, by the days from which they hold.

    >>> dated_forms("gemma-terms-2024-04-01")
    (('gemma-terms-2024-02-21',), ('gemma-terms', 'gemma-terms-2026-04-01'))
    """
    own = next((entry for entry in entries() if entry.id == name), None)
    if own is None or own.since is None:
        return (), ()
    forms = [(entry.since, entry.id) for entry in entries() if entry.since and {*entry.names} & {*own.names}]
    older = tuple(each for since, each in sorted(forms) if since < own.since)
    return older, tuple(each for since, each in sorted(forms) if since > own.since)


def entries_called(written: str) -> tuple[NameEntry, ...]:
    """Every licence of this name, as it is written in any case, or else with usual differences of spelling."""
    if called := _as_written(written):
        return called
    if place := at_address(written):
        return entries_called(place)
    return _table()[1].get(key(written), ()) if SPELLING.fullmatch(written) else ()


def _as_written(written: str) -> tuple[NameEntry, ...]:
    text = " ".join(written.casefold().split())
    if text.startswith(_SCANCODE):
        wanted = text.removeprefix(_SCANCODE)
        return tuple(entry for entry in entries() if wanted and entry.scancode.casefold() == wanted)
    return _table()[0].get(text, ())


def is_of_a_model(name: str) -> bool:
    """Whether a name is called as models are on hubs, `OWNER/NAME` or an address, and as no licence or .lic file is.

    >>> is_of_a_model("moonshotai/Kimi-K2.5"), is_of_a_model("MIT/X11"), is_of_a_model("MIT/Apache-2.0")
    (True, False, False)
    """
    called = name.removesuffix("/") if "://" in name else name
    if _OF_A_MODEL.fullmatch(called) is None or called.endswith(".lic"):
        return False
    return not (entries_called(name) or all(map(entries_called, parts_of_list(name) or ("",))))


def is_family(written: str) -> bool:
    """Whether a name stands for no licence: `gpl`, `other`, `modified-mit`."""
    return any(entry.kind == "family" for entry in entries_called(written))
