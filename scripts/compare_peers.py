"""What other free tools answer on a named work for each founding licence, beside ours: `scripts/compare_peers.py`.

Needs `pip install scancode-toolkit-mini ospac license-compliance-checker aisbom-cli pydantic lark` in an environment of
its own, LICENSEKIT_TEXTS (the folder of licence texts, which no test needs), and this checkout on PYTHONPATH. Each tool
is given what it reads: ScanCode the text of the licence, the others the tag or name on the model's card. Only their
answers are printed, none of their data. With --write, the table of docs/peers.md is written anew.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

import licensekit as lk

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "peers.md"
_TABLE: Final = re.compile(r"(?<=<!-- compared -->\n).*?(?=<!-- end -->)", re.DOTALL)
TOOLS: Final = ("scancode-toolkit-mini", "ospac", "license-compliance-checker", "aisbom-cli")
OTHER: Final = "other"

WORKS: Final = """
apache-2.0 | Qwen/Qwen3-0.6B | apache-2.0
deepseek-model-1.0 | deepseek-ai/DeepSeek-V3 | other: DeepSeek License Agreement
glm-5.3 | zai-org/GLM-5.3 | other: glm-5.3
gpl-3.0 | Orion-zhen/aya-expanse-8b-AWQ | gpl-3.0
kimi-k2 | moonshotai/Kimi-K2-Instruct | other: modified-mit
kimi-k2.5 | moonshotai/Kimi-K2.5 | other: modified-mit
kimi-k3 | moonshotai/Kimi-K3 | other: kimi-k3
llama-2 | meta-llama/Llama-2-7b-chat-hf | llama2
llama-3 | meta-llama/Meta-Llama-3-8B-Instruct | llama3
llama-3.1 | meta-llama/Llama-3.1-8B-Instruct | llama3.1
llama-3.2 | meta-llama/Llama-3.2-1B-Instruct | llama3.2
llama-3.3 | meta-llama/Llama-3.3-70B-Instruct | llama3.3
llama-4 | meta-llama/Llama-4-Scout-17B-16E-Instruct | llama4
minimax-h3 | MiniMaxAI/MiniMax-H3 | other: minimax-h3-community-license-agreement
minimax-m2 | unsloth/MiniMax-M2-GGUF | mit
minimax-m2-initial | MiniMaxAI/MiniMax-M2 (an earlier text) | other: modified-mit
minimax-m2.1 | MiniMaxAI/MiniMax-M2.1 | other: modified-mit
minimax-m2.5 | MiniMaxAI/MiniMax-M2.5 | other: modified-mit
minimax-m2.5-code | MiniMaxAI/MiniMax-M2.5 (code) | other: modified-mit
minimax-m2.5-initial | lmstudio-community/MiniMax-M2.5-MLX-8bit | other: modified-mit
minimax-m2.7 | MiniMaxAI/MiniMax-M2.7 | other: modified-mit
minimax-m2.7-initial | unsloth/MiniMax-M2.7-GGUF | other
minimax-m3 | MiniMaxAI/MiniMax-M3 | other: minimax-community
mit | BAAI/bge-small-en-v1.5 | mit
qwen-3.8-max | Qwen/Qwen3.8-2.4T-A95B | other: qwen3.8-max
qwen-community-1.0 | Qwen/Qwen3.8-Flash-Next | other: qwen-community-1.0
qwen-license-2024 | Qwen/Qwen2.5-72B-Instruct-AWQ | other: qwen
tongyi-qianwen | Qwen/Qwen-72B | other: tongyi-qianwen-license-agreement
"""
"""A licence, a work that carries or carried it, and what its card says: license, and license_name after a colon."""

MONTHS: Final = ("2023-06", "2024-03", "2024-06", "2024-08", "2024-11", "2025-03")
"""The month before each Llama release, which its licence looks at."""
BOTH: Final[Mapping[str, object]] = {
    "product.exists": True,
    "product.charged_for": True,
    "product.offered_to_third_parties": True,
    "use.countries": "SG",
    "licensee.domicile": "SG",
}
SMALL: Final[Mapping[str, object]] = {
    "group.revenue.any_12_months": "at most 5 million USD",
    "group.monthly_active_users.any_month": "at most 100_000",
}
LARGE: Final[Mapping[str, object]] = {
    "product.revenue.month": "100 million USD",
    "product.monthly_active_users.month": "800 million",
    "group.revenue.any_12_months": "12 billion USD",
    "group.operates.model_service": True,
    **{f"group.monthly_active_users[{month}]": "800 million" for month in MONTHS},
}
FINE: Final = frozenset({"Permissive", "approve", "commercial use", "PASS"})
"""What a reader of a tool takes for a yes."""


DECISIVE: Final = frozenset({"gate", "prohibition", "reservation", "termination"})


class Asked(NamedTuple):
    """A work, and what its card says."""

    license: str
    work: str
    tag: str
    name: str

    @property
    def called(self) -> str:
        """What a tool that reads names is given: the licence's name where the tag is `other`."""
        return self.name if self.tag == OTHER and self.name else self.tag


