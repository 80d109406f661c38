"""The benchmark problem: uses with all 15 facts known, and the same terms for cedarpy, answers compared first."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

from licensekit.values import Money

HERE = Path(__file__).resolve().parent
TERMS = HERE / "llama12.lic"

COUNTRIES = ("US", "FR", "DE", "GB", "CN", "IN", "KP", "IR", "SY", "CU", "BR")
YES_NO = (
    "licensor.has_terminated",
    "product.contains_work",
    "work.has_notice_file",
    "use.in_own_product",
    "use.marks_only_as_required",
    "trained_model.made_available",
    "trained_model.derived_from_work",
    "conduct.military",
    "conduct.weapons",
    "conduct.critical_infrastructure",
    "work.modified",
    "product.charged_for",
)
USERS = "group.monthly_active_users[2025-03]"
REVENUE = "group.revenue.year"
DOMICILE = "licensee.domicile"


def facts(how_many: int, seed: int = 7) -> list[dict[str, Any]]:
    """Complete uses, half at random, half at the thresholds."""
    rng = random.Random(seed)
    found = []
    for number in range(how_many):
        at_edge = number % 2
        use: dict[str, Any] = with_product({name: rng.random() < 0.3 for name in YES_NO})
        use[DOMICILE] = rng.choice(COUNTRIES)
        use[USERS] = rng.choice((699_999_999, 700_000_000, 700_000_001)) if at_edge else int(10 ** rng.uniform(0, 9.5))
        use[REVENUE] = rng.choice((999_999, 1_000_000, 1_000_001)) if at_edge else int(10 ** rng.uniform(0, 9.5))
        found.append(use)
    return found


def with_product(use: dict[str, Any]) -> dict[str, Any]:
    """The same, where what is charged for is a product of one's own: a rule between facts says so."""
    return {**use, "use.in_own_product": True} if use["product.charged_for"] else use


def for_licensekit(use: dict[str, Any]) -> dict[str, Any]:
    """The same with revenue as money."""
    return {**use, REVENUE: Money(Decimal(use[REVENUE]), "USD")}


_RULES = {
    "l01": ("grant", "true"),
    "l02": ("prohibit", "context.users > 700000000 && !context.licensor_has_terminated"),
    "l03": ("duty", "context.product_contains_work && !context.work_has_notice_file"),
    "l04": (
        "duty",
        "(context.product_contains_work || context.use_in_own_product) && !context.use_marks_only_as_required",
    ),
    "l05": ("duty", "context.trained_model_made_available && !context.trained_model_derived_from_work"),
    "l06": ("prohibit", "context.conduct_military || context.conduct_weapons"),
    "l07": ("prohibit", "context.conduct_critical_infrastructure && context.use_in_own_product"),
    "l08": (
        "prohibit",
        '["FR", "DE", "IT", "ES"].contains(context.domicile) && context.product_contains_work && context.work_modified',
    ),
    "l09": ("duty", "context.work_modified && context.product_contains_work"),
    "l10": ("duty", "context.product_charged_for && context.revenue >= 1000000 && !context.licensor_has_terminated"),
    "l11": ("prohibit", '["KP", "IR", "SY", "CU"].contains(context.domicile)'),
    "l12": ("duty", 'context.product_contains_work && context.domicile != "US"'),
}


def cedar_text() -> str:
    """Every rule as a permit: Cedar names only the policies that decide, and here all that match are wanted."""
    return "\n".join(
        f'@id("{name}")\npermit (principal, action, resource)\nwhen {{ {condition} }};\n'
        for name, (_, condition) in _RULES.items()
    )


def cedar_request(use: dict[str, Any]) -> dict[str, Any]:
    """A request with the facts as context."""
    context = {name.replace(".", "_"): use[name] for name in YES_NO}
    context |= {"domicile": use[DOMICILE], "users": use[USERS], "revenue": use[REVENUE]}
    return {"principal": 'User::"u"', "action": 'Action::"a"', "resource": 'Model::"m"', "context": context}


def cedar_verdict(matched: list[str]) -> str:
    """The verdict from the rules that matched."""
    kinds = {_RULES[name][0] for name in matched}
    if "prohibit" in kinds:
        return "prohibited"
    return "permitted_with_duties" if "duty" in kinds else "permitted"


def size_of_problem() -> str:
    """For the record."""
    return json.dumps({"rules": len(_RULES), "facts": len(YES_NO) + 3})
