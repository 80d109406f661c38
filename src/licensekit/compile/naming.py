"""The columns of a table: each stands for one fact and can be one, or is passed over by name, never in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from licensekit.compile.rows import wrong
from licensekit.compile.tables import OUTPUTS, plain
from licensekit.currencies import currency_of
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import ValueProblem
from licensekit.use.checks import misplaced, of_kind
from licensekit.use.checks import refuse as refuse_all
from licensekit.use.problems import Refusals, about, fact_mend
from licensekit.vocabulary.entries import FactInfo, FactType

THE_REST: Final = "*"
"""Passed over: every column that is no fact."""


class Naming(NamedTuple):
    """What the caller says of the columns of a table."""

    rename: Mapping[str, str] = {}
    """Facts by the columns that are named otherwise."""
    currency: str = ""
    """Of every column of money whose name does not end in one."""
    ignore: Iterable[str] = ()
    """Columns that are passed over; `*`: all that are no facts."""

    def facts(self, columns: Iterable[str], info: Callable[[str], FactInfo]) -> dict[str, str]:
        """The column of each variable that a table gives. Raises FactsError with all that is wrong, up to a limit."""
        names = tuple(columns)
        findings = Refusals()
        findings.add(*given_twice(names), *self._no_columns(names))
        passed = {*self.ignore, *OUTPUTS}
        facts: dict[str, str] = {}
        for column in dict.fromkeys(names):
            if column in passed and column not in self.rename:
                continue
            name, _, unit = self.rename.get(column, column).partition(":")
            unit = unit or self.currency
            try:
                kind = info(name).type
            except KeyError:
                if THE_REST not in passed or column in self.rename:
                    findings.add(self._no_fact(column, name))
                continue
            if kind == "money" and unit:
                try:
                    currency_of(unit)
                except ValueProblem as problem:
                    findings.add(about(column, problem))
                    continue
            variable = f"{name}:{unit}" if kind == "money" else name
            if kind == "money" and not unit:
                mend = f"say which with `currency`, or call it `{name}:USD`"
                findings.add(wrong(f"`{column}` is money of no stated currency", mend))
            elif variable in facts:
                message = f"`{facts[variable]}` and `{column}` are both `{name}`"
                findings.add(wrong(message, "leave one of them out", "LK505"))
            else:
                facts[variable] = column
        findings.check()
        return facts

    def _no_fact(self, column: str, name: str) -> Diagnostic:
        if column in self.rename:
            return wrong(f"there is no fact `{clipped(name)}`", f"correct what `{column}` stands for", "LK501")
        mend = fact_mend("".join(name.lower().split()))
        mend += " Else" if mend.endswith("?") else ", or"
        message, help_ = (
            f"the column `{clipped(column)}` is no fact",
            f"{mend} name it in `ignore` (`--ignore` of the command)",
        )
        return Diagnostic("LK540", message, help=help_, path=column)

    def _no_columns(self, names: tuple[str, ...]) -> Iterator[Diagnostic]:
        for column, name in self.rename.items():
            if column not in names:
                mend = did_you_mean(column, names) or "name a column that is there"
                yield wrong(f"`{clipped(column)}`, which stands for `{name}`, is no column here", mend, "LK541")


def naming_of(rename: object, currency: object, ignore: object) -> Naming:
    """What a caller in Python says of the columns. Raises FactsError for what is of another kind."""
    findings = [*of_kind("currency", currency, str, "a text", 'write "USD"')]
    if rename is not None and not isinstance(rename, Mapping):
        findings.append(misplaced("rename", rename, "a mapping", 'write {"COLUMN": "FACT"}'))
    if isinstance(ignore, str) or not isinstance(ignore, Iterable):
        findings.append(misplaced("ignore", ignore, "a list", 'write ["id"], or ["*"] for all that are no facts'))
    refuse_all(findings)
    return Naming(rename or {}, currency, tuple(ignore))  # type: ignore[arg-type]


def is_known(name: str, info: Callable[[str], FactInfo]) -> bool:
    """Whether a column of this name is a fact."""
    try:
        return bool(info(plain(name)))
    except KeyError:
        return False


def refuse_unfit(
    nw: Any, columns: Mapping[str, str], info: Callable[[str], FactInfo], schema: Mapping[str, Any]
) -> None:
    """Raise FactsError for columns, by variable, that cannot be read safely."""
    refuse_all(
        finding
        for variable, column in columns.items()
        for finding in _unfit(nw, info(plain(variable)).type, variable, column, schema[column])
    )


def _unfit(nw: Any, kind: FactType, variable: str, column: str, dtype: Any) -> Iterator[Diagnostic]:
    right, wanted = {
        "yes_no": (dtype == nw.Boolean, "booleans"),
        "count": (dtype.is_integer(), "whole numbers"),
        "money": (dtype.is_integer() or dtype == nw.Decimal, "decimals or whole numbers"),
        "date": (dtype == nw.Date, "dates"),
        "set_of": (dtype == nw.List and _holds_words(nw, dtype.inner), "lists of words"),
    }.get(kind, (_holds_words(nw, dtype), "words"))
    if not right:
        float_ = dtype.is_float()
        yield wrong(
            f"`{column}` is a column of {dtype}, but `{variable}` needs {wanted}",
            "convert the column"
            + (": a float has no exact value, and its NaN counts as more than any threshold" if float_ else ""),
            "LK504" if float_ else "LK508",
        )


def _holds_words(nw: Any, dtype: Any) -> bool:
    return dtype in {nw.String, nw.Categorical, nw.Enum} or isinstance(dtype, nw.Enum)


def given_twice(names: Iterable[str]) -> Iterator[Diagnostic]:
    """A finding for each column that is there more than once."""
    for column, times in Counter(names).items():
        if times > 1:
            yield wrong(f"the column `{clipped(column)}` is there {times} times", "leave all but one out", "LK505")


__all__ = ["THE_REST", "Naming", "given_twice", "is_known", "naming_of", "plain", "refuse_unfit"]
