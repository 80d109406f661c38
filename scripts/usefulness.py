"""Measure how often an answer is still `unknown` after a user has said what anybody in that position would know.

Run as: python scripts/usefulness.py [--write] [LICENSE ...]

Six typical users ask every licence of the catalogue about five acts, one act at a time, in four stages: five plain
facts, then two upper bounds, then an attestation that the conduct which ends or limits licences does not take place,
then where the user is established and what the work is. Prints tables; `--write` puts them between the two marks of
docs/usefulness-figures.md, together with the date.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import licensekit as lk
from licensekit import catalogue
from licensekit.vocabulary.words import ATTESTATIONS

PAGE: Final = Path(__file__).parent.parent / "docs" / "usefulness-figures.md"
START, END = "<!-- figures: python scripts/usefulness.py --write -->", "<!-- end of figures -->"

ACTS: Final = ("run", "fine_tune", "embed", "host_model", "distribute")
BUILDS_A_PRODUCT: Final = ("embed", "host_model")
FOUNDING: Final = [
    "apache-2.0",
    "deepseek-model-1.0",
    "glm-5.3",
    "gpl-3.0",
    "kimi-k2",
    "kimi-k2.5",
    "kimi-k3",
    "llama-2",
    "llama-3",
    "llama-3.1",
    "llama-3.2",
    "llama-3.3",
    "llama-4",
    "minimax-h3",
    "minimax-m2",
    "minimax-m2-initial",
    "minimax-m2.1",
    "minimax-m2.5",
    "minimax-m2.5-code",
    "minimax-m2.5-initial",
    "minimax-m2.7",
    "minimax-m2.7-initial",
    "minimax-m3",
    "mit",
    "qwen-3.8-max",
    "qwen-community-1.0",
    "qwen-license-2024",
    "tongyi-qianwen",
]
LATER: Final = (
    "gemma-terms",
    "lfm-open-1.0",
    "nvidia-nemotron-open-model-2025-12-15",
    "nvidia-open-model-2025-10-24",
    "openmdw-1.1",
    "qwen-research-2024",
)
"""Read a second time after the aims were set for the 28 founding licences: counted with the others, and apart."""
ATTESTED: Final = lk.Attestation("the user", date(2026, 6, 1), tuple(ATTESTATIONS))

Facts: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class User:
    """Somebody who asks: what they plainly know, their two upper bounds, and where they are.

    `at_rest` replaces or adds facts where the act builds no product, `with_product` where it does, and
    `handing_out` where it gives copies to others: what an act already says is not stated against it.
    """

    title: str
    plain: Facts
    bounds: Facts
    domicile: str
    at_rest: Facts
    with_product: Facts
    handing_out: Facts

    def facts(self, act: str) -> dict[str, Any]:
        """Five plain facts for an act."""
        if act in BUILDS_A_PRODUCT:
            return {**self.plain, **self.with_product}
        return {**self.plain, **(self.handing_out if act == "distribute" else self.at_rest)}


def _bounds(revenue: str, users: str) -> Facts:
    return {
        "group.revenue.any_12_months": f"at most {revenue} USD",
        "group.monthly_active_users.any_month": f"at most {users}",
    }


NO_PRODUCT: Final = {"product.exists": False, "use.reaches_third_parties": False}
NO_FEE: Final = {"product.charged_for": False, "distribution.for_fee": False}

USERS: Final = (
    User(
        "a private person",
        {"licensee.kind": "individual", "use.personal": True, "use.earns_money": False},
        _bounds("1 million", "100_000"),
        "DE",
        at_rest=NO_PRODUCT,
        with_product={"product.charged_for": False, "product.offered_to_third_parties": True},
        handing_out=NO_FEE,
    ),
    User(
        "an employee, inside a company",
        {"licensee.kind": "company", "use.in_business": True},
        _bounds("100 million", "1 million"),
        "FR",
        at_rest={"use.internal_operations": True, **NO_PRODUCT},
        with_product={"use.for_company": True, "product.charged_for": False, "product.offered_to_third_parties": True},
        handing_out={"use.for_company": True, **NO_FEE},
    ),
    User(
        "a start-up with a paid service",
        {"licensee.kind": "company", "use.in_business": True, "product.charged_for": True},
        _bounds("5 million", "500_000"),
        "US",
        at_rest={"use.reaches_third_parties": True, "use.in_own_product": True},
        with_product={"product.offered_to_third_parties": True, "use.earns_money": True},
        handing_out={"product.offered_to_third_parties": True, "distribution.for_fee": True},
    ),
    User(
        "a big company's free product",
        {"licensee.kind": "company", "use.in_business": True, "product.charged_for": False},
        _bounds("40 billion", "400 million"),
        "US",
        at_rest={"use.reaches_third_parties": True, "product.offered_to_third_parties": True},
        with_product={"product.offered_to_third_parties": True, "use.earns_money": True},
        handing_out={"product.offered_to_third_parties": True, "distribution.for_fee": False},
    ),
    User(
        "a researcher",
        {"licensee.kind": "academic", "purpose.research": True, "use.in_business": False},
        _bounds("10 million", "1 million"),
        "GB",
        at_rest=NO_PRODUCT,
        with_product={"product.charged_for": False, "product.offered_to_third_parties": True},
        handing_out=NO_FEE,
    ),
    User(
        "someone who gives out a fine-tune",
        {"licensee.kind": "individual", "work.modified": True, "work.derivative_model": True},
        _bounds("1 million", "100_000"),
        "CN",
        at_rest={"product.exists": False, "use.in_business": False},
        with_product={"product.charged_for": False, "use.in_business": False},
        handing_out=NO_FEE,
    ),
)


class Stage(NamedTuple):
    """How much a user has said, and what is assumed besides."""

    letter: str
    title: str
    assume: Literal["none", "safe", "standard"]
    attested: bool = False

    @property
    def asks(self) -> bool:
        """Whether what remains to be asked is worked out: not where conduct is neither assumed nor attested."""
        return self.assume == "standard" or self.attested

    def __str__(self) -> str:
        return f"{self.letter}, {'attested' if self.attested else self.assume}"


STAGES: Final = (
    Stage("a", "five plain facts", "safe"),
    Stage("a", "five plain facts", "standard"),
    Stage("b", "and two upper bounds", "safe"),
    Stage("b", "and two upper bounds", "standard"),
    Stage("c", "and an attestation", "safe", attested=True),
    Stage("d", "and domicile, and the work", "safe", attested=True),
)


class Asked(NamedTuple):
    """One answer: who asked about what, and what is left open."""

    license: str
    user: str
    act: str
    verdict: lk.Verdict
    possible: tuple[lk.Verdict, ...]
    open_duties: bool
    questions: tuple[str, ...]

    @property
    def unknown(self) -> bool:
        """Whether the answer is no answer yet."""
        return self.verdict is lk.Verdict.UNKNOWN


def facts_said(user: User, act: str, letter: str, license_id: str) -> dict[str, Any]:
    """What a user has said by a stage."""
    said = user.facts(act)
    if letter != "a":
        said |= user.bounds
    if letter == "d":
        said |= {"licensee.domicile": user.domicile, "work.multimodal": multimodal(license_id)}
        if act != "fine_tune" and "work.modified" not in said:
            said |= {"work.modified": False, "work.derivative_model": False}
    return said


@cache
def multimodal(license_id: str) -> bool:
    """Whether the first work that carries a licence is multimodal; no where the registry does not say."""
    for work in catalogue.works():
        if any(part.license == license_id for part in work.parts):
            return any(one.fact == "work.multimodal" and one.value == lk.Exactly(True) for one in work.given)
    return False


def answers(license_id: str, stage: Stage, *, ask: bool) -> Iterator[Asked]:
    """Every user's answers about every act; `ask` also works out what would be asked of the unknown ones."""
    terms = lk.load(license_id)
    for user in USERS:
        for act in ACTS:
            decision = terms.evaluate(
                terms.use([act], facts_said(user, act, stage.letter, license_id)),
                assume=stage.assume,
                attested=ATTESTED if stage.attested else None,
            )
            unknown = decision.verdict is lk.Verdict.UNKNOWN
            yield Asked(
                license_id,
                user.title,
                act,
                decision.verdict,
                decision.possible,
                any(duty.status == "open" for duty in decision.duties),
                tuple(question.fact for question in decision.questions) if ask and unknown else (),
            )


