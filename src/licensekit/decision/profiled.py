"""A question put beside a profile: what of the profile is about these licences, and what the question states otherwise.

What the question states wins over the profile, fact by fact, gate by gate, reading by reading; that it does is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from licensekit.decision.circumstances import Circumstances, Profiled, checked
from licensekit.errors import FactsError
from licensekit.meaning.program import Program
from licensekit.model.license import declared_facts
from licensekit.use import Approval, Attestation
from licensekit.use.problems import is_known
from licensekit.use.profile import FromProfile, Profile, license_named, plain_fact
from licensekit.use.raw import written
from licensekit.use.record import Use
from licensekit.use.statements import ChosenReading, same_name
from licensekit.values import Told, known_shown
from licensekit.vocabulary.facts import fact_name
from licensekit.vocabulary.words import AGREEMENT


@dataclass(frozen=True)
class BesideProfile(Circumstances):
    """The same with what a profile says of them, and what was taken from it: nothing is decided by that."""

    taken: FromProfile | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """All of it as if it had been stated, by the names under which `evaluate` takes it."""
        return {name: value for name, value in vars(self).items() if name != "taken"}

    @property
    def from_profile(self) -> FromProfile | None:
        """What of the question was taken from a profile, so that answers can say so."""
        return self.taken


def profiled(
    profile: Profile, programs: tuple[Program, ...], facts: Mapping[str, Told], circumstances: Circumstances
) -> Profiled:
    """A question with what a profile says of it. Raises FactsError where the profile cannot be so under these licences.

    `facts` are those that the question states.
    """
    try:
        return _Fitted(profile, programs).put_with(facts, circumstances)
    except FactsError as refused:
        raise profile.placed(refused) from None


class _Fitted:
    """The part of a profile that is about some licences."""

    def __init__(self, profile: Profile, programs: tuple[Program, ...]) -> None:
        said, self.profile, self.programs = profile.said, profile, programs
        self.ids = {program.license.id for program in programs}
        self.licensors = {program.license.licensor for program in programs}
        self.meanings = {meaning.key for program in programs for meaning in program.license.meanings}
        self.facts = self._facts()
        self.approvals = tuple(each for each in said.approvals if self._is_asked(each.gate))
        self.readings = tuple(each for each in said.readings if self._is_asked(each.reading))
        self.done = tuple(name for name in said.done if self._is_asked(name))
        self.strangers = tuple(self._strangers())

    def _is_asked(self, name: str) -> bool:
        if AGREEMENT in name:
            license, _, licensor = name.rpartition(AGREEMENT)
            return licensor in self.licensors and license.removesuffix(".") in {"", *self.ids}
        known = self.profile.owners.get(name, "")
        return license_named(name, {*self.ids, known}) in self.ids

    def _facts(self) -> dict[str, Told]:
        declared = declared_facts(program.license for program in self.programs)
        said = {
            name: known
            for name, known in self.profile.said.facts.items()
            if name in declared or self._is_of_these(name)
        }
        own = {name: written(known) for name, known in said.items() if name in declared}
        given = Use.of((), own, declared).facts() if own else {}
        return {
            name: given.get(name, known) for name, known in said.items() if not self._is_said_by_meaning(name, said)
        }

    def _is_of_these(self, name: str) -> bool:
        """Whether a fact is said of all licences, or of one of these; that has a meaning of it, or it is refused."""
        if "@" not in name:
            return is_known(name)
        return name in self.meanings or fact_name(name).meaning in self.ids

    def _is_said_by_meaning(self, name: str, said: Iterable[str]) -> bool:
        """Whether a bare name is said more exactly beside it, in each meaning that it has here."""
        meant = [key for key in self.meanings if key.partition("@")[0] == name]
        return bool(meant) and all(key in said for key in meant)

    def put_with(self, stated: Mapping[str, Told], circumstances: Circumstances) -> Profiled:
        """The question with what it leaves open."""
        said = self.profile.said
        named = {plain_fact(name) for name in stated}
        facts = {name: known for name, known in self.facts.items() if plain_fact(name) not in named}
        approvals = tuple(each for each in self.approvals if not _is_stated(each, circumstances.approvals))
        chosen = tuple(each for each in self.readings if not _is_read(each, circumstances))
        sources = {rate.source for rate in circumstances.rates}
        indices = {(index.name, index.base) for index in circumstances.indices}
        groups = () if said.attested is None else said.attested.covered
        rates = tuple(each for each in said.rates if each.source not in sources)
        values = tuple(each for each in said.indices if (each.name, each.base) not in indices)
        readings = circumstances.readings
        if chosen:  # what the question leaves to the profile
            theirs = {each.reading: each.option for each in chosen}
            readings = {**theirs, **({} if isinstance(readings, str) else readings)}
        asked = BesideProfile(
            as_of=circumstances.as_of,
            assume=circumstances.assume,
            approvals=(*approvals, *circumstances.approvals),
            readings=readings,
            done=self._done(circumstances.done),
            rates=(*rates, *circumstances.rates),
            indices=(*values, *circumstances.indices),
            attested=_attested(said.attested, circumstances.attested),
            taken=FromProfile(
                profile=str(self.profile),
                facts=facts,
                beside=(*(each.gate for each in approvals), *(each.reading for each in chosen), *self.done, *groups),
                conversions=(*rates, *values),
                told=tuple(self._told(stated, circumstances, approvals, chosen)),
                no_part=(*self._otherwise(stated, circumstances), *self.strangers),
                strangers=self.strangers,
                says=self.profile.says,
            ),
        )
        if circumstances.approvals:  # what is wrong with its own is told at its place in the file all the same
            checked(self.programs, replace(asked, approvals=approvals))
        return Profiled({**facts, **stated}, asked)

    def _told(
        self,
        stated: Mapping[str, Told],
        circumstances: Circumstances,
        approvals: Iterable[Approval],
        chosen: Iterable[ChosenReading],
    ) -> Iterator[str]:
        """What a reader should know of it."""
        yield from (f"{each} ({self.profile})" for each in chosen)
        yield from self._held(approvals, circumstances.as_of)
        yield from self._otherwise(stated, circumstances)
        for name in filter(self._is_asked, self.profile.left_out):
            yield f"the {name} is left out: what holds in many uses cannot say what rests on it ({self.profile})"
        yield from self.strangers

    def _strangers(self) -> Iterator[str]:
        """What is said of licences that nobody knows here."""
        for name, words in self.profile.strangers.items():
            if not (self._is_asked(name) or name in self.facts):
                yield f"{words} ({self.profile})"

    def _done(self, stated: tuple[str, ...] | Mapping[str, bool]) -> tuple[str, ...] | Mapping[str, bool]:
        if isinstance(stated, Mapping):
            theirs = (name for name in self.done if not any(same_name(name, other) for other in stated))
            return {**dict.fromkeys(theirs, True), **stated}
        return tuple(dict.fromkeys((*self.done, *stated)))

    def _held(self, approvals: Iterable[Approval], as_of: date | None) -> Iterator[str]:
        """Whose word the approvals are, and that duties are done, and what is attested."""
        said = [f"`{each.gate}` is {each.state}" for each in approvals]
        said += [f"`{name}` is done" for name in self.done]
        attested = self.profile.said.attested
        if attested is not None:
            later = (
                "" if attested == attested.made_by(as_of) else f" (what comes after {as_of} counts for nothing here)"
            )
            said.append(f"attested: {attested}{later}")
        if said:
            yield f"{self.profile}: {', '.join(said)}"

    def _otherwise(self, stated: Mapping[str, Told], circumstances: Circumstances) -> Iterator[str]:
        """What the question states otherwise than the profile."""
        for name, known in self.facts.items():
            others = [value for fact, value in stated.items() if plain_fact(fact) == plain_fact(name)]
            if others and known not in others:
                yield f"`{name}` is {known_shown(others[0])} in this question; {self.profile} says {known_shown(known)}"
        for each in self.approvals:
            if _is_stated(each, circumstances.approvals):
                yield f"the approval `{each.gate}` is as this question states it; {self.profile} says {each.state}"
        for read in self.readings:
            if _is_read(read, circumstances):
                yield f"`{read.reading}` is read as this question says; {self.profile} says {read.option}"


def _is_stated(approval: Approval, stated: Iterable[Approval]) -> bool:
    return any(same_name(approval.gate, other.gate) for other in stated)


def _is_read(reading: ChosenReading, circumstances: Circumstances) -> bool:
    stated = circumstances.readings
    if isinstance(stated, str):
        return stated == "strict"
    return any(same_name(reading.reading, name) for name in stated)


def _attested(of_profile: Attestation | None, stated: Attestation | None) -> Attestation | None:
    """What the question has attested, and for other groups what the profile has."""
    if of_profile is None or stated is None:
        return of_profile if stated is None else stated
    covered = set(stated.covered)
    others = (
        replace(each, groups=tuple(group for group in each.groups if group not in covered), beside=())
        for each in of_profile.each
    )
    return replace(stated, beside=(*stated.beside, *(each for each in others if each.groups)))
