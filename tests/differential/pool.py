"""What generated licences and questions are made of: facts that belong together, numbers, days, acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from licensekit.model.clauses import (
    Action,
    Obligation,
    Party,
    Remedy,
    Thing,
)
from licensekit.model.conditions import (
    ComparisonSign,
    Locator,
)
from licensekit.model.license import FactStated, LocalFact
from licensekit.vocabulary.facts import fact as entry

SPAN = "licensee.revenue.trailing_12_months"
THEMES: tuple[tuple[str, ...], ...] = (
    ("product.exists", "product.charged_for", "product.offered_to_third_parties", "product.contains_work"),
    ("product.revenue.month", "product.revenue.year", "group.revenue.any_12_months", "product.charged_for"),
    ("products_with_work.revenue.month", "licensee.revenue.trailing_12_months", "group.revenue.any_12_months"),
    ("products_commercial.revenue.month", "product.revenue.month", "group.revenue.prior_tax_year"),
    (
        "product.monthly_active_users.month",
        "group.monthly_active_users[2025-03]",
        "group.monthly_active_users.any_month",
    ),
    (
        "product.monthly_active_users[2025-03]",
        "group.monthly_active_users.month",
        "licensee.monthly_active_users.any_month",
    ),
    ("products_commercial.monthly_active_users.month", "product.monthly_active_users.month", "product.charged_for"),
    (
        "product.monthly_active_users.month@home",
        "group.monthly_active_users.month@home",
        "group.operates.model_service@home",
    ),
    ("group.people.now", "deployment.end_users.now", "licensee.kind"),
    ("use.personal", "use.in_business", "use.for_company", "use.reaches_third_parties"),
    ("service.inference_or_tuning", "service.only_relays", "product.exists", "access.channel"),
    ("licensee.domicile", "use.countries", "as_of"),
    ("outputs.countries", "distribution.covers", "work.multimodal"),
    ("distribution.covers", "use.reaches_third_parties", "use.internal_operations"),
    ("breach.notified_on", "breach.cured_on", "breach.uncured"),
    ("breach.cured_on", "breach.discovered_on", "breach.happened", "breach.material"),
    ("breach.uncured@home", "breach.happened", "licensor.has_terminated", "breach.uncured"),
    ("work.version_published_on", "as_of", "work.modified"),
    ("conduct.military", "conduct.fraud", "dispute.patent_claim"),
    ("unity.plan", "unity.seats", "unity.opened_on", "access.as_end_user_of_product"),
    ("unity.plan", "unity.seats", "unity.users", "group.monthly_active_users.month", "product.charged_for"),
    ("unity.resold", "unity.hosted", "unity.waived", "use.reaches_third_parties", "use.personal"),
    ("unity.cheats", "unity.waived", "conduct.fraud", "unity.resold"),
    ("unity.budget", "unity.spent", "group.revenue.any_12_months", "group.revenue.year"),
    ("unity.budget", "unity.features", "unity.homes"),
    ("licensee.revenue.year", "licensee.revenue.calendar_year", "licensee.revenue.prior_tax_year", SPAN),
    ("product.revenue.any_12_months", "product.revenue.calendar_year", "product.revenue.trailing_12_months"),
    ("trained_model.kind", "work.derivative_model", "use.internal_operations"),
    ("use.reaches_third_parties", "product.charged_for", "use.earns_money", "outputs.published"),
    ("product.recurring_revenue.year", "product.revenue.year", "use.earns_money", "products_commercial.revenue.year"),
    (
        "service.inference_or_tuning",
        "service.meaningful_control",
        "service.only_relays",
        "service.embedded_in_features",
    ),
    ("group.operates.model_service@home", "service.inference_or_tuning", "service.only_relays"),
    ("product.offered_to_third_parties@home", "use.reaches_only_affiliates", "product.charged_for"),
    ("group.operates.model_service@home", "service.inference_or_tuning", "use.reaches_third_parties"),
    ("conduct.unlawful", "conduct.terrorism", "conduct.harms_anyone", "conduct.unlawful_content"),
    ("conduct.automated_legal_decisions", "conduct.high_risk_decisions", "conduct.child_abuse_material"),
    ("dispute.patent_claim", "dispute.ip_claim", "dispute.any_claim", "breach.uncured"),
    ("product.offered_to_third_parties@home", "product.charged_for", "use.personal", "use.internal_operations"),
)
LOCAL: tuple[LocalFact, ...] = (
    LocalFact(
        name="unity.plan",
        type="one_of",
        options=("student", "personal", "pro"),
        question="Which plan?",
        assumed="pro",
    ),
    LocalFact(name="unity.seats", type="count", question="How many seats?"),
    LocalFact(name="unity.users", type="count", question="Users?", at_most=("product.monthly_active_users.month",)),
    LocalFact(
        name="unity.resold",
        type="yes_no",
        question="Resold?",
        implies=(FactStated(fact="product.charged_for", value=True), FactStated(fact="unity.hosted", value=True)),
    ),
    LocalFact(
        name="unity.hosted",
        type="yes_no",
        question="Hosted?",
        implies=(
            FactStated(fact="use.reaches_third_parties", value=True),
            FactStated(fact="unity.waived", value=True),
            FactStated(fact="use.personal", value=False),
        ),
    ),
    LocalFact(name="unity.waived", type="yes_no", question="Waived?", assumed="no"),
    LocalFact(
        name="unity.cheats",
        type="yes_no",
        question="Cheats?",
        assumed="no",
        group="conduct",
        asks_when=(
            FactStated(fact="use.reaches_third_parties", value=True),
            FactStated(fact="unity.waived", value=False),
        ),
        implies=(FactStated(fact="conduct.fraud", value=True),),
    ),
    LocalFact(name="unity.spent", type="money", question="Spent?", at_most=("unity.budget", "group.revenue.year")),
    LocalFact(name="unity.opened_on", type="date", question="Opened on which day?"),
    LocalFact(name="unity.budget", type="money", question="Which budget?"),
    LocalFact(name="unity.features", type="set_of", options=("chat", "code", "voice"), question="Which features?"),
    LocalFact(name="unity.homes", type="set_of", options=("territory",), question="In which countries?"),
)
FOLLOWS: Mapping[str, tuple[FactStated, ...]] = {
    "group.operates.model_service@home": (
        FactStated(fact="service.inference_or_tuning", value=True),
        FactStated(fact="service.only_relays", value=False),
    ),
    "product.offered_to_third_parties@home": (FactStated(fact="use.reaches_only_affiliates", value=True),),
    "breach.uncured@home": (FactStated(fact="breach.happened", value=True),),
}
"""From what a fact under the meaning of a licence follows, where it says so."""
COUNTS = (0, 1, 5, 100, 1_000_000, 700_000_000)
AMOUNTS = ("0", "0.01", "1", "10000", "20000000", "1000000.5")
COUNTRIES = ("DE", "FR", "GB", "HR", "CN", "US", "NO", "CH", "EU", "EEA")
DAYS = (date(2024, 1, 31), date(2024, 2, 29), date(2025, 3, 1), date(2026, 6, 1), date(2020, 1, 31))
COMPARISONS: tuple[ComparisonSign, ...] = ("more_than", "less_than", "at_least", "at_most", "exactly")
HERE = Locator(place="1")
DISPLAY = Obligation(alternatives=(Action(verb="display", objects=(Thing(name="Name", quoted=True),)),))
ASK = Remedy(approval="written_permission", party=Party(name="licensor"))
MORE_OFTEN = ("run", "embed", "host_model", "distribute_copy", "distribute_in_product", "fine_tune", "train_with_work")


def type_of(name: str, declared: Sequence[LocalFact] = LOCAL) -> str:
    """The type of a fact: of the vocabulary, or of those that licences declare."""
    if name == "as_of":
        return "date"
    local = next((fact for fact in declared if fact.name == name), None)
    return local.type if local is not None else entry(name).type


def options_of(name: str, declared: Sequence[LocalFact] = LOCAL) -> tuple[str, ...]:
    """The options of a one-of fact, or of the members of a set."""
    if name == "as_of":
        return ()
    local = next((fact for fact in declared if fact.name == name), None)
    return local.options if local is not None else entry(name).options


def reads_countries(fact: str) -> bool:
    return type_of(fact) == "territory" or options_of(fact) == ("territory",)