def said() -> Iterator[str]:
    """What each user says, in the words of the command line."""
    for user in USERS:
        yield f"- {user.title}: {_words(user.plain)}; and"
        yield f"  - to run or fine-tune it: {_words(user.at_rest)}"
        yield f"  - to build it into a product or host it: {_words(user.with_product)}"
        yield f"  - to give it out: {_words(user.handing_out)}"
        yield f"  - bounds: {_words(user.bounds)}"
        yield f"  - domicile: {user.domicile}"


def _words(facts: Facts) -> str:
    yes_no = {True: "yes", False: "no"}
    return ", ".join(f"`{name}={yes_no[value] if isinstance(value, bool) else value}`" for name, value in facts.items())


def share(found: Sequence[bool]) -> str:
    """How many of some answers, in per cent."""
    return f"{100 * sum(found) / len(found):.0f} %"


def table(rows: Iterable[Sequence[str]], head: Sequence[str]) -> Iterator[str]:
    """A table in Markdown, numbers to the right."""
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


Found: TypeAlias = Mapping[Stage, Sequence[Asked]]


def figures(found: Found) -> Iterator[str]:
    """The tables: what is unknown by licence, user and act; what the answers are; what remains to be asked."""
    for field, title in (("license", "licence"), ("user", "user"), ("act", "act")):
        yield f"\nStill `unknown`, by {title}:\n"
        yield from _unknown_by(field, found)
    yield "\nWhat the answer is, over all licences, users and acts:\n"
    yield from _verdicts(found)
    yield "\nWhich facts are asked where the answer is `unknown`: in how many of those answers, and how often first:\n"
    yield from _remaining(found)


