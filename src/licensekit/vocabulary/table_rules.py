"""Rules between facts, as a lawyer reads them: plain, and true under every licence (docs/semantics.md, section 7).

A line names what must be so, and what is then so; below it stands why. Where lawyers would differ, the one only casts
doubt on the other: it is then asked, and never taken for granted.
"""

from __future__ import annotations

from typing import Final

IMPLIES: Final = """
not product.offered_to_third_parties -> not product.charged_for
    what nobody is offered is not charged for
product.offered_to_third_parties -> use.in_own_product, use.reaches_third_parties
    a product that uses the work, and that others can get, is one of yours and reaches them
use.in_own_product -> product.exists
    what is part of a product of yours means that there is one
product.charged_for -> use.earns_money
    a product that uses the work, and for which money is taken, brings in money
product.revenue more than 0 -> use.earns_money
    a product that uses the work and has revenue brings in money
product.recurring_revenue more than 0 -> use.earns_money
    a product that uses the work and has recurring revenue brings in money
distribution.for_fee -> use.earns_money, use.reaches_third_parties
    whoever pays for a copy is reached by it, and pays for the use of the work
outputs.sold -> use.earns_money, use.reaches_third_parties
    whoever pays for outputs is reached by them, and pays for the use of the work
outputs.published -> use.reaches_third_parties
    what is shown to the public reaches others
distribution.covers is anything -> use.reaches_third_parties
    what is given out or made available reaches whoever gets it
use.for_client -> use.reaches_third_parties
    what is done as a service for a client reaches the client: what comes of the work, or what it can do
use.reaches_only_affiliates -> use.reaches_third_parties
    companies of the same group are outside one's own organisation
trained_model.made_available and trained_model.derived_from_work -> use.reaches_third_parties
    a model derived from the work carries its capabilities to whoever gets it
service.inference_or_tuning -> use.reaches_third_parties
    who gets inference or tuning from you is reached by the work
service.meaningful_control -> use.reaches_third_parties
    others who control what goes in are reached by the work
service.substantial_features -> use.reaches_third_parties
    others who use the functions of the work are reached by it
service.users_generate_outputs -> use.reaches_third_parties
    others who generate outputs are reached by them
service.multi_tenant -> use.reaches_third_parties
    several customers on one installation are reached by it
service.inference_or_tuning and service.meaningful_control and not service.only_relays and not service.embedded_in_features -> group.operates.model_service
    others get inference or tuning that they control, not only relayed and not only inside features: a model service
use.for_company -> use.in_business
    what is for the benefit of a company is for a business
use.personal -> licensee.kind is individual
    a purely personal use is that of an individual
purpose.primarily_commercial -> purpose.any_commercial_advantage
    where commercial advantage is the main aim, there is some in it
trained_model.for_commercial_use -> purpose.any_commercial_advantage
    a model that is meant for commercial use is made for some commercial advantage
conduct.undisclosed_generated_content -> outputs.published
    machine-made content put before the public is an output that is shown to the public
product.is_ai_work_assistant and product.offered_to_third_parties -> group.operates.ai_work_assistant
    whoever offers others such an assistant runs one
breach.material -> breach.uncured
    a serious breach that stands is a breach that is not put right
breach.uncured -> breach.happened
    a breach that stands has happened
breach.discovered_on is a day -> breach.happened
    a breach that was discovered on some day has happened
breach.cured_on is a day -> breach.happened
    a breach that was put right on some day has happened
dispute.patent_claim -> dispute.ip_claim, dispute.written_patent_claim
    a lawsuit over a patent is one over intellectual property, and a claim in writing
dispute.ip_claim -> dispute.any_claim
    a lawsuit over intellectual property is a legal claim
dispute.against_licensor -> dispute.any_claim
    a claim against the licensor is a claim
conduct.other_crime -> conduct.unlawful
    a crime is against the law
conduct.unlawful_content -> conduct.unlawful
    to make or spread what the law forbids is against the law
conduct.breaks_trade_controls -> conduct.unlawful
    export control, sanctions and other trade rules are law
conduct.illegal_material_to_minors -> conduct.unlawful
    to give minors what the law forbids them, or to leave out checks that it demands, is against the law
conduct.unlicensed_profession -> conduct.unlawful
    to practise a profession without the licence that it needs is against the law
conduct.child_abuse_material -> conduct.unlawful_content, conduct.harms_minors, conduct.other_crime
    material of child abuse is content that the law forbids, it harms minors, and to deal in it is a crime
conduct.trafficking -> conduct.other_crime, conduct.harms_anyone
    to traffic in people or to exploit them is a crime, and harms them
conduct.sexual_violence -> conduct.violence, conduct.other_crime
    sexual violence is violence, and a crime
conduct.terrorism -> conduct.other_crime, conduct.harms_anyone
    terrorism and violent extremism are crimes, and harm people
conduct.fraud -> conduct.other_crime, conduct.deception, conduct.harms_anyone
    fraud is a crime that deceives people, and harms them
conduct.biological_or_chemical_weapons -> conduct.weapons, conduct.harms_anyone
    biological and chemical weapons are weapons, and may harm people
conduct.violence -> conduct.harms_anyone, conduct.risks_bodily_harm
    violence against people harms them bodily
conduct.self_harm -> conduct.harms_anyone, conduct.risks_bodily_harm
    self-harm, and bodily harm to others, are bodily harm
conduct.incites_violence -> conduct.harms_anyone
    content meant to bring about violence or abuse may harm people
conduct.harms_minors -> conduct.harms_anyone
    a minor is somebody
conduct.exploits_vulnerabilities -> conduct.harms_anyone
    people whose weaknesses are exploited harmfully are harmed
conduct.intimate_images_without_consent -> conduct.harms_anyone
    intimate images without consent harm those whom they show
conduct.harassment -> conduct.harms_anyone
    people who are harassed, abused, threatened or bullied are harmed
conduct.outputs_to_harm -> conduct.harms_anyone
    outputs spread in order to harm may harm people
conduct.personal_data_to_harm -> conduct.personal_data_without_right, conduct.harms_anyone
    to harm somebody is no reasonable purpose for personal data, and may harm
conduct.false_information_to_harm -> conduct.misleading_information_to_harm
    information that is verifiably false is false or misleading
conduct.misleading_information_to_harm -> conduct.deception, conduct.harms_anyone
    false or misleading information that is meant to harm deceives on purpose, and may harm
conduct.false_information_in_elections -> conduct.disinformation
    verifiably false information meant to sway elections is disinformation
conduct.disinformation -> conduct.deception
    disinformation misleads on purpose
conduct.fake_engagement -> conduct.deception
    fake reviews and other fake engagement mislead on purpose
conduct.defamation -> conduct.disparagement
    what defames somebody disparages them
"""  # noqa: E501 - an entry is one line

