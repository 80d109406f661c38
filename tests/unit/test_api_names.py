"""What a newcomer sees: names, help, signatures, and examples that run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pydoc
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.use.subjects import Revenue

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "api.md"


def test_help_is_a_page_that_names_everything() -> None:
    page = pydoc.plain(pydoc.render_doc(lk))
    assert len(page.splitlines()) < 200
    missing = [name for name in lk.__all__ if name != "__version__" and not re.search(rf"\b{name}\b", page)]
    assert missing == []


def test_the_directory_is_the_public_names_alone() -> None:
    assert dir(lk) == sorted(lk.__all__)
    assert "sys" not in dir(lk)


def test_everything_can_be_imported_at_once() -> None:
    names: dict[str, object] = {}
    exec("from licensekit import *", names)
    assert set(lk.__all__) <= set(names)


FUNCTIONS = (
    "load read parse work check all_of any_of diff compare decision_map openness compile_all facts acts works licenses "
    "find read_components decide_all notices read_chain decide_chain"
)
ASKED = [
    *(getattr(lk, name) for name in FUNCTIONS.split()),
    *(lk.LicenseTerms.evaluate, lk.LicenseTerms.use, lk.LicenseTerms.compile, lk.PublishedWork.license, lk.Use.of),
]


@pytest.mark.parametrize("function", ASKED, ids=lambda each: each.__qualname__)
def test_help_has_every_argument_and_an_example(function: Callable[..., object]) -> None:
    said = inspect.getdoc(function) or ""
    arguments = [each for each in inspect.signature(function).parameters if each not in {"self", "parts", "text"}]
    assert [each for each in arguments if f"`{each}`" not in said] == []
    assert ">>> " in said
    assert "Raises" in said or "raises" in said or not arguments


def test_subjects_show_their_facts_in_signatures_before_and_after_the_first_use() -> None:
    before = inspect.signature(lk.Service)
    lk.Service(inference_or_tuning=True)
    assert inspect.signature(lk.Service) == before
    names = list(inspect.signature(lk.Product).parameters)
    assert names[:3] == ["exists", "offered_to_third_parties", "charged_for"]
    assert list(inspect.signature(lk.Use).parameters) == list(lk.Use.model_fields)
    charged = inspect.signature(lk.Product).parameters["charged_for"]
    assert charged.kind is inspect.Parameter.KEYWORD_ONLY
    assert charged.default is lk.UNKNOWN
    assert "bool" in str(charged.annotation)
    assert list(inspect.signature(Revenue).parameters)[-1] == "dated"


@pytest.mark.parametrize("subject", [lk.Licensee, lk.Usage, lk.Conduct, lk.WorkFacts], ids=lambda each: each.__name__)
def test_no_signature_takes_just_anything(subject: type) -> None:
    kinds = {each.kind for each in inspect.signature(subject).parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}


def test_a_use_shows_what_is_given() -> None:
    assert (
        repr(lk.Use.of(["run"], {"use.personal": True}))
        == "Use(acts=('run',), use=Usage(personal=Exactly(value=True)))"
    )
    assert repr(lk.Product()) == "Product()"
    assert repr(lk.UNKNOWN) == "UNKNOWN"


# --- words ----------------------------------------------------------------------------------------------------


def test_a_verdict_is_its_word() -> None:
    verdict = lk.Verdict.PERMITTED
    assert verdict == "permitted"
    assert {verdict: 1}["permitted"] == 1
    assert f"{verdict}" == str(verdict) == verdict.value == "permitted"
    assert lk.Verdict("not_granted") is lk.Verdict.NOT_GRANTED
    assert verdict != "prohibited"
    assert lk.Allowed.OPEN == "open"


# --- examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "module",
    [
        "api",
        "inventory",
        "over_uses",
        "selection",
        "values",
        "use.record",
        "components.reading",
        "components.deciding",
        "components.notices",
    ],
)
def test_examples_in_docstrings_run(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testmod(importlib.import_module(f"licensekit.{module}"))
    assert done.attempted > 0
    assert done.failed == 0


def test_the_page_runs() -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "api.md", str(PAGE), 0)
    assert len(test.examples) > 10
    assert doctest.DocTestRunner().run(test).failed == 0
