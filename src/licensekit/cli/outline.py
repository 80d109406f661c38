"""`licensekit outline`: the labels and fingerprints of a text, against which locators are verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from licensekit.catalogue import shelf
from licensekit.catalogue.loading import checked_path, usable
from licensekit.catalogue.outline import outlines_for, places_shown, to_json
from licensekit.cli.call import Call, reason
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.diagnostics import Diagnostic, mend_of
from licensekit.errors import LicenseError
from licensekit.limits import MAX_TEXT_BYTES
from licensekit.model.license import License
from licensekit.report.escape import visible_all


def run_outline(call: Call) -> Exit:
    """Build the outline of one licence, or rebuild those of the catalogue and compare. Raises LicensekitError."""
    folder, files = call.single("--check"), call.arguments.files
    if folder is not None and files:
        call.add("LK704", "`--check` compares the whole catalogue", "leave out the files")
    if folder is None and (not files or (len(files) < 2 and files[0].endswith(".lic"))):
        mend = "write `licensekit outline FILE.lic TEXT…`, or `licensekit outline TEXT` to see the places of a text"
        call.add("LK705", "a .lic file and its texts are needed", mend)
    call.problems.check()
    if folder is None and not files[0].endswith(".lic"):
        return Exit(out=visible_all(line for file in files for line in _places(_bytes(Path(file)))))
    return _built(call, files[0], files[1:]) if folder is None else _compared(Path(folder))


def _built(call: Call, file: str, texts: list[str]) -> Exit:
    path = Path(file)
    checked = usable(checked_path(path))
    name = path.name.removesuffix(".lic")
    license = next((one for one in (*checked.licenses, *checked.policies) if one.id == name), None)
    if license is None:
        message = f"`{path}` holds no licence and no policy `{name}`"
        raise LicenseError([Diagnostic("LK608", message, help="name the file as the licence in it is called")])
    outlines = outlines_for(license, [_bytes(Path(text)) for text in texts])
    missing = [text.name or "its text" for text in license.texts if text.name not in outlines]
    if not outlines or missing:
        listed = ", ".join(f"`{one}`" for one in missing) or "any text"
        mend = "use the very file whose SHA-256 the licence names"
        raise LicenseError([Diagnostic("LK481", f"none of these files is {listed} of `{name}`", help=mend)])
    target = str(shelf.outline_path(path))
    call.write(target, to_json(outlines).encode())
    places = sum(len(outline.places) for outline in outlines.values())
    return Exit(out=visible_all([f"{target}: {places} places"]))


def _places(text: bytes) -> Iterator[str]:
    """The places of a text below one another, each with its first words."""
    for place, words in places_shown(text):
        yield f"{place:<12}  {words}".rstrip() if words else f'"{place}"'


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_TEXT_BYTES + 1)
    except OSError as problem:
        message = f"`{path}` cannot be read: {reason(problem)}"
        raise LicenseError([Diagnostic("LK605", message, help=mend_of(problem))]) from None
    if len(data) > MAX_TEXT_BYTES:
        message = f"`{path}` is too big: the text of a licence has at most {MAX_TEXT_BYTES:_} bytes"
        raise LicenseError([Diagnostic("LK605", message, help="look whether it is one, and name a smaller file")])
    return data


def _compared(folder: Path) -> Exit:
    if not folder.is_dir():
        raise LicenseError([Diagnostic("LK605", f"there is no folder `{folder}`", help="name a folder that is there")])
    texts = [_bytes(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    states = list(_states(texts))
    counts = Counter(state for _, state in states)
    told = [f"{name}: {state}" for name, state in states if state != "same"]
    out = visible_all([*told, f"{counts['same']} outlines are the same"])
    return Exit(NOT_SO if counts["differs"] else 0, out)


def _states(texts: list[bytes]) -> Iterator[tuple[str, str]]:
    """Each outline that is shipped by its file, and how it compares."""
    for name, file in shelf.shipped().files.items():
        if not name.endswith(".cases"):
            path = Path(str(file))
            checked = usable(checked_path(path))
            yield from ((name, _state(license, path, texts)) for license in (*checked.licenses, *checked.policies))


def _state(license: License, path: Path, texts: list[bytes]) -> str:
    outlines = outlines_for(license, texts)
    beside = shelf.outline_path(path)
    if len(outlines) < len(license.texts):
        return "its text is not there"
    if not beside.is_file():
        return "no outline is stored"
    return "same" if beside.read_text(encoding="utf-8") == to_json(outlines) else "differs"
