"""Law h: where no fact is read twice and none is linked to another, the exact possible set is the Kleene set.

The Kleene set is worked out here, from the truths of the clauses; nowhere may it lack what the exact set has. A
clause that counts twice (a termination that also stops, an exemption of two clauses) reads its facts twice.
"""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from differential.asked import Asked, HeldApproval
from differential.compare import decision
from differential.pool import DISPLAY
from licensekit.model.clauses import (
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Party,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Holds, IsOneOf, Not
from licensekit.model.license import License
from licensekit.truth import TRUE, UNKNOWN, Truth, conjunction, disjunction, negation, truth
from licensekit.values import Exactly, Known
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.rules import DOUBTFUL, rules
from property.strategies import BASE, EVERYTHING, decided

YES_NO = (
    *("conduct.military", "use.production", "licensor.requested_removal", "purpose.research", "purpose.education"),
    *("licensee.researcher", "distribution.for_fee", "work.multimodal", "outputs.sold", "outputs.published"),
)
GRANTED = EVERYTHING


@st.composite
def read_once(draw: st.DrawFn, *, once: bool = True) -> License:
    """A licence in which each fact is read once; or, otherwise, as often as it comes."""
    atoms: list[Condition] = [Holds(fact=fact) for fact in YES_NO]
    atoms.append(Compares(quantity="group.people.now", comparison="more_than", amount=5))
    atoms.append(IsOneOf(fact="licensee.kind", values=("individual", "company")))
    left = list(draw(st.permutations(atoms)))

    def condition() -> Condition | None:
        width = draw(st.integers(0, 3))
        parts = tuple(left.pop() if once else draw(st.sampled_from(left)) for _ in range(min(width, len(left))))
        signed = tuple(Not(part=part) if draw(st.booleans()) else part for part in parts)
        return draw(st.sampled_from((AllOf, AnyOf)))(parts=signed) if signed else None

    clauses: list[Clause] = [Grant(**BASE, id="rights", when=condition(), acts=GRANTED)]
    for at, kind in enumerate(draw(st.lists(st.sampled_from(("p", "d", "h", "n", "r", "t")), max_size=4))):
        named = {**BASE, "id": f"{kind}{at}", "when": condition()}
        gate = {"acts": EVERYTHING, "approval": "paid_license", "party": Party(name="licensor")}
        match kind:
            case "p":
                clauses.append(Prohibition(**named, acts=EVERYTHING))
            case "d":
                clauses.append(Duty(**named, acts=EVERYTHING, obligations=(DISPLAY,)))
            case "h":
                clauses.append(Gate(**named, **gate))
            case "n":
                clauses.append(Gate(**named, **gate, grants_it=True))
            case "r":
                clauses.append(Reservation(**named, grants=("rights",)))
            case _:
                clauses.append(Termination(**named, grants=("rights",)))
    lifted = [
        each.id for each in clauses if not isinstance(each, Grant) and not (isinstance(each, Gate) and each.grants_it)
    ]
    if lifted and draw(st.booleans()):
        lifts = (draw(st.sampled_from(lifted)),)
        clauses.append(Exemption(**BASE, id="lifting", when=condition(), lifts=lifts))
    return License(id="l", title="l", clauses=tuple(clauses))


@st.composite
def asked_once(draw: st.DrawFn, *, once: bool = True) -> Asked:
    terms = draw(read_once(once=once))
    facts: dict[str, Known] = {}
    for name in YES_NO:
        value = draw(st.sampled_from((None, None, True, False)))
        if value is not None:
            facts[name] = Exactly(value)
    if draw(st.booleans()):
        facts["group.people.now"] = Exactly(draw(st.sampled_from((5, 6))))
    if draw(st.booleans()):
        facts["licensee.kind"] = Exactly(draw(st.sampled_from(("company", "other"))))
    gates = [each.id for each in terms.clauses if isinstance(each, Gate)]
    held = tuple(HeldApproval("l", gate) for gate in gates if draw(st.booleans()))
    act = draw(st.sampled_from(("run", "use_outputs", "sublicense")))
    return Asked(terms, (act,), facts, approvals=held)


class Kleene:
    """The truths of a licence's clauses, each atom for itself."""

    def __init__(self, asked: Asked) -> None:
        assert isinstance(asked.terms, License)
        self.clauses = asked.terms.clauses
        self.facts = asked.given
        self.held = {approval.gate for approval in asked.approvals}

    def of(self, condition: Condition | None) -> Truth:
        match condition:
            case None:
                return TRUE
            case Not(part=part):
                return negation(self.of(part))
            case AllOf(parts=parts):
                return conjunction(self.of(part) for part in parts)
            case AnyOf(parts=parts):
                return disjunction(self.of(part) for part in parts)
            case Holds(fact=name):
                return self.atom(name, lambda value: value is True)
            case IsOneOf(fact=name, values=values):
                return self.atom(name, lambda value: value in values)
            case Compares(quantity=name):
                return self.atom(name, lambda value: value > 5)
            case _:
                raise AssertionError(condition)

    def atom(self, name: str, test: object) -> Truth:
        known = self.facts.get(name)
        return truth(test(known.value)) if isinstance(known, Exactly) else UNKNOWN  # type: ignore[operator]

    def active(self, clause: Clause) -> Truth:
        lifting = [each for each in self.clauses if isinstance(each, Exemption) and clause.id in each.lifts]
        taking = [each for each in self.clauses if isinstance(each, Reservation | Termination)]
        against = [*lifting, *(taking if isinstance(clause, Grant) else ())]
        return conjunction((self.of(clause.when), *(negation(self.active(each)) for each in against)))

    def some(self, kind: type[Clause], *, grants_it: bool | None = None, held: bool | None = None) -> Truth:
        return disjunction(
            self.active(each)
            for each in self.clauses
            if isinstance(each, kind)
            and (grants_it is None or (isinstance(each, Gate) and each.grants_it == grants_it))
            and (held is None or (each.id in self.held) == held)
        )

    def pillars(self) -> tuple[Truth, ...]:
        return (
            self.some(Prohibition),
            self.some(Gate, grants_it=True, held=False),
            self.some(Grant),
            self.some(Gate, grants_it=True, held=True),
            self.some(Gate, grants_it=False, held=False),
            self.some(Duty),
        )


def kleene(asked: Asked) -> set[str]:
    """The verdicts reached when each unknown pillar is set to true and to false, independently of the others."""
    settings = ((True, False) if pillar is UNKNOWN else (pillar is TRUE,) for pillar in Kleene(asked).pillars())
    return {table(*setting, needs_grant=LEAVES[asked.acts[0]].needs_grant) for setting in product(*settings)}


def table(p: bool, n: bool, g: bool, a: bool, h: bool, d: bool, *, needs_grant: bool) -> str:  # noqa: PLR0917
    """The verdict of a world (docs/semantics.md, section 3)."""
    if p:
        return "prohibited"
    if n:
        return "needs_approval"
    if needs_grant and not (g or a):
        return "not_granted"
    if h:
        return "needs_approval"
    return "permitted_with_duties" if d else "permitted"


@given(asked_once())
def test_with_no_fact_twice_exact_is_kleene(asked: Asked) -> None:
    assert {each.value for each in decided(asked).possible} == kleene(asked)


@given(asked_once(once=False))
def test_the_kleene_set_holds_all_that_is_possible(asked: Asked) -> None:
    assert {each.value for each in decided(asked).possible} <= kleene(asked)


def test_no_rule_links_the_facts_that_are_read_once() -> None:
    read = {*YES_NO, "group.people", "licensee.kind"}
    told = ({each.fact for each in rule.statements if each.part != DOUBTFUL} for rule in rules())
    assert not [facts & read for facts in told if len(facts & read) > 1]


def test_a_fact_read_twice_can_make_the_kleene_set_larger() -> None:
    twice = AnyOf(parts=(Holds(fact="use.production"), Not(part=Holds(fact="use.production"))))
    terms = License(id="l", title="l", clauses=(Grant(**BASE, id="rights", when=twice, acts=GRANTED),))
    asked = Asked(terms, ("run",))
    assert [each.value for each in decision(asked).possible] == ["permitted"]
    assert kleene(asked) == {"permitted", "not_granted"}
