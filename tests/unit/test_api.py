"""The facade: licences and works ready to be asked, and the public names of the package."""

from __future__ import annotations

import ast
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import licensekit as lk
from licensekit.terms_of import titles

OWN = """
license own {
  title "Own"
  fact plan.name is one of { free, paid } "Which plan?"
  grant rights at "1" { may run when plan.name is free }
}
"""


def test_load_read_and_parse(tmp_path: Path) -> None:
    path = tmp_path / "own.lic"
    path.write_text(OWN, encoding="utf-8")
    assert (lk.load("mit").id, lk.load("mit").title) == ("mit", "MIT License")
    assert lk.read(path).license == lk.parse(OWN).license
    with pytest.raises(lk.CatalogueError):
        lk.load("mitt")
    with pytest.raises(lk.LicenseError) as caught:
        lk.parse(OWN.replace("may run", "may rn"))
    assert caught.value.diagnostics == lk.check(OWN.replace("may run", "may rn"))
    assert lk.check(OWN) == ()


def test_the_example_of_the_readme_in_both_spellings() -> None:
    kimi = lk.load("kimi-k2.5")
    flat = lk.Use.of(["embed"], {"product.charged_for": True, "product.monthly_active_users.month": 120_000_000})
    typed = lk.Use(acts={"embed"}, product=lk.Product(charged_for=True, monthly_active_users={"month": 120_000_000}))
    assert flat == typed
    decision = kimi.evaluate(typed)
    assert decision.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert decision == kimi.evaluate(flat)
    assert [(duty.text, duty.clause, str(duty.locator)) for duty in decision.duties] == [
        ('display "Kimi K2.5" prominently on the user interface', "display-name", "¶4")
    ]
    with pytest.raises(TypeError, match="a decision has no truth value"):
        bool(decision)


def test_facts_that_a_licence_declares_itself() -> None:
    own = lk.parse(OWN)
    assert list(own.declared) == ["plan.name"]
    assert own.evaluate(own.use(["run"], {"plan.name": "free"})).verdict is lk.Verdict.PERMITTED
    assert own.evaluate(lk.Use(acts={"run"}, local={"plan.name": "paid"})).verdict is lk.Verdict.NOT_GRANTED
    with pytest.raises(lk.FactsError):
        own.use(["run"], {"plan.name": "cheap"})


def test_all_of_and_any_of() -> None:
    mit, own = lk.load("mit"), lk.parse(OWN)
    both, either = lk.all_of(mit, own), lk.any_of(mit, own)
    paid = both.use(["run"], {"plan.name": "paid"})
    assert both.evaluate(paid).verdict is lk.Verdict.NOT_GRANTED
    assert either.evaluate(paid).verdict is lk.Verdict.PERMITTED
    assert [license.id for license in both.licenses] == ["mit", "own"]
    assert (both.id, both.title, either.title) == ("all of (mit, own)", "MIT License and Own", "MIT License or Own")
    assert titles(lk.all_of(either, mit).terms) == "(MIT License or Own) and MIT License"
    assert lk.all_of(mit) is mit
    with pytest.raises(AttributeError, match=r"LK551.*`all of \(mit, own\)` is several licences") as several:
        _ = both.license
    assert isinstance(several.value, lk.LicensekitError)
    assert several.value.diagnostics[0].help == "name one of them, such as `mit`; in Python `.licenses` has them all"
    with pytest.raises(lk.FactsError, match=r"LK508.*no licence is named"):
        lk.all_of()


def test_a_work_by_the_day_on_which_it_was_obtained() -> None:
    work = lk.work("minimaxai/MiniMax-M2.7")
    assert (work.id, work.title) == ("minimax-m2.7", "MiniMax M2.7")
    assert work.license(obtained=date(2026, 4, 12)).id == "minimax-m2.7-initial"
    assert work.license(obtained=date(2026, 4, 15)).id == "minimax-m2.7"
    with pytest.raises(lk.CatalogueError):
        work.license()


