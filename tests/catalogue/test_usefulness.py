"""The usefulness measure: what its users say can be said, and saying more never opens an answer."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import licensekit as lk
from by_path import loaded

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def usefulness() -> ModuleType:
    return loaded(ROOT / "scripts" / "usefulness.py")


@pytest.mark.parametrize("license_id", ["kimi-k3", "llama-3", "mit", "qwen-license-2024"])
def test_who_says_more_has_no_more_left_open(usefulness: ModuleType, license_id: str) -> None:
    by_stage = {str(stage): list(usefulness.answers(license_id, stage, ask=False)) for stage in usefulness.STAGES}
    for less, more in (("a, safe", "b, safe"), ("a, standard", "b, standard"), ("b, safe", "c, attested")):
        for before, after in zip(by_stage[less], by_stage[more], strict=True):
            assert set(after.possible) <= set(before.possible), (before, after)


def test_five_facts_are_five_facts(usefulness: ModuleType) -> None:
    for user in usefulness.USERS:
        assert len(user.bounds) == 2
        for act in usefulness.ACTS:
            assert len(user.facts(act)) == 5, (user.title, act)


def test_a_work_is_multimodal_where_the_registry_says_so(usefulness: ModuleType) -> None:
    assert usefulness.multimodal("llama-4") is True
    assert usefulness.multimodal("llama-3.1") is False
    assert usefulness.multimodal("mit") is False


def test_the_tables_count_what_was_asked(usefulness: ModuleType) -> None:
    def asked(act: str, verdict: lk.Verdict, *questions: str) -> object:
        return usefulness.Asked("a-licence", "a user", act, verdict, (verdict,), open_duties=False, questions=questions)

    stage = usefulness.Stage("b", "and two upper bounds", "standard")
    found = {
        stage: [
            asked("run", lk.Verdict.UNKNOWN, "group.monthly_active_users[2025-03]", "use.earns_money@x"),
            asked("embed", lk.Verdict.PERMITTED),
            asked("run", lk.Verdict.UNKNOWN, "use.earns_money"),
        ]
    }
    text = "\n".join(usefulness.figures(found))
    assert "| a-licence | 67 % |" in text
    assert "| run | 100 % |" in text
    assert "| embed | 0 % |" in text
    assert "| `permitted` | 33 % |" in text
    assert "| b, standard | `use.earns_money` | 100 % | 50 % |" in text
    assert "| b, standard | `group.monthly_active_users[month before release]` | 50 % | 50 % |" in text
