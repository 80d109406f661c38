"""What was so at the last run, as a file that is kept beside a policy: licences, their terms, duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from licensekit.audit.policy import GatePolicy
from licensekit.components.answers import ComponentAnswer
from licensekit.components.documents import bytes_of, json_in, refused, text_in
from licensekit.components.rows import clause_names
from licensekit.report.escape import as_json
from licensekit.values import Known, known_shown

SCHEMA: Final = 1


@dataclass(frozen=True)
class ComponentKept:
    """What was so of a component: what bound it, and the duties that were due or might be."""

    licence: str
    duties: tuple[str, ...]


@dataclass(frozen=True)
class Baseline:
    """What was so of everything, by product and component, and of the terms themselves, by licence."""

    components: Mapping[tuple[str, str], ComponentKept] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    """The fingerprint of each licence as it is encoded, with those of its texts."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """A fingerprint of what was asked of each product, by its name: acts, facts, who we are, how wording is read."""


def baseline_of(answers: Iterable[tuple[str, ComponentAnswer]], asked: Mapping[str, str]) -> Baseline:
    """What is so now. `answers` stand with their products."""
    components: dict[tuple[str, str], ComponentKept] = {}
    terms: dict[str, str] = {}
    for product, answer in answers:
        licence = " + ".join(dict.fromkeys(each.bound.named for each in answer.layers if each.bound.named))
        duties = clause_names(answer, "due", "open", "would_apply", "done", "not_done")
        key = (product, answer.component.title)
        if key in components:  # two of one name are kept as one that is bound by both
            licence = f"{components[key].licence} + {licence}"
            duties = tuple(dict.fromkeys((*components[key].duties, *duties)))
        components[key] = ComponentKept(licence, duties)
        for decision in answer.decisions:
            texts = {name: "" for name, _ in decision.identity.encoded}
            for license, document, digest in decision.identity.texts:
                texts[license] = f"{texts.get(license, '')} {document}:{digest}"
            terms.update({name: f"{digest}{texts[name]}" for name, digest in decision.identity.encoded})
    return Baseline(components, terms, asked)


def asked_of(policy: GatePolicy) -> dict[str, str]:
    """A fingerprint of what is asked of each product: acts and facts, who we are, how wording is read.

    Approvals and duties done are left out: with them an answer becomes milder, and its duties stay the same.
    """
    whole = [policy.assume, str(policy.readings), *_lines(policy.profile.said.facts)]
    whole += sorted(f"{each.reading} {each.option}" for each in policy.profile.said.readings)
    return {
        each.name: sha256("\n".join([*whole, "", *each.acts, "", *_lines(each.facts)]).encode()).hexdigest()
        for each in policy.products
    }


def _lines(facts: Mapping[str, Known]) -> list[str]:
    return sorted(f"{name} {known_shown(known)}" for name, known in facts.items())


def baseline_text(kept: Baseline) -> str:
    """A baseline as JSON, in order of names."""
    return as_json(
        {
            "schema": SCHEMA,
            "components": [
                {"product": product, "component": name, "licence": each.licence, "duties": sorted(each.duties)}
                for (product, name), each in sorted(kept.components.items())
            ],
            "terms": dict(sorted(kept.terms.items())),
            "asked": dict(sorted(kept.asked.items())),
        }
    )


def read_baseline(path: Path) -> Baseline:
    """The baseline of a file. Raises InventoryError for one that is not as it was written: what it loses looks new."""
    shown = str(path)
    data = json_in(text_in(bytes_of(path), shown), shown)
    try:
        kept = _baseline(data)
    except (KeyError, TypeError, AttributeError, ValueError):
        mend = "write it anew with `--write-baseline`"
        raise refused(shown, f"it is no baseline of schema {SCHEMA}", mend) from None
    return kept


def _baseline(data: Any) -> Baseline:
    _only(data, "schema", "components", "terms", "asked")
    if isinstance(data["schema"], bool) or data["schema"] != SCHEMA:
        raise KeyError(SCHEMA)
    components: dict[tuple[str, str], ComponentKept] = {}
    for each in data["components"]:
        _only(each, "product", "component", "licence", "duties")
        duties = each["duties"]
        if not isinstance(duties, list):
            raise TypeError(duties)
        key = (_text(each["product"]), _text(each["component"]))
        if key in components:
            raise KeyError(key)
        components[key] = ComponentKept(_text(each["licence"]), tuple(map(_text, duties)))
    terms, asked = (
        {_text(key): _text(value) for key, value in kept.items()} for kept in (data["terms"], data.get("asked", {}))
    )
    return Baseline(components, terms, asked)


def _only(table: Any, *keys: str) -> None:
    if not {*table} <= {*keys}:
        raise KeyError(keys)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
