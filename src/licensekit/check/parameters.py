"""Parameters of templates: values put in the place of names, each where its kind can stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeAlias

from licensekit.check.findings import FindingList, one_of
from licensekit.diagnostics import Label, did_you_mean
from licensekit.syntax import tree

ParameterValue: TypeAlias = tree.Name | tree.Code | tree.Text | tree.Amount | tree.Day | tree.YearsAfter | tree.Earlier
ParameterValues: TypeAlias = Mapping[str, ParameterValue]

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
    (tree.FactIs, "values"): _CODE,
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


def bound(
    template: tree.Template, extends: tree.Extends, outer: ParameterValues, findings: FindingList
) -> ParameterValues:
    """The value of each parameter; findings for those that are missing, unknown or given twice."""
    values: dict[str, ParameterValue] = {}
    id_, parameters = template.id.text, {name.text: name for name in template.parameters}
    for argument in extends.arguments:
        name = argument.parameter
        if name.text not in parameters:
            message = f"the template `{id_}` has no parameter `{name.text}`"
            mend = did_you_mean(name.text, parameters) or one_of(parameters)
            also = (Label(template.id.span, "the template, written here"),)
            findings.error("LK419", name.span, message, mend, also=also)
        elif name.text in values:
            findings.error("LK214", name.span, f"the parameter `{name.text}` is given twice", "remove one of them")
        else:
            value = argument.value  # a template that extends another may hand on its own parameters
            values[name.text] = outer.get(value.text, value) if isinstance(value, tree.Name) else value
    missing = [name for name in parameters if name not in values]
    if missing:
        message = f"the template `{id_}` is not given {', '.join(f'`{name}`' for name in missing)}"
        mend = f"write `{extends.base.text}({', '.join(f'{name}: …' for name in parameters)})`"
        here = tuple(Label(parameters[name].span, "the parameter, written here") for name in missing)
        findings.error("LK418", extends.span, message, mend, also=here)
    return values


class Substitution:
    """Puts values in the place of parameters; `refused` holds those that do not fit where they are used."""

    def __init__(self, values: ParameterValues, findings: FindingList) -> None:
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
        message = f"the parameter `{old.text}` is {_KINDS[type(value)]}, and {wanted} stands in its place"
        also = (Label(old.span, "used here"),)
        self._findings.error("LK312", value.span, message, f"write {wanted}", also=also)
        return old


def _same_or(old: Any, new: tuple[Any, ...]) -> Any:
    return old if all(part is same for part, same in zip(new, old, strict=True)) else new
