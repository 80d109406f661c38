"""Parameters of templates: values put in the place of names, each where its kind can stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeAlias

from licensekit.check.findings import Findings
from licensekit.diagnostics import Label, did_you_mean
from licensekit.syntax import tree

Value: TypeAlias = tree.Name | tree.Code | tree.Text | tree.Amount | tree.Day | tree.YearsAfter | tree.Earlier
Values: TypeAlias = Mapping[str, Value]

_DATE: Final = (tree.Day, tree.Name)
_WORD: Final = (tree.Name, tree.Text)
_CODE: Final = (tree.Name, tree.Code)
_DATES: Final = (tree.Day, tree.Name, tree.YearsAfter)

SITES: Final[Mapping[tuple[type, str], tuple[type, ...]]] = {
    (tree.Conversion, "license"): (tree.Name,),
    (tree.Conversion, "on"): (*_DATES, tree.Earlier),
    (tree.Earlier, "dates"): _DATES,
    (tree.YearsAfter, "date"): _DATE,
    (tree.DateOrder, "date"): _DATE,
    (tree.DateOrder, "other"): _DATE,
    (tree.DateWithin, "date"): _DATE,
    (tree.DateWithin, "after"): _DATE,
    (tree.Deadline, "after"): _DATE,
    (tree.Compares, "amount"): (tree.Amount,),
    (tree.FactIs, "value"): _CODE,
    (tree.FactIn, "values"): _CODE,
    (tree.SetMeets, "values"): _CODE,
    (tree.Choice, "names"): (tree.Name,),
    (tree.Action, "objects"): _WORD,
    (tree.Action, "parties"): _WORD,
    (tree.Action, "with_text"): _WORD,
    (tree.Action, "about"): _WORD,
    (tree.Needs, "party"): _WORD,
    (tree.Remedy, "party"): _WORD,
    (tree.Header, "value"): (tree.Text, tree.Day),
}
"""Where a parameter can stand, and what may be put there."""

_KINDS: Final[Mapping[type, str]] = {
    tree.Name: "a name",
    tree.Code: "a code",
    tree.Text: "a text",
    tree.Amount: "an amount",
    tree.Day: "a date",
    tree.YearsAfter: "a date",
    tree.Earlier: "a date",
}


def bound(template: tree.Template, extends: tree.Extends, outer: Values, findings: Findings) -> Values:
    """The value of each parameter; findings for those that are missing, unknown or given twice."""
    values: dict[str, Value] = {}
    known = {name.text: name for name in template.parameters}
    for argument in extends.arguments:
        name = argument.parameter
        if name.text not in known:
            findings.error(
                "LK419",
                name.span,
                f"the template `{template.id.text}` has no parameter `{name.text}`",
                did_you_mean(name.text, known) or "use one of " + ", ".join(f"`{each}`" for each in known),
                also=(Label(template.id.span, "the template, written here"),),
            )
        elif name.text in values:
            findings.error("LK214", name.span, f"the parameter `{name.text}` is given twice", "remove one of them")
        else:
            values[name.text] = _passed_on(argument.value, outer)
    missing = [name for name in known if name not in values]
    if missing:
        shown = ", ".join(f"`{name}`" for name in missing)
        findings.error(
            "LK418",
            extends.span,
            f"the template `{template.id.text}` is not given {shown}",
            f"write `{extends.base.text}({', '.join(f'{name}: …' for name in known)})`",
            also=tuple(Label(known[name].span, "the parameter, written here") for name in missing),
        )
    return values


def _passed_on(value: Value, outer: Values) -> Value:
    """A template that extends another may hand on its own parameters."""
    return outer.get(value.text, value) if isinstance(value, tree.Name) else value


class Substitution:
    """Puts values in the place of parameters; `refused` holds those that do not fit where they are used."""

    def __init__(self, values: Values, findings: Findings) -> None:
        self._values = values
        self._findings = findings
        self.refused: set[str] = set()

    def __call__(self, node: Any) -> Any:
        """The same tree, with each parameter replaced by its value where a value can stand."""
        if isinstance(node, tuple):
            return _same_or(node, tuple(map(self, node)))
        if not is_dataclass(node) or isinstance(node, type):
            return node
        changes: dict[str, Any] = {}
        for each in fields(node):
            old = getattr(node, each.name)
            if not isinstance(old, tree.SyntaxNode | tuple):
                continue
            allowed = SITES.get((type(node), each.name))
            new = self(old) if allowed is None else self._at_site(old, allowed)
            if new is not old:
                changes[each.name] = new
        return replace(node, **changes) if changes else node

    def _at_site(self, old: Any, allowed: tuple[type, ...]) -> Any:
        if isinstance(old, tuple):
            return _same_or(old, tuple(self._at_site(each, allowed) for each in old))
        if not isinstance(old, tree.Name) or old.text not in self._values:
            return self(old)
        value = self._values[old.text]
        if isinstance(value, allowed):
            return value
        wanted = " or ".join(dict.fromkeys(_KINDS[kind] for kind in allowed))
        self.refused.add(old.text)
        self._findings.error(
            "LK312",
            value.span,
            f"the parameter `{old.text}` is {_KINDS[type(value)]}, and {wanted} stands in its place",
            f"write {wanted}",
            also=(Label(old.span, "used here"),),
        )
        return old


def _same_or(old: Any, new: tuple[Any, ...]) -> Any:
    return old if all(one is other for one, other in zip(new, old, strict=True)) else new
