"""The licences under which the rows of a table are decided: those of the command, or for each row its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from licensekit import api, published
from licensekit.api import LicenseTerms
from licensekit.cli.call import Call
from licensekit.cli.question import NarrowedUses, beside_profile
from licensekit.compile.by_row import columns_by_row, needs_rows
from licensekit.compile.naming import THE_REST, Naming, is_known
from licensekit.compile.tables import OUTPUTS
from licensekit.components.binding import called_on_hub, not_called
from licensekit.decision.circumstances import Profiled
from licensekit.decision.decide import decide
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError, FactsError, LicensekitError
from licensekit.meaning.terms import asked_about
from licensekit.report.escape import visible
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact

if TYPE_CHECKING:
    from licensekit.compile import Compiled
    from licensekit.decision import Decision

LICENSE, MODEL = OWN = ("license", "model")
"""The columns in which a row names its own licence, or the model that carries it."""
Key = tuple[str | None, str | None]
"""What a row says in these columns."""


@dataclass(frozen=True)
class AskedTerms:
    """Some terms, with what holds of every row under them."""

    terms: LicenseTerms
    acts: tuple[str, ...]
    beside: Profiled
    decider: Compiled
    """Of the facts of every row as far as columns can take them."""
    by_row: dict[str, None] = field(default_factory=dict, compare=False)
    """Why each row is decided by itself, where it is."""

    @property
    def info(self) -> Callable[[str], FactInfo]:
        """What is known of a fact under these terms."""
        return self.decider.about(self.acts).matter.info

    def answered(self, frame: Any, naming: Naming, names: Sequence[str]) -> Any:
        """The frame with its columns of answers; each row decided by itself where columns cannot tell.

        Raises FactsError for columns that cannot be read.
        """
        try:
            if not _in_rows(self.beside):
                return self.decider.columns(frame, self.acts, **naming._asdict())
        except FactsError as refused:
            if any(each.code != "LK508" for each in refused.diagnostics):
                raise
            self.by_row.update(dict.fromkeys(each.message for each in refused.diagnostics))
        facts = naming.facts(names, self.info)
        idle = self.decider.idle_values(self.acts, facts)
        return columns_by_row(self._decided, frame, facts, self.info, idle)

    def _decided(self, row: Mapping[str, Any]) -> Decision:
        """The decision about a row: what it says wins over what is said of all."""
        named = {name.partition("@")[0] for name in row}
        others = {name: known for name, known in self.beside.facts.items() if name.partition("@")[0] not in named}
        use = self.terms.use(self.acts, {**self.terms.given, **others, **row})
        return decide(self.terms.terms, use, self.beside.circumstances)


def asked_terms(call: Call, terms: LicenseTerms, asked: NarrowedUses) -> AskedTerms:
    """Some terms as the options ask about them."""
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it

    assert asked.acts is not None
    beside = beside_profile(call, terms, asked)
    given = {} if _in_rows(beside) else {**terms.given, **beside.facts}
    decider = compile_terms(terms.terms, given, **beside.circumstances.arguments)
    return AskedTerms(terms, asked.acts, beside, decider)


def _in_rows(stated: Profiled) -> bool:
    """Whether what a profile says of every row is more than columns can take."""
    beside = stated.circumstances
    return beside.from_profile is not None and bool(needs_rows(stated.facts) or beside.rates or beside.indices)


class EachNaming(NamedTuple):
    """How the columns of one file are named for several terms, of which each may have facts of its own."""

    naming: Naming
    each: Sequence[AskedTerms]

    def info(self, name: str) -> FactInfo:
        """What the first terms that have a fact know of it. Raises KeyError for what none has, nor the vocabulary."""
        for asked in self.each:
            with suppress(KeyError):
                return asked.info(name)
        if self.each:
            raise KeyError(name)
        return fact(name)

    def is_read(self, column: str) -> bool:
        """Whether a column stands for a fact of the vocabulary, or of a licence, and is not ignored by name."""
        return column not in self.naming.ignore and is_known(self.naming.rename.get(column, column), self.info)

    def others(self, asked: AskedTerms, names: Iterable[str]) -> list[str]:
        """The columns that stand for nothing under some terms: facts and meanings of other licences, and no facts."""
        theirs = {key for each in self.each if each is not asked for key in _meanings(each.terms)}
        theirs -= _meanings(asked.terms)
        meant = {column: self.naming.rename.get(column, column) for column in names}
        return [column for column, name in meant.items() if name in theirs or not is_known(name, asked.info)]

    def of(self, others: Sequence[str]) -> Naming:
        """The same for terms under which some columns, and what was answered before, are passed over."""
        rename = {column: name for column, name in self.naming.rename.items() if column not in others}
        return Naming(rename, self.naming.currency, (*self.naming.ignore, *others, THE_REST))

    def answered(self, asked: AskedTerms, frame: Any, names: Sequence[str]) -> Any:
        """The frame with the answers under some terms; a fact of another licence alone is unread."""
        import polars as pl  # noqa: PLC0415 - an extra

        others = self.others(asked, names)
        answers = asked.answered(frame, self.of(others), names)
        theirs = [name for name in others if self.is_read(name)]
        if not theirs:
            return answers
        said = [
            pl.when(pl.col(name).is_not_null() & (pl.col("problem") == "")).then(pl.lit(self._fact(name)))
            for name in theirs
        ]
        unread = pl.when(pl.col("unread") != "").then(pl.col("unread"))
        return answers.with_columns(pl.concat_str(unread, *said, separator=", ", ignore_nulls=True).alias("unread"))

    def _fact(self, column: str) -> str:
        return self.naming.rename.get(column, column).partition(":")[0]


def _meanings(terms: LicenseTerms) -> set[str]:
    return {meaning.key for license in terms.licenses for meaning in license.meanings}


# --- each row under its own licence ----------------------------------------------------------------------


@dataclass(frozen=True)
class OwnTerms:
    """The terms under which rows are decided, by what they say of them; of some, why that cannot be told."""

    columns: tuple[str | None, str | None]
    """The columns of the licence, and of the model, as the file names them."""
    asked: dict[Key, AskedTerms] = field(default_factory=dict)
    problems: dict[Key, str] = field(default_factory=dict)
    taken: dict[str, None] = field(default_factory=dict)
    """What was taken for what, where a name was not the catalogue's id."""

    @property
    def each(self) -> tuple[AskedTerms, ...]:
        """The terms, each once."""
        return tuple({id(asked): asked for asked in self.asked.values()}.values())

    def answered(self, frame: Any, naming: EachNaming, names: Sequence[str]) -> Any:
        """A lazy frame with the answers of each row under its own terms. Raises FactsError."""
        import polars as pl  # noqa: PLC0415 - an extra

        for asked in self.each:  # whatever is wrong with columns is told before a row is looked at
            naming.answered(asked, frame, names)
        kept = [name for name in frame.collect_schema().names() if name not in OUTPUTS]
        ordered = "\0row"

        def decided(part: Any) -> Any:
            part = part.select(kept).with_row_index(ordered)
            words = {LICENSE: part[self.columns[0]] if self.columns[0] else None}
            words[MODEL] = part[self.columns[1]] if self.columns[1] else None
            pairs = zip(
                *(each.to_list() if each is not None else [None] * part.height for each in words.values()), strict=True
            )
            rows: dict[int, list[int]] = {}
            said: dict[int, AskedTerms | str] = {}
            for at, key in enumerate(pairs):
                under = self.asked.get(key) or self.problems[key]
                said[id(under)] = under
                rows.setdefault(id(under), []).append(at)
            answers = [self._of_rows(part[at], said[each], naming, names) for each, at in rows.items()]
            return (
                pl.concat(answers).sort(ordered).drop(ordered)
                if answers
                else self._of_rows(part, "", naming, names).drop(ordered)
            )

        schema = {name: dtype for name, dtype in frame.collect_schema().items() if name in kept}
        return frame.map_batches(decided, streamable=True, schema={**schema, **dict.fromkeys(OUTPUTS, pl.String)})

    @staticmethod
    def _of_rows(part: Any, under: AskedTerms | str, naming: EachNaming, names: Sequence[str]) -> Any:
        import polars as pl  # noqa: PLC0415 - an extra

        if isinstance(under, str):
            told = {"verdict": None, **dict.fromkeys(OUTPUTS[1:], ""), "problem": under}
            return part.with_columns(pl.lit(each, pl.String).alias(name) for name, each in told.items())
        return naming.answered(under, part.lazy(), names).collect()


