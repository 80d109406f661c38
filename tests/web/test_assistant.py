"""Tools for assistants, called as a client of the protocol calls them: in this process, and over standard input."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from optional import needs

needs("mcp", "yaml")

from mcp import Client, MCPError, StdioServerParameters
from tests.unit.command_line import called as command_line

import licensekit as lk
from licensekit.assistant.server import server
from licensekit.assistant.tools import TOOLS
from licensekit.identify.identification import identify

ASKED = {"acts": ["embed"], "licenses": ["kimi-k2.5"], "facts": {"product.charged_for": True}}
KIMI = lk.load("kimi-k2.5")
DECISION = KIMI.evaluate(KIMI.use(["embed"], {"product.charged_for": True}))
SHORT = str(DECISION.short).replace("explain()", "in `explain`")


def called(tool: str, to: Any = None, **arguments: Any) -> Any:
    async def run() -> Any:
        async with Client(to or server()) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(run())


def text(result: Any) -> str:
    return str(result.content[0].text)


def test_every_tool_has_its_words_and_a_closed_schema() -> None:
    async def listed() -> Any:
        async with Client(server()) as client:
            return (await client.list_tools()).tools, client.instructions

    tools, instructions = asyncio.run(listed())
    assert [each.name for each in tools] == [*(tool.__name__ for tool in TOOLS), "diff", "identify", "label"]
    assert all(each.description and each.annotations.read_only_hint for each in tools)
    question = next(each for each in tools if each.name == "ask").input_schema["$defs"]["ToolQuestion"]
    assert question["additionalProperties"] is False
    assert "Never guess a fact" in instructions


def test_an_answer_is_the_short_one_with_a_way_to_more() -> None:
    told = called("ask", question=ASKED)
    assert text(told) == SHORT
    assert "More: in `explain`." in SHORT
    assert told.structured_content["verdict"] == DECISION.verdict.value
    assert told.structured_content["find_out_first"][0]["fact"] == DECISION.questions[0].fact
    explained = called("explain", question=ASKED)
    assert explained.structured_content == DECISION.to_dict()
    assert text(explained).startswith("# Licence review: Kimi K2.5 Modified MIT License")
    assert "### Analysis by clause" in text(explained)
    assert len(text(explained)) < 8_000


def test_a_question_is_put_with_what_each_answer_leads_to() -> None:
    told = called("next_question", question=ASKED)
    question = lk.Interview(KIMI, ["embed"], facts={"product.charged_for": True}).question
    assert question is not None
    assert text(told).startswith(f"{question.words} (`{question.fact}`)")
    assert told.structured_content["question"]["fact"] == question.fact
    settled = {**ASKED, "licenses": ["mit"]}
    assert text(called("next_question", question=settled)).startswith("Nothing is left to ask.")


def test_a_model_says_how_its_licence_is_known() -> None:
    told = called("ask", question={"acts": ["run"], "model": "AtomicChat/Kimi-K3-GGUF"})
    assert "by its base" in text(told).splitlines()[0]


MINIMAX = {"acts": ["embed"], "model": "MiniMaxAI/MiniMax-M2.7", "facts": {"product.charged_for": True}}
HELD = [{"gate": "minimax-m2.7.authorization", "state": "held"}]
WORKFLOW = Path(__file__).parents[2] / "examples" / "company-workflow.toml"


def test_what_a_mend_says_can_be_done() -> None:
    refused = called("next_question", question=MINIMAX)
    assert refused.is_error
    assert text(refused).endswith("help: say on which day you got your copy: `obtained`")
    settled = called("next_question", question={**MINIMAX, "obtained": "2026-06-01"})
    assert settled.structured_content["verdict"] == "needs_approval"
    under = called("ask", question={**MINIMAX, "under": "minimax-m2.7-initial"})
    assert "MiniMax M2.7 Non-Commercial License (first form)" in " ".join(text(under).split())


def test_an_approval_that_is_held_and_a_reading_that_is_chosen() -> None:
    told = called("ask", question={**MINIMAX, "obtained": "2026-06-01", "approvals": HELD}).structured_content
    assert [each["verdict"] for each in told["answers"]] == ["permitted_with_duties"]
    facts = tomllib.loads(WORKFLOW.read_text(encoding="utf-8"))["facts"]
    within = {"acts": ["run"], "licenses": ["minimax-m2.7"], "facts": facts}
    assert called("ask", question=within).structured_content["verdict"] == "needs_approval"
    chosen = [{"reading": "minimax-m2.7.internal-workflow", "option": "by_aim"}]
    assert called("ask", question={**within, "readings": chosen}).structured_content["verdict"] == "permitted"


def test_a_model_is_explained_as_a_memo_and_one_that_is_not_settled_says_how_to_settle_it() -> None:
    settled = called("explain", question={**MINIMAX, "obtained": "2026-06-01"})
    assert text(settled).startswith("# Licence review: MiniMax M2.7")
    both = text(called("explain", question=MINIMAX))
    assert "(first form)" in both
    assert both.endswith("For the whole of one, say `obtained`, or the licence as `under`.")
    assert len(both) < 4_000


def test_differences_are_the_first_few_with_their_number() -> None:
    short, whole = (called("diff", first="gpl-3.0", second="apache-2.0", full=full) for full in (False, True))
    every, kept = whole.structured_content["differences"], short.structured_content
    assert (len(kept["differences"]), kept["not_listed"]) == (8, len(every) - 8)
    assert f"and {len(every) - 8} more" in text(short)
    assert text(short).startswith("gpl-3.0 → apache-2.0")
    llama = called("diff", first="llama-3.1", second="llama-4").structured_content["differences"]
    assert llama[0]["change"].endswith("…: allowed → prohibited")
    assert "Milder under apache-2.0:" in text(whole)
    assert len(text(short)) + len(json.dumps(kept)) < 16_000


def test_the_catalogue_and_two_licences() -> None:
    assert "kimi-k2.5: Kimi K2.5" in text(called("list_licenses", words="kimi"))
    assert "act run: run it" in text(called("facts", words="GPU"))
    for tool, key, every in (("facts", "facts", lk.facts()), ("list_licenses", "licenses", lk.licenses())):
        whole = called(tool, words="")
        left = len(every) - 40
        assert f"and {left} more: search by `words`" in text(whole)
        assert (len(whole.structured_content[key]), whole.structured_content["not_listed"]) == (40, left)
        assert len(text(whole)) < 12_000
    assert "moonshotai/Kimi-K2.5" in text(called("find_models", words="kimi-k2.5")).splitlines()
    assert "product.charged_for" in text(called("facts", words="charged"))
    assert text(called("diff", first="mit", second="mit")) == "They answer every use alike."


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": {**ASKED, "licenses": ["kimi-k2.55"]}}, "LK601"),
        ("ask", {"question": {**ASKED, "facts": {"product.charged": True}}}, "LK501"),
        ("ask", {"question": {**ASKED, "facts": {"product.revenue.month": 1.5}}}, "LK504"),
        ("ask", {"question": {**ASKED, "fact": {}}}, "fact"),
        ("ask", {"question": ASKED, "facts": {}}, "no argument `facts`; it takes `question`"),
        ("ask", ASKED, "no argument `acts`, `licenses`, `facts`; it takes `question`"),
        ("ask", {"question": {**ASKED, "obtained": "2026-06-01"}}, "LK704"),
        ("ask", {"question": {**ASKED, "approvals": [{"gate": "authorization"}]}}, "`state`"),
        ("ask", {"question": {"acts": ["run"]}}, "LK508"),
        ("find", {"search": {"acts": ["run"], "allowed": ["perhaps"]}}, "perhaps"),
        ("find", {"search": {"acts": ["run"], "without_duties": ["sing"]}}, "LK508"),
        ("find", {"search": {"acts": []}}, "LK705"),
        ("find", {"search": {"acts": ["run"], "allowed": []}}, "`search.allowed`: list should have at least 1 item"),
        ("find", {"search": {"acts": ["run"], "licenses": ["mit"]}}, "licenses"),
        ("identify", {"text": "a\0b"}, "LK113"),
        ("identify", {"path": "/etc/passwd"}, "no argument `path`"),
        ("find_models", {"words": ""}, "LK705"),
        ("ask", {"question": {**ASKED, "facts": {"conduct": {"militry": {}}}}}, "LK501"),
        ("ask", {}, "`question`: field required"),
        ("ask", {"question": {**ASKED, "assume": "saef"}}, "`question.assume`: input should be 'none', 'safe' or"),
        ("find", {"search": {"acts": ["run"], "words": [1]}}, "`search.words.0`: input should be a valid string"),
        ("next_question", {"question": {**ASKED, "acts": []}}, "LK705"),
    ],
)
def test_what_is_not_understood_is_told_and_never_answered(tool: str, arguments: Any, said: str) -> None:
    told = called(tool, **arguments)
    assert told.is_error
    assert said in text(told)
    assert "pydantic" not in text(told)


# --- what fits, and texts ----------------------------------------------------------------------------------


def test_what_fits_is_found_with_its_number() -> None:
    told = called("find", search={"acts": ["distribute"], "among": "licenses"})
    selection = lk.find(lk.Use.of(["distribute"]), among="licenses")
    data, fits = told.structured_content, len(selection.candidates)
    assert data["fits"] == fits > 20
    assert (len(data["candidates"]), data["not_listed"]) == (20, fits - 20)
    assert "words" in data["more"]
    lines = text(told).splitlines()
    assert lines[0] == f"{fits} of {selection.looked_at} licences fit: to `distribute`"
    assert f"and {fits - 8} more, under {fits - 8} other licences" in lines
    narrow = called("find", search={"acts": ["distribute"], "among": "licenses", "words": ["bsd-zero"]})
    assert [each["id"] for each in narrow.structured_content["candidates"]] == ["bsd-zero"]
    assert "not_listed" not in narrow.structured_content


APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
TERMS = "Permission is granted to use this model for research. Nothing else is.\n"
CARD = "---\nlicense: mit\n---\n# A model\n"


def test_a_text_is_identified_in_short_and_whole() -> None:
    told = called("identify", text=TERMS)
    wanted = identify(TERMS)
    assert text(told).startswith("unknown")
    assert told.structured_content["kind"] == wanted.kind.value
    assert text(called("identify", text=APACHE)).splitlines()[0] == "exactly `apache-2.0`"
    altered = APACHE.replace(". ", ". Or so. ")
    short, whole = (called("identify", text=altered, full=full).structured_content for full in (False, True))
    passages = identify(altered).passages
    assert short["kind"] == whole["kind"] == "altered"
    assert (len(short["passages"]), len(whole["passages"]), short["not_listed"]) == (
        12,
        len(passages),
        len(passages) - 12,
    )
    assert "not_listed" not in whole


def test_labels_that_are_sent_are_looked_at(tmp_path: Path) -> None:
    files = {"README.md": CARD, "LICENSE": TERMS}
    for name, words in files.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    wanted = json.loads(command_line("label", str(tmp_path), "--model", "me/mine", "--format", "json").out)["findings"]
    assert wanted
    sent = called("label", files=files, model="me/mine")
    below = called("label", server(tmp_path), path=".", model="me/mine")
    deep = called("label", server(tmp_path.parent), path=tmp_path.name, model="me/mine")
    for told in (sent, below, deep):
        assert sorted(map(str, told.structured_content["findings"])) == sorted(map(str, wanted))
        assert "2 files: " in text(told)
        assert wanted[0]["message"] in text(told)


def test_many_findings_are_cut_with_their_number() -> None:
    files = {f"{at}/LICENSE-{at}": TERMS for at in range(12)} | {"README.md": CARD, "config.json": "{", "a.txt": "a"}
    short, whole = (
        called("label", files=files, model="me/mine", full=full).structured_content for full in (False, True)
    )
    assert len(short["findings"]) == 8
    assert len(whole["findings"]) == 8 + short["not_listed"]
    assert short["findings"] == whole["findings"][:8]
    assert "`a.txt` cannot be read: a file of this name says nothing of licences" in str(whole)


@pytest.fixture
def fenced(tmp_path: Path) -> Path:
    """A folder in which links lead out of it."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "LICENSE").write_text(TERMS, encoding="utf-8")
    root = tmp_path / "models--me--mine" / "snapshots"
    (root / "inside").mkdir(parents=True)
    blobs = tmp_path / "models--me--mine" / "blobs"
    blobs.mkdir()
    (blobs / "0").write_text(TERMS, encoding="utf-8")
    (root / "inside" / "LICENSE").symlink_to(tmp_path / "secret" / "LICENSE")
    (root / "inside" / "LICENSE.md").symlink_to(blobs / "0")
    (root / "out").symlink_to(tmp_path / "secret")
    return root


