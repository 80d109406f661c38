"""The index of works: found in any case, each row with its source; and the script that makes and checks it."""

from __future__ import annotations

import runpy
import time
from pathlib import Path
from typing import Any

import pytest

from licensekit.catalogue import hub_index
from licensekit.catalogue.lineage import lineage, rulings

SCRIPT: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "hub_works.py"))
INDEX, SOURCES = SCRIPT["INDEX"].read_text(encoding="utf-8"), SCRIPT["SOURCES"].read_text(encoding="utf-8")


def test_the_files_of_the_repository_are_in_order() -> None:
    assert list(SCRIPT["faults"](INDEX, SOURCES)) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("b/x\tmit\t\t\t\t\t0\na/x\tmit\t\t\t\t\t0\n", "2: `a/x` is not behind `b/x`"),
        ("a/x\tmit\t\t\t\t\t0\nA/X\tmit\t\t\t\t\t0\n", "2: `A/X` is not behind `a/x`"),
        ("a/x\tmit\t\t\t\t\t\n", "1: `a/x` has no source"),
        ("a/x\tmit\t\t\t2026-02-30\t\t0\n", "1: `2026-02-30` is no day"),
        ("ax\tmit\t\t\t\t\t0\n", "1: `ax` is no id of a hub"),
        ("a/x\tmit\ta/b,\t\t\t\t0\n", "1: a base has no name"),
        ("a/x\tmit\t\t\t\tzz\t0\n", "1: `zz` or `` cannot be read"),
    ],
)
def test_what_is_out_of_order_is_told(rows: str, fault: str) -> None:
    assert list(SCRIPT["faults"](rows, "0\t\ta source\n")) == [fault]


def test_the_script_makes_the_rows_of_a_folder(tmp_path: Path) -> None:
    heads = "hub_id\tdeclared_tag\tlicense_name\tlicense_link\tbase_model\trelation\treleased\trevision\tsource\tconflict\tdownloads\n"
    (tmp_path / "works.tsv").write_text(
        heads
        + "b/y\tother\tOwn\thttps://huggingface.co/b/y\thttps://huggingface.co/a/x\tquantized\t2026-01-01\t"
        + "f" * 40
        + "\tS\tl: mit\t7\n"
    )
    (tmp_path / "repackagings.tsv").write_text("hub_id\tbase_model\trelation\treleased\tsource\na/x\tb/y\t\t\tS\n")
    index, sources = SCRIPT["made"](tmp_path)
    assert index == "a/x\t\tb/y\t\t\t\t0\nb/y\t=Own\ta/x\tquantized\t2026-01-01\tffffffffffff\t0\tl: mit\t\t7\n"
    assert sources == "0\t\tS\n"
    assert list(SCRIPT["faults"](index, sources)) == []


def test_every_work_is_found_in_any_case() -> None:
    rows = list(hub_index.rows())
    assert len(rows) > 14_000
    for row in (*rows[::97], rows[0], rows[-1]):
        assert hub_index.row(row.id.upper()) == row
        assert hub_index.source(row.source)[0]


@pytest.mark.parametrize("name", ["", "/", "a/b", "zzzz/zzzz", "\0", "é/ü", "x" * 100_000, "unsloth/", "\n"])
def test_what_is_not_there_is_not_found(name: str) -> None:
    assert hub_index.row(name) is None


def test_a_lookup_takes_less_than_a_millisecond() -> None:
    names = [row.id for row in hub_index.rows()][::29]
    begun = time.perf_counter()
    for name in names:
        hub_index.row(name)
    assert (time.perf_counter() - begun) / len(names) < 0.001


def test_works_of_an_owner_and_of_a_name() -> None:
    assert "moonshotai/Kimi-K2.5" in hub_index.of_owner("MOONSHOTAI")
    assert all(name.startswith("moonshotai/") for name in hub_index.of_owner("moonshotai"))
    assert hub_index.of_owner("moonshota") == ()
    assert "moonshotai/Kimi-K2.5" in hub_index.called("kimi-k2.5")


def test_every_conflict_was_looked_at() -> None:
    disputed = {row.id.casefold() for row in hub_index.rows() if row.others}
    assert disputed <= set(rulings())
    for name, ruling in rulings().items():
        assert hub_index.row(name) is not None
        assert ruling.reason
        assert bool(ruling.claim) is ruling.settled
        assert ruling.grade in ({"text seen", "stated by the maker", "tag only"} if ruling.settled else {""})


@pytest.mark.parametrize(
    ("name", "licenses", "grade"),
    [
        ("mlx-community/parakeet-tdt-0.6b-v2", ("cc-by-4.0",), "by its base"),
        ("DeepPavlov/rubert-base-cased", ("apache-2.0",), "by its base"),
        ("jinaai/jina-embeddings-v5-text-nano", ("cc-by-nc-4.0", "apache-2.0"), "by its base"),
        ("huggyllama/llama-7b", ("llama-1",), "stated by the maker"),
        ("moonshotai/Kimi-K2-Instruct-0905", ("kimi-k2",), "stated by the maker"),
        ("nvidia/nemotron-3.5-asr-streaming-0.6b", ("openmdw-1.1",), "tag only"),
        ("RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic", ("llama-3.3",), "stated by the maker"),
        ("moonshotai/Kimi-K2-Thinking", (), "unknown"),  # no page of its own was at hand: it stays so
        ("unsloth/NVIDIA-Nemotron-3.5-Lightning-30B-A3B-GGUF", (), "unknown"),  # a bare `other` is no licence
    ],
)
def test_what_pages_of_the_hub_say_is_known_as_well_as_they_say_it(
    name: str, licenses: tuple[str, ...], grade: str
) -> None:
    whole = lineage(name)
    assert whole is not None
    assert (whole.settled, whole.grade) == (licenses, grade)
    assert all(layer.source for layer in whole.layers)
