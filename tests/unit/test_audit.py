"""The gate: what a policy says holds for what it says, each finding at its place, and nothing passes by being open."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

from licensekit.cli.outcome import Exit
from unit.command_line import called

SARIF = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text())


class Gate:
    """A policy and its inventory in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, policy: str, *rows: str, header: str = "name,license") -> Gate:
        (self.folder / "licences.toml").write_text(policy)
        (self.folder / "models.csv").write_text("\n".join([header, *rows, ""]))
        return self

    def audit(self, *words: str, as_of: str = "2026-06-01") -> Exit:
        return called("audit", str(self.folder / "licences.toml"), "--as-of", as_of, *words)

    def codes(self, *words: str, as_of: str = "2026-06-01") -> list[tuple[str, str]]:
        """The severity and code of each finding."""
        told = json.loads(self.audit("--format", "json", *words, as_of=as_of).out)
        return [(each["severity"], each["code"]) for each in told["findings"]]


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path)


PRODUCT = '[[products]]\nname = "assistant"\ninventory = "models.csv"\nacts = ["{acts}"]\n'
RUN, EMBED = PRODUCT.format(acts="run"), PRODUCT.format(acts="embed")


# --- statuses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "status", "codes"),
    [
        (["a,MIT"], 0, []),
        (["a,deepseek-model-1.0"], 1, [("error", "LK853")]),
        (["a,nobody-1.0"], 3, [("error", "LK852")]),
        (["a,"], 3, [("error", "LK852")]),
        (["a,nobody-1.0", "b,deepseek-model-1.0"], 1, [("error", "LK852"), ("error", "LK853")]),
    ],
)
def test_the_status_is_as_in_ask(gate: Gate, rows: list[str], status: int, codes: list[tuple[str, str]]) -> None:
    policy = '[facts]\n"conduct.military" = true\n' + RUN
    outcome = gate.write(policy, *rows).audit()
    assert (outcome.status, outcome.err) == (status, "")
    assert gate.codes() == codes


def test_without_a_day_nothing_is_answered(gate: Gate) -> None:
    gate.write(RUN, "a,MIT")
    outcome = called("audit", str(gate.folder / "licences.toml"))
    assert outcome.status == 2
    assert "error[LK705]: no day is named" in outcome.err


def test_a_finding_stands_at_the_row_of_its_component(gate: Gate) -> None:
    outcome = gate.write(RUN, "a,MIT", "b,nobody-1.0").audit("--format", "github")
    assert re.search(
        r"::error file=.*models\.csv,line=3,col=1,title=LK852::whether `b` may be used is open", outcome.out
    )


def test_sarif_fits_its_schema_and_holds_what_is_let_stand(gate: Gate) -> None:
    exception = EXCEPTION.format(concern="unknown").replace("06-30", "12-31")
    told = json.loads(gate.write(RUN + exception, "a,nobody-2.0", "b,nobody-1.0").audit("--format", "sarif").out)
    jsonschema.validate(told, SARIF)
    results = told["runs"][0]["results"]
    assert [each.get("suppressions", [{}])[0].get("justification") for each in results] == [
        None, "on its way out (until 2026-12-31)",
    ]  # fmt: skip


def test_junit_has_a_case_for_every_component(gate: Gate) -> None:
    out = gate.write(RUN, "a,MIT", "b,nobody-1.0").audit("--format", "junit").out
    assert '<testcase classname="assistant" name="a"/>' in out
    assert 'name="LK852"' in out
    assert 'tests="2" failures="0" errors="1"' in out


# --- approvals ---------------------------------------------------------------------------------------------

APPROVED = """
[[approvals]]
gate = "minimax-m2.7.authorization"
state = "held"
date = 2026-01-01
until = 2026-06-30
products = ["{product}"]
reference = "LEG-12"
"""
TWO = RUN + '[[products]]\nname = "other"\ninventory = "models.csv"\nacts = ["run"]\n'
BUSINESS = """
[facts]
"use.in_business" = true
"purpose.primarily_commercial" = true
"product.charged_for" = true

[[attested]]
by = "Legal"
on = 2026-06-01
groups = ["conduct", "disputes", "breach", "licensor", "sanctions"]

"""


