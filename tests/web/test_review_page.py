"""Reviews in a browser, clicked through as a reviewer does: headless Chromium, by its driver."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
pytest.importorskip("selenium", reason="the browser is driven with selenium, which comes with the tools")

from selenium.common.exceptions import SessionNotCreatedException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from tests.web.serving import served

import licensekit as lk
from licensekit.report.sentences import SAYINGS

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with its chromedriver is installed"),
]
MINIMAX = {"model": "MiniMaxAI/MiniMax-M2.7", "obtained": "2026-06-01", "acts": ["run"]}
KIMI = {"licenses": ["kimi-k2.5"], "acts": ["embed"], "facts": {"product.charged_for": True}}
TRAP = "<img src=x onerror=document.title='caught'>"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(workers=1) as url:
        yield url


class Reader:
    """Somebody in front of the page."""

    def __init__(self, address: str, browser: Chrome) -> None:
        self.address, self.browser = address, browser

    def opens(self, view: str = "", content: object = None) -> None:
        self.browser.get("about:blank")
        fragment = f"#{view}={quote(json.dumps(content))}" if content is not None else f"#{view}" if view else ""
        self.browser.get(f"{self.address}/{fragment}")

    def sees(self, place: str) -> WebElement:
        return WebDriverWait(self.browser, 60).until(lambda page: page.find_elements("css selector", place))[0]

    def clicks(self, place: str) -> None:
        self.sees(place).click()

    def presses(self, words: str) -> None:
        WebDriverWait(self.browser, 60).until(
            lambda page: page.find_elements("xpath", f"//button[normalize-space()='{words}']")
        )[0].click()

    def answers(self, fact: str, words: str) -> None:
        self.sees(f"[data-fact='{fact}']")
        self.clicks(f"[data-answer='{words}']")

    def verdict(self, wanted: str) -> None:
        self.sees(f"[data-verdict='{wanted}']")

    def finds_nothing_wrong(self) -> None:
        said = "return document.getElementById('summary').textContent + document.querySelectorAll('[data-code]').length"
        WebDriverWait(self.browser, 30).until(lambda page: page.execute_script(said) == "Nothing is wrong with it.0")

    def text(self) -> str:
        return self.sees("main").text


def started(width: int = 1280, height: int = 900, language: str = "en", *, dark: bool = False) -> Chrome:
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--window-size={width},{height}"):
        options.add_argument(word)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        browser = Chrome(options=options, service=Service(str(DRIVER)))
    except (
        SessionNotCreatedException
    ) as refused:  # a driver of another version, or a machine that lets no browser start
        pytest.skip(f"the browser does not start here: {refused.msg}")
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    return browser


@pytest.fixture(scope="module")
def shared() -> Iterator[Chrome]:
    browser = started()
    try:
        yield browser
    finally:
        browser.quit()


@pytest.fixture
def reader(address: str, shared: Chrome) -> Iterator[Reader]:
    yield Reader(address, shared)
    refused = [line for line in shared.get_log("browser") if "Content Security Policy" in line["message"]]
    assert refused == []


# --- reviews -----------------------------------------------------------------------------------------------


def test_minimax_from_the_name_of_the_model_to_a_signed_memo(reader: Reader) -> None:
    reader.opens()
    reader.sees("#about").send_keys("MiniMax-M2.7")
    reader.clicks("[data-name='MiniMaxAI/MiniMax-M2.7']")
    reader.clicks("#act-run")
    reader.presses("Begin")
    # the licence of this model changed: the page asks which one the copy carries
    reader.browser.execute_script("arguments[0].value = '2026-06-01'", reader.sees("#obtained"))
    reader.presses("Use this day")
    reader.answers("product.charged_for", "no")
    reader.answers("outputs.sold", "no")
    reader.answers("served_product.charged_for", "no")
    reader.answers("use.in_business", "yes")
    reader.verdict("needs_approval")
    assert "Not without a written authorization from MiniMax." in reader.text()
    reader.presses("Memo")
    for name, words in (("name", "A. Reviewer"), ("role", "Counsel")):
        reader.sees(f"#sign-{name}").send_keys(words)
    reader.browser.execute_script("arguments[0].value = '2026-06-02'", reader.sees("#sign-date"))
    reader.sees("#memo table")
    reader.presses("Put into the memo")
    WebDriverWait(reader.browser, 60).until(lambda page: "A. Reviewer" in page.find_element("id", "memo").text)
    memo = reader.sees("#memo").text
    assert all(words in memo for words in ("Counsel", "2026-06-02", "Analysis by clause", "Disputed wording"))
    printed = reader.browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert len(printed) > 10_000


def test_the_other_reading_of_minimax_is_on_record(reader: Reader) -> None:
    known = {"product.charged_for": False, "outputs.sold": False, "use.in_business": True}
    reader.opens("review", {**MINIMAX, "facts": {**known, "access.channel": "own_copy", "use.through_api": False}})
    reader.verdict("needs_approval")
    Select(reader.sees("#reading-internal-workflow")).select_by_value("by_aim")
    reader.verdict("unknown")
    assert "readings" in reader.browser.current_url
    reader.presses("Memo")
    reader.sees("#memo table")
    assert "readings: minimax-m2.7.internal-workflow=by_aim" in reader.text()


def test_an_approval_that_is_held(reader: Reader) -> None:
    reader.opens("review", {**MINIMAX, "facts": {"use.in_business": True, "product.charged_for": False}})
    reader.clicks("#held-authorization")
    reader.sees("#held-authorization:checked")
    reader.verdict("permitted_with_duties")
    assert "You hold a written authorization from MiniMax, the terms of which were not read." in reader.text()


def test_llama_for_a_product_and_copies_of_it(reader: Reader) -> None:
    reader.opens()
    reader.sees("#about").send_keys("llama-3.1")
    reader.clicks("[data-name='llama-3.1']")
    for act in ("embed", "distribute_copy"):
        reader.clicks(f"#act-{act}")
    reader.presses("Begin")
    reader.answers("distribution.for_fee", "yes")
    reader.verdict("not_granted")
    reader.presses("Back")
    reader.answers("distribution.for_fee", "no")
    assert 'display "Built with Llama"' in reader.sees("[aria-labelledby=so-far]").text


def test_a_model_whose_licence_is_not_settled_says_so(reader: Reader) -> None:
    reader.opens("review", {**MINIMAX, "obtained": ""})
    assert "minimax-m2.7-initial from 2026-04-11" in reader.sees("#which").text
    assert reader.browser.find_elements("css selector", "[role=alert]") == []
    reader.presses("Decide under minimax-m2.7-initial")
    reader.sees("#question")
    assert "minimax-m2.7-initial" in reader.sees("h1").text


def test_a_number_in_part_not_known_and_back(reader: Reader) -> None:
    reader.opens("review", KIMI)
    reader.sees("[data-fact='product.monthly_active_users.month']")
    reader.sees("#own").send_keys("50 million" + Keys.ENTER)
    reader.answers("product.revenue.month", "")
    reader.sees("#question:not([data-fact])")
    assert "What nobody knew stays open." in reader.text()
    reader.presses("Back")
    reader.sees("[data-fact='product.revenue.month']")
    reader.sees("#own").send_keys("a lot" + Keys.ENTER)
    assert "a lot" in reader.sees("[role=alert]").text
    reader.presses("Back")
    reader.sees("[data-fact='product.revenue.month']")
    reader.sees("#own").send_keys("at most 5 million USD" + Keys.ENTER)
    reader.verdict("permitted")


def test_a_case_in_a_link_and_in_a_file(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**KIMI, "answers": [{"fact": "product.monthly_active_users.month", "value": "1000"}]}))
    reader.opens()
    reader.sees("#case-file").send_keys(str(file))
    reader.sees("[data-fact='product.revenue.month']")
    link = reader.browser.current_url
    reader.browser.get("about:blank")
    reader.browser.get(link)
    reader.sees("[data-fact='product.revenue.month']")
    asked = "return performance.getEntriesByType('resource').map(each => each.name)"
    assert all(
        url.startswith(f"{reader.address}/") and "1000" not in url for url in reader.browser.execute_script(asked)
    )
    reader.opens("review", ["no case"])
    assert "holds no case" in reader.sees("[role=alert]").text


def test_answers_in_another_order_are_kept_as_facts(reader: Reader) -> None:
    answers = [{"fact": "product.revenue.month", "value": "1000 USD"}]
    reader.opens("review", {**KIMI, "answers": answers})
    reader.sees("[data-fact='product.monthly_active_users.month']")
    assert "1000 USD" in reader.text()


def test_a_licence_of_one_s_own_with_findings_while_typing(reader: Reader) -> None:
    reader.opens("write")
    area = reader.sees("#source")
    area.send_keys(f'license mine {{\n  titel "{TRAP}"\n  grant use at "1" {{ may run }}\n}}')
    assert reader.sees("[data-code=LK125]").text.startswith("error LK125 line 2, column 3")
    assert reader.sees(".editor mark").get_attribute("textContent") == "titel"
    area.clear()
    area.send_keys(f'license mine {{\n  title "{TRAP}"\n  grant use at "1" {{ may run }}\n}}')
    reader.finds_nothing_wrong()
    reader.presses("Put in an example")
    reader.finds_nothing_wrong()
    area.clear()
    area.send_keys(f'license mine {{\n  title "{TRAP}"\n  grant use at "1" {{ may run }}\n}}')
    reader.presses("Review a use under it")
    reader.clicks("#act-run")
    reader.presses("Begin")
    reader.verdict("permitted")
    reader.presses("Memo")
    reader.sees("#memo table")
    assert TRAP in reader.text()
    assert reader.browser.find_elements("css selector", "main img") == []
    assert reader.browser.title != "caught"


def test_two_licences_the_history_and_the_map(reader: Reader) -> None:
    reader.opens("compare")
    for place, name in (("#first", "kimi-k2"), ("#second", "kimi-k2.5")):
        reader.sees(place).send_keys(name)
    reader.presses("Compare")
    assert 'display "Kimi K2.5"' in reader.sees("main table").text
    reader.opens("history", "minimax-m2.7")
    assert "minimax-m2.7-initial" in reader.sees("table.matrix").text
    reader.opens("map", KIMI)
    reader.sees("main img")
    reader.sees("#at-x").send_keys("1000")
    reader.sees("#at-y").send_keys("5 million USD" + Keys.ENTER)
    drawn = "return document.querySelector('pre')?.textContent ?? ''"
    WebDriverWait(reader.browser, 60).until(lambda page: "5_000_000 USD" in page.execute_script(drawn))
    assert "where you stand: product.monthly_active_users.month is 1_000" in reader.browser.execute_script(drawn)
    reader.sees("#slide-x").send_keys(Keys.ARROW_RIGHT)
    moved = "where you stand: product.monthly_active_users.month is at least 100_000_001"
    WebDriverWait(reader.browser, 60).until(lambda page: moved in page.execute_script(drawn))
    assert reader.sees("#slide-x").get_attribute("aria-valuetext") == "at least 100_000_001"


STANDS = "return document.querySelector('[data-here]')?.dataset.here"


def test_one_s_place_is_dragged_across_a_threshold(reader: Reader) -> None:
    facts = {**KIMI["facts"], "product.monthly_active_users.month": "1000", "product.revenue.month": "5 million USD"}
    reader.opens("map", {**KIMI, "facts": facts})
    ring = reader.sees("#ring")
    reader.sees("[data-here=permitted]")
    asked = "return performance.getEntriesByType('resource').filter(each => each.name.endsWith('/v1/map')).length"
    before = reader.browser.execute_script(asked)
    across = ring.find_element("xpath", "..").rect["width"] * 0.45
    ActionChains(reader.browser).click_and_hold(ring).move_by_offset(int(across), 0).perform()
    # while it is held, the answer is that of the region below it, and nothing is asked
    assert reader.browser.execute_script(STANDS) == "permitted_with_duties"
    assert 'display "Kimi K2.5" prominently' in reader.sees("#here").text
    assert reader.browser.execute_script(asked) == before
    ActionChains(reader.browser).release().perform()
    WebDriverWait(reader.browser, 60).until(lambda page: page.execute_script(asked) == before + 1)
    assert reader.sees("#at-x").get_attribute("value") == "at least 100_000_001"
    assert reader.browser.execute_script(STANDS) == "permitted_with_duties"


def test_one_s_place_is_moved_by_keys(reader: Reader) -> None:
    reader.opens("map", KIMI)
    reader.sees("#ring.unset")
    assert "Drag the ring" in reader.sees("#here").text
    reader.browser.execute_script("arguments[0].focus()", reader.sees("#ring"))
    drawn = "return document.querySelector('#ring:not(.unset)') === document.activeElement"
    for key, verdict, place in (
        (Keys.ARROW_RIGHT, "permitted_with_duties", "at least 100_000_001"),
        (Keys.ARROW_LEFT, "permitted", "at most 100_000_000"),
        (Keys.ARROW_UP, "permitted_with_duties", "at most 100_000_000"),
    ):
        ActionChains(reader.browser).send_keys(key).perform()
        reader.sees(f"[data-here={verdict}]")
        assert reader.sees("#at-x").get_attribute("value") == place
        WebDriverWait(reader.browser, 60).until(lambda page: page.execute_script(drawn))
    # in one step: the ring may be drawn anew at any moment
    label = reader.browser.execute_script("return document.getElementById('ring').getAttribute('aria-label')")
    assert label.endswith(
        "product.monthly_active_users.month: at most 100_000_000; product.revenue.month: more than 20_000_000 USD"
    )


def test_a_text_is_identified_and_reviewed(reader: Reader) -> None:
    apache = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
    reader.opens("identify")
    put = "arguments[0].value = arguments[1]"
    reader.browser.execute_script(
        put, reader.sees("#license-text"), apache.replace("END OF TERMS", f"Not so. {TRAP}\n END OF TERMS")
    )
    reader.presses("Identify it")
    assert (
        reader.sees("[data-kind=altered]").text
        == "Unknown: apache-2.0, altered. Somebody has to read what was altered."
    )
    assert "Not so." in reader.sees("#identified blockquote").text
    assert reader.browser.find_elements("css selector", "#identified [src], #identified button + button") == []
    reader.browser.find_element("css selector", "#identified li button").click()
    chosen = "return document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    assert apache.replace("END OF TERMS", "")[-60:] not in reader.browser.execute_script(chosen)
    assert reader.browser.execute_script(chosen) != ""
    reader.browser.execute_script(put, reader.sees("#license-text"), "Nothing of the kind.")
    reader.presses("Identify it")
    reader.sees("[data-kind=unknown]")
    reader.browser.execute_script(put, reader.sees("#license-text"), apache)
    reader.presses("Identify it")
    reader.sees("[data-kind=exact]")
    reader.presses("Review a use under apache-2.0")
    reader.clicks("#act-run")
    reader.presses("Begin")
    reader.verdict("permitted")
    reader.opens("identify")
    reader.sees("#text-file").send_keys(str(Path(__file__).parents[2] / "LICENSE"))
    reader.sees("[data-kind=exact]")


def test_by_keyboard_alone(reader: Reader) -> None:
    reader.opens("review", MINIMAX)
    reader.sees("[data-fact='product.charged_for']")
    WebDriverWait(reader.browser, 10).until(
        lambda page: page.switch_to.active_element.get_attribute("id") == "question"
    )
    reader.browser.switch_to.active_element.send_keys(Keys.TAB)
    assert reader.browser.switch_to.active_element.get_attribute("data-answer") == "yes"
    reader.browser.switch_to.active_element.send_keys(Keys.ENTER)
    reader.verdict("needs_approval")
    assert reader.browser.find_element("id", "told").get_attribute("textContent") == "The answer so far: needs approval"


def markdown(text: str) -> str:
    """What a file of Markdown shows."""
    lexer = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed").MarkdownIt("commonmark")
    return re.sub(r"<[^>]+>", " ", lexer.enable("table").render(text))


def words_of(text: str) -> str:
    """A text without its space: where lines break and cells begin is the form."""
    return re.sub(r"\s", "", html.unescape(text))


SAYS = """
const [sentences, done] = arguments;
import("/page/sentences.js").then((page) => done(page.answerSentences(sentences).flat(9).map((each) => each.textContent ?? each).join("")));
"""
"""Puts sentences into the words of the page."""
CHINESE = json.loads((Path(__file__).parent / "sentences_zh.json").read_text(encoding="utf-8"))


def test_in_chinese(address: str, tmp_path: Path) -> None:
    browser = started(language="zh-CN")
    try:
        reader = Reader(address, browser)
        reader.opens("review", MINIMAX)
        reader.sees("[data-fact='product.charged_for']")
        assert reader.sees("#question").text.startswith("您是否以任何形式")
        assert reader.sees("[data-answer=yes]").text.endswith("须经批准")
        reader.clicks("[data-answer=yes]")
        reader.verdict("needs_approval")
        assert reader.sees("[data-verdict]").text == "须经批准"
        assert reader.sees("#answer").text.startswith(CHINESE["minimax"])
        browser.set_script_timeout(30)
        for each in CHINESE["sentences"]:
            assert browser.execute_async_script(SAYS, [each]) == each["wanted"]
        assert {each["say"] for each in CHINESE["sentences"]} == set(SAYINGS)
        reader.opens("review", {**KIMI, "facts": {**KIMI["facts"], "product.revenue.month": "at least 30 million USD"}})
        reader.verdict("permitted_with_duties")
        assert reader.sees("#answer").text.startswith(CHINESE["kimi"])
        bounds = browser.find_element("xpath", "//details[summary='结论成立的界限']")
        assert CHINESE["bound"] in bounds.get_attribute("textContent")
        reader.opens("memo", {**MINIMAX, "facts": {"product.charged_for": True}})
        reader.sees("#memo table")
        memo = reader.sees("#memo").text
        assert memo.startswith(CHINESE["memo"])
        assert "\n须经批准\n" in memo
        assert CHINESE["minimax"] in memo
        for words in ("您是否以任何形式", "已陈述", "如何得知", "负责人", "审查人"):
            assert words in memo
        assert "Licence review" not in memo
        # what is saved says what is shown
        browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
        for button, name in (("存为 Markdown", "memo.md"), ("存为网页", "memo.html")):
            reader.presses(button)
            WebDriverWait(browser, 30).until(lambda _, file=tmp_path / name: file.exists() and file.stat().st_size)
        shown = markdown((tmp_path / "memo.md").read_text(encoding="utf-8"))
        browser.get(f"file://{tmp_path}/memo.html")
        assert browser.find_element("tag name", "html").get_attribute("lang") == "zh-Hans"
        assert browser.title == CHINESE["memo"].partition("\n")[0]
        for told in (shown, reader.text()):
            assert words_of(told) == words_of(memo)
        reader.opens("map", KIMI)
        rows = reader.sees("#legend").find_elements("xpath", "./li")
        assert [" ".join(each.text.split()[:2]) for each in rows] == CHINESE["legend"]
        reader.opens("review", MINIMAX)
        reader.clicks("[data-answer=yes]")
        reader.verdict("needs_approval")
        assert browser.find_element("tag name", "html").get_attribute("lang") == "zh-Hans"
        Select(reader.sees("#language")).select_by_value("en")
        reader.verdict("needs_approval")
        WebDriverWait(browser, 30).until(
            lambda page: "needs approval" in page.find_element("css selector", "main").text
        )
    finally:
        browser.quit()


def test_verdicts_questions_and_the_map_in_chinese(address: str) -> None:
    """Wherever a line says them; what a licence asks, and the reasons in detail, stay as they are written."""
    browser = started(language="zh-CN")
    try:
        reader = Reader(address, browser)
        reader.opens("map", KIMI)
        drawn = re.sub(r"<title>.*?</title>", "", unquote(str(reader.sees(".plotted img").get_attribute("src"))))
        assert "&gt; 1 亿" in drawn
        assert not re.search("million|billion|permitted|legal advice", drawn)
        for license, facts in (("llama-4", {"work.multimodal": True}), ("agpl-3.0", {}), ("minimax-m2.7", {})):
            reader.opens("memo", {"licenses": [license], "acts": ["embed", "fine_tune"], "facts": facts})
            reader.sees("#memo table")
            memo = reader.sees("#memo").text
            english = "permitted|needs approval|not granted|prohibited|unknown|it settles nothing"
            assert re.findall(rf"^.*(?:: |\()(?:{english}).*$", memo, re.MULTILINE) == []
            asked = memo.partition("\n未定的问题\n")[2].partition("\n有争议的措辞\n")[0]
            english_questions = re.findall(r"^[A-Z].*\? \((.+)\)$", asked, re.MULTILINE)
            assert [name for name in english_questions if name in {info.name for info in lk.facts()}] == []
            assert license != "llama-4" or CHINESE["dated"] in memo
    finally:
        browser.quit()


# --- for everybody -----------------------------------------------------------------------------------------

STATES: tuple[tuple[str, Any, str], ...] = (
    ("", None, "#about"),
    ("review", {**KIMI, "acts": []}, "#act-run"),
    ("review", {**MINIMAX, "obtained": ""}, "#obtained"),
    ("review", MINIMAX, "#question"),
    ("review", KIMI, "#own"),
    ("memo", MINIMAX, "#memo table"),
    ("map", KIMI, "main img"),
    ("compare", ["kimi-k2", "kimi-k2.5"], "main table"),
    ("history", "minimax-m2.7", "main table"),
    ("identify", None, "#license-text"),
    ("write", None, "#source"),
)


@pytest.mark.skipif("LICENSEKIT_AXE" not in os.environ, reason="LICENSEKIT_AXE names no axe.min.js (npm pack axe-core)")
@pytest.mark.parametrize(("width", "language", "dark"), [(1280, "en", False), (1280, "zh-CN", True), (360, "en", True)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    address: str, width: int, language: str, dark: bool
) -> None:
    axe = Path(os.environ["LICENSEKIT_AXE"]).read_text(encoding="utf-8")
    browser = started(width, 740, language, dark=dark)
    browser.set_script_timeout(60)
    try:
        reader = Reader(address, browser)
        for view, content, place in STATES:
            reader.opens(view, content)
            reader.sees(place)
            time.sleep(0.3)  # what is drawn last is there
            if view == "identify":
                text = "Permission is granted to use this. " * 3
                browser.execute_script("arguments[0].value = arguments[1]", reader.sees(place), text)
                reader.clicks("main form button.main")
                reader.sees("[data-kind]")
            browser.execute_script(axe)
            run = "const done = arguments[0]; axe.run(document).then(told => done(told.violations))"
            wrong = [(each["id"], each["nodes"][0]["html"]) for each in browser.execute_async_script(run)]
            assert (view, wrong) == (view, [])
            assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth"), view
    finally:
        browser.quit()
