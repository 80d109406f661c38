"""Components from tables: CSV, JSON lines and workbooks, one a row; columns of facts say what is so of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, cast

from licensekit.components.component import KINDS, MADE, Component, ComponentKind, ComponentList, Made
from licensekit.components.documents import InventoryError, claims_of_label, json_in, refused
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_COMPONENTS, MAX_DIAGNOSTICS
from licensekit.use.cells import Marks, read_cell
from licensekit.use.problems import fact_mend, is_known
from licensekit.use.record import checked_acts
from licensekit.values import UNKNOWN, Known
from licensekit.vocabulary.words import SUBJECTS

COLUMNS: Final = (
    "name",
    "version",
    "kind",
    "license",
    "license_name",
    "model",
    "base_model",
    "made",
    "ours",
    "acts",
    "copyright",
)
"""What a table says of a component besides facts, with spaces or hyphens too; sisters of these words will do."""
_CALLED: Final = {
    **dict.fromkeys(("licence", "licenses", "licences", "license_expression", "license_id", "spdx"), "license"),
    **dict.fromkeys(("package", "component"), "name"),
    **dict.fromkeys(("model_id", "models"), "model"),
    **dict.fromkeys(("base", "bases", "base_models", "basemodel"), "base_model"),
    "act": "acts",
}
_OF_ANSWERS: Final = frozenset({"verdict", "license", "grade", "first_question", "taken"})
"""Columns of our own answers, in which `or` stands between licences of which nobody knows which binds."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What no name has, and draws on a terminal; white space has become a blank before."""
_SEPARATORS: Final = (",", ";", "\t", "|")
_UNSAID: Final = frozenset({"", "unknown"})
Cells = Mapping[str, str]


