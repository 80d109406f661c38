"""What a licence is called, and which one is meant: the one place where a name that is no id is made sense of.

Ids of the catalogue, SPDX ids and expressions, `LicenseRef-scancode-…`, hub tags, `license_name` values, titles and
usual spellings, in any case. A name that several licences have, or a family, asks which; nothing is guessed. What
licences are called stands in `licenses/names.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from licensekit.catalogue import hub_index, shelf
from licensekit.catalogue.name_table import SPELLING, NameEntry, entries, entries_called, is_family, is_of_a_model
from licensekit.catalogue.spellings import called_twice, key, parts_of_list, plain
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NESTING, MAX_STRING

_LATER: Final = re.compile(r"(?:\+|[ -]or[ -](?:later|newer)|[ -]or any later version)$", re.IGNORECASE)
_ONLY: Final = re.compile(r"[ -]only$", re.IGNORECASE)
_VERSION: Final = re.compile(r"(?P<stem>.+)-(?P<version>\d+(?:\.\d+)*)")
_MOST_CHOICES: Final = 12
_READ_IT: Final = "read its text, and use the path of a .lic file that says what it says"


@dataclass(frozen=True)
class NamedLicense:
    """One licence, and how it was written."""

    id: str
    written: str


@dataclass(frozen=True)
class JoinedLicenses:
    """Several licences: `AND` where all bind, `OR` where one may be chosen."""

    how: Literal["AND", "OR"]
    parts: tuple[LicenseMeant, ...]


LicenseMeant: TypeAlias = NamedLicense | JoinedLicenses


def meant(written: str) -> LicenseMeant:
    """Which licences a name or an expression stands for.

    >>> meant("Apache 2.0")
    NamedLicense(id='apache-2.0', written='Apache 2.0')

    Raises CatalogueError: for a name that there is not (LK601), that several licences have (LK613), for a licence
    that is known and not encoded here (LK614), and for an expression that cannot be read (LK615).
    """
    text = plain(written.strip())
    name, again = called_twice(text)
    if again and (entries_called(name) or _stem(name)):
        return _both(name, again)
    if len(text) <= MAX_STRING and _OPERATOR.search(text) and not (entries_called(text) or _stem(text)):
        return _Expression(text).whole()
    return _one(text)


def license_called(written: str) -> str:
    """The id of the one licence that a name stands for. Raises CatalogueError as `meant` does."""
    which = _one(plain(written.strip()))
    if isinstance(which, NamedLicense):
        return which.id
    message = f"`{clipped(written)}` is several licences, of which one may be chosen"
    raise CatalogueError([Diagnostic("LK613", message, help=f"use one of {_listed(which)}")])


def may_mean(written: str) -> frozenset[str]:
    """The ids of all licences that a name or expression may stand for, encoded or not; none for a family's name.

    >>> sorted(may_mean("GNU LGPL v2"))
    ['lgpl-2.0', 'lgpl-2.1']
    """
    try:
        return _ids(meant(written))
    except CatalogueError:
        text = plain(written.strip())
        every = (
            each for name in (text, *called_twice(text)) for each in entries_called(name) or entries_called(_stem(name))
        )
        return frozenset(entry.id for entry in every if entry.kind != "family")


def in_family(written: str) -> frozenset[str]:
    """The ids of the licences that begin with a name, or share it, as those of a family do.

    >>> "bsd-2-clause" in in_family("BSD")
    True
    """
    return frozenset(entry.id for entry in _members(plain(written.strip())) if entry.id)


def loosely_meant(written: str) -> frozenset[str]:
    """The ids of all licences that a name may stand for, and of those of the family that it names.

    >>> "gpl-3.0" in loosely_meant("gpl"), loosely_meant("Acme EULA")
    (True, frozenset())
    """
    return may_mean(written) | in_family(written)


def taken(which: LicenseMeant) -> tuple[str, ...]:
    """What was taken for what, where it was not written as the catalogue has it."""
    match which:
        case NamedLicense(id=id_, written=written):
            return () if written == id_ else (f"`{clipped(written)}` is taken for `{id_}`",)
        case JoinedLicenses(parts=parts):
            return tuple(dict.fromkeys(note for part in parts for note in taken(part)))


def is_license(written: str) -> bool:
    """Whether a word names a licence whose terms are here, by whatever name, or looks like a path or a model."""
    if ".lic" in written or "/" in written or shelf.find(written) is not None:
        return True
    return any(shelf.find(entry.id) is not None for entry in entries_called(written) if entry.kind != "family")


# --- one name --------------------------------------------------------------------------------------------


def _one(text: str) -> LicenseMeant:
    if shelf.find(text) is not None or shelf.find(text.casefold()) is not None:
        return NamedLicense(text if shelf.find(text) is not None else text.casefold(), text)
    called = entries_called(text)
    if not called and _stem(text):
        return _or_later(text) if _LATER.search(text) else NamedLicense(license_called(_stem(text)), text)
    return NamedLicense(_only(text, called).id, text)


def _stem(text: str) -> str:
    """What stands before `-only`, `-or-later` or `+`, where that is a name."""
    stem = (_LATER if _LATER.search(text) else _ONLY).sub("", text).strip()
    is_clear = stem != text and not (_LATER.search(stem) or _ONLY.search(stem))  # `GPL-2.0-only+` says both
    return stem if is_clear and entries_called(stem) else ""


def _only(text: str, called: tuple[NameEntry, ...]) -> NameEntry:
    """The one licence of a name, encoded. Raises CatalogueError."""
    which = tuple(entry for entry in called if entry.kind != "family")
    own = {key(name) for entry in which for name in (entry.id, entry.spdx)}
    whole = text.casefold() in {entry.title.casefold() for entry in which}
    members = () if whole or key(text) in own else _members(text)  # `qwen` of the hub is a family's name too
    if len(which) != 1 or len(members) > 1:
        which = tuple(dict.fromkeys((*which, *members)))
        if which:
            raise _which(text, which)
        raise _unknown(text)
    if not which[0].is_encoded:
        raise not_encoded(text, which[0])
    return which[0]


def _members(text: str) -> tuple[NameEntry, ...]:
    """The licences whose name begins with this one, or that share it though it names a family."""
    begin = key(text)
    if not begin or not SPELLING.fullmatch(text):
        return ()
    sharing = tuple(entry for entry, names, _ in _keys() if entry.id and begin in names)
    if any(char.isdigit() for char in begin):
        return sharing
    beginning = (
        entry for entry, _, own in _keys() if not entry.kind and any(each.startswith(f"{begin} ") for each in own)
    )
    return (*sharing, *beginning)


@cache
def _keys() -> tuple[tuple[NameEntry, frozenset[str], tuple[str, str]], ...]:
    """Every entry with the keys of its names, and those of its id and SPDX id."""
    return tuple((each, frozenset(map(key, each.names)), (key(each.id), key(each.spdx))) for each in entries())


def _which(text: str, which: Iterable[NameEntry]) -> CatalogueError:
    every = set(which)
    templates = tuple(f"{each.id}-" for each in every if each.id and not each.is_encoded)
    every.update(each for each in entries() if each.id.startswith(templates))  # which each licensor fills in
    encoded, missing = (sorted(each.id for each in every if each.is_encoded is so) for so in (True, False))
    listed = ", ".join(f"`{each}`" for each in encoded[:_MOST_CHOICES])
    more = f" and {len(encoded) - _MOST_CHOICES} more" if len(encoded) > _MOST_CHOICES else ""
    notes = (f"not encoded here: {', '.join(f'`{each}`' for each in missing[:_MOST_CHOICES])}",) if missing else ()
    message = f"`{clipped(text)}` does not say which licence is meant"
    mend = f"use one of {listed}{more}" if len(encoded) > 1 else f"write {listed}, if your copy carries that one"
    return CatalogueError([Diagnostic("LK613", message, help=mend if encoded else _READ_IT, notes=notes)])


def not_encoded(text: str, entry: NameEntry) -> CatalogueError:
    """The error of a licence that is known by name, and whose terms the catalogue does not have."""
    message = f"`{clipped(text)}` is known here by name, {entry.title}; its terms are not encoded"
    return CatalogueError([Diagnostic("LK614", message, help=_READ_IT)])


def _unknown(text: str) -> CatalogueError:
    if is_family(text):
        message = f"`{clipped(text)}` names no licence"
        return CatalogueError(
            [Diagnostic("LK613", message, help="use the id of the licence that comes with your copy")]
        )
    names = parts_of_list(text)
    if names and all(_is_name(name) for name in names):
        message = f"`{clipped(text)}` does not say whether all of these licences bind, or one may be chosen"
        mend = f"write `{' AND '.join(names)}` or `{' OR '.join(names)}`"
        return CatalogueError([Diagnostic("LK613", message, help=clipped(mend, 200))])
    if is_of_a_model(text):
        message = f"`{clipped(text)}` is called as models are, and licences are not"
        return CatalogueError([Diagnostic("LK601", message, help=f'use `lk.work("{clipped(text)}").license()`')])
    unowned = hub_index.without_owner(text)
    if unowned is not None:
        return unowned
    return shelf.unknown(text, [*shelf.names(), *(entry.id for entry in entries() if entry.id)])


def _is_name(text: str) -> bool:
    return bool(_stem(text)) or any(entry.kind != "exception" for entry in entries_called(text))


def _or_later(text: str) -> LicenseMeant:
    """A licence or any later version of it: a choice among those that are encoded."""
    stem = entries_called(_stem(text))
    if len(stem) != 1:
        raise _which(_stem(text), stem)
    entry = stem[0]
    parts = _VERSION.fullmatch(entry.id)
    later = [entry]
    if parts is not None:
        same = ((each, _VERSION.fullmatch(each.id)) for each in entries())
        later = [each for each, its in same if its and its["stem"] == parts["stem"] and _number(its) >= _number(parts)]
    usable = [NamedLicense(each.id, text) for each in later if each.is_encoded]
    if not usable:
        raise not_encoded(text, entry)
    return usable[0] if len(usable) == 1 else JoinedLicenses("OR", tuple(usable))


def _number(version: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, version["version"].split(".")))


def _listed(which: LicenseMeant) -> str:
    return f"`{which.id}`" if isinstance(which, NamedLicense) else ", ".join(map(_listed, which.parts))


# --- expressions -----------------------------------------------------------------------------------------

_OPERATOR: Final = re.compile(r"[()]|(?:^|\s)(?:AND|OR|WITH)(?:\s|$)", re.IGNORECASE)
_LATER_WORDS: Final = frozenset({"LATER", "NEWER", "ANY"})
"""What makes an `or` the end of a name: `GPL 3.0 or later`."""
_TOKEN: Final = re.compile(r"[()]|[^\s()]+")


class _Expression:
    """An SPDX expression: `WITH` binds closest, then `AND`, then `OR`; what stands between operators is a name."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _TOKEN.findall(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> LicenseMeant:
        """All of it. Raises CatalogueError."""
        which = self._joined("OR")
        if self._at < len(self._tokens):
            raise self._refused(f"`{clipped(self._tokens[self._at])}` stands where an operator is wanted")
        return which

    def _joined(self, how: Literal["AND", "OR"]) -> LicenseMeant:
        parts = [self._part(how)]
        while self._next() == how:
            self._at += 1
            parts.append(self._part(how))
        return parts[0] if len(parts) == 1 else JoinedLicenses(how, tuple(parts))

    def _part(self, how: Literal["AND", "OR"]) -> LicenseMeant:
        return self._joined("AND") if how == "OR" else self._operand()

    def _operand(self) -> LicenseMeant:
        if self._next() == "(":
            return self._bracketed()
        named = self._name()
        if self._next() == "(":
            return self._called_twice(named)
        if self._next() != "WITH":
            return _one(named)
        self._at += 1
        return _excepted(named, self._name())

    def _called_twice(self, name: str) -> LicenseMeant:
        """A name with another behind it in brackets, as a classifier has it."""
        self._at += 1
        again = self._name()
        if self._next() != ")":
            raise self._refused("`(` stands where an operator is wanted")
        self._at += 1
        return _both(name, again)

    def _bracketed(self) -> LicenseMeant:
        self._at, self._depth = self._at + 1, self._depth + 1
        if self._depth > MAX_NESTING:
            raise self._refused(f"brackets stand in more than {MAX_NESTING} others")
        which = self._joined("OR")
        if self._next() != ")":
            raise self._refused("a bracket is not closed")
        self._at, self._depth = self._at + 1, self._depth - 1
        return which

    def _name(self) -> str:
        words = list(self._words())
        if not words:
            raise self._refused("the name of a licence is missing")
        return " ".join(words)

    def _words(self) -> Iterator[str]:
        while self._next() == "a word":
            yield self._tokens[self._at]
            self._at += 1

    def _next(self) -> str:
        """The sign or operator that comes, `a word`, or nothing at the end."""
        if self._at >= len(self._tokens):
            return ""
        sign, *after = map(str.upper, self._tokens[self._at : self._at + 2])
        if sign == "OR" and after and after[0] in _LATER_WORDS:
            return "a word"
        return sign if sign in {"AND", "OR", "WITH", "(", ")"} else "a word"

    def _refused(self, why: str) -> CatalogueError:
        message = f"`{clipped(self._text)}` is no licence expression: {why}"
        bare = self._text.strip().upper() in {"AND", "OR", "WITH"}  # as a shell hands on what stood in no quotes
        mend = "write `A AND B`, `A OR B` or `A WITH EXCEPTION`" + (", as one word: in quotes" if bare else "")
        return CatalogueError([Diagnostic("LK615", message, help=mend)])


