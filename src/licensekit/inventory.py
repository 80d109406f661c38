"""What there is to choose from: licences, works, facts and acts, for forms, menus and tables of one's own."""

from __future__ import annotations

from licensekit import catalogue
from licensekit.api import LicenseTerms, load
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.matter import matter_of
from licensekit.published import PublishedWork
from licensekit.vocabulary.acts import ACTS, LEAVES, ActInfo
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS


def licenses() -> tuple[LicenseTerms, ...]:
    """Every licence of the catalogue and of packs, in the order of their ids, each ready to be asked.

    >>> [terms.title for terms in licenses() if terms.license.family == "gemma"][:1]
    ['Gemma Terms of Use']

    `terms.license` is the licence as a model: licensor, SPDX id, family, texts, clauses. Where ids are enough, `ids()`
    reads no licence. Raises LicensekitError where one of a pack cannot be read.
    """
    return tuple(map(load, catalogue.ids()))


def works() -> tuple[PublishedWork, ...]:
    """Every model and package of the catalogue and of packs, in the order of their ids.

    >>> [work.title for work in works() if "kimi-k2.5" in work.id]
    ['Kimi K2.5']

    Raises LicensekitError where one of a pack cannot be read.
    """
    return tuple(map(PublishedWork, catalogue.works()))


def acts() -> tuple[ActInfo, ...]:
    """Every act that can be asked about, then the groups that stand for several, in the vocabulary's order.

    >>> [act.name for act in acts() if act.name.startswith("host")]
    ['host_model', 'host_software']
    """
    return tuple(ACTS.values())


def facts(license: LicenseTerms | str | None = None) -> tuple[FactInfo, ...]:
    """Every fact of the vocabulary; or those that one licence reads, its own and months by their date among them.

    >>> [fact.name for fact in facts("llama-4") if "[" in fact.name]
    ['group.monthly_active_users[2025-03]']

    `license` is an id of the catalogue, or terms. A name is what `Use.of` takes: a fact to which the licence gives a
    meaning of its own is named under it, `FACT@MEANING`. Facts of the vocabulary come in its order, then those that
    the licence declares. Raises CatalogueError for an id that there is not.
    """
    if license is None:
        return tuple(FACTS.values())
    terms = license if isinstance(license, LicenseTerms) else load(license)
    matter, _ = matter_of(terms.terms, LEAVES, Circumstances())
    read = [matter.info(name) for name in matter.facts]
    return tuple(sorted(read, key=lambda info: (info.name in matter.declared, info.order)))
