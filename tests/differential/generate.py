"""Random checked licences and uses of them: `Generator(seed)`.

Licences are small and read few facts, chosen so that rules and relations tie them together; values lie at, just
below and just above the thresholds. What the checker refuses is never made: cycles, exemptions of grants, approvals
in a condition that could make an answer stricter.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from differential.asked import Asked, Several, Terms
from differential.make_licenses import LicenseMaker
from differential.make_questions import QuestionMaker
from licensekit.model.license import License


class Generator:
    """One source of chance, one stream of licences and uses."""

    def __init__(self, seed: int | str, *, agreements: bool = False) -> None:
        self.random = random.Random(seed)
        self.agreements = agreements
        """Whether the askers may have agreements of their own, which not every front end takes."""

    released: date | None = None
    """When all of the licences were released. Countries are read only by those whose release is known: before
    1993 there was no European Union to be a member of."""

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, pool: Sequence[str], low: int, high: int) -> tuple[str, ...]:
        return tuple(self.random.sample(list(pool), min(len(pool), self.random.randint(low, high))))

    def asked(self, *, unknown: int | None = None) -> Asked:
        """Terms, and a question about them, with at most so many unknown facts."""
        return self.question(*self.terms(), unknown=unknown)

    def terms(self) -> tuple[Terms, dict[str, License]]:
        """A licence, mostly; or several; with the licences to which conversions lead."""
        self.released = date(2019, 5, 1) if self.chance(0.7) else None
        first = LicenseMaker(self, "home").license()
        meant = {meaning.fact for meaning in first.meanings}
        shelf: dict[str, License] = {}
        for conversion in first.conversions:
            shelf[conversion.license] = LicenseMaker(self, conversion.license, small=True, without=meant).license()
        if not self.chance(0.12):
            return first, shelf
        second = LicenseMaker(self, "other", small=True, without=meant).license()
        parts = (first, second) if self.chance(0.8) else (second, first)
        return Several(self.random.choice(("all", "any")), parts), shelf

    def question(self, terms: Terms, shelf: dict[str, License], *, unknown: int | None = None) -> Asked:
        return QuestionMaker(self, terms, shelf, unknown).asked()
