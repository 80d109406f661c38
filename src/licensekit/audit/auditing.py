"""What a gate finds: everything in the products that is not as the policy wants it, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, assert_never

from licensekit.audit.baseline import Baseline, asked_of, baseline_of
from licensekit.audit.exceptions import CODES, AuditFinding, idle, judged
from licensekit.audit.policy import Concern, GatePolicy, ProductPlanned
from licensekit.components.answers import MAY, ComponentAnswer, told_of_facts
from licensekit.components.component import Component
from licensekit.components.deciding import decide_all
from licensekit.components.documents import InventoryError
from licensekit.components.reading import read_inventory
from licensekit.components.rows import ComponentRow, clause_names, rows_of
from licensekit.decision import Verdict
from licensekit.diagnostics import Diagnostic, Label, Severity, clipped
from licensekit.errors import LicensekitError
from licensekit.report.memo import counted, listed, verdict_words
from licensekit.span import Source, Span

_OPEN: Final = frozenset({"unknown", "unread"})
"""Concerns that leave a question open, and refuse nothing."""
_AT_LINE: Final = re.compile(r"(?:row|line) ([0-9]+)")


@dataclass(frozen=True)
class Audited:
    """Everything that a gate looked at, and what it found."""

    answers: tuple[tuple[str, ComponentAnswer], ...]
    """Each with the name of its product."""
    findings: tuple[AuditFinding, ...]
    baseline: Baseline
    """What is so now."""
    sources: dict[str, Source] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Whether something that stops the gate is not so."""
        return any(each.stops and each.concern not in _OPEN for each in self.findings)

    @property
    def is_open(self) -> bool:
        """Whether something that stops the gate is open."""
        return any(each.stops and each.concern in _OPEN for each in self.findings)


def audit(policy: GatePolicy, as_of: date, before: Baseline | None = None) -> Audited:
    """Hold a policy against the answers about everything in its products, on a day.

    `before` is what was so at the last run, if there was one. Raises LicensekitError where an inventory cannot be read.
    """
    read, problems = [], list[LicensekitError]()
    for product in policy.products:
        try:
            read.append(_read(policy, product, as_of))
        except LicensekitError as problem:
            problems.append(problem)
    if problems:
        told = [each for problem in problems for each in problem.diagnostics]
        raise InventoryError(told, [source for problem in problems for source in problem.sources.values()])
    answers = tuple((each.product.name, answer) for each in read for answer in each.answers)
    now = baseline_of(answers, asked_of(policy))
    met = [
        *(finding for each in read for finding in _of_product(each)),
        *_expired(policy, answers, as_of),
        *(() if before is None else _since(read, before, now)),
    ]
    sources = {policy.source.name: policy.source, **{each.source.name: each.source for each in read if each.source}}
    notes = [finding for each in read for finding in _not_read(each)]
    notes += [] if before is None else _asked_otherwise(policy, before)
    return Audited(
        answers, (*notes, *(judged(policy, each, as_of) for each in met), *idle(policy, met, as_of)), now, sources
    )


class _ProductRead(NamedTuple):
    """A product with its answers, and the text of its inventory where it is one."""

    product: ProductPlanned
    answers: tuple[ComponentAnswer, ...]
    rows: tuple[ComponentRow, ...]
    source: Source | None
    notes: tuple[str, ...]
    """What of the inventory was not read."""


def _read(policy: GatePolicy, product: ProductPlanned, as_of: date) -> _ProductRead:
    components, _ = read_inventory(product.inventory, product.form)
    silent = next((each for each in components.components if not each.acts), None)
    if not product.acts and silent is not None:
        message = f"nothing is planned with `{clipped(silent.name)}` of `{product.name}`"
        raise InventoryError(
            [Diagnostic("LK862", message, product.place, 'write `acts = ["embed"]`, or another act, for the product')],
            [policy.source],
        )
    answers = decide_all(
        components.components,
        product.acts,
        facts=product.facts,
        profile=policy.profile_for(product.name, as_of),
        as_of=as_of,
        assume=policy.assume,
        readings=policy.readings,
    )
    notes = (*components.notes, *told_of_facts(answers, product.facts))
    return _ProductRead(product, answers, rows_of(answers), _source(product), notes)


