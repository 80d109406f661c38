"""Where each target begins: the catalogue, the examples, and what the tests hold golden.

Texts of licences are not in the repository; `LICENSEKIT_TEXTS` names a folder of them, as it does for `.ci/run`.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from fuzz.targets import BETWEEN
from hostile import corpus

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = ROOT / "examples"
MOST_BYTES: Final = 6_000
"""A longer file is no seed: what it could show, a shorter one shows sooner."""
_CASE: Final = re.compile(r"^\s*case ", re.MULTILINE)
_GIVEN: Final = re.compile(r"^\s*given\s+(\S+)\s+is\s+(.+?)\s*$", re.MULTILINE)
_ACTS: Final = re.compile(r"^\s*acts\s+(.+?)\s*$", re.MULTILINE)


def _files(folder: Path, pattern: str) -> Iterator[bytes]:
    for path in sorted(folder.rglob(pattern)):
        data = path.read_bytes()
        if len(data) <= MOST_BYTES:
            yield data


def language() -> Iterator[bytes]:
    yield from _files(ROOT / "licenses", "*.lic")
    yield from _files(ROOT / "tests" / "golden", "*.lic")
    yield from _files(EXAMPLES, "*.lic")
    yield from (data for _, data in corpus.texts() if len(data) <= MOST_BYTES)


def asked() -> Iterator[bytes]:
    """Licences, each with the facts of its first case."""
    for path in sorted((*(ROOT / "licenses").rglob("*.lic"), *EXAMPLES.glob("*.lic"))):
        cases = path.with_name(f"{path.stem}.cases.lic")
        if path.name.endswith(".cases.lic") or not cases.is_file() or path.stat().st_size > MOST_BYTES:
            continue
        for case in _CASE.split(cases.read_text(encoding="utf-8"))[1:2]:
            yield path.read_bytes() + BETWEEN + _as_toml(case).encode()


def _as_toml(case: str) -> str:
    acts = [act.strip() for said in _ACTS.findall(case) for act in said.split(",")]
    lines = [f"acts = {acts}".replace("'", '"'), "[facts]"]
    values = {name: value.replace('"', "") for name, value in _GIVEN.findall(case)}
    lines += [f'"{name}" = "{value}"' for name, value in values.items()]
    return "\n".join(lines) + "\n"


def said() -> Iterator[bytes]:
    yield from _files(EXAMPLES, "*.toml")
    yield from _files(EXAMPLES, "facts.json")
    for put in (*corpus.facts(), *corpus.profiles()):
        yield from (data for data in put[1].files.values() if len(data) <= MOST_BYTES)
    yield from (seed.partition(BETWEEN)[2] for seed in asked())


def rows() -> Iterator[bytes]:
    yield from _files(EXAMPLES, "*.csv")
    for _, put in corpus.tables():
        yield from (data for name, data in put.files.items() if name != "own.lic" and len(data) <= MOST_BYTES)


def texts() -> Iterator[bytes]:
    yield (ROOT / "LICENSE").read_bytes()
    yield b"MIT License\n\nCopyright (c) 2026 Nobody\n\nYou may do as you like.\n"
    if folder := os.environ.get("LICENSEKIT_TEXTS"):
        yield from _files(Path(folder), "*.txt")


def labels() -> Iterator[bytes]:
    for path in sorted((EXAMPLES / "labels").rglob("*")):
        if path.is_file() and path.stat().st_size <= MOST_BYTES:
            yield path.name.encode() + b"\n" + path.read_bytes()
    yield b"README.md\n---\nlicense: other\nlicense_name: own\nlicense_link: LICENSE\ntags: [a, b]\nbase_model:\n  - meta-llama/Llama-3.1-8B\n---\nIt is open source.\n"
    yield b"METADATA\nMetadata-Version: 2.4\nName: a\nLicense-Expression: MIT\nClassifier: License :: OSI Approved\n\ntext\n"
    yield b'pyproject.toml\n[project]\nname = "a"\nlicense = {text = "MIT"}\nclassifiers = ["License :: OSI Approved"]\n'
    yield b'package.json\n{"name": "a", "license": "MIT", "licenses": [{"type": "MIT", "url": "x"}]}\n'
    yield b'config.json\n{"license": "mit", "base_model": ["a/b"], "_name_or_path": "meta-llama/Llama-3.1-8B"}\n'
    head = b'{"__metadata__": {"license": "mit", "base_model": "a/b"}}'
    yield b"m.safetensors\n" + len(head).to_bytes(8, "little") + head
    pairs = {b"general.name": b"a", b"general.license": b"mit", b"general.base_model.0.name": b"a/b"}
    held = b"".join(
        struct.pack("<Q", len(key)) + key + struct.pack("<IQ", 8, len(value)) + value for key, value in pairs.items()
    )
    listed = struct.pack("<Q", 12) + b"general.tags" + struct.pack("<IIQ", 9, 4, 2) + struct.pack("<II", 1, 2)
    yield b"m.gguf\nGGUF" + struct.pack("<IQQ", 3, 0, len(pairs) + 1) + held + listed


def inventories() -> Iterator[bytes]:
    yield from _files(EXAMPLES, "sbom.*")
    yield b'{"version": "1", "installed": [{"metadata": {"name": "a", "version": "1", "license_expression": "MIT", "classifier": ["License :: OSI Approved :: MIT License"]}}]}'


SEEDS: Final[Mapping[str, Callable[[], Iterator[bytes]]]] = {
    "syntax": language,
    "check": language,
    "ask": asked,
    "facts": said,
    "tables": rows,
    "identify": texts,
    "label": labels,
    "sbom": inventories,
}
