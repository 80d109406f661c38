"""Whatever word is changed, left out, added or moved: a text is exactly another only if all its words are the same."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from licensekit.identify.identification import identify

WORDS = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8").partition("APPENDIX")[0].split()
AT = st.integers(0, len(WORDS) - 1)


@settings(max_examples=20)
@given(at=AT, to=AT, new=st.sampled_from(["not", "100", "\u0430", "\u202e", "", "software"]))
def test_one_edit_is_never_exact(at: int, to: int, new: str) -> None:
    replaced = [*WORDS[:at], new, *WORDS[at + 1 :]]
    moved = [*WORDS[:at], *WORDS[at + 1 :]]
    moved.insert(to, WORDS[at])
    for words in (replaced, moved, [*WORDS[:at], new or "and", *WORDS[at:]]):
        assert identify(" ".join(words)).is_exact is (words == WORDS)
