"""A licence in words: what `licensekit show` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from licensekit.model.license import License
from licensekit.model.phrase import condition_text, conversion_text, measure_text, sentence
from licensekit.report.as_text import WIDTH, painted
from licensekit.report.escape import visible

_BOLD = "1"


def license_text(license: License, *, colour: bool = False) -> str:
    """Title, headers, and section by section what the licence says and where, with a line feed at the end."""
    lines = [painted(visible(f"{license.title} ({license.id})"), _BOLD, colour), *_headers(license)]
    for title, entries in _sections(license):
        found = list(entries)
        if found:
            lines += ["", painted(title, _BOLD, colour)]
        for heading, details in found:
            lines.append(f"  {visible(heading)}")
            for detail in details:
                lines += _wrapped(detail)
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        visible(text), WIDTH, initial_indent="      ", subsequent_indent="        ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _headers(license: License) -> Iterator[str]:
    known = {
        "licensor": license.licensor,
        "contact": license.contact,
        "SPDX": license.spdx,
        "family": license.family,
        "law": license.governing_law,
        "released": "" if license.released is None else license.released.isoformat(),
        "extends": license.extends,
        "reviewed": license.reviewed,
    }
    yield from (visible(f"  {name:<9} {value}") for name, value in known.items() if value)
    for text in license.texts:
        yield visible(f"  {'text':<9} {f'{text.name}, ' if text.name else ''}SHA-256 {text.sha256}")
        yield visible(f"  {'':<9} {text.url}")


Entry = tuple[str, tuple[str, ...]]


def _sections(license: License) -> Iterator[tuple[str, Iterator[Entry]]]:
    yield "Clauses", ((f"{one.locator}  {one.kind} {one.id}", (sentence(one),)) for one in license.clauses)
    yield (
        "Definitions",
        (
            (f"{one.locator}  {one.name}", (condition_text(one.condition), *_maybe(one.note)))
            for one in license.definitions
        ),
    )
    yield "Measures", ((f"{one.locator}  {one.name}", (measure_text(one),)) for one in license.measures)
    yield (
        "Readings",
        (
            (f"{one.locator}  {one.name}", (one.question, *_options(license, one.name), *one.raised))
            for one in license.readings
        ),
    )
    yield "Meanings of its own", ((f"{one.locator}  {one.fact}", (one.words,)) for one in license.meanings)
    yield "Facts of its own", ((one.name, (f"{one.question} ({one.type.replace('_', ' ')})",)) for one in license.facts)
    yield "In time", ((f"{one.locator}  {conversion_text(one)}", ()) for one in license.conversions)
    yield "Incorporated, not read", ((f"{one.locator}  {one.name}", (one.url,)) for one in license.unread)
    yield "Left out", ((f"{one.locator}  {one.what}", ()) for one in license.omissions)


def _maybe(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _options(license: License, name: str) -> Iterator[str]:
    for option in next(reading for reading in license.readings if reading.name == name).options:
        yield f"{option.name}: {option.text}" + (f" (taken because {option.because})" if option.taken else "")
