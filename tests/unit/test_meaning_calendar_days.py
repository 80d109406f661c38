"""Days, months and years later; the calendar has two ends."""

from __future__ import annotations

from datetime import date

import pytest

from licensekit.meaning.calendar_days import LAST_DAY, Unit, later


@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        ("2025-01-31", 1, "days", "2025-02-01"),
        ("2025-03-01", -1, "days", "2025-02-28"),
        ("2025-01-31", 1, "months", "2025-02-28"),
        ("2024-01-31", 1, "months", "2024-02-29"),
        ("2025-12-15", 1, "months", "2026-01-15"),
        ("2025-01-15", -1, "months", "2024-12-15"),
        ("2025-03-31", -1, "months", "2025-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2024-02-29", 4, "years", "2028-02-29"),
        ("2025-06-01", -2, "years", "2023-06-01"),
        ("9999-12-31", 1, "days", "9999-12-31"),
        ("9999-11-30", 2, "months", "9999-12-31"),
        ("9998-06-01", 2, "years", "9999-12-31"),
        ("0001-01-01", -1, "days", "0001-01-01"),
        ("0001-01-31", -1, "months", "0001-01-01"),
        ("0002-06-01", -2, "years", "0001-01-01"),
        ("0002-06-01", -1, "years", "0001-06-01"),
    ],
)
def test_later(start: str, count: int, unit: Unit, expected: str) -> None:
    day = date.fromisoformat(start).toordinal()
    assert date.fromordinal(later(day, count, unit)).isoformat() == expected


def test_the_calendar_ends_with_the_year_9999() -> None:
    assert date.fromordinal(LAST_DAY) == date(9999, 12, 31)
