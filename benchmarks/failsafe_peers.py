"""How often an answer opens when a fact is not given: licensekit beside Cedar and Rego, on the benchmark problem.

    python benchmarks/failsafe_peers.py [--uses 1000] [--only licensekit] [--show]

Each use is asked about with all 15 facts, then with each of them left out alone. An answer **opens** where the use may
then be made and might not be with all facts; a duty is **lost** where it was owed and is then neither owed nor perhaps
owed, though the use may be made. It is **refused in vain** where the fact that is left out cannot matter, and what was
allowed is no longer. Every system must first agree with the table of the problem on complete facts.

Each peer has the policy that its documentation teaches, and the defensive ways to write the same; all are made from
the same table (benchmarks/peers.py), and `--show` prints them. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from typing import Any, Final, Literal, NamedTuple

from peers import RULES, Rule, flat
from problem import COUNTRIES, DOMICILE, REVENUE, TERMS, USERS, YES_NO, facts

import licensekit as lk
from licensekit.values import Money

Facts = Mapping[str, Any]
NAMES: Final = (*YES_NO, DOMICILE, USERS, REVENUE)
KINDS: Final = {"users": "Long", "revenue": "Long", "domicile": "String"}
VALUES: Final[Mapping[str, tuple[Any, ...]]] = {
    **{flat(name): (False, True) for name in YES_NO},
    "domicile": COUNTRIES,
    "users": (0, 700_000_000, 700_000_001),
    "revenue": (0, 999_999, 1_000_000),
}
"""What each fact can be, as far as the rules tell it apart."""


class Answer(NamedTuple):
    """Whether it says that the use may be made, and which duties it says are owed, or may be."""

    allowed: bool
    duties: frozenset[str] = frozenset()


Decide = Callable[[Facts], Answer]


def of_kind(kind: str) -> dict[str, Rule]:
    """The rules of a kind."""
    return {name: rule for name, rule in RULES.items() if rule.kind == kind}


# --- the table itself ------------------------------------------------------------------------------------


def holds(literal: str, use: Facts) -> bool:
    """Whether a literal of the table holds of complete facts."""
    if literal.startswith("not "):
        return not holds(literal[4:], use)
    name, _, rest = literal.partition(" ")
    if not rest:
        return bool(use[name])
    operator, _, value = rest.partition(" ")
    known = json.loads(value)
    match operator:
        case ">":
            return bool(use[name] > known)
        case ">=":
            return bool(use[name] >= known)
        case "in":
            return use[name] in known
        case "!=":
            return bool(use[name] != known)
        case _:
            raise ValueError(operator)


def table(use: Facts) -> Answer:
    """What the table says of complete facts."""
    hit = {
        name: rule.kind
        for name, rule in RULES.items()
        if all(any(holds(literal, use) for literal in each) for each in rule.condition)
    }
    duties = frozenset(name for name, kind in hit.items() if kind == "duty")
    return Answer("prohibit" not in hit.values(), duties)


# --- Cedar ------------------------------------------------------------------------------------------------

CedarWay = Literal["plain", "has", "worst"]


def cedar_literal(literal: str, way: CedarWay) -> str:
    """A literal as Cedar writes it: plainly, for one that may be missing, or with a missing one at its worst."""
    positive = literal.removeprefix("not ")
    name, _, rest = positive.partition(" ")
    if rest.startswith("in "):
        said = f"{rest[3:]}.contains(context.{name})"
    else:
        said = f"context.{name}{' ' if rest else ''}{rest}"
    negated = positive != literal
    match way:
        case "plain":
            return f"!{said}" if negated else said
        case "has":
            present = f"(context has {name} && {said})"
            return f"!{present}" if negated else present
        case "worst":
            return f"(!(context has {name}) || {'!' if negated else ''}{said})"


def cedar_policies(way: CedarWay) -> str:
    """Permit the use, forbid it by each prohibition, and permit `owes` by each duty: its id is what is owed."""
    lines = ['@id("l01")\npermit (principal, action == Action::"run", resource);']
    for name, rule in RULES.items():
        if not rule.condition:
            continue
        parts = " && ".join(
            "(" + " || ".join(cedar_literal(literal, way) for literal in each) + ")" for each in rule.condition
        )
        effect, action = ("forbid", "run") if rule.kind == "prohibit" else ("permit", "owes")
        head = f'@id("{name}")\n{effect} (principal, action == Action::"{action}", resource)'
        lines.append(f"{head}\nwhen {{ {parts} }};")
    return "\n".join(lines)


def cedar_schema() -> str:
    """All facts, each required."""
    attributes = ", ".join(f"{name}: {KINDS.get(name, 'Bool')}" for name in VALUES)
    applies = f"principal: User, resource: Model, context: {{ {attributes} }}"
    return f"entity User; entity Model;\naction run, owes appliesTo {{ {applies} }};"


def cedar(way: CedarWay, *, errors: Literal["passed over", "refused"] = "passed over", schema: bool = False) -> Decide:
    """Cedar by cedarpy: both requests at once; with a schema, requests that do not keep to it are refused."""
    import cedarpy  # noqa: PLC0415 - a peer that need not be installed

    policies = cedarpy.PolicySet.from_str(cedar_policies(way))
    entities = cedarpy.Entities.from_json_str("[]")
    further = {"schema": cedarpy.Schema.from_str(cedar_schema())} if schema else {}

    def decide(use: Facts) -> Answer:
        who = {"principal": 'User::"u"', "resource": 'Model::"m"', "context": dict(use)}
        run, owes = (
            cedarpy.is_authorized({**who, "action": f'Action::"{action}"'}, policies, entities, **further)
            for action in ("run", "owes")
        )
        wrong = bool(run.diagnostics.errors or owes.diagnostics.errors)
        if wrong and (errors == "refused" or schema):
            return Answer(allowed=False)
        return Answer(run.allowed, frozenset(owes.diagnostics.id_annotations_by_reason.values()))

    return decide


# --- Rego -------------------------------------------------------------------------------------------------

RegoWay = Literal["plain", "cleared", "required"]
_OPPOSITE: Final = {">": "<=", ">=": "<", "!=": "=="}


def rego_literal(literal: str) -> str:
    """A literal as Rego writes it; of what is undefined nothing but `not` holds."""
    positive = literal.removeprefix("not ")
    name, _, rest = positive.partition(" ")
    said = f"input.{name} {rest}".rstrip().replace("[", "{").replace("]", "}")
    return f"not {said}" if positive != literal else said


def rego_cleared(literal: str) -> str:
    """That the literal does not hold, and the fact is there to say so."""
    positive = literal.removeprefix("not ")
    name, _, rest = positive.partition(" ")
    if not rest:
        return f"input.{name} == {'true' if positive != literal else 'false'}"
    operator, _, value = rest.partition(" ")
    if operator == "in":
        return f"input.{name}; not input.{name} in {value.replace('[', '{').replace(']', '}')}"
    return f"input.{name} {_OPPOSITE[operator]} {value}"


def rego_module(way: RegoWay) -> str:
    """Deny by default; by hits, by what is cleared, or by hits once every fact is there."""
    lines = ["package terms", "import rego.v1", "default allow := false"]
    for name, rule in RULES.items():
        if not rule.condition:
            continue
        if way == "cleared":
            bodies: Iterable[Iterable[str]] = (map(rego_cleared, each) for each in rule.condition)
            lines += [f'cleared contains "{name}" if {{ {"; ".join(body)} }}' for body in bodies]
        else:
            hits = (map(rego_literal, body) for body in itertools.product(*rule.condition))
            lines += [f'{rule.kind} contains "{name}" if {{ {"; ".join(body)} }}' for body in hits]
    if way == "cleared":
        for kind in ("prohibit", "duty"):
            names = json.dumps([*of_kind(kind)]).replace("[", "{").replace("]", "}")
            lines += [f"{kind} contains name if {{ some name in {names}; not name in cleared }}"]
    lines += ["allow if { count(prohibit) == 0; count(missing) == 0 }"]
    wanted = json.dumps([*VALUES]).replace("[", "{").replace("]", "}") if way == "required" else "set()"
    lines += [f"missing := {wanted} - object.keys(input)"]
    lines += ['answer := {"allow": allow, "duty": duty}']
    return "\n".join(lines)


def rego(way: RegoWay) -> Decide:
    """Rego by regopy."""
    import regopy  # noqa: PLC0415 - a peer that need not be installed

    interpreter = regopy.Interpreter()
    interpreter.add_module("terms", rego_module(way))
    bundle = interpreter.build("data.terms.answer")

    def decide(use: Facts) -> Answer:
        interpreter.set_input(dict(use))
        said = json.loads(str(interpreter.query_bundle(bundle)))["expressions"][0]
        return Answer(said["allow"], frozenset(said["duty"]))

    return decide


# --- licensekit -------------------------------------------------------------------------------------------


def as_use(use: Facts) -> lk.Use:
    """The same for licensekit, revenue as money."""
    names = {flat(name): name for name in NAMES}
    known = {names[name]: value for name, value in use.items()}
    if REVENUE in known:
        known[REVENUE] = Money(Decimal(known[REVENUE]), "USD")
    return lk.Use.of(["run"], known)


def licensekit(assume: Literal["none", "standard"]) -> Decide:
    """The same terms; allowed is what is allowed in every world that is left."""
    terms = lk.read(TERMS)
    mild = {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES}

    def decide(use: Facts) -> Answer:
        decision = terms.evaluate(as_use(use), assume=assume)
        return Answer(set(decision.possible) <= mild, frozenset(duty.clause for duty in decision.duties))

    return decide


# --- counting ---------------------------------------------------------------------------------------------


@dataclass
class Count:
    """What came of leaving facts out."""

    steps: int = 0
    opened: int = 0
    lost: int = 0
    """Steps after which a duty was lost, the use being allowed before and after."""
    in_vain: int = 0
    allowed_before: int = 0

    def add(self, before: Answer, after: Answer, *, matters: bool) -> None:
        """One step."""
        self.steps += 1
        self.opened += after.allowed and not before.allowed
        self.lost += after.allowed and before.allowed and not before.duties <= after.duties
        self.allowed_before += before.allowed
        self.in_vain += before.allowed and not after.allowed and not matters


def matters(use: Facts, name: str) -> bool:
    """Whether some value of a fact would have the use forbidden."""
    return not all(table({**use, name: value}).allowed for value in VALUES[name])


def counted(decide: Decide, uses: Iterable[Facts]) -> Count:
    """Each fact of each use left out. Raises AssertionError where complete facts are not answered as by the table."""
    count = Count()
    for use in uses:
        before = decide(use)
        assert before.allowed == table(use).allowed, (use, before)
        assert not before.allowed or before.duties == table(use).duties, (use, before)
        for name in use:
            left = {other: value for other, value in use.items() if other != name}
            count.add(before, decide(left), matters=matters(use, name))
    return count


class System(NamedTuple):
    """A system, how its policy is written, and what decides by it."""

    name: str
    package: str
    module: str
    make: Callable[[], Decide]


SYSTEMS: Final = (
    System("cedar: rules as they are", "cedarpy", "cedarpy", lambda: cedar("plain")),
    System("cedar: `has` before each use, as its validator asks", "cedarpy", "cedarpy", lambda: cedar("has")),
    System(
        "cedar: the same, the caller refuses on errors", "cedarpy", "cedarpy", lambda: cedar("plain", errors="refused")
    ),
    System("cedar: a schema that requires every fact", "cedarpy", "cedarpy", lambda: cedar("plain", schema=True)),
    System("cedar: what is missing counts at its worst", "cedarpy", "cedarpy", lambda: cedar("worst")),
    System("rego: deny by default, prohibitions as rules", "regopy", "regopy", lambda: rego("plain")),
    System("rego: the same, every fact required", "regopy", "regopy", lambda: rego("required")),
    System("rego: each prohibition must be cleared", "regopy", "regopy", lambda: rego("cleared")),
    System("licensekit, nothing assumed", "licensekit-policy", "licensekit", lambda: licensekit("none")),
    System("licensekit, its default assumptions", "licensekit-policy", "licensekit", lambda: licensekit("standard")),
)


def uses_asked(how_many: int) -> list[Facts]:
    """Complete uses under flat names, but for those that contradict themselves, which licensekit refuses."""
    terms = lk.read(TERMS)
    every = ({flat(name): value for name, value in use.items()} for use in facts(20 * how_many))
    return [*itertools.islice((use for use in every if _is_sound(terms, use)), how_many)]


def _is_sound(terms: lk.LicenseTerms, use: Facts) -> bool:
    try:
        terms.evaluate(as_use(use), assume="none")
    except lk.FactsError:
        return False
    return True


def rows(uses: list[Facts], only: str = "") -> Iterator[str]:
    """A row of a table for each system that is installed, and has some word in its name."""
    yield f"| {len(uses):,} uses, {len(uses) * len(NAMES):,} facts left out | opens | a duty lost | refused in vain |"
    yield "|---|---:|---:|---:|"
    for system in SYSTEMS:
        if only not in system.name:
            continue
        if importlib.util.find_spec(system.module) is None:
            yield f"| {system.name} | not installed | | |"
            continue
        count = counted(system.make(), uses)
        yield f"| {system.name} | {count.opened:,} | {count.lost:,} | {count.in_vain:,} |"


def main() -> int:
    """Print the policies, or what was counted."""
    parser = argparse.ArgumentParser(description="How often an answer opens when a fact is not given.")
    parser.add_argument("--uses", type=int, default=1_000)
    parser.add_argument("--only", default="", help="those with this word in their names")
    parser.add_argument("--show", action="store_true", help="print the policies instead")
    said = parser.parse_args()
    if said.show:
        for way in ("plain", "has", "worst"):
            print(f"// --- Cedar, {way}\n{cedar_policies(way)}\n")
        print(f"// --- Cedar's schema\n{cedar_schema()}\n")
        for how in ("plain", "required", "cleared"):
            print(f"# --- Rego, {how}\n{rego_module(how)}\n")
        return 0
    for line in rows(uses_asked(said.uses), said.only):
        print(line, flush=True)
    packages = {system.package for system in SYSTEMS if importlib.util.find_spec(system.module)} - {"licensekit-policy"}
    print(", ".join(f"{package} {version(package)}" for package in sorted(packages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
