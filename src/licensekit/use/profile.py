"""A profile: a facts file that says once who we are and what our product is, for questions about many licences.

It has the keys of a facts file but for those of a question, `acts` and `as_of`. What it says of one licence names that
licence: `minimax-m2.7.authorization`, `group.operates.model_service@kimi-k3`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from licensekit.diagnostics import Diagnostic, Label, slip_of_id
from licensekit.errors import FactsError
from licensekit.span import Source, Span
from licensekit.use.checks import of_kind, refuse
from licensekit.use.files import FileFormat, read_facts, text_of_facts
from licensekit.use.parsing import located
from licensekit.use.statements import FactsFile
from licensekit.values import IndexValue, Known, Rate, Told
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact_name
from licensekit.vocabulary.words import AGREEMENT


def plain_fact(name: str) -> str:
    """A fact whatever its meaning."""
    return str(fact_name(name)._replace(meaning="")) if "@" in name else name


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds of us for every question: facts, approvals, readings, duties done, rates, attestations.

    `name` is the file's, as answers name it.
    """

    name: str
    said: FactsFile = field(default_factory=FactsFile)
    owners: Mapping[str, str] = field(default_factory=dict)
    """The licence of each approval, reading and duty that is named with one; empty: none that is known."""
    strangers: Mapping[str, str] = field(default_factory=dict)
    """Those of which no licence is known, facts under its meaning too, each with what is to be said of it."""
    left_out: tuple[str, ...] = ()
    """Agreements that are not used here."""
    source: Source | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        mend = "use `lk.read_profile` or `lk.parse_profile`"
        refuse(of_kind("Profile.said", self.said, FactsFile, "what a file says", mend))

    def __str__(self) -> str:
        return f"profile {self.name}"

    @property
    def says(self) -> int:
        """How many things it says."""
        said = self.said
        groups = () if said.attested is None else said.attested.covered
        return len(said.facts) + sum(1 for _ in said.names_of_licenses) + len(groups)

    def without_agreements(self) -> Profile:
        """The same without agreements with licensors: what holds in many uses cannot say what rests on one."""
        others = tuple(each for each in self.said.approvals if AGREEMENT not in each.gate)
        gone = tuple(each.gate for each in self.said.approvals if AGREEMENT in each.gate)
        return replace(self, said=self.said._replace(approvals=others), left_out=gone)

    def without(self, facts: Iterable[str]) -> Profile:
        """The same without some facts, under whatever meaning it says them."""
        gone = {*map(plain_fact, facts)}
        kept = {name: known for name, known in self.said.facts.items() if plain_fact(name) not in gone}
        return replace(self, said=self.said._replace(facts=kept))

    def over(self, below: Profile) -> Profile:
        """Both as one: what this says goes before what the one below says of the same."""
        mine, theirs = self.said, below.said
        gates, readings = {each.gate for each in mine.approvals}, {each.reading for each in mine.readings}
        said = FactsFile(
            facts={**below.without(mine.left_open).said.facts, **mine.facts},
            approvals=(*(each for each in theirs.approvals if each.gate not in gates), *mine.approvals),
            readings=(*(each for each in theirs.readings if each.reading not in readings), *mine.readings),
            done=tuple(dict.fromkeys((*theirs.done, *mine.done))),
            rates=(*theirs.rates, *mine.rates),
            indices=(*theirs.indices, *mine.indices),
            attested=mine.attested or theirs.attested,
            left_open=mine.left_open,
        )
        name = f"{self.name} over {below.name}"
        owners, strangers = {**below.owners, **self.owners}, {**below.strangers, **self.strangers}
        return Profile(name, said, owners, strangers, self.left_out, self.source)

    def placed(self, error: FactsError) -> FactsError:
        """The same findings, those that name something of this profile at its place in the file."""
        if self.source is None:
            return error
        findings = (each if each.labels else self._placed(each, self.source) for each in error.diagnostics)
        return FactsError(tuple(findings), (*error.sources.values(), self.source))

    def _placed(self, finding: Diagnostic, source: Source) -> Diagnostic:
        """A finding at the first thing of this profile that it names in backquotes."""
        for word in finding.message.split("`")[1::2]:
            if word in self.said.facts:
                notes = (f"to leave it out of one question, say `--set {word}=unknown`",)
                return replace(finding, labels=_place(source, word), notes=(*finding.notes, *notes))
            named = next((name for _, _, name in self.said.names_of_licenses if word in {name, _bare(name)}), None)
            at = -1 if named is None else source.text.find(named)
            if named is not None and at >= 0:
                return replace(finding, labels=(Label(Span(source.name, at, at + len(named))),))
        return finding


