"""Everyday words for facts and acts, for whoever looks for one: words, and below them the names they lead to.

They only help to find; what a fact or an act means stands in its question and title. `NAME.*` is every window.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from licensekit.vocabulary.acts import ACTS
from licensekit.vocabulary.facts import FACTS

_TABLE: Final = """
logo, trademark, brand, branding, badge, trade name:
    use_marks alter_branding use.marks_only_as_required use.marks_only_to_describe
    trained_model.bears_licensor_name
attribution, credit, powered by, built with, notice, copyright:
    remove_notices alter_branding work.has_notice_file
watermark, provenance, C2PA, metadata:
    remove_provenance outputs.marked_as_generated conduct.undisclosed_generated_content
AI label, AI-generated, disclosure, deepfake:
    outputs.marked_as_generated conduct.undisclosed_generated_content conduct.presents_as_human
    conduct.impersonation
ad, advertising, advert, sponsor, monetise, monetize, monetisation, monetization:
    use.earns_money purpose.primarily_commercial product.charged_for
donation, tip, crowdfunding, patreon:
    use.earns_money distribution.for_fee
commercial, for profit, business use, enterprise:
    use.in_business use.earns_money purpose.primarily_commercial purpose.any_commercial_advantage
    product.charged_for use.for_company
noncommercial, non-profit, nonprofit, charity, NGO:
    licensee.kind purpose.primarily_commercial purpose.any_commercial_advantage recipient.noncommercial
hobby, private, personal, at home, side project:
    use.personal use.in_business licensee.kind
freelancer, freelance, self-employed, sole trader, solo:
    licensee.kind use.for_client use.in_business
agency, consulting, consultant, contractor, outsourcing:
    use.for_client distribution.only_to_own_contractors client.revenue.*
customer, client work:
    use.for_client use.reaches_third_parties product.offered_to_third_parties
student, school, university, teacher, classroom, course, thesis, homework:
    purpose.education purpose.research licensee.kind licensee.researcher
academia, academic, scientist, paper, publication, lab:
    purpose.research licensee.researcher licensee.kind publish_benchmarks
government, public sector, municipality, state agency:
    licensee.kind
startup, small company, SME, turnover, income, sales, ARR, earnings:
    group.revenue.* licensee.revenue.* product.revenue.* product.recurring_revenue.*
funding, investor, venture capital, VC, raised:
    group.investment.prior_5_tax_years client.finances.*
headcount, staff, employee, team size:
    group.people.* licensee.people.*
MAU, active user, user base, traffic:
    product.monthly_active_users.* group.monthly_active_users.* licensee.monthly_active_users.*
subsidiary, affiliate, parent company, corporate group:
    use.reaches_only_affiliates group.revenue.*
subscription, paid, price, sell access, pricing, fee, freemium:
    product.charged_for distribution.for_fee outputs.sold
internal, intranet, in-house, employees only, internal tool, back office:
    use.internal_operations use.reaches_third_parties
prototype, proof of concept, POC, pilot, demo, staging, sandbox, trial:
    use.evaluation use.production
live, deploy, deployment, launch, go live:
    run embed host_model use.production deployment.end_users.* product.offered_to_third_parties
SaaS, hosted service, managed service, cloud service, web service:
    embed host_software host_model service.substantial_features service.users_interact_remotely service.multi_tenant
API, inference API, endpoint, model provider, MaaS, inference service:
    host_model call_hosted service.inference_or_tuning use.through_api group.operates.model_service
reseller, relay, router, proxy, gateway, aggregator, openrouter:
    service.only_relays host_model call_hosted
self-host, self-hosting, self-hosted, on-prem, on-premises, own server, own GPU, local, ollama, offline, AWS, GCP:
    run access.channel
bedrock, azure, vertex, hosted model, third-party host, together.ai, groq:
    call_hosted access.channel
app, mobile app, phone app, desktop app, app store, Android, iOS, electron, plugin, on-device:
    distribute_in_product embed product.contains_work product.interactive_interface
website, chatbot, assistant, chat, wrapper, feature, integration, backend:
    embed product.interactive_interface service.embedded_in_features
