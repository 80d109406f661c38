"""From what a caller states beside the facts to a checked setting: every slip is reported, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from licensekit.diagnostics import Diagnostic, did_you_mean
from licensekit.errors import FactsError
from licensekit.evaluate.known import Assume
from licensekit.evaluate.setting import Approval, Setting
from licensekit.evaluate.terms import Terms, programs
from licensekit.meaning.program import Program
from licensekit.model.clauses import Duty, Gate
from licensekit.use import Use
from licensekit.use.statements import Approval as GivenApproval
from licensekit.use.statements import Attestation
from licensekit.values import IndexValue, Rate
from licensekit.vocabulary.acts import GROUPS, LEAVES, leaves_of
from licensekit.vocabulary.words import ATTESTATIONS

Readings: TypeAlias = Literal["taken", "strict"] | Mapping[str, str]
Done: TypeAlias = Iterable[str] | Mapping[str, bool]


@dataclass(frozen=True)
class Circumstances:
    """Everything a caller may state beside the use itself."""

    as_of: date | None = None
    assume: Assume = "standard"
    readings: Readings = "taken"
    approvals: tuple[GivenApproval, ...] = ()
    done: Done = ()
    rates: tuple[Rate, ...] = ()
    indices: tuple[IndexValue, ...] = ()
    attested: Attestation | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing is stated that the setting depends on: no approval, rate, index, duty or other reading."""
        stated = self.approvals or self.done or self.rates or self.indices or self.attested
        return not stated and self.readings == "taken"


class Put(NamedTuple):
    """A question as it was put: what `decision.alternatives()` asks again with something changed."""

    terms: Terms
    use: Use
    circumstances: Circumstances


PLAIN = "plain setting"


@dataclass(frozen=True)
class Checked:
    """The setting, and what else the circumstances come to."""

    setting: Setting
    states: Mapping[str, str]
    """Gates, as `LICENSE.GATE`, whose approval was requested, refused, or given as held without counting."""
    done: Mapping[str, bool]
    """Duties, as `LICENSE.DUTY`, that were done or not done."""
    notes: tuple[str, ...]


def checked(terms: Terms, circumstances: Circumstances) -> Checked:
    """The setting of a question. Raises FactsError with every finding."""
    if circumstances.plain:
        kept = terms.layouts.get(PLAIN)
        if not isinstance(kept, Checked):
            kept = terms.layouts[PLAIN] = _checked(terms, circumstances)
        return kept
    return _checked(terms, circumstances)


def _checked(terms: Terms, circumstances: Circumstances) -> Checked:
    licenses = programs(terms)
    findings: list[Diagnostic] = []
    notes: list[str] = []
    approvals, states = _approvals(licenses, circumstances, findings, notes)
    setting = Setting(
        rates=_rates(circumstances.rates, findings),
        indices={f"{index.name}@{index.base}": index for index in circumstances.indices},
        readings=_readings(licenses, circumstances.readings, findings),
        approvals=approvals,
    )
    done = dict(_done(licenses, circumstances.done, findings))
    attested = circumstances.attested
    groups = () if attested is None else attested.groups
    findings.extend(
        _unknown("LK534", "group of facts to attest", group, ATTESTATIONS)
        for group in groups
        if group not in ATTESTATIONS
    )
    if findings:
        raise FactsError(findings)
    return Checked(setting, states, done, tuple(notes))


def leaves_asked(acts: Iterable[str]) -> tuple[str, ...]:
    """The leaves that the acts asked about stand for, in vocabulary order. Raises FactsError."""
    return _leaves(tuple(acts))


@lru_cache(maxsize=1024)
def _leaves(asked: tuple[str, ...]) -> tuple[str, ...]:
    findings: list[Diagnostic] = []
    wanted: set[str] = set()
    for act in asked:
        if act in LEAVES or act in GROUPS:
            wanted.update(leaves_of(act))
    findings.extend(
        _unknown("LK503", "act", act, (*LEAVES, *GROUPS)) for act in asked if act not in LEAVES and act not in GROUPS
    )
    if not wanted and not findings:
        findings.append(Diagnostic("LK530", "no act is asked about", help="name an act, such as `run` or `embed`"))
    if findings:
        raise FactsError(findings)
    return tuple(leaf for leaf in LEAVES if leaf in wanted)


