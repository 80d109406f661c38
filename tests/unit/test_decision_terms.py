"""Several licences at once, a choice between several, and licences that follow on a day."""

from __future__ import annotations

import licensekit as lk
from licensekit.api import LicenseTerms


def named(name: str, body: str) -> LicenseTerms:
    return lk.parse(f'license {name} {{ title "{name}" {body} }}')


FREE = named("free", 'grant rights at "1" { may any act }')
NOTICE = named(
    "notice", 'grant rights at "1" { may any act } duty notice at "2" { for any act must give license_text }'
)
SILENT = named("silent", 'grant rights at "1" { may run }')
NO_SALE = named("no-sale", 'grant rights at "1" { may any act } prohibition sale at "2" { must not sell }')
GATED = named("gated", 'grant rights at "1" { may any act } gate ask at "2" { for sell needs consent from "X" }')
IF_CHARGED = named(
    "if-charged",
    'grant rights at "1" { may any act } prohibition paid at "2" { must not any act when product.charged_for }',
)
IF_FREE = named(
    "if-free",
    'grant rights at "1" { may any act } prohibition unpaid at "2" { must not any act when not product.charged_for }',
)
