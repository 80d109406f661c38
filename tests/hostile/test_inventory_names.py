"""Inventories in which two things share a name, or a claim, a spelling or a length hides one of them: none is lost."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.assistant import comparing
from licensekit.audit.auditing import audit
from licensekit.audit.baseline import baseline_of
from licensekit.audit.policy import policy_of_text
from licensekit.components import deciding
from licensekit.components.component import Component
from licensekit.components.deciding import decide_all
from licensekit.components.purls import hub_name
from licensekit.errors import LicensekitError
from optional import needs
from unit.command_line import called

LLAMA = "meta-llama/Llama-3.1-8B"


def licences(*components: Component) -> list[list[str]]:
    answers = decide_all(components, ["embed"])
    return [[layer.bound.named for layer in answer.layers if layer.bound.named] for answer in answers]


def test_a_base_that_two_components_are_called_is_each_of_them() -> None:
    two = (Component("x", claims=("mit",)), Component("x", claims=("agpl-3.0",)))
    assert licences(*two, Component("y", claims=("mit",), bases=("x",)))[-1] == ["mit", "mit", "agpl-3.0"]


def test_bases_whose_names_differ_by_case_are_two() -> None:
    two = (Component("x", claims=("mit",)), Component("X", claims=("agpl-3.0",)))
    assert licences(*two, Component("y", claims=("mit",), bases=("x", "X")))[-1] == ["mit", "mit", "agpl-3.0"]


@pytest.mark.parametrize(
    "component",
    [
        Component(LLAMA, claims=("mit",)),
        Component("a", claims=("mit",), model=f"https://huggingface.co/{LLAMA}/tree/main"),
        Component("a", claims=("mit",), model=f"HF.co/{LLAMA}@main"),
        Component("a", claims=("mit",), model=f"{LLAMA}/"),
        Component("a", claims=("mit",), model=f" {LLAMA.replace('/', ' / ')}"),
        Component("a", claims=("mit",), model=LLAMA.replace("m", "\uff4d", 1)),
        Component("a", claims=("mit",), model=LLAMA.replace("-", "\u2011")),
        Component("a", claims=("mit",), model=f"pkg:huggingface/{LLAMA}@main"),
        Component("a", claims=("mit",), model=f"hf://{LLAMA}"),
        Component("a", claims=("mit",), model="models--{}--{}".format(*LLAMA.split("/"))),
    ],
    ids=[
        *("the name alone", "an address", "a revision", "a slash behind", "spaces", "another form of a letter"),
        *("another dash", "a package URL", "a scheme of tools", "a folder of the cache"),
    ],
)
def test_a_claim_takes_nothing_from_a_model_however_it_is_written(component: Component) -> None:
    assert [each.grade for each in decide_all([component], ["embed"])] == ["conflict"]
    assert licences(component) == [["llama-3.1 or mit"]]


@pytest.mark.parametrize("model", [f"{LLAMA}, mit/x", "pkg:pypi/llama", "llama:8b", "models--llama"])
def test_what_is_no_name_of_a_model_leaves_open_what_binds(model: str) -> None:
    (answer,) = decide_all([Component("a", claims=("mit",), model=model)], ["embed"])
    assert answer.verdict == "unknown"
    assert answer.layers[0].bound.otherwise == (
        f"`{model}` is no name of a model; write `OWNER/NAME`, as the hub has it",
    )


@pytest.mark.parametrize("model", ["acme/unknown", "bert", "https://huggingface.co/acme/unknown", "acme/unknown/"])
def test_a_model_that_nobody_knows_here_is_under_what_is_said_of_it(model: str) -> None:
    (answer,) = decide_all([Component("a", claims=("mit",), model=model)], ["embed"])
    assert answer.verdict == "permitted"


@pytest.mark.parametrize(
    ("form", "entry"),
    [
        ("json", '{"license": {"id": "MIT", "name": "minimax-m2.7"}}'),
        ("json", '{"license": {"id": "MIT"}, "expression": "minimax-m2.7"}'),
        ("xml", "<license><id>MIT</id><name>minimax-m2.7</name></license>"),
    ],
    ids=["an id and a name", "a licence and an expression", "an id and a name in XML"],
)
def test_a_licence_that_says_two_things_is_refused(form: str, entry: str, tmp_path: Path) -> None:
    needs("cyclonedx")
    head = (
        '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "x", "licenses": ['
    )
    text = f"{head}{entry}]}}]}}"
    if form == "xml":
        head = (
            '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components><component type="library"><name>'
        )
        text = f"{head}x</name><licenses>{entry}</licenses></component></components></bom>"
    (file := tmp_path / f"sbom.cdx.{form}").write_text(text)
    done = called("inventory", str(file), "--act", "embed")
    assert done.status == 2
    assert "a licence of `x@` has two of `id`, `name` and `expression`, and one would not be read" in done.err


def test_code_is_no_model_because_it_is_called_as_one() -> None:
    assert licences(Component(LLAMA, kind="code", claims=("mit",))) == [["mit"]]


@pytest.mark.parametrize(
    "name", ["Llama 3.1 8B Instruct", "llama_3.1_8b_instruct", " Llama 3.1  8B-Instruct", "Kimi K2.5"]
)
@pytest.mark.parametrize("column", ["name", "model"])
def test_a_claim_takes_nothing_from_a_model_whose_name_is_written_in_words(column: str, name: str) -> None:
    """It was permitted under what the row said: with hyphens, it was not."""
    component = Component(**{"name": "a", column: name}, claims=("mit",))
    assert [each.verdict for each in decide_all([component], ["embed"])] == [lk.Verdict.UNKNOWN]
    assert [each.verdict for each in decide_all([Component("left pad", claims=("mit",))], ["embed"])] == ["permitted"]


@pytest.mark.parametrize("against", ["NONE", "other"])
def test_a_claim_that_there_is_none_or_another_counts(against: str) -> None:
    (answer,) = decide_all([Component("x", claims=("mit", against))], ["embed"])
    assert (answer.verdict, answer.grade) == (lk.Verdict.UNKNOWN, "conflict")


@pytest.mark.parametrize("most", [6, pytest.param(deciding._MOST_ASKED, marks=pytest.mark.slow)])
def test_a_tower_of_more_layers_than_are_asked_about_is_open(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "_MOST_ASKED", most)
    tower = [Component(f"l{at}", claims=("mit",), bases=(f"l{at + 1}",)) for at in range(most)]
    above, whole, *_ = decide_all([*tower, Component(f"l{most}", claims=("mit",))], ["embed"])
    assert (len(above.layers), len(whole.layers)) == (most, most)
    assert (above.verdict, whole.verdict) == (lk.Verdict.UNKNOWN, lk.Verdict.PERMITTED)
    assert f"it has more than {most} layers" in above.layers[-1].bound.more[0]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("license,licence", "the columns `license` and `licence` say the same"),
        ("License,license", "the columns `License` and `license` say the same"),
        ("license,product.revenue.month:USD,product.revenue.month:EUR", "say the same"),
        ("license,Product.charged_for", "column `Product.charged_for` is no fact"),
    ],
)
def test_columns_of_one_meaning_and_facts_in_another_case(header: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(f"name,{header}\nx,AGPL-3.0-only{',' * header.count(',')}\n")
    with pytest.raises(LicensekitError, match=why):
        lk.read_components(tmp_path / "x.csv")


@pytest.mark.parametrize(
    "column", ["base model", "Base-Model", "BASE_MODEL", "basemodel", "base_models", "bases", " Base  Models "]
)
def test_a_base_binds_however_its_column_is_written(column: str, tmp_path: Path) -> None:
    (file := tmp_path / "a.csv").write_text(f"name,license,{column}\na,mit,{LLAMA}\n")
    (component,) = lk.read_components(file).components
    assert component.bases == (LLAMA,)


@pytest.mark.parametrize("column", ["licenses", "License Expression", "license-id", "SPDX", "Licences"])
def test_a_second_column_of_licences_is_not_passed_over(column: str, tmp_path: Path) -> None:
    (file := tmp_path / "a.csv").write_text(f"name,license,{column}\na,mit,minimax-m2.7\n")
    done = called("inventory", str(file), "--act", "embed")
    assert done.status == 2
    assert f"the columns `license` and `{column}` say the same" in done.err


def test_an_inventory_of_nothing_is_not_as_it_should_be(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name,license\n")
    outcome = called("inventory", str(tmp_path / "x.csv"), "--act", "run")
    assert (outcome.status, "it lists nothing that could be asked about" in outcome.err) == (2, True)


def test_requirements_that_name_further_files_and_addresses_are_open(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(
        "--no-index\n-r more.txt\ngit+https://x/y.git\n./folder\na b\nz>=1 # license: MIT\n"
    )
    listed = lk.read_components(tmp_path / "x.txt")
    names = ["-r more.txt", "git+https://x/y.git", "./folder", "a b", "z"]
    assert [each.name for each in listed.components] == names
    assert listed.notes == ("not read: line 1 (`--no-index`)",)
    assert called("inventory", str(tmp_path / "x.txt"), "--act", "run").status == 3


# --- chains ------------------------------------------------------------------------------------------------

LAYER = '[[layers]]\nname = "{}"\nlicense = "MIT"\nmodel = "{}"\nfrom = {}\n'


@pytest.mark.parametrize(
    ("layers", "why"),
    [
        ([("server", "", []), ("tune", LLAMA, [LLAMA])], "`tune` is made from itself, by way of its bases"),
        ([("a", "n/a", ["n/b"]), ("b", "n/b", ["n/a"])], "`a` is made from itself, by way of its bases"),
        ([("a", "n/a", []), ("b", "n/a", [])], "two layers are the model `n/a`"),
    ],
)
def test_layers_that_hide_behind_the_name_of_a_model(
    layers: list[tuple[str, str, list[str]]], why: str, tmp_path: Path
) -> None:
    (tmp_path / "x.toml").write_text("".join(LAYER.format(name, model, bases) for name, model, bases in layers))
    outcome = called("ask", "--chain", str(tmp_path / "x.toml"), "--act", "embed")
    assert (outcome.status, outcome.out, why in outcome.err) == (2, "", True)


# --- the gate ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("products = []", "has no products"),
        ('[[approvals]]\ngate = "minimax-m2.7.authorization"\nstate = "held"\nproducts = []', "no product is named"),
    ],
)
def test_what_is_for_no_product_is_not_for_all(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(LicensekitError, match=why):
        policy_of_text(text, "gate.toml", tmp_path)


def test_what_of_an_inventory_is_not_read_is_said_by_the_gate(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("name,license,lizenz\nx,MIT,AGPL-3.0-only\n")
    policy = policy_of_text('[[products]]\nname = "p"\ninventory = "x.csv"\nacts = ["run"]\n', "g.toml", tmp_path)
    first, *_ = audit(policy, date(2026, 6, 1)).findings
    assert (first.diagnostic.code, first.stops) == ("LK851", False)
    assert first.diagnostic.message == "columns that are not read: `lizenz` (`p`)"


@pytest.mark.parametrize("purl", ["pkg:HuggingFace/a/b@1", "pkg://huggingface/a/b", "pkg:huggingface/a%2Fb?x=y"])
def test_a_package_url_in_another_spelling(purl: str) -> None:
    assert hub_name(purl) == "a/b"


def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.toml")
    for words in (("inventory",), ("notices",), ("ask", "--chain"), ("audit", "--as-of", "2026-06-01")):
        outcome = called(*words, str(tmp_path / "x.toml"), *([] if words[0] == "audit" else ["--act", "run"]))
        assert (outcome.status, "it is a device or a pipe" in outcome.err) == (2, True)


def test_half_a_character_from_an_assistant() -> None:
    with pytest.raises(LicensekitError, match="not UTF-8"):
        comparing.diff("\ud800", "mit")


def test_the_baseline_of_two_components_of_one_name_keeps_both() -> None:
    two = decide_all([Component("x", claims=("agpl-3.0",)), Component("x", claims=("mit",))], ["distribute_copy"])
    (kept,) = baseline_of([("p", answer) for answer in two], {}).components.values()
    assert kept.licence == "agpl-3.0 + mit"
    assert {duty.partition(".")[0] for duty in kept.duties} == {"agpl-3", "mit"}


def test_the_name_of_a_model_without_its_owner_may_be_any_of_them() -> None:
    (answer,) = decide_all([Component("x", model="Llama-3.1-8B", claims=("mit",))], ["run"])
    assert answer.verdict is lk.Verdict.UNKNOWN
