"""The shape of a vocabulary entry, and the form in which the tables write one.

A table holds the facts of one subject: the rest of a fact's name with its title, and below it, indented, the question.

    kind (one of: individual company): who exercises the rights
        Are you an individual or a company?

What stands in parentheses, set apart by `;`, says what the fact is: nothing for a statement in the positive that is
true or false of the use; `date`, `territory`; `one of` or `set of` some options (`territory` alone stands for all
countries); `money` or `people` over some windows, once for each, which `{period}` in the question stands for.
`judgement` marks a question of law. `safe: VALUE` is a value that can only make an answer stricter where the checker
shows it so; a fact of `clean hands: GROUP` is taken as `no` unless given, and asked with its group as one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.vocabulary.words import WINDOWS

FactType: TypeAlias = Literal["yes_no", "count", "money", "date", "territory", "text", "one_of", "set_of"]
AssumedUnder: TypeAlias = Literal["none", "safe", "clean_hands"]


class FactInfo(NamedTuple):
    """A fact of the vocabulary: what it is, and how to ask for it.

    `name` is flat: `product.monthly_active_users.month`. A windowed number has its `measure` and `window`;
    for every other fact both are empty. `options` are those of a one-of or set-of fact, and `territory` alone
    for a set of territories. `assumed` is the value as the language writes it, `group` the attestation that
    covers the fact, and `order` its place in the vocabulary.
    """

    name: str
    subject: str
    type: FactType
    title: str
    question: str
    options: tuple[str, ...] = ()
    judgement: bool = False
    measure: str = ""
    window: str = ""
    unit: str = ""
    assumption: AssumedUnder = "none"
    assumed: str = ""
    group: str = ""
    order: int = 0

    @property
    def is_number(self) -> bool:
        """Whether the fact is a count or an amount of money, and so may be known in part."""
        return self.type in {"count", "money"}


_ENTRY: Final = re.compile(r"(?P<name>[a-z_.]+)(?: \((?P<notes>[^)]*)\))?: (?P<title>.+)\n(?P<question>(?:    .+\n?)+)")
_TYPES: Final[dict[str, FactType]] = {
    "one of": "one_of",
    "set of": "set_of",
    "money": "money",
    "people": "count",
    "date": "date",
    "territory": "territory",
}
_SEVERAL: Final = {
    "years": "year calendar_year prior_tax_year trailing_12_months any_12_months",
    "months": "month preceding_month any_month",
}
"""Windows that come together, by one word."""


def facts(subject: str, table: str, *, clean_hands: str = "", question: str = "{}") -> tuple[FactInfo, ...]:
    """The facts of a table. `clean_hands` is the group of all of them, `question` stands around each question."""
    entries = re.split(r"\n(?=[a-z])", re.sub(r"\n#.*", "", table.replace("\n    ", "\n").rstrip()).lstrip())
    return tuple(info for entry in entries for info in _facts(subject, entry, clean_hands, question))


def _facts(subject: str, entry: str, clean_hands: str, around: str) -> Iterator[FactInfo]:
    parts = _ENTRY.fullmatch(entry)
    assert parts is not None, entry
    notes = dict(note.partition(": ")[::2] for note in (parts["notes"] or "").split("; "))
    assert notes.keys() <= {*_TYPES, "judgement", "safe", "clean hands", ""}, entry
    note = next((note for note in notes if note in _TYPES), "")
    kind, said = _TYPES.get(note, "yes_no"), notes.get(note, "").split()
    group = notes.get("clean hands", clean_hands)
    plain = FactInfo(
        f"{subject}.{parts['name']}",
        subject,
        kind,
        parts["title"],
        around.replace("{}", " ".join(parts["question"].split())),
        judgement="judgement" in notes,
        assumption="safe" if "safe" in notes else "clean_hands" if group else "none",
        assumed=notes.get("safe", "no" if group else ""),
        group=group,
    )
    if not plain.is_number:
        yield plain._replace(options=tuple(said))
        return
    for window in " ".join(_SEVERAL.get(word, word) for word in said).split():
        period = WINDOWS[window]
        yield plain._replace(
            name=f"{plain.name}.{window}",
            title=f"{plain.title}, {period}",
            question=plain.question.replace("{period}", period),
            measure=parts["name"],
            window=window,
            unit=note,
        )
