"""What is shipped and what it is built with: the same bytes each time, a bill of materials, versions that are locked."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from optional import needs

ROOT = Path(__file__).resolve().parents[2]
PROJECT: Mapping[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SBOM = runpy.run_path(str(ROOT / "scripts" / "sbom.py"))
LOCK = (ROOT / "requirements-dev.txt").read_text("utf-8")


# --- versions that are locked ---------------------------------------------------------------------------------


def required(*extras: str) -> Iterator[str]:
    """What some extras require, with those that they draw in; and what is required without any."""
    yield from PROJECT["dependencies"]
    for extra in extras:
        for requirement in PROJECT["optional-dependencies"][extra]:
            drawn = re.fullmatch(rf"{PROJECT['name']}\[([\w,-]+)\]", requirement)
            if drawn:
                yield from required(*drawn[1].split(","))
            else:
                yield requirement


def locked() -> dict[str, str]:
    """Versions by names."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", LOCK, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins}


def test_whatever_developers_need_is_locked_to_a_version_that_will_do() -> None:
    packaging = pytest.importorskip("packaging.requirements")
    wanted = [packaging.Requirement(each) for each in required("dev", "docs")]
    assert len(wanted) > 30
    pins = locked()
    names = {re.sub(r"[-_.]+", "-", each.name).lower(): each for each in wanted}
    assert sorted(set(names) - set(pins)) == []
    unfit = [name for name, each in names.items() if not each.specifier.contains(pins[name], prereleases=True)]
    assert unfit == []


def test_whatever_is_locked_has_a_hash() -> None:
    entries = re.split(r"^(?=[A-Za-z])", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE).strip(), flags=re.MULTILINE)
    entries = [entry for entry in entries if entry.strip()]
    assert len(entries) > 60
    assert [entry for entry in entries if not re.match(r"\S+==\S+", entry)] == []
    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert "--extra dev " in LOCK.splitlines()[1]


# --- a bill of materials ------------------------------------------------------------------------------------------


def test_the_bill_of_materials_names_what_is_needed_and_keeps_to_its_schema() -> None:
    text = SBOM["sbom"](ROOT)
    bom = json.loads(text)
    assert bom["metadata"]["component"]["purl"] == f"pkg:pypi/licensekit-policy@{PROJECT['version']}"
    needed = {each["name"] for each in bom["components"] if each["scope"] == "required"}
    assert needed == {re.split(r"[<>=!~ ]", each)[0] for each in PROJECT["dependencies"]}
    everything = {re.split(r"[\[<>=!~; ]", each)[0] for each in required(*PROJECT["optional-dependencies"])}
    assert {each["name"] for each in bom["components"]} == everything
    refs = [each["ref"] for each in bom["dependencies"]]
    assert len(refs) == len(set(refs)) == len(bom["components"]) + 1
    assert str(ROOT) not in text
    needs("cyclonedx")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.replace('"library"', '"libary"')) is not None


def test_a_list_of_components_can_be_read_from_it(tmp_path: Path) -> None:
    needs("cyclonedx", "defusedxml")
    sys.path.insert(0, str(ROOT / "tests" / "unit"))
    from command_line import called

    (tmp_path / "own.cdx.json").write_text(SBOM["sbom"](ROOT), "utf-8")
    outcome = called("inventory", str(tmp_path / "own.cdx.json"), "--act", "run")
    assert outcome.status == 3  # what is required has no licence in it, and is open
    assert "pydantic" in outcome.out


# --- the same bytes -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_wheel_and_a_source_distribution_are_the_same_bytes_wherever_they_are_built(tmp_path: Path) -> None:
    needs("build", "hatchling", extra="dev")
    rooms = {
        tmp_path / "a" / "checkout": {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        tmp_path / "b" / "much" / "deeper": {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    }
    built = [_built(folder, room, 0o022 if at else 0o077) for at, (folder, room) in enumerate(rooms.items())]
    stem = f"licensekit_policy-{PROJECT['version']}"
    assert [sorted(files) for files in built] == [[f"{stem}-py3-none-any.whl", f"{stem}.tar.gz"]] * 2
    assert built[0] == built[1]
    with zipfile.ZipFile(tmp_path / "a" / "dist" / f"{stem}-py3-none-any.whl") as wheel:
        bom = wheel.read(f"{stem}.dist-info/sboms/{SBOM['NAME']}").decode()
        seed = wheel.getinfo("licensekit/seed.bin").file_size
    assert bom == SBOM["sbom"](ROOT)
    assert seed > 100_000


def _built(folder: Path, room: Mapping[str, str], mask: int) -> dict[str, bytes]:
    """What is built from a copy of the sources in a folder, by names."""
    left_out = shutil.ignore_patterns(".git", "__pycache__", ".*_cache", ".venv", "dist", "node_modules", ".hypothesis")
    shutil.copytree(ROOT, folder, ignore=left_out)
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)
        os.utime(path, (1_600_000_000 + mask, 1_600_000_000 + mask))
    environment = {**os.environ, **room, "SOURCE_DATE_EPOCH": "1764500000"}
    environment.pop("PYTHONPATH", None)
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder.parent / "dist"), str(folder)]
    done = subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name: path.read_bytes() for path in (folder.parent / "dist").iterdir()}
