"""`licensekit ask`: the commands of the issue, every option, and everything wrong at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import called, findings

from licensekit.cli.outcome import Exit


def full(*words: str, stdin: bytes = b"", colour: bool = False) -> Exit:
    """The whole memo of `ask`."""
    return called(*words, "--full", stdin=stdin, colour=colour)


ROOT = Path(__file__).resolve().parents[2]
KIMI = ("ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes")
OWN = """
license own {
  title "Own"
  fact plan.name is one of { free, paid } "Which plan?"
  reading wide at "2" "Is it wide?" {
    option yes-wide "wide" taken because "stricter for every use"
    option narrow "narrow"
  }
  grant rights at "1" { may run, embed }
  gate paid at "2" { for run when plan.name is paid or reading wide is yes-wide needs permission from "Own" }
  duty report at "3" { for embed must notify "own@example.org" about misuse }
}
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.lic"
    path.write_text(OWN, encoding="utf-8")
    return str(path)


# --- the commands of the issue -----------------------------------------------------------------------------


def test_permitted_with_duties() -> None:
    outcome = full(*KIMI, "--set", "product.monthly_active_users.month=120 million")
    assert outcome.status == 0
    assert outcome.err == ""
    assert outcome.out.splitlines()[0] == "Permitted with duties"
    assert 'display "Kimi K2.5" prominently on the user interface\n      ¶4 (`display-name`)' in outcome.out


def test_not_granted() -> None:
    outcome = full(
        "ask", "llama-4", "--act", "fine_tune", "--set", "licensee.domicile=FR", "--set", "work.multimodal=yes"
    )  # fmt: skip
    assert outcome.status == 1
    assert outcome.out.startswith("Not granted.")
    assert "`fine_tune`: not granted; the text reserves this case" in outcome.out
    assert "use-policy ¶3 (`eu-multimodal`): takes rights away" in outcome.out


def test_open() -> None:
    outcome = full("ask", "llama-4", "--act", "run", "--set", "group.monthly_active_users[2025-03]=at most 1 million")
    assert outcome.status == 3
    first = outcome.out.splitlines()[0]
    assert first.startswith("Unknown: from permitted with duties to not granted. First question: ")
    assert "(`work.multimodal`)" in first
    assert "clean hands, attested by nobody (`conduct`, `disputes` and `licensor`)" in first
    assert "(`licensee.domicile`)" in outcome.out


def test_contested_as_markdown() -> None:
    facts = str(ROOT / "examples" / "company-workflow.toml")
    outcome = full("ask", "minimax-m2.7", "--facts", facts, "--format", "markdown")
    assert outcome.status == 1
    assert outcome.out.startswith("**Needs approval. Taken for granted:")
    assert "  - `caught` (what a business does, it does for advantage): needs approval; taken because" in outcome.out
    assert "  - `by_aim` (only where commercial advantage or money is the main aim): permitted\n" in outcome.out


def test_a_model_by_the_day_on_which_it_was_obtained() -> None:
    outcome = full("ask", "--model", "MiniMaxAI/MiniMax-M2.7", "--obtained", "2026-04-12", "--act", "run")
    assert outcome.status == 3
    assert "(`minimax-m2.7-initial`)" in outcome.out.splitlines()[1]
    assert "MiniMax M2.7 (`minimax-m2.7`), weights, obtained on 2026-04-12" in outcome.out
    assert "`product.charged_for`" in outcome.out


def test_a_gate_in_ci(own: str) -> None:
    facts = json.dumps({"acts": ["run"], "facts": {"plan.name": "free"}}).encode()
    outcome = full("ask", own, "--facts", "-", "--assume", "safe", "--readings", "strict", stdin=facts)
    assert (outcome.status, outcome.err) == (1, "")
    assert outcome.out.startswith("Needs approval, the worst of what is possible (permitted or needs approval)\n")
    taken = full("ask", own, "--facts", "-", "--reading", "wide=narrow", stdin=facts)
    assert (taken.status, taken.out.splitlines()[0]) == (0, "Permitted")


# --- options -----------------------------------------------------------------------------------------------


