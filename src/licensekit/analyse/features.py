"""What licences can be told apart by: the criteria and classes of openness, and the kinds of clauses that they have.

Openness takes a third of a second a licence. For those of the catalogue it is kept in `licenses/openness.tsv`, which
`scripts/catalogue_pages.py` writes; a row counts as long as the licence is the one that it was worked out for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple, get_args

from licensekit.analyse.openness import openness
from licensekit.data import data_folder
from licensekit.meaning.terms import Terms, programs, shape_of
from licensekit.model.clauses import Clause
from licensekit.model.license import License
from licensekit.model.thresholds import thresholds_of

FILE: Final = "openness.tsv"
_KINDS: Final[tuple[str, ...]] = tuple(each.model_fields["kind"].default for each in get_args(get_args(Clause)[0]))
"""The kinds of clauses."""
_HAS: Final[Mapping[str, Callable[[License], object]]] = {
    "threshold": thresholds_of,
    "reading": lambda license: license.readings,
    "conversion": lambda license: license.conversions,
    "not-read": lambda license: license.unread,
}
"""What a licence has beside clauses: a number, a disputed wording, another licence on some day, a document not read."""


class OpennessInBrief(NamedTuple):
    """What openness comes to: the state of each criterion, and the classes that people use."""

    criteria: Mapping[str, str]
    """`met`, `failed` or `undecided`, by the criterion's name."""
    classes: tuple[str, ...]

    @property
    def open_source(self) -> str:
        """`met` where every criterion is, else `failed` where one is."""
        states = set(self.criteria.values())
        return "failed" if "failed" in states else "undecided" if "undecided" in states else "met"


def openness_in_brief(terms: Terms) -> OpennessInBrief:
    """What openness comes to; kept for the licences of the catalogue."""
    kept = _kept().get(terms.name)
    return kept[1] if kept is not None and kept[0] == shape_digest(terms) else worked_out(terms)


def worked_out(terms: Terms) -> OpennessInBrief:
    """The same, worked out now."""
    checked = openness(terms)
    states = {criterion.name: criterion.state for criterion in checked.criteria}
    return OpennessInBrief(states, tuple(each.partition(":")[0] for each in checked.classes))


def shape_digest(terms: Terms) -> str:
    """Tells terms from every other that mean something else."""
    return sha256(repr(shape_of(terms)).encode()).hexdigest()[:16]


@cache
def _kept() -> Mapping[str, tuple[str, OpennessInBrief]]:
    lines = (data_folder("licenses") / FILE).read_text(encoding="utf-8").splitlines()
    _, _, *names, _ = lines[0].split("\t")
    kept = {}
    for line in lines[1:]:
        name, digest, *states, classes = line.split("\t")
        every = tuple(classes.split("; ")) if classes else ()
        kept[name] = digest, OpennessInBrief(dict(zip(names, states, strict=True)), every)
    return kept


# --- features --------------------------------------------------------------------------------------------


def feature_names() -> tuple[str, ...]:
    """What licences can be told apart by."""
    _, every = next(iter(_kept().values()))
    criteria = (name.lower().replace(" ", "-") for name in every.criteria)
    return ("open-source", *criteria, "class", *_KINDS, *_HAS)


def feature_of(name: str, terms: Terms) -> tuple[str, ...]:
    """What some terms have of a feature, in a word; of `class`, all that fit."""
    every = [program.license for program in programs(terms)]
    if name in _HAS:
        return ("yes" if any(_HAS[name](license) for license in every) else "no",)
    if name in _KINDS:
        return ("yes" if any(clause.kind == name for license in every for clause in license.clauses) else "no",)
    brief = openness_in_brief(terms)
    if name == "class":
        return brief.classes or ("none",)
    states = {criterion.lower().replace(" ", "-"): state for criterion, state in brief.criteria.items()}
    return (brief.open_source if name == "open-source" else states[name],)
