"""`licensekit outline`: the labels and fingerprints of a text, against which locators are verified."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from licensekit.catalogue import shelf
from licensekit.catalogue.loading import checked_path, usable
from licensekit.catalogue.outline import to_json
from licensekit.catalogue.outline_files import outlines_for
from licensekit.cli.outcome import NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicenseError
from licensekit.model.license import License
from licensekit.report.escape import visible

MAX_TEXT = 4 * 1024 * 1024
"""Bytes of a licence text that are read; no text comes near it."""


def run(arguments: argparse.Namespace, problems: Problems, _surroundings: Surroundings) -> Outcome:
    """Build the outline of one licence, or rebuild those of the catalogue and compare. Raises LicensekitError."""
    folder = problems.single(arguments.check, "--check")
    if folder is not None:
        if arguments.files:
            problems.add("LK704", "`--check` compares the whole catalogue", "leave out the files")
        problems.check()
        return _compared(Path(folder))
    if len(arguments.files) < 2:
        problems.add("LK705", "a .lic file and its texts are needed", "write `licensekit outline FILE.lic TEXT…`")
    problems.check()
    return _built(Path(arguments.files[0]), [Path(name) for name in arguments.files[1:]])


def _built(path: Path, texts: list[Path]) -> Outcome:
    checked = usable(checked_path(path))
    name = path.name.removesuffix(".lic")
    license = next((one for one in (*checked.licenses, *checked.policies) if one.id == name), None)
    if license is None:
        raise LicenseError([Diagnostic("LK608", f"`{path}` holds no licence and no policy `{name}`")])
    outlines = outlines_for(license, [_bytes(text) for text in texts])
    missing = [text.name or "its text" for text in license.texts if text.name not in outlines]
    if not outlines or missing:
        listed = ", ".join(f"`{one}`" for one in missing) or "any text"
        help_ = "use the very file whose SHA-256 the licence names"
        raise LicenseError([Diagnostic("LK481", f"none of these files is {listed} of `{name}`", help=help_)])
    target = shelf.outline_path(path)
    try:
        target.write_text(to_json(outlines), encoding="utf-8")
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise LicenseError([Diagnostic("LK707", f"`{target}` cannot be written: {reason}")]) from None
    places = sum(len(outline.places) for outline in outlines.values())
    return Outcome(out=visible(f"{target}: {places} places") + "\n")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_TEXT)
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise LicenseError([Diagnostic("LK605", f"`{path}` cannot be read: {reason}")]) from None


def _compared(folder: Path) -> Outcome:
    if not folder.is_dir():
        raise LicenseError([Diagnostic("LK605", f"there is no folder `{folder}`")])
    texts = [_bytes(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    lines = list(_differences(texts))
    same = sum(state == "same" for _, state in lines)
    out = [f"{name}: {state}" for name, state in lines if state != "same"]
    differ = any(state == "differs" for _, state in lines)
    return Outcome(
        NOT_SO if differ else 0, "".join(visible(line) + "\n" for line in (*out, f"{same} outlines are the same"))
    )


def _differences(texts: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    known = list(texts)
    for name, file in shelf.shipped().files.items():
        if name.endswith(".cases"):
            continue
        path = Path(str(file))
        checked = usable(checked_path(path))
        for license in (*checked.licenses, *checked.policies):
            yield name, _state(license, path, known)


def _state(license: License, path: Path, texts: list[bytes]) -> str:
    outlines = outlines_for(license, texts)
    beside = shelf.outline_path(path)
    if len(outlines) < len(license.texts):
        return "its text is not there"
    if not beside.is_file():
        return "no outline is stored"
    return "same" if beside.read_text(encoding="utf-8") == to_json(outlines) else "differs"
