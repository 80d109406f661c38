"""The door: reads the command line, runs a command, writes what it came to. No traceback leaves it."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TextIO

from licensekit.cli.arguments import BadWords, parsed
from licensekit.cli.outcome import BAD_INPUT, INTERRUPTED, Exit, Surroundings
from licensekit.cli.parser import HelpAsked
from licensekit.version import VERSION

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from licensekit.cli.call import Problems
    from licensekit.cli.prompting import Prompt

_SELDOM: Final = 50_000
_FINDING: Final = frozenset({"check", "label", "lint", "test", "audit"})
"""Commands whose answer is findings."""
_MODULES: Final = {
    "test": "testing",
    "lint": "linting",
    "map": "ask",
    "find": "finding",
    "export": "exporting",
    "schema": "facts",
    **dict.fromkeys(("check", "fmt"), "checking"),
    "explain": "explaining",
    **dict.fromkeys(("list", "show", "history"), "listing"),
    **dict.fromkeys(("batch", "sql"), "tables"),
    **dict.fromkeys(("coverage", "boundaries", "mutate"), "measuring"),
    **dict.fromkeys(("diff", "compare", "openness"), "over_uses"),
}


_RESOURCES: Final = frozenset(
    [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.EROFS]
)
"""Why the system refuses what would be granted elsewhere, or later."""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status. `LICENSEKIT_DEBUG=1` lets an internal error through as it is."""
    gc.set_threshold(_SELDOM)  # by default, looking for garbage is a tenth of the time that an answer takes
    said = sys.argv[1:] if words is None else words
    if words is None:
        gc.disable()  # until everything is imported, of which nothing is garbage
        atexit.register(gc.freeze)  # what is about to end need not be looked through for garbage once more
    try:
        return _written(_watched(said) if said and _terminal(sys.stderr) else run(said, _surroundings()))
    except KeyboardInterrupt:
        with suppress(OSError):
            _write(sys.stderr, "interrupted\n")
        return INTERRUPTED


def _watched(words: Sequence[str]) -> Exit:
    """The same where somebody sits at a terminal, and is told what takes long."""
    from licensekit.cli.progress import ProgressLine  # noqa: PLC0415 - a pipe has no use for it

    watch = ProgressLine(sys.stderr, f"licensekit {words[0]}: working")
    outside = _surroundings()
    with watch.running():
        return run(
            words,
            outside._replace(
                read_input=watch.pausing(outside.read_input), answer=watch.pausing(outside.answer), progress=watch
            ),
        )


def run(words: Sequence[str], surroundings: Surroundings) -> Exit:
    """What a command line comes to; writes nothing."""
    try:
        return _run(words, surroundings)
    except HelpAsked as asked:
        return Exit(out=asked.text)
    except Exception as crash:
        if os.environ.get("LICENSEKIT_DEBUG"):
            raise
        return Exit(BAD_INPUT, err=_refused(crash) or _internal(crash))


def _run(words: Sequence[str], surroundings: Surroundings) -> Exit:
    try:
        arguments, slips = parsed(words)
    except BadWords as bad:
        arguments, slips = None, [bad.slip]
    if arguments is not None and arguments.command is None:
        return Exit(out=f"licensekit {VERSION}\n")
    from licensekit.cli.call import Problems  # noqa: PLC0415 - help and version need none of this
    from licensekit.errors import LicensekitError  # noqa: PLC0415

    problems = Problems()
    for slip in slips:
        problems.add(*slip)
    try:
        if arguments is None or arguments.command != "ask":  # of a question, everything that is wrong is told at once
            problems.check()
        assert arguments is not None, "there is a finding where no command is named"
        return _called(arguments, problems, surroundings)
    except LicensekitError as error:
        from licensekit.report.findings import findings_in, findings_text  # noqa: PLC0415 - most commands have none

        form = _form(arguments)
        if form:
            return Exit(BAD_INPUT, findings_in(form, error.diagnostics, error.sources))
        err = findings_text(error.diagnostics, error.sources, colour=surroundings.colour_err)
        return Exit(BAD_INPUT, err=err)


