"""Models and packages: which licences bind them, how that is known, and what may be done with them.

lk.work("unsloth/Llama-3.1-8B-Instruct").evaluate(use)
lk.work("MiniMaxAI/MiniMax-M2.7").license(obtained=date(2026, 4, 12)).evaluate(use)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from licensekit import api
from licensekit.api import LicenseTerms, all_of, load
from licensekit.catalogue import hub_index, registry
from licensekit.catalogue.dated import disagreeing_tags, license_on, part_named, parts_of
from licensekit.catalogue.hub_index import HubRow
from licensekit.catalogue.lineage import Grade, Layer, Lineage, lineage, work_of
from licensekit.catalogue.name_table import is_of_a_model
from licensekit.decision import Circumstances, Decision, Verdict
from licensekit.decision.circumstances import checked, each_done
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import CatalogueError, FactsError, LicensekitError
from licensekit.meaning.program import Program
from licensekit.meaning.terms import asked_about, programs
from licensekit.meaning.verdict import mildest, severest
from licensekit.model.works import Tag, Work
from licensekit.report.answer import WorkShown
from licensekit.report.layer_words import grade_told, layers_told
from licensekit.use import Use
from licensekit.use.checks import a_day, a_text, listed, refuse

_NOT_ITS: Final = frozenset({"LK531", "LK532", "LK537"})
"""What is said of a gate, reading or duty that one licence has and another has not."""


class HasEnds(Protocol):
    """An answer under one set of licences, as far as its ends."""

    @property
    def possible(self) -> tuple[Verdict, ...]:
        """The verdicts that remain possible."""


def ends(
    answers: Sequence[HasEnds], more: Sequence[str] = (), otherwise: Sequence[str] = ()
) -> tuple[Verdict | None, Verdict | None]:
    """The mildest and the most severe that is possible for a work, from an answer for each set that may bind.

    None stands for what is open: the mildest where terms may hold `otherwise` that are not known here, the most severe
    where `more` may bind too.
    """
    if not answers or otherwise:
        return None, None
    possible = [verdict for each in answers for verdict in each.possible]
    best = mildest(possible)
    if best is Verdict.PROHIBITED:
        return best, best
    return best, None if more else severest(possible)


@dataclass(frozen=True)
class PossibleAnswers:
    """The decision under each set of licences that may bind, and why further terms, or others, may bind instead."""

    decisions: tuple[Decision, ...]
    more: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()

    @property
    def best(self) -> Verdict | None:
        """The mildest that is possible; None where other terms may hold that are not known here."""
        return ends(self.decisions, self.more, self.otherwise)[0]

    @property
    def worst(self) -> Verdict | None:
        """The most severe that is possible; None where further or other terms may bind that are not known here."""
        return ends(self.decisions, self.more, self.otherwise)[1]

    @property
    def verdict(self) -> Verdict:
        """The one verdict that is possible, or that the decision has where there is one; else unknown."""
        settled = len(self.decisions) == 1 and not (self.more or self.otherwise)
        if settled:
            return self.decisions[0].verdict
        verdicts = {decision.verdict for decision in self.decisions}
        if len(verdicts) == 1 and self.worst is not None:
            return verdicts.pop()
        return self.best if self.best is not None and self.best is self.worst else Verdict.UNKNOWN


@dataclass(frozen=True)
class WorkAnswer:
    """An answer about a work, whatever is known of its licence: one decision for each set of licences that may bind.

    Where sources disagree every claim is asked; where they come to one verdict it is the verdict, else it is unknown,
    with the best and the worst. What may bind besides, or instead, is in `lineage.more` and `lineage.otherwise`.
    """

    work: str
    lineage: Lineage
    decisions: tuple[Decision, ...]

    @property
    def grade(self) -> Grade:
        """How well it is known what binds."""
        return self.lineage.grade

    @property
    def possible(self) -> PossibleAnswers:
        """The answers that are possible."""
        return PossibleAnswers(self.decisions, self.lineage.more, self.lineage.otherwise)

    @property
    def best(self) -> Verdict | None:
        """The mildest that is possible; None where other terms may hold that are not known here."""
        return self.possible.best

    @property
    def worst(self) -> Verdict | None:
        """The most severe that is possible; None where further or other terms may bind that are not known here."""
        return self.possible.worst

    @property
    def verdict(self) -> Verdict:
        """The one verdict that is possible, or that the decision has where there is one; else unknown."""
        return self.possible.verdict

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data: what binds, how that is known, and each decision as `Decision.to_dict` has it."""
        return {
            "work": self.work,
            "grade": self.grade,
            "verdict": self.verdict.value,
            "best": self.best and self.best.value,
            "worst": self.worst and self.worst.value,
            "more": list(self.lineage.more),
            "otherwise": list(self.lineage.otherwise),
            "layers": [layer_data(layer) for layer in self.lineage.layers],
            "answers": [decision.to_dict() for decision in self.decisions],
        }


