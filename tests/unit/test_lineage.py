"""What binds a work of the hub: its own claim, and all that it is made from."""

from __future__ import annotations

from datetime import date

import pytest
from small_index import data

from licensekit.catalogue import hub_index, lineage, names
from licensekit.catalogue.lineage import Lineage
from licensekit.values import Exactly

ROWS = """
acme/base-apache|apache-2.0
acme/copy-of-llama|apache-2.0|meta-llama/Llama-3.1-8B|quantized
acme/copy-of-copy||acme/copy-of-llama|quantized
acme/diamond|mit|acme/base-apache,acme/tuned|merge
acme/adapter-of-copy||acme/gguf-of-text|adapter
acme/disputed|mit|||||0|list: apache-2.0
acme/gguf-of-text|llama3.2|meta-llama/Llama-3.2-1B|quantized
acme/merge-of-both|llama3.2|meta-llama/Llama-3.2-1B,meta-llama/Llama-3.2-11B-Vision|merge
acme/of-llama-3.1-tagged-3.2|llama3.2|meta-llama/Llama-3.1-8B|quantized
acme/of-text-and-unknown|llama3.2|meta-llama/Llama-3.2-1B,nobody/nothing|merge
acme/of-vision|llama3.2|meta-llama/Llama-3.2-11B-Vision|finetune
acme/disputed-in-words|mit|||||0|list: MIT License
acme/disputed-unknown|mit|||||0|list: h-research
acme/kimi-gguf|=modified-mit|moonshotai/Kimi-K2.5|quantized
acme/list|llama3.1,mit
acme/lost|mit|nobody/nothing|finetune
acme/nothing
acme/one|mit|acme/two|finetune
acme/other
acme/other-of-apache|other|acme/base-apache|quantized
acme/other-of-kimi|other|moonshotai/Kimi-K2.5|quantized
acme/other-tuned|other|moonshotai/Kimi-K2.5|finetune
acme/self|mit|acme/self|quantized
acme/tuned|mit|acme/base-apache|finetune
acme/two|mit|acme/one|finetune
moonshotai/Kimi-K2.5|=modified-mit
""".strip()


