"""What the folder holds beside the page: Python for browsers, and the wheels that the library is made of.

Both lie in folders that somebody names; nothing is fetched. They are looked at before anything is written: what would
fail in a reader's browser fails here, with the mend.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from licensekit.catalogue.license_folder import PACKED_CASES, opened_cases
from licensekit.data import data_folder
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import LicensekitError
from licensekit.regular_file import beginning_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GET_PYODIDE: Final = "`npm pack pyodide@314`, `tar xzf pyodide-314.*.tgz`, then `--pyodide package`"
GET_WHEELS: Final = "name the folder of wheels, `--wheels wheels`; what it lacks is then told, and how to get it"
_PYODIDE: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_OURS: Final = "licensekit_policy"
_LICENSES: Final = "licensekit/licenses"
_PACKED: Final = f"{_LICENSES}/{PACKED_CASES}"
_NEEDED: Final = ("annotated_types", "lark", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection")
_WHEEL: Final = re.compile(r"(?P<name>\w+)-(?P<version>[^-]+)(?:-\d[^-]*)?-(?P<tags>[^-]+-[^-]+-[^-]+)\.whl")
_MOST_BYTES: Final = 100_000_000
"""Of one file: ten times the largest that there is."""
_NOT_SHIPPED: Final = frozenset({"__pycache__", "seed.bin"})


class StaticPageError(LicensekitError):
    """Parts of a static page that are not there or do not go together, or a folder that cannot be written."""


class Runtime(NamedTuple):
    """Python for browsers: its files by name, and the wheels that it loads."""

    files: Mapping[str, bytes]
    python: str
    """Such as `3.14`."""
    platform: str
    """How the names of its wheels end, such as `pyemscripten_2026_0_wasm32`."""

    @property
    def abi(self) -> str:
        """Such as `cp314`."""
        return f"cp{self.python.replace('.', '')}"

    @property
    def get_wheels(self) -> str:
        """How to come by the wheels."""
        of = f"--platform {self.platform} --python-version {self.python} --implementation cp --abi {self.abi}"
        download = f"pip download -d wheels --only-binary :all: {of} pydantic lark"
        return f"in a clone `pip wheel --no-deps -w wheels .`, then `{download}`"


def runtime_in(folder: Path) -> Runtime:
    """The npm package `pyodide`, unpacked. Raises StaticPageError."""
    held = {name: _bytes(folder / name, GET_PYODIDE) for name in _PYODIDE}
    try:
        info = json.loads(held["pyodide-lock.json"])["info"]
        python = ".".join(info["python"].split(".")[:2])
        return Runtime(held, python, f"pyemscripten_{info['abi_version']}_{info['arch']}")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        refuse("LK608", f"`{_named(folder)}/pyodide-lock.json` does not say of which Python it is", GET_PYODIDE)


def wheels_in(folder: Path, runtime: Runtime) -> Mapping[str, bytes]:
    """The wheels that are needed, by their names. Raises StaticPageError."""
    there = _listed(folder)
    fitting = {name: [each for each in there if _is_of(name, each, runtime)] for name in (_OURS, *_NEEDED)}
    problems = list[Diagnostic]()
    if missing := ", ".join(f"`{name}`" for name, each in fitting.items() if not each):
        message = f"`{_named(folder)}` has no wheel that this Pyodide loads of {missing}"
        problems.append(Diagnostic("LK705", message, help=runtime.get_wheels))
    for name, several in fitting.items():
        if len(several) > 1:
            message = f"`{_named(folder)}` has {len(several)} wheels of `{name}`"
            problems.append(Diagnostic("LK704", message, help="keep one of them"))
    if problems:
        raise StaticPageError(problems)
    chosen = {name: path for name, (path,) in fitting.items()}
    held = {name: _bytes(path, runtime.get_wheels) for name, path in chosen.items()}
    _check_core(chosen, held["pydantic"], runtime)
    _check_ours(chosen[_OURS], held[_OURS])
    return {chosen[name].name: data for name, data in held.items()}


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".whl")
    except (OSError, ValueError) as problem:
        refuse("LK605", f"`{_named(folder)}` cannot be read: {why(problem)}", GET_WHEELS)


def _is_of(name: str, path: Path, runtime: Runtime) -> bool:
    """Whether a wheel is of a package, and for this Python, as its name says."""
    named = _WHEEL.fullmatch(path.name)
    if named is None or named["name"] != name:
        return False
    pure = named["tags"].endswith("-none-any") and "py3" in named["tags"].removesuffix("-none-any").split(".")
    return pure or named["tags"].endswith(f"-{runtime.abi}-{runtime.platform}")


def _check_core(chosen: Mapping[str, Path], pydantic: bytes, runtime: Runtime) -> None:
    """Each pydantic runs with one pydantic-core alone."""
    version = re.escape(chosen["pydantic_core"].name.split("-")[1].encode())
    wanted = re.compile(rb"^Requires-Dist: pydantic-core==%s\s" % version, re.MULTILINE)
    metadata = (held for name, held in _held(chosen["pydantic"], pydantic) if name.endswith(".dist-info/METADATA"))
    if not any(map(wanted.search, metadata)):
        message = f"`{chosen['pydantic'].name}` does not go with `{chosen['pydantic_core'].name}`"
        refuse("LK704", message, f"empty the folder; {runtime.get_wheels}")


def _check_ours(path: Path, data: bytes) -> None:
    """The answers are those of this library, licence by licence: the wheel is made of the very same files."""
    packed = {name: held for name, held in _held(path, data) if name.startswith("licensekit/") and _ships(name)}
    own = dict(_below(files("licensekit"), "licensekit"))
    for name in ("grammars", "licenses"):
        own.update(_below(data_folder(name), f"licensekit/{name}"))
    try:
        own, packed = _with_cases(own), _with_cases(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as problem:
        refuse("LK608", f"`{path.name}` holds what is no archive: {problem}", "build it anew")
    differing = [name for name in sorted({*own, *packed}) if own.get(name) != packed.get(name)]
    if differing:
        message = f"`{path.name}` was built of another state of this library: `{clipped(differing[0])}` differs"
        refuse("LK704", message, "build it anew: `pip wheel --no-deps -w wheels .` in the clone")


def _with_cases(held: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files by name, those that a wheel packs into one as they lie in a clone. Raises ValueError."""
    plain = dict(held)
    if (packed := plain.pop(_PACKED, None)) is not None:
        archive = opened_cases(packed)
        plain.update({f"{_LICENSES}/{name}": archive.read(name) for name in archive.namelist()})
    return plain


