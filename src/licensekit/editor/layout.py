"""The canonical layout of a text, as the fewest lines that change."""

from __future__ import annotations

import difflib

from licensekit.editor.document import Document, TextChange
from licensekit.span import Span
from licensekit.syntax.format import format_file


def layout_edits(document: Document) -> tuple[TextChange, ...]:
    """What changes when the text is laid out; nothing where it does not parse, or is laid out so."""
    file = document.parsed.file
    if file is None:
        return ()
    source = document.source
    old, new = (text.splitlines(keepends=True) for text in (source.text, format_file(file, source)))
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        TextChange(Span(source.name, starts[begin], starts[end]), "".join(new[new_begin:new_end]))
        for tag, begin, end, new_begin, new_end in changes
        if tag != "equal"
    )
