"""The decision in words: its first line, and `explain()`, a memo as short as an honest answer can be."""

from __future__ import annotations

from licensekit.evaluate import sections
from licensekit.evaluate.decision import Decision
from licensekit.evaluate.memo import Memo, Section, code, codes, listed, plain, verdict_words
from licensekit.meaning.verdict import Verdict

MOST_QUESTIONS = 5


def memo(decision: Decision) -> str:
    """The answer, its duties and where they stand, what it rests on, and what is still open."""
    return plain(Memo(headline(decision), asked(decision), short_sections(decision)))


def short_sections(decision: Decision) -> tuple[Section, ...]:
    """What a memo says after its first lines."""
    return (
        sections.acts(decision),
        sections.silence(decision),
        *sections.duties(decision),
        sections.approvals(decision),
        sections.ways_out(decision),
        sections.readings(decision),
        sections.questions(decision, most=MOST_QUESTIONS),
        sections.reasons(decision),
    )


def headline(decision: Decision) -> str:
    """One line: the verdict, both ends and the first question where it is open, and what it takes for granted."""
    parts = [_answer(decision)]
    if decision.verdict is Verdict.UNKNOWN and decision.questions:
        first = decision.questions[0]
        parts.append(f"First question: {first.text} ({code(first.fact)})")
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
    groups = tuple(dict.fromkeys(one.group for one in decision.assumptions if one.kind == "clean_hands"))
    taken = [f"{code(one.fact)} is {one.value}" for one in decision.assumptions if one.kind == "weak"]
    if groups:
        taken.insert(0, f"clean hands, attested by nobody ({codes(groups)})")
    return listed(taken, "and") if taken else ""


def asked(decision: Decision) -> str:
    """What the answer is about: the acts, the licences by title and id, and the day."""
    acts = codes(part.act for part in decision.parts)
    licenses = listed([f"{title} ({code(name)})" for name, title in decision.identity.licenses], "and")
    day = decision.identity.as_of
    return f"To {acts} under {licenses}" + (f", on {day.isoformat()}" if day is not None else "")
