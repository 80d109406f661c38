"""All ratios of the pages on performance, each measured turn by turn in this one run: `python benchmarks/ratios.py`."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version

import batch
import cold
import compiled
import growth
import latency
import parsing

PACKAGES = ("pydantic", "pydantic-core", "lark", "cedarpy")


def main() -> int:
    """Say where and with what, then run each comparison."""
    print(platform.platform(), platform.python_implementation(), platform.python_version())
    print(*(f"{name} {version(name)}" for name in PACKAGES), sep=", ", end="\n\n")
    failed = latency.main()
    print()
    parsing.main()
    print()
    cold.main()
    for fast in (compiled, growth, batch):
        print()
        fast.main()
    return failed


if __name__ == "__main__":
    sys.exit(main())
