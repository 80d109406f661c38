"""A product decided with all its layers: what the licence of each asks, what travels on, what cannot go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from licensekit.components.answers import ComponentAnswer, LayerAnswer, LicenseConflict, told_of_facts
from licensekit.components.chains import Chain
from licensekit.components.deciding import decide_all
from licensekit.decision import Verdict
from licensekit.decision.circumstances import Assume, Readings
from licensekit.meaning.terms import asked_about
from licensekit.model.clauses import Prohibition
from licensekit.use.checks import of_kind, refuse
from licensekit.use.profile import Profile
from licensekit.use.record import checked_acts
from licensekit.vocabulary.acts import leaves_of


@dataclass(frozen=True)
class LayerLimit:
    """What the licence of a layer forbids of what is planned, in some case: a clause and its place."""

    license: str
    clause: str
    locator: str


@dataclass(frozen=True)
class ChainAnswer:
    """The answer about a product: that of each layer, and the clauses that cannot both be met."""

    chain: Chain
    acts: tuple[str, ...]
    answer: ComponentAnswer
    notes: tuple[str, ...] = ()
    """What of the question no licence of a layer reads."""

    @property
    def layers(self) -> tuple[LayerAnswer, ...]:
        """The answers of all layers, without the product itself."""
        return self.answer.layers[1:]

    @property
    def conflicts(self) -> tuple[LicenseConflict, ...]:
        """The clauses that cannot both be met."""
        return self.answer.conflicts

    @property
    def verdict(self) -> Verdict:
        """The most severe verdict of the layers; unknown where two licences cannot, or may not, both be met."""
        return self.answer.verdict


def decide_chain(  # noqa: PLR0913 - each names one thing that a caller may state
    chain: Chain,
    acts: Iterable[str] = (),
    *,
    facts: Mapping[str, object] | None = None,
    profile: Profile | None = None,
    as_of: date | None = None,
    assume: Assume = "standard",
    readings: Readings = "taken",
) -> ChainAnswer:
    """What the licences of all layers of a product ask for what is planned with it.

    >>> from licensekit.components.chains import read_chain
    >>> planned = decide_chain(read_chain("examples/chain.toml"), ["host_model"])
    >>> [layer.bound.named for layer in planned.layers][:2]
    ['apache-2.0', 'agpl-3.0']

    `chain` is one of `read_chain`; `acts` are done with the product (none named: those of the chain), and with each
    layer that does not say otherwise. `facts`, `profile`, `as_of`, `assume` and `readings` are as for `decide_all`.
    What was made from a layer makes it, for its licence, a derived one, and a changed one where it was we who made it.
    Raises FactsError for acts and facts that there are not.
    """
    refuse(of_kind("chain", chain, Chain, "a Chain", "use `read_chain`"))
    planned = checked_acts(tuple(acts) or chain.acts)
    answers = decide_all(
        (chain.whole, *chain.layers),
        planned,
        facts=facts,
        profile=profile,
        as_of=as_of,
        assume=assume,
        readings=readings,
    )
    return ChainAnswer(chain, planned, answers[0], told_of_facts(answers, facts or ()))


def limits_of(layer: LayerAnswer, acts: Iterable[str]) -> tuple[LayerLimit, ...]:
    """What the licences of a layer forbid of these acts in some case: what goes along to whoever gets the product."""
    leaves = {leaf for act in acts for leaf in leaves_of(act)}
    return tuple(
        LayerLimit(program.license.id, clause.id, str(clause.locator))
        for terms in layer.bound.possible
        for program in asked_about(terms.terms)
        for clause in program.license.clauses
        if isinstance(clause, Prohibition) and leaves & {*clause.acts.leaves}
    )
