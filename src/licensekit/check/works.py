"""Works: known licences, periods in order and without overlap, hosted only or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, cast

from licensekit.check.fact_values import lowered_value
from licensekit.check.findings import FindingList
from licensekit.check.library import Blocks
from licensekit.check.scope import Scope
from licensekit.diagnostics import Label
from licensekit.model import works as model
from licensekit.span import Span
from licensekit.syntax import tree

PARTS: Final = ("weights", "code", "data")


def work(written: tree.Work, blocks: Blocks, findings: FindingList) -> model.Work:
    """The work with its licences looked up and its periods checked."""
    title = _title(written, findings)
    parts = tuple(_part(item, blocks, findings) for item in written.items if isinstance(item, tree.WorkPart))
    hosted = [item for item in written.items if isinstance(item, tree.HostedOnly)]
    if hosted and parts:
        message = "a work that is hosted only has no part under a licence"
        findings.error("LK474", hosted[0].span, message, "remove `hosted only`, or the parts")
    if not hosted and not parts:
        mend = "write `part weights under` and a licence, or `hosted only`"
        findings.error("LK476", written.id.span, f"the work `{written.id.text}` carries no licence", mend)
    _check_overlaps(written, findings)
    return model.Work(
        id=written.id.text,
        title=title,
        models=tuple(item.name.value for item in written.items if isinstance(item, tree.WorkModel)),
        parts=parts,
        tags=tuple(_tag(item, findings) for item in written.items if isinstance(item, tree.WorkTag)),
        hosted_only=bool(hosted),
        see=tuple(text.value for item in hosted for text in item.see),
        given=tuple(_facts(written, findings)),
        span=written.span,
    )


def _title(written: tree.Work, findings: FindingList) -> str:
    titles = [item for item in written.items if isinstance(item, tree.Header) and item.key == "title"]
    for item in titles[1:]:
        findings.again("LK215", item.span, titles[0].span, "`title` is written twice", "remove one of them")
    if not titles or not isinstance(titles[0].value, tree.Text):
        findings.error("LK430", written.id.span, f"the work `{written.id.text}` has no title", 'write `title "…"`')
        return ""
    return titles[0].value.value


def _part(item: tree.WorkPart, blocks: Blocks, findings: FindingList) -> model.WorkPart:
    part = item.part.text
    findings.knows("LK475", item.part, "part", PARTS, "use weights, code or data")
    unread = isinstance(item.license, tree.Text)
    file = ""
    if isinstance(item.license, tree.Name):
        mend = 'write `under "TITLE" unread` for a licence that is not at hand'
        file = blocks.check_license(item.license, findings, "LK471", mend)
    _check_period(item.since, item.until, findings)
    return model.WorkPart(
        part=cast("model.PartName", part if part in PARTS else "weights"),
        license=tree.word_of(item.license),
        found=file,
        unread=unread,
        since=_day(item.since),
        until=_day(item.until),
        see=tuple(text.value for text in item.see),
        span=item.span,
    )


def _tag(item: tree.WorkTag, findings: FindingList) -> model.Tag:
    _check_period(item.since, item.until, findings)
    return model.Tag(
        tag=item.tag.value,
        hub=item.hub.value,
        since=_day(item.since),
        until=_day(item.until),
        see=tuple(text.value for text in item.see),
        span=item.span,
    )


def _day(day: tree.Day | None) -> date | None:
    return None if day is None else day.on


def _check_period(since: tree.Day | None, until: tree.Day | None, findings: FindingList) -> None:
    if since is not None and until is not None and until.on <= since.on:
        message = f"the period ends on {until.on.isoformat()}, not after it begins"
        mend = "write the first day on which it no longer holds: `until` is exclusive"
        findings.error("LK473", until.span, message, mend, also=(Label(since.span, "begins here"),))


def _check_overlaps(written: tree.Work, findings: FindingList) -> None:
    """One licence for each part on each day: two periods of a part never share a day."""
    for part in PARTS:
        rows = [item for item in written.items if isinstance(item, tree.WorkPart) and item.part.text == part]
        for earlier, row in ((rows[before], row) for at, row in enumerate(rows) for before in range(at)):
            starts = max(_day(earlier.since) or date.min, _day(row.since) or date.min)
            ends = min(_day(earlier.until) or date.max, _day(row.until) or date.max)
            if starts < ends:
                message = f"two licences of the {part} hold on one day"
                mend = "write `until` with the day from which the other one holds"
                findings.error("LK472", row.span, message, mend, also=(Label(earlier.span, "the other period"),))


def _facts(written: tree.Work, findings: FindingList) -> Iterator[model.WorkFact]:
    scope = Scope(written.id.text, "work", findings)
    first: dict[str, Span] = {}
    for item in written.items:
        fact = scope.fact(item.fact) if isinstance(item, tree.GivenFact) else None
        if not isinstance(item, tree.GivenFact) or fact is None:
            continue
        name, place = item.fact.text, item.fact.span
        if name in first:
            findings.again("LK453", place, first[name], f"`{name}` is given twice", "remove one of them")
            continue
        first[name] = place
        for key, value in lowered_value(name, item.value, fact, scope).items():
            yield model.WorkFact(fact=key, value=value, span=item.span)
