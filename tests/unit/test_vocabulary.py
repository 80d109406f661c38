"""The facts of the vocabulary: names, types, questions, assumptions; and that the models of a use are the same."""

from __future__ import annotations

import ast
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from by_path import loaded
from licensekit.errors import ValueProblem
from licensekit.use import subjects
from licensekit.use.parts import UsePart, part_of
from licensekit.use.record import Use
from licensekit.use.subjects import Licensee
from licensekit.values import YearMonth
from licensekit.vocabulary import synonyms
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import ATTESTED, FACTS, SERIES, fact, fact_name, series_base
from licensekit.vocabulary.words import ATTESTATIONS, LICENSE_WINDOWS, OWNERS, SUBJECTS, WINDOWS

ROOT = Path(__file__).parents[2]
ALL = list(FACTS.values())


@pytest.mark.parametrize("info", ALL, ids=lambda info: info.name)
def test_every_fact_is_complete(info: FactInfo) -> None:
    assert info.subject in SUBJECTS
    assert info.name.startswith(f"{info.subject}.")
    assert info.question.endswith(("?", ".)"))
    assert info.question[0].isupper()
    assert info.title
    assert info.title[0].islower() or info.title.split()[0] in {"AI", "UAE"}
    assert "{period}" not in info.question
    assert (info.type in {"one_of", "set_of"}) == bool(info.options)
    assert bool(info.measure) == bool(info.window) == info.is_number


@pytest.mark.parametrize("info", [info for info in ALL if info.measure], ids=lambda info: info.name)
def test_windowed_facts_are_named_subject_measure_window(info: FactInfo) -> None:
    assert info.name == f"{info.subject}.{info.measure}.{info.window}"
    assert info.window in WINDOWS
    assert WINDOWS[info.window] in info.question
    assert info.subject in OWNERS
    assert info.unit


def test_the_order_is_that_of_the_vocabulary() -> None:
    assert [info.order for info in ALL] == list(range(len(ALL)))
    assert list(dict.fromkeys(info.subject for info in ALL)) != []


def test_nothing_is_called_commercial() -> None:
    assert not [name for name in FACTS if name.rpartition(".")[2] == "commercial"]


def test_safe_side_assumptions_are_a_closed_list() -> None:
    safe = {info.name: info.assumed for info in ALL if info.assumption == "safe"}
    assert safe == {"access.channel": "own_copy", "access.as_end_user_of_product": "no"}


def test_clean_hands_are_statements_in_attested_groups() -> None:
    clean = [info for info in ALL if info.assumption == "clean_hands"]
    assert {info.group for info in clean} == set(ATTESTATIONS) == set(ATTESTED)
    assert all(info.type == "yes_no" and info.assumed == "no" for info in clean)
    assert {info.subject for info in clean} == {"conduct", "dispute", "breach", "licensor", "licensee", "recipient"}


def test_conduct_asks_about_everyone_whom_the_licensee_lets_use_the_work() -> None:
    questions = [info.question for info in ALL if info.subject == "conduct"]
    assert all(question.startswith("Do you, or anyone you let use it, ") for question in questions)
    assert len(set(questions)) == len(questions)


def test_never_assumed_are_numbers_places_and_who_pays() -> None:
    never = [info for info in ALL if info.is_number or info.type in {"territory", "set_of", "date"}]
    never += [FACTS["product.charged_for"], FACTS["work.modified"], FACTS["use.production"], FACTS["use.in_business"]]
    never += [info for info in ALL if "compete" in info.name or "commercial" in info.name]
    assert [info.name for info in never if info.assumption != "none"] == []


def test_judgement_facts_are_few_and_none_of_them_is_assumed() -> None:
    judged = {info.name for info in ALL if info.judgement}
    assert {"purpose.primarily_commercial", "group.operates.model_service"} <= judged
    assert len(judged) <= 14
    assert all(FACTS[name].assumption == "none" for name in judged)


def test_a_dated_month_is_asked_with_its_month() -> None:
    info = fact("group.monthly_active_users[2025-03]")
    assert info.name == "group.monthly_active_users[2025-03]"
    assert info.type == "count"
    assert info.question.endswith("together in 2025-03?")
    assert info.window == "2025-03"


def test_a_fact_under_a_meaning_keeps_its_type() -> None:
    info = fact("group.operates.model_service@kimi-k3")
    assert info.name == "group.operates.model_service@kimi-k3"
    assert info.type == "yes_no"
    assert info.judgement


