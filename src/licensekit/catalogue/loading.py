"""From an id, a path or a text to a checked licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licensekit.catalogue import shelf
from licensekit.catalogue.before import Before, Noting, fetched, keep
from licensekit.catalogue.shelf import Collection, Found
from licensekit.diagnostics import Diagnostic, Severity, did_you_mean
from licensekit.errors import CatalogueError, LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.model.license import License
from licensekit.span import Source
from licensekit.syntax.scan import decode_source, text_source

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from licensekit.catalogue.folder import Folder
    from licensekit.check.file import Checked
    from licensekit.check.library import Library, ParsedFile
    from licensekit.model.cases import Case


class Shelf:
    """A collection as the check sees it: its own files first, then the shipped ones, then those of packs.

    Each file is parsed once in a process.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def parsed(self, name: str) -> ParsedFile | None:
        """The parsed file of this name. Raises LicenseError where it cannot be parsed."""
        found = self._find(name)
        if found is None or found.path is None:
            return None
        if found.name not in _PARSED:
            _PARSED[found.name] = parsed_file(found.path)
        return _PARSED[found.name]

    def source(self, name: str) -> Source | None:
        """The text of this name; None where there is none. Raises LicenseError where it cannot be read."""
        found = self._find(name)
        return None if found is None or found.path is None else _source(found.path)

    def kind(self, name: str) -> str:
        """`license`, `policy`, `template`, or nothing; without parsing."""
        found = self._find(name)
        return "" if found is None else found.collection.kind(found.id)

    def names(self) -> Iterable[str]:
        """The ids that could be meant."""
        return (*self._collection.names, *shelf.names())

    def _find(self, name: str) -> Found | None:
        own = Found(self._collection, name)
        return own if own.path is not None and not name.endswith(".cases") else shelf.find(name)


_PARSED: Final[dict[str, ParsedFile]] = {}
_CHECKED: Final[dict[str, Checked]] = {}
_LOADED: Final[dict[str, Before]] = {}


def parsed_file(path: Traversable) -> ParsedFile:
    """A shipped file. Raises LicenseError."""
    return _parsed(_source(path))


def _source(path: Traversable) -> Source:
    read = decode_source(str(path), path.read_bytes())
    if not isinstance(read, Source):
        raise LicenseError(read)
    return read


def _parsed(source: Source) -> ParsedFile:
    from licensekit.check.library import ParsedFile  # noqa: PLC0415 - see _checked
    from licensekit.syntax.parse import parse_text  # noqa: PLC0415

    parsed = parse_text(source)
    if parsed.file is None:
        raise LicenseError(parsed.diagnostics, (source,))
    return ParsedFile(source, parsed.file)


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
    from licensekit.catalogue.beside import misplaced  # noqa: PLC0415 - no answer from the cache needs it

    found = misplaced(path, checked)
    return replace(checked, diagnostics=(*checked.diagnostics, *found)) if found else checked


def _checked_path(path: str | PathLike[str]) -> Checked:
    from licensekit.check.file import Checked  # noqa: PLC0415 - see _checked

    read = read_source(path)
    if not isinstance(read, Source):
        return Checked(diagnostics=read)
    return _checked_source(read, _folder(path))


def _folder(path: str | PathLike[str]) -> Folder:
    from licensekit.catalogue.folder import Folder  # noqa: PLC0415 - needed only for one's own files

    return Folder(Path(path).parent, Shelf(shelf.shipped()))


def read_source(path: str | PathLike[str]) -> Source | tuple[Diagnostic, ...]:
    """The text of a file, or why it cannot be read."""
    shown = str(path)
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_SOURCE_BYTES + 1)
    except IsADirectoryError:
        return (Diagnostic("LK605", f"`{shown}` is a folder, not a file", help="use the path of a .lic file"),)
    except FileNotFoundError:
        return (Diagnostic("LK605", f"there is no file `{shown}`", help=_near_file(Path(path))),)
    except (OSError, ValueError) as problem:
        return (Diagnostic("LK605", f"`{shown}` cannot be read: {_reason(problem)}"),)
    return decode_source(shown, data)


def _near_file(path: Path) -> str:
    try:
        beside = [each.name for each in path.parent.iterdir()]
    except OSError:
        return ""
    return did_you_mean(path.name, beside)


def _reason(problem: OSError | ValueError) -> str:
    said = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return said[:1].lower() + said[1:]