def test_no_link_leads_out_of_the_folder(fenced: Path) -> None:
    told = called("label", server(fenced), path="inside").structured_content
    assert told["files"] == []
    assert [each["code"] for each in told["findings"] if "link" in each["message"]] == ["LK814", "LK814"]


@pytest.mark.parametrize("path", ["..", "../../secret", "out", "/etc", "~", "nope", "a\0b", "inside/LICENSE"])
def test_no_path_leads_out_of_the_folder(fenced: Path, path: str) -> None:
    told = called("label", server(fenced), path=path)
    assert told.is_error
    assert "LK508" in text(told)
    assert str(fenced) not in text(told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"path": "."}, "started without a folder"),
        ({}, "either `files` or `path` is needed"),
        ({"files": {"README.md": CARD}, "path": "."}, "either `files` or `path` is needed"),
        ({"files": {"README.md": CARD}}, "write it as on the hub: ORG/NAME"),
    ],
)
def test_without_a_folder_no_path_is_read(arguments: Any, said: str) -> None:
    told = called("label", **arguments)
    assert told.is_error
    assert said in text(told)


@pytest.mark.parametrize(("named", "why"), [("/nope", "there is no such folder"), ("", "`--folder` is empty")])
def test_a_folder_that_is_not_there_starts_no_server(named: str, why: str) -> None:
    """A variable that is not set is no folder: it must not open the one in which the server happens to stand."""
    told = command_line("mcp", "--folder", named)
    assert (told.status, "LK703" in told.err, why in told.err) == (2, True, True)


