"""`licensekit fmt`: the canonical layout, in place, compared, or with what a file draws on written out."""

from __future__ import annotations

import argparse
import difflib
import os
from functools import partial
from pathlib import Path
from typing import NamedTuple

from licensekit.catalogue.sources import read_source
from licensekit.cli.outcome import BAD_INPUT, NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.report.escape import visible, visible_lines
from licensekit.report.findings import findings_text
from licensekit.span import Source
from licensekit.syntax.format import format_source
from licensekit.syntax.scan import decode_source


class Laid(NamedTuple):
    """A file, and how it is laid out canonically."""

    name: str
    text: str
    canonical: str

    @property
    def changes(self) -> bool:
        """Whether the file is not laid out so."""
        return self.text != self.canonical


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Lay out files. A file that does not parse is left as it is, and the others are laid out."""
    colour = problems.colour(arguments.color, surroundings.colour_out, bool(os.environ.get("NO_COLOR")))
    if not arguments.files:
        problems.add("LK705", "no file is named", "write the path of a .lic file, or `-`")
    if arguments.expand and (arguments.check or arguments.diff):
        problems.add("LK704", "`--expand` changes nothing that could be compared", "leave out `--check` and `--diff`")
    problems.check()
    laid, broken = [], Problems()
    for name in dict.fromkeys(arguments.files):
        one = broken.take(partial(_laid, name, surroundings))
        if one is not None:
            laid.append(one)
    if arguments.expand:
        outcome = _expanded(laid, broken)
    elif arguments.check or arguments.diff:
        outcome = _compared(laid, check=arguments.check, diff=arguments.diff, colour=colour)
    else:
        outcome = _written(laid, broken)
    if not broken.found:
        return outcome
    err = findings_text(broken.found, broken.sources, colour=surroundings.colour_err)
    return Outcome(BAD_INPUT, outcome.out, err)


def _laid(name: str, surroundings: Surroundings) -> Laid:
    if name == "-":
        read = decode_source("<stdin>", surroundings.read_input(MAX_SOURCE_BYTES + 1))
    else:
        read = read_source(name)
    if not isinstance(read, Source):
        raise LicenseError(read)
    return Laid(name, read.text, format_source(read.text, read.name))


def _compared(laid: list[Laid], *, check: bool, diff: bool, colour: bool) -> Outcome:
    changing = [one for one in laid if one.changes]
    out = ""
    if diff:
        out += "".join(_diff(one, colour=colour) for one in changing)
    if check:
        out += "".join(f"{visible(one.name)} would change\n" for one in changing)
    return Outcome(NOT_SO if changing else 0, out)


_DIFF_COLOURS = {"+": "32", "-": "31", "@": "36"}


def _diff(one: Laid, *, colour: bool) -> str:
    lines = difflib.unified_diff(
        one.text.splitlines(), one.canonical.splitlines(), f"{one.name}", f"{one.name} (fmt)", lineterm=""
    )
    shown = [visible(line) for line in lines]
    if colour:
        shown = [
            f"\x1b[{_DIFF_COLOURS[line[0]]}m{line}\x1b[0m" if line[:1] in _DIFF_COLOURS else line for line in shown
        ]
    return "\n".join(shown) + "\n"


def _written(laid: list[Laid], broken: Problems) -> Outcome:
    out = ""
    for one in laid:
        if one.name == "-":
            out += one.canonical
        elif one.changes:
            reason = _write(Path(one.name), one.canonical)
            if reason:
                broken.keep([Diagnostic("LK707", f"`{one.name}` cannot be written: {reason}")])
            else:
                out += f"{visible(one.name)} changed\n"
    return Outcome(out=out)


def _write(path: Path, text: str) -> str:
    """Write a file whole or not at all: beside it first, then in its place. The reason where it cannot be."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    target = path.resolve()
    beside = target.with_name(beside.name)
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        return (problem.strerror or "unknown reason").lower()
    return ""


def _expanded(laid: list[Laid], broken: Problems) -> Outcome:
    from licensekit.cli.expansion import expanded  # noqa: PLC0415

    texts = (broken.take(partial(expanded, one.name, one.text)) for one in laid)
    return Outcome(out="\n".join(visible_lines(text) for text in texts if text is not None))
