"""Chains: what each layer's licence asks travels to the product, cited; what cannot both be met is said with both clauses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.components.chain_answer import limits_of
from licensekit.components.chains import chain_of_text
from licensekit.components.conflicts import UNCHANGED, WHOLE
from licensekit.model.clauses import Duty
from unit.command_line import called

SMALL = lk.parse_profile(
    '[facts]\n"group.revenue.any_12_months" = "at most 5 million USD"\n'
    '"group.monthly_active_users.any_month" = "at most 500_000"\n"licensee.kind" = "company"\n'
)


def layer(name: str, license: str = "", **said: object) -> str:
    license_line = f'license = "{license}"\n' if license else ""
    lines = "".join(f"{key.rstrip('_')} = {json.dumps(value)}\n" for key, value in said.items())
    return f'[[layers]]\nname = "{name}"\n{license_line}{lines}'


def asked(*layers: str, acts: tuple[str, ...], **facts: object) -> lk.ChainAnswer:
    told = {name.replace("__", "."): value for name, value in facts.items()}
    return lk.decide_chain(chain_of_text("\n".join(layers), "chain.toml"), acts, facts=told, profile=SMALL)


def owed(answer: lk.ChainAnswer, *statuses: str) -> dict[str, set[str]]:
    """The clauses that are due, by layer."""
    return {
        each.component.name: {
            duty.clause.partition("/")[0]
            for decision in each.answers.decisions
            for duty in decision.duties
            if duty.status in (statuses or ("due",)) and duty.strength == "must"
        }
        for each in answer.layers
    }


# --- the chains that people ask about ----------------------------------------------------------------------


def test_a_tune_of_llama_under_an_apache_tag() -> None:
    answer = asked(
        layer("meta-llama/Llama-3.1-8B"),
        layer("our-tune", "apache-2.0", from_=["meta-llama/Llama-3.1-8B"], made="finetune", ours=True),
        acts=("distribute_copy",),
        distribution__for_fee=False,
    )
    assert answer.verdict == "permitted_with_duties"
    due = owed(answer)
    assert due["our-tune"]
    assert {"derived-model-name", "notice-file", "built-with"} <= due["meta-llama/Llama-3.1-8B"]


def test_that_of_others_does_not_oblige_us_to_name_it() -> None:
    answer = asked(
        layer("meta-llama/Llama-3.1-8B"),
        layer("their-tune", "apache-2.0", from_=["meta-llama/Llama-3.1-8B"], made="finetune"),
        acts=("distribute_copy",),
    )
    base = "meta-llama/Llama-3.1-8B"
    assert "derived-model-name" not in owed(answer)[base]
    assert "derived-model-name" in owed(answer, "open")[base]  # whether we changed it is not said


def test_kimi_in_a_product() -> None:
    answer = asked(
        layer("moonshotai/Kimi-K2.5", kind="weights"),
        layer("serving", "MIT", kind="code"),
        acts=("embed", "host_model"),
        product__charged_for=True,
    )
    assert answer.verdict == "permitted"  # a small company's product is below both numbers
    big = lk.decide_chain(
        answer.chain, ["embed"], facts={"product.charged_for": True, "product.revenue.month": "30 million USD"}
    )
    assert owed(big) == {"moonshotai/Kimi-K2.5": {"display-name"}, "serving": set()}


def test_a_merge_of_llama_and_qwen_owes_to_both() -> None:
    answer = asked(
        layer("meta-llama/Llama-3.1-8B"),
        layer("qwen", "qwen-license-2024"),
        layer("merged", from_=["meta-llama/Llama-3.1-8B", "qwen"], made="merge", ours=True),
        acts=("distribute_copy",),
    )
    due = owed(answer)
    assert {"derived-model-name", "built-with"} <= due["meta-llama/Llama-3.1-8B"]
    assert {"built-with", "notice-file"} & due["qwen"]
    assert due["merged"] == set()
    assert answer.conflicts == ()  # the one asks for a name, the other for a line in the documentation


def test_names_of_one_model_that_begin_differently() -> None:
    answer = asked(
        layer("llama", "llama-3.1"),
        layer("exaone", "exaone-3.5-nc"),
        layer("merged", from_=["llama", "exaone"], made="merge", ours=True),
        acts=("distribute_copy",),
        purpose__research=True,
    )
    (conflict,) = (each for each in answer.conflicts if each.why == "one name cannot begin with both")
    assert {(each.license, each.locator) for each in (conflict.first, conflict.second)} >= {
        ("llama-3.1", "agreement 1.b.i")
    }
    assert {each.license for each in (conflict.first, conflict.second)} == {"llama-3.1", "exaone-3.5-nc"}


def test_a_name_whose_beginning_is_asked_for_in_more_words() -> None:
    """Krea says of which names it is besides; the clash with EXAONE's name was not seen for it."""
    answer = asked(
        layer("exaone", "exaone-4.0-nc"),
        layer("krea", "krea-2-community"),
        layer("ours", from_=["exaone", "krea"], made="merge", ours=True),
        acts=("distribute_copy",),
    )
    assert [each.why for each in answer.conflicts] == ["one name cannot begin with both"]


