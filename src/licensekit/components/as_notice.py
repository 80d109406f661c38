"""Notices as a file to ship, as a list of what is left to do, and as JSON: the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from licensekit.components.notices import NoticeItem, Notices, places_for_all, places_told
from licensekit.report.escape import as_json, visible
from licensekit.report.memo import NOT_ADVICE, listed

SCHEMA: Final = 1
_RULE: Final = "-" * 72


def notice_file(told: Notices, texts: Mapping[str, str]) -> str:
    """The file to ship. `texts` are licence texts at hand, by their SHA-256; of others the place is named."""
    return "".join(f"{line}\n" for line in _file(told, texts))


def _file(told: Notices, texts: Mapping[str, str]) -> Iterator[str]:
    yield "NOTICE"
    for heading, used_for in (("", "notice file"), ("Shown to users:", "display")):
        words = dict.fromkeys(visible(each.words) for each in told.words if each.used_for == used_for)
        if words:
            yield from ("", *([heading] if heading else []))
            yield from words
    if told.changes:
        yield from ("", "Changes:", *map(visible, told.changes))
    for each in told.licenses:
        yield from ("", _RULE, visible(each.title) + (f" ({each.spdx})" if each.spdx else ""))
        yield from (f"  {visible(text.url)}" for text in each.texts)
        yield f"  for {visible(listed(each.components, 'and'))}"
        yield from (f"  {visible(text)}" for text in each.copyrights)
        for text in each.texts:
            if text.sha256 in texts:
                yield from ("", *texts[text.sha256].rstrip("\n").split("\n"))


def left_over(told: Notices, texts: Iterable[str]) -> int:
    """How many of the texts at hand, by their SHA-256, are of no licence that is shipped, and stand in no notice."""
    shipped = {text.sha256 for each in told.licenses for text in each.texts}
    return sum(each not in shipped for each in texts)


def todo_text(told: Notices, texts: Iterable[str] = ()) -> str:
    """What is left to do: where words go, what nobody can write, what may be due, what is not allowed at all."""
    return "".join(f"{visible(line)}\n" for line in _todo(told, {*texts}))


def _todo(told: Notices, texts: set[str]) -> Iterator[str]:
    names = [each for each in told.words if each.used_for == "model name"]
    shown = [each for each in told.words if each.used_for == "display"]
    if told.refused:
        yield from ("Refused, or open, whatever goes along:", *(f"- {each}" for each in told.refused), "")
    if names:
        yield "Begin the name of the model with:"
        for each in names:
            yield from (
                f'- "{each.words}"',
                *([f"  {each.how}"] if each.how else []),
                *(f"  {cited}" for cited in each.cited),
            )
        yield ""
    if shown:
        yield "Show:"
        for each in shown:
            where = listed(places_told(each), "or")
            yield f'- "{each.words}"' + (f" on {where}" if where else "") + (f", {each.how}" if each.how else "")
            yield from (f"  {cited}" for cited in each.cited)
        if places := places_for_all(told.words):
            yield f"- one of these does for all that name places: {listed(places, 'or')}"
        yield ""
    missing = [text for each in told.licenses for text in each.texts if text.sha256 not in texts]
    if missing and told.todo:
        yield "The texts of licences that are to go along:"
        yield from (f"- {text.url} (SHA-256 {text.sha256})" for text in missing)
        yield ""
    yield from _items("To do:", told.todo)
    yield from _items("May be due; the inventory leaves it open:", told.perhaps)
    yield NOT_ADVICE


def _items(heading: str, items: Iterable[NoticeItem]) -> Iterator[str]:
    every = list(items)
    if every:
        yield heading
        for each in every:
            yield from (f"- {each.text}", *(f"  {cited}" for cited in each.cited))
        yield ""


def notices_json(told: Notices) -> str:
    """Everything as JSON."""
    return as_json(notices_data(told))


def notices_data(told: Notices) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "schema": SCHEMA,
        "words": [
            {
                "words": each.words,
                "for": each.used_for,
                "places": [*each.places],
                "how": each.how,
                "cited": _cited(each),
            }
            for each in told.words
        ],
        "licenses": [
            {
                "id": each.id,
                "title": each.title,
                "spdx": each.spdx,
                "texts": [{"name": text.name, "url": text.url, "sha256": text.sha256} for text in each.texts],
                "components": [*each.components],
                "copyrights": [*each.copyrights],
            }
            for each in told.licenses
        ],
        "changes": [*told.changes],
        "todo": [{"text": each.text, "cited": _cited(each)} for each in told.todo],
        "perhaps": [{"text": each.text, "cited": _cited(each)} for each in told.perhaps],
        "refused": [*told.refused],
        "disclaimer": NOT_ADVICE,
    }


def _cited(each: Any) -> list[dict[str, str]]:
    return [cited._asdict() for cited in each.cited]
