"""A request: a JSON object with the keys of a facts file, and what says under which terms it is decided.

It is read as a facts file is: no float is ever made, no key counts twice, and everything wrong is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from licensekit import api, published
from licensekit.api import LicenseTerms
from licensekit.decision.circumstances import Assume, Circumstances, Readings
from licensekit.diagnostics import Diagnostic, Label, clipped, did_you_mean
from licensekit.errors import FactsError, LicensekitError, ValueProblem
from licensekit.limits import MAX_FACTS_BYTES
from licensekit.profiles import parse_profile
from licensekit.report.answer import WorkShown
from licensekit.span import Source
from licensekit.use.entries import date_of
from licensekit.use.files import KEYS, facts_of_table
from licensekit.use.parsing import located, parsed
from licensekit.use.problems import Refusals, about
from licensekit.use.profile import Profile
from licensekit.use.raw import is_text
from licensekit.use.statements import FactsFile
from licensekit.vocabulary.words import SUBJECTS

T = TypeVar("T")
NAME: Final = "request"
ABOUT: Final = ("licenses", "any", "text", "license", "model", "under", "part", "obtained")
"""The keys that say what is asked about: ids of licences, the text of one, or a model."""
HOW: Final = ("profile", "assume", "strict")
"""The keys that say how it is decided."""
MOST_LICENSES: Final = 12
_WORDS: Final = {"assume": ("none", "safe", "standard"), "part": ("weights", "code", "data", "all")}


@dataclass(frozen=True)
class ServiceRequest:
    """The object that was sent, with its text for the places of findings."""

    source: Source
    table: Mapping[str, Any]
    refusals: Refusals

    def refuse(self, key: str, message: str, mend: str, code: str = "LK508") -> None:
        """Keep a finding about a key, once however often it is read."""
        finding = Diagnostic(code, message, self.place(key), mend, path=key)
        if finding not in self.refusals:
            self.refusals.add(finding)

    def place(self, key: str) -> tuple[Label, ...]:
        """Where a key stands."""
        return located(self.source, (key,))

    def text(self, key: str) -> str:
        """What a key says; empty where it is not there."""
        value = self.table.get(key, "")
        if is_text(value):
            return value
        self.refuse(key, f"`{key}` is not a text", "write it in double quotes")
        return ""

    def flag(self, key: str) -> bool:
        """Whether a key says true; false where it is not there."""
        value = self.table.get(key, False)
        if isinstance(value, bool):
            return value
        self.refuse(key, f"`{key}` is neither true nor false", "write true or false")
        return False

    def word(self, key: str, default: str, words: Sequence[str] = ()) -> str:
        """One of the words that a key can be."""
        value, words = self.table.get(key, default), words or _WORDS[key]
        if value in words:
            return str(value)
        if self.text(key) == value:  # of what is no text that is said
            self.refuse_word(key, value, words)
        return default

    def refuse_word(self, key: str, value: str, words: Sequence[str]) -> None:
        """Keep a finding about a word that a key cannot be."""
        mend = did_you_mean(value, words) or f"use one of {', '.join(f'`{word}`' for word in words)}"
        self.refuse(key, f"`{key}` cannot be `{clipped(value)}`", mend)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is not there."""
        value = self.table.get(key, [])
        if isinstance(value, list) and all(map(is_text, value)):
            return tuple(value)
        self.refuse(key, f"`{key}` is no list of texts", "write them in brackets, each in double quotes")
        return ()

    def day(self, key: str) -> date | None:
        """A day; None where none is said."""
        if key not in self.table:
            return None
        try:
            return date_of(self.table[key])
        except ValueProblem as problem:
            self.refusals.add(about(key, problem, self.place(key)))
            return None

    def take(self, work: Callable[[], T]) -> T | None:
        """What some work comes to; None where it is refused, which is kept."""
        try:
            return work()
        except LicensekitError as error:
            self.refusals.add(*error.diagnostics)
            return None

    def only(self, *keys: str) -> None:
        """Refuse every key but these."""
        for key in self.table:
            if key not in keys:
                mend = did_you_mean(key, keys) or f"use one of {', '.join(f'`{each}`' for each in keys)}"
                self.refuse(key, f"`{clipped(key)}` is not a key here", mend)


