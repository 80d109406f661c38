"""Uses: the acts that are asked about and what is known of the facts, read from Python, text, TOML or JSON."""

from licensekit.use.record import Use, checked_acts, filled
from licensekit.use.statements import Approval, Attestation

__all__ = ["Approval", "Attestation", "Use", "checked_acts", "filled"]
