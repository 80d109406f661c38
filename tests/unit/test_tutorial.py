"""Every step of docs/tutorial.md is executed: files written and changed, commands run, proposals looked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from licensekit.cli.main import run
from licensekit.cli.outcome import Surroundings

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.slow

PAGE = Path(__file__).parent.parent.parent / "docs" / "tutorial.md"
BLOCK = re.compile(r"^(?:(File|Added to|Changed in) `([\w.]+)`:\n\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A block, with the line above one that is a file: its name stands there, since no page shows what follows a fence."""


def blocks() -> list[tuple[str, str, str]]:
    """The language of each block, the file that it is or is added to, and its text."""
    return [
        (kind, f"add {name}" if done == "Added to" else name, text)
        for done, name, kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    ]


class Reader:
    """Somebody who does what the page says, in an empty folder."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.folder = pytester.path
        self.done: list[str] = []

    def follow(self, kind: str, about: str, text: str) -> None:
        steps: dict[str, Callable[[str, str], None]] = {
            "lic": self.lic, "diff": self.diff, "console": self.console, "python": self.python
        }  # fmt: skip
        steps[kind](about, text)
        self.done.append(f"{kind} {about}".strip())

    def lic(self, about: str, text: str) -> None:
        if about.startswith("add "):
            path = self.folder / about.removeprefix("add ")
            before = path.read_text(encoding="utf-8")
            assert before.endswith("  }\n}\n")
            path.write_text(f"{before[:-2]}\n{text}}}\n", encoding="utf-8")
        else:
            (self.folder / about).write_text(text, encoding="utf-8")

    def diff(self, about: str, text: str) -> None:
        path = self.folder / about
        lines = path.read_text(encoding="utf-8").split("\n")
        changes = text.rstrip("\n").split("\n")
        for removed, added in zip(changes[::2], changes[1::2], strict=True):
            assert (removed[0], added[0]) == ("-", "+")
            lines[lines.index(removed[1:])] = added[1:]
        path.write_text("\n".join(lines), encoding="utf-8")

    def console(self, _: str, text: str) -> None:
        for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            words, _, expected = command.partition("\n")
            shown = self.pytest() if words.startswith("pytest") else self.licensekit(words)
            assert fnmatchcase(shown, re.sub(r"([\[?*])", "[\\1]", expected).replace("…", "*")), f"$ {words}\n{shown}"

    def licensekit(self, words: str) -> str:
        name, *rest = words.split()
        assert name == "licensekit"
        outcome = run(rest, Surroundings(lambda _: b"", lambda: pytest.fail("no clock")))
        return outcome.out + outcome.err

    def pytest(self) -> str:
        installed = any(one.value == "licensekit.testing.plugin" for one in entry_points(group="pytest11"))
        plugin = () if installed else ("-p", "licensekit.testing.plugin")
        without = ("-p", "no:cacheprovider", "-p", "no:pytest-lsp")  # which cannot stand items that are no functions
        return str(self.pytester.runpytest_inprocess("-q", *without, *plugin).stdout) + "\n"

    def python(self, about: str, text: str) -> None:
        (self.folder / about).write_text(text, encoding="utf-8")


def test_every_step_of_the_tutorial(pytester: pytest.Pytester) -> None:
    reader = Reader(pytester)
    for kind, about, text in blocks():
        assert bool(about) is (kind != "console"), text
        reader.follow(kind, about, text)
    commands = re.findall(r"^\$ ([\w ]*\w)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert commands.count("licensekit mutate tern") == 5
    assert commands.count("licensekit boundaries tern") == 1
    assert reader.done.count("console") == 13