def components_of_csv(text: str, shown: str) -> ComponentList:
    """The rows of a text of CSV. Raises InventoryError."""
    lines = text.split("\n", 1)
    said = lines[0].strip().strip('"').removeprefix("sep=") if lines[0].strip().strip('"').startswith("sep=") else ""
    body = lines[1] if said and len(lines) > 1 else text
    header = body.split("\n", 1)[0]
    separator = said or max(_SEPARATORS, key=lambda each: sum(map(_is_meant, header.split(each))))
    try:
        rows = list(csv.reader(io.StringIO(body), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise refused(shown, f"it is no CSV: {clipped(str(problem))}") from None
    marks: Marks = "commas" if separator == "," else "either"
    return components_of_rows(rows, shown, marks, first=2 + bool(said))


def components_of_rows(rows: list[list[str]], shown: str, marks: Marks, first: int = 2) -> ComponentList:
    """Rows of cells below a header. Raises InventoryError."""
    if not rows or not any(map(str.strip, rows[0])):
        raise refused(shown, "it is empty", "name a file whose first row names its columns")
    names = [name.strip() for name in rows[0]]
    doubled = next((name for name in names if name and names.count(name) > 1), "")
    if doubled:
        raise refused(shown, f"the column `{clipped(doubled)}` is there twice", "keep one of the two")
    wide = next((at for at, row in enumerate(rows[1:], first) if len(row) > len(names)), 0)
    if wide:
        mend = "put the cell in which a separator stands in quotes"
        raise refused(shown, f"row {wide} has more cells than the header names", mend)
    nameless = [at for at, name in enumerate(names) if not name]
    said = next((at + 1 for at in nameless for row in rows[1:] if row[at : at + 1] and row[at].strip()), 0)
    if said:
        raise refused(shown, f"column {said} has no name, and cells below it say something", "name it, or empty it")
    told = (
        (f"row {at}", dict(zip(names, row, strict=False)))
        for at, row in enumerate(rows[1:], first)
        if any(map(str.strip, row))
    )
    return _components(told, names, shown, marks)


def components_of_lines(text: str, shown: str) -> ComponentList:
    """The objects of JSON lines; lists of words are written in a row. Raises InventoryError."""
    told: list[tuple[str, Cells]] = []
    names: dict[str, None] = {}
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip():
            row = json_in(line, f"{shown}, line {at}")
            if not isinstance(row, dict):
                raise refused(f"{shown}, line {at}", "it is no JSON object", 'write {"name": "…"} in one line')
            if any(not name.strip() and _as_cell(value).strip() for name, value in row.items()):
                raise refused(shown, f"line {at} says something under no name", "name it, or leave it out")
            told.append((f"line {at}", {name: _as_cell(value) for name, value in row.items()}))
            names.update(dict.fromkeys(row))
    if not told:
        raise refused(shown, "it is empty", "name a file with a JSON object in each line")
    return _components(told, names, shown, "exact")


def _as_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_meant(name: str) -> bool:
    return _column(name) in COLUMNS or _is_fact(name)


@lru_cache(maxsize=1024)
def _column(name: str) -> str:
    word = "_".join(name.lower().replace("-", " ").replace("_", " ").split())
    return _CALLED.get(word, word)


def _told_twice(names: Iterable[str]) -> Iterator[str]:
    """The first columns that are one by another name, as `license` and `Licence`, or one amount in two currencies."""
    met: dict[str, str] = {}
    for name in filter(_is_meant, names):
        same = _column(name) if _column(name) in COLUMNS else name.strip().partition(":")[0]
        if met.setdefault(same, name) != name:
            yield from (f"`{clipped(met[same])}`", f"`{clipped(name)}`")
            return


def _is_meant_as_fact(name: str) -> bool:
    """Whether a column begins as facts do, in whatever case: it is refused, where it is none."""
    return "." in name and name.strip().partition(".")[0].casefold() in SUBJECTS


@lru_cache(maxsize=1024)
def _is_fact(name: str) -> bool:
    return is_known(name.strip().partition(":")[0])


def _components(told: Iterable[tuple[str, Cells]], names: Iterable[str], shown: str, marks: Marks) -> ComponentList:
    names = [*names]
    slips = [name for name in names if _is_meant_as_fact(name) and not _is_fact(name)]
    if slips:
        raise InventoryError(
            [
                Diagnostic("LK540", f"column `{clipped(name)}` is no fact", help=fact_mend(name.partition(":")[0]))
                for name in slips[:MAX_DIAGNOSTICS]
            ]
        )
    if {*map(_column, names)} >= _OF_ANSWERS:
        mend = "name the inventory that was asked about"
        raise refused(shown, "it is what `inventory` wrote, in which licences are what was found, not claimed", mend)
    doubled = [*_told_twice(names)]
    if doubled:
        raise refused(shown, f"the columns {' and '.join(doubled)} say the same", "keep one of the two")
    if not {_column(name) for name in names} & {"name", "model", "license"}:
        mend = "call a column `name`, `model` or `license`"
        raise refused(shown, "no column says which component a row is", mend)
    findings: list[Diagnostic] = []
    components: list[Component] = []
    for place, cells in told:
        if len(components) >= MAX_COMPONENTS:
            raise refused(shown, f"it has more than {MAX_COMPONENTS:_} components", "split it")
        row = _Row(f"`{shown}`, {place}", cells, marks, findings)
        components.append(row.component(place))
        if len(findings) >= MAX_DIAGNOSTICS:
            break
    if findings:
        raise InventoryError(findings[:MAX_DIAGNOSTICS])
    unread = [name for name in names if name and not _is_meant(name)]
    listed = ", ".join(f"`{clipped(name)}`" for name in unread)
    return ComponentList(tuple(components), (f"columns that are not read: {listed}",) if unread else ())


class _Row:
    """A row on its way to a component; what cannot be read goes to `findings`."""

    def __init__(self, place: str, cells: Cells, marks: Marks, findings: list[Diagnostic]) -> None:
        self._place, self._marks, self._findings = place, marks, findings
        self._words = {_column(name): " ".join(cell.split()) for name, cell in cells.items() if cell.strip()}
        self._cells = cells

    def component(self, place: str) -> Component:
        model = self._word("model")
        words = (tuple(filter(None, (self._word(column),))) for column in ("license", "license_name"))
        claims = tuple(claims_of_label(*words))
        return Component(
            name=self._word("name") or model or "".join(claims[:1]) or place,
            version=self._word("version"),
            kind=cast("ComponentKind", self._of("kind", KINDS)),
            claims=claims,
            model=model,
            bases=_list(self._word("base_model")),
            made=cast("Made", self._of("made", MADE)),
            ours=self._of("ours", ("", "yes", "no")) == "yes",
            acts=self._acts(),
            facts=self._facts(),
            copyright=self._word("copyright"),
            place=place,
        )

    def _word(self, column: str) -> str:
        word = self._words.get(column, "")
        if _CONTROL.search(word):
            self._refuse("LK502", f"`{column}` holds a control character: `{clipped(word)}`", "take it out")
        return "" if word in _UNSAID else word

    def _of(self, column: str, known: Iterable[str]) -> str:
        word = self._word(column).lower()
        if word in known:
            return word
        words = [each for each in known if each]
        mend = did_you_mean(word, words) or f"write one of {', '.join(words)}"
        self._refuse("LK502", f"`{column}` cannot be `{clipped(word)}`", mend)
        return ""

    def _acts(self) -> tuple[str, ...]:
        words = _list(self._word("acts"))
        try:
            return checked_acts(words) if words else ()
        except FactsError as refusal:
            for each in refusal.diagnostics:
                self._refuse(each.code, each.message, each.help)
            return ()

    def _facts(self) -> dict[str, Known]:
        facts: dict[str, Known] = {}
        for column, cell in self._cells.items():
            if _is_fact(column) and _column(column) not in COLUMNS:
                name, _, currency = column.strip().partition(":")
                if cell.strip() == "unknown":  # so it is of this row, whatever is so of all
                    facts[name] = UNKNOWN
                    continue
                try:
                    facts |= read_cell(name, cell, currency, self._marks)
                except ValueProblem as problem:
                    self._refuse(problem.code, f"`{clipped(column)}`: {problem.message}", problem.help)
        return facts

    def _refuse(self, code: str, message: str, mend: str) -> None:
        self._findings.append(Diagnostic(code, f"{self._place}, {message}", help=mend))


def _list(cell: str) -> tuple[str, ...]:
    words = (word.strip() for word in cell.replace(";", ",").split(","))
    return tuple(word for word in words if word)
