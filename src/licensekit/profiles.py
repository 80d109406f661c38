"""Profiles for the licences of the catalogue: read with all that these declare, so that nothing is taken for a slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any

from licensekit import catalogue
from licensekit.errors import FactsError
from licensekit.model.license import declared_facts
from licensekit.span import Source
from licensekit.use.checks import a_path, of_kind, refuse
from licensekit.use.files import FileFormat, facts_of_table
from licensekit.use.profile import Profile, profile_of_path, profile_of_text, profile_saying
from licensekit.vocabulary.entries import FactInfo


def read_profile(path: str | PathLike[str], declared: Mapping[str, FactInfo] | None = None) -> Profile:
    """The profile that a TOML or JSON file holds, for `evaluate(profile=…)` and `Interview(profile=…)`.

    `declared` are the facts of licences outside the catalogue (`LicenseTerms.declared`). Raises FactsError with
    everything found, each at its place.
    """
    refuse(a_path("path", path))
    return _with_declared(lambda known: profile_of_path(Path(path), catalogue.ids(), known), declared or {})


def parse_profile(
    text: str, name: str = "<profile>", *, language: FileFormat = "toml", declared: Mapping[str, FactInfo] | None = None
) -> Profile:
    """The profile that a text holds; `name` stands in answers and findings. Raises as `read_profile` does."""
    refuse(of_kind("text", text, str, "a text", "read the file first, or use `read_profile`"))
    return _with_declared(lambda known: profile_of_text(text, language, name, catalogue.ids(), known), declared or {})


def profile_among(top: Mapping[str, Any], source: Source) -> Profile:
    """The profile whose keys stand in a table, which was parsed from a text. Raises as `read_profile` does."""
    ids = catalogue.ids()
    return _with_declared(
        lambda known: profile_saying(facts_of_table(top, source, known, as_profile=True), source, ids), {}
    )


def _with_declared(read: Callable[[Mapping[str, FactInfo]], Profile], declared: Mapping[str, FactInfo]) -> Profile:
    """Read with the facts at hand; only where a name is not known, with those of all licences."""
    try:
        return read(declared)
    except FactsError as refused:
        if all(each.code != "LK501" for each in refused.diagnostics):
            raise
    return read({**_every_declared(), **declared})


@cache
def _every_declared() -> Mapping[str, FactInfo]:
    return declared_facts(catalogue.load(name) for name in catalogue.ids())
