"""The short answer: forty questions of people with a product to ship, and the small parts that it is made of."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest
from command_line import called
from small_license import decided

import licensekit as lk
from every_licence import every
from licensekit.catalogue import shelf
from licensekit.decision.short import ShortAnswer
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import whole_memo
from licensekit.report.as_json import answer_data
from licensekit.report.schema import decision_schema
from licensekit.report.short_layout import FittedPart, columns, cut, fitted, wrapped
from licensekit.report.short_words import plain_numbers
from licensekit.testing.collect import Collected, shipped_cases
from licensekit.vocabulary.acts import IMPLICATIONS, LEAVES
from licensekit.vocabulary.plain_words import CLEAN_HANDS, CONFUSED, WEAKLY_IMPLIED, overlooked, said
from licensekit.vocabulary.words import ATTESTATIONS

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = sorted((ROOT / "tests" / "golden" / "short").glob("*.txt"))


# --- as it was read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_question_is_answered_as_it_was_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is a session: the command, what it prints and its exit status (scripts/refresh_short_answers.py)."""
    monkeypatch.chdir(ROOT)
    told = path.read_text(encoding="utf-8")
    command = told.partition("\n")[0]
    outcome = called(*shlex.split(command.removeprefix("$ licensekit ")))
    assert f"{command}\n{outcome.out}{outcome.err}exit {outcome.status}\n" == told


def test_there_are_forty_questions() -> None:
    assert len(GOLDEN) >= 40


# --- what it says ------------------------------------------------------------------------------------------

TERMS = """
  grant rights at "1" { may any act }
  duty law at "2" { for run must comply with applicable_law }
  duty show at "3" { for run when use.in_business must display "Small" prominently on user_interface }
"""


def part(decision: lk.Decision, kind: str) -> tuple[tuple[str, ...], int]:
    """The items of a part, and how many more there are."""
    return next(((each.items, each.more) for each in decision.short.parts if each.kind == kind), ((), 0))


def test_a_use_that_owes_only_what_everybody_does_is_headed_as_permitted() -> None:
    small = decided(TERMS, "run", {"use.in_business": False})
    assert small.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert small.short.answer == "Yes."
    assert part(small, "must") == ((), 0)
    assert part(small, "also") == (("comply with the law (2)",), 0)


def test_one_duty_stands_in_the_first_sentence() -> None:
    assert decided(TERMS, "run", {"use.in_business": True}).short.answer == (
        'Yes, if you display "Small" prominently on the user interface.'
    )
    assert decided(TERMS, "run").short.answer == (
        'Yes. Whether you must display "Small" prominently on the user interface depends on one fact.'
    )


def test_a_duty_that_is_not_done_is_a_breach_and_one_that_is_done_is_owed_no_more() -> None:
    business = {"use.in_business": True}
    undone = decided(TERMS, "run", business, done={"show": False})
    assert undone.short.answer.endswith("Not to do what you must is a breach.")
    assert part(undone, "must")[0][0].endswith("(3; you say that it is not done)")
    done = decided('grant g at "1" { may run } duty d at "2" { for run must include license_text }', "run", done=["d"])
    assert done.short.answer == "Yes, and what it asks for is done."


GATE = """
  grant rights at "1" { may any act }
  gate paid at "2" { for run when use.in_business needs express_license from "Acme" contact "a@acme" subject "Small" }
"""


def test_an_approval_is_named_with_whom_to_ask_and_why() -> None:
    refused = decided(GATE, "run", {"use.in_business": True})
    assert refused.short.answer == "Not without an express licence from Acme."
    assert part(refused, "ask")[0] == ('Acme for an express licence: a@acme, subject "Small" (2, `paid`)',)
    assert part(refused, "because")[0] == ("`use.in_business` is yes",)
    requested = decided(GATE, "run", {"use.in_business": True}, approvals=[lk.Approval("paid", state="requested")])
    assert requested.short.answer == ("Not without an express licence from Acme, which is asked for and not yet given.")
    held = decided(GATE, "run", {"use.in_business": True}, approvals=[lk.Approval("paid")])
    assert held.short.answer.startswith("Yes, and nothing is owed. You hold an express licence from Acme, the terms")


def test_a_party_whose_name_ends_with_a_stop_ends_the_sentence() -> None:
    refused = decided(GATE.replace("Acme", "Acme Ltd."), "run", {"use.in_business": True})
    assert refused.short.answer == "Not without an express licence from Acme Ltd."


def test_one_open_fact_is_asked_at_once() -> None:
    asked = decided(GATE, "run")
    assert asked.short.answer == f"It depends on one fact: {asked.questions[0].text}"
    assert part(asked, "find_out")[0] == ("`use.in_business` If yes: in need of an approval; if no: permitted",)


