"""The facade: licences and texts, ready to be asked; works are in `published.py`.

lk.load("kimi-k2.5").evaluate(use)
lk.all_of(weights, code).evaluate(use)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, partial
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from licensekit.catalogue import shelf
from licensekit.catalogue.loading import checked_text, read_all, usable
from licensekit.decision import Decision, LicenseChoice, Single, Terms, Together
from licensekit.decision.circumstances import Assume, Circumstances, Done, Readings, each_done
from licensekit.decision.decide import BriefAnswer, decide
from licensekit.decision.decision import Added, Forms
from licensekit.decision.inquiry import Owing
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError, NotOneLicense
from licensekit.meaning.own_rules import refuse_rules_for_others
from licensekit.meaning.terms import programs, shape_of
from licensekit.model.license import License, declared_facts
from licensekit.terms_of import from_catalogue, from_file, titles
from licensekit.use import Approval, Attestation, Use, filled
from licensekit.use.checks import a_text, listed, of_kind, refuse
from licensekit.use.local import read_local
from licensekit.use.problems import is_known
from licensekit.values import UNKNOWN, IndexValue, Rate, Told, known_shown
from licensekit.vocabulary.entries import FactInfo

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler

    from licensekit.catalogue.names import LicenseMeant
    from licensekit.check.file import Checked
    from licensekit.compile import Compiled, CompiledSet, Fixed
    from licensekit.decision.short import ShortAnswer
    from licensekit.use.profile import Profile

T = TypeVar("T")


def decided_again(terms: Terms, use: Use, circumstances: Circumstances, added: Added = Added()) -> Decision:  # noqa: B008
    """The decision about a question that has travelled from another process."""
    return decide(terms, use, circumstances).adding(added)


def _memo(decision: Decision) -> str:
    from licensekit.report.answer import Answer  # noqa: PLC0415 - words are needed only when asked for
    from licensekit.report.answer_memo import whole_memo  # noqa: PLC0415
    from licensekit.report.memo import plain  # noqa: PLC0415

    return plain(whole_memo(Answer(decision)))


def _short(decision: Decision) -> ShortAnswer:
    from licensekit.report.short_answer import short_answer  # noqa: PLC0415 - words are needed only when asked for

    return short_answer(decision)


def _data(decision: Decision) -> dict[str, Any]:
    from licensekit.report.answer import Answer  # noqa: PLC0415 - and so are data
    from licensekit.report.as_json import answer_data  # noqa: PLC0415

    return answer_data(Answer(decision))


def _json(decision: Decision) -> str:
    from licensekit.report.answer import Answer  # noqa: PLC0415
    from licensekit.report.as_json import as_json  # noqa: PLC0415

    return as_json(Answer(decision))


def _json_schema(handler: GetJsonSchemaHandler) -> dict[str, Any]:
    from licensekit.report.pydantic_form import decision_json_schema  # noqa: PLC0415

    return decision_json_schema(handler)


Decision.again, Decision.forms = decided_again, Forms(_memo, _short, _data, _json, _json_schema)


@dataclass(frozen=True, eq=False)
class LicenseTerms:
    """One licence, several that all bind, or a choice between several: what `evaluate` decides under.

    They come from `load`, `read`, `parse`, `all_of`, `any_of` or a work's `license`. Two are equal that mean the same,
    also in another process.
    """

    terms: Terms = field(repr=False)
    given: Mapping[str, Told] = field(default_factory=dict)
    """Facts that the work itself settles; they fill what a use leaves open."""
    given_by: str = ""
    """The title of that work."""
    taken: tuple[str, ...] = ()
    """What was taken for what, where a name was not the catalogue's id."""

    def __repr__(self) -> str:
        return f"LicenseTerms({self.id})" if not self.given_by else f"LicenseTerms({self.id}, {self.given_by})"

    @cached_property
    def licenses(self) -> tuple[License, ...]:
        """Every licence in the terms, those that follow on a later day included."""
        return tuple(program.license for program in programs(self.terms))

    @property
    def license(self) -> License:
        """The licence as a checked model. Raises NotOneLicense (LK551) where there are several: see `licenses`."""
        if isinstance(self.terms, Single):
            return self.terms.program.license
        raise NotOneLicense(
            [
                Diagnostic(
                    "LK551",
                    f"`{self.id}` is several licences",
                    help=f"name one of them, such as `{self.licenses[0].id}`; in Python `.licenses` has them all",
                )
            ]
        )

    @property
    def id(self) -> str:
        """The licence's id; of several, all of them with how they are joined."""
        return self.terms.name

    @property
    def title(self) -> str:
        """The licence's title; of several, all titles."""
        return titles(self.terms)

    @cached_property
    def declared(self) -> Mapping[str, FactInfo]:
        """The facts that these licences declare themselves, by name."""
        return declared_facts(self.licenses)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LicenseTerms) and self._meant == other._meant

    def __hash__(self) -> int:
        return hash(self._meant)

    @cached_property
    def _meant(self) -> tuple[object, ...]:
        """What is equal for terms that mean the same, wherever they were loaded: the licences by their digests."""
        return shape_of(self.terms), frozenset(self.given.items()), self.given_by

    def use(self, acts: Iterable[str] = (), facts: Mapping[str, object] | None = None) -> Use:
        """A use, in whose facts those that these licences declare themselves may stand too.

        >>> load("kimi-k2.5").use(["embed"], {"product.charged_for": True}).facts()["product.charged_for"]
        Exactly(value=True)

        `acts` and `facts` are as in `Use.of`, which takes the facts of the vocabulary alone. Raises FactsError.
        """
        return Use.of(acts, facts, self.declared)

    def evaluate(  # noqa: PLR0913 - each names one thing that a caller may state
        self,
        use: Use,
        *,
        as_of: date | None = None,
        assume: Assume = "standard",
        readings: Readings = "taken",
        approvals: Iterable[Approval] = (),
        done: Done = (),
        rates: Iterable[Rate] = (),
        indices: Iterable[IndexValue] = (),
        attested: Attestation | None = None,
        profile: Profile | None = None,
    ) -> Decision:
        """Decide whether a use is permitted under these terms, on what conditions, and why.

        >>> import licensekit as lk
        >>> use = lk.Use.of(["embed"], {"product.charged_for": True, "product.revenue.month": "21 million USD"})
        >>> decision = lk.load("kimi-k2.5").evaluate(use)
        >>> str(decision.verdict), [duty.clause for duty in decision.duties]
        ('permitted_with_duties', ['display-name'])

        `use` says what is done and what is known; what it leaves out is unknown, never no. Beside it:

        - `as_of`: the day for which the question is asked. Without one, what depends on the day stays open.
        - `assume`: what may be taken for granted of facts that are not given: `"none"`, nothing; `"safe"`, what can
          only make the answer stricter; `"standard"`, clean hands too, and what acts usually imply. Each is listed.
        - `readings`: how disputed wording is read: `"taken"`, as the licence's encoding has it; `"strict"`, in every
          way at once, the worst of which is the verdict; or a mapping of readings to options, `LICENSE.READING` where
          several licences have one of that name.
        - `approvals`: what was asked of licensors, and came of it. An approval that is not held is missing.
        - `done`: duties that were done, by the ids of their clauses; a mapping says `False` of those that were not.
        - `rates`: of exchange. Amounts in several currencies compare through these alone, else they stay open.
        - `indices`: of prices, where a licence adjusts an amount.
        - `attested`: who vouches for groups of facts of conduct, which then count as given.
        - `profile`: what holds of us for every question (`read_profile`). What is stated here wins over it, and so does
          what the catalogue says of the work.

        It is pure: no clock, no environment, no file is read, and equal questions get equal answers. The verdict, its
        duties and reasons are there at once; questions, bounds, headroom and what hangs on readings are worked out when
        they are asked for.

        Raises FactsError, with every finding at once, for facts that contradict each other or the acts (LK521, LK522),
        for what no licence asked about has (gates LK531, readings LK532 and LK533, duties LK537), for arguments that
        are of the wrong kind (LK508) or no such word (LK502); LicensekitError (LK720) where terms are too large.
        """
        refuse(of_kind("use", use, Use, "a Use", "write `lk.Use.of(acts, facts)`"))
        if profile is not None:
            from licensekit.use.profile import Profile  # noqa: PLC0415 - most questions come without a profile

            refuse(of_kind("profile", profile, Profile, "a Profile", 'write `lk.read_profile("company.toml")`'))
        filling = {name: known for name, known in self.given.items() if name not in use.facts()}
        circumstances = Circumstances(
            as_of=as_of,
            assume=assume,
            readings=readings,
            approvals=listed(approvals),
            done=each_done(done),
            rates=listed(rates),
            indices=listed(indices),
            attested=attested,
        )
        decision = self._asked(decide, use, circumstances, profile)
        if not (self.taken or filling):
            return decision
        read = {fact.fact for fact in decision.facts} if filling else set()
        notes = (
            f"`{name}` is {known_shown(known)}: so the catalogue says of {self.given_by}"
            for name, known in sorted(filling.items())
            if name in read
        )
        return decision.adding(Added((*self.taken, *notes), frozenset(filling)))

    def brief(
        self,
        use: Use,
        circumstances: Circumstances,
        profile: Profile | None = None,
        owing: Owing = None,
    ) -> BriefAnswer:
        """What `evaluate` comes to, without its words: for asking many licences, and for cases. Raises as it does."""
        return self._asked(partial(BriefAnswer, owing=owing), use, circumstances, profile)

    def _asked(
        self,
        answer: Callable[[Terms, Use, Circumstances], T],
        use: Use,
        circumstances: Circumstances,
        profile: Profile | None,
    ) -> T:
        """What is answered to a use beside a profile, and beside what the work settles."""
        whole = filled(use, self.given)
        if profile is None:
            return answer(self.terms, whole, circumstances)
        settled = {*use.left_open, *self.given} - use.facts().keys()
        return _with_profile(self, answer, profile.without(settled), whole, circumstances)

    def compile(self, **fixed: Unpack[Fixed]) -> Compiled:
        """These terms as generated functions: verdicts in well under a microsecond, a table at a time where wanted.

        >>> fast = load("mit").compile(assume="safe")
        >>> str(fast.verdict(Use.of(["run"])).verdict)
        'permitted'

        What is `fixed` holds for all uses, and is what `evaluate` takes beside the use. See docs/scale.md for tables,
        and docs/performance-compiled.md. Raises FactsError where what is fixed cannot be used.
        """
        from licensekit.compile import compile_terms  # noqa: PLC0415 - most callers never need it

        return compile_terms(self.terms, self.given, **fixed)

    def columns(
        self,
        frame: Any,
        acts: Iterable[str],
        *,
        rename: Mapping[str, str] | None = None,
        currency: str = "",
        ignore: Iterable[str] = (),
        **fixed: Unpack[Fixed],
    ) -> Any:
        """A data frame with the answers as columns; see docs/scale.md. Needs the extra `batch`. Raises FactsError."""
        return self.compile(**fixed).columns(frame, acts, rename=rename, currency=currency, ignore=ignore)


