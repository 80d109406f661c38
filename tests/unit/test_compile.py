from datetime import date
from decimal import Decimal

import pytest

import licensekit as lk
from licensekit.compile import compile_terms
from licensekit.decision import Verdict

TEXT = """
license demo {
  title "Demo"
  grant g1 at "1" { may run, embed, modify }
  prohibition p1 at "2" { must not run when licensee.domicile in { FR, DE } and product.charged_for }
  duty d1 at "3" { for any act when group.revenue.year more than 1_000_000 USD must include license_text in every_copy }
  gate a1 at "4" { for embed when group.monthly_active_users.any_month more than 100 needs separate_license from licensor }
  exemption e1 at "5" { from d1 when work.modified }
}
"""


@pytest.fixture(scope="module")
def terms() -> lk.LicenseTerms:
    return lk.parse(TEXT)


WHOLE = {
    "licensee.domicile": "US",
    "product.charged_for": False,
    "group.revenue.year": lk.Money(Decimal(2_000_000), "USD"),
    "group.monthly_active_users.any_month": 5,
    "work.modified": False,
}


def test_a_complete_use_is_decided_with_its_clauses(terms: lk.LicenseTerms) -> None:
    outcome = terms.compile(assume="none").verdict(lk.Use.of(["run"], WHOLE))
    assert outcome.verdict is Verdict.PERMITTED_WITH_DUTIES
    assert outcome.active_clauses == ("demo.g1", "demo.d1")
    assert outcome.duties == ("demo.d1",)
    assert outcome.open_clauses == ()


@pytest.mark.parametrize(("revenue", "verdict"), [("1000000", "permitted"), ("1000000.0001", "permitted_with_duties")])
def test_thresholds_are_exact(terms: lk.LicenseTerms, revenue: str, verdict: str) -> None:
    use = lk.Use.of(["run"], WHOLE | {"group.revenue.year": lk.Money(Decimal(revenue), "USD")})
    assert terms.compile(assume="none").verdict(use).verdict.value == verdict


def test_an_exemption_lifts_a_duty(terms: lk.LicenseTerms) -> None:
    outcome = terms.compile(assume="none").verdict(lk.Use.of(["run"], WHOLE | {"work.modified": True}))
    assert outcome.verdict is Verdict.PERMITTED
    assert "demo.d1" not in outcome.active_clauses


def test_what_is_not_given_stays_open(terms: lk.LicenseTerms) -> None:
    facts = {name: value for name, value in WHOLE.items() if name != "product.charged_for"} | {
        "licensee.domicile": "FR"
    }
    compiled = terms.compile(assume="none")
    for _ in range(6):  # the shape gets a function of its own on the way
        outcome = compiled.verdict(lk.Use.of(["run"], facts))
        assert outcome.verdict is Verdict.UNKNOWN
        assert outcome.possible == (Verdict.PERMITTED_WITH_DUTIES, Verdict.PROHIBITED)
        assert outcome.open_clauses == ("demo.p1",)


def test_relations_between_numbers_decide_a_comparison(terms: lk.LicenseTerms) -> None:
    facts = {name: value for name, value in WHOLE.items() if not name.startswith("group.")}
    use = lk.Use.of(["run"], facts | {"licensee.revenue.year": lk.Money(Decimal(3_000_000), "USD")})
    compiled = terms.compile(assume="none")
    assert compiled.verdict(use).duties == ("demo.d1",)
    assert compiled.question(use.leaves).functions  # a generated function decided, not the reference


def test_a_gate_whose_approval_is_missing_is_named(terms: lk.LicenseTerms) -> None:
    use = lk.Use.of(["embed"], WHOLE | {"group.monthly_active_users.any_month": 101})
    outcome = terms.compile(assume="none").verdict(use)
    assert outcome.verdict is Verdict.NEEDS_APPROVAL
    assert outcome.approvals == ("demo.a1",)
    held = terms.compile(assume="none", approvals=[lk.Approval("a1")]).verdict(use)
    assert held.verdict is Verdict.PERMITTED_WITH_DUTIES
    assert held.approvals == ()


def test_what_contradicts_itself_is_refused(terms: lk.LicenseTerms) -> None:
    use = lk.Use.of(["embed"], WHOLE | {"product.exists": False})
    with pytest.raises(lk.FactsError) as refused:
        terms.compile().verdict(use)
    assert [one.code for one in refused.value.diagnostics] == ["LK521"]


def test_numbers_known_in_part_are_decided_too(terms: lk.LicenseTerms) -> None:
    facts = WHOLE | {"group.revenue.year": "more than 2 million USD"}
    assert terms.compile(assume="none").verdict(lk.Use.of(["run"], facts)).duties == ("demo.d1",)