def test_an_approval_counts_for_its_products_and_until_its_end(gate: Gate) -> None:
    gate.write(BUSINESS + TWO + APPROVED.format(product="assistant"), "m,minimax-m2.7")
    needed = json.loads(gate.audit("--format", "json").out)["findings"]
    assert [(each["code"], "(`other`)" in each["message"]) for each in needed if each["code"] == "LK854"] == [
        ("LK854", True)
    ]
    after = json.loads(gate.audit("--format", "json", as_of="2026-07-01").out)["findings"]
    assert [each["code"] for each in after if each["code"] in {"LK854", "LK855"}] == ["LK854", "LK854", "LK855"]
    (expired,) = (each for each in after if each["code"] == "LK855")
    assert expired["message"].startswith(
        "the approval `minimax-m2.7.authorization` ended on 2026-06-30; `m` still asks"
    )
    assert expired["notes"] == ["on record as LEG-12"]
    assert expired["places"][0]["text"] == "approvals"


# --- duties, exceptions and what stops -----------------------------------------------------------------------

PAID = '[facts]\n"product.charged_for" = true\n"product.revenue.month" = "30 million USD"\n'
DONE = '[[duties]]\nduty = "kimi-k2.5.display-name"\nevidence = "screenshot 7"\nproducts = ["assistant"]\n'


def test_a_duty_is_told_until_it_is_done_with_evidence(gate: Gate) -> None:
    assert gate.write(PAID + EMBED, "k,kimi-k2.5").codes() == [("warning", "LK859")]
    assert gate.audit().status == 0
    assert gate.write(PAID + EMBED + '[fail]\non = ["duty"]\n', "k,kimi-k2.5").codes() == [("error", "LK859")]
    assert gate.audit().status == 1
    assert gate.write(PAID + EMBED + DONE, "k,kimi-k2.5").codes() == []
    without = gate.write(PAID + EMBED + DONE.replace('evidence = "screenshot 7"\n', ""), "k,kimi-k2.5").audit()
    assert without.status == 2
    assert "`duties[0]` has no `evidence`" in without.err + without.out


def test_a_duty_is_done_from_its_day_on(gate: Gate) -> None:
    gate.write(PAID + EMBED + DONE + "on = 2026-06-02\n", "k,kimi-k2.5")
    assert gate.codes(as_of="2026-06-01") == [("warning", "LK859")]
    assert gate.codes(as_of="2026-06-02") == []


EXCEPTION = '[[exceptions]]\ncomponent = "b"\nfor = ["{concern}"]\nreason = "on its way out"\nuntil = 2026-06-30\n'


def test_an_exception_holds_for_its_concern_until_its_end(gate: Gate) -> None:
    gate.write(RUN + EXCEPTION.format(concern="unknown"), "b,nobody-1.0")
    assert (gate.audit().status, gate.codes()) == (0, [])
    assert "let stand: whether `b` may be used is open" in gate.audit().out
    assert gate.codes(as_of="2026-06-30") == []
    assert gate.codes(as_of="2026-07-01") == [("error", "LK852"), ("error", "LK858")]
    assert gate.audit(as_of="2026-07-01").status == 1
    gate.write(RUN + EXCEPTION.format(concern="refused"), "b,nobody-1.0")
    assert gate.codes() == [("error", "LK852"), ("warning", "LK858")]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("", "`exceptions[0]` has no `for`"),
        ("for = []\n", "`exceptions[0].for`: no concern is named"),
    ],
)
def test_an_exception_says_what_it_lets_stand(gate: Gate, said: str, refused: str) -> None:
    """One for a licence that was unknown let stand what came later: a refusal, a conflict, changed terms."""
    exception = EXCEPTION.replace('for = ["{concern}"]\n', said)
    outcome = gate.write(RUN + exception, "b,nobody-1.0").audit()
    assert (outcome.status, refused in outcome.err) == (2, True)


