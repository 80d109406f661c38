"""The history of a work as text, Markdown and a picture: rows are uses, columns versions; then what each step changed.

In the picture every cell has its word, and a sign where it changed against the column before, so that nothing is told
by colour alone. A line under the versions counts what each step made stricter and milder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Final

from licensekit.analyse.history import Change, History, HistoryCell, Version
from licensekit.meaning.verdict import Verdict
from licensekit.report import as_markdown, as_text
from licensekit.report.as_text import BOLD, painted
from licensekit.report.escape import markdown, visible
from licensekit.report.memo import NOT_ADVICE, verdict_words
from licensekit.report.palette import LOOKS
from licensekit.report.svg import FAINT, line, picture, rect, text, titled, wrapped

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
    return as_text.with_advice(lines)


def since(version: Version) -> str:
    """The day from which a version held, or that none is recorded, as wide."""
    return "undated   " if version.since is None else version.since.isoformat()


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
    heads = [f"{markdown(one.title)}, {since(one).strip()}, {markdown(one.license)}" for one in chain.versions]
    rows = ((markdown(title), [LOOKS[cell.verdict].word for cell in cells]) for title, cells in chain.rows)
    lines = as_markdown.table(heads, rows)
    for at in range(len(chain.versions) - 1):
        lines += ["", f"**{markdown(step_title(chain, at))}**", ""]
        lines += [f"- {markdown(line)}" for line in step_lines(chain, at)]
    return as_markdown.with_advice(lines)


# --- the picture -----------------------------------------------------------------------------------------

_LEFT: Final = 232.0
_CELL: Final = 124.0
_ROW: Final = 32.0
_HEAD: Final = 150.0
STRICTER, MILDER, OTHERWISE = "▲", "▼", "≠"
SIGNS: Final = (
    f"{STRICTER} stricter than before   {MILDER} milder   {OTHERWISE} the same answer, with other duties or approvals"
)


def history_svg(chain: History) -> str:
    """The picture: one SVG, drawn by hand, with the whole answer of each cell in its title."""
    width = max(_LEFT + _CELL * len(chain.versions) + 16, 760.0)
    below = _HEAD + _ROW * len(chain.rows) + 20
    legend, y = _legend(below)
    steps, end = _steps(chain, y, width)
    titles = [*dict.fromkeys(version.title for version in chain.versions)]
    works = " to ".join(dict.fromkeys((*titles[:1], *titles[-1:]))) or "nothing"
    shapes = [
        text(16, 28, f"What may be done with {works}", size=17, bold=True),
        *_heads(chain), *_cells(chain), *legend, *steps, text(16, end + 4, NOT_ADVICE, size=11, fill=FAINT),
    ]  # fmt: skip
    return picture(width, end + 22, " → ".join(one.license for one in chain.versions), shapes)


def _heads(chain: History) -> Iterator[str]:
    for at, version in enumerate(chain.versions):
        x = _LEFT + _CELL * at + _CELL / 2
        yield text(x, 58, version.title, anchor="middle", bold=True)
        yield text(x, 75, since(version).strip(), size=12, anchor="middle")
        for row, words in enumerate(wrapped(_license(version), _CELL, 11)[:2]):
            yield text(x, 92 + 13 * row, words, size=11, anchor="middle", fill=FAINT)
        if at:
            signs = [_cell_sign(chain, row, at) for row in range(len(chain.rows))]
            told = "  ".join(f"{sign}{signs.count(sign)}" for sign in (STRICTER, MILDER, OTHERWISE) if sign in signs)
            yield text(x, 134, told or "no change", size=12, anchor="middle", bold=bool(told))
    yield text(_LEFT - 12, 134, "changed against the one before", size=11, anchor="end", fill=FAINT)
    yield line(16, _HEAD - 8, _LEFT + _CELL * len(chain.versions), _HEAD - 8, FAINT)


def _license(version: Version) -> str:
    """The licence's title without the work's, which stands above it."""
    short = version.license_title.replace(version.title, "").replace(version.title.replace(" ", "-"), "")
    return " ".join(short.replace("()", "").replace("(, ", "(").split()).strip(" ,-") or version.license_title


def _cell_sign(chain: History, row: int, at: int) -> str:
    """How a cell differs from the one before it; nothing where it does not."""
    title, cells = chain.rows[row]
    if at == 0 or cells[at - 1] == cells[at]:
        return ""
    before, after = cells[at - 1], cells[at]
    if before.verdict is after.verdict or Verdict.UNKNOWN in (before.verdict, after.verdict):
        return OTHERWISE
    return STRICTER if Change(title, before, after).stricter else MILDER


def _cells(chain: History) -> Iterator[str]:
    for row, (title, cells) in enumerate(chain.rows):
        y = _HEAD + _ROW * row
        yield text(_LEFT - 12, y + 21, title, anchor="end")
        for at, cell in enumerate(cells):
            place = _LEFT + _CELL * at, y
            yield _drawn(chain.versions[at], title, cell, _cell_sign(chain, row, at), place)


def _drawn(version: Version, title: str, cell: HistoryCell, sign: str, place: tuple[float, float]) -> str:
    (x, y), look = place, LOOKS[cell.verdict]
    whole = f"{title}, {version.license}: {verdict_words(cell.verdict)}"
    details = "; ".join((*cell.approvals, *cell.duties))
    words = f"{sign} {look.word}".strip()
    changed = sign in {STRICTER, MILDER}
    shapes = (
        rect(x + 2, y + 2, _CELL - 4, _ROW - 4, look.fill, 'rx="4"'),
        text(x + _CELL / 2, y + 21, words, anchor="middle", fill=look.ink, bold=changed),
    )
    return titled(f"{whole}; {details}" if details else whole, shapes)


def _legend(top: float) -> tuple[list[str], float]:
    shapes, x = [], 16.0
    for verdict, look in LOOKS.items():
        shapes.append(rect(x, top - 12, 16, 16, look.fill, 'rx="3"'))
        said = f"{look.word}: {verdict_words(verdict)}"
        shapes.append(text(x + 22, top + 1, said, size=12))
        x += 46 + 6.9 * len(said)
        if x > 620:
            x, top = 16.0, top + 22
    shapes.append(text(16, top + 24, SIGNS, size=12))
    return shapes, top + 34


def _steps(chain: History, top: float, width: float) -> tuple[list[str], float]:
    shapes, y = [], top
    for at in range(len(chain.versions) - 1):
        y += 22
        shapes.append(text(16, y, f"{since(chain.versions[at + 1]).strip()}  {step_title(chain, at)}", bold=True))
        for said in step_lines(chain, at):
            for words in wrapped(said, width - 60, 12):
                y += 16
                shapes.append(text(32, y, words, size=12))
    return shapes, y + 22
