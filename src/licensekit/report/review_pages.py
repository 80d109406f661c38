"""A memo for a file as Markdown and as a page that stands alone: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensekit.report.as_markdown import section_lines, with_advice
from licensekit.report.escape import html, markdown
from licensekit.report.memo import NOT_ADVICE, Section
from licensekit.report.review import Checklist, Review, ReviewBlock

_STYLE: Final = """\
:root { color-scheme: light dark; --line: #8886; --quiet: #666; }
@media (prefers-color-scheme: dark) { :root { --quiet: #aaa; } }
body { font: 1rem/1.5 Georgia, "Times New Roman", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .3rem; }
.verdict { font-weight: bold; border-left: .3rem solid; padding-left: .8rem; }
li { margin: .25rem 0; overflow-wrap: anywhere; } li li { margin: .1rem 0; }
table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td:first-child, td:nth-child(3) { overflow-wrap: anywhere; }
td:empty { height: 1.6rem; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85em; }
footer { margin-top: 2rem; color: var(--quiet); font-size: .85rem; border-top: 1px solid var(--line); }
.wide { overflow-x: auto; }
@page { size: A4; margin: 2cm;
  @bottom-left { content: string(title); font: 8pt Georgia, serif; color: #666; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Georgia, serif; color: #666; } }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h1 { string-set: title content(); }
  h2 { break-after: avoid; } tr, li { break-inside: avoid; } .wide { overflow: visible; } table { min-width: 0; } }
"""


def review_markdown(review: Review) -> str:
    """The memo as Markdown, with a line feed at the end."""
    lines = [f"# {markdown(review.title)}", "", f"**{markdown(review.headline)}**", "", markdown(review.question)]
    for block in review.blocks:
        lines += section_lines([block]) if isinstance(block, Section) else _table_lines(block)
    return with_advice(lines)


def _table_lines(table: Checklist) -> Iterator[str]:
    yield from ("", f"### {markdown(table.title)}", "")
    yield f"| {' | '.join(table.heads)} |"
    yield "|---" * len(table.heads) + "|"
    yield from (f"| {' | '.join(markdown(cell) if cell else '' for cell in row)} |" for row in table.rows)


def review_html(review: Review) -> str:
    """The memo as a page that can be printed."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html(review.title)}</title><style>{_STYLE}</style>"
    )
    body = [
        f"<h1>{_words(review.title)}</h1>",
        f"<p>{_words(review.question)}</p>",
        f'<p class="verdict">{_words(review.headline)}</p>',
        *(line for block in review.blocks for line in _block(block)),
        f"<footer><p>{html(NOT_ADVICE)}</p></footer>",
    ]
    inner = "\n".join(body)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body><main>\n{inner}\n</main></body></html>\n'


def _block(block: ReviewBlock) -> Iterator[str]:
    yield f"<section><h2>{_words(block.title)}</h2>"
    match block:
        case Section():
            yield "<ul>"
            for item in block.items:
                below = "".join(f"<li>{_words(detail)}</li>" for detail in item.details)
                yield f"<li>{_words(item.text)}{f'<ul>{below}</ul>' if below else ''}</li>"
            if block.more:
                yield f"<li>and {block.more} more</li>"
            yield "</ul></section>"
        case Checklist():
            heads = "".join(f'<th scope="col">{html(head)}</th>' for head in block.heads)
            widths = (100 * share // sum(block.shares) for share in block.shares)
            columns = "".join(f'<col style="width: {width}%">' for width in widths)
            table = f"<table><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>"
            yield f'<div class="wide">{table}'
            for row in block.rows:
                yield f"<tr>{''.join(f'<td>{_words(cell)}</td>' for cell in row)}</tr>"
            yield "</tbody></table></div></section>"


def _words(text: str) -> str:
    """Text of a page; what stands in backquotes is a name that can be typed."""
    pieces = html(text).split("`")
    if len(pieces) % 2 == 0:  # a backquote without its partner
        pieces[-2:] = [f"{pieces[-2]}`{pieces[-1]}"]
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))
