"""Finds cases: those of the shipped catalogue, of a licence in it, of a file, or of all files below a folder.

`check` asks them too, and finds what `ask` would refuse, such as facts that contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from licensekit import api
from licensekit.api import LicenseTerms
from licensekit.catalogue import shelf
from licensekit.catalogue.below import licence_files
from licensekit.catalogue.libraries import Shelf
from licensekit.catalogue.license_folder import LicenseFolder
from licensekit.catalogue.loading import checked_path, checked_text
from licensekit.catalogue.sources import parsed_file
from licensekit.check.file import Checked, check_file
from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.errors import FactsError, LicenseError, LicensekitError
from licensekit.model.cases import Case
from licensekit.published import ids_named
from licensekit.span import Source
from licensekit.testing.cases import inquiry_of
from licensekit.use.checks import of_kind, refuse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Collected:
    """A case, the licences that decide it, and the text in which it stands."""

    case: Case
    terms: LicenseTerms
    source: Source | None = None

    @property
    def name(self) -> str:
        """`kimi-k2.5: one user over the line`."""
        return f"{', '.join(self.case.licenses)}: {self.case.name}"


@dataclass(frozen=True, slots=True)
class Collection:
    """The cases of some places in order, and what was found wrong on the way."""

    cases: tuple[Collected, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether some file cannot be used."""
        return any(finding.severity is Severity.ERROR for finding in self.diagnostics)


def shipped_cases(*names: str) -> Collection:
    """The cases of files of the shipped catalogue, named as `mit.cases`; without a name, every one of it."""
    files = shelf.shipped().with_cases
    return _together(_catalogued(files[name], shelf.shipped()) for name in names or files)


def cases_in(places: Iterable[str]) -> Collection:
    """The cases of files, of the .lic files below folders that are one's own, and of licences of the catalogue by name.

    With a licence's file, that of its cases next to it is read too. Each file is read once.
    """
    files: dict[Path, None] = {}
    finding: list[Collection] = []
    for place in places:
        path = Path(place)
        is_file = path.exists() or place.endswith(".lic")
        ids = () if is_file else (place,) if shelf.find(place) is not None else ids_named(place)
        finding += map(_by_id, ids)
        if not ids:
            files.update(dict.fromkeys(_files(path)))
    return _together((*finding, *map(cases_of, files)))


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        below = licence_files(path)
        if below.unread:
            raise LicenseError(below.unread)
        yield from below.files
        return
    yield path
    next_to = path.with_name(path.name.removesuffix(".lic") + ".cases.lic")
    if next_to.is_file():
        yield next_to


def _by_id(name: str) -> Collection:
    mark = shelf.find(name)
    assert mark is not None, "the name was looked up"
    return _together(_catalogued(path, mark.collection) for path in (mark.path, mark.cases) if path is not None)


def _catalogued(path: Traversable, collection: LicenseFolder) -> Collection:
    """The cases of a file of the catalogue, which sees what its collection sees."""
    sees = Shelf(collection)
    return collected(
        lambda: check_file(parsed_file(path), sees), lambda name: api.load(sees.called(name).removeprefix(":") or name)
    )


def cases_of(path: Path) -> Collection:
    """The cases of one file, without those of the file next to it."""
    return collected(lambda: checked_path(path), _licenses_next_to(path))


def _licenses_next_to(path: Path) -> Callable[[str], LicenseTerms]:
    """How a licence is found that the cases of a file name, and that does not stand in it."""

    def next_to(name: str) -> LicenseTerms:
        own = path.with_name(f"{name}.lic")
        return api.read(own, license=name) if own.is_file() else api.load(name)

    return next_to


def collected(check: Callable[[], Checked], load: Callable[[str], LicenseTerms]) -> Collection:
    """The cases of one file; `load` finds the licences that do not stand in it."""
    try:
        checked = check()
        if checked.has_errors:
            return Collection((), checked.diagnostics, checked.sources)
        own = {license.id for license in checked.licenses}
        terms = {
            licenses: api.all_of(*(api.terms_in(checked, name) if name in own else load(name) for name in licenses))
            for licenses in dict.fromkeys(case.licenses for case in checked.cases)
        }
    except LicensekitError as broken:
        return Collection((), broken.diagnostics, tuple(broken.sources.values()))
    sources = {source.name: source for source in checked.sources}
    cases = tuple(
        Collected(case, terms[case.licenses], None if case.span is None else sources.get(case.span.source))
        for case in checked.cases
    )
    return Collection(cases, checked.diagnostics, checked.sources)


def _together(parts: Iterable[Collection]) -> Collection:
    known = tuple(parts)
    sources = {source.name: source for part in known for source in part.sources}
    return Collection(
        tuple(case for part in known for case in part.cases),
        tuple(finding for part in known for finding in part.diagnostics),
        tuple(sources.values()),
    )


# -- what is found once cases are asked ------------------------------------------------------------------------


def check(text: str, name: str = "<text>") -> tuple[Diagnostic, ...]:
    """Everything that is found in a text in the language; without an error it can be asked, and so can its cases.

    >>> [(finding.code, finding.help) for finding in check('license own { title "Own" grant a at "1" { may rn } }')]
    [('LK202', 'did you mean `run`?')]

    `name` stands for the file in findings. `parse` raises LicenseError with the errors among them; it asks no cases.
    """
    refuse(of_kind("text", text, str, "a text", "read the file first"))
    return with_cases_asked(checked_text(text, name), "-").diagnostics


def with_cases_asked(checked: Checked, path: str) -> Checked:
    """A file as checked, with what is found once its cases are asked too; `-` stands for standard input."""
    if checked.has_errors or not checked.cases:
        return checked
    together = collected(lambda: checked, _licenses_next_to(Path("own.lic" if path == "-" else path)))
    refused = tuple(finding for one in together.cases for finding in _refused(one.case, one.terms))
    return replace(checked, diagnostics=tuple(dict.fromkeys((*checked.diagnostics, *together.diagnostics, *refused))))


def _refused(case: Case, terms: LicenseTerms) -> Iterator[Diagnostic]:
    """What cannot be of what a case gives, at the lines that are named in it."""
    try:
        inquiry_of(case, terms)
    except FactsError as refused:
        for finding in refused.diagnostics:
            named = [given.span for given in case.given if f"`{given.fact}`" in finding.message]
            labels = tuple(Label(span) for span in named or [case.span] if span is not None)
            yield replace(finding, message=f"the case `{case.name}`: {finding.message}", labels=labels, path="")
