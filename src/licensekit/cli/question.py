"""What is asked, and of which uses: from the words of the command line and a facts file, all mistakes at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from licensekit.api import LicenseTerms
from licensekit.catalogue.shelf import owners
from licensekit.cli.call import Call, reason
from licensekit.cli.profiles import named_profile, narrowed_by, own_profile
from licensekit.cli.subject import input_is_read_once, terms_asked
from licensekit.decision.circumstances import Assume, Circumstances, Profiled, Readings, checked
from licensekit.diagnostics import Diagnostic, clipped, mend_of
from licensekit.errors import FactsError, LicensekitError, ValueProblem
from licensekit.limits import MAX_FACTS_BYTES
from licensekit.meaning.terms import programs
from licensekit.report.answer import WorkShown
from licensekit.report.escape import visible
from licensekit.span import Source
from licensekit.use.entries import date_of
from licensekit.use.options import read_approval, read_attestation, read_index, read_rate, read_setting
from licensekit.use.problems import Refusals, about, given_twice, unknown_fact
from licensekit.use.record import checked_acts
from licensekit.use.statements import Approval, Attestation, FactsFile, same_name
from licensekit.values import UNKNOWN, Known, Told, known_shown
from licensekit.vocabulary.entries import FactInfo

if TYPE_CHECKING:
    from licensekit.meaning.program import Program
    from licensekit.use.files import FileFormat
    from licensekit.use.profile import Profile

T = TypeVar("T")
Declared = Mapping[str, FactInfo]
Facts = dict[str, Told]


class PutQuestion(NamedTuple):
    """A question; without terms where they cannot be had, for which there is a finding then."""

    terms: LicenseTerms | None
    work: WorkShown | None
    acts: tuple[str, ...]
    facts: Facts
    circumstances: Circumstances
    profile: Profile | None = None
    left_open: frozenset[str] = frozenset()
    """Facts that are stated as unknown."""

    @property
    def stated(self) -> dict[str, Known]:
        """The facts, and those that are stated as unknown."""
        return {**dict.fromkeys(self.left_open, UNKNOWN), **self.facts}

    @property
    def beside_profile(self) -> Profiled:
        """The facts and circumstances, with those of the profile but for agreements."""
        if self.profile is None or self.terms is None:
            return Profiled(self.facts, self.circumstances)
        profile = self.profile.without_agreements()
        return _profiled(profile, programs(self.terms.terms), self.facts, self.circumstances)


def _profiled(profile: Profile, under: tuple[Program, ...], facts: Facts, circumstances: Circumstances) -> Profiled:
    from licensekit.decision.profiled import profiled  # noqa: PLC0415 - most questions come without a profile

    fitted = profiled(profile, under, facts, circumstances)
    if not circumstances.approvals:  # else it is checked already
        try:
            checked(under, fitted.circumstances)
        except FactsError as refused:
            raise profile.placed(refused) from None
    return fitted


TermsAsked = tuple[LicenseTerms | None, WorkShown | None]


def question(call: Call, unless_told: tuple[str, ...] = (), subject: TermsAsked | None = None) -> PutQuestion:
    """The question put, about the acts `unless_told` where none is named: options win over the facts file.

    It is about what the words name, unless a `subject` is given.
    """
    input_is_read_once(call)
    as_of, obtained, dated = day(call), day(call, "--obtained"), bool(call.values("--as-of"))
    written = None if dated else _written(call)  # its date may say which terms hold, and is wanted before them
    by = obtained or (as_of if dated or written is None else _day_in(written))
    terms, work = terms_asked(call, by) if subject is None else subject
    written = _written(call) if dated else written
    declared = {} if terms is None else terms.declared
    file = _file(call, written, declared)
    circumstances = Circumstances(
        as_of=as_of or file.as_of,
        assume=call.word("--assume", "standard", "safe", "none"),  # type: ignore[arg-type]
        readings=readings(call, file),
        approvals=_approvals(call, file),
        done=tuple(dict.fromkeys((*file.done, *call.values("--done")))),
        rates=(*file.rates, *each(call, "--rate", read_rate)),
        indices=(*file.indices, *each(call, "--index", read_index)),
        attested=attested(call, file),
    )
    acts = _acts(call, file, unless_told)
    facts = stated(call, declared, file.facts)
    left_open = frozenset({*_unset(call, declared), *file.left_open} - {*facts})
    profile = own_profile(call, declared)
    if terms is not None:
        call.problems.take(lambda: checked(programs(terms.terms), circumstances))
        if profile is not None:
            profile = profile.without({*left_open, *terms.given})
            fitted = call.problems.take(lambda: _profiled(profile, programs(terms.terms), facts, circumstances))
            taken = None if fitted is None else fitted.circumstances.from_profile
            call.problems.overruled.update(dict.fromkeys(map(visible, () if taken is None else taken.no_part)))
    elif any(name == "-" or name.endswith(".lic") for name in call.arguments.licenses):
        call.problems.drop("LK501")  # a file that cannot be read may declare facts of its own
    call.problems.amend("LK501", whose)
    return PutQuestion(terms, work, acts, facts, circumstances, profile, left_open)


def whose(finding: Diagnostic) -> Diagnostic:
    """Of a fact that only other licences know: which ones."""
    owning = owners(re.split("[@[]", finding.path)[0])
    help_ = f"it is a fact of {owning} alone, which the question is not about"
    return replace(finding, help=help_) if owning else finding


class NarrowedUses(NamedTuple):
    """The uses that a question over all uses is narrowed to; by default all."""

    acts: tuple[str, ...] | None
    facts: Facts
    assume: Assume
    as_of: date | None


def uses(call: Call, terms: Sequence[LicenseTerms]) -> NarrowedUses:
    """The uses that the options name."""
    words = call.listed("--act")
    declared = {name: info for one in terms for name, info in one.declared.items()}
    return NarrowedUses(
        acts=call.problems.take(lambda: checked_acts(words)) if words else None,
        facts=stated(call, declared, {}),
        assume=call.word("--assume", "none", "safe", "standard"),  # type: ignore[arg-type]
        as_of=day(call),
    )


def over(call: Call, terms: Sequence[LicenseTerms]) -> tuple[dict[str, Any], str]:
    """What `lk.diff` and `lk.compare` take: the uses, how the licences are read there, and the approvals held.

    Besides, what a profile adds to it, in a line.
    """
    narrowed, how = uses(call, terms), readings(call)
    approvals = tuple(each(call, "--approval", read_approval))
    under = {**narrowed._asdict(), "readings": how, "approvals": approvals}
    declared = {name: info for one in terms for name, info in one.declared.items()}
    profile = without_unset(call, named_profile(call, declared), declared)
    if profile is None:
        return under, ""
    asked = Circumstances(narrowed.as_of, narrowed.assume, how, approvals)
    both = tuple(dict.fromkeys(program for one in terms for program in programs(one.terms)))
    fitted = call.problems.take(lambda: _profiled(profile.without_agreements(), both, narrowed.facts, asked))
    if fitted is None:
        return under, ""
    beside = fitted.circumstances
    under |= {"facts": fitted.facts, "readings": beside.readings, "approvals": beside.approvals}
    return under, narrowed_by(beside)


def beside_profile(call: Call, terms: LicenseTerms, asked: NarrowedUses) -> Profiled:
    """What holds of all rows of a table under some terms: what the options say, and with it a profile."""
    circumstances = Circumstances(asked.as_of, asked.assume)
    profile = named_profile(call, terms.declared)
    nothing = Profiled(asked.facts, circumstances)
    if profile is None:
        return nothing
    known = profile.without({*_unset(call, terms.declared), *terms.given}).without_agreements()
    return call.problems.take(lambda: _profiled(known, programs(terms.terms), asked.facts, circumstances)) or nothing


# --- days ------------------------------------------------------------------------------------------------


def day(call: Call, option: str = "--as-of") -> date | None:
    """The day of an option; `--as-of today` is the one place where a clock is read."""
    written = call.single(option)
    if written == "today" and option == "--as-of":
        return call.surroundings.today()
    return None if written is None else _value(call, option, date_of, written)


def needs_a_day(call: Call, day: date | None) -> None:
    """Refuse a document of SPDX 3 without the day asked about: nothing is read from a clock."""
    if day is None:
        call.add("LK705", "a document of SPDX 3 needs a day", "write `--as-of DATE`, the day asked about")


# --- the facts file --------------------------------------------------------------------------------------


class RawFacts(NamedTuple):
    """A facts file as it is, read once, for it may be a pipe."""

    name: str
    data: bytes

    @property
    def language(self) -> FileFormat:
        """By the ending of the file's name, else by its first sign."""
        known: dict[str, FileFormat] = {".json": "json", ".toml": "toml"}
        first = self.data[:64].decode("utf-8-sig", "replace").lstrip()[:1]
        return known.get(Path(self.name).suffix.lower()) or ("json" if first == "{" else "toml")