def test_what_is_refused_whatever_is_learnt_is_no_open_answer() -> None:
    both = 'grant g at "1" { may embed } prohibition p at "2" { must not run when use.personal }'
    refused = decided(both, "run")
    assert refused.verdict is lk.Verdict.UNKNOWN
    assert refused.short.answer == "No, as it stands: not granted or forbidden, depending on one fact."


def test_what_is_not_granted_says_why() -> None:
    assert decided('grant g at "1" { may run }', "embed").short.answer == (
        "No: the licence does not grant it, its text says nothing of it."
    )
    some = 'grant g at "1" { may run } prohibition p at "2" { must not sell }'
    assert decided(some, "run sell").short.answer == "Not all of it: the licence forbids `sell`."


def test_that_a_sale_takes_a_fee_is_no_assumption() -> None:
    sold = ("ask", "llama-3.1", "--act", "distribute_copy,sell", "--reading", "sale=distributed")
    assert "assumed, not attested" in " ".join(called(*sold).out.split()).lower()
    assert "fee" not in called(*sold).out.partition("To ")[0]


def test_who_has_no_copy_is_told_that_the_terms_of_the_host_apply() -> None:
    short = lk.load("mit").evaluate(lk.Use.of(["run"], {"access.channel": "other_host"})).short
    assert short.answer == (
        "Yes, as far as this licence goes: it does not bind who has no copy of their own; the terms of the host do."
    )


def test_an_act_that_is_easily_overlooked_is_told_where_it_adds_duties() -> None:
    app = "hand out your product with it inside, as an app or a device (`distribute_in_product`)"
    kimi = lk.load("kimi-k2.5").evaluate(lk.Use.of(["embed"]))
    assert part(kimi, "if_you_also")[0] == (
        f"{app}: also include the copyright notice and the licence text in every copy",
    )
    both = lk.load("kimi-k2.5").evaluate(lk.Use.of(["embed", "distribute_in_product"]))
    assert part(both, "if_you_also") == ((), 0)
    teaching = 'grant g at "1" { may use_outputs } prohibition p at "2" { must not train_on_outputs }'
    assert part(decided(teaching, "use_outputs"), "if_you_also")[0] == (
        "train a model on what it produces (`train_on_outputs`): Not all of it: the licence forbids `train_on_outputs`.",
    )
    copyless = lk.Use.of(["embed"], {"access.channel": "other_host"})
    assert part(lk.load("kimi-k2.5").evaluate(copyless), "if_you_also") == ((), 0), "without a copy none is handed out"


def test_no_question_is_shown_whose_answers_read_alike() -> None:
    deepseek = lk.load("llama-4").evaluate(lk.Use.of(["run"], {"work.multimodal": False}))
    asked = part(deepseek, "find_out")[0][0]
    answers = re.findall(r"[Ii]f [^:]+: ([^;]+)", asked)
    assert len(answers) == len(set(answers)) > 1


# --- its forms ---------------------------------------------------------------------------------------------


def test_python_text_json_and_markdown_say_the_same() -> None:
    decision = lk.load("kimi-k2.5").evaluate(lk.Use.of(["embed"], {"product.charged_for": True}))
    short = decision.short
    assert isinstance(short, ShortAnswer)
    assert short == ShortAnswer.model_validate_json(short.model_dump_json())
    words = ("ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes")
    assert called(*words).out == f"{Answer(decision).shortened('--full')}\n"
    told = json.loads(called(*words, "--format", "json").out)
    assert told["short"] == short.model_dump(mode="json")
    assert json.loads(called(*words, "--format", "json", "--full").out) == told, "JSON is one form"
    jsonschema.Draft202012Validator(decision_schema()).validate(answer_data(Answer(decision)))
    markdown = called(*words, "--format", "markdown").out
    assert len(markdown.splitlines()) <= 12
    assert markdown.startswith("**Yes. Whether you must display")
    assert '- **You may owe**: display "Kimi K2.5" prominently on the user interface (¶4)\n' in markdown


def test_a_work_is_named_with_a_tag_that_is_wrong() -> None:
    short = " ".join(
        called("ask", "--model", "MiniMaxAI/MiniMax-M2.7", "--obtained", "2026-05-01", "--act", "run").out.split()
    )
    assert (
        ", for MiniMax M2.7 (weights, text seen, tagged `modified-mit` on huggingface.co, which is not its licence)"
        in short
    )


def test_the_whole_memo_is_a_flag_away() -> None:
    words = ("ask", "mit", "--act", "run")
    assert called(*words).out.splitlines()[-1] == "More: --full. This is not legal advice."
    assert called(*words, "--full").out.startswith("Permitted\n")
    assert called(*words, "--full", "--format", "markdown").out.startswith("**Permitted**\n")


