"""The works of the hub: a sorted file, searched by halving; what each row says is a claim, with the file that says so.

`scripts/hub_works.py` makes and checks it. Nothing is read before the first question about a work.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from licensekit.data import data_folder
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NAME

MadeBy: TypeAlias = Literal["", "quantized", "finetune", "adapter", "merge"]

_FIELDS: Final = 10
_NO_SIGN: Final = re.compile(r"[^a-z0-9]")


class HubRow(NamedTuple):
    """A repository of the hub as sources describe it."""

    id: str
    claim: str
    """The hub's tag, or `=NAME` where the tag is `other` and the card names the licence; empty where none is stated."""
    bases: tuple[str, ...]
    """The repositories that it is made from, as its card or a list names them."""
    relation: MadeBy
    """How it is made from them; empty where no source says."""
    released: date | None
    """A maker's or a list's date; else the day on which the repository was made."""
    revision: str
    """The beginning of the commit at which it was seen."""
    source: str
    """Number of the file that states the claim, or of a repackaging, its base."""
    others: tuple[str, ...]
    """What other sources say: `LocalAI: mit`."""
    link: str
    """Where the card points for the licence: an address, or a path on the hub."""
    downloads: int
    """On the source's day; 0 where it gives none."""

    @property
    def owner(self) -> str:
        """The account that the repository belongs to."""
        return self.id.partition("/")[0]


def row(name: str) -> HubRow | None:
    """The row of a repository, in any case; None where there is none."""
    data = _data()
    met = _met_in(data)
    if name not in met:
        wanted = name.lower().encode("ascii", "replace")
        at = _first_not_before(wanted)
        line = data[at : data.find(b"\n", at)] if at < len(data) else b""
        met[name] = _read(line) if line.partition(b"\t")[0].lower() == wanted else None
    return met[name]


@cache
def _met_in(data: bytes) -> dict[str, HubRow | None]:  # noqa: ARG001 - what was met is kept for these data
    """The rows of these data that were met: whoever walks many chains comes to the same bases again and again."""
    return {}


def of_owner(owner: str) -> tuple[str, ...]:
    """The ids of every repository of an account, in any case."""
    begin = f"{owner.lower()}/".encode("ascii", "replace")
    data, at = _data(), _first_not_before(begin)
    ids = []
    while data[at : at + len(begin)].lower() == begin:
        end = data.find(b"\n", at)
        ids.append(data[at:end].partition(b"\t")[0].decode())
        at = end + 1
    return tuple(ids)


def called(name: str) -> tuple[str, ...]:
    """The ids of every repository of this name, whoever owns it, in any case."""
    return _by_name(_data()).get(name.lower(), ())


@cache
def _by_name(data: bytes) -> dict[str, tuple[str, ...]]:
    """The ids in these data by their names without the owner: an inventory may ask for thousands that are none."""
    named: dict[str, list[str]] = {}
    for line in data.splitlines():
        whole = line.partition(b"\t")[0].decode()
        named.setdefault(whole.partition("/")[2].lower(), []).append(whole)
    return {name: tuple(each) for name, each in named.items()}


def beginning(word: str) -> str:
    """A repository whose name begins as a word does, owners, case and signs left aside; empty where there is none."""
    names, plain = _plain(_data()), _NO_SIGN.sub("", word.lower())
    at = bisect_left(names, (plain,))
    return names[at][1] if plain and at < len(names) and names[at][0].startswith(plain) else ""


@cache
def _plain(data: bytes) -> tuple[tuple[str, str], ...]:
    named = _by_name(data).items()
    return tuple(sorted((_NO_SIGN.sub("", name), ids[0]) for name, ids in named))


def without_owner(name: str) -> CatalogueError | None:
    """The error of a model that is named without its owner, with the names that it may have; None of any other."""
    owned = dict.fromkeys(called(name))
    if not owned:
        return None
    listed = ", ".join(f"`{each}`" for each in owned)
    message = f"`{clipped(name, 2 * MAX_NAME)}` is the name of a model without its owner"
    return CatalogueError([Diagnostic("LK617", message, help=f"use one of {listed}")])


def with_words(words: Iterable[str]) -> tuple[str, ...]:
    """The ids of every repository whose name has all of some words in it, in any case; the most downloaded first."""
    wanted = [word.lower() for word in words]
    having = [each for each in rows() if all(word in each.id.lower() for word in wanted)]
    return tuple(each.id for each in sorted(having, key=lambda each: (-each.downloads, each.id)))


def rows() -> Iterator[HubRow]:
    """Every row, in order of the ids."""
    data = _data()
    met = _met_in(data)
    for line in data.splitlines():
        each = _read(line)
        met[each.id] = each
        yield each


def source(number: str) -> tuple[str, str]:
    """What a number of a source stands for, and when that read the hub, where it says so."""
    return _sources()[number]


@cache
def _sources() -> dict[str, tuple[str, str]]:
    lines = (data_folder("licenses") / "works" / "sources.tsv").read_text(encoding="utf-8").splitlines()
    return {key: (name, day) for key, day, name in (line.split("\t") for line in lines)}


@cache
def _data() -> bytes:
    return (data_folder("licenses") / "works" / "hub.tsv").read_bytes()


def _first_not_before(wanted: bytes) -> int:
    """Where the first line begins whose id is not before the wanted one."""
    data = _data()
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", start)
        if data[start:end].partition(b"\t")[0].lower() < wanted:
            low = end + 1
        else:
            high = start
    return low


def _read(line: bytes) -> HubRow:
    fields = line.decode().split("\t")
    fields += [""] * (_FIELDS - len(fields))
    name, claim, bases, relation, released, revision, from_, others, link, downloads = fields
    return HubRow(
        name,
        claim,
        tuple(bases.split(",")) if bases else (),
        cast("MadeBy", relation),
        date.fromisoformat(released) if released else None,
        revision,
        from_,
        tuple(others.split("; ")) if others else (),
        link,
        int(downloads or 0),
    )