@pytest.mark.parametrize(
    "name",
    [
        "product.charged_fr",
        "product",
        "product.charged_for[2025-03]",
        "group.revenue[2025-13]",
        "group.revenue.year[2025-03]",
        "group.revenue",
        "group.monthly_active_users.month_before_release",
        "",
        "Product.charged_for",
    ],
)
def test_other_names_are_unknown(name: str) -> None:
    with pytest.raises(KeyError):
        fact(name)


def test_names_have_parts() -> None:
    assert fact_name("a.b.c[2025-03]@kimi-k2.5") == ("a.b.c", YearMonth(2025, 3), "kimi-k2.5")
    assert str(fact_name("a.b.c[2025-03]@kimi-k2.5")) == "a.b.c[2025-03]@kimi-k2.5"
    with pytest.raises(ValueProblem, match="`nodot` is not the name of a fact"):
        fact_name("nodot")
    with pytest.raises(ValueProblem, match="there is no month `2025-13`"):
        fact_name("a.b[2025-13]")


def test_points_of_one_series_share_their_base() -> None:
    assert series_base("product.revenue.month") == "product.revenue"
    assert series_base("product.revenue[2026-01]") == "product.revenue"
    assert series_base("product.revenue[2026-01]@m") == "product.revenue"
    assert series_base("product.revenue.year") == ""
    assert series_base("product.revenue") == ""
    assert series_base("product.charged_for") == ""
    assert all(info.window == "month" for info in SERIES.values())


def test_the_window_of_a_release_is_for_licences_alone() -> None:
    assert not set(LICENSE_WINDOWS) & set(WINDOWS)


def test_the_models_of_a_use_have_exactly_the_facts_of_the_vocabulary() -> None:
    found: list[str] = []

    def walk(part: type[UsePart], prefix: str) -> None:
        for name in part.model_fields:
            nested = part_of(part, name)
            if nested is not None:
                walk(nested, f"{prefix}.{name}")
            elif name != "dated":
                found.append(f"{prefix}.{name}")

    for name in Use.model_fields:
        nested = part_of(Use, name)
        if nested is not None:
            walk(nested, name)
    assert sorted(found) == sorted(FACTS)


def test_the_typed_models_are_what_the_script_writes() -> None:
    module = loaded(ROOT / "scripts" / "generate_subjects.py")

    def words(text: str) -> list[str]:
        return text.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").replace(",", " ").split()

    written = module.TARGET.read_text(encoding="utf-8")
    assert words(written) == words(module.module())


def test_type_checkers_see_the_fields_that_there_are() -> None:
    stub = ast.parse((ROOT / "src" / "licensekit" / "use" / "subjects.pyi").read_text(encoding="utf-8"))
    seen = {
        node.name: [
            each.target.id
            for each in node.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        ]
        for node in stub.body
        if isinstance(node, ast.ClassDef)
    }
    there = {name: model for name, model in vars(subjects).items() if isinstance(model, type)}
    assert seen.keys() == there.keys()
    for name, model in there.items():
        assert [field for field in seen[name] if field != "subject"] == list(model.model_fields)
        assert pickle.loads(pickle.dumps(model)) is model


def test_every_subject_has_its_class() -> None:
    assert set(SUBJECTS) == {name for name in Use.model_fields if part_of(Use, name)}
    assert Licensee.subject == "licensee"


def test_the_vocabulary_needs_the_standard_library_alone() -> None:
    code = (
        "import sys; import licensekit.vocabulary.facts, licensekit.vocabulary.acts, licensekit.vocabulary.relations;"
        "print(sorted({'pydantic', 'lark'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_synonyms_lead_to_names_that_there_are() -> None:
    assert len(synonyms.rows()) > 70
    assert [name for _, names in synonyms.rows() for name in names if not synonyms._named([name])] == []
    leading = synonyms.synonyms()
    assert len(leading) > 400
    assert leading["selfhost"] == ("run", "access.channel")
    assert synonyms.plain("Self-hosts") == "selfhost"


def test_an_everyday_word_in_a_name_that_is_none_leads_to_those_that_are() -> None:
    assert synonyms.meant_by("dispute.lawsuit", FACTS).startswith("perhaps `dispute.patent_claim` or ")
    assert synonyms.meant_by("logo", LEAVES) == "perhaps `use_marks` or `alter_branding` is meant"
    assert synonyms.meant_by("wholly.unlike", FACTS) == ""
