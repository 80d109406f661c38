"""Metadata of Python distributions and configurations: METADATA, pyproject.toml, package.json, config.json."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from email.parser import HeaderParser
from typing import Final

from licensekit.catalogue.spellings import plain
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.json_keys import each_once
from licensekit.label.statements import LabelFile, LabelStatement, What, unreadable
from licensekit.span import Source, Span

_LONGEST_LICENSE: Final = 120
"""Characters of `License:`, which in old metadata may be the whole text."""
_JSON_KEYS: Final[dict[str, What]] = {
    "license": "license",
    "licenses": "license",  # npm's of old
    "license_name": "name",
    "base_model_name_or_path": "base",
}
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
    whole = (value for key, value in fields if key == "license" and _is_a_text(value))
    return LabelFile(
        source, tuple(_fields(source, fields)), tuple(problems), tuple(_text_in(source, each) for each in whole)
    )


def _is_a_text(value: str) -> bool:
    """Whether a field of old holds the text of a licence, and no name of one."""
    return "\n" in value or len(value) > _LONGEST_LICENSE


def _text_in(source: Source, text: str) -> Source:
    return Source(f"{source.name}#License", text)


def _fields(source: Source, fields: list[tuple[str, str]]) -> Iterator[LabelStatement]:
    has_expression = any(key == "license-expression" for key, _ in fields)
    for key, value in fields:
        named = plain(value) if key == "classifier" else value
        if key == "license-expression":
            yield LabelStatement("license", value, _place(source, value))
        elif key == "license" and value and not _is_a_text(value):
            # beside an expression the field of old is one more word on it, as classifiers are (PEP 639)
            yield LabelStatement("classifier" if has_expression else "license", value, _place(source, value))
        elif named not in {value, "OSI Approved"}:
            yield LabelStatement("classifier", named, _place(source, value))


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
    text = said.get("text") if isinstance(said, dict) else said
    if not isinstance(text, str) or not text.strip():
        return LabelFile(source)
    if _is_a_text(text):
        return LabelFile(source, texts=(_text_in(source, text),))
    return LabelFile(source, (LabelStatement("license", text, _place(source, text)),))


def json_file(source: Source) -> LabelFile:
    """What the topmost keys of a JSON file say."""
    problems = list[Diagnostic]()

    def twice(key: str) -> None:
        if key in _JSON_KEYS:
            problems.append(unreadable(source.name, f"`{key}` is written twice", "keep one of them"))

    try:
        told = json.loads(source.text, object_pairs_hook=each_once(twice))
    except (ValueError, RecursionError) as problem:
        return LabelFile(source, (), (unreadable(source.name, clipped(str(problem), 120), "write it as JSON"),))
    said = told if isinstance(told, dict) else {}
    statements = list[LabelStatement]()
    mend = "write it as a text, such as an SPDX expression"
    for key, what in _JSON_KEYS.items():
        values = [*_named(said.get(key), what)]
        problems += [unreadable(source.name, f"`{key}` is no text", mend)] if None in values else []
        texts = (value for value in values if value is not None and value.strip())
        statements += [LabelStatement(what, each.strip(), _place(source, json.dumps(each))) for each in texts]
    return LabelFile(source, tuple(statements), tuple(problems))


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


def _place(source: Source, value: str) -> Span:
    """Where a value stands; the beginning, where it is written in another way."""
    at = max(source.text.find(value), 0)
    return Span(source.name, at, at + len(value))