def asked() -> list[Asked]:
    """The rows of WORKS."""
    rows = []
    for line in WORKS.strip().splitlines():
        license_id, work, card = line.split(" | ")
        tag, _, name = card.partition(": ")
        rows.append(Asked(license_id, work, tag, name))
    return rows


def texts(folder: Path) -> dict[str, Path]:
    """The text of each licence, by the SHA-256 that its encoding names."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as file:
        by_hash = {row["sha256"]: folder / row["file"] for row in csv.DictReader(file, delimiter="\t")}
    named = {each.license: lk.load(each.license).license.texts for each in asked()}
    return {name: by_hash[shown[0].sha256] for name, shown in named.items() if shown and shown[0].sha256 in by_hash}


def scancode(files: Mapping[str, Path]) -> dict[str, str]:
    """ScanCode's categories of what it detects in each text; what it calls a clue detects nothing."""
    with tempfile.TemporaryDirectory() as folder:
        out, texts_in = Path(folder) / "detected.json", Path(folder) / "texts"
        texts_in.mkdir()
        for name, path in files.items():
            shutil.copyfile(path, texts_in / f"{name}.txt")
        command = [_beside("scancode"), "--license", "--license-references", "--quiet", "--json", str(out)]
        subprocess.run([*command, str(texts_in)], check=True, capture_output=True)
        detected = json.loads(out.read_text(encoding="utf-8"))
    category = {each["key"]: each["category"] for each in detected["license_references"]}
    said = dict.fromkeys(files, "nothing")
    for each in (file for file in detected["files"] if file["type"] == "file"):
        keys = dict.fromkeys(re.findall(r"[a-z0-9][\w.+-]*", each["detected_license_expression"] or ""))
        kinds = dict.fromkeys(category[key] for key in keys if key in category)
        if kinds:
            said[Path(each["path"]).name.removesuffix(".txt")] = f"{', '.join(kinds)} ({', '.join(keys)})"
    return said


def _beside(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def ospac(called: str) -> str:
    """The action of ospac's own policy for commercial distribution."""
    command = [_beside("ospac"), "evaluate", "-l", called, "-d", "commercial"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return str(json.loads(run.stdout)["result"]["action"])


def compliance_checker(called: str) -> str:
    """Whether license-compliance-checker's registry of AI licences allows commercial use, and its threshold, a text."""
    from lcc.ai import licenses  # type: ignore[import-not-found]  # noqa: PLC0415

    key = licenses.normalize_ai_license_name(called)
    if key is None:
        return "not known"
    threshold = licenses.has_user_threshold(key)
    allowed = "commercial use" if licenses.is_commercial_allowed(key) else "no commercial use"
    return f"{allowed}{f' ({threshold})' if threshold else ''}"


def aisbom(called: str) -> str:
    """The legal status that aisbom gives a model with this licence."""
    from aisbom.scanner import DeepScanner  # type: ignore[import-not-found]  # noqa: PLC0415

    return str(DeepScanner._assess_legal_risk(None, called))  # noqa: SLF001 - else it wants a file of weights


def ours(license_id: str, size: Mapping[str, object]) -> tuple[str, bool]:
    """Our answer with its places, and whether the use is as much as permitted."""
    terms = lk.load(license_id)
    decision = terms.evaluate(terms.use(["embed"], {**BOTH, **size}), assume="standard")
    places = dict.fromkeys(str(each.locator) for each in decision.reasons if each.kind in DECISIVE)
    permitted = decision.worst in {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES}
    why = f" ({', '.join(places)})" if places and not permitted else ""
    return str(decision.verdict).replace("_", " ") + why, permitted


def table(folder: Path) -> Iterator[str]:
    """The rows of the page."""
    files = texts(folder)
    detected = scancode(files)
    columns = ("ScanCode, of the text", "ospac", "license-compliance-checker", "aisbom")
    wrong = dict.fromkeys(columns, 0)
    lines = []
    for each in asked():
        said = (
            detected.get(each.license, "no text"),
            ospac(each.called),
            compliance_checker(each.called),
            aisbom(each.called),
        )
        (small, _), (large, may) = ours(each.license, SMALL), ours(each.license, LARGE)
        told = []
        for column, answer in zip(columns, said, strict=True):
            fine = re.split(r" \(", answer)[0] in FINE
            wrong[column] += fine and not may
            told.append(f"{answer}{' †' if fine and not may else ''}")
        card = f"{each.tag}{f', {each.name}' if each.name else ''}"
        lines.append(f"| {each.license} | {each.work} | {card} | {' | '.join(told)} | {small} | {large} |")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in TOOLS)
    counted = ", ".join(f"{name.split(',')[0]} {number}" for name, number in wrong.items())
    yield f"{len(lines)} works ({versions}). Marked †, a yes where the larger company may not, by clause: {counted}."
    yield ""
    yield f"| licence | work | card | {' | '.join(columns)} | ours, small | ours, large |"
    yield "|" + "---|" * (5 + len(columns))
    yield from lines


def main() -> None:
    """Print the table, or write it into the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    write = options.parse_args().write
    rows = "\n".join(table(Path(os.environ["LICENSEKIT_TEXTS"]))) + "\n"
    if not write:
        print(rows, end="")
        return
    PAGE.write_text(_TABLE.sub(lambda _: rows, PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