@pytest.fixture(autouse=True)
def _index(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = data(ROWS)
    monkeypatch.setattr(hub_index, "_data", lambda: whole)


def of(name: str, obtained: date | None = None) -> Lineage:
    whole = lineage.lineage(name, obtained)
    assert whole is not None
    return whole


def test_a_base_binds_whatever_the_tag_of_the_copy_says() -> None:
    whole = of("ACME/Copy-of-LLaMA")
    assert [layer.work for layer in whole.layers] == ["acme/copy-of-llama", "meta-llama/Llama-3.1-8B"]
    assert [layer.relation for layer in whole.layers] == ["itself", "quantized"]
    assert (whole.settled, whole.grade) == (("apache-2.0", "llama-3.1"), "by its base")


def test_the_chain_is_walked_to_its_end() -> None:
    whole = of("acme/copy-of-copy")
    assert [layer.work for layer in whole.layers][1:] == ["acme/copy-of-llama", "meta-llama/Llama-3.1-8B"]
    assert whole.settled == ("apache-2.0", "llama-3.1")
    assert [layer.grade for layer in whole.layers] == ["by its base", "tag only", "stated by the maker"]


def test_a_work_is_visited_once_however_many_ways_lead_to_it() -> None:
    whole = of("acme/diamond")
    assert [layer.work for layer in whole.layers] == ["acme/diamond", "acme/base-apache", "acme/tuned"]
    assert set(whole.settled) == {"mit", "apache-2.0"}


def test_a_tag_that_repeats_what_the_base_carries_adds_nothing() -> None:
    assert of("acme/kimi-gguf").settled == ("kimi-k2.5",)
    assert of("acme/other-of-kimi").settled == ("kimi-k2.5",)


def test_what_a_base_settles_holds_of_what_is_made_from_it() -> None:
    def told(name: str) -> dict[str, object]:
        return {each.fact: each.value for each in of(name).facts}

    assert told("meta-llama/Llama-3.2-1B") == told("acme/gguf-of-text") == {"work.multimodal": Exactly(False)}
    assert told("acme/adapter-of-copy") == told("acme/gguf-of-text")
    assert [work.id for work in of("acme/adapter-of-copy").records] == ["llama-3.2"]
    assert told("acme/of-vision") == {"work.multimodal": Exactly(True)}


def test_where_more_may_bind_or_bases_differ_nothing_is_settled() -> None:
    for name in ("acme/merge-of-both", "acme/of-llama-3.1-tagged-3.2", "acme/of-text-and-unknown", "acme/kimi-gguf"):
        assert of(name).facts == (), name


def test_a_bare_other_never_becomes_a_licence() -> None:
    for name in ("acme/other-of-apache", "acme/other-tuned"):
        whole = of(name)
        assert whole.settled == ()
        assert whole.grade == "unknown"
        assert whole.more == (f"`{name}`: `other` names no licence that is known here",)
    assert of("acme/other").possible == ((),)


def test_where_nothing_is_stated_nothing_is_known() -> None:
    whole = of("acme/nothing")
    assert (whole.possible, whole.grade) == (((),), "unknown")
    assert whole.otherwise == ("`acme/nothing`: no licence is stated",)


def test_a_base_that_is_not_known_leaves_the_worst_open() -> None:
    whole = of("acme/lost")
    assert whole.possible == (("mit",),)
    assert whole.more == ("`acme/lost`: its base `nobody/nothing` is not known here",)
    assert whole.grade == "unknown"


def test_sources_that_disagree_are_all_asked() -> None:
    assert of("acme/disputed").possible == (("mit",), ("apache-2.0",))
    assert of("acme/disputed").grade == "conflict"
    unknown = of("acme/disputed-unknown")
    assert (unknown.possible, unknown.grade) == ((("mit",),), "conflict")
    assert len(unknown.otherwise) == 1


def test_one_licence_under_two_names_is_no_conflict() -> None:
    assert (of("acme/disputed-in-words").settled, of("acme/disputed-in-words").grade) == (("mit",), "tag only")


def test_a_list_of_tags_is_all_of_them() -> None:
    assert of("acme/list").settled == ("llama-3.1", "mit")


def test_a_circle_of_bases_is_told() -> None:
    whole = of("acme/one")
    assert whole.possible == (("mit",),)
    assert whole.more == ("`acme/two`: bases stand in a circle: `acme/one` → `acme/two` → `acme/one`",)
    assert of("acme/self").more == ("`acme/self`: bases stand in a circle: `acme/self` → `acme/self`",)


def test_of_dated_forms_those_that_may_hold_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names.NameEntry, "is_encoded", property(lambda entry: entry.id.startswith("gemma-terms")))
    whole = data("acme/early|gemma||||\nacme/old|gemma|||2024-03-01\nacme/new|gemma|||2026-05-01")
    monkeypatch.setattr(hub_index, "_data", lambda: whole)
    forms = [f"gemma-terms{day}" for day in ("-2024-02-21", "-2024-04-01", "", "-2026-04-01")]
    assert set(of("acme/old").possible) == {(form,) for form in forms}
    assert of("acme/new").settled == ("gemma-terms-2026-04-01",)
    assert set(of("acme/old", date(2024, 5, 1)).possible) == {(form,) for form in forms[:2]}


def test_works_that_a_person_recorded_keep_their_better_grade() -> None:
    whole = of("moonshotai/Kimi-K2.5")
    assert (whole.settled, whole.grade) == (("kimi-k2.5",), "text seen")
    assert set(of("MiniMaxAI/MiniMax-M2.7").possible) == {("minimax-m2.7-initial",), ("minimax-m2.7",)}
    assert of("MiniMaxAI/MiniMax-M2.7", date(2026, 4, 12)).settled == ("minimax-m2.7-initial",)
    assert lineage.lineage("nobody/nothing") is None


def test_a_base_whose_licence_changed_later_did_not_bind_the_copy_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = data(
        "acme/m27|other|MiniMaxAI/MiniMax-M2.7|quantized|2026-04-13\nacme/m27-new|other|MiniMaxAI/MiniMax-M2.7|quantized|2026-06-01"
    )
    monkeypatch.setattr(hub_index, "_data", lambda: whole)
    assert [each for each in of("acme/m27").possible if each] == [("minimax-m2.7-initial",)]
    assert {each for each in of("acme/m27-new").possible if each} == {("minimax-m2.7-initial",), ("minimax-m2.7",)}
