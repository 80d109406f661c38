"""Every code is explained, and every example brings its code about."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import called, findings

import licensekit as lk
from licensekit.codes import CHAPTERS, TITLES
from licensekit.errors import LicensekitError
from licensekit.explanations import explanations

ROOT = Path(__file__).parents[2]
WITH_EXAMPLE = [one.code for one in explanations().values() if one.example]
WHOLE = re.compile(r"(?m)^(license|policy|template|work|cases) ")
NOT_SHOWN = {
    # beyond a limit: the example would be longer than anybody reads
    *("LK109", "LK110", "LK111", "LK112", "LK128", "LK412", "LK424", "LK425", "LK433", "LK434", "LK440", "LK720"),
    # several files, packages or rows of a table are needed
    *(
        "LK480",
        "LK481",
        "LK482",
        "LK540",
        "LK541",
        "LK542",
        "LK544",
        "LK606",
        "LK607",
        "LK609",
        "LK610",
        "LK611",
        "LK612",
    ),
    # products, and what was so at the last run
    *("LK852", "LK853", "LK854", "LK855", "LK856", "LK857", "LK858", "LK859", "LK860", "LK863"),
    # a licence of some length, a session, or what Python alone can say
    *("LK516", "LK534", "LK616", "LK617", "LK618", "LK519", "LK708", "LK726", "LK740", "LK741"),
    # labels, whose files the tests of labels write
    *(f"LK{number}" for number in (802, 803, 804, 805, 809, 810, 811, 813, 814)),
}


def test_every_code_is_explained() -> None:
    assert list(explanations()) == [code for _, codes in CHAPTERS for code in sorted(codes)]
    assert all(one.meaning.endswith(".") and one.mend.endswith(".") for one in explanations().values())
    assert set(TITLES) - set(WITH_EXAMPLE) == NOT_SHOWN


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_every_example_brings_its_code_about(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "licenses").symlink_to(ROOT / "licenses")
    (tmp_path / "empty").mkdir()
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "fails.lic").write_text(framed('case "x" { acts run expect prohibited }'))
    monkeypatch.chdir(tmp_path)
    assert code in codes_of(explanations()[code].example)


def codes_of(example: str) -> set[str]:
    """The codes that an example comes to: a command, Python, a file of facts, a profile, or the text of a licence."""
    first, _, rest = example.partition("\n")
    if first.startswith("$ licensekit "):
        outcome = called(*shlex.split(first)[2:])
        return set(re.findall(r"(?:error\[|warning\[|title=)(LK\d+)", outcome.err + outcome.out))
    if first.startswith(">>> "):
        with pytest.raises(LicensekitError) as raised:
            eval(first.removeprefix(">>> "), {"lk": lk})
        return {one.code for one in raised.value.diagnostics}
    if first.startswith("# ") and first.endswith((".toml", ".json")):
        name = first.removeprefix("# ")
        Path(name).write_text(rest, encoding="utf-8")
        if name == "policy.toml":
            return {found[6:11] for found in findings(called("audit", name, "--as-of", "2026-06-01"))}
        if name == "chain.toml":
            return {found[6:11] for found in findings(called("ask", "--chain", name, "--act", "run"))}
        option = "--profile" if name == "company.toml" else "--facts"
        outcome = called("ask", "kimi-k3", "minimax-m2.7", "--act", "run", option, name)
        return {found[6:11] for found in findings(outcome)}
    Path("example.lic").write_text(
        example if WHOLE.search(example) or example.startswith("# nothing") else framed(example), encoding="utf-8"
    )
    told: dict[str, Any] = json.loads(called("check", "example.lic", "--format", "json").out)
    if not any(one["severity"] == "error" for one in told["findings"]):
        told["findings"] += json.loads(called("lint", "example.lic", "--format", "json").out)["findings"]
    return {one["code"] for one in told["findings"]}


def framed(clauses: str) -> str:
    return f'license example {{\n  title "Example"\n  grant rights at "1" {{ may any act }}\n{clauses}\n}}\n'


def test_explain_one_several_and_all() -> None:
    out = called("explain", "LK428").out
    assert out.startswith("LK428: a holding gate on acts that no grant covers\n\nA gate that only holds back")
    assert '    gate ask at "2" { for sell needs permit from "A" }\n' in out
    assert "\nMend: Write `which grants it`" in out
    assert (
        out == called("explain", "428").out == called("explain", "lk428").out == called("explain", "error[LK428]:").out
    )
    told = json.loads(called("explain", "LK101", "LK710", "--format", "json").out)
    assert [one["code"] for one in told] == ["LK101", "LK710"]
    assert all(f"  {code}  {title}\n" in called("explain").out for code, title in TITLES.items())
    assert findings(called("explain", "LK999")) == ["error[LK703]: there is no finding `LK999`"]
