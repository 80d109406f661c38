"""Facts of the use: how the work is reached, what for, what is given out, what is done to the work."""

from __future__ import annotations

from typing import Final

from licensekit.vocabulary.entries import FactInfo, facts

ACCESS: Final[tuple[FactInfo, ...]] = facts(
    "access",
    """
    channel (one of: own_copy licensor_official certified_partner other_host; safe: own_copy): how the work is reached
        Do you run your own copy, or reach it through the licensor, a certified partner or another host?
    as_end_user_of_product (safe: no): you are an end user of someone else's product
        Did you get it only inside a finished product that somebody else offers to end users?
    """,
)

USE: Final[tuple[FactInfo, ...]] = facts(
    "use",
    """
    personal: purely for yourself
        Is this purely for yourself as a private person, unconnected to any business or employer?
    in_business: in or for a business
        Is it used in or for a business, paid or not?
    internal_operations: only in your own organisation's running
        Is it used only inside your own organisation, for its own running, so that nothing of it goes outside?
    for_company: for the benefit of a company
        Is it for the benefit of a company?
    for_client: for a client
        Do you do this as a service for a client?
    in_own_product: part of a product of yours
        Is it part of, or does it power, a product or service that you offer?
    serves_product: serves a product of yours without being part of it
        Does it serve a product or service of yours without being part of it, such as in building, selling or
        supporting it?
    reaches_third_parties: something of it reaches outsiders
        Does anything of it (the work, its outputs or its capabilities) reach anyone outside your own organisation?
        (Companies of the same group are outside here.)
    reaches_only_affiliates: only companies of the same group are reached
        Of those outside your own organisation, does it reach only companies of the same group?
    affects_end_users: end users meet it
        Do end users interact with it, or are they affected by it?
    production: in production
        Is it in production, that is, more than development and testing?
    evaluation: only tested or evaluated
        Is it only tested or evaluated?
    earns_money: brings in money
        Does the use bring in money, directly or indirectly?
    through_api: reached through a programming interface
        Do you use it through an API that is provided by or for it?
    countries (set of: territory): where it is used
        In which countries is it used, run, changed or given out (your users' places included)?
    marks_only_as_required: the licensor's marks only where the licence asks for them
        Do you use the licensor's names and marks only in the places and words that the licence itself asks for?
    marks_only_to_describe: the licensor's marks only to describe the work
        Do you use the licensor's names and marks only as is usual to describe and redistribute the work?
    """,
)

DEPLOYMENT: Final[tuple[FactInfo, ...]] = facts(
    "deployment",
    """
    end_users (people: now any_30_days): people with direct access
        How many people have direct access to this deployment {period}?
    """,
)

PURPOSE: Final[tuple[FactInfo, ...]] = facts(
    "purpose",
    """
    research: research
        Is it for academic or scientific research?
    education: teaching
        Is it for teaching or learning?
    commercial_application_expected: a commercial application is expected
        Is a commercial application expected later on?
    primarily_commercial (judgement): mainly for commercial advantage or money
        On the whole, is commercial advantage or money the main aim? (Think of: whether anyone pays, whether it is
        done in a business, whether it is part of a product, whom it serves.)
    any_commercial_advantage (judgement): a commercial purpose, be it not the main one
        Is any purpose of it commercial, though perhaps not the main one? (An advantage that merely follows is none.)
    """,
)

SERVICE: Final[tuple[FactInfo, ...]] = facts(
    "service",
    """
    inference_or_tuning: others get inference or tuning from you
        Do others get model inference or fine-tuning from you, for example through an API?
    meaningful_control: others control inputs, parameters or training data
        Can those others really control the inputs, the parameters or the training data?
    only_relays: requests are only passed on
        Do you only pass requests on to models that others host?
    embedded_in_features: only inside specific features of a product
        Is the model used only inside specific features of an end-user product?
    substantial_features: others use the work's own functions
        Do others get to use a substantial set of the work's own functions?
    users_interact_remotely: users reach it over a network
        Do users interact with it over a network?
    users_generate_outputs: others generate outputs
        Can others generate outputs with it?
    multi_tenant: several customers share one installation
        Do several customers, each with their own space, share one installation?
    """,
)

DISTRIBUTION: Final[tuple[FactInfo, ...]] = facts(
    "distribution",
    """
    covers (set of: work derivative product_containing product_using): what is given out or made available
        What do you give out or make available: the work, a derivative, a product that contains it, or a product that
        uses it?
    for_fee: for a fee
        Do you take a fee or other consideration for the copy?
    object_code: in binary form
        Do you give out binaries or another executable form?
    source_code: in source form
        Do you give out the source form?
    only_adapter: only an adapter, without the weights
        Do you give out only an adapter or a difference to it (such as LoRA), without the weights of the work?
    only_to_own_contractors: only to those who change it or run it for you
        Do only those get a copy who change it for you alone, or run it for you (such as a cloud host)?
    transfers_device: together with a device
        Is the device handed over with it, for good or for a term?
    file_exchange: exchanged for other works without payment
        Is it exchanged for other works by file sharing, without payment?
    """,
)

WORK: Final[tuple[FactInfo, ...]] = facts(
    "work",
    """
    modified: you changed it
        Did you change it in any way?
    derivative_model: it is a derived model or version
        Is what you use derived from it (fine-tuned, merged, quantised or distilled, or software that others changed)?
    combined: combined with other code
        Is it combined with other code into a larger work?
    multimodal: a multimodal model
        Does the model, as its licensor released it, take or make more than text?
    has_notice_file: it comes with a notice file
        Does it come with a NOTICE file?
    frontend_used: its frontend is used
        Do you use its frontend?
    version_published_on (date): day of publication of this version
        On which day was the version that you use first published?
    obtained_on (date): day on which you got your copy
        On which day did you get your copy?
    """,
)

TRAINED_MODEL: Final[tuple[FactInfo, ...]] = facts(
    "trained_model",
    """
    derived_from_work: the trained model is this one or derived from it
        Is the model that you train or improve this model itself, or one derived from it?
    kind (one of: language text_to_image other_generative other): what kind of model is trained
        What kind of model do you train: a language model, text to image, another generative one, or none of these?
    foundational (judgement): a foundation model is trained
        Is the model that you train a foundational generative model?
    bears_licensor_name: its name carries the licensor's name
        Does the name of the model that you train carry a name or mark of the licensor?
    made_available: others get the trained model
        Is the model that you train given out or made available to others?
    for_commercial_use (judgement): the trained model is for commercial use
        Is the model that you train meant for commercial use?
    competes_with_licensor (judgement): the trained model competes with the licensor
        Does the model that you train compete with what the licensor offers?
    """,
)

OUTPUTS: Final[tuple[FactInfo, ...]] = facts(
    "outputs",
    """
    published: outputs are made public
        Are outputs shown or given to the public?
    sold: outputs are sold
        Are outputs sold to others, or given to them for money or other consideration?
    marked_as_generated: outputs are marked as machine-made
        Are outputs marked as made by a machine wherever they are shown?
    made_under_license: outputs were made while the licence stood
        Were all the outputs in question made before the licence ended, or by somebody else whose licence goes on?
    countries (set of: territory): where outputs are used or shown
        In which countries are the outputs used or shown?
    """,
)
