"""The benchmark problem for what else could be used: one decision as a bit for each clause, in each peer's own terms.

Each peer is given the fastest encoding that we know of: one compiled expression that adds up the bits, where it can say
that, and answers looked up by them. A peer that is not installed is left out: `pip install -e '.[bench]'`.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

from problem import DOMICILE, REVENUE, USERS, YES_NO

Facts = dict[str, Any]
Verdict = str


def flat(name: str) -> str:
    """A name without the points that these languages take apart."""
    return {DOMICILE: "domicile", USERS: "users", REVENUE: "revenue"}.get(name, name.replace(".", "_"))


class Rule(NamedTuple):
    """A clause: its kind, and a condition as alternatives that must each hold."""

    kind: str
    condition: tuple[tuple[str, ...], ...] = ()


RULES = {
    "l01": Rule("grant"),
    "l02": Rule("prohibit", (("users > 700000000",), ("not licensor_has_terminated",))),
    "l03": Rule("duty", (("product_contains_work",), ("not work_has_notice_file",))),
    "l04": Rule("duty", (("product_contains_work", "use_in_own_product"), ("not use_marks_only_as_required",))),
    "l05": Rule("duty", (("trained_model_made_available",), ("not trained_model_derived_from_work",))),
    "l06": Rule("prohibit", (("conduct_military", "conduct_weapons"),)),
    "l07": Rule("prohibit", (("conduct_critical_infrastructure",), ("use_in_own_product",))),
    "l08": Rule(
        "prohibit", (('domicile in ["FR", "DE", "IT", "ES"]',), ("product_contains_work",), ("work_modified",))
    ),
    "l09": Rule("duty", (("work_modified",), ("product_contains_work",))),
    "l10": Rule("duty", (("product_charged_for",), ("revenue >= 1000000",), ("not licensor_has_terminated",))),
    "l11": Rule("prohibit", (('domicile in ["KP", "IR", "SY", "CU"]',),)),
    "l12": Rule("duty", (("product_contains_work",), ('domicile != "US"',))),
}


def written(rule: Rule, *, every: str, some: str, no: str, always: str = "true") -> str:
    """A condition in a language that writes and, or, not like this."""
    parts = (some.join(literal.replace("not ", no) for literal in each) for each in rule.condition)
    return every.join(f"({part})" for part in parts) or always


def answered(bits: int) -> Verdict:
    """The verdict for the clauses that are active, a bit each."""
    kinds = {rule.kind for at, rule in enumerate(RULES.values()) if bits >> at & 1}
    return "prohibited" if "prohibit" in kinds else "permitted_with_duties" if "duty" in kinds else "permitted"


ANSWERS = [(answered(bits), bits) for bits in range(1 << len(RULES))]


def mask(**words: str) -> str:
    """The sum of the bits of the clauses that are active, as one expression."""
    return " + ".join(f"(({written(rule, **words)}) ? {1 << at} : 0)" for at, rule in enumerate(RULES.values()))


CEL = {"every": " && ", "some": " || ", "no": "!"}
WORDS = {"every": " and ", "some": " or ", "no": "not "}


def json_logic() -> dict[str, Any]:
    """The problem for JsonLogic, as one rule that adds up the bits."""

    def literal(text: str) -> Any:
        negated, plain = text.startswith("not "), text.removeprefix("not ")
        name, _, rest = plain.partition(" ")
        found: Any = {"var": name}
        if rest:
            operator, _, value = rest.partition(" ")
            found = {operator: [{"var": name}, json.loads(value)]}
        return {"!": [found]} if negated else found

    def clause(rule: Rule) -> Any:
        parts = [literal(each[0]) if len(each) == 1 else {"or": list(map(literal, each))} for each in rule.condition]
        return True if not parts else parts[0] if len(parts) == 1 else {"and": parts}

    return {"+": [{"if": [clause(rule), 1 << at, 0]} for at, rule in enumerate(RULES.values())]}


def datalogic() -> Callable[[Facts], Any]:
    import datalogic_py  # noqa: PLC0415 - a peer that need not be installed

    engine = datalogic_py.Engine()
    session, rule = engine.session(), engine.compile(json_logic())

    def decide(facts: Facts) -> Any:
        return ANSWERS[int(session.evaluate(rule, facts))]

    decide.kept = engine, session, rule  # type: ignore[attr-defined]
    return decide


def zen() -> Callable[[Facts], Any]:
    import zen  # noqa: PLC0415 - a peer that need not be installed

    evaluate = zen.compile_expression(mask(**WORDS)).evaluate
    return lambda facts: ANSWERS[int(evaluate(facts))]


def cel_rust() -> Callable[[Facts], Any]:
    import cel  # noqa: PLC0415 - a peer that need not be installed

    execute = cel.compile(mask(**CEL)).execute
    return lambda facts: ANSWERS[execute(facts)]


def cel_google() -> Callable[[Facts], Any]:
    from cel_expr_python import cel  # noqa: PLC0415 - a peer that need not be installed

    types = {**dict.fromkeys(map(flat, YES_NO), cel.Type.BOOL), "domicile": cel.Type.STRING}
    environment = cel.NewEnv(variables={**types, "users": cel.Type.INT, "revenue": cel.Type.INT})
    expression = environment.compile(mask(**CEL))
    return lambda facts: ANSWERS[expression.eval(data=facts).plain_value()]


def rule_engine() -> Callable[[Facts], Any]:
    import rule_engine  # noqa: PLC0415 - a peer that need not be installed

    evaluate = rule_engine.Rule("[" + ", ".join(written(rule, **WORDS) for rule in RULES.values()) + "]").evaluate

    def decide(facts: Facts) -> Any:
        return ANSWERS[sum(1 << at for at, held in enumerate(evaluate(facts)) if held)]

    return decide


def rego() -> Callable[[Facts], Any]:
    import regopy  # noqa: PLC0415 - a peer that need not be installed

    lines = ["package terms", "import rego.v1"]
    for name, rule in RULES.items():
        for body in itertools.product(*rule.condition):
            literals = [_rego(literal) for literal in body] or ["true"]
            lines.append(f'hit contains "{name}" if {{\n  ' + "\n  ".join(literals) + "\n}")
    interpreter = regopy.Interpreter()
    interpreter.add_module("terms", "\n".join(lines))
    bundle = interpreter.build("data.terms.hit")
    bits = {name: 1 << at for at, name in enumerate(RULES)}

    def decide(facts: Facts) -> Any:
        interpreter.set_input(facts)
        names = json.loads(str(interpreter.query_bundle(bundle)))["expressions"][0]
        return ANSWERS[sum(map(bits.__getitem__, names))]

    return decide


def _rego(literal: str) -> str:
    plain = literal.removeprefix("not ")
    if " " not in plain:
        return f"input.{plain} == {'false' if literal != plain else 'true'}"
    return f"input.{plain}".replace("[", "{").replace("]", "}")


class Peer(NamedTuple):
    """A package, the module that it brings, and how to make its decision."""

    package: str
    module: str
    make: Callable[[], Callable[[Facts], Any]]


PEERS = (
    Peer("datalogic-py", "datalogic_py", datalogic),
    Peer("zen-engine", "zen", zen),
    Peer("cel-expr-python", "cel_expr_python", cel_google),
    Peer("common-expression-language", "cel", cel_rust),
    Peer("rule-engine", "rule_engine", rule_engine),
    Peer("regopy", "regopy", rego),
)


def installed() -> dict[str, Callable[[Facts], Any]]:
    """The peers that are here, ready to decide, by package and version."""
    return {
        f"{peer.package} {version(peer.package)}": peer.make()
        for peer in PEERS
        if importlib.util.find_spec(peer.module)
    }


def inputs(given: Sequence[Facts]) -> list[Facts]:
    """Facts under flat names."""
    return [{flat(name): value for name, value in one.items()} for one in given]
