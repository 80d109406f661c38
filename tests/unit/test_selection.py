"""What fits a use: the same as asking for each by itself, each licence once, and nothing uncertain taken for allowed."""

from __future__ import annotations

import csv
import io
import json
from importlib import import_module

import pytest
from command_line import called, findings

import licensekit as lk
from licensekit import api
from licensekit.diagram.nodes import TooManySteps
from licensekit.selection import PERMISSIONS

EVERYTHING = {"allowed": PERMISSIONS}
ALLOWED = {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES}
WORDS = ["kimi-k", "minimax-m2", "llama-4", "gemma-3n"]
USE = lk.Use.of(["embed"], {"product.charged_for": True})


@pytest.fixture(scope="module")
def everything() -> lk.Selection:
    return lk.find(USE, words=WORDS, allowed=PERMISSIONS)


def test_each_is_what_it_is_when_it_is_asked_for_by_itself(everything: lk.Selection) -> None:
    """The differential test: `find` against `lk.work(…).evaluate`, for works of every grade."""
    assert {each.permission for each in everything.candidates} == {"yes", "if", "ask"}
    assert len({each.grade for each in everything.candidates}) >= 4
    for each in everything.candidates[::9]:
        alone = lk.work(each.id).evaluate(USE)
        assert each.permission == expected(alone), each.id
        assert {answer.licenses for answer in each.answers} == {names for names in alone.lineage.possible if names}


def expected(alone: lk.WorkAnswer) -> str:
    surely = alone.worst in ALLOWED and not any(decision.unread_documents for decision in alone.decisions)
    if surely:
        return "yes"
    if alone.best is None or alone.best in ALLOWED:
        return "if"
    return "ask" if alone.best is lk.Verdict.NEEDS_APPROVAL else "no"


def test_a_name_may_be_written_with_spaces() -> None:
    use = lk.Use.of(["run"])
    spaced = lk.find(use, words=["Kimi K2"])
    assert spaced.looked_at
    assert spaced == lk.find(use, words=["kimi-k2"])


def test_each_set_of_licences_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = []
    brief = api.LicenseTerms.brief

    def counting(terms: api.LicenseTerms, *about: object) -> object:
        decided.append(terms.id)
        return brief(terms, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(api.LicenseTerms, "brief", counting)
    selection = lk.find(lk.Use.of(["run"]), words=["kimi", "qwen3-0.6b"])
    assert selection.looked_at > len(decided) * 4
    assert len(set(decided)) == len(decided)


def test_what_is_left_out_is_counted_by_its_reason(everything: lk.Selection) -> None:
    wanted = lk.find(USE, words=WORDS, without_duties=["display"])
    assert wanted.looked_at == everything.looked_at
    assert len(wanted.candidates) + sum(wanted.left_out.values()) == wanted.looked_at
    assert {"allowed: if", "allowed: ask", "duty: display"} <= wanted.left_out.keys()
    assert not any("display" in answer.verbs for each in wanted.candidates for answer in each.answers)


def test_a_duty_that_is_open_is_one_that_may_be_owed() -> None:
    """Kimi K2.5 asks for a display from a size on, which nobody has stated."""
    embed = lk.Use.of(["embed"], {"product.charged_for": True})
    small = {"product.monthly_active_users.month": lk.at_most(1_000), "product.revenue.month": "at most 1000 USD"}
    without = {"among": "licenses", "words": ["kimi-k2.5"], "without_duties": ["display"]}
    assert lk.find(embed, **without).left_out == {"duty: display": 1}  # type: ignore[arg-type]
    sized = lk.Use.of(["embed"], {"product.charged_for": True, **small})
    assert [each.id for each in lk.find(sized, **without).candidates] == ["kimi-k2.5"]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["any", "display", "pay"])
def test_terms_that_are_not_known_may_ask_for_any_duty(kind: str) -> None:
    """A work whose base is not known had fitted who wants to owe nothing at all."""
    sought = {"among": "works", "words": ["shellwhisperer"], "allowed": ["yes", "if"]}
    (candidate,) = lk.find(lk.Use.of(["embed", "distribute"]), **sought).candidates  # type: ignore[arg-type]
    assert candidate.open
    assert not candidate.answers
    without = lk.find(lk.Use.of(["embed", "distribute"]), **sought, without_duties=[kind])  # type: ignore[arg-type]
    assert (without.candidates, dict(without.left_out)) == ((), {f"duty: {kind}": 1})


def test_what_draws_in_a_document_that_was_not_read_is_never_allowed_for_sure() -> None:
    found = lk.find(lk.Use.of(["run"]), among="licenses", words=["nvidia-open-model-2025-10"], allowed=PERMISSIONS)
    (each,) = found.candidates
    assert each.answers[0].unread_documents
    assert each.permission == "if"