def test_an_apache_adapter_on_a_research_base() -> None:
    answer = asked(
        layer("base", "mistral-research-0.1", kind="weights"),
        layer("adapter", "apache-2.0", from_=["base"], made="adapter", ours=True),
        acts=("host_model",),
        product__charged_for=True,
        use__in_business=True,
        purpose__research=False,
    )
    verdicts = {each.component.name: each.verdict.value for each in answer.layers}
    assert verdicts["adapter"] in {"permitted", "permitted_with_duties"}
    assert verdicts["base"] in {"not_granted", "prohibited", "needs_approval"}
    assert answer.verdict == verdicts["base"]


def test_restrictions_of_a_rail_licence_pass_through_every_copy() -> None:
    answer = asked(
        layer("base", "creativeml-openrail-m"),
        layer("tune", "mit", from_=["base"], made="finetune", ours=True),
        layer("small", from_=["tune"], made="quantized", ours=True),
        acts=("distribute_copy",),
    )
    (base,) = (each for each in answer.layers if each.component.name == "base")
    texts = [duty.text for decision in base.answers.decisions for duty in decision.duties if duty.status == "due"]
    assert any("use restrictions" in text for text in texts)
    limits = limits_of(base, answer.acts)
    assert {each.license for each in limits} == {"creativeml-openrail-m"}
    assert len(limits) >= 10
    assert answer.layers[base.above - 1].component.name == "tune"


@pytest.mark.parametrize(("combined", "number"), [(False, 0), (True, 1)])
def test_gpl_code_beside_weights_meets_their_limits_only_where_both_are_one_work(combined: bool, number: int) -> None:
    facts = '{ "work.combined" = true }' if combined else "{}"
    code = layer("server", "GPL-3.0-only", kind="code") + f"facts = {facts}\n"
    answer = asked(layer("weights", "creativeml-openrail-m", kind="weights"), code, acts=("distribute_in_product",))
    assert len(answer.conflicts) == number
    for conflict in answer.conflicts:
        assert not conflict.certain
        assert (conflict.first.license, conflict.first.locator) == ("gpl-3.0", "5(c)")
        assert conflict.second.license == "creativeml-openrail-m"
        assert answer.verdict == "unknown"


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        ("gpl-2.0", "cddl-1.0", False),
        ("gpl-3.0", "epl-2.0", False),
        ("gpl-2.0", "mpl-1.1", False),
        ("gpl-3.0", "osl-3.0", False),
        ("gpl-2.0", "openssl", False),
        ("gpl-3.0", "mpl-2.0", True),
        ("gpl-2.0", "mpl-2.0", True),
        ("gpl-2.0", "lgpl-2.1", True),
        ("cddl-1.0", "epl-2.0", True),
        ("gpl-3.0", "apache-2.0", True),
        ("gpl-2.0", "apache-2.0", False),
        ("gpl-2.0", "mulanpsl-2.0", False),
        ("gpl-2.0", "mit AND apache-2.0", False),
        ("gpl-2.0", "bsd-2-clause-patent", True),
        ("gpl-2.0", "apache-2.0-with-llvm-exception", True),
        ("gpl-2.0-with-classpath-exception-2.0", "mpl-2.0", True),
        ("gpl-2.0", "creativeml-openrail-m AND mit", False),
    ],
)
def test_code_that_stays_under_its_own_terms_in_a_whole_under_others(first: str, second: str, meet: bool) -> None:
    combined = 'facts = { "work.combined" = true }\n'
    layers = (layer("one", first, kind="code") + combined, layer("two", second, kind="code") + combined)
    answer = asked(*layers, acts=("distribute_in_product",))
    assert (answer.conflicts == ()) is meet
    for conflict in answer.conflicts:
        assert {conflict.first.license, conflict.second.license} <= {first, *second.split(" AND ")}