def _checked_source(source: Source, library: Library | None = None) -> Checked:
    from licensekit.check.file import Checked  # noqa: PLC0415 - see _checked

    try:
        return _checked(_parsed(source), library or Shelf(shelf.shipped()))
    except LicenseError as broken:  # the file itself, or a licence that it draws on
        return Checked(diagnostics=broken.diagnostics, sources=tuple({source.name: source, **broken.sources}.values()))


def _checked(parsed: ParsedFile, library: Library) -> Checked:
    """Imported here because the check and the parser are a good part of the time that a first answer takes."""
    from licensekit.check.file import check_file  # noqa: PLC0415

    return check_file(parsed, library)


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
    source = read_source(path)
    if not isinstance(source, Source):
        raise LicenseError(source)
    library, outline = _folder(path), _outline(Path(path))
    before = fetched(source, outline, library)
    if before is not None:
        return before.licenses
    noting = Noting(library)
    checked = usable(_located(Path(path), usable(_checked_source(source, noting))))
    keep(checked, source, outline, noting)
    return checked.licenses


def _outline(path: Path) -> bytes | None:
    """What stands beside a file and is verified with it."""
    try:
        return shelf.outline_path(path).read_bytes()
    except OSError:
        return None


def load(name: str) -> License:
    """The licence of this id from the catalogue; of a pack as `PACK:ID`. Raises CatalogueError and LicenseError."""
    found = _found(name, shelf.ids)
    for license in _loaded(found).licenses:
        if license.id == found.id:
            return license
    kind = found.collection.kind(found.id)
    word = {"policy": "incorporates", "template": "extends"}.get(kind)
    help_ = f"use a licence that {word} `{found.id}`" if word else "use the id of a licence"
    raise CatalogueError(
        [Diagnostic("LK608", f"`{name}` is a {kind or 'file of something else'}, not a licence", help=help_)]
    )


def load_policy(name: str) -> License:
    """The policy of this id, in the form of a licence without grants. Raises CatalogueError and LicenseError."""
    found = _found(name, shelf.policies)
    for policy in _loaded(found).policies:
        if policy.id == found.id:
            return policy
    raise shelf.unknown(name, shelf.policies())


def _found(name: str, known: Callable[[], Iterable[str]]) -> Found:
    found = shelf.find(name)
    if found is None or found.path is None:
        raise shelf.unknown(name, known())
    return found


def _loaded(found: Found) -> Before:
    """What a file of the catalogue holds: from the cache, or checked now. Raises LicenseError."""
    if found.name not in _LOADED:
        _LOADED[found.name] = _from_cache(found) or Before.of(_checked_whole(found))
    return _LOADED[found.name]


def _from_cache(found: Found) -> Before | None:
    if found.name in _CHECKED or found.path is None:
        return None
    return fetched(_source(found.path), None, Shelf(found.collection))


def _checked_whole(found: Found) -> Checked:
    """A file of the catalogue with its cases. Raises LicenseError."""
    if found.name not in _CHECKED:
        noting = Noting(Shelf(found.collection))
        parsed = noting.parsed(found.id)
        assert parsed is not None, "the file was found"
        checked = _CHECKED[found.name] = usable(_checked(parsed, noting))
        keep(checked, parsed.source, None, noting)
    return _CHECKED[found.name]


def cases_for(name: str) -> tuple[Case, ...]:
    """The cases of a licence of the catalogue: those inside it, and those of the file beside it.

    A file of cases on several licences together has a name of its own. Raises CatalogueError and LicenseError.
    """
    found = shelf.find(name)
    if found is None:
        raise shelf.unknown(name, shelf.ids())
    inside = _checked_whole(found).cases if found.path is not None else ()
    if found.cases is None:
        return inside
    return (*inside, *usable(_checked(parsed_file(found.cases), Shelf(found.collection))).cases)


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
    found = {license.id: license for license in licenses}
    if wanted is not None and wanted in found:
        return found[wanted]
    if wanted is None and len(found) == 1:
        return next(iter(found.values()))
    listed = ", ".join(f"`{each}`" for each in found)
    if wanted is not None:
        message, help_ = f"`{name}` holds no licence `{wanted}`", did_you_mean(wanted, found)
    elif found:
        message, help_ = (
            f"`{name}` holds several licences: {listed}",
            f'choose one with `license="{next(iter(found))}"`',
        )
    else:
        message, help_ = f"`{name}` holds no licence", 'write `license my-licence { title "…" }`'
    raise LicenseError([Diagnostic("LK608", message, help=help_)])
