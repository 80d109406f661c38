"""How often `label` raises an alarm on cards of the hub: what docs/label.md says is measured here.

    python scripts/label_figures.py WORKS.tsv [--each]

WORKS.tsv has a row a repository, with its tag, `license_name`, `license_link` and `base_model`. Each becomes a card in
a folder of its own, without a text; the sample is the same at every run. `--each` prints every alarm.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from licensekit.diagnostics import Diagnostic, Severity
from licensekit.label.checkout import checkout
from licensekit.label.findings import findings

SAMPLE = 1_200
ALARMS = (Severity.ERROR, Severity.WARNING)


def card(row: Mapping[str, str]) -> str:
    """The front matter of a repository's card."""
    told = (
        ("license", row["declared_tag"]),
        ("license_name", row["license_name"]),
        ("license_link", row["license_link"] if row["license_name"] else ""),
        ("base_model", row["base_model"]),
    )
    return "".join(("---\n", *(f"{key}: {_quoted(value)}\n" for key, value in told if value), "---\n"))


def _quoted(value: str) -> str:
    parts = [f"'{each.strip()}'" for each in value.split(",")]
    return parts[0] if len(parts) == 1 else f"[{', '.join(parts)}]"


def alarms(row: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What is found in the folder of a card that is no note."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "README.md").write_text(card(row), encoding="utf-8")
        yield from (each for each in findings(checkout(Path(folder), row["hub_id"])) if each.severity in ALARMS)


def main(arguments: Sequence[str]) -> int:
    """Print how many of the sample are without an alarm, and what the others have."""
    with Path(arguments[0]).open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row["declared_tag"]]
    told = [(row, [*alarms(row)]) for row in random.Random(1).sample(rows, SAMPLE)]
    print(f"{len(told)} cards of {len(rows)}: {sum(not each for _, each in told)} without an alarm")
    for code, number in sorted(Counter(each[0].code for _, each in told if each).items()):
        print(f"{code}: {number}")
    if "--each" in arguments:
        print(*(f"{row['hub_id']}\t{each.code}\t{each.message}" for row, all_ in told for each in all_), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
