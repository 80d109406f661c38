"""What spellings of a licence's name differ in without naming another: signs, noise, an address, a classifier."""

from __future__ import annotations

import re
from typing import Final

_NOISE: Final = frozenset({"the", "license", "licence", "licensed", "version", "v", "agreement"})
_CLASSIFIER: Final = r"License\s*::\s*(?:.*\s::\s*)?(?P<name>[^:]+)"
_AT_LEAST: Final = r"(?P<name>[AL]?GPL)\s*\(>=\s*(?P<version>\d(?:\.\d)?)\)"
_TWICE: Final = r"(?P<name>.*\S)\s*\((?P<again>[^()]+)\)"
_JOINTS: Final = r" ?[/,;|&] ?"
"""What stands between names where nobody says whether all bind or one may be chosen."""
_ADDRESS: Final = r"(?i:https?://(?:www\.)?(?P<place>[^?#\s]+?)(?:\.(?:html?|php|txt))?/*)"
_LONGEST_ADDRESS: Final = 300
_BY_ID: Final = (
    r"(?:spdx\.org/licenses|opensource\.org/licenses?|choosealicense\.com/licenses"
    r"|gnu\.org/licenses(?:/old-licenses)?)/(?P<id>[a-z0-9.-]+?)(?:\.[a-z]{2})?"
)
_OF_CC: Final = (
    r"creativecommons\.org/licenses/(?P<kind>[a-z-]+)/(?P<version>\d\.\d)(?:/(?:legalcode|deed)(?:\.[a-z-]+)?)?"
)
_ZERO: Final = r"creativecommons\.org/publicdomain/zero/1\.0(?:/(?:legalcode|deed)(?:\.[a-z-]+)?)?"


def key(text: str) -> str:
    """A spelling without what spellings differ in: signs between words, `the`, `license`, `.0` at the end.

    >>> key("The Apache License, Version 2.0")
    'apache 2'
    """
    words = re.findall(r"[^\W\d_]+|\d+(?:\.\d+)*|\+", re.sub(r"(?<=[a-z])v(?=\d)", " ", text.casefold()))
    return " ".join(re.sub(r"(?<=\d)(?:\.0)+$", "", word) for word in words if word not in _NOISE)


def plain(text: str) -> str:
    """A name by itself: of a Trove classifier the last of its parts, of R's `GPL (>= 2)` a `+` behind the version.

    >>> plain("License :: OSI Approved :: MIT License"), plain("LGPL (>= 2.1)")
    ('MIT License', 'LGPL 2.1+')
    """
    if said := re.fullmatch(_CLASSIFIER, text):
        return said["name"].strip()
    at_least = re.fullmatch(_AT_LEAST, text)
    return f"{at_least['name']} {at_least['version']}+" if at_least else text


def called_twice(text: str) -> tuple[str, str]:
    """A name, and another that stands behind it in brackets; both empty where there is none."""
    twice = re.fullmatch(_TWICE, text)
    return (twice["name"], twice["again"].strip()) if twice else ("", "")


def at_address(text: str) -> str:
    """What the address of a licence's text stands for: an id, or a place that the names of a licence may have.

    Empty for what is no address. One that shows now this version and now that has no version in it, and no name here.

    >>> at_address("https://creativecommons.org/licenses/by-nc/4.0/deed.de")
    'cc-by-nc-4.0'
    """
    address = re.fullmatch(_ADDRESS, text) if len(text) <= _LONGEST_ADDRESS else None
    if address is None:
        return ""
    place = address["place"].casefold()
    if by_id := re.fullmatch(_BY_ID, place):
        return by_id["id"]
    if of_cc := re.fullmatch(_OF_CC, place):
        return f"cc-{of_cc['kind']}-{of_cc['version']}"
    return "cc0-1.0" if re.fullmatch(_ZERO, place) else place


def parts_of_list(text: str) -> tuple[str, ...]:
    """The names of a list without operators: `MIT/Apache-2.0`; none of a single name."""
    parts = tuple(filter(None, re.split(_JOINTS, " ".join(text.split()))))
    return parts if len(parts) > 1 else ()
