"""Package URLs: which repository of the hub one names."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_HUB: Final = re.compile(r"pkg:/*huggingface/+", re.IGNORECASE)


def hub_name(purl: str) -> str:
    """`owner/name` of a package URL of the hub; empty for any other."""
    hub = _HUB.match(purl)
    if hub is None:
        return ""
    return unquote(purl[hub.end() :].partition("?")[0].partition("#")[0].partition("@")[0])
