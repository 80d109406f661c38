"""TOML and JSON texts as plain tables: exact numbers, no key twice, and a place for each key.

No float is ever made: a number with a point stays as written, so that the message can name the string to
write. Neither library tells where a key stands; the place is looked up in the text, key by key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

from licensekit.diagnostics import Diagnostic, Label, clipped
from licensekit.errors import FactsError
from licensekit.json_keys import each_once, not_too_deep
from licensekit.span import Source, Span
from licensekit.use.problems import Refusals
from licensekit.use.raw import WrittenFloat

_MOST_DIGITS: Final = 40
_MOST_DOTS: Final = 200


def parsed(source: Source, language: Literal["toml", "json"], refusals: Refusals) -> Mapping[str, Any]:
    """The table that a text holds; JSON keys written twice go to `refusals`. Raises FactsError where it is no table."""
    try:
        return _json(source, refusals) if language == "json" else _toml(source)
    except RecursionError:
        raise FactsError([Diagnostic("LK511", f"`{clipped(source.name)}` is too deeply nested")], [source]) from None


def located(source: Source, keys: Sequence[str]) -> tuple[Label, ...]:
    """Where the last of these keys stands, looked up one after the other; nothing if it is not found."""
    offset, label = 0, None
    for key in keys:
        place = re.compile(_key_pattern(source, key)).search(source.text, offset)
        if place is not None:
            offset = place.end("key")
            label = Label(Span(source.name, place.start("key"), offset))
    return (label,) if label else ()


def located_entry(source: Source, key: str, at: int = 0, path: str = "") -> tuple[Label, ...]:
    """Where a key stands at the top; of a list of tables that TOML writes one by one, its entry of this number.

    Of that entry the line of the key that a path names, `layers[1].from`, where it has one.
    """
    headings = list(re.finditer(rf"(?m)^[ \t]*\[\[[ \t]*(?P<key>{re.escape(key)})[ \t]*\]\]", source.text))
    if at >= len(headings):
        return located(source, (key,))
    place, begin = headings[at], headings[at].end()
    if named := re.search(r"\]\.([\w-]+)", path):
        following = re.compile(r"(?m)^[ \t]*\[").search(source.text, begin)
        end = following.start() if following else len(source.text)
        place = re.compile(rf"(?m)^[ \t]*(?P<key>{named[1]})[ \t]*=").search(source.text, begin, end) or place
    return (Label(Span(source.name, place.start("key"), place.end("key"))),)


def placed_in_entry(findings: Iterable[Diagnostic], source: Source, key: str, at: int = 0) -> Iterator[Diagnostic]:
    """The findings of one entry, each at the line that it is about unless it has a place already."""
    for each in findings:
        yield each if each.labels else replace(each, labels=located_entry(source, key, at, each.path))


def _key_pattern(source: Source, key: str) -> str:
    """A key in its place: before a colon in JSON, before a dot, a bracket or an equals sign in TOML."""
    quoted = re.escape(json.dumps(key, ensure_ascii=False))
    if source.text.lstrip()[:1] == "{":
        return rf"(?P<key>{quoted})\s*:"
    return rf"(?<![\w-])(?P<key>{quoted}|'{re.escape(key)}'|{re.escape(key)})(?=\s*[.=\]])"


def _json(source: Source, refusals: Refusals) -> Mapping[str, Any]:
    def twice(key: str) -> None:
        message = f"the key `{clipped(key)}` is written twice in one object"
        refusals.add(Diagnostic("LK509", message, _second(source, key), "keep one of the two"))

    try:
        top = json.loads(
            not_too_deep(source.text),
            object_pairs_hook=each_once(twice),
            parse_float=WrittenFloat,
            parse_constant=WrittenFloat,
            parse_int=lambda digits: _integer(source, digits),
        )
    except json.JSONDecodeError as error:
        raise _no_text(source, "JSON", error.msg, error.pos) from None
    if not isinstance(top, dict):
        help_ = 'write {"acts": ["run"], "facts": {}}'
        raise FactsError([Diagnostic("LK507", "a facts file is one JSON object", _start(source), help_)], [source])
    return top


def _toml(source: Source) -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415 - most questions bring no file

    _check_dots(source)
    try:
        return tomllib.loads(source.text, parse_float=WrittenFloat)
    except tomllib.TOMLDecodeError as error:
        message, line, column = _toml_place(str(error))
        lines = source.text.split("\n")
        offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1 if line else len(source.text)
        raise _no_text(source, "TOML", message, offset) from None
    except ValueError:
        # Only the interpreter's limit on the digits of an integer is left.
        raise FactsError([Diagnostic("LK511", "a number has too many digits")], [source]) from None


def _check_dots(source: Source) -> None:
    """Refuse keys with very many parts: tomllib takes quadratic time over the parts of one key."""
    offset = 0
    for line in source.text.split("\n"):
        if line.count(".") > _MOST_DOTS:
            label = Label(Span(source.name, offset, offset + 1))
            message = f"a line of TOML has more than {_MOST_DOTS} dots"
            raise FactsError([Diagnostic("LK511", message, (label,), "write it over several lines")], [source])
        offset += len(line) + 1


def _toml_place(text: str) -> tuple[str, int, int]:
    at = re.search(r" \(at line (\d+), column (\d+)\)$", text)
    if at:
        return text[: at.start()], int(at[1]), int(at[2])
    return text.removesuffix(" (at end of document)"), 0, 0


def _no_text(source: Source, language: str, message: str, offset: int) -> FactsError:
    if not source.text.strip():
        mend = 'write `{"acts": ["run"]}`' if language == "JSON" else 'write `acts = ["run"]`'
        return FactsError([Diagnostic("LK507", f"`{clipped(source.name)}` is empty", help=mend)])
    place = min(max(offset, 0), len(source.text))
    label = Label(Span(source.name, place, min(place + 1, len(source.text))))
    said = message[:1].lower() + message[1:]
    return FactsError([Diagnostic("LK507", f"this is not {language}: {clipped(said, 120)}", (label,), _MEND)], [source])


def _integer(source: Source, digits: str) -> int:
    if len(digits) <= _MOST_DIGITS:
        return int(digits)
    offset = source.text.find(digits)
    label = Label(Span(source.name, offset, offset + len(digits)))
    raise FactsError([Diagnostic("LK511", "a number has too many digits", (label,))], [source])


def _second(source: Source, key: str) -> tuple[Label, ...]:
    written = json.dumps(key, ensure_ascii=False)
    first = source.text.find(written)
    second = source.text.find(written, first + 1)
    if second < 0:
        return ()
    return (Label(Span(source.name, second, second + len(written))),)


_MEND: Final = "mend it at this place; `licensekit schema facts` has the form of the whole"


def _start(source: Source) -> tuple[Label, ...]:
    return (Label(Span(source.name, 0, min(1, len(source.text)))),)
