"""The chain of licences of a work or a family: the table, the steps, the picture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

import licensekit as lk
from licensekit.analyse.history import USES, History, chain
from licensekit.api import history
from licensekit.catalogue import works
from licensekit.report.history import WORDS, history_svg
from unit.test_analyse_diff import command


@pytest.fixture(scope="module")
def minimax() -> History:
    return history([work for work in works() if work.id.startswith("minimax-m")])


def test_versions_by_date_each_once_in_a_row(minimax: History) -> None:
    names = [one.license for one in minimax.versions]
    assert names == [
        "minimax-m2-initial",
        "minimax-m2",
        "minimax-m2.1",
        "minimax-m2.5-initial",
        "minimax-m2.5",
        "minimax-m2.7-initial",
        "minimax-m2.7",
        "minimax-m3",
    ]
    assert [one.since for one in minimax.versions] == sorted(one.since for one in minimax.versions if one.since)


def test_the_rows_tell_the_story(minimax: History) -> None:
    rows = {title: [WORDS[cell.verdict] for cell in cells] for title, cells in minimax.rows}
    assert rows["paid product, small"] == ["yes", "yes", "duties", "duties", "duties", "ask", "ask", "duties"]
    assert rows["military use"][3:5] == ["yes", "forbidden"]
    assert all("open" not in words for words in rows.values())


def test_steps_name_what_went_and_came(minimax: History) -> None:
    changed = {one.use: one for one in minimax.changes(4)}
    assert changed["internal use in a company"].stricter
    assert changed["internal use in a company"].after.approvals == ("written authorization from MiniMax",)
    assert not changed["run it at home"].stricter
    assert minimax.changes(5) == ()


def test_every_work_of_the_catalogue_has_an_answer_to_every_use() -> None:
    for work in works():
        for _, cells in history([work]).rows:
            assert len(cells) == len(chain([work]))


def test_the_picture_has_a_cell_with_words_for_every_answer(minimax: History) -> None:
    root = ET.fromstring(history_svg(minimax))
    groups = root.findall("{http://www.w3.org/2000/svg}g")
    assert len(groups) == len(USES) * len(minimax.versions)
    assert {group.find("{http://www.w3.org/2000/svg}text").text for group in groups} <= set(WORDS.values())  # type: ignore[union-attr]


def test_the_command_takes_works_and_families() -> None:
    assert command("history", "kimi").out.startswith("1. ")
    assert "| military use |" in command("history", "minimax-m2.7", "--format", "markdown").out
    assert command("history", "minimax-m2.7", "--format", "svg").out.startswith("<svg ")
    assert "error[LK602]" in command("history", "nothing-of-this-name").err
    assert "error[LK705]" in command("history").err
    assert lk.Verdict.PERMITTED in WORDS