def _written(call: Call) -> RawFacts | None:
    name = call.single("--facts")
    return None if name is None else call.problems.take(lambda: RawFacts(name, _bytes(call, name)))


def _bytes(call: Call, name: str) -> bytes:
    if name == "-":
        return call.surroundings.read_input(MAX_FACTS_BYTES + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_FACTS_BYTES + 1)
    except (OSError, ValueError) as problem:
        message = f"the facts file `{clipped(name)}` cannot be read: {reason(problem, str(problem))}"
        raise FactsError([Diagnostic("LK506", message, help=mend_of(problem))]) from None


def _day_in(written: RawFacts) -> date | None:
    """The as-of date of a facts file, as far as it can be told before the licence is known."""
    from licensekit.use.parsing import parsed  # noqa: PLC0415 - most questions come without a file

    text = written.data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    try:
        return date_of(parsed(Source(written.name, text), written.language, Refusals())["as_of"])
    except (KeyError, ValueProblem, LicensekitError):
        return None  # what is wrong with the file is found when it is read


def _file(call: Call, written: RawFacts | None, declared: Declared) -> FactsFile:
    """What the facts file says; nothing where none is named."""
    if written is None:
        return FactsFile()
    from licensekit.use.files import facts_from_bytes  # noqa: PLC0415 - most questions come without a file

    name = "<stdin>" if written.name == "-" else written.name
    read = partial(facts_from_bytes, written.data, name, written.language, declared)
    return call.problems.take(read) or FactsFile()