def _with_profile(
    terms: LicenseTerms,
    answer: Callable[[Terms, Use, Circumstances], T],
    profile: Profile,
    use: Use,
    circumstances: Circumstances,
) -> T:
    """What is answered to a use beside a profile; what contradicts it is told at its place in the profile."""
    from licensekit.decision.profiled import profiled  # noqa: PLC0415 - most questions come without a profile

    stated = {**use.facts(), **read_local(use.local, terms.declared)}
    facts, beside = profiled(profile, programs(terms.terms), stated, circumstances)
    left_open = {*use.left_open, *(name for name in profile.said.left_open if name in terms.declared or is_known(name))}
    try:
        return answer(terms.terms, terms.use(use.acts, {**dict.fromkeys(left_open, UNKNOWN), **facts}), beside)
    except FactsError as refused:
        raise profile.placed(refused) from None


def load(name: str) -> LicenseTerms:
    """The licence of this id (`name`) from the catalogue, or `PACK:ID` from a pack; or of another name that it has.

    >>> load("kimi-k2.5").title
    'Kimi K2.5 Modified MIT License'
    >>> load("MIT OR Apache 2.0").id
    'any of (mit, apache-2.0)'

    SPDX ids and expressions, `LicenseRef-scancode-…`, hub tags, titles and usual spellings will do, in any case; what
    was taken for what is in `taken`, and in the notes of an answer. `ids()` lists all ids. Raises CatalogueError: for a
    name that there is not, with one that is near (LK601); one that does not say which licence is meant (LK613); of a
    licence whose terms are not encoded (LK614); and for an expression that cannot be read (LK615).
    """
    refuse(a_text("name", name))
    if shelf.find(name) is not None:
        return LicenseTerms(_single(name))
    from licensekit.catalogue.names import meant, taken  # noqa: PLC0415 - most callers have the id

    which = meant(name)
    return replace(_joined_as(which), taken=taken(which))


