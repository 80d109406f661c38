"""How the items of a licence hang together: circles, what an exemption may lift, gates, approvals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import assert_never

from licensekit.check import polarity
from licensekit.check.findings import Findings
from licensekit.check.scope import Scope
from licensekit.diagnostics import Label
from licensekit.model import clauses as model
from licensekit.model.conditions import ApprovalHeld, Condition
from licensekit.model.license import License
from licensekit.syntax import tree
from licensekit.vocabulary.acts import LEAVES

# --- circles, found on what was written: the model must not be walked before it is known to end -------------


def circles(scope: Scope) -> None:
    """Report exemptions that lift each other, and defines and measures that rest on themselves."""
    exemptions = {
        name: {lifted.text: lifted for lifted in clause.lifts if lifted.text != name}
        for name, clause in scope.clauses.items()
        if isinstance(clause, tree.Exemption)
    }
    for circle in _circles(exemptions):
        _report(scope.findings, "LK405", "exemptions lift each other in a circle", circle)
    quantities = {
        **{name: dict(_named_in(define.condition)) for name, define in scope.defines.items()},
        **{name: dict(_named_by(measure)) for name, measure in scope.measures.items()},
    }
    for circle in _circles(quantities):
        measured = any(name.text in scope.measures for name in circle)
        what = "measures" if measured else "defines"
        _report(scope.findings, "LK410" if measured else "LK409", f"{what} rest on each other in a circle", circle)


def _report(findings: Findings, code: str, message: str, circle: tuple[tree.Name, ...]) -> None:
    shown = ", ".join(f"`{name.text}`" for name in circle)
    last = circle[-1]
    findings.error(
        code,
        last.span,
        f"{message}: {shown}",
        "remove one of these names",
        label="closes the circle",
        also=tuple(Label(name.span, "named here") for name in circle[:-1]),
    )


def _circles(edges: Mapping[str, Mapping[str, tree.Name]]) -> Iterator[tuple[tree.Name, ...]]:
    """Each circle once: the names on its edges, as written. Depth first, without recursion."""
    done: set[str] = set()
    for start in edges:
        path: list[tuple[str, tree.Name | None, Iterator[tuple[str, tree.Name]]]] = []
        if start not in done:
            path.append((start, None, iter(edges[start].items())))
        on_path = {start}
        while path:
            node, _, rest = path[-1]
            step = next(rest, None)
            if step is None:
                done.add(node)
                on_path.discard(node)
                path.pop()
            elif step[0] in on_path:
                names = [name for name, _, _ in path]
                circle = [name for _, name, _ in path[names.index(step[0]) + 1 :] if name is not None]
                yield (*circle, step[1])
            elif step[0] in edges and step[0] not in done:
                on_path.add(step[0])
                path.append((step[0], step[1], iter(edges[step[0]].items())))


def _named_by(measure: tree.Measure) -> Iterator[tuple[str, tree.Name]]:
    for name in measure.larger_of:
        yield name.text, name
    for case in measure.cases:
        yield case.quantity.text, case.quantity
        if case.when is not None:
            yield from _named_in(case.when)


def _named_in(condition: tree.Condition) -> Iterator[tuple[str, tree.Name]]:
    """The names without a dot that a condition uses: defines and measures."""
    match condition:
        case tree.And() | tree.Or():
            for part in condition.parts:
                yield from _named_in(part)
        case tree.Not():
            yield from _named_in(condition.part)
        case tree.Holds():
            yield condition.name.text, condition.name
        case tree.Compares():
            yield condition.quantity.text, condition.quantity
        case (
            tree.FactIs() | tree.FactIn() | tree.SetMeets() | tree.DateOrder() | tree.DateWithin() | tree.ReadingIs()
            | tree.ApprovalHeld()
        ):  # fmt: skip
            return
        case _:
            assert_never(condition)


# --- the model as a whole ----------------------------------------------------------------------------------


def check_gates(license: License, findings: Findings) -> None:  # noqa: A002
    """Warn of a holding gate on acts that no grant covers: even with the approval they would not be granted."""
    granted = {leaf for clause in license.clauses if isinstance(clause, model.Grant) for leaf in clause.acts.leaves}
    for clause in license.clauses:
        if not isinstance(clause, model.Gate) or clause.grants_it or clause.span is None:
            continue
        if clause.acts.written == ("any act",):
            bare = not granted and bool(clause.acts.leaves)
            missing: list[str] = []
        else:
            missing = [leaf for leaf in clause.acts.leaves if LEAVES[leaf].needs_grant and leaf not in granted]
            bare = bool(missing)
        if bare:
            shown = ", ".join(f"`{leaf}`" for leaf in missing) or "any act"
            findings.warning(
                "LK428",
                clause.span,
                f"the gate `{clause.id}` covers acts that no grant covers: {shown}",
                "write `which grants it` after the party if the approval is the permission, or add the grant",
            )


def check_approvals(license: License, findings: Findings) -> None:  # noqa: A002
    """`approval G is held` stands only where holding it makes no answer stricter (law b)."""
    held = {
        atom.gate: atom
        for condition in conditions_of(license)
        for atom in atoms(condition)
        if isinstance(atom, ApprovalHeld)
    }
    for gate, atom in held.items():
        pushed = polarity.clause_pushes(license, partial(_holding, gate=gate))
        stricter = [clause for clause, pushes in pushed if polarity.Push.UP in pushes]
        if stricter and atom.span is not None:
            clause = stricter[0]
            findings.error(
                "LK429",
                atom.span,
                f"holding the approval of `{gate}` would make an answer stricter, through `{clause.id}`",
                "use the approval only where holding it lifts a burden or gives a permission",
                also=() if clause.span is None else (Label(clause.span, "this clause"),),
            )


def _holding(atom: Condition, *, gate: str) -> polarity.Pushes:
    return polarity.UP if isinstance(atom, ApprovalHeld) and atom.gate == gate else polarity.NONE


def conditions_of(license: License) -> Iterator[Condition]:  # noqa: A002
    """Every condition of a licence: of clauses, defines and measures."""
    for clause in license.clauses:
        if clause.when is not None:
            yield clause.when
    for definition in license.definitions:
        yield definition.condition
    for measure in license.measures:
        for case in measure.cases:
            if case.when is not None:
                yield case.when


def atoms(condition: Condition) -> Iterator[Condition]:
    """The parts of a condition that are neither `and`, `or` nor `not`, in source order."""
    match condition.kind:
        case "all_of" | "any_of":
            for part in condition.parts:
                yield from atoms(part)
        case "not":
            yield from atoms(condition.part)
        case _:
            yield condition
