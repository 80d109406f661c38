"""Every locator of the catalogue names a place that its text has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licensekit.catalogue import loading, shelf
from licensekit.catalogue.locators import verify_locators
from licensekit.catalogue.outline import from_json

LICENSES = Path(__file__).parents[2] / "licenses"
OUTLINES = sorted(LICENSES.rglob("*.outline.json"))
DESCRIBED = {
    # the second language of the text stands under a heading that its author describes in words
    ("glm-5.3", "Chinese version"),
    # the held copy prints its list of section 1 as 1, 1, 2, …, 7; the licence counts it through to 8
    ("llama-3.2-use", "1.8"),
}


@pytest.mark.parametrize("path", OUTLINES, ids=lambda path: path.name.removesuffix(".outline.json"))
def test_locators_are_in_the_outline(path: Path) -> None:
    name = path.name.removesuffix(".outline.json")
    block = loading.load(name) if shelf.kind(name) == "license" else loading.load_policy(name)
    found = verify_locators(block, from_json(path.read_text(encoding="utf-8")))
    said = {(name, each.message.split("`")[-4]) for each in found if each.code == "LK480"}
    assert said <= DESCRIBED
    assert {each.code for each in found} <= {"LK480"}


def test_there_is_an_outline_for_every_text_of_a_licence_that_has_one() -> None:
    stored = {path.name.removesuffix(".outline.json"): json.loads(path.read_text())["documents"] for path in OUTLINES}
    assert len(stored) >= 20
    for name, documents in stored.items():
        block = loading.load(name) if shelf.kind(name) == "license" else loading.load_policy(name)
        assert set(documents) == {text.name for text in block.texts}, name


def test_outlines_hold_labels_and_no_wording() -> None:
    for path in OUTLINES:
        for document in json.loads(path.read_text())["documents"].values():
            assert max(len(place) for place in document["places"]) <= 32


def test_no_two_works_have_one_name_on_a_hub() -> None:
    from licensekit.catalogue import works

    names = [model.casefold() for work in works() for model in work.models] + [work.id for work in works()]
    assert sorted({name for name in names if names.count(name) > 1}) == []