def _joined_as(which: LicenseMeant) -> LicenseTerms:
    from licensekit.catalogue.names import JoinedLicenses, NamedLicense  # noqa: PLC0415

    match which:
        case NamedLicense(id=name):
            return LicenseTerms(_single(name))
        case JoinedLicenses(how=how, parts=parts):
            terms = tuple({part.id: part for part in map(_joined_as, parts)}.values())
            return all_of(*terms) if how == "AND" else any_of(*terms)


@cache
def _single(name: str) -> Single:
    return from_catalogue(name)


def named(name: str, *, license: str | None = None) -> LicenseTerms:
    """A licence as commands name it: `FILE.lic`, `FILE.lic:ID` of a file that holds several, or an id of the catalogue.

    Raises LicenseError and CatalogueError.
    """
    path, is_file, chosen = name.rpartition(".lic")
    if is_file and (not chosen or chosen.startswith(":")):
        return read(f"{path}.lic", license=chosen[1:] or license)
    return load(name)


def read(path: str | PathLike[str], *, license: str | None = None) -> LicenseTerms:
    """The licence of a `.lic` file at a `path`, checked; `license` is the id of the one meant where it holds several.

    >>> read("examples/my-licence.lic").title
    'Acme Model License 1.0'

    Raises LicenseError with everything found: what cannot be read (LK605), and every error in the text.
    """
    refuse(() if isinstance(path, PathLike) else a_text("path", path))
    return LicenseTerms(from_file(read_all(path), str(path), license))


