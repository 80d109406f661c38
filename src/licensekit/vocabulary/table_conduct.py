"""Facts of conduct, disputes and breach: clean hands, asked one group at a time.

Each item of a use policy finds its fact here, so that an answer can name the item. The question of a conduct
fact always asks about the licensee and about everyone whom the licensee lets use the work, because policies
say "use, or allow others to use".
"""

from __future__ import annotations

from typing import Final

from licensekit.vocabulary.entries import FactInfo, facts

CONDUCT: Final[tuple[FactInfo, ...]] = facts(
    "conduct",
    """
    # the law, and other people's rights
    unlawful: use against the law
        use it against any law or regulation, or to further anything unlawful
    other_crime: criminal activity
        use it for any criminal activity
    unlawful_content: content that the law forbids
        make or spread content that law or regulation forbids
    regulated_content: inappropriate content under regulation
        make or spread content that regulators class as inappropriate
    breaks_trade_controls: use against export control or sanctions law
        use it against export control, sanctions or other trade law
    infringes_rights: infringement of others' rights
        infringe or violate the rights or lawful interests of anyone else (copyright, marks, privacy or any other)
    offends_social_standards: disregard of a country's social or moral standards
        disregard the social, ethical or moral standards of other countries or regions
    # people who need protection
    harms_minors: harm to minors
        exploit or harm minors, or try to
    child_abuse_material: child abuse material
        ask for, make, get or spread material of child abuse, or fail to report it
    illegal_material_to_minors: illegal material to minors
        give minors material that the law forbids them, or leave out age checks that the law demands
    trafficking: trafficking or exploitation of people
        further human trafficking or the exploitation of people
    sexual_violence: sexual violence
        further sexual violence
    sexual_solicitation: sexual solicitation
        solicit sexual acts
    sexual_content: sexually explicit content
        make or spread sexually explicit content
    intimate_images_without_consent: intimate images without consent
        make or spread intimate images of people without their consent
    exploits_vulnerabilities: exploitation of vulnerable groups
        exploit weaknesses of a group (age, social, physical or mental) so as to distort behaviour harmfully
    # violence and danger
    terrorism: terrorism or violent extremism
        further terrorism or violent extremism
    violence: violence against people
        further violence against people
    incites_violence: content that incites violence
        make content meant to incite or promote violence or abuse
    harms_anyone: harm to anyone
        use it in a way that may harm yourself or anyone else
    outputs_to_harm: outputs used to harm
        reuse or spread outputs in order to harm yourself or anyone else
    risks_bodily_harm: activity with a risk of death or bodily harm
        use it for an activity with a risk of death or bodily harm
    self_harm: self-harm
        further self-harm, suicide or eating disorders, or bodily harm to others
    military: military use or warfare
        use it for a military purpose or in support of one, or in warfare
    nuclear: nuclear industry or applications
        use it in the nuclear industry or for nuclear applications
    espionage: espionage
        use it for espionage
    controlled_arms: arms and activities under export control
        use it for materials or activities under arms export control (such as ITAR)
    biological_or_chemical_weapons: biological or chemical weapons
        use it for biological or chemical weapons, or for materials or activities that the law on them regulates
    weapons: guns and illegal weapons
        use it for guns or illegal weapons, or for developing weapons
    drugs: illegal drugs and controlled substances
        use it for illegal drugs or controlled substances
    critical_infrastructure: operation of critical infrastructure
        operate critical infrastructure, transport technology or heavy machinery with it
    # how people are treated
    harassment: harassment, threats or bullying
        harass, abuse, threaten or bully anyone
    defamation: defamation
        make or spread defamatory statements, images or other content
    disparagement: disparagement
        disparage anyone
    hate: hate speech or promotion of discrimination
        promote hate, discrimination or harm against people or groups for what they are
    discrimination_in_services: discrimination in work, credit, housing or essential services
        discriminate or do harm when providing work, credit, housing or other essential goods and services
    discrimination_by_behaviour: discrimination by social behaviour, personality or personal traits
        discriminate against or harm people, on purpose or in effect, by their social behaviour or by traits of
        person or personality that are known or predicted
    discrimination_by_protected_traits: discrimination by protected characteristics
        discriminate against or harm people, on purpose or in effect, by legally protected characteristics
    sensitive_data_without_right: private or sensitive data without the right to it
        collect, process, disclose, make or infer private facts about people (such as identity, health, demography)
        without the right to do so
    personal_data_without_right: personal data without authorisation
        make or spread data that identify people without authorisation, or for an unreasonable purpose
    personal_data_to_harm: personal data used to harm
        make or spread data that identify people in order to harm somebody
    surveillance: surveillance of people
        watch, track or profile people without their knowledge
    biometric_identification: biometric identification
        identify or categorise people by biometric traits
    # decisions and professions
    automated_legal_decisions: fully automated decisions on rights or obligations
        let it decide, without people, in a way that worsens somebody's legal rights, or that makes or changes a
        binding obligation (whether or not to anybody's disadvantage)
    high_risk_decisions: high-risk automated decisions in critical domains
        let it take high-risk decisions (such as policing, health, credit, work, housing, schooling, insurance)
    social_scoring: social scoring
        score people by their social behaviour
    law_enforcement_or_migration: justice, law enforcement or migration
        use it in the administration of justice, in law enforcement, or in migration or asylum matters
    unlicensed_profession: unlicensed professional practice
        practise a profession (finance, law, medicine or another) without the licence that it needs
    medical_advice: medical advice
        give medical advice or interpret medical results
    # deception
    deception: intentional deception
        deceive or mislead others on purpose
    fraud: fraud
        further fraud
    disinformation: disinformation
        create or promote disinformation
    misleading_information_to_harm: false or misleading information to harm
        make or spread false or misleading information in order to cause harm
    false_information_to_harm: verifiably false information to harm
        make or spread verifiably false information in order to harm others
    false_information_in_elections: false information to influence elections
        make or spread verifiably false information in order to influence elections
    political_campaigning: political campaigning
        use it in political campaigns or lobbying
    spam: spam
        make or spread spam
    impersonation: impersonation
        impersonate anyone without consent, authorisation or legal right
    presents_as_human: machine output shown as human
        present its use or outputs as made by people
    fake_engagement: fake reviews and engagement
        make or further fake reviews or other fake engagement online
    undisclosed_generated_content: machine-made content in public without saying so
        put machine-made content before the public without saying clearly that it is machine-made
    hides_known_dangers: known dangers kept from end users
        keep from end users the known dangers of your AI system
    # computers
    malware: malware
        make or spread malware or other content meant to damage systems
    disrupts_systems: disruption of systems
        do what could disable, overload, disturb or impair a website or computer system
    unlawful_third_party_tools: tools designed for unlawful content
        work with tools or models of others that are designed for unlawful content or harmful conduct
    removes_safety_measures: removal of safety measures
        get around or remove safety measures or limits on use, or switch on what the licensor has disabled
    misattributes_outputs: others' outputs passed off as the licensor's
        present outputs of such tools as connected with the licensor or its model
    """,
    clean_hands="conduct",
    question="Do you, or anyone you let use it, {}?",
)

