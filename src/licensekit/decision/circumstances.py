"""What a caller may state beside the facts of a use, and what it comes to: every slip is reported, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias, get_args

from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import FactsError
from licensekit.meaning.agreements import agreement_with
from licensekit.meaning.lowering import AS_WRITTEN, Exchange
from licensekit.meaning.program import Program, gates_of
from licensekit.meaning.terms import Terms
from licensekit.meaning.variable import ApprovalVariable, ReadingVariable
from licensekit.model.clauses import Duty, written_id
from licensekit.use import Use
from licensekit.use.checks import a_day, a_word, listed, misplaced, of_kind, refuse, texts
from licensekit.use.problems import unknown_act
from licensekit.use.statements import Approval, Attestation
from licensekit.values import IndexValue, Rate, Told
from licensekit.vocabulary.acts import GROUPS, LEAVES, leaves_of
from licensekit.vocabulary.words import AGREEMENT, ATTESTATIONS

if TYPE_CHECKING:
    from licensekit.use.profile import FromProfile

Assume: TypeAlias = Literal["none", "safe", "standard"]
Readings: TypeAlias = Literal["taken", "strict"] | Mapping[str, str]
Done: TypeAlias = Mapping[str, bool] | Iterable[str]


_ASSUMPTIONS: Final = get_args(Assume)
_TUPLES: Final = {tuple}
_NOTHING: Final = (None, "taken", (), (), (), (), None)
"""What circumstances state where nothing is stated but what may be assumed."""


def each_done(done: Done) -> tuple[str, ...] | Mapping[str, bool]:
    """Duties that were done, or not, as they are kept: by what was stated then, whatever becomes of the mapping."""
    return dict(done) if isinstance(done, Mapping) else listed(done)


@dataclass(frozen=True)
class Circumstances:
    """Everything that a caller may state beside the use itself.

    `as_of` is the day for which the question is asked; without it, what depends on the day is open. `assume` says what
    may be taken for granted, `readings` how disputed wording is read: as taken, every way (`strict`), or by the
    options named. `approvals` are held, requested or refused; `done` are duties that were done, or (as a mapping) not.
    `rates` and `indices` convert amounts; nothing else does. `attested` is what somebody vouches for, from that day on.

    Raises FactsError, with every finding, for what is of the wrong kind and for a word that there is not. Whether there
    is such a gate, reading, duty or group is seen where licences are asked.
    """

    as_of: date | None = None
    assume: Assume = "standard"
    readings: Readings = "taken"
    approvals: tuple[Approval, ...] = ()
    done: tuple[str, ...] | Mapping[str, bool] = ()
    rates: tuple[Rate, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    attested: Attestation | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What a caller states, by the names under which `evaluate` takes it."""
        return dict(vars(self))

    @property
    def from_profile(self) -> FromProfile | None:
        """What of the question was taken from a profile, if there was one."""
        return None

    @property
    def vouched(self) -> Attestation | None:
        """What somebody had attested by the day asked about."""
        return None if self.attested is None else self.attested.made_by(self.as_of)

    @property
    def groups_attested(self) -> frozenset[str]:
        """Groups of clean-hands facts that somebody had attested by then."""
        return frozenset(() if (vouched := self.vouched) is None else vouched.covered)

    def __post_init__(self) -> None:
        stated = self.as_of, self.readings, self.approvals, self.done, self.rates, self.indices, self.attested
        if stated == _NOTHING and self.assume in _ASSUMPTIONS:
            return
        if {type(self.approvals), type(self.done), type(self.rates), type(self.indices)} != _TUPLES:
            approvals, rates, indices = listed(self.approvals), listed(self.rates), listed(self.indices)
            vars(self).update(approvals=approvals, done=each_done(self.done), rates=rates, indices=indices)
        if isinstance(self.readings, Mapping):
            vars(self).update(readings=dict(self.readings))
        refuse(self._refused())

    def _refused(self) -> Iterator[Diagnostic]:
        yield from a_day("as_of", self.as_of)
        yield from a_word("assume", self.assume, _ASSUMPTIONS)
        if isinstance(self.readings, Mapping):
            yield from texts("readings", (*self.readings, *self.readings.values()))
        elif not isinstance(self.readings, str):  # which words there are is told beside the readings of licences
            yield misplaced("readings", self.readings, "a way to read", 'write "taken", "strict" or a mapping')
        for at, approval in enumerate(self.approvals):
            mend = 'write [lk.Approval("GATE")], with the name of the gate'
            yield from of_kind(f"approvals[{at}]", approval, Approval, "an Approval", mend)
        if isinstance(self.done, Mapping):
            for name, is_done in self.done.items():
                yield from of_kind(f"done[{name}]", is_done, bool, "yes or no", "write True or False")
        else:
            yield from texts("done", self.done)
        for at, rate in enumerate(self.rates):
            mend = 'write [lk.Rate("CNY", "USD", Decimal("0.14"), date(2026, 6, 1))]'
            yield from of_kind(f"rates[{at}]", rate, Rate, "a Rate", mend)
        for at, index in enumerate(self.indices):
            mend = 'write [lk.IndexValue("us_cpi_u", 2019, Decimal("1.27"), date(2026, 6, 1))]'
            yield from of_kind(f"indices[{at}]", index, IndexValue, "an IndexValue", mend)
        if self.attested is not None:
            mend = 'write lk.Attestation("Legal", date(2026, 6, 1), ("conduct",))'
            yield from of_kind("attested", self.attested, Attestation, "an Attestation", mend)

    @property
    def plain(self) -> bool:
        """Whether nothing is stated but the day and what may be assumed."""
        stated = self.approvals or self.done or self.rates or self.indices or self.attested
        return not stated and self.readings == "taken"

    @property
    def readings_said(self) -> str:
        """How wording is read, in words."""
        if isinstance(self.readings, str):
            return self.readings
        return ", ".join(f"{name}={self.readings[name]}" for name in sorted(self.readings))

    @property
    def strict(self) -> bool:
        """Whether all readings are open, and the worst is taken."""
        return self.readings == "strict"


