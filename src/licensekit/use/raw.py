"""Values as TOML, JSON and Python hand them over: `true`, `120000000`, `"20 million USD"`, `["DE", "FR"]`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeGuard, assert_never

from licensekit.diagnostics import Label, clipped
from licensekit.errors import ValueProblem
from licensekit.use.problems import Refusals, about, given_twice, unknown_fact
from licensekit.use.reading import month_of, option_of, read_given, read_value, territory_of
from licensekit.values import (
    UNKNOWN,
    WORLDWIDE,
    Exactly,
    Known,
    Money,
    NotOption,
    Range,
    Told,
    Unknown,
    Value,
    Worldwide,
    exact_count,
    known_shown,
)
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact


class WrittenFloat(str):
    """A number with a point or an exponent, exactly as a file writes it: never turned into a float."""

    __slots__ = ()


def is_text(value: object) -> TypeGuard[str]:
    """Whether a file holds a text there; a number with a point is none, though its digits are kept as one."""
    return isinstance(value, str) and not isinstance(value, WrittenFloat)


def read_raw(info: FactInfo, raw: object) -> Known:
    """What a raw value says of one fact: booleans for yes/no, whole numbers for counts, text for the rest.

    A bound or an amount of money is a string as after `is`, or a Range or Money. Raises ValueProblem.
    """
    match raw:
        case Exactly() | Range() | NotOption():
            return _checked(info, raw)
        case Unknown():
            return UNKNOWN
        case bool():
            return _boolean(info, raw)
        case Decimal() if raw.is_finite():
            raise _bare_decimal(info, raw)
        case float() | WrittenFloat() | Decimal():
            raise _float(info, str(raw))
        case int() | Money() | date() | Worldwide():
            return _checked(info, Exactly(raw))
        case str():
            if info.type == "yes_no" and raw.strip() != "unknown":
                raise ValueProblem(f"`{clipped(raw)}` is a text, not yes or no", "write true or false, without quotes")
            return read_value(info, raw)
        case list() | tuple() | set() | frozenset():
            return _members(info, raw)
        case None:
            raise ValueProblem("nothing is not the same as unknown", 'leave the fact out, or write "unknown"')
        case Mapping():
            raise ValueProblem("a monthly series stands only where a figure for `month` does", "write one value")
    raise ValueProblem(f"a value of type {type(raw).__name__} is not one that a fact can have", _kind(info)[1])


def read_raw_given(name: str, raw: object, info: FactInfo | None = None) -> dict[str, Known]:
    """What a raw value says under a fact's name: one value, or a mapping of months that gives a fact for each.

    Raises KeyError for an unknown name and ValueProblem for a value that cannot be.
    """
    known = info or fact(name)
    if isinstance(raw, Mapping) and known.is_number:
        if not raw:
            raise ValueProblem("a series of months has no month", 'write {"2026-01": …}, or leave the fact out')
        return {month_of(name, str(month)): read_raw(known, value) for month, value in raw.items()}
    if is_text(raw) and known.is_number:
        return read_given(name, raw, known)
    return {name: read_raw(known, raw)}


class Gathered:
    """The facts that one source gives, and with `refusals` what of it is refused, or given twice."""

    def __init__(self, declared: Mapping[str, FactInfo], refusals: Refusals) -> None:
        self.declared = declared
        self.refusals = refusals
        self.values: dict[str, Known] = {}

    def add(self, name: str, raw: object, labels: Callable[[], tuple[Label, ...]] = tuple) -> None:
        """Read what a raw value says under a fact's name; `labels` tell its place, should it be refused."""
        try:
            read = read_raw_given(name, raw, self.declared.get(name))
        except KeyError:
            self.refusals.add(unknown_fact(name, labels(), also=self.declared))
        except ValueProblem as problem:
            self.refusals.add(about(name, problem, labels()))
        else:
            self.refusals.add(*(given_twice(double, labels()) for double in read if double in self.values))
            self.values |= read


def written(known: Known) -> bool | int | str | list[str]:
    """A known value as JSON writes it; `read_raw` reads it back to the same."""
    match known:
        case Exactly(frozenset() as members):
            return sorted(members)
        case Exactly(Worldwide()):
            return str(WORLDWIDE)
        case Exactly(bool() | int() | str() as value):
            return value
        case Exactly() | Range() | NotOption() | Unknown():
            return known_shown(known)
        case _:
            assert_never(known)


