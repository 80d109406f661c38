"""What can be asked: each question is a function from a request to plain data.

Each raises LicensekitError with everything that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import licensekit
from licensekit import api, catalogue, inventory, over_uses, published
from licensekit.analyse.difference import Diff
from licensekit.catalogue import hub_index, registry, shelf
from licensekit.decision.circumstances import Assume
from licensekit.diagnostics import Diagnostic
from licensekit.errors import CatalogueError
from licensekit.model.license import License
from licensekit.report.memo import NOT_ADVICE
from licensekit.report.plain_data import data
from licensekit.report.vocabulary_data import fact_data, vocabulary_data
from licensekit.service import inventories, seeking
from licensekit.service.interviewing import decision_map, interview, memo
from licensekit.service.problems import findings_outside
from licensekit.service.requests import ServiceRequest, asked_of, licenses_of, needs_acts, terms_of
from licensekit.service.wording import HTTP, pointed
from licensekit.span import Source
from licensekit.use import Use
from licensekit.use.files import facts_of_table
from licensekit.vocabulary.search import facts_and_acts

AnswerData = Mapping[str, Any]
MOST_LISTED: Final = 100
MOST_WORDS: Final = 32
"""Words of one search."""


# --- a decision ------------------------------------------------------------------------------------------


def ask(request: ServiceRequest) -> AnswerData:
    """Is this use permitted: the whole decision, as `licensekit ask --format json` has it.

    Of a model: what is known of its licence, and a decision for each set of licences that may bind.
    """
    if request.text("model") and not request.text("under"):
        return _of_model(request)
    terms = terms_of(request)
    asked = asked_of(request, terms)
    needs_acts(request, asked.said.acts)
    request.refusals.check()
    assert terms is not None, "there is a finding where there are no terms"
    use = terms.use(asked.said.acts, asked.said.stated)
    return terms.evaluate(use, **asked.circumstances.arguments, profile=asked.profile).to_dict()


def _of_model(request: ServiceRequest) -> AnswerData:
    """A decision for each set of licences that may bind, and which that may be."""
    named = request.take(lambda: published.work(request.text("model")))
    for key in ("licenses", "text"):
        if key in request.table:
            request.refuse(key, "a licence and a model are both named", "leave out one of the two", "LK704")
    part, obtained = request.word("part", "weights"), request.day("obtained")
    asked = asked_of(request, None)
    needs_acts(request, asked.said.acts)
    request.refusals.check()
    assert named is not None, "there is a finding where there is no work"
    use = Use.of(asked.said.acts, asked.said.stated)
    stated = {**asked.circumstances.arguments, "profile": asked.profile}
    answer = named.evaluate(use, obtained=obtained or asked.said.as_of, part=part, **stated)
    return {**answer.to_dict(), "disclaimer": NOT_ADVICE}


# --- two licences ----------------------------------------------------------------------------------------


def diff(request: ServiceRequest) -> AnswerData:
    """For which uses two licences answer differently, in which direction and by which clauses."""
    from licensekit.report.differences import differences_data  # noqa: PLC0415 - few questions compare licences
    from licensekit.testing.case_text import case_text  # noqa: PLC0415

    return differences_data(compared(request), case_text)


def compared(request: ServiceRequest) -> Diff:
    """The same, before it is put into data."""
    request.only("licenses", "acts", "assume")
    if len(request.texts("licenses")) != 2:
        request.refuse("licenses", "two licences are compared", 'write "licenses": ["kimi-k2", "kimi-k2.5"]', "LK705")
        request.refusals.check()
    loaded = licenses_of(request)
    acts = None
    if "acts" in request.table:
        acts = request.take(lambda: facts_of_table({"acts": request.table["acts"]}, request.source).acts)
    assume: Assume = request.word("assume", "none")  # type: ignore[assignment]
    request.refusals.check()
    before, after = loaded
    return over_uses.diff(before, after, acts=acts, assume=assume)


# --- the catalogue ---------------------------------------------------------------------------------------


def _searched(words: Iterable[str]) -> list[str]:
    """The words of a search, each once. Raises CatalogueError where they are more than anybody searches for."""
    wanted = [*dict.fromkeys(word.casefold() for word in words)]
    if len(wanted) > MOST_WORDS:
        message = f"{len(wanted):_} words are searched for"
        raise CatalogueError([Diagnostic("LK511", message, help=f"search for at most {MOST_WORDS}")])
    return wanted


def licenses(words: Iterable[str] = ()) -> AnswerData:
    """The licences of the catalogue; with words, those that have each of them in a name."""
    wanted = _searched(words)
    rows = [_head(name, catalogue.load(name)) for name in catalogue.ids()]
    return {"licenses": [row for row in rows if _has(wanted, *map(str, row.values()))]}


def license_source(name: str) -> AnswerData:
    """One licence: its titles, the facts that it reads, and its encoding as it is written."""
    terms = api.load(name)
    license = terms.license
    called = license.id if shelf.find(name) is None else name  # a pack may have an id that is shipped too
    facts = list(map(fact_data, inventory.facts(terms)))
    return {**_head(called, license), "facts": facts, "source": shelf.source(called)}


def _head(called: str, license: License) -> AnswerData:
    plain = ("title", "family", "licensor", "spdx", "reviewed")
    return {"id": called, **{name: getattr(license, name) for name in plain}}


def works(words: Iterable[str]) -> AnswerData:
    """Models whose name has all of some words, at most a hundred, and how many there are."""
    wanted = _searched(words)
    if not wanted:
        raise CatalogueError([Diagnostic("LK705", "no word is named", help="say a part of the model's name")])
    recorded = [name for each in inventory.works() for name in each.work.models if _has(wanted, name)]
    names = tuple(dict.fromkeys((*recorded, *hub_index.with_words(wanted))))
    return {"works": list(names[:MOST_LISTED]), "of": len(names)}


def work(name: str) -> AnswerData:
    """What is known of a model: which licences bind it, layer by layer, and how that is known."""
    known = published.work(name)
    whole = known.lineage()
    return {
        "id": known.id,
        "title": known.title,
        "grade": whole.grade,
        "possible": [list(names) for names in whole.possible],
        "more": list(whole.more),
        "otherwise": list(whole.otherwise),
        "layers": [published.layer_data(layer) for layer in whole.layers],
    }


def history(name: str) -> AnswerData:
    """The licences that a work, or a family of works, has carried, by date, and what each step changed."""
    from licensekit.report.history import history_svg, step_lines, step_title  # noqa: PLC0415 - few questions look back

    chain = over_uses.history(registry.works_named(name))
    moves = range(len(chain.versions) - 1)
    steps = ({"title": step_title(chain, at), "lines": list(step_lines(chain, at))} for at in moves)
    rows = [{"use": use, "verdicts": [cell.verdict.value for cell in cells]} for use, cells in chain.rows]
    return {"versions": data(chain.versions), "rows": rows, "steps": list(steps), "svg": history_svg(chain)}


def facts(words: Iterable[str] = ()) -> AnswerData:
    """The facts and acts that can be stated; with words, everyday ones too, those that they stand for, best first."""
    return vocabulary_data(facts_and_acts(_searched(words), inventory.facts(), inventory.acts()))


def check(request: ServiceRequest) -> AnswerData:
    """Everything that `licensekit check` finds in the text of a licence, each at its place."""
    request.only("text")
    if "text" not in request.table:
        request.refuse("text", "there is no `text`", 'write "text": "license mine { … }"', "LK705")
    text = request.text("text")
    request.refusals.check()
    source = Source("<text>", text)
    return {"findings": findings_outside(licensekit.check(text), [source])}


def version() -> AnswerData:
    """Which library answers."""
    return {"version": licensekit.__version__, "licenses": len(catalogue.ids()), "disclaimer": NOT_ADVICE}


def _has(words: Iterable[str], *texts: str) -> bool:
    return all(any(word in text.casefold() for text in texts) for word in words)


POSTED: Final[Mapping[str, Callable[[ServiceRequest], AnswerData]]] = {
    "ask": lambda request: pointed(ask(request), HTTP),
    "find": seeking.find,
    "interview": interview,
    "memo": memo,
    "map": decision_map,
    "diff": diff,
    "check": check,
    "identify": inventories.identify,
    "inventory": inventories.inventory,
    "notices": inventories.notices,
}
"""The questions that are put as an object."""
