"""Facts of persons and products: who acts, for whom, with what numbers."""

from __future__ import annotations

from typing import Final

from licensekit.vocabulary.entries import FactInfo, clean, count, day, money, one_of, territory, yes_no

_YEARS = "year calendar_year prior_tax_year trailing_12_months any_12_months"
_REVENUE = f"month {_YEARS}"
_USERS = "month preceding_month any_month"

LICENSEE: Final[tuple[FactInfo, ...]] = (
    one_of(
        "licensee.kind",
        "individual company nonprofit academic public_body other",
        "who exercises the rights",
        "Are you an individual, a company, a non-profit, a school or research body, or a public body?",
    ),
    yes_no(
        "licensee.researcher",
        "a researcher or research body",
        "Are you a researcher, or a body whose work is research?",
    ),
    territory("licensee.domicile", "home or main seat", "In which country is your home or main place of business?"),
    clean(
        "sanctions",
        yes_no(
            "licensee.sanctioned",
            "you or your users are under sanctions",
            "Are you, or is anyone you let use it, on a sanctions list or in an embargoed place?",
        ),
    ),
    *money("licensee.revenue", _REVENUE, "your own revenue", "How much revenue do you have yourself {period}?"),
    *count(
        "licensee.monthly_active_users",
        _USERS,
        "monthly active users of all your own products",
        "How many monthly active users do all your own products have together {period}?",
    ),
    *count("licensee.people", "now peak_prior_tax_year", "your own staff", "How many people work for you {period}?"),
)

GROUP: Final[tuple[FactInfo, ...]] = (
    *money(
        "group.revenue",
        _REVENUE,
        "revenue of you and your affiliates",
        "How much revenue do you and your affiliates have together {period}?",
    ),
    *money(
        "group.investment",
        "prior_5_tax_years",
        "investment received",
        "How much debt, equity or other investment did you and your affiliates receive {period}?",
    ),
    *count(
        "group.people",
        "now peak_prior_tax_year",
        "employees and contractors of the group",
        "How many employees and independent contractors work for you and your affiliates {period}?",
    ),
    *count(
        "group.monthly_active_users",
        _USERS,
        "monthly active users of all products of the group",
        "How many monthly active users do all products of you and your affiliates have together {period}?",
    ),
    *count(
        "group.monthly_unique_users",
        _USERS,
        "monthly unique users of the group",
        "How many unique users do the products of you and your affiliates reach {period}?",
    ),
    yes_no(
        "group.operates.model_service",
        "runs a business that sells access to models",
        "Do you or your affiliates run a business that gives others access to model inference or fine-tuning?",
        judgement=True,
    ),
    yes_no(
        "group.operates.ai_work_assistant",
        "runs an AI assistant for coding or office work",
        "Do you or your affiliates offer an independent AI product made mainly for coding or office work?",
        judgement=True,
    ),
    yes_no(
        "group.operates.image_generation",
        "image generation is a core business",
        "Is image generation a core business of you or your affiliates?",
    ),
    day(
        "group.outgrew_limit_on",
        "day on which the group passed the licence's limit",
        "On which day did you and your affiliates pass the size limit of the licence?",
    ),
)

CLIENT: Final[tuple[FactInfo, ...]] = (
    *money("client.revenue", _YEARS, "your client's revenue", "How much revenue does your client have {period}?"),
    *money(
        "client.finances",
        "trailing_12_months year",
        "your client's revenue and funding",
        "How much revenue and funding does your client have together {period}?",
    ),
)

RECIPIENT: Final[tuple[FactInfo, ...]] = (
    *money(
        "recipient.revenue",
        _YEARS,
        "revenue of the recipient's group",
        "How much revenue do the recipient and its affiliates have {period}?",
    ),
    yes_no(
        "recipient.noncommercial",
        "the recipient uses it without commercial aim",
        "Does whoever gets the copy use it without any commercial aim?",
    ),
    clean(
        "sanctions",
        yes_no(
            "recipient.sanctioned",
            "a recipient is under sanctions",
            "Is anyone who gets a copy on a sanctions list or in an embargoed place?",
        ),
    ),
)

PRODUCT: Final[tuple[FactInfo, ...]] = (
    yes_no(
        "product.exists",
        "there is a product or service that uses the work",
        "Do you offer, or build, a product or service that uses it?",
    ),
    yes_no(
        "product.offered_to_third_parties",
        "others can get the product",
        "Can anyone outside your organisation get or use the product?",
    ),
    yes_no(
        "product.charged_for",
        "the product brings in money from its users",
        "Do you take money for the product in any form (price, subscription, paid support, other consideration)?",
    ),
    *count(
        "product.monthly_active_users",
        _USERS,
        "monthly active users of the product",
        "How many monthly active users does the product have {period}?",
    ),
    *count(
        "product.monthly_unique_users",
        _USERS,
        "monthly unique users of the product",
        "How many unique users does the product have {period}?",
    ),
    *money("product.revenue", _REVENUE, "revenue of the product", "How much revenue does the product make {period}?"),
    *money(
        "product.recurring_revenue",
        "year calendar_year prior_tax_year trailing_12_months",
        "recurring revenue of the product",
        "How much recurring revenue does the product make {period}?",
    ),
    yes_no(
        "product.contains_work",
        "the work is in the product",
        "Is the work included in the product, or must it be fetched for the product to work?",
    ),
    yes_no(
        "product.interactive_interface",
        "the product has a user interface",
        "Does the product show its users an interface?",
    ),
    yes_no("product.consumer_device", "the product is a consumer device", "Is the product a device for consumers?"),
    yes_no(
        "product.locked_for_everyone",
        "nobody can change the code on the device",
        "Is it impossible for everyone, you included, to install changed code on the device?",
    ),
    yes_no(
        "product.in_memory_data_store",
        "the product is an in-memory data store",
        "Is the product an in-memory data store?",
    ),
    yes_no(
        "product.noncompeting_at_first_release",
        "did not compete when first released",
        "When the product was first released, did it not compete with the licensor?",
    ),
    yes_no(
        "product.value_mainly_from_work",
        "its value comes mainly from the work",
        "Does the value of the product come entirely or substantially from the functions of the work?",
        judgement=True,
    ),
    yes_no(
        "product.substitutes_for_work",
        "the product replaces the work",
        "Does the product replace the work, or do substantially the same?",
        judgement=True,
    ),
    yes_no(
        "product.competes_with_licensor",
        "the product competes with the licensor",
        "Does the product compete with what the licensor offers?",
        judgement=True,
    ),
    yes_no(
        "product.overlaps_licensor_paid",
        "the product overlaps with a paid version of the licensor",
        "Does the product overlap significantly with a version that the licensor sells?",
        judgement=True,
    ),
)

PRODUCTS_WITH_WORK: Final[tuple[FactInfo, ...]] = (
    *money(
        "products_with_work.revenue",
        _REVENUE,
        "revenue of all your products that use the work",
        "How much revenue do all your products and services that use it make together {period}?",
    ),
    *count(
        "products_with_work.monthly_active_users",
        _USERS,
        "monthly active users of all your products that use the work",
        "How many monthly active users do all your products and services that use it have together {period}?",
    ),
)

PRODUCTS_COMMERCIAL: Final[tuple[FactInfo, ...]] = (
    *money(
        "products_commercial.revenue",
        _REVENUE,
        "revenue of all your commercial products",
        "How much revenue do all your commercial products and services make together {period}?",
    ),
    *count(
        "products_commercial.monthly_active_users",
        _USERS,
        "monthly active users of all your commercial products",
        "How many monthly active users do all your commercial products and services have together {period}?",
    ),
)
