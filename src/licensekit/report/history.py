"""The history of a work as text, Markdown and a picture: rows are uses, columns versions by date, colours verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from licensekit.analyse.history import Cell, Change, History, Version
from licensekit.evaluate.memo import verdict_words
from licensekit.evaluate.verdict import Verdict
from licensekit.report.as_text import painted
from licensekit.report.escape import markdown, visible
from licensekit.report.sections import NOT_ADVICE

WORDS: Final = {
    Verdict.PERMITTED: "yes",
    Verdict.PERMITTED_WITH_DUTIES: "duties",
    Verdict.NEEDS_APPROVAL: "ask",
    Verdict.NOT_GRANTED: "no right",
    Verdict.PROHIBITED: "forbidden",
    Verdict.UNKNOWN: "open",
}
_PAINT: Final = {
    Verdict.PERMITTED: "32",
    Verdict.PERMITTED_WITH_DUTIES: "32",
    Verdict.NEEDS_APPROVAL: "33",
    Verdict.NOT_GRANTED: "31",
    Verdict.PROHIBITED: "31",
    Verdict.UNKNOWN: "35",
}
COLOURS: Final = {
    Verdict.PERMITTED: ("#1b7f4d", "#ffffff"),
    Verdict.PERMITTED_WITH_DUTIES: ("#bfe3c6", "#10331f"),
    Verdict.NEEDS_APPROVAL: ("#f2c14e", "#3a2a00"),
    Verdict.NOT_GRANTED: ("#d9714e", "#ffffff"),
    Verdict.PROHIBITED: ("#a11d2c", "#ffffff"),
    Verdict.UNKNOWN: ("#c9c9d4", "#22222a"),
}
"""Cell and letters; the words stand in each cell, so that nothing is told by colour alone."""
_WIDTH: Final = 11
MOST_USES: Final = 2


def history_text(found: History, *, colour: bool = False) -> str:
    """The table and the steps for terminals, with a line feed at the end."""
    wide = max(len(title) for title, _ in found.rows)
    lines = []
    for at, version in enumerate(found.versions, 1):
        lines.append(visible(f"{at}. {_since(version)}  {version.title}: {version.license_title} ({version.license})"))
    lines += ["", " " * wide + "".join(f"{at:>{_WIDTH}}" for at in range(1, len(found.versions) + 1))]
    for title, cells in found.rows:
        words = "".join(painted(f"{WORDS[cell.verdict]:>{_WIDTH}}", _PAINT[cell.verdict], colour) for cell in cells)
        lines.append(f"{title:<{wide}}{words}")
    for at in range(len(found.versions) - 1):
        lines += ["", painted(visible(_step(found, at)), "1", colour)]
        lines += [f"  {visible(line)}" for line in step_lines(found, at)]
    return "\n".join([*lines, "", NOT_ADVICE]) + "\n"


def _since(version: Version) -> str:
    return "          " if version.since is None else version.since.isoformat()


def _step(found: History, at: int) -> str:
    before, after = found.versions[at], found.versions[at + 1]
    return f"{at + 1} → {at + 2}  {before.license} → {after.license}"


def step_lines(found: History, at: int) -> Iterator[str]:
    """What a step took away, gave and asked anew."""
    changes = found.changes(at)
    if not changes:
        yield "nothing changes for these uses"
        return
    moved = [one for one in changes if one.before.verdict is not one.after.verdict]
    for one in sorted(moved, key=lambda change: not change.stricter):
        approvals = f" ({' or '.join(one.after.approvals)})" if one.after.verdict is Verdict.NEEDS_APPROVAL else ""
        before, after = verdict_words(one.before.verdict), verdict_words(one.after.verdict)
        yield f"{_sign(one)} {one.use}: {before} → {after}{approvals}"
    yield from _duties(changes, "asks anew", lambda change: change.added)
    yield from _duties(changes, "asks no longer", lambda change: change.dropped)


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
        f"{markdown(one.title)}, {_since(one).strip() or 'undated'}, {markdown(one.license)}" for one in found.versions
    ]
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for title, cells in found.rows:
        lines.append(f"| {markdown(title)} | " + " | ".join(WORDS[cell.verdict] for cell in cells) + " |")
    for at in range(len(found.versions) - 1):
        lines += ["", f"**{markdown(_step(found, at))}**", ""]
        lines += [f"- {markdown(line)}" for line in step_lines(found, at)]
    return "\n".join([*lines, "", f"*{NOT_ADVICE}*"]) + "\n"


_LEFT, _TOP, _CELL, _ROW = 250, 84, 132, 34


def history_svg(found: History) -> str:
    """The picture: one SVG, drawn by hand, with words in every cell and the whole answer in its title."""
    width = _LEFT + _CELL * len(found.versions) + 12
    height = _TOP + _ROW * len(found.rows) + 40
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    font = 'font-family="system-ui,sans-serif" font-size="13"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font} role="img">',
        f"<title>{_html(' → '.join(one.license for one in found.versions))}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for at, version in enumerate(found.versions):
        x = _LEFT + _CELL * at + _CELL // 2
        title, name = _html(_short(version.title)), _html(_short(version.license))
        parts += [
            f'<text x="{x}" y="24" text-anchor="middle" font-weight="700" fill="#1a1a1f">{title}</text>',
            f'<text x="{x}" y="44" text-anchor="middle" fill="#1a1a1f">{_html(_since(version).strip())}</text>',
            f'<text x="{x}" y="64" text-anchor="middle" font-size="11" fill="#55555f">{name}</text>',
        ]
    for row, (title, cells) in enumerate(found.rows):
        y = _TOP + _ROW * row
        parts.append(f'<text x="{_LEFT - 12}" y="{y + 22}" text-anchor="end" fill="#1a1a1f">{_html(title)}</text>')
        parts += [_drawn(found.versions[at], title, cell, _LEFT + _CELL * at, y) for at, cell in enumerate(cells)]
    parts += [f'<text x="12" y="{height - 12}" font-size="11" fill="#55555f">{_html(NOT_ADVICE)}</text>', "</svg>"]
    return "\n".join(parts) + "\n"


def _drawn(version: Version, title: str, cell: Cell, x: int, y: int) -> str:
    fill, ink = COLOURS[cell.verdict]
    whole = f"{title}, {version.license}: {verdict_words(cell.verdict)}"
    details = "; ".join((*cell.approvals, *cell.duties))
    return (
        f"<g><title>{_html(f'{whole}; {details}' if details else whole)}</title>"
        f'<rect x="{x + 2}" y="{y + 2}" width="{_CELL - 4}" height="{_ROW - 4}" rx="4" fill="{fill}"/>'
        f'<text x="{x + _CELL // 2}" y="{y + 22}" text-anchor="middle" fill="{ink}">{WORDS[cell.verdict]}</text></g>'
    )


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"


def _html(text: str) -> str:
    return escape(visible(text), quote=True)
