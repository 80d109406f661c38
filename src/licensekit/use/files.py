"""Facts files: acts, facts and what stands beside them, in TOML or JSON with the same keys.

Design details, "Facts on the command line and in files". Nested tables mean the same as dotted keys, whether
they stand under `facts` or, by subject, at the top. Every error of a file is reported at once, at its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, TypeVar

from licensekit.diagnostics import Diagnostic, clipped, did_you_mean, mend_of
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_FACTS_BYTES, MAX_NESTING
from licensekit.span import Source
from licensekit.use.entries import (
    acts_of,
    approval_of,
    attestations_of,
    date_of,
    index_of,
    rate_of,
    reading_of,
    text_of,
)
from licensekit.use.parsing import located, located_entry, parsed, placed_in_entry
from licensekit.use.paths import name_of_path
from licensekit.use.problems import ManyRefused, Refusals, about, is_known
from licensekit.use.raw import Gathered
from licensekit.use.statements import ChosenReading, FactsFile
from licensekit.values import UNKNOWN
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import AGREEMENT, SUBJECTS

FileFormat: TypeAlias = Literal["toml", "json"]
T = TypeVar("T")

KEYS: Final = ("acts", "as_of", "facts", "approvals", "readings", "done", "rates", "indices", "attested")
"""The keys at the top of a facts file, besides the subjects of the vocabulary."""
QUESTION: Final = ("acts", "as_of")
"""Those of them that belong to one question."""


def text_of_facts(path: Path, what: str = "facts file") -> tuple[str, FileFormat]:
    """The text of a facts file, and its format. Raises FactsError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FACTS_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error) or "it cannot be read").lower()
        message = f"the {what} `{clipped(str(path))}` cannot be read: {reason}"
        raise FactsError([Diagnostic("LK506", message, help=mend_of(error))]) from None
    known: dict[str, FileFormat] = {".json": "json", ".toml": "toml"}
    return _decoded(data, str(path), known.get(path.suffix.lower()))


def facts_from_bytes(
    data: bytes,
    name: str,
    language: FileFormat | None = None,
    declared: Mapping[str, FactInfo] | None = None,
) -> FactsFile:
    """Read facts from bytes, such as standard input; without a format, a first `{` means JSON.

    Raises FactsError.
    """
    text, language = _decoded(data, name, language)
    return read_facts(text, language, name, declared)


