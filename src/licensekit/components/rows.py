"""Answers about components as rows: what is said of each in a few columns, in words, the same in every form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from licensekit.components.answers import ComponentAnswer, LayerAnswer
from licensekit.decision import Decision, Verdict
from licensekit.decision.parts import DutyShown
from licensekit.model.clauses import written_id
from licensekit.report.answer_memo import taken_for_granted
from licensekit.report.memo import listed, verdict_words
from licensekit.report.short_words import approval_words, duties, missing, plain_numbers

MADE_WORDS: Final[Mapping[str, str]] = {
    "itself": "",
    "": "from ",
    "quantized": "quantised from ",
    "finetune": "tuned from ",
    "adapter": "an adapter of ",
    "merge": "merged from ",
    "trained": "trained on ",
    "beside": "with ",
}
"""How a layer is made from the one below it, in words before its name."""


class ComponentRow(NamedTuple):
    """A row; each column is a text or several, empty where there is nothing to tell."""

    name: str
    version: str
    verdict: str
    """The verdict as a word of the vocabulary: `permitted_with_duties`."""
    range: str
    """From which verdict to which, where it is unknown."""
    licence: str
    grade: str
    duties: tuple[str, ...]
    """What is due, each with its clauses: `display "Kimi K2.5" … (kimi-k2.5 ¶4)`."""
    open_duties: tuple[str, ...]
    approvals: tuple[str, ...]
    first_question: str
    why: tuple[str, ...]
    """Why it is open what binds, what contradicts itself, and which clauses cannot both be met."""
    taken: tuple[str, ...]
    """What was taken for what, and for granted."""
    not_read: tuple[str, ...]
    """Documents that bind too and were not read."""
    layers: tuple[str, ...]
    """Each thing that it is made from, with its licence."""
    place: str
    """Where it stands in the inventory."""
    key: str
    """Its name within the document."""


class _Said(NamedTuple):
    """What a decision says, worked out once."""

    duties: tuple[str, ...]
    open_duties: tuple[str, ...]
    approvals: tuple[str, ...]
    question: str
    taken: tuple[str, ...]
    not_read: tuple[str, ...]


def rows_of(answers: Iterable[ComponentAnswer]) -> tuple[ComponentRow, ...]:
    """A row for each answer, in their order."""
    return tuple(each_row(answers))


def each_row(answers: Iterable[ComponentAnswer]) -> Iterator[ComponentRow]:
    """The same rows, each worked out when it is asked for."""
    known: dict[int, tuple[Decision, _Said]] = {}

    def said(decision: Decision) -> _Said:
        # the decision is held beside what it says: one that is gone would leave its number to another
        if id(decision) not in known:
            known[id(decision)] = decision, _said(decision)
        return known[id(decision)][1]

    return map(partial(_row, said), answers)


def row_of_decision(decision: Decision, name: str, licence: str, grade: str = "") -> ComponentRow:
    """The row of one decision, of something that stands in no inventory."""
    told = _said(decision)
    ends = [verdict_words(end) for end in (decision.best, decision.worst)]
    return ComponentRow(
        name=name,
        version="",
        verdict=decision.verdict.value,
        range="from {} to {}".format(*ends) if decision.verdict is Verdict.UNKNOWN else "",
        licence=licence,
        grade=grade,
        duties=told.duties,
        open_duties=told.open_duties,
        approvals=told.approvals,
        first_question=told.question,
        why=(),
        taken=told.taken,
        not_read=told.not_read,
        layers=(),
        place="",
        key="",
    )


def _row(said: Callable[[Decision], _Said], answer: ComponentAnswer) -> ComponentRow:
    every = [said(decision) for decision in answer.decisions]
    component, layers = answer.component, answer.layers
    return ComponentRow(
        name=component.name,
        version=component.version,
        verdict=answer.verdict.value,
        range=_range(answer),
        licence=" + ".join(dict.fromkeys(layer.bound.named for layer in layers if layer.bound.named)),
        grade=answer.grade,
        duties=_once(each.duties for each in every),
        open_duties=_once(each.open_duties for each in every),
        approvals=_once(each.approvals for each in every),
        first_question=next((each.question for each in every if each.question), ""),
        why=_once(
            [
                *((layer.problem,) if layer.problem else _open(layer) for layer in layers),
                *((f"{each.why}: {each.first}; {each.second}",) for each in answer.conflicts),
            ]
        ),
        taken=_once([*(layer.bound.taken for layer in layers), *(each.taken for each in every)]),
        not_read=_once(each.not_read for each in every),
        layers=tuple(map(_layer, layers)) if len(layers) > 1 else (),
        place=component.place,
        key=component.key,
    )


def _open(layer: LayerAnswer) -> tuple[str, ...]:
    return (*layer.bound.more, *layer.bound.otherwise)


def _once(texts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for group in texts for each in group if each))


def _range(answer: ComponentAnswer) -> str:
    if answer.verdict is not Verdict.UNKNOWN:
        return ""
    ends = (verdict_words(end) if end is not None else "open" for end in (answer.best, answer.worst))
    return "from {} to {}".format(*ends) if answer.best or answer.worst else "open"


def _layer(layer: LayerAnswer) -> str:
    made = MADE_WORDS[layer.made]
    named = layer.bound.named or ("nothing of its own" if not layer.bound.more else "open")
    return f"{made}{layer.component.title}: {named} ({layer.bound.grade}), {verdict_words(layer.verdict)}"


def _said(decision: Decision) -> _Said:
    is_open = decision.verdict is Verdict.UNKNOWN or len(decision.possible) > 1
    questions = decision.questions if is_open else ()
    return _Said(
        duties=tuple(_duties(duties(decision, "due", "not_done"))),
        open_duties=tuple(_duties(duties(decision, "open", "would_apply"))),
        approvals=tuple(
            dict.fromkeys(
                f"{approval_words(each.approval, each.party)} ({each.license} {each.locator})"
                for each in missing(decision)
            )
        ),
        question=plain_numbers(f"{questions[0].text} ({questions[0].fact})") if questions else "",
        taken=((taken_for_granted(decision),) if taken_for_granted(decision) else ()),
        not_read=decision.unread_documents,
    )


def _duties(owed: dict[str, list[DutyShown]]) -> Iterator[str]:
    for text, by in owed.items():
        places = dict.fromkeys(f"{duty.license} {duty.locator}" for duty in by)
        yield f"{text} ({listed(places, 'and')})"


def clause_names(answer: ComponentAnswer, *statuses: str) -> tuple[str, ...]:
    """The duties of an answer that have one of these statuses, as `LICENSE.CLAUSE`."""
    return tuple(
        dict.fromkeys(
            f"{duty.license}.{written_id(duty.clause)}"
            for decision in answer.decisions
            for duty in decision.duties
            if duty.strength == "must" and duty.status in statuses
        )
    )
