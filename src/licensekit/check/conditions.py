"""Conditions: each name resolved, each comparison checked for its type and unit, in one walk.

A condition that cannot be lowered becomes BROKEN, so that everything else in the file is still checked; a
licence with a finding is never handed out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, assert_never

from licensekit.check.comparands import AS_OF, date_term, is_territory, lowered_amount
from licensekit.check.findings import FindingList, one_of
from licensekit.check.scope import FactKey, Scope, unknown_name
from licensekit.diagnostics import did_you_mean
from licensekit.model import conditions as model
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.vocabulary import facts as vocabulary

BROKEN: Final = model.Holds(fact="")


def lowered(condition: tree.Condition, scope: Scope) -> model.Condition:
    """The condition with its names resolved and its types checked."""
    match condition:
        case tree.And():
            return model.AllOf(parts=tuple(lowered(part, scope) for part in condition.parts), span=condition.span)
        case tree.Or():
            return model.AnyOf(parts=tuple(lowered(part, scope) for part in condition.parts), span=condition.span)
        case tree.Not():
            return model.Not(part=lowered(condition.part, scope), span=condition.span)
        case tree.Holds():
            return _holds(condition.name, scope)
        case tree.Compares():
            return _compares(condition, scope)
        case tree.FactIs():
            return _is_among(condition, scope)
        case tree.SetMeets():
            return _set_meets(condition, scope)
        case tree.DateOrder(order=order):
            date, other = date_term(condition.date, scope), date_term(condition.other, scope)
            return model.DateOrder(date=date, order=order, other=other, span=condition.span)
        case tree.DateWithin(limit=limit, count=count, unit=unit):
            date, after = date_term(condition.date, scope), date_term(condition.after, scope)
            return model.DateWithin(date=date, limit=limit, count=count, unit=unit, after=after, span=condition.span)
        case tree.ReadingIs():
            return reading_is(condition, scope)
        case tree.ApprovalHeld():
            return _approval(condition, scope)
        case _:
            assert_never(condition)


def _holds(name: tree.Name, scope: Scope) -> model.Condition:
    if "." not in name.text:
        return _defined(name, scope)
    fact = scope.fact(name)
    if fact is None:
        return BROKEN
    if fact.info.type != "yes_no":
        message = f"`{name.text}` is {fact.kind}, not a statement that is true or false"
        scope.findings.error("LK305", name.span, message, fact.use)
        return BROKEN
    return model.Holds(fact=fact.key, span=name.span)


def _defined(name: tree.Name, scope: Scope) -> model.Condition:
    text = name.text
    if text in scope.defines:
        return model.Defined(name=scope.prefix + text, span=name.span)
    if text in scope.measures:
        message = f"`{text}` is a measure, a number, and is not true or false by itself"
        scope.findings.error("LK207", name.span, message, f"write `{text} more than` and an amount")
    elif text in scope.readings:
        option = scope.readings[text].options[0].name.text if scope.readings[text].options else "OPTION"
        scope.findings.error("LK207", name.span, f"`{text}` is a reading", f"write `reading {text} is {option}`")
    elif text in scope.parameters:
        scope.findings.error("LK207", name.span, f"`{text}` is a parameter: a value, not a condition")
    elif text == "commercial" and not scope.open_base:
        message = "`commercial` is not a fact: every licence draws its own line"
        mend = 'write `define commercial at "…" { … }` over neutral facts such as `product.charged_for`, '
        mend += "and a `reading` where the text leaves the word undefined"
        scope.findings.error("LK426", name.span, message, mend)
    else:
        mend = did_you_mean(text, scope.defines) or _fact_without_subject(text)
        mend = mend or "every fact has a dot; a name without one is a `define`"
        unknown_name(scope, name, "define", "LK206", {}, mend=mend)
    return BROKEN


def _fact_without_subject(name: str) -> str:
    """The fact whose last part alone was written, as a mend; an empty string if there is none."""
    near = [fact for fact in vocabulary.FACTS if fact.rpartition(".")[2] == name]
    return did_you_mean(near[0], near) if near else ""


def quantity(name: tree.Name, scope: Scope) -> FactKey | None:
    """A count or amount of money that is compared, or taken by a measure: a fact, or a measure of the licence."""
    text = name.text
    if "." in text:
        fact = scope.fact(name)
        if fact is not None and not fact.info.is_number:
            scope.findings.error("LK301", name.span, f"`{text}` is {fact.kind}, not a number", fact.use)
            return None
        return fact
    if text in scope.measures:
        unit = measure_unit(text, scope)
        return None if unit is None else FactKey(scope.prefix + text, unit.info)
    if text in scope.defines:
        _define_without_value(name, name.span, scope, f"write `{text}` or `not {text}`")
    else:
        unknown_name(scope, name, "measure", "LK206", scope.measures, mend="every fact has a dot")
    return None


def _define_without_value(name: tree.Name, place: Span, scope: Scope, mend: str) -> None:
    message = f"`{name.text}` is a `define`, which has no value to compare"
    scope.findings.error("LK207", place, message, mend)


def measure_unit(name: str, scope: Scope, seen: frozenset[str] = frozenset()) -> FactKey | None:
    """The first fact that a measure comes down to, which gives its unit; None for a cycle or an unknown name."""
    if name in seen:
        return None
    measure = scope.measures[name]
    for part in (*(case.quantity for case in measure.cases), *measure.larger_of):
        if "." in part.text:
            info = scope.facts.get(part.text) or vocabulary.FACTS.get(part.text)
            if info is not None and info.is_number:
                return FactKey(part.text, info)
        elif part.text in scope.measures:
            unit = measure_unit(part.text, scope, seen | {name})
            if unit is not None:
                return unit
    return None


def _compares(condition: tree.Compares, scope: Scope) -> model.Condition:
    compared = quantity(condition.quantity, scope)
    amount = condition.amount
    if isinstance(amount, tree.Name):
        if amount.text not in scope.parameters:
            message = f"`{amount.text}` is not an amount"
            scope.findings.error("LK312", amount.span, message, "write a number such as `20 million USD`")
        return BROKEN
    value = None if compared is None else lowered_amount(amount, compared.info, scope)
    if compared is None or value is None:
        return BROKEN
    adjusted = amount.adjusted
    return model.Compares(
        quantity=compared.key,
        comparison=condition.comparison,
        amount=value,
        or_equivalent=amount.or_equivalent,
        adjusted=None
        if adjusted is None
        else model.Adjusted(year=adjusted.year, index=adjusted.index.text, span=adjusted.span),
        span=condition.span,
    )


def _compared_fact(condition: tree.FactIs | tree.SetMeets, scope: Scope) -> FactKey | None:
    """The fact that is compared with values; None, with a finding, where the name is that of something else."""
    name, values, text = condition.fact, condition.values, condition.fact.text
    if "." in text:
        return scope.fact(name)
    if text in scope.defines:
        wanted = {"yes": text, "no": f"not {text}"}.get(values[0].text if len(values) == 1 else "")
        mend = f"write `{wanted}`" if wanted else f"write `{text}` or `not {text}`"
        _define_without_value(name, condition.span, scope, mend)
    elif text in scope.readings:
        mend = f"write `reading {text} is {values[0].text}`"
        scope.findings.error("LK207", name.span, f"`{text}` is a reading", mend)
    elif text == AS_OF:
        scope.findings.error("LK308", name.span, "`as_of` is a date", "write `as_of before 2026-06-01`")
    else:
        mend = _fact_without_subject(text) or "every fact has a dot, as in `licensee.kind`"
        scope.findings.error("LK201", name.span, f"unknown fact `{text}`", mend)
    return None


def _is_among(condition: tree.FactIs, scope: Scope) -> model.Condition:
    name, values = condition.fact, condition.values
    fact = _compared_fact(condition, scope)
    if fact is None:
        return BROKEN
    match fact.info.type:
        case "one_of" | "territory":
            options = _options(values, fact, scope)
            if options is not None:
                return model.IsOneOf(fact=fact.key, values=options, span=condition.span)
        case "yes_no":
            written = values[0].text if len(values) == 1 else ""
            wanted = f"not {name.text}" if written == "no" else name.text
            mend = f"write `{wanted}`" if written in {"yes", "no"} else fact.use
            scope.findings.error("LK304", condition.span, f"`{name.text}` is a yes/no fact and stands alone", mend)
        case "set_of":
            meets = f"of {name.text} in {{ {', '.join(value.text for value in values)} }}"
            message = f"`{name.text}` is a set: some or all of its members can be meant"
            scope.findings.error("LK306", condition.span, message, f"write `any {meets}` or `all {meets}`")
        case "count" | "money" | "date" | "text":
            message = f"`{name.text}` is {fact.kind} and has no options"
            scope.findings.error("LK309", condition.span, message, fact.use)
        case _:
            assert_never(fact.info.type)
    return BROKEN


def _set_meets(condition: tree.SetMeets, scope: Scope) -> model.Condition:
    fact = _compared_fact(condition, scope)
    if fact is None:
        return BROKEN
    if fact.info.type != "set_of":
        message = f"`{condition.fact.text}` is {fact.kind}, not a set"
        scope.findings.error("LK307", condition.span, message, fact.use)
        return BROKEN
    options = _options(condition.values, fact, scope)
    if options is None:
        return BROKEN
    return model.SetMeets(quantifier=condition.quantifier, fact=fact.key, values=options, span=condition.span)


def _options(values: Sequence[tree.Name | tree.Code], fact: FactKey, scope: Scope) -> tuple[str, ...] | None:
    """The values, each once; None, with findings, if the fact cannot have one of them."""
    fit = [_fits(value, fact, scope) for value in values]
    return tuple(dict.fromkeys(value.text for value in values)) if all(fit) else None


def _fits(value: tree.Name | tree.Code, fact: FactKey, scope: Scope) -> bool:
    if value.text in scope.parameters:
        return True
    if fact.info.type == "territory" or fact.of_territories:
        return is_territory(value, scope)
    return is_option(value, fact, scope)


def is_option(value: tree.Name | tree.Code, fact: FactKey, scope: Scope) -> bool:
    """Whether a value is an option of a fact; a finding if not."""
    options = fact.info.options
    if value.text in options:
        return True
    message = f"`{value.text}` is not an option of `{fact.info.name}`"
    scope.findings.error("LK216", value.span, message, did_you_mean(value.text, options) or one_of(options))
    return False


def reading_is(condition: tree.ReadingIs, scope: Scope) -> model.Condition:
    """A reading and its option, both known."""
    name = condition.reading
    reading = scope.readings.get(name.text)
    if reading is None:
        unknown_name(scope, name, "reading", "LK204", scope.readings, mend="write a `reading` with this name")
        return BROKEN
    if not has_option(name.text, [option.name.text for option in reading.options], condition.option, scope.findings):
        return BROKEN
    return model.ReadingIs(reading=scope.prefix + name.text, option=condition.option.text, span=condition.span)


def has_option(reading: str, options: Collection[str], option: tree.Name, findings: FindingList) -> bool:
    """Whether a reading has an option; a finding if not."""
    if option.text in options:
        return True
    message = f"the reading `{reading}` has no option `{option.text}`"
    mend = did_you_mean(option.text, options) or "use " + " or ".join(f"`{each}`" for each in options)
    findings.error("LK205", option.span, message, mend)
    return False


def _approval(condition: tree.ApprovalHeld, scope: Scope) -> model.Condition:
    name = condition.gate.text
    own, taken_in = scope.clauses.get(name), scope.incorporated.get(name)
    if isinstance(own, tree.Gate):
        return model.ApprovalHeld(gate=scope.prefix + name, span=condition.span)
    if isinstance(taken_in, tree.Gate):
        return model.ApprovalHeld(gate=name, span=condition.span)
    gates = {gate: clause for gate, clause in scope.clauses.items() if isinstance(clause, tree.Gate)}
    if own is None and taken_in is None:
        unknown_name(scope, condition.gate, "gate", "LK221", gates, mend="use the name of a `gate` of this licence")
    else:
        message = f"`{name}` is no gate, and only a gate has an approval"
        scope.findings.error("LK404", condition.gate.span, message, did_you_mean(name, gates))
    return BROKEN
