"""What each code of a finding means, with an example and the mend: `licensekit explain CODE`, and docs/diagnostics.md.

The texts stand beside this module, a file a chapter of `licensekit.codes`. Below each code stands what it means,
under `example` what brings it about, and under `mend` what to do. An example is the text of a licence or of some of
its clauses, a command behind `$`, Python behind `>>>`, or a file of facts whose first line is its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from textwrap import dedent
from typing import Final, NamedTuple

from licensekit.codes import CHAPTERS, TITLES


class Explanation(NamedTuple):
    """A code explained. `example` brings it about, and is empty where that would take too many lines."""

    code: str
    title: str
    meaning: str
    example: str
    mend: str


_FILES: Final = (
    "syntax", "names", "types", "structure", "cases", "works", "locators", "facts", "catalogue", "command", "analysis",
    "inventories",
    "labels",
)  # fmt: skip
"""In the order of CHAPTERS."""
_ENTRY: Final = re.compile(
    r"(?P<code>LK[0-9]{3})\n(?P<meaning>(?:    .*\n)+)"
    r"(?:  example\n(?P<example>(?:    .*\n)+))?  mend\n(?P<mend>(?:    .*\n)+)"
)


@cache
def explanations() -> Mapping[str, Explanation]:
    """Every explanation by its code."""
    texts = (resources.files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8") for name in _FILES)
    entries = (entry for text in texts for entry in _ENTRY.finditer(text))
    return {
        entry["code"]: Explanation(
            entry["code"],
            TITLES[entry["code"]],
            " ".join(entry["meaning"].split()),
            dedent(entry["example"] or "").rstrip(),
            " ".join(entry["mend"].split()),
        )
        for entry in entries
    }


_HEAD: Final = """# Diagnostics

Every finding has a code that never changes its meaning. `licensekit explain CODE` says what stands here, with an
example. This page is generated from `licensekit/explanations`.
"""


def as_markdown() -> str:
    """The page that lists all codes: docs/diagnostics.md."""
    parts = [_HEAD]
    for chapter, codes in CHAPTERS:
        rows = "".join(f"| {code} | {title} | {_cells(code)} |\n" for code, title in sorted(codes.items()))
        parts.append(f"## {chapter}\n\n| code | finding | what it means | mend |\n|---|---|---|---|\n{rows}")
    return "\n".join(parts)


def _cells(code: str) -> str:
    one = explanations()[code]
    return " | ".join(text.replace("|", "\\|") for text in (one.meaning, one.mend))