def test_resources() -> None:
    async def read(uri: str) -> Any:
        async with Client(server()) as client:
            return (await client.read_resource(uri)).contents[0].text

    assert "license mit" in asyncio.run(read("licensekit://licenses/mit"))
    assert "product.charged_for" in asyncio.run(read("licensekit://facts"))

    async def refused() -> str:
        async with Client(server()) as client:
            with pytest.raises(MCPError) as error:
                await client.read_resource("licensekit://licenses/zzz")
            return str(error.value)

    told = asyncio.run(refused())
    assert "there is no licence `zzz` in the catalogue" in told
    assert "use `list_licenses` to see the ids" in told


@pytest.mark.slow
def test_over_standard_input(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(CARD, encoding="utf-8")
    words = ["-m", "licensekit", "mcp", "--folder", str(tmp_path)]
    command = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))
    assert text(called("ask", to=command, question=ASKED)) == SHORT
    assert text(called("identify", to=command, text=TERMS)).startswith("unknown")
    assert "README.md" in called("label", to=command, path=".").structured_content["files"]
    assert called("label", to=command, path="..").is_error
    fits = called("find", to=command, search={"acts": ["run"], "among": "licenses", "words": ["mit"]})
    assert "mit" in [each["id"] for each in fits.structured_content["candidates"]]