def test_acts_in_lists_and_in_several_options() -> None:
    both = called("ask", "mit", "--act", "run,embed", "--act", "distribute_copy", "--format", "json")
    assert [part["act"] for part in json.loads(both.out)["parts"]] == ["run", "distribute_copy", "embed"]


def test_several_licences_bind_together_or_are_a_choice() -> None:
    together = full("ask", "mit", "minimax-m2.7", "--act", "run", "--set", "conduct.military=yes")
    choice = full("ask", "mit", "--any", "minimax-m2.7", "--act", "run", "--set", "conduct.military=yes")
    assert (together.status, together.out.splitlines()[0]) == (1, "Prohibited")
    assert (choice.status, choice.out[:9]) == (0, "Permitted")


def test_a_set_of_a_fact_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "facts.toml"
    file.write_text('[facts]\n"product.monthly_active_users.month" = "at most 1"\n', encoding="utf-8")
    more = "product.monthly_active_users.month=120 million"
    asked = (*KIMI, "--facts", str(file), "--format", "json")
    least = json.loads(called(*asked).out)
    most = json.loads(called(*asked, "--set", more).out)
    given = {fact["fact"]: fact["value"] for fact in most["facts"]}
    assert "display-name" not in [duty["clause"] for duty in least["duties"] if duty["status"] == "due"]
    assert given["product.monthly_active_users.month"] == "120_000_000"
    forgotten = json.loads(called(*asked, "--set", "product.monthly_active_users.month=unknown").out)
    assert {fact["fact"]: fact["value"] for fact in forgotten["facts"]}[
        "product.monthly_active_users.month"
    ] == "unknown"


PAID = ("ask", "minimax-m2.7", "--act", "embed", "--set", "product.charged_for=yes")


def test_an_approval_held_or_requested_and_one_that_begins_later() -> None:
    missing = full(*PAID)
    held = full(*PAID, "--approval", "authorization=held")
    requested = full(*PAID, "--approval", "minimax-m2.7.authorization=requested")
    early = full(*PAID, "--approval", "authorization=held:2026-07-01", "--as-of", "today")
    assert [one.status for one in (missing, held, requested, early)] == [1, 0, 1, 1]
    assert "held; its own terms were not read" in held.out
    assert "requested, and not yet held" in requested.out
    assert "on 2026-06-01" in early.out
    assert "it begins on 2026-07-01" in early.out


def test_an_approval_on_the_command_line_replaces_that_of_the_file() -> None:
    facts = b'{"approvals": [{"gate": "minimax-m2.7.authorization", "state": "held"}]}'
    assert called(*PAID, "--facts", "-", stdin=facts).status == 0
    assert called(*PAID, "--facts", "-", "--approval", "authorization=refused", stdin=facts).status == 1


def test_a_duty_that_is_done() -> None:
    outcome = full("ask", "mit", "--act", "distribute_copy", "--done", "notice")
    assert (outcome.status, "Duties done" in outcome.out) == (0, True)


def test_a_rate_of_exchange() -> None:
    asked = (*KIMI, "--set", "product.monthly_active_users.month=1", "--set", "product.revenue.month=200 million CNY")
    assert "Duties that may apply" in full(*asked).out
    assert "At what rate, and on what day, is CNY converted to USD?" in full(*asked).out
    assert "Duties\n" in full(*asked, "--rate", "1 CNY = 0.14 USD on 2026-06-01").out


def test_a_converted_amount_is_written_without_zeros_behind_it() -> None:
    facts = ("--set", "product.monthly_active_users.month=1", "--set", "product.revenue.month=90 CNY")
    out = full(*KIMI, *facts, "--rate", "1 CNY = 0.50 USD on 2026-06-01").out
    assert "`product.revenue.month` is 45 USD: 19_999_955 USD short of the line" in out


def test_an_attestation_is_shown_and_takes_the_assumption_away() -> None:
    asked = ("ask", "minimax-m2.7", "--act", "run", "--set", "use.personal=yes", "--set", "product.exists=no")
    assert "attested by nobody (`conduct`)" in full(*asked).out.splitlines()[0]
    signed = full(*asked, "--attest", "conduct by Legal on 2026-06-01").out
    assert "attested by nobody" not in signed
    assert "attested: conduct by Legal on 2026-06-01" in signed


