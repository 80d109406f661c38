"""The whole memo of an answer: what `explain()` says, and what else a reviewer wants to see."""

from __future__ import annotations

from collections.abc import Iterator

from licensekit.evaluate import sections
from licensekit.evaluate.decision import Decision
from licensekit.evaluate.explain import asked, headline, short_sections
from licensekit.evaluate.memo import Item, Memo, Section, code, codes, counted
from licensekit.meaning.verdict import Verdict
from licensekit.report.answer import Answer, WorkShown
from licensekit.truth import TRUE
from licensekit.vocabulary.words import ATTESTATIONS

NOT_ADVICE = "This applies the terms of a licence to the facts given. It is not legal advice."
MOST_LIMITS = 6


def whole_memo(answer: Answer) -> Memo:
    """Everything that a report shows, the most important first."""
    decision = answer.decision
    return Memo(
        headline(decision),
        asked(decision),
        (
            *(() if answer.work is None else (work(answer.work),)),
            *short_sections(decision),
            *_what_if(answer),
            bounds(decision),
            headroom(decision),
            assumed(decision),
            _lines("Concluded", decision.relations),
            limits(decision),
            _lines("Not read", decision.unread),
            _lines("Notes", decision.notes),
            _lines("Applied", identity(decision)),
        ),
    )


def _what_if(answer: Answer) -> tuple[Section, ...]:
    if answer.what_if is None:
        return ()
    from licensekit.report.what_if import sections as found  # noqa: PLC0415 - loaded where it was asked for

    return found(answer.what_if)


def cases(answer: Answer) -> tuple[str, ...]:
    """The first few changes as cases that pass, where they were asked for."""
    if answer.what_if is None:
        return ()
    from licensekit.report.what_if import cases_shown  # noqa: PLC0415 - loaded where it was asked for

    return cases_shown(answer.what_if)


def _lines(title: str, lines: tuple[str, ...]) -> Section:
    return Section(title, tuple(Item(line) for line in lines))


def work(shown: WorkShown) -> Section:
    """The work, and tags that disagree with its licence."""
    day = "" if shown.obtained is None else f", obtained on {shown.obtained.isoformat()}"
    items = [Item(f"{shown.title} ({code(shown.id)}), {shown.part}{day}")]
    for tag in shown.tags:
        text = f"{tag.hub} tags it {code(tag.tag)}, which is not its licence; a tag decides nothing"
        items.append(Item(text, tuple(f"see {address}" for address in tag.see)))
    return Section("The work", tuple(items))


def bounds(decision: Decision) -> Section:
    """Within what the answer stands; nothing where there is no one answer."""
    if decision.verdict is Verdict.UNKNOWN:
        return Section("Stays so while", ())
    return Section("Stays so while", tuple(Item(f"{code(bound.fact)} is {bound.value}") for bound in decision.bounds))


def headroom(decision: Decision) -> Section:
    """How far each number given lies from the thresholds that read it."""
    return Section(
        "Distance from thresholds",
        tuple(
            Item(
                f"{code(one.fact)} is {one.value}: {one.margin} {'past' if one.met else 'short of'} "
                f"the line of {code(f'{one.comparison} {one.threshold}')}",
                (sections.place(decision, one.license, one.clause, one.locator),),
            )
            for one in decision.headroom
        ),
    )


def assumed(decision: Decision) -> Section:
    """What was taken for granted: conduct by group, everything else one by one; and what somebody attested."""
    return Section("Assumed", tuple(_assumed(decision)))


def _assumed(decision: Decision) -> Iterator[Item]:
    groups: dict[str, int] = {}
    for one in decision.assumptions:
        if one.kind == "clean_hands":
            groups[one.group] = groups.get(one.group, 0) + 1
    for group, number in groups.items():
        yield Item(f"{_statement(group, number)} ({code(group)}; nobody attested it)")
    for one in decision.assumptions:
        if one.kind != "clean_hands":
            yield Item(f"{code(one.fact)} is {one.value}: {one.because}")
    if decision.attested:
        yield Item(f"attested: {decision.attested}")


def _statement(group: str, number: int) -> str:
    if group == "conduct":
        return (
            f"none of the {number} forbidden uses takes place"
            if number > 1
            else "the forbidden use does not take place"
        )
    return f"{ATTESTATIONS[group]} ({counted(number, 'fact')})"


def limits(decision: Decision) -> Section:
    """Prohibitions on acts that were not asked about."""
    found = decision.standing_limits
    items = tuple(
        Item(
            f"{codes(one.acts)}{'' if one.truth is TRUE else ', perhaps'}: "
            f"{sections.place(decision, one.license, one.clause, one.locator)}"
        )
        for one in found[:MOST_LIMITS]
    )
    return Section("Prohibited besides", items, max(0, len(found) - MOST_LIMITS))


def identity(decision: Decision) -> tuple[str, ...]:
    """What was applied: texts by fingerprint, the library, the day, and how assumptions and readings were treated."""
    known = decision.identity
    texts = tuple(
        f"{code(' '.join(filter(None, (license_id, name))))} text, SHA-256 {sha256[:16]}…"
        for license_id, name, sha256 in known.texts
    )
    day = "none given" if known.as_of is None else known.as_of.isoformat()
    circumstances = f"as-of date: {day}; assume: {known.assume}; readings: {known.readings}"
    return (*texts, f"licensekit {known.library}; {circumstances}")
