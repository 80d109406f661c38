"""What somebody says is not known stays open, whatever a profile says of it; and a reading has one option.

Before, `unknown` was dropped where it was read, and the profile's "no" answered in its place.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.components.deciding import decide_all
from licensekit.errors import LicensekitError
from licensekit.service.answers import POSTED
from licensekit.service.requests import request_of
from unit.command_line import called, findings

MILITARY = "conduct.military"
OWN = f'license own {{ title "Own" grant g at "1" {{ may any act }} prohibition p at "2" {{ must not any act when {MILITARY} }} }}'
NO = f'[facts]\n"{MILITARY}" = false\n'
OPEN = {MILITARY: "unknown"}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(OWN, encoding="utf-8")
    Path("licensekit.toml").write_text(NO, encoding="utf-8")
    Path("asked.toml").write_text(f'[facts]\n"{MILITARY}" = "unknown"\n', encoding="utf-8")


ASKED = ("ask", "own.lic", "--act", "run", "--assume", "none")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (ASKED, 0),
        ((*ASKED, "--set", f"{MILITARY}=unknown"), 3),
        ((*ASKED, "--facts", "asked.toml"), 3),
        ((*ASKED, "--facts", "asked.toml", "--set", f"{MILITARY}=no"), 0),
    ],
)
def test_of_a_question(words: tuple[str, ...], status: int) -> None:
    assert called(*words).status == status


TAKEN = f"Assumed though you say that it is unknown: `{MILITARY}` is no."


@pytest.mark.parametrize("said", [("--set", f"{MILITARY}=unknown"), ("--facts", "asked.toml")])
def test_what_is_taken_for_granted_all_the_same_is_told(said: tuple[str, ...]) -> None:
    """An answer had rested on "no", assumed, and what it tells was told to standard error alone."""
    asked = ("ask", "minimax-m2.5", "--act", "run", *said)
    assert TAKEN in " ".join(called(*asked).out.split())
    whole = [line.strip() for line in called(*asked, "--full").out.splitlines()]
    assert f"`{MILITARY}` is no: assumed though you say that it is unknown" in whole
    told = json.loads(called(*asked, "--format", "json").out)
    assert TAKEN in told["short"]["answer"]
    assert [each["fact"] for each in told["assumptions"] if each["said_unknown"]] == [MILITARY]
    assert MILITARY not in called(*asked, "--assume", "none", "--full").out.partition("Assumed")[2]


def test_it_is_told_wherever_a_use_comes_from() -> None:
    """In Python, over HTTP, from a profile, of a component; and a use that says nothing of it is another use."""
    terms = lk.load("minimax-m2.5")
    of, whole = terms.use(["run"], OPEN), lk.Use(acts={"run"}, conduct=lk.Conduct(military="unknown"))
    assert of == whole == lk.Use.model_validate_json(of.model_dump_json()) != terms.use(["run"])
    profile = lk.parse_profile(f'[facts]\n"{MILITARY}" = "unknown"\n')
    request = {"licenses": ["minimax-m2.5"], "acts": ["run"], "facts": OPEN}
    (component,) = decide_all([lk.Component("a", claims=("minimax-m2.5",))], ["run"], facts=OPEN)
    told = [
        terms.evaluate(of).to_dict(),
        terms.evaluate(terms.use(["run"]), profile=profile).to_dict(),
        POSTED["ask"](request_of(json.dumps(request).encode())),
        component.decisions[0].to_dict(),
        lk.Interview(terms, ["run"], facts=OPEN).decision.to_dict(),
    ]
    for each in told:
        assert [one["fact"] for one in each["assumptions"] if one["said_unknown"]] == [MILITARY]
    silent = terms.evaluate(lk.Use.model_validate_json(lk.Use.of(["run"]).model_dump_json()))
    assert not any(each.said_unknown for each in silent.assumptions)


def test_what_an_option_says_of_a_fact_that_a_file_leaves_open_is_known() -> None:
    outcome = called("ask", "minimax-m2.5", "--act", "run", "--facts", "asked.toml", "--set", f"{MILITARY}=no")
    assert "unknown" not in outcome.out


def test_of_a_question_whatever_meaning_the_profile_has() -> None:
    """A fact under a meaning is the same fact: the question leaves it open as it would state it."""
    profile = lk.parse_profile(
        '[facts]\n"product.charged_for" = true\n"group.operates.model_service@kimi-k3" = false\n'
    )
    assert set(profile.without(["group.operates.model_service"]).said.facts) == {"product.charged_for"}


def test_of_a_request() -> None:
    def asked(facts: dict[str, str]) -> str:
        request = {"text": OWN, "acts": ["run"], "assume": "none", "facts": facts, "profile": NO}
        return str(POSTED["ask"](request_of(json.dumps(request).encode()))["verdict"])

    assert (asked({}), asked(OPEN)) == ("permitted", "unknown")


LLAMA = "llama-3.1"


def range_of(**facts: object) -> bool:
    """Whether a prohibition of military use may hold of a component under Llama 3.1."""
    (answer,) = decide_all(
        [lk.Component("a", claims=(LLAMA,), facts=facts.get("row", {}))],  # type: ignore[arg-type]
        ["embed"],
        facts=facts.get("all"),  # type: ignore[arg-type]
        profile=lk.parse_profile(NO),
        assume="none",
    )
    told = answer.decisions[0].facts
    return next(each.value for each in told if each.fact == MILITARY) == "unknown"


def test_of_a_component_and_of_all() -> None:
    assert not range_of()
    assert range_of(row={MILITARY: lk.UNKNOWN})
    assert range_of(all={MILITARY: lk.UNKNOWN})
    assert range_of(all=OPEN)


def test_of_a_row_a_product_and_an_option() -> None:
    row = lk.read_components(_written("i.csv", f"name,license,{MILITARY}\na,{LLAMA},unknown\nb,{LLAMA},\n")).components
    assert [dict(each.facts) for each in row] == [{MILITARY: lk.UNKNOWN}, {}]
    policy = _written(
        "p.toml",
        f'[[products]]\nname = "p"\ninventory = "i.csv"\nacts = ["run"]\nfacts = {{ "{MILITARY}" = "unknown" }}\n',
    )
    from licensekit.audit.policy import read_policy

    assert read_policy(policy).products[0].facts == {MILITARY: lk.UNKNOWN}


def test_an_option_leaves_open_what_a_profile_says() -> None:
    """`--set FACT=unknown` was heard by `ask` and `map` alone, and not by what asks about many licences."""
    profile, left = (
        _written("p.toml", '[facts]\n"product.charged_for" = true\n'),
        ("--set", "product.charged_for=unknown"),
    )
    _written("i.csv", "name,license\na,CC-BY-NC-4.0\n")
    words: tuple[str, ...] = ("inventory", "i.csv", "--act", "embed", "--profile", str(profile))
    assert [called(*words, *more).status for more in ((), left)] == [1, 3]
    words = ("find", "cc-by-nc", "--act", "embed", "--among", "licenses", "--allowed", "if", "--profile", str(profile))
    assert [called(*words, *more).status for more in ((), left)] == [1, 0]
    other = OWN.replace("license own", "license other").replace(
        f" when {MILITARY}", f" when {MILITARY} and conduct.fraud"
    )
    _written("other.lic", other)
    words = ("diff", "own.lic", "other.lic", "--act", "run", "--profile", "licensekit.toml")
    assert [called(*words, *more).status for more in ((), ("--set", f"{MILITARY}=unknown"))] == [0, 1]


def test_a_policy_goes_before_its_profile_in_what_it_leaves_open() -> None:
    mine = lk.parse_profile(f'[facts]\n"{MILITARY}" = "unknown"\n')
    assert dict(mine.over(lk.parse_profile(NO)).said.facts) == {}


READINGS = "".join(
    f'[[readings]]\nreading = "agpl-3.0.contractors-notices"\noption = "{option}"\n' for option in ("stay", "fall")
)


def test_a_reading_has_one_option_in_a_profile_a_request_and_a_facts_file() -> None:
    """The last one counted, and nobody was told."""
    with pytest.raises(LicensekitError) as refused:
        lk.parse_profile(READINGS)
    assert [each.code for each in refused.value.diagnostics] == ["LK515"]
    chosen = [{"reading": "contractors-notices", "option": option} for option in ("stay", "fall")]
    request = {"licenses": ["agpl-3.0"], "acts": ["run"], "readings": chosen}
    with pytest.raises(LicensekitError) as refused:
        POSTED["ask"](request_of(json.dumps(request).encode()))
    assert [each.code for each in refused.value.diagnostics] == ["LK515"]
    _written("two.toml", READINGS)
    told = called("ask", "agpl-3.0", "--act", "run", "--facts", "two.toml")
    assert [line[6:11] for line in findings(told)] == ["LK515"]


@pytest.mark.parametrize("key", ["assume", "part", "among"])
def test_an_empty_word_is_none_of_the_words(key: str) -> None:
    """It was taken for the default, which assumes the most."""
    request = {"assume": {"licenses": ["mit"]}, "part": {"model": "moonshotai/Kimi-K2.5"}, "among": {}}[key]
    name = "find" if key == "among" else "ask"
    with pytest.raises(LicensekitError) as refused:
        POSTED[name](request_of(json.dumps({**request, "acts": ["run"], key: ""}).encode()))
    assert [each.code for each in refused.value.diagnostics] == ["LK508"]


def _written(name: str, text: str) -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)