def test_an_exception_for_a_version_lets_no_other_stand(gate: Gate) -> None:
    rows = ("b,1.0,nobody-1.0", "b,2.0,deepseek-model-1.0")
    exception = EXCEPTION.format(concern="unknown")
    gate.write(RUN + exception, *rows, header="name,version,license")
    assert gate.codes() == []  # without a version it is for each
    gate.write(RUN + exception + 'version = "1.0"\n', *rows, header="name,version,license")
    assert (gate.audit().status, gate.codes()) == (3, [("error", "LK852")])
    assert "error[LK852]: whether `b 2.0` may be used" in gate.audit().out
    gate.write(RUN + exception + 'version = "3.0"\n', *rows, header="name,version,license")
    assert gate.codes() == [("error", "LK852"), ("error", "LK852"), ("warning", "LK858")]
    assert "the exception for `b 3.0` lets nothing stand" in gate.audit().out
    assert gate.audit("--explain", "b 1.0").out.count("error[") == 1


def test_an_exception_that_fits_two_components_of_one_name_is_no_exception_for_one(gate: Gate) -> None:
    """The second was let stand unsaid, whatever it is."""
    rows = ("b,1,nobody-1.0", "b,1,deepseek-model-1.0")
    exception = EXCEPTION.replace("{concern}", 'unknown", "refused", "duty')
    policy = '[facts]\n"conduct.military" = true\n' + RUN + exception
    assert gate.write(policy, *rows, header="name,version,license").codes() == [("error", "LK858")]
    assert "fits two components that are called `b 1`" in gate.audit().out
    assert gate.audit().status == 1
    same = gate.write(policy, rows[0], rows[0], header="name,version,license")
    assert (same.codes(), same.audit().status) == ([], 0)
    other = gate.write(policy, rows[0], rows[1].replace(",1,", ",2,"), header="name,version,license")
    assert other.codes() == []


def test_what_the_policy_does_not_stop_at_is_a_warning(gate: Gate) -> None:
    gate.write(RUN + '[fail]\non = ["refused"]\n', "b,nobody-1.0")
    assert (gate.audit().status, gate.codes()) == (0, [("warning", "LK852")])


def test_licences_that_cannot_both_be_met_stop_it(gate: Gate) -> None:
    chain = "".join(
        f'[[layers]]\nname = "{name}"\nlicense = "{name}"\nkind = "code"\nfacts = {{ "work.combined" = true }}\n'
        for name in ("gpl-2.0", "gpl-3.0")
    )
    (gate.folder / "chain.toml").write_text(f'product = "whole"\n{chain}')
    policy = '[facts]\n"distribution.only_to_own_contractors" = false\n' + PRODUCT.format(acts="distribute_copy")
    gate.write(policy.replace("models.csv", "chain.toml"))
    told = json.loads(gate.audit("--format", "json").out)["findings"]
    (conflict,) = (each for each in told if each["code"] == "LK860")
    assert conflict["message"] == "`whole`: each wants the whole under its own licence (`assistant`)"
    assert len(conflict["notes"]) == 2
    assert gate.audit().status == 1


def test_a_conflict_that_is_let_stand_hides_nothing_that_is_open(gate: Gate) -> None:
    """A merge of which one part is under terms that nobody knows, beside two that cannot both be met."""
    rows = ["l,llama-3.1,,", "g,gpl-3.0,,", "n,nobody-1.0,,", "whole,,merge,l;g;n"]
    exception = EXCEPTION.format(concern="conflict").replace('"b"', '"whole"')
    gate.write(RUN.replace("run", "distribute_copy") + exception, *rows, header="name,license,made,base_model")
    told = json.loads(gate.audit("--format", "json").out)["findings"]
    about_whole = {each["code"] for each in told if "`whole`" in each["message"]}
    assert "LK852" in about_whole
    assert gate.audit().status != 0


# --- since the last run --------------------------------------------------------------------------------------