RAG, retrieval, vector database, agent, tool calling:
    embed run use.in_own_product use.internal_operations
copilot, coding assistant, office assistant:
    product.is_ai_work_assistant group.operates.ai_work_assistant
firmware, device, embedded device, hardware, router box, appliance, IoT, tivoization:
    product.consumer_device distribution.transfers_device product.locked_for_everyone distribute_in_product
binary, executable, docker, container, image file, package, installer:
    distribution.object_code distribute_copy distribute_in_product
source code, repository, github, open source it, publish the code:
    distribution.source_code distribute_copy combine_code
upload, hugging face, mirror, torrent, share, republish, redistribute, redistribution, give away, air-gapped:
    distribute_copy distribution.covers distribution.file_exchange
link, linking, library, dependency, static linking:
    combine_code work.combined
fork, patch, modify, change, customise, customize:
    edit work.modified combine_code
train, training, train it:
    fine_tune train_with_work train_on_outputs
use, use it, using, download, install, commercial use:
    run embed use_outputs
host, hosting, serve, serving:
    host_model host_software
fine-tuning, finetune, LoRA, adapter, QLoRA, DPO, RLHF, continued pretraining:
    fine_tune work.derivative_model distribution.only_adapter trained_model.derived_from_work
GGUF, quantisation, quantization, AWQ, GPTQ, ONNX, convert, pruning:
    quantize work.derivative_model
merge, mergekit, model soup:
    merge_models work.derivative_model
distillation, distill, student model, teacher model, synthetic data, imitate:
    distil train_on_outputs trained_model.kind
training data, dataset, data generation, label data, embeddings:
    train_on_outputs train_with_work use_outputs
competitor, compete, rival, competing model:
    product.competes_with_licensor trained_model.competes_with_licensor product.substitutes_for_work
    product.overlaps_licensor_paid
publish, publishing, release, open-weight:
    distribute_copy outputs.published trained_model.made_available publish_benchmarks work.version_published_on
benchmark, evaluation results, leaderboard, comparison:
    publish_benchmarks use.evaluation
outputs, generated content, generated code, blog post, content creation, marketing, stock images, book:
    use_outputs outputs.published outputs.sold
ownership of outputs, sell outputs, print on demand:
    outputs.sold use_outputs
jailbreak, guardrail, safety filter, uncensor, abliterate, uncensored, red team, moderation:
    circumvent_safeguards conduct.removes_safety_measures
license key, licence key, activation, DRM, crack:
    circumvent_license_key enforce_technical_measures
reverse engineering, decompile, disassemble, extract weights:
    reverse_engineer
relicense, relicence, additional terms, EULA, terms of service, my own licence:
    impose_different_terms sublicense
sublicence, pass on rights, OEM, white label, white-label:
    sublicense distribute_in_product alter_branding
resell, resale, sale, sell copies:
    sell distribution.for_fee
acquisition, merger, assign, company sale, change of control:
    transfer
patent, patents:
    practise_patents dispute.patent_claim dispute.written_patent_claim breach.patent_arrangement
lawsuit, sue, litigation, court, legal action, claim, counterclaim, dispute:
    dispute.patent_claim dispute.written_patent_claim dispute.ip_claim dispute.any_claim
    dispute.against_licensor
violation, infringement, cease and desist, warning letter, non-compliance, terminated:
    breach.uncured breach.material breach.happened breach.notified_on licensor.has_terminated
EU, Europe, China, export, country, region, location, where:
    use.countries licensee.domicile outputs.countries conduct.breaks_trade_controls
sanction, embargo, Iran, Russia, ITAR, export control:
    licensee.sanctioned recipient.sanctioned conduct.breaks_trade_controls conduct.controlled_arms
military, defence, defense, army, drone, weapon:
    conduct.military conduct.weapons conduct.controlled_arms conduct.biological_or_chemical_weapons
police, law enforcement, border, migration, asylum, justice:
    conduct.law_enforcement_or_migration conduct.high_risk_decisions conduct.surveillance
face recognition, facial recognition, biometrics, CCTV, tracking:
    conduct.biometric_identification conduct.surveillance
