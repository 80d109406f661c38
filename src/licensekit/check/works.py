"""Works: known licences, periods in order and without overlap, hosted only or not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, cast

from licensekit.check.findings import Findings
from licensekit.check.given import lowered_value
from licensekit.check.library import KINDS, Blocks
from licensekit.check.scope import Scope
from licensekit.diagnostics import Label, did_you_mean
from licensekit.model import works as model
from licensekit.syntax import tree

PARTS: Final = ("weights", "code", "data")


def work(written: tree.Work, blocks: Blocks, findings: Findings) -> model.Work:
    """The work with its licences looked up and its periods checked."""
    title = _title(written, findings)
    parts = tuple(_part(item, blocks, findings) for item in written.items if isinstance(item, tree.WorkPart))
    hosted = [item for item in written.items if isinstance(item, tree.HostedOnly)]
    if hosted and parts:
        findings.error(
            "LK474",
            hosted[0].span,
            "a work that is hosted only has no part under a licence",
            "remove `hosted only`, or the parts",
        )
    if not hosted and not parts:
        findings.error(
            "LK476",
            written.id.span,
            f"the work `{written.id.text}` carries no licence",
            "write `part weights under` and a licence, or `hosted only`",
        )
    _check_overlaps(written, findings)
    return model.Work(
        id=written.id.text,
        title=title,
        models=tuple(item.name.value for item in written.items if isinstance(item, tree.WorkModel)),
        parts=parts,
        tags=tuple(_tag(item, findings) for item in written.items if isinstance(item, tree.WorkTag)),
        hosted_only=bool(hosted),
        see=tuple(text.value for item in hosted for text in item.see),
        given=tuple(_given(written, findings)),
        span=written.span,
    )


def _title(written: tree.Work, findings: Findings) -> str:
    titles = [item for item in written.items if isinstance(item, tree.Header) and item.key == "title"]
    for item in titles[1:]:
        findings.error(
            "LK215",
            item.span,
            "`title` is written twice",
            "remove one of them",
            also=(Label(titles[0].span, "first here"),),
        )
    if not titles or not isinstance(titles[0].value, tree.Text):
        findings.error("LK430", written.id.span, f"the work `{written.id.text}` has no title", 'write `title "…"`')
        return ""
    return titles[0].value.value


def _part(item: tree.WorkPart, blocks: Blocks, findings: Findings) -> model.WorkPart:
    part = item.part.text
    if part not in PARTS:
        findings.error(
            "LK475", item.part.span, f"unknown part `{part}`", did_you_mean(part, PARTS) or "use weights, code or data"
        )
    license_id, unread = _license(item.license, blocks, findings)
    _check_period(item.since, item.until, findings)
    return model.WorkPart(
        part=cast("model.PartName", part if part in PARTS else "weights"),
        license=license_id,
        unread=unread,
        since=_day(item.since),
        until=_day(item.until),
        see=tuple(text.value for text in item.see),
        span=item.span,
    )


def _license(word: tree.Word, blocks: Blocks, findings: Findings) -> tuple[str, bool]:
    if isinstance(word, tree.Text):
        return word.value, True
    kind = blocks.kind(word.text)
    if not kind:
        findings.error(
            "LK471",
            word.span,
            f"there is no licence `{word.text}`",
            did_you_mean(word.text, blocks.names()) or 'write `under "TITLE" unread` for a licence that is not at hand',
        )
    elif kind != "license":
        findings.error(
            "LK435", word.span, f"`{word.text}` is a {KINDS[kind]}, not a licence", "use the id of a licence"
        )
    return word.text, False


def _tag(item: tree.WorkTag, findings: Findings) -> model.Tag:
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


def _check_period(since: tree.Day | None, until: tree.Day | None, findings: Findings) -> None:
    if since is not None and until is not None and until.on <= since.on:
        findings.error(
            "LK473",
            until.span,
            f"the period ends on {until.on.isoformat()}, not after it begins",
            "write the first day on which it no longer holds: `until` is exclusive",
            also=(Label(since.span, "begins here"),),
        )


def _check_overlaps(written: tree.Work, findings: Findings) -> None:
    """One licence for each part on each day: two periods of a part never share a day."""
    for part in PARTS:
        rows = [item for item in written.items if isinstance(item, tree.WorkPart) and item.part.text == part]
        for index, row in enumerate(rows):
            for earlier in rows[:index]:
                if _overlap(earlier, row):
                    findings.error(
                        "LK472",
                        row.span,
                        f"two licences of the {part} hold on one day",
                        "write `until` with the day from which the other one holds",
                        also=(Label(earlier.span, "the other period"),),
                    )


def _overlap(one: tree.WorkPart, other: tree.WorkPart) -> bool:
    starts = max(_day(one.since) or date.min, _day(other.since) or date.min)
    ends = min(_day(one.until) or date.max, _day(other.until) or date.max)
    return starts < ends


def _given(written: tree.Work, findings: Findings) -> Iterable[model.Given]:
    scope = Scope(written.id.text, "work", findings)
    first: dict[str, tree.GivenFact] = {}
    for item in written.items:
        if not isinstance(item, tree.GivenFact):
            continue
        found = scope.fact(item.fact)
        if found is None:
            continue
        if item.fact.text in first:
            findings.error(
                "LK453", item.fact.span, f"`{item.fact.text}` is given twice", "remove one of them",
                also=(Label(first[item.fact.text].fact.span, "first here"),),
            )  # fmt: skip
            continue
        first[item.fact.text] = item
        for name, value in lowered_value(item.fact.text, item.value, found, scope):
            yield model.Given(fact=name, value=value, span=item.span)