class Profiled(NamedTuple):
    """The facts and circumstances of a question, with those of a profile."""

    facts: Mapping[str, Told]
    circumstances: Circumstances


class Put(NamedTuple):
    """A question as it was put."""

    terms: Terms
    use: Use
    circumstances: Circumstances


class _HeldApproval(NamedTuple):
    """An approval that counts, and the acts that it reaches (none named: all)."""

    gate: ApprovalVariable
    acts: frozenset[str]


class CheckedCircumstances(NamedTuple):
    """What the circumstances come to for some licences."""

    exchange: Exchange
    readings: Mapping[ReadingVariable, str]
    """The option chosen for a reading; one that is absent is open."""
    approvals: tuple[_HeldApproval, ...]
    states: Mapping[str, str]
    """Gates, as `LICENSE.GATE`, whose approval was requested, refused, or stated as held without counting."""
    done: Mapping[str, bool]
    """Duties, as `LICENSE.DUTY`, that were done or not done."""
    uncounted: Mapping[str, str] = {}
    """Approvals, named likewise, that are said to be held and do not count, each with the reason."""
    agreements: frozenset[ApprovalVariable] = frozenset()
    """The agreements of the caller's own that are spoken of, whether or not they count on the day asked about."""

    @property
    def fixed(self) -> tuple[object, ...]:
        """All of it but rates and agreements, which are the matter's, as something that may be a key."""
        said = self.readings, self.states, self.done, self.uncounted
        return (self.approvals, *(tuple(each.items()) for each in said))

    def held(self, leaf: str) -> frozenset[ApprovalVariable]:
        """The gates whose approval is held for an act."""
        if not self.approvals:
            return NOTHING_HELD
        return frozenset(approval.gate for approval in self.approvals if not approval.acts or leaf in approval.acts)


