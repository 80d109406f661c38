"""`licensekit completion`: a script with which a shell completes commands, options, ids, acts and facts."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any, Final

from licensekit.catalogue import shelf
from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.parser import COMMANDS, built
from licensekit.diagnostics import clipped, did_you_mean
from licensekit.vocabulary.acts import GROUPS, LEAVES
from licensekit.vocabulary.facts import FACTS

SHELLS: Final = ("bash", "zsh", "fish", "tcsh")
_NAMED: Final = "_licensekit_licenses"
_LICENSES: Final = {"bash": _NAMED, "zsh": _NAMED, "fish": f"({_NAMED})", "tcsh": "f"}
_FILES: Final = frozenset({"FILE", "PATH", "DIR"})
_BASH: Final = """\
_licensekit_licenses() {
  compgen -W "%s" -- "$1"
  compgen -f -X '!*.lic' -- "$1"
  compgen -d -- "$1"
}
"""
_ZSH: Final = """\
_licensekit_licenses() {
  _alternative 'ids:licence:(%s)' 'files:file:_files -g "*.lic"'
}
"""
_FISH: Final = """\
function _licensekit_licenses
  printf "%%s\\n" %s
  __fish_complete_suffix .lic
end
"""


def run_completion(call: Call) -> Exit:
    """Print the script of one shell. Raises LicensekitError where there is none for it, or no shtab."""
    shells = call.arguments.shell
    if len(shells) != 1:
        call.add("LK705", "one shell is to be named", "write `licensekit completion bash`, or zsh, fish or tcsh")
    for shell in shells:
        if shell not in SHELLS:
            mend = did_you_mean(shell, SHELLS) or f"use one of {', '.join(f'`{each}`' for each in SHELLS)}"
            call.add("LK703", f"there is no completion for `{clipped(shell)}`", mend)
    call.needing("completion", "shtab")
    call.problems.check()
    shtab: Any = import_module("shtab")
    ids = " ".join(shelf.ids())
    preamble = {"bash": _BASH % ids, "zsh": _ZSH % ids, "fish": _FISH % ids, "tcsh": ""}
    return Exit(out=shtab.complete(_completing(shtab), shells[0], preamble=preamble) + "\n")


def _completing(shtab: Any) -> argparse.ArgumentParser:
    """The parser, with what each argument may be."""
    whole = built()
    (commands,) = (action for action in whole._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    for name, parser in commands.choices.items():
        for action in parser._actions:  # noqa: SLF001 - argparse has no other way to them
            words = _words(name, action)
            if words:
                action.choices = words
            elif action.metavar == "LICENSE":
                action.complete = _LICENSES
            elif action.metavar in _FILES:
                action.complete = shtab.FILE
    return whole


def _words(command: str, action: argparse.Action) -> list[str]:
    """The words that an argument may be; none where it may be anything."""
    if action.metavar == "FORMAT":
        return list(COMMANDS[command].formats)
    words: dict[object, list[str]] = {
        "WHEN": ["auto", "always", "never"],
        "SHELL": list(SHELLS),
        "ACT,…": [*LEAVES, *GROUPS],
        "FACT": list(FACTS),
        "FACT=VALUE": [f"{fact}=" for fact in FACTS],
    }
    return words.get(action.metavar, [])
