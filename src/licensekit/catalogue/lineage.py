"""What binds a work of the hub: its own licence and those of all that it is made from, each with how it is known.

A quantisation, fine-tune, adapter or merge inherits: the terms of a base bind whatever the tag of the copy says. What
is not known stays open, and says why; a tag that names no licence never becomes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache, cached_property
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.catalogue import hub_index, registry
from licensekit.catalogue.hub_index import HubRow, MadeBy
from licensekit.catalogue.name_table import NameEntry, entries, entries_called
from licensekit.data import data_folder
from licensekit.model.works import PartName, Work, WorkFact, WorkPart

Grade: TypeAlias = Literal["text seen", "stated by the maker", "tag only", "by its base", "conflict", "unknown"]
Licenses: TypeAlias = tuple[str, ...]
"""Ids of licences that all bind."""

MOST_LAYERS: Final = 64
MOST_WAYS: Final = 16
_SILENT: Final = frozenset({"", "unknown", "not specified"})
"""Claims that say nothing."""
_UNSTATED: Final = "no licence is stated"
_FILE: Final = ("licen", "/commit/")
"""What an address has in it that leads to the file of a licence, or to the change that put it there."""
_MAKER: Final = ("(maker's own ", "(stored hub page)")
"""How a source is marked that is the maker's own word."""


@dataclass(frozen=True)
class Layer:
    """A work in the chain, and what it adds."""

    work: str
    relation: MadeBy | Literal["itself"]
    """How the work before it is made from it."""
    grade: Grade
    said: tuple[str, ...]
    """What is said of its licence, by whom: `other (hub)`."""
    possible: tuple[Licenses, ...]
    """What it may carry: one where that is settled, several where one of them holds, an empty one for nothing."""
    more: tuple[str, ...] = ()
    """Why further terms may bind."""
    otherwise: tuple[str, ...] = ()
    """Why other terms may hold instead."""
    notes: tuple[str, ...] = ()
    source: str = ""
    """The file that says so, and when it was read, where that is known."""
    record: Work | None = None
    """What a person has recorded of it; None for a row of the index."""


@dataclass(frozen=True)
class Lineage:
    """A work with all that it is made from."""

    work: str
    layers: tuple[Layer, ...]

    @cached_property
    def possible(self) -> tuple[Licenses, ...]:
        """The sets of licences of which one binds; an empty set where nothing is known. At most MOST_WAYS."""
        return _together(layer.possible for layer in self.layers)[:MOST_WAYS]

    @property
    def more(self) -> tuple[str, ...]:
        """Why further terms may bind; then the worst is open."""
        return tuple(dict.fromkeys(reason for layer in self.layers for reason in layer.more))

    @property
    def otherwise(self) -> tuple[str, ...]:
        """Why other terms may hold instead; then the best is open too."""
        reasons = dict.fromkeys(reason for layer in self.layers for reason in layer.otherwise)
        if len(self.possible) == MOST_WAYS:
            reasons[f"more than {MOST_WAYS} sets of licences may bind"] = None
        return tuple(reasons)

    @property
    def settled(self) -> Licenses:
        """The licences that bind, where that is settled; else none."""
        possible = self.possible
        return possible[0] if len(possible) == 1 and not (self.more or self.otherwise) else ()

    def may_be(self, licenses: frozenset[str]) -> bool:
        """Whether these licences may be what binds it: they are among what may, or nothing at all is said of it."""
        if any(licenses <= frozenset(names) for names in self.possible if names):
            return True
        return not any(self.possible) and all(reason.endswith(_UNSTATED) for reason in self.otherwise)

    @property
    def records(self) -> tuple[Work, ...]:
        """The recorded works that it is, or is made from, where nothing binds but what these carry; else none."""
        if any(layer.record is None and (layer.possible, layer.more) != (((),), ()) for layer in self.layers):
            return ()
        return tuple(layer.record for layer in self.layers if layer.record is not None)

    @property
    def facts(self) -> tuple[WorkFact, ...]:
        """What all of these settle: clauses speak of the model that the licensor released, whatever was made of it."""
        first, *others = self.records or (None,)
        return () if first is None else tuple(each for each in first.given if all(each in one.given for one in others))

    @property
    def grade(self) -> Grade:
        """How well it is known what binds."""
        own, *bases = self.layers
        if any(layer.grade == "conflict" for layer in self.layers):
            return "conflict"
        if self.more or self.otherwise or () in self.possible:
            return "unknown"
        named = {name for licenses in own.possible for name in licenses}
        added = {name for layer in bases for licenses in layer.possible for name in licenses} - named
        return "by its base" if added or not named else own.grade


