"""Cases: every name that they use is one of the licences that decide, and every value is of its fact's type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Final, Literal, TypeVar, cast

from licensekit.check import acts
from licensekit.check.findings import Findings
from licensekit.check.given import lowered_value
from licensekit.check.scope import FactKey, Scope
from licensekit.diagnostics import Label, ValueProblem, did_you_mean
from licensekit.model import cases as model
from licensekit.model.clauses import Clause, Duty, Gate, Termination
from licensekit.model.license import License
from licensekit.numerals import Numeral, factor
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.use.reading import currency_of, rate_between
from licensekit.values import Exactly, IndexValue, Range, Rate
from licensekit.vocabulary.facts import series_base
from licensekit.vocabulary.words import (
    APPROVAL_STATES,
    ATTESTATIONS,
    BASES,
    DUTY_STATUSES,
    NOT_GRANTED_REASONS,
    PARTIES,
    VERDICTS,
)

T = TypeVar("T")
_ASSUME: Final = ("none", "safe", "standard")


class Deciding:
    """The licences that decide a case, and their scopes; a name counts if one of them has it."""

    def __init__(self, licenses: tuple[License, ...], scopes: tuple[Scope, ...], findings: Findings) -> None:
        self.licenses = licenses
        self.scopes = scopes
        self.findings = findings
        self.names = {license.id for license in licenses}

        self._all = self._clauses(lambda _: True)
        self._gates = self._clauses(lambda clause: isinstance(clause, Gate))
        self._duties = self._clauses(
            lambda clause: isinstance(clause, Duty) or (isinstance(clause, Termination) and bool(clause.obligations))
        )

    def _clauses(self, wanted: Callable[[Clause], bool]) -> dict[str, list[str]]:
        """Clauses by the names that a case may use: the bare id, and `license.id` too; with whose they are."""
        found: dict[str, list[str]] = {}
        for license in self.licenses:
            for clause in license.clauses:
                if wanted(clause):
                    found.setdefault(clause.id, []).append(license.id)
                    found.setdefault(f"{license.id}.{clause.id}", []).append(license.id)
        return found

    def case(self, case: tree.Case) -> model.Case:
        """The case with its names resolved."""
        if not case.acts:
            self.findings.error(
                "LK451",
                case.name.span,
                f"the case `{case.name.value}` asks about no acts",
                "write `acts run`, for instance",
            )
        if not any(isinstance(each, tree.ExpectVerdict | tree.ExpectPossible) for each in case.expect):
            self.findings.error(
                "LK452",
                case.name.span,
                f"the case `{case.name.value}` expects no verdict",
                "write `expect permitted`, or `expect possible` and the verdicts that remain",
            )
        return model.Case(
            name=case.name.value,
            licenses=tuple(license.id for license in self.licenses),
            acts=self._acts(case.acts),
            as_of=None if case.on is None else case.on.on,
            assume=cast('Literal["none", "safe", "standard"]', self._word(case.assume, _ASSUME, "assumption", "none")),
            given=self._facts(case),
            approvals=tuple(self._approval(each) for each in case.given if isinstance(each, tree.GivenApproval)),
            done=tuple(self._done(case)),
            rates=tuple(self._rates(case)),
            indices=tuple(self._indices(case)),
            attested=self._attested(case),
            expect=tuple(filter(None, (self._expected(each) for each in case.expect))),
            span=case.span,
        )

    def _acts(self, names: Iterable[tree.Name]) -> tuple[str, ...]:
        return tuple(name.text for name in names if acts.known(name, self.scopes[0]))

    def _word(self, word: tree.Name | None, known: Iterable[str], what: str, default: str = "") -> str:
        if word is None:
            return default
        if word.text not in known:
            self.findings.error(
                "LK223",
                word.span,
                f"unknown {what} `{word.text}`",
                did_you_mean(word.text, known) or "use one of " + ", ".join(f"`{each}`" for each in known),
            )
            return default
        return word.text

    # --- given -------------------------------------------------------------------------------------------

    def _facts(self, case: tree.Case) -> tuple[model.GivenFact, ...]:
        found: list[model.GivenFact] = []
        first: dict[str, tree.GivenFact] = {}
        for each in case.given:
            if not isinstance(each, tree.GivenFact):
                continue
            for name, value in self._fact(each):
                if name in first:
                    self.findings.error(
                        "LK453",
                        each.fact.span,
                        f"`{name}` is given twice",
                        "remove one of them",
                        also=(Label(first[name].fact.span, "first here"),),
                    )
                else:
                    found.append(model.GivenFact(fact=name, value=value, span=each.span))
            for name in (each.fact.text, *(given.fact for given in found)):
                first.setdefault(name, each)
        return tuple(found)

    def _fact(self, given: tree.GivenFact) -> list[tuple[str, Exactly | Range]]:
        """A fact of the case with its values: one, or a dated one for each month of a series."""
        scope = self._scope_of(given.fact)
        if scope is None:
            return []
        found = self._found(given.fact, scope)
        if found is None:
            return []
        name = given.fact.text
        if name.endswith(".month_before_release"):
            name = found.key.partition("@")[0]
        return lowered_value(name, given.value, found, scope)

    def _scope_of(self, fact: tree.Name) -> Scope | None:
        """The licence that knows the fact; where several mean different things by it, it must be qualified."""
        bare = fact.text.partition("@")[0]
        keys = {scope.meanings.get(bare, bare): scope for scope in self.scopes}
        if len(keys) > 1 and "@" not in fact.text and len({*keys}) > 1:
            shown = ", ".join(f"`{key}`" for key in sorted(keys))
            self.findings.error(
                "LK454", fact.span, f"the licences mean different things by `{bare}`", f"use one of {shown}"
            )
            return None
        for scope in self.scopes:
            if bare in scope.facts:
                return scope
        return self.scopes[0]

    def _found(self, name: tree.Name, scope: Scope) -> FactKey | None:
        """A fact by its bare name, or as `FACT@ORIGIN` under a meaning that one of the licences has."""
        bare, _, origin = name.text.partition("@")
        if not origin:
            return scope.fact(name)
        found = scope.fact(tree.Name(bare, span=name.span))
        if found is None:
            return None
        keys = [meaning.key for license in self.licenses for meaning in license.meanings if "@" in meaning.key]
        series = series_base(bare)
        for key in keys:
            fact, _, other = key.partition("@")
            if other == origin and (fact == bare or (series and series_base(fact) == series)):
                return FactKey(name.text, found.info)
        self.findings.error(
            "LK201", name.span, f"no licence here gives `{bare}` the meaning `{origin}`", did_you_mean(name.text, keys)
        )
        return None

    def _approval(self, given: tree.GivenApproval) -> model.GivenApproval:
        self._known(given.gate, self._gates, "gate", "LK221")
        owners = self._gates.get(given.gate.text, [])
        if len(owners) > 1:
            shown = ", ".join(f"`{owner}.{given.gate.text}`" for owner in owners)
            self.findings.error(
                "LK454", given.gate.span, f"several licences have a gate `{given.gate.text}`", f"use one of {shown}"
            )
        holder = self._word(given.holder, PARTIES, "party", "licensee")
        return model.GivenApproval(
            gate=given.gate.text,
            state=cast(
                'Literal["held", "requested", "refused"]',
                self._word(given.state, APPROVAL_STATES, "state of an approval", "held") or "held",
            ),
            since=None if given.since is None else given.since.on,
            until=None if given.until is None else given.until.on,
            acts=self._acts(given.acts),
            holder=holder,
            span=given.span,
        )

    def _done(self, case: tree.Case) -> Iterable[str]:
        for each in case.given:
            if isinstance(each, tree.GivenDuty):
                self._known(each.duty, self._duties, "duty", "LK455")
                self._word(each.status, ("done",), "status of a duty that is given")
                yield each.duty.text

    def _rates(self, case: tree.Case) -> Iterable[Rate]:
        for each in case.given:
            if not isinstance(each, tree.GivenRate):
                continue
            one, other = each.source, each.target
            if one.currency is None or other.currency is None or one.number.value != 1:
                self.findings.error(
                    "LK456",
                    each.span,
                    "a rate is of one unit of a currency",
                    "write `given rate 1 CNY is 0.14 USD on 2026-06-01`",
                )
                continue
            codes = (one.currency, other.currency)
            source, target = (self._read(partial(currency_of, code.text), code.span) for code in codes)
            by = self._factor(other.number)
            if source and target and by:
                rate = self._read(partial(rate_between, source, target, by, each.on.on), each.span)
                if rate is not None:
                    yield rate

    def _indices(self, case: tree.Case) -> Iterable[IndexValue]:
        for each in case.given:
            if isinstance(each, tree.GivenIndex):
                by = self._factor(each.factor)
                if by is not None:
                    yield IndexValue(each.index.text, each.base, by, each.on.on)

    def _factor(self, number: tree.Number) -> Decimal | None:
        return self._read(partial(factor, Numeral(number.value, number.written)), number.span)

    def _read(self, read: Callable[[], T], span: Span) -> T | None:
        """What was read; None, with a finding, where it is refused."""
        try:
            return read()
        except ValueProblem as problem:
            self.findings.error(problem.code, span, problem.message, problem.help)
            return None

    def _attested(self, case: tree.Case) -> model.GivenAttestation | None:
        attested = [each for each in case.given if isinstance(each, tree.GivenAttestation)]
        if len(attested) > 1:
            self.findings.error(
                "LK453", attested[1].span, "a case has one attestation", "write all groups after one `for`"
            )
        if not attested:
            return None
        each = attested[0]
        groups = tuple(self._word(name, ATTESTATIONS, "group of an attestation") for name in each.groups)
        return model.GivenAttestation(by=each.by.value, on=each.on.on, groups=groups, span=each.span)

    # --- expected ----------------------------------------------------------------------------------------

    def _expected(self, each: tree.Expect) -> model.Expectation | None:
        match each:
            case tree.ExpectVerdict():
                return self._verdict(each)
            case tree.ExpectPossible():
                verdicts = tuple(self._word(name, VERDICTS, "verdict") for name in each.verdicts)
                return model.ExpectPossible(verdicts=verdicts, span=each.span)
            case tree.ExpectDuty():
                self._known(each.duty, self._duties, "duty", "LK455")
                status = self._word(each.status, DUTY_STATUSES, "status of a duty")
                reading, option = self._reading(each.reading)
                return model.ExpectDuty(
                    duty=each.duty.text,
                    status=status,
                    absent=each.status is None,
                    encouraged=each.encouraged,
                    reading=reading,
                    option=option,
                    span=each.span,
                )
            case tree.ExpectReason():
                return model.ExpectReason(reason=self._word(each.reason, NOT_GRANTED_REASONS, "reason"), span=each.span)
            case tree.ExpectBasis():
                if each.act is not None:
                    acts.known(each.act, self.scopes[0])
                basis = self._word(each.basis, BASES, "basis")
                return model.ExpectBasis(basis=basis, act="" if each.act is None else each.act.text, span=each.span)
            case tree.ExpectClause():
                self._known(each.clause, self._all, "clause", "LK203")
                return model.ExpectClause(clause=each.clause.text, absent=each.absent, span=each.span)
            case tree.ExpectAsks():
                return model.ExpectAsks(facts=tuple(filter(None, map(self._asked, each.facts))), span=each.span)

    def _verdict(self, each: tree.ExpectVerdict) -> model.ExpectVerdict:
        verdict = self._word(each.verdict, VERDICTS, "verdict")
        if each.act is not None:
            acts.known(each.act, self.scopes[0])
        reading, option = self._reading(each.reading)
        return model.ExpectVerdict(
            verdict=verdict,
            act="" if each.act is None else each.act.text,
            reading=reading,
            option=option,
            span=each.span,
        )

    def _reading(self, written: tree.ReadingIs | None) -> tuple[str, str]:
        if written is None:
            return "", ""
        self._check_reading(written)
        return written.reading.text, written.option.text

    def _check_reading(self, written: tree.ReadingIs) -> None:
        known = {reading.name: reading for license in self.licenses for reading in license.readings}
        self._known(written.reading, known, "reading", "LK204")
        reading = known.get(written.reading.text)
        options = [] if reading is None else [option.name for option in reading.options]
        if reading is not None and written.option.text not in options:
            self.findings.error(
                "LK205",
                written.option.span,
                f"the reading `{reading.name}` has no option `{written.option.text}`",
                did_you_mean(written.option.text, options) or "use " + " or ".join(f"`{each}`" for each in options),
            )

    def _asked(self, name: tree.Name) -> str:
        scope = self._scope_of(name)
        if scope is None:
            return ""
        found = self._found(name, scope)
        return "" if found is None else found.key

    def _known(self, name: tree.Name, known: Mapping[str, object], what: str, code: str) -> None:
        if name.text in known or any(scope.open_base for scope in self.scopes):
            return
        bare = [each for each in known if each.partition(".")[0] not in self.names]
        self.findings.error(
            code,
            name.span,
            f"unknown {what} `{name.text}`",
            did_you_mean(name.text, known) or (f"use one of {', '.join(f'`{each}`' for each in bare)}" if bare else ""),
        )