# --- what is stated --------------------------------------------------------------------------------------


def _acts(call: Call, file: FactsFile, unless_told: tuple[str, ...]) -> tuple[str, ...]:
    words = call.listed("--act") if call.values("--act") or file.acts else list(unless_told)
    acts = call.problems.take(lambda: checked_acts(words)) if words else file.acts
    if acts == () and not call.problems.found:
        call.add("LK530", "no act is asked about", "write `--act run`, or another act of `licensekit facts`")
    return acts or ()


def stated(call: Call, declared: Declared, facts: Mapping[str, Told]) -> Facts:
    """Some facts, and over them what `--set` says; of one fact it says one thing."""
    known, told = dict(facts), dict[str, Known]()
    for said in of_facts(call, "--set", read_setting, declared):
        for fact, value in said.items():
            if told.setdefault(fact, value) != value:
                call.problems.keep([given_twice(fact)])
            before = known.pop(fact, value)
            if before != value:
                line = f"`{fact}` is {known_shown(value)} by `--set`; the facts file says {known_shown(before)}"
                call.problems.overruled[visible(line)] = None
            if value is not UNKNOWN:
                known[fact] = value
    return known


def of_facts(call: Call, option: str, read: Callable[[str, Declared], T], declared: Declared) -> Iterator[T]:
    """The values `FACT=…` of an option, as far as they can be read."""
    for written in call.values(option):
        name, sign, _ = (part.strip() for part in written.partition("="))
        try:
            yield read(written, declared)
        except KeyError:
            call.problems.keep([unknown_fact(name, also=declared)])
        except ValueProblem as problem:
            call.problems.keep([about(name if sign and option == "--set" else option, problem)])


def without_unset(call: Call, profile: Profile | None, declared: Declared) -> Profile | None:
    """A profile without the facts that `--set FACT=unknown` leaves open."""
    return None if profile is None else profile.without(_unset(call, declared))


def _unset(call: Call, declared: Declared) -> set[str]:
    """The facts that `--set FACT=unknown` leaves open, whatever a profile says."""
    said = of_facts(call, "--set", read_setting, declared)
    return {fact for values in said for fact, value in values.items() if value is UNKNOWN}


def readings(call: Call, file: FactsFile | None = None) -> Readings:
    """How disputed wording is read, from `--readings` and `--reading`, over what a facts file says."""
    how = call.word("--readings", "taken", "strict")
    options: dict[str, str] = {}
    for written in call.values("--reading"):
        name, sign, option = (part.strip() for part in written.partition("="))
        if not (sign and name and option):
            call.add("LK703", f"`{clipped(written)}` is not a reading", "write ID=OPTION")
        elif options.setdefault(name, option) != option:
            call.add("LK704", f"the reading `{clipped(name)}` is given twice", "keep one of them")
    if options and how == "strict":
        mend = "leave out `--reading`, or `--readings strict`"
        call.add("LK704", "`--readings strict` leaves no reading to choose", mend)
    if file is not None and how == "taken":
        theirs = {each.reading: each.option for each in file.readings}
        options = {name: option for name, option in theirs.items() if not _any_same(name, options)} | options
    return options or how  # type: ignore[return-value]


def _approvals(call: Call, file: FactsFile) -> tuple[Approval, ...]:
    own = tuple(each(call, "--approval", read_approval))
    kept = (held for held in file.approvals if not any(same_name(held.gate, one.gate) for one in own))
    return (*kept, *own)


def _any_same(name: str, others: Iterable[str]) -> bool:
    return any(same_name(name, other) for other in others)


def attested(call: Call, file: FactsFile | None = None) -> Attestation | None:
    """Who vouches for what, from `--attest`, or from a facts file where that is not given."""
    written = call.single("--attest")
    if written is None:
        return None if file is None else file.attested
    return _value(call, "--attest", read_attestation, written)


def each(call: Call, option: str, read: Callable[[str], T]) -> Iterator[T]:
    """The values of an option, as far as they can be read."""
    for written in call.values(option):
        value = _value(call, option, read, written)
        if value is not None:
            yield value


def _value(call: Call, option: str, read: Callable[[str], T], written: str) -> T | None:
    try:
        return read(written)
    except ValueProblem as problem:
        call.problems.keep([about(option, problem)])
    return None
