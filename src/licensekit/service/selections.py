"""What fits a use, as text, JSON and CSV: in the text by licence, in the others a row for each work or licence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from licensekit.report.as_text import with_advice, wrapped
from licensekit.report.escape import as_json, cell, visible
from licensekit.report.memo import NOT_ADVICE, code, codes, counted, listed
from licensekit.report.plain_data import data, picked
from licensekit.selection import Candidate, LicenseAnswer, Selection

SCHEMA: Final = "licensekit-find/1"
NARROWER: Final = "name `words` of an owner or a model"
"""How to see what is not listed."""
MOST: Final = 10
"""Names under each licence in the text."""
COLUMNS: Final = ("id", "allowed", "licenses", "grade", "downloads", "duties", "open")
_SAID: Final[Mapping[str, str]] = {
    "yes": "allowed",
    "if": "it depends on what is open",
    "ask": "an approval is needed",
    "no": "not allowed",
}


def selection_text(selection: Selection, acts: Iterable[str], *, whole: bool = False, groups: int | None = None) -> str:
    """What fits, by the licences that bind it, the most common first; with a line feed at the end.

    `whole` names every work, `groups` says of how many licences, or sets of them, that is told at most.
    """
    every = selection.candidates
    told = f"{len(every)} of {selection.looked_at} {_noun(selection)} fit: to {listed(map(code, acts), 'and')}"
    lines = wrapped(told, "", "  ")
    ordered = sorted(every, key=_binding)
    by_binding = [(key, list(members)) for key, members in groupby(ordered, key=_binding)]
    by_binding.sort(key=lambda group: (-len(group[1]), group[0]))
    for (binding, permission), members in by_binding[:groups]:
        number = f", {counted(len(members), 'work')}" if selection.among == "works" else ""
        what = f"{binding or 'nothing is known of the licence'}: {_SAID[permission]}{number}"
        lines += ["", *wrapped(what, "", "  ")]
        for duty in _duties(members[0].answers):
            lines += wrapped(f"must {duty}", "  ", "    ")
        if selection.among == "works":
            lines += wrapped(_names(members, None if whole else MOST), "  ", "  ")
    if groups is not None and len(by_binding) > groups:
        rest = sum(len(members) for _, members in by_binding[groups:])
        lines += ["", *wrapped(f"and {rest} more, under {len(by_binding) - groups} other licences", "", "  ")]
    lines += _left_out(selection)
    return with_advice(lines)


def _left_out(selection: Selection) -> Iterator[str]:
    if selection.left_out:
        yield from ("", "Left out")
        yield from (visible(f"  {number:>6}  {_reason(why)}") for why, number in selection.left_out.items())
    if selection.unread:
        yield from ("", *wrapped(f"None of the licences reads {codes(selection.unread)}", "", "  "))


def _reason(why: str) -> str:
    kind, _, rest = why.partition(": ")
    if kind == "allowed":
        return _SAID[rest]
    if kind == "duty":
        return "a duty may be owed" if rest == "any" else f"a duty to {rest} may be owed"
    return why


def _noun(selection: Selection) -> str:
    return "works" if selection.among == "works" else "licences"


def _binding(candidate: Candidate) -> tuple[str, str]:
    """What binds it, in words, and what that allows: works of one group have both in common."""
    return listed(map(_joined, candidate.answers), "or"), candidate.permission


def _joined(answer: LicenseAnswer) -> str:
    return listed(answer.licenses, "and")


def _duties(answers: Iterable[LicenseAnswer]) -> tuple[str, ...]:
    texts = (f"{duty.text}{'' if duty.status == 'due' else ' (perhaps)'}" for each in answers for duty in each.duties)
    return tuple(dict.fromkeys(texts))


def _names(members: list[Candidate], most: int | None) -> str:
    told = [each.id for each in members[:most]]
    left = len(members) - len(told)
    return ", ".join(told) + (f" and {left} more" if left else "")


def selection_json(selection: Selection, acts: Iterable[str]) -> str:
    """What fits as JSON: rows, which name their answers by the licences that bind together."""
    return as_json(selection_data(selection, acts))


def selection_data(selection: Selection, acts: Iterable[str], most: int | None = None) -> dict[str, Any]:
    """The same as plain data; of at most so many rows, where that is said, with the number of the others."""
    candidates = selection.candidates[:most]
    fits = len(selection.candidates)
    cut = {"not_listed": fits - most, "more": NARROWER} if most is not None and fits > most else {}
    answers = {_joined(answer): answer for each in candidates for answer in each.answers}
    return {
        "schema": SCHEMA,
        "acts": list(acts),
        **picked(selection, "among", "looked_at", "left_out", "unread"),
        "fits": fits,
        **cut,
        "candidates": list(map(_row, candidates)),
        "answers": {name: _answer(answers[name]) for name in sorted(answers)},
        "disclaimer": NOT_ADVICE,
    }


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        **picked(candidate, "id", "permission", "grade", "downloads", "open"),
        "answers": list(map(_joined, candidate.answers)),
    }


def _answer(answer: LicenseAnswer) -> dict[str, Any]:
    duties = [picked(duty, "license", "clause", "locator", "text", "status") for duty in answer.duties]
    return {**picked(answer, "licenses", "unread_documents"), "possible": data(answer.possible), "duties": duties}


def selection_csv(selection: Selection) -> str:
    """What fits as CSV with a header."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for each in selection.candidates:
        binding, permission = _binding(each)
        duties, why = "; ".join(_duties(each.answers)), "; ".join(each.open)
        cells = (each.id, permission, binding, each.grade, str(each.downloads or ""), duties, why)
        rows.writerow(map(cell, cells))
    return written.getvalue()
