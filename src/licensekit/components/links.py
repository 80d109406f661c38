"""Where a card says that the text of its licence is: in a file beside it, at a known address, at another model."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote

from licensekit.catalogue.lineage import lineage
from licensekit.catalogue.names import may_mean
from licensekit.components.documents import all_bind
from licensekit.identify.reading import is_of_a_license

_ON_HUB: Final = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<name>[\w.-]+/[\w.-]+)"
    r"(?:/(?:blob|resolve|raw)/[^/\s]+/(?P<file>[^?#\s]+))?[/?#]*\S*",
    re.IGNORECASE | re.ASCII,
)
_OF_TAGS: Final = re.compile(r"datasets/choosealicense/licenses/blob/main/markdown/(?P<tag>[\w.-]+)\.md", re.ASCII)
"""The texts of its tags, as the hub itself links them."""


class LicenseLink(NamedTuple):
    """What a link leads to; neither a file nor a licence where nobody here knows it, as nothing is fetched."""

    file: str = ""
    """A path beside the card, as it is written there."""
    license: str = ""
    """The licence, as a claim names it: its id, its address, or several of which all bind."""


def followed(link: str, own: str) -> LicenseLink:
    """What the `license_link` of a card leads to. `own` is the name of its model on the hub.

    >>> followed("https://huggingface.co/acme/x/blob/main/LICENSE", "acme/x")
    LicenseLink(file='LICENSE', license='')
    >>> followed("https://huggingface.co/meta-llama/Llama-3.1-8B/blob/main/LICENSE", "acme/x")
    LicenseLink(file='', license='llama-3.1')
    """
    hub = _ON_HUB.fullmatch(link)
    if "://" not in link:
        return LicenseLink(file=PurePosixPath(link).as_posix())
    if hub is not None and (tag := _OF_TAGS.search(link)):
        return LicenseLink(license=tag["tag"] if may_mean(tag["tag"]) else "")
    if hub is None:
        return LicenseLink(license=link if may_mean(link) else "")
    file = unquote(hub["file"] or "")
    if hub["name"].casefold() == own.casefold():
        return LicenseLink(file=file)
    whole = lineage(hub["name"]) if is_of_a_license(file) or not file else None
    return LicenseLink(license=all_bind(whole.settled) if whole is not None and whole.settled else "")
