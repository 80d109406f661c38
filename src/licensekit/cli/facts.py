"""`licensekit facts` and `schema`: the vocabulary with the question for each fact, and JSON Schemas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from licensekit.catalogue.names import is_license
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.diagnostics import did_you_mean
from licensekit.report.escape import as_json, visible_all
from licensekit.report.memo import counted
from licensekit.vocabulary.acts import ACT_TITLES, ACTS, GROUPS
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.synonyms import plain, synonyms
from licensekit.vocabulary.words import SUBJECTS

if TYPE_CHECKING:
    from licensekit.api import LicenseTerms

_SHORT: Final = 3
"""Letters of a word that is looked for whole: `ad` is not the beginning of `adapter`."""


def run_facts(call: Call) -> Exit:
    """List facts and acts: those that words stand for, or all that licences read. Exit status 1 where none is so."""
    form, words = call.form(), list[str]()
    terms = _licences(call, words)
    call.problems.check()
    read = None if terms is None else _read_by(terms)
    everything: Iterable[FactInfo] = FACTS.values() if read is None else read.values()
    meant = {name for word in words for name in synonyms().get(plain(word), ())}
    facts = [info for info in everything if info.name in meant or _has(words, info.name, info.title, info.question)]
    acts = [] if read is not None else [act for act in ACTS if act in meant or _has(words, act, ACT_TITLES[act])]
    if not facts and not acts:
        return Exit(NOT_SO, err=_none(words, read is not None))
    if form == "json":
        return Exit(out=as_json({"facts": list(map(fact_data, facts)), "acts": list(map(act_data, acts))}))
    head = [f"{one.title} ({one.id}) reads {counted(len(inventory_of(one)), 'fact')}" for one in terms or ()]
    return Exit(out=visible_all((*head, *_facts(facts, _meanings(terms or ())), *_acts(acts))))


def _licences(call: Call, words: list[str]) -> tuple[LicenseTerms, ...] | None:
    """The licences that are named, None without one; words that name none go to `words`."""
    terms: dict[LicenseTerms, None] | None = None
    for word in call.arguments.words:
        if not is_license(word):
            words.append(word)
            continue
        from licensekit.cli.subject import license_named  # noqa: PLC0415 - the vocabulary needs no licence

        one = call.problems.take(partial(license_named, call, word))
        terms = {**(terms or {}), **({} if one is None else {one: None})}
    return None if terms is None else tuple(terms)


def inventory_of(terms: LicenseTerms) -> tuple[FactInfo, ...]:
    """The facts that a licence reads."""
    from licensekit import inventory  # noqa: PLC0415 - the vocabulary needs no licence

    return inventory.facts(terms)


def _read_by(terms: Iterable[LicenseTerms]) -> dict[str, FactInfo]:
    """The facts that some licences read, by name."""
    return {info.name: info for one in terms for info in inventory_of(one)}


def _meanings(terms: Iterable[LicenseTerms]) -> dict[str, str]:
    """What facts mean in some licences, by the name that a fact has there."""
    return {meaning.key: meaning.words for one in terms for each in one.licenses for meaning in each.meanings}


def _none(words: list[str], of_licence: bool) -> str:
    """That nothing has one of some words, and which words there are that look like them."""
    what = "no fact that is read there" if of_licence else "no fact and no act"
    near = "" if of_licence else did_you_mean(plain(words[0]), synonyms()) if words else ""
    mend = near or "try another word for it, such as `revenue`, `logo` or `SaaS`; `licensekit facts` lists all"
    return f"{what} has one of these words\n  = help: {mend}\n"


def _has(words: list[str], *texts: str) -> bool:
    """Whether a word begins in one of the texts; a short one is a whole word there."""
    return not words or any(_begins(word).search(text.casefold().replace("_", " ")) for word in words for text in texts)


@cache
def _begins(word: str) -> re.Pattern[str]:
    end = r"(?![a-z])" if len(word) <= _SHORT else ""
    return re.compile(rf"(?<![a-z]){re.escape(word.casefold().replace('_', ' '))}{end}")


def fact_data(info: FactInfo) -> dict[str, Any]:
    """A fact as plain data."""
    plain = ("name", "subject", "type", "options", "title", "question", "window", "judgement", "assumption", "assumed")
    return {name: getattr(info, name) for name in (*plain, "group")}


def act_data(name: str) -> dict[str, Any]:
    """An act or group of acts as plain data."""
    act = ACTS[name]
    kind = None if act.kind is None else act.kind.value
    return {"name": name, "title": act.title, "class": kind, "stands_for": list(act.stands_for)}


def _facts(facts: Iterable[FactInfo], meanings: Mapping[str, str]) -> Iterator[str]:
    for subject, infos in groupby(facts, key=lambda info: info.subject):
        yield f"{subject}: {SUBJECTS.get(subject, 'facts of the licence')}"
        for info in infos:
            yield f"  {info.name}  ({_kind(info)})"
            yield f"      {info.question}"
            if info.name in meanings:
                yield f"      here: {meanings[info.name]}"


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