def test_a_fact_that_nothing_reads_is_told() -> None:
    use = lk.Use.of(["run"], {"work.multimodal": True})
    assert lk.find(use, among="licenses", words=["mit"]).unread == ("work.multimodal",)
    assert lk.find(use, among="licenses", words=["mit", "llama-4"], allowed=PERMISSIONS).unread == ()


def test_one_whose_duties_are_too_large_is_told_and_stands_in_the_way_of_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_large(*_: object, **__: object) -> None:
        raise TooManySteps(1)

    monkeypatch.setattr(import_module("licensekit.decision.decide"), "duties_of", too_large)
    use = lk.Use.of(["run"], {"work.multimodal": True})
    told = lk.find(use, among="licenses", words=["mit"], allowed=PERMISSIONS)
    assert [reason.partition(":")[0] for reason in told.left_out] == ["not decided"]
    assert told.unread == ("work.multimodal",)
    assert lk.find(use, among="licenses", words=["mit", "llama-4"], allowed=PERMISSIONS).unread == ()


def test_a_profile_speaks_for_each_licence_that_it_names() -> None:
    profile = lk.parse_profile(
        '[facts]\n"product.charged_for" = true\n"group.revenue.any_12_months" = "at most 1 million USD"\n'
    )
    act = lk.Use.of(["embed"])
    assert [
        each.permission for each in lk.find(act, among="licenses", words=["lfm"], allowed=PERMISSIONS).candidates
    ] == ["if"]
    assert [each.permission for each in lk.find(act, among="licenses", words=["lfm"], profile=profile).candidates] == [
        "yes"
    ]


def test_words_that_there_are_not_are_refused_all_at_once() -> None:
    with pytest.raises(lk.FactsError) as refused:
        lk.find(USE, allowed=["perhaps"], without_duties=["show"], among="models")  # type: ignore[list-item, arg-type]
    assert [each.message for each in refused.value.diagnostics] == [
        "`among`: `models` is none of its words",
        "`allowed[0]`: `perhaps` is none of its words",
        "`without_duties[0]`: `show` is none of its words",
    ]


# --- the command -----------------------------------------------------------------------------------------

ASKED = ("find", "kimi", "--profile", "none", "--act", "embed", "--set", "product.charged_for=yes")


def test_the_text_groups_works_by_what_binds_them() -> None:
    outcome = called(*ASKED)
    assert outcome.status == 0
    assert "\nkimi-k2.5: allowed, 3 works\n  must display" in outcome.out
    assert "  moonshotai/Kimi-K2.5, " in outcome.out
    assert "\nLeft out\n" in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= 100


def test_data_have_a_row_each_and_each_answer_once() -> None:
    data = json.loads(called(*ASKED, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(called(*ASKED, "--format", "csv").out)))
    assert [each["id"] for each in data["candidates"]] == [row["id"] for row in rows]
    assert {name for each in data["candidates"] for name in each["answers"]} == set(data["answers"])
    kimi = next(row for row in rows if row["id"] == "moonshotai/Kimi-K2.5")
    assert kimi["licenses"] == "kimi-k2.5"
    assert kimi["duties"].endswith("(perhaps)")


def test_the_exit_status_says_whether_something_fits() -> None:
    assert called("find", "mit", "--among", "licenses", "--act", "use_marks", "--profile", "none").status == 1
    nothing = called("find", "no-such-owner", "--act", "run", "--profile", "none")
    assert (nothing.status, nothing.out) == (1, "")
    assert nothing.err.startswith("nothing is called `no-such-owner`\n")


def test_all_mistakes_are_told_at_once() -> None:
    outcome = called("find", "--act", "embd", "--allowed", "yess", "--no-duty", "disply", "--set", "product.chargd=yes")
    assert outcome.status == 2
    assert [line[6:11] for line in findings(outcome)] == ["LK503", "LK501", "LK703", "LK703"]
    assert findings(called("find"))[0].startswith("error[LK530]: no act is asked about")


def test_licences_can_be_listed_by_what_they_have() -> None:
    outcome = called("list", "--by", "osd-6", "kimi-k2.5", "mit-0")
    assert outcome.out.startswith("osd-6: failed (1)\n  kimi-k2.5 ")
    assert "\nosd-6: met (1)\n  mit-0 " in outcome.out
    data = json.loads(called("list", "kimi-k3", "--by", "class", "--format", "json").out)
    assert [each["id"] for each in data["values"]["revenue-gated"]] == ["kimi-k3"]
    assert called("list", "--by", "threshold", "kimi-k2.5").out.startswith("threshold: yes (1)\n")
    assert called("list", "--by", "foo").err.count("`open-source`") == 1
    assert findings(called("list", "--by", "osd-2"))[0].startswith("error[LK703]: `--by` cannot be `osd-2`")
    assert findings(called("list", "--by", "gate", "--works"))[0].startswith("error[LK704]")
