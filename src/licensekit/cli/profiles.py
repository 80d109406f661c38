"""The profile of a command line: a file that says once who we are, beside what the options say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licensekit.cli.call import Call
from licensekit.decision.circumstances import Circumstances
from licensekit.report.escape import visible
from licensekit.report.memo import counted
from licensekit.vocabulary.entries import FactInfo

if TYPE_CHECKING:
    from licensekit.use.profile import Profile

NAME: Final = "licensekit.toml"
"""The profile that a question takes where it is asked, if there is one."""
NO_PROFILE: Final = "none"
"""What `--profile` says where the file that lies here is not meant."""


def own_profile(call: Call, declared: Mapping[str, FactInfo]) -> Profile | None:
    """The profile of one question: the one that is named, else `licensekit.toml` in this folder."""
    if not call.values("--profile") and Path(NAME).is_file():
        return _read(call, NAME, declared)
    return named_profile(call, declared)


def lies_here(call: Call, profile: Profile | None) -> str:
    """One line for standard error where a profile was not named, but lies in this folder."""
    if profile is None or call.values("--profile"):
        return ""
    return f"{profile}: it lies in this folder, and is part of this question (`--profile none` leaves it out)\n"


def named_profile(call: Call, declared: Mapping[str, FactInfo]) -> Profile | None:
    """The profile that an option names: over many uses none is taken unasked."""
    name = call.single("--profile")
    if name is None or name == NO_PROFILE:
        return None
    return _read(call, name, declared)


def _read(call: Call, name: str, declared: Mapping[str, FactInfo]) -> Profile | None:
    from licensekit.profiles import read_profile  # noqa: PLC0415 - most questions come without a profile

    return call.problems.take(partial(read_profile, name, declared))


def narrowed_by(stated: Circumstances) -> str:
    """One line for standard error: that a profile narrows the uses, and what is told of it."""
    profile = stated.from_profile
    if profile is None:
        return ""
    narrowed = f"{profile.profile}: it is so in all of these uses, {counted(len(profile.facts), 'fact')}"
    return "".join(f"{visible(line)}\n" for line in (narrowed, *profile.told))
