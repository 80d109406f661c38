"""Metadata of Python distributions and configurations: METADATA, pyproject.toml, package.json, config.json."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from email.parser import HeaderParser
from typing import Final

from licensekit.catalogue.spellings import plain
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.json_keys import each_once, not_too_deep
from licensekit.label.statements import LabelFile, LabelStatement, What, is_a_text, place_of, text_in, unreadable
from licensekit.span import Source, Span

_JSON_KEYS: Final[dict[str, What]] = {
    "license": "license",
    "licenses": "license",  # npm's of old
    "license_name": "name",
    "base_model_name_or_path": "base",
    "_name_or_path": "loaded",
}
_SEE: Final = re.compile(r"SEE LICEN[CS]E IN (?P<file>\S.*)", re.IGNORECASE)
"""How npm names the file in which the text is."""
_OLD: Final = frozenset({"type", "name", "url"})
"""What a licence that is written as an object says in old files of npm; `type` or `name` is its name."""


_TABLE: Final = frozenset({"file", "text"})
"""What a table `license` of a pyproject.toml may say: one of them (PEP 621)."""


def core_metadata(source: Source) -> LabelFile:
    """What the core metadata of a distribution says (version 2.4 has `License-Expression`, PEP 639)."""
    written = HeaderParser().parsestr(source.text, headersonly=True).items()
    fields = [(key.casefold(), str(value).strip()) for key, value in written]
    names = [key for key, _ in fields]
    problems = (
        unreadable(source.name, f"`{name}` is written twice", "keep one of them")
        for name in ("License-Expression", "License")
        if names.count(name.casefold()) > 1
    )
    whole = (value for key, value in fields if key == "license" and is_a_text(value))
    return LabelFile(
        source, tuple(_fields(source, fields)), tuple(problems), tuple(text_in(source, each) for each in whole)
    )


def _fields(source: Source, fields: list[tuple[str, str]]) -> Iterator[LabelStatement]:
    has_expression = any(key == "license-expression" for key, _ in fields)
    for key, value in fields:
        named = plain(value) if key == "classifier" else value
        if key == "license-expression":
            yield LabelStatement("license", value, place_of(source, value))
        elif key == "license" and value and not is_a_text(value):
            # beside an expression the field of old is one more word on it, as classifiers are (PEP 639)
            yield LabelStatement("classifier" if has_expression else "license", value, place_of(source, value))
        elif named not in {value, "OSI Approved"}:
            yield LabelStatement("classifier", named, place_of(source, value))


def pyproject(source: Source) -> LabelFile:
    """What `[project]` of a pyproject.toml says, or `[tool.poetry]` where that does not."""
    try:
        whole = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        return LabelFile(source, (), (unreadable(source.name, clipped(str(problem), 120), "write it as TOML"),))
    tool = whole.get("tool")
    tables = (whole.get("project"), tool.get("poetry") if isinstance(tool, dict) else None)
    said = next((each["license"] for each in tables if isinstance(each, dict) and "license" in each), None)
    if not (isinstance(said, str | None) or (isinstance(said, dict) and len(said) == 1 and set(said) <= _TABLE)):
        mend = "write it as an SPDX expression"
        return LabelFile(source, (), (unreadable(source.name, "`license` is no text, nor one `file` or `text`", mend),))
    if isinstance(said, dict) and isinstance(file := said.get("file"), str):
        return LabelFile(source, (LabelStatement("file", file, place_of(source, file)),))
    text = said.get("text") if isinstance(said, dict) else said
    if not isinstance(text, str) or not text.strip():
        return LabelFile(source)
    if is_a_text(text):
        return LabelFile(source, texts=(text_in(source, text),))
    return LabelFile(source, (LabelStatement("license", text, place_of(source, text)),))


def json_file(source: Source) -> LabelFile:
    """What the topmost keys of a JSON file say."""
    problems = list[Diagnostic]()

    def twice(key: str) -> None:
        if key in _JSON_KEYS:
            problems.append(unreadable(source.name, f"`{key}` is written twice", "keep one of them"))

    try:
        told = json.loads(not_too_deep(source.text), object_pairs_hook=each_once(twice))
    except (ValueError, RecursionError) as problem:
        return LabelFile(source, (), (unreadable(source.name, clipped(str(problem), 120), "write it as JSON"),))
    said = told if isinstance(told, dict) else {}
    statements = list[LabelStatement]()
    mend = "write it as a text, such as an SPDX expression"
    for key, what in _JSON_KEYS.items():
        values = [*_named(said.get(key), what)]
        problems += [unreadable(source.name, f"`{key}` is no text", mend)] if None in values else []
        texts = [value for value in values if value is not None and value.strip()]
        statements += [_statement(what, each.strip(), place_of(source, json.dumps(each))) for each in texts]
    return LabelFile(source, tuple(statements), tuple(problems))


def _statement(what: What, text: str, place: Span) -> LabelStatement:
    see = _SEE.fullmatch(text) if what == "license" else None
    return LabelStatement("file", see["file"], place) if see else LabelStatement(what, text, place)


def _named(value: object, what: What) -> Iterator[str | None]:
    """The texts of a value: itself; of licences, those of a list and the name that an object has. None for no text."""
    if isinstance(value, str):
        yield value
    elif what == "license" and isinstance(value, list):
        for each in value:
            yield from [None] if isinstance(each, list) or each is None else _named(each, what)
    elif what == "license" and isinstance(value, dict) and set(value) <= _OLD:
        name = value.get("type", value.get("name"))
        yield name if isinstance(name, str) else None
    elif value is not None:
        yield None