COMBINED = 'facts = { "work.combined" = true }\n'


def combined(*licenses: str) -> lk.ChainAnswer:
    layers = (layer(f"code{at}", each, kind="code") + COMBINED for at, each in enumerate(licenses))
    return asked(*layers, acts=("distribute_in_product",))


def test_patents_taken_back_are_a_further_restriction_told_with_both_clauses() -> None:
    """GPL 2, section 6, lets nobody restrict recipients further; Apache 2.0, section 3, ends patents in a suit."""
    (conflict,) = combined("gpl-2.0", "apache-2.0").conflicts
    assert conflict.certain
    assert [(each.license, each.locator) for each in (conflict.first, conflict.second)] == [
        ("gpl-2.0", "6"),
        ("apache-2.0", "3"),
    ]


def test_layers_of_which_nobody_says_what_they_are_may_be_one_work() -> None:
    """Code of which it was not said that it is code, and was not one work therefore, had been permitted."""
    answer = asked(layer("a", "gpl-2.0"), layer("b", "apache-2.0"), acts=("distribute_copy",))
    assert [each.certain for each in answer.conflicts] == [False]
    assert answer.verdict == "unknown"
    beside = asked(layer("meta-llama/Llama-3.1-8B"), layer("b", "gpl-3.0", kind="code"), acts=("distribute_copy",))
    assert beside.conflicts == ()


@pytest.mark.parametrize(
    ("licenses", "taken"),
    [
        (("GPL-2.0-or-later", "apache-2.0"), ("gpl-3.0", "apache-2.0")),
        (("gpl-2.0", "MIT OR Apache-2.0"), ("gpl-2.0", "mit")),
        (("GPL-2.0-only OR MIT", "creativeml-openrail-m"), ("mit", "creativeml-openrail-m")),
        (("GPL-2.0-or-later", "apache-2.0", "gpl-2.0"), None),  # what suits the one does not suit the other
        (("GPL-2.0-or-later", "Apache-2.0 AND CDDL-1.0"), None),
        (("gpl-3.0", "creativeml-openrail-m OR llama-3.1"), None),
    ],
)
def test_of_a_choice_is_taken_what_goes_together(licenses: tuple[str, ...], taken: tuple[str, ...] | None) -> None:
    answer = combined(*licenses)
    assert (answer.conflicts == ()) is (taken is not None)
    if taken is not None:
        assert tuple(each.bound.named for each in answer.layers) == taken
        duties = {duty.license for layer in answer.layers for each in layer.answers.decisions for duty in each.duties}
        assert duties <= {*taken}
        assert any(each.bound.chosen.startswith("of any of (") for each in answer.layers)
    else:
        assert answer.verdict == "unknown"


def test_a_service_on_changed_agpl_code_offers_its_source() -> None:
    said = 'facts = { "work.modified" = true, "service.users_interact_remotely" = true }\n'
    answer = asked(
        layer("weights", "apache-2.0", kind="weights"),
        layer("server", "AGPL-3.0-only", kind="code") + said,
        acts=("host_model",),
    )
    assert any("source" in clause for clause in owed(answer)["server"])
    assert answer.verdict == "permitted_with_duties"


