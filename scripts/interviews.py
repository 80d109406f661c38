"""Measure how many questions an interview asks, of the six users of docs/usefulness.md, each with a profile.

Run as: python scripts/interviews.py [--write] [LICENSE ...]

First, how many models of the catalogue two upper bounds and a country settle.

Each user has said once, in a profile, what `licensekit init` asks: who they are, their two upper bounds, where they
are, and that none of the forbidden conduct takes place. Then they ask every licence of the catalogue about five acts,
one at a time, and answer from what they know (scripts/usefulness.py); what is not among it they do not know. Prints a
table; `--write` puts it into docs/profile.md, between its two marks.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import licensekit as lk
from licensekit import catalogue
from licensekit.interview import Interview
from licensekit.use.files import FactsFile
from licensekit.use.profile import Profile

sys.path.insert(0, str(Path(__file__).parent))
from usefulness import ACTS, ATTESTED, USERS, User, facts_said, table

PAGE: Final = Path(__file__).parent.parent / "docs" / "profile.md"
START, END = "<!-- figures: python scripts/interviews.py --write -->", "<!-- end of figures -->"
HEAD: Final = ("", "questions, median", "most", "none asked", "settled", "by the profile alone")
MOST: Final = 60
"""Questions after which an interview would be given up."""


class Held(NamedTuple):
    """An interview: who asked about what, how many questions were put and answered, and what came out."""

    license: str
    user: str
    act: str
    put: int
    answered: int
    before: lk.Verdict
    """What the profile alone gives."""
    verdict: lk.Verdict


def profile_of(user: User) -> Profile:
    """What a user has said once: not what only one act makes so."""
    said = {**user.plain, **user.bounds, "licensee.domicile": user.domicile}
    return Profile(f"{user.title}.toml", FactsFile(facts=lk.Use.of((), said).facts(), attested=ATTESTED))


def held(license_id: str, user: User, act: str) -> Held:
    """An interview in which a user says what they know."""
    interview = Interview(lk.load(license_id), [act], profile=profile_of(user))
    before = interview.decision.verdict
    known = facts_said(user, act, "d", license_id)
    while (question := interview.question) is not None and len(interview.past) < MOST:
        plain = question.fact.partition("@")[0]
        interview = interview.answer(known[plain]) if plain in known else interview.skip()
    progress = interview.progress
    put = progress.answered + progress.skipped
    return Held(license_id, user.title, act, put, progress.answered, before, interview.decision.verdict)


TWO_BOUNDS: Final = """\
[facts]
"group.revenue.any_12_months" = "at most 5 million USD"
"group.monthly_active_users.any_month" = "at most 500_000"
"licensee.domicile" = "FR"
"""


def models(day: date) -> Iterator[str]:
    """For how many models the verdict is open without and with two bounds and a country, a line for each act."""
    profile = lk.parse_profile(TWO_BOUNDS)
    for act, words in (("embed", "built into a product"), ("run", "run")):
        verdicts = [tuple(_of_model(work.id, act, day, each) for each in (None, profile)) for work in catalogue.works()]
        published = [pair for pair in verdicts if None not in pair]
        before, after = (sum(each is lk.Verdict.UNKNOWN for each in column) for column in zip(*published, strict=True))
        of = f"Of {len(published)} models whose licence is published, {before}"
        yield f"{of} leave it open whether they may be {words}; with two bounds and a country, {after}."


def _of_model(name: str, act: str, day: date, profile: Profile | None) -> lk.Verdict | None:
    """The verdict about a model; None where no licence of it is published."""
    try:
        terms = lk.work(name).license(obtained=day)
    except lk.CatalogueError:
        return None
    return terms.evaluate(terms.use([act]), profile=profile).verdict


def figures(every: Sequence[Held]) -> Iterator[str]:
    """The table: by user, and over all."""
    rows = [_row(user.title, [each for each in every if each.user == user.title]) for user in USERS]
    yield from table(
        [*rows, _row("**all**", every)],
        HEAD,
    )


def _row(title: str, some: Sequence[Held]) -> list[str]:
    put = [each.put for each in some]
    shares = (
        sum(number == 0 for number in put),
        sum(each.verdict is not lk.Verdict.UNKNOWN for each in some),
        sum(each.before is not lk.Verdict.UNKNOWN for each in some),
    )
    return [title, f"{median(put):g}", str(max(put)), *(f"{100 * each / len(some):.0f} %" for each in shares)]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write where asked."""
    reader = argparse.ArgumentParser(description="How many questions does an interview ask?")
    reader.add_argument("licenses", nargs="*", metavar="LICENSE", help="only these licences")
    reader.add_argument("--write", action="store_true", help="put the table into docs/profile.md")
    options = reader.parse_args(arguments)
    names = options.licenses or list(catalogue.ids())
    every = [held(name, user, act) for name in names for user in USERS for act in ACTS]
    today = datetime.now(tz=UTC).date()
    title = f"{len(names)} licences, {len(USERS)} users, {len(ACTS)} acts: {len(every)} interviews."
    text = "\n".join([f"{today.day} {today:%B %Y}.", *models(today), "", title, "", *figures(every)])
    print(text)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(START)
        PAGE.write_text(f"{before}{START}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