def _unknown_by(field: str, found: Found) -> Iterator[str]:
    names = dict.fromkeys(getattr(asked, field) for asked in next(iter(found.values())))
    rows = [
        [name, *(share([one.unknown for one in asked if getattr(one, field) == name]) for asked in found.values())]
        for name in names
    ]
    if field == "license":
        rows.append(["**all**", *(f"**{share([one.unknown for one in asked])}**" for asked in found.values())])
        founding = [[one.unknown for one in asked if one.license not in LATER] for asked in found.values()]
        if all(founding) and not set(LATER).isdisjoint(names):
            rows.append(["**the founding 28**", *(f"**{share(unknown)}**" for unknown in founding)])
    yield from table(rows, ["", *map(str, found)])


def _verdicts(found: Found) -> Iterator[str]:
    rows = [
        [f"`{verdict}`", *(share([one.verdict is verdict for one in asked]) for asked in found.values())]
        for verdict in lk.Verdict
    ]
    rows.append(["some duty is open", *(share([one.open_duties for one in asked]) for asked in found.values())])
    yield from table(rows, ["", *map(str, found)])


def _remaining(found: Found) -> Iterator[str]:
    rows: list[list[str]] = []
    for stage, asked in found.items():
        unknown = [tuple(dict.fromkeys(map(_plain, one.questions))) for one in asked if one.unknown]
        counted = Counter(fact for facts in unknown for fact in facts)
        first = Counter(facts[0] for facts in unknown if facts)
        most = sorted(counted, key=lambda fact: (-counted[fact], -first[fact], fact))[:6]
        rows += [
            [
                str(stage),
                f"`{fact}`",
                share([fact in facts for facts in unknown]),
                share([facts[:1] == (fact,) for facts in unknown]),
            ]
            for fact in most
        ]
    yield from table(rows, ["stage", "fact", "asked", "first"])


def _plain(fact: str) -> str:
    """A fact without the licence's own month or meaning, so that like questions count together."""
    base = fact.partition("@")[0]
    return base.partition("[")[0] + "[month before release]" if "[" in base else base


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write where asked."""
    reader = argparse.ArgumentParser(description="How often is the answer still unknown?")
    reader.add_argument("licenses", nargs="*", metavar="LICENSE", help="only these licences")
    reader.add_argument("--write", action="store_true", help="put the tables into docs/usefulness-figures.md")
    options = reader.parse_args(arguments)
    names = options.licenses or sorted((*FOUNDING, *LATER))
    found = {stage: [one for name in names for one in answers(name, stage, ask=stage.asks)] for stage in STAGES}
    asked = len(next(iter(found.values())))
    today = datetime.now(tz=UTC).date()
    title = (
        f"{today.day} {today:%B %Y}: {len(names)} licences, {len(USERS)} users, {len(ACTS)} acts, "
        f"so {asked} answers a stage."
    )
    text = "\n".join([title, *figures(found), "\nWhat each user says:\n", *said()])
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(START)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
