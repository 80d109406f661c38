"""Findings about facts: what was refused, and how to write it instead. Codes LK501 to LK511, LK517 and LK518.

| code  | finding |
|-------|---------|
| LK501 | a fact that the vocabulary does not have |
| LK502 | a value that the fact cannot have |
| LK503 | an act that the vocabulary does not have |
| LK504 | a float |
| LK505 | one fact given twice |
| LK506 | a file that cannot be read, is not UTF-8 or is too big |
| LK507 | a text that is not TOML, or not JSON |
| LK508 | a key that a facts file does not have, or a value of the wrong shape under a known key |
| LK509 | a JSON key written twice |
| LK510 | NaN or Infinity |
| LK511 | too deeply nested, a number with too many digits, or too many errors |
| LK517 | what a profile says of one licence without naming it |
| LK518 | a key of a question in a profile |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from licensekit.diagnostics import Diagnostic, Label, clipped, close_matches, did_you_mean
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_DIAGNOSTICS
from licensekit.span import Source
from licensekit.vocabulary.acts import GROUPS, LEAVES
from licensekit.vocabulary.facts import FACTS, SERIES, fact, name_pieces
from licensekit.vocabulary.words import LICENSE_WINDOWS


class ManyRefused(ValueProblem):
    """Several findings about one value that has parts."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        kept = tuple(islice(diagnostics, MAX_DIAGNOSTICS))
        super().__init__("; ".join(diagnostic.message for diagnostic in kept), kept[0].help, kept[0].code)
        self.diagnostics = kept


class Refusals(list[Diagnostic]):
    """The findings of one source. Beyond the limit it stops the reading: the file is not what it claims to be."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        super().__init__()
        self.sources = sources

    def add(self, *diagnostics: Diagnostic) -> None:
        """Keep findings. Raises FactsError with all of them once there are too many."""
        self += diagnostics
        if len(self) > MAX_DIAGNOSTICS:
            more = Diagnostic("LK511", f"more than {MAX_DIAGNOSTICS} errors; the rest is not read")
            raise FactsError([*self[:MAX_DIAGNOSTICS], more], self.sources)

    def check(self) -> None:
        """Raise FactsError if anything was found."""
        if self:
            raise FactsError(self, self.sources)


def about(name: str, problem: ValueProblem, labels: tuple[Label, ...] = ()) -> Diagnostic:
    """The finding for a value that was refused for this fact or key."""
    message = f"`{clipped(name)}`: {problem.message}"
    return Diagnostic(problem.code, message, labels, problem.help, path=clipped(name))


def unknown_fact(name: str, labels: tuple[Label, ...] = (), also: Iterable[str] = ()) -> Diagnostic:
    """The finding for a name that is no fact, with the same measure in other windows, or the nearest spelling."""
    message = f"`{clipped(name)}` is not a fact of the vocabulary"
    return Diagnostic("LK501", message, labels, fact_mend(name, also), path=clipped(name))


def fact_mend(name: str, also: Iterable[str] = ()) -> str:
    """What to write instead of a name that is no fact; `also` are further known names, such as a licence's own."""
    from licensekit.vocabulary.search import facts_and_acts  # noqa: PLC0415 - most names are known
    from licensekit.vocabulary.synonyms import meant_by  # noqa: PLC0415

    base = name_pieces(name).base
    head, _, window = base.rpartition(".")
    if window in LICENSE_WINDOWS and head in SERIES:
        return f"write the month by its date, such as `{head}[2025-03]`"
    siblings = windows_of(base) or windows_of(head)
    if siblings:
        listed = ", ".join(f"`{sibling}`" for sibling in siblings)
        return f"use the measure in one of its windows: {listed}"
    known = (*FACTS, *also)
    subject = _subject_meant(base, known)
    if base in {"act", "action", "acts"}:
        return "write what is done as `acts`, a list"
    if subject == base:
        return f"name one of its facts, which `licensekit facts {base}` lists"
    if not subject or "." not in base:
        spelt = _by_last_part(base, known) or did_you_mean(base, known)
        word = clipped(base) if facts_and_acts([base], FACTS.values(), ()).facts else "WORD"
        return spelt or meant_by(base, FACTS) or f"see `licensekit facts {word}` for what there is about a word"
    rests = {name.partition(".")[2]: name for name in known if name.startswith(f"{subject}.")}
    near = close_matches(base.partition(".")[2], rests)
    if near:
        return f"did you mean `{rests[near[0]]}`?"
    return _by_last_part(base, known) or meant_by(base, FACTS) or f"see `licensekit facts` for the facts of `{subject}`"


def windows_of(measure: str) -> tuple[str, ...]:
    """The facts of `subject.measure` in all its windows."""
    return tuple(info.name for info in FACTS.values() if info.measure and f"{info.subject}.{info.measure}" == measure)


def acts_in(text: str) -> list[str]:
    """The words of a text in which several acts are written as one: `embed fine_tune`, `run; embed`."""
    return [word for word in re.split(r"[\s,;+&]+", text) if word and word != "and"]


def unknown_act(name: str, labels: tuple[Label, ...] = ()) -> Diagnostic:
    """The finding for a word that is neither an act nor a group of acts."""
    from licensekit.vocabulary.synonyms import meant_by  # noqa: PLC0415 - most names are known

    each = acts_in(name)
    if len(each) > 1 and {*LEAVES, *GROUPS}.issuperset(each):
        help_ = f"write each by itself, `{'`, `'.join(each)}`; on the command line `--act {','.join(each)}`"
        return Diagnostic("LK503", f"`{clipped(name)}` is {len(each)} acts in one", labels, help_, path="acts")
    help_ = meant_by(name, LEAVES) or did_you_mean(name, [*LEAVES, *GROUPS])  # `train` is no slip for `transfer`
    help_ = help_ or f"use one of {', '.join(f'`{act}`' for act in LEAVES)}"
    return Diagnostic("LK503", f"`{clipped(name)}` is not an act", labels, help_, path="acts")


def given_twice(name: str, labels: tuple[Label, ...] = ()) -> Diagnostic:
    """The finding for a fact that one source gives more than once."""
    return Diagnostic("LK505", f"`{clipped(name)}` is given twice", labels, "keep one of the two", path=clipped(name))


def is_known(name: str) -> bool:
    """Whether the vocabulary has a fact of this name, dated months and meanings included."""
    try:
        fact(name)
    except (KeyError, ValueProblem):
        return False
    return True


def _subject_meant(name: str, known: Iterable[str]) -> str:
    subjects = dict.fromkeys(other.partition(".")[0] for other in known)
    return next(iter(close_matches(name.partition(".")[0], subjects, cutoff=0.75)), "")


def _by_last_part(name: str, known: Iterable[str]) -> str:
    last = name.rpartition(".")[2]
    same = [other for other in known if other.rpartition(".")[2] == last]
    return f"did you mean `{same[0]}`?" if len(same) == 1 else ""
