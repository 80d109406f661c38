"""Readings, meanings, local facts, defines and measures: what a licence declares besides its clauses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from licensekit.check import conditions
from licensekit.check.clauses import locator
from licensekit.check.scope import Scope
from licensekit.diagnostics import Label, did_you_mean
from licensekit.model import conditions as model
from licensekit.model.license import FactType, LocalFact, Meaning, Option, Reading
from licensekit.syntax import tree
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import SUBJECTS, WINDOWS

# --- local facts -----------------------------------------------------------------------------------------

_TYPES: Final[Mapping[str, FactType]] = {
    "yes_no": "yes_no",
    "count": "count",
    "money": "money",
    "date": "date",
    "territory": "territory",
    "text": "text",
}


def local_fact(fact: tree.Fact, scope: Scope) -> LocalFact | None:
    """A fact that only this licence needs; None, with a finding, where it cannot be declared."""
    name = fact.name.text
    if "." not in name:
        scope.findings.error(
            "LK218",
            fact.name.span,
            f"`{name}` has no dot, and every fact has one",
            f"write `licensee.{name}`, for instance",
        )
        return None
    if name in FACTS:
        scope.findings.error(
            "LK218",
            fact.name.span,
            f"`{name}` is a fact of the vocabulary already",
            f'remove this, or write `meaning {name} at "…" "…"` if the licence defines it in its own way',
        )
        return None
    found = _type(fact.type, scope)
    if found is None:
        return None
    kind, options = found
    if not fact.question.value.strip():
        scope.findings.error(
            "LK316", fact.question.span, "the question is empty", "write what to ask a person who is no lawyer"
        )
    return LocalFact(
        name=name, type=kind, options=options, question=fact.question.value, judgement=fact.judgement, span=fact.span
    )


def _type(written: tree.FactType, scope: Scope) -> tuple[FactType, tuple[str, ...]] | None:
    words = tuple(word.text for word in written.words)
    match written.kind:
        case "one_of" | "set_of":
            doubled = [word for index, word in enumerate(written.words) if word.text in words[:index]]
            for word in doubled:
                scope.findings.error(
                    "LK214", word.span, f"the option `{word.text}` is written twice", "remove one of them"
                )
            return written.kind, tuple(dict.fromkeys(words))
        case "set_of_word":
            if words == ("territory",):
                return "set_of", words
        case "word":
            if len(words) == 1 and words[0] in _TYPES:
                return _TYPES[words[0]], ()
    shown = " ".join(words)
    if written.kind == "set_of_word":
        scope.findings.error(
            "LK223",
            written.span,
            f"there is no set of `{shown}`",
            "use `set of territory`, or name the options: `set of { a, b }`",
        )
        return None
    scope.findings.error(
        "LK223",
        written.span,
        f"unknown type `{shown}`",
        did_you_mean(shown, _TYPES)
        or "use yes_no, count, money, date, territory, text, one of { … }, set of { … } or set of territory",
    )
    return None


def local_info(fact: LocalFact) -> FactInfo:
    """What the vocabulary would say of a local fact."""
    subject, _, rest = fact.name.partition(".")
    measure, _, window = rest.rpartition(".")
    windowed = fact.type in {"count", "money"} and window in WINDOWS
    return FactInfo(
        fact.name,
        subject,
        fact.type,
        fact.name,
        fact.question,
        options=fact.options,
        judgement=fact.judgement,
        measure=measure if windowed else "",
        window=window if windowed else "",
        unit="money" if fact.type == "money" else "",
        order=len(FACTS),
    )


# --- meanings --------------------------------------------------------------------------------------------


def meaning(written: tree.Meaning, origin: str, scope: Scope) -> Meaning | None:
    """How this licence itself defines a fact, which is then asked by itself, or a subject."""
    name = written.name.text
    place = locator(written.locator, scope)
    if name in SUBJECTS:
        return Meaning(fact=name, key=name, locator=place, words=written.words.value, span=written.span)
    if "." not in name:
        scope.findings.error(
            "LK201",
            written.name.span,
            f"`{name}` is neither a fact nor a subject",
            did_you_mean(name, SUBJECTS)
            or "use a fact such as `group.operates.model_service`, or a subject such as `group`",
        )
        return None
    found = scope.fact(written.name)
    if found is None:
        return None
    bare = found.key.partition("@")[0]  # a licence's meaning of it, where a policy has its own
    return Meaning(fact=bare, key=f"{bare}@{origin}", locator=place, words=written.words.value, span=written.span)


# --- readings --------------------------------------------------------------------------------------------


def reading(written: tree.Reading, scope: Scope) -> Reading:
    """A disputed point: two options or more, exactly one of them taken, and why."""
    name = written.name
    if len(written.options) < 2:
        scope.findings.error(
            "LK423",
            name.span,
            f"the reading `{name.text}` has fewer than two options",
            "write `option` for each way in which the wording can be read",
        )
    seen: dict[str, tree.Option] = {}
    for option in written.options:
        first = seen.setdefault(option.name.text, option)
        if first is not option:
            scope.findings.error(
                "LK214",
                option.name.span,
                f"the option `{option.name.text}` is written twice",
                "use another name for one of them",
                label="again here",
                also=(Label(first.name.span, "first here"),),
            )
    _check_taken(written, scope)
    return Reading(
        name=scope.prefix + name.text,
        locator=locator(written.locator, scope),
        question=written.question.value,
        options=tuple(_option(option) for option in written.options),
        raised=tuple(text.value for text in written.raised),
        span=written.span,
    )


def _check_taken(written: tree.Reading, scope: Scope) -> None:
    taken = [option for option in written.options if option.taken]
    if len(taken) != 1:
        scope.findings.error(
            "LK421",
            (taken[1] if taken else written).name.span,
            f"the reading `{written.name.text}` takes {'no option' if not taken else 'more than one option'}",
            'write `taken because "…"` at exactly one option: the plain meaning, or else the stricter',
            also=tuple(Label(option.name.span, "taken here") for option in taken[:1]),
        )
    for option in taken:
        if option.because is None or not option.because.value.strip():
            scope.findings.error(
                "LK422",
                option.name.span,
                f"the option `{option.name.text}` is taken without a reason",
                'write `because "…"` after `taken`',
            )


def _option(option: tree.Option) -> Option:
    return Option(
        name=option.name.text,
        text=option.text.value,
        taken=option.taken,
        because="" if option.because is None else option.because.value,
        span=option.span,
    )


# --- defines and measures --------------------------------------------------------------------------------


def definition(written: tree.Define, scope: Scope) -> model.Definition:
    """A named condition."""
    return model.Definition(
        name=scope.prefix + written.name.text,
        locator=locator(written.locator, scope),
        note="" if written.note is None else written.note.value,
        condition=conditions.lowered(written.condition, scope),
        span=written.span,
    )


def measure(written: tree.Measure, scope: Scope) -> model.Measure:
    """A named quantity; all its parts are counts, or all are money."""
    parts = [(part, conditions.quantity(part, scope)) for part in _quantities(written)]
    known = [(part, found) for part, found in parts if found is not None]
    for part, found in known[1:]:
        first = known[0]
        if found.info.type != first[1].info.type:
            scope.findings.error(
                "LK310",
                part.span,
                f"`{part.text}` is {found.kind}, `{first[0].text}` is {first[1].kind}",
                "use parts of one unit",
                also=(Label(first[0].span, first[1].kind),),
            )
    keys = [found.key if found is not None else "" for _, found in parts]
    cases = tuple(
        model.MeasureCase(
            quantity=key, when=None if case.when is None else conditions.lowered(case.when, scope), span=case.span
        )
        for key, case in zip(keys, written.cases, strict=False)
    )
    return model.Measure(
        name=scope.prefix + written.name.text,
        locator=locator(written.locator, scope),
        cases=cases,
        larger_of=tuple(keys) if written.larger_of else (),
        span=written.span,
    )


def _quantities(written: tree.Measure) -> tuple[tree.Name, ...]:
    return written.larger_of or tuple(case.quantity for case in written.cases)