def test_a_changed_copy_of_a_use_is_decided_anew(terms: lk.LicenseTerms) -> None:
    compiled, use = terms.compile(assume="none"), lk.Use.of(["run"], WHOLE)
    assert compiled.verdict(use).duties
    other = lk.Use.of([], {"work.modified": True})
    assert compiled.verdict(use.model_copy(update={"work": other.work})).duties == ()


class TestRaw:
    def test_facts_as_they_come(self, terms: lk.LicenseTerms) -> None:
        compiled = terms.compile(assume="none")
        decide = compiled.checked(["run"])
        for facts in (WHOLE, WHOLE | {"licensee.domicile": "FR", "product.charged_for": True}):
            assert decide(facts).active == compiled.verdict(lk.Use.of(["run"], facts)).active

    @pytest.mark.parametrize(
        "facts",
        [
            {"work.modified": 1},
            {"group.monthly_active_users.any_month": -1},
            {"group.monthly_active_users.any_month": True},
            {"group.monthly_active_users.any_month": 2.5},
            {"licensee.domicile": "XX"},
            {"group.revenue.year": 2_000_000},
            {"no.such_fact": 1},
        ],
    )
    def test_it_refuses_what_a_use_refuses(self, terms: lk.LicenseTerms, facts: dict[str, object]) -> None:
        decide = terms.compile(assume="none").checked(["run"])
        with pytest.raises(lk.FactsError) as ours:
            decide(WHOLE | facts)
        with pytest.raises(lk.FactsError) as theirs:
            lk.Use.of(["run"], WHOLE | facts)
        assert ours.value.diagnostics == theirs.value.diagnostics

    def test_other_ways_to_write_a_value(self, terms: lk.LicenseTerms) -> None:
        decide = terms.compile(assume="none").checked(["run"])
        assert decide(WHOLE | {"group.revenue.year": "2 million USD"}).duties == ("demo.d1",)


def test_a_clause_that_is_lifted_is_not_active_where_an_approval_is_held_for_one_act_alone() -> None:
    """Found by the comparison with NumPy: of such a question the bits of lifted clauses stayed set."""
    text = TEXT.replace("for embed when", "for run, embed when")
    held = lk.Approval("a1", acts=("run",))
    use = lk.Use.of(["run", "embed"], WHOLE | {"work.modified": True})
    outcome = lk.parse(text).compile(assume="none", approvals=[held]).verdict(use)
    assert outcome.active_clauses == ("demo.g1", "demo.e1")
    together = lk.all_of(lk.parse(text), lk.load("mit")).compile(assume="none").verdict(use)
    assert "demo.d1" not in together.active_clauses
    assert {"demo.g1", "demo.e1", "mit.rights"} <= set(together.active_clauses)


def test_what_is_taken_for_granted() -> None:
    terms = lk.parse(TEXT.replace("when work.modified", "when conduct.military and access.as_end_user_of_product"))
    assert terms.compile(assume="none").assumed(["run"]) == {}
    assert terms.compile(assume="standard").assumed(["run"])["conduct.military"] is False


def test_a_day_before_the_release_is_refused_as_by_the_reference() -> None:
    terms = lk.parse(TEXT.replace('title "Demo"', 'title "Demo" released 2024-02-15'))
    early, use = date(2024, 2, 14), lk.Use.of(["run"], WHOLE)
    compiled = terms.compile(as_of=early)
    for asked in (
        lambda: terms.evaluate(use, as_of=early),
        lambda: compiled.verdict(use),
        lambda: compiled.checked(["run"])(WHOLE),
    ):
        with pytest.raises(lk.FactsError) as refused:
            asked()
        assert [one.code for one in refused.value.diagnostics] == ["LK522"]
    assert terms.compile(as_of=date(2024, 2, 15)).verdict(use).verdict is Verdict.PERMITTED_WITH_DUTIES


def test_texts_of_a_license_never_become_code() -> None:
    """Strings of a licence file are constants of the tree, whatever they hold."""
    name = "__import__('os').system('false')"
    text = TEXT.replace('title "Demo"', f'title "{name}"').replace('at "2"', 'at "2\')\nboom("')
    with pytest.raises(lk.LicenseError):
        lk.parse(text)
    compiled = lk.parse(TEXT.replace('title "Demo"', f'title "{name}"')).compile()
    assert compiled.verdict(lk.Use.of(["run"], WHOLE)).verdict is Verdict.PERMITTED_WITH_DUTIES


