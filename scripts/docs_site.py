"""A hook of MkDocs (mkdocs.yml): what a page links to outside of docs/ is no page of the site, and becomes a name.

In the repository `[the tests](../tests/x.py)` leads to the file; in the site it reads *the tests (`tests/x.py`)*.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any, Final

_LINK: Final = re.compile(r"\[([^\]]+)\]\((\.\./[^)\s]+)\)")


def on_page_markdown(markdown: str, *, page: Any, **_: object) -> str:
    """The text of a page without links to files that are no pages."""
    folder = posixpath.dirname(page.file.src_uri)

    def leading(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("docs", folder, link[2].partition("#")[0]))
        if path.startswith("docs/"):
            return link[0]
        return link[1] if path in link[1] else f"{link[1]} (`{path}`)"

    return _LINK.sub(leading, markdown)