def lineage(name: str, obtained: date | None = None, part: PartName = "weights") -> Lineage | None:
    """What is known of a work by its id or its name on a hub, in any case; None where it is not known here.

    `obtained` is the day on which the copy was got: forms of a licence that came later do not hold for it.
    """
    if not _is_known(name):
        return None
    layers = tuple(_Walk(obtained, part).layers(name, "itself", obtained, ()))
    return Lineage(layers[0].work, layers)


def work_of(row: HubRow) -> Work:
    """A row of the index as a work: its weights, under the licences that bind where that is settled."""
    whole = lineage(row.id)
    assert whole is not None, "it has a row"
    source, _ = hub_index.source(row.source)
    parts = (WorkPart(part="weights", license=name, found=f":{name}", see=(source,)) for name in whole.settled)
    return Work(id=row.id, title=row.id, models=(row.id,), parts=tuple(parts), see=(source,), given=whole.facts)


class _Walk:
    """One walk from a work down to all that it is made from; each work is visited once."""

    def __init__(self, obtained: date | None, part: PartName) -> None:
        self._obtained = obtained
        self._part = part
        self._visited: set[str] = set()

    def layers(
        self, name: str, relation: MadeBy | Literal["itself"], by: date | None, trail: tuple[str, ...]
    ) -> list[Layer]:
        """The layer of a work, then those of its bases. `by` is the day by which it was used."""
        self._visited.add(name.casefold())
        recorded, row = registry.recorded(name), hub_index.row(name)
        if recorded is not None:  # read by a person, who has looked at what the work is made from
            return [_recorded_layer(recorded, name, relation, self._part if relation == "itself" else "weights", by)]
        assert row is not None, "only works that are known are walked"
        below: list[Layer] = []
        more: list[str] = []
        trail = (*trail, row.id)
        for base in row.bases:
            here = base.casefold()
            if here in map(str.casefold, trail):
                circle = (*trail[[each.casefold() for each in trail].index(here) :], base)
                more.append(f"bases stand in a circle: {' → '.join(f'`{each}`' for each in circle)}")
            elif here in self._visited:
                continue
            elif len(self._visited) >= MOST_LAYERS:
                more.append(f"more than {MOST_LAYERS} works stand in the chain")
            elif not _is_known(base):
                more.append(f"its base `{base}` is not known here")
            else:
                below += self.layers(base, row.relation, _earlier(by, row.released), trail)
        return [_layer(row, relation, below, more, self._obtained), *below]


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _is_known(name: str) -> bool:
    return hub_index.row(name) is not None or registry.recorded(name) is not None


# --- works that a person has recorded --------------------------------------------------------------------


def _recorded_layer(
    work: Work, name: str, relation: MadeBy | Literal["itself"], part: PartName, by: date | None
) -> Layer:
    """The layer of a recorded work: every period that may hold for a copy got by that day."""
    rows = [row for row in work.parts if row.part == part and (by is None or row.since is None or row.since <= by)]
    if relation == "itself" and by is not None:
        rows = [row for row in rows if row.until is None or by < row.until]
    encoded = tuple(dict.fromkeys((row.name,) for row in rows if not row.unread))
    missing = tuple(f"{row.license}, whose text is not at hand" for row in rows if row.unread)
    if not rows:
        reason = "the terms of the service apply" if work.hosted_only else f"no licence for its {part} is recorded"
        missing = (reason,)
    seen = bool(encoded) and all(
        any(mark in address.casefold() for address in row.see for mark in _FILE) for row in rows
    )
    said = tuple(dict.fromkeys(row.license for row in rows))
    see = tuple(dict.fromkeys(address for row in rows for address in row.see))
    return Layer(
        next((model for model in work.models if model.casefold() == name.casefold()), work.id),
        relation,
        "unknown" if not rows else "text seen" if seen else "stated by the maker",
        said,
        encoded or ((),),
        more=() if encoded else tuple(f"`{work.id}`: {each}" for each in missing),
        otherwise=tuple(f"`{work.id}`: {each}" for each in missing) if encoded else (),
        source=", ".join(see),
        record=work,
    )


