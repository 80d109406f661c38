"""The memo of a decision: its first line, and one section for each thing that a reader wants to know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from small_license import decided, license_of

import licensekit as lk
from licensekit.decision.decision import Decision
from licensekit.decision.parts import Question, ReadingReport
from licensekit.meaning.verdict import Verdict
from licensekit.report import answer_sections as sections
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import headline, whole_memo
from licensekit.report.memo import Memo, Point, Section, counted, plain, verdict_of

GRANT = 'grant rights at "1" { may any act }'


def part_of(text: str, title: str) -> list[str]:
    """The lines of one section of a memo."""
    lines = text.split("\n")
    at = lines.index(f"{title}:")
    after = lines[at + 1 :]
    return after[: after.index("")] if "" in after else after


# --- the first line ----------------------------------------------------------------------------------------


def test_the_verdict_is_the_first_word() -> None:
    assert decided(GRANT, "run").explain().split("\n")[:2] == ["Permitted", "To `run` under Small (`small`)"]


def test_the_day_and_all_acts_and_licences_are_named() -> None:
    both = lk.all_of(license_of(GRANT), lk.parse('license other { title "Other" grant rights at "1" { may run } }'))
    decision = both.evaluate(lk.Use.of(["run", "embed"]), as_of=date(2026, 6, 1))
    assert (
        decision.explain().split("\n")[1]
        == "To `run` and `embed` under Small (`small`) and Other (`other`), on 2026-06-01"
    )


def test_a_doubt_about_duties_alone_is_said_with_the_verdict() -> None:
    text = GRANT + 'duty tell at "2" { for run when use.personal must notify "me" }'
    assert headline(decided(text, "run")) == "Permitted with duties; whether any applies is open"
    assert headline(decided(text, "run", {"use.personal": True})) == "Permitted with duties"


def test_an_open_verdict_names_both_ends_and_the_first_question() -> None:
    decision = decided(GRANT + 'prohibition own at "2" { must not run when use.personal }', "run")
    first = decision.questions[0].text
    assert headline(decision) == f"Unknown: from permitted to prohibited. First question: {first} (`use.personal`)"


def test_the_worst_of_what_is_possible_is_called_so() -> None:
    decision = decided(READINGS, "run", readings="strict")
    assert decision.verdict is Verdict.NEEDS_APPROVAL
    assert headline(decision) == (
        "Needs approval, the worst of what is possible (permitted with duties or needs approval)"
    )


def test_an_open_verdict_without_a_question_names_both_ends() -> None:
    decision = decided(GRANT + 'prohibition own at "2" { must not run when use.personal }', "run")
    silent = replace(decision, deferred=decision.deferred._replace(questions=tuple))
    assert headline(silent) == "Unknown: from permitted to prohibited"


CONDUCT = GRANT + 'prohibition war at "2" { must not any act when conduct.military }'


def test_clean_hands_that_nobody_attested_are_named_first() -> None:
    assert headline(decided(CONDUCT, "run", assume="standard")) == (
        "Permitted. Taken for granted: clean hands, attested by nobody (`conduct`)"
    )
    attested = lk.Attestation("Legal", date(2026, 6, 1), ("conduct",))
    assert headline(decided(CONDUCT, "run", assume="standard", attested=attested)) == "Permitted"


def test_a_weak_implication_is_named_first_too() -> None:
    text = GRANT + 'prohibition out at "2" { must not run when use.reaches_third_parties }'
    assert headline(decided(text, "run", assume="standard")) == (
        "Permitted. Taken for granted: `use.reaches_third_parties` is no"
    )


def test_a_prohibition_takes_nothing_for_granted() -> None:
    text = CONDUCT + 'prohibition spying at "3" { must not any act when conduct.espionage }'
    assert headline(decided(text, "run", {"conduct.military": True}, assume="standard")) == "Prohibited"


# --- sections ----------------------------------------------------------------------------------------------


def test_acts_are_shown_where_they_differ_or_one_is_refused() -> None:
    alike = decided('grant rights at "1" { may run, embed }', "run embed")
    apart = decided('grant rights at "1" { may run }', "run embed")
    assert sections.acts(alike).items == ()
    assert [item.text for item in sections.acts(apart).items] == [
        "`run`: permitted",
        "`embed`: not granted; the text says nothing of it",
    ]


@pytest.mark.parametrize(
    ("text", "facts", "said"),
    [
        (
            'grant rights at "1" { may run when use.personal }',
            {"use.personal": False},
            "`run`: not granted; the condition of the grant is not met",
        ),
        ('grant rights at "1" { may any act but not run }', {}, "`run`: not granted; the grant leaves it out"),
        (
            GRANT + 'reservation eu at "2" { from rights when use.personal }',
            {},
            "`run`: unknown (permitted or not granted); if not granted, then because the text reserves this case",
        ),
        (
            GRANT + 'termination end at "2" { when breach.uncured ends every grant }',
            {"breach.uncured": True},
            "`run`: not granted; the rights have ended",
        ),
    ],
)
def test_why_an_act_is_not_granted(text: str, facts: dict[str, bool], said: str) -> None:
    assert [item.text for item in sections.acts(decided(text, "run", facts)).items] == [said]


def test_silence_is_visible() -> None:
    text = decided(GRANT, "use_outputs").explain()
    assert part_of(text, "Basis") == ["- unrestricted: nothing is said of `use_outputs`, and nothing is granted there"]
    assert "Basis:" not in decided(GRANT, "run").explain()


DUTIES = (
    GRANT
    + """
    duty tell at "2" { for run, embed must notify "me" }
    duty show at "3" { for embed must display "Small" prominently on any of website, user_interface }
    duty please at "4" { for run encouraged to publish changes }
    duty perhaps at "5" { for run when use.personal must publish changes }
