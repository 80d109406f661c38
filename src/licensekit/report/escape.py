r"""One escaper for each sink. Licence files, facts and command lines are other people's text: none of it may act.

What no reader sees as it is (control, bidirectional, invisible and unassigned characters, halves of surrogate
pairs) is written out as `\x1b`, `\u202e` or `\U000e0041` on a terminal and in Markdown, and as `\u001b` in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from licensekit import diagnostics

visible: Final = diagnostics.visible
"""One line of text in which nothing is hidden: what cannot be seen is written out. For terminals."""

_SIGNS: Final = (
    r"[\\`*\[\]{}<>&|~#!$^]|(?<![^\W_])_|_(?![^\W_])|^[-+=]|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]|(?<=^[0-9]{3})[.)]"
)
"""What Markdown and HTML read: anywhere, outside of words, and at the beginning of a line."""
_ADDRESS: Final = r"(?i:[^\s\"'(),;]*(?:@|://|www\.)[^\s\"'(),;]*)"
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def visible_lines(text: str) -> str:
    """The same for a text of several lines; only line feeds stay as they are."""
    return "\n".join(visible(line) for line in text.split("\n"))


def visible_all(lines: Iterable[str]) -> str:
    """Lines of which nothing is hidden, each with its line feed."""
    return "".join(f"{visible(line)}\n" for line in lines)


def markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line. Names in backquotes, and addresses, become code.

    In code nothing acts; everywhere else each sign that Markdown or HTML reads is escaped. So no link, mention,
    image, heading, list, table cell or tag can come out of it.
    """
    pieces = visible(text).strip().split("`")
    if len(pieces) % 2 == 0:  # a backquote without its partner
        pieces[-2:] = [f"{pieces[-2]}'{pieces[-1]}"]
    return "".join(_code(piece) if at % 2 else _text(piece, first=at == 0) for at, piece in enumerate(pieces))


def html(text: str) -> str:
    """Text of a page, or of an attribute in double quotes, in which nothing acts and nothing is hidden."""
    from html import escape  # noqa: PLC0415 - a terminal needs none of its table of entities

    return escape(visible(text), quote=True)


def page_head(title: str, style: str) -> str:
    """The beginning of a page that stands alone, up to its body: no script, and nothing is loaded from elsewhere."""
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{html(title)}</title>
<style>
{style}</style>
</head>
<body>
"""


def _text(text: str, *, first: bool) -> str:
    done, at = [], 0
    for found in re.finditer(_ADDRESS, text):
        done += [_escaped(text[at : found.start()], first=first and at == 0), _code(found.group())]
        at = found.end()
    return "".join(done) + _escaped(text[at:], first=first and at == 0)


def _escaped(text: str, *, first: bool) -> str:
    """Signs that count only at the beginning of a line are left alone elsewhere."""
    before = "" if first else "x"
    return re.sub(_SIGNS, lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), before + text)[len(before) :]


def _code(text: str) -> str:
    """A code span. `|` would end a table cell even inside one, and an empty span is no span."""
    return f"`{text.replace('|', '¦')}`" if text.strip() else "''"


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet would work out: some read the wide signs of Chinese and Japanese so too."""


def cell(text: str) -> str:
    """A cell of CSV that is no formula: one that would be read as one begins with an apostrophe."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def as_json(value: Any) -> str:
    """JSON with a line feed at the end; safe to put in a page, and nothing in it is hidden."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    lines = (line if line.isprintable() else "".join(map(_json_shown, line)) for line in text.split("\n"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", "\n".join(lines)) + "\n"


def _json_shown(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
