"""The entries of a facts file that are no facts: approvals, rates, indices, attestations, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from licensekit.currencies import currency_of
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import ValueProblem
from licensekit.limits import MAX_STRING
from licensekit.numerals import FACTOR_DECIMALS, day, factor, numeral
from licensekit.use.problems import ManyRefused, Refusals, about, unknown_act
from licensekit.use.raw import WrittenFloat, is_text
from licensekit.use.statements import Approval, ApprovalState, Attestation, ChosenReading
from licensekit.values import IndexValue, Rate
from licensekit.vocabulary.acts import GROUPS, LEAVES
from licensekit.vocabulary.words import APPROVAL_STATES, ATTESTATIONS

T = TypeVar("T")
# What stands in for a value that was refused; an entry with one is never handed out.
_NO_DAY: Final = date(1970, 1, 1)
_NO_WORDS: Final[tuple[str, ...]] = ()
_HELD: Final[ApprovalState] = "held"


class ClosedTable:
    """A table with a closed set of keys, read key by key; what is refused is kept until `finish`."""

    def __init__(self, where: str, raw: object, keys: tuple[str, ...]) -> None:
        if not isinstance(raw, Mapping):
            raise ManyRefused(
                [about(where, ValueProblem("a table is missing", f"write {' and '.join(keys)}", "LK508"))]
            )
        self.where = where
        self.raw: Mapping[str, Any] = raw
        self.refusals = Refusals()
        for key in raw:
            if key not in keys:
                self.refusals.add(self._unknown(key, keys))

    def need(self, key: str, read: Callable[[object], T], otherwise: T) -> T:
        """The value of a key that must be there; `otherwise` stands in while the findings are gathered."""
        if key not in self.raw:
            message = f"`{self.where}` has no `{key}`"
            self.refusals.add(Diagnostic("LK508", message, help=f"write `{key}`"))
        return self.take(key, read, otherwise)

    def take(self, key: str, read: Callable[[object], T], otherwise: T) -> T:
        """The value of a key, or what holds without it."""
        if key not in self.raw:
            return otherwise
        try:
            return read(self.raw[key])
        except ManyRefused as refused:
            self.refusals.add(*refused.diagnostics)
        except ValueProblem as problem:
            self.refusals.add(about(f"{self.where}.{key}", problem))
        return otherwise

    def finish(self) -> None:
        """Raise ManyRefused with all that was refused, if anything was."""
        if self.refusals:
            raise ManyRefused(self.refusals)

    def _unknown(self, key: str, keys: tuple[str, ...]) -> Diagnostic:
        message = f"`{self.where}` has no key `{clipped(key)}`"
        help_ = did_you_mean(key, keys) or f"use one of {', '.join(f'`{known}`' for known in keys)}"
        return Diagnostic("LK508", message, help=help_)


def approval_of(where: str, raw: object) -> Approval:
    """An approval: `gate`, `state`, and if wanted `date`, `until`, `acts`, `holder`. Raises ManyRefused."""
    entry = ClosedTable(where, raw, ("gate", "state", "date", "until", "acts", "holder"))
    gate = entry.need("gate", text_of, "")
    state = entry.need("state", state_of, _HELD)
    since = entry.take("date", date_of, None)
    until = entry.take("until", date_of, None)
    acts = entry.take("acts", _some_acts, _NO_WORDS)
    holder = entry.take("holder", text_of, "licensee")
    if since and until and until < since:
        problem = ValueProblem("the last day comes before the first", f"name a day from {since} on")
        entry.refusals.add(about(f"{where}.until", problem))
    entry.finish()
    return Approval(gate, state, since, until, acts, holder)


def rate_of(where: str, raw: object) -> Rate:
    """A rate of exchange: `from`, `to`, `rate` in quotes, `date`. Raises ManyRefused."""
    entry = ClosedTable(where, raw, ("from", "to", "rate", "date"))
    source = entry.need("from", _currency, "")
    target = entry.need("to", _currency, "")
    rate = entry.need("rate", factor_of, Decimal(1))
    on = entry.need("date", date_of, _NO_DAY)
    if source and source == target:
        problem = ValueProblem("a rate stands between two currencies", "name two that differ")
        entry.refusals.add(about(f"{where}.to", problem))
    entry.finish()
    return Rate(source, target, rate, on)


def index_of(where: str, raw: object) -> IndexValue:
    """A price index: `name`, `base` year, `factor` in quotes, `date`. Raises ManyRefused."""
    entry = ClosedTable(where, raw, ("name", "base", "factor", "date"))
    name = entry.need("name", text_of, "")
    base = entry.need("base", year_of, 0)
    factor = entry.need("factor", factor_of, Decimal(1))
    on = entry.need("date", date_of, _NO_DAY)
    entry.finish()
    return IndexValue(name, base, factor, on)


def attestation_of(where: str, raw: object) -> Attestation:
    """An attestation: `by`, `on`, `groups`. Raises ManyRefused."""
    entry = ClosedTable(where, raw, ("by", "on", "groups"))
    by = entry.need("by", text_of, "")
    on = entry.need("on", date_of, _NO_DAY)
    groups = entry.need("groups", groups_of, _NO_WORDS)
    entry.finish()
    return Attestation(by, on, groups)


def attestations_of(where: str, raw: object) -> Attestation | None:
    """One attestation as a table, or those of several people as a list of tables. Raises ManyRefused."""
    if not isinstance(raw, list):
        return attestation_of(where, raw)
    stated: list[Attestation] = []
    refused: list[Diagnostic] = []
    for at, entry in enumerate(raw):
        try:
            stated.append(attestation_of(f"{where}[{at}]", entry))
        except ManyRefused as problem:
            refused += problem.diagnostics
    if refused:
        raise ManyRefused(refused)
    return replace(stated[0], beside=tuple(stated[1:])) if stated else None


def reading_of(where: str, raw: object) -> ChosenReading:
    """How a disputed wording is read: `reading`, `option`, and if wanted `by` and `on`. Raises ManyRefused."""
    entry = ClosedTable(where, raw, ("reading", "option", "by", "on"))
    reading = entry.need("reading", text_of, "")
    option = entry.need("option", text_of, "")
    by = entry.take("by", text_of, "")
    on = entry.take("on", date_of, None)
    entry.finish()
    return ChosenReading(reading, option, by, on)


def text_of(raw: object) -> str:
    """A text on one line, not empty. Raises ValueProblem."""
    if not is_text(raw):
        raise ValueProblem(f"`{clipped(str(raw))}` is not a text", "write it in quotes", "LK508")
    if not raw.strip() or len(raw) > MAX_STRING or not raw.isprintable():
        raise ValueProblem("a text is one line of printable characters", f"write at most {MAX_STRING:_} of them")
    return raw


def date_of(raw: object) -> date:
    """A calendar day, as a TOML date or a text. Raises ValueProblem."""
    if isinstance(raw, datetime):
        raise ValueProblem("a date has no time of day", "write the day as 2026-06-01")
    if isinstance(raw, date):
        return raw
    return day(text_of(raw))


def factor_of(raw: object) -> Decimal:
    """An exact positive factor, written in quotes such as "0.14". Raises ValueProblem."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if isinstance(raw, WrittenFloat | float):
        raise ValueProblem(f"`{clipped(str(raw))}` is a float, and floats are not exact", f'write "{raw}"', "LK504")
    return factor(numeral(text_of(raw), FACTOR_DECIMALS))


