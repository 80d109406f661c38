"""Licences that cannot both be met for what is planned, with a clause of each.

Five things are looked for in the duties that are due or may be, and in what licences forbid. One asks for the whole
work under its terms, another for the same work under others, or for its own files to stay under others. One asks for
the whole under its terms and no further ones, while the other's terms limit who may do what, or take patents back from
who sues over them. Two ask for names of one model that begin differently.

Of a choice between licences each is looked at here; which one leaves nothing to tell is sought in `choosing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product
from typing import Final, NamedTuple

from licensekit.components.answers import COMBINED, ClauseCited, LayerAnswer, LicenseConflict
from licensekit.components.component import ComponentKind
from licensekit.decision.parts import DutyShown
from licensekit.meaning.program import Program
from licensekit.meaning.terms import asked_about
from licensekit.model.clauses import Action, Clause, Duty, Exemption, Gate, Grant, Prohibition, Termination
from licensekit.model.conditions import Condition
from licensekit.model.phrase import action_text, sentence
from licensekit.truth import TRUE
from licensekit.values import Exactly
from licensekit.vocabulary.facts import name_pieces

WHOLE: Final = frozenset(
    {
        *("whole_work", "whole_work_but_for_the_modules", "whole_work_but_for_openssl", "whole_font"),
        *("adapted_material", "adaptation", "derivative_work", "derivative_works", "every_copy_and_derivative_work"),
        *("the_code_and_what_derives_from_it", "derivatives", "derivative_database", "data_and_enhanced_data"),
        "service_source_code",
    }
)
"""What a licence wants under its terms where it wants more than its own files; anything else are its own."""
UNCHANGED: Final = frozenset({"the_original"})
"""What is to stay under its terms as long as it is passed on unchanged, and so in no work that is made from it."""
_OTHERS: Final = re.compile(r"or\b.*\b(?:licen[cs]es?|terms)\b")
"""How a duty says that other licences will do too, which it does not name."""
_OWN_CHOICE: Final = "terms."
"""How facts begin that say under which terms the licensee passes it on."""
_TOGETHER: Final = frozenset(
    {
        *(frozenset({each, "agpl-3.0"}) for each in ("gpl-3.0", "lgpl-3.0")),
        *(frozenset({each, "mpl-2.0"}) for each in ("gpl-2.0", "gpl-3.0", "lgpl-2.1", "lgpl-3.0", "agpl-3.0")),
        frozenset({"gpl-2.0", "apache-2.0-with-llvm-exception"}),
    }
)
"""Licences that say themselves how they go together: section 13 of the two of GNU, 3.3 of MPL 2.0, and the second
paragraph of the exception for LLVM, by which what conflicts with GPL 2 may be set aside."""
_NO_FURTHER: Final = "further-restrictions"
"""What the licences of GNU's family call the clause by which recipients' rights may not be restricted further."""
_RETALIATION: Final = "dispute.patent_claim"
"""The fact on which patents are taken back."""
_ABOUT_USE: Final = frozenset(
    {"purpose", "use", "product", "licensee", "group", "outputs", "service", "client", "conduct", "products"}
)
"""Subjects of facts by which terms limit what people may do, and not how they pass the work on."""
_LAW: Final = frozenset(
    {"conduct.unlawful", "conduct.other_crime", "conduct.unlawful_content", "conduct.breaks_trade_controls"}
)
"""What the law forbids anyway: who says so limits nothing."""
_PASSED_ON: Final = frozenset({"use_restrictions", "terms_as_protective_as_the_use_restrictions"})


def conflicts(layers: Sequence[LayerAnswer]) -> tuple[LicenseConflict, ...]:
    """The clauses of some layers that cannot both be met, each pair of licences and layers once; sure ones first."""
    each_once: dict[tuple[str, ...], LicenseConflict] = {}
    for conflict in sorted(_conflicts(layers), key=lambda each: not each.certain):
        first, second = conflict.first, conflict.second
        pair = tuple(sorted((f"{first.component} {first.license}", f"{second.component} {second.license}")))
        each_once.setdefault((*pair, conflict.why), conflict)
    return tuple(each_once.values())


def _conflicts(layers: Sequence[LayerAnswer]) -> Iterator[LicenseConflict]:
    for upper, lower in combinations(range(len(layers)), 2):
        joined = are_joined(layers, upper, lower)
        if joined is not None:
            yield from conflicts_of(layers[upper], layers[lower], certain=joined)


def conflicts_of(upper: LayerAnswer, lower: LayerAnswer, *, certain: bool) -> Iterator[LicenseConflict]:
    """The clauses of two layers of one work that cannot both be met; `certain` where they surely are one."""
    yield from _names(upper, lower, certain=certain)
    yield from _wholes(upper, lower, certain=certain)
    for asking, limiting in permutations((upper, lower)):
        yield from _further_terms(asking, limiting, certain=certain)


# --- which layers are one work ---------------------------------------------------------------------------


def are_joined(layers: Sequence[LayerAnswer], upper: int, lower: int) -> bool | None:
    """Whether two layers are parts of one work: surely, perhaps (False), or not (None)."""
    hows = [*_made_by(layers, upper, lower)]
    if hows and all(made not in {"beside", "trained"} for made in hows):
        return "" not in hows
    pair = (layers[upper].component, layers[lower].component)
    combined = any(each.facts.get(COMBINED) == Exactly(value=True) for each in pair)
    kinds = {_kind(layers[upper]), _kind(layers[lower])}
    if kinds <= {"code", ""}:
        return combined and "" not in kinds
    return False if combined or (hows and "beside" not in hows) else None


def _kind(layer: LayerAnswer) -> ComponentKind:
    """What a layer is; what is known to be a model is weights, and of what nothing says what it is that stays open."""
    known = layer.component.model or layer.bound.lineage is not None
    return layer.component.kind or ("weights" if known else "")


def _made_by(layers: Sequence[LayerAnswer], upper: int, lower: int) -> Iterator[str]:
    """How both are made into the lowest layer that stands above both; nothing where that is the product itself."""
    above = [*_trail(layers, upper)], [*_trail(layers, lower)]
    common = next(each for each in above[0] if each in above[1])
    if common == 0 and not layers[0].component.made:
        return
    for trail in above:
        for at in trail[: trail.index(common)]:
            yield layers[at].made


def _trail(layers: Sequence[LayerAnswer], at: int) -> Iterator[int]:
    """A layer, the one above it, and so on to the component itself."""
    yield at
    while at != layers[at].above:
        at = layers[at].above
        yield at


# --- what cannot be met together -------------------------------------------------------------------------


class _AskedAction(NamedTuple):
    """An action that a duty asks for."""

    action: Action
    duty: DutyShown
    layer: LayerAnswer
    unless: str = ""
    """What the licence lets go under others: the clause, and the fact that was taken not to be so."""

    @property
    def cited(self) -> ClauseCited:
        duty = self.duty
        return ClauseCited(
            self.layer.component.title, duty.license, duty.clause, str(duty.locator), action_text(self.action)
        )

    @property
    def terms(self) -> frozenset[str]:
        """The licence that asks, and those under which it wants something: a permission more takes none away."""
        placed = self.action.licenses
        return frozenset({self.duty.license, *(placed.names if placed is not None else ())})

    @property
    def is_due(self) -> bool:
        elsewhere = self.unless or _OTHERS.match(self.action.where)
        return self.duty.status == "due" and self.duty.truth is TRUE and not elsewhere


def _asked(layer: LayerAnswer) -> Iterator[_AskedAction]:
    """What the duties of a layer ask for that have no other way, and are due or may be."""
    for decision in layer.answers.decisions:
        assumed = {each.fact for each in decision.assumptions if each.fact.startswith(_OWN_CHOICE)}
        lifted = dict(_lifted(layer, assumed)) if assumed else {}
        for duty in decision.duties:
            if duty.strength == "must" and duty.status in {"due", "open", "would_apply", "not_done"}:
                for must in duty.obligations:
                    if len(must.alternatives) == 1:
                        unless = lifted.get((duty.license, duty.clause), "")
                        yield _AskedAction(must.alternatives[0], duty, layer, unless)


def _lifted(layer: LayerAnswer, assumed: set[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """The clauses that an exemption would lift if one of some facts were so."""
    for program in _may_bind(layer):
        for each in program.license.clauses:
            facts = assumed.intersection(program.license.facts_in(each.when)) if each.when is not None else set()
            if isinstance(each, Exemption) and facts:
                said = ", ".join(f"`{fact}`" for fact in sorted(facts))
                how = f"unless the whole goes under the other as {program.license.id} {each.locator} lets it ({said})"
                yield from (((program.license.id, name), how) for name in each.lifts)


def _placed(layer: LayerAnswer, *, whole: bool = True) -> Iterator[_AskedAction]:
    """What is wanted under licences: the whole work, or no more than what is the licensor's own."""
    for asked in _asked(layer):
        named = {thing.name for thing in asked.action.objects} - UNCHANGED
        if asked.action.licenses is not None and named and bool(named & WHOLE) is whole:
            yield asked