DISPUTE: Final[tuple[FactInfo, ...]] = facts(
    "dispute",
    """
    patent_claim (clean hands: disputes): you sued because the work infringes a patent
        Have you, or has your company, brought a lawsuit (a cross-claim or counterclaim included) that says that the
        work infringes a patent?
    written_patent_claim (clean hands: disputes): you claimed in writing that the work infringes a patent
        Have you, or has your company, claimed in writing, in court or out of it, that the work infringes a patent?
    ip_claim (clean hands: disputes): you sued because the work or its outputs infringe your rights
        Have you, or has your company, brought a lawsuit or other proceedings (a cross-claim or counterclaim included)
        that say that the work or its outputs infringe intellectual property or other rights of yours?
    any_claim (clean hands: disputes): you brought a claim over the work
        Have you, or has your company, brought any legal claim over the work or its outputs?
    against_licensor (clean hands: disputes): the claim is against the licensor
        Is a claim that you brought over the work or its outputs one against the licensor or its affiliates?
    """,
)

BREACH: Final[tuple[FactInfo, ...]] = facts(
    "breach",
    """
    uncured (clean hands: breach): a known breach is not put right
        Is there a breach of the licence that is not put right?
    material (clean hands: breach): a serious breach stands
        Is there a serious breach of the licence?
    patent_arrangement (clean hands: breach): you pay a distributor for patent licences that discriminate
        Do you pay a software distributor, by how much you give out, for patent licences that withhold some of the
        licence's rights from those who get copies?
    happened: the licence was broken at some time
        Have you ever broken the licence for this work, even if it was put right?
    first_notice: it is the first notice
        Is it the first time that you were notified of a breach?
    notified_on (date): day of the notice
        On which day were you notified of the breach?
    discovered_on (date): day of discovery
        On which day did you discover the breach?
    cured_on (date): day of the cure
        On which day was the breach put right?
    """,
)

LICENSOR: Final[tuple[FactInfo, ...]] = facts(
    "licensor",
    """
    has_terminated (clean hands: licensor): the licensor has ended the licence
        Has the licensor told you that the licence has ended?
    requested_removal (clean hands: licensor): the licensor asked for removal
        Has the licensor asked you to remove its name or the material?
    """,
)