def test_colour_marks_the_verdict_and_the_headings() -> None:
    out = called("ask", "mit", "--act", "distribute_copy", "--color", "always").out
    assert out.startswith("\x1b[1;32mYes, if you ")
    assert "\x1b[1mYou must          \x1b[0m" in out
    plain = called("ask", "mit", "--act", "distribute_copy").out
    assert re.sub("\x1b\\[[0-9;]*m", "", out) == plain


def test_in_python_it_points_to_explain_and_on_the_command_line_to_full() -> None:
    decision = lk.load("kimi-k3").evaluate(lk.Use.of(["call_hosted"]))
    here, there = str(decision.short), called("ask", "kimi-k3", "--act", "call_hosted").out
    assert "--full" not in here
    assert "explain()" not in there
    assert here.splitlines()[-1].startswith("More in explain(): ")
    assert there.splitlines()[-1].startswith("More in --full: ")


def test_what_a_short_answer_counts_is_told_by_the_whole_one() -> None:
    decision = lk.load("kimi-k3").evaluate(lk.Use.of(["call_hosted"]))
    assert len(decision.questions) > 5
    for told in (decision.explain(), called("ask", "kimi-k3", "--act", "call_hosted", "--full").out):
        assert [each.fact for each in decision.questions if f"(`{each.fact}`)" not in told] == []
        assert [each.locator for each in decision.standing_limits if f"{each.locator} (" not in told] == []
        assert " more\n" not in told


# --- the whole memo, tightened -----------------------------------------------------------------------------


CASES = [name for name in shelf.shipped().files if name.endswith(".cases")][::2]


@pytest.mark.parametrize("name", every(CASES))
def test_memos_say_each_thing_once(name: str) -> None:
    for collected in shipped_cases(name).cases[::19]:
        says_each_thing_once(collected)


def says_each_thing_once(collected: Collected) -> None:
    case = collected.case
    use = collected.terms.use(case.acts, {each.fact: each.value for each in case.given})
    memo = whole_memo(Answer(collected.terms.evaluate(use, as_of=case.as_of, assume=case.assume)))
    texts = {section.title: [point.text for point in section.items] for section in memo.sections if section.items}
    assert len(texts) == sum(1 for section in memo.sections if section.items), "no heading twice"
    for title, points in texts.items():
        assert len(points) == len(set(points)), title
    for section in memo.sections:
        if section.title == "Open questions":
            for point in section.items:
                outcomes = [detail.rpartition(": ")[2] for detail in point.details if not detail.startswith("as ")]
                assert len(outcomes) == len(set(outcomes)), point
        assert "0001-01" not in " ".join(detail for point in section.items for detail in point.details)


# --- layout ------------------------------------------------------------------------------------------------


def test_columns_are_those_of_a_terminal() -> None:
    assert [columns(text) for text in ("abc", "漢字", "e\u0301", "👩")] == [3, 4, 1, 2]


def test_words_are_broken_only_where_they_are_longer_than_a_line() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("one " + "x" * 12, 7) == ["one xxx", "xxxxxxx", "xx"]
    assert wrapped("漢字漢字", 4) == ["漢字", "漢字"]


def test_what_is_cut_ends_in_an_ellipsis_and_its_tail() -> None:
    assert cut("one two", 1, 20) == ["one two"]
    assert cut("one two three four five", 1, 20, "; tail") == ["one two thre …; tail"] or cut(
        "one two three four five", 1, 20, "; tail"
    ) == ["one two …; tail"]


def test_a_part_without_a_line_is_counted_on_the_last_one() -> None:
    kinds = [f"k{number}" for number in range(14)]
    blocks = [FittedPart(kind, kind, ["a", "b"], counted_as=("thing", "things")) for kind in kinds]
    lines = fitted(blocks, "The end.", kinds)
    assert len(lines) == 12
    assert lines[-1] == "More in --full: 2 things, 2 things, 2 things. The end."
    assert [block.shown for block in blocks] == [2] * 11 + [0] * 3


def test_a_part_with_too_much_for_its_lines_says_how_much_more_there_is() -> None:
    blocks = [FittedPart("k", "Many", [f"thing number {at} of many" for at in range(40)], most=2)]
    first, second, last = fitted(blocks, "The end.", ["k"])
    assert first.startswith("Many              thing number 0 of many; thing")
    assert second.endswith(f"; and {40 - blocks[0].shown} more: --full")
    assert (blocks[0].shown, last) == (5, "More: --full. The end.")


