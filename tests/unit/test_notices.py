"""Notices: the exact words, once each with every clause that they serve; what cannot be written is to do, never lost."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.components.as_notice import notice_file, todo_text
from licensekit.components.notices import places_for_all
from unit.command_line import called

SHIPPED = str(Path(__file__).parents[2] / "examples" / "shipped.csv")


def of(*components: lk.Component, acts: tuple[str, ...] = ("distribute_copy",), **facts: object) -> lk.Notices:
    told = {"use.reaches_third_parties": True, **{name.replace("__", "."): value for name, value in facts.items()}}
    return lk.notices(lk.decide_all(components, acts, facts=told))


LLAMA_31 = (
    "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved."
)


def test_words_are_those_of_the_licence_and_told_once_for_all_that_they_serve() -> None:
    told = of(lk.Component("a", claims=("llama-3.1",)), lk.Component("b", claims=("llama-3.1",)))
    by = {each.words: each for each in told.words}
    assert list(by) == [LLAMA_31, "Built with Llama"]
    assert [each.component for each in by["Built with Llama"].cited] == ["a", "b"]
    assert by[LLAMA_31].used_for == "notice file"
    assert notice_file(told, {}).count(LLAMA_31) == 1


def test_the_name_of_a_model_that_we_tuned_begins_as_its_base_asks() -> None:
    tune = lk.Component("t", claims=("apache-2.0",), bases=("meta-llama/Llama-3.1-8B",), made="finetune", ours=True)
    told = of(tune)
    (name,) = (each for each in told.words if each.used_for == "model name")
    assert (name.words, name.how) == ("Llama", "where the name begins")
    assert [str(each) for each in name.cited] == ["meta-llama/Llama-3.1-8B: llama-3.1 agreement 1.b.i"]


def test_one_place_may_do_for_several() -> None:
    told = of(lk.Component("a", claims=("llama-3.1",)), lk.Component("b", claims=("stability-ai-community-2024",)))
    assert {each.words for each in told.words} >= {"Built with Llama", "Powered by Stability AI"}
    assert places_for_all(told.words) == (
        "a related website", "the user interface", "a blog post", "an about page", "the product documentation",
    )  # fmt: skip
    assert places_for_all(told.words[:1]) == ()


def test_a_change_is_told_where_the_inventory_says_who_made_what() -> None:
    mine = lk.Component("t", bases=("base",), made="quantized", ours=True)
    base = lk.Component("base", claims=("apache-2.0",))
    told = of(mine, base)
    assert told.changes == ("t is a changed version of base: quantised by us",)
    # in the files: nobody can do that for you
    assert any("a notice of your changes" in each.text for each in told.todo)
    others = of(lk.Component("t", bases=("base",), made="quantized"), base)
    assert others.changes == ()


def test_nothing_that_is_due_or_may_be_is_lost() -> None:
    components = [lk.Component(each, claims=(each,)) for each in lk.ids()]
    answers = lk.decide_all(components, ["distribute_copy"], facts={"work.modified": True})
    told = lk.notices(answers)
    cited = {(each.license, each.clause) for item in (*told.words, *told.todo, *told.perhaps) for each in item.cited}
    told_by_the_list = {"that_the_material_is_under_this_license", "link_to_license", "url_of_the_license"}
    lost = [
        (duty.license, duty.clause)
        for answer in answers
        for decision in answer.decisions
        for duty in decision.duties
        if duty.strength == "must" and duty.status in {"due", "open", "would_apply"}
        if (duty.license, duty.clause) not in cited
        and not all(
            any({thing.name for thing in way.objects} <= told_by_the_list for way in must.alternatives)
            for must in duty.obligations
        )
    ]
    assert lost == []
    told_of = " ".join(f"{notice_file(told, {})}{todo_text(told)}".split())
    quoted = {
        text.name
        for answer in answers
        for decision in answer.decisions
        for duty in decision.duties
        if duty.strength == "must" and duty.status in {"due", "open", "would_apply"}
        for must in duty.obligations
        for way in must.alternatives
        for text in (*way.objects, *((way.with_text,) if way.with_text is not None else ()))
        if text.quoted
    }
    assert len(quoted) > 20
    assert [each for each in quoted if " ".join(each.split()) not in told_of] == []  # exactly as the licence has it
    assert len(cited) > 100
    assert {each.id for each in told.licenses} == set(lk.ids())


def test_what_is_not_allowed_stands_in_no_file_as_if_it_were() -> None:
    told = of(lk.Component("x", claims=("nobody-1.0",)), lk.Component("y"))
    assert told.refused == ("x: unknown", "y: unknown")
    assert "Refused, or open" in todo_text(told)
    assert "x" not in notice_file(told, {}).split("NOTICE")[1]


def test_a_duty_that_is_done_asks_for_nothing() -> None:
    profile = lk.parse_profile('done = ["kimi-k2.5.display-name"]\n')
    due = {"product.charged_for": True, "product.revenue.month": "30 million USD"}
    component = lk.Component("k", claims=("kimi-k2.5",))
    assert [each.words for each in lk.notices(lk.decide_all([component], ["embed"], facts=due)).words] == ["Kimi K2.5"]
    assert lk.notices(lk.decide_all([component], ["embed"], facts=due, profile=profile)).words == ()


def test_texts_at_hand_go_in_where_they_are_the_very_ones(tmp_path: Path) -> None:
    told = of(lk.Component("a", claims=("mit",)))
    (text,) = told.licenses[0].texts
    (tmp_path / "LICENSE").write_text("another text")
    (tmp_path / "picture.bin").write_bytes(b"\x00\xff")
    words = ("notices", SHIPPED, "--act", "distribute_in_product", "--texts", str(tmp_path))
    assert "another text" not in called(*words).out
    assert notice_file(told, {text.sha256: "the very text\n"}).endswith("\nthe very text\n")
    assert sha256(b"another text").hexdigest() != text.sha256


def test_the_file_and_what_is_left_to_do(tmp_path: Path) -> None:
    target = tmp_path / "NOTICE"
    words = ("notices", SHIPPED, "--act", "distribute_in_product")
    outcome = called(*words, "-o", str(target))
    assert (outcome.status, outcome.err) == (3, "")  # how many users there are is not said
    assert target.read_text().startswith("NOTICE\n\nLlama 3.1 is licensed under")
    assert "Copyright 2014 Somebody" in target.read_text()
    assert outcome.out.startswith("Refused, or open")
    assert called(*words).out == f"{target.read_text()}\n{outcome.out}"
    data = json.loads(called(*words, "--format", "json").out)
    assert {each["for"] for each in data["words"]} == {"display", "model name", "notice file"}
    assert called(*words, "--format", "json") == called(*words, "--format", "json")


def test_a_folder_of_texts_that_is_not_there() -> None:
    outcome = called("notices", SHIPPED, "--act", "run", "--texts", "/nowhere")
    assert outcome.status == 2
    assert "error[LK851]: `/nowhere` cannot be read: there is no such folder" in outcome.err


@pytest.mark.parametrize("name", ["qwen-license-2024", "qwen-research-2024"])
def test_of_several_ways_one_is_written_and_the_others_told(name: str) -> None:
    answers = lk.decide_all(
        [lk.Component("q", claims=(name,))], ["train_on_outputs"], facts={"trained_model.made_available": True}
    )
    words = {each.words: each.how for each in lk.notices(answers).words}
    assert words["Built with Qwen"].startswith('prominently, or else display "Improved using Qwen"')