def test_each_layer_from_the_base_to_the_product_keeps_what_it_owes() -> None:
    """Base, tune, adapter, merge, quantised copy; code beside the weights, data beside both."""
    answer = asked(
        layer("meta-llama/Llama-3.1-8B", kind="weights"),
        layer("tune", "apache-2.0", kind="weights", from_=["meta-llama/Llama-3.1-8B"], made="finetune", ours=True),
        layer("adapter", "mit", kind="weights", from_=["tune"], made="adapter", ours=True),
        layer("Qwen/Qwen2.5-72B-Instruct", kind="weights"),
        layer("merged", kind="weights", from_=["adapter", "Qwen/Qwen2.5-72B-Instruct"], made="merge", ours=True),
        layer("small", kind="weights", from_=["merged"], made="quantized", ours=True),
        layer(
            "server", "AGPL-3.0-only", kind="code",
            **{'facts."work.modified"': True, 'facts."service.users_interact_remotely"': True},
        ),
        layer("faq", "CC-BY-SA-4.0", kind="data"),
        acts=("host_model", "distribute_in_product"),
    )  # fmt: skip
    assert (answer.verdict, answer.conflicts) == ("permitted_with_duties", ())
    due = owed(answer)
    assert {"derived-model-name", "notice-file", "built-with"} <= due["meta-llama/Llama-3.1-8B"]
    assert {"built-with", "attribution"} <= due["Qwen/Qwen2.5-72B-Instruct"]
    assert "network-source" in due["server"]
    assert all(due[name] for name in ("tune", "adapter", "faq"))
    assert (due["merged"], due["small"]) == (set(), set())
    assert {each.component.name: each.made for each in answer.layers}["Qwen/Qwen2.5-72B-Instruct"] == "merge"
    llama = next(each for each in answer.layers if each.component.name.startswith("meta-llama"))
    assert limits_of(llama, answer.acts)


def test_a_model_under_copyleft_merged_with_one_whose_uses_are_limited() -> None:
    answer = asked(
        layer("free", "cc-by-sa-4.0"),
        layer("limited", "llama-3.1"),
        layer("merged", from_=["free", "limited"], made="merge", ours=True),
        acts=("distribute_copy",),
    )
    assert answer.conflicts
    assert {each.license for conflict in answer.conflicts for each in (conflict.first, conflict.second)} == {
        "cc-by-sa-4.0", "llama-3.1",
    }  # fmt: skip
    assert answer.verdict == "unknown"


def test_two_licences_that_each_want_the_whole() -> None:
    answer = asked(
        layer("one", "gpl-2.0", kind="code") + 'facts = { "work.combined" = true }\n',
        layer("two", "gpl-3.0", kind="code") + 'facts = { "work.combined" = true }\n',
        acts=("distribute_copy",),
        distribution__only_to_own_contractors=False,
    )
    (conflict,) = answer.conflicts
    assert conflict.certain
    assert {(each.license, each.clause) for each in (conflict.first, conflict.second)} == {
        ("gpl-2.0", "copyleft"),
        ("gpl-3.0", "copyleft"),
    }


@pytest.mark.parametrize(
    "other", ["mit", "apache-2.0", "bsd-3-clause", "isc", "zlib", "mpl-2.0", "agpl-3.0", "lgpl-3.0", "gpl-3.0"]
)
def test_no_alarm_where_licences_go_together(other: str) -> None:
    combined = 'facts = { "work.combined" = true }\n'
    answer = asked(
        layer("one", "gpl-3.0", kind="code") + combined,
        layer("two", other, kind="code") + combined,
        acts=("distribute_copy",),
    )
    assert answer.conflicts == ()


# --- the file and the command ------------------------------------------------------------------------------


