"""Use policies beside a licence: whether it has one, by its text or by what it draws in."""

from __future__ import annotations

from collections.abc import Collection

from licensekit import api
from licensekit.catalogue import shelf
from licensekit.identify.identification import Identification


def known_ids(told: Identification) -> frozenset[str]:
    """The ids of the texts that a text is, or is like."""
    return frozenset(owner.id for text in told.texts for owner in text.owners)


def is_policy(told: Identification) -> bool:
    """Whether a text is, word for word, a use policy, or a document beside a licence."""
    return told.is_exact and all(shelf.kind(owner.id) == "policy" or owner.document for owner in told.owners)


def is_of_another(told: Identification, claimed: Collection[str]) -> bool:
    """Whether a use policy belongs to none of some licences, so far as that can be told.

    A licence that is not encoded, or draws in what was not read, may have one.
    """
    if known_ids(told) & {*claimed}:
        return False
    named = [api.load(each).license for each in claimed if shelf.kind(each) == "license"]
    if not named or len(named) < len(claimed) or any(each.not_read for each in named):
        return False
    return is_policy(told) or all(len(each.texts) == 1 for each in named)
