"""Manifests of packages in other forms: Cargo.toml, setup.cfg, CITATION.cff, pom.xml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from configparser import Error, RawConfigParser
from typing import Any, Final
from xml.parsers import expat

from licensekit.catalogue.spellings import plain
from licensekit.components.front_matter import yaml_entries
from licensekit.diagnostics import clipped
from licensekit.label.statements import LabelFile, LabelStatement, What, is_a_text, place_of, text_in, unreadable
from licensekit.span import Source, Span

_FILES: Final = ("license_file", "license-file")
_PATTERN: Final = re.compile(r"[*?\[]")


def cargo(source: Source) -> LabelFile:
    """What `[package]` of a Cargo.toml says, or `[workspace.package]` where that is taken over."""
    try:
        whole = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        return LabelFile(source, (), (unreadable(source.name, clipped(str(problem), 120), "write it as TOML"),))
    shared = _table(_table(whole, "workspace"), "package")
    own = _table(whole, "package") or shared
    said = {
        key: shared.get(key) if _is_taken_over(own.get(key)) else own.get(key) for key in ("license", "license-file")
    }
    problems = (
        unreadable(source.name, f"`{key}` is no text", "write it as a text")
        for key, value in said.items()
        if not isinstance(value, str | None)
    )
    license, file = ((value if isinstance(value, str) else "") for value in said.values())
    statements = (
        # `/` between names is how old manifests say `OR`
        LabelStatement("license", re.sub(r"\s*/\s*", " OR ", license), place_of(source, license)),
        LabelStatement("file", file, place_of(source, file)),
    )
    return LabelFile(source, tuple(each for each in statements if each.value.strip()), tuple(problems))


def _table(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = whole.get(key)
    return inner if isinstance(inner, dict) else {}


def _is_taken_over(value: object) -> bool:
    return isinstance(value, dict) and value.get("workspace") is True


def setup_cfg(source: Source) -> LabelFile:
    """What `[metadata]` of a setup.cfg says: the licence, its file, and classifiers."""
    read = RawConfigParser()
    try:
        read.read_string(source.text, source.name)
    except Error as problem:
        why = clipped(" ".join(problem.message.split()), 120)
        return LabelFile(source, (), (unreadable(source.name, why, "write each key once, as `key = value`"),))
    said = dict(read["metadata"]) if read.has_section("metadata") else {}
    written = said.get("license", "").strip()
    if is_a_text(written):
        return LabelFile(source, tuple(_of_setup(source, {**said, "license": ""})), (), (text_in(source, written),))
    return LabelFile(source, tuple(_of_setup(source, {**said, "license": written})))


def _of_setup(source: Source, said: Mapping[str, str]) -> Iterator[LabelStatement]:
    license = said["license"]
    if license.startswith("file:"):
        yield LabelStatement("file", license.removeprefix("file:").strip(), place_of(source, license))
    elif license and not license.startswith("attr:"):
        yield LabelStatement("license", license, place_of(source, license))
    for file in filter(None, (said.get(key, "").strip() for key in _FILES)):
        if not _PATTERN.search(file):
            yield LabelStatement("file", file, place_of(source, file))
    for line in map(str.strip, said.get("classifiers", said.get("classifier", "")).split("\n")):
        if (name := plain(line)) not in {line, "OSI Approved"}:
            yield LabelStatement("classifier", name, place_of(source, line))


def citation(source: Source) -> LabelFile:
    """What the topmost `license` of a CITATION.cff says: one, or a list of which one may be chosen."""
    entries, problem = yaml_entries(source.text)
    if problem is not None:
        place = Span(source.name, problem.start, problem.end)
        return LabelFile(source, (), (unreadable(source.name, problem.why, problem.mend, place),))
    said = [entry for entry in entries if entry.key == "license"]
    statements = (
        LabelStatement("license", each.text, Span(source.name, each.start, each.end))
        for entry in said
        for each in entry.scalars
    )
    problems = (
        unreadable(source.name, "`license` is neither a text nor a list of texts", "write it as an SPDX id")
        for entry in said
        if not entry.is_plain
    )
    return LabelFile(source, tuple(statements), tuple(problems))


_OF_POM: Final[Mapping[str, What]] = {
    "project/licenses/license/name": "license",
    "project/licenses/license/url": "link",
}


def pom(source: Source) -> LabelFile:
    """What `<licenses>` of a pom.xml says: names and addresses of licences, of which one may be chosen."""
    above, written, statements = list[str](), list[str](), list[LabelStatement]()

    def start(tag: str, _: object) -> None:
        above.append(tag)
        written.clear()

    def end(_: str) -> None:
        what, text = _OF_POM.get("/".join(above)), " ".join("".join(written).split())
        if what is not None and text:
            statements.append(LabelStatement(what, text, place_of(source, text)))
        above.pop()
        written.clear()

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declares
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, written.append
    try:
        parser.Parse(source.text, True)
    except (expat.ExpatError, ValueError) as problem:
        return LabelFile(source, (), (unreadable(source.name, clipped(str(problem), 120), "write it as plain XML"),))
    return LabelFile(source, tuple(statements))


def _declares(*_: object) -> None:
    raise ValueError("it declares a document type, and entities are not resolved")