def _wholes(upper: LayerAnswer, lower: LayerAnswer, *, certain: bool) -> Iterator[LicenseConflict]:
    """One wants the whole under its own licence, and the other does too, or wants its files to stay under its own."""
    own = "one wants the whole under its own licence, and the other wants its files to stay under its own"
    pairs = [(*each, "each wants the whole under its own licence") for each in product(_placed(upper), _placed(lower))]
    for wanting, staying in permutations((upper, lower)):
        pairs += [(*each, own) for each in product(_placed(wanting), _placed(staying, whole=False))]
    for first, second, why in pairs:
        assert first.action.licenses is not None
        assert second.action.licenses is not None
        together = any(frozenset(each) in _TOGETHER for each in product(first.terms, second.terms))
        if not together and {*first.action.licenses.names}.isdisjoint(second.action.licenses.names):
            told = ", ".join(filter(None, (why, first.unless, second.unless)))
            yield LicenseConflict(first.cited, second.cited, told, certain and first.is_due and second.is_due)


def _names(upper: LayerAnswer, lower: LayerAnswer, *, certain: bool) -> Iterator[LicenseConflict]:
    for first in _prefixes(upper):
        for second in _prefixes(lower):
            words = first.action.objects[0].name, second.action.objects[0].name
            if not words[0].startswith(words[1]) and not words[1].startswith(words[0]):
                why = "one name cannot begin with both"
                yield LicenseConflict(first.cited, second.cited, why, certain and first.is_due and second.is_due)


