"""Every licence and policy of the catalogue is the same from the cache as checked anew, places included."""

from __future__ import annotations

import json
from typing import Any

import pytest

from every_licence import every
from licensekit.catalogue import libraries, loading, shelf
from licensekit.cli.main import run
from licensekit.cli.outcome import Surroundings
from licensekit.model.node import ModelNode
from licensekit.model.stored import from_stored, to_stored

NAMES = (*shelf.ids(), *shelf.policies())


def _plain(value: Any) -> Any:
    """A node as nothing but its class and every one of its fields."""
    if isinstance(value, ModelNode):
        return type(value), {name: _plain(each) for name, each in value.__dict__.items()}
    if type(value) is tuple:
        return [_plain(each) for each in value]
    return type(value), value


@pytest.mark.parametrize("name", every(NAMES))
def test_stored_and_back_is_the_same(name: str) -> None:
    checked = loading.load(name) if shelf.kind(name) == "license" else loading.load_policy(name)
    (back,) = from_stored(json.loads(json.dumps(to_stored([checked]))))
    assert back == checked
    assert _plain(back) == _plain(checked)
    assert back.model_dump_json() == checked.model_dump_json()


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("name", ["kimi-k2.5", "kimi-k3", "llama-4", "minimax-m2.7", "mit"])
def test_an_answer_is_the_same_to_the_byte(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from licensekit import api

    words = ["ask", name, "--act", "embed,fine_tune", "--set", "product.charged_for=yes", "--format", form]
    surroundings = Surroundings(lambda _: b"", lambda: pytest.fail("no clock is read"))
    answers = []
    folder = tmp_path_factory.mktemp("cache")
    for cache in ("off", str(folder), str(folder)):
        monkeypatch.setenv("LICENSEKIT_CACHE", cache)
        monkeypatch.setattr(libraries, "_PARSED", {})
        for memo in ("_CHECKED", "_LOADED"):
            monkeypatch.setattr(loading, memo, {})
        api._single.cache_clear()
        answers.append(run(words, surroundings))
    api._single.cache_clear()
    assert answers[0].out
    assert answers[0] == answers[1] == answers[2]
    assert loading._CHECKED == {}, "the last answer came from the cache"
