"""Packs of strangers: what of one is there twice, is no file, or has a name that nobody could ask by is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pack import forget, install

from licensekit.catalogue import registry, shelf
from licensekit.catalogue.packs import PackWarning
from licensekit.service import answers
from unit.command_line import called, findings

OWN = 'license {} {{ title "{}" grant g at "1" {{ may run }} }}'
WORK = 'work {} {{ title "W" model "{}" part weights under {} from 2026-01-01 }}'
FORBIDS = 'license bad { title "Bad" grant g at "1" { may run } prohibition p at "2" { must not run } }'
LAZY = """
class Lazy:
    name = "works"
    def is_dir(self): return True
    def iterdir(self): {}
    def __truediv__(self, name): return self
class folder:
    @staticmethod
    def is_dir(): return True
    @staticmethod
    def iterdir(): return iter(())
    def __truediv__(self, name): return Lazy()
folder = folder()
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    forget(monkeypatch)  # the tests that come after have no pack


def unusable(why: str) -> None:
    """The pack `acme` is told to be unusable, and its licence is none; what is shipped stands."""
    with pytest.warns(PackWarning, match=f"LK606: the pack `.*` .* cannot be used: {why}"):
        assert called("ask", "ours", "--act", "run").status == 2
    assert called("ask", "mit", "--act", "run").status == 0


def test_of_two_files_of_one_id_none_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The last one was, and nobody was told that the other may forbid."""
    files = {"a/ours.lic": FORBIDS.replace("bad", "ours"), "b/ours.lic": OWN.format("ours", "B")}
    install(monkeypatch, tmp_path, "acme", files)
    unusable("it has two files `ours.lic`")


@pytest.mark.parametrize("name", ["", "ac me", "-acme", "acmé"])
def test_a_pack_has_a_name(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One without a name was taken for what is shipped, and one with another stopped `list`."""
    install(monkeypatch, tmp_path, "acme", {"a/ours.lic": OWN.format("ours", "O"), "a/mit.lic": FORBIDS})
    entry = tmp_path / "acme-1.0.dist-info" / "entry_points.txt"
    entry.write_text(f"[licensekit.packs]\n{name} = acme_pack:folder\n", encoding="utf-8")
    unusable("its name is none that could stand before an id")


def test_a_pack_may_be_called_as_python_calls_things(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "our_pack", {"a/ours.lic": OWN.format("ours", "O")})
    assert called("ask", "our_pack:ours", "--act", "run").status == 0
    assert "our_pack:ours" in shelf.ids()


@pytest.mark.parametrize("path", ["a/pipe.lic", "works/pipe.lic", "a/dir.lic", "a/gone.lic", "a/zero.lic"])
def test_what_is_no_file_is_not_waited_for(path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = install(monkeypatch, tmp_path, "acme", {"a/ours.lic": OWN.format("ours", "O"), "works/w.lic": ""})
    place = folder / path
    match place.stem:
        case "pipe":
            os.mkfifo(place)
        case "dir":
            place.mkdir()
        case "gone":
            place.symlink_to("nowhere")
        case _:
            place.symlink_to("/dev/zero")
    unusable(f"`{place.name}` is no file")


@pytest.mark.parametrize("name", ["bad name", ".hidden", "a_b", "é"])
def test_a_file_has_a_name_by_which_it_is_asked_for(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`list` ended with a licence that is not there, whatever was looked for."""
    install(monkeypatch, tmp_path, "acme", {"a/ours.lic": OWN.format("ours", "O"), f"a/{name}.lic": ""})
    unusable(f"`{name}.lic` is no name")


@pytest.mark.parametrize(
    "code",
    [
        "class Odd(BaseException): pass\nraise Odd('\\x1b[2J')",
        "raise GeneratorExit",
        LAZY.format("raise SystemExit(0)"),
    ],
)
def test_no_kind_of_end_in_a_pack_ends_the_question(code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of works that ended the program when it was listed ended it with the status of a permission."""
    install(monkeypatch, tmp_path, "acme", {}, code)
    with pytest.warns(PackWarning, match="LK606") as told:
        outcome = called("ask", "--model", "acme/model", "--act", "run")
    assert outcome.status == 3
    assert "\x1b" not in str(told[0].message)


@pytest.mark.parametrize("file", ["w", "v"])
def test_two_works_of_one_name_in_one_pack_are_told(file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first one answered: a permission, where the other is forbidden."""
    first, second = WORK.format("a", "acme/model", "mit"), WORK.format("b", "acme/Model", "bad")
    both = {"works/w.lic": f"{first}\n{second}"} if file == "w" else {"works/w.lic": first, "works/v.lic": second}
    install(monkeypatch, tmp_path, "acme", {**both, "a/bad.lic": FORBIDS})
    told = called("ask", "--model", "acme/model", "--act", "run")
    assert findings(told) == ["error[LK612]: a pack has several works `acme/model`: `acme`"]
    assert called("ask", "--model", "a", "--act", "run").status == 0


def test_a_pack_adds_no_work_of_a_name_that_is_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No question led to it, and `list`, `history` and the exported catalogue showed it all the same."""
    works = f"{WORK.format('kimi-k3', 'acme/k3', 'mit')}\n{WORK.format('mine', 'acme/mine', 'mit')}"
    install(monkeypatch, tmp_path, "acme", {"works/w.lic": works})
    ids = [work.id for work in registry.works()]
    assert (ids.count("kimi-k3"), ids.count("mine")) == (1, 1)
    assert "mine" not in {work.id for work in registry.shipped_works()}
    assert findings(called("ask", "--model", "acme/k3", "--act", "run")) == [
        "error[LK612]: the pack `acme` calls a work `acme/k3` and `kimi-k3`, and that is one that is shipped"
    ]
    assert called("ask", "--model", "acme/mine", "--act", "run").status == 0


def test_a_licence_of_a_pack_is_shown_with_its_own_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Over HTTP it had the text of the licence that is shipped under its id."""
    install(monkeypatch, tmp_path, "acme", {"a/mit.lic": OWN.format("mit", "Not MIT")})
    theirs, shipped = answers.license_source("acme:mit"), answers.license_source("mit")
    assert (theirs["id"], shipped["id"]) == ("acme:mit", "mit")
    assert "Not MIT" in theirs["source"]
    assert "Not MIT" not in shipped["source"]
    assert {"acme:mit", "mit"} <= {row["id"] for row in answers.licenses(["mit"])["licenses"]}


def test_a_fact_of_nobody_beside_a_text_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whose fact it is was looked for in every text, and one that is no text was an error of ours."""
    folder = install(monkeypatch, tmp_path, "acme", {"a/ours.lic": OWN.format("ours", "O")})
    (folder / "a/odd.lic").write_bytes(OWN.format("odd", "O").encode() + b" # \xff")
    told = called("ask", "ours", "--act", "run", "--set", "nosuch.fact=yes")
    assert told.status == 2
    assert findings(told)[0].startswith("error[LK112]")