"""
)


def test_duties_by_status_with_their_places() -> None:
    text = decided(DUTIES, "run embed").explain()
    assert part_of(text, "Duties") == [
        '- notify "me"',
        "  2 (`tell`)",
        '- display "Small" prominently on a related website or the user interface',
        "  3 (`show`), for `embed`",
    ]
    assert part_of(text, "Duties that may apply") == [
        "- publish changes",
        "  5 (`perhaps`), for `run`",
        "  when `use.personal`",
        "  not known: `use.personal`",
    ]
    assert "`tell`" not in part_of(text, "Rests on"), "a duty stands once"
    assert part_of(text, "Encouraged, not owed") == ["- publish changes", "  4 (`please`), for `run`"]


def test_duties_done_and_not_done() -> None:
    text = DUTIES + 'termination end at "6" { when breach.uncured ends every grant }'
    done = decided(text, "run", {"breach.uncured": False, "use.personal": False}, done={"tell": True}).explain()
    assert part_of(done, "Duties done") == ['- notify "me"', "  2 (`tell`)"]
    broken = decided(text, "run", {"breach.uncured": False, "use.personal": False}, done={"tell": False}).explain()
    assert part_of(broken, "Duties not done: a breach") == ['- notify "me"', "  2 (`tell`); a breach can set off `end`"]


def test_what_is_owed_because_the_licence_has_ended() -> None:
    text = GRANT + 'termination end at "2" { when breach.uncured ends every grant must delete every_copy }'
    memo_text = decided(text, "run", {"breach.uncured": True}).explain()
    assert part_of(memo_text, "Duties") == [
        "- delete every copy",
        "  2 (`end`), because the licence has ended",
        "  when `breach.uncured`",
        "  here `breach.uncured` is yes",
    ]


GATE = (
    GRANT
    + """
    gate paid at "2" { for run when use.in_business needs paid_license from "Acme" contact "a@acme" subject "Small" }
    duty tell at "3" { for run must notify "me" }
