"""The chain of licences of a work or a family: the table, the steps, the picture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

import licensekit as lk
from licensekit.analyse.history import USES, History, chain
from licensekit.catalogue import works
from licensekit.over_uses import history
from licensekit.report.history import MILDER, OTHERWISE, STRICTER, history_svg, step_lines
from licensekit.report.palette import LOOKS
from unit.test_analyse_diff import command

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def minimax() -> History:
    return history([work for work in works() if work.id.startswith("minimax-m")])


def test_versions_by_date_each_once_in_a_row(minimax: History) -> None:
    names = [one.license for one in minimax.versions]
    assert names == [
        "apache-2.0",
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
    rows = {title: [LOOKS[cell.verdict].word for cell in cells] for title, cells in minimax.rows}
    assert rows["paid product, small"] == ["yes", "yes", "yes", "duties", "duties", "duties", "ask", "ask", "duties"]
    assert rows["military use"][4:6] == ["yes", "forbidden"]
    assert all("open" not in words for words in rows.values())


def test_steps_name_what_went_and_came(minimax: History) -> None:
    changed = {one.use: one for one in minimax.changes(5)}
    assert changed["internal use in a company"].stricter
    assert changed["internal use in a company"].after.approvals == ("written authorization from MiniMax",)
    assert not changed["run it at home"].stricter
    assert minimax.changes(6) == ()


def test_every_work_of_the_catalogue_has_an_answer_to_every_use() -> None:
    for work in works():
        for _, cells in history([work]).rows:
            assert len(cells) == len(chain([work]))


def test_the_picture_has_a_cell_with_words_for_every_answer(minimax: History) -> None:
    root = ET.fromstring(history_svg(minimax))
    groups = root.findall(f"{SVG}g")
    assert len(groups) == len(USES) * len(minimax.versions)
    words = {
        group.findtext(f"{SVG}text", "").split(" ", 1)[-1] if sign(group) else group.findtext(f"{SVG}text")
        for group in groups
    }
    assert words <= {look.word for look in LOOKS.values()}


def sign(group: ET.Element) -> str:
    first = group.findtext(f"{SVG}text", "")[:1]
    return first if first in {STRICTER, MILDER, OTHERWISE} else ""


def test_the_picture_tells_what_each_step_changed(minimax: History) -> None:
    """From MIT to the Community License in one look: versions, days, signs in the cells, and a count for each step."""
    root = ET.fromstring(history_svg(minimax))
    texts = [found.text for found in root.iter(f"{SVG}text")]
    assert texts[0] == "What may be done with MiniMax M2 to MiniMax M3"
    assert {"MiniMax M2.7", "2025-10-27", "no change"} <= set(texts)
    assert any((text or "").startswith(f"{STRICTER}2") for text in texts)
    cells = [[sign(group) for group in root.findall(f"{SVG}g")[row * 9 : row * 9 + 9]] for row in range(len(USES))]
    titles = [title for title, _ in minimax.rows]
    large = cells[titles.index("paid product, large")]
    assert large[:4] == ["", "", STRICTER, OTHERWISE]  # the name is to be displayed; then another name
    assert cells[titles.index("military use")][4:6] == ["", STRICTER]
    assert (
        'asks anew: display "MiniMax M2" prominently on the user interface (paid product, large; paid model service, large)'
        in texts
    )
    assert all(
        any(line.startswith(words or "?") for words in texts) or len(line) > 100 for line in step_lines(minimax, 0)
    )


def test_moves_of_one_kind_are_told_in_one_line(minimax: History) -> None:
    assert next(iter(step_lines(minimax, 2))) == (
        "- free product, small; paid product, small; paid product, small, in the US; paid product, small, in the EU: "
        "permitted → permitted with duties"
    )


def test_the_command_takes_works_and_families() -> None:
    assert command("history", "kimi").out.startswith("1. ")
    assert "| military use |" in command("history", "minimax-m2.7", "--format", "markdown").out
    assert command("history", "minimax-m2.7", "--format", "svg").out.startswith("<svg ")
    assert command("history", "minimax-m").out.count("MiniMax M3: ") == 1
    assert "MiniMax H3" not in command("history", "minimax-m").out
    assert "error[LK602]" in command("history", "nothing-of-this-name").err
    assert "error[LK602]" in command("history", "mini").err
    tagged = command("history", "black-forest-labs/FLUX.1-dev").err
    assert "help: the hub's tag alone is known of it: `licensekit ask black-forest-labs/FLUX.1-dev`" in tagged
    assert command("history", "kimi").out.startswith("1. undated     Kimi K2.5: ")
    assert "error[LK705]" in command("history").err
    assert lk.Verdict.PERMITTED in LOOKS
