"""`licensekit init`: eight questions, and a profile that answers all later ones; never over a file that is there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from licensekit import api
from licensekit.cli.call import Call
from licensekit.cli.outcome import Exit
from licensekit.cli.profiles import NAME
from licensekit.cli.prompting import BACK, STOP, UNKNOWN, Prompt
from licensekit.cli.question import of_facts
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError, ValueProblem
from licensekit.profiles import parse_profile
from licensekit.report.escape import visible, visible_all
from licensekit.report.memo import counted
from licensekit.use.options import read_attestation, read_setting
from licensekit.use.problems import given_twice
from licensekit.use.raw import written
from licensekit.use.reading import read_given
from licensekit.use.statements import Attestation
from licensekit.values import UNKNOWN as NOT_KNOWN
from licensekit.values import Known, Told
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.territories import TERRITORIES
from licensekit.vocabulary.words import ATTESTATIONS

ASKED: Final[Mapping[str, str]] = {
    "licensee.kind": "such as company",
    "licensee.domicile": "a country's code, such as DE, or its name",
    "use.in_business": "yes or no",
    "group.revenue.any_12_months": "an upper bound is enough: at most 5 million USD",
    "group.monthly_active_users.any_month": "an upper bound is enough: at most 1 million",
    "product.charged_for": "yes or no",
    "use.countries": "codes of countries, such as DE,FR, or worldwide",
}
"""The facts that settle most for most, each with how it is answered; the eighth question is who attests conduct."""
WHO_ATTESTS: Final = "attested"
_EVERYTHING: Final = ", ".join(ATTESTATIONS)
_KEYS: Final = "  `?` or an empty line if you do not know, `<` to go back, `.` to stop and write nothing"
_HEAD: Final = """\
# Who we are and what our product is, for every question: licensekit ask … takes this file where it lies.
# More facts: licensekit facts. A fact that is not here is unknown, never no.
"""


class _Profile:
    """What a profile is to say, as far as it was told."""

    def __init__(self, facts: dict[str, Told], attested: Attestation | None) -> None:
        self.facts, self.attested = facts, attested

    def text(self) -> str:
        return "\n".join([_HEAD, "[facts]", *self._facts(), "", *self._attestation(), ""])

    def _facts(self) -> Iterator[str]:
        for name in (*ASKED, *(each for each in self.facts if each not in ASKED)):
            yield f"# {FACTS[name].question}" if name in FACTS else f"# {name}"
            if name in self.facts:
                yield f"{json.dumps(name)} = {json.dumps(written(self.facts[name]))}"
            else:
                yield f"# {json.dumps(name)} = …   ({ASKED[name]})"

    def _attestation(self) -> Iterator[str]:
        if self.attested is None:
            yield "# Nobody vouches for our conduct yet. Whoever does, with the day:"
            yield from (
                "# [[attested]]",
                '# by = "…"',
                "# on = 2026-06-01",
                f"# groups = {json.dumps(list(ATTESTATIONS))}",
            )
            return
        for single in self.attested.each:
            yield "[[attested]]"
            yield f"by = {json.dumps(single.by)}"
            yield f"on = {single.on.isoformat()}"
            yield f"groups = {json.dumps(list(single.groups))}"

    def check(self) -> None:
        """Raise FactsError where what was said cannot be so together."""
        terms = api.load("mit")
        terms.evaluate(terms.use(["run"], self.facts), attested=self.attested)


def run_init(call: Call) -> Exit:
    """Ask, and write the profile. Raises LicensekitError, and then nothing is written."""
    target = Path(call.single("-o") or NAME)
    if target.suffix not in {".toml", ".json"} or target.suffix == ".json":
        call.add("LK703", f"`{target}` is no name of a profile that is written here", "name a .toml file")
    if os.path.lexists(target):
        mend = "edit it, or name another file with `-o`"
        call.add("LK707", f"`{target}` is there already, and is not written over", mend)
    profile = _told(call)
    call.problems.check()
    if not call.arguments.yes:
        _ask(call, profile)
    call.problems.take(profile.check)
    call.problems.check()
    text = profile.text()
    said = parse_profile(text, str(target)).said
    assert (dict(said.facts), said.attested) == (dict(sorted(profile.facts.items())), profile.attested)
    call.write(str(target), text.encode(), over=False)
    known = len(profile.facts) + (profile.attested is not None)
    return Exit(
        out=visible_all([f"{target}: says {counted(known, 'thing')}; `licensekit ask LICENSE --act run` takes it here"])
    )


def _told(call: Call) -> _Profile:
    """What the options say."""
    facts: dict[str, Told] = {}
    for said in of_facts(call, "--set", read_setting, {}):
        for name, known in said.items():
            if known is not NOT_KNOWN and facts.setdefault(name, known) != known:
                call.problems.keep([given_twice(name)])
    single = call.single("--attest")
    attested = None
    if single is not None:
        try:
            attested = read_attestation(single)
        except ValueProblem as problem:
            call.problems.keep([Diagnostic(problem.code, f"`--attest`: {problem.message}", help=problem.help)])
    return _Profile(facts, attested)


# --- asking ----------------------------------------------------------------------------------------------


def _ask(call: Call, profile: _Profile) -> None:
    """Put the questions that the options leave; whoever stops, or whose input ends, has nothing written."""
    names = [name for name in ASKED if name not in profile.facts]
    names += [] if profile.attested else [WHO_ATTESTS]
    at, note = 0, ""
    while at < len(names):
        line = call.surroundings.answer(_prompt(names[at], at + 1, len(names), note))
        note = ""
        if line is None or line.strip() == STOP:
            mend = "answer to the end, or write `--yes` and `--set FACT=VALUE`"
            call.add("LK705", "the questions were not answered to the end, and nothing is written", mend)
            call.problems.check()
        assert line is not None
        if line.strip() == BACK:
            at = max(0, at - 1)
            continue
        try:
            _take(call, profile, names[at], line.strip())
        except ValueProblem as problem:
            note = f"{problem.message}" + (f"; {problem.help}" if problem.help else "")
            continue
        except FactsError as refused:
            note = refused.diagnostics[0].message
            continue
        at += 1


def _prompt(name: str, number: int, of: int, note: str) -> Prompt:
    head = [visible(note)] if note else []
    if name == WHO_ATTESTS:
        groups = [f"  {statement}" for statement in ATTESTATIONS.values()]
        lines = [f"{number}/{of}. Who vouches that all of this is so, and since when?", *groups]
        return Prompt((*head, *lines, "  such as: Legal on 2026-06-01, or: Legal on today"), keys=_KEYS)
    info = FACTS[name]
    choices: tuple[tuple[str, str], ...] = ()
    if info.type == "yes_no":
        choices = (("yes", "yes"), ("no", "no"))
    elif info.type == "one_of":
        choices = tuple((option, option.replace("_", " ")) for option in info.options)
    return Prompt((*head, f"{number}/{of}. {info.question}", f"  {ASKED[name]} (`{name}`)"), choices, _KEYS)


def _take(call: Call, profile: _Profile, name: str, line: str) -> None:
    """Keep an answer. Raises ValueProblem for one that cannot be."""
    unknown = line.lower() in {"", UNKNOWN, "unknown"}
    if name == WHO_ATTESTS:
        who = f"{line[: -len('today')]}{call.surroundings.today().isoformat()}" if line.endswith(" on today") else line
        profile.attested = None if unknown else read_attestation(f"{_EVERYTHING} by {who}")
        return
    profile.facts.pop(name, None)
    if not unknown:
        known: Known = read_given(name, _by_code(line) if name == "licensee.domicile" else line)[name]
        assert known is not NOT_KNOWN, "a word for it was met above"
        profile.facts[name] = known


def _by_code(line: str) -> str:
    """A country's code, where its name was written."""
    return next((code for code, name in TERRITORIES.items() if name.lower() == line.lower()), line)
