"""Which licence a work carries on a day. The day is when the copy was obtained, and is never guessed."""

from __future__ import annotations

from datetime import date
from typing import cast, get_args

from licensekit.diagnostics import Diagnostic, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.model.works import PartName, Tag, Work, WorkPart

NOT_PUBLISHED = "no licence for weights is published; terms of the service apply"


def part_named(name: str) -> PartName:
    """`weights`, `code` or `data`. Raises CatalogueError."""
    known = get_args(PartName)
    if name in known:
        return cast("PartName", name)
    help_ = did_you_mean(name, [*known, "all"]) or "use weights, code, data, or all of them with `all`"
    raise CatalogueError([Diagnostic("LK475", f"unknown part `{name[:40]}`", help=help_)])


def parts_of(work: Work, part: str = "weights") -> tuple[PartName, ...]:
    """The parts that are meant: one, or with `all` every part that the work has. Raises CatalogueError."""
    if part == "all":
        return tuple(dict.fromkeys(row.part for row in work.parts)) or ("weights",)
    return (part_named(part),)


def license_on(work: Work, part: str = "weights", obtained: date | None = None) -> str:
    """The catalogue's name of the licence that a part carried on the day on which it was obtained.

    Raises CatalogueError: where the licence changed and no day is given (LK603, with all periods), where no
    licence is published, or none for that day (LK604), and where the licence's text is not at hand (LK604).
    """
    named = part_named(part)
    rows = [row for row in work.parts if row.part == named]
    if work.hosted_only or not rows:
        raise _not_published(work, named, obtained, rows)
    if obtained is None:
        if len({row.license for row in rows}) > 1:
            raise _changed(work, named, rows)
        return _readable(work, rows[0])
    for row in rows:
        if _holds(row, obtained):
            return _readable(work, row)
    raise _not_published(work, named, obtained, rows)


def disagreeing_tags(work: Work, license_id: str, spdx: str, on: date | None = None) -> tuple[Tag, ...]:
    """What hubs say, on that day, that is neither the licence's id nor its SPDX name. A tag chooses nothing."""
    said = {license_id.casefold(), spdx.casefold()} - {""}
    return tuple(
        tag for tag in work.tags if tag.tag.casefold() not in said and (on is None or _within(tag.since, tag.until, on))
    )


def _holds(row: WorkPart, on: date) -> bool:
    return _within(row.since, row.until, on)


def _within(since: date | None, until: date | None, on: date) -> bool:
    return (since is None or since <= on) and (until is None or on < until)


def _readable(work: Work, row: WorkPart) -> str:
    if row.unread:
        raise CatalogueError(
            [
                Diagnostic(
                    "LK604",
                    f"the text of the licence of `{work.id}`, {row.license}, is not at hand",
                    help="read it where it is published, and use the path of a .lic file that says what it says",
                    notes=tuple(f"see {address}" for address in row.see),
                )
            ]
        )
    return row.name


def _changed(work: Work, part: PartName, rows: list[WorkPart]) -> CatalogueError:
    return CatalogueError(
        [
            Diagnostic(
                "LK603",
                f"the licence of `{work.id}` ({part}) changed, and it is not said when the copy was obtained",
                help=f"say on which day you got your copy: `obtained`, as an option `--obtained {_example(rows)}`",
                notes=tuple(period(row) for row in rows),
            )
        ]
    )


def _example(rows: list[WorkPart]) -> str:
    return max((row.since for row in rows if row.since is not None), default=date(2026, 1, 1)).isoformat()


def _not_published(work: Work, part: PartName, obtained: date | None, rows: list[WorkPart]) -> CatalogueError:
    said = NOT_PUBLISHED if part == "weights" else f"no licence for {part} is recorded here"
    on = f" on {obtained.isoformat()}" if obtained is not None and rows else ""
    return CatalogueError(
        [
            Diagnostic(
                "LK604",
                f"`{work.id}`{on}: {said}",
                help="use another day" if rows else "read what is published with the work, or the terms of the service",
                notes=tuple(period(row) for row in rows) or tuple(f"see {address}" for address in work.see),
            )
        ]
    )


def period(row: WorkPart) -> str:
    """A period in words: `minimax-m2.7 from 2026-04-15`."""
    since = f" from {row.since.isoformat()}" if row.since is not None else ""
    until = f" until {row.until.isoformat()}, that day not included" if row.until is not None else ""
    return f"{row.license}{since}{until}"
