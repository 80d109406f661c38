"""The names that a licence or policy can use, and what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from licensekit.check.findings import FindingList
from licensekit.diagnostics import did_you_mean
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.values import YearMonth
from licensekit.vocabulary import facts as vocabulary
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.synonyms import meant_by
from licensekit.vocabulary.words import SUBJECTS

BEFORE_RELEASE: Final = ".month_before_release"


class _TypeWords(NamedTuple):
    """A type of facts in words: what such a fact is, how a condition tests it, and what is given for it."""

    kind: str
    use: str
    value: str


_TYPES: Final[Mapping[str, _TypeWords]] = {
    "yes_no": _TypeWords("a yes/no fact", "write `{name}` or `not {name}`", "`yes` or `no`"),
    "count": _TypeWords("a count", "write `{name} more than 100 million`", "a number such as 100_000_001"),
    "money": _TypeWords(
        "an amount of money", "write `{name} more than 20 million USD`", "a number such as 20 million USD"
    ),
    "date": _TypeWords(
        "a date",
        "write `{name} before 2026-06-01` or `as_of within 30 days after {name}`",
        "a day such as 2026-06-01, or `never`",
    ),
    "territory": _TypeWords("a territory", "write `{name} in {{ EU, GB }}`", "the code of a country, such as DE"),
    "text": _TypeWords("a text", "use a fact of another type: a text is never compared", "a text in quotes"),
    "one_of": _TypeWords("one of several options", "write `{name} is {option}`", "one of {options}"),
    "set_of": _TypeWords("a set", "write `any of {name} in {{ {option} }}`", "a set such as {{ {option} }}"),
    "territories": _TypeWords("a set", "write `any of {name} in {{ EU, GB }}`", "a set such as {{ DE, FR }}"),
}


class FactKey(NamedTuple):
    """A fact as the model names it (`FACT@ORIGIN`, dated months), and what the vocabulary says of it."""

    key: str
    info: FactInfo

    @property
    def of_territories(self) -> bool:
        """Whether it is a set of territories."""
        return self.info.options == ("territory",)

    @property
    def kind(self) -> str:
        """Its type in words: a count, a yes/no fact."""
        return _TYPES[self.info.type].kind

    @property
    def use(self) -> str:
        """How a fact of its type is tested."""
        return self._filled(self._words.use)

    @property
    def value(self) -> str:
        """What is given for a fact of its type."""
        return self._filled(self._words.value)

    @property
    def _words(self) -> _TypeWords:
        return _TYPES["territories" if self.of_territories else self.info.type]

    def _filled(self, words: str) -> str:
        options = [*self.info.options, ""]
        listed = ", ".join(f"`{option}`" for option in self.info.options)
        return words.format(name=self.info.name, option=options[0], options=listed)


@dataclass(slots=True)
class Scope:
    """Everything that names resolve to inside one licence, template or policy.

    `prefix` stands before the ids of an incorporated policy's own items. `meanings` and `facts` of the licence
    hold inside its policies too, unless the policy has its own.
    """

    id: str
    kind: str
    findings: FindingList
    prefix: str = ""
    clauses: dict[str, tree.Clause] = field(default_factory=dict)
    defines: dict[str, tree.Define] = field(default_factory=dict)
    measures: dict[str, tree.Measure] = field(default_factory=dict)
    readings: dict[str, tree.Reading] = field(default_factory=dict)
    facts: dict[str, FactInfo] = field(default_factory=dict)
    meanings: dict[str, str] = field(default_factory=dict)
    released: date | None = None
    parameters: frozenset[str] = frozenset()
    """Parameters that have no value yet: a template is checked by itself."""
    documents: frozenset[str] = frozenset()
    """The names of the `text` headers; empty where the licence has no named text."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """The name of each document by the SHA-256 of its text."""
    many_texts: bool = False
    document: str = ""
    """The document of an incorporated policy, where its locators name none."""
    undated: bool = False
    """A template or policy by itself: the month before the release is known when a licence takes it in."""
    open_base: bool = False
    """The base is a parameter: names that are not found may stand in it."""
    incorporated: Mapping[str, tree.Clause] = field(default_factory=dict)
    """Clauses of incorporated policies, by qualified id."""
    written_in: str = ""
    """The block in which the item at hand was written: this one, or a base."""
    _resolved: dict[str, FactKey | None] = field(default_factory=dict)

    def fact(self, name: tree.Name) -> FactKey | None:
        """The fact of this name; None, with a finding, if there is none."""
        resolved = self._resolved.get(name.text)
        if resolved is None:
            resolved = self._resolved[name.text] = self._fact(name)
        return resolved

    def forget(self) -> None:
        """Resolve names anew: meanings have been added."""
        self._resolved.clear()

    def _fact(self, name: tree.Name) -> FactKey | None:
        text = name.text
        if text.endswith(BEFORE_RELEASE):
            return self._month_before_release(name)
        info = self.facts.get(text) or vocabulary.FACTS.get(text)
        if info is None and text.endswith("]"):
            info = _dated(text)
        if info is None:
            unknown_fact(self.findings, name.span, text, self.facts)
            return None
        return FactKey(self.meanings.get(text, text), info)

    def _month_before_release(self, name: tree.Name) -> FactKey | None:
        base = name.text.removesuffix(BEFORE_RELEASE)
        info = self.facts.get(base + ".month") or vocabulary.SERIES.get(base)
        if info is None:
            unknown_fact(self.findings, name.span, name.text, self.facts)
            return None
        if self.undated:
            return FactKey(name.text, info)
        if self.released is None:
            message = f"`{name.text}` needs to know when the licence was released"
            mend = "write `released 2025-04-05` among the headers of the licence"
            self.findings.error("LK313", name.span, message, mend)
            return None
        dated = f"{base}[{YearMonth.before(self.released)}]"
        return FactKey(self.meanings.get(dated, dated), info)


def _dated(text: str) -> FactInfo | None:
    try:
        return vocabulary.fact(text)
    except (KeyError, ValueError):
        return None


def unknown_fact(findings: FindingList, span: Span, text: str, local: Mapping[str, FactInfo]) -> None:
    """Report a fact that neither the vocabulary nor the licence has, with the nearest ones."""
    names = [*vocabulary.FACTS, *local]
    bare = text.partition("@")[0].partition("[")[0]
    measure = _measure_of(bare)
    windows = [name for name in names if measure and name.rpartition(".")[0] == measure]
    if windows:
        message = f"`{text}` is not a fact: `{measure}` is not known for this window"
        mend = did_you_mean(bare, windows) or f"use {windows[0]}"
        listed = ", ".join(f"`{name}`" for name in windows)
        findings.error("LK220", span, message, mend, notes=(f"the same measure in other windows: {listed}",))
        return
    subject, _, rest = bare.partition(".")
    elsewhere = [name for name in names if rest and name.partition(".")[2] == rest]
    mend = did_you_mean(bare, elsewhere or names) or did_you_mean(bare, names) or meant_by(bare, vocabulary.FACTS)
    notes: tuple[str, ...] = ()
    if subject not in SUBJECTS and not mend:
        notes = ("facts begin with " + ", ".join(f"`{each}`" for each in SUBJECTS),)
    mend = mend or 'use `licensekit facts` to list the vocabulary, or declare it: `fact NAME is yes_no "question"`'
    findings.error("LK201", span, f"unknown fact `{text}`", mend, notes=notes)


def _measure_of(bare: str) -> str:
    """`group.revenue` of `group.revenue.any_12_month`, if that is the name of a measure with windows."""
    for candidate in (bare, bare.rpartition(".")[0]):
        if candidate in _MEASURES:
            return candidate
    return ""


_MEASURES: Final = frozenset(f"{info.subject}.{info.measure}" for info in vocabulary.FACTS.values() if info.measure)


def unknown_name(  # noqa: PLR0913
    scope: Scope, name: tree.Name, what: str, code: str, names: Mapping[str, object], *, mend: str = ""
) -> None:
    """Report a name of this licence that does not exist; silent where it may stand in a base not yet known."""
    if scope.open_base:
        return
    inherited = scope.written_in not in {"", scope.id}
    notes = (f"`{scope.id}` inherits this from `{scope.written_in}`",) if inherited else ()
    mend = did_you_mean(name.text, names) or mend
    scope.findings.error(code, name.span, f"unknown {what} `{name.text}`", mend, notes=notes)
