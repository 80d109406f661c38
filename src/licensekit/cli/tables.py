"""`licensekit batch` and `sql`: a table of uses, decided row by row under one or more licences, or by one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from licensekit.catalogue.names import is_license
from licensekit.catalogue.shelf import owners
from licensekit.cli.call import Call, is_same_file
from licensekit.cli.outcome import BAD_INPUT, NOTHING, Exit
from licensekit.cli.profiles import narrowed_by
from licensekit.cli.question import NarrowedUses, beside_profile, uses
from licensekit.cli.subject import licenses, named
from licensekit.cli.table_cells import Refused
from licensekit.cli.table_files import (
    READ,
    STREAM,
    WRITTEN,
    ColumnsMeant,
    TableFile,
    form_of,
    opened,
    plain_file,
    read,
    readable,
    write,
)
from licensekit.cli.table_licenses import LICENSE, MODEL, OWN, AskedTerms, EachNaming, OwnTerms, asked_terms, own_terms
from licensekit.compile.naming import Naming, is_known
from licensekit.compile.tables import OUTPUTS
from licensekit.currencies import currency_of
from licensekit.diagnostics import Diagnostic, Severity
from licensekit.errors import FactsError
from licensekit.meaning.terms import programs, refuse_two_of_one_name
from licensekit.model.license import declared_facts
from licensekit.report.escape import visible
from licensekit.report.findings import findings_text
from licensekit.use.profile import plain_fact
from licensekit.vocabulary.facts import fact

if TYPE_CHECKING:
    from licensekit.api import LicenseTerms
    from licensekit.compile import Compiled

MOST_TOLD: Final = 10
"""Kinds of rows without an answer that are told."""


def run_batch(call: Call) -> Exit:
    """Decide every row and write the answers beside it; status 2 where a row has none. Raises LicensekitError."""
    problems = call.problems
    files = _files(call)
    if not call.values("--act"):
        problems.add("LK705", "no act is named", "write `--act run`, or another; see `licensekit facts`")
    terms = licenses(call)
    problems.take(lambda: refuse_two_of_one_name(license for one in terms for license in one.licenses))
    asked = uses(call, terms)
    call.needing("batch", "narwhals", "polars")
    if files is not None and form_of(files.source) == "xlsx":
        call.needing("xlsx", "python_calamine")
    sheet = None if files is None else call.sheet_of(files.source)
    problems.check()
    assert files is not None
    with opened(files.source, call.surroundings.read_input, sheet) as file:
        return _decided(call, file, files.target, terms, asked)


def _currency(call: Call) -> str:
    """The currency of `--currency`, or none; one that there is not goes to the problems."""
    code = call.single("--currency")
    return "" if code is None else call.problems.take(partial(currency_of, code)) or ""


def _decided(call: Call, file: TableFile, target: str, terms: Sequence[LicenseTerms], asked: NarrowedUses) -> Exit:
    """The answers to every row of a file, written, and what is told beside them. Raises LicensekitError."""
    rename, currency, ignore = _renamed(call), _currency(call), tuple(call.listed("--ignore"))
    own = None if terms else _own(call, file, rename, currency, asked)
    each = own.each if own else tuple(asked_terms(call, one, asked) for one in terms)
    call.problems.check()
    refused, progress = Refused(), call.surroundings.progress
    passed = (*ignore, *(name for name in own.columns if name)) if own else ignore
    namings = EachNaming(Naming(rename, currency, passed), each)
    with readable(file, refused):
        columns = ColumnsMeant(rename, namings.info, currency, OWN if own else (), _everywhere(each, asked.facts))
        frame, names, meant = read(file, columns, refused)
        naming = Naming({name: fact for name, fact in meant.items() if fact not in OWN}, currency, passed)
        namings = EachNaming(naming, each)
        _check_columns(naming, namings, names)
        frame = _counted(frame, file, progress)
        if own:
            frame = own.answered(frame, namings, names)
        for asked_of in () if own else each:
            frame = namings.answered(asked_of, frame, names)
            if len(each) > 1:
                frame = frame.rename({answer: f"{asked_of.terms.id}.{answer}" for answer in OUTPUTS})
    unanswered: Counter[str] = Counter()
    form = form_of(target) or ("jsonl" if file.form == "jsonl" else "csv")
    with readable(file, refused):
        answers = write(_telling(frame, unanswered, rows := Counter[str]()), target, form, refused)
    if progress is not None:
        progress("")
    what = "the answers" if target == STREAM else target
    told = f"{what}: " + "".join(f"{line}\n" for line in _told(namings, names, own, asked.facts))
    beside = "".join(dict.fromkeys(narrowed_by(one.beside.circumstances) for one in each))
    wrong = findings_text(_without_answer(unanswered, file.shown, target), {}, colour=call.surroundings.colour_err)
    out, err = (answers, told + beside) if target == STREAM else (told, beside)
    if not rows.total():
        mend = "see whether the table is the right one, and whether what wrote it left all rows out"
        empty = Diagnostic(
            "LK114", f"no row is in `{file.shown}`, and nothing was asked", help=mend, severity=Severity.WARNING
        )
        return Exit(NOTHING, out, err + findings_text([empty], {}, colour=call.surroundings.colour_err))
    return Exit(BAD_INPUT if unanswered else 0, out=out, err=err + wrong)


def _told(namings: EachNaming, names: Iterable[str], own: OwnTerms | None, stated: Iterable[str]) -> Iterator[str]:
    """What is told once for the whole file, line by line; `stated` are the facts that options say of every row."""
    each, rename = namings.each, namings.naming.rename
    acts = each[0].acts if each else ()
    ids = [*dict.fromkeys(one.terms.id for one in each)]
    more = f" and {len(ids) - MOST_TOLD} more" if len(ids) > MOST_TOLD else ""
    yield f"{', '.join(ids[:MOST_TOLD])}{more}" if ids else "no row names a licence that is known here"
    yield from map(
        visible, dict.fromkeys([*(own.taken if own else ()), *(note for one in each for note in one.terms.taken)])
    )
    deciders = [one.decider for one in each]
    read = [name for name in names if namings.is_read(name)]
    yield from assumptions(deciders, acts)
    yield from _own_first((rename.get(name, name) for name in read), _everywhere(each, stated))
    yield from _idle(deciders, acts, [*(rename.get(name, name).partition(":")[0] for name in read), *stated])
    if ignored := [name for name in names if name not in read and not (own and name in own.columns)]:
        yield visible(f"ignored: {', '.join(f'`{name}`' for name in ignored)}")
    for one in each:
        yield from (visible(f"each row under {one.terms.id} is decided by itself: {why}") for why in one.by_row)
    yield from (visible(f"not read, and it may forbid more: {name}") for name in _not_read(one.terms for one in each))


def _everywhere(each: Iterable[AskedTerms], stated: Iterable[str]) -> frozenset[str]:
    """The facts that options and a profile say of all rows, by their plain names."""
    return frozenset(map(plain_fact, (*stated, *(fact for one in each for fact in one.beside.facts))))


def _own_first(columns: Iterable[str], stated: Iterable[str]) -> Iterator[str]:
    """The columns of facts that are stated of all rows too."""
    everywhere = {*map(plain_fact, stated)}
    over = [name for name in columns if plain_fact(name.partition(":")[0]) in everywhere]
    if over:
        names = ", ".join(f"`{visible(name)}`" for name in over)
        yield f"what a row says goes before what is stated of all rows: {names}"


def _check_columns(naming: Naming, namings: EachNaming, names: tuple[str, ...]) -> None:
    """Raise FactsError for columns that are no facts here; of a fact of some other licence it says whose it is."""
    try:
        naming.facts(names, namings.info)
    except FactsError as refused:
        raise FactsError([_of_another(each) for each in refused.diagnostics]) from None


def _of_another(finding: Diagnostic) -> Diagnostic:
    if finding.code != "LK540":
        return finding
    if finding.path.strip().lower() in {LICENSE, "licence", MODEL}:
        help_ = "leave out the licence before the file, and each row is asked about under its own; else `--ignore` it"
        return replace(finding, help=help_)
    owning = owners(finding.path.partition(":")[0])
    return (
        replace(finding, help=f"it is a fact of {owning} alone; else name it in `ignore` (`--ignore` of the command)")
        if owning
        else finding
    )


def _own(call: Call, file: TableFile, rename: Mapping[str, str], currency: str, asked: NarrowedUses) -> OwnTerms:
    """The terms that the rows themselves name. Raises FactsError where no column does."""
    with readable(file, Refused()):
        frame, names, _ = read(file, ColumnsMeant(rename, fact, currency, OWN), Refused())
        by_meaning = {rename.get(name, name): name for name in names}
        columns = (by_meaning.get(LICENSE), by_meaning.get(MODEL))
        there = [name for name in columns if name]
        if not there:
            near = next((name for name in names if name.strip().lower() in {LICENSE, "licence", MODEL}), "COLUMN")
            mend = f"name licences before the file, or call a column `license` or `model` (`--map {near}=license`)"
            raise FactsError(
                [Diagnostic("LK544", f"no column of `{file.shown}` says under which licence a row is", help=mend)]
            )
        said = frame.select(there).unique().sort(there, nulls_last=True).collect(engine="streaming").to_dicts()
    keys = [(row.get(columns[0]), row.get(columns[1])) for row in said]
    return own_terms(call, keys, columns, asked)


def _not_read(terms: Iterable[LicenseTerms]) -> Iterable[str]:
    """The documents that bind beside some licences and were not read."""
    return dict.fromkeys(name for one in terms for license in one.licenses for name in license.not_read)


def _idle(deciders: Sequence[Compiled], acts: tuple[str, ...], columns: Iterable[str]) -> Iterator[str]:
    """The columns of facts that nothing reads, once for the whole file."""
    facts, idle = tuple(dict.fromkeys(columns)), Counter[str]()
    for decider in deciders:
        known = [name for name in facts if is_known(name, decider.about(acts).matter.info)]
        idle.update((*decider.idle(acts, known), *(name for name in facts if name not in known)))
    names = [f"`{name}`" for name in facts if idle[name] == len(deciders) > 0]
    if names:
        yield f"given, but nothing reads it: {', '.join(names)}"


def _telling(frame: Any, unanswered: Counter[str], rows: Counter[str]) -> Any:
    """The frame, counting the rows, and those without an answer by what stands in the way."""

    def seen(part: Any) -> Any:
        rows["all"] += part.height
        for name in part.columns:
            if name == "problem" or name.endswith(".problem"):
                unanswered.update(problem for problem in part[name].to_list() if problem)
        return part

    return frame.map_batches(seen, streamable=True)


def _without_answer(unanswered: Counter[str], source: str, target: str) -> Iterator[Diagnostic]:
    where = "above are" if target == STREAM else f"`{target}` holds"
    mend = f"correct them; {where} the answers of all other rows"
    for problem, rows in unanswered.most_common(MOST_TOLD):
        message = f"{_rows(rows)} of `{source}` {'has' if rows == 1 else 'have'} no answer: {problem}"
        yield Diagnostic("LK542", message, help=mend)
    if rows := sum(unanswered.values()) - sum(rows for _, rows in unanswered.most_common(MOST_TOLD)):
        message = f"{_rows(rows)} of `{source}` {'has' if rows == 1 else 'have'} no answer for other reasons"
        yield Diagnostic("LK542", message, help="the column `problem` says why, row by row")


def _rows(rows: int) -> str:
    return f"{rows:_} of the rows"


class Files(NamedTuple):
    """The file that is read, and the one that is written; `-` for standard input and output."""

    source: str
    target: str


def _files(call: Call) -> Files | None:
    """The files of the command; without licences before it, a file's rows name theirs."""
    words, target, add = list(call.arguments.words), call.single("-o"), call.problems.add
    alone = len(words) == 1 and (words[0] == STREAM or form_of(words[0]) is not None)
    call.arguments.licenses = [] if alone or not words else [name for name in words[0].split(",") if name]
    source = words[-1] if alone or len(words) == 2 else None
    if len(words) == 1 and not alone and "." in words[0].rpartition("/")[2] and not is_license(words[0]):
        call.arguments.licenses, source = [], words[0]  # a file whose kind is told below
    elif not alone and (len(words) != 2 or not call.arguments.licenses):
        example = "write `licensekit batch mit uses.parquet -o out.parquet --act run`"
        add("LK705", "`batch` takes the licences and one file", example)
    if target is None:
        add("LK705", "no file for the answers is named", "write `-o out.parquet`, or `-o -` for standard output")
    for path, forms in ((source, READ), (target, WRITTEN)):
        if path is not None and path != STREAM and form_of(path) not in forms:
            kinds = f"{', '.join(f'.{form}' for form in forms[:-1])} or .{forms[-1]}"
            add("LK703", f"`{path}` is no file of a kind known here", f"name a {kinds} file, or `-`")
    if source == STREAM and STREAM in call.arguments.licenses:
        add("LK704", "standard input is read for two things", "write one of them to a file")
    if source is None or target is None:
        return None
    if is_same_file(target, source):
        add("LK704", f"`{target}` would be read and written at once", "name another file for the answers")
    return Files(source, target)


