"""The tools: what each takes, and how much of an answer it tells. What is answered is worked out in `service`.

An answer to a question is the short one, with what to find out first and how to see more; nothing is cut without its
count. The descriptions of tools and arguments are what an assistant reads, and say when to ask a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from licensekit.report.memo import NOT_ADVICE
from licensekit.selection import Permission
from licensekit.service import answers, interviewing, seeking
from licensekit.service.requests import ServiceRequest, request_of
from licensekit.service.selections import selection_data, selection_text
from licensekit.service.wording import CONVERSATION, pointed

INSTRUCTIONS: Final = (
    "licensekit answers whether a use of a model or of software is permitted under its licence, on what conditions, "
    "and by which clauses. Never guess a fact: leave out what the person has not told you, and ask them what "
    "`next_question` or `find_out_first` names. Unknown is not no. State the verdict as it is given; `permitted` under "
    f"assumptions is not `permitted`: name what was assumed. {NOT_ADVICE}"
)

MOST_OFFERS: Final = 12
"""A question about a country offers every country."""
MOST_NAMED: Final = 40
"""Licences, or facts, that a list tells."""
_NARROWER: Final = "search by `words`; the resource `licensekit://licenses` or `licensekit://facts` has all"
MOST_GROUPS: Final = 8
"""Licences of which a search tells."""
MOST_ROWS: Final = 20
"""Works, or licences, that a search has as data."""


class ToolQuestion(BaseModel):
    """What an assistant asks: under which licence or model, which acts, and what the person has said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acts: list[str] = Field(description="what is to be done: run, embed, host_model, fine_tune …; see `facts`")
    licenses: list[str] = Field([], description="licences by id, SPDX id or name; all of them bind; or use `model`")
    model: str = Field("", description="a model, such as moonshotai/Kimi-K2.5, instead of `licenses`")
    obtained: str = Field("", description="the day on which the person got their copy of the model: 2026-06-01")
    under: str = Field("", description="a licence under which the model is put, whatever is known of it")
    approvals: list[dict[str, Any]] = Field(
        [], description='what the person holds or asked for: {"gate": "minimax-m2.7.authorization", "state": "held"}'
    )
    readings: list[dict[str, str]] = Field(
        [], description='disputed wording as the person reads it: {"reading": "LICENCE.NAME", "option": "OPTION"}'
    )
    attested: list[dict[str, Any]] = Field(
        [], description='who vouches for what: {"by": "Legal", "on": "2026-06-01", "groups": ["conduct"]}'
    )
    facts: dict[str, Any] = Field(
        {}, description='what the person told you: {"product.charged_for": true}; money and large numbers as texts'
    )
    as_of: str = Field("", description="the day asked about, such as 2026-06-01; empty: none")
    assume: Literal["none", "safe", "standard"] = Field(
        "standard", description="what may be taken for granted; the answer names it"
    )

    @property
    def request(self) -> ServiceRequest:
        """The same as a request, which is read as strictly as any other."""
        return object_of({key: value for key, value in self.model_dump().items() if value or key == "acts"})