def test_what_is_new_or_changed_since_the_last_run_is_found(gate: Gate) -> None:
    kept = str(gate.folder / "seen.json")
    gate.write(PAID + EMBED, "k,mit", "t,isc")
    assert gate.audit("--write-baseline", kept).status == 0
    assert gate.codes("--baseline", kept) == []
    gate.write(PAID + EMBED, "k,kimi-k2.5", "t,isc")
    told = json.loads(gate.audit("--baseline", kept, "--format", "json").out)["findings"]
    assert {each["code"]: each["message"] for each in told if each["severity"] == "error"} == {
        "LK856": "what binds `k` changed from mit to kimi-k2.5 (`assistant`)",
        "LK857": "new for `k`: `kimi-k2.5.display-name` (`assistant`)",
    }
    gate.write(PAID + EMBED, "k,mit", "t,isc", "n,kimi-k2.5")
    told = json.loads(gate.audit("--baseline", kept, "--format", "json").out)["findings"]
    assert [each["message"] for each in told if each["code"] == "LK857"] == [
        "`n` is new, with `kimi-k2.5.display-name` (`assistant`)"
    ]


def test_terms_that_changed_are_found_by_their_fingerprints(gate: Gate) -> None:
    kept = gate.folder / "seen.json"
    gate.write(RUN, "a,mit")
    gate.audit("--write-baseline", str(kept))
    data = json.loads(kept.read_text())
    assert len(data["terms"]["mit"].split()[0]) == 64
    data["terms"]["mit"] = "0" * 64
    kept.write_text(json.dumps(data))
    told = json.loads(gate.audit("--baseline", str(kept), "--format", "json").out)["findings"]
    assert [(each["code"], each["message"]) for each in told] == [
        ("LK856", "the terms of mit, which bind `a`, changed (`assistant`)")
    ]
    assert gate.audit("--baseline", str(kept)).status == 1


@pytest.mark.parametrize(
    "text", ["{}", '{"schema": 2}', "[]", '{"schema": 1, "components": [7], "terms": {}}', "nonsense"]
)
def test_what_is_no_baseline_is_refused(gate: Gate, text: str) -> None:
    gate.write(RUN, "a,mit")
    (gate.folder / "seen.json").write_text(text)
    outcome = gate.audit("--baseline", str(gate.folder / "seen.json"))
    assert outcome.status == 2
    assert "error[LK851]" in outcome.err


def test_a_baseline_that_is_not_there_is_refused(gate: Gate) -> None:
    gate.write(RUN, "a,mit")
    outcome = gate.audit("--baseline", str(gate.folder / "nowhere.json"))
    assert (outcome.status, "no such file" in outcome.err) == (2, True)


@pytest.mark.parametrize(
    ("then", "now", "messages"),
    [
        (PAID + EMBED, PAID + EMBED, []),
        (PAID + EMBED, PAID + EMBED + EXCEPTION.format(concern="unknown").replace('"b"', '"k"'), []),
        (EMBED, PAID + EMBED, ["something else was asked of `assistant`"]),
        (RUN, EMBED, ["something else was asked of `assistant`"]),
        (EMBED, 'assume = "none"\n' + EMBED, ["something else was asked of `assistant`"]),
        (EMBED, 'reads = "strict"\n' + EMBED, ["something else was asked of `assistant`"]),
        (
            EMBED.replace('"assistant"', '"search"'),
            EMBED,
            ["nothing was asked of `assistant`", "it has a product `search`"],
        ),
    ],
    ids=["the same", "an exception", "who we are", "acts", "assumptions", "readings", "products"],
)
def test_a_baseline_of_another_policy_is_told(gate: Gate, then: str, now: str, messages: list[str]) -> None:
    kept = str(gate.folder / "seen.json")
    gate.write(then, "k,kimi-k2.5").audit("--write-baseline", kept)
    told = json.loads(gate.write(now, "k,kimi-k2.5").audit("--baseline", kept, "--format", "json").out)["findings"]
    begin = "the baseline is of another policy: "
    assert [each["message"].removeprefix(begin) for each in told if each["message"].startswith(begin)] == messages
    assert all(each["severity"] == "warning" for each in told if each["message"].startswith(begin))