def _below(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        inside = f"{name}/{each.name}"
        if not _ships(inside):
            continue
        if each.is_dir():
            yield from _below(each, inside)
        else:
            yield inside, each.read_bytes()


def _ships(name: str) -> bool:
    return _NOT_SHIPPED.isdisjoint(name.split("/"))


def _held(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel. Raises StaticPageError where it is none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield from ((each.filename, archive.read(each)) for each in archive.infolist() if not each.is_dir())
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as problem:
        refuse("LK608", f"`{_named(path)}` is no wheel: {problem}", "get it again")


def _bytes(path: Path, mend: str) -> bytes:
    try:
        data = beginning_of(path, _MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        refuse("LK605", f"`{_named(path)}` cannot be read: {why(problem)}", mend)
    if len(data) > _MOST_BYTES:
        refuse("LK605", f"`{_named(path)}` has more than {_MOST_BYTES:_} bytes", mend)
    return data


def refuse(code: str, message: str, mend: str) -> NoReturn:
    """Raise a finding."""
    raise StaticPageError([Diagnostic(code, message, help=mend)]) from None


def why(problem: OSError | ValueError) -> str:
    """Why a file cannot be read or written, in the words of the system."""
    return (getattr(problem, "strerror", None) or str(problem) or "unknown reason").lower()


def _named(path: Path) -> str:
    return clipped(str(path))
