"""The page without a server of ours, in a browser: MiniMax M2.7 from its name to a signed memo, with no network.

Its parts come from npm and PyPI: LICENSEKIT_PYODIDE names the unpacked npm package `pyodide`, and LICENSEKIT_WHEELS the
folder of wheels (docs/service.md has the commands).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
pytest.importorskip("selenium", reason="the browser is driven with selenium, which comes with the tools")

from selenium.webdriver import Chrome
from tests.web import test_review_page as page
from tests.web.test_review_page import Reader

from licensekit.web.static.folder import STATIC_POLICY, write_static

PARTS = ("LICENSEKIT_PYODIDE", "LICENSEKIT_WHEELS")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (page.CHROMIUM and page.DRIVER), reason="no chromium with its chromedriver is installed"),
    pytest.mark.skipif(
        not all(map(os.environ.get, PARTS)), reason=f"{' and '.join(PARTS)} name no parts (docs/service.md)"
    ),
]


class Served(NamedTuple):
    address: str
    folder: Path
    asked: list[str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The folder, somewhere below the root of a server that knows nothing; each policy binds where it is said."""
    root = tmp_path_factory.mktemp("static")
    pyodide, wheels = (Path(os.environ[each]) for each in PARTS)
    folder = root / "page of mine"
    write_static(folder, pyodide, wheels)
    asked: list[str] = []

    class Files(SimpleHTTPRequestHandler):
        def __init__(self, *words: Any) -> None:
            super().__init__(*words, directory=str(root))

        def end_headers(self) -> None:
            if self.path.endswith("/worker.js"):
                self.send_header("content-security-policy", STATIC_POLICY)
            super().end_headers()

        def log_message(self, _: str, *said: Any) -> None:
            asked.append(" ".join(map(str, said)))

    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Served(f"http://127.0.0.1:{server.server_port}/page%20of%20mine", folder, asked)
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    browser = page.started()
    try:
        yield browser
    finally:
        browser.quit()


REVIEWS: tuple[Callable[[Reader], None], ...] = (
    page.test_minimax_from_the_name_of_the_model_to_a_signed_memo,
    page.test_the_other_reading_of_minimax_is_on_record,
    page.test_an_approval_that_is_held,
    page.test_a_model_whose_licence_is_not_settled_says_so,
    page.test_llama_for_a_product_and_copies_of_it,
    page.test_a_number_in_part_not_known_and_back,
    page.test_answers_in_another_order_are_kept_as_facts,
    page.test_a_licence_of_one_s_own_with_findings_while_typing,
    page.test_two_licences_the_history_and_the_map,
    page.test_one_s_place_is_moved_by_keys,
    page.test_a_text_is_identified_and_reviewed,
    page.test_by_keyboard_alone,
)
"""As they are clicked through on the page of the server."""


@pytest.mark.parametrize("review", REVIEWS)
def test_a_review_without_a_server_of_ours(served: Served, browser: Chrome, review: Callable[[Reader], None]) -> None:
    review(Reader(served.address, browser))
    assert not browser.find_element("id", "loading").is_displayed()
    files = re.compile(r"GET /page%20of%20mine/(?!v1/)\S* HTTP/1.1 (200|304) -")
    assert [line for line in served.asked if not files.fullmatch(line)] == []
    loaded = "return performance.getEntriesByType('resource').map(each => each.name)"
    assert [url for url in browser.execute_script(loaded) if not url.startswith(f"{served.address}/")] == []
    assert [line["message"] for line in browser.get_log("browser")] == []


def test_a_library_that_does_not_start_says_so(served: Served, browser: Chrome) -> None:
    lark = next((served.folder / "wheels").glob("lark-*.whl"))
    data = lark.read_bytes()
    lark.unlink()
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})  # it has the wheel from the reviews before
    try:
        reader = Reader(served.address, browser)
        reader.opens("review", page.MINIMAX)
        assert "cannot answer in this browser" in reader.sees("[role=alert]").text
        assert f"wheels/{lark.name}: 404" in reader.text()
    finally:
        lark.write_bytes(data)
