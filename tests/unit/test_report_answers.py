"""What the whole reports say beyond the memo, and the versioned JSON form with its schema."""

from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest
from small_license import decided

import licensekit as lk
from every_licence import every
from licensekit.catalogue import shelf
from licensekit.decision.decision import Decision
from licensekit.model.works import Tag
from licensekit.report.answer import Answer, WorkShown
from licensekit.report.as_json import answer_data, as_json
from licensekit.report.as_markdown import as_markdown
from licensekit.report.as_text import WIDTH, as_text
from licensekit.report.memo import NOT_ADVICE
from licensekit.report.plain_data import data
from licensekit.report.schema import decision_schema
from licensekit.testing.collect import shipped_cases

VALIDATOR = jsonschema.Draft202012Validator(decision_schema())


def section(text: str, title: str) -> list[str]:
    """The lines under a heading of the text report."""
    lines = text.split("\n")
    after = lines[lines.index(title) + 1 :]
    return after[: after.index("")]


@pytest.fixture(scope="module")
def kimi() -> Decision:
    facts = {
        "product.charged_for": True,
        "product.monthly_active_users.month": 120_000_000,
        "product.revenue.month": "at most 1 million USD",
    }
    return lk.load("kimi-k2.5").evaluate(lk.Use.of(["embed"], facts))


@pytest.fixture(scope="module")
def dated() -> Decision:
    return lk.load("kimi-k2.5").evaluate(lk.Use.of(["embed"]), as_of=date(2026, 6, 1))


def test_bounds_and_the_distance_from_thresholds(kimi: Decision) -> None:
    text = as_text(Answer(kimi))
    assert section(text, "Stays so while") == [
        "  `product.charged_for` is yes",
        "  `product.monthly_active_users.month` is at least 100_000_001",
        "  and what is assumed, below, is so",
    ]
    assert section(text, "Distance from thresholds") == [
        "  `product.monthly_active_users.month` is 120_000_000: 20_000_000 past the line of `more than",
        "    100_000_000`",
        "      ¶4 (`display-name`)",
        "  `product.revenue.month` is at most 1_000_000 USD: 19_000_000 USD short of the line of `more than",
        "    20_000_000 USD`",
        "      ¶4 (`display-name`)",
    ]


def test_bounds_send_to_what_was_assumed_where_something_was() -> None:
    """A fact that is assumed keeps the answer too, and stood in another section alone."""
    use = lk.Use.of(["run"], {"use.in_business": True})
    told = section(as_text(Answer(lk.load("minimax-m2.7").evaluate(use, assume="standard"))), "Stays so while")
    assert told == ["  `use.in_business` is yes", "  and what is assumed, below, is so"]


def test_no_bounds_where_there_is_no_one_answer() -> None:
    text = as_text(Answer(lk.load("llama-4").evaluate(lk.Use.of(["run"], {"work.multimodal": True}))))
    assert text.startswith("Unknown")
    assert "Stays so while" not in text


def test_what_was_applied_and_that_it_is_no_advice_once(dated: Decision) -> None:
    for text in (as_text(Answer(dated)), as_markdown(Answer(dated))):
        assert text.count("not legal advice") == 1
        assert "SHA-256 c524b41658421b8b…" in text
        assert f"licensekit {lk.__version__}; as-of date: 2026-06-01; assume: standard; readings: taken" in text
    assert as_text(Answer(dated)).endswith(f"\n\n{NOT_ADVICE}\n")


def test_assumptions_of_conduct_are_grouped_and_counted() -> None:
    text = as_text(Answer(lk.load("llama-4").evaluate(lk.Use.of(["run"]))))
    assumed = " ".join(" ".join(section(text, "Assumed")).split())
    count = sum(one.group == "conduct" for one in lk.load("llama-4").evaluate(lk.Use.of(["run"])).assumptions)
    assert count > 1
    assert f"none of the {count} forbidden uses takes place (`conduct`; nobody attested it)" in assumed
    assert (
        "the licensor has neither ended the licence nor asked for anything (1 fact) (`licensor`; nobody attested it)"
        in assumed
    )
    assert "`access.as_end_user_of_product` is no: it can only make the answer stricter" in assumed


def test_one_forbidden_use_is_not_several() -> None:
    text = 'grant rights at "1" { may run } prohibition war at "2" { must not run when conduct.military }'
    assert "  the forbidden use does not take place (`conduct`; nobody attested it)" in as_text(
        Answer(decided(text, "run", assume="standard"))
    )


