"""A folder of licences: what each of its files holds, by its name and its first statement, without parsing anything.

`FAMILY/ID.lic` holds the licence, policy or template ID; `ID.cases.lic` beside it its cases; `works/*.lic` the works.
A wheel carries the cases of its licences in one packed file instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from licensekit.limits import MAX_NAME, MAX_SOURCE_BYTES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from zipfile import ZipFile

FileKind: TypeAlias = Literal["license", "policy", "template", ""]

_STATEMENT: Final = rb"(?m:^[ \t]*(license|policy|template)[ \t]+([A-Za-z0-9.-]+))"
_WORKS: Final = "works"
ID: Final = rf"[A-Za-z0-9][A-Za-z0-9.-]{{0,{MAX_NAME - 1}}}"
PACK: Final = rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MAX_NAME - 1}}}"
_NO_ID: Final = (".cases", ".lic")
"""Endings of files, never of an id."""
PACKED_CASES: Final = "cases.zip.xz"
"""What hatch_build.py makes of the cases of shipped licences: they are alike, large, and seldom read."""


def opened_cases(packed: bytes) -> ZipFile:
    """The archive in a file of packed cases. Raises ValueError where it is none."""
    import lzma  # noqa: PLC0415 - whoever asks a question reads no cases
    from io import BytesIO  # noqa: PLC0415
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415

    try:
        return ZipFile(BytesIO(lzma.decompress(packed)))
    except (lzma.LZMAError, BadZipFile) as problem:
        raise ValueError(f"{PACKED_CASES}: {problem}") from None


def is_id(name: str) -> bool:
    """Whether a file of the catalogue, or beside another, may be called so."""
    return re.fullmatch(ID, name) is not None and not name.endswith(_NO_ID)


class LicenseFolder:
    """A folder of licences: the shipped ones (without a name), or a pack of a third party."""

    def __init__(self, name: str, folder: Traversable) -> None:
        self.name = name
        self._folder = folder
        self._kinds: dict[str, FileKind] = {}

    @cached_property
    def files(self) -> Mapping[str, Traversable]:
        """Every file but those of works and packed cases, by id; cases by `ID.cases`; in order of the name."""
        return dict(self._listed)

    @cached_property
    def twice(self) -> tuple[str, ...]:
        """The ids that several files have, of which none can be meant."""
        times = Counter(name for name, _ in self._listed)
        return tuple(name for name in times if times[name] > 1)

    @cached_property
    def _listed(self) -> list[tuple[str, Traversable]]:
        families = (each for each in self._folder.iterdir() if each.is_dir() and each.name != _WORKS)
        files = (file for family in families for file in family.iterdir() if file.name.endswith(".lic"))
        return sorted(((file.name.removesuffix(".lic"), file) for file in files), key=lambda each: each[0])

    @cached_property
    def with_cases(self) -> Mapping[str, Traversable]:
        """Every file but those of works, those of packed cases too, in order of the name."""
        packed = self._folder / PACKED_CASES
        if self.name or not packed.is_file():  # whoever packs licences for others has no packed cases
            return self.files
        from zipfile import Path  # noqa: PLC0415 - whoever asks a question reads no cases

        archive = opened_cases(packed.read_bytes())
        archive.filename = str(packed)  # what places in it are called by
        inside = (file for family in Path(archive).iterdir() for file in family.iterdir())
        return dict(sorted({**self.files, **{file.name.removesuffix(".lic"): file for file in inside}}.items()))

    @cached_property
    def work_files(self) -> Mapping[str, Traversable]:
        """The files of works by name, in order of the name."""
        folder = self._folder / _WORKS
        files = folder.iterdir() if folder.is_dir() else ()
        return dict(sorted((file.name, file) for file in files if file.name.endswith(".lic")))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The ids of all licences, policies and templates."""
        return tuple(name for name in self.files if not name.endswith(".cases"))

    def kind(self, name: str) -> FileKind:
        """What the file of an id holds; the empty string where there is none."""
        if name not in self._kinds:
            self._kinds[name] = self._read_kind(name) if name in self.names else ""
        return self._kinds[name]

    def _read_kind(self, name: str) -> FileKind:
        with self.files[name].open("rb") as stream:
            head = stream.read(MAX_SOURCE_BYTES)
        for found in re.finditer(_STATEMENT, head):
            if found[2].decode() == name:
                return found[1].decode()  # type: ignore[return-value]
        return ""
