"""The registry of works: which model or package it is, by id or by its name on a hub."""

from __future__ import annotations

from functools import cache

from licensekit.catalogue import shelf
from licensekit.catalogue.loading import SHELF, parsed_file, usable
from licensekit.check.file import check_file
from licensekit.diagnostics import Diagnostic, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NAME
from licensekit.model.works import Work


@cache
def works() -> tuple[Work, ...]:
    """All works of the catalogue, in order of their ids."""
    return tuple(sorted((work for file in shelf.work_files() for work in _works_of(file)), key=lambda work: work.id))


def work(name: str) -> Work:
    """The work of this id or hub name; a hub name counts in any case. Raises CatalogueError."""
    wanted = name.casefold()
    for file in shelf.work_files():
        if wanted and wanted in _text(file):  # only a file that mentions the name is parsed
            for each in _works_of(file):
                if wanted in _names(each):
                    return each
    raise unknown_work(name)


def unknown_work(name: str) -> CatalogueError:
    """The error of a work that the registry does not have, with the nearest name."""
    shown = name if len(name) <= 2 * MAX_NAME else name[: 2 * MAX_NAME] + "…"
    known = [each for work in works() for each in (work.id, *work.models)]
    help_ = did_you_mean(shown, known) or "use the id of the licence that you have, which `licensekit list` shows"
    return CatalogueError([Diagnostic("LK602", f"there is no work `{shown}` in the catalogue", help=help_)])


def _names(work: Work) -> set[str]:
    return {work.id.casefold(), *(model.casefold() for model in work.models)}


@cache
def _text(file: str) -> str:
    return shelf.work_files()[file].read_text(encoding="utf-8").casefold()


@cache
def _works_of(file: str) -> tuple[Work, ...]:
    return usable(check_file(parsed_file(shelf.work_files()[file]), SHELF)).works
