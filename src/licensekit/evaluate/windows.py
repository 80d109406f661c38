"""Numbers over a window of time that other numbers give: what a monthly series says, and a year of no stated kind."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from licensekit.meaning.domain import NOT_NEGATIVE, Domain, Interval, meet
from licensekit.evaluate.series import windows_of, year_of
from licensekit.evaluate.setting import Coordinate, coordinate
from licensekit.values import YearMonth
from licensekit.vocabulary.facts import FACTS, fact_name


class Series(NamedTuple):
    """A number given for some months, in one currency and one meaning."""

    base: str
    meaning: str
    currency: str
    points: tuple[tuple[YearMonth, str], ...]
    """Each month with the variable given for it."""
    variables: frozenset[str]

    def only(self, given: Container[str]) -> Series:
        """The months that are given; there may be none."""
        points = tuple((month, name) for month, name in self.points if name in given)
        return self._replace(points=points, variables=frozenset(name for _, name in points))


class Year(NamedTuple):
    """A year of no stated kind, and the variables of the three kinds that there are."""

    spot: Coordinate
    kinds: tuple[str, ...]


class Window(NamedTuple):
    """A number that follows: its source in words, and the variables that it was computed from."""

    spot: Coordinate
    known: Interval
    source: str
    computed_from: frozenset[str]


KINDS_OF_YEAR: Final = ("calendar_year", "prior_tax_year", "trailing_12_months")


def series_in(numbers: Iterable[Coordinate], last_month: YearMonth | None) -> tuple[Series, ...]:
    """The series among the numbers given; `last_month` is the last full month before the as-of date, where known."""
    found: dict[tuple[str, str, str], list[tuple[YearMonth, str]]] = {}
    for spot in numbers:
        base, month, meaning = _point(spot.fact, last_month)
        if month is not None:
            found.setdefault((base, meaning, spot.currency), []).append((month, spot.name))
    return tuple(
        Series(*of, points=tuple(points), variables=frozenset(name for _, name in points))
        for of, points in found.items()
    )


def _point(name: str, last_month: YearMonth | None) -> tuple[str, YearMonth | None, str]:
    """The month of a series for which a fact is given: a dated one, or the last before the as-of date."""
    plain, _, meaning = name.partition("@")
    if plain.endswith("]"):
        parts = fact_name(name)
        return parts.base, parts.month, parts.meaning
    base, _, window = plain.rpartition(".")
    return base, last_month if window in {"month", "preceding_month"} else None, meaning


def years_in(numbers: Iterable[Coordinate]) -> tuple[Year, ...]:
    """The years of no stated kind that may follow from some numbers: for each calendar year among them, one."""
    calendar, *others = KINDS_OF_YEAR
    found: list[Year] = []
    for spot in numbers:
        fact = spot.fact.replace(f".{calendar}", ".year", 1)
        if fact != spot.fact and fact.partition("@")[0] in FACTS:
            year = spot._replace(name=spot.name.replace(f".{calendar}", ".year", 1), fact=fact)
            kinds = (spot.name.replace(f".{calendar}", f".{kind}", 1) for kind in others)
            found.append(Year(year, (spot.name, *kinds)))
    return tuple(found)


def windows(
    series: Iterable[Series], years: Iterable[Year], world: Mapping[str, Domain], as_of: date | None
) -> Iterator[Window]:
    """What follows for each window. The world may learn of one before the next is asked for."""
    origins: dict[str, frozenset[str]] = {}
    for base, meaning, currency, points, variables in series:
        known = {month: point for month, name in points if isinstance(point := world[name], Interval)}
        for window, total in windows_of(known, as_of, money=bool(currency)).items():
            spot = _spot(f"{base}.{window}", meaning, currency)
            if spot is not None:
                origins.setdefault(spot.name, variables)
                yield Window(spot, meet(NOT_NEGATIVE, total) or total, "its monthly series", variables)
    for spot, kinds in years:
        three = [year for name in kinds if isinstance(year := world.get(name), Interval)]
        if len(three) == len(kinds):
            inner = frozenset().union(*(origins.get(name, frozenset({name})) for name in kinds))
            yield Window(spot, year_of(*three), "the calendar, tax and trailing year", inner)


@lru_cache(maxsize=1024)
def _spot(name: str, meaning: str, currency: str) -> Coordinate | None:
    """The variable of a window; None where the vocabulary knows no such number."""
    if name not in FACTS:
        return None
    name = f"{name}@{meaning}" if meaning else name
    return coordinate(name, currency) if currency else Coordinate(name, name, "", "")
