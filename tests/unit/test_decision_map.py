"""Decision maps as text, picture and data, and the command that draws them."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest
from command_line import called, findings

import licensekit as lk
from licensekit.analyse.decision_map import DecisionMap
from licensekit.meaning.verdict import Verdict
from licensekit.report.map_scale import NARROW, Scale
from licensekit.report.map_svg import map_svg
from licensekit.report.map_words import map_text
from licensekit.report.palette import LOOKS
from licensekit.report.short_words import short_number

USERS, MONEY = "product.monthly_active_users.month", "product.revenue.month"
SVG = "{http://www.w3.org/2000/svg}"
ASKED = ("map", "kimi-k2.5", "--act", "embed", "--x", USERS, "--y", MONEY)


@pytest.fixture(scope="module")
def kimi() -> DecisionMap:
    facts = {"product.charged_for": True, USERS: 3_000_000, MONEY: "5 million USD"}
    return lk.decision_map(lk.load("kimi-k2.5"), ["embed"], USERS, MONEY, facts=facts)


def words(drawn: str) -> list[str]:
    return [found.text or "" for found in ET.fromstring(drawn).iter(f"{SVG}text")]


# --- the map -------------------------------------------------------------------------------------------------


def test_two_thresholds_make_two_regions(kimi: DecisionMap) -> None:
    assert kimi.rows == ((0, 1), (1, 1))
    assert [region.letter for region in kimi.regions] == ["A", "B"]
    assert [duty.words for duty in kimi.regions[1].answer.duties] == [
        'display "Kimi K2.5" prominently on the user interface'
    ]
    assert [one.words for one in kimi.x.thresholds] == ["more than 100_000_000"]
    assert [(one.clause, str(one.locator)) for one in kimi.x.thresholds[0].clauses] == [("display-name", "¶4")]
    assert kimi.here is kimi.regions[0]


def test_what_is_stated_of_an_axis_is_a_place_and_no_limit(kimi: DecisionMap) -> None:
    assert kimi.stated == (("product.charged_for", lk.Exactly(value=True)),)
    assert kimi.at(200_000_000, lk.Money("5", "USD")) is kimi.regions[1]  # type: ignore[arg-type]
    with pytest.raises(LookupError, match=r"`many` lies in no band of `product\.monthly_active_users\.month`"):
        kimi.at("many", lk.Money("5", "USD"))  # type: ignore[arg-type]


def test_open_facts_make_open_regions() -> None:
    found = lk.decision_map(
        lk.load("minimax-m3"), ["embed"], "group.revenue.year", MONEY, facts={"use.in_business": True}
    )
    verdicts = {region.letter: region.answer.verdict for region in found.regions}
    assert verdicts == {
        "A": Verdict.PERMITTED_WITH_DUTIES, "B": Verdict.UNKNOWN, "C": Verdict.NEEDS_APPROVAL,
    }  # fmt: skip
    assert found.regions[1].answer.possible == (Verdict.PERMITTED_WITH_DUTIES, Verdict.NEEDS_APPROVAL)
    assert found.regions[1].asks == ("products_with_work.revenue.year",)
    assert found.rows == ((0, 1), (None, 2))  # a month of a product is at most a year of the group


def test_a_relation_cuts_a_number_that_no_clause_compares() -> None:
    found = lk.decision_map(lk.load("minimax-m3"), ["embed"], MONEY, "use.in_business")
    assert [band.words for band in found.x.bands] == ["at most 20_000_000 USD", "more than 20_000_000 USD"]
    assert found.x.thresholds == ()


def test_days_countries_and_words() -> None:
    found = lk.decision_map(
        lk.load("llama-4"), ["embed"], "as_of", "licensee.domicile", facts={"work.multimodal": True}
    )
    assert [band.words for band in found.x.bands] == ["any day"]
    assert [band.words for band in found.y.bands] == ["elsewhere", "in EU"]
    assert found.at(date(2026, 1, 1), "in EU") is found.regions[-1]
    yes_no = lk.decision_map(lk.load("minimax-m2.7"), ["run"], "access.channel", "use.in_business")
    assert [band.words for band in yes_no.y.bands] == ["no", "yes"]
    assert yes_no.at("own_copy", True) is yes_no.regions[-1]


@pytest.mark.parametrize(
    ("x", "y", "code", "message"),
    [
        ("use.countries", "nope", "LK725", "`use.countries` is a set, which no axis can show"),
        ("use.countries", "nope", "LK501", "`nope` is not a fact of the vocabulary"),
        (USERS, USERS, "LK725", f"`{USERS}` cannot be both axes"),
    ],
)
def test_facts_that_no_axis_can_show(x: str, y: str, code: str, message: str) -> None:
    with pytest.raises(lk.LicensekitError) as refused:
        lk.decision_map(lk.load("kimi-k2.5"), ["embed"], x, y)
    assert (code, message) in [(one.code, one.message) for one in refused.value.diagnostics]


def test_a_guarded_relation_between_the_axes_is_refused() -> None:
    text = """license g { title "G" grant rights at "1" { may any act
      when product.monthly_active_users.month at most 5 and products_commercial.monthly_active_users.month at most 9 } }"""
    with pytest.raises(lk.LicensekitError) as refused:
        lk.decision_map(lk.parse(text), ["run"], USERS, "products_commercial.monthly_active_users.month")
    (finding,) = refused.value.diagnostics
    assert finding.code == "LK725"
    assert finding.message.endswith("only where `product.charged_for` is so, and that is open")
    assert finding.help == "state `product.charged_for` with `--set`"


def test_an_amount_in_two_currencies_wants_a_rate() -> None:
    text = """license c { title "C" grant rights at "1" { may any act when product.revenue.month at most 5 USD
      and product.revenue.month at most 9 CNY } }"""
    with pytest.raises(lk.LicensekitError) as refused:
        lk.decision_map(lk.parse(text), ["run"], MONEY, "use.in_business")
    (finding,) = refused.value.diagnostics
    assert (finding.code, finding.message) == (
        "LK725",
        f"`{MONEY}` is compared in USD, CNY, and an axis has one currency",
    )


# --- text and picture ----------------------------------------------------------------------------------------


def test_the_grid_reads_without_colour(kimi: DecisionMap) -> None:
    lines = map_text(kimi).splitlines()
    at = lines.index("product.revenue.month, in USD")
    assert lines[at + 1].split()[-2:] == ["B", "B"]
    assert lines[at + 2].split()[-2:] == ["[A]", "B"]
    assert " A  permitted" in lines
    assert '      due: display "Kimi K2.5" prominently on the user interface (display-name at ¶4)' in lines
    assert "  product.revenue.month, more than 20_000_000 USD: display-name at ¶4" in lines
    assert "\x1b" not in map_text(kimi)
    assert "\x1b" in map_text(kimi, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", map_text(kimi, colour=True)) == map_text(kimi)


def test_the_picture_says_in_words_what_its_colours_say(kimi: DecisionMap) -> None:
    said = words(map_svg(kimi))
    assert {"A", "B", "permitted", "permitted with duties", "> 100 million", "> 20 million USD"} <= set(said)
    assert "display-name ¶4" in said
    assert any(line.startswith("The dot is where you stand") for line in said)
    fills = {found.get("fill") for found in ET.fromstring(map_svg(kimi)).iter(f"{SVG}rect")}
    assert {LOOKS[Verdict.PERMITTED].fill, LOOKS[Verdict.PERMITTED_WITH_DUTIES].fill} <= fills


def test_the_dot_lies_in_its_cell(kimi: DecisionMap) -> None:
    root = ET.fromstring(map_svg(kimi))
    dot = [found for found in root.iter(f"{SVG}circle") if found.get("r") == "4"]
    assert len(dot) == 1
    x, y = (float(dot[0].get(name) or 0) for name in ("cx", "cy"))
    cell = next(
        found for found in root.iter(f"{SVG}g") if (found.findtext(f"{SVG}title") or "").startswith("A: ")
    ).find(f"{SVG}rect")  # fmt: skip
    assert cell is not None
    left, top, width, height = (float(cell.get(name) or 0) for name in ("x", "y", "width", "height"))
    assert left < x < left + width
    assert top < y < top + height


def test_texts_of_a_licence_do_nothing_in_a_picture() -> None:
    text = """license evil { title "<script>alert(1)</script>" grant rights at "1\\"><x>" { may any act
      when product.monthly_active_users.month at most 5 } }"""
    found = lk.decision_map(lk.parse(text), ["run"], USERS, "use.personal")
    drawn = map_svg(found)
    assert "<script" not in drawn
    assert "<x>" not in drawn
    assert any("<script>alert(1)</script>" in line for line in words(drawn))


def test_no_band_is_too_narrow_to_see_and_all_are_in_order(kimi: DecisionMap) -> None:
    text = """license n { title "N" grant rights at "1" { may any act when product.monthly_active_users.month exactly 7 } }"""
    exact = lk.decision_map(lk.parse(text), ["run"], USERS, "use.personal")
    for axis in (exact.x, kimi.x, kimi.y, exact.y):
        ends = Scale.of(axis, 500.0).ends
        assert all(high - low >= NARROW - 0.01 for low, high in pairwise(ends))
        assert (ends[0], round(ends[-1], 6)) == (0.0, 500.0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(100_000_000, "100 million"), (1_500_000, "1.5 million"), (100_000_001, "100,000,001"), (2 * 10**9, "2 billion")],
)
def test_numbers_as_people_say_them(value: int, shown: str) -> None:
    assert short_number(value) == shown


# --- the command ---------------------------------------------------------------------------------------------


def test_the_command_draws_what_its_file_ends_in(tmp_path: Path) -> None:
    drawn = tmp_path / "map.svg"
    assert called(*ASKED, "--set", "product.charged_for=yes", "-o", str(drawn)) == (0, "", "")
    assert drawn.read_text(encoding="utf-8").startswith("<svg ")
    data = json.loads(called(*ASKED, "--format", "json").out)
    assert data["schema"] == "licensekit-map/2"
    # A product without revenue may be no commercial one; one with some is.
    assert data["rows"] == [["A", "B"], ["A", "C"], ["C", "C"]]
    assert data["regions"][2]["duties"][0]["locator"] == "¶4"
    assert called(*ASKED, "--format", "svg").out.startswith("<svg ")
    assert "\n A  permitted\n" in called(*ASKED).out


def test_without_an_act_every_act_on_the_work_is_asked_about() -> None:
    out = called("map", "kimi-k2.5", "--x", USERS, "--y", MONEY, "--set", "product.charged_for=yes").out
    assert out.startswith("Kimi K2.5 Modified MIT License (kimi-k2.5): to do any act on the work\n")
    assert " A  permitted with duties\n" in out
    assert " B  permitted with duties\n" in out
    assert out.count('due: display "Kimi K2.5"') == 1


def test_of_several_licences_each_clause_names_its_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.lic"
    path.write_text(
        'license mine { title "Mine" released 2024-01-01 grant rights at "1" { may any act when not use.production } '
        'converts to mit at "2" on 4 years after work.version_published_on }',
        encoding="utf-8",
    )
    asked = ("--act", "run", "--x", "as_of", "--y", "use.production", "--as-of", "2026-11-24")
    out = called("map", str(path), *asked, "--set", "work.version_published_on=2024-03-01").out
    assert "1: until 2028-02-29\n" in out
    assert "2: from 2028-03-01 on\n" in out
    assert " A  permitted\n      by mine: rights at 1; mit: rights at ¶1\n" in out
    assert "[ ] where you stand: as_of is 2026-11-24\n" in out
    assert findings(called("map", str(path), "--act", "run", "--x", "as_of", "--y", "work.version_published_on")) == [
        "error[LK725]: `as_of` and `work.version_published_on` are compared with each other, which no map of bands can show"
    ]


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" in called(*ASKED, colour=True).out
    assert "\x1b" not in called(*ASKED).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in called(*ASKED, "--color", "always", colour=True).out


def test_all_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    assert findings(called("map", "-o", str(tmp_path / "map.gif"))) == [
        "error[LK703]: a map is not written as `.gif`",
        "error[LK705]: `--x` is missing",
        "error[LK705]: `--y` is missing",
        "error[LK705]: no licence is named",
    ]
    assert findings(called(*ASKED, "-o", str(tmp_path / "none" / "map.svg")))[0].startswith("error[LK707]: `")


def test_a_png_wants_its_extra_and_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licensekit.diagnostics.find_spec", lambda _: None)
    refused = called(*ASKED, "-o", str(tmp_path / "map.png"))
    assert findings(refused) == ["error[LK705]: this needs `resvg_py`"]
    assert "install the extra `png`, in a clone with `pip install '.[png]'`" in refused.err
    renderer = ModuleType("resvg_py")
    renderer.svg_to_bytes = lambda **drawn: b"PNG" + drawn["svg_string"][:4].encode()  # type: ignore[attr-defined]
    monkeypatch.setattr("licensekit.diagnostics.find_spec", lambda name: name)
    monkeypatch.setitem(sys.modules, "resvg_py", renderer)
    assert called(*ASKED, "-o", str(tmp_path / "map.png")).status == 0
    assert (tmp_path / "map.png").read_bytes() == b"PNG<svg"
    assert findings(called(*ASKED, "--format", "png")) == ["error[LK705]: a PNG needs a file"]