NOTHING_HELD: Final[frozenset[ApprovalVariable]] = frozenset()


def checked(licenses: tuple[Program, ...], circumstances: Circumstances) -> CheckedCircumstances:
    """What the circumstances come to. Raises FactsError with every finding."""
    return _Statements(licenses, circumstances).checked()


def leaves_asked(acts: Iterable[str]) -> tuple[str, ...]:
    """The leaves that the acts asked about stand for, in vocabulary order. Raises FactsError."""
    if isinstance(acts, str) or not isinstance(acts, Iterable):
        refuse([misplaced("acts", acts, "a list", f'write ["{acts}"]' if isinstance(acts, str) else 'write ["run"]')])
    return _leaves(tuple(acts))


@lru_cache(maxsize=1024)
def _leaves(asked: tuple[str, ...]) -> tuple[str, ...]:
    findings, wanted = [*_unknown_acts(asked)], _reach(asked)
    if not wanted and not findings:
        findings.append(
            Diagnostic("LK530", "no act is asked about", help="name an act, such as `run` or `embed`", path="acts")
        )
    if findings:
        raise FactsError(findings)
    return tuple(leaf for leaf in LEAVES if leaf in wanted)


def _reach(acts: Iterable[str]) -> set[str]:
    """The leaves that some acts stand for."""
    return {leaf for act in acts if act in LEAVES or act in GROUPS for leaf in leaves_of(act)}


def _unknown_acts(acts: Iterable[str]) -> Iterator[Diagnostic]:
    unknown = (act for act in acts if act not in LEAVES and act not in GROUPS)
    return map(unknown_act, unknown)


def _unknown(code: str, what: str, name: str, known: Iterable[str], path: str) -> Diagnostic:
    names = sorted(known)
    mend = did_you_mean(name, names) or (
        "write one of " + ", ".join(names[:12]) if names else "leave it out: there is none here"
    )
    return Diagnostic(code, f"there is no {what} `{name}` here", help=mend, path=path)


def refuse_agreements(approvals: Iterable[Approval], of: str) -> None:
    """Raise FactsError where an agreement of one's own is stated to what cannot say what rests on it."""
    if any(AGREEMENT in each.gate for each in approvals):
        message = f"{of} cannot say what rests on an agreement of one's own"
        raise FactsError([Diagnostic("LK548", message, help="leave it out, or ask about one use with `ask`")])


