"""What a text is, as text and as data: the licence that it exactly is, or what of it no encoding covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, assert_never

from licensekit.identify.identification import Identification, KnownText, Passage, TextKind
from licensekit.report.escape import as_json, visible
from licensekit.report.memo import counted, listed
from licensekit.report.plain_data import picked

SCHEMA: Final = "licensekit-identification/1"
_MOST: Final = 12
_CLIPPED: Final = 300


def identification_text(name: str, told: Identification) -> str:
    """The answer about one file, with a line feed at the end."""
    lines = [f"{name}: {headline(told)}"]
    if told.texts and told.kind in {TextKind.ALTERED, TextKind.SEVERAL}:
        lines += [f"  {_clipped(line)}" for line in _passages(told.passages)]
    lines += [f"  set aside, line {line.number}: {_clipped(line.text)}" for line in told.set_aside[:_MOST]]
    if len(told.set_aside) > _MOST:
        lines.append(f"  set aside: {counted(len(told.set_aside) - _MOST, 'further line')}")
    if told.older and told.texts[0].is_whole:
        lines.append(f"  older: {_ids(told.older)}")
    if told.newer and told.texts[0].is_whole:
        lines.append(f"  newer: {_ids(told.newer)}")
    return "".join(f"{visible(line)}\n" for line in lines)


def headline(told: Identification) -> str:
    """The answer in one line."""
    match told.kind:
        case TextKind.EXACT:
            return f"exactly {_exactly(told)}"
        case TextKind.KNOWN_FORM:
            return f"unknown: exactly `{told.texts[0].id}`, a form whose terms are not encoded"
        case TextKind.ALTERED:
            return f"unknown: {_altered(told.texts[0], told.passages)}"
        case TextKind.SEVERAL:
            parts = (f"{_altered(text, text.passages)} on lines {text.line}-{text.last_line}" for text in told.texts)
            words = sum(passage.added for passage in told.foreign)
            rest = f"; {counted(words, 'further word')}" if words else ""
            return f"unknown: several texts: {listed(parts, 'and')}{rest}; whether all bind is not said by their texts"
        case TextKind.NEAREST:
            nearest = told.texts[0]
            share = f"{100 * nearest.shared // nearest.size}%"
            return f"unknown: no text that is encoded; `{nearest.id}` is nearest, {share} of whose words it has"
        case TextKind.UNKNOWN:
            return "unknown: no text that is encoded, and near to none"
        case _:
            assert_never(told.kind)


def _exactly(told: Identification) -> str:
    first = told.owners[0]
    document = f", its document `{first.document}`; its other documents bind too" if first.document else ""
    others = told.licenses or dict.fromkeys(owner.id for owner in told.owners)  # a use policy is a part of licences
    also = listed((f"`{each}`" for each in others if each != first.id), "and")
    return f"`{first.id}`{document}" + (f"; it is the text, or a document, of {also} too" if also else "")


def _altered(text: KnownText, passages: Iterable[Passage]) -> str:
    differing = list(passages)
    if not differing:
        return f"`{text.id}`" if text.is_whole else f"`{text.id}`, but for words that cannot be placed"
    added, missing = (sum(getattr(each, what) for each in differing) for what in ("added", "missing"))
    plus, minus = (
        f"plus {counted(added, 'word')}" if added else "",
        f"minus {counted(missing, 'word')}" if missing else "",
    )
    places = listed(map(str, dict.fromkeys(each.line for each in differing[:_MOST])), "and")
    more = " and on" if len(differing) > _MOST else ""
    return f"`{text.id}`, {listed(filter(None, (plus, minus)), 'and')} at line {places}{more}"


def _passages(passages: tuple[Passage, ...]) -> Iterator[str]:
    for each in passages[:_MOST]:
        missing = counted(each.missing, "word")
        if not each.added:
            yield f"line {each.line}: {missing} missing"
        else:
            how = f"in place of {missing}" if each.missing else "added"
            yield f"line {each.line}: {counted(each.added, 'word')} {how}: {each.text}"
    if len(passages) > _MOST:
        yield f"and at {counted(len(passages) - _MOST, 'further place')}"


def _ids(ids: Iterable[str]) -> str:
    return listed((f"`{each}`" for each in ids), "and")


def _clipped(text: str) -> str:
    return text if len(text) <= _CLIPPED else text[:_CLIPPED].rpartition(" ")[0] + " …"


def identifications_json(told: Iterable[tuple[str, Identification]]) -> str:
    """The answers about some files as JSON."""
    return as_json(identifications_data(told))


def identifications_data(told: Iterable[tuple[str, Identification]]) -> dict[str, Any]:
    """The same as plain data."""
    return {"schema": SCHEMA, "files": [{"file": name, **_identification_data(each)} for name, each in told]}


def _identification_data(told: Identification) -> dict[str, Any]:
    """The answer about a text as plain data."""
    return {
        "kind": told.kind.value,
        "licenses": list(told.licenses),
        "texts": [
            {
                **picked(text, "id", "is_encoded", "is_whole", "line", "last_line", "shared", "size"),
                "owners": [owner._asdict() for owner in text.owners],
            }
            for text in told.texts
        ],
        "passages": [{"what": each.what, **each._asdict()} for each in told.passages],
        "set_aside": [line._asdict() for line in told.set_aside],
        "older": list(told.older),
        "newer": list(told.newer),
    }