def _checked(info: FactInfo, known: Told) -> Known:
    if isinstance(known, NotOption):
        if info.type != "one_of":
            raise _misfit(info, f"`{known}`")
        if not isinstance(known.option, str):
            raise _misfit(info, f"`{clipped(str(known.option))}`")
        return NotOption(option_of(info, known.option))
    if isinstance(known, Range):
        ends = [end for end in (known.low, known.high) if end is not None]
        fits = info.is_number and all(isinstance(end, Money) == (info.type == "money") for end in ends)
        if not fits:
            raise _misfit(info, f"`{known}`")
        return known
    return Exactly(_fitting(info, known.value))


def _fitting(info: FactInfo, value: Value) -> Value:
    match info.type, value:
        case "yes_no", bool():
            return value
        case "count", int() if not isinstance(value, bool):
            return exact_count(value)
        case "money", Money():
            return value
        case "date", date() if not isinstance(value, datetime):
            return value
        case "text", str():
            return value
        case "one_of", str():
            return option_of(info, value)
        case "territory", str():
            return territory_of(value)
        case "set_of", Worldwide() if info.options == ("territory",):
            return value
        case "set_of", frozenset():
            return _members(info, value).value
    raise _misfit(info, f"`{clipped(str(value))}`")


def _boolean(info: FactInfo, raw: bool) -> Known:
    if info.type != "yes_no":
        raise _misfit(info, f"`{str(raw).lower()}`")
    return Exactly(raw)


def _members(info: FactInfo, raw: Iterable[object]) -> Exactly:
    if info.type != "set_of":
        raise _misfit(info, "a list")
    members = []
    # A set has no order of its own, and which member is refused must not depend on the hash seed.
    for member in sorted(raw, key=str) if isinstance(raw, set | frozenset) else raw:
        if not is_text(member):
            raise ValueProblem(f"`{clipped(str(member))}` is not a member that the set can have", _kind(info)[1])
        members.append(option_of(info, member))
    return Exactly(frozenset(members))


def _bare_decimal(info: FactInfo, raw: Decimal) -> ValueProblem:
    if info.type == "money":
        return ValueProblem("an amount of money needs its currency", f'write "{raw:f} USD", or a Money')
    return _misfit(info, f"`{raw}`")


def _float(info: FactInfo, text: str) -> ValueProblem:
    if text.lower().strip("+-") in {"nan", "inf", "infinity", "snan"}:
        return ValueProblem(f"`{text}` is not a number that can be compared", _kind(info)[1], "LK510")
    whole = text.removesuffix(".0") if text.endswith(".0") else text
    help_ = _kind(info)[1]
    if info.type == "money":
        help_ = f'write "{whole} USD", in quotes and with its currency'
    if info.type == "count":
        help_ = f"write {whole}, without a point" if whole.isdigit() else 'write a string such as "1.5 million"'
    return ValueProblem(f"`{clipped(text)}` is a float, and floats are not exact", help_, "LK504")


def _misfit(info: FactInfo, shown: object) -> ValueProblem:
    what, mend = _kind(info)
    return ValueProblem(f"{shown} is not {what}", mend)


def _kind(info: FactInfo) -> tuple[str, str]:
    """What a value of the fact is, and how to write one."""
    kind, countries = info.type, info.options == ("territory",)
    match kind:
        case "yes_no":
            return "yes or no", "write true or false"
        case "count":
            return "a count", 'write 120000000, or a string such as "at most 120 million"'
        case "money":
            return "an amount of money", 'write a string with the currency, such as "20 million USD"'
        case "date":
            return "a date", "write the day as 2026-06-01, or `never` for what did not happen"
        case "territory":
            return "a country", 'write an ISO 3166 code such as "DE"'
        case "text":
            return "a text", "write a text in quotes"
        case "one_of":
            return "one of its options", f"use one of {', '.join(f'`{option}`' for option in info.options)}"
        case "set_of":
            members = ", ".join(f'"{member}"' for member in (("DE", "FR") if countries else info.options[:2]))
            return f"a set of {'countries' if countries else 'its options'}", f"write a list such as [{members}]"
        case _:
            assert_never(kind)