class _Statements:
    """What is stated, read for some licences; every slip is a finding."""

    def __init__(self, licenses: tuple[Program, ...], circumstances: Circumstances) -> None:
        self.licenses, self.stated = licenses, circumstances
        self.findings: list[Diagnostic] = []
        self.uncounted: dict[str, str] = {}

    def checked(self) -> CheckedCircumstances:
        """What all of it comes to. Raises FactsError."""
        approvals, states = self._approvals()
        rates, indices = self._rates(), self._indices()
        exchange = Exchange(rates, indices) if rates or indices else AS_WRITTEN
        readings, done = self._readings(), self._done()
        self.findings.extend(
            _unknown("LK534", "group of facts to attest", group, ATTESTATIONS, "attested")
            for group in (() if self.stated.attested is None else self.stated.attested.covered)
            if group not in ATTESTATIONS
        )
        if self.findings:
            raise FactsError(self.findings)
        spoken_of = (agreement_with(program.license) for program in self.licenses)
        agreements = frozenset(each for each in spoken_of if each.qualified in states)
        return CheckedCircumstances(exchange, readings, approvals, states, done, self.uncounted, agreements)

    def _said_in_two_ways(self, what: str, name: str, path: str) -> None:
        message = f"the {what} `{name}` is stated in two ways"
        self.findings.append(Diagnostic("LK515", message, help="keep one of them", path=path))

    def _qualified(self, name: str, known: Mapping[str, object], code: str, what: str, path: str) -> str | None:
        """A clause's name with its licence. A bare one must belong to one licence alone; its policies come after it."""
        if name in known:
            return name
        ids = {program.license.id for program in self.licenses}
        ending = [full for full in known if full.endswith(f".{name}")]
        own = [full for full in ending if full.removesuffix(f".{name}") in ids]
        for named in (ending, own):
            if len(named) == 1:
                return named[0]
        if ending:
            message, choices = f"`{name}` is a {what} of several licences", " or ".join(f"`{full}`" for full in ending)
            self.findings.append(Diagnostic(code, message, help=f"write {choices}", path=path))
        else:
            self.findings.append(_unknown(code, what, name, known, path))
        return None

    # -- approvals ---------------------------------------------------------------------------------------------

    def _approvals(self) -> tuple[tuple[_HeldApproval, ...], dict[str, str]]:
        gates = {each.qualified: (each, gate.holder) for each, gate in gates_of(self.licenses).items()}
        with_licensors = (agreement_with(program.license) for program in self.licenses if program.license.licensor)
        agreements = {each.qualified: (each, "licensee") for each in with_licensors}
        held: list[_HeldApproval] = []
        states: dict[str, str] = {}
        counting: dict[tuple[str, str], list[Approval]] = {}
        for stated in self.stated.approvals:
            if AGREEMENT in stated.gate:
                known, name = agreements, self._agreement(stated.gate, agreements)
            else:
                known, name = gates, self._qualified(stated.gate, gates, "LK531", "gate", "approvals")
            if name is None:
                continue
            unknown_acts = [*_unknown_acts(stated.acts)]
            self.findings.extend(unknown_acts)
            variable, holder = known[name]
            why_not = _why_not(stated, holder, self.stated.as_of)
            if _counts_on(stated, self.stated.as_of):
                before = counting.setdefault((name, stated.holder), [])
                self.findings.extend(_two_states(name, each, stated) for each in before if _clash(each, stated))
                before.append(stated)
                states[name] = "missing" if why_not and stated.state == "held" else stated.state
            else:
                states.setdefault(name, "missing" if stated.state == "held" else stated.state)
            if stated.state != "held" or unknown_acts:
                continue
            if why_not:
                self.uncounted[name] = why_not
            else:
                held.append(_HeldApproval(variable, frozenset(_reach(stated.acts))))
        for approval in held:  # another statement of it does
            self.uncounted.pop(approval.gate.qualified, None)
        return tuple(held), states

    def _agreement(self, name: str, agreements: Mapping[str, object]) -> str | None:
        """An agreement with a licensor, with the licence that it is about."""
        meant = [full for full in agreements if full == name or full.endswith(f".{name}")]
        if len(meant) == 1:
            return meant[0]
        if meant:
            choices = " and ".join(f"`{full}`" for full in meant)
            code, message = "LK547", f"`{name}` may be about several licences"
            mend = f"say which, or state each: {choices}"
        else:
            code, message = "LK546", f"`{clipped(name.rpartition(AGREEMENT)[2])}` is no licensor here"
            licensors = sorted({program.license.licensor for program in self.licenses} - {""})
            choices = " or ".join(f"`{AGREEMENT}{licensor}`" for licensor in licensors)
            mend = f"write {choices}" if licensors else "no licence here names its licensor"
        self.findings.append(Diagnostic(code, message, help=mend, path="approvals"))
        return None

    # -- conversions -------------------------------------------------------------------------------------------

    def _rates(self) -> dict[str, Rate]:
        by_source: dict[str, Rate] = {}
        for rate in self.stated.rates:
            if rate.source in by_source:
                message = f"two rates convert {rate.source}: `{by_source[rate.source]}` and `{rate}`"
                mend = "give one rate for each currency"
                self.findings.append(Diagnostic("LK535", message, help=mend, path="rates"))
            by_source[rate.source] = rate
        for start in tuple(by_source):
            seen, at = {start}, by_source[start].target
            while at in by_source and at not in seen:
                seen.add(at)
                at = by_source[at].target
            if at == start:
                message, mend = f"the rates lead from {start} back to {start}", "give rates in one direction only"
                self.findings.append(Diagnostic("LK536", message, help=mend, path="rates"))
                return {}
        return by_source

    def _indices(self) -> dict[str, IndexValue]:
        by_name: dict[str, IndexValue] = {}
        for index in self.stated.indices:
            name = f"{index.name}@{index.base}"
            if by_name.setdefault(name, index).factor != index.factor:
                self._said_in_two_ways("index value", name, "indices")
        return by_name

    # -- readings and duties -----------------------------------------------------------------------------------

    def _readings(self) -> dict[ReadingVariable, str]:
        readings = self.stated.readings
        if readings == "strict":
            return {}
        known = {
            f"{program.license.id}.{name}": (program.as_written.lowering.reading(name), reading)
            for program in self.licenses
            for name, reading in program.readings.items()
        }
        chosen = {variable: reading.taken for variable, reading in known.values()}
        if not isinstance(readings, str):
            options: dict[str, str] = {}
            for name, option in readings.items():
                full = self._qualified(name, known, "LK532", "reading", "readings")
                if full is None:
                    continue
                variable, _ = known[full]
                if option not in variable.options:
                    mend = did_you_mean(option, variable.options) or f"write one of {', '.join(variable.options)}"
                    message = f"the reading `{name}` has no option `{option}`"
                    self.findings.append(Diagnostic("LK533", message, help=mend, path="readings"))
                if options.setdefault(full, option) != option:
                    self._said_in_two_ways("reading", full, "readings")
                chosen[variable] = option
        elif readings != "taken":
            mend = did_you_mean(readings, ("taken", "strict")) or "write `taken`, `strict`, or a mapping of readings"
            self.findings.append(Diagnostic("LK533", f"readings cannot be `{readings}`", help=mend, path="readings"))
        return chosen

    def _done(self) -> dict[str, bool]:
        known = {
            f"{program.license.id}.{written_id(clause.id)}": clause
            for program in self.licenses
            for clause in program.clauses
            if isinstance(clause, Duty)
        }
        done = self.stated.done
        by_name: dict[str, bool] = {}
        for name, is_done in done.items() if isinstance(done, Mapping) else ((name, True) for name in done):
            full = self._qualified(name, known, "LK537", "duty", "done")
            if full is not None and by_name.setdefault(full, is_done) is not is_done:
                self._said_in_two_ways("duty", full, "done")
        return by_name


