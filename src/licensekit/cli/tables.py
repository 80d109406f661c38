"""`licensekit batch` and `sql`: a table of uses, decided row by row under one or more licences, or by one query."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.profiles import narrowed_by
from licensekit.cli.question import beside_profile, uses
from licensekit.cli.subject import licenses, named
from licensekit.cli.table_files import plain_file, read, readable, write
from licensekit.compile.by_row import columns_by_row, needs_rows
from licensekit.compile.naming import THE_REST, Naming, information, is_known
from licensekit.compile.tables import OUTPUTS
from licensekit.decision.decide import decide
from licensekit.decision.profiled import Profiled
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.meaning.terms import programs, refuse_two_of_one_name
from licensekit.model.license import declared_facts
from licensekit.report.escape import visible
from licensekit.values import Told
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact

if TYPE_CHECKING:
    from licensekit.api import LicenseTerms
    from licensekit.compile import Compiled
    from licensekit.decision import Decision

FORMATS: Final = ("parquet", "csv", "jsonl")
MOST_TOLD: Final = 10
"""Kinds of rows without an answer that are told."""


def run_batch(call: Call) -> Exit:
    """Decide every row and write the answers beside it. Raises LicensekitError, also for rows that have no answer."""
    problems, progress = call.problems, call.surroundings.progress
    files = _files(call)
    naming = Naming(_renamed(call), call.single("--currency") or "", tuple(call.listed("--ignore")))
    if not call.values("--act"):
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    terms = licenses(call)
    problems.take(lambda: refuse_two_of_one_name(license for one in terms for license in one.licenses))
    asked = uses(call, terms)
    call.needing("batch", "narwhals", "polars")
    problems.check()
    assert files is not None
    assert asked.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it

    beside = {one.id: beside_profile(call, one, asked) for one in terms}
    problems.check()
    by_row = {name for name, each in beside.items() if _needs_rows(each)}
    compiled = {
        one.id: compile_terms(one.terms, _in_columns(one, beside[one.id]), **beside[one.id].circumstances.arguments)
        for one in terms
    }
    namings = _EachNaming(naming, {name: information(decider, asked.acts) for name, decider in compiled.items()})
    source, target = files
    refused: list[Diagnostic] = []
    with readable(source, refused):
        frame, names = read(source, naming.rename, namings.info, refused)
    naming.facts(names, namings.info)
    frame = _counted(frame, source, progress)
    for name, decider in compiled.items():
        mine = namings.of(name, names, [key for each in terms if each.id != name for key in _meanings(each)])
        if name in by_row:
            one = next(each for each in terms if each.id == name)
            known = namings.known[name]
            answer = partial(_decided, one, asked.acts, beside[name])
            facts = mine.facts(names, known)
            frame = columns_by_row(answer, frame, facts, known, decider.idle_values(asked.acts, facts))
        else:
            frame = decider.columns(frame, asked.acts, **mine._asdict())
        if len(compiled) > 1:
            frame = frame.rename({answer: f"{name}.{answer}" for answer in OUTPUTS})
    unanswered: Counter[str] = Counter()
    with readable(source, refused):
        write(_telling(frame, unanswered), target)
    if progress is not None:
        progress("")
    if unanswered:
        raise FactsError(tuple(_without_answer(unanswered, source, target)))
    facts = [naming.rename.get(name, name).partition(":")[0] for name in names if namings.is_read(name)]
    ignored = ", ".join(f"`{name}`" for name in names if not namings.is_read(name))
    lines = (
        f"{target}: {', '.join(compiled)}",
        *assumptions(compiled.values(), asked.acts),
        *_idle(compiled, asked.acts, facts),
        *([visible(f"ignored: {ignored}")] if ignored else []),
        *(visible(f"not read, and it may forbid more: {name}") for name in _not_read(terms)),
        "",
    )
    told = dict.fromkeys(narrowed_by(each.circumstances) for each in beside.values())
    return Exit(out="\n".join(lines), err="".join(told))


def _needs_rows(stated: Profiled) -> bool:
    """Whether what a profile says of every row is more than columns can take."""
    beside = stated.circumstances
    return beside.from_profile is not None and bool(needs_rows(stated.facts) or beside.rates or beside.indices)


def _in_columns(terms: LicenseTerms, stated: Profiled) -> dict[str, Told]:
    """The facts of every row as columns have them; none where each row is decided by itself."""
    return {} if _needs_rows(stated) else {**terms.given, **stated.facts}


def _decided(terms: LicenseTerms, acts: tuple[str, ...], stated: Profiled, row: Mapping[str, Any]) -> Decision:
    """The decision about a row: what it says wins over what is said of all."""
    named = {name.partition("@")[0] for name in row}
    others = {name: known for name, known in stated.facts.items() if name.partition("@")[0] not in named}
    return decide(terms.terms, terms.use(acts, {**terms.given, **others, **row}), stated.circumstances)


def _not_read(terms: Iterable[LicenseTerms]) -> Iterable[str]:
    """The documents that bind beside some licences and were not read."""
    return dict.fromkeys(name for one in terms for license in one.licenses for name in license.not_read)


def _idle(compiled: Mapping[str, Compiled], acts: tuple[str, ...], columns: Iterable[str]) -> Iterator[str]:
    """The columns of facts that nothing reads, once for the whole file."""
    facts, idle = tuple(dict.fromkeys(columns)), Counter[str]()
    for decider in compiled.values():
        known = [name for name in facts if is_known(name, information(decider, acts))]
        idle.update((*decider.idle(acts, known), *(name for name in facts if name not in known)))
    names = [f"`{name}`" for name in facts if idle[name] == len(compiled)]
    if names:
        yield f"given, but nothing reads it: {', '.join(names)}"


class _EachNaming(NamedTuple):
    """How the columns of one file are named for several licences, of which each may have facts of its own."""

    naming: Naming
    known: Mapping[str, Callable[[str], FactInfo]]

    def info(self, name: str) -> FactInfo:
        """What the first licence that has a fact knows of it. Raises KeyError for what none has."""
        for info in self.known.values():
            with suppress(KeyError):
                return info(name)
        raise KeyError(name)

    def is_read(self, column: str) -> bool:
        """Whether a column stands for a fact of the vocabulary, or of a licence, and is not ignored by name."""
        return column not in self.naming.ignore and is_known(self.naming.rename.get(column, column), self.info)

    def of(self, license: str, names: Iterable[str], of_others: Iterable[str]) -> Naming:
        """The same for one licence: the facts of the others, and what was answered before, are passed over."""
        meant = {column: self.naming.rename.get(column, column) for column in names}
        mine = self.known[license]
        others = [column for column, name in meant.items() if name in of_others or not is_known(name, mine)]
        rename = {column: name for column, name in self.naming.rename.items() if column not in others}
        return Naming(rename, self.naming.currency, (*self.naming.ignore, *others, THE_REST))


def _meanings(terms: LicenseTerms) -> set[str]:
    return {meaning.key for license in terms.licenses for meaning in license.meanings}


def _telling(frame: Any, unanswered: Counter[str]) -> Any:
    """The frame, counting the rows without an answer by what stands in the way."""

    def seen(part: Any) -> Any:
        for name in part.columns:
            if name == "problem" or name.endswith(".problem"):
                unanswered.update(problem for problem in part[name].to_list() if problem)
        return part

    return frame.map_batches(seen, streamable=True)


def _without_answer(unanswered: Counter[str], source: str, target: str) -> Iterator[Diagnostic]:
    for problem, rows in unanswered.most_common(MOST_TOLD):
        message = f"{rows:_} of the rows of `{source}` {'has' if rows == 1 else 'have'} no answer: {problem}"
        yield Diagnostic("LK542", message, help=f"correct them; `{target}` holds the answers of all other rows")


def _files(call: Call) -> tuple[str, str] | None:
    """The file that is read, and the file that is written."""
    words, target, add = list(call.arguments.words), call.single("-o"), call.problems.add
    call.arguments.licenses = [name for name in words[0].split(",") if name] if words else []
    if len(words) != 2 or not call.arguments.licenses:
        example = "write `licensekit batch mit uses.parquet -o out.parquet --act run`"
        add("LK705", "`batch` takes the licences and one file", example)
    if target is None:
        add("LK705", "no file for the answers is named", "write `-o out.parquet`")
    for path in (*words[1:2], *([target] if target else [])):
        if path.rpartition(".")[2] not in FORMATS:
            add("LK703", f"`{path}` is no file of a kind known here", "name a .parquet, .csv or .jsonl file")
    if len(words) != 2 or target is None:
        return None
    if os.path.exists(target) and os.path.exists(words[1]) and os.path.samefile(target, words[1]):  # noqa: PTH110, PTH121
        add("LK704", f"`{target}` would be read and written at once", "name another file for the answers")
    return words[1], target


def _renamed(call: Call) -> dict[str, str]:
    pairs = {written: written.partition("=") for written in call.values("--map")}
    for written, (_, sign, _) in pairs.items():
        if not sign:
            call.add("LK703", f"`--map` cannot be `{written}`", "write `COLUMN=FACT`")
    return {column: name for column, _, name in pairs.values()}


def assumptions(compiled: Iterable[Compiled], acts: tuple[str, ...]) -> Iterator[str]:
    """What was taken for granted wherever a row says nothing, once for the whole file."""
    taken: dict[str, dict[str, str]] = {}
    for decider in compiled:
        declared = declared_facts(program.license for program in programs(decider.terms))
        for name, value in decider.assumed(acts).items():
            plain = name.partition("@")[0]
            word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            kind = (declared.get(plain) or fact(plain)).assumption
            taken.setdefault(kind, {})[plain] = f"`{plain}` {word}"
    for kind, why in (("safe", "on the safe side"), ("clean_hands", "of conduct, which nobody attested")):
        if kind in taken:
            yield f"assumed {why}, where a row says nothing: {', '.join(taken[kind].values())}"


def _counted(frame: Any, path: str, progress: Callable[[str], None] | None) -> Any:
    """The frame, telling how many of its rows have been read."""
    if progress is None:
        return frame
    import polars as pl  # noqa: PLC0415 - an extra

    of, rows = "", 0
    if path.endswith(".parquet"):
        of = f" of {pl.scan_parquet(plain_file(path)).select(pl.len()).collect().item():,}"

    def seen(part: Any) -> Any:
        nonlocal rows
        rows += part.height
        progress(f"{rows:,}{of} rows")
        return part

    return frame.map_batches(seen, streamable=True)


# --- `licensekit sql` ------------------------------------------------------------------------------------


def run_sql(call: Call) -> Exit:
    """Print the query. Raises LicensekitError."""
    problems = call.problems
    dialect = call.word("--dialect", "duckdb", "postgres", "spark", "bigquery", "snowflake")
    table = call.single("--table") or "uses"
    currency = call.single("--currency") or ""
    fits = len(dict.fromkeys(call.arguments.licenses)) == 1
    terms = named(call, fits, "`sql` writes the query of one licence", "write one id or path, such as `kimi-k2`")
    asked = uses(call, terms)
    if not call.values("--act"):
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    call.needing("sql", "sqlglot")
    problems.check()
    assert asked.acts is not None
    from licensekit.compile import compile_terms  # noqa: PLC0415 - most commands never need it
    from licensekit.compile.sql import query  # noqa: PLC0415 - sqlglot is an extra

    beside = beside_profile(call, terms[0], asked)
    problems.check()
    text = query(
        compile_terms(terms[0].terms, {**terms[0].given, **beside.facts}, **beside.circumstances.arguments),
        asked.acts,
        columns=call.listed("--columns") or None,
        keep=call.listed("--keep"),
        table=table,
        dialect=dialect,
        currency=currency,
    )
    unread = (f"-- not read, and it may forbid more: {visible(name)}\n" for name in _not_read(terms))
    return Exit(out=f"{''.join(unread)}{text}\n", err=narrowed_by(beside.circumstances))