def test_the_command_says_layer_by_layer_what_is_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    words = ("ask", "--chain", "examples/chain.toml", "--profile", "examples/company.toml")
    outcome = called(*words)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("assistant: permitted with duties\n")
    assert "`Llama-Acme-search` is tuned from" in outcome.out
    data = json.loads(called(*words, "--format", "json").out)
    assert [each["name"] for each in data["layers"]] == [
        "Llama-Acme-search",
        "server",
        "faq",
        "meta-llama/Llama-3.1-8B",
    ]
    assert data["layers"][3]["above"] == "Llama-Acme-search"
    assert any("agreement 1.b.i)" in duty for duty in data["layers"][3]["duties"])
    assert called(*words) == outcome


ALL = ("--set", "distribution.only_to_own_contractors=no")


def test_a_conflict_is_told_with_both_clauses_and_is_no_yes(tmp_path: Path) -> None:
    combined = 'kind = "code"\nfacts = { "work.combined" = true }\n'
    (tmp_path / "c.toml").write_text(layer("one", "gpl-2.0") + combined + layer("two", "gpl-3.0") + combined)
    outcome = called("ask", "--chain", str(tmp_path / "c.toml"), "--act", "distribute_copy", *ALL)
    assert outcome.status == 1
    assert outcome.out.startswith("the product: two licences cannot both be met\n")
    assert "one: gpl-2.0 2.b (`copyleft`): place whole work under gpl-2.0" in outcome.out
    assert "two: gpl-3.0 5(c) (`copyleft`): place whole work under gpl-3.0" in outcome.out


BAD = """\
product = "x"
act = ["run"]

[[layers]]
name = "a"
from = ["b"]

[[layers]]
name = "b"
from = ["a", "nowhere"]
made = "finetuned"

[[layers]]
name = "a"
ours = "yes"
facts = { "product.charged_fro" = true }
"""


