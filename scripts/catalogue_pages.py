"""The pages of the catalogue: `python scripts/catalogue_pages.py --write`, or `--check`, which fails on a stale one.

Writes docs/catalogue/ (a page for each licence, tables of the licences of each family, a page for each kind of
threshold) and licenses/openness.tsv. All words are those of the encodings; a page that would be longer than MOST_WORDS
tells the beginning of its longest sections, and how many lines more `licensekit show` has.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from licensekit import api, catalogue
from licensekit.analyse.features import FILE, OpennessInBrief, shape_digest, worked_out
from licensekit.catalogue import hub_index, registry
from licensekit.catalogue.dated import period
from licensekit.catalogue.lineage import Grade, lineage
from licensekit.model.clauses import Clause, Duty, Gate, Grant, Prohibition, Reservation
from licensekit.model.conditions import Condition, Locator
from licensekit.model.fold import conditions_in, facts_of
from licensekit.model.license import License
from licensekit.model.phrase import condition_text, conversion_text, measure_text, sentence
from licensekit.model.thresholds import NamedThreshold, thresholds_of
from licensekit.report.escape import markdown
from licensekit.values import value_shown
from licensekit.vocabulary.acts import ACTS
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.words import SUBJECTS, WINDOWS
from licensekit.whole_file import whole_file

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = ROOT / "docs" / "catalogue"
TABLE: Final = ROOT / "licenses" / FILE
MOST_WORDS: Final = 1900
_CAPS: Final = (None, 60, 40, 25, 15, 10, 6)
"""How many lines of a section are told, the most that fit."""
_TOP: Final = 10
_COMPARED: Final = ("run", "fine_tune", "distil", "embed", "host_model", "distribute_copy", "sell")
_KINDS: Final = {
    "revenue": "Revenue and other money",
    "users": "Users",
    "people": "People, and whatever else is counted",
}
"""Kinds of thresholds, and the titles of their pages."""

_WRITTEN: Final = "Written by `python scripts/catalogue_pages.py --write` from the encodings; this is no legal advice."


class Carried(NamedTuple):
    """A work that a licence binds, or may bind."""

    id: str
    grade: Grade
    downloads: int
    surely: bool


class SectionOfPage(NamedTuple):
    """A heading and the lines below it, each an item or a row of a table."""

    title: str
    lines: list[str]
    head: tuple[str, ...] = ()


@dataclass
class Shelf:
    """All that the pages are made of."""

    licenses: dict[str, License]
    openness: dict[str, OpennessInBrief]
    digests: dict[str, str]
    works: Mapping[str, list[Carried]]
    periods: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Shelf:
        """The catalogue as it is; packs that happen to be installed are none of it."""
        names = [name for name in catalogue.ids() if ":" not in name]
        terms = {name: api.load(name).terms for name in names}
        return cls(
            {name: catalogue.load(name) for name in names},
            {name: worked_out(each) for name, each in terms.items()},
            {name: shape_digest(each) for name, each in terms.items()},
            carried(),
            recorded_periods(),
        )


def carried() -> Mapping[str, list[Carried]]:
    """The works under each licence, the most downloaded first."""
    works: defaultdict[str, list[Carried]] = defaultdict(list)
    for row in hub_index.rows():
        whole = lineage(row.id)
        assert whole is not None, "it has a row"
        for name in dict.fromkeys(name for names in whole.possible for name in names):
            works[name].append(Carried(row.id, whole.grade, row.downloads, name in whole.settled))
    for every in works.values():
        every.sort(key=lambda each: (not each.surely, -each.downloads, each.id.casefold()))
    return works


def recorded_periods() -> Mapping[str, list[str]]:
    """Which works that a person recorded carried each licence, for which part and how long."""
    periods: defaultdict[str, list[str]] = defaultdict(list)
    for work in registry.works():
        for row in work.parts:
            if not row.unread:
                others = [each.license for each in work.parts if each.part == row.part and each.license != row.license]
                beside = f"; at other times {', '.join(dict.fromkeys(others))}" if others else ""
                periods[row.name].append(f"{work.title}, {row.part}: {period(row)}{beside}")
    return periods


# --- a licence -------------------------------------------------------------------------------------------


def license_page(license: License, shelf: Shelf) -> str:
    """The page of a licence."""
    sections = list(filter(lambda each: each.lines, license_sections(license, shelf)))
    for cap in _CAPS:
        text = _page(license, sections, cap)
        if len(text.split()) <= MOST_WORDS:
            return text
    raise SystemExit(f"{license.id}: the page is too long with {_CAPS[-1]} lines a section")


def _page(license: License, sections: Iterable[SectionOfPage], cap: int | None) -> str:
    lines = [f"# {markdown(license.title)}", "", *_headers(license), ""]
    for section in sections:
        lines += ["", f"## {section.title}", "", *section.head, *section.lines[:cap]]
        left = len(section.lines) - len(section.lines[:cap])
        if left:
            lines += ["", f"And {left} more: `licensekit show {license.id}`."]
    return "\n".join([*lines, "", _WRITTEN, ""])


def _headers(license: License) -> Iterator[str]:
    known = {
        "id": f"`{license.id}`",
        "licensor": markdown(license.licensor),
        "family": f"[{license.family}](../compare/{license.family}.md)" if license.family else "",
        "SPDX": markdown(license.spdx),
        "law": markdown(license.governing_law),
        "released": "" if license.released is None else license.released.isoformat(),
        "built on": f"`{license.extends}`" if license.extends else "",
        "encoded": markdown(license.reviewed),
    }
    yield "- " + "\n- ".join(f"{name}: {value}" for name, value in known.items() if value)
    for text in license.texts:
        yield f"- text{f' {markdown(text.name)}' if text.name else ''}: <{text.url}>, SHA-256 `{text.sha256[:16]}…`"
    for each in license.unread:
        yield f"- not read, and binding too: {markdown(each.name)}, {markdown(each.url)}"


def license_sections(license: License, shelf: Shelf) -> Iterator[SectionOfPage]:
    """What a page tells of a licence, in its order."""
    clauses = license.clauses
    conduct = [each for each in clauses if _is_conduct(each)]
    rest = [each for each in clauses if not _is_conduct(each)]
    asking = [each for each in rest if isinstance(each, Duty | Gate)]
    forbidding = [each for each in rest if isinstance(each, Prohibition | Reservation)]
    others = [each for each in rest if not isinstance(each, Grant | Duty | Gate | Prohibition | Reservation)]
    yield SectionOfPage("What it allows", [_item(each) for each in rest if isinstance(each, Grant)])
    yield SectionOfPage("What it asks", list(map(_item, asking)))
    yield SectionOfPage("What it forbids", list(map(_item, forbidding)))
    yield SectionOfPage("What nobody may do with it", list(_conduct(conduct)))
    yield SectionOfPage("Thresholds", [_threshold(each, license) for each in thresholds_of(license)], _THRESHOLDS)
    yield SectionOfPage("What ends it, what lifts a clause, whom it binds", list(map(_item, others)))
    yield SectionOfPage("Disputed wording", list(_readings(license)))
    yield SectionOfPage("Words of its own", list(_words(license)))
    yield SectionOfPage("In time", [*_in_time(license), *map(_listed, shelf.periods.get(license.id, ()))])
    yield SectionOfPage("Is it open source?", list(_openness(shelf.openness[license.id])))
    yield SectionOfPage("Works under it", list(_works(shelf.works.get(license.id, []))))
    yield SectionOfPage("Left out", [f"- {markdown(each.what)} ({_place(each.locator)})" for each in license.omissions])


def _place(locator: Locator) -> str:
    return markdown(str(locator))


def _listed(text: str) -> str:
    return f"- {markdown(text)}"


def _item(clause: Clause) -> str:
    """What a clause says; its condition stands as the language has it."""
    said = markdown(sentence(clause.model_copy(update={"when": None})))
    when = "" if clause.when is None else f", when {markdown(f'`{condition_text(clause.when)}`')}"
    return f"- {said}{when} ({_place(clause.locator)})"


def _is_conduct(clause: Clause) -> bool:
    """Whether it forbids everything to who does something: an item of a use policy."""
    if not isinstance(clause, Prohibition) or clause.when is None or clause.acts.written != ("any act",):
        return False
    facts = _facts(clause.when)
    return bool(facts) and all(fact.startswith("conduct.") and fact in FACTS for fact in facts)


def _facts(condition: Condition) -> list[str]:
    """The facts that stand in a condition; none where something else stands there."""
    facts: list[str] = []
    for part in conditions_in(condition):
        match part.kind:
            case "holds" | "is_one_of" | "set_meets" | "compares":
                facts += facts_of(part)  # type: ignore[arg-type]
            case "all_of" | "any_of":
                continue
            case _:
                return []
    return facts


def _conduct(clauses: Iterable[Clause]) -> Iterator[str]:
    """What a use policy forbids, by what the facts are called."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for clause in clauses:
        assert clause.when is not None, "a policy's item has a condition"
        joint = " and " if any(part.kind == "all_of" for part in conditions_in(clause.when)) else " or "
        titles = dict.fromkeys(FACTS[fact].title for fact in _facts(clause.when))
        places[joint.join(titles)].append(_place(clause.locator))
    yield from (f"- {markdown(what)} ({', '.join(dict.fromkeys(where))})" for what, where in places.items())


