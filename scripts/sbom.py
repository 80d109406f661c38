"""A bill of materials of the wheel, in CycloneDX 1.6: `python scripts/sbom.py [-o FILE]`.

It says what is in the wheel (this library, and nothing that others wrote as code) and what it needs at run time: each
dependency that `pyproject.toml` declares, with the versions that will do, and those of each extra as optional. Which
versions are installed in the end is decided elsewhere, so that none is claimed here: `pip inspect` says it, and
`licensekit inventory` reads that. hatch_build.py puts the same bytes into the wheel, as `.dist-info/sboms/` (PEP 770).
No clock, no machine and no chance has a part in it: of one state of the sources there is one text.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
NAME: Final = "licensekit-policy.cdx.json"
"""How the file is called within the wheel."""
_REQUIREMENT: Final = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?(?P<versions>[^;]*)")


def sbom(root: Path = ROOT) -> str:
    """The text for the sources below a folder."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = purl(project["name"], project["version"])
    needed = [_component(name, "required", [_versions(said)]) for name, said in _parts(project["dependencies"])]
    extras: dict[str, list[dict[str, str]]] = {}
    for extra, requirements in sorted(project["optional-dependencies"].items()):
        for name, said in _parts(requirements):
            extras.setdefault(name, []).append({"name": "licensekit:extra", "value": f"{extra}: {said}"})
    names = {component["bom-ref"] for component in needed}
    optional = (_component(name, "optional", told) for name, told in sorted(extras.items()) if name != project["name"])
    components = [*needed, *(each for each in optional if each["bom-ref"] not in names)]
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "library",
                "bom-ref": itself,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": itself,
            },
        },
        "components": components,
        "dependencies": [
            {"ref": itself, "dependsOn": sorted(names)},
            *({"ref": component["bom-ref"]} for component in components),
        ],
        "compositions": [{"aggregate": "incomplete", "dependencies": [itself]}],
    }
    return json.dumps(bom, indent=2, ensure_ascii=False) + "\n"


def purl(name: str, version: str = "") -> str:
    """What a package of PyPI is called everywhere."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    return f"pkg:pypi/{plain}{'@' if version else ''}{version}"


def _parts(requirements: Iterable[str]) -> Iterator[tuple[str, str]]:
    for requirement in requirements:
        parts = _REQUIREMENT.fullmatch(requirement)
        assert parts is not None, requirement
        yield parts["name"], parts["versions"].strip() or "any version"


def _versions(said: str) -> dict[str, str]:
    return {"name": "licensekit:versions", "value": said}


def _component(name: str, scope: str, properties: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": purl(name),
        "name": name,
        "scope": scope,
        "purl": purl(name),
        "properties": properties,
    }


def main() -> int:
    """Print it, or write it."""
    parser = argparse.ArgumentParser(description="A bill of materials of the wheel, in CycloneDX 1.6.")
    parser.add_argument("-o", "--output", type=Path)
    target = parser.parse_args().output
    if target is None:
        sys.stdout.write(sbom())
    else:
        target.write_text(sbom(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
