"""The short answer about a work of which it is open which licences bind: once where these answer alike.

Where they do not, each is told with what it alone asks for, and what all ask for stands below, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from licensekit.decision.decision import Decision
from licensekit.decision.short import PartKind
from licensekit.report.memo import codes, listed
from licensekit.report.sentences import answer, verdict_sentence
from licensekit.report.short_answer import IMPORTANCE, LAST, OWED, asked, fitted_part, fitted_parts, if_you_also
from licensekit.report.short_layout import FULL, FittedPart, fitted
from licensekit.report.short_words import duties, missing
from licensekit.vocabulary.acts import ACT_TITLES

MOST_TITLES: Final = 3
"""Licences named in the line that says what is asked."""
MOST_SETS: Final = 5
"""Sets of licences that have a part of their own."""
_COUNTED: Final = ("licence that may bind", "licences that may bind")
_KINDS: Final = ("answer", "by_license", "said", *IMPORTANCE[1:], "known")
_OWING: Final[dict[PartKind, str]] = {"must": "you must ", "once_approved": "once approved ", "may_owe": "you may owe "}
_SOURCES: Final = ("source for its licence", "sources for its licence")
_WHICH: Final = "Which licence came with your copy? Ask again under that one, with `--under ID`"


class AlikeDecisions(NamedTuple):
    """Decisions under several sets of licences, that say the same but for the places in the texts."""

    decisions: tuple[Decision, ...]

    @property
    def first(self) -> Decision:
        """The one whose places are told."""
        return self.decisions[0]

    @property
    def titles(self) -> str:
        """The licences, by title; many are counted."""
        every = [listed([title for _, title in each.identity.licenses], "and") for each in self.decisions]
        rest = [f"{len(every) - MOST_TITLES} more"] if len(every) > MOST_TITLES else []
        alike = ", which answer alike" if len(every) > 1 else ""
        places = " (places as in the first)" if self._places_differ else ""
        return listed([*every[:MOST_TITLES], *rest], "and" if rest else "or") + alike + places

    @property
    def names(self) -> str:
        """The licences, by id."""
        return listed([codes(name for name, _ in each.identity.licenses) for each in self.decisions], "or")

    @property
    def _places_differ(self) -> bool:
        return len({tuple(str(reason.locator) for reason in each.reasons) for each in self.decisions}) > 1


Groups: TypeAlias = Sequence[AlikeDecisions]


def said_alike(decisions: Iterable[Decision]) -> list[AlikeDecisions]:
    """Decisions by what they say, in their order."""
    groups: dict[object, list[Decision]] = {}
    for each in decisions:
        groups.setdefault(_says(each), []).append(each)
    return [AlikeDecisions(tuple(group)) for group in groups.values()]


def _says(decision: Decision) -> tuple[object, ...]:
    """What a decision says, but for where: the answer, what is owed, missing, open, forbidden, disputed, unread."""
    return (
        answer(decision),
        tuple((part.act, part.verdict, part.possible) for part in decision.parts),
        tuple(tuple(duties(decision, *statuses)) for _, statuses in OWED),
        tuple((each.party, each.approval, each.contact, each.subject, each.truth) for each in missing(decision)),
        tuple((way.party, way.approval, way.contact) for way in decision.remedies),
        tuple((each.fact, each.text) for each in decision.questions),
        tuple(
            (reading.question, tuple(then.verdict for then in reading.outcomes))
            for reading in decision.readings.readings
            if reading.matters
        ),
        tuple((each.name, each.value) for each in decision.unread),
        decision.unread_documents,
        tuple(map(tuple, _besides(decision).values())),
    )


def short_of_sets(
    head: str, decisions: Sequence[Decision], known: Sequence[str], *, is_settled: bool
) -> tuple[str, ...]:
    """At most twelve lines: `head` names the work and the verdict, `known` says how it is known what may bind it.

    It `is_settled` where nothing may bind but these.
    """
    groups = said_alike(decisions)
    parts = _differing(groups) if len(groups) > 1 else (part for group in groups for part in _agreed(group, is_settled))
    lineage = FittedPart(
        "known", "Its licence", known, 0, 3 if groups else 9, is_settled and len(groups) == 1, _SOURCES
    )
    return tuple(fitted([FittedPart("answer", "", [head], most=2), *parts, lineage], LAST, _KINDS, FULL))


def _agreed(group: AlikeDecisions, is_settled: bool) -> Iterator[FittedPart]:
    alone = "" if is_settled else f"Under {group.names} alone: "
    yield FittedPart("said", "", [f"{alone}{answer(group.first)}"], most=3)
    parts = fitted_parts(group.first, "", FULL, group.titles)
    parts["asked"].most += 1
    yield from parts.values()


def _differing(groups: Groups) -> Iterator[FittedPart]:
    first = groups[0].first
    besides = dict.fromkeys(answer(each.first).removeprefix(verdict_sentence(each.first)).strip() for each in groups)
    yield FittedPart("said", "", [*filter(None, [" ".join(besides)])], most=2)
    yield FittedPart("asked", "", [asked(first, "", "one of these, and it is open which")], most=2)
    owed = [{kind: duties(each.first, *statuses) for kind, statuses in OWED} for each in groups]
    common = {kind: [text for text in owed[0][kind] if all(text in each[kind] for each in owed)] for kind, _ in OWED}
    # what only some ask for stands with them; what is left is what all say
    told = [(group.names, [*_alone(group.first, its, common, groups)]) for group, its in zip(groups, owed, strict=True)]
    for names, (sentence, *more) in told[:MOST_SETS]:
        yield FittedPart("by_license", "Under", [f"{names}: {sentence}", *more], most=4, counted_as=_COUNTED)
    rest = [f"{names}: {sentence}" for names, (sentence, *_) in told[MOST_SETS:]]
    yield FittedPart("by_license", "Or under", rest, most=2, counted_as=_COUNTED)
    for kind, texts in common.items():
        if texts:
            yield fitted_part(kind, texts, 0, FULL)
    questions = {question.fact for each in groups for question in each.first.questions}
    yield fitted_part("find_out", [_WHICH], len(questions), FULL)
    counted: dict[PartKind, int] = {
        "also": len({text for each in groups for text in duties(each.first, "due", "open", quiet=True)}),
        "disputed": len({one.question for each in groups for one in each.first.readings.readings if one.matters}),
        "not_read": len({name for each in groups for name in each.first.unread_documents})
        + len({one.name for each in groups for one in each.first.unread}),
        "must_not": len({limit.acts for each in groups for limit in each.first.standing_limits}),
    }
    yield from (fitted_part(kind, [], number, FULL) for kind, number in counted.items() if number)


def _alone(
    decision: Decision, owed: Mapping[PartKind, Iterable[str]], common: Mapping[PartKind, list[str]], groups: Groups
) -> Iterator[str]:
    """The answer under some of the licences, and what is said under these and not under all."""
    sentence = verdict_sentence(decision).removesuffix(".")
    yield sentence
    for kind, every in owed.items():
        if texts := [text for text in every if text not in common[kind] and text not in sentence]:
            yield f"{_OWING[kind]}{listed(texts, 'and')}"
    for what, things in _besides(decision).items():
        if own := [thing for thing in things if not all(thing in _besides(each.first)[what] for each in groups)]:
            yield f"{what} {listed(own, 'and')}"


def _besides(decision: Decision) -> dict[str, list[str]]:
    """What stands at the end of a short answer: what is owed as always, what is forbidden besides, acts overlooked."""
    limits = dict.fromkeys(act for limit in decision.standing_limits for act in limit.acts)
    return {
        "as always,": [*duties(decision, "due", "not_done", "open", "would_apply", quiet=True)],
        "forbidden besides: to": [ACT_TITLES.get(act, "do anything else with it") for act in limits],
        "if you also": [*if_you_also(decision)],
    }
