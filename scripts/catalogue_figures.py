"""How well the catalogue is tested by its own cases: docs/catalogue.md, by `python scripts/catalogue_figures.py`.

Clause coverage takes some seconds. Mutation scores, with `--mutation`, take minutes; without it those of the page stay,
and with `--mutation ID …` those of other licences do.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from licensekit.catalogue import load, shelf
from licensekit.testing.coverage import Count, GoalKind, LicenseCoverage, coverage_of
from licensekit.testing.coverage_report import percent, words
from licensekit.testing.coverage_seen import DECIDES_FALSE, DECIDES_TRUE
from licensekit.testing.subject import subject

PAGE: Final = Path(__file__).parent.parent / "docs" / "catalogue.md"
_MUTATION: Final = re.compile(r"(?<=<!-- mutation -->\n).*?(?=<!-- end -->)", re.DOTALL)
_ROW: Final = re.compile(r"^\| (\S+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| [\d.]+ % \|$", re.MULTILINE)
_HEAD: Final = """# The catalogue, tested by its own cases

Written by `python scripts/catalogue_figures.py`. What the columns mean: `licensekit coverage ID` shows the same for one
licence, with what is missing.

- **clauses**: some case makes the clause true, and others make it false and leave it open, as far as a use can.
- **atoms (MC/DC)**: each atom of each condition decides once by being true and once by being false: turning it alone
  turns the condition, and turning the condition changes the answer (masking MC/DC). What provably no use can bring
  about, since another clause of the text says the same, is not counted.
- **options**: something is expected under each option of each reading.
- **acts**: each kind of act that the licence tells apart is asked about.
- *read once*, *audited*: nobody encoded the text a second time, independently; in the latter another reader held the
  encoding against it (docs/second-readings.md).

A case that brings an outcome about need not notice a mistake in it: that is what the mutation score measures.
"""
_ABOUT_MUTATION: Final = """\
Each licence is edited in one place at a time, and its cases are run: `licensekit mutate ID` shows the edits that no
case notices, each with the case that would. An edit is equivalent if no use tells it: no verdict, duty, approval,
reason or basis that a case could expect is another; this is searched exactly. Equivalent and undecided ones do not
count in the score.
"""
_KINDS: Final[tuple[GoalKind, ...]] = ("clause", "atom", "option", "act")


def measured(name: str) -> LicenseCoverage:
    """The coverage of a licence of the catalogue by the cases beside it and beside its policies."""
    found = subject(name)
    return next(one for one in coverage_of(found.cases).licenses if one.license == name)


def page(licenses: list[LicenseCoverage], mutation: str) -> Iterator[str]:
    """The lines of the page."""
    yield from _HEAD.splitlines()
    yield from ("", "## Clause coverage", "")
    yield "| licence | cases | clauses | atoms (MC/DC) | options | acts | all outcomes |"
    yield "|---|---|---|---|---|---|---|"
    for one in licenses:
        counts = " | ".join(str(one.count(kind)) for kind in _KINDS)
        grade = load(one.license).grade
        yield f"| {one.license}{grade and f', {grade}'} | {one.cases} | {counts} | {percent(one.percent)} |"
    totals = [Count(*map(sum, zip(*(one.count(kind) for one in licenses), strict=True))) for kind in _KINDS]
    shares = " | ".join(f"**{total}** ({percent(total.percent)})" for total in totals)
    yield f"| all | {sum(one.cases for one in licenses)} | {shares} | |"
    yield from ("", "### What is missing", "")
    lines = [f"- {one.license}, {words(line)}".replace("|", "\\|") for one in licenses for line in one.missing]
    yield from lines or ["Nothing."]
    yield from ("", "### What no use can bring about", "")
    yield "Not counted above. Of each of these it was proved that no answer changes if the atom never has that effect."
    yield ""
    yield from (line.replace("|", "\\|") for one in licenses for line in impossible(one))
    yield from ("", "## Mutation score", "", "<!-- mutation -->")
    yield from mutation.rstrip("\n").splitlines()
    yield "<!-- end -->"


def impossible(coverage: LicenseCoverage) -> Iterator[str]:
    """The atoms that cannot decide by being true, or by being false, whatever is asked."""
    for goal in coverage.of("atom"):
        never = " or ".join(how.split()[1] for how in (DECIDES_TRUE, DECIDES_FALSE) if how not in goal.wanted)
        if never:
            yield f"- {coverage.license}, {goal.owner} at {goal.place}: `{goal.text}`, by being {never}"


def scores(wanted: list[str], before: str) -> dict[str, tuple[int, ...]]:
    """How many edits of each licence were killed, survived, were equivalent, were not decided.

    Measured for those that are wanted, or for all where none is named; the others are those of the page.
    """
    from licensekit.testing.mutation import Fate, mutation  # noqa: PLC0415 - only where it is asked for

    known = {row[1]: tuple(int(row[column]) for column in range(3, 7)) for row in _ROW.finditer(before)}
    found: dict[str, tuple[int, ...]] = {}
    for name in shelf.ids():
        if wanted and name not in wanted and name in known:
            found[name] = known[name]
            continue
        report = mutation(subject(name))
        found[name] = tuple(
            len(report.of(fate)) for fate in (Fate.KILLED, Fate.SURVIVED, Fate.EQUIVALENT, Fate.UNDECIDED)
        )
    return found


def mutation_table(found: dict[str, tuple[int, ...]]) -> Iterator[str]:
    """The mutation score of every licence; equivalent mutants do not count."""
    yield from _ABOUT_MUTATION.splitlines()
    yield ""
    yield "| licence | mutants | killed | survived | equivalent | not decided | score |"
    yield "|---|---|---|---|---|---|---|"
    total = [sum(column) for column in zip(*found.values(), strict=True)]
    for name, counts in found.items():
        yield f"| {name} | {sum(counts)} | {' | '.join(map(str, counts))} | {percent(_score(counts))} |"
    yield f"| all | {sum(total)} | {' | '.join(map(str, total))} | **{percent(_score(total))}** |"


def _score(counts: Sequence[int]) -> Fraction:
    killed, survived, *_ = counts
    return Fraction(100 * killed, killed + survived) if killed + survived else Fraction(100)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutation", nargs="*", metavar="ID", help="measure mutation scores too, of these or of all")
    wanted = parser.parse_args().mutation
    before = _MUTATION.search(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else None
    kept = before[0] if before is not None else "Not measured yet: `python scripts/catalogue_figures.py --mutation`.\n"
    mutation = kept if wanted is None else "\n".join(mutation_table(scores(wanted, kept)))
    PAGE.write_text("\n".join(page([measured(name) for name in shelf.ids()], mutation)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
