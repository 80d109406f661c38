"""`licensekit facts` and `schema`: the vocabulary with the question for each fact, and JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING

from licensekit.catalogue.names import is_license, meant
from licensekit.catalogue.nearest import nearest_license
from licensekit.catalogue.shelf import ids
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.diagnostics import did_you_mean, spelt_nearly
from licensekit.errors import CatalogueError
from licensekit.report.escape import as_json, visible_all
from licensekit.report.memo import counted
from licensekit.report.vocabulary_data import vocabulary_data
from licensekit.vocabulary.acts import ACTS, ActInfo
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.search import facts_and_acts, near_words
from licensekit.vocabulary.words import SUBJECTS

if TYPE_CHECKING:
    from licensekit.api import LicenseTerms


def run_facts(call: Call) -> Exit:
    """List facts and acts: those that words stand for, or all that licences read. Exit status 1 where none is so."""
    form, words = call.form(), list[str]()
    terms = _licences(call, words)
    call.problems.check()
    read = None if terms is None else _read_by(terms)
    everything: Iterable[FactInfo] = FACTS.values() if read is None else read.values()
    told = facts_and_acts(words, everything, () if read is not None else ACTS.values())
    if not told.facts and not told.acts:
        return Exit(NOT_SO, err=_none(words, read is not None))
    if form == "json":
        return Exit(out=as_json(vocabulary_data(told)))
    head = [f"{one.title} ({one.id}) reads {counted(len(inventory_of(one)), 'fact')}" for one in terms or ()]
    parts = _facts(told.facts, _meanings(terms or ())), _acts(told.acts)
    return Exit(out=visible_all((*head, *chain(*(reversed(parts) if told.acts_fit_better else parts)))))


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
    near = "" if of_licence else near_words(words) or spelt_nearly(nearest_license(words[0], ids()))
    mend = (
        near
        or _which_licence(words[0])
        or "try another word for it, such as `revenue`, `logo` or `SaaS`; `licensekit facts` lists all"
    )
    return f"{what} has one of these words\n  = help: {mend}\n"


def _which_licence(word: str) -> str:
    """Which licences a word may mean, whose facts could be listed; empty where it means none."""
    try:
        meant(word)
    except CatalogueError as unclear:
        return next((each.help for each in unclear.diagnostics if each.code == "LK613"), "")
    return ""


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


def _acts(acts: Iterable[ActInfo]) -> Iterator[str]:
    if acts:
        yield "acts: what you do"
    for act in acts:
        yield f"  {act.name}" + (f": {', '.join(act.stands_for)}" if act.stands_for else "")
        yield f"      {act.title}"


def run_schema(call: Call) -> Exit:
    """Print the JSON Schema of a use, a facts file, a decision or the data pack; or several under their names."""
    from licensekit.data_pack import data_pack_schema  # noqa: PLC0415 - the vocabulary needs none of this
    from licensekit.report.schema import decision_schema  # noqa: PLC0415
    from licensekit.use.schema import facts_file_schema, use_schema  # noqa: PLC0415

    schemas = {"use": use_schema, "facts": facts_file_schema, "decision": decision_schema, "pack": data_pack_schema}
    which = call.arguments.which
    for name in which:
        if name not in schemas:
            mend = did_you_mean(name, schemas) or "use `use`, `facts`, `decision` or `pack`"
            call.add("LK703", f"there is no schema `{name}`", mend)
    call.problems.check()
    if len(which) == 1:
        return Exit(out=as_json(schemas[which[0]]()))
    return Exit(out=as_json({name: schemas[name]() for name in which or schemas}))