"""
)


def test_approvals_with_their_state_and_effect() -> None:
    needed = decided(GATE, "run", {"use.in_business": True})
    assert part_of(needed.explain(), "Approvals") == [
        '- paid license from Acme, a@acme, subject "Small"',
        "  not held; the use waits for it",
        "  2 (`paid`)",
        "  when `use.in_business`",
        "  here `use.in_business` is yes",
    ]
    assert part_of(needed.explain(), "Duties once it is approved") == ['- notify "me"', "  3 (`tell`)"]
    open_ = decided(GATE, "run").explain()
    assert part_of(open_, "Approvals")[0].endswith("; whether it is needed is open")
    held = decided(GATE, "run", {"use.in_business": True}, approvals=[lk.Approval("paid")]).explain()
    assert "  held; its own terms were not read" in held


def test_an_approval_that_is_the_permission_and_somebody_elses_to_hold() -> None:
    text = 'gate ask at "2" { for run needs written_authorization from "Acme" by recipient which grants it }'
    assert part_of(decided(text, "run").explain(), "Approvals") == [
        "- written authorization from Acme, to be held by the recipient",
        "  not held; it is the permission itself",
        "  2 (`ask`)",
    ]


def test_ways_out() -> None:
    text = (
        GRANT
        + """
      reservation big at "2" { from rights when use.in_business remedy separate_license from "Acme" contact "a@acme" }
      prohibition war at "3" { must not run when use.in_business remedy permission from licensor }
    """
    )
    assert part_of(decided(text, "run", {"use.in_business": True}).explain(), "Ways out") == [
        "- separate license from Acme, a@acme",
        "  2 (`big`)",
        "- permission from the licensor",
        "  3 (`war`)",
    ]


REASONS = """
    define big at "0" { use.in_business and product.monthly_active_users.month more than 100 }
    grant rights at "1" { may any act }
    reservation away at "2" { from rights when big }
    prohibition war at "3" { must not run when use.personal }
    exemption friends at "4" { from war when licensee.researcher }
"""


def test_reasons_name_the_facts_that_made_them_so() -> None:
    facts = {"use.in_business": True, "product.monthly_active_users.month": "at most 50", "use.personal": False}
    assert part_of(decided(REASONS, "run", facts).explain(), "Rests on") == ["- 1 (`rights`): grants it"]
    facts["product.monthly_active_users.month"] = 200
    assert part_of(decided(REASONS, "run", facts).explain(), "Rests on") == [
        "- 1 (`rights`): grants it, but `away` takes it away",
        "- 2 (`away`): takes rights away",
        "  when `big`",
        "  here `use.in_business` is yes, `product.monthly_active_users.month` is 200",
    ]


def test_reasons_that_are_open_or_lifted() -> None:
    known = {"use.in_business": False, "use.personal": True}
    open_ = part_of(decided(REASONS, "run", known).explain(), "Rests on")
    assert "- 3 (`war`): prohibits it, unless `friends` lifts it" in open_
    lifted = part_of(decided(REASONS, "run", {**known, "licensee.researcher": True}).explain(), "Rests on")
    assert "- 4 (`friends`): lifts another clause" in lifted
    unknown = part_of(decided(REASONS, "run", {"use.personal": False}).explain(), "Rests on")
    assert unknown == [
        "- 1 (`rights`): grants it, unless `away` takes it away",
        "- 2 (`away`): takes rights away, perhaps",
        "  when `big`",
        "  not known: `use.in_business`, `product.monthly_active_users.month`",
    ]


def test_a_source_is_named_where_a_fact_was_not_given() -> None:
    text = GRANT + 'prohibition made at "2" { must not edit when work.modified }'
    assert "  here `work.modified` is yes (to modify it in any way changes the work)" in decided(text, "edit").explain()


def test_a_condition_that_fails_names_what_fails_it() -> None:
    text = 'grant rights at "1" { may run when use.personal and not use.in_business }'
    lines = part_of(decided(text, "run", {"use.in_business": True}).explain(), "Rests on")
    assert lines[0] == "- 1 (`rights`): grants it, but not here"
    assert lines[1] == "  when `use.personal and not use.in_business`"
    assert "`use.in_business` is yes" in lines[2]


def test_many_reasons_are_all_told_and_several_licences_are_told_apart() -> None:
    text = GRANT + "".join(f'grant g{n} at "{n}" {{ may run }}' for n in range(20))
    assert part_of(decided(text, "run").explain(), "Rests on")[-1] == "- 19 (`g19`): grants it"
    both = lk.all_of(license_of(GRANT), lk.load("mit"))
    assert "- mit, ¶1 (`rights`): grants it" in both.evaluate(lk.Use.of(["run"])).explain()


READINGS = (
    GRANT
    + """
    reading wide at "2" "Is a club a business?" {
      option yes-wide "it is" taken because "stricter"
      option narrow "it is not"
    }
    gate paid at "3" { for run when reading wide is yes-wide needs permission from "Acme" }
    duty tell at "4" { for run must notify "me" }
    duty please at "5" { for run encouraged to publish changes }