def _both(name: str, again: str) -> LicenseMeant:
    """What is called twice, `MIT License (Expat)`: one of the two may say which of several the other may mean."""
    whole = f"{name} ({again})"
    if entries_called(whole):
        return _one(whole)
    (first, may_be), (second, may_also_be) = _perhaps(name), _perhaps(again)
    settled = first if second is None else second
    if settled is None:
        return _one(name)  # which asks
    if may_be != may_also_be if first is not None and second is not None else not _ids(settled) <= may_be & may_also_be:
        message = f"`{clipped(whole)}` names two licences"
        raise CatalogueError([Diagnostic("LK613", message, help=f"write which one is meant, `{name}` or `{again}`")])
    return NamedLicense(settled.id, whole) if isinstance(settled, NamedLicense) else settled


def _perhaps(name: str) -> tuple[LicenseMeant | None, frozenset[str]]:
    """What a name stands for, where that is one thing, and all that it may mean. Raises CatalogueError for no name."""
    try:
        which = _one(name)
    except CatalogueError as refused:
        may_be = {entry.id for entry in (*entries_called(name), *_members(name)) if entry.id}
        if not may_be or refused.diagnostics[0].code != "LK613":
            raise
        return None, frozenset(may_be)
    return which, _ids(which)


def _ids(which: LicenseMeant) -> frozenset[str]:
    match which:
        case NamedLicense(id=name):
            return frozenset({name})
        case JoinedLicenses(parts=parts):
            return frozenset().union(*map(_ids, parts))


def _excepted(name: str, exception: str) -> LicenseMeant:
    """A licence with an exception, where the catalogue has the two together as `ID-with-EXCEPTION`.

    Of several of which one may be chosen, those that it has so.
    """
    which = _one(name)
    may_be = sorted(_ids(which))
    known = tuple(entry for entry in entries_called(exception) if entry.kind == "exception")
    together = [f"{each}-with-{known[0].id}" for each in may_be] if known else []
    written = f"{name} WITH {exception}"
    usable = tuple(NamedLicense(each, written) for each in together if shelf.kind(each) == "license")
    if usable:
        return usable[0] if len(usable) == 1 else JoinedLicenses("OR", usable)
    said = "is not encoded here" if known else "is no exception that is known here"
    listed = _listed(which)
    help_ = f"ask about {listed}, which is what holds where the exception does not"
    help_ = help_ if known else f"read it: it may take away from {listed}, or give more"
    raise CatalogueError([Diagnostic("LK614", f"`{clipped(exception)}` {said}", help=help_)])
