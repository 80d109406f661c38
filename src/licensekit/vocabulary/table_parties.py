"""Facts of persons and products: who acts, for whom, with what numbers."""

from __future__ import annotations

from typing import Final

from licensekit.vocabulary.entries import FactInfo, facts

LICENSEE: Final[tuple[FactInfo, ...]] = facts(
    "licensee",
    """
    kind (one of: individual company nonprofit academic public_body other): who exercises the rights
        Are you an individual, a company, a non-profit, a school or research body, or a public body?
    researcher: a researcher or research body
        Are you a researcher, or a body whose work is research?
    domicile (territory): home or main seat
        In which country is your home or main place of business?
    sanctioned (clean hands: sanctions): you or your users are under sanctions
        Are you, or is anyone you let use it, on a sanctions list or in an embargoed place?
    revenue (money: month years): your own revenue
        How much revenue do you have yourself {period}?
    monthly_active_users (people: months): monthly active users of all your own products
        How many monthly active users do all your own products have together {period}?
    people (people: now peak_prior_tax_year): your own staff
        How many people work for you {period}?
    """,
)

GROUP: Final[tuple[FactInfo, ...]] = facts(
    "group",
    """
    revenue (money: month years): revenue of you and your affiliates
        How much revenue do you and your affiliates have together {period}?
    investment (money: prior_5_tax_years): investment received
        How much debt, equity or other investment did you and your affiliates receive {period}?
    people (people: now peak_prior_tax_year): employees and contractors of the group
        How many employees and independent contractors work for you and your affiliates {period}?
    monthly_active_users (people: months): monthly active users of all products of the group
        How many monthly active users do all products of you and your affiliates have together {period}?
    monthly_unique_users (people: months): monthly unique users of the group
        How many unique users do the products of you and your affiliates reach {period}?
    operates.model_service (judgement): runs a business that sells access to models
        Do you or your affiliates run a business that gives others access to model inference or fine-tuning?
    operates.ai_work_assistant (judgement): runs an AI assistant for coding or office work
        Do you or your affiliates offer an independent AI product made mainly for coding or office work?
    operates.image_generation: image generation is a core business
        Is image generation a core business of you or your affiliates?
    outgrew_limit_on (date): day on which the group passed the licence's limit
        On which day did you and your affiliates pass the size limit of the licence?
    """,
)

CLIENT: Final[tuple[FactInfo, ...]] = facts(
    "client",
    """
    revenue (money: years): your client's revenue
        How much revenue does your client have {period}?
    finances (money: trailing_12_months year): your client's revenue and funding
        How much revenue and funding does your client have together {period}?
    """,
)

RECIPIENT: Final[tuple[FactInfo, ...]] = facts(
    "recipient",
    """
    revenue (money: years): revenue of the recipient's group
        How much revenue do the recipient and its affiliates have {period}?
    noncommercial: the recipient uses it without commercial aim
        Does whoever gets the copy use it without any commercial aim?
    sanctioned (clean hands: sanctions): a recipient is under sanctions
        Is anyone who gets a copy on a sanctions list or in an embargoed place?
    """,
)

PRODUCT: Final[tuple[FactInfo, ...]] = facts(
    "product",
    """
    exists: there is a product or service that uses the work
        Do you offer, or build, a product or service that uses it?
    offered_to_third_parties: others can get the product
        Can anyone outside your organisation get or use the product?
    charged_for: the product brings in money from its users
        Do you take money for the product in any form (price, subscription, paid support, other consideration)?
    monthly_active_users (people: months): monthly active users of the product
        How many monthly active users does the product have {period}?
    monthly_unique_users (people: months): monthly unique users of the product
        How many unique users does the product have {period}?
    revenue (money: month years): revenue of the product
        How much revenue does the product make {period}?
    recurring_revenue (money: year calendar_year prior_tax_year trailing_12_months): recurring revenue of the product
        How much recurring revenue does the product make {period}?
    passed_limit_before: the product passed the licence's limit in an earlier month
        Has the product been above the size limit of the licence in an earlier month, counted in any usual way?
    contains_work: the work is in the product
        Is the work included in the product, or must it be fetched for the product to work?
    interactive_interface: the product has a user interface
        Does the product show its users an interface?
    consumer_device: the product is a consumer device
        Is the product a device for consumers?
    locked_for_everyone: nobody can change the code on the device
        Is it impossible for everyone, you included, to install changed code on the device?
    in_memory_data_store: the product is an in-memory data store
        Is the product an in-memory data store?
    is_ai_work_assistant: the product is an AI assistant for coding or office work
        Is the product itself an independent AI product made mainly for coding help or office work?
    noncompeting_at_first_release: did not compete when first released
        When the product was first released, did it not compete with the licensor?
    value_mainly_from_work (judgement): its value comes mainly from the work
        Does the value of the product come entirely or substantially from the functions of the work?
    substitutes_for_work (judgement): the product replaces the work
        Does the product replace the work, or do substantially the same?
    competes_with_licensor (judgement): the product competes with the licensor
        Does the product compete with what the licensor offers?
    overlaps_licensor_paid (judgement): the product overlaps with a paid version of the licensor
        Does the product overlap significantly with a version that the licensor sells?
    """,
)

PRODUCTS_WITH_WORK: Final[tuple[FactInfo, ...]] = facts(
    "products_with_work",
    """
    revenue (money: month years): revenue of all your products that use the work
        How much revenue do all your products and services that use it make together {period}?
    monthly_active_users (people: months): monthly active users of all your products that use the work
        How many monthly active users do all your products and services that use it have together {period}?
    """,
)

PRODUCTS_COMMERCIAL: Final[tuple[FactInfo, ...]] = facts(
    "products_commercial",
    """
    revenue (money: month years): revenue of all your commercial products
        How much revenue do all your commercial products and services make together {period}?
    monthly_active_users (people: months): monthly active users of all your commercial products
        How many monthly active users do all your commercial products and services have together {period}?
    """,
)
