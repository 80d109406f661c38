"""Commands that need more than the library itself."""

from __future__ import annotations

from importlib.util import find_spec

from licensekit.cli.problems import Problems


def needing(problems: Problems, extra: str, *modules: str) -> None:
    """Say which extra is to be installed, where a package that it brings is missing."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing)
        problems.add("LK705", f"this needs {names}", f"install `licensekit-policy[{extra}]`")
