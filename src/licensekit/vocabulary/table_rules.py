"""Rules between facts, as a lawyer reads them: plain, and true under every licence (docs/semantics.md, 7).

A line names what must be so, and what is then so; below it stands why. Where lawyers would differ, the one only casts
doubt on the other: it is then asked, and never taken for granted.
"""

from __future__ import annotations

from typing import Final

IMPLIES: Final = """
not product.offered_to_third_parties -> not product.charged_for
    what nobody is offered is not charged for
"""

EXCLUDES: Final = """
use.personal excludes use.in_business, use.for_company, use.for_client
    a personal use is not in or for a business, company or client
"""

DOUBT: Final = """
conduct.high_risk_decisions casts doubt on conduct.automated_legal_decisions
    such a decision may settle somebody's rights without people
"""
