"""Inventories: every form is read whole, every entry is decided or says why not, and each output says the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import licensekit as lk
from licensekit import api, published
from licensekit.catalogue import lineage as walks
from licensekit.catalogue.lineage import Layer, Lineage
from licensekit.components.answers import told_of_facts
from licensekit.components.asides import BEGIN
from licensekit.components.deciding import decide_all
from licensekit.components.rows import rows_of
from licensekit.diagram.nodes import Diagrams
from licensekit.errors import LicensekitError
from unit.command_line import called

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
EXAMPLES = Path(__file__).parents[2] / "examples"


def listed(name: str) -> dict[str, lk.Component]:
    return {each.name: each for each in lk.read_components(EXAMPLES / name).components}


def verdicts(components: tuple[lk.Component, ...], *acts: str) -> dict[str, str]:
    return {each.component.name: each.verdict.value for each in lk.decide_all(components, acts or ["embed"])}


# --- forms -------------------------------------------------------------------------------------------------


def test_a_table_says_what_is_done_and_what_is_so_of_each_row() -> None:
    rows = listed("inventory.csv")
    assert rows["server"].acts == ("host_software",)
    assert str(rows["chat"].facts["product.monthly_active_users.month"]) == "Exactly(value=200000)"
    assert (rows["search"].bases, rows["search"].made, rows["search"].ours) == (
        ("meta-llama/Llama-3.1-8B",), "finetune", True,
    )  # fmt: skip
    assert lk.read_components(EXAMPLES / "inventory.csv").notes == ("columns that are not read: `supplier`",)


def test_json_lines_say_the_same_as_a_table(tmp_path: Path) -> None:
    with (EXAMPLES / "inventory.csv").open(encoding="utf-8", newline="") as file:
        rows = [json.dumps({key: cell or None for key, cell in row.items()}) for row in csv.DictReader(file)]
    lines = [row.replace('"200,000"', "200000") for row in rows]
    (tmp_path / "inventory.jsonl").write_text("\n".join(lines), encoding="utf-8")
    read = lk.read_components(tmp_path / "inventory.jsonl").components
    told = [(each.name, each.claims, each.bases, each.acts, each.facts) for each in read]
    assert told == [
        (each.name, each.claims, each.bases, each.acts, each.facts) for each in listed("inventory.csv").values()
    ]


def test_a_workbook_is_read_as_a_table(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="makes a workbook")
    pytest.importorskip("python_calamine", reason="the extra `xlsx`")
    book = openpyxl.Workbook()
    with (EXAMPLES / "inventory.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append(
                [f"'{cell}" if cell.startswith("=") else cell.replace("200,000", "200_000") for cell in row]
            )
    book.save(tmp_path / "inventory.xlsx")
    read = lk.read_components(tmp_path / "inventory.xlsx").components
    assert [each.claims for each in read] == [each.claims for each in listed("inventory.csv").values()]
    assert read[0].facts == listed("inventory.csv")["chat"].facts


def test_requirements_take_their_licences_from_comments_and_from_packages(tmp_path: Path) -> None:
    assert {name: each.claims for name, each in listed("requirements.txt").items()} == {
        "requests": ("Apache-2.0",), "polars": (), "odd-parser": ("An Odd Licence",),
    }  # fmt: skip
    folder = tmp_path / "site-packages" / "Some.Package-1.2.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(
        "Metadata-Version: 2.4\nName: Some.Package\nVersion: 1.2\nLicense-Expression: MIT\n"
    )
    (tmp_path / "requirements.txt").write_text("some_package==1.2\nsome-package==1.3\n-r others.txt\n")
    read = lk.read_components(tmp_path / "requirements.txt", packages=str(folder.parent))
    assert [each.claims for each in read.components] == [("MIT",), (), ()]
    assert [each.name for each in read.components][2:] == ["-r others.txt"]


@pytest.mark.parametrize("text", [APACHE, "You may look at it.\nNothing else.", "x" * 200])
def test_the_text_of_a_licence_in_metadata_is_a_claim_beside_the_classifiers(text: str, tmp_path: Path) -> None:
    folded = text.replace("\n", "\n        ")
    classifier = "License :: OSI Approved :: MIT License"
    folder = tmp_path / "site-packages" / "thing-1.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: thing\nVersion: 1\nLicense: {folded}\nClassifier: {classifier}\n"
    )
    (tmp_path / "requirements.txt").write_text("thing==1\n")
    installed = [{"metadata": {"name": "thing", "version": "1", "license": text, "classifier": [classifier]}}]
    (tmp_path / "inspect.json").write_text(json.dumps({"version": "1", "installed": installed}))
    for read in (
        lk.read_components(tmp_path / "requirements.txt", packages=str(folder.parent)),
        lk.read_components(tmp_path / "inspect.json"),
    ):
        (answer,) = lk.decide_all(read.components, ["distribute_copy"])
        assert read.components[0].claims[0] == "MIT License"
        assert answer.grade == "conflict"


def test_what_pip_inspect_prints(tmp_path: Path) -> None:
    installed = [
        {"metadata": {"name": "a", "version": "1", "license_expression": "MIT"}},
        {"metadata": {"name": "b", "version": "2", "classifier": ["License :: OSI Approved :: MIT License"]}},
        {"metadata": {"name": "c", "version": "3", "license": "UNKNOWN"}},
    ]
    (tmp_path / "inspect.json").write_text(json.dumps({"version": "1", "installed": installed}))
    read = lk.read_components(tmp_path / "inspect.json").components
    assert [each.claims for each in read] == [("MIT",), ("MIT License",), ()]
    assert verdicts(read) == {"a": "permitted", "b": "permitted", "c": "unknown"}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    card = "---\nlicense: other\nlicense_name: apache-2.0\nbase_model:\n- meta-llama/Llama-3.1-8B\nbase_model_relation: finetune\n---\n"
    for name in ("models--acme--tune", "datasets--acme--faq", "models--moonshotai--Kimi-K2.5"):
        snapshot = tmp_path / "hub" / name / "snapshots" / "0123456789abcdef"
        snapshot.mkdir(parents=True)
        if name.endswith("tune"):
            (snapshot / "README.md").write_text(card)
    (tmp_path / "hub" / "version.txt").write_text("1")
    return tmp_path


def test_a_cache_of_the_hub_with_what_its_cards_say(cache: Path) -> None:
    read = {each.name: each for each in lk.read_components(cache).components}
    assert list(read) == ["acme/faq", "acme/tune", "moonshotai/Kimi-K2.5"]
    tune = read["acme/tune"]
    assert (tune.version, tune.claims, tune.bases, tune.made) == (
        "0123456789ab", ("apache-2.0",), ("meta-llama/Llama-3.1-8B",), "finetune",
    )  # fmt: skip
    (answer,) = decide_all([tune], ["distribute_copy"])
    assert [layer.bound.named for layer in answer.layers] == ["apache-2.0", "llama-3.1"]


def test_a_card_that_lies_elsewhere_is_not_read(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\nlicense: mit\n---\n")
    card = cache / "hub" / "models--acme--tune" / "snapshots" / "0123456789abcdef" / "README.md"
    card.unlink()
    card.symlink_to(tmp_path / "secret.md")
    (tune,) = (each for each in lk.read_components(cache).components if each.name == "acme/tune")
    assert tune.claims == ("the text that stands with it is `README.md`, which cannot be read",)
    assert verdicts((tune,)) == {"acme/tune": "unknown"}


def of_card(cache: Path, *lines: str) -> lk.Component:
    card = cache / "hub" / "models--acme--tune" / "snapshots" / "0123456789abcdef" / "README.md"
    card.write_text("\n".join(("---", *lines, "---", "")))
    return next(each for each in lk.read_components(cache).components if each.name == "acme/tune")


@pytest.mark.parametrize(
    ("lines", "claims", "bases", "made"),
    [
        (["tags: ['license:mit', 'x']"], ("mit",), (), ""),
        (["license: mit", "tags: ['license:mit']"], ("mit",), (), ""),
        (["license: mit", "tags: ['license:gpl-3.0']"], ("mit", "gpl-3.0"), (), ""),
        (["license: other", "license_name: apache-2.0", "tags: ['license:other']"], ("apache-2.0",), (), ""),
        (["license: apache-2.0", "license_name: llama3.1"], ("apache-2.0", "llama3.1"), (), ""),
        (["license: mit", "tags: ['base_model:a/b', 'base_model:quantized:a/b']"], ("mit",), ("a/b",), "quantized"),
        (["base_model: a/b", "tags: ['base_model:adapter:c/d', 'base_model:merge:a/b']"], (), ("a/b", "c/d"), ""),
        (["license: mit", "tags: ['base_model:', 'license:', 'license']"], ("mit",), (), ""),
    ],
)  # fmt: skip
def test_what_a_card_says_in_its_tags_and_by_a_name_beside_a_licence(
    cache: Path, lines: list[str], claims: tuple[str, ...], bases: tuple[str, ...], made: str
) -> None:
    said = of_card(cache, *lines)
    assert (said.claims, said.bases, said.made) == (claims, bases, made)


@pytest.mark.parametrize(
    "lines",
    [
        ["license: mit", "tags: ['base_model:finetune:meta-llama/Llama-3.1-8B']"],
        ["license: mit", "tags: ['license:cc-by-nc-4.0']"],
        ["license: mit", "license_name: acme-terms"],
        ["license: mit", "tags: ['license:other']"],
        ["license: mit", "extra_gated_prompt: You agree to use it for research alone."],
        ["license: mit", "extra_gated_fields:", "  I agree to non-commercial use ONLY: checkbox"],
        ["license: mit", "extra_gated_eu_disallowed: true"],
    ],
)
def test_what_a_card_adds_to_its_licence_is_not_passed_over(cache: Path, lines: list[str]) -> None:
    assert verdicts((of_card(cache, "license: mit", "extra_gated_eu_disallowed: false"),)) == {"acme/tune": "permitted"}
    assert verdicts((of_card(cache, "license: mit"),)) == {"acme/tune": "permitted"}
    assert verdicts((of_card(cache, *lines),)) != {"acme/tune": "permitted"}


LLAMA = "meta-llama/Llama-3.1-8B"


@pytest.mark.parametrize(
    ("files", "bases", "made", "verdict"),
    [
        ({"adapter_config.json": json.dumps({"base_model_name_or_path": LLAMA})}, (LLAMA,), "adapter", "unknown"),
        ({"config.json": json.dumps({"_name_or_path": LLAMA})}, (LLAMA,), "", "unknown"),
        ({"config.json": json.dumps({"_name_or_path": "acme/before"})}, (), "", "permitted"),
        ({"config.json": json.dumps({"_name_or_path": "./out", "license": "mit"})}, (), "", "permitted"),
        ({"config.json": json.dumps({"license": "gpl-3.0"})}, (), "", "unknown"),
        ({"config.json": "{"}, (), "", "unknown"),
        ({"NOTICE": "Tune is licensed under the Llama 3.1 Community License."}, (), "", "unknown"),
        ({"USE_POLICY.md": "You may not use it against anybody. " * 30}, (), "", "unknown"),
        ({"NOTICE.txt": "Some of it stands under the Apache License 2.0."}, (), "", "permitted"),
    ],
)
def test_what_lies_beside_a_card_counts(
    cache: Path, files: dict[str, str], bases: tuple[str, ...], made: str, verdict: str
) -> None:
    for name, text in files.items():
        (cache / "hub" / "models--acme--tune" / "snapshots" / "0123456789abcdef" / name).write_text(text)
    said = of_card(cache, "license: mit")
    assert (said.bases, said.made) == (bases, made)
    assert verdicts((said,)) == {"acme/tune": verdict}


def test_an_adapter_s_path_of_a_machine_of_its_own_gives_way_to_its_card(cache: Path) -> None:
    folder = cache / "hub" / "models--acme--tune" / "snapshots" / "0123456789abcdef"
    (folder / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "/data/base"}))
    assert of_card(cache, "license: mit", f"base_model: {LLAMA}").bases == (LLAMA,)
    assert of_card(cache, "license: mit").bases == ("/data/base",)


def test_expressions_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("MIT OR Apache-2.0\nGPL-3.0-only WITH Nothing-exception\n")
    read = lk.read_components(tmp_path / "list.txt", "expressions").components
    assert verdicts(read, "run") == {"MIT OR Apache-2.0": "permitted", "GPL-3.0-only WITH Nothing-exception": "unknown"}


def test_weights_that_are_called_as_models_of_several_owners_are_not_known_by_a_claim() -> None:
    def verdict(name: str, kind: str) -> str:
        (answer,) = decide_all([lk.Component(name, kind=kind, claims=("mit",))], ["embed"])  # type: ignore[arg-type]
        return answer.verdict.value

    assert verdict("Llama-3.1-8B", "weights") == "unknown"
    assert verdict("Llama-3.1-8B", "") == "unknown"
    assert (verdict("our-tune", "weights"), verdict("Llama-3.1-8B", "code")) == ("permitted", "permitted")
    assert (verdict("bloom", "weights"), verdict("bloom", "")) == (
        "unknown",
        "permitted",
    )  # a package has that name too


@pytest.mark.parametrize("more", [{"kind": "code"}, {"kind": "data"}, {"model": "acme/own"}])
def test_what_has_the_name_of_a_known_model_does_not_stand_for_it_as_a_base(more: dict[str, str]) -> None:
    named = lk.Component(LLAMA, claims=("mit",), **more)  # type: ignore[arg-type]
    _, tune = decide_all([named, lk.Component("tune", claims=("mit",), bases=(LLAMA,))], ["embed"])
    assert [layer.bound.named for layer in tune.layers] == ["mit", "mit", "llama-3.1"]
    assert tune.verdict == "unknown"


@pytest.mark.parametrize(
    ("license", "name", "claims"),
    [
        ("mit", "", ("mit",)),
        ("mit", "llama3.1", ("mit", "llama3.1")),
        ("other", "llama3.1", ("llama3.1",)),
        ("other", "", ("other",)),
        ("", "llama3.1", ("llama3.1",)),
    ],
)
def test_a_name_of_its_own_in_a_table(license: str, name: str, claims: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"name,license,license_name\nx,{license},{name}\n")
    read = lk.read_components(tmp_path / "list.csv")
    assert ([each.claims for each in read.components], read.notes) == ([claims], ())


# --- documents of components -------------------------------------------------------------------------------


@pytest.fixture
def sbom() -> None:
    for name in ("cyclonedx", "defusedxml", "spdx_tools"):
        pytest.importorskip(name, reason="the extra `sbom`")


@pytest.mark.usefixtures("sbom")
def test_cyclonedx_with_its_parts_ancestors_and_model_card() -> None:
    read = listed("sbom.cdx.json")
    assert list(read) == [
        "moonshotai/Kimi-K2.5", "support-tickets-2025", "acme/search-8b", "faq", "requests", "vendored-parser", "tables",
    ]  # fmt: skip
    assert read["acme/search-8b"].bases == ("meta-llama/Llama-3.1-8B",)
    assert sorted(read["tables"].claims) == ["GPL-3.0-only", "MIT"]
    assert verdicts(tuple(read.values())) == {
        "moonshotai/Kimi-K2.5": "permitted_with_duties",  # how many users there are is not said: a duty is open
        "support-tickets-2025": "unknown",
        "acme/search-8b": "unknown",
        "faq": "permitted_with_duties",
        "requests": "permitted",
        "vendored-parser": "unknown",
        "tables": "unknown",
    }


@pytest.mark.usefixtures("sbom")
def test_cyclonedx_in_xml_says_the_same() -> None:
    assert list(listed("sbom.cdx.xml")) == ["moonshotai/Kimi-K2.5", "support-tickets-2025", "tables"]
    assert listed("sbom.cdx.xml")["moonshotai/Kimi-K2.5"].model == "moonshotai/Kimi-K2.5"


@pytest.mark.usefixtures("sbom")
def test_spdx_of_both_versions() -> None:
    two = listed("sbom.spdx.json")
    assert {name: each.claims for name, each in two.items()} == {
        "requests": ("Apache-2.0",), "server": ("AGPL-3.0-only",), "chat": (),
        "odd": ("An Odd Licence", "the text that stands with it is no text that is encoded, and near to none"),
    }  # fmt: skip
    assert two["chat"].model == "moonshotai/Kimi-K2.5"
    assert two["requests"].copyright == "Copyright 2019 Kenneth Reitz"
    assert listed("sbom.spdx")["tables"].claims == ("MIT OR Apache-2.0",)
    three = listed("sbom.spdx3.json")
    assert three["search-8b"].claims == ("Apache-2.0",)
    assert three["search-8b"].bases == ("meta-llama/Llama-3.1-8B",)
    assert three["support-tickets"].claims == ("CC-BY-4.0",)


# --- what binds --------------------------------------------------------------------------------------------


def test_a_claim_never_takes_away_what_a_known_work_carries() -> None:
    claimed = lk.Component("k", model="moonshotai/Kimi-K2.5", claims=("MIT",))
    (answer,) = decide_all(
        [claimed],
        ["embed"],
        facts={"product.charged_for": True, "product.revenue.month": "30 million USD", "product.exists": True},
    )
    assert answer.grade == "conflict"
    assert answer.layers[0].bound.named == "kimi-k2.5 or mit"
    assert {str(each.verdict) for each in answer.decisions} == {"permitted_with_duties", "permitted"}
    assert answer.verdict == "unknown"
    assert (answer.best, answer.worst) == ("permitted", "permitted_with_duties")


@pytest.mark.parametrize(
    "claims", [(), ("NOASSERTION",), ("other",), ("A Licence Nobody Knows",), ("MIT AND Nobody-1.0",)]
)
def test_what_names_no_licence_is_unknown_and_says_why(claims: tuple[str, ...]) -> None:
    (answer,) = decide_all([lk.Component("x", claims=claims)], ["run"])
    assert (answer.verdict, answer.best, answer.worst, answer.grade) == ("unknown", None, None, "unknown")
    assert answer.layers[0].bound.more


class Recorded:
    """A work of which a source says that it is under a licence that is not encoded, or of which none says anything."""

    def __init__(self, *otherwise: str) -> None:
        self.lineage = Lineage("x/y", (Layer("x/y", "itself", "unknown", (), ((),), otherwise=otherwise),))

    def binding(self, *_: object) -> tuple[Lineage, tuple[lk.LicenseTerms, ...]]:
        return self.lineage, ()


@pytest.mark.parametrize(
    ("otherwise", "verdict", "grade"),
    [
        ("`x/y`: Some Licence (`some`) is not encoded here", "unknown", "conflict"),
        ("`x/y`: no licence is stated", "permitted", "tag only"),
    ],
)
def test_a_claim_settles_only_a_work_of_which_nothing_else_is_said(
    otherwise: str, verdict: str, grade: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("licensekit.published.binding_of", Recorded(otherwise).binding)
    claimed, silent = lk.Component("a", model="x/y", claims=("MIT",)), lk.Component("b", model="x/y")
    tuned = lk.Component("t", claims=("MIT",), bases=("b",), made="finetune")
    answers = decide_all([claimed, silent, tuned], ["run"])
    assert (answers[0].verdict, answers[0].grade) == (verdict, grade)
    assert [str(each.verdict) for each in answers[1:]] == ["unknown", "unknown"]
    assert [each.worst for each in answers[1:]] == [None, None]


def test_two_claims_of_which_one_is_not_known_leave_it_open() -> None:
    (answer,) = decide_all([lk.Component("x", claims=("MIT", "Nobody-1.0"))], ["run"])
    assert (answer.verdict, answer.best, answer.worst) == ("unknown", None, None)


def test_a_base_binds_whatever_the_copy_says() -> None:
    tuned = lk.Component("t", claims=("MIT",), bases=("research",), made="finetune")
    research = lk.Component("research", claims=("mistral-research-0.1",))
    answers = decide_all([tuned, research], ["run"], facts={"use.in_business": True, "product.charged_for": True})
    assert answers[0].layers[1].bound.possible == answers[1].layers[0].bound.possible != ()
    assert answers[0].verdict == answers[1].verdict


def test_a_row_that_contradicts_itself_is_unknown_and_the_others_are_decided() -> None:
    profile = lk.parse_profile('[facts]\n"group.monthly_active_users.any_month" = "at most 10"\n')
    much = lk.Component("much", claims=("MIT",), facts={"product.monthly_active_users.month": lk.Exactly(11)})
    answers = decide_all([much, lk.Component("other", claims=("MIT",))], ["run"], profile=profile)
    assert [str(each.verdict) for each in answers] == ["unknown", "permitted"]
    assert answers[0].layers[0].problem.startswith("LK522 ")


def test_a_row_that_asks_too_much_is_unknown_and_the_others_are_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Diagrams.__init__, "__defaults__", (3_000,))  # no four licences are too much as it is
    large = lk.Component(
        "x", claims=("cc-by-nc-nd-4.0 AND tencent-hunyuan-video-foley AND prosperity-3.0 AND minimax-h3",)
    )
    answers = lk.decide_all([large, lk.Component("y", claims=("mit",))], ["embed", "distribute_copy"])
    assert [each.verdict.value for each in answers] == ["unknown", "permitted_with_duties"]
    assert answers[0].layers[0].problem.startswith("LK720 ")
    assert rows_of(answers)[0].why == (answers[0].layers[0].problem,)


def test_equal_terms_are_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    evaluate = lk.LicenseTerms.evaluate
    monkeypatch.setattr(lk.LicenseTerms, "evaluate", lambda *a, **k: asked.append(a[0].id) or evaluate(*a, **k))
    decide_all([lk.Component(f"c{at}", claims=(("MIT", "mit", "isc")[at % 3],)) for at in range(30)], ["run"])
    assert asked == ["mit", "isc"]


def test_what_is_idle_is_not_asked_again_of_facts_that_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    unread = lk.Decision.unread.func  # type: ignore[attr-defined]
    number = "group.monthly_active_users[2024-06]"
    monkeypatch.setattr(lk.Decision, "unread", property(lambda each: asked.append(each) or unread(each)))
    rows = [
        lk.Component("x", claims=("llama-3.1",), facts={number: lk.Exactly(at)} | more)
        for at, more in enumerate(({}, {}, {"use.in_business": lk.Exactly(value=True)}, {}))
    ]
    told = told_of_facts(decide_all(rows, ["embed"]), [number])
    own = f"what a component says itself goes before what is stated of all: `{number}`"
    assert (len(asked), told) == (2, (own, "facts that no licence here reads: `use.in_business`"))


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ({"name": "llama3.1:8b"}, True),
        ({"name": "gemma2", "kind": "weights"}, True),
        ({"name": "ollama/llama3.1"}, True),
        ({"name": "ours", "model": "ollama.com/library/mistral:7b"}, True),
        ({"name": "bedrock/meta.llama3-1-8b-instruct-v1:0"}, True),
        ({"name": "meta.llama3-1-8b-instruct-v1:0"}, True),
        ({"name": "somebody/qwen2.5:7b"}, True),
        ({"name": "llama3.1 8b"}, True),
        ({"name": "python 3.12"}, False),
        ({"name": "acme/our-ranker:2"}, False),
        ({"name": "acme/Llama-3.1-8B@main"}, False),
        ({"name": "llama3.1:8b", "kind": "code"}, False),
        ({"name": "python:3.12"}, False),
        ({"name": "postgres:16"}, False),
        ({"name": "org.apache.commons:commons-lang3"}, False),
        ({"name": "our-ranker:2", "kind": "weights"}, False),
    ],
)
def test_names_of_other_registries_leave_open_which_model_is_meant(said: dict[str, str], is_open: bool) -> None:
    """`llama3.1:8b`, as ollama has it, with a claim of `mit` beside it was permitted."""
    (answer,) = lk.decide_all([lk.Component(claims=("mit",), **said)], ["run"])  # type: ignore[arg-type]
    assert answer.verdict == ("unknown" if is_open else "permitted")
    assert any("is no name of the hub, and may be" in why for why in answer.layers[0].bound.otherwise) is is_open


def test_answers_are_no_inventory(tmp_path: Path) -> None:
    """`llama-3.1 or mit`, of which it is open which binds, was read back as a choice, and permitted."""
    components = (lk.Component("m", model="meta-llama/Llama-3.1-8B", claims=("mit",)),)
    (row,) = rows_of(lk.decide_all(components, ["host_model"]))
    assert (row.licence, row.grade) == ("llama-3.1 or mit", "conflict")
    written = tmp_path / "answers.csv"
    written.write_text(called("inventory", str(EXAMPLES / "inventory.csv"), "--act", "embed", "--format", "csv").out)
    outcome = called("inventory", str(written), "--act", "embed")
    assert (outcome.status, outcome.out) == (2, "")
    assert "it is what `inventory` wrote" in outcome.err


def test_a_claim_is_read_once_and_a_model_of_the_index_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, walked = list[str](), list[str]()
    load, lineage = lk.load, published.lineage
    monkeypatch.setattr(api, "load", lambda name: read.append(name) or load(name))
    for module in (published, walks):
        monkeypatch.setattr(module, "lineage", lambda name, *more: walked.append(name) or lineage(name, *more))
    models = ("CohereLabs/c4ai-command-r-v01", "AtomicChat/Kimi-K3-GGUF", "unsloth/Llama-3.1-8B-Instruct")
    claims = ("MIT", "Nobody-1.0")
    decide_all([lk.Component("x", model=model, claims=(claim,)) for model in models for claim in claims], ["run"])
    assert read == ["MIT", "Nobody-1.0"]
    assert walked == [model for model in models for _ in claims]


# --- outputs -----------------------------------------------------------------------------------------------


def answers(form: str, *words: str) -> str:
    outcome = called("inventory", str(EXAMPLES / "inventory.csv"), "--act", "embed", *words, "--format", form)
    not_read = "columns that are not read: `supplier`\n" if form in {"csv", "cyclonedx"} else ""
    assert (outcome.status, outcome.err) == (3, not_read)
    return outcome.out


def test_every_output_has_a_row_for_every_component() -> None:
    names = list(listed("inventory.csv"))
    told = list(csv.DictReader(io.StringIO(answers("csv"))))
    assert [row["name"].removeprefix("'") for row in told] == names
    data = json.loads(answers("json"))["components"]
    assert [row["name"] for row in data] == names
    assert [row["verdict"] for row in data] == [row["verdict"] for row in told]
    assert answers("html").count("<tr class=") == len(names)
    document = json.loads(answers("cyclonedx"))
    assert [each["name"] for each in document["components"]] == names
    properties = [{each["name"]: each["value"] for each in part["properties"]} for part in document["components"]]
    assert [each[f"{BEGIN}verdict"] for each in properties] == [row["verdict"] for row in told]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="reads a workbook")
    rows = list(csv.reader(io.StringIO(answers("csv"))))
    assert "'=cmd|' /C calc'!A0" in {row[0] for row in rows}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    target = tmp_path / "answers.xlsx"
    outcome = called("inventory", str(EXAMPLES / "inventory.csv"), "--act", "embed", "-o", str(target))
    assert outcome.status == 3
    cells = [cell for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
    assert "=cmd|' /C calc'!A0" in {cell.value for cell in cells}


def test_html_lets_nothing_act(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('name,license\n"<script>alert(1)</script>",MIT\n')
    page = called("inventory", str(tmp_path / "x.csv"), "--act", "run", "--format", "html").out
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.usefixtures("sbom")
def test_a_cyclonedx_that_came_in_is_kept_whole_and_is_still_one(tmp_path: Path) -> None:
    source = json.loads((EXAMPLES / "sbom.cdx.json").read_text())
    target = tmp_path / "out.cdx.json"
    words = ("inventory", str(EXAMPLES / "sbom.cdx.json"), "--act", "embed", "-o", str(target))
    assert called(*words).status == 3
    text = target.read_text()
    told = json.loads(text)

    def without(document: dict[str, object]) -> str:
        def kept(part: object) -> object:
            if isinstance(part, dict):
                return {key: kept(value) for key, value in part.items() if key != "properties"}
            return [kept(each) for each in part] if isinstance(part, list) else part

        return json.dumps(kept(document), sort_keys=True)

    assert without(told) == without(source)
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    again = called("inventory", str(target), "--act", "embed", "-o", str(tmp_path / "again.cdx.json"))
    assert again.status == 3
    assert (tmp_path / "again.cdx.json").read_text() == text
    new = called("inventory", str(EXAMPLES / "inventory.csv"), "--act", "embed", "--format", "cyclonedx").out
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(new) is None


def test_rows_name_duties_with_their_places_and_the_first_question() -> None:
    (row,) = rows_of(decide_all([lk.Component("m", claims=("kimi-k2.5",))], ["embed"]))
    assert row.verdict == "permitted_with_duties"
    assert row.open_duties == ('display "Kimi K2.5" prominently on the user interface (kimi-k2.5 ¶4)',)
    assert row.first_question.endswith(")")


def test_the_status_is_the_most_severe(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("license\nMIT\n")
    assert called("inventory", str(tmp_path / "x.csv"), "--act", "run").status == 0
    (tmp_path / "x.csv").write_text("license\nMIT\nnobody-1.0\nmit\n")
    assert called("inventory", str(tmp_path / "x.csv"), "--act", "run").status == 3
    (tmp_path / "x.csv").write_text("license,conduct.military\nMIT,\nnobody-1.0,\ndeepseek-model-1.0,yes\n")
    assert called("inventory", str(tmp_path / "x.csv"), "--act", "run").status == 1


@pytest.mark.slow
def test_ten_thousand_components_in_ten_seconds() -> None:
    from time import process_time

    names = ["MIT", "Apache-2.0", "GPL-3.0-only", "MIT OR Apache-2.0", "kimi-k2.5", "llama-3.1", "Nobody-1.0"]
    components = [lk.Component(f"c{at}", f"1.{at}", claims=(names[at % len(names)],)) for at in range(10_000)]
    began = process_time()
    assert len(rows_of(decide_all(components, ["embed"]))) == 10_000
    assert process_time() - began < 10


def test_errors_are_told_at_once_with_their_rows(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("license,kind,acts,product.charged_for\nMIT,wieghts,rnu,perhaps\n")
    with pytest.raises(LicensekitError) as raised:
        lk.read_components(tmp_path / "x.csv")
    assert [(each.code, each.help) for each in raised.value.diagnostics] == [
        ("LK502", "did you mean `weights`?"),
        ("LK503", "did you mean `run`?"),
        ("LK502", "write `yes` or `no`, or leave the cell empty"),
    ]
    assert all("x.csv`, row 2" in each.message for each in raised.value.diagnostics)
