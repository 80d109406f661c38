"""Acts, their classes, and what they imply: the tables of the design, cell by cell."""

from __future__ import annotations

import pytest

from licensekit.values import Exactly
from licensekit.vocabulary.acts import (
    ACT_TITLES,
    ANY_ACT,
    ANY_ACT_GRANTED,
    GROUPS,
    IMPLICATIONS,
    LEAVES,
    ActClass,
    NotOption,
    implied_by,
    in_order,
    leaves_of,
)
from licensekit.vocabulary.facts import FACTS

YES, NO = Exactly(True), Exactly(False)

BY_CLASS = {
    ActClass.ON_THE_WORK: "run reproduce fine_tune quantize merge_models combine_code edit distribute_copy "
    "distribute_in_product host_model host_software embed train_with_work sublicense sell call_hosted",
    ActClass.ON_OUTPUTS: "distil train_on_outputs use_outputs",
    ActClass.OTHER_RIGHT: "practise_patents use_marks transfer",
    ActClass.TAMPER: "alter_branding remove_notices remove_provenance circumvent_safeguards "
    "circumvent_license_key reverse_engineer enforce_technical_measures impose_different_terms",
    ActClass.OWN: "publish_benchmarks",
}


@pytest.mark.parametrize(("kind", "leaves"), BY_CLASS.items())
def test_each_leaf_has_its_class(kind: ActClass, leaves: str) -> None:
    assert [leaf for leaf, found in LEAVES.items() if found is kind] == leaves.split()


def test_only_acts_on_the_work_and_other_rights_need_a_grant() -> None:
    assert [kind for kind in ActClass if kind.needs_grant] == [ActClass.ON_THE_WORK, ActClass.OTHER_RIGHT]


def test_a_group_is_never_a_leaf() -> None:
    assert not set(GROUPS) & set(LEAVES)
    assert all(leaf in LEAVES for leaves in GROUPS.values() for leaf in leaves)
    assert set(ACT_TITLES) == set(LEAVES) | set(GROUPS)


def test_names_stand_for_leaves() -> None:
    assert leaves_of("run") == ("run",)
    assert leaves_of("train_other_model") == ("train_with_work", "distil", "train_on_outputs")
    with pytest.raises(KeyError):
        leaves_of("publish")


def test_any_act_in_a_grant_is_every_act_on_the_work() -> None:
    assert tuple(BY_CLASS[ActClass.ON_THE_WORK].split()) == ANY_ACT_GRANTED


def test_any_act_elsewhere_leaves_out_tampering_and_own_acts() -> None:
    assert set(LEAVES) - set(ANY_ACT) == {*GROUPS["tamper"], "publish_benchmarks"}


def test_order_is_the_vocabularys_whatever_the_question_says() -> None:
    assert in_order(["embed", "run", "embed"]) == ("run", "embed")


def implied(*acts: str) -> dict[str, object]:
    leaves = [leaf for act in acts for leaf in leaves_of(act)]
    return {fact.fact: (fact.known, fact.force) for fact in implied_by(leaves)}


REACHED = {"use.reaches_third_parties": (YES, "firm")}
REACHES_NOBODY = {"use.reaches_third_parties": (NO, "weak"), "distribution.for_fee": (NO, "weak")}
OWN_COPY = {"access.channel": (Exactly("own_copy"), "firm")}
NO_OWN_COPY = {"access.channel": (NotOption("own_copy"), "firm")}
OFFERED = {"product.exists": (YES, "firm"), "product.offered_to_third_parties": (YES, "firm")}
OWN_PRODUCT = OFFERED | {"use.in_own_product": (YES, "firm")}
MODIFIED = {"work.modified": (YES, "firm")}
DERIVED = {"work.derivative_model": (YES, "firm")}
HOSTED = {
    "service.inference_or_tuning": (YES, "firm"),
    "service.users_generate_outputs": (YES, "firm"),
    "service.users_interact_remotely": (YES, "firm"),
    "access.as_end_user_of_product": (NO, "firm"),
}


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (["embed"], OWN_PRODUCT | REACHED),
        (["host_model"], OWN_PRODUCT | REACHED | HOSTED),
        (["distribute_copy"], REACHED | OWN_COPY),
        (
            ["host_software"],
            OWN_PRODUCT
            | REACHED
            | {"access.as_end_user_of_product": (NO, "firm"), "service.users_interact_remotely": (YES, "firm")},
        ),
        (["reverse_engineer", "circumvent_license_key", "publish_benchmarks"], {}),
        (
            ["distribute_in_product"],
            REACHED | OWN_COPY | OFFERED | {"product.contains_work": (YES, "firm")},
        ),
        (["sublicense"], REACHED | OWN_COPY),
        (["sell"], REACHED | OWN_COPY | {"distribution.for_fee": (YES, "firm")}),
        (["combine_code"], MODIFIED | REACHES_NOBODY | OWN_COPY | {"work.combined": (YES, "firm")}),
        (["quantize"], MODIFIED | DERIVED | REACHES_NOBODY | OWN_COPY),
        (["fine_tune"], MODIFIED | DERIVED | REACHES_NOBODY | {"trained_model.derived_from_work": (YES, "firm")}),
        (["fine_tune", "distil"], MODIFIED | DERIVED),
        (["circumvent_safeguards"], {"conduct.removes_safety_measures": (YES, "firm")}),
        (["run"], REACHES_NOBODY),
        (["run", "reproduce"], REACHES_NOBODY | OWN_COPY),
        (["call_hosted"], NO_OWN_COPY),
        (["call_hosted", "use_outputs"], NO_OWN_COPY),
        (["call_hosted", "embed"], NO_OWN_COPY | OWN_PRODUCT | REACHED),
        (["call_hosted", "run"], {}),
        (["call_hosted", "distribute_copy"], REACHED | OWN_COPY),
        (["run", "use_outputs"], {}),
        ([], {}),
    ],
)
def test_what_acts_imply(acts: list[str], expected: dict[str, object]) -> None:
    assert implied(*acts) == expected


def test_all_acts_are_taken_together() -> None:
    together = implied("run", "distribute")
    assert together["use.reaches_third_parties"] == (YES, "firm")


def test_each_implied_fact_is_named_once_with_its_reason() -> None:
    facts = implied_by(["embed", "host_model", "distribute_in_product"])
    assert len({fact.fact for fact in facts}) == len(facts)
    assert str(facts[0]) == ("product.exists is yes: to host or embed it is to use it in a product or service of yours")
    assert str(implied_by(["call_hosted"])[0]).startswith("access.channel is not own_copy: ")


def test_implications_speak_of_facts_of_the_vocabulary() -> None:
    for rule in IMPLICATIONS:
        assert rule.fact in FACTS
        assert rule.leaves
        value = rule.value.option if isinstance(rule.value, NotOption) else rule.value.value
        assert value in (FACTS[rule.fact].options or (True, False))
        assert not rule.leaves & rule.lifting