_THRESHOLDS: Final = ("| whose number, over which period | threshold | what turns on it |", "|---|---|---|")


def _threshold(threshold: NamedThreshold, license: License) -> str:
    turning = dict.fromkeys(f"{each.kind} at {_place(each.locator)}" for each in threshold.clauses)
    return f"| {_number(threshold, license)} | {_limit(threshold)} | {', '.join(turning)} |"


def _number(threshold: NamedThreshold, license: License) -> str:
    """Whose number, over which period: in the vocabulary's words, or as the licence asks for it."""
    name, _, meaning = threshold.fact.partition("@")
    plain, _, month = name.partition("[")
    subject, _, rest = plain.partition(".")
    own = "" if not meaning else ", in the licence's own sense"
    if month:
        return f"{rest.replace('_', ' ')} of {SUBJECTS[subject]}, in {month.rstrip(']')}{own}"
    if name in FACTS:
        info = FACTS[name]
        return f"{info.measure.replace('_', ' ')} of {SUBJECTS[subject]}, {WINDOWS[info.window]}{own}"
    return f"as the licence asks: {markdown(license.fact(name).question)}"


def _limit(threshold: NamedThreshold) -> str:
    amount = value_shown(threshold.amount).replace("_", ",")
    year = threshold.adjusted
    base = "" if year is None else f" in money of {year.year}, adjusted by `{year.index}`"
    words = threshold.comparison.replace("_", " ")
    return f"{words} {amount}{base}{' (or equivalent)' if threshold.or_equivalent else ''}"


