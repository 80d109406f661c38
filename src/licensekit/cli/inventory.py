"""`licensekit inventory`: a list of components, read in whatever form, decided for us and written, a row each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, PERMITTED, UNKNOWN, Exit
from licensekit.cli.profiles import named_profile
from licensekit.cli.question import day, needs_a_day, stated, without_unset
from licensekit.components.answers import MAY, ComponentAnswer, told_of_facts
from licensekit.components.component import ComponentList
from licensekit.components.deciding import decide_all
from licensekit.components.reading import FORMS, read_inventory
from licensekit.components.rows import ComponentRow, rows_of
from licensekit.meaning.verdict import Verdict
from licensekit.report.escape import visible
from licensekit.use.profile import Profile
from licensekit.use.record import checked_acts

_BY_ENDING: Final = {".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".json": "json", ".txt": "text"}


@dataclass(frozen=True)
class InventoryAsked:
    """An inventory as the words name it, and the answers to it."""

    listed: ComponentList
    document: Mapping[str, Any] = field(default_factory=dict)
    answers: tuple[ComponentAnswer, ...] = ()
    profile: Profile | None = None
    as_of: date | None = None


_STANDARDS: Final = {"cyclonedx": (".cdx.json", ".bom.json"), "spdx3": (".spdx.json", ".spdx3.json")}
_WITHOUT_NOTES: Final = frozenset({"csv", "cyclonedx", "spdx3"})


def run_inventory(call: Call) -> Exit:
    """Decide every component and write the rows. Raises LicensekitError."""
    target = call.single("-o")
    form = _form(call, target)
    asked = inventory_asked(call, form)
    rows = rows_of(asked.answers)
    notes = tuple(map(visible, asked.listed.notes))
    told = rendered(form, rows, asked, notes)
    status = status_of(asked.answers)
    if target is None:
        assert isinstance(told, str), "a workbook needs a file"
        # what of the list was not read stands in the answer, where the form has a place for it
        return Exit(status, told, "".join(f"{note}\n" for note in notes) if form in _WITHOUT_NOTES else "")
    call.write(target, told.encode() if isinstance(told, str) else told)
    from licensekit.components.as_table import rows_as_text  # noqa: PLC0415 - beside the extras

    said = rows_as_text(rows, notes).rstrip("\n").split("\n")[-2 - len(notes) :]
    return Exit(status, f"{visible(target)}: {said[0]}\n" + "".join(f"{line}\n" for line in said[1:-1]))


def inventory_asked(call: Call, form: str = "") -> InventoryAsked:
    """The inventory that a command names, answered; what is wrong is told all at once. Raises LicensekitError.

    `form` is what it is written in, where that needs more than the answers.
    """
    problems, words = call.problems, call.arguments.files
    if len(words) != 1:
        problems.add(
            "LK705", f"`{call.arguments.command}` takes one file or folder", "write its path, such as `sbom.json`"
        )
    how = call.single("--from")
    if how is not None:
        call.word("--from", *FORMS)
    acts = call.problems.take(lambda: checked_acts(call.listed("--act"))) or ()
    facts = stated(call, {}, {})
    profile = without_unset(call, named_profile(call, {}), {})
    assume, readings = call.word("--assume", "standard", "safe", "none"), call.word("--readings", "taken", "strict")
    as_of = day(call)
    if form == "spdx3":
        needs_a_day(call, as_of)
    sheet = call.sheet_of(words[0]) if words else None
    problems.check()
    read = partial(read_inventory, words[0], how, packages=call.single("--packages"), sheet=sheet)
    listed, document = read()
    silent = next((each for each in listed.components if not each.acts), None)
    if not acts and silent is not None:
        call.add(
            "LK705", "no act is named", "write `--act embed`, or another; or a column `acts`, for each row its own"
        )
        problems.check()
    answers = decide_all(
        listed.components,
        acts,
        facts=facts,
        profile=profile,
        as_of=as_of,
        assume=assume,  # type: ignore[arg-type]
        readings=readings,  # type: ignore[arg-type]
    )
    listed = replace(listed, notes=(*listed.notes, *told_of_facts(answers, facts)))
    return InventoryAsked(listed, document, answers, profile, as_of)


def status_of(answers: Iterable[ComponentAnswer]) -> int:
    """The most severe, as `ask` has it: not so, then unknown, then permitted."""
    statuses = set(map(status_of_one, answers))
    return next((status for status in (NOT_SO, UNKNOWN) if status in statuses), PERMITTED)


def status_of_one(answer: ComponentAnswer) -> int:
    """As `ask` has it; two licences that surely cannot both be met are a no."""
    if any(each.certain for each in answer.conflicts):
        return NOT_SO
    if answer.verdict is Verdict.UNKNOWN:
        return UNKNOWN
    if answer.verdict not in MAY:
        return NOT_SO
    return UNKNOWN if any(decision.unread_documents for decision in answer.decisions) else PERMITTED


def _form(call: Call, target: str | None) -> str:
    if target is not None and not call.values("--format"):
        for form, endings in _STANDARDS.items():
            if target.endswith(endings):
                return form
    form = call.form_written(target, _BY_ENDING, "an inventory", "use `.csv`, `.xlsx`, `.html` or `.json`")
    if form == "xlsx" and target is None:
        call.add("LK705", "a workbook needs a file", "write `-o answers.xlsx`")
    return form


def rendered(form: str, rows: Sequence[ComponentRow], asked: InventoryAsked, notes: Sequence[str]) -> str | bytes:
    """The rows in a form."""
    from licensekit.components import as_table  # noqa: PLC0415 - one of several is wanted
    from licensekit.components.as_cyclonedx import rows_as_cyclonedx  # noqa: PLC0415
    from licensekit.components.as_properties import rows_as_spdx3  # noqa: PLC0415

    writers: Mapping[str, Callable[[], str | bytes]] = {
        "text": lambda: as_table.rows_as_text(rows, notes),
        "csv": lambda: as_table.rows_as_csv(rows),
        "xlsx": lambda: as_table.rows_as_workbook(rows),
        "html": lambda: as_table.rows_as_html(rows, notes),
        "json": lambda: as_table.rows_as_json(rows, notes),
        "cyclonedx": lambda: rows_as_cyclonedx(asked.document, asked.listed.components, rows),
        "spdx3": lambda: rows_as_spdx3(asked.listed.components, rows, asked.as_of),
    }
    return writers[form]()
