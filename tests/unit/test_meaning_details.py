"""Small things on which meaning rests, that no other test had noticed were they otherwise (docs/reliability-code.md)."""

from __future__ import annotations

from licensekit.diagram.nodes import Diagrams
from licensekit.limits import MAX_STEPS
from licensekit.meaning.days import Orders
from licensekit.meaning.domain import ANY_DAY, Among, Domain, Interval
from licensekit.meaning.formula import ALWAYS, Formulas, atoms_of
from licensekit.meaning.rules import (
    FROM_NEVER_ON,
    Contradiction,
    NumberBound,
    RuleAmong,
    Rules,
    RuleStatement,
    Step,
)
from licensekit.meaning.variable import Variable, fact_variable
from licensekit.vocabulary.acts import implied_by

DATE = fact_variable("x.date", "date")


def test_a_date_may_be_one_day_alone() -> None:
    orders = Orders({DATE: ANY_DAY}, Diagrams(MAX_STEPS).step)
    day = orders.bounded(DATE, Interval(739_000, 739_000))
    assert day is not None
    assert day.least == {DATE: 739_000}
    later = day.bounded(DATE, Interval(739_001, 739_002))
    assert later is not None
    assert later.bounded(DATE, Interval(739_000, 739_000)) is None


def test_each_atom_comes_once() -> None:
    formulas = Formulas()
    first, second = (formulas.atom(fact_variable(f"x.{name}", "yes_no"), part=True) for name in ("a", "b"))
    both = formulas.every((first, second))
    assert list(atoms_of(both, formulas.negation(first), both)) == [first, second]


def test_an_open_order_speaks_of_both_numbers_that_are_known_in_part() -> None:
    lower, upper = (fact_variable(f"x.{name}", "count") for name in ("lower", "upper"))
    guard = fact_variable("x.guard", "yes_no")
    bound = NumberBound(lower, upper, guard, "by its meaning")
    formulas = Formulas()
    (below,) = {bound.carried(formulas, Interval(0, 9).ends)}  # type: ignore[arg-type]
    assert bound.carried_from(formulas, {upper: Interval(0, 9)}) is below
    assert bound.carried_from(formulas, {upper: Interval(3, None)}) is ALWAYS
    above = bound.carried(formulas, Interval(4, None).begins)
    assert bound.carried_from(formulas, {lower: Interval(4, None)}) is above
    assert {each.variable for each in atoms_of(above)} == {lower, upper, guard}


def test_nothing_is_taken_for_granted_that_would_settle_what_somebody_must_tell() -> None:
    told, granted = (fact_variable(f"x.{name}", "yes_no") for name in ("told", "granted"))
    meant = fact_variable("x.told@small", "yes_no")
    so, general = RuleStatement(told, True, so=False), RuleStatement(granted, True, so=True)
    rules = Rules((RuleAmong((so, general), "what is told is of this kind"),))
    assumed = {granted: False}
    assert rules.doubtful({}) == {}
    assert rules.assuming(assumed, {told}).doubtful({}) == {granted: "what is told is of this kind"}
    assert rules.assuming(assumed, {told}).doubtful({told: False}) == {}
    assert rules.assuming(assumed, set()).doubtful({}) == {}
    assert rules.assuming({granted: True}, {told}).doubtful({}) == {}
    dated = RuleStatement(DATE, FROM_NEVER_ON, so=True)
    assert Rules((RuleAmong((dated, general), "it happened"),)).assuming(assumed, {DATE}).doubtful({}) == {}
    ways = [(RuleStatement(meant, True, so=so), RuleStatement(granted, True, so=not so)) for so in (False, True)]
    both = Rules(tuple(RuleAmong(way, "as it is meant") for way in ways))
    assert both.assuming(assumed, {meant}).doubtful({}) == {}
    assert both.same_as(granted) == (meant,)


def test_what_follows_for_an_option_is_what_is_left_of_all() -> None:
    flag, kind = fact_variable("x.flag", "yes_no"), fact_variable("x.kind", "one_of", ("a", "b", "c"))
    left = {}
    for named, so in (("a", True), ("ab", True), ("a", False), ("ab", False)):
        then = RuleStatement(kind, frozenset(named), so=so)
        world: dict[Variable, Domain] = {flag: True}
        Rules((RuleAmong((RuleStatement(flag, True, so=False), then), "it is one of these"),)).close(world)
        left[named, so] = world[kind]
    assert left == {
        ("a", True): "a",
        ("ab", True): Among(("a", "b")),
        ("a", False): Among(("b", "c")),
        ("ab", False): "c",
    }


def test_whoever_calls_a_copy_of_others_and_trains_with_the_work_may_have_one_of_their_own() -> None:
    told = {
        acts: [each.fact for each in implied_by(acts) if each.force == "firm" and each.fact == "access.channel"]
        for acts in (("call_hosted",), ("call_hosted", "train_with_work"), ("call_hosted", "run"))
    }
    assert list(told.values()) == [["access.channel"], [], []]


def test_a_contradiction_says_why() -> None:
    step = Step(DATE, (), "it happened before it was found out")
    assert (str(Contradiction(step)), Contradiction(step).step) == (step.why, step)
