"""A model that is the work itself, or derived from it, owes the same whether it learnt from the work or from outputs."""

from __future__ import annotations

from typing import Any, Final

import pytest

from every_licence import every
from licensekit import Allowed, Verdict, ids, load
from licensekit.meaning.terms import conversions

DERIVED: Final[dict[str, Any]] = {
    "trained_model.made_available": True,
    "trained_model.derived_from_work": True,
    "access.channel": "own_copy",
    "use.reaches_third_parties": True,
}
OTHERWISE_BY_THE_TEXT: Final = {
    "odbl-1.0": "4.3, 4.5.b: what is produced from the database is no derivative of it",
    "openmdw-1.0": "¶7: outputs are free of the terms",
    "openmdw-1.1": "¶7: outputs are free of the terms",
    "minimax-01-model": "2.b.ii: the notice goes with copies of the materials or of parts of them",
    "minimax-m2.5": "2.b.ii: the same",
}
"""Texts by which the two differ, each with the place."""
STOPPED: Final = {Verdict.NOT_GRANTED, Verdict.PROHIBITED}
FREE_OUTPUTS: Final = {
    "cdla-permissive-1.0": "3.4: no obligation and no restriction for results",
    "cdla-sharing-1.0": "3.5: the same",
    "odbl-1.0": "4.5.b: what is produced is no derivative database",
    "openmdw-1.0": "¶7: outputs are free of the terms",
    "openmdw-1.1": "¶7: outputs are free of the terms",
}
"""Texts that leave outputs free whatever becomes of the rights, each with the place."""
ENDINGS: Final[tuple[dict[str, Any], ...]] = (
    {"breach.happened": True, "licensor.has_terminated": True},
    {"dispute.ip_claim": True, "dispute.patent_claim": True},
)
MILDER_STILL: Final = {
    "ofl-1.1",
    "unity-editor-terms-2026-06-30",
}
"""What has not been held against its text yet: the list may only get shorter."""


def owed(name: str, act: str) -> set[str] | None:
    """The duties of somebody who asks about one act; None where it is not allowed."""
    terms = load(name)
    decision = terms.evaluate(terms.use([act], DERIVED))
    if decision.allowed is not Allowed.YES:
        return None
    return {each.text for each in decision.duties if each.status == "due"}


@pytest.mark.parametrize("name", every())
@pytest.mark.parametrize("act", ["distil", "train_on_outputs"])
def test_a_derived_model_owes_what_it_would_owe_if_it_were_trained_with_the_work(name: str, act: str) -> None:
    trained, taught = owed(name, "train_with_work"), owed(name, act)
    if name not in OTHERWISE_BY_THE_TEXT and trained is not None and taught is not None:
        assert taught >= trained


@pytest.mark.parametrize("name", every())
@pytest.mark.parametrize("act", ["distil", "train_on_outputs"])
def test_a_derived_model_is_not_permitted_where_tuning_is_not(name: str, act: str) -> None:
    terms = load(name)
    tuned, taught = (terms.evaluate(terms.use([each], DERIVED)).allowed for each in ("fine_tune", act))
    if name not in MILDER_STILL:
        assert tuned is Allowed.YES or taught is not Allowed.YES


@pytest.mark.parametrize("name", every(name for name in ids() if name not in FREE_OUTPUTS.keys() | MILDER_STILL))
def test_what_ends_the_right_to_train_with_the_work_ends_that_to_derive_from_its_outputs(name: str) -> None:
    terms = load(name)
    # Where another licence follows, `breach.uncured` has two meanings, and is asked for by each.
    breach = "breach.happened" if any(conversions(terms.terms)) else "breach.uncured"
    for ending in ({breach: True}, *ENDINGS):
        trained = [terms.evaluate(terms.use(["train_with_work"], DERIVED | each)).worst for each in ({}, ending)]
        if trained[0] not in STOPPED and trained[1] in STOPPED:
            for act in ("distil", "train_on_outputs"):
                assert terms.evaluate(terms.use([act], DERIVED | ending)).worst in STOPPED, (act, ending)
