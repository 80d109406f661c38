"""`licensekit check` and `fmt`: licence files, checked and laid out in the canonical way, in place or compared."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.catalogue.loading import checked_path, checked_text, usable
from licensekit.check.file import Checked
from licensekit.cli.call import Call, Problems, reason
from licensekit.cli.files_named import HERE, expanded
from licensekit.cli.outcome import BAD_INPUT, NOT_SO, NOTHING, Exit
from licensekit.cli.subject import input_is_read_once, source_of
from licensekit.errors import LicenseError
from licensekit.model.clauses import Exemption
from licensekit.model.license import License
from licensekit.report.as_text import painted
from licensekit.report.escape import visible, visible_lines
from licensekit.report.findings import findings_in, findings_json, findings_text, numbers_of
from licensekit.syntax.format import format_source
from licensekit.testing.collect import with_cases_asked
from licensekit.whole_file import whole_file


def run_check(call: Call) -> Exit:
    """Check files, without a name those below this folder. Findings go to standard error, or are the answer."""
    form, colour, named = call.form(), call.colour(err=True), call.arguments.files or [HERE]
    input_is_read_once(call)
    call.problems.check()
    below = expanded(named)
    names, empty = below
    every = [_checked(call, name) for name in names]
    wrong = below.has_errors or any(checked.has_errors for checked in every)
    status = BAD_INPUT if wrong else 0 if every else NOTHING
    sources = {source.name: source for checked in every for source in checked.sources}
    # what is wrong with a base is met in each file that draws on it
    findings = [*dict.fromkeys(finding for checked in every for finding in checked.diagnostics), *empty]
    if form == "json":
        return Exit(status, findings_json(findings, (), sources, files=names))
    if form != "text":
        return Exit(status, findings_in(form, findings, sources))
    summary = visible(numbers_of(len(names), findings)) + "\n"
    return Exit(status, summary, findings_text(findings, sources, colour=colour))


def _checked(call: Call, name: str) -> Checked:
    if name != "-":
        return with_cases_asked(checked_path(name), name)
    try:
        return with_cases_asked(checked_text(source_of(call, name).text, "<stdin>"), name)
    except LicenseError as error:
        return Checked(diagnostics=error.diagnostics)


# --- `licensekit fmt` ------------------------------------------------------------------------------------

WIDE: Final = 100
"""Columns of a comment."""
_DIFF_COLOURS: Final = {"+": "32", "-": "31", "@": "36"}


class Laid(NamedTuple):
    """A file, and how it is laid out canonically."""

    name: str
    text: str
    canonical: str

    @property
    def changes(self) -> bool:
        """Whether the file is not laid out so."""
        return self.text != self.canonical


def run_fmt(call: Call) -> Exit:
    """Lay out files. A file that does not parse is left as it is, and the others are laid out."""
    colour, arguments, problems = call.colour(), call.arguments, call.problems
    if not arguments.files:
        problems.add("LK705", "no file is named", "write the path of a .lic file, or `-`")
    if arguments.expand and (arguments.check or arguments.diff):
        problems.add("LK704", "`--expand` changes nothing that could be compared", "leave out `--check` and `--diff`")
    problems.check()
    broken = Problems()
    below = expanded(arguments.files)
    names, empty = below
    every = [broken.take(partial(_laid, call, name)) for name in names]
    laid = [one for one in every if one is not None]
    if arguments.expand:
        outcome = _expanded(laid, broken)
    elif arguments.check or arguments.diff:
        outcome = _compared(laid, check=arguments.check, diff=arguments.diff, colour=colour)
    else:
        outcome = _written(laid, broken)
    err = findings_text([*broken.found, *empty], broken.sources, colour=call.surroundings.colour_err)
    wrong = bool(broken.found) or below.has_errors
    return Exit(BAD_INPUT if wrong else outcome.status if names else NOTHING, outcome.out, err)


def _laid(call: Call, name: str) -> Laid:
    source = source_of(call, name)
    return Laid(name, source.text, format_source(source.text, source.name))


def _compared(laid: list[Laid], *, check: bool, diff: bool, colour: bool) -> Exit:
    changing = [one for one in laid if one.changes]
    out = "".join(_diff(one, colour=colour) for one in changing) if diff else ""
    if check:
        out += "".join(f"{visible(one.name)} would change\n" for one in changing)
    return Exit(NOT_SO if changing else 0, out)


def _diff(laid: Laid, *, colour: bool) -> str:
    before, after = laid.text.splitlines(), laid.canonical.splitlines()
    lines = difflib.unified_diff(before, after, laid.name, f"{laid.name} (fmt)", lineterm="")
    told = [painted(visible(line), style := _DIFF_COLOURS.get(line[:1], ""), colour and bool(style)) for line in lines]
    return "\n".join(told) + "\n"


def _written(laid: list[Laid], broken: Problems) -> Exit:
    out = ""
    for file in laid:
        if file.name == "-":
            out += file.canonical
        elif file.changes:
            why = _write(Path(file.name), file.canonical)
            if why:
                broken.add("LK707", f"`{file.name}` cannot be written: {why}", "see to it that it may be written")
            else:
                out += f"{visible(file.name)} changed\n"
    return Exit(out=out)


def _write(path: Path, text: str) -> str:
    """Lay out a file, the one that a link names; the reason where it cannot be written."""
    try:
        with whole_file(path.resolve()) as stream:
            stream.write(text.encode())
    except OSError as problem:
        return reason(problem)
    return ""


# --- `fmt --expand`: comments say what `extends`, `incorporates` and `from all of` stand for -------------


def _expanded(laid: list[Laid], broken: Problems) -> Exit:
    texts = (broken.take(partial(_with_comments, one.name, one.text)) for one in laid)
    return Exit(out="\n".join(visible_lines(text) for text in texts if text is not None))


def _with_comments(name: str, text: str) -> str:
    """The canonical layout of a file, with comments where it draws on more than it says. Raises LicenseError."""
    checked = usable(checked_text(text, "<stdin>") if name == "-" else checked_path(name))
    notes = [note for license in (*checked.licenses, *checked.policies) for note in _notes(license)]
    for at, lines in sorted(notes, reverse=True):
        start = text.rfind("\n", 0, at) + 1
        text = text[:start] + "".join(f"# {line}\n" for line in lines) + text[start:]
    return format_source(text, name)


def _notes(license: License) -> Iterator[tuple[int, list[str]]]:
    """What is to be said before which place."""
    if license.span is not None:
        head = [
            *_listed(f"inherited through {license.extends}", _inherited(license)),
            *_listed("taken in from policies", [clause.id for clause in license.clauses if "." in clause.id]),
        ]
        if head:
            yield license.span.start, head
    for clause in license.clauses:
        if isinstance(clause, Exemption) and clause.section and clause.span is not None and clause.origin == license.id:
            yield clause.span.start, _listed(f"all of {clause.section}", list(clause.lifts))


def _inherited(license: License) -> list[str]:
    if not license.extends:
        return []
    return [f"{one.kind} {one.id}" for one in license.clauses if one.origin != license.id and "." not in one.id]


def _listed(what: str, names: list[str]) -> list[str]:
    """`what: a, b, c` in lines of some width; nothing where there is nothing to name."""
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) < WIDE:
            lines[-1] += f", {name}"
        else:
            lines.append(f"{what}: {name}" if not lines else f"  {name}")
    return lines
