"""Sets of the same changes with the same answer, as few and as wide as they can be told.

The search finds changes cell by cell. Here each cell of a number is widened to its neighbours, and an option joined
by others, while the question as changed has exactly the same answer: which is asked, not assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from licensekit.analyse.situation import DAY, Situation, Step
from licensekit.errors import FactsError
from licensekit.meaning.domain import Among, Amount, Interval

Changed: TypeAlias = tuple[tuple[Step, ...], Situation]
"""Changes, sorted, and the question as changed by them."""


def boxes(found: list[Changed]) -> list[Changed]:
    """The same changes, joined where they come to the same."""
    groups: dict[tuple[object, ...], list[Changed]] = {}
    for steps, after in found:
        said = after.inquiry.answer().says
        groups.setdefault((frozenset(step.item for step in steps), said), []).append((steps, after))
    return [one for group in groups.values() for one in _joined(group)]


def place(step: Step) -> tuple[str, object]:
    """Where a change stands in order among others of its kind."""
    if isinstance(step.value, Interval):
        return step.unit, (step.value.low, step.value.low_open)
    return str(step.value), 0


def _joined(group: list[Changed]) -> Iterator[Changed]:
    ordered = sorted(group, key=lambda one: [place(step) for step in one[0]])
    told: list[tuple[Step, ...]] = []
    for steps, after in ordered:
        if not any(all(map(_within, steps, wider)) for wider in told):
            wide, changed = _widened(steps, after, [one for one, _ in ordered])
            told.append(wide)
            yield wide, changed


def _within(step: Step, wider: Step) -> bool:
    """Whether a change is part of a wider one; of days that come to the same the first is enough."""
    match step.value, wider.value:
        case Interval() as one, Interval() as other if not _is_day(step):
            return step.unit == wider.unit and _union(one, other) == other
        case str() as option, Among(options=options):
            return option in options
        case _:
            return _is_day(step) or step == wider


def _is_day(step: Step) -> bool:
    return step.unit == DAY


def _widened(steps: tuple[Step, ...], after: Situation, others: list[tuple[Step, ...]]) -> Changed:
    """A set of changes made wider, one thing at a time, as far as the answer stays what it is."""
    said = after.inquiry.answer().says
    again = True
    while again:
        again = False
        for at in range(len(steps)):
            for other in others:
                step = _wider(steps[at], other[at])
                if step is None or not _says(after, step, other[at], said):
                    continue
                steps = (*steps[:at], step, *steps[at + 1 :])
                after = after if isinstance(step.value, Among) else after.changed(step)
                again = True
    return steps, after


def _says(after: Situation, step: Step, other: Step, said: object) -> bool:
    tried = after.changed(other if isinstance(step.value, Among) else step)
    try:
        return tried.inquiry.answer().says == said
    except FactsError:
        return False


def _wider(step: Step, other: Step) -> Step | None:
    """A change joined with another one of the same thing; None where that is nothing new, or no one statement."""
    if step.item != other.item or step.item.kind != "fact" or step.unit != other.unit or _is_day(step):
        return None
    match step.value, other.value:
        case Interval() as one, Interval() as two:
            joined = _union(one, two)
            return None if joined is None or joined == one else step._replace(value=joined)
        case ((str() | Among()), str() as option):
            options = step.value.options if isinstance(step.value, Among) else (str(step.value),)
            return None if option in options else step._replace(value=Among((*options, option)))
        case _:
            return None


def _union(one: Interval, other: Interval) -> Interval | None:
    """Two intervals as one; None where there is a gap between them."""
    first, second = sorted((one, other), key=lambda known: (known.low, known.low_open))
    if first.high is None or (second.high is not None and _end(second) <= _end(first)):
        return first
    whole = all(isinstance(end, int) for end in (first.low, first.high, second.low)) and not first.high_open
    touching = first.high > second.low or (first.high == second.low and not (first.high_open and second.low_open))
    if not touching and not (whole and not second.low_open and first.high + 1 == second.low):
        return None
    return Interval(first.low, second.high, first.low_open, second.high_open)


def _end(known: Interval) -> tuple[Amount, bool]:
    assert known.high is not None
    return known.high, not known.high_open
