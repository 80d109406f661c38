"""The history of a work as text and Markdown: rows are uses, columns versions by date; then what each step changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensekit.analyse.history import Change, History, Version
from licensekit.evaluate.memo import verdict_words
from licensekit.meaning.verdict import Verdict
from licensekit.report.as_text import painted
from licensekit.report.escape import markdown, visible
from licensekit.report.palette import SHORT_WORDS
from licensekit.report.sections import NOT_ADVICE

_PAINT: Final = {
    Verdict.PERMITTED: "32",
    Verdict.PERMITTED_WITH_DUTIES: "32",
    Verdict.NEEDS_APPROVAL: "33",
    Verdict.NOT_GRANTED: "31",
    Verdict.PROHIBITED: "31",
    Verdict.UNKNOWN: "35",
}
_WIDTH: Final = 11
MOST_USES: Final = 2


def history_text(found: History, *, colour: bool = False) -> str:
    """The table and the steps for terminals, with a line feed at the end."""
    wide = max(len(title) for title, _ in found.rows)
    lines = []
    for at, version in enumerate(found.versions, 1):
        lines.append(visible(f"{at}. {since(version)}  {version.title}: {version.license_title} ({version.license})"))
    lines += ["", " " * wide + "".join(f"{at:>{_WIDTH}}" for at in range(1, len(found.versions) + 1))]
    for title, cells in found.rows:
        words = "".join(
            painted(f"{SHORT_WORDS[cell.verdict]:>{_WIDTH}}", _PAINT[cell.verdict], colour) for cell in cells
        )
        lines.append(f"{title:<{wide}}{words}")
    for at in range(len(found.versions) - 1):
        lines += ["", painted(visible(step_title(found, at)), "1", colour)]
        lines += [f"  {visible(line)}" for line in step_lines(found, at)]
    return "\n".join([*lines, "", NOT_ADVICE]) + "\n"


def since(version: Version) -> str:
    """The day from which a version held, or as many spaces."""
    return "          " if version.since is None else version.since.isoformat()


def step_title(found: History, at: int) -> str:
    """A step by its numbers and licences: `1 → 2  mit → minimax-m2`."""
    before, after = found.versions[at], found.versions[at + 1]
    return f"{at + 1} → {at + 2}  {before.license} → {after.license}"


def step_lines(found: History, at: int) -> Iterator[str]:
    """What a step took away, gave and asked anew."""
    changes = found.changes(at)
    if not changes:
        yield "nothing changes for these uses"
        return
    moves: dict[str, list[str]] = {}
    for one in sorted(changes, key=lambda change: not change.stricter):
        if one.before.verdict is not one.after.verdict:
            moves.setdefault(_move(one), []).append(one.use)
    for move, uses in moves.items():
        yield f"{move[0]} {'; '.join(uses)}: {move[2:]}"
    yield from _duties(changes, "asks anew", lambda change: change.added)
    yield from _duties(changes, "asks no longer", lambda change: change.dropped)


def _move(one: Change) -> str:
    """From which answer to which: `- permitted → needs approval (written authorization from MiniMax)`."""
    approvals = f" ({' or '.join(one.after.approvals)})" if one.after.verdict is Verdict.NEEDS_APPROVAL else ""
    return f"{_sign(one)} {verdict_words(one.before.verdict)} → {verdict_words(one.after.verdict)}{approvals}"


def _sign(change: Change) -> str:
    """Whether a step took away or gave; a question mark where an answer is open."""
    if Verdict.UNKNOWN in (change.before.verdict, change.after.verdict):
        return "?"
    return "-" if change.stricter else "+"


def _duties(changes: tuple[Change, ...], verb: str, which: object) -> Iterator[str]:
    assert callable(which)
    found: dict[str, list[str]] = {}
    for change in changes:
        for duty in which(change):
            if change.before.duties or change.after.duties:
                found.setdefault(duty, []).append(change.use)
    for duty, uses in found.items():
        yield f"{verb}: {duty} ({'; '.join(uses) if len(uses) <= MOST_USES else f'{len(uses)} uses'})"


def history_markdown(found: History) -> str:
    """The table and the steps as Markdown."""
    heads = [
        f"{markdown(one.title)}, {since(one).strip() or 'undated'}, {markdown(one.license)}" for one in found.versions
    ]
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for title, cells in found.rows:
        lines.append(f"| {markdown(title)} | " + " | ".join(SHORT_WORDS[cell.verdict] for cell in cells) + " |")
    for at in range(len(found.versions) - 1):
        lines += ["", f"**{markdown(step_title(found, at))}**", ""]
        lines += [f"- {markdown(line)}" for line in step_lines(found, at)]
    return "\n".join([*lines, "", f"*{NOT_ADVICE}*"]) + "\n"
