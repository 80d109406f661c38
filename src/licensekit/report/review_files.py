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
            table = document.add_table(rows=1, cols=len(block.heads), style="Table Grid")
            for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
                cell.text = head
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    _runs(cell.paragraphs[0], text, bold=False)


def _paragraph(document: Any, text: str, *, style: str | None = None, bold: bool = False) -> None:
    _runs(document.add_paragraph(style=style), text, bold=bold)


def _runs(paragraph: Any, text: str, *, bold: bool) -> None:
    """The words of a paragraph; a name in backquotes in a type of its own."""
    for at, piece in enumerate(visible(text).split("`")):
        run = paragraph.add_run(piece)
        run.bold = bold
        if at % 2:
            run.font.name = "DejaVu Sans Mono"
