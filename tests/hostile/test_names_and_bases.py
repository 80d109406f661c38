"""Names that are made to be taken for others, and bases that lead nowhere, in circles, or to too many places."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings
from small_index import data

import licensekit as lk
from licensekit.catalogue import hub_index, names, shelf
from licensekit.catalogue.lineage import MOST_LAYERS, MOST_WAYS, lineage
from licensekit.errors import LicensekitError

NAMES = [
    "MIT\u200b", "\u039cIT", "\uff2d\uff29\uff34", "mi\u0307t", "MIT\u202e", "mit\0", "../mit", "mit/../gpl-3.0", "MIT;gpl-3.0", "MIT|GPL-3.0",
    "MIT,Apache-2.0", "MIT/Apache-2.0", "MIT & GPL-3.0", "not MIT", "MIT-like", "modified MIT", "Modified MIT License",
    "almost Apache 2.0", "Apache 2.0 with changes", "Apache 2.0-ish", "GPL-3.0-or-earlier", "-only", "+", "or later", "WITH",
    "LicenseRef-", "LicenseRef-scancode-", "NONE", "NOASSERTION", "LGPL 3.5", "AGPL 4", "GPL 3.5", "llama-3.4",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_only_looks_like_a_licence_is_none(name: str) -> None:
    with pytest.raises(LicensekitError) as caught:
        lk.load(name)
    assert {each.code for each in caught.value.diagnostics} <= {"LK601", "LK613", "LK614", "LK615"}
    assert findings(called("ask", name, "--act", "run"))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "MIT OR " * 5_000,
        "MIT AND " * 1_400 + "MIT",
        "(" * 60 + "MIT" + ")" * 60,
        "a" * 1_000_000,
        "WITH " * 2_000,
    ],
)
def test_long_expressions_are_read_or_refused_soon(text: str) -> None:
    begun = time.perf_counter()
    assert len(_told(text)) < 400
    assert time.perf_counter() - begun < 5


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_text_is_more_than_a_name_or_a_finding(text: str) -> None:
    told = _told(text)
    assert told[:5] in {"LK601", "LK607", "LK613", "LK614", "LK615"} or all(map(shelf.kind, told.split()))


def _told(text: str) -> str:
    """The ids that a text stands for, or code and message of what is found."""
    try:
        return " ".join(sorted(set(_ids(names.meant(text)))))
    except LicensekitError as refused:
        return f"{refused.diagnostics[0].code} {refused.diagnostics[0].message}"


def _ids(which: names.LicenseMeant) -> list[str]:
    return (
        [which.id] if isinstance(which, names.NamedLicense) else [each for part in which.parts for each in _ids(part)]
    )


def use_rows(monkeypatch: pytest.MonkeyPatch, rows: str) -> None:
    whole = data(rows)
    monkeypatch.setattr(hub_index, "_data", lambda: whole)


def test_a_long_circle_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    use_rows(monkeypatch, "\n".join(f"a/w{n:02}|mit|a/w{(n + 1) % 40:02}|finetune" for n in range(40)))
    whole = lineage("a/w07")
    assert whole is not None
    assert len(whole.layers) == 40
    assert len(whole.more) == 1
    assert "bases stand in a circle" in whole.more[0]
    assert called("ask", "--model", "a/w07", "--act", "run").status == 3


def test_a_chain_without_an_end_in_sight_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    use_rows(monkeypatch, "\n".join(f"a/w{n:03}|mit|a/w{n + 1:03}|finetune" for n in range(500)))
    whole = lineage("a/w000")
    assert whole is not None
    assert len(whole.layers) == MOST_LAYERS
    assert f"more than {MOST_LAYERS} works stand in the chain" in whole.more[0]


def test_more_disputes_than_can_be_asked_leave_the_answer_open(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = [
        "mit",
        "apache-2.0",
        "llama2",
        "llama3",
        "llama3.1",
        "llama3.2",
        "llama3.3",
        "llama4",
        "gpl-3.0",
        "mpl-2.0",
    ]
    pairs = list(zip(claims[::2], claims[1::2], strict=True))
    rows = [f"a/m||{','.join(f'a/d{n}' for n in range(len(pairs)))}|merge"]
    rows += [f"a/d{n}|{one}|||||0|list: {other}" for n, (one, other) in enumerate(pairs)]
    use_rows(monkeypatch, "\n".join(rows))
    whole = lineage("a/m")
    assert whole is not None
    assert len(whole.possible) == MOST_WAYS
    assert whole.otherwise == (f"more than {MOST_WAYS} sets of licences may bind",)
    assert whole.settled == ()


@pytest.mark.parametrize("name", ["", "/", "a/", "/b", "a/b/c", "x" * 100_000 + "/y", "a/\0", "é/ü", "-", "a b/c\nd"])
def test_models_with_strange_names_are_not_known(name: str) -> None:
    outcome = called("ask", f"--model={name}", "--act", "run")
    assert outcome.status in {2, 3}
    assert len(outcome.out) < 3_000
    assert "\0" not in outcome.out