def _decoded(data: bytes, name: str, language: FileFormat | None) -> tuple[str, FileFormat]:
    if len(data) > MAX_FACTS_BYTES:
        message = f"`{clipped(name)}` is too big: a facts file has at most {MAX_FACTS_BYTES:_} bytes"
        raise FactsError([Diagnostic("LK506", message, help="look whether it is one, and name a smaller file")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"`{clipped(name)}` is not UTF-8 at byte {error.start}"
        raise FactsError([Diagnostic("LK506", message, help="save the file as UTF-8")]) from None
    if language is None:
        language = "json" if text.lstrip()[:1] == "{" else "toml"
    return text, language


def read_facts(
    text: str,
    language: FileFormat,
    name: str = "<facts>",
    declared: Mapping[str, FactInfo] | None = None,
    *,
    as_profile: bool = False,
) -> FactsFile:
    """Read the text of a facts file. `declared` are the facts that the licences asked about declare themselves.

    A profile has no keys of a question. Raises FactsError with every finding, each at its key.
    """
    source, refusals = Source(name, text.replace("\r\n", "\n")), Refusals()
    table = parsed(source, language, refusals)
    return facts_of_table(table, source, declared, refusals, as_profile=as_profile)


def facts_of_table(
    table: Mapping[str, Any],
    source: Source,
    declared: Mapping[str, FactInfo] | None = None,
    refusals: Refusals | None = None,
    *,
    as_profile: bool = False,
) -> FactsFile:
    """What the table of a facts file says, or one that stands within another text.

    What was wrong with the text is in `refusals` already. Raises FactsError as `read_facts` does.
    """
    reader = _FileReader(source, declared or {}, QUESTION if as_profile else (), refusals)
    file = reader.file(table)
    if as_profile:
        reader.refusals.add(*_without_license(file, source))
    reader.refusals.check()
    return file


def _without_license(file: FactsFile, source: Source) -> Iterator[Diagnostic]:
    """What a profile says of a clause or reading by its bare name."""
    for key, at, name in file.names_of_licenses:
        if "." not in name and not name.startswith(AGREEMENT):
            message = f"`{clipped(name)}` names no licence, and a profile is for many"
            mend = f"write it with its licence, such as `minimax-m2.7.{clipped(name, 40)}`"
            yield Diagnostic("LK517", message, located_entry(source, key, at), mend)


class _FileReader:
    """Goes through a parsed file once and keeps the findings."""

    def __init__(
        self, source: Source, declared: Mapping[str, FactInfo], without: tuple[str, ...], refusals: Refusals | None
    ) -> None:
        self.source = source
        self.without = without
        self.refusals = Refusals([source])
        if refusals is not None:
            self.refusals.add(*refusals)
        self.gathered = Gathered(declared, self.refusals)

    def file(self, top: Mapping[str, Any]) -> FactsFile:
        for key, value in top.items():
            if key in SUBJECTS:
                self._facts(value, (key,), (key,))
            elif key == "facts":
                self._facts(value, (), (key,))
            elif key in self.without:
                mend = "leave it out, and say it with the question"
                self._refuse((key,), ValueProblem("a profile is for every question, and this is of one", mend, "LK518"))
            elif key not in KEYS:
                self._unknown_key(key)
        readings = self._each(top, "readings", reading_of)
        self._read_once(readings)
        return FactsFile(
            acts=self._one(top, "acts", lambda _, raw: acts_of(raw)) or (),
            facts={name: known for name, known in sorted(self.gathered.values.items()) if known is not UNKNOWN},
            as_of=self._one(top, "as_of", lambda _, raw: date_of(raw)),
            approvals=self._each(top, "approvals", approval_of),
            readings=readings,
            done=self._each(top, "done", lambda _, raw: text_of(raw)),
            rates=self._each(top, "rates", rate_of),
            indices=self._each(top, "indices", index_of),
            attested=self._one(top, "attested", attestations_of),
            left_open=tuple(sorted(name for name, known in self.gathered.values.items() if known is UNKNOWN)),
        )

    def _read_once(self, readings: Iterable[ChosenReading]) -> None:
        """Refuse a reading of which two options are said: nobody would see which of them counts."""
        options: dict[str, str] = {}
        for each in readings:
            if options.setdefault(each.reading, each.option) != each.option:
                message = f"the reading `{clipped(each.reading)}` is stated in two ways"
                self.refusals.add(
                    Diagnostic("LK515", message, located_entry(self.source, "readings"), "keep one of them")
                )

    def _facts(self, raw: object, path: tuple[str, ...], keys: tuple[str, ...]) -> None:
        """Walk a table of facts; `path` is the name so far, `keys` the way through the file."""
        if len(keys) > MAX_NESTING:
            message = f"tables are nested more than {MAX_NESTING} deep"
            self._refuse(keys[:1], ValueProblem(message, "name facts in full", "LK511"))
            return
        if not isinstance(raw, Mapping):
            self._refuse(keys, ValueProblem("a table of facts is missing", "write its facts as keys", "LK508"))
            return
        for key, value in raw.items():
            name = name_of_path((*path, key))
            if isinstance(value, Mapping) and not self._is_fact(name) and (value or self._is_beginning(name)):
                self._facts(value, (*path, key), (*keys, key))
            else:
                self.gathered.add(name, value, partial(located, self.source, (*keys, key)))

    def _is_fact(self, name: str) -> bool:
        return name in self.gathered.declared or is_known(name)

    def _is_beginning(self, name: str) -> bool:
        return any(known.startswith(f"{name}.") for known in (*FACTS, *self.gathered.declared))

    def _unknown_key(self, key: str) -> None:
        message = f"`{clipped(key)}` is not a key of a facts file"
        if "." in key:
            help_ = "write facts under `[facts]`"
        else:
            help_ = did_you_mean(key, [*KEYS, *SUBJECTS]) or f"use one of {', '.join(f'`{known}`' for known in KEYS)}"
        self.refusals.add(Diagnostic("LK508", message, located(self.source, (key,)), help_))

    def _one(self, top: Mapping[str, Any], key: str, read: Callable[[str, object], T]) -> T | None:
        return self._entry((key,), key, top[key], read) if key in top else None

    def _each(self, top: Mapping[str, Any], key: str, read: Callable[[str, object], T]) -> tuple[T, ...]:
        raw = top.get(key, [])
        if not isinstance(raw, list):
            self._refuse((key,), ValueProblem("a list is missing", "write its entries in a list", "LK508"))
            return ()
        read_entries = [self._entry((key, at), f"{key}[{at}]", entry, read) for at, entry in enumerate(raw)]
        return tuple(entry for entry in read_entries if entry is not None)

    def _entry(
        self, key: tuple[str] | tuple[str, int], where: str, raw: object, read: Callable[[str, object], T]
    ) -> T | None:
        try:
            return read(where, raw)
        except ManyRefused as refused:
            self.refusals.add(*placed_in_entry(refused.diagnostics, self.source, *key))
        except ValueProblem as problem:
            self.refusals.add(about(where, problem, located_entry(self.source, *key)))
        return None

    def _refuse(self, keys: tuple[str, ...], problem: ValueProblem) -> None:
        self.refusals.add(about(".".join(keys), problem, located(self.source, keys)))
