"""`fmt --expand`: comments say what `extends`, `incorporates` and `from all of` stand for."""

from __future__ import annotations

from collections.abc import Iterator

from licensekit.catalogue.loading import checked_path, checked_text, usable
from licensekit.model.clauses import Exemption
from licensekit.model.license import License
from licensekit.syntax.format import format_source

STEP = 100


def expanded(name: str, text: str) -> str:
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
        if lines and len(lines[-1]) + len(name) < STEP:
            lines[-1] += f", {name}"
        else:
            lines.append(f"{what}: {name}" if not lines else f"  {name}")
    return lines
