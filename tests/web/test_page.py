"""The review page as files: what they may load, and that both languages say everything."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any, get_args, get_type_hints

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")
pytest.importorskip("httpx", reason="requests are made with httpx, which comes with the tools")

from tests.web.test_app import call

from licensekit import inventory
from licensekit.analyse import difference, history
from licensekit.report import answer_memo, answer_sections, review, sentences, short_answer
from licensekit.vocabulary.plain_words import CLEAN_HANDS, WEAKLY_IMPLIED
from licensekit.vocabulary.words import ATTESTATIONS, VERDICTS
from licensekit.web.page import POLICY, page_files

ENGLISH, CHINESE = (json.loads(page_files()[f"{tag}.json"].text) for tag in ("en", "zh"))
CHINESE_SIGN = re.compile("[\u4e00-\u9fff]")


def test_the_page_may_load_itself_alone() -> None:
    answer = call("GET", "/")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["content-type"].startswith("text/html")
    assert "unsafe" not in POLICY
    assert set(re.findall(r"[a-z]+:", POLICY.partition("default-src")[2])) == {"data:"}
    for name, file in page_files().items():
        assert call("GET", f"/page/{name}").text == file.text
        assert re.findall(r"https?://|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", file.text) == []


def test_what_the_page_imports_is_there() -> None:
    for file in page_files().values():
        assert set(re.findall(r'from "\./(\S+)";', file.text)) <= page_files().keys()


def test_every_word_of_the_page_is_in_both_languages() -> None:
    used = {key for file in page_files().values() for key in re.findall(r'\bt\("(\w+)"', file.text)}
    assert used <= ENGLISH["page"].keys()
    assert ENGLISH["page"].keys() == CHINESE["page"].keys()
    blanks = {key: set(re.findall(r"\{\w+\}", text)) for key, text in ENGLISH["page"].items()}
    assert {key: set(re.findall(r"\{\w+\}", text)) for key, text in CHINESE["page"].items()} == blanks


def chinese_question(name: str, window: str) -> Any:
    if name in CHINESE["questions"]:
        return CHINESE["questions"][name]
    measure = CHINESE["measures"].get(name.removesuffix(f".{window}"), "")
    return measure and measure.replace("{window}", CHINESE["windows"][window])


def test_every_question_has_a_chinese_text_of_its_own() -> None:
    texts = {info.name: chinese_question(info.name, info.window) for info in inventory.facts()}
    assert [name for name, text in texts.items() if not CHINESE_SIGN.search(text) or "{" in text] == []
    assert len(set(texts.values())) == len(texts)
    assert CHINESE["questions"].keys() <= texts.keys()
    assert CHINESE["statements"].keys() == ATTESTATIONS.keys()


def test_every_verdict_act_and_option_has_a_chinese_word() -> None:
    assert CHINESE["verdicts"].keys() == ENGLISH["verdicts"].keys() == VERDICTS.keys()
    assert CHINESE["acts"].keys() == {act.name for act in inventory.acts()}
    one_of = {f"{info.name}.{each}" for info in inventory.facts() for each in info.options if each != "territory"}
    assert CHINESE["options"].keys() == one_of | {"yes", "no"}
    words = [*CHINESE["verdicts"].values(), *CHINESE["acts"].values(), *CHINESE["options"].values()]
    assert [word for word in words if not CHINESE_SIGN.search(word)] == []


def test_every_sentence_of_an_answer_has_chinese_words() -> None:
    """What `report.sentences` may say, and every word that `sentences.js` asks for."""
    script, said = page_files()["sentences.js"].text, CHINESE["sentences"]
    assert set(re.findall(r"^  (\w+): \(told\) =>", script, re.MULTILINE)) == set(sentences.SAYINGS)
    used = set(re.findall(r'\bs\("([^"]+)"', script))
    used |= {key for pair in re.findall(r'\? "(\w+)" : "(\w+)"[,)]', script) for key in pair}
    used |= {f"basis_{each}" for each in sentences._BASIS} | {f"why_{each}" for each in sentences._WHY_NOT}
    used |= {f"state_{each}" for each in sentences._STATES} | CLEAN_HANDS.keys()
    used |= {f"{fact}.{value}" for fact, value in WEAKLY_IMPLIED}
    used |= {"or", "and", "both", "at least", "at most", "more than", "less than", "another", "unknown"}
    used |= set(get_args(get_type_hints(short_answer.OutcomeSaid)["say"])) - {"may_be"}
    assert used == said.keys()
    of_names = {"basis_", "and", "or", "approval", "acts_of", "find_out", "not_granted"}
    assert {key for key, text in said.items() if not CHINESE_SIGN.search(text)} <= of_names
    assert "sentences" not in ENGLISH


def test_every_heading_of_an_answer_has_a_chinese_word() -> None:
    sources = [inspect.getsource(module) for module in (answer_sections, answer_memo, review)]
    written = {title for text in sources for title in re.findall(r'(?:\bsection|Checklist)\("([^"]+)"', text)}
    duties = set(answer_sections._DUTIES.values())
    assert len(written) > 15
    assert written | duties <= CHINESE["sections"].keys()
    assert CHINESE["labels"].keys() == {label for label, *_ in short_answer._FORMS.values() if label}


def test_every_cell_of_a_memo_a_comparison_and_a_history_has_a_chinese_word() -> None:
    """What the report itself writes there; a duty, a place and a relation between facts stay as they are written."""
    source = inspect.getsource(review)
    heads = {
        head for row in re.findall(r'Checklist\("[^"]+", \(([^)]+)\)', source) for head in re.findall(r'"([^"]+)"', row)
    }
    known = {
        word
        for row in re.findall(r"for names, value, source in \((.+?)\n    \):", source, re.DOTALL)
        for word in re.findall(r'"([^"]+)"', row)
    }
    uses = {each.title for each in history.USES}
    parts = {*get_args(difference.Kind), *get_args(difference.Direction)}
    said = {
        *review._STATUS.values(),
        review._GIVEN,
        review._ATTESTED,
        review._UNKNOWN,
        "encouraged, not owed",
        "assumed",
    }
    assert len(heads) == 12
    assert len(known) == 3
    assert heads | known | uses | parts | said | {"nothing changes for these uses"} == CHINESE["cells"].keys()
    assert [word for word in CHINESE["cells"].values() if not CHINESE_SIGN.search(word)] == []