def _unknown(code: str, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    names = sorted(known)
    mend = did_you_mean(name, names) or ("write one of " + ", ".join(names[:12]) if names else "")
    return Diagnostic(code, f"there is no {what} `{name}` here", help=mend)


def _approvals(
    licenses: tuple[Program, ...], circumstances: Circumstances, findings: list[Diagnostic], notes: list[str]
) -> tuple[tuple[Approval, ...], dict[str, str]]:
    gates = {
        f"{program.license.id}.{clause.id}": clause
        for program in licenses
        for clause in program.clauses
        if isinstance(clause, Gate)
    }
    held: list[Approval] = []
    states: dict[str, str] = {}
    for given in circumstances.approvals:
        name = _qualified(given.gate, gates, licenses, ("LK531", "gate"), findings)
        if name is None:
            continue
        unknown_acts = [act for act in given.acts if act not in LEAVES and act not in GROUPS]
        findings.extend(_unknown("LK503", "act", act, (*LEAVES, *GROUPS)) for act in unknown_acts)
        states[name] = given.state
        if given.state != "held" or unknown_acts:
            continue
        why_not = _why_not(given, gates[name].holder, circumstances.as_of)
        if why_not:
            states[name] = "missing"
            notes.append(f"the approval of `{name}` does not count: {why_not}")
        else:
            held.append(Approval(name, frozenset(leaf for act in given.acts for leaf in leaves_of(act))))
    return tuple(held), states


def _why_not(given: GivenApproval, holder: str, as_of: date | None) -> str:
    """Why an approval that is said to be held does not count; empty if it does."""
    if given.holder != holder:
        return f"it must be held by the {holder}, not by the {given.holder}"
    if given.since is None and given.until is None:
        return ""
    if as_of is None:
        return "it has dates, and no as-of date is given"
    if given.since is not None and as_of < given.since:
        return f"it begins on {given.since.isoformat()}"
    if given.until is not None and as_of > given.until:
        return f"it ended on {given.until.isoformat()}"
    return ""


def _qualified(
    name: str,
    known: Mapping[str, object],
    licenses: tuple[Program, ...],
    kind: tuple[str, str],
    findings: list[Diagnostic],
) -> str | None:
    """A clause's name with its licence. A bare one must belong to one licence alone; its policies come after it."""
    if name in known:
        return name
    found = [full for full in known if full.endswith(f".{name}")]
    own = [full for full in found if full.removesuffix(f".{name}") in {program.license.id for program in licenses}]
    for named in (found, own):
        if len(named) == 1:
            return named[0]
    code, what = kind
    if found:
        choices = " or ".join(f"`{full}`" for full in found)
        findings.append(Diagnostic(code, f"`{name}` is a {what} of several licences", help=f"write {choices}"))
    else:
        findings.append(_unknown(code, what, name, known))
    return None


def _rates(rates: Iterable[Rate], findings: list[Diagnostic]) -> dict[str, Rate]:
    found: dict[str, Rate] = {}
    for rate in rates:
        if rate.source in found:
            message = f"two rates convert {rate.source}: `{found[rate.source]}` and `{rate}`"
            findings.append(Diagnostic("LK535", message, help="give one rate for each currency"))
        found[rate.source] = rate
    for start in tuple(found):
        seen, at = {start}, found[start].target
        while at in found and at not in seen:
            seen.add(at)
            at = found[at].target
        if at == start:
            message = f"the rates lead from {start} back to {start}"
            findings.append(Diagnostic("LK536", message, help="give rates in one direction only"))
            return {}
    return found


def _readings(licenses: tuple[Program, ...], readings: Readings, findings: list[Diagnostic]) -> dict[str, str]:
    if readings == "strict":
        return {}
    known = {f"{program.license.id}.{name}": one for program in licenses for name, one in program.readings.items()}
    chosen = {name: reading.taken for name, reading in known.items()}
    if not isinstance(readings, str):
        for name, option in readings.items():
            full = _qualified(name, known, licenses, ("LK532", "reading"), findings)
            if full is None:
                continue
            options = [one.name for one in known[full].options]
            if option not in options:
                findings.append(_unknown("LK533", f"option of reading `{name}`", option, options))
            chosen[full] = option
    elif readings != "taken":
        findings.append(_unknown("LK533", "way to treat readings", readings, ("taken", "strict")))
    return chosen


def _done(licenses: tuple[Program, ...], done: Done, findings: list[Diagnostic]) -> Iterator[tuple[str, bool]]:
    known = {
        f"{program.license.id}.{clause.id}": clause
        for program in licenses
        for clause in program.clauses
        if isinstance(clause, Duty)
    }
    stated = done.items() if isinstance(done, Mapping) else ((name, True) for name in done)
    for name, is_done in stated:
        full = _qualified(name, known, licenses, ("LK537", "duty"), findings)
        if full is not None:
            yield full, is_done
