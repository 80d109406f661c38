"""Plants the seed of the cache in a wheel: the shipped licences, checked, and the parser's tables (licensekit.cache).

It is made with the package that is about to be packed, from the files that go with it, and found by their content.
Where it cannot be made the wheel goes without: the first answers then take longer, and are the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLANT = """
import licensekit
from licensekit.catalogue.loading import load_policy
from licensekit.catalogue.shelf import policies
from licensekit.syntax.grammar import parser

parser()
for name in licensekit.ids():
    licensekit.load(name)
for name in policies():
    load_policy(name)
"""


class Seed(BuildHookInterface[Any]):
    """Called by hatchling around the build of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the seed, and have it packed as `licensekit/seed`; an editable installation has none."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory(prefix="licensekit-seed-")
        seed = Path(self.folder.name, "seed")
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(Path(self.root, "src")), *sys.path]),  # pip isolates a build by paths
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",  # lark numbers what it finds in sets: the same sources make the same wheel
            "LICENSEKIT_CACHE": str(seed),
        }
        planting = subprocess.run(  # noqa: S603 - this very Python, and the code above
            [sys.executable, "-c", PLANT], env=environment, capture_output=True, text=True, check=False
        )
        entries = sorted(seed.glob("*.json"))
        if planting.returncode or not entries:
            said = planting.stderr.strip().splitlines()
            self.app.display_warning(f"no seed of the cache: {said[-1] if said else 'nothing was kept'}")
            return
        for entry in entries:
            entry.chmod(0o644)
            build_data["force_include"][str(entry)] = f"licensekit/seed/{entry.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Clear up."""
        if version != "editable":
            self.folder.cleanup()
