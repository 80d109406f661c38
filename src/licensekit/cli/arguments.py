"""From words to arguments: unknown options and missing values are all found, not only the first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final, NamedTuple

from licensekit.cli.parser import COMMANDS, ArgumentsRefused, Parser, built

_HELP: Final = "`licensekit --help` lists the commands"


class Slip(NamedTuple):
    """What is wrong with the words of a command line: the code, message and help of a finding."""

    code: str
    message: str
    help: str


class BadWords(Exception):  # noqa: N818 - always turned into findings
    """No command is named, or none that there is."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.message)
        self.slip = slip


def parsed(words: Sequence[str]) -> tuple[argparse.Namespace, list[Slip]]:
    """The arguments, and what is wrong with the options. Raises HelpAsked, and BadWords where no command is named."""
    whole = built(words[0] if words else "")
    if not words:
        begin = f"begin with `licensekit {COMMANDS['ask'].example}`"
        raise BadWords(Slip("LK705", "no command is given", f"{begin}; {_HELP}"))
    first = words[0]
    if first in {"-h", "--help", "-V", "--version"}:
        return whole.parse_known_args(list(words[:1]))[0], []
    if first not in COMMANDS:
        raise BadWords(_unknown(first))
    slips: list[Slip] = []
    arguments, rest = _patiently(whole, list(words), slips, first)
    _sort_rest(arguments, rest, slips, first)
    return arguments, slips


def _unknown(word: str) -> Slip:
    kind, what = ("LK701", "an option") if word.startswith("-") else ("LK702", "a command")
    mend = _meant(word) or _near(word, [*COMMANDS, "--help", "--version"]) or _HELP
    return Slip(kind, f"`{word}` is not {what} of licensekit", mend)


def _meant(word: str) -> str:
    """What whoever writes `licensekit help`, or a licence first, has in mind; empty for any other word."""
    if word == "help":
        return "write `licensekit --help`, or `licensekit COMMAND --help`"
    from licensekit.catalogue.names import is_license  # noqa: PLC0415 - a correct command line looks for no licence here
    from licensekit.diagnostics import clipped  # noqa: PLC0415 - as below

    if not word.startswith("-") and is_license(word):
        return f"write what is to be done with it first, such as `licensekit ask {clipped(word)} --act run`"
    return ""


def _near(word: str, known: Sequence[str]) -> str:
    from licensekit.diagnostics import did_you_mean  # noqa: PLC0415 - a correct command line needs no suggestions

    begun = [each for each in known if word.startswith(each) or each.startswith(word)]
    return did_you_mean(word, begun or known)


def _see(command: str) -> str:
    return f"see `licensekit {command} --help`"


def _patiently(
    whole: Parser, words: list[str], slips: list[Slip], command: str
) -> tuple[argparse.Namespace, list[str]]:
    """Parse; where an option lacks its value, keep that finding, leave the option out and parse again."""
    while True:
        try:
            return whole.parse_known_args(words)
        except (argparse.ArgumentError, ArgumentsRefused) as error:
            at = _culprit(words, error.argument_name) if isinstance(error, argparse.ArgumentError) else None
            if at is None:
                slips.append(Slip("LK703", str(error), _see(command)))
                return argparse.Namespace(command=command), []
            slips.append(_lacking(words[at], command, str(error)))
            del words[at]


def _culprit(words: Sequence[str], named: str | None) -> int | None:
    """The option that argparse stumbled over: the first of this name without a value, or with one it does not take."""
    names = (named or "").split("/")
    for at, word in enumerate(words):
        follows = words[at + 1] if at + 1 < len(words) else None
        if word in names and (follows is None or (follows.startswith("-") and follows != "-")):
            return at
        if word.partition("=")[0] in names and "=" in word:
            return at
    return None


def _lacking(word: str, command: str, why: str) -> Slip:
    name, sign, _ = word.partition("=")
    if sign and "ignored explicit" in why:
        return Slip("LK703", f"`{name}` takes no value", f"write `{name}` alone")
    return Slip("LK705", f"`{name}` needs a value", _see(command))


def _sort_rest(arguments: argparse.Namespace, rest: Sequence[str], slips: list[Slip], command: str) -> None:
    """Words that argparse left over: unknown options with what follows them, and positionals behind options."""
    names = [name for argument in COMMANDS[command].arguments for name in argument.names]
    target = next((getattr(arguments, name, None) for name in names if not name.startswith("-")), None)
    known = ["-h", "--help", *(name for name in names if name.startswith("-"))]
    after_unknown = False
    for word in rest:
        if word.startswith("-") and word != "-":
            name, sign, _ = word.partition("=")
            mend = _near(name, known) or _see(command)
            slips.append(Slip("LK701", f"`{name}` is not an option of `licensekit {command}`", mend))
            after_unknown = not sign
        elif after_unknown:
            after_unknown = False
        elif target is None:
            slips.append(Slip("LK701", f"`licensekit {command}` takes no `{word}`", _see(command)))
        else:
            target.append(word)
