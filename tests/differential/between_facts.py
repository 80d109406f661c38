"""Rules and doubts between facts, as docs/semantics.md, section 7, has them: each table by what follows or is doubtful.

Written apart from `licensekit.vocabulary.rules`, which reads the tables there: facts that have no place in a world are
struck out one after another (Davis and Putnam 1960), and what is known is followed step by step.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from licensekit.vocabulary.facts import FACTS

IMPLIES: Final = """
    not product.charged_for < not product.offered_to_third_parties; use.in_own_product <
    product.offered_to_third_parties; use.reaches_third_parties < distribution.covers is anything, use.reaches_only_affiliates, use.for_client, product.offered_to_third_parties,
    distribution.for_fee, outputs.sold, outputs.published, trained_model.made_available and
    trained_model.derived_from_work, service.inference_or_tuning, service.meaningful_control,
    service.substantial_features, service.users_generate_outputs, service.multi_tenant; product.exists <
    use.in_own_product; use.earns_money < product.charged_for, product.revenue more than 0,
    product.recurring_revenue more than 0, distribution.for_fee, outputs.sold; group.operates.model_service <
    service.inference_or_tuning and service.meaningful_control and not service.only_relays and not
    service.embedded_in_features; use.in_business < use.for_company; licensee.kind is individual < use.personal;
    purpose.any_commercial_advantage < purpose.primarily_commercial, trained_model.for_commercial_use; outputs.published <
    conduct.undisclosed_generated_content; group.operates.ai_work_assistant < product.is_ai_work_assistant and
    product.offered_to_third_parties; breach.uncured < breach.material; breach.happened < breach.uncured,
    breach.discovered_on is a day, breach.cured_on is a day;
    dispute.ip_claim < dispute.patent_claim; dispute.written_patent_claim < dispute.patent_claim; dispute.any_claim
    < dispute.ip_claim, dispute.against_licensor;
"""
IMPLIES_OF_CONDUCT: Final = """
    unlawful < other_crime, unlawful_content, breaks_trade_controls, illegal_material_to_minors,
    unlicensed_profession; unlawful_content < child_abuse_material; harms_minors < child_abuse_material; other_crime
    < child_abuse_material, trafficking, sexual_violence, terrorism, fraud; harms_anyone < trafficking, terrorism,
    fraud, biological_or_chemical_weapons, violence, self_harm, incites_violence, harms_minors,
    exploits_vulnerabilities, intimate_images_without_consent, harassment, outputs_to_harm, personal_data_to_harm,
    misleading_information_to_harm; violence < sexual_violence; deception < fraud, misleading_information_to_harm,
    disinformation, fake_engagement; weapons < biological_or_chemical_weapons; risks_bodily_harm < violence,
    self_harm; personal_data_without_right < personal_data_to_harm; misleading_information_to_harm <
    false_information_to_harm; disinformation < false_information_in_elections; disparagement < defamation;
"""
EXCLUDES: Final = """
    use.in_business < use.personal; use.for_company < use.personal; use.for_client < use.personal,
    use.internal_operations; product.charged_for < use.personal, use.evaluation; distribution.for_fee < use.personal, use.evaluation,
    distribution.file_exchange; outputs.sold < use.personal, use.evaluation, use.internal_operations;
    product.offered_to_third_parties < use.internal_operations; use.in_own_product < use.internal_operations;
    use.reaches_third_parties < use.internal_operations; use.production < use.evaluation; outputs.published < use.reaches_only_affiliates; trained_model.for_commercial_use <
    use.personal;