def _source(product: ProductPlanned) -> Source | None:
    """The text of an inventory, in which findings have their places; None of a folder and of what is no text."""
    try:
        data = product.inventory.read_bytes() if product.inventory.is_file() else b"\0"
        return None if b"\0" in data else Source(str(product.inventory), data.decode().replace("\r\n", "\n"))
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=8)
def _starts(text: str) -> tuple[int, ...]:
    """Where each line of a text begins, and where the one behind the last would: found once for all findings."""
    return (0, *accumulate(len(line) + 1 for line in text.split("\n")))


def _place(read: _ProductRead, component: Component) -> tuple[Label, ...]:
    """Where a component stands in its inventory; else where the policy names the product."""
    source = read.source
    if source is None:
        return read.product.place
    at = _AT_LINE.fullmatch(component.place)
    starts = _starts(source.text)
    if at is not None and 0 < int(at[1]) < len(starts):
        start, after = starts[int(at[1]) - 1 : int(at[1]) + 1]
        return (Label(Span(source.name, start, max(start + 1, after - 1))),)
    for word in (component.key, component.name, component.name.rpartition("/")[2]):
        start = source.text.find(f'"{word}"') + 1 if word else 0
        start = start or (source.text.find(word) + 1 if word else 0)
        if start:
            begin = start if source.text[start - 1] == '"' else start - 1
            return (Label(Span(source.name, begin, begin + len(word))),)
    return read.product.place


# --- what is found ---------------------------------------------------------------------------------------


def _not_read(read: _ProductRead) -> Iterator[AuditFinding]:
    """What was passed over in an inventory, as a table's columns of another use are: said, and nothing stops at it."""
    for note in read.notes:
        message, mend = f"{note} (`{read.product.name}`)", "see whether something that binds stands there"
        finding = Diagnostic("LK851", message, read.product.place, mend, severity=Severity.WARNING)
        yield AuditFinding("unread", read.product.name, "", finding)


def _of_product(read: _ProductRead) -> Iterator[AuditFinding]:
    for answer, row in zip(read.answers, read.rows, strict=True):
        name = f"`{clipped(answer.component.title)}`"
        place = _place(read, answer.component)
        for concern, message, mend, notes in _of_answer(answer, row, name):
            finding = Diagnostic(CODES[concern], f"{message} (`{read.product.name}`)", place, mend, notes)
            yield _finding_of(concern, read, answer, finding)


def _finding_of(concern: Concern, read: _ProductRead, answer: ComponentAnswer, finding: Diagnostic) -> AuditFinding:
    component = answer.component
    said = (component.kind, component.claims, component.model, component.bases)
    return AuditFinding(concern, read.product.name, component.name, finding, "", component.version, said)


def _of_answer(
    answer: ComponentAnswer, row: ComponentRow, name: str
) -> Iterator[tuple[Concern, str, str, tuple[str, ...]]]:
    """What is not as it should be with one component: the concern, the message, the mend, and what stands below it."""
    licence = f" under {row.licence}" if row.licence else ""
    for conflict in answer.conflicts:
        yield (
            "conflict",
            f"{name}: {conflict.why}",
            "keep the two apart, or replace one",
            (str(conflict.first), str(conflict.second)),
        )
    alone = replace(answer, conflicts=()).verdict  # a conflict that is let stand lets nothing else stand
    match alone:
        case Verdict.UNKNOWN:
            first = f"answer the first question: {row.first_question}" if row.first_question else ""
            mend = first or "say which licence came with it, and read what is not known here"
            yield (
                "unknown",
                f"whether {name} may be used is open{licence}",
                mend,
                tuple(filter(None, (row.range, *row.why))),
            )
        case Verdict.NEEDS_APPROVAL:
            mend = "ask for it, and put it in `[[approvals]]` with its day and its end"
            yield "approval", f"{name} needs an approval{licence}", mend, row.approvals
        case Verdict.NOT_GRANTED | Verdict.PROHIBITED:
            mend = f"`--explain {answer.component.name}` says why; replace it, or do something else with it"
            yield "refused", f"{name} is {verdict_words(alone)}{licence}", mend, row.why
        case Verdict.PERMITTED | Verdict.PERMITTED_WITH_DUTIES:
            pass
        case _:
            assert_never(alone)
    if alone in MAY:
        if row.not_read:
            yield (
                "unread",
                f"a document that binds {name} too was not read",
                "read it, and put what it says on record",
                row.not_read,
            )
        due = clause_names(answer, "due", "not_done")
        if due:
            said = listed((f"`{each}`" for each in due), "and")
            mend = "do them, and say so in `[[duties]]` with what shows it"
            yield (
                "duty",
                f"{name} owes {counted(len(due), 'duty', 'duties')} that nobody says are done: {said}",
                mend,
                row.duties,
            )


