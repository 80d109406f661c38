"""What a short answer says, in plain words: numbers, duties, approvals, verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from licensekit.decision.decision import Decision
from licensekit.decision.parts import ApprovalShown, DutyShown, DutyStatus, Part
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Action
from licensekit.model.phrase import action_text
from licensekit.report.memo import listed
from licensekit.truth import FALSE
from licensekit.vocabulary.acts import ACT_TITLES
from licensekit.vocabulary.plain_words import OWED_ANYWAY, said

# --- numbers ---------------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"(?:(at least|less than) )?\b(\d{1,3}(?:_\d{3})+)\b(?![._\d])( [A-Z]{3}\b)?")


def plain_numbers(text: str) -> str:
    """Numbers as people write them: `at least 100_000_001` (of things that are whole) is more than 100 million."""
    return _NUMBER.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    words, number, currency = match[1] or "", int(match[2].replace("_", "")), match[3] or ""
    if words == "at least" and not currency and number % 1000 == 1:
        words, number = "more than", number - 1
    return f"{words} {short_number(number)}{currency}".lstrip()


def short_number(number: int) -> str:
    """A number as people say it: 100 million."""
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= scale and number % (scale // 100) == 0:
            whole, rest = divmod(number // (scale // 100), 100)
            return f"{whole}{f'.{rest:02}'.rstrip('0') if rest else ''} {word}"
    return f"{number:,}"


# --- duties ----------------------------------------------------------------------------------------------


def duties(decision: Decision, *statuses: DutyStatus, quiet: bool = False) -> dict[str, list[DutyShown]]:
    """What is to be done, in plain words, once each, with the duties that ask for it."""
    asked = {part.act for part in decision.parts}
    owed: dict[str, list[DutyShown]] = {}
    for duty in decision.duties:
        if duty.strength == "must" and duty.status in statuses and is_quiet(duty) is quiet:
            owed.setdefault(duty_words(duty, asked), []).append(duty)
    return owed


def is_quiet(duty: DutyShown) -> bool:
    """Whether a duty asks for nothing but what everybody owes anyway, such as to comply with the law."""
    actions = [action for must in duty.obligations for action in must.alternatives]
    things = [action.with_text for action in actions if action.verb == "comply" and not action.objects]
    return len(things) == len(actions) and all(
        thing is not None and not thing.quoted and thing.name in OWED_ANYWAY for thing in things
    )


def duty_words(duty: DutyShown, asked: Iterable[str]) -> str:
    """What is to be done; of acts before which it is to be done, those asked about."""
    return "; and ".join(
        " or ".join(_action(action, asked) for action in must.alternatives) for must in duty.obligations
    )


def _action(action: Action, asked: Iterable[str]) -> str:
    text = action_text(action.model_copy(update={"before": ()}), said)
    if action.verb == "bind":
        text = text.replace(" with ", " by ", 1)
    before = [ACT_TITLES[act] for act in action.before if act in asked]
    return f"{text} before you {listed(before, 'or')}" if before else text


# --- approvals -------------------------------------------------------------------------------------------


def missing(decision: Decision) -> list[ApprovalShown]:
    """The approvals that are, or may be, needed and are not held."""
    return [each for each in decision.approvals if each.state != "held" and each.truth is not FALSE]


def approval_words(approval: str, party: str) -> str:
    """`a written authorization from MiniMax`."""
    return f"{with_article(approval)} from {party}"


def with_article(approval: str) -> str:
    """`an express authorization`."""
    words = said(approval)
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


# --- verdicts --------------------------------------------------------------------------------------------

MAY_BE: Final = {
    Verdict.PERMITTED: "permitted",
    Verdict.PERMITTED_WITH_DUTIES: "permitted with duties",
    Verdict.NEEDS_APPROVAL: "in need of an approval",
    Verdict.NOT_GRANTED: "not granted",
    Verdict.PROHIBITED: "forbidden",
}


def part_words(part: Part) -> str:
    """The answer for one act among several."""
    if part.verdict is Verdict.UNKNOWN:
        return listed([MAY_BE[verdict] for verdict in part.possible], "or")
    return MAY_BE[part.verdict]