class ToolSearch(BaseModel):
    """What an assistant looks for: which acts must be permitted to whom, among works or licences."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    acts: list[str] = Field(description="what is to be done: run, embed, host_model, fine_tune …; see `facts`")
    among: Literal["works", "licenses"] = Field("works", description="models and packages, or licences")
    words: list[str] = Field([], description="only what has one of these in its name, such as qwen or mistralai")
    allowed: list[Permission] = Field(
        ["yes"], min_length=1, description="yes: whatever is open; if: by what is open; ask: with an approval; no"
    )
    without_duties: list[str] = Field([], description="no duty of this kind is owed: display, include, pay …; or any")
    facts: dict[str, Any] = Field({}, description="what the person told you; leave out the rest")
    as_of: str = Field("", description="the day asked about, such as 2026-06-01; empty: none")
    assume: Literal["none", "safe", "standard"] = Field("standard", description="what may be taken for granted")

    @property
    def request(self) -> ServiceRequest:
        """The same as a request."""
        return object_of({key: value for key, value in self.model_dump().items() if value or key == "acts"})


SearchWords = Annotated[str, Field(description="words to look for; empty: all")]


class ToolAnswer(NamedTuple):
    """What a tool answers: text for the conversation, and the same as data."""

    text: str
    data: Mapping[str, Any]


def list_licenses(words: SearchWords = "") -> ToolAnswer:
    """The licences that are encoded here, by id and title."""
    rows = answers.licenses(words.split())["licenses"]
    lines = [f"{row['id']}: {row['title']}" for row in rows[:MOST_NAMED]]
    return _cut(lines, {"licenses": rows[:MOST_NAMED]}, len(rows) - MOST_NAMED)


def find_models(words: Annotated[str, Field(description="a part of the model's name")]) -> ToolAnswer:
    """Models whose name has all of these words, the most used first, at most a hundred."""
    told = answers.works(words.split())
    names = told["works"]
    more = told["of"] - len(names)
    return ToolAnswer("\n".join((*names, *([f"and {more} more"] if more else []))) or "none", told)


def facts(words: SearchWords = "") -> ToolAnswer:
    """The facts and acts that can be stated, each with its question. Search by an everyday word such as revenue."""
    told = answers.facts(words.split())
    named, acts = told["facts"][:MOST_NAMED], told["acts"]
    lines = [f"{each['name']} ({each['type']}): {each['question']}" for each in named]
    lines += [f"act {each['name']}: {each['title']}" for each in acts]
    return _cut(lines, {"facts": named, "acts": acts}, len(told["facts"]) - MOST_NAMED)


def _cut(lines: list[str], told: Mapping[str, Any], more: int) -> ToolAnswer:
    """A list of which so many are not told, with their number and the way to them."""
    if more <= 0:
        return ToolAnswer("\n".join(lines) or "none", told)
    text = "\n".join([*lines, f"and {more} more: {_NARROWER}"])
    return ToolAnswer(text, {**told, "not_listed": more, "more": _NARROWER})


def ask(question: ToolQuestion) -> ToolAnswer:
    """Is this use permitted? The verdict in plain words, duties, what to find out first, and where it says so."""
    told = pointed(answers.ask(question.request), CONVERSATION)
    if "answers" in told:
        return _of_model(told)
    return ToolAnswer("\n".join(_lines(told)), _kept(told))


def _lines(told: Mapping[str, Any]) -> list[str]:
    """The short answer."""
    return list(told["short"]["lines"])


def _of_model(told: Mapping[str, Any]) -> ToolAnswer:
    """A model: how its licence is known, and each answer that may hold."""
    ends = [told[end] or "open" for end in ("best", "worst")]
    verdict = told["verdict"] if told["verdict"] != "unknown" else f"unknown: from {ends[0]} to {ends[1]}"
    lines = [f"{told['work']}: {verdict} (its licence: {told['grade']})", *told["more"], *told["otherwise"]]
    for each in told["answers"]:
        lines += ["", *_lines(each)]
    kept = {key: told[key] for key in ("work", "grade", "verdict", "best", "worst", "more", "otherwise")}
    return ToolAnswer("\n".join(lines), {**kept, "answers": [_kept(each) for each in told["answers"]]})


def _kept(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a decision an assistant acts on; `explain` tells the rest."""
    first = told["questions"][:1]
    return {
        "verdict": told["verdict"],
        "possible": told["possible"],
        "find_out_first": [{"fact": each["fact"], "question": each["text"]} for each in first],
        "open_questions": len(told["questions"]),
        "duties": [each["text"] for each in told["duties"] if each["status"] in {"due", "open", "would_apply"}],
        "assumed": len(told["assumptions"]),
        "unread": [each["name"] for each in told["unread"]],
        "more": "call `explain` with the same arguments",
    }


def explain(question: ToolQuestion) -> ToolAnswer:
    """The whole answer to the same question: every clause with its place, readings, bounds, what was assumed."""
    told = answers.ask(question.request)
    if len(told.get("answers", ())) > 1:  # of a model, as many as may bind
        text = _of_model(pointed(told, CONVERSATION)).text
        return ToolAnswer(f"{text}\n\nFor the whole of one, say `obtained`, or the licence as `under`.", told)
    return ToolAnswer(interviewing.memo(question.request)["markdown"].rstrip("\n"), told)


def next_question(question: ToolQuestion) -> ToolAnswer:
    """What to ask the person next, the question that settles most first, and what each answer would lead to.

    Put it to the person in these words; add the answer to `facts`, or leave the fact out where nobody knows.
    """
    told = interviewing.interview(question.request)
    put, verdict = told["question"], told["verdict"]
    if put is None:
        return ToolAnswer(f"Nothing is left to ask. {told['short']['answer']}", {"question": None, "verdict": verdict})
    offers = put["options"]
    lines = [f"{put['words']} (`{put['fact']}`)", f"Why: {put['why']}"]
    lines += [f"- {each['words']}{': ' if each['leads_to'] else ''}{each['leads_to']}" for each in offers[:MOST_OFFERS]]
    if len(offers) > MOST_OFFERS:
        lines.append(f"- and {len(offers) - MOST_OFFERS} more")
    return ToolAnswer(
        "\n".join([*lines, f"{told['progress']['open']} open in all"]), {"question": put, "verdict": verdict}
    )


def object_of(said: Mapping[str, Any]) -> ServiceRequest:
    """The same object as a request, so that it is read as strictly as any other."""
    return request_of(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def find(search: ToolSearch) -> ToolAnswer:
    """Which models, or licences, permit a use to this person? By licence, the most common first, with a few names."""
    acts, selection = seeking.sought(search.request)
    text = selection_text(selection, acts, groups=MOST_GROUPS)
    return ToolAnswer(text.rstrip("\n"), selection_data(selection, acts, MOST_ROWS))


TOOLS: Final = (list_licenses, find_models, facts, find, ask, explain, next_question)