"""
DOUBTS: Final = """
    use.reaches_third_parties < product.exists, use.affects_end_users, trained_model.made_available,
    distribution.object_code, distribution.source_code, distribution.only_to_own_contractors,
    distribution.transfers_device, distribution.file_exchange, trained_model.for_commercial_use,
    trained_model.competes_with_licensor, use.serves_product, products_with_work.revenue more than 0,
    products_with_work.monthly_active_users more than 0, deployment.end_users more than 0,
    client.revenue more than 0, client.finances more than 0, distribution.only_adapter, recipient.noncommercial,
    recipient.sanctioned, recipient.revenue more than 0, conduct.spam, conduct.harassment, conduct.impersonation,
    conduct.sexual_solicitation, conduct.deception, conduct.presents_as_human, conduct.political_campaigning,
    conduct.medical_advice, conduct.illegal_material_to_minors, conduct.hides_known_dangers,
    conduct.outputs_to_harm, conduct.unlawful_content, conduct.disparagement, conduct.discrimination_in_services;
    access.channel < service.only_relays,
    use.through_api; conduct.undisclosed_generated_content < outputs.published and not outputs.marked_as_generated;
    dispute.against_licensor < dispute.any_claim, dispute.written_patent_claim; dispute.patent_claim < dispute.any_claim, dispute.written_patent_claim;
    dispute.ip_claim < not outputs.made_under_license; breach.uncured < not outputs.made_under_license,
    licensor.has_terminated, breach.happened, breach.first_notice, not breach.first_notice, breach.notified_on is a day,
    breach.discovered_on is a day, breach.cured_on is a day, not breach.cured_on is a day; licensor.has_terminated <
    breach.uncured, breach.happened, licensor.requested_removal, not outputs.made_under_license, breach.first_notice,
    not breach.first_notice, breach.notified_on is a day, breach.discovered_on is a day,
    breach.cured_on is a day; breach.material < breach.uncured, not breach.cured_on is a day,
    licensor.has_terminated, breach.happened, breach.first_notice, not breach.first_notice, breach.notified_on is a day,
    breach.discovered_on is a day, breach.cured_on is a day, not outputs.made_under_license; conduct.breaks_trade_controls <
    licensee.sanctioned, recipient.sanctioned; recipient.sanctioned < licensee.sanctioned; licensee.sanctioned <
    recipient.sanctioned;
"""
DOUBTS_OF_CONDUCT: Final = """
    other_crime < unlawful, sexual_solicitation, intimate_images_without_consent, violence, espionage, weapons,
    drugs, unlicensed_profession, malware, disrupts_systems, self_harm; unlawful_content < presents_as_human,
    sensitive_data_without_right, spam, disparagement, unlawful, regulated_content,
    infringes_rights, sexual_solicitation, sexual_content, intimate_images_without_consent, incites_violence,
    weapons, drugs, defamation, hate, personal_data_without_right, disinformation, impersonation,
    undisclosed_generated_content, malware, unlawful_third_party_tools; breaks_trade_controls < unlawful, nuclear,
    controlled_arms; infringes_rights < unlawful, intimate_images_without_consent, defamation,
    sensitive_data_without_right, personal_data_without_right, surveillance, impersonation, misattributes_outputs;
    regulated_content < unlawful_content, illegal_material_to_minors, sexual_content, incites_violence, hate;
    unlawful < infringes_rights, exploits_vulnerabilities, removes_safety_measures, harassment,
    discrimination_in_services, discrimination_by_behaviour, discrimination_by_protected_traits,
    sensitive_data_without_right, surveillance, biometric_identification, automated_legal_decisions, social_scoring,
    spam, hides_known_dangers, outputs_to_harm, harms_anyone, high_risk_decisions, misattributes_outputs; child_abuse_material < harms_minors; exploits_vulnerabilities < harms_minors,
    trafficking; sexual_content < child_abuse_material, intimate_images_without_consent; harms_minors <
    illegal_material_to_minors, harms_anyone, unlawful; misleading_information_to_harm < unlawful; incites_violence < sexual_violence, terrorism, hate; harassment <
    intimate_images_without_consent, outputs_to_harm, defamation, disparagement, hate, personal_data_to_harm;
    personal_data_without_right < intimate_images_without_consent, espionage, sensitive_data_without_right,
    surveillance, biometric_identification; sensitive_data_without_right < intimate_images_without_consent,
    espionage, personal_data_without_right, surveillance, biometric_identification; violence < terrorism,
    incites_violence, harms_anyone, military, weapons; hate < unlawful, harms_anyone, terrorism, incites_violence, harassment,
    discrimination_in_services, discrimination_by_behaviour,
    discrimination_by_protected_traits; weapons < terrorism, military, nuclear, controlled_arms; terrorism <
    incites_violence; self_harm < harms_anyone, risks_bodily_harm; outputs_to_harm < harms_anyone;
    false_information_to_harm < outputs_to_harm, defamation, deception; personal_data_to_harm < outputs_to_harm,
    personal_data_without_right; critical_infrastructure < risks_bodily_harm, nuclear; military < nuclear,
    espionage, controlled_arms, weapons; controlled_arms < nuclear, weapons; risks_bodily_harm < nuclear,
    medical_advice; surveillance < espionage, sensitive_data_without_right, biometric_identification,
    law_enforcement_or_migration; biological_or_chemical_weapons < weapons; harms_anyone < drugs,
    critical_infrastructure, defamation, discrimination_in_services, discrimination_by_behaviour,
    discrimination_by_protected_traits, hides_known_dangers, malware, disrupts_systems, unlawful_third_party_tools;
    high_risk_decisions < critical_infrastructure, discrimination_in_services, biometric_identification,
    automated_legal_decisions, social_scoring, law_enforcement_or_migration, medical_advice; defamation <
    harassment, disparagement, misleading_information_to_harm; discrimination_by_protected_traits < hate,
    discrimination_in_services; discrimination_by_behaviour < discrimination_in_services, social_scoring;
    automated_legal_decisions < discrimination_in_services, high_risk_decisions, social_scoring,
    law_enforcement_or_migration; discrimination_in_services < discrimination_by_behaviour,
    discrimination_by_protected_traits, high_risk_decisions; social_scoring < discrimination_by_behaviour;
    biometric_identification < law_enforcement_or_migration; medical_advice < unlicensed_profession;
    unlicensed_profession < medical_advice; fraud < deception, impersonation; disinformation < deception;
    fake_engagement < deception; false_information_in_elections < deception; impersonation < deception;
    presents_as_human < deception, undisclosed_generated_content; undisclosed_generated_content < deception,
    presents_as_human; political_campaigning < false_information_in_elections; deception < presents_as_human,
    undisclosed_generated_content, hides_known_dangers, misattributes_outputs; disrupts_systems < malware; malware <
    disrupts_systems; unlawful_third_party_tools < misattributes_outputs;