def _renamed(call: Call) -> dict[str, str]:
    pairs = {written: written.partition("=") for written in call.values("--map")}
    renamed: dict[str, str] = {}
    for written, (column, sign, name) in pairs.items():
        if not sign:
            call.add("LK703", f"`--map` cannot be `{written}`", "write `COLUMN=FACT`")
        elif renamed.setdefault(column, name) != name:
            call.add("LK505", f"`--map` names `{column}` `{renamed[column]}` and `{name}`", "leave one of the two out")
    return renamed


def assumptions(compiled: Iterable[Compiled], acts: tuple[str, ...]) -> Iterator[str]:
    """What was taken for granted wherever a row says nothing, once for the whole file."""
    taken: dict[str, dict[str, str]] = {}
    for decider in compiled:
        declared = declared_facts(program.license for program in programs(decider.terms))
        for name, value in decider.assumed(acts).items():
            plain = name.partition("@")[0]
            word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            info = declared.get(plain) or fact(plain)
            kind = "attested" if info.group in decider.circumstances.groups_attested else info.assumption
            taken.setdefault(kind, {})[plain] = f"`{plain}` {word}"
    for kind, why in (
        ("safe", "on the safe side"),
        ("clean_hands", "of conduct, which nobody attested"),
        ("attested", "as attested"),
    ):
        if kind in taken:
            yield f"assumed {why}, where a row says nothing, or `unknown`: {', '.join(taken[kind].values())}"


def _counted(frame: Any, file: TableFile, progress: Callable[[str], None] | None) -> Any:
    """The frame, telling how many of its rows have been read."""
    if progress is None:
        return frame
    import polars as pl  # noqa: PLC0415 - an extra

    of, rows = "", 0
    if file.form == "parquet":
        of = f" of {pl.scan_parquet(plain_file(file.path)).select(pl.len()).collect().item():,}"

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
    currency = _currency(call)
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
    compiled = compile_terms(terms[0].terms, {**terms[0].given, **beside.facts}, **beside.circumstances.arguments)
    text = query(
        compiled,
        asked.acts,
        columns=call.listed("--columns") or None,
        keep=call.listed("--keep"),
        table=table,
        dialect=dialect,
        currency=currency,
    )
    unread = [f"not read, and it may forbid more: {visible(name)}" for name in _not_read(terms)]
    unread += map(visible, _idle([compiled], asked.acts, asked.facts))
    columns = call.listed("--columns") or compiled.about(asked.acts).reads
    unread += _own_first(columns, (*asked.facts, *beside.facts))
    return Exit(out="".join(f"-- {each}\n" for each in unread) + f"{text}\n", err=narrowed_by(beside.circumstances))
