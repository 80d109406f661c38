"""The few shapes that pictures are made of, by hand. Every text is escaped here and nowhere else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from licensekit.report.escape import html, visible

INK: Final = "#1a1a1f"
FAINT: Final = "#55555f"
FONT: Final = "font-family=\"system-ui,'Segoe UI','Noto Sans','DejaVu Sans','Liberation Sans',Arial,sans-serif\""


def picture(width: float, height: float, title: str, shapes: Iterable[str], defs: str = "") -> str:
    """A whole SVG on white, with a line feed at the end."""
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {FONT} font-size="13" role="img">'
    return "\n".join((head, f"<title>{html(title)}</title>", *([f"<defs>{defs}</defs>"] if defs else []),
                      rect(0, 0, width, height, "#ffffff"), *shapes, "</svg>")) + "\n"  # fmt: skip


def number(value: float) -> str:
    """A coordinate: at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def rect(  # noqa: PLR0913, PLR0917 - a rectangle has a place, a size and a look
    x: float, y: float, width: float, height: float, fill: str, more: str = ""
) -> str:
    """A filled rectangle."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} fill="{fill}"{f" {more}" if more else ""}/>'


def line(  # noqa: PLR0913, PLR0917 - a line has two ends and a look
    x: float, y: float, to_x: float, to_y: float, stroke: str = INK, more: str = ""
) -> str:
    """A straight line."""
    ends = f'x1="{number(x)}" y1="{number(y)}" x2="{number(to_x)}" y2="{number(to_y)}"'
    return f'<line {ends} stroke="{stroke}"{f" {more}" if more else ""}/>'


def text(  # noqa: PLR0913 - a text has a place and a look
    x: float, y: float, words: str, *, size: int = 13, anchor: str = "start", fill: str = INK, bold: bool = False
) -> str:
    """One line of text; `y` is its base line."""
    look = f'font-size="{size}" text-anchor="{anchor}" fill="{fill}"' + (' font-weight="700"' if bold else "")
    return f'<text x="{number(x)}" y="{number(y)}" {look}>{html(words)}</text>'


def titled(title: str, shapes: Iterable[str]) -> str:
    """Shapes with a text that is shown where one points at them."""
    return f"<g><title>{html(title)}</title>{''.join(shapes)}</g>"


def wrapped(words: str, width: float, size: int = 13) -> list[str]:
    """A text in lines that fit, by the width that letters have on average."""
    return textwrap.wrap(visible(words), max(8, int(width / (size * 0.56))), break_on_hyphens=False) or [""]
