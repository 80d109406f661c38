"""Cases: every name that they use is one of the licences that decide, and every value is of its fact's type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Final, Literal, TypeVar, assert_never, cast

from licensekit.check.actions import is_act
from licensekit.check.conditions import has_option
from licensekit.check.fact_values import Values, lowered_value
from licensekit.check.findings import FindingList, one_of
from licensekit.check.scope import FactKey, Scope
from licensekit.currencies import currency_of
from licensekit.diagnostics import did_you_mean
from licensekit.model import cases as model
from licensekit.model.clauses import Clause, Duty, Gate, Termination, written_id
from licensekit.model.license import License
from licensekit.numerals import Numeral, factor
from licensekit.syntax import tree
from licensekit.values import IndexValue, Rate
from licensekit.vocabulary import words
from licensekit.vocabulary.acts import GROUPS, LEAVES, leaves_of
from licensekit.vocabulary.facts import series_base

Line = TypeVar("Line", bound=tree.GivenItem)

_ASSUME: Final = ("none", "safe", "standard")


class Deciding:
    """The licences that decide a case, and their scopes; a name counts if one of them has it."""

    def __init__(self, licenses: tuple[License, ...], scopes: tuple[Scope, ...], findings: FindingList) -> None:
        self.licenses = licenses
        self.scopes = scopes
        self.findings = findings
        self._ids = {license.id for license in licenses}
        self._all = self._clauses(lambda _: True)
        self._gates = self._clauses(lambda clause: isinstance(clause, Gate))
        self._duties = self._clauses(
            lambda clause: isinstance(clause, Duty) or (isinstance(clause, Termination) and bool(clause.obligations))
        )

    def _clauses(self, wanted: Callable[[Clause], bool]) -> dict[str, list[str]]:
        """Clauses by the names that a case may use: the bare id, and `license.id` too; with whose they are."""
        owners: dict[str, list[str]] = {}
        for license in self.licenses:
            for clause in filter(wanted, license.clauses):
                if clause.id == written_id(clause.id):
                    owners.setdefault(clause.id, []).append(license.id)
                    owners.setdefault(f"{license.id}.{clause.id}", []).append(license.id)
        return owners

    def case(self, case: tree.Case) -> model.Case:
        """The case with its names resolved."""
        name = case.name
        if not case.acts:
            message = f"the case `{name.value}` asks about no acts"
            self.findings.error("LK451", name.span, message, "write `acts run`, for instance")
        if not any(isinstance(each, tree.ExpectVerdict | tree.ExpectPossible) for each in case.expect):
            mend = "write `expect permitted`, or `expect possible` and the verdicts that remain"
            self.findings.error("LK452", name.span, f"the case `{name.value}` expects no verdict", mend)
        return model.Case(
            name=name.value,
            licenses=tuple(license.id for license in self.licenses),
            acts=self._acts(case.acts),
            as_of=None if case.on is None else case.on.on,
            assume=cast('Literal["none", "safe", "standard"]', self._word(case.assume, _ASSUME, "assumption", "none")),
            given=tuple(self._facts(case)),
            approvals=tuple(map(self._approval, _lines(case, tree.GivenApproval))),
            done=tuple(map(self._done, _lines(case, tree.GivenDuty))),
            rates=tuple(self._rates(case)),
            indices=tuple(self._indices(case)),
            attested=self._attested(case),
            expect=tuple(self._expectation(line, case) for line in case.expect),
            span=case.span,
        )

    def _acts(self, names: Collection[tree.Name]) -> tuple[str, ...]:
        return tuple(name.text for name in names if is_act(name, self.scopes[0]))

    def _word(self, word: tree.Name | None, words: Collection[str], what: str, otherwise: str = "") -> str:
        """A word of a closed list; where it is none of them, with a finding, or not written, what stands for it."""
        if word is None or not self.findings.knows("LK223", word, what, words, one_of(words)):
            return otherwise
        return word.text

    def _facts(self, case: tree.Case) -> Iterator[model.GivenFact]:
        first: dict[str, tree.GivenFact] = {}
        for line in _lines(case, tree.GivenFact):
            values = self._values(line)
            for name, value in values.items():
                if name in first:
                    places = line.fact.span, first[name].fact.span
                    self.findings.again("LK453", *places, f"`{name}` is given twice", "remove one of them")
                else:
                    yield model.GivenFact(fact=name, value=value, span=line.span)
            for name in (line.fact.text, *values):
                first.setdefault(name, line)

    def _values(self, line: tree.GivenFact) -> Values:
        """A fact of the case with its values: one, or a dated one for each month of a series."""
        scope = self._scope_of(line.fact)
        fact = None if scope is None else self._fact(line.fact, scope)
        if scope is None or fact is None:
            return {}
        name = line.fact.text
        if name.endswith(".month_before_release"):
            name = fact.key.partition("@")[0]
        return lowered_value(name, line.value, fact, scope)

    def _scope_of(self, fact: tree.Name) -> Scope | None:
        """The licence that knows the fact; where several mean different things by it, it must be qualified."""
        bare = fact.text.partition("@")[0]
        keys = {scope.meanings.get(bare, bare) for scope in self.scopes}
        if len(keys) > 1 and "@" not in fact.text:
            listed = ", ".join(f"`{key}`" for key in sorted(keys))
            message = f"the licences mean different things by `{bare}`"
            self.findings.error("LK454", fact.span, message, f"use one of {listed}")
            return None
        return next((scope for scope in self.scopes if bare in scope.facts), self.scopes[0])

    def _fact(self, name: tree.Name, scope: Scope) -> FactKey | None:
        """A fact by its bare name, or as `FACT@ORIGIN` under a meaning that one of the licences has."""
        bare, _, origin = name.text.partition("@")
        if not origin:
            return scope.fact(name)
        fact = scope.fact(tree.Name(bare, span=name.span))
        if fact is None:
            return None
        keys = [meaning.key for license in self.licenses for meaning in license.meanings if "@" in meaning.key]
        series = series_base(bare)
        for key in keys:
            meant, _, of_license = key.partition("@")
            if of_license == origin and (meant == bare or (series and series_base(meant) == series)):
                return FactKey(name.text, fact.info)
        message = f"no licence here gives `{bare}` the meaning `{origin}`"
        self.findings.error("LK201", name.span, message, did_you_mean(name.text, keys))
        return None

    def _approval(self, line: tree.GivenApproval) -> model.GivenApproval:
        gate = self._agreement(line.gate) if isinstance(line.gate, tree.Text) else line.gate.text
        if isinstance(line.gate, tree.Name):
            self._is_named(line.gate, self._gates, "gate", "LK221")
        owners = self._gates.get(gate, [])
        if len(owners) > 1:
            listed = ", ".join(f"`{owner}.{gate}`" for owner in owners)
            self.findings.error(
                "LK454", line.gate.span, f"several licences have a gate `{gate}`", f"use one of {listed}"
            )
        state = self._word(line.state, words.APPROVAL_STATES, "state of an approval", "held")
        return model.GivenApproval(
            holder=self._word(line.holder, words.PARTIES, "party", "licensee"),
            gate=gate,
            state=cast('Literal["held", "requested", "refused"]', state),
            since=None if line.since is None else line.since.on,
            until=None if line.until is None else line.until.on,
            acts=self._acts(line.acts),
            span=line.span,
        )

    def _agreement(self, text: tree.Text) -> str:
        """An agreement of one's own with the licensor of a licence asked about, as its header spells it."""
        named = [(license.id, f"{words.AGREEMENT}{license.licensor}") for license in self.licenses if license.licensor]
        plain = [agreement for _, agreement in named]
        said = [each for each in plain if plain.count(each) == 1]
        if text.value not in {*said, *(full := [f"{owner}.{agreement}" for owner, agreement in named])}:
            choices = " or ".join(f'`"{each}"`' for each in said or full)
            mend = f"write {choices}" if named else "leave it out: no licence here names its licensor"
            self.findings.error("LK221", text.span, f"`{text.value}` is no agreement with one licensor here", mend)
        return text.value

    def _done(self, line: tree.GivenDuty) -> str:
        self._is_named(line.duty, self._duties, "duty", "LK455")
        self._word(line.status, ("done",), "status of a duty that is given")
        return line.duty.text

    def _rates(self, case: tree.Case) -> Iterator[Rate]:
        for line in _lines(case, tree.GivenRate):
            source, target = line.source.currency, line.target.currency
            if source is None or target is None or line.source.number.value != 1:
                mend = "write `given rate 1 CNY is 0.14 USD on 2026-06-01`"
                self.findings.error("LK456", line.span, "a rate is of one unit of a currency", mend)
                continue
            sold, bought = (self.findings.read(partial(currency_of, code.text), code.span) for code in (source, target))
            by = self._factor(line.target.number)
            if sold and bought and by:
                rate = self.findings.read(partial(Rate, sold, bought, by, line.on.on), line.span)
                if rate is not None:
                    yield rate

    def _indices(self, case: tree.Case) -> Iterator[IndexValue]:
        for line in _lines(case, tree.GivenIndex):
            by = self._factor(line.factor)
            if by is not None:
                value = partial(IndexValue, line.index.text, line.base, by, line.on.on)
                yield from filter(None, [self.findings.read(value, line.span)])

    def _factor(self, number: tree.WrittenNumber) -> Decimal | None:
        return self.findings.read(partial(factor, Numeral(number.value, number.written)), number.span)

    def _attested(self, case: tree.Case) -> model.GivenAttestation | None:
        line, *more = [*_lines(case, tree.GivenAttestation), None]
        if len(more) > 1 and more[0] is not None:
            mend = "write all groups after one `for`"
            self.findings.error("LK453", more[0].span, "a case has one attestation", mend)
        if line is None:
            return None
        groups = tuple(self._word(name, words.ATTESTATIONS, "group of an attestation") for name in line.groups)
        return model.GivenAttestation(by=line.by.value, on=line.on.on, groups=groups, span=line.span)

    def _expectation(self, line: tree.Expect, case: tree.Case) -> model.Expectation:
        span = line.span
        match line:
            case tree.ExpectVerdict():
                verdict, act = self._word(line.verdict, words.VERDICTS, "verdict"), self._act(line.act, case)
                reading, option = self._reading(line.reading)
                return model.ExpectVerdict(verdict=verdict, act=act, reading=reading, option=option, span=span)
            case tree.ExpectPossible():
                verdicts = tuple(self._word(name, words.VERDICTS, "verdict") for name in line.verdicts)
                return model.ExpectPossible(verdicts=verdicts, span=span)
            case tree.ExpectDuty():
                self._is_named(line.duty, self._duties, "duty", "LK455")
                status = self._word(line.status, words.DUTY_STATUSES, "status of a duty")
                reading, option = self._reading(line.reading)
                return model.ExpectDuty(
                    duty=line.duty.text,
                    status=status,
                    absent=line.status is None,
                    encouraged=line.encouraged,
                    reading=reading,
                    option=option,
                    span=span,
                )
            case tree.ExpectReason():
                return model.ExpectReason(
                    reason=self._word(line.reason, words.NOT_GRANTED_REASONS, "reason"), span=span
                )
            case tree.ExpectBasis():
                act = self._act(line.act, case)
                return model.ExpectBasis(basis=self._word(line.basis, words.BASES, "basis"), act=act, span=span)
            case tree.ExpectClause():
                self._is_named(line.clause, self._all, "clause", "LK203")
                return model.ExpectClause(clause=line.clause.text, absent=line.absent, span=span)
            case tree.ExpectAsks():
                return model.ExpectAsks(facts=tuple(filter(None, map(self._asked, line.facts))), span=span)
            case _:
                assert_never(line)

    def _act(self, act: tree.Name | None, case: tree.Case) -> str:
        """An act, or a group some of whose acts are asked about; an empty string where none is written."""
        if act is None:
            return ""
        asked = [name.text for name in case.acts]
        if is_act(act, self.scopes[0]) and {*leaves_of(act.text)}.isdisjoint(chain(*map(_leaves, asked))):
            mend = f"write it behind `acts`, or {one_of(asked)}"
            self.findings.error("LK459", act.span, f"the case does not ask about `{act.text}`", mend)
        return act.text

    def _reading(self, written: tree.ReadingIs | None) -> tuple[str, str]:
        """A reading and its option, both known; empty strings where none is written."""
        if written is None:
            return "", ""
        readings = {reading.name: reading for license in self.licenses for reading in license.readings}
        self._is_named(written.reading, readings, "reading", "LK204")
        reading = readings.get(written.reading.text)
        if reading is not None:
            has_option(reading.name, [option.name for option in reading.options], written.option, self.findings)
        return written.reading.text, written.option.text

    def _asked(self, name: tree.Name) -> str:
        scope = self._scope_of(name)
        fact = None if scope is None else self._fact(name, scope)
        return "" if fact is None else fact.key

    def _is_named(self, name: tree.Name, names: Mapping[str, object], what: str, code: str) -> None:
        """Report a name that none of the licences has, unless it may stand in a base not yet known."""
        if any(scope.open_base for scope in self.scopes):
            return
        bare = [each for each in names if each.partition(".")[0] not in self._ids]
        self.findings.knows(code, name, what, names.keys(), one_of(bare) if bare else "")


def _leaves(act: str) -> tuple[str, ...]:
    return leaves_of(act) if act in LEAVES or act in GROUPS else ()


def _lines(case: tree.Case, kind: type[Line]) -> list[Line]:
    """The `given` lines of a kind."""
    return [line for line in case.given if isinstance(line, kind)]
