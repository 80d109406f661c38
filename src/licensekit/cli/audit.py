"""`licensekit audit`: the gate. It holds a policy against everything in its products, and says what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from licensekit.audit.auditing import Audited, audit
from licensekit.audit.baseline import baseline_text, read_baseline
from licensekit.audit.exceptions import AuditFinding
from licensekit.audit.policy import read_policy
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, PERMITTED, UNKNOWN, Exit
from licensekit.cli.question import day
from licensekit.components.as_table import rows_as_text
from licensekit.components.rows import rows_of
from licensekit.diagnostics import did_you_mean
from licensekit.report.escape import visible, visible_lines
from licensekit.report.findings import FORMS, findings_in, findings_text
from licensekit.report.memo import counted
from licensekit.testing.junit import junit


def run_audit(call: Call) -> Exit:
    """Hold the policy against its products. Raises LicensekitError."""
    form, words = call.form(), call.arguments.files
    as_of, before_path, target = day(call), call.single("--baseline"), call.single("--write-baseline")
    explained = call.single("--explain")
    if explained is not None and form != "text":
        call.add("LK705", "`--explain` tells one component as text", f"leave out `--format {form}`, or `--explain`")
    if len(words) != 1:
        call.add("LK705", "`audit` takes one policy file", "write its path, such as `licences.toml`")
    if as_of is None and not call.values("--as-of"):
        call.add("LK705", "no day is named: approvals and exceptions end", "write `--as-of today`, or a day")
    call.problems.check()
    assert as_of is not None, "there is a finding where there is no day"
    policy = call.problems.take(partial(read_policy, Path(words[0])))
    before = call.problems.take(partial(read_baseline, Path(before_path))) if before_path is not None else None
    call.problems.check()
    assert policy is not None, "there is a finding where there is no policy"
    audited = audit(policy, as_of, before)
    status = NOT_SO if audited.refuses else UNKNOWN if audited.is_open else PERMITTED
    told = None if explained is None else _explained(call, audited, explained)
    if target is not None:
        read = [each.inventory for each in policy.products]
        call.write(target, baseline_text(audited.baseline).encode(), read=read)
    if told is not None:
        return Exit(status, told)
    return Exit(status, _rendered(form, audited, colour=call.colour()))


def _rendered(form: str, audited: Audited, *, colour: bool) -> str:
    kept = [each.diagnostic for each in audited.findings if not each.let_stand]
    standing = [(each.diagnostic, each.let_stand) for each in audited.findings if each.let_stand]
    if form in FORMS:
        return findings_in(form, kept, audited.sources, standing)
    if form == "junit":
        stopped = {(each.product, each.component) for each in audited.findings if each.stops}
        passed = [
            (product, answer.component.title)
            for product, answer in audited.answers
            if (product, answer.component.name) not in stopped
        ]
        return junit(
            (),
            errors=[each.diagnostic for each in audited.findings if each.stops],
            sources=audited.sources,
            passed=passed,
        )
    return findings_text(kept, audited.sources, colour=colour) + "".join(
        f"{visible(line)}\n" for line in _told(audited)
    )


def _told(audited: Audited) -> Iterator[str]:
    for each in audited.findings:
        if each.let_stand:
            yield f"let stand: {each.diagnostic.message}: {each.let_stand}"
    stops = sum(each.stops for each in audited.findings)
    others = sum(not each.stops and not each.let_stand for each in audited.findings)
    products = len({product for product, _ in audited.answers})
    looked = f"{counted(len(audited.answers), 'component')} of {counted(products, 'product')}"
    yield f"{looked}: the gate stops at {counted(stops, 'finding')}; {counted(others, 'other')}"


def _explained(call: Call, audited: Audited, name: str) -> str:
    """Everything about a component, in each product that has it. Raises CommandError where none does."""
    meant = [
        (product, each) for product, each in audited.answers if name in {each.component.name, each.component.title}
    ]
    if not meant:
        mend = (
            did_you_mean(name, [each.component.name for _, each in audited.answers]) or "name one as its inventory does"
        )
        call.add("LK703", f"no product has a component `{name}`", mend)
        call.problems.check()
    parts = []
    for product, answer in meant:
        whole = (product, answer.component.name, answer.component.version)
        findings = [each for each in audited.findings if (each.product, each.component, each.version) == whole]
        parts.append(f"In {visible(product)}:\n{rows_as_text(rows_of([answer]))}")
        parts += [findings_text([each.diagnostic], audited.sources) + _let_stand(each) for each in findings]
        parts += [visible_lines(decision.explain()) + "\n\n" for decision in answer.decisions]
    return "\n".join(parts)


def _let_stand(finding: AuditFinding) -> str:
    return f"let stand: {visible(finding.let_stand)}\n" if finding.let_stand else ""