health, medical, doctor, patient, diagnosis, clinic:
    conduct.medical_advice conduct.high_risk_decisions conduct.unlicensed_profession
lawyer, legal advice, tax advice, financial advice, bank, banking, finance:
    conduct.unlicensed_profession conduct.automated_legal_decisions
hiring, recruiting, CV, HR, credit score, loan, insurance, tenant, scoring:
    conduct.high_risk_decisions conduct.automated_legal_decisions conduct.social_scoring
    conduct.discrimination_in_services
GDPR, privacy, personal data, PII, scraping, scrape:
    conduct.personal_data_without_right conduct.sensitive_data_without_right conduct.personal_data_to_harm
adult, porn, NSFW, erotic, nude, companion:
    conduct.sexual_content conduct.sexual_solicitation conduct.intimate_images_without_consent
children, kids, minors, CSAM, underage:
    conduct.harms_minors conduct.child_abuse_material conduct.illegal_material_to_minors
election, politics, campaign, lobbying, propaganda, fake news:
    conduct.political_campaigning conduct.false_information_in_elections conduct.disinformation
phishing, scam, hacking, exploit, pentest, virus, ransomware:
    conduct.malware conduct.fraud conduct.disrupts_systems conduct.deception
bot, fake review, astroturfing, sock puppet, cold email, mailing:
    conduct.fake_engagement conduct.spam conduct.impersonation
gambling, crypto, drugs, tobacco, cannabis:
    conduct.regulated_content conduct.drugs
power plant, grid, car, vehicle, robot, aviation, industrial control:
    conduct.critical_infrastructure conduct.risks_bodily_harm conduct.nuclear
database, cache, redis, valkey:
    product.in_memory_data_store
image, video, audio, voice, vision, text-to-image:
    work.multimodal trained_model.kind group.operates.image_generation
front end, frontend, UI, user interface, web UI:
    work.frontend_used product.interactive_interface alter_branding
end user, consumer, chatgpt, just using an app:
    access.as_end_user_of_product use_outputs
partner, official API, cloud partner:
    access.channel
"""

_WINDOWS: Final = ".*"


def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Facts and acts by an everyday word, as `plain` writes it."""
    return _synonyms()


def meant_by(written: str, among: Collection[str], most: int = 3) -> str:
    """A help line with what an everyday word in a name that is none leads to; empty where it leads nowhere."""
    parts = [written, *reversed(re.split(r"[._-]", written))]
    names = next((names for part in parts if (names := synonyms().get(plain(part)))), ())
    near = [f"`{name}`" for name in names if name in among][:most]
    return f"perhaps {' or '.join(near)} is meant" if near else ""


def rows() -> list[tuple[str, list[str]]]:
    """The table: words, set apart by commas, and the names as they are written there."""
    return [(words, names.split()) for words, names in re.findall(r"^(\S.*):\n((?: .*\n)+)", _TABLE, re.MULTILINE)]


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """The same names by each word, or words, as they stand in the table."""
    return {word: tuple(_named(names)) for words, names in rows() for word in words.split(", ")}


def holding(words: str) -> tuple[str, ...]:
    """What the phrases lead to in which some words stand whole: `GPU` in `own GPU`."""
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    return tuple(dict.fromkeys(name for phrase, names in phrases().items() if whole.search(phrase) for name in names))


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    leading: dict[str, dict[str, None]] = {}
    for phrase, names in phrases().items():
        leading.setdefault(plain(phrase), {}).update(dict.fromkeys(names))
    return {word: tuple(names) for word, names in leading.items()}


def _named(names: list[str]) -> list[str]:
    known = [*FACTS, *ACTS]
    return [
        each
        for name in names
        for each in (
            [fact for fact in FACTS if fact.startswith(name.removesuffix("*"))] if name.endswith(_WINDOWS) else [name]
        )
        if each in known
    ]


def plain(word: str) -> str:
    """A word without what people write in different ways: case, spaces, hyphens, and an `s` at the end."""
    bare = re.sub(r"[^\w]|_", "", word.casefold())
    return bare[:-1] if len(bare) > 2 and bare.endswith("s") and not bare.endswith("ss") else bare
