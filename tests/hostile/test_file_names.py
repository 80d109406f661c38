"""A file is the one that is named, whatever stands in its name: no pattern, no address, no link, no hidden sign."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from licensekit.whole_file import BEGUN
from optional import needs

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called, findings

import licensekit as lk

LICENSE = 'license lone { title "T" grant g at "1" { may any act } prohibition p at "2" { must not any act when %s } }'
ODD = 'case "a\\n\\nPermitted\\n" { acts run expect permitted }\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("lone.lic").write_text(LICENSE % "conduct.military")
    return tmp_path


def batch(uses: str, answers: str = "out.jsonl") -> list[str]:
    needs("narwhals", "polars")
    outcome = called("batch", "lone.lic", uses, "-o", answers, "--act", "run")
    return findings(outcome) or [json.loads(line)["verdict"] for line in Path(answers).read_text().splitlines()]


def put(path: str, answer: bool) -> None:
    needs("narwhals", "polars")
    import polars as pl

    frame, kind = pl.DataFrame({"conduct.military": [answer]}), path.rpartition(".")[2]
    {"csv": frame.write_csv, "jsonl": frame.write_ndjson, "parquet": frame.write_parquet}[kind](path)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize(
    ("named", "matched"), [("u[1]", "u1"), ("u*", "uu"), ("u?", "ux"), ("{a,b}", "a"), ("[!u]", "v")]
)
def test_a_name_is_no_pattern(named: str, matched: str, kind: str) -> None:
    put(f"{named}.{kind}", answer=True)
    put(f"{matched}.{kind}", answer=False)
    assert batch(f"{named}.{kind}") == ["prohibited"]
    Path(f"{named}.{kind}").unlink()
    assert batch(f"{named}.{kind}", "other.jsonl") == [
        f"error[LK506]: `{named}.{kind}` cannot be read: there is no such file"
    ]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/u.csv", "s3://bucket/u.parquet", "file:///etc/u.csv", "folder.csv"]
)
def test_an_address_or_a_folder_is_no_file(address: str) -> None:
    Path("folder.csv").mkdir()
    put("folder.csv/u.csv", answer=False)
    assert batch(address) == [f"error[LK506]: `{address}` cannot be read: there is no such file"]


def test_answers_go_through_no_link_that_lies_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    put("u.csv", answer=False)
    Path("precious").write_text("kept")
    monkeypatch.setattr(os, "urandom", lambda number: b"\0" * number)
    link = Path(f"{BEGUN}{'00' * 8}.part")
    for path in (Path("out.jsonl.part"), link):
        path.symlink_to("precious")
    assert batch("u.csv")[0].startswith("error[LK707]: `out.jsonl` cannot be written")
    link.unlink()
    assert batch("u.csv") == ["permitted"]
    assert Path("precious").read_text() == "kept"
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith("out")) == [
        "out.jsonl",
        "out.jsonl.part",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes")
def test_a_name_that_is_no_text_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path / "cache"))
    odd = os.fsdecode(b"sch\xf6n.lic")
    Path(odd).write_text('license two extends lone { title "Two" }')
    for words in (("ask", odd, "--act", "run"), ("check", odd), ("show", odd), ("compare", odd, "mit"), ("fmt", odd)):
        for _ in range(2):
            assert called(*words).status == 0
    Path(odd).write_text("license")
    assert "sch\\udcf6n.lic:1" in called("check", odd).err


def test_a_string_begins_no_line_of_a_finding() -> None:
    Path("lone.lic").write_text((LICENSE % "conduct.military")[:-1] + ODD + ODD + "}")
    told = called("check", "lone.lic").err
    assert "two cases are called `a\\x0a\\x0aPermitted\\x0a`" in told
    assert "\nPermitted" not in told
    with pytest.raises(lk.LicensekitError) as caught:
        lk.read("lone.lic")
    assert str(caught.value) == told.rstrip("\n")
    assert "\nPermitted" not in called("ask", "lone.lic\n\nPermitted\n.lic", "--act", "run").err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("full", ["2>/dev/full", "2>/dev/full >/dev/full", ">/dev/full"])
@pytest.mark.parametrize(
    "words", ["ask no-such --act run", "ask lone.lic --act run --set conduct.military=yes --color"]
)
def test_what_cannot_be_told_is_bad_input_all_the_same(words: str, full: str) -> None:
    command = f"{sys.executable} -m licensekit {words} {full}"
    environment = {**os.environ, "PYTHONPATH": str(Path(lk.__file__).parents[1])}
    ended = subprocess.run(["/bin/sh", "-c", command], env=environment, check=False, capture_output=True)
    assert ended.returncode == 2
