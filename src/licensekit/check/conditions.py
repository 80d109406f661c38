"""Conditions: each name resolved, each comparison checked for its type and unit, in one walk.

A condition that cannot be lowered becomes BROKEN, so that everything else in the file is still checked; a
licence with a finding is never handed out.
"""

from __future__ import annotations

from typing import Final, assert_never

from licensekit.check.amounts import is_code_known, lowered_amount
from licensekit.check.dates import AS_OF, date_term
from licensekit.check.scope import FactKey, Scope, unknown_name
from licensekit.diagnostics import did_you_mean
from licensekit.model import conditions as model
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
            return _is_among(condition, condition.fact, (condition.value,), scope)
        case tree.FactIn():
            return _is_among(condition, condition.fact, condition.values, scope)
        case tree.SetMeets():
            return _set_meets(condition, scope)
        case tree.DateOrder():
            return model.DateOrder(
                date=date_term(condition.date, scope),
                order=condition.order,
                other=date_term(condition.other, scope),
                span=condition.span,
            )
        case tree.DateWithin():
            return model.DateWithin(
                date=date_term(condition.date, scope),
                limit=condition.limit,
                count=condition.count,
                unit=condition.unit,
                after=date_term(condition.after, scope),
                span=condition.span,
            )
        case tree.ReadingIs():
            return reading_is(condition, scope)
        case tree.ApprovalHeld():
            return _approval(condition, scope)
        case _:
            assert_never(condition)


def _holds(name: tree.Name, scope: Scope) -> model.Condition:
    text = name.text
    if "." not in text:
        return _defined(name, scope)
    found = scope.fact(name)
    if found is None:
        return BROKEN
    if found.info.type != "yes_no":
        scope.findings.error(
            "LK305", name.span, f"`{text}` is {found.kind}, not a statement that is true or false", _use(found)
        )
        return BROKEN
    return model.Holds(fact=found.key, span=name.span)


def _use(found: FactKey) -> str:
    """How a fact of this type is tested."""
    name = found.info.name
    match found.info.type:
        case "yes_no":
            return f"write `{name}` or `not {name}`"
        case "count":
            return f"write `{name} more than 100 million`"
        case "money":
            return f"write `{name} more than 20 million USD`"
        case "date":
            return f"write `{name} before 2026-06-01` or `as_of within 30 days after {name}`"
        case "territory":
            return f"write `{name} in {{ EU, GB }}`"
        case "one_of":
            return f"write `{name} is {found.info.options[0]}`"
        case "set_of":
            options = "EU, GB" if found.info.options == ("territory",) else found.info.options[0]
            return f"write `any of {name} in {{ {options} }}`"
        case "text":
            return "use a fact of another type: a text is never compared"
        case _:
            assert_never(found.info.type)


def _defined(name: tree.Name, scope: Scope) -> model.Condition:
    text = name.text
    if text in scope.defines:
        return model.Defined(name=scope.prefix + text, span=name.span)
    if text in scope.measures:
        scope.findings.error(
            "LK207",
            name.span,
            f"`{text}` is a measure, a number, and is not true or false by itself",
            f"write `{text} more than` and an amount",
        )
    elif text in scope.readings:
        option = scope.readings[text].options[0].name.text if scope.readings[text].options else "OPTION"
        scope.findings.error("LK207", name.span, f"`{text}` is a reading", f"write `reading {text} is {option}`")
    elif text in scope.parameters:
        scope.findings.error("LK207", name.span, f"`{text}` is a parameter: a value, not a condition")
    elif text == "commercial" and not scope.open_base:
        scope.findings.error(
            "LK426",
            name.span,
            "`commercial` is not a fact: every licence draws its own line",
            'write `define commercial at "…" { … }` over neutral facts such as `product.charged_for`, '
            "and a `reading` where the text leaves the word undefined",
        )
    else:
        near = [fact for fact in vocabulary.FACTS if fact.rpartition(".")[2] == text]
        help_ = did_you_mean(text, scope.defines) or (did_you_mean(near[0], near) if near else "")
        unknown_name(
            scope, name, "define", "LK206", {}, help=help_ or "every fact has a dot; a name without one is a `define`"
        )
    return BROKEN


def quantity(name: tree.Name, scope: Scope) -> FactKey | None:
    """A count or amount of money that is compared, or taken by a measure: a fact, or a measure of the licence."""
    text = name.text
    if "." in text:
        found = scope.fact(name)
        if found is not None and not found.info.is_number:
            scope.findings.error("LK301", name.span, f"`{text}` is {found.kind}, not a number", _use(found))
            return None
        return found
    if text in scope.measures:
        unit = measure_unit(text, scope)
        return None if unit is None else FactKey(scope.prefix + text, unit.info)
    if text in scope.defines:
        scope.findings.error(
            "LK207",
            name.span,
            f"`{text}` is a `define`, which has no value to compare",
            f"write `{text}` or `not {text}`",
        )
    else:
        unknown_name(scope, name, "measure", "LK206", scope.measures, help="every fact has a dot")
    return None


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
            found = measure_unit(part.text, scope, seen | {name})
            if found is not None:
                return found
    return None


def _compares(condition: tree.Compares, scope: Scope) -> model.Condition:
    found = quantity(condition.quantity, scope)
    amount = condition.amount
    if isinstance(amount, tree.Name):
        if amount.text not in scope.parameters:
            scope.findings.error(
                "LK312", amount.span, f"`{amount.text}` is not an amount", "write a number such as `20 million USD`"
            )
        return BROKEN
    if found is None:
        return BROKEN
    value = lowered_amount(amount, found.info, scope)
    if value is None:
        return BROKEN
    adjusted = amount.adjusted
    return model.Compares(
        quantity=found.key,
        comparison=condition.comparison,
        amount=value,
        or_equivalent=amount.or_equivalent,
        adjusted=None
        if adjusted is None
        else model.Adjusted(year=adjusted.year, index=adjusted.index.text, span=adjusted.span),
        span=condition.span,
    )


