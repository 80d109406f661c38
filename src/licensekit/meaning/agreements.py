"""An agreement of one's own with the licensor, and what it stands in for (docs/semantics.md, section 5)."""

from __future__ import annotations

from licensekit.meaning.variable import ApprovalVariable
from licensekit.model.clauses import Clause, Prohibition
from licensekit.model.license import License
from licensekit.vocabulary.acts import LEAVES, ActClass
from licensekit.vocabulary.words import AGREEMENT


def agreement_with(license: License) -> ApprovalVariable:
    """That the caller has an agreement with the licensor of a licence."""
    return ApprovalVariable(license.id, f"{AGREEMENT}{license.licensor}")


def is_licensors_to_lift(prohibition: Clause, leaf: str, license: License) -> bool:
    """Whether an agreement lifts a prohibition of an act, which then reads no clean hands and no fact of its own."""
    if not isinstance(prohibition, Prohibition) or LEAVES[leaf] is ActClass.TAMPER:
        return False
    read = license.facts_in(prohibition.when).keys() - {"as_of"}
    own = {fact.name for fact in license.facts}
    return not any(fact in own or license.fact(fact).group for fact in read)
