"""Packs the licences into a wheel, and plants the seed of the cache: checked licences, rules, and the parser's tables.

The cases of licences go into one file, since they are large and alike (licensekit.catalogue.license_folder). The seed
(licensekit.cache) is made with the package that is about to be packed, from the files that go with it, and found by
their content; where it cannot be made the wheel goes without: the first answers then take longer, and are the same.
Beside it goes the bill of materials of scripts/sbom.py, where PEP 770 has it.
"""

from __future__ import annotations

import lzma
import os
import runpy
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLANT = """
import sys
from pathlib import Path

folder, target = map(Path, sys.argv[1:3])
sys.path[:0] = sys.argv[3:]
import licensekit
from licensekit.cache import seed_of
from licensekit.catalogue.loading import load_policy
from licensekit.catalogue.shelf import policies
from licensekit.syntax.grammar import parser
from licensekit.vocabulary.rules import rules

parser()
rules()
for name in licensekit.ids():
    licensekit.load(name)
for name in policies():
    load_policy(name)
target.write_bytes(seed_of({entry.name: entry.read_bytes() for entry in folder.glob("*.json")}))
"""


class Seed(BuildHookInterface[Any]):
    """Called by hatchling around the build of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the seed, and have it packed as `licensekit/seed.bin`; an editable installation has none."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory(prefix="licensekit-seed-")
        self._bill_of_materials(build_data)
        self._licenses(build_data)
        kept, seed = Path(self.folder.name, "kept"), Path(self.folder.name, "seed.bin")
        environment = {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",  # lark numbers what it finds in sets: the same sources make the same wheel
            "LICENSEKIT_CACHE": str(kept),
        }
        # pip isolates a build by paths, which go by hand: its `sitecustomize` fails where it finds them in PYTHONPATH
        planting = subprocess.run(  # noqa: S603 - this very Python, and the code above
            [sys.executable, "-c", PLANT, str(kept), str(seed), str(Path(self.root, "src")), *sys.path],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if planting.returncode:
            said = planting.stderr.strip().splitlines()
            self.app.display_warning(f"no seed of the cache: {said[-1] if said else 'nothing was kept'}")
            return
        seed.chmod(0o644)
        build_data["force_include"][str(seed)] = f"licensekit/{seed.name}"  # licensekit.cache.SEED

    def _licenses(self, build_data: dict[str, Any]) -> None:
        """Every file of the catalogue, and in one file the cases of those licences that have a file."""
        root = Path(self.root, "licenses")
        cases: list[Path] = []
        for path in sorted(each for each in root.rglob("*") if each.is_file()):
            if path.name.endswith(".cases.lic") and path.with_name(path.name.replace(".cases.lic", ".lic")).is_file():
                cases.append(path)
            else:
                build_data["force_include"][str(path)] = f"licensekit/licenses/{path.relative_to(root).as_posix()}"
        plain = BytesIO()
        with zipfile.ZipFile(plain, "w") as archive:
            for path in cases:
                archive.writestr(zipfile.ZipInfo(path.relative_to(root).as_posix()), path.read_bytes())
        packed = Path(self.folder.name, "cases.zip.xz")  # PACKED_CASES of licensekit.catalogue.license_folder
        of_text = {"preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}  # by the letter before, whatever the place
        packed.write_bytes(lzma.compress(plain.getvalue(), filters=[{"id": lzma.FILTER_LZMA2, **of_text}]))
        packed.chmod(0o644)
        build_data["force_include"][str(packed)] = f"licensekit/licenses/{packed.name}"

    def _bill_of_materials(self, build_data: dict[str, Any]) -> None:
        script = runpy.run_path(str(Path(self.root, "scripts", "sbom.py")))
        target = Path(self.folder.name, script["NAME"])
        target.write_text(script["sbom"](Path(self.root)), encoding="utf-8")
        target.chmod(0o644)
        build_data["sbom_files"].append(str(target))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Clear up."""
        if version != "editable":
            self.folder.cleanup()
