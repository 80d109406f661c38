"""`licensekit explain`: what a code means, with an example and the mend."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent, wrap
from typing import Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.codes import CHAPTERS, TITLES
from licensekit.diagnostics import clipped
from licensekit.explanations import Explanation, explanations
from licensekit.report.escape import as_json, visible_all

_WIDE: Final = 96


def run_explain(call: Call) -> Exit:
    """Explain codes, or list all. Raises LicensekitError for a code that there is not."""
    form, known = call.form(), explanations()
    codes = list(dict.fromkeys(_code(word) for word in call.arguments.codes))
    for code in codes:
        if code not in known:
            call.add("LK703", f"there is no finding `{clipped(code)}`", "see `licensekit explain` for all codes")
    call.problems.check()
    if form == "json":
        return Exit(out=as_json([known[code]._asdict() for code in codes or TITLES]))
    if not codes:
        return Exit(out=visible_all(_all()))
    return Exit(out=visible_all(line for at, code in enumerate(codes) for line in _told(known[code], first=not at)))


def _code(word: str) -> str:
    """A code as people copy it: `lk430`, `430`, or `error[LK430]:`."""
    bare = word.upper().rpartition("[")[2].partition("]")[0]
    return f"LK{bare}" if bare.isdigit() else bare


def _all() -> Iterator[str]:
    for at, (chapter, codes) in enumerate(CHAPTERS):
        yield from ("",) * bool(at)
        yield chapter
        yield from (f"  {code}  {title}" for code, title in sorted(codes.items()))


def _told(explained: Explanation, *, first: bool) -> Iterator[str]:
    yield from () if first else ("",)
    yield f"{explained.code}: {explained.title}"
    yield from ("", *wrap(explained.meaning, _WIDE))
    if explained.example:
        yield from ("", "For example", *indent(explained.example, "    ").splitlines())
    yield from ("", *wrap(f"Mend: {explained.mend}", _WIDE))