# --- works of the index ----------------------------------------------------------------------------------


class _Reading(NamedTuple):
    """What a claim comes to."""

    possible: tuple[Licenses, ...]
    more: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


class Ruling(NamedTuple):
    """What came of looking at a work whose sources disagree, or say little: it is settled, or stays a conflict."""

    settled: bool
    claim: str
    grade: Grade
    reason: str


@cache
def rulings() -> dict[str, Ruling]:
    """Works that were looked at one by one, by their id in small letters."""
    lines = (data_folder("licenses") / "works" / "looked-at.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (line.split("\t") for line in lines)
    return {
        name.casefold(): Ruling(settled == "settled", claim, grade, reason)  # type: ignore[arg-type]
        for name, settled, claim, grade, reason in fields
    }


def _layer(
    row: HubRow, relation: MadeBy | Literal["itself"], below: list[Layer], more: list[str], obtained: date | None
) -> Layer:
    ruling = rulings().get(row.id.casefold())
    settled = ruling is not None and ruling.settled
    claim = ruling.claim if ruling is not None and settled else row.claim
    read = _claimed(claim, row, below, obtained)
    grade: Grade = ruling.grade if ruling is not None and settled else _grade(row, claim)
    if row.others and not settled:
        others = [_claimed(f"={other.partition(': ')[2]}", row, [], obtained) for other in row.others]
        joined = _either(read, others)
        if joined != read:
            read, grade = joined, "conflict"
    if (not any(read.possible)) and grade != "conflict":
        grade = "by its base" if below and not (read.more or read.otherwise) else "unknown"
    name, day = hub_index.source(row.source)
    return Layer(
        row.id,
        relation,
        grade,
        tuple(_said(row)),
        read.possible,
        more=(*(f"`{row.id}`: {reason}" for reason in read.more), *(f"`{row.id}`: {reason}" for reason in more)),
        otherwise=tuple(f"`{row.id}`: {reason}" for reason in read.otherwise),
        notes=(ruling.reason,) if ruling is not None else (),
        source=f"{name}, read in {day}" if day else name,
    )


def _grade(row: HubRow, claim: str) -> Grade:
    if claim in _SILENT:
        return "unknown"
    source, _ = hub_index.source(row.source)
    return "stated by the maker" if source.endswith(_MAKER) else "tag only"


def _said(row: HubRow) -> Iterator[str]:
    if row.claim.startswith("="):
        yield f"tag `other`, named `{row.claim[1:]}`"
    elif row.claim:
        yield f"tag `{row.claim}`"
    yield from row.others


def _claimed(claim: str, row: HubRow, below: list[Layer], obtained: date | None) -> _Reading:
    """What a claim of a work says. Several at once, such as `llama3.3,gemma`, are all taken to bind."""
    named = claim.removeprefix("=")
    if named in _SILENT:
        return _Reading(((),)) if row.bases else _Reading(((),), (), (_UNSTATED,))
    texts = named.split(" & ") if claim.startswith("=") else named.split(",")
    read = [_read(text, row, below, obtained) for text in texts]
    return _Reading(
        _together(each.possible for each in read),
        tuple(reason for each in read for reason in each.more),
        tuple(reason for each in read for reason in each.otherwise),
    )


def _read(text: str, row: HubRow, below: list[Layer], obtained: date | None) -> _Reading:
    inherited = {name for layer in below for licenses in layer.possible for name in licenses}
    if not inherited.isdisjoint(_sharing(text)) or (text == "other" and _says_as_much(row)):
        return _Reading(((),))  # the copy names what its base carries
    return _come_to(text, _forms(text, row, obtained))


@cache
def _come_to(text: str, forms: tuple[NameEntry, ...]) -> _Reading:
    """What a name comes to where it stands for one of these forms."""
    if not forms:
        return _Reading(((),), (f"`{text}` names no licence that is known here",))
    encoded = tuple((entry.id,) for entry in forms if entry.is_encoded)
    missing = tuple(f"{entry.title} (`{text}`) is not encoded here" for entry in forms if not entry.is_encoded)
    if encoded:
        return _Reading(encoded, (), missing)
    return _Reading(((),), missing)


def _says_as_much(row: HubRow) -> bool:
    """Whether a copy's bare `other` only repeats its base's: of a licence that has no tag, no copy can be tagged."""
    bases = [hub_index.row(base) for base in row.bases]
    return row.relation == "quantized" and all(
        base and (base.claim[:1] == "=" or base.claim == "other") for base in bases
    )


@cache
def _sharing(text: str) -> frozenset[str]:
    """The id of every licence that has this name among its own, a family's name such as `modified-mit` too."""
    wanted = text.casefold()
    having = (entry for entry in entries() if wanted in {entry.id, *map(str.casefold, entry.names)})
    return frozenset(entry.id for entry in having if entry.id)


def _forms(text: str, row: HubRow, obtained: date | None) -> tuple[NameEntry, ...]:
    """The licences that a name may stand for at this work: by its own pattern where one fits, else by the days."""
    called = _called(text)
    if not any(entry.only or entry.since for entry in called):
        return called
    name = row.id.casefold()
    fitting = [entry for entry in called if any(fnmatchcase(name, pattern) for pattern in entry.only)]
    forms = fitting or [entry for entry in called if not entry.only]
    return tuple(_in_time(forms, row.released, obtained))


@cache
def _called(text: str) -> tuple[NameEntry, ...]:
    return tuple(entry for entry in entries_called(text) if not entry.kind)


def _in_time(forms: Iterable[NameEntry], released: date | None, obtained: date | None) -> Iterator[NameEntry]:
    """Dated forms that may hold: not those replaced before the work came out, nor those that came after the copy."""
    dated = sorted(((each.since, each) for each in forms if each.since is not None), key=lambda pair: pair[0])
    following = dict(zip((each.id for _, each in dated), [since for since, _ in dated[1:]], strict=False))
    for each in forms:
        replaced = following.get(each.id)
        if each.since is not None and released is not None and replaced is not None and replaced <= released:
            continue
        if each.since is not None and obtained is not None and each.since > obtained:
            continue
        yield each


def _either(read: _Reading, others: Iterable[_Reading]) -> _Reading:
    """One of several claims holds."""
    claims = (read, *others)
    reasons = dict.fromkeys(reason for claim in claims for reason in (*claim.more, *claim.otherwise))
    inherits = any(claim.possible == ((),) and not (claim.more or claim.otherwise) for claim in claims)
    possible = dict.fromkeys(licenses for claim in claims for licenses in claim.possible if licenses or inherits)
    if tuple(possible) == read.possible and not reasons:
        return read
    return _Reading(tuple(possible) or ((),), (), tuple(reasons))


def _together(parts: Iterable[tuple[Licenses, ...]]) -> tuple[Licenses, ...]:
    """Every way to take one of each; equal ways once, and no more than are needed to see that there are too many."""
    ways: dict[frozenset[str], Licenses] = {frozenset(): ()}
    for part in parts:
        joined = (tuple(dict.fromkeys((*way, *licenses))) for way in ways.values() for licenses in part)
        ways = {}
        for way in joined:
            ways.setdefault(frozenset(way), way)
            if len(ways) > MOST_WAYS:
                break
    return tuple(ways.values())
