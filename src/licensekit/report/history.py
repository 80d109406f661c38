"""The history of a work as text and Markdown: rows are uses, columns versions by date; then what each step changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Final

from licensekit.analyse.history import Change, History, Version
from licensekit.meaning.verdict import Verdict
from licensekit.report import as_markdown, terminal
from licensekit.report.escape import markdown, visible
from licensekit.report.memo import verdict_words
from licensekit.report.palette import LOOKS
from licensekit.report.terminal import BOLD, painted

_WIDTH: Final = 11
MOST_USES: Final = 2


def history_text(chain: History, *, colour: bool = False) -> str:
    """The table and the steps for terminals, with a line feed at the end."""
    wide = max(len(title) for title, _ in chain.rows)
    lines = [
        visible(f"{at}. {since(version)}  {version.title}: {version.license_title} ({version.license})")
        for at, version in enumerate(chain.versions, 1)
    ]
    lines += ["", " " * wide + "".join(f"{at:>{_WIDTH}}" for at in range(1, len(chain.versions) + 1))]
    for title, cells in chain.rows:
        looks = [LOOKS[cell.verdict] for cell in cells]
        words = (painted(f"{look.word:>{_WIDTH}}", look.words, colour) for look in looks)
        lines.append(f"{title:<{wide}}{''.join(words)}")
    for at in range(len(chain.versions) - 1):
        lines += ["", painted(visible(step_title(chain, at)), BOLD, colour)]
        lines += [f"  {visible(line)}" for line in step_lines(chain, at)]
    return terminal.with_advice(lines)


def since(version: Version) -> str:
    """The day from which a version held, or as many spaces."""
    return "          " if version.since is None else version.since.isoformat()


def step_title(chain: History, at: int) -> str:
    """A step by its numbers and licences: `1 → 2  mit → minimax-m2`."""
    before, after = chain.versions[at], chain.versions[at + 1]
    return f"{at + 1} → {at + 2}  {before.license} → {after.license}"


def step_lines(chain: History, at: int) -> Iterator[str]:
    """What a step took away, gave and asked anew."""
    changes = chain.changes(at)
    if not changes:
        yield "nothing changes for these uses"
        return
    moves: dict[str, list[str]] = {}
    for one in sorted(changes, key=lambda change: not change.stricter):
        if one.before.verdict is not one.after.verdict:
            moves.setdefault(_move(one), []).append(one.use)
    for move, uses in moves.items():
        yield f"{move[0]} {'; '.join(uses)}: {move[2:]}"
    yield from _duties(changes, "asks anew", attrgetter("added"))
    yield from _duties(changes, "asks no longer", attrgetter("dropped"))


def _move(change: Change) -> str:
    """From which answer to which: `- permitted → needs approval (written authorization from MiniMax)`."""
    approvals = f" ({' or '.join(change.after.approvals)})" if change.after.verdict is Verdict.NEEDS_APPROVAL else ""
    return f"{_sign(change)} {verdict_words(change.before.verdict)} → {verdict_words(change.after.verdict)}{approvals}"


def _sign(change: Change) -> str:
    """Whether a step took away or gave; a question mark where an answer is open."""
    if Verdict.UNKNOWN in (change.before.verdict, change.after.verdict):
        return "?"
    return "-" if change.stricter else "+"


def _duties(changes: tuple[Change, ...], verb: str, duties: Callable[[Change], Iterable[str]]) -> Iterator[str]:
    uses: dict[str, list[str]] = {}
    for change in changes:
        if change.before.duties or change.after.duties:
            for duty in duties(change):
                uses.setdefault(duty, []).append(change.use)
    for duty, named in uses.items():
        yield f"{verb}: {duty} ({'; '.join(named) if len(named) <= MOST_USES else f'{len(named)} uses'})"


def history_markdown(chain: History) -> str:
    """The table and the steps as Markdown."""
    heads = [
        f"{markdown(one.title)}, {since(one).strip() or 'undated'}, {markdown(one.license)}" for one in chain.versions
    ]
    rows = ((markdown(title), [LOOKS[cell.verdict].word for cell in cells]) for title, cells in chain.rows)
    lines = as_markdown.table(heads, rows)
    for at in range(len(chain.versions) - 1):
        lines += ["", f"**{markdown(step_title(chain, at))}**", ""]
        lines += [f"- {markdown(line)}" for line in step_lines(chain, at)]
    return as_markdown.with_advice(lines)
