"""What findings and short answers advise, in the words of whoever asks: over HTTP keys and addresses, elsewhere tools.

The library's own words are those of the command; no surface but the command line has options.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Surface: TypeAlias = Mapping[str, str]
"""What stands for a command where somebody asks, by its name; `{}` is what follows it.

Over HTTP the whole answer stands below the short one, in the same object."""
HTTP: Final[Surface] = {
    "list": "/v1/licenses",
    "show": "/v1/licenses/{}",
    "facts": "/v1/facts",
    "schema": "/openapi.json",
    "ask": "/v1/ask",
    "check": "/v1/check",
    "explain()": "below",
}
CONVERSATION: Final[Surface] = {
    "list": "list_licenses",
    "show": "licensekit://licenses/{}",
    "facts": "facts",
    "schema": "ask",
    "ask": "ask",
    "explain()": "in `explain`",
}

_NAMES: Final = ("obtained", "under", "part", "done", "assume", "profile", "model")
_KEYS: Final[Mapping[str, str]] = {
    **{name: name for name in _NAMES},
    "as-of": "as_of",
    "act": "acts",
    "approval": "approvals",
    "attest": "attested",
    "from": "form",
    "index": "indices",
    "rate": "rates",
    "reading": "readings",
    "set": "facts",
}
"""The keys of a request, by the options that say the same; whoever starts a server has the other options."""
_SETTING: Final = re.compile(r"`--set ([^`=]+)=([^`]*)`")
_OPTION: Final = re.compile(r"`--([a-z-]+)(?: [^`]*)?`")
_COMMAND: Final = re.compile(r"`licensekit ([a-z]+)(?: ([^`]*))?`")
_WORK: Final = re.compile(r'`lk\.work\("([^"`]*)"\)\.license\(\)`')
_REST: Final = re.compile(
    r"; on the command line `[^`]*`|, as an option `[^`]*`|, or (?:`lk\.read` for )?the path of a \.lic file"
)
_REMAINDER: Final = re.compile(r"(?:in )?explain\(\)")


def as_told(text: str, surface: Surface) -> str:
    """A text of the library with what its reader can do, where it names options and commands."""
    text = _WORK.sub(r'`"model": "\1"`', text)
    text = _SETTING.sub(r'`"\1": "\2"` among `facts`', _REST.sub("", text))
    text = _OPTION.sub(lambda at: f"`{_KEYS[at[1]]}`" if at[1] in _KEYS else at[0], text)
    return _COMMAND.sub(lambda at: f"`{surface[at[1]].format(at[2] or '')}`" if at[1] in surface else at[0], text)


def pointed(told: Mapping[str, Any], surface: Surface) -> dict[str, Any]:
    """A decision, or what holds decisions, whose short answer points to where its reader finds the rest."""
    pointing = dict(told)
    if (short := told.get("short")) is not None:
        pointing["short"] = {**short, "lines": [_REMAINDER.sub(surface["explain()"], line) for line in short["lines"]]}
    if (decision := told.get("decision")) is not None:
        pointing["decision"] = pointed(decision, surface)
    if (every := told.get("answers")) is not None:
        pointing["answers"] = [pointed(each, surface) for each in every]
    return pointing
