"""`licensekit notices`: the notices for what is shipped, and what is left to do."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from licensekit.cli.call import Call, reason
from licensekit.cli.inventory import inventory_asked, status_of
from licensekit.cli.outcome import Exit
from licensekit.components.as_notice import left_over, notice_file, notices_json, todo_text
from licensekit.components.documents import bytes_of, refused, text_in
from licensekit.components.notices import notices
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.report.escape import visible

_MOST: Final = 1000
"""Files of a folder of texts that are looked at."""


def run_notices(call: Call) -> Exit:
    """Write the notices; with `-o` what is left to do goes to standard output. Raises LicensekitError."""
    form, target = call.form(), call.single("-o")
    texts = call.problems.take(lambda: _texts(call.single("--texts"))) or {}
    asked = inventory_asked(call)
    told = notices(asked.answers)
    status = status_of(asked.answers)
    notes = [*asked.listed.notes]
    if unused := left_over(told, texts):
        notes.append(f"{unused} of the files in `{call.single('--texts')}` are the text of no licence that is shipped")
    unread = "".join(f"{visible(note)}\n" for note in notes)
    if form == "json":
        return Exit(status, notices_json(told), unread)
    written, todo = notice_file(told, texts), todo_text(told, texts)
    if target is None:
        return Exit(status, f"{written}\n{todo}", unread)
    folder = call.single("--texts")
    call.write(target, written.encode(), read=() if folder is None else Path(folder).iterdir())
    return Exit(status, todo, unread)


def _texts(folder: str | None) -> dict[str, str]:
    """The texts of a folder by their SHA-256, those that are too long or no texts left out. Raises InventoryError."""
    if folder is None:
        return {}
    if not Path(folder).is_dir():
        raise refused(folder, "there is no such folder", "name the folder in which the texts of licences lie")
    try:
        files = [each for each in sorted(Path(folder).iterdir()) if each.is_file()]
    except OSError as problem:
        raise refused(folder, reason(problem), "name a folder that can be read") from None
    if len(files) > _MOST:
        raise refused(folder, f"more than {_MOST} files lie in it", "name a folder with the texts of licences alone")
    data = (bytes_of(each) for each in files if each.stat().st_size <= MAX_SOURCE_BYTES)
    return {sha256(each).hexdigest(): text_in(each, folder) for each in data if _is_text(each)}


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