def test_what_is_wrong_with_a_chain_is_told_at_once_and_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(BAD)
    outcome = called("ask", "--chain", str(tmp_path / "c.toml"), "--act", "run")
    assert outcome.status == 2
    told = [line for line in outcome.err.splitlines() if line.startswith("error[")]
    assert told == [
        "error[LK508]: `act` is not a key of a chain",
        "error[LK502]: `layers[1].made`: it cannot be `finetuned`",
        "error[LK501]: `product.charged_fro` is not a fact of the vocabulary",
        "error[LK508]: `layers[2].ours`: it is yes or no",
        "error[LK861]: `a` is made from `b`, which is no layer of the chain",
    ]
    assert outcome.err.count("c.toml:") == len(told)
    assert "finetuned" in outcome.err.partition(told[1])[2].splitlines()[3], "at its line, and not at `[[layers]]`"


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        (
            layer("a", from_=["b"]) + layer("b", from_=["a"]),
            ["`a` is made from itself, by way of its bases", "`b` is made from itself, by way of its bases"],
        ),
        (layer("a", "mit") + layer("a", "isc"), ["two layers are called `a`"]),
        (layer("a", from_=["nobody"]), ["`a` is made from `nobody`, which is no layer of the chain"]),
    ],
    ids=["a circle", "one name", "nobody"],
)
def test_layers_that_do_not_hang_together(layers: str, told: list[str], tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(layers)
    outcome = called("ask", "--chain", str(tmp_path / "c.toml"), "--act", "run")
    assert [line.partition(": ")[2] for line in outcome.err.splitlines() if line.startswith("error[LK861]")] == told


def test_a_chain_asks_about_no_licence_beside_it(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(layer("a", "mit"))
    outcome = called("ask", "mit", "--chain", str(tmp_path / "c.toml"), "--act", "run", "--done", "mit.notice")
    assert outcome.status == 2
    assert outcome.err.count("error[LK704]") == 2


# --- licences that let the whole go under others -------------------------------------------------------------


@pytest.mark.parametrize(
    ("licenses", "clause"),
    [
        (("eupl-1.2", "gpl-2.0"), "eupl-1.2 ¶31 lets it (`terms.compatible_licence`)"),
        (("mpl-2.0", "eupl-1.2"), "eupl-1.2 ¶31 lets it (`terms.compatible_licence`)"),
        (("gpl-2.0", "eupl-1.1"), "eupl-1.1 ¶14, Appendix lets it (`terms.compatible_licence`)"),
        (("gpl-2.0", "epl-2.0"), "epl-2.0 3.2.a lets it (`terms.secondary_license`)"),
    ],
)
def test_a_conflict_that_rests_on_what_was_taken_for_granted_of_ones_own_terms_is_not_sure(
    licenses: tuple[str, ...], clause: str
) -> None:
    """The EUPL lets the whole go under a licence of its appendix, EPL 2.0 under a secondary one: it was told as sure."""
    about_whole = [each for each in combined(*licenses).conflicts if "further" not in each.why]
    assert about_whole
    assert not any(each.certain for each in about_whole)
    assert any(each.why.endswith(f", unless the whole goes under the other as {clause}") for each in about_whole)


def test_what_goes_under_a_compatible_licence_is_no_conflict_and_owes_what_that_one_asks() -> None:
    """A fact that a licence declares itself is said in the profile."""
    layers = (layer(f"code{at}", each, kind="code") + COMBINED for at, each in enumerate(("eupl-1.2", "gpl-2.0")))
    chain = chain_of_text("\n".join(layers), "chain.toml")
    ours = lk.parse_profile('[facts]\n"terms.compatible_licence" = true\n')
    answer = lk.decide_chain(chain, ("distribute_in_product",), profile=ours)
    assert answer.conflicts == ()
    owes = owed(answer, "due", "open")
    assert "copyleft" not in owes["code0"]
    assert {"source", "notices"} <= owes["code0"]
    assert "copyleft" in owes["code1"]


def test_a_licence_that_names_a_list_of_others_leaves_a_conflict_open() -> None:
    """CC BY-SA 4.0, 1(c) and 3(b)(1), lets adapted material go under what Creative Commons lists."""
    answer = combined("cc-by-sa-4.0", "gpl-2.0")
    assert [each.certain for each in answer.conflicts] == [False]


def test_whatever_is_placed_under_a_licence_is_the_whole_or_its_own() -> None:
    """A word of a new encoding is sorted here by its reader: what is not the whole counts as the licensor's own."""
    placed: dict[str, set[str]] = {}
    for name in lk.ids():
        for clause in lk.load(name).license.clauses:
            for must in clause.obligations if isinstance(clause, Duty) else ():
                for action in must.alternatives if len(must.alternatives) == 1 else ():
                    if action.licenses is not None:
                        for thing in action.objects:
                            placed.setdefault(thing.name, set()).add(name)
    own = {
        *("changed_library", "covered_software", "covered_source", "every_copy", "object_form", "source_form"),
        *("source_of_the_program", "source_of_the_program_and_modified_works", "that_source_code"),
        "the_software_and_its_modifications",
    }
    assert own | WHOLE | UNCHANGED == placed.keys()
    assert not own & (WHOLE | UNCHANGED)


@pytest.mark.parametrize("other", ["cddl-1.1", "fair-source-0.9", "ms-pl", "odbl-1.0", "cdla-sharing-1.0", "ltx-2x"])
def test_whatever_stays_under_its_own_licence_cannot_be_in_a_whole_under_the_gpl(other: str) -> None:
    """`every_copy`, `derivatives`, `derivative_database` and `data_and_enhanced_data` were passed over."""
    assert any(" the whole under its own" in each.why for each in combined("gpl-2.0", other).conflicts)


def test_what_makes_layers_one_work_is_not_told_as_read_by_nobody() -> None:
    assert combined("mit", "bsd-3-clause").notes == ()
    alone = asked(layer("a", "mit", kind="code"), acts=("run",), product__charged_for=True)
    assert alone.notes == ("facts that no licence here reads: `product.charged_for`",)
