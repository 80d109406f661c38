"""`ask --interactive` and `init`: questions on a terminal, what they take, and what they write."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.cli import prompting
from licensekit.cli.prompting import Prompt
from optional import needs
from unit.command_line import answered, called, findings

ASK = ("ask", "kimi-k2.5", "--act", "embed", "--interactive")


# -- ask --interactive -------------------------------------------------------------------------------------------


def test_the_interview_ends_in_the_answer_and_in_how_to_ask_it_again() -> None:
    outcome, prompts = answered(*ASK, answers=["at most 20 million USD", "at most 5 million"])
    assert outcome.status == 0
    assert (
        outcome.out
        == called(
            *ASK[:-1],
            "--set",
            "product.monthly_active_users.month=at most 5_000_000",
            "--set",
            "product.revenue.month=at most 20_000_000 USD",
        ).out
    )
    assert len(prompts) == 2
    again = outcome.err.splitlines()[-1].strip()
    assert (
        again
        == "--set 'product.monthly_active_users.month=at most 5_000_000' --set 'product.revenue.month=at most 20_000_000 USD'"
    )


def test_a_question_is_put_with_its_reason_and_its_answers() -> None:
    _, (first, *_) = answered(*ASK, answers=[])
    assert first.lines == (
        "1. How much revenue does the product make in the last full calendar month? (`product.revenue.month`)",
        "  ¶4 (`display-name`) depends on it: permitted or permitted with duties",
        "  enough to know: at most 20_000_000 USD",
        "  or an amount, such as 5 million USD, or at most 5 million USD",
    )
    assert first.choices == (
        ("at most 20_000_000 USD", "at most 20_000_000 USD: permitted, perhaps with duties"),
        ("more than 20_000_000 USD", "more than 20_000_000 USD: permitted with duties, with `display-name`"),
    )


def test_a_slip_is_told_with_the_question_and_back_takes_an_answer_away() -> None:
    _, prompts = answered(*ASK, answers=["lots", "at most 20 million USD", "<", "?"])
    assert (
        prompts[1].lines[0]
        == "`product.revenue.month`: `lots` is not an amount of money; write it like `20 million USD` or `at most 20 million USD`"
    )
    assert [prompt.lines[0][:2] for prompt in prompts[2:4]] == ["2.", "1."]
    assert prompts[4].lines[0].startswith("2.")


def test_who_stops_has_the_answer_so_far() -> None:
    for answers in ([], ["."]):
        outcome, prompts = answered(*ASK, answers=answers)
        assert len(prompts) == 1
        assert outcome.err == ""
        assert outcome.out == called(*ASK[:-1]).out


def test_options_that_lead_alike_say_that_they_count_together() -> None:
    _, prompts = answered(*ASK, answers=["?", "more than 100 million"])
    assert any("  it counts together with other answers only" in prompt.lines for prompt in prompts)


def test_nobody_can_answer_on_an_input_that_is_read_already() -> None:
    outcome = called("ask", "mit", "--act", "run", "--facts", "-", "--interactive", stdin=b"")
    assert "error[LK704]: standard input is read for two things" in findings(outcome)


def test_json_and_an_interview_go_together() -> None:
    outcome, _ = answered(*ASK, "--format", "json", answers=["at most 20 million USD", "at most 5 million"])
    assert '"verdict": "permitted"' in outcome.out


# -- init --------------------------------------------------------------------------------------------------------

EIGHT = ["company", "Germany", "yes", "at most 5 million USD", "at most 1 million", "yes", "DE,FR", "Legal on today"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_eight_questions_make_a_profile(here: Path) -> None:
    outcome, prompts = answered("init", answers=EIGHT)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == "licensekit.toml: says 8 things; `licensekit ask LICENSE --act run` takes it here\n"
    assert len(prompts) == 8
    said = lk.read_profile("licensekit.toml").said
    assert list(said.facts) == [
        "group.monthly_active_users.any_month",
        "group.revenue.any_12_months",
        "licensee.domicile",
        "licensee.kind",
        "product.charged_for",
        "use.countries",
        "use.in_business",
    ]
    assert str(said.attested) == "conduct, disputes, breach, licensor, sanctions by Legal on 2026-06-01"
    assert [path.name for path in here.iterdir()] == ["licensekit.toml"]
    assert called("ask", "llama-3.1", "--act", "embed").status == 0


def test_what_is_said_by_an_option_is_not_asked(here: Path) -> None:
    outcome, prompts = answered(
        "init",
        "--set",
        "licensee.kind=company",
        "--set",
        "product.exists=yes",
        "--attest",
        "conduct by L on 2026-06-01",
        answers=EIGHT[1:7],
    )
    assert outcome.status == 0
    assert len(prompts) == 6
    assert prompts[0].lines[0].startswith("1/6. In which country")
    assert lk.read_profile(here / "licensekit.toml").said.facts["product.exists"] == lk.Exactly(True)


def test_yes_asks_nothing_and_leaves_room_to_write(here: Path) -> None:
    outcome, prompts = answered("init", "--yes", "--set", "use.in_business=yes", answers=EIGHT)
    assert (outcome.status, prompts) == (0, [])
    text = (here / "licensekit.toml").read_text(encoding="utf-8")
    assert '# "licensee.kind" = …   (such as company)' in text
    assert dict(lk.read_profile("licensekit.toml").said.facts) == {"use.in_business": lk.Exactly(True)}


def test_a_slip_is_asked_again_and_back_goes_back(here: Path) -> None:
    answers = [
        "firm",
        "company",
        "Atlantis",
        "<",
        "individual",
        "DE",
        "?",
        "$5",
        "5 million USD",
        "",
        "no",
        "worldwide",
        "me on 2026-02-30",
        "?",
    ]
    outcome, prompts = answered("init", answers=answers)
    assert outcome.status == 0
    assert prompts[1].lines[0].startswith("`firm` is not one of its options")
    assert prompts[3].lines[0].startswith("`Atlantis` is not the code of a country")
    assert prompts[8].lines[0] == "`$5` is not an amount of money; write `5 USD`, or another currency"
    assert prompts[-1].lines[0] == "there is no day `2026-02-30`; write year-month-day, such as 2026-06-01"
    said = lk.read_profile(here / "licensekit.toml").said
    assert (said.facts["licensee.kind"], said.attested) == (lk.Exactly("individual"), None)
    assert "use.in_business" not in said.facts


@pytest.mark.parametrize("answers", [[], EIGHT[:5], [*EIGHT[:5], "."]])
def test_who_stops_has_nothing_written(here: Path, answers: list[str]) -> None:
    outcome, _ = answered("init", answers=answers)
    assert outcome.status == 2
    assert findings(outcome) == ["error[LK705]: the questions were not answered to the end, and nothing is written"]
    assert list(here.iterdir()) == []


REFUSED = [
    (("--set", "product.charged_for=yes", "--set", "product.exists=no"), "LK522"),
    (("--set", "product.charged_four=yes"), "LK501"),
    (("--set", "use.in_business=yes", "--set", "use.in_business=no"), "LK505"),
    (("--set", "use.in_business=perhaps"), "LK502"),
    (("--attest", "conducts by L on 2026-06-01"), "LK502"),
    (("-o", "profile.json"), "LK703"),
    (("-o", "nowhere/profile.toml"), "LK707"),
]


@pytest.mark.parametrize(("words", "code"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(here: Path, words: tuple[str, ...], code: str) -> None:
    outcome = called("init", "--yes", *words)
    assert outcome.status == 2
    assert [line[6:11] for line in findings(outcome)][:1] == [code]
    assert list(here.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(here: Path) -> None:
    for make in (lambda path: path.write_text("x"), lambda path: path.symlink_to("nowhere"), lambda path: path.mkdir()):
        path = here / "licensekit.toml"
        make(path)
        outcome, prompts = answered("init", answers=EIGHT)
        assert prompts == []
        assert findings(outcome) == ["error[LK707]: `licensekit.toml` is there already, and is not written over"]
        assert [each.name for each in here.iterdir()] == ["licensekit.toml"]
        path.rmdir() if path.is_dir() else path.unlink()


def test_a_file_that_comes_while_one_answers_stays(here: Path) -> None:
    answers = iter(EIGHT)

    def slow() -> str:
        (here / "licensekit.toml").write_text("mine", encoding="utf-8")
        return next(answers)

    outcome, _ = answered("init", answers=(slow() for _ in EIGHT))
    assert findings(outcome) == ["error[LK707]: `licensekit.toml` is there already, and is not written over"]
    assert (here / "licensekit.toml").read_text(encoding="utf-8") == "mine"
    assert len(list(here.iterdir())) == 1


def test_all_mistakes_come_at_once(here: Path) -> None:
    (here / "licensekit.toml").write_text("x", encoding="utf-8")
    outcome = called("init", "--yes", "--set", "a=b", "--attest", "x")
    assert [line[6:11] for line in findings(outcome)] == ["LK707", "LK501", "LK502"]


# -- lines and lists ---------------------------------------------------------------------------------------------


def test_letters_choose_and_everything_else_is_taken_as_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prompt = Prompt(("1. Why?",), (("yes", "yes: permitted"), ("no", "no")), "  keys")
    for line, taken in (("a\n", "yes"), ("B\n", "no"), ("c\n", "c"), ("5\n", "5"), ("\n", ""), ("", None)):
        monkeypatch.setattr(sys, "stdin", io.StringIO(line))
        assert prompting.by_lines(prompt) == taken
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("\n1. Why?\n  a  yes: permitted\n  b  no\n  keys\n> ")


def test_a_long_list_is_not_shown_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\n"))
    assert prompting.by_lines(Prompt(("Where?",), tuple((str(at), str(at)) for at in range(249)))) == "a"
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_it_runs_through_a_pipe(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "licensekit", *ASK],
        input="a\na\n",
        cwd=tmp_path,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Kimi K2.5" in done.stdout
    assert "2. How many monthly active users" in done.stderr


def test_lists_choose_and_take_what_is_written() -> None:
    needs("questionary")
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    def chosen(prompt: Prompt, keys: str) -> str | None:
        with create_pipe_input() as typed:
            typed.send_text(keys)
            with create_app_session(input=typed, output=DummyOutput()):
                return prompting.by_lists(prompt)

    down = "\x1b[B"
    short = Prompt(("Why?",), (("yes", "yes: permitted"), ("no", "no")))
    long = Prompt(("Where?",), tuple((str(at), f"Country {at}") for at in range(20)))
    assert [chosen(short, keys) for keys in ("\r", f"{down}\r", f"{down * 3}\r", f"{down * 2}\r5 USD\r")] == [
        "yes",
        "no",
        "?",
        "5 USD",
    ]
    assert [chosen(long, keys) for keys in ("7 Country 7\r", "Atlantis\r")] == ["7", "Atlantis"]
    assert chosen(Prompt(("How much?",)), "5\r") == "5"


def test_bytes_that_are_no_text_are_no_answer(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "licensekit", *ASK],
        input=b"\xff\xfe\n\xff\na\n",
        cwd=tmp_path,
        env={**os.environ},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert b"internal error" not in done.stderr
