"""A decision in words: its first line, and the memo with everything."""

from __future__ import annotations

from collections.abc import Iterator

from licensekit.decision.decision import Decision
from licensekit.meaning.verdict import Verdict
from licensekit.report import answer_sections as sections
from licensekit.report.answer import Answer, WorkShown, changes
from licensekit.report.memo import Memo, Point, Section, code, codes, listed, section, verdict_words


def whole_memo(answer: Answer) -> Memo:
    """Everything that a report shows, the most important first."""
    return Memo(headline(answer.decision), asked(answer.decision), tuple(_whole(answer)))


def _whole(answer: Answer) -> Iterator[Section]:
    """What a memo says after its first lines."""
    decision = answer.decision
    if answer.work is not None:
        yield work_section(answer.work)
    yield sections.unread(decision)
    yield sections.acts(decision)
    yield sections.silence(decision)
    yield from sections.duties(decision)
    yield sections.approvals(decision)
    yield sections.ways_out(decision)
    yield sections.readings(decision)
    yield sections.questions(decision)
    yield sections.reasons(decision)
    yield from changes(answer)
    yield sections.bounds(decision)
    yield sections.headroom(decision)
    yield sections.assumed(decision)
    yield section("Concluded", decision.relations)
    yield sections.limits(decision)
    yield overlooked_acts(decision)
    yield sections.unread_in_detail(decision)
    yield section("Not read", decision.unread_documents)
    yield section("Notes", decision.notes)
    yield sections.identity(decision)


def overlooked_acts(decision: Decision) -> Section:
    """What acts would add that people take for those asked about."""
    from licensekit.report.short_answer import if_you_also  # noqa: PLC0415 - not every memo is whole

    return section("If you also", if_you_also(decision))


def work_section(named: WorkShown) -> Section:
    """The work, and tags that disagree with its licence."""
    day = "" if named.obtained is None else f", obtained on {named.obtained.isoformat()}"
    points = [Point(f"{named.title} ({code(named.id)}), {named.part}{day}")]
    if named.grade:
        points.append(Point(f"How its licence is known: {named.grade}", named.layers))
    for tag in named.tags:
        text = f"{tag.hub} tags it {code(tag.tag)}, which is not its licence; a tag decides nothing"
        points.append(Point(text, tuple(f"see {address}" for address in tag.see)))
    return section("The work", points)


def headline(decision: Decision) -> str:
    """One line: the verdict, both ends and the first question where it is open, and what it takes for granted.

    A document that binds too and was not read can only make an answer stricter.
    """
    parts = [_answer(decision)]
    if decision.unread_documents and decision.verdict not in (Verdict.PROHIBITED, Verdict.NOT_GRANTED):
        parts[0] += f", unless what was not read says otherwise: {listed(decision.unread_documents, 'or')}"
    if decision.verdict is Verdict.UNKNOWN and decision.questions:
        first = decision.questions[0]
        parts.append(f"First question: {first.text} ({code(first.fact)})")
    agreements = dict.fromkeys(name for part in decision.parts for name in part.rests_on)
    if agreements:
        owed = "which was not read, and says what is owed of the duties below"
        parts.append(f"It rests on the {listed(agreements, 'and')}, {owed}")
    taken = taken_for_granted(decision)
    if taken:
        parts.append(f"Taken for granted: {taken}")
    return ". ".join(parts)


def _answer(decision: Decision) -> str:
    if decision.verdict is Verdict.UNKNOWN:
        return f"Unknown: from {verdict_words(decision.best)} to {verdict_words(decision.worst)}"
    answer = verdict_words(decision.verdict).capitalize()
    if len(decision.possible) == 1:
        return answer
    if decision.worst is Verdict.PERMITTED_WITH_DUTIES:
        return f"{answer}; whether any applies is open"
    return f"{answer}, the worst of what is possible ({listed(map(verdict_words, decision.possible), 'or')})"


def taken_for_granted(decision: Decision) -> str:
    """What the answer rests on though nobody gave or attested it: clean hands, and weak implications.

    Empty for a prohibition: all of it can only make an answer milder.
    """
    if decision.verdict is Verdict.PROHIBITED:
        return ""
    groups = dict.fromkeys(one.group for one in decision.assumptions if one.kind == "clean_hands")
    taken = [f"{code(one.fact)} is {one.value}" for one in decision.assumptions if one.kind == "weak"]
    if groups:
        taken.insert(0, f"clean hands, attested by nobody ({codes(groups)}){sections.though(decision, *groups)}")
    return listed(taken, "and") if taken else ""


def asked(decision: Decision) -> str:
    """What the answer is about: the acts, the licences by title and id, and the day."""
    acts = codes(part.act for part in decision.parts)
    licenses = listed([f"{title} ({code(name)})" for name, title in decision.identity.licenses], "and")
    day = decision.identity.as_of
    return f"To {acts} under {licenses}" + (f", on {day.isoformat()}" if day is not None else "")
