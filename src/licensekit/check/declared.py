"""Readings, meanings, local facts, defines and measures: what a licence declares besides its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from licensekit.check import conditions
from licensekit.check.clauses import locator
from licensekit.check.findings import one_of
from licensekit.check.scope import FactKey, Scope
from licensekit.diagnostics import Label, did_you_mean
from licensekit.model import conditions as model
from licensekit.model.license import FactStated, LocalFact, Meaning, Option, Reading
from licensekit.syntax import tree
from licensekit.vocabulary.facts import FACTS, FactInfo, FactType
from licensekit.vocabulary.words import ATTESTATIONS, SUBJECTS

_TYPES: Final[tuple[FactType, ...]] = ("yes_no", "count", "money", "date", "territory", "text")


def local_fact(fact: tree.Fact, scope: Scope) -> LocalFact | None:
    """A fact that only this licence needs; None, with a finding, where it cannot be declared."""
    name = fact.name.text
    if "." not in name:
        message = f"`{name}` has no dot, and every fact has one"
        scope.findings.error("LK218", fact.name.span, message, f"write `licensee.{name}`, for instance")
        return None
    if name in FACTS:
        mend = f'remove this, or write `meaning {name} at "…" "…"` if the licence defines it in its own way'
        scope.findings.error("LK218", fact.name.span, f"`{name}` is a fact of the vocabulary already", mend)
        return None
    type_ = _type(fact.type, scope)
    if type_ is None:
        return None
    question = fact.question.value
    if not question.strip():
        mend = "write what to ask a person who is no lawyer"
        scope.findings.error("LK316", fact.question.span, "the question is empty", mend)
    kind, options = type_
    return LocalFact(name=name, type=kind, options=options, question=question, judgement=fact.judgement, span=fact.span)


def _type(written: tree.FactTypeWritten, scope: Scope) -> tuple[FactType, tuple[str, ...]] | None:
    words = tuple(word.text for word in written.words)
    named = " ".join(words)
    match written.kind:
        case "one_of" | "set_of":
            for word in (word for index, word in enumerate(written.words) if word.text in words[:index]):
                message = f"the option `{word.text}` is written twice"
                scope.findings.error("LK214", word.span, message, "remove one of them")
            return written.kind, tuple(dict.fromkeys(words))
        case "set_of_word":
            if words == ("territory",):
                return "set_of", words
            mend = "use `set of territory`, or name the options: `set of { a, b }`"
            scope.findings.error("LK223", written.span, f"there is no set of `{named}`", mend)
        case "word":
            if named in _TYPES:
                return named, ()
            mend = did_you_mean(named, _TYPES) or _A_TYPE
            scope.findings.error("LK223", written.span, f"unknown type `{named}`", mend)
        case _:
            assert_never(written.kind)
    return None


_A_TYPE: Final = f"use {', '.join(_TYPES)}, one of {{ … }}, set of {{ … }} or set of territory"


def with_rules(fact: LocalFact, written: tree.Fact, scope: Scope) -> LocalFact:
    """The same with what is assumed of it, and what it says of other facts: once all names are known."""
    above, implied = tuple(_above(fact, written.at_most, scope)), tuple(_stated(fact.info, written.implies, scope))
    asked = tuple(_stated(fact.info, written.asks_when, scope))
    if asked and written.assumed is None:
        message = f"nothing is assumed of `{fact.name}`, which is asked whatever is so"
        scope.findings.error("LK317", written.asks_when[0].span, message, "write `assumed no` before it")
    follows = tuple(tuple(_stated(fact.info, each, scope)) for each in written.follows_from)
    fact = fact.model_copy(update={"at_most": above, "implies": implied, "asks_when": asked, "follows_from": follows})
    return fact.model_copy(update=_assumed(fact, written.assumed, scope))


def _assumed(fact: LocalFact, written: tree.Assumed | None, scope: Scope) -> dict[str, str]:
    if written is None:
        return {}
    value, group = written.value, written.group
    yes_no, options = (("no",), ()) if group else (("yes", "no"), fact.options)
    allowed = yes_no if fact.type == "yes_no" else options if fact.type == "one_of" else ()
    if value.text not in allowed:
        mend = f"write {' or '.join(f'`assumed {each}`' for each in allowed)}" if allowed else "leave it open"
        if group:
            mend = f"an attestation says no: write `assumed no with {group.text}` of a yes/no fact"
        scope.findings.error("LK317", value.span, f"`{value.text}` cannot be assumed of `{fact.name}`", mend)
        return {}
    if group is not None and not scope.findings.knows(
        "LK223", group, "group of an attestation", ATTESTATIONS, one_of(ATTESTATIONS)
    ):
        return {}
    if value.text == "yes" and fact.implies:
        message = f"`{fact.name}` is assumed to be so, and with it all that it implies"
        scope.findings.error("LK317", written.span, message, "say of each of these facts what is assumed of it")
        return {}
    return {"assumed": value.text, "group": "" if group is None else group.text}


def _above(fact: LocalFact, names: Iterable[tree.Name], scope: Scope) -> Iterator[str]:
    for name, above in _others(fact.info, names, scope):
        if fact.type in {"count", "money"} and above.info.type == fact.type:
            yield above.key
        else:
            message = f"`{fact.name}` is {FactKey(fact.name, fact.info).kind}, `{name.text}` is {above.kind}"
            scope.findings.error("LK318", name.span, message, "compare numbers of one unit: counts, or money")


def _stated(fact: FactInfo, written: Iterable[tree.StatedFact], scope: Scope) -> Iterator[FactStated]:
    """What a fact implies, follows from, or is doubtful by: yes/no facts, of a yes/no fact."""
    values = {each.fact: each.value for each in written}
    for name, stated in _others(fact, values, scope):
        if fact.type == "yes_no" and stated.info.type == "yes_no":
            yield FactStated(fact=stated.key, value=values[name])
        else:
            message = f"`{fact.name}` is {FactKey(fact.name, fact).kind}, `{name.text}` is {stated.kind}"
            scope.findings.error("LK319", name.span, message, "let yes/no facts alone imply one another")


def _others(fact: FactInfo, names: Iterable[tree.Name], scope: Scope) -> Iterator[tuple[tree.Name, FactKey]]:
    """The facts named, once each, none of which is the fact itself."""
    keys = set[str]()
    for name in names:
        key = scope.fact(name)
        if key is None:
            continue
        if key.info.name == fact.name or key.key in keys:
            message = f"`{name.text}` is named {'twice' if key.key in keys else 'for itself'}"
            scope.findings.error("LK214", name.span, message, "remove it")
            continue
        keys.add(key.key)
        yield name, key


def meaning(written: tree.Meaning, origin: str, scope: Scope) -> Meaning | None:
    """How this licence itself defines a fact, which is then asked by itself, or a subject."""
    name = written.name.text
    place = locator(written.locator, scope)
    if name in SUBJECTS:
        return Meaning(fact=name, key=name, locator=place, words=written.words.value, span=written.span)
    if "." not in name:
        mend = did_you_mean(name, SUBJECTS)
        mend = mend or "use a fact such as `group.operates.model_service`, or a subject such as `group`"
        scope.findings.error("LK201", written.name.span, f"`{name}` is neither a fact nor a subject", mend)
        return None
    fact = scope.fact(written.name)
    if fact is None:
        return None
    if fact.info.name in scope.facts:
        message = f"`{name}` is a fact of this licence alone"
        scope.findings.error("LK224", written.name.span, message, "say what it means in its question")
        return None
    bare = fact.key.partition("@")[0]  # a licence's meaning of it, where a policy has its own
    return Meaning(fact=bare, key=f"{bare}@{origin}", locator=place, words=written.words.value, span=written.span)


def with_premises(meaning: Meaning, written: tree.Meaning, scope: Scope) -> Meaning:
    """The same with what its definition follows from: once all names are known."""
    if not written.follows_from:
        return meaning
    fact = None if meaning.key == meaning.fact else scope.fact(written.name)
    if fact is None:
        message = f"`{meaning.fact}` is a subject, which follows from nothing"
        scope.findings.error("LK319", written.follows_from[0].span, message, "give this meaning to a yes/no fact")
        return meaning
    return meaning.model_copy(update={"follows_from": tuple(_stated(fact.info, written.follows_from, scope))})


def reading(written: tree.Reading, scope: Scope) -> Reading:
    """A disputed point: two options or more, exactly one of them taken, and why."""
    name = written.name
    if len(written.options) < 2:
        message = f"the reading `{name.text}` has fewer than two options"
        mend = "write `option` for each way in which the wording can be read"
        scope.findings.error("LK423", name.span, message, mend)
    options: dict[str, tree.Option] = {}
    for option in written.options:
        first = options.setdefault(option.name.text, option)
        if first is not option:
            message, mend = f"the option `{option.name.text}` is written twice", "use another name for one of them"
            scope.findings.again("LK214", option.name.span, first.name.span, message, mend, label="again here")
    _check_taken(written, scope)
    return Reading(
        name=scope.prefix + name.text,
        locator=locator(written.locator, scope),
        question=written.question.value,
        options=tuple(map(_option, written.options)),
        raised=tuple(text.value for text in written.raised),
        span=written.span,
    )


def _check_taken(written: tree.Reading, scope: Scope) -> None:
    taken = [option for option in written.options if option.taken]
    if len(taken) != 1:
        place = (taken[1] if taken else written).name.span
        message = f"the reading `{written.name.text}` takes {'no option' if not taken else 'more than one option'}"
        mend = 'write `taken because "…"` at exactly one option: the plain meaning, or else the stricter'
        also = tuple(Label(option.name.span, "taken here") for option in taken[:1])
        scope.findings.error("LK421", place, message, mend, also=also)
    for option in taken:
        if not tree.value_of(option.because).strip():
            message = f"the option `{option.name.text}` is taken without a reason"
            scope.findings.error("LK422", option.name.span, message, 'write `because "…"` after `taken`')


def _option(option: tree.Option) -> Option:
    return Option(
        name=option.name.text,
        text=option.text.value,
        taken=option.taken,
        because=tree.value_of(option.because),
        span=option.span,
    )


def definition(written: tree.Define, scope: Scope) -> model.Definition:
    """A named condition."""
    return model.Definition(
        name=scope.prefix + written.name.text,
        locator=locator(written.locator, scope),
        note=tree.value_of(written.note),
        condition=conditions.lowered(written.condition, scope),
        span=written.span,
    )


def measure(written: tree.Measure, scope: Scope) -> model.Measure:
    """A named quantity; all its parts are counts, or all are money."""
    parts = written.larger_of or tuple(case.quantity for case in written.cases)
    quantities = [conditions.quantity(part, scope) for part in parts]
    numbers = [(part, fact) for part, fact in zip(parts, quantities, strict=True) if fact is not None]
    for part, fact in numbers[1:]:
        first, unit = numbers[0]
        if fact.info.type != unit.info.type:
            message = f"`{part.text}` is {fact.kind}, `{first.text}` is {unit.kind}"
            also = (Label(first.span, unit.kind),)
            scope.findings.error("LK310", part.span, message, "use parts of one unit", also=also)
    keys = tuple("" if fact is None else fact.key for fact in quantities)
    whens = [None if case.when is None else conditions.lowered(case.when, scope) for case in written.cases]
    return model.Measure(
        name=scope.prefix + written.name.text,
        locator=locator(written.locator, scope),
        cases=tuple(
            model.MeasureCase(quantity=key, when=when, span=case.span)
            for key, when, case in zip(keys, whens, written.cases, strict=False)
        ),
        larger_of=keys if written.larger_of else (),
        span=written.span,
    )
