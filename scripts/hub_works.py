"""The works of the hub: `python scripts/hub_works.py FOLDER` writes them down, `--check` reads them over, `--figures`.

FOLDER holds works.tsv and repackagings.tsv, as the catalogue of texts has them: one row a repository, with the tag that
a source states, and the file that says so. From these come `licenses/works/hub.tsv`, which is at once the record of the
facts, kept in the repository, and the index that the library searches (a sorted file: docs/works.md says why), and
`licenses/works/sources.tsv`, the sources by number. Ids, tags, dates, bases and addresses are copied; no prose is.

`--check` holds what the library relies on: the order, one row an id, a source for every row, days that are days, bases
without tabs, and the size. `--figures` writes the tables of docs/works.md: what share of works and of downloads is
resolved, by grade. It walks every chain and loads each licence once.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
INDEX: Final = ROOT / "licenses" / "works" / "hub.tsv"
SOURCES: Final = INDEX.with_name("sources.tsv")
PAGE: Final = ROOT / "docs" / "works.md"
MOST_BYTES: Final = 1_500_000
_HUB: Final = "https://huggingface.co/"
_DAYS: Final = {"pypi:llmfit 1.1.17": "2026-10", "github:AtomicBot-ai/": "2026-08-22", "github:hlzhang109/": "2025-03"}
"""When these sources read the hub, as the record of the collection says."""
_REVISION: Final = 12
"""Digits that are kept of a revision: enough to find it."""


def made(folder: Path) -> tuple[str, str]:
    """The two files, from the rows of a folder."""
    rows = [*_read(folder / "works.tsv"), *_read(folder / "repackagings.tsv")]
    counted = Counter(row["source"] for row in rows)
    numbers = {
        source: f"{number:x}" for number, source in enumerate(sorted(counted, key=lambda one: (-counted[one], one)))
    }
    lines = sorted((_line(row, numbers[row["source"]]) for row in rows), key=lambda line: line.split("\t")[0].lower())
    listed = (f"{number}\t{_day(source)}\t{source}" for source, number in numbers.items())
    return "".join(f"{line}\n" for line in lines), "".join(f"{line}\n" for line in listed)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _line(row: dict[str, str], source: str) -> str:
    name, tag = row["hub_id"], row.get("declared_tag", "")
    named = row.get("license_name", "")
    claim = f"={named}" if named and tag == "other" else tag
    link = row.get("license_link", "").removeprefix(_HUB)
    fields = (
        name,
        claim,
        ",".join(base.removeprefix(_HUB) for base in row["base_model"].split(",")),
        row["relation"],
        row["released"],
        row.get("revision", "")[:_REVISION],
        source,
        row.get("conflict", ""),
        "" if link in {name, f"{name}/"} else link,
        row.get("downloads", ""),
    )
    return "\t".join(fields).rstrip("\t")


def _day(source: str) -> str:
    return next((day for begin, day in _DAYS.items() if source.startswith(begin)), "")


def faults(index: str, sources: str) -> Iterator[str]:
    """What the library could not rely on."""
    numbers = {line.split("\t")[0] for line in sources.splitlines()}
    before = ""
    for number, line in enumerate(index.splitlines(), 1):
        fields = [*line.split("\t"), *[""] * 10][:10]
        name, _, base, _, released, revision, source, _, _, downloads = fields
        if not name.isascii() or name.count("/") != 1:
            yield f"{number}: `{name}` is no id of a hub"
        if name.lower() <= before:
            yield f"{number}: `{name}` is not behind `{before}`"
        if source not in numbers:
            yield f"{number}: `{name}` has no source"
        if released and not _is_day(released):
            yield f"{number}: `{released}` is no day"
        if not re.fullmatch(r"[0-9a-f]{0,12}", revision) or not re.fullmatch(r"\d*", downloads):
            yield f"{number}: `{revision}` or `{downloads}` cannot be read"
        if base and not all(base.split(",")):
            yield f"{number}: a base has no name"
        before = name.lower()
    if len(index.encode()) > MOST_BYTES:
        yield f"the index has more than {MOST_BYTES} bytes"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# --- figures ---------------------------------------------------------------------------------------------

ANSWERED: Final = ("text seen", "stated by the maker", "tag only", "by its base")
"""The grades at which it is known what binds."""
ACTS: Final = ("run", "fine_tune", "embed", "host_model", "distribute")
MOST_DOWNLOADED: Final = 300
_MEASURED: Final = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end -->)", re.DOTALL)
_COPIES: Final = re.compile(r"gguf|awq|gptq|mlx|fp8|nvfp4|mxfp4|exl[23]|bnb|int4|int8|quant|onnx", re.IGNORECASE)


def measured() -> str:
    """The tables of the page: every work of the index is walked."""
    from licensekit.catalogue import hub_index  # noqa: PLC0415 - the facts are checked without the library
    from licensekit.catalogue.lineage import lineage  # noqa: PLC0415

    rows = list(hub_index.rows())
    hub_index._met_in.cache_clear()  # noqa: SLF001 - a lookup is measured, not what is kept of it
    begun = time.process_time()
    for row in rows:
        hub_index.row(row.id)
    looked_up = time.process_time()
    walked = [(row, whole) for row in rows if (whole := lineage(row.id)) is not None]
    seconds = time.process_time() - looked_up
    copies = [whole for row, whole in walked if row.relation == "quantized" or (row.bases and _COPIES.search(row.id))]
    answered = sum(whole.grade in ANSWERED for whole in copies)
    based = sum(not any("its base `" in reason for reason in whole.more) for whole in copies)
    lines = [
        *_shares(walked),
        "",
        f"Of {len(copies)} GGUF, AWQ, FP8, MLX and other copies with a stated base, {_percent(answered, len(copies))}",
        f"are answered; of {_percent(based, len(copies))} every base is known here.",
        "",
        f"A lookup takes {(looked_up - begun) / len(rows) * 1e6:.0f} µs, all {len(rows)} chains {seconds:.1f} s;",
        f"the index has {INDEX.stat().st_size} bytes, its sources {SOURCES.stat().st_size}.",
        "",
        *_why_open(walked),
        "",
        *_unknown(walked),
    ]
    return "\n".join((*lines, ""))


def _shares(walked: Iterable[Any]) -> Iterator[str]:
    """Works and downloads by grade."""
    works: Counter[str] = Counter()
    downloads: Counter[str] = Counter()
    for row, whole in walked:
        for group in (whole.grade, *(("**answered**",) if whole.grade in ANSWERED else ()), ""):
            works[group] += 1
            downloads[group] += row.downloads
    yield from ("| grade | works | share | share of downloads |", "|---|---|---|---|")
    for group in (*ANSWERED, "conflict", "unknown", "**answered**"):
        shares = _percent(works[group], works[""]), _percent(downloads[group], downloads[""])
        yield f"| {group} | {works[group]} | {' | '.join(shares)} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


def _why_open(walked: Iterable[Any]) -> Iterator[str]:
    """What stands in the way most often."""
    works: Counter[str] = Counter()
    downloads: Counter[str] = Counter()
    for row, whole in walked:
        for reason in {_reason(each) for each in (*whole.more, *whole.otherwise)}:
            works[reason] += 1
            downloads[reason] += row.downloads
    yield from ("| what is open | works | downloads |", "|---|---|---|")
    for reason, _ in sorted(downloads.items(), key=lambda pair: -pair[1])[:25]:
        yield f"| {reason} | {works[reason]} | {downloads[reason]} |"


def _unknown(walked: Iterable[Any]) -> Iterator[str]:
    """How often the answer is unknown for who has a profile; what may bind is decided once for each act."""
    import licensekit as lk  # noqa: PLC0415 - as above

    profile = lk.read_profile(ROOT / "examples" / "company.toml")
    others = (pair for pair in walked if pair[0].claim not in {"apache-2.0", "mit"})
    asked = sorted(others, key=lambda pair: -pair[0].downloads)[:MOST_DOWNLOADED]
    kept: dict[object, bool] = {}
    unknown: Counter[tuple[str, bool]] = Counter()
    for row, whole in asked:
        for act in ACTS:
            key = act, whole.possible, bool(whole.more), bool(whole.otherwise), lk.work(row.id).work.given
            if key not in kept:
                answer = lk.work(row.id).evaluate(lk.Use.of([act]), profile=profile)
                kept[key] = answer.verdict is lk.Verdict.UNKNOWN
            unknown[act, whole.grade in ANSWERED] += kept[key]
    known = sum(whole.grade in ANSWERED for _, whole in asked)
    yield f"The {len(asked)} most downloaded works whose tag is neither `apache-2.0` nor `mit`, asked about with"
    yield f"`examples/company.toml` as profile: how often the answer is unknown. Of {known} it is known what binds."
    yield from ("", "| act | unknown | where it is known what binds |", "|---|---|---|")
    for act in (*ACTS, "all"):
        acts = ACTS if act == "all" else (act,)
        open_, rest = (sum(unknown[each, so] for each in acts) for so in (True, False))
        shares = _percent(open_ + rest, len(asked) * len(acts)), _percent(open_, known * len(acts))
        yield f"| {act} | {' | '.join(shares)} |"
    yield from ("", "The works among them of which it is not known what binds:")
    yield from ("", "| work | downloads | why |", "|---|---|---|")
    for row, whole in asked:
        if whole.grade not in ANSWERED:
            why = "; ".join({_reason(each): None for each in (*whole.more, *whole.otherwise)})
            yield f"| {row.id} | {row.downloads} | {why or 'sources disagree'} |"


def _reason(told: str) -> str:
    said = told.partition("`: ")[2] or told
    return "its base is not known here" if said.startswith("its base") else said.replace("|", "/")


def _main(words: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="where works.tsv and repackagings.tsv are")
    parser.add_argument("--check", action="store_true", help="read the files of the repository over")
    parser.add_argument("--figures", action="store_true", help="write the figures of docs/works.md")
    arguments = parser.parse_args(words)
    if arguments.figures:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_MEASURED.sub(lambda _: measured(), page), encoding="utf-8")
    if arguments.folder:
        index, sources = made(arguments.folder)
        INDEX.write_text(index, encoding="utf-8")
        SOURCES.write_text(sources, encoding="utf-8")
    faulty = list(faults(INDEX.read_text(encoding="utf-8"), SOURCES.read_text(encoding="utf-8")))
    print(*faulty, sep="\n", end="\n" if faulty else "")
    return bool(faulty)


if __name__ == "__main__":
    raise SystemExit(_main())
