"""Requests as data, answers as data: what HTTP and assistants' tools have in common."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import called

import licensekit as lk
from licensekit.catalogue import shelf
from licensekit.errors import LicensekitError
from licensekit.patience import NobodyWaits, waits
from licensekit.report.sentences import Sentence, english
from licensekit.service import answers
from licensekit.service.problems import outside, refusal
from licensekit.service.requests import request_of

ASKED = {"licenses": ["kimi-k2.5"], "acts": ["embed"], "facts": {"product.charged_for": True}}


def put(name: str, said: object) -> Any:
    return answers.POSTED[name](request_of(json.dumps(said).encode()))


def refused(name: str, text: str) -> list[tuple[str, str]]:
    with pytest.raises(lk.LicensekitError) as caught:
        answers.POSTED[name](request_of(text.encode()))
    return [(each.code, each.path) for each in caught.value.diagnostics]


def over_http(decision: lk.Decision) -> dict[str, Any]:
    """The decision as data, its short text without an option of the command."""
    told = decision.to_dict()
    lines = [line.replace("in explain()", "below").replace("explain()", "below") for line in told["short"]["lines"]]
    assert lines != told["short"]["lines"], "an answer says how to see more"
    return {**told, "short": {**told["short"], "lines": lines}}


def test_a_decision_is_that_of_the_library() -> None:
    terms = lk.load("kimi-k2.5")
    assert put("ask", ASKED) == over_http(terms.evaluate(terms.use(["embed"], {"product.charged_for": True})))


@pytest.mark.parametrize("name", ["ask", "interview", "memo"])
@pytest.mark.parametrize(
    "about",
    [
        {**ASKED, "acts": ["embed", "host_model", "distribute_copy"]},
        {"licenses": ["llama-4", "gpl-3.0"], "acts": ["run", "distribute_copy", "sell"]},
        {"model": "AtomicChat/Kimi-K3-GGUF", "under": "kimi-k3", "acts": ["host_model"]},
    ],
    ids=["one", "two", "a-model"],
)
def test_nothing_points_to_an_option_that_its_reader_does_not_have(name: str, about: dict[str, Any]) -> None:
    told = put(name, about)
    assert "--full" not in json.dumps(told)
    assert "explain()" not in json.dumps(told)
    assert "More below" in told["short"]["lines"][-1] or "More: below." in " ".join(told["short"]["lines"][-2:])


def test_each_answer_about_a_model_points_to_the_rest_of_it() -> None:
    told = put("ask", {"model": "AtomicChat/Kimi-K3-GGUF", "acts": ["run"]})
    assert told["answers"]
    assert "--full" not in json.dumps(told)
    assert "explain()" not in json.dumps(told)


def test_circumstances_and_profile_count() -> None:
    terms = lk.load("minimax-m2.7")
    said = {
        "licenses": ["minimax-m2.7"],
        "acts": ["host_model"],
        "product": {"charged_for": True},
        "as_of": "2026-06-01",
        "approvals": [{"gate": "authorization", "state": "held", "date": "2026-05-01"}],
        "attested": {"groups": ["conduct"], "by": "Legal", "on": "2026-05-01"},
        "profile": 'facts."licensee.domicile" = "DE"',
        "assume": "safe",
        "strict": True,
    }
    told = put("ask", said)
    assert told["verdict"] == "permitted_with_duties"
    assert told["identity"]["assume"] == "safe"
    assert told["identity"]["readings"] == "strict"
    assert [each["name"] for each in told["unread"]] == []
    assert terms.id == told["identity"]["licenses"][0]["id"]


def test_the_text_of_a_licence_is_asked_and_checked() -> None:
    text = 'license mine { title "Mine" grant use at "1" { may run } prohibition p at "2" { must not run when conduct.military } }'
    assert put("ask", {"text": text, "acts": ["run"], "facts": {"conduct.military": True}})["verdict"] == "prohibited"
    assert put("check", {"text": text}) == {"findings": []}
    found = put("check", {"text": text.replace("must not", "mustnt")})["findings"]
    assert found[0]["severity"] == "error"
    assert found[0]["places"][0]["line"] == 1


def test_a_text_reads_no_file(tmp_path: Any) -> None:
    (tmp_path / "base.lic").write_text('license base { title "B" grant g at "1" { may run } }', encoding="utf-8")
    text = f'license mine extends {tmp_path}/base {{ title "M" }}'
    assert put("check", {"text": text})["findings"]
    with pytest.raises(lk.LicensekitError):
        put("ask", {"licenses": [f"{tmp_path}/base.lic"], "acts": ["run"]})


@pytest.mark.parametrize("either", [False, True])
def test_several_licences_bind_or_one_is_enough(either: bool) -> None:
    told = put("ask", {"licenses": ["mit", "minimax-m2.7"], "any": either, "acts": ["run"]})
    joined = (lk.any_of if either else lk.all_of)(lk.load("mit"), lk.load("minimax-m2.7"))
    assert told == over_http(joined.evaluate(joined.use(["run"])))


def test_a_model_is_answered_with_how_its_licence_is_known() -> None:
    told = put("ask", {"model": "AtomicChat/Kimi-K3-GGUF", "acts": ["run"]})
    assert told["grade"] == "by its base"
    assert len(told["layers"]) == 2
    assert put("ask", {"model": "AtomicChat/Kimi-K3-GGUF", "under": "mit", "acts": ["run"]})["verdict"] == "permitted"


def test_an_interview_keeps_nothing_and_comes_to_the_decision() -> None:
    said: dict[str, Any] = {**ASKED, "answers": []}
    told = put("interview", said)
    while told["question"] is not None:
        options = told["question"]["options"]
        value = options[-1]["words"] if options else None
        said["answers"].append({"fact": told["question"]["fact"], "value": value})
        told = put("interview", said)
    assert told["progress"]["open"] == 0
    assert told["decision"]["verdict"] == told["verdict"]
    said["answers"].append({"fact": "product.charged_for", "value": "yes"})
    assert refused("interview", json.dumps(said)) == [("LK519", "")]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("check", '{"text": 2.5e16}'),
        ("identify", '{"text": 1.5}'),
        ("ask", '{"model": 1.5, "acts": ["run"]}'),
        ("ask", '{"licenses": [0.5], "acts": ["run"]}'),
        ("ask", '{"licenses": ["mit"], "acts": ["run"], "profile": 1.5}'),
        ("ask", '{"licenses": ["mit"], "acts": ["run"], "done": [1.5]}'),
        ("memo", '{"licenses": ["mit"], "acts": ["run"], "reviewed_by": {"name": 1.5}}'),
        ("interview", '{"licenses": ["mit"], "acts": ["run"], "answers": [{"fact": 1.5, "value": null}]}'),
        ("inventory", '{"inventory": 1.5, "form": "csv", "acts": ["run"]}'),
        ("find", '{"acts": ["run"], "words": [1.5]}'),
        ("diff", '{"licenses": ["mit", 2.0]}'),
        ("map", '{"licenses": ["mit"], "acts": ["run"], "x": 1.5, "y": "product.charged_for"}'),
    ],
)
def test_a_number_with_a_point_is_no_text(name: str, sent: str) -> None:
    """Its digits are kept as they are written, and must not be read as words."""
    with pytest.raises(LicensekitError) as refused:
        answers.POSTED[name](request_of(sent.encode()))
    assert "LK508" in {each.code for each in refused.value.diagnostics}


def test_two_licences_are_compared() -> None:
    told = put("diff", {"licenses": ["kimi-k2", "kimi-k2.5"], "acts": ["embed"]})
    assert told["same"] is False
    assert put("diff", {"licenses": ["mit", "mit"]})["same"] is True


def test_what_nothing_could_fit_is_no_search_for_what_is_allowed() -> None:
    assert refused("find", '{"acts": ["run"], "allowed": []}') == [("LK703", "allowed")]


def test_what_is_wrong_with_a_comparison_is_told_at_once() -> None:
    """An assumption that was no word passed for `none`: it was looked at after all findings had been told."""
    said = '{"licenses": ["kimi-k2", "mitt"], "acts": ["walk"], "assume": "saef"}'
    assert refused("diff", said) == [("LK601", ""), ("LK503", "acts"), ("LK508", "assume")]
    assert refused("diff", '{"licenses": ["kimi-k2", "mit"], "assume": "saef"}') == [("LK508", "assume")]


def test_the_catalogue_by_words() -> None:
    assert {row["id"] for row in answers.licenses(["kimi"])["licenses"]} >= {"kimi-k2", "kimi-k3"}
    assert (
        answers.license_source("mit")["source"].startswith("#")
        or "license mit" in answers.license_source("mit")["source"]
    )
    assert answers.works(["kimi-k2.5"])["works"]
    assert answers.work("moonshotai/Kimi-K2.5")["possible"] == [["kimi-k2.5"]]
    assert {fact["name"] for fact in answers.facts(["charged"])["facts"]} >= {"product.charged_for"}


@pytest.mark.parametrize("word", ["logo", "SaaS", "self-host", "source code", "GPU", "xyzzy"])
def test_everyday_words_find_the_same_as_the_command(word: str) -> None:
    told = answers.facts(word.split())
    command = called("facts", *word.split(), "--format", "json")
    assert (json.loads(command.out) if command.out else {"facts": [], "acts": []}) == told


def test_what_fits_is_found_as_the_command_finds_it() -> None:
    said = {"acts": ["distribute"], "among": "licenses", "without_duties": ["any"], "words": ["zero", "cc0", "mit"]}
    told = put("find", said)
    whole = called(
        "find",
        "zero",
        "cc0",
        "mit",
        "--among",
        "licenses",
        "--act",
        "distribute",
        "--no-duty",
        "any",
        "--format",
        "json",
    )
    assert told == json.loads(whole.out)
    assert [each["id"] for each in told["candidates"]] == ["bsd-zero", "cc0-1.0", "mit-0"]
    every = put("find", {"acts": ["run"], "among": "licenses", "assume": "none", "allowed": ["yes", "if", "ask", "no"]})
    assert (every["fits"], len(every["candidates"]), every["not_listed"]) == (len(lk.ids()), 100, len(lk.ids()) - 100)
    assert refused("find", json.dumps({**said, "licenses": ["mit"], "among": "all"})) == [
        ("LK508", "licenses"),
        ("LK508", "among"),
    ]


EXTENDED = 'license mine extends kimi-k2.5 { title "Mine" licensor "Me" grant rights at "9" { may run } }'


def test_no_finding_says_where_the_files_of_the_server_lie() -> None:
    (finding,) = put("check", {"text": EXTENDED})["findings"]
    assert finding["code"] == "LK415"
    assert [place["file"] for place in finding["places"]] == ["<text>", "mit.lic"]
    with pytest.raises(lk.LicensekitError) as caught:
        put("ask", {"text": EXTENDED, "acts": ["run"]})
    told = json.dumps(refusal(caught.value)) + str(outside(caught.value))
    assert "mit.lic" in told
    assert str(Path(lk.__file__).parents[2]) in str(caught.value)
    assert str(Path(lk.__file__).parents[2]) not in told


def test_a_decision_for_which_nobody_waits_any_more_is_left_between_its_steps() -> None:
    terms = lk.parse(shelf.source("minimax-h3").replace("license minimax-h3", "license left"))
    asked: list[bool] = []

    def never() -> bool:
        asked.append(False)
        return False

    token = waits.set(never)
    try:
        with pytest.raises(NobodyWaits):
            terms.evaluate(lk.Use.of(["distribute", "embed", "modify"])).settling()
    finally:
        waits.reset(token)
    assert asked == [False]
    assert terms.evaluate(lk.Use.of(["embed"])) == terms.evaluate(lk.Use.of(["embed"]))


REFUSED = {
    '{"licenses": ["mit"], "acts": ["run"], "acts": ["sell"]}': [("LK509", "")],
    '{"licenses": ["mit"], "acts": ["run"], "facts": {"product.charged_for": 1.0}}': [("LK504", "product.charged_for")],
    '{"licenses": ["mit"], "acts": ["run"], "fact": {}}': [("LK508", "fact")],
    '{"licenses": ["mit"]}': [("LK705", "acts")],
    '{"licenses": ["mit"], "acts": ["run"], "any": "yes"}': [("LK508", "any")],
    '{"licenses": ["mit", "isc"], "acts": ["run"], "any": 1}': [("LK508", "any")],
    '{"licenses": ["mit"], "model": "a/b", "acts": ["run"]}': [("LK602", ""), ("LK704", "licenses")],
    '{"acts": ["run"]}': [("LK508", "licenses")],
    '{"licenses": "mit", "acts": ["run"]}': [("LK508", "licenses"), ("LK508", "licenses")],
    '{"licenses": ["mit"], "acts": ["run"], "assume": "all"}': [("LK508", "assume")],
    '{"licenses": ["mit"], "acts": ["run"], "strict": true, "readings": [{"reading": "a", "option": "b"}]}': [
        ("LK508", "strict")
    ],
    '{"licenses": ["mit"], "acts": ["run"], "obtained": "2026-06-01"}': [("LK704", "obtained")],
    '{"model": 5, "acts": ["run"]}': [("LK508", "model"), ("LK508", "licenses")],
    '{"model": "moonshotai/Kimi-K2.5", "acts": ["run"], "obtained": "2026-13-01"}': [("LK122", "obtained")],
    '{"model": "moonshotai/Kimi-K2.5", "acts": ["run"], "license": "mit"}': [("LK704", "license")],
    "[]": [("LK507", "")],
    "": [("LK507", "")],
    "{": [("LK507", "")],
    '{"a":' + "[" * 5000 + "]" * 5000 + "}": [("LK511", "")],
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_understood_is_refused(text: str) -> None:
    assert refused("ask", text) == REFUSED[text]


@pytest.mark.parametrize(
    ("asked", "say"),
    [
        (ASKED, "yes_whether"),
        ({"licenses": ["mit"], "acts": ["run"]}, "yes"),
        ({"licenses": ["mit"], "acts": ["distribute_copy"]}, "yes_if"),
        ({"licenses": ["minimax-m2.7"], "acts": ["run"], "facts": {"product.charged_for": True}}, "not_without"),
        ({"licenses": ["minimax-m2.7"], "acts": ["run"]}, "depends"),
    ],
)
def test_an_interview_has_its_sentences_as_data(asked: Any, say: str) -> None:
    told = put("interview", asked)
    assert told["sentences"][0]["say"] == say
    assert " ".join(english(Sentence(**each)) for each in told["sentences"]) == told["short"]["answer"]


def test_the_first_question_has_what_its_answers_lead_to_as_data() -> None:
    told = put("interview", {**ASKED, "facts": {"product.charged_for": True, "product.monthly_active_users.month": 5}})
    assert told["first_question"] == {
        "fact": "product.revenue.month",
        "question": "How much revenue does the product make in the last full calendar month?",
        "outcomes": [
            {"answers": ["at most 20 million USD"], "say": "nothing_owed", "possible": [], "owed": []},
            {"answers": ["more than 20 million USD"], "say": "applies", "possible": [], "owed": ["¶4"]},
        ],
        "more": 0,
    }
    assert put("interview", {"licenses": ["mit"], "acts": ["run"]})["first_question"] is None


def test_a_map_says_where_in_its_picture_the_bands_lie() -> None:
    axes = {"x": "product.monthly_active_users.month", "y": "product.revenue.month"}
    told = put("map", {**ASKED, **axes, "here": {axes["x"]: 1000}})
    plot = told["plot"]
    assert f'viewBox="0 0 {plot["width"]:g} {plot["height"]:g}"' in plot["svg"]
    assert "permitted" not in re.sub(r"<title>.*?</title>", "", plot["svg"])  # whoever shows it writes the legend
    assert "not legal advice" in told["svg"]
    for key, other in (("x", 1), ("y", -1)):
        assert len(plot[key]) == len(told[key]["bands"]) + 1
        assert plot[key] == sorted(plot[key], reverse=other < 0)
    across, up = plot["here"]
    assert plot["x"][told["x"]["stated"]] < across < plot["x"][told["x"]["stated"] + 1]
    assert up is None


# --- texts and lists that are sent along -------------------------------------------------------------------

LISTED = "name,license,product.charged_for\nchat,kimi-k2.5,yes\nparser,mit,\nown,Nobody's License 9,\n"
SHIPPED = {"inventory": LISTED, "form": "csv", "acts": ["embed", "distribute_copy"]}


def printed(*words: str) -> Any:
    return json.loads(called(*words, "--format", "json").out)


def test_a_text_is_identified_as_the_command_does(tmp_path: Path) -> None:
    text = "Permission is granted to use this model for research. Nothing else is.\n"
    (tmp_path / "LICENSE").write_text(text, encoding="utf-8")
    wanted = printed("identify", str(tmp_path / "LICENSE"))
    told = dict(put("identify", {"text": text}))
    assert told.pop("words").startswith("-: unknown")
    assert told == {**wanted, "files": [{**wanted["files"][0], "file": "-"}]}
    assert refused("identify", "{}") == [("LK705", "text")]
    assert refused("identify", '{"text": "a\\u0000b"}') == [("LK113", "")]
    assert refused("identify", '{"text": "a", "path": "/etc/passwd"}') == [("LK508", "path")]


@pytest.mark.parametrize("command", ["inventory", "notices"])
def test_a_list_is_decided_as_the_command_does(command: str, tmp_path: Path) -> None:
    file = tmp_path / "shipped.csv"
    file.write_text(LISTED, encoding="utf-8")
    wanted = printed(command, str(file), "--act", "embed", "--act", "distribute_copy")
    told = put(command, SHIPPED)
    assert {key: told[key] for key in wanted} == wanted
    assert told.keys() - wanted.keys() == ({"notes", "file", "left_to_do"} if command == "notices" else set())


def test_the_circumstances_of_a_list_count() -> None:
    def verdicts(**more: object) -> list[str]:
        told = put("inventory", {"inventory": "license\nminimax-m2.7\n", "form": "csv", "acts": ["run"], **more})
        return [each["verdict"] for each in told["components"]]

    known = {"use.in_business": True, "product.charged_for": False, "outputs.sold": False}
    assert verdicts() == ["unknown"]
    assert verdicts(facts=known) == ["needs_approval"]
    assert verdicts(use={"in_business": True}, facts={"product.charged_for": False}) == ["needs_approval"]
    assert verdicts(facts=known, assume="none") == ["unknown"]


def test_texts_at_hand_go_into_the_notices() -> None:
    def todo(**more: object) -> Any:
        return put("notices", {"inventory": "license\nmine\n", "form": "csv", "acts": ["run"], **more})["notes"]

    assert todo() == []
    told = put("notices", {**SHIPPED, "inventory": "name,license,colour\na,mit,red\n", "texts": ["none of them"]})
    left_out = "1 of the `texts` are, word for word, of no licence that is shipped, and are left out"
    assert told["notes"] == ["columns that are not read: `colour`", left_out]
    assert "(SHA-256 " in told["left_to_do"]
    assert "none of them" not in told["file"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, ["LK705", "LK705"]),
        ({**SHIPPED, "inventory": 5}, ["LK508"]),
        ({**SHIPPED, "form": ["csv"]}, ["LK508"]),
        ({**SHIPPED, "form": "xlsx"}, ["LK508"]),
        ({**SHIPPED, "form": "cache"}, ["LK508"]),
        ({**SHIPPED, "form": "spdx3"}, ["LK851"]),
        ({**SHIPPED, "form": "spdx", "inventory": "[]"}, ["LK851"]),
        ({**SHIPPED, "acts": []}, ["LK705"]),
        ({**SHIPPED, "approvals": [], "licenses": ["mit"], "under": "mit"}, ["LK508"] * 3),
        ({**SHIPPED, "packages": "/"}, ["LK508"]),
        ({**SHIPPED, "inventory": "name\n" + "a\n" * 1001}, ["LK851"]),
        ({**SHIPPED, "inventory": "name,licensee.kind\na,alien\n"}, ["LK502"]),
    ],
)
def test_a_list_that_cannot_be_decided_says_why(said: Any, codes: list[str]) -> None:
    for command in ("inventory", "notices"):
        assert [code for code, _ in refused(command, json.dumps(said))] == codes


def test_a_list_for_which_nobody_waits_any_more_is_left() -> None:
    answered = []
    rows = "name,license\n" + "".join(f"a{at},mit\n" for at in range(50))

    def twice() -> bool:
        answered.append(1)
        return len(answered) < 2

    token = waits.set(twice)
    try:
        with pytest.raises(NobodyWaits):
            put("inventory", {**SHIPPED, "inventory": rows})
    finally:
        waits.reset(token)
    assert len(answered) == 2