def layer_data(layer: Layer) -> dict[str, Any]:
    """What is known of a work, or of one that it is made from, as plain data."""
    return {
        "work": layer.work,
        "relation": layer.relation,
        "grade": layer.grade,
        "said": list(layer.said),
        "possible": [list(names) for names in layer.possible],
        "notes": list(layer.notes),
        "source": layer.source,
    }


@dataclass(frozen=True)
class PublishedWork:
    """A model or package, and the licences that its parts carried over time."""

    work: Work
    from_hub: bool = False
    """Whether it comes from the index of the hub, and not from a person's record."""

    def __repr__(self) -> str:
        return f"PublishedWork({self.id})"

    @property
    def id(self) -> str:
        """The work's id."""
        return self.work.id

    @property
    def title(self) -> str:
        """The work's title."""
        return self.work.title

    def lineage(self, *, obtained: date | None = None, part: str = "weights") -> Lineage:
        """What binds it, layer by layer: itself and all that it is made from, each with the grade of what is known.

        >>> [layer.work for layer in work("AtomicChat/Kimi-K3-GGUF").lineage().layers]
        ['AtomicChat/Kimi-K3-GGUF', 'moonshotai/Kimi-K3']

        `obtained` is the day on which the copy was got: forms of a licence that came later do not hold for it.
        """
        refuse(a_day("obtained", obtained))
        whole = lineage(self.work.models[0] if self.from_hub else self.id, obtained, part_named(part))
        assert whole is not None, "it was found under this name"
        return whole

    def license(self, *, obtained: date | None = None, part: str = "weights") -> LicenseTerms:
        """The terms under which a copy `obtained` on a day stands, as evaluations take them.

        >>> work("kimi-k2.5").license(obtained=date(2026, 6, 1)).id
        'kimi-k2.5'

        `part` is `weights`, `code`, `data` or `all`, which is the more severe of them. What the registry knows of the
        work fills what a use leaves open. Raises CatalogueError where the licence changed and no day is given (LK603),
        where none is published for that day, or its text is not at hand (LK604), and where it is not settled what binds
        (LK616): `evaluate` answers then too.
        """
        refuse(a_day("obtained", obtained))
        if self.from_hub and part in {"weights", "all"}:
            return self._inherited(obtained)
        names = dict.fromkeys(license_on(self.work, each, obtained) for each in parts_of(self.work, part))
        terms = all_of(*map(load, names))
        return replace(terms, given={each.fact: each.value for each in self.work.given}, given_by=self.work.title)

    def _inherited(self, obtained: date | None) -> LicenseTerms:
        whole = self.lineage(obtained=obtained)
        if whole.settled:
            return _filled(all_of(*map(load, whole.settled)), whole)
        choices = tuple(" and ".join(f"`{name}`" for name in names) for names in whole.possible if names)
        notes = (*(f"it may be {choice}" for choice in choices if len(choices) > 1), *whole.more, *whole.otherwise)
        message = f"which licence `{self.id}` carries is not settled here ({whole.grade})"
        mend = "ask with `evaluate`, or `licensekit ask --model`, or name the licence that came with your copy"
        raise CatalogueError([Diagnostic("LK616", message, help=mend, notes=notes)])

    def binding(
        self, *, obtained: date | None = None, part: str = "weights"
    ) -> tuple[Lineage, tuple[LicenseTerms, ...]]:
        """What is known of it, and each set of licences that may bind: one of them does, so far as they are known."""
        whole = self.lineage(obtained=obtained, part="weights" if part == "all" else part)
        terms = [*_terms_of(whole)]
        if part == "all" and not self.from_hub:
            terms = [self.license(obtained=obtained, part=part)]
        return whole, tuple(terms)

    def evaluate(
        self, use: Use, *, obtained: date | None = None, part: str = "weights", **circumstances: Any
    ) -> WorkAnswer:
        """Decide under everything that may bind this work; `circumstances` are what `LicenseTerms.evaluate` takes.

        >>> answer = work("AtomicChat/Kimi-K3-GGUF").evaluate(Use.of(["run"]))
        >>> answer.grade, len(answer.decisions)
        ('by its base', 1)

        What is stated of a gate, reading or duty holds for the licences that have it. Raises FactsError.
        """
        whole, terms = self.binding(obtained=obtained, part=part)
        decisions = (each.evaluate(_own(use, each), **_its(each, circumstances)) for each in terms)
        return WorkAnswer(self.id, whole, tuple(decisions))

    def disagreeing_tags(self, terms: LicenseTerms, obtained: date | None = None) -> tuple[Tag, ...]:
        """What hubs say the licence is, where it is none of these. A tag never chooses a licence."""
        licenses = [program.license for program in asked_about(terms.terms)]
        of_each = [disagreeing_tags(self.work, license.id, license.spdx, obtained) for license in licenses]
        return tuple(tag for tag in of_each[0] if all(tag in others for others in of_each))


