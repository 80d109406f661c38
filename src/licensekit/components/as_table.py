"""Rows of components as text, CSV, a workbook, HTML and JSON: the same bytes every time, and nothing of it acts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from licensekit.components.rows import ComponentRow
from licensekit.components.workbooks import workbook_of_rows
from licensekit.diagnostics import clipped
from licensekit.report.as_text import wrapped
from licensekit.report.escape import as_json, cell, html, page_head, visible
from licensekit.report.memo import NOT_ADVICE, counted
from licensekit.vocabulary.words import VERDICTS

SCHEMA: Final = 1
COLUMNS: Final = tuple(name for name in ComponentRow._fields if name != "key")
_BETWEEN: Final = "; "
_WIDTHS: Final = {"name": 34, "verdict": 22, "licence": 30}


# --- tables ----------------------------------------------------------------------------------------------


def rows_as_csv(rows: Iterable[ComponentRow]) -> str:
    """CSV, in which no cell is a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerows([cell(each) for each in line] for line in _lines(rows))
    return target.getvalue()


def rows_as_workbook(rows: Iterable[ComponentRow]) -> bytes:
    """A workbook of one sheet, all of it text."""
    return workbook_of_rows([visible(each) for each in line] for line in _lines(rows))


def _lines(rows: Iterable[ComponentRow]) -> Iterator[list[str]]:
    yield list(COLUMNS)
    yield from ([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)


def _cell(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else _BETWEEN.join(value)


# --- text ------------------------------------------------------------------------------------------------


def rows_as_text(rows: Sequence[ComponentRow], notes: Iterable[str] = ()) -> str:
    """A line a component, what is owed or open below it, and how many there are of each verdict."""
    return "".join(f"{visible(line).rstrip()}\n" for line in _text(rows, notes))


def _text(rows: Sequence[ComponentRow], notes: Iterable[str]) -> Iterator[str]:
    for row in rows:
        named = f"{row.name} {row.version}".rstrip()
        verdict = VERDICTS[row.verdict]
        licence = f"{clipped(row.licence, 60)} ({row.grade})" if row.licence else f"({row.grade})"
        yield f"{clipped(named, _WIDTHS['name'] - 1):<{_WIDTHS['name']}}{verdict:<{_WIDTHS['verdict']}}{licence}"
        if row.range:
            yield f"    {row.range}"
        told: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("must", row.duties),
            ("may owe", row.open_duties),
            ("needs", row.approvals),
            ("open", row.why),
            ("not read", row.not_read),
            ("from", row.layers[1:]),
            ("ask", (row.first_question,) if row.first_question else ()),
        )
        for label, texts in told:
            for text in texts:
                yield from wrapped(f"{label}: {text}", "    ", "      ")
    yield ""
    yield f"{counted(len(rows), 'component')}: {_counts(rows)}"
    yield from notes
    yield NOT_ADVICE


def _counts(rows: Iterable[ComponentRow]) -> str:
    numbers = Counter(row.verdict for row in rows)
    return ", ".join(f"{numbers[word]} {words}" for word, words in VERDICTS.items() if numbers[word]) or "nothing"


# --- JSON and HTML ---------------------------------------------------------------------------------------


def row_data(row: ComponentRow) -> dict[str, Any]:
    """A row as plain data; columns of several texts are lists."""
    return {name: value if isinstance(value, str) else list(value) for name, value in row._asdict().items()}


def rows_as_json(rows: Iterable[ComponentRow], notes: Iterable[str] = ()) -> str:
    """JSON: `components`, each with the columns of a row."""
    return as_json(rows_data(rows, notes))


def rows_data(rows: Iterable[ComponentRow], notes: Iterable[str] = ()) -> dict[str, Any]:
    """The same as plain data."""
    listed = [row_data(row) for row in rows]
    return {"schema": SCHEMA, "components": listed, "notes": list(notes), "disclaimer": NOT_ADVICE}


_STYLE: Final = """\
body { font-family: system-ui, sans-serif; margin: 2rem; color: #222; background: #fff; }
table { border-collapse: collapse; font-size: .85rem; }
th, td { border: 1px solid #ccc; padding: .2rem .5rem; text-align: left; vertical-align: top; }
th { position: sticky; top: 0; background: #eee; }
tr.permitted td.verdict, tr.permitted_with_duties td.verdict { background: #e8f5e9; }
tr.needs_approval td.verdict, tr.unknown td.verdict { background: #fff8e1; }
tr.not_granted td.verdict, tr.prohibited td.verdict { background: #ffebee; }
"""


def rows_as_html(rows: Sequence[ComponentRow], notes: Iterable[str] = ()) -> str:
    """One page without a script, on which everything is escaped."""
    return "".join(_page(rows, notes))


def _page(rows: Sequence[ComponentRow], notes: Iterable[str]) -> Iterator[str]:
    yield f"{page_head('Inventory', _STYLE)}<h1>{counted(len(rows), 'component')}</h1>\n"
    yield f"<p>{html(_counts(rows))}</p>\n<table>\n<tr>"
    yield "".join(f"<th>{html(name.replace('_', ' '))}</th>" for name in COLUMNS) + "</tr>\n"
    for row in rows:
        cells = "".join(f'<td class="{name}">{_html(getattr(row, name))}</td>' for name in COLUMNS)
        yield f'<tr class="{row.verdict}">{cells}</tr>\n'
    yield "</table>\n"
    yield "".join(f"<p>{html(note)}</p>\n" for note in (*notes, NOT_ADVICE))
    yield "</body>\n</html>\n"


def _html(value: str | tuple[str, ...]) -> str:
    return html(value) if isinstance(value, str) else "<br>".join(map(html, value))
