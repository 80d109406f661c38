"""Can a case notice an edit? Not where every clause that the edit bears on stands alike in what the case gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from licensekit.errors import FactsError
from licensekit.decision.circumstances import Circumstances, checked, leaves_asked
from licensekit.decision.knowledge import Asked, Knowledge, assumed_value, know
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.evaluate.setting import Setting
from licensekit.meaning.terms import Single
from licensekit.model.cases import Case, ExpectAsks
from licensekit.testing.cases import reading_of
from licensekit.testing.collect import Collected
from licensekit.testing.sides import Comparison, Side, View, everything
from licensekit.testing.touched import Bearing
from licensekit.use import Approval, Attestation
from licensekit.vocabulary.facts import FACTS


class Watching:
    """A case, and what it gives, worked out once under the licence as it is."""

    def __init__(self, collected: Collected, terms: Single) -> None:
        self.collected: Final = collected
        self._terms: Final = terms
        self._leaves: tuple[str, ...] = ()
        self._known: list[tuple[Setting, dict[str, str], Knowledge]] = []
        self._alone = collected.terms.terms is terms or len(collected.case.licenses) == 1
        self.asks: Final = any(isinstance(one, ExpectAsks) for one in collected.case.expect)
        """Whether questions are to be worked out, which takes longest."""
        if self._alone and not _asks_in_order(collected.case):
            self._look()

    def _look(self) -> None:
        case = self.collected.case
        try:
            self._leaves = leaves_asked(case.acts)
            for choice in _choices(case):
                self._known.append(self._given(case, choice))
        except FactsError:
            self._known = []

    def _given(self, case: Case, choice: dict[str, str]) -> tuple[Setting, dict[str, str], Knowledge]:
        attested = case.attested
        stated = Circumstances(
            as_of=case.as_of,
            assume=case.assume,
            readings=choice or "taken",
            approvals=tuple(
                Approval(one.gate, one.state, one.since, one.until, one.acts, one.holder) for one in case.approvals
            ),
            rates=case.rates,
            indices=case.indices,
            attested=None if attested is None else Attestation(attested.by, attested.on, attested.groups),
        )
        setting = checked(self._terms, stated).setting
        layout = layout_of(self._terms, self._leaves, setting)
        facts = {one.fact: one.value for one in case.given}
        groups = frozenset(() if attested is None else attested.groups)
        asked = Asked(self._leaves, facts, case.as_of, case.assume, groups)
        return setting, choice, know(self._terms, asked, layout, setting)

    def may_notice(self, changed: Single, bearing: Bearing | None) -> bool:
        """Whether the case may come out otherwise under an edited licence; `bearing` are the clauses in question."""
        if bearing is None or not self._known:
            return True
        if self.collected.case.assume != "none" and not self._same_assumptions(changed):
            return True
        return any(self._differs(changed, bearing, leaf) for leaf in self._leaves)

    def _differs(self, changed: Single, bearing: Bearing, leaf: str) -> bool:
        """Whether some clause stands otherwise for an act, or may, in what the case gives."""
        everywhere = everything((self._terms, changed), leaf)
        own, lifted = (
            tuple(key for name in names if (key := (self._terms.program.license.id, name)) in everywhere)
            for names in bearing
        )
        if not own:
            return False
        for setting, choice, knowledge in self._known:
            other = setting if _same_readings(self._terms, changed) else _with_readings(setting, changed, choice)
            one, two = (
                View(Side(terms, used), knowledge.world, leaf)
                for terms, used in ((self._terms, setting), (changed, other))
            )
            if Comparison(own, lifted).differing(one, two):
                return True
        return False

    def _same_assumptions(self, changed: Single) -> bool:
        """Whether what is assumed for safety under the licence is assumed under its edited form too."""
        layout: Layout = self._known[0][2].layout
        for name in layout.facts:
            info = FACTS.get(name.partition("@")[0])
            if info is not None and info.assumption == "safe":
                value = assumed_value(info)
                if self._terms.program.safe_side(name, value) is not changed.program.safe_side(name, value):
                    return False
        return True


def _asks_in_order(case: Case) -> bool:
    """Whether the order of questions counts, on which any clause can bear that reads a fact."""
    return any(isinstance(one, ExpectAsks) and len(one.facts) > 1 for one in case.expect)


def _choices(case: Case) -> list[dict[str, str]]:
    """The readings under which a case expects something: as taken, and each one it names."""
    named = [reading_of(one) for one in case.expect if reading_of(one)]
    found: list[dict[str, str]] = [{}]
    return found + [choice for at, choice in enumerate(named) if choice not in named[:at]]


def _same_readings(terms: Single, changed: Single) -> bool:
    return terms.program.license.readings is changed.program.license.readings


def _with_readings(setting: Setting, changed: Single, choice: dict[str, str]) -> Setting:
    license_ = changed.program.license
    taken = {f"{license_.id}.{one.name}": choice.get(one.name, one.taken) for one in license_.readings}
    return replace(setting, readings={**setting.readings, **taken})