def work(name: str) -> PublishedWork:
    """The model or package of this `name`: an id, or the name on a hub in any case, or its address there.

    >>> work("MiniMaxAI/MiniMax-M2.7").license(obtained=date(2026, 4, 12)).id
    'minimax-m2.7-initial'

    Raises CatalogueError for one that is not known here, with those that are near (LK602), and for a name on a hub
    without its owner (LK617).
    """
    refuse(a_text("name", name))
    match _recorded(registry.on_hub(name)):
        case Work() as recorded:
            return PublishedWork(recorded)
        case HubRow() as row:
            return PublishedWork(work_of(row), from_hub=True)


def binding_of(name: str, obtained: date | None) -> tuple[Lineage, tuple[LicenseTerms, ...]]:
    """What is known of the weights of a work by its name, and each set of licences that may bind, as `binding` has it.

    A row of the hub's index is walked once. Raises CatalogueError as `work` does.
    """
    match _recorded(registry.on_hub(name)):
        case Work() as recorded:
            return PublishedWork(recorded).binding(obtained=obtained)
        case HubRow() as row:
            whole = lineage(row.id, obtained)
            assert whole is not None, "it has a row"
            return whole, tuple(_terms_of(whole))


def _terms_of(whole: Lineage) -> Iterator[LicenseTerms]:
    return (_filled(all_of(*map(load, names)), whole) for names in whole.possible if names)


def _filled(terms: LicenseTerms, whole: Lineage) -> LicenseTerms:
    """The terms beside what the works settle that it is, or is made from."""
    given = {each.fact: each.value for each in whole.facts}
    return replace(terms, given=given, given_by=" and ".join(each.title for each in whole.records)) if given else terms


