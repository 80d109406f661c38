"""The review page: static files without a build step, each under one fixed name, and what they may load: themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page runs and styles what this server sends, asks this server alone, and draws pictures that it was answered."""
_KINDS: Final = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json"}


class PageFile(NamedTuple):
    """A file as it is sent."""

    text: str
    media_type: str


@cache
def page_files() -> Mapping[str, PageFile]:
    """Every file of the page, by its name."""
    every = sorted(files(__name__).iterdir(), key=lambda file: file.name)
    known = ((file, _KINDS[kind]) for file in every if (kind := file.name.rpartition(".")[2]) in _KINDS)
    return {file.name: PageFile(file.read_text(encoding="utf-8"), kind) for file, kind in known}
