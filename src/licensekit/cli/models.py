"""`licensekit ask --model` where several are named, or where it is open or disputed which licence binds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from licensekit.api import LicenseTerms, all_of, load
from licensekit.catalogue.lineage import Lineage
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, PERMITTED, UNKNOWN, Exit
from licensekit.cli.profiles import lies_here
from licensekit.cli.question import day, question
from licensekit.cli.subject import says_nothing_of_models
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError, LicensekitError
from licensekit.meaning.verdict import Verdict
from licensekit.published import PublishedWork, WorkAnswer, work
from licensekit.report import escape
from licensekit.report.answer import Answer
from licensekit.report.as_markdown import as_markdown, short_markdown
from licensekit.report.as_text import BOLD, as_text, painted, wrapped
from licensekit.report.layer_words import layers_told
from licensekit.report.memo import NOT_ADVICE, code, verdict_words
from licensekit.report.palette import LOOKS
from licensekit.report.short_of_sets import said_alike, short_of_sets
from licensekit.use import Use

SCHEMA: Final = 1
_UNREAD: Final = frozenset({"LK604", "LK616"})
"""Findings after which there is still an answer: what is not at hand or not settled is open."""


@dataclass(frozen=True)
class ModelAsked:
    """A model as it was named; without a work where it is not known here, for which there is a finding then."""

    name: str
    work: PublishedWork | None
    whole: Lineage | None
    is_settled: bool = False
    finding: Diagnostic | None = None


def models_asked(call: Call) -> tuple[ModelAsked, ...]:
    """The models that are named and known, or not known; what else is wrong with a name goes to the problems."""
    names = dict.fromkeys(call.values("--model"))
    asked = (call.problems.take(partial(_asked, call, name)) for name in names)
    return tuple(each for each in asked if each is not None)


def _asked(call: Call, name: str) -> ModelAsked:
    obtained, part = day(call, "--obtained") or day(call), call.single("--part") or "weights"
    try:
        named_work = work(name)
    except CatalogueError as unknown:
        if unknown.diagnostics[0].code != "LK602":
            raise
        return ModelAsked(name, None, None, finding=unknown.diagnostics[0])
    try:
        named_work.license(obtained=obtained, part=part)
        is_settled = True
    except CatalogueError as open_:
        is_settled = open_.diagnostics[0].code not in _UNREAD or named_work.work.hosted_only
        if is_settled and len(dict.fromkeys(call.values("--model"))) > 1:  # of one, a facts file may say which day
            raise
    whole = named_work.lineage(obtained=obtained, part="weights" if part == "all" else part)
    return ModelAsked(name, named_work, whole, is_settled=is_settled)


def run_models(call: Call, asked: Sequence[ModelAsked]) -> Exit:
    """Answer for each model. Raises LicensekitError with everything that stands in the way."""
    form, colour = call.word("--format", "text", "json", "markdown"), call.colour()
    for option in ("--what-if", "--interactive"):
        if getattr(call.arguments, option.lstrip("-").replace("-", "_"), False):
            mend = "name one model whose licence is settled, or say under which licence, with `--under`"
            call.add("LK704", f"`{option}` asks about one licence", mend)
    says_nothing_of_models(call)
    terms = _joined(asked)
    put = question(call, subject=(terms, None))
    call.problems.check()
    use = Use.of(put.acts, put.stated) if terms is None else terms.use(put.acts, put.stated)
    stated = {**put.circumstances.arguments, "profile": put.profile}
    obtained, part = day(call, "--obtained") or put.circumstances.as_of, call.single("--part") or "weights"
    answers = [
        None if each.work is None else each.work.evaluate(use, obtained=obtained, part=part, **stated) for each in asked
    ]
    status = _status(answers)
    told = _told(asked, answers, form, whole=call.arguments.full, colour=colour)
    return Exit(status, told, lies_here(call, put.profile))


def _joined(asked: Iterable[ModelAsked]) -> LicenseTerms | None:
    """All licences that may bind, for what may be stated of any of them."""
    names = dict.fromkeys(name for each in asked if each.whole for licenses in each.whole.possible for name in licenses)
    every = tuple(map(load, names))
    if not every:
        return None
    try:
        return all_of(*every)
    except LicensekitError:  # they give one name different meanings: then that of the first counts
        return every[0]


def _status(answers: Iterable[WorkAnswer | None]) -> int:
    """The most severe: not so, then unknown."""
    statuses = {UNKNOWN if answer is None else _of(answer) for answer in answers}
    return next(status for status in (NOT_SO, UNKNOWN, PERMITTED) if status in statuses)


def _of(answer: WorkAnswer) -> int:
    if answer.verdict is Verdict.UNKNOWN:
        return UNKNOWN
    if answer.verdict in {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES}:
        return UNKNOWN if any(decision.unread_documents for decision in answer.decisions) else PERMITTED
    return NOT_SO


# --- what is written -------------------------------------------------------------------------------------


def _told(
    asked: Sequence[ModelAsked], answers: Sequence[WorkAnswer | None], form: str, *, whole: bool, colour: bool
) -> str:
    pairs = list(zip(asked, answers, strict=True))
    if form == "json":
        works = [_data(each, answer) for each, answer in pairs]
        return escape.as_json({"schema": SCHEMA, "works": works, "disclaimer": NOT_ADVICE})
    if form == "markdown":
        return "\n".join(line for each, answer in pairs for line in _markdown(each, answer, whole=whole))
    if not whole:
        return "\n".join("".join(f"{line}\n" for line in _short(*pair, colour=colour)) for pair in pairs)
    blocks = ("\n".join(_text(each, answer, colour=colour)) for each, answer in pairs)
    return "\n".join(blocks) + f"\n{NOT_ADVICE}\n"


def headline(asked: ModelAsked, answer: WorkAnswer | None) -> str:
    """One line: the model, the verdict or both ends, how it is known what binds, and why more may."""
    if answer is None:
        return f"{clipped(asked.name)}: Unknown: it is not known here"
    if answer.verdict is not Verdict.UNKNOWN:
        said = verdict_words(answer.verdict).capitalize()
    else:
        ends = (verdict_words(end) if end is not None else "open" for end in (answer.best, answer.worst))
        said = "Unknown: from {} to {}".format(*ends) if answer.best or answer.worst else "Unknown"
    how = "which licence binds is open" if answer.grade == "unknown" else f"its licence: {answer.grade}"
    reasons = (*answer.lineage.more, *answer.lineage.otherwise) if answer.decisions else ()
    why = [reason.removeprefix(f"{code(answer.lineage.layers[0].work)}: ") for reason in reasons[:1]]
    return f"{answer.work}: {said} ({': '.join([how, *why])})"


def _notes(asked: ModelAsked, answer: WorkAnswer | None, *, sources: bool = True) -> Iterator[str]:
    if answer is not None:
        yield from layers_told(answer.lineage, sources=sources)
    elif asked.finding is not None:
        yield f"{asked.finding.message}; {asked.finding.help}"


def _lines(asked: ModelAsked, answer: WorkAnswer | None) -> tuple[str, ...]:
    notes = tuple(_notes(asked, answer, sources=answer is None or not answer.decisions))
    if answer is None:
        return short_of_sets(headline(asked, answer), (), notes, is_settled=False)
    is_settled = not (answer.lineage.more or answer.lineage.otherwise)
    return short_of_sets(headline(asked, answer), answer.decisions, notes, is_settled=is_settled)


def _short(asked: ModelAsked, answer: WorkAnswer | None, *, colour: bool) -> Iterator[str]:
    verdict = Verdict.UNKNOWN if answer is None else answer.verdict
    first, *further = _lines(asked, answer)
    yield painted(first, f"{BOLD};{LOOKS[verdict].words}", colour)
    yield from further


def _text(asked: ModelAsked, answer: WorkAnswer | None, *, colour: bool) -> Iterator[str]:
    verdict = Verdict.UNKNOWN if answer is None else answer.verdict
    yield painted(escape.visible(headline(asked, answer)), f"{BOLD};{LOOKS[verdict].words}", colour)
    for note in _notes(asked, answer):
        yield from wrapped(note, "  ", "    ")
    for group in said_alike(() if answer is None else answer.decisions):
        yield from ("", *wrapped(f"Under {group.titles}:", "  ", "    "))
        told = as_text(Answer(group.first), colour=colour).rstrip("\n")
        yield from (f"  {line}".rstrip() for line in told.split("\n"))
    yield ""


def _markdown(asked: ModelAsked, answer: WorkAnswer | None, *, whole: bool) -> Iterator[str]:
    yield from (f"## {escape.markdown(headline(asked, answer))}", "")
    yield from (f"- {escape.markdown(note)}" for note in _notes(asked, answer))
    for group in said_alike(() if answer is None else answer.decisions):
        told = (as_markdown if whole else short_markdown)(Answer(group.first)).rstrip("\n")
        yield from ("", f"Under {escape.markdown(group.titles)}:", "", told)
    yield ""


def _data(asked: ModelAsked, answer: WorkAnswer | None) -> dict[str, Any]:
    told: dict[str, Any] = {"asked": clipped(asked.name), "headline": headline(asked, answer)}
    told["short"] = {"answer": told["headline"], "lines": list(_lines(asked, answer))}
    if answer is None:
        note = "" if asked.finding is None else asked.finding.help
        return {**told, "work": None, "grade": "unknown", "verdict": "unknown", "help": note}
    return {**told, **answer.to_dict()}