"""
)


def test_disputed_wording_with_both_outcomes() -> None:
    assert part_of(decided(READINGS, "run").explain(), "Disputed wording") == [
        "- Is a club a business?",
        "  `yes-wide` (it is): needs approval; taken because stricter",
        "  `narrow` (it is not): permitted with duties, with `tell`",
        "  2 (`wide`)",
    ]
    chosen = decided(READINGS, "run", readings={"wide": "narrow"}).explain()
    assert "  `narrow` (it is not): permitted with duties; as chosen" in chosen


def test_two_readings_that_matter_only_together() -> None:
    options = 'option a "a" taken because "plain" option b "b"'
    text = (
        GRANT
        + f"""
      reading one-way at "2" "One?" {{ {options} }}
      reading other-way at "3" "Other?" {{ {options} }}
      prohibition war at "4" {{ must not run when reading one-way is b and reading other-way is b }}
    """
    )
    assert part_of(decided(text, "run").explain(), "Disputed wording") == [
        "- `small.one-way` read as `b` and `small.other-way` read as `b`: prohibited"
    ]


def test_questions_with_what_each_answer_would_lead_to() -> None:
    text = (
        GRANT
        + """
      meaning group at "2" "you and your sister companies"
      gate paid at "3" { for run when group.revenue.any_12_months more than 1 million USD needs permission from "Acme" }
    """
    )
    lines = part_of(decided(text, "run").explain(), "Open questions")
    assert lines[0].endswith(" (`group.revenue.any_12_months`)")
    assert lines[1:] == [
        "  as small 2: you and your sister companies",
        "  at most 1_000_000 USD: permitted",
        "  more than 1_000_000 USD: needs approval",
    ]


def test_every_question_is_told_and_judgement_is_a_lawyers() -> None:
    decision = decided(GRANT, "run")
    question = Question("purpose.primarily_commercial", "Is it?", "judgement", "", ())
    asking = replace(decision, deferred=decision.deferred._replace(questions=lambda: (question,) * 7))
    lines = part_of(asking.explain(), "Open questions")
    assert lines[0] == "- Is it? It takes a lawyer's judgement. (`purpose.primarily_commercial`)"
    assert len(lines) == 7


# --- the frame ---------------------------------------------------------------------------------------------


def test_a_memo_leaves_out_empty_sections() -> None:
    whole = Memo("One", "Two", (Section("None", ()), Section("Some", (Point("a", ("b",)),), 3)))
    assert plain(whole) == "One\nTwo\n\nSome:\n- a\n  b\n- and 3 more"


def test_verdicts_in_words() -> None:
    assert verdict_of(Verdict.NOT_GRANTED, ()) == "not granted"
    possible = (Verdict.PERMITTED, Verdict.NEEDS_APPROVAL, Verdict.PROHIBITED)
    assert verdict_of(Verdict.UNKNOWN, possible) == "unknown (permitted, needs approval or prohibited)"


def test_numbers_of_things() -> None:
    assert (counted(1, "fact"), counted(0, "fact"), counted(19, "fact")) == ("1 fact", "0 facts", "19 facts")


def test_explain_is_the_whole_memo() -> None:
    decision = decided(READINGS, "run")
    assert isinstance(decision, Decision)
    assert isinstance(decision.readings, ReadingReport)
    assert decision.explain() == plain(whole_memo(Answer(decision)))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("before anybody sees them", ", before anybody sees them"),
        ("within thirty days", ", within thirty days"),
        ("those that are printed there", ", those that are printed there"),
        ("the name begins", " where the name begins"),
        ("anybody asks", " where anybody asks"),
    ],
)
def test_what_says_when_or_how_is_not_told_as_a_place(where: str, said: str) -> None:
    text = f'grant rights at "1" {{ may run }} duty a at "2" {{ for run must include license_text where "{where}" }}'
    (duty,) = decided(text, "run").duties
    assert duty.text == f"include license text{said}"
