"""docs/scale.md says what is so: its inventory is asked about, its commands run, its Python prints what stands below."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

from optional import needs

needs("narwhals", "polars", "sqlglot")

import polars as pl
import pytest

from unit.command_line import called

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The contents of the code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def commands() -> list[list[str]]:
    return [shlex.split(line.partition(" < ")[0])[1:] for line in "".join(blocks("sh")).splitlines()]


def test_the_inventory_is_answered_as_it_stands_there() -> None:
    (inventory,) = blocks("csv")
    Path("inventory.csv").write_text(inventory)
    outcome = called(*commands()[0])
    assert outcome.status == 2
    assert outcome.out + outcome.err == blocks("text")[0]
    answers = pl.read_csv("answers.csv")
    assert answers["verdict"].to_list() == ["permitted_with_duties", "permitted", "permitted", None]
    assert answers["duties"].to_list()[0] == "kimi-k2.5.display-name"


def test_the_other_commands_run() -> None:
    Path("uses.csv").write_text("id,product.charged_for\n1,yes\n")
    _, batch, sql = commands()
    answered = called(*batch)
    assert (answered.status, answered.out.count("\n")) == (0, 2)
    assert called(*sql).out.startswith("SELECT")


def test_the_python_prints_what_is_shown_below_it() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(blocks("python")[0], "docs/scale.md", "exec"), {})
    assert printed.getvalue() == blocks("text")[1]
