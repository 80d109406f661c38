"""How many steps on decision diagrams the largest questions take: the figures of docs/reliability.md.

    python scripts/steps.py

Asks of every licence of the catalogue about all acts at once, of which nothing else is known:
what is possible, what to ask, the bounds and the report on readings, each an operation that `MAX_STEPS` limits.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from licensekit import Circumstances, LicenseTerms, Use, ids, load
from licensekit.decision.bounds import bounds
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.questions import asked
from licensekit.decision.readings import readings_report
from licensekit.limits import MAX_STEPS
from licensekit.vocabulary.acts import LEAVES

OPERATIONS: Final[dict[str, Callable[[Inquiry], object]]] = {
    "possible": Inquiry.answer,
    "questions": asked,
    "bounds": bounds,
    "readings": readings_report,
}
SHOWN: Final = 8


class Taken(NamedTuple):
    """What one operation took."""

    steps: int
    license: str
    operation: str
    assume: str


def taken(terms: LicenseTerms) -> Iterator[Taken]:
    """The steps of each operation on one licence."""
    for circumstances in (Circumstances(assume="none"), Circumstances()):
        inquiry = inquire(terms.terms, Use.of(acts=list(LEAVES), facts={}), circumstances)
        for name, operation in OPERATIONS.items():
            inquiry.matter.diagrams.spent = 0
            operation(inquiry)
            yield Taken(inquiry.matter.diagrams.spent, terms.terms.name, name, circumstances.assume)


def main() -> None:
    """Print the largest, and how many there were."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    every = sorted((each for terms in map(load, ids()) for each in taken(terms)), reverse=True)
    for each in every[:SHOWN]:
        print(f"{each.steps:>8_} {each.license}, {each.operation}, assume {each.assume}")
    print(f"{len(every)} operations; the limit is {MAX_STEPS:_}")


if __name__ == "__main__":
    main()