def _readings(license: License) -> Iterator[str]:
    for reading in license.readings:
        yield f"- {markdown(reading.question)} ({_place(reading.locator)})"
        for option in reading.options:
            why = f"; taken because {markdown(option.because)}" if option.taken else ""
            yield f"    - `{option.name}`: {markdown(option.text)}{why}"


def _words(license: License) -> Iterator[str]:
    for each in license.definitions:
        note = f"{markdown(each.note)}: " if each.note else ""
        condition = markdown(f"`{condition_text(each.condition)}`")
        yield f"- `{each.name}`: {note}{condition} ({_place(each.locator)})"
    for each in license.measures:
        yield f"- `{each.name}`: {markdown(measure_text(each))} ({_place(each.locator)})"
    for each in license.meanings:
        yield f"- `{each.fact}`: {markdown(each.words)} ({_place(each.locator)})"


def _in_time(license: License) -> Iterator[str]:
    for each in license.conversions:
        yield f"- {markdown(conversion_text(each))} ({_place(each.locator)})"


def _openness(brief: OpennessInBrief) -> Iterator[str]:
    names = {state: [name for name, its in brief.criteria.items() if its == state] for state in ("failed", "undecided")}
    if not (names["failed"] or names["undecided"]):
        yield "- It fails no criterion that terms can decide."
    yield from (f"- {state}: {', '.join(every)}" for state, every in names.items() if every)
    yield from (f"- {name}" for name in brief.classes)