def test_assuming_nothing_leaves_conduct_open() -> None:
    asked = ("ask", "llama-4", "--act", "run", "--set", "conduct.military=no", "--assume", "none")
    assert called(*asked).status == 3


def test_the_day_of_a_facts_file_finds_the_licence_of_a_model() -> None:
    facts = b'{"as_of": "2026-04-12", "acts": ["run"]}'
    outcome = full("ask", "--model", "MiniMaxAI/MiniMax-M2.7", "--facts", "-", stdin=facts)
    assert "(`minimax-m2.7-initial`), on\n2026-04-12\n" in outcome.out


def test_all_parts_of_a_model() -> None:
    outcome = full("ask", "--model", "deepseek-ai/DeepSeek-V2", "--part", "all", "--act", "run")
    assert "(`deepseek-model-1.0`) and MIT License (`mit`)" in outcome.out.splitlines()[1]


def test_a_licence_from_standard_input() -> None:
    assert called("ask", "-", "--act", "embed", stdin=OWN.encode()).status == 0


def test_one_of_several_licences_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "two.lic"
    path.write_text(OWN + 'license other { title "Other" grant rights at "1" { may run } }', encoding="utf-8")
    assert findings(full("ask", str(path), "--act", "run")) == [
        f"error[LK608]: `{path}` holds several licences: `own`, `other`"
    ]
    assert full("ask", str(path), "--license", "other", "--act", "run").out.splitlines()[0] == "Permitted"


# --- what is wrong -----------------------------------------------------------------------------------------


def test_everything_wrong_is_said_at_once() -> None:
    outcome = called(
        "ask", "mitt", "--act", "rn,run", "--st", "x=y", "--set", "product.chargd_for=yes", "--set", "use.personal=1",
        "--as-of", "2026-13-01", "--assume", "saf", "--approval", "authorization", "--rate", "1 CNY is 1",
        "--attest", "conduct", "--reading", "wide", "--index", "cpi", "--format",
    )  # fmt: skip
    assert (outcome.status, outcome.out) == (2, "")
    assert findings(outcome) == [
        "error[LK705]: `--format` needs a value",
        "error[LK701]: `--st` is not an option of `licensekit ask`",
        "error[LK122]: `--as-of`: there is no day `2026-13-01`",
        "error[LK601]: there is no licence `mitt` in the catalogue",
        "error[LK703]: `--assume` cannot be `saf`",
        "error[LK703]: `wide` is not a reading",
        "error[LK502]: `--approval`: `authorization` is not an approval",
        "error[LK502]: `--rate`: `1 CNY is 1` is not a rate",
        "error[LK502]: `--index`: `cpi` is not an index",
        "error[LK502]: `--attest`: `conduct` is not an attestation",
        "error[LK503]: `rn` is not an act",
        "error[LK501]: `product.chargd_for` is not a fact of the vocabulary",
        "error[LK502]: `use.personal`: `1` is neither yes nor no",
    ]
    assert "  = help: did you mean `product.charged_for`?" in outcome.err
    assert "  = help: did you mean `--set`?" in outcome.err