"""


class Literal(NamedTuple):
    """That a yes/no fact is yes, a number more than 0, a date a day, a set not empty, a one-of fact an option; or not."""

    fact: str
    part: str
    so: bool

    def __invert__(self) -> Literal:
        return self._replace(so=not self.so)


Clause: TypeAlias = frozenset[Literal]
"""Of these one is so."""


class Doubt(NamedTuple):
    """Where all of some are so, a fact is doubtful."""

    where: Clause
    doubtful: str


_SAID: Final = re.compile(r"(not )?([a-z_.]+)(?: is (a day|[a-z_]+)| (more than 0))?")


def _literal(words: str, *, of_conduct: bool) -> Literal:
    no, fact, option, number = re.fullmatch(_SAID, words).groups()  # type: ignore[union-attr]
    return Literal(f"conduct.{fact}" if of_conduct else fact, option or number or "yes", not no)


def _read(table: str, *, of_conduct: bool = False) -> Iterator[tuple[Literal, Clause]]:
    """What follows or is doubtful, with what it follows from."""
    for entry in " ".join(table.split()).rstrip(";").split("; "):
        right, left = entry.split(" < ")
        for each in left.split(", "):
            premises = (_literal(words, of_conduct=of_conduct) for words in each.split(" and "))
            yield _literal(right, of_conduct=of_conduct), frozenset(premises)


IMPLIED: Final = (*_read(IMPLIES), *_read(IMPLIES_OF_CONDUCT, of_conduct=True))


DOUBTED: Final = tuple(
    Doubt(left, right.fact) for right, left in (*_read(DOUBTS), *_read(DOUBTS_OF_CONDUCT, of_conduct=True))
)


CLEAN_HANDS: Final = frozenset(name for name, info in FACTS.items() if info.assumption == "clean_hands")


def _kinds() -> dict[str, set[str]]:
    """The kinds of each clean-hands fact: those that lead to it, one by one."""
    kinds: dict[str, set[str]] = {}
    for right, left in IMPLIED:
        (*more, each) = left
        if not more and {each.fact, right.fact} <= CLEAN_HANDS:
            kinds.setdefault(right.fact, set()).add(each.fact)
    for _ in kinds:  # no chain is longer
        for of_one in kinds.values():
            of_one.update(*(kinds.get(kind, ()) for kind in tuple(of_one)))
    return kinds


KINDS: Final = _kinds()
EXISTS: Final = Literal("product.exists", "yes", so=True)


def _clauses() -> Iterator[Clause]:
    for right, left in IMPLIED:
        yield frozenset({right, *(~each for each in left)})
    for right, left in _read(EXCLUDES):
        yield frozenset({~right, *(~each for each in left)})
    spoken_of = {each for right, left in (*IMPLIED, *_read(EXCLUDES)) for each in (right, *left)}
    spoken_of |= {each for doubt in DOUBTED for each in doubt.where}
    for each in spoken_of:
        if each.fact.partition(".")[0] in {"product", "service"} and each.fact != EXISTS.fact:
            yield frozenset({each._replace(so=False), EXISTS})


CLAUSES: Final = tuple(dict.fromkeys(_clauses()))


def _resolvents(one: Clause, other: Clause) -> Iterator[Clause]:
    against = [each for each in one if ~each in other]
    if len(against) == 1:
        yield (one - {against[0]}) | (other - {~against[0]})


def _least(clauses: Iterable[Clause]) -> list[Clause]:
    """Without those that say less than another: which one does has all its literals here, some one of them too."""
    kept: list[Clause] = []
    by_some_literal: dict[Literal, list[Clause]] = {}
    for clause in sorted(set(clauses), key=len):
        if not any(each <= clause for literal in clause for each in by_some_literal.get(literal, ())):
            kept.append(clause)
            by_some_literal.setdefault(next(iter(clause)), []).append(clause)
    return kept


@lru_cache(maxsize=100_000)
def _facts(clause: Clause) -> frozenset[str]:
    return frozenset(each.fact for each in clause)


@lru_cache(maxsize=4096)
def among(facts: frozenset[str], own: frozenset[Clause] = frozenset()) -> tuple[Clause, ...]:
    """All that the rules say of these facts alone, whatever they pass through, and no clause more than it must."""
    clauses = [*CLAUSES, *sorted(own, key=sorted)]
    for fact in sorted({each.fact for clause in clauses for each in clause} - facts):
        of_it = [clause for clause in clauses if fact in _facts(clause)]
        drawn = [new for one in of_it for other in of_it for new in _resolvents(one, other)]
        drawn = [new for new in drawn if fact not in _facts(new)]
        clauses = [clause for clause in clauses if clause not in of_it]
        clauses = _least([*clauses, *drawn]) if drawn else clauses
    while True:
        more = _least([*clauses, *(new for one in clauses for other in clauses for new in _resolvents(one, other))])
        if set(more) == set(clauses):
            return tuple(clauses)
        clauses = more


def spoken_of(name: str, *, number: bool) -> tuple[str, str]:
    """The fact that a rule names, and the meaning: of a number, whatever its period."""
    plain, _, meaning = name.partition("@")
    base = plain.partition("[")[0]
    return (".".join(base.split(".")[:2]) if number else base), meaning


CONDUCT: Final = sorted(name for name in FACTS if name.startswith("conduct."))


class OwnLine(NamedTuple):
    """What a licence says of a fact of its own (under every meaning), or of a fact under its own meaning."""

    given: Clause
    then: Literal
    meaning: str = ""


class Meanings:
    """Under each meaning, and under none, the places that stand for the facts which rules name."""

    def __init__(
        self,
        places: Mapping[object, tuple[str, str]],
        own: Iterable[OwnLine] = (),
        own_conduct: Iterable[str] = (),
        asked_when: Iterable[Doubt] = (),
    ) -> None:
        """`own_conduct` are the own facts of conduct of licences that incorporate a document not at hand."""
        self.places = places
        self.lines = tuple(own)
        self.doubts = (
            *DOUBTED,
            *(Doubt(frozenset({Literal(each, "yes", so=True)}), name) for name in own_conduct for each in CONDUCT),
            *asked_when,
        )
        self.under: dict[str, dict[str, list[object]]] = {}
        for meaning in sorted(
            {"", *(meaning for _, meaning in places.values()), *(each.meaning for each in self.lines)}
        ):
            named: dict[str, list[object]] = {}
            for wanted in (meaning, ""):
                here = set(named)
                for place, (base, under) in places.items():
                    if under == wanted and base not in here:
                        named.setdefault(base, []).append(place)
            self.under[meaning] = named

    def said(self, meaning: str) -> list[tuple[Literal, Clause]]:
        """What licences' own lines say under a meaning: what follows, and from what."""
        return [(each.then, each.given) for each in self.lines if each.meaning in ("", meaning)]

    def own(self, meaning: str) -> frozenset[Clause]:
        """The same, with what it says of a product, as clauses."""
        clauses = [frozenset({right, *(~each for each in left)}) for right, left in self.said(meaning)]
        clauses += [
            frozenset({each._replace(so=False), EXISTS})
            for each in sorted({each for clause in clauses for each in clause})
            if each.fact.partition(".")[0] in {"product", "service"} and each.fact != EXISTS.fact
        ]
        return frozenset(clauses)

    def rules(self) -> Iterator[tuple[tuple[object, str, bool], ...]]:
        """The rules over places: of these one is so."""
        for meaning, named in self.under.items():
            for clause in among(frozenset(named), self.own(meaning)):
                order = sorted(clause)
                for places in product(*(named[each.fact] for each in order)):
                    yield tuple((place, each.part, each.so) for place, each in zip(places, order, strict=True))

    def known(self, start: Mapping[tuple[object, str], bool]) -> dict[tuple[object, str], bool]:
        """What is known, and what follows from it step by step."""
        known = dict(start)
        while True:
            before = len(known)
            for meaning, named in self.under.items():
                for clause in (*CLAUSES, *self.own(meaning)):
                    self._follow(known, meaning, named, clause)
            if len(known) == before:
                return known

    def _follow(
        self, known: dict[tuple[object, str], bool], meaning: str, named: Mapping[str, list[object]], clause: Clause
    ) -> None:
        # A fact without a place is known under one meaning at a time.
        order = sorted(clause)
        for places in product(*(named.get(each.fact, [(meaning, each.fact)]) for each in order)):
            open_ones = []
            for place, each in zip(places, order, strict=True):
                value = known.get((place, each.part))
                if value is each.so:
                    return
                if value is None:
                    open_ones.append(((place, each.part), each.so))
            if len(open_ones) == 1:
                known.setdefault(*open_ones[0])

    def doubtful(self, known: Mapping[tuple[object, str], bool]) -> set[object]:
        """The places that what is known makes doubtful."""
        found: set[object] = set()
        for meaning, named in self.under.items():

            def so(each: Literal, meaning: str = meaning, named: Mapping[str, list[object]] = named) -> bool:
                places = named.get(each.fact, [(meaning, each.fact)])
                return any(known.get((place, each.part)) is each.so for place in places)

            doubted = {doubt.doubtful for doubt in self.doubts if all(so(each) for each in doubt.where)}
            grown = True
            while grown:
                more = {
                    right.fact
                    for right, left in (*IMPLIED, *self.said(meaning))
                    for each in left
                    if each.so and right.so and (right.part, each.part) == ("yes", "yes") and each.fact in doubted
                    if all(so(rest) for rest in left - {each})
                }
                grown = not more <= doubted
                doubted |= more
            for general, kinds in KINDS.items():
                here = {place for kind in kinds for place in named.get(kind, ())}
                general_is_so = any(known.get((place, "yes")) for place in named.get(general, ()))
                if general_is_so and not any(known.get((place, "yes")) for place in here):
                    found |= here
            found |= {place for base in doubted for place in named.get(base, ())}
        return found

    def telling(
        self,
        assumed: Mapping[object, bool | str],
        told: Container[object],
        known: Mapping[tuple[object, str], bool],
    ) -> set[object]:
        """The places that cannot be assumed, since that would settle what somebody must tell."""
        found: set[object] = set()
        rules = {frozenset(rule) for rule in self.rules()}
        for rule in rules:
            contrary = frozenset((place, part, not so) for place, part, so in rule)
            if len(rule) == 2 and contrary in rules and any(self.places[place][1] for place, _, _ in rule):
                continue  # both are the same, as a licence means the one
            ours = [each for each in rule if each[0] in assumed]
            others = [each for each in rule if each[0] not in assumed]
            if not others or not all(place in told and part != "a day" for place, part, _ in others):
                continue
            if any(known.get((place, part)) is so for place, part, so in others):
                continue
            if all(
                ((assumed[place] is True) if part == "yes" else assumed[place] == part) is not so
                for place, part, so in ours
            ):
                found |= {place for place, _, _ in ours}
        return found
