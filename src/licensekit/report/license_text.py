"""A licence in words: what `licensekit show` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from licensekit.model.conditions import Locator
from licensekit.model.license import License, Reading
from licensekit.model.phrase import condition_text, conversion_text, measure_text, sentence
from licensekit.report.as_text import BOLD, painted, wrapped
from licensekit.report.escape import visible

Entry: TypeAlias = tuple[str, tuple[str, ...]]


def license_text(license: License, *, colour: bool = False) -> str:
    """Title, headers, and section by section what the licence says and where, with a line feed at the end."""
    lines = [painted(visible(f"{license.title} ({license.id})"), BOLD, colour), *_headers(license)]
    for title, entries in _chapters(license):
        for at, (heading, details) in enumerate(entries):
            lines += ["", painted(title, BOLD, colour)] if at == 0 else []
            lines.append(f"  {visible(heading)}")
            for detail in details:
                lines += wrapped(detail, "      ", "        ")
    return "\n".join(lines) + "\n"


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


def _chapters(license: License) -> Iterator[tuple[str, Iterator[Entry]]]:
    yield "Clauses", (_entry(one.locator, f"{one.kind} {one.id}", sentence(one)) for one in license.clauses)
    yield (
        "Definitions",
        (_entry(one.locator, one.name, condition_text(one.condition), one.note) for one in license.definitions),
    )
    yield "Measures", (_entry(one.locator, one.name, measure_text(one)) for one in license.measures)
    yield (
        "Readings",
        (_entry(one.locator, one.name, one.question, *_options(one), *one.raised) for one in license.readings),
    )
    yield "Meanings of its own", (_entry(one.locator, one.fact, one.words) for one in license.meanings)
    yield "Facts of its own", ((one.name, (f"{one.question} ({one.type.replace('_', ' ')})",)) for one in license.facts)
    yield "In time", (_entry(one.locator, conversion_text(one)) for one in license.conversions)
    yield "Incorporated, not read", (_entry(one.locator, one.name, one.url) for one in license.unread)
    yield "Left out", (_entry(one.locator, one.what) for one in license.omissions)


def _entry(at: Locator, name: str, *details: str) -> Entry:
    return f"{at}  {name}", tuple(filter(None, details))


def _options(reading: Reading) -> Iterator[str]:
    for option in reading.options:
        yield f"{option.name}: {option.text}" + (f" (taken because {option.because})" if option.taken else "")
