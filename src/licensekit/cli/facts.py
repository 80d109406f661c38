"""`licensekit facts` and `schema`: the vocabulary with the question for each fact, and JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.diagnostics import did_you_mean
from licensekit.report.escape import as_json, visible_all
from licensekit.vocabulary.acts import ACT_TITLES, ACTS, GROUPS, LEAVES
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import SUBJECTS


def run_facts(call: Call) -> Exit:
    """List facts and acts; with words, those that have one of them. Exit status 1 where none has."""
    form = call.form()
    call.problems.check()
    words = [word.casefold() for word in call.arguments.words]
    facts = [info for info in FACTS.values() if _has(words, info.name, info.title, info.question)]
    acts = [act for act in (*LEAVES, *GROUPS) if _has(words, act, ACT_TITLES[act])]
    if not facts and not acts:
        return Exit(NOT_SO, err="no fact and no act has one of these words\n")
    if form == "json":
        return Exit(out=as_json({"facts": list(map(fact_data, facts)), "acts": list(map(act_data, acts))}))
    return Exit(out=visible_all((*_facts(facts), *_acts(acts))))


def _has(words: list[str], *texts: str) -> bool:
    return not words or any(word in text.casefold() for word in words for text in texts)


def fact_data(info: FactInfo) -> dict[str, Any]:
    """A fact as plain data."""
    plain = ("name", "subject", "type", "options", "title", "question", "window", "judgement", "assumption", "assumed")
    return {name: getattr(info, name) for name in (*plain, "group")}


def act_data(name: str) -> dict[str, Any]:
    """An act or group of acts as plain data."""
    act = ACTS[name]
    kind = None if act.kind is None else act.kind.value
    return {"name": name, "title": act.title, "class": kind, "stands_for": list(act.stands_for)}


def _facts(facts: list[FactInfo]) -> Iterator[str]:
    for subject, infos in groupby(facts, key=lambda info: info.subject):
        yield f"{subject}: {SUBJECTS[subject]}"
        for info in infos:
            yield f"  {info.name}  ({_kind(info)})"
            yield f"      {info.question}"


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


def _acts(acts: list[str]) -> Iterator[str]:
    if acts:
        yield "acts: what you do"
    for name in acts:
        yield f"  {name}" + (f": {', '.join(GROUPS[name])}" if name in GROUPS else "")
        yield f"      {ACT_TITLES[name]}"


def run_schema(call: Call) -> Exit:
    """Print the JSON Schema of a use, of a facts file or of a decision; or several under their names."""
    from licensekit.report.schema import decision_schema  # noqa: PLC0415 - the vocabulary needs none of this
    from licensekit.use.schema import facts_file_schema, use_schema  # noqa: PLC0415

    schemas = {"use": use_schema, "facts": facts_file_schema, "decision": decision_schema}
    which = call.arguments.which
    for name in which:
        if name not in schemas:
            mend = did_you_mean(name, schemas) or "use `use`, `facts` or `decision`"
            call.add("LK703", f"there is no schema `{name}`", mend)
    call.problems.check()
    if len(which) == 1:
        return Exit(out=as_json(schemas[which[0]]()))
    return Exit(out=as_json({name: schemas[name]() for name in which or schemas}))