def test_gates_readings_and_duties_that_the_licence_does_not_have_are_said_with_the_rest() -> None:
    outcome = called(
        "ask", "kimi-k2.5", "--act", "run", "--approval", "pid=held", "--done", "notic", "--reading", "x=y", "--set", "a"
    )  # fmt: skip
    assert [line[:13] for line in findings(outcome)] == [
        "error[LK502]:",
        "error[LK531]:",
        "error[LK532]:",
        "error[LK537]:",
    ]


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (("ask", "mit"), "error[LK530]: no act is asked about"),
        (("ask", "--act", "run"), "error[LK705]: no licence is named"),
        (("ask", "mit", "--model", "kimi-k2.5", "--act", "run"), "error[LK704]: a licence and `--model` are both given"),
        (("ask", "mit", "--part", "code", "--act", "run"), "error[LK704]: `--part` says something of a model, and none is named"),
        (
            ("ask", "mit", "--obtained", "2026-01-01", "--act", "run"),
            "error[LK704]: `--obtained` says something of a model, and none is named",
        ),
        (("ask", "-", "--facts", "-", "--act", "run"), "error[LK704]: standard input is read for two things"),
        (("ask", "mit", "--act", "run", "--as-of", "today", "--as-of", "today"), "error[LK704]: `--as-of` is given 2 times"),
        (
            ("ask", "kimi-k2.5", "--act", "run", "--readings", "strict", "--reading", "commercial-product=paid"),
            "error[LK704]: `--readings strict` leaves no reading to choose",
        ),
        (
            ("ask", "kimi-k2.5", "--act", "run", "--reading", "a=b", "--reading", "a=c"),
            "error[LK704]: the reading `a` is given twice",
        ),
        (("ask", "mit", "--act", "run", "--facts", "none.toml"), "error[LK506]: the facts file `none.toml` cannot be read: no such file or directory"),
        (("ask", "mit", "--any=yes", "--act", "run"), "error[LK703]: `--any` takes no value"),
        (("ask", "--model", "glm-5-turbo", "--act", "run"), "error[LK604]: `glm-5-turbo`: no licence for weights is published; terms of the service apply"),
        (("ask", "--model", "MiniMaxAI/MiniMax-M2.7", "--act", "run"), "error[LK603]: the licence of `minimax-m2.7` (weights) changed, and it is not said when the copy was obtained"),
        (("ask", "none.lic", "--act", "run"), "error[LK605]: there is no file `none.lic`"),
        (("ask", "mit", "--act", "embed", "--set", "product.exists=no"), "error[LK521]: `product.exists` is given as no, but to host or embed it is to use it in a product or service of yours"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(words: tuple[str, ...], finding: str) -> None:
    outcome = called(*words)
    assert (outcome.status, outcome.out) == (2, "")
    assert finding in findings(outcome)


def test_the_mend_of_a_file_that_cannot_be_read_is_not_mixed_with_what_it_may_explain(tmp_path: Path) -> None:
    path = tmp_path / "broken.lic"
    path.write_text(OWN.replace("title", "titel"), encoding="utf-8")
    outcome = called("ask", str(path), "--act", "run", "--set", "plan.name=free")
    assert findings(outcome)
    assert "LK501" not in outcome.err
    assert f"{path}:3:3" in outcome.err


def test_control_characters_of_a_command_line_are_written_out() -> None:
    outcome = called("ask", "\x1b[2Jmit", "--act", "run", "--set", "\u202eabc=yes")
    assert outcome.status == 2
    assert "\x1b" not in outcome.err
    assert "\u202e" not in outcome.err
    assert "`\\x1b[2Jmit`" in outcome.err


def test_a_fact_of_other_licences_alone_says_whose_it_is() -> None:
    outcome = called(
        "ask", "mit", "--act", "run", "--set", "work.shows_no_legal_notices=yes", "--set", "conduct.zzz=yes"
    )
    assert outcome.status == 2
    assert findings(outcome) == [
        "error[LK501]: `work.shows_no_legal_notices` is not a fact of the vocabulary",
        "error[LK501]: `conduct.zzz` is not a fact of the vocabulary",
    ]
    assert "it is a fact of `gpl-2.0`, `gpl-3.0` alone, which the question is not about" in outcome.err
    assert "see `licensekit facts` for the facts of `conduct`" in outcome.err


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("1.380", "USD to KRW at 1.38 (if you mean 1_380, write `1_380`)"),
        ("1.085", "USD to KRW at 1.085 (if you mean 1_085, write `1_085`)"),
        ("1_380", ""),
        ("0.380", ""),
        ("1.38", ""),
        ("1380.500", ""),
    ],
)
def test_a_rate_that_may_be_two_numbers_is_read_with_a_point_and_says_so(rate: str, said: str) -> None:
    """`1.085` is an everyday rate and no error; but whoever writes 1380 as `1.380` must see what was read."""
    question = ("ask", "kimi-k2.5", "--act", "embed", "--set", "product.revenue.month=21 million USD")
    asked = (*question, "--rate", f"1 USD = {rate} KRW on 2026-06-01")
    assert ("if you mean" in " ".join(called(*asked).out.split())) is bool(said)
    assert said in " ".join(called(*asked).out.split())
    notes = json.loads(called(*asked, "--format", "json").out)["notes"]
    assert [note for note in notes if "two numbers" in note] == ([f"a rate may be two numbers: {said}"] if said else [])
