"""What hangs on disputed wording: the answer under each reading, under pairs of them, the worst and the best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from licensekit.evaluate.decision import ReadingChange, ReadingReport, ReadingShown
from licensekit.evaluate.inquiry import Answer, Inquiry
from licensekit.evaluate.terms import rank
from licensekit.evaluate.verdict import in_order, summary
from licensekit.model.license import Reading


def readings_report(inquiry: Inquiry) -> ReadingReport:
    """The report on every reading that bears on the question; open readings are first set to what is taken."""
    known = {
        name: program.readings[name.removeprefix(f"{program.license.id}.")]
        for name, program in inquiry.knowledge.layout.readings.items()
    }
    base_choice = {name: inquiry.setting.readings.get(name, reading.taken) for name, reading in known.items()}
    taken = inquiry.afresh(limit=inquiry.limit).reading(base_choice)
    base = taken.answer()
    alone = {
        (name, option): taken.reading({name: option}).answer()
        for name, reading in known.items()
        for option in (one.name for one in reading.options)
        if option != base_choice[name]
    }
    changes = tuple(_pairs(taken, alone, base))
    every = tuple(_every(taken, known))
    worst = max(every, key=lambda pair: (rank(pair[1].possible), -_differing(pair[0], base_choice)))
    best = min(every, key=lambda pair: (rank(pair[1].possible), _differing(pair[0], base_choice)))
    return ReadingReport(
        readings=tuple(_shown(name, reading, base_choice[name], alone, base) for name, reading in known.items()),
        together=changes,
        worst=_change(worst[0], worst[1], base),
        best=_change(best[0], best[1], base),
    )


def _differing(choice: Mapping[str, str], base: Mapping[str, str]) -> int:
    return sum(base[name] != option for name, option in choice.items())


def _every(taken: Inquiry, known: Mapping[str, Reading]) -> Iterator[tuple[dict[str, str], Answer]]:
    options = [[(name, option.name) for option in reading.options] for name, reading in known.items()]
    for chosen in product(*options):
        choice = dict(chosen)
        yield choice, taken.reading(choice).answer()


def _pairs(taken: Inquiry, alone: Mapping[tuple[str, str], Answer], base: Answer) -> Iterator[ReadingChange]:
    """Two changes at once, where that gives what neither gives alone."""
    for one, other in combinations(alone, 2):
        if one[0] == other[0]:
            continue
        choice = dict((one, other))
        answer = taken.reading(choice).answer()
        if answer.says not in (base.says, alone[one].says, alone[other].says):
            yield _change(choice, answer, base)


def _change(choice: Mapping[str, str], answer: Answer, base: Answer) -> ReadingChange:
    return ReadingChange(
        choice=tuple(sorted(choice.items())),
        verdict=summary(answer.possible),
        possible=in_order(answer.possible),
        duties=answer.with_status("due"),
        changes=answer.says != base.says,
    )


def _shown(
    name: str, reading: Reading, taken: str, alone: Mapping[tuple[str, str], Answer], base: Answer
) -> ReadingShown:
    outcomes = tuple(
        _change({name: option.name}, base if option.name == taken else alone[name, option.name], base)
        for option in reading.options
    )
    license_id = name.removesuffix(f".{reading.name}")
    return ReadingShown(
        license=license_id,
        name=reading.name,
        locator=reading.locator,
        question=reading.question,
        taken=taken,
        because=next(option.because for option in reading.options if option.taken) if reading.taken == taken else "",
        options=tuple((option.name, option.text) for option in reading.options),
        outcomes=outcomes,
        matters=any(outcome.changes for outcome in outcomes),
    )