def _is_among(
    condition: tree.FactIs | tree.FactIn, name: tree.Name, values: tuple[tree.Name | tree.Code, ...], scope: Scope
) -> model.Condition:
    if "." not in name.text:
        _not_a_fact(name, values, scope)
        return BROKEN
    found = scope.fact(name)
    if found is None:
        return BROKEN
    match found.info.type:
        case "one_of" | "territory":
            good = [fits(value, found, scope) for value in values]
            if not all(good):
                return BROKEN
            return model.IsOneOf(fact=found.key, values=_distinct(values), span=condition.span)
        case "yes_no":
            written = values[0].text if len(values) == 1 else ""
            wanted = f"not {name.text}" if written == "no" else name.text
            help_ = f"write `{wanted}`" if written in {"yes", "no"} else _use(found)
            scope.findings.error("LK304", condition.span, f"`{name.text}` is a yes/no fact and stands alone", help_)
        case "set_of":
            shown = ", ".join(value.text for value in values)
            scope.findings.error(
                "LK306",
                condition.span,
                f"`{name.text}` is a set: some or all of its members can be meant",
                f"write `any of {name.text} in {{ {shown} }}` or `all of {name.text} in {{ {shown} }}`",
            )
        case "count" | "money" | "date" | "text":
            scope.findings.error(
                "LK309", condition.span, f"`{name.text}` is {found.kind} and has no options", _use(found)
            )
        case _:
            assert_never(found.info.type)
    return BROKEN


def _set_meets(condition: tree.SetMeets, scope: Scope) -> model.Condition:
    name = condition.fact
    if "." not in name.text:
        _not_a_fact(name, condition.values, scope)
        return BROKEN
    found = scope.fact(name)
    if found is None:
        return BROKEN
    if found.info.type != "set_of":
        scope.findings.error("LK307", condition.span, f"`{name.text}` is {found.kind}, not a set", _use(found))
        return BROKEN
    good = [fits(value, found, scope) for value in condition.values]
    if not all(good):
        return BROKEN
    return model.SetMeets(
        quantifier=condition.quantifier, fact=found.key, values=_distinct(condition.values), span=condition.span
    )


def _distinct(values: tuple[tree.Name | tree.Code, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.text for value in values))


def _not_a_fact(name: tree.Name, values: tuple[tree.Name | tree.Code, ...], scope: Scope) -> None:
    if name.text in scope.defines:
        scope.findings.error(
            "LK207", name.span, f"`{name.text}` is a `define`, which has no value to compare", f"write `{name.text}`"
        )
    elif name.text in scope.readings:
        scope.findings.error(
            "LK207", name.span, f"`{name.text}` is a reading", f"write `reading {name.text} is {values[0].text}`"
        )
    elif name.text == AS_OF:
        scope.findings.error("LK308", name.span, "`as_of` is a date", "write `as_of before 2026-06-01`")
    else:
        near = [fact for fact in vocabulary.FACTS if fact.rpartition(".")[2] == name.text]
        scope.findings.error(
            "LK201",
            name.span,
            f"unknown fact `{name.text}`",
            did_you_mean(near[0], near) if near else "every fact has a dot, as in `licensee.kind`",
        )


def fits(value: tree.Name | tree.Code, found: FactKey, scope: Scope) -> bool:
    """Whether a value is one that the fact can have; a finding if not."""
    options = found.info.options
    if found.info.type == "territory" or options == ("territory",):
        return value.text in scope.parameters or is_code_known(value, scope)
    if value.text in options or value.text in scope.parameters:
        return True
    scope.findings.error(
        "LK216",
        value.span,
        f"`{value.text}` is not an option of `{found.info.name}`",
        did_you_mean(value.text, options) or "use one of " + ", ".join(f"`{option}`" for option in options),
    )
    return False


def reading_is(condition: tree.ReadingIs, scope: Scope) -> model.Condition:
    """A reading and its option, both known."""
    reading = scope.readings.get(condition.reading.text)
    if reading is None:
        unknown_name(
            scope, condition.reading, "reading", "LK204", scope.readings, help="write a `reading` with this name"
        )
        return BROKEN
    options = {option.name.text: option for option in reading.options}
    if condition.option.text not in options:
        scope.findings.error(
            "LK205",
            condition.option.span,
            f"the reading `{condition.reading.text}` has no option `{condition.option.text}`",
            did_you_mean(condition.option.text, options) or "use " + " or ".join(f"`{option}`" for option in options),
        )
        return BROKEN
    return model.ReadingIs(
        reading=scope.prefix + condition.reading.text, option=condition.option.text, span=condition.span
    )


def _approval(condition: tree.ApprovalHeld, scope: Scope) -> model.Condition:
    name = condition.gate.text
    clause = scope.clauses.get(name)
    gates = {known: each for known, each in scope.clauses.items() if isinstance(each, tree.Gate)}
    if isinstance(clause, tree.Gate):
        return model.ApprovalHeld(gate=scope.prefix + name, span=condition.span)
    taken_in = scope.incorporated.get(name)
    if isinstance(taken_in, tree.Gate):
        return model.ApprovalHeld(gate=name, span=condition.span)
    if clause is None and taken_in is None:
        unknown_name(scope, condition.gate, "gate", "LK221", gates, help="use the name of a `gate` of this licence")
    else:
        scope.findings.error(
            "LK404",
            condition.gate.span,
            f"`{name}` is no gate, and only a gate has an approval",
            did_you_mean(name, gates),
        )
    return BROKEN
