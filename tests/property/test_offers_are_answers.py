"""Whatever a question of the catalogue offers can be said: `answer` takes it, and so does `terms.use`.

Before there were interviews, 821 of 1,080 offered answers were refused.
"""

from __future__ import annotations

import pytest

import licensekit as lk
from every_licence import every
from licensekit.interview import Interview, Offer

MOST = 12
"""Offers of one question that are tried: of countries a few."""


def tried(options: tuple[Offer, ...]) -> tuple[Offer, ...]:
    return options if len(options) <= MOST else options[:: len(options) // 4]


ACTS = (
    "embed",
    *(pytest.param(act, marks=pytest.mark.slow) for act in ("run", "fine_tune", "host_model", "distribute")),
)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", every())
def test_every_offer_is_an_answer(name: str, act: str) -> None:
    terms = lk.load(name)
    interview = Interview(terms, [act])
    while (question := interview.question) is not None:
        offers = tried(question.options)
        after = [interview.answer(offer) for offer in offers]
        for offer, following in zip(offers, after, strict=True):
            assert {**following.facts} == {**interview.facts, **terms.use([act], offer.facts).given}
        interview = after[len(interview.past) % len(after)] if after else interview.skip()
        assert len(interview.past) < 40