def request_of(data: bytes) -> ServiceRequest:
    """The object that some bytes hold. Raises FactsError where they hold none."""
    if len(data) > MAX_FACTS_BYTES:
        message = f"the request is too big: at most {MAX_FACTS_BYTES:_} bytes"
        raise FactsError([Diagnostic("LK506", message, help="send less at a time")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the request is not UTF-8 at byte {error.start}"
        raise FactsError([Diagnostic("LK507", message, help="send it as UTF-8")]) from None
    source = Source(NAME, text.replace("\r\n", "\n"))
    refusals = Refusals([source])
    return ServiceRequest(source, parsed(source, "json", refusals), refusals)


# --- what is asked about ---------------------------------------------------------------------------------


class RequestedTerms(NamedTuple):
    """The terms to decide under; and the model, where one is named."""

    terms: LicenseTerms
    work: WorkShown | None = None


def subject_of(request: ServiceRequest) -> RequestedTerms | None:
    """What a request names or brings; None where it cannot be had, for which there is a finding then."""
    text, names, model = request.text("text"), request.texts("licenses"), request.text("model")
    if len(names) > MOST_LICENSES:
        request.refuse("licenses", f"{len(names)} licences are named", f"name at most {MOST_LICENSES}", "LK511")
        return None
    if sum(map(bool, (text, names, model))) != 1:
        message = "one of `licenses`, `text` and `model` is needed, and no more"
        request.refuse("licenses", message, 'write "licenses": ["mit"]')
        return None
    if text:
        return request.take(lambda: RequestedTerms(api.parse(text, license=request.text("license") or None)))
    return request.take(partial(_of_model, request)) if model else _named(request)


def terms_of(request: ServiceRequest) -> LicenseTerms | None:
    """The terms alone."""
    subject = subject_of(request)
    return None if subject is None else subject.terms


_WHOSE: Final = {"under": "model", "part": "model", "obtained": "model", "license": "text", "any": "licenses"}
"""Keys that say something of another, which must then be there."""


def _check_whose(request: ServiceRequest) -> None:
    for key, whose in _WHOSE.items():
        if key in request.table and whose not in request.table:
            request.refuse(key, f"`{key}` says something of `{whose}`, which is not there", "leave it out", "LK704")
        if key in {"under", "license"} and request.table.get(key) == "":
            request.refuse(key, f"`{key}` is empty", "say what was meant to stand there, or leave it out", "LK703")


def _of_model(request: ServiceRequest) -> RequestedTerms:
    """The terms that bind a model, or under which a request puts it. Raises CatalogueError."""
    part, obtained = request.word("part", "weights"), request.day("obtained")
    model, under = request.text("model"), request.text("under")
    return RequestedTerms(*published.asked_about_work(model, part=part, obtained=obtained, under=under, load=api.load))


def licenses_of(request: ServiceRequest) -> list[LicenseTerms]:
    """The licences that are named, those left out of which there is a finding."""
    names = request.texts("licenses")
    return [terms for name in names if (terms := request.take(partial(api.load, name))) is not None]


def _named(request: ServiceRequest) -> RequestedTerms | None:
    loaded = licenses_of(request)
    if len(loaded) < len(request.texts("licenses")):
        return None
    return request.take(lambda: RequestedTerms((api.any_of if request.flag("any") else api.all_of)(*loaded)))


# --- what is asked ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UseAsked:
    """A question as a request puts it."""

    said: FactsFile
    circumstances: Circumstances
    profile: Profile | None = None


def asked_of(request: ServiceRequest, terms: LicenseTerms | None, *further: str) -> UseAsked:
    """The question of a request; `further` keys are those that another reader takes. Raises FactsError."""
    own = (*ABOUT, *HOW, *further)
    _check_whose(request)
    declared = {} if terms is None else terms.declared
    table = {key: value for key, value in request.table.items() if key not in own}
    for key in [key for key in table if key not in (*KEYS, *SUBJECTS)]:
        mend = did_you_mean(key, (*own, *KEYS)) or f"use one of {', '.join(f'`{each}`' for each in (*own, *KEYS))}"
        request.refuse(key, f"`{clipped(key)}` is not a key of a request", mend)
        del table[key]
    said = request.take(lambda: facts_of_table(table, request.source, declared)) or FactsFile()
    assume: Assume = request.word("assume", "standard")  # type: ignore[assignment]
    profile = request.take(lambda: _profile(request, declared))
    profile = None if profile is None else profile.without(said.left_open)
    circumstances = Circumstances(
        as_of=said.as_of,
        assume=assume,
        readings=_readings(request, said),
        approvals=said.approvals,
        done=said.done,
        rates=said.rates,
        indices=said.indices,
        attested=said.attested,
    )
    return UseAsked(said, circumstances, profile)


def needs_acts(request: ServiceRequest, acts: Iterable[str]) -> None:
    """Refuse a question without an act, where nothing else is wrong with it."""
    if not (list(acts) or request.refusals):
        request.refuse("acts", "no act is named", 'write "acts": ["run"]; `acts` lists all', "LK705")


def _profile(request: ServiceRequest, declared: Mapping[str, Any]) -> Profile | None:
    text = request.text("profile")
    if not text:
        return None
    language = "json" if text.lstrip()[:1] == "{" else "toml"
    return parse_profile(text, "<profile>", language=language, declared=declared)  # type: ignore[arg-type]


def _readings(request: ServiceRequest, said: FactsFile) -> Readings:
    if not request.flag("strict"):
        return {each.reading: each.option for each in said.readings} if said.readings else "taken"
    if said.readings:
        request.refuse("strict", "readings are chosen, and all are to be strict", "leave out one of the two")
    return "strict"
