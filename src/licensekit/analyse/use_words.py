"""A use in one line, as findings and proofs show it."""

from __future__ import annotations

from licensekit.analyse.witness import Witness
from licensekit.values import known_shown
from licensekit.vocabulary.words import printed


def use_text(use: Witness) -> str:
    """A use in one line: `to sell, where product.charged_for is yes`."""
    facts = " and ".join(f"{name} is {known_shown(value)}" for name, value in use.facts.items())
    return f"to {printed(use.act)}" + (f", where {facts}" if facts else "")