def _works(every: Sequence[Carried]) -> Iterator[str]:
    surely = [each for each in every if each.surely]
    if every:
        grades = Counter(each.grade for each in surely)
        how = ", ".join(f"{number} {grade}" for grade, number in sorted(grades.items()))
        also = len(every) - len(surely)
        more = f" It may bind {also} more, of which that is open." if also else ""
        yield f"It binds {len(surely)} works of the index{f' ({how})' if how else ''}.{more}\n"
    for each in surely[:_TOP]:
        yield f"- {markdown(each.id)}: {each.grade}" + (f", {each.downloads:,} downloads" if each.downloads else "")


# --- tables and thresholds -------------------------------------------------------------------------------


def family_page(family: str, licenses: Sequence[License], shelf: Shelf) -> str:
    """The licences of a family side by side."""
    lines = [
        f"# Licences of the family {markdown(family)}",
        "",
        "What their clauses say of each act, whatever the facts: *yes*, granted; *if*, granted on a condition; *-*, no",
        "grant names it; *asks*, a duty; *approval*, an approval on some condition or on none; *limits*, something is",
        "forbidden on some condition or on none, use policies apart. `licensekit compare` proves which permits more.",
        "",
        f"| licence | {' | '.join(map(_act_title, _COMPARED))} | use policy | thresholds | open source |",
        "|---" * (len(_COMPARED) + 4) + "|",
    ]
    for each in licenses:
        cells = [_cell(each, act) for act in _COMPARED]
        policy = sum(map(_is_conduct, each.clauses))
        numbers = "; ".join(f"{_kind(number)} {_limit(number)}" for number in _limits(each))
        brief = shelf.openness[each.id]
        lines.append(
            f"| [{each.id}](../licenses/{each.id}.md) | {' | '.join(cells)} | {policy or '-'} | {numbers or '-'} |"
            f" {_state(brief)} |"
        )
    return "\n".join([*lines, "", _WRITTEN, ""])


def _limits(license: License) -> list[NamedThreshold]:
    """The thresholds, once for each kind and number."""
    return list({(_kind(each), _limit(each)): each for each in thresholds_of(license)}.values())


def _act_title(act: str) -> str:
    return ACTS[act].title


def _cell(license: License, act: str) -> str:
    """What clauses say of an act, in a few words."""
    covering = [each for each in license.clauses if act in _leaves(each)]
    grants = [each for each in covering if isinstance(each, Grant)]
    said = ["-" if not grants else "yes" if any(each.when is None for each in grants) else "if"]
    if any(isinstance(each, Duty) and each.strength == "must" for each in covering):
        said.append("asks")
    if any(isinstance(each, Gate) for each in covering):
        said.append("approval")
    if any(isinstance(each, Prohibition) and not _is_conduct(each) for each in covering):
        said.append("limits")
    return ", ".join(said)


def _leaves(clause: Clause) -> tuple[str, ...]:
    return clause.acts.leaves if isinstance(clause, Grant | Duty | Gate | Prohibition) else ()


