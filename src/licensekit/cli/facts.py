"""`licensekit facts`: the vocabulary, with the question for each fact."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import Any

from licensekit.cli.outcome import NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.report.escape import as_json
from licensekit.vocabulary.acts import ACT_TITLES, GROUPS, LEAVES
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import SUBJECTS


def run(arguments: argparse.Namespace, problems: Problems, _surroundings: Surroundings) -> Outcome:
    """List facts and acts; with words, those that have one of them. Exit status 1 where none has."""
    form = problems.word(arguments.format, "--format", ("text", "json"))
    problems.check()
    words = [word.casefold() for word in arguments.words]
    facts = [info for info in FACTS.values() if _has(words, info.name, info.title, info.question)]
    acts = [act for act in (*LEAVES, *GROUPS) if _has(words, act, ACT_TITLES[act])]
    if not facts and not acts:
        return Outcome(NOT_SO, err="no fact and no act has one of these words\n")
    if form == "json":
        return Outcome(out=as_json({"facts": [fact_data(info) for info in facts], "acts": [act_data(a) for a in acts]}))
    return Outcome(out="".join((*_facts(facts), *_acts(acts))))


def _has(words: Iterable[str], *texts: str) -> bool:
    wanted = list(words)
    return not wanted or any(word in text.casefold() for word in wanted for text in texts)


def fact_data(info: FactInfo) -> dict[str, Any]:
    """A fact as plain data."""
    return {
        "name": info.name,
        "subject": info.subject,
        "type": info.type,
        "options": list(info.options),
        "title": info.title,
        "question": info.question,
        "window": info.window,
        "judgement": info.judgement,
        "assumption": info.assumption,
        "assumed": info.assumed,
        "group": info.group,
    }


def act_data(act: str) -> dict[str, Any]:
    """An act or group of acts as plain data."""
    leaves = GROUPS.get(act)
    return {
        "name": act,
        "title": ACT_TITLES[act],
        "class": None if leaves else LEAVES[act].value,
        "stands_for": list(leaves or ()),
    }


def _facts(facts: Iterable[FactInfo]) -> Iterator[str]:
    subject = None
    for info in facts:
        if info.subject != subject:
            subject = info.subject
            yield f"{subject}: {SUBJECTS[subject]}\n"
        yield f"  {info.name}  ({_kind(info)})\n      {info.question}\n"


def _kind(info: FactInfo) -> str:
    kind = info.type.replace("_", " ").replace("yes no", "yes or no")
    if info.options:
        kind += f" {', '.join(info.options)}"
    notes = [kind]
    if info.judgement:
        notes.append("a judgement")
    if info.assumption == "safe":
        notes.append(f"may be assumed {info.assumed}, where that is stricter")
    if info.assumption == "clean_hands":
        notes.append(f"assumed {info.assumed}, attested with `{info.group}`")
    return "; ".join(notes)


def _acts(acts: Iterable[str]) -> Iterator[str]:
    names = list(acts)
    if names:
        yield "acts: what you do\n"
    for name in names:
        leaves = f": {', '.join(GROUPS[name])}" if name in GROUPS else ""
        yield f"  {name}{leaves}\n      {ACT_TITLES[name]}\n"
