"""Small things on which a diagram rests, that no other test had noticed were they otherwise (docs/reliability-code.md)."""

from __future__ import annotations

from licensekit.diagram.nodes import Diagrams
from licensekit.diagram.pairs import copies_of
from licensekit.diagram.paths import domain_of, follow
from licensekit.meaning.domain import Cut, Domain
from licensekit.meaning.variable import MemberVariable, OrderVariable, Variable, fact_variable

KIND = fact_variable("x.kind", "one_of", ("a", "b", "c"))


def test_a_path_leads_where_it_says_and_says_where_it_is_silent() -> None:
    diagrams = Diagrams()
    node = diagrams.atom(KIND, frozenset("b"))
    said: dict[Variable, Domain] = {KIND: "b"}
    assert follow(node, {}, said) is diagrams.true
    assert said == {KIND: "b"}
    assert follow(node, {}, {KIND: "c"}) is diagrams.false
    assert follow(node, {KIND: "b"}, {}) is diagrams.true


def test_a_comparison_of_two_dates_that_have_copies_is_of_both_copies() -> None:
    first, second, third = (fact_variable(f"x.{name}", "date") for name in ("first", "second", "third"))
    orders = [OrderVariable(first, second), OrderVariable(second, third), OrderVariable(third, first)]
    copies = copies_of(Diagrams(), (first, second), orders)
    assert [copies[each] for each in orders] == [
        OrderVariable(copies[first], copies[second]),  # type: ignore[arg-type]
        OrderVariable(copies[second], third),  # type: ignore[arg-type]
        OrderVariable(third, copies[first]),  # type: ignore[arg-type]
    ]


def test_parts_with_like_children_are_joined() -> None:
    diagrams = Diagrams()
    number = fact_variable("x.number", "count")
    cuts = (Cut(10, after=True), Cut(20, after=True))
    few = diagrams.node(number, cuts, [diagrams.true, diagrams.true, diagrams.false])
    assert (few.parts, few.children) == ((cuts[1],), (diagrams.true, diagrams.false))
    every = diagrams.node(number, cuts, [diagrams.true, diagrams.false, diagrams.true])
    assert (every.parts, every.children) == (cuts, (diagrams.true, diagrams.false, diagrams.true))


def test_members_of_another_set_have_no_copies() -> None:
    first, second = (fact_variable(f"x.{name}", "set_of", ("a", "b")) for name in ("first", "second"))
    members = [MemberVariable(each, frozenset("a")) for each in (first, second)]
    copies = copies_of(Diagrams(), (first,), members)
    assert set(copies) == {first, members[0]}


def test_a_leaf_has_no_leaves_below_it() -> None:
    diagrams = Diagrams()
    node = diagrams.atom(KIND, frozenset("b"))
    assert (node.last, diagrams.true.last) == (True, False)


def test_a_text_that_is_named_is_that_text() -> None:
    text = fact_variable("x.text", "text")
    assert domain_of(text, (frozenset({"here"}),), 0, {}) == "here"
