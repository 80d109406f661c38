"""A work asked about, whatever is known of its licence; on the command line too."""

from __future__ import annotations

import json
from datetime import date

import pytest
from command_line import called, findings
from small_index import data

import licensekit as lk
from licensekit.catalogue import hub_index, registry
from licensekit.errors import CatalogueError
from licensekit.meaning.verdict import Verdict
from licensekit.model.works import Work, WorkPart
from licensekit.published import PublishedWork, binding_of, work

ROWS = """
acme/Thing-8B|mit
acme/copy|other|moonshotai/Kimi-K2.5|quantized
acme/agreed|mit|||||0|list: apache-2.0
acme/disputed|mit|||||0|list: llama3.1
acme/forms|gemma|||2025-03-01
acme/lost|mit|nobody/nothing|finetune
acme/lost-gemma|gemma|nobody/nothing|finetune|2025-03-01
acme/not-encoded|=h-research
acme/shared|mit
acme/vision-gguf|llama3.2|meta-llama/Llama-3.2-11B-Vision|quantized
best/shared|mit
moonshotai/Kimi-K2.5|=modified-mit
""".strip()
RUN = ("--act", "run", "--set", "use.personal=yes")


@pytest.fixture(autouse=True)
def _index(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = data(ROWS)
    monkeypatch.setattr(hub_index, "_data", lambda: whole)


def test_a_settled_work_has_terms_and_an_answer() -> None:
    copy = work("ACME/copy")
    assert copy == PublishedWork(copy.work, from_hub=True)
    assert (copy.id, copy.license().id) == ("acme/copy", "kimi-k2.5")
    answer = copy.evaluate(lk.Use.of(["run"], {"product.exists": False}))
    alone = lk.load("kimi-k2.5").evaluate(lk.Use.of(["run"], {"product.exists": False}))
    assert (answer.verdict, answer.best, answer.worst) == (alone.verdict, alone.best, alone.worst)
    assert (answer.grade, len(answer.decisions)) == ("by its base", 1)


def test_claims_that_come_to_one_verdict_are_one_answer() -> None:
    answer = work("acme/agreed").evaluate(lk.Use.of(["run"]))
    assert (answer.grade, answer.verdict, len(answer.decisions)) == ("conflict", "permitted", 2)
    with pytest.raises(CatalogueError) as caught:
        work("acme/agreed").license()
    found = caught.value.diagnostics[0]
    assert (found.code, found.message) == (
        "LK616",
        "which licence `acme/agreed` carries is not settled here (conflict)",
    )
    assert found.notes == ("it may be `mit`", "it may be `apache-2.0`")


def test_claims_that_come_to_several_verdicts_are_unknown_with_best_and_worst() -> None:
    answer = work("acme/disputed").evaluate(lk.Use.of(["run"], {"conduct.military": True}))
    assert [each.verdict for each in answer.decisions] == ["permitted", "prohibited"]
    assert (answer.verdict, answer.best, answer.worst) == ("unknown", "permitted", "prohibited")


def test_an_unknown_base_leaves_the_worst_open() -> None:
    answer = work("acme/lost").evaluate(lk.Use.of(["run"]))
    assert (answer.verdict, answer.best, answer.worst) == (Verdict.UNKNOWN, "permitted", None)
    assert answer.lineage.more == ("`acme/lost`: its base `nobody/nothing` is not known here",)


def test_what_is_stated_holds_for_the_licences_that_have_it() -> None:
    asked = lk.Use.of(["run"])
    answer = work("acme/disputed").evaluate(
        asked, approvals=[lk.Approval("large-group")], readings={"derivative-works": "wide"}
    )
    assert len(answer.decisions) == 2


def test_what_a_base_settles_fills_the_question_about_its_copy() -> None:
    copy, asked = work("acme/vision-gguf"), lk.Use.of(["run"], {"licensee.domicile": "FR", "licensee.kind": "company"})
    terms = (copy.license(), *copy.binding()[1], *binding_of("acme/vision-gguf", None)[1])
    for decision in (*(each.evaluate(asked) for each in terms), *copy.evaluate(asked).decisions):
        assert decision.verdict is Verdict.NOT_GRANTED
        assert "`work.multimodal` is yes: so the catalogue says of Llama 3.2 Vision" in decision.notes
    (told,) = lk.find(asked, words=["vision-gguf"], allowed=["no"]).candidates
    assert told.id == "acme/vision-gguf"


def test_other_parts_of_a_work_of_the_hub_are_not_known() -> None:
    with pytest.raises(CatalogueError) as caught:
        work("acme/copy").license(part="code")
    assert caught.value.diagnostics[0].code == "LK604"
    with pytest.raises(lk.FactsError) as refused:
        work("acme/copy").lineage(obtained="2026")  # type: ignore[arg-type]
    assert refused.value.diagnostics[0].code == "LK508"
    assert work("acme/copy").license(obtained=date(2026, 1, 1), part="all").id == "kimi-k2.5"


@pytest.mark.parametrize(
    ("name", "code", "help_"),
    [
        ("acme/Thing-9B", "LK602", "use the id of the licence that you have, which `licensekit list` shows"),
        ("acme/Thng-8B", "LK602", "did you mean `acme/Thing-8B`, which is spelt nearly so?"),
        ("https://hub.example/acme/Thing-8B/tree/main", "LK602", "did you mean `acme/Thing-8B`, which stands in it?"),
        ("acme/Thing-8B@main", "LK602", "did you mean `acme/Thing-8B`, which stands in it?"),
        (
            "https://hub.example/best/Thing-8B",
            "LK602",
            "use the id of the licence that you have, which `licensekit list` shows",
        ),
        ("best/Thing-8B", "LK602", "use the id of the licence that you have, which `licensekit list` shows"),
        ("shared", "LK617", "use one of `acme/shared`, `best/shared`"),
    ],
)
def test_a_work_that_is_not_known(name: str, code: str, help_: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        work(name)
    assert (caught.value.diagnostics[0].code, caught.value.diagnostics[0].help) == (code, help_)
    assert registry.unknown_work("x" * 5000).diagnostics[0].message.startswith("there is no work `xxx")


@pytest.mark.parametrize(
    "name", ["https://huggingface.co/acme/copy", "https://huggingface.co/ACME/copy/", "https://hf.co/acme/copy"]
)
def test_the_address_of_a_repository_on_the_hub_is_its_name(name: str) -> None:
    assert work(name).id == work("acme/copy").id
    plainly = called("ask", "acme/copy", *RUN, "--set", "product.exists=no")
    assert called("ask", name, *RUN, "--set", "product.exists=no").status == plainly.status == 0


def test_the_address_of_a_licence_is_no_model() -> None:
    assert called("ask", "https://spdx.org/licenses/MIT.html", *RUN).status == 0
    assert "LK602" in called("ask", "https://example.org/licenses/MIT.html", *RUN).err


# --- the command line ------------------------------------------------------------------------------------


def test_a_settled_model_is_answered_with_its_grade() -> None:
    outcome = called("ask", "--model", "acme/copy", *RUN, "--set", "product.exists=no")
    assert (outcome.status, outcome.err) == (0, "")
    assert "acme/copy (weights, by its base `moonshotai/Kimi-K2.5`)" in " ".join(outcome.out.split())
    whole = called("ask", "--model", "acme/copy", *RUN, "--set", "product.exists=no", "--full").out
    assert "quantised from `moonshotai/Kimi-K2.5` (text seen)" in whole


@pytest.mark.parametrize(
    ("name", "status", "first"),
    [
        ("acme/agreed", 0, "acme/agreed: Permitted (its licence: conflict)"),
        (
            "acme/lost",
            3,
            "acme/lost: Unknown: from permitted to open (which licence binds is open: its base `nobody/nothing`",
        ),
        ("acme/not-encoded", 3, "acme/not-encoded: Unknown (which licence binds is open)"),
        ("acme/unheard-of", 3, "acme/unheard-of: Unknown: it is not known here"),
    ],
)
def test_a_model_that_is_not_settled_has_an_honest_answer(name: str, status: int, first: str) -> None:
    outcome = called("ask", "--model", name, *RUN)
    assert (outcome.status, outcome.err, outcome.out.splitlines()[0]) == (status, "", first)


def test_a_base_that_is_not_known_is_named_however_much_the_own_tag_asks_for() -> None:
    """Where the tag's licence asks for much, the short answer said that something was open, and not what."""
    told = " ".join(" ".join(short("acme/lost-gemma", "--act", "embed")).split())
    assert "which licence binds is open: its base `nobody/nothing` is not known here" in told


def short(*words: str) -> list[str]:
    lines = called("ask", "--model", *words).out.splitlines()
    assert len(lines) <= 12
    assert all(len(line) <= 100 for line in lines)
    return lines


def test_licences_that_answer_alike_are_answered_once_each_named() -> None:
    """Three dated forms of one licence had three answers of a page, one below the other, which read alike."""
    asked = ("acme/forms", "--act", "embed")
    told = " ".join(" ".join(short(*asked)).split())
    assert told.count("Yes.") == 1
    every = "Gemma Terms of Use, Gemma Terms of Use (April 1, 2024) or Gemma Terms of Use (April 1, 2026)"
    assert f"{every}, which answer alike (places as in the first)" in told
    whole = called("ask", "--model", *asked, "--full").out
    assert whole.count("\n  Permitted with duties") == whole.count("which answer alike") == 1


def under(lines: list[str]) -> str:
    """What is said of each licence, in one line."""
    return (
        " ".join(" ".join(lines).split()).partition(" Under ")[2].partition(" Find out first ")[0].replace("Under ", "")
    )


def test_of_licences_that_answer_nearly_alike_it_is_told_what_only_one_of_them_says() -> None:
    assert under(short("acme/agreed", *RUN)) == (
        "`mit`: Yes, and nothing is owed `apache-2.0`: Yes, and nothing is owed; forbidden besides: to impose further or "
        "different terms on others"
    )


def test_licences_that_answer_otherwise_are_told_with_what_each_alone_asks_for() -> None:
    lines = short("acme/disputed", "--act", "run", "--set", "conduct.military=yes")
    assert lines[0] == "acme/disputed: Unknown: from permitted to prohibited (its licence: conflict)"
    assert under(lines).startswith("`mit`: Yes, and nothing is owed `llama-3.1`: No: the licence forbids it ")
    assert "Which licence came with your copy? Ask again under that one" in " ".join(lines)
    copies = under(short("acme/disputed", "--act", "distribute_copy"))
    assert copies.startswith("`mit`: Yes, if you include the copyright notice and the licence text in every copy")
    assert "`llama-3.1`: " in copies


def test_a_recorded_licence_whose_text_is_not_at_hand_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    part = WorkPart(part="weights", license="Own Terms", unread=True, see=("https://example.org/LICENSE",))
    own = Work(id="own", title="Own", models=("acme/own",), parts=(part,))
    monkeypatch.setattr(registry, "recorded", lambda name: own if name in {"own", "acme/own"} else None)
    outcome = called("ask", "--model", "acme/own", *RUN)
    assert outcome.status == 3
    assert outcome.out.splitlines()[0] == "own: Unknown (which licence binds is open)"
    assert "Own Terms, whose text is not at hand; source: https://example.org/LICENSE" in " ".join(outcome.out.split())


def test_what_is_not_encoded_is_named_by_its_tag() -> None:
    out = " ".join(called("ask", "--model", "acme/not-encoded", *RUN).out.split())
    assert "H Research License (`h-research`) is not encoded here" in out


def test_several_models_are_answered_one_by_one_and_the_worst_decides() -> None:
    outcome = called("ask", "--model", "acme/Thing-8B", "--model", "acme/unheard-of", *RUN)
    assert outcome.status == 3
    heads = [line for line in outcome.out.splitlines() if line.startswith("acme/")]
    assert heads == [
        "acme/Thing-8B: Permitted (its licence: tag only)",
        "acme/unheard-of: Unknown: it is not known here",
    ]
    assert called("ask", "--model", "acme/Thing-8B", "--model", "acme/shared", *RUN).status == 0
    soldier = ("--act", "run", "--set", "conduct.military=yes")
    assert called("ask", "--model", "llama-3.1", "--model", "acme/unheard-of", *soldier).status == 1


def test_all_parts_of_several_models() -> None:
    outcome = called("ask", "--model", "deepseek-ai/DeepSeek-V2", "--model", "acme/Thing-8B", "--part", "all", *RUN)
    assert outcome.status in {0, 3}
    assert " and MIT License" in " ".join(outcome.out.split())


def test_several_models_as_data_and_as_markdown() -> None:
    told = json.loads(called("ask", "--model", "acme/disputed", "--model", "a/b", *RUN, "--format", "json").out)
    assert [each["verdict"] for each in told["works"]] == ["unknown", "unknown"]
    assert told["works"][0]["layers"][0]["possible"] == [["mit"], ["llama-3.1"]]
    assert told["works"][0]["answers"][0]["verdict"] == "permitted"
    page = called("ask", "--model", "acme/agreed", *RUN, "--format", "markdown").out
    assert page.startswith("## acme/agreed: Permitted")


def test_the_question_may_name_the_licence_on_record() -> None:
    outcome = called("ask", "--model", "a/b", "--under", "MIT License", *RUN)
    assert outcome.status == 0
    assert "a/b (weights, under MIT License, as the question has it)" in " ".join(outcome.out.split())
    told = json.loads(called("ask", "--model", "acme/disputed", "--under", "mit", *RUN, "--format", "json").out)
    assert told["work"]["grade"] == "under mit, as the question has it"
    assert "`mit` or `llama-3.1`" in told["work"]["layers"][0]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--model", "shared", *RUN), "error[LK617]: `shared` is the name of a model without its owner"),
        (("mit", "--under", "mit", *RUN), "error[LK704]: `--under` says something of a model, and none is named"),
        (("--model", "acme/copy", "--under", "gpl", *RUN), "error[LK613]: `gpl` does not say which licence is meant"),
        (("--model", "acme/agreed", "--what-if", *RUN), "error[LK704]: `--what-if` asks about one licence"),
        (("--model", "acme/agreed", "--act", "rn"), "error[LK203]: unknown act `rn`"),
    ],
)
def test_what_is_wrong_is_named(words: tuple[str, ...], message: str) -> None:
    outcome = called("ask", *words)
    assert outcome.status == 2
    assert findings(outcome)[0][:8] == message[:8]
    assert message.startswith("error[LK203") or findings(outcome) == [message]


def test_a_map_needs_terms_that_are_settled() -> None:
    axes = ("--x", "product.revenue.month", "--y", "product.monthly_active_users.month")
    outcome = called("map", "--model", "acme/disputed", *axes)
    assert (outcome.status, findings(outcome)[0][:12]) == (2, "error[LK616]")
