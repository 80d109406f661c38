"""From a folder to what is said in it: the files that are known by name, each within bounds; nothing is fetched."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from licensekit.components.file_names import FORMS, has_terms, is_a_card, is_a_license, is_of_terms
from licensekit.components.headers import MOST_WEIGHTS, WEIGHTS, BrokenHeader, header_of
from licensekit.components.links import followed
from licensekit.components.prose import NOTICES
from licensekit.diagnostics import Diagnostic, Label, Severity, clipped
from licensekit.errors import LicensekitError
from licensekit.identify.identification import identify
from licensekit.identify.reading import decoded, read_text, without_nul
from licensekit.label.front_matter import card
from licensekit.label.manifests import cargo, citation, pom, setup_cfg
from licensekit.label.metadata import core_metadata, json_file, pyproject
from licensekit.label.statements import Checkout, LabelFile, LabelStatement, LicenseFile, pairs_source, unreadable
from licensekit.span import Source

_MOST_FILES: Final = 20_000
_MOST_HEAD: Final = 1_000_000
"""Bytes of a card and of metadata that are read; front matter stands at the head."""
_HUB: Final = re.compile(r"models--(?P<owner>[^/]+?)--(?P<name>[^/]+)")
_READERS: Final[dict[str, Callable[[Source], LabelFile]]] = {
    "metadata": core_metadata,
    "pkg-info": core_metadata,
    "pyproject.toml": pyproject,
    "cargo.toml": cargo,
    "setup.cfg": setup_cfg,
    "pom.xml": pom,
    "citation.cff": citation,
    "package.json": json_file,
    "composer.json": json_file,
    "config.json": json_file,
    "adapter_config.json": json_file,
}


def checkout(folder: Path, model: str = "", within: Path | None = None) -> Checkout:
    """What the files of a folder say. Raises OSError where there is none to list.

    In the cache of a hub its files may be links to others of that model; none out of `within` is opened.
    """
    labels, texts, problems = list[LabelFile](), list[LicenseFile](), list[Diagnostic]()
    files, own = list(_files(folder)), model or _named(folder)
    weights = 0
    for path in files:
        name = path.relative_to(folder).as_posix()
        if problem := _in_the_way(path, folder, name, within):
            problems.append(problem)
            continue
        if path.suffix.casefold() in WEIGHTS:
            weights += 1
            if weights <= MOST_WEIGHTS:
                labels.append(_weights(path, name))
        elif reader := _reader_of(path.name):
            labels.append(_read(path, name, reader))
            for each in labels[-1].texts:
                _keep(partial(without_nul, each.text, f"`{each.name}`"), each.name, texts, problems)
        else:
            _keep_text(path, name, texts, problems)
    labels = [_followed(each, own) for each in labels]
    problems += [problem for label in labels for problem in label.problems]
    read = {*(each.source.name for each in labels), *(each.source.name for each in texts)}
    for claim in (each for label in labels for each in label.statements if each.what in {"file", "linked"}):
        if (name := PurePosixPath(claim.value).as_posix()) not in read:
            read.add(name)
            _keep_named(claim, folder, within, texts, problems)
    if weights > MOST_WEIGHTS:
        message = f"of {weights:_} files of weights the headers of the first {MOST_WEIGHTS} are looked at"
        mend = "put the others in a folder of their own, and look at that too"
        problems.append(Diagnostic("LK813", message, help=mend, severity=Severity.WARNING))
    return Checkout(own, tuple(labels), tuple(texts), tuple(problems))


def checkout_of_texts(files: Mapping[str, str], model: str = "") -> Checkout:
    """The same of texts by the names of their files, such as `README.md` and `LICENSE`; weights are no texts."""
    labels, texts, problems = list[LabelFile](), list[LicenseFile](), list[Diagnostic]()
    for name, text in files.items():
        path, data = PurePosixPath(name), text.encode("utf-8", "surrogatepass")
        if reader := _reader_of(path.name):
            labels.append(_told(data[:_MOST_HEAD], name, reader))
            for each in labels[-1].texts:
                _keep(partial(without_nul, each.text, f"`{each.name}`"), each.name, texts, problems)
        elif has_terms(path) or _is_text_of(path):
            _keep(partial(decoded, data, name), name, texts, problems)
        else:
            mend = "name it as the file is called: README.md, LICENSE, METADATA, config.json"
            problems.append(unreadable(clipped(name, 200), "a file of this name says nothing of licences", mend))
    labels = [_followed(each, model) for each in labels]
    problems += [problem for label in labels for problem in label.problems]
    return Checkout(model, tuple(labels), tuple(texts), tuple(problems))


def _files(folder: Path, depth: int = 0) -> Iterator[Path]:
    """The files that are looked at: those of the folder, and of `LICENSE` and `licenses` in it."""
    inside = sorted(islice(folder.iterdir(), _MOST_FILES + 1))
    if len(inside) > _MOST_FILES:
        raise OSError(errno.EFBIG, f"it holds more than {_MOST_FILES:_} files", str(folder))
    for path in inside:
        if is_of_terms(path.name) and path.is_dir() and not path.is_symlink():
            if depth == 0:  # what lies deeper is of parts that others made
                yield from _files(path, depth + 1)
        elif _is_looked_at(path) or (depth and _is_text_of(path) and not path.is_dir()):
            yield path


def _is_looked_at(path: Path) -> bool:
    return _reader_of(path.name) is not None or path.suffix.casefold() in WEIGHTS or has_terms(path)


def _is_text_of(path: PurePath) -> bool:
    """Whether a file is a text of the licence as which its folder is called."""
    return is_a_license(path.parent.name) and path.suffix.casefold() in FORMS


def _reader_of(name: str) -> Callable[[Source], LabelFile] | None:
    """What reads a file, by its name."""
    return card if is_a_card(name) else _READERS.get(name.casefold())


def _in_the_way(path: Path, folder: Path, name: str, within: Path | None) -> Diagnostic | None:
    """Why a file is not opened; None where it is one, in the folder or in the cache of a hub to which it belongs."""
    shown = clipped(name, 200)
    try:
        target = path.resolve(strict=True)
        if not stat.S_ISREG(target.stat().st_mode):
            if not target.is_dir():
                return unreadable(shown, "it is a device or a pipe", "put a file there")
            is_passed_by = path.suffix.casefold() not in FORMS - {""} and not is_a_license(path.name)
            return None if is_passed_by else unreadable(shown, "it is a folder", "put a file there")
    except (OSError, RuntimeError) as problem:
        circle = getattr(problem, "errno", errno.ELOOP) == errno.ELOOP  # before Python 3.13 a RuntimeError
        why = "it is a link to itself" if circle else (getattr(problem, "strerror", None) or "unknown reason")
        return unreadable(shown, why.lower(), "put the file there")
    cache = next((above for above in folder.resolve().parents if _HUB.fullmatch(above.name)), folder.resolve())
    near = target.is_relative_to(folder.resolve()) or target.is_relative_to(cache / "blobs")
    if not near or (within is not None and not target.is_relative_to(within.resolve())):
        return Diagnostic(
            "LK814", f"`{shown}` is a link out of the folder, and is not followed", help="put the file there"
        )
    return None


def _read(path: Path, name: str, reader: Callable[[Source], LabelFile]) -> LabelFile:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_HEAD)
    except OSError as problem:
        why = (problem.strerror or "unknown reason").lower()
        return LabelFile(Source(name, ""), (), (unreadable(name, why, "see to it that it may be read"),))
    return _told(data, name, reader)


def _told(data: bytes, name: str, reader: Callable[[Source], LabelFile]) -> LabelFile:
    """What the beginning of a file says."""
    if len(data) == _MOST_HEAD and reader is not card:
        return LabelFile(
            Source(name, ""), (), (unreadable(name, f"it has {_MOST_HEAD:_} bytes or more", "look at it"),)
        )
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    told = reader(Source(name, text))
    if len(data) < _MOST_HEAD:
        return told
    why = f"only its first {_MOST_HEAD:_} bytes are looked at"
    note = Diagnostic("LK813", f"`{name}` is long: {why}", help="see what stands behind", severity=Severity.NOTE)
    return LabelFile(told.source, told.statements, (*told.problems, note), told.texts)


def _weights(path: Path, name: str) -> LabelFile:
    """What the header of a file of weights says."""
    try:
        return pairs_source(name, header_of(path))
    except BrokenHeader as problem:
        return LabelFile(Source(name, ""), (), (unreadable(name, str(problem), "download it again"),))


def _followed(label: LabelFile, own: str) -> LabelFile:
    """What a file says, with what its links lead to in their place; one that nobody here knows is told."""
    statements, problems = list[LabelStatement](), list(label.problems)
    for each in label.statements:
        led = followed(each.value, own) if each.what == "link" else None
        if led is None:
            statements.append(each)
        elif led.file or led.license:
            statements.append(replace(each, what="linked" if led.file else "link", value=led.file or led.license))
        else:
            message = f"the text of the licence is said to be at `{clipped(each.value, 200)}`, which is not fetched"
            mend = "put the text there as LICENSE, and read it"
            problems.append(Diagnostic("LK814", message, (Label(each.span),), mend, severity=Severity.NOTE))
    return replace(label, statements=tuple(statements), problems=tuple(problems))


def _keep_named(
    claim: LabelStatement, folder: Path, within: Path | None, texts: list[LicenseFile], problems: list[Diagnostic]
) -> None:
    """Read the file in which a label says that the text is; what lies elsewhere, or nowhere, is told."""
    name = PurePosixPath(claim.value)
    is_inside = not name.is_absolute() and ".." not in name.parts and "\\" not in claim.value
    path, shown = folder / name, clipped(claim.value, 200)
    is_of_a_card = claim.what == "linked"
    if is_inside and path.is_file():
        problem = _in_the_way(path, folder, name.as_posix(), within)
        problems += [] if problem is None else [problem]
        if problem is None:
            unread = list[Diagnostic]()
            _keep_text(path, name.as_posix(), texts, unread)
            # a card may well link a picture of the text, or a page to print
            problems += [replace(each, severity=Severity.WARNING) if is_of_a_card else each for each in unread]
        return
    message = f"`{claim.span.source}` says that the text of the licence is in `{shown}`, which is not in this folder"
    severity = Severity.WARNING if is_inside and not is_of_a_card else Severity.NOTE
    problems.append(Diagnostic("LK813", message, (Label(claim.span),), "put the text there", severity=severity))


def _keep_text(path: Path, name: str, texts: list[LicenseFile], problems: list[Diagnostic]) -> None:
    if path.is_file():
        _keep(partial(read_text, path), name, texts, problems)


def _keep(reads: Callable[[], str], name: str, texts: list[LicenseFile], problems: list[Diagnostic]) -> None:
    try:
        text = reads()
    except LicensekitError as error:
        problems += [unreadable(name, each.message, each.help) for each in error.diagnostics]
        return
    is_notice = NOTICES.fullmatch(PurePosixPath(name).name) is not None
    texts.append(LicenseFile(Source(name, text.replace("\r\n", "\n")), None if is_notice else identify(text)))


def _named(folder: Path) -> str:
    """The name on a hub of a folder of its cache; else the folder's own name."""
    whole = folder.resolve()
    for part in (whole.name, *(above.name for above in whole.parents)):
        if hub := _HUB.fullmatch(part):
            return f"{hub['owner']}/{hub['name']}"
    return whole.name