def test_limits_on_other_acts_are_all_listed() -> None:
    many = "".join(f'prohibition p{n} at "{n}" {{ must not sell }}' for n in range(8))
    text = as_text(Answer(decided(f'grant rights at "1" {{ may run }} {many}', "run")))
    assert section(text, "Prohibited besides")[0] == "  `sell`: 0 (`p0`)"
    assert section(text, "Prohibited besides")[-1] == "  `sell`: 7 (`p7`)"
    assert "7 (`p7`)" in as_markdown(Answer(decided(f'grant rights at "1" {{ may run }} {many}', "run")))
    perhaps = 'grant rights at "1" { may run } prohibition p at "2" { must not sell when use.personal }'
    assert section(as_text(Answer(decided(perhaps, "run"))), "Prohibited besides") == ["  `sell`, perhaps: 2 (`p`)"]


def test_the_work_and_tags_that_disagree(kimi: Decision) -> None:
    tag = Tag(tag="mit", hub="huggingface.co", see=("https://example.org",))
    shown = WorkShown("kimi-k2.5", "Kimi K2.5", "weights", date(2026, 2, 1), (tag,))
    assert section(as_text(Answer(kimi, shown)), "The work") == [
        "  Kimi K2.5 (`kimi-k2.5`), weights, obtained on 2026-02-01",
        "  huggingface.co tags it `mit`, which is not its licence; a tag decides nothing",
        "      see https://example.org",
    ]
    undated = section(as_text(Answer(kimi, shown._replace(obtained=None, tags=()))), "The work")
    assert undated == ["  Kimi K2.5 (`kimi-k2.5`), weights"]


def test_lines_are_at_most_as_wide_as_said_but_for_the_first() -> None:
    text = as_text(Answer(lk.load("llama-4").evaluate(lk.Use.of(["run", "train_other_model"]))))
    assert max(len(line) for line in text.split("\n")[1:]) <= WIDTH


def test_unread_documents_and_notes() -> None:
    text = 'grant rights at "1" { may run } incorporates "Policy" from "https://example.org/p" at "2" unread'
    shown = as_text(Answer(decided(text, "run")))
    assert section(shown, "Not read") == ["  Policy (https://example.org/p)"]


def test_the_first_line_stands_alone_however_long() -> None:
    first, second, *_ = as_text(Answer(lk.load("llama-4").evaluate(lk.Use.of(["run"])))).split("\n")
    assert len(first) > WIDTH
    hands = "clean hands, attested by nobody (`conduct`, `disputes` and `licensor`)"
    assert first.endswith(f"{hands} and `use.reaches_third_parties` is no")
    assert second.startswith("To `run` under ")


# --- JSON --------------------------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(decision_schema())


def test_the_json_form(kimi: Decision, dated: Decision) -> None:
    told = json.loads(as_json(Answer(kimi)))
    assert told["schema"] == 4
    assert told["verdict"] == "permitted_with_duties"
    assert (told["allowed"], told["best"], told["worst"]) == ("yes", "permitted_with_duties", "permitted_with_duties")
    assert told["duties"][0]["text"] == 'display "Kimi K2.5" prominently on the user interface'
    assert told["duties"][0]["obligations"][0]["alternatives"][0]["verb"] == "display"
    assert told["duties"][0]["locator"] == {"document": "", "place": "¶4"}
    assert told["identity"]["as_of"] is None
    assert json.loads(as_json(Answer(dated)))["identity"]["as_of"] == "2026-06-01"
    assert told["identity"]["texts"][0]["sha256"] == lk.load("kimi-k2.5").license.texts[0].sha256
    assert told["headroom"][0]["margin"] == "20_000_000"


@pytest.mark.parametrize("name", every(name for name in shelf.shipped().files if name.endswith(".cases"))[1::2])
def test_the_json_form_of_decisions_is_what_the_schema_says(name: str) -> None:
    """One case in thirty of every second licence: enough to meet every key, quick enough to run always."""
    for collected in shipped_cases(name).cases[::30]:
        case = collected.case
        use = collected.terms.use(case.acts, {one.fact: one.value for one in case.given})
        decision = collected.terms.evaluate(use, as_of=case.as_of, assume=case.assume)
        told = answer_data(Answer(decision))
        VALIDATOR.validate(told)
        assert json.loads(as_json(Answer(decision))) == told


def test_the_json_form_with_a_work_is_what_the_schema_says(kimi: Decision) -> None:
    tag = Tag(tag="mit", hub="huggingface.co", since=date(2026, 1, 1), see=("https://example.org",))
    shown = WorkShown("kimi-k2.5", "Kimi K2.5", "weights", date(2026, 2, 1), (tag,))
    VALIDATOR.validate(json.loads(as_json(Answer(kimi, shown))))