def _form(arguments: argparse.Namespace | None) -> str:
    """The form in which a command whose answer is findings tells errors too; empty for text."""
    from licensekit.report.findings import FORMS  # noqa: PLC0415

    if getattr(arguments, "command", None) not in _FINDING:
        return ""
    said = getattr(arguments, "format", [])[-1:]
    return said[0] if said and said[0] in FORMS else ""


def _called(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Exit:
    from licensekit.cli.call import Call  # noqa: PLC0415

    name = arguments.command
    module: Any = import_module(f"licensekit.cli.{_MODULES.get(name, name)}")
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
    call = Call(arguments, problems, surroundings)
    call.named()
    if name != "ask":
        problems.check()
    outcome = getattr(module, f"run_{name}")(call)
    problems.check()  # nothing that was met after the command looked last is passed over
    assert isinstance(outcome, Exit)
    overruled = "".join(f"{line}\n" for line in problems.overruled if line not in outcome.err)
    return outcome._replace(err=overruled + outcome.err)


def _refused(crash: Exception) -> str:
    """One line about what the system refuses: room, memory, open files; empty for everything else."""
    number = errno.ENOMEM if isinstance(crash, MemoryError) else getattr(crash, "errno", None)
    if not isinstance(number, int) or number not in _RESOURCES:
        return ""
    why = os.strerror(number).lower()
    return f"error[LK707]: the system refuses what is needed here: {why}\n  = help: make room, and ask again\n"


def _internal(crash: Exception) -> str:
    """One line about an error of the library itself."""
    from licensekit.report.escape import visible  # noqa: PLC0415

    trace = crash.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" in {trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
    what = visible(f"{type(crash).__name__}{where}")
    return f"internal error: {what}; please report this line with the command (LICENSEKIT_DEBUG=1 shows more)\n"


# --- surroundings ----------------------------------------------------------------------------------------


def _surroundings() -> Surroundings:
    return Surroundings(
        _read_input,
        _today,
        answer=_answer,
        colour_out=_colour(sys.stdout),
        colour_err=_colour(sys.stderr),
    )


def _today() -> date:
    from datetime import date  # noqa: PLC0415

    return date.today()  # noqa: DTZ011 - the day where the command is run is what is meant


def _read_input(most: int) -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return b""
    data = stream.read(most)
    assert isinstance(data, bytes)
    return data


def _answer(prompt: Prompt) -> str | None:
    from licensekit.cli.prompting import answering  # noqa: PLC0415 - few commands put questions

    return answering()(prompt)


def _colour(stream: TextIO | None) -> bool:
    return not os.environ.get("NO_COLOR") and _terminal(stream)


def _terminal(stream: TextIO | None) -> bool:
    return stream is not None and os.environ.get("TERM") != "dumb" and stream.isatty()


def _written(outcome: Exit) -> int:
    """Write an outcome; the status. A reader that has gone away is no error."""
    try:
        try:
            _write(sys.stderr, outcome.err)
        except BrokenPipeError:  # nobody reads what is said beside the answer
            _silence(sys.stderr)
        _write(sys.stdout, outcome.out)
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as problem:
        _silence(sys.stdout)
        reason = (problem.strerror or "unknown reason").lower()
        try:
            _write(sys.stderr, f"error[LK707]: the answer cannot be written: {reason}\n  = help: write it elsewhere\n")
        except OSError:
            _silence(sys.stderr)
        return BAD_INPUT
    return outcome.status


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None or not text:
        return
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:  # the same bytes under every locale
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    stream.write(text)
    stream.flush()


def _silence(stream: TextIO) -> None:
    """Let nothing be flushed into a closed pipe when the interpreter ends."""
    try:
        target = stream.fileno()
    except (OSError, ValueError):  # not a file of the system
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, target)
    os.close(sink)
