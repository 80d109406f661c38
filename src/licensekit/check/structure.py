"""How the items of a licence hang together: circles, what an exemption may lift, gates, approvals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, assert_never

from licensekit.check import polarity
from licensekit.check.findings import FindingList
from licensekit.check.scope import Scope
from licensekit.diagnostics import Label
from licensekit.limits import MAX_DEPTH, MAX_EXEMPTIONS_DEEP
from licensekit.model import clauses as model
from licensekit.model.conditions import ApprovalHeld, Condition
from licensekit.model.fold import Atom, conditions_in
from licensekit.model.license import License
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.vocabulary.acts import LEAVES, PERSONS


def check_circles(scope: Scope) -> None:
    """Report exemptions, defines and measures that rest on themselves, and chains of them that are too long."""
    exemptions = {
        name: {lifted.text: lifted for lifted in clause.lifts if lifted.text != name}
        for name, clause in scope.clauses.items()
        if isinstance(clause, tree.Exemption)
    }
    walked = _walked(exemptions)
    for circle in walked.circles:
        _report(scope.findings, "LK405", "exemptions lift each other in a circle", circle)
    if not walked.circles:
        _check_exemptions_deep(exemptions, walked.order, scope)
    quantities = {
        **{name: dict(_named_in(define.condition)) for name, define in scope.defines.items()},
        **{name: dict(_named_by(measure)) for name, measure in scope.measures.items()},
    }
    walked = _walked(quantities)
    for circle in walked.circles:
        measured = any(name.text in scope.measures for name in circle)
        what = "measures" if measured else "defines"
        _report(scope.findings, "LK410" if measured else "LK409", f"{what} rest on each other in a circle", circle)
    if not walked.circles:
        _check_depth(walked.order, scope)


def _report(findings: FindingList, code: str, message: str, circle: tuple[tree.Name, ...]) -> None:
    *others, last = circle
    message = f"{message}: {', '.join(f'`{name.text}`' for name in circle)}"
    also = tuple(Label(name.span, "named here") for name in others)
    findings.error(code, last.span, message, "remove one of these names", label="closes the circle", also=also)


class _Walked(NamedTuple):
    circles: tuple[tuple[tree.Name, ...], ...]
    """Each circle once: the names on its edges, as written."""
    order: tuple[str, ...]
    """Every node after those that it names."""


def _walked(edges: Mapping[str, Mapping[str, tree.Name]]) -> _Walked:
    """Depth first, without recursion: a file may hold chains as long as it likes."""
    circles: list[tuple[tree.Name, ...]] = []
    done: dict[str, None] = {}
    for start in edges:
        path: list[tuple[str, tree.Name | None, Iterator[tuple[str, tree.Name]]]] = []
        if start not in done:
            path.append((start, None, iter(edges[start].items())))
        on_path = {start: 0}
        while path:
            node, _, rest = path[-1]
            step = next(rest, None)
            if step is None:
                done.setdefault(node)
                del on_path[node]
                path.pop()
            elif step[0] in on_path:
                circle = [name for _, name, _ in path[on_path[step[0]] + 1 :] if name is not None]
                circles.append((*circle, step[1]))
            elif step[0] in edges and step[0] not in done:
                on_path[step[0]] = len(path)
                path.append((step[0], step[1], iter(edges[step[0]].items())))
    return _Walked(tuple(circles), tuple(done))


def _check_exemptions_deep(edges: Mapping[str, Mapping[str, tree.Name]], order: tuple[str, ...], scope: Scope) -> None:
    deep: dict[str, int] = {}
    for name in order:
        deep[name] = 1 + max((deep.get(lifted, 0) for lifted in edges[name]), default=0)
        if deep[name] == MAX_EXEMPTIONS_DEEP + 1:
            message = f"exemptions lift each other more than {MAX_EXEMPTIONS_DEEP} deep"
            _too_deep(scope, scope.clauses[name].name, message)


def _check_depth(order: tuple[str, ...], scope: Scope) -> None:
    deep: dict[str, int] = {}
    for name in order:
        deep[name] = _depth_of(name, scope, deep)
        if deep[name] > MAX_DEPTH:
            written = scope.defines.get(name) or scope.measures[name]
            _too_deep(scope, written.name, f"`{name}` is more than {MAX_DEPTH} deep with the names in it written out")
            return


def _too_deep(scope: Scope, name: tree.Name, message: str) -> None:
    scope.findings.error("LK440", name.span, message, "use fewer steps: say it in one condition")


def _depth_of(name: str, scope: Scope, deep: Mapping[str, int]) -> int:
    define = scope.defines.get(name)
    if define is not None:
        return 1 + _depth(define.condition, deep)
    measure = scope.measures[name]
    quantities = [deep.get(part.text, 0) for part in (*measure.larger_of, *(case.quantity for case in measure.cases))]
    conditions = [_depth(case.when, deep) for case in measure.cases if case.when is not None]
    return 1 + max((*quantities, *conditions), default=0)


def _depth(condition: tree.Condition, deep: Mapping[str, int]) -> int:
    parts = (_depth(part, deep) for part in tree.parts_of(condition))
    return 1 + max((*parts, *(deep.get(name.text, 0) for name in tree.names_of(condition))), default=0)


def _named_by(measure: tree.Measure) -> Iterator[tuple[str, tree.Name]]:
    for name in measure.larger_of:
        yield name.text, name
    for case in measure.cases:
        yield case.quantity.text, case.quantity
        if case.when is not None:
            yield from _named_in(case.when)


def _named_in(condition: tree.Condition) -> Iterator[tuple[str, tree.Name]]:
    """The names of a condition that may be those of defines and measures; others have a dot and lead nowhere."""
    for part in tree.conditions_in(condition):
        for name in tree.names_of(part):
            yield name.text, name


def check_gates(license: License, findings: FindingList) -> None:
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
            acts = ", ".join(f"`{leaf}`" for leaf in missing) or "any act"
            message = f"the gate `{clause.id}` covers acts that no grant covers: {acts}"
            mend = "write `which grants it` after the party if the approval is the permission, or add the grant"
            findings.warning("LK428", clause.span, message, mend)


def check_persons(license: License, near: Span, findings: FindingList) -> None:
    """One thing is said of who has no copy; of an encoded text it must be, where a clause could matter to them."""
    bindings = [clause for clause in license.clauses if isinstance(clause, model.Binding)]
    unsaid = []
    for person, leaves in PERSONS.items():
        said = {clause.binds: clause for clause in bindings if person in clause.persons}
        if not said and any(_matters(clause, leaf) for leaf in leaves for clause in license.clauses):
            unsaid.append(f"`{person}`")
        spans = [said[binds].span or near for binds in said]
        if len(spans) > 1:
            message = f"`{said[True].id}` binds `{person}`, and `{said[False].id}` does not"
            mend = "keep one of them: `binds` with its condition says both"
            findings.error("LK442", spans[0], message, mend, also=(Label(spans[1], "said here too"),))
    if unsaid and license.texts:
        message = f"`{license.id}` does not say whether it binds {', '.join(unsaid)}; it is taken to bind them"
        mend = 'write `binding NAME at "…" { binds … }`, with a reading where the text is open, or `{ binds not … }`'
        findings.warning("LK441", near, message, mend)


def _matters(clause: model.Clause, leaf: str) -> bool:
    """Whether a clause could make an act more than permitted."""
    match clause:
        case model.Prohibition(acts=acts) | model.Duty(acts=acts) | model.Gate(acts=acts):
            return leaf in acts.leaves
        case model.Termination(stops=stops):
            return stops is None or leaf in stops.leaves
        case model.Grant(acts=acts, when=when):
            return leaf in acts.withheld or (when is not None and leaf in acts.leaves)
        case model.Reservation():
            return True
        case model.Exemption() | model.Binding():
            return False
        case _:
            assert_never(clause)


def check_approvals(license: License, findings: FindingList) -> None:
    """`approval G is held` stands only where holding it makes no answer stricter (law b)."""
    held = {
        atom.gate: atom
        for condition in conditions_of(license)
        for atom in conditions_in(condition)
        if isinstance(atom, ApprovalHeld)
    }
    for gate, atom in held.items():

        def holding(read: Atom, gate: str = gate) -> polarity.Pushes:
            return polarity.UP if isinstance(read, ApprovalHeld) and read.gate == gate else polarity.NONE

        pushed = polarity.clause_pushes(license, holding)
        stricter = [clause for clause, pushes in pushed if polarity.Push.UP in pushes]
        if stricter and atom.span is not None:
            clause = stricter[0]
            message = f"holding the approval of `{gate}` would make an answer stricter, through `{clause.id}`"
            mend = "use the approval only where holding it lifts a burden or gives a permission"
            also = () if clause.span is None else (Label(clause.span, "this clause"),)
            findings.error("LK429", atom.span, message, mend, also=also)


def conditions_of(license: License) -> Iterator[Condition]:
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