def test_the_schema_is_closed(kimi: Decision) -> None:
    told = answer_data(Answer(kimi))
    for changed in (told | {"more": 1}, {key: value for key, value in told.items() if key != "verdict"}):
        with pytest.raises(jsonschema.ValidationError):
            VALIDATOR.validate(changed)


def test_a_value_without_a_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="float has no form in JSON"):
        data(1.5)


# --- numbers and duties in words ----------------------------------------------------------------------------

WAITING = """
  grant rights at "1" { may any act }
  gate g at "2" { for run needs consent from "X" }
  duty a at "3" { for run must include license_text }
  duty b at "3.1" { for run must include license_text }
  duty c at "4" { for run when product.charged_for must pay licensor }
"""


@pytest.mark.parametrize(
    ("condition", "people", "where"),
    [
        ("less than 8", 4, "4 within the limit of `less than 8`"),
        ("less than 8", 8, "0 beyond the limit of `less than 8`"),
        ("at most 8", 40, "32 beyond the limit of `at most 8`"),
        ("more than 8", 40, "32 past the line of `more than 8`"),
        ("at least 8", 4, "4 short of the line of `at least 8`"),
        ("exactly 8", 4, "4 from the line of `exactly 8`"),
    ],
)
def test_on_which_side_of_a_threshold_a_number_lies(condition: str, people: int, where: str) -> None:
    terms = f'grant free at "1" {{ may any act when licensee.people.now {condition} }}'
    text = as_text(Answer(decided(terms, "run", {"licensee.people.now": people})))
    assert section(text, "Distance from thresholds")[0] == f"  `licensee.people.now` is {people}: {where}"


def test_an_obligation_of_two_clauses_is_listed_once_and_an_open_one_as_open() -> None:
    waiting = decided(WAITING, "run")
    assert section(as_text(Answer(waiting)), "Duties once it is approved") == [
        "  include license text",
        "      3 (`a`)",
        "      3.1 (`b`)",
    ]
    open_duty = ["  pay licensor", "      4 (`c`)"]
    assert section(as_text(Answer(waiting)), "Duties that may apply once it is approved") == open_duty
    assert {duty["clause"]: duty["truth"] for duty in answer_data(Answer(waiting))["duties"]} == {
        "a": "true",
        "b": "true",
        "c": "unknown",
    }
    charged = decided(WAITING, "run", {"product.charged_for": True})
    assert section(as_text(Answer(charged)), "Duties once it is approved")[-2:] == open_duty


def test_an_approval_that_is_held_is_not_waited_for() -> None:
    text = as_text(Answer(decided(WAITING, "run", approvals=[lk.Approval("g")])))
    assert section(text, "Approvals")[1] == "      held; its own terms were not read"


def test_answers_to_a_question_name_only_the_duties_that_they_bring() -> None:
    text = as_text(Answer(decided(WAITING, "run", approvals=[lk.Approval("g")])))
    assert section(text, "Open questions")[-2:] == [
        "      yes: permitted with duties, with `c`",
        "      no: permitted with duties",
    ]


def test_answers_name_the_duties_of_a_clause_for_several_families_of_acts() -> None:
    text = as_text(Answer(lk.load("deepseek-model-1.0").evaluate(lk.Use.of(["distil"]))))
    first = " ".join(" ".join(section(text, "Open questions")).split())
    assert (
        "yes: permitted with duties, with `bind-by-agreement`, `tell-users`, `copy`, `keep` and `bind-users`" in first
    )
    assert "no: permitted with duties " in first


TWO_FACTS = """
  grant rights at "1" { may run }
  duty keep at "2" { for run must include license_text }
  duty tell at "3" { for run when use.in_business and work.modified must notify "me" }
"""


def test_answers_that_read_alike_are_not_told() -> None:
    asked = section(as_text(Answer(decided(TWO_FACTS, "run"))), "Open questions")
    assert asked[0] == "  What settles nothing by itself, but together with others:"
    assert [line for line in asked if "(`use.in_business`)" in line or "(`work.modified`)" in line] == asked[1:]


def test_a_duty_stands_with_its_reason_and_not_under_what_the_answer_rests_on() -> None:
    text = as_text(Answer(decided(TWO_FACTS, "run", {"use.in_business": True, "work.modified": True})))
    assert section(text, "Duties")[-4:] == [
        '  notify "me"',
        "      3 (`tell`)",
        "      when `use.in_business and work.modified`",
        "      here `use.in_business` is yes, `work.modified` is yes",
    ]
    assert section(text, "Rests on") == ["  1 (`rights`): grants it"]