def parse(text: str, name: str = "<text>", *, license: str | None = None) -> LicenseTerms:
    """The licence of a text in the language, checked; `license` is the id of the one meant where it holds several.

    >>> terms = parse('license own { title "Own" grant rights at "1" { may run } }')
    >>> terms.evaluate(terms.use(["run"])).verdict == "permitted"
    True

    `name` stands for the file in findings. Raises LicenseError with everything found; `check` returns it instead.
    """
    refuse(of_kind("text", text, str, "a text", "read the file first, or use `lk.read`"))
    return LicenseTerms(from_file(usable(checked_text(text, name)).licenses, name, license))


def compile_all(names: Iterable[str], **fixed: Unpack[Fixed]) -> CompiledSet:
    """Licences of the catalogue, each compiled for itself, to be asked about the same use.

    >>> asked = compile_all(["mit", "kimi-k2.5"]).verdicts(Use.of(["embed"], {"product.charged_for": False}))
    >>> {name: str(outcome.verdict) for name, outcome in asked.items()}
    {'mit': 'permitted', 'kimi-k2.5': 'permitted_with_duties'}

    `names` are ids; what is `fixed` is what `evaluate` takes beside the use. Raises CatalogueError (LK601), and
    FactsError where what is fixed cannot be used.
    """
    from licensekit.compile import CompiledSet  # noqa: PLC0415 - most callers never need it

    return CompiledSet({name: load(name).compile(**fixed) for name in listed(names)})


def check_terms(**named: object) -> None:
    """Raise FactsError for what is no terms, such as an id that was not loaded."""
    refuse(
        finding
        for path, value in named.items()
        for finding in of_kind(path, value, LicenseTerms, "terms of a licence", f"write `lk.load({_id(value)})`")
    )


def _id(value: object) -> str:
    return repr(value) if isinstance(value, str) else '"mit"'


def all_of(*parts: LicenseTerms) -> LicenseTerms:
    """Licences that all bind, such as those of weights and code: the more severe verdict for each act, all duties.

    >>> all_of(load("kimi-k2.5"), load("mit")).id
    'all of (kimi-k2.5, mit)'

    Raises FactsError (LK508) for what is no terms, CatalogueError (LK609 to LK611) where a name stands for two things,
    or where what one says of its own facts would settle those of the others (LK618).
    """
    return _joined(parts, Together)


def any_of(*parts: LicenseTerms) -> LicenseTerms:
    """Licences of which the user may take any: one that is milder for all acts asked about, and its duties alone.

    >>> any_of(load("mit"), load("gpl-3.0")).title
    'MIT License or GNU General Public License, version 3'

    Raises as `all_of` does.
    """
    return _joined(parts, LicenseChoice)


def _joined(parts: tuple[LicenseTerms, ...], kind: type[Together | LicenseChoice]) -> LicenseTerms:
    if not parts:
        message, mend = "no licence is named", 'name them, such as `lk.load("mit")`'
        raise FactsError([Diagnostic("LK508", message, help=mend, path="parts")])
    check_terms(**{f"parts[{at}]": part for at, part in enumerate(parts)})
    if len(parts) == 1:
        return parts[0]
    given = {
        name: known
        for name, known in parts[0].given.items()
        if all(other.given.get(name) == known for other in parts[1:])
    }
    taken = tuple(dict.fromkeys(note for part in parts for note in part.taken))
    terms = kind(tuple(part.terms for part in parts))
    refuse_rules_for_others([program.license for program in programs(terms)])
    return LicenseTerms(terms, given, parts[0].given_by, taken)


def terms_in(checked: Checked, name: str) -> LicenseTerms:
    """The terms of a licence of a checked file. Raises LicenseError."""
    return LicenseTerms(from_file(usable(checked).licenses, name, name))
