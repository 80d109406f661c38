"""Profiles for the licences of the catalogue: read with all that these declare, so that nothing is taken for a slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from os import PathLike
from pathlib import Path

from licensekit import catalogue
from licensekit.errors import FactsError
from licensekit.model.license import declared_facts
from licensekit.use.files import FileFormat
from licensekit.use.profile import Profile, profile_of_path, profile_of_text
from licensekit.vocabulary.entries import FactInfo

NAME = "licensekit.toml"
"""The profile that a question takes where it is asked, if there is one."""


def read_profile(path: str | PathLike[str], declared: Mapping[str, FactInfo] | None = None) -> Profile:
    """The profile that a TOML or JSON file holds, for `evaluate(profile=…)` and `Interview(profile=…)`.

    `declared` are the facts of licences outside the catalogue (`LicenseTerms.declared`). Raises FactsError with
    everything found, each at its place.
    """
    return _with_declared(lambda known: profile_of_path(Path(path), catalogue.ids(), known), declared or {})


def parse_profile(
    text: str, name: str = "<profile>", *, language: FileFormat = "toml", declared: Mapping[str, FactInfo] | None = None
) -> Profile:
    """The profile that a text holds; `name` stands in answers and findings. Raises as `read_profile` does."""
    return _with_declared(lambda known: profile_of_text(text, language, name, catalogue.ids(), known), declared or {})


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