def test_all_parts_of_a_work_bind_together_and_one_licence_counts_once() -> None:
    assert lk.work("deepseek-v2").license(part="all").id == "all of (deepseek-model-1.0, mit)"
    assert lk.work("kimi-k3").license(part="all", obtained=date(2026, 8, 1)).id == "kimi-k3"


def test_what_a_work_settles_fills_what_is_not_given_and_is_noted() -> None:
    llama = next(work for work in (lk.work("meta-llama/Llama-4-Scout-17B-16E-Instruct"),))
    terms = llama.license()
    assert dict(terms.given)
    name, known = next(iter(terms.given.items()))
    decision = terms.evaluate(lk.Use.of(["run"]))
    assert {fact.fact: fact.value for fact in decision.facts}[name] == "yes"
    assert decision.notes[-1] == f"`{name}` is yes: so the catalogue says of {llama.title}"
    assert known.value is True  # type: ignore[union-attr]
    other = terms.evaluate(lk.Use.of(["run"], {name: False}))
    assert {fact.fact: fact.value for fact in other.facts}[name] == "no"
    assert not [note for note in other.notes if "catalogue" in note]


def test_two_works_settle_only_what_both_say() -> None:
    scout = lk.work("meta-llama/Llama-4-Scout-17B-16E-Instruct").license()
    assert lk.all_of(scout, scout).given == scout.given
    assert dict(lk.all_of(scout, lk.load("mit")).given) == {}


def test_tags_that_disagree_with_all_licences_of_a_work() -> None:
    work, day = lk.work("MiniMaxAI/MiniMax-M2.7"), date(2026, 4, 12)
    terms = work.license(obtained=day)
    said = [tag.tag for tag in work.disagreeing_tags(terms, day)]
    assert said
    assert terms.id not in said
    assert work.disagreeing_tags(lk.all_of(terms, lk.any_of(terms, lk.load("mit"))), day) == work.disagreeing_tags(
        terms, day
    )


def test_check_is_the_function_whatever_was_imported_before() -> None:
    import_module("licensekit.check.file")
    assert lk.check(OWN) == ()
    assert not isinstance(lk.check, ModuleType)


def test_licences_that_follow_stand_in_the_same_file_or_in_the_catalogue() -> None:
    text = (
        'license first { title "First" converts to second at "1" on 2030-01-01 grant rights at "1" { may run } }\n'
        'license second { title "Second" offers mit at "2" on 2031-01-01 prohibition any-run at "1" { must not run } }\n'
    )
    first = lk.parse(text, license="first")
    assert [license.id for license in first.licenses] == ["first", "second", "mit"]
    verdicts = [first.evaluate(lk.Use.of(["run"]), as_of=date(year, 1, 1)).verdict for year in (2029, 2030, 2031)]
    assert verdicts == [lk.Verdict.PERMITTED, lk.Verdict.PROHIBITED, lk.Verdict.PERMITTED]
    assert first.evaluate(lk.Use.of(["run"])).verdict is lk.Verdict.UNKNOWN


# --- public names ------------------------------------------------------------------------------------------


def test_every_public_name_is_there_and_listed_once() -> None:
    assert sorted(set(lk.__all__)) == sorted(lk.__all__)
    assert [name for name in lk.__all__ if getattr(lk, name, None) is None] == []
    assert sorted(lk.__all__) == dir(lk)
    with pytest.raises(AttributeError, match="module 'licensekit' has no attribute 'lod'"):
        _ = lk.lod


def test_what_type_checkers_see_is_what_is_there() -> None:
    tree = ast.parse(Path(str(lk.__file__)).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    stubbed = {
        alias.asname or alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
    }
    assert sorted(stubbed) == sorted(lk.__all__)
    for name, module in stubbed.items():
        found = __import__(str(module), fromlist=["x"])
        assert getattr(found, "VERSION" if name == "__version__" else name) is getattr(lk, name)