@pytest.mark.slow
def test_every_license_of_the_catalogue_says_what_the_reference_says() -> None:
    use = lk.Use.of(["run", "embed"], {"product.charged_for": True, "licensee.domicile": "US"})
    outcomes = lk.compile_all(lk.ids(), as_of=date(2026, 11, 24)).verdicts(use)
    assert len(outcomes) == len(tuple(lk.ids()))
    for name, outcome in outcomes.items():
        exact = lk.load(name).evaluate(use, as_of=date(2026, 11, 24))
        assert outcome.possible == exact.possible, name


def test_a_license_alone_can_be_compiled(terms: lk.LicenseTerms) -> None:
    assert compile_terms(terms.license).verdict(lk.Use.of(["run"], WHOLE)).verdict is Verdict.PERMITTED_WITH_DUTIES


def test_answers_kept_by_cells_are_those_of_the_reference() -> None:
    """Numbers on both sides of a threshold, and a guard that follows from their order, in turn and again."""
    text = TEXT.replace("when work.modified }", "when product.charged_for and group.revenue.year more than 10 USD }")
    terms = lk.parse(text)
    compiled = terms.compile(assume="none")
    for _ in range(6):
        for lower, upper in ((5, 3), (3, 5), (5, 2_000_000), (20, 15), (0, 5)):
            facts = {"products_commercial.revenue.year": f"{lower} USD", "group.revenue.year": f"{upper} USD"}
            for more in ({}, {"product.revenue.year": f"{lower} USD"}, {"licensee.domicile": "FR"}):
                use = lk.Use.of(["run"], facts | more)
                try:
                    expected = terms.evaluate(use, assume="none")
                except lk.FactsError:
                    with pytest.raises(lk.FactsError):
                        compiled.verdict(use)
                else:
                    assert compiled.verdict(use).possible == expected.possible, (facts, more)


def test_facts_that_contradict_each_other_by_rule_are_refused_though_no_clause_reads_them() -> None:
    """Found by the comparison of back ends."""
    terms = lk.parse('license small { title "Small" grant g at "1" { may any act } }')
    compiled = terms.compile()
    for facts in (
        {"dispute.any_claim": False, "dispute.ip_claim": True},
        {"use.internal_operations": True, "product.offered_to_third_parties": True},
    ):
        use = lk.Use.of(["run"], facts)
        for _ in range(6):  # answers are kept by how the clauses stand
            assert compiled.verdict(lk.Use.of(["run"], dict.fromkeys(facts, False))).verdict.value == "permitted"
        with pytest.raises(lk.FactsError):
            terms.evaluate(use)
        for _ in range(6):
            with pytest.raises(lk.FactsError):
                compiled.verdict(use)
        with pytest.raises(lk.FactsError):
            compiled.checked(["run"])(facts)


@pytest.mark.parametrize(
    ("acts", "facts"),
    [
        (["run"], {"use.internal_operations": True, "use.for_client": True}),
        (["embed"], {"use.internal_operations": True}),
        (["run"], {"product.recurring_revenue.year": lk.Money(Decimal(1), "USD"), "use.earns_money": False}),
    ],
)
def test_contradictions_between_facts_that_nothing_reads_are_refused_too(
    terms: lk.LicenseTerms, acts: list[str], facts: dict[str, bool | lk.Money]
) -> None:
    compiled = terms.compile(assume="none")
    for _ in range(6):  # the answer without these facts is kept, and the shape gets a function of its own
        compiled.verdict(lk.Use.of(acts, WHOLE))
        with pytest.raises(lk.FactsError):
            compiled.verdict(lk.Use.of(acts, WHOLE | facts))


OWN_FACTS = """
license own {
  title "Own"
  fact own.resold is yes_no "Do you resell it?"
    implies use.reaches_third_parties
  fact own.seats is count "How many seats?" at most group.people.now
  grant g1 at "1" { may run }
  prohibition p1 at "2" { must not run when use.reaches_third_parties }
  prohibition p2 at "3" { must not run when group.people.now more than 10 }
}
"""


@pytest.mark.parametrize("facts", [{"own.resold": True}, {"own.seats": 11}])
def test_what_a_licence_says_of_its_own_facts_holds_in_functions(facts: dict[str, bool | int]) -> None:
    terms = lk.parse(OWN_FACTS)
    use = terms.use(["run"], facts)
    compiled = terms.compile(assume="standard")
    for _ in range(6):
        assert compiled.verdict(use).verdict is terms.evaluate(use, assume="standard").verdict is Verdict.PROHIBITED