def _recorded(name: str) -> Work | HubRow:
    """The record of a work, else its row of the hub's index. Raises CatalogueError where there is neither."""
    known = registry.recorded(name) or hub_index.row(name)
    if known is None:
        raise registry.unknown_work(name)
    return known


def asked_about_work(
    name: str, *, part: str, obtained: date | None, under: str, load: Callable[[str], LicenseTerms]
) -> tuple[LicenseTerms, WorkShown]:
    """The terms of a model, beside what is known of it: those that bind it, or `under` which a question puts it.

    `load` finds the licence that `under` names; where it is empty none is named. Raises CatalogueError as `work` and
    `license` do; where a licence is named the model need not be known.
    """
    try:
        known = work(name)
        whole = known.lineage(obtained=obtained, part="weights" if part == "all" else part)
    except CatalogueError as unknown:
        if not under:
            raise
        said = (unknown.diagnostics[0].message,)
        return load(under), WorkShown(clipped(name), clipped(name), part, obtained, (), _on_record(under), said)
    layers = layers_told(whole)
    if under:
        return load(under), WorkShown(known.id, known.title, part, obtained, (), _on_record(under), layers)
    terms = known.license(obtained=obtained, part=part)
    tags = known.disagreeing_tags(terms, obtained)
    return terms, WorkShown(known.id, known.title, part, obtained, tags, grade_told(whole), layers)


def _on_record(under: str) -> str:
    return f"under {clipped(under)}, as the question has it"


def is_known(name: str) -> bool:
    """Whether there is a model or package of this name here. Raises CatalogueError where several packs have it."""
    name = registry.on_hub(name)
    return registry.recorded(name) is not None or hub_index.row(name) is not None


def named(name: str, *, license: str | None = None) -> LicenseTerms:
    """A licence as commands name it: by file or by its name in the catalogue, or by the model that carries it.

    Raises LicenseError, and CatalogueError as `load`, `work` and `PublishedWork.license` do.
    """
    if not is_of_a_model(name):
        return api.named(name, license=license)
    model = work(name)
    terms = model.license()
    return replace(terms, taken=(f"`{name}` carries `{terms.id}` ({model.lineage().grade})",))


def ids_named(name: str) -> tuple[str, ...]:
    """The ids of the licences that a name of the catalogue or of a model stands for; none where it stands for none."""
    try:
        # not by `named` alone: a file of the same id is no licence of the catalogue
        terms = named(name) if is_of_a_model(name) else load(name)
        return tuple(dict.fromkeys(program.license.id for program in asked_about(terms.terms)))
    except LicensekitError:
        return ()


def _own(use: Use, terms: LicenseTerms) -> Use:
    """A use without the facts that only another of the licences asked about declares."""
    local = {name: known for name, known in use.local.items() if name in terms.declared}
    return use if len(local) == len(use.local) else use.model_copy(update={"local": local})


def _its(terms: LicenseTerms, circumstances: dict[str, Any]) -> dict[str, Any]:
    """What is stated, without what only another of the licences asked about has."""
    its = dict(circumstances)
    every = programs(terms.terms)
    if its.get("approvals"):
        its["approvals"] = tuple(
            one for one in listed(its["approvals"]) if _fits(every, Circumstances(approvals=(one,)))
        )
    if its.get("done"):
        done = each_done(its["done"])
        fitting = [name for name in done if _fits(every, Circumstances(done=(name,)))]
        its["done"] = {name: done[name] for name in fitting} if isinstance(done, dict) else tuple(fitting)
    readings = its.get("readings", "taken")
    if not isinstance(readings, str):
        chosen = {name: way for name, way in readings.items() if _fits(every, Circumstances(readings={name: way}))}
        its["readings"] = chosen or "taken"
    return its


def _fits(every: tuple[Program, ...], stated: Circumstances) -> bool:
    try:
        checked(every, stated)
    except FactsError as refused:
        return not {each.code for each in refused.diagnostics} <= _NOT_ITS
    return True