EXCLUDES: Final = """
use.personal excludes use.in_business, use.for_company, use.for_client
    a personal use is not in or for a business, company or client
use.personal excludes product.charged_for, distribution.for_fee, outputs.sold
    what others pay for is not purely for oneself
use.personal excludes trained_model.for_commercial_use
    a model that is meant for commercial use is not purely for oneself
use.internal_operations excludes product.offered_to_third_parties, use.in_own_product, use.for_client, outputs.sold
    what serves only the running of one's own organisation is not offered to others, done for a client, or sold
use.internal_operations excludes use.reaches_third_parties
    what is used only inside one's own organisation reaches nobody outside
use.reaches_only_affiliates excludes outputs.published
    what is shown to the public reaches more than companies of the same group
use.evaluation excludes product.charged_for, distribution.for_fee, outputs.sold
    what others pay for is more than tested or evaluated
use.evaluation excludes use.production
    what is only tested or evaluated is not in production
distribution.file_exchange excludes distribution.for_fee
    what is exchanged without payment is not given for a fee
"""

DOUBT: Final = """
product.exists casts doubt on use.reaches_third_parties
    a product is mostly made for others
use.affects_end_users casts doubt on use.reaches_third_parties
    end users may be people outside
trained_model.made_available casts doubt on use.reaches_third_parties
    a model trained with the work or its outputs may carry something of them
trained_model.for_commercial_use casts doubt on use.reaches_third_parties
    a model that is meant for commercial use is mostly made for others
trained_model.competes_with_licensor casts doubt on use.reaches_third_parties
    a model that competes is one that others can get
products_with_work.revenue more than 0 casts doubt on use.reaches_third_parties
    what sells with the work reaches those who buy
products_with_work.monthly_active_users more than 0 casts doubt on use.reaches_third_parties
    users of products with the work may be people outside
use.serves_product casts doubt on use.reaches_third_parties
    what serves a product may reach those who get it
deployment.end_users more than 0 casts doubt on use.reaches_third_parties
    people with access may be people outside
client.revenue more than 0 casts doubt on use.reaches_third_parties
    whoever has a client may do this for it
client.finances more than 0 casts doubt on use.reaches_third_parties
    whoever has a client may do this for it
distribution.object_code casts doubt on use.reaches_third_parties
    whoever is given binaries may be somebody outside
distribution.source_code casts doubt on use.reaches_third_parties
    whoever is given the source may be somebody outside
distribution.only_adapter casts doubt on use.reaches_third_parties
    whoever is given the adapter may be somebody outside
distribution.only_to_own_contractors casts doubt on use.reaches_third_parties
    contractors may be third parties
distribution.transfers_device casts doubt on use.reaches_third_parties
    whoever is handed the device may be somebody outside
recipient.noncommercial casts doubt on use.reaches_third_parties
    a recipient may be somebody outside
recipient.sanctioned casts doubt on use.reaches_third_parties
    a recipient may be somebody outside
recipient.revenue more than 0 casts doubt on use.reaches_third_parties
    a recipient may be somebody outside
distribution.file_exchange casts doubt on use.reaches_third_parties
    whoever exchanges files may be somebody outside
conduct.spam casts doubt on use.reaches_third_parties
    spam is sent to others
conduct.harassment casts doubt on use.reaches_third_parties
    people who are harassed are mostly people outside
conduct.impersonation casts doubt on use.reaches_third_parties
    whoever is impersonated is so before others
conduct.sexual_solicitation casts doubt on use.reaches_third_parties
    people are solicited by what reaches them
conduct.deception casts doubt on use.reaches_third_parties
    people are deceived by what reaches them
conduct.presents_as_human casts doubt on use.reaches_third_parties
    it is others to whom something is shown as made by people
conduct.political_campaigning casts doubt on use.reaches_third_parties
    a campaign speaks to people outside
conduct.medical_advice casts doubt on use.reaches_third_parties
    whoever is given advice may be somebody outside
conduct.illegal_material_to_minors casts doubt on use.reaches_third_parties
    minors who are given material are reached
conduct.hides_known_dangers casts doubt on use.reaches_third_parties
    end users may be people outside
conduct.outputs_to_harm casts doubt on use.reaches_third_parties
    outputs that are spread reach others
conduct.unlawful_content casts doubt on use.reaches_third_parties
    content that is spread reaches others
conduct.disparagement casts doubt on use.reaches_third_parties
    people are disparaged before others
conduct.discrimination_in_services casts doubt on use.reaches_third_parties
    people who are provided with services are mostly people outside
service.only_relays casts doubt on access.channel
    who only passes requests on may run no copy
use.through_api casts doubt on access.channel
    an interface may be that of somebody else's copy
outputs.published and not outputs.marked_as_generated casts doubt on conduct.undisclosed_generated_content
    outputs shown without marks may be before the public without a word that they are machine-made
dispute.any_claim casts doubt on dispute.patent_claim, dispute.against_licensor
    a claim over the work may be one on a patent or other intellectual property, and against the licensor
dispute.written_patent_claim casts doubt on dispute.patent_claim, dispute.against_licensor
    a claim in writing may be one in court, and one against the licensor
not outputs.made_under_license casts doubt on dispute.ip_claim, licensor.has_terminated
    outputs that were not made under the licence may come after its end, by a claim or by the licensor
not outputs.made_under_license casts doubt on breach.uncured, breach.material
    outputs that were not made under the licence may come after its end, by a breach
licensor.has_terminated casts doubt on breach.uncured, breach.material
    a licensor that ends the licence mostly does so for a breach
breach.happened casts doubt on breach.uncured, breach.material, licensor.has_terminated
    a breach that happened may not be put right, and a licensor may have ended the licence for it
licensor.requested_removal casts doubt on licensor.has_terminated
    a licensor that asks for removal may have ended the licence
breach.notified_on is a day casts doubt on breach.uncured, breach.material, licensor.has_terminated
    a breach of which notice came may not be put right, and a licensor may have ended the licence for it
breach.discovered_on is a day casts doubt on breach.uncured, breach.material, licensor.has_terminated
    a breach that was discovered may not be put right, and a licensor may have ended the licence for it
breach.cured_on is a day casts doubt on breach.uncured, breach.material, licensor.has_terminated
    some licences end by a breach though it is put right, and a licensor may have ended the licence for it
breach.first_notice casts doubt on breach.uncured, breach.material, licensor.has_terminated
    a breach of which notice came may not be put right, and a licensor may have ended the licence for it
not breach.first_notice casts doubt on breach.uncured, breach.material, licensor.has_terminated
    a notice that is not the first comes after others
not breach.cured_on is a day casts doubt on breach.uncured, breach.material
    a breach that was never put right stands
breach.uncured casts doubt on breach.material
    a breach that stands may be a serious one
breach.uncured casts doubt on licensor.has_terminated
    for a breach that stands a licensor may have ended the licence
licensee.sanctioned casts doubt on conduct.breaks_trade_controls, recipient.sanctioned
    to let somebody under sanctions use it may be against trade law, and to give it to them
recipient.sanctioned casts doubt on conduct.breaks_trade_controls, licensee.sanctioned
    to give it to somebody under sanctions may be against trade law, and to let them use it
conduct.unlawful casts doubt on conduct.other_crime, conduct.unlawful_content, conduct.breaks_trade_controls
    what is against the law may be a crime, content that the law forbids, or against trade law
conduct.unlawful casts doubt on conduct.infringes_rights, conduct.harms_minors, conduct.hate
    what is against the law may infringe somebody's rights, harm minors, or promote hate
conduct.unlawful casts doubt on conduct.misleading_information_to_harm
    what is against the law may mislead in order to harm
conduct.unlawful_content casts doubt on conduct.regulated_content
    content that the law forbids may be of a kind that regulators name
conduct.regulated_content casts doubt on conduct.unlawful_content
    content that regulators class as inappropriate may be forbidden by law
conduct.infringes_rights casts doubt on conduct.unlawful, conduct.unlawful_content
    to infringe somebody's rights may be against the law, and may lie in content
conduct.harms_minors casts doubt on conduct.child_abuse_material, conduct.exploits_vulnerabilities
    minors may be harmed by material of their abuse, or because they are weak by their age
conduct.child_abuse_material casts doubt on conduct.sexual_content
    material of child abuse may be sexually explicit
conduct.illegal_material_to_minors casts doubt on conduct.harms_minors, conduct.regulated_content
    what minors may not see may harm them, and be of a kind that regulators name
conduct.trafficking casts doubt on conduct.exploits_vulnerabilities
    those who are exploited may belong to a group that is weak
conduct.sexual_violence casts doubt on conduct.incites_violence
    to further sexual violence may be to incite it
conduct.sexual_solicitation casts doubt on conduct.other_crime, conduct.unlawful_content
    to solicit sexual acts is a crime in some places, and may lie in content
conduct.sexual_content casts doubt on conduct.unlawful_content, conduct.regulated_content
    sexually explicit content is forbidden in some places, and of a kind that regulators name
conduct.intimate_images_without_consent casts doubt on conduct.unlawful_content, conduct.other_crime
    intimate images without consent are forbidden in many places
conduct.intimate_images_without_consent casts doubt on conduct.infringes_rights, conduct.harassment
    intimate images without consent may infringe the rights of those whom they show, and harass them
conduct.intimate_images_without_consent casts doubt on conduct.personal_data_without_right
    intimate images without consent may identify those whom they show
conduct.intimate_images_without_consent casts doubt on conduct.sensitive_data_without_right, conduct.sexual_content
    intimate images without consent may show private facts, and be sexually explicit
conduct.exploits_vulnerabilities casts doubt on conduct.unlawful
    to exploit the weak is forbidden in some places
conduct.terrorism casts doubt on conduct.violence, conduct.incites_violence, conduct.hate, conduct.weapons
    terrorism may be furthered by violence, by calls to it, by hate or by weapons
conduct.violence casts doubt on conduct.other_crime
    violence against people is mostly a crime
conduct.incites_violence casts doubt on conduct.unlawful_content, conduct.regulated_content
    content meant to incite violence is forbidden in many places
conduct.incites_violence casts doubt on conduct.violence, conduct.hate, conduct.terrorism
    to incite violence may be to further it, and to promote hate or terrorism
conduct.harms_anyone casts doubt on conduct.harms_minors, conduct.violence, conduct.self_harm
    those who may be harmed may be minors, and the harm may be one to the body
conduct.harms_anyone casts doubt on conduct.outputs_to_harm, conduct.hate
    what may harm may do so by its outputs, and those who may be harmed may be so for what they are
conduct.harms_anyone casts doubt on conduct.unlawful
    to harm people is mostly forbidden
conduct.self_harm casts doubt on conduct.other_crime
    to further suicide, or harm to the bodies of others, is a crime in many places
conduct.outputs_to_harm casts doubt on conduct.false_information_to_harm, conduct.personal_data_to_harm
    outputs that are to harm may be false, or may identify people
conduct.outputs_to_harm casts doubt on conduct.harassment
    outputs that are to harm may harass somebody
conduct.outputs_to_harm casts doubt on conduct.unlawful
    to spread something in order to harm is mostly forbidden
conduct.removes_safety_measures casts doubt on conduct.unlawful
    to get around safety measures is forbidden in some places
conduct.risks_bodily_harm casts doubt on conduct.critical_infrastructure, conduct.self_harm
    a risk of bodily harm may lie in heavy machinery, or in what furthers harm to the body
conduct.military casts doubt on conduct.violence, conduct.weapons
    what is military may use force and arms
conduct.nuclear casts doubt on conduct.military, conduct.weapons, conduct.controlled_arms
    what is nuclear may be an arm
conduct.nuclear casts doubt on conduct.critical_infrastructure, conduct.risks_bodily_harm
    a nuclear plant may be critical infrastructure, and dangerous
conduct.nuclear casts doubt on conduct.breaks_trade_controls
    what serves nuclear ends is mostly under export control
conduct.espionage casts doubt on conduct.other_crime, conduct.military, conduct.surveillance
    espionage is mostly a crime, may be military, and may watch people
conduct.espionage casts doubt on conduct.sensitive_data_without_right, conduct.personal_data_without_right
    espionage may gather what it has no right to know of people
conduct.controlled_arms casts doubt on conduct.military, conduct.weapons, conduct.breaks_trade_controls
    what is under arms export control may be military, a weapon, or forbidden to go where it goes
conduct.weapons casts doubt on conduct.military, conduct.other_crime, conduct.controlled_arms, conduct.violence
    weapons may be military, forbidden or under export control, and are made to hurt
conduct.weapons casts doubt on conduct.biological_or_chemical_weapons, conduct.unlawful_content
    a weapon may be biological or chemical, and to write of how it is made may be forbidden
conduct.drugs casts doubt on conduct.other_crime, conduct.unlawful_content, conduct.harms_anyone
    illegal drugs are mostly a crime, also to write of how they are made, and may harm
conduct.critical_infrastructure casts doubt on conduct.harms_anyone, conduct.high_risk_decisions
    infrastructure, transport and heavy machinery may hurt people, and decide what is of high risk to them
conduct.harassment casts doubt on conduct.unlawful, conduct.hate, conduct.defamation
    to harass may be forbidden, and may be done by hateful or defamatory words
conduct.defamation casts doubt on conduct.unlawful_content, conduct.infringes_rights, conduct.harassment
    to defame is mostly forbidden, infringes rights mostly, and may harass
conduct.defamation casts doubt on conduct.false_information_to_harm, conduct.harms_anyone
    what defames may be false and meant to harm
conduct.disparagement casts doubt on conduct.defamation, conduct.harassment
    to disparage somebody may be to defame or to harass them
conduct.disparagement casts doubt on conduct.unlawful_content
    to disparage somebody is forbidden in some places
conduct.hate casts doubt on conduct.unlawful_content, conduct.regulated_content
    hate speech is forbidden in many places
conduct.hate casts doubt on conduct.incites_violence, conduct.harassment, conduct.discrimination_by_protected_traits
    to promote hate may be to incite violence, to harass or to discriminate
conduct.discrimination_in_services casts doubt on conduct.unlawful, conduct.harms_anyone
    to discriminate in work, credit, housing or services is mostly forbidden, and may harm
conduct.discrimination_in_services casts doubt on conduct.hate
    people who are treated worse may be so out of hate
conduct.discrimination_in_services casts doubt on conduct.discrimination_by_behaviour
    people who are treated worse may be so for their behaviour
conduct.discrimination_in_services casts doubt on conduct.discrimination_by_protected_traits
    people who are treated worse may be so for protected traits
conduct.discrimination_in_services casts doubt on conduct.automated_legal_decisions, conduct.high_risk_decisions
    work, credit and housing may be decided by machine
conduct.discrimination_by_behaviour casts doubt on conduct.unlawful, conduct.harms_anyone
    to treat people worse for their behaviour may be forbidden, and may harm
conduct.discrimination_by_behaviour casts doubt on conduct.hate
    people who are treated worse may be so out of hate
conduct.discrimination_by_behaviour casts doubt on conduct.discrimination_in_services, conduct.social_scoring
    to treat people worse for their behaviour may be so in services, and by scores
conduct.discrimination_by_protected_traits casts doubt on conduct.unlawful, conduct.harms_anyone
    to discriminate by protected traits is mostly forbidden, and may harm
conduct.discrimination_by_protected_traits casts doubt on conduct.discrimination_in_services, conduct.hate
    to discriminate by protected traits may be so in services, and may promote hate
conduct.sensitive_data_without_right casts doubt on conduct.unlawful, conduct.infringes_rights
    to gather private facts without the right to them is mostly forbidden
conduct.sensitive_data_without_right casts doubt on conduct.unlawful_content
    to write of private facts is forbidden in many places
conduct.sensitive_data_without_right casts doubt on conduct.personal_data_without_right, conduct.surveillance
    private facts may identify people, and may be gathered by watching them
conduct.personal_data_without_right casts doubt on conduct.unlawful_content, conduct.infringes_rights
    to spread personal data without authorisation is mostly forbidden
conduct.personal_data_without_right casts doubt on conduct.sensitive_data_without_right, conduct.personal_data_to_harm
    personal data may be private facts, and may be spread to harm
conduct.personal_data_to_harm casts doubt on conduct.harassment
    data spread to harm somebody may harass them
conduct.surveillance casts doubt on conduct.unlawful, conduct.infringes_rights
    to watch people without their knowledge is mostly forbidden
conduct.surveillance casts doubt on conduct.sensitive_data_without_right, conduct.personal_data_without_right
    to watch people without their knowledge may gather data on them
conduct.biometric_identification casts doubt on conduct.unlawful, conduct.surveillance, conduct.high_risk_decisions
    to identify people by their traits is forbidden in some places, watches them, and may decide on them
conduct.biometric_identification casts doubt on conduct.sensitive_data_without_right
    biometric traits are private facts in many places
conduct.biometric_identification casts doubt on conduct.personal_data_without_right
    biometric traits identify people
conduct.automated_legal_decisions casts doubt on conduct.unlawful, conduct.high_risk_decisions
    a decision without people on somebody's rights is forbidden in some places, and may be of high risk
conduct.high_risk_decisions casts doubt on conduct.automated_legal_decisions, conduct.discrimination_in_services
    a high-risk decision may settle somebody's rights, or treat people worse
conduct.high_risk_decisions casts doubt on conduct.unlawful
    to let a machine decide what is of high risk to people is forbidden in some places
conduct.social_scoring casts doubt on conduct.unlawful, conduct.discrimination_by_behaviour
    to score people by their behaviour is forbidden in some places, and may treat them worse for it
conduct.social_scoring casts doubt on conduct.automated_legal_decisions, conduct.high_risk_decisions
    scores may decide on people
conduct.law_enforcement_or_migration casts doubt on conduct.automated_legal_decisions, conduct.high_risk_decisions
    courts, police and migration offices decide on people's rights
conduct.law_enforcement_or_migration casts doubt on conduct.surveillance, conduct.biometric_identification
    police and migration offices may watch and identify people
conduct.unlicensed_profession casts doubt on conduct.other_crime, conduct.medical_advice
    to practise without a licence may be a crime, and the profession may be medicine
conduct.medical_advice casts doubt on conduct.unlicensed_profession, conduct.high_risk_decisions
    medical advice may need a licence, and may decide on somebody's health
conduct.medical_advice casts doubt on conduct.risks_bodily_harm
    wrong medical advice may hurt people
conduct.deception casts doubt on conduct.fraud, conduct.disinformation, conduct.fake_engagement
    to deceive may be fraud, disinformation or fake engagement
conduct.deception casts doubt on conduct.false_information_to_harm, conduct.false_information_in_elections
    to deceive may be to spread false information
conduct.deception casts doubt on conduct.impersonation, conduct.presents_as_human
    to deceive may be to pass for somebody else, or a machine for people
conduct.deception casts doubt on conduct.undisclosed_generated_content
    to deceive may be not to say that content is machine-made
conduct.disinformation casts doubt on conduct.unlawful_content
    disinformation is forbidden in some places
conduct.misleading_information_to_harm casts doubt on conduct.defamation
    what misleads in order to harm may defame somebody
conduct.false_information_in_elections casts doubt on conduct.political_campaigning
    what is to sway elections may be part of a campaign
conduct.spam casts doubt on conduct.unlawful
    spam is forbidden in many places
conduct.spam casts doubt on conduct.unlawful_content
    spam is forbidden content in many places
conduct.impersonation casts doubt on conduct.infringes_rights, conduct.fraud, conduct.unlawful_content
    to pass for somebody else may infringe that person's rights, may be fraud, and is forbidden content in some places
conduct.presents_as_human casts doubt on conduct.deception, conduct.undisclosed_generated_content
    to show a machine's work as people's may deceive, and hide that it is machine-made
conduct.presents_as_human casts doubt on conduct.unlawful_content
    a machine that passes for people is forbidden in some places
conduct.undisclosed_generated_content casts doubt on conduct.unlawful_content
    machine-made content that does not say so is forbidden in some places
conduct.undisclosed_generated_content casts doubt on conduct.deception, conduct.presents_as_human
    not to say that content is machine-made may deceive
conduct.hides_known_dangers casts doubt on conduct.unlawful, conduct.deception, conduct.harms_anyone
    to keep known dangers from people may be forbidden, may deceive, and may harm them
conduct.malware casts doubt on conduct.other_crime, conduct.unlawful_content
    malware is mostly a crime to spread
conduct.malware casts doubt on conduct.disrupts_systems, conduct.harms_anyone
    malware damages systems, and may harm
conduct.disrupts_systems casts doubt on conduct.other_crime, conduct.malware, conduct.harms_anyone
    to disable systems is mostly a crime, may be done by malware, and may harm
conduct.unlawful_third_party_tools casts doubt on conduct.unlawful_content, conduct.harms_anyone
    tools made for unlawful content or harmful conduct may bring it about
conduct.misattributes_outputs casts doubt on conduct.deception, conduct.infringes_rights
    to pass outputs off as the licensor's may deceive, and may infringe its rights in its name
conduct.misattributes_outputs casts doubt on conduct.unlawful
    a false origin is mostly forbidden
conduct.misattributes_outputs casts doubt on conduct.unlawful_third_party_tools
    outputs that are passed off as the licensor's may be those of such tools
"""
