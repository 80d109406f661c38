"""The question that `ask` puts: from the words of the command line and a facts file, all mistakes at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from licensekit.api import LicenseTerms
from licensekit.cli.outcome import Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic, ValueProblem, clipped
from licensekit.errors import FactsError, LicensekitError
from licensekit.decision.circumstances import Circumstances, Readings, checked
from licensekit.limits import MAX_FACTS_BYTES
from licensekit.span import Source
from licensekit.use.entries import date_of
from licensekit.use.files import FactsFile, FileFormat, facts_from_bytes
from licensekit.use.options import read_approval, read_attestation, read_index, read_rate, read_setting
from licensekit.use.parsing import parsed
from licensekit.use.problems import Refusals, about, unknown_fact
from licensekit.use.record import checked_acts
from licensekit.use.statements import Approval, Attestation
from licensekit.values import UNKNOWN, Exactly, Range

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What is asked, beside the licences."""

    acts: tuple[str, ...] = ()
    facts: Mapping[str, Exactly | Range] = field(default_factory=dict)
    circumstances: Circumstances = field(default_factory=Circumstances)


class Reader:
    """Reads the options of `ask`; what is wrong goes to the problems."""

    def __init__(self, arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> None:
        self.arguments = arguments
        self.problems = problems
        self.surroundings = surroundings

    # --- days --------------------------------------------------------------------------------------------

    def as_of(self) -> date | None:
        """The day asked about, from `--as-of`; `today` is the one place where a clock is read."""
        written = self.problems.single(self.arguments.as_of, "--as-of")
        return self.surroundings.today() if written == "today" else self._date(written, "--as-of")

    def obtained(self) -> date | None:
        """The day on which the copy was obtained, from `--obtained`."""
        return self._date(self.problems.single(self.arguments.obtained, "--obtained"), "--obtained")

    def _date(self, written: str | None, option: str) -> date | None:
        return None if written is None else self._value(option, date_of, written)

    # --- facts file --------------------------------------------------------------------------------------

    @cached_property
    def _written(self) -> tuple[str, bytes] | None:
        """The facts file as it is: read once, for it may be a pipe."""
        name = self.problems.single(self.arguments.facts, "--facts")
        return None if name is None else self.problems.take(lambda: (name, self._bytes(name)))

    def _bytes(self, name: str) -> bytes:
        if name == "-":
            return self.surroundings.read_input(MAX_FACTS_BYTES + 1)
        try:
            with Path(name).open("rb") as stream:
                return stream.read(MAX_FACTS_BYTES + 1)
        except (OSError, ValueError) as problem:
            reason = (getattr(problem, "strerror", None) or str(problem)).lower()
            message = f"the facts file `{clipped(name)}` cannot be read: {reason}"
            raise FactsError([Diagnostic("LK506", message)]) from None

    def day_in_file(self) -> date | None:
        """The as-of date of the facts file, as far as it can be told before the licence is known."""
        if self._written is None:
            return None
        name, data = self._written
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
        try:
            return date_of(parsed(Source(name, text), _language(name, text), Refusals())["as_of"])
        except (KeyError, ValueProblem, LicensekitError):
            return None  # what is wrong with the file is found when it is read

    def file(self, terms: LicenseTerms | None) -> FactsFile:
        """What the facts file says; nothing where none is named."""
        if self._written is None:
            return FactsFile()
        name, data = self._written
        declared = None if terms is None else terms.declared
        shown = "<stdin>" if name == "-" else name
        text = data[:64].decode("utf-8-sig", "replace")
        return self.problems.take(lambda: facts_from_bytes(data, shown, _language(name, text), declared)) or FactsFile()

    # --- everything else ---------------------------------------------------------------------------------

    def asked(self, terms: LicenseTerms | None, file: FactsFile, as_of: date | None) -> Asked:
        """The question: options win over the file, fact by fact and gate by gate."""
        given = self.arguments
        circumstances = Circumstances(
            as_of=as_of,
            assume=self.problems.word(given.assume, "--assume", ("standard", "safe", "none")),  # type: ignore[arg-type]
            readings=readings_of(given, self.problems),
            approvals=self._approvals(file),
            done=tuple(dict.fromkeys((*file.done, *given.done))),
            rates=(*file.rates, *self._each(given.rate, "--rate", read_rate)),
            indices=(*file.indices, *self._each(given.index, "--index", read_index)),
            attested=self._attested(file),
        )
        asked = Asked(self._acts(file), self._facts(terms, file), circumstances)
        if terms is not None:
            self.problems.take(lambda: checked(terms.terms, circumstances))
        return asked

    def _acts(self, file: FactsFile) -> tuple[str, ...]:
        words = [word.strip() for written in self.arguments.act for word in written.split(",") if word.strip()]
        found = self.problems.take(lambda: checked_acts(words)) if words else file.acts
        if found == () and not self.problems.found:
            self.problems.add(
                "LK530", "no act is asked about", "write `--act run`, or another act of `licensekit facts`"
            )
        return found or ()

    def _facts(self, terms: LicenseTerms | None, file: FactsFile) -> dict[str, Exactly | Range]:
        facts = dict(file.facts)
        declared = {} if terms is None else terms.declared
        for written in self.arguments.set:
            name = written.partition("=")[0].strip()
            try:
                known = read_setting(written, declared)
            except KeyError:
                self.problems.keep([unknown_fact(name, also=declared)])
                continue
            except ValueProblem as problem:
                self.problems.keep([about(name if "=" in written else "--set", problem)])
                continue
            for fact, value in known.items():
                facts.pop(fact, None)
                if value is not UNKNOWN:
                    facts[fact] = value
        return facts

    def _approvals(self, file: FactsFile) -> tuple[Approval, ...]:
        own = tuple(self._each(self.arguments.approval, "--approval", read_approval))
        replaced = {approval.gate for approval in own}
        kept = (
            approval for approval in file.approvals if not any(_same_gate(approval.gate, gate) for gate in replaced)
        )
        return (*kept, *own)

    def _attested(self, file: FactsFile) -> Attestation | None:
        written = self.problems.single(self.arguments.attest, "--attest")
        return file.attested if written is None else self._value("--attest", read_attestation, written)

    def _each(self, values: Sequence[str], option: str, read: Callable[[str], T]) -> Iterator[T]:
        for written in values:
            value = self._value(option, read, written)
            if value is not None:
                yield value

    def _value(self, option: str, read: Callable[[str], T], written: str) -> T | None:
        try:
            return read(written)
        except ValueProblem as problem:
            self.problems.keep([about(option, problem)])
        return None


def readings_of(arguments: argparse.Namespace, problems: Problems) -> Readings:
    """How disputed wording is read, from `--readings` and `--reading`."""
    how = problems.word(arguments.readings, "--readings", ("taken", "strict"))
    chosen: dict[str, str] = {}
    for written in arguments.reading:
        name, sign, option = (part.strip() for part in written.partition("="))
        if not (sign and name and option):
            problems.add("LK703", f"`{clipped(written)}` is not a reading", "write ID=OPTION")
        elif chosen.setdefault(name, option) != option:
            problems.add("LK704", f"the reading `{clipped(name)}` is given twice", "keep one of them")
    if chosen and how == "strict":
        problems.add(
            "LK704",
            "`--readings strict` leaves no reading to choose",
            "leave out `--reading`, or `--readings strict`",
        )
    return chosen or how  # type: ignore[return-value]


def _language(name: str, text: str) -> FileFormat:
    """By the ending of the file's name, else by its first sign."""
    known: dict[str, FileFormat] = {".json": "json", ".toml": "toml"}
    return known.get(Path(name).suffix.lower()) or ("json" if text.lstrip().startswith("{") else "toml")


def _same_gate(one: str, other: str) -> bool:
    """Whether two names mean one gate: one may be written with its licence, the other without."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