def own_terms(call: Call, keys: Iterable[Key], columns: tuple[str | None, str | None], asked: NarrowedUses) -> OwnTerms:
    """The terms of every row, loaded once each. What is wrong with the command goes to its problems."""
    own, of_terms = OwnTerms(columns), dict[LicenseTerms, AskedTerms]()
    for key in keys:
        try:
            terms = _terms_of(*key, asked)
        except LicensekitError as refused:
            said = (
                f"{each.code} {each.message}" + (f": {each.help}" if each.help else "") for each in refused.diagnostics
            )
            own.problems[key] = visible("; ".join(said))
            continue
        own.taken.update(dict.fromkeys(terms.taken))
        if terms not in of_terms:
            of_terms[terms] = asked_terms(call, terms, asked)
        own.asked[key] = of_terms[terms]
    return own


def _terms_of(license: str | None, model: str | None, asked: NarrowedUses) -> LicenseTerms:
    """The terms that a row names; where it names a licence and a model, they must not disagree.

    A licence that the row says settles what is not settled of its model, if it may bind it; a model that nobody knows
    here carries what the row says. Raises LicensekitError.
    """
    named = api.load(license) if license else None
    if model is None:
        if named is None:
            raise _row("the row names neither a licence nor a model", "name one of them")
        return named
    called = next(filter(published.is_known, called_on_hub(model)), model)
    try:
        work = published.work(called)
    except CatalogueError as unknown:
        if named is None or any(each.code != "LK602" for each in unknown.diagnostics):
            raise
        if why := not_called(model):
            raise _row(*why.split("; ", 1)) from None
        return named
    if named is not None:
        known = work.lineage(obtained=asked.as_of)
        others = () not in known.possible and _ids(named) not in [{*names} for names in known.possible]
        if others or not (known.more or known.may_be(frozenset(_ids(named)))):
            theirs = " or ".join(" and ".join(names) for names in known.possible if names) or "something else"
            message = f"`{clipped(model)}` is under {theirs}, and the row says {named.id}"
            raise _row(message, "correct the row, or leave one of the two empty")
        if not (known.settled or known.more):
            given = {each.fact: each.value for each in work.work.given}
            return replace(named, given=given, given_by=work.title if given else "")
    return work.license(obtained=asked.as_of)


def _ids(terms: LicenseTerms) -> set[str]:
    return {program.license.id for program in asked_about(terms.terms)}


def _row(message: str, mend: str) -> FactsError:
    return FactsError([Diagnostic("LK544", message, help=mend)])