class FromProfile(NamedTuple):
    """What of a question was taken from a profile, so that answers can say so."""

    profile: str
    facts: Mapping[str, Told]
    beside: tuple[str, ...] = ()
    """The names of the approvals, readings and duties, and the groups attested, that were taken from it."""
    conversions: tuple[Rate | IndexValue, ...] = ()
    """The rates and index values that were taken from it."""
    told: tuple[str, ...] = ()
    """What a reader should know: how readings were chosen, and what the question states otherwise."""
    no_part: tuple[str, ...] = ()
    """Of these, what does not count: the question states it otherwise, or it is of a licence that nobody knows here."""
    strangers: tuple[str, ...] = ()
    """Of these, what is said of licences that nobody knows here."""
    says: int = 0
    """How many things it says, of whatever licence."""

    def states(self, fact: str, known: Known) -> bool:
        """Whether a fact, under the name that the licences use, is as the profile has it."""
        return known in {self.facts.get(fact), self.facts.get(fact.partition("@")[0])}

    def names(self, statement: str) -> bool:
        """Whether a statement, by its name in an answer, is one of the profile's."""
        if any(statement == name or statement.endswith(f".{name}") for name in self.beside):
            return True
        return statement in self.facts or statement.partition("@")[0] in self.facts


def profile_of_text(
    text: str, language: FileFormat, name: str, ids: Collection[str], declared: Mapping[str, FactInfo] | None = None
) -> Profile:
    """Read a profile. `ids` are the licences that are known, `declared` the facts that licences declare themselves.

    Raises FactsError with every finding, each at its place.
    """
    said = read_facts(text, language, name, declared, as_profile=True)
    return profile_saying(said, Source(name, text.replace("\r\n", "\n")), ids)


def profile_saying(said: FactsFile, source: Source, ids: Collection[str]) -> Profile:
    """The profile that says something, which stands in a text. `ids` are the licences that are known."""
    owners = {full: license_named(full, ids) for _, _, full in said.names_of_licenses if not full.startswith(AGREEMENT)}
    strangers = {full: _stranger(full, full.rpartition(".")[0], ids) for full, known in owners.items() if not known}
    meant = {name: meaning for name in said.facts if (meaning := name.partition("@")[2].partition("[")[0])}
    strangers |= {name: _stranger(name, license, ids) for name, license in meant.items() if license not in ids}
    return Profile(source.name, said, owners, strangers, source=source)


def profile_of_path(path: Path, ids: Collection[str], declared: Mapping[str, FactInfo] | None = None) -> Profile:
    """Read a profile from a file, as `profile_of_text` does. Raises FactsError."""
    text, language = text_of_facts(path, "profile")
    return profile_of_text(text, language, str(path), ids, declared)


def license_named(name: str, ids: Collection[str]) -> str:
    """The licence with which a clause or reading is named: of several ids that fit, the longest; else nothing."""
    return max((each for each in ids if name.startswith(f"{each}.")), key=len, default="")


def _stranger(name: str, license: str, ids: Collection[str]) -> str:
    """What is to be said of a name with a licence that nobody knows here."""
    near = slip_of_id(license, ids)
    return f"`{name}`: no licence `{license}` is asked about, nor in the catalogue" + (f"; {near}" if near else "")


def _bare(name: str) -> str:
    return name.rpartition(".")[2]


def _place(source: Source, fact: str) -> tuple[Label, ...]:
    """Where a fact is said: under its whole name, or at the last of its parts."""
    return located(source, (fact,)) or located(source, fact.replace("[", ".").removesuffix("]").split("."))