def _expired(policy: GatePolicy, answers: Iterable[tuple[str, ComponentAnswer]], as_of: date) -> Iterator[AuditFinding]:
    """Approvals whose last day has gone by, where something asks for them."""
    asked: dict[str, list[str]] = {}
    for _, answer in answers:
        for decision in answer.decisions:
            for approval in decision.approvals:
                asked.setdefault(f"{approval.license}.{approval.gate}", []).append(answer.component.title)
    for given in policy.approvals:
        until = given.approval.until
        if until is not None and until < as_of:
            users = dict.fromkeys(asked.get(given.approval.gate, ()))
            message = f"the approval `{given.approval.gate}` ended on {until.isoformat()}"
            if users:
                names, ask = (
                    listed((f"`{clipped(each)}`" for each in users), "and"),
                    "asks" if len(users) == 1 else "ask",
                )
                message += f"; {names} still {ask} for it"
            notes = (f"on record as {given.reference}",) if given.reference else ()
            finding = Diagnostic(CODES["expired"], message, given.place, "have it renewed, or take it out", notes)
            yield AuditFinding("expired", "", "", finding)


def _asked_otherwise(policy: GatePolicy, before: Baseline) -> Iterator[AuditFinding]:
    """Products of which something else was asked at the last run, or nothing: what is told as new may not be all."""
    now = asked_of(policy)
    for product in policy.products:
        if before.asked.get(product.name) == now[product.name]:
            continue
        then = "something else was asked of" if product.name in before.asked else "nothing was asked of"
        message = f"the baseline is of another policy: {then} `{product.name}`"
        mend = "write the baseline anew with `--write-baseline`; what is told as new since is not all that may be"
        finding = Diagnostic(CODES["changed"], message, product.place, mend, severity=Severity.WARNING)
        yield AuditFinding("changed", product.name, "", finding)
    for name in sorted({name for name, _ in before.components} - {each.name for each in policy.products}):
        message = f"the baseline is of another policy: it has a product `{clipped(name)}`"
        mend = "name the baseline of this policy, or write it anew with `--write-baseline`"
        yield AuditFinding(
            "changed", "", "", Diagnostic(CODES["changed"], message, help=mend, severity=Severity.WARNING)
        )


def _since(read: Iterable[_ProductRead], before: Baseline, now: Baseline) -> Iterator[AuditFinding]:
    """What has changed since the last run: terms, what binds a component, and duties that were not there."""
    for each in read:
        for answer in each.answers:
            key = (each.product.name, answer.component.title)
            then, is_now = before.components.get(key), now.components[key]
            name, place = f"`{clipped(answer.component.title)}`", _place(each, answer.component)
            told: list[tuple[Concern, str]] = []
            if then is not None and then.licence != is_now.licence:
                said = f"from {then.licence or 'nothing known'} to {is_now.licence or 'nothing known'}"
                told.append(("changed", f"what binds {name} changed {said}"))
            licenses = {name for decision in answer.decisions for name, _ in decision.identity.encoded}
            changed = sorted(each for each in licenses if before.terms.get(each, now.terms[each]) != now.terms[each])
            if then is not None and changed:
                told.append(("changed", f"the terms of {listed(changed, 'and')}, which bind {name}, changed"))
            new = [duty for duty in is_now.duties if then is None or duty not in then.duties]
            if new:
                said = listed((f"`{duty}`" for duty in new), "and")
                begin = f"{name} is new, with" if then is None else f"new for {name}:"
                told.append(("new", f"{begin} {said}"))
            for concern, message in told:
                mend = "look at it, and write the baseline anew with `--write-baseline`"
                finding = Diagnostic(CODES[concern], f"{message} (`{each.product.name}`)", place, mend)
                yield _finding_of(concern, each, answer, finding)
