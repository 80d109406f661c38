"""A memo for a file as a document of a word processor and as PDF. Both come from extras (`docx`, `pdf`)."""

from __future__ import annotations

import io
from importlib import import_module
from typing import Any

from licensekit.diagnostics import visible
from licensekit.report.memo import NOT_ADVICE, Section
from licensekit.report.review import Checklist, Review, ReviewBlock
from licensekit.report.review_pages import review_html


def review_pdf(review: Review) -> bytes:
    """The page of the memo, printed on A4 by weasyprint; it names no resource, and none is fetched."""
    printer: Any = import_module("weasyprint")
    return bytes(printer.HTML(string=review_html(review), url_fetcher=_nothing).write_pdf())


def _nothing(url: str) -> dict[str, object]:
    raise ValueError(f"nothing is fetched: {url}")


def review_docx(review: Review) -> bytes:
    """The memo as an Office Open XML document, with headings, lists and tables of its own styles, by python-docx."""
    document: Any = import_module("docx").Document()
    _laid_out(document)
    document.core_properties.title = visible(review.title)
    document.core_properties.author = ""
    document.add_heading(visible(review.title), level=0)
    _paragraph(document, review.question)
    _paragraph(document, review.headline, bold=True)
    for block in review.blocks:
        _add(document, block)
    _paragraph(document, NOT_ADVICE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: Any, block: ReviewBlock) -> None:
    document.add_heading(visible(block.title), level=1)
    match block:
        case Section():
            for item in block.items:
                _paragraph(document, item.text, style="List Bullet")
                for detail in item.details:
                    _paragraph(document, detail, style="List Bullet 2")
            if block.more:
                _paragraph(document, f"and {block.more} more", style="List Bullet")
        case Checklist():
            _table(document, block)


def _laid_out(document: Any) -> None:
    """A4 with the margins of the printed page; letters, lists and tables closer than a letter's."""
    shared: Any = import_module("docx.shared")
    paper = document.sections[0]
    paper.page_width, paper.page_height = shared.Cm(21), shared.Cm(29.7)
    paper.left_margin = paper.right_margin = paper.top_margin = paper.bottom_margin = shared.Cm(2)
    for name, size in (("Normal", 10), ("Title", 18), ("Heading 1", 12)):
        document.styles[name].font.size = shared.Pt(size)
    for name in ("List Bullet", "List Bullet 2"):
        document.styles[name].paragraph_format.space_after = shared.Pt(2)


def _table(document: Any, block: Checklist) -> None:
    """The rows of a checklist, none of them over two pages; its heads stand on each."""
    shared: Any = import_module("docx.shared")
    table = document.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    table.autofit = False
    widths = [shared.Cm(17 * share / sum(block.shares)) for share in block.shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # what LibreOffice reads; Word reads that of each cell
    for row in (block.heads, *block.rows):
        line = table.rows[0] if row is block.heads else table.add_row()
        line.height = shared.Cm(0.8)
        _marked(line, "w:cantSplit")
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.width = width
            space = cell.paragraphs[0].paragraph_format
            space.space_before = space.space_after = shared.Pt(3)
            _runs(cell.paragraphs[0], text, bold=row is block.heads, size=shared.Pt(9))
    _marked(table.rows[0], "w:tblHeader")
    document.add_paragraph()


def _marked(line: Any, name: str) -> None:
    """A row with a property that python-docx has no word for."""
    row = line._tr  # noqa: SLF001 - as its documentation does it
    row.get_or_add_trPr().append(import_module("docx.oxml").OxmlElement(name))


def _paragraph(document: Any, text: str, *, style: str | None = None, bold: bool = False) -> None:
    _runs(document.add_paragraph(style=style), text, bold=bold)


def _runs(paragraph: Any, text: str, *, bold: bool, size: Any = None) -> None:
    """The words of a paragraph; a name in backquotes in a type of its own."""
    for at, piece in enumerate(visible(text).split("`")):
        run = paragraph.add_run(piece)
        run.bold, run.font.size = bold, size
        if at % 2:
            run.font.name = "DejaVu Sans Mono"
