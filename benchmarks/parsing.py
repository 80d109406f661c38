"""Parse and check against bare Lark on the same files, in processor time: `python benchmarks/parsing.py`."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache

from licensekit.catalogue import libraries, loading, shelf
from licensekit.syntax.grammar import parser

ROUNDS = 40
LICENSES = ("mit", "glm-5.3", "kimi-k3", "minimax-m2.7", "llama-4")


@cache
def files(name: str) -> tuple[str, ...]:
    """The files that a licence is made of: itself, its bases and its policies."""
    checked(name)
    return (name, *libraries._PARSED)


def bare(name: str) -> None:
    """Lark's tree of each of these files, as LALR gives it."""
    for file in files(name):
        parser().parse(shelf.source(file))


def checked(name: str) -> None:
    """The checked licence, with every file that it is made of parsed anew."""
    libraries._PARSED.clear()
    loading.checked_text(shelf.source(name), name)


def main() -> int:
    """Print medians in milliseconds, and their ratio."""
    print(f"{'parse and check':24}{'bytes':>9}{'lark ms':>9}{'ours ms':>9}{'ratio':>9}")
    for name in LICENSES:
        size = sum(len(shelf.source(file).encode()) for file in files(name))
        times: list[tuple[float, float]] = [(_time(bare, name), _time(checked, name)) for _ in range(ROUNDS)]
        theirs, ours = (statistics.median(each) for each in zip(*times, strict=True))
        print(f"{name:24}{size:9}{theirs * 1000:9.2f}{ours * 1000:9.2f}{ours / theirs:9.2f}")
    return 0


def _time(work: Callable[[str], None], name: str) -> float:
    gc.collect()
    start = time.process_time()
    work(name)
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