def _counts_on(stated: Approval, as_of: date | None) -> bool:
    """Whether the day asked about may be one of those of which an approval speaks."""
    first, last = stated.since or date.min, stated.until or date.max
    return as_of is None or first <= as_of <= last


def _clash(first: Approval, second: Approval) -> bool:
    """Whether two statements about one gate, both of the day asked about, give it two states for some act."""
    ours, theirs = _reach(first.acts), _reach(second.acts)
    return first.state != second.state and not (ours and theirs and ours.isdisjoint(theirs))


def _two_states(name: str, first: Approval, second: Approval) -> Diagnostic:
    sides = " and ".join(f"{each.state}{f' since {each.since}' if each.since else ''}" for each in (first, second))
    message = f"the approval of `{name}` is stated as {sides}, on the day asked about"
    mend = "keep the one that holds, or say with `until` when the earlier one ended"
    return Diagnostic("LK514", message, help=mend, path="approvals")


def _why_not(stated: Approval, holder: str, as_of: date | None) -> str:
    """Why an approval that is said to be held does not count; empty if it does."""
    if stated.holder != holder:
        return f"it must be held by the {holder}, not by the {stated.holder}"
    if stated.since is None and stated.until is None:
        return ""
    if as_of is None:
        return "no as-of date is given, and it has dates"
    if stated.since is not None and as_of < stated.since:
        return f"it begins on {stated.since.isoformat()}"
    if stated.until is not None and as_of > stated.until:
        return f"it ended on {stated.until.isoformat()}"
    return ""
