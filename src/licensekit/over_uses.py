"""What holds over all uses at once: where two licences differ, an answer over two facts, openness, histories.

Exact: decided on diagrams of all uses, and shown on a use that proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from licensekit.api import LicenseTerms, check_terms, load
from licensekit.decision.circumstances import Assume, Circumstances, Readings, leaves_asked
from licensekit.model.works import Work
from licensekit.use import Approval, Attestation, Use
from licensekit.use.checks import listed
from licensekit.use.record import checked_acts
from licensekit.values import IndexValue, Rate

if TYPE_CHECKING:
    from licensekit.analyse.compare import Comparison
    from licensekit.analyse.decision_map import DecisionMap
    from licensekit.analyse.difference import Diff
    from licensekit.analyse.history import History
    from licensekit.analyse.openness import Openness
    from licensekit.analyse.question import PairQuestion


def diff(  # noqa: PLR0913 - each names one thing that a caller may state
    one: LicenseTerms,
    other: LicenseTerms,
    *,
    acts: Iterable[str] | None = None,
    facts: Mapping[str, object] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    readings: Readings = "taken",
    approvals: Iterable[Approval] = (),
) -> Diff:
    """For which uses two licences, `one` and `other`, answer differently, which way, and by which clauses of each.

    >>> found = diff(load("kimi-k2"), load("kimi-k2.5"), acts=["embed"])
    >>> found.same, [difference.kind for difference in found.differences]
    (False, ['duty'])

    Exact, over all uses of `acts` (none named: of every act, each by itself) of which `facts` are so; `assume` and
    `as_of` narrow them as for `evaluate`. `readings` and `approvals` hold in all of them; a bare name means that of
    each licence that has it, and `"strict"` the one choice of options that is stricter for every use (LK726 where
    there is none). Raises FactsError for what cannot be read, LicensekitError (LK720) where licences are too large.
    """
    from licensekit.analyse.diff import diff as differences  # noqa: PLC0415 - loaded when it is asked for

    return differences(*_asked(one, other, acts, facts, assume, as_of, readings, approvals))


def compare(  # noqa: PLR0913 - each names one thing that a caller may state
    one: LicenseTerms,
    other: LicenseTerms,
    *,
    acts: Iterable[str] | None = None,
    facts: Mapping[str, object] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    readings: Readings = "taken",
    approvals: Iterable[Approval] = (),
) -> Comparison:
    """Which of two licences permits more: equivalent, more or less permissive, or incomparable, with a use each way.

    >>> compare(load("mit"), load("kimi-k2.5"), acts=["embed"]).relation
    'more permissive'

    It says so of `one` against `other`. `acts`, `facts`, `assume`, `as_of`, `readings` and `approvals` are as for
    `diff`, and it raises as `diff` does.
    """
    from licensekit.analyse.compare import compare as comparison  # noqa: PLC0415 - loaded when it is asked for

    return comparison(*_asked(one, other, acts, facts, assume, as_of, readings, approvals))


def _asked(  # noqa: PLR0913, PLR0917 - each names one thing that a caller may state
    first: LicenseTerms,
    second: LicenseTerms,
    acts: Iterable[str] | None,
    facts: Mapping[str, object] | None,
    assume: Assume,
    as_of: date | None,
    readings: Readings,
    approvals: Iterable[Approval],
) -> tuple[PairQuestion, tuple[str, ...] | None]:
    """The question about two licences, and the acts over whose uses they are compared."""
    from licensekit.analyse.choices import chosen_in_all_uses  # noqa: PLC0415 - loaded when it is asked for
    from licensekit.analyse.question import PairQuestion  # noqa: PLC0415

    check_terms(one=first, other=second)
    known = Use.of((), facts, {**first.declared, **second.declared}).facts() if facts else {}
    leaves = None if acts is None else leaves_asked(checked_acts(acts))
    stated = Circumstances(as_of=as_of, assume=assume, readings=readings, approvals=listed(approvals))
    return PairQuestion(
        first.terms, second.terms, known, chosen_in_all_uses((first.terms, second.terms), stated)
    ), leaves


def decision_map(  # noqa: PLR0913 - each names one thing that a caller may state
    terms: LicenseTerms,
    acts: Iterable[str],
    x: str,
    y: str,
    *,
    facts: Mapping[str, object] | None = None,
    as_of: date | None = None,
    assume: Assume = "standard",
    readings: Readings = "taken",
    approvals: Iterable[Approval] = (),
    rates: Iterable[Rate] = (),
    indices: Iterable[IndexValue] = (),
    attested: Attestation | None = None,
) -> DecisionMap:
    """The exact regions in which `terms` answer alike, over two facts, for some `acts`.

    >>> drawn = decision_map(load("kimi-k2.5"), ["embed"], "product.monthly_active_users.month", "product.charged_for")
    >>> [str(region.answer.verdict) for region in drawn.regions]
    ['permitted_with_duties', 'permitted_with_duties']

    `x` and `y` are names: of a count, money, a date, a one-of fact, a country, or yes/no; or `"as_of"`. What `facts`
    say of these two is where you stand; every other fact is as stated there, or open: a region may be unknown, with the
    verdicts that remain. `as_of`, `assume`, `readings`, `approvals`, `rates`, `indices` and `attested` are as for
    `evaluate`. `licensekit.report.map_svg.map_svg` draws it.
    Raises LicensekitError for a fact that no axis can show (LK725) or too many cells (LK720), and FactsError.
    """
    from licensekit.analyse.decision_map import decision_map as drawn  # noqa: PLC0415 - loaded when it is asked for

    check_terms(terms=terms)
    known = dict(Use.of((), facts, terms.declared).facts()) if facts else {}
    filling = {name: value for name, value in terms.given.items() if name not in known}
    circumstances = Circumstances(
        as_of=as_of,
        assume=assume,
        readings=readings,
        approvals=listed(approvals),
        rates=listed(rates),
        indices=listed(indices),
        attested=attested,
    )
    stated = {**filling, **known}
    return drawn(terms.terms, checked_acts(acts), x, y, facts=stated, circumstances=circumstances, title=terms.title)


def openness(terms: LicenseTerms) -> Openness:
    """Is it open source? The criteria that `terms` can decide, each met, or failed with clauses and facts.

    >>> [criterion.name for criterion in openness(load("kimi-k2.5")).criteria if criterion.state == "failed"]
    ['OSD 6']

    What is too large to decide is undecided, never met. Raises FactsError (LK508) for what is no terms.
    """
    from licensekit.analyse.openness import openness as checked  # noqa: PLC0415 - loaded when it is asked for

    check_terms(terms=terms)
    return checked(terms.terms)


def history(works: Iterable[Work]) -> History:
    """The licences that some works have carried, by date, and what each answers to uses that people ask about."""
    from licensekit.analyse.history import Version, chain  # noqa: PLC0415 - loaded when it is asked for
    from licensekit.analyse.history import history as asked  # noqa: PLC0415

    versions = []
    for work, row in chain(works):
        terms = load(row.name)
        versions.append((Version(work.id, work.title, row.license, terms.title, row.since), terms.terms, work))
    return asked(versions)
