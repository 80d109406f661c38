"""Texts and lists that are sent along: which licence a text is, what a list comes to, and what is shipped with it.

The answers are those of the commands `identify`, `inventory` and `notices` with `--format json`. Everything stands in
the request: no folder of packages, no workbook and no cache is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final, NamedTuple

from licensekit.components.answers import ComponentAnswer, told_of_facts
from licensekit.components.as_notice import left_over, notice_file, notices_data, todo_text
from licensekit.components.as_table import rows_data
from licensekit.components.component import Component, ComponentList
from licensekit.components.deciding import Planned, decide_each
from licensekit.components.documents import refused
from licensekit.components.notices import notices as notices_of
from licensekit.components.reading import FORMS, inventory_in
from licensekit.components.rows import each_row
from licensekit.decision.circumstances import Readings
from licensekit.identify.identification import identify as identify_text
from licensekit.patience import while_somebody_waits
from licensekit.report.escape import visible
from licensekit.report.identification import identification_text, identifications_data
from licensekit.service.requests import NAME, ServiceRequest, asked_of, needs_acts
from licensekit.vocabulary.words import SUBJECTS

MOST_COMPONENTS: Final = 1_000
"""Of one request; longer lists are for the command."""
TEXT_FORMS: Final = tuple(form for form in FORMS if form not in {"xlsx", "cache"})
"""What an inventory that is sent as a text may be written in."""
_READ: Final = ("inventory", "form", "acts", "facts", *SUBJECTS, "as_of", "profile", "assume", "strict")
_TEXTS: Final = "texts"
_TEXT: Final = "-"
"""The name of a text that came in no file, as the command has it."""


def identify(request: ServiceRequest) -> Mapping[str, Any]:
    """Whether a text is that of an encoded licence, word for word, and where it differs; `words` says it in lines."""
    request.only("text")
    if "text" not in request.table:
        request.refuse("text", "there is no `text`", 'write "text": "…", the whole text of a licence', "LK705")
    text = request.text("text")
    request.refusals.check()
    told = identify_text(text)
    return {**identifications_data([(_TEXT, told)]), "words": identification_text(_TEXT, told)}


def inventory(request: ServiceRequest) -> Mapping[str, Any]:
    """Every component of an inventory decided, a row each."""
    listed, planned = _asked(request)
    answers = _answers(listed, planned)
    rows = while_somebody_waits(each_row(answers))
    return rows_data(rows, map(visible, (*listed.notes, *told_of_facts(answers, planned.facts))))


def notices(request: ServiceRequest) -> Mapping[str, Any]:
    """The notices for what is shipped; `file` is the file to ship, `left_to_do` what is left to do, in lines.

    `texts` are licence texts at hand, which go into the file where their fingerprint is that of the licence.
    """
    at_hand = {sha256(text.encode("utf-8", "surrogatepass")).hexdigest(): text for text in request.texts(_TEXTS)}
    listed, planned = _asked(request, _TEXTS)
    answers = _answers(listed, planned)
    told = notices_of(answers)
    written = {"file": notice_file(told, at_hand), "left_to_do": todo_text(told, at_hand)}
    unused = left_over(told, at_hand)
    notes = (
        [f"{unused} of the `texts` are, word for word, of no licence that is shipped, and are left out"]
        if unused
        else []
    )
    notes = [*map(visible, (*listed.notes, *told_of_facts(answers, planned.facts))), *notes]
    return {**notices_data(told), "notes": notes, **written}


class _InventoryAsked(NamedTuple):
    listed: ComponentList
    planned: Planned


def _asked(whole: ServiceRequest, *further: str) -> _InventoryAsked:
    """The inventory that was sent, and what is asked about each component. Raises LicensekitError."""
    whole.only(*_READ, *further)
    request = replace(whole, table={key: value for key, value in whole.table.items() if key in _READ})
    for key, mend in (("inventory", "send it as a text"), ("form", f"use one of {', '.join(TEXT_FORMS)}")):
        if request.table.get(key, "") == "":
            request.refuse(key, f"there is no `{key}`", mend, "LK705")
    form = request.word("form", TEXT_FORMS[0], TEXT_FORMS) if request.table.get("form") != "" else TEXT_FORMS[0]
    asked = asked_of(request, None, "inventory", "form")
    text = request.text("inventory")
    listed = None if request.refusals else request.take(lambda: _listed(text, form))
    if listed is not None and not all(each.acts for each in listed.components):
        needs_acts(request, asked.said.acts)
    request.refusals.check()
    assert listed is not None, "there is a finding where there is no list"
    stated = asked.circumstances
    readings: Readings = "strict" if stated.readings == "strict" else "taken"
    planned = Planned(asked.said.acts, asked.said.stated, asked.profile, stated.as_of, stated.assume, readings)
    return _InventoryAsked(listed, planned)


def _listed(text: str, form: str) -> ComponentList:
    listed, _ = inventory_in(text.encode("utf-8", "surrogatepass"), NAME, form)
    if not listed.components:
        raise refused(NAME, "it lists nothing that could be asked about", "send one with components in it")
    if len(listed.components) > MOST_COMPONENTS:
        mend = "send a part of it, or use the command `inventory`"
        raise refused(NAME, f"it has more than {MOST_COMPONENTS:_} components", mend)
    return listed


def _answers(listed: ComponentList, planned: Planned) -> tuple[ComponentAnswer, ...]:
    components: tuple[Component, ...] = listed.components
    return tuple(while_somebody_waits(decide_each(components, planned)))