def test_a_question_that_is_cut_keeps_the_name_of_its_fact() -> None:
    asked = f"{'How many of them are there ' * 9}(`a.fact`) If many: no; if few: yes"
    block = FittedPart("k", "Find out first", [asked], more=3, keep="`a.fact`")
    line, _ = fitted([block], "The end.", ["k"])
    assert line.endswith("… (`a.fact`); and 3 more: --full")
    assert columns(line) <= 100
    whole = FittedPart("k", "Find out first", ["`a.fact` If many: no"], keep="`a.fact`")
    assert fitted([whole], "The end.", ["k"])[0].count("`a.fact`") == 1
    for path in GOLDEN:
        asked = " ".join(
            path.read_text(encoding="utf-8").partition("\nFind out first ")[2].partition("\nWhere")[0].split()
        )
        assert "`" in asked or not asked, path.stem


# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said_so"),
    [
        ("at most 100_000_000", "at most 100 million"),
        ("at least 100_000_001", "more than 100 million"),
        ("at least 20_000_001 USD", "at least 20,000,001 USD"),
        ("less than 1_500_000 USD", "less than 1.5 million USD"),
        ("more than 2_000_000_000 CNY", "more than 2 billion CNY"),
        ("12_345", "12,345"),
        ("at most 999", "at most 999"),
        ("1_000_000.50 USD", "1_000_000.50 USD"),
    ],
)
def test_numbers_are_written_as_people_do(written: str, said_so: str) -> None:
    assert plain_numbers(written) == said_so


def test_words_are_said_with_articles_and_as_they_are_where_there_is_none() -> None:
    assert said("license_text") == "the licence text"
    assert said("separate_license") == "separate licence"


def test_the_tables_of_plain_words_fit_the_vocabulary() -> None:
    assert CLEAN_HANDS.keys() == ATTESTATIONS.keys()
    assert {*CONFUSED, *(each.act for overlook in CONFUSED.values() for each in overlook)} <= LEAVES.keys()
    assert all(act not in {each.act for each in others} for act, others in CONFUSED.items())
    weak = {(each.fact, {True: "yes", False: "no"}[each.value.value]) for each in IMPLICATIONS if each.force == "weak"}
    assert weak == WEAKLY_IMPLIED.keys()


def test_acts_that_are_asked_about_are_not_overlooked() -> None:
    assert [each.act for each in overlooked(("run", "fine_tune"))] == ["embed", "distribute_copy"]
    assert [each.act for each in overlooked(("embed", "fine_tune"))] == ["distribute_copy", "distribute_in_product"]
    assert overlooked(("sell",)) == ()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("if there is one", "keep notice, if there is one"),
        ("of your version, at no charge", "keep notice, of your version, at no charge"),
        ("in writing", "keep notice, in writing"),
        ("or a later version", "keep notice, or a later version"),
        ("the name begins", "keep notice where the name begins"),
        ("forests are near", "keep notice where forests are near"),
    ],
)
def test_nobody_says_where_if(where: str, told: str) -> None:
    text = f'license own {{ title "Own" grant g at "1" {{ may run }} duty d at "2" {{ for run must keep notice where "{where}" }} }}'
    (duty,) = lk.parse(text).evaluate(lk.Use.of(["run"])).duties
    assert duty.text == told


def told_against(*words: str) -> str:
    return " ".join(called("ask", *words).out.split()).partition("Because ")[2].partition(" Where it says so")[0]


def test_what_a_profile_states_against_a_use_is_told_as_what_a_question_states_is(tmp_path: Path) -> None:
    """Whoever had a profile was told "No" and not for which fact; nor was, for whom it followed from one by rule."""
    path = tmp_path / "company.toml"
    path.write_text('[facts]\n"product.charged_for" = true\n', encoding="utf-8")
    asked = ("sul-1.0", "--act", "embed")
    assert told_against(*asked, "--set", "product.charged_for=yes") == "`product.charged_for` is yes"
    by_profile = told_against(*asked, "--profile", str(path))
    assert "".join(by_profile.split()) == "".join(f"`product.charged_for` is yes: profile {path}".split())
    follows = told_against("cc-by-nc-sa-2.5", "--act", "embed", "--set", "product.charged_for=yes")
    assert follows.startswith("`use.earns_money` is yes: a product that uses the work, and for which money is taken,")


def test_acts_that_are_answered_alike_stand_in_no_line_of_their_own() -> None:
    asked = ("sspl-1.0", "--act", "distribute_copy", "--act", "fine_tune", "--set", "work.modified=yes")
    decision = json.loads(called("ask", *asked, "--format", "json").out)
    assert len({tuple(part["possible"]) for part in decision["parts"]}) == 2
    assert "Act by act" not in called("ask", *asked).out


def test_the_answer_under_a_licence_of_which_it_is_open_whether_it_alone_binds_says_so() -> None:
    asked = called("ask", "tiiuae/falcon-180B", "--act", "provide")
    assert asked.status == 3
    assert "\nUnder `apache-2.0` alone: Yes, and nothing is owed.\n" in asked.out
    settled = called("ask", "moonshotai/Kimi-K2.5", "--act", "run")
    assert " alone: " not in settled.out