def state_of(raw: object) -> ApprovalState:
    """The state of an approval. Raises ValueProblem."""
    match raw:
        case "held" | "requested" | "refused":
            return raw
    listed = ", ".join(f"`{state}`" for state in APPROVAL_STATES)
    raise ValueProblem(f"`{clipped(str(raw))}` is not a state of an approval", f"use one of {listed}")


def groups_of(raw: object) -> tuple[str, ...]:
    """Groups of clean-hands facts that an attestation covers. Raises ManyRefused."""
    words = _words(raw, "groups")
    known = ", ".join(f"`{group}`" for group in ATTESTATIONS)
    unknown = [word for word in dict.fromkeys(words) if word not in ATTESTATIONS]
    if unknown or not words:
        raise ManyRefused(
            Diagnostic(
                "LK502",
                f"`{clipped(word)}` is not a group that can be attested",
                help=did_you_mean(word, ATTESTATIONS) or f"use one of {known}",
            )
            for word in (unknown or [""])
        )
    return tuple(group for group in ATTESTATIONS if group in words)


def acts_of(raw: object) -> tuple[str, ...]:
    """Acts and groups of acts. Raises ManyRefused."""
    return known_acts(_words(raw, "acts"))


def _some_acts(raw: object) -> tuple[str, ...]:
    """Acts, at least one: a list of none would else mean all. Raises ManyRefused and ValueProblem."""
    acts = acts_of(raw)
    if not acts:
        raise ValueProblem("no act is named", "name one; without `acts` it is for all", "LK508")
    return acts


def known_acts(words: Iterable[str]) -> tuple[str, ...]:
    """Acts and groups of acts, each once, in the vocabulary's order. Raises ManyRefused."""
    wanted = tuple(dict.fromkeys(words))
    unknown = [word for word in wanted if word not in LEAVES and word not in GROUPS]
    if unknown:
        raise ManyRefused(unknown_act(word) for word in unknown)
    return tuple(act for act in (*LEAVES, *GROUPS) if act in wanted)


def _words(raw: object, what: str) -> list[str]:
    if not isinstance(raw, list) or not all(map(is_text, raw)):
        raise ValueProblem(f"{what} are a list of words", 'write them like ["…", "…"]', "LK508")
    return raw


def _currency(raw: object) -> str:
    return currency_of(text_of(raw))


def year_of(raw: object) -> int:
    """The base year of an index. Raises ValueProblem."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1900 <= raw <= 2100:
        raise ValueProblem(f"`{clipped(str(raw))}` is not a year", "write it as 2019")
    return raw
