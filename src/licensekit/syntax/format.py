"""`licensekit fmt`: the canonical layout of a text that parses."""

from __future__ import annotations

from licensekit.errors import LicenseError
from licensekit.span import Source
from licensekit.syntax import tree
from licensekit.syntax.layout import FileLayout
from licensekit.syntax.parse import parse_text
from licensekit.syntax.scan import text_source


def format_source(text: str, name: str = "<text>") -> str:
    """The text in its canonical layout, comments kept. Raises LicenseError where it does not parse."""
    source = text_source(name, text)
    parsed = parse_text(source)
    if parsed.file is None:
        raise LicenseError(parsed.diagnostics, [source])
    return format_file(parsed.file, source)


def format_file(file: tree.File, source: Source) -> str:
    """A parsed file in its canonical layout; the source is that from which it was parsed."""
    return FileLayout(file, source).text()
