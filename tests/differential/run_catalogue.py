# ruff: noqa: T201 - a command prints

"""Compare the real evaluator with the naive one on the licences of the catalogue, with the policies that they incorporate.

    python tests/differential/run_catalogue.py --pairs 2000            # of each licence
    python tests/differential/run_catalogue.py --only llama-4 --pairs 20000

Questions are made as those about generated licences are: values at and around the thresholds of the text, at most four
facts unknown. Exit status: 1 on a disagreement.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import licensekit as lk
from differential.compare import Skipped, compared, real_terms
from differential.generate import Generator
from differential.run import Tally, smallest, verdict
from licensekit.decision import Single
from licensekit.model.license import License

SKIPPED_MOST = 20
"""So many questions are skipped for each that is asked, at most."""


def single_licenses() -> Iterator[License]:
    """The licences of the catalogue that nothing follows."""
    for name in lk.ids():
        terms = lk.load(name).terms
        assert isinstance(terms, Single)
        if not terms.successors:
            yield terms.program.license


def compare_license(license: License, pairs: int, seed: object = "catalogue") -> Tally:
    """So many questions about one licence."""
    tally, number, real = Tally(), 0, None
    while tally.pairs < pairs and tally.skipped <= SKIPPED_MOST * pairs:
        asked = Generator(f"{seed}/{license.id}/{number}").question(license, {})
        number += 1
        real = real or real_terms(license, asked)
        try:
            found, expected = compared(asked, real)
        except Skipped:
            tally.skipped += 1
            continue
        tally.pairs += 1
        tally.worlds += expected.worlds
        if expected.worlds:
            tally.verdicts[verdict(expected)] += 1
        else:
            tally.contradictions += 1
        if found:
            tally.failures.append(f"{seed}/{license.id}/{number - 1}: {found[0]}\n{smallest(asked, found)}")
    return tally


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=500, help="questions about each licence")
    options.add_argument("--only", metavar="ID")
    options.add_argument("--seed", default="catalogue")
    asked = options.parse_args()
    whole = Tally()
    for each in single_licenses():
        if asked.only in {None, each.id}:
            tally = compare_license(each, asked.pairs, asked.seed)
            whole.add(tally)
            print(f"{each.id}: {tally.pairs} pairs, {len(tally.failures)} disagreements", flush=True)
    verdicts = ", ".join(f"{name} {count}" for name, count in sorted(whole.verdicts.items()))
    print(f"{whole.pairs} pairs, {whole.worlds} worlds, {whole.skipped} skipped, {whole.contradictions} contradictions")
    print(f"verdicts: {verdicts}")
    for failure in whole.failures:
        print("---", failure, sep="\n")
    return 1 if whole.failures else 0


if __name__ == "__main__":
    sys.exit(main())