def _prefixes(layer: LayerAnswer) -> Iterator[_AskedAction]:
    for asked in _asked(layer):
        action = asked.action
        in_name = action.places is not None and "model_name" in action.places.names
        if (
            in_name
            and len(action.objects) == 1
            and action.objects[0].quoted
            and action.where.startswith("the name begins")
        ):
            yield asked


def _further_terms(asking: LayerAnswer, limiting: LayerAnswer, *, certain: bool) -> Iterator[LicenseConflict]:
    """One wants the whole under its licence, and the other's terms limit what people may do with their part."""
    for placed in _placed(asking):
        for program in _may_bind(limiting):
            license = program.license
            assert placed.action.licenses is not None
            together = any(frozenset({each, license.id}) in _TOGETHER for each in placed.terms)
            if together or license.id in placed.action.licenses.names or any(_placed(limiting)):
                continue
            limits = _limiting(program)
            if limits is not None:
                why = "the whole cannot be under the one without the limits of the other, which that one does not have"
                yield LicenseConflict(placed.cited, _cited(limiting, program, limits), why, certain and placed.is_due)
            yield from _patents(asking, limiting, placed, program, certain=certain)


def _patents(
    asking: LayerAnswer, limiting: LayerAnswer, placed: _AskedAction, program: Program, *, certain: bool
) -> Iterator[LicenseConflict]:
    """One lets nobody restrict further what it grants, and the other takes patents back from whoever sues over them."""
    taking = _retaliation(program)
    if taking is None:
        return
    for whole in _may_bind(asking):
        clause = next((each for each in whole.license.clauses if each.id == _NO_FURTHER), None)
        if whole.license.id == placed.duty.license and clause is not None and _retaliation(whole) is None:
            why = "the one lets nobody restrict the rights in the whole further, and the other takes its patents back"
            cited = _cited(asking, whole, clause), _cited(limiting, program, taking)
            yield LicenseConflict(*cited, why, certain and placed.is_due)


def _may_bind(layer: LayerAnswer) -> Iterator[Program]:
    return (program for terms in layer.bound.possible for program in asked_about(terms.terms))


def _cited(layer: LayerAnswer, program: Program, clause: Clause) -> ClauseCited:
    return ClauseCited(layer.component.title, program.license.id, clause.id, str(clause.locator), sentence(clause))


def _retaliation(program: Program) -> Clause | None:
    """The clause by which a licence ends rights of those who claim patents, or forbids them to."""
    for clause in program.license.clauses:
        facts = program.license.facts_in(clause.when) if clause.when is not None else ()
        if isinstance(clause, Termination | Duty) and _RETALIATION in {name_pieces(fact).base for fact in facts}:
            return clause
    return None


def _limiting(program: Program) -> Clause | None:
    """A clause by which a licence limits what people may do with a copy; one that is to be passed on goes first."""
    clauses = program.license.clauses
    for clause in clauses:
        if isinstance(clause, Duty) and any(
            thing is not None and (thing.name in _PASSED_ON or thing.name.startswith("use_restrictions"))
            for must in clause.obligations
            for action in must.alternatives
            for thing in (*action.objects, action.with_text)
        ):
            return clause
    for clause in clauses:
        stops = isinstance(clause, Prohibition | Gate) and {"run", "host_model"} & {*clause.acts.leaves}
        if stops and (clause.when is None or _is_about_use(program, clause.when)):
            return clause
    running = [each for each in clauses if isinstance(each, Grant) and "run" in each.acts.leaves]
    if running and all(each.when is not None and _is_about_use(program, each.when) for each in running):
        return running[0]
    return None


def _is_about_use(program: Program, condition: Condition) -> bool:
    facts = {fact.partition("@")[0] for fact in program.license.facts_in(condition)}
    return any(fact.partition(".")[0] in _ABOUT_USE and fact not in _LAW for fact in facts)