def _state(brief: OpennessInBrief) -> str:
    failed = sum(state == "failed" for state in brief.criteria.values())
    return {"met": "fails none", "failed": f"fails {failed}", "undecided": "undecided"}[brief.open_source]


def _kind(threshold: NamedThreshold) -> str:
    if not isinstance(threshold.amount, int):
        return "revenue"
    return "users" if "users" in threshold.fact else "people"


def threshold_page(kind: str, licenses: Iterable[License]) -> str:
    """Every threshold of a kind: of which licence, whose number, over which period."""
    lines = [f"# {_KINDS[kind]}", "", f"| licence {_THRESHOLDS[0]}", f"|---{_THRESHOLDS[1]}"]
    for each in licenses:
        own = (threshold for threshold in thresholds_of(each) if _kind(threshold) == kind)
        lines += [f"| [{each.id}](../licenses/{each.id}.md) {_threshold(threshold, each)}" for threshold in own]
    return "\n".join([*lines, "", _WRITTEN, ""])


def index_page(families: Mapping[str, Sequence[License]], shelf: Shelf) -> str:
    """The way to all of them."""
    number = len(shelf.licenses)
    lines = [
        "# The licences, page by page",
        "",
        f"{number} licences by family, each family with a table of its members. Numbers on which something turns:",
        ", ".join(f"[{title[:1].lower()}{title[1:]}](thresholds/{kind}.md)" for kind, title in _KINDS.items()) + ".",
        "How well the encodings are tested by their own cases stands in [the catalogue](../catalogue.md).",
    ]
    for family, licenses in families.items():
        lines += ["", f"## [{markdown(family)}](compare/{family}.md)", ""]
        lines += [f"- [{markdown(each.title)}](licenses/{each.id}.md), `{each.id}`" for each in licenses]
    return "\n".join([*lines, "", _WRITTEN, ""])


def openness_table(shelf: Shelf) -> str:
    """The criteria of openness for all licences, as `licensekit.analyse.features` reads them."""
    names = list(next(iter(shelf.openness.values())).criteria)
    lines = ["\t".join(["license", "digest", *names, "classes"])]
    for name, brief in shelf.openness.items():
        lines.append("\t".join([name, shelf.digests[name], *brief.criteria.values(), "; ".join(brief.classes)]))
    return "\n".join([*lines, ""])


# --- writing ---------------------------------------------------------------------------------------------


def pages(shelf: Shelf) -> Iterator[tuple[Path, str]]:
    """Every file and its text."""
    families: defaultdict[str, list[License]] = defaultdict(list)
    for license in shelf.licenses.values():
        families[license.family or "other"].append(license)
    ordered = {family: families[family] for family in sorted(families)}
    yield TABLE, openness_table(shelf)
    yield PAGES / "README.md", index_page(ordered, shelf)
    for family, licenses in ordered.items():
        yield PAGES / "compare" / f"{family}.md", family_page(family, licenses, shelf)
    for kind in _KINDS:
        yield PAGES / "thresholds" / f"{kind}.md", threshold_page(kind, shelf.licenses.values())
    for license in shelf.licenses.values():
        yield PAGES / "licenses" / f"{license.id}.md", license_page(license, shelf)


def main() -> None:
    """Write the pages, or say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--write", action="store_true", help="write what is stale, and delete what is no page any more")
    how.add_argument("--check", action="store_true", help="change nothing; exit status 1 where something is stale")
    wanted = dict(pages(Shelf.read()))
    write = parser.parse_args().write
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    gone = [path for path in PAGES.rglob("*.md") if path not in wanted]
    for path in (*stale, *gone):
        print(f"{'written' if write and path in wanted else 'stale'}: {path.relative_to(ROOT)}")
        if write and path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as stream:
                stream.write(wanted[path].encode())
        elif write:
            path.unlink()
    if (stale or gone) and not write:
        raise SystemExit("run: python scripts/catalogue_pages.py --write")


if __name__ == "__main__":
    main()
