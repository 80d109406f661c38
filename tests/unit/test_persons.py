"""Whom of those without a copy a licence binds: docs/semantics.md, section 3, "Persons"."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import called
from small_license import decided, license_of, possible

import licensekit as lk
from licensekit.api import LicenseTerms

READING = (
    'reading hosted-callers at "1" "Bound?" '
    '{ option bound "yes" taken because "stricter for every use" option not_bound "no" }'
)
CLAUSES = (
    'grant rights at "1" { may run, embed } prohibition war at "2" { must not any act when conduct.military } '
    'duty credit at "3" { for any act must display "X" }'
)


def terms(*bindings: str) -> LicenseTerms:
    """A licence with these bindings."""
    written = (f'binding persons-{at} at "4" {{ {words} }}' for at, words in enumerate(bindings))
    return license_of(f"{READING} {CLAUSES} {' '.join(written)}")


FREE = terms("binds not callers, output_users, end_users")
READ = terms("binds callers, output_users, end_users when reading hosted-callers is bound")
HOSTED = {"access.channel": "other_host", "conduct.military": False, "access.as_end_user_of_product": False}
MISUSE = HOSTED | {"conduct.military": True}


@pytest.mark.parametrize("act", ["call_hosted", "run", "embed", "use_outputs", "distil", "train_on_outputs"])
def test_whom_a_licence_binds_its_clauses_reach(act: str) -> None:
    facts = MISUSE if act != "call_hosted" else {"conduct.military": True}
    assert possible(READ, act, facts) == ["prohibited"]
    assert possible(READ, act, facts, readings={"hosted-callers": "not_bound"}) == ["permitted"]
    assert possible(FREE, act, facts) == ["permitted"]


@pytest.mark.parametrize("act", ["run", "embed", "use_outputs"])
def test_who_has_a_copy_is_bound_whatever_is_said_of_callers(act: str) -> None:
    assert possible(FREE, act, MISUSE | {"access.channel": "own_copy"}) == ["prohibited"]


def test_of_other_acts_nothing_depends_on_it() -> None:
    assert possible(FREE, "fine_tune", {"conduct.military": True}) == ["prohibited"]


def test_an_end_user_is_bound_where_end_users_are_and_a_caller_or_holder_would_be() -> None:
    devices = {"access.channel": "own_copy", "access.as_end_user_of_product": True, "conduct.military": True}
    assert possible(terms("binds not end_users"), "run", devices) == ["permitted"]
    assert possible(terms("binds not callers", "binds end_users"), "run", devices) == ["prohibited"]
    hosted = devices | {"access.channel": "other_host"}
    assert possible(terms("binds not callers", "binds end_users"), "run", hosted) == ["permitted"]


def test_where_it_decides_how_one_gets_it_is_asked() -> None:
    decision = decided(FREE, "run", {"conduct.military": True, "access.as_end_user_of_product": False})
    assert [question.fact for question in decision.questions] == ["access.channel"]
    assert [str(each) for each in decision.possible] == ["permitted", "prohibited"]
    assert "may not bind who does `run`" in decision.explain().replace("\n    ", " ")


def test_the_answer_names_the_binding_and_whose_terms_apply() -> None:
    decision = decided(FREE, "call_hosted", {"conduct.military": True})
    (part,) = decision.parts
    assert (part.basis, part.unbound, part.licenses, part.unsaid) == ("unrestricted", ("small",), (), ())
    assert [(reason.clause, reason.decides) for reason in decision.reasons] == [("persons-0", True)]
    assert decision.duties == ()
    assert "the terms of whoever hosts it" in decision.explain().replace("\n    ", " ")


def test_what_was_asked_before_of_other_persons_leaves_nothing_behind() -> None:
    """The own conditions of the clauses are settled alike; who does the act is open the first time."""
    binding = "binds callers, output_users, end_users"
    asked, by_whomever = lk.Use.of(["embed"], {"conduct.military": False}), {"assume": "none"}
    fresh, asked_before = terms(binding), terms(binding)
    assert [each.clause for each in asked_before.evaluate(asked, **by_whomever).reasons][-1] == "persons-0"
    assert asked_before.evaluate(asked).reasons == fresh.evaluate(asked).reasons


def test_what_is_not_said_binds_and_is_told() -> None:
    silent = license_of(CLAUSES)
    decision = decided(silent, "call_hosted", {"conduct.military": False})
    assert str(decision.verdict) == "permitted_with_duties"
    assert decision.parts[0].unsaid == ("small",)
    assert "is not said; it is taken to" in decision.explain().replace("\n    ", " ")
    assert decided(silent, "run", {"access.channel": "own_copy"}).parts[0].unsaid == ()


def test_a_person_named_elsewhere_says_nothing_of_another() -> None:
    assert possible(terms("binds not callers"), "use_outputs", MISUSE) == ["prohibited"]


def test_both_safe_sides_are_assumed_still() -> None:
    decision = decided(FREE, "run", {"conduct.military": True}, assume="safe")
    assert {one.fact for one in decision.assumptions} == {"access.channel", "access.as_end_user_of_product"}
    assert str(decision.verdict) == "prohibited"


def test_who_is_not_bound_by_one_of_several_is_under_the_others() -> None:
    both = lk.all_of(FREE, lk.load("minimax-m2.5"))
    decision = both.evaluate(both.use(["call_hosted"], {"conduct.military": True}), assume="none")
    assert str(decision.verdict) == "prohibited"
    assert decision.parts[0].licenses == ("minimax-m2.5",)


def test_the_fast_evaluator_and_tables_say_the_same() -> None:
    compiled = FREE.compile(assume="none")
    partly = MISUSE | {"access.channel": "not own_copy"}
    for facts in (MISUSE, partly, MISUSE | {"access.channel": "own_copy"}, {"conduct.military": True}):
        use = FREE.use(["run"], facts)
        assert compiled.verdict(use).possible == FREE.evaluate(use, assume="none").possible


@pytest.mark.parametrize("said", [{"access.channel": "not own_copy"}, {"access.channel": lk.NotOption("own_copy")}])
def test_a_channel_may_be_given_in_part(said: dict[str, object]) -> None:
    assert possible(FREE, "run", {**MISUSE, **said}) == ["permitted"]


def test_a_channel_may_be_given_in_part_on_the_command_line_and_in_files(tmp_path: Path) -> None:
    set_so = called("ask", "mit", "--act", "run", "--set", "access.channel=not own_copy")
    path = tmp_path / "use.toml"
    path.write_text('acts = ["run"]\n[facts]\n"access.channel" = "not own_copy"\n', encoding="utf-8")
    from_file = called("ask", "mit", "--facts", str(path))
    assert (set_so.status, set_so.out) == (from_file.status, from_file.out)
    assert set_so.out.startswith(
        "Yes, as far as this licence goes: it does not bind who has no copy of their own; the terms"
    )
    assert "`mit` does not bind" in called("ask", "mit", "--facts", str(path), "--full").out
    refused = called("ask", "mit", "--act", "sell", "--set", "access.channel=not own_copy").err
    assert "is given as one of licensor_official, certified_partner, other_host, but" in refused


@pytest.mark.parametrize(
    ("act", "not_so", "asked_still"),
    [
        ("call_hosted", "own_copy", True),
        ("call_hosted", "licensor_official", True),
        ("call_hosted", "other_host", False),
        ("quantize", "licensor_official", True),
    ],
)
def test_what_is_given_in_part_agrees_with_acts_that_leave_options(act: str, not_so: str, asked_still: bool) -> None:
    kimi = lk.load("kimi-k3")
    facts = {
        "access.channel": f"not {not_so}",
        "use.in_business": True,
        "use.reaches_third_parties": True,
        "group.operates.model_service": True,
        "group.revenue.any_12_months": "1 billion USD",
    }
    use = kimi.use([act], facts)
    decision = kimi.evaluate(use, assume="standard")
    assert ("needs_approval" in map(str, decision.possible)) is asked_still
    assert kimi.compile(assume="standard").verdict(use).possible == decision.possible


def test_what_is_given_in_part_contradicts_acts_that_leave_none_of_it() -> None:
    refused = called("ask", "kimi-k3", "--act", "quantize", "--set", "access.channel=not own_copy")
    assert refused.status == 2
    assert "error[LK521]: `access.channel` is given as one of licensor_official, certified_partner, " in refused.err


def test_only_one_of_facts_are_known_by_what_they_are_not() -> None:
    with pytest.raises(lk.FactsError, match=r"neither yes nor no|not yes or no"):
        lk.Use(acts=["run"], use={"in_business": "not yes"})
