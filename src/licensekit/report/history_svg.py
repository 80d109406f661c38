"""The history of a work as a picture that reads at a glance: rows are uses, columns versions by date, colours verdicts.

Every cell has its word, and a sign where it changed against the column before, so that nothing is told by colour
alone. A line under the versions counts what each step made stricter and milder; below, each step is told in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensekit.analyse.history import Cell, Change, History, Version
from licensekit.evaluate.memo import verdict_words
from licensekit.meaning.verdict import Verdict
from licensekit.report.history import since, step_lines, step_title
from licensekit.report.palette import PAINTS, SHORT_WORDS
from licensekit.report.sections import NOT_ADVICE
from licensekit.report.svg import FAINT, line, picture, rect, text, titled, wrapped

_LEFT: Final = 232.0
_CELL: Final = 124.0
_ROW: Final = 32.0
_HEAD: Final = 150.0
STRICTER, MILDER, OTHERWISE = "▲", "▼", "≠"
SIGNS: Final = (
    f"{STRICTER} stricter than before   {MILDER} milder   {OTHERWISE} the same answer, with other duties or approvals"
)


def history_svg(found: History) -> str:
    """The picture: one SVG, drawn by hand, with the whole answer of each cell in its title."""
    width = max(_LEFT + _CELL * len(found.versions) + 16, 760.0)
    below = _HEAD + _ROW * len(found.rows) + 20
    legend, y = _legend(below)
    steps, end = _steps(found, y, width)
    shapes = [
        text(16, 28, f"What may be done with {_name(found)}", size=17, bold=True),
        *_heads(found), *_cells(found), *legend, *steps, text(16, end + 4, NOT_ADVICE, size=11, fill=FAINT),
    ]  # fmt: skip
    return picture(width, end + 22, " → ".join(one.license for one in found.versions), shapes)


def _name(found: History) -> str:
    """The first and the last work."""
    titles = list(dict.fromkeys(version.title for version in found.versions))
    if len(titles) < 2:
        return titles[0] if titles else "nothing"
    return f"{titles[0]} to {titles[-1]}"


def _heads(found: History) -> Iterator[str]:
    for at, version in enumerate(found.versions):
        x = _LEFT + _CELL * at + _CELL / 2
        yield text(x, 58, version.title, anchor="middle", bold=True)
        yield text(x, 75, since(version).strip() or "undated", size=12, anchor="middle")
        for row, words in enumerate(wrapped(_license(version), _CELL, 11)[:2]):
            yield text(x, 92 + 13 * row, words, size=11, anchor="middle", fill=FAINT)
        if at:
            stricter, milder, otherwise = _counts(found, at)
            signs = ((STRICTER, stricter), (MILDER, milder), (OTHERWISE, otherwise))
            told = "  ".join(f"{sign}{count}" for sign, count in signs if count)
            yield text(x, 134, told or "no change", size=12, anchor="middle", bold=bool(told))
    yield text(_LEFT - 12, 134, "changed against the one before", size=11, anchor="end", fill=FAINT)
    yield line(16, _HEAD - 8, _LEFT + _CELL * len(found.versions), _HEAD - 8, FAINT)


def _license(version: Version) -> str:
    """The licence's title without the work's, which stands above it."""
    short = version.license_title.replace(version.title, "").replace(version.title.replace(" ", "-"), "")
    return " ".join(short.replace("()", "").replace("(, ", "(").split()).strip(" ,-") or version.license_title


def _counts(found: History, at: int) -> tuple[int, int, int]:
    signs = [_sign(found, row, at) for row in range(len(found.rows))]
    return signs.count(STRICTER), signs.count(MILDER), signs.count(OTHERWISE)


def _sign(found: History, row: int, at: int) -> str:
    """How a cell differs from the one before it; nothing where it does not."""
    title, cells = found.rows[row]
    if at == 0 or cells[at - 1] == cells[at]:
        return ""
    before, after = cells[at - 1], cells[at]
    if before.verdict is after.verdict or Verdict.UNKNOWN in (before.verdict, after.verdict):
        return OTHERWISE
    return STRICTER if Change(title, before, after).stricter else MILDER


def _cells(found: History) -> Iterator[str]:
    for row, (title, cells) in enumerate(found.rows):
        y = _HEAD + _ROW * row
        yield text(_LEFT - 12, y + 21, title, anchor="end")
        for at, cell in enumerate(cells):
            place = _LEFT + _CELL * at, y
            yield _drawn(found.versions[at], title, cell, _sign(found, row, at), place)


def _drawn(version: Version, title: str, cell: Cell, sign: str, place: tuple[float, float]) -> str:
    (x, y), paint = place, PAINTS[cell.verdict]
    whole = f"{title}, {version.license}: {verdict_words(cell.verdict)}"
    details = "; ".join((*cell.approvals, *cell.duties))
    words = f"{sign} {SHORT_WORDS[cell.verdict]}".strip()
    changed = sign in {STRICTER, MILDER}
    shapes = (
        rect(x + 2, y + 2, _CELL - 4, _ROW - 4, paint.fill, 'rx="4"'),
        text(x + _CELL / 2, y + 21, words, anchor="middle", fill=paint.ink, bold=changed),
    )
    return titled(f"{whole}; {details}" if details else whole, shapes)


def _legend(top: float) -> tuple[list[str], float]:
    shapes, x = [], 16.0
    for verdict, words in SHORT_WORDS.items():
        paint = PAINTS[verdict]
        shapes.append(rect(x, top - 12, 16, 16, paint.fill, 'rx="3"'))
        said = f"{words}: {verdict_words(verdict)}"
        shapes.append(text(x + 22, top + 1, said, size=12))
        x += 46 + 6.9 * len(said)
        if x > 620:
            x, top = 16.0, top + 22
    shapes.append(text(16, top + 24, SIGNS, size=12))
    return shapes, top + 34


def _steps(found: History, top: float, width: float) -> tuple[list[str], float]:
    shapes, y = [], top
    for at in range(len(found.versions) - 1):
        y += 22
        shapes.append(text(16, y, f"{since(found.versions[at + 1]).strip()}  {step_title(found, at)}", bold=True))
        for said in step_lines(found, at):
            for words in wrapped(said, width - 60, 12):
                y += 16
                shapes.append(text(32, y, words, size=12))
    return shapes, y + 22
