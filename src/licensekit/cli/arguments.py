"""From words to arguments: unknown options and missing values are all found, not only the first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from licensekit.cli.parser import COMMANDS, Parser, Refused, built

_POSITIONALS = ("licenses", "files", "paths", "words", "which", "named")


class BadWords(Exception):  # noqa: N818 - always turned into findings
    """What is wrong with the words of a command line: code, message and help of each finding."""

    def __init__(self, found: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(found[0][1])
        self.found = tuple(found)


def parsed(words: Sequence[str]) -> tuple[argparse.Namespace, list[tuple[str, str, str]]]:
    """The arguments, and what is wrong with the options. Raises Shown for help, BadWords where no command is named."""
    whole, parsers = built()
    if not words:
        raise BadWords([("LK705", "no command is given", f"use one of {_commands()}, or `licensekit --help`")])
    first = words[0]
    if first in {"-h", "--help", "--version"}:
        return whole.parse_known_args(list(words[:1]))[0], []
    if first not in COMMANDS:
        raise BadWords([_unknown(first)])
    found: list[tuple[str, str, str]] = []
    arguments, rest = _patiently(whole, list(words), found, first)
    _sort_rest(arguments, rest, parsers[first], found, first)
    return arguments, found


def _commands() -> str:
    return ", ".join(f"`{name}`" for name in COMMANDS)


def _unknown(word: str) -> tuple[str, str, str]:
    kind = "LK701" if word.startswith("-") else "LK702"
    what = "an option" if word.startswith("-") else "a command"
    return kind, f"`{word}` is not {what} of licensekit", _near(word, list(COMMANDS)) or f"use one of {_commands()}"


def _near(word: str, known: Sequence[str]) -> str:
    from licensekit.diagnostics import did_you_mean  # noqa: PLC0415 - a correct command line needs no suggestions

    return did_you_mean(word, known)


def _patiently(
    whole: Parser, words: list[str], found: list[tuple[str, str, str]], command: str
) -> tuple[argparse.Namespace, list[str]]:
    """Parse; where an option lacks its value, keep that finding, leave the option out and parse again."""
    while True:
        try:
            return whole.parse_known_args(words)
        except argparse.ArgumentError as error:
            names = (error.argument_name or "").split("/")
            at = _culprit(words, names)
            if at is None:
                found.append(("LK703", str(error), f"see `licensekit {command} --help`"))
                return argparse.Namespace(command=command), []
            found.append(_lacking(words[at], command, error))
            del words[at]
        except Refused as error:
            found.append(("LK703", str(error), f"see `licensekit {command} --help`"))
            return argparse.Namespace(command=command), []


def _culprit(words: Sequence[str], names: Sequence[str]) -> int | None:
    """The option that argparse stumbled over: the first of this name without a value, or with one it does not take."""
    for at, word in enumerate(words):
        follows = words[at + 1] if at + 1 < len(words) else None
        if word in names and (follows is None or (follows.startswith("-") and follows != "-")):
            return at
        if word.partition("=")[0] in names and "=" in word:
            return at
    return None


def _lacking(word: str, command: str, error: argparse.ArgumentError) -> tuple[str, str, str]:
    name, sign, _ = word.partition("=")
    if sign and "ignored explicit" in error.message:
        return "LK703", f"`{name}` takes no value", f"write `{name}` alone"
    return "LK705", f"`{name}` needs a value", f"see `licensekit {command} --help`"


def _sort_rest(
    arguments: argparse.Namespace, rest: Sequence[str], parser: Parser, found: list[tuple[str, str, str]], command: str
) -> None:
    """Words that argparse left over: unknown options with what follows them, and positionals behind options."""
    known = [name for action in parser._actions for name in action.option_strings]  # noqa: SLF001 - argparse has no other way
    target = next((getattr(arguments, name) for name in _POSITIONALS if hasattr(arguments, name)), None)
    after_unknown = False
    for word in rest:
        if word.startswith("-") and word != "-":
            name = word.partition("=")[0]
            found.append(
                ("LK701", f"`{name}` is not an option of `licensekit {command}`",
                 _near(name, known) or f"see `licensekit {command} --help`")
            )  # fmt: skip
            after_unknown = "=" not in word
        elif after_unknown:
            after_unknown = False
        elif target is None:
            found.append(("LK701", f"`licensekit {command}` takes no `{word}`", f"see `licensekit {command} --help`"))
        else:
            target.append(word)
