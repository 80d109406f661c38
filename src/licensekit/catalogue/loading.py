"""From an id, a path or a text to a checked licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licensekit.catalogue import shelf
from licensekit.catalogue.kept import FileContents, Noting, fetched, keep
from licensekit.catalogue.libraries import Neighbours, Shelf
from licensekit.catalogue.nearest import nearest_license
from licensekit.catalogue.shelf import ShelfMark
from licensekit.catalogue.sources import NAME_A_FILE, parsed, parsed_file, read_source, regular_bytes, source_at
from licensekit.diagnostics import Diagnostic, Severity, did_you_mean, spelt_nearly
from licensekit.errors import CatalogueError, LicenseError
from licensekit.limits import MAX_FACTS_BYTES
from licensekit.model.license import License
from licensekit.span import Source
from licensekit.syntax.scan import text_source

if TYPE_CHECKING:
    from licensekit.check.file import Checked
    from licensekit.check.library import Library, ParsedFile
    from licensekit.model.cases import Case


_CHECKED: Final[dict[str, Checked]] = {}
_LOADED: Final[dict[str, FileContents]] = {}


def checked_text(text: str, name: str = "<text>") -> Checked:
    """Everything that a text holds and everything found in it; raises nothing."""
    return _checked_source(text_source(name, text))


def checked_path(path: str | PathLike[str]) -> Checked:
    """Everything that a file holds and everything found in it; an unreadable file is a finding too.

    Locators are verified against the outline beside the file, where there is one.
    """
    checked = _checked_path(path)
    return checked if checked.has_errors else _located(Path(path), checked)


def _located(path: Path, checked: Checked) -> Checked:
    from licensekit.catalogue.locators import misplaced  # noqa: PLC0415 - no answer from the cache needs it

    findings = misplaced(path, checked)
    return replace(checked, diagnostics=(*checked.diagnostics, *findings)) if findings else checked


def _checked_path(path: str | PathLike[str]) -> Checked:
    from licensekit.check.file import Checked  # noqa: PLC0415 - see _checked

    read = source_named(path)
    if not isinstance(read, Source):
        return Checked(diagnostics=read)
    return _checked_source(read, _neighbours(path))


def source_named(path: str | PathLike[str]) -> Source | tuple[Diagnostic, ...]:
    """The text of a file that somebody named, or why it cannot be read."""
    read = read_source(path)
    return read if isinstance(read, Source) else tuple(_naming_an_id(each, str(path)) for each in read)


def _naming_an_id(finding: Diagnostic, name: str) -> Diagnostic:
    """That there is no file; where a name is an id of the catalogue, or a slip of one, with that."""
    mend = spelt_nearly(nearest_license(name, shelf.ids()))
    if shelf.find(name.casefold()) is not None:
        mend = f"name a .lic file: `{name}` is of the catalogue, which is checked; `licensekit show {name}` shows it"
    return replace(finding, help=mend) if mend and finding.help == NAME_A_FILE else finding


def _neighbours(path: str | PathLike[str]) -> Neighbours:
    return Neighbours(Path(path).parent, Shelf())


def _checked_source(source: Source, library: Library | None = None) -> Checked:
    from licensekit.check.file import Checked  # noqa: PLC0415 - see _checked

    try:
        return _checked(parsed(source), library or Shelf())
    except LicenseError as broken:  # the file itself, or a licence that it draws on
        return Checked(diagnostics=broken.diagnostics, sources=tuple({source.name: source, **broken.sources}.values()))


def _checked(file: ParsedFile, library: Library) -> Checked:
    """Imported here because the check and the parser are a good part of the time that a first answer takes."""
    from licensekit.check.file import check_file  # noqa: PLC0415

    return check_file(file, library)


def check(text: str, name: str = "<text>") -> tuple[Diagnostic, ...]:
    """Everything found in a text, warnings included; empty where nothing is wrong. Raises nothing."""
    return checked_text(text, name).diagnostics


def parse(text: str, name: str = "<text>", *, license: str | None = None) -> License:
    """The licence of a text. `name` stands in diagnostics; `license` chooses one where the text holds several.

    Raises LicenseError with everything found.
    """
    return only(usable(checked_text(text, name)).licenses, name, license)


def read(path: str | PathLike[str], *, license: str | None = None) -> License:
    """The licence of a file; `license` chooses one where it holds several. Raises LicenseError."""
    return only(read_all(path), str(path), license)


def read_all(path: str | PathLike[str]) -> tuple[License, ...]:
    """All licences of a file. Raises LicenseError, of wrong locators too where an outline stands beside the file."""
    source = source_at(path)
    library, outline = _neighbours(path), _outline(Path(path))
    before = fetched(source, outline, library)
    if before is not None:
        return before.licenses
    noting = Noting(library)
    checked = usable(_located(Path(path), usable(_checked_source(source, noting))))
    keep(checked, source, outline, noting)
    return checked.licenses


def _outline(path: Path) -> bytes | None:
    """What stands beside a file and is verified with it; empty, and so never kept, where it cannot be read."""
    try:
        return regular_bytes(shelf.outline_path(path), MAX_FACTS_BYTES)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def found_at(found: str) -> Mapping[str, License]:
    """The licences, by id, of the file that the check found there. Raises CatalogueError and LicenseError."""
    if found.endswith(".lic"):
        licenses = read_all(found)
    else:
        licenses = _loaded(_found(found.removeprefix(":"), shelf.ids)).licenses
    return {license.id: license for license in licenses}


def load(name: str) -> License:
    """The licence of this id or name from the catalogue; of a pack as `PACK:ID`.

    Raises CatalogueError and LicenseError.
    """
    mark = _found(name if shelf.find(name) is not None else _called(name), shelf.ids)
    for license in _loaded(mark).licenses:
        if license.id == mark.id:
            return license
    kind = mark.collection.kind(mark.id)
    word = {"policy": "incorporates", "template": "extends"}.get(kind)
    help_ = f"use a licence that {word} `{mark.id}`" if word else "use the id of a licence"
    raise CatalogueError(
        [Diagnostic("LK608", f"`{name}` is a {kind or 'file of something else'}, not a licence", help=help_)]
    )


def _called(name: str) -> str:
    """The id that another name stands for. Raises CatalogueError."""
    from licensekit.catalogue.names import license_called  # noqa: PLC0415 - most callers have the id

    return license_called(name)


def load_policy(name: str) -> License:
    """The policy of this id, in the form of a licence without grants. Raises CatalogueError and LicenseError."""
    mark = _found(name, shelf.policies)
    for policy in _loaded(mark).policies:
        if policy.id == mark.id:
            return policy
    raise shelf.unknown(name, shelf.policies())


def _found(name: str, known: Callable[[], Iterable[str]]) -> ShelfMark:
    mark = shelf.find(name)
    if mark is None or mark.path is None:
        raise shelf.unknown(name, known())
    return mark


def _loaded(mark: ShelfMark) -> FileContents:
    """What a file of the catalogue holds: from the cache, or checked now. Raises LicenseError."""
    if mark.name not in _LOADED:
        _LOADED[mark.name] = _from_cache(mark) or FileContents.of(_checked_whole(mark))
    return _LOADED[mark.name]


def _from_cache(mark: ShelfMark) -> FileContents | None:
    if mark.name in _CHECKED or mark.path is None:
        return None
    return fetched(source_at(mark.path), None, Shelf(mark.collection))


def _checked_whole(mark: ShelfMark) -> Checked:
    """A file of the catalogue with its cases. Raises LicenseError."""
    if mark.name not in _CHECKED:
        noting = Noting(Shelf(mark.collection))
        file = noting.parsed(mark.id)
        assert file is not None, "the file was found"
        checked = _CHECKED[mark.name] = usable(_checked(file, noting))
        keep(checked, file.source, None, noting)
    return _CHECKED[mark.name]


def cases_for(name: str) -> tuple[Case, ...]:
    """The cases of a licence of the catalogue: those inside it, and those of the file beside it.

    A file of cases on several licences together has a name of its own. Raises CatalogueError and LicenseError.
    """
    mark = shelf.find(name)
    if mark is None:
        raise shelf.unknown(name, shelf.ids())
    inside = _checked_whole(mark).cases if mark.path is not None else ()
    if mark.cases is None:
        return inside
    return (*inside, *usable(_checked(parsed_file(mark.cases), Shelf(mark.collection))).cases)


def read_cases(path: str | PathLike[str]) -> tuple[Case, ...]:
    """The cases of a file. Raises LicenseError."""
    return usable(_checked_path(path)).cases


def usable(checked: Checked) -> Checked:
    """The same, where nothing found is an error. Raises LicenseError with everything found."""
    if any(found.severity is Severity.ERROR for found in checked.diagnostics):
        raise LicenseError(checked.diagnostics, checked.sources)
    return checked


def only(licenses: Iterable[License], name: str, wanted: str | None) -> License:
    """The one licence of a file, or the one that is wanted. Raises LicenseError."""
    held = {license.id: license for license in licenses}
    if wanted is not None and wanted in held:
        return held[wanted]
    if wanted is None and len(held) == 1:
        return next(iter(held.values()))
    if wanted is not None:
        message, help_ = (
            f"`{name}` holds no licence `{wanted}`",
            did_you_mean(wanted, held) or f"it holds {', '.join(f'`{each}`' for each in held)}",
        )
    elif held:
        message = f"`{name}` holds several licences: {', '.join(f'`{each}`' for each in held)}"
        first = next(iter(held))
        help_ = f'write `{name}:{first}`, or `license="{first}"` in Python'
    else:
        message, help_ = f"`{name}` holds no licence", 'write `license my-licence { title "…" }`'
    raise LicenseError([Diagnostic("LK608", message, help=help_)])