# --- explained -----------------------------------------------------------------------------------------------


def test_one_component_is_explained_in_every_product(gate: Gate) -> None:
    gate.write(PAID + EMBED + EXCEPTION.format(concern="unknown"), "k,kimi-k2.5", "b,nobody-1.0")
    out = gate.audit("--explain", "k").out
    assert out.startswith("In assistant:\nk ")
    assert "warning[LK859]: `k` owes 1 duty" in out
    assert "Rests on:" in out
    assert "let stand: on its way out" in gate.audit("--explain", "b").out
    nobody = gate.audit("--explain", "kk")
    assert (nobody.status, "did you mean `k`?" in nobody.err) == (2, True)


def test_what_stands_beside_explain_is_done_or_refused(gate: Gate) -> None:
    kept = gate.folder / "seen.json"
    gate.write(RUN, "k,mit").audit("--explain", "k", "--write-baseline", str(kept))
    assert json.loads(kept.read_text())["components"][0]["component"] == "k"
    refused = gate.audit("--explain", "k", "--format", "sarif")
    (result,) = json.loads(refused.out)["runs"][0]["results"]
    assert (refused.status, result["ruleId"]) == (2, "LK705")
    assert result["message"]["text"].startswith("`--explain` tells one component as text")


# --- what a policy cannot say --------------------------------------------------------------------------------

BAD = """\
prodcts = 1
assume = "sometimes"

[[products]]
name = "a"
inventory = "models.csv"
acts = ["rnu"]

[[products]]
name = "a"

[[approvals]]
gate = "minimax-m2.7.authorisation"
state = "hold"

[[approvals]]
gate = "minimax-m2.7.authorisation"
state = "held"
products = ["b"]

[[duties]]
duty = "kimi-k2.5.show"
evidence = "x"

[[exceptions]]
component = "x"
reason = "y"
until = "soon"
for = ["unknwon"]

[fail]
on = ["everything"]
"""


def test_everything_that_is_wrong_with_a_policy_is_told_at_once_and_at_its_place(gate: Gate) -> None:
    outcome = gate.write(BAD, "a,mit").audit()
    assert (outcome.status, outcome.out) == (2, "")
    told = [line.partition(": ")[2] for line in outcome.err.splitlines() if line.startswith("error[")]
    assert told == [
        "`prodcts` is not a key of a policy",
        "`policy.assume`: it cannot be `sometimes`",
        "`rnu` is not an act",
        "`products[1]` has no `inventory`",
        "`approvals[0].state`: `hold` is not a state of an approval",
        "`exceptions[0].until`: there is no day `soon`",
        "`exceptions[0].for`: it cannot be `unknwon`",
        "there is no product `b`",
        "`minimax-m2.7` has no gate `authorisation`",
        "`kimi-k2.5` has no duty `show`",
        "`fail.on`: it cannot be `everything`",
    ]
    assert outcome.err.count("licences.toml:") == len(told)


def test_a_product_whose_inventory_cannot_be_read_stops_everything(gate: Gate) -> None:
    gate.write(RUN.replace("models.csv", "nowhere.csv"), "a,mit")
    outcome = gate.audit()
    assert (outcome.status, "cannot be read: no such file" in outcome.err) == (2, True)


def test_a_pipe_in_the_place_of_an_inventory_is_not_waited_for(gate: Gate) -> None:
    gate.write(RUN.replace("models.csv", "pipe.csv"))
    os.mkfifo(gate.folder / "pipe.csv")
    outcome = gate.audit()
    assert (outcome.status, "cannot be read: it is a device or a pipe" in outcome.err) == (2, True)


def test_a_product_with_which_nothing_is_planned(gate: Gate) -> None:
    outcome = gate.write(RUN.replace('acts = ["run"]\n', ""), "a,mit").audit()
    assert outcome.status == 2
    assert "error[LK862]: nothing is planned with `a` of `assistant`" in outcome.err
