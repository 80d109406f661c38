"""The catalogue as data: its schema is the one that is published, and what is written is what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from command_line import called, findings

from licensekit import data_pack
from licensekit.catalogue.lineage import lineage
from licensekit.report.escape import as_json

ROOT = Path(__file__).parents[2]
PUBLISHED = json.loads((ROOT / "docs" / "data-pack.schema.json").read_text(encoding="utf-8"))


def part(name: str) -> object:
    """What the published schema says of one kind of row."""
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": PUBLISHED["$defs"]})


def test_the_published_schema_is_that_of_the_pack() -> None:
    mend = "run: licensekit schema pack > docs/data-pack.schema.json"
    assert as_json(data_pack.data_pack_schema()) == as_json(PUBLISHED), mend
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)


def test_a_licence_has_its_thresholds_and_duties_beside_its_terms() -> None:
    row = data_pack._license("kimi-k2.5").model_dump(mode="json")
    part("PackLicense").validate(row)  # type: ignore[attr-defined]
    users = next(each for each in row["thresholds"] if each["fact"] == "product.monthly_active_users.month")
    assert (users["comparison"], users["amount"], users["clauses"][:1]) == ("more_than", 100_000_000, ["display-name"])
    revenue = next(each for each in row["thresholds"] if each["fact"] == "product.revenue.month")
    assert revenue["amount"] == {"amount": "20000000", "currency": "USD"}
    assert revenue["or_equivalent"]
    display = next(each for each in row["duties"] if each["clause"] == "display-name")
    assert (display["place"]["place"], display["text"]) == (
        "¶4",
        'display "Kimi K2.5" prominently on the user interface',
    )
    assert row["criteria"]["OSD 6"] == "failed"
    assert row["terms"]["id"] == "kimi-k2.5"


def test_a_work_of_which_it_is_open_what_binds_says_so() -> None:
    whole = lineage("unsloth/Kimi-K2.5-GGUF")
    assert whole is not None
    row = data_pack._work("unsloth/Kimi-K2.5-GGUF", whole).model_dump(mode="json")
    part("PackWork").validate(row)  # type: ignore[attr-defined]
    assert (row["grade"], row["licenses"], row["settled"]) == ("by its base", [["kimi-k2.5"]], True)
    whole = lineage("facebook/opt-1.3b")
    assert whole is not None
    row = data_pack._work("facebook/opt-1.3b", whole).model_dump(mode="json")
    assert (row["settled"], bool(row["open"])) == (bool(whole.settled), not whole.settled)


def test_a_pack_that_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "pack.json"
    target.write_text("before")
    pack = data_pack.DataPack(format=data_pack.SCHEMA, version="1", licenses=(), names=(), works=(), disclaimer="")
    monkeypatch.setattr("licensekit.cli.exporting.data_pack", lambda: pack)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        outcome = called("export", "-o", str(target))
    assert findings(outcome) == [f"error[LK707]: `{target}` cannot be written: no space left on device"]
    assert target.read_text() == "before"
    assert called("export", "-o", str(target)).status == 0
    assert json.loads(target.read_text())["version"] == "1"
    assert [each.name for each in tmp_path.iterdir()] == ["pack.json"]


@pytest.mark.slow
def test_the_whole_pack_is_as_its_schema_says_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.json"
        command = [sys.executable, "-m", "licensekit", "export", "-o", str(target)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed}
        subprocess.run(command, env=environment, check=True)
        written.append(target.read_bytes())
    assert written[0] == written[1]
    pack = json.loads(written[0])
    jsonschema.Draft202012Validator(PUBLISHED).validate({**pack, "works": pack["works"][::50]})
    assert [each["id"] for each in pack["licenses"]] == sorted(each["id"] for each in pack["licenses"])
    assert len(pack["works"]) > 14_000
    assert str(ROOT).encode() not in written[0]
