"""Whatever is changed in a good file, the check ends with a verdict on it: usable, or findings with their places."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from licensekit.catalogue.loading import checked_text

GOOD = Path(__file__).parents[1] / "golden" / "good" / "check" / "every-statement.lic"
WORDS = re.compile(r'"[^"]*"|[A-Za-z0-9_.@\[\]-]+|\S|\s+')
ROUNDS = 60


def mutant(words: list[str], names: list[str], chance: random.Random) -> str:
    changed = list(words)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.choice(names)
            case 1:
                del changed[at]
            case 2:
                other = chance.randrange(len(changed))
                changed[at], changed[other] = changed[other], changed[at]
            case _:
                changed.insert(at, f" {chance.choice(names)} ")
    return "".join(changed)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))])
def test_a_changed_file_is_usable_or_has_findings_with_places(seed: int) -> None:
    words = WORDS.findall(GOOD.read_text(encoding="utf-8"))
    names = sorted({word for word in words if re.match(r"[a-z]", word)})
    chance = random.Random(seed)
    outcomes = set()
    for _ in range(ROUNDS):
        text = mutant(words, names, chance)
        checked = checked_text(text)
        sources = {source.name: source for source in checked.sources}
        for found in checked.diagnostics:
            assert found.labels
            for label in found.labels:
                source = sources[label.span.source]
                assert 0 <= label.span.start <= label.span.end <= len(source.text)
            assert "\n" not in found.message
            assert not found.message.endswith(".")
        if not checked.has_errors:
            assert all(each.model_dump_json() for each in checked.licenses)
            assert "fact=''" not in repr(checked.licenses)  # nothing that could not be lowered is handed out
        outcomes.add(checked.has_errors)
    assert outcomes == {True, False}
